//! Which proposals changed, in an order that a search index follows at its own pace.

use super::{
    connect::lock,
    consultations,
    entity::{consultation_proposal, meeting_item, proposal, search_feed, search_lease, search_mark},
    meetings,
    proposals::{Stored, stored},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// The only row of `search_feed`.
const ROW: i64 = 1;

/// Marks per statement.
const CHUNK: usize = 500;

/// Marks proposals as changed. The positions become visible all at once with the transaction, and in order:
/// the counter's row is held from here until its end, so this comes last in it.
pub async fn mark(on: &impl ConnectionTrait, proposals: &[Uuid], now: Instant) -> Result<(), DbErr> {
    if proposals.is_empty() {
        return Ok(());
    }
    let feed = lock(search_feed::Entity::find_by_id(ROW), on)
        .one(on)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("search feed".into()))?;
    let mut position = feed.position;
    for chunk in proposals.chunks(CHUNK) {
        let marks = chunk.iter().map(|proposal| {
            position += 1;
            search_mark::ActiveModel {
                proposal_id: Set(*proposal),
                position: Set(position),
                at: Set(now.millis()),
            }
        });
        search_mark::Entity::insert_many(marks)
            .on_conflict(
                OnConflict::column(search_mark::Column::ProposalId)
                    .update_columns([search_mark::Column::Position, search_mark::Column::At])
                    .to_owned(),
            )
            .exec_without_returning(on)
            .await?;
    }
    search_feed::Entity::update(search_feed::ActiveModel {
        id: Set(ROW),
        position: Set(position),
    })
    .exec(on)
    .await?;
    Ok(())
}

/// The last position that was given.
pub async fn position(on: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let feed = search_feed::Entity::find_by_id(ROW).one(on).await?;
    Ok(feed.map_or(0, |feed| u64::try_from(feed.position).unwrap_or(0)))
}

/// What changed after a position, in order.
pub async fn after(on: &impl ConnectionTrait, position: u64, limit: u64) -> Result<Vec<search_mark::Model>, DbErr> {
    search_mark::Entity::find()
        .filter(search_mark::Column::Position.gt(i64::try_from(position).unwrap_or(i64::MAX)))
        .order_by_asc(search_mark::Column::Position)
        .limit(limit)
        .all(on)
        .await
}

/// How far an index is behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub struct Behind {
    /// Proposals that changed since.
    pub marks: i64,
    /// When the one that waits longest was marked, in milliseconds since 1970.
    pub since: Option<i64>,
}

/// How far an index at a position is behind.
pub async fn behind(on: &impl ConnectionTrait, position: u64) -> Result<Behind, DbErr> {
    let found = search_mark::Entity::find()
        .select_only()
        .column_as(search_mark::Column::ProposalId.count(), "marks")
        .column_as(search_mark::Column::At.min(), "since")
        .filter(search_mark::Column::Position.gt(i64::try_from(position).unwrap_or(i64::MAX)))
        .into_model::<Behind>()
        .one(on)
        .await?;
    Ok(found.unwrap_or_default())
}

/// The proposals of consultations and on the agendas of meetings.
pub async fn about(on: &impl ConnectionTrait, consultations: &[Uuid], meetings: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut found = Vec::new();
    if !consultations.is_empty() {
        let rows = consultations::proposals_of(on, consultations).await?;
        found.extend(rows.into_iter().map(|(_, proposal)| proposal));
    }
    if !meetings.is_empty() {
        let items = meetings::items_of(on, meetings).await?;
        found.extend(items.into_iter().filter_map(|item| item.proposal_id));
    }
    Ok(found)
}

/// Consultations about these proposals: consultation and proposal.
pub async fn consultations_about(on: &impl ConnectionTrait, proposals: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let rows = consultation_proposal::Entity::find()
        .filter(consultation_proposal::Column::ProposalId.is_in(proposals.iter().copied()))
        .order_by_asc(consultation_proposal::Column::ConsultationId)
        .all(on)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.consultation_id, row.proposal_id))
        .collect())
}

/// All items of agendas about these proposals.
pub async fn items_about(on: &impl ConnectionTrait, proposals: &[Uuid]) -> Result<Vec<meeting_item::Model>, DbErr> {
    meeting_item::Entity::find()
        .filter(meeting_item::Column::ProposalId.is_in(proposals.iter().copied()))
        .order_by_asc(meeting_item::Column::MeetingId)
        .order_by_asc(meeting_item::Column::Number)
        .all(on)
        .await
}

/// Proposals by id, with the instant at which the clock runs out, in milliseconds since 1970.
pub async fn rows(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Stored, Option<i64>)>, DbErr> {
    let rows = proposal::Entity::find()
        .filter(proposal::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(proposal::Column::Id)
        .all(on)
        .await?;
    rows.into_iter()
        .map(|row| {
            let due = row.due_at;
            Ok((stored(row)?, due))
        })
        .collect()
}

/// Ids of all proposals after `after`, in order.
pub async fn proposals_after(on: &impl ConnectionTrait, after: Uuid, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::Id.gt(after))
        .order_by_asc(proposal::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// Ids of the proposals of a district after `after`, in order.
pub async fn of_district(
    on: &impl ConnectionTrait,
    district: Uuid,
    after: Uuid,
    limit: u64,
) -> Result<Vec<Uuid>, DbErr> {
    proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::DistrictId.eq(district))
        .filter(proposal::Column::Id.gt(after))
        .order_by_asc(proposal::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// Takes, or keeps, the right to feed an index that instances share. Says whether it is the holder's.
pub async fn take_lease(
    on: &impl ConnectionTrait,
    name: &str,
    holder: Uuid,
    now: Instant,
    until: Instant,
) -> Result<bool, DbErr> {
    let first = search_lease::Entity::insert(search_lease::ActiveModel {
        name: Set(name.to_owned()),
        holder: Set(holder),
        until: Set(until.millis()),
    })
    .on_conflict(OnConflict::column(search_lease::Column::Name).do_nothing().to_owned())
    .exec_without_returning(on)
    .await;
    match first {
        Ok(1) => return Ok(true),
        Ok(_) | Err(DbErr::RecordNotInserted) => {}
        Err(error) => return Err(error),
    }
    let taken = search_lease::Entity::update_many()
        .set(search_lease::ActiveModel {
            holder: Set(holder),
            until: Set(until.millis()),
            ..Default::default()
        })
        .filter(search_lease::Column::Name.eq(name))
        .filter(
            Condition::any()
                .add(search_lease::Column::Holder.eq(holder))
                .add(search_lease::Column::Until.lte(now.millis())),
        )
        .exec(on)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Gives it back.
pub async fn give_up_lease(on: &impl ConnectionTrait, name: &str, holder: Uuid) -> Result<(), DbErr> {
    search_lease::Entity::delete_many()
        .filter(search_lease::Column::Name.eq(name))
        .filter(search_lease::Column::Holder.eq(holder))
        .exec(on)
        .await?;
    Ok(())
}
