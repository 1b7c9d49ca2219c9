//! Starting rounds and leading them.

use super::{
    arguments::{ids, instant, request},
    error::{failed, refused},
    node_id::{Kind, decode},
    round::Round,
    viewer::{app, viewer},
};
use crate::{
    store::{procedures, rounds},
    usecase::{procedure, round as usecase},
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{
    id::{ProposalId, Pseudonym},
    poll::PollOption,
    refusal::Refusal,
    round::{BallotPlan, ConsultationPlan, MeetingPlan, PlannedOption, StepPlan, Work},
};

/// An option of a ballot in a round.
#[derive(InputObject, Serialize)]
pub struct RoundOptionInput {
    /// At most 200 characters.
    title: String,
    /// For budgets: its cost in fen.
    #[graphql(default)]
    cost_fen: u64,
    /// The proposal of the round that is adopted when it wins; either every option has one, or none.
    proposal: Option<ID>,
}

/// What is laid down for a step. Which fields matter follows from the step's kind.
#[derive(InputObject, Serialize)]
pub struct RoundStepInput {
    /// Consultations and ballots: what is asked, at most 200 characters; the round's title when left out.
    question: Option<String>,
    /// Consultations: statements of the facilitator, each at most 140 characters.
    #[graphql(default)]
    seeds: Vec<String>,
    /// Consultations and ballots of delegates or enterprises: who.
    #[graphql(default)]
    listed: Vec<ID>,
    /// Meetings: where, at most 200 characters.
    place: Option<String>,
    /// Meetings: when, RFC 3339. One that leaves less notice than the template asks for is put off to the
    /// evening after it, as is one without a time.
    meets_at: Option<String>,
    /// Meetings: how long.
    #[graphql(default = 120)]
    minutes: u32,
    /// Meetings: seats for whoever signs up; as many as come when left out.
    open_seats: Option<u32>,
    /// Meetings: who is invited.
    #[graphql(default)]
    invited: Vec<ID>,
    /// Ballots: what can be voted for; none for yes and no.
    #[graphql(default)]
    options: Vec<RoundOptionInput>,
    /// Ballots: seats to fill.
    #[graphql(default = 1)]
    seats: u32,
    /// Ballots: options that one vote may name; all when left out.
    most: Option<u32>,
    /// Scores: how many must have scored an option for it to win.
    #[graphql(default = 1)]
    minimum: u64,
    /// Budgets: what may be spent, in fen.
    #[graphql(default)]
    budget_fen: u64,
    /// Budgets: points that one vote distributes; 0 for approvals.
    #[graphql(default)]
    points: u32,
    /// Ballots: whether the turnout stays hidden until closing.
    #[graphql(default)]
    hide_turnout: bool,
    /// Sealed ballots: the two who recount.
    #[graphql(default)]
    auditors: Vec<ID>,
    /// Publications: what is published beside the results, at most 4 000 characters.
    notice: Option<String>,
}

/// A round to be started.
#[derive(InputObject, Serialize)]
pub struct StartRoundInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// Whose round it is.
    area: ID,
    /// At most 100 characters.
    title: String,
    /// The key of a template that the platform offers.
    template: String,
    /// Refuse with VERSION_CONFLICT when the platform offers another version.
    if_version: Option<u32>,
    /// Proposals under review there or below.
    proposals: Vec<ID>,
    /// As many as the template has steps.
    steps: Vec<RoundStepInput>,
    /// When the first step opens, RFC 3339; at once when left out.
    starts_at: Option<String>,
}

/// A step that is laid down anew.
#[derive(InputObject, Serialize)]
pub struct PlanRoundStepInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The round.
    round: ID,
    /// Position of the step, from 0.
    step: u32,
    /// All that is laid down for it.
    plan: RoundStepInput,
}

/// Words for a step of a round.
#[derive(InputObject, Serialize)]
pub struct RoundStepTextInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The round.
    round: ID,
    /// Position of the step, from 0.
    step: u32,
    /// The words.
    text: String,
}

/// A round to be called off.
#[derive(InputObject, Serialize)]
pub struct CancelRoundInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The round.
    round: ID,
    /// At most 1 000 characters.
    reason: String,
}

