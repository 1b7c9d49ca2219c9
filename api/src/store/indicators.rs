//! What indicators read beside the log (areas, verified residents, working staff), and what is kept of them.

use super::{
    connect::lock,
    entity::{
        area, indicator_case, indicator_head, indicator_seal, log_entry, log_head, membership, person, residence,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait, TryInsertResult, sea_query::OnConflict,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, BlockKind, Tier},
    indicator::Atlas,
    instant::Instant,
    people::Role,
};

/// The areas of a district, those that were given up too: old cases keep their area.
pub async fn areas(on: &impl ConnectionTrait, district: &AreaPath) -> Result<Vec<area::Model>, DbErr> {
    area::Entity::find()
        .filter(area::Column::Path.gte(district.as_str()))
        .filter(area::Column::Path.lt(district.upper_bound()))
        .order_by_asc(area::Column::Path)
        .all(on)
        .await
}

/// The same for the computation.
pub async fn atlas(on: &impl ConnectionTrait, district: &AreaPath) -> Result<Atlas, DbErr> {
    let mut atlas = Atlas::default();
    for row in areas(on, district).await? {
        if let (Ok(path), Some(tier)) = (AreaPath::parse(row.path), Tier::parse(&row.tier)) {
            atlas.put(path, tier, row.kind.as_deref().and_then(BlockKind::parse));
        }
    }
    Ok(atlas)
}

/// Rows that held at an instant.
fn held(created: impl ColumnTrait, ended: impl ColumnTrait, at: Instant) -> Condition {
    Condition::all()
        .add(created.lte(at.millis()))
        .add(Condition::any().add(ended.is_null()).add(ended.gt(at.millis())))
}

/// The verified residents of an area at an instant: where, and by pseudonym. A person with two homes comes
/// twice.
pub async fn residents(on: &impl ConnectionTrait, below: &AreaPath, at: Instant) -> Result<Vec<(String, Uuid)>, DbErr> {
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

/// How many cases are read, or written, in one statement.
const CHUNK: usize = 500;

/// The cases of a district by id after `after`.
pub async fn cases_after(
    on: &impl ConnectionTrait,
    district: Uuid,
    after: Uuid,
) -> Result<Vec<indicator_case::Model>, DbErr> {
    indicator_case::Entity::find()
        .filter(indicator_case::Column::DistrictId.eq(district))
        .filter(indicator_case::Column::CaseId.gt(after))
        .order_by_asc(indicator_case::Column::CaseId)
        .limit(10 * u64::try_from(CHUNK).unwrap_or(0))
        .all(on)
        .await
}

/// The cases of these proposals.
pub async fn cases(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<indicator_case::Model>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(CHUNK) {
        let select = indicator_case::Entity::find().filter(indicator_case::Column::CaseId.is_in(some.iter().copied()));
        found.extend(select.all(on).await?);
    }
    Ok(found)
}

/// Stores cases, in place of what was known of them.
pub async fn put_cases(on: &impl ConnectionTrait, rows: Vec<indicator_case::Model>) -> Result<(), DbErr> {
    for some in rows.chunks(CHUNK) {
        let rows = some
            .iter()
            .cloned()
            .map(|row| indicator_case::ActiveModel::from(row).reset_all());
        indicator_case::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(indicator_case::Column::CaseId)
                    .update_columns([indicator_case::Column::Size, indicator_case::Column::Body])
                    .to_owned(),
            )
            .exec_without_returning(on)
            .await?;
    }
    Ok(())
}

/// How many entries of a district's log stand in its cases.
pub async fn folded(on: &impl ConnectionTrait, district: Uuid) -> Result<i64, DbErr> {
    let head = indicator_head::Entity::find_by_id(district).one(on).await?;
    Ok(head.map_or(0, |head| head.size))
}

