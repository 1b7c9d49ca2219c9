//! Accounts, sessions, residences, memberships, invitations.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(
            manager,
            &[
                // Real name and phone are stored sealed; the index of the phone is keyed.
                "CREATE TABLE person (
                    id {uuid} NOT NULL PRIMARY KEY,
                    pseudonym {uuid} NOT NULL UNIQUE,
                    openid text UNIQUE,
                    unionid text,
                    nickname text NOT NULL,
                    real_name_sealed text,
                    phone_sealed text,
                    phone_index text UNIQUE,
                    level bigint NOT NULL,
                    created_at bigint NOT NULL,
                    closed_at bigint
                )",
                "CREATE TABLE staff_login (
                    person_id {uuid} NOT NULL PRIMARY KEY REFERENCES person (id),
                    username text NOT NULL UNIQUE,
                    password_hash text NOT NULL,
                    totp_sealed text NOT NULL,
                    totp_step bigint NOT NULL DEFAULT 0,
                    failures bigint NOT NULL DEFAULT 0,
                    locked_until bigint NOT NULL DEFAULT 0
                )",
                "CREATE TABLE session (
                    id {uuid} NOT NULL PRIMARY KEY,
                    person_id {uuid} NOT NULL REFERENCES person (id),
                    created_at bigint NOT NULL,
                    revoked_at bigint
                )",
                "CREATE INDEX session_of_person ON session (person_id) WHERE revoked_at IS NULL",
                "CREATE TABLE refresh_token (
                    hash text NOT NULL PRIMARY KEY,
                    session_id {uuid} NOT NULL REFERENCES session (id),
                    expires_at bigint NOT NULL,
                    used_at bigint
                )",
                "CREATE TABLE residence (
                    id {uuid} NOT NULL PRIMARY KEY,
                    person_id {uuid} NOT NULL REFERENCES person (id),
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    area_path {path} NOT NULL,
                    how text NOT NULL,
                    household text,
                    exclusive_area bigint,
                    verified_by {uuid},
                    created_at bigint NOT NULL,
                    ended_at bigint
                )",
                "CREATE UNIQUE INDEX residence_once ON residence (person_id, area_id) WHERE ended_at IS NULL",
                "CREATE INDEX residence_below ON residence (area_path) WHERE ended_at IS NULL",
                "CREATE TABLE invitation (
                    id {uuid} NOT NULL PRIMARY KEY,
                    code_hash text NOT NULL UNIQUE,
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    household text NOT NULL,
                    uses_left bigint NOT NULL,
                    expires_at bigint NOT NULL,
                    issued_by {uuid} NOT NULL,
                    created_at bigint NOT NULL
                )",
                "CREATE TABLE membership (
                    id {uuid} NOT NULL PRIMARY KEY,
                    person_id {uuid} NOT NULL REFERENCES person (id),
                    role text NOT NULL,
                    area_id {uuid} NOT NULL REFERENCES area (id),
                    area_path {path} NOT NULL,
                    unit_id {uuid} REFERENCES unit (id),
                    granted_by {uuid},
                    created_at bigint NOT NULL,
                    ended_at bigint
                )",
                "CREATE UNIQUE INDEX membership_once ON membership (person_id, role, area_id) WHERE ended_at IS NULL",
            ],
        )
        .await
    }
}
