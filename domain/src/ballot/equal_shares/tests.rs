use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;
use proptest::prelude::*;

use super::*;
use crate::ballot::budget::BudgetBallot;

/// The textbook form: every voter's money as a fraction, every project looked at in every round.
fn textbook(budget: u64, costs: &[u64], ballots: &[BudgetBallot], satisfaction: Satisfaction) -> Vec<usize> {
    let voters: u64 = ballots.iter().map(|ballot| ballot.weight).sum();
    // Everything over one common denominator, as in the module for committees.
    let mut money: Vec<BigInt> = vec![BigInt::from(budget); ballots.len()];
    let mut unit = BigInt::from(voters);
    let mut selected = Vec::new();
    loop {
        let mut best: Option<(BigInt, BigInt, usize)> = None;
        for project in (0..costs.len()).filter(|project| !selected.contains(project)) {
            let given = |ballot: &BudgetBallot| {
                let found = ballot.points.iter().find(|(named, _)| *named == project);
                found.map_or(0, |(_, points)| *points)
            };
            let mut payers: Vec<(usize, u64)> = (0..ballots.len())
                .map(|voter| (voter, given(&ballots[voter])))
                .collect();
            payers.retain(|&(_, points)| points > 0);
            let mut rest = &unit * costs[project];
            loop {
                let points: u64 = payers
                    .iter()
                    .map(|&(voter, points)| points * ballots[voter].weight)
                    .sum();
                if points == 0 {
                    break;
                }
                let (poor, rich): (Vec<_>, Vec<_>) = payers
                    .iter()
                    .partition(|&&(voter, own)| &money[voter] * points < &rest * own);
                if poor.is_empty() {
                    let worth = match satisfaction {
                        Satisfaction::Cost => costs[project],
                        Satisfaction::Cardinality => 1,
                    };
                    let below = BigInt::from(points) * worth;
                    let better = best.as_ref().is_none_or(|(n, d, _)| &rest * d < n * &below);
                    if better {
                        best = Some((rest, below, project));
                    }
                    break;
                }
                for (voter, _) in poor {
                    rest -= &money[voter] * ballots[voter].weight;
                }
                payers = rich;
            }
        }
        let Some((above, below, project)) = best else {
            return selected;
        };
        let worth = match satisfaction {
            Satisfaction::Cost => costs[project],
            Satisfaction::Cardinality => 1,
        };
        unit *= &below;
        for (voter, ballot) in ballots.iter().enumerate() {
            money[voter] *= &below;
            if let Some((_, points)) = ballot.points.iter().find(|(named, _)| *named == project) {
                money[voter] = (&money[voter] - &above * points * worth).max(BigInt::zero());
            }
        }
        let common = money.iter().fold(unit.clone(), |common, own| common.gcd(own));
        unit /= &common;
        money.iter_mut().for_each(|own| *own /= &common);
        selected.push(project);
    }
}

fn polls() -> impl Strategy<Value = (u64, Vec<u64>, Vec<BudgetBallot>)> {
    let points = prop::collection::btree_map(0_usize..6, 1_u64..4, 0..5);
    let ballot = (1_u64..4, points).prop_map(|(weight, points)| BudgetBallot {
        weight,
        points: points.into_iter().collect(),
    });
    let money = |small: u64, large: u64| prop_oneof![1..small, 1..large];
    let costs = prop::collection::vec(money(30, 2_000_000_000), 6);
    (money(60, 5_000_000_000), costs, prop::collection::vec(ballot, 1..10))
}

fn small_polls() -> impl Strategy<Value = (u64, Vec<u64>, Vec<BudgetBallot>)> {
    polls().prop_map(|(budget, costs, ballots)| (budget % 60, costs.iter().map(|cost| cost % 30).collect(), ballots))
}

fn selected(poll: &BudgetPoll, satisfaction: Satisfaction, completion: Completion) -> Vec<usize> {
    let ties = TieOrder::as_listed(poll.costs.len());
    count(poll, satisfaction, completion, 1, &ties).unwrap().selected
}

