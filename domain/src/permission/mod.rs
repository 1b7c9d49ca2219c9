//! The one rule engine: may this person do this to this proposal now?
//!
//! [`rule`] is the table of the design, row by row; [`may`] adds the windows and counts that a row
//! names. Queries ask `may` for `viewerCan`; [`crate::proposal::decide`] asks it before it decides.

mod area;

pub use area::{AreaAction, area_offers, may_in_area, role_near};

use crate::{
    instant::Instant,
    people::{Actor, IdentityLevel, Role},
    proposal::{Action, Facts, Policy, Proposal, RoundEnd, State, rework_due, window_ends},
    refusal::Refusal,
};

/// Who may act, in the words of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever raised it.
    Proponent,
    /// Staff of the custodian platform.
    CustodianStaff,
    /// Director of the custodian platform.
    CustodianDirector,
    /// Staff of a platform above the custodian; of the district itself where there is none.
    ParentStaff,
    /// Member of a unit that has a task in the plan.
    Implementer,
    /// The implementer or the custodian's staff.
    ImplementerOrStaff,
    /// Verified resident of the custodian area.
    Resident,
    /// Anyone with a phone bound.
    PhoneBound,
    /// Anyone with an account.
    Account,
    /// Supervisor of the custodian area.
    Supervisor,
    /// The proponent or a supervisor.
    ProponentOrSupervisor,
    /// A supervisor, or staff of a platform above the custodian.
    SupervisorOrParentStaff,
}

/// One row of the table: from which states, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The states from which the move exists.
    pub from: &'static [State],
    /// Who may make it.
    pub who: Who,
}

use State::{
    Closed, Declined, Draft, Evaluating, Formed, Implementing, Merged, NotAdopted, Returned, Submitted, UnderReview,
    Withdrawn,
};

const ANY_OPEN: &[State] = &[Submitted, Returned, UnderReview, Formed, Implementing, Evaluating];
const ANY_PUBLIC: &[State] = &[
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

/// The row of an action.
pub const fn rule(action: Action) -> Rule {
    let (from, who): (&'static [State], Who) = match action {
        Action::Edit => (&[Draft], Who::Proponent),
        Action::Submit => (&[Draft], Who::Proponent),
        Action::CheckText => (&[Submitted, UnderReview], Who::CustodianStaff),
        Action::Return | Action::Decline => (&[Submitted], Who::CustodianStaff),
        Action::Resubmit => (&[Returned], Who::Proponent),
        Action::Appeal => (&[Declined], Who::Proponent),
        Action::Merge | Action::Escalate | Action::Delegate => (&[Submitted, UnderReview], Who::CustodianStaff),
        Action::Accept => (&[Submitted], Who::CustodianStaff),
        Action::Withdraw => (&[Draft, Submitted, Returned, UnderReview], Who::Proponent),
        Action::Form | Action::Reject => (&[UnderReview], Who::CustodianDirector),
        Action::Object => (&[Formed], Who::Resident),
        Action::Report | Action::RequestExtension | Action::RequestSuspension | Action::Deliver => {
            (&[Implementing], Who::Implementer)
        }
        Action::DecideRequest => (&[Implementing], Who::ParentStaff),
        Action::Resume => (&[Implementing], Who::ImplementerOrStaff),
        Action::ConfirmDelivery => (&[Implementing], Who::CustodianStaff),
        Action::Rate => (&[Evaluating], Who::Resident),
        Action::RecordCheck => (&[Evaluating], Who::Supervisor),
        Action::Close => (&[Evaluating], Who::CustodianDirector),
        Action::Reopen => (&[Closed], Who::ProponentOrSupervisor),
        Action::Support => (&[Submitted, Returned, Declined, UnderReview], Who::PhoneBound),
        Action::RevokeSupport => (&[Submitted, Returned, Declined, UnderReview], Who::PhoneBound),
        Action::ChooseAfterMerge => (&[Merged], Who::PhoneBound),
        Action::Follow | Action::Unfollow => (ANY_PUBLIC, Who::Account),
        Action::Comment => (
            &[
                Submitted,
                Returned,
                UnderReview,
                Formed,
                Implementing,
                Evaluating,
                Closed,
            ],
            Who::PhoneBound,
        ),
        Action::CheckComment | Action::HideComment => (ANY_PUBLIC, Who::CustodianStaff),
        Action::AppealComment => (ANY_PUBLIC, Who::Account),
        Action::DecideCommentAppeal => (ANY_PUBLIC, Who::ParentStaff),
        Action::WriteNote => (ANY_PUBLIC, Who::CustodianStaff),
        Action::OpenSupervision => (ANY_OPEN, Who::SupervisorOrParentStaff),
        Action::AnswerSupervision => (ANY_PUBLIC, Who::CustodianStaff),
    };
    Rule { from, who }
}

/// Whether a viewer may know of the proposal at all: a draft is its proponent's alone; a text that
/// has not passed the content check is seen by its proponent, the custodian's staff, and those who
/// read everything there.
pub fn visible(viewer: Option<&Actor>, p: &Proposal) -> bool {
    let own = viewer.is_some_and(|a| p.is_proponent(a.pseudonym) || p.assisted_by == Some(a.pseudonym));
    if p.state == Draft || (p.state == Withdrawn && p.submitted_at.is_none()) {
        return own;
    }
    own || p.text_checked
        || viewer.is_some_and(|a| a.holds(&p.custodian().path, |role| role.is_staff() || role == Role::Supervisor))
}

/// Whether the viewer reads what is written among staff, and answers not yet published.
pub fn sees_internal(viewer: Option<&Actor>, p: &Proposal) -> bool {
    viewer.is_some_and(|a| {
        p.custody
            .iter()
            .any(|step| a.holds(&step.area.path, |role| role.is_staff() || role == Role::Supervisor))
    })
}

/// Whether `actor` may do `action` to `p` at `now`.
///
/// # Errors
/// The refusal that the command would meet; the first that applies in the order: known, visible,
/// role, level, state, window, count.
pub fn may(
    action: Action,
    actor: Option<&Actor>,
    p: &Proposal,
    facts: &Facts,
    policy: Policy<'_>,
    now: Instant,
) -> Result<(), Refusal> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    if !visible(Some(actor), p) {
        return Err(Refusal::NotFound);
    }
    let rule = rule(action);
    admitted(rule.who, actor, p, facts)?;
    if !rule.from.contains(&p.state) {
        return Err(Refusal::WrongState);
    }
    within(action, actor, p, facts, policy, now)
}

