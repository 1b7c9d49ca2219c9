//! Ranked ballots, one winner: the Schulze method with winning votes.
//!
//! Source: Schulze, "A new monotonic, clone-independent, reversal symmetric, and
//! Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011),
//! sections 2.2 and 2.3, with the strength of a link measured by the votes for it.

use serde::Serialize;

use super::BallotError;
use super::tie::TieOrder;

/// A vote that ranks options; several may stand at one rank, and unranked options are all behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RankedBallot {
    /// How many people voted exactly so.
    pub weight: u64,
    /// Rank of every option, 1 before 2; `None` for an option that was not ranked.
    pub ranks: Vec<Option<u32>>,
}

impl RankedBallot {
    /// One person's strict order over `options` options, best first. A repeated option counts at
    /// its first place; one that does not exist is left out.
    pub fn from_order(options: usize, order: &[usize]) -> Self {
        let mut ranks = vec![None; options];
        for (rank, &option) in (1..).zip(order) {
            if let Some(slot @ None) = ranks.get_mut(option) {
                *slot = Some(rank);
            }
        }
        Self { weight: 1, ranks }
    }
}

/// What the count found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchulzeResult {
    /// `pairwise[a][b]`: how many prefer `a` to `b`.
    pub pairwise: Vec<Vec<u64>>,
    /// `strength[a][b]`: strength of the strongest path from `a` to `b`, 0 for none.
    pub strength: Vec<Vec<u64>>,
    /// All options, best first, ties resolved by the tie order.
    pub order: Vec<usize>,
    /// The options in groups, best first: each group is what no remaining option beats. The
    /// members of a group are sorted.
    pub groups: Vec<Vec<usize>>,
}

/// Counts the ballots and orders all options.
///
/// # Errors
/// [`BallotError::WrongLength`] if a ballot does not have one rank for every option,
/// [`BallotError::TooManyVotes`] if the weights leave 64 bits.
pub fn count(options: usize, ballots: &[RankedBallot], ties: &TieOrder) -> Result<SchulzeResult, BallotError> {
    let pairwise = pairwise(options, ballots)?;
    let strength = strongest_paths(&pairwise);
    Ok(SchulzeResult {
        order: strict_order(&strength, ties),
        groups: groups(&strength),
        pairwise,
        strength,
    })
}

fn pairwise(options: usize, ballots: &[RankedBallot]) -> Result<Vec<Vec<u64>>, BallotError> {
    let total = ballots
        .iter()
        .try_fold(0_u64, |sum, ballot| sum.checked_add(ballot.weight));
    total.ok_or(BallotError::TooManyVotes)?;
    let mut matrix = vec![vec![0; options]; options];
    for (index, ballot) in ballots.iter().enumerate() {
        if ballot.ranks.len() != options {
            return Err(BallotError::WrongLength {
                ballot: index,
                length: ballot.ranks.len(),
                options,
            });
        }
        let place = |option: usize| ballot.ranks[option].unwrap_or(u32::MAX);
        for (a, row) in matrix.iter_mut().enumerate() {
            for (b, cell) in row.iter_mut().enumerate() {
                if place(a) < place(b) {
                    *cell += ballot.weight;
                }
            }
        }
    }
    Ok(matrix)
}

fn strongest_paths(pairwise: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let options = pairwise.len();
    let link = |a: usize, b: usize| {
        if pairwise[a][b] > pairwise[b][a] {
            pairwise[a][b]
        } else {
            0
        }
    };
    let mut strength: Vec<Vec<u64>> = (0..options)
        .map(|a| (0..options).map(|b| link(a, b)).collect())
        .collect();
    for middle in 0..options {
        let onward = strength[middle].clone();
        for (a, row) in strength.iter_mut().enumerate() {
            let first = row[middle];
            for (b, (cell, &second)) in row.iter_mut().zip(&onward).enumerate() {
                if a != b {
                    *cell = (*cell).max(first.min(second));
                }
            }
        }
    }
    strength
}

/// Whether no option of `among` beats `option`.
fn unbeaten(strength: &[Vec<u64>], option: usize, among: &[usize]) -> bool {
    among
        .iter()
        .all(|&other| strength[other][option] <= strength[option][other])
}

/// Takes the first unbeaten option again and again. The relation is transitive (Schulze 2011,
/// section 4.1), so there always is one.
fn strict_order(strength: &[Vec<u64>], ties: &TieOrder) -> Vec<usize> {
    let mut rest: Vec<usize> = (0..strength.len()).collect();
    rest.sort_by(|&a, &b| ties.compare(a, b));
    let mut order = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let best = rest.iter().position(|&option| unbeaten(strength, option, &rest));
        order.push(rest.remove(best.unwrap_or(0)));
    }
    order
}

fn groups(strength: &[Vec<u64>]) -> Vec<Vec<usize>> {
    let mut rest: Vec<usize> = (0..strength.len()).collect();
    let mut groups = Vec::new();
    while !rest.is_empty() {
        let (best, behind): (Vec<usize>, Vec<usize>) =
            rest.iter().partition(|&&option| unbeaten(strength, option, &rest));
        if best.is_empty() {
            groups.push(behind);
            break;
        }
        groups.push(best);
        rest = behind;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rankings() -> impl Strategy<Value = Vec<RankedBallot>> {
        let rank = prop::option::of(1_u32..5);
        let ballot =
            (1_u64..4, prop::collection::vec(rank, 5)).prop_map(|(weight, ranks)| RankedBallot { weight, ranks });
        prop::collection::vec(ballot, 0..12)
    }

    proptest! {
        #[test]
        fn the_order_of_the_ballots_does_not_matter(ballots in rankings()) {
            let ties = TieOrder::as_listed(5);
            let result = count(5, &ballots, &ties).unwrap();
            let mut shuffled = ballots;
            shuffled.sort();
            prop_assert_eq!(count(5, &shuffled, &ties).unwrap(), result);
        }

        #[test]
        fn whoever_beats_everyone_else_in_pairs_is_elected(ballots in rankings()) {
            let result = count(5, &ballots, &TieOrder::as_listed(5)).unwrap();
            let beats_all = |a: &usize| (0..5).all(|b| *a == b || result.pairwise[*a][b] > result.pairwise[b][*a]);
            if let Some(winner) = (0..5).find(beats_all) {
                prop_assert_eq!(result.order[0], winner);
                prop_assert_eq!(&result.groups[0], &vec![winner]);
            }
            prop_assert_eq!(result.groups.concat().len(), 5);
        }

        #[test]
        fn the_strict_order_never_contradicts_a_strongest_path(ballots in rankings()) {
            let result = count(5, &ballots, &TieOrder::as_listed(5)).unwrap();
            for (place, &a) in result.order.iter().enumerate() {
                for &b in &result.order[place + 1..] {
                    prop_assert!(result.strength[b][a] <= result.strength[a][b]);
                }
            }
        }
    }

    #[test]
    fn an_order_becomes_ranks() {
        let ballot = RankedBallot::from_order(4, &[2, 0, 2, 9]);
        assert_eq!(ballot.ranks, [Some(2), None, Some(1), None]);
        let short = RankedBallot {
            weight: 1,
            ranks: vec![None],
        };
        assert!(count(2, &[short], &TieOrder::as_listed(2)).is_err());
    }
}
