//! Figures about people: who took part of those who live there, and how much each member of staff has to do.

use super::{
    breakdown::{Dimension, Group, each_in_groups},
    cohort::{Attribution, Cohort},
    definition::{Basis, Indicator},
    measure::{Measure, Sum, each},
    table::Table,
};
use crate::{area::AreaPath, id::Pseudonym, instant::Instant};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::Hash,
};

/// Persons and the areas to which they belong, some to several.
#[derive(Clone, Debug)]
pub struct Belonging<P> {
    areas: HashMap<P, Vec<AreaPath>>,
}

impl<P: Hash + Eq> FromIterator<(AreaPath, P)> for Belonging<P> {
    fn from_iter<I: IntoIterator<Item = (AreaPath, P)>>(pairs: I) -> Self {
        let mut areas: HashMap<P, Vec<AreaPath>> = HashMap::new();
        for (area, who) in pairs {
            areas.entry(who).or_default().push(area);
        }
        Self { areas }
    }
}

impl<P: Hash + Eq> Belonging<P> {
    /// How many distinct persons belong to an area or below it.
    fn within(&self, area: &AreaPath) -> u64 {
        let belongs = |areas: &&Vec<AreaPath>| areas.iter().any(|known| area.covers(known));
        count(self.areas.values().filter(belongs).count())
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The area whose people a group's figures are about: the group's own, or the cohort's.
const fn area_of<'a>(group: &'a Group, cohort: &'a Cohort) -> &'a AreaPath {
    match group {
        Group::Area(path) => path,
        _ => &cohort.area,
    }
}

/// How many of `residents` took part by `at` in the cohort's cases, in one sum.
pub fn participation(table: &Table, cohort: &Cohort, at: Instant, residents: &Belonging<Pseudonym>) -> Sum {
    let mut acted = HashSet::new();
    each(table, cohort, at, |seen, within| {
        if within.by(Basis::Submission) {
            acted.extend(
                seen.row
                    .acts
                    .iter()
                    .filter(|(_, when)| *when <= at)
                    .map(|(who, _)| *who),
            );
        }
    });
    of_residents(table, &acted, &cohort.area, residents)
}

fn of_residents(table: &Table, acted: &HashSet<u32>, area: &AreaPath, residents: &Belonging<Pseudonym>) -> Sum {
    let took_part = |(who, homes): &(&Pseudonym, &Vec<AreaPath>)| {
        table.person(**who).is_some_and(|number| acted.contains(&number)) && homes.iter().any(|home| area.covers(home))
    };
    Sum {
        numerator: count(residents.areas.iter().filter(took_part).count()),
        denominator: residents.within(area),
    }
}

/// As [`participation`], put into the measures of groups.
pub fn participation_of_groups(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    dimension: Dimension,
    residents: &Belonging<Pseudonym>,
    groups: &mut BTreeMap<Group, Measure>,
) {
    let mut acted: HashMap<Group, HashSet<u32>> = HashMap::new();
    each_in_groups(table, cohort, at, dimension, |group, seen, within| {
        if within.by(Basis::Submission) {
            let persons = seen
                .row
                .acts
                .iter()
                .filter(|(_, when)| *when <= at)
                .map(|(who, _)| *who);
            match acted.get_mut(group) {
                Some(known) => known.extend(persons),
                None => acted.entry(group.clone()).or_default().extend(persons),
            }
        }
    });
    let none = HashSet::new();
    for (group, measure) in groups {
        let acted = acted.get(group).unwrap_or(&none);
        let sum = of_residents(table, acted, area_of(group, cohort), residents);
        measure.set(Indicator::ParticipationRate, sum);
    }
}

/// The cohort of the workload: whatever is in custody, whenever it was submitted.
pub fn in_custody(cohort: &Cohort) -> Cohort {
    Cohort {
        attribution: Attribution::Custodian,
        period: None,
        ..cohort.clone()
    }
}

/// Open cases in custody per member of `staff`.
pub fn workload<P: Hash + Eq>(table: &Table, cohort: &Cohort, at: Instant, staff: &Belonging<P>) -> Sum {
    let mut open = 0;
    each(table, &in_custody(cohort), at, |seen, _| {
        open += u64::from(seen.standing.state.is_open());
    });
    Sum {
        numerator: open,
        denominator: staff.within(&cohort.area),
    }
}

/// As [`workload`], put into the measures of groups.
pub fn workload_of_groups<P: Hash + Eq>(
    table: &Table,
    cohort: &Cohort,
    at: Instant,
    dimension: Dimension,
    staff: &Belonging<P>,
    groups: &mut BTreeMap<Group, Measure>,
) {
    let mut open: HashMap<Group, u64> = HashMap::new();
    each_in_groups(table, &in_custody(cohort), at, dimension, |group, seen, within| {
        if within.by(Basis::Submission) && seen.standing.state.is_open() {
            *open.entry(group.clone()).or_default() += 1;
        }
    });
    for (group, measure) in groups {
        let sum = Sum {
            numerator: open.get(group).copied().unwrap_or(0),
            denominator: staff.within(area_of(group, cohort)),
        };
        measure.set(Indicator::Workload, sum);
    }
}
