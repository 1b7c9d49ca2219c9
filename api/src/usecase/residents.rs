//! Residents: verified by staff, by the household's code, or recorded without a phone.

use super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
};
use crate::{
    identity::{
        hex,
        invitation::InvitationCode,
        sealed::{mask_name, normal_phone},
    },
    store::{
        connect::lock,
        entity::{invitation, person, residence},
        idempotency::{self, Claim},
        people,
    },
};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;
use yiting_domain::{
    area::AreaRef,
    id::Pseudonym,
    instant::Instant,
    people::{Actor, IdentityLevel},
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// How long a household code is valid, in days.
const INVITATION_DAYS: i64 = 30;

/// How many members of a household may use one code.
const INVITATION_USES: i64 = 4;

/// A residence as somebody vouches for it.
#[derive(Clone, Copy, Debug)]
pub struct Settlement<'a> {
    /// The block, or a finer area.
    pub home: &'a AreaRef,
    /// `staff`, `invitation`, `assisted` or `import`.
    pub how: &'a str,
    /// House number.
    pub household: Option<&'a str>,
    /// For owners: exclusive area in hundredths of m².
    pub exclusive_area: Option<i64>,
    /// Who vouches.
    pub by: Option<Pseudonym>,
}

impl Settlement<'_> {
    /// The row.
    pub fn row(&self, id: Uuid, person: Uuid, now: Instant) -> residence::Model {
        residence::Model {
            id,
            person_id: person,
            area_id: self.home.id.0,
            area_path: self.home.path.as_str().to_owned(),
            how: self.how.to_owned(),
            household: self.household.map(str::to_owned),
            exclusive_area: self.exclusive_area,
            verified_by: self.by.map(|p| p.0),
            created_at: now.millis(),
            ended_at: None,
        }
    }

    /// The level that it gives.
    pub const fn reaches(&self) -> IdentityLevel {
        if self.exclusive_area.is_some() {
            IdentityLevel::Owner
        } else {
            IdentityLevel::Resident
        }
    }

    /// What the log says of it, as `residence.verified`.
    pub fn entry(&self, person: Pseudonym) -> Value {
        json!({"person": person, "area": self.home.id, "how": self.how, "owner": self.exclusive_area.is_some()})
    }
}

/// Adds a residence, once, and raises the person's level.
pub(super) async fn settle(
    app: &App,
    on: &impl ConnectionTrait,
    who: &person::Model,
    settlement: &Settlement<'_>,
) -> Result<Uuid, Failure> {
    let Settlement {
        home,
        household,
        exclusive_area,
        ..
    } = *settlement;
    let existing = residence::Entity::find()
        .filter(residence::Column::PersonId.eq(who.id))
        .filter(residence::Column::AreaId.eq(home.id.0))
        .filter(residence::Column::EndedAt.is_null())
        .one(on)
        .await?;
    let id = match existing {
        Some(row) => {
            residence::Entity::update(residence::ActiveModel {
                id: Set(row.id),
                household: Set(household.map(str::to_owned).or(row.household)),
                exclusive_area: Set(exclusive_area.or(row.exclusive_area)),
                ..Default::default()
            })
            .exec(on)
            .await?;
            row.id
        }
        None => {
            let id = app.fresh_id();
            let row = settlement.row(id, who.id, app.now());
            residence::Entity::insert(residence::ActiveModel::from(row).reset_all())
                .exec_without_returning(on)
                .await?;
            id
        }
    };
    let level = who.level.max(i64::from(settlement.reaches().number()));
    person::Entity::update(person::ActiveModel {
        id: Set(who.id),
        level: Set(level),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(id)
}

fn code_bytes<const N: usize>(app: &App, actor: &Actor, request: &Request) -> Result<[u8; N], Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&app.code_key[..]).map_err(anyhow::Error::from)?;
    mac.update(b"household code\0");
    mac.update(actor.person.0.as_bytes());
    mac.update(request.key.as_bytes());
    mac.update(b"\0");
    mac.update(request.hash.as_bytes());
    let digest = mac.finalize().into_bytes();
    let bytes = digest.get(..N).and_then(|part| part.try_into().ok());
    Ok(bytes.ok_or(Refusal::Internal)?)
}

