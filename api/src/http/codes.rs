//! `/codes/SCENE.png`: pictures of mini-program codes, to be printed.

use super::edge::Edge;
use crate::{
    cache::RateRefusal,
    usecase::{Failure, code},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web};
use yiting_domain::refusal::Refusal;

/// The picture. It is drawn by WeChat at the first asking and the same for ever after.
pub async fn picture(edge: web::Data<Edge>, request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    let Some(scene) = file.strip_suffix(".png").filter(|scene| scene.len() <= 32) else {
        return HttpResponse::NotFound().finish();
    };
    let address = edge.origin(&request).address;
    let key = format!("codes:address:{address}");
    if let Err(RateRefusal::TooFast { .. }) = edge.app.shared.rate_limit(&key, 1, 120, 2.0).await {
        return refused(Refusal::RateLimited);
    }
    match code::picture(&edge.app, scene).await {
        Ok((picture, open)) => HttpResponse::Ok()
            .insert_header((
                "cache-control",
                if open {
                    "public, max-age=86400"
                } else {
                    "private, no-store"
                },
            ))
            .content_type(picture.content_type)
            .body(picture.bytes),
        Err(Failure::Refused(refusal)) => refused(refusal),
        Err(fault) => {
            tracing::error!(?fault, "a code cannot be drawn");
            refused(Refusal::ServiceUnavailable)
        }
    }
}

fn refused(refusal: Refusal) -> HttpResponse {
    let status = match refusal {
        Refusal::CodeExpired | Refusal::CodeRevoked => StatusCode::GONE,
        Refusal::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Refusal::UpstreamUnavailable | Refusal::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::NOT_FOUND,
    };
    let mut answer = HttpResponse::build(status);
    if refusal.retryable() {
        answer.insert_header(("retry-after", "60"));
    }
    answer
        .content_type("text/plain; charset=utf-8")
        .body(format!("{}\n", refusal.zh()))
}
