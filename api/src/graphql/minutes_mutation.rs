//! Writing minutes.

use super::{
    arguments::{id, known, request},
    meeting_mutation::{MeetingPayload, OnMeetingInput, answer},
    node_id::Kind,
    viewer::app,
};
use crate::usecase::meeting as usecase;
use async_graphql::{Context, ID, InputObject, Object, Result};
use serde::Serialize;
use yiting_domain::meeting::{Contribution, Minutes, Section};

/// What one person said.
#[derive(InputObject, Serialize)]
pub struct MinutesContributionInput {
    /// Who spoke, as it shall be read by everybody; at most 50 characters.
    speaker: String,
    /// At most 2 000 characters.
    text: String,
}

/// What was talked about under one heading.
#[derive(InputObject, Serialize)]
pub struct MinutesSectionInput {
    /// The item of the agenda, from 1; none for what came beside it.
    item: Option<u32>,
    /// At most 100 characters.
    heading: String,
    /// At most 100.
    #[graphql(default)]
    contributions: Vec<MinutesContributionInput>,
    /// What was agreed, at most 2 000 characters.
    conclusion: Option<String>,
}

/// Minutes to be drafted.
#[derive(InputObject, Serialize)]
pub struct DraftMinutesInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// Who chaired, as it shall be read by everybody; at most 50 characters.
    chair: String,
    /// Who wrote them, at most 50 characters.
    recorder: String,
    /// Who was there, as it shall be read by everybody; at most 2 000 characters.
    present: Option<String>,
    /// By heading, at most 35.
    sections: Vec<MinutesSectionInput>,
    /// At most 2 000 characters.
    remarks: Option<String>,
    /// For a correction of published minutes: why; at most 1 000 characters.
    reason: Option<String>,
}

/// A confirmation.
#[derive(InputObject, Serialize)]
pub struct ConfirmMinutesInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// The digest of the draft that was read.
    digest: String,
}

/// Mutations about minutes.
#[derive(Default)]
pub struct MinutesMutation;

/// Mutations about minutes.
#[Object]
impl MinutesMutation {
    /// Drafts minutes, in the place of a draft that is not published; after the publication, a correction
    /// with a reason. Codes: FORBIDDEN, MEETING_NOT_OVER, TEXT_REQUIRED, TEXT_TOO_LONG, CONTENT_REJECTED.
    async fn draft_minutes(&self, ctx: &Context<'_>, input: DraftMinutesInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "draftMinutes", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let section = |one: MinutesSectionInput| Section {
            item: one.item,
            heading: one.heading,
            contributions: one
                .contributions
                .into_iter()
                .map(|said| Contribution {
                    speaker: said.speaker,
                    text: said.text,
                })
                .collect(),
            conclusion: one.conclusion,
        };
        let new = usecase::NewMinutes {
            meeting,
            minutes: Minutes {
                chair: input.chair,
                recorder: input.recorder,
                present: input.present,
                sections: input.sections.into_iter().map(section).collect(),
                remarks: input.remarks,
            },
            reason: input.reason,
        };
        let done = usecase::draft_minutes(app(ctx), actor, &request, &new).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Confirms the draft: as chair, or as somebody who was there and neither chaired nor wrote it. Codes:
    /// NOTHING_PENDING, NOT_CHECKED_IN, OTHER_PARTICIPANT_NEEDED, VERSION_CONFLICT for another digest.
    async fn confirm_minutes(&self, ctx: &Context<'_>, input: ConfirmMinutesInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "confirmMinutes", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::confirm_minutes(app(ctx), actor, &request, meeting, &input.digest).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Publishes the draft that both have confirmed. Codes: FORBIDDEN, NOTHING_PENDING,
    /// MINUTES_NOT_CONFIRMED.
    async fn publish_minutes(&self, ctx: &Context<'_>, input: OnMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "publishMinutes", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::publish_minutes(app(ctx), actor, &request, meeting).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }
}
