//! What all doors share: the schema, who is admitted, and what a refusal looks like.

use super::{
    answers::Answers,
    documents::{self, Documents},
    guard::{self, GuardError, Limits},
};
use crate::{
    graphql::{Language, Viewer, YitingSchema},
    usecase::{App, Failure, account},
};
use actix_web::{HttpRequest, http::header};
use async_graphql::{Request, Response, ServerError, Variables, parser::types::OperationType};
use futures_util::FutureExt;
use serde_json::json;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::watch;
use yiting_domain::refusal::Refusal;

/// The shared parts of the edge.
#[derive(Clone)]
pub struct Edge {
    /// The application.
    pub app: App,
    /// The schema.
    pub schema: YitingSchema,
    /// Bounds of documents.
    pub limits: Limits,
    /// The operations of released SDK versions.
    pub documents: Documents,
    /// Answers to public queries.
    pub answers: Arc<Answers>,
    /// Origins whose browsers may open sockets; empty admits any.
    pub origins: Arc<Vec<String>>,
    /// Peers whose X-Forwarded-For is believed.
    pub proxies: Arc<Vec<IpAddr>>,
    /// How long a body may take.
    pub body_time: Duration,
    /// Becomes true at shutdown.
    pub stop: watch::Receiver<bool>,
    /// Open sockets by person or address.
    pub sockets: Arc<Mutex<HashMap<String, usize>>>,
}

/// The largest body.
pub const BODY: usize = 64 * 1024;

/// Why a request does not reach the schema.
#[derive(Clone, Debug)]
pub struct Refused {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: &'static str,
    /// What to do.
    pub message: String,
}

impl Refused {
    /// A refusal of the edge.
    pub fn new(status: u16, code: &'static str, message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
        }
    }

    /// Whether the request was well formed and its document was not to be run.
    pub fn is_about_document(&self) -> bool {
        self.code.starts_with("DOCUMENT_") || self.code == GuardError::Introspection.code()
    }

    /// The body, in the shape of a GraphQL error.
    pub fn body(&self, request_id: &str) -> serde_json::Value {
        json!({"errors": [{"message": self.message, "extensions": {
            "code": self.code, "requestId": request_id, "retryable": matches!(self.status, 408 | 429 | 500 | 503)
        }}]})
    }
}

impl From<GuardError> for Refused {
    fn from(error: GuardError) -> Self {
        Self {
            status: 400,
            code: error.code(),
            message: error.to_string(),
        }
    }
}

/// Where a request came from and how it is named in logs.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Fresh, or the client's if it has the right shape.
    pub request_id: String,
    /// The client's address.
    pub address: String,
    /// For messages.
    pub language: Language,
    /// The bearer token.
    pub bearer: Option<String>,
    /// The version of the SDK that sent it, if it says so.
    pub sdk: Option<String>,
}

/// Whose document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// One of a released SDK version.
    Listed,
    /// The client's own.
    Free,
}

/// The header in which an SDK says its version.
pub const SDK: &str = "x-yiting-sdk";

