//! Scheduled reports: made once for each period, on whichever instance comes first, and kept.

use super::super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
};
use crate::store::{
    areas,
    entity::{report, report_schedule},
    idempotency::{self, Claim},
    reports,
};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, Tier},
    indicator::{Every, Period, Statement},
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// How many schedules an area may have.
const MOST_SCHEDULES: usize = 100;

/// Has the hubs' report of an area made every period, by the areas of a tier below. Answers its id.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BadTarget`] for a tier that is not below the area's,
/// [`Refusal::Invalid`] for one schedule too many.
pub async fn schedule(
    app: &App,
    actor: &Actor,
    request: &Request,
    area: Uuid,
    every: Every,
    tier: Tier,
) -> Result<Uuid, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(id) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (row, reference) = place(&tx, area).await?;
    may_in_area(AreaAction::ScheduleReport, Some(actor), &reference)?;
    if tier <= reference.tier || !tier.has_platform() {
        return Err(Refusal::BadTarget.into());
    }
    if reports::schedules(&tx, area).await?.len() >= MOST_SCHEDULES {
        return Err(Refusal::Invalid.into());
    }
    let id = app.fresh_id();
    let made = report_schedule::Model {
        id,
        district_id: row.district_id.ok_or(Refusal::BadTarget)?,
        area_id: area,
        every: every.name().to_owned(),
        divided_by: tier.name().to_owned(),
        next_at: Some(every.period(now).until.millis()),
        created_by: actor.pseudonym.0,
        created_at: now.millis(),
    };
    reports::add_schedule(&tx, made).await?;
    let body = json!({"area": area, "every": every.name(), "by": tier.name()});
    record(app, &tx, &row, Some(actor.pseudonym), "report.scheduled", id, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends a schedule. What was made stays. Answers its area.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Forbidden`], [`Refusal::WindowClosed`] for one that has ended.
pub async fn cancel(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    let schedule = reports::schedule_locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let (row, reference) = place(&tx, schedule.area_id).await?;
    may_in_area(AreaAction::ScheduleReport, Some(actor), &reference)?;
    if schedule.next_at.is_none() {
        return Err(Refusal::WindowClosed.into());
    }
    reports::set_next(&tx, id, None).await?;
    record(
        app,
        &tx,
        &row,
        Some(actor.pseudonym),
        "report.unscheduled",
        id,
        json!({}),
    )
    .await?;
    idempotency::complete(&tx, actor.person.0, &request.key, "").await?;
    tx.commit().await?;
    Ok(())
}

/// Makes what is due. Returns how many reports were made.
///
/// # Errors
/// Faults; what was made before one stays made.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = reports::due(app.db.reader(), app.now(), limit).await?;
    for id in &due {
        retrying!(make(app, *id))?;
    }
    Ok(due.len())
}

/// Makes the report of the period that has ended. A second instance waits for the row, asks again, and finds
/// nothing left to do.
async fn make(app: &App, id: Uuid) -> Result<(), Failure> {
    let tx = app.db.begin().await?;
    let Some(schedule) = reports::schedule_locked(&tx, id).await? else {
        return Ok(());
    };
    let due = schedule.next_at.map(Instant::from_millis).filter(|at| *at <= app.now());
    let (Some(until), Some(every), Some(tier)) =
        (due, Every::parse(&schedule.every), Tier::parse(&schedule.divided_by))
    else {
        return Ok(());
    };
    let period = every.period(until.plus_millis(-1));
    let view = app.indicators.fresh(app, schedule.district_id).await?;
    let log_size = view.size();
    let statement = {
        let area = areas::by_id(&tx, schedule.area_id).await?.ok_or(Refusal::NotFound)?;
        let path = AreaPath::parse(area.path)?;
        view.compute(move |table, _| Statement::for_hub(table, &path, tier, period, until))
            .await?
    };
    let made = report::Model {
        id: app.fresh_id(),
        schedule_id: id,
        area_id: schedule.area_id,
        first_day: period.from.shanghai_date().to_string(),
        last_day: last_day(period),
        as_of: until.millis(),
        log_size,
        body: serde_json::to_string(&statement).map_err(anyhow::Error::from)?,
    };
    reports::keep(&tx, made).await?;
    reports::set_next(&tx, id, Some(every.period(until).until.millis())).await?;
    tx.commit().await?;
    Ok(())
}

/// The last day of a period.
pub fn last_day(period: Period) -> String {
    period.until.plus_millis(-1).shanghai_date().to_string()
}
