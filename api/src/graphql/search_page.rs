//! A page of proposals that were found, with the passages in which they fit.

use super::{
    error::lost,
    loaders::WordsOf,
    page,
    proposal::Proposal,
    search_facets::ProposalSearchFacets,
    viewer::{app, viewer},
};
use crate::search::{self as index, Position, highlight};
use async_graphql::{Context, Enum, Object, Result, SimpleObject, connection::PageInfo};
use std::{ops::Range, sync::Arc};

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

/// A page of proposals that were found.
pub struct ProposalSearchConnection {
    /// What the viewer may still see of the hits.
    pub(super) edges: Vec<(Proposal, index::Hit)>,
    pub(super) answer: index::Answer,
    /// Whether it was asked for with a cursor.
    pub(super) after: bool,
    /// The list that cursors belong to.
    pub(super) list: String,
    pub(super) typed: Arc<str>,
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