/// House number and exclusive area (hundredths of m², to 1 000 000 m²) within reason.
pub(crate) fn check_home(household: Option<&str>, exclusive_area: Option<i64>) -> Result<(), Refusal> {
    let named = household.is_none_or(|text| !text.trim().is_empty() && text.chars().count() <= 40);
    let sized = exclusive_area.is_none_or(|size| (1..=100_000_000).contains(&size));
    if named && sized { Ok(()) } else { Err(Refusal::Invalid) }
}

/// A resident as staff verify one.
#[derive(Clone, Debug)]
pub struct Verification {
    /// Whose pseudonym.
    pub person: Pseudonym,
    /// The block (or finer area).
    pub area: Uuid,
    /// House number.
    pub household: Option<String>,
    /// For owners: exclusive area in hundredths of m².
    pub exclusive_area: Option<i64>,
}

/// Verifies a resident, or an owner where an exclusive area is given.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::BadTarget`] above the neighborhood.
pub async fn verify_resident(app: &App, actor: &Actor, request: &Request, new: &Verification) -> Result<Uuid, Failure> {
    retrying!(try_verify(app, actor, request, new))
}

async fn try_verify(app: &App, actor: &Actor, request: &Request, new: &Verification) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (row, home) = place(&tx, new.area).await?;
    may_in_area(AreaAction::VerifyResident, Some(actor), &home)?;
    check_home(new.household.as_deref(), new.exclusive_area)?;
    let who = people::by_pseudonyms(&tx, &[new.person.0])
        .await?
        .remove(&new.person.0)
        .ok_or(Refusal::NotFound)?;
    let settlement = Settlement {
        home: &home,
        how: "staff",
        household: new.household.as_deref(),
        exclusive_area: new.exclusive_area,
        by: Some(actor.pseudonym),
    };
    let id = settle(app, &tx, &who, &settlement).await?;
    let body = settlement.entry(new.person);
    record(app, &tx, &row, Some(actor.pseudonym), "residence.verified", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Prints a code for a household; only its keyed hash is stored. The code follows from the request
/// under a secret key, so that a request that is sent again gets the same code.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::Invalid`].
pub async fn invite_household(
    app: &App,
    actor: &Actor,
    request: &Request,
    area: Uuid,
    household: &str,
) -> Result<String, Failure> {
    let tx = app.db.begin().await?;
    let code = InvitationCode::from_random(code_bytes(app, actor, request)?);
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return Ok(code.printed());
    }
    let (row, home) = place(&tx, area).await?;
    may_in_area(AreaAction::InviteHousehold, Some(actor), &home)?;
    if household.trim().is_empty() || household.chars().count() > 40 {
        return Err(Refusal::Invalid.into());
    }
    let hash = code.hash(&app.code_key).ok_or(Refusal::Internal)?;
    let id = app.fresh_id();
    invitation::Entity::insert(invitation::ActiveModel {
        id: Set(id),
        code_hash: Set(hex(&hash)),
        area_id: Set(home.id.0),
        household: Set(household.trim().to_owned()),
        uses_left: Set(INVITATION_USES),
        expires_at: Set(app.now().plus_days(INVITATION_DAYS).millis()),
        issued_by: Set(actor.pseudonym.0),
        created_at: Set(app.now().millis()),
    })
    .exec_without_returning(&tx)
    .await?;
    record(
        app,
        &tx,
        &row,
        Some(actor.pseudonym),
        "invitation.issued",
        id,
        json!({"area": home.id}),
    )
    .await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(code.printed())
}

/// Becomes a verified resident by the code of the household.
///
/// # Errors
/// [`Refusal::InvitationInvalid`]; [`Refusal::RateLimited`] after too many tries.
pub async fn redeem_invitation(app: &App, actor: &Actor, request: &Request, typed: &str) -> Result<Uuid, Failure> {
    retrying!(try_redeem(app, actor, request, typed))
}

