//! The sandbox's control plane: playing the people with phones, the clock and bad luck.

use super::check::Scripted;
use super::push::{self, PushFault, Target};
use super::state::{Fault, State, Switches, Template};
use actix_web::dev::HttpServiceFactory;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

type Memory = web::Data<State>;

/// All of it, under `/__fake/`. Bodies and answers are JSON.
pub(super) fn routes() -> impl HttpServiceFactory {
    web::scope("/__fake")
        .route("/users", web::post().to(users))
        .route("/login", web::post().to(login))
        .route("/phone", web::post().to(phone))
        .route("/open_data", web::post().to(open_data))
        .route("/touch", web::post().to(touch))
        .route("/prompt", web::post().to(prompt))
        .route("/unsubscribe", web::post().to(unsubscribe))
        .route("/templates", web::post().to(templates))
        .route("/pages", web::post().to(pages))
        .route("/words", web::post().to(words))
        .route("/files", web::post().to(files))
        .route("/push", web::post().to(set_push))
        .route("/push/faults", web::post().to(push_faults))
        .route("/clock", web::post().to(clock))
        .route("/tokens", web::post().to(tokens))
        .route("/limits", web::post().to(limits))
        .route("/switches", web::post().to(switches))
        .route("/faults", web::post().to(faults))
        .route("/requests", web::get().to(requests))
        .route("/sent", web::get().to(sent))
        .route("/pushed", web::get().to(pushed))
        .route("/scenes", web::get().to(scenes))
}

#[derive(Deserialize)]
struct NewUser {
    name: String,
    /// `13800000000`, or `+852-91234567` for one from elsewhere.
    #[serde(default)]
    phone: Option<String>,
}

#[derive(Deserialize)]
struct OfUser {
    user: String,
    #[serde(default)]
    appid: Option<String>,
}

#[derive(Deserialize)]
struct Prompt {
    user: String,
    #[serde(default)]
    appid: Option<String>,
    template_id: String,
    #[serde(default = "yes")]
    accept: bool,
}

fn yes() -> bool {
    true
}

fn missing(what: &str) -> HttpResponse {
    HttpResponse::NotFound().json(json!({ "error": format!("no such {what}") }))
}

fn done() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "ok": true }))
}

/// `POST users {name, phone?}` gives `{user, openid}`, the openid being that in the default app.
async fn users(state: Memory, input: web::Json<NewUser>) -> HttpResponse {
    let Some(app) = state.app(None) else {
        return missing("app");
    };
    let user = state.add_user(&input.name, input.phone.as_deref());
    let openid = state.openid(&user, &app.appid);
    HttpResponse::Ok().json(json!({ "user": user, "openid": openid }))
}

/// `POST login {user, appid?}` gives `{code}`, as `wx.login` would.
async fn login(state: Memory, input: web::Json<OfUser>) -> HttpResponse {
    let Some(app) = state.app(input.appid.as_deref()) else {
        return missing("app");
    };
    match state.login(&input.user, &app.appid) {
        Some(code) => HttpResponse::Ok().json(json!({ "code": code })),
        None => missing("user"),
    }
}

/// `POST phone {user, appid?}` gives `{code}`, as a tap on the phone button would.
async fn phone(state: Memory, input: web::Json<OfUser>) -> HttpResponse {
    let Some(app) = state.app(input.appid.as_deref()) else {
        return missing("app");
    };
    match state.tap_phone(&input.user, &app.appid) {
        Some(code) => HttpResponse::Ok().json(json!({ "code": code })),
        None => missing("user with a phone"),
    }
}

#[derive(Deserialize)]
struct OpenData {
    user: String,
    #[serde(default)]
    appid: Option<String>,
    data: Value,
}

/// `POST open_data {user, data}` gives `{rawData, signature, encryptedData, iv}` under the person's session
/// key, as a phone gives what only the app's own server may read.
async fn open_data(state: Memory, input: web::Json<OpenData>) -> HttpResponse {
    let Some(app) = state.app(input.appid.as_deref()) else {
        return missing("app");
    };
    match state.open_data(&input.user, &app.appid, &input.data) {
        Some(given) => HttpResponse::Ok().json(given),
        None => missing("user with a session"),
    }
}

/// `POST touch {user}`: the person is in the app now.
async fn touch(state: Memory, input: web::Json<OfUser>) -> HttpResponse {
    if state.touch(&input.user) {
        done()
    } else {
        missing("user")
    }
}

/// `POST prompt {user, template_id, accept?}` gives `{answer}`, as `wx.requestSubscribeMessage` would.
async fn prompt(state: Memory, input: web::Json<Prompt>) -> HttpResponse {
    let Some(app) = state.app(input.appid.as_deref()) else {
        return missing("app");
    };
    match state.prompt(&app.appid, &input.user, &input.template_id, input.accept) {
        Some(answer) => HttpResponse::Ok().json(json!({ "answer": answer })),
        None => missing("user or template"),
    }
}

