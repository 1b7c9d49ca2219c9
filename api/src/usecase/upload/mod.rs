//! Pictures: received, put somewhere, checked, and forgotten.

mod link;

pub use link::{Opened, link, open};

use super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record,
    wechat::media,
};
use crate::{
    files::{FileName, picture},
    identity::hex,
    store::{
        areas, contents,
        entity::upload,
        idempotency::{self, Claim},
        outbox, people, proposals,
        uploads::{self, Spot, view},
    },
    wechat::calls::MediaKind,
};
use actix_web::web::Bytes;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::FileId,
    instant::Instant,
    log::{Digest, Salt, commitment::commit_picture},
    people::Actor,
    proposal::FileRef,
    refusal::Refusal,
    upload::{
        Judged, MACHINE_MS, MOST_A_DAY, MOST_AT_A_PLACE, ORPHAN_MS, UploadState, Verdict, may_attach, may_check,
        may_upload,
    },
};

/// Uploads of one person in one burst.
const BURST: u32 = 30;
/// Uploads of one person a second, in the long run.
const PER_SECOND: f64 = 0.5;

/// Whether this person may send a picture now: asked before a byte of it is read.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::PhoneRequired`], [`Refusal::RateLimited`],
/// [`Refusal::ServiceUnavailable`].
pub async fn admit<'a>(app: &App, actor: Option<&'a Actor>) -> Result<&'a Actor, Failure> {
    let actor = may_upload(actor)?;
    let key = format!("upload:{}", actor.person.0);
    let allowed = app.shared.rate_limit(&key, 1, BURST, PER_SECOND).await;
    allowed.map_err(|refusal| match refusal {
        crate::cache::RateRefusal::TooFast { .. } => Refusal::RateLimited,
        crate::cache::RateRefusal::Unavailable => Refusal::ServiceUnavailable,
    })?;
    Ok(actor)
}

/// Takes a picture in. The same bytes under the same key are the same upload, however often they come.
///
/// # Errors
/// Those of [`picture::normalise`], [`Refusal::UploadQuota`], [`Refusal::IdempotencyConflict`]; faults.
pub async fn receive(app: &App, actor: &Actor, key: &str, raw: Bytes) -> Result<upload::Model, Failure> {
    let digest = hex(&Sha256::digest(&raw));
    let request = Request::new("upload", key, &digest)?;
    let done = idempotency::done(app.db.reader(), actor.person.0, &request.key, &request.hash).await??;
    if let Some(result) = done
        && let Some(row) = recalled(app.db.reader(), &result).await?
        && row.stored
    {
        return Ok(row);
    }
    let made = {
        // Decoding takes memory: a few at a time, the others wait with the bytes that they sent.
        let _turn = app.decoding.acquire().await.map_err(anyhow::Error::from)?;
        tokio::task::spawn_blocking(move || picture::normalise(&raw))
            .await
            .map_err(anyhow::Error::from)??
    };
    let mut row = retrying!(enter(app, actor, &request, &made))?;
    let [full, small] = FileName::both(row.id);
    let fault = |error: crate::files::FilesError| Failure::Fault(error.into());
    app.files.put(small, Bytes::from(made.thumbnail)).await.map_err(fault)?;
    app.files.put(full, Bytes::from(made.full)).await.map_err(fault)?;
    uploads::set_stored(app.db.reader(), row.id).await?;
    row.stored = true;
    Ok(row)
}

async fn recalled(on: &impl ConnectionTrait, result: &str) -> Result<Option<upload::Model>, Failure> {
    let id: Uuid = serde_json::from_str(result).map_err(anyhow::Error::from)?;
    Ok(uploads::by_id(on, id).await?)
}

/// Enters an upload whose bytes are still to be put where they belong: were they put there first, a crash
/// would leave files that nobody knows of.
async fn enter(app: &App, actor: &Actor, request: &Request, made: &picture::Picture) -> Result<upload::Model, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return recalled(&tx, &result).await?.ok_or_else(|| Refusal::NotFound.into());
    }
    let since = now.plus_days(-1);
    if uploads::sent_since(&tx, actor.pseudonym, since).await? >= MOST_A_DAY {
        return Err(Refusal::UploadQuota.into());
    }
    let salt = Salt(app.entropy.bytes());
    let row = upload::Model {
        id: Uuid::from_bytes(app.entropy.bytes()),
        owner: actor.pseudonym.0,
        state: UploadState::Pending.name().to_owned(),
        unsure: false,
        checked_by: None,
        checked_at: None,
        reason_id: None,
        commitment: commit_picture(&salt, &made.full).to_string(),
        salt: Digest(salt.0).to_string(),
        width: i64::from(made.width),
        height: i64::from(made.height),
        bytes: i64::try_from(made.full.len()).unwrap_or(i64::MAX),
        stored: false,
        place: None,
        place_id: None,
        position: 0,
        proposal_id: None,
        area_path: None,
        created_at: now.millis(),
        asked_at: None,
        purge_at: Some(now.plus_millis(ORPHAN_MS).millis()),
    };
    uploads::insert(&tx, row.clone()).await?;
    let result = serde_json::to_string(&row.id).map_err(anyhow::Error::from)?;
    idempotency::complete(&tx, actor.person.0, &request.key, &result).await?;
    tx.commit().await?;
    Ok(row)
}

