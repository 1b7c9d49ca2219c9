//! The embedded engine: tantivy over a folder.
//!
//! Two forms of every text are indexed and none is stored. Words come from a dictionary; grams (single characters
//! and pairs at their places) find what a dictionary cuts elsewhere. On the People's Daily paragraphs neither alone
//! answered as many questions as both.
//!
//! The weights in [`query`] were set on CMRC 2018 (1 104 articles, 4 221 questions with one answer each: recall at ten
//! 0.997, reciprocal rank 0.983) and on a made collection of 5 200 proposals.
//!
//! A writer exists only while something is written, so that an idle server holds no buffers, and another
//! process may write in between. The generation that answers is looked up in the folder before each use,
//! which is one small file read, so that what another process has rebuilt answers at once.

mod candidates;
mod collect;
mod folder;
mod query;
mod schema;
#[cfg(test)]
mod tests;

use super::{
    Answer, Batch, Document, ELSEWHERE, Filter, Hit, Lost, Order, Position, Probe, ProposalSearch, Question, Rebuild,
    Stock,
    analysis::{self, Analyser},
};
use async_trait::async_trait;
use collect::{Found, Pass, turned};
use folder::{Folder, lost, writer};
use query::{Asker, Demand, everything, limits};
use schema::Fields;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::SystemTime,
};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument,
    collector::DocSetCollector,
    query::{AllQuery, BooleanQuery, Occur, Query},
    schema::Value,
};
use uuid::Uuid;

/// Goes up with every change of the fields; with [`analysis::VERSION`] it says whether an index is of this program.
const FORMAT: u32 = 1;
/// At most so many hits a page.
const PAGE: usize = 1_000;

/// What is stored with each commit.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    format_version: (u32, u32),
    position: u64,
}

impl Mark {
    fn text(position: u64) -> Result<String, Lost> {
        serde_json::to_string(&Self {
            format_version: (FORMAT, analysis::VERSION),
            position,
        })
        .map_err(lost)
    }

    /// The position; none where the index is of another version.
    fn read(payload: Option<&str>) -> Option<u64> {
        let mark: Self = serde_json::from_str(payload?).ok()?;
        (mark.format_version == (FORMAT, analysis::VERSION)).then_some(mark.position)
    }
}

/// The embedded engine. Clones share one index.
#[derive(Clone)]
pub struct Embedded(Arc<Inner>);

struct Inner {
    folder: Folder,
    analyser: Analyser,
    open: RwLock<Option<Arc<Generation>>>,
    /// Batches go one after the other.
    applying: Mutex<()>,
}

/// A generation that is open.
struct Generation {
    name: String,
    folder: PathBuf,
    index: Index,
    fields: Fields,
    reader: IndexReader,
    /// The state of its list of segments that the reader has seen.
    seen: Mutex<Option<Changed>>,
}

impl Generation {
    /// Opens a generation of this program; none where it is of another version or damaged.
    fn open(folder: &Folder, name: &str) -> Option<Self> {
        let path = folder.of(name);
        let seen = changed(&path);
        let opened = Index::open_in_dir(&path).and_then(|index| {
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            Ok((index, reader))
        });
        let (index, reader) = opened
            .inspect_err(|error| tracing::warn!(generation = %name, %error, "the search index cannot be opened"))
            .ok()?;
        let (schema, fields) = Fields::new();
        Mark::read(index.load_metas().ok()?.payload.as_deref()).filter(|_| index.schema() == schema)?;
        Some(Self {
            name: name.to_owned(),
            folder: path,
            index,
            fields,
            reader,
            seen: Mutex::new(seen),
        })
    }

    /// A searcher that sees what was committed, by whichever process.
    fn searcher(&self) -> Result<Searcher, Lost> {
        let now = changed(&self.folder);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen != now {
            self.reader.reload().map_err(lost)?;
            *seen = now;
        }
        Ok(self.reader.searcher())
    }

    fn position(&self) -> Option<u64> {
        Mark::read(self.index.load_metas().ok()?.payload.as_deref())
    }
}

/// When the list of segments was last written, and its length: two commits may share a tick of the file system.
type Changed = (SystemTime, u64);

fn changed(folder: &Path) -> Option<Changed> {
    let about = std::fs::metadata(folder.join("meta.json")).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// Runs what waits for the disk beside the threads that answer. Even a panic over a damaged file is an engine that
/// is lost, and no more.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Lost> + Send + 'static) -> Result<T, Lost> {
    tokio::task::spawn_blocking(work).await.map_err(lost)?
}

