//! What is said, and what becomes of it.

use super::{Scene, Year};
use crate::{
    demo::corpus::{self, Tone},
    store::comments::view,
    usecase::{
        Failure,
        ask::{Ask, Moderation},
    },
};
use yiting_domain::{
    id::CommentId,
    people::Actor,
    proposal::{CommentState, CommentView},
};

impl Year<'_> {
    /// Somebody comments, or answers a comment.
    pub(super) fn speak(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let roots: Vec<CommentId> = self
            .ledger
            .said(scene.p.id)
            .filter_map(view)
            .filter(|c| !c.is_reply && c.state == CommentState::Visible)
            .map(|c| c.id)
            .collect();
        let reply_to = (!roots.is_empty() && self.dice.chance(45)).then(|| *self.dice.pick(&roots));
        let who = match self.dice.below(100) {
            0..8 => self.dice.pick(&self.world.cast.experts),
            8..16 => &scene.desk.director,
            _ => self.dice.pick(&scene.block.residents),
        };
        let words = if self.dice.chance(7) {
            corpus::spam_comment(self.dice)
        } else if reply_to.is_some() {
            corpus::comment_reply(self.dice)
        } else {
            let tones = [Tone::Supportive, Tone::Supportive, Tone::Critical, Tone::Question];
            let tone = *self.dice.pick(&tones);
            corpus::comment(self.dice, tone, self.world.topic_code(scene.p.topic.map(|t| t.0)))
        };
        let ask = Ask::Comment {
            id: CommentId(self.ledger.fresh_id()),
            text: self.text(&words)?,
            reply_to,
        };
        self.give(who, scene.p.id, ask)?;
        Ok(())
    }

    /// Staff check and hide comments, authors appeal, the tier above decides.
    pub(super) fn moderate(&mut self, scene: &Scene<'_>) -> Result<(), Failure> {
        let said: Vec<CommentView> = self.ledger.said(scene.p.id).filter_map(view).collect();
        for comment in said {
            let (who, how, words): (&Actor, _, _) = match comment.state {
                CommentState::Pending if self.dice.chance(60) => {
                    let pass = self.dice.chance(45);
                    let words = corpus::text_verdict(self.dice, pass);
                    (self.clerk(scene.desk), Moderation::Check { pass }, words)
                }
                CommentState::Visible if self.dice.below(400) == 0 => (
                    self.clerk(scene.desk),
                    Moderation::Hide,
                    corpus::moderation_reason(self.dice),
                ),
                CommentState::Hidden if !comment.appealed && self.dice.chance(30) => {
                    match self.world.cast.residents.get(&comment.author) {
                        Some(author) => (author, Moderation::Appeal, corpus::comment_appeal(self.dice)),
                        None => continue,
                    }
                }
                CommentState::Appealed if self.dice.chance(60) => {
                    let restore = self.dice.chance(50);
                    let words = corpus::comment_appeal_verdict(self.dice, restore);
                    (&scene.above.director, Moderation::Decide { restore }, words)
                }
                _ => continue,
            };
            let ask = Ask::Moderate {
                comment: comment.id,
                how,
                reason: self.text(&words)?,
            };
            self.give(who, scene.p.id, ask)?;
        }
        Ok(())
    }
}
