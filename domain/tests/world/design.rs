//! The table of the design, written down apart from the code.

use yiting_domain::proposal::State::{
    self, Closed, Declined, Draft, Evaluating, Formed, Implementing, Merged, NotAdopted, Returned, Submitted,
    UnderReview, Withdrawn,
};

/// What leads from where to where. `None` is the time before a proposal.
pub const MOVES: &[(Option<State>, &str, State)] = &[
    (None, "proposal.drafted", Draft),
    (Some(Draft), "proposal.submitted", Submitted),
    (Some(Submitted), "proposal.returned", Returned),
    (Some(Returned), "proposal.resubmitted", Submitted),
    (Some(Returned), "proposal.lapsed", Withdrawn),
    (Some(Submitted), "proposal.declined", Declined),
    (Some(Declined), "proposal.appealed", Submitted),
    (Some(Declined), "proposal.taken_up", Submitted),
    (Some(Submitted), "proposal.merged", Merged),
    (Some(UnderReview), "proposal.merged", Merged),
    (Some(Submitted), "proposal.accepted", UnderReview),
    (Some(UnderReview), "proposal.escalated", Submitted),
    (Some(UnderReview), "proposal.delegated", Submitted),
    (Some(Draft), "proposal.withdrawn", Withdrawn),
    (Some(Submitted), "proposal.withdrawn", Withdrawn),
    (Some(Returned), "proposal.withdrawn", Withdrawn),
    (Some(UnderReview), "proposal.withdrawn", Withdrawn),
    (Some(UnderReview), "proposal.formed", Formed),
    (Some(UnderReview), "proposal.not_adopted", NotAdopted),
    (Some(Formed), "proposal.objection_upheld", UnderReview),
    (Some(Formed), "proposal.started", Implementing),
    (Some(Implementing), "proposal.delivery_confirmed", Evaluating),
    (Some(Evaluating), "proposal.closed", Closed),
    (Some(Evaluating), "proposal.reworked", Implementing),
    (Some(Closed), "proposal.reopened", Implementing),
];

const OPEN: &[State] = &[Submitted, Returned, UnderReview, Formed, Implementing, Evaluating];
const PUBLIC: &[State] = &[
    Submitted,
    Returned,
    Declined,
    UnderReview,
    Merged,
    Withdrawn,
    NotAdopted,
    Formed,
    Implementing,
    Evaluating,
    Closed,
];
const BEFORE_FORMED: &[State] = &[Submitted, Returned, Declined, UnderReview];

/// What may happen in which states without leaving them.
pub const STAYS: &[(&str, &[State])] = &[
    ("proposal.edited", &[Draft]),
    ("proposal.text_checked", &[Submitted]),
    ("proposal.escalated", &[Submitted]),
    ("proposal.delegated", &[Submitted]),
    ("proposal.objected", &[Formed]),
    ("proposal.reported", &[Implementing]),
    ("proposal.extension_requested", &[Implementing]),
    ("proposal.suspension_requested", &[Implementing]),
    ("proposal.request_decided", &[Implementing]),
    ("proposal.resumed", &[Implementing]),
    ("proposal.delivered", &[Implementing]),
    ("proposal.delivery_confirmed", &[Implementing]),
    ("proposal.rated", &[Evaluating]),
    ("proposal.check_recorded", &[Evaluating]),
    ("proposal.supported", BEFORE_FORMED),
    ("proposal.support_revoked", BEFORE_FORMED),
    ("proposal.unfollowed", PUBLIC),
    ("proposal.commented", PUBLIC),
    ("proposal.comment_checked", PUBLIC),
    ("proposal.comment_hidden", PUBLIC),
    ("proposal.comment_appealed", PUBLIC),
    ("proposal.comment_appeal_decided", PUBLIC),
    ("proposal.note_written", PUBLIC),
    ("proposal.supervision_opened", OPEN),
    ("proposal.supervision_answered", PUBLIC),
    ("proposal.absorbed", OPEN),
    // Supporters who choose late come to a proposal that has gone on meanwhile.
    ("proposal.support_moved", PUBLIC),
    ("proposal.merge_chosen", &[Merged]),
    ("proposal.merge_settled", &[Merged]),
    ("proposal.round_began", &[UnderReview]),
    ("proposal.round_ended", &[UnderReview]),
];

/// Whether the table knows this step. Following begins with the draft, for its proponent.
pub fn allows(from: Option<State>, kind: &str, to: State) -> bool {
    let followed = kind == "proposal.followed" && from == Some(to);
    let moves = MOVES.contains(&(from, kind, to));
    let stays = || {
        let mut known = STAYS.iter().filter(|(name, _)| *name == kind);
        from == Some(to) && known.any(|(_, states)| states.contains(&to))
    };
    followed || moves || stays()
}

/// Whether the table has any row for this kind of event.
pub fn knows(kind: &str) -> bool {
    kind == "proposal.followed"
        || MOVES.iter().any(|(_, name, _)| *name == kind)
        || STAYS.iter().any(|(name, _)| *name == kind)
}
