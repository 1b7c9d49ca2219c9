//! Who may do what to a round.

use super::{Phase, Round, RoundState, Step, StepRecord, StepState, Work, model::names};
use crate::{instant::Instant, people::Actor, proposal::RoundEnd, refusal::Refusal};

/// What staff do to a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundAction {
    /// Lay down a step's plan anew.
    Plan,
    /// Write what a publication publishes.
    Publish,
    /// Leave a step out.
    Skip,
    /// Call the round off.
    Cancel,
}
names!(RoundAction {
    Plan => "plan_round_step",
    Publish => "publish_round_notice",
    Skip => "skip_round_step",
    Cancel => "cancel_round",
});

/// Whether `actor` may do `action` to the round; `index`: to which of its steps, where it is about one.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`], [`Refusal::RoundOver`],
/// [`Refusal::StepNotOpen`], [`Refusal::NotFound`] for a step that is not there.
pub fn may_round(
    action: RoundAction,
    actor: Option<&Actor>,
    round: &Round,
    index: Option<usize>,
    now: Instant,
) -> Result<(), Refusal> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    let area = &round.area.path;
    let admitted = match action {
        RoundAction::Plan | RoundAction::Publish => actor.is_staff_of(area),
        RoundAction::Skip | RoundAction::Cancel => actor.is_director_of(area),
    };
    if !admitted {
        return Err(Refusal::Forbidden);
    }
    if action == RoundAction::Cancel {
        // At its end a vote decides, whether the clock has looked yet or not.
        let counted = |(step, record): (&Step, &StepRecord)| {
            let over = record.ends_at.is_some_and(|end| now >= end);
            matches!(step.work, Work::Ballot { .. }) && record.state == StepState::Open && over
        };
        let counts = round.template.steps.iter().zip(&round.steps).any(counted);
        return if round.state.is_running() && !counts {
            Ok(())
        } else {
            Err(Refusal::RoundOver)
        };
    }
    let (step, record) = index.and_then(|index| round.step(index)).ok_or(Refusal::NotFound)?;
    let alive = match step.phase {
        Phase::Deliberation => round.state.is_running(),
        Phase::FollowUp => {
            let lost = round
                .outcome
                .as_ref()
                .is_some_and(|outcome| outcome.end != RoundEnd::Adopted);
            round.state != RoundState::Cancelled && !lost
        }
    };
    if !alive {
        return Err(Refusal::RoundOver);
    }
    let fits = match action {
        RoundAction::Plan => record.state == StepState::Waiting,
        RoundAction::Skip => record.state == StepState::Waiting && step.optional,
        RoundAction::Publish => {
            matches!(step.work, Work::Publication) && matches!(record.state, StepState::Waiting | StepState::Open)
        }
        RoundAction::Cancel => true,
    };
    if fits { Ok(()) } else { Err(Refusal::StepNotOpen) }
}

/// What may be done to a step of the round, or (without one) to the round, with the answer of the rule
/// engine.
pub fn round_offers(
    actor: Option<&Actor>,
    round: &Round,
    index: Option<usize>,
    now: Instant,
) -> Vec<(RoundAction, Result<(), Refusal>)> {
    let whole = index.is_none();
    let of = RoundAction::ALL
        .iter()
        .filter(|action| (**action == RoundAction::Cancel) == whole);
    of.map(|action| (*action, may_round(*action, actor, round, index, now)))
        .collect()
}
