//! Ballots: opened, voted in, closed exactly once.
//!
//! A vote leaves no instant, no log entry and no result that names its choice: until closing it is
//! joined to its voter by an HMAC under the ballot's key alone, and closing destroys that key and
//! the rows. Receipts follow from the request under the same key, so that a vote that is sent again
//! gets the same receipt and none can be made after closing.
//!
//! # What can be found out by whom
//! While a ballot runs, whoever has the database *and* the server's secret can read who votes how; every
//! change of a vote needs that. From the closing on:
//! - the database with the secret joins nobody to a choice, in a secret ballot of either kind;
//! - in a *verifiable* ballot a voter's receipt shows the voter's choice to whoever is shown it. That is what
//!   it is for, and it is said before the ballot opens;
//! - in a *sealed* ballot a receipt shows inclusion alone, also to whoever has the database and the
//!   secret. What opens the commitments is sealed so that only both auditors together can
//!   ([`crate::identity::auditors`]), under keys that the server never has. Both auditors together and a
//!   voter who shows them the receipt do learn that voter's choice: they check entry by entry that what
//!   was committed is what was counted. Without this they could not, short of proofs of a shuffle; so
//!   auditors are named before, and two.
//! - an auditor who has given no key before the closing cannot recount; what would open the ballot is
//!   then kept by nobody.
//!
//! Old copies: on SQLite deleted rows are overwritten and the write-ahead log is cut after a closing
//! ([`scrub`]); on PostgreSQL the emptied tables are vacuumed, but its own log keeps old pages until it is
//! recycled, and so do archives of it. A *backup* that was taken while a secret ballot ran holds key and votes
//! as they stood: it must be kept apart from `YITING_SECRET` and be deleted when the ballot is closed.

mod announce;
mod audit;
mod cancel;
mod cast;
mod clock;
mod close;
mod group;
mod receipt;

pub use announce::{NewBallot, announce, open_in};
pub use audit::{give_key, openings};
pub use cancel::{cancel, cancel_in};
pub(super) use cast::put;
pub use cast::{Acknowledged, Cast, cast};
pub use clock::run_due;
pub use close::{Shown, close_in, outcome, scrub};
pub use group::Ballots;
pub use receipt::{Lists, entries_of};

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
pub(super) async fn changed(app: &App, id: Uuid) {
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
    running_view(row, voter, !entries.is_empty())
}

fn running_view(row: &ballot::Model, who: Pseudonym, entitled: bool) -> Result<BallotView, Failure> {
    Ok(BallotView {
        state: state_of(row)?,
        area: AreaPath::parse(row.area_path.clone())?,
        opens_at: Instant::from_millis(row.opens_at),
        closes_at: Instant::from_millis(row.closes_at),
        entitled,
        auditor: rule_of(row)?.auditors.contains(&who),
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
