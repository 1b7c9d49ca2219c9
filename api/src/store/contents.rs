//! Words and their salts. The log holds only the commitments.

use super::entity::content;
use crate::identity::hex;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    id::ContentId,
    instant::Instant,
    log::{Salt, commitment::commit},
    proposal::TextRef,
};

/// A text that is to be stored with the events that refer to it.
#[derive(Clone, Debug)]
pub struct NewText {
    /// How events refer to it.
    pub reference: TextRef,
    salt: Salt,
    words: String,
}

impl NewText {
    /// Commits to `words` under a fresh salt.
    pub fn seal(id: Uuid, salt: [u8; 32], words: String) -> Self {
        let salt = Salt(salt);
        let commitment = commit(&salt, &words);
        Self {
            reference: TextRef {
                id: ContentId(id),
                commitment,
            },
            salt,
            words,
        }
    }

    /// The words.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// As it is stored at an instant.
    pub fn row(&self, now: Instant) -> content::Model {
        content::Model {
            id: self.reference.id.0,
            commitment: self.reference.commitment.to_string(),
            salt: hex(&self.salt.0),
            words: self.words.clone(),
            created_at: now.millis(),
        }
    }
}

/// Stores texts.
pub async fn insert(on: &impl ConnectionTrait, texts: &[NewText], now: Instant) -> Result<(), DbErr> {
    if texts.is_empty() {
        return Ok(());
    }
    let rows = texts
        .iter()
        .map(|text| content::ActiveModel::from(text.row(now)).reset_all());
    content::Entity::insert_many(rows).exec_without_returning(on).await?;
    Ok(())
}

/// The rows of these texts.
pub async fn rows(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, content::Model>, DbErr> {
    let rows = content::Entity::find()
        .filter(content::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The words of these texts.
pub async fn words(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, DbErr> {
    Ok(rows(on, ids)
        .await?
        .into_iter()
        .map(|(id, row)| (id, row.words))
        .collect())
}
