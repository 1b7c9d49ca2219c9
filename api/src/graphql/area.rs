//! Areas, topics and responsible units.

use super::{
    area_rules::{self, LogEntry, LogHead, Member, Profile},
    deliberation_loaders::ProceduresOf,
    error::{failed, lost, refused},
    loaders::{AreaBy, ChildrenOf, TopicsOf, UnitsOf},
    meeting::Meeting,
    meeting_loaders::ComingIn,
    node_id::{Kind, encode},
    page,
    person::Person,
    privacy::{self, Resident},
    procedure::ProcedureTemplate,
    proposal_parts::Permission,
    viewer::viewer,
};
use crate::{
    store::{
        areas,
        entity::{area, topic, unit},
    },
    usecase::procedure,
};
use async_graphql::{
    Context, Enum, ID, Object, Result,
    connection::{Connection, Edge},
};
use serde::Serialize;
use yiting_domain::{
    area as rules,
    permission::{AreaAction, area_offers, may_in_area},
    refusal::Refusal,
};

/// The level of an area.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Serialize)]
#[graphql(remote = "rules::Tier")]
pub enum Tier {
    /// Above the district.
    Region,
    /// 区
    District,
    /// 街镇
    Street,
    /// 居民区
    Neighborhood,
    /// 小区
    Block,
    /// 居民小组
    ResidentGroup,
    /// 楼栋
    Building,
}

/// How a block came about.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::BlockKind")]
pub enum BlockKind {
    /// 售后公房
    PublicSold,
    /// 普通商品房
    OrdinaryCommodity,
    /// 涉外商品房
    ForeignCommodity,
    /// 老洋房
    GardenHouse,
    /// 动迁安置房
    Resettlement,
}

/// An area of any tier.
pub struct Area(pub area::Model);

