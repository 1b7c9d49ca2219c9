//! What a case was at an instant: the fold of its facts until then.

use super::{
    case::Fact,
    clocks::{Limit, Stay},
};
use crate::{
    clock::Colour,
    instant::Instant,
    proposal::{Link, State},
};

/// A fact in memory: areas, topics and units are numbers of a [`super::Table`].
pub type Brief = Fact<u32, u32, u32>;

/// From when to when something took; without an end it went on, or ended in another way at `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkTime {
    /// When it began.
    pub from: Instant,
    /// When what is waited for came.
    pub done: Option<Instant>,
}

/// A case at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where on the chain.
    pub state: State,
    /// Where it was raised.
    pub home: u32,
    /// In whose custody.
    pub custodian: u32,
    /// About what.
    pub topic: Option<u32>,
    /// First submission.
    pub submitted: Option<Instant>,
    /// First acceptance.
    pub accepted: Option<Instant>,
    /// First decline.
    pub declined: Option<Instant>,
    /// First closure.
    pub closed: Option<Instant>,
    /// When a terminal state was last entered; `None` while work goes on.
    pub ended: Option<Instant>,
    /// First review to first resolution or rejection.
    pub review: Option<LinkTime>,
    /// First resolution to first implementation.
    pub formation: Option<LinkTime>,
    /// First implementation to first confirmed delivery.
    pub implementation: Option<LinkTime>,
    /// First evaluation to first closure or rework.
    pub evaluation: Option<LinkTime>,
    /// Escalations.
    pub escalations: u32,
    /// Reworks.
    pub reworks: u32,
    /// Reopenings.
    pub reopenings: u32,
    /// Unanswered supervisions.
    pub supervisions: u32,
    /// Supervisions so far.
    pub supervised: u32,
    /// A link was overdue when it ended.
    pub ended_late: bool,
    /// A screening ended.
    pub screened: bool,
    /// A screening ended overdue.
    pub screened_late: bool,
    /// Ratings of the latest evaluation by score.
    pub scores: [u32; 5],
    /// The present stay in a link.
    pub stay: Option<Stay>,
}

impl Standing {
    /// The fold of the facts that had happened at `at`; `limits` are those of [`super::clocks::limits`].
    /// `None` before the case was raised.
    pub fn at(facts: &[(Instant, Brief)], limits: &[Limit], at: Instant) -> Option<Self> {
        let mut known = facts.iter().filter(|(when, _)| *when <= at);
        let Some((_, Fact::Raised(home))) = known.next() else {
            return None;
        };
        let mut standing = Self {
            state: State::Draft,
            home: *home,
            custodian: *home,
            topic: None,
            submitted: None,
            accepted: None,
            declined: None,
            closed: None,
            ended: None,
            review: None,
            formation: None,
            implementation: None,
            evaluation: None,
            escalations: 0,
            reworks: 0,
            reopenings: 0,
            supervisions: 0,
            supervised: 0,
            ended_late: false,
            screened: false,
            screened_late: false,
            scores: [0; 5],
            stay: None,
        };
        let mut stays = 0;
        for (when, fact) in known {
            standing.fold(*fact, *when, limits, &mut stays);
        }
        Some(standing)
    }

    /// What the present clock shows at `at`; `None` where nothing runs.
    pub fn colour(&self, limits: &[Limit], at: Instant) -> Option<Colour> {
        let stay = self.stay.filter(|_| self.state.is_open())?;
        Some(stay.colour(limits, at))
    }

    /// Whether a screening is overdue at `at`, or one ended so.
    pub fn screening_late(&self, limits: &[Limit], at: Instant) -> bool {
        let present = |stay: Stay| stay.link == Link::Submission && stay.colour(limits, at) == Colour::Red;
        self.screened_late || (self.state.is_open() && self.stay.is_some_and(present))
    }

    /// All ratings of the latest evaluation.
    pub fn ratings(&self) -> u32 {
        self.scores.iter().sum()
    }

