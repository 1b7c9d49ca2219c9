//! Identity levels, roles, memberships, and the three-way separation.

use crate::{
    area::{AreaPath, Tier},
    id::{PersonId, Pseudonym, UnitId},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// How well a person is known. Real-name duty: whatever is published needs at least level 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IdentityLevel {
    /// WeChat only.
    Wechat,
    /// Phone bound.
    Phone,
    /// Verified resident of a block.
    Resident,
    /// Owner with unit and exclusive area.
    Owner,
}

impl IdentityLevel {
    /// 0 to 3, as stored and shown.
    pub const fn number(self) -> u8 {
        match self {
            Self::Wechat => 0,
            Self::Phone => 1,
            Self::Resident => 2,
            Self::Owner => 3,
        }
    }

    /// Reads [`IdentityLevel::number`].
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Wechat),
            1 => Some(Self::Phone),
            2 => Some(Self::Resident),
            3 => Some(Self::Owner),
            _ => None,
        }
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident, $text:literal, $zh:literal;)*) => {
        /// What a person may be in an area, besides living there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            /// All roles.
            pub const ALL: &'static [Role] = &[$(Role::$name,)*];
            /// The name in the database.
            pub const fn name(self) -> &'static str { match self { $(Role::$name => $text,)* } }
            /// The name on a screen.
            pub const fn zh(self) -> &'static str { match self { $(Role::$name => $zh,)* } }
            /// Reads [`Role::name`].
            pub fn parse(text: &str) -> Option<Self> { match text { $($text => Some(Role::$name),)* _ => None } }
        }
    };
}

roles! {
    /// Convener of a block.
    Convener, "convener", "小区召集人";
    /// Worker of a neighborhood committee.
    CommitteeWorker, "committee_worker", "居委会社工";
    /// Director of a neighborhood committee.
    CommitteeDirector, "committee_director", "居委会主任";
    /// Officer of a street, acts on everything below.
    StreetOfficer, "street_officer", "街镇经办";
    /// Lead of a street, acts on everything below.
    StreetLead, "street_lead", "街镇负责人";
    /// Officer of the district, acts on everything below.
    DistrictOfficer, "district_officer", "区级经办";
    /// Lead of the district, acts on everything below.
    DistrictLead, "district_lead", "区级负责人";
    /// Invited expert.
    Expert, "expert", "专家";
    /// Member of a responsible unit or organisation.
    Implementer, "implementer", "承办人员";
    /// 居务监督: reads everything below, can open a supervision.
    Supervisor, "supervisor", "居务监督员";
    /// Reads the audit log below, nothing else.
    Auditor, "auditor", "审计员";
    /// Memberships and settings below, no say over proposals.
    Administrator, "administrator", "系统管理员";
}

/// The three powers that no person may combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Power {
    Administration,
    Audit,
    Business,
}

impl Role {
    /// Whether the role works the queue of its platform.
    pub const fn is_staff(self) -> bool {
        matches!(
            self,
            Self::Convener
                | Self::CommitteeWorker
                | Self::CommitteeDirector
                | Self::StreetOfficer
                | Self::StreetLead
                | Self::DistrictOfficer
                | Self::DistrictLead
        )
    }

    /// Whether the role decides for its platform.
    pub const fn is_director(self) -> bool {
        matches!(
            self,
            Self::Convener | Self::CommitteeDirector | Self::StreetLead | Self::DistrictLead
        )
    }

    /// Whether the role acts on everything below its area (↓).
    pub const fn reaches_down(self) -> bool {
        matches!(
            self,
            Self::StreetOfficer
                | Self::StreetLead
                | Self::DistrictOfficer
                | Self::DistrictLead
                | Self::Supervisor
                | Self::Auditor
                | Self::Administrator
                | Self::Implementer
        )
    }

