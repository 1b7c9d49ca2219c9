//! Uploaded pictures, and where they stand.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // `id` is random, all 128 bits: whoever is not told it does not find it. `owner` and `checked_by`
                // are pseudonyms. `stored`: the bytes are where they belong. `place` and `place_id` say what it
                // is shown with, once. Its custodian is that of `proposal_id`, or `area_path` is. `purge_at`: when
                // bytes and row go; null while it stands somewhere. `asked_at`: since when a machine checks it, or
                // no machine does.
                "CREATE TABLE upload (
                    id {uuid} NOT NULL PRIMARY KEY,
                    owner {uuid} NOT NULL,
                    state text NOT NULL,
                    unsure boolean NOT NULL,
                    checked_by {uuid},
                    checked_at bigint,
                    reason_id {uuid} REFERENCES content (id),
                    commitment text NOT NULL,
                    salt text NOT NULL,
                    width bigint NOT NULL,
                    height bigint NOT NULL,
                    bytes bigint NOT NULL,
                    stored boolean NOT NULL,
                    place text,
                    place_id {uuid},
                    position bigint NOT NULL,
                    proposal_id {uuid} REFERENCES proposal (id),
                    area_path {path},
                    created_at bigint NOT NULL,
                    asked_at bigint,
                    purge_at bigint
                )",
                "CREATE UNIQUE INDEX upload_at_place ON upload (place, place_id, position) WHERE place IS NOT NULL",
                "CREATE INDEX upload_of_owner ON upload (owner, created_at)",
                "CREATE INDEX upload_to_purge ON upload (purge_at) WHERE purge_at IS NOT NULL",
                "CREATE INDEX upload_to_ask ON upload (created_at) WHERE asked_at IS NULL AND stored = true",
                "CREATE INDEX upload_waiting ON upload (created_at, id) WHERE state = 'pending' AND place IS NOT NULL",
            ],
        )
        .await
    }
}
