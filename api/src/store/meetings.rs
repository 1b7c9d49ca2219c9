//! Meetings, who speaks in them, and their minutes.

use super::{
    attendees,
    connect::lock,
    entity::{meeting, meeting_attendee, meeting_item, meeting_minutes, meeting_speech},
    first_of_each::first_of_each,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::Pseudonym,
    instant::Instant,
    meeting::{MeetingKind, MeetingState, MeetingView, MinutesView, SpeechState, SpeechView},
};

/// The most meetings of a person, a proposal or an area that are read at once.
pub const MOST_OF_ONE: u64 = 50;
/// The most meetings that a dossier is made of.
pub const MOST_OF_DOSSIER: u64 = 2_000;
/// The most requests to speak of one meeting that are read at once.
const MOST_SPEECHES: u64 = 1_000;
fn broken(what: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("meeting: {what}"))
}

pub(super) fn number(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Stores a new meeting with its agenda.
pub async fn insert(
    on: &impl ConnectionTrait,
    row: meeting::Model,
    items: Vec<meeting_item::Model>,
) -> Result<(), DbErr> {
    meeting::Entity::insert(meeting::ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    if items.is_empty() {
        return Ok(());
    }
    let items = items
        .into_iter()
        .map(|item| meeting_item::ActiveModel::from(item).reset_all());
    meeting_item::Entity::insert_many(items)
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Stores changes of a meeting's own row.
pub async fn update(on: &impl ConnectionTrait, row: &meeting::Model) -> Result<(), DbErr> {
    meeting::Entity::update(meeting::ActiveModel::from(row.clone()).reset_all())
        .exec(on)
        .await?;
    Ok(())
}

/// By id, locked until the end of the transaction: nobody takes a seat or speaks meanwhile.
pub async fn locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<meeting::Model>, DbErr> {
    lock(meeting::Entity::find_by_id(id), on).one(on).await
}

/// By ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<meeting::Model>, DbErr> {
    meeting::Entity::find()
        .filter(meeting::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// Meetings that the clock opens or ends now, oldest first.
pub async fn due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    meeting::Entity::find()
        .select_only()
        .column(meeting::Column::Id)
        .filter(meeting::Column::NextAt.lte(now.millis()))
        .order_by_asc(meeting::Column::NextAt)
        .order_by_asc(meeting::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// Meetings of an area or below, the latest beginning first.
pub async fn list(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    states: &[MeetingState],
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<meeting::Model>, DbErr> {
    let mut select = meeting::Entity::find()
        .filter(meeting::Column::AreaPath.gte(below.as_str()))
        .filter(meeting::Column::AreaPath.lt(below.upper_bound()));
    if !states.is_empty() {
        select = select.filter(meeting::Column::State.is_in(states.iter().map(|state| state.name())));
    }
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(meeting::Column::StartsAt.lt(at)).add(
                Condition::all()
                    .add(meeting::Column::StartsAt.eq(at))
                    .add(meeting::Column::Id.lt(id)),
            ),
        );
    }
    select
        .order_by_desc(meeting::Column::StartsAt)
        .order_by_desc(meeting::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// What is not over in each of these areas themselves, the next first: one statement.
pub async fn coming_of_each(on: &impl ConnectionTrait, areas: &[Uuid]) -> Result<Vec<meeting::Model>, DbErr> {
    let live = [MeetingState::Announced.name(), MeetingState::InSession.name()];
    let select = meeting::Entity::find()
        .filter(meeting::Column::AreaId.is_in(areas.iter().copied()))
        .filter(meeting::Column::State.is_in(live));
    let order = [meeting::Column::StartsAt, meeting::Column::Id];
    first_of_each(on, select, meeting::Column::AreaId, &order, MOST_OF_ONE).await
}

/// On whose agenda these proposals stand: items by proposal, in the order in which they were announced.
pub async fn items_about_each(
    on: &impl ConnectionTrait,
    proposals: &[Uuid],
) -> Result<Vec<meeting_item::Model>, DbErr> {
    let select = meeting_item::Entity::find().filter(meeting_item::Column::ProposalId.is_in(proposals.iter().copied()));
    let order = [meeting_item::Column::MeetingId, meeting_item::Column::Number];
    first_of_each(on, select, meeting_item::Column::ProposalId, &order, MOST_OF_ONE).await
}

/// The agendas of these meetings, by number.
pub async fn items_of(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<meeting_item::Model>, DbErr> {
    meeting_item::Entity::find()
        .filter(meeting_item::Column::MeetingId.is_in(ids.iter().copied()))
        .order_by_asc(meeting_item::Column::MeetingId)
        .order_by_asc(meeting_item::Column::Number)
        .all(on)
        .await
}

/// The meetings of a person that are to come or that the person was at, the latest first, with the
/// entries.
pub async fn of_person(
    on: &impl ConnectionTrait,
    who: Pseudonym,
    limit: u64,
) -> Result<Vec<(meeting_attendee::Model, meeting::Model)>, DbErr> {
    let mine = || meeting_attendee::Entity::find().filter(meeting_attendee::Column::Pseudonym.eq(who.0));
    let listed = mine().select_only().column(meeting_attendee::Column::MeetingId);
    let newest = meeting::Entity::find()
        .filter(meeting::Column::Id.in_subquery(listed.into_query()))
        .order_by_desc(meeting::Column::StartsAt)
        .order_by_desc(meeting::Column::Id)
        .limit(limit);
    let ids = newest.clone().select_only().column(meeting::Column::Id);
    let entries = mine()
        .filter(meeting_attendee::Column::MeetingId.in_subquery(ids.into_query()))
        .all(on)
        .await?;
    let mut entries: HashMap<Uuid, _> = entries.into_iter().map(|row| (row.meeting_id, row)).collect();
    let meetings = newest.all(on).await?;
    Ok(meetings
        .into_iter()
        .filter_map(|row| Some((entries.remove(&row.id)?, row)))
        .collect())
}

/// The ended meetings that a person chaired, the latest first.
pub async fn chaired_by(on: &impl ConnectionTrait, who: Pseudonym, limit: u64) -> Result<Vec<meeting::Model>, DbErr> {
    meeting::Entity::find()
        .filter(meeting::Column::Chair.eq(who.0))
        .filter(meeting::Column::State.eq(MeetingState::Ended.name()))
        .order_by_desc(meeting::Column::StartsAt)
        .order_by_desc(meeting::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// The requests to speak in these meetings, in the order in which people asked: one statement.
pub async fn speeches_of_each(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<meeting_speech::Model>, DbErr> {
    let select = meeting_speech::Entity::find()
        .filter(meeting_speech::Column::MeetingId.is_in(ids.iter().copied()))
        .filter(meeting_speech::Column::State.ne(SpeechState::Withdrawn.name()));
    let order = [meeting_speech::Column::Asked];
    first_of_each(on, select, meeting_speech::Column::MeetingId, &order, MOST_SPEECHES).await
}

/// A request to speak.
pub async fn speech(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<meeting_speech::Model>, DbErr> {
    meeting_speech::Entity::find_by_id(id).one(on).await
}

/// Stores a request to speak.
pub async fn add_speech(on: &impl ConnectionTrait, row: meeting_speech::Model) -> Result<(), DbErr> {
    meeting_speech::Entity::insert(meeting_speech::ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Stores where a request stands now.
pub async fn change_speech(on: &impl ConnectionTrait, row: &meeting_speech::Model) -> Result<(), DbErr> {
    meeting_speech::Entity::update(meeting_speech::ActiveModel::from(row.clone()).reset_all())
        .exec(on)
        .await?;
    Ok(())
}

/// A request as the rules look at it; `None` when it is not what the product wrote.
pub fn speech_view(row: &meeting_speech::Model) -> Option<SpeechView> {
    Some(SpeechView {
        id: row.id,
        item: number(row.item),
        who: Pseudonym(row.pseudonym),
        state: SpeechState::parse(&row.state)?,
        asked: row.asked,
    })
}

/// All versions of the minutes of these meetings, by version.
pub async fn minutes_of(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<meeting_minutes::Model>, DbErr> {
    meeting_minutes::Entity::find()
        .filter(meeting_minutes::Column::MeetingId.is_in(ids.iter().copied()))
        .order_by_asc(meeting_minutes::Column::MeetingId)
        .order_by_asc(meeting_minutes::Column::Version)
        .all(on)
        .await
}

/// Stores a new version, or changes of one that is not published.
pub async fn put_minutes(on: &impl ConnectionTrait, row: meeting_minutes::Model, new: bool) -> Result<(), DbErr> {
    let active = meeting_minutes::ActiveModel::from(row).reset_all();
    if new {
        meeting_minutes::Entity::insert(active)
            .exec_without_returning(on)
            .await?;
    } else {
        meeting_minutes::Entity::update(active).exec(on).await?;
    }
    Ok(())
}

/// A version of the minutes as the rules look at it.
pub fn minutes_view(row: &meeting_minutes::Model) -> MinutesView {
    MinutesView {
        version: number(row.version),
        published: row.published_at.is_some(),
        drafted_by: Pseudonym(row.drafted_by),
        chair: row.chair.map(Pseudonym),
        participant: row.participant.map(Pseudonym),
    }
}

/// What the rules look at that stands beside a meeting's own row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// How many open seats are taken.
    pub taken: u64,
    /// The viewer's entry.
    pub mine: Option<&'a meeting_attendee::Model>,
    /// Whether a request of the viewer to speak waits.
    pub asked: bool,
    /// The newest version of the minutes.
    pub minutes: Option<&'a meeting_minutes::Model>,
}

/// A meeting as the rules look at it.
pub fn view(row: &meeting::Model, beside: Beside<'_>) -> Result<MeetingView, DbErr> {
    Ok(MeetingView {
        kind: MeetingKind::parse(&row.kind).ok_or_else(|| broken("kind"))?,
        state: MeetingState::parse(&row.state).ok_or_else(|| broken("state"))?,
        area: AreaPath::parse(row.area_path.clone()).map_err(broken)?,
        starts_at: Instant::from_millis(row.starts_at),
        ends_at: Instant::from_millis(row.ends_at),
        chair: row.chair.map(Pseudonym),
        open_seats: row.open_seats.map(number),
        taken: u32::try_from(beside.taken).unwrap_or(u32::MAX),
        mine: beside.mine.and_then(attendees::attendance),
        asked: beside.asked,
        minutes: beside.minutes.map(minutes_view),
    })
}

/// The same for one person, read here: four statements.
pub async fn view_for(on: &impl ConnectionTrait, row: &meeting::Model, who: Pseudonym) -> Result<MeetingView, DbErr> {
    let counts = attendees::counts(on, &[row.id]).await?;
    let mine = attendees::entries_of(on, &[row.id], who).await?.pop();
    let asked = meeting_speech::Entity::find()
        .filter(meeting_speech::Column::MeetingId.eq(row.id))
        .filter(meeting_speech::Column::Pseudonym.eq(who.0))
        .filter(meeting_speech::Column::State.eq(SpeechState::Waiting.name()))
        .one(on)
        .await?;
    let minutes = minutes_of(on, &[row.id]).await?.pop();
    let beside = Beside {
        taken: counts.get(&row.id).map_or(0, |counts| counts.taken),
        mine: mine.as_ref(),
        asked: asked.is_some(),
        minutes: minutes.as_ref(),
    };
    view(row, beside)
}

/// Takes back what waits on the speaking list, and ends the speech that runs, at the end of a meeting.
pub async fn close_speeches(on: &impl ConnectionTrait, id: Uuid, now: Instant) -> Result<(), DbErr> {
    for (from, to) in [
        (SpeechState::Waiting, SpeechState::Withdrawn),
        (SpeechState::Speaking, SpeechState::Done),
    ] {
        meeting_speech::Entity::update_many()
            .set(meeting_speech::ActiveModel {
                state: Set(to.name().to_owned()),
                finished_at: Set(Some(now.millis())),
                ..Default::default()
            })
            .filter(meeting_speech::Column::MeetingId.eq(id))
            .filter(meeting_speech::Column::State.eq(from.name()))
            .exec(on)
            .await?;
    }
    Ok(())
}
