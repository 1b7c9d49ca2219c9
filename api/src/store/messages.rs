//! Grants of subscribe messages, and the messages themselves.

use super::connect::lock;
use super::entity::{person, wechat_grant, wechat_message};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait,
    ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr, sea_query::OnConflict,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// It is to be sent.
    Waiting,
    /// It is being sent, or its sender was lost over it.
    Sending,
    /// WeChat took it.
    Sent,
    /// WeChat will not take it.
    Failed,
    /// Its answer was lost, and sending it again might send it twice.
    Unknown,
}

impl MessageState {
    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// Rows a statement: below the parameter limits of both engines.
const CHUNK: usize = 500;

/// Adds grants that a person gave: one more, or one that lasts.
pub async fn grant(
    on: &impl ConnectionTrait,
    person: Uuid,
    template: &str,
    long_term: bool,
    now: Instant,
) -> Result<(), DbErr> {
    let remaining = Expr::col((wechat_grant::Entity, wechat_grant::Column::Remaining));
    let more = if long_term { Expr::value(1) } else { remaining.add(1) };
    wechat_grant::Entity::insert(row(person, template, 1, "accept", now))
        .on_conflict(
            OnConflict::columns([wechat_grant::Column::PersonId, wechat_grant::Column::TemplateId])
                .update_columns([wechat_grant::Column::Answer, wechat_grant::Column::UpdatedAt])
                .value(wechat_grant::Column::Remaining, more)
                .to_owned(),
        )
        .exec_without_returning(on)
        .await?;
    Ok(())
}

fn row(person: Uuid, template: &str, remaining: i64, answer: &str, now: Instant) -> wechat_grant::ActiveModel {
    wechat_grant::ActiveModel {
        person_id: Set(person),
        template_id: Set(template.to_owned()),
        remaining: Set(remaining),
        answer: Set(answer.to_owned()),
        updated_at: Set(now.millis()),
    }
}

/// Keeps what a person answered without granting anything; what was granted before stays.
pub async fn answer(
    on: &impl ConnectionTrait,
    person: Uuid,
    template: &str,
    answer: &str,
    now: Instant,
) -> Result<(), DbErr> {
    wechat_grant::Entity::insert(row(person, template, 0, answer, now))
        .on_conflict(
            OnConflict::columns([wechat_grant::Column::PersonId, wechat_grant::Column::TemplateId])
                .update_columns([wechat_grant::Column::Answer, wechat_grant::Column::UpdatedAt])
                .to_owned(),
        )
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Nothing is granted any more.
pub async fn ungrant(on: &impl ConnectionTrait, person: Uuid, template: &str, now: Instant) -> Result<(), DbErr> {
    wechat_grant::Entity::update_many()
        .col_expr(wechat_grant::Column::Remaining, Expr::value(0))
        .col_expr(wechat_grant::Column::Answer, Expr::value("reject"))
        .col_expr(wechat_grant::Column::UpdatedAt, Expr::value(now.millis()))
        .filter(wechat_grant::Column::PersonId.eq(person))
        .filter(wechat_grant::Column::TemplateId.eq(template))
        .exec(on)
        .await?;
    Ok(())
}

/// Gives back what was reserved for a message that did not use it.
pub async fn give_back(on: &impl ConnectionTrait, person: Uuid, template: &str) -> Result<(), DbErr> {
    wechat_grant::Entity::update_many()
        .col_expr(
            wechat_grant::Column::Remaining,
            Expr::col(wechat_grant::Column::Remaining).add(1),
        )
        .filter(wechat_grant::Column::PersonId.eq(person))
        .filter(wechat_grant::Column::TemplateId.eq(template))
        .exec(on)
        .await?;
    Ok(())
}

/// The grants of a person.
pub async fn grants_of(on: &impl ConnectionTrait, person: Uuid) -> Result<Vec<wechat_grant::Model>, DbErr> {
    wechat_grant::Entity::find()
        .filter(wechat_grant::Column::PersonId.eq(person))
        .all(on)
        .await
}

/// Those of these pseudonyms who have granted a send of the template: the people's ids.
pub async fn granting(on: &impl ConnectionTrait, template: &str, pseudonyms: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut found = Vec::new();
    for chunk in pseudonyms.chunks(CHUNK) {
        let people = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Pseudonym.is_in(chunk.iter().copied()))
            .filter(person::Column::Openid.is_not_null())
            .into_tuple::<Uuid>()
            .all(on)
            .await?;
        let granted = wechat_grant::Entity::find()
            .select_only()
            .column(wechat_grant::Column::PersonId)
            .filter(wechat_grant::Column::TemplateId.eq(template))
            .filter(wechat_grant::Column::Remaining.gt(0))
            .filter(wechat_grant::Column::PersonId.is_in(people))
            .into_tuple::<Uuid>()
            .all(on)
            .await?;
        found.extend(granted);
    }
    Ok(found)
}

/// Reserves one grant of each of these people; a long-term one is not used up. Answers who had one
/// and no message under the topic: those get the message that the reservation is for.
pub async fn reserve(
    on: &impl ConnectionTrait,
    template: &str,
    long_term: bool,
    topic: &str,
    people: &[Uuid],
) -> Result<Vec<Uuid>, DbErr> {
    let mut reserved = Vec::new();
    for chunk in people.chunks(CHUNK) {
        let told: HashSet<Uuid> = wechat_message::Entity::find()
            .select_only()
            .column(wechat_message::Column::PersonId)
            .filter(wechat_message::Column::Topic.eq(topic))
            .filter(wechat_message::Column::PersonId.is_in(chunk.iter().copied()))
            .into_tuple::<Uuid>()
            .all(on)
            .await?
            .into_iter()
            .collect();
        let mut fresh: Vec<Uuid> = chunk.iter().copied().filter(|who| !told.contains(who)).collect();
        // One order for all, or two that reserve at once would wait for each other.
        fresh.sort_unstable();
        let wanted = wechat_grant::Entity::find()
            .filter(wechat_grant::Column::TemplateId.eq(template))
            .filter(wechat_grant::Column::Remaining.gt(0))
            .filter(wechat_grant::Column::PersonId.is_in(fresh))
            .order_by_asc(wechat_grant::Column::PersonId);
        let held: Vec<Uuid> = lock(wanted, on)
            .all(on)
            .await?
            .into_iter()
            .map(|row| row.person_id)
            .collect();
        if !long_term {
            wechat_grant::Entity::update_many()
                .col_expr(
                    wechat_grant::Column::Remaining,
                    Expr::col(wechat_grant::Column::Remaining).sub(1),
                )
                .filter(wechat_grant::Column::TemplateId.eq(template))
                .filter(wechat_grant::Column::PersonId.is_in(held.iter().copied()))
                .exec(on)
                .await?;
        }
        reserved.extend(held);
    }
    Ok(reserved)
}

/// Stores messages.
pub async fn insert(on: &impl ConnectionTrait, rows: Vec<wechat_message::Model>) -> Result<(), DbErr> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk
            .iter()
            .map(|row| wechat_message::ActiveModel::from(row.clone()).reset_all());
        wechat_message::Entity::insert_many(rows)
            .exec_without_returning(on)
            .await?;
    }
    Ok(())
}

