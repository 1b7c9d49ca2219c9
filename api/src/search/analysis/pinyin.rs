//! Pinyin: how a character is read, and what somebody who types Latin letters may have meant.

use pinyin::{ToPinyin, ToPinyinMulti};
use std::{collections::BTreeSet, ops::Bound, sync::OnceLock};

/// At most so many readings of a character are kept, the usual ones first.
const READINGS: usize = 3;
/// At most so many ways to cut a row of letters are looked at.
const SPELLINGS: usize = 6;
/// Longer rows of letters are not pinyin.
const LETTERS: usize = 60;

/// A row of letters, cut into syllables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling<'a> {
    /// The syllables.
    pub parts: Vec<&'a str>,
    /// Whether the last one is only the beginning of a syllable.
    pub open: bool,
}

/// The readings of a character without tones, `v` for `ü`, the usual one first; none of what is not Chinese.
pub fn readings(one: char) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut take = |plain: &str| {
        let reading = plain.replace('ü', "v");
        if found.len() < READINGS && reading.is_ascii() && !reading.is_empty() && !found.contains(&reading) {
            found.push(reading);
        }
    };
    if let Some(readings) = one.to_pinyin_multi() {
        readings.into_iter().for_each(|reading| take(reading.plain()));
    } else if let Some(reading) = one.to_pinyin() {
        take(reading.plain());
    }
    found
}

/// For each character of a text its readings; empty for what is not Chinese.
pub fn syllables(folded: &str) -> Vec<Vec<String>> {
    folded.chars().map(readings).collect()
}

/// The first letters of a character's readings, each once.
pub fn initials(one: char) -> Vec<char> {
    let mut letters: Vec<char> = readings(one)
        .iter()
        .filter_map(|reading| reading.chars().next())
        .collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// The ways to read a row of letters as whole syllables (`xian` is 先 and 西安), the longest syllables first.
/// While somebody is `typing`, the last syllable may be a beginning. Empty where it is no pinyin.
pub fn split_pinyin(letters: &str, typing: bool) -> Vec<Spelling<'_>> {
    let mut found = Vec::new();
    let fits = !letters.is_empty() && letters.len() <= LETTERS;
    if fits && letters.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'') {
        // Where no way leads to the end is remembered, so that a row of letters is walked once.
        let mut dead = vec![false; letters.len() + 1];
        walk(letters, 0, typing, &mut Vec::new(), &mut dead, &mut found);
    }
    // Whole syllables before a beginning.
    found.sort_by_key(|spelling: &Spelling<'_>| spelling.open);
    found.truncate(SPELLINGS);
    found
}

fn walk<'a>(
    letters: &'a str,
    at: usize,
    typing: bool,
    parts: &mut Vec<&'a str>,
    dead: &mut [bool],
    found: &mut Vec<Spelling<'a>>,
) {
    if at == letters.len() {
        if !parts.is_empty() {
            found.push(Spelling {
                parts: parts.clone(),
                open: false,
            });
        }
        return;
    }
    if dead[at] || found.len() >= 4 * SPELLINGS {
        return;
    }
    let before = found.len();
    if letters.as_bytes()[at] == b'\'' {
        walk(letters, at + 1, typing, parts, dead, found);
    } else {
        let rest = &letters[at..];
        for length in (1..=rest.len().min(6)).rev() {
            if is_syllable(&rest[..length]) {
                parts.push(&rest[..length]);
                walk(letters, at + length, typing, parts, dead, found);
                parts.pop();
            }
        }
        if typing && rest.len() < 6 && begins_syllable(rest) {
            parts.push(rest);
            found.push(Spelling {
                parts: parts.clone(),
                open: true,
            });
            parts.pop();
        }
    }
    dead[at] = found.len() == before;
}

/// Whether letters may be the initials of two to twelve characters: no syllable begins with `i`, `u`, `v`.
pub fn are_initials(letters: &str) -> bool {
    (2..=12).contains(&letters.len())
        && letters
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() && !matches!(byte, b'i' | b'u' | b'v'))
}

fn is_syllable(letters: &str) -> bool {
    known().contains(letters)
}

fn begins_syllable(letters: &str) -> bool {
    known()
        .range::<str, _>((Bound::Included(letters), Bound::Unbounded))
        .next()
        .is_some_and(|next| next.starts_with(letters) && next != letters)
}

/// The syllables that the common characters are read with.
fn known() -> &'static BTreeSet<String> {
    static KNOWN: OnceLock<BTreeSet<String>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        ('\u{4e00}'..='\u{9fa5}')
            .filter_map(|one| one.to_pinyin())
            .map(|reading| reading.plain().replace('ü', "v"))
            // Interjections such as `m` and `hng` would make a syllable of every consonant.
            .filter(|plain| plain.is_ascii() && plain.contains(['a', 'e', 'i', 'o', 'u', 'v']))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(letters: &str, typing: bool) -> Vec<String> {
        split_pinyin(letters, typing)
            .iter()
            .map(|spelling| spelling.parts.join(" "))
            .collect()
    }

    #[test]
    fn letters_are_cut_into_syllables_in_every_way() {
        assert_eq!(cut("dianti", false)[0], "dian ti");
        assert!(cut("xian", false).contains(&"xi an".to_owned()) && cut("xian", false).contains(&"xian".to_owned()));
        assert_eq!(cut("xi'an", false), ["xi an"]);
        assert_eq!(cut("jiazhuangdianti", false)[0], "jia zhuang dian ti");
        assert!(cut("lvhua", false).contains(&"lv hua".to_owned()));
        assert!(cut("hello", false).is_empty() && cut("wifi", false).is_empty());
    }

    #[test]
    fn the_last_syllable_may_be_a_beginning_while_typing() {
        assert!(cut("diant", false).is_empty());
        let open = split_pinyin("diant", true);
        assert!(
            open.iter()
                .any(|spelling| spelling.parts == ["dian", "t"] && spelling.open)
        );
    }

    #[test]
    fn characters_with_several_readings_keep_them() {
        assert!(readings('长').contains(&"chang".to_owned()) && readings('长').contains(&"zhang".to_owned()));
        assert_eq!(readings('绿')[0], "lv");
        assert!(initials('重').contains(&'c') && initials('重').contains(&'z'));
        assert!(readings('a').is_empty());
    }

    #[test]
    fn a_long_row_without_an_end_is_given_up_quickly() {
        assert!(split_pinyin(&"an".repeat(29), false).len() <= SPELLINGS);
        assert!(split_pinyin(&format!("{}x", "an".repeat(29)), false).is_empty());
        assert!(split_pinyin(&"a".repeat(10_000), true).is_empty());
    }

    proptest! {
        #[test]
        fn parts_put_together_are_the_letters(letters in "[a-z']{0,70}", typing: bool) {
            for spelling in split_pinyin(&letters, typing) {
                prop_assert_eq!(spelling.parts.concat(), letters.replace('\'', ""));
            }
        }
    }
}