/// The same, held until the end of the transaction: nobody else folds meanwhile.
pub async fn folded_locked(on: &impl ConnectionTrait, district: Uuid) -> Result<i64, DbErr> {
    let created = indicator_head::Entity::insert(indicator_head::ActiveModel {
        district_id: Set(district),
        size: Set(0),
    })
    .on_conflict(
        OnConflict::column(indicator_head::Column::DistrictId)
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(on)
    .await;
    if let Err(error) = created
        && !matches!(error, DbErr::RecordNotInserted)
    {
        return Err(error);
    }
    let head = lock(indicator_head::Entity::find_by_id(district), on).one(on).await?;
    Ok(head.map_or(0, |head| head.size))
}

/// Says how many entries stand in the cases now.
pub async fn set_folded(on: &impl ConnectionTrait, district: Uuid, size: i64) -> Result<(), DbErr> {
    indicator_head::Entity::update(indicator_head::ActiveModel {
        district_id: Set(district),
        size: Set(size),
    })
    .exec(on)
    .await?;
    Ok(())
}

/// Deletes the cases of a district, to be folded anew.
pub async fn forget(on: &impl ConnectionTrait, district: Uuid) -> Result<(), DbErr> {
    indicator_case::Entity::delete_many()
        .filter(indicator_case::Column::DistrictId.eq(district))
        .exec(on)
        .await?;
    set_folded(on, district, 0).await
}

/// Districts whose log is longer than what stands in their cases.
pub async fn behind(on: &impl ConnectionTrait) -> Result<Vec<Uuid>, DbErr> {
    let heads = log_head::Entity::find()
        .select_only()
        .column(log_head::Column::DistrictId)
        .column(log_head::Column::Size)
        .into_tuple::<(Uuid, i64)>()
        .all(on)
        .await?;
    let folded: HashMap<Uuid, i64> = indicator_head::Entity::find()
        .all(on)
        .await?
        .into_iter()
        .map(|head| (head.district_id, head.size))
        .collect();
    let behind = |(district, size): &(Uuid, i64)| folded.get(district).copied().unwrap_or(0) < *size;
    Ok(heads.into_iter().filter(behind).map(|(district, _)| district).collect())
}

/// What was stated of the months of a district, newest month first, the seal before its restatements.
pub async fn seals(
    on: &impl ConnectionTrait,
    district: Uuid,
    months: &[String],
) -> Result<Vec<indicator_seal::Model>, DbErr> {
    indicator_seal::Entity::find()
        .filter(indicator_seal::Column::DistrictId.eq(district))
        .filter(indicator_seal::Column::Month.is_in(months.iter().map(String::as_str)))
        .order_by_desc(indicator_seal::Column::Month)
        .order_by_asc(indicator_seal::Column::Number)
        .all(on)
        .await
}

/// The months that are sealed, newest first, before a month.
pub async fn sealed_months(
    on: &impl ConnectionTrait,
    district: Uuid,
    before: Option<&str>,
    limit: u64,
) -> Result<Vec<String>, DbErr> {
    let mut select = indicator_seal::Entity::find()
        .select_only()
        .column(indicator_seal::Column::Month)
        .filter(indicator_seal::Column::DistrictId.eq(district))
        .filter(indicator_seal::Column::Number.eq(0));
    if let Some(month) = before {
        select = select.filter(indicator_seal::Column::Month.lt(month));
    }
    select
        .order_by_desc(indicator_seal::Column::Month)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// Stores a statement; the key lets each be made once. Says whether this was the one.
pub async fn state(on: &impl ConnectionTrait, row: indicator_seal::Model) -> Result<bool, DbErr> {
    let done = indicator_seal::Entity::insert(indicator_seal::ActiveModel::from(row).reset_all())
        .on_conflict_do_nothing()
        .exec_without_returning(on)
        .await?;
    Ok(matches!(done, TryInsertResult::Inserted(n) if n > 0))
}

/// How many entries about proposals were appended since the log had `size` of them, of what happened by `at`.
pub async fn late_entries(on: &impl ConnectionTrait, district: Uuid, size: i64, at: Instant) -> Result<i64, DbErr> {
    let count = log_entry::Entity::find()
        .filter(log_entry::Column::DistrictId.eq(district))
        .filter(log_entry::Column::Seq.gte(size))
        .filter(log_entry::Column::At.lte(at.millis()))
        .filter(log_entry::Column::Kind.starts_with("proposal."))
        .count(on)
        .await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}
