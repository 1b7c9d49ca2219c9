//! Messages on their way to phones.
//!
//! WeChat's send knows no key by which a second request is the same as the first. So a message is
//! claimed in one transaction, sent, and its result stored in another; the claim says that a sender
//! may have been lost over it. What then happens is decided by what can be known:
//!
//! - WeChat pushes an event for each message that it sent. Whoever hears it knows.
//! - Where all that the person has granted is reserved for this one message, it may be sent again:
//!   if the first attempt arrived, it used the grant up, and WeChat answers 43101.
//! - Otherwise the event is waited for; it comes within seconds where pushes are configured, so that
//!   after ten minutes without it nothing was sent. Without pushes nobody can know, and the message is
//!   kept as unknown for the operator. The inbox in the app has its news in every case.

use super::super::{
    App, Failure,
    proposal::{ATTEMPTS, retrying},
};
use crate::{
    store::{
        entity::wechat_message,
        messages::{self, MessageState},
    },
    wechat::{calls::SubscribeMessage, error::WechatError},
};
use futures_util::StreamExt;
use sea_orm::DatabaseTransaction;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// After this long a claim counts as lost. A send takes five seconds at most, and two with a renewed
/// token.
const LEASE_MS: i64 = 30_000;
/// How long the event of a sent message is waited for.
const EVENT_MS: i64 = 600_000;
/// The first pause before a retry; it doubles up to an hour.
const PAUSE_MS: i64 = 15_000;
const LONGEST_PAUSE_MS: i64 = 3_600_000;
/// News that is older is no news.
const TOO_OLD_MS: i64 = 48 * 3_600_000;
/// Another message by the same template to the same person goes first.
const TURN_MS: i64 = 5_000;
/// Sends under way at once.
const AT_ONCE: usize = 8;

/// Why a message did not arrive, as `reason` names it.
pub mod reason {
    /// An answer was lost; it may have arrived.
    pub const UNANSWERED: &str = "unanswered";
    /// The person has no WeChat account any more.
    pub const NO_ACCOUNT: &str = "no_account";
    /// It could not be sent for two days.
    pub const TOO_OLD: &str = "too_old";
    /// WeChat refused it; the errcode says why.
    pub const REFUSED: &str = "refused";
    /// The template is not configured any more.
    pub const NO_TEMPLATE: &str = "no_template";
}

/// A message that this instance sends.
struct Claim {
    row: wechat_message::Model,
    openid: Option<String>,
}

/// Sends what is due, at most `limit` messages. Returns how many were due.
///
/// # Errors
/// Faults; what was done before one stays done.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    // Without looking first, an idle server would take SQLite's one write lock twice a second.
    if !messages::any_due(app.db.reader(), app.now()).await? {
        return Ok(0);
    }
    let (due, claims) = claim(app, limit).await?;
    let mut sending =
        futures_util::stream::iter(claims.into_iter().map(|claim| send(app, claim))).buffer_unordered(AT_ONCE);
    let mut failed = None;
    while let Some(sent) = sending.next().await {
        failed = sent.err().or(failed);
    }
    failed.map_or(Ok(due), Err)
}

async fn claim(app: &App, limit: u64) -> Result<(usize, Vec<Claim>), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    let due = messages::due(&tx, now, limit).await?;
    let mut claims = Vec::new();
    // WeChat refuses two sends at once to one person.
    let mut taken = HashSet::new();
    for mut row in due.iter().cloned() {
        if !taken.insert(row.person_id) {
            continue;
        }
        if may_send(app, &tx, &mut row, now).await? {
            row.state = MessageState::Sending.name().to_owned();
            row.attempts += 1;
            row.claimed_at = Some(now.millis());
            row.next_at = Some(now.plus_millis(LEASE_MS).millis());
            claims.push(Claim {
                row: row.clone(),
                openid: None,
            });
        }
        messages::update(&tx, &row).await?;
    }
    let people: Vec<Uuid> = claims.iter().map(|claim| claim.row.person_id).collect();
    let mut openids: HashMap<Uuid, String> = messages::openids(&tx, &people).await?;
    for claim in &mut claims {
        claim.openid = openids.remove(&claim.row.person_id);
    }
    tx.commit().await?;
    Ok((due.len(), claims))
}

/// Whether a message may be sent now; if not, the row says what becomes of it.
async fn may_send(
    app: &App,
    tx: &DatabaseTransaction,
    row: &mut wechat_message::Model,
    now: Instant,
) -> Result<bool, Failure> {
    if row.state == MessageState::Sending.name() {
        row.reason = Some(reason::UNANSWERED.to_owned());
    }
    let unanswered = row.reason.as_deref() == Some(reason::UNANSWERED);
    if now.millis() - row.created_at > TOO_OLD_MS {
        end(
            row,
            if unanswered {
                MessageState::Unknown
            } else {
                MessageState::Failed
            },
            now,
        );
        if !unanswered {
            row.reason = Some(reason::TOO_OLD.to_owned());
            return_grant(app, tx, row).await?;
        }
        return Ok(false);
    }
    if messages::another_is_sending(tx, row).await? {
        row.next_at = Some(now.plus_millis(TURN_MS).millis());
        return Ok(false);
    }
    if !unanswered {
        return Ok(true);
    }
    let once = app
        .templates
        .by_id(&row.template_id)
        .is_some_and(|template| !template.long_term);
    if once && messages::is_last(tx, row).await? {
        return Ok(true);
    }
    let heard_by = row.claimed_at.unwrap_or(row.created_at) + EVENT_MS;
    if now.millis() < heard_by {
        row.next_at = Some(heard_by);
        return Ok(false);
    }
    if app.push_keys.is_some() {
        return Ok(true);
    }
    end(row, MessageState::Unknown, now);
    Ok(false)
}

