//! Mini-program codes: printed in a stairwell, on a notice, on a meeting's screen or in a household's
//! letter, each lands in the matter that it was made for.
//!
//! The scene of a code is random and says nothing; that of a household's letter carries the
//! household's code itself, of which the database knows the keyed hash alone.

use super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
};
use crate::{
    identity::{hex, invitation::InvitationCode},
    store::{
        codes,
        entity::{code, code_picture, invitation},
        idempotency::{self, Claim},
        meetings, proposals, rounds,
    },
    wechat::{calls::Picture, error::WechatError},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// The page on which every code lands.
pub const PAGE: &str = "pages/land/land";
/// What the scene of a household's letter begins with.
const LETTER: &str = "i.";
/// WeChat's limit for the life of a link, in days.
const LINK_DAYS: u32 = 30;
/// Side of a picture in pixels: sharp on A4 at a quarter of the page.
const WIDTH: u32 = 860;

/// What a code is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An area: a block, a stairwell (building), a neighborhood.
    Area(Uuid),
    /// A proposal.
    Proposal(Uuid),
    /// A round.
    Round(Uuid),
    /// A meeting, at whose door people check in.
    Meeting(Uuid),
}

impl Target {
    const fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Area(id) => ("area", id),
            Self::Proposal(id) => ("proposal", id),
            Self::Round(id) => ("round", id),
            Self::Meeting(id) => ("meeting", id),
        }
    }

    /// What a row is about.
    pub fn of(row: &code::Model) -> Option<Self> {
        Some(match row.target_kind.as_str() {
            "area" => Self::Area(row.target_id),
            "proposal" => Self::Proposal(row.target_id),
            "round" => Self::Round(row.target_id),
            "meeting" => Self::Meeting(row.target_id),
            _ => return None,
        })
    }

    /// The area whose staff may make codes for it.
    async fn area(self, on: &impl ConnectionTrait) -> Result<Uuid, Failure> {
        let found = match self {
            Self::Area(id) => Some(id),
            Self::Proposal(id) => proposals::by_ids(on, &[id])
                .await?
                .get(&id)
                .map(|stored| stored.state.custodian().id.0),
            Self::Round(id) => rounds::by_ids(on, &[id])
                .await?
                .into_iter()
                .next()
                .map(|row| row.area_id),
            Self::Meeting(id) => meetings::by_ids(on, &[id])
                .await?
                .into_iter()
                .next()
                .map(|row| row.area_id),
        };
        Ok(found.ok_or(Refusal::NotFound)?)
    }
}

/// Makes a code. Answers its scene.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::BadTarget`] for an area without people,
/// [`Refusal::Invalid`] for an end that is over.
pub async fn make(
    app: &App,
    actor: &Actor,
    request: &Request,
    target: Target,
    expires_at: Option<Instant>,
) -> Result<String, Failure> {
    retrying!(try_make(app, actor, request, target, expires_at))
}

async fn try_make(
    app: &App,
    actor: &Actor,
    request: &Request,
    target: Target,
    expires_at: Option<Instant>,
) -> Result<String, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(scene) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return Ok(scene);
    }
    let (row, area) = place(&tx, target.area(&tx).await?).await?;
    may_in_area(AreaAction::MakeCodes, Some(actor), &area)?;
    if expires_at.is_some_and(|at| at <= now) {
        return Err(Refusal::Invalid.into());
    }
    let scene = URL_SAFE_NO_PAD.encode(app.entropy.bytes::<16>());
    let (kind, id) = target.parts();
    codes::insert(
        &tx,
        code::Model {
            scene: scene.clone(),
            target_kind: kind.to_owned(),
            target_id: id,
            area_id: area.id.0,
            made_by: actor.pseudonym.0,
            created_at: now.millis(),
            expires_at: expires_at.map(Instant::millis),
            revoked_at: None,
            link: None,
            link_expires_at: None,
        },
    )
    .await?;
    let body = json!({"scene": scene, "kind": kind, "target": id});
    record(app, &tx, &row, Some(actor.pseudonym), "code.made", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &scene).await?;
    tx.commit().await?;
    Ok(scene)
}

/// Withdraws a code: who scans it is told so.
///
/// # Errors
/// [`Refusal::CodeUnknown`], [`Refusal::CodeRevoked`], [`Refusal::Forbidden`].
pub async fn revoke(app: &App, actor: &Actor, request: &Request, scene: &str) -> Result<(), Failure> {
    retrying!(try_revoke(app, actor, request, scene))
}

async fn try_revoke(app: &App, actor: &Actor, request: &Request, scene: &str) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    let mut row = codes::locked(&tx, scene).await?.ok_or(Refusal::CodeUnknown)?;
    let (area, reference) = place(&tx, row.area_id).await?;
    may_in_area(AreaAction::MakeCodes, Some(actor), &reference)?;
    if row.revoked_at.is_some() {
        return Err(Refusal::CodeRevoked.into());
    }
    row.revoked_at = Some(now.millis());
    codes::update(&tx, &row).await?;
    let body = json!({"scene": row.scene});
    record(
        app,
        &tx,
        &area,
        Some(actor.pseudonym),
        "code.revoked",
        row.target_id,
        body,
    )
    .await?;
    idempotency::complete(&tx, actor.person.0, &request.key, scene).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a code a link that opens the app from outside WeChat; one that lasts another day is kept.
