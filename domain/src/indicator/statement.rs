//! What is stated once and kept: the figures of a month, and the report that hubs send upwards.

use super::{
    breakdown::{Dimension, Group, breakdown, told},
    cohort::{Attribution, Cohort, Month, Period},
    definition::Indicator,
    measure::{Figure, measure},
    table::Table,
};
use crate::{
    area::{AreaPath, Tier},
    instant::Instant,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a month is sealed with: all that rests on the log alone. In this order, which statements that are
/// kept repeat by name, so that later indicators can be added.
const SEALED: &[Indicator] = &[
    Indicator::Submitted,
    Indicator::Accepted,
    Indicator::Closed,
    Indicator::OnTimeClosed,
    Indicator::LateClosed,
    Indicator::Unclosed,
    Indicator::NotAdopted,
    Indicator::Duplicates,
    Indicator::OpenNow,
    Indicator::OverdueNow,
    Indicator::SupervisedNow,
    Indicator::AcceptanceRate,
    Indicator::ScreeningOnTimeRate,
    Indicator::ClosureRate,
    Indicator::OnTimeClosureRate,
    Indicator::NotAdoptedRate,
    Indicator::SatisfactionRate,
    Indicator::DissatisfactionRate,
    Indicator::ReworkRate,
    Indicator::ReopenRate,
    Indicator::EscalationRate,
    Indicator::DuplicateRate,
    Indicator::TimeToScreening,
    Indicator::TimeToClosure,
];

/// The columns of the hubs' report: 受理总数, 按时办结, 超时办结, 未办结, 办结率, 按时办结率, 不满意率, 重复提案.
pub const HUB_COLUMNS: &[Indicator] = &[
    Indicator::Accepted,
    Indicator::OnTimeClosed,
    Indicator::LateClosed,
    Indicator::Unclosed,
    Indicator::ClosureRate,
    Indicator::OnTimeClosureRate,
    Indicator::DissatisfactionRate,
    Indicator::Duplicates,
];

/// The figures of a period as they were stated, by area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The indicators, by name.
    pub indicators: Vec<String>,
    /// By area, in their order: the area itself and those below that have cases.
    pub areas: BTreeMap<AreaPath, Vec<Figure>>,
}

impl Statement {
    /// The figures of a month over a district and its streets and neighborhoods, as of an instant.
    pub fn of_month(table: &Table, district: &AreaPath, month: Month, at: Instant) -> Self {
        let cohort = Cohort {
            period: Some(month.period()),
            ..Cohort::of(district.clone())
        };
        Self::of(table, &cohort, at, &[Tier::Street, Tier::Neighborhood], SEALED)
    }

    /// The hubs' report of an area by the areas of a tier, for a period, as of an instant.
    pub fn for_hub(table: &Table, area: &AreaPath, tier: Tier, period: Period, at: Instant) -> Self {
        let cohort = Cohort {
            period: Some(period),
            attribution: Attribution::Home,
            ..Cohort::of(area.clone())
        };
        Self::of(table, &cohort, at, &[tier], HUB_COLUMNS)
    }

    fn of(table: &Table, cohort: &Cohort, at: Instant, tiers: &[Tier], wanted: &[Indicator]) -> Self {
        let whole = measure(table, cohort, at, wanted);
        let mut areas = BTreeMap::new();
        for tier in tiers {
            let groups = breakdown(table, cohort, at, Dimension::Area(*tier), wanted);
            let columns: Vec<Vec<Figure>> = wanted.iter().map(|one| told(&groups, *one)).collect();
            for (n, group) in groups.keys().enumerate() {
                if let Group::Area(path) = group {
                    areas.insert(path.clone(), columns.iter().map(|figures| figures[n]).collect());
                }
            }
        }
        let total = wanted.iter().map(|one| whole.figure(*one)).collect();
        areas.insert(cohort.area.clone(), total);
        Self {
            indicators: wanted.iter().map(|one| one.definition().id.to_owned()).collect(),
            areas,
        }
    }

    /// The figures of an area, with the indicators that are known here.
    pub fn figures(&self, area: &AreaPath) -> Vec<(Indicator, Figure)> {
        let figures = self.areas.get(area).into_iter().flatten();
        self.indicators
            .iter()
            .zip(figures)
            .filter_map(|(name, figure)| Some((Indicator::parse(name)?, *figure)))
            .collect()
    }
}

/// How often a report is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Every {
    /// Of each week, on Monday.
    Week,
    /// Of each month, on its first day after.
    Month,
    /// Of each quarter.
    Quarter,
}

impl Every {
    /// All of them.
    pub const ALL: [Every; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
        }
    }

    /// Reads [`Every::name`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.name() == text)
    }

    /// The period in which an instant lies, in Shanghai.
    pub fn period(self, at: Instant) -> Period {
        use chrono::Datelike;
        match self {
            Self::Week => {
                let day = at.shanghai_date();
                let monday = day - chrono::Days::new(u64::from(day.weekday().num_days_from_monday()));
                let from = Instant::shanghai_midnight(monday);
                Period {
                    from,
                    until: from.plus_days(7),
                }
            }
            Self::Month => Month::of(at).period(),
            Self::Quarter => {
                let mut first = Month::of(at);
                while !(first.number() - 1).is_multiple_of(3) {
                    first = first.previous();
                }
                Period {
                    from: first.period().from,
                    until: first.next().next().next().period().from,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Every;
    use crate::instant::Instant;
    use proptest::prelude::*;

    #[test]
    fn periods_are_those_of_the_calendar_in_shanghai() {
        let noon = Instant::shanghai_midnight("2026-02-11".parse().unwrap()).plus_millis(12 * 3_600_000);
        let days = |every: Every| {
            let period = every.period(noon);
            (
                period.from.shanghai_date().to_string(),
                period.until.plus_millis(-1).shanghai_date().to_string(),
            )
        };
        assert_eq!(days(Every::Week), ("2026-02-09".into(), "2026-02-15".into()));
        assert_eq!(days(Every::Month), ("2026-02-01".into(), "2026-02-28".into()));
        assert_eq!(days(Every::Quarter), ("2026-01-01".into(), "2026-03-31".into()));
    }

    proptest! {
        #[test]
        fn every_instant_lies_in_its_period_and_the_next_begins_where_it_ends(ms in 0_i64..4_000_000_000_000) {
            for every in Every::ALL {
                let period = every.period(Instant::from_millis(ms));
                prop_assert!(period.holds(Instant::from_millis(ms)));
                prop_assert_eq!(every.period(period.until).from, period.until);
                prop_assert_eq!(Every::parse(every.name()), Some(every));
            }
        }
    }
}
