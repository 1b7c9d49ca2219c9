//! Ranked ballots, several seats: the single transferable vote by the Scottish rules.
//!
//! Source: The Scottish Local Government Elections Order 2007, schedule 1, rules 46 to 52
//! (weighted inclusive Gregory method). The quota is the whole part of votes / (seats + 1), plus
//! one. A surplus moves with *all* papers of the elected candidate, each at surplus × value /
//! total, cut after five decimals. Surpluses, the largest first, go before exclusions; an excluded
//! candidate's papers move at once at the value that they have. Ties look back to the latest
//! earlier stage at which they were apart; where there is none the Order draws a lot, here the
//! announced tie order takes its place.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::BallotError;
use super::tie::TieOrder;

/// A vote of this many units counts as one: five decimals.
pub const ONE_VOTE: u64 = 100_000;

/// A vote that puts candidates in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PreferenceBallot {
    /// How many people voted exactly so.
    pub weight: u64,
    /// Candidates, the first preference first, each at most once.
    pub order: Vec<usize>,
}

/// What happened at a stage of the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// First preferences were counted.
    FirstPreferences,
    /// The surplus of an elected candidate moved on.
    Surplus(usize),
    /// The candidate was excluded.
    Exclusion(usize),
}

/// A stage of the count, for the published record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// What happened.
    pub step: Step,
    /// Votes of every candidate after it, in units of 1/[`ONE_VOTE`].
    pub votes: Vec<u64>,
    /// Votes that found no further preference or were cut off so far, in units of 1/[`ONE_VOTE`].
    pub not_transferable: u64,
    /// Who was elected at this stage, in order.
    pub elected: Vec<usize>,
}

/// The outcome and its record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StvResult {
    /// Ballots with a preference for a candidate.
    pub valid: u64,
    /// Whole votes that elect.
    pub quota: u64,
    /// The elected candidates in the order of their election.
    pub elected: Vec<usize>,
    /// Every stage.
    pub stages: Vec<Stage>,
}

/// Counts the ballots. Candidates in `withdrawn` are passed over as if they stood on no ballot.
///
/// # Errors
/// [`BallotError`] for a candidate that does not exist or stands twice on a ballot, for more than
/// 2^40 votes, and for fewer candidates than seats.
pub fn count(
    candidates: usize,
    seats: usize,
    ballots: &[PreferenceBallot],
    withdrawn: &[usize],
    ties: &TieOrder,
) -> Result<StvResult, BallotError> {
    let mut status = vec![Status::Continuing; candidates];
    for &candidate in withdrawn {
        *status.get_mut(candidate).ok_or(BallotError::NoSuchOption {
            ballot: 0,
            option: candidate,
        })? = Status::Excluded;
    }
    let standing = status.iter().filter(|&&status| status == Status::Continuing).count();
    BallotError::check_seats(seats, standing)?;
    let papers = gather(candidates, ballots, &status)?;
    let valid = papers
        .iter()
        .try_fold(0_u64, |sum, paper| sum.checked_add(paper.count))
        .filter(|&valid| valid < 1 << 40)
        .ok_or(BallotError::TooManyVotes)?;
    let mut count = Count {
        seats,
        quota: valid / (seats as u64 + 1) + 1,
        ties,
        status,
        votes: vec![0; candidates],
        piles: vec![Vec::new(); candidates],
        not_transferable: 0,
        elected: Vec::new(),
        stages: Vec::new(),
    };
    count.run(papers);
    Ok(StvResult {
        valid,
        quota: count.quota,
        elected: count.elected,
        stages: count.stages,
    })
}

/// Equal ballots as one pile, without candidates who do not stand.
fn gather(candidates: usize, ballots: &[PreferenceBallot], status: &[Status]) -> Result<Vec<Paper>, BallotError> {
    let mut papers: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
    let mut seen = vec![0_usize; candidates];
    for (index, ballot) in ballots.iter().enumerate() {
        for &option in &ballot.order {
            let mark = seen
                .get_mut(option)
                .ok_or(BallotError::NoSuchOption { ballot: index, option })?;
            if std::mem::replace(mark, index + 1) == index + 1 {
                return Err(BallotError::Repeated { ballot: index, option });
            }
        }
        let standing = |option: &usize| status[*option] == Status::Continuing;
        let order: Vec<usize> = ballot.order.iter().copied().filter(standing).collect();
        if !order.is_empty() && ballot.weight > 0 {
            let pile = papers.entry(order).or_insert(0);
            *pile = pile.checked_add(ballot.weight).ok_or(BallotError::TooManyVotes)?;
        }
    }
    let paper = |(order, count)| Paper {
        order,
        count,
        value: ONE_VOTE,
    };
    Ok(papers.into_iter().map(paper).collect())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Continuing,
    Elected { surplus_moved: bool },
    Excluded,
}

