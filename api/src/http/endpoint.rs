//! `POST /graphql` and `GET /graphql` by the GraphQL-over-HTTP specification.

use super::edge::{BODY, Edge, Origin, Refused};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use async_graphql::{Request, Response, Variables, parser::types::OperationType};
use futures_util::StreamExt;
use serde_json::Value;

const GRAPHQL: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

/// Which of the two media types the client wants.
///
/// # Errors
/// 406 when it wants neither.
fn negotiate(request: &HttpRequest) -> Result<&'static str, Refused> {
    let Some(accept) = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()) else {
        return Ok(JSON);
    };
    for item in accept.split(',') {
        let mut parts = item.split(';').map(str::trim);
        let kind = parts.next().unwrap_or("").to_ascii_lowercase();
        let foreign = parts
            .filter_map(|p| p.split_once('='))
            .any(|(k, v)| k.eq_ignore_ascii_case("charset") && !v.trim_matches('"').eq_ignore_ascii_case("utf-8"));
        if foreign {
            continue;
        }
        match kind.as_str() {
            GRAPHQL => return Ok(GRAPHQL),
            JSON | "*/*" | "application/*" => return Ok(JSON),
            _ => {}
        }
    }
    Err(Refused::new(
        406,
        "NOT_ACCEPTABLE",
        "Accept must allow application/json or application/graphql-response+json.",
    ))
}

fn refuse(refused: &Refused, media: &'static str, origin: &Origin) -> HttpResponse {
    let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::BAD_REQUEST);
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, format!("{media}; charset=utf-8")))
        .insert_header(("x-request-id", origin.request_id.clone()))
        .body(refused.body(&origin.request_id).to_string())
}