/// Whether any message is due.
pub async fn any_due(on: &impl ConnectionTrait, now: Instant) -> Result<bool, DbErr> {
    let due = wechat_message::Entity::find()
        .filter(wechat_message::Column::NextAt.lte(now.millis()))
        .one(on)
        .await?;
    Ok(due.is_some())
}

/// Forgets what a person granted, and messages that were to be sent to them.
pub async fn forget_person(on: &impl ConnectionTrait, person: Uuid) -> Result<(), DbErr> {
    wechat_grant::Entity::delete_many()
        .filter(wechat_grant::Column::PersonId.eq(person))
        .exec(on)
        .await?;
    wechat_message::Entity::delete_many()
        .filter(wechat_message::Column::PersonId.eq(person))
        .exec(on)
        .await?;
    Ok(())
}

/// Messages that are due, locked; another instance skips them.
pub async fn due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<wechat_message::Model>, DbErr> {
    let select = wechat_message::Entity::find()
        .filter(wechat_message::Column::NextAt.lte(now.millis()))
        .order_by_asc(wechat_message::Column::NextAt)
        .order_by_asc(wechat_message::Column::Id)
        .limit(limit);
    let select = match on.get_database_backend() {
        DbBackend::Postgres => select.lock_with_behavior(
            sea_orm::sea_query::LockType::Update,
            sea_orm::sea_query::LockBehavior::SkipLocked,
        ),
        _ => lock(select, on),
    };
    select.all(on).await
}

/// Stores a message as it now stands.
pub async fn update(on: &impl ConnectionTrait, row: &wechat_message::Model) -> Result<(), DbErr> {
    wechat_message::Entity::update(wechat_message::ActiveModel::from(row.clone()).reset_all())
        .exec(on)
        .await?;
    Ok(())
}

/// A message, locked.
pub async fn locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<wechat_message::Model>, DbErr> {
    lock(wechat_message::Entity::find_by_id(id), on).one(on).await
}

/// Whether all that the person has granted of a template is reserved for this one message: then a
/// second send of it cannot reach the phone after a first that did.
pub async fn is_last(on: &impl ConnectionTrait, row: &wechat_message::Model) -> Result<bool, DbErr> {
    let grant = wechat_grant::Entity::find_by_id((row.person_id, row.template_id.clone()))
        .one(on)
        .await?;
    let others = wechat_message::Entity::find()
        .filter(wechat_message::Column::PersonId.eq(row.person_id))
        .filter(wechat_message::Column::TemplateId.eq(row.template_id.as_str()))
        .filter(wechat_message::Column::NextAt.is_not_null())
        .filter(wechat_message::Column::Id.ne(row.id))
        .one(on)
        .await?;
    Ok(grant.is_none_or(|grant| grant.remaining == 0) && others.is_none())
}

