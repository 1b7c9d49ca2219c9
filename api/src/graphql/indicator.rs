//! Indicators: figures of an area as of an instant, in groups, with their cases.

use super::{
    area::{Area, BlockKind, Tier},
    arguments::{id, instant},
    error::{failed, lost, refused},
    indicator_loader::{Computation, Computed, Wish},
    indicator_parts::{
        IndicatorCase, IndicatorDefinition, IndicatorFigure, IndicatorGroup, IndicatorPart, SurvivalCurve, list_cases,
    },
    node_id::Kind,
    viewer::{app, viewer},
};
use crate::usecase::indicator::{Asked, Report};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, connection::Connection};
use yiting_domain::{
    id::{TopicId, UnitId},
    indicator as rules,
    refusal::Refusal,
};

/// An indicator.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::Indicator")]
pub enum IndicatorId {
    /// 提交数
    Submitted,
    /// 受理总数
    Accepted,
    /// 办结数
    Closed,
    /// 按时办结
    OnTimeClosed,
    /// 超时办结
    LateClosed,
    /// 未办结
    Unclosed,
    /// 不予采纳
    NotAdopted,
    /// 重复提案
    Duplicates,
    /// 在办数
    OpenNow,
    /// 预警数
    YellowNow,
    /// 超期数
    OverdueNow,
    /// 督办中
    SupervisedNow,
    /// 受理率
    AcceptanceRate,
    /// 受理及时率
    ScreeningOnTimeRate,
    /// 办结率
    ClosureRate,
    /// 按时办结率
    OnTimeClosureRate,
    /// 不采纳率
    NotAdoptedRate,
    /// 满意率
    SatisfactionRate,
    /// 不满意率
    DissatisfactionRate,
    /// 返工率
    ReworkRate,
    /// 重开率
    ReopenRate,
    /// 上报率
    EscalationRate,
    /// 重复率
    DuplicateRate,
    /// 参与率
    ParticipationRate,
    /// 受理用时
    TimeToScreening,
    /// 审议用时
    TimeInReview,
    /// 公示用时
    TimeInFormation,
    /// 落实用时
    TimeInImplementation,
    /// 评估用时
    TimeInEvaluation,
    /// 办结用时
    TimeToClosure,
    /// 人均在办
    Workload,
}

/// Which of its areas a case belongs to.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::Attribution")]
pub enum IndicatorAttribution {
    /// Where it was raised; a case that was handed on is counted once, there.
    Home,
    /// In whose custody it is at the instant.
    Custodian,
}

/// By what figures are divided.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorDimension {
    /// 街镇
    Street,
    /// 居民区
    Neighborhood,
    /// 小区
    Block,
    /// Kind of the block in which it was raised.
    BlockKind,
    /// Topic.
    Topic,
    /// Responsible unit; a case with several counts with each.
    Unit,
    /// Month of submission or acceptance, by the indicator's basis.
    Month,
    /// Tier of the custodian.
    Tier,
}

impl IndicatorDimension {
    const fn rule(self) -> rules::Dimension {
        use yiting_domain::area::Tier;
        match self {
            Self::Street => rules::Dimension::Area(Tier::Street),
            Self::Neighborhood => rules::Dimension::Area(Tier::Neighborhood),
            Self::Block => rules::Dimension::Area(Tier::Block),
            Self::BlockKind => rules::Dimension::Kind,
            Self::Topic => rules::Dimension::Topic,
            Self::Unit => rules::Dimension::Unit,
            Self::Month => rules::Dimension::Month,
            Self::Tier => rules::Dimension::Tier,
        }
    }
}

/// What figures are narrowed to. All given conditions must hold.
#[derive(InputObject, Default)]
pub struct IndicatorFilter {
    /// By which of its areas a case belongs to the scope; home when left out.
    attribution: Option<IndicatorAttribution>,
    /// In custody of a platform of this tier at the instant.
    tier: Option<Tier>,
    /// About this topic at the instant.
    topic: Option<ID>,
    /// Raised in a block of this kind.
    block_kind: Option<BlockKind>,
    /// With a task of this responsible unit.
    unit: Option<ID>,
    /// First day (YYYY-MM-DD, Shanghai) of submission or acceptance, by the indicator's basis.
    from: Option<String>,
    /// Last day.
    to: Option<String>,
}

/// Reads a day, YYYY-MM-DD.
pub(super) fn day(ctx: &Context<'_>, text: &str, field: &str) -> Result<chrono::NaiveDate> {
    text.parse().map_err(|_| refused(ctx, Refusal::Invalid, Some(field)))
}

impl IndicatorFilter {
    fn read(self, ctx: &Context<'_>) -> Result<Asked> {
        let topic = self
            .topic
            .as_ref()
            .map(|topic| id(ctx, Kind::Topic, topic, "filter.topic"));
        let unit = self.unit.as_ref().map(|unit| id(ctx, Kind::Unit, unit, "filter.unit"));
        Ok(Asked {
            attribution: self.attribution.map(Into::into).unwrap_or_default(),
            tier: self.tier.map(Into::into),
            topic: topic.transpose()?.map(TopicId),
            kind: self.block_kind.map(Into::into),
            unit: unit.transpose()?.map(UnitId),
            period: period(ctx, self.from.as_deref(), self.to.as_deref())?,
        })
    }
}

/// Reads a period; one open end reaches as far as dates are counted.
pub(super) fn period(ctx: &Context<'_>, from: Option<&str>, to: Option<&str>) -> Result<Option<rules::Period>> {
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let first = from.map_or(
        Ok(chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default()),
        |text| day(ctx, text, "from"),
    )?;
    let last = to.map_or(
        Ok(chrono::NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or_default()),
        |text| day(ctx, text, "to"),
    )?;
    let period = rules::Period::of_days(first, last);
    period
        .map(Some)
        .ok_or_else(|| refused(ctx, Refusal::Invalid, Some("to")))
}

