//! Yes, no or abstain: the share of yes among those who took a side.

use serde::{Deserialize, Serialize};

use super::ratio::Ratio;

/// What a person chose in a ballot of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Choice {
    /// 赞成.
    Yes,
    /// 反对.
    No,
    /// 弃权: counts for the quorum, not for the share.
    Abstain,
}

/// Whether a share that is met exactly suffices (Civil Code art. 1259: 以上 includes the number
/// itself, 超过 and 过半数 do not).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Bound {
    /// The number itself suffices.
    AtLeast,
    /// The number itself does not suffice.
    MoreThan,
}

/// A share that must be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Threshold {
    /// The share, between 0 and 1.
    pub share: Ratio,
    /// Whether meeting it exactly suffices.
    pub bound: Bound,
}

impl Threshold {
    /// More than half.
    pub const MAJORITY: Self = Self::more_than(Ratio::HALF);

    /// The number itself suffices.
    pub const fn at_least(share: Ratio) -> Self {
        Self {
            share,
            bound: Bound::AtLeast,
        }
    }

    /// The number itself does not suffice.
    pub const fn more_than(share: Ratio) -> Self {
        Self {
            share,
            bound: Bound::MoreThan,
        }
    }

    /// Whether `part` of `whole` reaches the share. Nothing of nothing never does.
    pub fn reached(self, part: u64, whole: u64) -> bool {
        let Some(found) = Ratio::new(i128::from(part), i128::from(whole)) else {
            return false;
        };
        match self.bound {
            Bound::AtLeast => found >= self.share,
            Bound::MoreThan => found > self.share,
        }
    }
}

/// Votes that must be cast for the result to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Quorum {
    /// Any number of votes suffices.
    None,
    /// A number of votes, abstentions included.
    Count(u64),
    /// A share of the electorate, abstentions included.
    Share(Threshold),
}

impl Quorum {
    /// Whether `cast` votes out of `electorate` suffice.
    pub fn reached(self, cast: u64, electorate: u64) -> bool {
        match self {
            Self::None => true,
            Self::Count(count) => cast >= count,
            Self::Share(threshold) => threshold.reached(cast, electorate),
        }
    }
}

/// How a ballot ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// 通过.
    Adopted,
    /// 未通过.
    NotAdopted,
    /// 未达法定人数: too few took part.
    NoQuorum,
}

/// The count of a yes-no-abstain ballot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct YesNoTally {
    /// Votes for.
    pub yes: u64,
    /// Votes against.
    pub no: u64,
    /// Abstentions.
    pub abstain: u64,
}

impl YesNoTally {
    /// Counts the last vote of every voter.
    pub fn count(votes: impl IntoIterator<Item = Choice>) -> Self {
        let mut tally = Self::default();
        for vote in votes {
            match vote {
                Choice::Yes => tally.yes += 1,
                Choice::No => tally.no += 1,
                Choice::Abstain => tally.abstain += 1,
            }
        }
        tally
    }

    /// Votes cast, abstentions included.
    pub const fn cast(&self) -> u64 {
        self.yes + self.no + self.abstain
    }

    /// The verdict: the quorum over the electorate first, then yes over yes and no.
    pub fn verdict(&self, threshold: Threshold, quorum: Quorum, electorate: u64) -> Verdict {
        if !quorum.reached(self.cast(), electorate) {
            Verdict::NoQuorum
        } else if threshold.reached(self.yes, self.yes + self.no) {
            Verdict::Adopted
        } else {
            Verdict::NotAdopted
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_half_excludes_half_and_two_thirds_at_least_includes_it() {
        assert!(!Threshold::MAJORITY.reached(5, 10));
        assert!(Threshold::MAJORITY.reached(6, 10));
        let two_thirds = Threshold::at_least(Ratio::TWO_THIRDS);
        assert!(two_thirds.reached(2, 3));
        assert!(!two_thirds.reached(666_666_666_666, 1_000_000_000_000));
        assert!(!two_thirds.reached(0, 0));
    }

    #[test]
    fn abstentions_count_for_the_quorum_only() {
        use Choice::{Abstain, No, Yes};
        let tally = YesNoTally::count([Yes, Yes, No, Abstain, Abstain]);
        assert_eq!(
            tally.verdict(Threshold::MAJORITY, Quorum::Count(5), 9),
            Verdict::Adopted
        );
        assert_eq!(
            tally.verdict(Threshold::MAJORITY, Quorum::Count(6), 9),
            Verdict::NoQuorum
        );
        let most = Quorum::Share(Threshold::at_least(Ratio::TWO_THIRDS));
        assert_eq!(tally.verdict(Threshold::MAJORITY, most, 9), Verdict::NoQuorum);
        assert_eq!(
            YesNoTally::count([Abstain]).verdict(Threshold::MAJORITY, Quorum::None, 9),
            Verdict::NotAdopted
        );
    }
}
