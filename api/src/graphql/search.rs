//! Search over proposals, completion while typing, and proposals about the same matter.

use super::{
    area::{BlockKind, Tier},
    error::{failed, lost, refused},
    loaders::ProposalBy,
    node::{self, path_of},
    node_id::{Kind, decode},
    page,
    proposal::{Proposal, State},
    search_page::ProposalSearchConnection,
    similar_proposals::{SimilarProposal, similar},
    viewer::{app, viewer},
};
use crate::{
    search::{self as index, Order, Position, Question, Within},
    usecase::search::{self as usecase, complete, likeness},
};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use std::sync::Arc;
use uuid::Uuid;
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
pub async fn seen<T>(ctx: &Context<'_>, hits: Vec<(Uuid, T)>) -> Result<Vec<(Proposal, T)>> {
    let ids = hits.iter().map(|(id, _)| ProposalBy(*id));
    let found = viewer(ctx).loaders.load_many(ids).await.map_err(|e| lost(ctx, &e))?;
    let proposals = hits.into_iter().filter_map(|(id, hit)| {
        let row = found.get(&ProposalBy(id))?;
        Some((Proposal::seen(ctx, Arc::clone(row))?, hit))
    });
    Ok(proposals.collect())
}

/// The hits of an answer by their proposals.
fn by_id(answer: &index::Answer) -> Vec<(Uuid, index::Hit)> {
    answer.hits.iter().map(|hit| (hit.id, *hit)).collect()
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
            edges: seen(ctx, by_id(&answer)).await?,
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
        let seen = seen(ctx, by_id(&answer)).await?;
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
        let path = node::place(ctx, &place, "place").await?;
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
