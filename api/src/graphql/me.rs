//! The viewer: who they are, what they may do, and what waits for them.

use super::{
    area::Area,
    delivery::{self, SubscribeTemplate},
    dossier::{self, Dossier},
    error::{failed, lost, refused},
    expert::{self, Review},
    loaders::ProposalBy,
    meeting::Meeting,
    meeting_loaders::MyMeetings,
    node_id::{Kind, encode},
    page,
    person::Person,
    privacy::{self, Consent, ConsentWord, MyDataView},
    proposal::{Proposal, area_at},
    viewer::{app, viewer},
};
use crate::store::{entity::notice, notices};
use async_graphql::{Context, ID, Object, Result, connection::Connection};
use yiting_domain::{area::AreaPath, instant::Instant, people::Role};

/// The viewer.
pub struct Me;

/// The viewer.
#[Object]
impl Me {
    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        Ok(Person(actor.pseudonym.0))
    }
    /// Identity level 0 to 3.
    async fn level(&self, ctx: &Context<'_>) -> Result<i32> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        Ok(i32::from(actor.level.number()))
    }
    /// Areas in which I am a verified resident.
    async fn residences(&self, ctx: &Context<'_>) -> Result<Vec<Area>> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let found = actor.residences.iter().map(|path| area_at(ctx, path));
        futures_util::future::try_join_all(found).await
    }
    /// Roles held.
    async fn memberships(&self, ctx: &Context<'_>) -> Result<Vec<MyMembership>> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        Ok(actor
            .memberships
            .iter()
            .map(|m| MyMembership {
                role: m.role,
                path: m.area.clone(),
            })
            .collect())
    }
    /// Meetings to which I am invited, for which I have signed up, or at which I was, the latest first,
    /// at most 50.
    async fn meetings(&self, ctx: &Context<'_>) -> Result<Vec<Meeting>> {
        let rows = viewer(ctx).loaders.load_one(MyMeetings).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        rows.into_iter().map(|row| Meeting::new(ctx, row)).collect()
    }
    /// My dossier 一人一档: training with hours, meetings attended and chaired.
    async fn dossier(&self, ctx: &Context<'_>) -> Result<Dossier> {
        dossier::own(ctx).await
    }
    /// Reviews that I was asked for as an expert, newest first, at most 50.
    async fn reviews(&self, ctx: &Context<'_>) -> Result<Vec<Review>> {
        expert::asked_of_me(ctx).await
    }
    /// The templates of subscribe messages with what I have granted.
    async fn subscribe_templates(&self, ctx: &Context<'_>) -> Result<Vec<SubscribeTemplate>> {
        delivery::mine(ctx).await
    }
    /// The version of the privacy notice that I have agreed to; null where I have agreed to none, or have taken
    /// it back.
    async fn consent(&self, ctx: &Context<'_>) -> Result<Option<Consent>> {
        privacy::standing(ctx).await
    }
    /// What I said to the privacy notice, oldest first.
    async fn consents(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, ConsentWord>> {
        privacy::history(ctx, first, after).await
    }
    /// Who looked at my name and phone number, newest first.
    async fn personal_data_views(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, MyDataView>> {
        privacy::views_of_me(ctx, first, after).await
    }
    /// My notices, newest first.
    async fn inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Notice>> {
        let (app, viewer) = (app(ctx), viewer(ctx));
        let actor = viewer.known().map_err(|r| refused(ctx, r, None))?;
        let page = page::asked(ctx, "inbox", first, after.as_deref())?;
        let rows = notices::inbox(app.db.reader(), actor.pseudonym.0, page.after, page.limit())
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(page.of(rows, |row| (row.created_at, row.id), Notice))
    }
}

/// A role that the viewer holds.
pub struct MyMembership {
    role: Role,
    path: AreaPath,
}

/// A role that the viewer holds.
#[Object]
impl MyMembership {
    /// The role's stable name.
    async fn role(&self) -> &str {
        self.role.name()
    }
    /// Where.
    async fn area(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.path).await
    }
}

/// A notice in the inbox.
pub struct Notice(notice::Model);

/// A notice in the inbox.
#[Object]
impl Notice {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Notice, self.0.id)
    }
    /// The event's name.
    async fn kind(&self) -> &str {
        &self.0.kind
    }
    /// About what; null where it may no longer be seen.
    async fn proposal(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let row = viewer(ctx)
            .loaders
            .load_one(ProposalBy(self.0.proposal_id))
            .await
            .map_err(|e| lost(ctx, &e))?;
        Ok(row.and_then(|row| Proposal::seen(ctx, row)))
    }
    /// RFC 3339.
    async fn created_at(&self) -> String {
        Instant::from_millis(self.0.created_at).rfc3339()
    }
    /// Whether it was read.
    async fn read(&self) -> bool {
        self.0.read_at.is_some()
    }
}
