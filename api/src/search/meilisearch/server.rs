//! A Meilisearch server and its tasks: every change is queued there, and is done once its task says so.

use super::{
    super::{Document, Lost, analysis::Analyser},
    guard::Guard,
    stored::{BUILT, Mark, POSITION, Stored, format, settings},
};
use meilisearch_sdk::{
    client::{Client, SwapIndexes},
    documents::DocumentsQuery,
    errors::{Error, ErrorCode, MeilisearchError},
    indexes::{Index, IndexesQuery},
    task_info::TaskInfo,
    tasks::{Task, TasksSearchQuery},
};
use serde::{Deserialize, de::DeserializeOwned};
use std::time::Duration;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// A question is answered within this time.
const ANSWER: Duration = Duration::from_secs(2);
/// A request that carries documents, or looks at a task.
const REQUEST: Duration = Duration::from_secs(30);
/// A task may wait behind others, and a large one takes its time.
const TASK: Duration = Duration::from_secs(600);
/// How often a task is asked for: at first, and at most.
const GLANCES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(250));
/// Characters of texts that go into one request; what is sent is about seven times as much, and servers take 100 MB.
const LOAD: usize = 1 << 20;
/// Documents in one request.
const HEAP: usize = 500;
/// Documents in a page when all are read.
pub(super) const PAGE: usize = 1_000;

/// A server.
pub(super) struct Server {
    pub client: Client,
    pub guard: Guard,
    pub analyser: Analyser,
    /// The index that answers.
    pub live: String,
}

/// A position, and the name under which the index was built in which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Marked {
    format: String,
    pub position: u64,
    #[serde(default)]
    pub built: String,
}

fn is_absent(error: &Error) -> bool {
    use ErrorCode::{DocumentNotFound, IndexNotFound};
    matches!(
        error,
        Error::Meilisearch(MeilisearchError {
            error_code: IndexNotFound | DocumentNotFound,
            ..
        })
    )
}

impl Server {
    /// The index that answers.
    pub(super) fn index(&self) -> Index {
        self.client.index(&self.live)
    }

    /// Waits for an answer to a question.
    pub(super) async fn answer<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Lost> {
        self.guard.ask(ANSWER, call).await
    }

    /// The position that stands in the index; none where there is no index or it is of another version.
    ///
    /// Whoever feeds sends documents and then a position. When an index that was built meanwhile is swapped in between
    /// the two, that position speaks of documents in the index that is gone: it names another index than the one in
    /// which it stands, and the position at which this one was built holds instead.
    pub(super) async fn position(&self) -> Result<Option<Marked>, Lost> {
        let Some(built) = self.marked(BUILT).await? else {
            return Ok(None);
        };
        let fed = self.marked(POSITION).await?;
        Ok(Some(fed.filter(|fed| fed.built == built.built).unwrap_or(built)))
    }

