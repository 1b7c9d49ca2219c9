//! Everything that can be asked.

use super::{
    area::{Area, Tier, by_code},
    ballot::{Ballot, BallotState},
    changes::{self, Changes},
    code::{self, Code, CodeLanding},
    comment::Comment,
    consultation::{Consultation, ConsultationState},
    delivery::{self, UndeliveredMessage},
    dossier::{self, Dossier},
    error::{failed, lost, refused},
    expert::{self, Expert},
    loaders::AreaBy,
    me::Me,
    meeting::Meeting,
    meeting_parts::MeetingState,
    node::{Node, find, path_of, place},
    node_id::{Kind, decode},
    page,
    photo::PhotoCase,
    proposal::{Proposal, State},
    queues::{self, SupervisionCase},
    round::{Round, RoundState},
    viewer::{app, viewer},
};
use crate::store::{
    areas,
    proposals::{self, Colour, Filter, OrderBy},
};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, connection::Connection};
use std::sync::Arc;
use yiting_domain::{
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// What a list of proposals is narrowed to. All given conditions must hold.
#[derive(InputObject, Default)]
pub struct ProposalFilter {
    /// In custody of this area or below: a queue.
    custodian: Option<ID>,
    /// Raised in this area or below: a home feed.
    home: Option<ID>,
    /// Tier of the custodian.
    tier: Option<Tier>,
    /// In one of these states.
    states: Option<Vec<State>>,
    /// About this topic.
    topic: Option<ID>,
    /// With this clock now.
    clock: Option<super::proposal_parts::ClockColour>,
    /// Only mine.
    mine: Option<bool>,
    /// Only those that I follow.
    followed: Option<bool>,
    /// Only those whose text waits for a person's check.
    unchecked: Option<bool>,
}

/// The order of a list of proposals.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "OrderBy")]
pub enum ProposalOrder {
    /// Newest first.
    Newest,
    /// Most supported first.
    Supports,
    /// Most urgent clock first.
    Due,
    /// Last touched first.
    Touched,
}

/// Queries about areas, proposals and what is done with them.
#[derive(Default)]
pub struct RecordQuery;

/// Queries.
#[Object]
impl RecordQuery {
    /// By global id; null where there is nothing that the viewer may know of.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        find(ctx, &id).await
    }

    /// Several at once, at most 50, in the order asked.
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > 50 {
            return Err(refused(ctx, Refusal::Invalid, Some("ids")));
        }
        futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await
    }

    /// The viewer; null without a login.
    async fn me(&self, ctx: &Context<'_>) -> Option<Me> {
        viewer(ctx).actor.as_ref().map(|_| Me)
    }

    /// A proposal by its readable number.
    async fn proposal_by_number(&self, ctx: &Context<'_>, number: String) -> Result<Option<Proposal>> {
        let row = proposals::by_number(app(ctx).db.reader(), &number)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(row.and_then(|row| Proposal::seen(ctx, Arc::new(row))))
    }

    /// The live area with this official code.
    async fn area_by_code(&self, ctx: &Context<'_>, code: String) -> Result<Option<Area>> {
        let row = areas::by_code(app(ctx).db.reader(), &code)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(row.map(Area))
    }

    /// All districts by code.
    async fn districts(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Area>> {
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let rows = areas::districts(app(ctx).db.reader(), after.as_deref(), size + 1)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(by_code(rows, size))
    }

    /// Areas of a tier below an area, by code.
    async fn areas(
        &self,
        ctx: &Context<'_>,
        below: ID,
        tier: Tier,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Area>> {
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let path = place(ctx, &below, "below").await?;
        let rows = areas::below(app(ctx).db.reader(), &path, tier.into(), after.as_deref(), size + 1)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(by_code(rows, size))
    }

    /// Proposals that the viewer may know of.
    async fn proposals(
        &self,
        ctx: &Context<'_>,
        filter: Option<ProposalFilter>,
        #[graphql(default_with = "ProposalOrder::Newest")] order_by: ProposalOrder,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Proposal>> {
        let (app, viewer) = (app(ctx), viewer(ctx));
        let order: OrderBy = order_by.into();
        let page = page::asked(ctx, format!("proposals:{order:?}"), first, after.as_deref())?;
        let wanted = filter.unwrap_or_default();
        let me = viewer.actor.as_ref().map(|a| a.pseudonym.0);
        let own = |asked: Option<bool>| match (asked, me) {
            (Some(true), None) => Err(refused(ctx, Refusal::Unauthenticated, None)),
            (Some(true), me) => Ok(me),
            _ => Ok(None),
        };
        let filter = Filter {
            custodian: path_of(ctx, wanted.custodian.as_ref(), "filter.custodian").await?,
            home: path_of(ctx, wanted.home.as_ref(), "filter.home").await?,
            tier: wanted
                .tier
                .map(|tier| yiting_domain::area::Tier::from(tier).name().to_owned()),
            states: wanted.states.unwrap_or_default().into_iter().map(Into::into).collect(),
            topic: wanted
                .topic
                .as_ref()
                .map(|id| decode(Kind::Topic, id))
                .transpose()
                .map_err(|r| refused(ctx, r, Some("filter.topic")))?,
            colour: wanted.clock.map(|colour| match colour {
                super::proposal_parts::ClockColour::Green => Colour::Green,
                super::proposal_parts::ClockColour::Yellow => Colour::Yellow,
                super::proposal_parts::ClockColour::Red => Colour::Red,
            }),
            proponent: own(wanted.mine)?,
            follower: own(wanted.followed)?,
            unchecked: wanted.unchecked.unwrap_or(false),
        };
        let rows = proposals::list(
            app.db.reader(),
            viewer.actor.as_deref(),
            &filter,
            order,
            page.after,
            page.limit(),
            app.now(),
        )
        .await
        .map_err(|e| failed(ctx, e))?;
        Ok(page.of(
            rows,
            |(key, row)| (*key, row.state.id.0),
            |(_, row)| Proposal(Arc::new(row)),
        ))
    }

    /// Comments in the custody of an area or below that wait for a person, oldest first; for its staff.
    async fn comments_to_check(
        &self,
        ctx: &Context<'_>,
        below: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Comment>> {
        queues::comments_to_check(ctx, place(ctx, &below, "below").await?, first, after).await
    }

    /// Pictures in the custody of an area or below that wait for a person, oldest first; for its staff.
    async fn photos_to_check(
        &self,
        ctx: &Context<'_>,
        below: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, PhotoCase>> {
        queues::photos_to_check(ctx, place(ctx, &below, "below").await?, first, after).await
    }

    /// Supervisions 督办 of an area's platform or below, oldest first.
    async fn supervisions(
        &self,
        ctx: &Context<'_>,
        below: ID,
        #[graphql(default = true)] open: bool,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, SupervisionCase>> {
        queues::supervisions(ctx, place(ctx, &below, "below").await?, open, first, after).await
    }

    /// Consultations of an area or below, newest first.
    async fn consultations(
        &self,
        ctx: &Context<'_>,
        below: ID,
        state: Option<ConsultationState>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Consultation>> {
        let state = state.map(Into::into);
        queues::consultations(ctx, place(ctx, &below, "below").await?, state, first, after).await
    }

    /// Ballots of an area or below, newest first.
    async fn ballots(
        &self,
        ctx: &Context<'_>,
        below: ID,
        states: Option<Vec<BallotState>>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Ballot>> {
        let states: Vec<_> = states.unwrap_or_default().into_iter().map(Into::into).collect();
        queues::ballots(ctx, place(ctx, &below, "below").await?, &states, first, after).await
    }

    /// Rounds of an area or below, newest first.
    async fn rounds(
        &self,
        ctx: &Context<'_>,
        below: ID,
        states: Option<Vec<RoundState>>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Round>> {
        let states: Vec<_> = states.unwrap_or_default().into_iter().map(Into::into).collect();
        queues::rounds(ctx, place(ctx, &below, "below").await?, &states, first, after).await
    }

    /// Meetings of an area or below, the latest beginning first.
    async fn meetings(
        &self,
        ctx: &Context<'_>,
        below: ID,
        states: Option<Vec<MeetingState>>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Meeting>> {
        let states: Vec<_> = states.unwrap_or_default().into_iter().map(Into::into).collect();
        queues::meetings(ctx, place(ctx, &below, "below").await?, &states, first, after).await
    }

    /// The experts whom an area can ask: its own directory and those above.
    async fn experts(
        &self,
        ctx: &Context<'_>,
        area: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Expert>> {
        let path = path_of(ctx, Some(&area), "area").await?;
        let path = path.ok_or_else(|| refused(ctx, Refusal::NotFound, Some("area")))?;
        expert::directory(ctx, &path, first, after).await
    }

    /// Where a scanned code lands. Codes: CODE_UNKNOWN, CODE_EXPIRED, CODE_REVOKED, RATE_LIMITED.
    async fn code_landing(&self, ctx: &Context<'_>, scene: String) -> Result<CodeLanding> {
        code::landing(ctx, &scene).await
    }

    /// The mini-program codes of exactly this area and its matters, newest first, for those who make
    /// them.
    async fn codes(
        &self,
        ctx: &Context<'_>,
        area: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Code>> {
        let area = decode(Kind::Area, &area).map_err(|r| refused(ctx, r, Some("area")))?;
        code::of_area(ctx, area, first, after).await
    }

    /// Subscribe messages of a district that did not arrive, newest first, for its administrators.
    async fn undelivered_messages(
        &self,
        ctx: &Context<'_>,
        district: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, UndeliveredMessage>> {
        let id = decode(Kind::Area, &district).map_err(|r| refused(ctx, r, Some("district")))?;
        let row = viewer(ctx)
            .loaders
            .load_one(AreaBy(id))
            .await
            .map_err(|e| lost(ctx, &e))?;
        let place = row.and_then(|row| areas::reference(&row));
        let place = place.ok_or_else(|| refused(ctx, Refusal::NotFound, Some("district")))?;
        let may = may_in_area(AreaAction::ReadDelivery, viewer(ctx).actor.as_deref(), &place);
        may.map_err(|r| refused(ctx, r, Some("district")))?;
        delivery::undelivered(ctx, id, first, after).await
    }

    /// The dossier of a community worker, for directors of an area in which the person works. Codes:
    /// NOT_FOUND, FORBIDDEN.
    async fn dossier(&self, ctx: &Context<'_>, person: ID) -> Result<Dossier> {
        dossier::of_worker(ctx, &person).await
    }

    /// What happened in a district since a cursor (from the beginning without one).
    async fn changes(
        &self,
        ctx: &Context<'_>,
        district: ID,
        since: Option<String>,
        #[graphql(default = 50)] first: i32,
    ) -> Result<Changes> {
        changes::since(ctx, &district, since.as_deref(), first).await
    }
}
