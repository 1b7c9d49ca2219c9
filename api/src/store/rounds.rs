//! Rounds as rows.

use super::{
    connect::lock,
    entity::{round, round_proposal},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    instant::Instant,
    round::{Round, RoundState},
};

/// The round as the rules know it.
///
/// # Errors
/// [`DbErr::Custom`] for a body that cannot be read.
pub fn round(row: &round::Model) -> Result<Round, DbErr> {
    serde_json::from_str(&row.body).map_err(|error| DbErr::Custom(format!("round {}: {error}", row.id)))
}

/// Puts the round into its row, with what the clock looks for.
///
/// # Errors
/// [`DbErr::Custom`] for a round that cannot be written.
pub fn write(row: &mut round::Model, round: &Round) -> Result<(), DbErr> {
    row.body = serde_json::to_string(round).map_err(|error| DbErr::Custom(error.to_string()))?;
    row.state = round.state.name().to_owned();
    row.next_at = round.due().map(|(at, _)| at.millis());
    row.follow_up = round.awaits_delivery();
    Ok(())
}

/// A new round with its proposals, which it holds from now on.
pub async fn insert(on: &impl ConnectionTrait, row: round::Model, proposals: &[Uuid]) -> Result<(), DbErr> {
    let id = row.id;
    round::Entity::insert(round::ActiveModel::from(row).reset_all())
        .exec_without_returning(on)
        .await?;
    let held = proposals.iter().map(|proposal| round_proposal::ActiveModel {
        round_id: Set(id),
        proposal_id: Set(*proposal),
        running: Set(true),
    });
    round_proposal::Entity::insert_many(held)
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Stores what has changed.
pub async fn update(on: &impl ConnectionTrait, row: &round::Model) -> Result<(), DbErr> {
    round::ActiveModel::from(row.clone()).reset_all().update(on).await?;
    Ok(())
}

/// The round lets its proposals go.
pub async fn release(on: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    round_proposal::Entity::update_many()
        .col_expr(round_proposal::Column::Running, Expr::value(false))
        .filter(round_proposal::Column::RoundId.eq(id))
        .exec(on)
        .await?;
    Ok(())
}

/// Locked until the end of the transaction.
pub async fn locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<round::Model>, DbErr> {
    lock(round::Entity::find_by_id(id), on).one(on).await
}

/// By ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<round::Model>, DbErr> {
    round::Entity::find()
        .filter(round::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// Rounds of an area or below, newest first.
pub async fn list(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    states: &[RoundState],
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<round::Model>, DbErr> {
    let mut select = round::Entity::find()
        .filter(round::Column::AreaPath.gte(below.as_str()))
        .filter(round::Column::AreaPath.lt(below.upper_bound()));
    if !states.is_empty() {
        select = select.filter(round::Column::State.is_in(states.iter().map(|state| state.name())));
    }
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(round::Column::CreatedAt.lt(at)).add(
                Condition::all()
                    .add(round::Column::CreatedAt.eq(at))
                    .add(round::Column::Id.lt(id)),
            ),
        );
    }
    select
        .order_by_desc(round::Column::CreatedAt)
        .order_by_desc(round::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// Rounds whose step the clock opens or ends now, the longest overdue first.
pub async fn due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    round::Entity::find()
        .select_only()
        .column(round::Column::Id)
        .filter(round::Column::NextAt.lte(now.millis()))
        .order_by_asc(round::Column::NextAt)
        .order_by_asc(round::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// A proposal was delivered: rounds whose follow-up may wait for it are looked at by the clock.
pub async fn wake(on: &impl ConnectionTrait, proposal: Uuid, now: Instant) -> Result<(), DbErr> {
    let about = round_proposal::Entity::find()
        .select_only()
        .column(round_proposal::Column::RoundId)
        .filter(round_proposal::Column::ProposalId.eq(proposal));
    round::Entity::update_many()
        .col_expr(round::Column::NextAt, Expr::value(now.millis()))
        .filter(round::Column::FollowUp.eq(true))
        .filter(round::Column::Id.in_subquery(about.into_query()))
        .exec(on)
        .await?;
    Ok(())
}
