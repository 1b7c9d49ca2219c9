//! A test set for search over civic proposals: invented proposals, queries with known answers, pairs of
//! texts that are about the same matter or are not.
//!
//! What is relevant to a query follows from the facts from which the proposals were made and from plain
//! comparison of folded texts, never from an engine. `e2e/data/civic` holds what is made here, and its
//! README says what each field and each kind means.

mod corpus;
pub mod files;
mod fold;
mod kinds;
mod matter;
mod pairs;
mod place;
mod queries;
pub mod score;
#[cfg(test)]
mod tests;
mod wants;
mod words;

pub use corpus::{Proposal, proposal};
pub use pairs::{Pair, pairs};
pub use queries::{Judge, Query, queries};

/// How many proposals the committed set holds.
pub const PROPOSALS: usize = 5_200;

/// The seed of the committed set.
const SEED: u64 = 0x0031_0105;

/// What everything is made from: places, matters, phrases.
pub struct Sources {
    places: place::Places,
    matters: Vec<matter::Matter>,
    topics: Vec<matter::Topic>,
    phrases: matter::Phrases,
    script: fold::Script,
}

impl Default for Sources {
    fn default() -> Self {
        Self::new()
    }
}

impl Sources {
    /// Reads the texts that are part of this crate.
    pub fn new() -> Self {
        Self {
            places: place::Places::new(),
            matters: matter::matters(),
            topics: matter::topics(),
            phrases: matter::Phrases::new(),
            script: fold::Script::new(),
        }
    }

    /// The first `count` proposals. The first [`PROPOSALS`] of them are the committed ones, whatever `count` is.
    pub fn proposals(&self, count: usize) -> impl Iterator<Item = Proposal> + '_ {
        (0..count).map(|index| proposal(self, index))
    }
}
