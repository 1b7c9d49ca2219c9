//! Who may do what to a ballot.

use super::PollState;
use crate::{area::AreaPath, instant::Instant, people::Actor, refusal::Refusal};

/// What can be done to a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotAction {
    /// Vote, or vote anew.
    Vote,
    /// Enter a paper vote, or confirm one that another entered.
    EnterPaper,
    /// Call it off.
    Cancel,
    /// Give the key under which an auditor of a sealed ballot will get what opens it.
    GiveAuditorKey,
}

impl BallotAction {
    /// All actions.
    pub const ALL: [Self; 4] = [Self::Vote, Self::EnterPaper, Self::Cancel, Self::GiveAuditorKey];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vote => "vote",
            Self::EnterPaper => "enter_paper_vote",
            Self::Cancel => "cancel_ballot",
            Self::GiveAuditorKey => "give_auditor_key",
        }
    }
}

/// What the rules look at.
#[derive(Clone, Debug)]
pub struct BallotView {
    /// Its state.
    pub state: PollState,
    /// The area that votes.
    pub area: AreaPath,
    /// From when on votes are taken.
    pub opens_at: Instant,
    /// Until when, this instant not included.
    pub closes_at: Instant,
    /// Whether the actor stands in the frozen list.
    pub entitled: bool,
    /// Whether the actor is one of the two auditors of a sealed ballot.
    pub auditor: bool,
}

/// Whether a ballot can still be called off or be given a key, whoever asks: at the closing instant the votes decide,
/// whether the clock has looked yet or not.
///
/// # Errors
/// [`Refusal::BallotNotOpen`].
pub fn may_call_off(ballot: &BallotView, now: Instant) -> Result<(), Refusal> {
    let over = ballot.state.is_over() || now >= ballot.closes_at;
    if over { Err(Refusal::BallotNotOpen) } else { Ok(()) }
}

/// Whether `actor` may do `action` to the ballot at `now`.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::Forbidden`], [`Refusal::NotInElectorate`],
/// [`Refusal::BallotNotOpen`].
pub fn may_vote(action: BallotAction, actor: Option<&Actor>, ballot: &BallotView, now: Instant) -> Result<(), Refusal> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    let taking = ballot.state == PollState::Open && now >= ballot.opens_at && now < ballot.closes_at;
    match action {
        BallotAction::Cancel => {
            if !actor.is_director_of(&ballot.area) {
                return Err(Refusal::Forbidden);
            }
            may_call_off(ballot, now)
        }
        BallotAction::GiveAuditorKey => {
            if !ballot.auditor {
                return Err(Refusal::Forbidden);
            }
            may_call_off(ballot, now)
        }
        BallotAction::EnterPaper => {
            if !actor.is_staff_of(&ballot.area) {
                return Err(Refusal::Forbidden);
            }
            if taking { Ok(()) } else { Err(Refusal::BallotNotOpen) }
        }
        BallotAction::Vote => {
            if !taking {
                return Err(Refusal::BallotNotOpen);
            }
            if ballot.entitled {
                Ok(())
            } else {
                Err(Refusal::NotInElectorate)
            }
        }
    }
}

/// All actions with the answer: what `viewerCan` shows on a ballot.
pub fn ballot_offers(
    actor: Option<&Actor>,
    ballot: &BallotView,
    now: Instant,
) -> Vec<(BallotAction, Result<(), Refusal>)> {
    BallotAction::ALL
        .into_iter()
        .map(|action| (action, may_vote(action, actor, ballot, now)))
        .collect()
}
