//! A cohort in groups.

use super::{
    cohort::{Attribution, Cohort, Month, Within},
    definition::Indicator,
    measure::{Figure, MIN_PEOPLE, Measure, Seen, each},
    table::Table,
};
use crate::{
    area::{AreaPath, BlockKind, Tier},
    id::{ProposalId, TopicId, UnitId},
    instant::Instant,
};
use std::collections::{BTreeMap, HashMap};

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

/// The groups of a cohort by number: what a group is depends on a case's area, topic, unit or month alone, so
/// it is found once for each of these and not for each case.
struct Grouping {
    dimension: Dimension,
    attribution: Attribution,
    groups: Vec<Group>,
    numbers: HashMap<Group, usize>,
    /// By the number of an area or topic: the number of its group.
    known: Vec<usize>,
    other: usize,
}

impl Grouping {
    fn new(table: &Table, cohort: &Cohort, dimension: Dimension) -> Self {
        let mut grouping = Self {
            dimension,
            attribution: cohort.attribution,
            groups: Vec::new(),
            numbers: HashMap::new(),
            known: Vec::new(),
            other: 0,
        };
        grouping.other = grouping.number(Group::Other);
        if let Dimension::Area(tier) = dimension {
            // All areas of a tier stand in the answer, also those without a case.
            for path in table.atlas().of_tier(tier).filter(|path| cohort.area.covers(path)) {
                grouping.number(Group::Area(path.clone()));
            }
        }
        let places = table.places().iter();
        let of_places: Vec<Option<Group>> = match dimension {
            Dimension::Area(tier) => places
                .map(|place| {
                    let above = place.above(tier).filter(|path| cohort.area.covers(path));
                    above.map(|path| Group::Area(path.clone()))
                })
                .collect(),
            Dimension::Kind => places.map(|place| place.kind.map(Group::Kind)).collect(),
            Dimension::Tier => places.map(|place| Some(Group::Tier(place.tier))).collect(),
            Dimension::Topic => table.all_topics().map(|topic| Some(Group::Topic(topic))).collect(),
            Dimension::Unit => table.all_units().map(|unit| Some(Group::Unit(unit))).collect(),
            Dimension::Month => Vec::new(),
        };
        for group in of_places {
            let number = group.map_or(grouping.other, |group| grouping.number(group));
            grouping.known.push(number);
        }
        grouping
    }

    fn number(&mut self, group: Group) -> usize {
        if let Some(known) = self.numbers.get(&group) {
            return *known;
        }
        let number = self.groups.len();
        self.groups.push(group.clone());
        self.numbers.insert(group, number);
        number
    }

    fn at(&self, number: Option<u32>) -> usize {
        let known = number.and_then(|number| self.known.get(number as usize));
        known.copied().unwrap_or(self.other)
    }

    /// Tells the groups in which a case counts, each with how it counts there.
    fn each(&mut self, seen: &Seen<'_>, within: Within, mut tell: impl FnMut(usize, Within)) {
        let s = &seen.standing;
        match self.dimension {
            Dimension::Area(_) => {
                let area = match self.attribution {
                    Attribution::Home => s.home,
                    Attribution::Custodian => s.custodian,
                };
                tell(self.at(Some(area)), within);
            }
            Dimension::Kind => tell(self.at(Some(s.home)), within),
            Dimension::Tier => tell(self.at(Some(s.custodian)), within),
            Dimension::Topic => tell(self.at(s.topic), within),
            Dimension::Unit => {
                let mut none = true;
                for unit in seen.row.units(seen.at) {
                    none = false;
                    tell(self.at(Some(unit)), within);
                }
                if none {
                    tell(self.other, within);
                }
            }
            Dimension::Month => {
                let no = Within {
                    submission: false,
                    acceptance: false,
                };
                if let Some(at) = s.submitted.filter(|_| within.submission) {
                    tell(
                        self.number(Group::Month(Month::of(at))),
                        Within { submission: true, ..no },
                    );
                }
                if let Some(at) = s.accepted.filter(|_| within.acceptance) {
                    tell(
                        self.number(Group::Month(Month::of(at))),
                        Within { acceptance: true, ..no },
                    );
                }
            }
        }
    }
}

