//! Consents to the privacy notice, and who looked at whose personal data.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // What a person said to the privacy notice, from the first word on; the last one counts. Rows
                // outlive the account: they prove what was agreed to, and lead to nobody.
                "CREATE TABLE consent (
                    person_id {uuid} NOT NULL REFERENCES person (id),
                    number bigint NOT NULL,
                    version text NOT NULL,
                    agreed boolean NOT NULL,
                    at bigint NOT NULL,
                    PRIMARY KEY (person_id, number)
                )",
                // `viewer` is a pseudonym, `role` and `platform_path` that by which the viewer was allowed to.
                // `person_id` is whose data, `area_id` where that person lives. `fields`: names of what was
                // shown, separated by commas. Never the data.
                "CREATE TABLE personal_data_view (
                    id {uuid} NOT NULL PRIMARY KEY,
                    viewer {uuid} NOT NULL,
                    role text NOT NULL,
                    platform_path {path} NOT NULL,
                    person_id {uuid} NOT NULL REFERENCES person (id),
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    area_path {path} NOT NULL,
                    fields text NOT NULL,
                    reason_id {uuid} NOT NULL REFERENCES content (id),
                    request_id text NOT NULL,
                    at bigint NOT NULL
                )",
                "CREATE INDEX personal_data_view_of_person ON personal_data_view (person_id, at, id)",
                "CREATE INDEX personal_data_view_below ON personal_data_view (area_path, at, id)",
                // Who lives in exactly this area.
                "CREATE INDEX residence_of_area ON residence (area_id, created_at, id) WHERE ended_at IS NULL",
                // By whom, for the export of one's own data.
                "CREATE INDEX comment_of_author ON comment (author, id)",
                "CREATE INDEX statement_of_author ON consultation_statement (author, id) WHERE author IS NOT NULL",
                "CREATE INDEX objection_of_person ON objection (pseudonym, proposal_id)",
                "CREATE INDEX rating_of_person ON rating (pseudonym, proposal_id)",
                "CREATE INDEX ballot_of_electorate ON ballot (electorate_id)",
                "CREATE INDEX consultation_of_electorate ON consultation (electorate_id)",
                "CREATE INDEX session_all_of_person ON session (person_id, id)",
            ],
        )
        .await
    }
}