/// The figures of an area as of an instant.
pub struct IndicatorReport(pub(super) Report);

/// The figures of an area as of an instant.
#[Object]
impl IndicatorReport {
    /// The area.
    async fn area(&self) -> Area {
        Area(self.0.row.clone())
    }
    /// As of when, RFC 3339.
    async fn as_of(&self) -> String {
        self.0.at.rfc3339()
    }
    /// How many entries of the district's log the figures rest on.
    async fn log_size(&self) -> i64 {
        self.0.log_size
    }
    /// Whether the viewer reads everything; otherwise what is open to everybody.
    async fn complete(&self) -> bool {
        self.0.audience == rules::Audience::Staff
    }
    /// The figures asked for, or all that the viewer may read. Code: FORBIDDEN.
    async fn figures(&self, ctx: &Context<'_>, ids: Option<Vec<IndicatorId>>) -> Result<Vec<IndicatorFigure>> {
        let wanted = wanted(ctx, &self.0, ids)?;
        figures(ctx, &self.0, wanted).await
    }
    /// The figures in groups; areas of the tier all, also those without a case. Everybody reads a district
    /// by street, kind of block, topic, month and tier. Code: FORBIDDEN.
    async fn breakdown(
        &self,
        ctx: &Context<'_>,
        by: IndicatorDimension,
        ids: Option<Vec<IndicatorId>>,
    ) -> Result<Vec<IndicatorGroup>> {
        let wanted = wanted(ctx, &self.0, ids)?;
        groups(ctx, &self.0, by.rule(), wanted).await
    }
    /// The Kaplan-Meier curve of an indicator of time. Code: INVALID_INPUT for any other.
    async fn survival(&self, ctx: &Context<'_>, of: IndicatorId) -> Result<SurvivalCurve> {
        self.0.may_curve(of.into()).map_err(|r| refused(ctx, r, Some("of")))?;
        match compute(ctx, &self.0, Wish::Curve(of.into())).await? {
            Computed::Curve(curve) => Ok(SurvivalCurve::new(of, curve)),
            _ => Err(refused(ctx, Refusal::Internal, None)),
        }
    }
    /// The cases behind a figure, newest submission first. Code: FORBIDDEN.
    async fn cases(
        &self,
        ctx: &Context<'_>,
        of: IndicatorId,
        #[graphql(default_with = "IndicatorPart::Counted")] part: IndicatorPart,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, IndicatorCase>> {
        list_cases(ctx, &self.0, of, part, None, first, after).await
    }
}

/// Computes in the waves of the request.
pub(super) async fn compute(ctx: &Context<'_>, report: &Report, wish: Wish) -> Result<Computed> {
    let key = Computation {
        report: report.clone(),
        wish,
    };
    let computed = viewer(ctx).loaders.load_one(key).await.map_err(|e| lost(ctx, &e))?;
    computed.ok_or_else(|| refused(ctx, Refusal::Internal, None))
}

/// The figures of the whole cohort.
pub(super) async fn figures(
    ctx: &Context<'_>,
    report: &Report,
    wanted: Vec<rules::Indicator>,
) -> Result<Vec<IndicatorFigure>> {
    match compute(ctx, report, Wish::Figures(wanted)).await? {
        Computed::Figures(figures) => Ok(figures.iter().copied().map(IndicatorFigure::new).collect()),
        _ => Err(refused(ctx, Refusal::Internal, None)),
    }
}

/// The figures of groups.
pub(super) async fn groups(
    ctx: &Context<'_>,
    report: &Report,
    by: rules::Dimension,
    wanted: Vec<rules::Indicator>,
) -> Result<Vec<IndicatorGroup>> {
    report.may_divide(by).map_err(|r| refused(ctx, r, Some("by")))?;
    let Computed::Groups(shares) = compute(ctx, report, Wish::Groups(by, wanted)).await? else {
        return Err(refused(ctx, Refusal::Internal, None));
    };
    let shares = shares.iter().cloned();
    Ok(shares
        .map(|share| IndicatorGroup {
            report: report.clone(),
            by,
            share,
        })
        .collect())
}

fn wanted(ctx: &Context<'_>, report: &Report, ids: Option<Vec<IndicatorId>>) -> Result<Vec<rules::Indicator>> {
    let asked = ids.map(|ids| ids.into_iter().map(Into::into).collect());
    report.wanted(asked).map_err(|r| refused(ctx, r, Some("ids")))
}

/// All definitions, in their order.
pub fn definitions() -> Vec<IndicatorDefinition> {
    rules::Indicator::ALL
        .iter()
        .map(|one| IndicatorDefinition(*one))
        .collect()
}

/// The report of an area.
pub async fn open(
    ctx: &Context<'_>,
    scope: &ID,
    as_of: Option<String>,
    filter: Option<IndicatorFilter>,
) -> Result<IndicatorReport> {
    let app = app(ctx);
    let area = id(ctx, Kind::Area, scope, "scope")?;
    let at = as_of.map_or(Ok(app.now()), |text| instant(ctx, &text, "asOf"))?;
    let asked = filter.unwrap_or_default().read(ctx)?;
    let actor = viewer(ctx).actor.as_deref();
    let report = Report::open(app, actor, area, asked, at).await;
    Ok(IndicatorReport(report.map_err(|e| failed(ctx, e))?))
}
