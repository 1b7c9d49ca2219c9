//! What proposals are about, and the sentences in which they say so.

use crate::Dice;

const MATTERS: [&str; 3] = [
    include_str!("text/building.txt"),
    include_str!("text/safety.txt"),
    include_str!("text/life.txt"),
];
const TOPICS: &str = include_str!("text/topics.txt");
const PHRASES: &str = include_str!("text/phrases.txt");

/// A topic of the catalogue.
pub struct Topic {
    /// A stable code.
    pub code: &'static str,
    /// Chinese name.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
}

/// A wording of a matter.
pub struct Term {
    /// As it stands in a text.
    pub text: &'static str,
    /// One syllable for each character, without tones; Latin words as they are.
    pub pinyin: Vec<&'static str>,
}

/// A sentence in two wordings that say the same.
pub type Twin = [&'static str; 2];

/// One matter, such as that the street lamps are broken.
pub struct Matter {
    /// A stable code.
    pub code: &'static str,
    /// The topic, by its place in the catalogue.
    pub topic: usize,
    /// Whether something is asked for; else something is complained of.
    pub wish: bool,
    /// In English.
    pub english: &'static str,
    /// Wordings, the usual one first.
    pub terms: Vec<Term>,
    /// Words for it that no proposal uses.
    pub colloquial: &'static str,
    /// What happened.
    pub facts: Vec<Twin>,
    /// What is asked for.
    pub request: Twin,
    /// What somebody would ask about it.
    pub question: &'static str,
    /// What was said about it in a round or a meeting.
    pub voice: &'static str,
}

/// Sentences that fit every matter.
pub struct Phrases {
    /// Titles of wishes.
    pub wish: Vec<Twin>,
    /// Titles of complaints.
    pub problem: Vec<Twin>,
    /// How a body begins.
    pub open: Vec<Twin>,
    /// How it ends.
    pub close: Vec<Twin>,
    /// What may stand in between, mostly with numbers and Latin words.
    pub extra: Vec<&'static str>,
}

/// One of a list.
pub fn pick<'a, T>(dice: &mut Dice, list: &'a [T]) -> &'a T {
    &list[dice.below(list.len())]
}

/// Two wordings that a bar parts.
pub fn twin(text: &'static str) -> Twin {
    let (one, other) = text.split_once('|').expect("two wordings");
    [one.trim(), other.trim()]
}

impl Phrases {
    /// Reads them.
    pub fn new() -> Self {
        let of = |name: &str| {
            let lines = PHRASES.lines().filter_map(|line| line.split_once(' '));
            lines
                .filter(|(key, _)| *key == name)
                .map(|(_, text)| text)
                .collect::<Vec<_>>()
        };
        let twins = |name: &str| of(name).into_iter().map(twin).collect();
        Self {
            wish: twins("wish"),
            problem: twins("problem"),
            open: twins("open"),
            close: twins("close"),
            extra: of("extra"),
        }
    }
}

/// The catalogue of topics.
pub fn topics() -> Vec<Topic> {
    let line = |line: &'static str| {
        let mut parts = line.splitn(3, ' ');
        Topic {
            code: parts.next().expect("a code"),
            zh: parts.next().expect("a Chinese name"),
            en: parts.next().expect("an English name"),
        }
    };
    TOPICS.lines().map(line).collect()
}

/// All matters.
pub fn matters() -> Vec<Matter> {
    let topics = topics();
    let sections = MATTERS
        .iter()
        .flat_map(|text| text.split("## "))
        .filter(|section| !section.trim().is_empty());
    sections.map(|section| read(section, &topics)).collect()
}

fn read(section: &'static str, topics: &[Topic]) -> Matter {
    let (head, rest) = section.split_once('\n').expect("a section of several lines");
    let head: Vec<_> = head.split(' ').collect();
    let all = |key: char| -> Vec<&'static str> {
        rest.lines()
            .filter_map(|line| line.strip_prefix(key))
            .map(str::trim)
            .collect()
    };
    let one = |key: char| *all(key).first().expect("every matter has each line");
    let term = |line: &'static str| {
        let mut words = line.split(' ');
        Term {
            text: words.next().expect("a wording"),
            pinyin: words.collect(),
        }
    };
    Matter {
        code: head[0],
        topic: topics
            .iter()
            .position(|topic| topic.code == head[1])
            .expect("a topic of the catalogue"),
        wish: head[2] == "wish",
        english: one('E'),
        terms: all('W').into_iter().map(term).collect(),
        colloquial: one('S'),
        facts: all('F').into_iter().map(twin).collect(),
        request: twin(one('R')),
        question: one('N'),
        voice: one('V'),
    }
}