///
/// # Errors
/// As [`revoke`]; [`Refusal::CodeExpired`], [`Refusal::UpstreamUnavailable`], [`Refusal::RateLimited`].
pub async fn link(app: &App, actor: &Actor, scene: &str) -> Result<(), Failure> {
    let row = open(app, scene).await?;
    let (_, reference) = place(app.db.reader(), row.area_id).await?;
    may_in_area(AreaAction::MakeCodes, Some(actor), &reference)?;
    let tomorrow = app.now().plus_days(1).millis();
    if row.link_expires_at.is_some_and(|until| until > tomorrow) {
        return Ok(());
    }
    let made = app.wechat.url_link(PAGE, &format!("scene={scene}"), LINK_DAYS).await;
    let link = made.map_err(upstream)?;
    let tx = app.db.begin().await?;
    let mut row = codes::locked(&tx, scene).await?.ok_or(Refusal::CodeUnknown)?;
    row.link = Some(link);
    row.link_expires_at = Some(app.now().plus_days(i64::from(LINK_DAYS)).millis());
    codes::update(&tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

fn upstream(error: WechatError) -> Refusal {
    match error {
        WechatError::RateLimited { .. } => Refusal::RateLimited,
        _ => Refusal::UpstreamUnavailable,
    }
}

/// A code that is good now.
async fn open(app: &App, scene: &str) -> Result<code::Model, Failure> {
    let row = codes::by_scene(app.db.reader(), scene)
        .await?
        .ok_or(Refusal::CodeUnknown)?;
    if row.revoked_at.is_some() {
        Err(Refusal::CodeRevoked.into())
    } else if row.expires_at.is_some_and(|at| at <= app.now().millis()) {
        Err(Refusal::CodeExpired.into())
    } else {
        Ok(row)
    }
}

/// Where a scan lands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Landing {
    /// In a matter.
    Target(Target),
    /// At a household's letter: the area that verifies by it, and the code to be redeemed.
    Letter {
        /// The block, or a finer area.
        area: Uuid,
        /// As printed.
        code: String,
    },
}

/// Reads a scene.
///
/// # Errors
/// [`Refusal::CodeUnknown`], [`Refusal::CodeRevoked`], [`Refusal::CodeExpired`].
pub async fn landing(app: &App, scene: &str) -> Result<Landing, Failure> {
    if let Some((row, code)) = letter(app, scene).await? {
        if row.expires_at <= app.now().millis() || row.uses_left <= 0 {
            return Err(Refusal::CodeExpired.into());
        }
        return Ok(Landing::Letter {
            area: row.area_id,
            code: code.printed(),
        });
    }
    let row = open(app, scene).await?;
    Ok(Landing::Target(Target::of(&row).ok_or(Refusal::Internal)?))
}

/// The scene of a household's code.
pub fn letter_scene(printed: &str) -> String {
    format!("{LETTER}{printed}")
}

/// The invitation of a letter's scene.
async fn letter(app: &App, scene: &str) -> Result<Option<(invitation::Model, InvitationCode)>, Failure> {
    let Some(code) = scene.strip_prefix(LETTER).and_then(InvitationCode::parse) else {
        return Ok(None);
    };
    let hash = hex(&code.hash(&app.code_key).ok_or(Refusal::Internal)?);
    let found = invitation::Entity::find()
        .filter(invitation::Column::CodeHash.eq(hash))
        .one(app.db.reader())
        .await?;
    Ok(found.map(|row| (row, code)))
}

/// The picture of a code, and whether anybody may keep it: a letter's is a secret of the household,
/// and stored nowhere.
///
/// # Errors
/// As [`landing`]; [`Refusal::UpstreamUnavailable`], [`Refusal::RateLimited`].
pub async fn picture(app: &App, scene: &str) -> Result<(Picture, bool), Failure> {
    let open = match landing(app, scene).await? {
        Landing::Letter { .. } => false,
        Landing::Target(_) => true,
    };
    if open
        && let Some(kept) = codes::picture(app.db.reader(), scene).await?
        && let Ok(bytes) = STANDARD.decode(&kept.bytes)
    {
        let content_type = match kept.content_type.as_str() {
            "image/jpeg" => "image/jpeg",
            _ => "image/png",
        };
        return Ok((Picture { content_type, bytes }, true));
    }
    let drawn = app.wechat.unlimited_code(scene, PAGE, WIDTH).await.map_err(upstream)?;
    if open {
        let row = code_picture::Model {
            scene: scene.to_owned(),
            content_type: drawn.content_type.to_owned(),
            bytes: STANDARD.encode(&drawn.bytes),
            created_at: app.now().millis(),
        };
        codes::keep_picture(app.db.reader(), row).await?;
    }
    Ok((drawn, open))
}
