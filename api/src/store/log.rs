//! The append-only log of a district: gapless, hashed, and locked only while it grows.

use super::{
    connect::lock,
    entity::{log_entry, log_head},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;
use yiting_domain::{
    id::{AreaId, Pseudonym},
    instant::Instant,
    log::{ENTRY_VERSION, Entry, Frontier, HashAlgorithm, canonical},
};

/// What is to be appended.
pub struct Append {
    /// Who did it; `None` for the clock.
    pub actor: Option<Pseudonym>,
    /// The event's stable name.
    pub kind: String,
    /// What it is about.
    pub subject: Uuid,
    /// The event.
    pub body: serde_json::Value,
}

fn broken(what: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("log: {what}"))
}

/// The row of the next entry; the tree grows by its leaf.
pub fn grow(
    frontier: &mut Frontier,
    district: AreaId,
    code: &str,
    entry: &Append,
    at: Instant,
) -> Result<log_entry::Model, DbErr> {
    let seq = frontier.size();
    let stored = Entry {
        version: ENTRY_VERSION,
        hash: HashAlgorithm::Sha256,
        district: code.to_owned(),
        seq,
        at,
        // The clock signs with the nil pseudonym.
        actor: entry.actor.map_or(Uuid::nil(), |p| p.0),
        kind: entry.kind.clone(),
        subject: entry.subject,
        body: entry.body.clone(),
    };
    let leaf = stored.leaf().map_err(broken)?;
    frontier.push(leaf);
    Ok(log_entry::Model {
        district_id: district.0,
        seq: i64::try_from(seq).map_err(broken)?,
        at: at.millis(),
        actor: entry.actor.map(|p| p.0),
        kind: entry.kind.clone(),
        subject: entry.subject,
        body: canonical::to_string(&entry.body).map_err(broken)?,
        leaf: leaf.to_string(),
    })
}

/// The row of a tree head.
pub fn head_row(district: AreaId, frontier: &Frontier) -> Result<log_head::Model, DbErr> {
    Ok(log_head::Model {
        district_id: district.0,
        size: i64::try_from(frontier.size()).map_err(broken)?,
        frontier: serde_json::to_string(frontier).map_err(broken)?,
    })
}

/// Appends entries and returns the sequence number of the first. Must be the last write of its
/// transaction but the idempotency result: it holds the district's head until the commit.
pub async fn append(
    on: &impl ConnectionTrait,
    district: AreaId,
    code: &str,
    entries: &[Append],
    at: Instant,
) -> Result<u64, DbErr> {
    let empty = serde_json::to_string(&Frontier::default()).map_err(broken)?;
    let created = log_head::Entity::insert(log_head::ActiveModel {
        district_id: Set(district.0),
        size: Set(0),
        frontier: Set(empty),
    })
    .on_conflict(OnConflict::column(log_head::Column::DistrictId).do_nothing().to_owned())
    .exec_without_returning(on)
    .await;
    if let Err(error) = created
        && !matches!(error, DbErr::RecordNotInserted)
    {
        return Err(error);
    }
    let head = lock(log_head::Entity::find_by_id(district.0), on)
        .one(on)
        .await?
        .ok_or_else(|| broken("no head"))?;
    let mut frontier: Frontier = serde_json::from_str(&head.frontier).map_err(broken)?;
    let first = u64::try_from(head.size).map_err(broken)?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let row = grow(&mut frontier, district, code, entry, at)?;
        rows.push(log_entry::ActiveModel::from(row).reset_all());
    }
    log_entry::Entity::insert_many(rows).exec_without_returning(on).await?;
    log_head::Entity::update(log_head::ActiveModel::from(head_row(district, &frontier)?).reset_all())
        .exec(on)
        .await?;
    Ok(first)
}

/// Reads a page of a district's log from `from` on.
pub async fn page(
    on: &impl ConnectionTrait,
    district: Uuid,
    from: i64,
    limit: u64,
) -> Result<Vec<log_entry::Model>, DbErr> {
    log_entry::Entity::find()
        .filter(log_entry::Column::DistrictId.eq(district))
        .filter(log_entry::Column::Seq.gte(from))
        .order_by_asc(log_entry::Column::Seq)
        .limit(limit)
        .all(on)
        .await
}

/// The entries about these subjects, in order.
pub async fn about(on: &impl ConnectionTrait, subjects: &[Uuid]) -> Result<Vec<log_entry::Model>, DbErr> {
    log_entry::Entity::find()
        .filter(log_entry::Column::Subject.is_in(subjects.iter().copied()))
        .order_by_asc(log_entry::Column::Subject)
        .order_by_asc(log_entry::Column::Seq)
        .all(on)
        .await
}

/// The head of a district's log.
pub async fn head(on: &impl ConnectionTrait, district: Uuid) -> Result<Option<log_head::Model>, DbErr> {
    log_head::Entity::find_by_id(district).one(on).await
}

/// The Merkle frontier of a district's log; empty where it has none.
///
/// # Errors
/// [`DbErr::Custom`] for a frontier that cannot be read.
pub async fn frontier(on: &impl ConnectionTrait, district: Uuid) -> Result<Frontier, DbErr> {
    let Some(head) = head(on, district).await? else {
        return Ok(Frontier::default());
    };
    serde_json::from_str(&head.frontier).map_err(|error| DbErr::Custom(error.to_string()))
}

/// All heads.
pub async fn heads(on: &impl ConnectionTrait) -> Result<Vec<log_head::Model>, DbErr> {
    log_head::Entity::find().all(on).await
}

/// The head, locked until the end of the transaction: what is appended next comes right after it.
pub async fn head_locked(on: &impl ConnectionTrait, district: Uuid) -> Result<Option<log_head::Model>, DbErr> {
    lock(log_head::Entity::find_by_id(district), on).one(on).await
}