    /// Whether the role may be given in an area of this tier.
    pub const fn fits(self, tier: Tier) -> bool {
        match self {
            Self::Convener => matches!(tier, Tier::Block),
            Self::CommitteeWorker | Self::CommitteeDirector => matches!(tier, Tier::Neighborhood),
            Self::StreetOfficer | Self::StreetLead => matches!(tier, Tier::Street),
            Self::DistrictOfficer | Self::DistrictLead => matches!(tier, Tier::District),
            Self::Expert | Self::Implementer | Self::Supervisor | Self::Auditor | Self::Administrator => {
                tier.has_platform()
            }
        }
    }

    const fn power(self) -> Option<Power> {
        match self {
            Self::Administrator => Some(Power::Administration),
            Self::Auditor => Some(Power::Audit),
            Self::CommitteeWorker
            | Self::CommitteeDirector
            | Self::StreetOfficer
            | Self::StreetLead
            | Self::DistrictOfficer
            | Self::DistrictLead => Some(Power::Business),
            Self::Convener | Self::Expert | Self::Implementer | Self::Supervisor => None,
        }
    }
}

/// A role of a person in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// What the person is.
    pub role: Role,
    /// Where.
    pub area: AreaPath,
    /// For implementers: whose member.
    pub unit: Option<UnitId>,
}

impl Membership {
    /// Whether the membership acts on `area`.
    pub fn acts_on(&self, area: &AreaPath) -> bool {
        if self.role.reaches_down() {
            self.area.covers(area)
        } else {
            self.area == *area
        }
    }
}

/// Whether a person who holds `held` may be given `wanted`. Holding is judged over all areas: an
/// administrator of one street is no officer of another either.
///
/// # Errors
/// [`Refusal::SeparationOfPowers`].
pub fn may_hold(held: &[Role], wanted: Role) -> Result<(), Refusal> {
    let clash = |role: &Role| match (role.power(), wanted.power()) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    if held.iter().any(clash) {
        Err(Refusal::SeparationOfPowers)
    } else {
        Ok(())
    }
}

/// Who asks: everything about a person that the rules look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub person: PersonId,
    /// The name in the log.
    pub pseudonym: Pseudonym,
    /// How well known.
    pub level: IdentityLevel,
    /// Roles held now.
    pub memberships: Vec<Membership>,
    /// Blocks (or finer areas) in which the person is a verified resident.
    pub residences: Vec<AreaPath>,
}

impl Actor {
    /// Whether any role that satisfies `which` acts on `area`.
    pub fn holds(&self, area: &AreaPath, which: impl Fn(Role) -> bool) -> bool {
        self.memberships.iter().any(|m| which(m.role) && m.acts_on(area))
    }

    /// Staff of the platform of `area`.
    pub fn is_staff_of(&self, area: &AreaPath) -> bool {
        self.holds(area, Role::is_staff)
    }

    /// Director of the platform of `area`.
    pub fn is_director_of(&self, area: &AreaPath) -> bool {
        self.holds(area, Role::is_director)
    }

    /// Verified resident of `area` (level 2 and a residence in it).
    pub fn is_resident_of(&self, area: &AreaPath) -> bool {
        self.level >= IdentityLevel::Resident && self.residences.iter().any(|r| area.covers(r))
    }

    /// Member of the responsible unit `unit`.
    pub fn is_member_of(&self, unit: UnitId) -> bool {
        self.memberships
            .iter()
            .any(|m| m.role == Role::Implementer && m.unit == Some(unit))
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, may_hold};
    use crate::refusal::Refusal;

    #[test]
    fn administrator_auditor_and_officer_exclude_each_other_both_ways() {
        let powers = [Role::Administrator, Role::Auditor, Role::StreetOfficer];
        for a in powers {
            for b in powers {
                let expected = if a == b {
                    Ok(())
                } else {
                    Err(Refusal::SeparationOfPowers)
                };
                assert_eq!(may_hold(&[a], b), expected);
            }
        }
        assert_eq!(may_hold(&[Role::Expert, Role::Convener], Role::Auditor), Ok(()));
    }

    #[test]
    fn every_role_has_a_name_that_reads_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(*role));
        }
    }
}