#[derive(Clone, Debug)]
struct Paper {
    order: Vec<usize>,
    count: u64,
    /// Value of each paper.
    value: u64,
}

struct Count<'a> {
    seats: usize,
    quota: u64,
    ties: &'a TieOrder,
    status: Vec<Status>,
    votes: Vec<u64>,
    piles: Vec<Vec<Paper>>,
    not_transferable: u64,
    elected: Vec<usize>,
    stages: Vec<Stage>,
}

impl Count<'_> {
    fn run(&mut self, papers: Vec<Paper>) {
        self.hand_over(papers);
        self.close(Step::FirstPreferences);
        while self.elected.len() < self.seats {
            if let Some(candidate) = self.largest_surplus() {
                self.move_surplus(candidate);
            } else if let Some(candidate) = self.lowest() {
                self.exclude(candidate);
            } else {
                break;
            }
        }
    }

    fn continuing(&self) -> Vec<usize> {
        let standing = |candidate: &usize| self.status[*candidate] == Status::Continuing;
        (0..self.status.len()).filter(standing).collect()
    }

    /// Gives every paper to its next continuing candidate.
    fn hand_over(&mut self, papers: Vec<Paper>) {
        for paper in papers {
            let mut order = paper.order.iter().copied();
            let worth = paper.value * paper.count;
            match order.find(|&candidate| self.status[candidate] == Status::Continuing) {
                Some(next) => {
                    self.votes[next] += worth;
                    self.piles[next].push(paper);
                }
                None => self.not_transferable += worth,
            }
        }
    }

    fn move_surplus(&mut self, candidate: usize) {
        let total = self.votes[candidate];
        let surplus = total - self.quota * ONE_VOTE;
        self.status[candidate] = Status::Elected { surplus_moved: true };
        let mut papers = std::mem::take(&mut self.piles[candidate]);
        let mut moved = 0;
        for paper in &mut papers {
            let value = u128::from(surplus) * u128::from(paper.value) / u128::from(total);
            paper.value = u64::try_from(value).unwrap_or(paper.value);
            moved += paper.value * paper.count;
        }
        self.votes[candidate] = total - surplus;
        self.not_transferable += surplus - moved;
        self.hand_over(papers);
        self.close(Step::Surplus(candidate));
    }

    fn exclude(&mut self, candidate: usize) {
        self.status[candidate] = Status::Excluded;
        self.votes[candidate] = 0;
        let papers = std::mem::take(&mut self.piles[candidate]);
        self.hand_over(papers);
        self.close(Step::Exclusion(candidate));
    }

    /// Declares who is elected after a stage and records it.
    fn close(&mut self, step: Step) {
        let continuing = self.continuing();
        let open = self.seats - self.elected.len();
        let mut elected: Vec<usize> = if continuing.len() <= open {
            continuing
        } else {
            let reached = |candidate: &usize| self.votes[*candidate] >= self.quota * ONE_VOTE;
            continuing.into_iter().filter(reached).collect()
        };
        elected.sort_by(|&a, &b| self.compare(b, a));
        for &candidate in &elected {
            self.status[candidate] = Status::Elected { surplus_moved: false };
        }
        self.elected.extend(&elected);
        // Candidates who take the last seats without opposition are elected at the same stage.
        let continuing = self.continuing();
        let open = self.seats - self.elected.len();
        if open > 0 && continuing.len() <= open {
            let mut last = continuing;
            last.sort_by(|&a, &b| self.compare(b, a));
            for &candidate in &last {
                self.status[candidate] = Status::Elected { surplus_moved: false };
            }
            self.elected.extend(&last);
            elected.extend(last);
        }
        self.stages.push(Stage {
            step,
            votes: self.votes.clone(),
            not_transferable: self.not_transferable,
            elected,
        });
    }

    /// By votes now, then at earlier stages from the latest to the first, then by the tie order
    /// (whose first is the greater).
    fn compare(&self, a: usize, b: usize) -> Ordering {
        let earlier = |order: Ordering, stage: &Stage| order.then(stage.votes[a].cmp(&stage.votes[b]));
        let now = self.votes[a].cmp(&self.votes[b]);
        self.stages
            .iter()
            .rev()
            .fold(now, earlier)
            .then_with(|| self.ties.compare(b, a))
    }

    fn largest_surplus(&self) -> Option<usize> {
        let waiting = |candidate: &usize| {
            self.status[*candidate] == Status::Elected { surplus_moved: false }
                && self.votes[*candidate] > self.quota * ONE_VOTE
        };
        (0..self.status.len())
            .filter(waiting)
            .max_by(|&a, &b| self.compare(a, b))
    }

    fn lowest(&self) -> Option<usize> {
        self.continuing().into_iter().min_by(|&a, &b| self.compare(a, b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ballot(weight: u64, order: &[usize]) -> PreferenceBallot {
        PreferenceBallot {
            weight,
            order: order.to_vec(),
        }
    }

    #[test]
    fn a_surplus_moves_with_all_papers_at_a_fraction() {
        let ballots = [ballot(7, &[0, 1]), ballot(2, &[1]), ballot(2, &[2])];
        let result = count(3, 2, &ballots, &[], &TieOrder::as_listed(3)).unwrap();
        assert_eq!((result.valid, result.quota), (11, 4));
        assert_eq!(result.elected, [0, 1]);
        // 3 / 7 cut after five decimals is 0.42857; seven papers.
        assert_eq!(result.stages[1].votes, [400_000, 499_999, 200_000]);
        assert_eq!(result.stages[1].not_transferable, 1);
    }

    #[test]
    fn a_tie_at_exclusion_looks_back_and_then_goes_by_the_order() {
        let ballots = [ballot(5, &[0]), ballot(2, &[1]), ballot(2, &[2]), ballot(4, &[3])];
        let result = count(4, 1, &ballots, &[], &TieOrder::by_text(&["a", "z", "c", "d"])).unwrap();
        assert_eq!(result.stages[1].step, Step::Exclusion(1));
        let back = [ballot(5, &[0]), ballot(3, &[1]), ballot(2, &[2]), ballot(1, &[3, 2])];
        let result = count(4, 1, &back, &[], &TieOrder::by_text(&["a", "z", "c", "d"])).unwrap();
        assert_eq!(result.stages[1].step, Step::Exclusion(3));
        assert_eq!(result.stages[2].step, Step::Exclusion(2));
    }

    #[test]
    fn withdrawn_candidates_and_empty_ballots_do_not_count() {
        let ballots = [ballot(3, &[0, 1]), ballot(9, &[]), ballot(1, &[0])];
        let result = count(3, 1, &ballots, &[0], &TieOrder::as_listed(3)).unwrap();
        assert_eq!((result.valid, result.elected), (3, vec![1]));
    }

    proptest! {
        #[test]
        fn seats_are_filled_nothing_is_lost_and_the_order_of_ballots_does_not_matter(
            votes in prop::collection::vec((1_u64..5, Just(vec![0, 1, 2, 3, 4]).prop_shuffle(), 1_usize..6), 0..20),
            seats in 1_usize..5,
        ) {
            let mut ballots: Vec<_> = votes.iter().map(|(weight, order, length)| ballot(*weight, &order[..*length])).collect();
            let ties = TieOrder::as_listed(5);
            let result = count(5, seats, &ballots, &[], &ties).unwrap();
            prop_assert_eq!(result.elected.len(), seats);
            for stage in &result.stages {
                let sum = stage.votes.iter().sum::<u64>() + stage.not_transferable;
                prop_assert_eq!(sum, result.valid * ONE_VOTE);
            }
            ballots.reverse();
            prop_assert_eq!(count(5, seats, &ballots, &[], &ties).unwrap(), result);
        }
    }
}
