//! Meetings: announced, signed up for, checked in to, spoken in, and their minutes.
//!
//! # What is logged, and what is not
//! That a meeting was announced, moved, called off and ended (with the number of people who were
//! there), who chairs, and everything about the minutes are entries of the district's log. Who was
//! invited, signed up, checked in and spoke is not: it concerns the staff and that person alone.

mod attend;
mod check_in;
mod clock;
mod documents;
mod dossier;
mod minutes;
mod photos;
mod plan;
mod schedule;
mod speak;

pub use attend::{invite, sign_off, sign_up};
pub use check_in::{check_in, check_in_other, check_out, code};
pub use clock::{Outcome, cancel, cancel_in, close_in, end, outcome, run_due};
pub use documents::{calendar_file, minutes_document};
pub use dossier::{dossier, may_read};
pub use minutes::{NewMinutes, confirm_minutes, draft_minutes, publish_minutes};
pub use photos::attach as attach_photos;
pub use plan::{Change, appoint_chair, change};
pub use schedule::{NewMeeting, announce, schedule_in};
pub use speak::{ask_to_speak, call_speaker, finish_speech, withdraw_speech};

use super::{App, Failure, Request, record};
use crate::store::{
    areas,
    entity::meeting,
    idempotency::{self, Claim},
    meetings, outbox,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::Value;
use uuid::Uuid;
use yiting_domain::{id::Pseudonym, meeting::MeetingView, people::Actor, refusal::Refusal};

/// Tells subscribers, once the transaction is through.
async fn tell(app: &App, on: &impl ConnectionTrait, id: Uuid) -> Result<(), Failure> {
    let payload = serde_json::to_string(&id).map_err(anyhow::Error::from)?;
    outbox::put(on, app.fresh_id(), outbox::Topic::Meeting, payload, app.now()).await?;
    Ok(())
}

/// Appends an entry about a meeting.
async fn log(
    app: &App,
    on: &impl ConnectionTrait,
    row: &meeting::Model,
    actor: Option<Pseudonym>,
    kind: &str,
    body: Value,
) -> Result<(), Failure> {
    let area = areas::by_id(on, row.area_id).await?.ok_or(Refusal::Internal)?;
    record::record(app, on, &area, actor, kind, row.id, body).await
}

/// A meeting that somebody acts in: the row is locked, the key claimed.
struct Begun {
    tx: DatabaseTransaction,
    row: meeting::Model,
    view: MeetingView,
}

/// Begins a transaction, claims the key and locks the meeting; `None` when the request was done before.
async fn begin(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<Option<Begun>, Failure> {
    let tx = app.db.begin().await?;
    let claim = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await??;
    if let Claim::Done(_) = claim {
        return Ok(None);
    }
    let row = meetings::locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let view = meetings::view_for(&tx, &row, actor.pseudonym).await?;
    Ok(Some(Begun { tx, row, view }))
}

impl Begun {
    /// Tells subscribers and commits.
    async fn commit(self, app: &App) -> Result<(), Failure> {
        tell(app, &self.tx, self.row.id).await?;
        self.tx.commit().await?;
        Ok(())
    }
}
