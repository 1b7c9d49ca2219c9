//! What happens in the room: checking in, speaking.

use super::{
    arguments::{id, known, request},
    error::failed,
    meeting_mutation::{MeetingPayload, PersonInMeetingInput, answer},
    node_id::Kind,
    viewer::app,
};
use crate::usecase::{Failure, meeting as usecase};
use async_graphql::{Context, ID, InputObject, Object, Result};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::id::Pseudonym;

/// The code on the screen.
#[derive(InputObject, Serialize)]
pub struct CheckInInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// Six digits.
    code: String,
}

/// Who leaves.
#[derive(InputObject, Serialize)]
pub struct CheckOutInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// For staff at the door: who; the viewer when left out.
    person: Option<ID>,
}

/// A wish to speak.
#[derive(InputObject, Serialize)]
pub struct AskToSpeakInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// The number of the agenda's item, from 1.
    item: u32,
}

/// A request to speak.
#[derive(InputObject, Serialize)]
pub struct OnSpeechInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The request.
    speech: ID,
}

async fn spoken(ctx: &Context<'_>, key: String, done: Result<Uuid, Failure>) -> Result<MeetingPayload> {
    let meeting = done.map_err(|e| failed(ctx, e))?;
    answer(ctx, key, meeting, Ok(())).await
}

/// Mutations in the room.
#[derive(Default)]
pub struct MeetingRoomMutation;

/// Mutations in the room.
#[Object]
impl MeetingRoomMutation {
    /// Checks in by the code on the room's screen. Codes: CHECK_IN_CODE_WRONG, RATE_LIMITED,
    /// MEETING_NOT_BEGUN, MEETING_OVER, NO_SEAT, INVITED_ONLY, NOT_RESIDENT_HERE, WORKERS_ONLY.
    async fn check_in(&self, ctx: &Context<'_>, input: CheckInInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "checkIn", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::check_in(app(ctx), actor, &request, meeting, &input.code).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Checks somebody in at the door: a person on the list, or one who could have signed up. Codes:
    /// FORBIDDEN, MEETING_NOT_BEGUN, MEETING_OVER, NOT_FOUND, NOT_RESIDENT_HERE, WORKERS_ONLY.
    async fn check_in_attendee(&self, ctx: &Context<'_>, input: PersonInMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "checkInAttendee", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let who = Pseudonym(id(ctx, Kind::Person, &input.person, "person")?);
        let done = usecase::check_in_other(app(ctx), actor, &request, meeting, who).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Notes that the viewer leaves, or for staff that somebody left. Codes: NOT_CHECKED_IN, FORBIDDEN,
    /// MEETING_OVER.
    async fn check_out(&self, ctx: &Context<'_>, input: CheckOutInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "checkOut", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let other = input.person.as_ref();
        let other = other.map(|who| id(ctx, Kind::Person, who, "person").map(Pseudonym));
        let done = usecase::check_out(app(ctx), actor, &request, meeting, other.transpose()?).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Asks to speak on an item of the agenda. Codes: NOT_CHECKED_IN, MEETING_OVER, ALREADY_PENDING,
    /// INVALID_INPUT.
    async fn ask_to_speak(&self, ctx: &Context<'_>, input: AskToSpeakInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "askToSpeak", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::ask_to_speak(app(ctx), actor, &request, meeting, input.item).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Takes an own request to speak back. Codes: SPEECH_NOT_WAITING, NOT_FOUND, MEETING_OVER.
    async fn withdraw_speech(&self, ctx: &Context<'_>, input: OnSpeechInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "withdrawSpeech", &input.client_mutation_id, &input)?;
        let speech = id(ctx, Kind::Speech, &input.speech, "speech")?;
        let done = usecase::withdraw_speech(app(ctx), actor, &request, speech).await;
        spoken(ctx, input.client_mutation_id, done).await
    }

    /// Calls a speaker; whoever speaks now has spoken. Codes: FORBIDDEN, SPEECH_NOT_WAITING, MEETING_OVER.
    async fn call_speaker(&self, ctx: &Context<'_>, input: OnSpeechInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "callSpeaker", &input.client_mutation_id, &input)?;
        let speech = id(ctx, Kind::Speech, &input.speech, "speech")?;
        let done = usecase::call_speaker(app(ctx), actor, &request, speech).await;
        spoken(ctx, input.client_mutation_id, done).await
    }

    /// Notes that a speaker has finished. Codes: FORBIDDEN, SPEECH_NOT_WAITING, MEETING_OVER.
    async fn finish_speech(&self, ctx: &Context<'_>, input: OnSpeechInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "finishSpeech", &input.client_mutation_id, &input)?;
        let speech = id(ctx, Kind::Speech, &input.speech, "speech")?;
        let done = usecase::finish_speech(app(ctx), actor, &request, speech).await;
        spoken(ctx, input.client_mutation_id, done).await
    }
}
