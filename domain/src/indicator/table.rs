//! The cases of a district in memory: small numbers for names, limits computed, the present standing at
//! hand.

use super::{
    case::{Case, Named},
    clocks::{Limit, Rules, limits},
    standing::{Brief, Standing},
};
use crate::{
    area::{AreaPath, AreaRef, BlockKind, Tier},
    id::{ProposalId, Pseudonym, TopicId, UnitId},
    instant::Instant,
};
use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

/// The areas of a district: what events do not say of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Atlas {
    areas: BTreeMap<AreaPath, (Tier, Option<BlockKind>)>,
}

impl Atlas {
    /// Names an area.
    pub fn put(&mut self, path: AreaPath, tier: Tier, kind: Option<BlockKind>) {
        self.areas.insert(path, (tier, kind));
    }

    /// Whether an area is known.
    pub fn knows(&self, path: &AreaPath) -> bool {
        self.areas.contains_key(path)
    }

    /// The areas of a tier, in the order of their paths.
    pub fn of_tier(&self, tier: Tier) -> impl Iterator<Item = &AreaPath> {
        self.areas
            .iter()
            .filter(move |(_, (known, _))| *known == tier)
            .map(|(path, _)| path)
    }

    fn place(&self, area: &AreaRef) -> Place {
        let lineage = area.path.lineage();
        Place {
            above: lineage
                .into_iter()
                .filter_map(|path| self.areas.get(&path).map(|(tier, _)| (*tier, path)))
                .collect(),
            kind: self.areas.get(&area.path).and_then(|(_, kind)| *kind),
            path: area.path.clone(),
            tier: area.tier,
        }
    }
}

/// An area as cases name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub path: AreaPath,
    /// Its tier.
    pub tier: Tier,
    /// For blocks: how it came about.
    pub kind: Option<BlockKind>,
    above: Vec<(Tier, AreaPath)>,
}

impl Place {
    /// The area itself, or the one above it, that is of this tier.
    pub fn above(&self, tier: Tier) -> Option<&AreaPath> {
        self.above
            .iter()
            .find(|(known, _)| *known == tier)
            .map(|(_, path)| path)
    }
}

/// A case in memory.
#[derive(Clone, Debug)]
pub struct Row {
    /// The proposal.
    pub id: ProposalId,
    /// What happened.
    pub facts: Box<[(Instant, Brief)]>,
    /// From when its stays were nearly due and due.
    pub limits: Box<[Limit]>,
    /// Persons by number, with the first time that they took part.
    pub acts: Box<[(u32, Instant)]>,
    /// The last of its facts.
    last: Instant,
    /// The fold of all facts.
    present: Standing,
}

impl Row {
    /// What it was at `at`; `None` before it was raised.
    pub fn at(&self, at: Instant) -> Option<Standing> {
        if self.last <= at {
            return Some(self.present);
        }
        Standing::at(&self.facts, &self.limits, at)
    }

    /// Whether a plan that was formed by `at` has a task of this unit. A later plan replaces an earlier one.
    pub fn has_unit(&self, unit: u32, at: Instant) -> bool {
        self.units(at).any(|known| known == unit)
    }

    /// The units of the plan at `at`.
    pub fn units(&self, at: Instant) -> impl Iterator<Item = u32> {
        let known = move |(when, _): &&(Instant, Brief)| *when <= at;
        let last = self
            .facts
            .iter()
            .rposition(|fact| known(&fact) && matches!(fact.1, Brief::Formed))
            .unwrap_or(self.facts.len());
        self.facts[last..]
            .iter()
            .filter(known)
            .filter_map(|(_, fact)| match fact {
                Brief::Unit(unit) => Some(*unit),
                _ => None,
            })
    }
}

/// Numbers for names, in the order in which they came.
#[derive(Clone, Debug)]
struct Names<K> {
    numbers: HashMap<K, u32>,
    names: Vec<K>,
}

impl<K> Default for Names<K> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            names: Vec::new(),
        }
    }
}

impl<K: Hash + Eq + Copy> Names<K> {
    fn number(&mut self, name: K) -> u32 {
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name);
            next
        })
    }
}

