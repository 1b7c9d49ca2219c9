//! The parts of a proposal.

use super::{
    area::{Area, Unit},
    deliberation_loaders::RoundBy,
    error::lost,
    loaders::UnitsOf,
    node_id::{Kind, encode},
    person::Person,
    photo::Photo,
    proposal::{Link, area_at, words},
    round::Round,
    viewer::{Language, viewer},
};
use crate::store::{entity::log_entry, proposals::Stored, traces::name_of};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use std::sync::Arc;
use yiting_domain::{clock, instant::Instant, proposal as rules, refusal::Refusal};

/// What a clock shows.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "clock::Colour")]
pub enum ClockColour {
    /// Less than 80 % used.
    Green,
    /// 80 % used.
    Yellow,
    /// Over.
    Red,
}

/// Whether a clock runs.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ClockStatus {
    /// It runs.
    Running,
    /// Returned or suspended.
    Paused,
    /// The link is over.
    Done,
}

/// The clock of a link.
pub struct Clock(pub clock::Reading);

/// The clock of a link.
#[Object]
impl Clock {
    /// Green, yellow or red.
    async fn colour(&self) -> ClockColour {
        self.0.colour.into()
    }
    /// Running, paused or done.
    async fn status(&self) -> ClockStatus {
        match self.0.status {
            clock::Status::Running => ClockStatus::Running,
            clock::Status::Paused => ClockStatus::Paused,
            clock::Status::Done => ClockStatus::Done,
        }
    }
    /// RFC 3339.
    async fn started_at(&self) -> String {
        self.0.started_at.rfc3339()
    }
    /// RFC 3339; null while paused.
    async fn due_at(&self) -> Option<String> {
        self.0.due_at.map(Instant::rfc3339)
    }
}

/// Ends of windows, RFC 3339, null where a window does not apply.
pub struct Windows(pub rules::Windows);

/// Ends of windows, RFC 3339, null where a window does not apply.
#[Object]
impl Windows {
    /// Until when a returned proposal may be resubmitted.
    async fn resubmit(&self) -> Option<String> {
        self.0.resubmit.map(Instant::rfc3339)
    }
    /// Until when a decline may be appealed.
    async fn appeal(&self) -> Option<String> {
        self.0.appeal.map(Instant::rfc3339)
    }
    /// When public notice ends.
    async fn notice(&self) -> Option<String> {
        self.0.notice.map(Instant::rfc3339)
    }
    /// When rating ends.
    async fn evaluation(&self) -> Option<String> {
        self.0.evaluation.map(Instant::rfc3339)
    }
    /// Until when supporters choose after a merge.
    async fn merge_choice(&self) -> Option<String> {
        self.0.merge_choice.map(Instant::rfc3339)
    }
    /// Until when a closed proposal may be reopened.
    async fn reopen(&self) -> Option<String> {
        self.0.reopen.map(Instant::rfc3339)
    }
}

/// A step of the chain of custody.
pub struct CustodyStep(pub rules::Custody);

/// A step of the chain of custody.
#[Object]
impl CustodyStep {
    /// The custodian from then on.
    async fn area(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.0.area.path).await
    }
    /// RFC 3339.
    async fn at(&self) -> String {
        self.0.at.rfc3339()
    }
    /// entry, escalated, delegated or appealed.
    async fn how(&self) -> String {
        name_of(&self.0.how)
    }
    /// The stated reason.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match &self.0.reason {
            Some(reason) => words(ctx, reason).await.map(Some),
            None => Ok(None),
        }
    }
}

/// The written answer of a terminal state.
pub enum Answer {
    /// Somebody wrote it.
    Written(rules::Answer),
    /// The clock or the proponent ended the way without words.
    Standard(rules::StandardAnswer, Instant),
}