proptest! {
    #[test]
    fn intervals_decide_as_fractions_do((budget, costs, ballots) in polls()) {
        for satisfaction in [Satisfaction::Cost, Satisfaction::Cardinality] {
            let poll = BudgetPoll::new(budget, costs.clone(), ballots.clone()).unwrap();
            let expected = textbook(budget, &costs, &ballots, satisfaction);
            prop_assert_eq!(selected(&poll, satisfaction, Completion::None), expected);
        }
    }

    /// With hardly any digits after the point nearly every question goes to the exact ledger.
    #[test]
    fn coarse_intervals_change_nothing((budget, costs, ballots) in polls()) {
        let poll = BudgetPoll::new(budget, costs.clone(), ballots).unwrap();
        let ties = TieOrder::as_listed(costs.len());
        for satisfaction in [Satisfaction::Cost, Satisfaction::Cardinality] {
            let mut setting = Setting::new(&poll, satisfaction, 1, &ties).unwrap();
            let projects = |setting: &Setting<'_>| -> Vec<(usize, u64)> {
                let mut run = Run::complete(setting, i128::from(budget) + 7, u64::MAX, true);
                let bought = (0..run.purchases.len()).map(|number| (run.purchases[number].project, run.price(number)));
                bought.collect()
            };
            let fine = projects(&setting);
            setting.shift = 0;
            prop_assert_eq!(projects(&setting), fine);
        }
    }

    #[test]
    fn nothing_is_overspent_and_the_order_of_the_votes_does_not_matter((budget, costs, ballots) in small_polls()) {
        let mut reversed = ballots.clone();
        reversed.reverse();
        let ties = TieOrder::as_listed(costs.len());
        let poll = BudgetPoll::new(budget, costs.clone(), ballots).unwrap();
        let other = BudgetPoll::new(budget, costs.clone(), reversed).unwrap();
        for completion in [Completion::None, Completion::Add1, Completion::Add1Greedy] {
            let outcome = count(&poll, Satisfaction::Cost, completion, 1, &ties).unwrap();
            prop_assert!(outcome.spent <= budget);
            let spent: u64 = outcome.selected.iter().map(|&project| costs[project]).sum();
            prop_assert_eq!(spent, outcome.spent);
            for (project, reason) in outcome.reasons.iter().enumerate() {
                prop_assert_eq!(reason.won(), outcome.selected.contains(&project));
                if let Reason::Short { cost, left, short_by, .. } = reason {
                    prop_assert!(*short_by > 0 && left + short_by == *cost);
                }
            }
            prop_assert_eq!(count(&other, Satisfaction::Cost, completion, 1, &ties).unwrap(), outcome);
        }
    }

    #[test]
    fn what_supporters_paid_and_have_left_is_what_they_had((budget, costs, ballots) in polls()) {
        let poll = BudgetPoll::new(budget * 100, costs.iter().map(|cost| cost * 100).collect(), ballots).unwrap();
        let ties = TieOrder::as_listed(poll.costs.len());
        let outcome = count(&poll, Satisfaction::Cost, Completion::None, 1, &ties).unwrap();
        for reason in &outcome.reasons {
            if let Reason::Short { support, left, spent_on, .. } = reason {
                let told = left + spent_on.iter().map(|spent| spent.amount).sum::<u64>();
                let had = support * poll.budget / poll.voters;
                // Each amount is cut on its own.
                prop_assert!(told <= had && had <= told + 1 + outcome.selected.len() as u64);
            }
        }
    }
}

#[test]
fn a_minority_with_its_share_gets_its_project() {
    let block = |weight, points: &[(usize, u64)]| BudgetBallot {
        weight,
        points: points.to_vec(),
    };
    let ballots = [block(70, &[(0, 1), (1, 1)]), block(30, &[(2, 1)])];
    let poll = BudgetPoll::new(10_000, vec![6_000, 3_500, 3_000], ballots).unwrap();
    let outcome = count(
        &poll,
        Satisfaction::Cost,
        Completion::Add1Greedy,
        100,
        &TieOrder::as_listed(3),
    )
    .unwrap();
    assert_eq!(outcome.selected, [0, 2]);
    let expected = Reason::Short {
        cost: 3_500,
        support: 70,
        left: 1_000,
        short_by: 2_500,
        spent_on: vec![Spent {
            project: 0,
            amount: 6_000,
        }],
        remainder: Some(1_000),
    };
    assert_eq!(outcome.reasons[1], expected);
}

#[test]
fn free_unsupported_and_oversized_projects_are_told_apart() {
    let ballots = [BudgetBallot::approval([0, 2])];
    let poll = BudgetPoll::new(10, vec![0, 5, 11], ballots).unwrap();
    let ties = TieOrder::as_listed(3);
    let outcome = count(&poll, Satisfaction::Cost, Completion::Add1, 1, &ties).unwrap();
    assert_eq!(outcome.selected, [0]);
    assert_eq!(outcome.reasons[1], Reason::NoSupport);
    assert_eq!(outcome.reasons[2], Reason::AboveBudget { cost: 11, budget: 10 });
    let refused = count(&poll, Satisfaction::Cost, Completion::Add1, 0, &ties);
    assert_eq!(refused, Err(BudgetError::NoIncrement));
}

#[test]
fn numbers_without_room_are_refused_and_a_poll_without_votes_funds_nothing() {
    let ties = TieOrder::as_listed(1);
    let many = BudgetBallot {
        weight: 1 << 40,
        points: vec![(0, 1_000_000)],
    };
    let poll = BudgetPoll::new(1_000_000_000_000_000, vec![1_000_000_000_000_000], [many]).unwrap();
    let refused = count(&poll, Satisfaction::Cost, Completion::None, 1, &ties);
    assert_eq!(refused, Err(BudgetError::TooLarge));
    let empty = BudgetPoll::new(10, vec![5], []).unwrap();
    assert_eq!(
        selected(&empty, Satisfaction::Cost, Completion::Add1),
        Vec::<usize>::new()
    );
}
