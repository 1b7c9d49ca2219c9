//! One form for all ways of writing the same text.

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::{ops::Range, sync::OnceLock};
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// A folded text, and where each of its characters came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The characters of the folded text.
    pub chars: Vec<char>,
    /// For each of them, the bytes of the original that it stands for. Several may stand for the same bytes
    /// (`㎡` becomes `m2`); the ranges never decrease.
    pub origins: Vec<Range<usize>>,
}

impl Folded {
    /// Folds a text and keeps the way back.
    pub fn of(text: &str) -> Self {
        let mut folded = Self {
            chars: Vec::with_capacity(text.len() / 2),
            origins: Vec::with_capacity(text.len() / 2),
        };
        let mut rest = text.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            let mut end = start + first.len_utf8();
            // A letter and the marks upon it are one.
            while let Some(&(at, next)) = rest.peek() {
                if canonical_combining_class(next) == 0 {
                    break;
                }
                end = at + next.len_utf8();
                rest.next();
            }
            if end - start == first.len_utf8() && (first.is_ascii() || is_common_han(first)) {
                folded.push(first.to_ascii_lowercase(), &(start..end));
                continue;
            }
            for normal in text[start..end].nfkc() {
                for lower in normal.to_lowercase() {
                    folded.push(lower, &(start..end));
                }
            }
        }
        folded
    }

    fn push(&mut self, one: char, origin: &Range<usize>) {
        self.chars.push(if one.is_whitespace() { ' ' } else { simplified(one) });
        self.origins.push(origin.clone());
    }

    /// The folded text.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// The bytes of the original that a range of folded characters stands for; empty for an empty range or one that
    /// is not in the text.
    pub fn origin(&self, chars: Range<usize>) -> Range<usize> {
        match self.origins.get(chars) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.clone(),
            _ => 0..0,
        }
    }
}

/// Folds a text: compatibility forms (NFKC, so that full-width letters and digits become the usual ones),
/// lower case, simplified characters, plain spaces.
///
/// Traditional characters are replaced one by one, without a look at their neighbours: what matters is
/// that a text and a query come out the same, not that the outcome can be printed.
pub fn fold(text: &str) -> String {
    Folded::of(text).text()
}

fn is_common_han(one: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&one)
}

/// Whether words of this script are written without spaces, so that each character counts.
pub fn is_ideograph(one: char) -> bool {
    matches!(one,
        '\u{3005}' | '\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// First and last character of the table below.
const TABLE: (u32, u32) = (0x3400, 0x9fff);

/// The simplified form of a character; itself where there is none of one character.
///
/// The table is filled on first use (54 KB) from OpenCC's dictionaries, which are let go of afterwards.
fn simplified(one: char) -> char {
    static SIMPLE: OnceLock<Vec<u16>> = OnceLock::new();
    if !is_common_han(one) {
        return one;
    }
    let table = SIMPLE.get_or_init(|| {
        let converter = OpenCC::from_config(BuiltinConfig::T2s).ok();
        (TABLE.0..=TABLE.1)
            .map(|code| {
                let simple = converter
                    .as_ref()
                    .zip(char::from_u32(code))
                    .and_then(|(converter, one)| {
                        let text = converter.convert(one.encode_utf8(&mut [0; 4]));
                        let mut chars = text.chars();
                        chars.next().filter(|_| chars.next().is_none())
                    });
                // Codes of the table's range, and what does not fit into it stays as it is.
                u16::try_from(simple.map_or(code, u32::from))
                    .or(u16::try_from(code))
                    .unwrap_or_default()
            })
            .collect()
    });
    table
        .get((u32::from(one) - TABLE.0) as usize)
        .and_then(|&code| char::from_u32(code.into()))
        .unwrap_or(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn traditional_full_width_and_upper_case_texts_fold_to_one_form() {
        assert_eq!(fold("浦東新區ＡＢＣ　１２３"), "浦东新区abc 123");
        assert_eq!(fold("電動車充電樁"), "电动车充电桩");
        assert_eq!(fold("臺灣裡面"), fold("台湾里面"));
    }

    #[test]
    fn a_folded_character_knows_its_bytes() {
        let folded = Folded::of("面積12㎡，電梯");
        assert_eq!(folded.text(), "面积12m2,电梯");
        let at = folded.chars.iter().position(|&one| one == '电').unwrap();
        assert_eq!(&"面積12㎡，電梯"[folded.origin(at..at + 2)], "電梯");
        assert_eq!(folded.origin(100..102), 0..0);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_for_han_and_latin(text in "[ -~一-龥Ａ-Ｚ]{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn origins_stand_on_character_borders_and_never_decrease(text in any::<String>()) {
            let folded = Folded::of(&text);
            prop_assert_eq!(folded.chars.len(), folded.origins.len());
            let mut last = 0;
            for origin in &folded.origins {
                prop_assert!(text.is_char_boundary(origin.start) && text.is_char_boundary(origin.end));
                prop_assert!(origin.start >= last);
                last = origin.start;
            }
        }
    }
}
