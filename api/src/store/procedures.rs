//! Procedure templates as rows.

use super::entity::procedure_template::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

/// The newest version of each template of these platforms, by platform and key; retired ones too, since
/// they hide what is built in under the same key.
pub async fn newest_of(on: &impl ConnectionTrait, areas: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    let newest = Query::select()
        .columns([Column::AreaId, Column::Key])
        .expr(Expr::col(Column::Version).max())
        .from(Entity)
        .and_where(Expr::col(Column::AreaId).is_in(areas.iter().copied()))
        .group_by_columns([Column::AreaId, Column::Key])
        .to_owned();
    let key = Expr::tuple([
        Expr::col(Column::AreaId),
        Expr::col(Column::Key),
        Expr::col(Column::Version),
    ]);
    Entity::find()
        .filter(key.in_subquery(newest))
        .order_by_asc(Column::AreaId)
        .order_by_asc(Column::Key)
        .all(on)
        .await
}

/// The newest version of one template.
pub async fn newest(on: &impl ConnectionTrait, area: Uuid, key: &str) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::AreaId.eq(area))
        .filter(Column::Key.eq(key))
        .order_by_desc(Column::Version)
        .limit(1)
        .one(on)
        .await
}

/// Stores a version. The primary key decides between two who publish at once.
pub async fn insert(on: &impl ConnectionTrait, row: Model) -> Result<(), DbErr> {
    Entity::insert(ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}
