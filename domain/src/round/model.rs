//! A round on its way through its steps.

use super::{
    Need, Phase, Step, StepPlan, Template,
    plan::{BallotPlan, meeting_time},
};
use crate::{
    area::AreaRef,
    clock::{WorkCalendar, due_instant},
    id::{ProposalId, RoundId},
    instant::Instant,
    proposal::RoundEnd,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most characters of what is published in a step.
pub(super) const NOTICE_LENGTH: usize = 4_000;
/// Most proposals of a round.
const MOST_PROPOSALS: usize = 100;

macro_rules! names {
    ($name:ident { $($variant:ident => $text:literal),* $(,)? }) => {
        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The name in the database and on the wire.
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $text),* } }
            /// Reads the name.
            pub fn parse(text: &str) -> Option<Self> { Self::ALL.iter().copied().find(|one| one.name() == text) }
        }
    };
}

pub(super) use names;

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Waits for its start.
    Scheduled,
    /// Its steps run.
    Open,
    /// It has an outcome.
    Concluded,
    /// Called off, with a reason.
    Cancelled,
}
names!(RoundState { Scheduled => "scheduled", Open => "open", Concluded => "concluded", Cancelled => "cancelled" });

impl RoundState {
    /// Whether it still holds its proposals.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Scheduled | Self::Open)
    }
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Its turn has not come; where the round is over, it never will.
    Waiting,
    /// Under way.
    Open,
    /// Over, with a result.
    Ended,
    /// Left out.
    Skipped,
}
names!(StepState { Waiting => "waiting", Open => "open", Ended => "ended", Skipped => "skipped" });

/// What came out of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResult {
    /// Whether enough took part.
    pub reached: bool,
    /// For a ballot: the proposals that it adopted, none without a quorum.
    pub adopted: Option<Vec<ProposalId>>,
}

/// A step of one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// What is laid down for it.
    pub plan: StepPlan,
    /// Where it stands.
    pub state: StepState,
    /// When it opened.
    pub opened_at: Option<Instant>,
    /// When it ends, known from its opening on.
    pub ends_at: Option<Instant>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// The consultation, meeting or ballot that was opened for it.
    pub subject: Option<Uuid>,
    /// What came out.
    pub result: Option<StepResult>,
}

/// How a round ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// When.
    pub at: Instant,
    /// How: adopted, not adopted or no quorum.
    pub end: RoundEnd,
    /// The proposals that may be formed.
    pub adopted: Vec<ProposalId>,
}

impl Outcome {
    /// How the round ended for one proposal.
    pub fn of(&self, proposal: ProposalId) -> RoundEnd {
        match self.end {
            RoundEnd::Adopted if !self.adopted.contains(&proposal) => RoundEnd::NotAdopted,
            end => end,
        }
    }
}

/// One round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Whose it is.
    pub area: AreaRef,
    /// What it is called.
    pub title: String,
    /// The template with which it began.
    pub template: Template,
    /// What it is about.
    pub proposals: Vec<ProposalId>,
    /// Where it stands.
    pub state: RoundState,
    /// When its first step opens.
    pub starts_at: Instant,
    /// Its steps, as many as the template has.
    pub steps: Vec<StepRecord>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When all that it adopted was delivered.
    pub delivered_at: Option<Instant>,
}

/// What the clock does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Open this step.
    Open(usize),
    /// End this step.
    End(usize),
}

impl Round {
    /// A round that will start at `starts_at`, or at once when that is past.
    ///
    /// # Errors
    /// [`Refusal::TemplateUnsound`]; [`Refusal::Invalid`] for no proposal, too many or one twice, a
    /// title or plans that do not fit.
    pub fn schedule(
        id: RoundId,
        area: AreaRef,
        title: String,
        template: Template,
        proposals: Vec<ProposalId>,
        plans: Vec<StepPlan>,
        starts_at: Instant,
    ) -> Result<Self, Refusal> {
        template.check()?;
        let distinct: std::collections::BTreeSet<_> = proposals.iter().collect();
        let sound = (1..=MOST_PROPOSALS).contains(&proposals.len())
            && distinct.len() == proposals.len()
            && !title.trim().is_empty()
            && title.chars().count() <= 100
            && plans.len() == template.steps.len();
        if !sound {
            return Err(Refusal::Invalid);
        }
        for (step, plan) in template.steps.iter().zip(&plans) {
            plan.check(step, &proposals)?;
        }
        let records = plans.into_iter().map(|plan| StepRecord {
            plan,
            state: StepState::Waiting,
            opened_at: None,
            ends_at: None,
            ended_at: None,
            subject: None,
            result: None,
        });
        Ok(Self {
            id,
            area,
            title: title.trim().to_owned(),
            steps: records.collect(),
            template,
            proposals,
            state: RoundState::Scheduled,
            starts_at,
            outcome: None,
            delivered_at: None,
        })
    }

    /// The step of the template and of the round at this index.
    pub fn step(&self, index: usize) -> Option<(&Step, &StepRecord)> {
        self.template.steps.get(index).zip(self.steps.get(index))
    }

    /// What the clock does next, and when; `None` where nothing is left or delivery is waited for.
    pub fn due(&self) -> Option<(Instant, Due)> {
        let (phase, from) = match self.state {
            RoundState::Scheduled | RoundState::Open => (Phase::Deliberation, Some(self.starts_at)),
            RoundState::Concluded => (Phase::FollowUp, self.delivered_at),
            RoundState::Cancelled => return None,
        };
        let index = self.next_of(phase)?;
        let record = self.steps.get(index)?;
        if record.state == StepState::Open {
            return Some((record.ends_at?, Due::End(index)));
        }
        let before = self.steps.get(..index)?.iter().filter_map(|step| step.ended_at).max();
        Some((from?.max(before.unwrap_or(from?)), Due::Open(index)))
    }