/// A round after a change.
#[derive(SimpleObject)]
pub struct RoundPayload {
    client_mutation_id: String,
    /// The round.
    round: Round,
}

/// Mutations about rounds.
#[derive(Default)]
pub struct RoundMutation;

async fn payload(ctx: &Context<'_>, client_mutation_id: String, id: Uuid) -> Result<RoundPayload> {
    let rows = rounds::by_ids(app(ctx).db.reader(), &[id]).await;
    let row = rows.map_err(|e| failed(ctx, e))?.pop();
    let row = row.ok_or_else(|| refused(ctx, Refusal::NotFound, Some("round")))?;
    Ok(RoundPayload {
        client_mutation_id,
        round: Round::new(ctx, row)?,
    })
}

/// Reads what is laid down for a step that does `work`. Ids of options are given here, which the key of
/// the request makes one set only.
fn plan(ctx: &Context<'_>, work: &Work, title: &str, given: &RoundStepInput) -> Result<StepPlan> {
    let question = given.question.as_deref().unwrap_or(title).trim().to_owned();
    let people = |list: &[ID], field: &str| ids(ctx, Kind::Person, list, field, Pseudonym);
    Ok(match work {
        Work::Consultation { .. } => StepPlan::Consultation(ConsultationPlan {
            question,
            seeds: given.seeds.iter().map(|seed| seed.trim().to_owned()).collect(),
            listed: people(&given.listed, "listed")?,
        }),
        Work::Meeting { .. } => StepPlan::Meeting(MeetingPlan {
            place: given.place.as_deref().unwrap_or_default().trim().to_owned(),
            starts_at: given
                .meets_at
                .as_deref()
                .map(|at| instant(ctx, at, "meetsAt"))
                .transpose()?,
            minutes: given.minutes,
            open_seats: given.open_seats,
            invited: people(&given.invited, "invited")?,
        }),
        Work::Ballot { .. } => {
            let option = |one: &RoundOptionInput| -> Result<PlannedOption> {
                let proposal = one.proposal.as_ref().map(|id| decode(Kind::Proposal, id));
                Ok(PlannedOption {
                    option: PollOption {
                        id: app(ctx).fresh_id(),
                        title: one.title.trim().to_owned(),
                        cost_fen: one.cost_fen,
                    },
                    proposal: proposal
                        .transpose()
                        .map_err(|r| refused(ctx, r, Some("options")))?
                        .map(ProposalId),
                })
            };
            let options: Vec<PlannedOption> = given.options.iter().map(option).collect::<Result<_>>()?;
            let all = u32::try_from(options.len()).unwrap_or(u32::MAX).max(1);
            StepPlan::Ballot(BallotPlan {
                title: question,
                options,
                seats: given.seats,
                most: given.most.unwrap_or(all),
                minimum: given.minimum,
                budget_fen: given.budget_fen,
                points: given.points,
                hide_turnout: given.hide_turnout,
                auditors: people(&given.auditors, "auditors")?,
                listed: people(&given.listed, "listed")?,
            })
        }
        Work::Publication => StepPlan::Publication(given.notice.clone()),
    })
}