fn respond(response: &Response, media: &'static str, origin: &Origin) -> HttpResponse {
    // Nothing was executed: parsing, validation or coercion failed before any data could be.
    let not_run = response.data == async_graphql::Value::Null
        && response.errors.iter().all(|e| e.path.is_empty())
        && !response.errors.is_empty();
    let status = if media == GRAPHQL && not_run {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    // Written straight from the response; its fields stand in the order in which they were ready, since
    // async-graphql resolves them side by side.
    let body = if not_run {
        serde_json::json!({"errors": response.errors}).to_string()
    } else {
        serde_json::to_string(response).unwrap_or_default()
    };
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, format!("{media}; charset=utf-8")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-request-id", origin.request_id.clone()))
        .body(body)
}

/// Reads a body within its size and time.
async fn read(edge: &Edge, request: &HttpRequest, mut payload: web::Payload) -> Result<web::Bytes, Refused> {
    let too_large = || Refused::new(413, "BODY_TOO_LARGE", "The body may have 64 KiB.");
    let declared = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > BODY as u64) {
        return Err(too_large());
    }
    let reading = async {
        let mut body = web::BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Refused::new(400, "BODY_INVALID", "The body broke off."))?;
            if body.len() + chunk.len() > BODY {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    tokio::time::timeout(edge.body_time, reading)
        .await
        .unwrap_or_else(|_| Err(Refused::new(408, "BODY_TOO_SLOW", "The body took too long.")))
}

fn invalid(message: &str) -> Refused {
    Refused::new(400, "REQUEST_INVALID", message)
}

/// A request as it came: its text, or the hash that stands for it.
struct Wanted {
    request: Request,
    id: Option<String>,
}

/// The hash by which a document is named: `id` or `documentId`, or as Apollo's clients send it.
pub(super) fn named(object: &serde_json::Map<String, Value>) -> Option<&str> {
    let persisted = || object.get("extensions")?.get("persistedQuery")?.get("sha256Hash");
    let id = object
        .get("id")
        .or_else(|| object.get("documentId"))
        .or_else(persisted)?
        .as_str()?;
    Some(id.strip_prefix("sha256:").unwrap_or(id))
}

/// Reads the parameters of a request.
fn parameters(value: &Value) -> Result<Wanted, Refused> {
    let Some(object) = value.as_object() else {
        return Err(invalid("The body must be one JSON object."));
    };
    let id = named(object).map(str::to_owned);
    let query = match object.get("query") {
        Some(Value::String(query)) => query.as_str(),
        None | Some(Value::Null) if id.is_some() => "",
        _ => return Err(invalid("«query» must be a string.")),
    };
    let mut request = Request::new(query);
    match object.get("operationName") {
        None | Some(Value::Null) => {}
        Some(Value::String(name)) => request = request.operation_name(name),
        Some(_) => return Err(invalid("«operationName» must be a string.")),
    }
    match object.get("variables") {
        None | Some(Value::Null) => {}
        Some(variables @ Value::Object(_)) => request = request.variables(Variables::from_json(variables.clone())),
        Some(_) => return Err(invalid("«variables» must be an object.")),
    }
    match object.get("extensions") {
        None | Some(Value::Null | Value::Object(_)) => {}
        Some(_) => return Err(invalid("«extensions» must be an object.")),
    }
    // A hash beside the text is only taken for what it says if it is that of the text.
    let id = id.filter(|_| query.is_empty());
    Ok(Wanted { request, id })
}

async fn execute(edge: &Edge, origin: &Origin, wanted: Wanted, only_queries: bool) -> Result<Response, Refused> {
    edge.served(origin)?;
    let (request, kind, trust) = edge.guarded(origin, wanted.request, wanted.id.as_deref())?;
    if only_queries && kind != OperationType::Query {
        return Err(Refused::new(
            405,
            "METHOD_NOT_ALLOWED",
            "Only queries may be sent by GET.",
        ));
    }
    if kind == OperationType::Subscription {
        return Err(invalid("Subscriptions are served at /graphql/ws."));
    }
    let viewer = edge.admit(origin).await?;
    edge.trusted(&viewer, trust)?;
    let response = edge.run(request.data(viewer)).await;
    if kind == OperationType::Mutation && response.is_ok() {
        edge.answers.changed();
    }
    Ok(response)
}

/// One line per request: what it was called, how it ended and how long it took. Neither document,
/// variables, address nor token stand in it.
fn note(origin: &Origin, response: &HttpResponse, begun: std::time::Instant) {
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(
        request_id = origin.request_id,
        status = response.status().as_u16(),
        micros,
        "graphql"
    );
}

/// `POST /graphql`.
pub async fn post(edge: web::Data<Edge>, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let begun = std::time::Instant::now();
    let origin = edge.origin(&request);
    let response = answer_post(&edge, &request, payload, &origin).await;
    note(&origin, &response, begun);
    response
}

async fn answer_post(edge: &Edge, request: &HttpRequest, payload: web::Payload, origin: &Origin) -> HttpResponse {
    let media = match negotiate(request) {
        Ok(media) => media,
        Err(refused) => return refuse(&refused, JSON, origin),
    };
    match try_post(edge, request, payload, origin).await {
        Ok(response) => respond(&response, media, origin),
        Err(refused) => {
            // Over plain JSON a well-formed request whose document is wrong is answered with 200.
            let status = if refused.is_about_document() && media == JSON {
                200
            } else {
                refused.status
            };
            refuse(&Refused { status, ..refused }, media, origin)
        }
    }
}

async fn try_post(
    edge: &Edge,
    request: &HttpRequest,
    payload: web::Payload,
    origin: &Origin,
) -> Result<Response, Refused> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    let mut parts = kind.split(';').map(str::trim);
    let json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case(JSON));
    let utf8 = parts.filter_map(|p| p.split_once('=')).all(|(k, v)| {
        !k.trim().eq_ignore_ascii_case("charset") || v.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    if !json || !utf8 || request.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(Refused::new(
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            "Send application/json in UTF-8, not compressed.",
        ));
    }
    let body = read(edge, request, payload).await?;
    let value: Value = serde_json::from_slice(&body).map_err(|_| invalid("The body is not JSON."))?;
    execute(edge, origin, parameters(&value)?, false).await
}

/// `GET /graphql`: queries only. One that is named by its hash and public is answered for everybody, with an
/// ETag.
pub async fn get(edge: web::Data<Edge>, request: HttpRequest) -> HttpResponse {
    let begun = std::time::Instant::now();
    let origin = edge.origin(&request);
    let response = answer_get(&edge, &request, &origin).await;
    note(&origin, &response, begun);
    response
}

