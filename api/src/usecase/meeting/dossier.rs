//! The dossier 一人一档 of a community worker, read from the meetings themselves.

use super::super::{App, Failure};
use crate::store::{
    entity::{meeting, meeting_attendee},
    meetings::{self, MOST_OF_DOSSIER},
    people,
};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    instant::Instant,
    meeting::{Dossier, DossierEntry, MeetingKind, MeetingState, Session, Stay, may_read_dossier},
    people::Actor,
    refusal::Refusal,
};

/// Whether `actor` may read the dossier of a community worker: directors of an area in which the person
/// works.
///
/// # Errors
/// [`Refusal::Unauthenticated`], [`Refusal::NotFound`], [`Refusal::Forbidden`].
pub async fn may_read(app: &App, actor: Option<&Actor>, who: Pseudonym) -> Result<(), Failure> {
    let actor = actor.ok_or(Refusal::Unauthenticated)?;
    let db = app.db.reader();
    let person = people::by_pseudonyms(db, &[who.0]).await?.remove(&who.0);
    let person = people::actor(db, person.ok_or(Refusal::NotFound)?).await?;
    let person = person.ok_or(Refusal::NotFound)?;
    Ok(may_read_dossier(Some(actor), who, &person.memberships)?)
}

/// The dossier of a person. Three statements.
///
/// # Errors
/// Those of the database.
pub async fn dossier(on: &impl ConnectionTrait, who: Pseudonym) -> Result<Dossier, DbErr> {
    let attended = meetings::of_person(on, who, MOST_OF_DOSSIER).await?;
    let chaired = meetings::chaired_by(on, who, MOST_OF_DOSSIER).await?;
    let mut entries: HashMap<Uuid, DossierEntry> = HashMap::new();
    for (mine, row) in attended {
        if row.state == MeetingState::Ended.name()
            && mine.checked_in_at.is_some()
            && let Some(entry) = entry(&row, Some(&mine), row.chair == Some(who.0))
        {
            entries.insert(row.id, entry);
        }
    }
    for row in chaired {
        if let Some(entry) = entry(&row, None, true) {
            entries.entry(row.id).or_insert(entry);
        }
    }
    let mut entries: Vec<DossierEntry> = entries.into_values().collect();
    entries.sort_unstable_by_key(|entry| std::cmp::Reverse((entry.session.starts_at, entry.meeting)));
    Ok(Dossier { entries })
}

fn entry(row: &meeting::Model, mine: Option<&meeting_attendee::Model>, chaired: bool) -> Option<DossierEntry> {
    let there = mine.and_then(|mine| {
        Some(Stay {
            from: Instant::from_millis(mine.checked_in_at?),
            until: mine.checked_out_at.map(Instant::from_millis),
            earlier_ms: mine.earlier_ms,
        })
    });
    Some(DossierEntry {
        meeting: row.id,
        kind: MeetingKind::parse(&row.kind)?,
        session: Session {
            starts_at: Instant::from_millis(row.starts_at),
            ended_at: Instant::from_millis(row.ended_at?),
        },
        there,
        chaired,
    })
}
