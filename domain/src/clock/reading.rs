//! Where a clock stands.
//!
//! Rules, in the order in which they decide:
//! - The day of the start does not count; counting begins at the next midnight in Shanghai (Civil
//!   Code of the People's Republic of China, article 201).
//! - A working day contributes its 24 hours, without the parts that were paused.
//! - A clock is due at the end (24:00) of the working day on which its budget is used. If the clock
//!   stood still at that moment, it is due at the end of the next working day on which it ran, so
//!   that no deadline passes during a pause.
//! - It turns yellow when 80 % of the budget is used, and red when it is due.
//! - Grace is counted in the same way from the due instant.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::WorkCalendar;
use super::walk::{DAY_MS, Pauses, Stop, advance, clamp, end_of, first_counted, working_ms};
use crate::instant::Instant;

/// A stretch in which a clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When the clock stopped.
    pub from: Instant,
    /// When it went on; `None` while it stands still.
    pub to: Option<Instant>,
}

/// The facts of one clock, as the events give them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// When the stage began.
    pub start: Instant,
    /// Pauses in any order; they may overlap. One that ends before it begins is ignored.
    pub pauses: Vec<Pause>,
    /// When the stage was finished.
    pub done: Option<Instant>,
}

impl Span {
    /// A clock that runs since `start`.
    pub const fn running(start: Instant) -> Self {
        Self {
            start,
            pauses: Vec::new(),
            done: None,
        }
    }

    /// When the pause that was never ended began, if it began before the clock was done.
    fn paused_since(&self) -> Option<Instant> {
        let open = self.pauses.iter().filter(|pause| pause.to.is_none());
        let since = open.map(|pause| pause.from).min()?;
        match self.done {
            Some(done) if done <= since => None,
            _ => Some(since),
        }
    }

    fn closed_pauses(&self) -> Pauses {
        let closed = self.pauses.iter().filter_map(|pause| {
            let to = pause.to?;
            Some((pause.from.millis(), to.millis()))
        });
        Pauses::new(closed)
    }

    /// What was known at `now`: later events are cut off.
    fn as_of(&self, now: Instant) -> Self {
        let pauses = self.pauses.iter().filter(|pause| pause.from <= now);
        Self {
            start: self.start,
            pauses: pauses
                .map(|pause| Pause {
                    from: pause.from,
                    to: pause.to.filter(|to| *to <= now),
                })
                .collect(),
            done: self.done.filter(|done| *done <= now),
        }
    }
}

/// How long a clock may run. Numbers above [`super::MAX_WORKING_DAYS`] count as that many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Working days until the clock is due.
    pub working_days: u32,
    /// Working days after the due instant until the supervision of the parent tier begins.
    pub grace_working_days: u32,
}

/// The instants at which a clock changes; always in this order, though they may be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// 80 % is used.
    pub yellow_at: Instant,
    /// The budget is over. This is the first instant that is too late.
    pub due_at: Instant,
    /// The grace is over.
    pub grace_ends_at: Instant,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Time is being used.
    Running,
    /// Returned or suspended: time stands still.
    Paused,
    /// The stage is finished.
    Done,
}

/// How urgent a clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// Less than 80 % used.
    Green,
    /// At least 80 % used.
    Yellow,
    /// Over.
    Red,
}

/// A clock as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Whether it runs.
    pub status: Status,
    /// Judged now; for a paused clock when it paused, for a finished one when it was done.
    pub colour: Colour,
    /// When the stage began.
    pub started_at: Instant,
    /// `None` while the clock stands still, as are the next two.
    pub yellow_at: Option<Instant>,
    /// See [`Thresholds::due_at`].
    pub due_at: Option<Instant>,
    /// See [`Thresholds::grace_ends_at`].
    pub grace_ends_at: Option<Instant>,
    /// Whether the grace was over at the instant that decides the colour.
    pub past_grace: bool,
}

/// The instants at which the clock changes, or `None` while it stands still, because the length
/// of an open pause is not known.
pub fn thresholds(span: &Span, budget: Budget, calendar: &WorkCalendar) -> Option<Thresholds> {
    match span.paused_since() {
        Some(_) => None,
        None => Some(of_closed(span, budget, calendar)),
    }
}

