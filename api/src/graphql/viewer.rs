//! Who asks, in which language, under which request id.

use super::loaders::Loaders;
use crate::usecase::App;
use async_graphql::Context;
use std::sync::Arc;
use uuid::Uuid;
use yiting_domain::{people::Actor, refusal::Refusal};

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// From an `Accept-Language` header: English only where it stands before Chinese.
    pub fn negotiate(header: Option<&str>) -> Self {
        let first = header
            .unwrap_or_default()
            .split([',', ';'])
            .map(str::trim)
            .find_map(|tag| {
                let tag = tag.to_ascii_lowercase();
                if tag.starts_with("zh") {
                    Some(Self::Chinese)
                } else if tag.starts_with("en") {
                    Some(Self::English)
                } else {
                    None
                }
            });
        first.unwrap_or_default()
    }
}

/// One request's asker with the loaders of that request.
pub struct Viewer {
    /// The person, if logged in.
    pub actor: Option<Arc<Actor>>,
    /// The session, if logged in.
    pub session: Option<Uuid>,
    /// For messages.
    pub language: Language,
    /// For errors and logs.
    pub request_id: String,
    /// The client's address, for rate limits.
    pub address: String,
    /// Batches and caches of this request.
    pub loaders: Loaders,
}

impl Viewer {
    /// A viewer with fresh loaders.
    pub fn new(
        app: &App,
        known: Option<(Actor, Uuid)>,
        language: Language,
        request_id: String,
        address: String,
    ) -> Self {
        let (actor, session) = known.map_or((None, None), |(actor, session)| (Some(Arc::new(actor)), Some(session)));
        let loaders = Loaders::new(app, actor.clone());
        Self {
            actor,
            session,
            language,
            request_id,
            address,
            loaders,
        }
    }

    /// The person, or a refusal.
    pub fn known(&self) -> Result<&Actor, Refusal> {
        self.actor.as_deref().ok_or(Refusal::Unauthenticated)
    }
}

/// The application of a request.
pub fn app<'a>(ctx: &Context<'a>) -> &'a App {
    ctx.data_unchecked::<App>()
}

/// The viewer of a request.
pub fn viewer<'a>(ctx: &Context<'a>) -> &'a Viewer {
    ctx.data_unchecked::<Viewer>()
}
