//! Shared state of a single process, the default.

use super::gcra::Limiter;
use super::{FAN_OUT, MicrosClock, News, NewsStream, RateRefusal, SharedState, Unavailable, listen};
use async_trait::async_trait;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::broadcast;

/// Keeps everything in memory.
pub struct MemoryState {
    limiter: Limiter,
    generations: Mutex<HashMap<String, u64>>,
    news: broadcast::Sender<News>,
}

impl MemoryState {
    /// An empty state with the given clock.
    pub fn new(clock: MicrosClock) -> Self {
        Self {
            limiter: Limiter::new(clock),
            generations: Mutex::new(HashMap::new()),
            news: broadcast::Sender::new(FAN_OUT),
        }
    }
}

#[async_trait]
impl SharedState for MemoryState {
    async fn rate_limit(&self, key: &str, cost: u32, burst: u32, per_second: f64) -> Result<(), RateRefusal> {
        self.limiter.check(key, cost, burst, per_second)
    }

    async fn publish(&self, topic: &str, payload: &str) {
        let (topic, payload) = (topic.to_owned(), payload.to_owned());
        // The only failure is that nobody listens.
        let _ = self.news.send(News::Message { topic, payload });
    }

    fn subscribe(&self, prefix: &str) -> NewsStream {
        listen(self.news.subscribe(), prefix)
    }

    async fn generation(&self, key: &str) -> Result<u64, Unavailable> {
        let generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(generations.get(key).copied().unwrap_or(0))
    }

    async fn bump(&self, key: &str) -> Result<u64, Unavailable> {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = generations.entry(key.to_owned()).or_insert(0);
        *generation += 1;
        Ok(*generation)
    }

    async fn ping(&self) -> Result<(), Unavailable> {
        Ok(())
    }

    fn dropped(&self) -> u64 {
        0
    }
}
