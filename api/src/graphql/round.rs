//! Rounds 议事 as a viewer sees them.

use super::{
    area::Area,
    ballot::{Ballot, BallotOption},
    consultation::Consultation,
    deliberation_loaders::{BallotBy, ConsultationBy},
    error::{failed, lost, refused},
    loaders::ProposalBy,
    meeting::Meeting,
    meeting_loaders::MeetingBy,
    node_id::{Kind, encode},
    procedure::{ProcedureTemplate, StepKind, StepNeed, label},
    proposal::{Proposal, area_at, words_by_id},
    proposal_parts::Permission,
    viewer::{app, viewer},
};
use crate::store::{entity::round, rounds};
use async_graphql::{Context, Enum, ID, Object, Result};
use std::sync::Arc;
use yiting_domain::{
    id::ProposalId,
    instant::Instant,
    proposal::RoundEnd,
    refusal::Refusal,
    round::{self as rules, Phase, Step, StepPlan, StepRecord, Work, round_offers},
};

/// Where a round stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::RoundState")]
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

/// Where a step stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::StepState")]
pub enum StepState {
    /// Its turn has not come.
    Waiting,
    /// Under way.
    Open,
    /// Over.
    Ended,
    /// Left out.
    Skipped,
}

/// How a round ended.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum RoundVerdict {
    /// Proposals may be formed.
    Adopted,
    /// Voted down.
    NotAdopted,
    /// Too few took part: nothing is decided.
    NoQuorum,
}

/// How a round ended.
pub struct RoundOutcome(rules::Outcome);

/// How a round ended.
#[Object]
impl RoundOutcome {
    /// Adopted, not adopted, or no quorum.
    async fn verdict(&self) -> RoundVerdict {
        match self.0.end {
            RoundEnd::Adopted => RoundVerdict::Adopted,
            RoundEnd::NotAdopted => RoundVerdict::NotAdopted,
            RoundEnd::NoQuorum | RoundEnd::Cancelled => RoundVerdict::NoQuorum,
        }
    }
    /// RFC 3339.
    async fn at(&self) -> String {
        self.0.at.rfc3339()
    }
    /// The proposals that may be formed.
    async fn adopted(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>> {
        proposals(ctx, &self.0.adopted).await
    }
}

async fn proposals(ctx: &Context<'_>, ids: &[ProposalId]) -> Result<Vec<Proposal>> {
    let keys = ids.iter().map(|id| ProposalBy(id.0));
    let found = viewer(ctx).loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    let seen = ids.iter().filter_map(|id| found.get(&ProposalBy(id.0)));
    Ok(seen.filter_map(|row| Proposal::seen(ctx, Arc::clone(row))).collect())
}

/// A round 议事.
pub struct Round {
    row: round::Model,
    round: Arc<rules::Round>,
}

impl Round {
    /// From a row.
    pub fn new(ctx: &Context<'_>, row: round::Model) -> Result<Self> {
        let round = rounds::round(&row).map_err(|e| failed(ctx, e))?;
        Ok(Self {
            row,
            round: Arc::new(round),
        })
    }
}

/// What the viewer may do to a round or, with an index, to one of its steps.
fn offers(ctx: &Context<'_>, round: &rules::Round, index: Option<usize>) -> Vec<Permission> {
    let offered = round_offers(viewer(ctx).actor.as_deref(), round, index, app(ctx).now());
    let offered = offered.into_iter().map(|(action, answer)| (action.name(), answer));
    Permission::list(offered, viewer(ctx).language)
}

/// A round 议事.
#[Object]
impl Round {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Round, self.row.id)
    }
    /// What it is called.
    async fn title(&self) -> &str {
        &self.round.title
    }
    /// Where it stands.
    async fn state(&self) -> RoundState {
        self.round.state.into()
    }
    /// Whose it is.
    async fn area(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.round.area.path).await
    }
    /// The template, in the version with which it began.
    async fn template(&self) -> ProcedureTemplate {
        ProcedureTemplate(self.round.template.clone())
    }
    /// What it is about.
    async fn proposals(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>> {
        proposals(ctx, &self.round.proposals).await
    }
    /// Its steps, in order.
    async fn steps(&self) -> Vec<RoundStep> {
        let indices = 0..self.round.steps.len();
        let step = |index| RoundStep {
            round: Arc::clone(&self.round),
            index,
        };
        indices.map(step).collect()
    }
    /// When its first step opens, RFC 3339.
    async fn starts_at(&self) -> String {
        self.round.starts_at.rfc3339()
    }
    /// How it ended; null before.
    async fn outcome(&self) -> Option<RoundOutcome> {
        self.round.outcome.clone().map(RoundOutcome)
    }
    /// Why it was called off.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match self.row.reason_id {
            Some(id) => words_by_id(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }
    /// What the viewer may do now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Vec<Permission> {
        offers(ctx, &self.round, None)
    }
}

/// A step of a round.
pub struct RoundStep {
    round: Arc<rules::Round>,
    index: usize,
}

