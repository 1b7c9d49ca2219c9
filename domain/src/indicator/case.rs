//! What indicators need of a proposal: dated facts, one list per case, and who took part.

use crate::{
    area::AreaRef,
    id::{ProposalId, Pseudonym, SupervisionId, TaskId, TopicId, UnitId},
    instant::Instant,
    proposal::{Event, TaskChange},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One fact. Areas, topics and units stand as references here and as small numbers in a table in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the facts mirror the events, by which they are documented")]
pub enum Fact<A, T, U> {
    Raised(A),
    Topic(T),
    Submitted,
    Returned,
    Resubmitted,
    Declined,
    Appealed(A),
    TakenUp,
    Merged,
    Accepted(T),
    Escalated(A),
    Delegated(A),
    Withdrawn,
    Lapsed,
    Formed,
    /// A responsible unit of the plan.
    Unit(U),
    /// The day by which the plan is to be done from now on; `None` without a task that was not given up.
    Due(Option<NaiveDate>),
    NotAdopted,
    ObjectionUpheld,
    Started,
    Suspended,
    Resumed,
    Evaluating,
    Rated {
        score: u8,
        replaces: Option<u8>,
    },
    Reworked,
    Closed,
    Reopened,
    /// The supervision with this ordinal among those of the case.
    Supervised(u16),
    Answered(u16),
}

impl<A, T, U> Fact<A, T, U> {
    /// The same fact with other names for areas, topics and units.
    pub fn map<B, S, V>(
        self,
        area: impl FnOnce(A) -> B,
        topic: impl FnOnce(T) -> S,
        unit: impl FnOnce(U) -> V,
    ) -> Fact<B, S, V> {
        match self {
            Self::Raised(a) => Fact::Raised(area(a)),
            Self::Topic(t) => Fact::Topic(topic(t)),
            Self::Submitted => Fact::Submitted,
            Self::Returned => Fact::Returned,
            Self::Resubmitted => Fact::Resubmitted,
            Self::Declined => Fact::Declined,
            Self::Appealed(a) => Fact::Appealed(area(a)),
            Self::TakenUp => Fact::TakenUp,
            Self::Merged => Fact::Merged,
            Self::Accepted(t) => Fact::Accepted(topic(t)),
            Self::Escalated(a) => Fact::Escalated(area(a)),
            Self::Delegated(a) => Fact::Delegated(area(a)),
            Self::Withdrawn => Fact::Withdrawn,
            Self::Lapsed => Fact::Lapsed,
            Self::Formed => Fact::Formed,
            Self::Unit(u) => Fact::Unit(unit(u)),
            Self::Due(day) => Fact::Due(day),
            Self::NotAdopted => Fact::NotAdopted,
            Self::ObjectionUpheld => Fact::ObjectionUpheld,
            Self::Started => Fact::Started,
            Self::Suspended => Fact::Suspended,
            Self::Resumed => Fact::Resumed,
            Self::Evaluating => Fact::Evaluating,
            Self::Rated { score, replaces } => Fact::Rated { score, replaces },
            Self::Reworked => Fact::Reworked,
            Self::Closed => Fact::Closed,
            Self::Reopened => Fact::Reopened,
            Self::Supervised(n) => Fact::Supervised(n),
            Self::Answered(n) => Fact::Answered(n),
        }
    }
}

/// A fact as it is stored.
pub type Named = Fact<AreaRef, TopicId, UnitId>;

/// What is asked of the parent tier and waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asked {
    Extension { task: TaskId, due: NaiveDate },
    Suspension,
}

/// The plan, as far as its dates need it: tasks that were not given up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    tasks: Vec<(TaskId, NaiveDate)>,
    asked: Option<Asked>,
}

impl Plan {
    fn due(&self) -> Option<NaiveDate> {
        self.tasks.iter().map(|(_, due)| *due).max()
    }
}

/// One proposal for indicators: a fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The proposal.
    pub id: ProposalId,
    /// What happened, in the order of the log.
    pub facts: Vec<(Instant, Named)>,
    /// Who supported, commented, objected or rated, with the first time.
    pub acts: BTreeMap<Pseudonym, Instant>,
    plan: Plan,
    supervisions: Vec<SupervisionId>,
}

impl Case {
    /// The case that a draft begins; `None` for any other event.
    pub fn from_draft(id: ProposalId, event: &Event, at: Instant) -> Option<Self> {
        let Event::Drafted { home, topic, .. } = event else {
            return None;
        };
        let mut facts = vec![(at, Fact::Raised(home.clone()))];
        facts.extend(topic.map(|topic| (at, Fact::Topic(topic))));
        Some(Self {
            id,
            facts,
            acts: BTreeMap::new(),
            plan: Plan::default(),
            supervisions: Vec::new(),
        })
    }

