//! The Method of Equal Shares for a committee, completed by approval voting.
//!
//! Source: Peters and Skowron, "Proportionality and the Limits of Welfarism" (EC 2020), rule X:
//! every voter receives an equal share of the seats; a seat costs one. The option that its
//! supporters can buy at the lowest price per head is bought, supporters with less than the price
//! giving all that they have. Seats left over when nothing can be bought go by approvals.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::approval::{ApprovalBallot, complete, scores};
use super::{BallotError, MAX_COMMITTEES};

/// Money after some purchases. Everything is counted in the same ever finer unit, so that all
/// numbers stay whole; the common factor is taken out so that equal states are equal values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    bought: Vec<usize>,
    /// Money of one voter of every group.
    money: Vec<BigInt>,
    /// Price of a seat.
    seat: BigInt,
}

/// The price per head of an option: `numerator / payers`.
struct Price {
    numerator: BigInt,
    payers: u64,
}

/// Every committee that some order of resolving ties leads to, each sorted, the list sorted.
///
/// # Errors
/// [`BallotError`] for impossible ballots, fewer options than seats, or more than
/// [`MAX_COMMITTEES`] tied committees or states on the way.
pub fn tied_committees(
    options: usize,
    seats: usize,
    ballots: &[ApprovalBallot],
) -> Result<Vec<Vec<usize>>, BallotError> {
    let scores = scores(options, ballots)?;
    BallotError::check_seats(seats, options)?;
    let mut groups: BTreeMap<BTreeSet<usize>, u64> = BTreeMap::new();
    for ballot in ballots {
        let group = groups.entry(ballot.approved.iter().copied().collect()).or_insert(0);
        *group = group.checked_add(ballot.weight).ok_or(BallotError::TooManyVotes)?;
    }
    groups.retain(|_, weight| *weight > 0);
    let voters = groups.values().map(|&weight| BigInt::from(weight)).sum::<BigInt>();
    let groups: Vec<_> = groups.into_iter().collect();
    let start = State {
        bought: Vec::new(),
        money: vec![BigInt::from(seats); groups.len()],
        seat: voters,
    };

    let mut committees = BTreeSet::new();
    let mut open = BTreeSet::from([start]);
    while !open.is_empty() {
        if open.len() > MAX_COMMITTEES {
            return Err(BallotError::TooManyTies);
        }
        let mut next = BTreeSet::new();
        for state in open {
            let cheapest = if state.bought.len() < seats {
                cheapest(&state, options, &groups)
            } else {
                Vec::new()
            };
            if cheapest.is_empty() {
                committees.extend(complete(&state.bought, seats, &scores)?);
                if committees.len() > MAX_COMMITTEES {
                    return Err(BallotError::TooManyTies);
                }
            }
            for (option, price) in cheapest {
                next.insert(buy(&state, option, &price, &groups));
            }
        }
        open = next;
    }
    Ok(committees.into_iter().collect())
}

type Group = (BTreeSet<usize>, u64);

fn cheapest(state: &State, options: usize, groups: &[Group]) -> Vec<(usize, Price)> {
    let mut best: Vec<(usize, Price)> = Vec::new();
    for option in (0..options).filter(|option| !state.bought.contains(option)) {
        let Some(price) = price(state, option, groups) else {
            continue;
        };
        if let Some((_, lowest)) = best.first() {
            let order = (&price.numerator * lowest.payers).cmp(&(&lowest.numerator * price.payers));
            if order.is_gt() {
                continue;
            }
            if order.is_lt() {
                best.clear();
            }
        }
        best.push((option, price));
    }
    best
}

/// Who has less than the price gives all; the others share the rest.
fn price(state: &State, option: usize, groups: &[Group]) -> Option<Price> {
    let mut supporters: Vec<(&BigInt, u64)> = groups
        .iter()
        .zip(&state.money)
        .filter(|((approved, _), money)| approved.contains(&option) && !money.is_zero())
        .map(|((_, weight), money)| (money, *weight))
        .collect();
    supporters.sort();
    let mut payers: u64 = supporters.iter().map(|(_, weight)| weight).sum();
    let mut numerator = state.seat.clone();
    for (money, weight) in supporters {
        if money * payers >= numerator {
            return Some(Price { numerator, payers });
        }
        numerator -= money * weight;
        payers -= weight;
    }
    None
}

fn buy(state: &State, option: usize, price: &Price, groups: &[Group]) -> State {
    let finer = BigInt::from(price.payers);
    let mut bought = state.bought.clone();
    bought.push(option);
    bought.sort_unstable();
    let mut money: Vec<BigInt> = state.money.iter().map(|money| money * &finer).collect();
    for ((approved, _), money) in groups.iter().zip(&mut money) {
        if approved.contains(&option) {
            *money = (&*money - &price.numerator).max(BigInt::zero());
        }
    }
    let mut seat = &state.seat * finer;
    let common = money.iter().fold(seat.clone(), |common, money| common.gcd(money));
    if common > BigInt::one() {
        seat /= &common;
        money.iter_mut().for_each(|money| *money /= &common);
    }
    State { bought, money, seat }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_of_the_voters_gets_a_third_of_the_seats() {
        let block = |weight, approved: &[usize]| ApprovalBallot {
            weight,
            approved: approved.to_vec(),
        };
        let votes = [block(20, &[0, 1, 2]), block(10, &[3, 4, 5])];
        let committees = tied_committees(6, 3, &votes).unwrap();
        assert_eq!(committees.len(), 9);
        for committee in committees {
            assert_eq!(committee.iter().filter(|&&option| option >= 3).count(), 1);
        }
    }

    #[test]
    fn without_votes_every_committee_ties() {
        assert_eq!(tied_committees(3, 2, &[]).unwrap().len(), 3);
    }
}
