//! Listing experts, asking them, publishing what they say.

use super::{
    arguments::{id, instant, known, request},
    error::{failed, lost, refused},
    expert::{Expert, Review, anew},
    meeting_loaders::ExpertBy,
    node_id::Kind,
    viewer::{app, viewer},
};
use crate::usecase::{
    Failure,
    expert::{self as usecase, Step},
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{expert::Profile, id::Pseudonym, refusal::Refusal};

/// An expert to be listed. All but the person is public.
#[derive(InputObject, Serialize)]
pub struct ListExpertInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// Whose directory.
    area: ID,
    /// Who.
    person: ID,
    /// The public name, at most 40 characters.
    name: String,
    /// The field, at most 40 characters.
    field: String,
    /// For whom the expert works, at most 100 characters.
    organisation: String,
    /// A few sentences, at most 500 characters.
    about: String,
}

/// An entry of a directory.
#[derive(InputObject, Serialize)]
pub struct UnlistExpertInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The expert.
    expert: ID,
}

/// An invitation to review.
#[derive(InputObject, Serialize)]
pub struct InviteExpertInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The proposal.
    proposal: ID,
    /// The expert.
    expert: ID,
    /// What is asked, at most 1 000 characters.
    question: String,
    /// Until when, RFC 3339, at most 366 days from now.
    due_at: String,
}

/// A review.
#[derive(InputObject, Serialize)]
pub struct OnReviewInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The review.
    review: ID,
}

/// A review with a reason.
#[derive(InputObject, Serialize)]
pub struct DeclineReviewInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The review.
    review: ID,
    /// At most 1 000 characters.
    reason: String,
}

/// An opinion.
#[derive(InputObject, Serialize)]
pub struct SubmitOpinionInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The review.
    review: ID,
    /// At most 5 000 characters.
    opinion: String,
    /// The own interests in the matter, or that there are none; at most 1 000 characters.
    interests: String,
}

/// An expert after a change.
#[derive(SimpleObject)]
pub struct ExpertPayload {
    client_mutation_id: String,
    /// The expert.
    expert: Expert,
}

/// A review after a change.
#[derive(SimpleObject)]
pub struct ReviewPayload {
    client_mutation_id: String,
    /// The review.
    review: Review,
}

async fn listed(ctx: &Context<'_>, key: String, done: Result<Uuid, Failure>) -> Result<ExpertPayload> {
    let id = done.map_err(|e| failed(ctx, e))?;
    let loaders = &viewer(ctx).loaders;
    loaders.clear::<ExpertBy>();
    let row = loaders.load_one(ExpertBy(id)).await.map_err(|e| lost(ctx, &e))?;
    Ok(ExpertPayload {
        client_mutation_id: key,
        expert: Expert(row.ok_or_else(|| refused(ctx, Refusal::Internal, None))?),
    })
}

async fn reviewed(ctx: &Context<'_>, key: String, done: Result<Uuid, Failure>) -> Result<ReviewPayload> {
    let id = done.map_err(|e| failed(ctx, e))?;
    Ok(ReviewPayload {
        client_mutation_id: key,
        review: anew(ctx, id).await?,
    })
}

/// Mutations about experts.
#[derive(Default)]
pub struct ExpertMutation;

/// Mutations about experts.
#[Object]
impl ExpertMutation {
    /// Lists an expert in an area's directory, or changes the entry. Codes: FORBIDDEN, BAD_TARGET,
    /// NOT_FOUND, TEXT_REQUIRED, TEXT_TOO_LONG.
    async fn list_expert(&self, ctx: &Context<'_>, input: ListExpertInput) -> Result<ExpertPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "listExpert", &input.client_mutation_id, &input)?;
        let area = id(ctx, Kind::Area, &input.area, "area")?;
        let who = Pseudonym(id(ctx, Kind::Person, &input.person, "person")?);
        let profile = Profile {
            name: input.name,
            field: input.field,
            organisation: input.organisation,
            about: input.about,
        };
        let done = usecase::list(app(ctx), actor, &request, area, who, &profile).await;
        listed(ctx, input.client_mutation_id, done).await
    }