impl RoundStep {
    fn parts(&self, ctx: &Context<'_>) -> Result<(&Step, &StepRecord)> {
        self.round
            .step(self.index)
            .ok_or_else(|| refused(ctx, Refusal::Internal, None))
    }
}

/// A step of a round.
#[Object]
impl RoundStep {
    /// Position, from 0.
    async fn index(&self) -> usize {
        self.index
    }
    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(label(ctx, &self.parts(ctx)?.0.name))
    }
    /// What is done.
    async fn kind(&self, ctx: &Context<'_>) -> Result<StepKind> {
        Ok((&self.parts(ctx)?.0.work).into())
    }
    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<StepState> {
        Ok(self.parts(ctx)?.1.state.into())
    }
    /// Working days that it lasts; for a meeting, of notice.
    async fn days(&self, ctx: &Context<'_>) -> Result<u32> {
        Ok(self.parts(ctx)?.0.days)
    }
    /// What it needs of the step before.
    async fn needs(&self, ctx: &Context<'_>) -> Result<StepNeed> {
        Ok(self.parts(ctx)?.0.needs.into())
    }
    /// Whether it comes after delivery.
    async fn follow_up(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.parts(ctx)?.0.phase == Phase::FollowUp)
    }
    /// RFC 3339; null before it opened.
    async fn opened_at(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.parts(ctx)?.1.opened_at.map(Instant::rfc3339))
    }
    /// When it ends or would have ended, RFC 3339; null before it opened.
    async fn ends_at(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.parts(ctx)?.1.ends_at.map(Instant::rfc3339))
    }
    /// Whether enough took part; null before it ended.
    async fn quorum_reached(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let (_, record) = self.parts(ctx)?;
        Ok(record.result.as_ref().map(|result| result.reached))
    }
    /// For ballots: the proposals that it adopted; null before it ended.
    async fn adopted(&self, ctx: &Context<'_>) -> Result<Option<Vec<Proposal>>> {
        let (_, record) = self.parts(ctx)?;
        match record.result.as_ref().and_then(|result| result.adopted.as_ref()) {
            Some(ids) => proposals(ctx, ids).await.map(Some),
            None => Ok(None),
        }
    }
    /// For consultations: what is asked.
    async fn question(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(match &self.parts(ctx)?.1.plan {
            StepPlan::Consultation(plan) => Some(&plan.question),
            StepPlan::Ballot(plan) => Some(&plan.title),
            StepPlan::Meeting(_) | StepPlan::Publication(_) => None,
        })
    }
    /// For meetings: where.
    async fn place(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(match &self.parts(ctx)?.1.plan {
            StepPlan::Meeting(plan) => Some(&plan.place),
            _ => None,
        })
    }
    /// For publications: what is published beside the results.
    async fn notice(&self, ctx: &Context<'_>) -> Result<Option<&str>> {
        Ok(match &self.parts(ctx)?.1.plan {
            StepPlan::Publication(text) => text.as_deref(),
            _ => None,
        })
    }
    /// For ballots: what can be voted for; none for yes and no.
    async fn options(&self, ctx: &Context<'_>) -> Result<Vec<BallotOption>> {
        Ok(match &self.parts(ctx)?.1.plan {
            StepPlan::Ballot(plan) => plan.options.iter().map(|one| BallotOption::new(&one.option)).collect(),
            _ => Vec::new(),
        })
    }
    /// The consultation, once it opened.
    async fn consultation(&self, ctx: &Context<'_>) -> Result<Option<Consultation>> {
        let (Work::Consultation { .. }, Some(id)) = self.subject(ctx)? else {
            return Ok(None);
        };
        let row = viewer(ctx).loaders.load_one(ConsultationBy(id)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        row.map(|row| Consultation::new(ctx, row)).transpose()
    }
    /// The meeting, once it was announced.
    async fn meeting(&self, ctx: &Context<'_>) -> Result<Option<Meeting>> {
        let (Work::Meeting { .. }, Some(id)) = self.subject(ctx)? else {
            return Ok(None);
        };
        let row = viewer(ctx).loaders.load_one(MeetingBy(id)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        row.map(|row| Meeting::new(ctx, row)).transpose()
    }
    /// The ballot, once it opened.
    async fn ballot(&self, ctx: &Context<'_>) -> Result<Option<Ballot>> {
        let (Work::Ballot { .. }, Some(id)) = self.subject(ctx)? else {
            return Ok(None);
        };
        let row = viewer(ctx).loaders.load_one(BallotBy(id)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        row.map(|row| Ballot::new(ctx, row)).transpose()
    }
    /// What the viewer may do to the step now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Vec<Permission> {
        offers(ctx, &self.round, Some(self.index))
    }
}

impl RoundStep {
    fn subject(&self, ctx: &Context<'_>) -> Result<(&Work, Option<uuid::Uuid>)> {
        let (step, record) = self.parts(ctx)?;
        Ok((&step.work, record.subject))
    }
}
