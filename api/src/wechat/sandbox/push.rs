//! Pushes to the app's own server: plain or encrypted, signed, tried again.

use super::state::State;
use crate::wechat::crypto::PushKeys;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long the receiver may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Attempts in all: the first and three more.
const ATTEMPTS: u32 = 4;

/// Where an app's pushes go.
#[derive(Clone, Deserialize)]
pub(super) struct Target {
    pub url: String,
    pub token: String,
    /// Empty: pushes come plain.
    #[serde(default)]
    pub aes_key: String,
    /// The pause before an attempt is made again.
    #[serde(default = "pause")]
    pub retry_ms: u64,
}

fn pause() -> u64 {
    5_000
}

/// How a push is made to go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PushFault {
    /// It never leaves.
    Drop,
    /// It comes twice.
    Duplicate,
    /// Its signature is wrong.
    WrongSignature,
    /// It is encrypted for another app.
    OtherApp,
}

/// A push that is to leave.
pub(super) struct Job {
    appid: String,
    openid: String,
    event: Value,
    /// By the sandbox's clock.
    due_ms: i64,
    /// By the machine's: the next attempt.
    from: Instant,
    attempts: u32,
    fault: Option<PushFault>,
}

impl Job {
    pub fn new(appid: &str, openid: &str, event: Value, due_ms: i64) -> Self {
        Self {
            appid: appid.to_owned(),
            openid: openid.to_owned(),
            event,
            due_ms,
            from: Instant::now(),
            attempts: 0,
            fault: None,
        }
    }
}

/// How an attempt ended.
#[derive(Clone, Serialize)]
pub(super) struct Delivered {
    event: String,
    status: u16,
    body: String,
}

/// Where pushes go, what waits, and how attempts ended.
#[derive(Default)]
pub(super) struct Pushes {
    pub targets: HashMap<String, Target>,
    pub faults: Vec<PushFault>,
    waiting: Vec<Job>,
    delivered: Vec<Delivered>,
}

impl Pushes {
    /// Queues a push; without a target it goes nowhere.
    pub fn queue(&mut self, mut job: Job) {
        if !self.targets.contains_key(&job.appid) {
            return;
        }
        job.fault = (!self.faults.is_empty()).then(|| self.faults.remove(0));
        match job.fault {
            Some(PushFault::Drop) => {}
            Some(PushFault::Duplicate) => {
                let again = Job::new(&job.appid, &job.openid, job.event.clone(), job.due_ms);
                self.waiting.extend([job, again]);
            }
            _ => self.waiting.push(job),
        }
    }
}

impl State {
    /// Pushes an event about templates. `List` is an object when it has one entry, unless switched.
    pub fn push_list(&self, appid: &str, openid: &str, event: &str, entry: Value) {
        let (mut inner, now) = self.lock();
        let list = if inner.switches.list_array {
            json!([entry])
        } else {
            entry
        };
        let event = json!({ "Event": event, "List": list });
        inner.pushes.queue(Job::new(appid, openid, event, now));
    }

    /// Sends pushes of the default app there.
    pub fn push_to(&self, url: String, token: &str, aes_key: &str) {
        let Some(app) = self.app(None) else {
            return;
        };
        let target = Target {
            url,
            token: token.to_owned(),
            aes_key: aes_key.to_owned(),
            retry_ms: pause(),
        };
        self.lock().0.pushes.targets.insert(app.appid.clone(), target);
    }

    pub fn delivered(&self) -> Vec<Delivered> {
        self.lock().0.pushes.delivered.clone()
    }

    /// How many pushes wait.
    pub fn undelivered(&self) -> usize {
        self.lock().0.pushes.waiting.len()
    }
}

