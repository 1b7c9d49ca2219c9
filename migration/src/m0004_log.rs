//! The append-only log, idempotency keys, outbox, notices.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                "CREATE TABLE log_head (
                    district_id {uuid} NOT NULL PRIMARY KEY REFERENCES area (id),
                    size bigint NOT NULL,
                    frontier text NOT NULL
                )",
                "CREATE TABLE log_entry (
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    seq bigint NOT NULL,
                    at bigint NOT NULL,
                    actor {uuid},
                    kind text NOT NULL,
                    subject {uuid} NOT NULL,
                    body text NOT NULL,
                    leaf text NOT NULL,
                    PRIMARY KEY (district_id, seq)
                )",
                "CREATE INDEX log_of_subject ON log_entry (subject, seq)",
                "CREATE TABLE idempotency (
                    person_id {uuid} NOT NULL,
                    key text NOT NULL,
                    request_hash text NOT NULL,
                    result text NOT NULL,
                    created_at bigint NOT NULL,
                    PRIMARY KEY (person_id, key)
                )",
                "CREATE TABLE outbox (
                    id {uuid} NOT NULL PRIMARY KEY,
                    topic text NOT NULL,
                    payload text NOT NULL,
                    available_at bigint NOT NULL,
                    attempts bigint NOT NULL DEFAULT 0
                )",
                "CREATE INDEX outbox_ready ON outbox (available_at, id)",
                "CREATE TABLE notice (
                    id {uuid} NOT NULL PRIMARY KEY,
                    pseudonym {uuid} NOT NULL,
                    district_id {uuid} NOT NULL,
                    seq bigint NOT NULL,
                    proposal_id {uuid} NOT NULL,
                    kind text NOT NULL,
                    created_at bigint NOT NULL,
                    read_at bigint,
                    UNIQUE (pseudonym, district_id, seq)
                )",
                "CREATE INDEX notice_inbox ON notice (pseudonym, created_at, id)",
            ],
        )
        .await
    }
}
