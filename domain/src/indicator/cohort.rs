//! Which cases a figure is about.

use super::{definition::Basis, standing::Standing, table::Table};
use crate::{
    area::{AreaPath, BlockKind, Tier},
    id::{TopicId, UnitId},
    instant::Instant,
};
use chrono::{Datelike, NaiveDate};

/// A half-open stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first instant.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
}

impl Period {
    /// Whether an instant lies in it.
    pub fn holds(self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }

    /// From the midnight that begins `first` to the one that ends `last`, in Shanghai; `None` where that is
    /// no stretch.
    pub fn of_days(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let until = Instant::shanghai_midnight(last.succ_opt()?);
        let from = Instant::shanghai_midnight(first);
        (from < until).then_some(Self { from, until })
    }
}

/// A calendar month in Shanghai.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month in which an instant lies.
    pub fn of(at: Instant) -> Self {
        let date = at.shanghai_date();
        Self {
            year: date.year(),
            month: date.month(),
        }
    }

    /// Reads `2026-03`; years 2000 to 2199.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((2000..2200).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Its number in the year, from 1.
    pub const fn number(self) -> u32 {
        self.month
    }

    /// The month after this one.
    pub const fn next(self) -> Self {
        if self.month == 12 {
            Self {
                year: self.year + 1,
                month: 1,
            }
        } else {
            Self {
                year: self.year,
                month: self.month + 1,
            }
        }
    }

    /// The month before this one.
    pub const fn previous(self) -> Self {
        if self.month == 1 {
            Self {
                year: self.year - 1,
                month: 12,
            }
        } else {
            Self {
                year: self.year,
                month: self.month - 1,
            }
        }
    }

    /// Its days.
    pub fn period(self) -> Period {
        Period {
            from: self.begins(),
            until: self.next().begins(),
        }
    }

    fn begins(self) -> Instant {
        let first = NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default();
        Instant::shanghai_midnight(first)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Which area a case belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Attribution {
    /// The one in which it was raised: it never changes, so a case that was handed on is counted once, where
    /// it came from.
    #[default]
    Home,
    /// The one in whose custody it is at the instant.
    Custodian,
}

/// Which cases count. All given conditions hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// In this area or below it.
    pub area: AreaPath,
    /// By which of its areas.
    pub attribution: Attribution,
    /// In the custody of a platform of this tier at the instant.
    pub tier: Option<Tier>,
    /// About this topic at the instant.
    pub topic: Option<TopicId>,
    /// Raised in a block of this kind.
    pub kind: Option<BlockKind>,
    /// With a task of this unit in a plan that was formed by then.
    pub unit: Option<UnitId>,
    /// Submitted or accepted in this period, by the indicator's [`Basis`]; `None`: whenever.
    pub period: Option<Period>,
}

impl Cohort {
    /// All cases of an area.
    pub const fn of(area: AreaPath) -> Self {
        Self {
            area,
            attribution: Attribution::Home,
            tier: None,
            topic: None,
            kind: None,
            unit: None,
            period: None,
        }
    }
}

/// Whether a case was submitted, and accepted, in the cohort's period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// Submitted in the period.
    pub submission: bool,
    /// Accepted in the period.
    pub acceptance: bool,
}

impl Within {
    /// Whether it counts for indicators of this basis.
    pub const fn by(self, basis: Basis) -> bool {
        match basis {
            Basis::Submission => self.submission,
            Basis::Acceptance => self.acceptance,
        }
    }
}

/// A cohort with the table's numbers for its names.
pub(super) struct Sieve {
    /// By area number: whether it lies in the cohort's area, at its tier, with its kind.
    homes: Vec<bool>,
    custodians: Vec<bool>,
    topic: Option<Option<u32>>,
    unit: Option<Option<u32>>,
    period: Option<Period>,
}

impl Sieve {
    pub(super) fn new(cohort: &Cohort, table: &Table) -> Self {
        let (mut homes, mut custodians) = (Vec::new(), Vec::new());
        for place in table.places() {
            let inside = cohort.area.covers(&place.path);
            let (home, custodian) = match cohort.attribution {
                Attribution::Home => (inside, true),
                Attribution::Custodian => (true, inside),
            };
            homes.push(home && cohort.kind.is_none_or(|kind| place.kind == Some(kind)));
            custodians.push(custodian && cohort.tier.is_none_or(|tier| place.tier == tier));
        }
        Self {
            homes,
            custodians,
            topic: cohort.topic.map(|topic| table.topic(topic)),
            unit: cohort.unit.map(|unit| table.unit(unit)),
            period: cohort.period,
        }
    }

    /// How a case counts; `None` where it does not.
    pub(super) fn takes(&self, standing: &Standing, units: impl Fn(u32) -> bool) -> Option<Within> {
        let at = |flags: &[bool], area: u32| flags.get(area as usize).copied().unwrap_or(false);
        if !at(&self.homes, standing.home) || !at(&self.custodians, standing.custodian) {
            return None;
        }
        match self.topic {
            Some(None) => return None,
            Some(topic) if topic != standing.topic => return None,
            _ => {}
        }
        match self.unit {
            Some(None) => return None,
            Some(Some(unit)) if !units(unit) => return None,
            _ => {}
        }
        let within = |at: Option<Instant>| at.is_some_and(|at| self.period.is_none_or(|period| period.holds(at)));
        let within = Within {
            submission: within(standing.submitted),
            acceptance: within(standing.accepted),
        };
        (within.submission || within.acceptance).then_some(within)
    }
}
