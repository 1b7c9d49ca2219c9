//! What WeChat pushes: each event has its effect once, however often it comes.

use super::{
    super::{
        App, Failure,
        proposal::{ATTEMPTS, retrying},
    },
    deliver, grants, media,
};
use crate::{store::wechat, wechat::calls::media_verdict};
use sea_orm::DatabaseTransaction;
use serde_json::Value;

/// For how long events are remembered, in days. WeChat repeats for seconds.
const MEMORY_DAYS: i64 = 7;

/// Takes an event in. What is not known is passed over.
///
/// # Errors
/// Faults; WeChat sends it again.
pub async fn hear(app: &App, event: &Value) -> Result<(), Failure> {
    retrying!(try_hear(app, event))
}

async fn try_hear(app: &App, event: &Value) -> Result<(), Failure> {
    let name = event["Event"].as_str().unwrap_or_default();
    let Some(key) = key(event) else {
        tracing::warn!(event = name, "wechat: a push without a name of its own is passed over");
        return Ok(());
    };
    let tx = app.db.begin().await?;
    if !wechat::hear(&tx, &key, app.now()).await? {
        return Ok(());
    }
    act(app, &tx, name, event).await?;
    tx.commit().await?;
    Ok(())
}

async fn act(app: &App, tx: &DatabaseTransaction, name: &str, event: &Value) -> Result<(), Failure> {
    let openid = event["FromUserName"].as_str().unwrap_or_default();
    match name {
        "wxa_media_check" => match media_verdict(event) {
            Some(told) => media::settle(app, tx, &told).await,
            None => Ok(()),
        },
        "subscribe_msg_sent_event" => {
            for entry in entries(event) {
                deliver::sent(app, tx, openid, entry).await?;
            }
            Ok(())
        }
        "subscribe_msg_change_event" => {
            for entry in entries(event) {
                grants::changed(app, tx, openid, entry).await?;
            }
            Ok(())
        }
        _ => {
            tracing::debug!(event = name, "wechat: a push that nothing waits for");
            Ok(())
        }
    }
}

/// The entries of an event about templates: an object where there is one, else an array.
fn entries(event: &Value) -> &[Value] {
    match &event["List"] {
        Value::Array(several) => several,
        one => std::slice::from_ref(one),
    }
}

/// What tells one event from another: its own number, else who did what when.
fn key(event: &Value) -> Option<String> {
    let text = |value: &Value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let name = text(&event["Event"]).or_else(|| text(&event["MsgType"]))?;
    let own = text(&event["trace_id"]).or_else(|| text(&event["MsgId"]));
    let key = match own {
        Some(own) => format!("{name}/{own}"),
        None => {
            let (from, at) = (text(&event["FromUserName"])?, text(&event["CreateTime"])?);
            // One second may hold several answers to one prompt.
            format!("{name}/{from}/{at}/{}", event["List"])
        }
    };
    // The key is stored: as short as a digest, whatever was sent.
    Some(crate::identity::hex(&<sha2::Sha256 as sha2::Digest>::digest(
        key.as_bytes(),
    )))
}

/// Forgets what is too old to come again.
///
/// # Errors
/// Faults.
pub async fn forget(app: &App) -> Result<(), Failure> {
    Ok(wechat::forget_events(app.db.reader(), app.now().plus_days(-MEMORY_DAYS)).await?)
}
