//! The state of one proposal, as the fold of its events.

use super::{command::TextRef, deliberation::Deliberation};
use crate::{
    area::{AreaPath, AreaRef},
    clock::Span,
    id::{ProposalId, Pseudonym, RoundId, SupervisionId, TaskId, TopicId, UnitId},
    instant::Instant,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where on the chain a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written; only its proponent sees it.
    Draft,
    /// Waiting for screening.
    Submitted,
    /// Sent back for what is missing.
    Returned,
    /// 不予受理
    Declined,
    /// In deliberation.
    UnderReview,
    /// Joined to another.
    Merged,
    /// Taken back, or lapsed.
    Withdrawn,
    /// The round did not adopt it.
    NotAdopted,
    /// Resolution published, public notice running.
    Formed,
    /// Tasks under way.
    Implementing,
    /// Residents rate.
    Evaluating,
    /// Done.
    Closed,
}

impl State {
    /// All states.
    pub const ALL: [State; 12] = [
        Self::Draft,
        Self::Submitted,
        Self::Returned,
        Self::Declined,
        Self::UnderReview,
        Self::Merged,
        Self::Withdrawn,
        Self::NotAdopted,
        Self::Formed,
        Self::Implementing,
        Self::Evaluating,
        Self::Closed,
    ];

    /// The name in the database and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Declined => "declined",
            Self::UnderReview => "under_review",
            Self::Merged => "merged",
            Self::Withdrawn => "withdrawn",
            Self::NotAdopted => "not_adopted",
            Self::Formed => "formed",
            Self::Implementing => "implementing",
            Self::Evaluating => "evaluating",
            Self::Closed => "closed",
        }
    }

    /// Reads [`State::name`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }

    /// Whether work on the proposal goes on.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Submitted | Self::Returned | Self::UnderReview | Self::Formed | Self::Implementing | Self::Evaluating
        )
    }

    /// Whether everybody may read it (its text having passed the content check).
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Draft)
    }

    /// The link of the chain that the state belongs to.
    pub const fn link(self) -> Link {
        match self {
            Self::Draft | Self::Submitted | Self::Returned | Self::Declined | Self::Withdrawn | Self::Merged => {
                Link::Submission
            }
            Self::UnderReview | Self::NotAdopted => Link::Review,
            Self::Formed => Link::Formation,
            Self::Implementing => Link::Implementation,
            Self::Evaluating | Self::Closed => Link::Evaluation,
        }
    }
}

/// The five links of the chain; each has a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// 提出
    Submission,
    /// 审议
    Review,
    /// 形成
    Formation,
    /// 落实
    Implementation,
    /// 评估
    Evaluation,
}

/// Why a proposal came to a custodian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustodyReason {
    /// It entered here.
    Entry,
    /// 上报
    Escalated,
    /// 下派
    Delegated,
    /// The proponent appealed against a decline.
    Appealed,
}

/// One step of the chain of custody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custody {
    /// The custodian from `at` on.
    pub area: AreaRef,
    /// When it took over.
    pub at: Instant,
    /// Why.
    pub how: CustodyReason,
    /// The stated reason.
    pub reason: Option<TextRef>,
}

/// The clock of one stay in one link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSpan {
    /// Which link.
    pub link: Link,
    /// At which custodian.
    pub area: AreaPath,
    /// Start, pauses, end.
    pub span: Span,
}

/// Why a proposal was declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// Not a matter of the community.
    OutOfScope,
    /// Somebody else's task by law; the answer names whose.
    OtherAuthority,
    /// A private dispute.
    PrivateDispute,
    /// Under litigation or petition already.
    InLegalProcedure,
    /// Decided before, nothing new.
    AlreadyDecided,
}

/// A decision that the public is told of, perhaps later than it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The written answer.
    pub text: TextRef,
    /// When it was decided.
    pub decided_at: Instant,
    /// From when on everyone may read it.
    pub publish_at: Instant,
    /// For a decline: the reason.
    pub decline: Option<DeclineReason>,
}

/// A resolution and where its public notice stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Its text.
    pub text: TextRef,
    /// When the proposal was formed; the notice runs from here.
    pub formed_at: Instant,
    /// Distinct residents who objected to this resolution.
    pub objections: u32,
    /// Formed under the direct-handling rule for simple matters.
    pub direct: bool,
    /// The round that it rests on.
    #[serde(default)]
    pub round: Option<RoundId>,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Not begun or under way.
    Open,
    /// Done, with evidence.
    Done,
    /// Given up, with a reason.
    Cancelled,
}

/// One task of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done.
    pub title: TextRef,
    /// Who does it.
    pub unit: UnitId,
    /// The day by which (to its end, Shanghai).
    pub due: NaiveDate,
    /// Budget in fen.
    pub budget_fen: u64,
    /// Spent so far in fen.
    pub spent_fen: u64,
    /// How far.
    pub state: TaskState,
    /// Milestones reached, in order.
    pub milestones: Vec<Milestone>,
}

/// A reported step of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// What was reached.
    pub text: TextRef,
    /// When it was reported.
    pub at: Instant,
    /// Photos as evidence.
    pub files: Vec<crate::id::FileId>,
}

