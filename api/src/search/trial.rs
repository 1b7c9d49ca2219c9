//! How well an engine finds, measured with questions whose answers are known.
//!
//! Three files, as retrieval collections are published: `corpus` (JSON lines with `_id`, `title`, `text`), `queries`
//! (JSON lines with `_id`, `text`) and `qrels` (tab-separated `query-id`, `corpus-id`, `score`, with a heading; a
//! score above zero says that the document answers the query). Each plain or packed with gzip. Documents may also
//! have a proposal's `number`, `resolution`, `areas`, `topic_names` and `voices`, queries `typing`.

use super::{Document, Lost, ProposalSearch, Question};
use flate2::read::MultiGzDecoder;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    time::Instant,
};
use uuid::Uuid;

/// So many hits are looked at.
const DEPTH: usize = 10;
/// Documents are handed over so many at once.
const BATCH: usize = 500;

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Trial {
    /// Documents in the corpus.
    pub documents: usize,
    /// Queries with at least one answer.
    pub queries: usize,
    /// Share of the answers that stand among the first ten, as a mean over the queries.
    pub recall_at_10: f64,
    /// Mean of one divided by the place of the first answer, zero beyond ten.
    pub mrr_at_10: f64,
    /// Queries for which nothing at all was found.
    pub empty: usize,
    /// Half of the queries took no longer, in microseconds.
    pub p50_us: u64,
    /// 99 of a hundred queries took no longer, in microseconds.
    pub p99_us: u64,
    /// How long the building of the index took, in milliseconds.
    pub build_ms: u64,
    /// What the index takes, where the engine tells.
    pub index_bytes: Option<u64>,
    /// By the kind that queries name, where they do.
    pub kinds: BTreeMap<String, Kind>,
}

/// How well queries of a kind were answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Kind {
    /// Queries of it.
    pub queries: usize,
    /// Answers among the first ten, of as many as fit there: 1 where the first ten are as good as they can be, also
    /// for a query that hundreds of documents answer.
    pub score: f64,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// A file that cannot be read.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A line that is not as it should be.
    #[error("{}: line {line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A file without anything that can be asked.
    #[error("{}: nothing in it", .0.display())]
    Empty(PathBuf),
    /// The engine failed.
    #[error(transparent)]
    Lost(#[from] Lost),
}

/// The three files.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Documents.
    pub corpus: PathBuf,
    /// Queries.
    pub queries: PathBuf,
    /// Which document answers which query.
    pub qrels: PathBuf,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
    // What collections of proposals have beside these.
    #[serde(default)]
    number: Option<String>,
    #[serde(default)]
    resolution: Option<String>,
    #[serde(default)]
    areas: Vec<String>,
    #[serde(default)]
    topic_names: Vec<String>,
    #[serde(default)]
    voices: Vec<String>,
    #[serde(default)]
    typing: bool,
    #[serde(default)]
    kind: Option<String>,
}

/// Builds an index of the corpus, in the place of what the engine had, and asks every query that has an answer.
///
/// # Errors
/// The first file or line that cannot be read, or an engine that fails.
pub async fn run(search: &dyn ProposalSearch, collection: &Collection) -> Result<Trial, TrialError> {
    let corpus = entries(&collection.corpus)?;
    let queries = entries(&collection.queries)?;
    let answers = answers(&collection.qrels, &corpus, &queries)?;
    let started = Instant::now();
    let mut rebuild = search.rebuild().await?;
    for (batch, entries) in corpus.chunks(BATCH).enumerate() {
        let documents = (batch * BATCH..).zip(entries).map(|(at, entry)| document(at, entry));
        rebuild.add(documents.collect()).await?;
    }
    rebuild.finish(0).await?;
    let mut trial = Trial {
        documents: corpus.len(),
        build_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        index_bytes: search.stock().await?.bytes,
        ..Trial::default()
    };
    let mut times = Vec::with_capacity(queries.len());
    for entry in &queries {
        let Some(expected) = answers.get(&entry.id) else {
            continue;
        };
        let question = Question {
            text: entry.text.clone(),
            typing: entry.typing,
            first: DEPTH,
            ..Question::default()
        };
        let asked = Instant::now();
        let answer = search.search(&question).await?;
        times.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
        let hits: Vec<Uuid> = answer.hits.iter().map(|hit| hit.id).collect();
        trial.empty += usize::from(hits.is_empty());
        let found = hits.iter().filter(|id| expected.contains(id)).count();
        trial.recall_at_10 += found as f64 / expected.len() as f64;
        if let Some(kind) = &entry.kind {
            let kind = trial.kinds.entry(kind.clone()).or_default();
            kind.queries += 1;
            kind.score += found as f64 / expected.len().min(DEPTH) as f64;
        }
        trial.mrr_at_10 += hits
            .iter()
            .position(|id| expected.contains(id))
            .map_or(0.0, |place| 1.0 / (place + 1) as f64);
    }
    trial.queries = times.len();
    if times.is_empty() {
        return Err(TrialError::Empty(collection.qrels.clone()));
    }
    for kind in trial.kinds.values_mut() {
        kind.score /= kind.queries as f64;
    }
    trial.recall_at_10 /= times.len() as f64;
    trial.mrr_at_10 /= times.len() as f64;
    times.sort_unstable();
    trial.p50_us = times[(times.len() - 1) / 2];
    trial.p99_us = times[(times.len() - 1) * 99 / 100];
    Ok(trial)
}

