//! `POST /uploads` as `wx.uploadFile` sends it, and `/files/NAME`.
//!
//! A form has one file, in a field of any name, and the idempotency key in the field
//! `clientMutationId`; other fields are ignored, as are the names and types that the client gives. The
//! answer is `{"id", "url", "thumbnailUrl", "width", "height", "state"}` with status 200, or an error in
//! the shape of GraphQL's.

use super::edge::{Edge, Origin, Refused};
use crate::{
    files::{FileName, Size},
    graphql::photo_id,
    store::entity::upload,
    usecase::{Failure, upload as usecase},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use futures_util::StreamExt;
use multer::{Constraints, Multipart, SizeLimit};
use serde_json::json;
use std::{collections::HashMap, time::Duration};
use tokio::sync::{Semaphore, mpsc};
use yiting_domain::{refusal::Refusal, upload::MOST_BYTES};

/// Bytes of a whole form: the file, and room for the fields around it.
const FORM: u64 = MOST_BYTES as u64 + 64 * 1024;
/// Bytes of a field that is no file.
const FIELD: usize = 1_024;
/// Parts of a form.
const PARTS: usize = 16;
/// How long a form may take: what `wx.uploadFile` waits at most by itself.
const TIME: Duration = Duration::from_secs(60);
/// Forms of one process on their way at once; each holds at most one file in memory.
static ROOM: Semaphore = Semaphore::const_new(12);

/// What a form holds that matters here.
struct Form {
    key: String,
    file: web::Bytes,
}

fn malformed() -> Refused {
    Refused::new(
        400,
        "UPLOAD_MALFORMED",
        "Send multipart/form-data with one file, as wx.uploadFile does.",
    )
}

/// Reads a form within its bounds, whatever its declared length says.
async fn read(edge: &Edge, origin: &Origin, request: &HttpRequest, mut payload: web::Payload) -> Result<Form, Refused> {
    let too_large = || edge.told(Refusal::FileTooLarge, 413, origin.language);
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let boundary = multer::parse_boundary(text(header::CONTENT_TYPE).unwrap_or_default()).map_err(|_| malformed())?;
    if text(header::CONTENT_ENCODING).is_some() {
        return Err(malformed());
    }
    let declared = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if declared.is_some_and(|length| length > FORM) {
        return Err(too_large());
    }
    // The connection's body stays on its thread, the parser wants one that may travel: a short channel joins them.
    let (pieces, arriving) = mpsc::channel::<Result<web::Bytes, String>>(4);
    let feed = async move {
        while let Some(piece) = payload.next().await {
            let piece = piece.map_err(|_| "the body broke off".to_owned());
            let broken = piece.is_err();
            if pieces.send(piece).await.is_err() || broken {
                break;
            }
        }
    };
    let sizes = SizeLimit::new().whole_stream(FORM).per_field(MOST_BYTES as u64);
    let stream = tokio_stream::wrappers::ReceiverStream::new(arriving);
    let parse = parse(Multipart::with_constraints(
        stream,
        boundary,
        Constraints::new().size_limit(sizes),
    ));
    let both = async {
        tokio::pin!(feed, parse);
        // The parser may end before the body does: what follows the last boundary is nobody's.
        tokio::select! {
            parsed = &mut parse => parsed,
            () = &mut feed => parse.await,
        }
    };
    match tokio::time::timeout(TIME, both).await {
        Ok(Ok(form)) => Ok(form),
        Ok(Err(Unread::TooLarge)) => Err(too_large()),
        Ok(Err(Unread::Malformed)) => Err(malformed()),
        Err(_) => Err(Refused::new(408, "BODY_TOO_SLOW", "The body took too long.")),
    }
}

/// Why a form could not be read.
enum Unread {
    Malformed,
    TooLarge,
}

impl From<multer::Error> for Unread {
    fn from(error: multer::Error) -> Self {
        match error {
            multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => Self::TooLarge,
            _ => Self::Malformed,
        }
    }
}

async fn parse(mut form: Multipart<'_>) -> Result<Form, Unread> {
    let (mut key, mut file) = (None, None);
    let mut parts = 0;
    while let Some(mut field) = form.next_field().await? {
        parts += 1;
        if parts > PARTS {
            return Err(Unread::Malformed);
        }
        let is_file = field.file_name().is_some();
        let is_key = !is_file && field.name() == Some("clientMutationId");
        let most = if is_file { MOST_BYTES } else { FIELD };
        let mut bytes = web::BytesMut::new();
        while let Some(chunk) = field.chunk().await? {
            if bytes.len() + chunk.len() > most {
                return Err(if is_file { Unread::TooLarge } else { Unread::Malformed });
            }
            bytes.extend_from_slice(&chunk);
        }
        let place = if is_file { &mut file } else { &mut key };
        if is_file || is_key {
            // Twice the same is not one file, or not one key.
            if place.replace(bytes.freeze()).is_some() {
                return Err(Unread::Malformed);
            }
        }
    }
    let (Some(key), Some(file)) = (key, file) else {
        return Err(Unread::Malformed);
    };
    let key = String::from_utf8(key.to_vec()).map_err(|_| Unread::Malformed)?;
    Ok(Form { key, file })
}

/// The HTTP status of a refusal at this door.
const fn status(refusal: Refusal) -> u16 {
    match refusal {
        Refusal::Unauthenticated => 401,
        Refusal::PhoneRequired => 403,
        Refusal::IdempotencyConflict => 409,
        Refusal::FileTooLarge => 413,
        Refusal::FileTypeUnsupported | Refusal::FileHeic => 415,
        Refusal::RateLimited => 429,
        Refusal::Internal => 500,
        Refusal::ServiceUnavailable => 503,
        _ => 422,
    }
}

fn failed(edge: &Edge, origin: &Origin, failure: Failure) -> Refused {
    match failure {
        Failure::Refused(refusal) => edge.told(refusal, status(refusal), origin.language),
        fault => {
            tracing::error!(request_id = origin.request_id, fault = ?fault, "an upload failed");
            edge.told(Refusal::Internal, 500, origin.language)
        }
    }
}

async fn receive(
    edge: &Edge,
    origin: &Origin,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<upload::Model, Refused> {
    edge.served(origin)?;
    let viewer = edge.admit(origin).await?;
    let actor = usecase::admit(&edge.app, viewer.actor.as_deref())
        .await
        .map_err(|failure| failed(edge, origin, failure))?;
    let busy = || edge.told(Refusal::ServiceUnavailable, 503, origin.language);
    let _room = ROOM.try_acquire().map_err(|_| busy())?;
    let form = read(edge, origin, request, payload).await?;
    usecase::receive(&edge.app, actor, &form.key, form.file)
        .await
        .map_err(|failure| failed(edge, origin, failure))
}

/// `POST /uploads`.
pub async fn post(edge: web::Data<Edge>, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let begun = std::time::Instant::now();
    let origin = edge.origin(&request);
    let (status, body) = match receive(&edge, &origin, &request, payload).await {
        Ok(row) => {
            let link = |size| usecase::link(&edge.app, &row, size);
            let body = json!({
                "id": photo_id(row.id).as_str(), "url": link(Size::Full), "thumbnailUrl": link(Size::Thumbnail),
                "width": row.width, "height": row.height, "state": row.state.to_uppercase(),
            });
            (200, body)
        }
        Err(refused) => (refused.status, refused.body(&origin.request_id)),
    };
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(request_id = origin.request_id, status, micros, "upload");
    HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST))
        .insert_header((header::CONTENT_TYPE, "application/json; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-request-id", origin.request_id.clone()))
        .body(body.to_string())
}

