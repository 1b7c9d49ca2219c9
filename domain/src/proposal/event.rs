//! What happened. Events are the log's bodies: the field names and tags are part of its format and
//! must never change; new facts get new events.

use super::{
    command::{FileRef, MergeChoice, PhotoPlace, PlannedTask, TaskChange, TextRef},
    deliberation::RoundEnd,
    model::{DeclineReason, Link, SupervisionCause},
};
use crate::{
    area::{AreaPath, AreaRef},
    id::{CommentId, FileId, ProposalId, Pseudonym, RoundId, SupervisionId, TaskId, TopicId},
    instant::Instant,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One thing that happened to a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each field is named for its meaning; the variants mirror the actions"
)]
pub enum Event {
    Drafted {
        proponent: Pseudonym,
        assisted_by: Option<Pseudonym>,
        home: AreaRef,
        title: TextRef,
        body: TextRef,
        topic: Option<TopicId>,
    },
    Edited {
        title: TextRef,
        body: TextRef,
        topic: Option<TopicId>,
    },
    Submitted {
        checked: bool,
    },
    TextChecked {
        pass: bool,
        reason: Option<TextRef>,
    },
    Returned {
        missing: TextRef,
    },
    Resubmitted {
        title: TextRef,
        body: TextRef,
        checked: bool,
    },
    Declined {
        reason: DeclineReason,
        answer: TextRef,
        publish_at: Instant,
    },
    Appealed {
        reason: TextRef,
        to: AreaRef,
    },
    Merged {
        into: ProposalId,
        reason: TextRef,
    },
    /// Stands on the surviving proposal.
    Absorbed {
        from: ProposalId,
        proponents: Vec<Pseudonym>,
    },
    /// A supporter of a merged proposal chose, or (`by_default`) the window ended.
    MergeChosen {
        supporter: Pseudonym,
        choice: MergeChoice,
        by_default: bool,
    },
    /// Stands on the surviving proposal: a supporter came over.
    SupportMoved {
        supporter: Pseudonym,
        from: ProposalId,
    },
    MergeSettled,
    Accepted {
        topic: TopicId,
        lead_reviewer: Pseudonym,
    },
    Escalated {
        to: AreaRef,
        reason: TextRef,
    },
    Delegated {
        to: AreaRef,
        reason: TextRef,
    },
    Withdrawn {
        reason: Option<TextRef>,
    },
    /// Returned and not resubmitted in time.
    Lapsed,
    Formed {
        resolution: TextRef,
        tasks: Vec<PlannedTask>,
        direct: bool,
        /// The round that it rests on, unless it is handled directly.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        round: Option<RoundId>,
    },
    NotAdopted {
        answer: TextRef,
        publish_at: Instant,
        /// The round that it rests on, unless it is handled directly.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        round: Option<RoundId>,
    },
    Objected {
        by: Pseudonym,
        reason: TextRef,
    },
    /// Enough residents objected: back to review.
    ObjectionUpheld,
    /// Notice over: implementation begins.
    Started,
    Reported {
        task: TaskId,
        change: TaskChange,
        text: TextRef,
        spent_fen: u64,
        files: Vec<FileId>,
    },
    ExtensionRequested {
        task: TaskId,
        due: NaiveDate,
        reason: TextRef,
    },
    SuspensionRequested {
        reason: TextRef,
    },
    RequestDecided {
        approve: bool,
        reason: TextRef,
    },
    Resumed {
        reason: TextRef,
    },
    Delivered {
        report: TextRef,
    },
    DeliveryConfirmed {
        confirm: bool,
        reason: TextRef,
    },
    Rated {
        by: Pseudonym,
        score: u8,
        replaces: Option<u8>,
        words: Option<TextRef>,
    },
    CheckRecorded {
        finding: TextRef,
    },
    Reworked,
    Closed {
        answer: Option<TextRef>,
    },
    Reopened {
        evidence: TextRef,
        files: Vec<FileId>,
    },
    Supported {
        by: Pseudonym,
    },
    SupportRevoked {
        by: Pseudonym,
    },
    Followed {
        by: Pseudonym,
    },
    Unfollowed {
        by: Pseudonym,
    },
    Commented {
        id: CommentId,
        by: Pseudonym,
        text: TextRef,
        reply_to: Option<CommentId>,
        checked: bool,
    },
    CommentChecked {
        id: CommentId,
        pass: bool,
        reason: TextRef,
    },
    CommentHidden {
        id: CommentId,
        reason: TextRef,
    },
    CommentAppealed {
        id: CommentId,
        reason: TextRef,
    },
    CommentAppealDecided {
        id: CommentId,
        restore: bool,
        reason: TextRef,
    },
    NoteWritten {
        by: Pseudonym,
        text: TextRef,
    },
    SupervisionOpened {
        id: SupervisionId,
        at: AreaPath,
        link: Link,
        cause: SupervisionCause,
        reason: Option<TextRef>,
    },
    /// A declined proposal won the support at which it must be taken up.
    TakenUp {
        supports: u32,
    },
    SupervisionAnswered {
        id: SupervisionId,
        answer: TextRef,
    },
    /// A round took it up.
    RoundBegan {
        round: RoundId,
        area: AreaPath,
    },
    /// That round is over for it.
    RoundEnded {
        round: RoundId,
        end: RoundEnd,
    },
    /// The pictures at a place of it from now on; those of a report are added to it.
    PhotosAttached {
        place: PhotoPlace,
        photos: Vec<FileRef>,
    },
}

