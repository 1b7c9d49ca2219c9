//! A proposal as a viewer sees it.

use super::{
    area::{Area, Tier, Topic},
    comment::{Comment, Note},
    deliberation_loaders::RoundBy,
    error::{lost, refused},
    expert::Review,
    loaders::{
        AreaAt, CommentsOf, EntriesAbout, FactsAbout, FollowOf, NotesOf, ProposalBy, SupportOf, TopicBy, VersionsOf,
        WordsOf, policy_of,
    },
    meeting::Meeting,
    node_id::{Kind, encode},
    page,
    person::Person,
    photo::{self, Photo},
    proposal_parts::*,
    round::Round,
    text_version::TextVersion,
    viewer::{app, viewer},
};
use crate::store::proposals::Stored;
use async_graphql::{Context, Enum, ID, Object, Result, connection::Connection};
use std::sync::Arc;
use yiting_domain::{
    permission::{sees_internal, visible},
    proposal as rules,
    proposal::{TextRef, answer_is_public, offers, reading, standard_answer, window_ends},
    refusal::Refusal,
};

/// Where on the chain a proposal stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::State")]
pub enum State {
    /// Being written.
    Draft,
    /// Waiting for screening.
    Submitted,
    /// Sent back for what is missing.
    Returned,
    /// 不予受理
    Declined,
    /// In deliberation.
    UnderReview,
    /// Joined to another.
    Merged,
    /// Taken back, or lapsed.
    Withdrawn,
    /// Not adopted by the round.
    NotAdopted,
    /// Resolution published, public notice running.
    Formed,
    /// Tasks under way.
    Implementing,
    /// Residents rate.
    Evaluating,
    /// Done.
    Closed,
}

/// The five links of the chain.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::Link")]
pub enum Link {
    /// 提出
    Submission,
    /// 审议
    Review,
    /// 形成
    Formation,
    /// 落实
    Implementation,
    /// 评估
    Evaluation,
}

/// A proposal 提案.
#[derive(Clone)]
pub struct Proposal(pub Arc<Stored>);

impl Proposal {
    /// The proposal, if the viewer may know of it.
    pub fn seen(ctx: &Context<'_>, stored: Arc<Stored>) -> Option<Self> {
        visible(viewer(ctx).actor.as_deref(), &stored.state).then_some(Self(stored))
    }

    fn own(&self, ctx: &Context<'_>) -> bool {
        let actor = viewer(ctx).actor.as_ref();
        actor.is_some_and(|a| self.0.state.is_proponent(a.pseudonym) || self.0.state.assisted_by == Some(a.pseudonym))
    }

    fn internal(&self, ctx: &Context<'_>) -> bool {
        sees_internal(viewer(ctx).actor.as_deref(), &self.0.state)
    }
}

/// The words of a text, through the batch.
pub async fn words(ctx: &Context<'_>, text: &TextRef) -> Result<String> {
    words_by_id(ctx, text.id.0).await
}

/// The words of a stored text by its id, through the batch.
pub async fn words_by_id(ctx: &Context<'_>, id: uuid::Uuid) -> Result<String> {
    let words = viewer(ctx)
        .loaders
        .load_one(WordsOf(id))
        .await
        .map_err(|e| lost(ctx, &e))?;
    words.ok_or_else(|| refused(ctx, Refusal::Internal, None))
}

async fn maybe_words(ctx: &Context<'_>, text: Option<&TextRef>) -> Result<Option<String>> {
    match text {
        Some(text) => words(ctx, text).await.map(Some),
        None => Ok(None),
    }
}

/// The area at a path.
pub async fn area_at(ctx: &Context<'_>, path: &yiting_domain::area::AreaPath) -> Result<Area> {
    let row = viewer(ctx)
        .loaders
        .load_one(AreaAt(path.as_str().to_owned()))
        .await
        .map_err(|e| lost(ctx, &e))?;
    row.map(Area).ok_or_else(|| refused(ctx, Refusal::Internal, None))
}

