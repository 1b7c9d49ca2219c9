//! `/graphql/ws`: the graphql-transport-ws protocol, with its close codes.

use super::{
    edge::{BODY, Edge, Origin, bearer, tidy},
    endpoint::named,
    frames,
};
use crate::{cache::NewsStream, graphql::Viewer, usecase::account::standing_topic};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use actix_ws::{AggregatedMessage, CloseCode, CloseReason, Session};
use async_graphql::{Request, Variables, parser::types::OperationType};
use futures_util::StreamExt;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::mpsc;
use yiting_domain::people::Actor;

const PROTOCOL: &str = "graphql-transport-ws";
/// The close code for clients of a retired version, in the range that is left to applications.
const UPGRADE: u16 = 4426;
/// How long a client may take to introduce itself.
const INIT: Duration = Duration::from_secs(3);
/// How often a socket's session is looked at again, should the news of its end have been lost.
const RECHECK: Duration = Duration::from_secs(5);
/// Operations of one socket at once.
const OPERATIONS: usize = 20;
/// Sockets of one person or address at once.
const SOCKETS: usize = 50;
/// Messages that wait for a slow reader.
const QUEUE: usize = 64;
/// How long a reader may take nothing before the socket is dropped: while it does, the socket hears of
/// no logout and no shutdown.
const SLOW: Duration = Duration::from_secs(5);

/// Upgrades, then serves one socket.
pub async fn open(edge: web::Data<Edge>, request: HttpRequest, body: web::Payload) -> actix_web::Result<HttpResponse> {
    let origin = edge.origin(&request);
    let from = request
        .headers()
        .get(header::ORIGIN)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    if !edge.origins.is_empty() && !from.is_empty() && !edge.origins.iter().any(|known| known == from) {
        return Ok(HttpResponse::Forbidden().finish());
    }
    let offered = request
        .headers()
        .get("sec-websocket-protocol")
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    let speaks = offered.split(',').any(|name| name.trim() == PROTOCOL);
    let body = frames::bounded(&request, body, BODY).await?;
    let (mut response, session, stream) = actix_ws::handle(&request, body)?;
    if speaks {
        response.headers_mut().insert(
            header::HeaderName::from_static("sec-websocket-protocol"),
            header::HeaderValue::from_static(PROTOCOL),
        );
    }
    let stream = stream
        .max_frame_size(BODY)
        .aggregate_continuations()
        .max_continuation_size(BODY);
    actix_web::rt::spawn(async move {
        let Some(_place) = Place::take(&edge, &origin.address) else {
            close(session, 4429, "Too many sockets").await;
            return;
        };
        if speaks {
            serve(edge.clone(), origin, session, stream).await;
        } else {
            close(session, 4406, "Subprotocol not acceptable").await;
        }
    });
    Ok(response)
}

/// A socket's place in the count of its address.
struct Place<'a> {
    edge: &'a Edge,
    key: String,
}

impl<'a> Place<'a> {
    fn take(edge: &'a Edge, key: &str) -> Option<Self> {
        let mut open = edge.sockets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = open.entry(key.to_owned()).or_default();
        if *count >= SOCKETS {
            return None;
        }
        *count += 1;
        Some(Self {
            edge,
            key: key.to_owned(),
        })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut open = self
            .edge
            .sockets
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.key);
            }
        }
    }
}

async fn close(session: Session, code: u16, why: &str) {
    let reason = CloseReason {
        code: CloseCode::Other(code),
        description: Some(why.to_owned()),
    };
    // The peer may be gone already, or read nothing: then the connection ends without a word.
    let _ = tokio::time::timeout(SLOW, session.close(Some(reason))).await;
}

/// Why a socket ends.
struct End(u16, String);

impl End {
    fn new(code: u16, why: &str) -> Self {
        Self(code, why.to_owned())
    }
}

/// One socket's state.
struct Socket {
    edge: web::Data<Edge>,
    origin: Origin,
    session: Session,
    ready: bool,
    /// Who introduced themselves; operations that run were begun under these roles.
    actor: Option<Arc<Actor>>,
    /// News about the actor's standing.
    standing: NewsStream,
    running: HashMap<String, tokio::task::JoinHandle<()>>,
    out: mpsc::Sender<Value>,
}

