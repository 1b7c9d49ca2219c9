//! Ballots, their votes and their published lists.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // `next_at` is when the clock opens or closes it; null when it is over. `key_sealed`
                // is set NULL at the tally: then no mark can be joined to a person any more.
                "CREATE TABLE ballot (
                    id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    area_path {path} NOT NULL,
                    state text NOT NULL,
                    rule text NOT NULL,
                    rule_digest text NOT NULL,
                    listed text NOT NULL,
                    electorate_id {uuid} REFERENCES electorate (id),
                    opens_at bigint NOT NULL,
                    closes_at bigint NOT NULL,
                    next_at bigint,
                    key_sealed text,
                    round_id {uuid},
                    step bigint,
                    created_at bigint NOT NULL,
                    reason_id {uuid} REFERENCES content (id),
                    published text,
                    openings_sealed text
                )",
                "CREATE INDEX ballot_due ON ballot (next_at) WHERE next_at IS NOT NULL",
                "CREATE INDEX ballot_list ON ballot (area_path, created_at, id)",
                "CREATE TABLE ballot_proposal (
                    ballot_id {uuid} NOT NULL REFERENCES ballot (id),
                    proposal_id {uuid} NOT NULL REFERENCES proposal (id),
                    PRIMARY KEY (ballot_id, proposal_id)
                )",
                "CREATE INDEX ballot_of_proposal ON ballot_proposal (proposal_id)",
                // `mark` is an HMAC of the voter under the ballot's key: one vote each. No instant.
                "CREATE TABLE ballot_vote (
                    ballot_id {uuid} NOT NULL REFERENCES ballot (id),
                    mark text NOT NULL,
                    receipt text NOT NULL,
                    choice text NOT NULL,
                    salt text NOT NULL,
                    area bigint NOT NULL,
                    paper boolean NOT NULL,
                    voter {uuid},
                    PRIMARY KEY (ballot_id, mark)
                )",
                "CREATE TABLE ballot_participation (
                    ballot_id {uuid} NOT NULL REFERENCES ballot (id),
                    pseudonym {uuid} NOT NULL,
                    PRIMARY KEY (ballot_id, pseudonym)
                )",
                // The choice is erased when the second person confirms, and at closing.
                "CREATE TABLE ballot_paper (
                    id {uuid} NOT NULL PRIMARY KEY,
                    ballot_id {uuid} NOT NULL REFERENCES ballot (id),
                    pseudonym {uuid} NOT NULL,
                    choice text,
                    entered_by {uuid} NOT NULL,
                    confirmed_by {uuid}
                )",
                "CREATE UNIQUE INDEX ballot_paper_waits ON ballot_paper (ballot_id, pseudonym) WHERE confirmed_by IS NULL",
            ],
        )
        .await
    }
}
