//! What may be told of counts over people.
//!
//! # The rule
//! 1. Every count over people is told in steps of [`MIN_CELL`]: 17 as 15, which reads "at least 15", and 3
//!    as 0, which reads "fewer than five". So a told count never says more than that the true one is among
//!    five neighbouring numbers.
//! 2. Whatever else is told of votes (consensus, what stands for a group, what bridges, words) is computed
//!    from the told counts, never from the true ones, so it says nothing that they do not.
//! 3. Told counts bound each other: members add up to totals, answers to the size of a group. Where such
//!    bounds would put any cell, told or not, between one and four people, the counts of whole groups (the
//!    smallest first) and then the total are left out until they no longer do ([`published`]).
//! 4. Groups are told to live in a place, and to stand in a square of the map, only where that cell counts
//!    five or more ([`super::spread`], [`super::summary::Place`]).
//! 5. While a consultation is open, a result is told only when at least [`MIN_CELL`] further participants
//!    have changed something since the one told before ([`told_again`]), so that nobody can watch what one
//!    person's vote does. A difference of two told counts is a multiple of five again, and the true
//!    difference lies within four of it: it can always be a multiple of five, zero included, so no
//!    difference is ever known to lie between one and four.
//!
//! Rounding to a fixed base with bounds audited afterwards is the usual protection of frequency tables
//! (Hundepool et al. 2012, "Statistical Disclosure Control", chapter 5). What it does not withstand: four of
//! five who pool what they did know what the fifth did, here as with any count.

use super::tally::{Counts, MIN_CELL, StatementTally};

/// A count as it is told: the largest multiple of [`MIN_CELL`] that is not above it.
pub const fn told(count: u32) -> u32 {
    count / MIN_CELL * MIN_CELL
}

/// Whether a live result may be told again after this many further participants changed something.
pub const fn told_again(changed: u64) -> bool {
    changed >= MIN_CELL as u64
}

/// Counts of one statement as they are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Of everybody; `None` where they would give a few people away.
    pub total: Option<Counts>,
    /// Of each group's members; `None` likewise.
    pub groups: Vec<Option<Counts>>,
}

/// What is told beside the counts of statements, each in steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Participants.
    pub participants: u32,
    /// Those with enough votes for a place on the map.
    pub eligible: u32,
    /// Members of each group.
    pub groups: Vec<u32>,
    /// Whether everybody eligible has voted on every statement, because there are no more statements than
    /// votes needed: then the size of a group is the sum of its answers.
    pub complete: bool,
}

/// The counts of one statement that may be told beside `sizes`.
pub fn published(tally: &StatementTally, sizes: &Sizes) -> Published {
    let step = |counts: &Counts| Counts {
        agree: told(counts.agree),
        disagree: told(counts.disagree),
        pass: told(counts.pass),
    };
    let mut shown = Published {
        total: Some(step(&tally.total)),
        groups: tally.groups.iter().map(|counts| Some(step(counts))).collect(),
    };
    let grouped: u32 = sizes.groups.iter().sum();
    let outside = i64::from(sizes.participants.saturating_sub(grouped)) + SLACK;
    // Somebody may also know that everybody stands in a group.
    while gives_away(&shown, sizes, outside) || gives_away(&shown, sizes, 0) {
        let smallest = shown
            .groups
            .iter_mut()
            .filter(|group| group.is_some())
            .min_by_key(|group| group.map_or(0, Counts::seen));
        match smallest {
            Some(group) => *group = None,
            None if shown.total.is_some() => shown.total = None,
            None => break,
        }
    }
    shown
}

/// What can be known of a number: no less, no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bounds {
    low: i64,
    high: i64,
}

const SLACK: i64 = MIN_CELL as i64 - 1;

impl Bounds {
    fn of(told: Option<u32>, most: u32) -> Self {
        match told {
            Some(count) => Self {
                low: i64::from(count),
                high: i64::from(count) + SLACK,
            },
            None => Self {
                low: 0,
                high: i64::from(most) + SLACK,
            },
        }
    }

    const fn is_few(self) -> bool {
        self.low >= 1 && self.high <= SLACK
    }
}