/// What the implementer asks the parent tier for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Request {
    /// A later due date for one task.
    Extension {
        /// Which task.
        task: TaskId,
        /// The wanted day.
        due: NaiveDate,
        /// Why.
        reason: TextRef,
    },
    /// A pause of the whole implementation.
    Suspension {
        /// Why.
        reason: TextRef,
    },
}

/// What was said when delivery was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The report.
    pub report: TextRef,
    /// When.
    pub at: Instant,
}

/// Sums of the residents' ratings of the current evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratings {
    /// Persons who rated.
    pub count: u32,
    /// Sum of their scores (1 to 5 each).
    pub sum: u32,
    /// Persons who gave 4 or 5.
    pub satisfied: u32,
}

/// A supervision card 督办.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supervision {
    /// Its id, derived from what it is about, so that it can be opened once only.
    pub id: SupervisionId,
    /// The platform that supervises.
    pub at: AreaPath,
    /// About which link.
    pub link: Link,
    /// Why it stands.
    pub cause: SupervisionCause,
    /// When opened.
    pub opened_at: Instant,
    /// How it was answered.
    pub answered_at: Option<Instant>,
}

/// Why a supervision was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupervisionCause {
    /// A clock ran past its grace.
    Overdue,
    /// Unsatisfied after the last allowed rework.
    Unsatisfied,
    /// A supervisor opened it.
    Opened,
    /// Waiting too long, while enough residents supported it.
    Supported,
}

/// After a merge: where it went, and until when supporters may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The surviving proposal.
    pub into: ProposalId,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: TextRef,
    /// Whether the window has been closed and the undecided have followed.
    pub settled: bool,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its id.
    pub id: ProposalId,
    /// Events folded so far.
    pub version: u64,
    /// Where on the chain.
    pub state: State,
    /// Who raised it.
    pub proponent: Pseudonym,
    /// Proponents of proposals that were merged into this one.
    pub co_proponents: Vec<Pseudonym>,
    /// Recorded by staff for somebody without a phone.
    pub assisted_by: Option<Pseudonym>,
    /// The current title.
    pub title: TextRef,
    /// The current text.
    pub body: TextRef,
    /// Versions of the text so far, from 1.
    pub text_version: u32,
    /// Whether the current text has passed the content check.
    pub text_checked: bool,
    /// The topic, known at the latest on acceptance.
    pub topic: Option<TopicId>,
    /// Where it was raised.
    pub home: AreaRef,
    /// Chain of custody; the last is the present custodian.
    pub custody: Vec<Custody>,
    /// Clocks, one per stay in a link; the last is the present one.
    pub links: Vec<LinkSpan>,
    /// When it was first submitted; the total clock runs from here and never restarts.
    pub submitted_at: Option<Instant>,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// What was missing, when it was returned.
    pub returned: Option<TextRef>,
    /// Who leads the review.
    pub lead_reviewer: Option<Pseudonym>,
    /// Whether the one appeal was used.
    pub appealed: bool,
    /// Whether it lapsed: it was returned and not handed in again in time.
    #[serde(default)]
    pub lapsed: bool,
    /// Whether support took it up once after a decline, which happens once.
    #[serde(default)]
    pub taken_up: bool,
    /// The written answer of a terminal state.
    pub answer: Option<Answer>,
    /// The resolution, once formed.
    pub resolution: Option<Resolution>,
    /// The plan.
    pub tasks: Vec<Task>,
    /// Whether implementation is suspended.
    pub suspended: bool,
    /// What waits for the parent tier.
    pub request: Option<Request>,
    /// A delivery that waits for the custodian's confirmation.
    pub delivery: Option<Delivery>,
    /// Ratings of the current evaluation.
    pub ratings: Ratings,
    /// The supervisor's check of the current evaluation.
    pub supervisor_check: Option<TextRef>,
    /// Reworks so far.
    pub reworks: u32,
    /// When it was last closed.
    pub closed_at: Option<Instant>,
    /// Reopenings so far.
    pub reopenings: u32,
    /// Supervision cards.
    pub supervisions: Vec<Supervision>,
    /// Set when merged into another.
    pub merge: Option<Merge>,
    /// Distinct persons who support it.
    pub supports: u32,
    /// Published and pending comments.
    pub comments: u32,
    /// Rounds on it, the oldest first.
    #[serde(default)]
    pub deliberations: Vec<Deliberation>,
}

impl Proposal {
    /// The present custodian. A proposal always has one; the entry step stands in for it.
    pub fn custodian(&self) -> &AreaRef {
        self.custody.last().map_or(&self.home, |step| &step.area)
    }

    /// The clock that runs, is paused, or was last done.
    pub fn current_link(&self) -> Option<&LinkSpan> {
        self.links.last()
    }

    /// Whether this person raised it or became a proponent by a merge.
    pub fn is_proponent(&self, who: Pseudonym) -> bool {
        self.proponent == who || self.co_proponents.contains(&who)
    }

    /// The task with this id.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }
}