/// The cases of a district.
#[derive(Clone, Debug, Default)]
pub struct Table {
    atlas: Atlas,
    rows: Vec<Row>,
    by_id: HashMap<ProposalId, usize>,
    places: Vec<Place>,
    by_path: HashMap<AreaPath, u32>,
    topics: Names<TopicId>,
    units: Names<UnitId>,
    people: Names<Pseudonym>,
}

impl Table {
    /// A table without cases.
    pub fn new(atlas: Atlas) -> Self {
        Self {
            atlas,
            ..Self::default()
        }
    }

    /// The areas of the district.
    pub const fn atlas(&self) -> &Atlas {
        &self.atlas
    }

    /// Puts a case in, in place of what was known of it.
    pub fn put(&mut self, case: &Case, rules: Rules<'_>) {
        let facts: Box<[(Instant, Brief)]> = case
            .facts
            .iter()
            .map(|(at, fact)| (*at, self.brief(fact.clone())))
            .collect();
        let acts = case
            .acts
            .iter()
            .map(|(who, at)| (self.people.number(*who), *at))
            .collect();
        let limits = self.limits(&facts, rules);
        let last = facts.iter().map(|(at, _)| *at).max().unwrap_or(Instant::from_millis(0));
        let Some(present) = Standing::at(&facts, &limits, last) else {
            return;
        };
        let row = Row {
            id: case.id,
            facts,
            limits,
            acts,
            last,
            present,
        };
        match self.by_id.get(&case.id) {
            Some(place) => self.rows[*place] = row,
            None => {
                self.by_id.insert(case.id, self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// Computes all clocks again, after calendar or profiles changed.
    pub fn judge(&mut self, rules: Rules<'_>) {
        let mut rows = std::mem::take(&mut self.rows);
        for row in &mut rows {
            row.limits = self.limits(&row.facts, rules);
            if let Some(present) = Standing::at(&row.facts, &row.limits, row.last) {
                row.present = present;
            }
        }
        self.rows = rows;
    }

    fn limits(&self, facts: &[(Instant, Brief)], rules: Rules<'_>) -> Box<[Limit]> {
        let tier = |area: u32| {
            self.places
                .get(area as usize)
                .map_or(Tier::District, |place| place.tier)
        };
        limits(facts, tier, rules).into()
    }

    fn brief(&mut self, fact: Named) -> Brief {
        let atlas = &self.atlas;
        let (places, by_path) = (&mut self.places, &mut self.by_path);
        let (topics, units) = (&mut self.topics, &mut self.units);
        let area = |area: AreaRef| match by_path.get(&area.path) {
            Some(known) => *known,
            None => {
                let number = u32::try_from(places.len()).unwrap_or(u32::MAX);
                places.push(atlas.place(&area));
                by_path.insert(area.path, number);
                number
            }
        };
        fact.map(area, |topic| topics.number(topic), |unit| units.number(unit))
    }

    /// All cases.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The case of a proposal.
    pub fn row(&self, id: ProposalId) -> Option<&Row> {
        self.by_id.get(&id).map(|place| &self.rows[*place])
    }

    /// The areas that cases name, by number.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The number of a topic that some case is about.
    pub fn topic(&self, id: TopicId) -> Option<u32> {
        self.topics.numbers.get(&id).copied()
    }

    /// The topic with a number.
    pub fn topic_at(&self, number: u32) -> Option<TopicId> {
        self.topics.names.get(number as usize).copied()
    }

    /// The topics that cases are about, by number.
    pub fn all_topics(&self) -> impl Iterator<Item = TopicId> {
        self.topics.names.iter().copied()
    }

    /// The units that plans name, by number.
    pub fn all_units(&self) -> impl Iterator<Item = UnitId> {
        self.units.names.iter().copied()
    }

    /// The number of a unit that some plan names.
    pub fn unit(&self, id: UnitId) -> Option<u32> {
        self.units.numbers.get(&id).copied()
    }

    /// How many persons took part somewhere; their numbers are below this.
    pub fn people(&self) -> usize {
        self.people.names.len()
    }

    /// The number of a person who took part somewhere.
    pub fn person(&self, who: Pseudonym) -> Option<u32> {
        self.people.numbers.get(&who).copied()
    }
}
