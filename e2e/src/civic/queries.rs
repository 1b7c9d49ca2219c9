//! Queries with what is relevant to them.

use super::{
    Proposal, Sources, kinds,
    wants::{Folded, Want},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A query with more relevant proposals than this says too little.
const WIDEST: usize = 400;
/// How many hits are judged.
pub const JUDGED: usize = 10;

/// How a query is judged. In both cases the score is the number of relevant proposals among the first ten,
/// divided by the smaller of ten and the number of relevant ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// At most ten are relevant: all of them shall be among the first ten.
    Recall,
    /// More than ten are relevant: the first ten shall be among those.
    Precision,
}

/// A query before its answers are known.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What sort of query.
    pub kind: &'static str,
    /// As it is typed.
    pub text: String,
    /// What makes a proposal relevant; all must hold.
    pub wants: Vec<Want>,
}

/// A query.
#[derive(Clone, Debug)]
pub struct Query {
    /// `q` and three digits.
    pub id: String,
    /// What sort of query.
    pub kind: &'static str,
    /// As it is typed.
    pub text: String,
    /// How it is judged.
    pub judge: Judge,
    /// Whether it is kept back from those who tune an engine.
    pub held: bool,
    /// What made the proposals relevant.
    pub wants: Vec<Want>,
    /// Ids of the relevant proposals.
    pub relevant: Vec<String>,
}

impl Query {
    /// As a line of `queries.jsonl`.
    pub fn line(&self) -> Value {
        json!({
            "_id": self.id,
            "text": self.text,
            "kind": self.kind,
            "judge": match self.judge {
                Judge::Recall => "recall",
                Judge::Precision => "precision",
            },
            "split": if self.held { "held" } else { "tune" },
            "typing": self.kind == "typing",
            "relevant": self.relevant.len(),
        })
    }
}

/// The queries over these proposals.
pub fn queries(sources: &Sources, proposals: &[Proposal]) -> Vec<Query> {
    let folded: Vec<Folded> = proposals.iter().map(|one| Folded::new(sources, one)).collect();
    let mut taken = BTreeSet::new();
    let mut queries: Vec<Query> = Vec::new();
    for draft in kinds::drafts(sources, proposals) {
        let relevant: Vec<String> = proposals
            .iter()
            .zip(&folded)
            .filter(|(_, folded)| draft.wants.iter().all(|want| want.holds(folded)))
            .map(|(proposal, _)| proposal.id.clone())
            .collect();
        if relevant.is_empty() || relevant.len() > WIDEST || !taken.insert(draft.text.clone()) {
            continue;
        }
        let before = queries.iter().filter(|query| query.kind == draft.kind).count();
        queries.push(Query {
            id: format!("q{:03}", queries.len()),
            kind: draft.kind,
            text: draft.text,
            judge: if relevant.len() > JUDGED {
                Judge::Precision
            } else {
                Judge::Recall
            },
            held: before % 2 == 1,
            wants: draft.wants,
            relevant,
        });
    }
    queries
}
