//! For operators and other programs: health, readiness, metrics, keys, schema.

use super::edge::Edge;
use crate::{
    store::ballots,
    usecase::{Failure, consultation},
};
use actix_web::{HttpResponse, web};

/// The process lives.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// The process can serve: the database answers, and shared state where it is configured.
pub async fn readyz(edge: web::Data<Edge>) -> HttpResponse {
    let database = edge.app.db.reader().ping().await.is_ok();
    let shared = edge.app.shared.ping().await.is_ok();
    let body = serde_json::json!({"database": database, "shared": shared, "stopping": *edge.stop.borrow()});
    // Without Redis the rest goes on, so only the database and a shutdown take us out of rotation.
    if database && !*edge.stop.borrow() {
        HttpResponse::Ok().json(body)
    } else {
        HttpResponse::ServiceUnavailable().json(body)
    }
}

/// Figures in Prometheus' text format.
pub async fn metrics(edge: web::Data<Edge>) -> HttpResponse {
    let sockets: usize = edge.sockets.lock().map(|open| open.values().sum()).unwrap_or_default();
    let body = format!(
        "# TYPE yiting_sql_statements_total counter\nyiting_sql_statements_total {}\n\
         # TYPE yiting_sockets gauge\nyiting_sockets {sockets}\n\
         # TYPE yiting_publications_dropped_total counter\nyiting_publications_dropped_total {}\n",
        edge.app.db.statements.get(),
        edge.app.shared.dropped(),
    );
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(body)
}

/// The public keys of access tokens.
pub async fn jwks(edge: web::Data<Edge>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "public, max-age=300"))
        .json(edge.app.keys.jwks())
}

/// The schema as a file, for auditors and code generators.
pub async fn schema() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(crate::graphql::sdl())
}

/// The published list of a ballot as a file: `/export/ballots/ID.json`. `yiting tally verify` counts
/// it again.
pub async fn ballot_list(edge: web::Data<Edge>, file: web::Path<String>) -> HttpResponse {
    let id = file.strip_suffix(".json").and_then(|id| id.parse::<uuid::Uuid>().ok());
    let Some(id) = id else {
        return HttpResponse::NotFound().finish();
    };
    match ballots::by_id(edge.app.db.reader(), id).await {
        Ok(Some(row)) => match row.published {
            Some(list) => HttpResponse::Ok()
                .insert_header(("cache-control", "public, max-age=31536000, immutable"))
                .content_type("application/json")
                .body(list),
            None => HttpResponse::NotFound().finish(),
        },
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(fault) => {
            tracing::error!(?fault, "a published list cannot be read");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}

/// The votes of a closed consultation without names: `/export/consultations/ID.csv`.
/// `yiting compute groups` finds the same groups in it.
pub async fn consultation_votes(edge: web::Data<Edge>, file: web::Path<String>) -> HttpResponse {
    let id = file.strip_suffix(".csv").and_then(|id| id.parse::<uuid::Uuid>().ok());
    let Some(id) = id else {
        return HttpResponse::NotFound().finish();
    };
    match consultation::votes_file(&edge.app, id).await {
        Ok(text) => HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(text),
        Err(Failure::Refused(_)) => HttpResponse::NotFound().finish(),
        Err(fault) => {
            tracing::error!(?fault, "published votes cannot be read");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
