//! State shared by all instances of the server: rate limits, news, and generations of cached actors.
//!
//! Two adapters stand behind [`SharedState`]: [`memory`] for a single process and [`redis`] for many.
//! Nothing here is the truth about anything. When Redis is lost the product goes on: limits are kept
//! per process, news stays in the process and the others are told of a gap afterwards, and generations
//! are refused so that the caller asks the database. Only the limits around signing in fail closed.

mod gcra;
pub mod memory;
pub mod redis;

#[cfg(test)]
mod contract_tests;

use async_trait::async_trait;
use futures_util::stream::{BoxStream, StreamExt};
use std::sync::Arc;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

/// Keys with this prefix guard signing in: without Redis they are refused, not limited per process,
/// or an attacker could multiply the allowed guesses by the number of instances.
pub const AUTH_PREFIX: &str = "auth:";

/// Messages a slow subscriber may fall behind before it is told that it missed some.
const FAN_OUT: usize = 1024;

/// The time in microseconds, passed in so that tests own it.
pub type MicrosClock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Why a request may not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RateRefusal {
    /// Over the limit.
    #[error("too many requests")]
    TooFast {
        /// Milliseconds until the same request would pass, at least 1.
        retry_after_ms: u64,
    },
    /// The limit could not be checked, and it is one that must be.
    #[error("shared state unavailable")]
    Unavailable,
}

impl RateRefusal {
    /// The error code of the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooFast { .. } => "RATE_LIMITED",
            Self::Unavailable => "SERVICE_UNAVAILABLE",
        }
    }
}

/// The shared state cannot be reached. The caller reads the database instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("shared state unavailable")]
pub struct Unavailable;

/// What a subscriber hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Something was published.
    Message {
        /// The topic it was published under.
        topic: String,
        /// What was published.
        payload: String,
    },
    /// Messages may have been missed: this reader was slow, or the connection broke. Read anew.
    Gap,
}

/// A subscription's messages; it never ends while the state lives.
pub type NewsStream = BoxStream<'static, News>;

/// State shared by the instances of the server.
#[async_trait]
pub trait SharedState: Send + Sync {
    /// Takes `cost` from the allowance of `key`, which holds `burst` and refills with `per_second`
    /// (GCRA). A refused request takes nothing. A cost above the burst never passes.
    async fn rate_limit(&self, key: &str, cost: u32, burst: u32, per_second: f64) -> Result<(), RateRefusal>;

    /// Tells all subscribers on all instances, at most once. Never fails: what cannot be sent is
    /// counted and dropped, and subscribers elsewhere hear of a gap when that is possible again.
    async fn publish(&self, topic: &str, payload: &str);

    /// Messages of every topic that begins with `prefix`, from now on.
    fn subscribe(&self, prefix: &str) -> NewsStream;

    /// The generation of something cached, 0 when it was never bumped.
    async fn generation(&self, key: &str) -> Result<u64, Unavailable>;

    /// Makes everything cached under `key` stale, everywhere, and returns the new generation. On
    /// failure the caller must rely on the short life of cached actors.
    async fn bump(&self, key: &str) -> Result<u64, Unavailable>;

    /// Whether the state can be reached; for `/readyz`.
    async fn ping(&self) -> Result<(), Unavailable>;

    /// How many publications were dropped since start; for `/metrics`.
    fn dropped(&self) -> u64;
}

/// Turns a broadcast receiver into the stream of one subscriber.
fn listen(receiver: broadcast::Receiver<News>, prefix: &str) -> NewsStream {
    let prefix = prefix.to_owned();
    BroadcastStream::new(receiver)
        .filter_map(move |item| {
            let heard = match item {
                Ok(News::Message { topic, payload }) => {
                    topic.starts_with(&prefix).then_some(News::Message { topic, payload })
                }
                Ok(News::Gap) | Err(BroadcastStreamRecvError::Lagged(_)) => Some(News::Gap),
            };
            std::future::ready(heard)
        })
        .boxed()
}