const fn answers(counts: Counts) -> [u32; 3] {
    [counts.agree, counts.disagree, counts.pass]
}

/// Whether what is told puts some cell between one and four when at most `outside` people stand in no
/// group; not where that cannot be. Rows are the groups and, last but one, those in none; the last row is
/// the total.
fn gives_away(shown: &Published, sizes: &Sizes, outside: i64) -> bool {
    let row = |counts: Option<Counts>, most: u32| match counts {
        Some(counts) => answers(counts).map(|count| Bounds::of(Some(count), most)),
        None => [Bounds::of(None, most); 3],
    };
    let others = Bounds { low: 0, high: outside };
    let mut cells: Vec<[Bounds; 3]> = shown
        .groups
        .iter()
        .zip(&sizes.groups)
        .map(|(counts, size)| row(*counts, *size))
        .collect();
    let groups = cells.len();
    cells.push([others; 3]);
    cells.push(row(shown.total, sizes.participants));
    // What each row's answers add up to: exactly the size where everybody has answered.
    let least = |size: u32| if sizes.complete { i64::from(size) } else { 0 };
    let mut sums: Vec<Bounds> = Vec::with_capacity(cells.len());
    for size in &sizes.groups {
        sums.push(Bounds {
            low: least(*size),
            high: i64::from(*size) + SLACK,
        });
    }
    sums.push(others);
    sums.push(Bounds {
        low: least(sizes.eligible),
        high: i64::from(sizes.participants) + SLACK,
    });
    loop {
        let before = cells.clone();
        for (row, sum) in cells.iter_mut().zip(&sums) {
            narrow(row, *sum);
        }
        for answer in 0..3 {
            let mut column: Vec<Bounds> = cells.iter().take(groups + 1).map(|row| row[answer]).collect();
            let total = cells[groups + 1][answer];
            narrow(&mut column, total);
            let sum = |end: fn(&Bounds) -> i64| column.iter().map(end).sum::<i64>();
            cells[groups + 1][answer] = Bounds {
                low: total.low.max(sum(|b| b.low)),
                high: total.high.min(sum(|b| b.high)),
            };
            for (row, bounds) in cells.iter_mut().zip(column) {
                row[answer] = bounds;
            }
        }
        let all = || cells.iter().flatten();
        if all().any(|bounds| bounds.low > bounds.high) {
            return false;
        }
        if all().any(|bounds| bounds.is_few()) {
            return true;
        }
        if cells == before {
            return false;
        }
    }
}