/// Delivers pushes until it is aborted.
pub(super) async fn deliver(state: Arc<State>) {
    let Ok(http) = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build() else {
        return;
    };
    loop {
        let (jobs, now) = {
            let (mut inner, now) = state.lock();
            let machine = Instant::now();
            let due = |job: &mut Job| job.due_ms <= now && job.from <= machine;
            let jobs: Vec<Job> = inner.pushes.waiting.extract_if(.., due).collect();
            (jobs, now)
        };
        let sends = jobs.into_iter().map(|job| attempt(&state, &http, job, now));
        futures_util::future::join_all(sends).await;
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

async fn attempt(state: &State, http: &reqwest::Client, mut job: Job, now: i64) {
    let Some(target) = state.lock().0.pushes.targets.get(&job.appid).cloned() else {
        return;
    };
    let mut event = json!({ "ToUserName": "gh_sandbox", "FromUserName": job.openid, "CreateTime": now / 1000,
        "MsgType": "event" });
    if let (Some(into), Some(from)) = (event.as_object_mut(), job.event.as_object()) {
        into.extend(from.clone());
    }
    // A push that is tried again is the same to the byte.
    job.event = event.clone();
    let Some((query, body)) = dress(state, &target, &job, &event, now) else {
        return;
    };
    let sent = http.post(&target.url).query(&query).body(body).send().await;
    let (status, text) = match sent {
        Ok(response) => {
            let status = response.status().as_u16();
            (status, response.text().await.unwrap_or_default())
        }
        Err(_) => (0, String::new()),
    };
    let name = event["Event"].as_str().unwrap_or_default().to_owned();
    let (mut inner, _) = state.lock();
    inner.pushes.delivered.push(Delivered {
        event: name,
        status,
        body: text,
    });
    job.attempts += 1;
    if status != 200 && job.attempts < ATTEMPTS {
        job.from = Instant::now() + Duration::from_millis(target.retry_ms);
        inner.pushes.waiting.push(job);
    }
}

/// Query and body, signed and encrypted as the target wants them.
fn dress(
    state: &State,
    target: &Target,
    job: &Job,
    event: &Value,
    now: i64,
) -> Option<(Vec<(&'static str, String)>, String)> {
    let appid = match job.fault {
        Some(PushFault::OtherApp) => "wxsomebodyelse",
        _ => job.appid.as_str(),
    };
    let keys = PushKeys::new(&target.token, &target.aes_key, appid).ok()?;
    let (nonce, random) = {
        let (mut inner, _) = state.lock();
        let random = *state.fresh(&mut inner, "push").first_chunk::<16>()?;
        (u32::from_be_bytes(*random.first_chunk()?).to_string(), random)
    };
    let timestamp = (now / 1000).to_string();
    let wrong = job.fault == Some(PushFault::WrongSignature);
    let sign = |parts: &[&str]| if wrong { "0".repeat(40) } else { keys.sign(parts) };
    let mut query = vec![
        ("signature", sign(&[&timestamp, &nonce])),
        ("timestamp", timestamp.clone()),
        ("nonce", nonce.clone()),
        ("openid", job.openid.clone()),
    ];
    if !keys.encrypted() {
        return Some((query, event.to_string()));
    }
    let sealed = keys.close(event.to_string().as_bytes(), random).ok()?;
    query.push(("encrypt_type", "aes".to_owned()));
    query.push(("msg_signature", sign(&[&timestamp, &nonce, &sealed])));
    let body = json!({ "ToUserName": "gh_sandbox", "Encrypt": sealed });
    Some((query, body.to_string()))
}

/// Checks an address as WeChat's console does: whether it gives `echostr` back.
pub(super) async fn verify(state: &State, target: &Target, appid: &str) -> Result<bool, reqwest::Error> {
    let Ok(keys) = PushKeys::new(&target.token, &target.aes_key, appid) else {
        return Ok(false);
    };
    let timestamp = state.now_seconds().to_string();
    let echo = state.ticket("echo", &timestamp);
    let query = [
        ("signature", keys.sign(&[&timestamp, "1514711492"])),
        ("timestamp", timestamp),
        ("nonce", "1514711492".to_owned()),
        ("echostr", echo.clone()),
    ];
    let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
    let answer = http.get(&target.url).query(&query).send().await?;
    Ok(answer.status() == 200 && answer.text().await? == echo)
}
