//! Looking receipts up in published lists.

use super::super::{App, Failure};
use crate::store::ballots;
use moka::sync::Cache;
use std::sync::Arc;
use uuid::Uuid;
use yiting_domain::{
    log::Digest,
    poll::{Entry, Indexed, Published},
};

/// Kilobytes of lists that are kept at hand, as long as their JSON is.
const MOST_KB: u64 = 64 * 1024;

/// Published lists that were asked for lately. A list never changes, so nothing has to be forgotten.
#[derive(Clone)]
pub struct Lists(Cache<Uuid, Arc<Kept>>);

struct Kept {
    list: Indexed,
    kilobytes: u32,
}

impl Default for Lists {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(MOST_KB)
            .weigher(|_, kept: &Arc<Kept>| kept.kilobytes);
        Self(cache.build())
    }
}

/// What a receipt finds: position, entry and Merkle path of each.
pub type Found = Vec<(usize, Entry, Vec<Digest>)>;

/// The entries of a closed ballot's list that belong to a receipt; `None` if there are none or no list.
///
/// # Errors
/// Of the database.
pub async fn entries_of(app: &App, ballot: Uuid, receipt: &str) -> Result<Option<Found>, Failure> {
    let kept = match app.lists.0.get(&ballot) {
        Some(kept) => kept,
        None => {
            let Some(text) = ballots::list_of(app.db.reader(), ballot).await? else {
                return Ok(None);
            };
            let lists = app.lists.0.clone();
            // Reading and hashing a large list is work for a thread of its own, and for one at a time.
            let read = move || {
                lists.try_get_with(ballot, || {
                    let kilobytes = u32::try_from(text.len() / 1024).unwrap_or(u32::MAX).max(1);
                    let published: Published = serde_json::from_str(&text)?;
                    let list = Indexed::new(published.list)?;
                    anyhow::Ok(Arc::new(Kept { list, kilobytes }))
                })
            };
            tokio::task::spawn_blocking(read)
                .await
                .map_err(anyhow::Error::from)?
                .map_err(|fault| anyhow::anyhow!("{fault:#}"))?
        }
    };
    let found = kept.list.of_receipt(receipt).ok();
    Ok(found.map(|found| {
        found
            .into_iter()
            .map(|(at, entry, path)| (at, entry.clone(), path))
            .collect()
    }))
}
