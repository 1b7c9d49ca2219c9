//! Side effects that left with the transaction that caused them.

use super::{connect::lock, entity::outbox};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Something happened to a proposal.
    Proposal,
    /// A district's periods or calendar changed.
    Policy,
    /// Something about a consultation changed.
    Consultation,
    /// Something about a meeting changed.
    Meeting,
    /// Something about a round changed.
    Round,
    /// A ballot's electorate is told something.
    Ballot,
}

impl Topic {
    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposal => "proposal",
            Self::Policy => "policy",
            Self::Consultation => "consultation",
            Self::Meeting => "meeting",
            Self::Round => "round",
            Self::Ballot => "ballot",
        }
    }

    /// Reads [`Topic::name`].
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Proposal,
            Self::Policy,
            Self::Consultation,
            Self::Meeting,
            Self::Round,
            Self::Ballot,
        ]
        .into_iter()
        .find(|topic| topic.name() == text)
    }
}

/// Puts a message into the outbox, to be delivered from `from` on.
pub async fn put(
    on: &impl ConnectionTrait,
    id: Uuid,
    topic: Topic,
    payload: String,
    from: Instant,
) -> Result<(), DbErr> {
    outbox::Entity::insert(outbox::ActiveModel {
        id: Set(id),
        topic: Set(topic.name().to_owned()),
        payload: Set(payload),
        available_at: Set(from.millis()),
        attempts: Set(0),
    })
    .exec_without_returning(on)
    .await?;
    Ok(())
}

/// Messages that are due, locked until the end of the transaction; another instance skips them.
pub async fn take(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<outbox::Model>, DbErr> {
    let select = outbox::Entity::find()
        .filter(outbox::Column::AvailableAt.lte(now.millis()))
        .order_by_asc(outbox::Column::AvailableAt)
        .order_by_asc(outbox::Column::Id)
        .limit(limit);
    let select = match on.get_database_backend() {
        sea_orm::DbBackend::Postgres => select.lock_with_behavior(
            sea_orm::sea_query::LockType::Update,
            sea_orm::sea_query::LockBehavior::SkipLocked,
        ),
        _ => lock(select, on),
    };
    select.all(on).await
}

/// Lets a message wait until an instant.
pub async fn postpone(on: &impl ConnectionTrait, message: &outbox::Model, until: Instant) -> Result<(), DbErr> {
    outbox::Entity::update(outbox::ActiveModel {
        id: Set(message.id),
        available_at: Set(until.millis()),
        attempts: Set(message.attempts + 1),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(())
}

/// Deletes messages that were done.
pub async fn delete(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<(), DbErr> {
    outbox::Entity::delete_many()
        .filter(outbox::Column::Id.is_in(ids.iter().copied()))
        .exec(on)
        .await?;
    Ok(())
}
