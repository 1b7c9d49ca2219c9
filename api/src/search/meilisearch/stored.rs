//! What a proposal becomes in Meilisearch, and the settings of the index that takes it in.
//!
//! Meilisearch cuts Chinese into words by their neighbours, so that a word of a query may be cut otherwise than
//! in the text (its issues 4935 and 5015). So it gets texts that are cut already, twice: as single characters with
//! the signs between them, in which a phrase finds every part of a word; and as the words of [`analysis`],
//! in which whole questions are ranked. On CMRC 2018 words that are cut beforehand rank better than the
//! same texts as they are (recall@10 0.966 against 0.922, strategy `last` in both).

use super::super::{Document, analysis};
use meilisearch_sdk::settings::{
    FacetingSettings, FilterableAttribute, LocalizedAttributes, MinWordSizeForTypos, PaginationSetting, Settings,
    TypoToleranceSettings,
};
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Write};

/// Goes up with every change after which an index must be built again.
const FORMAT: u32 = 1;

/// The primary key of the document that holds the position.
pub(super) const POSITION: &str = "position";

/// The primary key of the document that says how the index was built: under which name, at which position.
pub(super) const BUILT: &str = "built";

/// How many documents of an index are no proposals.
pub(super) const OTHERS: usize = 2;

/// As many hits as the engine ranks at most.
pub(super) const RANKED: usize = 1_000;

/// Different values of a facet that are counted at most.
pub(super) const FACETS: usize = 10_000;

/// Levels of areas that can be narrowed to.
pub(super) const LEVELS: usize = 12;

/// Bytes of a path's segment.
pub(super) const SEGMENT: usize = 7;

/// Single characters of titles, their readings and the readings' first letters.
pub(super) const TITLE: &str = "title";
pub(super) const TITLE_PINYIN: &str = "titlePinyin";
pub(super) const TITLE_INITIALS: &str = "titleInitials";
/// The same of names of areas and topics.
pub(super) const NAMES: &str = "names";
pub(super) const NAMES_PINYIN: &str = "namesPinyin";
pub(super) const NAMES_INITIALS: &str = "namesInitials";
/// Single characters of the other texts.
pub(super) const NUMBER: &str = "number";
pub(super) const RESOLUTION: &str = "resolution";
pub(super) const BODY: &str = "body";
pub(super) const VOICES: &str = "voices";
/// Words of the title, and of everything else.
pub(super) const TITLE_WORDS: &str = "titleWords";
pub(super) const WORDS: &str = "words";

/// Languages that texts and queries are read in; otherwise the engine guesses, of a short query differently than of
/// the text.
pub(super) const LOCALES: &[&str] = &["cmn"];

/// Version of what is stored, as a text: the same program and the same cutting of words.
pub(super) fn format() -> String {
    format!("{FORMAT}.{}", analysis::VERSION)
}

/// A document that holds a position of the feed. No query finds it, since all ask for proposals.
#[derive(Serialize)]
pub(super) struct Mark {
    id: &'static str,
    kind: &'static str,
    format: String,
    position: u64,
    built: String,
}

impl Mark {
    /// Under `id`, of the index that was built under the name `built`.
    pub(super) fn at(id: &'static str, position: u64, built: &str) -> Self {
        Self {
            id,
            kind: "position",
            format: format(),
            position,
            built: built.to_owned(),
        }
    }
}

/// A proposal as it is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stored {
    id: String,
    kind: &'static str,
    digest: String,
    number: Option<String>,
    title: String,
    title_pinyin: Vec<String>,
    title_initials: Vec<String>,
    names: Vec<String>,
    names_pinyin: Vec<String>,
    names_initials: Vec<String>,
    resolution: Option<String>,
    body: String,
    voices: Vec<String>,
    title_words: String,
    words: Vec<String>,
    /// The first so many segments of the home's path, by `at1`, `at2`, …
    #[serde(flatten)]
    at: BTreeMap<String, String>,
    custodian: String,
    custodian_line: Vec<String>,
    tier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    block_kind: Option<String>,
    year: i32,
    public: bool,
    handed_in: bool,
    owners: Vec<String>,
    supports: i64,
    created_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<i64>,
}

impl From<&Document> for Stored {
    fn from(document: &Document) -> Self {
        let title = analysis::fold(&document.title);
        let names: Vec<String> = document
            .areas
            .iter()
            .chain(&document.topic_names)
            .map(|name| analysis::fold(name))
            .collect();
        let body = analysis::fold(&document.body);
        let resolution = document.resolution.as_deref().map(analysis::fold);
        let voices: Vec<String> = document.voices.iter().map(|voice| analysis::fold(voice)).collect();
        let words = names
            .iter()
            .chain(&resolution)
            .chain([&body])
            .chain(&voices)
            .map(|text| words(text))
            .collect();
        Self {
            id: document.id.to_string(),
            kind: "proposal",
            digest: document.digest(),
            number: document.number.as_deref().map(|number| units(&analysis::fold(number))),
            title: units(&title),
            title_pinyin: spelled(&title, analysis::readings),
            title_initials: spelled(&title, letters),
            names: names.iter().map(|name| units(name)).collect(),
            names_pinyin: names
                .iter()
                .flat_map(|name| spelled(name, analysis::readings))
                .collect(),
            names_initials: names.iter().flat_map(|name| spelled(name, letters)).collect(),
            resolution: resolution.as_deref().map(units),
            body: units(&body),
            voices: voices.iter().map(|voice| units(voice)).collect(),
            title_words: self::words(&title),
            words,
            at: lineage(&document.home)
                .enumerate()
                .map(|(i, path)| (level(i + 1), path.to_owned()))
                .collect(),
            custodian: document.custodian.clone(),
            custodian_line: lineage(&document.custodian).map(str::to_owned).collect(),
            tier: document.tier.clone(),
            topic: document.topic.map(|topic| topic.to_string()),
            state: document.state.clone(),
            block_kind: document.block_kind.clone(),
            year: document.year,
            public: document.public,
            handed_in: document.number.is_some(),
            owners: document.owners.iter().map(ToString::to_string).collect(),
            supports: document.supports,
            created_at: document.created_at,
            due_at: document.due_at,
        }
    }
}

