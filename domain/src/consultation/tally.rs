//! Votes per statement, in all and per group, and which of these counts may be published.

use serde::{Deserialize, Serialize};

use super::matrix::{Matrix, Vote};

/// Fewest people behind any published number.
pub const MIN_CELL: u32 = 5;

/// A number as it is published: rounded to a millionth, so that it is the same number again after it
/// went through JSON.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
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

/// What of a statement's counts may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// All votes; `None` when between one and four people voted.
    pub total: Option<Counts>,
    /// Votes per group; `None` when fewer than five members voted, or when the rest of the total
    /// would otherwise be fewer than five people.
    pub groups: Vec<Option<Counts>>,
}

/// Hides every count that fewer than [`MIN_CELL`] people stand behind, and as many more as are needed
/// for the hidden ones not to follow from the total.
pub fn published(tally: &StatementTally) -> Published {
    let visible = |counts: Counts| counts.seen() >= MIN_CELL;
    let mut groups: Vec<Option<Counts>> = tally
        .groups
        .iter()
        .map(|counts| Some(*counts).filter(|c| visible(*c)))
        .collect();
    loop {
        let shown: u32 = groups.iter().flatten().map(|counts| counts.seen()).sum();
        let rest = tally.total.seen().saturating_sub(shown);
        if rest == 0 || rest >= MIN_CELL {
            break;
        }
        let smallest = groups
            .iter_mut()
            .filter(|g| g.is_some())
            .min_by_key(|g| g.map_or(0, Counts::seen));
        match smallest {
            Some(group) => *group = None,
            None => break,
        }
    }
    let total = tally.total;
    Published {
        total: (visible(total) || total.seen() == 0).then_some(total),
        groups,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(agree: u32) -> Counts {
        Counts {
            agree,
            ..Counts::default()
        }
    }

    #[test]
    fn a_hidden_count_cannot_be_found_by_subtraction() {
        let three = StatementTally {
            total: counts(33),
            groups: vec![counts(20), counts(10), counts(3)],
        };
        assert_eq!(published(&three).groups, [Some(counts(20)), None, None]);
        let others = StatementTally {
            total: counts(40),
            groups: vec![counts(20), counts(10), counts(3)],
        };
        assert_eq!(published(&others).groups, [Some(counts(20)), Some(counts(10)), None]);
        let few = StatementTally {
            total: counts(4),
            groups: vec![counts(4)],
        };
        assert_eq!(
            published(&few),
            Published {
                total: None,
                groups: vec![None]
            }
        );
    }
}
