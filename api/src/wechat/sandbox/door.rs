//! What all real endpoints share: planned faults, the order of checks, the shape of answers.

use super::state::{FaultKind, SandboxApp, Seen, State};
use super::{Wire, check, code, login, message, phone, token};
use actix_web::http::header::USER_AGENT;
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

/// The parameters of a query.
pub(super) type Query = HashMap<String, String>;

/// Why a call is refused: WeChat's errcode, and what stands in `errmsg`.
#[derive(Debug)]
pub(super) struct Refused {
    pub errcode: i64,
    pub detail: Option<String>,
}

impl From<i64> for Refused {
    fn from(errcode: i64) -> Self {
        Self { errcode, detail: None }
    }
}

/// What an endpoint gives.
pub(super) enum Given {
    /// Fields as they are: these endpoints omit `errcode` where it went well.
    Bare(Value),
    /// Fields beside `errcode` 0 and `errmsg` ok.
    Fields(Value),
    /// A picture.
    Picture(&'static str, Vec<u8>),
}

/// One call.
pub(super) struct Call<'a> {
    pub state: &'a State,
    pub method: &'a Method,
    pub query: &'a Query,
    /// The app of the access token, where the endpoint asks for one.
    pub app: Option<&'a SandboxApp>,
    /// The JSON body; null where there is none.
    pub body: &'a Value,
}

impl Call<'_> {
    /// The app of the token.
    pub fn app(&self) -> Result<&SandboxApp, Refused> {
        self.app.ok_or_else(|| 40001.into())
    }

    /// A text of the body that is not empty.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.body[field].as_str().filter(|text| !text.is_empty())
    }

    /// A whole number of the body, also in quotes.
    pub fn number(&self, field: &str) -> Option<i64> {
        let value = &self.body[field];
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }
}