/// An area of any tier.
#[Object]
impl Area {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Area, self.0.id)
    }

    /// The official code, as text.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The tier.
    async fn tier(&self, ctx: &Context<'_>) -> Result<Tier> {
        let tier = rules::Tier::parse(&self.0.tier).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(tier.into())
    }

    /// For blocks: how it came about.
    async fn block_kind(&self) -> Option<BlockKind> {
        self.0.kind.as_deref().and_then(rules::BlockKind::parse).map(Into::into)
    }

    /// For blocks: number of households.
    async fn households(&self) -> Option<i64> {
        self.0.households
    }

    /// The area right above.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        let Some(parent) = self.0.parent_id else {
            return Ok(None);
        };
        let row = viewer(ctx).loaders.load_one(AreaBy(parent)).await;
        Ok(row.map_err(|e| lost(ctx, &e))?.map(Area))
    }

    /// Areas directly below, by code.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Area>> {
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let key = ChildrenOf {
            area: self.0.id,
            after,
            limit: size + 1,
        };
        let rows = viewer(ctx).loaders.load_one(key).await.map_err(|e| lost(ctx, &e))?;
        Ok(by_code(rows.unwrap_or_default(), size))
    }

    /// The topics of the area's district.
    async fn topics(&self, ctx: &Context<'_>) -> Result<Vec<Topic>> {
        let Some(district) = self.0.district_id else {
            return Ok(Vec::new());
        };
        let rows = viewer(ctx).loaders.load_one(TopicsOf(district)).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        Ok(rows.into_iter().map(Topic).collect())
    }

    /// The procedure templates that the platform offers: what is built in, and its own.
    async fn procedure_templates(&self, ctx: &Context<'_>) -> Result<Vec<ProcedureTemplate>> {
        let own = viewer(ctx).loaders.load_one(ProceduresOf(self.0.id)).await;
        let own = own.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let offered = procedure::offered(&own).map_err(|e| failed(ctx, e))?;
        Ok(offered.into_iter().map(ProcedureTemplate).collect())
    }

    /// The responsible units of the area's district.
    async fn units(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        let Some(district) = self.0.district_id else {
            return Ok(Vec::new());
        };
        let rows = viewer(ctx).loaders.load_one(UnitsOf(district)).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        Ok(rows.into_iter().map(Unit).collect())
    }

    /// Meetings of this area itself that are not over, the next first, at most 50.
    async fn meetings(&self, ctx: &Context<'_>) -> Result<Vec<Meeting>> {
        let rows = viewer(ctx).loaders.load_one(ComingIn(self.0.id)).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        rows.into_iter().map(|row| Meeting::new(ctx, row)).collect()
    }

    /// What the viewer may do here, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<Permission>> {
        let place = self.place(ctx)?;
        let offered = area_offers(viewer(ctx).actor.as_deref(), &place);
        let offered = offered.into_iter().map(|(action, answer)| (action.name(), answer));
        Ok(Permission::list(offered, viewer(ctx).language))
    }

    /// Who holds which role here, for administrators and directors.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Member>> {
        self.may(ctx, AreaAction::ReadMembers)?;
        area_rules::members(ctx, self.0.id, first, after).await
    }

    /// Who lives here, as staff verified or recorded them, for staff of this area and of the one above.
    async fn residents(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Resident>> {
        self.may(ctx, AreaAction::ReadResidents)?;
        privacy::residents(ctx, self.0.id, first, after).await
    }

    /// People to name in what one does here: those with a role or a home here or below whose chosen name has the
    /// text in it, and whoever has the phone number that the text is. For administrators and for staff of this
    /// area and of the one above. At most 10. Of whole phone numbers 30 may be looked up at once and one a minute.
    /// Codes: FORBIDDEN, INVALID_INPUT, RATE_LIMITED.
    async fn find_people(&self, ctx: &Context<'_>, text: String) -> Result<Vec<Person>> {
        self.may(ctx, AreaAction::FindPeople)?;
        area_rules::find_people(ctx, self.place(ctx)?.path, text.trim()).await
    }

    /// For a district: size and root of its audit log.
    async fn log_head(&self, ctx: &Context<'_>) -> Result<Option<LogHead>> {
        area_rules::log_head(ctx, self.0.id).await
    }

    /// For a district: the entries of its audit log, for auditors and supervisors.
    async fn log(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, LogEntry>> {
        self.may(ctx, AreaAction::ReadLog)?;
        area_rules::log(ctx, self.0.id, first, after).await
    }

    /// For a district: all versions of the periods and thresholds of a tier, oldest first.
    async fn profiles(&self, ctx: &Context<'_>, tier: Tier) -> Result<Vec<Profile>> {
        area_rules::profiles(ctx, self.0.district_id, tier.into()).await
    }

    /// For a district: whether a day (YYYY-MM-DD) is a working day.
    async fn is_working_day(&self, ctx: &Context<'_>, day: String) -> Result<bool> {
        area_rules::is_working_day(ctx, self.0.district_id, &day).await
    }
}

impl Area {
    /// The area as the rules know it.
    fn place(&self, ctx: &Context<'_>) -> Result<rules::AreaRef> {
        areas::reference(&self.0).ok_or_else(|| refused(ctx, Refusal::Internal, None))
    }

    fn may(&self, ctx: &Context<'_>, action: AreaAction) -> Result<()> {
        let place = self.place(ctx)?;
        may_in_area(action, viewer(ctx).actor.as_deref(), &place).map_err(|r| refused(ctx, r, None))
    }
}

/// A page of areas whose cursor is the code: codes are public and order the list.
pub fn by_code(mut rows: Vec<area::Model>, size: u64) -> Connection<String, Area> {
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let mut connection = Connection::new(false, more);
    connection
        .edges
        .extend(rows.into_iter().map(|row| Edge::new(row.code.clone(), Area(row))));
    connection
}

/// A topic 议题 of a district's catalogue.
pub struct Topic(pub topic::Model);

/// A topic 议题 of a district's catalogue.
#[Object]
impl Topic {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Topic, self.0.id)
    }
    /// Stable code.
    async fn code(&self) -> &str {
        &self.0.code
    }
    /// 议题大类
    async fn category(&self) -> &str {
        &self.0.category
    }
    /// Chinese name.
    async fn name(&self) -> &str {
        &self.0.name_zh
    }
    /// English name.
    async fn name_en(&self) -> &str {
        &self.0.name_en
    }
}

/// A responsible unit 承办单位.
pub struct Unit(pub unit::Model);

/// A responsible unit 承办单位.
#[Object]
impl Unit {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Unit, self.0.id)
    }
    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }
}
