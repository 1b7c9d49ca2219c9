//! Figures, groups, curves and cases.

use super::{
    area::{Area, BlockKind, Tier, Topic, Unit},
    error::{lost, refused},
    indicator::{IndicatorId, compute},
    indicator_loader::{Computed, Wish},
    loaders::{ProposalBy, TopicBy, UnitsOf},
    page,
    proposal::{Proposal, State, area_at},
    proposal_parts::ClockColour,
    viewer::{Language, app, viewer},
};
use crate::usecase::indicator::{Report, Share};
use async_graphql::{
    Context, Enum, Object, Result, SimpleObject,
    connection::{Connection, Edge},
};
use std::sync::Arc;
use yiting_domain::{
    id::ProposalId,
    indicator::{self as rules, Group},
    instant::Instant,
    refusal::Refusal,
};

/// What a figure is counted in.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::Unit")]
pub enum IndicatorUnit {
    /// Proposals.
    Cases,
    /// A share from 0 to 1.
    Share,
    /// Days of 24 hours.
    Days,
    /// Proposals per person.
    CasesPerPerson,
}

/// By which date a case falls into a period.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::Basis")]
pub enum IndicatorBasis {
    /// First submission.
    Submission,
    /// First acceptance.
    Acceptance,
}

/// Which part of a figure's cases.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::Part")]
pub enum IndicatorPart {
    /// Those that are counted: the numerator.
    Counted,
    /// Those of which they are a share: the denominator.
    Base,
    /// Those of the base that are not counted.
    Rest,
}

/// The definition of an indicator: one for everybody.
pub struct IndicatorDefinition(pub rules::Indicator);

/// The definition of an indicator: one for everybody.
#[Object]
impl IndicatorDefinition {
    /// Which.
    async fn id(&self) -> IndicatorId {
        self.0.into()
    }
    /// The stable name in files and exports.
    async fn name(&self) -> &str {
        self.0.definition().id
    }
    /// Rises when the same events give another figure.
    async fn version(&self) -> u32 {
        self.0.definition().version
    }
    /// Title in the viewer's language.
    async fn title(&self, ctx: &Context<'_>) -> &str {
        match viewer(ctx).language {
            Language::Chinese => self.0.definition().zh,
            Language::English => self.0.definition().en,
        }
    }
    /// Chinese title.
    async fn title_zh(&self) -> &str {
        self.0.definition().zh
    }
    /// English title.
    async fn title_en(&self) -> &str {
        self.0.definition().en
    }
    /// What exactly is counted, in Chinese.
    async fn meaning_zh(&self) -> &str {
        self.0.definition().meaning_zh
    }
    /// What exactly is counted, in English.
    async fn meaning_en(&self) -> &str {
        self.0.definition().meaning_en
    }
    /// What it is counted in.
    async fn unit(&self) -> IndicatorUnit {
        self.0.definition().unit.into()
    }
    /// By which date a case falls into a period.
    async fn basis(&self) -> IndicatorBasis {
        self.0.definition().basis.into()
    }
    /// Whether areas add up: an area's figure is the sum of those of the areas right below and of its own
    /// cases; of shares, numerator and denominator are.
    async fn additive(&self) -> bool {
        self.0.definition().additive
    }
    /// Whether it counts people; then nothing is told of fewer than five.
    async fn people(&self) -> bool {
        self.0.definition().people
    }
    /// Whether everybody may read it of a district.
    async fn open(&self) -> bool {
        self.0.definition().open
    }
}

/// A figure.
pub struct IndicatorFigure {
    indicator: rules::Indicator,
    figure: rules::Figure,
}

impl IndicatorFigure {
    /// A figure of an indicator.
    pub const fn new((indicator, figure): (rules::Indicator, rules::Figure)) -> Self {
        Self { indicator, figure }
    }
}

/// A count as GraphQL has it.
fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A figure.
#[Object]
impl IndicatorFigure {
    /// Of which indicator.
    async fn id(&self) -> IndicatorId {
        self.indicator.into()
    }
    /// Its definition.
    async fn definition(&self) -> IndicatorDefinition {
        IndicatorDefinition(self.indicator)
    }
    /// The count, the share from 0 to 1, or the median in days. Null without a base, where more than half
    /// still wait, and of fewer than five people.
    async fn value(&self) -> Option<f64> {
        self.figure.value
    }
    /// What is counted; of times, those that ended.
    async fn numerator(&self) -> Option<i64> {
        self.figure.numerator.map(number)
    }
    /// Of how many; null for counts.
    async fn denominator(&self) -> Option<i64> {
        self.figure.denominator.map(number)
    }
    /// Lower end of the 95 % interval: Wilson's of shares, Brookmeyer and Crowley's of medians.
    async fn low(&self) -> Option<f64> {
        self.figure.low
    }
    /// Upper end; null also where a median's interval is open.
    async fn high(&self) -> Option<f64> {
        self.figure.high
    }
    /// Not told, because it is about fewer than five people or would give such a figure away.
    async fn withheld(&self) -> bool {
        self.figure.withheld
    }
}

