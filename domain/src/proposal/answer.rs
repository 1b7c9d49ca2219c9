//! The written answer of every terminal state: what was written, or what stands for it where the
//! clock or the proponent ended the way without words.

use super::model::{Proposal, State};
use crate::instant::Instant;

macro_rules! standard_answers {
    ($($(#[$doc:meta])* $name:ident, $zh:literal, $en:literal;)*) => {
        /// An answer that nobody had to write.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum StandardAnswer { $($(#[$doc])* $name,)* }

        impl StandardAnswer {
            /// For residents and committees.
            pub const fn zh(self) -> &'static str { match self { $(Self::$name => $zh,)* } }
            /// The same in English.
            pub const fn en(self) -> &'static str { match self { $(Self::$name => $en,)* } }
        }
    };
}

standard_answers! {
    /// Taken back without a stated reason.
    Withdrawn, "提案人已撤回本提案。", "The proponent took the proposal back.";
    /// Returned and not handed in again in time.
    Lapsed, "提案退回后逾期未补正，已自动终止；您可以重新提出。", "The proposal was returned and not completed in time, so it has ended; you may raise it again.";
    /// Closed by the clock, with the supervisor's check.
    Closed, "评估期满，居务监督员已核查，本提案办结。如问题再次出现，可在期限内申请重新办理。", "The evaluation is over and the supervisor has checked; the proposal is closed. It can be reopened within the period if the problem returns.";
}

/// What stands for the answer of a terminal state in which none was written.
pub fn standard_answer(p: &Proposal) -> Option<StandardAnswer> {
    if p.answer.is_some() {
        return None;
    }
    match p.state {
        State::Withdrawn if p.lapsed => Some(StandardAnswer::Lapsed),
        State::Withdrawn => Some(StandardAnswer::Withdrawn),
        State::Closed => Some(StandardAnswer::Closed),
        _ => None,
    }
}

/// Whether the answer of a terminal state may be read by everyone at `now`.
pub fn answer_is_public(p: &Proposal, now: Instant) -> bool {
    p.answer.as_ref().is_some_and(|answer| now >= answer.publish_at)
}
