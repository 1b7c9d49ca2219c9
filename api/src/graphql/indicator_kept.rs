//! What is stated once and kept: sealed months with their restatements, the hubs' report, its schedules.

use super::{
    area::{Area, Tier},
    arguments::{id, known, request},
    error::{failed, lost, refused},
    indicator::{self, IndicatorReport, day, period},
    indicator_parts::{IndicatorFigure, IndicatorGroup},
    loaders::AreaBy,
    node_id::{Kind, encode},
    page,
    person::Person,
    proposal::{Link, area_at},
    viewer::{app, viewer},
};
use crate::{
    store::{
        entity::{indicator_seal, report, report_schedule},
        indicators, reports,
    },
    usecase::{
        indicator::{Asked, Report, cancel, last_day, schedule, seal},
        record::place,
    },
};
use async_graphql::{
    Context, Enum, ID, InputObject, Object, Result, SimpleObject,
    connection::{Connection, Edge},
};
use serde::Serialize;
use yiting_domain::{
    area::{AreaPath, AreaRef},
    clock::SlaProfile,
    indicator::{self as rules, Dimension, Every, HUB_COLUMNS, Month, Statement, audience},
    instant::Instant,
    refusal::Refusal,
};

fn statement(ctx: &Context<'_>, body: &str) -> Result<Statement> {
    serde_json::from_str(body).map_err(|e| failed(ctx, anyhow::Error::from(e)))
}

fn figures(statement: &Statement, area: &AreaPath) -> Vec<IndicatorFigure> {
    statement.figures(area).into_iter().map(IndicatorFigure::new).collect()
}

/// What a sealed month would come to by what became known later.
pub struct Restatement {
    row: indicator_seal::Model,
    area: AreaPath,
}

/// What a sealed month would come to by what became known later, as of the same instant.
#[Object]
impl Restatement {
    /// Counted from 1.
    async fn number(&self) -> i64 {
        self.row.number
    }
    /// When it was stated, RFC 3339.
    async fn stated_at(&self) -> String {
        Instant::from_millis(self.row.stated_at).rfc3339()
    }
    /// Entries of the log about the time before the seal that were appended after it; 0 where the calendar or
    /// a profile was corrected.
    async fn late_entries(&self) -> i64 {
        self.row.late_entries
    }
    /// How many entries of the log it rests on.
    async fn log_size(&self) -> i64 {
        self.row.log_size
    }
    /// The figures.
    async fn figures(&self, ctx: &Context<'_>) -> Result<Vec<IndicatorFigure>> {
        Ok(figures(&statement(ctx, &self.row.body)?, &self.area))
    }
}

/// A sealed month of an area.
pub struct SealedMonth {
    rows: Vec<indicator_seal::Model>,
    area: AreaPath,
}

impl SealedMonth {
    fn seal<'a>(&'a self, ctx: &Context<'_>) -> Result<&'a indicator_seal::Model> {
        self.rows.first().ok_or_else(|| refused(ctx, Refusal::Internal, None))
    }
}

/// A sealed month of an area: its figures never change.
#[Object]
impl SealedMonth {
    /// YYYY-MM
    async fn month(&self, ctx: &Context<'_>) -> Result<&str> {
        Ok(&self.seal(ctx)?.month)
    }
    /// When it was sealed, RFC 3339; the figures are as of then.
    async fn sealed_at(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(Instant::from_millis(self.seal(ctx)?.as_of).rfc3339())
    }
    /// By whom; null for the clock.
    async fn sealed_by(&self, ctx: &Context<'_>) -> Result<Option<Person>> {
        Ok(self.seal(ctx)?.stated_by.map(Person))
    }
    /// How many entries of the log it rests on.
    async fn log_size(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(self.seal(ctx)?.log_size)
    }
    /// The area's figures: of proposals submitted or accepted in the month, as each indicator's basis says.
    async fn figures(&self, ctx: &Context<'_>) -> Result<Vec<IndicatorFigure>> {
        Ok(figures(&statement(ctx, &self.seal(ctx)?.body)?, &self.area))
    }
    /// What was stated beside it later, oldest first.
    async fn restatements(&self) -> Vec<Restatement> {
        let later = self.rows.iter().skip(1);
        later
            .map(|row| Restatement {
                row: row.clone(),
                area: self.area.clone(),
            })
            .collect()
    }
}

