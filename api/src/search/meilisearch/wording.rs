//! From a query to what Meilisearch is asked.
//!
//! Meilisearch knows no "or" within a query, so the ways in which a query may be meant (synonyms, parts of
//! words, pinyin, first letters) are asked side by side, each with a weight, as one federated search. Its own list
//! of synonyms would have to be sent to the server whenever a district's changes, and would not see
//! pinyin.

use super::{
    super::{
        Within,
        analysis::{Analyser, Script, Term, fold, is_stop_word, words_for_index},
    },
    stored::{
        BODY, NAMES, NAMES_INITIALS, NAMES_PINYIN, NUMBER, RESOLUTION, TITLE, TITLE_INITIALS, TITLE_PINYIN,
        TITLE_WORDS, VOICES, WORDS, units,
    },
};
use meilisearch_sdk::search::MatchingStrategies;
use std::collections::{HashMap, HashSet};

/// At most so many ways are asked at once.
const WAYS: usize = 12;
/// How much it counts when a question is asked from its end.
const BACKWARDS: f32 = 0.9;
/// At most so many words of a title, and as many of a body, tell what is alike.
const ALIKE: usize = 12;
/// The engine reads no more words of a query.
const READ: usize = 10;

/// One way to ask.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    /// In Meilisearch's language: what stands in quotation marks is exact, an open word has no space behind it.
    pub text: String,
    /// Attributes in which it is looked for.
    pub on: &'static [&'static str],
    /// How much its hits count.
    pub weight: f32,
    /// Whether all words must be there.
    pub all: bool,
}

impl Way {
    pub(super) fn strategy(&self) -> MatchingStrategies {
        if self.all {
            MatchingStrategies::ALL
        } else {
            MatchingStrategies::LAST
        }
    }
}

pub(super) const WRITTEN: &[&str] = &[NUMBER, TITLE, NAMES, RESOLUTION, BODY, VOICES];
const SPELLED: &[&str] = &[
    NUMBER,
    TITLE,
    TITLE_PINYIN,
    TITLE_INITIALS,
    NAMES,
    NAMES_PINYIN,
    NAMES_INITIALS,
    RESOLUTION,
    BODY,
    VOICES,
];
const TITLES: &[&str] = &[TITLE];
const SPELLED_TITLES: &[&str] = &[TITLE, TITLE_PINYIN, TITLE_INITIALS];

/// What one word may stand for.
struct Reading {
    text: String,
    weight: f32,
    spelled: bool,
    open: bool,
}

fn phrase(text: &str) -> String {
    format!("\"{}\"", units(text))
}

/// All readings of a word, the likeliest first.
fn readings(term: &Term) -> Vec<Reading> {
    // A word of letters that may slip or go on is not exact; a Chinese one goes on as it is.
    let loose = term.script != Script::Han && (term.slips > 0 || term.open);
    let written = if loose { term.text.clone() } else { phrase(&term.text) };
    let mut readings = vec![Reading {
        text: written,
        weight: 1.0,
        spelled: false,
        open: loose && term.open,
    }];
    let mut add = |text: String, weight: f32, spelled: bool, open: bool| {
        readings.push(Reading {
            text,
            weight,
            spelled,
            open,
        });
    };
    for synonym in &term.synonyms {
        add(phrase(synonym), 0.9, false, false);
    }
    if term.pieces.len() > 1 {
        add(
            term.pieces
                .iter()
                .map(|piece| phrase(piece))
                .collect::<Vec<_>>()
                .join(" "),
            0.8,
            false,
            false,
        );
    }
    for syllables in &term.syllables {
        match syllables.as_slice() {
            [first @ .., last] if term.open && !first.is_empty() => {
                add(format!("\"{}\" {last}", first.join(" ")), 0.8, true, true);
            }
            [last] if term.open => add(last.clone(), 0.8, true, true),
            all => add(format!("\"{}\"", all.join(" ")), 0.8, true, false),
        }
    }
    if term.initials {
        let letters: Vec<String> = term.text.chars().map(String::from).collect();
        add(format!("\"{}\"", letters.join(" ")), 0.6, true, false);
    }
    readings
}

/// The words that say something; all, if none does.
fn telling(terms: Vec<Term>) -> Vec<Term> {
    if terms.iter().all(|term| term.stop) {
        return terms;
    }
    terms.into_iter().filter(|term| !term.stop || term.open).collect()
}

