//! Logging in and out.

use super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
};
use crate::{
    identity::{claims::NewAccess, refresh::RefreshToken, totp::SecondFactor},
    store::{
        connect::lock,
        entity::{person, staff_login},
        idempotency::{self, Claim},
        messages, notices, people, uploads,
    },
    wechat::error::WechatError,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use yiting_domain::{
    instant::Instant,
    people::{Actor, IdentityLevel},
    refusal::Refusal,
};

/// The topic under which a person's open sockets are told to look again at who stands behind them.
pub fn standing_topic(person: Uuid) -> String {
    format!("standing:{person}")
}

/// Tells all instances that a session ended or a role was lost, after that was stored. What is lost
/// on the way is caught by the sockets' own look every few seconds.
pub async fn standing_changed(app: &App, person: Uuid) {
    app.shared.publish(&standing_topic(person), "changed").await;
}

/// How long an access token lives, in seconds.
pub const ACCESS_SECONDS: i64 = 900;

/// How long a refresh token lives unused, in days.
const REFRESH_DAYS: i64 = 30;

/// A pair of tokens for one session.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Bearer token of the API.
    pub access: String,
    /// For one refresh.
    pub refresh: String,
    /// When the access token expires.
    pub expires_at: Instant,
    /// Whose.
    pub person: Uuid,
}

/// Logs in by a code of `wx.login`; a person seen first gets an account of level 0.
///
/// # Errors
/// [`Refusal::WechatCodeInvalid`], [`Refusal::UpstreamUnavailable`], [`Refusal::LoginFailed`].
pub async fn login_with_wechat(app: &App, code: &str) -> Result<Tokens, Failure> {
    let known = app.wechat.code2session(code).await.map_err(|error| match error {
        WechatError::CodeInvalid => Refusal::WechatCodeInvalid,
        WechatError::LoginBlocked => Refusal::LoginFailed,
        WechatError::RateLimited { .. } => Refusal::RateLimited,
        _ => Refusal::UpstreamUnavailable,
    })?;
    retrying!(open_for_openid(app, &known.openid, known.unionid.as_deref()))
}

async fn open_for_openid(app: &App, openid: &str, unionid: Option<&str>) -> Result<Tokens, Failure> {
    let tx = app.db.begin().await?;
    let id = match people::by_openid(&tx, openid).await? {
        Some(row) if row.closed_at.is_some() => return Err(Refusal::LoginFailed.into()),
        Some(row) => row.id,
        None => {
            let id = app.fresh_id();
            person::Entity::insert(person::ActiveModel {
                id: Set(id),
                pseudonym: Set(app.fresh_id()),
                openid: Set(Some(openid.to_owned())),
                unionid: Set(unionid.map(str::to_owned)),
                nickname: Set("微信用户".to_owned()),
                real_name_sealed: Set(None),
                phone_sealed: Set(None),
                phone_index: Set(None),
                level: Set(i64::from(IdentityLevel::Wechat.number())),
                created_at: Set(app.now().millis()),
                closed_at: Set(None),
            })
            .exec_without_returning(&tx)
            .await?;
            id
        }
    };
    let tokens = open(app, &tx, id).await?;
    tx.commit().await?;
    Ok(tokens)
}

async fn open(app: &App, tx: &impl ConnectionTrait, person: Uuid) -> Result<Tokens, Failure> {
    let session = app.fresh_id();
    let refresh = RefreshToken::from_random(app.entropy.bytes());
    let expires = app.clock.unmoved().plus_days(REFRESH_DAYS);
    people::open_session(
        tx,
        session,
        person,
        &refresh.hash().to_hex(),
        expires,
        app.clock.unmoved(),
    )
    .await?;
    issue(app, person, session, &refresh)
}