/// The written answer of a terminal state.
#[Object]
impl Answer {
    /// The words.
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        match (self, viewer(ctx).language) {
            (Self::Written(answer), _) => words(ctx, &answer.text).await,
            (Self::Standard(standard, _), Language::Chinese) => Ok(standard.zh().to_owned()),
            (Self::Standard(standard, _), Language::English) => Ok(standard.en().to_owned()),
        }
    }
    /// For a decline: the reason code.
    async fn decline_reason(&self) -> Option<String> {
        match self {
            Self::Written(answer) => answer.decline.as_ref().map(name_of),
            Self::Standard(..) => None,
        }
    }
    /// RFC 3339.
    async fn decided_at(&self) -> String {
        match self {
            Self::Written(answer) => answer.decided_at.rfc3339(),
            Self::Standard(_, at) => at.rfc3339(),
        }
    }
    /// From when on everyone reads it, RFC 3339.
    async fn publish_at(&self) -> String {
        match self {
            Self::Written(answer) => answer.publish_at.rfc3339(),
            Self::Standard(_, at) => at.rfc3339(),
        }
    }
}

/// A resolution 决议.
pub struct Resolution(pub rules::Resolution);

/// A resolution 决议.
#[Object]
impl Resolution {
    /// The words.
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        words(ctx, &self.0.text).await
    }
    /// RFC 3339; public notice runs from here.
    async fn formed_at(&self) -> String {
        self.0.formed_at.rfc3339()
    }
    /// Distinct residents who objected.
    async fn objections(&self) -> u32 {
        self.0.objections
    }
    /// The round that it rests on; null under the direct-handling rule.
    async fn round(&self, ctx: &Context<'_>) -> Result<Option<Round>> {
        let Some(id) = self.0.round else {
            return Ok(None);
        };
        let row = viewer(ctx).loaders.load_one(RoundBy(id.0)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        row.map(|row| Round::new(ctx, row)).transpose()
    }
    /// Formed under the direct-handling rule.
    async fn direct(&self) -> bool {
        self.0.direct
    }
}

/// A task of the plan.
pub struct Task {
    /// The task.
    pub task: rules::Task,
    /// Whose plan.
    pub about: Arc<Stored>,
}

/// A task of the plan.
#[Object]
impl Task {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Task, self.task.id.0)
    }
    /// What is to be done.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        words(ctx, &self.task.title).await
    }
    /// The responsible unit.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        let units = viewer(ctx)
            .loaders
            .load_one(UnitsOf(self.about.district.0))
            .await
            .map_err(|e| lost(ctx, &e))?
            .unwrap_or_default();
        Ok(units.into_iter().find(|row| row.id == self.task.unit.0).map(Unit))
    }
    /// The last day, YYYY-MM-DD.
    async fn due(&self) -> String {
        self.task.due.to_string()
    }
    /// Budget in fen.
    async fn budget_fen(&self) -> u64 {
        self.task.budget_fen
    }
    /// Spent in fen.
    async fn spent_fen(&self) -> u64 {
        self.task.spent_fen
    }
    /// open, done or cancelled.
    async fn state(&self) -> String {
        name_of(&self.task.state)
    }
    /// Reported steps, oldest first.
    async fn milestones(&self) -> Vec<Milestone> {
        let milestones = self.task.milestones.iter().cloned();
        milestones
            .map(|report| Milestone {
                report,
                about: Arc::clone(&self.about),
            })
            .collect()
    }
}

/// A reported step.
pub struct Milestone {
    /// The step.
    pub report: rules::Milestone,
    /// Whose plan.
    pub about: Arc<Stored>,
}

/// A reported step.
#[Object]
impl Milestone {
    /// What was reached.
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        words(ctx, &self.report.text).await
    }
    /// RFC 3339.
    async fn at(&self) -> String {
        self.report.at.rfc3339()
    }
    /// Pictures as evidence, in their order, at most 9: everybody sees those that have passed their check,
    /// whoever sent them and those who work on the proposal all of them.
    async fn photos(&self, ctx: &Context<'_>) -> Result<Vec<Photo>> {
        Photo::of_report(ctx, &self.report, &self.about).await
    }
}

