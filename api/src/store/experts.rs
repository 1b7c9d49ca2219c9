//! The directory of experts, and their reviews.

use super::{
    connect::lock,
    entity::{expert, expert_review},
    first_of_each::first_of_each,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    expert::{ReviewState, ReviewView},
    id::Pseudonym,
    instant::Instant,
};

/// The most reviews of a proposal or of an expert that are read at once.
pub const MOST_REVIEWS: u64 = 50;

/// By id.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<expert::Model>, DbErr> {
    expert::Entity::find()
        .filter(expert::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// The entry of a person in an area's directory, locked until the end of the transaction.
pub async fn listed(on: &impl ConnectionTrait, area: Uuid, who: Pseudonym) -> Result<Option<expert::Model>, DbErr> {
    let select = expert::Entity::find()
        .filter(expert::Column::AreaId.eq(area))
        .filter(expert::Column::Pseudonym.eq(who.0))
        .filter(expert::Column::EndedAt.is_null());
    lock(select, on).one(on).await
}

/// Adds an entry, or stores its changes.
pub async fn put(on: &impl ConnectionTrait, row: &expert::Model, new: bool) -> Result<(), DbErr> {
    let active = expert::ActiveModel::from(row.clone()).reset_all();
    if new {
        expert::Entity::insert(active).exec_without_returning(on).await?;
    } else {
        expert::Entity::update(active).exec(on).await?;
    }
    Ok(())
}

/// Whose experts an area can ask: its own directory and those above, in the order in which they were
/// listed.
pub async fn directory(
    on: &impl ConnectionTrait,
    of: &AreaPath,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<expert::Model>, DbErr> {
    let lineage = of.lineage();
    let mut select = expert::Entity::find()
        .filter(expert::Column::AreaPath.is_in(lineage.iter().map(AreaPath::as_str)))
        .filter(expert::Column::EndedAt.is_null());
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(expert::Column::CreatedAt.gt(at)).add(
                Condition::all()
                    .add(expert::Column::CreatedAt.eq(at))
                    .add(expert::Column::Id.gt(id)),
            ),
        );
    }
    select
        .order_by_asc(expert::Column::CreatedAt)
        .order_by_asc(expert::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// A review as the rules look at it.
pub fn view(row: &expert_review::Model) -> Result<ReviewView, DbErr> {
    let broken = || DbErr::Custom("review: state or area".to_owned());
    Ok(ReviewView {
        state: ReviewState::parse(&row.state).ok_or_else(broken)?,
        expert: Pseudonym(row.expert_pseudonym),
        area: AreaPath::parse(row.area_path.clone()).map_err(|_| broken())?,
        due_at: Instant::from_millis(row.due_at),
    })
}

/// A review, locked until the end of the transaction.
pub async fn review_locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<expert_review::Model>, DbErr> {
    lock(expert_review::Entity::find_by_id(id), on).one(on).await
}

/// Reviews by ids.
pub async fn reviews(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<expert_review::Model>, DbErr> {
    expert_review::Entity::find()
        .filter(expert_review::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// The review of a proposal by an expert that is not over, locked until the end of the transaction.
pub async fn open_review(
    on: &impl ConnectionTrait,
    expert: Uuid,
    proposal: Uuid,
) -> Result<Option<expert_review::Model>, DbErr> {
    let open = [ReviewState::Invited, ReviewState::Accepted, ReviewState::Submitted];
    let select = expert_review::Entity::find()
        .filter(expert_review::Column::ExpertId.eq(expert))
        .filter(expert_review::Column::ProposalId.eq(proposal))
        .filter(expert_review::Column::State.is_in(open.map(ReviewState::name)));
    lock(select, on).one(on).await
}

/// Adds a review, or stores its changes.
pub async fn put_review(on: &impl ConnectionTrait, row: &expert_review::Model, new: bool) -> Result<(), DbErr> {
    let active = expert_review::ActiveModel::from(row.clone()).reset_all();
    if new {
        expert_review::Entity::insert(active).exec_without_returning(on).await?;
    } else {
        expert_review::Entity::update(active).exec(on).await?;
    }
    Ok(())
}

/// The first reviews of each of these proposals, oldest first: one statement.
pub async fn reviews_of_each(
    on: &impl ConnectionTrait,
    proposals: &[Uuid],
) -> Result<Vec<expert_review::Model>, DbErr> {
    let select =
        expert_review::Entity::find().filter(expert_review::Column::ProposalId.is_in(proposals.iter().copied()));
    let order = [expert_review::Column::CreatedAt, expert_review::Column::Id];
    first_of_each(on, select, expert_review::Column::ProposalId, &order, MOST_REVIEWS).await
}

/// The newest reviews that a person was asked for.
pub async fn reviews_by(on: &impl ConnectionTrait, who: Pseudonym) -> Result<Vec<expert_review::Model>, DbErr> {
    expert_review::Entity::find()
        .filter(expert_review::Column::ExpertPseudonym.eq(who.0))
        .order_by_desc(expert_review::Column::CreatedAt)
        .order_by_desc(expert_review::Column::Id)
        .limit(MOST_REVIEWS)
        .all(on)
        .await
}
