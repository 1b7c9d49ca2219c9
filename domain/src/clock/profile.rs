//! The numbers of the process: periods, thresholds and limits, in versions.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::reading::Budget;
use super::walk::MAX_WORKING_DAYS;
use crate::instant::Instant;

static STANDARD: SlaProfile = SlaProfile::standard();

/// One version of the numbers. A published version never changes; a new one takes effect later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaProfile {
    /// Version number; the built-in standard is 1.
    pub version: u32,
    /// From when on this version is used.
    pub effective_from: Instant,
    /// Screening, in working days.
    pub screening_days: u32,
    /// Review, in working days.
    pub review_days: u32,
    /// Public notice, in working days.
    pub notice_days: u32,
    /// Evaluation, in working days.
    pub evaluation_days: u32,
    /// Grace after a due instant before the parent tier supervises, in working days.
    pub grace_days: u32,
    /// Window for an appeal, in working days.
    pub appeal_days: u32,
    /// Time for the proposer to rework a returned proposal, in calendar days.
    pub return_days: u32,
    /// Time in which a closed proposal may be reopened, in calendar days.
    pub reopen_days: u32,
    /// Time for the proposer to accept or refuse a merge, in working days.
    pub merge_choice_days: u32,
    /// Objections (persons) during the notice that lead back to the review.
    pub objection_threshold: u32,
    /// Supports (persons) that a proposal needs for the review; `None` asks for none.
    pub support_threshold: Option<u32>,
    /// Share of satisfied ratings below which the result is reworked, in percent (0 to 100).
    pub satisfaction_threshold_percent: u32,
    /// Ratings below which no share is computed.
    pub min_ratings: u32,
    /// Open proposals that one person may have at a time.
    pub open_proposals_limit: u32,
    /// Rounds of rework before the case goes to the parent tier.
    pub max_reworks: u32,
}

impl SlaProfile {
    /// The profile that holds where no other is published, since the Unix epoch.
    pub const fn standard() -> Self {
        Self {
            version: 1,
            effective_from: Instant::from_millis(0),
            screening_days: 3,
            review_days: 20,
            notice_days: 5,
            evaluation_days: 10,
            grace_days: 2,
            appeal_days: 10,
            return_days: 30,
            reopen_days: 90,
            merge_choice_days: 5,
            objection_threshold: 10,
            support_threshold: None,
            satisfaction_threshold_percent: 60,
            min_ratings: 3,
            open_proposals_limit: 5,
            max_reworks: 2,
        }
    }

    /// A budget of `working_days` with the grace of this profile.
    pub const fn budget(&self, working_days: u32) -> Budget {
        Budget {
            working_days,
            grace_working_days: self.grace_days,
        }
    }

    /// Whether the numbers make sense on their own.
    ///
    /// # Errors
    /// [`PolicyError::Percent`] or [`PolicyError::Period`].
    pub fn check(&self) -> Result<(), PolicyError> {
        if self.satisfaction_threshold_percent > 100 {
            return Err(PolicyError::Percent(self.satisfaction_threshold_percent));
        }
        let periods = [
            ("screening_days", self.screening_days),
            ("review_days", self.review_days),
            ("notice_days", self.notice_days),
            ("evaluation_days", self.evaluation_days),
            ("appeal_days", self.appeal_days),
            ("return_days", self.return_days),
            ("reopen_days", self.reopen_days),
            ("merge_choice_days", self.merge_choice_days),
        ];
        for (name, days) in periods {
            if days == 0 || days > MAX_WORKING_DAYS {
                return Err(PolicyError::Period { name, days });
            }
        }
        // A grace of nothing is a policy; a missing review is a mistake.
        if self.grace_days > MAX_WORKING_DAYS {
            return Err(PolicyError::Period {
                name: "grace_days",
                days: self.grace_days,
            });
        }
        Ok(())
    }
}

