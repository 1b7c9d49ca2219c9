//! Search over proposals, completion while typing, and proposals about the same matter.

use super::{
    area::{Area, BlockKind, Tier, Topic},
    error::{failed, lost, refused},
    loaders::{AreaAt, ProposalBy, TopicBy, WordsOf},
    node_id::{Kind, decode},
    page,
    proposal::{Proposal, State},
    query::{self, path_of},
    viewer::{app, viewer},
};
use crate::{
    search::{self as index, Order, Position, Question, Within, highlight, similar::Why},
    usecase::search::{self as usecase, complete, likeness},
};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject, connection::PageInfo};
use std::{ops::Range, sync::Arc};
use yiting_domain::{area as places, proposal as rules, refusal::Refusal};

/// What is found is narrowed to. All given conditions must hold; an empty list is no condition.
#[derive(InputObject, Default)]
pub struct ProposalSearchFilter {
    /// Raised in this area or below.
    below: Option<ID>,
    /// In custody of one of these tiers.
    tiers: Option<Vec<Tier>>,
    /// About one of these topics.
    topics: Option<Vec<ID>>,
    /// In one of these states.
    states: Option<Vec<State>>,
    /// Raised in a block of one of these kinds.
    block_kinds: Option<Vec<BlockKind>>,
    /// Raised in one of these years.
    years: Option<Vec<i32>>,
}

/// The order of what is found.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Order")]
pub enum ProposalSearchOrder {
    /// What fits best first.
    Relevance,
    /// Most supported first.
    Supports,
    /// Newest first.
    Newest,
    /// Most urgent clock first; proposals without a running clock are left out.
    Clock,
}

/// Which text of a proposal.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum SearchedText {
    /// The title, whole.
    Title,
    /// A passage of the body.
    Body,
    /// A passage of the resolution.
    Resolution,
}

/// A piece of a text; all pieces one after the other are the text.
#[derive(SimpleObject)]
pub struct TextPiece {
    /// The words, as they were written.
    text: String,
    /// Whether they fit what was searched for.
    marked: bool,
}

/// A passage in which something fits what was searched for.
#[derive(SimpleObject)]
pub struct Highlight {
    /// Of which text.
    of: SearchedText,
    /// Whether words before the passage are left out.
    begins_late: bool,
    /// Whether words after it are left out.
    ends_early: bool,
    /// Its words.
    pieces: Vec<TextPiece>,
}

/// Most characters of a passage.
const PASSAGE: usize = 80;

/// One proposal that was found.
pub struct ProposalSearchEdge {
    proposal: Proposal,
    cursor: String,
    score: f32,
    typed: Arc<str>,
}

/// One proposal that was found.
#[Object]
impl ProposalSearchEdge {
    /// Ask for what follows with it.
    async fn cursor(&self) -> &str {
        &self.cursor
    }
    /// The proposal.
    async fn node(&self) -> Proposal {
        self.proposal.clone()
    }
    /// How well it fits; comparable within one answer only.
    async fn score(&self) -> f32 {
        self.score
    }
    /// Where it fits: the title first, then a passage of every other text in which something fits.
    async fn highlights(&self, ctx: &Context<'_>) -> Result<Vec<Highlight>> {
        let state = &self.proposal.0.state;
        let resolution = state.resolution.as_ref().map(|resolution| resolution.text.id.0);
        let texts = [
            (SearchedText::Title, Some(state.title.id.0)),
            (SearchedText::Body, Some(state.body.id.0)),
            (SearchedText::Resolution, resolution),
        ];
        let ids = texts.iter().filter_map(|(_, id)| *id).map(WordsOf);
        let words = viewer(ctx).loaders.load_many(ids).await.map_err(|e| lost(ctx, &e))?;
        let analyser = &app(ctx).analyser;
        Ok(texts
            .into_iter()
            .filter_map(|(of, id)| {
                let text = words.get(&WordsOf(id?))?;
                let marks = highlight::marks(text, &self.typed, analyser);
                let whole = of == SearchedText::Title;
                (whole || !marks.is_empty()).then(|| passage(of, text, &marks, whole))
            })
            .collect())
    }
}

