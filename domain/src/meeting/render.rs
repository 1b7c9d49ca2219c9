//! Minutes as a document: HTML and plain text, from the data alone.

use super::{MeetingKind, Minutes, Section};
use crate::{instant::Instant, markup::escape};
use std::fmt::Write as _;

/// Everything that the document says.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The meeting's title.
    pub title: &'a str,
    /// Its kind.
    pub kind: MeetingKind,
    /// The area that held it.
    pub area: &'a str,
    /// Where.
    pub place: &'a str,
    /// The beginning.
    pub starts_at: Instant,
    /// The end.
    pub ended_at: Instant,
    /// People who checked in.
    pub attended: u64,
    /// The agenda's titles.
    pub agenda: &'a [String],
    /// The version, from 1.
    pub version: u32,
    /// For a correction: why.
    pub correction: Option<&'a str>,
    /// When it was published.
    pub published_at: Instant,
    /// The minutes themselves.
    pub minutes: &'a Minutes,
}

fn day(at: Instant) -> String {
    at.shanghai().format("%Y年%-m月%-d日 %H:%M").to_string()
}

impl Document<'_> {
    /// Heading and value of each line of the head.
    fn head(&self) -> Vec<(&'static str, String)> {
        let until = self.ended_at.shanghai().format("%H:%M");
        let mut lines = vec![
            ("类型", self.kind.zh().to_owned()),
            ("单位", self.area.to_owned()),
            ("时间", format!("{}—{until}", day(self.starts_at))),
            ("地点", self.place.to_owned()),
            ("主持", self.minutes.chair.clone()),
            ("记录", self.minutes.recorder.clone()),
            ("签到人数", self.attended.to_string()),
        ];
        lines.extend(self.minutes.present.clone().map(|present| ("出席", present)));
        lines
    }

    /// How it came about.
    fn foot(&self) -> String {
        let published = day(self.published_at);
        let mut foot = format!(
            "本纪要为第{}版，经主持人和一名到会人员确认，于{published}公布。",
            self.version
        );
        if let Some(why) = self.correction {
            let _ = write!(foot, "更正原因：{why}");
        }
        foot
    }

    fn heading(section: &Section) -> String {
        match section.item {
            Some(item) => format!("议题{item}：{}", section.heading),
            None => section.heading.clone(),
        }
    }
}

/// The document as HTML.
pub fn as_html(document: &Document<'_>) -> String {
    let title = escape(document.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>{title} 会议纪要</title></head>\n\
         <body>\n<h1>{title}</h1>\n<h2>会议纪要</h2>\n<dl>\n"
    );
    for (name, value) in document.head() {
        let _ = writeln!(out, "<dt>{name}</dt><dd>{}</dd>", escape(&value));
    }
    out.push_str("</dl>\n");
    if !document.agenda.is_empty() {
        out.push_str("<h3>议程</h3>\n<ol>\n");
        for item in document.agenda {
            let _ = writeln!(out, "<li>{}</li>", escape(item));
        }
        out.push_str("</ol>\n");
    }
    for section in &document.minutes.sections {
        let _ = writeln!(out, "<h3>{}</h3>", escape(&Document::heading(section)));
        for one in &section.contributions {
            let _ = writeln!(out, "<p><b>{}</b>：{}</p>", escape(&one.speaker), escape(&one.text));
        }
        if let Some(conclusion) = &section.conclusion {
            let _ = writeln!(out, "<p><b>结论</b>：{}</p>", escape(conclusion));
        }
    }
    if let Some(remarks) = &document.minutes.remarks {
        let _ = writeln!(out, "<h3>备注</h3>\n<p>{}</p>", escape(remarks));
    }
    let _ = writeln!(
        out,
        "<footer><p>{}</p></footer>\n</body>\n</html>",
        escape(&document.foot())
    );
    out
}

/// The document as plain text.
pub fn as_text(document: &Document<'_>) -> String {
    let mut out = format!("{}\n会议纪要\n\n", document.title);
    for (name, value) in document.head() {
        let _ = writeln!(out, "{name}：{value}");
    }
    if !document.agenda.is_empty() {
        out.push_str("\n议程\n");
        for (number, item) in (1..).zip(document.agenda) {
            let _ = writeln!(out, "{number}. {item}");
        }
    }
    for section in &document.minutes.sections {
        let _ = writeln!(out, "\n{}", Document::heading(section));
        for one in &section.contributions {
            let _ = writeln!(out, "{}：{}", one.speaker, one.text);
        }
        if let Some(conclusion) = &section.conclusion {
            let _ = writeln!(out, "结论：{conclusion}");
        }
    }
    if let Some(remarks) = &document.minutes.remarks {
        let _ = writeln!(out, "\n备注\n{remarks}");
    }
    let _ = writeln!(out, "\n{}", document.foot());
    out
}

#[cfg(test)]
mod tests {
    use super::{Document, as_html, as_text};
    use crate::{
        instant::Instant,
        meeting::{Contribution, MeetingKind, Minutes, Section},
    };
    use proptest::prelude::*;

    fn minutes(said: &str) -> Minutes {
        Minutes {
            chair: "王主任".to_owned(),
            recorder: "小李".to_owned(),
            present: Some("居民代表12人".to_owned()),
            sections: vec![Section {
                item: Some(1),
                heading: "加装电梯".to_owned(),
                contributions: vec![Contribution {
                    speaker: "三号楼居民".to_owned(),
                    text: said.to_owned(),
                }],
                conclusion: Some("同意进入表决。".to_owned()),
            }],
            remarks: None,
        }
    }

    fn document<'a>(minutes: &'a Minutes, agenda: &'a [String]) -> Document<'a> {
        let day = Instant::shanghai_midnight("2026-06-05".parse().unwrap());
        Document {
            title: "六月居民会议",
            kind: MeetingKind::Hearing,
            area: "一居",
            place: "居委会二楼",
            starts_at: day.plus_millis(14 * 3_600_000),
            ended_at: day.plus_millis(16 * 3_600_000),
            attended: 14,
            agenda,
            version: 2,
            correction: Some("更正人数。"),
            published_at: day.plus_days(3),
            minutes,
        }
    }

    #[test]
    fn the_document_says_what_the_data_says() {
        let (minutes, agenda) = (minutes("老人下楼难。\n请尽快。"), ["加装电梯".to_owned()]);
        let document = document(&minutes, &agenda);
        insta::assert_snapshot!(format!("{}\n----\n{}", as_html(&document), as_text(&document)));
    }

    proptest! {
        #[test]
        fn words_never_become_markup(said in "[<>&\"'a-z/= \n]{0,60}") {
            let (plain, given) = (minutes("x"), minutes(&said));
            let tags = |text: &str| {
                let starts = text.split('<').skip(1);
                starts.filter_map(|rest| rest.split('>').next().map(str::to_owned)).filter(|tag| tag != "br").collect::<Vec<_>>()
            };
            prop_assert_eq!(tags(&as_html(&document(&given, &[]))), tags(&as_html(&document(&plain, &[]))));
            prop_assert!(as_text(&document(&given, &[])).contains(&said));
        }
    }
}
