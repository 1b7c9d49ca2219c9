//! A district in memory: places, people in every role, rules, and proposals folded from events.
//!
//! It does what the application does around the rules (`usecase::proposal`, `usecase::clockwork`,
//! `store::voices`) with maps instead of tables, and panics where a table's unique key would.
//!
//! Places are named by their way down: `d` is the district, `d.1` a street, `d.1.2` a neighborhood,
//! `d.1.2.1` a block. People are named `role@place`: `convener@d.1.1.1`, `officer@d.1`.
#![allow(dead_code, reason = "every ring of tests uses another part of the world")]

mod craft;
pub mod design;
pub mod history;
mod places;
pub mod sound;
mod stage;
mod voices;

use std::cell::Cell;
use yiting_domain::{
    area::{AreaPath, AreaRef},
    clock::{PolicyBook, SlaProfile, WorkCalendar, due_instant},
    id::{ContentId, ProposalId, Pseudonym},
    instant::Instant,
    log::Digest,
    people::Actor,
    permission::may,
    proposal::{
        Action, Command, Decided, Event, Facts, Policy, Proposal, State, TextRef, decide, draft, next_tick,
        settle_merge, tick,
    },
    refusal::Refusal,
};

pub use places::{Person, Place};
pub use voices::Voices;

/// Which proposal of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case(pub usize);

/// A proposal with its log and its voices.
#[derive(Clone)]
pub struct Kept {
    pub state: Proposal,
    pub voices: Voices,
    pub log: Vec<(Instant, Event)>,
}

/// One event that was folded, and the states around it.
#[derive(Clone, Debug)]
pub struct Step {
    pub case: Case,
    pub from: Option<State>,
    pub kind: &'static str,
    pub to: State,
}

#[derive(Clone)]
pub struct World {
    pub now: Instant,
    pub calendar: WorkCalendar,
    pub book: PolicyBook,
    pub places: Vec<Place>,
    pub cast: Vec<Person>,
    pub cases: Vec<Kept>,
    pub steps: Vec<Step>,
    serial: Cell<u64>,
}

/// What happened, for a failure's report.
impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, kept) in self.cases.iter().enumerate() {
            let kinds = kept
                .log
                .iter()
                .map(|(at, event)| format!("{} {}", at.rfc3339(), event.kind()));
            writeln!(f, "case {number}: {}", kinds.collect::<Vec<_>>().join(", "))?;
        }
        write!(f, "now {}", self.now.rfc3339())
    }
}

impl World {
    /// Monday 2 March 2026, ten in the morning, under the standard profile.
    pub fn new() -> Self {
        let places = places::district();
        let cast = places::people(&places);
        let monday = "2026-03-02".parse().expect("a date");
        Self {
            now: Instant::shanghai_midnight(monday).plus_millis(10 * 3_600_000),
            calendar: WorkCalendar::china(),
            book: PolicyBook::new(),
            places,
            cast,
            cases: Vec::new(),
            steps: Vec::new(),
            serial: Cell::new(1),
        }
    }

    /// The same with other numbers in force.
    pub fn under(change: impl FnOnce(&mut SlaProfile)) -> Self {
        let mut world = Self::new();
        let mut profile = SlaProfile {
            version: 2,
            ..SlaProfile::standard()
        };
        change(&mut profile);
        world.book.publish(profile).expect("numbers that make sense");
        world
    }