/// A text, or its most telling passage, in pieces.
fn passage(of: SearchedText, text: &str, marks: &[Range<usize>], whole: bool) -> Highlight {
    let (window, marks) = match whole {
        true => (0..text.len(), marks.to_vec()),
        false => highlight::fragment(text, marks, PASSAGE),
    };
    let mut pieces = Vec::new();
    let mut put = |range: Range<usize>, marked: bool| {
        if let Some(piece) = text.get(range).filter(|piece| !piece.is_empty()) {
            let text = piece.to_owned();
            pieces.push(TextPiece { text, marked });
        }
    };
    let mut at = window.start;
    for mark in marks {
        put(at..mark.start, false);
        at = mark.end;
        put(mark, true);
    }
    put(at..window.end, false);
    Highlight {
        of,
        begins_late: window.start > 0,
        ends_early: window.end < text.len(),
        pieces,
    }
}

/// How many were found in an area or below.
#[derive(SimpleObject)]
pub struct AreaCount {
    /// The area.
    area: Area,
    /// How many.
    count: u64,
}

/// How many were found of a tier.
#[derive(SimpleObject)]
pub struct TierCount {
    /// The custodian's tier.
    tier: Tier,
    /// How many.
    count: u64,
}

/// How many were found about a topic.
#[derive(SimpleObject)]
pub struct TopicCount {
    /// The topic.
    topic: Topic,
    /// How many.
    count: u64,
}

/// How many were found in a state.
#[derive(SimpleObject)]
pub struct StateCount {
    /// The state.
    state: State,
    /// How many.
    count: u64,
}

/// How many were found in blocks of a kind.
#[derive(SimpleObject)]
pub struct BlockKindCount {
    /// The kind.
    block_kind: BlockKind,
    /// How many.
    count: u64,
}

/// How many were found of a year.
#[derive(SimpleObject)]
pub struct YearCount {
    /// The year in which they were raised.
    year: i32,
    /// How many.
    count: u64,
}

/// How many there are of what, over everything that was found.
pub struct ProposalSearchFacets(index::Facets);

/// How many there are of what, over everything that was found.
#[Object]
impl ProposalSearchFacets {
    /// By the areas right below the one asked for (districts without), by path.
    async fn areas(&self, ctx: &Context<'_>) -> Result<Vec<AreaCount>> {
        let paths = self.0.areas.keys().map(|path| AreaAt(path.clone()));
        let found = viewer(ctx).loaders.load_many(paths).await.map_err(|e| lost(ctx, &e))?;
        let counts = self.0.areas.iter().filter_map(|(path, count)| {
            let area = Area(found.get(&AreaAt(path.clone()))?.clone());
            Some(AreaCount { area, count: *count })
        });
        Ok(counts.collect())
    }
    /// By the custodian's tier, from the top down.
    async fn tiers(&self) -> Vec<TierCount> {
        let count = |tier: places::Tier| self.0.tiers.get(tier.name()).map(|count| (tier, *count));
        let counts = places::Tier::ALL.into_iter().filter_map(count);
        counts
            .map(|(tier, count)| TierCount {
                tier: tier.into(),
                count,
            })
            .collect()
    }
    /// By topic, most first.
    async fn topics(&self, ctx: &Context<'_>) -> Result<Vec<TopicCount>> {
        let ids = self.0.topics.keys().map(|id| TopicBy(*id));
        let found = viewer(ctx).loaders.load_many(ids).await.map_err(|e| lost(ctx, &e))?;
        let counts = self.0.topics.iter().filter_map(|(id, count)| {
            let topic = Topic(found.get(&TopicBy(*id))?.clone());
            Some(TopicCount { topic, count: *count })
        });
        let mut counts: Vec<TopicCount> = counts.collect();
        counts.sort_by_key(|topic| std::cmp::Reverse(topic.count));
        Ok(counts)
    }
    /// By state, along the chain.
    async fn states(&self) -> Vec<StateCount> {
        let count = |state: rules::State| self.0.states.get(state.name()).map(|count| (state, *count));
        let counts = rules::State::ALL.into_iter().filter_map(count);
        counts
            .map(|(state, count)| StateCount {
                state: state.into(),
                count,
            })
            .collect()
    }
    /// By kind of residential block.
    async fn block_kinds(&self) -> Vec<BlockKindCount> {
        let count = |kind: places::BlockKind| self.0.block_kinds.get(kind.name()).map(|count| (kind, *count));
        let counts = places::BlockKind::ALL.into_iter().filter_map(count);
        counts
            .map(|(kind, count)| BlockKindCount {
                block_kind: kind.into(),
                count,
            })
            .collect()
    }
    /// By year, the latest first.
    async fn years(&self) -> Vec<YearCount> {
        let counts = self.0.years.iter().rev();
        counts
            .map(|(year, count)| YearCount {
                year: *year,
                count: *count,
            })
            .collect()
    }
}

