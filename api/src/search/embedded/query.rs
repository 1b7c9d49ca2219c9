//! From a question to a query of tantivy.
//!
//! Each word of a question becomes a group of alternatives over the sections of a proposal: the word, any part
//! of the text that reads the same, its parts apart, what means the same, what sounds the same, what is spelt nearly so.
//! Short questions ask for all their words; long ones, which are sentences, for some of them, and what has more of
//! them, closer together and in the title, comes first.

use super::schema::{Fields, Gram, Section, access, fact, grams};
use crate::search::{
    Filter, Scope, Within,
    analysis::{Analyser, QUERY_LENGTH, Script, Term as Word, fold},
};
use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, PhraseQuery,
        Query, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

/// At most so many words of a query are asked for; the rest only orders what was found.
const WORDS: usize = 32;
/// At most so many synonyms of a word.
const SYNONYMS: usize = 8;
/// At most so many pairs of neighbours of a query.
const PAIRS: usize = 80;

/// So many words with spaces between them are keywords, not a sentence.
const KEYWORDS: usize = 4;
/// Up to so many words, having all of them counts for itself.
const ALL: usize = 8;

/// A word is rare in one of so many proposals.
const RARE: u64 = 50;

/// How much a section weighs against the body.
const TITLE: f32 = 3.0;
const RESOLUTION: f32 = 1.2;
const BODY: f32 = 1.0;
const REST: f32 = 0.4;
/// How much an alternative weighs against the word itself.
const PART: f32 = 0.5;
const PIECES: f32 = 0.6;
const SYNONYM: f32 = 0.7;
const SOUND: f32 = 0.5;
const INITIALS: f32 = 0.3;
/// The rare word of a sentence, beside its place among the others.
const SUBJECT: f32 = 0.4;
/// Scores of what has no statistics of its own.
const SLIP: f32 = 1.0;
const BEGINNING: f32 = 2.0;
const NUMBER: f32 = 50.0;
const NUMBER_END: f32 = 12.0;
/// What a pair of neighbours adds.
const PAIR: f32 = 0.35;
/// What the whole query as one phrase adds.
const WHOLE: f32 = 1.5;

/// How much of a question must be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// All words of a short question, some of those of a long one.
    Usual,
    /// One word: when nothing has more.
    Little,
}

/// How a proposal may be asked for.
pub struct Asker<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    analyser: &'a Analyser,
    within: Within,
}

type Clause = Box<dyn Query>;

impl<'a> Asker<'a> {
    /// Asks in these fields.
    pub fn new(fields: &'a Fields, searcher: &'a Searcher, analyser: &'a Analyser, within: Within) -> Self {
        Self {
            fields,
            searcher,
            analyser,
            within,
        }
    }

    /// The query of what was typed; none where there is nothing to look for but signs.
    pub fn words(&self, text: &str, typing: bool, demand: Demand) -> Option<Clause> {
        let clipped: String = text.chars().take(QUERY_LENGTH).collect();
        let folded = fold(&clipped);
        let words = self.analyser.terms(&clipped, typing);
        let pairs = grams(&folded);
        let telling = words.iter().any(|word| !word.stop);
        let asked: Vec<&Word> = words.iter().filter(|word| !word.stop || !telling).take(WORDS).collect();
        if asked.is_empty() {
            return None;
        }
        let rare: Vec<&Word> = asked
            .iter()
            .copied()
            .filter(|word| self.is_rare(word, &pairs))
            .collect();
        let chars: Vec<char> = folded.chars().collect();
        let mut parts: Vec<Vec<Clause>> = Vec::new();
        let mut end = None;
        for word in asked {
            let between = end.and_then(|end| chars.get(end..word.chars.start));
            if between.is_none_or(|between| between.contains(&' ')) {
                parts.push(Vec::new());
            }
            end = Some(word.chars.end);
            if let Some(part) = parts.last_mut() {
                part.push(self.group(word, &pairs));
            }
        }
        // Function words make a sentence, of which nobody expects every word.
        let sentence = telling && words.iter().any(|word| word.stop);
        let mut found: Vec<Clause> = Vec::new();
        if sentence {
            // The one rare word of a sentence is what it is about.
            found.extend(rare.into_iter().map(|word| boosted(self.group(word, &pairs), SUBJECT)));
        }
        found.push(demanded(parts, demand, sentence));
        if self.within == Within::Everything {
            found.extend(self.number(&folded, typing));
        }
        let mut clauses: Vec<(Occur, Clause)> = vec![(Occur::Must, any(found))];
        clauses.extend(self.closeness(&pairs).into_iter().map(|clause| (Occur::Should, clause)));
        Some(Box::new(BooleanQuery::new(clauses)))
    }

