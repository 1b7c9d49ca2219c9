//! Commands to proposals. Each takes an idempotency key; the same key with the same input answers
//! the first result, with another input `IDEMPOTENCY_CONFLICT`.

use super::{
    error::{failed, refused},
    loaders::{EntriesAbout, FactsAbout, ProposalBy, VersionsOf},
    node_id::{Kind, decode},
    proposal::Proposal,
    proposal_input::*,
    viewer::{app, viewer},
};
use crate::{
    store::contents::NewText,
    usecase::{App, Request, proposal as usecase, proposal::Ask},
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{
    id::{AreaId, CommentId, ProposalId, Pseudonym, SupervisionId, TaskId, TopicId, UnitId},
    instant::Instant,
    proposal::{Command, PlannedTask, TextRef},
    refusal::Refusal,
};

/// The most characters of a title.
const TITLE: usize = 60;
/// The most characters of a proposal's text, of a resolution, of an answer.
const LONG: usize = 5_000;
/// The most characters of a reason, a comment, a report.
const SHORT: usize = 1_000;

/// A proposal after a command.
#[derive(SimpleObject)]
pub struct ProposalPayload {
    client_mutation_id: String,
    /// The proposal; null when the command took it out of the viewer's sight.
    proposal: Option<Proposal>,
    /// Its version right after the command.
    version: u64,
    /// Sequence of the command's first entry in the district's log.
    seq: u64,
}

/// A refusal about one field of the input.
type Refused = (Refusal, &'static str);

/// Reads the values of an input, and seals its texts.
struct Parser<'a> {
    app: &'a App,
    texts: Vec<NewText>,
}

impl Parser<'_> {
    fn text(&mut self, words: &str, limit: usize, field: &'static str) -> Result<TextRef, Refused> {
        let text = self.app.seal(words, limit).map_err(|refusal| (refusal, field))?;
        let reference = text.reference.clone();
        self.texts.push(text);
        Ok(reference)
    }

    fn maybe(&mut self, words: Option<&str>, limit: usize, field: &'static str) -> Result<Option<TextRef>, Refused> {
        words.map(|words| self.text(words, limit, field)).transpose()
    }

    fn id(kind: Kind, id: &ID, field: &'static str) -> Result<Uuid, Refused> {
        decode(kind, id).map_err(|refusal| (refusal, field))
    }

    fn date(text: &str, field: &'static str) -> Result<chrono::NaiveDate, Refused> {
        text.parse().map_err(|_| (Refusal::Invalid, field))
    }

    fn instant(text: Option<&str>, field: &'static str) -> Result<Option<Instant>, Refused> {
        let Some(text) = text else { return Ok(None) };
        let at = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| (Refusal::Invalid, field))?;
        Ok(Some(Instant::from_millis(at.timestamp_millis())))
    }
}

async fn answer(ctx: &Context<'_>, key: &str, outcome: usecase::Outcome) -> Result<ProposalPayload> {
    let loaders = &viewer(ctx).loaders;
    // A mutation may follow another in one document: nothing read before it may answer for it.
    loaders.clear::<ProposalBy>();
    loaders.clear::<FactsAbout>();
    loaders.clear::<EntriesAbout>();
    loaders.clear::<VersionsOf>();
    let row = loaders
        .load_one(ProposalBy(outcome.proposal))
        .await
        .map_err(|e| super::error::lost(ctx, &e))?;
    Ok(ProposalPayload {
        client_mutation_id: key.to_owned(),
        proposal: row.and_then(|row| Proposal::seen(ctx, row)),
        version: outcome.version,
        seq: outcome.seq,
    })
}

/// Parses, gives the command, and answers with the proposal.
async fn give<I: ProposalInput + Serialize + Sync>(
    ctx: &Context<'_>,
    operation: &'static str,
    input: &I,
    make: impl FnOnce(&mut Parser<'_>) -> Result<Ask, Refused>,
) -> Result<ProposalPayload> {
    let app = app(ctx);
    let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
    let request = Request::new(operation, input.key(), input).map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
    let proposal = decode(Kind::Proposal, input.proposal()).map_err(|r| refused(ctx, r, Some("proposal")))?;
    let mut parser = Parser { app, texts: Vec::new() };
    let ask = make(&mut parser).map_err(|(refusal, field)| refused(ctx, refusal, Some(field)))?;
    let outcome = usecase::act(
        app,
        actor,
        &request,
        ProposalId(proposal),
        input.version(),
        &ask,
        &parser.texts,
    )
    .await
    .map_err(|e| failed(ctx, e))?;
    answer(ctx, input.key(), outcome).await
}

/// Raising, screening, deliberating, and the voices of residents.
#[derive(Default)]
pub struct ProposalMutation;

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

    /// Says something in public.
    async fn comment_on_proposal(&self, ctx: &Context<'_>, input: CommentInput) -> Result<ProposalPayload> {
        give(ctx, "commentOnProposal", &input, |parse| {
            let text = parse.text(&input.text, SHORT, "text")?;
            let reply_to = input
                .reply_to
                .as_ref()
                .map(|id| Parser::id(Kind::Comment, id, "replyTo").map(CommentId))
                .transpose()?;
            let id = CommentId(parse.app.fresh_id());
            Ok(Command::Comment {
                id,
                text,
                reply_to,
                checked: false,
            }
            .into())
        })
        .await
    }
}

/// Implementing, evaluating, supervising.
#[derive(Default)]
pub struct WorkMutation;

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
                files: Vec::new(),
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
