//! The inputs of commands to proposals.

use async_graphql::{Enum, ID, InputObject};
use serde::Serialize;
use yiting_domain::proposal as rules;

/// What every input has.
pub trait ProposalInput {
    /// The idempotency key.
    fn key(&self) -> &str;
    /// The proposal's global id.
    fn proposal(&self) -> &ID;
    /// The version that the person saw, where it matters.
    fn version(&self) -> Option<u64>;
}

macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(InputObject, Serialize)]
        pub struct $name {
            /// Idempotency key, 8 to 128 printable characters, fresh for each intended action.
            pub client_mutation_id: String,
            /// The proposal.
            pub proposal: ID,
            /// Refuse with VERSION_CONFLICT when the proposal has another version.
            pub if_version: Option<u64>,
            $($(#[$field_doc])* pub $field: $ty,)*
        }

        impl ProposalInput for $name {
            fn key(&self) -> &str {
                &self.client_mutation_id
            }
            fn proposal(&self) -> &ID {
                &self.proposal
            }
            fn version(&self) -> Option<u64> {
                self.if_version
            }
        }
    )*};
}

/// A proposal to be drafted.
#[derive(InputObject, Serialize)]
pub struct DraftProposalInput {
    /// Idempotency key, 8 to 128 printable characters, fresh for each intended action.
    pub client_mutation_id: String,
    /// Block or neighborhood.
    pub home: ID,
    /// At most 60 characters.
    pub title: String,
    /// At most 5 000 characters.
    pub body: String,
    /// If known already.
    pub topic: Option<ID>,
    /// Assisted entry: the resident for whom staff write.
    pub on_behalf_of: Option<ID>,
    /// Uploaded pictures, at most 9, in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photos: Option<Vec<ID>>,
}

/// A task of the plan.
#[derive(InputObject, Serialize)]
pub struct TaskInput {
    /// What is to be done.
    pub title: String,
    /// The responsible unit.
    pub unit: ID,
    /// The last day, YYYY-MM-DD.
    pub due: String,
    /// Budget in fen.
    pub budget_fen: u64,
}

/// Why a proposal is declined.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "rules::DeclineReason")]
pub enum DeclineReason {
    /// Not a matter of the community.
    OutOfScope,
    /// Somebody else's task by law.
    OtherAuthority,
    /// A private dispute.
    PrivateDispute,
    /// Under litigation or petition already.
    InLegalProcedure,
    /// Decided before, nothing new.
    AlreadyDecided,
}

/// What a supporter of a merged proposal chooses.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "rules::MergeChoice")]
pub enum MergeChoice {
    /// Support the surviving proposal.
    Follow,
    /// Stay on record only.
    Stay,
    /// Take the support back.
    Withdraw,
}

/// What a report does to its task.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "rules::TaskChange")]
pub enum TaskChange {
    /// A milestone.
    Progress,
    /// Done.
    Done,
    /// Given up.
    Cancelled,
}

inputs! {
    /// Names the proposal.
    OnProposalInput {}
    /// A proposal and words about it.
    TextOnProposalInput {
        /// The words.
        text: String,
    }
    /// A proposal and perhaps words.
    MaybeTextInput {
        /// The words.
        text: Option<String>,
    }
    /// A new version of title and text.
    EditProposalInput {
        /// At most 60 characters.
        title: String,
        /// At most 5 000 characters.
        body: String,
        /// Only for drafts.
        topic: Option<ID>,
        /// The pictures from now on, at most 9, in their order; left out, they stay as they are.
        #[serde(skip_serializing_if = "Option::is_none")]
        photos: Option<Vec<ID>>,
    }
    /// Yes or no with a reason.
    DecideInput {
        /// Yes or no.
        approve: bool,
        /// Why.
        reason: String,
    }
    /// A decline.
    DeclineInput {
        /// Reason code.
        reason: DeclineReason,
        /// The written answer.
        answer: String,
        /// Publish the answer later, RFC 3339, at most 30 days ahead.
        publish_at: Option<String>,
    }
    /// A merge.
    MergeInput {
        /// The surviving proposal.
        into: ID,
        /// Why.
        reason: String,
    }
    /// An acceptance.
    AcceptInput {
        /// The topic.
        topic: ID,
        /// Who leads the review; the actor by default.
        lead_reviewer: Option<ID>,
    }
    /// A hand-over up.
    EscalateInput {
        /// The platform; the next above by default.
        to: Option<ID>,
        /// Why.
        reason: String,
    }
    /// A hand-over down.
    DelegateInput {
        /// The platform.
        to: ID,
        /// Why.
        reason: String,
    }
    /// A resolution with its plan.
    FormInput {
        /// The resolution.
        resolution: String,
        /// 1 to 50 tasks.
        tasks: Vec<TaskInput>,
        /// Under the direct-handling rule for simple matters.
        direct: bool,
    }
    /// A rejection.
    RejectInput {
        /// The public answer.
        answer: String,
        /// Under the direct-handling rule for simple matters.
        direct: bool,
        /// Publish the answer later, RFC 3339, at most 30 days ahead.
        publish_at: Option<String>,
    }
    /// A supporter's choice.
    ChooseInput {
        /// Follow, stay or withdraw.
        choice: MergeChoice,
    }
    /// A comment.
    CommentInput {
        /// At most 1 000 characters.
        text: String,
        /// The comment that it answers.
        reply_to: Option<ID>,
        /// Uploaded pictures, at most 9, in their order.
        #[serde(skip_serializing_if = "Option::is_none")]
        photos: Option<Vec<ID>>,
    }
    /// A comment with a reason.
    CommentReasonInput {
        /// The comment.
        comment: ID,
        /// At most 1 000 characters.
        reason: String,
    }
    /// A decision about a comment.
    DecideCommentInput {
        /// The comment.
        comment: ID,
        /// Whether it is shown.
        approve: bool,
        /// At most 1 000 characters.
        reason: String,
    }
    /// A report on a task.
    ReportInput {
        /// Which task.
        task: ID,
        /// Progress, done or cancelled.
        change: TaskChange,
        /// What was reached, or why it is given up.
        text: String,
        /// Spent so far in fen; cannot go down.
        spent_fen: u64,
        /// Uploaded pictures as evidence, at most 9, in their order.
        #[serde(skip_serializing_if = "Option::is_none")]
        photos: Option<Vec<ID>>,
    }
    /// A later due date.
    ExtensionInput {
        /// Which task.
        task: ID,
        /// The wanted day, YYYY-MM-DD.
        due: String,
        /// Why.
        reason: String,
    }
    /// A rating.
    RateInput {
        /// 1 to 5.
        score: i32,
        /// In words.
        words: Option<String>,
    }
    /// An answer to a supervision.
    AnswerSupervisionInput {
        /// Which card.
        supervision: ID,
        /// The answer.
        answer: String,
    }
}
