//! Uploaded pictures.

use super::{
    connect::lock,
    entity::{proposal, upload},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::Pseudonym,
    instant::Instant,
    proposal::PhotoPlace,
    upload::{UploadState, UploadView},
};

/// What pictures stand with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A proposal's text.
    Text,
    /// Reports on a task.
    Report,
    /// A comment.
    Comment,
    /// A meeting.
    Meeting,
}

impl Place {
    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Report => "report",
            Self::Comment => "comment",
            Self::Meeting => "meeting",
        }
    }
}

/// Where exactly: the kind of place, its id, and whose custody that is.
#[derive(Clone, Debug)]
pub struct Spot {
    /// What kind.
    pub place: Place,
    /// Which.
    pub id: Uuid,
    /// The proposal in whose custody it is.
    pub proposal: Option<Uuid>,
    /// The area that holds it otherwise.
    pub area: Option<AreaPath>,
}

impl Spot {
    /// A place of a proposal.
    pub const fn of_proposal(proposal: Uuid, place: &PhotoPlace) -> Self {
        let (place, id) = match place {
            PhotoPlace::Text => (Place::Text, proposal),
            PhotoPlace::Report { task } => (Place::Report, task.0),
            PhotoPlace::Comment { comment } => (Place::Comment, comment.0),
        };
        Self {
            place,
            id,
            proposal: Some(proposal),
            area: None,
        }
    }

    /// Whether an upload stands here.
    pub fn holds(&self, row: &upload::Model) -> bool {
        row.place.as_deref() == Some(self.place.name()) && row.place_id == Some(self.id)
    }
}

/// A row as the rules look at it; `None` when it is not what the product wrote.
pub fn view(row: &upload::Model) -> Option<UploadView> {
    Some(UploadView {
        owner: Pseudonym(row.owner),
        state: UploadState::parse(&row.state)?,
        unsure: row.unsure,
        by_person: row.checked_by.is_some(),
    })
}

/// Adds one.
pub async fn insert(on: &impl ConnectionTrait, row: upload::Model) -> Result<(), DbErr> {
    let row = upload::ActiveModel::from(row).reset_all();
    upload::Entity::insert(row).exec_without_returning(on).await?;
    Ok(())
}

/// Its bytes are where they belong.
pub async fn set_stored(on: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    let change = upload::ActiveModel {
        id: Set(id),
        stored: Set(true),
        ..Default::default()
    };
    upload::Entity::update(change).exec(on).await?;
    Ok(())
}

