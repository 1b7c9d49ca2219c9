//! Answers to public queries, kept while nothing changes: `GET /graphql?id=HASH&variables=…`.
//!
//! Such a query is run as for somebody without a login, whoever asks, so that everybody may have the
//! answer. It is kept with its ETag until something changes anywhere: a mutation through this process,
//! news from the outbox of any instance, or some seconds (clocks turn yellow without an event). An answer
//! that comes out the same has the same ETag, so that whoever holds it is told 304.

use crate::usecase::App;
use actix_web::web::Bytes;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::StreamExt;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::watch;
use yiting_domain::log::canonical;

/// Bytes of all answers together.
const ROOM: u64 = 32 * 1024 * 1024;
/// How long an answer is kept though nothing was heard.
const AGE: Duration = Duration::from_secs(5);

/// An answer.
pub struct Kept {
    /// The body.
    pub body: Bytes,
    /// Its ETag.
    pub etag: String,
    generation: u64,
    at: Instant,
}

/// All answers of this process.
pub struct Answers {
    kept: moka::sync::Cache<String, Arc<Kept>>,
    generation: AtomicU64,
    flights: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
}

impl Default for Answers {
    fn default() -> Self {
        let weigh =
            |key: &String, kept: &Arc<Kept>| u32::try_from(key.len() + kept.body.len() + 128).unwrap_or(u32::MAX);
        Self {
            kept: moka::sync::Cache::builder().max_capacity(ROOM).weigher(weigh).build(),
            generation: AtomicU64::new(0),
            flights: Mutex::default(),
        }
    }
}

impl Answers {
    /// Something changed: whatever is kept is made again when it is asked for.
    pub fn changed(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// The state of things, to be read before an answer is made.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// The answer under a key, if nothing has changed since.
    pub fn get(&self, key: &str) -> Option<Arc<Kept>> {
        let kept = self.kept.get(key)?;
        (kept.generation == self.generation() && kept.at.elapsed() < AGE).then_some(kept)
    }

    /// Keeps an answer that was made when things stood as in `generation`.
    pub fn keep(&self, key: String, body: Bytes, generation: u64) -> Arc<Kept> {
        // Fields stand in the order in which they were ready, so the tag is that of the canonical form.
        let canonical = serde_json::from_slice(&body)
            .ok()
            .and_then(|value| canonical::to_string(&value).ok());
        let digest = canonical.map_or_else(|| Sha256::digest(&body), |text| Sha256::digest(text.as_bytes()));
        let kept = Arc::new(Kept {
            etag: format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..18])),
            body,
            generation,
            at: Instant::now(),
        });
        self.kept.insert(key, Arc::clone(&kept));
        kept
    }

    /// The turn at making the answer under a key: one at a time, the others then find it.
    pub fn turn(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = flights.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        flights.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        flights.insert(key.to_owned(), Arc::downgrade(&turn));
        turn
    }

    /// Listens to the news of all instances until `stop` becomes true.
    pub async fn listen(self: Arc<Self>, app: App, mut stop: watch::Receiver<bool>) {
        let mut news = app.shared.subscribe("");
        loop {
            tokio::select! {
                heard = news.next() => match heard {
                    Some(_) => self.changed(),
                    None => return,
                },
                _ = stop.changed() => return,
            }
        }
    }
}

/// Whether a client that names these tags holds the answer already (RFC 9110, 13.1.2).
pub fn holds(if_none_match: &str, etag: &str) -> bool {
    if_none_match
        .split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::{Answers, holds};
    use actix_web::web::Bytes;

    #[test]
    fn an_answer_lasts_until_something_changes_and_its_tag_as_long_as_its_words() {
        let answers = Answers::default();
        let before = answers.generation();
        let first = answers.keep("a".to_owned(), Bytes::from_static(b"one"), before);
        assert!(answers.get("a").is_some_and(|kept| kept.etag == first.etag));
        assert!(answers.get("b").is_none());
        answers.changed();
        assert!(answers.get("a").is_none());
        // One that was begun before the change is old from the beginning.
        answers.keep("a".to_owned(), Bytes::from_static(b"one"), before);
        assert!(answers.get("a").is_none());
        let again = answers.keep("a".to_owned(), Bytes::from_static(b"one"), answers.generation());
        assert_eq!(again.etag, first.etag);
        let other = answers.keep("a".to_owned(), Bytes::from_static(b"two"), answers.generation());
        assert_ne!(other.etag, first.etag);
    }

    #[test]
    fn tags_are_compared_weakly_and_in_lists() {
        for yes in ["\"x\"", "W/\"x\"", "\"a\", \"x\"", "*"] {
            assert!(holds(yes, "\"x\""), "{yes}");
        }
        for no in ["", "x", "\"y\"", "\"x"] {
            assert!(!holds(no, "\"x\""), "{no}");
        }
    }
}
