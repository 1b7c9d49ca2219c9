//! What each group stands for, what all groups share, and what bridges them.
//!
//! Probabilities and tests as in Small et al. 2021, "Polis: Scaling deliberation by mapping high
//! dimensional opinion spaces", section on representative comments. `seen` counts passes, so a pass
//! speaks against both sides. All of it is computed from the counts that are told
//! ([`super::disclosure`]), so it gives away nothing beside them.

use serde::{Deserialize, Serialize};

use super::disclosure::Published;
use super::tally::{Counts, MIN_CELL, rounded};

/// One-sided 90 % point of the normal distribution, the level of Polis's tests.
pub const Z_90: f64 = 1.281_551_565_545;
/// Most representative statements per group.
pub const MOST: usize = 5;
/// Mean difference between groups below which there is nothing to bridge.
const LEAST_DIFFERENCE: f64 = 0.1;

/// A side of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 赞成
    Agree,
    /// 反对
    Disagree,
}

/// Why a statement stands for a group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Representative {
    /// Index of the statement.
    pub statement: u32,
    /// The side that the group takes more than others do.
    pub side: Side,
    /// Members on that side.
    pub votes: u32,
    /// Members who voted on it.
    pub seen: u32,
    /// Smoothed probability that a member takes the side, 0 to 1.
    pub probability: f64,
    /// That probability over the one of people outside the group.
    pub ratio: f64,
    /// z of the test that more than half of the group take the side.
    pub probability_z: f64,
    /// z of the test that the group takes the side more than others.
    pub ratio_z: f64,
}

impl Representative {
    fn published(self) -> Self {
        Self {
            probability: rounded(self.probability),
            ratio: rounded(self.ratio),
            probability_z: rounded(self.probability_z),
            ratio_z: rounded(self.ratio_z),
            ..self
        }
    }
}

/// A statement on which groups that otherwise differ agree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bridging {
    /// Index of the statement.
    pub statement: u32,
    /// The side that all groups take.
    pub side: Side,
    /// 0 to 1, see [`bridging`].
    pub score: f64,
}

const fn votes(counts: Counts, side: Side) -> u32 {
    match side {
        Side::Agree => counts.agree,
        Side::Disagree => counts.disagree,
    }
}

/// `(votes + 1) / (seen + 2)`: the share with one imagined vote for and one against.
pub fn smoothed(votes: u32, seen: u32) -> f64 {
    (f64::from(votes) + 1.0) / (f64::from(seen) + 2.0)
}

/// z of one proportion against one half, with one pseudo-vote.
pub fn proportion_z(votes: u32, seen: u32) -> f64 {
    let people = f64::from(seen) + 1.0;
    2.0 * people.sqrt() * ((f64::from(votes) + 1.0) / people - 0.5)
}

/// z of two proportions being equal (pooled), each with one pseudo-vote; positive when the first is
/// larger, 0 when neither side varies.
pub fn two_proportions_z(votes: [u32; 2], seen: [u32; 2]) -> f64 {
    let [v1, v2] = votes.map(|v| f64::from(v) + 1.0);
    let [n1, n2] = seen.map(|n| f64::from(n) + 1.0);
    let pooled = (v1 + v2) / (n1 + n2);
    let variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    if variance > 0.0 {
        (v1 / n1 - v2 / n2) / variance.sqrt()
    } else {
        0.0
    }
}

/// The statements that stand for `group`: those that pass both tests at 90 %, by the product of
/// probability, ratio and both z, at most [`MOST`], agreed ones first. If none passes, the one with
/// the largest product among those that the group takes more than others, so that a group is never
/// left without a voice; none only when there is no such statement either. Statements
/// whose counts in this group are not told, or tell of no five members on that side, are passed over.
pub fn representative(tallies: &[Published], group: usize) -> Vec<Representative> {
    let mut candidates: Vec<(f64, bool, Representative)> = Vec::new();
    for (statement, tally) in (0_u32..).zip(tallies) {
        let Some(Some(own)) = tally.groups.get(group) else {
            continue;
        };
        let of = |side| measure(tally, group, *own, statement, side);
        let (agree, disagree) = (of(Side::Agree), of(Side::Disagree));
        let taken = if agree.ratio_z > disagree.ratio_z {
            agree
        } else {
            disagree
        };
        let sure = taken.probability_z > Z_90 && taken.ratio_z > Z_90;
        if taken.ratio_z > 0.0 && taken.probability_z > 0.0 && taken.votes >= MIN_CELL {
            let merit = taken.ratio * taken.ratio_z * taken.probability * taken.probability_z;
            candidates.push((merit, sure, taken));
        }
    }
    candidates.sort_by(|a, b| {
        b.1.cmp(&a.1)
            .then(b.0.total_cmp(&a.0))
            .then(a.2.statement.cmp(&b.2.statement))
    });
    let sure = candidates.iter().filter(|candidate| candidate.1).count();
    let mut chosen: Vec<_> = candidates
        .into_iter()
        .take(sure.clamp(1, MOST))
        .map(|candidate| candidate.2.published())
        .collect();
    chosen.sort_by_key(|representative| representative.side);
    chosen
}

fn measure(tally: &Published, group: usize, own: Counts, statement: u32, side: Side) -> Representative {
    let mut other = [0, 0];
    for (at, counts) in tally.groups.iter().enumerate() {
        if let Some(counts) = counts
            && at != group
        {
            other[0] += votes(*counts, side);
            other[1] += counts.seen();
        }
    }
    let (count, seen) = (votes(own, side), own.seen());
    let probability = smoothed(count, seen);
    Representative {
        statement,
        side,
        votes: count,
        seen,
        probability,
        ratio: probability / smoothed(other[0], other[1]),
        probability_z: proportion_z(count, seen),
        ratio_z: two_proportions_z([count, other[0]], [seen, other[1]]),
    }
}

