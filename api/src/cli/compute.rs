//! `yiting compute`: the algorithms without the server, from files, JSON on standard output.

use super::compute_search;
use crate::{config::Config, search::trial::Collection};
use anyhow::Context;
use clap::Subcommand;
use serde::Serialize;
use std::{
    fmt::Display,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};
use yiting_domain::{
    ballot::{
        budget::Satisfaction,
        compute::{self, ApprovalRule, BudgetRule, RankedRule},
        equal_shares::Completion,
    },
    consultation::file,
};

/// A file, or an option about it, that cannot be computed with; the process ends with 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unusable(String);

impl Unusable {
    pub(super) fn new(error: &impl Display) -> Self {
        Self(error.to_string())
    }
}

/// What can be computed.
#[derive(Subcommand)]
pub enum Computation {
    /// Opinion groups of a vote table, as Polis exports it (participants-votes.csv).
    Groups {
        /// CSV, or CSV in gzip.
        file: PathBuf,
    },
    /// A budget election in Pabulib's format.
    Budget {
        /// The .pb file.
        file: PathBuf,
        /// equal-shares or greedy.
        #[arg(long)]
        rule: String,
        /// cost or cardinality.
        #[arg(long, default_value = "cost")]
        satisfaction: String,
        /// none, add1 or add1-greedy (for equal-shares).
        #[arg(long, default_value = "none")]
        completion: String,
    },
    /// Ranked ballots: a Debian tally sheet, .blt or .HIL.
    Ranked {
        /// The file.
        file: PathBuf,
        /// schulze or stv.
        #[arg(long)]
        rule: String,
        /// Seats; those that the file names when left out.
        #[arg(long)]
        seats: Option<usize>,
    },
    /// How well search finds, with questions whose answers are known.
    Search {
        /// JSON lines with _id, title and text, or the same in gzip.
        #[arg(long)]
        corpus: PathBuf,
        /// JSON lines with _id and text, or the same in gzip.
        #[arg(long)]
        queries: PathBuf,
        /// Tab-separated query-id, corpus-id, score, with a heading.
        #[arg(long)]
        qrels: PathBuf,
        /// embedded or meilisearch (at MEILI_URL).
        #[arg(long, default_value = "embedded")]
        engine: String,
    },
    /// How alike the two texts of every line are.
    Similar {
        /// Two texts a line with a tab between them, or the same in gzip.
        #[arg(long)]
        pairs: PathBuf,
    },
    /// Approval profiles, one JSON object a line: all tied committees.
    Approval {
        /// The file, or the file in gzip.
        file: PathBuf,
        /// av or equal-shares-with-av-completion.
        #[arg(long)]
        rule: String,
    },
}

/// Computes and prints.
///
/// # Errors
/// [`Unusable`] for a bad file or option, with line and reason; a file that cannot be opened.
pub async fn run(config: &Config, computation: &Computation) -> anyhow::Result<()> {
    match computation {
        Computation::Groups { file } => {
            let result = file::compute(read(file)?).map_err(|e| Unusable::new(&e))?;
            print(&result)
        }
        Computation::Budget {
            file,
            rule,
            satisfaction,
            completion,
        } => {
            let rule = BudgetRule::parse(rule).map_err(|e| Unusable::new(&e))?;
            let satisfaction = Satisfaction::parse(satisfaction).map_err(|e| Unusable::new(&e))?;
            let completion = Completion::parse(completion).map_err(|e| Unusable::new(&e))?;
            let text = text(file)?;
            print(&compute::budget(&text, rule, satisfaction, completion).map_err(|e| Unusable::new(&e))?)
        }
        Computation::Ranked { file, rule, seats } => {
            let rule = RankedRule::parse(rule).map_err(|e| Unusable::new(&e))?;
            print(&compute::ranked(&text(file)?, rule, *seats).map_err(|e| Unusable::new(&e))?)
        }
        Computation::Search {
            corpus,
            queries,
            qrels,
            engine,
        } => {
            let collection = Collection {
                corpus: corpus.clone(),
                queries: queries.clone(),
                qrels: qrels.clone(),
            };
            compute_search::search(config, engine, &collection).await
        }
        Computation::Similar { pairs } => compute_search::pairs(config, pairs),
        Computation::Approval { file, rule } => {
            let rule = ApprovalRule::parse(rule).map_err(|e| Unusable::new(&e))?;
            let results = compute::approvals(&text(file)?, rule).map_err(|e| Unusable::new(&e))?;
            // One profile, one object; a file of several gives one a line, as it came.
            for result in &results {
                print(result)?;
            }
            Ok(())
        }
    }
}

/// Prints a result as one line of JSON.
pub(super) fn print(result: &impl Serialize) -> anyhow::Result<()> {
    println!(
        "{}",
        serde_json::to_string(result).context("the result cannot be written as JSON")?
    );
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut open = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let read = if file.extension().is_some_and(|ending| ending == "gz") {
        flate2::read::GzDecoder::new(open).read_to_end(&mut bytes)
    } else {
        open.read_to_end(&mut bytes)
    };
    read.map_err(|error| Unusable(format!("{}: {error}", file.display())))?;
    Ok(bytes)
}

/// The text of a file, or of a file in gzip.
pub(super) fn text(file: &Path) -> anyhow::Result<String> {
    let bytes = read(file)?;
    let text = yiting_domain::ballot::file::decode(&bytes).map_err(|e| Unusable::new(&e))?;
    Ok(text.to_owned())
}
