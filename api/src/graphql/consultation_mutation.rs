//! Opening consultations, stating, voting, moderating.

use super::{
    arguments::{id, instant, request},
    ballot::ElectorateKind,
    consultation::Consultation,
    error::{failed, refused},
    node_id::{Kind, encode},
    viewer::{app, viewer},
};
use crate::{
    store::{consultations, contents::NewText},
    usecase::{Failure, consultation as usecase},
};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{
    consultation::{
        Vote,
        inquiry::{Moderation, QUESTION_LENGTH, STATEMENT_LENGTH, Settings},
    },
    id::Pseudonym,
    refusal::Refusal,
};

/// A consultation to be opened.
#[derive(InputObject, Serialize)]
pub struct OpenConsultationInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// Where.
    area: ID,
    /// What is asked, at most 200 characters.
    question: String,
    /// Who takes part.
    electorate: ElectorateKind,
    /// For delegates and enterprises: who.
    #[graphql(default)]
    listed: Vec<ID>,
    /// Statements of the facilitator, each at most 140 characters.
    #[graphql(default)]
    seeds: Vec<String>,
    /// Whether residents may make statements.
    #[graphql(default = true)]
    residents_state: bool,
    /// Whether statements are looked at before they are shown.
    #[graphql(default)]
    moderated_before: bool,
    /// Whether the result is shown while it is open.
    #[graphql(default = true)]
    results_live: bool,
    /// Whether the votes are published without names after closing. Left out: where the electorate has at
    /// least 100 members when it opens.
    publish_votes: Option<bool>,
    /// Percent of the members who must take part.
    quorum_percent: Option<u32>,
    /// What it is about.
    #[graphql(default)]
    proposals: Vec<ID>,
    /// From when on, RFC 3339; at once when left out.
    opens_at: Option<String>,
    /// Until when, RFC 3339.
    closes_at: String,
}

/// A statement to be made.
#[derive(InputObject, Serialize)]
pub struct StatementInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The consultation.
    consultation: ID,
    /// At most 140 characters.
    text: String,
}

/// 赞成, 反对 or 跳过.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "Vote")]
pub enum StatementVote {
    /// 赞成
    Agree,
    /// 跳过
    Pass,
    /// 反对
    Disagree,
}

/// One vote.
#[derive(InputObject, Serialize)]
pub struct StatementVoteInput {
    /// The statement.
    statement: ID,
    /// The vote.
    vote: StatementVote,
}

/// Votes on statements.
#[derive(InputObject, Serialize)]
pub struct VoteOnStatementsInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The consultation.
    consultation: ID,
    /// At most 50; of several on one statement the last counts.
    votes: Vec<StatementVoteInput>,
}

/// A decision about a statement.
#[derive(InputObject, Serialize)]
pub struct CheckStatementInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The statement.
    statement: ID,
    /// Whether it is shown.
    approve: bool,
    /// At most 1 000 characters.
    reason: String,
}

/// A statement with a reason.
#[derive(InputObject, Serialize)]
pub struct HideStatementInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The statement.
    statement: ID,
    /// At most 1 000 characters.
    reason: String,
}

/// A consultation to be called off.
#[derive(InputObject, Serialize)]
pub struct CancelConsultationInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The consultation.
    consultation: ID,
    /// At most 1 000 characters.
    reason: String,
}

/// A consultation after a change.
#[derive(SimpleObject)]
pub struct ConsultationPayload {
    client_mutation_id: String,
    /// The consultation.
    consultation: Consultation,
}

/// A statement after a change.
#[derive(SimpleObject)]
pub struct StatementPayload {
    client_mutation_id: String,
    /// Its global id.
    statement: ID,
    /// The consultation.
    consultation: Consultation,
}

/// Acknowledged votes.
#[derive(SimpleObject)]
pub struct VotesPayload {
    client_mutation_id: String,
    /// The statements whose votes stand.
    recorded: Vec<ID>,
    /// Those that are not shown any more.
    not_shown: Vec<ID>,
}

/// Mutations about consultations.
#[derive(Default)]
pub struct ConsultationMutation;

fn text(ctx: &Context<'_>, words: &str, limit: usize, field: &str) -> Result<NewText> {
    app(ctx).seal(words, limit).map_err(|r| refused(ctx, r, Some(field)))
}

async fn read(ctx: &Context<'_>, id: Uuid) -> Result<Consultation> {
    let rows = consultations::by_ids(app(ctx).db.reader(), &[id]).await;
    let row = rows.map_err(|e| failed(ctx, e))?.pop();
    Consultation::new(ctx, row.ok_or_else(|| refused(ctx, Refusal::NotFound, None))?)
}

async fn said(ctx: &Context<'_>, key: String, done: Result<usecase::Said, Failure>) -> Result<StatementPayload> {
    let said = done.map_err(|e| failed(ctx, e))?;
    Ok(StatementPayload {
        client_mutation_id: key,
        statement: encode(Kind::Statement, said.statement),
        consultation: read(ctx, said.consultation).await?,
    })
}

