//! Recomputing everything from the log alone, and comparing it with what is kept.

use super::{
    super::{App, Failure},
    fold::{Folding, read},
};
use crate::store::{areas, indicators, log};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::ProposalId,
    indicator::{Case, Cohort, Figure, Indicator, Rules, Table, measure},
    instant::Instant,
    refusal::Refusal,
};

/// How many entries are read at a time.
const PAGE: u64 = 2_000;

/// What the check found in one district.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The district's code.
    pub district: String,
    /// Entries in the log.
    pub entries: i64,
    /// Cases folded from it.
    pub cases: usize,
    /// The figures of the whole district by the log alone.
    pub figures: Vec<(Indicator, Figure)>,
    /// What does not fit; empty when all does.
    pub problems: Vec<String>,
}

/// The whole log of a district, folded without looking at what is kept.
async fn replay(app: &App, district: Uuid) -> Result<(HashMap<ProposalId, Case>, i64), Failure> {
    let mut folding = Folding::default();
    let mut size = 0;
    loop {
        let rows = log::page(app.db.reader(), district, size, PAGE).await?;
        let Some(last) = rows.last() else { break };
        size = last.seq + 1;
        for row in &rows {
            folding.fold(row)?;
        }
    }
    let cases = folding.into_cases().map(|(case, _)| (case.id, case)).collect();
    Ok((cases, size))
}

/// Checks what is kept of every district.
///
/// # Errors
/// Faults of the database; what does not fit stands in [`Compared::problems`].
pub async fn check(app: &App) -> Result<Vec<Compared>, Failure> {
    while super::fold_some(app).await? > 0 {}
    let mut results = Vec::new();
    for head in log::heads(app.db.reader()).await? {
        results.push(compare(app, head.district_id).await?);
    }
    results.sort_by(|a, b| a.district.cmp(&b.district));
    Ok(results)
}

async fn compare(app: &App, district: Uuid) -> Result<Compared, Failure> {
    let db = app.db.reader();
    let row = areas::by_id(db, district).await?.ok_or(Refusal::NotFound)?;
    let path = AreaPath::parse(row.path)?;
    let (mut replayed, entries) = replay(app, district).await?;
    let policy = app.policy(db, district).await?;
    let rules = Rules {
        calendar: &policy.calendar,
        books: &policy.books,
        instead: None,
    };
    let mut table = Table::new(indicators::atlas(db, &path).await?);
    for case in replayed.values() {
        table.put(case, rules);
    }
    let (mut problems, cases) = (Vec::new(), replayed.len());
    let mut after = Uuid::nil();
    loop {
        let rows = indicators::cases_after(db, district, after).await?;
        let Some(last) = rows.last().map(|row| row.case_id) else {
            break;
        };
        for row in &rows {
            match replayed.remove(&ProposalId(row.case_id)) {
                None => problems.push(format!("case {} stands in the table but not in the log", row.case_id)),
                Some(case) if read(row)? != case => problems.push(format!("case {}: the table differs", row.case_id)),
                Some(_) => {}
            }
        }
        after = last;
    }
    problems.extend(
        replayed
            .keys()
            .map(|id| format!("case {id} stands in the log but not in the table")),
    );
    let cohort = Cohort::of(path);
    let at = app.now();
    let figures = by_log(&table, &cohort, at);
    let view = app.indicators.fresh(app, district).await?;
    let asked = cohort.clone();
    let served = view.compute(move |table, _| by_log(table, &asked, at)).await?;
    for ((indicator, one), (_, other)) in figures.iter().zip(&served) {
        if one != other {
            let name = indicator.definition().id;
            problems.push(format!("{name}: served {other:?}, by the log {one:?}"));
        }
    }
    Ok(Compared {
        district: row.code,
        entries,
        cases,
        figures,
        problems,
    })
}

/// The figures that rest on the log alone.
fn by_log(table: &Table, cohort: &Cohort, at: Instant) -> Vec<(Indicator, Figure)> {
    let wanted: Vec<Indicator> = Indicator::ALL
        .iter()
        .copied()
        .filter(|one| !matches!(one, Indicator::ParticipationRate | Indicator::Workload))
        .collect();
    let found = measure(table, cohort, at, &wanted);
    wanted.into_iter().map(|one| (one, found.figure(one))).collect()
}
