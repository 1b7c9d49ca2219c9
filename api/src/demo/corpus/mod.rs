//! The words of the demo: an invented district, its people, and what they write.
//!
//! Everything is a pure function of a [`Dice`]; there is no clock and no other randomness.

pub mod decisions;
pub mod dice;
pub mod proposals;
pub mod replies;
pub mod topics;
pub mod voices;
pub mod words;
pub mod works;
pub mod world;

pub use decisions::{
    accept_note, decline, delegate_reason, escalate_reason, merge_reason, moderation_reason, not_adopted_answer,
    resolution, return_reason, staff_note, supervision_note,
};
pub use dice::Dice;
pub use proposals::{Place, ProposalText, proposal};
pub use replies::{
    accept_delivery, cancel_reason, close_answer, comment_appeal, comment_appeal_verdict, comment_reply,
    contact_sentence, refuse_delivery, request_verdict, resume_reason, supervision_answer, supervision_reason,
    supplement, text_verdict,
};
pub use topics::{TOPICS, Topic, topic_by_code};
pub use voices::{Tone, appeal_reason, comment, objection, rating_words, reopen_reason, spam_comment, withdraw_reason};
pub use words::{Verdict, word_list};
pub use works::{delivery_report, extension_reason, milestone_name, plan_tasks, progress_report, suspension_reason};
pub use world::{
    BLOCK_KINDS, BlockKind, DISTRICT_NAME, STREET_NAMES, UNITS, Unit, block_name, household_count, neighborhood_name,
    nickname, person_name, staff_name,
};

#[cfg(test)]
mod tests;
