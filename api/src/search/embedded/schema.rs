//! What tantivy keeps of a proposal.

use crate::search::{
    Document,
    analysis::{Script, Token, fold, initials, syllables, units, words_for_index},
};
use tantivy::{
    TantivyDocument, Term,
    schema::{Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, RAW_TOKENIZER_NAME, Token as Posting},
};

/// Length of a segment of an area's path, its stroke included.
pub const SEGMENT: usize = 7;

/// A text of a proposal, in two forms.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Words, long and short, without positions.
    pub words: Field,
    /// Single units and pairs of neighbours, each at the place of its first character: any part of a text
    /// can be asked for, and a pair costs one term instead of a phrase.
    pub grams: Field,
}

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The proposal's id as text: what is replaced and deleted by.
    pub id: Field,
    /// The proposal's id, upper and lower half.
    pub halves: (Field, Field),
    /// The document's digest.
    pub digest: Field,
    /// The title.
    pub title: Section,
    /// The resolution.
    pub resolution: Section,
    /// The body.
    pub body: Section,
    /// Areas, topic and voices.
    pub rest: Section,
    /// The title's syllables.
    pub title_syllables: Field,
    /// The first letters of the title's syllables.
    pub title_initials: Field,
    /// The body's syllables.
    pub body_syllables: Field,
    /// Those of the names of areas and topic.
    pub rest_syllables: Field,
    /// The number, whole and its last part with and without zeros.
    pub number: Field,
    /// Who may find it, as terms: see [`access`].
    pub access: Field,
    /// What it may be narrowed to, as terms: see [`fact`].
    pub facts: Field,
    /// For counting.
    pub home: Field,
    /// For counting.
    pub tier: Field,
    /// For counting.
    pub topic: Field,
    /// For counting.
    pub state: Field,
    /// For counting.
    pub block_kind: Field,
    /// For counting.
    pub year: Field,
    /// For ordering.
    pub supports: Field,
    /// For ordering.
    pub created_at: Field,
    /// For ordering.
    pub due_at: Field,
}

/// Terms of the field `access`.
pub mod access {
    use uuid::Uuid;

    /// Everybody.
    pub const PUBLIC: &str = "public";

    /// Who raised or recorded it.
    pub fn owner(id: Uuid) -> String {
        format!("owner:{}", id.simple())
    }

    /// In the custody of this very area.
    pub fn at(path: &str) -> String {
        format!("at:{path}")
    }

    /// In the custody of this area or of one below.
    pub fn under(path: &str) -> String {
        format!("under:{path}")
    }
}

/// A term of the field `facts`.
pub fn fact(kind: &str, value: impl std::fmt::Display) -> String {
    format!("{kind}:{value}")
}

/// A path and those above it, the topmost first.
fn upwards(path: &str) -> impl Iterator<Item = &str> {
    path.char_indices()
        .filter(|&(_, one)| one == '/')
        .map(|(at, _)| &path[..=at])
}