/// A group with its figures.
pub struct IndicatorGroup {
    pub(super) report: Report,
    pub(super) by: rules::Dimension,
    pub(super) share: Share,
}

/// A group with its figures. One of area, blockKind, topic, unit, month and tier is given; none of them for
/// the cases that have none (raised above the tier, outside a block, without a topic or a plan).
#[Object]
impl IndicatorGroup {
    /// The area.
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        match &self.share.group {
            Group::Area(path) => area_at(ctx, path).await.map(Some),
            _ => Ok(None),
        }
    }
    /// The kind of block.
    async fn block_kind(&self) -> Option<BlockKind> {
        match &self.share.group {
            Group::Kind(kind) => Some((*kind).into()),
            _ => None,
        }
    }
    /// The topic.
    async fn topic(&self, ctx: &Context<'_>) -> Result<Option<Topic>> {
        let Group::Topic(topic) = self.share.group else {
            return Ok(None);
        };
        let row = viewer(ctx).loaders.load_one(TopicBy(topic.0)).await;
        Ok(row.map_err(|e| lost(ctx, &e))?.map(Topic))
    }
    /// The responsible unit.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<Unit>> {
        let Group::Unit(unit) = self.share.group else {
            return Ok(None);
        };
        let rows = viewer(ctx).loaders.load_one(UnitsOf(self.report.district)).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        Ok(rows.into_iter().find(|row| row.id == unit.0).map(Unit))
    }
    /// The month, YYYY-MM.
    async fn month(&self) -> Option<String> {
        match &self.share.group {
            Group::Month(month) => Some(month.to_string()),
            _ => None,
        }
    }
    /// The tier of the custodian.
    async fn tier(&self) -> Option<Tier> {
        match &self.share.group {
            Group::Tier(tier) => Some((*tier).into()),
            _ => None,
        }
    }
    /// Its figures, in the order asked.
    async fn figures(&self) -> Vec<IndicatorFigure> {
        self.share.figures.iter().copied().map(IndicatorFigure::new).collect()
    }
    /// The cases behind one of its figures, newest submission first. Code: FORBIDDEN.
    async fn cases(
        &self,
        ctx: &Context<'_>,
        of: IndicatorId,
        #[graphql(default_with = "IndicatorPart::Counted")] part: IndicatorPart,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, IndicatorCase>> {
        let group = (self.by, &self.share.group);
        list_cases(ctx, &self.report, of, part, Some(group), first, after).await
    }
}

/// The curve at a whole day.
#[derive(SimpleObject)]
pub struct SurvivalPoint {
    /// Days of 24 hours since the beginning.
    day: i32,
    /// The share that takes longer.
    share: f64,
    /// Lower end of the 95 % band (Greenwood, log-log); null where the share is 0 or 1.
    low: Option<f64>,
    /// Upper end.
    high: Option<f64>,
    /// How many were still waiting at the day.
    at_risk: i64,
}

/// A Kaplan-Meier curve.
pub struct SurvivalCurve {
    of: IndicatorId,
    curve: Arc<rules::Curve>,
}

impl SurvivalCurve {
    /// A curve of an indicator of time.
    pub const fn new(of: IndicatorId, curve: Arc<rules::Curve>) -> Self {
        Self { of, curve }
    }
}

/// The most days of a curve: what takes longer has its last point there.
const DAYS: u32 = 1_100;

