//! What residents do: raise, complete, protest, support, object, rate, reopen.

use super::{Scene, Year};
use crate::{
    demo::corpus::{self, Place},
    usecase::{Failure, proposal::NewDraft},
};
use yiting_domain::{
    id::{ProposalId, TopicId},
    people::Actor,
    proposal::{Command, MergeChoice, Proposal, window_ends},
};

impl Year<'_> {
    pub(super) fn raise(&mut self) -> Result<(), Failure> {
        let world = self.world;
        let block = self.dice.pick(world.blocks());
        let (topic, code) = self.dice.pick(&world.places.topics);
        let (who, on_behalf_of): (&Actor, _) = match self.dice.below(100) {
            // Somebody without a phone asks the convener to write it down.
            0..5 => match world.cast.desk(&block.path) {
                Some(desk) => (&desk.director, Some(block.registered.pseudonym)),
                None => return Ok(()),
            },
            5..7 => (self.dice.pick(&world.cast.passers_by), None),
            _ => (self.dice.pick(&block.residents), None),
        };
        let building = format!("{}号楼", 1 + self.dice.below(20));
        let place = Place {
            street: &block.names.0,
            neighborhood: &block.names.1,
            block: &block.area.name,
            building: &building,
        };
        let mut text = corpus::proposal(self.dice, code, &place);
        if self.dice.chance(4) {
            text.body.push_str(corpus::contact_sentence(self.dice));
        }
        let new = NewDraft {
            id: ProposalId(self.ledger.fresh_id()),
            home: block.area.id,
            title: self.ledger.seal(&text.title, 60)?,
            body: self.ledger.seal(&text.body, super::LONGEST)?,
            topic: self.dice.chance(90).then_some(TopicId(*topic)),
            on_behalf_of,
            photos: Vec::new(),
        };
        if let Ok(id) = self.ledger.draft(who, &new)? {
            self.later(id, 1, 12);
        }
        Ok(())
    }

    /// A draft is edited, forgotten, thrown away, or handed in.
    pub(super) fn hand_in(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let id = scene.p.id;
        match self.dice.below(100) {
            0..4 => return Ok(()),
            4..6 => {
                self.give(scene.proponent, id, Command::Withdraw { reason: None })?;
                return Ok(());
            }
            6..14 => {
                let (title, body) = self.reworded(&scene.p)?;
                self.give(
                    scene.proponent,
                    id,
                    Command::Edit {
                        title,
                        body,
                        topic: None,
                    },
                )?;
            }
            _ => {}
        }
        if self.give(scene.proponent, id, Command::Submit { checked: false })? {
            self.later(id, 4, 40);
        }
        Ok(())
    }

    /// The same title, and a text with what was missing.
    fn reworded(
        &mut self,
        p: &Proposal,
    ) -> Result<(yiting_domain::proposal::TextRef, yiting_domain::proposal::TextRef), Failure> {
        let title = self.ledger.proposal(p.id).map(|p| p.title.clone()).unwrap_or_default();
        let block = self.world.blocks().iter().find(|b| b.path == p.home.path);
        let names = block.map(|b| (b.names.0.as_str(), b.names.1.as_str(), b.area.name.as_str()));
        let (street, neighborhood, block) = names.unwrap_or_default();
        let place = Place {
            street,
            neighborhood,
            block,
            building: "",
        };
        let code = self.world.topic_code(p.topic.map(|t| t.0));
        let body = corpus::proposal(self.dice, code, &place).body;
        let body = format!("{body}\n\n{}", corpus::supplement(self.dice));
        Ok((self.text(&title)?, self.text(&body)?))
    }

    /// A returned proposal is completed, given up, or left until it lapses.
    pub(super) fn complete(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let id = scene.p.id;
        match self.dice.below(100) {
            0..75 => {
                let (title, body) = self.reworded(&scene.p)?;
                let again = Command::Resubmit {
                    title,
                    body,
                    checked: false,
                };
                self.give(scene.proponent, id, again)?;
                self.later(id, 6, 48);
                Ok(())
            }
            75..83 => self.withdraw(scene),
            _ => Ok(()),
        }
    }

    pub(super) fn withdraw(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let reason = match self.dice.chance(70) {
            true => {
                let words = corpus::withdraw_reason(self.dice);
                Some(self.text(&words)?)
            }
            false => None,
        };
        self.give(scene.proponent, scene.p.id, Command::Withdraw { reason })?;
        Ok(())
    }

    /// Against a decline the proponent appeals, or the neighbours speak up.
    pub(super) fn protest(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let id = scene.p.id;
        match self.dice.below(100) {
            0..35 => {
                let words = corpus::appeal_reason(self.dice);
                let reason = self.text(&words)?;
                if self.give(scene.proponent, id, Command::Appeal { reason })? {
                    self.later(id, 12, 72);
                }
            }
            35..60 => {
                for who in &scene.block.residents {
                    if self.dice.chance(85) {
                        self.give(who, id, Command::Support)?;
                    }
                }
                self.later(id, 20, 60);
            }
            _ => {}
        }
        Ok(())
    }

    /// During public notice some object; a few times enough of them.
    pub(super) fn notice(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let residents = &scene.block.residents;
        let objecting = match self.dice.below(100) {
            0..4 => 6,
            4..12 => 1,
            _ => 0,
        };
        let from = self.dice.below(residents.len());
        for who in residents.iter().cycle().skip(from).take(objecting) {
            let words = corpus::objection(self.dice);
            let reason = self.text(&words)?;
            self.give(who, scene.p.id, Command::Object { reason })?;
        }
        self.later(scene.p.id, 40, 140);
        Ok(())
    }

    /// Supports, follows, and comments of a few residents.
    pub(super) fn voices(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (id, residents) = (scene.p.id, &scene.block.residents);
        // Some matters move the whole block.
        let most = if id.0.as_bytes()[15] % 8 == 0 { 8 } else { 3 };
        for _ in 0..self.dice.below(most) {
            let who = self.dice.pick(residents);
            self.give(who, id, Command::Support)?;
        }
        if self.dice.chance(8) {
            // A neighbour from elsewhere.
            let block = self.dice.pick(self.world.blocks());
            let who = self.dice.pick(&block.residents);
            self.give(who, id, Command::Support)?;
        }
        let who = self.dice.pick(residents);
        let (supports, follows) = self.ledger.holds(who.pseudonym, id);
        if supports && self.dice.chance(6) {
            self.give(who, id, Command::RevokeSupport)?;
        }
        if follows && self.dice.chance(15) {
            self.give(who, id, Command::Unfollow)?;
        } else if !follows && self.dice.chance(10) {
            self.give(who, id, Command::Follow)?;
        }
        if self.dice.chance(25) {
            self.speak(scene)?;
        }
        Ok(())
    }

    /// Ratings within the window, and the supervisor's check.
    pub(super) fn evaluate(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let id = scene.p.id;
        let stored = self.ledger.proposal(id).map(|p| p.state.ratings.count);
        let open = {
            let policy = self.ledger.policy_of(&scene.p);
            window_ends(&scene.p, policy)
                .evaluation
                .is_some_and(|end| self.ledger.now() < end)
        };
        if open && stored == Some(0) {
            self.rate(scene)?;
        }
        // A check that comes late lets the director close at once.
        if scene.p.supervisor_check.is_none() && (!open || self.dice.chance(88)) {
            let supervisor = self.supervisor_of(scene);
            let words = corpus::supervision_note(self.dice);
            let finding = self.text(&words)?;
            self.give(supervisor, id, Command::RecordCheck { finding })?;
            if !open {
                let words = corpus::close_answer(self.dice);
                let answer = self.text(&words)?;
                self.give(&scene.desk.director, id, Command::Close { answer })?;
            }
        }
        // Else the clock closes it or sends it back to work; then there may be more to do.
        self.later(id, 200, 420);
        Ok(())
    }

    fn rate(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let content = self.dice.chance(85);
        for who in &scene.block.residents {
            if !self.dice.chance(50) {
                continue;
            }
            let score: u8 = if content {
                *self.dice.pick(&[3, 4, 4, 5, 5])
            } else {
                *self.dice.pick(&[1, 2, 2, 3, 4])
            };
            let words = match self.dice.chance(40) {
                true => {
                    let words = corpus::rating_words(self.dice, score);
                    Some(self.text(&words)?)
                }
                false => None,
            };
            self.give(who, scene.p.id, Command::Rate { score, words })?;
            if self.dice.chance(4) {
                // Looked again, and was kinder.
                let score = (score + 1).min(5);
                self.give(who, scene.p.id, Command::Rate { score, words: None })?;
            }
        }
        Ok(())
    }

    /// A closed proposal whose trouble comes back is reopened.
    pub(super) fn look_back(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let who = match self.dice.below(100) {
            0..5 => scene.proponent,
            5..7 => self.supervisor_of(scene),
            _ => return Ok(()),
        };
        let words = corpus::reopen_reason(self.dice);
        let evidence = self.text(&words)?;
        let reopen = Command::Reopen {
            evidence,
            files: Vec::new(),
        };
        if self.give(who, scene.p.id, reopen)? {
            self.later(scene.p.id, 24, 96);
        }
        Ok(())
    }

    /// After a merge some supporters choose; the clock speaks for the others.
    pub(super) fn choose(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        for who in self.ledger.undecided(scene.p.id) {
            let choice = match self.dice.below(100) {
                0..35 => MergeChoice::Follow,
                35..50 => MergeChoice::Stay,
                50..60 => MergeChoice::Withdraw,
                _ => continue,
            };
            if let Some(actor) = self.world.cast.residents.get(&who) {
                self.give(actor, scene.p.id, Command::ChooseAfterMerge { choice })?;
            }
        }
        Ok(())
    }
}
