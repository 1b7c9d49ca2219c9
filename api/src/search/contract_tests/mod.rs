//! One suite over both engines. Meilisearch is a real server; where there is none to start, its half says that
//! it was not run.

mod bounds;
mod feeding;
mod finding;
mod narrowing;
mod ordering;

use super::{
    Answer, Batch, Document, Filter, Order, ProposalSearch, Question, Scope, analysis::Analyser, embedded::Embedded,
    meilisearch::Meilisearch,
};
use std::{fmt::Debug, sync::Arc};
use uuid::Uuid;
use yiting_e2e::{Folder, meilisearch::Meilisearch as Server};

/// An engine of a test's own, without an index at first.
struct Engine {
    search: Box<dyn ProposalSearch>,
    name: &'static str,
    /// What must outlive it.
    _held: (Option<Folder>, Option<Arc<Server>>),
}

/// Both engines, or the embedded one alone where the other cannot be started.
fn engines() -> Vec<Engine> {
    let folder = Folder::new("search");
    let embedded = Embedded::open(&folder.0, Analyser::default()).expect("an index");
    let mut engines = vec![Engine {
        search: Box::new(embedded),
        name: "embedded",
        _held: (Some(folder), None),
    }];
    if let Some(server) = Server::shared() {
        engines.push(Engine {
            search: Box::new(client(&server)),
            name: "meilisearch",
            _held: (None, Some(server)),
        });
    }
    engines
}

/// A client with an index that no other test has.
fn client(server: &Server) -> Meilisearch {
    let index = format!("test-{:016x}", rand::random::<u64>());
    Meilisearch::new(&server.url(), Some(Server::KEY), &index, Analyser::default()).expect("a client")
}

impl Engine {
    /// Built anew from these, at position 1.
    async fn with(self, documents: &[Document]) -> Self {
        let mut next = self
            .search
            .rebuild()
            .await
            .unwrap_or_else(|lost| panic!("{}: {lost}", self.name));
        next.add(documents.to_vec())
            .await
            .unwrap_or_else(|lost| panic!("{}: {lost}", self.name));
        next.finish(1)
            .await
            .unwrap_or_else(|lost| panic!("{}: {lost}", self.name));
        self
    }

    async fn put(&self, documents: &[Document], position: u64) {
        let batch = Batch {
            since: None,
            documents: documents.to_vec(),
            gone: Vec::new(),
            position,
        };
        self.search
            .apply(batch)
            .await
            .unwrap_or_else(|lost| panic!("{}: {lost}", self.name));
    }

    async fn ask(&self, question: &Question) -> Answer {
        self.search
            .search(question)
            .await
            .unwrap_or_else(|lost| panic!("{}: {question:?}: {lost}", self.name))
    }

    /// Numbers of what is found, in order.
    async fn found(&self, question: &Question) -> Vec<u128> {
        self.ask(question)
            .await
            .hits
            .iter()
            .map(|hit| hit.id.as_u128())
            .collect()
    }

    /// The same, sorted.
    async fn set(&self, question: &Question) -> Vec<u128> {
        let mut found = self.found(question).await;
        found.sort_unstable();
        found
    }

    fn is<T: PartialEq + Debug>(&self, given: T, wanted: T, what: impl Debug) {
        assert_eq!(given, wanted, "{}: {what:?}", self.name);
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A public proposal of this number and title.
fn proposal(number: u128, title: &str) -> Document {
    Document {
        id: id(number),
        number: Some(format!("310105-2026-{number:06}")),
        title: title.to_owned(),
        home: "000001/".to_owned(),
        custodian: "000001/".to_owned(),
        tier: "block".to_owned(),
        state: "supporting".to_owned(),
        year: 2026,
        public: true,
        created_at: 1_700_000_000_000 + i64::try_from(number).unwrap_or_default(),
        ..Document::default()
    }
}

/// What everybody finds with these words.
fn words(text: &str) -> Question {
    Question {
        text: text.to_owned(),
        first: 50,
        ..Question::default()
    }
}

/// Everything, narrowed.
fn narrowed(filter: Filter) -> Question {
    Question { filter, ..words("") }
}

/// Everything, as this viewer finds it.
fn seen_by(scope: Scope) -> Question {
    Question { scope, ..words("") }
}

fn ordered(text: &str, order: Order) -> Question {
    Question { order, ..words(text) }
}