    pub fn policy(&self) -> Policy<'_> {
        Policy {
            calendar: &self.calendar,
            book: &self.book,
        }
    }

    pub fn serial(&self) -> u64 {
        let next = self.serial.get();
        self.serial.set(next + 1);
        next
    }

    /// A new stored text.
    pub fn text(&self) -> TextRef {
        TextRef {
            id: ContentId(places::uuid(7, self.serial())),
            commitment: Digest([0; 32]),
        }
    }

    pub fn place(&self, name: &str) -> AreaRef {
        let found = self.places.iter().find(|place| place.name == name);
        found.unwrap_or_else(|| panic!("no place {name}")).area.clone()
    }

    pub fn who(&self, name: &str) -> Actor {
        let found = self.cast.iter().find(|person| person.name == name);
        found.unwrap_or_else(|| panic!("no person {name}")).actor.clone()
    }

    pub fn proposal(&self, case: Case) -> &Proposal {
        &self.cases[case.0].state
    }

    pub fn voices(&self, case: Case) -> &Voices {
        &self.cases[case.0].voices
    }

    pub fn state(&self, case: Case) -> State {
        self.proposal(case).state
    }

    pub fn find(&self, id: ProposalId) -> Option<Case> {
        self.cases.iter().position(|kept| kept.state.id == id).map(Case)
    }

    /// The case into which this one was merged.
    pub fn target(&self, case: Case) -> Option<Case> {
        self.proposal(case)
            .merge
            .as_ref()
            .and_then(|merge| self.find(merge.into))
    }

    /// The platform above the custodian.
    pub fn parent(&self, case: Case) -> Option<AreaRef> {
        let mut above = self.proposal(case).custodian().path.lineage();
        above.pop();
        let platform = |path: &AreaPath| self.places.iter().find(|place| place.area.path == *path);
        above.iter().rev().find_map(platform).map(|place| place.area.clone())
    }

    /// What the store would say of this person and this proposal.
    pub fn facts(&self, actor: Option<&Actor>, case: Case) -> Facts {
        let mut facts = actor.map_or_else(Facts::default, |actor| {
            let me = actor.pseudonym;
            let (p, voices) = (self.proposal(case), self.voices(case));
            let target = self.target(case);
            Facts {
                supports: voices.supports.contains_key(&me),
                chosen: voices.supports.get(&me).is_some_and(|row| row.choice.is_some()),
                follows: voices.follows.contains(&me),
                objected: voices.objections.contains(&(p.links.len(), me)),
                rated: voices.ratings.get(&(p.links.len(), me)).copied(),
                supports_target: target.is_some_and(|target| self.counts(target, me)),
                open_proposals: self.open_proposals(me),
                ..Facts::default()
            }
        });
        facts.parent = self.parent(case);
        facts
    }

    fn counts(&self, case: Case, who: Pseudonym) -> bool {
        self.voices(case).supports.contains_key(&who) || self.proposal(case).is_proponent(who)
    }

    fn open_proposals(&self, who: Pseudonym) -> u32 {
        let open = |kept: &&Kept| kept.state.proponent == who && kept.state.state.is_open();
        u32::try_from(self.cases.iter().filter(open).count()).expect("a small world")
    }

    pub fn may(&self, action: Action, actor: Option<&Actor>, case: Case) -> Result<(), Refusal> {
        let facts = self.facts(actor, case);
        may(action, actor, self.proposal(case), &facts, self.policy(), self.now)
    }

    pub fn decide(&self, actor: Option<&Actor>, case: Case, command: &Command) -> Result<Decided, Refusal> {
        let facts = self.facts(actor, case);
        decide(self.proposal(case), command, actor, &facts, self.policy(), self.now)
    }

    /// Drafts in a place, as the application does: the proponent follows what he or she raised.
    pub fn drafts(&mut self, name: &str, place: &str, on_behalf_of: Option<&str>) -> Result<Case, Refusal> {
        let actor = self.who(name);
        let resident = on_behalf_of.map(|resident| self.who(resident).pseudonym);
        let event = draft(
            Some(&actor),
            self.place(place),
            self.text(),
            self.text(),
            None,
            resident,
        )?;
        let id = ProposalId(places::uuid(5, self.serial()));
        let state = Proposal::from_draft(id, &event, self.now).expect("a draft");
        let case = Case(self.cases.len());
        self.steps.push(Step {
            case,
            from: None,
            kind: event.kind(),
            to: state.state,
        });
        let by = state.proponent;
        self.cases.push(Kept {
            state,
            voices: Voices::default(),
            log: vec![(self.now, event)],
        });
        self.fold(case, &[Event::Followed { by }]);
        Ok(case)
    }

    /// Gives a command and folds what it makes happen.
    pub fn give(&mut self, name: &str, case: Case, command: &Command) -> Result<(), Refusal> {
        let actor = self.who(name);
        self.give_as(&actor, case, command)
    }

    pub fn give_as(&mut self, actor: &Actor, case: Case, command: &Command) -> Result<(), Refusal> {
        let decided = self.decide(Some(actor), case, command)?;
        let target = match command {
            Command::Merge { into, .. } => self.find(into.id),
            _ => self.target(case),
        };
        self.store(case, target, decided);
        Ok(())
    }

    /// `usecase::proposal::store`: both sides of a merge, and followers move, each once.
    fn store(&mut self, case: Case, target: Option<Case>, decided: Decided) {
        let merged = decided.here.iter().any(|event| matches!(event, Event::Merged { .. }));
        self.fold(case, &decided.here);
        let Some(target) = target else {
            assert!(decided.on_target.is_empty(), "events for a target that is not there");
            return;
        };
        let mut events = decided.on_target;
        if merged {
            let coming = self.voices(case).follows.difference(&self.voices(target).follows);
            events.extend(coming.map(|who| Event::Followed { by: *who }));
        }
        self.fold(target, &events);
    }

    pub fn fold(&mut self, case: Case, events: &[Event]) {
        for event in events {
            let kept = &mut self.cases[case.0];
            let from = kept.state.state;
            kept.state.evolve(event, self.now);
            kept.voices.apply(&kept.state, event);
            kept.log.push((self.now, event.clone()));
            self.steps.push(Step {
                case,
                from: Some(from),
                kind: event.kind(),
                to: kept.state.state,
            });
        }
    }

    pub fn next_tick(&self, case: Case) -> Option<Instant> {
        next_tick(self.proposal(case), self.policy())
    }

    /// What the clock demands of this proposal now.
    pub fn due_events(&self, case: Case) -> Decided {
        let p = self.proposal(case);
        if let Some(target) = self.target(case) {
            let undecided = self.voices(case).undecided();
            let undecided: Vec<_> = undecided
                .into_iter()
                .map(|who| (who, self.counts(target, who)))
                .collect();
            let (here, on_target) = settle_merge(p, self.policy(), &undecided, self.now);
            return Decided { here, on_target };
        }
        Decided {
            here: tick(p, self.policy(), self.parent(case).as_ref(), self.now),
            on_target: Vec::new(),
        }
    }

    /// `usecase::clockwork::try_one`; whether anything was due.
    pub fn clock(&mut self, case: Case) -> bool {
        let decided = self.due_events(case);
        let due = !decided.here.is_empty();
        let target = self.target(case);
        self.store(case, target, decided);
        due
    }

    /// Does what is due, the longest overdue first, until all is quiet: a merge that is settled may
    /// send supporters to a proposal that was merged itself.
    pub fn run_clocks(&mut self) {
        for _ in 0..=self.cases.len() {
            let mut due: Vec<_> = (0..self.cases.len())
                .filter_map(|n| self.next_tick(Case(n)).map(|at| (at, Case(n))))
                .filter(|(at, _)| *at <= self.now)
                .collect();
            due.sort_unstable();
            for (_, case) in &due {
                self.clock(*case);
            }
            if due.is_empty() {
                return;
            }
        }
        panic!("the clocks never come to rest");
    }

    /// Days of 24 hours pass; then the clocks run.
    pub fn days_pass(&mut self, days: i64) {
        self.now = self.now.plus_days(days);
        self.run_clocks();
    }

    /// The end of the last of so many working days comes; then the clocks run.
    pub fn working_days_pass(&mut self, days: u32) {
        self.now = due_instant(self.now, days, &self.calendar);
        self.run_clocks();
    }
}