/// The attribute in which an area of this level stands, the topmost being 1.
pub(super) fn level(level: usize) -> String {
    format!("at{level}")
}

/// A path and those above it, the topmost first.
fn lineage(path: &str) -> impl Iterator<Item = &str> {
    (1..=(path.len() / SEGMENT).min(LEVELS)).filter_map(move |levels| path.get(..levels * SEGMENT))
}

/// Each Chinese character by itself; the signs between them stay, so that a phrase does not go over them.
pub(super) fn units(folded: &str) -> String {
    let mut units = String::with_capacity(folded.len() * 4 / 3);
    let mut end = 0;
    let chars: Vec<char> = folded.chars().collect();
    for unit in analysis::units(folded) {
        let between = chars.get(end..unit.chars.start).unwrap_or_default();
        // A hard stop for Meilisearch, which reads most other signs as a space.
        let stop = between
            .iter()
            .any(|one| !one.is_whitespace() && !matches!(one, '-' | '_' | '·' | '/'));
        // Writing into a text does not fail.
        units.push_str(if stop { ". " } else { " " });
        match unit.text.chars().next() {
            // Meilisearch 1.21 does not find each of them, even as the only one of a text; as letters it does.
            Some(one) if u32::from(one) > 0xffff && unit.script == analysis::Script::Han => {
                let _ = write!(units, "u{:x}", u32::from(one));
            }
            _ => units.push_str(&unit.text),
        }
        end = unit.chars.end;
    }
    units.trim_start_matches(['.', ' ']).to_owned()
}

fn words(folded: &str) -> String {
    let mut words = String::with_capacity(folded.len() * 2);
    for word in analysis::words_for_index(folded) {
        // Writing into a text does not fail.
        let _ = write!(words, "{} ", word.text);
    }
    words
}

fn letters(one: char) -> Vec<String> {
    analysis::initials(one).into_iter().map(String::from).collect()
}

/// A text as it is spelled: once with the usual reading of each character, and once with each further one.
fn spelled(folded: &str, readings: impl Fn(char) -> Vec<String>) -> Vec<String> {
    let readings: Vec<Vec<String>> = folded.chars().map(readings).collect();
    let most = readings.iter().map(Vec::len).max().unwrap_or_default();
    (0..most)
        .map(|nth| {
            let spelled = readings
                .iter()
                .map(|of| of.get(nth).or(of.last()).map_or(".", String::as_str));
            spelled.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// The settings of an index.
pub(super) fn settings() -> Settings {
    let texts = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let spelled = [TITLE_PINYIN, TITLE_INITIALS, NAMES_PINYIN, NAMES_INITIALS];
    let filterable = [
        "id",
        "kind",
        "custodian",
        "custodianLine",
        "tier",
        "topic",
        "state",
        "blockKind",
        "year",
        "public",
        "handedIn",
        "owners",
        "supports",
        "createdAt",
        "dueAt",
    ];
    Settings {
        // Those named first weigh more.
        searchable_attributes: Some(texts(&[
            NUMBER,
            TITLE,
            TITLE_WORDS,
            TITLE_PINYIN,
            TITLE_INITIALS,
            NAMES,
            NAMES_PINYIN,
            NAMES_INITIALS,
            RESOLUTION,
            BODY,
            WORDS,
            VOICES,
        ])),
        filterable_attributes: Some(
            filterable
                .iter()
                .map(|&name| name.to_owned())
                .chain((1..=LEVELS).map(level))
                .map(FilterableAttribute::Attribute)
                .collect(),
        ),
        sortable_attributes: Some(texts(&["id", "supports", "createdAt", "dueAt"])),
        displayed_attributes: Some(texts(&[
            "id",
            "digest",
            "supports",
            "createdAt",
            "dueAt",
            "format",
            "position",
            "built",
        ])),
        // An order that was asked for holds strictly.
        ranking_rules: Some(texts(&["sort", "words", "typo", "proximity", "attribute", "exactness"])),
        typo_tolerance: Some(TypoToleranceSettings {
            enabled: Some(true),
            disable_on_attributes: Some(texts(&spelled)),
            min_word_size_for_typos: Some(MinWordSizeForTypos {
                one_typo: Some(4),
                two_typos: Some(8),
            }),
            disable_on_numbers: Some(true),
            ..TypoToleranceSettings::default()
        }),
        pagination: Some(PaginationSetting { max_total_hits: RANKED }),
        faceting: Some(FacetingSettings {
            max_values_per_facet: FACETS,
            sort_facet_values_by: None,
        }),
        localized_attributes: Some(vec![LocalizedAttributes {
            locales: texts(LOCALES),
            attribute_patterns: texts(&["*"]),
        }]),
        ..Settings::default()
    }
}
