//! `yiting compute search` and `yiting compute similar`: how well search finds, from files.

use super::compute::{Unusable, print, text};
use crate::{
    cli::bootstrap,
    config::Config,
    search::{
        ProposalSearch,
        embedded::Embedded,
        meilisearch::Meilisearch,
        similar::{self, Text},
        trial::{self, Collection, TrialError},
    },
    usecase::context::Entropy,
};
use anyhow::Context;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The index of a trial on a Meilisearch server; the next trial takes its place.
const INDEX: &str = "yiting-trial";

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind in the system's temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Builds an index of a corpus, asks every query, and prints how well it found.
pub async fn search(config: &Config, engine: &str, collection: &Collection) -> anyhow::Result<()> {
    let analyser = bootstrap::analyser(config)?.0;
    let (_folder, engine): (Option<Folder>, Box<dyn ProposalSearch>) = match engine {
        "embedded" => {
            let name = format!("yiting-trial-{:016x}", u64::from_le_bytes(Entropy::System.bytes()));
            let folder = Folder(std::env::temp_dir().join(name));
            let index = Embedded::open(&folder.0, analyser)?;
            (Some(folder), Box::new(index))
        }
        "meilisearch" => {
            let url = config
                .maybe("MEILI_URL")
                .context("MEILI_URL says where Meilisearch is")?;
            let index = Meilisearch::new(url, config.maybe("MEILI_KEY"), INDEX, analyser)?;
            (None, Box::new(index))
        }
        other => return Err(Unusable::new(&format!("--engine is embedded or meilisearch, not {other}")).into()),
    };
    let trial = trial::run(engine.as_ref(), collection).await;
    print(&trial.map_err(|error| match error {
        TrialError::Lost(lost) => anyhow::Error::from(lost),
        file => Unusable::new(&file).into(),
    })?)
}

/// How alike two texts are.
#[derive(Serialize)]
struct Compared {
    /// From 0 to 1.
    score: f32,
    /// Whether they would be shown as alike.
    alike: bool,
}

/// Compares the two texts of every line, with a tab between them; what stands behind a second tab is not read,
/// nor is a heading of the names `a` and `b`. The first sentence of a text is its title, the others its body.
pub fn pairs(config: &Config, file: &Path) -> anyhow::Result<()> {
    let analyser = bootstrap::analyser(config)?.0;
    let read = text(file)?;
    for (number, line) in read.lines().enumerate() {
        let mut columns = line.trim_end_matches('\r').split('\t');
        let (Some(a), Some(b)) = (columns.next(), columns.next()) else {
            if line.trim().is_empty() {
                continue;
            }
            let wrong = format!(
                "{}: line {}: two texts with a tab between them",
                file.display(),
                number + 1
            );
            return Err(Unusable::new(&wrong).into());
        };
        if number == 0 && (a, b) == ("a", "b") {
            continue;
        }
        let side = |text: &str| {
            let (title, body) = text.split_once('。').unwrap_or((text, ""));
            Text {
                title: title.to_owned(),
                body: body.to_owned(),
                place: String::new(),
            }
        };
        let score = similar::compare(&side(a), &side(b), &analyser).score;
        print(&Compared {
            score,
            alike: score >= similar::ALIKE,
        })?;
    }
    Ok(())
}
