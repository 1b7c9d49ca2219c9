//! What one vote says, checked against the ballot paper, in one canonical form.

use super::{PollKind, Rule, canonical_of};
use crate::{
    ballot::{score::HIGHEST, threshold},
    log::CanonicalError,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// An option and its score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionScore {
    /// The option.
    pub option: Uuid,
    /// 0 to 5.
    pub score: u8,
}

/// A project and the points given to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionPoints {
    /// The project.
    pub option: Uuid,
    /// From 1 on.
    pub points: u32,
}

/// What one vote says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Yes, no or abstain.
    Answer(threshold::Choice),
    /// Approved options or projects.
    Options(Vec<Uuid>),
    /// Scored options.
    Scores(Vec<OptionScore>),
    /// Options, the best first.
    Order(Vec<Uuid>),
    /// Projects and the points given to them.
    Points(Vec<OptionPoints>),
}

impl Choice {
    /// Checks a vote against the rule and brings it into its one form: sets sorted by id, orders as
    /// they are.
    ///
    /// # Errors
    /// [`Refusal::MalformedVote`] for another kind of vote, an empty one, an option twice or not on
    /// the paper, more options than a vote may name, a score above the highest, points for nothing or
    /// more points than a vote has.
    pub fn check(mut self, rule: &Rule) -> Result<Self, Refusal> {
        let fits = match (rule.kind, &mut self) {
            (PollKind::YesNo, Self::Answer(_)) => true,
            (PollKind::Approval, Self::Options(options)) => {
                options.sort_unstable();
                named_once(rule, options.iter())
            }
            (PollKind::Budget, Self::Options(options)) if rule.points == 0 => {
                options.sort_unstable();
                named_once(rule, options.iter())
            }
            (PollKind::Budget, Self::Points(given)) if rule.points > 0 => {
                given.sort_unstable();
                let all: u64 = given.iter().map(|one| u64::from(one.points)).sum();
                named_once(rule, given.iter().map(|one| &one.option))
                    && given.iter().all(|one| one.points > 0)
                    && all <= u64::from(rule.points)
            }
            (PollKind::Score, Self::Scores(scores)) => {
                scores.sort_unstable();
                named_once(rule, scores.iter().map(|scored| &scored.option))
                    && scores.iter().all(|scored| scored.score <= HIGHEST)
            }
            (PollKind::RankedOne | PollKind::RankedSeats, Self::Order(order)) => named_once(rule, order.iter()),
            _ => false,
        };
        if fits { Ok(self) } else { Err(Refusal::MalformedVote) }
    }

    /// The canonical JSON.
    ///
    /// # Errors
    /// None for a checked choice.
    pub fn canonical(&self) -> Result<String, CanonicalError> {
        canonical_of(self)
    }
}

fn named_once<'a>(rule: &Rule, named: impl Iterator<Item = &'a Uuid>) -> bool {
    let mut seen = BTreeSet::new();
    for option in named {
        if rule.index(option).is_none() || !seen.insert(*option) {
            return false;
        }
    }
    !seen.is_empty() && seen.len() <= rule.most as usize
}