async fn send(app: &App, claim: Claim) -> Result<(), Failure> {
    let data: Option<BTreeMap<String, String>> = claim
        .row
        .data
        .as_deref()
        .and_then(|data| serde_json::from_str(data).ok());
    let known = app.templates.by_id(&claim.row.template_id).is_some();
    let result = match (&claim.openid, &data) {
        (None, _) => Err(Ended::NoAccount),
        (_, None) => Err(Ended::NoTemplate),
        _ if !known => Err(Ended::NoTemplate),
        (Some(openid), Some(data)) => {
            let message = SubscribeMessage {
                openid,
                template_id: &claim.row.template_id,
                page: Some(&claim.row.page),
                data,
            };
            app.wechat.send(&message).await.map_err(Ended::Told)
        }
    };
    retrying!(finish(app, &claim.row, &result))
}

/// How an attempt ended that did not succeed.
enum Ended {
    NoAccount,
    NoTemplate,
    Told(WechatError),
}

/// Stores how an attempt ended, unless the message went on meanwhile.
async fn finish(
    app: &App,
    claimed: &wechat_message::Model,
    result: &Result<Option<String>, Ended>,
) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    let Some(mut row) = messages::locked(&tx, claimed.id).await? else {
        return Ok(());
    };
    if row.attempts != claimed.attempts || row.state != MessageState::Sending.name() {
        return Ok(());
    }
    let unanswered = row.reason.as_deref() == Some(reason::UNANSWERED);
    match result {
        Ok(msgid) => {
            row.msgid.clone_from(msgid);
            row.errcode = None;
            row.reason = None;
            end(&mut row, MessageState::Sent, now);
        }
        Err(Ended::Told(WechatError::Upstream)) => {
            // It may have arrived: it stays under its claim until that is known.
            row.reason = Some(reason::UNANSWERED.to_owned());
            row.next_at = Some(now.plus_millis(pause(row.attempts)).millis());
        }
        Err(Ended::Told(error)) => {
            row.errcode = Some(error.errcode()).filter(|errcode| *errcode != 0);
            match error {
                // The attempt whose answer was lost has used the grant.
                WechatError::Refused { errcode: 43101 } if unanswered => end(&mut row, MessageState::Sent, now),
                WechatError::Refused { errcode } => {
                    row.reason = Some(reason::REFUSED.to_owned());
                    end(&mut row, MessageState::Failed, now);
                    if *errcode == 43101 {
                        messages::ungrant(&tx, row.person_id, &row.template_id, now).await?;
                    } else {
                        return_grant(app, &tx, &row).await?;
                    }
                }
                WechatError::RateLimited { retry_after, .. } => {
                    let after = i64::try_from(retry_after.as_millis()).unwrap_or(LONGEST_PAUSE_MS);
                    again(&mut row, now, after);
                }
                _ => {
                    let after = pause(row.attempts);
                    again(&mut row, now, after);
                }
            }
        }
        Err(Ended::NoAccount | Ended::NoTemplate) => {
            let why = match result {
                Err(Ended::NoAccount) => reason::NO_ACCOUNT,
                _ => reason::NO_TEMPLATE,
            };
            row.reason = Some(why.to_owned());
            end(&mut row, MessageState::Failed, now);
        }
    }
    messages::update(&tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

fn pause(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(10);
    (PAUSE_MS << doublings).min(LONGEST_PAUSE_MS)
}

fn again(row: &mut wechat_message::Model, now: Instant, after_ms: i64) {
    row.state = MessageState::Waiting.name().to_owned();
    row.next_at = Some(now.plus_millis(after_ms).millis());
}

fn end(row: &mut wechat_message::Model, state: MessageState, now: Instant) {
    row.state = state.name().to_owned();
    row.next_at = None;
    row.data = None;
    row.done_at = Some(now.millis());
}

async fn return_grant(app: &App, tx: &DatabaseTransaction, row: &wechat_message::Model) -> Result<(), Failure> {
    let once = app
        .templates
        .by_id(&row.template_id)
        .is_some_and(|template| !template.long_term);
    if once {
        messages::give_back(tx, row.person_id, &row.template_id).await?;
    }
    Ok(())
}

/// Hears that WeChat sent a message (`subscribe_msg_sent_event`).
pub(super) async fn sent(app: &App, tx: &DatabaseTransaction, openid: &str, entry: &Value) -> Result<(), Failure> {
    let text = |field: &str| entry[field].as_str().unwrap_or_default();
    let (template, msgid) = (text("TemplateId"), text("MsgID"));
    if messages::is_known(tx, msgid, openid).await? {
        return Ok(());
    }
    let Some(mut row) = messages::uncertain(tx, openid, template).await? else {
        return Ok(());
    };
    let now = app.now();
    match text("ErrorCode") {
        "" | "0" => {
            row.reason = None;
            row.errcode = None;
            end(&mut row, MessageState::Sent, now);
        }
        refused => {
            row.errcode = refused.parse().ok();
            row.reason = Some(reason::REFUSED.to_owned());
            end(&mut row, MessageState::Failed, now);
        }
    }
    row.msgid = Some(msgid.to_owned()).filter(|msgid| !msgid.is_empty());
    Ok(messages::update(tx, &row).await?)
}

/// For how long messages that ended are kept, in days.
const KEPT_DAYS: i64 = 30;

/// Forgets messages that ended long ago.
///
/// # Errors
/// Faults.
pub async fn forget(app: &App) -> Result<(), Failure> {
    Ok(messages::forget(app.db.reader(), app.now().plus_days(-KEPT_DAYS)).await?)
}
