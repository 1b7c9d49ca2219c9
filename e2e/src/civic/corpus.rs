//! The proposals: facts first, then a text that says them.

use super::{Sources, fold::wide, matter::pick};
use crate::Dice;
use serde_json::{Value, json};

/// States with the tiers that have custody in them.
const STATES: [(&str, &str); 8] = [
    ("submitted", "neighborhood"),
    ("under_review", "neighborhood"),
    ("under_review", "street"),
    ("formed", "street"),
    ("implementing", "street"),
    ("implementing", "district"),
    ("evaluating", "neighborhood"),
    ("closed", "neighborhood"),
];
const SPOTS: [&str; 8] = [
    "东门",
    "西门口",
    "地下车库",
    "中心花园",
    "后门",
    "车棚旁边",
    "门卫室旁",
    "活动室门前",
];
const MONTHS: [&str; 8] = ["两", "三", "四", "五", "六", "七", "八", "九"];
/// Milliseconds of 2024-01-01 in Shanghai.
const BEGIN: u64 = 1_704_038_400_000;
const DAY: u64 = 86_400_000;

/// Where in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A building by number, maybe a stairwell, called 号楼 or 幢.
    Building(usize, Option<&'static str>, &'static str),
    /// A gate of the block's lane.
    Gate(usize),
    /// A place that everybody shares.
    Shared(&'static str),
}

/// What a proposal says, before it is put in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Which matter.
    pub matter: usize,
    /// Which of its wordings.
    pub term: usize,
    /// Which block.
    pub block: usize,
    /// Where there.
    pub spot: Spot,
    /// Whether the text names the block, too.
    pub named: bool,
}

/// Which sentences say the facts.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Of each twin this side; its other side says the same.
    pub side: usize,
    title: usize,
    open: usize,
    close: usize,
    extra: Option<usize>,
    facts: usize,
    months: usize,
    households: usize,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// In simplified characters.
    Plain,
    /// In traditional characters.
    Traditional,
    /// With letters and digits in full width.
    Wide,
}

/// A proposal with all that search may know of it.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// `c` and four or more digits in base 10.
    pub id: String,
    /// Readable number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Body.
    pub text: String,
    /// Statements and minutes.
    pub voices: Vec<String>,
    /// What was decided.
    pub resolution: Option<String>,
    /// What it says.
    pub facts: Facts,
    written: Written,
    year: usize,
    state: (&'static str, &'static str),
    supports: usize,
    created_at: u64,
}

impl Wording {
    /// By chance.
    pub fn draw(sources: &Sources, wish: bool, dice: &mut Dice) -> Self {
        let phrases = &sources.phrases;
        let titles = if wish { &phrases.wish } else { &phrases.problem };
        Self {
            side: dice.below(2),
            title: dice.below(titles.len()),
            open: dice.below(phrases.open.len()),
            close: dice.below(phrases.close.len()),
            extra: (dice.below(100) < 35).then(|| dice.below(phrases.extra.len())),
            facts: dice.below(3),
            months: dice.below(MONTHS.len()),
            households: 12 + dice.below(180),
        }
    }
}

impl Facts {
    /// By chance.
    pub fn draw(sources: &Sources, dice: &mut Dice) -> Self {
        let matter = dice.below(sources.matters.len());
        Self {
            matter,
            // The usual wording twice as often.
            term: dice.below(sources.matters[matter].terms.len() + 1).saturating_sub(1),
            block: dice.below(sources.places.blocks.len()),
            spot: Spot::draw(dice),
            named: dice.below(100) < 45,
        }
    }

    /// As a text names the place.
    pub fn place(&self, sources: &Sources) -> String {
        let block = &sources.places.blocks[self.block];
        let spot = match &self.spot {
            Spot::Building(number, stairwell, word) => format!("{number}{word}{}", stairwell.unwrap_or_default()),
            Spot::Gate(number) => format!("{}{}弄{number}号", block.road, block.lane),
            Spot::Shared(name) => (*name).to_owned(),
        };
        if self.named {
            format!("{}{spot}", block.name)
        } else {
            spot
        }
    }

    /// The title.
    pub fn title(&self, sources: &Sources, wording: &Wording) -> String {
        let matter = &sources.matters[self.matter];
        let phrases = &sources.phrases;
        let titles = if matter.wish { &phrases.wish } else { &phrases.problem };
        titles[wording.title][wording.side]
            .replace("{处}", &self.place(sources))
            .replace("{词}", matter.terms[self.term].text)
    }