    fn fold(&mut self, fact: Brief, at: Instant, limits: &[Limit], stays: &mut u16) {
        match fact {
            Fact::Raised(_) | Fact::Unit(_) | Fact::Due(_) => {}
            Fact::Topic(topic) => self.topic = Some(topic),
            Fact::Submitted => {
                self.state = State::Submitted;
                self.submitted.get_or_insert(at);
                self.begin(Link::Submission, at, limits, stays);
            }
            Fact::Returned => {
                self.state = State::Returned;
                self.pause(at);
            }
            Fact::Resubmitted => {
                self.state = State::Submitted;
                self.resume();
            }
            Fact::Declined => {
                self.declined.get_or_insert(at);
                self.end(State::Declined, at, limits);
            }
            Fact::Appealed(to) | Fact::Escalated(to) | Fact::Delegated(to) => {
                if matches!(fact, Fact::Escalated(_)) {
                    self.escalations += 1;
                }
                self.custodian = to;
                self.state = State::Submitted;
                self.begin(Link::Submission, at, limits, stays);
            }
            Fact::TakenUp => {
                self.state = State::Submitted;
                self.begin(Link::Submission, at, limits, stays);
            }
            Fact::Merged => self.end(State::Merged, at, limits),
            Fact::Accepted(topic) => {
                self.topic = Some(topic);
                self.accepted.get_or_insert(at);
                self.state = State::UnderReview;
                self.begin(Link::Review, at, limits, stays);
                self.review.get_or_insert(LinkTime { from: at, done: None });
            }
            Fact::Withdrawn | Fact::Lapsed => self.end(State::Withdrawn, at, limits),
            Fact::Formed => {
                self.state = State::Formed;
                self.begin(Link::Formation, at, limits, stays);
                done(&mut self.review, at);
                self.formation.get_or_insert(LinkTime { from: at, done: None });
            }
            Fact::NotAdopted => {
                done(&mut self.review, at);
                self.end(State::NotAdopted, at, limits);
            }
            Fact::ObjectionUpheld => {
                self.state = State::UnderReview;
                self.begin(Link::Review, at, limits, stays);
            }
            Fact::Started => {
                self.state = State::Implementing;
                self.begin(Link::Implementation, at, limits, stays);
                done(&mut self.formation, at);
                self.implementation.get_or_insert(LinkTime { from: at, done: None });
            }
            Fact::Suspended => self.pause(at),
            Fact::Resumed => self.resume(),
            Fact::Evaluating => {
                self.state = State::Evaluating;
                self.scores = [0; 5];
                self.begin(Link::Evaluation, at, limits, stays);
                done(&mut self.implementation, at);
                self.evaluation.get_or_insert(LinkTime { from: at, done: None });
            }
            Fact::Rated { score, replaces } => {
                if let Some(old) = replaces.and_then(|old| self.scores.get_mut(usize::from(old.wrapping_sub(1)))) {
                    *old = old.saturating_sub(1);
                }
                if let Some(new) = self.scores.get_mut(usize::from(score.wrapping_sub(1))) {
                    *new += 1;
                }
            }
            Fact::Reworked => {
                self.reworks += 1;
                self.state = State::Implementing;
                done(&mut self.evaluation, at);
                self.begin(Link::Implementation, at, limits, stays);
            }
            Fact::Closed => {
                self.closed.get_or_insert(at);
                done(&mut self.evaluation, at);
                self.end(State::Closed, at, limits);
            }
            Fact::Reopened => {
                self.reopenings += 1;
                self.state = State::Implementing;
                self.begin(Link::Implementation, at, limits, stays);
            }
            Fact::Supervised(_) => {
                self.supervised += 1;
                self.supervisions += 1;
            }
            Fact::Answered(_) => self.supervisions = self.supervisions.saturating_sub(1),
        }
    }

    fn begin(&mut self, link: Link, at: Instant, limits: &[Limit], stays: &mut u16) {
        self.leave(at, limits);
        self.ended = None;
        self.stay = Some(Stay {
            ordinal: *stays,
            link,
            area: self.custodian,
            start: at,
            paused: None,
        });
        *stays += 1;
    }

    fn end(&mut self, state: State, at: Instant, limits: &[Limit]) {
        self.leave(at, limits);
        self.state = state;
        self.ended = Some(at);
    }

    /// The present stay is over: was it in time?
    fn leave(&mut self, at: Instant, limits: &[Limit]) {
        let Some(stay) = self.stay.take() else { return };
        let late = stay.ends_late(limits, at);
        self.ended_late |= late;
        if stay.link == Link::Submission {
            self.screened = true;
            self.screened_late |= late;
        }
    }

    fn pause(&mut self, at: Instant) {
        if let Some(stay) = &mut self.stay {
            stay.paused.get_or_insert(at);
        }
    }

    fn resume(&mut self) {
        if let Some(stay) = &mut self.stay {
            stay.paused = None;
        }
    }
}

fn done(time: &mut Option<LinkTime>, at: Instant) {
    if let Some(time) = time {
        time.done.get_or_insert(at);
    }
}
