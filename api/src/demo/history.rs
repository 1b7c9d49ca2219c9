//! The invented year: proposals move along the chain as a district's would, one command at a time,
//! in the order of the simulated clock.

use super::{
    begins,
    corpus::{self, Dice, Place, Tone},
    ends,
    world::World,
};
use crate::{
    store::proposals,
    usecase::{App, Failure, Request, clockwork, proposal as usecase, proposal::Ask},
};
use std::{cmp::Reverse, collections::BinaryHeap};
use uuid::Uuid;
use yiting_domain::{
    id::{CommentId, ProposalId, TaskId, TopicId, UnitId},
    people::Actor,
    proposal::{Command, DeclineReason, PlannedTask, Proposal, State, TaskChange, TaskState, TextRef},
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Lives through the year with about `count` proposals. Stops early when `keep_going` says no.
///
/// # Errors
/// Faults. Refusals are part of life: the cast tries things and is told no.
pub async fn live(
    app: &App,
    world: &World,
    dice: &mut Dice,
    count: usize,
    keep_going: impl Fn() -> bool,
) -> Result<(), Failure> {
    let mut year = Year {
        app,
        world,
        dice,
        agenda: BinaryHeap::new(),
        turn: 0,
        texts: Vec::new(),
    };
    let span = ends().millis() - begins().millis() - 2 * DAY;
    for number in 0..count {
        let part = i64::try_from(number).unwrap_or(0) * span / i64::try_from(count.max(1)).unwrap_or(1);
        year.agenda.push(Reverse((begins().millis() + part, number, None)));
    }
    let mut swept = begins().millis();
    while let Some(Reverse((at, _, about))) = year.agenda.pop() {
        if at >= ends().millis() || !keep_going() {
            break;
        }
        // Between two steps the clock does its own work, on every half day that passed.
        while swept + DAY / 2 <= at {
            swept += DAY / 2;
            year.stand_at(swept);
            while clockwork::run_due(app, 200).await? >= 200 {}
        }
        year.stand_at(at);
        match about {
            None => year.raise().await?,
            Some(id) => year.advance(ProposalId(id)).await?,
        }
    }
    year.stand_at(ends().millis());
    while clockwork::run_due(app, 200).await? >= 200 {}
    Ok(())
}

struct Year<'a> {
    app: &'a App,
    world: &'a World,
    dice: &'a mut Dice,
    agenda: BinaryHeap<Reverse<(i64, usize, Option<Uuid>)>>,
    turn: usize,
    texts: Vec<crate::store::contents::NewText>,
}

