//! Starting a round.

use super::{
    super::{
        App, Failure, Request,
        change::Change,
        procedure,
        proposal::{ATTEMPTS, retrying},
        record::{place, record},
        wordcheck,
    },
    locked, tell,
};
use crate::store::{
    entity::round,
    idempotency::{self, Claim},
    rounds, voices,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    id::{ProposalId, Pseudonym, RoundId},
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may_in_area},
    proposal::begin_round,
    refusal::Refusal,
    round::{Round, StepPlan},
};

/// A round to be started.
#[derive(Clone, Debug)]
pub struct NewRound {
    /// Whose it is.
    pub area: Uuid,
    /// What it is called.
    pub title: String,
    /// The key of the template.
    pub template: String,
    /// The version that the person saw, where it matters.
    pub version: Option<u32>,
    /// What it is about.
    pub proposals: Vec<ProposalId>,
    /// What is laid down for each step.
    pub plans: Vec<StepPlan>,
    /// When its first step opens; at once when that is past.
    pub starts_at: Instant,
}

/// The round that this request started before, whatever has become of its template since.
///
/// # Errors
/// [`Refusal::IdempotencyConflict`].
pub async fn started(app: &App, actor: &Actor, request: &Request) -> Result<Option<Uuid>, Failure> {
    let done = idempotency::done(app.db.reader(), actor.person.0, &request.key, &request.hash).await??;
    let id = done.map(|id| id.parse()).transpose();
    id.map_err(|e| Failure::Fault(anyhow::Error::new(e)))
}

/// Starts a round on behalf of the area's staff. Its first step opens by the clock. Answers its id.
///
/// # Errors
/// [`Refusal::Forbidden`]; [`Refusal::NotFound`] for a template that the platform does not offer,
/// [`Refusal::VersionConflict`] where it changed meanwhile; [`Refusal::BadTarget`],
/// [`Refusal::UnderRound`] for a proposal; [`Refusal::Invalid`] for plans that do not fit or name
/// somebody who is not there; [`Refusal::ContentRejected`].
pub async fn start(app: &App, actor: &Actor, request: &Request, new: &NewRound) -> Result<Uuid, Failure> {
    retrying!(try_start(app, actor, request, new))
}

async fn try_start(app: &App, actor: &Actor, request: &Request, new: &NewRound) -> Result<Uuid, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (row, area) = place(&tx, new.area).await?;
    let district = row.district_id.ok_or(Refusal::BadTarget)?;
    may_in_area(AreaAction::StartRound, Some(actor), &area)?;
    let template = procedure::of(&tx, new.area, &new.template).await?;
    if new.version.is_some_and(|version| version != template.version) {
        return Err(Refusal::VersionConflict.into());
    }
    let digest = template.digest().map_err(|_| Refusal::TemplateUnsound)?;
    let (key, version) = (template.key.clone(), template.version);
    let id = app.fresh_id();
    let round = Round::schedule(
        RoundId(id),
        area.clone(),
        new.title.clone(),
        template,
        new.proposals.clone(),
        new.plans.clone(),
        new.starts_at.max(now),
    )?;
    check_words(&round.title, &new.plans)?;
    for plan in &new.plans {
        known(&tx, plan).await?;
    }
    let mut proposals = locked(&tx, &new.proposals).await?;
    let begun = proposals.iter().map(|p| begin_round(&p.state, RoundId(id), &area));
    let begun: Vec<_> = begun.collect::<Result<_, _>>()?;
    let mut stored = round::Model {
        id,
        district_id: district,
        area_id: row.id,
        area_path: row.path.clone(),
        state: String::new(),
        body: String::new(),
        next_at: None,
        follow_up: false,
        reason_id: None,
        created_at: now.millis(),
    };
    rounds::write(&mut stored, &round)?;
    let about: Vec<Uuid> = new.proposals.iter().map(|id| id.0).collect();
    rounds::insert(&tx, stored, &about).await?;
    let body = json!({
        "template": key, "version": version, "digest": digest,
        "proposals": about, "startsAt": round.starts_at,
    });
    record(app, &tx, &row, Some(actor.pseudonym), "round.scheduled", id, body).await?;
    let mut change = Change::new(app, &tx, Some(actor.pseudonym), now);
    for (p, begun) in proposals.iter_mut().zip(begun) {
        change.fold(p, vec![begun], &HashMap::new()).await?;
    }
    change.finish(proposals).await?;
    tell(app, &tx, id).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Staff's words are checked like everybody's; what a person would have to look at first is refused,
/// since there is nobody above to ask.
pub(super) fn check_words(title: &str, plans: &[StepPlan]) -> Result<(), Refusal> {
    let mut words = vec![title];
    for plan in plans {
        match plan {
            StepPlan::Consultation(plan) => {
                words.push(&plan.question);
                words.extend(plan.seeds.iter().map(String::as_str));
            }
            StepPlan::Meeting(plan) => words.push(&plan.place),
            StepPlan::Ballot(plan) => {
                words.push(&plan.title);
                words.extend(plan.options.iter().map(|option| option.option.title.as_str()));
            }
            StepPlan::Publication(text) => words.extend(text.as_deref()),
        }
    }
    if wordcheck::check(words)? {
        Ok(())
    } else {
        Err(Refusal::ContentRejected)
    }
}

/// Whoever a plan names must be there, or its step could not open.
pub(super) async fn known(tx: &DatabaseTransaction, plan: &StepPlan) -> Result<(), Failure> {
    let named: Vec<Pseudonym> = match plan {
        StepPlan::Consultation(plan) => plan.listed.clone(),
        StepPlan::Meeting(plan) => plan.invited.clone(),
        StepPlan::Ballot(plan) => plan.listed.iter().chain(&plan.auditors).copied().collect(),
        StepPlan::Publication(_) => Vec::new(),
    };
    for who in named {
        if !voices::known(tx, who).await? {
            return Err(Refusal::Invalid.into());
        }
    }
    Ok(())
}
