//! Which dates are working days.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

const CHINA_VERSION: &str = "china-2024-2027.1";
const CHINA_CSV: &str = include_str!("china.csv");
const HEADER: &str = "date,kind,name,source";

/// Parsed once: the table is embedded and never changes while the program runs. The test
/// `the_embedded_table_parses` keeps the fallback to plain weekends out of reach.
static CHINA: LazyLock<WorkCalendar> = LazyLock::new(|| {
    WorkCalendar::parse(CHINA_VERSION, CHINA_CSV).unwrap_or_else(|_| WorkCalendar::weekends(CHINA_VERSION))
});

/// The days that count for a clock: Monday to Friday, minus holidays, plus make-up days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkCalendar {
    /// Names this state of the data, so that a reading can say what it was computed from.
    pub version: String,
    /// Days off. A holiday wins over a make-up day with the same date.
    pub holidays: BTreeSet<NaiveDate>,
    /// Weekend days on which offices work in exchange for a day off elsewhere.
    pub makeup_days: BTreeSet<NaiveDate>,
}

/// Why a calendar file was refused. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The calendar has no version, so a reading could not say what it was computed from.
    #[error("the calendar has no version")]
    EmptyVersion,
    /// A line does not have exactly the four fields date, kind, name and source.
    #[error("line {line}: expected 4 fields, found {found}")]
    Fields {
        /// Line number.
        line: usize,
        /// Fields found.
        found: usize,
    },
    /// The first field is no ISO 8601 date.
    #[error("line {line}: {text:?} is not a date of the form YYYY-MM-DD")]
    Date {
        /// Line number.
        line: usize,
        /// The field as read.
        text: String,
    },
    /// The second field is neither `holiday` nor `makeup`.
    #[error("line {line}: {text:?} is neither holiday nor makeup")]
    Kind {
        /// Line number.
        line: usize,
        /// The field as read.
        text: String,
    },
    /// The same date stands on an earlier line.
    #[error("line {line}: {date} is listed a second time")]
    Duplicate {
        /// Line number.
        line: usize,
        /// The date.
        date: NaiveDate,
    },
}

impl WorkCalendar {
    /// Monday to Friday, without any holiday.
    pub fn weekends(version: impl Into<String>) -> Self {
        Self {
            version: version.into(),
            holidays: BTreeSet::new(),
            makeup_days: BTreeSet::new(),
        }
    }

    /// Mainland China, 2024 to 2027; outside these years only weekends are off.
    ///
    /// 2024 to 2026 follow the yearly notices of the General Office of the State Council. **2027
    /// is provisional**: it holds only the statutory days (by the lunar and solar-term calendar),
    /// without the transfers and make-up days that the notice for 2027 announces. Load that notice
    /// with [`WorkCalendar::parse`] or [`WorkCalendar::with_override`].
    pub fn china() -> Self {
        CHINA.clone()
    }

