//! `yiting tally verify`: counts a ballot again from its published list alone, offline.

use super::compute::{Unusable, text};
use std::path::Path;
use yiting_domain::poll::{Published, verify, verify_receipt};

/// Checks digests, form and result of a list, and a receipt where one is given.
///
/// # Errors
/// [`Unusable`], with what is wrong.
pub fn run(file: &Path, receipt: Option<&str>) -> anyhow::Result<()> {
    let published: Published =
        serde_json::from_str(&text(file)?).map_err(|error| Unusable::new(&format!("not a published list: {error}")))?;
    let outcome = verify(&published).map_err(|fault| Unusable::new(&fault))?;
    println!("ballot {}: {}", published.list.ballot, published.list.rule.title);
    println!(
        "{:?}: {} of {} votes; the recount equals the published result",
        outcome.verdict, outcome.turnout, outcome.electorate
    );
    println!("list {}  root {}", published.list_digest, published.root);
    if let Some(receipt) = receipt {
        for entry in verify_receipt(&published.list, receipt).map_err(|fault| Unusable::new(&fault))? {
            let choice = entry.choice.as_ref().and_then(|choice| choice.canonical().ok());
            println!(
                "receipt: {} {}",
                entry.mark,
                choice.unwrap_or_else(|| "is included".to_owned())
            );
        }
    }
    Ok(())
}