/// Group-informed consensus: the product over the groups of the smoothed share on `side`, 0 to 1.
/// Without groups the smoothed share of all. `None` unless all counts behind it are told.
pub fn consensus(tally: &Published, side: Side) -> Option<f64> {
    let share = |counts: Counts| smoothed(votes(counts, side), counts.seen());
    let total = tally.total?;
    if tally.groups.is_empty() {
        return Some(share(total));
    }
    tally.groups.iter().map(|counts| counts.map(share)).product()
}

/// Statements that bridge the groups, best first.
///
/// Our own addition to Polis. Let d be the mean over all statements of the difference between the
/// highest and the lowest group's smoothed agreement: how far groups differ otherwise. A statement
/// bridges when every group has at least five votes on it, every group takes the same side with more
/// than half (at 90 %), and the groups differ less on it than d. Its score is the lowest group's share
/// times `1 - difference / d`. Where d is under a tenth there is nothing to bridge.
pub fn bridging(tallies: &[Published]) -> Vec<Bridging> {
    let known: Vec<(u32, Vec<Counts>)> = (0_u32..)
        .zip(tallies)
        .filter_map(|(statement, tally)| Some((statement, tally.groups.iter().copied().collect::<Option<_>>()?)))
        .filter(|(_, groups): &(u32, Vec<Counts>)| {
            groups.len() > 1 && groups.iter().all(|counts| counts.seen() >= MIN_CELL)
        })
        .collect();
    let extent = |groups: &[Counts], side: Side| {
        let shares = groups
            .iter()
            .map(|counts| smoothed(votes(*counts, side), counts.seen()));
        shares.fold((1.0_f64, 0.0_f64), |(low, high), share| {
            (low.min(share), high.max(share))
        })
    };
    let differences: f64 = known
        .iter()
        .map(|(_, groups)| {
            let (low, high) = extent(groups, Side::Agree);
            high - low
        })
        .sum();
    let mean = if known.is_empty() {
        0.0
    } else {
        differences / known.len() as f64
    };
    if mean < LEAST_DIFFERENCE {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (statement, groups) in known {
        for side in [Side::Agree, Side::Disagree] {
            let (low, high) = extent(&groups, side);
            let sure = groups.iter().all(|c| proportion_z(votes(*c, side), c.seen()) > Z_90);
            let score = low * (1.0 - (high - low) / mean);
            if sure && score > 0.0 {
                found.push(Bridging {
                    statement,
                    side,
                    score: rounded(score),
                });
            }
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.statement.cmp(&b.statement)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(groups: &[(u32, u32, u32)]) -> Published {
        let groups: Vec<_> = groups
            .iter()
            .map(|&(agree, disagree, pass)| Counts { agree, disagree, pass })
            .collect();
        let sum = |f: fn(&Counts) -> u32| groups.iter().map(f).sum();
        let total = Counts {
            agree: sum(|c| c.agree),
            disagree: sum(|c| c.disagree),
            pass: sum(|c| c.pass),
        };
        Published {
            total: Some(total),
            groups: groups.into_iter().map(Some).collect(),
        }
    }

    #[test]
    fn the_tests_give_the_values_of_the_formulas() {
        assert!((proportion_z(9, 10) - 2.0 * 11_f64.sqrt() * (10.0 / 11.0 - 0.5)).abs() < 1e-12);
        assert!(proportion_z(0, 1).abs() < 1e-12);
        // 10/11 against 2/11, pooled 12/22.
        let z = two_proportions_z([9, 1], [10, 10]);
        assert!((z - 3.425_395).abs() < 1e-5, "{z}");
        assert_eq!(two_proportions_z([4, 4], [4, 4]), 0.0);
        assert!((smoothed(3, 4) - 4.0 / 6.0).abs() < 1e-15);
    }

    #[test]
    fn what_divides_represents_and_what_unites_bridges() {
        let tallies = [
            tally(&[(18, 2, 0), (1, 19, 0)]),
            tally(&[(19, 1, 0), (18, 1, 1)]),
            tally(&[(2, 15, 3), (14, 4, 2)]),
            tally(&[(3, 0, 0), (20, 0, 0)]),
        ];
        let first = representative(&tallies, 0);
        assert_eq!(
            first.iter().map(|r| (r.statement, r.side)).collect::<Vec<_>>(),
            [(0, Side::Agree), (2, Side::Disagree)]
        );
        let second = representative(&tallies, 1);
        assert_eq!(
            second.iter().map(|r| (r.statement, r.side)).collect::<Vec<_>>(),
            [(2, Side::Agree), (0, Side::Disagree)]
        );
        let bridges = bridging(&tallies);
        assert_eq!(bridges.len(), 1);
        assert_eq!((bridges[0].statement, bridges[0].side), (1, Side::Agree));
        assert!(consensus(&tallies[1], Side::Agree) > consensus(&tallies[0], Side::Agree));
    }

    #[test]
    fn groups_that_agree_on_everything_have_nothing_to_bridge() {
        assert!(bridging(&[tally(&[(18, 2, 0), (18, 2, 0)]), tally(&[(19, 1, 0), (18, 1, 1)])]).is_empty());
        assert!(bridging(&[]).is_empty());
    }
}
