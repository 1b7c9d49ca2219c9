//! For operators and other programs: health, readiness, metrics, keys, schema.

use super::edge::Edge;
use crate::{
    store::{ballots, messages},
    usecase::{Failure, consultation, meeting, search},
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
    let body = body + &wechat_figures(&edge).await + &search_figures(&edge).await;
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(body)
}

/// How far the search index is behind, and whether it can be asked at all.
async fn search_figures(edge: &Edge) -> String {
    let behind = search::feed::behind(&edge.app).await;
    let up = u8::from(matches!(behind, Ok(Some(_))));
    let mut text = format!("# TYPE yiting_search_up gauge\nyiting_search_up {up}\n");
    if let Ok(Some(behind)) = behind {
        let waited = behind
            .since
            .map_or(0, |since| edge.app.now().millis().saturating_sub(since).max(0));
        let lines = format!(
            "# TYPE yiting_search_waiting gauge\nyiting_search_waiting {}\n\
             # TYPE yiting_search_lag_milliseconds gauge\nyiting_search_lag_milliseconds {waited}\n",
            behind.marks
        );
        text.push_str(&lines);
    }
    text
}

/// How calls to WeChat ended, and how messages stand.
async fn wechat_figures(edge: &Edge) -> String {
    let mut text = "# TYPE yiting_wechat_calls_total counter\n".to_owned();
    for ((endpoint, errcode), count) in edge.app.wechat.counts() {
        let errcode = errcode.map_or_else(|| "lost".to_owned(), |errcode| errcode.to_string());
        let line = format!("yiting_wechat_calls_total{{endpoint=\"{endpoint}\",errcode=\"{errcode}\"}} {count}\n");
        text.push_str(&line);
    }
    text.push_str("# TYPE yiting_wechat_messages gauge\n");
    // A database that is away is told by /readyz; the other figures are not held back for it.
    for row in messages::standing(edge.app.db.reader()).await.unwrap_or_default() {
        let errcode = row.errcode.unwrap_or(0);
        let line = format!(
            "yiting_wechat_messages{{state=\"{}\",errcode=\"{errcode}\"}} {}\n",
            row.state, row.count
        );
        text.push_str(&line);
    }
    text
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
    match ballots::list_of(edge.app.db.reader(), id).await {
        Ok(Some(list)) => HttpResponse::Ok()
            .insert_header(("cache-control", "public, max-age=31536000, immutable"))
            .content_type("application/json")
            .body(list),
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
    document(consultation::votes_file(&edge.app, id).await, "text/csv; charset=utf-8")
}

/// A meeting as an iCalendar file: `/calendar/meetings/ID.ics`.
pub async fn meeting_calendar(edge: web::Data<Edge>, file: web::Path<String>) -> HttpResponse {
    let id = file.strip_suffix(".ics").and_then(|id| id.parse::<uuid::Uuid>().ok());
    let Some(id) = id else {
        return HttpResponse::NotFound().finish();
    };
    document(
        meeting::calendar_file(&edge.app, id).await,
        "text/calendar; charset=utf-8",
    )
}

/// Which version of the minutes.
#[derive(serde::Deserialize)]
pub struct Wanted {
    version: Option<u32>,
}

/// The published minutes of a meeting: `/export/meetings/ID/minutes.html` or `minutes.txt`, the newest
/// version unless one is named by `?version=N`.
pub async fn meeting_minutes(
    edge: web::Data<Edge>,
    path: web::Path<(uuid::Uuid, String)>,
    wanted: web::Query<Wanted>,
) -> HttpResponse {
    let (id, file) = path.into_inner();
    let (html, kind) = match file.as_str() {
        "minutes.html" => (true, "text/html; charset=utf-8"),
        "minutes.txt" => (false, "text/plain; charset=utf-8"),
        _ => return HttpResponse::NotFound().finish(),
    };
    document(
        meeting::minutes_document(&edge.app, id, wanted.version, html).await,
        kind,
    )
}

fn document(text: Result<String, Failure>, kind: &str) -> HttpResponse {
    match text {
        Ok(text) => HttpResponse::Ok().content_type(kind).body(text),
        Err(Failure::Refused(_)) => HttpResponse::NotFound().finish(),
        Err(fault) => {
            tracing::error!(?fault, "a document cannot be made");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
