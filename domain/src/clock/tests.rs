use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::instant::Instant;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A time in Shanghai.
fn on(day: &str, hour: i64) -> Instant {
    Instant::shanghai_midnight(date(day)).plus_millis(hour * HOUR)
}

fn budget(working_days: u32) -> Budget {
    Budget {
        working_days,
        grace_working_days: 2,
    }
}

fn paused(start: Instant, pauses: &[(Instant, Option<Instant>)]) -> Span {
    Span {
        start,
        pauses: pauses.iter().map(|&(from, to)| Pause { from, to }).collect(),
        done: None,
    }
}

#[test]
fn national_day_2025_with_its_make_up_days_moves_the_deadline() {
    let china = WorkCalendar::china();
    // Friday. Counted: Sun 28 (make-up), Mon 29, Tue 30 September.
    let start = on("2025-09-26", 10);
    assert_eq!(due_instant(start, 3, &china), on("2025-10-01", 0));
    // The fourth is Thursday 9 October, then Friday 10 and Saturday 11 (make-up).
    assert_eq!(due_instant(start, 4, &china), on("2025-10-10", 0));
    assert_eq!(due_instant(start, 6, &china), on("2025-10-12", 0));
    assert_eq!(due_instant(start, 7, &china), on("2025-10-14", 0));
}

#[test]
fn spring_festival_2026_with_its_make_up_days_moves_the_deadline() {
    let china = WorkCalendar::china();
    // Thursday. Counted: Fri 13, Sat 14 (make-up), Tue 24 to Fri 27, Sat 28 (make-up) February.
    let start = on("2026-02-12", 23);
    let limits = thresholds(&Span::running(start), budget(5), &china).unwrap();
    assert_eq!(limits.due_at, on("2026-02-27", 0));
    assert_eq!(limits.yellow_at, on("2026-02-26", 0));
    assert_eq!(limits.grace_ends_at, on("2026-03-01", 0));
}

#[test]
fn the_hour_of_the_start_does_not_matter_within_its_day() {
    let china = WorkCalendar::china();
    let early = due_instant(on("2026-03-02", 0), 3, &china);
    let late = due_instant(on("2026-03-02", 23), 3, &china);
    assert_eq!(early, on("2026-03-06", 0));
    assert_eq!(early, late);
}

#[test]
fn a_pause_does_not_consume_and_the_deadline_stays_at_the_end_of_a_day() {
    let china = WorkCalendar::china();
    // Monday; counting from Tuesday 3 March. Paused from Wednesday noon to Thursday noon.
    let span = paused(
        on("2026-03-02", 9),
        &[(on("2026-03-04", 12), Some(on("2026-03-05", 12)))],
    );
    let limits = thresholds(&span, budget(3), &china).unwrap();
    // Used: Tue 24 h, Wed 12 h, Thu 12 h, Fri 24 h.
    assert_eq!(limits.due_at, on("2026-03-07", 0));
    // 57.6 h are used after 9.6 h of Friday.
    assert_eq!(limits.yellow_at, on("2026-03-06", 0).plus_millis(HOUR * 96 / 10));
}

#[test]
fn a_deadline_never_falls_into_a_pause() {
    let china = WorkCalendar::china();
    // Two short pauses: the budget is used on Thursday morning, the clock stops that evening.
    let span = paused(
        on("2026-03-02", 9),
        &[
            (on("2026-03-03", 0), Some(on("2026-03-03", 6))),
            (on("2026-03-05", 20), Some(on("2026-03-09", 8))),
        ],
    );
    let limits = thresholds(&span, budget(2), &china).unwrap();
    assert_eq!(limits.due_at, on("2026-03-10", 0));
}

