//! WeChat: checks of files, pushes that were heard, grants and messages.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // What was pushed once has no second effect.
                "CREATE TABLE wechat_event (
                    key text NOT NULL PRIMARY KEY,
                    received_at bigint NOT NULL
                )",
                "CREATE INDEX wechat_event_old ON wechat_event (received_at)",
                // `verdict` is null while WeChat looks. Of a verdict that came before its request was stored
                // there is no subject yet.
                "CREATE TABLE wechat_check (
                    trace_id text NOT NULL PRIMARY KEY,
                    subject_kind text,
                    subject_id {uuid},
                    verdict text,
                    errcode bigint NOT NULL,
                    due_at bigint NOT NULL,
                    created_at bigint NOT NULL
                )",
                "CREATE INDEX wechat_check_due ON wechat_check (due_at) WHERE verdict IS NULL",
                "CREATE INDEX wechat_check_of ON wechat_check (subject_id, created_at)",
                // `remaining` is how many sends the person has granted and nothing was reserved for; of a
                // long-term template it is 1 while it lasts.
                "CREATE TABLE wechat_grant (
                    person_id {uuid} NOT NULL REFERENCES person (id),
                    template_id text NOT NULL,
                    remaining bigint NOT NULL CHECK (remaining >= 0),
                    answer text NOT NULL,
                    updated_at bigint NOT NULL,
                    PRIMARY KEY (person_id, template_id)
                )",
                // `topic` names what it is about: one message a person. `data` has the values and is set NULL
                // at the end. `attempts` names the claim: a result counts only for the claim it belongs to.
                "CREATE TABLE wechat_message (
                    id {uuid} NOT NULL PRIMARY KEY,
                    person_id {uuid} NOT NULL REFERENCES person (id),
                    district_id {uuid} NOT NULL REFERENCES area (id),
                    topic text NOT NULL,
                    kind text NOT NULL,
                    template_id text NOT NULL,
                    page text NOT NULL,
                    data text,
                    state text NOT NULL,
                    attempts bigint NOT NULL,
                    claimed_at bigint,
                    next_at bigint,
                    errcode bigint,
                    reason text,
                    msgid text,
                    created_at bigint NOT NULL,
                    done_at bigint,
                    UNIQUE (person_id, topic)
                )",
                "CREATE INDEX wechat_message_due ON wechat_message (next_at) WHERE next_at IS NOT NULL",
                "CREATE INDEX wechat_message_open ON wechat_message (person_id, template_id) WHERE next_at IS NOT NULL",
                "CREATE INDEX wechat_message_failed ON wechat_message (district_id, created_at, id)
                    WHERE state = 'failed' OR state = 'unknown'",
                // Whether somebody whose number is in two accounts has done anything under one of them.
                "CREATE INDEX log_entry_of_actor ON log_entry (actor) WHERE actor IS NOT NULL",
                "CREATE INDEX electorate_member_of_person ON electorate_member (pseudonym)",
                "CREATE INDEX wechat_message_old ON wechat_message (done_at) WHERE done_at IS NOT NULL",
            ],
        )
        .await
    }
}
