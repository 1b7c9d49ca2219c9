//! Meetings as a viewer sees them: the public the numbers, everybody the own entry, the staff the list.

use super::{
    area::Area,
    error::{failed, lost, refused},
    meeting_loaders::{
        AheadOfMe, AttendeesOf, ComingIn, CountsOf, DossierOf, ItemsOf, MeetingBy, MeetingsAbout, MinutesOf, MyEntryIn,
        MyMeetings, SpeechesOf,
    },
    meeting_parts::*,
    minutes::MinutesVersion,
    node_id::{Kind, encode},
    page,
    person::Person,
    photo::Photo,
    proposal::{area_at, words_by_id},
    proposal_parts::Permission,
    viewer::{app, viewer},
};
use crate::{
    store::{
        attendees::Counts,
        entity::{meeting, meeting_attendee, meeting_minutes, meeting_speech},
        meetings::{self, Beside},
        uploads::Place,
    },
    usecase::meeting as usecase,
};
use async_graphql::{Context, ID, Object, Result, connection::Connection};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    instant::Instant,
    meeting::{self as rules, MeetingView, SpeechState as Speaks, meeting_offers, sees_attendance},
    refusal::Refusal,
};

/// A meeting 会议.
pub struct Meeting {
    row: meeting::Model,
    area: AreaPath,
}

impl Meeting {
    /// From a row.
    pub fn new(ctx: &Context<'_>, row: meeting::Model) -> Result<Self> {
        let area = AreaPath::parse(row.area_path.clone()).map_err(|_| refused(ctx, Refusal::Internal, None))?;
        Ok(Self { row, area })
    }

    /// The meetings on whose agenda a proposal stands.
    pub async fn about(ctx: &Context<'_>, proposal: Uuid) -> Result<Vec<Self>> {
        let loaders = &viewer(ctx).loaders;
        let ids = loaders.load_one(MeetingsAbout(proposal)).await;
        let ids = ids.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let mut found = loaders
            .load_many(ids.iter().map(|id| MeetingBy(*id)))
            .await
            .map_err(|e| lost(ctx, &e))?;
        let rows = ids.iter().filter_map(|id| found.remove(&MeetingBy(*id)));
        rows.map(|row| Self::new(ctx, row)).collect()
    }

    /// A meeting after a change: nothing read before answers for it.
    pub async fn anew(ctx: &Context<'_>, id: Uuid) -> Result<Self> {
        let loaders = &viewer(ctx).loaders;
        loaders.clear::<MeetingBy>();
        loaders.clear::<CountsOf>();
        loaders.clear::<MyEntryIn>();
        loaders.clear::<AheadOfMe>();
        loaders.clear::<SpeechesOf>();
        loaders.clear::<MinutesOf>();
        loaders.clear::<AttendeesOf>();
        loaders.clear::<MeetingsAbout>();
        loaders.clear::<ComingIn>();
        loaders.clear::<MyMeetings>();
        loaders.clear::<DossierOf>();
        let row = loaders.load_one(MeetingBy(id)).await.map_err(|e| lost(ctx, &e))?;
        Self::new(ctx, row.ok_or_else(|| refused(ctx, Refusal::NotFound, None))?)
    }

    fn staff(&self, ctx: &Context<'_>) -> bool {
        sees_attendance(viewer(ctx).actor.as_deref(), &self.area)
    }

    async fn entry(&self, ctx: &Context<'_>) -> Result<Option<meeting_attendee::Model>> {
        let entry = viewer(ctx).loaders.load_one(MyEntryIn(self.row.id)).await;
        entry.map_err(|e| lost(ctx, &e))
    }

    async fn numbers(&self, ctx: &Context<'_>) -> Result<Counts> {
        let counts = viewer(ctx).loaders.load_one(CountsOf(self.row.id)).await;
        Ok(counts.map_err(|e| lost(ctx, &e))?.unwrap_or_default())
    }

    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<meeting_minutes::Model>> {
        let versions = viewer(ctx).loaders.load_one(MinutesOf(self.row.id)).await;
        Ok(versions.map_err(|e| lost(ctx, &e))?.unwrap_or_default())
    }

    async fn view(&self, ctx: &Context<'_>) -> Result<MeetingView> {
        let me = viewer(ctx).actor.as_ref().map(|actor| actor.pseudonym.0);
        let speeches = viewer(ctx).loaders.load_one(SpeechesOf(self.row.id)).await;
        let speeches = speeches.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let waits = |one: &meeting_speech::Model| Some(one.pseudonym) == me && one.state == Speaks::Waiting.name();
        let (mine, versions) = (self.entry(ctx).await?, self.versions(ctx).await?);
        let beside = Beside {
            taken: self.numbers(ctx).await?.taken,
            mine: mine.as_ref(),
            asked: speeches.iter().any(waits),
            minutes: versions.last(),
        };
        meetings::view(&self.row, beside).map_err(|e| failed(ctx, e))
    }
}

