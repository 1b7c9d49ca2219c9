//! What staff and administrators do about people: verification, invitations, roles.

use super::{
    App, Failure, Request,
    account::{standing_changed, totp_context},
    proposal::{ATTEMPTS, retrying},
};
use crate::{
    identity::{invitation::InvitationCode, password_policy},
    store::{
        areas,
        connect::lock,
        entity::{area, invitation, membership, person, residence, staff_login},
        idempotency::{self, Claim},
        log::{self, Append},
        people,
    },
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;
use yiting_domain::{
    area::{AreaRef, Tier},
    id::{AreaId, Pseudonym},
    people::{Actor, IdentityLevel, Role, may_hold},
    refusal::Refusal,
};

/// How long a household code is valid, in days.
const INVITATION_DAYS: i64 = 30;

/// How many members of a household may use one code.
const INVITATION_USES: i64 = 4;

/// Appends one entry to the log of an area's district.
async fn record(
    app: &App,
    on: &impl ConnectionTrait,
    place: &area::Model,
    actor: Option<Pseudonym>,
    kind: &str,
    subject: Uuid,
    body: Value,
) -> Result<(), Failure> {
    let Some(district) = place.district_id else {
        return Ok(());
    };
    let code = areas::by_id(on, district).await?.ok_or(Refusal::Internal)?.code;
    let entry = Append {
        actor,
        kind: kind.to_owned(),
        subject,
        body,
    };
    log::append(on, AreaId(district), &code, &[entry], app.now()).await?;
    Ok(())
}

async fn place(on: &impl ConnectionTrait, id: Uuid) -> Result<(area::Model, AreaRef), Failure> {
    let row = areas::by_id(on, id)
        .await?
        .filter(|row| row.valid_to.is_none())
        .ok_or(Refusal::NotFound)?;
    let reference = areas::reference(&row).ok_or(Refusal::NotFound)?;
    Ok((row, reference))
}

/// Whether the actor may verify residents of this area: staff there or of a platform above.
fn may_verify(actor: &Actor, area: &AreaRef) -> Result<(), Refusal> {
    let mut line = area.path.lineage();
    line.reverse();
    let near = line.iter().take(2).any(|path| actor.is_staff_of(path));
    if near || actor.is_staff_of(&area.path) {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

/// Adds a residence, once, and raises the person's level.
#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
async fn settle(
    app: &App,
    on: &impl ConnectionTrait,
    who: &person::Model,
    home: &AreaRef,
    how: &str,
    household: Option<&str>,
    exclusive_area: Option<i64>,
    by: Option<Pseudonym>,
) -> Result<Uuid, Failure> {
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
            residence::Entity::insert(residence::ActiveModel {
                id: Set(id),
                person_id: Set(who.id),
                area_id: Set(home.id.0),
                area_path: Set(home.path.as_str().to_owned()),
                how: Set(how.to_owned()),
                household: Set(household.map(str::to_owned)),
                exclusive_area: Set(exclusive_area),
                verified_by: Set(by.map(|p| p.0)),
                created_at: Set(app.now().millis()),
                ended_at: Set(None),
            })
            .exec_without_returning(on)
            .await?;
            id
        }
    };
    let reached = if exclusive_area.is_some() {
        IdentityLevel::Owner
    } else {
        IdentityLevel::Resident
    };
    let level = who.level.max(i64::from(reached.number()));
    person::Entity::update(person::ActiveModel {
        id: Set(who.id),
        level: Set(level),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(id)
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
    if home.tier < Tier::Neighborhood {
        return Err(Refusal::BadTarget.into());
    }
    may_verify(actor, &home)?;
    if new.exclusive_area.is_some_and(|size| size <= 0 || size > 100_000_000) {
        return Err(Refusal::Invalid.into());
    }
    let who = people::by_pseudonyms(&tx, &[new.person.0])
        .await?
        .remove(&new.person.0)
        .ok_or(Refusal::NotFound)?;
    let id = settle(
        app,
        &tx,
        &who,
        &home,
        "staff",
        new.household.as_deref(),
        new.exclusive_area,
        Some(actor.pseudonym),
    )
    .await?;
    let body = json!({"person": new.person, "area": home.id, "how": "staff", "owner": new.exclusive_area.is_some()});
    record(app, &tx, &row, Some(actor.pseudonym), "residence.verified", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Prints a code for a household; it is shown once and stored as a keyed hash.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NotFound`]; [`Refusal::IdempotencyConflict`] when the key was
/// used, since the code cannot be shown again.
pub async fn invite_household(
    app: &App,
    actor: &Actor,
    request: &Request,
    area: Uuid,
    household: &str,
) -> Result<String, Failure> {
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return Err(Refusal::IdempotencyConflict.into());
    }
    let (row, home) = place(&tx, area).await?;
    may_verify(actor, &home)?;
    if household.trim().is_empty() || household.chars().count() > 40 {
        return Err(Refusal::Invalid.into());
    }
    let code = InvitationCode::from_random(app.entropy.bytes());
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
    let id = settle(
        app,
        &tx,
        &who,
        &home,
        "invitation",
        Some(&found.household),
        None,
        Some(by),
    )
    .await?;
    let body = json!({"person": actor.pseudonym, "area": home.id, "how": "invitation", "owner": false});
    record(app, &tx, &row, Some(actor.pseudonym), "residence.verified", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

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
    if let Some(actor) = actor
        && !actor.holds(&target.path, |role| role == Role::Administrator)
    {
        return Err(Refusal::Forbidden.into());
    }
    if !grant.role.fits(target.tier) {
        return Err(Refusal::RoleTierMismatch.into());
    }
    if (grant.role == Role::Implementer) != grant.unit.is_some() {
        return Err(Refusal::Invalid.into());
    }
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
            membership::Entity::insert(membership::ActiveModel {
                id: Set(id),
                person_id: Set(who.id),
                role: Set(grant.role.name().to_owned()),
                area_id: Set(target.id.0),
                area_path: Set(target.path.as_str().to_owned()),
                unit_id: Set(grant.unit),
                granted_by: Set(actor.map(|a| a.pseudonym.0)),
                created_at: Set(app.now().millis()),
                ended_at: Set(None),
            })
            .exec_without_returning(&tx)
            .await?;
            let body = json!({"person": grant.person, "role": grant.role, "area": target.id, "unit": grant.unit});
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
    if !actor.holds(&target.path, |role| role == Role::Administrator) {
        return Err(Refusal::Forbidden.into());
    }
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
    standing_changed(app, held.person_id).await;
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

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
