//! People with phones: logins, session keys, phone numbers.

use super::door::Refused;
use super::state::{Code, Inner, SandboxApp, State};
use crate::identity::hex;
use crate::wechat::crypto::{close_data, data_signature};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Value, json};

/// How long a code lives, of a login as of the phone button.
const CODE_LIFE_MS: i64 = 5 * 60 * 1000;
/// Exchanges one person may make in a minute.
const PER_MINUTE: usize = 100;
/// How long somebody counts as being in the app.
const ACTIVE_MS: i64 = 2 * 3_600_000;

/// A successful exchange.
#[derive(Serialize)]
pub(super) struct Exchanged {
    pub openid: String,
    pub session_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unionid: Option<String>,
}

impl State {
    /// 28 characters beginning with `o`, as real ones are.
    pub fn openid(&self, user: &str, appid: &str) -> String {
        let bytes = self.derive(&["openid", user, appid]);
        let tail: String = URL_SAFE_NO_PAD.encode(bytes).chars().take(27).collect();
        format!("o{tail}")
    }

    /// The person of an openid within an app.
    pub fn user_of(&self, openid: &str, appid: &str) -> Option<String> {
        let users: Vec<String> = self.lock().0.users.keys().cloned().collect();
        users.into_iter().find(|user| self.openid(user, appid) == openid)
    }

    /// Whether an openid is somebody's in any app.
    pub fn known_elsewhere(&self, openid: &str) -> bool {
        self.apps().iter().any(|app| self.user_of(openid, &app.appid).is_some())
    }

    /// The person of a name; the same name is the same person.
    pub fn add_user(&self, name: &str, phone: Option<&str>) -> String {
        let bytes = self.derive(&["user", name]);
        let user = hex(&bytes[..8]);
        let (mut inner, now) = self.lock();
        inner.users.insert(user.clone(), name.to_owned());
        inner.last_seen.insert(user.clone(), now);
        if let Some(phone) = phone {
            inner.phones.insert(user.clone(), phone.to_owned());
        }
        user
    }

    /// The person is in the app now; false for an unknown one.
    pub fn touch(&self, user: &str) -> bool {
        let (mut inner, now) = self.lock();
        let known = inner.users.contains_key(user);
        if known {
            inner.last_seen.insert(user.to_owned(), now);
        }
        known
    }

    /// Whether the person was in the app within two hours.
    pub fn is_active(&self, user: &str) -> bool {
        let (inner, now) = self.lock();
        inner.last_seen.get(user).is_some_and(|at| now - at < ACTIVE_MS)
    }

    /// What `wx.login` would give on this person's phone; `None` for an unknown person.
    pub fn login(&self, user: &str, appid: &str) -> Option<String> {
        if !self.touch(user) {
            return None;
        }
        let (mut inner, now) = self.lock();
        let tail = self.fresh_text(&mut inner, "code", 31);
        let code = format!("0{tail}");
        inner.login_codes.insert(code.clone(), fresh(user, appid, now));
        Some(code)
    }

    /// What the phone button would give; `None` for an unknown person or one without a number.
    pub fn tap_phone(&self, user: &str, appid: &str) -> Option<String> {
        if !self.touch(user) {
            return None;
        }
        let (mut inner, now) = self.lock();
        inner.phones.get(user)?;
        // 64 hexadecimal digits, unlike those of a login.
        let code = hex(&self.fresh(&mut inner, "phone"));
        inner.phone_codes.insert(code.clone(), fresh(user, appid, now));
        Some(code)
    }

    /// Uses up a code of the phone button: the number, and now.
    pub fn phone_of_code(&self, code: &str, appid: &str, openid: Option<&str>) -> Result<(String, i64), Refused> {
        let (mut inner, now) = self.lock();
        let known = inner.phone_codes.get_mut(code).ok_or(40029)?;
        if known.appid != appid {
            return Err(40013.into());
        }
        let foreign = openid.is_some_and(|openid| openid != self.openid(&known.user, appid));
        if known.used || foreign || now >= known.issued_ms.saturating_add(CODE_LIFE_MS) {
            return Err(40029.into());
        }
        known.used = true;
        let user = known.user.clone();
        let phone = inner.phones.get(&user).cloned().ok_or(40029)?;
        Ok((phone, now))
    }

    /// Uses up a code of a login.
    pub fn exchange(&self, code: &str, app: &SandboxApp) -> Result<Exchanged, Refused> {
        let (mut inner, now) = self.lock();
        let used_code = inner.switches.used_code;
        let Inner {
            login_codes, exchanges, ..
        } = &mut *inner;
        let known = login_codes
            .get_mut(code)
            .filter(|known| known.appid == app.appid)
            .ok_or(40029)?;
        if known.used {
            return Err(used_code.into());
        }
        if now >= known.issued_ms.saturating_add(CODE_LIFE_MS) {
            return Err(40029.into());
        }
        let recent = exchanges.entry(known.user.clone()).or_default();
        recent.retain(|at| now - at < 60_000);
        if recent.len() >= PER_MINUTE {
            return Err(45011.into());
        }
        recent.push_back(now);
        known.used = true;
        let user = known.user.clone();
        let session_key = self.renew(&mut inner, &user, &app.appid);
        let openid = self.openid(&user, &app.appid);
        let unionid = app.open_platform.then(|| self.openid(&user, "open platform"));
        Ok(Exchanged {
            openid,
            session_key,
            unionid,
        })
    }

    /// The one valid session key of a person.
    pub fn session_key(&self, user: &str, appid: &str) -> Option<String> {
        let at = (user.to_owned(), appid.to_owned());
        self.lock().0.session_keys.get(&at).cloned()
    }

    /// Data under the person's session key, signed and encrypted, with the watermark that names the app.
    pub fn open_data(&self, user: &str, appid: &str, data: &Value) -> Option<Value> {
        let key = self.session_key(user, appid)?;
        let (mut inner, now) = self.lock();
        let iv = *self.fresh(&mut inner, "iv").first_chunk::<16>()?;
        let raw = data.to_string();
        let mut marked = data.clone();
        marked["watermark"] = json!({ "appid": appid, "timestamp": now / 1000 });
        let sealed = close_data(&key, iv, marked.to_string().as_bytes()).ok()?;
        let signature = data_signature(&raw, &key);
        Some(json!({ "rawData": raw, "signature": signature, "encryptedData": sealed, "iv": STANDARD.encode(iv) }))
    }

    /// Puts another session key in its place.
    pub fn new_session_key(&self, user: &str, appid: &str) -> String {
        self.renew(&mut self.lock().0, user, appid)
    }

    fn renew(&self, inner: &mut Inner, user: &str, appid: &str) -> String {
        let bytes = self.fresh(inner, &format!("session_key {user}"));
        let key = STANDARD.encode(&bytes[..16]);
        let at = (user.to_owned(), appid.to_owned());
        inner.session_keys.insert(at, key.clone());
        key
    }
}

fn fresh(user: &str, appid: &str, now: i64) -> Code {
    Code {
        user: user.to_owned(),
        appid: appid.to_owned(),
        issued_ms: now,
        used: false,
    }
}
