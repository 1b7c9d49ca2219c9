//! Shared state in Redis, for several instances.
//!
//! Two connections per process: a multiplexed one for commands, and one for pub/sub, which must not
//! have a response timeout because it may be silent for hours. Every command is bounded in time, and
//! after a failure Redis is left alone for a moment, so that a dead Redis costs a request microseconds
//! and not half a second.

use super::gcra::{Limiter, NEVER, shape, too_fast};
use super::{AUTH_PREFIX, FAN_OUT, MicrosClock, News, NewsStream, RateRefusal, SharedState, Unavailable, listen};
use ::redis::aio::{ConnectionManager, ConnectionManagerConfig};
use ::redis::{Client, RedisError, Script};
use async_trait::async_trait;
use futures_util::StreamExt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, watch};

/// How long any command may take.
const COMMAND_TIMEOUT: Duration = Duration::from_millis(500);
/// How long Redis is left alone after a failure, in microseconds.
const REST_MICROS: u64 = 500_000;
/// The silence after which the pub/sub connection is probed; a dead peer sends no FIN.
const PROBE_EVERY: Duration = Duration::from_secs(15);

/// GCRA with Redis' own clock, so that instances need not agree on the time. Lua numbers are exact
/// up to 2^53, and microseconds since 1970 need 51 bits.
const GCRA: &str = r"
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local start = tonumber(redis.call('GET', KEYS[1]) or now)
if start < now then start = now end
local outstanding = start + tonumber(ARGV[1]) - now
local depth = tonumber(ARGV[2])
if outstanding > depth then return outstanding - depth end
redis.call('SET', KEYS[1], string.format('%.0f', now + outstanding), 'PX', math.ceil(outstanding / 1000) + 1)
return 0";

/// A generation is a time, not a count: after Redis lost its data, a count would come back to values
/// that instances still hold.
const BUMP: &str = r"
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local old = tonumber(redis.call('GET', KEYS[1]) or 0)
if old >= now then now = old + 1 end
redis.call('SET', KEYS[1], string.format('%.0f', now))
return now";

/// Keeps shared state in Redis. Dropping it ends its background tasks.
pub struct RedisState {
    manager: ConnectionManager,
    namespace: String,
    limiter: Limiter,
    clock: MicrosClock,
    rest_until: AtomicU64,
    dropped: AtomicU64,
    gcra: Script,
    bump: Script,
    news: broadcast::Sender<News>,
    listening: watch::Receiver<bool>,
    missed: Arc<Notify>,
    tasks: [tokio::task::AbortHandle; 2],
}

impl Drop for RedisState {
    fn drop(&mut self) {
        self.tasks.iter().for_each(tokio::task::AbortHandle::abort);
    }
}

