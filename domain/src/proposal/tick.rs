//! What happens to a proposal by the clock alone.

use super::{
    clocks::{running_thresholds, window_ends},
    command::{MergeChoice, Policy},
    event::Event,
    model::{Proposal, State, SupervisionCause},
};
use crate::{
    area::AreaRef,
    id::{ProposalId, Pseudonym, SupervisionId},
    instant::Instant,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The id of a supervision card follows from what it is about: a second instance that looks at the
/// same clock derives the same id and meets the unique key.
pub(super) fn card_id(p: &Proposal, cause: SupervisionCause) -> SupervisionId {
    let mut hash = Sha256::new();
    hash.update(p.id.0.as_bytes());
    hash.update(u64::try_from(p.links.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update([match cause {
        SupervisionCause::Overdue => 1u8,
        SupervisionCause::Unsatisfied => 2,
        SupervisionCause::Opened => 3,
        SupervisionCause::Supported => 4,
    }]);
    let digest = hash.finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    SupervisionId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

pub(super) fn overdue_card_stands(p: &Proposal) -> bool {
    card_stands(p, SupervisionCause::Overdue)
}

pub(super) fn card_stands(p: &Proposal, cause: SupervisionCause) -> bool {
    let id = card_id(p, cause);
    p.supervisions.iter().any(|card| card.id == id)
}

/// Whether enough residents rated and too few of them were satisfied.
pub(super) fn unsatisfied(p: &Proposal, policy: Policy<'_>) -> bool {
    let Some(link) = p.current_link() else { return false };
    let profile = policy.profile_at(link.span.start);
    p.ratings.count >= profile.min_ratings
        && u64::from(p.ratings.satisfied) * 100
            < u64::from(p.ratings.count) * u64::from(profile.satisfaction_threshold_percent)
}

/// Whether the rule sends it back to work once the window is over.
pub(crate) fn rework_due(p: &Proposal, policy: Policy<'_>) -> bool {
    let most = p
        .current_link()
        .map_or(0, |link| policy.profile_at(link.span.start).max_reworks);
    unsatisfied(p, policy) && p.reworks < most
}

/// Whether the end of the window would change anything: the check is there, or the ratings demand
/// rework or a supervision.
pub(super) fn evaluation_can_end(p: &Proposal, policy: Policy<'_>) -> bool {
    p.supervisor_check.is_some()
        || rework_due(p, policy)
        || (unsatisfied(p, policy) && !card_stands(p, SupervisionCause::Unsatisfied))
}

/// What the clock demands at `now`, in order; empty when nothing is due. Asking again after the
/// events were folded gives nothing, so it may be called any number of times, by any instance.
///
/// Settling a merge needs the supporters and is done by [`settle_merge`].
pub fn tick(p: &Proposal, policy: Policy<'_>, parent: Option<&AreaRef>, now: Instant) -> Vec<Event> {
    let windows = window_ends(p, policy);
    let over = |end: Option<Instant>| end.is_some_and(|end| now >= end);
    let mut events = Vec::new();
    match p.state {
        State::Returned if over(windows.resubmit) => return vec![Event::Lapsed],
        State::Formed if over(windows.notice) => return vec![Event::Started],
        State::Evaluating if over(windows.evaluation) => {
            if rework_due(p, policy) {
                return vec![Event::Reworked];
            }
            events.extend(unsatisfied_card(p, policy, parent));
            if p.supervisor_check.is_some() {
                events.push(Event::Closed { answer: None });
                return events;
            }
        }
        _ => {}
    }
    // Not instead of the above: a clock that looked late may have both to say at once.
    let grace_over = running_thresholds(p, policy).is_some_and(|t| now >= t.grace_ends_at);
    if grace_over && !overdue_card_stands(p) {
        events.extend(supervision(p, SupervisionCause::Overdue, parent));
    }
    events
}

/// The card at the parent tier; the custodian's own where there is no tier above.
fn supervision(p: &Proposal, cause: SupervisionCause, parent: Option<&AreaRef>) -> Option<Event> {
    Some(Event::SupervisionOpened {
        id: card_id(p, cause),
        at: parent.map_or_else(|| p.custodian().path.clone(), |area| area.path.clone()),
        link: p.current_link()?.link,
        cause,
        reason: None,
    })
}

/// The card for residents who stay unsatisfied after the last rework, once per evaluation.
pub(super) fn unsatisfied_card(p: &Proposal, policy: Policy<'_>, parent: Option<&AreaRef>) -> Option<Event> {
    if !unsatisfied(p, policy) || card_stands(p, SupervisionCause::Unsatisfied) {
        return None;
    }
    supervision(p, SupervisionCause::Unsatisfied, parent)
}

/// Ends the window after a merge: whoever has not chosen follows. Each undecided supporter comes
/// with whether the surviving proposal already counts that person, who then is not counted again.
///
/// Returns the events on the merged proposal and those on the surviving one; both empty while the
/// window is open or when it was settled before.
pub fn settle_merge(
    p: &Proposal,
    policy: Policy<'_>,
    undecided: &[(Pseudonym, bool)],
    now: Instant,
) -> (Vec<Event>, Vec<Event>) {
    let due = p.merge.as_ref().is_some_and(|m| !m.settled)
        && window_ends(p, policy).merge_choice.is_some_and(|end| now >= end);
    if !due {
        return (Vec::new(), Vec::new());
    }
    let mut here: Vec<Event> = undecided
        .iter()
        .map(|(supporter, _)| Event::MergeChosen {
            supporter: *supporter,
            choice: MergeChoice::Follow,
            by_default: true,
        })
        .collect();
    here.push(Event::MergeSettled);
    (here, moved(p.id, undecided))
}

/// The events on the surviving proposal for supporters who come over.
pub(super) fn moved(from: ProposalId, supporters: &[(Pseudonym, bool)]) -> Vec<Event> {
    supporters
        .iter()
        .filter(|(_, counted)| !counted)
        .map(|(supporter, _)| Event::SupportMoved {
            supporter: *supporter,
            from,
        })
        .collect()
}

/// A derived UUID of a supervision that a person opens; `nonce` keeps several apart.
pub(super) fn opened_id(p: &Proposal, nonce: u64) -> SupervisionId {
    let mut hash = Sha256::new();
    hash.update(card_id(p, SupervisionCause::Opened).0.as_bytes());
    hash.update(nonce.to_be_bytes());
    let digest = hash.finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    SupervisionId(Uuid::from_bytes(bytes))
}
