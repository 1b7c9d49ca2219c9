//! Ballots as a viewer sees them.

use super::{
    area::Area,
    deliberation_loaders::{AuditorsOf, BallotProposals, ElectorateBy, EntriesIn, PapersOf, TurnoutOf, VotedIn},
    error::{failed, lost, refused},
    loaders::ProposalBy,
    node_id::{Kind, encode},
    person::Person,
    proposal::{Proposal, area_at, words_by_id},
    proposal_parts::Permission,
    viewer::{app, viewer},
};
use crate::{
    store::entity::{ballot, ballot_paper},
    usecase::ballot::{self as usecase, Shown},
};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use std::sync::Arc;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    electorate as frozen,
    instant::Instant,
    log::Digest,
    poll::{self, BallotAction, BallotView, Rule, ballot_offers, may_vote},
    refusal::Refusal,
};

/// What is asked, and by which rule it is counted.
#[derive(Enum, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "poll::PollKind")]
pub enum BallotKind {
    /// Yes, no or abstain.
    YesNo,
    /// Most approvals.
    Approval,
    /// Scores 0 to 5: highest mean.
    Score,
    /// Ranked, one winner: Schulze.
    RankedOne,
    /// Ranked, several seats: STV by the Scottish rules.
    RankedSeats,
    /// Approvals or points over projects with costs: Method of Equal Shares.
    Budget,
}

/// How a ballot can be checked; declared before it opens.
#[derive(Enum, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "poll::Secrecy")]
pub enum Secrecy {
    /// Choices are published, with names by consent.
    Open,
    /// Anonymous ballots are published; a receipt finds the own one.
    Verifiable,
    /// A receipt proves that a ballot was counted and not what it says; two auditors recount.
    Sealed,
}

/// The life of a ballot.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "poll::PollState")]
pub enum BallotState {
    /// Announced, not open yet.
    Announced,
    /// Votes are taken.
    Open,
    /// Counted and published.
    Closed,
    /// Called off, with a reason.
    Cancelled,
}

/// Who has a vote.
#[derive(Enum, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "frozen::ElectorateKind")]
pub enum ElectorateKind {
    /// Verified residents: one person, one vote.
    Residents,
    /// Households: one vote each, by any member; the last counts.
    Households,
    /// Owners by number and exclusive area (Civil Code art. 278).
    Owners,
    /// A list of delegates.
    Delegates,
    /// Enterprises by their listed representatives.
    Enterprises,
}

/// A paper vote that one of the staff entered and nobody confirmed yet.
#[derive(SimpleObject)]
pub struct WaitingPaper {
    /// For `confirmPaperVote`.
    paper: ID,
    /// Whose vote it is.
    voter: Person,
    /// Who entered it.
    entered_by: Person,
    /// Whether that was the viewer, who cannot confirm it.
    viewer_entered: bool,
}

/// An option on a ballot paper.
#[derive(SimpleObject)]
pub struct BallotOption {
    /// Global id, for votes.
    id: ID,
    /// What stands on the paper.
    title: String,
    /// For budgets: its cost in fen.
    cost_fen: u64,
}

impl BallotOption {
    /// From the rule.
    pub fn new(option: &poll::PollOption) -> Self {
        Self {
            id: encode(Kind::BallotOption, option.id),
            title: option.title.clone(),
            cost_fen: option.cost_fen,
        }
    }
}

/// What became of one option.
#[derive(SimpleObject)]
pub struct BallotOptionResult {
    /// The option.
    option: ID,
    /// Approvals, scores given, first preferences or supporters.
    votes: u64,
    /// Scores: the exact mean, as a fraction.
    mean: Option<String>,
    /// Whether it won.
    won: bool,
    /// Budgets: why it won or lost, Chinese first.
    why: Option<String>,
    /// Budgets: whether the plain greedy rule would have funded it.
    greedy: Option<bool>,
    /// Budgets with points: all points given to it.
    points: Option<u64>,
}

/// How a ballot ended.
pub struct BallotResult {
    ballot: Uuid,
    shown: Shown,
}

