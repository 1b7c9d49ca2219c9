//! What the clock does to consultations: opens and closes them, exactly once, on whichever instance
//! looks first.

use super::{
    super::{
        App, Failure, electorate,
        proposal::{ATTEMPTS, retrying},
        record::place,
    },
    Keys, groups, log, tell,
};
use crate::store::{consultations, electorates, entity::consultation};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;
use yiting_domain::{
    area::AreaRef,
    consultation::{Claim, InquiryState},
    electorate::ElectorateKind,
    log::{Digest, merkle::sha256},
    refusal::Refusal,
};

/// How a consultation ended: what a round goes on with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// People with a vote on a statement that was counted, in steps of five.
    pub participants: u64,
    /// Members of the electorate.
    pub members: u64,
    /// Whether enough took part.
    pub quorum_reached: bool,
    /// Statements that were counted: shown, with votes of at least five people.
    pub statements: u32,
    /// Whether groups are claimed.
    pub claim: Claim,
    /// Number of groups; 0 when none are claimed.
    pub groups: u8,
    /// SHA-256 of the canonical votes; blinded where they are not published.
    pub input_digest: Digest,
    /// SHA-256 of the published result as it is stored.
    pub summary_digest: Digest,
    /// Version of the algorithm.
    pub algorithm: String,
}

/// Does all that is due now, at most `limit` consultations. Returns how many were due.
///
/// # Errors
/// Faults; what was done before one stays done.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = consultations::due(app.db.reader(), app.now(), limit).await?;
    for id in &due {
        let id = *id;
        retrying!(run_one(app, id))?;
    }
    Ok(due.len())
}

/// A second instance waits for the row, looks again, and finds nothing left to do.
async fn run_one(app: &App, id: Uuid) -> Result<(), Failure> {
    let now = app.now();
    let prepared = prepare(app, id).await?;
    let tx = app.db.begin().await?;
    let Some(mut row) = consultations::locked(&tx, id).await? else {
        return Ok(());
    };
    let inquiry = consultations::inquiry(&row)?;
    match inquiry.state {
        InquiryState::Scheduled if inquiry.opens_at <= now => {
            let (_, area) = place(&tx, row.area_id).await?;
            begin(app, &tx, &mut row, &area).await?;
            tell(app, &tx, id).await?;
        }
        InquiryState::Open if inquiry.closes_at <= now => {
            close_prepared_in(app, &tx, id, prepared).await?;
        }
        _ => return Ok(()),
    }
    tx.commit().await?;
    Ok(())
}

/// The result of a consultation computed before its row is locked, with what shows under the lock
/// whether it still is that of the votes.
pub struct Prepared {
    done: groups::Done,
    computed_at: i64,
    touches: HashSet<Uuid>,
}

/// Computes the result of a consultation whose time is over, so that [`close_prepared_in`] holds its locks
/// for moments; `None` where there is nothing to compute.
///
/// # Errors
/// Faults.
pub async fn prepare(app: &App, id: Uuid) -> Result<Option<Prepared>, Failure> {
    let on = app.db.reader();
    let Some(row) = consultations::by_ids(on, &[id]).await?.into_iter().next() else {
        return Ok(None);
    };
    if row.state != InquiryState::Open.name() || row.closes_at > app.now().millis() {
        return Ok(None);
    }
    // Before the votes are read: what comes in between shows itself later.
    let computed_at = computed_at(on, id).await?;
    let touches = consultations::touches(on, id).await?;
    let done = groups::compute(groups::load(app, on, &row).await?, None).await?;
    Ok(Some(Prepared {
        done,
        computed_at,
        touches: touches.into_iter().map(|touch| touch.id).collect(),
    }))
}

async fn computed_at(on: &impl ConnectionTrait, id: Uuid) -> Result<i64, Failure> {
    let result = consultations::results(on, &[id]).await?.into_iter().next();
    Ok(result.ok_or(Refusal::Internal)?.computed_at)
}

