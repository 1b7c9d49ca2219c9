//! Adding cases up.

use super::{
    clocks::Limit,
    cohort::{Cohort, Sieve, Within},
    definition::Indicator,
    standing::{LinkTime, Standing},
    survival::{Curve, Survival},
    table::{Row, Table},
    wilson::{Interval, exact, wilson},
};
use crate::{clock::Colour, instant::Instant, proposal::State};
use serde::{Deserialize, Serialize};

/// Nothing is told of fewer people than this.
pub const MIN_PEOPLE: u64 = 5;

/// What one case, or a cohort, adds to a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// What is counted.
    pub numerator: u64,
    /// Of which it is a share; 0 for counts.
    pub denominator: u64,
}

impl Sum {
    const fn count(yes: bool) -> Self {
        Self {
            numerator: yes as u64,
            denominator: 0,
        }
    }

    const fn share(of: bool, yes: bool) -> Self {
        Self {
            numerator: (of && yes) as u64,
            denominator: of as u64,
        }
    }

    /// Whether it is about fewer than five people: those who rated, as on a proposal's own page, and of
    /// participation those who took part, too.
    fn is_few(self, indicator: Indicator) -> bool {
        let few = |count: u64| count < MIN_PEOPLE;
        few(self.denominator)
            || (indicator == Indicator::ParticipationRate && self.numerator > 0 && few(self.numerator))
    }

    /// Both added.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            numerator: self.numerator + other.numerator,
            denominator: self.denominator + other.denominator,
        }
    }
}

/// A case at an instant, with all that an indicator asks of it.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// The case.
    pub row: &'a Row,
    /// What it was.
    pub standing: Standing,
    /// The instant.
    pub at: Instant,
}

impl Seen<'_> {
    fn colour(&self) -> Option<Colour> {
        self.standing.colour(&self.row.limits, self.at)
    }

    fn limits(&self) -> &[Limit] {
        &self.row.limits
    }
}

/// What a case adds to an indicator. Times, participation and workload are not sums over cases, and get
/// nothing here.
pub fn adds(indicator: Indicator, seen: &Seen<'_>) -> Sum {
    let s = &seen.standing;
    let closed = s.state == State::Closed;
    match indicator {
        Indicator::Submitted | Indicator::Accepted => Sum::count(true),
        Indicator::Closed => Sum::count(closed),
        Indicator::OnTimeClosed => Sum::count(closed && !s.ended_late),
        Indicator::LateClosed => Sum::count(closed && s.ended_late),
        Indicator::Unclosed => Sum::count(!closed),
        Indicator::NotAdopted => Sum::count(s.state == State::NotAdopted),
        Indicator::Duplicates => Sum::count(s.state == State::Merged),
        Indicator::OpenNow | Indicator::Workload => Sum::count(s.state.is_open()),
        Indicator::YellowNow => Sum::count(seen.colour() == Some(Colour::Yellow)),
        Indicator::OverdueNow => Sum::count(seen.colour() == Some(Colour::Red)),
        Indicator::SupervisedNow => Sum::count(s.supervisions > 0),
        Indicator::AcceptanceRate => Sum::share(s.accepted.is_some() || s.declined.is_some(), s.accepted.is_some()),
        Indicator::ScreeningOnTimeRate => {
            let late = s.screening_late(seen.limits(), seen.at);
            Sum::share(s.screened || late, !late)
        }
        Indicator::ClosureRate => Sum::share(true, closed),
        Indicator::OnTimeClosureRate => Sum::share(true, closed && !s.ended_late),
        Indicator::NotAdoptedRate => Sum::share(true, s.state == State::NotAdopted),
        Indicator::SatisfactionRate => ratings(s, |score| score >= 4),
        Indicator::DissatisfactionRate => ratings(s, |score| score <= 2),
        Indicator::ReworkRate => Sum::share(s.evaluation.is_some(), s.reworks > 0),
        Indicator::ReopenRate => Sum::share(s.closed.is_some(), s.reopenings > 0),
        Indicator::EscalationRate => Sum::share(true, s.escalations > 0),
        Indicator::DuplicateRate => Sum::share(true, s.state == State::Merged),
        Indicator::ParticipationRate
        | Indicator::TimeToScreening
        | Indicator::TimeInReview
        | Indicator::TimeInFormation
        | Indicator::TimeInImplementation
        | Indicator::TimeInEvaluation
        | Indicator::TimeToClosure => Sum::default(),
    }
}

fn ratings(s: &Standing, which: impl Fn(usize) -> bool) -> Sum {
    let counted = s.scores.iter().enumerate().filter(|(n, _)| which(n + 1));
    Sum {
        numerator: counted.map(|(_, persons)| u64::from(*persons)).sum(),
        denominator: u64::from(s.ratings()),
    }
}

/// The time that an indicator of time takes of a case: since when, and when it was done; with the instant at
/// which the case was last seen waiting.
pub fn time(indicator: Indicator, seen: &Seen<'_>) -> Option<(LinkTime, Instant)> {
    let s = &seen.standing;
    let since = |from: Option<Instant>, done: Option<Instant>| from.map(|from| LinkTime { from, done });
    let time = match indicator {
        Indicator::TimeToScreening => since(s.submitted, s.accepted),
        Indicator::TimeInReview => s.review,
        Indicator::TimeInFormation => s.formation,
        Indicator::TimeInImplementation => s.implementation,
        Indicator::TimeInEvaluation => s.evaluation,
        Indicator::TimeToClosure => since(s.accepted, s.closed),
        _ => None,
    }?;
    Some((time, s.ended.unwrap_or(seen.at).min(seen.at)))
}

