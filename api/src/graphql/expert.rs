//! Experts and their reviews.

use super::{
    area::Area,
    error::{failed, lost, refused},
    loaders::{AreaBy, ProposalBy},
    meeting_loaders::{MyReviews, ReviewsOf},
    node_id::{Kind, encode},
    page,
    proposal::{Proposal, words_by_id},
    proposal_parts::Permission,
    viewer::{app, viewer},
};
use crate::store::{
    entity::{expert, expert_review},
    experts,
};
use async_graphql::{Context, Enum, ID, Object, Result, connection::Connection};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    expert::{self as rules, Profile, ReviewView, review_offers, sees_review},
    instant::Instant,
    refusal::Refusal,
};

async fn profile(ctx: &Context<'_>, id: Uuid) -> Result<Profile> {
    let words = words_by_id(ctx, id).await?;
    serde_json::from_str(&words).map_err(|e| failed(ctx, anyhow::Error::from(e)))
}

/// An expert in a directory.
pub struct Expert(pub expert::Model);

/// An expert in a directory.
#[Object]
impl Expert {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Expert, self.0.id)
    }
    /// Whose directory; areas below can ask too.
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        let row = viewer(ctx).loaders.load_one(AreaBy(self.0.area_id)).await;
        Ok(row.map_err(|e| lost(ctx, &e))?.map(Area))
    }
    /// The public name.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(profile(ctx, self.0.profile_id).await?.name)
    }
    /// The field.
    async fn field(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(profile(ctx, self.0.profile_id).await?.field)
    }
    /// For whom the expert works.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(profile(ctx, self.0.profile_id).await?.organisation)
    }
    /// A few sentences.
    async fn about(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(profile(ctx, self.0.profile_id).await?.about)
    }
    /// Whether the expert still stands in the directory.
    async fn listed(&self) -> bool {
        self.0.ended_at.is_none()
    }
}

/// A page of the experts whom an area can ask.
pub async fn directory(
    ctx: &Context<'_>,
    of: &AreaPath,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Expert>> {
    let app = app(ctx);
    let page = page::asked(ctx, "experts", first, after.as_deref())?;
    let rows = experts::directory(app.db.reader(), of, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    Ok(page.of(rows, |row| (row.created_at, row.id), Expert))
}

/// Where a review stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::ReviewState")]
pub enum ReviewState {
    /// The expert has not answered.
    Invited,
    /// The expert will write.
    Accepted,
    /// The expert will not.
    Declined,
    /// The opinion is there; staff have not published it.
    Submitted,
    /// Everybody reads it.
    Published,
}

/// A review of a proposal by an expert.
pub struct Review {
    row: expert_review::Model,
    view: ReviewView,
}

impl Review {
    /// As far as the viewer may know of it.
    pub fn seen(ctx: &Context<'_>, row: expert_review::Model) -> Result<Option<Self>> {
        let view = experts::view(&row).map_err(|e| failed(ctx, e))?;
        let seen = sees_review(viewer(ctx).actor.as_deref(), &view);
        Ok(seen.then_some(Self { row, view }))
    }

    /// Those of a proposal that the viewer may know of.
    pub async fn about(ctx: &Context<'_>, proposal: Uuid) -> Result<Vec<Self>> {
        let rows = viewer(ctx).loaders.load_one(ReviewsOf(proposal)).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        seen(ctx, rows)
    }

    async fn words(ctx: &Context<'_>, id: Option<Uuid>) -> Result<Option<String>> {
        match id {
            Some(id) => words_by_id(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }
}

fn seen(ctx: &Context<'_>, rows: Vec<expert_review::Model>) -> Result<Vec<Review>> {
    rows.into_iter()
        .filter_map(|row| Review::seen(ctx, row).transpose())
        .collect()
}

/// A review by id, as far as the viewer may know of it.
pub async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Review>> {
    let rows = experts::reviews(app(ctx).db.reader(), &[id]).await;
    Ok(seen(ctx, rows.map_err(|e| failed(ctx, e))?)?.pop())
}

/// Those that the viewer was asked for.
pub async fn asked_of_me(ctx: &Context<'_>) -> Result<Vec<Review>> {
    let rows = viewer(ctx).loaders.load_one(MyReviews).await;
    seen(ctx, rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default())
}

/// A review of a proposal by an expert.
#[Object]
impl Review {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Review, self.row.id)
    }
    /// Where it stands.
    async fn state(&self) -> ReviewState {
        self.view.state.into()
    }
    /// The expert's public name, as it was when the expert was asked.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(profile(ctx, self.row.profile_id).await?.name)
    }
    /// The expert's field.
    async fn field(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(profile(ctx, self.row.profile_id).await?.field)
    }
    /// For whom the expert works.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(profile(ctx, self.row.profile_id).await?.organisation)
    }
    /// The proposal; null where the viewer may not know of it.
    async fn proposal(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let row = viewer(ctx).loaders.load_one(ProposalBy(self.row.proposal_id)).await;
        Ok(row.map_err(|e| lost(ctx, &e))?.and_then(|row| Proposal::seen(ctx, row)))
    }
    /// What was asked.
    async fn question(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.row.question_id).await
    }
    /// Until when the opinion is asked for, RFC 3339.
    async fn due_at(&self) -> String {
        self.view.due_at.rfc3339()
    }
    /// Why the expert declined.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Self::words(ctx, self.row.reason_id).await
    }
    /// The opinion.
    async fn opinion(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Self::words(ctx, self.row.opinion_id).await
    }
    /// The interests in the matter that the expert declared.
    async fn interests(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Self::words(ctx, self.row.interests_id).await
    }
    /// RFC 3339.
    async fn submitted_at(&self) -> Option<String> {
        self.row.submitted_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// RFC 3339.
    async fn published_at(&self) -> Option<String> {
        self.row.published_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// What the viewer may do now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Vec<Permission> {
        let offered = review_offers(viewer(ctx).actor.as_deref(), &self.view, app(ctx).now());
        let offered = offered.into_iter().map(|(action, answer)| (action.name(), answer));
        Permission::list(offered, viewer(ctx).language)
    }
}

/// The review after a change.
pub async fn anew(ctx: &Context<'_>, id: Uuid) -> Result<Review> {
    viewer(ctx).loaders.clear::<ReviewsOf>();
    viewer(ctx).loaders.clear::<MyReviews>();
    let found = find(ctx, id).await?;
    found.ok_or_else(|| refused(ctx, Refusal::NotFound, None))
}
