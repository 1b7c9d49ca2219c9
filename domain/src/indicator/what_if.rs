//! What other periods would have meant: the stays of a stretch of the log judged by another profile.
//!
//! Only the clocks are judged anew. That people would have worked faster or slower under other periods,
//! nobody can compute.

use super::{
    clocks::{Judged, Rules, judged, limits},
    cohort::{Cohort, Period},
    measure::{Sum, each},
    standing::Standing,
    table::Table,
};
use crate::{
    area::Tier,
    clock::SlaProfile,
    instant::Instant,
    proposal::{Link, State},
};

/// The stays in one link under both profiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkOutcome {
    /// Stays that began in the period.
    pub stays: u64,
    /// Of which were over when they ended, or are.
    pub late: u64,
    /// Of which would have been.
    pub late_then: u64,
    /// Of which outran the grace, after which a supervision opens.
    pub past_grace: u64,
    /// Of which would have.
    pub past_grace_then: u64,
}

/// What another profile would have meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// By link, in the order of the chain.
    pub links: Vec<(Link, LinkOutcome)>,
    /// Of the cases closed in the period, those closed on time.
    pub on_time: Sum,
    /// Of the same cases, those that would have been.
    pub on_time_then: Sum,
}

const LINKS: [Link; 5] = [
    Link::Submission,
    Link::Review,
    Link::Formation,
    Link::Implementation,
    Link::Evaluation,
];

/// Judges the stays of a cohort's cases that began in `period` as of `at`, by the rules and with `instead`
/// at a tier.
pub fn what_if(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    period: Period,
    rules: Rules<'_>,
    instead: (Tier, &SlaProfile),
) -> WhatIf {
    let changed = Rules {
        instead: Some(instead),
        ..rules
    };
    let tier = |area: u32| {
        table
            .places()
            .get(area as usize)
            .map_or(Tier::District, |place| place.tier)
    };
    let mut outcomes = [LinkOutcome::default(); LINKS.len()];
    let (mut on_time, mut on_time_then) = (Sum::default(), Sum::default());
    // A case counts by when its stays began, whenever it was submitted.
    let cohort = Cohort {
        period: None,
        ..cohort.clone()
    };
    each(table, &cohort, at, |seen, _| {
        let now = judged(&seen.row.facts, &seen.row.limits, at);
        let limits = limits(&seen.row.facts, tier, changed);
        let then = judged(&seen.row.facts, &limits, at);
        for (now, then) in now.iter().zip(&then) {
            if period.holds(now.start) {
                count(&mut outcomes, *now, *then);
            }
        }
        let standing = &seen.standing;
        if standing.state == State::Closed && standing.ended.is_some_and(|ended| period.holds(ended)) {
            let later = Standing::at(&seen.row.facts, &limits, at);
            let share = |late: bool| Sum {
                numerator: u64::from(!late),
                denominator: 1,
            };
            on_time = on_time.plus(share(standing.ended_late));
            on_time_then = on_time_then.plus(share(later.is_some_and(|later| later.ended_late)));
        }
    });
    WhatIf {
        links: LINKS.into_iter().zip(outcomes).collect(),
        on_time,
        on_time_then,
    }
}

fn count(outcomes: &mut [LinkOutcome; LINKS.len()], now: Judged, then: Judged) {
    let Some(place) = LINKS.iter().position(|link| *link == now.link) else {
        return;
    };
    let outcome = &mut outcomes[place];
    outcome.stays += 1;
    outcome.late += u64::from(now.late);
    outcome.late_then += u64::from(then.late);
    outcome.past_grace += u64::from(now.past_grace);
    outcome.past_grace_then += u64::from(then.past_grace);
}
