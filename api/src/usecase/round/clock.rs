//! What the clock does to rounds: opens and ends their steps, exactly once, on whichever instance looks
//! first.

use super::{
    super::{
        App, Failure,
        consultation::{self, Prepared},
        proposal::{ATTEMPTS, retrying},
    },
    Held,
    manage::call_off,
    steps,
};
use crate::store::rounds;
use uuid::Uuid;
use yiting_domain::{
    proposal::State,
    refusal::Refusal,
    round::{Due, Phase, Work},
};

/// Why a round ends of which every proposal was withdrawn. Residents read it.
const NOTHING_LEFT: &str = "全部提案已撤回，议事终止。All proposals were withdrawn; the round ends.";

/// Does all that is due now, at most `limit` rounds, one step each. Returns how many had something due.
///
/// # Errors
/// The first fault; the other rounds were gone through all the same.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = rounds::due(app.db.reader(), app.now(), limit).await?;
    let mut fault = None;
    for id in &due {
        let done = match retrying!(run_one(app, *id)) {
            // What was laid down can no longer be carried out: the round must not hang for ever.
            Err(Failure::Refused(refusal)) if !refusal.retryable() => retrying!(give_up(app, *id, refusal)),
            other => other,
        };
        // One that fails must not hold up those behind it.
        if let Err(failure) = done {
            fault.get_or_insert(failure);
        }
    }
    fault.map_or(Ok(due.len()), Err)
}

/// A second instance waits for the row, looks again, and finds nothing left to do.
async fn run_one(app: &App, id: Uuid) -> Result<(), Failure> {
    let now = app.now();
    let prepared = prepare(app, id).await?;
    let tx = app.db.begin().await?;
    let Some(mut held) = Held::lock(&tx, id).await? else {
        return Ok(());
    };
    if held.round.awaits_delivery() && delivered(&held) {
        held.round.delivered_at = Some(now);
    }
    match held.round.due().filter(|(at, _)| *at <= now) {
        Some((_, Due::Open(index))) => {
            let phase = held.round.step(index).map(|(step, _)| step.phase);
            if phase == Some(Phase::Deliberation) && held.live().is_empty() {
                call_off(app, &tx, &mut held, None, NOTHING_LEFT).await?;
            } else {
                steps::open(app, &tx, &mut held, index).await?;
            }
        }
        Some((_, Due::End(index))) => {
            let running = held.round.state.is_running();
            steps::end(app, &tx, &mut held, index, prepared).await?;
            if running && !held.round.state.is_running() {
                held.settle(app, &tx, None).await?;
            }
        }
        None => {}
    }
    held.commit(app, tx).await
}

/// The result of a consultation whose step ends now, computed before anything is locked.
async fn prepare(app: &App, id: Uuid) -> Result<Option<Prepared>, Failure> {
    let Some(row) = rounds::by_ids(app.db.reader(), &[id]).await?.pop() else {
        return Ok(None);
    };
    let round = rounds::round(&row)?;
    let ending = match round.due() {
        Some((_, Due::End(index))) => round.step(index),
        _ => None,
    };
    match ending {
        Some((step, record)) if matches!(step.work, Work::Consultation { .. }) => match record.subject {
            Some(subject) => consultation::prepare(app, subject).await,
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// Whether all that the round adopted is delivered.
fn delivered(held: &Held) -> bool {
    let adopted = held.round.outcome.iter().flat_map(|outcome| &outcome.adopted);
    let mut states = adopted.filter_map(|id| held.proposals.iter().find(|p| p.state.id == *id));
    states.all(|p| {
        matches!(
            p.state.state,
            State::Evaluating | State::Closed | State::Withdrawn | State::NotAdopted
        )
    })
}

async fn give_up(app: &App, id: Uuid, refusal: Refusal) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    let Some(mut held) = Held::lock(&tx, id).await? else {
        return Ok(());
    };
    tracing::warn!(round = %id, code = refusal.code(), "a round cannot go on and is called off");
    if held.round.state.is_running() {
        call_off(app, &tx, &mut held, None, &format!("{} {}", refusal.zh(), refusal.en())).await?;
    } else if let Some((_, Due::Open(index) | Due::End(index))) = held.round.due() {
        // A follow-up that cannot be held is left out; the outcome stands.
        held.round.skipped(index, app.now());
    }
    held.commit(app, tx).await
}
