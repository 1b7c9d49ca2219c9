//! What changed since a phone asked the last time.

use super::{
    error::{failed, lost, refused},
    loaders::ProposalBy,
    node_id::{Kind, decode},
    page,
    proposal::Proposal,
    viewer::{app, viewer},
};
use crate::store::log;
use async_graphql::{Context, ID, Result, SimpleObject};
use std::sync::Arc;
use yiting_domain::proposal::Event;

/// One thing that changed: a log entry about a proposal, for a phone that was offline.
#[derive(SimpleObject)]
pub struct Change {
    /// Sequence in the district's log.
    seq: i64,
    /// The proposal; null where the viewer may not know of it.
    proposal: Option<Proposal>,
    /// The event's name.
    kind: String,
}

/// What changed since a cursor.
#[derive(SimpleObject)]
pub struct Changes {
    /// In the order of the log.
    items: Vec<Change>,
    /// Ask with this next time.
    cursor: String,
    /// Whether more waits.
    has_more: bool,
}

/// What happened in a district since a cursor, from the beginning without one; `first` entries of the log at most.
pub async fn since(ctx: &Context<'_>, district: &ID, since: Option<&str>, first: i32) -> Result<Changes> {
    let app = app(ctx);
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let id = decode(Kind::Area, district).map_err(|r| refused(ctx, r, Some("district")))?;
    let since = page::position(app, "changes", since).map_err(|r| refused(ctx, r, Some("since")))?;
    let from = since.map_or(0, |(seq, _)| seq + 1);
    let mut rows = log::page(app.db.reader(), id, from, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let has_more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let last = rows.last().map_or(from - 1, |row| row.seq);
    let mut items = Vec::new();
    let keys = rows
        .iter()
        .filter(|row| row.kind.starts_with("proposal."))
        .map(|row| ProposalBy(row.subject));
    let found = viewer(ctx).loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    for row in rows {
        let Some(stored) = found.get(&ProposalBy(row.subject)) else {
            continue;
        };
        let Ok(event) = serde_json::from_str::<Event>(&row.body) else {
            continue;
        };
        if let Some(proposal) = Proposal::seen(ctx, Arc::clone(stored))
            && event.is_public()
        {
            items.push(Change {
                seq: row.seq,
                proposal: Some(proposal),
                kind: row.kind,
            });
        }
    }
    Ok(Changes {
        items,
        cursor: page::cursor(app, "changes", last, id),
        has_more,
    })
}