/// One by its id.
pub async fn by_id(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<upload::Model>, DbErr> {
    upload::Entity::find_by_id(id).one(on).await
}

/// Several by their ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<upload::Model>, DbErr> {
    upload::Entity::find()
        .filter(upload::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// Several, locked in the order of their ids until the end of the transaction.
pub async fn locked(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, upload::Model>, DbErr> {
    let select = upload::Entity::find()
        .filter(upload::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(upload::Column::Id);
    let rows = lock(select, on).all(on).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Those that stand at each of these places of one kind, in their order: one statement.
pub async fn at(on: &impl ConnectionTrait, place: Place, ids: &[Uuid]) -> Result<Vec<upload::Model>, DbErr> {
    upload::Entity::find()
        .filter(upload::Column::Place.eq(place.name()))
        .filter(upload::Column::PlaceId.is_in(ids.iter().copied()))
        .order_by_asc(upload::Column::PlaceId)
        .order_by_asc(upload::Column::Position)
        .all(on)
        .await
}

/// Puts one where it is to be seen.
pub async fn place(on: &impl ConnectionTrait, id: Uuid, spot: &Spot, position: i64) -> Result<(), DbErr> {
    let change = upload::ActiveModel {
        id: Set(id),
        place: Set(Some(spot.place.name().to_owned())),
        place_id: Set(Some(spot.id)),
        position: Set(position),
        proposal_id: Set(spot.proposal),
        area_path: Set(spot.area.as_ref().map(|path| path.as_str().to_owned())),
        purge_at: Set(None),
        ..Default::default()
    };
    upload::Entity::update(change).exec(on).await?;
    Ok(())
}

/// Takes all from a place; they go when nobody has put them anywhere by `purge_at`.
pub async fn clear(on: &impl ConnectionTrait, spot: &Spot, purge_at: Instant) -> Result<(), DbErr> {
    upload::Entity::update_many()
        .col_expr(upload::Column::Place, Expr::value(None::<String>))
        .col_expr(upload::Column::PlaceId, Expr::value(None::<Uuid>))
        .col_expr(upload::Column::PurgeAt, Expr::value(purge_at.millis()))
        .filter(upload::Column::Place.eq(spot.place.name()))
        .filter(upload::Column::PlaceId.eq(spot.id))
        .exec(on)
        .await?;
    Ok(())
}

/// Stores where it stands after a verdict, and by whose decision if it was a person's.
pub async fn set_judged(on: &impl ConnectionTrait, row: &upload::Model) -> Result<(), DbErr> {
    let change = upload::ActiveModel {
        id: Set(row.id),
        state: Set(row.state.clone()),
        unsure: Set(row.unsure),
        checked_by: Set(row.checked_by),
        checked_at: Set(row.checked_at),
        reason_id: Set(row.reason_id),
        ..Default::default()
    };
    upload::Entity::update(change).exec(on).await?;
    Ok(())
}

/// Those that no machine was asked about, oldest first.
pub async fn to_ask(on: &impl ConnectionTrait, limit: u64) -> Result<Vec<upload::Model>, DbErr> {
    upload::Entity::find()
        .filter(upload::Column::AskedAt.is_null())
        .filter(upload::Column::Stored.eq(true))
        .order_by_asc(upload::Column::CreatedAt)
        .limit(limit)
        .all(on)
        .await
}

/// A machine was asked; `false` when somebody else did so before.
pub async fn set_asked(on: &impl ConnectionTrait, id: Uuid, now: Instant) -> Result<bool, DbErr> {
    let updated = upload::Entity::update_many()
        .col_expr(upload::Column::AskedAt, Expr::value(now.millis()))
        .filter(upload::Column::Id.eq(id))
        .filter(upload::Column::AskedAt.is_null())
        .exec(on)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// The machine could not be reached: it is asked again.
pub async fn clear_asked(on: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    let change = upload::ActiveModel {
        id: Set(id),
        asked_at: Set(None),
        ..Default::default()
    };
    upload::Entity::update(change).exec(on).await?;
    Ok(())
}

/// How many a person has sent since an instant.
pub async fn sent_since(on: &impl ConnectionTrait, owner: Pseudonym, since: Instant) -> Result<u64, DbErr> {
    upload::Entity::find()
        .filter(upload::Column::Owner.eq(owner.0))
        .filter(upload::Column::CreatedAt.gt(since.millis()))
        .count(on)
        .await
}

/// Takes all of a person's out of sight at once; their bytes go with the next sweep.
pub async fn erase_of(on: &impl ConnectionTrait, owner: Uuid, now: Instant) -> Result<(), DbErr> {
    upload::Entity::update_many()
        .col_expr(upload::Column::State, Expr::value(UploadState::Erased.name()))
        .col_expr(upload::Column::Salt, Expr::value(""))
        .col_expr(upload::Column::PurgeAt, Expr::value(now.millis()))
        .filter(upload::Column::Owner.eq(owner))
        .exec(on)
        .await?;
    Ok(())
}

/// Those whose time is over, locked; from here on nobody sees them.
pub async fn take_purged(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    let select = upload::Entity::find()
        .filter(upload::Column::PurgeAt.lte(now.millis()))
        .order_by_asc(upload::Column::PurgeAt)
        .limit(limit);
    let rows = lock(select, on).all(on).await?;
    let ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    upload::Entity::update_many()
        .col_expr(upload::Column::State, Expr::value(UploadState::Erased.name()))
        .filter(upload::Column::Id.is_in(ids.iter().copied()))
        .exec(on)
        .await?;
    Ok(ids)
}

/// Forgets one whose bytes are gone.
pub async fn delete(on: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    upload::Entity::delete_by_id(id).exec(on).await?;
    Ok(())
}

/// Those that stand somewhere in the custody of these areas and wait for a person, oldest first: the
/// machine was unsure, or had its time (`asked_before`).
pub async fn waiting(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    asked_before: Instant,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<upload::Model>, DbErr> {
    let here = proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::CustodianPath.gte(below.as_str()))
        .filter(proposal::Column::CustodianPath.lt(below.upper_bound()));
    let held = Condition::any()
        .add(upload::Column::ProposalId.in_subquery(here.into_query()))
        .add(
            Condition::all()
                .add(upload::Column::AreaPath.gte(below.as_str()))
                .add(upload::Column::AreaPath.lt(below.upper_bound())),
        );
    let mut select = upload::Entity::find()
        .filter(upload::Column::State.eq(UploadState::Pending.name()))
        .filter(upload::Column::Place.is_not_null())
        .filter(
            Condition::any()
                .add(upload::Column::Unsure.eq(true))
                .add(upload::Column::CreatedAt.lte(asked_before.millis())),
        )
        .filter(held);
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(upload::Column::CreatedAt.gt(at)).add(
                Condition::all()
                    .add(upload::Column::CreatedAt.eq(at))
                    .add(upload::Column::Id.gt(id)),
            ),
        );
    }
    select
        .order_by_asc(upload::Column::CreatedAt)
        .order_by_asc(upload::Column::Id)
        .limit(limit)
        .all(on)
        .await
}
