//! The clocks of a case: from when each stay is nearly due and due, by calendar and profiles.
//!
//! The limits of a stay are computed once with all its pauses. A pause that began after an instant cannot
//! have moved a limit that had passed by then, and moves every other one only further away; so a colour that
//! is judged by them as of any instant is the one that was shown at that instant.

use super::case::Fact;
use super::standing::Brief;
use crate::{
    area::Tier,
    clock::{Budget, Colour, Pause, PolicyBook, SlaProfile, Span, WorkCalendar, thresholds, thresholds_until},
    instant::Instant,
    proposal::Link,
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The days and limits that clocks go by.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The working days.
    pub calendar: &'a WorkCalendar,
    /// All versions of the profile of each tier; where none is published the standard holds.
    pub books: &'a HashMap<Tier, PolicyBook>,
    /// What would hold instead at a tier, whenever a stay began: for a what-if.
    pub instead: Option<(Tier, &'a SlaProfile)>,
}

impl<'a> Rules<'a> {
    fn profile(&self, tier: Tier, start: Instant) -> &'a SlaProfile {
        match self.instead {
            Some((changed, profile)) if changed == tier => profile,
            _ => self.books.get(&tier).unwrap_or(&STANDARD).at(start),
        }
    }
}

static STANDARD: PolicyBook = PolicyBook::new();

/// One stay in a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Which of the case's stays, from 0.
    pub ordinal: u16,
    /// The link.
    pub link: Link,
    /// In whose custody it began.
    pub area: u32,
    /// When it began.
    pub start: Instant,
    /// Since when its clock stands still.
    pub paused: Option<Instant>,
}

/// From `known` on, the stay with this ordinal is nearly due at `yellow` and due at `due`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Of which stay.
    pub stay: u16,
    /// Since when these hold: a plan may be extended.
    pub known: Instant,
    /// 80 % is used.
    pub yellow: Instant,
    /// The first instant that is too late.
    pub due: Instant,
    /// When the grace is over.
    pub grace: Instant,
}

/// The limit that held for a stay at an instant.
fn limit_at(limits: &[Limit], stay: u16, at: Instant) -> Option<&Limit> {
    limits.iter().rfind(|limit| limit.stay == stay && limit.known <= at)
}

impl Stay {
    /// What its clock shows at `at`.
    pub fn colour(&self, limits: &[Limit], at: Instant) -> Colour {
        let judged = self.paused.unwrap_or(at);
        match limit_at(limits, self.ordinal, at) {
            Some(limit) if judged >= limit.due => Colour::Red,
            Some(limit) if judged >= limit.yellow => Colour::Yellow,
            _ => Colour::Green,
        }
    }

    /// Whether it is late when it ends at `at`. One that ends while its clock stands still is judged at its end,
    /// when the pause is over too.
    pub fn ends_late(&self, limits: &[Limit], at: Instant) -> bool {
        limit_at(limits, self.ordinal, at).is_some_and(|limit| at >= limit.late_from(self.link))
    }
}

impl Limit {
    /// From when on a stay in this link is late when it ends. Public notice and the evaluation's window must run
    /// their course, and the clock ends them at the very instant at which they are due: they are late after
    /// their grace.
    const fn late_from(&self, link: Link) -> Instant {
        match link {
            Link::Formation | Link::Evaluation => self.grace,
            Link::Submission | Link::Review | Link::Implementation => self.due,
        }
    }
}

/// A stay with all that its limits depend on.
struct Whole {
    link: Link,
    tier: Tier,
    span: Span,
    /// The days of the plan that were known in the stay.
    plan: Vec<(Instant, Option<NaiveDate>)>,
}

/// The limits of every stay of a case, in order. `tier` says at which tier an area's platform is.
pub fn limits(facts: &[(Instant, Brief)], tier: impl Fn(u32) -> Tier, rules: Rules<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    for (ordinal, stay) in stays(facts, tier).iter().enumerate() {
        let Ok(ordinal) = u16::try_from(ordinal) else { break };
        of_stay(ordinal, stay, rules, &mut limits);
    }
    limits
}

