//! The web console under `/console/`, from the build that is embedded in the binary: no Node is needed
//! to run or to compile. `client-sdk/console/scripts/pack.mjs` makes the pack, CI makes it again.

use super::answers::holds;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentEncoding},
    web,
};
use anyhow::Context;
use serde::Deserialize;
use std::{collections::HashMap, io::Read, sync::Arc};

/// One line of JSON that names the files, then their contents, each gzipped.
const PACK: &[u8] = include_bytes!("../../../client-sdk/console/dist/console.pack");

/// What the page may do: its own scripts and styles, and this server. Nothing from elsewhere, nothing
/// inline, nothing in a frame. The one hash is of a style that the component library puts into every page
/// (`touch-action` of what can be pressed).
const POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";

/// A file as the pack names it.
#[derive(Deserialize)]
struct Entry {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    sha256: String,
    length: usize,
}

/// A file as it is served.
struct File {
    kind: String,
    tag: String,
    zipped: &'static [u8],
}

/// The console's files by name.
#[derive(Clone)]
pub struct Console(Arc<HashMap<String, File>>);

impl Console {
    /// Reads the pack.
    ///
    /// # Errors
    /// The pack is not whole; the build is wrong.
    pub fn unpack() -> anyhow::Result<Self> {
        let end = PACK
            .iter()
            .position(|byte| *byte == b'\n')
            .context("the console's pack has no head")?;
        let head: Vec<Entry> = serde_json::from_slice(&PACK[..end]).context("the head of the console's pack")?;
        let mut rest = &PACK[end + 1..];
        let mut files = HashMap::new();
        for entry in head {
            let (zipped, after) = rest
                .split_at_checked(entry.length)
                .context("the console's pack is cut short")?;
            rest = after;
            let tag = format!("\"{}\"", &entry.sha256.get(..32).unwrap_or(&entry.sha256));
            files.insert(
                entry.name,
                File {
                    kind: entry.kind,
                    tag,
                    zipped,
                },
            );
        }
        anyhow::ensure!(files.contains_key("index.html"), "the console's pack has no page");
        Ok(Self(Arc::new(files)))
    }
}

/// The routes.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/console", web::get().to(enter))
        .route("/console/{path:.*}", web::get().to(file));
}

async fn enter() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/console/"))
        .finish()
}

/// A file of the build; every other address is the page, which has its own.
async fn file(console: web::Data<Console>, request: HttpRequest, path: web::Path<String>) -> HttpResponse {
    let asset = console.0.get(path.as_str()).filter(|_| path.as_str() != "index.html");
    // An old page that asks for a file of an older build must not get a page for a script.
    if asset.is_none() && path.starts_with("assets/") {
        return HttpResponse::NotFound().finish();
    }
    let Some(found) = asset.or_else(|| console.0.get("index.html")) else {
        return HttpResponse::NotFound().finish();
    };
    let named_by_content = asset.is_some() && path.starts_with("assets/");
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header(("cross-origin-opener-policy", "same-origin"))
        .insert_header(("permissions-policy", "camera=(), microphone=(), geolocation=()"))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::ETAG, found.tag.clone()))
        .insert_header((
            header::CACHE_CONTROL,
            if named_by_content {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        ));
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    if known.is_some_and(|tags| holds(tags, &found.tag)) {
        return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
    }
    response.content_type(found.kind.clone());
    if takes_gzip(&request) {
        return response.insert_header(ContentEncoding::Gzip).body(found.zipped);
    }
    let mut plain = Vec::new();
    match flate2::read::GzDecoder::new(found.zipped).read_to_end(&mut plain) {
        Ok(_) => response.body(plain),
        Err(fault) => {
            tracing::error!(?fault, "a file of the console cannot be unpacked");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn takes_gzip(request: &HttpRequest) -> bool {
    let Some(accepted) = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
    else {
        return false;
    };
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        matches!(parts.next(), Some("gzip" | "*"))
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}
