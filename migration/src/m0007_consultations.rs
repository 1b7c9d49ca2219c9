//! Consultations: statements, votes, and what was computed of them.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // `settings` and `outcome` are never filtered on. `numbered` is the last statement's number.
                "CREATE TABLE consultation (
                    id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    area_path {path} NOT NULL,
                    question_id {uuid} NOT NULL REFERENCES content (id),
                    state text NOT NULL,
                    settings text NOT NULL,
                    electorate_kind text NOT NULL,
                    electorate_id {uuid} REFERENCES electorate (id),
                    secret_sealed text NOT NULL,
                    numbered bigint NOT NULL,
                    opens_at bigint NOT NULL,
                    closes_at bigint NOT NULL,
                    closed_at bigint,
                    reason_id {uuid} REFERENCES content (id),
                    outcome text,
                    round_id {uuid},
                    step bigint,
                    created_at bigint NOT NULL
                )",
                "CREATE INDEX consultation_list ON consultation (area_path, created_at, id)",
                "CREATE INDEX consultation_to_open ON consultation (opens_at) WHERE state = 'scheduled'",
                "CREATE INDEX consultation_to_close ON consultation (closes_at) WHERE state = 'open'",
                "CREATE TABLE consultation_proposal (
                    consultation_id {uuid} NOT NULL REFERENCES consultation (id),
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    PRIMARY KEY (consultation_id, proposal_id)
                )",
                "CREATE INDEX consultation_of_proposal ON consultation_proposal (proposal_id)",
                // `counted`: whether it was part of the votes that the result was computed from at the end.
                "CREATE TABLE consultation_statement (
                    id {uuid} NOT NULL PRIMARY KEY,
                    consultation_id {uuid} NOT NULL REFERENCES consultation (id),
                    number bigint NOT NULL,
                    author {uuid},
                    content_id {uuid} NOT NULL REFERENCES content (id),
                    state text NOT NULL,
                    reason_id {uuid} REFERENCES content (id),
                    counted boolean NOT NULL,
                    created_at bigint NOT NULL,
                    UNIQUE (consultation_id, number)
                )",
                "CREATE INDEX statement_waiting ON consultation_statement (created_at, id) WHERE state = 'pending'",
                // `voter` is the person's key in this consultation and no other, never the pseudonym.
                "CREATE TABLE statement_vote (
                    statement_id {uuid} NOT NULL REFERENCES consultation_statement (id),
                    voter {uuid} NOT NULL,
                    consultation_id {uuid} NOT NULL REFERENCES consultation (id),
                    choice bigint NOT NULL CHECK (choice IN (-1, 0, 1)),
                    PRIMARY KEY (statement_id, voter)
                )",
                "CREATE INDEX statement_vote_of_voter ON statement_vote (consultation_id, voter)",
                // `standing` and `routing` are private. `lease`: until when one instance computes.
                "CREATE TABLE consultation_result (
                    consultation_id {uuid} NOT NULL PRIMARY KEY REFERENCES consultation (id),
                    summary text,
                    standing text,
                    routing text,
                    input_digest text,
                    algorithm text,
                    final boolean NOT NULL,
                    computed_at bigint NOT NULL,
                    lease bigint NOT NULL
                )",
                // A row for each change since the last computation. Rows of their own, since a mark on the
                // consultation would make voters wait for each other.
                "CREATE TABLE consultation_touch (
                    id {uuid} NOT NULL PRIMARY KEY,
                    consultation_id {uuid} NOT NULL REFERENCES consultation (id)
                )",
                "CREATE INDEX consultation_touched ON consultation_touch (consultation_id)",
            ],
        )
        .await
    }
}
