//! Figures about people: who took part of those who live there, and how much each member of staff has to do.

use super::{
    breakdown::{Dimension, Group, each_in_groups},
    cohort::{Attribution, Cohort},
    definition::{Basis, Indicator},
    measure::{Measure, Seen, Sum, each},
    table::Table,
};
use crate::{area::AreaPath, id::Pseudonym, instant::Instant};
use fixedbitset::FixedBitSet;
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

/// Persons and the areas to which they belong, some to several.
#[derive(Clone, Debug)]
pub struct Belonging<P> {
    /// The areas to which somebody belongs, each once.
    areas: Vec<AreaPath>,
    /// By person: the numbers of their areas.
    homes: HashMap<P, Vec<u32>>,
}

impl<P: Hash + Eq> FromIterator<(AreaPath, P)> for Belonging<P> {
    fn from_iter<I: IntoIterator<Item = (AreaPath, P)>>(pairs: I) -> Self {
        let mut numbers: HashMap<AreaPath, u32> = HashMap::new();
        let mut homes: HashMap<P, Vec<u32>> = HashMap::new();
        let mut areas = Vec::new();
        for (area, who) in pairs {
            let next = u32::try_from(areas.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(area).or_insert_with_key(|area| {
                areas.push(area.clone());
                next
            });
            homes.entry(who).or_default().push(number);
        }
        Self { areas, homes }
    }
}

/// The areas of a [`Belonging`] that lie in one area, by number.
struct Inside(FixedBitSet);

impl Inside {
    fn holds(&self, homes: &[u32]) -> bool {
        homes.iter().any(|home| self.0.contains(*home as usize))
    }
}

impl<P: Hash + Eq> Belonging<P> {
    fn inside(&self, area: &AreaPath) -> Inside {
        let known = self.areas.iter().enumerate();
        Inside(known.filter(|(_, known)| area.covers(known)).map(|(n, _)| n).collect())
    }

    /// How many distinct persons belong to areas.
    fn within(&self, inside: &Inside) -> u64 {
        count(self.homes.values().filter(|homes| inside.holds(homes)).count())
    }
}

/// For the areas whose people the figures of groups are about, which are the same for all groups that are no
/// areas: what lies in them, and how many persons.
struct Known<'a, P> {
    of: &'a Belonging<P>,
    areas: HashMap<AreaPath, (Inside, u64)>,
}

impl<'a, P: Hash + Eq> Known<'a, P> {
    fn new(of: &'a Belonging<P>) -> Self {
        Self {
            of,
            areas: HashMap::new(),
        }
    }

    fn area(&mut self, area: &AreaPath) -> &(Inside, u64) {
        let of = self.of;
        self.areas.entry(area.clone()).or_insert_with_key(|area| {
            let inside = of.inside(area);
            let persons = of.within(&inside);
            (inside, persons)
        })
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

/// Those who took part in a case by an instant.
fn acted(seen: &Seen<'_>) -> impl Iterator<Item = usize> {
    let until = seen.at;
    let acts = seen.row.acts.iter().filter(move |(_, when)| *when <= until);
    acts.map(|(who, _)| *who as usize)
}

/// The homes of those who took part somewhere, by the table's numbers.
fn homes_of<'a>(table: &Table, residents: &'a Belonging<Pseudonym>) -> Vec<&'a [u32]> {
    let mut homes: Vec<&[u32]> = vec![&[]; table.people()];
    for (who, of) in &residents.homes {
        if let Some(number) = table.person(*who) {
            homes[number as usize] = of;
        }
    }
    homes
}

fn share(acted: &FixedBitSet, homes: &[&[u32]], (inside, persons): &(Inside, u64)) -> Sum {
    Sum {
        numerator: count(acted.ones().filter(|who| inside.holds(homes[*who])).count()),
        denominator: *persons,
    }
}

/// How many of `residents` took part by `at` in the cohort's cases, in one sum.
pub fn participation(table: &Table, cohort: &Cohort, at: Instant, residents: &Belonging<Pseudonym>) -> Sum {
    let mut who = FixedBitSet::with_capacity(table.people());
    each(table, cohort, at, |seen, within| {
        if within.by(Basis::Submission) {
            acted(seen).for_each(|person| who.insert(person));
        }
    });
    let homes = homes_of(table, residents);
    share(&who, &homes, Known::new(residents).area(&cohort.area))
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
    let nobody = FixedBitSet::with_capacity(table.people());
    let mut who: Vec<FixedBitSet> = Vec::new();
    let found = each_in_groups(table, cohort, at, dimension, |(number, _), seen, within| {
        if within.by(Basis::Submission) {
            if who.len() <= number {
                who.resize(number + 1, nobody.clone());
            }
            acted(seen).for_each(|person| who[number].insert(person));
        }
    });
    let homes = homes_of(table, residents);
    let mut known = Known::new(residents);
    let who: HashMap<Group, FixedBitSet> = found.into_iter().zip(who).collect();
    for (group, measure) in groups {
        let acted = who.get(group).unwrap_or(&nobody);
        let sum = share(acted, &homes, known.area(area_of(group, cohort)));
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
        denominator: Known::new(staff).area(&cohort.area).1,
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
    let mut open: Vec<u64> = Vec::new();
    let found = each_in_groups(
        table,
        &in_custody(cohort),
        at,
        dimension,
        |(number, _), seen, within| {
            if within.by(Basis::Submission) && seen.standing.state.is_open() {
                if open.len() <= number {
                    open.resize(number + 1, 0);
                }
                open[number] += 1;
            }
        },
    );
    let mut known = Known::new(staff);
    let open: HashMap<Group, u64> = found.into_iter().zip(open).collect();
    for (group, measure) in groups {
        let sum = Sum {
            numerator: open.get(group).copied().unwrap_or(0),
            denominator: known.area(area_of(group, cohort)).1,
        };
        measure.set(Indicator::Workload, sum);
    }
}
