//! `/cgi-bin/message/subscribe/send`.

use super::door::{Call, Given, Refused};
use super::rules;
use super::state::{State, Template};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

/// The turn of one send: two at once to one person are refused.
pub(super) enum Turn<'a> {
    /// No send, or nobody to send to.
    None,
    /// Another send to the person is under way.
    Taken,
    /// This one's.
    Mine(&'a State, String),
}

impl<'a> Turn<'a> {
    pub fn take(state: &'a State, path: &str, body: Option<&Value>) -> Self {
        let whom = body.and_then(|body| body["touser"].as_str());
        match whom.filter(|_| path == "/cgi-bin/message/subscribe/send") {
            None => Self::None,
            Some(whom) if state.begin_send(whom) => Self::Mine(state, whom.to_owned()),
            Some(_) => Self::Taken,
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Self::Mine(state, whom) = self {
            state.end_send(whom);
        }
    }
}

pub(super) fn send(call: &Call<'_>) -> Result<Given, Refused> {
    let app = call.app()?;
    let openid = call.text("touser").ok_or(40003)?;
    let user = call.state.user_of(openid, &app.appid).ok_or(40003)?;
    let template_id = call.text("template_id").ok_or(40037)?;
    let template = call.state.template(template_id).ok_or(40037)?;
    if let Some(page) = call.text("page") {
        call.state.check_page(page)?;
    }
    let Some(data) = call.body["data"].as_object() else {
        return Err(47003.into());
    };
    for key in &template.keys {
        let value = data
            .get(key)
            .and_then(|field| field["value"].as_str())
            .unwrap_or_default();
        if !rules::fits(&template, key, value) {
            return Err(Refused {
                errcode: 47003,
                detail: Some(format!("argument invalid! data.{key}.value invalid")),
            });
        }
        if call.state.worst_word(value).0 == "risky" {
            return Err(45168.into());
        }
    }
    let msgid = call.state.send(&app.appid, &user, openid, template_id, call.body)?;
    Ok(Given::Fields(match msgid {
        Some(msgid) => json!({ "msgid": msgid }),
        None => json!({}),
    }))
}

/// Templates, grants, and what was sent.
#[derive(Default)]
pub(super) struct Messages {
    templates: HashMap<String, Template>,
    /// Sends left by person and template; a long-term one is not used up.
    grants: HashMap<(String, String), u32>,
    sent: Vec<Sent>,
    sending: HashSet<String>,
}

/// A message that reached a phone.
#[derive(Clone, Serialize)]
pub(super) struct Sent {
    user: String,
    openid: String,
    template_id: String,
    page: Option<String>,
    data: Value,
    msgid: String,
    at_ms: i64,
}

impl State {
    pub fn add_template(&self, id: &str, template: Template) {
        self.lock().0.messages.templates.insert(id.to_owned(), template);
    }

    pub fn template(&self, id: &str) -> Option<Template> {
        self.lock().0.messages.templates.get(id).cloned()
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.lock().0.messages.sent.clone()
    }

    /// False while another send to the person is under way.
    pub fn begin_send(&self, openid: &str) -> bool {
        self.lock().0.messages.sending.insert(openid.to_owned())
    }

    pub fn end_send(&self, openid: &str) {
        self.lock().0.messages.sending.remove(openid);
    }

    /// What the person answers to a prompt.
    pub fn prompt(&self, appid: &str, user: &str, template_id: &str, accept: bool) -> Option<&'static str> {
        let template = self.template(template_id)?;
        let openid = self.openid(user, appid);
        let (mut inner, _) = self.lock();
        if !inner.users.contains_key(user) {
            return None;
        }
        let granted = inner
            .messages
            .grants
            .entry((user.to_owned(), template_id.to_owned()))
            .or_default();
        if accept {
            *granted = if template.long_term { 1 } else { *granted + 1 };
        }
        let answer = if accept { "accept" } else { "reject" };
        let list = json!({ "TemplateId": template_id, "SubscribeStatusString": answer, "PopupScene": "0" });
        drop(inner);
        self.push_list(appid, &openid, "subscribe_msg_popup_event", list);
        Some(answer)
    }

    /// The person takes all grants of a template back in the settings of WeChat.
    pub fn unsubscribe(&self, appid: &str, user: &str, template_id: &str) {
        let openid = self.openid(user, appid);
        let at = (user.to_owned(), template_id.to_owned());
        self.lock().0.messages.grants.remove(&at);
        let list = json!({ "TemplateId": template_id, "SubscribeStatusString": "reject" });
        self.push_list(appid, &openid, "subscribe_msg_change_event", list);
    }

    /// Uses a grant up and keeps the message; 43101 without one.
    pub fn send(
        &self,
        appid: &str,
        user: &str,
        openid: &str,
        template_id: &str,
        body: &Value,
    ) -> Result<Option<String>, Refused> {
        let (mut inner, now) = self.lock();
        let long = inner
            .messages
            .templates
            .get(template_id)
            .is_some_and(|known| known.long_term);
        let at = (user.to_owned(), template_id.to_owned());
        let left = inner
            .messages
            .grants
            .get_mut(&at)
            .filter(|left| **left > 0)
            .ok_or(43101)?;
        if !long {
            *left -= 1;
        }
        let digits = self.fresh(&mut inner, "msgid");
        let msgid = u64::from_be_bytes(digits[..8].try_into().unwrap_or_default()).to_string();
        inner.messages.sent.push(Sent {
            user: user.to_owned(),
            openid: openid.to_owned(),
            template_id: template_id.to_owned(),
            page: body["page"].as_str().map(str::to_owned),
            data: body["data"].clone(),
            msgid: msgid.clone(),
            at_ms: now,
        });
        let told = inner.switches.msgid.then(|| msgid.clone());
        drop(inner);
        let list = json!({ "TemplateId": template_id, "MsgID": msgid, "ErrorCode": "0", "ErrorStatus": "success" });
        self.push_list(appid, openid, "subscribe_msg_sent_event", list);
        Ok(told)
    }
}
