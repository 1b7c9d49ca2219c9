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
                // For owners: who owns the units of a person together with them.
                "CREATE INDEX electorate_member_of_unit ON electorate_member (electorate_id, unit)",
            ],
        )
        .await
    }
}