impl RedisState {
    /// Opens the state at `url`. All keys and topics get `namespace` in front. Does not fail when Redis
    /// is down: it connects when Redis comes. The clock is for the fall-back limiter.
    pub fn open(url: &str, namespace: &str, clock: MicrosClock) -> Result<Self, Unavailable> {
        let client = Client::open(url).map_err(|error| {
            // The kind only: the text of the error may hold the URL with its password.
            tracing::error!(kind = ?error.kind(), "redis: address refused");
            Unavailable
        })?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(COMMAND_TIMEOUT))
            .set_response_timeout(Some(COMMAND_TIMEOUT))
            .set_number_of_retries(0);
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config).map_err(|_| Unavailable)?;
        let news = broadcast::Sender::new(FAN_OUT);
        let (ready, listening) = watch::channel(false);
        let channels = format!("{namespace}:news:");
        let missed = Arc::new(Notify::new());
        let confess = confess_forever(manager.clone(), channels.clone(), Arc::clone(&missed));
        let listen = listen_forever(client, channels, news.clone(), ready);
        Ok(Self {
            manager,
            namespace: namespace.to_owned(),
            limiter: Limiter::new(Arc::clone(&clock)),
            clock,
            rest_until: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            gcra: Script::new(GCRA),
            bump: Script::new(BUMP),
            news,
            listening,
            missed,
            tasks: [
                tokio::spawn(listen).abort_handle(),
                tokio::spawn(confess).abort_handle(),
            ],
        })
    }

    /// Waits until news from other instances is heard, or the time is up; says which.
    pub async fn wait_listening(&self, at_most: Duration) -> bool {
        let mut listening = self.listening.clone();
        let heard = listening.wait_for(|ready| *ready);
        matches!(tokio::time::timeout(at_most, heard).await, Ok(Ok(_)))
    }

    fn key(&self, kind: &str, key: &str) -> String {
        format!("{}:{kind}:{key}", self.namespace)
    }

    /// Runs a command within its time, unless Redis is resting. The first command after a connection
    /// broke is the one that finds out, so it is tried once more on the next connection.
    async fn guarded<T, F>(
        &self,
        what: &'static str,
        command: impl Fn(ConnectionManager) -> F,
    ) -> Result<T, Unavailable>
    where
        F: Future<Output = Result<T, RedisError>>,
    {
        if (self.clock)() < self.rest_until.load(Ordering::Relaxed) {
            return Err(Unavailable);
        }
        let attempts = async {
            match command(self.manager.clone()).await {
                Err(error) if error.is_io_error() || error.is_connection_dropped() => {
                    command(self.manager.clone()).await
                }
                outcome => outcome,
            }
        };
        match tokio::time::timeout(COMMAND_TIMEOUT, attempts).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                tracing::warn!(what, kind = ?error.kind(), "redis: command failed");
                self.rest();
                Err(Unavailable)
            }
            Err(_) => {
                tracing::warn!(what, "redis: no answer in time");
                self.rest();
                Err(Unavailable)
            }
        }
    }

    fn rest(&self) {
        let until = (self.clock)().saturating_add(REST_MICROS);
        self.rest_until.store(until, Ordering::Relaxed);
    }
}

#[async_trait]
impl SharedState for RedisState {
    async fn rate_limit(&self, key: &str, cost: u32, burst: u32, per_second: f64) -> Result<(), RateRefusal> {
        let shape = shape(cost, burst, per_second).ok_or(NEVER)?;
        let mut call = self.gcra.prepare_invoke();
        call.key(self.key("rate", key)).arg(shape.increment).arg(shape.depth);
        let call = &call;
        let answer = self
            .guarded(
                "rate_limit",
                |mut m| async move { call.invoke_async::<u64>(&mut m).await },
            )
            .await;
        match answer {
            Ok(0) => Ok(()),
            Ok(wait) => Err(too_fast(wait)),
            Err(Unavailable) if key.starts_with(AUTH_PREFIX) => Err(RateRefusal::Unavailable),
            Err(Unavailable) => self.limiter.check(key, cost, burst, per_second),
        }
    }

    async fn publish(&self, topic: &str, payload: &str) {
        let mut command = ::redis::cmd("PUBLISH");
        command.arg(self.key("news", topic)).arg(payload);
        let command = &command;
        let sent = self
            .guarded(
                "publish",
                |mut m| async move { command.query_async::<i64>(&mut m).await },
            )
            .await;
        if sent.is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            self.missed.notify_one();
            // Who listens here need not wait until the others can be told.
            let (topic, payload) = (topic.to_owned(), payload.to_owned());
            let _ = self.news.send(News::Message { topic, payload });
        }
    }

    fn subscribe(&self, prefix: &str) -> NewsStream {
        listen(self.news.subscribe(), prefix)
    }

    async fn generation(&self, key: &str) -> Result<u64, Unavailable> {
        let mut command = ::redis::cmd("GET");
        command.arg(self.key("gen", key));
        let command = &command;
        let read = self
            .guarded("generation", |mut m| async move {
                command.query_async::<Option<u64>>(&mut m).await
            })
            .await?;
        Ok(read.unwrap_or(0))
    }

    async fn bump(&self, key: &str) -> Result<u64, Unavailable> {
        let mut call = self.bump.prepare_invoke();
        call.key(self.key("gen", key));
        let call = &call;
        self.guarded("bump", |mut m| async move { call.invoke_async(&mut m).await })
            .await
    }

    async fn ping(&self) -> Result<(), Unavailable> {
        let command = &::redis::cmd("PING");
        self.guarded(
            "ping",
            |mut m| async move { command.query_async::<String>(&mut m).await },
        )
        .await?;
        Ok(())
    }

    fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }
}

