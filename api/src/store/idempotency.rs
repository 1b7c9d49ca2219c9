//! Exactly once: key, request hash and result in the transaction of the effect.

use super::entity::idempotency;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;
use yiting_domain::{instant::Instant, refusal::Refusal};

/// What claiming a key found.
pub enum Claim {
    /// The key is ours; the effect belongs into this transaction.
    New,
    /// The effect happened before; this is its result.
    Done(String),
}

/// Claims a key. On PostgreSQL a concurrent claim of the same key waits here until the other
/// transaction ends; on SQLite the transaction already holds the write lock.
///
/// # Errors
/// The outer error is the database's; the inner one [`Refusal::IdempotencyConflict`] when the key
/// was used with another input.
pub async fn claim(
    on: &impl ConnectionTrait,
    person: Uuid,
    key: &str,
    request_hash: &str,
    now: Instant,
) -> Result<Result<Claim, Refusal>, DbErr> {
    let inserted = idempotency::Entity::insert(idempotency::ActiveModel {
        person_id: Set(person),
        key: Set(key.to_owned()),
        request_hash: Set(request_hash.to_owned()),
        result: Set(String::new()),
        created_at: Set(now.millis()),
    })
    .on_conflict(
        OnConflict::columns([idempotency::Column::PersonId, idempotency::Column::Key])
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(on)
    .await;
    match inserted {
        Ok(1) => return Ok(Ok(Claim::New)),
        Ok(_) | Err(DbErr::RecordNotInserted) => {}
        Err(error) => return Err(error),
    }
    let row = idempotency::Entity::find_by_id((person, key.to_owned()))
        .one(on)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("idempotency key vanished".into()))?;
    Ok(if row.request_hash == request_hash {
        Ok(Claim::Done(row.result))
    } else {
        Err(Refusal::IdempotencyConflict)
    })
}

/// A request that is claimed together with others: person, key, request hash and its result.
pub type Foreseen = (Uuid, String, String, String);

/// Claims the keys of requests whose results are known beforehand, in one statement. Answers whether all
/// of them were new; if not, the transaction must not be committed. Give them ordered by person and key:
/// two transactions then never wait for each other crosswise.
pub async fn claim_all(on: &impl ConnectionTrait, requests: Vec<Foreseen>, now: Instant) -> Result<bool, DbErr> {
    let wanted = requests.len() as u64;
    let rows = requests
        .into_iter()
        .map(|(person, key, hash, result)| idempotency::ActiveModel {
            person_id: Set(person),
            key: Set(key),
            request_hash: Set(hash),
            result: Set(result),
            created_at: Set(now.millis()),
        });
    let inserted = idempotency::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([idempotency::Column::PersonId, idempotency::Column::Key])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(on)
        .await;
    match inserted {
        Ok(count) => Ok(count == wanted),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The result of this request, if it was done before; claims nothing.
///
/// # Errors
/// As [`claim`].
pub async fn done(
    on: &impl ConnectionTrait,
    person: Uuid,
    key: &str,
    request_hash: &str,
) -> Result<Result<Option<String>, Refusal>, DbErr> {
    let row = idempotency::Entity::find_by_id((person, key.to_owned()))
        .one(on)
        .await?;
    Ok(match row {
        Some(row) if row.request_hash != request_hash => Err(Refusal::IdempotencyConflict),
        row => Ok(row.map(|row| row.result)),
    })
}

/// Deletes the keys of requests from before an instant.
pub async fn forget(on: &impl ConnectionTrait, before: Instant) -> Result<(), DbErr> {
    idempotency::Entity::delete_many()
        .filter(idempotency::Column::CreatedAt.lt(before.millis()))
        .exec(on)
        .await?;
    Ok(())
}

/// Stores the result of a claimed key.
pub async fn complete(on: &impl ConnectionTrait, person: Uuid, key: &str, result: &str) -> Result<(), DbErr> {
    idempotency::Entity::update(idempotency::ActiveModel {
        person_id: Set(person),
        key: Set(key.to_owned()),
        result: Set(result.to_owned()),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(())
}

/// The result under a key, whatever its input was.
pub async fn result(on: &impl ConnectionTrait, person: Uuid, key: &str) -> Result<Option<String>, DbErr> {
    let row = idempotency::Entity::find_by_id((person, key.to_owned()))
        .one(on)
        .await?;
    Ok(row.map(|row| row.result))
}
