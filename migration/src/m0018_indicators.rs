//! Indicators: cases as facts, sealed months with their restatements, scheduled reports.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // A fold of the log, never filtered on: `size` entries of the district's log stand in `body`.
                "CREATE TABLE indicator_case (
                    case_id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    size bigint NOT NULL,
                    body text NOT NULL
                )",
                "CREATE INDEX indicator_case_of_district ON indicator_case (district_id, case_id)",
                // How many entries of the district's log stand in its cases. Whoever folds holds this row.
                "CREATE TABLE indicator_head (
                    district_id {uuid} NOT NULL PRIMARY KEY REFERENCES area (id),
                    size bigint NOT NULL
                )",
                // Number 0 is the seal; the restatements count from 1. Rows never change. `rules` is a digest of the
                // calendar and the profiles by which the clocks were judged.
                "CREATE TABLE indicator_seal (
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    month text NOT NULL,
                    number bigint NOT NULL,
                    as_of bigint NOT NULL,
                    log_size bigint NOT NULL,
                    late_entries bigint NOT NULL,
                    rules text NOT NULL,
                    body text NOT NULL,
                    stated_by {uuid},
                    stated_at bigint NOT NULL,
                    PRIMARY KEY (district_id, month, number)
                )",
                "CREATE TABLE report_schedule (
                    id {uuid} NOT NULL PRIMARY KEY,
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    every text NOT NULL,
                    divided_by text NOT NULL,
                    next_at bigint,
                    created_by {uuid} NOT NULL,
                    created_at bigint NOT NULL
                )",
                "CREATE INDEX report_schedule_due ON report_schedule (next_at) WHERE next_at IS NOT NULL",
                "CREATE INDEX report_schedule_of_area ON report_schedule (area_id, created_at, id)",
                "CREATE TABLE report (
                    id {uuid} NOT NULL PRIMARY KEY,
                    schedule_id {uuid} NOT NULL REFERENCES report_schedule (id),
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    first_day text NOT NULL,
                    last_day text NOT NULL,
                    as_of bigint NOT NULL,
                    log_size bigint NOT NULL,
                    body text NOT NULL,
                    UNIQUE (schedule_id, first_day)
                )",
                "CREATE INDEX report_of_area ON report (area_id, as_of, id)",
            ],
        )
        .await
    }
}