    /// Whether steps of the follow-up wait for delivery.
    pub fn awaits_delivery(&self) -> bool {
        self.state == RoundState::Concluded && self.delivered_at.is_none() && self.next_of(Phase::FollowUp).is_some()
    }

    fn next_of(&self, phase: Phase) -> Option<usize> {
        if phase == Phase::FollowUp
            && self
                .outcome
                .as_ref()
                .is_none_or(|outcome| outcome.end != RoundEnd::Adopted)
        {
            return None;
        }
        let steps = self.template.steps.iter().zip(&self.steps);
        steps
            .enumerate()
            .find(|(_, (step, record))| {
                step.phase == phase && matches!(record.state, StepState::Waiting | StepState::Open)
            })
            .map(|(index, _)| index)
    }

    /// When a step would end that opened at `opened`; for a meeting, when people part.
    pub fn ends(&self, index: usize, opened: Instant, calendar: &WorkCalendar) -> Option<Instant> {
        let (step, record) = self.step(index)?;
        Some(match &record.plan {
            StepPlan::Meeting(plan) => meeting_time(plan, opened, step.days, calendar).1,
            _ => due_instant(opened, step.days, calendar),
        })
    }

    /// The plan of a ballot step with the options of those proposals alone that are still there;
    /// `None` where none is left.
    pub fn ballot_plan(&self, index: usize, live: &[ProposalId]) -> Option<BallotPlan> {
        let Some(StepPlan::Ballot(plan)) = self.steps.get(index).map(|record| &record.plan) else {
            return None;
        };
        let mut plan = plan.clone();
        let all = plan.options.len();
        plan.options
            .retain(|option| option.proposal.is_none_or(|proposal| live.contains(&proposal)));
        if all > 0 {
            let left = u32::try_from(plan.options.len()).unwrap_or(u32::MAX);
            plan.seats = plan.seats.min(left);
            plan.most = plan.most.min(left);
        }
        (all == 0 || !plan.options.is_empty()).then_some(plan)
    }

    /// The step is open.
    pub fn opened(&mut self, index: usize, at: Instant, ends_at: Instant, subject: Option<Uuid>) {
        if self.state == RoundState::Scheduled {
            self.state = RoundState::Open;
        }
        if let Some(record) = self.steps.get_mut(index) {
            record.state = StepState::Open;
            record.opened_at = Some(at);
            record.ends_at = Some(ends_at);
            record.subject = subject;
        }
    }

    /// The step is over. Whether the round is, too, is in [`Round::outcome`].
    pub fn ended(&mut self, index: usize, at: Instant, result: StepResult) {
        if let Some(record) = self.steps.get_mut(index) {
            record.state = StepState::Ended;
            record.ended_at = Some(at);
            record.result = Some(result);
        }
        self.conclude(at);
    }

    /// The step is left out.
    pub fn skipped(&mut self, index: usize, at: Instant) {
        if let Some(record) = self.steps.get_mut(index) {
            record.state = StepState::Skipped;
        }
        self.conclude(at);
    }

    fn conclude(&mut self, at: Instant) {
        if !self.state.is_running() {
            return;
        }
        let end = match self.next_of(Phase::Deliberation) {
            None => self.verdict(),
            Some(next) => self.unmet(next),
        };
        if let Some((end, adopted)) = end {
            self.state = RoundState::Concluded;
            self.outcome = Some(Outcome { at, end, adopted });
        }
    }

    fn last_ballot(&self) -> Option<&StepResult> {
        let results = self.steps.iter().rev().filter_map(|record| record.result.as_ref());
        results.into_iter().find(|result| result.adopted.is_some())
    }

    /// How the round ends because the step at `next` lacks what it needs.
    fn unmet(&self, next: usize) -> Option<(RoundEnd, Vec<ProposalId>)> {
        match self.template.steps.get(next)?.needs {
            Need::Nothing => None,
            Need::Quorum => {
                let last = self
                    .steps
                    .get(..next)?
                    .iter()
                    .rev()
                    .find_map(|record| record.result.as_ref());
                last.is_some_and(|result| !result.reached)
                    .then_some((RoundEnd::NoQuorum, Vec::new()))
            }
            Need::Adopted => {
                let verdict = self.verdict()?;
                (verdict.0 != RoundEnd::Adopted).then_some(verdict)
            }
        }
    }

    fn verdict(&self) -> Option<(RoundEnd, Vec<ProposalId>)> {
        Some(match self.last_ballot() {
            Some(ballot) if !ballot.reached => (RoundEnd::NoQuorum, Vec::new()),
            Some(ballot) => match &ballot.adopted {
                Some(adopted) if !adopted.is_empty() => (RoundEnd::Adopted, adopted.clone()),
                _ => (RoundEnd::NotAdopted, Vec::new()),
            },
            None => {
                let mut results = self.steps.iter().filter_map(|record| record.result.as_ref());
                if results.all(|result| result.reached) {
                    (RoundEnd::Adopted, self.proposals.clone())
                } else {
                    (RoundEnd::NoQuorum, Vec::new())
                }
            }
        })
    }

    /// The round is called off: what was open in it is over, without a result.
    pub fn cancelled(&mut self, at: Instant) {
        self.state = RoundState::Cancelled;
        let open = self.steps.iter_mut().filter(|record| record.state == StepState::Open);
        for record in open {
            record.state = StepState::Ended;
            record.ended_at = Some(at);
        }
    }
}
