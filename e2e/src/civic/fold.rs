//! Ways in which the same text is written: traditional characters and full width.

use std::collections::BTreeMap;

/// Pairs of a simplified and a traditional character, one to one, as far as the texts of this set use them.
const PAIRS: &str = include_str!("text/traditional.txt");

/// Converts between ways of writing.
pub struct Script {
    traditional: BTreeMap<char, char>,
    simplified: BTreeMap<char, char>,
}

impl Script {
    /// Reads the table.
    pub fn new() -> Self {
        let pairs = PAIRS.split_whitespace().map(|pair| {
            let mut characters = pair.chars();
            (
                characters.next().expect("a character"),
                characters.next().expect("a second character"),
            )
        });
        let traditional: BTreeMap<char, char> = pairs.collect();
        let simplified = traditional.iter().map(|(&s, &t)| (t, s)).collect();
        Self {
            traditional,
            simplified,
        }
    }

    /// In traditional characters.
    pub fn traditional(&self, text: &str) -> String {
        text.chars()
            .map(|c| self.traditional.get(&c).copied().unwrap_or(c))
            .collect()
    }

    /// In simplified characters, half width, small letters: what two ways of writing have in common.
    pub fn fold(&self, text: &str) -> String {
        let narrow = text.chars().map(narrow);
        narrow
            .map(|c| {
                self.simplified
                    .get(&c)
                    .copied()
                    .unwrap_or_else(|| c.to_ascii_lowercase())
            })
            .collect()
    }
}

/// ASCII letters and digits in full width.
pub fn wide(text: &str) -> String {
    let shift = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c);
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { shift(c) } else { c })
        .collect()
}

fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}
