//! Counts of published election files: text and options in, a result that can be printed as JSON
//! out. Ties go by project id as text, or by the number of the candidate.

use serde::Serialize;
use thiserror::Error;

use super::BallotError;
use super::approval;
use super::approval_shares;
use super::budget::{BudgetBallot, BudgetError, BudgetPoll, Satisfaction};
use super::equal_shares::{self, Completion};
use super::explain::{Currency, Reason};
use super::file::blt::PreferenceFile;
use super::file::pb::{PbFile, VoteType};
use super::file::{FileError, abc, blt, debian, pb};
use super::greedy_budget;
use super::ratio::Ratio;
use super::schulze::{self, RankedBallot};
use super::stv::{self, PreferenceBallot, StvResult};
use super::tie::TieOrder;

/// Why a file could not be counted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ComputeError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The votes cannot be counted.
    #[error(transparent)]
    Ballot(#[from] BallotError),
    /// The budget ballot cannot be counted.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// A cost or a number of points is too large or too finely divided.
    #[error("{0} is too large or too finely divided to be counted")]
    Amount(Ratio),
    /// The rule needs strict orders and a vote has equal ranks.
    #[error("vote {0}: the single transferable vote needs a strict order")]
    EqualRanks(usize),
    /// An option has no such value.
    #[error("{option}: {text:?} is not one of {known}")]
    Option {
        /// Name of the option.
        option: &'static str,
        /// Value as given.
        text: String,
        /// Values that there are.
        known: &'static str,
    },
}

macro_rules! parsed {
    ($name:ident, $option:literal, $known:literal, $($text:literal => $value:expr),+ $(,)?) => {
        impl $name {
            /// Reads the value of a command line option.
            ///
            /// # Errors
            #[doc = concat!("[`ComputeError::Option`] for anything but ", $known, ".")]
            pub fn parse(text: &str) -> Result<Self, ComputeError> {
                match text {
                    $($text => Ok($value),)+
                    _ => Err(ComputeError::Option {
                        option: $option,
                        text: text.to_owned(),
                        known: $known,
                    }),
                }
            }
        }
    };
}

/// Which rule decides a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BudgetRule {
    /// The Method of Equal Shares.
    EqualShares,
    /// By satisfaction per cost while they fit.
    Greedy,
}

/// Which rule decides over rankings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RankedRule {
    /// Schulze 2011.
    Schulze,
    /// The single transferable vote by the Scottish rules.
    Stv,
}

/// Which rule decides over approvals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApprovalRule {
    /// Most approvals.
    Av,
    /// Equal shares, completed by approvals.
    EqualSharesWithAvCompletion,
}

parsed!(BudgetRule, "rule", "equal-shares, greedy",
    "equal-shares" => Self::EqualShares, "greedy" => Self::Greedy);
parsed!(Satisfaction, "satisfaction", "cost, cardinality",
    "cost" => Self::Cost, "cardinality" => Self::Cardinality);
parsed!(Completion, "completion", "none, add1, add1-greedy",
    "none" => Self::None, "add1" => Self::Add1, "add1-greedy" => Self::Add1Greedy);
parsed!(RankedRule, "rule", "schulze, stv",
    "schulze" => Self::Schulze, "stv" => Self::Stv);
