//! Whether the set is what it says it is, read from the committed files wherever that is possible.

use super::{PROPOSALS, Proposal, Query, Sources, files, pairs, queries, words};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// Kinds with at least so many queries each.
const LEAST: [(&str, usize); 23] = [
    ("whole_word", 40),
    ("part_of_word", 25),
    ("one_char", 20),
    ("two_char", 20),
    ("mixed", 30),
    ("full_width", 20),
    ("traditional", 30),
    ("pinyin", 30),
    ("pinyin_border", 20),
    ("initials", 25),
    ("latin", 15),
    ("latin_slip", 25),
    ("synonym", 40),
    ("colloquial", 20),
    ("question", 40),
    ("statement", 25),
    ("topic_name", 20),
    ("number", 15),
    ("number_tail", 15),
    ("area_name", 25),
    ("phrase", 20),
    ("two_words", 20),
    ("typing", 30),
];
/// Kinds in which every word of the query stands in what is relevant.
const LITERAL: [&str; 12] = [
    "whole_word",
    "part_of_word",
    "one_char",
    "two_char",
    "mixed",
    "full_width",
    "traditional",
    "latin",
    "statement",
    "topic_name",
    "area_name",
    "two_words",
];

struct Committed {
    sources: Sources,
    corpus: BTreeMap<String, Value>,
    folded: BTreeMap<String, String>,
    queries: Vec<Value>,
    relevant: BTreeMap<String, BTreeSet<String>>,
    pairs: Vec<[String; 4]>,
}