/// `POST unsubscribe {user, template_id}`, as the settings of WeChat would.
async fn unsubscribe(state: Memory, input: web::Json<Prompt>) -> HttpResponse {
    let Some(app) = state.app(input.appid.as_deref()) else {
        return missing("app");
    };
    state.unsubscribe(&app.appid, &input.user, &input.template_id);
    done()
}

#[derive(Deserialize)]
struct NewTemplate {
    id: String,
    #[serde(flatten)]
    template: Template,
}

/// `POST templates {id, keys, long_term?}`.
async fn templates(state: Memory, input: web::Json<NewTemplate>) -> HttpResponse {
    state.add_template(&input.id, input.template.clone());
    done()
}

/// `POST pages [path]`: the pages of the released version; none named allows all.
async fn pages(state: Memory, input: web::Json<Vec<String>>) -> HttpResponse {
    state.lock().0.pages = input.into_inner();
    done()
}

/// `POST words [{of, suggest, label?}]`: verdicts on texts that contain a word.
async fn words(state: Memory, input: web::Json<Vec<Scripted>>) -> HttpResponse {
    state.lock().0.checks.words = input.into_inner();
    done()
}

/// `POST files [{of, suggest, label?, delay_ms?, errcode?}]`: verdicts on files whose address ends so.
async fn files(state: Memory, input: web::Json<Vec<Scripted>>) -> HttpResponse {
    state.lock().0.checks.files = input.into_inner();
    done()
}

/// `POST push {url, token, aes_key?, retry_ms?}`: where pushes of the default app go, checked as
/// WeChat's console checks it: `{verified}`.
async fn set_push(state: Memory, input: web::Json<Target>) -> HttpResponse {
    let Some(app) = state.app(None) else {
        return missing("app");
    };
    let target = input.into_inner();
    let verified = push::verify(&state, &target, &app.appid).await.unwrap_or(false);
    state.lock().0.pushes.targets.insert(app.appid.clone(), target);
    HttpResponse::Ok().json(json!({ "verified": verified }))
}

/// `POST push/faults [kind]`: what happens to the next pushes, in order.
async fn push_faults(state: Memory, input: web::Json<Vec<PushFault>>) -> HttpResponse {
    state.lock().0.pushes.faults.extend(input.into_inner());
    done()
}

#[derive(Deserialize)]
struct Advance {
    advance_ms: i64,
}

/// `POST clock {advance_ms}` gives `{now_ms}`.
async fn clock(state: Memory, input: web::Json<Advance>) -> HttpResponse {
    let now = state.advance(input.advance_ms);
    HttpResponse::Ok().json(json!({ "now_ms": now }))
}

#[derive(Deserialize)]
struct EndTokens {
    /// They were never known (40001), rather than over (42001).
    #[serde(default)]
    invalid: bool,
}

/// `POST tokens {invalid?}` ends all access tokens.
async fn tokens(state: Memory, input: web::Json<EndTokens>) -> HttpResponse {
    state.end_tokens(input.invalid);
    done()
}

#[derive(Deserialize)]
struct Limits {
    endpoint: String,
    minute: u64,
    day: u64,
}

/// `POST limits {endpoint, minute, day}`.
async fn limits(state: Memory, input: web::Json<Limits>) -> HttpResponse {
    state.limit(&input.endpoint, (input.minute, input.day));
    done()
}

/// `POST switches {…}`: which reading is played where public sources disagree; what is left out is
/// as at the start.
async fn switches(state: Memory, input: web::Json<Switches>) -> HttpResponse {
    state.lock().0.switches = input.into_inner();
    done()
}

/// `POST faults {endpoint, kind, value?, times?, after?}` plans a fault.
async fn faults(state: Memory, input: web::Json<Fault>) -> HttpResponse {
    state.plan(input.into_inner());
    done()
}

/// `GET requests` lists what was asked of the real endpoints, without secrets.
async fn requests(state: Memory) -> HttpResponse {
    HttpResponse::Ok().json(state.seen())
}

/// `GET sent` lists the subscribe messages that reached phones.
async fn sent(state: Memory) -> HttpResponse {
    HttpResponse::Ok().json(state.sent())
}

/// `GET pushed` gives `{waiting, attempts}`.
async fn pushed(state: Memory) -> HttpResponse {
    let attempts: Value = json!(state.delivered());
    HttpResponse::Ok().json(json!({ "waiting": state.undelivered(), "attempts": attempts }))
}

/// `GET scenes` lists the scenes of which codes were drawn.
async fn scenes(state: Memory) -> HttpResponse {
    HttpResponse::Ok().json(&state.lock().0.scenes)
}
