//! The sandbox's `/sns/jscode2session`.

use super::sandbox::Wire;
use super::sandbox_state::{FaultKind, Seen, State};
use actix_web::http::header::USER_AGENT;
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use std::collections::HashMap;
use std::time::Duration;

/// Where it is served.
pub(super) const PATH: &str = "/sns/jscode2session";

type Query = HashMap<String, String>;

/// The endpoint as WeChat has it, with the planned faults around it.
pub(super) async fn jscode2session(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let query = web::Query::<Query>::from_query(request.query_string())
        .map(web::Query::into_inner)
        .unwrap_or_default();
    let fault = state.next_fault(PATH);
    let answer = match fault {
        Some((FaultKind::Errcode, errcode)) => Err(errcode),
        Some((FaultKind::Html502, _)) => {
            note(&request, &state, &query, 502);
            return HttpResponse::build(StatusCode::BAD_GATEWAY)
                .content_type("text/html")
                .body("<html><head><title>502 Bad Gateway</title></head><body></body></html>");
        }
        Some((FaultKind::Latency, wait)) => {
            let wait = Duration::from_millis(u64::try_from(wait).unwrap_or(0));
            tokio::time::sleep(wait).await;
            exchange(&request, &state, &query)
        }
        _ => exchange(&request, &state, &query),
    };
    note(&request, &state, &query, answer.as_ref().err().copied().unwrap_or(0));
    let mut body = match answer {
        Ok(body) => body,
        Err(errcode) => {
            let errmsg = format!("{}, rid: {}", meaning(errcode), state.rid());
            serde_json::json!({ "errcode": errcode, "errmsg": errmsg }).to_string()
        }
    };
    match fault {
        Some((FaultKind::Reset, _)) => {
            if let Some(wire) = request.conn_data::<Wire>() {
                wire.cut();
            }
        }
        // Everything in it is ASCII, so the middle is a character boundary.
        Some((FaultKind::Truncated, _)) => body.truncate(body.len() / 2),
        _ => {}
    }
    HttpResponse::Ok().content_type("text/plain").body(body)
}

/// The checks, in WeChat's order.
fn exchange(request: &HttpRequest, state: &State, query: &Query) -> Result<String, i64> {
    let given = |name: &str| query.get(name).map(String::as_str).filter(|text| !text.is_empty());
    // With POST the real host does not look at the query, and misses the app id.
    let appid = given("appid")
        .filter(|_| request.method() == Method::GET)
        .ok_or(41002)?;
    let secret = given("secret").ok_or(41004)?;
    let code = given("js_code").ok_or(41008)?;
    if given("grant_type") != Some("authorization_code") {
        return Err(40002);
    }
    let app = state.app(Some(appid)).ok_or(40013)?;
    if app.secret != secret {
        return Err(40125);
    }
    let session = state.exchange(code, app)?;
    serde_json::to_string(&session).map_err(|_| -1)
}

fn note(request: &HttpRequest, state: &State, query: &Query, errcode: i64) {
    let appid = query.get("appid");
    let app = appid.and_then(|appid| state.app(Some(appid)));
    let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
    state.see(Seen {
        endpoint: PATH.to_owned(),
        method: request.method().to_string(),
        appid: appid.cloned(),
        js_code: query.get("js_code").cloned(),
        grant_type: query.get("grant_type").cloned(),
        user_agent: agent.map(str::to_owned),
        secret_right: app.is_some_and(|app| query.get("secret") == Some(&app.secret)),
        errcode,
    });
}

/// Short texts of our own; nobody may depend on them, as on the real ones.
fn meaning(errcode: i64) -> &'static str {
    match errcode {
        -1 => "system error",
        40002 => "invalid grant_type",
        40013 => "invalid appid",
        40029 => "invalid code",
        40125 => "invalid appsecret",
        40163 => "code been used",
        40226 => "code blocked",
        41002 => "appid missing",
        41004 => "appsecret missing",
        41008 => "missing code",
        45011 => "api minute-quota reached limit",
        _ => "error",
    }
}
