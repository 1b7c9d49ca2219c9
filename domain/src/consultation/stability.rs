//! Whether a division into groups may be claimed at all.
//!
//! K-means finds groups in anything, in a room of twelve and in pure chance. So groups are claimed
//! only from [`MIN_PEOPLE`] eligible participants on, and only when resamples of the people are
//! divided alike (bootstrap of a clustering: Hennig 2007, "Cluster-wise assessment of cluster
//! stability", here with the adjusted Rand index of Hubert and Arabie 1985 over all groups). Otherwise
//! plain shares are shown, and the reason.

use serde::{Deserialize, Serialize};

use super::grouping::divide_into;
use super::matrix::{Matrix, Row};
use super::projection::{Point, axes_of_rows};
use super::random::SplitMix;

/// Fewest eligible participants for whom groups are claimed.
pub const MIN_PEOPLE: usize = 20;
/// Least mean adjusted Rand index between the division and those of the resamples.
pub const MIN_STABILITY: f64 = 0.5;

/// Resamples taken.
const DRAWS: u64 = 20;
/// Most people in a resample. A division that holds on a thousand of many people holds on more.
const DRAWN: usize = 1000;
const SEED: u64 = 0x7969_7469_6e67_0003;

/// Whether opinion groups are claimed, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// Groups are shown.
    Groups,
    /// Fewer than [`MIN_PEOPLE`] have voted on enough statements.
    TooFewPeople,
    /// Opinions do not come apart into groups of five or more.
    NoDivision,
    /// Resamples of the same people come apart differently.
    NotStable,
}

/// Mean adjusted Rand index between `labels` (of the participants `eligible`) and the divisions of
/// seeded resamples into as many groups, each with axes of its own; -1 to 1.
pub fn stability(matrix: &Matrix, eligible: &[u32], labels: &[u8], k: usize) -> f64 {
    let size = eligible.len().min(DRAWN);
    let mut sum = 0.0;
    for draw in 0..DRAWS {
        let mut random = SplitMix::new(SEED ^ (draw << 8));
        let mut drawn: Vec<usize> = (0..size).map(|_| random.below(eligible.len())).collect();
        drawn.sort_unstable();
        let rows: Vec<&Row> = drawn.iter().map(|at| &matrix.rows()[eligible[*at] as usize]).collect();
        let axes = axes_of_rows(matrix.statements().len(), &rows);
        let points: Vec<Point> = rows.iter().map(|row| axes.place(row)).collect();
        if let Some(again) = divide_into(&points, k) {
            let whole: Vec<u8> = drawn.iter().map(|at| labels[*at]).collect();
            sum += adjusted_rand(&whole, &again);
        }
    }
    sum / DRAWS as f64
}

/// The adjusted Rand index of two divisions of the same people (Hubert and Arabie 1985): 1 for equal
/// divisions, 0 on average for unrelated ones. Also 1 when both leave everybody together.
pub fn adjusted_rand(a: &[u8], b: &[u8]) -> f64 {
    let mut table = vec![[0_u64; 256]; 256];
    let mut rows = [0_u64; 256];
    let mut columns = [0_u64; 256];
    let mut people = 0_u64;
    for (a, b) in a.iter().zip(b) {
        table[usize::from(*a)][usize::from(*b)] += 1;
        rows[usize::from(*a)] += 1;
        columns[usize::from(*b)] += 1;
        people += 1;
    }
    let pairs = |count: &u64| (count * count.saturating_sub(1) / 2) as f64;
    let both: f64 = table.iter().flatten().map(pairs).sum();
    let (first, second) = (
        rows.iter().map(pairs).sum::<f64>(),
        columns.iter().map(pairs).sum::<f64>(),
    );
    let all = pairs(&people);
    let expected = if all > 0.0 { first * second / all } else { 0.0 };
    let most = f64::midpoint(first, second);
    if most - expected > 0.0 {
        (both - expected) / (most - expected)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::matrix::{ParticipantKey, StatementKey, Vote};
    use super::*;

    #[test]
    fn the_index_is_that_of_known_examples() {
        assert_eq!(adjusted_rand(&[0, 0, 1, 1], &[1, 1, 0, 0]), 1.0);
        assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) + 0.5).abs() < 1e-12);
        let value = adjusted_rand(&[0, 0, 1, 1], &[0, 0, 1, 2]);
        assert!((value - 0.571_428_571).abs() < 1e-6, "{value}");
        assert_eq!(adjusted_rand(&[], &[]), 1.0);
    }

    /// `sides` in percent: how often a person of a camp follows the camp.
    fn people(count: u128, sides: usize) -> Matrix {
        let mut random = SplitMix::new(7);
        let votes: Vec<_> = (0..count)
            .flat_map(|person| (0..20_u128).map(move |statement| (person, statement)))
            .map(|(person, statement)| {
                let follows = random.below(100) < sides;
                let agrees = ((person + statement) % 2 == 0) == follows;
                let vote = if agrees { Vote::Agree } else { Vote::Disagree };
                (ParticipantKey(person), StatementKey(statement), vote)
            })
            .collect();
        Matrix::new([], [], votes).unwrap()
    }

    #[test]
    fn camps_are_stable_and_chance_is_not() {
        for (sides, stable) in [(90, true), (50, false)] {
            let matrix = people(60, sides);
            let eligible = matrix.eligible();
            let axes = super::super::projection::Axes::new(&super::super::covotes::CoVotes::new(&matrix));
            let division = super::super::grouping::divide(&axes.places(&matrix, &eligible), None).unwrap();
            let value = stability(&matrix, &eligible, &division.labels, division.k);
            assert_eq!(value >= MIN_STABILITY, stable, "{sides} {value}");
        }
    }
}
