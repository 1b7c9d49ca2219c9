//! From a list to its outcome, by the counting rules of [`crate::ballot`].

use super::{BallotList, Choice, PollKind, Rule};
use crate::{
    ballot::{
        BallotError,
        approval::{self, ApprovalBallot},
        budget::{BudgetBallot, BudgetError, BudgetPoll, Satisfaction},
        equal_shares::{self, Completion},
        explain::Currency,
        greedy_budget,
        owners::{OwnersTally, Weight},
        schulze::{self, RankedBallot},
        score::{self, ScoreBallot},
        stv::{self, PreferenceBallot, StvResult},
        threshold::{self, Verdict, YesNoTally},
        tie::TieOrder,
    },
    electorate::ElectorateKind,
    refusal::Refusal,
};
use serde::Serialize;
use thiserror::Error;
use uuid::Uuid;

/// Why a list cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TallyError {
    /// The rule makes no sense.
    #[error("the rule of the ballot does not fit its kind")]
    Rule,
    /// A vote does not fit the ballot paper.
    #[error("vote {0} does not fit the ballot paper")]
    Vote(usize),
    /// The counting rule refuses.
    #[error(transparent)]
    Ballot(#[from] BallotError),
    /// The budget rule refuses.
    #[error(transparent)]
    Budget(#[from] BudgetError),
}

impl From<Refusal> for TallyError {
    fn from(_: Refusal) -> Self {
        Self::Rule
    }
}

/// What became of one option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionResult {
    /// The option.
    pub id: Uuid,
    /// Approvals, scores given, first preferences or supporters.
    pub votes: u64,
    /// Scores: the exact mean.
    pub mean: Option<String>,
    /// Whether it won.
    pub won: bool,
    /// Why, in Chinese; for budgets.
    pub why_zh: Option<String>,
    /// Why, in English; for budgets.
    pub why_en: Option<String>,
    /// For budgets: whether the plain greedy rule would have funded it.
    pub greedy: Option<bool>,
    /// For budgets with points: all points given to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<u64>,
}

/// How a ballot ended, with all that the rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Adopted (for elections: somebody won), not adopted, or no quorum.
    pub verdict: Verdict,
    /// Votes cast.
    pub turnout: u64,
    /// Votes there were to be had.
    pub electorate: u64,
    /// Winners, the first first; none without a quorum.
    pub winners: Vec<Uuid>,
    /// All options as on the paper.
    pub options: Vec<OptionResult>,
    /// Yes and no by number.
    pub yes_no: Option<YesNoTally>,
    /// Yes and no of owners, by area and number.
    pub owners: Option<OwnersTally>,
    /// Ranked, one winner: all options, the best first.
    pub order: Option<Vec<Uuid>>,
    /// Ranked, one winner: how many prefer the one to the other.
    pub pairwise: Option<Vec<Vec<u64>>>,
    /// Ranked, several seats: every stage.
    pub stages: Option<StvResult>,
}

/// Counts a list. The same list gives the same outcome everywhere; the order of its votes does not
/// matter.
///
/// # Errors
/// [`TallyError`] for a rule or a vote that is not sound: such a list is never counted in part.
pub fn tally(list: &BallotList) -> Result<Outcome, TallyError> {
    let rule = &list.rule;
    rule.check()?;
    let votes = list.votes();
    for (index, (choice, _)) in votes.iter().enumerate() {
        let sound = (*choice).clone().check(rule).map_err(|_| TallyError::Vote(index))?;
        if sound != **choice {
            return Err(TallyError::Vote(index));
        }
    }
    let turnout = votes.len() as u64;
    let quorate = rule.quorum.quorum()?.reached(turnout, list.electorate.votes);
    let ids: Vec<[u8; 16]> = rule.options.iter().map(|option| *option.id.as_bytes()).collect();
    let ties = TieOrder::by_tree_head(&ids, &list.tree_head.bytes());
    let mut outcome = Outcome {
        verdict: Verdict::NotAdopted,
        turnout,
        electorate: list.electorate.votes,
        winners: Vec::new(),
        options: rule.options.iter().map(|option| blank(option.id)).collect(),
        yes_no: None,
        owners: None,
        order: None,
        pairwise: None,
        stages: None,
    };
    match rule.kind {
        PollKind::YesNo => {
            answers(list, &votes, &mut outcome)?;
            return Ok(outcome);
        }
        PollKind::Approval => approvals(rule, &votes, &ties, &mut outcome)?,
        PollKind::Score => scores(rule, &votes, &ties, &mut outcome)?,
        PollKind::RankedOne => one_winner(rule, &votes, &ties, &mut outcome)?,
        PollKind::RankedSeats => seats(rule, &votes, &ties, &mut outcome)?,
        PollKind::Budget => budget(rule, &votes, &ties, &mut outcome)?,
    }
    if !quorate {
        outcome.verdict = Verdict::NoQuorum;
        outcome.winners.clear();
    } else if !outcome.winners.is_empty() {
        outcome.verdict = Verdict::Adopted;
    }
    for option in &mut outcome.options {
        option.won = outcome.winners.contains(&option.id);
    }
    Ok(outcome)
}

