//! Moderating comments: a person looks at what the content check was unsure of, staff hide what
//! may not stand, with a reason; the words are kept, and the author may appeal once to the tier
//! above.
//!
//! | from | move | to | who |
//! |---|---|---|---|
//! | pending | check | visible or hidden | custodian staff |
//! | visible | hide | hidden | custodian staff |
//! | hidden | appeal (once) | appealed | author |
//! | appealed | decide | visible or hidden | staff of a platform above |

use super::{Action, Facts, Policy, Proposal};
use crate::{
    id::{CommentId, Pseudonym},
    instant::Instant,
    people::Actor,
    permission::may,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentState {
    /// Everyone reads it.
    Visible,
    /// Waits for a person's check.
    Pending,
    /// Taken out of sight, with a reason.
    Hidden,
    /// Hidden, and the author's appeal waits for the tier above.
    Appealed,
}

impl CommentState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Visible, Self::Pending, Self::Hidden, Self::Appealed];

    /// The name in the database and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Pending => "pending",
            Self::Hidden => "hidden",
            Self::Appealed => "appealed",
        }
    }

    /// Reads [`CommentState::name`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }
}

/// A comment as the rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentView {
    /// Its id.
    pub id: CommentId,
    /// Who said it.
    pub author: Pseudonym,
    /// Where it stands.
    pub state: CommentState,
    /// Whether it answers another comment.
    pub is_reply: bool,
    /// Whether the one appeal was used.
    pub appealed: bool,
}

impl CommentView {
    /// Whether the words may be shown to this viewer: to everyone while visible; else to the
    /// author and to those who moderate.
    pub fn shown_to(&self, viewer: Option<&Actor>, moderates: bool) -> bool {
        self.state == CommentState::Visible || moderates || viewer.is_some_and(|a| a.pseudonym == self.author)
    }
}

/// Whether `actor` may do `action` to this comment on `p` at `now`.
///
/// # Errors
/// The refusals of [`may`]; [`Refusal::Forbidden`] for an appeal of somebody else's comment,
/// [`Refusal::AlreadyAppealed`], [`Refusal::WrongState`].
pub fn may_on_comment(
    action: Action,
    actor: Option<&Actor>,
    p: &Proposal,
    comment: &CommentView,
    facts: &Facts,
    policy: Policy<'_>,
    now: Instant,
) -> Result<(), Refusal> {
    may(action, actor, p, facts, policy, now)?;
    let wanted = match action {
        Action::CheckComment => CommentState::Pending,
        Action::HideComment => CommentState::Visible,
        Action::AppealComment => {
            if actor.is_none_or(|a| a.pseudonym != comment.author) {
                return Err(Refusal::Forbidden);
            }
            if comment.appealed {
                return Err(Refusal::AlreadyAppealed);
            }
            CommentState::Hidden
        }
        Action::DecideCommentAppeal => CommentState::Appealed,
        _ => return Err(Refusal::WrongState),
    };
    if comment.state == wanted {
        Ok(())
    } else {
        Err(Refusal::WrongState)
    }
}

/// Whether a new comment may answer this one: threads have one level, and nobody answers what is
/// not to be seen.
///
/// # Errors
/// [`Refusal::BadTarget`].
pub fn may_answer(parent: &CommentView) -> Result<(), Refusal> {
    if parent.is_reply || parent.state != CommentState::Visible {
        Err(Refusal::BadTarget)
    } else {
        Ok(())
    }
}
