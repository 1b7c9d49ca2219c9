//! What Meilisearch finds as it comes: raw texts, default settings, the plain question. Search of ours is
//! measured against it, on the same questions and with the same figures.

use crate::meilisearch::Meilisearch;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::Read,
    path::Path,
    sync::LazyLock,
    time::{Duration, Instant},
};

/// A collection for retrieval: texts, questions, and which text answers which.
pub struct Collection {
    /// Id, title and text.
    pub texts: Vec<(String, String, String)>,
    /// Id and question.
    pub questions: Vec<(String, String)>,
    /// Ids of the texts that answer a question, by its id.
    pub answers: BTreeMap<String, Vec<String>>,
}

impl Collection {
    /// Reads `NAME.corpus.jsonl.gz`, `NAME.queries.jsonl.gz` and `NAME.qrels.tsv` of a folder.
    pub fn read(folder: &Path, name: &str) -> std::io::Result<Self> {
        let lines = |part: &str| -> std::io::Result<Vec<Value>> {
            let mut text = String::new();
            let file = std::fs::File::open(folder.join(format!("{name}.{part}.jsonl.gz")))?;
            flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
            text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
        };
        let field = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let mut answers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let judged = std::fs::read_to_string(folder.join(format!("{name}.qrels.tsv")))?;
        for line in judged.lines().skip(1) {
            let mut columns = line.split('\t');
            if let (Some(question), Some(text), Some(score)) = (columns.next(), columns.next(), columns.next())
                && score != "0"
            {
                answers.entry(question.into()).or_default().push(text.into());
            }
        }
        Ok(Self {
            texts: lines("corpus")?
                .iter()
                .map(|v| (field(v, "_id"), field(v, "title"), field(v, "text")))
                .collect(),
            questions: lines("queries")?
                .iter()
                .map(|v| (field(v, "_id"), field(v, "text")))
                .collect(),
            answers,
        })
    }
}

/// Shares over all questions that have an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Questions asked.
    pub questions: usize,
    /// Share of the answering texts among the first ten.
    pub recall_at_10: f64,
    /// Mean of one by the rank of the first answering text, nothing behind the tenth.
    pub mrr_at_10: f64,
    /// Questions to which nothing was found.
    pub empty: usize,
    /// Median and 99th percentile of the time for an answer.
    pub times: (Duration, Duration),
}

/// Asks every question of a collection. `ask` answers with ids, best first.
pub fn measure(collection: &Collection, mut ask: impl FnMut(&str) -> Vec<String>) -> Figures {
    let (mut figures, mut times) = (Figures::default(), Vec::new());
    for (id, question) in &collection.questions {
        let Some(wanted) = collection.answers.get(id) else {
            continue;
        };
        let begin = Instant::now();
        let mut found = ask(question);
        times.push(begin.elapsed());
        found.truncate(10);
        figures.questions += 1;
        figures.empty += usize::from(found.is_empty());
        let hits = wanted.iter().filter(|text| found.contains(text)).count();
        figures.recall_at_10 += hits as f64 / wanted.len() as f64;
        if let Some(rank) = found.iter().position(|text| wanted.contains(text)) {
            figures.mrr_at_10 += 1.0 / (rank + 1) as f64;
        }
    }
    let asked = figures.questions.max(1) as f64;
    figures.recall_at_10 /= asked;
    figures.mrr_at_10 /= asked;
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    figures.times = (at(50), at(99));
    figures
}

/// The figures of Meilisearch with its own settings, over its HTTP interface.
pub fn stock(server: &Meilisearch, collection: &Collection, strategy: &str) -> Figures {
    let index = format!("stock-{strategy}");
    put(server, collection, &index);
    measure(collection, |question| ask(server, &index, question, strategy))
}

/// Puts the texts of a collection into an index with settings as they come, and waits until they can be found.
pub fn put(server: &Meilisearch, collection: &Collection, index: &str) {
    let client = reqwest::blocking::Client::new();
    let url = server.url();
    let texts: Vec<Value> = collection
        .texts
        .iter()
        .map(|(id, title, text)| json!({ "id": id, "title": title, "text": text }))
        .collect();
    let said: Value = client
        .post(format!("{url}/indexes/{index}/documents?primaryKey=id"))
        .bearer_auth(Meilisearch::KEY)
        .json(&texts)
        .send()
        .and_then(reqwest::blocking::Response::json)
        .expect("texts are taken");
    let task = said["taskUid"].as_u64().expect("a task");
    loop {
        let state: Value = client
            .get(format!("{url}/tasks/{task}"))
            .bearer_auth(Meilisearch::KEY)
            .send()
            .and_then(reqwest::blocking::Response::json)
            .expect("a task's state");
        match state["status"].as_str() {
            Some("succeeded") => break,
            Some("enqueued" | "processing") => std::thread::sleep(Duration::from_millis(100)),
            _ => panic!("Meilisearch took no texts: {state}"),
        }
    }
}

/// What an index finds, best first.
pub fn ask(server: &Meilisearch, index: &str, question: &str, strategy: &str) -> Vec<String> {
    static CLIENT: LazyLock<reqwest::blocking::Client> = LazyLock::new(reqwest::blocking::Client::new);
    let said: Value = CLIENT
        .post(format!("{}/indexes/{index}/search", server.url()))
        .bearer_auth(Meilisearch::KEY)
        .json(&json!({
            "q": question, "limit": 10, "attributesToRetrieve": ["id"], "matchingStrategy": strategy,
        }))
        .send()
        .and_then(reqwest::blocking::Response::json)
        .expect("an answer");
    let hits = said["hits"].as_array().expect("hits");
    hits.iter()
        .filter_map(|hit| Some(hit["id"].as_str()?.to_owned()))
        .collect()
}
