//! The clock, as `usecase::clockwork` runs it.

use super::{Deed, Ledger};
use crate::usecase::Failure;
use std::collections::HashSet;
use uuid::Uuid;
use yiting_domain::{
    id::{ProposalId, Pseudonym},
    instant::Instant,
    proposal::{Decided, Proposal, next_tick, settle_merge, tick},
};

impl Ledger {
    /// Moves the clock to `at`. Whatever falls due on the way happens at its own instant.
    ///
    /// # Errors
    /// Faults.
    pub fn stand_at(&mut self, at: Instant) -> Result<(), Failure> {
        loop {
            let next = self.due.first().map(|(when, _)| *when).filter(|when| *when <= at);
            let Some(when) = next else { break };
            self.set_clock(when);
            if !self.run_due()? {
                break;
            }
        }
        self.set_clock(at);
        self.deliver();
        Ok(())
    }

    fn set_clock(&self, at: Instant) {
        let ahead = at.millis() - self.now().millis();
        if ahead > 0 {
            self.app.clock.advance(ahead);
        }
    }

    /// Does all that is due now. Answers whether the index of what is due has changed.
    fn run_due(&mut self) -> Result<bool, Failure> {
        let now = self.now();
        self.deliver();
        let due: Vec<(Instant, Uuid)> = self.due.iter().take_while(|(when, _)| *when <= now).copied().collect();
        for (_, id) in &due {
            self.run_one(ProposalId(*id), now)?;
        }
        self.remember(|| Deed::Tick);
        self.deliver();
        Ok(!due.iter().all(|entry| self.due.contains(entry)))
    }

    fn run_one(&mut self, id: ProposalId, now: Instant) -> Result<(), Failure> {
        let Some(p) = self.proposals.get(&id.0).map(|stored| &stored.state) else {
            return Ok(());
        };
        let target = p.merge.as_ref().map(|m| m.into);
        let other = target
            .and_then(|id| self.proposals.get(&id.0))
            .map(|stored| &stored.state);
        let decided = match other {
            Some(other) => {
                let undecided = self.undecided_with(p, other);
                let (here, on_target) = settle_merge(p, self.policy_of(p), &undecided, now);
                Decided { here, on_target }
            }
            None => Decided {
                here: tick(p, self.policy_of(p), self.platform_above(&p.custodian().path), now),
                on_target: Vec::new(),
            },
        };
        if decided.here.is_empty() {
            self.set_next_tick(id.0);
            return Ok(());
        }
        self.store(None, id, target, decided, now)
    }

    /// Supporters who have not chosen, the oldest first, with whether the target counts them.
    fn undecided_with(&self, p: &Proposal, target: &Proposal) -> Vec<(Pseudonym, bool)> {
        let of = |id: Uuid| self.supports.range((id, Uuid::nil())..=(id, Uuid::max()));
        let counted: HashSet<Uuid> = of(target.id.0).map(|((_, who), _)| *who).collect();
        let mut open: Vec<(i64, Uuid)> = of(p.id.0)
            .filter(|(_, row)| row.choice.is_none())
            .map(|((_, who), row)| (row.created_at, *who))
            .collect();
        open.sort_unstable();
        open.into_iter()
            .map(|(_, who)| {
                (
                    Pseudonym(who),
                    counted.contains(&who) || target.is_proponent(Pseudonym(who)),
                )
            })
            .collect()
    }

    pub(super) fn set_next_tick(&mut self, id: Uuid) {
        if let Some(old) = self.next_ticks.remove(&id) {
            self.due.remove(&(old, id));
        }
        let next = self
            .proposals
            .get(&id)
            .and_then(|p| next_tick(&p.state, self.policy_of(&p.state)));
        if let Some(next) = next {
            self.next_ticks.insert(id, next);
            self.due.insert((next, id));
        }
    }
}