/// A page of proposals that were found.
pub struct ProposalSearchConnection {
    edges: Vec<(Proposal, index::Hit)>,
    answer: index::Answer,
    after: bool,
    list: String,
    typed: Arc<str>,
}

impl ProposalSearchConnection {
    fn cursor(&self, ctx: &Context<'_>, position: Position) -> String {
        page::cursor(app(ctx), &self.list, position.key, position.id)
    }
}

/// A page of proposals that were found.
#[Object]
impl ProposalSearchConnection {
    /// In the order asked for.
    async fn edges(&self, ctx: &Context<'_>) -> Vec<ProposalSearchEdge> {
        self.edges
            .iter()
            .map(|(proposal, hit)| ProposalSearchEdge {
                proposal: proposal.clone(),
                cursor: self.cursor(ctx, hit.position),
                score: hit.score,
                typed: Arc::clone(&self.typed),
            })
            .collect()
    }
    /// The same without cursors.
    async fn nodes(&self) -> Vec<Proposal> {
        self.edges.iter().map(|(proposal, _)| proposal.clone()).collect()
    }
    /// Whether there is more.
    async fn page_info(&self, ctx: &Context<'_>) -> PageInfo {
        // Of all hits: the last one may be hidden from the viewer since it was indexed.
        let cursor = |hit: Option<&index::Hit>| hit.map(|hit| self.cursor(ctx, hit.position));
        PageInfo {
            has_previous_page: self.after,
            has_next_page: self.answer.more,
            start_cursor: cursor(self.answer.hits.first()),
            end_cursor: cursor(self.answer.hits.last()),
        }
    }
    /// How many the viewer may find in all.
    async fn total_count(&self) -> u64 {
        self.answer.total
    }
    /// How many there are of what.
    async fn facets(&self) -> ProposalSearchFacets {
        ProposalSearchFacets(self.answer.facets.clone())
    }
}

/// What speaks for or against two texts being about the same matter.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum LikenessKind {
    /// A word stands in both.
    SameWord,
    /// Two words mean the same.
    SameMatter,
    /// Both name the same house, lane or gate.
    SamePlace,
    /// They name different houses, lanes or gates.
    OtherPlace,
    /// One asks for, forbids or denies what the other one does not.
    OtherStance,
    /// Both were raised in the same area, or one within the other's.
    SameArea,
    /// They were raised in different areas.
    OtherArea,
}

/// A reason for or against two texts being about the same matter.
#[derive(SimpleObject)]
pub struct LikenessReason {
    /// Which.
    kind: LikenessKind,
    /// Words of the text that was asked about; of its own form where folded: simplified, lower case.
    ours: Vec<String>,
    /// Words of the proposal.
    theirs: Vec<String>,
}

impl From<&Why> for LikenessReason {
    fn from(why: &Why) -> Self {
        let same = |word: &String| (vec![word.clone()], vec![word.clone()]);
        let two = |ours: &String, theirs: &String| (vec![ours.clone()], vec![theirs.clone()]);
        let (kind, (ours, theirs)) = match why {
            Why::SameWord(word) => (LikenessKind::SameWord, same(word)),
            Why::SameMatter(ours, theirs) => (LikenessKind::SameMatter, two(ours, theirs)),
            Why::SamePlace(place) => (LikenessKind::SamePlace, same(place)),
            Why::OtherPlace(ours, theirs) => (LikenessKind::OtherPlace, two(ours, theirs)),
            Why::OtherStance(ours, theirs) => (LikenessKind::OtherStance, (ours.clone(), theirs.clone())),
            Why::SameArea => (LikenessKind::SameArea, Default::default()),
            Why::OtherArea => (LikenessKind::OtherArea, Default::default()),
        };
        Self { kind, ours, theirs }
    }
}

/// A proposal about what seems to be the same matter.
pub struct SimilarProposal(likeness::Similar);