    /// Whether a word stands in some proposals, and in few.
    fn is_rare(&self, word: &Word, pairs: &[Gram]) -> bool {
        let frequency = |words: Field, text: &str| {
            // What cannot be counted now is no reason to fail; it is asked for all the same.
            self.searcher.doc_freq(&Term::from_field_text(words, text)).unwrap_or(0)
        };
        let (title, body) = (self.fields.title, self.fields.body);
        let known = frequency(title.words, &word.text).max(frequency(body.words, &word.text));
        let within = word.chars.start..word.chars.end.saturating_sub(1);
        let inside = pairs.iter().filter(|pair| pair.units == 2 && within.contains(&pair.at));
        let met = if known > 0 {
            known
        } else {
            // A name that the dictionary does not know is as rare as its rarest pair.
            let pairs = inside.map(|pair| frequency(title.grams, &pair.text).max(frequency(body.grams, &pair.text)));
            pairs.min().unwrap_or(0)
        };
        (1..=(self.searcher.num_docs() / RARE).max(1)).contains(&met)
    }

    fn sections(&self) -> Vec<(Section, f32)> {
        let fields = self.fields;
        match self.within {
            Within::Titles => vec![(fields.title, TITLE)],
            Within::Everything => {
                vec![
                    (fields.title, TITLE),
                    (fields.resolution, RESOLUTION),
                    (fields.body, BODY),
                    (fields.rest, REST),
                ]
            }
        }
    }

    /// Everything that one word may stand for.
    fn group(&self, word: &Word, pairs: &[Gram]) -> Clause {
        let mut ways: Vec<Clause> = Vec::new();
        // One or two digits say little without what they count: the 3 of 3号楼.
        let counted = (word.script == Script::Digits && word.chars.len() < 3)
            .then(|| pairs.iter().find(|pair| pair.units == 2 && pair.at == word.chars.start))
            .flatten();
        for (section, weight) in self.sections() {
            if let Some(pair) = counted {
                ways.push(boosted(exact(section.grams, &pair.text), weight));
                continue;
            }
            ways.push(boosted(exact(section.words, &word.text), weight));
            ways.extend(phrase(section.grams, &word.text).map(|clause| boosted(clause, weight * PART)));
            if word.pieces.len() > 1 {
                let pieces = word.pieces.iter().map(|piece| part(section, piece)).collect();
                ways.push(boosted(all(pieces), weight * PIECES / 2.0));
            }
            if word.script == Script::Han && word.chars.len() > 2 && word.pieces.is_empty() {
                // A name may be cut too long, or be written with another character.
                let within = word.chars.start..word.chars.end - 1;
                let inside = pairs.iter().filter(|pair| pair.units == 2 && within.contains(&pair.at));
                let inside: Vec<Clause> = inside.map(|pair| exact(section.grams, &pair.text)).collect();
                let half = inside.len().div_ceil(2);
                let some = BooleanQuery::union_with_minimum_required_clauses(inside, half);
                ways.push(boosted(Box::new(some), weight * PART));
            }
            for other in word.synonyms.iter().take(SYNONYMS) {
                ways.extend(phrase(section.grams, other).map(|clause| boosted(clause, weight * SYNONYM)));
            }
            if word.slips > 0 {
                let term = Term::from_field_text(section.words, &word.text);
                ways.push(boosted(
                    Box::new(FuzzyTermQuery::new(term, word.slips, true)),
                    SLIP * weight,
                ));
            }
            if word.open && word.script != Script::Han {
                let term = Term::from_field_text(section.words, &word.text);
                ways.push(boosted(
                    Box::new(FuzzyTermQuery::new_prefix(term, 0, true)),
                    BEGINNING * weight,
                ));
            }
        }
        self.sounds(word, &mut ways);
        if self.within == Within::Everything && word.script == Script::Digits {
            ways.push(fixed(exact(self.fields.number, &word.text), NUMBER_END));
        }
        any(ways)
    }