/// Why a version was not published.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PolicyError {
    /// A share above 100 percent.
    #[error("{0} percent is more than everybody")]
    Percent(u32),
    /// A period of no days, or longer than [`MAX_WORKING_DAYS`].
    #[error("{name} cannot be {days} days")]
    Period {
        /// Name of the field.
        name: &'static str,
        /// Its value in days.
        days: u32,
    },
    /// The version number is not above the last one.
    #[error("version {given} does not follow version {last}")]
    Version {
        /// The number given.
        given: u32,
        /// The number published last.
        last: u32,
    },
    /// The version would take effect before the last published one and so rewrite the past.
    #[error("the version takes effect before the last published one")]
    EffectiveFrom,
}

/// All published versions. There is no way to change or remove one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyBook {
    versions: Vec<SlaProfile>,
}

impl PolicyBook {
    /// A book with nothing but the built-in standard.
    pub const fn new() -> Self {
        Self { versions: Vec::new() }
    }

    /// The published versions in order, without the built-in standard.
    pub fn versions(&self) -> &[SlaProfile] {
        &self.versions
    }

    /// Adds a version.
    ///
    /// # Errors
    /// [`PolicyError`] if the numbers make no sense, the version number does not rise, or the
    /// version would take effect before the last one.
    pub fn publish(&mut self, profile: SlaProfile) -> Result<(), PolicyError> {
        profile.check()?;
        let last = self.versions.last().unwrap_or(&STANDARD);
        if profile.version <= last.version {
            return Err(PolicyError::Version {
                given: profile.version,
                last: last.version,
            });
        }
        if profile.effective_from < last.effective_from {
            return Err(PolicyError::EffectiveFrom);
        }
        self.versions.push(profile);
        Ok(())
    }

    /// The version in force at `instant`: the latest that has taken effect, else the standard.
    /// Of two that take effect at once the higher version number wins.
    pub fn at(&self, instant: Instant) -> &SlaProfile {
        self.versions
            .iter()
            .filter(|profile| profile.effective_from <= instant)
            .max_by_key(|profile| (profile.effective_from, profile.version))
            .unwrap_or(&STANDARD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(version: u32, from: i64) -> SlaProfile {
        SlaProfile {
            version,
            effective_from: Instant::from_millis(from),
            review_days: version,
            ..SlaProfile::standard()
        }
    }

    #[test]
    fn the_book_answers_with_the_latest_version_in_force() {
        let mut book = PolicyBook::new();
        book.publish(version(2, 100)).unwrap();
        book.publish(version(3, 200)).unwrap();
        let at = |ms| book.at(Instant::from_millis(ms)).version;
        assert_eq!(
            [at(i64::MIN), at(99), at(100), at(199), at(200), at(i64::MAX)],
            [1, 1, 2, 2, 3, 3]
        );
    }

    #[test]
    fn a_published_version_cannot_be_replaced_or_overtaken_in_the_past() {
        let mut book = PolicyBook::new();
        book.publish(version(2, 100)).unwrap();
        assert_eq!(
            book.publish(version(2, 300)),
            Err(PolicyError::Version { given: 2, last: 2 })
        );
        assert_eq!(book.publish(version(3, 99)), Err(PolicyError::EffectiveFrom));
        assert_eq!(book.versions().len(), 1);
    }

    #[test]
    fn numbers_that_make_no_sense_are_refused() {
        let mut profile = version(2, 100);
        profile.satisfaction_threshold_percent = 101;
        assert_eq!(profile.check(), Err(PolicyError::Percent(101)));
        let mut profile = version(2, 100);
        profile.notice_days = 0;
        assert_eq!(
            profile.check(),
            Err(PolicyError::Period {
                name: "notice_days",
                days: 0
            })
        );
        assert_eq!(SlaProfile::standard().check(), Ok(()));
    }

    #[test]
    fn a_book_survives_json() {
        let mut book = PolicyBook::new();
        book.publish(version(2, 100)).unwrap();
        let text = serde_json::to_string(&book).unwrap();
        assert_eq!(serde_json::from_str::<PolicyBook>(&text).unwrap(), book);
    }
}
