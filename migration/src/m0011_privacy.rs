//! What keeps votes apart from voters: changes by voter, and what only auditors can open.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // `voter`: whose votes changed, by the key of the consultation; null for moderation. Rows stay
                // until a result that counts them is published, `computed` ones wake nobody any more.
                "ALTER TABLE consultation_touch ADD COLUMN voter {uuid}",
                "ALTER TABLE consultation_touch ADD COLUMN computed boolean NOT NULL DEFAULT false",
                "CREATE INDEX consultation_to_compute ON consultation_touch (consultation_id) WHERE computed = false",
                // The public key of an auditor of a sealed ballot, hexadecimal. The server never has the secret one.
                "CREATE TABLE ballot_auditor (
                    ballot_id {uuid} NOT NULL REFERENCES ballot (id),
                    pseudonym {uuid} NOT NULL,
                    public_key text NOT NULL,
                    PRIMARY KEY (ballot_id, pseudonym)
                )",
                // Openings were kept under a key of the server; nothing may be left of that.
                "UPDATE ballot SET openings_sealed = NULL",
                // For owners: who owns the units of a person together with them.
                "CREATE INDEX electorate_member_of_unit ON electorate_member (electorate_id, unit)",
            ],
        )
        .await
    }
}
