//! Pairs of texts, and whether they ask for the same at the same place.

use super::{
    Sources,
    corpus::{Facts, Spot, Wording},
    matter::twin,
};
use crate::Dice;

const TWISTS: &str = include_str!("text/twists.txt");
/// Characters of a title that somebody has typed so far.
const BEGUN: usize = 20;

/// Kinds of pairs with their label and number.
const KINDS: [(&str, bool, usize); 7] = [
    ("reworded", true, 80),
    ("shorter", true, 70),
    ("traditional", true, 40),
    ("synonym", true, 50),
    ("other_place", false, 80),
    ("other_meaning", false, 72),
    ("same_topic", false, 80),
];

/// Two texts.
#[derive(Clone, Debug)]
pub struct Pair {
    /// One text.
    pub a: String,
    /// The other.
    pub b: String,
    /// Whether they are about the same matter at the same place and want the same.
    pub alike: bool,
    /// How they differ.
    pub kind: &'static str,
}

/// All pairs.
pub fn pairs(sources: &Sources) -> Vec<Pair> {
    let mut dice = Dice::new(super::SEED + 2);
    let mut pairs = Vec::new();
    for (kind, alike, count) in KINDS {
        for at in 0..count {
            let (a, b) = loop {
                if let Some(texts) = pair(sources, kind, at, &mut dice) {
                    break texts;
                }
            };
            pairs.push(Pair { a, b, alike, kind });
        }
    }
    pairs
}

fn whole(sources: &Sources, facts: &Facts, wording: &Wording) -> String {
    format!("{}。{}", facts.title(sources, wording), facts.body(sources, wording))
}

/// A pair of a kind; none where the drawn facts do not suit it.
fn pair(sources: &Sources, kind: &str, at: usize, dice: &mut Dice) -> Option<(String, String)> {
    let facts = Facts::draw(sources, dice);
    let matter = &sources.matters[facts.matter];
    let wording = Wording::draw(sources, matter.wish, dice);
    let text = whole(sources, &facts, &wording);
    let other = match kind {
        "reworded" => {
            let mut again = wording.clone();
            again.side = 1 - wording.side;
            whole(sources, &facts, &again)
        }
        "shorter" => {
            let facts = Facts { named: true, ..facts };
            let begun = facts.title(sources, &wording).chars().take(BEGUN).collect();
            return Some((begun, whole(sources, &facts, &wording)));
        }
        "traditional" => sources.script.traditional(&text),
        "synonym" => {
            let mut again = facts.clone();
            again.term = (facts.term + 1) % matter.terms.len();
            whole(sources, &again, &wording)
        }
        "other_place" => {
            let step = 1 + dice.below(9);
            let spot = match facts.spot {
                Spot::Building(number, stairwell, word) => Spot::Building(number + step, stairwell, word),
                Spot::Gate(number) => Spot::Gate(number + step),
                Spot::Shared(_) => return None,
            };
            whole(sources, &Facts { spot, ..facts }, &wording)
        }
        "other_meaning" => {
            let lines: Vec<_> = TWISTS.lines().filter(|line| !line.starts_with('#')).collect();
            let place = facts.place(sources);
            let [a, b] = twin(lines[at % lines.len()]).map(|text| text.replace("{处}", &place));
            return Some((a, b));
        }
        _ => {
            let others: Vec<usize> = (0..sources.matters.len())
                .filter(|&other| other != facts.matter && sources.matters[other].topic == matter.topic)
                .collect();
            let other = *others.get(dice.below(others.len()))?;
            let again = Facts {
                matter: other,
                term: 0,
                ..facts
            };
            let wording = Wording::draw(sources, sources.matters[other].wish, dice);
            whole(sources, &again, &wording)
        }
    };
    Some((text, other))
}
