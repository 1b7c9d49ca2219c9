//! Procedure templates 议事规程 as a viewer sees them, and publishing one.

use super::{
    ballot::{BallotKind, ElectorateKind, Secrecy},
    ballot_mutation::{Matter, ShareInput, share},
    error::{failed, refused},
    meeting_parts::MeetingKind,
    node_id::{Kind, decode},
    viewer::{Language, app, viewer},
};
use crate::usecase::{Request, procedure};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use yiting_domain::{
    consultation::Moderation,
    poll::{QuorumRule, Share},
    refusal::Refusal,
    round::{self, Label, Phase, Step, Template, Work},
};

/// What is done in a step.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Statements and votes on them.
    Consultation,
    /// People meet.
    Meeting,
    /// A vote.
    Ballot,
    /// What was decided is published.
    Publication,
}

impl From<&Work> for StepKind {
    fn from(work: &Work) -> Self {
        match work {
            Work::Consultation { .. } => Self::Consultation,
            Work::Meeting { .. } => Self::Meeting,
            Work::Ballot { .. } => Self::Ballot,
            Work::Publication => Self::Publication,
        }
    }
}

/// What a step needs of the one before it.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "round::Need")]
pub enum StepNeed {
    /// Nothing.
    Nothing,
    /// That enough took part.
    Quorum,
    /// That the last ballot adopted.
    Adopted,
}

/// The label in the viewer's language.
pub fn label(ctx: &Context<'_>, label: &Label) -> String {
    match viewer(ctx).language {
        Language::Chinese => label.zh.clone(),
        Language::English => label.en.clone(),
    }
}

/// A procedure template 议事规程.
pub struct ProcedureTemplate(pub Template);

/// A procedure template 议事规程.
#[Object]
impl ProcedureTemplate {
    /// Its key among those of a platform.
    async fn key(&self) -> &str {
        &self.0.key
    }
    /// 0 for what is built in; a platform's own count from 1.
    async fn version(&self) -> u32 {
        self.0.version
    }
    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> String {
        label(ctx, &self.0.name)
    }
    /// What it is for.
    async fn about(&self, ctx: &Context<'_>) -> String {
        label(ctx, &self.0.about)
    }
    /// Its steps, in order.
    async fn steps(&self) -> Vec<ProcedureStep> {
        self.0.steps.iter().cloned().map(ProcedureStep).collect()
    }
    /// The whole template as JSON, with thresholds and quorums: what a copy starts from.
    async fn json(&self, ctx: &Context<'_>) -> Result<String> {
        serde_json::to_string(&self.0).map_err(|e| failed(ctx, anyhow::Error::from(e)))
    }
    /// SHA-256 of its canonical JSON, as it stands in the log.
    async fn digest(&self, ctx: &Context<'_>) -> Result<String> {
        let digest = self.0.digest().map_err(|e| failed(ctx, anyhow::Error::from(e)))?;
        Ok(digest.to_string())
    }
}

/// A step of a template.
pub struct ProcedureStep(Step);

