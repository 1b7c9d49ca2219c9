//! The plain rule beside which equal shares is shown: by satisfaction per cost while they fit.

use std::cmp::Ordering;

use super::budget::{BudgetOutcome, BudgetPoll, Satisfaction};
use super::explain::Reason;
use super::tie::TieOrder;

/// Funds projects in descending order of total satisfaction per cost, passing over what no longer
/// fits. With [`Satisfaction::Cost`] that is the order of approvals (points). A project without
/// any support is never funded.
pub fn count(poll: &BudgetPoll, satisfaction: Satisfaction, ties: &TieOrder) -> BudgetOutcome {
    let mut outcome = BudgetOutcome {
        selected: Vec::new(),
        spent: 0,
        reasons: vec![Reason::NoSupport; poll.costs.len()],
        increments: 0,
    };
    let everything: Vec<usize> = (0..poll.costs.len()).collect();
    for (project, reason) in fill(poll, satisfaction, ties, &everything, 0) {
        if reason.won() {
            outcome.selected.push(project);
            outcome.spent += poll.costs[project];
        }
        outcome.reasons[project] = reason;
    }
    outcome
}

/// Decides `open` projects one after the other when `spent` is already gone.
pub(super) fn fill(
    poll: &BudgetPoll,
    satisfaction: Satisfaction,
    ties: &TieOrder,
    open: &[usize],
    spent: u64,
) -> Vec<(usize, Reason)> {
    let mut order = open.to_vec();
    let points: Vec<u128> = (0..poll.costs.len()).map(|project| poll.points(project)).collect();
    order.sort_by(|&a, &b| {
        let density = |a: usize, b: usize| match satisfaction {
            Satisfaction::Cost => points[a].cmp(&points[b]),
            // Points below 2^60, costs below 2^50: the products fit.
            Satisfaction::Cardinality => {
                (points[a] * u128::from(poll.costs[b])).cmp(&(points[b] * u128::from(poll.costs[a])))
            }
        };
        free_first(poll, &points, a, b)
            .then_with(|| density(b, a))
            .then_with(|| ties.compare(a, b))
    });
    let mut left = poll.budget.saturating_sub(spent);
    let mut chosen: Vec<usize> = Vec::new();
    let mut decided = Vec::with_capacity(order.len());
    for (place, project) in (1..).zip(order) {
        let cost = poll.costs[project];
        let reason = if points[project] == 0 {
            Reason::NoSupport
        } else if cost > poll.budget {
            Reason::AboveBudget {
                cost,
                budget: poll.budget,
            }
        } else if cost <= left {
            left -= cost;
            chosen.push(project);
            Reason::Fitted {
                place,
                support: poll.support(project),
                left_before: left + cost,
            }
        } else {
            Reason::DoesNotFit {
                place,
                support: poll.support(project),
                left,
                short_by: cost - left,
                chosen_before: chosen.clone(),
            }
        };
        decided.push((project, reason));
    }
    decided
}

/// Projects that cost nothing and have support come first: their satisfaction per cost is
/// boundless. Those without support come last.
fn free_first(poll: &BudgetPoll, points: &[u128], a: usize, b: usize) -> Ordering {
    let class = |project: usize| match (points[project], poll.costs[project]) {
        (0, _) => 2,
        (_, 0) => 0,
        _ => 1,
    };
    class(a).cmp(&class(b))
}

#[cfg(test)]
mod tests {
    use super::super::budget::BudgetBallot;
    use super::*;

    #[test]
    fn what_does_not_fit_is_passed_over_and_told_why() {
        let ballots = [
            BudgetBallot::approval([0, 1]),
            BudgetBallot::approval([0, 1]),
            BudgetBallot::approval([0, 2]),
        ];
        let poll = BudgetPoll::new(100, vec![60, 50, 40, 1, 200], ballots).unwrap();
        let ties = TieOrder::as_listed(5);
        let outcome = count(&poll, Satisfaction::Cost, &ties);
        assert_eq!((outcome.selected, outcome.spent), (vec![0, 2], 100));
        let short = Reason::DoesNotFit {
            place: 2,
            support: 2,
            left: 40,
            short_by: 10,
            chosen_before: vec![0],
        };
        assert_eq!(outcome.reasons[1], short);
        assert_eq!(outcome.reasons[3], Reason::NoSupport);
        let outcome = count(&poll, Satisfaction::Cardinality, &ties);
        assert_eq!(outcome.selected, [0, 2]);
    }
}
