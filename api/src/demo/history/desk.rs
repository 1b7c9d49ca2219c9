//! What the platforms do: screen, hand over, merge, conclude, and answer supervisions.

use super::{Scene, Year};
use crate::{
    demo::corpus,
    usecase::{Failure, ask::Ask},
};
use yiting_domain::{
    area::Tier,
    id::{AreaId, ProposalId, TaskId, TopicId, UnitId},
    instant::Instant,
    people::Actor,
    proposal::{Command, DeclineReason, PlannedTask, Proposal, State},
};

impl<'a> Year<'a> {
    /// The supervisor who looks after a proposal: the street's, or the district's.
    pub(super) fn supervisor_of(&mut self, scene: &Scene<'_>) -> &'a Actor {
        let cast = &self.world.cast;
        let lineage = scene.p.custodian().path.lineage();
        let near = lineage
            .iter()
            .find_map(|path| cast.street_supervisors.get(path.as_str()));
        match near {
            Some(near) if self.dice.chance(60) => near,
            _ => &cast.supervisor,
        }
    }

    /// Cards are opened and answered, and staff leave notes for each other.
    pub(super) fn supervise(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (p, id) = (&scene.p, scene.p.id);
        for card in p.supervisions.iter().filter(|card| card.answered_at.is_none()) {
            if self.dice.chance(55) {
                let words = corpus::supervision_answer(self.dice);
                let answer = self.text(&words)?;
                self.give(
                    &scene.desk.director,
                    id,
                    Command::AnswerSupervision { id: card.id, answer },
                )?;
            }
        }
        if p.state.is_open() && self.dice.chance(2) {
            let who = match self.dice.chance(75) {
                true => self.supervisor_of(scene),
                false => &scene.above.director,
            };
            let words = corpus::supervision_reason(self.dice);
            let reason = self.text(&words)?;
            self.give(who, id, Command::OpenSupervision { reason })?;
        }
        if self.dice.chance(7) {
            let who = self.clerk(scene.desk);
            let words = corpus::staff_note(self.dice);
            let text = self.text(&words)?;
            self.give(who, id, Command::WriteNote { text })?;
        }
        Ok(())
    }

    pub(super) fn screen(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (p, id) = (&scene.p, scene.p.id);
        let who = self.clerk(scene.desk);
        if !p.text_checked {
            if self.dice.chance(70) {
                let pass = self.dice.chance(60);
                let words = corpus::text_verdict(self.dice, pass);
                let reason = Some(self.text(&words)?);
                self.give(who, id, Command::CheckText { pass, reason })?;
            }
            self.later(id, 6, 60);
            return Ok(());
        }
        match self.dice.below(100) {
            0..58 => self.accept(p, who)?,
            58..67 => {
                let words = corpus::return_reason(self.dice);
                let missing = self.text(&words)?;
                self.give(who, id, Command::Return { missing })?;
            }
            67..75 => self.decline(p, who)?,
            75..83 => self.escalate(p, who)?,
            83..91 => match self.below(p) {
                Some(to) => {
                    let words = corpus::delegate_reason(self.dice);
                    let reason = self.text(&words)?;
                    self.give(who, id, Ask::Delegate { to, reason })?;
                }
                None => self.accept(p, who)?,
            },
            91..95 => self.join(p, who)?,
            95..97 => self.withdraw(scene)?,
            // Some wait until the clock turns red and a supervision opens.
            _ => {
                self.later(id, 90, 260);
                return Ok(());
            }
        }
        self.later(id, 24, 160);
        Ok(())
    }

    fn accept(&mut self, p: &Proposal, who: &Actor) -> Result<(), Failure> {
        let topic = p
            .topic
            .unwrap_or_else(|| TopicId(self.dice.pick(&self.world.places.topics).0));
        let accept = Command::Accept {
            topic,
            lead_reviewer: who.pseudonym,
        };
        self.give(who, p.id, accept)?;
        Ok(())
    }

    /// Now, or a few days later: what is decided before a meeting is published after it.
    fn publication(&mut self) -> Option<Instant> {
        let days = i64::from(self.dice.between(1, 6));
        self.dice.chance(25).then(|| self.ledger.now().plus_days(days))
    }

    fn decline(&mut self, p: &Proposal, who: &Actor) -> Result<(), Failure> {
        let (code, words) = corpus::decline(self.dice);
        let answer = self.text(&words)?;
        let reason = match code {
            "already_handled" => DeclineReason::AlreadyDecided,
            "outside_area" | "not_feasible" | "unlawful" => DeclineReason::OutOfScope,
            "emergency" => DeclineReason::OtherAuthority,
            "insufficient" => DeclineReason::InLegalProcedure,
            _ => DeclineReason::PrivateDispute,
        };
        let publish_at = self.publication();
        let decline = Command::Decline {
            reason,
            answer,
            publish_at,
        };
        self.give(who, p.id, decline)?;
        Ok(())
    }

    fn escalate(&mut self, p: &Proposal, who: &Actor) -> Result<(), Failure> {
        let words = corpus::escalate_reason(self.dice);
        let reason = self.text(&words)?;
        self.give(who, p.id, Ask::Escalate { to: None, reason })?;
        Ok(())
    }

    /// The platform below the custodian on the way to where the proposal was raised.
    fn below(&self, p: &Proposal) -> Option<AreaId> {
        let here = p.custodian();
        if here.tier >= Tier::Block {
            return None;
        }
        let way = p.home.path.lineage();
        way.iter()
            .filter(|path| here.path.covers(path) && **path != here.path)
            .filter_map(|path| self.ledger.place(path))
            .find(|area| area.tier.has_platform())
            .map(|area| area.id)
    }

    /// Merges into an earlier open proposal of the same custodian, about the same topic if there is
    /// one.
    fn join(&mut self, p: &Proposal, who: &Actor) -> Result<(), Failure> {
        let open = [State::Submitted, State::UnderReview, State::Implementing];
        let here = &p.custodian().path;
        let mut found: Option<(bool, ProposalId, String)> = None;
        for other in self.ledger.all().rev() {
            let state = &other.state;
            if state.id == p.id
                || state.custodian().path != *here
                || !open.contains(&state.state)
                || !state.text_checked
                || state.submitted_at > p.submitted_at
            {
                continue;
            }
            let same = state.topic == p.topic;
            if same || found.is_none() {
                found = Some((same, state.id, other.title.clone()));
            }
            if same {
                break;
            }
        }
        if let Some((_, into, title)) = found {
            let words = corpus::merge_reason(self.dice, &title);
            let reason = self.text(&words)?;
            self.give(who, p.id, Ask::Merge { into, reason })?;
        }
        Ok(())
    }

    /// A review ends with a resolution, an answer, or goes on.
    pub(super) fn conclude(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (p, id) = (&scene.p, scene.p.id);
        let director = &scene.desk.director;
        match self.dice.below(100) {
            0..58 => self.form(p, director)?,
            58..70 => {
                let words = corpus::not_adopted_answer(self.dice);
                let answer = self.text(&words)?;
                let publish_at = self.publication();
                let reject = Command::Reject {
                    answer,
                    direct: true,
                    publish_at,
                };
                self.give(director, id, reject)?;
            }
            70..73 => {
                let who = self.clerk(scene.desk);
                self.join(p, who)?;
            }
            73..76 => self.escalate(p, director)?,
            76..78 => self.withdraw(scene)?,
            // The review goes on; a few take longer than they may.
            78..82 => {
                self.later(id, 500, 900);
                return Ok(());
            }
            _ => {}
        }
        self.later(id, 48, 200);
        Ok(())
    }

    fn form(&mut self, p: &Proposal, director: &Actor) -> Result<(), Failure> {
        let code = self.world.topic_code(p.topic.map(|t| t.0));
        let words = corpus::resolution(self.dice, code);
        let resolution = self.text(&words)?;
        let mut tasks = Vec::new();
        for (title, unit, budget, days) in corpus::plan_tasks(self.dice, code) {
            let Some(unit) = self.world.places.units.get(unit) else {
                continue;
            };
            // The plan counts working days; the notice comes first.
            let days = i64::from(days) * 7 / 5 + 10;
            tasks.push(PlannedTask {
                id: TaskId(self.ledger.fresh_id()),
                title: self.text(&title)?,
                unit: UnitId(*unit),
                due: self.ledger.now().plus_days(days).shanghai_date(),
                budget_fen: u64::try_from(budget).unwrap_or(0),
            });
        }
        let form = Command::Form {
            resolution,
            tasks,
            direct: true,
        };
        self.give(director, p.id, form)?;
        Ok(())
    }
}
