//! The set as files, in the formats of the reference data.

use super::{PROPOSALS, Pair, Proposal, Query, Sources, pairs, queries};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::{
    fmt::Write as _,
    io::{BufWriter, Read, Write},
    path::{Path, PathBuf},
};

/// Where the committed set lies.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/civic")
}

/// Names of the files.
pub const CORPUS: &str = "corpus.jsonl.gz";
/// Queries, one JSON object a line.
pub const QUERIES: &str = "queries.jsonl.gz";
/// What is relevant to which query.
pub const QRELS: &str = "qrels.tsv";
/// Pairs of texts.
pub const PAIRS: &str = "pairs.tsv.gz";

/// Makes the whole set and writes it.
pub fn write(folder: &Path) {
    let sources = Sources::new();
    let proposals: Vec<Proposal> = sources.proposals(PROPOSALS).collect();
    let queries = queries(&sources, &proposals);
    std::fs::create_dir_all(folder).expect("a folder");
    zip(&folder.join(CORPUS), &corpus(&sources, &proposals));
    zip(&folder.join(QUERIES), &lines(queries.iter().map(Query::line)));
    std::fs::write(folder.join(QRELS), qrels(&queries)).expect("a file");
    zip(&folder.join(PAIRS), &tsv(&pairs(&sources)));
}

/// Writes the first `count` proposals, not zipped, one by one: for measurements.
pub fn write_many(sources: &Sources, count: usize, to: &Path) {
    let mut file = BufWriter::new(std::fs::File::create(to).expect("a file"));
    for proposal in sources.proposals(count) {
        writeln!(file, "{}", proposal.line(sources)).expect("a line");
    }
    file.flush().expect("a full file");
}

/// `corpus.jsonl`.
pub fn corpus(sources: &Sources, proposals: &[Proposal]) -> String {
    lines(proposals.iter().map(|proposal| proposal.line(sources)))
}

/// `qrels.tsv`.
pub fn qrels(queries: &[Query]) -> String {
    let mut text = String::from("query-id\tcorpus-id\tscore\n");
    for query in queries {
        for id in &query.relevant {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}\t{id}\t1", query.id);
        }
    }
    text
}

/// `pairs.tsv`.
pub fn tsv(pairs: &[Pair]) -> String {
    let mut text = String::from("a\tb\tlabel\tkind\n");
    for Pair { a, b, alike, kind } in pairs {
        let _ = writeln!(text, "{a}\t{b}\t{}\t{kind}", u8::from(*alike));
    }
    text
}

/// JSON objects, one a line.
pub fn lines(objects: impl Iterator<Item = serde_json::Value>) -> String {
    objects.map(|object| format!("{object}\n")).collect()
}

/// Reads a zipped text.
pub fn unzip(path: &Path) -> String {
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("a file");
    GzDecoder::new(file).read_to_string(&mut text).expect("zipped text");
    text
}

/// Writes a zipped text.
pub fn zip(path: &Path, text: &str) {
    let file = std::fs::File::create(path).expect("a file");
    let mut zipped = GzEncoder::new(file, Compression::best());
    zipped.write_all(text.as_bytes()).expect("a text");
    zipped.finish().expect("a full file");
}
