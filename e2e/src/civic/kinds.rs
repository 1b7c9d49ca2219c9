//! Drafts of queries, kind by kind.

use super::{
    Proposal, Sources,
    corpus::Spot,
    fold::wide,
    matter::{Matter, Term, pick},
    queries::Draft,
    wants::Want,
    words,
};
use crate::Dice;

/// All drafts. Some have no answer, or too many, and are left out afterwards.
pub fn drafts(sources: &Sources, proposals: &[Proposal]) -> Vec<Draft> {
    let mut maker = Maker {
        sources,
        proposals,
        dice: Dice::new(super::SEED + 1),
        drafts: Vec::new(),
    };
    maker.words();
    maker.mixed();
    maker.scripts();
    maker.pinyin();
    maker.latin();
    maker.meanings();
    maker.numbers();
    maker.areas();
    maker.combined();
    maker.typing();
    maker.drafts
}

struct Maker<'a> {
    sources: &'a Sources,
    proposals: &'a [Proposal],
    dice: Dice,
    drafts: Vec<Draft>,
}

impl<'a> Maker<'a> {
    fn add(&mut self, kind: &'static str, text: impl Into<String>, wants: Vec<Want>) {
        self.drafts.push(Draft {
            kind,
            text: text.into(),
            wants,
        });
    }

    fn says(&self, words: &str) -> Want {
        Want::Says(self.sources.script.fold(words))
    }

    /// A query that is said as it is.
    fn literal(&mut self, kind: &'static str, text: &str) {
        let wants = text.split(' ').map(|word| self.says(word)).collect();
        self.add(kind, text, wants);
    }