    /// The body.
    pub fn body(&self, sources: &Sources, wording: &Wording) -> String {
        let matter = &sources.matters[self.matter];
        let block = &sources.places.blocks[self.block];
        let phrases = &sources.phrases;
        let mut text = phrases.open[wording.open][wording.side]
            .replace("{处}", &self.place(sources))
            .replace("{几}", MONTHS[wording.months]);
        for (at, fact) in matter.facts.iter().enumerate() {
            // The first, the second, or both.
            if wording.facts == 2 || wording.facts == at {
                text.push_str(fact[wording.side]);
                text.push('。');
            }
        }
        if let Some(extra) = wording.extra {
            text.push_str(phrases.extra[extra]);
        }
        if block.kind == "foreign_commodity" {
            text.push_str("外籍邻居附了英文：");
            text.push_str(matter.english);
            text.push('。');
        }
        text.push_str(matter.request[wording.side]);
        text.push('。');
        let households = wording.households.to_string();
        text.push_str(&phrases.close[wording.close][wording.side].replace("{户}", &households));
        text
    }
}

impl Spot {
    fn draw(dice: &mut Dice) -> Self {
        match dice.below(100) {
            0..55 => {
                let word = if dice.below(5) == 0 { "幢" } else { "号楼" };
                let stairwells = ["一单元", "二单元", "三单元", "西侧楼梯"];
                let stairwell = (dice.below(4) == 0).then(|| *pick(dice, &stairwells));
                Self::Building(1 + dice.below(24), stairwell, word)
            }
            55..80 => Self::Gate(1 + dice.below(40)),
            _ => Self::Shared(pick::<&str>(dice, &SPOTS)),
        }
    }
}

impl Written {
    /// Writes a text in this way.
    pub fn write(self, sources: &Sources, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Traditional => sources.script.traditional(text),
            Self::Wide => wide(text),
        }
    }
}

/// The proposal at a place of the corpus, always the same.
pub fn proposal(sources: &Sources, index: usize) -> Proposal {
    let mut dice = Dice::new(super::SEED ^ (index as u64 + 1).wrapping_mul(0x9E37_79B9));
    let facts = Facts::draw(sources, &mut dice);
    let matter = &sources.matters[facts.matter];
    let wording = Wording::draw(sources, matter.wish, &mut dice);
    let written = match dice.below(100) {
        0..6 => Written::Traditional,
        6..12 => Written::Wide,
        _ => Written::Plain,
    };
    let state = *pick(&mut dice, &STATES);
    let voices = if dice.below(4) == 0 {
        let mut voices = vec![matter.voice.to_owned()];
        if dice.below(2) == 0 {
            voices.push(format!("会上有{}位居民发言", 3 + dice.below(20)));
        }
        voices
    } else {
        Vec::new()
    };
    let decided = matches!(state.0, "implementing" | "evaluating" | "closed");
    let resolution = decided.then(|| format!("决议：{}。", matter.request[1 - wording.side]));
    let year = 2024 + index % 3;
    Proposal {
        id: format!("c{index:04}"),
        number: format!("310105-{year}-{:06}", index / 3 + 1),
        title: written.write(sources, &facts.title(sources, &wording)),
        text: written.write(sources, &facts.body(sources, &wording)),
        voices,
        resolution,
        facts,
        written,
        year,
        state,
        supports: dice.below(400) * dice.below(400) / 400,
        created_at: BEGIN + (index as u64 % 3 * 365 + dice.below(365) as u64) * DAY,
    }
}

impl Proposal {
    /// Chinese and English name of the topic.
    pub fn topic_names(&self, sources: &Sources) -> [&'static str; 2] {
        let topic = &sources.topics[sources.matters[self.facts.matter].topic];
        [topic.zh, topic.en]
    }

    /// As a line of `corpus.jsonl`.
    pub fn line(&self, sources: &Sources) -> Value {
        let matter = &sources.matters[self.facts.matter];
        let block = &sources.places.blocks[self.facts.block];
        json!({
            "_id": self.id,
            "title": self.title,
            "text": self.text,
            "number": self.number,
            "areas": block.areas,
            "path": block.path,
            "block_kind": block.kind,
            "topic": sources.topics[matter.topic].code,
            "topic_names": self.topic_names(sources),
            "matter": matter.code,
            "tier": self.state.1,
            "state": self.state.0,
            "year": self.year,
            "voices": self.voices,
            "resolution": self.resolution,
            "supports": self.supports,
            "created_at": self.created_at,
            "written": match self.written {
                Written::Plain => "plain",
                Written::Traditional => "traditional",
                Written::Wide => "wide",
            },
        })
    }
}