parsed!(ApprovalRule, "rule", "av, equal-shares-with-av-completion",
    "av" => Self::Av, "equal-shares-with-av-completion" => Self::EqualSharesWithAvCompletion);

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
    let mut scale = 1;
    for points in given() {
        scale = num_integer::lcm(scale, points.denominator());
        if scale > 1_000_000 {
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

/// The result of a count of rankings. Candidates are named by index into `candidates`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankedResult {
    /// Names of the candidates.
    pub candidates: Vec<String>,
    /// Seats that were filled.
    pub seats: usize,
    /// Ballots that were read.
    pub ballots: u64,
    /// Names of the elected, the first first.
    pub elected: Vec<String>,
    /// Schulze: all candidates, best first, ties by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Vec<usize>>,
    /// Schulze: candidates in groups of equals, best first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Vec<usize>>>,
    /// Schulze: how many prefer the one to the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairwise: Option<Vec<Vec<u64>>>,
    /// Transferable vote: the record of the count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<StvResult>,
}

/// Rankings as either kind of file has them.
struct Rankings {
    candidates: Vec<String>,
    seats: usize,
    withdrawn: Vec<usize>,
    ballots: RankingKind,
}

enum RankingKind {
    Ranks(Vec<RankedBallot>),
    Orders(Vec<PreferenceBallot>),
}

/// Counts a Debian tally sheet (lines `V: …`) or a `.blt` or `.HIL` file. `seats` overrides what
/// the file says; a Debian sheet has one seat.
///
/// # Errors
/// [`ComputeError`] if the file cannot be read or counted.
pub fn ranked(text: &str, rule: RankedRule, seats: Option<usize>) -> Result<RankedResult, ComputeError> {
    let Rankings {
        candidates,
        seats: stated,
        withdrawn,
        ballots,
    } = rankings(text)?;
    let seats = seats.unwrap_or(stated);
    let ties = TieOrder::as_listed(candidates.len());
    let cast = match &ballots {
        RankingKind::Ranks(ballots) => ballots.len() as u64,
        RankingKind::Orders(ballots) => ballots
            .iter()
            .fold(0, |sum: u64, ballot| sum.saturating_add(ballot.weight)),
    };
    let mut result = RankedResult {
        seats,
        ballots: cast,
        elected: Vec::new(),
        order: None,
        groups: None,
        pairwise: None,
        count: None,
        candidates,
    };
    let elected: Vec<usize> = match rule {
        RankedRule::Schulze => {
            let counted = schulze::count(result.candidates.len(), &ranks(&result, ballots), &ties)?;
            BallotError::check_seats(seats, counted.order.len().saturating_sub(withdrawn.len()))?;
            let standing = counted.order.iter().filter(|candidate| !withdrawn.contains(candidate));
            let elected = standing.take(seats).copied().collect();
            result.order = Some(counted.order);
            result.groups = Some(counted.groups);
            result.pairwise = Some(counted.pairwise);
            elected
        }
        RankedRule::Stv => {
            let orders = orders(ballots)?;
            let counted = stv::count(result.candidates.len(), seats, &orders, &withdrawn, &ties)?;
            let elected = counted.elected.clone();
            result.count = Some(counted);
            elected
        }
    };
    let named = elected.iter().map(|&candidate| result.candidates[candidate].clone());
    result.elected = named.collect();
    Ok(result)
}

fn rankings(text: &str) -> Result<Rankings, FileError> {
    if text.lines().any(|line| line.trim_start().starts_with("V:")) {
        let debian::DebianTally { options, ballots } = debian::parse(text)?;
        return Ok(Rankings {
            candidates: options,
            seats: 1,
            withdrawn: Vec::new(),
            ballots: RankingKind::Ranks(ballots),
        });
    }
    let PreferenceFile {
        seats,
        candidates,
        withdrawn,
        ballots,
        ..
    } = blt::parse(text)?;
    Ok(Rankings {
        candidates,
        seats,
        withdrawn,
        ballots: RankingKind::Orders(ballots),
    })
}

fn ranks(result: &RankedResult, ballots: RankingKind) -> Vec<RankedBallot> {
    match ballots {
        RankingKind::Ranks(ballots) => ballots,
        RankingKind::Orders(ballots) => {
            let ballot = |ballot: &PreferenceBallot| RankedBallot {
                weight: ballot.weight,
                ..RankedBallot::from_order(result.candidates.len(), &ballot.order)
            };
            ballots.iter().map(ballot).collect()
        }
    }
}

fn orders(ballots: RankingKind) -> Result<Vec<PreferenceBallot>, ComputeError> {
    let ballots = match ballots {
        RankingKind::Orders(ballots) => return Ok(ballots),
        RankingKind::Ranks(ballots) => ballots,
    };
    let order = |(number, ballot): (usize, &RankedBallot)| {
        let mut placed: Vec<(u32, usize)> = Vec::new();
        for (option, rank) in ballot.ranks.iter().enumerate() {
            placed.extend(rank.map(|rank| (rank, option)));
        }
        placed.sort_unstable();
        if placed.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(ComputeError::EqualRanks(number));
        }
        Ok(PreferenceBallot {
            weight: ballot.weight,
            order: placed.into_iter().map(|(_, option)| option).collect(),
        })
    };
    (1..).zip(&ballots).map(order).collect()
}

/// The result of a count of approvals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ApprovalResult {
    /// Name of the profile.
    pub id: String,
    /// Every committee that ties for winning: sorted lists of candidates from 0, sorted.
    pub committees: Vec<Vec<usize>>,
}

/// Counts approval profiles, one a line; see [`super::MAX_COMMITTEES`].
///
/// # Errors
/// [`ComputeError`] if the file cannot be read or counted.
pub fn approvals(text: &str, rule: ApprovalRule) -> Result<Vec<ApprovalResult>, ComputeError> {
    let count = |profile: abc::AbcProfile| {
        let ballots = profile.ballots();
        let committees = match rule {
            ApprovalRule::Av => approval::tied_committees,
            ApprovalRule::EqualSharesWithAvCompletion => approval_shares::tied_committees,
        };
        Ok(ApprovalResult {
            committees: committees(profile.num_cand, profile.committeesize, &ballots)?,
            id: profile.id,
        })
    };
    abc::parse(text)?.into_iter().map(count).collect()
}
