//! Who comes: invitations, seats and the waiting list.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
    },
    begin,
    schedule::{known, unanswered},
};
use crate::store::{
    attendees,
    entity::{meeting, meeting_attendee},
    meetings,
};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    meeting::{MOST_INVITED, MeetingAction, Standing, may_meet},
    people::Actor,
    refusal::Refusal,
};

/// Gives free seats to those who have waited longest. The meeting's row is locked by the caller.
pub(super) async fn settle(tx: &impl ConnectionTrait, row: &meeting::Model) -> Result<(), Failure> {
    let waiting = attendees::waiting(tx, row.id).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let order: Vec<Uuid> = waiting.iter().map(|one| one.pseudonym).collect();
    let moved = attendees::room(tx, row).await?.move_up(&order);
    for (mut one, (_, seat)) in waiting.into_iter().zip(moved) {
        one.standing = Standing::Seated.name().to_owned();
        one.seat = Some(i64::from(seat));
        attendees::change(tx, &one).await?;
    }
    Ok(())
}

/// Invites people by name. Whoever had signed up for an open seat, or waited for one, now has a seat
/// beside them.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::MeetingOver`], [`Refusal::NotFound`] for people who are not known;
/// [`Refusal::Invalid`] for none or too many.
pub async fn invite(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    people: &[Pseudonym],
) -> Result<(), Failure> {
    retrying!(try_invite(app, actor, request, id, people))
}

async fn try_invite(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    people: &[Pseudonym],
) -> Result<(), Failure> {
    let Some(mut begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::Invite, Some(actor), &begun.view, app.now())?;
    let mut people = people.to_vec();
    people.sort_unstable();
    people.dedup();
    let (tx, row) = (&begun.tx, &mut begun.row);
    let counts = attendees::counts(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let before = usize::try_from(counts.invited).unwrap_or(usize::MAX);
    if people.is_empty() || people.len().saturating_add(before) > MOST_INVITED {
        return Err(Refusal::Invalid.into());
    }
    known(tx, &people).await?;
    let listed = attendees::entries(tx, id, &people).await?;
    let mut listed: HashMap<Uuid, meeting_attendee::Model> =
        listed.into_iter().map(|one| (one.pseudonym, one)).collect();
    let mut fresh = Vec::new();
    for who in people {
        match listed.remove(&who.0) {
            Some(one) if one.invited => {}
            Some(mut one) => {
                one.standing = match Standing::parse(&one.standing) {
                    Some(Standing::Off) | None => Standing::Unanswered,
                    Some(_) => Standing::Seated,
                }
                .name()
                .to_owned();
                one.invited = true;
                one.seat = None;
                attendees::change(tx, &one).await?;
            }
            None => {
                row.numbered += 1;
                fresh.push(unanswered(id, who, row.numbered));
            }
        }
    }
    attendees::add(tx, fresh).await?;
    meetings::update(tx, row).await?;
    settle(tx, row).await?;
    begun.commit(app).await
}

/// Takes a seat, or a place at the end of the waiting list. The invited say that they come.
///
/// # Errors
/// [`Refusal::MeetingOver`], [`Refusal::AlreadySignedUp`], [`Refusal::InvitedOnly`],
/// [`Refusal::NotResidentHere`], [`Refusal::WorkersOnly`].
pub async fn sign_up(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    retrying!(try_sign_up(app, actor, request, id))
}

async fn try_sign_up(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    let Some(mut begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::SignUp, Some(actor), &begun.view, app.now())?;
    seat(&begun.tx, &mut begun.row, actor.pseudonym).await?;
    begun.commit(app).await
}

/// Puts a person onto a seat: the own one of the invited, a free one, or onto the waiting list. The
/// meeting's row is locked by the caller. Answers the stored entry.
pub(super) async fn seat(
    tx: &impl ConnectionTrait,
    row: &mut meeting::Model,
    who: Pseudonym,
) -> Result<meeting_attendee::Model, Failure> {
    let found = attendees::entries_of(tx, &[row.id], who).await?.pop();
    let invited = found.as_ref().is_some_and(|one| one.invited);
    let free = if invited {
        None
    } else {
        attendees::room(tx, row).await?.free()
    };
    let seated = invited || free.is_some();
    let standing = if seated { Standing::Seated } else { Standing::Waiting };
    row.numbered += 1;
    meetings::update(tx, row).await?;
    let entry = meeting_attendee::Model {
        standing: standing.name().to_owned(),
        // Whoever comes back stands at the end.
        arrived: row.numbered,
        seat: free.map(i64::from),
        invited,
        ..found.clone().unwrap_or_else(|| unanswered(row.id, who, row.numbered))
    };
    match found {
        Some(_) => attendees::change(tx, &entry).await?,
        None => attendees::add(tx, vec![entry.clone()]).await?,
    }
    Ok(entry)
}

/// Gives back a seat or a place on the waiting list; whoever has waited longest moves up.
///
/// # Errors
/// [`Refusal::MeetingOver`], [`Refusal::NotSignedUp`], [`Refusal::AlreadyCheckedIn`].
pub async fn sign_off(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    retrying!(try_sign_off(app, actor, request, id))
}

async fn try_sign_off(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::SignOff, Some(actor), &begun.view, app.now())?;
    let found = attendees::entries_of(&begun.tx, &[id], actor.pseudonym).await?.pop();
    let mut entry = found.ok_or(Refusal::NotSignedUp)?;
    entry.standing = Standing::Off.name().to_owned();
    entry.seat = None;
    attendees::change(&begun.tx, &entry).await?;
    settle(&begun.tx, &begun.row).await?;
    begun.commit(app).await
}
