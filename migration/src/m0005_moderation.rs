//! Moderated comments, checked text versions, and the supervisions still open.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                "ALTER TABLE comment ADD COLUMN appealed boolean NOT NULL DEFAULT false",
                "ALTER TABLE comment ADD COLUMN reason_id {uuid} REFERENCES content (id)",
                "CREATE INDEX comment_waiting ON comment (created_at, id) WHERE state IN ('pending', 'appealed')",
                // Which versions have passed the content check; before, only the present one was known to.
                "ALTER TABLE proposal_text ADD COLUMN checked boolean NOT NULL DEFAULT false",
                "UPDATE proposal_text SET checked = true WHERE EXISTS (
                    SELECT 1 FROM proposal p WHERE p.id = proposal_text.proposal_id AND p.visible
                ) AND number = (SELECT max(t.number) FROM proposal_text t WHERE t.proposal_id = proposal_text.proposal_id)",
                "CREATE INDEX supervision_open ON supervision (at_path, opened_at, id) WHERE answered_at IS NULL",
                "CREATE INDEX idempotency_age ON idempotency (created_at)",
                "CREATE INDEX membership_of_area ON membership (area_path, created_at, id) WHERE ended_at IS NULL",
            ],
        )
        .await
    }
}
