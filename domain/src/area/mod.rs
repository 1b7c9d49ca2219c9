//! The four tiers, the finer nodes below them, and the tree.

use crate::{id::AreaId, refusal::Refusal};
use serde::{Deserialize, Serialize};

/// The level of an area. The order is from the top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Province or city above the district: only holds the tree together, has no platform.
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

impl Tier {
    /// All tiers from the top down.
    pub const ALL: [Tier; 7] = [
        Self::Region,
        Self::District,
        Self::Street,
        Self::Neighborhood,
        Self::Block,
        Self::ResidentGroup,
        Self::Building,
    ];

    /// The name in the database, in files and in logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::District => "district",
            Self::Street => "street",
            Self::Neighborhood => "neighborhood",
            Self::Block => "block",
            Self::ResidentGroup => "resident_group",
            Self::Building => "building",
        }
    }

    /// Reads [`Tier::name`]; `province` and `city` are regions.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "province" | "city" => Some(Self::Region),
            "committee" | "village" => Some(Self::Neighborhood),
            _ => Self::ALL.into_iter().find(|tier| tier.name() == text),
        }
    }

    /// Whether areas of this tier have staff, a queue and custody of proposals.
    pub const fn has_platform(self) -> bool {
        matches!(self, Self::District | Self::Street | Self::Neighborhood | Self::Block)
    }
}

/// How a residential block came about, which decides how it is governed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl BlockKind {
    /// All kinds.
    pub const ALL: [BlockKind; 5] = [
        Self::PublicSold,
        Self::OrdinaryCommodity,
        Self::ForeignCommodity,
        Self::GardenHouse,
        Self::Resettlement,
    ];

    /// The name in the database and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PublicSold => "public_sold",
            Self::OrdinaryCommodity => "ordinary_commodity",
            Self::ForeignCommodity => "foreign_commodity",
            Self::GardenHouse => "garden_house",
            Self::Resettlement => "resettlement",
        }
    }

    /// Reads [`BlockKind::name`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

/// The materialised path of an area: one segment of six base-36 digits and a slash per level.
/// It is the product's own and never changes, unlike official codes.
///
/// All areas below `a` are those whose path lies in `a.as_str() .. a.upper_bound()` in byte order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaPath(String);

const SEGMENT: usize = 7;

impl AreaPath {
    /// Reads a stored path.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when it is empty or not made of whole segments.
    pub fn parse(text: impl Into<String>) -> Result<Self, Refusal> {
        let text = text.into();
        let whole = !text.is_empty() && text.len().is_multiple_of(SEGMENT);
        let shaped = text.bytes().enumerate().all(|(i, byte)| {
            if i % SEGMENT == SEGMENT - 1 {
                byte == b'/'
            } else {
                byte.is_ascii_digit() || byte.is_ascii_lowercase()
            }
        });
        if whole && shaped {
            Ok(Self(text))
        } else {
            Err(Refusal::Invalid)
        }
    }

    /// The path of a top area with this ordinal (below 36⁶).
    pub fn root(ordinal: u64) -> Self {
        Self(segment(ordinal))
    }

    /// The path of a child with this ordinal (below 36⁶).
    pub fn child(&self, ordinal: u64) -> Self {
        Self(format!("{}{}", self.0, segment(ordinal)))
    }

    /// The stored text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first text in byte order that is no longer below this path.
    pub fn upper_bound(&self) -> String {
        // '0' is the byte after '/'.
        let mut bound = self.0.clone();
        bound.pop();
        bound.push('0');
        bound
    }

    /// Whether `other` is this area or lies below it.
    pub fn covers(&self, other: &AreaPath) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The path one level up, if there is one.
    pub fn parent(&self) -> Option<Self> {
        let length = self.0.len().checked_sub(SEGMENT)?;
        (length > 0).then(|| Self(self.0[..length].to_owned()))
    }

    /// This path and all above it, from the top down.
    pub fn lineage(&self) -> Vec<AreaPath> {
        (1..=self.0.len() / SEGMENT)
            .map(|n| Self(self.0[..n * SEGMENT].to_owned()))
            .collect()
    }
}

fn segment(ordinal: u64) -> String {
    let mut digits = [b'0'; 6];
    let mut rest = ordinal;
    for digit in digits.iter_mut().rev() {
        let value = u8::try_from(rest % 36).unwrap_or(0);
        *digit = if value < 10 { b'0' + value } else { b'a' + value - 10 };
        rest /= 36;
    }
    format!("{}/", String::from_utf8_lossy(&digits))
}

impl TryFrom<String> for AreaPath {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(text)
    }
}

impl From<AreaPath> for String {
    fn from(path: AreaPath) -> Self {
        path.0
    }
}

/// An area as events and proposals name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AreaRef {
    /// Its id.
    pub id: AreaId,
    /// Its path.
    pub path: AreaPath,
    /// Its tier.
    pub tier: Tier,
}

#[cfg(test)]
mod tests {
    use super::AreaPath;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_path_covers_exactly_the_range_that_a_query_scans(a in 0u64..3000, b in 0u64..3000, c in 0u64..3000, d in 0u64..3000) {
            let area = AreaPath::root(a).child(b);
            let other = AreaPath::root(c).child(d).child(b);
            let scanned = other.as_str() >= area.as_str() && other.as_str() < area.upper_bound().as_str();
            prop_assert_eq!(area.covers(&other), scanned);
            let below = area.child(d);
            prop_assert!(area.covers(&below) && below.as_str() < area.upper_bound().as_str());
            prop_assert_eq!(below.parent(), Some(area.clone()));
            prop_assert_eq!(AreaPath::parse(below.as_str()), Ok(below));
        }
    }

    #[test]
    fn a_broken_path_is_refused() {
        for text in ["", "00000/", "000001", "00000A/", "000001/0"] {
            assert!(AreaPath::parse(text).is_err(), "{text}");
        }
    }
}
