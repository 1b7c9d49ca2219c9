//! Entries about people and rules in the log of a district.

use super::{App, Failure};
use crate::store::{
    accounts_joined, areas,
    entity::area,
    log::{self, Append},
};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;
use yiting_domain::{
    area::AreaRef,
    id::{AreaId, Pseudonym},
    refusal::Refusal,
};

/// Appends one entry to the log of an area's district.
pub(super) async fn record(
    app: &App,
    on: &impl ConnectionTrait,
    place: &area::Model,
    actor: Option<Pseudonym>,
    kind: &str,
    subject: Uuid,
    body: Value,
) -> Result<(), Failure> {
    let Some(district) = place.district_id else {
        return Ok(());
    };
    let code = areas::by_id(on, district).await?.ok_or(Refusal::Internal)?.code;
    let entry = Append {
        actor,
        kind: kind.to_owned(),
        subject,
        body,
    };
    log::append(on, AreaId(district), &code, &[entry], app.now()).await?;
    Ok(())
}

/// The same entry in the log of each district in which a person lives or works; somebody who has neither
/// belongs to no district yet, and is in no log.
pub(super) async fn record_of_person(
    app: &App,
    on: &impl ConnectionTrait,
    person: Uuid,
    who: Pseudonym,
    kind: &str,
    body: &Value,
) -> Result<(), Failure> {
    let mut told = Vec::new();
    for area in accounts_joined::places_of(on, person).await? {
        let Some(row) = areas::by_id(on, area).await? else {
            continue;
        };
        if row.district_id.is_none_or(|district| told.contains(&district)) {
            continue;
        }
        told.extend(row.district_id);
        record(app, on, &row, Some(who), kind, who.0, body.clone()).await?;
    }
    Ok(())
}

/// A live area with the name that the rules know.
pub(crate) async fn place(on: &impl ConnectionTrait, id: Uuid) -> Result<(area::Model, AreaRef), Failure> {
    let row = areas::by_id(on, id)
        .await?
        .filter(|row| row.valid_to.is_none())
        .ok_or(Refusal::NotFound)?;
    let reference = areas::reference(&row).ok_or(Refusal::NotFound)?;
    Ok((row, reference))
}