fn issue(app: &App, person: Uuid, session: Uuid, refresh: &RefreshToken) -> Result<Tokens, Failure> {
    let new = NewAccess {
        person,
        session,
        token_id: app.fresh_id(),
        life_seconds: ACCESS_SECONDS,
    };
    let access = app
        .keys
        .issue_access(new, app.clock.unmoved().millis() / 1000)
        .map_err(anyhow::Error::from)?;
    let expires_at = app.clock.unmoved().plus_millis(ACCESS_SECONDS * 1000);
    Ok(Tokens {
        access,
        refresh: refresh.reveal(),
        expires_at,
        person,
    })
}

/// For how long a refresh whose answer was lost may be sent again, in milliseconds.
const AGAIN_MS: i64 = 120_000;

/// Exchanges a refresh token for the next pair. The next token follows from the old one and the
/// request's key, so that a client whose answer was lost gets the same pair by the same request
/// within two minutes. Any other second use ends the whole session: either the client or a thief
/// holds a copy, and we cannot tell which.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn refresh(app: &App, token: &str, key: &str) -> Result<Tokens, Failure> {
    let token = RefreshToken::parse(token).ok_or(Refusal::Unauthenticated)?;
    let hash = token.hash().to_hex();
    let now = app.clock.unmoved();
    let tx = app.db.begin().await?;
    let (row, session) = people::refresh_token(&tx, &hash)
        .await?
        .ok_or(Refusal::Unauthenticated)?;
    let next = token.next(&app.code_key, key).ok_or(Refusal::Internal)?;
    if let Some(used_at) = row.used_at {
        let again = people::refresh_token(&tx, &next.hash().to_hex()).await?;
        let same = again.is_some_and(|(token, of)| of.id == session.id && token.used_at.is_none());
        if same && session.revoked_at.is_none() && now.millis() - used_at < AGAIN_MS {
            return issue(app, session.person_id, session.id, &next);
        }
        people::revoke_session(&tx, session.id, now).await?;
        tx.commit().await?;
        standing_changed(app, session.person_id).await;
        return Err(Refusal::Unauthenticated.into());
    }
    if session.revoked_at.is_some() || row.expires_at <= now.millis() {
        return Err(Refusal::Unauthenticated.into());
    }
    people::use_refresh_token(&tx, &hash, now).await?;
    people::add_refresh_token(&tx, session.id, &next.hash().to_hex(), now.plus_days(REFRESH_DAYS)).await?;
    let tokens = issue(app, session.person_id, session.id, &next)?;
    tx.commit().await?;
    Ok(tokens)
}

/// Ends the session of an access token, everywhere at once.
///
/// # Errors
/// Faults.
pub async fn logout(app: &App, person: Uuid, session: Uuid) -> Result<(), Failure> {
    people::revoke_session(app.db.reader(), session, app.clock.unmoved()).await?;
    standing_changed(app, person).await;
    Ok(())
}

/// Most sessions that are looked up together.
const MOST_SESSIONS: usize = 256;

/// Who stands behind an access token now, with the session; the database is asked each time, so
/// that a logout or a lost role takes effect with the next request on every instance. Requests that arrive
/// at the same time are looked up together, after the last of them came.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn authenticate(app: &App, token: &str) -> Result<(Actor, Uuid), Failure> {
    let claims = app
        .keys
        .verify_access(token, app.clock.unmoved().millis() / 1000)
        .map_err(|_| Refusal::Unauthenticated)?;
    let db = app.db.clone();
    let look_up = move |sessions: Vec<Uuid>| {
        let db = db.clone();
        async move {
            let Ok(found) = people::actors_of_sessions(db.reader(), &sessions).await else {
                return Vec::new();
            };
            sessions.iter().map(|session| found.get(session).cloned()).collect()
        }
    };
    let actor = match app.sessions.join(claims.sid, MOST_SESSIONS, look_up).await {
        Some(actor) => actor,
        // What went wrong for all is told to each.
        None => people::actors_of_sessions(app.db.reader(), &[claims.sid])
            .await?
            .remove(&claims.sid),
    };
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    if actor.person.0 != claims.sub {
        return Err(Refusal::Unauthenticated.into());
    }
    Ok((actor, claims.sid))
}