impl Fields {
    /// The schema, and its fields.
    pub fn new() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let indexed = |record| {
            TextOptions::default().set_indexing_options(
                // Texts come cut; the name only has to exist.
                TextFieldIndexing::default()
                    .set_tokenizer(RAW_TOKENIZER_NAME)
                    .set_index_option(record),
            )
        };
        let (words, placed) = (
            indexed(IndexRecordOption::WithFreqs),
            indexed(IndexRecordOption::WithFreqsAndPositions),
        );
        let counted = TextOptions::default().set_fast(RAW_TOKENIZER_NAME);
        let number = NumericOptions::default().set_fast();
        let mut section = |name: &str| Section {
            words: schema.add_text_field(&format!("{name}_words"), words.clone()),
            grams: schema.add_text_field(&format!("{name}_grams"), placed.clone()),
        };
        let (title, resolution, body, rest) = (
            section("title"),
            section("resolution"),
            section("body"),
            section("rest"),
        );
        let fields = Self {
            id: schema.add_text_field("id", STRING | STORED),
            halves: (
                schema.add_u64_field("id_upper", number.clone()),
                schema.add_u64_field("id_lower", number.clone()),
            ),
            digest: schema.add_text_field("digest", STORED),
            title,
            resolution,
            body,
            rest,
            title_syllables: schema.add_text_field("title_syllables", placed.clone()),
            title_initials: schema.add_text_field("title_initials", placed.clone()),
            body_syllables: schema.add_text_field("body_syllables", placed.clone()),
            rest_syllables: schema.add_text_field("rest_syllables", placed),
            number: schema.add_text_field("number", STRING),
            access: schema.add_text_field("access", STRING),
            facts: schema.add_text_field("facts", STRING),
            home: schema.add_text_field("home", counted.clone()),
            tier: schema.add_text_field("tier", counted.clone()),
            topic: schema.add_text_field("topic", counted.clone()),
            state: schema.add_text_field("state", counted.clone()),
            block_kind: schema.add_text_field("block_kind", counted),
            year: schema.add_i64_field("year", number.clone()),
            supports: schema.add_i64_field("supports", number.clone()),
            created_at: schema.add_i64_field("created_at", number.clone()),
            due_at: schema.add_i64_field("due_at", number),
        };
        (schema.build(), fields)
    }

    /// The term by which a proposal is replaced or deleted.
    pub fn key(&self, id: uuid::Uuid) -> Term {
        Term::from_field_text(self.id, &id.simple().to_string())
    }

    /// A proposal as tantivy takes it in.
    pub fn document(&self, given: &Document) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, given.id.simple().to_string());
        let (upper, lower) = given.id.as_u64_pair();
        document.add_u64(self.halves.0, upper);
        document.add_u64(self.halves.1, lower);
        document.add_text(self.digest, given.digest());
        let title = fold(&given.title);
        let body = fold(&given.body);
        add_section(&mut document, self.title, &title);
        add_section(&mut document, self.body, &body);
        if let Some(resolution) = &given.resolution {
            add_section(&mut document, self.resolution, &fold(resolution));
        }
        // A stop between them, so that no phrase goes from one to the next.
        let names = fold(&[given.areas.join("。"), given.topic_names.join("。")].join("。"));
        add_section(
            &mut document,
            self.rest,
            &format!("{names}。{}", fold(&given.voices.join("。"))),
        );
        add(&mut document, self.rest_syllables, readings(&names));
        add(&mut document, self.title_syllables, readings(&title));
        add(&mut document, self.body_syllables, readings(&body));
        let letters = title.chars().enumerate().flat_map(|(at, one)| {
            initials(one)
                .into_iter()
                .map(move |letter| posting(letter.to_string(), at))
        });
        add(&mut document, self.title_initials, letters.collect());
        if let Some(number) = &given.number {
            for form in number_forms(number) {
                document.add_text(self.number, form);
            }
        }
        self.add_facts(&mut document, given);
        document
    }

    fn add_facts(&self, document: &mut TantivyDocument, given: &Document) {
        if given.public {
            document.add_text(self.access, access::PUBLIC);
        }
        for owner in &given.owners {
            document.add_text(self.access, access::owner(*owner));
        }
        // What was handed in has a number, and its custodian may read it.
        if given.number.is_some() {
            document.add_text(self.access, access::at(&given.custodian));
            for path in upwards(&given.custodian) {
                document.add_text(self.access, access::under(path));
            }
        }
        for path in upwards(&given.home) {
            document.add_text(self.facts, fact("below", path));
        }
        document.add_text(self.facts, fact("tier", &given.tier));
        document.add_text(self.facts, fact("state", &given.state));
        document.add_text(self.facts, fact("year", given.year));
        document.add_text(self.home, &given.home);
        document.add_text(self.tier, &given.tier);
        document.add_text(self.state, &given.state);
        if let Some(topic) = given.topic {
            document.add_text(self.facts, fact("topic", topic.simple()));
            document.add_text(self.topic, topic.simple().to_string());
        }
        if let Some(kind) = &given.block_kind {
            document.add_text(self.facts, fact("block_kind", kind));
            document.add_text(self.block_kind, kind);
        }
        document.add_i64(self.year, given.year.into());
        document.add_i64(self.supports, given.supports);
        document.add_i64(self.created_at, given.created_at);
        if let Some(due) = given.due_at {
            document.add_i64(self.due_at, due);
        }
    }
}

