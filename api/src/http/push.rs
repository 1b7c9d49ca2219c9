//! `/wechat/push`: what WeChat's servers send to ours.

use super::edge::Edge;
use crate::{usecase::wechat::push, wechat::crypto::PushKeys};
use actix_web::{HttpResponse, web};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

/// The largest push. Real ones are under 4 KiB.
const BODY: usize = 64 * 1024;
/// WeChat gives up after five seconds.
const BODY_TIME: Duration = Duration::from_secs(4);
/// How far the stamp of a push may be from our clock, in seconds.
const STALE: i64 = 600;

/// The parameters of a push.
#[derive(Deserialize)]
pub struct Stamp {
    #[serde(default)]
    signature: String,
    #[serde(default)]
    msg_signature: String,
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    echostr: String,
}

impl Stamp {
    /// Whether it was stamped just now. Sessions' clock, which a demo does not move.
    fn is_fresh(&self, edge: &Edge) -> bool {
        let now = edge.app.clock.unmoved().millis() / 1000;
        self.timestamp.parse::<i64>().is_ok_and(|at| (now - at).abs() <= STALE)
    }
}

fn keys(edge: &Edge) -> Option<&PushKeys> {
    edge.app.push_keys.as_deref()
}

fn plain(status: actix_web::http::StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status).content_type("text/plain").body(text)
}

fn refused() -> HttpResponse {
    plain(actix_web::http::StatusCode::FORBIDDEN, String::new())
}

/// `GET`: the console's check of the address, answered with `echostr`.
pub async fn verify(edge: web::Data<Edge>, stamp: web::Query<Stamp>) -> HttpResponse {
    let Some(keys) = keys(&edge) else {
        return HttpResponse::NotFound().finish();
    };
    let signed = keys.signed(&[&stamp.timestamp, &stamp.nonce], &stamp.signature);
    // It comes back as it is: nothing but letters and digits may.
    let sane = stamp.echostr.len() <= 128
        && stamp
            .echostr
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if signed && sane && stamp.is_fresh(&edge) {
        plain(actix_web::http::StatusCode::OK, stamp.into_inner().echostr)
    } else {
        refused()
    }
}

/// `POST`: an event. Signed wrongly, stale, or not for us, it is refused and has no effect; taken in,
/// it is answered `success`; where we failed, WeChat is told to send it again.
pub async fn receive(edge: web::Data<Edge>, stamp: web::Query<Stamp>, mut body: web::Payload) -> HttpResponse {
    let Some(keys) = keys(&edge) else {
        return HttpResponse::NotFound().finish();
    };
    let read = async {
        let mut bytes = Vec::new();
        while let Some(chunk) = body.next().await {
            let chunk = chunk.ok()?;
            if bytes.len() + chunk.len() > BODY {
                return None;
            }
            bytes.extend_from_slice(&chunk);
        }
        Some(bytes)
    };
    let Ok(Some(bytes)) = tokio::time::timeout(BODY_TIME, read).await else {
        return HttpResponse::PayloadTooLarge().finish();
    };
    let Some(event) = open(keys, &stamp, &bytes).filter(|_| stamp.is_fresh(&edge)) else {
        tracing::warn!("wechat: a push is refused");
        return refused();
    };
    match push::hear(&edge.app, &event).await {
        Ok(()) => plain(actix_web::http::StatusCode::OK, "success".to_owned()),
        Err(fault) => {
            tracing::error!(?fault, "wechat: a push cannot be taken in");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}

/// The event of a push whose signature is right. Where a key was agreed on, plain pushes are refused.
fn open(keys: &PushKeys, stamp: &Stamp, body: &[u8]) -> Option<Value> {
    let body: Value = serde_json::from_slice(body).ok()?;
    if !keys.encrypted() {
        let signed = keys.signed(&[&stamp.timestamp, &stamp.nonce], &stamp.signature);
        return signed.then_some(body);
    }
    let sealed = body["Encrypt"].as_str()?;
    if !keys.signed(&[&stamp.timestamp, &stamp.nonce, sealed], &stamp.msg_signature) {
        return None;
    }
    serde_json::from_slice(&keys.open(sealed).ok()?).ok()
}