    /// Takes an expert out of the directory; reviews go on. Codes: FORBIDDEN, NOT_FOUND.
    async fn unlist_expert(&self, ctx: &Context<'_>, input: UnlistExpertInput) -> Result<ExpertPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "unlistExpert", &input.client_mutation_id, &input)?;
        let expert = id(ctx, Kind::Expert, &input.expert, "expert")?;
        let done = usecase::unlist(app(ctx), actor, &request, expert).await;
        listed(ctx, input.client_mutation_id, done).await
    }

    /// Invites an expert to review a proposal in the own custody; while an invitation is open, gives it
    /// another question and due date. Codes: FORBIDDEN, BAD_TARGET, NOT_FOUND, INVALID_INPUT.
    async fn invite_expert(&self, ctx: &Context<'_>, input: InviteExpertInput) -> Result<ReviewPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "inviteExpert", &input.client_mutation_id, &input)?;
        let invitation = usecase::Invitation {
            expert: id(ctx, Kind::Expert, &input.expert, "expert")?,
            proposal: id(ctx, Kind::Proposal, &input.proposal, "proposal")?,
            question: input.question,
            due_at: instant(ctx, &input.due_at, "dueAt")?,
        };
        let done = usecase::invite(app(ctx), actor, &request, &invitation).await;
        reviewed(ctx, input.client_mutation_id, done).await
    }

    /// Takes an invitation. Codes: FORBIDDEN, REVIEW_NOT_WAITING, WINDOW_CLOSED.
    async fn accept_review(&self, ctx: &Context<'_>, input: OnReviewInput) -> Result<ReviewPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "acceptReview", &input.client_mutation_id, &input)?;
        let review = id(ctx, Kind::Review, &input.review, "review")?;
        let done = usecase::step(app(ctx), actor, &request, review, &Step::Accept).await;
        reviewed(ctx, input.client_mutation_id, done).await
    }

    /// Refuses an invitation, with a reason. Codes: FORBIDDEN, REVIEW_NOT_WAITING, WINDOW_CLOSED.
    async fn decline_review(&self, ctx: &Context<'_>, input: DeclineReviewInput) -> Result<ReviewPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "declineReview", &input.client_mutation_id, &input)?;
        let review = id(ctx, Kind::Review, &input.review, "review")?;
        let done = usecase::step(app(ctx), actor, &request, review, &Step::Decline(input.reason)).await;
        reviewed(ctx, input.client_mutation_id, done).await
    }

    /// Sends the opinion, with the declared interests; may be sent anew until the due date. Codes:
    /// FORBIDDEN, REVIEW_NOT_WAITING, WINDOW_CLOSED, TEXT_REQUIRED, TEXT_TOO_LONG, CONTENT_REJECTED.
    async fn submit_opinion(&self, ctx: &Context<'_>, input: SubmitOpinionInput) -> Result<ReviewPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "submitOpinion", &input.client_mutation_id, &input)?;
        let review = id(ctx, Kind::Review, &input.review, "review")?;
        let step = Step::Submit {
            opinion: input.opinion,
            interests: input.interests,
        };
        let done = usecase::step(app(ctx), actor, &request, review, &step).await;
        reviewed(ctx, input.client_mutation_id, done).await
    }

    /// Publishes an opinion on its proposal, under the expert's name and with the declared interests.
    /// Codes: FORBIDDEN, REVIEW_NOT_WAITING.
    async fn publish_opinion(&self, ctx: &Context<'_>, input: OnReviewInput) -> Result<ReviewPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "publishOpinion", &input.client_mutation_id, &input)?;
        let review = id(ctx, Kind::Review, &input.review, "review")?;
        let done = usecase::step(app(ctx), actor, &request, review, &Step::Publish).await;
        reviewed(ctx, input.client_mutation_id, done).await
    }
}
