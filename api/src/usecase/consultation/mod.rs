//! Consultations: opening, stating, voting, moderating, closing, and what is computed of the votes.
//!
//! # What is logged, and what is not
//! Opening, statements, moderation, cancelling and closing are entries of the district's log. Single
//! votes are not: they change until the end, and a commitment per vote would tell anyone who reads the
//! log who voted when and how often. Instead the entry of the closing carries the digest of the whole
//! matrix of votes, which binds every one of them, with the version of the algorithm and the digest of
//! the published result; the votes file has the same digest. Where votes are not published the digest is
//! blinded with the consultation's secret, since the votes of few people could be tried out on it.
//!
//! # Who is who
//! Votes are stored under a key that a person has in one consultation and no other: an HMAC of the
//! pseudonym under a random secret of the consultation, sealed with the field key. Sorted by it,
//! participants stand in an order that says nothing of when they registered or voted.

mod clock;
mod groups;
mod keys;
mod moderate;
mod open;
mod read;
mod speak;

pub use clock::{Outcome, Prepared, close_prepared_in, outcome, prepare, run_due};
pub use groups::run_touched;
pub use keys::Keys;
pub use moderate::{cancel, cancel_in, check, hide};
pub use open::{NewConsultation, open, open_in};
pub use read::{Progress, next_statements, votes_file};
pub use speak::{Said, Voted, seed, state, vote};

use super::{App, Failure, record};
use crate::store::{entity::consultation, outbox};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use yiting_domain::{id::Pseudonym, refusal::Refusal};

/// Tells subscribers, once the transaction is through.
async fn tell(app: &App, on: &impl ConnectionTrait, id: uuid::Uuid) -> Result<(), Failure> {
    let payload = serde_json::to_string(&id).map_err(anyhow::Error::from)?;
    outbox::put(on, app.fresh_id(), outbox::Topic::Consultation, payload, app.now()).await?;
    Ok(())
}

/// Appends an entry about a consultation.
async fn log(
    app: &App,
    on: &impl ConnectionTrait,
    row: &consultation::Model,
    actor: Option<Pseudonym>,
    kind: &str,
    body: Value,
) -> Result<(), Failure> {
    let area = crate::store::areas::by_id(on, row.area_id)
        .await?
        .ok_or(Refusal::Internal)?;
    record::record(app, on, &area, actor, kind, row.id, body).await
}