/// `GET /files/NAME`: a picture. The bytes under a name never change. One that is not public needs the link
/// that its viewers are given; whatever may not be seen is answered as if it were not there.
pub async fn get(
    edge: web::Data<Edge>,
    name: web::Path<String>,
    query: web::Query<HashMap<String, String>>,
) -> HttpResponse {
    let absent = || {
        HttpResponse::NotFound()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish()
    };
    let Some(name) = FileName::parse(&name) else {
        return absent();
    };
    let until = query.get("until").and_then(|text| text.parse::<i64>().ok());
    let link = until.zip(query.get("key").map(String::as_str));
    match usecase::open(&edge.app, name, link).await {
        Ok(Some(opened)) => {
            // A day, not for ever: what is taken down leaves the caches by itself.
            let cache = if opened.public {
                "public, max-age=86400, immutable"
            } else {
                "private, no-store"
            };
            HttpResponse::Ok()
                .insert_header((header::CONTENT_TYPE, "image/jpeg"))
                .insert_header((header::CONTENT_DISPOSITION, "inline"))
                .insert_header((header::CACHE_CONTROL, cache))
                .insert_header(("cross-origin-resource-policy", "cross-origin"))
                .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
                .body(opened.bytes)
        }
        Ok(None) => absent(),
        Err(fault) => {
            tracing::error!(?fault, "a picture cannot be read");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
