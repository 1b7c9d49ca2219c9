//! What WeChat told, and what it was asked.

use super::{
    connect::lock,
    entity::{wechat_check, wechat_event},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// Notes that an event was heard. False when it was heard before.
pub async fn hear(on: &impl ConnectionTrait, key: &str, now: Instant) -> Result<bool, DbErr> {
    let heard = wechat_event::Entity::insert(wechat_event::ActiveModel {
        key: Set(key.to_owned()),
        received_at: Set(now.millis()),
    })
    .on_conflict(OnConflict::column(wechat_event::Column::Key).do_nothing().to_owned())
    .exec_without_returning(on)
    .await;
    match heard {
        Ok(rows) => Ok(rows > 0),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Forgets events that were heard before an instant.
pub async fn forget_events(on: &impl ConnectionTrait, before: Instant) -> Result<(), DbErr> {
    wechat_event::Entity::delete_many()
        .filter(wechat_event::Column::ReceivedAt.lt(before.millis()))
        .exec(on)
        .await?;
    Ok(())
}

/// The check of a file, locked.
pub async fn check_locked(on: &impl ConnectionTrait, trace_id: &str) -> Result<Option<wechat_check::Model>, DbErr> {
    lock(wechat_check::Entity::find_by_id(trace_id.to_owned()), on)
        .one(on)
        .await
}

/// Stores a check.
pub async fn add_check(on: &impl ConnectionTrait, row: wechat_check::Model) -> Result<(), DbErr> {
    wechat_check::Entity::insert(wechat_check::ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Stores what became of a check.
pub async fn update_check(on: &impl ConnectionTrait, row: &wechat_check::Model) -> Result<(), DbErr> {
    wechat_check::Entity::update(wechat_check::ActiveModel::from(row.clone()).reset_all())
        .exec(on)
        .await?;
    Ok(())
}

/// Checks whose verdict did not come in time, the longest overdue first.
pub async fn checks_due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<String>, DbErr> {
    let due = wechat_check::Entity::find()
        .filter(wechat_check::Column::Verdict.is_null())
        .filter(wechat_check::Column::DueAt.lte(now.millis()))
        .order_by_asc(wechat_check::Column::DueAt)
        .limit(limit)
        .all(on)
        .await?;
    Ok(due.into_iter().map(|row| row.trace_id).collect())
}

/// The last check of a subject.
pub async fn last_check(on: &impl ConnectionTrait, subject: Uuid) -> Result<Option<wechat_check::Model>, DbErr> {
    wechat_check::Entity::find()
        .filter(wechat_check::Column::SubjectId.eq(subject))
        .order_by_desc(wechat_check::Column::CreatedAt)
        .one(on)
        .await
}
