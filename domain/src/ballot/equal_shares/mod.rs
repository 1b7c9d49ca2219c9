//! The Method of Equal Shares: every voter has an equal share of the budget, and projects are
//! bought by their supporters.
//!
//! Source: Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive
//! Utilities" (NeurIPS 2021). In every round the project with the lowest price per satisfaction is
//! bought: its supporters pay in proportion to their satisfaction, and those who cannot pay their
//! part give all that they have. Because shares of voters whose projects fail stay unspent, the
//! result is completed: by raising everybody's share step by step as long as what is bought stays
//! within the real budget, then by funding what still fits.

mod exact;
mod run;

use std::cmp::Reverse;

use super::budget::{BudgetError, BudgetOutcome, BudgetPoll, Satisfaction};
use super::explain::{Reason, Spent};
use super::greedy_budget;
use super::tie::TieOrder;
use run::{Run, Setting};

/// What is done with money that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Completion {
    /// Nothing.
    None,
    /// Everybody's share is raised by the increment again and again; the last result within the
    /// budget before the first that overspends counts, or the first to which nothing can be added
    /// (as in Assen and Świecie).
    Add1,
    /// As [`Completion::Add1`]; then what still fits, by satisfaction per cost.
    Add1Greedy,
}

/// Counts a poll. `increment` is the step, in minor units per voter, by which the completion raises
/// the shares: one unit of the currency in the elections named above. Ties between equal prices
/// go by `ties`.
///
/// Projects that cost more than the whole budget or have no support take no part, so that they can
/// neither end the completion early nor be funded out of what is left. (pabutools lets an unaffordable
/// project end the completion and its greedy rule funds projects without votes; in the elections
/// that were compared neither occurs.)
///
/// The completion counts the poll once for each increment, at most the sum of all costs divided by
/// the increment times; in real elections some hundred times.
///
/// # Errors
/// [`BudgetError::TooLarge`] if the numbers leave no room for exact arithmetic,
/// [`BudgetError::NoIncrement`] if a completion is asked for with an increment of 0.
pub fn count(
    poll: &BudgetPoll,
    satisfaction: Satisfaction,
    completion: Completion,
    increment: u64,
    ties: &TieOrder,
) -> Result<BudgetOutcome, BudgetError> {
    if completion != Completion::None && increment == 0 {
        return Err(BudgetError::NoIncrement);
    }
    let setting = Setting::new(poll, satisfaction, increment, ties)?;
    let increments = match completion {
        Completion::None => 0,
        Completion::Add1 | Completion::Add1Greedy => last_within_budget(&setting, increment),
    };
    let share = share_after(poll, increment, increments);
    let mut run = Run::complete(&setting, share, poll.budget, true);
    let mut outcome = BudgetOutcome {
        selected: Vec::new(),
        spent: run.spent,
        reasons: vec![Reason::NoSupport; poll.costs.len()],
        increments,
    };
    for project in 0..poll.costs.len() {
        if poll.costs[project] == 0 && !poll.supporters[project].is_empty() {
            outcome.selected.push(project);
            outcome.reasons[project] = Reason::FreeOfCost;
        }
    }
    explain_bought(&mut run, &mut outcome);
    explain_lost(poll, &mut run, &mut outcome);
    if completion == Completion::Add1Greedy {
        complete_greedily(poll, satisfaction, ties, &mut outcome);
    }
    Ok(outcome)
}

/// A voter's share in account units: an equal part of the budget plus the increments.
fn share_after(poll: &BudgetPoll, increment: u64, increments: u64) -> i128 {
    i128::from(poll.budget) + i128::from(increment) * i128::from(increments) * i128::from(poll.voters)
}

/// Number of increments whose result counts.
fn last_within_budget(setting: &Setting<'_>, increment: u64) -> u64 {
    let poll = setting.poll;
    let mut increments = 0;
    loop {
        let run = Run::complete(setting, share_after(poll, increment, increments), poll.budget, false);
        if run.spent > poll.budget {
            // Without any increment nobody can overspend, the shares being the budget.
            return increments.saturating_sub(1);
        }
        let left = poll.budget - run.spent;
        let bought = |project: usize| run.purchases.iter().any(|purchase| purchase.project == project);
        let addable = |&project: &usize| poll.costs[project] <= left && !bought(project);
        if !setting.eligible.iter().any(addable) {
            return increments;
        }
        increments += 1;
    }
}

fn explain_bought(run: &mut Run<'_>, outcome: &mut BudgetOutcome) {
    let poll_weight = |run: &Run<'_>, number: usize, only_poor: bool| -> u64 {
        let payers = &run.purchases[number].payers;
        let counted = payers.iter().filter(|payer| !only_poor || payer.gave_all);
        counted.map(|payer| run.weight(payer.group)).sum()
    };
    for number in 0..run.purchases.len() {
        let project = run.purchases[number].project;
        outcome.selected.push(project);
        outcome.reasons[project] = Reason::Bought {
            round: number + 1,
            payers: poll_weight(run, number, false),
            price: run.price(number),
            gave_all: poll_weight(run, number, true),
        };
    }
}

fn explain_lost(poll: &BudgetPoll, run: &mut Run<'_>, outcome: &mut BudgetOutcome) {
    let mut supports = vec![false; poll.groups.len()];
    for project in 0..poll.costs.len() {
        let cost = poll.costs[project];
        if outcome.reasons[project].won() || poll.supporters[project].is_empty() {
            continue;
        }
        if cost > poll.budget {
            outcome.reasons[project] = Reason::AboveBudget {
                cost,
                budget: poll.budget,
            };
            continue;
        }
        supports.fill(false);
        for &(_, group) in &poll.supporters[project] {
            supports[group as usize] = true;
        }
        let mut spent_on = Vec::new();
        for number in 0..run.purchases.len() {
            let amount = run.paid(number, |group| supports[group as usize]);
            if amount > 0 {
                spent_on.push(Spent {
                    project: run.purchases[number].project,
                    amount,
                });
            }
        }
        spent_on.sort_by_key(|spent| Reverse(spent.amount));
        let left = run.left(project);
        outcome.reasons[project] = Reason::Short {
            cost,
            support: poll.support(project),
            left,
            short_by: cost.saturating_sub(left),
            spent_on,
            remainder: None,
        };
    }
}

fn complete_greedily(poll: &BudgetPoll, satisfaction: Satisfaction, ties: &TieOrder, outcome: &mut BudgetOutcome) {
    let open: Vec<usize> = (0..poll.costs.len())
        .filter(|&project| matches!(outcome.reasons[project], Reason::Short { .. }))
        .collect();
    for (project, reason) in greedy_budget::fill(poll, satisfaction, ties, &open, outcome.spent) {
        match (reason, &mut outcome.reasons[project]) {
            (Reason::DoesNotFit { left, .. }, Reason::Short { remainder, .. }) => *remainder = Some(left),
            (reason, slot) => {
                if reason.won() {
                    outcome.selected.push(project);
                    outcome.spent += poll.costs[project];
                    *slot = reason;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
