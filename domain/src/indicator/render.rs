//! Figures as files: tables for spreadsheets, lines for programs, a page for printers.

use super::{
    definition::{Indicator, Unit},
    measure::Figure,
};
use crate::markup::escape;
use serde_json::json;
use std::fmt::Write as _;

/// What a spreadsheet needs at the beginning to read UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// One cell of a CSV file (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe in
/// front (OWASP, "CSV Injection").
pub fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

/// One line of a CSV file.
pub fn csv_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(csv_cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// A figure as it is printed: counts whole, shares in percent, days with one place; a dash for none.
pub fn printed(indicator: Indicator, figure: &Figure) -> String {
    let Some(value) = figure.value else {
        return if figure.withheld { "（少于5人）" } else { "—" }.to_owned();
    };
    match indicator.definition().unit {
        Unit::Cases => format!("{value:.0}"),
        Unit::Share => format!("{:.1}%", value * 100.0),
        Unit::Days | Unit::CasesPerPerson => format!("{value:.1}"),
    }
}

/// A report with its rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What it is called.
    pub title: String,
    /// Name and value of what stands above the table.
    pub head: Vec<(String, String)>,
    /// Its columns.
    pub columns: Vec<Indicator>,
    /// Code and name of each area, with its figures; the whole last.
    pub rows: Vec<SheetRow>,
}

/// A row of a report.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// The area's official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its figures by the report's columns.
    pub figures: Vec<Figure>,
}

impl Sheet {
    /// As CSV with a byte order mark: one line for each area, values as numbers.
    pub fn csv(&self) -> String {
        let mut out = BYTE_ORDER_MARK.to_owned();
        let titles = self.columns.iter().map(|one| one.definition().zh);
        out.push_str(&csv_line(["区划代码", "区域"].into_iter().chain(titles)));
        for row in &self.rows {
            let values: Vec<String> = row
                .figures
                .iter()
                .map(|figure| figure.value.map_or_else(String::new, |value| value.to_string()))
                .collect();
            let head = [row.code.as_str(), row.name.as_str()];
            out.push_str(&csv_line(head.into_iter().chain(values.iter().map(String::as_str))));
        }
        out
    }

    /// As JSON Lines: one object for each figure.
    pub fn json_lines(&self) -> String {
        let mut out = String::new();
        for row in &self.rows {
            for (indicator, figure) in self.columns.iter().zip(&row.figures) {
                let definition = indicator.definition();
                let line = json!({"code": row.code, "area": row.name, "indicator": definition.id,
                    "version": definition.version, "figure": figure});
                let _ = writeln!(out, "{line}");
            }
        }
        out
    }

    /// As a page to print, with the definitions below the table.
    pub fn html(&self) -> String {
        let title = escape(&self.title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>\n\
             <body>\n<h1>{title}</h1>\n<dl>\n"
        );
        for (name, value) in &self.head {
            let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(value));
        }
        out.push_str("</dl>\n<table border=\"1\">\n<thead><tr><th scope=\"col\">区域</th>");
        for one in &self.columns {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escape(one.definition().zh));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escape(&row.name));
            for (indicator, figure) in self.columns.iter().zip(&row.figures) {
                let _ = write!(out, "<td>{}</td>", escape(&printed(*indicator, figure)));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table>\n<h2>指标定义</h2>\n<dl>\n");
        for one in &self.columns {
            let definition = one.definition();
            let _ = writeln!(
                out,
                "<dt>{} {} v{}</dt><dd>{} {}</dd>",
                definition.zh, definition.en, definition.version, definition.meaning_zh, definition.meaning_en
            );
        }
        out.push_str("</dl>\n</body></html>\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Sheet, SheetRow, csv_cell};
    use crate::indicator::{Figure, Indicator};
    use proptest::prelude::*;

    #[test]
    fn a_name_that_looks_like_a_formula_is_text_in_a_spreadsheet_and_on_the_page() {
        let sheet = Sheet {
            title: "<b>报表</b>".to_owned(),
            head: vec![("时间".to_owned(), "2026-03".to_owned())],
            columns: vec![Indicator::Accepted, Indicator::ClosureRate],
            rows: vec![SheetRow {
                code: "310199001".to_owned(),
                name: "=HYPERLINK(\"x\",\"y\")".to_owned(),
                figures: vec![
                    Figure {
                        value: Some(12.0),
                        numerator: Some(12),
                        ..Figure::default()
                    },
                    Figure {
                        value: Some(0.25),
                        numerator: Some(3),
                        denominator: Some(12),
                        ..Figure::default()
                    },
                ],
            }],
        };
        let csv = sheet.csv();
        assert!(csv.starts_with("\u{feff}区划代码,区域,受理总数,办结率\r\n"));
        assert!(
            csv.contains("310199001,\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",12,0.25\r\n"),
            "{csv}"
        );
        let html = sheet.html();
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>") && html.contains("<td>25.0%</td>"));
        assert_eq!(sheet.json_lines().lines().count(), 2);
    }

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_and_every_cell_reads_back(text in "\\PC{0,20}") {
            let cell = csv_cell(&text);
            let line = format!("{cell},end\r\n");
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            let read = record.get(0).unwrap();
            prop_assert!(!read.starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(read.strip_prefix('\'').filter(|_| read != text).unwrap_or(read), text.as_str());
        }
    }
}