fn admitted(who: Who, actor: &Actor, p: &Proposal, facts: &Facts) -> Result<(), Refusal> {
    let here = &p.custodian().path;
    let require = |yes: bool| if yes { Ok(()) } else { Err(Refusal::Forbidden) };
    let implements = || p.tasks.iter().any(|task| actor.is_member_of(task.unit));
    let supervises = || actor.holds(here, |role| role == Role::Supervisor);
    // Above the district there is no platform: its director decides for it.
    let above = || match &facts.parent {
        Some(parent) => actor.is_staff_of(&parent.path),
        None => actor.is_director_of(here),
    };
    match who {
        Who::Proponent => require(p.proponent == actor.pseudonym || p.assisted_by == Some(actor.pseudonym)),
        Who::CustodianStaff => require(actor.is_staff_of(here)),
        Who::CustodianDirector => require(actor.is_director_of(here)),
        Who::ParentStaff => require(above()),
        Who::Implementer => require(implements()),
        Who::ImplementerOrStaff => require(implements() || actor.is_staff_of(here)),
        Who::Supervisor => require(supervises()),
        Who::ProponentOrSupervisor => require(p.is_proponent(actor.pseudonym) || supervises()),
        Who::SupervisorOrParentStaff => require(supervises() || (facts.parent.is_some() && above())),
        Who::Account => Ok(()),
        Who::PhoneBound => phone(actor),
        Who::Resident => {
            if actor.level < IdentityLevel::Resident {
                return Err(Refusal::VerificationRequired);
            }
            if actor.is_resident_of(here) {
                Ok(())
            } else {
                Err(Refusal::NotResidentHere)
            }
        }
    }
}

fn phone(actor: &Actor) -> Result<(), Refusal> {
    if actor.level >= IdentityLevel::Phone {
        Ok(())
    } else {
        Err(Refusal::PhoneRequired)
    }
}

/// Whether a task of a unit of the actor's still waits for work: only then is there a report to
/// make or a date to move.
fn has_open_task(actor: &Actor, p: &Proposal) -> bool {
    p.tasks
        .iter()
        .any(|task| task.state == crate::proposal::TaskState::Open && actor.is_member_of(task.unit))
}

/// Level 2 in the proposal's home, unless staff record it for somebody.
fn may_hand_in(actor: &Actor, p: &Proposal) -> Result<(), Refusal> {
    if p.assisted_by == Some(actor.pseudonym) {
        return Ok(());
    }
    if actor.level < IdentityLevel::Resident {
        return Err(Refusal::VerificationRequired);
    }
    if actor.is_resident_of(&p.home.path) {
        Ok(())
    } else {
        Err(Refusal::NotResidentHere)
    }
}

