//! Subscribe messages: what a person may be sent, and what did not arrive.

use super::{error::failed, page, viewer::app};
use crate::{
    store::{entity::wechat_message, messages},
    usecase::wechat::{deliver::reason, grants},
    wechat::template,
};
use async_graphql::{Context, Enum, Object, Result, SimpleObject, connection::Connection};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// What a subscribe message is about.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "template::MessageKind")]
pub enum MessageKind {
    /// A proposal was answered.
    Answer,
    /// A proposal moved on.
    Progress,
    /// A round on a proposal began or ended.
    Round,
    /// A ballot opened or closes soon.
    Ballot,
    /// What was promised waits to be rated.
    Rating,
}

/// What a phone answers when it is asked about a template.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "grants::Answer")]
pub enum SubscribeAnswer {
    /// Yes: one message more, or messages without end.
    Accept,
    /// Not now.
    Reject,
    /// The template is banned.
    Ban,
    /// Not shown, because another has the same title.
    Filter,
}

/// A template of subscribe messages, and what I have granted.
#[derive(SimpleObject)]
pub struct SubscribeTemplate {
    /// What its messages are about.
    kind: MessageKind,
    /// Its id, for `wx.requestSubscribeMessage`.
    template: String,
    /// Whether one acceptance is for good. Both kinds cannot be asked for at once.
    long_term: bool,
    /// How many messages I have granted and not been sent.
    remaining: i64,
}

/// The templates with my grants.
pub async fn mine(ctx: &Context<'_>) -> Result<Vec<SubscribeTemplate>> {
    let app = app(ctx);
    let actor = super::arguments::known(ctx)?;
    let grants = messages::grants_of(app.db.reader(), actor.person.0)
        .await
        .map_err(|e| failed(ctx, e))?;
    let remaining = |id: &str| {
        grants
            .iter()
            .find(|row| row.template_id == id)
            .map_or(0, |row| row.remaining)
    };
    let templates = app.templates.all().map(|(kind, template)| SubscribeTemplate {
        kind: kind.into(),
        template: template.id.clone(),
        long_term: template.long_term,
        remaining: remaining(&template.id),
    });
    Ok(templates.collect())
}

/// Why a message did not arrive.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum UndeliveredReason {
    /// WeChat refused it; the errcode says why.
    Refused,
    /// An answer was lost on the way. It may have arrived, and was not sent again lest it come twice.
    Unanswered,
    /// It could not be sent for two days.
    TooOld,
    /// The person has no WeChat account any more.
    NoAccount,
    /// Its template is not configured any more.
    NoTemplate,
}

/// A message that did not arrive, as an operator sees it: nothing of what it says or to whom.
pub struct UndeliveredMessage(wechat_message::Model);

/// A message that did not arrive, as an operator sees it: nothing of what it says or to whom.
#[Object]
impl UndeliveredMessage {
    /// What it was about.
    async fn kind(&self) -> Option<MessageKind> {
        template::MessageKind::parse(&self.0.kind).map(Into::into)
    }
    /// Its template.
    async fn template(&self) -> &str {
        &self.0.template_id
    }
    /// Why.
    async fn reason(&self) -> UndeliveredReason {
        match self.0.reason.as_deref() {
            Some(reason::UNANSWERED) => UndeliveredReason::Unanswered,
            Some(reason::TOO_OLD) => UndeliveredReason::TooOld,
            Some(reason::NO_ACCOUNT) => UndeliveredReason::NoAccount,
            Some(reason::NO_TEMPLATE) => UndeliveredReason::NoTemplate,
            _ => UndeliveredReason::Refused,
        }
    }
    /// What WeChat said last.
    async fn errcode(&self) -> Option<i64> {
        self.0.errcode
    }
    /// How often it was tried.
    async fn attempts(&self) -> i64 {
        self.0.attempts
    }
    /// RFC 3339.
    async fn created_at(&self) -> String {
        Instant::from_millis(self.0.created_at).rfc3339()
    }
}

/// A page of messages of a district that did not arrive.
pub async fn undelivered(
    ctx: &Context<'_>,
    district: Uuid,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, UndeliveredMessage>> {
    let app = app(ctx);
    let page = page::asked(ctx, format!("undelivered:{district}"), first, after.as_deref())?;
    let rows = messages::undelivered(app.db.reader(), district, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    Ok(page.of(rows, |row| (row.created_at, row.id), UndeliveredMessage))
}
