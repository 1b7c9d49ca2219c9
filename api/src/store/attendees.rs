//! Who is on the list of a meeting: invited, seated, waiting, there.

use super::{
    entity::{meeting, meeting_attendee},
    first_of_each::first_of_each,
    meetings::number,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    instant::Instant,
    meeting::{Attendance, Room, Standing},
};

/// How many rows go into one statement.
const CHUNK: usize = 500;

/// Numbers of one meeting's list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Invited by name.
    pub invited: u64,
    /// With a seat, having said that they come.
    pub signed_up: u64,
    /// On the waiting list.
    pub waiting: u64,
    /// On open seats.
    pub taken: u64,
    /// Checked in.
    pub attended: u64,
}

/// The numbers of these meetings.
pub async fn counts(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Counts>, DbErr> {
    use meeting_attendee::Column;
    let rows: Vec<(Uuid, bool, String, i64, i64, i64)> = meeting_attendee::Entity::find()
        .select_only()
        .column(Column::MeetingId)
        .column(Column::Invited)
        .column(Column::Standing)
        .column_as(Column::Pseudonym.count(), "people")
        .column_as(Column::Seat.count(), "seats")
        .column_as(Column::CheckedInAt.count(), "there")
        .filter(Column::MeetingId.is_in(ids.iter().copied()))
        .group_by(Column::MeetingId)
        .group_by(Column::Invited)
        .group_by(Column::Standing)
        .into_tuple()
        .all(on)
        .await?;
    let mut found: HashMap<Uuid, Counts> = HashMap::new();
    for (id, invited, standing, people, seats, there) in rows {
        let [people, seats, there] = [people, seats, there].map(|count| u64::try_from(count).unwrap_or(0));
        let counts = found.entry(id).or_default();
        counts.taken += seats;
        counts.attended += there;
        if invited {
            counts.invited += people;
        }
        match Standing::parse(&standing) {
            Some(Standing::Seated) => counts.signed_up += people,
            Some(Standing::Waiting) => counts.waiting += people,
            Some(Standing::Unanswered | Standing::Off) | None => {}
        }
    }
    Ok(found)
}

/// The entries of one person on these lists.
pub async fn entries_of(
    on: &impl ConnectionTrait,
    ids: &[Uuid],
    who: Pseudonym,
) -> Result<Vec<meeting_attendee::Model>, DbErr> {
    meeting_attendee::Entity::find()
        .filter(meeting_attendee::Column::MeetingId.is_in(ids.iter().copied()))
        .filter(meeting_attendee::Column::Pseudonym.eq(who.0))
        .all(on)
        .await
}

/// The entries of these people on one list.
pub async fn entries(
    on: &impl ConnectionTrait,
    id: Uuid,
    people: &[Pseudonym],
) -> Result<Vec<meeting_attendee::Model>, DbErr> {
    meeting_attendee::Entity::find()
        .filter(meeting_attendee::Column::MeetingId.eq(id))
        .filter(meeting_attendee::Column::Pseudonym.is_in(people.iter().map(|who| who.0)))
        .all(on)
        .await
}

/// The first people on each of these lists, in the order of arrival: one statement.
pub async fn of_each(
    on: &impl ConnectionTrait,
    ids: &[Uuid],
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<meeting_attendee::Model>, DbErr> {
    use meeting_attendee::Column;
    let from = after.map_or(i64::MIN, |(arrived, _)| arrived);
    let select = meeting_attendee::Entity::find()
        .filter(Column::MeetingId.is_in(ids.iter().copied()))
        .filter(Column::Arrived.gt(from));
    first_of_each(on, select, Column::MeetingId, &[Column::Arrived], limit).await
}

/// Who waits for a seat, the longest first.
pub async fn waiting(on: &impl ConnectionTrait, id: Uuid) -> Result<Vec<meeting_attendee::Model>, DbErr> {
    meeting_attendee::Entity::find()
        .filter(meeting_attendee::Column::MeetingId.eq(id))
        .filter(meeting_attendee::Column::Standing.eq(Standing::Waiting.name()))
        .order_by_asc(meeting_attendee::Column::Arrived)
        .all(on)
        .await
}

/// How many in each of these meetings wait before this person, where the person waits.
pub async fn ahead_of(on: &impl ConnectionTrait, ids: &[Uuid], who: Pseudonym) -> Result<HashMap<Uuid, u64>, DbErr> {
    let waiting = || {
        meeting_attendee::Entity::find()
            .filter(meeting_attendee::Column::MeetingId.is_in(ids.iter().copied()))
            .filter(meeting_attendee::Column::Standing.eq(Standing::Waiting.name()))
    };
    let rows: Vec<(Uuid, Uuid)> = waiting()
        .select_only()
        .column(meeting_attendee::Column::MeetingId)
        .column(meeting_attendee::Column::Pseudonym)
        .order_by_asc(meeting_attendee::Column::Arrived)
        .into_tuple()
        .all(on)
        .await?;
    let mut seen: HashMap<Uuid, u64> = HashMap::new();
    let mut found = HashMap::new();
    for (id, one) in rows {
        let before = seen.entry(id).or_default();
        if one == who.0 {
            found.insert(id, *before);
        }
        *before += 1;
    }
    Ok(found)
}

/// The open seats of one meeting.
pub async fn room(on: &impl ConnectionTrait, row: &meeting::Model) -> Result<Room, DbErr> {
    let taken: Vec<Option<i64>> = meeting_attendee::Entity::find()
        .select_only()
        .column(meeting_attendee::Column::Seat)
        .filter(meeting_attendee::Column::MeetingId.eq(row.id))
        .filter(meeting_attendee::Column::Seat.is_not_null())
        .into_tuple()
        .all(on)
        .await?;
    Ok(Room {
        open: row.open_seats.map(number),
        taken: taken.into_iter().flatten().map(number).collect(),
    })
}

/// Adds people to a list.
pub async fn add(on: &impl ConnectionTrait, rows: Vec<meeting_attendee::Model>) -> Result<(), DbErr> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk
            .iter()
            .cloned()
            .map(|row| meeting_attendee::ActiveModel::from(row).reset_all());
        meeting_attendee::Entity::insert_many(rows)
            .exec_without_returning(on)
            .await?;
    }
    Ok(())
}

/// Stores changes of an entry.
pub async fn change(on: &impl ConnectionTrait, row: &meeting_attendee::Model) -> Result<(), DbErr> {
    meeting_attendee::Entity::update(meeting_attendee::ActiveModel::from(row.clone()).reset_all())
        .exec(on)
        .await?;
    Ok(())
}

/// An entry of a list as the rules look at it; `None` when it is not what the product wrote.
pub fn attendance(row: &meeting_attendee::Model) -> Option<Attendance> {
    Some(Attendance {
        invited: row.invited,
        standing: Standing::parse(&row.standing)?,
        checked_in_at: row.checked_in_at.map(Instant::from_millis),
        checked_out_at: row.checked_out_at.map(Instant::from_millis),
    })
}
