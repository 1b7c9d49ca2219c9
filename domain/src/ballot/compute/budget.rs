//! Budget elections from Pabulib files.

use serde::Serialize;

use super::{BudgetRule, ComputeError};
use crate::ballot::budget::{BudgetBallot, BudgetPoll, Satisfaction};
use crate::ballot::equal_shares::{self, Completion};
use crate::ballot::explain::{Currency, Reason};
use crate::ballot::file::pb::{self, PbFile, VoteType};
use crate::ballot::greedy_budget;
use crate::ballot::ratio::Ratio;
use crate::ballot::tie::TieOrder;

/// The result of a budget election.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BudgetResult {
    /// Ids of the funded projects, sorted as text.
    pub selected: Vec<String>,
    /// The same in the order in which they were chosen.
    pub order: Vec<String>,
    /// What they cost together, in units of the currency.
    pub spent: Ratio,
    /// The budget, in units of the currency.
    pub budget: Ratio,
    /// By how many units of the currency every voter's share was raised.
    pub increments: u64,
    /// Every project in the order of the file.
    pub projects: Vec<ProjectResult>,
}

/// What became of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProjectResult {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is funded.
    pub won: bool,
    /// Why, in Chinese, then in English.
    pub why: String,
    /// Why, for machines: projects as indices into this list, amounts in minor units.
    pub reason: Reason,
}

/// Points are counted in parts of this size at the finest.
const FINEST: i128 = 1_000_000;

/// Counts a Pabulib file. `completion` matters for equal shares only.
///
/// An ordinal vote gives its first project as many points as the longest vote has places, the next
/// one less, and so on.
///
/// # Errors
/// [`ComputeError`] if the file cannot be read or counted.
pub fn budget(
    text: &str,
    rule: BudgetRule,
    satisfaction: Satisfaction,
    completion: Completion,
) -> Result<BudgetResult, ComputeError> {
    let file = pb::parse(text)?;
    let (poll, currency) = poll(&file)?;
    let unit = 10_u64.pow(currency.decimals);
    let ids: Vec<&str> = file.projects.iter().map(|project| project.id.as_str()).collect();
    let ties = TieOrder::by_text(&ids);
    let outcome = match rule {
        BudgetRule::EqualShares => equal_shares::count(&poll, satisfaction, completion, unit, &ties)?,
        BudgetRule::Greedy => greedy_budget::count(&poll, satisfaction, &ties),
    };
    let order: Vec<String> = outcome
        .selected
        .iter()
        .map(|&project| ids[project].to_owned())
        .collect();
    let mut selected = order.clone();
    selected.sort();
    let name = |project: usize| {
        let project = &file.projects[project];
        if project.name.is_empty() {
            &project.id
        } else {
            &project.name
        }
        .clone()
    };
    let told = file
        .projects
        .iter()
        .zip(outcome.reasons)
        .map(|(project, reason)| ProjectResult {
            id: project.id.clone(),
            name: project.name.clone(),
            won: reason.won(),
            why: format!("{} {}", reason.zh(name, &currency), reason.en(name, &currency)),
            reason,
        });
    Ok(BudgetResult {
        selected,
        order,
        spent: Ratio::new(i128::from(outcome.spent), i128::from(unit)).unwrap_or(Ratio::ZERO),
        budget: file.budget,
        increments: outcome.increments,
        projects: told.collect(),
    })
}

/// The poll of a file, all amounts in minor units, and how these are written.
///
/// # Errors
/// [`ComputeError::Amount`] for amounts with more than six decimals, [`ComputeError::Budget`] for
/// amounts or points above the limits.
pub fn poll(file: &PbFile) -> Result<(BudgetPoll, Currency), ComputeError> {
    let amounts = || file.projects.iter().map(|project| project.cost).chain([file.budget]);
    let fits = |decimals: u32| amounts().all(|amount| 10_i128.pow(decimals) % amount.denominator() == 0);
    let finest = || {
        amounts()
            .max_by_key(|amount| amount.denominator())
            .unwrap_or(Ratio::ZERO)
    };
    let decimals = (2..=6)
        .find(|&decimals| fits(decimals))
        .ok_or_else(|| ComputeError::Amount(finest()))?;
    let unit = 10_i64.pow(decimals);
    let costs = file.projects.iter().map(|project| whole(project.cost, unit));
    let ballots = ballots(file)?;
    let poll = BudgetPoll::new(whole(file.budget, unit)?, costs.collect::<Result<_, _>>()?, ballots)?;
    let sign = match file.meta("currency").unwrap_or("CNY") {
        "CNY" => "¥".to_owned(),
        code => format!("{code} "),
    };
    Ok((poll, Currency { sign, decimals }))
}

fn ballots(file: &PbFile) -> Result<Vec<BudgetBallot>, ComputeError> {
    let places = file.votes.iter().map(Vec::len).max().unwrap_or(0) as u64;
    let given = || file.votes.iter().flatten().map(|(_, points)| *points);
    let mut scale = 1_i128;
    for points in given() {
        let divided = Some(points.denominator()).filter(|&below| below <= FINEST);
        scale = divided.map_or(i128::MAX, |below| num_integer::lcm(scale, below));
        if scale > FINEST {
            return Err(ComputeError::Amount(points));
        }
    }
    let scale = i64::try_from(scale).unwrap_or(1);
    let ballot = |vote: &Vec<(usize, Ratio)>| -> Result<BudgetBallot, ComputeError> {
        let points = vote.iter().zip(0..).map(|(&(project, points), place)| {
            let points = match file.vote_type {
                VoteType::Ordinal => places - place,
                _ => whole(points, scale)?,
            };
            Ok((project, points))
        });
        Ok(BudgetBallot {
            weight: 1,
            points: points.collect::<Result<_, ComputeError>>()?,
        })
    };
    file.votes.iter().map(ballot).collect()
}

/// `amount × unit` as a whole number.
fn whole(amount: Ratio, unit: i64) -> Result<u64, ComputeError> {
    let scaled = amount.checked_mul(Ratio::integer(unit));
    let whole = scaled.filter(|scaled| scaled.denominator() == 1);
    let whole = whole.and_then(|scaled| u64::try_from(scaled.numerator()).ok());
    whole.ok_or(ComputeError::Amount(amount))
}
