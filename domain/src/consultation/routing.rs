//! Which statement a person sees next.
//!
//! Polis's priority routing: a statement weighs by its *importance* `(1 - p)(E + 1) a`, where p and a
//! are the smoothed shares of passes and agreement and E is the extremity (how much it divides), and a
//! new one by a boost `1 + 8 * 2^(-S / 5)` for its S votes; the weight is the square of the product.
//! The next statement is drawn with these weights, so that new and dividing ones come more
//! often and none is shut out. Source: Polis documentation, "Comment routing", and Small et al. 2021,
//! section on comment routing; the constants are those in use at pol.is.

use serde::{Deserialize, Serialize};

use super::matrix::StatementKey;
use super::tally::Counts;

/// A statement that is open for votes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Which one.
    pub statement: StatementKey,
    /// Its votes so far.
    pub counts: Counts,
    /// [`super::projection::Axes::extremity`] at the last computation; 0 when there was none.
    pub extremity: f64,
}

/// 2^(-1/5)
const FIFTH: f64 = 0.870_550_563_296_124_1;
/// From here on the boost is under 2^-20 and left out.
const OLD: u32 = 115;

/// The weight of a statement in the draw; above 0. An extremity that is negative or no number counts
/// as 0.
pub fn priority(counts: Counts, extremity: f64) -> f64 {
    let seen = counts.seen();
    let all = f64::from(seen) + 2.0;
    let passes = (f64::from(counts.pass) + 1.0) / all;
    let agreement = (f64::from(counts.agree) + 1.0) / all;
    let extremity = if extremity.is_finite() { extremity.max(0.0) } else { 0.0 };
    let importance = (1.0 - passes) * (extremity + 1.0) * agreement;
    // Repeated multiplication, since powers are not rounded alike on every machine.
    let fading = if seen < OLD {
        (0..seen).fold(1.0, |power, _| power * FIFTH)
    } else {
        0.0
    };
    let weight = importance * (1.0 + 8.0 * fading);
    weight * weight
}

/// Draws the next statement among those that are not in `voted`. `draw` is a random number in
/// `0.0..1.0` (others are taken as the nearest of these). `None` when nothing is left. The order of
/// `candidates` does not matter, repeats are ignored.
pub fn next_statement(
    candidates: &[Candidate],
    voted: impl Fn(StatementKey) -> bool,
    draw: f64,
) -> Option<StatementKey> {
    let mut open: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| !voted(candidate.statement))
        .collect();
    open.sort_by_key(|candidate| candidate.statement);
    open.dedup_by_key(|candidate| candidate.statement);
    let weights: Vec<f64> = open
        .iter()
        .map(|candidate| priority(candidate.counts, candidate.extremity))
        .collect();
    let total: f64 = weights.iter().sum();
    let mut left = if draw > 0.0 { draw.min(1.0) * total } else { 0.0 };
    for (candidate, weight) in open.iter().zip(&weights) {
        left -= weight;
        if left < 0.0 {
            return Some(candidate.statement);
        }
    }
    // Rounding, or a draw of 1: the last one.
    open.last().map(|candidate| candidate.statement)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(agree: u32, disagree: u32, pass: u32) -> Counts {
        Counts { agree, disagree, pass }
    }

    #[test]
    fn the_weight_is_that_of_the_formula() {
        // Nobody has voted: (1/2 * 1 * 1/2 * 9)^2.
        assert!((priority(counts(0, 0, 0), 0.0) - 5.0625).abs() < 1e-12);
        // Five votes: boost 1 + 8/2 = 5; a = 4/7, p = 1/7.
        let expected = (6.0 / 7.0 * 3.0 * 4.0 / 7.0 * 5.0_f64).powi(2);
        assert!((priority(counts(3, 2, 0), 2.0) - expected).abs() < 1e-9);
        assert!(priority(counts(0, 0, 4_000), f64::NAN) > 0.0);
    }

    #[test]
    fn new_and_dividing_statements_come_first_and_passed_ones_last() {
        assert!(priority(counts(1, 1, 0), 1.0) > priority(counts(100, 100, 0), 1.0));
        assert!(priority(counts(50, 50, 0), 3.0) > priority(counts(50, 50, 0), 1.0));
        assert!(priority(counts(50, 50, 100), 1.0) < priority(counts(50, 50, 0), 1.0));
    }

    #[test]
    fn the_draw_decides_and_its_ends_are_safe() {
        let candidates = [3, 1, 2].map(|key| Candidate {
            statement: StatementKey(key),
            counts: counts(0, 0, 0),
            extremity: 0.0,
        });
        let next = |draw| next_statement(&candidates, |key| key == StatementKey(2), draw);
        assert_eq!(next(0.0), Some(StatementKey(1)));
        assert_eq!(next(0.49), Some(StatementKey(1)));
        assert_eq!(next(0.51), Some(StatementKey(3)));
        assert_eq!(next(1.0), Some(StatementKey(3)));
        assert_eq!(next(f64::NAN), Some(StatementKey(1)));
        assert_eq!(next_statement(&candidates, |_| true, 0.5), None);
    }
}
