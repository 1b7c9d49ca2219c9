//! Experts: the directory, the invitation to review a proposal, the published opinion.

use super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
    wordcheck,
};
use crate::store::{
    areas,
    contents::{self, NewText},
    entity::{expert, expert_review},
    experts,
    idempotency::{self, Claim},
    people, proposals,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::{Value, json};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    expert::{LONGEST_DAYS, Profile, ReviewAction, ReviewState, may_review},
    id::Pseudonym,
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// Claims the key; the id that a request gave when it was done before.
async fn claimed(
    tx: &DatabaseTransaction,
    app: &App,
    actor: &Actor,
    request: &Request,
) -> Result<Option<Uuid>, Failure> {
    let claim = idempotency::claim(tx, actor.person.0, &request.key, &request.hash, app.now()).await??;
    match claim {
        Claim::New => Ok(None),
        Claim::Done(id) => Ok(Some(id.parse().map_err(anyhow::Error::from)?)),
    }
}

async fn done(tx: DatabaseTransaction, actor: &Actor, request: &Request, id: Uuid) -> Result<Uuid, Failure> {
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Lists an expert in an area's directory, or changes the entry. Answers its id. Opinions that were
/// asked for before keep the profile of their time.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BadTarget`], [`Refusal::NotFound`] for somebody who is not known;
/// those of the texts.
pub async fn list(
    app: &App,
    actor: &Actor,
    request: &Request,
    area: Uuid,
    who: Pseudonym,
    profile: &Profile,
) -> Result<Uuid, Failure> {
    retrying!(try_list(app, actor, request, area, who, profile))
}

async fn try_list(
    app: &App,
    actor: &Actor,
    request: &Request,
    area: Uuid,
    who: Pseudonym,
    profile: &Profile,
) -> Result<Uuid, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Some(id) = claimed(&tx, app, actor, request).await? {
        return Ok(id);
    }
    let (row, reference) = place(&tx, area).await?;
    may_in_area(AreaAction::KeepExperts, Some(actor), &reference)?;
    profile.check()?;
    wordcheck::check([&profile.name, &profile.field, &profile.organisation, &profile.about].map(String::as_str))?;
    let person = people::by_pseudonyms(&tx, &[who.0]).await?.remove(&who.0);
    if person.is_none_or(|person| person.closed_at.is_some()) {
        return Err(Refusal::NotFound.into());
    }
    let words = serde_json::to_string(profile).map_err(anyhow::Error::from)?;
    let text = NewText::seal(app.fresh_id(), app.entropy.bytes(), words);
    contents::insert(&tx, std::slice::from_ref(&text), now).await?;
    let (entry, new) = match experts::listed(&tx, area, who).await? {
        Some(listed) => (listed, false),
        None => {
            let fresh = expert::Model {
                id: app.fresh_id(),
                district_id: row.district_id.ok_or(Refusal::BadTarget)?,
                area_id: row.id,
                area_path: row.path.clone(),
                pseudonym: who.0,
                profile_id: text.reference.id.0,
                created_at: now.millis(),
                ended_at: None,
            };
            (fresh, true)
        }
    };
    let entry = expert::Model {
        profile_id: text.reference.id.0,
        ..entry
    };
    experts::put(&tx, &entry, new).await?;
    let kind = if new { "expert.listed" } else { "expert.changed" };
    let body = json!({"profile": text.reference});
    record(app, &tx, &row, Some(actor.pseudonym), kind, entry.id, body).await?;
    done(tx, actor, request, entry.id).await
}

/// Takes an expert out of a directory. Answers the id of the entry; reviews go on.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NotFound`].
pub async fn unlist(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<Uuid, Failure> {
    retrying!(try_unlist(app, actor, request, id))
}

async fn try_unlist(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    if let Some(id) = claimed(&tx, app, actor, request).await? {
        return Ok(id);
    }
    let entry = experts::by_ids(&tx, &[id]).await?.pop();
    let entry = entry
        .filter(|entry| entry.ended_at.is_none())
        .ok_or(Refusal::NotFound)?;
    let (row, reference) = place(&tx, entry.area_id).await?;
    may_in_area(AreaAction::KeepExperts, Some(actor), &reference)?;
    let entry = expert::Model {
        ended_at: Some(app.now().millis()),
        ..entry
    };
    experts::put(&tx, &entry, false).await?;
    record(app, &tx, &row, Some(actor.pseudonym), "expert.unlisted", id, json!({})).await?;
    done(tx, actor, request, id).await
}

/// An invitation to review.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The entry in the directory.
    pub expert: Uuid,
    /// The proposal.
    pub proposal: Uuid,
    /// What is asked.
    pub question: String,
    /// Until when.
    pub due_at: Instant,
}

/// Invites an expert to review a proposal. While an invitation is open, it gets the new question and due
/// date. Answers the review.
///
/// # Errors
/// [`Refusal::Forbidden`] for anybody but staff in whose custody the proposal is; [`Refusal::BadTarget`]
/// for a proposal that is not open or an expert of another directory, [`Refusal::NotFound`],
/// [`Refusal::Invalid`] for a due date that is past or too far; those of the question.
pub async fn invite(app: &App, actor: &Actor, request: &Request, new: &Invitation) -> Result<Uuid, Failure> {
    retrying!(try_invite(app, actor, request, new))
}

async fn try_invite(app: &App, actor: &Actor, request: &Request, new: &Invitation) -> Result<Uuid, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Some(id) = claimed(&tx, app, actor, request).await? {
        return Ok(id);
    }
    let found = proposals::by_ids(&tx, &[new.proposal]).await?.remove(&new.proposal);
    let proposal = found.ok_or(Refusal::NotFound)?.state;
    let custodian = proposal.custodian().clone();
    may_in_area(AreaAction::InviteExpert, Some(actor), &custodian)?;
    if !proposal.state.is_open() {
        return Err(Refusal::BadTarget.into());
    }
    if new.due_at <= now || new.due_at > now.plus_days(LONGEST_DAYS) {
        return Err(Refusal::Invalid.into());
    }
    let listed = experts::by_ids(&tx, &[new.expert]).await?.pop();
    let listed = listed.filter(|one| one.ended_at.is_none()).ok_or(Refusal::NotFound)?;
    if !AreaPath::parse(listed.area_path.clone())?.covers(&custodian.path) {
        return Err(Refusal::BadTarget.into());
    }
    let question = app.seal(&new.question, yiting_domain::expert::REMARK_LENGTH)?;
    contents::insert(&tx, std::slice::from_ref(&question), now).await?;
    let (area, _) = place(&tx, custodian.id.0).await?;
    let (review, fresh) = match experts::open_review(&tx, new.expert, new.proposal).await? {
        Some(open) => (open, false),
        None => {
            let fresh = expert_review::Model {
                id: app.fresh_id(),
                expert_id: listed.id,
                expert_pseudonym: listed.pseudonym,
                proposal_id: new.proposal,
                area_id: area.id,
                area_path: area.path.clone(),
                state: ReviewState::Invited.name().to_owned(),
                profile_id: listed.profile_id,
                question_id: question.reference.id.0,
                due_at: new.due_at.millis(),
                reason_id: None,
                opinion_id: None,
                interests_id: None,
                submitted_at: None,
                published_at: None,
                created_at: now.millis(),
            };
            (fresh, true)
        }
    };
    let review = expert_review::Model {
        question_id: question.reference.id.0,
        due_at: new.due_at.millis(),
        // Whoever has custody now publishes the opinion.
        area_id: area.id,
        area_path: area.path.clone(),
        ..review
    };
    experts::put_review(&tx, &review, fresh).await?;
    let body = json!({
        "expert": listed.id, "proposal": new.proposal, "question": question.reference, "due_at": new.due_at,
    });
    record(
        app,
        &tx,
        &area,
        Some(actor.pseudonym),
        "expert.invited",
        review.id,
        body,
    )
    .await?;
    done(tx, actor, request, review.id).await
}

