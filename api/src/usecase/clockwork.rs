//! What the clock does to proposals, exactly once, on whichever instance looks first.

use super::{
    App, Failure,
    change::store,
    proposal::{ATTEMPTS, retrying},
};
use crate::store::{areas, proposals, voices};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::proposal::{Decided, settle_merge, tick};

/// Does all that is due now, at most `limit` proposals. Returns how many had something due.
///
/// # Errors
/// Faults; what was done before one stays done.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = proposals::due(app.db.reader(), app.now(), limit).await?;
    for id in &due {
        run_one(app, *id).await?;
    }
    Ok(due.len())
}

/// Does what is due for one proposal. A second instance waits for the row, asks again, and finds
/// nothing left to do.
async fn run_one(app: &App, id: Uuid) -> Result<(), Failure> {
    retrying!(try_one(app, id))
}

async fn try_one(app: &App, id: Uuid) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    let merged_into = proposals::by_ids(&tx, &[id])
        .await?
        .get(&id)
        .and_then(|p| p.state.merge.as_ref().map(|m| m.into.0));
    let mut ids: Vec<Uuid> = std::iter::once(id).chain(merged_into).collect();
    ids.sort_unstable();
    let mut locked = HashMap::new();
    for id in ids {
        if let Some(row) = proposals::by_id_locked(&tx, id).await? {
            locked.insert(id, row);
        }
    }
    let Some(mut stored) = locked.remove(&id) else {
        return Ok(());
    };
    let mut target = merged_into.and_then(|id| locked.remove(&id));
    let parent = areas::platform_above(&tx, &stored.state.custodian().path).await?;
    let loaded = app.policy(&tx, stored.district.0).await?;
    let decided = match &target {
        Some(other) => {
            let undecided = voices::undecided(&tx, id, &other.state).await?;
            let (here, on_target) =
                settle_merge(&stored.state, app.policy_for(&loaded, &stored.state), &undecided, now);
            Decided { here, on_target }
        }
        None => {
            let here = tick(
                &stored.state,
                app.policy_for(&loaded, &stored.state),
                parent.as_ref(),
                now,
            );
            Decided {
                here,
                on_target: Vec::new(),
            }
        }
    };
    if decided.here.is_empty() {
        // Nothing left: the index was behind (another instance, or a changed calendar).
        let policy = app.policy_for(&loaded, &stored.state);
        proposals::update(&tx, &stored, policy).await?;
    } else {
        store(app, &tx, None, &mut stored, &mut target, decided, &HashMap::new(), now).await?;
    }
    tx.commit().await?;
    Ok(())
}