fn parsed(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn string(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn committed() -> &'static Committed {
    static READ: OnceLock<Committed> = OnceLock::new();
    READ.get_or_init(|| {
        let folder = files::folder();
        let sources = Sources::new();
        let corpus: BTreeMap<_, _> = parsed(&files::unzip(&folder.join(files::CORPUS)))
            .into_iter()
            .map(|line| (string(&line["_id"]), line))
            .collect();
        let searched = ["title", "text", "areas", "topic_names", "voices", "resolution"];
        let folded = corpus.iter().map(|(id, line)| {
            let texts: Vec<String> = searched.iter().map(|field| line[*field].to_string()).collect();
            (id.clone(), sources.script.fold(&texts.join("\n")))
        });
        let folded = folded.collect();
        let mut relevant: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let qrels = std::fs::read_to_string(folder.join(files::QRELS)).expect("judgements");
        for line in qrels.lines().skip(1) {
            let [query, proposal, "1"] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            relevant
                .entry(query.to_owned())
                .or_default()
                .insert(proposal.to_owned());
        }
        let pairs = files::unzip(&folder.join(files::PAIRS));
        let pairs = pairs.lines().skip(1).map(|line| {
            let columns: Vec<String> = line.split('\t').map(str::to_owned).collect();
            columns.try_into().expect("four columns")
        });
        Committed {
            sources,
            corpus,
            folded,
            queries: parsed(&files::unzip(&folder.join(files::QUERIES))),
            relevant,
            pairs: pairs.collect(),
        }
    })
}

#[test]
fn the_committed_set_is_what_the_generator_makes() {
    let committed = committed();
    let sources = &committed.sources;
    let proposals: Vec<Proposal> = sources.proposals(PROPOSALS).collect();
    assert_eq!(proposals.len(), committed.corpus.len());
    for proposal in &proposals {
        assert_eq!(proposal.line(sources), committed.corpus[&proposal.id]);
    }
    let made = queries(sources, &proposals);
    assert_eq!(made.iter().map(Query::line).collect::<Vec<_>>(), committed.queries);
    let qrels = std::fs::read_to_string(files::folder().join(files::QRELS)).expect("judgements");
    assert!(files::qrels(&made) == qrels, "the judgements differ");
    let tsv = files::unzip(&files::folder().join(files::PAIRS));
    assert!(files::tsv(&pairs(sources)) == tsv, "the pairs differ");
}

#[test]
fn every_kind_has_its_number_of_queries_and_keeps_some_back() {
    let queries = &committed().queries;
    assert!(queries.len() >= 450, "{}", queries.len());
    assert!(committed().corpus.len() >= 5_000);
    for (kind, least) in LEAST {
        let of: Vec<_> = queries.iter().filter(|query| query["kind"] == kind).collect();
        assert!(of.len() >= least, "{kind}: {}", of.len());
        let held = of.iter().filter(|query| query["split"] == "held").count();
        assert_eq!(held, of.len() / 2, "{kind}");
    }
    let kinds: BTreeSet<_> = queries.iter().map(|query| string(&query["kind"])).collect();
    assert_eq!(kinds.len(), LEAST.len());
}

#[test]
fn every_word_written_by_hand_is_asked() {
    let asked: BTreeSet<_> = committed().queries.iter().map(|query| string(&query["text"])).collect();
    let synonyms = words::SYNONYMS.iter().map(|(text, _)| text);
    let single = words::WHOLE
        .iter()
        .chain(&words::PART)
        .chain(&words::ONE)
        .chain(&words::TWO);
    let all = single.chain(&words::MIXED).chain(synonyms);
    let missing: Vec<_> = all.filter(|word| !asked.contains(**word)).collect();
    assert!(
        missing.is_empty(),
        "nothing, or too much, says it, or it is asked twice: {missing:?}"
    );
}

#[test]
fn every_query_has_answers_that_exist_and_is_judged_by_their_number() {
    let committed = committed();
    let mut texts = BTreeSet::new();
    for query in &committed.queries {
        let answers = &committed.relevant[&string(&query["_id"])];
        assert!(answers.iter().all(|id| committed.corpus.contains_key(id)), "{query}");
        assert_eq!(query["relevant"], answers.len(), "{query}");
        assert_eq!(query["judge"] == "recall", answers.len() <= 10, "{query}");
        let text = string(&query["text"]);
        assert!(!committed.corpus.contains_key(&text), "{query}");
        assert!(texts.insert(text), "asked twice: {query}");
    }
    assert_eq!(committed.relevant.len(), committed.queries.len());
}

#[test]
fn known_answers_say_what_was_asked() {
    let committed = committed();
    let mut looked = 0;
    for query in &committed.queries {
        let kind = string(&query["kind"]);
        if !LITERAL.contains(&kind.as_str()) {
            continue;
        }
        let text = committed.sources.script.fold(&string(&query["text"]));
        for id in &committed.relevant[&string(&query["_id"])] {
            let said = &committed.folded[id];
            assert!(text.split(' ').all(|word| said.contains(word)), "{query} {id}: {said}");
            looked += 1;
        }
    }
    assert!(looked > 10_000, "{looked}");
}

#[test]
fn nothing_that_says_the_word_is_missing_from_the_known_answers() {
    let committed = committed();
    for query in &committed.queries {
        let kind = string(&query["kind"]);
        if !["whole_word", "part_of_word", "one_char", "two_char"].contains(&kind.as_str()) {
            continue;
        }
        let text = string(&query["text"]);
        let saying = committed.folded.iter().filter(|(_, said)| said.contains(&text));
        let saying: BTreeSet<_> = saying.map(|(id, _)| id.clone()).collect();
        assert_eq!(saying, committed.relevant[&string(&query["_id"])], "{query}");
    }
}

#[test]
fn other_words_for_a_matter_are_not_in_all_that_is_about_it() {
    let committed = committed();
    for query in &committed.queries {
        let text = committed.sources.script.fold(&string(&query["text"]));
        let answers = &committed.relevant[&string(&query["_id"])];
        let saying = answers
            .iter()
            .filter(|id| committed.folded[*id].contains(&text))
            .count();
        match query["kind"].as_str().expect("a kind") {
            "synonym" => {
                assert!(saying < answers.len(), "{query}");
                let others = committed.folded.iter().filter(|(id, _)| !answers.contains(*id));
                let said: Vec<_> = others.filter(|(_, said)| said.contains(&text)).collect();
                assert!(said.is_empty(), "{query} is said of something else: {:?}", said[0]);
            }
            "colloquial" | "question" | "pinyin" | "pinyin_border" | "initials" => assert_eq!(saying, 0, "{query}"),
            _ => {}
        }
    }
}

#[test]
fn numbers_are_those_of_the_known_answers() {
    let committed = committed();
    let numbers = committed.queries.iter().filter(|query| {
        let kind = string(&query["kind"]);
        kind.starts_with("number")
    });
    for query in numbers {
        let text = string(&query["text"]);
        let ending = committed
            .corpus
            .iter()
            .filter(|(_, line)| string(&line["number"]).ends_with(&text));
        let ending: BTreeSet<_> = ending.map(|(id, _)| id.clone()).collect();
        assert_eq!(ending, committed.relevant[&string(&query["_id"])], "{query}");
    }
}

#[test]
fn pairs_are_balanced_and_differ_as_their_kind_says() {
    let committed = committed();
    let pairs = &committed.pairs;
    let alike = pairs.iter().filter(|[_, _, label, _]| label == "1").count();
    assert!(pairs.len() >= 400);
    assert!((45..=55).contains(&(alike * 100 / pairs.len())), "{alike}");
    let mut seen = BTreeSet::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let without_digits = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    for [a, b, label, kind] in pairs {
        *kinds.entry(kind).or_default() += 1;
        assert_ne!(a, b);
        assert!(seen.insert((a, b)), "twice: {a}");
        let (as_said, expected) = match kind.as_str() {
            "reworded" | "synonym" => (
                committed.sources.script.fold(a) != committed.sources.script.fold(b),
                "1",
            ),
            "shorter" => (b.starts_with(a.as_str()) && a.chars().count() <= 20, "1"),
            "traditional" => (
                committed.sources.script.fold(a) == committed.sources.script.fold(b),
                "1",
            ),
            "other_place" => (without_digits(a) == without_digits(b), "0"),
            "other_meaning" => {
                let characters = |text: &str| text.chars().collect::<BTreeSet<_>>();
                let (one, other) = (characters(a), characters(b));
                let shared = one.intersection(&other).count();
                (shared * 100 >= 75 * one.len().max(other.len()), "0")
            }
            "same_topic" => (true, "0"),
            _ => panic!("{kind}"),
        };
        assert!(as_said, "{kind}: {a} | {b}");
        assert_eq!(label, expected, "{kind}");
    }
    assert!(kinds.values().all(|&count| count >= 40), "{kinds:?}");
}