#[test]
fn a_paused_clock_shows_no_deadline_and_the_colour_of_the_moment_it_stopped() {
    let china = WorkCalendar::china();
    let start = on("2026-03-02", 9);
    let at = |since: Instant, now| {
        let reading = read(&paused(start, &[(since, None)]), budget(3), &china, now);
        assert_eq!(reading.status, Status::Paused);
        assert_eq!((reading.yellow_at, reading.due_at), (None, None));
        (reading.colour, reading.past_grace)
    };
    let later = on("2026-06-01", 0);
    assert_eq!(at(on("2026-03-04", 9), later), (Colour::Green, false));
    assert_eq!(at(on("2026-03-05", 23), later), (Colour::Yellow, false));
    assert_eq!(at(on("2026-03-06", 0), later), (Colour::Red, false));
    assert_eq!(at(on("2026-03-10", 0), later), (Colour::Red, true));
    let open = paused(start, &[(later, None)]);
    assert_eq!(thresholds(&open, budget(3), &china), None);
}

#[test]
fn a_finished_clock_keeps_the_colour_it_had_when_it_was_done() {
    let china = WorkCalendar::china();
    let mut span = Span::running(on("2026-03-02", 9));
    let due = on("2026-03-06", 0);
    for (done, colour) in [
        (on("2026-03-03", 9), Colour::Green),
        (due.plus_millis(-1), Colour::Yellow),
        (due, Colour::Red),
    ] {
        span.done = Some(done);
        let reading = read(&span, budget(3), &china, on("2027-01-01", 0));
        assert_eq!((reading.status, reading.colour), (Status::Done, colour));
        assert_eq!(reading.due_at, Some(due));
    }
}

#[test]
fn a_reading_of_the_past_ignores_what_happened_later() {
    let china = WorkCalendar::china();
    let mut span = paused(
        on("2026-03-02", 9),
        &[(on("2026-03-04", 12), Some(on("2026-03-05", 12)))],
    );
    span.done = Some(on("2026-03-06", 1));
    let status = |now| read(&span, budget(3), &china, now).status;
    assert_eq!(status(on("2026-03-03", 0)), Status::Running);
    assert_eq!(status(on("2026-03-05", 0)), Status::Paused);
    assert_eq!(status(on("2026-03-05", 13)), Status::Running);
    assert_eq!(status(on("2026-03-06", 1)), Status::Done);
}

#[test]
fn a_plan_is_due_at_the_end_of_its_date() {
    let china = WorkCalendar::china();
    let limits = thresholds_until(on("2026-03-01", 0), date("2026-03-10"), 2, &china);
    assert_eq!(limits.due_at, on("2026-03-11", 0));
    assert_eq!(limits.yellow_at, on("2026-03-09", 0));
    assert_eq!(limits.grace_ends_at, on("2026-03-13", 0));
    let late = thresholds_until(on("2026-03-01", 0), date("2026-02-10"), 0, &china);
    assert_eq!(late.yellow_at, late.due_at);
    assert_eq!(late.grace_ends_at, late.due_at);
    let span = paused(on("2026-03-01", 0), &[(on("2026-03-09", 1), None)]);
    let reading = read_until(&span, date("2026-03-10"), 2, &china, on("2026-05-01", 0));
    assert_eq!((reading.status, reading.colour), (Status::Paused, Colour::Yellow));
}

#[test]
fn calendar_days_run_through_holidays() {
    let start = on("2026-02-12", 15);
    assert_eq!(due_instant_calendar(start, 30), on("2026-03-15", 0));
}

#[test]
fn extremes_neither_panic_nor_run_long() {
    let china = WorkCalendar::china();
    let ends = [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX];
    let huge = Budget {
        working_days: u32::MAX,
        grace_working_days: u32::MAX,
    };
    for start in ends.map(Instant::from_millis) {
        for other in ends.map(Instant::from_millis) {
            for to in [None, Some(Instant::from_millis(i64::MAX)), Some(start)] {
                let mut span = paused(start, &[(other, to)]);
                let _ = read(&span, huge, &china, other);
                span.done = Some(other);
                let _ = read(&span, huge, &china, start);
                let _ = thresholds(&span, huge, &china);
            }
        }
        let _ = due_instant(start, u32::MAX, &china);
        let _ = due_instant_calendar(start, u32::MAX);
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            let limits = thresholds_until(start, day, u32::MAX, &china);
            assert!(limits.yellow_at <= limits.due_at);
            assert!(limits.due_at <= limits.grace_ends_at);
        }
    }
}

/// Starts within 2024 to 2027, where the calendar has data.
fn starts() -> impl Strategy<Value = Instant> {
    (0..4 * 365 * DAY).prop_map(|ms| on("2024-01-01", 0).plus_millis(ms))
}