impl Edge {
    /// Reads a request's head.
    pub fn origin(&self, request: &HttpRequest) -> Origin {
        let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let request_id = text("x-request-id")
            .filter(|id| (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
            .map_or_else(|| self.app.fresh_id().simple().to_string(), str::to_owned);
        let peer = request.peer_addr().map(|address| address.ip());
        let mut address = peer;
        if peer.is_some_and(|peer| self.proxies.contains(&peer)) {
            let hops = text("x-forwarded-for").unwrap_or_default();
            address = hops
                .rsplit(',')
                .filter_map(|hop| hop.trim().parse::<IpAddr>().ok())
                .find(|hop| !self.proxies.contains(hop))
                .or(peer);
        }
        Origin {
            request_id,
            address: address.map_or_else(String::new, |ip| ip.to_string()),
            language: Language::negotiate(text(header::ACCEPT_LANGUAGE.as_str())),
            bearer: text(header::AUTHORIZATION.as_str()).and_then(bearer),
            sdk: text(SDK).map(str::to_owned),
        }
    }

    /// Finds out who asks.
    ///
    /// # Errors
    /// 401 for a token that is not good, 500 when it cannot be checked.
    pub async fn admit(&self, origin: &Origin) -> Result<Viewer, Refused> {
        let known = match &origin.bearer {
            None => None,
            Some(token) => match account::authenticate(&self.app, token).await {
                Ok(known) => Some(known),
                Err(Failure::Refused(refusal)) => return Err(self.told(refusal, 401, origin.language)),
                Err(fault) => {
                    tracing::error!(request_id = origin.request_id, fault = ?fault, "authentication failed");
                    return Err(self.told(Refusal::Internal, 500, origin.language));
                }
            },
        };
        Ok(Viewer::new(
            &self.app,
            known,
            origin.language,
            origin.request_id.clone(),
            origin.address.clone(),
        ))
    }

    /// A refusal of the domain in the language of who asked.
    pub(super) fn told(&self, refusal: Refusal, status: u16, language: Language) -> Refused {
        let message = match language {
            Language::Chinese => refusal.zh(),
            Language::English => refusal.en(),
        };
        Refused::new(status, refusal.code(), message)
    }

    /// Turns clients of a retired version away.
    ///
    /// # Errors
    /// `UPGRADE_REQUIRED`.
    pub fn served(&self, origin: &Origin) -> Result<(), Refused> {
        if self.documents.is_retired(origin.sdk.as_deref()) {
            return Err(self.told(Refusal::UpgradeRequired, 403, origin.language));
        }
        Ok(())
    }

    /// Checks a document and puts it into the request, parsed once. `id`: the hash by which it is named in
    /// place of its text, or beside it.
    ///
    /// # Errors
    /// [`GuardError`]; `DOCUMENT_UNKNOWN` for a hash that is not listed, `UPGRADE_REQUIRED` for one that only
    /// retired versions have.
    pub fn guarded(
        &self,
        origin: &Origin,
        mut request: Request,
        id: Option<&str>,
    ) -> Result<(Request, OperationType, Trust), Refused> {
        let variables = Variables::from_value(request.variables.clone().into_value());
        let own;
        let hash = match id {
            Some(id) => id,
            None => {
                // Text of any size is hashed only within the bounds that it must keep anyway.
                own = (request.query.len() <= self.limits.bytes).then(|| documents::hash(&request.query));
                own.as_deref().unwrap_or_default()
            }
        };
        match self.documents.get(hash) {
            Some(listed) if listed.retired => Err(self.told(Refusal::UpgradeRequired, 403, origin.language)),
            Some(listed) => {
                let (document, kind) = listed.document(&variables, &self.limits)?;
                if request.query.is_empty() {
                    request.query.clone_from(&listed.text);
                }
                request.set_parsed_query(document);
                Ok((request, kind, Trust::Listed))
            }
            None if request.query.is_empty() => Err(Refused::new(
                400,
                "DOCUMENT_UNKNOWN",
                "The server does not know this operation; send its text.",
            )),
            None => {
                let document = guard::check(&request.query, &variables, &self.limits)?;
                let kind =
                    guard::operation_type(&document, request.operation_name.as_deref()).ok_or(GuardError::Invalid)?;
                request.set_parsed_query(document);
                Ok((request, kind, Trust::Free))
            }
        }
    }

    /// Whether this viewer may run a document of its own: staff may, others where it is allowed to all.
    ///
    /// # Errors
    /// `DOCUMENT_NOT_LISTED`.
    pub fn trusted(&self, viewer: &Viewer, trust: Trust) -> Result<(), Refused> {
        let staff = viewer.actor.as_ref().is_some_and(|actor| !actor.memberships.is_empty());
        if trust == Trust::Listed || self.documents.free || staff {
            return Ok(());
        }
        Err(Refused::new(
            403,
            "DOCUMENT_NOT_LISTED",
            "此操作不在已发布的小程序版本中 / Only operations of released versions are run here.",
        ))
    }

    /// Runs a query or mutation; a panic becomes an answer.
    pub async fn run(&self, request: Request) -> Response {
        match std::panic::AssertUnwindSafe(self.schema.execute(request))
            .catch_unwind()
            .await
        {
            Ok(mut response) => {
                for error in &mut response.errors {
                    tidy(error);
                }
                response
            }
            Err(_) => {
                tracing::error!("a resolver panicked");
                let mut error = ServerError::new(Refusal::Internal.zh(), None);
                tidy(&mut error);
                if let Some(extensions) = &mut error.extensions {
                    extensions.set("code", Refusal::Internal.code());
                }
                Response::from_errors(vec![error])
            }
        }
    }
}

/// Every error has a code; those of the library are about the document and may quote it, so they
/// are cut short.
pub fn tidy(error: &mut ServerError) {
    let coded = error.extensions.as_ref().is_some_and(|e| e.get("code").is_some());
    if !coded {
        let extensions = error.extensions.get_or_insert_with(Default::default);
        extensions.set("code", "DOCUMENT_INVALID");
        extensions.set("retryable", false);
        error.message = error.message.chars().filter(|c| !c.is_control()).take(200).collect();
    }
}

/// The token of a bearer header.
pub fn bearer(header: &str) -> Option<String> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
