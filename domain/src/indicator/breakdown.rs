//! A cohort in groups.

use super::{
    cohort::{Cohort, Month, Within},
    definition::{Basis, Indicator},
    measure::{Figure, MIN_PEOPLE, Measure, Seen, each},
    table::{Place, Table},
};
use crate::{
    area::{AreaPath, BlockKind, Tier},
    id::{ProposalId, TopicId, UnitId},
    instant::Instant,
};
use std::collections::BTreeMap;

/// By what a cohort is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// By the area of this tier, by the cohort's [`super::Attribution`].
    Area(Tier),
    /// By the kind of the block in which it was raised.
    Kind,
    /// By topic.
    Topic,
    /// By responsible unit. A case with several counts with each, so these do not add up.
    Unit,
    /// By the month of submission or acceptance, as the indicator's basis says.
    Month,
    /// By the tier of the custodian.
    Tier,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// An area.
    Area(AreaPath),
    /// A kind of block.
    Kind(BlockKind),
    /// A topic.
    Topic(TopicId),
    /// A unit.
    Unit(UnitId),
    /// A month.
    Month(Month),
    /// A tier.
    Tier(Tier),
    /// Whatever has none: raised above that tier, outside a block, without a topic or a plan.
    Other,
}

/// The groups in which a case counts by submission and by acceptance.
fn groups(table: &Table, cohort: &Cohort, dimension: Dimension, seen: &Seen<'_>) -> Vec<(Group, Option<Basis>)> {
    let s = &seen.standing;
    let one = |group: Option<Group>| vec![(group.unwrap_or(Group::Other), None)];
    let place = |area: u32| table.places().get(area as usize);
    match dimension {
        Dimension::Area(tier) => {
            let area = match cohort.attribution {
                super::Attribution::Home => s.home,
                super::Attribution::Custodian => s.custodian,
            };
            one(place(area)
                .and_then(|place| place.above(tier))
                .filter(|path| cohort.area.covers(path))
                .map(|path| Group::Area(path.clone())))
        }
        Dimension::Kind => one(place(s.home).and_then(|place| place.kind).map(Group::Kind)),
        Dimension::Topic => one(s.topic.and_then(|topic| table.topic_at(topic)).map(Group::Topic)),
        Dimension::Tier => one(place(s.custodian).map(|place: &Place| Group::Tier(place.tier))),
        Dimension::Unit => {
            let units = seen.row.units(seen.at).filter_map(|unit| table.unit_at(unit));
            let mut all: Vec<_> = units.map(|unit| (Group::Unit(unit), None)).collect();
            if all.is_empty() {
                all.push((Group::Other, None));
            }
            all
        }
        Dimension::Month => [(s.submitted, Basis::Submission), (s.accepted, Basis::Acceptance)]
            .into_iter()
            .filter_map(|(at, basis)| at.map(|at| (Group::Month(Month::of(at)), Some(basis))))
            .collect(),
    }
}

/// How a case counts in one of its groups.
fn within_group(within: Within, basis: Option<Basis>) -> Within {
    Within {
        submission: within.submission && basis.is_none_or(|basis| basis == Basis::Submission),
        acceptance: within.acceptance && basis.is_none_or(|basis| basis == Basis::Acceptance),
    }
}

/// Looks at every case in each of its groups.
pub fn each_in_groups(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    dimension: Dimension,
    mut look: impl FnMut(&Group, &Seen<'_>, Within),
) {
    each(table, cohort, at, |seen, within| {
        for (group, basis) in groups(table, cohort, dimension, seen) {
            let within = within_group(within, basis);
            if within.submission || within.acceptance {
                look(&group, seen, within);
            }
        }
    });
}

/// The sums of each group. All areas of a tier stand in the answer, also those without a case.
pub fn breakdown(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    dimension: Dimension,
    wanted: &[Indicator],
) -> BTreeMap<Group, Measure> {
    let mut found: BTreeMap<Group, Measure> = BTreeMap::new();
    if let Dimension::Area(tier) = dimension {
        for path in table.atlas().of_tier(tier).filter(|path| cohort.area.covers(path)) {
            found.insert(Group::Area(path.clone()), Measure::default());
        }
    }
    each_in_groups(table, cohort, at, dimension, |group, seen, within| {
        match found.get_mut(group) {
            Some(measure) => measure.add(wanted, seen, within),
            None => found.entry(group.clone()).or_default().add(wanted, seen, within),
        }
    });
    found
}

/// The figures of groups that are told beside each other: where a single group of fewer than five people is
/// not told, the smallest of the others is not told either, or it would follow from the total.
pub fn told(groups: &BTreeMap<Group, Measure>, indicator: Indicator) -> Vec<Figure> {
    let mut figures: Vec<Figure> = groups.values().map(|measure| measure.figure(indicator)).collect();
    if indicator.definition().people {
        let people = |measure: &Measure| measure.sum(indicator).denominator;
        let hidden = figures.iter().filter(|figure| figure.withheld).count();
        let hidden_people: u64 = groups.values().map(people).filter(|n| *n < MIN_PEOPLE).sum();
        if hidden > 0 && (hidden == 1 || hidden_people < MIN_PEOPLE) {
            let smallest = groups
                .values()
                .enumerate()
                .filter(|(n, _)| figures[*n].denominator.is_some())
                .min_by_key(|(_, measure)| people(measure))
                .map(|(n, _)| n);
            if let Some(n) = smallest {
                figures[n].withhold();
            }
        }
    }
    figures
}

/// Which part of a figure's cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// Those that are counted.
    #[default]
    Counted,
    /// Those of which they are a share, or whose time is taken.
    Base,
    /// Those of the base that are not counted, or whose time still runs.
    Rest,
}

/// The cases behind a figure, newest submission first, ties by id.
pub fn cases(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    indicator: Indicator,
    part: Part,
    group: Option<(Dimension, &Group)>,
) -> Vec<(Instant, ProposalId)> {
    let mut found = Vec::new();
    let mut look = |seen: &Seen<'_>, within: Within| {
        if within.by(indicator.definition().basis)
            && part.holds(indicator, seen)
            && let Some(submitted) = seen.standing.submitted
        {
            found.push((submitted, seen.row.id));
        }
    };
    match group {
        None => each(table, cohort, at, look),
        Some((dimension, wanted)) => each_in_groups(table, cohort, at, dimension, |group, seen, within| {
            if group == wanted {
                look(seen, within);
            }
        }),
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found
}

impl Part {
    fn holds(self, indicator: Indicator, seen: &Seen<'_>) -> bool {
        if let Some((time, _)) = super::measure::time(indicator, seen) {
            return match self {
                Self::Counted => time.done.is_some(),
                Self::Base => true,
                Self::Rest => time.done.is_none(),
            };
        }
        if indicator == Indicator::ParticipationRate {
            return !seen.row.acts.is_empty() && self != Self::Rest;
        }
        let sum = super::measure::adds(indicator, seen);
        match self {
            Self::Counted => sum.numerator > 0,
            // Of a count there is nothing but what is counted.
            Self::Base => sum.denominator > 0 || sum.numerator > 0,
            Self::Rest => sum.denominator > sum.numerator,
        }
    }
}