/// Narrows numbers to what their sum allows.
fn narrow(numbers: &mut [Bounds], sum: Bounds) {
    let (low, high) = numbers
        .iter()
        .fold((0, 0), |(low, high), b| (low + b.low, high + b.high));
    for bounds in numbers {
        let others = (low - bounds.low, high - bounds.high);
        *bounds = Bounds {
            low: bounds.low.max(sum.low - others.1),
            high: bounds.high.min(sum.high - others.0),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(agree: u32, disagree: u32, pass: u32) -> Counts {
        Counts { agree, disagree, pass }
    }

    fn sizes_of(groups: &[Counts], outside: Counts, complete: bool) -> (StatementTally, Sizes) {
        let mut total = outside;
        for group in groups {
            total = counts(
                total.agree + group.agree,
                total.disagree + group.disagree,
                total.pass + group.pass,
            );
        }
        let grouped: u32 = groups.iter().map(|group| group.seen()).sum();
        let sizes = Sizes {
            participants: told(total.seen()),
            eligible: told(grouped),
            groups: groups.iter().map(|group| told(group.seen())).collect(),
            complete,
        };
        let tally = StatementTally {
            total,
            groups: groups.to_vec(),
        };
        (tally, sizes)
    }

    #[test]
    fn counts_are_told_in_steps_of_five() {
        assert_eq!([0, 1, 4, 5, 9, 10, 38].map(told), [0, 0, 0, 5, 5, 10, 35]);
        assert!(!told_again(4) && told_again(5));
    }

    #[test]
    fn counts_that_would_bound_a_few_people_are_left_out() {
        // Five groups of four in favour: 20 in all, told as it is, would tell each of the fours.
        let (tally, sizes) = sizes_of(&[counts(4, 20, 0); 5], counts(0, 0, 0), false);
        let shown = published(&tally, &sizes);
        assert_eq!(shown.total, Some(counts(20, 100, 0)));
        assert!(shown.groups.iter().any(Option::is_none), "{shown:?}");
        // 9, 4 and 2 of 15 who all answered: at least two of the four would be known.
        let (tally, sizes) = sizes_of(&[counts(9, 4, 2), counts(20, 20, 20)], counts(0, 0, 0), true);
        assert_eq!(published(&tally, &sizes).groups[0], None);
        // Plenty on every side is told on every side.
        let (tally, sizes) = sizes_of(&[counts(38, 12, 7), counts(6, 50, 9)], counts(5, 5, 5), false);
        let shown = published(&tally, &sizes);
        assert_eq!(shown.groups, [Some(counts(35, 10, 5)), Some(counts(5, 50, 5))]);
    }

    /// Whether, of all tables that look the same from outside, every one has between one and four people in
    /// some cell: a search without the shortcuts of the rule.
    fn pinned(shown: &Published, sizes: &Sizes) -> bool {
        let cells = |counts: Option<Counts>, size: u32| -> Vec<Counts> {
            let range = |told: Option<u32>| match told {
                Some(told) => told..=told + 4,
                None => 0..=size + 4,
            };
            let told = counts.map(answers);
            let at = |index: usize| range(told.map(|told| told[index]));
            let mut all = Vec::new();
            for agree in at(0) {
                for disagree in at(1) {
                    for pass in at(2) {
                        let row = counts_of(agree, disagree, pass);
                        let least = if sizes.complete { size } else { 0 };
                        if (least..=size + 4).contains(&row.seen()) {
                            all.push(row);
                        }
                    }
                }
            }
            all
        };
        let (first, second) = (
            cells(shown.groups[0], sizes.groups[0]),
            cells(shown.groups[1], sizes.groups[1]),
        );
        // Which values each of the nine cells takes in some table without anybody outside the groups.
        let mut found = [[[false; 40]; 3]; 3];
        let mut any = false;
        for one in &first {
            for two in &second {
                let rows = [
                    *one,
                    *two,
                    counts_of(one.agree + two.agree, one.disagree + two.disagree, one.pass + two.pass),
                ];
                let fits = shown.total.is_none_or(|total| {
                    answers(total)
                        .iter()
                        .zip(answers(rows[2]))
                        .all(|(told, sum)| (*told..=told + 4).contains(&sum))
                });
                let seen = rows[2].seen();
                if fits && seen <= sizes.participants + 4 && (!sizes.complete || seen >= sizes.eligible) {
                    any = true;
                    for (row, found) in rows.iter().zip(&mut found) {
                        for (count, found) in answers(*row).iter().zip(found) {
                            found[(*count as usize).min(39)] = true;
                        }
                    }
                }
            }
        }
        let few = |values: &[bool; 40]| !values[0] && !values[5..].contains(&true);
        any && found.iter().flatten().any(few)
    }

    const fn counts_of(agree: u32, disagree: u32, pass: u32) -> Counts {
        Counts { agree, disagree, pass }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_search_through_all_tables_finds_a_cell_of_one_to_four(
            a in (0_u32..8, 0_u32..7, 0_u32..6),
            b in (0_u32..8, 0_u32..7, 0_u32..6),
            complete: bool,
        ) {
            let groups = [counts(a.0, a.1, a.2), counts(b.0, b.1, b.2)];
            let (tally, sizes) = sizes_of(&groups, counts(0, 0, 0), complete);
            let shown = published(&tally, &sizes);
            prop_assert!(!pinned(&shown, &sizes), "{groups:?} {shown:?}");
        }

        #[test]
        fn differences_of_told_counts_never_lie_between_one_and_four(before: u16, after: u16) {
            let [then, now] = [before, after].map(|count| i64::from(told(u32::from(count))));
            // All pairs that look the same.
            let differences = (now - then - SLACK)..=(now - then + SLACK);
            let zero_or_five = differences.clone().any(|d| d % 5 == 0);
            prop_assert!(zero_or_five && differences.contains(&(i64::from(after) - i64::from(before))));
        }
    }
}
