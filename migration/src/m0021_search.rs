//! What the search index is told: which proposals changed, in an order that an index can follow.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // Where each proposal stands in the order of changes: once, at its latest. Instances whose
                // index is their own read from where that index is, so nothing is deleted here.
                "CREATE TABLE search_mark (
                    proposal_id {uuid} NOT NULL PRIMARY KEY,
                    position bigint NOT NULL,
                    at bigint NOT NULL
                )",
                "CREATE UNIQUE INDEX search_mark_by_position ON search_mark (position)",
                // One row. Whoever gives positions holds it until the end of the transaction, so that a
                // reader who sees a position sees all smaller ones.
                "CREATE TABLE search_feed (
                    id bigint NOT NULL PRIMARY KEY,
                    position bigint NOT NULL
                )",
                "INSERT INTO search_feed (id, position) VALUES (1, 0)",
                // Who feeds an index that instances share, until when.
                "CREATE TABLE search_lease (
                    name text NOT NULL PRIMARY KEY,
                    holder {uuid} NOT NULL,
                    until bigint NOT NULL
                )",
            ],
        )
        .await
    }
}