/// The ways to ask for texts in which every word of a query stands, in one of its readings. None where there are no
/// words in it.
pub(super) fn strict(analyser: &Analyser, text: &str, typing: bool, within: Within) -> Vec<Way> {
    let mut terms = telling(analyser.terms(text, typing));
    if terms.is_empty() {
        return Vec::new();
    }
    terms.truncate(READ);
    let all: Vec<Vec<Reading>> = terms.iter().map(readings).collect();
    let mut picked: Vec<(Vec<&Reading>, f32)> = vec![(Vec::new(), 1.0)];
    for readings in &all {
        let mut longer: Vec<(Vec<&Reading>, f32)> = picked
            .iter()
            .flat_map(|(way, weight)| {
                readings.iter().map(move |reading| {
                    let mut way = way.clone();
                    way.push(reading);
                    (way, weight * reading.weight)
                })
            })
            .collect();
        longer.sort_by(|left, right| right.1.total_cmp(&left.1));
        longer.truncate(WAYS);
        picked = longer;
    }
    picked
        .into_iter()
        .map(|(way, weight)| {
            let mut text = way
                .iter()
                .map(|reading| reading.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            // A word at the very end is read as the beginning of one.
            if !way.last().is_some_and(|reading| reading.open) {
                text.push(' ');
            }
            let on = match (within, way.iter().any(|reading| reading.spelled)) {
                (Within::Everything, false) => WRITTEN,
                (Within::Everything, true) => SPELLED,
                (Within::Titles, false) => TITLES,
                (Within::Titles, true) => SPELLED_TITLES,
            };
            Way {
                text,
                on,
                weight,
                all: true,
            }
        })
        .collect()
}

/// The ways to ask for texts that share much with a query in which no text has every word: a question in whole
/// sentences. The engine leaves out words from the end until something is found, so it is also asked from
/// the other end.
pub(super) fn loose(analyser: &Analyser, text: &str) -> Vec<Way> {
    let terms = telling(analyser.terms(text, false));
    // One word that is nowhere is nowhere in part either.
    if terms.len() < 2 {
        return Vec::new();
    }
    let mut words: Vec<&str> = terms.iter().map(|term| term.text.as_str()).collect();
    let way = |words: &[&str], weight| Way {
        text: format!("{} ", words.join(" ")),
        on: &[TITLE_WORDS, WORDS],
        weight,
        all: false,
    };
    let forwards = way(&words, 1.0);
    words.reverse();
    vec![forwards, way(&words, BACKWARDS)]
}

/// The words by which texts about the same matter are known, each as a query: those of a title, and those that a body
/// says most often.
pub(super) fn alike(analyser: &Analyser, title: &str, body: &str) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in words_for_index(&fold(body)) {
        if word.chars.len() > 1 && !is_stop_word(&word.text) {
            *counts.entry(word.text).or_default() += word.chars.len();
        }
    }
    let mut often: Vec<(String, usize)> = counts.into_iter().collect();
    often.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    let mut words: Vec<String> = Vec::new();
    for term in telling(analyser.terms(title, false)) {
        let parts = if term.pieces.is_empty() {
            vec![term.text]
        } else {
            term.pieces
        };
        words.extend(parts);
    }
    words.truncate(ALIKE);
    words.extend(often.into_iter().map(|(word, _)| word).take(ALIKE));
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.clone()));
    words.iter().map(|word| format!("{} ", phrase(word))).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::super::analysis::Synonyms, *};

    fn texts(query: &str, typing: bool) -> Vec<String> {
        let analyser = Analyser::new(Synonyms::parse("电瓶车 = 电动车").unwrap_or_default());
        strict(&analyser, query, typing, Within::Everything)
            .into_iter()
            .map(|way| way.text)
            .collect()
    }

    #[test]
    fn a_word_is_asked_for_as_the_row_of_its_characters_and_as_what_means_the_same() {
        assert_eq!(texts("電瓶車", false), ["\"电 瓶 车\" ", "\"电 动 车\" "]);
    }

    #[test]
    fn letters_are_a_word_a_reading_and_first_letters() {
        let asked = texts("dt", false);
        assert_eq!(asked, ["\"dt\" ", "\"d t\" "]);
        assert!(texts("dianti", false).contains(&"\"dian ti\" ".to_owned()));
    }

    #[test]
    fn only_a_word_that_goes_on_stands_at_the_very_end() {
        assert!(texts("garde", true).contains(&"garde".to_owned()));
        assert!(texts("garde", false).contains(&"garde ".to_owned()));
    }

    #[test]
    fn signs_are_no_words_and_reach_no_query() {
        assert!(texts("\" - ( ) \u{0} 😀", false).is_empty());
        assert!(texts("-电梯\"", false).iter().all(|text| !text.contains('-')));
    }

    #[test]
    fn there_are_never_more_ways_than_may_be_asked_at_once() {
        assert!(texts(&"dianti jiazhuang dt 电瓶车 ".repeat(20), false).len() <= WAYS);
    }
}