    fn sounds(&self, word: &Word, ways: &mut Vec<Clause>) {
        let fields = self.fields;
        for spelling in &word.syllables {
            ways.extend(sound(fields.title_syllables, spelling, word.open).map(|way| boosted(way, TITLE * SOUND)));
            // A syllable alone stands in every body.
            if self.within == Within::Everything && spelling.len() > 1 {
                for field in [fields.body_syllables, fields.rest_syllables] {
                    ways.extend(sound(field, spelling, word.open).map(|way| boosted(way, BODY * SOUND)));
                }
            }
        }
        if word.initials {
            let letters: Vec<String> = word.text.chars().map(String::from).collect();
            ways.extend(sound(fields.title_initials, &letters, false).map(|way| boosted(way, TITLE * INITIALS)));
        }
    }

    /// The whole query as a proposal's number.
    fn number(&self, folded: &str, typing: bool) -> Vec<Clause> {
        let asked = folded.trim();
        if asked.is_empty() || !asked.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return Vec::new();
        }
        let mut ways = vec![fixed(exact(self.fields.number, asked), NUMBER)];
        if typing && asked.len() > 2 {
            let term = Term::from_field_text(self.fields.number, asked);
            ways.push(fixed(Box::new(FuzzyTermQuery::new_prefix(term, 0, true)), BEGINNING));
        }
        ways
    }

    /// What orders, and is not asked for: neighbours that stand side by side, and all of it in one piece.
    fn closeness(&self, pairs: &[Gram]) -> Vec<Clause> {
        let mut clauses = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let neighbours: Vec<&Gram> = pairs
            .iter()
            .filter(|pair| pair.units == 2 && seen.insert(pair.text.as_str()))
            .take(PAIRS)
            .collect();
        for (section, weight) in self.sections() {
            if neighbours.len() > 1 {
                for pair in &neighbours {
                    clauses.push(boosted(exact(section.grams, &pair.text), weight * PAIR));
                }
            }
        }
        let units = pairs.iter().filter(|gram| gram.units == 1).count();
        if (2..=24).contains(&units) {
            for (section, weight) in self.sections() {
                // The name of an area or a topic in one piece is what somebody means who types it.
                let weight = weight.max(BODY) * WHOLE;
                clauses.extend(placed(section.grams, pairs).map(|clause| boosted(clause, weight)));
            }
        }
        clauses
    }
}

/// As many of the words as must be found; what has all of a short question comes before what has most of it.
fn demanded(parts: Vec<Vec<Clause>>, demand: Demand, sentence: bool) -> Clause {
    let at_least = |groups: Vec<Clause>, needed| -> Clause {
        Box::new(BooleanQuery::union_with_minimum_required_clauses(groups, needed))
    };
    let count: usize = parts.iter().map(Vec::len).sum();
    if demand == Demand::Little {
        return at_least(parts.into_iter().flatten().collect(), 1);
    }
    // Who types spaces between a few words means each of them.
    if (2..=KEYWORDS).contains(&parts.len()) && count <= 3 * KEYWORDS {
        return all(parts
            .into_iter()
            .map(|part| {
                let needed = needed(part.len(), false);
                at_least(part, needed)
            })
            .collect());
    }
    let groups: Vec<Clause> = parts.into_iter().flatten().collect();
    let whole = (4..=ALL)
        .contains(&count)
        .then(|| all(groups.iter().map(|group| group.box_clone()).collect()));
    let some = at_least(groups, needed(count, sentence));
    match whole {
        Some(whole) => Box::new(BooleanQuery::new(vec![(Occur::Must, some), (Occur::Should, whole)])),
        None => some,
    }
}

/// How many of so many words a proposal must have.
fn needed(words: usize, sentence: bool) -> usize {
    match (words, sentence) {
        (0..=2, _) | (3, false) => words,
        (4..=6, false) => words / 2,
        _ => words.div_ceil(3).max(2),
    }
}

