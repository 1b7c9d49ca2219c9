//! Sealed months with their restatements.

use super::{
    arguments::{id, known, request},
    error::{failed, lost, refused},
    indicator_parts::IndicatorFigure,
    loaders::AreaBy,
    node_id::Kind,
    page,
    person::Person,
    viewer::{app, viewer},
};
use crate::{
    store::{entity::indicator_seal, indicators},
    usecase::{indicator::seal, record::place},
};
use async_graphql::{
    Context, ID, InputObject, Object, Result, SimpleObject,
    connection::{Connection, Edge},
};
use serde::Serialize;
use yiting_domain::{
    area::{AreaPath, AreaRef},
    indicator::{Month, Statement, audience},
    instant::Instant,
    refusal::Refusal,
};

/// What was stated, as it is stored.
pub(super) fn statement(ctx: &Context<'_>, body: &str) -> Result<Statement> {
    serde_json::from_str(body).map_err(|e| failed(ctx, anyhow::Error::from(e)))
}

/// An area's figures of it.
pub(super) fn figures(statement: &Statement, area: &AreaPath) -> Vec<IndicatorFigure> {
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
pub(super) async fn readable(ctx: &Context<'_>, scope: &ID, field: &str) -> Result<(uuid::Uuid, uuid::Uuid, AreaRef)> {
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

/// Mutations about sealed months.
#[derive(Default)]
pub struct SealMutation;

/// Mutations about sealed months.
#[Object]
impl SealMutation {
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
}