/// A step of a template.
#[Object]
impl ProcedureStep {
    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> String {
        label(ctx, &self.0.name)
    }
    /// What is done.
    async fn kind(&self) -> StepKind {
        (&self.0.work).into()
    }
    /// Working days that it lasts; for a meeting, of notice.
    async fn days(&self) -> u32 {
        self.0.days
    }
    /// What it needs of the step before.
    async fn needs(&self) -> StepNeed {
        self.0.needs.into()
    }
    /// Whether a director may leave it out.
    async fn optional(&self) -> bool {
        self.0.optional
    }
    /// Whether it comes after delivery.
    async fn follow_up(&self) -> bool {
        self.0.phase == Phase::FollowUp
    }
    /// For consultations and ballots: who takes part.
    async fn electorate(&self) -> Option<ElectorateKind> {
        match &self.0.work {
            Work::Consultation { electorate, .. } | Work::Ballot { electorate, .. } => Some((*electorate).into()),
            _ => None,
        }
    }
    /// For ballots: by which rule it is counted.
    async fn ballot_kind(&self) -> Option<BallotKind> {
        match &self.0.work {
            Work::Ballot { kind, .. } => Some((*kind).into()),
            _ => None,
        }
    }
    /// For ballots: how it can be checked.
    async fn secrecy(&self) -> Option<Secrecy> {
        match &self.0.work {
            Work::Ballot { secrecy, .. } => Some((*secrecy).into()),
            _ => None,
        }
    }
    /// For ballots: on what it rests.
    async fn legal_basis(&self) -> Option<&str> {
        match &self.0.work {
            Work::Ballot { legal_basis, .. } => Some(legal_basis),
            _ => None,
        }
    }
    /// For meetings: what it is for.
    async fn meeting_kind(&self) -> Option<MeetingKind> {
        match &self.0.work {
            Work::Meeting { kind, .. } => Some((*kind).into()),
            _ => None,
        }
    }
    /// For meetings: how many have to attend.
    async fn least_attendance(&self) -> Option<u32> {
        match &self.0.work {
            Work::Meeting { least, .. } => Some(*least),
            _ => None,
        }
    }
    /// For consultations: the share of members that has to take part, in percent.
    async fn quorum_percent(&self) -> Option<u32> {
        match &self.0.work {
            Work::Consultation { quorum_percent, .. } => *quorum_percent,
            _ => None,
        }
    }
}

/// A step of a template to be published: exactly one of consultation, meeting, ballot and publication.
#[derive(InputObject, Serialize)]
pub struct ProcedureStepInput {
    /// Chinese name, at most 60 characters.
    name_zh: String,
    /// English name, at most 60 characters.
    name_en: String,
    /// Working days, 1 to 60.
    days: u32,
    /// What it needs of the step before.
    #[graphql(default_with = "StepNeed::Nothing")]
    needs: StepNeed,
    /// Whether a director may leave it out.
    #[graphql(default)]
    optional: bool,
    /// Whether it comes after delivery.
    #[graphql(default)]
    follow_up: bool,
    /// Statements and votes on them.
    consultation: Option<ConsultationStepInput>,
    /// People meet.
    meeting: Option<MeetingStepInput>,
    /// A vote.
    ballot: Option<BallotStepInput>,
    /// What was decided is published.
    #[graphql(default)]
    publication: bool,
}

/// How a consultation of a step is held.
#[derive(InputObject, Serialize)]
pub struct ConsultationStepInput {
    /// Who takes part.
    electorate: ElectorateKind,
    /// Percent of the members who must take part.
    quorum_percent: Option<u32>,
    /// Whether statements are looked at before they are shown.
    #[graphql(default)]
    moderated_before: bool,
    /// Whether residents may make statements.
    #[graphql(default = true)]
    residents_state: bool,
}

/// How a meeting of a step is held.
#[derive(InputObject, Serialize)]
pub struct MeetingStepInput {
    /// What it is for.
    kind: MeetingKind,
    /// How many have to attend.
    #[graphql(default)]
    least_attendance: u32,
}

/// How a ballot of a step is held.
#[derive(InputObject, Serialize)]
pub struct BallotStepInput {
    /// By which rule it is counted.
    kind: BallotKind,
    /// Who has a vote.
    electorate: ElectorateKind,
    /// How it can be checked.
    secrecy: Secrecy,
    /// On what it rests.
    legal_basis: String,
    /// For yes and no: the share of yes; more than half when left out.
    threshold: Option<ShareInput>,
    /// Votes that must be cast.
    quorum_count: Option<u64>,
    /// A share of the electorate that must vote.
    quorum_share: Option<ShareInput>,
    /// For owners: which majority.
    #[graphql(default_with = "Matter::Ordinary")]
    matter: Matter,
}

