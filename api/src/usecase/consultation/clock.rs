//! What the clock does to consultations: opens and closes them, exactly once, on whichever instance
//! looks first.

use super::{
    super::{
        App, Failure, electorate,
        proposal::{ATTEMPTS, retrying},
        record::place,
    },
    groups, log, tell,
};
use crate::store::{consultations, electorates, entity::consultation};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
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
    /// People with a vote on a statement that was shown.
    pub participants: u64,
    /// Members of the electorate.
    pub members: u64,
    /// Whether enough took part.
    pub quorum_reached: bool,
    /// Statements that were shown.
    pub statements: u32,
    /// Whether groups are claimed.
    pub claim: Claim,
    /// Number of groups; 0 when none are claimed.
    pub groups: u8,
    /// SHA-256 of the canonical votes.
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
            close_in(app, &tx, id).await?;
        }
        _ => return Ok(()),
    }
    tx.commit().await?;
    Ok(())
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
    consultations::update(tx, row).await?;
    let body = json!({"electorate": frozen.id, "members": frozen.members, "digest": frozen.digest});
    log(app, tx, row, None, "consultation.opened", body).await
}

/// Closes an open consultation in the transaction of its caller, with the result of its votes; of one
/// that is closed already, answers how it ended.
///
/// The result is computed here, from nothing but the votes, while the row is locked: voters hold it while
/// they vote, so none is under way, and the numbers do not depend on what was shown before.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ConsultationNotOpen`] for one that never opened or was cancelled.
pub async fn close_in(app: &App, tx: &impl ConnectionTrait, id: Uuid) -> Result<Outcome, Failure> {
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
    let votes = groups::load(app, tx, &row).await?;
    let computed = groups::compute(votes, None).await?;
    let result = groups::as_row(&computed, true)?;
    let electorate = row.electorate_id.ok_or(Refusal::Internal)?;
    let frozen = electorates::by_ids(tx, &[electorate]).await?;
    let members = frozen
        .first()
        .map_or(0, |list| u64::try_from(list.members).unwrap_or(0));
    let participants = u64::from(computed.summary.participants);
    let ended = Outcome {
        participants,
        members,
        quorum_reached: inquiry.settings.quorum_reached(participants, members),
        statements: u32::try_from(computed.summary.statements.len()).unwrap_or(u32::MAX),
        claim: computed.summary.claim,
        groups: computed.summary.k,
        input_digest: computed.summary.digest,
        summary_digest: sha256(&[result.summary.as_bytes()]),
        algorithm: computed.summary.algorithm.clone(),
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
