//! Areas, topics and responsible units.

use super::{
    error::{failed, refused},
    node_id::{Kind, encode},
    page,
    viewer::app,
};
use crate::store::{
    areas,
    entity::{area, topic, unit},
};
use async_graphql::{
    Context, Enum, ID, Object, Result,
    connection::{Connection, Edge},
};
use yiting_domain::{area as rules, refusal::Refusal};

/// The level of an area.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
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

    /// Areas directly below, by code.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, Area>> {
        let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
        let rows = areas::children(app(ctx).db.reader(), self.0.id, after.as_deref(), size + 1)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(by_code(rows, size))
    }

    /// The topics of the area's district.
    async fn topics(&self, ctx: &Context<'_>) -> Result<Vec<Topic>> {
        let Some(district) = self.0.district_id else {
            return Ok(Vec::new());
        };
        let rows = areas::topics(app(ctx).db.reader(), district)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(rows.into_iter().map(Topic).collect())
    }

    /// The responsible units of the area's district.
    async fn units(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        let Some(district) = self.0.district_id else {
            return Ok(Vec::new());
        };
        let rows = areas::units(app(ctx).db.reader(), district)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(rows.into_iter().map(Unit).collect())
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
