//! Mini-program codes and their pictures.

use super::{
    connect::lock,
    entity::{code, code_picture},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

/// Stores a code.
pub async fn insert(on: &impl ConnectionTrait, row: code::Model) -> Result<(), DbErr> {
    code::Entity::insert(code::ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Stores changes of a code.
pub async fn update(on: &impl ConnectionTrait, row: &code::Model) -> Result<(), DbErr> {
    code::Entity::update(code::ActiveModel::from(row.clone()).reset_all())
        .exec(on)
        .await?;
    Ok(())
}

/// By its scene.
pub async fn by_scene(on: &impl ConnectionTrait, scene: &str) -> Result<Option<code::Model>, DbErr> {
    code::Entity::find_by_id(scene.to_owned()).one(on).await
}

/// By its scene, locked until the end of the transaction.
pub async fn locked(on: &impl ConnectionTrait, scene: &str) -> Result<Option<code::Model>, DbErr> {
    lock(code::Entity::find_by_id(scene.to_owned()), on).one(on).await
}

/// Codes of exactly this area, newest first, after one that is named by its time and scene.
pub async fn of_area(
    on: &impl ConnectionTrait,
    area: Uuid,
    before: Option<(i64, String)>,
    limit: u64,
) -> Result<Vec<code::Model>, DbErr> {
    let mut select = code::Entity::find().filter(code::Column::AreaId.eq(area));
    if let Some((at, scene)) = before {
        select = select.filter(
            Condition::any().add(code::Column::CreatedAt.lt(at)).add(
                Condition::all()
                    .add(code::Column::CreatedAt.eq(at))
                    .add(code::Column::Scene.lt(scene)),
            ),
        );
    }
    select
        .order_by_desc(code::Column::CreatedAt)
        .order_by_desc(code::Column::Scene)
        .limit(limit)
        .all(on)
        .await
}

/// The picture of a code.
pub async fn picture(on: &impl ConnectionTrait, scene: &str) -> Result<Option<code_picture::Model>, DbErr> {
    code_picture::Entity::find_by_id(scene.to_owned()).one(on).await
}

/// Keeps the picture of a code; another instance may have been faster.
pub async fn keep_picture(on: &impl ConnectionTrait, row: code_picture::Model) -> Result<(), DbErr> {
    let kept = code_picture::Entity::insert(code_picture::ActiveModel {
        scene: Set(row.scene),
        content_type: Set(row.content_type),
        bytes: Set(row.bytes),
        created_at: Set(row.created_at),
    })
    .on_conflict(OnConflict::column(code_picture::Column::Scene).do_nothing().to_owned())
    .exec_without_returning(on)
    .await;
    match kept {
        Ok(_) | Err(DbErr::RecordNotInserted) => Ok(()),
        Err(error) => Err(error),
    }
}
