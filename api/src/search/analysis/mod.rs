//! From a text to what is looked for: folding, words, pinyin, synonyms.
//!
//! Everything here is pure. Both engines and the highlights go through it, so that a word is found, counted and
//! marked in the same sense. Synonyms are only looked at when a query is asked, so a changed list needs no
//! new index; changes to anything else here do ([`VERSION`]).

mod fold;
mod pinyin;
mod synonyms;
mod words;

pub use fold::{Folded, fold, is_ideograph};
pub use pinyin::{Spelling, are_initials, initials, readings, split_pinyin, syllables};
pub use synonyms::{Fault, LineError, Synonyms};
pub use words::{Script, Token, is_stop_word, pieces, units, words_for_index, words_for_query};

use std::{
    ops::Range,
    sync::{Arc, PoisonError, RwLock},
};

/// Goes up with every change after which an index must be built again.
pub const VERSION: u32 = 1;

/// Longer queries are cut off here; in characters.
pub const QUERY_LENGTH: usize = 200;

/// One word of a query with everything that it may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word, folded.
    pub text: String,
    /// Where it stands in the folded query, in characters.
    pub chars: Range<usize>,
    /// What it is made of.
    pub script: Script,
    /// The shorter words that it consists of (`加装`, `电梯` of `加装电梯`); a text in which all of them stand has it
    /// too, though less surely.
    pub pieces: Vec<String>,
    /// What means the same, folded.
    pub synonyms: Vec<String>,
    /// Ways to read it as pinyin.
    pub syllables: Vec<Vec<String>>,
    /// Whether it may be the first letters of characters.
    pub initials: bool,
    /// How many letters may differ: 0, 1 from four letters on, 2 from eight on.
    pub slips: u8,
    /// Whether it says nothing about the matter.
    pub stop: bool,
    /// Whether it is the last one and may go on; of syllables the last one.
    pub open: bool,
}

/// Cuts queries, with a list of synonyms that may be replaced while others read it. Clones share the list.
#[derive(Clone, Debug)]
pub struct Analyser {
    synonyms: Arc<RwLock<Arc<Synonyms>>>,
}

impl Default for Analyser {
    fn default() -> Self {
        Self::new(Synonyms::built_in())
    }
}

impl Analyser {
    /// With these synonyms.
    pub fn new(synonyms: Synonyms) -> Self {
        Self {
            synonyms: Arc::new(RwLock::new(Arc::new(synonyms))),
        }
    }

    /// The synonyms that hold now.
    pub fn synonyms(&self) -> Arc<Synonyms> {
        self.synonyms.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts others in their place, for all clones.
    pub fn replace_synonyms(&self, synonyms: Synonyms) {
        *self.synonyms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(synonyms);
    }

    /// The words of a query, in order; at most [`QUERY_LENGTH`] characters of it are read. While somebody is
    /// `typing`, the last word may go on, unless a space or a sign stands behind it.
    pub fn terms(&self, query: &str, typing: bool) -> Vec<Term> {
        let clipped: String = query.chars().take(QUERY_LENGTH).collect();
        let chars = Folded::of(&clipped).chars;
        let folded: String = chars.iter().collect();
        let synonyms = self.synonyms();
        let words = names_together(words_for_query(&folded));
        let mut terms = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            // A listed word wins over the dictionary's, if it begins and ends where words do.
            let listed = (at..words.len())
                .take_while(|&last| words[last].chars.end - words[at].chars.start <= synonyms.longest())
                .filter(|&last| !synonyms.of(&part(&chars, &words, at, last)).is_empty())
                .last();
            let last = listed.unwrap_or(at);
            let text = part(&chars, &words, at, last);
            let range = words[at].chars.start..words[last].chars.end;
            let others = synonyms.of(&text).to_vec();
            let mut term = Term::of(
                text,
                range,
                words[at].script,
                typing && words[last].chars.end == chars.len(),
            );
            term.synonyms = others;
            if last > at {
                term.pieces = words[at..=last].iter().map(|word| word.text.clone()).collect();
            }
            terms.push(term);
            at = last + 1;
        }
        terms
    }
}

/// At most so many characters make a name that the dictionary does not know.
const NAME: usize = 4;

