//! Areas, topics, responsible units, profiles and calendar overrides.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                "CREATE TABLE area (
                    id {uuid} NOT NULL PRIMARY KEY,
                    path {path} NOT NULL UNIQUE,
                    parent_id {uuid} REFERENCES area (id),
                    district_id {uuid},
                    tier text NOT NULL,
                    code text NOT NULL,
                    name text NOT NULL,
                    kind text,
                    households bigint,
                    children bigint NOT NULL DEFAULT 0,
                    valid_from bigint NOT NULL,
                    valid_to bigint
                )",
                // A code is a dated attribute: unique among the areas that exist now.
                "CREATE UNIQUE INDEX area_live_code ON area (code) WHERE valid_to IS NULL",
                "CREATE INDEX area_children ON area (parent_id, code)",
                "CREATE TABLE topic (
                    id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    code text NOT NULL,
                    category text NOT NULL,
                    name_zh text NOT NULL,
                    name_en text NOT NULL,
                    position bigint NOT NULL,
                    UNIQUE (district_id, code)
                )",
                "CREATE TABLE unit (
                    id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    name text NOT NULL,
                    UNIQUE (district_id, name)
                )",
                "CREATE TABLE sla_profile (
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    tier text NOT NULL,
                    version bigint NOT NULL,
                    effective_from bigint NOT NULL,
                    body text NOT NULL,
                    PRIMARY KEY (district_id, tier, version)
                )",
                "CREATE TABLE calendar_override (
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    day text NOT NULL,
                    working boolean NOT NULL,
                    PRIMARY KEY (district_id, day)
                )",
            ],
        )
        .await
    }
}
