//! One suite over both adapters, and what only a lost Redis shows.
#![expect(clippy::disallowed_methods, reason = "a test against a real server's clock")]

use super::memory::MemoryState;
use super::redis::RedisState;
use super::{MicrosClock, News, NewsStream, RateRefusal, SharedState};
use futures_util::StreamExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

fn clock() -> MicrosClock {
    let start = Instant::now();
    Arc::new(move || 1_000_000 + start.elapsed().as_micros() as u64)
}

async fn next(stream: &mut NewsStream) -> News {
    tokio::time::timeout(Duration::from_secs(3), stream.next())
        .await
        .unwrap()
        .unwrap()
}

fn message(topic: &str, payload: &str) -> News {
    News::Message {
        topic: topic.into(),
        payload: payload.into(),
    }
}

async fn contract(state: &dyn SharedState) {
    state.ping().await.unwrap();

    // Rate limits: the burst passes, then a wait is told; after it, one more passes.
    for _ in 0..3 {
        state.rate_limit("login:1", 1, 3, 10.0).await.unwrap();
    }
    let Err(RateRefusal::TooFast { retry_after_ms }) = state.rate_limit("login:1", 1, 3, 10.0).await else {
        panic!("the fourth must be refused");
    };
    assert!((1..=100).contains(&retry_after_ms), "{retry_after_ms}");
    state.rate_limit("login:2", 3, 3, 10.0).await.unwrap();
    tokio::time::sleep(Duration::from_millis(retry_after_ms)).await;
    state.rate_limit("login:1", 1, 3, 10.0).await.unwrap();
    let never = state.rate_limit("login:3", 4, 3, 10.0).await;
    assert_eq!(never.map_err(RateRefusal::code), Err("RATE_LIMITED"));
    state.rate_limit("login:3", 3, 3, 10.0).await.unwrap();

    // A hundred at once: exactly the burst passes.
    let tries = (0..100).map(|_| state.rate_limit("auth:crowd", 1, 10, 0.01));
    let passed = futures_util::future::join_all(tries).await;
    assert_eq!(passed.iter().filter(|result| result.is_ok()).count(), 10);

    // Generations only grow, and each key by itself.
    assert_eq!(state.generation("person:1").await, Ok(0));
    let first = state.bump("person:1").await.unwrap();
    let second = state.bump("person:1").await.unwrap();
    assert!(0 < first && first < second);
    assert_eq!(state.generation("person:1").await, Ok(second));
    assert_eq!(state.generation("person:2").await, Ok(0));

    // News: by prefix, in order, to every subscriber; nothing from before.
    state.publish("round:1:state", "before").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (mut rounds, mut one) = (state.subscribe("round:"), state.subscribe("round:1"));
    state.publish("inbox:1", "hidden").await;
    state.publish("round:2", "二").await;
    state.publish("round:1:state", "{\"n\":1}").await;
    state.publish("round:1:state", "").await;
    assert_eq!(next(&mut rounds).await, message("round:2", "二"));
    assert_eq!(next(&mut rounds).await, message("round:1:state", "{\"n\":1}"));
    assert_eq!(next(&mut rounds).await, message("round:1:state", ""));
    assert_eq!(next(&mut one).await, message("round:1:state", "{\"n\":1}"));

    // A reader that sleeps is told that it missed something.
    let mut slow = state.subscribe("flood");
    for number in 0..3000 {
        state.publish("flood", &number.to_string()).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(next(&mut slow).await, News::Gap);
    assert!(matches!(next(&mut slow).await, News::Message { .. }));
    assert_eq!(state.dropped(), 0);
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A Redis of this test's own, or `None` where there is none and that is allowed.
async fn start_redis(port: u16) -> Option<Server> {
    let port_text = port.to_string();
    let started = Command::new("redis-server")
        .args([
            "--port",
            &port_text,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(child) = started else {
        assert!(
            std::env::var_os("CI").is_none(),
            "the cache tests need a redis-server on PATH, or TEST_REDIS_URL, and CI has neither"
        );
        eprintln!("skipped: no redis-server on PATH and no TEST_REDIS_URL");
        return None;
    };
    let server = Server(child);
    for _ in 0..200 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Some(server);
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("redis-server did not open its port");
}

#[tokio::test]
async fn memory_keeps_the_contract() {
    contract(&MemoryState::new(clock())).await;
}

#[tokio::test]
async fn redis_keeps_the_contract() {
    let (url, _server) = match std::env::var("TEST_REDIS_URL") {
        Ok(url) => (url, None),
        Err(_) => {
            let port = free_port();
            let Some(server) = start_redis(port).await else {
                return;
            };
            (format!("redis://127.0.0.1:{port}/"), Some(server))
        }
    };
    // A namespace of its own, since a given Redis may hold the keys of an earlier run.
    let mark = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let namespace = format!("test-{}", mark.as_nanos());
    let state = RedisState::open(&url, &namespace, clock()).unwrap();
    assert!(state.wait_listening(Duration::from_secs(3)).await);
    contract(&state).await;

    // Two instances share everything; another namespace shares nothing.
    let other = RedisState::open(&url, &namespace, clock()).unwrap();
    let apart = RedisState::open(&url, &format!("{namespace}x"), clock()).unwrap();
    for instance in [&other, &apart] {
        assert!(instance.wait_listening(Duration::from_secs(3)).await);
    }
    let (mut heard, mut unheard) = (other.subscribe("t"), apart.subscribe(""));
    state.publish("t", "x").await;
    assert_eq!(next(&mut heard).await, message("t", "x"));
    assert!(
        tokio::time::timeout(Duration::from_millis(100), unheard.next())
            .await
            .is_err()
    );
    assert!(other.rate_limit("auth:crowd", 1, 10, 0.01).await.is_err());
    assert!(apart.rate_limit("auth:crowd", 1, 10, 0.01).await.is_ok());
    assert_eq!(other.generation("person:1").await, state.generation("person:1").await);
}

#[tokio::test]
async fn a_lost_redis_is_survived_and_found_again() {
    let port = free_port();
    let Some(server) = start_redis(port).await else {
        return;
    };
    let url = format!("redis://127.0.0.1:{port}/");
    let state = RedisState::open(&url, "lost", clock()).unwrap();
    assert!(state.wait_listening(Duration::from_secs(3)).await);
    let mut news = state.subscribe("t");
    state.publish("t", "1").await;
    assert_eq!(next(&mut news).await, message("t", "1"));

    drop(server);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let began = Instant::now();
    assert!(state.ping().await.is_err());
    assert!(state.generation("k").await.is_err());
    assert!(state.bump("k").await.is_err());
    state.publish("t", "lost").await;
    assert_eq!(state.dropped(), 1);
    // Plain limits go on in this process; those around signing in are shut.
    state.rate_limit("read:1", 1, 1, 0.01).await.unwrap();
    let second = state.rate_limit("read:1", 1, 1, 0.01).await;
    assert_eq!(second.map_err(RateRefusal::code), Err("RATE_LIMITED"));
    let shut = state.rate_limit("auth:1", 1, 100, 100.0).await;
    assert_eq!(shut, Err(RateRefusal::Unavailable));
    assert_eq!(RateRefusal::Unavailable.code(), "SERVICE_UNAVAILABLE");
    assert!(began.elapsed() < Duration::from_millis(1500), "{:?}", began.elapsed());

    let Some(_server) = start_redis(port).await else {
        return;
    };
    let deadline = Instant::now() + Duration::from_secs(10);
    while state.ping().await.is_err() {
        assert!(Instant::now() < deadline, "commands did not come back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(state.wait_listening(Duration::from_secs(5)).await);
    // This process heard what it could not send; the gap is for the others and for what they said.
    assert_eq!(next(&mut news).await, message("t", "lost"));
    assert_eq!(next(&mut news).await, News::Gap);
    state.publish("t", "2").await;
    let mut heard = next(&mut news).await;
    while heard == News::Gap {
        heard = next(&mut news).await;
    }
    assert_eq!(heard, message("t", "2"));
    state.rate_limit("auth:1", 1, 100, 100.0).await.unwrap();
}

#[tokio::test]
async fn redis_may_be_down_at_start() {
    let state = RedisState::open(&format!("redis://127.0.0.1:{}/", free_port()), "x", clock()).unwrap();
    assert!(state.ping().await.is_err());
    assert!(!state.wait_listening(Duration::from_millis(50)).await);
    assert!(RedisState::open("not a url", "x", clock()).is_err());
}