const fn blank(id: Uuid) -> OptionResult {
    OptionResult {
        id,
        votes: 0,
        mean: None,
        won: false,
        why_zh: None,
        why_en: None,
        greedy: None,
        points: None,
    }
}

type Votes<'a> = [(&'a Choice, u64)];

fn answers(list: &BallotList, votes: &Votes<'_>, outcome: &mut Outcome) -> Result<(), TallyError> {
    let rule = &list.rule;
    let answer = |choice: &Choice| match choice {
        Choice::Answer(answer) => Some(*answer),
        _ => None,
    };
    let plain = YesNoTally::count(votes.iter().filter_map(|(choice, _)| answer(choice)));
    outcome.yes_no = Some(plain);
    if rule.electorate != ElectorateKind::Owners {
        outcome.verdict = plain.verdict(
            rule.threshold.threshold()?,
            rule.quorum.quorum()?,
            list.electorate.votes,
        );
        return Ok(());
    }
    let mut owners = OwnersTally {
        all: Weight {
            area: list.electorate.area,
            number: list.electorate.votes,
        },
        ..OwnersTally::default()
    };
    for (choice, area) in votes {
        let side = match answer(choice) {
            Some(threshold::Choice::Yes) => &mut owners.yes,
            Some(threshold::Choice::No) => &mut owners.no,
            _ => &mut owners.abstain,
        };
        side.area = side.area.checked_add(*area).ok_or(BallotError::TooManyVotes)?;
        side.number += 1;
    }
    outcome.verdict = owners.verdict(rule.matter);
    outcome.owners = Some(owners);
    Ok(())
}

fn named(rule: &Rule, choice: &Choice) -> Vec<usize> {
    match choice {
        Choice::Options(options) | Choice::Order(options) => {
            options.iter().filter_map(|option| rule.index(option)).collect()
        }
        Choice::Answer(_) | Choice::Scores(_) | Choice::Points(_) => Vec::new(),
    }
}

fn ids(rule: &Rule, options: impl IntoIterator<Item = usize>) -> Vec<Uuid> {
    options
        .into_iter()
        .filter_map(|option| rule.options.get(option).map(|option| option.id))
        .collect()
}

fn approvals(rule: &Rule, votes: &Votes<'_>, ties: &TieOrder, outcome: &mut Outcome) -> Result<(), TallyError> {
    let ballots: Vec<ApprovalBallot> = votes
        .iter()
        .map(|(choice, _)| ApprovalBallot::single(named(rule, choice)))
        .collect();
    let counts = approval::scores(rule.options.len(), &ballots)?;
    let elected = approval::elect(rule.options.len(), rule.seats as usize, &ballots, ties)?;
    // A seat that nobody wants anybody for stays empty.
    outcome.winners = ids(rule, elected.into_iter().filter(|option| counts[*option] > 0));
    for (option, votes) in outcome.options.iter_mut().zip(counts) {
        option.votes = votes;
    }
    Ok(())
}

fn scores(rule: &Rule, votes: &Votes<'_>, ties: &TieOrder, outcome: &mut Outcome) -> Result<(), TallyError> {
    let ballots: Vec<ScoreBallot> = votes
        .iter()
        .map(|(choice, _)| ScoreBallot {
            weight: 1,
            scores: match choice {
                Choice::Scores(scores) => scores
                    .iter()
                    .filter_map(|scored| Some((rule.index(&scored.option)?, scored.score)))
                    .collect(),
                _ => Vec::new(),
            },
        })
        .collect();
    let ranking = score::rank(rule.options.len(), &ballots, rule.minimum, ties)?;
    let best = ranking.iter().filter(|scored| scored.counted).take(rule.seats as usize);
    outcome.winners = ids(rule, best.map(|scored| scored.option));
    for scored in &ranking {
        if let Some(option) = outcome.options.get_mut(scored.option) {
            option.votes = scored.count;
            option.mean = scored.mean.map(|mean| mean.to_string());
        }
    }
    Ok(())
}