/// A Kaplan-Meier curve.
#[Object]
impl SurvivalCurve {
    /// Of which time.
    async fn of(&self) -> IndicatorId {
        self.of
    }
    /// How many began.
    async fn subjects(&self) -> i64 {
        number(self.curve.subjects)
    }
    /// How many ended.
    async fn events(&self) -> i64 {
        number(self.curve.events)
    }
    /// How many were not over when last seen.
    async fn censored(&self) -> i64 {
        number(self.curve.subjects - self.curve.events)
    }
    /// The median in days; null where more than half still wait.
    async fn median(&self) -> Option<f64> {
        self.curve.median().hours.map(days)
    }
    /// Lower end of its 95 % interval.
    async fn median_low(&self) -> Option<f64> {
        self.curve.median().low.map(days)
    }
    /// Upper end; null where it is open.
    async fn median_high(&self) -> Option<f64> {
        self.curve.median().high.map(days)
    }
    /// The curve at the beginning and at every whole day at which it has changed, at most 1 101 points.
    async fn points(&self) -> Vec<SurvivalPoint> {
        let mut points = vec![SurvivalPoint {
            day: 0,
            share: 1.0,
            low: None,
            high: None,
            at_risk: number(self.curve.subjects),
        }];
        let mut before = None;
        let last = self.curve.steps.last().map_or(0, |step| step.hours.div_ceil(24));
        for day in 0..=last.min(DAYS) {
            let step = self.curve.at(day * 24);
            if step.map(|step| step.hours) == before {
                continue;
            }
            before = step.map(|step| step.hours);
            let Some(step) = step else { continue };
            let band = step.band();
            let point = SurvivalPoint {
                day: i32::try_from(day).unwrap_or(i32::MAX),
                share: step.share,
                low: band.map(|(low, _)| low),
                high: band.map(|(_, high)| high),
                at_risk: number(self.curve.at_risk(day * 24)),
            };
            if day == 0 {
                points.clear();
            }
            points.push(point);
        }
        points
    }
}

fn days(hours: u32) -> f64 {
    f64::from(hours) / 24.0
}

/// A case behind a figure.
pub struct IndicatorCase {
    report: Report,
    id: ProposalId,
}

impl IndicatorCase {
    fn standing(&self, ctx: &Context<'_>) -> Result<rules::Standing> {
        let standing = self.report.standing(self.id);
        standing.ok_or_else(|| refused(ctx, Refusal::Internal, None))
    }
}

/// A case behind a figure, as it was at the report's instant.
#[Object]
impl IndicatorCase {
    /// The proposal as it is now; null where the viewer may not know of it.
    async fn proposal(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let row = viewer(ctx).loaders.load_one(ProposalBy(self.id.0)).await;
        Ok(row.map_err(|e| lost(ctx, &e))?.and_then(|row| Proposal::seen(ctx, row)))
    }
    /// Its state at the instant.
    async fn state(&self, ctx: &Context<'_>) -> Result<State> {
        Ok(self.standing(ctx)?.state.into())
    }
    /// The colour of its clock at the instant; null where none ran.
    async fn clock(&self) -> Option<ClockColour> {
        self.report.colour(self.id).map(Into::into)
    }
    /// Whether a link of it was overdue when it ended.
    async fn ended_late(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.standing(ctx)?.ended_late)
    }
    /// First submission, RFC 3339.
    async fn submitted_at(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.standing(ctx)?.submitted.map(Instant::rfc3339))
    }
    /// First acceptance.
    async fn accepted_at(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.standing(ctx)?.accepted.map(Instant::rfc3339))
    }
    /// First closure.
    async fn closed_at(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.standing(ctx)?.closed.map(Instant::rfc3339))
    }
}

/// A page of the cases behind a figure.
pub(super) async fn list_cases(
    ctx: &Context<'_>,
    report: &Report,
    of: IndicatorId,
    part: IndicatorPart,
    group: Option<(rules::Dimension, &Group)>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, IndicatorCase>> {
    let app = app(ctx);
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "cases", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    report
        .may_list(of.into(), group.map(|(by, _)| by))
        .map_err(|r| refused(ctx, r, Some("of")))?;
    let group = group.map(|(by, group)| (by, group.clone()));
    let Computed::Cases(found) = compute(ctx, report, Wish::Cases(of.into(), part.into(), group)).await? else {
        return Err(refused(ctx, Refusal::Internal, None));
    };
    let beyond = |(at, id): &&(Instant, ProposalId)| after.is_none_or(|(key, last)| (at.millis(), id.0) < (key, last));
    let size = usize::try_from(size).unwrap_or(0);
    let mut rest = found.iter().filter(beyond);
    let rows: Vec<_> = rest.by_ref().take(size).collect();
    let mut connection = Connection::new(after.is_some(), rest.next().is_some());
    connection.edges.extend(rows.into_iter().map(|&(at, id)| {
        let cursor = page::cursor(app, "cases", at.millis(), id.0);
        let case = IndicatorCase {
            report: report.clone(),
            id,
        };
        Edge::new(cursor, case)
    }));
    Ok(connection)
}