async fn serve(edge: web::Data<Edge>, origin: Origin, session: Session, mut stream: actix_ws::AggregatedMessageStream) {
    let (out, mut waiting) = mpsc::channel(QUEUE);
    let mut stop = edge.stop.clone();
    let mut socket = Socket {
        edge,
        origin,
        session,
        ready: false,
        actor: None,
        standing: futures_util::stream::pending().boxed(),
        running: HashMap::new(),
        out,
    };
    let opened = Instant::now();
    let mut beat = tokio::time::interval(Duration::from_millis(500));
    let mut looked = Instant::now();
    let end = loop {
        tokio::select! {
            message = stream.recv() => match message {
                None => break None,
                Some(Err(_)) => break Some(End::new(4400, "Message too large or not valid")),
                Some(Ok(message)) => match socket.hear(message).await {
                    Ok(true) => {}
                    Ok(false) => break None,
                    Err(end) => break Some(end),
                },
            },
            Some(message) = waiting.recv() => {
                if message["type"] == "complete" || message["type"] == "error" {
                    // An operation that ended here may have been completed by the client meanwhile.
                    let id = message["id"].as_str().unwrap_or_default();
                    if socket.running.remove(id).is_none() {
                        continue;
                    }
                }
                if let Err(end) = socket.send(message).await {
                    break Some(end);
                }
            },
            _ = beat.tick() => {
                if !socket.ready && opened.elapsed() > INIT {
                    break Some(End::new(4408, "Connection initialisation timeout"));
                }
                if socket.ready && looked.elapsed() > RECHECK {
                    looked = Instant::now();
                    if let Err(end) = socket.look_again().await {
                        break Some(end);
                    }
                }
            },
            // A message or a gap alike: the database says what is true now.
            Some(_) = socket.standing.next() => {
                if let Err(end) = socket.look_again().await {
                    break Some(end);
                }
            },
            _ = stop.changed() => break Some(End::new(1001, "Going away")),
        }
    };
    for (_, task) in socket.running {
        task.abort();
    }
    if let Some(End(code, why)) = end {
        close(socket.session, code, &why).await;
    }
}

impl Socket {
    /// Handles one frame. `false` when the peer closed.
    async fn hear(&mut self, message: AggregatedMessage) -> Result<bool, End> {
        match message {
            AggregatedMessage::Text(text) => {
                let value: Value = serde_json::from_str(&text).map_err(|_| End::new(4400, "Invalid message"))?;
                self.handle(&value).await?;
                Ok(true)
            }
            AggregatedMessage::Binary(_) => Err(End::new(4400, "Invalid message")),
            AggregatedMessage::Ping(bytes) => Ok(self.session.pong(&bytes).await.is_ok()),
            AggregatedMessage::Pong(_) => Ok(true),
            AggregatedMessage::Close(_) => Ok(false),
        }
    }

