//! Consent to the privacy notice: each word that was said is kept, the last one counts.

use super::super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::record_of_person,
};
use crate::{
    config::is_version,
    store::{
        entity::consent,
        idempotency::{self, Claim},
        people, privacy,
    },
};
use serde_json::json;
use yiting_domain::{people::Actor, refusal::Refusal};

/// Records that a person agreed to a version of the privacy notice, or took the consent back. A version that
/// is no longer the present one is recorded too: it is what the person saw, perhaps without a network. What
/// was said last already is not said twice, and nothing is taken back where nothing was given.
///
/// # Errors
/// [`Refusal::Invalid`] for a version out of form, [`Refusal::Unauthenticated`] for a closed account,
/// [`Refusal::IdempotencyConflict`].
pub async fn record_consent(
    app: &App,
    actor: &Actor,
    request: &Request,
    version: &str,
    agreed: bool,
) -> Result<(), Failure> {
    if !is_version(version) {
        return Err(Refusal::Invalid.into());
    }
    retrying!(try_record(app, actor, request, version, agreed))
}

async fn try_record(app: &App, actor: &Actor, request: &Request, version: &str, agreed: bool) -> Result<(), Failure> {
    let (now, person) = (app.now(), actor.person.0);
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, person, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    // Held, so that two who speak for one person at once are numbered one after the other.
    let account = people::by_id_locked(&tx, person).await?;
    if account.is_none_or(|row| row.closed_at.is_some()) {
        return Err(Refusal::Unauthenticated.into());
    }
    let last = privacy::last_consent(&tx, person).await?;
    let news = match &last {
        Some(row) => (row.version.as_str(), row.agreed) != (version, agreed) && (row.agreed || agreed),
        None => agreed,
    };
    if news {
        let row = consent::Model {
            person_id: person,
            number: last.map_or(0, |row| row.number) + 1,
            version: version.to_owned(),
            agreed,
            at: now.millis(),
        };
        privacy::add_consent(&tx, row).await?;
        let body = json!({"version": version, "agreed": agreed});
        record_of_person(app, &tx, person, actor.pseudonym, "person.consented", &body).await?;
    }
    idempotency::complete(&tx, person, &request.key, "").await?;
    tx.commit().await?;
    Ok(())
}