/// Whether another message to the same person by the same template is being sent, or its sender was
/// lost over it.
pub async fn another_is_sending(on: &impl ConnectionTrait, row: &wechat_message::Model) -> Result<bool, DbErr> {
    let other = wechat_message::Entity::find()
        .filter(wechat_message::Column::PersonId.eq(row.person_id))
        .filter(wechat_message::Column::TemplateId.eq(row.template_id.as_str()))
        .filter(wechat_message::Column::NextAt.is_not_null())
        .filter(wechat_message::Column::State.eq(MessageState::Sending.name()))
        .filter(wechat_message::Column::Id.ne(row.id))
        .one(on)
        .await?;
    Ok(other.is_some())
}

/// The message whose sender was lost longest ago, to a person by a template; locked.
pub async fn uncertain(
    on: &impl ConnectionTrait,
    openid: &str,
    template: &str,
) -> Result<Option<wechat_message::Model>, DbErr> {
    let person = person::Entity::find()
        .filter(person::Column::Openid.eq(openid))
        .one(on)
        .await?;
    let Some(person) = person else { return Ok(None) };
    let select = wechat_message::Entity::find()
        .filter(wechat_message::Column::PersonId.eq(person.id))
        .filter(wechat_message::Column::TemplateId.eq(template))
        .filter(
            Condition::any()
                .add(wechat_message::Column::State.eq(MessageState::Sending.name()))
                .add(wechat_message::Column::State.eq(MessageState::Unknown.name())),
        )
        .order_by_asc(wechat_message::Column::ClaimedAt);
    lock(select, on).one(on).await
}

/// Whether a message with WeChat's own id was stored as sent.
pub async fn is_known(on: &impl ConnectionTrait, msgid: &str, person_openid: &str) -> Result<bool, DbErr> {
    let person = person::Entity::find()
        .filter(person::Column::Openid.eq(person_openid))
        .one(on)
        .await?;
    let Some(person) = person else { return Ok(false) };
    let found = wechat_message::Entity::find()
        .filter(wechat_message::Column::PersonId.eq(person.id))
        .filter(wechat_message::Column::Msgid.eq(msgid))
        .one(on)
        .await?;
    Ok(found.is_some())
}

/// WeChat's ids of people.
pub async fn openids(on: &impl ConnectionTrait, people: &[Uuid]) -> Result<HashMap<Uuid, String>, DbErr> {
    let rows = person::Entity::find()
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .filter(person::Column::ClosedAt.is_null())
        .all(on)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.openid?))).collect())
}

/// Messages of a district that did not arrive, newest first.
pub async fn undelivered(
    on: &impl ConnectionTrait,
    district: Uuid,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<wechat_message::Model>, DbErr> {
    let failed = Condition::any()
        .add(wechat_message::Column::State.eq(MessageState::Failed.name()))
        .add(wechat_message::Column::State.eq(MessageState::Unknown.name()));
    let mut select = wechat_message::Entity::find()
        .filter(wechat_message::Column::DistrictId.eq(district))
        .filter(failed);
    if let Some((at, id)) = before {
        select = select.filter(
            Condition::any().add(wechat_message::Column::CreatedAt.lt(at)).add(
                Condition::all()
                    .add(wechat_message::Column::CreatedAt.eq(at))
                    .add(wechat_message::Column::Id.lt(id)),
            ),
        );
    }
    select
        .order_by_desc(wechat_message::Column::CreatedAt)
        .order_by_desc(wechat_message::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// How many messages stand how.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Standing {
    /// Their state.
    pub state: String,
    /// The errcode of those that WeChat refused.
    pub errcode: Option<i64>,
    /// How many.
    pub count: i64,
}

/// Counts messages by state and errcode.
pub async fn standing(on: &impl ConnectionTrait) -> Result<Vec<Standing>, DbErr> {
    wechat_message::Entity::find()
        .select_only()
        .column(wechat_message::Column::State)
        .column(wechat_message::Column::Errcode)
        .column_as(wechat_message::Column::Id.count(), "count")
        .group_by(wechat_message::Column::State)
        .group_by(wechat_message::Column::Errcode)
        .into_model::<Standing>()
        .all(on)
        .await
}

/// Deletes messages that ended before an instant.
pub async fn forget(on: &impl ConnectionTrait, before: Instant) -> Result<(), DbErr> {
    wechat_message::Entity::delete_many()
        .filter(wechat_message::Column::DoneAt.lt(before.millis()))
        .exec(on)
        .await?;
    Ok(())
}
