//! Calling a ballot off.

use super::{
    super::{
        App, Failure, Request,
        record::{place, record},
    },
    changed,
    close::{forget, scrub},
    running_view,
};
use crate::store::{
    ballots, contents,
    entity::ballot,
    idempotency::{self, Claim},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    people::Actor,
    poll::{BallotAction, PollState, may_call_off, may_vote},
    refusal::Refusal,
};

/// Calls a ballot off on behalf of the area's director.
///
/// # Errors
/// [`Refusal::Forbidden`], and those of [`cancel_in`].
pub async fn cancel(app: &App, actor: &Actor, request: &Request, id: Uuid, reason: &str) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    if let Claim::New = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        let row = ballots::locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
        may_vote(
            BallotAction::Cancel,
            Some(actor),
            &running_view(&row, actor.pseudonym, false)?,
            app.now(),
        )?;
        call_off(app, &tx, &row, Some(actor.pseudonym), reason).await?;
        idempotency::complete(&tx, actor.person.0, &request.key, "").await?;
        tx.commit().await?;
        scrub(app).await;
        changed(app, id).await;
    }
    Ok(())
}

/// Calls a ballot off, with a reason, in the transaction of its caller, who has asked whether it may
/// be; `by` is `None` for the clock. Its votes and its key are destroyed uncounted.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TextRequired`]; [`Refusal::BallotNotOpen`] for one that is over,
/// also from the closing instant on: then the votes decide, whether the clock has looked yet or not.
pub async fn cancel_in(
    app: &App,
    tx: &impl ConnectionTrait,
    by: Option<Pseudonym>,
    id: Uuid,
    reason: &str,
) -> Result<(), Failure> {
    let row = ballots::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    let nobody = by.unwrap_or(Pseudonym(Uuid::nil()));
    may_call_off(&running_view(&row, nobody, false)?, app.now())?;
    call_off(app, tx, &row, by, reason).await
}

async fn call_off(
    app: &App,
    tx: &impl ConnectionTrait,
    row: &ballot::Model,
    by: Option<Pseudonym>,
    reason: &str,
) -> Result<(), Failure> {
    let text = app.seal(reason, 1_000)?;
    contents::insert(tx, std::slice::from_ref(&text), app.now()).await?;
    ballot::Entity::update(ballot::ActiveModel {
        id: Set(row.id),
        state: Set(PollState::Cancelled.name().to_owned()),
        next_at: Set(None),
        key_sealed: Set(None),
        reason_id: Set(Some(text.reference.id.0)),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    forget(tx, row.id).await?;
    let (area, _) = place(tx, row.area_id).await?;
    let body = json!({"reason": text.reference});
    record(app, tx, &area, by, "ballot.cancelled", row.id, body).await
}
