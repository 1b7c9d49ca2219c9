//! Commands to proposals: raising, screening, deliberating. Each takes an idempotency key; the same
//! key with the same input answers the first result, with another input `IDEMPOTENCY_CONFLICT`.

use super::{
    command::{LONG, Parser, ProposalPayload, Refused, SHORT, TITLE, answer, give, photo_ids},
    error::{failed, refused},
    node_id::Kind,
    proposal_input::*,
    viewer::{app, viewer},
};
use crate::usecase::{Request, proposal as usecase, proposal::Ask};
use async_graphql::{Context, Object, Result};
use yiting_domain::{
    id::{AreaId, ProposalId, Pseudonym, TaskId, TopicId, UnitId},
    proposal::{Command, PlannedTask},
};

/// Raising, screening, deliberating, and the voices of residents.
#[derive(Default)]
pub struct ProposalMutation;

/// Raising, screening, deliberating, and the voices of residents.
#[Object]
impl ProposalMutation {
    /// Drafts a proposal in a block or neighborhood; staff may do so for a resident.
    async fn draft_proposal(&self, ctx: &Context<'_>, input: DraftProposalInput) -> Result<ProposalPayload> {
        let app = app(ctx);
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("draftProposal", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let field = |(refusal, field): Refused| refused(ctx, refusal, Some(field));
        let new = usecase::NewDraft {
            id: ProposalId(app.fresh_id()),
            home: Parser::id(Kind::Area, &input.home, "home").map_err(field)?,
            title: app
                .seal(&input.title, TITLE)
                .map_err(|r| refused(ctx, r, Some("title")))?,
            body: app.seal(&input.body, LONG).map_err(|r| refused(ctx, r, Some("body")))?,
            topic: input
                .topic
                .as_ref()
                .map(|id| Parser::id(Kind::Topic, id, "topic").map(TopicId))
                .transpose()
                .map_err(field)?,
            on_behalf_of: input
                .on_behalf_of
                .as_ref()
                .map(|id| Parser::id(Kind::Person, id, "onBehalfOf").map(Pseudonym))
                .transpose()
                .map_err(field)?,
            photos: photo_ids(input.photos.as_deref().unwrap_or_default()).map_err(field)?,
        };
        let outcome = usecase::create(app, actor, &request, &new)
            .await
            .map_err(|e| failed(ctx, e))?;
        answer(ctx, &input.client_mutation_id, outcome).await
    }

    /// Changes a draft.
    async fn edit_proposal(&self, ctx: &Context<'_>, input: EditProposalInput) -> Result<ProposalPayload> {
        give(ctx, "editProposal", &input, |parse| {
            let title = parse.text(&input.title, TITLE, "title")?;
            let body = parse.text(&input.body, LONG, "body")?;
            let topic = input
                .topic
                .as_ref()
                .map(|id| Parser::id(Kind::Topic, id, "topic").map(TopicId))
                .transpose()?;
            parse.photos(input.photos.as_deref())?;
            Ok(Command::Edit { title, body, topic }.into())
        })
        .await
    }

    /// Hands a draft in.
    async fn submit_proposal(&self, ctx: &Context<'_>, input: OnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "submitProposal", &input, |_| {
            Ok(Command::Submit { checked: false }.into())
        })
        .await
    }

    /// Approves or rejects a text that the content check was unsure of.
    async fn check_proposal_text(&self, ctx: &Context<'_>, input: DecideInput) -> Result<ProposalPayload> {
        give(ctx, "checkProposalText", &input, |parse| {
            let reason = parse.text(&input.reason, SHORT, "reason")?;
            Ok(Command::CheckText {
                pass: input.approve,
                reason: Some(reason),
            }
            .into())
        })
        .await
    }

    /// Sends back for what is missing.
    async fn return_proposal(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "returnProposal", &input, |parse| {
            Ok(Command::Return {
                missing: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Hands a returned proposal in again.
    async fn resubmit_proposal(&self, ctx: &Context<'_>, input: EditProposalInput) -> Result<ProposalPayload> {
        give(ctx, "resubmitProposal", &input, |parse| {
            let title = parse.text(&input.title, TITLE, "title")?;
            let body = parse.text(&input.body, LONG, "body")?;
            parse.photos(input.photos.as_deref())?;
            Ok(Command::Resubmit {
                title,
                body,
                checked: false,
            }
            .into())
        })
        .await
    }

    /// 不予受理, with a reason code and a written answer.
    async fn decline_proposal(&self, ctx: &Context<'_>, input: DeclineInput) -> Result<ProposalPayload> {
        give(ctx, "declineProposal", &input, |parse| {
            let answer = parse.text(&input.answer, LONG, "answer")?;
            let publish_at = Parser::instant(input.publish_at.as_deref(), "publishAt")?;
            Ok(Command::Decline {
                reason: input.reason.into(),
                answer,
                publish_at,
            }
            .into())
        })
        .await
    }

    /// Appeals against a decline to the tier above, once.
    async fn appeal_decline(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "appealDecline", &input, |parse| {
            Ok(Command::Appeal {
                reason: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Joins a proposal to another.
    async fn merge_proposal(&self, ctx: &Context<'_>, input: MergeInput) -> Result<ProposalPayload> {
        give(ctx, "mergeProposal", &input, |parse| {
            let into = ProposalId(Parser::id(Kind::Proposal, &input.into, "into")?);
            Ok(Ask::Merge {
                into,
                reason: parse.text(&input.reason, SHORT, "reason")?,
            })
        })
        .await
    }

    /// 受理
    async fn accept_proposal(&self, ctx: &Context<'_>, input: AcceptInput) -> Result<ProposalPayload> {
        let me = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?.pseudonym;
        give(ctx, "acceptProposal", &input, |_| {
            let topic = TopicId(Parser::id(Kind::Topic, &input.topic, "topic")?);
            let lead_reviewer = match &input.lead_reviewer {
                Some(id) => Pseudonym(Parser::id(Kind::Person, id, "leadReviewer")?),
                None => me,
            };
            Ok(Command::Accept { topic, lead_reviewer }.into())
        })
        .await
    }

    /// 上报: hands up, to the platform above unless another is named.
    async fn escalate_proposal(&self, ctx: &Context<'_>, input: EscalateInput) -> Result<ProposalPayload> {
        give(ctx, "escalateProposal", &input, |parse| {
            let to = input
                .to
                .as_ref()
                .map(|id| Parser::id(Kind::Area, id, "to").map(AreaId))
                .transpose()?;
            Ok(Ask::Escalate {
                to,
                reason: parse.text(&input.reason, SHORT, "reason")?,
            })
        })
        .await
    }

    /// 下派: hands down.
    async fn delegate_proposal(&self, ctx: &Context<'_>, input: DelegateInput) -> Result<ProposalPayload> {
        give(ctx, "delegateProposal", &input, |parse| {
            let to = AreaId(Parser::id(Kind::Area, &input.to, "to")?);
            Ok(Ask::Delegate {
                to,
                reason: parse.text(&input.reason, SHORT, "reason")?,
            })
        })
        .await
    }

    /// Takes a proposal back.
    async fn withdraw_proposal(&self, ctx: &Context<'_>, input: MaybeTextInput) -> Result<ProposalPayload> {
        give(ctx, "withdrawProposal", &input, |parse| {
            Ok(Command::Withdraw {
                reason: parse.maybe(input.text.as_deref(), SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// Forms the resolution with its plan.
    async fn form_proposal(&self, ctx: &Context<'_>, input: FormInput) -> Result<ProposalPayload> {
        give(ctx, "formProposal", &input, |parse| {
            let resolution = parse.text(&input.resolution, LONG, "resolution")?;
            let mut tasks = Vec::with_capacity(input.tasks.len());
            for task in &input.tasks {
                tasks.push(PlannedTask {
                    id: TaskId(parse.app.fresh_id()),
                    title: parse.text(&task.title, SHORT, "tasks.title")?,
                    unit: UnitId(Parser::id(Kind::Unit, &task.unit, "tasks.unit")?),
                    due: Parser::date(&task.due, "tasks.due")?,
                    budget_fen: task.budget_fen,
                });
            }
            Ok(Command::Form {
                resolution,
                tasks,
                direct: input.direct,
            }
            .into())
        })
        .await
    }

    /// Not adopted, with a public answer.
    async fn reject_proposal(&self, ctx: &Context<'_>, input: RejectInput) -> Result<ProposalPayload> {
        give(ctx, "rejectProposal", &input, |parse| {
            let answer = parse.text(&input.answer, LONG, "answer")?;
            let publish_at = Parser::instant(input.publish_at.as_deref(), "publishAt")?;
            Ok(Command::Reject {
                answer,
                direct: input.direct,
                publish_at,
            }
            .into())
        })
        .await
    }

    /// Objects during public notice.
    async fn object_to_proposal(&self, ctx: &Context<'_>, input: TextOnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "objectToProposal", &input, |parse| {
            Ok(Command::Object {
                reason: parse.text(&input.text, SHORT, "text")?,
            }
            .into())
        })
        .await
    }

    /// 附议
    async fn support_proposal(&self, ctx: &Context<'_>, input: OnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "supportProposal", &input, |_| Ok(Command::Support.into())).await
    }

    /// Takes the support back.
    async fn revoke_support(&self, ctx: &Context<'_>, input: OnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "revokeSupport", &input, |_| Ok(Command::RevokeSupport.into())).await
    }

    /// As a supporter of a merged proposal: follow it, stay, or withdraw.
    async fn choose_after_merge(&self, ctx: &Context<'_>, input: ChooseInput) -> Result<ProposalPayload> {
        give(ctx, "chooseAfterMerge", &input, |_| {
            Ok(Command::ChooseAfterMerge {
                choice: input.choice.into(),
            }
            .into())
        })
        .await
    }

    /// Is told of every move from now on.
    async fn follow_proposal(&self, ctx: &Context<'_>, input: OnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "followProposal", &input, |_| Ok(Command::Follow.into())).await
    }

    /// Is no longer told.
    async fn unfollow_proposal(&self, ctx: &Context<'_>, input: OnProposalInput) -> Result<ProposalPayload> {
        give(ctx, "unfollowProposal", &input, |_| Ok(Command::Unfollow.into())).await
    }
}