/// The most pictures that gather at one place, such as over the reports on a task.
const MOST_GATHERED: usize = 90;

/// How pictures come to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// They are what stands there from now on.
    Instead,
    /// They come after those that stand there.
    Beside,
}

/// Puts pictures somewhere, in the transaction of what they belong to, and answers how the log knows them.
pub(super) async fn attach(
    tx: &DatabaseTransaction,
    actor: &Actor,
    spot: &Spot,
    ids: &[Uuid],
    how: How,
    now: Instant,
) -> Result<Vec<FileRef>, Failure> {
    let rows = uploads::locked(tx, ids).await?;
    let standing = uploads::at(tx, spot.place, &[spot.id]).await?;
    let (mut position, beside) = match how {
        How::Instead => (0, 0),
        How::Beside => (
            standing.iter().map(|row| row.position + 1).max().unwrap_or(0),
            standing.len(),
        ),
    };
    if ids.len() > MOST_AT_A_PLACE || beside + ids.len() > MOST_GATHERED {
        return Err(Refusal::TooManyPhotos.into());
    }
    let mut known = Vec::with_capacity(ids.len());
    for id in ids {
        let row = rows.get(id).filter(|row| row.stored).ok_or(Refusal::NotFound)?;
        let view = view(row).ok_or(Refusal::NotFound)?;
        let there = spot.holds(row);
        let elsewhere = row.place.is_some() && !(there && how == How::Instead);
        may_attach(actor, &view, elsewhere, there)?;
        let reference = FileRef {
            id: FileId(*id),
            commitment: row.commitment.parse().map_err(anyhow::Error::from)?,
        };
        if known.contains(&reference) {
            return Err(Refusal::Invalid.into());
        }
        known.push(reference);
    }
    if how == How::Instead {
        uploads::clear(tx, spot, now.plus_millis(ORPHAN_MS)).await?;
    }
    for id in ids {
        uploads::place(tx, *id, spot, position).await?;
        position += 1;
    }
    Ok(known)
}

/// Takes the machine's verdict; one that comes late or twice changes nothing. `false`: nothing changed.
///
/// # Errors
/// Faults.
pub async fn decide_upload(app: &App, id: Uuid, verdict: Verdict) -> Result<bool, Failure> {
    let tx = app.db.begin().await?;
    let changed = decide_in(app, &tx, id, verdict).await?;
    tx.commit().await?;
    Ok(changed)
}

/// The same in the transaction that stores the verdict.
pub(super) async fn decide_in(
    app: &App,
    tx: &DatabaseTransaction,
    id: Uuid,
    verdict: Verdict,
) -> Result<bool, Failure> {
    let mut rows = uploads::locked(tx, &[id]).await?;
    let Some((mut row, view)) = rows.remove(&id).and_then(|row| view(&row).map(|view| (row, view))) else {
        return Ok(false);
    };
    let judged = view.judged_by_machine(verdict);
    if (judged.state, judged.unsure) == (view.state, view.unsure) {
        return Ok(false);
    }
    enter_judged(app, &mut row, judged);
    uploads::set_judged(tx, &row).await?;
    news(app, tx, &row).await?;
    Ok(true)
}

/// What a file's check is asked for, in the table of checks.
pub(super) const SUBJECT: &str = "upload";
/// How often a check that could not be asked for is tried again, in milliseconds of a picture's age: after
/// that a person must look.
const ASK_MS: i64 = 10 * 60_000;

/// Asks WeChat to look at pictures that came in; what it cannot look at waits for a person. Returns how many
/// were asked about or given up.
///
/// # Errors
/// Faults; the pictures stay pending.
pub async fn ask_due(app: &App, most: u64) -> Result<usize, Failure> {
    if !app.media_checked {
        return Ok(0);
    }
    let mut done = 0;
    for row in uploads::to_ask(app.db.reader(), most).await? {
        // Asked once, by one instance: WeChat refuses the same file twice.
        if !uploads::set_asked(app.db.reader(), row.id, app.now()).await? {
            continue;
        }
        let waits = view(&row).is_some_and(|view| view.state == UploadState::Pending && !view.unsure);
        if !waits {
            continue;
        }
        let owner = people::by_pseudonyms(app.db.reader(), &[row.owner])
            .await?
            .remove(&row.owner);
        let subject = media::Subject {
            kind: SUBJECT,
            id: row.id,
        };
        let asked = match owner {
            Some(owner) => {
                let url = link::fetch_link(app, row.id);
                media::ask(app, owner.id, subject, &url, MediaKind::Image).await
            }
            None => Ok(None),
        };
        match asked {
            Ok(Some(_)) => done += 1,
            Err(_) if app.now().millis() - row.created_at < ASK_MS => {
                uploads::clear_asked(app.db.reader(), row.id).await?;
                // It is away for the others too.
                break;
            }
            Ok(None) | Err(_) => {
                decide_upload(app, row.id, Verdict::Unsure).await?;
                done += 1;
            }
        }
    }
    Ok(done)
}

