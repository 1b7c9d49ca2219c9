//! The client against the sandbox, over real sockets.

use super::client::WechatClient;
use super::error::WechatError;
use super::sandbox::{Sandbox, SandboxApp, SandboxOptions, run};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) const SECRET: &str = "canary-appsecret-5c1d";
pub(super) const PATH: &str = "/sns/jscode2session";

pub(super) fn app(appid: &str, open_platform: bool) -> SandboxApp {
    SandboxApp {
        appid: appid.into(),
        secret: SECRET.into(),
        open_platform,
    }
}

pub(super) struct World {
    pub sandbox: Sandbox,
    pub http: reqwest::Client,
}

impl World {
    pub async fn new() -> Self {
        let options = SandboxOptions {
            seed: [3; 32],
            apps: vec![app("wx1", true), app("wx2", false)],
            clock: Arc::new(|| 1_790_000_000_000),
        };
        let sandbox = run(TcpListener::bind("127.0.0.1:0").unwrap(), options).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { sandbox, http }
    }

    pub fn client(&self, appid: &str, secret: &str) -> WechatClient {
        let backoff = Duration::from_millis(5);
        WechatClient::new(&self.sandbox.base_url(), appid, secret, backoff).unwrap()
    }

    pub async fn fake(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/__fake/{path}", self.sandbox.base_url());
        let response = self.http.post(url).json(&body).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.json().await.unwrap()
    }

    pub async fn user(&self, name: &str) -> (String, String) {
        let made = self.fake("users", json!({ "name": name })).await;
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        (text("user"), text("openid"))
    }

    pub async fn code(&self, user: &str) -> String {
        let made = self.fake("login", json!({ "user": user })).await;
        made["code"].as_str().unwrap().to_owned()
    }

    pub async fn fault(&self, kind: &str, value: i64, times: u32) {
        self.fault_at(PATH, kind, value, times).await;
    }

    pub async fn fault_at(&self, endpoint: &str, kind: &str, value: i64, times: u32) {
        let plan = json!({ "endpoint": endpoint, "kind": kind, "value": value, "times": times });
        self.fake("faults", plan).await;
    }

    pub async fn seen(&self) -> Vec<Value> {
        let told = self.told("requests").await;
        told.as_array().cloned().unwrap_or_default()
    }

    pub async fn told(&self, path: &str) -> Value {
        let url = format!("{}/__fake/{path}", self.sandbox.base_url());
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    pub async fn raw(&self, query: &str) -> Value {
        let url = format!("{}{PATH}{query}", self.sandbox.base_url());
        let response = self.http.get(url).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/plain");
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }
}

#[tokio::test]
async fn a_login_works_once_and_the_person_stays_the_same() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (user, openid) = world.user("王小明").await;
    let code = world.code(&user).await;
    let session = client.code2session(&code).await.unwrap();
    assert_eq!(session.openid, openid);
    assert_eq!((openid.len(), session.unionid.is_some()), (28, true));
    assert_eq!(client.code2session(&code).await, Err(WechatError::CodeInvalid));
    let again = client.code2session(&world.code(&user).await).await.unwrap();
    assert_eq!(again, session);
    assert_eq!(format!("{session:?}"), "Session([redacted])");
    assert!(!format!("{client:?}").contains(SECRET));

    let other = world.client("wx2", SECRET);
    let foreign = other.code2session(&world.code(&user).await).await;
    assert_eq!(foreign, Err(WechatError::CodeInvalid), "a code belongs to its app");
    let made = world.fake("login", json!({ "user": user, "appid": "wx2" })).await;
    let there = other.code2session(made["code"].as_str().unwrap()).await.unwrap();
    assert_ne!(there.openid, openid);
    assert_eq!(there.unionid, None);

    let seen = world.seen().await;
    assert!(seen[0]["user_agent"].as_str().unwrap().starts_with("yiting/"));
    assert_eq!(seen[0]["secret_right"], true);
    assert!(!Value::from(seen).to_string().contains(SECRET));
    world.sandbox.stop().await;
}

#[tokio::test]
async fn at_once_only_one_of_many_exchanges_wins() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (user, _) = world.user("a").await;
    let code = world.code(&user).await;
    let results = futures_util::future::join_all((0..20).map(|_| client.code2session(&code))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
}

#[tokio::test]
async fn codes_expire_and_nonsense_is_not_even_sent() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (user, _) = world.user("a").await;
    let (early, late) = (world.code(&user).await, world.code(&user).await);
    world.fake("clock", json!({ "advance_ms": 299_999 })).await;
    assert!(client.code2session(&early).await.is_ok());
    world.fake("clock", json!({ "advance_ms": 1 })).await;
    assert_eq!(client.code2session(&late).await, Err(WechatError::CodeInvalid));
    let sent = world.seen().await.len();
    for bad in ["", " ", "a b", "码", "a\nb", &"x".repeat(129)] {
        assert_eq!(client.code2session(bad).await, Err(WechatError::CodeInvalid), "{bad:?}");
    }
    assert_eq!(world.seen().await.len(), sent);
    assert_eq!(
        client.code2session("made&appid=wx2").await,
        Err(WechatError::CodeInvalid)
    );
}

