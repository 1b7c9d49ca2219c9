//! Proposals that share much with a text.

use super::{
    query::{any, boosted, exact, phrase},
    schema::{Fields, grams},
};
use crate::search::{
    Probe,
    analysis::{Analyser, Script, fold, is_stop_word, words_for_query},
};
use std::collections::BTreeMap;
use tantivy::{Searcher, Term, query::Query};

/// Longer bodies are cut off here, in characters; a title at [`crate::search::analysis::QUERY_LENGTH`].
const BODY_LENGTH: usize = 2_000;
/// At most so many words, the most telling ones.
const WORDS: usize = 32;
/// At most so many pairs of neighbours of the title.
const PAIRS: usize = 24;
/// How much more a word of the title says than one of the body.
const TITLE: f32 = 5.0;
/// How much what means the same as a word of the title says, against the word.
const SYNONYM: f32 = 0.8;
/// At most so many of them.
const SYNONYMS: usize = 16;

/// The query of a probe; none where it has no words.
pub fn query(
    fields: &Fields,
    searcher: &Searcher,
    analyser: &Analyser,
    probe: &Probe,
) -> tantivy::Result<Option<Box<dyn Query>>> {
    let clipped = |text: &str, length: usize| fold(&text.chars().take(length).collect::<String>());
    let title = clipped(&probe.title, crate::search::analysis::QUERY_LENGTH);
    let body = clipped(&probe.body, BODY_LENGTH);
    let mut weights: BTreeMap<String, f32> = BTreeMap::new();
    for (text, weight) in [(&title, TITLE), (&body, 1.0)] {
        for word in words_for_query(text) {
            let telling = word.script != Script::Han || word.chars.len() > 1;
            if telling && !is_stop_word(&word.text) {
                *weights.entry(word.text).or_default() += weight;
            }
        }
    }
    let documents = searcher.num_docs();
    let mut words: Vec<(f32, String)> = Vec::with_capacity(weights.len());
    for (word, weight) in weights {
        let frequency = searcher
            .doc_freq(&Term::from_field_text(fields.body.words, &word))?
            .max(searcher.doc_freq(&Term::from_field_text(fields.title.words, &word))?);
        if frequency > 0 {
            // Rare words tell more; a word that is repeated tells a little more.
            words.push((
                weight.sqrt() * ((1 + documents) as f32 / (1 + frequency) as f32).ln().max(0.1),
                word,
            ));
        }
    }
    words.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    words.truncate(WORDS);
    let mut clauses: Vec<Box<dyn Query>> = Vec::new();
    for (_, word) in &words {
        clauses.push(boosted(exact(fields.title.words, word), TITLE));
        clauses.push(exact(fields.body.words, word));
    }
    let terms = analyser.terms(&probe.title, false);
    for other in terms.iter().flat_map(|term| &term.synonyms).take(SYNONYMS) {
        clauses.extend(phrase(fields.title.grams, other).map(|clause| boosted(clause, TITLE * SYNONYM)));
        clauses.extend(phrase(fields.body.grams, other).map(|clause| boosted(clause, SYNONYM)));
    }
    for pair in grams(&title).iter().filter(|gram| gram.units == 2).take(PAIRS) {
        clauses.push(boosted(exact(fields.title.grams, &pair.text), TITLE / 4.0));
    }
    Ok((!clauses.is_empty()).then(|| any(clauses)))
}