fn within(
    action: Action,
    actor: &Actor,
    p: &Proposal,
    facts: &Facts,
    policy: Policy<'_>,
    now: Instant,
) -> Result<(), Refusal> {
    let refuse_if = |yes: bool, refusal: Refusal| if yes { Err(refusal) } else { Ok(()) };
    let windows = window_ends(p, policy);
    let past = |end: Option<Instant>| end.is_none_or(|end| now >= end);
    let profile = policy.profile_at(p.current_link().map_or(now, |link| link.span.start));
    // What people vote on now must still be there, and in the same place, when they are done.
    let moves = matches!(
        action,
        Action::Escalate | Action::Delegate | Action::Merge | Action::Withdraw | Action::Return | Action::Decline
    );
    refuse_if(moves && facts.ballot_runs, Refusal::BallotRunning)?;
    // Only its proponent may take it out of a round under way.
    let settles = matches!(
        action,
        Action::Escalate | Action::Delegate | Action::Merge | Action::Form | Action::Reject
    );
    refuse_if(settles && p.running_round().is_some(), Refusal::UnderRound)?;
    match action {
        Action::Submit => {
            may_hand_in(actor, p)?;
            refuse_if(
                facts.open_proposals >= profile.open_proposals_limit,
                Refusal::TooManyOpenProposals,
            )
        }
        Action::Resubmit => {
            may_hand_in(actor, p)?;
            refuse_if(past(windows.resubmit), Refusal::WindowClosed)
        }
        Action::CheckText => refuse_if(p.text_checked, Refusal::NothingPending),
        Action::Accept => refuse_if(!p.text_checked, Refusal::ContentPending),
        Action::Appeal => {
            refuse_if(p.appealed, Refusal::AlreadyAppealed)?;
            refuse_if(past(windows.appeal), Refusal::WindowClosed)?;
            refuse_if(facts.parent.is_none(), Refusal::NoSuchTier)
        }
        Action::Escalate => refuse_if(facts.parent.is_none(), Refusal::NoSuchTier),
        Action::Delegate => refuse_if(p.custodian().tier >= crate::area::Tier::Block, Refusal::NoSuchTier),
        Action::Object => {
            refuse_if(past(windows.notice), Refusal::WindowClosed)?;
            refuse_if(facts.objected, Refusal::AlreadyObjected)
        }
        Action::Report => {
            refuse_if(p.suspended, Refusal::Suspended)?;
            refuse_if(!has_open_task(actor, p), Refusal::WrongState)
        }
        Action::RequestExtension => {
            refuse_if(p.suspended, Refusal::Suspended)?;
            refuse_if(p.request.is_some(), Refusal::AlreadyPending)?;
            refuse_if(!has_open_task(actor, p), Refusal::WrongState)
        }
        Action::RequestSuspension => {
            refuse_if(p.suspended, Refusal::Suspended)?;
            refuse_if(p.request.is_some(), Refusal::AlreadyPending)
        }
        Action::DecideRequest => refuse_if(p.request.is_none(), Refusal::NothingPending),
        Action::Resume => refuse_if(!p.suspended, Refusal::NothingPending),
        Action::Deliver => {
            refuse_if(p.suspended, Refusal::Suspended)?;
            refuse_if(p.delivery.is_some(), Refusal::AlreadyPending)?;
            let open = p.tasks.iter().any(|t| t.state == crate::proposal::TaskState::Open);
            refuse_if(open, Refusal::TasksOpen)
        }
        Action::ConfirmDelivery => {
            refuse_if(p.delivery.is_none(), Refusal::NothingPending)?;
            // A suspension that was asked for before and approved after the delivery must end
            // first, or it would outlive the implementation.
            refuse_if(p.suspended, Refusal::Suspended)
        }
        Action::Rate => refuse_if(past(windows.evaluation), Refusal::WindowClosed),
        Action::Close => {
            refuse_if(!past(windows.evaluation), Refusal::WindowOpen)?;
            refuse_if(p.supervisor_check.is_none(), Refusal::SupervisorCheckMissing)?;
            refuse_if(rework_due(p, policy), Refusal::ReworkDue)
        }
        Action::Reopen => refuse_if(past(windows.reopen), Refusal::WindowClosed),
        Action::Support => {
            refuse_if(p.is_proponent(actor.pseudonym), Refusal::OwnProposal)?;
            refuse_if(
                p.state == Declined && profile.support_threshold.is_none(),
                Refusal::WrongState,
            )?;
            refuse_if(facts.supports, Refusal::AlreadySupported)
        }
        Action::RevokeSupport => refuse_if(!facts.supports, Refusal::NotSupported),
        Action::ChooseAfterMerge => {
            refuse_if(facts.chosen, Refusal::AlreadyChosen)?;
            refuse_if(!facts.supports, Refusal::NotSupported)?;
            refuse_if(past(windows.merge_choice), Refusal::WindowClosed)
        }
        Action::Form => refuse_if(p.last_end() == Some(RoundEnd::NotAdopted), Refusal::RoundDecided),
        Action::Reject => refuse_if(p.last_end() == Some(RoundEnd::Adopted), Refusal::RoundDecided),
        Action::Follow => refuse_if(facts.follows, Refusal::AlreadyFollowed),
        Action::Unfollow => refuse_if(!facts.follows, Refusal::NotFollowed),
        Action::AnswerSupervision => refuse_if(
            p.supervisions.iter().all(|card| card.answered_at.is_some()),
            Refusal::NothingPending,
        ),
        _ => Ok(()),
    }
}
