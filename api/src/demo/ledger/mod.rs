//! The demo's year in memory. It gives the domain's own commands under the same facts, words and
//! rules as the use cases do, keeps the rows that those would have written, and stores them all in
//! one transaction: a year takes seconds instead of minutes. What both need stands in one place
//! ([`crate::usecase::ask`], [`crate::usecase::change`], [`crate::store::traces`] and the row makers
//! of `store`); a test gives the same commands to both and compares every table.

mod act;
mod outbox;
mod people;
mod rows;
mod tick;

use crate::{
    store::{
        areas::DistrictPolicy,
        contents::NewText,
        entity::{
            area, comment, content, follow, log_entry, note, notice, objection, proposal_text, rating, supervision,
            support,
        },
        log::{self, Append},
        proposals::Stored,
        voices::Held,
    },
    usecase::{App, Failure, ask::Ask, change::Happened, proposal::NewDraft},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, AreaRef},
    id::{AreaId, ProposalId, Pseudonym},
    instant::Instant,
    log::Frontier,
    people::Actor,
    proposal::{Facts, Policy, Proposal},
    refusal::Refusal,
};

pub use people::Registered;

/// One step of a recorded history, for a test that takes it again by another way.
#[derive(Clone, Debug)]
pub enum Deed {
    /// The clock did what was due.
    Tick,
    /// Somebody drafted, or was refused.
    Draft {
        /// Who.
        by: Actor,
        /// What.
        new: Box<NewDraft>,
        /// The refusal, if any.
        refused: Option<Refusal>,
    },
    /// Somebody asked something of a proposal, or was refused.
    Act {
        /// Who.
        by: Actor,
        /// Of which.
        proposal: ProposalId,
        /// What.
        ask: Box<Ask>,
        /// The texts that came with it.
        texts: Vec<NewText>,
        /// The refusal, if any.
        refused: Option<Refusal>,
    },
}

/// A district's year in memory.
pub struct Ledger {
    app: App,
    district: AreaId,
    code: String,
    policy: DistrictPolicy,
    places: HashMap<String, AreaRef>,
    by_area: HashMap<Uuid, AreaRef>,
    /// By id, which is the order of drafting.
    proposals: BTreeMap<Uuid, Stored>,
    of_person: HashMap<Uuid, Vec<Uuid>>,
    next_ticks: HashMap<Uuid, Instant>,
    due: BTreeSet<(Instant, Uuid)>,
    held: HashMap<Uuid, Held>,
    texts: Vec<proposal_text::Model>,
    newest_text: HashMap<Uuid, usize>,
    words: HashMap<Uuid, String>,
    contents: Vec<content::Model>,
    supports: BTreeMap<(Uuid, Uuid), support::Model>,
    follows: BTreeMap<(Uuid, Uuid), follow::Model>,
    objections: Vec<objection::Model>,
    ratings: BTreeMap<(Uuid, i64, Uuid), rating::Model>,
    cards: BTreeMap<Uuid, supervision::Model>,
    comments: BTreeMap<Uuid, comment::Model>,
    spoken: HashMap<Uuid, Vec<Uuid>>,
    notes: Vec<note::Model>,
    numbers: BTreeMap<i64, i64>,
    frontier: Frontier,
    entries: Vec<log_entry::Model>,
    waiting: BTreeMap<(Instant, u64), Happened>,
    messages: u64,
    notices: Vec<notice::Model>,
    people: people::Rows,
    record: Option<Vec<(Instant, Deed)>>,
}

impl Ledger {
    /// An empty year of a district that has these areas.
    pub fn new(app: &App, district: &area::Model, areas: &[area::Model], policy: DistrictPolicy) -> Self {
        let known: Vec<AreaRef> = areas.iter().filter_map(crate::store::areas::reference).collect();
        Self {
            app: app.clone(),
            district: AreaId(district.id),
            code: district.code.clone(),
            policy,
            places: known.iter().map(|a| (a.path.as_str().to_owned(), a.clone())).collect(),
            by_area: known.into_iter().map(|a| (a.id.0, a)).collect(),
            proposals: BTreeMap::new(),
            of_person: HashMap::new(),
            next_ticks: HashMap::new(),
            due: BTreeSet::new(),
            held: HashMap::new(),
            texts: Vec::new(),
            newest_text: HashMap::new(),
            words: HashMap::new(),
            contents: Vec::new(),
            supports: BTreeMap::new(),
            follows: BTreeMap::new(),
            objections: Vec::new(),
            ratings: BTreeMap::new(),
            cards: BTreeMap::new(),
            comments: BTreeMap::new(),
            spoken: HashMap::new(),
            notes: Vec::new(),
            numbers: BTreeMap::new(),
            frontier: Frontier::default(),
            entries: Vec::new(),
            waiting: BTreeMap::new(),
            messages: 0,
            notices: Vec::new(),
            people: people::Rows::default(),
            record: None,
        }
    }

