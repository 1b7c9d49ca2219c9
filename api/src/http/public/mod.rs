//! Public pages as plain HTML, without login and without a script: a proposal with its whole way, a
//! round with its ballots, a district's open figures. Search engines and printers read them.
//!
//! Each page asks the schema as nobody in particular, by a document of its own, so that it can show
//! nothing that the API would not tell everybody.

mod district;
mod page;
mod proposal;
mod round;
mod words;

use super::edge::{Edge, Refused};
use crate::graphql::Language;
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use async_graphql::{Request, Variables};
use serde_json::Value;
use std::collections::HashMap;

pub use words::{Say, told};

/// Styles of the public pages.
const STYLE: &str = include_str!("style.css");

/// Nothing but our own styles.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The routes: `/p/NUMBER`, `/r/ID`, `/d/CODE`.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/p/{number}", web::get().to(proposal_page))
        .route("/r/{round}", web::get().to(round_page))
        .route("/d/{code}", web::get().to(district_page))
        .route("/public/style.css", web::get().to(style));
}

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .content_type("text/css; charset=utf-8")
        .body(STYLE)
}

/// One question to the schema and what becomes of its answer.
struct Asked<'a> {
    edge: &'a Edge,
    request: &'a HttpRequest,
    language: Language,
}

impl<'a> Asked<'a> {
    fn new(edge: &'a Edge, request: &'a HttpRequest) -> Self {
        let wanted = web::Query::<HashMap<String, String>>::from_query(request.query_string());
        let wanted = wanted.ok().and_then(|query| query.get("lang").cloned());
        let language = match wanted {
            Some(tag) => Language::negotiate(Some(&tag)),
            None => edge.origin(request).language,
        };
        Self {
            edge,
            request,
            language,
        }
    }

    fn say(&self) -> Say {
        Say(self.language)
    }

    /// The data of a document, asked without a token.
    async fn data(&self, document: &str, variables: Value) -> Result<Value, Refused> {
        let mut origin = self.edge.origin(self.request);
        origin.bearer = None;
        origin.language = self.language;
        let asked = Request::new(document).variables(Variables::from_json(variables));
        // The document is ours, so that it need not be one of a released version.
        let (asked, ..) = self.edge.guarded(&origin, asked, None)?;
        let viewer = self.edge.admit(&origin).await?;
        let response = self.edge.run(asked.data(viewer)).await;
        if let Some(error) = response.errors.first() {
            tracing::debug!(request_id = origin.request_id, %error, "a public page has no data");
            // What is not found and what is not public look the same from here; what failed does not.
            return Err(match code(error) {
                Some("INTERNAL" | "SERVICE_UNAVAILABLE") | None => {
                    Refused::new(503, "SERVICE_UNAVAILABLE", "The page cannot be made now.")
                }
                Some(_) => Refused::new(404, "NOT_FOUND", "There is no such page."),
            });
        }
        response
            .data
            .into_json()
            .map_err(|_| Refused::new(500, "INTERNAL", "The page cannot be made."))
    }

    /// The page, or the page that says that there is none.
    fn answer(&self, page: Result<Option<page::Page>, Refused>) -> HttpResponse {
        let (status, page) = match page {
            Ok(Some(page)) => (200, page),
            Ok(None) => (404, self.nothing()),
            Err(refused) if refused.status == 404 => (404, self.nothing()),
            Err(refused) => (refused.status, self.later()),
        };
        let cache = match status {
            200 | 404 => "public, max-age=60",
            _ => "no-store",
        };
        let status = actix_web::http::StatusCode::from_u16(status).unwrap_or(actix_web::http::StatusCode::NOT_FOUND);
        HttpResponse::build(status)
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((header::CACHE_CONTROL, cache))
            .insert_header((header::VARY, "accept-language"))
            .content_type("text/html; charset=utf-8")
            .body(page.finish(self.language, self.request.path()))
    }

    fn nothing(&self) -> page::Page {
        self.excuse(
            ("没有这个页面", "No such page"),
            (
                "地址有误，或者内容不公开。",
                "The address is wrong, or what it names is not public.",
            ),
        )
    }

    fn later(&self) -> page::Page {
        self.excuse(
            ("页面暂时打不开", "The page is not there now"),
            ("请稍后再试。", "Please try again a little later."),
        )
    }

    fn excuse(&self, title: (&str, &str), words: (&str, &str)) -> page::Page {
        let say = self.say();
        let mut page = page::Page::new(say.of(title.0, title.1));
        page.title();
        page.paragraph(say.of(words.0, words.1));
        page
    }
}

/// The code of an error; none where the document itself could not be run.
fn code(error: &async_graphql::ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        async_graphql::Value::String(code) => Some(code),
        _ => None,
    }
}

async fn proposal_page(edge: web::Data<Edge>, request: HttpRequest, number: web::Path<String>) -> HttpResponse {
    let asked = Asked::new(&edge, &request);
    let variables = serde_json::json!({"number": number.as_str()});
    let page = asked.data(proposal::DOCUMENT, variables).await;
    asked.answer(page.map(|data| proposal::render(asked.say(), &data)))
}

async fn round_page(edge: web::Data<Edge>, request: HttpRequest, round: web::Path<String>) -> HttpResponse {
    let asked = Asked::new(&edge, &request);
    let variables = serde_json::json!({"round": round.as_str()});
    let page = asked.data(round::DOCUMENT, variables).await;
    asked.answer(page.map(|data| round::render(asked.say(), &data)))
}

async fn district_page(edge: web::Data<Edge>, request: HttpRequest, code: web::Path<String>) -> HttpResponse {
    let asked = Asked::new(&edge, &request);
    let page = match asked
        .data(district::FIND, serde_json::json!({"code": code.as_str()}))
        .await
    {
        Ok(found) => match found["areaByCode"]["id"].as_str() {
            Some(id) => asked
                .data(district::DOCUMENT, serde_json::json!({"area": id}))
                .await
                .map(|data| district::render(asked.say(), &found["areaByCode"], &data)),
            None => Ok(None),
        },
        Err(refused) => Err(refused),
    };
    asked.answer(page)
}
