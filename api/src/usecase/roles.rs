//! Roles and the logins of staff.

use super::{
    App, Failure, Request,
    account::{self, totp_context},
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
};
use crate::{
    identity::{hex, password_policy},
    store::{
        connect::lock,
        entity::{membership, person, staff_login},
        idempotency::{self, Claim},
        people,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;
use yiting_domain::{
    area::AreaRef,
    id::Pseudonym,
    instant::Instant,
    people::{Actor, IdentityLevel, Role, may_hold},
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// A role to be given.
#[derive(Clone, Debug)]
pub struct Grant {
    /// To whom.
    pub person: Pseudonym,
    /// Which role.
    pub role: Role,
    /// Where.
    pub area: Uuid,
    /// For implementers: whose member.
    pub unit: Option<Uuid>,
}

impl Grant {
    /// Whether the role fits the place, and the unit the role.
    ///
    /// # Errors
    /// [`Refusal::RoleTierMismatch`], [`Refusal::Invalid`].
    pub fn check(&self, place: &AreaRef) -> Result<(), Refusal> {
        if !self.role.fits(place.tier) {
            return Err(Refusal::RoleTierMismatch);
        }
        if (self.role == Role::Implementer) == self.unit.is_some() {
            Ok(())
        } else {
            Err(Refusal::Invalid)
        }
    }

    /// The row of the membership.
    pub fn row(
        &self,
        id: Uuid,
        person: Uuid,
        place: &AreaRef,
        by: Option<Pseudonym>,
        now: Instant,
    ) -> membership::Model {
        membership::Model {
            id,
            person_id: person,
            role: self.role.name().to_owned(),
            area_id: place.id.0,
            area_path: place.path.as_str().to_owned(),
            unit_id: self.unit,
            granted_by: by.map(|p| p.0),
            created_at: now.millis(),
            ended_at: None,
        }
    }

    /// What the log says of it, as `membership.granted`.
    pub fn entry(&self, place: &AreaRef) -> Value {
        json!({"person": self.person, "role": self.role, "area": place.id, "unit": self.unit})
    }
}

/// Gives a role. Administrators of the area or above; `None` as actor is the command line.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::SeparationOfPowers`], [`Refusal::RoleTierMismatch`],
/// [`Refusal::NotFound`].
pub async fn grant_role(
    app: &App,
    actor: Option<&Actor>,
    request: Option<&Request>,
    grant: &Grant,
) -> Result<Uuid, Failure> {
    retrying!(try_grant(app, actor, request, grant))
}

async fn try_grant(
    app: &App,
    actor: Option<&Actor>,
    request: Option<&Request>,
    grant: &Grant,
) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    if let (Some(actor), Some(request)) = (actor, request)
        && let Claim::Done(id) =
            idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await??
    {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (row, target) = place(&tx, grant.area).await?;
    if actor.is_some() {
        may_in_area(AreaAction::GrantRole, actor, &target)?;
    }
    grant.check(&target)?;
    let who = people::by_pseudonyms(&tx, &[grant.person.0])
        .await?
        .remove(&grant.person.0)
        .ok_or(Refusal::NotFound)?;
    // The row lock makes two grants to one person see each other: the separation cannot be raced.
    people::by_id_locked(&tx, who.id).await?;
    let held: Vec<membership::Model> = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(who.id))
        .filter(membership::Column::EndedAt.is_null())
        .all(&tx)
        .await?;
    let roles: Vec<Role> = held.iter().filter_map(|m| Role::parse(&m.role)).collect();
    may_hold(&roles, grant.role)?;
    let same = held
        .iter()
        .find(|m| m.role == grant.role.name() && m.area_id == grant.area);
    let id = match same {
        Some(existing) => existing.id,
        None => {
            let id = app.fresh_id();
            let membership = grant.row(id, who.id, &target, actor.map(|a| a.pseudonym), app.now());
            membership::Entity::insert(membership::ActiveModel::from(membership).reset_all())
                .exec_without_returning(&tx)
                .await?;
            let body = grant.entry(&target);
            record(
                app,
                &tx,
                &row,
                actor.map(|a| a.pseudonym),
                "membership.granted",
                id,
                body,
            )
            .await?;
            id
        }
    };
    if let (Some(actor), Some(request)) = (actor, request) {
        idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Ends a role, from the next request on.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NotFound`].
pub async fn revoke_role(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let held = lock(membership::Entity::find_by_id(id), &tx)
        .one(&tx)
        .await?
        .filter(|row| row.ended_at.is_none())
        .ok_or(Refusal::NotFound)?;
    let (row, target) = place(&tx, held.area_id).await?;
    may_in_area(AreaAction::RevokeRole, Some(actor), &target)?;
    membership::Entity::update(membership::ActiveModel {
        id: Set(id),
        ended_at: Set(Some(app.now().millis())),
        ..Default::default()
    })
    .exec(&tx)
    .await?;
    record(
        app,
        &tx,
        &row,
        Some(actor.pseudonym),
        "membership.ended",
        id,
        json!({"role": held.role}),
    )
    .await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    account::standing_changed(app, held.person_id).await;
    Ok(id)
}

/// Creates a login for staff, from the command line. Returns the person's pseudonym and the link
/// that sets up the second factor.
///
/// # Errors
/// A weak password, a name that is taken; faults.
pub async fn create_staff_login(
    app: &App,
    username: &str,
    display_name: &str,
    password: &str,
) -> Result<(Pseudonym, String), Failure> {
    password_policy::policy(password).map_err(|problem| anyhow::anyhow!("the password is refused: {problem}"))?;
    let hash = app
        .passwords
        .hash(password.to_owned(), app.entropy.bytes())
        .await
        .map_err(anyhow::Error::from)?;
    let secret: [u8; 20] = app.entropy.bytes();
    let id = app.fresh_id();
    let pseudonym = app.fresh_id();
    let sealed = app
        .field_key
        .seal(&hex(&secret), &totp_context(id), app.entropy.bytes())
        .map_err(anyhow::Error::from)?;
    let factor = crate::identity::totp::SecondFactor::new(&secret).map_err(anyhow::Error::from)?;
    let tx = app.db.begin().await?;
    person::Entity::insert(person::ActiveModel {
        id: Set(id),
        pseudonym: Set(pseudonym),
        openid: Set(None),
        unionid: Set(None),
        nickname: Set(display_name.to_owned()),
        real_name_sealed: Set(None),
        phone_sealed: Set(None),
        phone_index: Set(None),
        level: Set(i64::from(IdentityLevel::Phone.number())),
        created_at: Set(app.now().millis()),
        closed_at: Set(None),
    })
    .exec_without_returning(&tx)
    .await?;
    staff_login::Entity::insert(staff_login::ActiveModel {
        person_id: Set(id),
        username: Set(username.to_owned()),
        password_hash: Set(hash),
        totp_sealed: Set(sealed),
        totp_step: Set(0),
        failures: Set(0),
        locked_until: Set(0),
    })
    .exec_without_returning(&tx)
    .await?;
    tx.commit().await?;
    Ok((Pseudonym(pseudonym), factor.provisioning_uri("议亭", username)))
}
