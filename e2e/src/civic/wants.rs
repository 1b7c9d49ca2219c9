//! What makes a proposal relevant to a query: facts, and words compared in folded texts.

use super::{Proposal, Sources};

/// A condition on a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// One of its texts says this, in whatever way of writing. A number or a Latin word must stand there
    /// whole: `3号楼` is not said by `13号楼`.
    Says(String),
    /// As [`Want::Says`], but a Latin word or a number may go on.
    Begins(String),
    /// It is about one of these matters, by their places.
    About(Vec<usize>),
    /// Its number ends so.
    Number(String),
}

/// A proposal as it is compared.
pub struct Folded {
    text: String,
    number: String,
    matter: usize,
}

impl Folded {
    /// Of every text that search may look into.
    pub fn new(sources: &Sources, proposal: &Proposal) -> Self {
        let block = &sources.places.blocks[proposal.facts.block];
        let mut texts = vec![proposal.title.as_str(), &proposal.text];
        texts.extend(block.areas.iter().map(String::as_str));
        texts.extend(proposal.topic_names(sources));
        texts.extend(proposal.voices.iter().map(String::as_str));
        texts.extend(proposal.resolution.as_deref());
        Self {
            text: sources.script.fold(&texts.join("\n")),
            number: proposal.number.clone(),
            matter: proposal.facts.matter,
        }
    }
}

impl Want {
    /// Whether a proposal fulfils it. Words must be folded already.
    pub fn holds(&self, of: &Folded) -> bool {
        match self {
            Self::Says(words) => says(&of.text, words, true),
            Self::Begins(words) => says(&of.text, words, false),
            Self::About(matters) => matters.contains(&of.matter),
            Self::Number(end) => of.number.ends_with(end.as_str()),
        }
    }
}

fn says(text: &str, words: &str, whole: bool) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        let goes_on = |a: Option<char>, b: Option<char>| {
            a.zip(b).is_some_and(|(a, b)| {
                (a.is_ascii_digit() && b.is_ascii_digit()) || (a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
            })
        };
        !(goes_on(before, words.chars().next()) || whole && goes_on(words.chars().next_back(), after))
    })
}
