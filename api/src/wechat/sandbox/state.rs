//! What the sandbox remembers, and what all of it stands on: clock, seed, faults, rates.

use super::check::Checks;
use super::door::Refused;
use super::message::Messages;
use super::push::Pushes;
use super::token::Tokens;
use crate::identity::hex;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The time in Unix milliseconds.
pub type MillisClock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Requests remembered for `GET /__fake/requests`.
const MAX_REQUESTS: usize = 1000;

/// Beijing is this far ahead of UTC; days of quotas begin there.
const BEIJING_MS: i64 = 8 * 3_600_000;

/// A mini-program as the sandbox knows it.
#[derive(Clone)]
pub struct SandboxApp {
    /// Its id, such as `wx0123456789abcdef`.
    pub appid: String,
    /// Its secret.
    pub secret: String,
    /// Whether it belongs to an Open Platform account, so that logins carry a unionid.
    pub open_platform: bool,
}

/// How a call is made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FaultKind {
    /// Answer with the errcode in `value`, without doing anything.
    Errcode,
    /// Wait for `value` milliseconds, then go on as usual.
    Latency,
    /// Do the work, then end the connection without an answer.
    Reset,
    /// Do the work, then send half the answer.
    Truncated,
    /// Do the work, then answer what is no JSON.
    Nonsense,
    /// Answer 502 with a page of HTML, without doing anything.
    Html502,
}

/// A planned fault; those of an endpoint are used in the order they were set.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Fault {
    pub endpoint: String,
    pub kind: FaultKind,
    #[serde(default)]
    pub value: i64,
    #[serde(default = "once")]
    pub times: u32,
    /// So many calls go well before.
    #[serde(default)]
    pub after: u32,
}

fn once() -> u32 {
    1
}

/// Where public sources disagree, which reading is played.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Switches {
    /// What a used login code is told: 40163 was seen, 40029 is documented.
    pub used_code: i64,
    /// Whether an answer to a send carries a `msgid`.
    pub msgid: bool,
    /// Whether pushes carry `errcode` where it went well.
    pub push_errcode: bool,
    /// Whether the `List` of a push is an array also when it has one entry.
    pub list_array: bool,
    /// Whether labels of media checks are texts.
    pub label_text: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            used_code: 40163,
            msgid: true,
            push_errcode: false,
            list_array: false,
            label_text: true,
        }
    }
}

/// A template of subscribe messages.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Template {
    #[serde(default)]
    pub long_term: bool,
    pub keys: Vec<String>,
}

/// A request as it was seen, without secrets.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Seen {
    pub endpoint: String,
    pub method: String,
    pub appid: Option<String>,
    pub js_code: Option<String>,
    pub grant_type: Option<String>,
    pub user_agent: Option<String>,
    pub secret_right: bool,
    pub body: Option<serde_json::Value>,
    pub errcode: i64,
}

/// A code of a login or of the phone button.
pub(super) struct Code {
    pub user: String,
    pub appid: String,
    pub issued_ms: i64,
    pub used: bool,
}

/// Calls counted in one minute and one day.
#[derive(Default)]
struct Rate {
    minute: (i64, u64),
    day: (i64, u64),
}

#[derive(Default)]
pub(super) struct Inner {
    offset_ms: i64,
    counter: u64,
    pub users: HashMap<String, String>,
    pub phones: HashMap<String, String>,
    pub last_seen: HashMap<String, i64>,
    pub session_keys: HashMap<(String, String), String>,
    pub login_codes: HashMap<String, Code>,
    pub phone_codes: HashMap<String, Code>,
    pub exchanges: HashMap<String, VecDeque<i64>>,
    pub pages: Vec<String>,
    pub scenes: Vec<String>,
    pub switches: Switches,
    pub tokens: Tokens,
    pub messages: Messages,
    pub checks: Checks,
    pub pushes: Pushes,
    limits: HashMap<String, (u64, u64)>,
    rates: HashMap<String, Rate>,
    faults: Vec<Fault>,
    seen: VecDeque<Seen>,
}

/// The sandbox's whole memory.
pub(super) struct State {
    seed: [u8; 32],
    apps: Vec<SandboxApp>,
    clock: MillisClock,
    inner: Mutex<Inner>,
}

impl State {
    pub fn new(seed: [u8; 32], apps: Vec<SandboxApp>, clock: MillisClock) -> Self {
        Self {
            seed,
            apps,
            clock,
            inner: Mutex::default(),
        }
    }

    /// The memory, and the time. Nobody else has it meanwhile.
    pub fn lock(&self) -> (MutexGuard<'_, Inner>, i64) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.clock)().saturating_add(inner.offset_ms);
        (inner, now)
    }