/// How a ballot ended.
#[Object]
impl BallotResult {
    /// ADOPTED, NOT_ADOPTED or NO_QUORUM; for elections ADOPTED means that somebody won.
    async fn verdict(&self) -> &str {
        self.shown.result["verdict"].as_str().unwrap_or("")
    }
    /// Votes cast.
    async fn turnout(&self) -> u64 {
        self.shown.result["turnout"].as_u64().unwrap_or(0)
    }
    /// Votes there were to be had.
    async fn electorate(&self) -> u64 {
        self.shown.votes
    }
    /// Winners, the first first; none without a quorum.
    async fn winners(&self) -> Vec<ID> {
        let winners = self.shown.result["winners"].as_array().cloned().unwrap_or_default();
        let ids = winners.iter().filter_map(|id| id.as_str()?.parse().ok());
        ids.map(|id| encode(Kind::BallotOption, id)).collect()
    }
    /// Yes votes, for yes and no by persons or households.
    async fn yes(&self) -> Option<u64> {
        self.shown.result["yes_no"]["yes"].as_u64()
    }
    /// No votes.
    async fn no(&self) -> Option<u64> {
        self.shown.result["yes_no"]["no"].as_u64()
    }
    /// Abstentions.
    async fn abstain(&self) -> Option<u64> {
        self.shown.result["yes_no"]["abstain"].as_u64()
    }
    /// All options as on the paper.
    async fn options(&self) -> Vec<BallotOptionResult> {
        let options = self.shown.result["options"].as_array().cloned().unwrap_or_default();
        let read = |option: &serde_json::Value| {
            let id = option["id"].as_str()?.parse().ok()?;
            let text = |name: &str| option[name].as_str().map(str::to_owned);
            let why = match (text("why_zh"), text("why_en")) {
                (Some(zh), Some(en)) => Some(format!("{zh} {en}")),
                (zh, en) => zh.or(en),
            };
            Some(BallotOptionResult {
                option: encode(Kind::BallotOption, id),
                votes: option["votes"].as_u64().unwrap_or(0),
                mean: text("mean"),
                won: option["won"].as_bool().unwrap_or(false),
                why,
                greedy: option["greedy"].as_bool(),
                points: option["points"].as_u64(),
            })
        };
        options.iter().filter_map(read).collect()
    }
    /// All that the counting rule found, as canonical JSON.
    async fn json(&self) -> String {
        self.shown.result.to_string()
    }
    /// SHA-256 of the published list.
    async fn list_digest(&self) -> String {
        self.shown.list_digest.to_string()
    }
    /// Root of the Merkle tree over the published ballots.
    async fn root(&self) -> String {
        self.shown.root.to_string()
    }
    /// Where the list can be fetched; `yiting tally verify` counts it again.
    async fn list_path(&self) -> String {
        format!("/export/ballots/{}.json", self.ballot)
    }
}

/// The own entry in a published list.
#[derive(SimpleObject)]
pub struct BallotEntry {
    /// What the receipt hashes to.
    mark: String,
    /// The choice as JSON; null in a sealed ballot, whose receipt proves inclusion alone.
    choice: Option<String>,
    /// Position in the list.
    index: u64,
    /// The Merkle path to the root.
    path: Vec<String>,
}

/// A ballot 表决.
pub struct Ballot {
    row: ballot::Model,
    rule: Rule,
    state: poll::PollState,
    area: AreaPath,
}

impl Ballot {
    /// From a row.
    pub fn new(ctx: &Context<'_>, row: ballot::Model) -> Result<Self> {
        let rule = serde_json::from_str(&row.rule).map_err(|e| failed(ctx, anyhow::Error::from(e)))?;
        let broken = || refused(ctx, Refusal::Internal, None);
        let state = poll::PollState::parse(&row.state).ok_or_else(broken)?;
        let area = AreaPath::parse(row.area_path.clone()).map_err(|_| broken())?;
        Ok(Self { row, rule, state, area })
    }

    fn view(&self, ctx: &Context<'_>, entitled: bool) -> BallotView {
        let actor = viewer(ctx).actor.as_deref();
        BallotView {
            state: self.state,
            area: self.area.clone(),
            opens_at: Instant::from_millis(self.row.opens_at),
            closes_at: Instant::from_millis(self.row.closes_at),
            entitled,
            auditor: actor.is_some_and(|actor| self.rule.auditors.contains(&actor.pseudonym)),
        }
    }
}