/// Mutations about rounds.
#[Object]
impl RoundMutation {
    /// Starts a round on proposals under review; the clock opens and ends its steps. Codes: FORBIDDEN,
    /// INVALID_INPUT, BAD_TARGET, UNDER_ROUND, VERSION_CONFLICT, NOT_FOUND for an unknown template.
    async fn start_round(&self, ctx: &Context<'_>, input: StartRoundInput) -> Result<RoundPayload> {
        let app = app(ctx);
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "startRound", &input.client_mutation_id, &input)?;
        let before = usecase::started(app, actor, &request)
            .await
            .map_err(|e| failed(ctx, e))?;
        if let Some(id) = before {
            return payload(ctx, input.client_mutation_id, id).await;
        }
        let area = decode(Kind::Area, &input.area).map_err(|r| refused(ctx, r, Some("area")))?;
        let own = procedures::newest(app.db.reader(), area, &input.template).await;
        let own = own.map_err(|e| failed(ctx, e))?;
        let offered = procedure::offered(own.as_slice()).map_err(|e| failed(ctx, e))?;
        let template = offered
            .into_iter()
            .find(|template| template.key == input.template)
            .ok_or_else(|| refused(ctx, Refusal::NotFound, Some("template")))?;
        if template.steps.len() != input.steps.len() {
            return Err(refused(ctx, Refusal::Invalid, Some("steps")));
        }
        let steps = template.steps.iter().zip(&input.steps);
        let plans = steps.map(|(step, given)| plan(ctx, &step.work, &input.title, given));
        let new = usecase::NewRound {
            area,
            title: input.title.clone(),
            template: input.template.clone(),
            // The plans were read after this version.
            version: Some(input.if_version.unwrap_or(template.version)),
            proposals: ids(ctx, Kind::Proposal, &input.proposals, "proposals", ProposalId)?,
            plans: plans.collect::<Result<_>>()?,
            starts_at: match &input.starts_at {
                Some(at) => instant(ctx, at, "startsAt")?,
                None => app.now(),
            },
        };
        let id = usecase::start(app, actor, &request, &new)
            .await
            .map_err(|e| failed(ctx, e))?;
        payload(ctx, input.client_mutation_id, id).await
    }

    /// Lays down anew what a step does that has not opened yet. Codes: FORBIDDEN, STEP_NOT_OPEN,
    /// ROUND_OVER, INVALID_INPUT.
    async fn plan_round_step(&self, ctx: &Context<'_>, input: PlanRoundStepInput) -> Result<RoundPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "planRoundStep", &input.client_mutation_id, &input)?;
        let id = decode(Kind::Round, &input.round).map_err(|r| refused(ctx, r, Some("round")))?;
        let missing = |field: &'static str| refused(ctx, Refusal::NotFound, Some(field));
        let rows = rounds::by_ids(app(ctx).db.reader(), &[id]).await;
        let row = rows.map_err(|e| failed(ctx, e))?.pop();
        let row = row.ok_or_else(|| missing("round"))?;
        let round = rounds::round(&row).map_err(|e| failed(ctx, e))?;
        let index = input.step as usize;
        let (step, _) = round.step(index).ok_or_else(|| missing("step"))?;
        let plan = plan(ctx, &step.work, &round.title, &input.plan)?;
        usecase::plan_step(app(ctx), actor, &request, id, index, &plan)
            .await
            .map_err(|e| failed(ctx, e))?;
        payload(ctx, input.client_mutation_id, id).await
    }

    /// Writes what a publication publishes beside the results. Codes: FORBIDDEN, STEP_NOT_OPEN,
    /// ROUND_OVER.
    async fn publish_round_notice(&self, ctx: &Context<'_>, input: RoundStepTextInput) -> Result<RoundPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "publishRoundNotice", &input.client_mutation_id, &input)?;
        let id = decode(Kind::Round, &input.round).map_err(|r| refused(ctx, r, Some("round")))?;
        usecase::publish_notice(app(ctx), actor, &request, id, input.step as usize, &input.text)
            .await
            .map_err(|e| failed(ctx, e))?;
        payload(ctx, input.client_mutation_id, id).await
    }

    /// Leaves out a step that may be left out; the text is the reason. Codes: FORBIDDEN, STEP_NOT_OPEN,
    /// ROUND_OVER.
    async fn skip_round_step(&self, ctx: &Context<'_>, input: RoundStepTextInput) -> Result<RoundPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "skipRoundStep", &input.client_mutation_id, &input)?;
        let id = decode(Kind::Round, &input.round).map_err(|r| refused(ctx, r, Some("round")))?;
        usecase::skip_step(app(ctx), actor, &request, id, input.step as usize, &input.text)
            .await
            .map_err(|e| failed(ctx, e))?;
        payload(ctx, input.client_mutation_id, id).await
    }

    /// Calls a round off with what is open in it; its proposals go on as before. Codes: FORBIDDEN,
    /// ROUND_OVER.
    async fn cancel_round(&self, ctx: &Context<'_>, input: CancelRoundInput) -> Result<RoundPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "cancelRound", &input.client_mutation_id, &input)?;
        let id = decode(Kind::Round, &input.round).map_err(|r| refused(ctx, r, Some("round")))?;
        usecase::cancel(app(ctx), actor, &request, id, &input.reason)
            .await
            .map_err(|e| failed(ctx, e))?;
        payload(ctx, input.client_mutation_id, id).await
    }
}
