//! Who is there: by the code on the screen, or by staff at the door.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
    },
    attend, begin,
    schedule::{secret_place, unanswered},
};
use crate::{
    cache::RateRefusal,
    store::{
        attendees,
        entity::{meeting, meeting_attendee},
        meetings, people,
    },
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    instant::Instant,
    meeting::{Attendance, MeetingAction, MeetingView, RoomCode, Session, Standing, may_meet, sees_attendance},
    people::Actor,
    refusal::Refusal,
};

/// How many codes a person can try at once, and how many more each second: with two good codes among
/// a million, guessing through a meeting of two hours succeeds once in about two thousand times.
const TRIES: (u32, f64) = (5, 1.0 / 30.0);

fn codes(app: &App, row: &meeting::Model) -> Result<RoomCode, Failure> {
    let sealed = row.secret_sealed.as_deref().ok_or(Refusal::MeetingOver)?;
    let secret = app
        .field_key
        .open(sealed, &secret_place(row.id))
        .map_err(anyhow::Error::from)?;
    Ok(RoomCode::new(secret.as_bytes()).map_err(anyhow::Error::from)?)
}

/// The code for the room's screen, and until when it stands there; `None` while the doors are shut.
///
/// # Errors
/// [`Refusal::Forbidden`] for anybody but the area's staff.
pub fn code(
    app: &App,
    actor: Option<&Actor>,
    row: &meeting::Model,
    view: &MeetingView,
) -> Result<Option<(String, Instant)>, Failure> {
    if !sees_attendance(actor, &view.area) {
        return Err(Refusal::Forbidden.into());
    }
    let now = app.now();
    if view.doors(now).is_err() {
        return Ok(None);
    }
    Ok(Some(codes(app, row)?.shown(now)))
}

/// Checks in by the code on the screen. Whoever did not sign up takes a free seat; whoever is there
/// already stays so.
///
/// # Errors
/// [`Refusal::MeetingNotBegun`], [`Refusal::MeetingOver`], [`Refusal::InvitedOnly`],
/// [`Refusal::NotResidentHere`], [`Refusal::WorkersOnly`], [`Refusal::NoSeat`];
/// [`Refusal::CheckInCodeWrong`], and [`Refusal::RateLimited`] after too many of them.
pub async fn check_in(app: &App, actor: &Actor, request: &Request, id: Uuid, typed: &str) -> Result<(), Failure> {
    retrying!(try_check_in(app, actor, request, id, typed))
}

async fn try_check_in(app: &App, actor: &Actor, request: &Request, id: Uuid, typed: &str) -> Result<(), Failure> {
    let now = app.now();
    let Some(mut begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::CheckIn, Some(actor), &begun.view, now)?;
    let key = format!("check-in:{id}:{}", actor.pseudonym);
    let (burst, per_second) = TRIES;
    if let Err(RateRefusal::TooFast { .. }) = app.shared.rate_limit(&key, 1, burst, per_second).await {
        return Err(Refusal::RateLimited.into());
    }
    if !codes(app, &begun.row)?.accepts(typed, now) {
        return Err(Refusal::CheckInCodeWrong.into());
    }
    let (tx, row) = (&begun.tx, &mut begun.row);
    // Whoever has a seat, or was let in at the door without one, keeps what they have.
    let settled = |mine: Attendance| mine.standing == Standing::Seated || mine.checked_in_at.is_some();
    let entry = if begun.view.mine.is_some_and(settled) {
        let entry = attendees::entries_of(tx, &[id], actor.pseudonym).await?.pop();
        entry.ok_or(Refusal::Internal)?
    } else {
        attend::seat(tx, row, actor.pseudonym).await?
    };
    arrive(tx, row, entry, None, now).await?;
    begun.commit(app).await
}

/// Notes that a person is there. Of whoever left and comes back, the time spent before is kept.
async fn arrive(
    tx: &impl ConnectionTrait,
    row: &meeting::Model,
    mut entry: meeting_attendee::Model,
    by: Option<Pseudonym>,
    now: Instant,
) -> Result<(), Failure> {
    match (entry.checked_in_at, entry.checked_out_at) {
        (Some(_), None) => return Ok(()),
        (Some(from), Some(until)) => {
            let session = Session {
                starts_at: Instant::from_millis(row.starts_at),
                ended_at: Instant::from_millis(row.ends_at),
            };
            entry.earlier_ms += session.within(Instant::from_millis(from), Instant::from_millis(until));
        }
        (None, _) => {}
    }
    entry.checked_in_at = Some(now.millis());
    entry.checked_in_by = by.map(|who| who.0);
    entry.checked_out_at = None;
    Ok(attendees::change(tx, &entry).await?)
}

/// Checks somebody in at the door: a person on the list, also one who waits or signed off, or one who
/// could have signed up. Staff answer for the room; nobody loses a seat by it.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::MeetingNotBegun`], [`Refusal::MeetingOver`],
/// [`Refusal::NotFound`]; for people who are not on the list those of
/// [`MeetingView::may_come`].
pub async fn check_in_other(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    who: Pseudonym,
) -> Result<(), Failure> {
    retrying!(try_check_in_other(app, actor, request, id, who))
}

async fn try_check_in_other(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    who: Pseudonym,
) -> Result<(), Failure> {
    let now = app.now();
    let Some(mut begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::CheckInOther, Some(actor), &begun.view, now)?;
    let (tx, row) = (&begun.tx, &mut begun.row);
    let entry = match attendees::entries_of(tx, &[id], who).await?.pop() {
        Some(entry) => entry,
        None => {
            let person = people::by_pseudonyms(tx, &[who.0]).await?.remove(&who.0);
            let person = people::actor(tx, person.ok_or(Refusal::NotFound)?).await?;
            begun.view.may_come(&person.ok_or(Refusal::NotFound)?)?;
            row.numbered += 1;
            meetings::update(tx, row).await?;
            let entry = meeting_attendee::Model {
                invited: false,
                ..unanswered(id, who, row.numbered)
            };
            attendees::add(tx, vec![entry.clone()]).await?;
            entry
        }
    };
    arrive(tx, row, entry, Some(actor.pseudonym), now).await?;
    begun.commit(app).await
}

/// Notes that whoever asks leaves, or `other` in the eyes of the staff at the door: hours of training are
/// counted until now.
///
/// # Errors
/// [`Refusal::NotCheckedIn`], [`Refusal::MeetingOver`]; of others also [`Refusal::Forbidden`].
pub async fn check_out(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    other: Option<Pseudonym>,
) -> Result<(), Failure> {
    retrying!(try_check_out(app, actor, request, id, other))
}

async fn try_check_out(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    other: Option<Pseudonym>,
) -> Result<(), Failure> {
    let now = app.now();
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    let (action, who) = match other {
        None => (MeetingAction::CheckOut, actor.pseudonym),
        Some(who) => (MeetingAction::CheckInOther, who),
    };
    may_meet(action, Some(actor), &begun.view, now)?;
    let entry = attendees::entries_of(&begun.tx, &[id], who).await?.pop();
    let entry = entry.filter(|one| attendees::attendance(one).is_some_and(|one| one.is_there()));
    let entry = meeting_attendee::Model {
        checked_out_at: Some(now.millis()),
        ..entry.ok_or(Refusal::NotCheckedIn)?
    };
    attendees::change(&begun.tx, &entry).await?;
    begun.commit(app).await
}
