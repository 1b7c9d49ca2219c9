//! Search over proposals: who may find what, and the index that is kept like the database.

pub mod complete;
mod document;
pub mod feed;
pub mod likeness;
pub mod synonyms;

pub use document::documents;

use super::{App, Failure};
use crate::{
    cache::RateRefusal,
    search::{Answer, Desk, Lost, Question, Scope},
};
use std::time::Duration;
use yiting_domain::{
    people::{Actor, Role},
    refusal::Refusal,
};

/// Most characters of what is searched for. Whoever sends more has pasted something else.
pub const MOST_TYPED: usize = 200;

/// How long an answer may take before search is said to be away.
const PATIENCE: Duration = Duration::from_secs(3);

/// Questions at once, and a second, of one person or address: typing asks several times a second.
const BURST: u32 = 60;
const PER_SECOND: f64 = 10.0;

/// What a viewer may find.
pub fn scope_of(viewer: Option<&Actor>) -> Scope {
    let Some(actor) = viewer else {
        return Scope::default();
    };
    let works = |role: Role| role.is_staff() || role == Role::Supervisor;
    let mut desks: Vec<Desk> = actor
        .memberships
        .iter()
        .filter(|membership| works(membership.role))
        .map(|membership| Desk {
            path: membership.area.as_str().to_owned(),
            reaches_down: membership.role.reaches_down(),
        })
        .collect();
    desks.sort_by(|a, b| (&a.path, b.reaches_down).cmp(&(&b.path, a.reaches_down)));
    desks.dedup();
    Scope {
        me: Some(actor.pseudonym.0),
        desks,
    }
}

/// Refuses who asks too much.
///
/// # Errors
/// [`Refusal::RateLimited`].
pub async fn admit(app: &App, who: &str) -> Result<(), Refusal> {
    let key = format!("search:{who}");
    match app.shared.rate_limit(&key, 1, BURST, PER_SECOND).await {
        Err(RateRefusal::TooFast { .. }) => Err(Refusal::RateLimited),
        // What cannot be counted is let through: search is no door to guess at.
        Ok(()) | Err(RateRefusal::Unavailable) => Ok(()),
    }
}

/// Refuses what is too long to be a search.
///
/// # Errors
/// [`Refusal::TextTooLong`].
pub fn typed(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > MOST_TYPED {
        return Err(Refusal::TextTooLong);
    }
    Ok(text.to_owned())
}

/// Asks the index.
///
/// # Errors
/// [`Refusal::SearchUnavailable`] when the engine is lost, slow or wrong: search alone, for now.
pub async fn find(app: &App, question: &Question) -> Result<Answer, Failure> {
    within_patience(app.search.search(question)).await
}

/// The answer of the engine, or the refusal that says that it is away.
async fn within_patience<T>(asked: impl Future<Output = Result<T, Lost>>) -> Result<T, Failure> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(lost)) => {
            tracing::warn!(%lost, "search is away");
            Err(Refusal::SearchUnavailable.into())
        }
        Err(_) => {
            tracing::warn!("search took too long");
            Err(Refusal::SearchUnavailable.into())
        }
    }
}
