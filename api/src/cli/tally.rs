//! `yiting tally`: counts a ballot again from its published list alone, opens a sealed one, offline.

use super::compute::{Unusable, text};
use crate::{
    identity::{
        auditors::{ForAuditors, key_from_hex, public_key},
        hex,
    },
    usecase::context::Entropy,
};
use std::path::{Path, PathBuf};
use yiting_domain::poll::{Opening, Published, verify, verify_openings, verify_receipt};

/// Checks digests, form and result of a list, and a receipt where one is given.
///
/// # Errors
/// [`Unusable`], with what is wrong.
pub fn run(file: &Path, receipt: Option<&str>) -> anyhow::Result<()> {
    let published = list(file)?;
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

fn list(file: &Path) -> anyhow::Result<Published> {
    let read = serde_json::from_str(&text(file)?);
    Ok(read.map_err(|error| Unusable::new(&format!("not a published list: {error}")))?)
}

/// Prints a fresh pair of keys for an auditor.
pub fn key(entropy: &Entropy) {
    let secret = entropy.bytes();
    println!("secret {}", hex(&secret));
    println!("public {}", hex(&public_key(secret)));
}

/// Opens what the auditors of a sealed ballot got, and checks that every commitment holds what was counted.
///
/// # Errors
/// [`Unusable`], with what is wrong.
pub fn open(file: &Path, openings: &Path, keys: &[PathBuf]) -> anyhow::Result<()> {
    let published = list(file)?;
    verify(&published).map_err(|fault| Unusable::new(&fault))?;
    let sealed: ForAuditors = serde_json::from_str(&text(openings)?)
        .map_err(|error| Unusable::new(&format!("not sealed openings: {error}")))?;
    let mut secrets = Vec::with_capacity(keys.len());
    for file in keys {
        let written = text(file)?;
        // The file may be what `yiting tally key` printed.
        let line = written.lines().next().unwrap_or_default();
        let digits = line.strip_prefix("secret ").unwrap_or(line);
        secrets.push(key_from_hex(digits).map_err(|error| Unusable::new(&error))?);
    }
    let opened = sealed.open(&secrets).map_err(|error| Unusable::new(&error))?;
    let openings: Vec<Opening> =
        serde_json::from_str(&opened).map_err(|error| Unusable::new(&format!("not openings: {error}")))?;
    verify_openings(&published.list, &openings).map_err(|fault| Unusable::new(&fault))?;
    println!(
        "ballot {}: all {} commitments hold the choices that were counted",
        published.list.ballot,
        openings.len()
    );
    Ok(())
}