impl Embedded {
    /// Over a folder, which is made if it is not there. An index in it is only opened when it is asked.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(folder: &Path, analyser: Analyser) -> Result<Self, Lost> {
        let folder = Folder::open(folder)?;
        Ok(Self(Arc::new(Inner {
            folder,
            analyser,
            open: RwLock::new(None),
            applying: Mutex::new(()),
        })))
    }
}

impl Inner {
    /// The generation that answers now; none where it must be built first.
    fn current(&self) -> Result<Option<Arc<Generation>>, Lost> {
        let name = self.folder.current()?;
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner).clone();
        if open.as_ref().map(|generation| &generation.name) == name.as_ref() {
            return Ok(open);
        }
        let fresh = name
            .and_then(|name| Generation::open(&self.folder, &name))
            .map(Arc::new);
        self.open
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&fresh);
        Ok(fresh)
    }

    fn ready(&self) -> Result<Arc<Generation>, Lost> {
        self.current()?
            .ok_or_else(|| Lost("there is no index of this version yet".to_owned()))
    }

    /// Asks the generation that answers; once more if it was replaced meanwhile.
    fn with<T>(&self, ask: impl Fn(&Generation, &Searcher) -> Result<T, Lost>) -> Result<T, Lost> {
        let generation = self.ready()?;
        let first = generation.searcher().and_then(|searcher| ask(&generation, &searcher));
        if first.is_ok() || self.folder.current()?.as_ref() == Some(&generation.name) {
            return first;
        }
        let generation = self.ready()?;
        ask(&generation, &generation.searcher()?)
    }

    fn search(&self, question: &Question) -> Result<Answer, Lost> {
        self.with(|generation, searcher| {
            let first = question.first.min(PAGE);
            let pass = Pass {
                order: question.order,
                limit: first + 1,
                after: question
                    .after
                    .map(|after| (turned(question.order, after.key), after.id.as_u128())),
                facets: question.facets.then(|| question.filter.below.clone()),
            };
            let found = self.pass(generation, searcher, question, &pass)?;
            let more = found.hits.len() > first;
            let hits = found.hits.into_iter().take(first).map(|((key, id), score)| {
                let id = Uuid::from_u128(id);
                Hit {
                    id,
                    score,
                    position: Position {
                        key: turned(question.order, key),
                        id,
                    },
                }
            });
            Ok(Answer {
                hits: hits.collect(),
                total: found.total,
                more,
                facets: found.facets,
            })
        })
    }

    fn pass(
        &self,
        generation: &Generation,
        searcher: &Searcher,
        question: &Question,
        pass: &Pass,
    ) -> Result<Found, Lost> {
        let fields = &generation.fields;
        let run = |words: Box<dyn Query>| {
            let mut clauses = limits(fields, &question.scope, &question.filter);
            clauses.push((Occur::Must, words));
            searcher.search(&BooleanQuery::new(clauses), pass).map_err(lost)
        };
        if question.text.trim().is_empty() {
            return run(everything());
        }
        let asker = Asker::new(fields, searcher, &self.analyser, question.within);
        let words = |demand| asker.words(&question.text, question.typing, demand);
        let Some(usual) = words(Demand::Usual) else {
            return Ok(Found::default());
        };
        let found = run(usual)?;
        match words(Demand::Little) {
            Some(little) if found.total == 0 => run(little),
            _ => Ok(found),
        }
    }

    fn candidates(&self, probe: &Probe) -> Result<Vec<Uuid>, Lost> {
        self.with(|generation, searcher| {
            let fields = &generation.fields;
            let Some(words) = candidates::query(fields, searcher, &self.analyser, probe).map_err(lost)? else {
                return Ok(Vec::new());
            };
            let filter = Filter {
                below: probe.below.clone(),
                ..Filter::default()
            };
            let mut clauses = limits(fields, &probe.scope, &filter);
            clauses.push((Occur::Must, words));
            if let Some(except) = probe.except {
                clauses.push((Occur::MustNot, query::exact(fields.id, &except.simple().to_string())));
            }
            let pass = Pass {
                order: Order::Relevance,
                limit: probe.first.min(PAGE),
                after: None,
                facets: None,
            };
            let found = searcher.search(&BooleanQuery::new(clauses), &pass).map_err(lost)?;
            Ok(found.hits.into_iter().map(|((_, id), _)| Uuid::from_u128(id)).collect())
        })
    }

    fn apply(&self, batch: &Batch) -> Result<(), Lost> {
        let _turn = self.applying.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = self.ready()?;
        let mut writer = writer(&generation.index)?;
        if batch.since.is_some() && batch.since != generation.position() {
            return Err(Lost(ELSEWHERE.to_owned()));
        }
        for id in &batch.gone {
            writer.delete_term(generation.fields.key(*id));
        }
        add(&writer, &generation.fields, &batch.documents)?;
        commit(&mut writer, batch.position)?;
        // Merges end before the lock is given back: a writer that is dropped gives them up.
        writer.wait_merging_threads().map_err(lost)?;
        generation.reader.reload().map_err(lost)?;
        if self.folder.current()?.as_ref() == Some(&generation.name) {
            return Ok(());
        }
        Err(Lost(ELSEWHERE.to_owned()))
    }

    fn digests(&self) -> Result<BTreeMap<Uuid, String>, Lost> {
        self.with(|generation, searcher| {
            let fields = &generation.fields;
            let mut digests = BTreeMap::new();
            for address in searcher.search(&AllQuery, &DocSetCollector).map_err(lost)? {
                let document: TantivyDocument = searcher.doc(address).map_err(lost)?;
                let text = |field| {
                    document
                        .get_first(field)
                        .and_then(|value| value.as_str().map(str::to_owned))
                };
                if let (Some(Ok(id)), Some(digest)) =
                    (text(fields.id).map(|id| Uuid::try_parse(&id)), text(fields.digest))
                {
                    digests.insert(id, digest);
                }
            }
            Ok(digests)
        })
    }
}

