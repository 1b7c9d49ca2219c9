//! Approval voting: the most approvals win, for one seat or several.

use super::BallotError;
use super::tie::TieOrder;

/// A vote that names any number of options, all alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApprovalBallot {
    /// How many people voted exactly so.
    pub weight: u64,
    /// The approved options, in any order, each once.
    pub approved: Vec<usize>,
}

impl ApprovalBallot {
    /// The vote of one person.
    pub fn single(approved: impl Into<Vec<usize>>) -> Self {
        Self {
            weight: 1,
            approved: approved.into(),
        }
    }
}

/// Approvals of every option.
///
/// # Errors
/// [`BallotError`] for an option that does not exist or stands twice on a ballot.
pub fn scores(options: usize, ballots: &[ApprovalBallot]) -> Result<Vec<u64>, BallotError> {
    let mut scores = vec![0_u64; options];
    let mut seen = vec![0_usize; options];
    for (index, ballot) in ballots.iter().enumerate() {
        for &option in &ballot.approved {
            let mark = seen
                .get_mut(option)
                .ok_or(BallotError::NoSuchOption { ballot: index, option })?;
            if std::mem::replace(mark, index + 1) == index + 1 {
                return Err(BallotError::Repeated { ballot: index, option });
            }
            scores[option] = scores[option]
                .checked_add(ballot.weight)
                .ok_or(BallotError::TooManyVotes)?;
        }
    }
    Ok(scores)
}

/// The elected options, most approvals first, ties resolved by `ties`.
///
/// # Errors
/// [`BallotError`] as [`scores`], and when there are fewer options than seats.
pub fn elect(
    options: usize,
    seats: usize,
    ballots: &[ApprovalBallot],
    ties: &TieOrder,
) -> Result<Vec<usize>, BallotError> {
    let scores = scores(options, ballots)?;
    BallotError::check_seats(seats, options)?;
    let mut order: Vec<usize> = (0..options).collect();
    order.sort_by(|&a, &b| scores[b].cmp(&scores[a]).then_with(|| ties.compare(a, b)));
    order.truncate(seats);
    Ok(order)
}

/// Every committee that ties for the most approvals, each sorted, the list sorted.
///
/// # Errors
/// [`BallotError`] as [`elect`], and when more than [`super::MAX_COMMITTEES`] tie.
pub fn tied_committees(
    options: usize,
    seats: usize,
    ballots: &[ApprovalBallot],
) -> Result<Vec<Vec<usize>>, BallotError> {
    let scores = scores(options, ballots)?;
    BallotError::check_seats(seats, options)?;
    complete(&[], seats, &scores)
}

/// All ways to fill `begun` up to `seats` with the highest scores among the others.
pub(super) fn complete(begun: &[usize], seats: usize, scores: &[u64]) -> Result<Vec<Vec<usize>>, BallotError> {
    let open = seats.saturating_sub(begun.len());
    let mut rest: Vec<usize> = (0..scores.len()).filter(|option| !begun.contains(option)).collect();
    rest.sort_by(|&a, &b| scores[b].cmp(&scores[a]).then(a.cmp(&b)));
    let mut sure = begun.to_vec();
    let mut tied = Vec::new();
    if let Some(&last) = open.checked_sub(1).and_then(|last| rest.get(last)) {
        sure.extend(rest.iter().filter(|&&option| scores[option] > scores[last]));
        tied.extend(rest.iter().filter(|&&option| scores[option] == scores[last]));
    }
    tied.sort_unstable();
    let mut committees = Vec::new();
    choose(&tied, seats.saturating_sub(sure.len()), &mut sure, &mut committees)?;
    committees.sort();
    Ok(committees)
}

/// Adds every subset of `from` with `count` members to `chosen`.
fn choose(
    from: &[usize],
    count: usize,
    chosen: &mut Vec<usize>,
    found: &mut Vec<Vec<usize>>,
) -> Result<(), BallotError> {
    if count == 0 {
        if found.len() >= super::MAX_COMMITTEES {
            return Err(BallotError::TooManyTies);
        }
        let mut committee = chosen.clone();
        committee.sort_unstable();
        found.push(committee);
        return Ok(());
    }
    for (index, &option) in from.iter().enumerate() {
        if from.len() - index < count {
            break;
        }
        chosen.push(option);
        choose(&from[index + 1..], count - 1, chosen, found)?;
        chosen.pop();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ballots(votes: &[&[usize]]) -> Vec<ApprovalBallot> {
        votes.iter().map(|&vote| ApprovalBallot::single(vote)).collect()
    }

    #[test]
    fn ties_go_by_the_announced_order_and_are_all_listed() {
        let votes = ballots(&[&[0, 1], &[1, 2], &[1, 3], &[3]]);
        assert_eq!(scores(4, &votes), Ok(vec![1, 3, 1, 2]));
        let ties = TieOrder::by_text(&["d", "c", "b", "a"]);
        assert_eq!(elect(4, 3, &votes, &ties), Ok(vec![1, 3, 2]));
        assert_eq!(tied_committees(4, 3, &votes), Ok(vec![vec![0, 1, 3], vec![1, 2, 3]]));
        assert_eq!(tied_committees(4, 0, &votes), Ok(vec![vec![]]));
    }

    #[test]
    fn impossible_ballots_are_refused() {
        let repeated = BallotError::Repeated { ballot: 1, option: 2 };
        assert_eq!(scores(3, &ballots(&[&[2], &[2, 2]])), Err(repeated));
        let unknown = BallotError::NoSuchOption { ballot: 0, option: 3 };
        assert_eq!(scores(3, &ballots(&[&[3]])), Err(unknown));
        let seats = BallotError::TooManySeats { seats: 4, options: 3 };
        assert_eq!(tied_committees(3, 4, &[]), Err(seats));
        assert_eq!(tied_committees(60, 30, &[]), Err(BallotError::TooManyTies));
    }

    proptest! {
        #[test]
        fn more_approvals_for_a_winner_never_make_it_lose(
            masks in prop::collection::vec(0_u32..64, 1..12),
            seats in 1_usize..5,
            lucky in 0_usize..12,
        ) {
            let mut votes: Vec<ApprovalBallot> = masks
                .iter()
                .map(|mask| ApprovalBallot::single((0..6).filter(|bit| mask >> bit & 1 == 1).collect::<Vec<_>>()))
                .collect();
            let ties = TieOrder::as_listed(6);
            let before = elect(6, seats, &votes, &ties).unwrap();
            for &winner in &before {
                let index = lucky % votes.len();
                if !votes[index].approved.contains(&winner) {
                    votes[index].approved.push(winner);
                    prop_assert!(elect(6, seats, &votes, &ties).unwrap().contains(&winner));
                    votes[index].approved.pop();
                }
            }
            votes.reverse();
            prop_assert_eq!(elect(6, seats, &votes, &ties).unwrap(), before);
        }
    }
}