impl Year<'_> {
    fn stand_at(&self, at: i64) {
        self.app.clock.advance(at - self.app.now().millis());
    }

    fn text(&mut self, words: &str) -> Result<TextRef, Failure> {
        let text = self.app.seal(words, 5_000)?;
        let reference = text.reference.clone();
        self.texts.push(text);
        Ok(reference)
    }

    fn later(&mut self, id: ProposalId, least: u32, most: u32) {
        let hours = i64::from(self.dice.between(least, most));
        self.turn += 1;
        let at = self.app.now().millis() + hours * HOUR;
        self.agenda.push(Reverse((at, 1_000_000 + self.turn, Some(id.0))));
    }

    /// Gives a command; a refusal is taken as it comes.
    async fn give(&mut self, who: &Actor, id: ProposalId, ask: impl Into<Ask>) -> Result<bool, Failure> {
        self.turn += 1;
        let request = Request {
            key: format!("demo-{}", self.turn),
            hash: self.turn.to_string(),
        };
        let texts = std::mem::take(&mut self.texts);
        match usecase::act(self.app, who, &request, id, None, &ask.into(), &texts).await {
            Ok(_) => Ok(true),
            Err(Failure::Refused(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    async fn raise(&mut self) -> Result<(), Failure> {
        let world = self.world;
        let block = self.dice.pick(&world.blocks);
        let who = self.dice.pick(&block.residents);
        let (topic, code) = self.dice.pick(&world.topics);
        let building = format!("{}号楼", 1 + self.dice.below(20));
        let place = Place {
            street: &block.names.0,
            neighborhood: &block.names.1,
            block: &block.area.name,
            building: &building,
        };
        let text = corpus::proposal(self.dice, code, &place);
        self.turn += 1;
        let request = Request {
            key: format!("demo-{}", self.turn),
            hash: self.turn.to_string(),
        };
        let new = usecase::NewDraft {
            id: ProposalId(self.app.fresh_id()),
            home: block.area.id,
            title: self.app.seal(&text.title, 60)?,
            body: self.app.seal(&text.body, 5_000)?,
            topic: Some(TopicId(*topic)),
            on_behalf_of: None,
        };
        let made = usecase::create(self.app, who, &request, &new).await?;
        self.later(ProposalId(made.proposal), 1, 12);
        Ok(())
    }

    async fn advance(&mut self, id: ProposalId) -> Result<(), Failure> {
        let Some(stored) = proposals::by_ids(self.app.db.reader(), &[id.0]).await?.remove(&id.0) else {
            return Ok(());
        };
        let p = stored.state;
        let world = self.world;
        let Some(block) = world.blocks.iter().find(|b| b.path == p.home.path) else {
            return Ok(());
        };
        let residents = &block.residents;
        let Some(proponent) = residents.iter().find(|r| r.pseudonym == p.proponent) else {
            return Ok(());
        };
        let code = p
            .topic
            .and_then(|t| world.topics.iter().find(|(id, _)| *id == t.0))
            .map_or("", |(_, c)| c.as_str());
        self.voices(&p, residents, code).await?;
        let director = world.directors.get(p.custodian().path.as_str()).cloned();
        match (p.state, director) {
            (State::Draft, _) => {
                if self.dice.chance(95) {
                    self.give(proponent, id, Command::Submit { checked: false }).await?;
                    self.later(id, 4, 60);
                }
            }
            (State::Submitted, Some(director)) => self.screen(&p, &director, code).await?,
            (State::Returned, _) => {
                if self.dice.chance(80) {
                    let body = format!(
                        "{}\n\n补充：{}",
                        "已按要求补充材料，请再次审阅。",
                        corpus::progress_report(self.dice)
                    );
                    let (title, body) = (stored.title.clone(), body);
                    let (title, body) = (self.text(&title)?, self.text(&body)?);
                    self.give(
                        proponent,
                        id,
                        Command::Resubmit {
                            title,
                            body,
                            checked: false,
                        },
                    )
                    .await?;
                    self.later(id, 6, 48);
                }
            }
            (State::Declined, _) => {
                if self.dice.chance(20) {
                    let reason = corpus::appeal_reason(self.dice);
                    let reason = self.text(&reason)?;
                    self.give(proponent, id, Command::Appeal { reason }).await?;
                    self.later(id, 12, 72);
                }
            }
            (State::UnderReview, Some(director)) => self.conclude(&p, &director, code).await?,
            (State::Formed, _) => {
                if self.dice.chance(6) {
                    let reason = corpus::objection(self.dice);
                    let reason = self.text(&reason)?;
                    let who = self.dice.pick(residents).clone();
                    self.give(&who, id, Command::Object { reason }).await?;
                }
                self.later(id, 48, 120);
            }
            (State::Implementing, Some(director)) => self.work(&p, &director).await?,
            (State::Evaluating, _) => self.evaluate(&p, residents).await?,
            (State::Closed, _) => {
                if self.dice.chance(4) {
                    let words = corpus::reopen_reason(self.dice);
                    let evidence = self.text(&words)?;
                    self.give(
                        proponent,
                        id,
                        Command::Reopen {
                            evidence,
                            files: Vec::new(),
                        },
                    )
                    .await?;
                    self.later(id, 24, 96);
                }
            }
            _ => {}
        }
        Ok(())
    }

    async fn voices(&mut self, p: &Proposal, residents: &[Actor], code: &str) -> Result<(), Failure> {
        for _ in 0..self.dice.below(3) {
            let who = self.dice.pick(residents).clone();
            self.give(&who, p.id, Command::Support).await?;
        }
        if self.dice.chance(25) {
            let who = self.dice.pick(residents).clone();
            let tone = *self
                .dice
                .pick(&[Tone::Supportive, Tone::Supportive, Tone::Critical, Tone::Question]);
            let words = corpus::comment(self.dice, tone, code);
            let text = self.text(&words)?;
            let id = CommentId(self.app.fresh_id());
            self.give(
                &who,
                p.id,
                Command::Comment {
                    id,
                    text,
                    reply_to: None,
                    checked: false,
                },
            )
            .await?;
        }
        if self.dice.chance(10) {
            let who = self.dice.pick(residents).clone();
            self.give(&who, p.id, Command::Follow).await?;
        }
        Ok(())
    }

    async fn screen(&mut self, p: &Proposal, director: &Actor, code: &str) -> Result<(), Failure> {
        let id = p.id;
        match self.dice.below(100) {
            0..70 => {
                let topic = p.topic.unwrap_or_else(|| TopicId(self.dice.pick(&self.world.topics).0));
                self.give(
                    director,
                    id,
                    Command::Accept {
                        topic,
                        lead_reviewer: director.pseudonym,
                    },
                )
                .await?;
            }
            70..78 => {
                let words = corpus::return_reason(self.dice);
                let missing = self.text(&words)?;
                self.give(director, id, Command::Return { missing }).await?;
            }
            78..84 => {
                let (_, words) = corpus::decline(self.dice);
                let answer = self.text(&words)?;
                let reason = *self.dice.pick(&[
                    DeclineReason::OutOfScope,
                    DeclineReason::PrivateDispute,
                    DeclineReason::OtherAuthority,
                ]);
                self.give(
                    director,
                    id,
                    Command::Decline {
                        reason,
                        answer,
                        publish_at: None,
                    },
                )
                .await?;
            }
            84..92 => {
                let words = corpus::escalate_reason(self.dice);
                let reason = self.text(&words)?;
                self.give(director, id, Ask::Escalate { to: None, reason }).await?;
            }
            92..95 => self.join(p, director, code).await?,
            // Some wait until the clock turns red and a supervision opens.
            _ => {
                return {
                    self.later(id, 90, 200);
                    Ok(())
                };
            }
        }
        self.later(id, 24, 200);
        Ok(())
    }

    /// Merges into an earlier open proposal of the same custodian about the same topic, if any.
    async fn join(&mut self, p: &Proposal, director: &Actor, _code: &str) -> Result<(), Failure> {
        let filter = proposals::Filter {
            custodian: Some(p.custodian().path.clone()),
            states: vec![State::Submitted, State::UnderReview, State::Implementing],
            ..Default::default()
        };
        let found = proposals::list(
            self.app.db.reader(),
            Some(director),
            &filter,
            proposals::OrderBy::Newest,
            None,
            5,
            self.app.now(),
        )
        .await?;
        if let Some((_, other)) = found.iter().find(|(_, other)| other.state.id != p.id) {
            let words = corpus::merge_reason(self.dice, &other.title);
            let reason = self.text(&words)?;
            self.give(
                director,
                p.id,
                Ask::Merge {
                    into: other.state.id,
                    reason,
                },
            )
            .await?;
        }
        Ok(())
    }

    async fn conclude(&mut self, p: &Proposal, director: &Actor, code: &str) -> Result<(), Failure> {
        let id = p.id;
        if self.dice.chance(14) {
            let words = corpus::not_adopted_answer(self.dice);
            let answer = self.text(&words)?;
            self.give(
                director,
                id,
                Command::Reject {
                    answer,
                    direct: true,
                    publish_at: None,
                },
            )
            .await?;
        } else if self.dice.chance(85) {
            let words = corpus::resolution(self.dice, code);
            let resolution = self.text(&words)?;
            let mut tasks = Vec::new();
            for (title, unit, budget, days) in corpus::plan_tasks(self.dice, code) {
                let Some(unit) = self.world.units.get(unit) else {
                    continue;
                };
                tasks.push(PlannedTask {
                    id: TaskId(self.app.fresh_id()),
                    title: self.text(&title)?,
                    unit: UnitId(*unit),
                    due: self.app.now().plus_days(i64::from(days) + 8).shanghai_date(),
                    budget_fen: u64::try_from(budget).unwrap_or(0),
                });
            }
            self.give(
                director,
                id,
                Command::Form {
                    resolution,
                    tasks,
                    direct: true,
                },
            )
            .await?;
        }
        self.later(id, 48, 240);
        Ok(())
    }

    async fn work(&mut self, p: &Proposal, director: &Actor) -> Result<(), Failure> {
        let world = self.world;
        let open = p.tasks.iter().find(|t| t.state == TaskState::Open);
        if p.delivery.is_some() {
            let words = corpus::accept_note(self.dice);
            let reason = self.text(&words)?;
            let confirm = self.dice.chance(93);
            self.give(director, p.id, Command::ConfirmDelivery { confirm, reason })
                .await?;
        } else if let Some(task) = open {
            let Some(member) = world.implementers.get(&task.unit.0) else {
                return Ok(());
            };
            let done = self.dice.chance(60);
            let words = corpus::progress_report(self.dice);
            let text = self.text(&words)?;
            let share = if done { 95 } else { 40 };
            let spent_fen = task.spent_fen.max(task.budget_fen / 100 * share);
            let change = if done { TaskChange::Done } else { TaskChange::Progress };
            let report = Command::Report {
                task: task.id,
                change,
                text,
                spent_fen,
                files: Vec::new(),
            };
            self.give(member, p.id, report).await?;
        } else if let Some(member) = p.tasks.first().and_then(|t| world.implementers.get(&t.unit.0)) {
            let words = corpus::delivery_report(self.dice);
            let report = self.text(&words)?;
            self.give(member, p.id, Command::Deliver { report }).await?;
        }
        self.later(p.id, 48, 260);
        Ok(())
    }

    async fn evaluate(&mut self, p: &Proposal, residents: &[Actor]) -> Result<(), Failure> {
        let content = self.dice.chance(85);
        for who in residents {
            if !self.dice.chance(60) {
                continue;
            }
            let score: u8 = if content {
                *self.dice.pick(&[3, 4, 4, 5, 5])
            } else {
                *self.dice.pick(&[1, 2, 2, 3, 4])
            };
            let words = corpus::rating_words(self.dice, score);
            let words = if self.dice.chance(40) {
                Some(self.text(&words)?)
            } else {
                None
            };
            self.give(who, p.id, Command::Rate { score, words }).await?;
        }
        if p.supervisor_check.is_none() {
            let words = corpus::supervision_note(self.dice);
            let finding = self.text(&words)?;
            self.give(&self.world.supervisor.clone(), p.id, Command::RecordCheck { finding })
                .await?;
        }
        // The clock closes it or sends it back to work; then there may be more to do.
        self.later(p.id, 200, 420);
        Ok(())
    }
}
