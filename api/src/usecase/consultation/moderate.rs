//! Moderation and cancelling, by staff, with reasons. Words are kept; the log shows who hid what and why.

use super::{
    super::{App, Failure, Request},
    Said, log,
    speak::{complete, recall},
    tell,
};
use crate::store::{
    consultations,
    contents::{self, NewText},
    entity::consultation,
    idempotency::{self, Claim},
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    consultation::{InquiryAction, InquiryState, StatementState},
    id::Pseudonym,
    people::Actor,
    refusal::Refusal,
};

/// Shows or hides a statement that waits, or shows one again that was hidden.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::StatementNotShown`] where there is nothing to check.
pub async fn check(
    app: &App,
    actor: &Actor,
    request: &Request,
    statement: Uuid,
    pass: bool,
    reason: &NewText,
) -> Result<Said, Failure> {
    moderate(app, actor, request, statement, Some(pass), reason).await
}

/// Takes a statement out of sight, and its votes out of the count while the consultation is open.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::StatementNotShown`].
pub async fn hide(
    app: &App,
    actor: &Actor,
    request: &Request,
    statement: Uuid,
    reason: &NewText,
) -> Result<Said, Failure> {
    moderate(app, actor, request, statement, None, reason).await
}

async fn moderate(
    app: &App,
    actor: &Actor,
    request: &Request,
    statement: Uuid,
    pass: Option<bool>,
    reason: &NewText,
) -> Result<Said, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return recall(&result);
    }
    let find = async || {
        let found = consultations::statements_by_ids(&tx, &[statement]).await?;
        Ok::<_, Failure>(found.into_iter().next().ok_or(Refusal::NotFound)?)
    };
    let id = find().await?.consultation_id;
    let row = consultations::locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
    // Read again under the lock: somebody else may have moderated it meanwhile.
    let found = find().await?;
    let inquiry = consultations::inquiry(&row)?;
    inquiry.may(InquiryAction::Moderate, Some(actor), false, now)?;
    let state = StatementState::parse(&found.state).ok_or(Refusal::Internal)?;
    let (next, kind) = match pass {
        Some(pass) => (inquiry.checked(state, pass)?, "consultation.statement_checked"),
        None => (inquiry.hidden(state)?, "consultation.statement_hidden"),
    };
    contents::insert(&tx, std::slice::from_ref(reason), now).await?;
    consultations::moderate(&tx, statement, next, reason.reference.id.0).await?;
    if inquiry.state == InquiryState::Open {
        consultations::touch(&tx, app.fresh_id(), id, None).await?;
    }
    let body = json!({"statement": statement, "state": next, "reason": reason.reference});
    log(app, &tx, &row, Some(actor.pseudonym), kind, body).await?;
    tell(app, &tx, id).await?;
    let said = Said {
        consultation: id,
        statement,
    };
    complete(&tx, actor, request, &said).await?;
    tx.commit().await?;
    Ok(said)
}

/// Calls a consultation off on behalf of the area's staff.
///
/// # Errors
/// [`Refusal::Forbidden`], and those of [`cancel_in`].
pub async fn cancel(app: &App, actor: &Actor, request: &Request, id: Uuid, reason: &NewText) -> Result<Uuid, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return recall(&result);
    }
    let row = consultations::locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
    consultations::inquiry(&row)?.may(InquiryAction::Cancel, Some(actor), false, now)?;
    call_off(app, &tx, row, Some(actor.pseudonym), reason).await?;
    complete(&tx, actor, request, &id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Calls a consultation off, with a reason, in the transaction of its caller, who has asked whether it
/// may be; `by` is `None` for the clock. Nothing is published of its votes.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::TextRequired`]; [`Refusal::ConsultationNotOpen`] when it is over.
pub async fn cancel_in(
    app: &App,
    tx: &impl ConnectionTrait,
    by: Option<Pseudonym>,
    id: Uuid,
    reason: &str,
) -> Result<(), Failure> {
    let row = consultations::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    consultations::inquiry(&row)?.may_call_off(app.now())?;
    call_off(app, tx, row, by, &app.seal(reason, 1_000)?).await
}

async fn call_off(
    app: &App,
    tx: &impl ConnectionTrait,
    mut row: consultation::Model,
    by: Option<Pseudonym>,
    reason: &NewText,
) -> Result<(), Failure> {
    let now = app.now();
    row.state = InquiryState::Cancelled.name().to_owned();
    row.closed_at = Some(now.millis());
    row.reason_id = Some(reason.reference.id.0);
    contents::insert(tx, std::slice::from_ref(reason), now).await?;
    consultations::update(tx, &row).await?;
    let body = json!({"reason": reason.reference});
    log(app, tx, &row, by, "consultation.cancelled", body).await?;
    tell(app, tx, row.id).await
}