    async fn send(&mut self, value: Value) -> Result<(), End> {
        match tokio::time::timeout(SLOW, self.session.text(value.to_string())).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(End::new(1001, "Gone")),
        }
    }

    async fn handle(&mut self, value: &Value) -> Result<(), End> {
        let kind = value
            .get("type")
            .and_then(Value::as_str)
            .ok_or_else(|| End::new(4400, "Invalid message"))?;
        match kind {
            "connection_init" => self.init(value.get("payload")).await,
            "ping" => self.send(json!({"type": "pong"})).await,
            "pong" => Ok(()),
            "subscribe" => self.subscribe(value).await,
            "complete" => {
                let id = value
                    .get("id")
                    .and_then(Value::as_str)
                    .ok_or_else(|| End::new(4400, "Invalid message"))?;
                if let Some(task) = self.running.remove(id) {
                    task.abort();
                }
                Ok(())
            }
            _ => Err(End::new(4400, "Invalid message")),
        }
    }

    async fn init(&mut self, payload: Option<&Value>) -> Result<(), End> {
        if self.ready {
            return Err(End::new(4429, "Too many initialisation requests"));
        }
        if let Some(given) = payload.and_then(|p| p.get("authorization")).and_then(Value::as_str) {
            self.origin.bearer = Some(bearer(given).unwrap_or_else(|| given.to_owned()));
        }
        if let Some(version) = payload.and_then(|p| p.get("sdk")).and_then(Value::as_str) {
            self.origin.sdk = Some(version.to_owned());
        }
        self.edge
            .served(&self.origin)
            .map_err(|_| End::new(UPGRADE, "UPGRADE_REQUIRED"))?;
        let known = self.admitted().await?.actor;
        if let Some(actor) = &known {
            self.standing = self.edge.app.shared.subscribe(&standing_topic(actor.person.0));
            // Looked at after the subscription stands, so that no ending falls between.
            self.admitted().await?;
        }
        self.actor = known;
        self.ready = true;
        self.send(json!({"type": "connection_ack"})).await
    }

    /// Who asks, or the end of the socket. A database that cannot answer says nothing about the
    /// session, so the client is asked to come back instead of to log in.
    async fn admitted(&self) -> Result<Viewer, End> {
        self.edge
            .admit(&self.origin)
            .await
            .map_err(|refused| match refused.status {
                401 => End::new(4403, "Forbidden"),
                _ => End::new(1013, "Try again later"),
            })
    }

    /// Ends the socket when its session ended, or when the actor lost a role: running operations
    /// hold the roles with which they began, so the client has to begin them again.
    async fn look_again(&self) -> Result<(), End> {
        let now = self.admitted().await?.actor;
        let lost = match (&self.actor, &now) {
            (Some(before), Some(now)) => {
                before.memberships.iter().any(|role| !now.memberships.contains(role))
                    || before.residences.iter().any(|home| !now.residences.contains(home))
            }
            (before, _) => before.is_some(),
        };
        if lost {
            Err(End::new(1012, "Roles changed"))
        } else {
            Ok(())
        }
    }

    async fn subscribe(&mut self, value: &Value) -> Result<(), End> {
        if !self.ready {
            return Err(End::new(4401, "Unauthorized"));
        }
        let invalid = || End::new(4400, "Invalid message");
        let id = value
            .get("id")
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty())
            .ok_or_else(invalid)?
            .to_owned();
        let payload = value.get("payload").and_then(Value::as_object).ok_or_else(invalid)?;
        let query = match payload.get("query").and_then(Value::as_str) {
            Some(query) => query,
            None if named(payload).is_some() => "",
            None => return Err(invalid()),
        };
        if self.running.contains_key(&id) {
            return Err(End(
                4409,
                format!(
                    "Subscriber for {} already exists",
                    id.chars().take(40).collect::<String>()
                ),
            ));
        }
        if self.running.len() >= OPERATIONS {
            return Err(End::new(4429, "Too many operations"));
        }
        let mut request = Request::new(query);
        if let Some(name) = payload.get("operationName").and_then(Value::as_str) {
            request = request.operation_name(name);
        }
        if let Some(variables) = payload.get("variables").filter(|v| v.is_object()) {
            request = request.variables(Variables::from_json(variables.clone()));
        }
        let error = |message: String, code: &str| json!({"id": id, "type": "error", "payload": [{"message": message, "extensions": {"code": code}}]});
        let hash = named(payload).filter(|_| query.is_empty());
        let (request, kind, trust) = match self.edge.guarded(&self.origin, request, hash) {
            Ok(checked) => checked,
            Err(refused) => return self.send(error(refused.message, refused.code)).await,
        };
        let viewer = self.admitted().await?;
        if let Err(refused) = self.edge.trusted(&viewer, trust) {
            return self.send(error(refused.message, refused.code)).await;
        }
        let request = request.data(viewer);
        let (edge, out, name) = (self.edge.clone(), self.out.clone(), id.clone());
        let task = actix_web::rt::spawn(async move {
            if kind == OperationType::Subscription {
                stream(&edge, request, &name, &out).await;
            } else {
                let response = edge.run(request).await;
                if kind == OperationType::Mutation && response.is_ok() {
                    edge.answers.changed();
                }
                finish(&out, &name, &response).await;
            }
        });
        self.running.insert(id, task);
        Ok(())
    }
}

/// Whether a response is of a document that could not run at all.
fn not_run(response: &async_graphql::Response) -> bool {
    !response.errors.is_empty()
        && response.data == async_graphql::Value::Null
        && response.errors.iter().all(|e| e.path.is_empty())
}

async fn finish(out: &mpsc::Sender<Value>, id: &str, response: &async_graphql::Response) {
    if not_run(response) {
        let _ = out
            .send(json!({"id": id, "type": "error", "payload": response.errors}))
            .await;
    } else {
        let _ = out.send(json!({"id": id, "type": "next", "payload": response})).await;
        let _ = out.send(json!({"id": id, "type": "complete"})).await;
    }
}

async fn stream(edge: &Edge, request: Request, id: &str, out: &mpsc::Sender<Value>) {
    let mut answers = std::pin::pin!(edge.schema.execute_stream(request));
    while let Some(mut response) = answers.next().await {
        for error in &mut response.errors {
            tidy(error);
        }
        if not_run(&response) {
            let _ = out
                .send(json!({"id": id, "type": "error", "payload": response.errors}))
                .await;
            return;
        }
        if out
            .send(json!({"id": id, "type": "next", "payload": response}))
            .await
            .is_err()
        {
            return;
        }
    }
    let _ = out.send(json!({"id": id, "type": "complete"})).await;
}