/// An area whose figures the viewer reads.
async fn readable(ctx: &Context<'_>, scope: &ID, field: &str) -> Result<(uuid::Uuid, uuid::Uuid, AreaRef)> {
    let area = id(ctx, Kind::Area, scope, field)?;
    let (row, reference) = place(app(ctx).db.reader(), area).await.map_err(|e| failed(ctx, e))?;
    audience(viewer(ctx).actor.as_deref(), &reference).map_err(|r| refused(ctx, r, Some(field)))?;
    let district = row
        .district_id
        .ok_or_else(|| refused(ctx, Refusal::BadTarget, Some(field)))?;
    Ok((area, district, reference))
}

/// A page of the sealed months of an area: a district, a street or a neighborhood.
pub async fn sealed_months(
    ctx: &Context<'_>,
    scope: &ID,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, SealedMonth>> {
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let (_, district, reference) = readable(ctx, scope, "scope").await?;
    let db = app(ctx).db.reader();
    let months = indicators::sealed_months(db, district, after.as_deref(), size + 1).await;
    let mut months = months.map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(months.len()).unwrap_or(0) > size;
    months.truncate(usize::try_from(size).unwrap_or(0));
    let rows = indicators::seals(db, district, &months)
        .await
        .map_err(|e| failed(ctx, e))?;
    let mut connection = Connection::new(after.is_some(), more);
    for same in rows.chunk_by(|a, b| a.month == b.month) {
        let month = SealedMonth {
            rows: same.to_vec(),
            area: reference.path.clone(),
        };
        connection.edges.push(Edge::new(same[0].month.clone(), month));
    }
    Ok(connection)
}

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
    let at = as_of.map_or(Ok(app.now()), |text| super::arguments::instant(ctx, &text, "asOf"))?;
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
    if read == Ok(rules::Audience::Staff) {
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "reports", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let (area, _, _) = staff(ctx, scope).await?;
    let rows = reports::of_area(app.db.reader(), area, after, size + 1).await;
    let mut rows = rows.map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        let cursor = page::cursor(app, "reports", row.as_of, row.id);
        connection.edges.push(Edge::new(cursor, KeptReport(row)));
    }
    Ok(connection)
}

/// Other periods for a tier; what is left out stays as in the version in force.
#[derive(InputObject)]
pub struct SlaChange {
    /// Of which tier's platforms.
    tier: Tier,
    /// Working days.
    screening_days: Option<u32>,
    /// Working days.
    review_days: Option<u32>,
    /// Working days.
    notice_days: Option<u32>,
    /// Working days; also of an implementation whose plan has no date to come.
    evaluation_days: Option<u32>,
    /// Working days.
    grace_days: Option<u32>,
}

/// The stays in one link, under the periods in force and under others.
#[derive(SimpleObject)]
pub struct SlaLinkOutcome {
    /// The link.
    link: Link,
    /// Stays that began in the period.
    stays: u64,
    /// Overdue when they ended, or now.
    late: u64,
    /// As many would have been.
    late_then: u64,
    /// Past the grace, after which a supervision opens.
    past_grace: u64,
    /// As many would have been.
    past_grace_then: u64,
}

/// What other periods would have meant. People are taken to have worked as they did.
#[derive(SimpleObject)]
pub struct SlaOutcome {
    /// First day.
    first_day: String,
    /// Last day.
    last_day: String,
    /// By link, in the order of the chain.
    links: Vec<SlaLinkOutcome>,
    /// Proposals closed in the period.
    closed: u64,
    /// Of which on time.
    on_time: u64,
    /// As many would have been.
    on_time_then: u64,
}