impl Event {
    /// The stable name, as in the log.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "proposal.drafted",
            Self::Edited { .. } => "proposal.edited",
            Self::Submitted { .. } => "proposal.submitted",
            Self::TextChecked { .. } => "proposal.text_checked",
            Self::Returned { .. } => "proposal.returned",
            Self::Resubmitted { .. } => "proposal.resubmitted",
            Self::Declined { .. } => "proposal.declined",
            Self::Appealed { .. } => "proposal.appealed",
            Self::Merged { .. } => "proposal.merged",
            Self::Absorbed { .. } => "proposal.absorbed",
            Self::MergeChosen { .. } => "proposal.merge_chosen",
            Self::SupportMoved { .. } => "proposal.support_moved",
            Self::MergeSettled => "proposal.merge_settled",
            Self::Accepted { .. } => "proposal.accepted",
            Self::Escalated { .. } => "proposal.escalated",
            Self::Delegated { .. } => "proposal.delegated",
            Self::Withdrawn { .. } => "proposal.withdrawn",
            Self::Lapsed => "proposal.lapsed",
            Self::Formed { .. } => "proposal.formed",
            Self::NotAdopted { .. } => "proposal.not_adopted",
            Self::Objected { .. } => "proposal.objected",
            Self::ObjectionUpheld => "proposal.objection_upheld",
            Self::Started => "proposal.started",
            Self::Reported { .. } => "proposal.reported",
            Self::ExtensionRequested { .. } => "proposal.extension_requested",
            Self::SuspensionRequested { .. } => "proposal.suspension_requested",
            Self::RequestDecided { .. } => "proposal.request_decided",
            Self::Resumed { .. } => "proposal.resumed",
            Self::Delivered { .. } => "proposal.delivered",
            Self::DeliveryConfirmed { .. } => "proposal.delivery_confirmed",
            Self::Rated { .. } => "proposal.rated",
            Self::CheckRecorded { .. } => "proposal.check_recorded",
            Self::Reworked => "proposal.reworked",
            Self::Closed { .. } => "proposal.closed",
            Self::Reopened { .. } => "proposal.reopened",
            Self::Supported { .. } => "proposal.supported",
            Self::SupportRevoked { .. } => "proposal.support_revoked",
            Self::Followed { .. } => "proposal.followed",
            Self::Unfollowed { .. } => "proposal.unfollowed",
            Self::Commented { .. } => "proposal.commented",
            Self::CommentChecked { .. } => "proposal.comment_checked",
            Self::CommentHidden { .. } => "proposal.comment_hidden",
            Self::CommentAppealed { .. } => "proposal.comment_appealed",
            Self::CommentAppealDecided { .. } => "proposal.comment_appeal_decided",
            Self::NoteWritten { .. } => "proposal.note_written",
            Self::SupervisionOpened { .. } => "proposal.supervision_opened",
            Self::TakenUp { .. } => "proposal.taken_up",
            Self::SupervisionAnswered { .. } => "proposal.supervision_answered",
            Self::RoundBegan { .. } => "proposal.round_began",
            Self::RoundEnded { .. } => "proposal.round_ended",
            Self::PhotosAttached { .. } => "proposal.photos_attached",
        }
    }

    /// Whether followers are told: moves of the chain and their reasons, not every voice.
    pub const fn is_move(&self) -> bool {
        !matches!(
            self,
            Self::Drafted { .. }
                | Self::Edited { .. }
                | Self::Supported { .. }
                | Self::SupportRevoked { .. }
                | Self::Followed { .. }
                | Self::Unfollowed { .. }
                | Self::NoteWritten { .. }
                | Self::Commented { .. }
                | Self::CommentChecked { .. }
                | Self::CommentHidden { .. }
                | Self::CommentAppealed { .. }
                | Self::CommentAppealDecided { .. }
                | Self::Rated { .. }
                | Self::MergeChosen { .. }
                | Self::SupportMoved { .. }
                | Self::PhotosAttached { .. }
        )
    }

    /// Whether everybody may read that it happened.
    pub const fn is_public(&self) -> bool {
        !matches!(
            self,
            Self::Drafted { .. }
                | Self::Edited { .. }
                | Self::Followed { .. }
                | Self::Unfollowed { .. }
                | Self::NoteWritten { .. }
                | Self::TextChecked { .. }
                | Self::CommentChecked { .. }
                | Self::CommentAppealed { .. }
                | Self::PhotosAttached { .. }
        )
    }

    /// Whether it ends the proposal's way with a written answer, of which its proponents are told
    /// even if they do not follow it.
    pub const fn is_terminal_answer(&self) -> bool {
        matches!(
            self,
            Self::Declined { .. }
                | Self::Merged { .. }
                | Self::Withdrawn { .. }
                | Self::Lapsed
                | Self::NotAdopted { .. }
                | Self::Closed { .. }
        )
    }

    /// From when on people are told: an answer may be decided first and published later.
    pub const fn told_from(&self) -> Option<Instant> {
        match self {
            Self::Declined { publish_at, .. } | Self::NotAdopted { publish_at, .. } => Some(*publish_at),
            _ => None,
        }
    }
}