fn stays(facts: &[(Instant, Brief)], tier: impl Fn(u32) -> Tier) -> Vec<Whole> {
    let mut stays: Vec<Whole> = Vec::new();
    let (mut custodian, mut due) = (0, None);
    let finish = |stays: &mut Vec<Whole>, at: Instant| {
        if let Some(stay) = stays.last_mut() {
            if let Some(pause) = stay.span.pauses.last_mut() {
                pause.to.get_or_insert(at);
            }
            stay.span.done.get_or_insert(at);
        }
    };
    for (at, fact) in facts {
        let at = *at;
        let link = match fact {
            Fact::Raised(area) => {
                custodian = *area;
                continue;
            }
            Fact::Appealed(area) | Fact::Escalated(area) | Fact::Delegated(area) => {
                custodian = *area;
                Link::Submission
            }
            Fact::Submitted | Fact::TakenUp => Link::Submission,
            Fact::Accepted(_) | Fact::ObjectionUpheld => Link::Review,
            Fact::Formed => Link::Formation,
            Fact::Started | Fact::Reworked | Fact::Reopened => Link::Implementation,
            Fact::Evaluating => Link::Evaluation,
            Fact::Declined | Fact::Merged | Fact::Withdrawn | Fact::Lapsed | Fact::NotAdopted | Fact::Closed => {
                finish(&mut stays, at);
                continue;
            }
            Fact::Returned | Fact::Suspended => {
                if let Some(stay) = stays.last_mut() {
                    stay.span.pauses.push(Pause { from: at, to: None });
                }
                continue;
            }
            Fact::Resubmitted | Fact::Resumed => {
                if let Some(pause) = stays.last_mut().and_then(|stay| stay.span.pauses.last_mut()) {
                    pause.to.get_or_insert(at);
                }
                continue;
            }
            Fact::Due(day) => {
                due = *day;
                if let Some(stay) = stays.last_mut().filter(|stay| stay.link == Link::Implementation) {
                    stay.plan.push((at, due));
                }
                continue;
            }
            _ => continue,
        };
        finish(&mut stays, at);
        stays.push(Whole {
            link,
            tier: tier(custodian),
            span: Span::running(at),
            plan: vec![(at, due)],
        });
    }
    stays
}

/// How a stay is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    /// In which link.
    pub link: Link,
    /// When it began.
    pub start: Instant,
    /// Whether it was over when it ended, or is.
    pub late: bool,
    /// Whether it outran its grace.
    pub past_grace: bool,
}

/// All stays that had begun by `at`, judged as of then.
pub(super) fn judged(facts: &[(Instant, Brief)], limits: &[Limit], at: Instant) -> Vec<Judged> {
    let known: Vec<(Instant, Brief)> = facts.iter().filter(|(when, _)| *when <= at).copied().collect();
    let stays = stays(&known, |_| Tier::District).into_iter().enumerate();
    stays
        .map(|(ordinal, stay)| {
            let until = stay.span.done.unwrap_or(at);
            let open = stay.span.pauses.last().filter(|pause| pause.to.is_none());
            let instant = open.map_or(until, |pause| pause.from);
            let limit = u16::try_from(ordinal)
                .ok()
                .and_then(|stay| limit_at(limits, stay, until));
            Judged {
                link: stay.link,
                start: stay.span.start,
                late: limit.is_some_and(|limit| instant >= limit.late_from(stay.link)),
                past_grace: limit.is_some_and(|limit| instant >= limit.grace),
            }
        })
        .collect()
}

/// How many working days a link may take by a profile.
const fn days(link: Link, profile: &SlaProfile) -> u32 {
    match link {
        Link::Submission => profile.screening_days,
        Link::Review => profile.review_days,
        Link::Formation => profile.notice_days,
        Link::Implementation | Link::Evaluation => profile.evaluation_days,
    }
}

fn of_stay(ordinal: u16, stay: &Whole, rules: Rules<'_>, limits: &mut Vec<Limit>) {
    let profile = rules.profile(stay.tier, stay.span.start);
    let budget = Budget {
        working_days: days(stay.link, profile),
        grace_working_days: profile.grace_days,
    };
    let plans = match stay.link {
        Link::Implementation => stay.plan.as_slice(),
        _ => &stay.plan[..1],
    };
    for (known, due) in plans {
        // A day that had passed when the stay began binds nobody; see `proposal::clocks`.
        let day = due.filter(|day| stay.link == Link::Implementation && *day >= stay.span.start.shanghai_date());
        let found = match day {
            Some(day) => Some(thresholds_until(
                stay.span.start,
                day,
                profile.grace_days,
                rules.calendar,
            )),
            None => {
                // An open pause stops the clock where it began, and `Stay::colour` judges there.
                let closed = Span {
                    start: stay.span.start,
                    pauses: stay
                        .span
                        .pauses
                        .iter()
                        .filter(|pause| pause.to.is_some())
                        .copied()
                        .collect(),
                    done: stay.span.done,
                };
                thresholds(&closed, budget, rules.calendar)
            }
        };
        limits.extend(found.map(|found| Limit {
            stay: ordinal,
            known: *known,
            yellow: found.yellow_at,
            due: found.due_at,
            grace: found.grace_ends_at,
        }));
    }
}
