//! The owners' assembly: the double majority of Civil Code art. 278, by area and by number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ratio::Ratio;
use super::threshold::{Choice, Threshold, Verdict};

/// Which majority art. 278 asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Matter {
    /// Items 1 to 5 and 9: more than half of the participating area and number.
    Ordinary,
    /// Items 6 to 8 (raising maintenance funds, rebuilding, changing the use of common parts): at
    /// least three quarters of both.
    Grave,
}

impl Matter {
    /// The share that both the area and the number must reach among those taking part.
    pub const fn threshold(self) -> Threshold {
        match self {
            Self::Ordinary => Threshold::MAJORITY,
            Self::Grave => Threshold::at_least(Ratio::THREE_QUARTERS),
        }
    }
}

/// Share of all area and of all owners that must take part.
pub const PARTICIPATION: Threshold = Threshold::at_least(Ratio::TWO_THIRDS);

/// A unit with its own title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit<P> {
    /// Exclusive area in hundredths of m².
    pub area: u64,
    /// Everybody in the title, in any order; repeated names count once.
    pub owners: Vec<P>,
}

/// Why a roll of owners cannot be voted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RollError {
    /// A unit has nobody in its title.
    #[error("unit {unit} has no owner")]
    NoOwner {
        /// Index of the unit, from 0.
        unit: usize,
    },
    /// A unit has no area.
    #[error("unit {unit} has no area")]
    NoArea {
        /// Index of the unit, from 0.
        unit: usize,
    },
    /// The areas add up to more than can be counted.
    #[error("the areas add up to more than 2^64 hundredths of a square metre")]
    TooLarge,
}

/// The voters of an owners' assembly: a person, or the joint owners of the same units, with the
/// sum of the areas. Each counts once by number.
///
/// Who owns one unit alone and another together with a spouse belongs to two voters: the joint
/// owners vote together for their unit, whoever of them casts that vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll<P> {
    areas: BTreeMap<Vec<P>, u64>,
    total: u64,
}

impl<P: Ord + Clone> Roll<P> {
    /// Gathers units by their titles.
    ///
    /// # Errors
    /// [`RollError`] for a unit without owner or area.
    pub fn new(units: impl IntoIterator<Item = Unit<P>>) -> Result<Self, RollError> {
        let mut areas = BTreeMap::new();
        let mut total = 0_u64;
        for (unit, Unit { area, mut owners }) in units.into_iter().enumerate() {
            owners.sort();
            owners.dedup();
            if owners.is_empty() {
                return Err(RollError::NoOwner { unit });
            }
            if area == 0 {
                return Err(RollError::NoArea { unit });
            }
            total = total.checked_add(area).ok_or(RollError::TooLarge)?;
            *areas.entry(owners).or_insert(0) += area;
        }
        Ok(Self { areas, total })
    }

    /// The voters in a fixed order: the owners of the same units and their area in hundredths of
    /// m².
    pub fn voters(&self) -> impl Iterator<Item = (&[P], u64)> {
        self.areas.iter().map(|(owners, &area)| (owners.as_slice(), area))
    }

    /// Owners by number, joint owners of the same units as one.
    pub fn number(&self) -> u64 {
        self.areas.len() as u64
    }

    /// All exclusive area in hundredths of m².
    pub const fn area(&self) -> u64 {
        self.total
    }

    /// Counts the last vote of every voter; `vote` is asked once for each and says `None` for who
    /// did not take part.
    pub fn count(&self, vote: impl Fn(&[P]) -> Option<Choice>) -> OwnersTally {
        let mut tally = OwnersTally {
            all: Weight {
                area: self.total,
                number: self.number(),
            },
            ..OwnersTally::default()
        };
        for (owners, area) in self.voters() {
            let side = match vote(owners) {
                Some(Choice::Yes) => &mut tally.yes,
                Some(Choice::No) => &mut tally.no,
                Some(Choice::Abstain) => &mut tally.abstain,
                None => continue,
            };
            side.area += area;
            side.number += 1;
        }
        tally
    }
}

/// Owners counted both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// Exclusive area in hundredths of m².
    pub area: u64,
    /// Owners by number.
    pub number: u64,
}

/// The count of an owners' ballot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OwnersTally {
    /// Everybody entitled.
    pub all: Weight,
    /// Votes for.
    pub yes: Weight,
    /// Votes against.
    pub no: Weight,
    /// Abstentions: they take part, and are not for.
    pub abstain: Weight,
}