/// The indicators of time, in the order of [`Measure`]'s.
const TIMES: [Indicator; 6] = [
    Indicator::TimeToScreening,
    Indicator::TimeInReview,
    Indicator::TimeInFormation,
    Indicator::TimeInImplementation,
    Indicator::TimeInEvaluation,
    Indicator::TimeToClosure,
];

/// The sums of a cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    sums: Vec<Sum>,
    times: Vec<Survival>,
}

impl Default for Measure {
    fn default() -> Self {
        Self {
            sums: vec![Sum::default(); Indicator::ALL.len()],
            times: vec![Survival::default(); TIMES.len()],
        }
    }
}

impl Measure {
    /// Adds one case to the indicators that are wanted.
    pub fn add(&mut self, wanted: &[Indicator], seen: &Seen<'_>, within: Within) {
        for indicator in wanted {
            if !within.by(indicator.definition().basis) {
                continue;
            }
            let sum = &mut self.sums[*indicator as usize];
            *sum = sum.plus(adds(*indicator, seen));
            if let Some((time, last)) = time(*indicator, seen)
                && let Some(place) = TIMES.iter().position(|one| one == indicator)
            {
                self.times[place].add(time.from, time.done, last);
            }
        }
    }

    /// What was added to an indicator.
    pub fn sum(&self, indicator: Indicator) -> Sum {
        self.sums[indicator as usize]
    }

    /// Puts in what is no sum over cases: participation, and the denominator of the workload.
    pub fn set(&mut self, indicator: Indicator, sum: Sum) {
        self.sums[indicator as usize] = sum;
    }

    /// The curve of an indicator of time.
    pub fn curve(&self, indicator: Indicator) -> Option<Curve> {
        let place = TIMES.iter().position(|one| *one == indicator)?;
        Some(self.times[place].clone().curve())
    }

    /// The figure of an indicator.
    pub fn figure(&self, indicator: Indicator) -> Figure {
        match TIMES.iter().position(|one| *one == indicator) {
            Some(place) => Figure::median(&self.times[place]),
            None => Figure::of(indicator, self.sum(indicator)),
        }
    }
}

/// A figure as it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The count, share or number of days; `None` without a denominator, where more than half still wait, and
    /// of fewer than five people.
    pub value: Option<f64>,
    /// What was counted; for times those that ended. `None` of fewer than five people.
    pub numerator: Option<u64>,
    /// Of how many; for times all. `None` for counts and of fewer than five people.
    pub denominator: Option<u64>,
    /// 95 %: Wilson's for shares, Brookmeyer and Crowley's for medians, whose ends may be open.
    pub low: Option<f64>,
    /// The other end.
    pub high: Option<f64>,
    /// Whether it is not told because it is about fewer than five people.
    pub withheld: bool,
}

impl Figure {
    fn of(indicator: Indicator, sum: Sum) -> Self {
        let definition = indicator.definition();
        match definition.unit {
            super::Unit::Cases => Self {
                value: Some(exact(sum.numerator)),
                numerator: Some(sum.numerator),
                ..Self::default()
            },
            _ if definition.people && sum.is_few(indicator) => Self {
                withheld: sum.denominator > 0,
                ..Self::default()
            },
            unit => {
                let interval = match unit {
                    super::Unit::Share => wilson(sum.numerator, sum.denominator),
                    _ => None,
                };
                Self {
                    value: (sum.denominator > 0).then(|| exact(sum.numerator) / exact(sum.denominator)),
                    numerator: Some(sum.numerator),
                    denominator: Some(sum.denominator),
                    low: interval.map(|Interval { low, .. }| low),
                    high: interval.map(|Interval { high, .. }| high),
                    withheld: false,
                }
            }
        }
    }

    fn median(times: &Survival) -> Self {
        let days = |hours: u32| f64::from(hours) / 24.0;
        let median = times.clone().median();
        Self {
            value: median.hours.map(days),
            numerator: Some(times.events()),
            denominator: Some(times.subjects()),
            low: median.low.map(days),
            high: median.high.map(days),
            withheld: false,
        }
    }

    /// The same figure, not told.
    pub fn withhold(&mut self) {
        *self = Self {
            withheld: true,
            ..Self::default()
        };
    }
}

/// Looks at every case of a cohort as of an instant.
pub fn each(table: &Table, cohort: &Cohort, at: Instant, mut look: impl FnMut(&Seen<'_>, Within)) {
    let sieve = Sieve::new(cohort, table);
    for row in table.rows() {
        let Some(standing) = row.at(at) else { continue };
        if let Some(within) = sieve.takes(&standing, |unit| row.has_unit(unit, at)) {
            look(&Seen { row, standing, at }, within);
        }
    }
}

/// The sums of a cohort as of an instant.
pub fn measure(table: &Table, cohort: &Cohort, at: Instant, wanted: &[Indicator]) -> Measure {
    let mut measure = Measure::default();
    each(table, cohort, at, |seen, within| measure.add(wanted, seen, within));
    measure
}
