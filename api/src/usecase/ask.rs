//! What is asked of a proposal, and how it becomes a command once the rows that it names are known.
//! Nothing here reads a table, so that the server and the demo's year ask in the same way.

use super::{wechat::words::Heard, wordcheck};
use crate::{store::contents::NewText, wechat::calls::Scene};
use yiting_domain::{
    area::AreaRef,
    id::{AreaId, CommentId, ProposalId},
    proposal::{Command, CommentView, Facts, Proposal, TextRef},
    refusal::Refusal,
};

/// What is asked of a proposal. Most commands come ready; some name rows that are loaded inside
/// the transaction.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A command as it is.
    Ready(Box<Command>),
    /// Join to this proposal.
    Merge { into: ProposalId, reason: TextRef },
    /// Hand up to this area; to the platform above when none is named.
    Escalate { to: Option<AreaId>, reason: TextRef },
    /// Hand down to this area.
    Delegate { to: AreaId, reason: TextRef },
    /// Say something, perhaps in answer to a comment.
    Comment {
        id: CommentId,
        text: TextRef,
        reply_to: Option<CommentId>,
    },
    /// Moderate a comment.
    Moderate {
        comment: CommentId,
        how: Moderation,
        reason: TextRef,
    },
}

/// What is done to a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moderation {
    /// The person's check: show it or not.
    Check { pass: bool },
    /// Take it out of sight.
    Hide,
    /// Appeal as its author.
    Appeal,
    /// Decide the appeal.
    Decide { restore: bool },
}

impl From<Command> for Ask {
    fn from(command: Command) -> Self {
        Self::Ready(Box::new(command))
    }
}

/// The rows that an [`Ask`] names, as far as they were found.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The proposal that it is joined to.
    pub target: Option<Proposal>,
    /// The live area that it is handed to.
    pub area: Option<AreaRef>,
    /// The comment that is answered or moderated.
    pub comment: Option<CommentView>,
}

impl Ask {
    /// Whether it publishes words of a resident, and which of WeChat's scenes they belong to. The words
    /// of a draft that is handed in are not among those that come with it.
    pub const fn publishes(&self) -> Option<Scene> {
        match self {
            Self::Comment { .. } => Some(Scene::Comment),
            Self::Ready(command) => match **command {
                Command::Submit { .. }
                | Command::Resubmit { .. }
                | Command::Object { .. }
                | Command::Rate { .. }
                | Command::Reopen { .. }
                | Command::Appeal { .. } => Some(Scene::Forum),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it hands in a draft as it stands.
    pub fn hands_in(&self) -> bool {
        matches!(self, Self::Ready(command) if matches!(**command, Command::Submit { .. }))
    }

    /// The area that it names.
    pub const fn area(&self) -> Option<AreaId> {
        match self {
            Self::Escalate { to, .. } => *to,
            Self::Delegate { to, .. } => Some(*to),
            _ => None,
        }
    }

    /// The comment that it names.
    pub const fn comment(&self) -> Option<CommentId> {
        match self {
            Self::Comment { reply_to, .. } => *reply_to,
            Self::Moderate { comment, .. } => Some(*comment),
            _ => None,
        }
    }

    /// The command. `named` has what [`Ask::area`] and [`Ask::comment`] name, where it exists.
    ///
    /// # Errors
    /// [`Refusal::BadTarget`], [`Refusal::NoSuchTier`], [`Refusal::NotFound`].
    pub fn ready(&self, facts: &Facts, named: Named) -> Result<Command, Refusal> {
        Ok(match self {
            Self::Ready(command) => (**command).clone(),
            Self::Merge { reason, .. } => Command::Merge {
                into: Box::new(named.target.ok_or(Refusal::BadTarget)?),
                reason: reason.clone(),
            },
            Self::Escalate { to: Some(_), reason } => Command::Escalate {
                to: named.area.ok_or(Refusal::BadTarget)?,
                reason: reason.clone(),
            },
            Self::Escalate { to: None, reason } => Command::Escalate {
                to: facts.parent.clone().ok_or(Refusal::NoSuchTier)?,
                reason: reason.clone(),
            },
            Self::Delegate { reason, .. } => Command::Delegate {
                to: named.area.ok_or(Refusal::BadTarget)?,
                reason: reason.clone(),
            },
            Self::Comment { id, text, reply_to } => Command::Comment {
                id: *id,
                text: text.clone(),
                reply_to: match reply_to {
                    Some(_) => Some(named.comment.ok_or(Refusal::BadTarget)?),
                    None => None,
                },
                checked: false,
            },
            Self::Moderate { how, reason, .. } => {
                let comment = named.comment.ok_or(Refusal::NotFound)?;
                let reason = reason.clone();
                match *how {
                    Moderation::Check { pass } => Command::CheckComment { comment, pass, reason },
                    Moderation::Hide => Command::HideComment { comment, reason },
                    Moderation::Appeal => Command::AppealComment { comment, reason },
                    Moderation::Decide { restore } => Command::DecideCommentAppeal {
                        comment,
                        restore,
                        reason,
                    },
                }
            }
        })
    }
}

/// Lets the content check decide what a command says of it. `standing` are the words that a draft
/// is handed in with, `texts` those that came with the command, `heard` what WeChat said of them.
///
/// # Errors
/// [`Refusal::ContentRejected`].
pub fn check_words(command: &mut Command, standing: &[&str], texts: &[NewText], heard: &Heard) -> Result<(), Refusal> {
    match command {
        Command::Submit { checked } => *checked = wordcheck::check_heard(standing.iter().copied(), heard)?,
        Command::Resubmit { checked, .. } | Command::Comment { checked, .. } => {
            *checked = wordcheck::check_heard(texts.iter().map(NewText::words), heard)?;
        }
        // What residents publish beside their proposals: it must pass at once or be reworded.
        Command::Object { .. } | Command::Rate { .. } | Command::Reopen { .. } | Command::Appeal { .. } => {
            if !wordcheck::check_heard(texts.iter().map(NewText::words), heard)? {
                // Doubtful words are to be reworded; those that nobody could look at are to come again.
                let unheard = texts.iter().any(|text| !heard.knows(text.words()));
                return Err(if unheard {
                    Refusal::ServiceUnavailable
                } else {
                    Refusal::ContentRejected
                });
            }
        }
        _ => {}
    }
    Ok(())
}
