//! Procedure templates of platforms, and rounds after them.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // Versions count from 1 and never change; `retired` is said by a version of its own.
                "CREATE TABLE procedure_template (
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    key text NOT NULL,
                    version bigint NOT NULL,
                    retired boolean NOT NULL,
                    body text NOT NULL,
                    published_by {uuid} NOT NULL,
                    published_at bigint NOT NULL,
                    PRIMARY KEY (area_id, key, version)
                )",
                // `body` is the round as the rules know it. `next_at` is when the clock opens or ends a
                // step; null when nothing is due or delivery is waited for (`follow_up`).
                "CREATE TABLE round (
                    id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    area_path {path} NOT NULL,
                    state text NOT NULL,
                    body text NOT NULL,
                    next_at bigint,
                    follow_up boolean NOT NULL,
                    reason_id {uuid} REFERENCES content (id),
                    created_at bigint NOT NULL
                )",
                "CREATE INDEX round_due ON round (next_at) WHERE next_at IS NOT NULL",
                "CREATE INDEX round_list ON round (area_path, created_at, id)",
                "CREATE TABLE round_proposal (
                    round_id {uuid} NOT NULL REFERENCES round (id),
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    running boolean NOT NULL,
                    PRIMARY KEY (round_id, proposal_id)
                )",
                "CREATE INDEX round_of_proposal ON round_proposal (proposal_id)",
                // A proposal is under one running round at most.
                "CREATE UNIQUE INDEX round_proposal_running ON round_proposal (proposal_id) WHERE running",
            ],
        )
        .await
    }
}
