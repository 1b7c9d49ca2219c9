//! Figures as files, for spreadsheets, programs and printers: `/export/indicators/CODE/…` and
//! `/export/reports/ID.…`. Who asks is known by the bearer token as everywhere; without one the open figures
//! of a district are given. `/export/me.json` is what leads to the person who asks.

use super::edge::{Edge, Refused};
use crate::{
    cache::RateRefusal,
    store::{areas, reports},
    usecase::{
        Failure,
        indicator::{Asked, Report, case_lines, fact_lines, kept_sheet, report_sheet},
        privacy,
        record::place,
    },
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use futures_util::{Stream, StreamExt};
use yiting_domain::{
    area::Tier,
    indicator::{Audience, Period, Sheet, audience},
    instant::Instant,
    people::Actor,
    refusal::Refusal,
};

/// Figures change, and some are for those alone who asked.
const NOT_KEPT: (&str, &str) = ("cache-control", "no-store");

/// What a report is about.
#[derive(serde::Deserialize)]
pub struct Wanted {
    /// First day of submission or acceptance, YYYY-MM-DD.
    from: Option<String>,
    /// Last day.
    to: Option<String>,
    /// The tier of the rows: street, neighborhood or block.
    by: Option<String>,
    /// As of when, in milliseconds since the Unix epoch.
    #[serde(rename = "asOf")]
    as_of: Option<i64>,
}

/// Who asks: nobody without a token, and nobody else than it says with one.
async fn asker(edge: &Edge, request: &HttpRequest) -> Result<Option<Actor>, HttpResponse> {
    let viewer = edge.admit(&edge.origin(request)).await;
    match viewer {
        Ok(viewer) => Ok(viewer.actor.as_deref().cloned()),
        Err(refused) => Err(HttpResponse::build(
            actix_web::http::StatusCode::from_u16(refused.status).unwrap_or(actix_web::http::StatusCode::UNAUTHORIZED),
        )
        .finish()),
    }
}

fn told(failure: &Failure) -> HttpResponse {
    match failure {
        Failure::Refused(Refusal::Unauthenticated) => HttpResponse::Unauthorized().finish(),
        Failure::Refused(Refusal::Forbidden) => HttpResponse::Forbidden().finish(),
        Failure::Refused(Refusal::Invalid | Refusal::BadTarget) => HttpResponse::BadRequest().finish(),
        Failure::Refused(_) => HttpResponse::NotFound().finish(),
        fault => {
            tracing::error!(?fault, "an export cannot be made");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}

impl Wanted {
    fn period(&self) -> Result<Option<Period>, Refusal> {
        let day = |text: &Option<String>, open: &str| -> Result<chrono::NaiveDate, Refusal> {
            text.as_deref().unwrap_or(open).parse().map_err(|_| Refusal::Invalid)
        };
        if self.from.is_none() && self.to.is_none() {
            return Ok(None);
        }
        let (first, last) = (day(&self.from, "2000-01-01")?, day(&self.to, "2199-12-31")?);
        Period::of_days(first, last).map(Some).ok_or(Refusal::Invalid)
    }

    async fn report(&self, edge: &Edge, actor: Option<&Actor>, code: &str) -> Result<Report, Failure> {
        let app = &edge.app;
        let area = areas::by_code(app.db.reader(), code).await?.ok_or(Refusal::NotFound)?;
        let asked = Asked {
            period: self.period()?,
            ..Asked::default()
        };
        let at = self.as_of.map_or_else(|| app.now(), Instant::from_millis);
        Report::open(app, actor, area.id, asked, at).await
    }
}

/// `/export/indicators/CODE/report.csv`, `report.jsonl`, `report.html`, `cases.csv`, `cases.jsonl` and, of a
/// district, `facts.jsonl`.
pub async fn indicators(
    edge: web::Data<Edge>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    wanted: web::Query<Wanted>,
) -> HttpResponse {
    let (code, file) = path.into_inner();
    let actor = match asker(&edge, &request).await {
        Ok(actor) => actor,
        Err(response) => return response,
    };
    let done = match file.as_str() {
        "report.csv" | "report.jsonl" | "report.html" => report(&edge, actor.as_ref(), &code, &file, &wanted).await,
        "cases.csv" | "cases.jsonl" => cases(&edge, actor, &code, &file, &wanted).await,
        "facts.jsonl" => facts(&edge, actor.as_ref(), &code).await,
        _ => Err(Refusal::NotFound.into()),
    };
    done.unwrap_or_else(|failure| told(&failure))
}

async fn report(
    edge: &Edge,
    actor: Option<&Actor>,
    code: &str,
    file: &str,
    wanted: &Wanted,
) -> Result<HttpResponse, Failure> {
    let report = wanted.report(edge, actor, code).await?;
    let tier = wanted.by.as_deref().map_or(Some(Tier::Street), Tier::parse);
    let open = || "（不限）".to_owned();
    let days = (
        wanted.from.clone().unwrap_or_else(open),
        wanted.to.clone().unwrap_or_else(open),
    );
    let sheet = report_sheet(&edge.app, &report, tier.ok_or(Refusal::Invalid)?, days).await?;
    as_file(&sheet, file)
}

fn as_file(sheet: &Sheet, file: &str) -> Result<HttpResponse, Failure> {
    let (kind, body) = match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => ("text/csv; charset=utf-8", sheet.csv()),
        Some("jsonl") => ("application/jsonl; charset=utf-8", sheet.json_lines()),
        Some("html") => ("text/html; charset=utf-8", sheet.html()),
        _ => return Err(Refusal::NotFound.into()),
    };
    Ok(HttpResponse::Ok().insert_header(NOT_KEPT).content_type(kind).body(body))
}

async fn cases(
    edge: &Edge,
    actor: Option<Actor>,
    code: &str,
    file: &str,
    wanted: &Wanted,
) -> Result<HttpResponse, Failure> {
    let report = wanted.report(edge, actor.as_ref(), code).await?;
    let csv = file == "cases.csv";
    let kind = if csv {
        "text/csv; charset=utf-8"
    } else {
        "application/jsonl; charset=utf-8"
    };
    Ok(streamed(kind, case_lines(&edge.app, report, actor, csv)))
}

async fn facts(edge: &Edge, actor: Option<&Actor>, code: &str) -> Result<HttpResponse, Failure> {
    let db = edge.app.db.reader();
    let area = areas::by_code(db, code).await?.ok_or(Refusal::NotFound)?;
    let (row, reference) = place(db, area.id).await?;
    if reference.tier != Tier::District {
        return Err(Refusal::BadTarget.into());
    }
    let lines = fact_lines(&edge.app, row.id, audience(actor, &reference)?);
    Ok(streamed("application/jsonl; charset=utf-8", lines))
}

/// Exports of one's own data at once, and how long until there is one more, in seconds.
const OWN_BURST: u32 = 5;
const OWN_EVERY: f64 = 600.0;

/// `/export/me.json`: everything that leads to the person who asks, to be kept. Without a token, and with one of
/// a closed account, there is nothing. Refusals have the shape of GraphQL's, so that an SDK renews its token.
pub async fn me(edge: web::Data<Edge>, request: HttpRequest) -> HttpResponse {
    let origin = edge.origin(&request);
    let refuse = |refused: &Refused| {
        let status = actix_web::http::StatusCode::from_u16(refused.status);
        HttpResponse::build(status.unwrap_or(actix_web::http::StatusCode::UNAUTHORIZED))
            .insert_header(NOT_KEPT)
            .insert_header(("x-request-id", origin.request_id.as_str()))
            .json(refused.body(&origin.request_id))
    };
    let told = |refusal: Refusal, status: u16| refuse(&edge.told(refusal, status, origin.language));
    let actor = match edge.admit(&origin).await {
        Ok(viewer) => viewer.actor,
        Err(refused) => return refuse(&refused),
    };
    let Some(actor) = actor else {
        return told(Refusal::Unauthenticated, 401);
    };
    let key = format!("export:me:{}", actor.person);
    match edge.app.shared.rate_limit(&key, 1, OWN_BURST, 1.0 / OWN_EVERY).await {
        Ok(()) => {}
        Err(RateRefusal::TooFast { .. }) => {
            let mut response = told(Refusal::RateLimited, 429);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, header::HeaderValue::from_static("600"));
            return response;
        }
        Err(RateRefusal::Unavailable) => return told(Refusal::ServiceUnavailable, 503),
    }
    let mut response = streamed("application/json; charset=utf-8", privacy::my_data(&edge.app, &actor));
    response.headers_mut().insert(
        header::CONTENT_DISPOSITION,
        header::HeaderValue::from_static("attachment; filename=\"yiting-me.json\""),
    );
    response
}

/// A file in pieces, as they are made. A fault on the way breaks the connection, so that nobody takes a part
/// for the whole.
fn streamed(kind: &str, pieces: impl Stream<Item = Result<String, Failure>> + 'static) -> HttpResponse {
    let pieces = pieces.map(|piece| match piece {
        Ok(text) => Ok(web::Bytes::from(text)),
        Err(fault) => {
            tracing::error!(?fault, "an export broke off");
            Err(actix_web::error::ErrorInternalServerError("broken off"))
        }
    });
    HttpResponse::Ok()
        .insert_header(NOT_KEPT)
        .content_type(kind.to_owned())
        .streaming(pieces)
}

/// A report that a schedule made: `/export/reports/ID.csv`, `.jsonl` and `.html`, for the area's staff and
/// supervisors.
pub async fn kept_report(edge: web::Data<Edge>, request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    let actor = match asker(&edge, &request).await {
        Ok(actor) => actor,
        Err(response) => return response,
    };
    let done = kept(&edge, actor.as_ref(), &file).await;
    done.unwrap_or_else(|failure| told(&failure))
}

async fn kept(edge: &Edge, actor: Option<&Actor>, file: &str) -> Result<HttpResponse, Failure> {
    let db = edge.app.db.reader();
    let id = file
        .split_once('.')
        .and_then(|(id, _)| id.parse().ok())
        .ok_or(Refusal::NotFound)?;
    let row = reports::by_id(db, id).await?.ok_or(Refusal::NotFound)?;
    let (_, reference) = place(db, row.area_id).await?;
    if audience(actor, &reference)? != Audience::Staff {
        return Err(Refusal::Forbidden.into());
    }
    as_file(&kept_sheet(&edge.app, &row).await?, file)
}
