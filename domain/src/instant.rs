//! A point in time, as the whole product stores and passes it.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone};
use serde::{Deserialize, Serialize};

/// Offset of Asia/Shanghai from UTC in seconds. China has kept one time zone without daylight
/// saving since 1991, so a fixed offset is exact for everything that Yiting dates.
pub const SHANGHAI_OFFSET_SECONDS: i32 = 8 * 3600;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The midnight that begins `date` in Shanghai.
    pub fn shanghai_midnight(date: NaiveDate) -> Self {
        let local = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        Self(local - i64::from(SHANGHAI_OFFSET_SECONDS) * 1000)
    }

    /// The calendar date that a clock in Shanghai shows.
    pub fn shanghai_date(self) -> NaiveDate {
        self.shanghai().date_naive()
    }

    /// This instant on a clock in Shanghai. Instants outside chrono's range (the year 262 142)
    /// are clamped to the epoch, which no stored instant can reach.
    pub fn shanghai(self) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        match FixedOffset::east_opt(SHANGHAI_OFFSET_SECONDS) {
            Some(offset) => offset.from_utc_datetime(&utc.naive_utc()),
            None => utc.fixed_offset(),
        }
    }

    /// RFC 3339 with the Shanghai offset, milliseconds kept when they are not zero.
    pub fn rfc3339(self) -> String {
        self.shanghai().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
    }

    /// This instant plus `ms` milliseconds, saturating.
    pub const fn plus_millis(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// This instant plus whole days of 24 hours, saturating.
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_millis(days.saturating_mul(86_400_000))
    }
}