/// After a publication was dropped, tells everybody that something was missed, as soon as Redis takes
/// it. Without this, news dropped by one broken connection would never be heard by instances whose own
/// connections stand: they meet no gap.
async fn confess_forever(manager: ConnectionManager, channel: String, missed: Arc<Notify>) {
    loop {
        missed.notified().await;
        loop {
            tokio::time::sleep(Duration::from_micros(REST_MICROS)).await;
            let mut manager = manager.clone();
            let mut command = ::redis::cmd("PUBLISH");
            command.arg(&channel).arg("");
            let told = tokio::time::timeout(COMMAND_TIMEOUT, command.query_async::<i64>(&mut manager)).await;
            if matches!(told, Ok(Ok(_))) {
                break;
            }
        }
    }
}

/// Keeps the one pub/sub connection, for as long as the state lives.
async fn listen_forever(
    client: Client,
    channel_prefix: String,
    news: broadcast::Sender<News>,
    ready: watch::Sender<bool>,
) {
    let mut pause = Duration::from_millis(50);
    loop {
        match listen_once(&client, &channel_prefix, &news, &ready).await {
            Ok(()) => pause = Duration::from_millis(50),
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "redis: pub/sub connection lost");
            }
        }
        if ready.send_replace(false) {
            pause = Duration::from_millis(50);
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(2));
    }
}

async fn listen_once(
    client: &Client,
    channel_prefix: &str,
    news: &broadcast::Sender<News>,
    ready: &watch::Sender<bool>,
) -> Result<(), RedisError> {
    let timed_out = || RedisError::from((::redis::ErrorKind::Io, "no answer in time"));
    let connect = async {
        let mut connection = client.get_async_pubsub().await?;
        connection
            .psubscribe(format!("{}*", glob_literal(channel_prefix)))
            .await?;
        Ok::<_, RedisError>(connection)
    };
    let connection = tokio::time::timeout(Duration::from_secs(1), connect)
        .await
        .map_err(|_| timed_out())??;
    let (mut sink, mut messages) = connection.split();
    // Whatever was said before this moment was not heard, so everybody must read anew.
    let _ = news.send(News::Gap);
    ready.send_replace(true);
    loop {
        match tokio::time::timeout(PROBE_EVERY, messages.next()).await {
            Ok(Some(message)) => {
                let channel = message.get_channel_name();
                let Some(topic) = channel.strip_prefix(channel_prefix) else {
                    continue;
                };
                if topic.is_empty() {
                    let _ = news.send(News::Gap);
                    continue;
                }
                let Ok(payload) = message.get_payload::<String>() else {
                    continue;
                };
                let _ = news.send(News::Message {
                    topic: topic.to_owned(),
                    payload,
                });
            }
            Ok(None) => return Ok(()),
            Err(_) => {
                let probe = sink.ping::<::redis::Value>();
                tokio::time::timeout(COMMAND_TIMEOUT, probe)
                    .await
                    .map_err(|_| timed_out())??;
            }
        }
    }
}

/// `PSUBSCRIBE` takes a pattern; a namespace with a star in it must not widen it.
fn glob_literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '*' | '?' | '[' | ']' | '\\' | '^' | '-') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