#[tokio::test]
async fn errcodes_become_what_the_caller_must_do() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    for (errcode, expected, code) in [
        (40029, WechatError::CodeInvalid, "WECHAT_CODE_INVALID"),
        (40163, WechatError::CodeInvalid, "WECHAT_CODE_INVALID"),
        (40226, WechatError::LoginBlocked, "LOGIN_BLOCKED"),
        (
            45011,
            WechatError::RateLimited {
                errcode: 45011,
                retry_after: Duration::from_secs(60),
            },
            "RATE_LIMITED",
        ),
        (40164, WechatError::Config { errcode: 40164 }, "WECHAT_CONFIG"),
        (99999, WechatError::Unknown { errcode: 99999 }, "UPSTREAM_UNAVAILABLE"),
    ] {
        world.fault("errcode", errcode, 1).await;
        let before = world.seen().await.len();
        assert_eq!(client.code2session("c").await, Err(expected.clone()), "{errcode}");
        assert_eq!(expected.code(), code);
        assert_eq!(world.seen().await.len(), before + 1, "{errcode} is not tried again");
    }
    let wrong = world.client("wx1", "wrong").code2session("c").await;
    assert_eq!(wrong, Err(WechatError::Config { errcode: 40125 }));
    let wrong = world.client("wx9", SECRET).code2session("c").await;
    assert_eq!(wrong, Err(WechatError::Config { errcode: 40013 }));
}

#[tokio::test]
async fn trouble_on_the_way_is_tried_twice_more() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (user, openid) = world.user("a").await;
    for (kind, told) in [("errcode", WechatError::Busy), ("html502", WechatError::Upstream)] {
        world.fault(kind, -1, 2).await;
        let session = client.code2session(&world.code(&user).await).await;
        assert_eq!(session.unwrap().openid, openid, "{kind}");
        world.fault(kind, -1, 3).await;
        let before = world.seen().await.len();
        assert_eq!(client.code2session(&world.code(&user).await).await, Err(told));
        assert_eq!(world.seen().await.len(), before + 3, "{kind}");
    }
    // The answer is lost after the code was used: the second attempt meets a used code.
    for kind in ["reset", "truncated"] {
        world.fault(kind, 0, 1).await;
        let lost = client.code2session(&world.code(&user).await).await;
        assert_eq!(lost, Err(WechatError::CodeInvalid), "{kind}");
        let last = world.seen().await.pop().unwrap();
        assert_eq!(last["errcode"], 40163, "{kind}");
    }
    // An answer slower than the limit of one attempt counts as lost.
    world.fault("latency", 3_300, 1).await;
    let began = Instant::now();
    let slow = client.code2session(&world.code(&user).await).await;
    assert!(
        slow.is_ok(),
        "the slow attempt was dropped before it used the code: {slow:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(6));
}

#[tokio::test]
async fn nobody_there_is_upstream_and_shows_no_secret() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let client = WechatClient::new(&base, "wx1", SECRET, Duration::ZERO).unwrap();
    let error = client.code2session("c").await.unwrap_err();
    assert_eq!(error, WechatError::Unreached);
    assert!(!format!("{error:?} {error}").contains(SECRET));
    // Builds with TLS too: two cryptographic providers in the tree must not make it panic.
    let real = WechatClient::new("https://api.weixin.qq.com", "wx1", SECRET, Duration::ZERO);
    assert!(real.is_ok());
    for (base, appid, secret) in [
        ("http://api.weixin.qq.com", "wx1", SECRET),
        ("not a url", "wx1", SECRET),
        ("https://api.weixin.qq.com", "", SECRET),
        ("https://api.weixin.qq.com", "wx1", ""),
    ] {
        assert!(
            WechatClient::new(base, appid, secret, Duration::ZERO).is_err(),
            "{base}"
        );
    }
}

/// An upstream that says one fixed thing, for shapes the sandbox does not make.
async fn saying(body: &'static str) -> Result<super::client::Session, WechatError> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    let client = WechatClient::new(&base, "wx1", SECRET, Duration::ZERO).unwrap();
    let result = client.code2session("c").await;
    server.abort();
    result
}

#[tokio::test]
async fn odd_shapes_are_read_by_content() {
    for (body, expected) in [
        (r#"{"errcode":"40029","errmsg":"x"}"#, Err(WechatError::CodeInvalid)),
        (r#"{"errcode":"40125"}"#, Err(WechatError::Config { errcode: 40125 })),
        (r#"{"errcode":0,"errmsg":"ok","openid":"o1","unionid":""}"#, Ok(None)),
        (
            r#"{"errcode":"0","openid":"o1","unionid":"u1","session_key":"k"}"#,
            Ok(Some("u1")),
        ),
        (r#"{"errcode":null,"openid":"o1"}"#, Ok(None)),
        (r#"{"errcode":"nonsense"}"#, Err(WechatError::Upstream)),
        (r#"{"session_key":"k"}"#, Err(WechatError::Upstream)),
        (r#"{"openid":""}"#, Err(WechatError::Upstream)),
        ("[]", Err(WechatError::Upstream)),
        ("", Err(WechatError::Upstream)),
    ] {
        let heard = saying(body).await.map(|session| session.unionid);
        assert_eq!(heard, expected.map(|unionid| unionid.map(str::to_owned)), "{body}");
    }
}
