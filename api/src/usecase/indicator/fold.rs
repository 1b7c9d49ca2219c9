//! Keeping cases by folding the log: in order, each entry once, on whichever instance comes first.

use super::super::{App, Failure};
use crate::store::{
    entity::{indicator_case, log_entry},
    indicators, log,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{id::ProposalId, indicator::Case, instant::Instant, proposal::Event};

/// How many entries are read at a time.
const PAGE: u64 = 2_000;

/// How many pages are folded in one transaction at most: a log that waits is caught up with in stretches in
/// which each case is written once, and other writers come in between.
const PAGES: usize = 20;

/// Cases on their way through a stretch of the log.
#[derive(Default)]
pub(super) struct Folding {
    cases: HashMap<ProposalId, (Case, i64)>,
}

impl Folding {
    /// Takes up what is kept.
    pub(super) fn know(&mut self, rows: Vec<indicator_case::Model>) -> Result<(), Failure> {
        for row in rows {
            let case = read(&row)?;
            self.cases.insert(case.id, (case, row.size));
        }
        Ok(())
    }

    /// Whether a proposal's case is taken up.
    fn knows(&self, id: Uuid) -> bool {
        self.cases.contains_key(&ProposalId(id))
    }

    /// Takes up a case that rests on so many entries.
    pub(super) fn put(&mut self, case: Case, size: i64) {
        self.cases.insert(case.id, (case, size));
    }

    /// Folds an entry, unless its case rests on it already.
    pub(super) fn fold(&mut self, row: &log_entry::Model) -> Result<(), Failure> {
        if !is_about_case(row) {
            return Ok(());
        }
        let (id, at) = (ProposalId(row.subject), Instant::from_millis(row.at));
        let event: Event = serde_json::from_str(&row.body).map_err(anyhow::Error::from)?;
        match self.cases.get_mut(&id) {
            Some((_, size)) if row.seq < *size => {}
            Some((case, size)) => {
                case.fold(&event, at);
                *size = row.seq + 1;
            }
            None => {
                if let Some(case) = Case::from_draft(id, &event, at) {
                    self.cases.insert(id, (case, row.seq + 1));
                }
            }
        }
        Ok(())
    }

    /// The cases, with how many entries each rests on.
    pub(super) fn into_cases(self) -> impl Iterator<Item = (Case, i64)> {
        self.cases.into_values()
    }
}

/// Whether an entry is about a proposal.
pub(super) fn is_about_case(row: &log_entry::Model) -> bool {
    row.kind.starts_with("proposal.")
}

/// The proposals that a page is about, each once.
pub(super) fn subjects(rows: &[log_entry::Model]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = rows
        .iter()
        .filter(|row| is_about_case(row))
        .map(|row| row.subject)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The case of a row.
pub(super) fn read(row: &indicator_case::Model) -> Result<Case, Failure> {
    Ok(serde_json::from_str(&row.body).map_err(anyhow::Error::from)?)
}

/// Folds what waits, one stretch of each district. Returns how many entries were folded.
///
/// # Errors
/// Faults; what was folded before one stays folded.
pub async fn fold_some(app: &App) -> Result<usize, Failure> {
    let mut folded = 0;
    for district in indicators::behind(app.db.reader()).await? {
        folded += fold_stretch(app, district).await?;
    }
    Ok(folded)
}

/// Folds the next stretch of a district's log, and says how many entries it had. A second instance waits for
/// the head and goes on after the first one's stretch.
pub(super) async fn fold_stretch(app: &App, district: Uuid) -> Result<usize, Failure> {
    let tx = app.db.begin().await?;
    let from = indicators::folded_locked(&tx, district).await?;
    let (mut size, mut folding) = (from, Folding::default());
    for _ in 0..PAGES {
        let rows = log::page(&tx, district, size, PAGE).await?;
        let Some(last) = rows.last() else { break };
        size = last.seq + 1;
        let unknown: Vec<Uuid> = subjects(&rows).into_iter().filter(|id| !folding.knows(*id)).collect();
        folding.know(indicators::cases(&tx, &unknown).await?)?;
        for row in &rows {
            folding.fold(row)?;
        }
    }
    if size == from {
        return Ok(0);
    }
    let kept: Result<Vec<_>, Failure> = folding
        .into_cases()
        .map(|(case, size)| {
            Ok(indicator_case::Model {
                case_id: case.id.0,
                district_id: district,
                size,
                body: serde_json::to_string(&case).map_err(anyhow::Error::from)?,
            })
        })
        .collect();
    indicators::put_cases(&tx, kept?).await?;
    indicators::set_folded(&tx, district, size).await?;
    tx.commit().await?;
    Ok(usize::try_from(size - from).unwrap_or(0))
}

/// Deletes what is kept and folds every log anew. Returns how many districts there are.
///
/// # Errors
/// Faults of the database.
pub async fn rebuild_all(app: &App) -> Result<usize, Failure> {
    let heads = log::heads(app.db.reader()).await?;
    for head in &heads {
        let tx = app.db.begin().await?;
        indicators::folded_locked(&tx, head.district_id).await?;
        indicators::forget(&tx, head.district_id).await?;
        tx.commit().await?;
        while fold_stretch(app, head.district_id).await? > 0 {}
    }
    Ok(heads.len())
}