/// Puts documents in the place of those with the same ids.
fn add(writer: &IndexWriter, fields: &Fields, documents: &[Document]) -> Result<(), Lost> {
    for document in documents {
        writer.delete_term(fields.key(document.id));
        writer.add_document(fields.document(document)).map_err(lost)?;
    }
    Ok(())
}

/// Commits with the position; tantivy writes its files through to the disk.
fn commit(writer: &mut IndexWriter, position: u64) -> Result<(), Lost> {
    let mut commit = writer.prepare_commit().map_err(lost)?;
    commit.set_payload(&Mark::text(position)?);
    commit.commit().map_err(lost)?;
    Ok(())
}

#[async_trait]
impl ProposalSearch for Embedded {
    async fn search(&self, question: &Question) -> Result<Answer, Lost> {
        let (inner, question) = (self.0.clone(), question.clone());
        aside(move || inner.search(&question)).await
    }

    async fn candidates(&self, probe: &Probe) -> Result<Vec<Uuid>, Lost> {
        let (inner, probe) = (self.0.clone(), probe.clone());
        aside(move || inner.candidates(&probe)).await
    }

    async fn position(&self) -> Result<Option<u64>, Lost> {
        let inner = self.0.clone();
        // A file so damaged that reading it panics is an index that must be built again.
        let open = tokio::task::spawn_blocking(move || inner.current())
            .await
            .unwrap_or(Ok(None))?;
        Ok(open.and_then(|generation| generation.position()))
    }

    async fn apply(&self, batch: Batch) -> Result<(), Lost> {
        let inner = self.0.clone();
        aside(move || inner.apply(&batch)).await
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, Lost> {
        let inner = self.0.clone();
        aside(move || {
            let (name, writer) = inner.folder.begin()?;
            Ok(Box::new(Building {
                inner,
                name,
                writer: Arc::new(Mutex::new(writer)),
            }) as Box<dyn Rebuild>)
        })
        .await
    }

    async fn digests(&self) -> Result<BTreeMap<Uuid, String>, Lost> {
        let inner = self.0.clone();
        aside(move || inner.digests()).await
    }

    async fn stock(&self) -> Result<Stock, Lost> {
        let inner = self.0.clone();
        aside(move || {
            let Some(generation) = inner.current()? else {
                return Ok(Stock::default());
            };
            let documents = generation.searcher()?.num_docs();
            Ok(Stock {
                documents,
                bytes: Some(folder::bytes(&generation.folder)),
            })
        })
        .await
    }
}

/// A generation that is being built. Dropped before its end, it is removed with the next one that is put in place.
struct Building {
    inner: Arc<Inner>,
    name: String,
    writer: Arc<Mutex<IndexWriter>>,
}

#[async_trait]
impl Rebuild for Building {
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), Lost> {
        let writer = self.writer.clone();
        aside(move || {
            let writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
            add(&writer, &Fields::new().1, &documents)
        })
        .await
    }

    async fn finish(self: Box<Self>, position: u64) -> Result<(), Lost> {
        aside(move || {
            // The writer's lock is held until the generation has its name, so that nobody sweeps it away.
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            commit(&mut writer, position)?;
            self.inner.folder.publish(&self.name)
        })
        .await
    }
}