/// Offsets from the start and lengths of pauses, on the grid of half hours so that borders meet.
fn pause_offsets() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let pause = (-100i64..1500, 0i64..700);
    prop::collection::vec(pause.prop_map(|(at, len)| (at * HOUR / 2, len * HOUR / 2)), 0..6)
}

fn with_pauses(start: Instant, offsets: &[(i64, i64)]) -> Span {
    let pauses: Vec<_> = offsets
        .iter()
        .map(|&(at, len)| (start.plus_millis(at), Some(start.plus_millis(at + len))))
        .collect();
    paused(start, &pauses)
}

proptest! {
    #[test]
    fn thresholds_are_ordered_and_turn_red_exactly_when_due(
        start in starts(), pauses in pause_offsets(), days in 0u32..40,
    ) {
        let china = WorkCalendar::china();
        let span = with_pauses(start, &pauses);
        let limits = thresholds(&span, budget(days), &china).unwrap();
        prop_assert!(start < limits.yellow_at);
        prop_assert!(limits.yellow_at <= limits.due_at);
        prop_assert!(limits.due_at < limits.grace_ends_at);
        let colour = |now| read(&span, budget(days), &china, now).colour;
        prop_assert!(colour(limits.due_at.plus_millis(-1)) != Colour::Red);
        prop_assert!(colour(limits.due_at) == Colour::Red);
    }

    #[test]
    fn more_budget_never_makes_a_deadline_earlier(
        start in starts(), pauses in pause_offsets(), days in 0u32..40,
    ) {
        let china = WorkCalendar::china();
        let span = with_pauses(start, &pauses);
        let less = thresholds(&span, budget(days), &china).unwrap();
        let more = thresholds(&span, budget(days + 1), &china).unwrap();
        // Equal when a pause pushes both deadlines to the same day.
        prop_assert!(less.due_at <= more.due_at);
        prop_assert!(less.yellow_at <= more.yellow_at);
        prop_assert!(less.grace_ends_at <= more.grace_ends_at);
    }

    #[test]
    fn a_holiday_never_makes_a_deadline_earlier(
        start in starts(), pauses in pause_offsets(), days in 0u32..40, offset in 0i64..60,
    ) {
        let china = WorkCalendar::china();
        let off = start.plus_days(offset).shanghai_date();
        let fewer = china.clone().with_override(off, false);
        let span = with_pauses(start, &pauses);
        let before = thresholds(&span, budget(days), &china).unwrap();
        let after = thresholds(&span, budget(days), &fewer).unwrap();
        prop_assert!(before.due_at <= after.due_at);
        prop_assert!(before.yellow_at <= after.yellow_at);
        prop_assert!(before.grace_ends_at <= after.grace_ends_at);
    }

    #[test]
    fn a_pause_never_makes_a_deadline_earlier(
        start in starts(), mut pauses in pause_offsets(), days in 0u32..40,
        at in 0i64..1500, len in 0i64..700,
    ) {
        let china = WorkCalendar::china();
        let before = thresholds(&with_pauses(start, &pauses), budget(days), &china).unwrap();
        pauses.push((at * HOUR / 2, len * HOUR / 2));
        let after = thresholds(&with_pauses(start, &pauses), budget(days), &china).unwrap();
        prop_assert!(before.due_at <= after.due_at);
        prop_assert!(before.yellow_at <= after.yellow_at);
        prop_assert!(before.grace_ends_at <= after.grace_ends_at);
    }

    #[test]
    fn any_numbers_are_accepted(
        start: i64, from: i64, to: i64, now: i64, days: u32, grace: u32,
    ) {
        let at = Instant::from_millis;
        let span = paused(at(start), &[(at(from), Some(at(to)))]);
        let budget = Budget { working_days: days, grace_working_days: grace };
        let limits = thresholds(&span, budget, &WorkCalendar::china()).unwrap();
        prop_assert!(limits.yellow_at <= limits.due_at);
        prop_assert!(limits.due_at <= limits.grace_ends_at);
        let _ = read(&span, budget, &WorkCalendar::china(), at(now));
    }
}