/// A meeting 会议.
#[Object]
impl Meeting {
    /// Pictures, in the order in which they were added, at most 90: everybody sees those that have passed
    /// their check, the staff of the area all of them.
    async fn photos(&self, ctx: &Context<'_>) -> Result<Vec<Photo>> {
        Photo::at(ctx, Place::Meeting, self.row.id, &self.area, self.staff(ctx)).await
    }
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Meeting, self.row.id)
    }
    /// What it is for.
    async fn kind(&self, ctx: &Context<'_>) -> Result<MeetingKind> {
        let kind = rules::MeetingKind::parse(&self.row.kind).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(kind.into())
    }
    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<MeetingState> {
        let state = rules::MeetingState::parse(&self.row.state).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(state.into())
    }
    /// What it is called.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.row.title_id).await
    }
    /// Where it is held.
    async fn place(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.row.place_id).await
    }
    /// Whose platform holds it.
    async fn area(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.area).await
    }
    /// Its beginning, RFC 3339. Check-in opens 30 minutes before.
    async fn starts_at(&self) -> String {
        Instant::from_millis(self.row.starts_at).rfc3339()
    }
    /// Its end, RFC 3339.
    async fn ends_at(&self) -> String {
        Instant::from_millis(self.row.ends_at).rfc3339()
    }
    /// When it really ended, RFC 3339.
    async fn ended_at(&self) -> Option<String> {
        self.row.ended_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// Seats beside those of the invited; null: as many as come.
    async fn open_seats(&self) -> Option<i64> {
        self.row.open_seats
    }
    /// What is talked about, by number.
    async fn agenda(&self, ctx: &Context<'_>) -> Result<Vec<AgendaItem>> {
        let items = viewer(ctx).loaders.load_one(ItemsOf(self.row.id)).await;
        let items = items.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let staff = self.staff(ctx);
        Ok(items.into_iter().map(|row| AgendaItem { row, staff }).collect())
    }
    /// How many are invited, come, wait and were there.
    async fn counts(&self, ctx: &Context<'_>) -> Result<MeetingCounts> {
        Ok(self.numbers(ctx).await?.into())
    }
    /// Who chairs, for the area's staff and that person; the minutes name the chair as the committee
    /// writes it.
    async fn chair(&self, ctx: &Context<'_>) -> Option<Person> {
        let me = viewer(ctx).actor.as_ref().map(|actor| actor.pseudonym.0);
        let told = self.staff(ctx) || me == self.row.chair;
        self.row.chair.filter(|_| told).map(Person)
    }
    /// The viewer's own entry on the list.
    async fn mine(&self, ctx: &Context<'_>) -> Result<Option<Attendee>> {
        Ok(self.entry(ctx).await?.map(Attendee))
    }
    /// Everybody on the list in the order of arrival, for the area's staff. Code: FORBIDDEN.
    async fn attendance(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Attendee>> {
        if !self.staff(ctx) {
            return Err(refused(ctx, Refusal::Forbidden, None));
        }
        let page = page::asked(ctx, "attendance", first, after.as_deref())?;
        let key = AttendeesOf {
            meeting: self.row.id,
            after: page.after,
            limit: page.limit(),
        };
        let rows = viewer(ctx).loaders.load_one(key).await.map_err(|e| lost(ctx, &e))?;
        let rows = rows.unwrap_or_default();
        Ok(page.of(rows, |row| (row.arrived, row.pseudonym), Attendee))
    }
    /// Who speaks now, for the area's staff.
    async fn speaker(&self, ctx: &Context<'_>) -> Result<Option<Speech>> {
        if !self.staff(ctx) {
            return Ok(None);
        }
        let all = viewer(ctx).loaders.load_one(SpeechesOf(self.row.id)).await;
        let all = all.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let speaks = |one: &meeting_speech::Model| one.state == Speaks::Speaking.name();
        Ok(all.into_iter().find(speaks).map(Speech))
    }
    /// The code for the room's screen, for the area's staff; null while the doors are shut. Read it anew
    /// at `validUntil`. Code: FORBIDDEN.
    async fn check_in_code(&self, ctx: &Context<'_>) -> Result<Option<CheckInCode>> {
        let actor = viewer(ctx).actor.as_deref();
        let view = meetings::view(&self.row, Beside::default()).map_err(|e| failed(ctx, e))?;
        let shown = usecase::code(app(ctx), actor, &self.row, &view).map_err(|e| failed(ctx, e))?;
        Ok(shown.map(|(code, until)| CheckInCode {
            code,
            valid_until: until.rfc3339(),
        }))
    }
    /// The minutes by version: those that are published, and for the staff, the chair and those who were
    /// there also the draft that waits for its confirmations.
    async fn minutes(&self, ctx: &Context<'_>) -> Result<Vec<MinutesVersion>> {
        let me = viewer(ctx).actor.as_ref().map(|actor| actor.pseudonym.0);
        let was_there = self
            .entry(ctx)
            .await?
            .is_some_and(|entry| entry.checked_in_at.is_some());
        let concerned = self.staff(ctx) || was_there || (me.is_some() && me == self.row.chair);
        let mut versions = self.versions(ctx).await?;
        versions.retain(|version| version.published_at.is_some() || concerned);
        let read = versions.into_iter().map(|row| MinutesVersion::read(ctx, row));
        futures_util::future::try_join_all(read).await
    }
    /// Where its calendar file is.
    async fn calendar_path(&self) -> String {
        format!("/calendar/meetings/{}.ics", self.row.id)
    }
    /// What the viewer may do now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<Permission>> {
        let view = self.view(ctx).await?;
        let offered = meeting_offers(viewer(ctx).actor.as_deref(), &view, app(ctx).now());
        let offered = offered.into_iter().map(|(action, answer)| (action.name(), answer));
        Ok(Permission::list(offered, viewer(ctx).language))
    }
    /// Why it was called off.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match self.row.reason_id {
            Some(id) => words_by_id(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }
}
