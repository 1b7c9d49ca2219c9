//! What the responsible units do, and what is asked of the tier above meanwhile.

use super::{Scene, Year};
use crate::{demo::corpus, usecase::Failure};
use yiting_domain::{
    people::Actor,
    proposal::{Command, Task, TaskChange, TaskState},
};

impl Year<'_> {
    pub(super) fn work(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (p, id) = (&scene.p, scene.p.id);
        let units = &self.world.cast.implementers;
        let open = p.tasks.iter().find(|t| t.state == TaskState::Open);
        let first = p.tasks.first().and_then(|t| units.get(&t.unit.0));
        if p.request.is_some() {
            if self.dice.chance(75) {
                let approve = self.dice.chance(70);
                let words = corpus::request_verdict(self.dice, approve);
                let reason = self.text(&words)?;
                let who = self.clerk(scene.above);
                self.give(who, id, Command::DecideRequest { approve, reason })?;
            }
        } else if p.suspended {
            if self.dice.chance(45) {
                let words = corpus::resume_reason(self.dice);
                let reason = self.text(&words)?;
                let who = match first {
                    Some(member) if self.dice.chance(60) => member,
                    _ => &scene.desk.director,
                };
                self.give(who, id, Command::Resume { reason })?;
            }
        } else if p.delivery.is_some() {
            let confirm = self.dice.chance(88);
            let words = match confirm {
                true => corpus::accept_delivery(self.dice),
                false => corpus::refuse_delivery(self.dice),
            };
            let reason = self.text(&words)?;
            let who = self.clerk(scene.desk);
            self.give(who, id, Command::ConfirmDelivery { confirm, reason })?;
        } else if let Some(task) = open {
            if let Some(member) = units.get(&task.unit.0) {
                self.report(scene, task, member)?;
            }
        } else if let Some(member) = first {
            let words = corpus::delivery_report(self.dice);
            let report = self.text(&words)?;
            self.give(member, id, Command::Deliver { report })?;
        }
        if self.dice.chance(4) {
            // Forgotten for a while: the plan's days pass.
            self.later(id, 700, 1_300);
        } else {
            self.later(id, 30, 130);
        }
        Ok(())
    }

    /// A step of a task, or a request because it does not go as planned.
    fn report(&mut self, scene: &Scene<'_>, task: &Task, member: &Actor) -> Result<(), Failure> {
        let id = scene.p.id;
        let (change, words) = match self.dice.below(100) {
            0..7 => {
                let words = corpus::extension_reason(self.dice);
                let later = u64::from(self.dice.between(7, 21));
                let due = task.due.checked_add_days(chrono::Days::new(later)).unwrap_or(task.due);
                let request = Command::RequestExtension {
                    task: task.id,
                    due,
                    reason: self.text(&words)?,
                };
                self.give(member, id, request)?;
                return Ok(());
            }
            7..10 => {
                let words = corpus::suspension_reason(self.dice);
                let reason = self.text(&words)?;
                self.give(member, id, Command::RequestSuspension { reason })?;
                return Ok(());
            }
            10..13 => (TaskChange::Cancelled, corpus::cancel_reason(self.dice)),
            13..78 => (TaskChange::Done, corpus::progress_report(self.dice)),
            _ => (TaskChange::Progress, corpus::progress_report(self.dice)),
        };
        let text = self.text(&words)?;
        let share = match change {
            TaskChange::Done => 95,
            TaskChange::Progress => 40,
            TaskChange::Cancelled => 0,
        };
        let report = Command::Report {
            task: task.id,
            change,
            text,
            spent_fen: task.spent_fen.max(task.budget_fen / 100 * share),
            files: Vec::new(),
        };
        self.give(member, id, report)?;
        Ok(())
    }
}