    /// Reads lines of `date,kind,name,source`, where kind is `holiday` or `makeup`.
    ///
    /// Empty lines, lines that begin with `#` and the header line are skipped. Fields are not
    /// quoted and hold no comma.
    ///
    /// # Errors
    /// [`CalendarError`] for the first line that cannot be understood.
    pub fn parse(version: impl Into<String>, text: &str) -> Result<Self, CalendarError> {
        let mut calendar = Self::weekends(version);
        if calendar.version.trim().is_empty() {
            return Err(CalendarError::EmptyVersion);
        }
        // Spreadsheets write a byte order mark that is not part of the first date.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, raw) in text.lines().enumerate() {
            let line = index + 1;
            let row = raw.trim();
            if row.is_empty() || row.starts_with('#') || row == HEADER {
                continue;
            }
            let fields: Vec<&str> = row.split(',').map(str::trim).collect();
            let [date_text, kind, _name, _source] = fields[..] else {
                return Err(CalendarError::Fields {
                    line,
                    found: fields.len(),
                });
            };
            let date = NaiveDate::parse_from_str(date_text, "%Y-%m-%d").map_err(|_| CalendarError::Date {
                line,
                text: date_text.to_owned(),
            })?;
            if calendar.holidays.contains(&date) || calendar.makeup_days.contains(&date) {
                return Err(CalendarError::Duplicate { line, date });
            }
            let days = match kind {
                "holiday" => &mut calendar.holidays,
                "makeup" => &mut calendar.makeup_days,
                other => {
                    return Err(CalendarError::Kind {
                        line,
                        text: other.to_owned(),
                    });
                }
            };
            days.insert(date);
        }
        Ok(calendar)
    }

    /// Whether `date` (in Shanghai) counts for a clock.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        if self.holidays.contains(&date) {
            return false;
        }
        self.makeup_days.contains(&date) || !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// This calendar with one date decided by the district, in whichever direction.
    ///
    /// The version names the override, because a reading computed with it differs.
    #[must_use]
    pub fn with_override(mut self, date: NaiveDate, working: bool) -> Self {
        self.holidays.remove(&date);
        self.makeup_days.remove(&date);
        if working {
            self.makeup_days.insert(date);
        } else {
            self.holidays.insert(date);
        }
        let word = if working { "work" } else { "off" };
        self.version = format!("{}+{date}:{word}", self.version);
        self
    }

    /// The version of the data, with the overrides that were applied.
    pub fn version(&self) -> &str {
        &self.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_embedded_table_parses() {
        let calendar = WorkCalendar::parse(CHINA_VERSION, CHINA_CSV).unwrap();
        assert_eq!(WorkCalendar::china(), calendar);
        let in_year = |days: &BTreeSet<NaiveDate>, year| days.iter().filter(|day| day.year() == year).count();
        assert_eq!(in_year(&calendar.holidays, 2024), 28);
        assert_eq!(in_year(&calendar.makeup_days, 2024), 8);
        assert_eq!(in_year(&calendar.holidays, 2025), 28);
        assert_eq!(in_year(&calendar.makeup_days, 2025), 5);
        assert_eq!(in_year(&calendar.holidays, 2026), 33);
        assert_eq!(in_year(&calendar.makeup_days, 2026), 6);
        assert_eq!(in_year(&calendar.holidays, 2027), 13);
        assert_eq!(in_year(&calendar.makeup_days, 2027), 0);
    }

    #[test]
    fn every_make_up_day_falls_on_a_weekend() {
        for day in WorkCalendar::china().makeup_days {
            assert!(matches!(day.weekday(), Weekday::Sat | Weekday::Sun), "{day}");
        }
    }

    #[test]
    fn every_row_of_2027_says_that_it_is_provisional() {
        for row in CHINA_CSV.lines().filter(|row| row.starts_with("2027")) {
            assert!(row.contains(",provisional"), "{row}");
        }
    }

    #[test]
    fn national_day_2025_and_spring_festival_2026_follow_the_notices() {
        let china = WorkCalendar::china();
        for working in ["2025-09-28", "2025-09-30", "2025-10-11", "2026-02-14", "2026-02-28"] {
            assert!(china.is_working_day(date(working)), "{working}");
        }
        for off in ["2025-10-01", "2025-10-08", "2025-10-12", "2026-02-16", "2026-02-23"] {
            assert!(!china.is_working_day(date(off)), "{off}");
        }
    }

    #[test]
    fn an_override_wins_in_both_directions_and_shows_in_the_version() {
        let calendar = WorkCalendar::china()
            .with_override(date("2025-10-01"), true)
            .with_override(date("2025-09-28"), false);
        assert!(calendar.is_working_day(date("2025-10-01")));
        assert!(!calendar.is_working_day(date("2025-09-28")));
        assert_eq!(calendar.version(), "china-2024-2027.1+2025-10-01:work+2025-09-28:off");
    }

    #[test]
    fn a_broken_line_is_refused_with_its_number() {
        let parse = |text: &str| WorkCalendar::parse("v", text).unwrap_err();
        assert_eq!(
            parse("date,kind,name,source\n2025-01-01,holiday,x"),
            CalendarError::Fields { line: 2, found: 3 }
        );
        assert_eq!(
            parse("\n# note\n2025-02-30,holiday,x,y"),
            CalendarError::Date {
                line: 3,
                text: "2025-02-30".into()
            }
        );
        assert_eq!(
            parse("2025-01-01,off,x,y"),
            CalendarError::Kind {
                line: 1,
                text: "off".into()
            }
        );
        assert_eq!(
            parse("2025-01-01,holiday,x,y\r\n2025-01-01,makeup,x,y"),
            CalendarError::Duplicate {
                line: 2,
                date: date("2025-01-01")
            }
        );
        assert_eq!(WorkCalendar::parse(" ", "").unwrap_err(), CalendarError::EmptyVersion);
    }

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
        let text = "\u{feff}date,kind,name,source\r\n2025-01-01,holiday,x,y\r\n";
        let calendar = WorkCalendar::parse("v", text).unwrap();
        assert!(!calendar.is_working_day(date("2025-01-01")));
    }
}
