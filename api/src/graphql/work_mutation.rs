//! Commands to proposals: implementing, evaluating, supervising.

use super::{
    command::{LONG, Parser, ProposalPayload, SHORT, give},
    node_id::Kind,
    proposal_input::*,
};
use async_graphql::{Context, Object, Result};
use yiting_domain::{
    id::{SupervisionId, TaskId},
    proposal::Command,
    refusal::Refusal,
};

/// Implementing, evaluating, supervising.
#[derive(Default)]
pub struct WorkMutation;

/// Implementing, evaluating, supervising.
#[Object]
impl WorkMutation {
    /// Reports on a task: progress, done, or cancelled with the reason.
    async fn report_task(&self, ctx: &Context<'_>, input: ReportInput) -> Result<ProposalPayload> {
        give(ctx, "reportTask", &input, |parse| {
            Ok(Command::Report {
                task: TaskId(Parser::id(Kind::Task, &input.task, "task")?),
                change: input.change.into(),
                text: parse.text(&input.text, SHORT, "text")?,
                spent_fen: input.spent_fen,
                files: parse.photos(input.photos.as_deref())?,
            }
            .into())
        })
        .await
    }

    /// Asks the tier above for a later due date.
    async fn request_extension(&self, ctx: &Context<'_>, input: ExtensionInput) -> Result<ProposalPayload> {
        give(ctx, "requestExtension", &input, |parse| {
            Ok(Command::RequestExtension {
                task: TaskId(Parser::id(Kind::Task, &input.task, "task")?),
                due: Parser::date(&input.due, "due")?,
                reason: parse.text(&input.reason, SHORT, "reason")?,
            }
            .into())
        })
        .await
    }

    /// Asks the tier above for a pause.
    async fn request_suspension(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "requestSuspension", &input, |parse| {
            Ok(Command::RequestSuspension {
                reason: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Approves or refuses what was asked.
    async fn decide_request(&self, ctx: &Context<'_>, input: DecideInput) -> Result<ProposalPayload> {
        give(ctx, "decideRequest", &input, |parse| {
            let reason = parse.text(&input.reason, SHORT, "reason")?;
            Ok(Command::DecideRequest {
                approve: input.approve,
                reason,
            }
            .into())
        })
        .await
    }

    /// Ends a suspension.
    async fn resume_proposal(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "resumeProposal", &input, |parse| {
            Ok(Command::Resume {
                reason: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Reports that every task is done or cancelled.
    async fn deliver_proposal(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "deliverProposal", &input, |parse| {
            Ok(Command::Deliver {
                report: parse.text(&input.text, LONG, "text")?,
            }
            .into())
        })
        .await
    }

    /// Confirms or refuses the delivery.
    async fn confirm_delivery(&self, ctx: &Context<'_>, input: DecideInput) -> Result<ProposalPayload> {
        give(ctx, "confirmDelivery", &input, |parse| {
            let reason = parse.text(&input.reason, SHORT, "reason")?;
            Ok(Command::ConfirmDelivery {
                confirm: input.approve,
                reason,
            }
            .into())
        })
        .await
    }

    /// Rates 1 to 5; changeable until the end.
    async fn rate_proposal(&self, ctx: &Context<'_>, input: RateInput) -> Result<ProposalPayload> {
        give(ctx, "rateProposal", &input, |parse| {
            let score = u8::try_from(input.score).map_err(|_| (Refusal::Invalid, "score"))?;
            Ok(Command::Rate {
                score,
                words: parse.maybe(input.words.as_deref(), SHORT, "words")?,
            }
            .into())
        })
        .await
    }

    /// Records the supervisor's check.
    async fn record_supervisor_check(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "recordSupervisorCheck", &input, |parse| {
            Ok(Command::RecordCheck {
                finding: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Closes after the window.
    async fn close_proposal(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "closeProposal", &input, |parse| {
            Ok(Command::Close {
                answer: parse.text(&input.text, LONG, "text")?,
            }
            .into())
        })
        .await
    }

    /// Reopens with evidence within 90 days.
    async fn reopen_proposal(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "reopenProposal", &input, |parse| {
            Ok(Command::Reopen {
                evidence: parse.text(&input.text, SHORT, "text")?,
                files: Vec::new(),
            }
            .into())
        })
        .await
    }

    /// Writes a note that only staff read.
    async fn write_note(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "writeNote", &input, |parse| {
            Ok(Command::WriteNote {
                text: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Opens a supervision 督办.
    async fn open_supervision(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "openSupervision", &input, |parse| {
            Ok(Command::OpenSupervision {
                reason: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Answers a supervision.
    async fn answer_supervision(&self, ctx: &Context<'_>, input: AnswerSupervisionInput) -> Result<ProposalPayload> {
        give(ctx, "answerSupervision", &input, |parse| {
            let id = SupervisionId(Parser::id(Kind::Supervision, &input.supervision, "supervision")?);
            Ok(Command::AnswerSupervision {
                id,
                answer: parse.text(&input.answer, SHORT, "answer")?,
            }
            .into())
        })
        .await
    }
}