/// An endpoint of the real host.
pub(super) struct Endpoint {
    pub path: &'static str,
    /// Whether it is asked by POST with a JSON body; else by GET.
    post: bool,
    /// Whether it asks for an access token.
    token: bool,
    /// Calls a minute and a day.
    limits: (u64, u64),
    run: fn(&Call<'_>) -> Result<Given, Refused>,
}

macro_rules! endpoints {
    ($($path:literal $method:ident $token:ident $minute:literal $day:literal $run:path;)*) => {
        /// All of them.
        pub(super) const ENDPOINTS: &[Endpoint] = &[$(Endpoint {
            path: $path,
            post: endpoints!(@$method),
            token: endpoints!(@$token),
            limits: ($minute, $day),
            run: $run,
        },)*];
    };
    (@post) => { true };
    (@get) => { false };
    (@token) => { true };
    (@open) => { false };
}

endpoints! {
    "/sns/jscode2session" get open 1_000_000 100_000_000 login::jscode2session;
    "/wxa/checksession" get token 1_000_000 100_000_000 login::checksession;
    "/wxa/resetusersessionkey" get token 60_000 100_000_000 login::resetusersessionkey;
    "/cgi-bin/stable_token" post open 10_000 500_000 token::stable;
    "/cgi-bin/token" get open 10_000 2_000 token::legacy;
    "/wxa/business/getuserphonenumber" post token 1_000_000 100_000_000 phone::getuserphonenumber;
    "/cgi-bin/message/subscribe/send" post token 1_000_000 10_000_000 message::send;
    "/wxa/msg_sec_check" post token 4_000 2_000_000 check::msg_sec_check;
    "/wxa/media_check_async" post token 2_000 200_000 check::media_check_async;
    "/wxa/getwxacodeunlimit" post token 5_000 100_000_000 code::unlimited;
    "/wxa/getwxacode" post token 5_000 100_000 code::limited;
    "/wxa/generatescheme" post token 6_000 500_000 code::scheme;
    "/wxa/generate_urllink" post token 6_000 500_000 code::url_link;
    "/wxa/getuserriskrank" post token 1_000_000 100_000_000 check::risk_rank;
}

/// Answers a call as WeChat does, with the planned faults around it.
pub(super) async fn answer(request: HttpRequest, state: web::Data<State>, body: web::Bytes) -> HttpResponse {
    let Some(endpoint) = ENDPOINTS.iter().find(|one| one.path == request.path()) else {
        return HttpResponse::NotFound().finish();
    };
    let query = web::Query::<Query>::from_query(request.query_string())
        .map(web::Query::into_inner)
        .unwrap_or_default();
    let parsed: Option<Value> = serde_json::from_slice(&body).ok();
    let turn = message::Turn::take(&state, endpoint.path, parsed.as_ref());
    let work = || match &turn {
        message::Turn::Taken => Err(43108.into()),
        _ => checked(endpoint, &request, &state, &query, &body, parsed.as_ref()),
    };
    let fault = state.next_fault(endpoint.path);
    let answer = match fault {
        Some((FaultKind::Errcode, errcode)) => Err(errcode.into()),
        Some((FaultKind::Html502, _)) => {
            note(endpoint, &request, &state, &query, parsed.as_ref(), 502);
            return HttpResponse::build(StatusCode::BAD_GATEWAY)
                .content_type("text/html")
                .body("<html><head><title>502 Bad Gateway</title></head><body></body></html>");
        }
        Some((FaultKind::Latency, wait)) => {
            let wait = Duration::from_millis(u64::try_from(wait).unwrap_or(0));
            tokio::time::sleep(wait).await;
            work()
        }
        _ => work(),
    };
    let errcode = answer.as_ref().err().map_or(0, |refused| refused.errcode);
    note(endpoint, &request, &state, &query, parsed.as_ref(), errcode);
    let (kind, mut body) = match answer {
        Ok(Given::Picture(kind, bytes)) => (kind, bytes),
        Ok(Given::Bare(fields)) => ("text/plain", fields.to_string().into_bytes()),
        Ok(Given::Fields(mut fields)) => {
            fields["errcode"] = json!(0);
            fields["errmsg"] = json!("ok");
            ("application/json; encoding=utf-8", fields.to_string().into_bytes())
        }
        Err(refused) => {
            let told = refused.detail.unwrap_or_else(|| meaning(errcode).to_owned());
            let errmsg = format!("{told}, rid: {}", state.rid());
            let kind = if endpoint.token {
                "application/json; encoding=utf-8"
            } else {
                "text/plain"
            };
            let body = json!({ "errcode": errcode, "errmsg": errmsg });
            (kind, body.to_string().into_bytes())
        }
    };
    match fault {
        Some((FaultKind::Reset, _)) => {
            if let Some(wire) = request.conn_data::<Wire>() {
                wire.cut();
            }
        }
        Some((FaultKind::Truncated, _)) => body.truncate(body.len() / 2),
        Some((FaultKind::Nonsense, _)) => body = b"{\"errcode\": \"what?\"".to_vec(),
        _ => {}
    }
    HttpResponse::Ok().content_type(kind).body(body)
}

/// The checks, in WeChat's order: rates, method, token, body; the endpoint checks fields.
fn checked(
    endpoint: &Endpoint,
    request: &HttpRequest,
    state: &State,
    query: &Query,
    body: &[u8],
    parsed: Option<&Value>,
) -> Result<Given, Refused> {
    if endpoint.post && request.method() != Method::POST {
        return Err(43002.into());
    }
    let app = if endpoint.token {
        let given = query.get("access_token").filter(|text| !text.is_empty()).ok_or(41001)?;
        let appid = state.app_of_token(given)?;
        Some(state.app(Some(&appid)).ok_or(40001)?)
    } else {
        None
    };
    state.count_call(endpoint.path, endpoint.limits)?;
    if endpoint.post && body.is_empty() {
        return Err(44002.into());
    }
    let null = Value::Null;
    let body = match parsed {
        Some(body) if body.is_object() => body,
        _ if endpoint.post => return Err(47001.into()),
        _ => &null,
    };
    (endpoint.run)(&Call {
        state,
        method: request.method(),
        query,
        app,
        body,
    })
}

fn note(endpoint: &Endpoint, request: &HttpRequest, state: &State, query: &Query, body: Option<&Value>, errcode: i64) {
    let given = |field: &str| {
        let sent = body.and_then(|body| body[field].as_str()).map(str::to_owned);
        query.get(field).cloned().or(sent)
    };
    let appid = given("appid");
    let app = appid.as_deref().and_then(|appid| state.app(Some(appid)));
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
    let mut body = body.cloned();
    if let Some(fields) = body.as_mut().and_then(Value::as_object_mut) {
        fields.remove("secret");
    }
    state.see(Seen {
        endpoint: endpoint.path.to_owned(),
        method: request.method().to_string(),
        js_code: query.get("js_code").cloned(),
        grant_type: given("grant_type"),
        user_agent: agent.map(str::to_owned),
        secret_right: app.is_some_and(|app| given("secret").as_ref() == Some(&app.secret)),
        appid,
        body,
        errcode,
    });
}

/// Short texts of our own; nobody may depend on them, as on the real ones.
fn meaning(errcode: i64) -> &'static str {
    match errcode {
        -1 => "system error",
        40001 => "invalid credential",
        40002 => "invalid grant_type",
        40003 => "invalid openid",
        40013 => "invalid appid",
        40029 => "invalid code",
        40037 => "invalid template_id",
        40125 => "invalid appsecret",
        40129 => "invalid scene",
        40163 => "code been used",
        40226 => "code blocked",
        41002 => "appid missing",
        41004 => "appsecret missing",
        41008 => "missing code",
        41030 => "invalid page",
        42001 => "access_token expired",
        43002 => "require POST method",
        43101 => "user refuse to accept the msg",
        44002 => "empty post data",
        45009 => "reach max api daily quota limit",
        45011 => "api minute-quota reached limit",
        47001 => "data format error",
        47003 => "argument invalid",
        61010 => "code is expired",
        _ => "error",
    }
}