    /// Folds one event that happened at `at`. Says whether it meant anything here.
    pub fn fold(&mut self, event: &Event, at: Instant) -> bool {
        let before = (self.facts.len(), self.acts.len(), self.plan.asked);
        match event {
            Event::Edited { topic: Some(topic), .. } => self.add(at, Fact::Topic(*topic)),
            Event::Submitted { .. } => self.add(at, Fact::Submitted),
            Event::Returned { .. } => self.add(at, Fact::Returned),
            Event::Resubmitted { .. } => self.add(at, Fact::Resubmitted),
            Event::Declined { .. } => self.add(at, Fact::Declined),
            Event::Appealed { to, .. } => self.add(at, Fact::Appealed(to.clone())),
            Event::TakenUp { .. } => self.add(at, Fact::TakenUp),
            Event::Merged { .. } => self.add(at, Fact::Merged),
            Event::Accepted { topic, .. } => self.add(at, Fact::Accepted(*topic)),
            Event::Escalated { to, .. } => self.add(at, Fact::Escalated(to.clone())),
            Event::Delegated { to, .. } => self.add(at, Fact::Delegated(to.clone())),
            Event::Withdrawn { .. } => self.add(at, Fact::Withdrawn),
            Event::Lapsed => self.add(at, Fact::Lapsed),
            Event::Formed { tasks, .. } => {
                self.plan.tasks = tasks.iter().map(|task| (task.id, task.due)).collect();
                self.add(at, Fact::Formed);
                let mut units: Vec<UnitId> = tasks.iter().map(|task| task.unit).collect();
                units.sort_unstable();
                units.dedup();
                self.facts.extend(units.into_iter().map(|unit| (at, Fact::Unit(unit))));
                self.add(at, Fact::Due(self.plan.due()));
            }
            Event::NotAdopted { .. } => self.add(at, Fact::NotAdopted),
            Event::ObjectionUpheld => self.add(at, Fact::ObjectionUpheld),
            Event::Started => self.add(at, Fact::Started),
            Event::Reported {
                task,
                change: TaskChange::Cancelled,
                ..
            } => {
                self.plan.tasks.retain(|(id, _)| id != task);
                self.due_from(at);
            }
            Event::ExtensionRequested { task, due, .. } => {
                self.plan.asked = Some(Asked::Extension { task: *task, due: *due });
            }
            Event::SuspensionRequested { .. } => self.plan.asked = Some(Asked::Suspension),
            Event::RequestDecided { approve, .. } => self.decided(*approve, at),
            Event::Resumed { .. } => self.add(at, Fact::Resumed),
            Event::DeliveryConfirmed { confirm: true, .. } => {
                self.plan.asked = None;
                self.add(at, Fact::Evaluating);
            }
            Event::Rated {
                by, score, replaces, ..
            } => {
                self.acted(*by, at);
                self.add(
                    at,
                    Fact::Rated {
                        score: *score,
                        replaces: *replaces,
                    },
                );
            }
            Event::Reworked => self.add(at, Fact::Reworked),
            Event::Closed { .. } => self.add(at, Fact::Closed),
            Event::Reopened { .. } => self.add(at, Fact::Reopened),
            Event::SupervisionOpened { id, .. } => {
                if let Ok(ordinal) = u16::try_from(self.supervisions.len()) {
                    self.supervisions.push(*id);
                    self.add(at, Fact::Supervised(ordinal));
                }
            }
            Event::SupervisionAnswered { id, .. } => {
                let found = self.supervisions.iter().position(|known| known == id);
                if let Some(ordinal) = found.and_then(|n| u16::try_from(n).ok()) {
                    self.add(at, Fact::Answered(ordinal));
                }
            }
            Event::Supported { by } | Event::Commented { by, .. } | Event::Objected { by, .. } => self.acted(*by, at),
            _ => {}
        }
        before != (self.facts.len(), self.acts.len(), self.plan.asked)
    }

    fn add(&mut self, at: Instant, fact: Named) {
        self.facts.push((at, fact));
    }

    fn acted(&mut self, who: Pseudonym, at: Instant) {
        self.acts.entry(who).or_insert(at);
    }

    fn due_from(&mut self, at: Instant) {
        self.add(at, Fact::Due(self.plan.due()));
    }

    fn decided(&mut self, approve: bool, at: Instant) {
        match self.plan.asked.take() {
            Some(Asked::Extension { task, due }) if approve => {
                for known in self.plan.tasks.iter_mut().filter(|(id, _)| *id == task) {
                    known.1 = due;
                }
                self.due_from(at);
            }
            Some(Asked::Suspension) if approve => self.add(at, Fact::Suspended),
            _ => {}
        }
    }
}
