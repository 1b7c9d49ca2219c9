//! The two auditors of a sealed ballot: their keys, and what they recount with.

use super::{
    super::{
        App, Failure, Request,
        record::{place, record},
    },
    rule_of, running_view,
};
use crate::{
    identity::{auditors::key_from_hex, hex},
    store::{
        ballots,
        entity::ballot_auditor,
        idempotency::{self, Claim},
    },
};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    people::Actor,
    poll::{BallotAction, may_vote},
    refusal::Refusal,
};

/// Takes the public key of an auditor: 64 hexadecimal digits, as `yiting tally key` prints it. Of several
/// the last before the closing counts.
///
/// # Errors
/// [`Refusal::Forbidden`] for anybody else, [`Refusal::BallotNotOpen`] when the ballot is over;
/// [`Refusal::Invalid`] for what is no key, or is the other auditor's.
pub async fn give_key(app: &App, actor: &Actor, request: &Request, id: Uuid, key: &str) -> Result<(), Failure> {
    let key = hex(&key_from_hex(key).map_err(|_| Refusal::Invalid)?);
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await?? {
        return Ok(());
    }
    let row = ballots::locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let view = running_view(&row, actor.pseudonym, false)?;
    may_vote(BallotAction::GiveAuditorKey, Some(actor), &view, app.now())?;
    let others = ballots::auditors(&tx, &[id]).await?;
    if others
        .iter()
        .any(|other| other.pseudonym != actor.pseudonym.0 && other.public_key == key)
    {
        return Err(Refusal::Invalid.into());
    }
    ballots::put_auditor(
        &tx,
        ballot_auditor::Model {
            ballot_id: id,
            pseudonym: actor.pseudonym.0,
            public_key: key.clone(),
        },
    )
    .await?;
    let (area, _) = place(&tx, row.area_id).await?;
    let body = json!({"key": key});
    record(app, &tx, &area, Some(actor.pseudonym), "ballot.auditor_key", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, "").await?;
    tx.commit().await?;
    Ok(())
}

/// What opens the commitments of a sealed ballot, sealed for its two auditors: JSON of
/// [`crate::identity::auditors::ForAuditors`], which `yiting tally open` opens with both keys.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Forbidden`]; [`Refusal::BallotNotOpen`] before closing, and when an
/// auditor had given no key by then.
pub async fn openings(app: &App, actor: &Actor, id: Uuid) -> Result<String, Failure> {
    let row = ballots::by_id(app.db.reader(), id).await?.ok_or(Refusal::NotFound)?;
    if !rule_of(&row)?.auditors.contains(&actor.pseudonym) {
        return Err(Refusal::Forbidden.into());
    }
    Ok(row.openings_sealed.ok_or(Refusal::BallotNotOpen)?)
}