fn first_preferences(rule: &Rule, votes: &Votes<'_>, outcome: &mut Outcome) {
    for (choice, _) in votes {
        if let Some(option) = named(rule, choice).first().and_then(|at| outcome.options.get_mut(*at)) {
            option.votes += 1;
        }
    }
}

fn one_winner(rule: &Rule, votes: &Votes<'_>, ties: &TieOrder, outcome: &mut Outcome) -> Result<(), TallyError> {
    let ballots: Vec<RankedBallot> = votes
        .iter()
        .map(|(choice, _)| RankedBallot::from_order(rule.options.len(), &named(rule, choice)))
        .collect();
    let counted = schulze::count(rule.options.len(), &ballots, ties)?;
    first_preferences(rule, votes, outcome);
    if !votes.is_empty() {
        outcome.winners = ids(rule, counted.order.first().copied());
    }
    outcome.order = Some(ids(rule, counted.order));
    outcome.pairwise = Some(counted.pairwise);
    Ok(())
}

fn seats(rule: &Rule, votes: &Votes<'_>, ties: &TieOrder, outcome: &mut Outcome) -> Result<(), TallyError> {
    let ballots: Vec<PreferenceBallot> = votes
        .iter()
        .map(|(choice, _)| PreferenceBallot {
            weight: 1,
            order: named(rule, choice),
        })
        .collect();
    let counted = stv::count(rule.options.len(), rule.seats as usize, &ballots, &[], ties)?;
    first_preferences(rule, votes, outcome);
    if !votes.is_empty() {
        outcome.winners = ids(rule, counted.elected.iter().copied());
    }
    outcome.stages = Some(counted);
    Ok(())
}

/// The step by which shares grow in the completion: one yuan, or as much more as keeps the count
/// to about a thousand steps.
fn increment(budget_fen: u64, voters: u64) -> u64 {
    (budget_fen / (voters.max(1) * 1_000)).div_ceil(100).max(1) * 100
}

fn budget(rule: &Rule, votes: &Votes<'_>, ties: &TieOrder, outcome: &mut Outcome) -> Result<(), TallyError> {
    let costs = rule.options.iter().map(|option| option.cost_fen).collect();
    let ballots = votes.iter().map(|(choice, _)| match choice {
        Choice::Points(given) => BudgetBallot {
            weight: 1,
            points: given
                .iter()
                .filter_map(|one| Some((rule.index(&one.option)?, u64::from(one.points))))
                .collect(),
        },
        _ => BudgetBallot::approval(named(rule, choice)),
    });
    let poll = BudgetPoll::new(rule.budget_fen, costs, ballots)?;
    let step = increment(rule.budget_fen, poll.voters());
    // An approval says that the project is worth its cost to the voter. Points are the voter's additive
    // utilities themselves.
    let satisfaction = if rule.points == 0 {
        Satisfaction::Cost
    } else {
        Satisfaction::Cardinality
    };
    let counted = equal_shares::count(&poll, satisfaction, Completion::Add1Greedy, step, ties)?;
    // The plain rule goes by approvals, or points, alone.
    let greedy = greedy_budget::count(&poll, Satisfaction::Cost, ties);
    let name = |option: usize| {
        rule.options
            .get(option)
            .map(|option| option.title.clone())
            .unwrap_or_default()
    };
    let yuan = Currency::yuan();
    for (at, (option, reason)) in outcome.options.iter_mut().zip(&counted.reasons).enumerate() {
        option.votes = poll.support(at);
        option.why_zh = Some(reason.zh(name, &yuan));
        option.why_en = Some(reason.en(name, &yuan));
        option.greedy = Some(greedy.selected.contains(&at));
        option.points = (rule.points > 0).then(|| u64::try_from(poll.points(at)).unwrap_or(u64::MAX));
    }
    outcome.winners = ids(rule, counted.selected);
    Ok(())
}
