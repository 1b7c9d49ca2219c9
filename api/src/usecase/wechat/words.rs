//! Checks of words by WeChat, asked before a transaction begins: no lock is held while another
//! company's server thinks.
//!
//! What WeChat has not passed waits for a person, whatever the reason: it cannot be reached, it makes
//! no sense, the author has no WeChat account or was away for longer than two hours. So nothing fails
//! open, and nothing that a resident wrote is lost.

use super::super::{App, Failure};
use crate::{
    store::people,
    wechat::calls::{Scene, Verdict},
};
use std::collections::HashMap;
use uuid::Uuid;

/// What WeChat said of some texts.
#[derive(Clone, Debug)]
pub enum Heard {
    /// It is not asked: the text is a member of staff's, who answers for it, or WeChat's check is
    /// not in use here.
    NotAsked,
    /// It was asked of these.
    Told(HashMap<String, Verdict>),
}

impl Heard {
    /// Whether nothing is left to be asked about a text.
    pub fn knows(&self, words: &str) -> bool {
        match self {
            Self::NotAsked => true,
            Self::Told(told) => told.contains_key(words),
        }
    }

    /// The verdict on a text; one that WeChat did not see is not passed.
    pub fn of(&self, words: &str) -> Verdict {
        match self {
            Self::NotAsked => Verdict::Pass,
            Self::Told(told) => told.get(words).copied().unwrap_or(Verdict::Review),
        }
    }
}

/// Asks about texts that a person is about to publish.
///
/// # Errors
/// Faults of the database; WeChat's are verdicts that a person must look.
pub async fn ask(app: &App, person: Uuid, scene: Scene, texts: &[&str]) -> Result<Heard, Failure> {
    if !app.checks_words {
        return Ok(Heard::NotAsked);
    }
    let account = people::by_id(app.db.reader(), person).await?;
    let mut told = HashMap::new();
    if let Some(openid) = account.and_then(|account| account.openid) {
        for text in texts {
            match app.wechat.check_text(&openid, scene, text).await {
                Ok(verdict) => {
                    told.insert((*text).to_owned(), verdict);
                }
                Err(error) => {
                    tracing::warn!(%error, "words cannot be checked; a person must look");
                    // Whoever waits is not kept waiting for each of several texts.
                    break;
                }
            }
        }
    }
    Ok(Heard::Told(told))
}
