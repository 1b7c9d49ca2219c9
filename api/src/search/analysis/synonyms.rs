//! Words that mean the same, as a district lists them.

use super::fold::fold;
use std::collections::HashMap;

/// At most so many lines.
const LINES: usize = 5_000;
/// At most so many words in a line.
const MEMBERS: usize = 24;
/// At most so many characters in a word; at least two, since one character stands in too many words.
const LENGTH: usize = 24;

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct LineError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: Fault,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A word without another one.
    #[error("a word must be joined to another one by `=` or `=>`")]
    Alone,
    /// Nothing between two signs.
    #[error("a word is missing beside a sign")]
    Missing,
    /// Both signs, or `=>` twice.
    #[error("a line has either `=` or one `=>`")]
    Signs,
    /// A word that is too long, or Chinese of one character.
    #[error("a word has 2 to 24 characters, a single one only before `=>`")]
    Length,
    /// Too many words.
    #[error("a line has at most 24 words")]
    Members,
    /// Too many lines.
    #[error("a list has at most 5000 lines")]
    Lines,
}

/// Groups of words that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// From a folded word to the others of its groups.
    others: HashMap<String, Vec<String>>,
    /// Characters of the longest word.
    longest: usize,
}

impl Synonyms {
    /// Reads a list: a group a line, `a = b = c`; `a => b` where only who types `a` finds `b` as well; `#`
    /// begins a comment line. Words are folded.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn parse(text: &str) -> Result<Self, LineError> {
        let mut synonyms = Self::default();
        for (line, words) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let fault = |reason| LineError { line: line + 1, reason };
            if line >= LINES {
                return Err(fault(Fault::Lines));
            }
            let words = words.trim();
            if !words.is_empty() && !words.starts_with('#') {
                synonyms.take(words).map_err(fault)?;
            }
        }
        Ok(synonyms)
    }

    /// The list that holds where a district gives none.
    pub fn built_in() -> Self {
        // A test reads it; were it broken nevertheless, search would do without.
        Self::parse(include_str!("synonyms.txt")).unwrap_or_default()
    }

    fn take(&mut self, line: &str) -> Result<(), Fault> {
        let one_way = line.contains("=>");
        let members: Vec<String> = line
            .split(if one_way { "=>" } else { "=" })
            .map(|word| fold(word).trim().to_owned())
            .collect();
        if one_way && (members.len() != 2 || members.iter().any(|word| word.contains('='))) {
            return Err(Fault::Signs);
        }
        if members.len() < 2 {
            return Err(Fault::Alone);
        }
        if members.len() > MEMBERS {
            return Err(Fault::Members);
        }
        for (at, word) in members.iter().enumerate() {
            let shortest = if one_way && at == 0 { 1 } else { 2 };
            match word.chars().count() {
                0 => return Err(Fault::Missing),
                length if !(shortest..=LENGTH).contains(&length) => return Err(Fault::Length),
                length => self.longest = self.longest.max(length),
            }
        }
        if one_way {
            self.add(&members[0], &members[1]);
            return Ok(());
        }
        for from in &members {
            for to in members.iter().filter(|to| *to != from) {
                self.add(from, to);
            }
        }
        Ok(())
    }

    fn add(&mut self, from: &str, to: &str) {
        let others = self.others.entry(from.to_owned()).or_default();
        if from != to && !others.iter().any(|other| other == to) {
            others.push(to.to_owned());
        }
    }

    /// What means the same as a folded word.
    pub fn of(&self, word: &str) -> &[String] {
        self.others.get(word).map_or(&[], Vec::as_slice)
    }

    /// Characters of the longest word in the list.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// How many words have another one.
    pub fn len(&self) -> usize {
        self.others.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.others.is_empty()
    }

    /// All words with the others that are found as well, sorted.
    pub fn pairs(&self) -> Vec<(&str, &[String])> {
        let mut pairs: Vec<_> = self
            .others
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_slice()))
            .collect();
        pairs.sort_unstable();
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> (usize, Fault) {
        let error = Synonyms::parse(text).unwrap_err();
        (error.line, error.reason)
    }

    #[test]
    fn the_built_in_list_can_be_read_and_is_not_short() {
        let list = Synonyms::parse(include_str!("synonyms.txt")).unwrap();
        assert!(list.len() > 150, "{}", list.len());
        assert!(list.of("电瓶车").contains(&"电动自行车".to_owned()));
    }

    #[test]
    fn groups_go_both_ways_and_arrows_one_way() {
        let list = Synonyms::parse("\u{feff}# 注释\n電瓶車 = ＥＶ\n\n狗 => 养犬").unwrap();
        assert_eq!(list.of("电瓶车"), ["ev"]);
        assert_eq!(list.of("ev"), ["电瓶车"]);
        assert_eq!(list.of("狗"), ["养犬"]);
        assert!(list.of("养犬").is_empty());
    }

    #[test]
    fn a_bad_line_is_named_with_its_reason() {
        assert_eq!(fault("# a\n电梯"), (2, Fault::Alone));
        assert_eq!(fault("电梯 = "), (1, Fault::Missing));
        assert_eq!(fault("电梯 = 升降机 => 加梯"), (1, Fault::Signs));
        assert_eq!(fault("甲 = 电梯"), (1, Fault::Length));
        assert_eq!(fault(&"好的 = ".repeat(30)), (1, Fault::Members));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[=># \n电梯a甲]{0,60}") {
            if let Err(error) = Synonyms::parse(&text) {
                prop_assert!(error.line >= 1 && error.line <= text.lines().count());
            }
        }
    }
}
