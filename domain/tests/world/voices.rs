//! Who supports, follows, objects, rates and speaks: sets, as the store's unique keys make them.

use std::collections::{BTreeMap, BTreeSet};
use yiting_domain::{
    id::{CommentId, Pseudonym},
    proposal::{CommentState, CommentView, Event, MergeChoice, Proposal, State},
};

fn shown(yes: bool) -> CommentState {
    if yes {
        CommentState::Visible
    } else {
        CommentState::Hidden
    }
}

/// A support; the choice is set after a merge, unless it was taken back.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub order: usize,
    pub choice: Option<MergeChoice>,
}

#[derive(Clone, Debug, Default)]
pub struct Voices {
    pub supports: BTreeMap<Pseudonym, Row>,
    pub follows: BTreeSet<Pseudonym>,
    /// By the stay in a link.
    pub objections: BTreeSet<(usize, Pseudonym)>,
    pub ratings: BTreeMap<(usize, Pseudonym), u8>,
    pub comments: BTreeMap<CommentId, CommentView>,
    seen: usize,
}

impl Voices {
    /// `p` is the state after the event.
    pub fn apply(&mut self, p: &Proposal, event: &Event) {
        self.seen += 1;
        match event {
            Event::Supported { by } | Event::SupportMoved { supporter: by, .. } => {
                let row = Row {
                    order: self.seen,
                    choice: None,
                };
                assert!(self.supports.insert(*by, row).is_none(), "counted twice: {by}");
            }
            Event::SupportRevoked { by } => assert!(self.supports.remove(by).is_some(), "no support of {by}"),
            Event::MergeChosen { supporter, choice, .. } => match choice {
                MergeChoice::Withdraw => {
                    self.supports.remove(supporter);
                }
                MergeChoice::Follow | MergeChoice::Stay => {
                    let row = self.supports.get_mut(supporter).expect("a supporter");
                    row.choice = Some(*choice);
                }
            },
            Event::Followed { by } => {
                self.follows.insert(*by);
            }
            Event::Unfollowed { by } => {
                self.follows.remove(by);
            }
            Event::Objected { by, .. } => {
                assert_eq!(
                    p.state,
                    State::Formed,
                    "an objection is folded before what follows from it"
                );
                assert!(self.objections.insert((p.links.len(), *by)), "objected twice: {by}");
            }
            Event::Rated { by, score, .. } => {
                self.ratings.insert((p.links.len(), *by), *score);
            }
            Event::Commented {
                id,
                by,
                reply_to,
                checked,
                ..
            } => {
                let view = CommentView {
                    id: *id,
                    author: *by,
                    state: if *checked {
                        CommentState::Visible
                    } else {
                        CommentState::Pending
                    },
                    is_reply: reply_to.is_some(),
                    appealed: false,
                };
                assert!(self.comments.insert(*id, view).is_none(), "said twice: {id}");
            }
            Event::CommentChecked { id, pass, .. } => self.comment(id).state = shown(*pass),
            Event::CommentHidden { id, .. } => self.comment(id).state = CommentState::Hidden,
            Event::CommentAppealed { id, .. } => {
                let comment = self.comment(id);
                assert!(!comment.appealed, "appealed twice: {id}");
                (comment.state, comment.appealed) = (CommentState::Appealed, true);
            }
            Event::CommentAppealDecided { id, restore, .. } => self.comment(id).state = shown(*restore),
            _ => {}
        }
    }

    fn comment(&mut self, id: &CommentId) -> &mut CommentView {
        self.comments.get_mut(id).expect("a comment")
    }

    /// Supporters who have not chosen after a merge, in the order in which they came.
    pub fn undecided(&self) -> Vec<Pseudonym> {
        let mut open: Vec<_> = self.supports.iter().filter(|(_, row)| row.choice.is_none()).collect();
        open.sort_unstable_by_key(|(who, row)| (row.order, **who));
        open.into_iter().map(|(who, _)| *who).collect()
    }

    /// Supporters counted here: those who followed to the surviving proposal are counted there.
    pub fn counted(&self) -> usize {
        let here = |row: &&Row| row.choice != Some(MergeChoice::Follow);
        self.supports.values().filter(here).count()
    }

    /// Count, sum and satisfied of the present stay.
    pub fn rated(&self, stay: usize) -> (u32, u32, u32) {
        let scores = self
            .ratings
            .iter()
            .filter(|((at, _), _)| *at == stay)
            .map(|(_, score)| *score);
        scores.fold((0, 0, 0), |(count, sum, satisfied), score| {
            (count + 1, sum + u32::from(score), satisfied + u32::from(score >= 4))
        })
    }
}
