//! Words: cut by one dictionary for text and query.
//!
//! jieba without its guesses at unknown words (HMM), which cut worse than the dictionary alone on the People's
//! Daily gold segmentation (F1 0.782 against 0.808).

use super::fold::is_ideograph;
use jieba_rs::{Jieba, TokenizeMode};
use std::{collections::HashSet, ops::Range, sync::OnceLock};

/// What a piece of text is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Chinese characters and others that are written without spaces.
    Han,
    /// Letters, with or without digits.
    Letters,
    /// Digits alone.
    Digits,
}

/// A piece of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The piece.
    pub text: String,
    /// Where it stands, in characters.
    pub chars: Range<usize>,
    /// What it is made of.
    pub script: Script,
}

/// jieba's dictionary and the words of this trade; 35 MB, read on first use.
fn dictionary() -> &'static Jieba {
    static DICTIONARY: OnceLock<Jieba> = OnceLock::new();
    DICTIONARY.get_or_init(|| {
        let mut jieba = Jieba::new();
        for word in listed(include_str!("civic_words.txt")) {
            jieba.add_word(word, None, None);
        }
        jieba
    })
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The runs of one script, in order; spaces and punctuation fall away.
fn runs(folded: &[char]) -> Vec<(Range<usize>, Script)> {
    let mut runs: Vec<(Range<usize>, Script)> = Vec::new();
    for (at, &one) in folded.iter().enumerate() {
        let script = if is_ideograph(one) {
            Script::Han
        } else if one.is_ascii_digit() {
            Script::Digits
        } else if one.is_alphanumeric() {
            Script::Letters
        } else {
            continue;
        };
        match runs.last_mut() {
            Some((range, last)) if range.end == at && (*last == Script::Han) == (script == Script::Han) => {
                range.end = at + 1;
                // `b2` and `5g` are one word.
                if *last != script {
                    *last = Script::Letters;
                }
            }
            _ => runs.push((at..at + 1, script)),
        }
    }
    runs
}

/// Each Chinese character and each row of letters and digits by itself: the units that stand side by side in a phrase.
pub fn units(folded: &str) -> Vec<Token> {
    let chars: Vec<char> = folded.chars().collect();
    let mut units = Vec::with_capacity(chars.len());
    for (range, script) in runs(&chars) {
        if script == Script::Han {
            units.extend(range.map(|at| Token {
                text: chars[at].to_string(),
                chars: at..at + 1,
                script,
            }));
        } else {
            units.push(Token {
                text: chars[range.clone()].iter().collect(),
                chars: range,
                script,
            });
        }
    }
    units
}

/// The words of a text that is indexed: long words, the shorter ones within them, and the letters and digits of a
/// mixed row.
pub fn words_for_index(folded: &str) -> Vec<Token> {
    cut(folded, TokenizeMode::Search)
}

/// The words of a query: the longest only, so that a query means what it says.
pub fn words_for_query(folded: &str) -> Vec<Token> {
    cut(folded, TokenizeMode::Default)
}

fn cut(folded: &str, mode: TokenizeMode) -> Vec<Token> {
    let chars: Vec<char> = folded.chars().collect();
    let mut words = Vec::with_capacity(chars.len());
    for (range, script) in runs(&chars) {
        let run: String = chars[range.clone()].iter().collect();
        if script == Script::Han {
            words.extend(dictionary().tokenize(&run, mode, false).into_iter().map(|token| Token {
                text: token.word.to_owned(),
                chars: range.start + token.start..range.start + token.end,
                script,
            }));
            continue;
        }
        if mode == TokenizeMode::Search && script == Script::Letters {
            words.extend(alike(&chars, range.clone()).filter(|part| part.chars != range));
        }
        words.push(Token {
            text: run,
            chars: range,
            script,
        });
    }
    words
}

/// The rows of letters alone and of digits alone within a mixed one.
fn alike(chars: &[char], range: Range<usize>) -> impl Iterator<Item = Token> {
    let start = range.start;
    chars[range]
        .chunk_by(|left, right| left.is_ascii_digit() == right.is_ascii_digit())
        .scan(start, |at, part| {
            let chars = *at..*at + part.len();
            *at = chars.end;
            let script = if part[0].is_ascii_digit() {
                Script::Digits
            } else {
                Script::Letters
            };
            Some(Token {
                text: part.iter().collect(),
                chars,
                script,
            })
        })
}

/// The shorter words within a word of four characters or more; empty where the dictionary knows none.
pub fn pieces(word: &str) -> Vec<Token> {
    let length = word.chars().count();
    if length < 3 || !word.chars().all(is_ideograph) {
        return Vec::new();
    }
    let mut pieces: Vec<Token> = words_for_index(word)
        .into_iter()
        .filter(|piece| piece.chars.len() > 1 && piece.chars.len() < length)
        .collect();
    pieces.sort_by_key(|piece| (piece.chars.start, std::cmp::Reverse(piece.chars.end)));
    // The longest from the left that do not overlap.
    let mut end = 0;
    pieces.retain(|piece| {
        let take = piece.chars.start >= end;
        if take {
            end = piece.chars.end;
        }
        take
    });
    let covered: usize = pieces.iter().map(|piece| piece.chars.len()).sum();
    if covered == length { pieces } else { Vec::new() }
}

/// Whether a word says nothing about the matter: function words and what questions begin and end with.
pub fn is_stop_word(word: &str) -> bool {
    static STOP: OnceLock<HashSet<&'static str>> = OnceLock::new();
    STOP.get_or_init(|| {
        listed(include_str!("stop_words.txt"))
            .flat_map(str::split_whitespace)
            .collect()
    })
    .contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(tokens: &[Token]) -> Vec<&str> {
        tokens.iter().map(|token| token.text.as_str()).collect()
    }

    #[test]
    fn a_query_keeps_the_long_word_that_a_text_also_gives_in_parts() {
        assert_eq!(texts(&words_for_query("加装电梯")), ["加装电梯"]);
        let indexed = words_for_index("加装电梯");
        assert!(
            ["加装", "电梯", "加装电梯"]
                .iter()
                .all(|word| texts(&indexed).contains(word)),
            "{indexed:?}"
        );
        assert_eq!(texts(&pieces("加装电梯")), ["加装", "电梯"]);
    }

    #[test]
    fn scripts_are_cut_apart_and_mixed_rows_keep_their_parts() {
        assert_eq!(texts(&words_for_query("ev充电")), ["ev", "充电"]);
        assert_eq!(texts(&units("3号楼b2")), ["3", "号", "楼", "b2"]);
        assert_eq!(texts(&words_for_index("b2")), ["b", "2", "b2"]);
        assert!(words_for_query("。 ，!?").is_empty());
    }

    #[test]
    fn a_token_knows_where_it_stands() {
        let chars: Vec<char> = "修 楼道灯 12345".chars().collect();
        for token in words_for_index("修 楼道灯 12345") {
            assert_eq!(chars[token.chars.clone()].iter().collect::<String>(), token.text);
        }
    }

    #[test]
    fn function_words_are_known() {
        assert!(is_stop_word("的") && is_stop_word("什么") && !is_stop_word("电梯"));
    }
}
