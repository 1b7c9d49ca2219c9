//! The invented year: proposals move along the chain as a district's would, one command at a time,
//! in the order of the simulated clock. People wake, offices open and close, and the cast tries
//! things and is sometimes told no.

mod citizens;
mod comments;
mod desk;
mod works;

use super::{
    begins,
    cast::{Block, Desk},
    corpus::Dice,
    ledger::Ledger,
    world::World,
};
use crate::{
    store::contents::NewText,
    usecase::{Failure, ask::Ask},
};
use chrono::{Days, Timelike};
use std::{cmp::Reverse, collections::BinaryHeap};
use uuid::Uuid;
use yiting_domain::{
    id::ProposalId,
    instant::Instant,
    people::Actor,
    proposal::{Proposal, State, TextRef},
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// The longest text of one command.
const LONGEST: usize = 5_000;

/// Lives through the year until `until`, with about `count` proposals.
///
/// # Errors
/// Faults. Refusals are part of life: the cast tries things and is told no.
pub fn live(ledger: &mut Ledger, world: &World, dice: &mut Dice, count: usize, until: Instant) -> Result<(), Failure> {
    let mut year = Year {
        ledger,
        world,
        dice,
        agenda: BinaryHeap::new(),
        turn: 0,
        texts: Vec::new(),
    };
    let span = until.millis() - begins().millis() - DAY / 4;
    for number in 0..count {
        let part = i64::try_from(number).unwrap_or(0) * span / i64::try_from(count.max(1)).unwrap_or(1);
        let at = year.waking(begins().plus_millis(part + HOUR), false);
        year.plan(at, None);
    }
    while let Some(Reverse((at, _, about))) = year.agenda.pop() {
        if at >= until {
            break;
        }
        year.ledger.stand_at(at)?;
        match about {
            None => year.raise()?,
            Some(id) => year.advance(ProposalId(id))?,
        }
    }
    year.ledger.stand_at(until)
}

struct Year<'a> {
    ledger: &'a mut Ledger,
    world: &'a World,
    dice: &'a mut Dice,
    agenda: BinaryHeap<Reverse<(Instant, usize, Option<Uuid>)>>,
    turn: usize,
    texts: Vec<NewText>,
}

/// One proposal with those who have to do with it now.
struct Scene<'a> {
    p: Proposal,
    block: &'a Block,
    proponent: &'a Actor,
    desk: &'a Desk,
    above: &'a Desk,
}

impl<'a> Year<'a> {
    fn plan(&mut self, at: Instant, about: Option<Uuid>) {
        self.turn += 1;
        self.agenda.push(Reverse((at, self.turn, about)));
    }

    /// Looks at a proposal again after `least` to `most` hours, when somebody is awake or at work.
    fn later(&mut self, id: ProposalId, least: u32, most: u32) {
        let hours = i64::from(self.dice.between(least, most));
        let office = self.ledger.proposal(id).is_some_and(|p| {
            matches!(
                p.state.state,
                State::Submitted | State::UnderReview | State::Formed | State::Implementing
            )
        });
        let at = self.waking(self.ledger.now().plus_millis(hours * HOUR), office);
        self.plan(at, Some(id.0));
    }

    /// The first moment from `at` on at which people are up, or the office is open.
    fn waking(&mut self, at: Instant, office: bool) -> Instant {
        let (opens, closes) = if office { (9, 17) } else { (7, 22) };
        let mut at = at;
        // Longer than any holiday.
        for _ in 0..15 {
            let (day, hour) = (at.shanghai_date(), at.shanghai().hour());
            let free = office && !self.ledger.policy().calendar.is_working_day(day);
            let next = if free || hour >= closes {
                day.checked_add_days(Days::new(1)).unwrap_or(day)
            } else if hour < opens {
                day
            } else {
                break;
            };
            let into = i64::from(opens) * HOUR + i64::from(self.dice.between(0, 3_599)) * 1_000;
            at = Instant::shanghai_midnight(next).plus_millis(into);
        }
        at.plus_millis(i64::from(self.dice.between(0, 999)))
    }

    fn text(&mut self, words: &str) -> Result<TextRef, Failure> {
        let text = self.ledger.seal(words, LONGEST)?;
        let reference = text.reference.clone();
        self.texts.push(text);
        Ok(reference)
    }

    /// Asks; a refusal is taken as it comes.
    fn give(&mut self, who: &Actor, id: ProposalId, ask: impl Into<Ask>) -> Result<bool, Failure> {
        let texts = std::mem::take(&mut self.texts);
        Ok(self.ledger.act(who, id, &ask.into(), &texts)?.is_ok())
    }

    /// Whoever works the queue today.
    fn clerk<'b>(&mut self, desk: &'b Desk) -> &'b Actor {
        match &desk.worker {
            Some(worker) if self.dice.chance(60) => worker,
            _ => &desk.director,
        }
    }

    fn scene(&self, id: ProposalId) -> Option<Scene<'a>> {
        let p = self.ledger.proposal(id)?.state.clone();
        let cast = &self.world.cast;
        let block = cast.blocks.iter().find(|b| b.path == p.home.path)?;
        let proponent = match p.assisted_by {
            Some(_) => &cast.desk(&p.home.path)?.director,
            None => cast
                .residents
                .get(&p.proponent)
                .or_else(|| cast.passers_by.iter().find(|who| who.pseudonym == p.proponent))?,
        };
        let here = &p.custodian().path;
        let desk = cast.desk(here)?;
        let above = self.ledger.platform_above(here).and_then(|area| cast.desk(&area.path));
        Some(Scene {
            block,
            proponent,
            desk,
            above: above.unwrap_or(desk),
            p,
        })
    }

    fn advance(&mut self, id: ProposalId) -> Result<(), Failure> {
        let Some(scene) = self.scene(id) else { return Ok(()) };
        if scene.p.state != State::Draft {
            self.voices(&scene)?;
            self.moderate(&scene)?;
            self.supervise(&scene)?;
        }
        // What was said may have moved it: a support can take a declined proposal up.
        let Some(scene) = self.scene(id) else { return Ok(()) };
        match scene.p.state {
            State::Draft => self.hand_in(&scene),
            State::Submitted => self.screen(&scene),
            State::Returned => self.complete(&scene),
            State::Declined => self.protest(&scene),
            State::UnderReview => self.conclude(&scene),
            State::Formed => self.notice(&scene),
            State::Implementing => self.work(&scene),
            State::Evaluating => self.evaluate(&scene),
            State::Closed => self.look_back(&scene),
            State::Merged => self.choose(&scene),
            State::Withdrawn | State::NotAdopted => Ok(()),
        }
    }
}
