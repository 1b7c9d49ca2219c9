//! What may be asked of a proposal, and what the rules need to know beside its state.

use super::{comment::CommentView, model::DeclineReason};
use crate::{
    area::AreaRef,
    clock::{PolicyBook, SlaProfile, WorkCalendar},
    id::{CommentId, ContentId, FileId, Pseudonym, TaskId, TopicId, UnitId},
    log::Digest,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A stored text as the log knows it: its id and its salted commitment, never the words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextRef {
    /// Where the words are stored.
    pub id: ContentId,
    /// What the log commits to.
    pub commitment: Digest,
}

/// An uploaded picture as the log knows it: its id and its salted commitment, never the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileRef {
    /// Its id.
    pub id: FileId,
    /// What the log commits to.
    pub commitment: Digest,
}

/// Where pictures stand on a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum PhotoPlace {
    /// Beside its text.
    Text,
    /// With a report on a task, as evidence.
    Report {
        /// The task.
        task: TaskId,
    },
    /// With a comment.
    Comment {
        /// The comment.
        comment: CommentId,
    },
}

/// A task as the plan names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedTask {
    /// Its id.
    pub id: TaskId,
    /// What is to be done.
    pub title: TextRef,
    /// Who does it.
    pub unit: UnitId,
    /// The last day.
    pub due: NaiveDate,
    /// Budget in fen.
    pub budget_fen: u64,
}

/// What a report does to its task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskChange {
    /// A milestone; the task stays open.
    Progress,
    /// The task is done.
    Done,
    /// The task is given up; the report is the reason.
    Cancelled,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident, $text:literal;)*) => {
        /// Everything that can be asked about or done to a proposal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// All actions, in the order of the chain.
            pub const ALL: &'static [Action] = &[$(Action::$name,)*];
            /// The stable name.
            pub const fn name(self) -> &'static str { match self { $(Action::$name => $text,)* } }
        }
    };
}

actions! {
    /// Change title and text of a draft or a returned proposal.
    Edit, "edit";
    /// Hand a draft in.
    Submit, "submit";
    /// Approve or reject the text after the content check asked for a person.
    CheckText, "check_text";
    /// Send back for what is missing.
    Return, "return";
    /// Hand a returned proposal in again.
    Resubmit, "resubmit";
    /// 不予受理
    Decline, "decline";
    /// Appeal against a decline, once.
    Appeal, "appeal";
    /// Join to another proposal.
    Merge, "merge";
    /// 受理
    Accept, "accept";
    /// 上报
    Escalate, "escalate";
    /// 下派
    Delegate, "delegate";
    /// Take back.
    Withdraw, "withdraw";
    /// Form the resolution with its plan.
    Form, "form";
    /// Not adopted.
    Reject, "reject";
    /// Object during public notice.
    Object, "object";
    /// Report on a task.
    Report, "report";
    /// Ask for a later due date.
    RequestExtension, "request_extension";
    /// Ask for a pause.
    RequestSuspension, "request_suspension";
    /// Approve or refuse what was asked.
    DecideRequest, "decide_request";
    /// End a suspension.
    Resume, "resume";
    /// Report that all is done.
    Deliver, "deliver";
    /// Confirm or refuse the delivery.
    ConfirmDelivery, "confirm_delivery";
    /// Rate 1 to 5.
    Rate, "rate";
    /// Record the supervisor's check.
    RecordCheck, "record_check";
    /// Close after the window.
    Close, "close";
    /// Reopen with evidence.
    Reopen, "reopen";
    /// 附议
    Support, "support";
    /// Take the support back.
    RevokeSupport, "revoke_support";
    /// Follow, stay or withdraw after a merge.
    ChooseAfterMerge, "choose_after_merge";
    /// Be told of every move.
    Follow, "follow";
    /// No longer be told.
    Unfollow, "unfollow";
    /// Say something in public.
    Comment, "comment";
    /// Approve or reject a comment that the content check was unsure of.
    CheckComment, "check_comment";
    /// Take a comment out of sight.
    HideComment, "hide_comment";
    /// Appeal, as its author, against a hidden comment.
    AppealComment, "appeal_comment";
    /// Restore a comment after an appeal, or uphold that it stays hidden.
    DecideCommentAppeal, "decide_comment_appeal";
    /// Write a note that only staff read.
    WriteNote, "write_note";
    /// Open a supervision.
    OpenSupervision, "open_supervision";
    /// Answer a supervision.
    AnswerSupervision, "answer_supervision";
}

impl Action {
    /// Actions on one comment, which [`super::comment_offers`] judges with the comment at hand.
    pub const ON_COMMENT: &'static [Action] = &[
        Action::CheckComment,
        Action::HideComment,
        Action::AppealComment,
        Action::DecideCommentAppeal,
    ];
}

/// What a supporter of a merged proposal chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MergeChoice {
    /// Support the surviving proposal.
    Follow,
    /// Stay with the merged one, on record only.
    Stay,
    /// Take the support back.
    Withdraw,
}

