//! The in-app inbox.

use super::entity::notice;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// What happened, for whoever is told.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// District and sequence of the log entry.
    pub entry: (Uuid, i64),
    /// The proposal.
    pub proposal: Uuid,
    /// The event's name.
    pub kind: &'a str,
    /// When it happened.
    pub at: Instant,
}

/// Tells people of an event, once each however often it is called.
pub async fn tell(on: &impl ConnectionTrait, people: &[(Uuid, Uuid)], about: About<'_>) -> Result<(), DbErr> {
    for chunk in people.chunks(500) {
        let rows = chunk.iter().map(|(id, pseudonym)| notice::ActiveModel {
            id: Set(*id),
            pseudonym: Set(*pseudonym),
            district_id: Set(about.entry.0),
            seq: Set(about.entry.1),
            proposal_id: Set(about.proposal),
            kind: Set(about.kind.to_owned()),
            created_at: Set(about.at.millis()),
            read_at: Set(None),
        });
        let told = notice::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([
                    notice::Column::Pseudonym,
                    notice::Column::DistrictId,
                    notice::Column::Seq,
                ])
                .do_nothing()
                .to_owned(),
            )
            .exec_without_returning(on)
            .await;
        match told {
            Ok(_) | Err(DbErr::RecordNotInserted) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A page of an inbox, newest first, below `before`.
pub async fn inbox(
    on: &impl ConnectionTrait,
    pseudonym: Uuid,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<notice::Model>, DbErr> {
    let mut select = notice::Entity::find().filter(notice::Column::Pseudonym.eq(pseudonym));
    if let Some((at, id)) = before {
        select = select.filter(
            Condition::any().add(notice::Column::CreatedAt.lt(at)).add(
                Condition::all()
                    .add(notice::Column::CreatedAt.eq(at))
                    .add(notice::Column::Id.lt(id)),
            ),
        );
    }
    select
        .order_by_desc(notice::Column::CreatedAt)
        .order_by_desc(notice::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// Marks notices of this person as read.
pub async fn mark_read(on: &impl ConnectionTrait, pseudonym: Uuid, ids: &[Uuid], now: Instant) -> Result<u64, DbErr> {
    let updated = notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, sea_orm::sea_query::Expr::value(now.millis()))
        .filter(notice::Column::Pseudonym.eq(pseudonym))
        .filter(notice::Column::Id.is_in(ids.iter().copied()))
        .filter(notice::Column::ReadAt.is_null())
        .exec(on)
        .await?;
    Ok(updated.rows_affected)
}
