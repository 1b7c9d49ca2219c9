//! One pass over all that fits: the page, the total and the counts.

use super::schema::SEGMENT;
use crate::search::{Facets, Order};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};
use uuid::Uuid;

/// Place of a hit in an order: the larger comes first.
pub type Rank = (i64, u128);

/// What is asked of the pass.
#[derive(Clone, Debug)]
pub struct Pass {
    /// In which order.
    pub order: Order,
    /// At most so many.
    pub limit: usize,
    /// Only what comes after this.
    pub after: Option<Rank>,
    /// Whether counts are wanted, and below which area.
    pub facets: Option<Option<String>>,
}

/// What the pass found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The page, best first, with scores.
    pub hits: Vec<(Rank, Score)>,
    /// All that fit.
    pub total: u64,
    /// Counts.
    pub facets: Facets,
}

/// From an order's key to a rank, and back: what is due soonest comes first.
pub fn turned(order: Order, key: i64) -> i64 {
    if order == Order::Clock {
        key.checked_neg().unwrap_or(i64::MAX)
    } else {
        key
    }
}

/// The pass over one segment.
pub struct Segment {
    pass: Pass,
    upper: Column<u64>,
    lower: Column<u64>,
    /// The order's key; none for relevance.
    key: Option<Column<i64>>,
    best: BinaryHeap<Reverse<(Rank, u32)>>,
    total: u64,
    counts: Option<Counts>,
}

struct Counts {
    home: Counted,
    tier: Counted,
    topic: Counted,
    state: Counted,
    block_kind: Counted,
    year: Column<i64>,
    years: BTreeMap<i64, u64>,
}

/// A field and how often each of its values was met.
struct Counted {
    column: Option<StrColumn>,
    counts: Vec<u64>,
}

impl Counted {
    fn open(segment: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(name)?;
        let counts = vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        Ok(Self { column, counts })
    }

    fn count(&mut self, doc: DocId) {
        if let Some(ord) = self.column.as_ref().and_then(|column| column.ords().first(doc))
            && let Some(count) = usize::try_from(ord).ok().and_then(|ord| self.counts.get_mut(ord))
        {
            *count += 1;
        }
    }

    fn harvest(self, mut take: impl FnMut(&str, u64)) {
        let Some(column) = self.column else { return };
        let mut value = String::new();
        for (ord, &count) in (0..).zip(&self.counts).filter(|(_, count)| **count > 0) {
            value.clear();
            // A value that cannot be read is not counted; the index is checked elsewhere.
            if column.ord_to_str(ord, &mut value).unwrap_or(false) {
                take(&value, count);
            }
        }
    }
}

impl Collector for Pass {
    type Fruit = Found;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Segment> {
        let fast = segment.fast_fields();
        let key = match self.order {
            Order::Relevance => None,
            Order::Supports => Some(fast.i64("supports")?),
            Order::Newest => Some(fast.i64("created_at")?),
            Order::Clock => Some(fast.i64("due_at")?),
        };
        let counts = match self.facets {
            None => None,
            Some(_) => Some(Counts {
                home: Counted::open(segment, "home")?,
                tier: Counted::open(segment, "tier")?,
                topic: Counted::open(segment, "topic")?,
                state: Counted::open(segment, "state")?,
                block_kind: Counted::open(segment, "block_kind")?,
                year: fast.i64("year")?,
                years: BTreeMap::new(),
            }),
        };
        Ok(Segment {
            pass: self.clone(),
            upper: fast.u64("id_upper")?,
            lower: fast.u64("id_lower")?,
            key,
            best: BinaryHeap::new(),
            total: 0,
            counts,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Found>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        for found in segments {
            all.total += found.total;
            all.hits.extend(found.hits);
            merge(&mut all.facets.areas, found.facets.areas);
            merge(&mut all.facets.tiers, found.facets.tiers);
            merge(&mut all.facets.topics, found.facets.topics);
            merge(&mut all.facets.states, found.facets.states);
            merge(&mut all.facets.block_kinds, found.facets.block_kinds);
            merge(&mut all.facets.years, found.facets.years);
        }
        all.hits.sort_unstable_by_key(|&(rank, _)| Reverse(rank));
        all.hits.truncate(self.limit);
        Ok(all)
    }
}

fn merge<K: Ord>(all: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (key, count) in more {
        *all.entry(key).or_default() += count;
    }
}

impl SegmentCollector for Segment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        // Scores are not negative, so their bits are ordered as they are; adding zero takes the sign off a zero.
        let score = score + 0.0;
        let key = match &self.key {
            None => Some(i64::from(score.to_bits())),
            Some(column) => column.first(doc).map(|key| turned(self.pass.order, key)),
        };
        let (Some(key), Some(upper), Some(lower)) = (key, self.upper.first(doc), self.lower.first(doc)) else {
            return;
        };
        self.total += 1;
        if let Some(counts) = &mut self.counts {
            counts.count(doc);
        }
        let rank = (key, Uuid::from_u64_pair(upper, lower).as_u128());
        if self.pass.after.is_some_and(|after| rank >= after) {
            return;
        }
        self.best.push(Reverse((rank, score.to_bits())));
        if self.best.len() > self.pass.limit {
            self.best.pop();
        }
    }

    fn harvest(self) -> Found {
        let hits = self
            .best
            .into_iter()
            .map(|Reverse((rank, bits))| (rank, Score::from_bits(bits)))
            .collect();
        let below = self.pass.facets.flatten();
        Found {
            hits,
            total: self.total,
            facets: self
                .counts
                .map(|counts| counts.harvest(below.as_deref()))
                .unwrap_or_default(),
        }
    }
}

fn insert(counts: &mut BTreeMap<String, u64>, value: &str, count: u64) {
    counts.insert(value.to_owned(), count);
}

impl Counts {
    fn count(&mut self, doc: DocId) {
        for counted in [
            &mut self.home,
            &mut self.tier,
            &mut self.topic,
            &mut self.state,
            &mut self.block_kind,
        ] {
            counted.count(doc);
        }
        if let Some(year) = self.year.first(doc) {
            *self.years.entry(year).or_default() += 1;
        }
    }

    fn harvest(self, below: Option<&str>) -> Facets {
        let mut facets = Facets::default();
        let above = below.unwrap_or_default();
        self.home.harvest(|home, count| {
            // What was raised in the area itself is under none of those below it.
            if home.starts_with(above)
                && let Some(path) = home.get(..above.len() + SEGMENT)
            {
                *facets.areas.entry(path.to_owned()).or_default() += count;
            }
        });
        self.tier.harvest(|tier, count| insert(&mut facets.tiers, tier, count));
        self.state
            .harvest(|state, count| insert(&mut facets.states, state, count));
        self.block_kind
            .harvest(|kind, count| insert(&mut facets.block_kinds, kind, count));
        self.topic.harvest(|topic, count| {
            if let Ok(topic) = Uuid::try_parse(topic) {
                facets.topics.insert(topic, count);
            }
        });
        facets.years = self
            .years
            .into_iter()
            .filter_map(|(year, count)| Some((i32::try_from(year).ok()?, count)))
            .collect();
        facets
    }
}
