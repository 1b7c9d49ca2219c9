//! Keeping the index like the database: marks from the outbox, followed at the index's own pace.

use super::{super::App, document::documents};
use crate::{
    search::{Batch, Lost},
    store::search_feed::{self, Behind},
    usecase::Failure,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many documents are read and handed to the index at a time.
const PAGE: u64 = 500;

/// The lease of an index that instances share, in milliseconds: how long nobody feeds it after the one that did
/// was killed. A write that takes longer may come after another one's and set the position back; then what follows
/// is told again, and the index is right once more.
const LEASE_MS: i64 = 15_000;

/// Why the index is not like the database now.
#[derive(Debug, thiserror::Error)]
pub enum FeedFailure {
    /// The engine.
    #[error(transparent)]
    Lost(#[from] Lost),
    /// The database.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<sea_orm::DbErr> for FeedFailure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Failure(error.into())
    }
}

impl From<FeedFailure> for Failure {
    fn from(failure: FeedFailure) -> Self {
        match failure {
            FeedFailure::Lost(lost) => Self::Fault(lost.into()),
            FeedFailure::Failure(failure) => failure,
        }
    }
}

/// Feeds the index what changed since it was fed last; builds it where there is none. Returns how many
/// proposals it was told of.
///
/// # Errors
/// The engine or the database is away; the index is fed again from where it is.
pub async fn follow_some(app: &App) -> Result<usize, Failure> {
    if !holds(app).await? {
        return Ok(0);
    }
    let done = follow(app).await?;
    Ok(done)
}

/// Whether this instance is the one that feeds: of an index of its own always, of a shared one by a lease.
async fn holds(app: &App) -> Result<bool, Failure> {
    let Some(name) = app.search.shared() else {
        return Ok(true);
    };
    // Leases live by the machine's clock, which the demo does not move.
    let now = app.clock.unmoved();
    let until = now.plus_millis(LEASE_MS);
    Ok(search_feed::take_lease(app.db.reader(), &name, app.instance, now, until).await?)
}

/// Lets another instance feed a shared index at once, when this one ends.
pub async fn release(app: &App) {
    if let Some(name) = app.search.shared()
        && let Err(fault) = search_feed::give_up_lease(app.db.reader(), &name, app.instance).await
    {
        tracing::warn!(?fault, "the lease of the search index runs out by itself");
    }
}

async fn follow(app: &App) -> Result<usize, FeedFailure> {
    let Some(since) = app.search.position().await? else {
        return build(app).await;
    };
    let marks = search_feed::after(app.db.reader(), since, PAGE).await?;
    let Some(last) = marks.last() else { return Ok(0) };
    let position = u64::try_from(last.position).unwrap_or(0);
    let ids: Vec<Uuid> = marks.iter().map(|mark| mark.proposal_id).collect();
    let documents = documents(app.db.reader(), &ids).await?;
    let there: BTreeSet<Uuid> = documents.iter().map(|document| document.id).collect();
    let gone = ids.iter().copied().filter(|id| !there.contains(id)).collect();
    app.search
        .apply(Batch {
            documents,
            gone,
            position,
            since: Some(since),
        })
        .await?;
    Ok(ids.len())
}

/// Builds the index anew from the database, beside the one that answers, and puts it in its place. What
/// changes meanwhile is marked behind the position read first, and follows.
///
/// # Errors
/// The engine or the database is away; the old index stays.
pub async fn build(app: &App) -> Result<usize, FeedFailure> {
    let position = search_feed::position(app.db.reader()).await?;
    let mut rebuild = app.search.rebuild().await?;
    let (mut after, mut done) = (Uuid::nil(), 0);
    loop {
        let ids = search_feed::proposals_after(app.db.reader(), after, PAGE).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        done += ids.len();
        rebuild.add(documents(app.db.reader(), &ids).await?).await?;
        // A build takes longer than a lease; somebody who took it over would build the same again.
        holds(app).await?;
    }
    rebuild.finish(position).await?;
    tracing::info!(proposals = done, "the search index was built");
    Ok(done)
}

/// Marks every proposal of a district, after something that all of them show was changed.
///
/// # Errors
/// Faults; what was marked before one stays marked.
pub async fn mark_district(app: &App, district: Uuid) -> Result<(), Failure> {
    let mut after = Uuid::nil();
    loop {
        let tx = app.db.begin().await?;
        let ids = search_feed::of_district(&tx, district, after, PAGE).await?;
        let Some(last) = ids.last().copied() else {
            return Ok(());
        };
        search_feed::mark(&tx, &ids, app.now()).await?;
        tx.commit().await?;
        after = last;
    }
}

/// How far the index is behind; none where there is no index.
///
/// # Errors
/// The engine or the database is away.
pub async fn behind(app: &App) -> Result<Option<Behind>, FeedFailure> {
    match app.search.position().await? {
        Some(position) => Ok(Some(search_feed::behind(app.db.reader(), position).await?)),
        None => Ok(None),
    }
}

/// What a comparison of index and database found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Proposals in the database.
    pub proposals: usize,
    /// In the database and not in the index.
    pub missing: Vec<Uuid>,
    /// In both, with another content.
    pub different: Vec<Uuid>,
    /// In the index alone.
    pub surplus: Vec<Uuid>,
    /// Changes that the index has not been told of.
    pub waiting: i64,
}

impl Compared {
    /// Whether the index equals the database.
    pub fn equal(&self) -> bool {
        self.missing.is_empty() && self.different.is_empty() && self.surplus.is_empty() && self.waiting == 0
    }
}

/// Compares every document of the index with what the database says now.
///
/// # Errors
/// The engine or the database is away, or there is no index.
pub async fn compare(app: &App) -> Result<Compared, FeedFailure> {
    let Some(behind) = behind(app).await? else {
        return Err(Lost("there is no index; build it first".to_owned()).into());
    };
    let mut kept: BTreeMap<Uuid, String> = app.search.digests().await?;
    let mut compared = Compared {
        waiting: behind.marks,
        ..Compared::default()
    };
    let mut after = Uuid::nil();
    loop {
        let ids = search_feed::proposals_after(app.db.reader(), after, PAGE).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for document in documents(app.db.reader(), &ids).await? {
            compared.proposals += 1;
            match kept.remove(&document.id) {
                None => compared.missing.push(document.id),
                Some(digest) if digest != document.digest() => compared.different.push(document.id),
                Some(_) => {}
            }
        }
    }
    compared.surplus = kept.into_keys().collect();
    Ok(compared)
}
