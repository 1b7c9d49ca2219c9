//! Schedules of reports, and the reports that were made.

use super::{
    connect::lock,
    entity::{report, report_schedule},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// Stores a schedule.
pub async fn add_schedule(on: &impl ConnectionTrait, row: report_schedule::Model) -> Result<(), DbErr> {
    report_schedule::Entity::insert(report_schedule::ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// The schedules of an area that have not ended, oldest first.
pub async fn schedules(on: &impl ConnectionTrait, area: Uuid) -> Result<Vec<report_schedule::Model>, DbErr> {
    report_schedule::Entity::find()
        .filter(report_schedule::Column::AreaId.eq(area))
        .filter(report_schedule::Column::NextAt.is_not_null())
        .order_by_asc(report_schedule::Column::CreatedAt)
        .order_by_asc(report_schedule::Column::Id)
        .all(on)
        .await
}

/// A schedule, held until the end of the transaction.
pub async fn schedule_locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<report_schedule::Model>, DbErr> {
    lock(report_schedule::Entity::find_by_id(id), on).one(on).await
}

/// Says when a schedule is due next; never again for `None`.
pub async fn set_next(on: &impl ConnectionTrait, id: Uuid, next_at: Option<i64>) -> Result<(), DbErr> {
    report_schedule::Entity::update(report_schedule::ActiveModel {
        id: Set(id),
        next_at: Set(next_at),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(())
}

/// Schedules with a period that has ended, the longest due first.
pub async fn due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    report_schedule::Entity::find()
        .select_only()
        .column(report_schedule::Column::Id)
        .filter(report_schedule::Column::NextAt.lte(now.millis()))
        .order_by_asc(report_schedule::Column::NextAt)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// Keeps a report.
pub async fn keep(on: &impl ConnectionTrait, row: report::Model) -> Result<(), DbErr> {
    report::Entity::insert(report::ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// A report.
pub async fn by_id(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<report::Model>, DbErr> {
    report::Entity::find_by_id(id).one(on).await
}

/// A page of the reports of an area, newest first.
pub async fn of_area(
    on: &impl ConnectionTrait,
    area: Uuid,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<report::Model>, DbErr> {
    let mut select = report::Entity::find().filter(report::Column::AreaId.eq(area));
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(report::Column::AsOf.lt(at)).add(
                Condition::all()
                    .add(report::Column::AsOf.eq(at))
                    .add(report::Column::Id.lt(id)),
            ),
        );
    }
    select
        .order_by_desc(report::Column::AsOf)
        .order_by_desc(report::Column::Id)
        .limit(limit)
        .all(on)
        .await
}