    pub fn now_seconds(&self) -> i64 {
        self.lock().1 / 1000
    }

    /// 32 bytes that look random and are the same in every run.
    pub fn derive(&self, parts: &[&str]) -> [u8; 32] {
        let Ok(mut mac) = <Hmac<Sha256>>::new_from_slice(&self.seed) else {
            return [0; 32];
        };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// The same, different at each call.
    pub fn fresh(&self, inner: &mut Inner, label: &str) -> [u8; 32] {
        inner.counter += 1;
        self.derive(&[label, &inner.counter.to_string()])
    }

    /// A fresh text of so many characters, at most 43.
    pub fn fresh_text(&self, inner: &mut Inner, label: &str, length: usize) -> String {
        let bytes = self.fresh(inner, label);
        URL_SAFE_NO_PAD.encode(bytes).chars().take(length).collect()
    }

    /// The app by id, or the default one.
    pub fn app(&self, appid: Option<&str>) -> Option<&SandboxApp> {
        match appid {
            Some(appid) => self.apps.iter().find(|app| app.appid == appid),
            None => self.apps.first(),
        }
    }

    pub fn apps(&self) -> &[SandboxApp] {
        &self.apps
    }

    pub fn advance(&self, by_ms: i64) -> i64 {
        let (mut inner, now) = self.lock();
        inner.offset_ms = inner.offset_ms.saturating_add(by_ms);
        now.saturating_add(by_ms)
    }

    pub fn plan(&self, fault: Fault) {
        self.lock().0.faults.push(fault);
    }

    /// Takes the next planned fault of an endpoint.
    pub fn next_fault(&self, endpoint: &str) -> Option<(FaultKind, i64)> {
        let (mut inner, _) = self.lock();
        inner.faults.retain(|fault| fault.times > 0);
        let fault = inner.faults.iter_mut().find(|fault| fault.endpoint == endpoint)?;
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        fault.times -= 1;
        Some((fault.kind, fault.value))
    }

    pub fn see(&self, seen: Seen) {
        let (mut inner, _) = self.lock();
        if inner.seen.len() == MAX_REQUESTS {
            inner.seen.pop_front();
        }
        inner.seen.push_back(seen);
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.lock().0.seen.iter().cloned().collect()
    }

    /// Sets the limits of an endpoint, a minute and a day.
    pub fn limit(&self, endpoint: &str, limits: (u64, u64)) {
        self.lock().0.limits.insert(endpoint.to_owned(), limits);
    }

    /// Counts a call: 45011 and its kin past the minute's limit, 45009 past the day's.
    pub fn count_call(&self, endpoint: &str, limits: (u64, u64)) -> Result<(), Refused> {
        let (mut inner, now) = self.lock();
        let limits = inner.limits.get(endpoint).copied().unwrap_or(limits);
        let rate = inner.rates.entry(endpoint.to_owned()).or_default();
        let (minute, day) = (now / 60_000, (now + BEIJING_MS) / 86_400_000);
        for (window, at) in [(&mut rate.minute, minute), (&mut rate.day, day)] {
            if window.0 != at {
                *window = (at, 0);
            }
            window.1 += 1;
        }
        if rate.day.1 > limits.1 {
            Err(45009.into())
        } else if rate.minute.1 > limits.0 {
            // Content checks have a code of their own for the minute.
            Err(if endpoint.contains("_check") { 44991 } else { 45011 }.into())
        } else {
            Ok(())
        }
    }

    /// A trace id: three groups of eight hexadecimal digits.
    pub fn rid(&self) -> String {
        let (mut inner, _) = self.lock();
        let bytes = self.fresh(&mut inner, "rid");
        let groups = bytes.chunks(4).take(3);
        groups.map(hex).collect::<Vec<_>>().join("-")
    }

    /// A ticket that follows from what was asked.
    pub fn ticket(&self, kind: &str, asked: &str) -> String {
        let (mut inner, _) = self.lock();
        self.fresh_text(&mut inner, &format!("{kind}{asked}"), 11)
    }

    pub fn log_code(&self, scene: &str) {
        self.lock().0.scenes.push(scene.to_owned());
    }

    /// Whether the released version has a page; any, where none were named.
    pub fn check_page(&self, page: &str) -> Result<(), Refused> {
        let path = page.split('?').next().unwrap_or_default();
        let (inner, _) = self.lock();
        if inner.pages.is_empty() || inner.pages.iter().any(|known| known == path) {
            Ok(())
        } else {
            Err(41030.into())
        }
    }
}
