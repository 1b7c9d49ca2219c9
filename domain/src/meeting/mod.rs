//! Meetings 会议: who has a seat, who was there, who speaks, and what stands in the minutes.
//!
//! | state | becomes so | seats | check-in | speaking list | minutes |
//! |---|---|---|---|---|---|
//! | announced | by staff, or by a round | yes | | | |
//! | in session | by the clock, [`CHECK_IN_BEFORE_MS`] before it begins | yes | code or staff | those who are there | |
//! | ended | by the clock at its end, or by staff before | | | | drafted, confirmed twice, published, corrected |
//! | cancelled | by staff, with a reason | | | | |
//!
//! What counts is the time, to the millisecond, whether or not the clock's job was there already.
//! Invited people keep a seat of their own; open seats are numbered and taken by whoever comes
//! first, and whoever finds none waits in the order of arrival.

mod code;
mod hours;
mod ical;
mod minutes;
mod permission;
mod render;
mod seats;
mod speaking;

pub use code::{CODE_SECONDS, CodeError, RoomCode};
pub use hours::{Dossier, DossierEntry, DossierYear, Session, Stay};
pub use ical::{CalendarEvent, calendar};
pub use minutes::{Contribution, Minutes, MinutesView, Section, Signature};
pub use permission::{
    Attendance, MeetingAction, MeetingView, may_meet, may_read_dossier, meeting_offers, sees_attendance,
};
pub use render::{Document, as_html, as_text};
pub use seats::{Room, Standing};
pub use speaking::{SpeechState, SpeechView, queue};

use crate::{instant::Instant, poll::named, refusal::Refusal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

named! {
    /// What a meeting is for.
    MeetingKind {
        /// 会议
        Meeting, "meeting";
        /// 听证会: before a decision.
        Hearing, "hearing";
        /// 协调会: between parties.
        Mediation, "mediation";
        /// 评议会: of what was done.
        Appraisal, "appraisal";
        /// 培训: of community workers; yields hours.
        Training, "training";
    }
}

impl MeetingKind {
    /// The name on a document.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Meeting => "会议",
            Self::Hearing => "听证会",
            Self::Mediation => "协调会",
            Self::Appraisal => "评议会",
            Self::Training => "培训",
        }
    }
}

named! {
    /// The life of a meeting.
    MeetingState {
        /// Announced; seats can be taken.
        Announced, "announced";
        /// The doors are open.
        InSession, "in_session";
        /// Over; who was there is fixed.
        Ended, "ended";
        /// Called off, with a reason.
        Cancelled, "cancelled";
    }
}

impl MeetingState {
    /// Whether nothing more can happen in the room.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Cancelled)
    }
}

/// How long before its beginning a meeting takes check-ins, in milliseconds.
pub const CHECK_IN_BEFORE_MS: i64 = 30 * 60 * 1000;
/// The longest meeting, in milliseconds.
pub const LONGEST_MS: i64 = 24 * 3600 * 1000;
/// Most characters of a title, also of an agenda item.
pub const TITLE_LENGTH: usize = 100;
/// Most characters of a place.
pub const PLACE_LENGTH: usize = 200;
/// Most items of an agenda.
pub const MOST_ITEMS: usize = 30;
/// Most people who are invited by name.
pub const MOST_INVITED: usize = 500;
/// Most open seats.
pub const MOST_SEATS: u32 = 10_000;

/// A point of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// What is talked about.
    pub title: String,
    /// The proposal that it is about.
    pub proposal: Option<Uuid>,
}

/// Whether a meeting can be held at these times.
///
/// # Errors
/// [`Refusal::Invalid`] when it would end before it begins or now, or last longer than a day.
pub fn check_times(starts_at: Instant, ends_at: Instant, now: Instant) -> Result<(), Refusal> {
    let length = ends_at.millis().saturating_sub(starts_at.millis());
    if length <= 0 || length > LONGEST_MS || ends_at <= now {
        return Err(Refusal::Invalid);
    }
    Ok(())
}

/// Whether the numbers of a plan are within reason.
///
/// # Errors
/// [`Refusal::Invalid`].
pub fn check_sizes(items: usize, invited: usize, open_seats: Option<u32>) -> Result<(), Refusal> {
    let seats = open_seats.is_none_or(|seats| seats <= MOST_SEATS);
    if items > MOST_ITEMS || invited > MOST_INVITED || !seats {
        return Err(Refusal::Invalid);
    }
    Ok(())
}
