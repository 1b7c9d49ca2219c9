//! How many there are of what, over everything that was found.

use super::{
    area::{Area, BlockKind, Tier, Topic},
    error::lost,
    loaders::{AreaAt, TopicBy},
    proposal::State,
    viewer::viewer,
};
use crate::search::Facets;
use async_graphql::{Context, Object, Result, SimpleObject};
use yiting_domain::{area as places, proposal as rules};

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
pub struct ProposalSearchFacets(pub(super) Facets);

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