/// A command: an action with what it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each field is named for its meaning; the actions above say the rest"
)]
pub enum Command {
    Edit {
        title: TextRef,
        body: TextRef,
        topic: Option<TopicId>,
    },
    Submit {
        checked: bool,
    },
    CheckText {
        pass: bool,
        reason: Option<TextRef>,
    },
    Return {
        missing: TextRef,
    },
    Resubmit {
        title: TextRef,
        body: TextRef,
        checked: bool,
    },
    Decline {
        reason: DeclineReason,
        answer: TextRef,
        publish_at: Option<crate::instant::Instant>,
    },
    Appeal {
        reason: TextRef,
    },
    Merge {
        into: Box<super::Proposal>,
        reason: TextRef,
    },
    Accept {
        topic: TopicId,
        lead_reviewer: Pseudonym,
    },
    Escalate {
        to: AreaRef,
        reason: TextRef,
    },
    Delegate {
        to: AreaRef,
        reason: TextRef,
    },
    Withdraw {
        reason: Option<TextRef>,
    },
    Form {
        resolution: TextRef,
        tasks: Vec<PlannedTask>,
        direct: bool,
    },
    Reject {
        answer: TextRef,
        direct: bool,
        publish_at: Option<crate::instant::Instant>,
    },
    Object {
        reason: TextRef,
    },
    Report {
        task: TaskId,
        change: TaskChange,
        text: TextRef,
        spent_fen: u64,
        files: Vec<FileId>,
    },
    RequestExtension {
        task: TaskId,
        due: NaiveDate,
        reason: TextRef,
    },
    RequestSuspension {
        reason: TextRef,
    },
    DecideRequest {
        approve: bool,
        reason: TextRef,
    },
    Resume {
        reason: TextRef,
    },
    Deliver {
        report: TextRef,
    },
    ConfirmDelivery {
        confirm: bool,
        reason: TextRef,
    },
    Rate {
        score: u8,
        words: Option<TextRef>,
    },
    RecordCheck {
        finding: TextRef,
    },
    Close {
        answer: TextRef,
    },
    Reopen {
        evidence: TextRef,
        files: Vec<FileId>,
    },
    Support,
    RevokeSupport,
    ChooseAfterMerge {
        choice: MergeChoice,
    },
    Follow,
    Unfollow,
    Comment {
        id: CommentId,
        text: TextRef,
        reply_to: Option<CommentView>,
        checked: bool,
    },
    CheckComment {
        comment: CommentView,
        pass: bool,
        reason: TextRef,
    },
    HideComment {
        comment: CommentView,
        reason: TextRef,
    },
    AppealComment {
        comment: CommentView,
        reason: TextRef,
    },
    DecideCommentAppeal {
        comment: CommentView,
        restore: bool,
        reason: TextRef,
    },
    WriteNote {
        text: TextRef,
    },
    OpenSupervision {
        reason: TextRef,
    },
    AnswerSupervision {
        id: crate::id::SupervisionId,
        answer: TextRef,
    },
}

impl Command {
    /// What the command asks for.
    pub const fn action(&self) -> Action {
        match self {
            Self::Edit { .. } => Action::Edit,
            Self::Submit { .. } => Action::Submit,
            Self::CheckText { .. } => Action::CheckText,
            Self::Return { .. } => Action::Return,
            Self::Resubmit { .. } => Action::Resubmit,
            Self::Decline { .. } => Action::Decline,
            Self::Appeal { .. } => Action::Appeal,
            Self::Merge { .. } => Action::Merge,
            Self::Accept { .. } => Action::Accept,
            Self::Escalate { .. } => Action::Escalate,
            Self::Delegate { .. } => Action::Delegate,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::Form { .. } => Action::Form,
            Self::Reject { .. } => Action::Reject,
            Self::Object { .. } => Action::Object,
            Self::Report { .. } => Action::Report,
            Self::RequestExtension { .. } => Action::RequestExtension,
            Self::RequestSuspension { .. } => Action::RequestSuspension,
            Self::DecideRequest { .. } => Action::DecideRequest,
            Self::Resume { .. } => Action::Resume,
            Self::Deliver { .. } => Action::Deliver,
            Self::ConfirmDelivery { .. } => Action::ConfirmDelivery,
            Self::Rate { .. } => Action::Rate,
            Self::RecordCheck { .. } => Action::RecordCheck,
            Self::Close { .. } => Action::Close,
            Self::Reopen { .. } => Action::Reopen,
            Self::Support => Action::Support,
            Self::RevokeSupport => Action::RevokeSupport,
            Self::ChooseAfterMerge { .. } => Action::ChooseAfterMerge,
            Self::Follow => Action::Follow,
            Self::Unfollow => Action::Unfollow,
            Self::Comment { .. } => Action::Comment,
            Self::CheckComment { .. } => Action::CheckComment,
            Self::HideComment { .. } => Action::HideComment,
            Self::AppealComment { .. } => Action::AppealComment,
            Self::DecideCommentAppeal { .. } => Action::DecideCommentAppeal,
            Self::WriteNote { .. } => Action::WriteNote,
            Self::OpenSupervision { .. } => Action::OpenSupervision,
            Self::AnswerSupervision { .. } => Action::AnswerSupervision,
        }
    }
}

/// What the actor has to do with this proposal outside its own state: rows with a unique key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The actor supports it.
    pub supports: bool,
    /// The actor follows it.
    pub follows: bool,
    /// The actor objected to the present resolution.
    pub objected: bool,
    /// The actor's score of the present evaluation, if rated.
    pub rated: Option<u8>,
    /// The actor has chosen after the merge.
    pub chosen: bool,
    /// The actor already supports (or raised) the proposal that this one was merged into.
    pub supports_target: bool,
    /// Open proposals that the actor has raised.
    pub open_proposals: u32,
    /// A ballot on it is running.
    pub ballot_runs: bool,
    /// The platform above the custodian.
    pub parent: Option<AreaRef>,
}

/// The rules in force: which days count, and how many.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// Working days.
    pub calendar: &'a WorkCalendar,
    /// All versions of the profile of the custodian's platform.
    pub book: &'a PolicyBook,
}

impl Policy<'_> {
    /// The profile that was in force at an instant. A stay in a link keeps the profile under
    /// which it began, so that a change of rules never shortens a running period.
    pub fn profile_at(&self, at: crate::instant::Instant) -> &SlaProfile {
        self.book.at(at)
    }
}
