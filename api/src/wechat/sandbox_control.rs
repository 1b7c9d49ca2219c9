//! The sandbox's control plane: playing the people with phones, the clock and bad luck.

use super::sandbox_state::{Fault, State};
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
pub(super) struct NewUser {
    name: String,
}

#[derive(Deserialize)]
pub(super) struct Login {
    user: String,
    #[serde(default)]
    appid: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Advance {
    advance_ms: i64,
}

fn missing(what: &str) -> HttpResponse {
    HttpResponse::NotFound().json(json!({ "error": format!("no such {what}") }))
}

/// `POST /__fake/users {name}` gives `{user, openid}`, the openid being that in the default app.
pub(super) async fn users(state: web::Data<State>, input: web::Json<NewUser>) -> HttpResponse {
    let Some(app) = state.app(None) else {
        return missing("app");
    };
    let user = state.add_user(&input.name);
    let openid = state.openid(&user, &app.appid);
    HttpResponse::Ok().json(json!({ "user": user, "openid": openid }))
}

/// `POST /__fake/login {user, appid?}` gives `{code}`, as `wx.login` would.
pub(super) async fn login(state: web::Data<State>, input: web::Json<Login>) -> HttpResponse {
    let Some(app) = state.app(input.appid.as_deref()) else {
        return missing("app");
    };
    match state.login(&input.user, &app.appid) {
        Some(code) => HttpResponse::Ok().json(json!({ "code": code })),
        None => missing("user"),
    }
}

/// `POST /__fake/clock {advance_ms}` gives `{now_ms}`.
pub(super) async fn clock(state: web::Data<State>, input: web::Json<Advance>) -> HttpResponse {
    let now = state.advance(input.advance_ms);
    HttpResponse::Ok().json(json!({ "now_ms": now }))
}

/// `POST /__fake/faults {endpoint, kind, value?, times?}` plans a fault.
pub(super) async fn faults(state: web::Data<State>, input: web::Json<Fault>) -> HttpResponse {
    state.plan(input.into_inner());
    HttpResponse::Ok().json(json!({ "ok": true }))
}

/// `GET /__fake/requests` lists what was asked of the real endpoints, without secrets.
pub(super) async fn requests(state: web::Data<State>) -> HttpResponse {
    HttpResponse::Ok().json(state.seen())
}
