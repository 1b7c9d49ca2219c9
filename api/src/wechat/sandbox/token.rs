//! Access tokens of both kinds.

use super::door::{Call, Given, Refused};
use super::state::{Inner, SandboxApp, State};
use serde_json::json;
use std::collections::HashMap;

fn app<'a>(call: &Call<'a>, given: &dyn Fn(&str) -> Option<String>) -> Result<&'a SandboxApp, Refused> {
    if given("grant_type").as_deref() != Some("client_credential") {
        return Err(40002.into());
    }
    let appid = given("appid").ok_or(41002)?;
    let secret = given("secret").ok_or(41004)?;
    let app = call.state.app(Some(&appid)).ok_or(40013)?;
    if app.secret == secret {
        Ok(app)
    } else {
        Err(40125.into())
    }
}

/// `/cgi-bin/stable_token`: the same token until its last five minutes, in which the next one is given
/// and both work.
pub(super) fn stable(call: &Call<'_>) -> Result<Given, Refused> {
    let app = app(call, &|name| call.text(name).map(str::to_owned))?;
    let force = call.body["force_refresh"].as_bool().unwrap_or(false);
    let (token, seconds) = call.state.stable_token(&app.appid, force)?;
    Ok(Given::Bare(json!({ "access_token": token, "expires_in": seconds })))
}

/// `/cgi-bin/token`: each call begins the end of the one before.
pub(super) fn legacy(call: &Call<'_>) -> Result<Given, Refused> {
    let app = app(call, &|name| {
        call.query.get(name).filter(|text| !text.is_empty()).cloned()
    })?;
    let token = call.state.legacy_token(&app.appid);
    Ok(Given::Bare(json!({ "access_token": token, "expires_in": 7200 })))
}

/// A token lives this long.
const LIFE_MS: i64 = 7_200_000;
/// In its last five minutes the next one is given.
const OVERLAP_MS: i64 = 300_000;
/// Forced renewals a day, and the time between two.
const FORCED: (u32, i64) = (20, 30_000);

/// The access tokens that are known, and the current ones.
#[derive(Default)]
pub(super) struct Tokens {
    /// App and end by token.
    known: HashMap<String, (String, i64)>,
    stable: HashMap<String, String>,
    legacy: HashMap<String, String>,
    /// Day, count and time of the last forced renewal by app.
    forced: HashMap<String, (i64, u32, i64)>,
}

impl State {
    /// The app of a token that lives: 40001 for an unknown one, 42001 for one that is over.
    pub fn app_of_token(&self, token: &str) -> Result<String, Refused> {
        let (inner, now) = self.lock();
        let (appid, until) = inner.tokens.known.get(token).ok_or(40001)?;
        if now < *until {
            Ok(appid.clone())
        } else {
            Err(42001.into())
        }
    }

    /// A token with the seconds that it has left.
    pub fn stable_token(&self, appid: &str, force: bool) -> Result<(String, i64), Refused> {
        let (mut inner, now) = self.lock();
        let current = inner.tokens.stable.get(appid).cloned();
        let left = current
            .as_ref()
            .and_then(|token| inner.tokens.known.get(token))
            .map_or(0, |(_, until)| until - now);
        let mut forced = false;
        if force {
            let day = now / 86_400_000;
            let past = inner
                .tokens
                .forced
                .entry(appid.to_owned())
                .or_insert((day, 0, i64::MIN / 2));
            if past.0 != day {
                *past = (day, 0, past.2);
            }
            if past.1 >= FORCED.0 {
                return Err(45009.into());
            }
            // Calls that are closer do not renew.
            if now - past.2 >= FORCED.1 {
                *past = (day, past.1 + 1, now);
                forced = true;
            }
        }
        if let Some(token) = current {
            if forced {
                inner.tokens.known.remove(&token);
            } else if left > OVERLAP_MS {
                return Ok((token, left / 1000));
            }
        }
        let token = self.give(&mut inner, appid, now);
        inner.tokens.stable.insert(appid.to_owned(), token.clone());
        Ok((token, LIFE_MS / 1000))
    }

    pub fn legacy_token(&self, appid: &str) -> String {
        let (mut inner, now) = self.lock();
        let token = self.give(&mut inner, appid, now);
        let before = inner.tokens.legacy.insert(appid.to_owned(), token.clone());
        if let Some(before) = before.and_then(|before| inner.tokens.known.get_mut(&before)) {
            before.1 = before.1.min(now + OVERLAP_MS);
        }
        token
    }

    fn give(&self, inner: &mut Inner, appid: &str, now: i64) -> String {
        let parts: Vec<String> = (0..3).map(|_| self.fresh_text(inner, "token", 43)).collect();
        let token = parts.concat();
        inner
            .tokens
            .known
            .insert(token.clone(), (appid.to_owned(), now + LIFE_MS));
        token
    }

    /// Ends all tokens: they are over (`invalid` false) or were never known.
    pub fn end_tokens(&self, invalid: bool) {
        let (mut inner, now) = self.lock();
        inner.tokens.stable.clear();
        if invalid {
            inner.tokens.known.clear();
        }
        for (_, until) in inner.tokens.known.values_mut() {
            *until = now;
        }
    }
}
