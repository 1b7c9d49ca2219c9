//! Hours of training, and the dossier 一人一档 of a community worker.

use super::MeetingKind;
use crate::instant::Instant;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What training is counted in, in milliseconds.
const QUARTER_MS: i64 = 15 * 60 * 1000;

/// From when to when a meeting really lasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its beginning.
    pub starts_at: Instant,
    /// Its end.
    pub ended_at: Instant,
}

impl Session {
    /// Milliseconds of the session that lie between two instants.
    pub fn within(self, from: Instant, until: Instant) -> i64 {
        let begin = from.max(self.starts_at).millis();
        until.min(self.ended_at).millis().saturating_sub(begin).max(0)
    }

    /// Quarter hours of somebody's stay: only what lies within the session, rounded down.
    pub fn quarters(self, stay: Stay) -> u32 {
        let last = self.within(stay.from, stay.until.unwrap_or(self.ended_at));
        let whole = self.within(self.starts_at, self.ended_at);
        let spent = last.saturating_add(stay.earlier_ms).min(whole);
        u32::try_from(spent / QUARTER_MS).unwrap_or(u32::MAX)
    }
}

/// When somebody was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Since when, the last time.
    pub from: Instant,
    /// Until when; `None`: until the end.
    pub until: Option<Instant>,
    /// What was spent before leaving and coming back, in milliseconds of the session.
    pub earlier_ms: i64,
}

/// One meeting that somebody was at or chaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierEntry {
    /// The meeting.
    pub meeting: Uuid,
    /// Its kind.
    pub kind: MeetingKind,
    /// When it was.
    pub session: Session,
    /// When the person was there, if at all.
    pub there: Option<Stay>,
    /// Whether the person chaired it.
    pub chaired: bool,
}

impl DossierEntry {
    /// Quarter hours of training; none for other meetings.
    pub fn quarters(&self) -> u32 {
        match (self.kind, self.there) {
            (MeetingKind::Training, Some(stay)) => self.session.quarters(stay),
            _ => 0,
        }
    }

    /// The year, as a calendar in Shanghai shows it.
    pub fn year(&self) -> i32 {
        chrono::Datelike::year(&self.session.starts_at.shanghai_date())
    }
}

/// A year of a dossier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DossierYear {
    /// Trainings in which at least a quarter hour was spent.
    pub trainings: u32,
    /// Their quarter hours.
    pub quarters: u32,
    /// Other meetings at which the person was.
    pub attended: u32,
    /// Meetings that the person chaired.
    pub chaired: u32,
}

/// What a community worker learned and did, read from the meetings themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// Newest first.
    pub entries: Vec<DossierEntry>,
}

impl Dossier {
    /// The sums of each year, oldest first.
    pub fn years(&self) -> BTreeMap<i32, DossierYear> {
        let mut years: BTreeMap<i32, DossierYear> = BTreeMap::new();
        for entry in &self.entries {
            let year = years.entry(entry.year()).or_default();
            year.quarters += entry.quarters();
            year.trainings += u32::from(entry.quarters() > 0);
            year.attended += u32::from(entry.kind != MeetingKind::Training && entry.there.is_some());
            year.chaired += u32::from(entry.chaired);
        }
        years
    }
}

#[cfg(test)]
mod tests {
    use super::{Dossier, DossierEntry, MeetingKind, Session, Stay};
    use crate::instant::Instant;
    use proptest::prelude::*;
    use uuid::Uuid;

    const MINUTE: i64 = 60_000;

    fn at(minute: i64) -> Instant {
        Instant::from_millis(minute * MINUTE)
    }

    #[test]
    fn hours_are_rounded_down_to_a_quarter_and_stay_within_the_session() {
        let session = Session {
            starts_at: at(0),
            ended_at: at(120),
        };
        for (from, until, earlier, quarters) in [
            (-20, None, 0, 8),
            (0, Some(14), 0, 0),
            (0, Some(15), 0, 1),
            (7, None, 0, 7),
            (50, Some(40), 0, 0),
            (0, Some(500), 0, 8),
            (130, None, 0, 0),
            (90, None, 40, 4),
            (0, None, 90, 8),
        ] {
            let stay = stay(from, until, earlier);
            assert_eq!(session.quarters(stay), quarters, "{stay:?}");
        }
    }

    fn stay(from: i64, until: Option<i64>, earlier: i64) -> Stay {
        Stay {
            from: at(from),
            until: until.map(at),
            earlier_ms: earlier * MINUTE,
        }
    }

    proptest! {
        #[test]
        fn nobody_gets_more_than_the_session_or_than_the_time_spent(
            length in 1i64..600, from in -60i64..700, spent in 0i64..700
        ) {
            let session = Session { starts_at: at(0), ended_at: at(length) };
            let minutes = i64::from(session.quarters(stay(from, Some(from + spent), 0))) * 15;
            prop_assert!(minutes <= length && minutes <= spent);
        }
    }

    #[test]
    fn a_year_begins_at_midnight_in_shanghai() {
        let new_year = Instant::shanghai_midnight("2027-01-01".parse().unwrap());
        let entry = |starts_at: Instant, kind, chaired| DossierEntry {
            meeting: Uuid::nil(),
            kind,
            session: Session {
                starts_at,
                ended_at: starts_at.plus_millis(60 * MINUTE),
            },
            there: Some(Stay {
                from: starts_at,
                until: None,
                earlier_ms: 0,
            }),
            chaired,
        };
        let dossier = Dossier {
            entries: vec![
                entry(new_year, MeetingKind::Training, false),
                entry(new_year.plus_millis(-MINUTE), MeetingKind::Hearing, true),
                entry(new_year.plus_millis(-2 * MINUTE), MeetingKind::Training, false),
            ],
        };
        let years = dossier.years();
        assert_eq!(
            (years[&2026].quarters, years[&2026].attended, years[&2026].chaired),
            (4, 1, 1)
        );
        assert_eq!(
            (years[&2027].quarters, years[&2027].trainings, years[&2027].attended),
            (4, 1, 0)
        );
    }
}