/// A proposal 提案.
#[Object]
impl Proposal {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Proposal, self.0.state.id.0)
    }
    /// Readable number such as 310105-2026-000123; null for a draft.
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }
    /// Version, for `ifVersion`.
    async fn version(&self) -> u64 {
        self.0.state.version
    }
    /// Where on the chain.
    async fn state(&self) -> State {
        self.0.state.state.into()
    }
    /// The present link of the chain.
    async fn link(&self) -> Link {
        self.0.state.state.link().into()
    }
    /// The title.
    async fn title(&self) -> &str {
        &self.0.title
    }
    /// The text.
    async fn body(&self, ctx: &Context<'_>) -> Result<String> {
        words(ctx, &self.0.state.body).await
    }
    /// Pictures beside its text, in their order, at most 9: everybody sees those that have passed their
    /// check, the proponent and those who work on it all of them.
    async fn photos(&self, ctx: &Context<'_>) -> Result<Vec<Photo>> {
        photo::of_text(ctx, &self.0).await
    }
    /// Whether the text has passed the content check.
    async fn checked(&self) -> bool {
        self.0.state.text_checked
    }
    /// The versions of the text that have passed the content check, with what changed; whoever
    /// works on the proposal sees all of them.
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<TextVersion>> {
        let rows = viewer(ctx)
            .loaders
            .load_one(VersionsOf(self.0.state.id.0))
            .await
            .map_err(|e| lost(ctx, &e))?
            .unwrap_or_default();
        let all = self.internal(ctx) || self.own(ctx);
        Ok(TextVersion::chain(rows.into_iter().filter(|row| all || row.checked)))
    }
    /// The topic.
    async fn topic(&self, ctx: &Context<'_>) -> Result<Option<Topic>> {
        let Some(topic) = self.0.state.topic else {
            return Ok(None);
        };
        let row = viewer(ctx)
            .loaders
            .load_one(TopicBy(topic.0))
            .await
            .map_err(|e| lost(ctx, &e))?;
        Ok(row.map(Topic))
    }
    /// Where it was raised.
    async fn home(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.0.state.home.path).await
    }
    /// The present custodian.
    async fn custodian(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.0.state.custodian().path).await
    }
    /// The custodian's tier.
    async fn tier(&self) -> Tier {
        self.0.state.custodian().tier.into()
    }
    /// The chain of custody, oldest first.
    async fn custody(&self) -> Vec<CustodyStep> {
        self.0.state.custody.iter().cloned().map(CustodyStep).collect()
    }
    /// Who raised it.
    async fn proponent(&self) -> Person {
        Person(self.0.state.proponent.0)
    }
    /// Proponents of proposals merged into it.
    async fn co_proponents(&self) -> Vec<Person> {
        self.0.state.co_proponents.iter().map(|p| Person(p.0)).collect()
    }
    /// Recorded by staff for a resident.
    async fn assisted(&self) -> bool {
        self.0.state.assisted_by.is_some()
    }
    /// Distinct persons who support it.
    async fn support_count(&self) -> u32 {
        self.0.state.supports
    }
    /// Comments so far.
    async fn comment_count(&self) -> u32 {
        self.0.state.comments
    }
    /// Whether the viewer supports it.
    async fn viewer_supports(&self, ctx: &Context<'_>) -> Result<bool> {
        let supports = viewer(ctx).loaders.load_one(SupportOf(self.0.state.id.0)).await;
        Ok(supports.map_err(|e| lost(ctx, &e))?.unwrap_or(false))
    }
    /// Whether the viewer follows it.
    async fn viewer_follows(&self, ctx: &Context<'_>) -> Result<bool> {
        let follows = viewer(ctx).loaders.load_one(FollowOf(self.0.state.id.0)).await;
        Ok(follows.map_err(|e| lost(ctx, &e))?.unwrap_or(false))
    }
    /// The viewer's rating of the present evaluation.
    async fn viewer_rating(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self.facts(ctx).await?.rated.map(i32::from))
    }
    /// The clock of the present link; null for a draft.
    async fn clock(&self, ctx: &Context<'_>) -> Result<Option<Clock>> {
        let app = app(ctx);
        let policy = policy_of(ctx, self.0.district).await?;
        Ok(reading(&self.0.state, app.policy_for(&policy, &self.0.state), app.now()).map(Clock))
    }
    /// The ends of the windows that are open now.
    async fn windows(&self, ctx: &Context<'_>) -> Result<Windows> {
        let app = app(ctx);
        let policy = policy_of(ctx, self.0.district).await?;
        Ok(Windows(window_ends(
            &self.0.state,
            app.policy_for(&policy, &self.0.state),
        )))
    }
    /// The written answer of a terminal state, once it is published; staff see it before.
    async fn answer(&self, ctx: &Context<'_>) -> Result<Option<Answer>> {
        let app = app(ctx);
        let state = &self.0.state;
        if let Some(standard) = standard_answer(state) {
            return Ok(Some(Answer::Standard(standard, self.0.touched_at)));
        }
        let open = answer_is_public(state, app.now()) || self.internal(ctx);
        Ok(state.answer.clone().filter(|_| open).map(Answer::Written))
    }
    /// What was missing, while it is returned.
    async fn missing(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !(self.own(ctx) || self.internal(ctx)) {
            return Ok(None);
        }
        maybe_words(ctx, self.0.state.returned.as_ref()).await
    }
    /// The resolution, once formed.
    async fn resolution(&self) -> Option<Resolution> {
        self.0.state.resolution.clone().map(Resolution)
    }
    /// The plan.
    async fn tasks(&self) -> Vec<Task> {
        let about = || Arc::clone(&self.0);
        self.0
            .state
            .tasks
            .iter()
            .map(|task| Task {
                task: task.clone(),
                about: about(),
            })
            .collect()
    }
    /// Whether implementation is suspended.
    async fn suspended(&self) -> bool {
        self.0.state.suspended
    }
    /// Whether a request waits for the tier above.
    async fn request_pending(&self) -> bool {
        self.0.state.request.is_some()
    }
    /// Whether a delivery waits for confirmation.
    async fn delivery_pending(&self) -> bool {
        self.0.state.delivery.is_some()
    }
    /// Ratings of the present or last evaluation; the mean is null under five persons.
    async fn ratings(&self) -> Ratings {
        Ratings(self.0.state.ratings)
    }
    /// The supervisor's check of the present evaluation.
    async fn supervisor_check(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        maybe_words(ctx, self.0.state.supervisor_check.as_ref()).await
    }
    /// Reworks so far.
    async fn reworks(&self) -> u32 {
        self.0.state.reworks
    }
    /// Reopenings so far.
    async fn reopenings(&self) -> u32 {
        self.0.state.reopenings
    }
    /// Rounds on it, the oldest first.
    async fn rounds(&self, ctx: &Context<'_>) -> Result<Vec<Round>> {
        let ids = self.0.state.deliberations.iter().map(|one| one.round.0);
        let keys: Vec<RoundBy> = ids.map(RoundBy).collect();
        let found = viewer(ctx).loaders.load_many(keys.iter().copied()).await;
        let mut found = found.map_err(|e| lost(ctx, &e))?;
        let rows = keys.iter().filter_map(|key| found.remove(key));
        rows.map(|row| Round::new(ctx, row)).collect()
    }
    /// Supervision cards 督办, oldest first.
    async fn supervisions(&self) -> Vec<Supervision> {
        self.0.state.supervisions.iter().cloned().map(Supervision).collect()
    }
    /// The surviving proposal after a merge.
    async fn merged_into(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let Some(merge) = &self.0.state.merge else {
            return Ok(None);
        };
        let row = viewer(ctx)
            .loaders
            .load_one(ProposalBy(merge.into.0))
            .await
            .map_err(|e| lost(ctx, &e))?;
        Ok(row.and_then(|row| Proposal::seen(ctx, row)))
    }
    /// What the viewer may do now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<Permission>> {
        let app = app(ctx);
        let facts = self.facts(ctx).await?;
        let policy = policy_of(ctx, self.0.district).await?;
        let actor = viewer(ctx).actor.as_deref();
        let offered = offers(
            actor,
            &self.0.state,
            &facts,
            app.policy_for(&policy, &self.0.state),
            app.now(),
        );
        Ok(Permission::list(
            offered.into_iter().map(|(action, answer)| (action.name(), answer)),
            viewer(ctx).language,
        ))
    }
    /// What has happened, oldest first, as everyone may know it.
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<TimelineEntry>> {
        let rows = viewer(ctx)
            .loaders
            .load_one(EntriesAbout(self.0.state.id.0))
            .await
            .map_err(|e| lost(ctx, &e))?
            .unwrap_or_default();
        let internal = self.internal(ctx);
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let event: rules::Event = serde_json::from_str(&row.body).ok()?;
                (internal || event.is_public()).then_some(TimelineEntry { row })
            })
            .collect())
    }
    /// Comments that the viewer may read, oldest first.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Comment>> {
        let page = page::asked(ctx, "comments", first, after.as_deref())?;
        let key = CommentsOf {
            proposal: self.0.state.id.0,
            after: page.after,
            limit: page.limit(),
        };
        let rows = viewer(ctx)
            .loaders
            .load_one(key)
            .await
            .map_err(|e| lost(ctx, &e))?
            .unwrap_or_default();
        Ok(page.of(
            rows,
            |row| (row.created_at, row.id),
            |row| {
                let about = Arc::clone(&self.0);
                Comment { row, about }
            },
        ))
    }
    /// Notes among staff; empty for everybody else.
    async fn notes(&self, ctx: &Context<'_>) -> Result<Vec<Note>> {
        if !self.internal(ctx) {
            return Ok(Vec::new());
        }
        let rows = viewer(ctx)
            .loaders
            .load_one(NotesOf(self.0.state.id.0))
            .await
            .map_err(|e| lost(ctx, &e))?
            .unwrap_or_default();
        Ok(rows.into_iter().map(Note).collect())
    }
    /// Meetings on whose agenda it stands, in the order in which they were announced, at most 50.
    async fn meetings(&self, ctx: &Context<'_>) -> Result<Vec<Meeting>> {
        Meeting::about(ctx, self.0.state.id.0).await
    }
    /// Reviews by experts, oldest first, at most 50: those published, and for the staff who asked and
    /// the expert also those that are not.
    async fn opinions(&self, ctx: &Context<'_>) -> Result<Vec<Review>> {
        Review::about(ctx, self.0.state.id.0).await
    }
    /// RFC 3339.
    async fn created_at(&self) -> String {
        self.0.created_at.rfc3339()
    }
    /// RFC 3339; the total clock runs from here.
    async fn submitted_at(&self) -> Option<String> {
        self.0.state.submitted_at.map(yiting_domain::instant::Instant::rfc3339)
    }
    /// RFC 3339.
    async fn closed_at(&self) -> Option<String> {
        self.0.state.closed_at.map(yiting_domain::instant::Instant::rfc3339)
    }
}

impl Proposal {
    async fn facts(&self, ctx: &Context<'_>) -> Result<rules::Facts> {
        let key = FactsAbout(Arc::clone(&self.0));
        let facts = viewer(ctx).loaders.load_one(key).await.map_err(|e| lost(ctx, &e))?;
        Ok(facts.unwrap_or_default())
    }
}
