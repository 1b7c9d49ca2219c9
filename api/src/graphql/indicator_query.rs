//! Queries about figures.

use super::{
    area::Tier,
    indicator::{self, IndicatorFilter, IndicatorReport},
    indicator_hub::{self, HubReport, KeptReport, ReportSchedule},
    indicator_parts::IndicatorDefinition,
    indicator_seal::{self, SealedMonth},
    indicator_what_if::{self, SlaChange, SlaOutcome},
};
use async_graphql::{Context, ID, Object, Result, connection::Connection};

/// Queries about figures.
#[derive(Default)]
pub struct IndicatorQuery;

/// Queries about figures.
#[Object]
impl IndicatorQuery {
    /// The definitions of all indicators.
    async fn indicator_definitions(&self) -> Vec<IndicatorDefinition> {
        indicator::definitions()
    }

    /// The figures of an area as of an instant (now when left out). Everybody reads the open figures of a
    /// district; staff those of their area and of those right below, hubs and supervisors of everything below.
    /// Codes: NOT_FOUND, FORBIDDEN, BAD_TARGET, INVALID_INPUT.
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        scope: ID,
        as_of: Option<String>,
        filter: Option<IndicatorFilter>,
    ) -> Result<IndicatorReport> {
        indicator::open(ctx, &scope, as_of, filter).await
    }

    /// The months that are sealed, newest first, with the figures of an area: a district, a street or a
    /// neighborhood. Codes: NOT_FOUND, FORBIDDEN, BAD_TARGET.
    async fn sealed_months(
        &self,
        ctx: &Context<'_>,
        scope: ID,
        #[graphql(default = 12)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, SealedMonth>> {
        indicator_seal::sealed_months(ctx, &scope, first, after).await
    }

    /// The hubs' report of the proposals of a period (YYYY-MM-DD, both days included) by the areas of a tier.
    /// Everybody reads that of a district by street. Codes: NOT_FOUND, FORBIDDEN, INVALID_INPUT.
    async fn hub_report(
        &self,
        ctx: &Context<'_>,
        scope: ID,
        from: String,
        to: String,
        #[graphql(default_with = "Tier::Street")] by: Tier,
        as_of: Option<String>,
    ) -> Result<HubReport> {
        indicator_hub::hub_report(ctx, &scope, &from, &to, by, as_of).await
    }

    /// The schedules of reports of an area, for its staff and supervisors.
    async fn report_schedules(&self, ctx: &Context<'_>, scope: ID) -> Result<Vec<ReportSchedule>> {
        indicator_hub::schedules(ctx, &scope).await
    }

    /// The reports that were made by the schedules of an area, newest first, for its staff and supervisors.
    async fn reports(
        &self,
        ctx: &Context<'_>,
        scope: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, KeptReport>> {
        indicator_hub::kept(ctx, &scope, first, after).await
    }

    /// What other periods would have meant for the stays that began from one day to another (the last whole
    /// quarter when left out), for the area's staff and supervisors. Codes: FORBIDDEN, INVALID_INPUT.
    async fn what_if_sla(
        &self,
        ctx: &Context<'_>,
        scope: ID,
        change: SlaChange,
        from: Option<String>,
        to: Option<String>,
    ) -> Result<SlaOutcome> {
        indicator_what_if::what_if(ctx, &scope, change, from, to).await
    }
}
