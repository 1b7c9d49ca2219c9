//! Proposals about what seems to be the same matter, and why.

use super::{
    error::{failed, lost},
    loaders::WordsOf,
    proposal::Proposal,
    search::seen,
    viewer::{app, viewer},
};
use crate::{
    search::similar::Why,
    usecase::search::{self as usecase, likeness},
};
use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use std::sync::Arc;

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

/// Finds candidates, reads what the viewer may see of them, and compares.
pub async fn similar(ctx: &Context<'_>, text: likeness::Draft, size: u64) -> Result<Vec<SimilarProposal>> {
    let (app, viewer) = (app(ctx), viewer(ctx));
    let scope = usecase::scope_of(viewer.actor.as_deref());
    let ids = likeness::candidates(app, &text, scope).await;
    let ids = ids.map_err(|e| failed(ctx, e))?.into_iter().map(|id| (id, ()));
    let known = seen(ctx, ids.collect()).await?;
    let bodies = known.iter().map(|(proposal, ())| WordsOf(proposal.0.state.body.id.0));
    let bodies = viewer.loaders.load_many(bodies).await.map_err(|e| lost(ctx, &e))?;
    let others = known.into_iter().filter_map(|(Proposal(stored), ())| {
        let body = bodies.get(&WordsOf(stored.state.body.id.0))?.clone();
        Some((stored, body))
    });
    let alike = likeness::compare(app, &text, others.collect(), usize::try_from(size).unwrap_or(0));
    Ok(alike.into_iter().map(SimilarProposal).collect())
}
