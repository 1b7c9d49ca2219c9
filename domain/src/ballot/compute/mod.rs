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

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: &str, votes: &str) -> String {
        let projects = "PROJECTS\nproject_id;cost;name\n10;60;Lamp\n9;35.5;Bench\n8;30;\nVOTES\nvoter_id;vote;points\n";
        format!("META\nkey;value\nbudget;100\nvote_type;{kind}\n{projects}{votes}")
    }

    fn selected(kind: &str, votes: &str, completion: Completion) -> BudgetResult {
        let text = file(kind, votes);
        budget(&text, BudgetRule::EqualShares, Satisfaction::Cost, completion).unwrap()
    }

    #[test]
    fn a_budget_result_says_who_won_and_why_in_two_languages() {
        let votes = "a;10,9;\n".repeat(7) + &"b;8;\n".repeat(3);
        let result = selected("approval", &votes, Completion::None);
        assert_eq!(result.selected, ["10", "8"]);
        let why: Vec<&str> = result.projects.iter().map(|project| project.why.as_str()).collect();
        let expected = [
            "当选：第1轮由7名支持者共同出资，每份至多¥8.58。 Won: bought in round 1 by 7 supporters at no more than \
             ¥8.58 a share.",
            "落选：尚差¥25.50，因为7名支持者的份额已用于Lamp（¥60）。 Lost: short by ¥25.50 because the money of its \
             7 supporters went to Lamp (¥60).",
            "当选：第2轮由3名支持者共同出资，每份至多¥10。 Won: bought in round 2 by 3 supporters at no more than \
             ¥10 a share.",
        ];
        assert_eq!(why, expected);
        let json = serde_json::to_value(&result).unwrap();
        assert_eq!(json["projects"][1]["reason"]["code"], "SHORT");
        assert_eq!(json["projects"][1]["reason"]["short_by"], 2550);
    }

    #[test]
    fn equal_prices_go_by_id_as_text() {
        // 10 comes before 8 and 9 as text, and there is money for one only.
        let text = file("approval", "a;8,9,10;\n")
            .replace("60;L", "30;L")
            .replace("35.5", "30");
        let text = text.replace("budget;100", "budget;30");
        let result = budget(&text, BudgetRule::EqualShares, Satisfaction::Cost, Completion::None).unwrap();
        assert_eq!(result.selected, ["10"]);
    }

    #[test]
    fn divided_points_and_orders_are_counted() {
        let result = selected("scoring", "a;8,9;0.5,1.25\nb;8;3\n", Completion::Add1Greedy);
        assert_eq!(result.selected, ["8", "9"]);
        let result = selected("ordinal", "a;9,8;\nb;8;\n", Completion::None);
        assert_eq!(result.selected, ["8", "9"]);
        let divided = file("scoring", "a;8;0.00000000000000000000000000000000000001\n");
        let refused = budget(&divided, BudgetRule::Greedy, Satisfaction::Cost, Completion::None);
        assert!(matches!(refused, Err(ComputeError::Amount(_))));
    }

    #[test]
    fn options_are_read_from_text_and_an_unknown_one_lists_what_there_is() {
        assert_eq!(BudgetRule::parse("greedy"), Ok(BudgetRule::Greedy));
        assert_eq!(Completion::parse("add1-greedy"), Ok(Completion::Add1Greedy));
        assert_eq!(RankedRule::parse("stv"), Ok(RankedRule::Stv));
        let error = Satisfaction::parse("utility").unwrap_err().to_string();
        assert_eq!(error, "satisfaction: \"utility\" is not one of cost, cardinality");
    }

    #[test]
    fn preference_files_are_counted_by_both_rules() {
        let text = "3 1\n-3\n4 3 1 0\n3 2 0\n0\n\"A\" \"B\" \"C\" \"T\"\n";
        for rule in [RankedRule::Schulze, RankedRule::Stv] {
            assert_eq!(ranked(text, rule, None).unwrap().elected, ["A"]);
            assert!(ranked(text, rule, Some(3)).is_err());
        }
    }
}
