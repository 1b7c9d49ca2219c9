//! The hubs' report, its schedules, and what they made.

use super::{
    area::{Area, Tier},
    arguments::{id, instant, known, request},
    error::{failed, refused},
    indicator::{self, IndicatorReport, day, period},
    indicator_parts::{IndicatorFigure, IndicatorGroup},
    indicator_seal::{figures, readable, statement},
    node_id::{Kind, encode},
    page,
    person::Person,
    proposal::area_at,
    viewer::{app, viewer},
};
use crate::{
    store::{
        entity::{report, report_schedule},
        reports,
    },
    usecase::indicator::{Asked, Report, cancel, schedule},
};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject, connection::Connection};
use serde::Serialize;
use yiting_domain::{
    area::AreaRef,
    indicator::{Audience, Dimension, Every, HUB_COLUMNS, audience},
    instant::Instant,
    refusal::Refusal,
};

/// The hubs' report of a period.
#[derive(SimpleObject)]
pub struct HubReport {
    /// The area and the instant, with all other figures.
    report: IndicatorReport,
    /// First day.
    first_day: String,
    /// Last day.
    last_day: String,
    /// The whole area: 受理总数, 按时办结, 超时办结, 未办结, 办结率, 按时办结率, 不满意率, 重复提案.
    total: Vec<IndicatorFigure>,
    /// The same columns by area.
    rows: Vec<IndicatorGroup>,
    /// Path of the report as CSV on this server.
    csv: String,
    /// As JSON Lines.
    json_lines: String,
    /// As a page to print.
    page: String,
}

/// The hubs' report of an area by the areas of a tier.
pub async fn hub_report(
    ctx: &Context<'_>,
    scope: &ID,
    from: &str,
    to: &str,
    by: Tier,
    as_of: Option<String>,
) -> Result<HubReport> {
    let app = app(ctx);
    let area = id(ctx, Kind::Area, scope, "scope")?;
    let at = as_of.map_or(Ok(app.now()), |text| instant(ctx, &text, "asOf"))?;
    let period = period(ctx, Some(from), Some(to))?;
    let asked = Asked {
        period,
        ..Asked::default()
    };
    let report = Report::open(app, viewer(ctx).actor.as_deref(), area, asked, at).await;
    let report = report.map_err(|e| failed(ctx, e))?;
    let dimension = Dimension::Area(by.into());
    let (total, rows) = futures_util::try_join!(
        indicator::figures(ctx, &report, HUB_COLUMNS.to_vec()),
        indicator::groups(ctx, &report, dimension, HUB_COLUMNS.to_vec()),
    )?;
    let query = format!("?from={from}&to={to}&by={}&asOf={}", tier_name(by), at.millis());
    let path = |ending: &str| format!("/export/indicators/{}/report.{ending}{query}", report.row.code);
    Ok(HubReport {
        first_day: day(ctx, from, "from")?.to_string(),
        last_day: day(ctx, to, "to")?.to_string(),
        total,
        rows,
        csv: path("csv"),
        json_lines: path("jsonl"),
        page: path("html"),
        report: IndicatorReport(report),
    })
}

fn tier_name(tier: Tier) -> &'static str {
    yiting_domain::area::Tier::from(tier).name()
}

/// How often a report is made.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "Every")]
pub enum ReportEvery {
    /// Of each week from Monday.
    Week,
    /// Of each month.
    Month,
    /// Of each quarter.
    Quarter,
}

/// A schedule of the hubs' report.
pub struct ReportSchedule(report_schedule::Model);

/// A schedule of the hubs' report.
#[Object]
impl ReportSchedule {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::ReportSchedule, self.0.id)
    }
    /// How often.
    async fn every(&self, ctx: &Context<'_>) -> Result<ReportEvery> {
        let every = Every::parse(&self.0.every).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(every.into())
    }
    /// By the areas of which tier.
    async fn by(&self, ctx: &Context<'_>) -> Result<Tier> {
        let tier = yiting_domain::area::Tier::parse(&self.0.divided_by);
        Ok(tier.ok_or_else(|| refused(ctx, Refusal::Internal, None))?.into())
    }
    /// When the next report is made, RFC 3339; null after the end.
    async fn next_at(&self) -> Option<String> {
        self.0.next_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// Who asked for it.
    async fn created_by(&self) -> Person {
        Person(self.0.created_by)
    }
}

/// The schedules of an area that have not ended.
pub async fn schedules(ctx: &Context<'_>, scope: &ID) -> Result<Vec<ReportSchedule>> {
    let (area, _, _) = staff(ctx, scope).await?;
    let rows = reports::schedules(app(ctx).db.reader(), area).await;
    Ok(rows
        .map_err(|e| failed(ctx, e))?
        .into_iter()
        .map(ReportSchedule)
        .collect())
}

