//! Periods, thresholds and working days, as administrators of a district set them.

use super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
};
use crate::store::{
    areas,
    entity::{calendar_override, sla_profile},
    idempotency::{self, Claim},
    outbox, proposals,
};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;
use yiting_domain::{
    area::Tier,
    clock::SlaProfile,
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// How long before it takes effect a version must be published, in milliseconds: every instance
/// has read it by then.
const NOTICE_MS: i64 = 60_000;

/// How long after a correction the clocks are computed again, in milliseconds: an instance that
/// still had the old calendar may have stored a clock meanwhile.
const SECOND_LOOK_MS: i64 = 15_000;

/// What an outbox message says: the clocks of a district must be computed again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Corrected {
    /// The district.
    pub district: Uuid,
}

/// Publishes the next version of a tier's profile; its number is given here. Answers the number.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BadTarget`] where the area is no district or the tier has no
/// platform, [`Refusal::Invalid`] for numbers that make no sense or an effective date in less than
/// a minute or before the last version's.
pub async fn publish_profile(
    app: &App,
    actor: &Actor,
    request: &Request,
    district: Uuid,
    tier: Tier,
    profile: &SlaProfile,
) -> Result<u32, Failure> {
    retrying!(try_publish(app, actor, request, district, tier, profile))
}

async fn try_publish(
    app: &App,
    actor: &Actor,
    request: &Request,
    district: Uuid,
    tier: Tier,
    profile: &SlaProfile,
) -> Result<u32, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(version) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return version.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (row, area) = place(&tx, district).await?;
    may_in_area(AreaAction::PublishProfile, Some(actor), &area)?;
    if !tier.has_platform() {
        return Err(Refusal::BadTarget.into());
    }
    let mut book = areas::policy(&tx, district)
        .await?
        .books
        .remove(&tier)
        .unwrap_or_default();
    let last = book
        .versions()
        .last()
        .map_or(SlaProfile::standard().version, |p| p.version);
    let profile = SlaProfile {
        version: last + 1,
        ..profile.clone()
    };
    if profile.effective_from < now.plus_millis(NOTICE_MS) {
        return Err(Refusal::Invalid.into());
    }
    book.publish(profile.clone()).map_err(|_| Refusal::Invalid)?;
    // The primary key decides between two who publish at once; the loser tries again.
    sla_profile::Entity::insert(sla_profile::ActiveModel::from(profile_row(district, tier, &profile)?).reset_all())
        .exec_without_returning(&tx)
        .await?;
    let body = published(tier, &profile);
    record(
        app,
        &tx,
        &row,
        Some(actor.pseudonym),
        "profile.published",
        district,
        body,
    )
    .await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &profile.version.to_string()).await?;
    tx.commit().await?;
    app.forget_policies();
    Ok(profile.version)
}

/// The row of a version of a tier's profile.
pub(crate) fn profile_row(district: Uuid, tier: Tier, profile: &SlaProfile) -> Result<sla_profile::Model, Failure> {
    Ok(sla_profile::Model {
        district_id: district,
        tier: tier.name().to_owned(),
        version: i64::from(profile.version),
        effective_from: profile.effective_from.millis(),
        body: serde_json::to_string(profile).map_err(anyhow::Error::from)?,
    })
}

/// What the log says of it, as `profile.published`.
pub(crate) fn published(tier: Tier, profile: &SlaProfile) -> Value {
    json!({"tier": tier, "profile": profile})
}

/// Declares a day of a district working or free, or (`None`) what the national calendar says.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BadTarget`] where the area is no district.
pub async fn correct_calendar(
    app: &App,
    actor: &Actor,
    request: &Request,
    district: Uuid,
    day: NaiveDate,
    working: Option<bool>,
) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    let (row, area) = place(&tx, district).await?;
    may_in_area(AreaAction::CorrectCalendar, Some(actor), &area)?;
    let key = (district, day.to_string());
    match working {
        None => {
            calendar_override::Entity::delete_by_id(key).exec(&tx).await?;
        }
        Some(working) => {
            calendar_override::Entity::insert(calendar_override::ActiveModel {
                district_id: Set(district),
                day: Set(key.1),
                working: Set(working),
            })
            .on_conflict(
                OnConflict::columns([calendar_override::Column::DistrictId, calendar_override::Column::Day])
                    .update_column(calendar_override::Column::Working)
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
        }
    }
    let body = json!({"day": day, "working": working});
    record(
        app,
        &tx,
        &row,
        Some(actor.pseudonym),
        "calendar.corrected",
        district,
        body,
    )
    .await?;
    let payload = serde_json::to_string(&Corrected { district }).map_err(anyhow::Error::from)?;
    for from in [now, now.plus_millis(SECOND_LOOK_MS)] {
        outbox::put(&tx, app.fresh_id(), outbox::Topic::Policy, payload.clone(), from).await?;
    }
    idempotency::complete(&tx, actor.person.0, &request.key, "").await?;
    tx.commit().await?;
    app.forget_policies();
    Ok(())
}

/// How many proposals are computed again in one transaction.
const PAGE: u64 = 100;

/// Computes the clocks of a district's open proposals again. They are a function of events and
/// calendar; what is stored of them only serves filters and the clocks' job.
///
/// # Errors
/// Faults; the message that asked for it stays.
pub async fn recompute(app: &App, corrected: &Corrected) -> Result<(), Failure> {
    app.forget_policies();
    let mut after = Uuid::nil();
    loop {
        let tx = app.db.begin().await?;
        let page = proposals::with_clocks(&tx, corrected.district, after, PAGE).await?;
        let Some(last) = page.last().map(|p| p.state.id.0) else {
            return Ok(());
        };
        let policy = app.policy(&tx, corrected.district).await?;
        for p in &page {
            proposals::update(&tx, p, app.policy_for(&policy, &p.state)).await?;
        }
        tx.commit().await?;
        after = last;
    }
}
