//! What the sandbox remembers.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The time in Unix milliseconds.
pub type MillisClock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How long a login code lives.
const CODE_LIFE_MS: i64 = 5 * 60 * 1000;
/// Exchanges one person may make in a minute.
const PER_MINUTE: usize = 100;
/// Requests remembered for `GET /__fake/requests`.
const MAX_REQUESTS: usize = 1000;

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
}

fn once() -> u32 {
    1
}

/// A request as it was seen, without the secret.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Seen {
    pub endpoint: String,
    pub method: String,
    pub appid: Option<String>,
    pub js_code: Option<String>,
    pub grant_type: Option<String>,
    pub user_agent: Option<String>,
    pub secret_right: bool,
    pub errcode: i64,
}

struct Code {
    user: String,
    appid: String,
    issued_ms: i64,
    used: bool,
}

#[derive(Default)]
struct Inner {
    offset_ms: i64,
    counter: u64,
    users: HashMap<String, String>,
    codes: HashMap<String, Code>,
    exchanges: HashMap<String, VecDeque<i64>>,
    faults: Vec<Fault>,
    seen: VecDeque<Seen>,
}

/// A successful exchange.
#[derive(Serialize)]
pub(super) struct Exchanged {
    pub openid: String,
    pub session_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unionid: Option<String>,
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

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self, inner: &Inner) -> i64 {
        (self.clock)().saturating_add(inner.offset_ms)
    }

    /// 32 bytes that look random and are the same in every run.
    fn derive(&self, parts: &[&str]) -> [u8; 32] {
        let Ok(mut mac) = <Hmac<Sha256>>::new_from_slice(&self.seed) else {
            return [0; 32];
        };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// The app by id, or the default one.
    pub fn app(&self, appid: Option<&str>) -> Option<&SandboxApp> {
        match appid {
            Some(appid) => self.apps.iter().find(|app| app.appid == appid),
            None => self.apps.first(),
        }
    }

    /// 28 characters beginning with `o`, as real ones are.
    pub fn openid(&self, user: &str, appid: &str) -> String {
        let bytes = self.derive(&["openid", user, appid]);
        let tail: String = URL_SAFE_NO_PAD.encode(bytes).chars().take(27).collect();
        format!("o{tail}")
    }

    /// The person of a name; the same name is the same person.
    pub fn add_user(&self, name: &str) -> String {
        let bytes = self.derive(&["user", name]);
        let user: String = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.lock().users.insert(user.clone(), name.to_owned());
        user
    }

    /// What `wx.login` would give on this person's phone; `None` for an unknown person.
    pub fn login(&self, user: &str, appid: &str) -> Option<String> {
        let mut inner = self.lock();
        if !inner.users.contains_key(user) {
            return None;
        }
        inner.counter += 1;
        let bytes = self.derive(&["code", &inner.counter.to_string()]);
        let tail: String = URL_SAFE_NO_PAD.encode(bytes).chars().take(31).collect();
        let code = format!("0{tail}");
        let issued_ms = self.now(&inner);
        let (user, appid) = (user.to_owned(), appid.to_owned());
        inner.codes.insert(
            code.clone(),
            Code {
                user,
                appid,
                issued_ms,
                used: false,
            },
        );
        Some(code)
    }

    pub fn advance(&self, by_ms: i64) -> i64 {
        let mut inner = self.lock();
        inner.offset_ms = inner.offset_ms.saturating_add(by_ms);
        self.now(&inner)
    }

    pub fn plan(&self, fault: Fault) {
        self.lock().faults.push(fault);
    }

    /// Takes the next planned fault of an endpoint.
    pub fn next_fault(&self, endpoint: &str) -> Option<(FaultKind, i64)> {
        let mut inner = self.lock();
        inner.faults.retain(|fault| fault.times > 0);
        let fault = inner.faults.iter_mut().find(|fault| fault.endpoint == endpoint)?;
        fault.times -= 1;
        Some((fault.kind, fault.value))
    }

    pub fn see(&self, seen: Seen) {
        let mut inner = self.lock();
        if inner.seen.len() == MAX_REQUESTS {
            inner.seen.pop_front();
        }
        inner.seen.push_back(seen);
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.lock().seen.iter().cloned().collect()
    }

    /// A trace id: three groups of eight hexadecimal digits.
    pub fn rid(&self) -> String {
        let mut inner = self.lock();
        inner.counter += 1;
        let bytes = self.derive(&["rid", &inner.counter.to_string()]);
        let hex: Vec<String> = bytes.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        hex.chunks(4).map(|group| group.concat()).collect::<Vec<_>>().join("-")
    }

    /// Uses up a code. The error is WeChat's errcode.
    pub fn exchange(&self, code: &str, app: &SandboxApp) -> Result<Exchanged, i64> {
        let mut inner = self.lock();
        let now = self.now(&inner);
        let Inner {
            codes,
            exchanges,
            counter,
            ..
        } = &mut *inner;
        let known = codes
            .get_mut(code)
            .filter(|known| known.appid == app.appid)
            .ok_or(40029)?;
        if known.used {
            return Err(40163);
        }
        if now >= known.issued_ms.saturating_add(CODE_LIFE_MS) {
            return Err(40029);
        }
        let recent = exchanges.entry(known.user.clone()).or_default();
        recent.retain(|at| now - at < 60_000);
        if recent.len() >= PER_MINUTE {
            return Err(45011);
        }
        recent.push_back(now);
        known.used = true;
        *counter += 1;
        let key = self.derive(&["session_key", &known.user, &counter.to_string()]);
        let openid = self.openid(&known.user, &app.appid);
        let unionid = app.open_platform.then(|| self.openid(&known.user, "open platform"));
        let session_key = STANDARD.encode(&key[..16]);
        Ok(Exchanged {
            openid,
            session_key,
            unionid,
        })
    }
}