/// A version of a platform's own template.
#[derive(InputObject, Serialize)]
pub struct PublishProcedureTemplateInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The platform.
    area: ID,
    /// Lower-case letters, digits and hyphens; the key of what is built in hides that here.
    key: String,
    /// Chinese name, at most 60 characters.
    name_zh: String,
    /// English name.
    name_en: String,
    /// What it is for, in Chinese, at most 1 000 characters.
    about_zh: String,
    /// What it is for, in English.
    about_en: String,
    /// Its steps, at most 12.
    steps: Vec<ProcedureStepInput>,
    /// Whether it is no longer offered.
    #[graphql(default)]
    retired: bool,
}

/// The published version.
#[derive(SimpleObject)]
pub struct ProcedureTemplatePayload {
    client_mutation_id: String,
    /// The template.
    template: ProcedureTemplate,
}

fn work(given: &ProcedureStepInput) -> Option<Work> {
    match (&given.consultation, &given.meeting, &given.ballot, given.publication) {
        (Some(one), None, None, false) => Some(Work::Consultation {
            electorate: one.electorate.into(),
            quorum_percent: one.quorum_percent,
            moderation: if one.moderated_before {
                Moderation::Before
            } else {
                Moderation::After
            },
            residents_state: one.residents_state,
        }),
        (None, Some(one), None, false) => Some(Work::Meeting {
            kind: one.kind.into(),
            least: one.least_attendance,
        }),
        (None, None, Some(one), false) => Some(Work::Ballot {
            kind: one.kind.into(),
            electorate: one.electorate.into(),
            secrecy: one.secrecy.into(),
            threshold: one.threshold.as_ref().map_or(Share::MAJORITY, share),
            quorum: match (one.quorum_count, &one.quorum_share) {
                (None, None) => QuorumRule::None,
                (Some(count), None) => QuorumRule::Count(count),
                (None, Some(given)) => QuorumRule::Share(share(given)),
                (Some(_), Some(_)) => return None,
            },
            matter: one.matter.into(),
            legal_basis: one.legal_basis.trim().to_owned(),
        }),
        (None, None, None, true) => Some(Work::Publication),
        _ => None,
    }
}

fn named(zh: &str, en: &str) -> Label {
    Label {
        zh: zh.trim().to_owned(),
        en: en.trim().to_owned(),
    }
}

fn step(given: &ProcedureStepInput) -> Option<Step> {
    Some(Step {
        name: named(&given.name_zh, &given.name_en),
        work: work(given)?,
        days: given.days,
        needs: given.needs.into(),
        optional: given.optional,
        phase: if given.follow_up {
            Phase::FollowUp
        } else {
            Phase::Deliberation
        },
    })
}

/// Mutations about procedure templates.
#[derive(Default)]
pub struct ProcedureMutation;

/// Mutations about procedure templates.
#[Object]
impl ProcedureMutation {
    /// Publishes the next version of a platform's own template, or retires it. Rounds under way keep
    /// theirs. Codes: FORBIDDEN, TEMPLATE_UNSOUND, CONTENT_REJECTED.
    async fn publish_procedure_template(
        &self,
        ctx: &Context<'_>,
        input: PublishProcedureTemplateInput,
    ) -> Result<ProcedureTemplatePayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("publishProcedureTemplate", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let area = decode(Kind::Area, &input.area).map_err(|r| refused(ctx, r, Some("area")))?;
        let steps: Option<Vec<Step>> = input.steps.iter().map(step).collect();
        let mut template = Template {
            key: input.key.clone(),
            version: 0,
            name: named(&input.name_zh, &input.name_en),
            about: named(&input.about_zh, &input.about_en),
            steps: steps.ok_or_else(|| refused(ctx, Refusal::TemplateUnsound, Some("steps")))?,
        };
        template.version = procedure::publish(app(ctx), actor, &request, area, &template, input.retired)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(ProcedureTemplatePayload {
            client_mutation_id: input.client_mutation_id,
            template: ProcedureTemplate(template),
        })
    }
}
