//! The proposal chain: one state machine, five links.
//!
//! [`decide`] answers a command with events or a refusal, [`Proposal::evolve`] folds events into
//! state; nothing else changes a proposal. [`crate::permission::may`] is asked by `decide` first,
//! so what a screen offers and what a command does cannot disagree.

mod answer;
mod clocks;
mod command;
mod comment;
mod decide;
mod deliberation;
mod event;
mod evolve;
mod model;
mod tick;

pub use answer::{StandardAnswer, answer_is_public, standard_answer};
pub use clocks::{Windows, colour_changes, next_tick, reading, window_ends};
pub use command::{Action, Command, Facts, FileRef, MergeChoice, PhotoPlace, PlannedTask, Policy, TaskChange, TextRef};
pub use comment::{CommentState, CommentView, may_on_comment};
pub use decide::{Decided, comment_offers, decide, decline_is_final, draft, offers};
pub use deliberation::{Deliberation, RoundEnd, begin_round, end_round};
pub use event::Event;
pub use model::*;
pub(crate) use tick::rework_due;
pub use tick::{settle_merge, tick};
