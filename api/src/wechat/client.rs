//! The typed client of WeChat's server API.
//!
//! The app secret travels in the query string, because WeChat wants it there. So no URL is ever
//! logged, redirects are not followed, and errors of the transport lose their URL before anybody
//! sees them.

use super::error::WechatError;
use reqwest::{Client, Url};
use serde::{Deserialize, Deserializer};
use std::time::Duration;

/// Bound of one attempt.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Attempts in all: the first and two more.
const ATTEMPTS: u32 = 3;
/// WeChat's answers are under 1 KiB; a proxy's error page may be anything.
const MAX_ANSWER: usize = 64 * 1024;

/// The person behind a login code, within our app. The session key is not here: it is left in the
/// answer's bytes, which are dropped at once.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Stable per person and app.
    pub openid: String,
    /// Stable per person and Open Platform account; `None` when the app belongs to none.
    pub unionid: Option<String>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Session([redacted])")
    }
}

/// Talks to WeChat. Cheap to clone.
#[derive(Clone)]
pub struct WechatClient {
    http: Client,
    base: Url,
    appid: String,
    secret: String,
    backoff: Duration,
}

impl std::fmt::Debug for WechatClient {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("WechatClient")
            .field("host", &self.base.host_str())
            .field("appid", &self.appid)
            .finish_non_exhaustive()
    }
}

/// Only what is needed: `session_key` has no field, so the parser skips it without keeping it.
#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "lenient_number")]
    errcode: i64,
    #[serde(default)]
    errmsg: Option<String>,
    #[serde(default)]
    openid: Option<String>,
    #[serde(default)]
    unionid: Option<String>,
}

/// WeChat sends numbers as strings here and there.
fn lenient_number<'de, D: Deserializer<'de>>(input: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(i64),
        Text(String),
        Null(()),
    }
    match Either::deserialize(input)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text.trim().parse().map_err(serde::de::Error::custom),
        Either::Null(()) => Ok(0),
    }
}

/// What one attempt came to, when it did not succeed.
enum Failed {
    /// WeChat said so: final.
    Told(WechatError),
    /// Busy, lost, or garbled: try again.
    Again,
}

impl WechatClient {
    /// `base` is `https://api.weixin.qq.com` in production and the sandbox elsewhere. `backoff` is the
    /// pause before the second attempt; the third waits three times that. 200 ms is a good value.
    pub fn new(
        base: &str,
        appid: impl Into<String>,
        secret: impl Into<String>,
        backoff: Duration,
    ) -> Result<Self, WechatError> {
        let refused = WechatError::Config { errcode: 0 };
        let base = Url::parse(base).map_err(|_| refused.clone())?;
        let (appid, secret) = (appid.into(), secret.into());
        let local = matches!(base.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        // Over plain HTTP the secret would be read on the way.
        if appid.is_empty() || secret.is_empty() || !(base.scheme() == "https" || local) {
            return Err(refused);
        }
        let mut builder = Client::builder()
            .timeout(TIMEOUT)
            .connect_timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("yiting/", env!("CARGO_PKG_VERSION")));
        if local {
            // A proxy of the environment cannot reach our own loopback.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|_| refused)?;
        Ok(Self {
            http,
            base,
            appid,
            secret,
            backoff,
        })
    }

    /// Exchanges a `wx.login` code for the person it stands for (`/sns/jscode2session`).
    ///
    /// A code is good for one exchange. When an answer is lost on the way, the next attempt meets a
    /// used code; that is told as [`WechatError::CodeInvalid`], and the client gets a new code.
    pub async fn code2session(&self, code: &str) -> Result<Session, WechatError> {
        // Real codes are 32 characters. What cannot be one is not worth a call.
        let plausible = !code.is_empty() && code.len() <= 128 && code.bytes().all(|b| b.is_ascii_graphic());
        if !plausible {
            return Err(WechatError::CodeInvalid);
        }
        for attempt in 1..=ATTEMPTS {
            match self.try_code2session(code).await {
                Ok(session) => return Ok(session),
                Err(Failed::Told(error)) => return Err(error),
                Err(Failed::Again) if attempt < ATTEMPTS => {
                    // 1 and 3 times the pause.
                    tokio::time::sleep(self.backoff * (2 * attempt - 1)).await;
                }
                Err(Failed::Again) => {}
            }
        }
        Err(WechatError::Upstream)
    }

    async fn try_code2session(&self, code: &str) -> Result<Session, Failed> {
        let mut url = self.base.clone();
        url.set_path("/sns/jscode2session");
        let query = [
            ("appid", self.appid.as_str()),
            ("secret", self.secret.as_str()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];
        let answer = self.fetch(self.http.get(url).query(&query)).await?;
        if answer.errcode != 0 {
            return Err(self.told(&answer));
        }
        match answer.openid {
            Some(openid) if !openid.is_empty() => Ok(Session {
                openid,
                unionid: answer.unionid.filter(|unionid| !unionid.is_empty()),
            }),
            // Success without a person: garbled.
            _ => Err(Failed::Again),
        }
    }

    /// The content type is not looked at: WeChat calls its JSON `text/plain`.
    async fn fetch(&self, request: reqwest::RequestBuilder) -> Result<Answer, Failed> {
        let lost = |error: reqwest::Error| {
            tracing::warn!(error = %error.without_url(), "wechat: call failed");
            Failed::Again
        };
        let mut response = request.send().await.map_err(lost)?;
        let status = response.status();
        if !status.is_success() {
            tracing::warn!(status = status.as_u16(), "wechat: unexpected status");
            return Err(Failed::Again);
        }
        let mut body: Vec<u8> = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > MAX_ANSWER {
                tracing::warn!("wechat: answer too long");
                return Err(Failed::Again);
            }
            body.extend_from_slice(&chunk);
        }
        // The parser's own message could quote the answer, so it is not logged.
        serde_json::from_slice(&body).map_err(|_| {
            tracing::warn!(bytes = body.len(), "wechat: answer is not the JSON expected");
            Failed::Again
        })
    }

    fn told(&self, answer: &Answer) -> Failed {
        let (errcode, rid) = (answer.errcode, answer.errmsg.as_deref().and_then(rid));
        let error = WechatError::from_errcode(errcode);
        match error {
            WechatError::Config { .. } => {
                tracing::error!(errcode, rid, "wechat: our configuration is refused");
            }
            _ => tracing::warn!(errcode, rid, "wechat: call refused"),
        }
        if errcode == -1 {
            Failed::Again
        } else {
            Failed::Told(error)
        }
    }
}

/// The trace id at the end of an `errmsg`, for a report to WeChat. The rest of the text is never used.
fn rid(errmsg: &str) -> Option<&str> {
    let (_, tail) = errmsg.rsplit_once("rid: ")?;
    let rid = tail.trim();
    let clean = rid.len() <= 40 && rid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    (clean && !rid.is_empty()).then_some(rid)
}
