//! Checks of words and files, and the risk rank.

use super::door::{Call, Given, Refused};
use super::push::Job;
use super::state::State;
use serde::Deserialize;
use serde_json::json;

/// Whoever is checked for must have been in the app within two hours.
fn active(call: &Call<'_>) -> Result<String, Refused> {
    let app = call.app()?;
    let openid = call.text("openid").ok_or(40003)?;
    let user = match call.state.user_of(openid, &app.appid) {
        Some(user) => user,
        // Known, but to another app.
        None if call.state.known_elsewhere(openid) => return Err(43104.into()),
        None => return Err(40003.into()),
    };
    if call.number("scene").is_none_or(|scene| !(1..=4).contains(&scene)) {
        return Err(40129.into());
    }
    if call.state.is_active(&user) {
        Ok(user)
    } else {
        Err(61010.into())
    }
}

pub(super) fn msg_sec_check(call: &Call<'_>) -> Result<Given, Refused> {
    if call.number("version") != Some(2) {
        return Err(47001.into());
    }
    active(call)?;
    let content = call.text("content").ok_or(44002)?;
    if content.chars().count() > 2_500 {
        return Err(47001.into());
    }
    let (suggest, label) = call.state.worst_word(content);
    Ok(Given::Fields(json!({
        "trace_id": call.state.rid(),
        "result": { "suggest": suggest, "label": label },
        "detail": [
            { "strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90 },
            { "strategy": "keyword", "errcode": 0 },
        ],
    })))
}

pub(super) fn media_check_async(call: &Call<'_>) -> Result<Given, Refused> {
    if call.number("version") != Some(2) {
        return Err(47001.into());
    }
    active(call)?;
    let url = call.text("media_url").ok_or(44002)?;
    if call.number("media_type").is_none_or(|kind| !(1..=2).contains(&kind)) {
        return Err(40004.into());
    }
    let openid = call.text("openid").unwrap_or_default();
    let trace = call.state.begin_media_check(&call.app()?.appid, openid, url)?;
    Ok(Given::Fields(json!({ "trace_id": trace })))
}

pub(super) fn risk_rank(call: &Call<'_>) -> Result<Given, Refused> {
    let app = call.app()?;
    let openid = call.text("openid").ok_or(40003)?;
    let user = call.state.user_of(openid, &app.appid).ok_or(40003)?;
    if !call.state.is_active(&user) {
        return Err(61010.into());
    }
    // The real host spells it so.
    Ok(Given::Fields(json!({ "risk_rank": 0, "unoin_id": 0 })))
}

/// What is said of words or of files.
#[derive(Clone, Deserialize)]
pub(super) struct Scripted {
    /// What a text contains, or an address ends in.
    pub of: String,
    /// `pass`, `review` or `risky`.
    pub suggest: String,
    #[serde(default)]
    pub label: i64,
    /// For files: how long the check takes, by the sandbox's clock.
    #[serde(default)]
    pub delay_ms: i64,
    /// For files: told instead of a result, such as -1008.
    #[serde(default)]
    pub errcode: i64,
}

/// Scripted verdicts; what none fits passes.
#[derive(Default)]
pub(super) struct Checks {
    pub words: Vec<Scripted>,
    pub files: Vec<Scripted>,
    /// Addresses whose check is under way.
    asked: Vec<String>,
}

impl State {
    /// The worst verdict among the words of a text, with its label.
    pub fn worst_word(&self, text: &str) -> (String, i64) {
        let (inner, _) = self.lock();
        let rank = |suggest: &str| ["pass", "review", "risky"].iter().position(|one| *one == suggest);
        inner
            .checks
            .words
            .iter()
            .filter(|scripted| text.contains(&scripted.of))
            .max_by_key(|scripted| rank(&scripted.suggest))
            .map_or_else(|| ("pass".to_owned(), 100), |one| (one.suggest.clone(), one.label))
    }

    /// Begins the check of a file, whose verdict is pushed. The same file twice is refused.
    pub fn begin_media_check(&self, appid: &str, openid: &str, url: &str) -> Result<String, Refused> {
        let (mut inner, now) = self.lock();
        if inner.checks.asked.iter().any(|known| known == url) {
            return Err(87020.into());
        }
        inner.checks.asked.push(url.to_owned());
        let bare = url.split(['?', '#']).next().unwrap_or_default();
        let scripted = inner.checks.files.iter().find(|one| bare.ends_with(&one.of)).cloned();
        let trace = crate::identity::hex(&self.fresh(&mut inner, "trace")[..16]);
        let (suggest, label, delay, errcode) = scripted.map_or_else(
            || ("pass".to_owned(), 100, 0, 0),
            |one| (one.suggest, one.label, one.delay_ms, one.errcode),
        );
        let label = match inner.switches.label_text {
            true => json!(label.to_string()),
            false => json!(label),
        };
        let mut event = json!({ "Event": "wxa_media_check", "appid": appid, "trace_id": trace, "version": 2 });
        if errcode == 0 {
            event["result"] = json!({ "suggest": suggest, "label": label });
            event["detail"] = json!([{ "strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label,
                "prob": 90 }]);
        }
        if errcode != 0 || inner.switches.push_errcode {
            event["errcode"] = json!(errcode);
            event["errmsg"] = json!(if errcode == 0 { "ok" } else { "download failed" });
        }
        if errcode != 0 {
            event["detail"] = json!([]);
        }
        inner.pushes.queue(Job::new(appid, openid, event, now + delay));
        Ok(trace)
    }
}
