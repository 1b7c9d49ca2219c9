//! Announcing and changing meetings, and taking seats.

use super::{
    arguments::{id, ids, instant, known, request},
    error::failed,
    meeting::Meeting,
    meeting_parts::MeetingKind,
    node_id::Kind,
    photo_loaders::PhotosAt,
    viewer::{app, viewer},
};
use crate::usecase::{Failure, meeting as usecase};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{id::Pseudonym, meeting::AgendaItem};

/// A point to be put on the agenda.
#[derive(InputObject, Serialize)]
pub struct AgendaItemInput {
    /// At most 100 characters.
    title: String,
    /// The proposal that it is about.
    proposal: Option<ID>,
}

/// A meeting to be announced.
#[derive(InputObject, Serialize)]
pub struct AnnounceMeetingInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// Whose platform holds it.
    area: ID,
    /// What it is for.
    kind: MeetingKind,
    /// At most 100 characters.
    title: String,
    /// At most 200 characters.
    place: String,
    /// Its beginning, RFC 3339.
    starts_at: String,
    /// Its end, RFC 3339, at most a day later.
    ends_at: String,
    /// Seats beside those of the invited; as many as come when left out, 0 for the invited alone.
    open_seats: Option<u32>,
    /// What is talked about, at most 30 items.
    #[graphql(default)]
    agenda: Vec<AgendaItemInput>,
    /// Who is invited by name, at most 500.
    #[graphql(default)]
    invited: Vec<ID>,
    /// Who chairs; whoever announces it when left out.
    chair: Option<ID>,
}

/// People to be invited.
#[derive(InputObject, Serialize)]
pub struct InviteToMeetingInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// Who.
    people: Vec<ID>,
}

/// A person and a meeting.
#[derive(InputObject, Serialize)]
pub struct PersonInMeetingInput {
    /// Idempotency key.
    pub(super) client_mutation_id: String,
    /// The meeting.
    pub(super) meeting: ID,
    /// Who.
    pub(super) person: ID,
}

/// What is to be different; what is left out stays.
#[derive(InputObject, Serialize)]
pub struct MoveMeetingInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// The place, at most 200 characters.
    place: Option<String>,
    /// The beginning, RFC 3339, while it has not begun.
    starts_at: Option<String>,
    /// The end, RFC 3339.
    ends_at: Option<String>,
    /// The open seats. Whoever has one keeps it, and whoever waits moves up into new ones.
    open_seats: Option<u32>,
}

/// A meeting with a reason.
#[derive(InputObject, Serialize)]
pub struct CancelMeetingInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// At most 1 000 characters.
    reason: String,
}

/// A meeting.
#[derive(InputObject, Serialize)]
pub struct OnMeetingInput {
    /// Idempotency key.
    pub(super) client_mutation_id: String,
    /// The meeting.
    pub(super) meeting: ID,
}

/// Pictures for a meeting.
#[derive(InputObject, Serialize)]
pub struct AttachToMeetingInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The meeting.
    meeting: ID,
    /// Uploaded pictures, at most 9 at once, in their order.
    photos: Vec<ID>,
}

/// A meeting after a change.
#[derive(SimpleObject)]
pub struct MeetingPayload {
    client_mutation_id: String,
    /// The meeting.
    meeting: Meeting,
}

/// The payload of what was done to a meeting.
pub(super) async fn answer(
    ctx: &Context<'_>,
    key: String,
    meeting: Uuid,
    done: Result<(), Failure>,
) -> Result<MeetingPayload> {
    done.map_err(|e| failed(ctx, e))?;
    Ok(MeetingPayload {
        client_mutation_id: key,
        meeting: Meeting::anew(ctx, meeting).await?,
    })
}

/// Mutations about meetings.
#[derive(Default)]
pub struct MeetingMutation;

/// Mutations about meetings.
#[Object]
impl MeetingMutation {
    /// Announces a meeting; the clock opens its doors and ends it. Codes: FORBIDDEN, BAD_TARGET,
    /// INVALID_INPUT, NOT_FOUND, TEXT_TOO_LONG, CONTENT_REJECTED.
    async fn announce_meeting(&self, ctx: &Context<'_>, input: AnnounceMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "announceMeeting", &input.client_mutation_id, &input)?;
        let agenda = input.agenda.iter().map(|item| {
            let proposal = item
                .proposal
                .as_ref()
                .map(|one| id(ctx, Kind::Proposal, one, "agenda.proposal"));
            Ok(AgendaItem {
                title: item.title.clone(),
                proposal: proposal.transpose()?,
            })
        });
        let invited = input
            .invited
            .iter()
            .map(|who| id(ctx, Kind::Person, who, "invited").map(Pseudonym));
        let new = usecase::NewMeeting {
            area: id(ctx, Kind::Area, &input.area, "area")?,
            by: Some(actor.pseudonym),
            kind: input.kind.into(),
            title: input.title.clone(),
            place: input.place.clone(),
            starts_at: instant(ctx, &input.starts_at, "startsAt")?,
            ends_at: instant(ctx, &input.ends_at, "endsAt")?,
            open_seats: input.open_seats,
            agenda: agenda.collect::<Result<_>>()?,
            invited: invited.collect::<Result<_>>()?,
            round: None,
        };
        let chair = input
            .chair
            .as_ref()
            .map(|who| id(ctx, Kind::Person, who, "chair").map(Pseudonym));
        let made = usecase::announce(app(ctx), actor, &request, &new, chair.transpose()?).await;
        let made = made.map_err(|e| failed(ctx, e))?;
        answer(ctx, input.client_mutation_id, made, Ok(())).await
    }

