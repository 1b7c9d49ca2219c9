//! Consultations 征询 as a viewer sees them.

use super::{
    area::Area,
    ballot::ElectorateKind,
    deliberation_loaders::{ConsultationProposals, ElectorateBy, EntriesIn, NextIn, ResultOf, StatementsOf},
    error::{failed, lost, refused},
    loaders::{ProposalBy, WordsOf},
    node_id::{Kind, encode},
    page,
    proposal::{Proposal, area_at, words_by_id},
    proposal_parts::Permission,
    viewer::{app, viewer},
};
use crate::store::{
    consultations,
    entity::{consultation, consultation_statement},
};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject, connection::Connection};
use std::{collections::BTreeMap, sync::Arc};
use yiting_domain::{
    consultation::{Inquiry, StatementKey, StatementState as Shown, inquiry, summary::Summary},
    electorate as frozen,
    id::Pseudonym,
    instant::Instant,
    refusal::Refusal,
};

/// Where a consultation stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "inquiry::InquiryState")]
pub enum ConsultationState {
    /// Not open yet.
    Scheduled,
    /// Statements and votes are taken.
    Open,
    /// Over; the result is public.
    Closed,
    /// Called off, with a reason.
    Cancelled,
}

/// Where a statement stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "inquiry::StatementState")]
pub enum StatementState {
    /// Waits for a person's check.
    Pending,
    /// Shown, and its votes count.
    Visible,
    /// Taken out of sight, with a reason.
    Hidden,
}

/// A statement 观点, at most 140 characters.
pub struct Statement {
    row: consultation_statement::Model,
    inquiry: Arc<Inquiry>,
}

/// A statement 观点, at most 140 characters.
#[Object]
impl Statement {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Statement, self.row.id)
    }
    /// Its number in the consultation and in the published votes.
    async fn number(&self) -> i64 {
        self.row.number
    }
    /// Put in by the facilitator.
    async fn seed(&self) -> bool {
        self.row.author.is_none()
    }
    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<StatementState> {
        let state = Shown::parse(&self.row.state).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(state.into())
    }
    /// The words; null while they wait or are hidden, but for the author and those who moderate.
    async fn text(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !self.shown(ctx) {
            return Ok(None);
        }
        words_by_id(ctx, self.row.content_id).await.map(Some)
    }
    /// Why it is hidden, for the same.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match self.row.reason_id {
            Some(id) if self.shown(ctx) => words_by_id(ctx, id).await.map(Some),
            _ => Ok(None),
        }
    }
}

impl Statement {
    fn shown(&self, ctx: &Context<'_>) -> bool {
        let author = self.row.author.map(Pseudonym);
        let state = Shown::parse(&self.row.state);
        let actor = viewer(ctx).actor.as_deref();
        state.is_some_and(|state| self.inquiry.shows_words(state, author, actor))
    }
}

/// The statement that the viewer is shown next.
#[derive(SimpleObject)]
pub struct NextStatement {
    /// Null when the viewer has voted on all.
    statement: Option<Statement>,
    /// Statements with a vote of the viewer.
    voted: u64,
    /// Statements that are shown.
    total: u64,
}

/// Votes on a statement with at least five voters, in steps of five: at least so many, 0 for fewer than
/// five, null where a number would give a few people away.
#[derive(SimpleObject)]
pub struct StatementVotes {
    /// The statement's number.
    number: String,
    /// 赞成
    agree: Option<u32>,
    /// 反对
    disagree: Option<u32>,
    /// 跳过
    pass: Option<u32>,
    /// Group-informed consensus for it, 0 to 1, of the numbers that are told.
    consensus: Option<f64>,
}

/// An opinion group.
#[derive(SimpleObject)]
pub struct OpinionGroup {
    /// Members, at least five, in steps of five.
    size: u32,
    /// What it stands for, in Chinese.
    words: String,
    /// The same in English.
    words_en: String,
}

/// What was computed of the votes.
pub struct ConsultationResult {
    summary: Summary,
    computed_at: Instant,
    last: bool,
}