/// The thresholds by the closed pauses alone.
fn of_closed(span: &Span, budget: Budget, calendar: &WorkCalendar) -> Thresholds {
    let pauses = span.closed_pauses();
    let origin = first_counted(span.start);
    let need = working_ms(budget.working_days);
    let due = advance(origin, need, Stop::EndOfDay, &pauses, calendar);
    let grace = working_ms(budget.grace_working_days);
    Thresholds {
        // Exact: a day has a multiple of five milliseconds.
        yellow_at: at(advance(origin, need / 5 * 4, Stop::Exact, &pauses, calendar)),
        due_at: at(due),
        grace_ends_at: at(advance(due, grace, Stop::EndOfDay, &pauses, calendar)),
    }
}

/// The thresholds of a stage that is due on a date instead of after a number of days: the
/// implementation by its plan. Due at the end of `due_date`, yellow when 80 % of the time from
/// `start` has passed. A date before the start is due at once.
pub fn thresholds_until(
    start: Instant,
    due_date: NaiveDate,
    grace_working_days: u32,
    calendar: &WorkCalendar,
) -> Thresholds {
    let due = end_of(due_date);
    let begin = clamp(start.millis()).min(due);
    let grace = working_ms(grace_working_days);
    Thresholds {
        yellow_at: at(due - (due - begin) / 5),
        due_at: at(due),
        grace_ends_at: at(advance(due, grace, Stop::EndOfDay, &Pauses::default(), calendar)),
    }
}

/// The end of the last of `working_days` working days after the day of `start`: the close of a
/// window such as the public notice, the evaluation or an appeal.
pub fn due_instant(start: Instant, working_days: u32, calendar: &WorkCalendar) -> Instant {
    let need = working_ms(working_days);
    let none = Pauses::default();
    at(advance(first_counted(start), need, Stop::EndOfDay, &none, calendar))
}

/// The end of the last of `days` calendar days after the day of `start`, working or not.
pub fn due_instant_calendar(start: Instant, days: u32) -> Instant {
    let length = i64::from(days).saturating_mul(DAY_MS);
    at(clamp(first_counted(start).saturating_add(length)))
}

/// The clock as it stands at `now`. Events later than `now` are not taken into account, so that a
/// past reading can be repeated.
pub fn read(span: &Span, budget: Budget, calendar: &WorkCalendar, now: Instant) -> Reading {
    let known = span.as_of(now);
    let limits = of_closed(&known, budget, calendar);
    judge(&known, limits, now)
}

/// As [`read`], for a stage with a fixed due date. A pause does not move the date of a plan, but
/// the colour still stays as it was when the pause began.
pub fn read_until(
    span: &Span,
    due_date: NaiveDate,
    grace_working_days: u32,
    calendar: &WorkCalendar,
    now: Instant,
) -> Reading {
    let limits = thresholds_until(span.start, due_date, grace_working_days, calendar);
    judge(&span.as_of(now), limits, now)
}

fn judge(known: &Span, limits: Thresholds, now: Instant) -> Reading {
    let paused_since = known.paused_since();
    let (status, natural) = match (known.done, paused_since) {
        (Some(done), _) => (Status::Done, done),
        (None, Some(since)) => (Status::Paused, since),
        (None, None) => (Status::Running, now),
    };
    let judged_at = paused_since.unwrap_or(natural);
    let colour = if judged_at >= limits.due_at {
        Colour::Red
    } else if judged_at >= limits.yellow_at {
        Colour::Yellow
    } else {
        Colour::Green
    };
    let shown = paused_since.is_none().then_some(limits);
    Reading {
        status,
        colour,
        started_at: known.start,
        yellow_at: shown.map(|limits| limits.yellow_at),
        due_at: shown.map(|limits| limits.due_at),
        grace_ends_at: shown.map(|limits| limits.grace_ends_at),
        past_grace: judged_at >= limits.grace_ends_at,
    }
}

const fn at(ms: i64) -> Instant {
    Instant::from_millis(ms)
}