async fn try_redeem(app: &App, actor: &Actor, request: &Request, typed: &str) -> Result<Uuid, Failure> {
    let code = InvitationCode::parse(typed).ok_or(Refusal::InvitationInvalid)?;
    let hash = hex(&code.hash(&app.code_key).ok_or(Refusal::Internal)?);
    let tx = app.db.begin().await?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let found = lock(
        invitation::Entity::find().filter(invitation::Column::CodeHash.eq(hash)),
        &tx,
    )
    .one(&tx)
    .await?
    .filter(|row| row.uses_left > 0 && row.expires_at > app.now().millis())
    .ok_or(Refusal::InvitationInvalid)?;
    let (row, home) = place(&tx, found.area_id).await?;
    let who = people::by_id_locked(&tx, actor.person.0)
        .await?
        .ok_or(Refusal::Unauthenticated)?;
    invitation::Entity::update(invitation::ActiveModel {
        id: Set(found.id),
        uses_left: Set(found.uses_left - 1),
        ..Default::default()
    })
    .exec(&tx)
    .await?;
    let by = Pseudonym(found.issued_by);
    let settlement = Settlement {
        home: &home,
        how: "invitation",
        household: Some(&found.household),
        exclusive_area: None,
        by: Some(by),
    };
    let id = settle(app, &tx, &who, &settlement).await?;
    let body = settlement.entry(actor.pseudonym);
    record(app, &tx, &row, Some(actor.pseudonym), "residence.verified", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// A resident without a phone, as staff record one.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The name; stored sealed, shown masked.
    pub real_name: String,
    /// A phone number, if there is one; stored sealed.
    pub phone: Option<String>,
    /// The block (or finer area).
    pub area: Uuid,
    /// House number.
    pub household: String,
    /// For owners: exclusive area in hundredths of m².
    pub exclusive_area: Option<i64>,
}

/// Records a resident who has no account of their own, so that staff can raise proposals for them.
/// Answers the pseudonym.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::Invalid`] for a name, number or size
/// out of form, or a phone number that somebody has already.
pub async fn register_resident(
    app: &App,
    actor: &Actor,
    request: &Request,
    new: &Registration,
) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (row, home) = place(&tx, new.area).await?;
    may_in_area(AreaAction::RegisterResident, Some(actor), &home)?;
    check_home(Some(&new.household), new.exclusive_area)?;
    let who = enroll(app, &tx, &new.real_name, new.phone.as_deref()).await?;
    let settlement = Settlement {
        home: &home,
        how: "assisted",
        household: Some(new.household.trim()),
        exclusive_area: new.exclusive_area,
        by: Some(actor.pseudonym),
    };
    let id = settle(app, &tx, &who, &settlement).await?;
    let body = settlement.entry(Pseudonym(who.pseudonym));
    record(app, &tx, &row, Some(actor.pseudonym), "residence.verified", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &who.pseudonym.to_string()).await?;
    tx.commit().await?;
    Ok(who.pseudonym)
}

/// What a sealed field of a person is bound to.
pub(crate) fn sealed_context(field: &str, person: Uuid) -> String {
    format!("person.{field}/{person}")
}

/// Adds a person who has no login.
pub(super) async fn enroll(
    app: &App,
    on: &impl ConnectionTrait,
    real_name: &str,
    phone: Option<&str>,
) -> Result<person::Model, Failure> {
    let real_name = real_name.trim();
    let named = (1..=40).contains(&real_name.chars().count()) && !real_name.chars().any(char::is_control);
    let phone = match phone.map(str::trim).filter(|phone| !phone.is_empty()) {
        Some(phone) => Some(normal_phone(phone).ok_or(Refusal::Invalid)?),
        None => None,
    };
    if !named {
        return Err(Refusal::Invalid.into());
    }
    let index = phone.as_deref().and_then(|phone| app.blind_key.phone_index(phone));
    if let Some(index) = &index
        && people::by_phone_index(on, index).await?.is_some()
    {
        return Err(Refusal::Invalid.into());
    }
    let id = app.fresh_id();
    let seal = |field: &str, plain: &str| {
        app.field_key
            .seal(plain, &sealed_context(field, id), app.entropy.bytes())
            .map_err(anyhow::Error::from)
    };
    let row = person::Model {
        id,
        pseudonym: app.fresh_id(),
        openid: None,
        unionid: None,
        nickname: mask_name(real_name),
        real_name_sealed: Some(seal("real_name", real_name)?),
        phone_sealed: phone.as_deref().map(|phone| seal("phone", phone)).transpose()?,
        phone_index: index,
        level: i64::from(IdentityLevel::Phone.number()),
        created_at: app.now().millis(),
        closed_at: None,
    };
    person::Entity::insert(person::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(row)
}
