//! What the clock does to ballots, exactly once, on whichever instance looks first.

use super::{
    super::{
        App, Failure,
        proposal::{ATTEMPTS, retrying},
    },
    announce::begin,
    changed, close_in, scrub, state_of,
};
use crate::store::ballots;
use uuid::Uuid;
use yiting_domain::poll::PollState;

/// Opens and closes what is due, at most `limit` ballots. Returns how many were due.
///
/// # Errors
/// Faults; what was done before one stays done.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = ballots::due(app.db.reader(), app.now(), limit).await?;
    for id in &due {
        retrying!(run_one(app, *id))?;
    }
    Ok(due.len())
}

/// A second instance waits for the row, looks again, and finds nothing left to do.
async fn run_one(app: &App, id: Uuid) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    let Some(row) = ballots::locked(&tx, id).await? else {
        return Ok(());
    };
    if row.next_at.is_none_or(|at| at > app.now().millis()) {
        return Ok(());
    }
    let closes = match state_of(&row)? {
        PollState::Announced => {
            begin(app, &tx, &row).await?;
            false
        }
        PollState::Open => {
            close_in(app, &tx, id).await?;
            true
        }
        PollState::Closed | PollState::Cancelled => false,
    };
    tx.commit().await?;
    if closes {
        scrub(app).await;
    }
    changed(app, id).await;
    Ok(())
}