async fn answer_get(edge: &Edge, request: &HttpRequest, origin: &Origin) -> HttpResponse {
    let media = match negotiate(request) {
        Ok(media) => media,
        Err(refused) => return refuse(&refused, JSON, origin),
    };
    // What was answered before is found by the bytes of the address, without reading them.
    let key = format!("{:?} {media} {}", origin.language, request.query_string());
    if let Some(kept) = edge.answers.get(&key) {
        return shared(request, &kept, media, origin);
    }
    let told = |refused: Refused| {
        let status = if refused.is_about_document() && media == JSON {
            200
        } else {
            refused.status
        };
        refuse(&Refused { status, ..refused }, media, origin)
    };
    let wanted = match web::Query::<std::collections::HashMap<String, String>>::from_query(request.query_string()) {
        Ok(query) => parameters_of(&query),
        Err(_) => Err(invalid("The query string cannot be read.")),
    };
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(refused) => return told(refused),
    };
    let public = wanted
        .id
        .as_ref()
        .and_then(|id| edge.documents.get(id))
        .is_some_and(|listed| !listed.retired && listed.public());
    if public {
        return match public_answer(edge, key, wanted, media, origin).await {
            Ok(Ok(kept)) => shared(request, &kept, media, origin),
            Ok(Err(response)) => respond(&response, media, origin),
            Err(refused) => told(refused),
        };
    }
    match execute(edge, origin, wanted, true).await {
        Ok(response) => respond(&response, media, origin),
        Err(refused) => told(refused),
    }
}

/// Makes the answer to a public query as for somebody without a login, and keeps it. The inner error is an
/// answer with errors in it, which is not kept.
async fn public_answer(
    edge: &Edge,
    key: String,
    wanted: Wanted,
    media: &'static str,
    origin: &Origin,
) -> Result<Result<std::sync::Arc<super::answers::Kept>, Response>, Refused> {
    let turn = edge.answers.turn(&key);
    let _turn = turn.lock().await;
    if let Some(kept) = edge.answers.get(&key) {
        return Ok(Ok(kept));
    }
    let generation = edge.answers.generation();
    let (request, ..) = edge.guarded(origin, wanted.request, wanted.id.as_deref())?;
    let anybody = Origin {
        bearer: None,
        ..origin.clone()
    };
    let viewer = edge.admit(&anybody).await?;
    let response = edge.run(request.data(viewer)).await;
    if !response.errors.is_empty() {
        return Ok(Err(response));
    }
    let Ok(body) = serde_json::to_vec(&response) else {
        return Err(Refused::new(500, "INTERNAL", "The answer cannot be written."));
    };
    tracing::debug!(request_id = origin.request_id, media, "an answer was made and is kept");
    Ok(Ok(edge.answers.keep(key, body.into(), generation)))
}

/// An answer that everybody may keep, as long as they ask whether it still holds.
fn shared(request: &HttpRequest, kept: &super::answers::Kept, media: &'static str, origin: &Origin) -> HttpResponse {
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let holds = known.is_some_and(|tags| super::answers::holds(tags, &kept.etag));
    let mut response = if holds {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, kept.etag.as_str()))
        .insert_header((header::CACHE_CONTROL, "public, no-cache"))
        .insert_header((header::VARY, "accept, accept-language"))
        .insert_header(("x-request-id", origin.request_id.as_str()));
    if holds {
        return response.finish();
    }
    response
        .insert_header((header::CONTENT_TYPE, format!("{media}; charset=utf-8")))
        .body(kept.body.clone())
}

fn parameters_of(query: &std::collections::HashMap<String, String>) -> Result<Wanted, Refused> {
    let mut object = serde_json::Map::new();
    for name in ["query", "id", "documentId", "operationName"] {
        if let Some(text) = query.get(name) {
            object.insert(name.to_owned(), Value::String(text.clone()));
        }
    }
    for name in ["variables", "extensions"] {
        if let Some(text) = query.get(name).filter(|text| !text.is_empty()) {
            let value = serde_json::from_str(text).map_err(|_| invalid("«variables» must be a JSON object."))?;
            object.insert(name.to_owned(), value);
        }
    }
    parameters(&Value::Object(object))
}

/// Any other method.
pub async fn other(edge: web::Data<Edge>, request: HttpRequest) -> HttpResponse {
    let origin = edge.origin(&request);
    let refused = Refused::new(405, "METHOD_NOT_ALLOWED", "Send POST, or GET for queries.");
    let mut response = refuse(&refused, JSON, &origin);
    response
        .headers_mut()
        .insert(header::ALLOW, header::HeaderValue::from_static("GET, POST"));
    response
}
