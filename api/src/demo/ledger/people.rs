//! People, their roles and residences, as `usecase::roles` and `usecase::residents` record them.

use super::Ledger;
use crate::{
    identity::sealed::{mask_name, normal_phone},
    store::{
        entity::{area, membership, person, residence},
        log::Append,
    },
    usecase::{
        Failure,
        residents::{Settlement, check_home, sealed_context},
        roles::Grant,
    },
};
use serde_json::Value;
use uuid::Uuid;
use yiting_domain::{
    id::{PersonId, Pseudonym, UnitId},
    people::{Actor, IdentityLevel, Membership, Role, may_hold},
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// The rows of people.
#[derive(Default)]
pub(super) struct Rows {
    pub persons: Vec<person::Model>,
    pub memberships: Vec<membership::Model>,
    pub residences: Vec<residence::Model>,
}

/// A resident without an account, for whom staff write.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The account that nobody logs in to.
    pub person: Uuid,
    /// The name in the log.
    pub pseudonym: Pseudonym,
}

impl Ledger {
    /// Adds a person who logged in by WeChat, or bound a phone.
    ///
    /// # Errors
    /// Faults.
    pub fn enlist(&mut self, name: String, phone: Option<&str>, level: IdentityLevel) -> Result<Actor, Failure> {
        let (id, pseudonym) = (self.fresh_id(), self.fresh_id());
        let phone = phone.and_then(normal_phone);
        let sealed = match &phone {
            Some(phone) => Some(self.sealed("phone", phone, id)?),
            None => None,
        };
        self.people.persons.push(person::Model {
            id,
            pseudonym,
            openid: None,
            unionid: None,
            nickname: name,
            real_name_sealed: None,
            phone_sealed: sealed,
            phone_index: phone.and_then(|phone| self.app.blind_key.phone_index(&phone)),
            level: i64::from(level.number()),
            created_at: self.now().millis(),
            closed_at: None,
        });
        Ok(Actor {
            person: PersonId(id),
            pseudonym: Pseudonym(pseudonym),
            level,
            memberships: Vec::new(),
            residences: Vec::new(),
        })
    }

    fn sealed(&self, field: &str, plain: &str, person: Uuid) -> Result<String, Failure> {
        let context = sealed_context(field, person);
        let sealed = self.app.field_key.seal(plain, &context, self.app.entropy.bytes());
        Ok(sealed.map_err(anyhow::Error::from)?)
    }

    /// Gives a role, as the administrator `by` or from the command line.
    ///
    /// # Errors
    /// The refusals of [`crate::usecase::roles::grant_role`].
    pub fn grant(
        &mut self,
        by: Option<&Actor>,
        who: &mut Actor,
        role: Role,
        place: &area::Model,
        unit: Option<Uuid>,
    ) -> Result<(), Failure> {
        let target = self.by_area.get(&place.id).ok_or(Refusal::NotFound)?.clone();
        let grant = Grant {
            person: who.pseudonym,
            role,
            area: place.id,
            unit,
        };
        if by.is_some() {
            may_in_area(AreaAction::GrantRole, by, &target)?;
        }
        grant.check(&target)?;
        let held: Vec<Role> = who.memberships.iter().map(|m| m.role).collect();
        may_hold(&held, role)?;
        let id = self.fresh_id();
        let by = by.map(|a| a.pseudonym);
        self.people
            .memberships
            .push(grant.row(id, who.person.0, &target, by, self.now()));
        self.note_entry(by, "membership.granted", id, grant.entry(&target))?;
        who.memberships.push(Membership {
            role,
            area: target.path,
            unit: unit.map(UnitId),
        });
        Ok(())
    }

    /// Verifies a resident, or an owner where an exclusive area is given.
    ///
    /// # Errors
    /// The refusals of [`crate::usecase::residents::verify_resident`].
    pub fn verify(
        &mut self,
        by: &Actor,
        who: &mut Actor,
        block: &area::Model,
        household: &str,
        exclusive_area: Option<i64>,
    ) -> Result<(), Failure> {
        let home = self.by_area.get(&block.id).ok_or(Refusal::NotFound)?.clone();
        may_in_area(AreaAction::VerifyResident, Some(by), &home)?;
        check_home(Some(household), exclusive_area)?;
        let settlement = Settlement {
            home: &home,
            how: "staff",
            household: Some(household),
            exclusive_area,
            by: Some(by.pseudonym),
        };
        let level = self.settle(who.person.0, who.pseudonym, &settlement)?;
        who.level = who.level.max(level);
        who.residences.push(home.path);
        Ok(())
    }

    /// Records a resident without a phone, so that staff can raise proposals for them.
    ///
    /// # Errors
    /// The refusals of [`crate::usecase::residents::register_resident`].
    pub fn register(
        &mut self,
        by: &Actor,
        real_name: &str,
        block: &area::Model,
        household: &str,
    ) -> Result<Registered, Failure> {
        let home = self.by_area.get(&block.id).ok_or(Refusal::NotFound)?.clone();
        may_in_area(AreaAction::RegisterResident, Some(by), &home)?;
        check_home(Some(household), None)?;
        let person = self.enlist(mask_name(real_name), None, IdentityLevel::Phone)?;
        let sealed = self.sealed("real_name", real_name, person.person.0)?;
        if let Some(row) = self.people.persons.last_mut() {
            row.real_name_sealed = Some(sealed);
        }
        let settlement = Settlement {
            home: &home,
            how: "assisted",
            household: Some(household),
            exclusive_area: None,
            by: Some(by.pseudonym),
        };
        self.settle(person.person.0, person.pseudonym, &settlement)?;
        Ok(Registered {
            person: person.person.0,
            pseudonym: person.pseudonym,
        })
    }

    fn settle(
        &mut self,
        person: Uuid,
        pseudonym: Pseudonym,
        settlement: &Settlement<'_>,
    ) -> Result<IdentityLevel, Failure> {
        let id = self.fresh_id();
        let level = settlement.reaches();
        self.people.residences.push(settlement.row(id, person, self.now()));
        if let Some(row) = self.people.persons.iter_mut().rev().find(|row| row.id == person) {
            row.level = row.level.max(i64::from(level.number()));
        }
        self.note_entry(settlement.by, "residence.verified", id, settlement.entry(pseudonym))?;
        Ok(level)
    }

    /// Appends an entry about people or rules to the log.
    ///
    /// # Errors
    /// Faults.
    pub fn note_entry(
        &mut self,
        actor: Option<Pseudonym>,
        kind: &str,
        subject: Uuid,
        body: Value,
    ) -> Result<(), Failure> {
        let entry = Append {
            actor,
            kind: kind.to_owned(),
            subject,
            body,
        };
        let now = self.now();
        self.append(&[entry], now)?;
        Ok(())
    }
}