/// Ratings of an evaluation.
pub struct Ratings(pub rules::Ratings);

/// Under this many persons no statistic is published.
const SMALL_CELL: u32 = 5;

/// Ratings of an evaluation.
#[Object]
impl Ratings {
    /// Persons who rated.
    async fn count(&self) -> u32 {
        self.0.count
    }
    /// Share of 4 and 5; null under five persons.
    async fn satisfaction_rate(&self) -> Option<f64> {
        (self.0.count >= SMALL_CELL).then(|| f64::from(self.0.satisfied) / f64::from(self.0.count))
    }
    /// Mean score; null under five persons.
    async fn mean(&self) -> Option<f64> {
        (self.0.count >= SMALL_CELL).then(|| f64::from(self.0.sum) / f64::from(self.0.count))
    }
}

/// A supervision card 督办.
pub struct Supervision(pub rules::Supervision);

/// A supervision card 督办.
#[Object]
impl Supervision {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Supervision, self.0.id.0)
    }
    /// The platform that supervises.
    async fn area(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.0.at).await
    }
    /// About which link.
    async fn link(&self) -> Link {
        self.0.link.into()
    }
    /// overdue, unsatisfied or opened.
    async fn cause(&self) -> String {
        name_of(&self.0.cause)
    }
    /// RFC 3339.
    async fn opened_at(&self) -> String {
        self.0.opened_at.rfc3339()
    }
    /// RFC 3339; null while open.
    async fn answered_at(&self) -> Option<String> {
        self.0.answered_at.map(Instant::rfc3339)
    }
}

/// One action and whether the viewer may do it.
pub struct Permission {
    /// The action's stable name.
    pub action: &'static str,
    /// The rule engine's answer.
    pub answer: Result<(), Refusal>,
    /// For the reason's words.
    pub language: Language,
}

impl Permission {
    /// The answers of the rule engine in a viewer's language.
    pub fn list(
        offered: impl IntoIterator<Item = (&'static str, Result<(), Refusal>)>,
        language: Language,
    ) -> Vec<Self> {
        offered
            .into_iter()
            .map(|(action, answer)| Self {
                action,
                answer,
                language,
            })
            .collect()
    }
}

/// Why not.
#[derive(SimpleObject)]
pub struct Reason {
    /// Stable code.
    pub code: &'static str,
    /// What to do, in the viewer's language.
    pub message: &'static str,
}

/// One action and whether the viewer may do it.
#[Object]
impl Permission {
    /// The action's stable name.
    async fn action(&self) -> &str {
        self.action
    }
    /// Whether it is allowed now.
    async fn allowed(&self) -> bool {
        self.answer.is_ok()
    }
    /// Why not.
    async fn reason(&self) -> Option<Reason> {
        let refusal = self.answer.err()?;
        let message = match self.language {
            Language::Chinese => refusal.zh(),
            Language::English => refusal.en(),
        };
        Some(Reason {
            code: refusal.code(),
            message,
        })
    }
}

/// One thing that happened, as it stands in the log.
pub struct TimelineEntry {
    /// The log's row.
    pub row: log_entry::Model,
}

/// One thing that happened, as it stands in the log.
#[Object]
impl TimelineEntry {
    /// Sequence in the district's log.
    async fn seq(&self) -> i64 {
        self.row.seq
    }
    /// The event's stable name.
    async fn kind(&self) -> &str {
        &self.row.kind
    }
    /// RFC 3339.
    async fn at(&self) -> String {
        Instant::from_millis(self.row.at).rfc3339()
    }
    /// Who; null for the clock.
    async fn actor(&self) -> Option<Person> {
        self.row.actor.map(Person)
    }
    /// The leaf hash in the district's log.
    async fn leaf(&self) -> &str {
        &self.row.leaf
    }
}
