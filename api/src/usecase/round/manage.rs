//! What staff do to a round on its way.

use super::{
    super::{
        App, Failure, Request, ballot, consultation, meeting,
        proposal::{ATTEMPTS, retrying},
    },
    Held,
    start::{check_words, known},
};
use crate::store::{
    contents,
    idempotency::{self, Claim},
};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    people::Actor,
    refusal::Refusal,
    round::{RoundAction, StepPlan, StepState, Work, may_round},
};

/// Lays down anew what a step does that has not opened yet.
///
/// # Errors
/// Those of [`may_round`]; [`Refusal::Invalid`], [`Refusal::ContentRejected`].
pub async fn plan_step(
    app: &App,
    actor: &Actor,
    request: &Request,
    round: Uuid,
    index: usize,
    plan: &StepPlan,
) -> Result<(), Failure> {
    let ask = Ask::Plan(plan);
    retrying!(change(app, actor, request, round, Some(index), &ask))
}

/// Writes what a publication publishes beside the results, before it opens or while it is open.
///
/// # Errors
/// Those of [`may_round`]; [`Refusal::TextRequired`], [`Refusal::TextTooLong`],
/// [`Refusal::ContentRejected`].
pub async fn publish_notice(
    app: &App,
    actor: &Actor,
    request: &Request,
    round: Uuid,
    index: usize,
    text: &str,
) -> Result<(), Failure> {
    let ask = Ask::Publish(text);
    retrying!(change(app, actor, request, round, Some(index), &ask))
}

/// Leaves out a step that may be left out.
///
/// # Errors
/// Those of [`may_round`].
pub async fn skip_step(
    app: &App,
    actor: &Actor,
    request: &Request,
    round: Uuid,
    index: usize,
    reason: &str,
) -> Result<(), Failure> {
    let ask = Ask::Skip(reason);
    retrying!(change(app, actor, request, round, Some(index), &ask))
}

/// Calls a round off, with what is open in it. Its proposals go on as before it.
///
/// # Errors
/// Those of [`may_round`]; [`Refusal::TextRequired`].
pub async fn cancel(app: &App, actor: &Actor, request: &Request, round: Uuid, reason: &str) -> Result<(), Failure> {
    let ask = Ask::Cancel(reason);
    retrying!(change(app, actor, request, round, None, &ask))
}

enum Ask<'a> {
    Plan(&'a StepPlan),
    Publish(&'a str),
    Skip(&'a str),
    Cancel(&'a str),
}

impl Ask<'_> {
    const fn action(&self) -> RoundAction {
        match self {
            Self::Plan(_) => RoundAction::Plan,
            Self::Publish(_) => RoundAction::Publish,
            Self::Skip(_) => RoundAction::Skip,
            Self::Cancel(_) => RoundAction::Cancel,
        }
    }
}

async fn change(
    app: &App,
    actor: &Actor,
    request: &Request,
    round: Uuid,
    index: Option<usize>,
    ask: &Ask<'_>,
) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    let mut held = Held::lock(&tx, round).await?.ok_or(Refusal::NotFound)?;
    may_round(ask.action(), Some(actor), &held.round, index, now)?;
    let at = index.unwrap_or_default();
    let by = Some(actor.pseudonym);
    match ask {
        Ask::Plan(plan) => {
            let (step, _) = held.round.step(at).ok_or(Refusal::NotFound)?;
            plan.check(step, &held.round.proposals)?;
            check_words("", std::slice::from_ref(*plan))?;
            known(&tx, plan).await?;
            lay_down(&mut held, at, (*plan).clone());
            held.log(app, &tx, by, "round.step_planned", json!({"step": at}))
                .await?;
        }
        Ask::Publish(text) => {
            let text = app.seal(text, 4_000)?;
            let plan = StepPlan::Publication(Some(text.words().to_owned()));
            check_words("", std::slice::from_ref(&plan))?;
            contents::insert(&tx, std::slice::from_ref(&text), now).await?;
            lay_down(&mut held, at, plan);
            let body = json!({"step": at, "notice": text.reference});
            held.log(app, &tx, by, "round.notice_written", body).await?;
        }
        Ask::Skip(reason) => {
            let reason = app.seal(reason, 1_000)?;
            contents::insert(&tx, std::slice::from_ref(&reason), now).await?;
            let running = held.round.state.is_running();
            held.round.skipped(at, now);
            let body = json!({"step": at, "reason": reason.reference});
            held.log(app, &tx, by, "round.step_skipped", body).await?;
            if running && !held.round.state.is_running() {
                held.settle(app, &tx, by).await?;
            }
        }
        Ask::Cancel(reason) => call_off(app, &tx, &mut held, by, reason).await?,
    }
    idempotency::complete(&tx, actor.person.0, &request.key, "").await?;
    held.commit(app, tx).await
}

fn lay_down(held: &mut Held, index: usize, plan: StepPlan) {
    if let Some(record) = held.round.steps.get_mut(index) {
        record.plan = plan;
    }
}

/// Calls the round off in the transaction of its caller, who has asked whether it may be; `by` is `None`
/// for the clock.
pub(super) async fn call_off(
    app: &App,
    tx: &DatabaseTransaction,
    held: &mut Held,
    by: Option<Pseudonym>,
    reason: &str,
) -> Result<(), Failure> {
    let text = app.seal(reason, 1_000)?;
    contents::insert(tx, std::slice::from_ref(&text), app.now()).await?;
    let steps = held.round.template.steps.iter().zip(&held.round.steps);
    let open = steps.filter(|(_, record)| record.state == StepState::Open);
    for (step, record) in open {
        let Some(id) = record.subject else { continue };
        let cancelled = match step.work {
            Work::Consultation { .. } => consultation::cancel_in(app, tx, by, id, reason).await,
            Work::Meeting { .. } => meeting::cancel_in(app, tx, by, id, reason).await,
            Work::Ballot { .. } => ballot::cancel_in(app, tx, by, id, reason).await,
            Work::Publication => Ok(()),
        };
        match cancelled {
            // Called off on its own before, or over already: nothing is left to call off.
            Ok(())
            | Err(Failure::Refused(Refusal::BallotNotOpen | Refusal::ConsultationNotOpen | Refusal::MeetingOver)) => {}
            Err(failure) => return Err(failure),
        }
    }
    let steps = held.round.template.steps.iter().zip(&held.round.steps);
    let ballots =
        steps.filter(|(step, record)| matches!(step.work, Work::Ballot { .. }) && record.state == StepState::Open);
    held.ballots.extend(ballots.filter_map(|(_, record)| record.subject));
    held.round.cancelled(app.now());
    held.row.reason_id = Some(text.reference.id.0);
    let body = json!({"reason": text.reference});
    held.log(app, tx, by, "round.cancelled", body).await?;
    held.settle(app, tx, by).await
}