/// A proposal about what seems to be the same matter.
#[Object]
impl SimilarProposal {
    /// The proposal.
    async fn proposal(&self) -> Proposal {
        Proposal(Arc::clone(&self.0.proposal))
    }
    /// How much alike they are, 0 to 1.
    async fn score(&self) -> f32 {
        self.0.likeness.score
    }
    /// Why, the most telling first.
    async fn why(&self) -> Vec<LikenessReason> {
        self.0.likeness.why.iter().map(Into::into).collect()
    }
}

/// Queries that search.
#[derive(Default)]
pub struct SearchQuery;

/// Takes one from the allowance of the person, or of the address.
async fn admitted(ctx: &Context<'_>) -> Result<()> {
    let viewer = viewer(ctx);
    let who = match &viewer.actor {
        Some(actor) => actor.pseudonym.0.to_string(),
        None => viewer.address.clone(),
    };
    usecase::admit(app(ctx), &who).await.map_err(|r| refused(ctx, r, None))
}

/// What the viewer may still see, in the order of the hits.
async fn seen(ctx: &Context<'_>, hits: &[index::Hit]) -> Result<Vec<(Proposal, index::Hit)>> {
    let ids = hits.iter().map(|hit| ProposalBy(hit.id));
    let found = viewer(ctx).loaders.load_many(ids).await.map_err(|e| lost(ctx, &e))?;
    let proposals = hits.iter().filter_map(|hit| {
        let row = found.get(&ProposalBy(hit.id))?;
        Some((Proposal::seen(ctx, Arc::clone(row))?, *hit))
    });
    Ok(proposals.collect())
}

