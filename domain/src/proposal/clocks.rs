//! The clocks and windows of a proposal, computed from its spans, the calendar and the profile.

use super::{
    command::Policy,
    model::{Link, LinkSpan, Proposal, State, TaskState},
};
use crate::{
    clock::{
        Budget, Reading, SlaProfile, Span, Thresholds, due_instant, read, read_until, thresholds, thresholds_until,
    },
    instant::Instant,
};
use chrono::NaiveDate;

/// When the windows of a proposal end; `None` where the window does not apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Windows {
    /// Until when a returned proposal may be resubmitted before it lapses.
    pub resubmit: Option<Instant>,
    /// Until when a decline may be appealed.
    pub appeal: Option<Instant>,
    /// When public notice ends.
    pub notice: Option<Instant>,
    /// When rating ends.
    pub evaluation: Option<Instant>,
    /// Until when supporters of a merged proposal may choose.
    pub merge_choice: Option<Instant>,
    /// Until when a closed proposal may be reopened.
    pub reopen: Option<Instant>,
}

/// The ends of all windows that apply in the present state.
pub fn window_ends(p: &Proposal, policy: Policy<'_>) -> Windows {
    let mut windows = Windows::default();
    let Some(link) = p.current_link() else { return windows };
    let profile = policy.profile_at(link.span.start);
    let working = |from: Instant, days: u32| Some(due_instant(from, days, policy.calendar));
    match p.state {
        State::Returned => {
            let from = link.span.pauses.last().map_or(link.span.start, |pause| pause.from);
            windows.resubmit = Some(from.plus_days(i64::from(profile.return_days)));
        }
        State::Declined => {
            windows.appeal = link.span.done.and_then(|at| working(at, profile.appeal_days));
        }
        State::Formed => windows.notice = working(link.span.start, profile.notice_days),
        State::Evaluating => windows.evaluation = working(link.span.start, profile.evaluation_days),
        State::Merged => {
            windows.merge_choice = p.merge.as_ref().and_then(|m| working(m.at, profile.merge_choice_days));
        }
        State::Closed => {
            windows.reopen = p.closed_at.map(|at| at.plus_days(i64::from(profile.reopen_days)));
        }
        _ => {}
    }
    windows
}

/// The day by which the plan is to be done in this stay: the latest due date of a task that was not
/// given up. A day that had passed when the stay began (after rework, reopening, or a plan due
/// during its own notice) binds nobody: the clock then runs by working days from the start, or it
/// would be past its grace, and supervised, at the moment it begins.
pub(super) fn plan_due(p: &Proposal, link: &LinkSpan) -> Option<NaiveDate> {
    p.tasks
        .iter()
        .filter(|t| t.state != TaskState::Cancelled)
        .map(|t| t.due)
        .max()
        .filter(|due| *due >= link.span.start.shanghai_date())
}

fn budget(link: Link, profile: &SlaProfile) -> Budget {
    let working_days = match link {
        Link::Submission => profile.screening_days,
        Link::Review => profile.review_days,
        Link::Formation => profile.notice_days,
        Link::Implementation | Link::Evaluation => profile.evaluation_days,
    };
    Budget {
        working_days,
        grace_working_days: profile.grace_days,
    }
}

/// The clock of one stay in a link, at `now`.
pub(super) fn link_reading(p: &Proposal, link: &LinkSpan, policy: Policy<'_>, now: Instant) -> Reading {
    let profile = policy.profile_at(link.span.start);
    match (link.link, plan_due(p, link)) {
        (Link::Implementation, Some(due)) => read_until(&link.span, due, profile.grace_days, policy.calendar, now),
        _ => read(&link.span, budget(link.link, profile), policy.calendar, now),
    }
}

/// The present clock at `now`; `None` for a draft, which has none.
pub fn reading(p: &Proposal, policy: Policy<'_>, now: Instant) -> Option<Reading> {
    p.current_link().map(|link| link_reading(p, link, policy, now))
}

/// When the running clock turns yellow, red, and passes its grace; `None` while paused or done.
pub(super) fn running_thresholds(p: &Proposal, policy: Policy<'_>) -> Option<Thresholds> {
    let link = p.current_link()?;
    if link.span.done.is_some() || !p.state.is_open() {
        return None;
    }
    let profile = policy.profile_at(link.span.start);
    let paused = |span: &Span| span.pauses.last().is_some_and(|pause| pause.to.is_none());
    match (link.link, plan_due(p, link)) {
        (Link::Implementation, Some(_)) if paused(&link.span) => None,
        (Link::Implementation, Some(due)) => Some(thresholds_until(
            link.span.start,
            due,
            profile.grace_days,
            policy.calendar,
        )),
        _ => thresholds(&link.span, budget(link.link, profile), policy.calendar),
    }
}

/// Yellow and red instants of the running clock, for a queue that filters by colour.
pub fn colour_changes(p: &Proposal, policy: Policy<'_>) -> Option<(Instant, Instant)> {
    running_thresholds(p, policy).map(|t| (t.yellow_at, t.due_at))
}

/// The first instant at which [`super::tick()`] would have something to do, if any. The store keeps
/// it in an index, so that clocks are found without looking at every proposal; it is derived, and
/// recomputed when the calendar or a profile changes.
pub fn next_tick(p: &Proposal, policy: Policy<'_>) -> Option<Instant> {
    let windows = window_ends(p, policy);
    let mut candidates: Vec<Instant> = Vec::new();
    match p.state {
        State::Returned => candidates.extend(windows.resubmit),
        State::Formed => candidates.extend(windows.notice),
        State::Evaluating if super::tick::evaluation_can_end(p, policy) => candidates.extend(windows.evaluation),
        State::Merged if p.merge.as_ref().is_some_and(|m| !m.settled) => candidates.extend(windows.merge_choice),
        _ => {}
    }
    if !super::tick::overdue_card_stands(p) {
        candidates.extend(running_thresholds(p, policy).map(|t| t.grace_ends_at));
    }
    candidates.into_iter().min()
}
