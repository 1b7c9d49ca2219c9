//! The tree of areas, and the policy of a platform.

use super::{
    entity::{area, calendar_override, sla_profile, topic, unit},
    first_of_each::first_of_each,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, AreaRef, Tier},
    clock::{PolicyBook, SlaProfile, WorkCalendar},
    id::AreaId,
};

/// A row as the domain names it; `None` when the row is not what the product wrote.
pub fn reference(row: &area::Model) -> Option<AreaRef> {
    Some(AreaRef {
        id: AreaId(row.id),
        path: AreaPath::parse(row.path.clone()).ok()?,
        tier: Tier::parse(&row.tier)?,
    })
}

/// By ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<area::Model>, DbErr> {
    area::Entity::find()
        .filter(area::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// By id.
pub async fn by_id(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<area::Model>, DbErr> {
    area::Entity::find_by_id(id).one(on).await
}

/// The live area with this code.
pub async fn by_code(on: &impl ConnectionTrait, code: &str) -> Result<Option<area::Model>, DbErr> {
    area::Entity::find()
        .filter(area::Column::Code.eq(code))
        .filter(area::Column::ValidTo.is_null())
        .one(on)
        .await
}

/// Areas by path.
pub async fn by_paths(on: &impl ConnectionTrait, paths: Vec<String>) -> Result<HashMap<String, area::Model>, DbErr> {
    let rows = area::Entity::find()
        .filter(area::Column::Path.is_in(paths))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| (row.path.clone(), row)).collect())
}

/// The platform above: the nearest area above `path` that has one.
pub async fn platform_above(on: &impl ConnectionTrait, path: &AreaPath) -> Result<Option<AreaRef>, DbErr> {
    let mut above: Vec<String> = path.lineage().iter().map(|p| p.as_str().to_owned()).collect();
    above.pop();
    let rows = by_paths(on, above.clone()).await?;
    Ok(above
        .iter()
        .rev()
        .filter_map(|p| rows.get(p))
        .filter_map(reference)
        .find(|area| area.tier.has_platform()))
}

/// The first children of each of these areas, in the order of their codes: one statement.
pub async fn children_of_each(
    on: &impl ConnectionTrait,
    parents: &[Uuid],
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<area::Model>, DbErr> {
    let mut select = area::Entity::find()
        .filter(area::Column::ParentId.is_in(parents.iter().copied()))
        .filter(area::Column::ValidTo.is_null());
    if let Some(code) = after {
        select = select.filter(area::Column::Code.gt(code));
    }
    first_of_each(on, select, area::Column::ParentId, &[area::Column::Code], limit).await
}

/// Live areas of a tier below a path, in the order of their codes.
pub async fn below(
    on: &impl ConnectionTrait,
    path: &AreaPath,
    tier: Tier,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<area::Model>, DbErr> {
    let mut select = area::Entity::find()
        .filter(area::Column::Path.gte(path.as_str()))
        .filter(area::Column::Path.lt(path.upper_bound()))
        .filter(area::Column::Tier.eq(tier.name()))
        .filter(area::Column::ValidTo.is_null());
    if let Some(code) = after {
        select = select.filter(area::Column::Code.gt(code));
    }
    select.order_by_asc(area::Column::Code).limit(limit).all(on).await
}

/// All districts.
pub async fn districts(on: &impl ConnectionTrait, after: Option<&str>, limit: u64) -> Result<Vec<area::Model>, DbErr> {
    let mut select = area::Entity::find()
        .filter(area::Column::Tier.eq(Tier::District.name()))
        .filter(area::Column::ValidTo.is_null());
    if let Some(code) = after {
        select = select.filter(area::Column::Code.gt(code));
    }
    select.order_by_asc(area::Column::Code).limit(limit).all(on).await
}

/// Topics of a district in their order.
pub async fn topics(on: &impl ConnectionTrait, district: Uuid) -> Result<Vec<topic::Model>, DbErr> {
    topic::Entity::find()
        .filter(topic::Column::DistrictId.eq(district))
        .order_by_asc(topic::Column::Position)
        .all(on)
        .await
}

/// Topics of these districts in their order.
pub async fn topics_of_each(on: &impl ConnectionTrait, districts: &[Uuid]) -> Result<Vec<topic::Model>, DbErr> {
    topic::Entity::find()
        .filter(topic::Column::DistrictId.is_in(districts.iter().copied()))
        .order_by_asc(topic::Column::Position)
        .all(on)
        .await
}

/// Topics by ids.
pub async fn topics_by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<topic::Model>, DbErr> {
    topic::Entity::find()
        .filter(topic::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// Responsible units of these districts by name.
pub async fn units_of_each(on: &impl ConnectionTrait, districts: &[Uuid]) -> Result<Vec<unit::Model>, DbErr> {
    unit::Entity::find()
        .filter(unit::Column::DistrictId.is_in(districts.iter().copied()))
        .order_by_asc(unit::Column::Name)
        .all(on)
        .await
}

/// Responsible units of a district by name.
pub async fn units(on: &impl ConnectionTrait, district: Uuid) -> Result<Vec<unit::Model>, DbErr> {
    unit::Entity::find()
        .filter(unit::Column::DistrictId.eq(district))
        .order_by_asc(unit::Column::Name)
        .all(on)
        .await
}

/// Days and limits of one district, by tier.
#[derive(Clone, Debug)]
pub struct DistrictPolicy {
    /// The working days.
    pub calendar: WorkCalendar,
    /// All versions of the profile of each tier.
    pub books: HashMap<Tier, PolicyBook>,
}

/// Loads the policy of a district: the national calendar with its overrides, and all profiles.
pub async fn policy(on: &impl ConnectionTrait, district: Uuid) -> Result<DistrictPolicy, DbErr> {
    let mut calendar = WorkCalendar::china();
    let overrides = calendar_override::Entity::find()
        .filter(calendar_override::Column::DistrictId.eq(district))
        .all(on)
        .await?;
    for row in overrides {
        let day = row
            .day
            .parse()
            .map_err(|_| DbErr::Custom("calendar override is not a date".into()))?;
        calendar = calendar.with_override(day, row.working);
    }
    let mut books: HashMap<Tier, PolicyBook> = HashMap::new();
    let rows = sla_profile::Entity::find()
        .filter(sla_profile::Column::DistrictId.eq(district))
        .order_by_asc(sla_profile::Column::Version)
        .all(on)
        .await?;
    for row in rows {
        let profile: SlaProfile = serde_json::from_str(&row.body).map_err(|e| DbErr::Custom(e.to_string()))?;
        if let Some(tier) = Tier::parse(&row.tier) {
            books
                .entry(tier)
                .or_default()
                .publish(profile)
                .map_err(|e| DbErr::Custom(e.to_string()))?;
        }
    }
    Ok(DistrictPolicy { calendar, books })
}
