//! Rounds as a proposal knows them: which are under way, how they ended, and what may rest on them.

use super::{Event, Proposal, State};
use crate::{area::AreaRef, id::RoundId, instant::Instant, refusal::Refusal};
use serde::{Deserialize, Serialize};

/// How a round ended for one proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundEnd {
    /// It may be formed.
    Adopted,
    /// It was voted down, or others won.
    NotAdopted,
    /// Too few took part: nothing is decided.
    NoQuorum,
    /// Called off, or the proposal was withdrawn meanwhile.
    Cancelled,
}

impl RoundEnd {
    /// The name in the log and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::NotAdopted => "not_adopted",
            Self::NoQuorum => "no_quorum",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A round on the proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliberation {
    /// Which.
    pub round: RoundId,
    /// When it took the proposal up.
    pub began_at: Instant,
    /// When and how it ended; `None` while it is under way.
    pub ended: Option<(Instant, RoundEnd)>,
}

impl Proposal {
    /// The round that is under way. There is one at most.
    pub fn running_round(&self) -> Option<RoundId> {
        let running = self.deliberations.iter().find(|round| round.ended.is_none());
        running.map(|round| round.round)
    }

    /// How the last round ended that came to an end after the last resolution: what was resolved once
    /// and then fell to objections is deliberated anew.
    pub fn last_end(&self) -> Option<RoundEnd> {
        self.last_concluded().map(|(_, end)| end)
    }

    fn last_concluded(&self) -> Option<(RoundId, RoundEnd)> {
        let resolved = self.resolution.as_ref().map(|resolution| resolution.formed_at);
        self.deliberations.iter().rev().find_map(|one| match one.ended {
            Some((_, RoundEnd::Cancelled)) | None => None,
            Some((at, end)) => resolved.is_none_or(|formed| at > formed).then_some((one.round, end)),
        })
    }

    pub(super) fn round_ended(&mut self, round: RoundId, end: RoundEnd, at: Instant) {
        if let Some(one) = self.deliberations.iter_mut().find(|one| one.round == round) {
            one.ended.get_or_insert((at, end));
        }
    }
}

/// A round of `area` takes the proposal up.
///
/// # Errors
/// [`Refusal::BadTarget`] for a proposal that is not under review there or below,
/// [`Refusal::UnderRound`] for one that another round has.
pub fn begin_round(p: &Proposal, round: RoundId, area: &AreaRef) -> Result<Event, Refusal> {
    if p.state != State::UnderReview || !area.path.covers(&p.custodian().path) {
        return Err(Refusal::BadTarget);
    }
    if p.running_round().is_some() {
        return Err(Refusal::UnderRound);
    }
    Ok(Event::RoundBegan {
        round,
        area: area.path.clone(),
    })
}

/// The round is over for the proposal; `None` where it was withdrawn meanwhile.
pub fn end_round(p: &Proposal, round: RoundId, end: RoundEnd) -> Option<Event> {
    (p.running_round() == Some(round)).then_some(Event::RoundEnded { round, end })
}

/// What a resolution (`adopt`) or a rejection rests on: the last round, or nothing where the
/// direct-handling rule for simple matters applies. A round's decision binds; one without a quorum
/// decides nothing, and then a rejection may name it as its reason.
///
/// # Errors
/// [`Refusal::RoundRequired`], [`Refusal::RoundDecided`].
pub(super) fn basis(p: &Proposal, adopt: bool, direct: bool) -> Result<Option<RoundId>, Refusal> {
    match p.last_concluded() {
        Some((round, RoundEnd::Adopted)) if adopt => Ok(Some(round)),
        Some((round, RoundEnd::NotAdopted)) if !adopt => Ok(Some(round)),
        Some((_, RoundEnd::Adopted | RoundEnd::NotAdopted)) => Err(Refusal::RoundDecided),
        Some((round, _)) if !adopt => Ok(Some(round)),
        _ if direct => Ok(None),
        _ => Err(Refusal::RoundRequired),
    }
}
