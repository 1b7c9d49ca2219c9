//! What is laid down for a step of one round: the question, the place, the options.

use super::{Step, Work};
use crate::{
    clock::{WorkCalendar, due_instant},
    consultation::inquiry::STATEMENT_LENGTH,
    electorate::ElectorateKind,
    id::{ProposalId, Pseudonym},
    instant::Instant,
    meeting::check_sizes,
    poll::{PollKind, PollOption, Rule, Secrecy},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most characters of a place or a heading.
const HEADING_LENGTH: usize = 200;
/// Most statements of the facilitator.
const MOST_SEEDS: usize = 50;
/// Most minutes of a meeting.
const MOST_MINUTES: u32 = 12 * 60;
/// When meetings begin whose time nobody laid down, in milliseconds after midnight in Shanghai: 19:00,
/// when people are home from work.
const EVENING_MS: i64 = 19 * 3_600_000;

/// What a consultation asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationPlan {
    /// The question.
    pub question: String,
    /// Statements of the facilitator.
    pub seeds: Vec<String>,
    /// The members of an electorate that is named one by one.
    pub listed: Vec<Pseudonym>,
}

/// Where and when people meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingPlan {
    /// Where.
    pub place: String,
    /// When; see [`meeting_time`].
    pub starts_at: Option<Instant>,
    /// How long, in minutes.
    pub minutes: u32,
    /// Seats for whoever signs up; `None`: as many as come.
    pub open_seats: Option<u32>,
    /// Who is invited.
    pub invited: Vec<Pseudonym>,
}

/// What can be voted for, and which proposal is adopted when it wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedOption {
    /// What stands on the ballot paper.
    pub option: PollOption,
    /// The proposal that it stands for.
    pub proposal: Option<ProposalId>,
}

/// What a ballot asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotPlan {
    /// What is asked.
    pub title: String,
    /// What can be voted for; none for yes and no.
    pub options: Vec<PlannedOption>,
    /// Seats to fill.
    pub seats: u32,
    /// Options that one vote may name at most.
    pub most: u32,
    /// For scores: how many must have scored an option for it to win.
    pub minimum: u64,
    /// For budgets: what may be spent, in fen.
    pub budget_fen: u64,
    /// For budgets: points that one vote distributes; 0 for approvals.
    pub points: u32,
    /// Whether the turnout stays hidden until closing.
    pub hide_turnout: bool,
    /// For sealed ballots: the two who recount.
    pub auditors: Vec<Pseudonym>,
    /// The members of an electorate that is named one by one.
    pub listed: Vec<Pseudonym>,
}

/// What is laid down for one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepPlan {
    /// For a consultation.
    Consultation(ConsultationPlan),
    /// For a meeting.
    Meeting(MeetingPlan),
    /// For a ballot.
    Ballot(BallotPlan),
    /// For a publication: what is published beside the results.
    Publication(Option<String>),
}

impl StepPlan {
    /// Whether it can be carried out as a step of a round on `proposals`.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a plan of another kind, a heading or place that is empty or too long,
    /// seeds that are too many or too long, an
    /// option for a proposal that is not among them or that another option stands for, or a list where
    /// none belongs.
    pub fn check(&self, step: &Step, proposals: &[ProposalId]) -> Result<(), Refusal> {
        let require = |yes: bool| if yes { Ok(()) } else { Err(Refusal::Invalid) };
        let written = |text: &str| !text.trim().is_empty() && text.chars().count() <= HEADING_LENGTH;
        let lists = |kind: ElectorateKind, listed: &[Pseudonym]| require(kind.is_listed() != listed.is_empty());
        match (&step.work, self) {
            (Work::Consultation { electorate, .. }, Self::Consultation(plan)) => {
                let short = |seed: &String| !seed.trim().is_empty() && seed.chars().count() <= STATEMENT_LENGTH;
                require(written(&plan.question) && plan.seeds.len() <= MOST_SEEDS && plan.seeds.iter().all(short))?;
                lists(*electorate, &plan.listed)
            }
            (Work::Meeting { .. }, Self::Meeting(plan)) => {
                require(written(&plan.place) && (10..=MOST_MINUTES).contains(&plan.minutes))?;
                check_sizes(0, plan.invited.len(), plan.open_seats)
            }
            (Work::Ballot { electorate, .. }, Self::Ballot(plan)) => {
                lists(*electorate, &plan.listed)?;
                let named: Vec<ProposalId> = plan.options.iter().filter_map(|option| option.proposal).collect();
                let distinct: std::collections::BTreeSet<_> = named.iter().collect();
                require(distinct.len() == named.len() && named.iter().all(|id| proposals.contains(id)))?;
                // Either the options are the proposals, or they are ways to go about all of them.
                require(named.is_empty() || named.len() == plan.options.len())?;
                plan.rule(&step.work).ok_or(Refusal::Invalid)?.check()
            }
            (Work::Publication, Self::Publication(text)) => require(
                text.as_deref()
                    .is_none_or(|text| !text.trim().is_empty() && text.chars().count() <= super::model::NOTICE_LENGTH),
            ),
            _ => Err(Refusal::Invalid),
        }
    }
}

