//! The ledger of grants: what people answered when they were asked whether they want messages.

use super::super::{App, Failure, Request};
use crate::store::{
    idempotency::{self, Claim},
    messages,
};
use sea_orm::DatabaseTransaction;
use serde_json::Value;
use yiting_domain::{people::Actor, refusal::Refusal};

/// What a phone answers for one template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// One send more, or sends without end.
    Accept,
    /// Not now; what was granted before stays.
    Reject,
    /// The template is banned.
    Ban,
    /// It was not shown, because another has the same title.
    Filter,
}

impl Answer {
    /// The name in the database and in WeChat.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Ban => "ban",
            Self::Filter => "filter",
        }
    }
}

/// The most templates that one prompt shows.
const MOST_AT_ONCE: usize = 5;

/// Keeps what `wx.requestSubscribeMessage` answered, once. A phone that claims more than was granted
/// gains nothing: WeChat refuses the send, and the ledger is set right.
///
/// # Errors
/// [`Refusal::Invalid`] for none, too many or unknown templates; [`Refusal::IdempotencyConflict`].
pub async fn record(app: &App, actor: &Actor, request: &Request, answers: &[(String, Answer)]) -> Result<(), Failure> {
    let mut named: Vec<&str> = answers.iter().map(|(template, _)| template.as_str()).collect();
    named.sort_unstable();
    named.dedup();
    let known = named.iter().all(|template| app.templates.by_id(template).is_some());
    if named.is_empty() || named.len() != answers.len() || answers.len() > MOST_AT_ONCE || !known {
        return Err(Refusal::Invalid.into());
    }
    let (now, person) = (app.now(), actor.person.0);
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, person, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    for (template, answer) in answers {
        let long_term = app.templates.by_id(template).is_some_and(|template| template.long_term);
        match answer {
            Answer::Accept => messages::grant(&tx, person, template, long_term, now).await?,
            Answer::Reject | Answer::Ban | Answer::Filter => {
                messages::answer(&tx, person, template, answer.name(), now).await?;
            }
        }
    }
    idempotency::complete(&tx, person, &request.key, "").await?;
    tx.commit().await?;
    Ok(())
}

/// Hears that somebody took grants back in WeChat's settings (`subscribe_msg_change_event`). What was
/// accepted in the app is told by the app itself, and not counted a second time here.
pub(super) async fn changed(app: &App, tx: &DatabaseTransaction, openid: &str, entry: &Value) -> Result<(), Failure> {
    if entry["SubscribeStatusString"] != "reject" {
        return Ok(());
    }
    let person = crate::store::people::by_openid(tx, openid).await?;
    if let (Some(person), Some(template)) = (person, entry["TemplateId"].as_str()) {
        messages::ungrant(tx, person.id, template, app.now()).await?;
    }
    Ok(())
}
