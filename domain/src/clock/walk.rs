//! Walking over working time, in whole milliseconds.
//!
//! Working time is a non-decreasing function of time: it grows at full speed on working days
//! outside pauses and stands still otherwise. Every threshold is the first point where that
//! function reaches an amount, which is why more budget, more holidays and more pauses can only
//! move a threshold later.

use chrono::NaiveDate;

use super::calendar::WorkCalendar;
use crate::instant::{Instant, SHANGHAI_OFFSET_SECONDS};

/// Working days beyond which a budget is cut off (about 40 years), so that no stored number can
/// make a walk long.
pub const MAX_WORKING_DAYS: u32 = 10_000;

pub(super) const DAY_MS: i64 = 86_400_000;
const OFFSET_MS: i64 = SHANGHAI_OFFSET_SECONDS as i64 * 1000;
/// Days from 0001-01-01 (day 1 of chrono's count) to 1970-01-01.
const EPOCH_FROM_CE: i64 = 719_163;
/// Day numbers since 1970 of 0001-01-01 and 9999-12-31: what a four-digit year can write. Earlier
/// and later instants are treated as these, and a walk that reaches the end stops there.
const FIRST_DAY: i64 = -719_162;
const LAST_DAY: i64 = 2_932_896;

/// The Shanghai date of `ms` as days since 1970-01-01.
const fn day_of(ms: i64) -> i64 {
    ms.saturating_add(OFFSET_MS).div_euclid(DAY_MS)
}

/// The midnight that begins a day.
const fn midnight(day: i64) -> i64 {
    day * DAY_MS - OFFSET_MS
}

pub(super) fn clamp(ms: i64) -> i64 {
    ms.clamp(midnight(FIRST_DAY), midnight(LAST_DAY))
}

/// The first midnight after `start`: the day on which a period begins does not count
/// (Civil Code, article 201).
pub(super) fn first_counted(start: Instant) -> i64 {
    clamp(midnight(day_of(clamp(start.millis())) + 1))
}

/// The end (24:00) of `date`.
pub(super) fn end_of(date: NaiveDate) -> i64 {
    clamp(Instant::shanghai_midnight(date).millis().saturating_add(DAY_MS))
}

/// Whole working days as milliseconds, cut off at [`MAX_WORKING_DAYS`].
pub(super) fn working_ms(days: u32) -> i64 {
    i64::from(days.min(MAX_WORKING_DAYS)) * DAY_MS
}

fn is_working(calendar: &WorkCalendar, day: i64) -> bool {
    i32::try_from(day + EPOCH_FROM_CE)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .is_some_and(|date| calendar.is_working_day(date))
}

/// Closed pauses, sorted and without overlap.
#[derive(Debug, Default)]
pub(super) struct Pauses(Vec<(i64, i64)>);

impl Pauses {
    /// Merges overlapping and touching pauses and drops those that end before they begin.
    pub(super) fn new(pauses: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let mut sorted: Vec<(i64, i64)> = pauses.into_iter().filter(|(from, to)| from < to).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(sorted.len());
        for (from, to) in sorted {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged)
    }

    /// The pauses that end after `ms`, earliest first.
    fn ending_after(&self, ms: i64) -> &[(i64, i64)] {
        let at = self.0.partition_point(|(_, to)| *to <= ms);
        self.0.get(at..).unwrap_or_default()
    }

    /// Whether the clock stood still right before `ms`. A deadline may not fall there: it would
    /// pass while the work was suspended.
    fn stands_before(&self, ms: i64) -> bool {
        self.ending_after(ms.saturating_sub(1))
            .first()
            .is_some_and(|(from, _)| *from < ms)
    }
}

/// Where a walk stops.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// At the millisecond on which the amount is used.
    Exact,
    /// At the end (24:00) of the working day on which the amount is used.
    EndOfDay,
}

/// The first point at or after `origin` where `need` milliseconds of working time are used.
pub(super) fn advance(origin: i64, need: i64, stop: Stop, pauses: &Pauses, calendar: &WorkCalendar) -> i64 {
    let origin = clamp(origin);
    if need <= 0 && (stop == Stop::Exact || !pauses.stands_before(origin)) {
        return origin;
    }
    let mut left = need;
    let mut day = day_of(origin);
    while day < LAST_DAY {
        let begin = midnight(day).max(origin);
        let end = midnight(day + 1);
        // One jump over a pause of any length keeps the walk proportional to the budget.
        if let Some((from, to)) = pauses.ending_after(begin).first()
            && *from <= begin
            && *to >= end
        {
            day = day_of(*to).max(day + 1);
            continue;
        }
        if is_working(calendar, day) {
            if let Some(reached) = use_day(begin, end, &mut left, pauses)
                && stop == Stop::Exact
            {
                return reached;
            }
            if left <= 0 && stop == Stop::EndOfDay && !pauses.stands_before(end) {
                return end;
            }
        }
        day += 1;
    }
    midnight(LAST_DAY)
}

/// Uses the unpaused parts of one working day; the point where nothing is left, if within it.
fn use_day(begin: i64, end: i64, left: &mut i64, pauses: &Pauses) -> Option<i64> {
    let mut at = begin;
    for (from, to) in pauses.ending_after(begin) {
        if *from >= end {
            break;
        }
        if let Some(reached) = use_piece(at, *from, left) {
            return Some(reached);
        }
        at = *to;
    }
    use_piece(at, end, left)
}

fn use_piece(begin: i64, end: i64, left: &mut i64) -> Option<i64> {
    let length = end.saturating_sub(begin).max(0);
    if *left <= length {
        let reached = begin.saturating_add((*left).max(0));
        *left = 0;
        return Some(reached);
    }
    *left -= length;
    None
}
