//! Mini-program codes: where a scan lands.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // `target_kind` is area, proposal, round or meeting.
                "CREATE TABLE code (
                    scene text NOT NULL PRIMARY KEY,
                    target_kind text NOT NULL,
                    target_id {uuid} NOT NULL,
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    made_by {uuid} NOT NULL,
                    created_at bigint NOT NULL,
                    expires_at bigint,
                    revoked_at bigint,
                    link text,
                    link_expires_at bigint
                )",
                "CREATE INDEX code_of_area ON code (area_id, created_at, scene)",
                // Pictures are the same for ever; base64.
                "CREATE TABLE code_picture (
                    scene text NOT NULL PRIMARY KEY,
                    content_type text NOT NULL,
                    bytes text NOT NULL,
                    created_at bigint NOT NULL
                )",
            ],
        )
        .await
    }
}
