//! Comments and the notes among staff.

use super::{
    connect::lock,
    entity::{comment, note, proposal},
    first_of_each::first_of_each,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::{CommentId, Pseudonym},
    proposal::{CommentState, CommentView},
};

/// The most notes of one proposal that are read at once.
pub const MOST_NOTES: u64 = 200;

/// A row as the rules look at it; `None` when it is not what the product wrote.
pub fn view(row: &comment::Model) -> Option<CommentView> {
    Some(CommentView {
        id: CommentId(row.id),
        author: Pseudonym(row.author),
        state: CommentState::parse(&row.state)?,
        is_reply: row.reply_to.is_some(),
        appealed: row.appealed,
    })
}

/// A comment of this proposal, locked until the end of the transaction.
pub async fn of_locked(on: &impl ConnectionTrait, proposal: Uuid, id: CommentId) -> Result<Option<CommentView>, DbErr> {
    let select = comment::Entity::find_by_id(id.0).filter(comment::Column::ProposalId.eq(proposal));
    Ok(lock(select, on).one(on).await?.as_ref().and_then(view))
}

fn after_key(after: Option<(i64, Uuid)>) -> Condition {
    match after {
        None => Condition::all(),
        Some((at, id)) => Condition::any().add(comment::Column::CreatedAt.gt(at)).add(
            Condition::all()
                .add(comment::Column::CreatedAt.eq(at))
                .add(comment::Column::Id.gt(id)),
        ),
    }
}

/// The first comments of each of these proposals, oldest first: one statement.
pub async fn of_each(
    on: &impl ConnectionTrait,
    proposals: &[Uuid],
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<comment::Model>, DbErr> {
    let select = comment::Entity::find()
        .filter(comment::Column::ProposalId.is_in(proposals.iter().copied()))
        .filter(after_key(after));
    let order = [comment::Column::CreatedAt, comment::Column::Id];
    first_of_each(on, select, comment::Column::ProposalId, &order, limit).await
}

/// Comments that wait for a person in the custody of these areas, oldest first.
pub async fn waiting(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<comment::Model>, DbErr> {
    let here = proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::CustodianPath.gte(below.as_str()))
        .filter(proposal::Column::CustodianPath.lt(below.upper_bound()));
    comment::Entity::find()
        .filter(comment::Column::State.is_in([CommentState::Pending.name(), CommentState::Appealed.name()]))
        .filter(comment::Column::ProposalId.in_subquery(here.into_query()))
        .filter(after_key(after))
        .order_by_asc(comment::Column::CreatedAt)
        .order_by_asc(comment::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// Notes among staff of each of these proposals, oldest first: one statement.
pub async fn notes_of_each(on: &impl ConnectionTrait, proposals: &[Uuid]) -> Result<Vec<note::Model>, DbErr> {
    let select = note::Entity::find().filter(note::Column::ProposalId.is_in(proposals.iter().copied()));
    let order = [note::Column::CreatedAt, note::Column::Id];
    first_of_each(on, select, note::Column::ProposalId, &order, MOST_NOTES).await
}