    /// Goes on from what the district's log and its counters of numbers hold.
    pub fn go_on(&mut self, frontier: Frontier, numbers: impl IntoIterator<Item = (i64, i64)>) {
        self.frontier = frontier;
        self.numbers = numbers.into_iter().collect();
    }

    /// From here on every step is remembered.
    pub fn start_recording(&mut self) {
        self.record = Some(Vec::new());
    }

    /// What was remembered, in order.
    pub fn recorded(&mut self) -> Vec<(Instant, Deed)> {
        self.record.take().unwrap_or_default()
    }

    fn remember(&mut self, deed: impl FnOnce() -> Deed) {
        let now = self.now();
        if let Some(record) = &mut self.record {
            record.push((now, deed()));
        }
    }

    /// Where the clock stands.
    pub fn now(&self) -> Instant {
        self.app.now()
    }

    /// A fresh id.
    pub fn fresh_id(&self) -> Uuid {
        self.app.fresh_id()
    }

    /// Commits to words.
    ///
    /// # Errors
    /// Those of [`App::seal`].
    pub fn seal(&self, words: &str, limit: usize) -> Result<NewText, Refusal> {
        self.app.seal(words, limit)
    }

    /// A proposal as it stands.
    pub fn proposal(&self, id: ProposalId) -> Option<&Stored> {
        self.proposals.get(&id.0)
    }

    /// All proposals in the order in which they were drafted.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Stored> {
        self.proposals.values()
    }

    /// How many entries the log has.
    pub const fn entries(&self) -> u64 {
        self.frontier.size()
    }

    /// The supporters of a proposal who have not chosen after its merge, by pseudonym.
    pub fn undecided(&self, id: ProposalId) -> Vec<Pseudonym> {
        let of = self.supports.range((id.0, Uuid::nil())..=(id.0, Uuid::max()));
        of.filter(|(_, row)| row.choice.is_none())
            .map(|((_, who), _)| Pseudonym(*who))
            .collect()
    }

    /// What was said about a proposal, oldest first.
    pub fn said(&self, id: ProposalId) -> impl Iterator<Item = &comment::Model> {
        let ids = self.spoken.get(&id.0).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.comments.get(id))
    }

    /// Whether a person supports a proposal, and whether the person follows it.
    pub fn holds(&self, who: Pseudonym, id: ProposalId) -> (bool, bool) {
        self.held.get(&who.0).map_or((false, false), |held| {
            (held.supports.contains_key(&id.0), held.follows.contains(&id.0))
        })
    }

    /// The days that count, and the periods.
    pub const fn policy(&self) -> &DistrictPolicy {
        &self.policy
    }

    /// An area by its path.
    pub fn place(&self, path: &AreaPath) -> Option<&AreaRef> {
        self.places.get(path.as_str())
    }

    /// The platform above: the nearest area above `path` that has one.
    pub fn platform_above(&self, path: &AreaPath) -> Option<&AreaRef> {
        let mut above = path.lineage();
        above.pop();
        above
            .iter()
            .rev()
            .filter_map(|p| self.place(p))
            .find(|area| area.tier.has_platform())
    }

    /// The rules that govern a proposal now.
    pub fn policy_of(&self, p: &Proposal) -> Policy<'_> {
        self.app.policy_for(&self.policy, p)
    }

    fn facts(&self, who: Pseudonym, p: &Proposal) -> Facts {
        let mine = self.of_person.get(&who.0).map_or(&[][..], Vec::as_slice);
        let open = mine
            .iter()
            .filter_map(|id| self.proposals.get(id))
            .filter(|p| p.state.state.is_open());
        let open = u32::try_from(open.count()).unwrap_or(u32::MAX);
        let mut facts = match self.held.get(&who.0) {
            Some(held) => held.facts(p, open),
            None => Held::default().facts(p, open),
        };
        facts.parent = self.platform_above(&p.custodian().path).cloned();
        facts
    }

    /// Appends to the log and answers the sequence number of the first entry.
    fn append(&mut self, entries: &[Append], at: Instant) -> Result<u64, Failure> {
        let first = self.frontier.size();
        for entry in entries {
            let row = log::grow(&mut self.frontier, self.district, &self.code, entry, at)?;
            self.entries.push(row);
        }
        Ok(first)
    }
}
