//! Who has a vote: a list that is frozen when a step opens, so that later joiners cannot move a
//! quorum, and that is published as a count and a digest.

use crate::{id::Pseudonym, log::Digest};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// How an electorate is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElectorateKind {
    /// Verified residents of the area: one person, one vote.
    Residents,
    /// Households of the area: one vote each, by any adult member.
    Households,
    /// Owners with their exclusive areas (Civil Code art. 278).
    Owners,
    /// A list of delegates.
    Delegates,
    /// Enterprises of a functional community, each by its listed representative.
    Enterprises,
}

impl ElectorateKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Residents,
        Self::Households,
        Self::Owners,
        Self::Delegates,
        Self::Enterprises,
    ];

    /// The name in the database and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Households => "households",
            Self::Owners => "owners",
            Self::Delegates => "delegates",
            Self::Enterprises => "enterprises",
        }
    }

    /// Reads [`ElectorateKind::name`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// Whether the members are named one by one instead of being drawn from the register.
    pub const fn is_listed(self) -> bool {
        matches!(self, Self::Delegates | Self::Enterprises)
    }
}

/// One entry of a frozen list. A person with several units has one entry for each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Member {
    /// Who may vote.
    pub pseudonym: Pseudonym,
    /// The household or unit, by an id that is unique over areas; empty where it does not count.
    pub unit: String,
    /// Exclusive area of the unit in hundredths of m²; 0 where it does not count.
    pub exclusive_area: i64,
}

/// SHA-256 over the sorted, distinct entries, each as `pseudonym|unit|area` and a line feed: what
/// is published of the list, which itself stays with the register.
pub fn digest(members: &[Member]) -> Digest {
    let mut sorted: Vec<&Member> = members.iter().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut hash = Sha256::new();
    hash.update(b"yiting electorate v1\n");
    for member in sorted {
        hash.update(format!(
            "{}|{}|{}\n",
            member.pseudonym, member.unit, member.exclusive_area
        ));
    }
    Digest(hash.finalize().into())
}

/// Votes there are to be had: persons, households or units' owners, by the kind.
pub fn count(kind: ElectorateKind, members: &[Member]) -> usize {
    let distinct = |mut keys: Vec<String>| {
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    match kind {
        ElectorateKind::Households => distinct(members.iter().map(|m| m.unit.clone()).collect()),
        _ => distinct(members.iter().map(|m| m.pseudonym.to_string()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::{ElectorateKind, Member, count, digest};
    use crate::id::Pseudonym;
    use uuid::Uuid;

    fn member(who: u128, unit: &str) -> Member {
        Member {
            pseudonym: Pseudonym(Uuid::from_u128(who)),
            unit: unit.to_owned(),
            exclusive_area: 100,
        }
    }

    #[test]
    fn the_digest_is_that_of_the_list_and_not_of_its_order() {
        let (a, b, c) = (member(1, "x"), member(2, "x"), member(1, "y"));
        assert_eq!(
            digest(&[a.clone(), b.clone(), c.clone()]),
            digest(&[c.clone(), a.clone(), b.clone(), a.clone()])
        );
        assert_ne!(digest(&[a.clone(), b.clone()]), digest(&[a, c]));
    }

    #[test]
    fn persons_and_households_are_counted_once() {
        let list = [member(1, "x"), member(2, "x"), member(1, "y")];
        assert_eq!(count(ElectorateKind::Residents, &list), 2);
        assert_eq!(count(ElectorateKind::Households, &list), 2);
        assert_eq!(count(ElectorateKind::Owners, &list), 2);
    }
}
