//! Binding a phone number that WeChat verified, and joining the person whom a register, an import or a
//! member of staff had recorded under it.

use super::{
    App, Failure, Request,
    account::standing_changed,
    proposal::{ATTEMPTS, retrying},
    record::record_of_person,
    residents::sealed_context,
};
use crate::{
    identity::sealed::normal_phone,
    store::{
        accounts_joined::{self, History},
        entity::person,
        idempotency::{self, Claim},
        people, privacy,
    },
    wechat::error::WechatError,
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    people::{Actor, IdentityLevel},
    refusal::Refusal,
};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// The person who goes on, by pseudonym.
    pub person: Uuid,
    /// Whether somebody who was recorded before was joined.
    pub joined: bool,
    /// Whether the account that asked is closed in favour of the recorded one: its sessions go on under
    /// that, and their next access token says so.
    pub moved: bool,
}

/// Binds the number for which a code of WeChat's phone button stands.
///
/// Of two accounts with one number, the recorded one goes on when nothing was done under the other;
/// else the other goes on and takes residences and roles, when nothing was done under the recorded one.
/// Where both were used the record names both, and only a person can tell what that means.
///
/// # Errors
/// [`Refusal::WechatAccountRequired`], [`Refusal::WechatCodeInvalid`], [`Refusal::PhoneTaken`],
/// [`Refusal::PhoneNotJoinable`], [`Refusal::UpstreamUnavailable`], [`Refusal::RateLimited`].
pub async fn bind(app: &App, actor: &Actor, request: &Request, code: &str) -> Result<Bound, Failure> {
    // The code works once: a request that is sent again must not reach WeChat.
    let before = idempotency::done(app.db.reader(), actor.person.0, &request.key, &request.hash).await??;
    if let Some(result) = before {
        return recall(&result);
    }
    let account = people::by_id(app.db.reader(), actor.person.0).await?;
    let openid = account
        .and_then(|account| account.openid)
        .ok_or(Refusal::WechatAccountRequired)?;
    let told = app.wechat.phone_number(code, &openid).await;
    let phone = told.map_err(|error| match error {
        WechatError::CodeInvalid => Refusal::WechatCodeInvalid,
        WechatError::RateLimited { .. } => Refusal::RateLimited,
        _ => Refusal::UpstreamUnavailable,
    })?;
    let phone = normal_phone(&phone.written()).ok_or(Refusal::UpstreamUnavailable)?;
    let bound = retrying!(try_bind(app, actor, request, &phone))?;
    if bound.joined {
        app.shelf.clear();
        standing_changed(app, actor.person.0).await;
    }
    Ok(bound)
}

fn recall(result: &str) -> Result<Bound, Failure> {
    Ok(serde_json::from_str(result).map_err(anyhow::Error::from)?)
}

async fn try_bind(app: &App, actor: &Actor, request: &Request, phone: &str) -> Result<Bound, Failure> {
    let (now, asking) = (app.now(), actor.person.0);
    let index = app.blind_key.phone_index(phone).ok_or(Refusal::Invalid)?;
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, asking, &request.key, &request.hash, now).await?? {
        return recall(&result);
    }
    let recorded = people::by_phone_index(&tx, &index).await?.map(|row| row.id);
    let mut ids: Vec<Uuid> = recorded.into_iter().chain([asking]).collect();
    // One order for all, or two that join at once would wait for each other.
    ids.sort_unstable();
    ids.dedup();
    let mut locked = Vec::new();
    for id in ids {
        locked.extend(people::by_id_locked(&tx, id).await?);
    }
    let mine = locked.iter().find(|row| row.id == asking && row.closed_at.is_none());
    let mine = mine.ok_or(Refusal::Unauthenticated)?.clone();
    let other = locked
        .into_iter()
        .find(|row| row.id != asking && row.phone_index.as_deref() == Some(index.as_str()));
    let bound = match other {
        None => {
            put_phone(app, &tx, &mine, phone, &index).await?;
            Bound {
                person: mine.pseudonym,
                joined: false,
                moved: false,
            }
        }
        Some(other) => join(app, &tx, mine.clone(), other, phone, &index).await?,
    };
    let survivor = if bound.moved { recorded } else { Some(asking) };
    let who = Pseudonym(bound.person);
    let body = json!({"person": who, "joined": bound.joined});
    record_of_person(app, &tx, survivor.unwrap_or(asking), who, "person.phone_bound", &body).await?;
    let result = serde_json::to_string(&bound).map_err(anyhow::Error::from)?;
    idempotency::complete(&tx, asking, &request.key, &result).await?;
    if let Some(survivor) = survivor.filter(|survivor| *survivor != asking) {
        // Whoever sends the request again does it under the account that goes on.
        if let Claim::New = idempotency::claim(&tx, survivor, &request.key, &request.hash, now).await?? {
            idempotency::complete(&tx, survivor, &request.key, &result).await?;
        }
    }
    tx.commit().await?;
    Ok(bound)
}

