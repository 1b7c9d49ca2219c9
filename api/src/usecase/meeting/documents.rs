//! Files made of what is public about a meeting: its calendar entry, its published minutes.

use super::super::{App, Failure};
use crate::store::{areas, contents, entity::meeting, meetings};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    instant::Instant,
    meeting::{CalendarEvent, Document, MeetingKind, MeetingState, Minutes, as_html, as_text, calendar},
    refusal::Refusal,
};

struct Texts {
    title: String,
    place: String,
    agenda: Vec<String>,
    others: HashMap<Uuid, String>,
}

/// The words of a meeting and of these further texts.
async fn texts(app: &App, row: &meeting::Model, more: &[Uuid]) -> Result<Texts, Failure> {
    let items = meetings::items_of(app.db.reader(), &[row.id]).await?;
    let ids: Vec<Uuid> = [row.title_id, row.place_id]
        .into_iter()
        .chain(items.iter().map(|item| item.title_id))
        .chain(more.iter().copied())
        .collect();
    let mut words = contents::words(app.db.reader(), &ids).await?;
    let mut take = |id: Uuid| words.remove(&id).ok_or(Refusal::Internal);
    Ok(Texts {
        title: take(row.title_id)?,
        place: take(row.place_id)?,
        agenda: items.iter().map(|item| take(item.title_id)).collect::<Result<_, _>>()?,
        others: words,
    })
}

async fn found(app: &App, id: Uuid) -> Result<meeting::Model, Failure> {
    let row = meetings::by_ids(app.db.reader(), &[id]).await?.pop();
    Ok(row.ok_or(Refusal::NotFound)?)
}

/// A meeting as an iCalendar file.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn calendar_file(app: &App, id: Uuid) -> Result<String, Failure> {
    let row = found(app, id).await?;
    let texts = texts(app, &row, &[]).await?;
    let agenda: Vec<String> = (1..)
        .zip(&texts.agenda)
        .map(|(number, item): (u32, _)| format!("{number}. {item}"))
        .collect();
    Ok(calendar(&CalendarEvent {
        uid: &format!("{id}@meeting.yiting"),
        sequence: u32::try_from(row.sequence).unwrap_or(u32::MAX),
        changed_at: Instant::from_millis(row.changed_at),
        starts_at: Instant::from_millis(row.starts_at),
        ends_at: Instant::from_millis(row.ends_at),
        summary: &texts.title,
        location: &texts.place,
        description: &agenda.join("\n"),
        cancelled: row.state == MeetingState::Cancelled.name(),
    }))
}

/// A published version of a meeting's minutes, the newest when none is named, as HTML or as text.
///
/// # Errors
/// [`Refusal::NotFound`], also for what is not published.
pub async fn minutes_document(app: &App, id: Uuid, version: Option<u32>, html: bool) -> Result<String, Failure> {
    let row = found(app, id).await?;
    let versions = meetings::minutes_of(app.db.reader(), &[id]).await?;
    let wanted = versions
        .into_iter()
        .rev()
        .find(|one| one.published_at.is_some() && version.is_none_or(|version| one.version == i64::from(version)));
    let wanted = wanted.ok_or(Refusal::NotFound)?;
    let more: Vec<Uuid> = std::iter::once(wanted.content_id).chain(wanted.reason_id).collect();
    let texts = texts(app, &row, &more).await?;
    let body = texts.others.get(&wanted.content_id).ok_or(Refusal::Internal)?;
    let minutes: Minutes = serde_json::from_str(body).map_err(anyhow::Error::from)?;
    let area = areas::by_id(app.db.reader(), row.area_id)
        .await?
        .ok_or(Refusal::Internal)?;
    let ended = super::outcome(app.db.reader(), id).await?.ok_or(Refusal::Internal)?;
    let document = Document {
        title: &texts.title,
        kind: MeetingKind::parse(&row.kind).ok_or(Refusal::Internal)?,
        area: &area.name,
        place: &texts.place,
        starts_at: Instant::from_millis(row.starts_at),
        ended_at: Instant::from_millis(row.ended_at.unwrap_or(row.ends_at)),
        attended: ended.attended,
        agenda: &texts.agenda,
        version: u32::try_from(wanted.version).unwrap_or(u32::MAX),
        correction: wanted
            .reason_id
            .and_then(|id| texts.others.get(&id))
            .map(String::as_str),
        published_at: Instant::from_millis(wanted.published_at.unwrap_or_default()),
        minutes: &minutes,
    };
    Ok(if html { as_html(&document) } else { as_text(&document) })
}