    async fn marked(&self, id: &str) -> Result<Option<Marked>, Lost> {
        match self.guard.call(ANSWER, self.index().get_document::<Marked>(id)).await? {
            Ok(marked) => Ok((marked.format == format()).then_some(marked)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(Lost(error.to_string())),
        }
    }

    /// Waits until tasks are done, in the order in which they were queued.
    pub(super) async fn done(&self, tasks: Vec<TaskInfo>) -> Result<(), Lost> {
        for task in tasks {
            if let Some(failure) = self.end_of(&task).await? {
                return Err(Lost(failure.to_string()));
            }
        }
        Ok(())
    }

    /// Waits until a task is done; why it failed, if it did.
    async fn end_of(&self, task: &TaskInfo) -> Result<Option<MeilisearchError>, Lost> {
        let (begin, mut glance) = (Instant::now(), GLANCES.0);
        while begin.elapsed() < TASK {
            match self.guard.ask(REQUEST, self.client.get_task(task)).await? {
                Task::Succeeded { .. } => return Ok(None),
                Task::Failed { content } => return Ok(Some(content.error)),
                Task::Enqueued { .. } | Task::Processing { .. } => sleep(glance).await,
            }
            glance = (glance * 2).min(GLANCES.1);
        }
        Err(Lost(format!(
            "task {} took more than {} s",
            task.task_uid,
            TASK.as_secs()
        )))
    }

    /// Makes an index with its settings, unless it is there.
    pub(super) async fn make(&self, name: &str) -> Result<(), Lost> {
        let made = self
            .guard
            .ask(REQUEST, self.client.create_index(name, Some("id")))
            .await?;
        match self.end_of(&made).await? {
            Some(failure) if failure.error_code != ErrorCode::IndexAlreadyExists => {
                return Err(Lost(failure.to_string()));
            }
            _ => {}
        }
        let (index, settings) = (self.client.index(name), settings());
        let set = self.guard.ask(REQUEST, index.set_settings(&settings)).await?;
        self.done(vec![set]).await
    }

    /// Queues documents, in requests of a bounded size.
    pub(super) async fn send(&self, index: &Index, documents: &[Document]) -> Result<Vec<TaskInfo>, Lost> {
        let (mut tasks, mut heap, mut load) = (Vec::new(), Vec::new(), 0);
        for document in documents {
            let voices: usize = document.voices.iter().map(String::len).sum();
            load += document.title.len() + document.body.len() + voices;
            heap.push(Stored::from(document));
            if load >= LOAD || heap.len() >= HEAP {
                tasks.push(self.guard.ask(REQUEST, index.add_or_replace(&heap, Some("id"))).await?);
                (heap, load) = (Vec::new(), 0);
            }
        }
        if !heap.is_empty() {
            tasks.push(self.guard.ask(REQUEST, index.add_or_replace(&heap, Some("id"))).await?);
        }
        Ok(tasks)
    }

    /// Queues positions. Tasks of an index are done in order, so whatever was sent before stands in it then.
    pub(super) async fn mark(&self, index: &Index, marks: &[Mark]) -> Result<TaskInfo, Lost> {
        self.guard.ask(REQUEST, index.add_or_replace(marks, Some("id"))).await
    }

    /// Queues the end of documents.
    pub(super) async fn forget(&self, index: &Index, gone: &[Uuid]) -> Result<Option<TaskInfo>, Lost> {
        if gone.is_empty() {
            return Ok(None);
        }
        self.guard.ask(REQUEST, index.delete_documents(gone)).await.map(Some)
    }

    /// Every proposal's stored fields, page by page.
    pub(super) async fn pages<T: DeserializeOwned + Send + Sync + 'static>(
        &self,
        fields: &[&str],
        mut take: impl FnMut(T),
    ) -> Result<(), Lost> {
        let index = self.index();
        for page in 0.. {
            let mut query = DocumentsQuery::new(&index);
            query
                .with_fields(fields.iter().copied())
                .with_filter(r#"kind = "proposal""#);
            query.with_offset(page * PAGE).with_limit(PAGE);
            let found = self.guard.ask(REQUEST, index.get_documents_with::<T>(&query)).await?;
            let last = found.results.len() < PAGE;
            found.results.into_iter().for_each(&mut take);
            if last {
                break;
            }
        }
        Ok(())
    }

    /// Indexes that a rebuild left behind when it was killed.
    pub(super) async fn sweep(&self) -> Result<(), Lost> {
        let mut query = IndexesQuery::new(&self.client);
        query.with_limit(PAGE);
        let found = self.guard.ask(REQUEST, query.execute()).await?;
        let beside = self.beside("");
        for index in found.results.into_iter().filter(|index| index.uid.starts_with(&beside)) {
            self.remove(&index.uid).await?;
        }
        Ok(())
    }

    /// Deletes an index and waits for its end.
    pub(super) async fn remove(&self, name: &str) -> Result<(), Lost> {
        let removed = self.guard.ask(REQUEST, self.client.delete_index(name)).await?;
        match self.end_of(&removed).await? {
            Some(failure) if failure.error_code != ErrorCode::IndexNotFound => Err(Lost(failure.to_string())),
            _ => Ok(()),
        }
    }

    fn beside(&self, unique: &str) -> String {
        format!("{}-next-{unique}", self.live)
    }

    /// A name that no index had: the number of the server's last task, which only grows, and making an index is
    /// a task. What a killed rebuild has queued cannot reach this one.
    pub(super) async fn fresh_name(&self) -> Result<String, Lost> {
        let mut query = TasksSearchQuery::new(&self.client);
        query.with_limit(1);
        let tasks = self.guard.ask(REQUEST, query.execute()).await?;
        let last = tasks.results.first().map_or(0, Task::get_uid);
        Ok(self.beside(&last.to_string()))
    }

    /// Puts an index in the place of the one that answers, and removes that.
    pub(super) async fn swap(&self, next: &str) -> Result<(), Lost> {
        self.make(&self.live).await?;
        let pair = SwapIndexes {
            indexes: (self.live.clone(), next.to_owned()),
            rename: None,
        };
        let swapped = self.guard.ask(REQUEST, self.client.swap_indexes([&pair])).await?;
        self.done(vec![swapped]).await?;
        self.remove(next).await
    }
}
