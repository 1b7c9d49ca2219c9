//! Many rows of one table in few statements, for what is loaded at once.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, IdenStatic, Iterable, ModelTrait, Statement, Value};

/// How many values go into one statement: far below the limits of SQLite (32 766) and PostgreSQL
/// (65 535), and large enough that the statement itself costs nothing.
const VALUES: usize = 4_000;

/// Inserts all rows. Every statement but the last has the same text, so that it is prepared once.
pub async fn insert<E>(on: &impl ConnectionTrait, rows: impl IntoIterator<Item = E::Model>) -> Result<u64, DbErr>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let most = (VALUES / columns.len().max(1)).max(1);
    let backend = on.get_database_backend();
    let (mut values, mut count, mut total) = (Vec::with_capacity(VALUES), 0, 0);
    let mut whole = None;
    for row in rows {
        values.extend(columns.iter().map(|column| row.get(*column)));
        count += 1;
        total += 1;
        if count == most {
            let sql = whole.get_or_insert_with(|| text::<E>(backend, &columns, most));
            send(
                on,
                backend,
                sql,
                std::mem::replace(&mut values, Vec::with_capacity(VALUES)),
            )
            .await?;
            count = 0;
        }
    }
    if count > 0 {
        send(on, backend, &text::<E>(backend, &columns, count), values).await?;
    }
    Ok(total)
}

async fn send(on: &impl ConnectionTrait, backend: DbBackend, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    on.execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}

/// `INSERT INTO t (a, b) VALUES (?, ?), (?, ?)`, or with `$1` as PostgreSQL writes it.
fn text<E: EntityTrait>(backend: DbBackend, columns: &[E::Column], rows: usize) -> String {
    let names: Vec<String> = columns.iter().map(|c| format!("\"{}\"", c.as_str())).collect();
    let mut sql = format!(
        "INSERT INTO \"{}\" ({}) VALUES ",
        E::default().table_name(),
        names.join(", ")
    );
    let mut number = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            number += 1;
            if column > 0 {
                sql.push_str(", ");
            }
            match backend {
                DbBackend::Postgres => sql.push_str(&format!("${number}")),
                _ => sql.push('?'),
            }
        }
        sql.push(')');
    }
    sql
}
