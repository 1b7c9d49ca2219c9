//! The first rows of each of several lists in one statement: what keeps a page inside a page from
//! costing one statement per outer item.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Iterable, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, Order, Query, WindowStatement},
};

/// Runs `select`, keeping for each value of `list` the first `limit` rows in the order of `order`.
///
/// # Errors
/// Those of the database.
pub async fn first_of_each<E>(
    on: &impl ConnectionTrait,
    select: Select<E>,
    list: E::Column,
    order: &[E::Column],
    limit: u64,
) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    E::Model: FromQueryResult,
{
    let place = Alias::new("place_in_list");
    let mut window = WindowStatement::partition_by(list.as_column_ref());
    for column in order {
        window.order_by(column.as_column_ref(), Order::Asc);
    }
    let mut ranked = select.into_query();
    ranked.expr_window_as(Expr::cust("ROW_NUMBER()"), window, place.clone());
    let mut outer = Query::select();
    for column in E::Column::iter() {
        outer.column(column);
    }
    outer
        .from_subquery(ranked, Alias::new("ranked"))
        .and_where(Expr::col(place.clone()).lte(i64::try_from(limit).unwrap_or(i64::MAX)))
        .order_by(place, Order::Asc);
    E::Model::find_by_statement(on.get_database_backend().build(&outer))
        .all(on)
        .await
}