/// Mutations about consultations.
#[Object]
impl ConsultationMutation {
    /// Opens a consultation; it closes by the clock. Codes: FORBIDDEN, INVALID_INPUT, BAD_TARGET.
    async fn open_consultation(&self, ctx: &Context<'_>, input: OpenConsultationInput) -> Result<ConsultationPayload> {
        let app = app(ctx);
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "openConsultation", &input.client_mutation_id, &input)?;
        let seeds = input
            .seeds
            .iter()
            .map(|seed| text(ctx, seed, STATEMENT_LENGTH, "seeds"));
        let listed = input
            .listed
            .iter()
            .map(|who| id(ctx, Kind::Person, who, "listed").map(Pseudonym));
        let proposals = input
            .proposals
            .iter()
            .map(|one| id(ctx, Kind::Proposal, one, "proposals"));
        let new = usecase::NewConsultation {
            area: id(ctx, Kind::Area, &input.area, "area")?,
            question: text(ctx, &input.question, QUESTION_LENGTH, "question")?,
            electorate: input.electorate.into(),
            listed: listed.collect::<Result<_>>()?,
            frozen: None,
            settings: Settings {
                moderation: if input.moderated_before {
                    Moderation::Before
                } else {
                    Moderation::After
                },
                residents_state: input.residents_state,
                results_live: input.results_live,
                publish_votes: input.publish_votes,
                quorum_percent: input.quorum_percent,
                ..Settings::default()
            },
            opens_at: match &input.opens_at {
                Some(at) => instant(ctx, at, "opensAt")?,
                None => app.now(),
            },
            closes_at: instant(ctx, &input.closes_at, "closesAt")?,
            proposals: proposals.collect::<Result<_>>()?,
            seeds: seeds.collect::<Result<_>>()?,
            round: None,
            by: Some(actor.pseudonym),
        };
        let made = usecase::open(app, actor, &request, &new)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(ConsultationPayload {
            client_mutation_id: input.client_mutation_id,
            consultation: read(ctx, made).await?,
        })
    }

    /// Makes a statement; its author agrees with it. Codes: CONSULTATION_NOT_OPEN, NOT_IN_ELECTORATE,
    /// STATEMENTS_BY_STAFF_ONLY, TOO_MANY_STATEMENTS, CONTENT_REJECTED.
    async fn add_statement(&self, ctx: &Context<'_>, input: StatementInput) -> Result<StatementPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "addStatement", &input.client_mutation_id, &input)?;
        let at = id(ctx, Kind::Consultation, &input.consultation, "consultation")?;
        let words = text(ctx, &input.text, STATEMENT_LENGTH, "text")?;
        let done = usecase::state(app(ctx), actor, &request, at, &words).await;
        said(ctx, input.client_mutation_id, done).await
    }

    /// Puts in a statement as facilitator. Codes: FORBIDDEN, CONSULTATION_NOT_OPEN.
    async fn seed_statement(&self, ctx: &Context<'_>, input: StatementInput) -> Result<StatementPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "seedStatement", &input.client_mutation_id, &input)?;
        let at = id(ctx, Kind::Consultation, &input.consultation, "consultation")?;
        let words = text(ctx, &input.text, STATEMENT_LENGTH, "text")?;
        let done = usecase::seed(app(ctx), actor, &request, at, &words).await;
        said(ctx, input.client_mutation_id, done).await
    }

    /// Votes on statements; each vote can be changed until the end. Codes: CONSULTATION_NOT_OPEN,
    /// NOT_IN_ELECTORATE, STATEMENT_NOT_SHOWN.
    async fn vote_on_statements(&self, ctx: &Context<'_>, input: VoteOnStatementsInput) -> Result<VotesPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "voteOnStatements", &input.client_mutation_id, &input)?;
        let at = id(ctx, Kind::Consultation, &input.consultation, "consultation")?;
        let votes = input.votes.iter().map(|one| {
            let statement = id(ctx, Kind::Statement, &one.statement, "votes.statement")?;
            Ok((statement, one.vote.into()))
        });
        let votes: Vec<(Uuid, Vote)> = votes.collect::<Result<_>>()?;
        let voted = usecase::vote(app(ctx), actor, &request, at, &votes)
            .await
            .map_err(|e| failed(ctx, e))?;
        let ids = |given: Vec<Uuid>| given.into_iter().map(|id| encode(Kind::Statement, id)).collect();
        Ok(VotesPayload {
            client_mutation_id: input.client_mutation_id,
            recorded: ids(voted.recorded),
            not_shown: ids(voted.not_shown),
        })
    }

    /// Shows or hides a statement that waits, or shows one again. Codes: FORBIDDEN, STATEMENT_NOT_SHOWN.
    async fn check_statement(&self, ctx: &Context<'_>, input: CheckStatementInput) -> Result<StatementPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "checkStatement", &input.client_mutation_id, &input)?;
        let statement = id(ctx, Kind::Statement, &input.statement, "statement")?;
        let reason = text(ctx, &input.reason, 1_000, "reason")?;
        let done = usecase::check(app(ctx), actor, &request, statement, input.approve, &reason).await;
        said(ctx, input.client_mutation_id, done).await
    }

    /// Takes a statement out of sight, with a reason. Codes: FORBIDDEN, STATEMENT_NOT_SHOWN.
    async fn hide_statement(&self, ctx: &Context<'_>, input: HideStatementInput) -> Result<StatementPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "hideStatement", &input.client_mutation_id, &input)?;
        let statement = id(ctx, Kind::Statement, &input.statement, "statement")?;
        let reason = text(ctx, &input.reason, 1_000, "reason")?;
        let done = usecase::hide(app(ctx), actor, &request, statement, &reason).await;
        said(ctx, input.client_mutation_id, done).await
    }

    /// Calls a consultation off, with a reason. Codes: FORBIDDEN, CONSULTATION_NOT_OPEN.
    async fn cancel_consultation(
        &self,
        ctx: &Context<'_>,
        input: CancelConsultationInput,
    ) -> Result<ConsultationPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = request(ctx, "cancelConsultation", &input.client_mutation_id, &input)?;
        let at = id(ctx, Kind::Consultation, &input.consultation, "consultation")?;
        let reason = text(ctx, &input.reason, 1_000, "reason")?;
        usecase::cancel(app(ctx), actor, &request, at, &reason)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(ConsultationPayload {
            client_mutation_id: input.client_mutation_id,
            consultation: read(ctx, at).await?,
        })
    }
}