/// What is due: pictures to be looked at, and pictures to be forgotten.
///
/// # Errors
/// Faults.
pub async fn run_due(app: &App, most: u64) -> Result<usize, Failure> {
    Ok(ask_due(app, most).await? + purge_due(app, most).await?)
}

fn enter_judged(app: &App, row: &mut upload::Model, judged: Judged) {
    row.state = judged.state.name().to_owned();
    row.unsure = judged.unsure;
    row.checked_at = Some(app.now().millis());
}

/// Who looks at the page where it stands sees the change.
async fn news(app: &App, tx: &impl ConnectionTrait, row: &upload::Model) -> Result<(), Failure> {
    let Some(proposal) = row.proposal_id else { return Ok(()) };
    let Some(stored) = proposals::by_ids(tx, &[proposal]).await?.remove(&proposal) else {
        return Ok(());
    };
    let happened = super::change::Happened {
        district: stored.district.0,
        proposal,
        at: app.now(),
        told: Vec::new(),
    };
    let payload = serde_json::to_string(&happened).map_err(anyhow::Error::from)?;
    outbox::put(tx, app.fresh_id(), outbox::Topic::Proposal, payload, app.now()).await?;
    Ok(())
}

/// In whose custody a picture stands now; `None` while it stands nowhere.
///
/// # Errors
/// Faults.
pub async fn custody(on: &impl ConnectionTrait, row: &upload::Model) -> Result<Option<AreaPath>, Failure> {
    if let Some(path) = &row.area_path {
        return Ok(AreaPath::parse(path.clone()).ok());
    }
    let Some(id) = row.proposal_id else { return Ok(None) };
    let stored = proposals::by_ids(on, &[id]).await?.remove(&id);
    Ok(stored.map(|stored| stored.state.custodian().path.clone()))
}

/// A person decides about a picture: one that waits, one that the machine refused, or one to be taken down.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::SecondPersonNeeded`], [`Refusal::WrongState`], [`Refusal::NotFound`];
/// those of a text.
pub async fn check(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    approve: bool,
    reason: &str,
) -> Result<(), Failure> {
    retrying!(try_check(app, actor, request, id, approve, reason))
}

async fn try_check(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    approve: bool,
    reason: &str,
) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    let mut row = uploads::locked(&tx, &[id])
        .await?
        .remove(&id)
        .ok_or(Refusal::NotFound)?;
    let view = view(&row).ok_or(Refusal::NotFound)?;
    let area = custody(&tx, &row).await?.ok_or(Refusal::NotFound)?;
    may_check(Some(actor), &view, &area)?;
    let judged = view.judged_by_person(approve)?;
    let reason = app.seal(reason, 1_000)?;
    contents::insert(&tx, std::slice::from_ref(&reason), now).await?;
    enter_judged(app, &mut row, judged);
    row.checked_by = Some(actor.pseudonym.0);
    row.reason_id = Some(reason.reference.id.0);
    uploads::set_judged(&tx, &row).await?;
    news(app, &tx, &row).await?;
    let place = areas::by_paths(&tx, vec![area.as_str().to_owned()])
        .await?
        .remove(area.as_str())
        .ok_or(Refusal::Internal)?;
    let kind = if approve { "photo.shown" } else { "photo.refused" };
    let body = json!({"photo": id, "commitment": row.commitment, "reason": reason.reference});
    record::record(app, &tx, &place, Some(actor.pseudonym), kind, id, body).await?;
    tx.commit().await?;
    Ok(())
}

/// From when on a picture without a verdict waits for a person.
pub fn asked_before(app: &App) -> Instant {
    app.now().plus_millis(-if app.media_checked { MACHINE_MS } else { 0 })
}

/// Forgets pictures whose time is over: sent and never used, taken away, or their owner gone. Each first
/// goes out of sight, then its bytes, then its row, so that a crash in between only means doing it again.
///
/// # Errors
/// Faults.
pub async fn purge_due(app: &App, most: u64) -> Result<usize, Failure> {
    let tx = app.db.begin().await?;
    let ids = uploads::take_purged(&tx, app.now(), most).await?;
    tx.commit().await?;
    for id in &ids {
        for name in FileName::both(*id) {
            app.files.delete(name).await.map_err(|e| Failure::Fault(e.into()))?;
        }
        uploads::delete(app.db.reader(), *id).await?;
    }
    Ok(ids.len())
}
