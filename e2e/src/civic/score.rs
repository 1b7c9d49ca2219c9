//! How well an engine answers, kind by kind.

use super::{Judge, Query};
use std::collections::BTreeMap;

/// Queries of a kind and their mean score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// How many.
    pub queries: usize,
    /// Mean over them, from 0 to 1.
    pub score: f64,
}

/// What one query scores: relevant hits among the first ten, divided by the smaller of ten and the number of
/// relevant proposals.
pub fn score(query: &Query, hits: &[String]) -> f64 {
    let best = match query.judge {
        Judge::Recall => query.relevant.len(),
        Judge::Precision => super::queries::JUDGED,
    };
    let found = hits.iter().take(super::queries::JUDGED);
    let found = found.filter(|id| query.relevant.contains(id)).count();
    found as f64 / best.max(1) as f64
}

/// Mean scores by kind. `ask` answers a query with ids, best first.
pub fn by_kind(queries: &[Query], mut ask: impl FnMut(&Query) -> Vec<String>) -> BTreeMap<&'static str, Score> {
    let mut kinds: BTreeMap<&'static str, Score> = BTreeMap::new();
    for query in queries {
        let of = kinds.entry(query.kind).or_default();
        of.queries += 1;
        of.score += score(query, &ask(query));
    }
    for of in kinds.values_mut() {
        of.score /= of.queries as f64;
    }
    kinds
}
