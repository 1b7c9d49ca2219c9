//! Comments as a viewer sees them, and notes among staff.

use super::{
    error::lost,
    loaders::FactsAbout,
    node_id::{Kind, encode},
    person::Person,
    photo::Photo,
    proposal::{Proposal, words_by_id},
    proposal_parts::Permission,
    viewer::{app, viewer},
};
use crate::store::{
    comments,
    entity::{comment, note},
    proposals::Stored,
    uploads::Place,
};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;
use yiting_domain::{instant::Instant, permission::sees_internal, proposal::comment_offers};

/// A comment.
pub struct Comment {
    /// The row.
    pub row: comment::Model,
    /// The proposal that it is about.
    pub about: Arc<Stored>,
}

impl Comment {
    /// Whether the viewer may read the words and why they are hidden.
    fn shown(&self, ctx: &Context<'_>) -> bool {
        let actor = viewer(ctx).actor.as_deref();
        let moderates = sees_internal(actor, &self.about.state);
        comments::view(&self.row).is_some_and(|view| view.shown_to(actor, moderates))
    }
}

/// A comment.
#[Object]
impl Comment {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Comment, self.row.id)
    }
    /// The proposal that it is about.
    async fn proposal(&self, ctx: &Context<'_>) -> Option<Proposal> {
        Proposal::seen(ctx, Arc::clone(&self.about))
    }
    /// Who said it.
    async fn author(&self) -> Person {
        Person(self.row.author)
    }
    /// The words; null while they are hidden or wait for the content check.
    async fn text(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !self.shown(ctx) {
            return Ok(None);
        }
        words_by_id(ctx, self.row.content_id).await.map(Some)
    }
    /// Pictures with it, in their order, at most 9; none while its words are hidden or wait.
    async fn photos(&self, ctx: &Context<'_>) -> Result<Vec<Photo>> {
        if !self.shown(ctx) {
            return Ok(Vec::new());
        }
        let checks = sees_internal(viewer(ctx).actor.as_deref(), &self.about.state);
        let area = &self.about.state.custodian().path;
        Photo::at(ctx, Place::Comment, self.row.id, area, checks).await
    }
    /// visible, pending, hidden or appealed.
    async fn state(&self) -> &str {
        &self.row.state
    }
    /// Why it was hidden or what its author appealed with, for its author and for those who moderate.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let actor = viewer(ctx).actor.as_deref();
        let own = actor.is_some_and(|a| a.pseudonym.0 == self.row.author);
        match self.row.reason_id {
            Some(id) if own || sees_internal(actor, &self.about.state) => words_by_id(ctx, id).await.map(Some),
            _ => Ok(None),
        }
    }
    /// The comment it answers.
    async fn reply_to(&self) -> Option<ID> {
        self.row.reply_to.map(|id| encode(Kind::Comment, id))
    }
    /// RFC 3339.
    async fn created_at(&self) -> String {
        Instant::from_millis(self.row.created_at).rfc3339()
    }
    /// What the viewer may do to it now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<Permission>> {
        let (app, viewer) = (app(ctx), viewer(ctx));
        let Some(view) = comments::view(&self.row) else {
            return Ok(Vec::new());
        };
        let key = FactsAbout(Arc::clone(&self.about));
        let facts = viewer.loaders.load_one(key).await.map_err(|e| lost(ctx, &e))?;
        let policy = super::loaders::policy_of(ctx, self.about.district).await?;
        let state = &self.about.state;
        let offered = comment_offers(
            viewer.actor.as_deref(),
            state,
            &view,
            &facts.unwrap_or_default(),
            app.policy_for(&policy, state),
            app.now(),
        );
        Ok(Permission::list(
            offered.into_iter().map(|(a, answer)| (a.name(), answer)),
            viewer.language,
        ))
    }
}

/// A note among staff.
pub struct Note(pub note::Model);

/// A note among staff.
#[Object]
impl Note {
    /// Who wrote it.
    async fn author(&self) -> Person {
        Person(self.0.author)
    }
    /// The words.
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.0.content_id).await
    }
    /// RFC 3339.
    async fn created_at(&self) -> String {
        Instant::from_millis(self.0.created_at).rfc3339()
    }
}