/// Opens a scheduled consultation and freezes who takes part.
pub(super) async fn begin(
    app: &App,
    tx: &impl ConnectionTrait,
    row: &mut consultation::Model,
    area: &AreaRef,
) -> Result<(), Failure> {
    let kind = ElectorateKind::parse(&row.electorate_kind).ok_or(Refusal::Internal)?;
    let frozen = match row.electorate_id {
        Some(id) => electorates::by_ids(tx, &[id])
            .await?
            .into_iter()
            .next()
            .ok_or(Refusal::Internal)?,
        None => electorate::freeze(app, tx, row.district_id, area, kind, &[]).await?,
    };
    row.electorate_id = Some(frozen.id);
    row.state = InquiryState::Open.name().to_owned();
    let settings = consultations::inquiry(row)?.settings;
    let settings = settings.opened(u64::try_from(frozen.members).unwrap_or(0));
    row.settings = serde_json::to_string(&settings).map_err(anyhow::Error::from)?;
    consultations::update(tx, row).await?;
    let body = json!({
        "electorate": frozen.id, "members": frozen.members, "digest": frozen.digest,
        "publish_votes": settings.publishes_votes(),
    });
    log(app, tx, row, None, "consultation.opened", body).await
}

/// Closes an open consultation in the transaction of its caller, with the result of its votes; of one
/// that is closed already, answers how it ended. `prepared` is a result that was computed before the row was
/// locked. It is taken if nothing changed since:
/// every change of votes and statements leaves a row in its transaction, and such rows go only with a
/// computation. Otherwise the result is computed here, from nothing but the votes: voters hold the
/// row while they vote, so none is under way, and the numbers do not depend on what was shown before.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ConsultationNotOpen`] for one that never opened or was cancelled.
pub async fn close_prepared_in(
    app: &App,
    tx: &impl ConnectionTrait,
    id: Uuid,
    prepared: Option<Prepared>,
) -> Result<Outcome, Failure> {
    let now = app.now();
    let mut row = consultations::locked(tx, id).await?.ok_or(Refusal::NotFound)?;
    let inquiry = consultations::inquiry(&row)?;
    match inquiry.state {
        InquiryState::Closed => return read(&row),
        InquiryState::Open => {}
        InquiryState::Scheduled | InquiryState::Cancelled => return Err(Refusal::ConsultationNotOpen.into()),
    }
    let touches = consultations::touches(tx, id).await?;
    consultations::mark_counted(tx, id).await?;
    let computed_at = computed_at(tx, id).await?;
    let unchanged = |prepared: &Prepared| {
        prepared.computed_at == computed_at && touches.iter().all(|touch| prepared.touches.contains(&touch.id))
    };
    let computed = match prepared.filter(unchanged) {
        Some(prepared) => prepared.done,
        None => groups::compute(groups::load(app, tx, &row).await?, None).await?,
    };
    let summary = groups::public(&computed, &Keys::of(app, &row)?, inquiry.settings.publishes_votes());
    let result = groups::as_row(&computed, &summary, true)?;
    let electorate = row.electorate_id.ok_or(Refusal::Internal)?;
    let frozen = electorates::by_ids(tx, &[electorate]).await?;
    let members = frozen
        .first()
        .map_or(0, |list| u64::try_from(list.members).unwrap_or(0));
    let ended = Outcome {
        participants: u64::from(summary.participants),
        members,
        quorum_reached: inquiry.settings.quorum_reached(computed.participants, members),
        statements: u32::try_from(summary.statements.len()).unwrap_or(u32::MAX),
        claim: summary.claim,
        groups: summary.k,
        input_digest: summary.digest,
        summary_digest: sha256(&[result.summary.as_bytes()]),
        algorithm: summary.algorithm.clone(),
    };
    row.state = InquiryState::Closed.name().to_owned();
    row.closed_at = Some(now.millis());
    row.outcome = Some(serde_json::to_string(&ended).map_err(anyhow::Error::from)?);
    consultations::update(tx, &row).await?;
    consultations::store_result(tx, id, &result, now).await?;
    consultations::untouch(tx, &touches).await?;
    let body = serde_json::to_value(&ended).map_err(anyhow::Error::from)?;
    log(app, tx, &row, None, "consultation.closed", body).await?;
    tell(app, tx, id).await?;
    Ok(ended)
}

fn read(row: &consultation::Model) -> Result<Outcome, Failure> {
    let text = row.outcome.as_deref().ok_or(Refusal::Internal)?;
    serde_json::from_str(text).map_err(|error| Failure::Fault(error.into()))
}

/// How a consultation ended; `None` while it has not.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn outcome(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<Outcome>, Failure> {
    let rows = consultations::by_ids(on, &[id]).await?;
    let row = rows.first().ok_or(Refusal::NotFound)?;
    row.outcome.is_some().then(|| read(row)).transpose()
}