/// Joins single characters that stand side by side: what the dictionary cuts so small is mostly a name that it does
/// not know (`锦源` of `锦源家园`), and means nothing apart. Function words stay by themselves.
fn names_together(words: Vec<Token>) -> Vec<Token> {
    let single = |word: &Token| word.script == Script::Han && word.chars.len() == 1 && !is_stop_word(&word.text);
    let mut joined: Vec<(Token, bool)> = Vec::with_capacity(words.len());
    for word in words {
        let alone = single(&word);
        match joined.last_mut() {
            Some((last, true)) if alone && last.chars.end == word.chars.start && last.chars.len() < NAME => {
                last.text.push_str(&word.text);
                last.chars.end = word.chars.end;
            }
            _ => joined.push((word, alone)),
        }
    }
    joined.into_iter().map(|(word, _)| word).collect()
}

fn part(chars: &[char], words: &[Token], first: usize, last: usize) -> String {
    chars[words[first].chars.start..words[last].chars.end].iter().collect()
}

impl Term {
    fn of(text: String, chars: Range<usize>, script: Script, open: bool) -> Self {
        let latin = script == Script::Letters && text.bytes().all(|byte| byte.is_ascii_lowercase());
        let syllables = if latin { split_pinyin(&text, open) } else { Vec::new() };
        Self {
            pieces: pieces(&text).into_iter().map(|piece| piece.text).collect(),
            synonyms: Vec::new(),
            syllables: syllables
                .into_iter()
                .map(|spelling| spelling.parts.into_iter().map(str::to_owned).collect())
                .collect(),
            initials: latin && are_initials(&text),
            slips: match text.len() {
                8.. if latin => 2,
                4.. if latin => 1,
                _ => 0,
            },
            // `the` may still become `theft`.
            stop: is_stop_word(&text) && !(open && latin),
            open,
            text,
            chars,
            script,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(query: &str) -> Vec<String> {
        Analyser::default()
            .terms(query, false)
            .into_iter()
            .map(|term| term.text)
            .collect()
    }

    #[test]
    fn a_query_becomes_words_with_their_synonyms() {
        let terms = Analyser::default().terms("電瓶車在楼道充电", false);
        assert_eq!(terms[0].text, "电瓶车");
        assert!(terms[0].synonyms.contains(&"电动自行车".to_owned()));
        assert!(terms.iter().any(|term| term.text == "在" && term.stop));
    }

    #[test]
    fn a_listed_word_is_taken_only_where_words_begin_and_end() {
        let analyser = Analyser::new(Synonyms::parse("电车 = 有轨电车").unwrap());
        assert!(
            analyser
                .terms("充电车棚", false)
                .iter()
                .all(|term| term.synonyms.is_empty())
        );
        assert!(
            analyser
                .terms("坐电车", false)
                .iter()
                .any(|term| !term.synonyms.is_empty())
        );
    }

    #[test]
    fn replaced_synonyms_hold_for_all_clones() {
        let analyser = Analyser::default();
        let clone = analyser.clone();
        analyser.replace_synonyms(Synonyms::parse("电梯 = 直梯").unwrap());
        assert_eq!(clone.terms("电梯", false)[0].synonyms, ["直梯"]);
    }

    #[test]
    fn only_the_last_word_goes_on_while_typing() {
        let terms = Analyser::default().terms("加装 diant", true);
        assert!(!terms[0].open && terms[1].open);
        assert!(terms[1].syllables.contains(&vec!["dian".to_owned(), "t".to_owned()]));
        assert!(!Analyser::default().terms("加装 ", true)[0].open);
        assert!(!Analyser::default().terms("parcel the", true)[1].stop);
    }

    #[test]
    fn characters_that_the_dictionary_leaves_alone_are_a_name() {
        assert_eq!(texts("锦源家园"), ["锦源", "家园"]);
        assert_eq!(texts("锦的源"), ["锦", "的", "源"]);
    }

    #[test]
    fn numbers_and_mixed_scripts_are_words() {
        assert_eq!(texts("12345热线"), ["12345", "热线"]);
        assert_eq!(texts("ＥＶ充电"), ["ev", "充电"]);
        assert_eq!(texts("310105-2026-000123"), ["310105", "2026", "000123"]);
    }

    proptest! {
        #[test]
        fn terms_of_any_text_stand_in_order_within_it(query in any::<String>(), typing: bool) {
            let terms = Analyser::default().terms(&query, typing);
            let clipped: String = query.chars().take(QUERY_LENGTH).collect();
            let length = Folded::of(&clipped).chars.len();
            let mut end = 0;
            for term in terms {
                prop_assert!(term.chars.start >= end && term.chars.end <= length && !term.chars.is_empty());
                end = term.chars.end;
            }
        }
    }
}
