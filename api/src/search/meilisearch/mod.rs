//! One index for all instances, in a Meilisearch server that somebody runs.
//!
//! The server is told everything as tasks and asked over HTTP; whatever it answers amiss, or not in time, is
//! [`Lost`]. The feed's position is a document of the same index, so it swaps with it.

mod filter;
mod guard;
mod server;
mod stored;
mod wording;

#[cfg(test)]
mod fault_tests;

use super::{
    Answer, Batch, Document, ELSEWHERE, Facets, Filter, Hit, Lost, Order, Position, Probe, ProposalSearch, Question,
    Rebuild, Stock, analysis::Analyser,
};
use async_trait::async_trait;
use meilisearch_sdk::{
    client::Client,
    search::{
        FederatedMultiSearchResponse, FederationOptions, MergeFacets, MultiSearchQuery, QueryFederationOptions,
        SearchQuery, SearchResult, Selectors,
    },
    task_info::TaskInfo,
};
use serde::Deserialize;
use server::Server;
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::Arc,
};
use stored::{BUILT, FACETS, LOCALES, Mark, OTHERS, POSITION, RANKED, SEGMENT, level};
use uuid::Uuid;
use wording::Way;

/// Of the proposals that share a word, the first so many are looked at; of a rare word that is all.
const SHARING: usize = 200;

/// The adapter.
#[derive(Clone)]
pub struct Meilisearch {
    server: Arc<Server>,
}

/// What is read of a hit.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    id: Uuid,
    supports: i64,
    created_at: i64,
    due_at: Option<i64>,
}

/// What is asked besides the words.
#[derive(Default)]
struct Asked<'a> {
    conditions: &'a [String],
    sort: &'a [&'a str],
    facets: Vec<String>,
    limit: usize,
}

type Response = FederatedMultiSearchResponse<Found>;

impl Meilisearch {
    /// An index of this name on the server at `url`. Nothing is asked yet.
    ///
    /// # Errors
    /// A key or a name that no server takes.
    pub fn new(url: &str, api_key: Option<&str>, index_name: &str, analyser: Analyser) -> Result<Self, Lost> {
        // The SDK would end the process.
        if api_key.is_some_and(|key| !key.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(Lost("its key is not made of printable letters".to_owned()));
        }
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if index_name.is_empty() || index_name.len() > 200 || !index_name.bytes().all(fits) {
            return Err(Lost(format!("{index_name:?} cannot be the name of an index")));
        }
        let client = Client::new(url.trim_end_matches('/'), api_key).map_err(|error| Lost(error.to_string()))?;
        let live = index_name.to_owned();
        Ok(Self {
            server: Arc::new(Server {
                client,
                guard: guard::Guard::default(),
                analyser,
                live,
            }),
        })
    }

    /// Asks in several ways at once.
    async fn ask(&self, ways: &[Way], asked: &Asked<'_>) -> Result<Response, Lost> {
        let index = self.server.index();
        let strict: Vec<&str> = asked.conditions.iter().map(String::as_str).collect();
        let mut many = MultiSearchQuery::new(&self.server.client);
        for way in ways {
            let mut query = SearchQuery::new(&index);
            query
                .with_query(&way.text)
                .with_array_filter(strict.clone())
                .with_matching_strategy(way.strategy())
                .with_locales(LOCALES);
            query.with_attributes_to_retrieve(Selectors::Some(&["id", "supports", "createdAt", "dueAt"]));
            if !way.on.is_empty() {
                query.with_attributes_to_search_on(way.on);
            }
            if !asked.sort.is_empty() {
                query.with_sort(asked.sort);
            }
            many.with_search_query_and_options(
                query.build(),
                QueryFederationOptions {
                    weight: Some(way.weight),
                    remote: None,
                },
            );
        }
        let facets_by_index =
            (!asked.facets.is_empty()).then(|| HashMap::from([(self.server.live.clone(), asked.facets.clone())]));
        // Merged, because the SDK cannot read them by index.
        let merge_facets = facets_by_index.is_some().then_some(MergeFacets {
            max_values_per_facet: Some(FACETS),
        });
        let federated = many.with_federation(FederationOptions {
            limit: Some(asked.limit),
            facets_by_index,
            merge_facets,
            ..FederationOptions::default()
        });
        self.server.answer(federated.execute::<Found>()).await
    }

