//! Search: how well and how fast both engines find, beside Meilisearch as it comes:
//! `cargo bench -p yiting-e2e --bench search`.
//!
//! The binary is `YITING_BIN` or the debug build; the figures of a release build are the ones to quote. Without
//! a Meilisearch (see `e2e/node`) only the embedded engine is measured, which is said. `YITING_SEARCH_SIZES` says
//! over how many proposals latency is measured, such as `100000,1000000`.

use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};
use yiting_e2e::{
    Folder,
    civic::{self, Proposal, Query, Sources, files, score},
    meilisearch::Meilisearch,
    search_trial::{self, Collection},
};

/// The three files of a collection.
struct Trial {
    corpus: PathBuf,
    queries: PathBuf,
    qrels: PathBuf,
}

/// Both engines, where there are two.
struct Engines(Option<Meilisearch>);

impl Engines {
    fn names(&self) -> Vec<&'static str> {
        let mut names = vec!["embedded"];
        names.extend(self.0.as_ref().map(|_| "meilisearch"));
        names
    }

    /// Runs a command of the binary, however long it takes, and returns what it printed.
    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(yiting_e2e::process::binary());
        command.args(arguments).env("YITING_LOG", "warn");
        if let Some(server) = &self.0 {
            command.env("MEILI_URL", server.url());
            command.env("MEILI_KEY", Meilisearch::KEY);
        }
        let output = command.output().expect("the binary runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "yiting {}: {said}", arguments.join(" "));
        String::from_utf8(output.stdout).expect("text")
    }

    fn search(&self, engine: &str, trial: &Trial) -> Value {
        let path = |path: &'_ Path| path.to_str().expect("a path of letters").to_owned();
        let (corpus, queries, qrels) = (path(&trial.corpus), path(&trial.queries), path(&trial.qrels));
        let files = ["--corpus", &corpus, "--queries", &queries, "--qrels", &qrels];
        let mut arguments = vec!["compute", "search", "--engine", engine];
        arguments.extend(files);
        serde_json::from_str(&self.run(&arguments)).expect("figures in JSON")
    }
}

fn main() {
    let engines = Engines(Meilisearch::start());
    println!("{}", yiting_e2e::process::binary().display());
    let folder = Folder::new("bench-search");
    let sources = Sources::new();
    let proposals: Vec<Proposal> = sources.proposals(civic::PROPOSALS).collect();
    let queries = civic::queries(&sources, &proposals);
    published(&engines);
    invented(&engines, &sources, &proposals, &queries, &folder.0);
    duplicates(&engines);
    sizes(&engines, &sources, &folder.0);
}

fn head(title: &str) {
    println!(
        "\n{title:<36} {:>9} {:>9} {:>6} {:>9} {:>9} {:>9} {:>9}",
        "recall@10", "MRR@10", "empty", "p50 ms", "p99 ms", "build s", "MB"
    );
}

fn row(name: &str, figures: &Value) {
    let number = |field: &str| figures[field].as_f64().unwrap_or(f64::NAN);
    println!(
        "{name:<36} {:>9.3} {:>9.3} {:>6.0} {:>9.2} {:>9.2} {:>9.1} {:>9.1}",
        number("recall_at_10"),
        number("mrr_at_10"),
        number("empty"),
        number("p50_us") / 1e3,
        number("p99_us") / 1e3,
        number("build_ms") / 1e3,
        number("index_bytes") / 1e6
    );
}

/// A published collection: CMRC 2018.
fn published(engines: &Engines) {
    let Some(data) = yiting_e2e::reference_data() else {
        return;
    };
    let folder = data.join("zh-retrieval");
    let trial = Trial {
        corpus: folder.join("cmrc2018.corpus.jsonl.gz"),
        queries: folder.join("cmrc2018.queries.jsonl.gz"),
        qrels: folder.join("cmrc2018.qrels.tsv"),
    };
    head("CMRC 2018");
    for engine in engines.names() {
        row(engine, &engines.search(engine, &trial));
    }
    if let Some(server) = &engines.0 {
        let collection = Collection::read(&folder, "cmrc2018").expect("the collection");
        for strategy in ["last", "all", "frequency"] {
            let said = search_trial::stock(server, &collection, strategy);
            println!(
                "{:<36} {:>9.3} {:>9.3} {:>6} {:>9.2} {:>9.2}",
                format!("Meilisearch as it comes, {strategy}"),
                said.recall_at_10,
                said.mrr_at_10,
                said.empty,
                said.times.0.as_secs_f64() * 1e3,
                said.times.1.as_secs_f64() * 1e3
            );
        }
    }
}

