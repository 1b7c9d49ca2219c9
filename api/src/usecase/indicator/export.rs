//! Figures, cases and facts as files.

use super::{
    super::{App, Failure},
    fold::read,
    report::Report,
};
use crate::store::{areas, entity::report, indicators, proposals};
use serde_json::json;
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, Tier},
    id::ProposalId,
    indicator::{
        Audience, BYTE_ORDER_MARK, Dimension, Group, HUB_COLUMNS, Indicator, OPEN_FORMAT, Part, Sheet, SheetRow,
        Statement, csv_line, open_facts,
    },
    instant::Instant,
    permission::visible,
    refusal::Refusal,
};

/// The hubs' report of an area by the areas of a tier, as a sheet.
///
/// # Errors
/// As [`Report::breakdown`].
pub async fn report_sheet(app: &App, report: &Report, tier: Tier, days: (String, String)) -> Result<Sheet, Failure> {
    let columns = HUB_COLUMNS.to_vec();
    let shares = report.breakdown(app, Dimension::Area(tier), columns.clone()).await?;
    let total = report.figures(app, columns.clone()).await?;
    let mut figures: Vec<(Option<AreaPath>, Vec<_>)> = shares
        .into_iter()
        .map(|share| {
            let path = match share.group {
                Group::Area(path) => Some(path),
                _ => None,
            };
            (path, share.figures.into_iter().map(|(_, figure)| figure).collect())
        })
        .collect();
    let total = total.into_iter().map(|(_, figure)| figure).collect();
    figures.push((Some(report.cohort.area.clone()), total));
    let head = vec![
        ("区域".to_owned(), report.row.name.clone()),
        ("期间".to_owned(), format!("{} 至 {}", days.0, days.1)),
        ("统计时点".to_owned(), report.at.rfc3339()),
        ("日志条数".to_owned(), report.log_size.to_string()),
    ];
    let title = format!("{} 提案办理情况", report.row.name);
    sheet(app, title, head, columns, figures).await
}

