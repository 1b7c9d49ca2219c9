//! The cases of a district in memory.

use super::super::{App, Failure};
use crate::store::{areas, indicators, log};
use std::collections::BTreeMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::ProposalId,
    indicator::{Case, Rules, Table},
    instant::Instant,
    proposal::Event,
    refusal::Refusal,
};

/// How many entries are read at a time.
const PAGE: u64 = 2_000;

/// All cases of a district as its log tells them.
pub struct View {
    /// The cases.
    pub table: Table,
    /// How many entries of the log they rest on.
    pub size: i64,
}

/// Folds the whole log of a district.
///
/// # Errors
/// Faults of the database; an entry that cannot be read.
pub async fn replay(app: &App, district: Uuid) -> Result<View, Failure> {
    let db = app.db.reader();
    let row = areas::by_id(db, district).await?.ok_or(Refusal::NotFound)?;
    let path = AreaPath::parse(row.path)?;
    let atlas = indicators::atlas(db, &path).await?;
    let policy = app.policy(db, district).await?;
    let rules = Rules {
        calendar: &policy.calendar,
        books: &policy.books,
        instead: None,
    };
    let mut cases: BTreeMap<ProposalId, Case> = BTreeMap::new();
    let mut size = 0;
    loop {
        let rows = log::page(db, district, size, PAGE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            size = row.seq + 1;
            if !row.kind.starts_with("proposal.") {
                continue;
            }
            let event: Event = serde_json::from_str(&row.body).map_err(anyhow::Error::from)?;
            let (id, at) = (ProposalId(row.subject), Instant::from_millis(row.at));
            match cases.get_mut(&id) {
                Some(case) => {
                    case.fold(&event, at);
                }
                None => {
                    if let Some(case) = Case::from_draft(id, &event, at) {
                        cases.insert(id, case);
                    }
                }
            }
        }
    }
    let mut table = Table::new(atlas);
    for case in cases.values() {
        table.put(case, rules);
    }
    Ok(View { table, size })
}
