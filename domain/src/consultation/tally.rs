//! Votes per statement, in all and per group. What of it is told says [`super::disclosure`].

use serde::{Deserialize, Serialize};

use super::matrix::{Matrix, Vote};

/// Fewest people behind any published number.
pub const MIN_CELL: u32 = 5;

/// A fraction of told counts as it is published: rounded to a millionth, so that it is the same number
/// again after it went through JSON.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A fraction that was computed from the votes themselves: rounded to a hundredth, since more digits would
/// let somebody who knows most of the votes try out the others.
pub(super) fn coarse(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Votes on one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// 赞成
    pub agree: u32,
    /// 反对
    pub disagree: u32,
    /// 跳过
    pub pass: u32,
}

impl Counts {
    /// Everyone who voted, passes included.
    pub const fn seen(self) -> u32 {
        self.agree + self.disagree + self.pass
    }

    const fn add(&mut self, vote: Vote) {
        match vote {
            Vote::Agree => self.agree += 1,
            Vote::Disagree => self.disagree += 1,
            Vote::Pass => self.pass += 1,
        }
    }
}

/// Counts of one statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementTally {
    /// Of everybody, whether in a group or not.
    pub total: Counts,
    /// Of each group's members.
    pub groups: Vec<Counts>,
}

/// Counts per statement. `groups` holds the group of each participant of the matrix, if any, and `k`
/// the number of groups.
pub fn tally(matrix: &Matrix, groups: &[Option<u8>], k: usize) -> Vec<StatementTally> {
    let empty = StatementTally {
        total: Counts::default(),
        groups: vec![Counts::default(); k],
    };
    let mut all = vec![empty; matrix.statements().len()];
    for (row, group) in matrix.rows().iter().zip(groups) {
        for &(statement, vote) in row {
            let statement = &mut all[statement as usize];
            statement.total.add(vote);
            if let Some(counts) = group.and_then(|group| statement.groups.get_mut(usize::from(group))) {
                counts.add(vote);
            }
        }
    }
    all
}