impl OwnersTally {
    /// Everybody who voted, abstentions included.
    pub const fn participating(&self) -> Weight {
        Weight {
            area: self.yes.area + self.no.area + self.abstain.area,
            number: self.yes.number + self.no.number + self.abstain.number,
        }
    }

    /// The verdict under art. 278: participation by area and number, then consent among those
    /// taking part by area and number.
    pub fn verdict(&self, matter: Matter) -> Verdict {
        let both = |threshold: Threshold, part: Weight, whole: Weight| {
            threshold.reached(part.area, whole.area) && threshold.reached(part.number, whole.number)
        };
        let present = self.participating();
        if !both(PARTICIPATION, present, self.all) {
            Verdict::NoQuorum
        } else if both(matter.threshold(), self.yes, present) {
            Verdict::Adopted
        } else {
            Verdict::NotAdopted
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flats(areas: &[u64]) -> Roll<u32> {
        let unit = |(owner, &area): (usize, &u64)| Unit {
            area,
            owners: vec![u32::try_from(owner).unwrap()],
        };
        Roll::new(areas.iter().enumerate().map(unit)).unwrap()
    }

    fn verdict(roll: &Roll<u32>, yes: u32, no: u32, matter: Matter) -> Verdict {
        roll.count(|owners| match owners[0] {
            owner if owner < yes => Some(Choice::Yes),
            owner if owner < yes + no => Some(Choice::No),
            _ => None,
        })
        .verdict(matter)
    }

    #[test]
    fn exactly_two_thirds_taking_part_suffice_and_exactly_half_of_them_do_not() {
        let roll = flats(&[8_000; 12]);
        assert_eq!(verdict(&roll, 5, 3, Matter::Ordinary), Verdict::Adopted);
        assert_eq!(verdict(&roll, 4, 4, Matter::Ordinary), Verdict::NotAdopted);
        assert_eq!(verdict(&roll, 7, 0, Matter::Ordinary), Verdict::NoQuorum);
    }

    #[test]
    fn exactly_three_quarters_suffice_for_a_grave_matter() {
        let roll = flats(&[8_000; 12]);
        assert_eq!(verdict(&roll, 6, 2, Matter::Grave), Verdict::Adopted);
        assert_eq!(verdict(&roll, 8, 3, Matter::Grave), Verdict::NotAdopted);
    }

    #[test]
    fn area_and_number_must_both_be_there() {
        // One firm owns more than half of the area.
        let roll = flats(&[100_000, 10_000, 10_000, 10_000]);
        assert_eq!(verdict(&roll, 1, 2, Matter::Ordinary), Verdict::NotAdopted);
        let tally = roll.count(|owners| (owners[0] > 0).then_some(Choice::Yes));
        assert_eq!(tally.participating().number, 3);
        assert_eq!(tally.verdict(Matter::Ordinary), Verdict::NoQuorum);
    }

    #[test]
    fn an_abstention_takes_part_and_is_not_for() {
        let roll = flats(&[8_000; 4]);
        let tally = roll.count(|owners| Some(if owners[0] < 2 { Choice::Yes } else { Choice::Abstain }));
        assert_eq!(tally.verdict(Matter::Ordinary), Verdict::NotAdopted);
    }

    #[test]
    fn several_units_of_one_person_count_once_by_number_and_joint_owners_vote_together() {
        let unit = |area, owners: &[&'static str]| Unit {
            area,
            owners: owners.to_vec(),
        };
        let roll = Roll::new([
            unit(9_050, &["王"]),
            unit(4_025, &["王"]),
            unit(8_000, &["李", "赵"]),
            unit(2_000, &["赵", "李", "李"]),
            unit(7_000, &["赵"]),
        ])
        .unwrap();
        assert_eq!((roll.number(), roll.area()), (3, 30_075));
        let voters: Vec<_> = roll.voters().map(|(owners, area)| (owners.len(), area)).collect();
        assert!(voters.contains(&(1, 13_075)) && voters.contains(&(2, 10_000)));
    }

    #[test]
    fn a_unit_without_owner_or_area_is_refused() {
        let unit = |area, owners: &[u8]| Unit {
            area,
            owners: owners.to_vec(),
        };
        assert_eq!(Roll::new([unit(1, &[])]), Err(RollError::NoOwner { unit: 0 }));
        assert_eq!(
            Roll::new([unit(1, &[1]), unit(0, &[2])]),
            Err(RollError::NoArea { unit: 1 })
        );
        assert_eq!(
            Roll::new([unit(u64::MAX, &[1]), unit(1, &[2])]),
            Err(RollError::TooLarge)
        );
    }
}
