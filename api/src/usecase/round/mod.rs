//! Rounds 议事: started by staff, led through their steps by the clock.
//!
//! Whoever changes a round holds its row, then the rows of its proposals in the order of their ids, and
//! then what the step opens or closes; the log's head comes last. Everybody who takes several of these
//! takes them in this order, so that none waits for another in a circle.

mod clock;
mod manage;
mod start;
mod steps;

pub use clock::run_due;
pub use manage::{cancel, plan_step, publish_notice, skip_step};
pub use start::{NewRound, start, started};

use super::{App, Failure, ballot, change::Change, record};
use crate::store::{
    entity::{area, round},
    outbox, proposals,
    proposals::Stored,
    rounds,
};
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    id::{ProposalId, Pseudonym},
    proposal::{RoundEnd, end_round},
    refusal::Refusal,
    round::{Round, RoundState},
};

/// A round with all that is locked with it.
struct Held {
    row: round::Model,
    round: Round,
    place: area::Model,
    proposals: Vec<Stored>,
    /// Ballots that were closed or called off: after the transaction their old pages are to be cleaned, and
    /// those who watch them told.
    ballots: Vec<Uuid>,
}

impl Held {
    async fn lock(tx: &DatabaseTransaction, id: Uuid) -> Result<Option<Self>, Failure> {
        let Some(row) = rounds::locked(tx, id).await? else {
            return Ok(None);
        };
        let round = rounds::round(&row)?;
        let (place, _) = record::place(tx, row.area_id).await?;
        let proposals = locked(tx, &round.proposals).await?;
        Ok(Some(Self {
            row,
            round,
            place,
            proposals,
            ballots: Vec::new(),
        }))
    }

    /// The proposals that are still under the round.
    fn live(&self) -> Vec<ProposalId> {
        let under = self
            .proposals
            .iter()
            .filter(|p| p.state.running_round() == Some(self.round.id));
        under.map(|p| p.state.id).collect()
    }

    async fn log(
        &self,
        app: &App,
        tx: &DatabaseTransaction,
        by: Option<Pseudonym>,
        kind: &str,
        body: Value,
    ) -> Result<(), Failure> {
        record::record(app, tx, &self.place, by, kind, self.row.id, body).await
    }

    /// Stores the round and tells whoever watches it, once the transaction is through.
    async fn store(&mut self, app: &App, tx: &DatabaseTransaction) -> Result<(), Failure> {
        rounds::write(&mut self.row, &self.round)?;
        rounds::update(tx, &self.row).await?;
        tell(app, tx, self.row.id).await
    }

    /// Stores the round, commits, and cleans what a ballot left.
    async fn commit(mut self, app: &App, tx: DatabaseTransaction) -> Result<(), Failure> {
        self.store(app, &tx).await?;
        tx.commit().await?;
        if !self.ballots.is_empty() {
            ballot::scrub(app).await;
        }
        for id in self.ballots {
            ballot::changed(app, id).await;
        }
        Ok(())
    }

    /// What follows for the proposals when the round has just come to an end.
    async fn settle(&mut self, app: &App, tx: &DatabaseTransaction, by: Option<Pseudonym>) -> Result<(), Failure> {
        let cancelled = self.round.state == RoundState::Cancelled;
        if let Some(outcome) = self.round.outcome.clone().filter(|_| !cancelled) {
            let body = json!({"end": outcome.end, "adopted": outcome.adopted});
            self.log(app, tx, by, "round.concluded", body).await?;
        }
        let mut change = Change::new(app, tx, by, app.now());
        let mut touched = Vec::new();
        for p in &mut self.proposals {
            let end = match &self.round.outcome {
                Some(outcome) if !cancelled => outcome.of(p.state.id),
                _ => RoundEnd::Cancelled,
            };
            if let Some(event) = end_round(&p.state, self.round.id, end) {
                change.fold(p, vec![event], &HashMap::new()).await?;
                touched.push(p.clone());
            }
        }
        if !touched.is_empty() {
            change.finish(touched).await?;
        }
        rounds::release(tx, self.row.id).await?;
        Ok(())
    }
}

/// Locks proposals in the order of their ids.
async fn locked(tx: &DatabaseTransaction, ids: &[ProposalId]) -> Result<Vec<Stored>, Failure> {
    let mut ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    let mut rows = Vec::new();
    for id in ids {
        rows.push(proposals::by_id_locked(tx, id).await?.ok_or(Refusal::BadTarget)?);
    }
    Ok(rows)
}

async fn tell(app: &App, tx: &DatabaseTransaction, id: Uuid) -> Result<(), Failure> {
    let payload = serde_json::to_string(&id).map_err(anyhow::Error::from)?;
    outbox::put(tx, app.fresh_id(), outbox::Topic::Round, payload, app.now()).await?;
    Ok(())
}
