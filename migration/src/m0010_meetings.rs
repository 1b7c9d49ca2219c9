//! Meetings with their lists and minutes; experts and their opinions.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, MEETINGS).await?;
        super::run(manager, EXPERTS).await
    }
}

const MEETINGS: &[&str] = &[
    // `next_at` is when the clock opens the doors or ends it; null when it is over. `secret_sealed`
    // makes the codes on the screen and is set NULL at the end. `numbered` counts arrivals: whoever
    // signs up or asks to speak gets the next number. `sequence` counts changes of time and place.
    "CREATE TABLE meeting (
        id {uuid} NOT NULL PRIMARY KEY,
        district_id {uuid} NOT NULL REFERENCES area (id),
        area_id {uuid} NOT NULL REFERENCES area (id),
        area_path {path} NOT NULL,
        kind text NOT NULL,
        state text NOT NULL,
        title_id {uuid} NOT NULL REFERENCES content (id),
        place_id {uuid} NOT NULL REFERENCES content (id),
        chair {uuid},
        starts_at bigint NOT NULL,
        ends_at bigint NOT NULL,
        ended_at bigint,
        open_seats bigint,
        secret_sealed text,
        numbered bigint NOT NULL,
        sequence bigint NOT NULL,
        changed_at bigint NOT NULL,
        next_at bigint,
        reason_id {uuid} REFERENCES content (id),
        outcome text,
        round_id {uuid},
        step bigint,
        created_at bigint NOT NULL
    )",
    "CREATE INDEX meeting_due ON meeting (next_at) WHERE next_at IS NOT NULL",
    "CREATE INDEX meeting_list ON meeting (area_path, starts_at, id)",
    "CREATE INDEX meeting_of_area ON meeting (area_id, starts_at, id)",
    "CREATE INDEX meeting_chaired ON meeting (chair, starts_at) WHERE chair IS NOT NULL",
    "CREATE TABLE meeting_item (
        meeting_id {uuid} NOT NULL REFERENCES meeting (id),
        number bigint NOT NULL,
        title_id {uuid} NOT NULL REFERENCES content (id),
        proposal_id {uuid} REFERENCES proposal (id),
        PRIMARY KEY (meeting_id, number)
    )",
    "CREATE INDEX meeting_item_of_proposal ON meeting_item (proposal_id) WHERE proposal_id IS NOT NULL",
    // `seat` numbers the open seats that are taken: no two people on one, however they race.
    // `earlier_ms` is what somebody who left and came back had spent there before.
    "CREATE TABLE meeting_attendee (
        meeting_id {uuid} NOT NULL REFERENCES meeting (id),
        pseudonym {uuid} NOT NULL,
        invited boolean NOT NULL,
        standing text NOT NULL,
        arrived bigint NOT NULL,
        seat bigint,
        checked_in_at bigint,
        checked_in_by {uuid},
        checked_out_at bigint,
        earlier_ms bigint NOT NULL,
        PRIMARY KEY (meeting_id, pseudonym)
    )",
    "CREATE UNIQUE INDEX meeting_seat_once ON meeting_attendee (meeting_id, seat) WHERE seat IS NOT NULL",
    "CREATE INDEX meeting_attendee_of_person ON meeting_attendee (pseudonym, meeting_id)",
    "CREATE TABLE meeting_speech (
        id {uuid} NOT NULL PRIMARY KEY,
        meeting_id {uuid} NOT NULL REFERENCES meeting (id),
        item bigint NOT NULL,
        pseudonym {uuid} NOT NULL,
        state text NOT NULL,
        asked bigint NOT NULL,
        called_at bigint,
        finished_at bigint
    )",
    "CREATE INDEX meeting_speech_list ON meeting_speech (meeting_id, item, asked)",
    "CREATE UNIQUE INDEX meeting_speech_waits ON meeting_speech (meeting_id, item, pseudonym) WHERE state = 'waiting'",
    "CREATE UNIQUE INDEX meeting_speaks_one ON meeting_speech (meeting_id) WHERE state = 'speaking'",
    // The words of `content_id` are canonical JSON, `digest` their SHA-256.
    "CREATE TABLE meeting_minutes (
        meeting_id {uuid} NOT NULL REFERENCES meeting (id),
        version bigint NOT NULL,
        content_id {uuid} NOT NULL REFERENCES content (id),
        digest text NOT NULL,
        reason_id {uuid} REFERENCES content (id),
        drafted_by {uuid} NOT NULL,
        drafted_at bigint NOT NULL,
        chair {uuid},
        participant {uuid},
        published_at bigint,
        PRIMARY KEY (meeting_id, version)
    )",
    "CREATE UNIQUE INDEX meeting_minutes_draft ON meeting_minutes (meeting_id) WHERE published_at IS NULL",
];

const EXPERTS: &[&str] = &[
    // The words of `profile_id` are JSON; public.
    "CREATE TABLE expert (
        id {uuid} NOT NULL PRIMARY KEY,
        district_id {uuid} NOT NULL REFERENCES area (id),
        area_id {uuid} NOT NULL REFERENCES area (id),
        area_path {path} NOT NULL,
        pseudonym {uuid} NOT NULL,
        profile_id {uuid} NOT NULL REFERENCES content (id),
        created_at bigint NOT NULL,
        ended_at bigint
    )",
    "CREATE UNIQUE INDEX expert_once ON expert (area_id, pseudonym) WHERE ended_at IS NULL",
    "CREATE INDEX expert_list ON expert (area_path, created_at, id)",
    "CREATE TABLE expert_review (
        id {uuid} NOT NULL PRIMARY KEY,
        expert_id {uuid} NOT NULL REFERENCES expert (id),
        expert_pseudonym {uuid} NOT NULL,
        proposal_id {uuid} NOT NULL REFERENCES proposal (id),
        area_id {uuid} NOT NULL REFERENCES area (id),
        area_path {path} NOT NULL,
        state text NOT NULL,
        profile_id {uuid} NOT NULL REFERENCES content (id),
        question_id {uuid} NOT NULL REFERENCES content (id),
        due_at bigint NOT NULL,
        reason_id {uuid} REFERENCES content (id),
        opinion_id {uuid} REFERENCES content (id),
        interests_id {uuid} REFERENCES content (id),
        submitted_at bigint,
        published_at bigint,
        created_at bigint NOT NULL
    )",
    "CREATE UNIQUE INDEX expert_review_open ON expert_review (expert_id, proposal_id)
        WHERE state IN ('invited', 'accepted', 'submitted')",
    "CREATE INDEX expert_review_of_proposal ON expert_review (proposal_id, created_at, id)",
    "CREATE INDEX expert_review_of_person ON expert_review (expert_pseudonym, created_at, id)",
];
