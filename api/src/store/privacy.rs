//! Consents to the privacy notice, and who looked at whose personal data.

use super::entity::{consent, person, personal_data_view};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;
use yiting_domain::area::AreaPath;

/// What a person said last; `None` where nothing was said yet.
pub async fn last_consent(on: &impl ConnectionTrait, person: Uuid) -> Result<Option<consent::Model>, DbErr> {
    consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .order_by_desc(consent::Column::Number)
        .limit(1)
        .one(on)
        .await
}

/// What a person said, oldest first, after a number.
pub async fn consents(
    on: &impl ConnectionTrait,
    person: Uuid,
    after: i64,
    limit: u64,
) -> Result<Vec<consent::Model>, DbErr> {
    consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .filter(consent::Column::Number.gt(after))
        .order_by_asc(consent::Column::Number)
        .limit(limit)
        .all(on)
        .await
}

/// Adds what a person said now.
pub async fn add_consent(on: &impl ConnectionTrait, row: consent::Model) -> Result<(), DbErr> {
    let row = consent::ActiveModel::from(row).reset_all();
    consent::Entity::insert(row).exec_without_returning(on).await?;
    Ok(())
}

/// Adds a view of personal data.
pub async fn add_view(on: &impl ConnectionTrait, row: personal_data_view::Model) -> Result<(), DbErr> {
    let row = personal_data_view::ActiveModel::from(row).reset_all();
    personal_data_view::Entity::insert(row)
        .exec_without_returning(on)
        .await?;
    Ok(())
}

fn newest_first(
    select: Select<personal_data_view::Entity>,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Select<personal_data_view::Entity> {
    let (at, id) = (personal_data_view::Column::At, personal_data_view::Column::Id);
    let select = match before {
        None => select,
        Some((key, last)) => select.filter(
            Condition::any()
                .add(at.lt(key))
                .add(Condition::all().add(at.eq(key)).add(id.lt(last))),
        ),
    };
    select.order_by_desc(at).order_by_desc(id).limit(limit)
}

/// Views of a person's data, newest first.
pub async fn views_of(
    on: &impl ConnectionTrait,
    person: Uuid,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<personal_data_view::Model>, DbErr> {
    let select = personal_data_view::Entity::find().filter(personal_data_view::Column::PersonId.eq(person));
    newest_first(select, before, limit).all(on).await
}

/// Views of the data of people who live in an area or below, newest first, each with the pseudonym of whose
/// data it was.
pub async fn views_below(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<(personal_data_view::Model, Uuid)>, DbErr> {
    let select = personal_data_view::Entity::find()
        .filter(personal_data_view::Column::AreaPath.gte(below.as_str()))
        .filter(personal_data_view::Column::AreaPath.lt(below.upper_bound()));
    let rows = newest_first(select, before, limit)
        .find_also_related(person::Entity)
        .all(on)
        .await?;
    let known = rows.into_iter().filter_map(|(view, of)| Some((view, of?.pseudonym)));
    Ok(known.collect())
}

/// Moves consents and views along when two accounts become one; what was said under both stays in its order,
/// that of the account that goes on first.
pub async fn join(on: &impl ConnectionTrait, from: Uuid, to: Uuid) -> Result<(), DbErr> {
    let last = last_consent(on, to).await?.map_or(0, |row| row.number);
    consent::Entity::update_many()
        .col_expr(consent::Column::PersonId, Expr::value(to))
        .col_expr(consent::Column::Number, Expr::col(consent::Column::Number).add(last))
        .filter(consent::Column::PersonId.eq(from))
        .exec(on)
        .await?;
    personal_data_view::Entity::update_many()
        .col_expr(personal_data_view::Column::PersonId, Expr::value(to))
        .filter(personal_data_view::Column::PersonId.eq(from))
        .exec(on)
        .await?;
    Ok(())
}
