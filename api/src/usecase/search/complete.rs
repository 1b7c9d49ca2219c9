//! How what is being typed may go on, from titles that the viewer may see.

use crate::search::{
    Order, Question, Scope, Within,
    analysis::{Analyser, Folded, fold, is_stop_word, words_for_query},
    highlight,
};
use std::{cmp::Reverse, collections::BTreeMap, ops::Range};
use yiting_domain::area::AreaPath;

/// How many titles are looked at.
const TITLES: usize = 50;

/// How many ways on are told.
const WAYS: usize = 10;

/// By how many words something typed is made longer at most.
const WORDS: usize = 2;

/// Most characters of a way on.
const LONGEST: usize = 24;

/// The question whose titles say how a text may go on.
pub fn question(text: &str, scope: Scope, below: Option<&AreaPath>) -> Question {
    let mut question = Question {
        text: text.to_owned(),
        typing: true,
        within: Within::Titles,
        scope,
        order: Order::Relevance,
        first: TITLES,
        ..Question::default()
    };
    question.filter.below = below.map(|path| path.as_str().to_owned());
    question
}

/// The ways on from `typed` in these titles: from where it fits to the end of that word, and of one or two
/// words more. Most frequent first, then the shorter; one that always goes on in the same way is told in
/// its longer form alone.
pub fn ways_on(typed: &str, titles: &[&str], analyser: &Analyser) -> Vec<String> {
    let typed_folded = fold(typed.trim());
    // By folded form: how often, and how it was written first.
    let mut ways: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for title in titles {
        let marks = highlight::marks(title, typed, analyser);
        let (Some(first), Some(last)) = (marks.first(), marks.last()) else {
            continue;
        };
        for way in from(title, first.start..last.end) {
            let folded = fold(&way);
            if folded != typed_folded {
                ways.entry(folded).or_insert((0, way)).0 += 1;
            }
        }
    }
    let longer_too: Vec<String> = ways
        .iter()
        .filter(|(way, (count, _))| {
            ways.iter()
                .any(|(other, (more, _))| other != *way && other.starts_with(way.as_str()) && more == count)
        })
        .map(|(way, _)| way.clone())
        .collect();
    for way in longer_too {
        ways.remove(&way);
    }
    let mut ways: Vec<(usize, String)> = ways.into_values().collect();
    ways.sort_by_key(|(count, way)| (Reverse(*count), way.chars().count(), way.clone()));
    ways.into_iter().take(WAYS).map(|(_, way)| way).collect()
}

/// What stands at `fit` in a title, made longer to the ends of words; punctuation ends it.
fn from(title: &str, fit: Range<usize>) -> Vec<String> {
    let folded = Folded::of(title);
    let words = words_for_query(&folded.text());
    let mut ways: Vec<String> = Vec::new();
    let mut end = fit.end;
    for word in words {
        let bytes = folded.origin(word.chars.clone());
        if bytes.end < fit.end || ways.len() > WORDS {
            continue;
        }
        let between = title.get(end..bytes.start.max(end)).unwrap_or_default();
        if !between.trim().is_empty() {
            break;
        }
        end = bytes.end.max(end);
        // 「加装电梯的」 is no way to go on; what follows it may be.
        if is_stop_word(&word.text) {
            continue;
        }
        let Some(way) = title.get(fit.start..end) else { break };
        if way.chars().count() > LONGEST {
            break;
        }
        ways.push(way.to_owned());
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::ways_on;
    use crate::search::analysis::Analyser;

    #[test]
    fn a_word_goes_on_as_titles_do_and_the_most_frequent_comes_first() {
        let titles = ["3号楼加装电梯", "给老人加装电梯", "加装门禁", "电梯异响"];
        let ways = ways_on("加装", &titles, &Analyser::default());
        assert_eq!(ways[0], "加装电梯", "{ways:?}");
        assert!(ways.contains(&"加装门禁".to_owned()), "{ways:?}");
        assert!(
            !ways.iter().any(|way| way == "加装"),
            "what was typed is no way on: {ways:?}"
        );
    }

    #[test]
    fn pinyin_goes_on_in_characters_as_they_were_written() {
        let ways = ways_on("dianti", &["電梯異響請修"], &Analyser::default());
        assert!(ways.iter().any(|way| way.starts_with("電梯")), "{ways:?}");
    }

    #[test]
    fn no_way_on_ends_with_a_word_that_says_nothing() {
        let ways = ways_on("加装", &["加装电梯的费用"], &Analyser::default());
        assert!(!ways.iter().any(|way| way.ends_with('的')), "{ways:?}");
        assert!(ways.contains(&"加装电梯的费用".to_owned()), "{ways:?}");
    }

    #[test]
    fn punctuation_ends_a_way_on() {
        let ways = ways_on("路灯", &["路灯。请修"], &Analyser::default());
        assert!(ways.is_empty(), "{ways:?}");
    }
}
