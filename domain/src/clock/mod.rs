//! Deadlines: which days count, where a clock stands, and the profile that sets its length.
//!
//! A clock is never stored as a countdown. It is computed from the span of a stage, the calendar
//! and the profile, so that correcting the calendar corrects every clock that depends on it.

mod calendar;
mod profile;
mod reading;
mod walk;

pub use calendar::{CalendarError, WorkCalendar};
pub use profile::{PolicyBook, PolicyError, SlaProfile};
pub use reading::{
    Budget, Colour, Pause, Reading, Span, Status, Thresholds, due_instant, due_instant_calendar, read, read_until,
    thresholds, thresholds_until,
};
pub use walk::MAX_WORKING_DAYS;

#[cfg(test)]
mod tests;
