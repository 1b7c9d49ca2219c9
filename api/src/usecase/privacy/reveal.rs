//! Unmasking: name and phone number of a resident, for staff who verify there, with a reason that is kept.

use super::super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::record,
    residents::sealed_context,
};
use crate::store::{
    areas,
    contents::{self, NewText},
    entity::{area, person, personal_data_view},
    idempotency::{self, Claim},
    people, privacy,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    people::{Actor, Membership},
    permission::{AreaAction, may_in_area, role_near},
    refusal::Refusal,
};

/// What was shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Revealed {
    /// The phone number, as it was given.
    pub phone: Option<String>,
    /// The name.
    pub real_name: Option<String>,
}

impl std::fmt::Debug for Revealed {
    /// Without the data: it belongs into one answer, and into no log.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Revealed({})", self.fields())
    }
}

impl Revealed {
    /// What is stored of a person.
    ///
    /// # Errors
    /// Faults: a field does not open.
    pub fn of(app: &App, who: &person::Model) -> Result<Self, Failure> {
        let open = |field: &str, sealed: &Option<String>| {
            let sealed = sealed.as_deref();
            let opened = sealed.map(|sealed| app.field_key.open(sealed, &sealed_context(field, who.id)));
            opened.transpose().map_err(anyhow::Error::from)
        };
        Ok(Self {
            phone: open("phone", &who.phone_sealed)?,
            real_name: open("real_name", &who.real_name_sealed)?,
        })
    }

    /// The names of the fields that hold something, separated by commas.
    fn fields(&self) -> String {
        let held = [("phone", self.phone.is_some()), ("real_name", self.real_name.is_some())];
        let held = held.into_iter().filter_map(|(name, held)| held.then_some(name));
        held.collect::<Vec<_>>().join(",")
    }

    /// A keyed digest, by which a request that is sent again finds out whether it would show something else.
    fn digest(&self, app: &App) -> Result<String, Failure> {
        let text = json!([self.phone, self.real_name]).to_string();
        Ok(app.blind_key.index("revealed", &text).map_err(anyhow::Error::from)?)
    }
}

/// What is kept of the answer: which view it was and a digest, never the data.
#[derive(Serialize, Deserialize)]
struct Told {
    view: Uuid,
    digest: String,
}

/// Who asks: a member of staff within a request.
pub struct Asker<'a> {
    /// The member.
    pub actor: &'a Actor,
    /// The request's name in logs.
    pub request_id: &'a str,
}

/// Shows name and phone number of a resident to staff who may verify where the person lives. That it was done,
/// by whom, about whom, which fields, why, and under which request is stored in the transaction of the answer
/// and in the district's log, which holds names and a commitment to the reason.
///
/// A request that is sent again is judged anew, and gets the same answer without a second entry; what was
/// changed in between is not shown under the old entry.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Forbidden`], [`Refusal::IdempotencyConflict`],
/// [`Refusal::VersionConflict`] for a repetition after the data has changed.
pub async fn reveal(
    app: &App,
    asker: &Asker<'_>,
    request: &Request,
    person: Pseudonym,
    reason: &NewText,
) -> Result<Revealed, Failure> {
    retrying!(try_reveal(app, asker, request, person, reason))
}

async fn try_reveal(
    app: &App,
    asker: &Asker<'_>,
    request: &Request,
    person: Pseudonym,
    reason: &NewText,
) -> Result<Revealed, Failure> {
    let (now, actor) = (app.now(), asker.actor);
    let tx = app.db.begin().await?;
    let claim = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await??;
    let who = people::by_pseudonyms(&tx, &[person.0]).await?.remove(&person.0);
    let who = who.filter(|row| row.closed_at.is_none()).ok_or(Refusal::NotFound)?;
    let (home, held) = home_near(&tx, actor, &who).await?;
    let shown = Revealed::of(app, &who)?;
    let digest = shown.digest(app)?;
    if let Claim::Done(told) = claim {
        let told: Told = serde_json::from_str(&told).map_err(anyhow::Error::from)?;
        if told.digest != digest {
            return Err(Refusal::VersionConflict.into());
        }
        return Ok(shown);
    }
    let view = app.fresh_id();
    contents::insert(&tx, std::slice::from_ref(reason), now).await?;
    let row = personal_data_view::Model {
        id: view,
        viewer: actor.pseudonym.0,
        role: held.role.name().to_owned(),
        platform_path: held.area.as_str().to_owned(),
        person_id: who.id,
        area_id: home.id,
        area_path: home.path.clone(),
        fields: shown.fields(),
        reason_id: reason.reference.id.0,
        request_id: asker.request_id.to_owned(),
        at: now.millis(),
    };
    privacy::add_view(&tx, row).await?;
    let fields: Vec<String> = shown.fields().split(',').map(str::to_owned).collect();
    let body = json!({"person": person, "area": home.id, "role": held.role, "fields": fields,
        "reason": reason.reference});
    record(app, &tx, &home, Some(actor.pseudonym), "person.revealed", view, body).await?;
    let told = serde_json::to_string(&Told { view, digest }).map_err(anyhow::Error::from)?;
    idempotency::complete(&tx, actor.person.0, &request.key, &told).await?;
    tx.commit().await?;
    Ok(shown)
}

/// The first place in which the person lives and the actor may unmask, with the role by which.
async fn home_near<'a>(
    on: &impl ConnectionTrait,
    actor: &'a Actor,
    who: &person::Model,
) -> Result<(area::Model, &'a Membership), Failure> {
    let homes = people::homes_of(on, &[who.id]).await?;
    let ids: Vec<Uuid> = homes.iter().map(|home| home.area_id).collect();
    let rows = areas::by_ids(on, &ids).await?;
    for id in ids {
        let row = rows.iter().find(|row| row.id == id && row.valid_to.is_none());
        let Some((row, place)) = row.and_then(|row| Some((row, areas::reference(row)?))) else {
            continue;
        };
        if may_in_area(AreaAction::RevealPersonalData, Some(actor), &place).is_ok()
            && let Some(held) = role_near(actor, &place)
        {
            return Ok((row.clone(), held));
        }
    }
    Err(Refusal::Forbidden.into())
}