/// An area for which the viewer works, or which the viewer supervises.
async fn staff(ctx: &Context<'_>, scope: &ID) -> Result<(uuid::Uuid, uuid::Uuid, AreaRef)> {
    let found = readable(ctx, scope, "scope").await?;
    let read = audience(viewer(ctx).actor.as_deref(), &found.2);
    if read == Ok(Audience::Staff) {
        Ok(found)
    } else {
        Err(refused(ctx, Refusal::Forbidden, Some("scope")))
    }
}

/// A row of a report that is kept.
#[derive(SimpleObject)]
pub struct KeptReportRow {
    /// The area.
    area: Area,
    /// Its figures by the hubs' columns.
    figures: Vec<IndicatorFigure>,
}

/// A report that was made by a schedule, as it was made.
pub struct KeptReport(report::Model);

/// A report that was made by a schedule, as it was made.
#[Object]
impl KeptReport {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Report, self.0.id)
    }
    /// First day.
    async fn first_day(&self) -> &str {
        &self.0.first_day
    }
    /// Last day.
    async fn last_day(&self) -> &str {
        &self.0.last_day
    }
    /// As of when, RFC 3339: the end of its period.
    async fn as_of(&self) -> String {
        Instant::from_millis(self.0.as_of).rfc3339()
    }
    /// How many entries of the log it rests on.
    async fn log_size(&self) -> i64 {
        self.0.log_size
    }
    /// By area, in the order of the areas, the whole first.
    async fn rows(&self, ctx: &Context<'_>) -> Result<Vec<KeptReportRow>> {
        let kept = statement(ctx, &self.0.body)?;
        let rows = kept.areas.keys().map(|path| {
            let kept = &kept;
            async move {
                Ok(KeptReportRow {
                    area: area_at(ctx, path).await?,
                    figures: figures(kept, path),
                })
            }
        });
        futures_util::future::try_join_all(rows).await
    }
    /// Path of the report as CSV on this server.
    async fn csv(&self) -> String {
        format!("/export/reports/{}.csv", self.0.id)
    }
    /// As JSON Lines.
    async fn json_lines(&self) -> String {
        format!("/export/reports/{}.jsonl", self.0.id)
    }
    /// As a page to print.
    async fn page(&self) -> String {
        format!("/export/reports/{}.html", self.0.id)
    }
}

/// A page of the reports of an area, newest first.
pub async fn kept(
    ctx: &Context<'_>,
    scope: &ID,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, KeptReport>> {
    let app = app(ctx);
    let page = page::asked(ctx, "reports", first, after.as_deref())?;
    let (area, _, _) = staff(ctx, scope).await?;
    let rows = reports::of_area(app.db.reader(), area, page.after, page.limit()).await;
    let rows = rows.map_err(|e| failed(ctx, e))?;
    Ok(page.of(rows, |row| (row.as_of, row.id), KeptReport))
}

/// A schedule to be made.
#[derive(InputObject, Serialize)]
pub struct ScheduleReportInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The area.
    area: ID,
    /// How often.
    every: ReportEvery,
    /// By the areas of which tier.
    by: Tier,
}

/// A schedule to be ended.
#[derive(InputObject, Serialize)]
pub struct CancelReportScheduleInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The schedule.
    schedule: ID,
}

/// The schedule.
#[derive(SimpleObject)]
pub struct ReportSchedulePayload {
    client_mutation_id: String,
    /// Its global id.
    schedule: ID,
}

/// Mutations about scheduled reports.
#[derive(Default)]
pub struct ReportMutation;

/// Mutations about scheduled reports.
#[Object]
impl ReportMutation {
    /// Has the hubs' report made of every week, month or quarter, and kept. Codes: FORBIDDEN, BAD_TARGET.
    async fn schedule_report(&self, ctx: &Context<'_>, input: ScheduleReportInput) -> Result<ReportSchedulePayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "scheduleReport", &input.client_mutation_id, &input)?;
        let area = id(ctx, Kind::Area, &input.area, "area")?;
        let made = schedule(app(ctx), actor, &request, area, input.every.into(), input.by.into()).await;
        Ok(ReportSchedulePayload {
            client_mutation_id: input.client_mutation_id,
            schedule: encode(Kind::ReportSchedule, made.map_err(|e| failed(ctx, e))?),
        })
    }

    /// Ends a schedule; the reports that were made stay. Codes: NOT_FOUND, FORBIDDEN, WINDOW_CLOSED.
    async fn cancel_report_schedule(
        &self,
        ctx: &Context<'_>,
        input: CancelReportScheduleInput,
    ) -> Result<ReportSchedulePayload> {
        let actor = known(ctx)?;
        let request = request(ctx, "cancelReportSchedule", &input.client_mutation_id, &input)?;
        let schedule = id(ctx, Kind::ReportSchedule, &input.schedule, "schedule")?;
        cancel(app(ctx), actor, &request, schedule)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(ReportSchedulePayload {
            client_mutation_id: input.client_mutation_id,
            schedule: input.schedule,
        })
    }
}