/// A ballot 表决.
#[Object]
impl Ballot {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Ballot, self.row.id)
    }
    /// What is asked.
    async fn title(&self) -> &str {
        &self.rule.title
    }
    /// On what it rests.
    async fn legal_basis(&self) -> &str {
        &self.rule.legal_basis
    }
    /// By which rule it is counted.
    async fn kind(&self) -> BallotKind {
        self.rule.kind.into()
    }
    /// Who has a vote.
    async fn electorate_kind(&self) -> ElectorateKind {
        self.rule.electorate.into()
    }
    /// How it can be checked.
    async fn secrecy(&self) -> Secrecy {
        self.rule.secrecy.into()
    }
    /// Where it stands.
    async fn state(&self) -> BallotState {
        self.state.into()
    }
    /// What can be voted for; none for yes and no.
    async fn options(&self) -> Vec<BallotOption> {
        self.rule.options.iter().map(BallotOption::new).collect()
    }
    /// Seats to fill.
    async fn seats(&self) -> u32 {
        self.rule.seats
    }
    /// Options that one vote may name at most.
    async fn most(&self) -> u32 {
        self.rule.most
    }
    /// For budgets: what may be spent, in fen.
    async fn budget_fen(&self) -> u64 {
        self.rule.budget_fen
    }
    /// For budgets: how many points each vote distributes; 0 for approvals.
    async fn points(&self) -> u32 {
        self.rule.points
    }
    /// The whole rule as JSON: threshold, quorum, majority. It never changes after the announcement.
    async fn rule(&self) -> &str {
        &self.row.rule
    }
    /// SHA-256 of the rule, as it stands in the log since the announcement.
    async fn rule_digest(&self) -> &str {
        &self.row.rule_digest
    }
    /// The area that votes.
    async fn area(&self, ctx: &Context<'_>) -> Result<Area> {
        area_at(ctx, &self.area).await
    }
    /// What it is about; a running ballot holds them where they are.
    async fn proposals(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>> {
        let loaders = &viewer(ctx).loaders;
        let ids = loaders
            .load_one(BallotProposals(self.row.id))
            .await
            .map_err(|e| lost(ctx, &e))?;
        let ids = ids.unwrap_or_default();
        let found = loaders
            .load_many(ids.iter().map(|id| ProposalBy(*id)))
            .await
            .map_err(|e| lost(ctx, &e))?;
        let seen = ids.iter().filter_map(|id| found.get(&ProposalBy(*id)));
        Ok(seen.filter_map(|row| Proposal::seen(ctx, Arc::clone(row))).collect())
    }
    /// From when on votes are taken, RFC 3339.
    async fn opens_at(&self) -> String {
        Instant::from_millis(self.row.opens_at).rfc3339()
    }
    /// Until when, RFC 3339; a vote at this instant is too late.
    async fn closes_at(&self) -> String {
        Instant::from_millis(self.row.closes_at).rfc3339()
    }
    /// Votes there are to be had; null before it opens, when the list is frozen.
    async fn electorate_size(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        Ok(self.frozen(ctx).await?.map(|list| list.members))
    }
    /// SHA-256 of the frozen list of members.
    async fn electorate_digest(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.frozen(ctx).await?.map(|list| list.digest))
    }
    /// Persons who have voted; null while the ballot hides it.
    async fn turnout(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        if self.rule.hide_turnout && !self.state.is_over() {
            return Ok(None);
        }
        let turnout = viewer(ctx).loaders.load_one(TurnoutOf(self.row.id)).await;
        Ok(Some(turnout.map_err(|e| lost(ctx, &e))?.unwrap_or(0)))
    }
    /// Whether the viewer has voted. What was voted stays with the voter.
    async fn viewer_has_voted(&self, ctx: &Context<'_>) -> Result<bool> {
        let voted = viewer(ctx).loaders.load_one(VotedIn(self.row.id)).await;
        Ok(voted.map_err(|e| lost(ctx, &e))?.unwrap_or(false))
    }
    /// What the viewer may do now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<Permission>> {
        let entitled = match self.row.electorate_id {
            Some(list) => {
                let entries = viewer(ctx).loaders.load_one(EntriesIn(list)).await;
                entries.map_err(|e| lost(ctx, &e))?.unwrap_or(false)
            }
            None => false,
        };
        let view = self.view(ctx, entitled);
        let offered = ballot_offers(viewer(ctx).actor.as_deref(), &view, app(ctx).now());
        let offered = offered.into_iter().map(|(action, answer)| (action.name(), answer));
        Ok(Permission::list(offered, viewer(ctx).language))
    }
    /// Paper votes that wait for a second of the staff, oldest first, at most 100: none for those who may not
    /// enter them now. What stands on them is not told.
    async fn waiting_papers(&self, ctx: &Context<'_>) -> Result<Vec<WaitingPaper>> {
        let view = self.view(ctx, false);
        let actor = viewer(ctx).actor.as_deref();
        if may_vote(BallotAction::EnterPaper, actor, &view, app(ctx).now()).is_err() {
            return Ok(Vec::new());
        }
        let rows = viewer(ctx).loaders.load_one(PapersOf(self.row.id)).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let own = |row: &ballot_paper::Model| actor.is_some_and(|actor| actor.pseudonym.0 == row.entered_by);
        let waiting = rows.into_iter().map(|row| WaitingPaper {
            paper: encode(Kind::PaperVote, row.id),
            voter: Person(row.pseudonym),
            entered_by: Person(row.entered_by),
            viewer_entered: own(&row),
        });
        Ok(waiting.collect())
    }
    /// Why it was called off.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match self.row.reason_id {
            Some(id) => words_by_id(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }
    /// How it ended; null before closing, for everybody.
    async fn result(&self, ctx: &Context<'_>) -> Result<Option<BallotResult>> {
        let shown = self.row.outcome.as_deref().map(serde_json::from_str).transpose();
        let shown = shown.map_err(|e| failed(ctx, anyhow::Error::from(e)))?;
        Ok(shown.map(|shown| BallotResult {
            ballot: self.row.id,
            shown,
        }))
    }
    /// The entries that belong to a receipt, once the list is published. Code: NOT_FOUND.
    async fn entries_of_receipt(&self, ctx: &Context<'_>, receipt: String) -> Result<Vec<BallotEntry>> {
        let none = || refused(ctx, Refusal::NotFound, Some("receipt"));
        let found = usecase::entries_of(app(ctx), self.row.id, &receipt).await;
        let found = found.map_err(|e| failed(ctx, e))?.ok_or_else(none)?;
        let entry = |(index, entry, path): (usize, poll::Entry, Vec<Digest>)| BallotEntry {
            mark: entry.mark.to_string(),
            choice: entry.choice.as_ref().and_then(|choice| choice.canonical().ok()),
            index: u64::try_from(index).unwrap_or(0),
            path: path.iter().map(ToString::to_string).collect(),
        };
        Ok(found.into_iter().map(entry).collect())
    }
    /// Sealed ballots: whether both auditors have given their keys. If not before closing, nobody will be
    /// able to open the ballot for a recount. Null for other ballots.
    async fn auditors_ready(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        if self.rule.secrecy != poll::Secrecy::Sealed {
            return Ok(None);
        }
        let given = viewer(ctx).loaders.load_one(AuditorsOf(self.row.id)).await;
        let given = given.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        Ok(Some(self.rule.auditors.iter().all(|who| given.contains(&who.0))))
    }
    /// For the two auditors of a sealed ballot: what opens its commitments, as JSON that `yiting tally open`
    /// opens with the secret keys of both. Codes: FORBIDDEN, BALLOT_NOT_OPEN.
    async fn openings(&self, ctx: &Context<'_>) -> Result<String> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        usecase::openings(app(ctx), actor, self.row.id)
            .await
            .map_err(|e| failed(ctx, e))
    }
}

impl Ballot {
    async fn frozen(&self, ctx: &Context<'_>) -> Result<Option<crate::store::entity::electorate::Model>> {
        let Some(list) = self.row.electorate_id else {
            return Ok(None);
        };
        let found = viewer(ctx).loaders.load_one(ElectorateBy(list)).await;
        found.map_err(|e| lost(ctx, &e))
    }
}