/// The ways in which a number may be asked for: whole, without its area, its last part, and that without zeros.
fn number_forms(number: &str) -> Vec<String> {
    let number = fold(number);
    let mut forms = vec![number.clone()];
    forms.extend(number.split_once('-').map(|(_, rest)| rest.to_owned()));
    if let Some((_, tail)) = number.rsplit_once('-') {
        forms.extend([tail.to_owned(), tail.trim_start_matches('0').to_owned()]);
    }
    forms.retain(|form| !form.is_empty());
    forms.dedup();
    forms
}

/// A unit, or two neighbours, and the place of the first character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gram {
    /// The unit or the pair.
    pub text: String,
    /// Place of its first character.
    pub at: usize,
    /// How many units it has.
    pub units: usize,
}

/// The units of a folded text and the pairs of those that stand side by side.
pub fn grams(folded: &str) -> Vec<Gram> {
    let units = units(folded);
    let mut grams = Vec::with_capacity(units.len() * 2);
    for (at, unit) in units.iter().enumerate() {
        grams.push(Gram {
            text: unit.text.clone(),
            at: unit.chars.start,
            units: 1,
        });
        if let Some(next) = units.get(at + 1).filter(|next| joins(unit, next)) {
            grams.push(Gram {
                text: format!("{}{}", unit.text, next.text),
                at: unit.chars.start,
                units: 2,
            });
        }
    }
    grams
}

fn joins(left: &Token, right: &Token) -> bool {
    left.chars.end == right.chars.start && (left.script == Script::Han || right.script == Script::Han)
}

fn readings(folded: &str) -> Vec<Posting> {
    let each = syllables(folded).into_iter().enumerate();
    each.flat_map(|(at, readings)| readings.into_iter().map(move |reading| posting(reading, at)))
        .collect()
}

fn add_section(document: &mut TantivyDocument, section: Section, folded: &str) {
    if folded.is_empty() {
        return;
    }
    let words = words_for_index(folded)
        .into_iter()
        .map(|word| posting(word.text, word.chars.start));
    add(document, section.words, words.collect());
    add(
        document,
        section.grams,
        grams(folded)
            .into_iter()
            .map(|gram| posting(gram.text, gram.at))
            .collect(),
    );
}

fn posting(text: String, position: usize) -> Posting {
    Posting {
        offset_from: position,
        offset_to: position,
        position,
        text,
        position_length: 1,
    }
}

fn add(document: &mut TantivyDocument, field: Field, tokens: Vec<Posting>) {
    if !tokens.is_empty() {
        document.add_pre_tokenized_text(
            field,
            PreTokenizedString {
                text: String::new(),
                tokens,
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_are_units_and_pairs_at_their_places() {
        let all: Vec<(String, usize)> = grams("3号楼,b2").into_iter().map(|gram| (gram.text, gram.at)).collect();
        let expected = [("3", 0), ("3号", 0), ("号", 1), ("号楼", 1), ("楼", 2), ("b2", 4)];
        assert_eq!(all, expected.map(|(text, at)| (text.to_owned(), at)));
    }

    #[test]
    fn a_number_is_kept_whole_and_by_its_end() {
        assert_eq!(
            number_forms("310105-2026-000123"),
            ["310105-2026-000123", "2026-000123", "000123", "123"]
        );
    }

    #[test]
    fn a_path_leads_upwards() {
        assert_eq!(
            upwards("310105/000001/").collect::<Vec<_>>(),
            ["310105/", "310105/000001/"]
        );
    }
}
