//! Meetings 会议.

use serde::{Deserialize, Serialize};

/// What a meeting is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// 会议
    Meeting,
    /// 听证会: before a decision.
    Hearing,
    /// 协调会: between parties.
    Mediation,
    /// 评议会: of what was done.
    Appraisal,
    /// 培训: of community workers; yields hours.
    Training,
}
