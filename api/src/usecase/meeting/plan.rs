//! What staff change about a meeting that was announced.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
        wordcheck,
    },
    attend, begin, log,
    schedule::known,
    tell,
};
use crate::store::{contents, meetings};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    instant::Instant,
    meeting::{CHECK_IN_BEFORE_MS, MeetingAction, MeetingState, PLACE_LENGTH, check_sizes, check_times, may_meet},
    people::Actor,
    refusal::Refusal,
};

/// What is to be different; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The place.
    pub place: Option<String>,
    /// The beginning, while it has not begun.
    pub starts_at: Option<Instant>,
    /// The end.
    pub ends_at: Option<Instant>,
    /// The open seats. Whoever has one keeps it, and whoever waits moves up into new ones.
    pub open_seats: Option<u32>,
}

/// Says who chairs a meeting.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::MeetingOver`] for one that was called off; [`Refusal::NotFound`]
/// for somebody who is not known.
pub async fn appoint_chair(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    chair: Pseudonym,
) -> Result<(), Failure> {
    retrying!(try_appoint(app, actor, request, id, chair))
}

async fn try_appoint(app: &App, actor: &Actor, request: &Request, id: Uuid, chair: Pseudonym) -> Result<(), Failure> {
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::AppointChair, Some(actor), &begun.view, app.now())?;
    appoint_in(app, &begun.tx, actor, id, chair).await?;
    begun.tx.commit().await?;
    Ok(())
}

/// Appoints a chair in the transaction of its caller, who has asked whether it may be.
pub(super) async fn appoint_in(
    app: &App,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    id: Uuid,
    chair: Pseudonym,
) -> Result<(), Failure> {
    known(tx, &[chair]).await?;
    let mut row = meetings::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    row.chair = Some(chair.0);
    meetings::update(tx, &row).await?;
    let body = json!({"chair": chair});
    log(app, tx, &row, Some(actor.pseudonym), "meeting.chair_appointed", body).await?;
    tell(app, tx, id).await
}

/// Changes time, place or seats; calendars learn of it by a higher sequence.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::MeetingOver`]; [`Refusal::Invalid`] for times and numbers that do
/// not fit, and for another beginning of a meeting that has begun; those of a place.
pub async fn change(app: &App, actor: &Actor, request: &Request, id: Uuid, change: &Change) -> Result<(), Failure> {
    retrying!(try_change(app, actor, request, id, change))
}

async fn try_change(app: &App, actor: &Actor, request: &Request, id: Uuid, change: &Change) -> Result<(), Failure> {
    let now = app.now();
    let Some(mut begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::Move, Some(actor), &begun.view, now)?;
    let (tx, row) = (&begun.tx, &mut begun.row);
    let starts_at = change.starts_at.unwrap_or(begun.view.starts_at);
    let ends_at = change.ends_at.unwrap_or(begun.view.ends_at);
    if starts_at != begun.view.starts_at && (now >= begun.view.starts_at || starts_at < now) {
        return Err(Refusal::Invalid.into());
    }
    check_times(starts_at, ends_at, now)?;
    check_sizes(0, 0, change.open_seats)?;
    let place = match &change.place {
        Some(place) => {
            let text = app.seal(place, PLACE_LENGTH)?;
            wordcheck::check([text.words()])?;
            contents::insert(tx, std::slice::from_ref(&text), now).await?;
            row.place_id = text.reference.id.0;
            Some(text.reference)
        }
        None => None,
    };
    row.starts_at = starts_at.millis();
    row.ends_at = ends_at.millis();
    if let Some(seats) = change.open_seats {
        row.open_seats = Some(i64::from(seats));
    }
    let doors = starts_at.plus_millis(-CHECK_IN_BEFORE_MS);
    let (state, next_at) = if doors <= now {
        (MeetingState::InSession, ends_at)
    } else {
        (MeetingState::Announced, doors)
    };
    row.state = state.name().to_owned();
    row.next_at = Some(next_at.millis());
    row.sequence += 1;
    row.changed_at = now.millis();
    meetings::update(tx, row).await?;
    attend::settle(tx, row).await?;
    let body = json!({
        "starts_at": starts_at, "ends_at": ends_at, "place": place, "open_seats": row.open_seats,
        "sequence": row.sequence,
    });
    log(app, tx, row, Some(actor.pseudonym), "meeting.moved", body).await?;
    begun.commit(app).await
}
