//! Everything that can be asked.

use super::{
    area::{Area, Tier, by_code},
    ballot::{Ballot, BallotState},
    code::{self, Code, CodeLanding},
    comment::Comment,
    consultation::{Consultation, ConsultationState},
    deliberation_loaders::{BallotBy, ConsultationBy, RoundBy},
    delivery::{self, SubscribeTemplate, UndeliveredMessage},
    dossier::{self, Dossier},
    error::{failed, lost, refused},
    expert::{self, Expert, Review},
    loaders::{AreaBy, ProposalBy},
    meeting::Meeting,
    meeting_loaders::{ExpertBy, MeetingBy, MyMeetings},
    meeting_parts::MeetingState,
    node_id::{Kind, decode, decode_any, encode, tag_of},
    page,
    person::Person,
    photo::PhotoCase,
    privacy::{self, Consent, ConsentWord, MyDataView},
    proposal::{Proposal, State},
    queues::{self, SupervisionCase},
    round::{Round, RoundState},
    viewer::{app, viewer},
};
use crate::store::{
    areas,
    entity::notice,
    log, notices,
    proposals::{self, Colour, Filter, OrderBy},
};
use async_graphql::{
    Context, Enum, ID, InputObject, Interface, Object, Result, SimpleObject,
    connection::{Connection, Edge},
};
use std::sync::Arc;
use yiting_domain::{
    area::AreaPath,
    instant::Instant,
    people::Role,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// Whatever has a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID"))]
pub enum Node {
    /// A proposal.
    Proposal(Proposal),
    /// An area.
    Area(Area),
    /// A person.
    Person(Person),
    /// A ballot.
    Ballot(Ballot),
    /// A consultation.
    Consultation(Consultation),
    /// A round.
    Round(Round),
    /// A meeting.
    Meeting(Meeting),
    /// An expert.
    Expert(Expert),
    /// A review by an expert.
    Review(Review),
}

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

/// One thing that changed: a log entry about a proposal, for a phone that was offline.
#[derive(SimpleObject)]
pub struct Change {
    /// Sequence in the district's log.
    seq: i64,
    /// The proposal; null where the viewer may not know of it.
    proposal: Option<Proposal>,
    /// The event's name.
    kind: String,
}

/// What changed since a cursor.
#[derive(SimpleObject)]
pub struct Changes {
    /// In the order of the log.
    items: Vec<Change>,
    /// Ask with this next time.
    cursor: String,
    /// Whether more waits.
    has_more: bool,
}

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
        let found = actor.residences.iter().map(|path| super::proposal::area_at(ctx, path));
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
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let after = page::position(app, "inbox", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
        let mut rows = notices::inbox(app.db.reader(), actor.pseudonym.0, after, size + 1)
            .await
            .map_err(|e| failed(ctx, e))?;
        let more = u64::try_from(rows.len()).unwrap_or(0) > size;
        rows.truncate(usize::try_from(size).unwrap_or(0));
        let mut connection = Connection::new(false, more);
        for row in rows {
            let cursor = page::cursor(app, "inbox", row.created_at, row.id);
            connection.edges.push(Edge::new(cursor, Notice(row)));
        }
        Ok(connection)
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
        super::proposal::area_at(ctx, &self.path).await
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

/// Whatever has a global id, as the viewer may see it; `None` for what is not there or not seen.
pub(super) async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let Some((tag, uuid)) = decode_any(id) else {
        return Ok(None);
    };
    if tag == tag_of(Kind::Proposal) {
        let row = viewer(ctx)
            .loaders
            .load_one(ProposalBy(uuid))
            .await
            .map_err(|e| lost(ctx, &e))?;
        return Ok(row.and_then(|row| Proposal::seen(ctx, row)).map(Node::Proposal));
    }
    if tag == tag_of(Kind::Area) {
        let row = viewer(ctx).loaders.load_one(AreaBy(uuid)).await;
        return Ok(row.map_err(|e| lost(ctx, &e))?.map(|row| Node::Area(Area(row))));
    }
    if tag == tag_of(Kind::Consultation) {
        let row = viewer(ctx).loaders.load_one(ConsultationBy(uuid)).await;
        return row
            .map_err(|e| lost(ctx, &e))?
            .map(|row| Consultation::new(ctx, row).map(Node::Consultation))
            .transpose();
    }
    if tag == tag_of(Kind::Round) {
        let row = viewer(ctx).loaders.load_one(RoundBy(uuid)).await;
        return row
            .map_err(|e| lost(ctx, &e))?
            .map(|row| Round::new(ctx, row).map(Node::Round))
            .transpose();
    }
    if tag == tag_of(Kind::Ballot) {
        let row = viewer(ctx)
            .loaders
            .load_one(BallotBy(uuid))
            .await
            .map_err(|e| lost(ctx, &e))?;
        return row.map(|row| Ballot::new(ctx, row).map(Node::Ballot)).transpose();
    }
    if tag == tag_of(Kind::Meeting) {
        let row = viewer(ctx).loaders.load_one(MeetingBy(uuid)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        return row.map(|row| Meeting::new(ctx, row).map(Node::Meeting)).transpose();
    }
    if tag == tag_of(Kind::Expert) {
        let row = viewer(ctx).loaders.load_one(ExpertBy(uuid)).await;
        return Ok(row.map_err(|e| lost(ctx, &e))?.map(|row| Node::Expert(Expert(row))));
    }
    if tag == tag_of(Kind::Review) {
        return Ok(expert::find(ctx, uuid).await?.map(Node::Review));
    }
    Ok((tag == tag_of(Kind::Person)).then_some(Node::Person(Person(uuid))))
}

/// Queries about areas, proposals and what is done with them.
#[derive(Default)]
pub struct RecordQuery;

/// The path of an area by its global id; none where no id is given.
pub(super) async fn path_of(ctx: &Context<'_>, id: Option<&ID>, field: &str) -> Result<Option<AreaPath>> {
    let Some(id) = id else { return Ok(None) };
    let uuid = decode(Kind::Area, id).map_err(|r| refused(ctx, r, Some(field)))?;
    let row = viewer(ctx).loaders.load_one(AreaBy(uuid)).await;
    let path = row
        .map_err(|e| lost(ctx, &e))?
        .and_then(|row| AreaPath::parse(row.path).ok());
    path.map(Some)
        .ok_or_else(|| refused(ctx, Refusal::NotFound, Some(field)))
}

/// The path of an area by its global id.
pub(super) async fn place(ctx: &Context<'_>, id: &ID, field: &str) -> Result<AreaPath> {
    let path = path_of(ctx, Some(id), field).await?;
    path.ok_or_else(|| refused(ctx, Refusal::NotFound, Some(field)))
}

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
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let order: OrderBy = order_by.into();
        let list = format!("proposals:{order:?}");
        let after = page::position(app, &list, after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
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
        let mut rows = proposals::list(
            app.db.reader(),
            viewer.actor.as_deref(),
            &filter,
            order,
            after,
            size + 1,
            app.now(),
        )
        .await
        .map_err(|e| failed(ctx, e))?;
        let more = u64::try_from(rows.len()).unwrap_or(0) > size;
        rows.truncate(usize::try_from(size).unwrap_or(0));
        let mut connection = Connection::new(after.is_some(), more);
        for (key, row) in rows {
            let cursor = page::cursor(app, &list, key, row.state.id.0);
            connection.edges.push(Edge::new(cursor, Proposal(Arc::new(row))));
        }
        Ok(connection)
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
        let app = app(ctx);
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let id = decode(Kind::Area, &district).map_err(|r| refused(ctx, r, Some("district")))?;
        let since = page::position(app, "changes", since.as_deref()).map_err(|r| refused(ctx, r, Some("since")))?;
        let from = since.map_or(0, |(seq, _)| seq + 1);
        let mut rows = log::page(app.db.reader(), id, from, size + 1)
            .await
            .map_err(|e| failed(ctx, e))?;
        let has_more = u64::try_from(rows.len()).unwrap_or(0) > size;
        rows.truncate(usize::try_from(size).unwrap_or(0));
        let last = rows.last().map_or(from - 1, |row| row.seq);
        let mut items = Vec::new();
        let keys = rows
            .iter()
            .filter(|row| row.kind.starts_with("proposal."))
            .map(|row| ProposalBy(row.subject));
        let found = viewer(ctx).loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
        for row in rows {
            let Some(stored) = found.get(&ProposalBy(row.subject)) else {
                continue;
            };
            let Ok(event) = serde_json::from_str::<yiting_domain::proposal::Event>(&row.body) else {
                continue;
            };
            if let Some(proposal) = Proposal::seen(ctx, Arc::clone(stored))
                && event.is_public()
            {
                items.push(Change {
                    seq: row.seq,
                    proposal: Some(proposal),
                    kind: row.kind,
                });
            }
        }
        Ok(Changes {
            items,
            cursor: page::cursor(app, "changes", last, id),
            has_more,
        })
    }
}
