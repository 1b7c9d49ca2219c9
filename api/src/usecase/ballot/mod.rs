//! Ballots: opened, voted in, closed exactly once.
//!
//! A vote leaves no instant, no log entry and no result that names its choice: until closing it is
//! joined to its voter by an HMAC under the ballot's key alone, and closing destroys that key and
//! the rows. Receipts follow from the request under the same key, so that a vote that is sent again
//! gets the same receipt and none can be made after closing.

mod announce;
mod cancel;
mod cast;
mod clock;
mod close;

pub use announce::{NewBallot, announce, open_in};
pub use cancel::{cancel, cancel_in};
pub(super) use cast::put;
pub use cast::{Cast, cast};
pub use clock::run_due;
pub use close::{close_in, openings, outcome};

use super::{App, Failure};
use crate::{
    identity::hex,
    store::{electorates, entity::ballot},
};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::ConnectionTrait;
use sha2::Sha256;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::Pseudonym,
    instant::Instant,
    poll::{BallotView, PollState, Rule},
    refusal::Refusal,
};

/// Tells those who watch a ballot to read it again.
async fn changed(app: &App, id: Uuid) {
    app.shared.publish(&format!("ballot:{id}"), "changed").await;
}

pub(super) fn rule_of(row: &ballot::Model) -> Result<Rule, Failure> {
    Ok(serde_json::from_str(&row.rule).map_err(anyhow::Error::from)?)
}

/// The ballot as the rules look at it, for the person who is to vote.
pub(super) async fn view_of(
    tx: &impl ConnectionTrait,
    row: &ballot::Model,
    voter: Pseudonym,
) -> Result<BallotView, Failure> {
    let entries = match row.electorate_id {
        Some(list) => electorates::entries_of(tx, &[list], voter).await?,
        None => Vec::new(),
    };
    running_view(row, !entries.is_empty())
}

fn running_view(row: &ballot::Model, entitled: bool) -> Result<BallotView, Failure> {
    Ok(BallotView {
        state: state_of(row)?,
        area: AreaPath::parse(row.area_path.clone())?,
        opens_at: Instant::from_millis(row.opens_at),
        closes_at: Instant::from_millis(row.closes_at),
        entitled,
    })
}

/// The key of a running ballot; `None` when it was destroyed.
pub(super) fn opened_key(app: &App, row: &ballot::Model) -> Result<Option<String>, Failure> {
    let sealed = row.key_sealed.as_deref();
    let opened = sealed.map(|sealed| app.field_key.open(sealed, &key_place(row.id)));
    Ok(opened.transpose().map_err(anyhow::Error::from)?)
}

fn state_of(row: &ballot::Model) -> Result<PollState, Failure> {
    Ok(PollState::parse(&row.state).ok_or(Refusal::Internal)?)
}

fn key_place(ballot: Uuid) -> String {
    format!("ballot.key/{ballot}")
}

pub(super) fn keyed(key: &str, parts: &[&[u8]]) -> Result<String, Failure> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_err(anyhow::Error::from)?;
    for part in parts {
        // Lengths first, so that no two lists of parts are written alike.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    Ok(hex(&mac.finalize().into_bytes()))
}
