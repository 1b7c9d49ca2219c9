//! The schema, the same on SQLite and PostgreSQL.
//!
//! Instants are `bigint` milliseconds since the Unix epoch, money `bigint` fen, area `bigint`
//! hundredths of a square metre. Paths are compared byte by byte on both engines, so that "all
//! areas below" is one range scan.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

mod m0001_areas;
mod m0002_people;
mod m0003_proposals;
mod m0004_log;
mod m0005_moderation;
mod m0006_electorates;
mod m0007_consultations;
mod m0009_ballots;
mod m0010_meetings;
mod m0011_privacy;
mod m0012_rounds;
mod m0014_wechat;
mod m0015_codes;
mod m0016_uploads;
mod m0018_indicators;
mod m0020_lists;
mod m0021_search;
mod m0022_personal_data;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_areas::Migration),
            Box::new(m0002_people::Migration),
            Box::new(m0003_proposals::Migration),
            Box::new(m0004_log::Migration),
            Box::new(m0005_moderation::Migration),
            Box::new(m0006_electorates::Migration),
            Box::new(m0007_consultations::Migration),
            Box::new(m0009_ballots::Migration),
            Box::new(m0010_meetings::Migration),
            Box::new(m0011_privacy::Migration),
            Box::new(m0012_rounds::Migration),
            Box::new(m0016_uploads::Migration),
            Box::new(m0020_lists::Migration),
            Box::new(m0014_wechat::Migration),
            Box::new(m0015_codes::Migration),
            Box::new(m0018_indicators::Migration),
            Box::new(m0021_search::Migration),
            Box::new(m0022_personal_data::Migration),
        ]
    }
}

/// Runs statements one after the other. `{uuid}` and `{path}` become the engine's own types; the
/// rest of the text is common to both dialects.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let (uuid, path) = match manager.get_database_backend() {
        DbBackend::Postgres => ("uuid", "text COLLATE \"C\""),
        _ => ("blob", "text"),
    };
    for statement in statements {
        let sql = statement.replace("{uuid}", uuid).replace("{path}", path);
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
pub use sea_orm_migration::MigratorTrait;