/// What was computed of the votes. Everybody reads the same, staff too. While the consultation is open it
/// changes only when at least five further participants have changed something.
#[Object]
impl ConsultationResult {
    /// groups, or why none are claimed.
    async fn claim(&self) -> String {
        crate::store::traces::name_of(&self.summary.claim)
    }
    /// People who voted, in steps of five: at least so many.
    async fn participants(&self) -> u32 {
        self.summary.participants
    }
    /// The result in words, in Chinese.
    async fn words(&self) -> &str {
        &self.summary.words.zh
    }
    /// The same in English.
    async fn words_en(&self) -> &str {
        &self.summary.words.en
    }
    /// The groups; empty where none are claimed.
    async fn groups(&self) -> Vec<OpinionGroup> {
        let groups = self.summary.groups.iter();
        groups
            .map(|group| OpinionGroup {
                size: group.size,
                words: group.words.zh.clone(),
                words_en: group.words.en.clone(),
            })
            .collect()
    }
    /// The statements' votes by number.
    async fn statements(&self) -> Vec<StatementVotes> {
        let statements = self.summary.statements.iter();
        statements
            .map(|one| StatementVotes {
                number: one.statement.to_string(),
                agree: one.total.map(|counts| counts.agree),
                disagree: one.total.map(|counts| counts.disagree),
                pass: one.total.map(|counts| counts.pass),
                consensus: one.consensus.map(|consensus| consensus.agree),
            })
            .collect()
    }
    /// SHA-256 of the votes that it was computed from; blinded unless and until they are published.
    async fn digest(&self) -> String {
        self.summary.digest.to_string()
    }
    /// The algorithm and its version.
    async fn algorithm(&self) -> &str {
        &self.summary.algorithm
    }
    /// RFC 3339.
    async fn computed_at(&self) -> String {
        self.computed_at.rfc3339()
    }
    /// Whether it is that of the closing, which never changes.
    async fn last(&self) -> bool {
        self.last
    }
    /// All of it as JSON: representative, consensus and bridging statements, the map in squares of at
    /// least five people, the spread.
    async fn json(&self, ctx: &Context<'_>) -> Result<String> {
        serde_json::to_string(&self.summary).map_err(|e| failed(ctx, anyhow::Error::from(e)))
    }
}

/// A consultation 征询.
pub struct Consultation {
    row: consultation::Model,
    inquiry: Arc<Inquiry>,
}

impl Consultation {
    /// From a row.
    pub fn new(ctx: &Context<'_>, row: consultation::Model) -> Result<Self> {
        let inquiry = consultations::inquiry(&row).map_err(|e| failed(ctx, e))?;
        Ok(Self {
            row,
            inquiry: Arc::new(inquiry),
        })
    }

    async fn member(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(list) = self.row.electorate_id else {
            return Ok(false);
        };
        let entries = viewer(ctx).loaders.load_one(EntriesIn(list)).await;
        Ok(entries.map_err(|e| lost(ctx, &e))?.unwrap_or(false))
    }

    async fn all(&self, ctx: &Context<'_>) -> Result<Vec<consultation_statement::Model>> {
        let rows = viewer(ctx).loaders.load_one(StatementsOf(self.row.id)).await;
        Ok(rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default())
    }
}