    /// Invites people by name: each has a seat beside the open ones. Codes: FORBIDDEN, MEETING_OVER,
    /// NOT_FOUND.
    async fn invite_to_meeting(&self, ctx: &Context<'_>, input: InviteToMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "inviteToMeeting", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let people = input
            .people
            .iter()
            .map(|who| id(ctx, Kind::Person, who, "people").map(Pseudonym));
        let people: Vec<Pseudonym> = people.collect::<Result<_>>()?;
        let done = usecase::invite(app(ctx), actor, &request, meeting, &people).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Says who chairs: that person confirms the minutes. Codes: FORBIDDEN, MEETING_OVER, NOT_FOUND.
    async fn appoint_chair(&self, ctx: &Context<'_>, input: PersonInMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "appointChair", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let chair = Pseudonym(id(ctx, Kind::Person, &input.person, "person")?);
        let done = usecase::appoint_chair(app(ctx), actor, &request, meeting, chair).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Changes time, place or seats. Codes: FORBIDDEN, MEETING_OVER, INVALID_INPUT.
    async fn move_meeting(&self, ctx: &Context<'_>, input: MoveMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "moveMeeting", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let at = |text: &Option<String>, field: &str| text.as_deref().map(|text| instant(ctx, text, field)).transpose();
        let change = usecase::Change {
            place: input.place.clone(),
            starts_at: at(&input.starts_at, "startsAt")?,
            ends_at: at(&input.ends_at, "endsAt")?,
            open_seats: input.open_seats,
        };
        let done = usecase::change(app(ctx), actor, &request, meeting, &change).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Calls a meeting off, with a reason. Codes: FORBIDDEN, MEETING_OVER.
    async fn cancel_meeting(&self, ctx: &Context<'_>, input: CancelMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "cancelMeeting", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::cancel(app(ctx), actor, &request, meeting, &input.reason).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Ends a meeting before its time. Codes: FORBIDDEN, MEETING_NOT_BEGUN, MEETING_OVER.
    async fn end_meeting(&self, ctx: &Context<'_>, input: OnMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "endMeeting", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::end(app(ctx), actor, &request, meeting).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Takes a seat, or a place on the waiting list; the invited say that they come. Codes: MEETING_OVER,
    /// ALREADY_SIGNED_UP, INVITED_ONLY, NOT_RESIDENT_HERE, WORKERS_ONLY.
    async fn sign_up_for_meeting(&self, ctx: &Context<'_>, input: OnMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "signUpForMeeting", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::sign_up(app(ctx), actor, &request, meeting).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Gives a seat or a place on the waiting list back; whoever has waited longest moves up. Codes:
    /// MEETING_OVER, NOT_SIGNED_UP, ALREADY_CHECKED_IN.
    async fn sign_off_from_meeting(&self, ctx: &Context<'_>, input: OnMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "signOffFromMeeting", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let done = usecase::sign_off(app(ctx), actor, &request, meeting).await;
        answer(ctx, input.client_mutation_id, meeting, done).await
    }

    /// Adds pictures to a meeting; for the staff of its area. Codes: FORBIDDEN, MEETING_OVER, NOT_FOUND,
    /// TOO_MANY_PHOTOS, FILE_ATTACHED, FILE_REFUSED.
    async fn attach_to_meeting(&self, ctx: &Context<'_>, input: AttachToMeetingInput) -> Result<MeetingPayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "attachToMeeting", &input.client_mutation_id, &input)?;
        let meeting = id(ctx, Kind::Meeting, &input.meeting, "meeting")?;
        let photos = ids(ctx, Kind::Photo, &input.photos, "photos", |id| id)?;
        let done = usecase::attach_photos(app(ctx), actor, &request, meeting, &photos).await;
        viewer(ctx).loaders.clear::<PhotosAt>();
        answer(ctx, input.client_mutation_id, meeting, done).await
    }
}