/// Queries that search.
#[Object]
impl SearchQuery {
    /// Proposals that fit what was typed: words and parts of words in Chinese and Latin letters, numbers,
    /// pinyin and its initials, traditional and simplified, full and half width, synonyms of the district.
    /// Nothing typed finds everything. What the viewer may not see is neither found nor counted.
    /// Codes: SEARCH_UNAVAILABLE, RATE_LIMITED, TEXT_TOO_LONG, NOT_FOUND, INVALID_INPUT.
    async fn search_proposals(
        &self,
        ctx: &Context<'_>,
        text: String,
        filter: Option<ProposalSearchFilter>,
        #[graphql(default_with = "ProposalSearchOrder::Relevance")] order_by: ProposalSearchOrder,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<ProposalSearchConnection> {
        let (app, viewer) = (app(ctx), viewer(ctx));
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let text = usecase::typed(&text).map_err(|r| refused(ctx, r, Some("text")))?;
        let order: Order = order_by.into();
        let list = format!("search:{order:?}");
        let after = page::position(app, &list, after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
        let wanted = filter.unwrap_or_default();
        let mut topics = Vec::new();
        for id in wanted.topics.unwrap_or_default() {
            topics.push(decode(Kind::Topic, &id).map_err(|r| refused(ctx, r, Some("filter.topics")))?);
        }
        let place = path_of(ctx, wanted.below.as_ref(), "filter.below").await?;
        admitted(ctx).await?;
        let question = Question {
            text: text.clone(),
            typing: false,
            within: Within::Everything,
            scope: usecase::scope_of(viewer.actor.as_deref()),
            filter: index::Filter {
                below: place.map(|path| path.as_str().to_owned()),
                tiers: wanted
                    .tiers
                    .unwrap_or_default()
                    .into_iter()
                    .map(|tier| places::Tier::from(tier).name().to_owned())
                    .collect(),
                topics,
                states: wanted
                    .states
                    .unwrap_or_default()
                    .into_iter()
                    .map(|state| rules::State::from(state).name().to_owned())
                    .collect(),
                block_kinds: wanted
                    .block_kinds
                    .unwrap_or_default()
                    .into_iter()
                    .map(|kind| places::BlockKind::from(kind).name().to_owned())
                    .collect(),
                years: wanted.years.unwrap_or_default(),
            },
            order,
            first: usize::try_from(size).unwrap_or(0),
            after: after.map(|(key, id)| Position { key, id }),
            facets: ctx.look_ahead().field("facets").exists(),
        };
        let answer = usecase::find(app, &question).await.map_err(|e| failed(ctx, e))?;
        Ok(ProposalSearchConnection {
            edges: seen(ctx, &answer.hits).await?,
            answer,
            after: after.is_some(),
            list,
            typed: text.into(),
        })
    }

    /// How what is being typed may go on, from titles that the viewer may see, most frequent first, at most
    /// ten. Codes: SEARCH_UNAVAILABLE, RATE_LIMITED, TEXT_TOO_LONG, NOT_FOUND.
    async fn complete_proposal_search(
        &self,
        ctx: &Context<'_>,
        text: String,
        below: Option<ID>,
    ) -> Result<Vec<String>> {
        let (app, viewer) = (app(ctx), viewer(ctx));
        let text = usecase::typed(&text).map_err(|r| refused(ctx, r, Some("text")))?;
        let place = path_of(ctx, below.as_ref(), "below").await?;
        if text.is_empty() {
            return Ok(Vec::new());
        }
        admitted(ctx).await?;
        let scope = usecase::scope_of(viewer.actor.as_deref());
        let question = complete::question(&text, scope, place.as_ref());
        let answer = usecase::find(app, &question).await.map_err(|e| failed(ctx, e))?;
        let seen = seen(ctx, &answer.hits).await?;
        let titles: Vec<&str> = seen.iter().map(|(proposal, _)| proposal.0.title.as_str()).collect();
        Ok(complete::ways_on(&text, &titles, &app.analyser))
    }

    /// Proposals about what seems to be the same matter as a draft that is being written, most alike first.
    /// Twenty characters of a title are enough. `place` is the area in which it is to be raised; what is
    /// compared lies in the same neighborhood, and numbers of buildings, lanes and gates count.
    /// Codes: SEARCH_UNAVAILABLE, RATE_LIMITED, NOT_FOUND, INVALID_INPUT.
    async fn similar_proposals(
        &self,
        ctx: &Context<'_>,
        title: String,
        #[graphql(default)] body: String,
        place: ID,
        #[graphql(default = 5)] first: i32,
    ) -> Result<Vec<SimilarProposal>> {
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let path = query::place(ctx, &place, "place").await?;
        admitted(ctx).await?;
        let text = likeness::Draft {
            title,
            body,
            place: path,
            except: None,
        };
        similar(ctx, text, size).await
    }

    /// Proposals about what seems to be the same matter as this one, most alike first: for screening.
    /// Codes: SEARCH_UNAVAILABLE, RATE_LIMITED, NOT_FOUND, INVALID_INPUT.
    async fn proposals_like(
        &self,
        ctx: &Context<'_>,
        proposal: ID,
        #[graphql(default = 5)] first: i32,
    ) -> Result<Vec<SimilarProposal>> {
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let id = decode(Kind::Proposal, &proposal).map_err(|r| refused(ctx, r, Some("proposal")))?;
        let row = viewer(ctx).loaders.load_one(ProposalBy(id)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        let known = row.and_then(|row| Proposal::seen(ctx, row));
        let Proposal(stored) = known.ok_or_else(|| refused(ctx, Refusal::NotFound, Some("proposal")))?;
        admitted(ctx).await?;
        let body = super::proposal::words(ctx, &stored.state.body).await?;
        let text = likeness::Draft {
            title: stored.title.clone(),
            body,
            place: stored.state.home.path.clone(),
            except: Some(id),
        };
        similar(ctx, text, size).await
    }
}

/// Finds candidates, reads what the viewer may see of them, and compares.
async fn similar(ctx: &Context<'_>, text: likeness::Draft, size: u64) -> Result<Vec<SimilarProposal>> {
    let (app, viewer) = (app(ctx), viewer(ctx));
    let scope = usecase::scope_of(viewer.actor.as_deref());
    let ids = likeness::candidates(app, &text, scope).await;
    let ids = ids.map_err(|e| failed(ctx, e))?;
    let found = viewer.loaders.load_many(ids.iter().map(|id| ProposalBy(*id))).await;
    let found = found.map_err(|e| lost(ctx, &e))?;
    let known: Vec<Proposal> = ids
        .iter()
        .filter_map(|id| Proposal::seen(ctx, Arc::clone(found.get(&ProposalBy(*id))?)))
        .collect();
    let bodies = known.iter().map(|proposal| WordsOf(proposal.0.state.body.id.0));
    let bodies = viewer.loaders.load_many(bodies).await.map_err(|e| lost(ctx, &e))?;
    let others = known.into_iter().filter_map(|Proposal(stored)| {
        let body = bodies.get(&WordsOf(stored.state.body.id.0))?.clone();
        Some((stored, body))
    });
    let alike = likeness::compare(app, &text, others.collect(), usize::try_from(size).unwrap_or(0));
    Ok(alike.into_iter().map(SimilarProposal).collect())
}
