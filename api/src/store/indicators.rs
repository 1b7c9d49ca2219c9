//! What indicators read beside the log: areas, verified residents, working staff.

use super::entity::{area, membership, person, residence};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait,
};
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, BlockKind, Tier},
    indicator::Atlas,
    instant::Instant,
    people::Role,
};

/// The areas of a district, those that were given up too: old cases keep their area.
pub async fn atlas(on: &impl ConnectionTrait, district: &AreaPath) -> Result<Atlas, DbErr> {
    let rows = area::Entity::find()
        .filter(area::Column::Path.gte(district.as_str()))
        .filter(area::Column::Path.lt(district.upper_bound()))
        .all(on)
        .await?;
    let mut atlas = Atlas::default();
    for row in rows {
        if let (Ok(path), Some(tier)) = (AreaPath::parse(row.path), Tier::parse(&row.tier)) {
            atlas.put(path, tier, row.kind.as_deref().and_then(BlockKind::parse));
        }
    }
    Ok(atlas)
}

/// Rows that held at an instant.
fn held(created: impl ColumnTrait, ended: impl ColumnTrait, at: Instant) -> Condition {
    Condition::all().add(created.lte(at.millis())).add(
        Condition::any()
            .add(ended.is_null())
            .add(ended.gt(at.millis())),
    )
}

/// The verified residents of an area at an instant: where, and by pseudonym. A person with two homes comes
/// twice.
pub async fn residents(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    at: Instant,
) -> Result<Vec<(String, Uuid)>, DbErr> {
    residence::Entity::find()
        .select_only()
        .column(residence::Column::AreaPath)
        .column(person::Column::Pseudonym)
        .join(JoinType::InnerJoin, residence::Relation::Person.def())
        .filter(residence::Column::AreaPath.gte(below.as_str()))
        .filter(residence::Column::AreaPath.lt(below.upper_bound()))
        .filter(held(residence::Column::CreatedAt, residence::Column::EndedAt, at))
        .into_tuple()
        .all(on)
        .await
}

/// The working staff of an area's platforms and of those below at an instant: where, and who. A person with
/// two roles comes twice.
pub async fn staff(on: &impl ConnectionTrait, below: &AreaPath, at: Instant) -> Result<Vec<(String, Uuid)>, DbErr> {
    let working = Role::ALL.iter().filter(|role| role.is_staff()).map(|role| role.name());
    membership::Entity::find()
        .select_only()
        .column(membership::Column::AreaPath)
        .column(membership::Column::PersonId)
        .filter(membership::Column::AreaPath.gte(below.as_str()))
        .filter(membership::Column::AreaPath.lt(below.upper_bound()))
        .filter(membership::Column::Role.is_in(working))
        .filter(held(membership::Column::CreatedAt, membership::Column::EndedAt, at))
        .into_tuple()
        .all(on)
        .await
}