    fn proposal(&mut self) -> &'a Proposal {
        pick(&mut self.dice, self.proposals)
    }

    fn block(&mut self) -> &'a super::place::Block {
        let sources = self.sources;
        pick(&mut self.dice, &sources.places.blocks)
    }

    fn matter(&self, proposal: &Proposal) -> &'a Matter {
        &self.sources.matters[proposal.facts.matter]
    }

    /// Wordings whose characters all have a syllable of plain letters.
    fn spelled(&self, least: usize) -> Vec<&'a Term> {
        let terms = self.sources.matters.iter().flat_map(|matter| &matter.terms);
        terms
            .filter(|term| {
                let plain = term
                    .pinyin
                    .iter()
                    .all(|syllable| syllable.chars().all(|c| c.is_ascii_lowercase()));
                plain && term.pinyin.len() >= least && term.text.chars().count() == term.pinyin.len()
            })
            .collect()
    }

    fn words(&mut self) {
        for word in words::WHOLE {
            self.literal("whole_word", word);
        }
        for word in words::PART {
            self.literal("part_of_word", word);
        }
        for word in words::ONE {
            self.literal("one_char", word);
        }
        for word in words::TWO {
            self.literal("two_char", word);
        }
    }

    /// `3号楼 漏水`: a building by its number and a word that is said there.
    fn building_and_word(&mut self) -> String {
        loop {
            let proposal = self.proposal();
            let Spot::Building(number, _, word) = proposal.facts.spot else {
                continue;
            };
            let said = self.sources.script.fold(&proposal.title);
            if let Some(about) = words::WHOLE.iter().find(|about| said.contains(*about)) {
                return format!("{number}{word} {about}");
            }
        }
    }

    fn mixed(&mut self) {
        for word in words::MIXED {
            self.literal("mixed", word);
        }
        for _ in 0..16 {
            let text = self.building_and_word();
            self.literal("mixed", &text);
        }
        for word in words::MIXED.iter().take(14) {
            let wants = vec![self.says(word)];
            self.add("full_width", wide(word), wants);
        }
        for _ in 0..10 {
            let text = self.building_and_word();
            let wants = text.split(' ').map(|word| self.says(word)).collect();
            self.add("full_width", wide(&text).replace(' ', "\u{3000}"), wants);
        }
    }

    fn scripts(&mut self) {
        let sources = self.sources;
        for term in sources.matters.iter().flat_map(|matter| matter.terms.iter().take(1)) {
            let text = sources.script.traditional(term.text);
            let changed = text.chars().zip(term.text.chars()).filter(|(a, b)| a != b).count();
            if changed > 1 {
                self.literal("traditional", &text);
            }
        }
    }

    fn pinyin(&mut self) {
        for term in self.spelled(3).into_iter().step_by(5) {
            let wants = vec![self.says(term.text)];
            self.add("pinyin", term.pinyin.concat(), wants);
        }
        for _ in 0..8 {
            let block = self.block();
            let wants = vec![self.says(&block.name)];
            self.add("pinyin", block.pinyin.concat(), wants);
        }
        for term in self.spelled(5).into_iter().step_by(4) {
            // Neither the first syllable nor all of the rest: what is typed begins within a word.
            let (from, end) = (1, term.pinyin.len() - self.dice.below(2));
            let said: String = term.text.chars().skip(from).take(end - from).collect();
            let wants = vec![self.says(&said)];
            self.add("pinyin_border", term.pinyin[from..end].concat(), wants);
        }
        let initials = |term: &Term| -> String { term.pinyin.iter().map(|s| &s[..1]).collect() };
        let all = self.spelled(2);
        for term in self.spelled(4).into_iter().skip(1).step_by(4) {
            let letters = initials(term);
            let other = |known: &&&Term| known.text != term.text && initials(known).contains(&letters);
            if all.iter().find(other).is_none() {
                let wants = vec![self.says(term.text)];
                self.add("initials", letters, wants);
            }
        }
        for _ in 0..8 {
            let block = self.block();
            let letters: String = block.pinyin.iter().map(|s| &s[..1]).collect();
            let same = |b: &super::place::Block| b.pinyin.iter().map(|s| &s[..1]).collect::<String>() == letters;
            let alike = self.sources.places.blocks.iter().filter(|b| same(b)).count();
            if letters.len() > 3 && alike == 1 {
                let wants = vec![self.says(&block.name)];
                self.add("initials", letters, wants);
            }
        }
    }

    fn latin(&mut self) {
        let sources = self.sources;
        for matter in sources.matters.iter().step_by(4) {
            let wants = vec![self.says(matter.english)];
            self.add("latin", matter.english.to_ascii_lowercase(), wants);
        }
        let words = sources.matters.iter().flat_map(|matter| matter.english.split(' '));
        let long: Vec<_> = words
            .filter(|word| word.len() >= 6 && word.chars().all(|c| c.is_ascii_alphabetic()))
            .collect();
        for word in long.into_iter().step_by(2) {
            let wants = vec![self.says(word)];
            let text = self.slip(&word.to_ascii_lowercase());
            self.add("latin_slip", text, wants);
        }
    }

    /// One slip of the finger after the second letter: two letters swapped, one left out, one doubled.
    fn slip(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = 2 + self.dice.below(letters.len() - 3);
        match self.dice.below(3) {
            0 if letters[at] != letters[at - 1] => letters.swap(at, at - 1),
            1 => {
                letters.remove(at);
            }
            _ => letters.insert(at, letters[at]),
        }
        letters.into_iter().collect()
    }

    fn meanings(&mut self) {
        let sources = self.sources;
        for (text, codes) in words::SYNONYMS {
            let places = (0..sources.matters.len()).filter(|&at| codes.contains(&sources.matters[at].code));
            self.add("synonym", text, vec![Want::About(places.collect())]);
        }
        for (at, matter) in sources.matters.iter().enumerate() {
            let about = vec![Want::About(vec![at])];
            if at % 3 == 0 {
                self.add("colloquial", matter.colloquial, about.clone());
            }
            if at % 3 != 1 {
                self.add("question", format!("{}？", matter.question), about);
            }
            if at % 2 == 0 {
                let part = matter.voice.split('，').next().unwrap_or(matter.voice);
                self.literal("statement", part);
            }
        }
        for topic in &sources.topics {
            self.literal("topic_name", topic.zh);
        }
    }

    fn numbers(&mut self) {
        for _ in 0..16 {
            let number = self.proposal().number.clone();
            self.add("number", number.clone(), vec![Want::Number(number)]);
        }
        for at in 0..16 {
            let number = &self.proposal().number;
            // Twice the count alone, then once with its year.
            let tail = &number[if at % 3 == 2 { 7 } else { 12 }..];
            self.add("number_tail", tail, vec![Want::Number(format!("-{tail}"))]);
        }
    }

    fn areas(&mut self) {
        for at in 0..36 {
            let block = self.block();
            let name = &block.areas[1 + at % 3];
            self.literal("area_name", name);
            if at % 6 == 5 {
                self.literal("area_name", &block.road);
            }
        }
    }

    fn combined(&mut self) {
        for _ in 0..18 {
            let proposal = self.proposal();
            let block = &self.sources.places.blocks[proposal.facts.block];
            let term = self.matter(proposal).terms[proposal.facts.term].text;
            let wants = vec![self.says(&block.name), Want::About(vec![proposal.facts.matter])];
            self.add("phrase", format!("{}{term}", block.name), wants);
        }
        for _ in 0..14 {
            let proposal = self.proposal();
            let Spot::Building(number, _, word) = proposal.facts.spot else {
                continue;
            };
            let term = self.matter(proposal).terms[proposal.facts.term].text;
            let place = format!("{number}{word}");
            let wants = vec![self.says(&place), self.says(term)];
            self.add("phrase", format!("{place}{term}"), wants);
        }
        for at in 0..90 {
            let proposal = self.proposal();
            let said = self.sources.script.fold(&proposal.title);
            let Some(word) = words::WHOLE.iter().find(|word| said.contains(*word)) else {
                continue;
            };
            let place = match proposal.facts.spot {
                Spot::Shared(name) => name,
                _ => &self.sources.places.blocks[proposal.facts.block].name,
            };
            let text = if at % 2 == 0 {
                format!("{place} {word}")
            } else {
                format!("{word} {place}")
            };
            self.literal("two_words", &text);
        }
    }

    fn typing(&mut self) {
        for term in self.spelled(4).into_iter().skip(2).step_by(7) {
            let begun: String = term.text.chars().take(term.pinyin.len() - 1).collect();
            self.literal("typing", &begun);
        }
        for term in self.spelled(4).into_iter().skip(3).step_by(9) {
            let known = term.pinyin.len() - 2;
            let begun: String = term.text.chars().take(known + 1).collect();
            let wants = vec![self.says(&begun)];
            let text = format!("{}{}", term.pinyin[..known].concat(), &term.pinyin[known][..1]);
            self.add("typing", text, wants);
        }
        for matter in self.sources.matters.iter().skip(1).step_by(9) {
            let begun = &matter.english.to_ascii_lowercase();
            let begun = &begun[..begun.len() - 2];
            self.add("typing", begun, vec![Want::Begins(begun.to_owned())]);
        }
        for _ in 0..6 {
            let block = self.block();
            let begun: String = block.name.chars().take(2).collect();
            self.literal("typing", &begun);
        }
    }
}
