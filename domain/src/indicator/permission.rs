//! Who may read which figures.

use super::{breakdown::Dimension, definition::Indicator};
use crate::{
    area::{AreaRef, Tier},
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// For whom figures are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody.
    Open,
    /// Who works for the area, or supervises it.
    Staff,
}

/// As whom somebody reads the figures of an area: everybody reads the open ones of a district.
///
/// # Errors
/// As [`may_in_area`] of [`AreaAction::ReadIndicators`], below the district.
pub fn audience(actor: Option<&Actor>, area: &AreaRef) -> Result<Audience, Refusal> {
    match may_in_area(AreaAction::ReadIndicators, actor, area) {
        Ok(()) => Ok(Audience::Staff),
        Err(_) if area.tier == Tier::District => Ok(Audience::Open),
        Err(refusal) => Err(refusal),
    }
}

impl Audience {
    /// Whether an indicator is told.
    pub const fn reads(self, indicator: Indicator) -> bool {
        matches!(self, Self::Staff) || indicator.definition().open
    }

    /// Whether figures are told in these groups: everybody compares streets, not neighborhoods and units.
    pub const fn divides(self, dimension: Dimension) -> bool {
        match dimension {
            Dimension::Area(tier) => matches!(self, Self::Staff) || matches!(tier, Tier::Street),
            Dimension::Unit => matches!(self, Self::Staff),
            Dimension::Kind | Dimension::Topic | Dimension::Month | Dimension::Tier => true,
        }
    }
}
