//! The typed client of WeChat's server API: how a call is made. The calls are in `calls`.
//!
//! Secrets travel in the query string and in bodies, because WeChat wants them there. So no URL and
//! no body is ever logged, redirects are not followed, and errors of the transport lose their URL
//! before anybody sees them.

use super::{
    error::WechatError,
    lenient::{Head, rid, text},
    token::{Token, TokenCache},
};
use reqwest::{Client, Method, RequestBuilder, Url};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Bound of one attempt.
const TIMEOUT: Duration = Duration::from_secs(3);
/// Bound of finding a connection.
const CONNECT: Duration = Duration::from_secs(2);
/// Attempts in all where a call may be made again: the first and two more.
pub(super) const ATTEMPTS: u32 = 3;
/// WeChat's answers are under 1 KiB, images of codes some hundred; a proxy's error page may be anything.
const MAX_ANSWER: usize = 1024 * 1024;

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

/// How often each endpoint answered with which errcode; 0 is success, and a lost answer has none.
pub type Counts = BTreeMap<(&'static str, Option<i64>), u64>;

/// Talks to WeChat. Cheap to clone; clones share one access token.
#[derive(Clone)]
pub struct WechatClient {
    http: Client,
    base: Url,
    pub(super) appid: String,
    secret: String,
    backoff: Duration,
    tokens: Arc<TokenCache>,
    counts: Arc<Mutex<Counts>>,
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
struct SessionAnswer {
    #[serde(default, deserialize_with = "text")]
    openid: Option<String>,
    #[serde(default, deserialize_with = "text")]
    unionid: Option<String>,
}

/// An answer that is not a refusal.
pub(super) struct Answer(pub Vec<u8>);

impl Answer {
    /// The fields of a JSON answer. The parser's own message could quote the answer, so it is not
    /// logged.
    pub fn fields<T: DeserializeOwned>(&self) -> Result<T, WechatError> {
        serde_json::from_slice(&self.0).map_err(|_| WechatError::Upstream)
    }

    /// Whether it begins as a JSON object does; images do not.
    fn is_object(&self) -> bool {
        self.0.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
    }
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
            .connect_timeout(CONNECT)
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
            tokens: Arc::default(),
            counts: Arc::default(),
        })
    }

    /// How the calls of this process ended so far.
    pub fn counts(&self) -> Counts {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether there is an app. Without one nothing can be asked.
    pub fn is_configured(&self) -> bool {
        self.appid != "unset"
    }

    /// The app id, which is no secret.
    pub fn appid(&self) -> &str {
        &self.appid
    }

    /// Exchanges a `wx.login` code for the person it stands for (`/sns/jscode2session`).
    ///
    /// A code is good for one exchange. When an answer is lost on the way, the next attempt meets a
    /// used code; that is told as [`WechatError::CodeInvalid`], and the client gets a new code.
    pub async fn code2session(&self, code: &str) -> Result<Session, WechatError> {
        if !plausible(code) {
            return Err(WechatError::CodeInvalid);
        }
        let query = [
            ("appid", self.appid.as_str()),
            ("secret", self.secret.as_str()),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ];
        const PATH: &str = "/sns/jscode2session";
        let query = &query;
        let exchanged = self.again(ATTEMPTS, || async move {
            let answer = self.fetch(PATH, self.request(Method::GET, PATH).query(query)).await?;
            let session: SessionAnswer = answer.fields()?;
            // Success without a person: garbled.
            let openid = session.openid.ok_or(WechatError::Upstream)?;
            Ok(Session {
                openid,
                unionid: session.unionid,
            })
        });
        exchanged.await
    }

    /// Gets an access token of the stable kind: the same for all instances while it lives, and in its
    /// last five minutes the next one beside it.
    async fn fetch_token(&self) -> Result<Token, WechatError> {
        #[derive(Deserialize)]
        struct Given {
            access_token: String,
            #[serde(deserialize_with = "super::lenient::number")]
            expires_in: i64,
        }
        const PATH: &str = "/cgi-bin/stable_token";
        let body = serde_json::json!({
            "grant_type": "client_credential", "appid": self.appid, "secret": self.secret, "force_refresh": false,
        });
        let body = &body;
        let got = self.again(ATTEMPTS, || async move {
            let answer = self.fetch(PATH, self.request(Method::POST, PATH).json(body)).await?;
            let given: Given = answer.fields()?;
            if given.access_token.is_empty() || given.expires_in <= 0 {
                return Err(WechatError::Upstream);
            }
            Ok(Token::new(given.access_token, given.expires_in))
        });
        got.await
    }

    /// Posts JSON with an access token. A token that WeChat does not know any more is fetched anew,
    /// once.
    pub(super) async fn post(
        &self,
        path: &'static str,
        body: &(impl Serialize + Sync),
        attempts: u32,
    ) -> Result<Answer, WechatError> {
        let mut renewed = false;
        loop {
            let token = self.tokens.get(self.fetch_token()).await?;
            let query = &[("access_token", token.text())];
            let posted = self.again(attempts, || async move {
                let request = self.request(Method::POST, path).query(query).json(body);
                self.fetch(path, request).await
            });
            match posted.await {
                Err(WechatError::Config {
                    errcode: 40001 | 40014 | 42001,
                }) if !renewed => {
                    renewed = true;
                    self.tokens.forget(&token).await;
                }
                other => return other,
            }
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut url = self.base.clone();
        url.set_path(path);
        self.http.request(method, url)
    }

    /// Makes an attempt again while WeChat is busy or out of reach.
    async fn again<T, F>(&self, attempts: u32, once: impl Fn() -> F) -> Result<T, WechatError>
    where
        F: Future<Output = Result<T, WechatError>>,
    {
        let mut attempt = 1;
        loop {
            match once().await {
                Err(WechatError::Busy | WechatError::Unreached | WechatError::Upstream) if attempt < attempts => {
                    // 1 and 3 times the pause.
                    tokio::time::sleep(self.backoff * (2 * attempt - 1)).await;
                    attempt += 1;
                }
                other => return other,
            }
        }
    }

    fn count(&self, path: &'static str, errcode: Option<i64>) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((path, errcode)).or_default() += 1;
    }

    /// The content type is not looked at: WeChat calls its JSON `text/plain`, and its images as it
    /// likes.
    async fn fetch(&self, path: &'static str, request: RequestBuilder) -> Result<Answer, WechatError> {
        let answer = self
            .bytes(path, request)
            .await
            .inspect_err(|_| self.count(path, None))?;
        if !answer.is_object() {
            self.count(path, Some(0));
            return Ok(answer);
        }
        let head: Head = serde_json::from_slice(&answer.0).map_err(|_| {
            tracing::warn!(path, bytes = answer.0.len(), "wechat: answer is not the JSON expected");
            self.count(path, None);
            WechatError::Upstream
        })?;
        self.count(path, Some(head.errcode));
        if head.errcode == 0 {
            return Ok(answer);
        }
        let (errcode, rid) = (head.errcode, head.errmsg.as_deref().and_then(rid));
        let error = WechatError::from_errcode(errcode);
        match error {
            WechatError::Config {
                errcode: 40001 | 40014 | 42001,
            } => tracing::info!(path, errcode, rid, "wechat: the access token is over"),
            WechatError::Config { .. } => {
                tracing::error!(path, errcode, rid, "wechat: our configuration is refused");
            }
            _ => tracing::warn!(path, errcode, rid, "wechat: call refused"),
        }
        Err(error)
    }

    async fn bytes(&self, path: &'static str, request: RequestBuilder) -> Result<Answer, WechatError> {
        let lost = |error: reqwest::Error| {
            let unreached = error.is_connect();
            tracing::warn!(path, error = %error.without_url(), "wechat: call failed");
            if unreached {
                WechatError::Unreached
            } else {
                WechatError::Upstream
            }
        };
        let mut response = request.send().await.map_err(lost)?;
        let status = response.status();
        if !status.is_success() {
            tracing::warn!(path, status = status.as_u16(), "wechat: unexpected status");
            return Err(WechatError::Upstream);
        }
        let mut body: Vec<u8> = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > MAX_ANSWER {
                tracing::warn!(path, "wechat: answer too long");
                return Err(WechatError::Upstream);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer(body))
    }
}

/// Real codes are 32 to 64 characters. What cannot be one is not worth a call.
pub(super) fn plausible(code: &str) -> bool {
    !code.is_empty() && code.len() <= 128 && code.bytes().all(|byte| byte.is_ascii_graphic())
}
