//! Paper votes: one of the staff enters, another confirms, and only then it counts. What was
//! entered is erased at the confirmation and at closing.

use super::{
    App, Failure, Request,
    ballot::{keyed, opened_key, put, rule_of, view_of},
    proposal::{ATTEMPTS, retrying},
};
use crate::store::{
    ballots,
    entity::ballot_paper,
    idempotency::{self, Claim},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    people::Actor,
    poll::{BallotAction, Choice, may_vote},
    refusal::Refusal,
};

/// A vote as it stands on paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The ballot.
    pub ballot: Uuid,
    /// Who voted so.
    pub voter: Pseudonym,
    /// The choice, not yet checked.
    pub choice: Choice,
}

/// Enters a paper vote. Answers the id under which another confirms it.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BallotNotOpen`], [`Refusal::NotInElectorate`],
/// [`Refusal::MalformedVote`]; [`Refusal::AlreadyPending`] while one of this voter waits.
pub async fn enter(app: &App, actor: &Actor, request: &Request, paper: &Paper) -> Result<Uuid, Failure> {
    retrying!(try_enter(app, actor, request, paper))
}

async fn try_enter(app: &App, actor: &Actor, request: &Request, paper: &Paper) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    let row = ballots::shared(&tx, paper.ballot).await?.ok_or(Refusal::NotFound)?;
    let key = opened_key(app, &row)?.ok_or(Refusal::BallotNotOpen)?;
    // Under the ballot's key: what is kept of the request must not tell the choice after closing.
    let hash = keyed(&key, &[b"paper request", request.hash.as_bytes()])?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &hash, app.now()).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let view = view_of(&tx, &row, paper.voter).await?;
    may_vote(BallotAction::EnterPaper, Some(actor), &view, app.now())?;
    if !view.entitled {
        return Err(Refusal::NotInElectorate.into());
    }
    let choice = paper.choice.clone().check(&rule_of(&row)?)?;
    if ballots::waiting_paper(&tx, row.id, paper.voter.0).await? {
        return Err(Refusal::AlreadyPending.into());
    }
    let id = app.fresh_id();
    ballot_paper::Entity::insert(ballot_paper::ActiveModel {
        id: Set(id),
        ballot_id: Set(row.id),
        pseudonym: Set(paper.voter.0),
        choice: Set(Some(choice.canonical().map_err(anyhow::Error::from)?)),
        entered_by: Set(actor.pseudonym.0),
        confirmed_by: Set(None),
    })
    .exec_without_returning(&tx)
    .await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Confirms a paper vote that somebody else entered: from now on it counts, as the voter's last.
/// Answers the ballot and the receipt to hand to the voter.
///
/// # Errors
/// [`Refusal::Forbidden`], also for whoever entered it; [`Refusal::NothingPending`],
/// [`Refusal::BallotNotOpen`].
pub async fn confirm(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(Uuid, String), Failure> {
    retrying!(try_confirm(app, actor, request, id))
}

async fn try_confirm(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(Uuid, String), Failure> {
    let tx = app.db.begin().await?;
    let claim = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await??;
    let paper = ballots::paper(&tx, id).await?.ok_or(Refusal::NothingPending)?;
    let row = ballots::shared(&tx, paper.ballot_id).await?.ok_or(Refusal::NotFound)?;
    let key = opened_key(app, &row)?.ok_or(Refusal::BallotNotOpen)?;
    let receipt: String = keyed(&key, &[b"paper", id.as_bytes()])?.chars().take(32).collect();
    if let Claim::Done(_) = claim {
        return Ok((row.id, receipt));
    }
    let voter = Pseudonym(paper.pseudonym);
    let view = view_of(&tx, &row, voter).await?;
    may_vote(BallotAction::EnterPaper, Some(actor), &view, app.now())?;
    if paper.entered_by == actor.pseudonym.0 {
        return Err(Refusal::Forbidden.into());
    }
    let text = paper.choice.ok_or(Refusal::NothingPending)?;
    let choice: Choice = serde_json::from_str(&text).map_err(anyhow::Error::from)?;
    put(
        app,
        &tx,
        &row,
        &rule_of(&row)?,
        &key,
        voter,
        &choice,
        None,
        &receipt,
        true,
    )
    .await?;
    ballot_paper::Entity::update(ballot_paper::ActiveModel {
        id: Set(id),
        choice: Set(None),
        confirmed_by: Set(Some(actor.pseudonym.0)),
        ..Default::default()
    })
    .exec(&tx)
    .await?;
    idempotency::complete(&tx, actor.person.0, &request.key, "").await?;
    tx.commit().await?;
    Ok((row.id, receipt))
}
