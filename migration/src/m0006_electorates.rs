//! Frozen lists of who has a vote.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                "CREATE TABLE electorate (
                    id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    area_path {path} NOT NULL,
                    kind text NOT NULL,
                    members bigint NOT NULL,
                    digest text NOT NULL,
                    frozen_at bigint NOT NULL
                )",
                "CREATE TABLE electorate_member (
                    electorate_id {uuid} NOT NULL REFERENCES electorate (id),
                    pseudonym {uuid} NOT NULL,
                    unit text NOT NULL,
                    exclusive_area bigint NOT NULL,
                    PRIMARY KEY (electorate_id, pseudonym, unit)
                )",
            ],
        )
        .await
    }
}
