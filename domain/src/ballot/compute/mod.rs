//! Counts of published election files: text and options in, a result that can be printed as JSON
//! out. Ties go by project id as text, or by the number of the candidate.

mod budget;
mod ranked;

use serde::Serialize;
use thiserror::Error;

use super::BallotError;
use super::approval;
use super::approval_shares;
use super::budget::{BudgetError, Satisfaction};
use super::equal_shares::Completion;
use super::file::{FileError, abc};
use super::ratio::Ratio;

pub use budget::{BudgetResult, ProjectResult, budget, poll};
pub use ranked::{RankedResult, ranked};

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
