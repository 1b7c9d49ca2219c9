//! Rows that nearly every answer shows and that hardly ever change: places, topics, and the names
//! that people chose. They are kept in the process for seconds, so that a feed does not ask for its
//! own neighbourhood again and again.
//!
//! A renamed area, topic or person is seen everywhere a few seconds later. What decides anything
//! (roles, residences, states, sessions) is never kept here.

use super::{
    areas,
    entity::{area, person, topic},
    people,
};
use moka::sync::Cache;
use sea_orm::{ConnectionTrait, DbErr};
use std::{collections::HashMap, hash::Hash, time::Duration};
use uuid::Uuid;

/// How long a row is kept.
const AGE: Duration = Duration::from_secs(5);
/// How many rows of each kind are kept: a few megabytes.
const MOST: u64 = 10_000;

/// The rows that are kept.
#[derive(Clone)]
pub struct Shelf {
    by_path: Cache<String, area::Model>,
    by_id: Cache<Uuid, area::Model>,
    topics: Cache<Uuid, topic::Model>,
    people: Cache<Uuid, person::Model>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            by_path: cache(),
            by_id: cache(),
            topics: cache(),
            people: cache(),
        }
    }
}

fn cache<K: Hash + Eq + Send + Sync + 'static, V: Clone + Send + Sync + 'static>() -> Cache<K, V> {
    Cache::builder().max_capacity(MOST).time_to_live(AGE).build()
}

/// What is at hand, and which keys are not.
fn at_hand<K, V>(cache: &Cache<K, V>, keys: &[K]) -> (HashMap<K, V>, Vec<K>)
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    let (mut found, mut missing) = (HashMap::with_capacity(keys.len()), Vec::new());
    for key in keys {
        match cache.get(key) {
            Some(value) => {
                found.insert(key.clone(), value);
            }
            None => missing.push(key.clone()),
        }
    }
    (found, missing)
}

impl Shelf {
    /// Areas by path; at most one statement.
    pub async fn areas_at(
        &self,
        on: &impl ConnectionTrait,
        paths: &[String],
    ) -> Result<HashMap<String, area::Model>, DbErr> {
        let (mut found, missing) = at_hand(&self.by_path, paths);
        if !missing.is_empty() {
            for (path, row) in areas::by_paths(on, missing).await? {
                self.by_path.insert(path.clone(), row.clone());
                found.insert(path, row);
            }
        }
        Ok(found)
    }

    /// Areas by id; at most one statement.
    pub async fn areas(&self, on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, area::Model>, DbErr> {
        let (mut found, missing) = at_hand(&self.by_id, ids);
        if !missing.is_empty() {
            for row in areas::by_ids(on, &missing).await? {
                self.by_id.insert(row.id, row.clone());
                found.insert(row.id, row);
            }
        }
        Ok(found)
    }

    /// Topics by id; at most one statement.
    pub async fn topics(&self, on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, topic::Model>, DbErr> {
        let (mut found, missing) = at_hand(&self.topics, ids);
        if !missing.is_empty() {
            for row in areas::topics_by_ids(on, &missing).await? {
                self.topics.insert(row.id, row.clone());
                found.insert(row.id, row);
            }
        }
        Ok(found)
    }

    /// People by pseudonym, to show their chosen names; at most one statement. What is sealed of
    /// them is not kept.
    pub async fn people(&self, on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, person::Model>, DbErr> {
        let (mut found, missing) = at_hand(&self.people, ids);
        if !missing.is_empty() {
            for (pseudonym, row) in people::by_pseudonyms(on, &missing).await? {
                let shown = person::Model {
                    openid: None,
                    unionid: None,
                    real_name_sealed: None,
                    phone_sealed: None,
                    phone_index: None,
                    ..row
                };
                self.people.insert(pseudonym, shown.clone());
                found.insert(pseudonym, shown);
            }
        }
        Ok(found)
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.by_path.invalidate_all();
        self.by_id.invalidate_all();
        self.topics.invalidate_all();
        self.people.invalidate_all();
    }
}