/// The civic set, all of it and the part that is kept back, kind by kind.
fn invented(engines: &Engines, sources: &Sources, proposals: &[Proposal], queries: &[Query], folder: &Path) {
    let committed = files::folder();
    let stock = engines.0.as_ref().map(|server| stock(server, sources, proposals));
    for held in [false, true] {
        let asked: Vec<Query> = queries.iter().filter(|query| query.held || !held).cloned().collect();
        let title = if held { "civic, kept back" } else { "civic, all" };
        let trial = Trial {
            corpus: committed.join(files::CORPUS),
            queries: folder.join("queries.jsonl"),
            qrels: folder.join("qrels.tsv"),
        };
        std::fs::write(&trial.queries, files::lines(asked.iter().map(Query::line))).expect("a file");
        std::fs::write(&trial.qrels, files::qrels(&asked)).expect("a file");
        head(title);
        let mut columns: Vec<(&str, BTreeMap<String, f64>)> = Vec::new();
        for engine in engines.names() {
            let figures = engines.search(engine, &trial);
            row(engine, &figures);
            let kinds = figures["kinds"].as_object().expect("figures by kind");
            let scores = kinds
                .iter()
                .map(|(kind, of)| (kind.clone(), of["score"].as_f64().expect("a score")));
            columns.push((engine, scores.collect()));
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for query in &asked {
            *counts.entry(query.kind).or_default() += 1;
        }
        if let Some(ask) = &stock {
            let scores = score::by_kind(&asked, |query| ask(&query.text));
            let scores = scores.into_iter().map(|(kind, of)| (kind.to_owned(), of.score));
            columns.push(("stock", scores.collect()));
        }
        kinds(title, &counts, &columns);
    }
}

fn kinds(title: &str, counts: &BTreeMap<&str, usize>, columns: &[(&str, BTreeMap<String, f64>)]) {
    print!("\n{:<36} {:>9}", format!("{title}: score by kind"), "queries");
    columns.iter().for_each(|(engine, _)| print!(" {engine:>12}"));
    println!();
    for (kind, count) in counts {
        print!("{kind:<36} {count:>9}");
        for (_, scores) in columns {
            print!(" {:>12.3}", scores.get(*kind).copied().unwrap_or(f64::NAN));
        }
        println!();
    }
    let all: usize = counts.values().sum();
    print!("{:<36} {all:>9}", "mean over all queries");
    for (_, scores) in columns {
        let sum: f64 = counts
            .iter()
            .map(|(kind, &count)| scores.get(*kind).copied().unwrap_or(f64::NAN) * count as f64)
            .sum();
        print!(" {:>12.3}", sum / all as f64);
    }
    println!();
}

/// Puts the civic set into a Meilisearch as it comes, every text that ours is given, and returns how to ask it.
fn stock<'a>(
    server: &'a Meilisearch,
    sources: &Sources,
    proposals: &[Proposal],
) -> impl Fn(&str) -> Vec<String> + use<'a> {
    let texts = proposals.iter().map(|proposal| {
        let line = proposal.line(sources);
        let said = |field: &str| match &line[field] {
            Value::String(text) => text.clone(),
            Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
            _ => String::new(),
        };
        let fields = ["text", "number", "areas", "topic_names", "voices", "resolution"];
        (proposal.id.clone(), proposal.title.clone(), fields.map(said).join("\n"))
    });
    let collection = Collection {
        texts: texts.collect(),
        questions: Vec::new(),
        answers: BTreeMap::new(),
    };
    search_trial::put(server, &collection, "civic");
    |question: &str| search_trial::ask(server, "civic", question, "last")
}

/// Pairs of texts: which share of each sort is called alike.
fn duplicates(engines: &Engines) {
    println!("\n{:<36} {:>9} {:>9} {:>9}", "pairs", "pairs", "label", "alike");
    let mut sets = vec![("civic", files::folder().join(files::PAIRS))];
    if let Some(data) = yiting_e2e::reference_data() {
        sets.push(("PAWS-X", data.join("zh-dups/pawsx-zh-test.tsv.gz")));
    }
    for (name, path) in sets {
        let said = engines.run(&[
            "compute",
            "similar",
            "--pairs",
            path.to_str().expect("a path of letters"),
        ]);
        let tsv = files::unzip(&path);
        let pairs: Vec<Vec<&str>> = tsv.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        assert_eq!(pairs.len(), said.lines().count(), "an answer for every pair");
        let mut kinds: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for (pair, line) in pairs.iter().zip(said.lines()) {
            let answer: Value = serde_json::from_str(line).expect("an answer in JSON");
            let alike = answer["alike"].as_bool().expect("whether they are alike");
            let of = kinds
                .entry((pair[2], pair.get(3).copied().unwrap_or_default()))
                .or_default();
            of.0 += 1;
            of.1 += usize::from(alike);
        }
        for ((label, kind), (count, alike)) in kinds {
            let share = alike as f64 / count as f64;
            println!("{:<36} {count:>9} {label:>9} {share:>9.3}", format!("{name} {kind}"));
        }
    }
}

/// Latency, building and size over many proposals. What is found there is not judged: more of them answer a
/// query than the committed judgements know.
fn sizes(engines: &Engines, sources: &Sources, folder: &Path) {
    let sizes = std::env::var("YITING_SEARCH_SIZES").unwrap_or_else(|_| "100000".to_owned());
    println!(
        "\n{:<12} {:<14} {:>9} {:>9} {:>9} {:>9}",
        "proposals", "engine", "p50 ms", "p99 ms", "build s", "MB"
    );
    for size in sizes.split(',') {
        let count: usize = size.trim().parse().expect("a number of proposals");
        let committed = files::folder();
        let trial = Trial {
            corpus: folder.join("many.jsonl"),
            queries: committed.join(files::QUERIES),
            qrels: committed.join(files::QRELS),
        };
        files::write_many(sources, count, &trial.corpus);
        for engine in engines.names() {
            let figures = engines.search(engine, &trial);
            let number = |field: &str| figures[field].as_f64().unwrap_or(f64::NAN);
            assert_eq!(figures["documents"], count, "all of them are in the index");
            println!(
                "{count:<12} {engine:<14} {:>9.2} {:>9.2} {:>9.1} {:>9.1}",
                number("p50_us") / 1e3,
                number("p99_us") / 1e3,
                number("build_ms") / 1e3,
                number("index_bytes") / 1e6
            );
        }
    }
}