/// Looks at every case in each of its groups, which are told by number, and returns the groups by number.
pub fn each_in_groups(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    dimension: Dimension,
    mut look: impl FnMut((usize, &Group), &Seen<'_>, Within),
) -> Vec<Group> {
    let mut grouping = Grouping::new(table, cohort, dimension);
    let mut numbers: Vec<(usize, Within)> = Vec::new();
    each(table, cohort, at, |seen, within| {
        numbers.clear();
        grouping.each(seen, within, |number, within| numbers.push((number, within)));
        for (number, within) in &numbers {
            look((*number, &grouping.groups[*number]), seen, *within);
        }
    });
    grouping.groups
}

/// The sums of each group. All areas of a tier stand in the answer, also those without a case.
pub fn breakdown(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    dimension: Dimension,
    wanted: &[Indicator],
) -> BTreeMap<Group, Measure> {
    let mut measures: Vec<Option<Measure>> = Vec::new();
    let groups = each_in_groups(table, cohort, at, dimension, |(number, _), seen, within| {
        if measures.len() <= number {
            measures.resize(number + 1, None);
        }
        measures[number].get_or_insert_default().add(wanted, seen, within);
    });
    measures.resize(groups.len(), None);
    let found = groups.into_iter().zip(measures);
    // Of areas all are told, of everything else what has cases.
    found
        .filter_map(|(group, measure)| {
            let measure = measure.or_else(|| matches!(group, Group::Area(_)).then(Measure::default));
            measure.map(|measure| (group, measure))
        })
        .collect()
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
        Some((dimension, wanted)) => {
            each_in_groups(table, cohort, at, dimension, |(_, group), seen, within| {
                if group == wanted {
                    look(seen, within);
                }
            });
        }
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

#[cfg(test)]
mod tests {
    use super::{Group, told};
    use crate::{
        area::AreaPath,
        indicator::{Figure, Indicator, Measure, Sum},
    };
    use std::collections::BTreeMap;

    fn groups(indicator: Indicator, sums: &[(u64, u64)]) -> BTreeMap<Group, Measure> {
        let sums = (1..).zip(sums);
        sums.map(|(n, (numerator, denominator))| {
            let mut measure = Measure::default();
            let sum = Sum {
                numerator: *numerator,
                denominator: *denominator,
            };
            measure.set(indicator, sum);
            (Group::Area(AreaPath::root(n)), measure)
        })
        .collect()
    }

    fn withheld(indicator: Indicator, sums: &[(u64, u64)]) -> Vec<bool> {
        let figures = told(&groups(indicator, sums), indicator);
        for figure in figures.iter().filter(|figure| figure.withheld) {
            let nothing = Figure {
                withheld: true,
                ..Figure::default()
            };
            assert_eq!(*figure, nothing);
        }
        figures.iter().map(|figure| figure.withheld).collect()
    }

    #[test]
    fn nothing_is_told_of_fewer_than_five_people_nor_what_would_tell_it() {
        let ratings = Indicator::SatisfactionRate;
        assert_eq!(withheld(ratings, &[(4, 5), (9, 12)]), [false, false]);
        // The one of four, and the smallest beside it: the total would tell the four.
        assert_eq!(withheld(ratings, &[(4, 4), (9, 12), (6, 7)]), [true, false, true]);
        assert_eq!(withheld(ratings, &[(1, 1), (2, 2), (6, 7)]), [true, true, true]);
        assert_eq!(withheld(ratings, &[(1, 4), (2, 3), (6, 7)]), [true, true, false]);
        // Nobody is no person.
        assert_eq!(withheld(ratings, &[(0, 0), (6, 7)]), [false, false]);
        // Of those who took part, too.
        let participation = Indicator::ParticipationRate;
        assert_eq!(
            withheld(participation, &[(4, 300), (30, 300), (9, 200)]),
            [true, false, true]
        );
        // Cases are no people.
        assert_eq!(withheld(Indicator::ClosureRate, &[(1, 2), (6, 7)]), [false, false]);
    }
}