    /// Proposals that share words, by the sum of what these are worth: each is asked for by itself, since the
    /// engine ranks a text by its first missing word, and the rarer it is, the more it counts (the inverse document
    /// frequency of BM25; Robertson and Spärck Jones 1976).
    async fn sharing(&self, words: &[String], conditions: &[String], first: usize) -> Result<Vec<Uuid>, Lost> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let (server, index) = (&self.server, self.server.index());
        let all = server.answer(index.get_stats()).await?.number_of_documents as f64;
        let strict: Vec<&str> = conditions.iter().map(String::as_str).collect();
        let mut many = MultiSearchQuery::new(&server.client);
        for word in words {
            let mut query = SearchQuery::new(&index);
            query
                .with_query(word)
                .with_array_filter(strict.clone())
                .with_locales(LOCALES)
                .with_limit(SHARING);
            query.with_attributes_to_search_on(wording::WRITTEN);
            query.with_attributes_to_retrieve(Selectors::Some(&["id"]));
            many.with_search_query(query.build());
        }
        let found = server.answer(many.execute::<Sharing>()).await?;
        let mut worth: HashMap<Uuid, f64> = HashMap::new();
        for found in found.results {
            let texts = found.estimated_total_hits.unwrap_or(found.hits.len()) as f64;
            let rarity = (1.0 + (all - texts + 0.5).max(0.5) / (texts + 0.5)).ln();
            for hit in found.hits {
                *worth.entry(hit.result.id).or_default() += rarity;
            }
        }
        let mut best: Vec<(Uuid, f64)> = worth.into_iter().collect();
        best.sort_unstable_by(|left, right| right.1.total_cmp(&left.1).then(right.0.cmp(&left.0)));
        best.truncate(first);
        Ok(best.into_iter().map(|(id, _)| id).collect())
    }

    /// The ways in which a question is asked, and the first answer: as strictly as anything is found.
    async fn first(&self, question: &Question, asked: &Asked<'_>) -> Result<(Vec<Way>, Response), Lost> {
        let analyser = &self.server.analyser;
        let ways = if question.text.trim().is_empty() {
            vec![Way {
                text: String::new(),
                on: &[],
                weight: 1.0,
                all: true,
            }]
        } else {
            wording::strict(analyser, &question.text, question.typing, question.within)
        };
        let response = self.ask(&ways, asked).await?;
        if !response.hits.is_empty() || question.within == super::Within::Titles {
            return Ok((ways, response));
        }
        let loose = wording::loose(analyser, &question.text);
        if loose.is_empty() {
            return Ok((ways, response));
        }
        let response = self.ask(&loose, asked).await?;
        Ok((loose, response))
    }
}

/// What is read of a proposal that shares a word.
#[derive(Deserialize)]
struct Sharing {
    id: Uuid,
}

/// How well a hit fits; the engine's own number lies between 0 and 1.
fn score<T>(found: &SearchResult<T>) -> f32 {
    found
        .federation
        .as_ref()
        .map_or(0.0, |info| info.weighted_ranking_score)
}

/// The key of a hit in an order. Positive numbers and their bits are in the same order.
fn key(order: Order, found: &Found, score: f32) -> i64 {
    match order {
        Order::Relevance => i64::from(score.max(0.0).to_bits()),
        Order::Supports => found.supports,
        Order::Newest => found.created_at,
        Order::Clock => found.due_at.unwrap_or(i64::MAX),
    }
}

fn hits(order: Order, response: &Response) -> Vec<Hit> {
    let hit = |found: &SearchResult<Found>| {
        let score = score(found);
        let position = Position {
            key: key(order, &found.result, score),
            id: found.result.id,
        };
        Hit {
            id: found.result.id,
            score,
            position,
        }
    };
    response.hits.iter().map(hit).collect()
}

/// The attribute that holds the areas right below this one.
fn areas(filter: &Filter) -> String {
    level(filter.below.as_deref().map_or(0, |path| path.len() / SEGMENT) + 1)
}

fn facets(filter: &Filter, response: &Response) -> Facets {
    let Some(counts) = &response.facet_distribution else {
        return Facets::default();
    };
    let of = |name: &str| {
        counts
            .get(name)
            .into_iter()
            .flatten()
            .map(|(value, &n)| (value, n as u64))
    };
    let named = |name: &str| of(name).map(|(value, count)| (value.clone(), count)).collect();
    Facets {
        areas: named(&areas(filter)),
        tiers: named("tier"),
        topics: of("topic")
            .filter_map(|(value, count)| Some((value.parse().ok()?, count)))
            .collect(),
        states: named("state"),
        block_kinds: named("blockKind"),
        years: of("year")
            .filter_map(|(value, count)| Some((value.parse().ok()?, count)))
            .collect(),
    }
}