/// Marks notices of the person's inbox as read.
///
/// # Errors
/// [`Refusal::IdempotencyConflict`]; faults.
pub async fn mark_notices_read(app: &App, actor: &Actor, request: &Request, ids: &[Uuid]) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    if let Claim::New = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        notices::mark_read(&tx, actor.pseudonym.0, ids, app.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Closes the account: what leads to the person is erased, and all sessions end. There is no key:
/// a second request has no session left.
///
/// # Errors
/// Faults; nothing was erased.
pub async fn close(app: &App, actor: &Actor) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    people::erase(&tx, actor.person.0, app.now()).await?;
    uploads::erase_of(&tx, actor.pseudonym.0, app.now()).await?;
    messages::forget_person(&tx, actor.person.0).await?;
    tx.commit().await?;
    app.shelf.clear();
    standing_changed(app, actor.person.0).await;
    Ok(())
}

/// Failures after which a login is locked.
const MOST_FAILURES: i64 = 5;

/// For how long, in milliseconds.
const LOCK_MS: i64 = 15 * 60 * 1000;

/// Logs staff in by name, password and the code of a second factor. Each code works once.
///
/// # Errors
/// [`Refusal::LoginFailed`] without telling which part was wrong; [`Refusal::LoginLocked`].
pub async fn login_staff(app: &App, username: &str, password: &str, code: &str) -> Result<Tokens, Failure> {
    let now = app.clock.unmoved();
    let find = || staff_login::Entity::find().filter(staff_login::Column::Username.eq(username));
    let known = find().one(app.db.reader()).await?;
    if known.as_ref().is_some_and(|row| row.locked_until > now.millis()) {
        return Err(Refusal::LoginLocked.into());
    }
    let stored = known.as_ref().map(|row| row.password_hash.clone());
    let matches = app
        .passwords
        .verify(password.to_owned(), stored)
        .await
        .map_err(anyhow::Error::from)?;
    let tx = app.db.begin().await?;
    let Some(row) = lock(find(), &tx).one(&tx).await? else {
        return Err(Refusal::LoginFailed.into());
    };
    let secret = app
        .field_key
        .open(&row.totp_sealed, &totp_context(row.person_id))
        .map_err(anyhow::Error::from)?;
    let factor = SecondFactor::new(&from_hex(&secret)).map_err(anyhow::Error::from)?;
    let last = u64::try_from(row.totp_step).ok().filter(|step| *step > 0);
    let seconds = u64::try_from(now.millis() / 1000).unwrap_or(0);
    let step = factor.verify(code, seconds, last).filter(|_| matches);
    let mut update = staff_login::ActiveModel {
        person_id: Set(row.person_id),
        ..Default::default()
    };
    match step {
        Some(step) => {
            update.totp_step = Set(i64::try_from(step).unwrap_or(i64::MAX));
            update.failures = Set(0);
            staff_login::Entity::update(update).exec(&tx).await?;
            let tokens = open(app, &tx, row.person_id).await?;
            tx.commit().await?;
            Ok(tokens)
        }
        None => {
            let failures = row.failures + 1;
            let locked = failures >= MOST_FAILURES;
            update.failures = Set(if locked { 0 } else { failures });
            if locked {
                update.locked_until = Set(now.plus_millis(LOCK_MS).millis());
            }
            staff_login::Entity::update(update).exec(&tx).await?;
            tx.commit().await?;
            Err(Refusal::LoginFailed.into())
        }
    }
}

/// What a sealed second factor is bound to.
pub(super) fn totp_context(person: Uuid) -> String {
    format!("totp:{person}")
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .filter_map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok())
        .collect()
}

/// Opens a session for a person without credentials: for the demo's list of personas only.
///
/// # Errors
/// Faults.
pub async fn open_without_credentials(app: &App, person: Uuid) -> Result<Tokens, Failure> {
    let tx = app.db.begin().await?;
    let tokens = open(app, &tx, person).await?;
    tx.commit().await?;
    Ok(tokens)
}
