//! A meeting as an iCalendar file (RFC 5545).

use crate::instant::Instant;
use chrono::DateTime;

/// Most octets of a line without its break (RFC 5545, 3.1).
const LINE: usize = 75;

/// What stands in the file.
#[derive(Clone, Debug)]
pub struct CalendarEvent<'a> {
    /// The same in every version of the event.
    pub uid: &'a str,
    /// Counts the changes that people must know of.
    pub sequence: u32,
    /// When this version was made.
    pub changed_at: Instant,
    /// The beginning.
    pub starts_at: Instant,
    /// The end.
    pub ends_at: Instant,
    /// What it is.
    pub summary: &'a str,
    /// Where.
    pub location: &'a str,
    /// The agenda.
    pub description: &'a str,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// China has kept one offset since the last summer time ended there (tz database, rule PRC).
const ZONE: &[&str] = &[
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T020000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// The file's text.
pub fn calendar(event: &CalendarEvent<'_>) -> String {
    let status = if event.cancelled { "CANCELLED" } else { "CONFIRMED" };
    let method = if event.cancelled { "CANCEL" } else { "PUBLISH" };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Yiting//Meetings//ZH".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{method}"),
    ];
    lines.extend(ZONE.iter().map(|line| (*line).to_owned()));
    lines.extend([
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(event.uid)),
        format!("SEQUENCE:{}", event.sequence),
        format!("DTSTAMP:{}", utc(event.changed_at)),
        format!("LAST-MODIFIED:{}", utc(event.changed_at)),
        format!("DTSTART;TZID=Asia/Shanghai:{}", local(event.starts_at)),
        format!("DTEND;TZID=Asia/Shanghai:{}", local(event.ends_at)),
        format!("SUMMARY:{}", escaped(event.summary)),
        format!("LOCATION:{}", escaped(event.location)),
        format!("DESCRIPTION:{}", escaped(event.description)),
        format!("STATUS:{status}"),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ]);
    lines.iter().map(|line| folded(line)).collect()
}

fn utc(at: Instant) -> String {
    let at = DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn local(at: Instant) -> String {
    at.shanghai().format("%Y%m%dT%H%M%S").to_string()
}

/// A text value (RFC 5545, 3.3.11). Other control characters have no place in one and are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Folds a line: each part is at most 75 octets and never splits a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{CalendarEvent, calendar};
    use crate::instant::Instant;
    use icalendar::{
        Calendar, CalendarComponent, Component,
        parser::{read_calendar, unfold},
    };
    use proptest::prelude::*;

    fn event<'a>(summary: &'a str, description: &'a str) -> CalendarEvent<'a> {
        CalendarEvent {
            uid: "0198-meeting@yiting",
            sequence: 2,
            changed_at: Instant::from_millis(1_780_272_000_000),
            starts_at: Instant::shanghai_midnight("2026-06-05".parse().unwrap()).plus_millis(14 * 3_600_000),
            ends_at: Instant::shanghai_midnight("2026-06-05".parse().unwrap()).plus_millis(16 * 3_600_000),
            summary,
            location: "居委会二楼会议室, 长宁路1号; 东门",
            description,
            cancelled: false,
        }
    }

    #[test]
    fn the_file_of_a_meeting_is_what_a_calendar_expects() {
        insta::assert_snapshot!(
            calendar(&event("听证会：加装电梯", "1. 三号楼加装电梯\n2. 其他")).replace("\r\n", "\n")
        );
        let off = calendar(&CalendarEvent {
            cancelled: true,
            ..event("a", "b")
        });
        assert!(off.contains("\r\nMETHOD:CANCEL\r\n") && off.contains("\r\nSTATUS:CANCELLED\r\n"));
    }

    proptest! {
        #[test]
        fn another_parser_reads_back_what_was_written(summary in "[^\\x00-\\x1f\\x7f-\\x9f]{1,200}", description in "[^\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f]{1,400}") {
            let file = calendar(&event(&summary, &description));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= 75, "{}", line);
                prop_assert!(!line.contains(['\r', '\n']), "a bare break in {:?}", line);
            }
            let whole = unfold(&file);
            let parsed = read_calendar(&whole);
            prop_assert!(parsed.is_ok(), "{:?}", parsed);
            let read = Calendar::from(parsed.unwrap());
            let found = read.components.iter().find_map(|one| match one {
                CalendarComponent::Event(event) => Some(event),
                _ => None,
            });
            let found = found.unwrap();
            prop_assert_eq!(found.get_uid(), Some("0198-meeting@yiting"));
            prop_assert_eq!(found.get_sequence(), Some(2));
            prop_assert_eq!(found.get_summary(), Some(summary.as_str()));
            prop_assert_eq!(found.get_description(), Some(description.as_str()));
        }
    }
}
