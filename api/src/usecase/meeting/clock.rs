//! How a meeting ends: by the clock, by staff, or called off.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
    },
    begin, log, tell,
};
use crate::store::{attendees, contents, entity::meeting, meetings};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    instant::Instant,
    meeting::{MeetingAction, MeetingState, may_meet},
    people::Actor,
    refusal::Refusal,
};

/// How a meeting ended: what a round goes on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// People who were invited by name.
    pub invited: u64,
    /// People who had a seat and had said that they come.
    pub signed_up: u64,
    /// People who checked in.
    pub attended: u64,
}

fn state_of(row: &meeting::Model) -> Result<MeetingState, Failure> {
    Ok(MeetingState::parse(&row.state).ok_or(Refusal::Internal)?)
}

/// Does all that is due now, at most `limit` meetings: opens doors, and ends what is over. Returns how
/// many were due.
///
/// # Errors
/// Faults; what was done before one stays done.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = meetings::due(app.db.reader(), app.now(), limit).await?;
    for id in &due {
        retrying!(run_one(app, *id))?;
    }
    Ok(due.len())
}

/// A second instance waits for the row, looks again, and finds nothing left to do.
async fn run_one(app: &App, id: Uuid) -> Result<(), Failure> {
    let now = app.now().millis();
    let tx = app.db.begin().await?;
    let Some(mut row) = meetings::locked(&tx, id).await? else {
        return Ok(());
    };
    if row.next_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    if row.ends_at <= now {
        close_in(app, &tx, id).await?;
    } else {
        row.state = MeetingState::InSession.name().to_owned();
        row.next_at = Some(row.ends_at);
        meetings::update(&tx, &row).await?;
        tell(app, &tx, id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Ends a meeting in the transaction of its caller, whatever the time; of one that has ended already,
/// answers how it ended.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::MeetingOver`] for one that was cancelled.
pub async fn close_in(app: &App, tx: &impl ConnectionTrait, id: Uuid) -> Result<Outcome, Failure> {
    let row = meetings::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    close(app, tx, row, None).await
}

async fn close(
    app: &App,
    tx: &impl ConnectionTrait,
    mut row: meeting::Model,
    by: Option<Pseudonym>,
) -> Result<Outcome, Failure> {
    match state_of(&row)? {
        MeetingState::Ended => return read(&row),
        MeetingState::Cancelled => return Err(Refusal::MeetingOver.into()),
        MeetingState::Announced | MeetingState::InSession => {}
    }
    let counts = attendees::counts(tx, &[row.id])
        .await?
        .remove(&row.id)
        .unwrap_or_default();
    let ended = Outcome {
        invited: counts.invited,
        signed_up: counts.signed_up,
        attended: counts.attended,
    };
    // A clock that looks late ends it at its time all the same.
    let at = app.now().min(Instant::from_millis(row.ends_at));
    meetings::close_speeches(tx, row.id, at).await?;
    row.state = MeetingState::Ended.name().to_owned();
    row.ended_at = Some(at.millis());
    row.next_at = None;
    row.secret_sealed = None;
    row.outcome = Some(serde_json::to_string(&ended).map_err(anyhow::Error::from)?);
    meetings::update(tx, &row).await?;
    let body = json!({"ended_at": at, "outcome": ended});
    log(app, tx, &row, by, "meeting.ended", body).await?;
    tell(app, tx, row.id).await?;
    Ok(ended)
}

fn read(row: &meeting::Model) -> Result<Outcome, Failure> {
    let text = row.outcome.as_deref().ok_or(Refusal::Internal)?;
    serde_json::from_str(text).map_err(|error| Failure::Fault(error.into()))
}

/// How a meeting ended; `None` while it has not, and for one that was cancelled.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn outcome(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<Outcome>, Failure> {
    let row = meetings::by_ids(on, &[id]).await?.pop().ok_or(Refusal::NotFound)?;
    row.outcome.is_some().then(|| read(&row)).transpose()
}

/// Ends a meeting before its time, on behalf of the area's staff.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::MeetingNotBegun`], [`Refusal::MeetingOver`].
pub async fn end(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    retrying!(try_end(app, actor, request, id))
}

async fn try_end(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::End, Some(actor), &begun.view, app.now())?;
    close(app, &begun.tx, begun.row.clone(), Some(actor.pseudonym)).await?;
    begun.tx.commit().await?;
    Ok(())
}

/// Calls a meeting off, on behalf of the area's staff.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::MeetingOver`], those of a reason.
pub async fn cancel(app: &App, actor: &Actor, request: &Request, id: Uuid, reason: &str) -> Result<(), Failure> {
    retrying!(try_cancel(app, actor, request, id, reason))
}

async fn try_cancel(app: &App, actor: &Actor, request: &Request, id: Uuid, reason: &str) -> Result<(), Failure> {
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::Cancel, Some(actor), &begun.view, app.now())?;
    cancel_in(app, &begun.tx, Some(actor.pseudonym), id, reason).await?;
    begun.tx.commit().await?;
    Ok(())
}

/// Calls a meeting off in the transaction of its caller, who has asked whether it may be. One that was
/// called off before stays as it is.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::MeetingOver`] for one that has ended; [`Refusal::TextRequired`],
/// [`Refusal::TextTooLong`].
pub async fn cancel_in(
    app: &App,
    tx: &impl ConnectionTrait,
    by: Option<Pseudonym>,
    id: Uuid,
    reason: &str,
) -> Result<(), Failure> {
    let now = app.now();
    let mut row = meetings::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    match state_of(&row)? {
        MeetingState::Cancelled => return Ok(()),
        MeetingState::Ended => return Err(Refusal::MeetingOver.into()),
        MeetingState::Announced | MeetingState::InSession => {}
    }
    let text = app.seal(reason, 1_000)?;
    contents::insert(tx, std::slice::from_ref(&text), now).await?;
    meetings::close_speeches(tx, id, now).await?;
    row.state = MeetingState::Cancelled.name().to_owned();
    row.next_at = None;
    row.secret_sealed = None;
    row.reason_id = Some(text.reference.id.0);
    row.sequence += 1;
    row.changed_at = now.millis();
    meetings::update(tx, &row).await?;
    let body = json!({"reason": text.reference});
    log(app, tx, &row, by, "meeting.cancelled", body).await?;
    tell(app, tx, id).await?;
    Ok(())
}