impl BallotPlan {
    /// The rule of the ballot; `None` where the step is none.
    pub fn rule(&self, work: &Work) -> Option<Rule> {
        let Work::Ballot {
            kind,
            electorate,
            secrecy,
            threshold,
            quorum,
            matter,
            legal_basis,
        } = work
        else {
            return None;
        };
        Some(Rule {
            title: self.title.trim().to_owned(),
            legal_basis: legal_basis.clone(),
            kind: *kind,
            electorate: *electorate,
            secrecy: *secrecy,
            options: self.options.iter().map(|option| option.option.clone()).collect(),
            seats: self.seats,
            most: self.most,
            threshold: *threshold,
            quorum: *quorum,
            matter: *matter,
            minimum: self.minimum,
            budget_fen: self.budget_fen,
            points: self.points,
            hide_turnout: self.hide_turnout,
            auditors: self.auditors.clone(),
        })
    }

    /// Which of `proposals` the ballot adopted: those whose options won, or all where the options are
    /// not the proposals.
    pub fn adopted(&self, won: &[Uuid], proposals: &[ProposalId]) -> Vec<ProposalId> {
        if self.options.iter().all(|option| option.proposal.is_none()) {
            return proposals.to_vec();
        }
        let winners = self.options.iter().filter(|option| won.contains(&option.option.id));
        winners.filter_map(|option| option.proposal).collect()
    }
}

/// A rule as a step would have it, with two options where its kind needs some: whether such a ballot
/// can be held at all.
pub(super) fn trial(work: &Work) -> Option<Rule> {
    let Work::Ballot { kind, secrecy, .. } = work else {
        return None;
    };
    let option = |number: u128| PlannedOption {
        option: PollOption {
            id: Uuid::from_u128(number),
            title: number.to_string(),
            cost_fen: 1,
        },
        proposal: None,
    };
    let auditor = |number| Pseudonym(Uuid::from_u128(number));
    BallotPlan {
        title: "?".to_owned(),
        options: if *kind == PollKind::YesNo {
            Vec::new()
        } else {
            vec![option(1), option(2)]
        },
        seats: 1,
        most: 1,
        minimum: 0,
        budget_fen: 1,
        points: 0,
        hide_turnout: false,
        auditors: if *secrecy == Secrecy::Sealed {
            vec![auditor(1), auditor(2)]
        } else {
            Vec::new()
        },
        listed: Vec::new(),
    }
    .rule(work)
}

/// From when to when a meeting takes place whose step opened at `opened`: as planned if that leaves
/// `notice` working days, else on the evening after them.
pub fn meeting_time(plan: &MeetingPlan, opened: Instant, notice: u32, calendar: &WorkCalendar) -> (Instant, Instant) {
    let earliest = due_instant(opened, notice, calendar);
    let starts = plan
        .starts_at
        .filter(|at| *at >= earliest)
        .unwrap_or_else(|| Instant::shanghai_midnight(earliest.shanghai_date()).plus_millis(EVENING_MS));
    (starts, starts.plus_millis(i64::from(plan.minutes) * 60_000))
}