fn name(at: usize) -> Uuid {
    Uuid::from_u128(at as u128 + 1)
}

fn document(at: usize, entry: &Entry) -> Document {
    Document {
        id: name(at),
        title: entry.title.clone(),
        body: entry.text.clone(),
        number: entry.number.clone(),
        resolution: entry.resolution.clone(),
        areas: entry.areas.clone(),
        topic_names: entry.topic_names.clone(),
        voices: entry.voices.clone(),
        public: true,
        ..Document::default()
    }
}

fn lines(path: &Path) -> Result<Vec<String>, TrialError> {
    let failed = |source| TrialError::File {
        path: path.to_owned(),
        source,
    };
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let packed = file.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    let reader: Box<dyn Read> = if packed {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    BufReader::new(reader).lines().collect::<Result<_, _>>().map_err(failed)
}

fn entries(path: &Path) -> Result<Vec<Entry>, TrialError> {
    let mut entries: Vec<Entry> = Vec::new();
    for (line, text) in (1..).zip(lines(path)?).filter(|(_, text)| !text.trim().is_empty()) {
        let entry = serde_json::from_str(&text).map_err(|error| TrialError::Line {
            path: path.to_owned(),
            line,
            reason: error.to_string(),
        })?;
        entries.push(entry);
    }
    if entries.is_empty() {
        return Err(TrialError::Empty(path.to_owned()));
    }
    Ok(entries)
}

fn answers(path: &Path, corpus: &[Entry], queries: &[Entry]) -> Result<HashMap<String, HashSet<Uuid>>, TrialError> {
    let known: HashMap<&str, Uuid> = corpus
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.id.as_str(), name(at)))
        .collect();
    let asked: HashSet<&str> = queries.iter().map(|entry| entry.id.as_str()).collect();
    let mut answers: HashMap<String, HashSet<Uuid>> = HashMap::new();
    for (line, text) in (1..).zip(lines(path)?).filter(|(_, text)| !text.trim().is_empty()) {
        let wrong = |reason: String| TrialError::Line {
            path: path.to_owned(),
            line,
            reason,
        };
        let mut cells = text.trim_end().split('\t');
        let (Some(query), Some(document), Some(score)) = (cells.next(), cells.next(), cells.next()) else {
            return Err(wrong("three cells are expected: query-id, corpus-id, score".to_owned()));
        };
        if line == 1 && score == "score" {
            continue;
        }
        let score: f64 = score.parse().map_err(|_| wrong(format!("{score:?} is no number")))?;
        let id = known
            .get(document)
            .ok_or_else(|| wrong(format!("{document:?} is not in the corpus")))?;
        if !asked.contains(query) {
            return Err(wrong(format!("{query:?} is not among the queries")));
        }
        if score > 0.0 {
            answers.entry(query.to_owned()).or_default().insert(*id);
        }
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{analysis::Analyser, embedded::Embedded};
    use std::io::Write;

    fn collection(folder: &Path, qrels: &str) -> Collection {
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(folder.join(name), bytes).unwrap();
            folder.join(name)
        };
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let corpus =
            "{\"_id\":\"a\",\"title\":\"加装电梯\",\"text\":\"六层老楼\"}\n{\"_id\":\"b\",\"text\":\"垃圾房有味道\"}\n";
        packed.write_all(corpus.as_bytes()).unwrap();
        Collection {
            corpus: write("corpus.jsonl.gz", &packed.finish().unwrap()),
            queries: write(
                "queries.jsonl",
                "{\"_id\":\"1\",\"text\":\"电梯\"}\n{\"_id\":\"2\",\"text\":\"操场\"}\n".as_bytes(),
            ),
            qrels: write("qrels.tsv", qrels.as_bytes()),
        }
    }

    #[tokio::test]
    async fn what_is_found_and_what_is_not_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let files = collection(folder.path(), "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n");
        let search = Embedded::open(&folder.path().join("index"), Analyser::default()).unwrap();
        let trial = run(&search, &files).await.unwrap();
        assert_eq!((trial.documents, trial.queries, trial.empty), (2, 2, 1));
        assert!((trial.recall_at_10 - 0.5).abs() < 1e-9 && (trial.mrr_at_10 - 0.5).abs() < 1e-9);
    }

    #[tokio::test]
    async fn a_bad_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let search = Embedded::open(&folder.path().join("index"), Analyser::default()).unwrap();
        for (qrels, line, reason) in [
            ("query-id\tcorpus-id\tscore\n1\tz\t1\n", 2, "\"z\" is not in the corpus"),
            ("1\ta\n", 1, "three cells are expected: query-id, corpus-id, score"),
            ("1\ta\tx\n", 1, "\"x\" is no number"),
        ] {
            match run(&search, &collection(folder.path(), qrels)).await.unwrap_err() {
                TrialError::Line {
                    line: at, reason: why, ..
                } => assert_eq!((at, why.as_str()), (line, reason)),
                other => panic!("{other}"),
            }
        }
    }
}