/// What a viewer may find, and what it is narrowed to; scores nothing.
pub fn limits(fields: &Fields, scope: &Scope, filter: &Filter) -> Vec<(Occur, Clause)> {
    let mut may = vec![exact(fields.access, access::PUBLIC)];
    may.extend(scope.me.map(|me| exact(fields.access, &access::owner(me))));
    for desk in &scope.desks {
        let term = if desk.reaches_down {
            access::under(&desk.path)
        } else {
            access::at(&desk.path)
        };
        may.push(exact(fields.access, &term));
    }
    let texts = |kind: &str, values: &[String]| values.iter().map(|value| fact(kind, value)).collect::<Vec<_>>();
    let wanted = [
        filter.below.iter().map(|path| fact("below", path)).collect(),
        texts("tier", &filter.tiers),
        texts("state", &filter.states),
        texts("block_kind", &filter.block_kinds),
        filter
            .topics
            .iter()
            .map(|topic| fact("topic", topic.simple()))
            .collect(),
        filter.years.iter().map(|year| fact("year", year)).collect(),
    ];
    let narrowed = wanted
        .into_iter()
        .filter(|values: &Vec<String>| !values.is_empty())
        .map(|values| any(values.iter().map(|value| exact(fields.facts, value)).collect()));
    std::iter::once(any(may))
        .chain(narrowed)
        .map(|clause| (Occur::Must, fixed(clause, 0.0)))
        .collect()
}

/// Everything, with one score for all.
pub fn everything() -> Clause {
    fixed(Box::new(AllQuery), 1.0)
}

/// Scores one term by its statistics.
pub fn exact(field: Field, text: &str) -> Clause {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}

/// Weighs a clause.
pub fn boosted(clause: Clause, weight: f32) -> Clause {
    Box::new(BoostQuery::new(clause, weight))
}

fn fixed(clause: Clause, score: f32) -> Clause {
    Box::new(ConstScoreQuery::new(clause, score))
}

/// One of them at least; what fits more of them scores more.
pub fn any(clauses: Vec<Clause>) -> Clause {
    Box::new(BooleanQuery::union(clauses))
}

fn all(clauses: Vec<Clause>) -> Clause {
    Box::new(BooleanQuery::intersection(clauses))
}

/// A word within a longer one: a single character is no word of its own and is looked for among the units.
fn part(section: Section, text: &str) -> Clause {
    let field = if text.chars().count() == 1 {
        section.grams
    } else {
        section.words
    };
    exact(field, text)
}

/// A row of neighbours anywhere in a text.
pub fn phrase(field: Field, text: &str) -> Option<Clause> {
    placed(field, &grams(text))
}

/// Grams at their places: pairs that touch, and units that stand alone.
fn placed(field: Field, all: &[Gram]) -> Option<Clause> {
    let mut chosen: Vec<(usize, Term)> = Vec::new();
    let mut units = all.iter().filter(|gram| gram.units == 1).peekable();
    let mut last: Option<usize> = None;
    while let Some(unit) = units.next() {
        let pair = all.iter().find(|gram| gram.units == 2 && gram.at == unit.at);
        match pair {
            Some(pair) => {
                // Every second pair is enough.
                units.next();
                last = Some(unit.at);
                chosen.push((pair.at, Term::from_field_text(field, &pair.text)));
            }
            None => {
                // The odd one at the end stands in a pair with the one before it.
                let before = last.and_then(|_| {
                    all.iter()
                        .rfind(|gram| gram.units == 2 && gram.at < unit.at && gram.text.ends_with(&unit.text))
                });
                let gram =
                    before.filter(|gram| gram.at + gram.text.chars().count() == unit.at + unit.text.chars().count());
                let gram = gram.unwrap_or(unit);
                chosen.push((gram.at, Term::from_field_text(field, &gram.text)));
            }
        }
    }
    let first = chosen.first()?.0;
    if chosen.len() == 1 {
        return Some(Box::new(TermQuery::new(
            chosen.remove(0).1,
            IndexRecordOption::WithFreqs,
        )));
    }
    Some(Box::new(PhraseQuery::new_with_offset(
        chosen.into_iter().map(|(at, term)| (at - first, term)).collect(),
    )))
}

/// A row of syllables or first letters; the last one may go on.
fn sound(field: Field, parts: &[String], open: bool) -> Option<Clause> {
    let mut terms: Vec<Term> = parts.iter().map(|part| Term::from_field_text(field, part)).collect();
    match (terms.len(), open) {
        (0, _) => None,
        (1, false) => Some(Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs))),
        (1, true) => Some(Box::new(FuzzyTermQuery::new_prefix(terms.remove(0), 0, true))),
        (_, false) => Some(Box::new(PhraseQuery::new(terms))),
        (_, true) => Some(Box::new(PhrasePrefixQuery::new(terms))),
    }
}