/// A report that is kept, as a sheet.
///
/// # Errors
/// Faults of the database.
pub async fn kept_sheet(app: &App, row: &report::Model) -> Result<Sheet, Failure> {
    let kept: Statement = serde_json::from_str(&row.body).map_err(anyhow::Error::from)?;
    let area = areas::by_id(app.db.reader(), row.area_id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let columns: Vec<Indicator> = kept
        .indicators
        .iter()
        .filter_map(|name| Indicator::parse(name))
        .collect();
    let path = AreaPath::parse(area.path.clone())?;
    let told = |path: &AreaPath| kept.figures(path).into_iter().map(|(_, figure)| figure).collect();
    let below = kept.areas.keys().filter(|known| **known != path);
    let mut figures: Vec<(Option<AreaPath>, Vec<_>)> = below.map(|path| (Some(path.clone()), told(path))).collect();
    figures.push((Some(path.clone()), told(&path)));
    let head = vec![
        ("区域".to_owned(), area.name.clone()),
        ("期间".to_owned(), format!("{} 至 {}", row.first_day, row.last_day)),
        ("统计时点".to_owned(), Instant::from_millis(row.as_of).rfc3339()),
        ("日志条数".to_owned(), row.log_size.to_string()),
    ];
    sheet(app, format!("{} 提案办理情况", area.name), head, columns, figures).await
}

async fn sheet(
    app: &App,
    title: String,
    head: Vec<(String, String)>,
    columns: Vec<Indicator>,
    figures: Vec<(Option<AreaPath>, Vec<yiting_domain::indicator::Figure>)>,
) -> Result<Sheet, Failure> {
    let paths = figures
        .iter()
        .filter_map(|(path, _)| path.as_ref().map(|path| path.as_str().to_owned()));
    let known = app.shelf.areas_at(app.db.reader(), &paths.collect::<Vec<_>>()).await?;
    let rows = figures.into_iter().map(|(path, figures)| {
        let area = path.and_then(|path| known.get(path.as_str()));
        SheetRow {
            code: area.map_or_else(String::new, |area| area.code.clone()),
            name: area.map_or_else(|| "本级及其他".to_owned(), |area| area.name.clone()),
            figures,
        }
    });
    Ok(Sheet {
        title,
        head,
        columns,
        rows: rows.collect(),
    })
}

/// How many cases are written at a time.
const CHUNK: usize = 200;

/// The submitted cases of a report in pieces of a file, CSV or JSON Lines: only those that the asker may know
/// of, as they were at the report's instant.
pub fn case_lines(
    app: &App,
    report: Report,
    viewer: Option<yiting_domain::people::Actor>,
    csv: bool,
) -> impl futures_util::Stream<Item = Result<String, Failure>> + use<> {
    let app = app.clone();
    let start = Lines {
        app,
        report,
        viewer,
        csv,
        waiting: None,
    };
    futures_util::stream::try_unfold(start, |mut lines| async move {
        let piece = lines.next().await?;
        Ok(piece.map(|piece| (piece, lines)))
    })
}

struct Lines {
    app: App,
    report: Report,
    viewer: Option<yiting_domain::people::Actor>,
    csv: bool,
    /// What is still to be written; `None` before the beginning.
    waiting: Option<std::vec::IntoIter<(Instant, ProposalId)>>,
}

impl Lines {
    async fn next(&mut self) -> Result<Option<String>, Failure> {
        let Some(waiting) = &mut self.waiting else {
            let cases = self.report.cases(Indicator::Submitted, Part::Counted, None).await?;
            self.waiting = Some(cases.into_iter());
            let head = ["编号", "标题", "状态", "提交时间", "受理时间", "办结时间", "超期办理"];
            return Ok(Some(if self.csv {
                format!("{BYTE_ORDER_MARK}{}", csv_line(head))
            } else {
                String::new()
            }));
        };
        let ids: Vec<ProposalId> = waiting.by_ref().take(CHUNK).map(|(_, id)| id).collect();
        if ids.is_empty() {
            return Ok(None);
        }
        let raw: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let stored = proposals::by_ids(self.app.db.reader(), &raw).await?;
        let mut piece = String::new();
        for id in ids {
            let seen = stored
                .get(&id.0)
                .filter(|row| visible(self.viewer.as_ref(), &row.state));
            let (Some(row), Some(standing)) = (seen, self.report.standing(id)) else {
                continue;
            };
            let at = |at: Option<Instant>| at.map_or_else(String::new, Instant::rfc3339);
            let number = row.number.clone().unwrap_or_default();
            if self.csv {
                piece.push_str(&csv_line([
                    number.as_str(),
                    row.title.as_str(),
                    standing.state.name(),
                    &at(standing.submitted),
                    &at(standing.accepted),
                    &at(standing.closed),
                    if standing.ended_late { "1" } else { "0" },
                ]));
            } else {
                let line = json!({"case": id, "number": number, "title": row.title, "state": standing.state,
                    "submitted_at": standing.submitted.map(Instant::rfc3339),
                    "accepted_at": standing.accepted.map(Instant::rfc3339),
                    "closed_at": standing.closed.map(Instant::rfc3339), "ended_late": standing.ended_late});
                piece.push_str(&format!("{line}\n"));
            }
        }
        Ok(Some(piece))
    }
}

/// The facts of a district's cases as open data, in pieces of a file: first a line that says what it is, with
/// the areas, the working days and the profiles; then a line for each fact. The figures about cases can be
/// computed from it alone.
pub fn fact_lines(
    app: &App,
    district: Uuid,
    audience: Audience,
) -> impl futures_util::Stream<Item = Result<String, Failure>> + use<> {
    let app = app.clone();
    futures_util::stream::try_unfold(Some((app, None)), move |state| async move {
        let Some((app, after)) = state else { return Ok(None) };
        let Some(after) = after else {
            let head = facts_head(&app, district, audience).await?;
            return Ok(Some((head, Some((app, Some(Uuid::nil()))))));
        };
        let rows = indicators::cases_after(app.db.reader(), district, after).await?;
        let Some(last) = rows.last().map(|row| row.case_id) else {
            return Ok::<_, Failure>(None);
        };
        let mut piece = String::new();
        for row in &rows {
            for fact in open_facts(&read(row)?, audience) {
                piece.push_str(&serde_json::to_string(&fact).map_err(anyhow::Error::from)?);
                piece.push('\n');
            }
        }
        Ok(Some((piece, Some((app, Some(last))))))
    })
}

async fn facts_head(app: &App, district: Uuid, audience: Audience) -> Result<String, Failure> {
    while super::fold_some(app).await? > 0 {}
    let db = app.db.reader();
    let row = areas::by_id(db, district).await?.ok_or(Refusal::NotFound)?;
    let policy = app.policy(db, district).await?;
    let profiles: HashMap<&str, _> = policy
        .books
        .iter()
        .map(|(tier, book)| (tier.name(), book.versions()))
        .collect();
    let below = indicators::areas(db, &AreaPath::parse(row.path)?).await?;
    let areas: Vec<_> = below
        .iter()
        .map(|area| json!({"path": area.path, "code": area.code, "name": area.name, "tier": area.tier, "kind": area.kind}))
        .collect();
    let head = json!({"format": OPEN_FORMAT, "district": row.code, "at": app.now(),
        "log_size": indicators::folded(db, district).await?, "complete": audience == Audience::Staff,
        "holidays": policy.calendar.holidays, "makeup_days": policy.calendar.makeup_days, "profiles": profiles,
        "areas": areas});
    Ok(format!("{head}\n"))
}