#[async_trait]
impl ProposalSearch for Meilisearch {
    async fn search(&self, question: &Question) -> Result<Answer, Lost> {
        let blank = question.text.trim().is_empty();
        if !blank && wording::strict(&self.server.analyser, &question.text, question.typing, question.within).is_empty()
        {
            return Ok(Answer::default());
        }
        let mut conditions = filter::conditions(&question.scope, &question.filter);
        if question.order == Order::Clock {
            conditions.push("dueAt EXISTS".to_owned());
        }
        let by_key =
            filter::key(question.order).map(|(name, down)| format!("{name}:{}", if down { "desc" } else { "asc" }));
        // Without words nothing fits better than anything else.
        let ranked = by_key.is_none() && !blank;
        let sort: Vec<&str> = if ranked {
            Vec::new()
        } else {
            by_key.as_deref().into_iter().chain(["id:desc"]).collect()
        };
        let mut asked = Asked {
            conditions: &conditions,
            sort: &sort,
            ..Asked::default()
        };
        if question.facets {
            let named = ["tier", "topic", "state", "blockKind", "year"].map(str::to_owned);
            asked.facets = named.into_iter().chain([areas(&question.filter)]).collect();
        }
        // Rank has no condition of its own: all that is ranked is read, and goes on after the position.
        asked.limit = if ranked { RANKED } else { question.first + 1 };
        let (ways, whole) = self.first(question, &asked).await?;
        let (total, facets) = (whole.estimated_total_hits as u64, facets(&question.filter, &whole));
        let mut hits = match question.after {
            None => hits(question.order, &whole),
            Some(after) if ranked => {
                let mut hits = hits(question.order, &whole);
                hits.retain(|hit| (hit.position.key, hit.id) < (after.key, after.id));
                hits
            }
            Some(after) => {
                conditions.push(filter::after(question.order, after));
                let asked = Asked {
                    conditions: &conditions,
                    sort: &sort,
                    limit: question.first + 1,
                    facets: Vec::new(),
                };
                self::hits(question.order, &self.ask(&ways, &asked).await?)
            }
        };
        if ranked {
            hits.sort_by_key(|hit| std::cmp::Reverse((hit.position.key, hit.id)));
        }
        let more = hits.len() > question.first;
        hits.truncate(question.first);
        Ok(Answer {
            hits,
            total,
            more,
            facets,
        })
    }

    async fn candidates(&self, probe: &Probe) -> Result<Vec<Uuid>, Lost> {
        let words = wording::alike(&self.server.analyser, &probe.title, &probe.body);
        let conditions = filter::beside(&probe.scope, probe.below.as_deref(), probe.except);
        self.sharing(&words, &conditions, probe.first).await
    }

    async fn position(&self) -> Result<Option<u64>, Lost> {
        Ok(self.server.position().await?.map(|marked| marked.position))
    }

    async fn apply(&self, batch: Batch) -> Result<(), Lost> {
        let (server, index) = (&self.server, self.server.index());
        // The server would make an index by itself, without settings.
        let Some(before) = server.position().await? else {
            return Err(Lost("there is no index of this version yet".to_owned()));
        };
        if batch.since.is_some_and(|since| since != before.position) {
            return Err(Lost(ELSEWHERE.to_owned()));
        }
        let mut tasks: Vec<_> = server.forget(&index, &batch.gone).await?.into_iter().collect();
        tasks.extend(server.send(&index, &batch.documents).await?);
        // Behind the documents: a position that stands says that they do.
        server.done(tasks).await?;
        let marks = [Mark::at(POSITION, batch.position, &before.built)];
        let mark = server.mark(&index, &marks).await?;
        server.done(vec![mark]).await
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, Lost> {
        self.server.sweep().await?;
        let name = self.server.fresh_name().await?;
        self.server.make(&name).await?;
        Ok(Box::new(Rebuilding {
            server: self.server.clone(),
            name,
            waiting: VecDeque::new(),
        }))
    }

    async fn digests(&self) -> Result<BTreeMap<Uuid, String>, Lost> {
        #[derive(Deserialize)]
        struct Kept {
            id: Uuid,
            digest: String,
        }
        let mut digests = BTreeMap::new();
        self.server
            .pages(&["id", "digest"], |kept: Kept| {
                digests.insert(kept.id, kept.digest);
            })
            .await?;
        Ok(digests)
    }

    fn shared(&self) -> Option<String> {
        Some(self.server.live.clone())
    }

    async fn stock(&self) -> Result<Stock, Lost> {
        let index = self.server.index();
        let stats = self.server.answer(index.get_stats()).await?;
        let documents = stats.number_of_documents.saturating_sub(OTHERS) as u64;
        Ok(Stock {
            documents,
            bytes: Some(stats.raw_document_db_size as u64),
        })
    }
}

/// So many tasks of a rebuild may wait at the server. It takes those that wait in one go, which costs it a fraction
/// of one after another; what is fed to the index that answers stands behind them.
const TASKS_AHEAD: usize = 20;

/// An index beside the one that answers.
struct Rebuilding {
    server: Arc<Server>,
    name: String,
    /// What was sent and may not be done yet, oldest first.
    waiting: VecDeque<TaskInfo>,
}

#[async_trait]
impl Rebuild for Rebuilding {
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), Lost> {
        let tasks = self
            .server
            .send(&self.server.client.index(&self.name), &documents)
            .await?;
        self.waiting.extend(tasks);
        let done = self.waiting.len().saturating_sub(TASKS_AHEAD);
        self.server.done(self.waiting.drain(..done).collect()).await
    }

    async fn finish(self: Box<Self>, position: u64) -> Result<(), Lost> {
        let marks = [BUILT, POSITION].map(|id| Mark::at(id, position, &self.name));
        let index = self.server.client.index(&self.name);
        let mark = self.server.mark(&index, &marks).await?;
        self.server
            .done(self.waiting.into_iter().chain([mark]).collect())
            .await?;
        self.server.swap(&self.name).await
    }
}
