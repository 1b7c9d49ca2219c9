//! Proposals: the folded state, what is filtered on, and the voices with their unique keys.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                "CREATE TABLE content (
                    id {uuid} NOT NULL PRIMARY KEY,
                    commitment text NOT NULL,
                    salt text NOT NULL,
                    words text NOT NULL,
                    created_at bigint NOT NULL
                )",
                // `body` is the fold of the events and is never filtered on; every other column is
                // derived from it for a query that is named by its index.
                "CREATE TABLE proposal (
                    id {uuid} NOT NULL PRIMARY KEY,
                    number text UNIQUE,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    version bigint NOT NULL,
                    state text NOT NULL,
                    tier text NOT NULL,
                    custodian_path {path} NOT NULL,
                    home_path {path} NOT NULL,
                    topic_id {uuid},
                    proponent {uuid} NOT NULL,
                    visible boolean NOT NULL,
                    supports bigint NOT NULL,
                    touched_at bigint NOT NULL,
                    created_at bigint NOT NULL,
                    yellow_at bigint,
                    due_at bigint,
                    next_tick_at bigint,
                    title text NOT NULL,
                    body text NOT NULL
                )",
                "CREATE INDEX proposal_feed ON proposal (created_at, id) WHERE visible",
                "CREATE INDEX proposal_home ON proposal (home_path, created_at, id)",
                "CREATE INDEX proposal_queue ON proposal (custodian_path, state, created_at, id)",
                "CREATE INDEX proposal_due ON proposal (due_at, id) WHERE due_at IS NOT NULL",
                "CREATE INDEX proposal_tick ON proposal (next_tick_at) WHERE next_tick_at IS NOT NULL",
                "CREATE INDEX proposal_mine ON proposal (proponent, created_at, id)",
                "CREATE TABLE proposal_counter (
                    district_id {uuid} NOT NULL,
                    year bigint NOT NULL,
                    last bigint NOT NULL,
                    PRIMARY KEY (district_id, year)
                )",
                "CREATE TABLE proposal_text (
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    number bigint NOT NULL,
                    title_id {uuid} NOT NULL REFERENCES content (id),
                    body_id {uuid} NOT NULL REFERENCES content (id),
                    created_at bigint NOT NULL,
                    PRIMARY KEY (proposal_id, number)
                )",
                "CREATE TABLE support (
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    pseudonym {uuid} NOT NULL,
                    created_at bigint NOT NULL,
                    choice text,
                    PRIMARY KEY (proposal_id, pseudonym)
                )",
                "CREATE INDEX support_of_person ON support (pseudonym, proposal_id)",
                "CREATE TABLE follow (
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    pseudonym {uuid} NOT NULL,
                    created_at bigint NOT NULL,
                    PRIMARY KEY (proposal_id, pseudonym)
                )",
                "CREATE INDEX follow_of_person ON follow (pseudonym, proposal_id)",
                // `stay` numbers the stay in the link: a new resolution or evaluation begins anew.
                "CREATE TABLE objection (
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    stay bigint NOT NULL,
                    pseudonym {uuid} NOT NULL,
                    content_id {uuid} NOT NULL REFERENCES content (id),
                    created_at bigint NOT NULL,
                    PRIMARY KEY (proposal_id, stay, pseudonym)
                )",
                "CREATE TABLE rating (
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    stay bigint NOT NULL,
                    pseudonym {uuid} NOT NULL,
                    score bigint NOT NULL,
                    content_id {uuid} REFERENCES content (id),
                    updated_at bigint NOT NULL,
                    PRIMARY KEY (proposal_id, stay, pseudonym)
                )",
                "CREATE TABLE comment (
                    id {uuid} NOT NULL PRIMARY KEY,
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    author {uuid} NOT NULL,
                    reply_to {uuid} REFERENCES comment (id),
                    content_id {uuid} NOT NULL REFERENCES content (id),
                    state text NOT NULL,
                    created_at bigint NOT NULL
                )",
                "CREATE INDEX comment_thread ON comment (proposal_id, created_at, id)",
                "CREATE TABLE note (
                    id {uuid} NOT NULL PRIMARY KEY,
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    author {uuid} NOT NULL,
                    content_id {uuid} NOT NULL REFERENCES content (id),
                    created_at bigint NOT NULL
                )",
                "CREATE INDEX note_of_proposal ON note (proposal_id, created_at)",
                "CREATE TABLE supervision (
                    id {uuid} NOT NULL PRIMARY KEY,
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    at_path {path} NOT NULL,
                    link text NOT NULL,
                    cause text NOT NULL,
                    opened_at bigint NOT NULL,
                    answered_at bigint
                )",
                "CREATE INDEX supervision_queue ON supervision (at_path, opened_at)",
            ],
        )
        .await
    }
}