/// What is done about a review.
#[derive(Clone, Debug)]
pub enum Step {
    /// Take the invitation.
    Accept,
    /// Refuse it, with a reason.
    Decline(String),
    /// Send the opinion with the declared interests.
    Submit {
        /// The opinion.
        opinion: String,
        /// Interests in the matter; 「无」 when there are none.
        interests: String,
    },
    /// Publish it.
    Publish,
}

impl Step {
    const fn action(&self) -> ReviewAction {
        match self {
            Self::Accept => ReviewAction::Accept,
            Self::Decline(_) => ReviewAction::Decline,
            Self::Submit { .. } => ReviewAction::Submit,
            Self::Publish => ReviewAction::Publish,
        }
    }
}

/// Does a step of a review. Answers the review.
///
/// # Errors
/// Those of [`may_review`], [`Refusal::NotFound`], those of the texts.
pub async fn step(app: &App, actor: &Actor, request: &Request, id: Uuid, step: &Step) -> Result<Uuid, Failure> {
    retrying!(try_step(app, actor, request, id, step))
}

async fn try_step(app: &App, actor: &Actor, request: &Request, id: Uuid, step: &Step) -> Result<Uuid, Failure> {
    use yiting_domain::expert::{OPINION_LENGTH, REMARK_LENGTH};
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Some(id) = claimed(&tx, app, actor, request).await? {
        return Ok(id);
    }
    let mut review = experts::review_locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
    may_review(step.action(), Some(actor), &experts::view(&review)?, now)?;
    let (state, body) = match step {
        Step::Accept => (ReviewState::Accepted, json!({})),
        Step::Decline(reason) => {
            let reason = kept(app, &tx, reason, REMARK_LENGTH).await?;
            review.reason_id = Some(reason.reference.id.0);
            (ReviewState::Declined, json!({"reason": reason.reference}))
        }
        Step::Submit { opinion, interests } => {
            let opinion = kept(app, &tx, opinion, OPINION_LENGTH).await?;
            let interests = kept(app, &tx, interests, REMARK_LENGTH).await?;
            review.opinion_id = Some(opinion.reference.id.0);
            review.interests_id = Some(interests.reference.id.0);
            review.submitted_at = Some(now.millis());
            let body = json!({"opinion": opinion.reference, "interests": interests.reference});
            (ReviewState::Submitted, body)
        }
        Step::Publish => {
            review.published_at = Some(now.millis());
            let texts: Vec<Uuid> = review.opinion_id.into_iter().chain(review.interests_id).collect();
            let body = published(&tx, &review, &texts).await?;
            (ReviewState::Published, body)
        }
    };
    let kind = match state {
        ReviewState::Accepted => "expert.accepted",
        ReviewState::Declined => "expert.declined",
        ReviewState::Submitted => "expert.opinion_submitted",
        ReviewState::Invited | ReviewState::Published => "expert.opinion_published",
    };
    review.state = state.name().to_owned();
    experts::put_review(&tx, &review, false).await?;
    let area = areas::by_id(&tx, review.area_id).await?.ok_or(Refusal::Internal)?;
    record(app, &tx, &area, Some(actor.pseudonym), kind, id, body).await?;
    done(tx, actor, request, id).await
}

/// Seals, checks and stores a text.
async fn kept(app: &App, tx: &impl ConnectionTrait, words: &str, limit: usize) -> Result<NewText, Failure> {
    let text = app.seal(words, limit)?;
    wordcheck::check([text.words()])?;
    contents::insert(tx, std::slice::from_ref(&text), app.now()).await?;
    Ok(text)
}

/// What the log says of a publication: the commitments of the words that everybody reads now.
async fn published(tx: &impl ConnectionTrait, review: &expert_review::Model, texts: &[Uuid]) -> Result<Value, Failure> {
    let rows = contents::rows(tx, texts).await?;
    let commitment = |id: Option<Uuid>| id.and_then(|id| rows.get(&id)).map(|row| row.commitment.clone());
    Ok(json!({
        "proposal": review.proposal_id,
        "expert": review.expert_id,
        "opinion": commitment(review.opinion_id),
        "interests": commitment(review.interests_id),
    }))
}