/// A consultation 征询.
#[Object]
impl Consultation {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Consultation, self.row.id)
    }
    /// What is asked.
    async fn question(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.row.question_id).await
    }
    /// Where it stands.
    async fn state(&self) -> ConsultationState {
        self.inquiry.state.into()
    }
    /// Where it is asked.
    async fn area(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.inquiry.area).await
    }
    /// Who takes part.
    async fn electorate_kind(&self, ctx: &Context<'_>) -> Result<ElectorateKind> {
        let kind = frozen::ElectorateKind::parse(&self.row.electorate_kind);
        Ok(kind.ok_or_else(|| refused(ctx, Refusal::Internal, None))?.into())
    }
    /// Members of the frozen list; null before it opens.
    async fn electorate_size(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        let Some(list) = self.row.electorate_id else {
            return Ok(None);
        };
        let found = viewer(ctx).loaders.load_one(ElectorateBy(list)).await;
        Ok(found.map_err(|e| lost(ctx, &e))?.map(|list| list.members))
    }
    /// From when on, RFC 3339.
    async fn opens_at(&self) -> String {
        self.inquiry.opens_at.rfc3339()
    }
    /// Until when, RFC 3339; a vote at this instant is too late.
    async fn closes_at(&self) -> String {
        self.inquiry.closes_at.rfc3339()
    }
    /// Whether residents may make statements.
    async fn residents_state(&self) -> bool {
        self.inquiry.settings.residents_state
    }
    /// Whether statements are looked at before they are shown.
    async fn moderated_before(&self) -> bool {
        self.inquiry.settings.moderation == inquiry::Moderation::Before
    }
    /// Whether the result is shown while it is open.
    async fn results_live(&self) -> bool {
        self.inquiry.settings.results_live
    }
    /// Whether the votes are published without names after closing; null where that is decided at the
    /// opening, by the size of the electorate.
    async fn publishes_votes(&self) -> Option<bool> {
        self.inquiry.settings.publish_votes
    }
    /// What it is about.
    async fn proposals(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>> {
        let loaders = &viewer(ctx).loaders;
        let ids = loaders.load_one(ConsultationProposals(self.row.id)).await;
        let ids = ids.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let found = loaders.load_many(ids.iter().map(|id| ProposalBy(*id))).await;
        let found = found.map_err(|e| lost(ctx, &e))?;
        let seen = ids.iter().filter_map(|id| found.get(&ProposalBy(*id)));
        Ok(seen.filter_map(|row| Proposal::seen(ctx, Arc::clone(row))).collect())
    }
    /// Statements by number; the words of those that are not shown are null.
    async fn statements(
        &self,
        ctx: &Context<'_>,
        states: Option<Vec<StatementState>>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Statement>> {
        let page = page::asked(ctx, "statements", first, after.as_deref())?;
        let from = page.after.map_or(0, |(number, _)| number);
        let states: Vec<Shown> = states.unwrap_or_default().into_iter().map(Into::into).collect();
        let mut rows = self.all(ctx).await?;
        rows.retain(|row| {
            let wanted = Shown::parse(&row.state).is_some_and(|state| states.is_empty() || states.contains(&state));
            wanted && row.number > from
        });
        Ok(page.of(
            rows,
            |row| (row.number, row.id),
            |row| {
                let inquiry = Arc::clone(&self.inquiry);
                Statement { row, inquiry }
            },
        ))
    }
    /// The statement to show the viewer next. Codes: CONSULTATION_NOT_OPEN, NOT_IN_ELECTORATE.
    async fn next(&self, ctx: &Context<'_>) -> Result<NextStatement> {
        viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let found = viewer(ctx).loaders.load_one(NextIn(self.row.id)).await;
        let found = found.map_err(|e| lost(ctx, &e))?.ok_or(Refusal::NotFound);
        let progress = found.and_then(|found| found).map_err(|r| refused(ctx, r, None))?;
        let inquiry = Arc::clone(&self.inquiry);
        Ok(NextStatement {
            statement: progress.next.map(|row| Statement { row, inquiry }),
            voted: u64::try_from(progress.voted).unwrap_or(0),
            total: u64::try_from(progress.total).unwrap_or(0),
        })
    }
    /// What was computed of the votes; null before there is anything, and while it is not to be shown.
    async fn result(&self, ctx: &Context<'_>) -> Result<Option<ConsultationResult>> {
        if !self.inquiry.shows_result() {
            return Ok(None);
        }
        let loaders = &viewer(ctx).loaders;
        let row = loaders
            .load_one(ResultOf(self.row.id))
            .await
            .map_err(|e| lost(ctx, &e))?;
        let Some((row, text)) = row.and_then(|row| Some((row.clone(), row.summary?))) else {
            return Ok(None);
        };
        let summary: Summary = serde_json::from_str(&text).map_err(|e| failed(ctx, anyhow::Error::from(e)))?;
        let shown: Vec<_> = self
            .all(ctx)
            .await?
            .into_iter()
            .filter(|statement| statement.state == Shown::Visible.name())
            .collect();
        let words = loaders
            .load_many(shown.iter().map(|statement| WordsOf(statement.content_id)))
            .await
            .map_err(|e| lost(ctx, &e))?;
        let texts: BTreeMap<StatementKey, String> = shown
            .iter()
            .filter_map(|statement| {
                let key = StatementKey(u128::try_from(statement.number).ok()?);
                Some((key, words.get(&WordsOf(statement.content_id))?.clone()))
            })
            .collect();
        Ok(Some(ConsultationResult {
            summary: summary.worded(&texts),
            computed_at: Instant::from_millis(row.computed_at),
            last: row.is_final,
        }))
    }
    /// What the viewer may do now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<Permission>> {
        let member = self.member(ctx).await?;
        let offered = self
            .inquiry
            .offers(viewer(ctx).actor.as_deref(), member, app(ctx).now());
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