/// Stores the number, sealed for its place.
async fn put_phone(
    app: &App,
    tx: &DatabaseTransaction,
    row: &person::Model,
    phone: &str,
    index: &str,
) -> Result<(), Failure> {
    let sealed = app
        .field_key
        .seal(phone, &sealed_context("phone", row.id), app.entropy.bytes())
        .map_err(anyhow::Error::from)?;
    person::Entity::update(person::ActiveModel {
        id: Set(row.id),
        phone_sealed: Set(Some(sealed)),
        phone_index: Set(Some(index.to_owned())),
        level: Set(row.level.max(i64::from(IdentityLevel::Phone.number()))),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(())
}

async fn join(
    app: &App,
    tx: &DatabaseTransaction,
    mine: person::Model,
    other: person::Model,
    phone: &str,
    index: &str,
) -> Result<Bound, Failure> {
    if other.openid.is_some() {
        return Err(Refusal::PhoneTaken.into());
    }
    // Staff come in by their own door, with a second factor; a phone number does not open it.
    if accounts_joined::has_login(tx, &[mine.id, other.id]).await? {
        return Err(Refusal::PhoneNotJoinable.into());
    }
    let now = app.now();
    let here = History::of(tx, &mine).await?;
    if here.is_blank() {
        // First freed here, then taken there: both are unique.
        people::erase(tx, mine.id, now).await?;
        person::Entity::update(person::ActiveModel {
            id: Set(other.id),
            openid: Set(mine.openid.clone()),
            unionid: Set(mine.unionid.clone()),
            level: Set(other.level.max(i64::from(IdentityLevel::Phone.number()))),
            ..Default::default()
        })
        .exec(tx)
        .await?;
        accounts_joined::move_sessions(tx, mine.id, other.id, now).await?;
        privacy::join(tx, mine.id, other.id).await?;
        return Ok(Bound {
            person: other.pseudonym,
            joined: true,
            moved: true,
        });
    }
    let there = History::of(tx, &other).await?;
    // Roles of two are not thrown together: powers that must be apart could meet.
    if !there.is_silent() || (here.has_roles() && there.has_roles()) {
        return Err(Refusal::PhoneNotJoinable.into());
    }
    let real_name = match &other.real_name_sealed {
        Some(sealed) => {
            let name = app
                .field_key
                .open(sealed, &sealed_context("real_name", other.id))
                .map_err(anyhow::Error::from)?;
            let sealed = app
                .field_key
                .seal(&name, &sealed_context("real_name", mine.id), app.entropy.bytes())
                .map_err(anyhow::Error::from)?;
            Some(sealed)
        }
        None => mine.real_name_sealed.clone(),
    };
    accounts_joined::move_standing(tx, other.id, mine.id, now).await?;
    privacy::join(tx, other.id, mine.id).await?;
    people::erase(tx, other.id, now).await?;
    person::Entity::update(person::ActiveModel {
        id: Set(mine.id),
        real_name_sealed: Set(real_name),
        level: Set(mine.level.max(other.level)),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    let raised = person::Model {
        level: mine.level.max(other.level),
        ..mine
    };
    put_phone(app, tx, &raised, phone, index).await?;
    Ok(Bound {
        person: raised.pseudonym,
        joined: true,
        moved: false,
    })
}