/// What another profile would have meant for the stays that began in a period: the last whole quarter, unless
/// days are given.
pub async fn what_if(
    ctx: &Context<'_>,
    scope: &ID,
    change: SlaChange,
    from: Option<String>,
    to: Option<String>,
) -> Result<SlaOutcome> {
    let app = app(ctx);
    let area = id(ctx, Kind::Area, scope, "scope")?;
    let now = app.now();
    let actor = viewer(ctx).actor.as_deref();
    let report = Report::open(app, actor, area, Asked::default(), now).await;
    let report = report.map_err(|e| failed(ctx, e))?;
    let last_quarter = Every::Quarter.period(Every::Quarter.period(now).from.plus_millis(-1));
    let period = period(ctx, from.as_deref(), to.as_deref())?.unwrap_or(last_quarter);
    let tier = yiting_domain::area::Tier::from(change.tier);
    if !tier.has_platform() {
        return Err(refused(ctx, Refusal::BadTarget, Some("change.tier")));
    }
    let policy = app
        .policy(app.db.reader(), report.district)
        .await
        .map_err(|e| failed(ctx, e))?;
    let present = app.policy_of_tier(&policy, tier).profile_at(now).clone();
    let profile = SlaProfile {
        screening_days: change.screening_days.unwrap_or(present.screening_days),
        review_days: change.review_days.unwrap_or(present.review_days),
        notice_days: change.notice_days.unwrap_or(present.notice_days),
        evaluation_days: change.evaluation_days.unwrap_or(present.evaluation_days),
        grace_days: change.grace_days.unwrap_or(present.grace_days),
        ..present
    };
    let found = report
        .what_if(tier, profile, period)
        .await
        .map_err(|e| failed(ctx, e))?;
    Ok(SlaOutcome {
        first_day: period.from.shanghai_date().to_string(),
        last_day: last_day(period),
        links: found
            .links
            .into_iter()
            .map(|(link, outcome)| SlaLinkOutcome {
                link: link.into(),
                stays: outcome.stays,
                late: outcome.late,
                late_then: outcome.late_then,
                past_grace: outcome.past_grace,
                past_grace_then: outcome.past_grace_then,
            })
            .collect(),
        closed: found.on_time.denominator,
        on_time: found.on_time.numerator,
        on_time_then: found.on_time_then.numerator,
    })
}

/// A month to be sealed.
#[derive(InputObject, Serialize)]
pub struct SealMonthInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The district.
    district: ID,
    /// YYYY-MM
    month: String,
}

/// The sealed month.
#[derive(SimpleObject)]
pub struct SealMonthPayload {
    client_mutation_id: String,
    /// The month with the district's figures.
    sealed: SealedMonth,
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

/// Mutations about figures that are kept.
#[derive(Default)]
pub struct IndicatorMutation;

/// Mutations about figures that are kept.
#[Object]
impl IndicatorMutation {
    /// Seals the figures of a month of a district, which then never change. The clock seals ten days after a
    /// month what nobody sealed. Codes: FORBIDDEN, BAD_TARGET, WINDOW_OPEN, ALREADY_SEALED.
    async fn seal_month(&self, ctx: &Context<'_>, input: SealMonthInput) -> Result<SealMonthPayload> {
        let app = app(ctx);
        let actor = known(ctx)?;
        let request = request(ctx, "sealMonth", &input.client_mutation_id, &input)?;
        let district = id(ctx, Kind::Area, &input.district, "district")?;
        let month = Month::parse(&input.month).ok_or_else(|| refused(ctx, Refusal::Invalid, Some("month")))?;
        seal(app, actor, &request, district, month)
            .await
            .map_err(|e| failed(ctx, e))?;
        let rows = indicators::seals(app.db.reader(), district, &[month.to_string()]).await;
        let row = viewer(ctx)
            .loaders
            .load_one(AreaBy(district))
            .await
            .map_err(|e| lost(ctx, &e))?;
        let path = row.and_then(|row| AreaPath::parse(row.path).ok());
        Ok(SealMonthPayload {
            client_mutation_id: input.client_mutation_id,
            sealed: SealedMonth {
                rows: rows.map_err(|e| failed(ctx, e))?,
                area: path.ok_or_else(|| refused(ctx, Refusal::Internal, None))?,
            },
        })
    }

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
