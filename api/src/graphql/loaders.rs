//! Batches: however long a list is, each kind of neighbour is asked for once per wave.

use super::{
    error::{lost, refused},
    viewer::viewer,
    waves::Waves,
};
use crate::{
    store::{
        areas::{self, DistrictPolicy},
        comments, contents,
        entity::{area, comment, log_entry, note, person, residence, topic, unit},
        log, people,
        proposals::{self, Stored},
        voices,
    },
    usecase::{App, Failure, proposal::facts_of},
};
use async_graphql::{
    Context, Result,
    dataloader::{DataLoader, HashMapCache, Loader},
};
use sea_orm::DbErr;
use std::{collections::HashMap, sync::Arc, time::Duration};
use uuid::Uuid;
use yiting_domain::{id::AreaId, people::Actor, proposal::Facts, refusal::Refusal};

/// Loads for one request: rows, and what depends on the viewer.
pub struct Rows {
    pub(super) app: App,
    pub(super) viewer: Option<Arc<Actor>>,
}

/// The loaders of a request.
pub struct Loaders {
    batches: DataLoader<Riding, HashMapCache>,
    waves: Arc<Waves>,
}

/// Rows that are handed on when all batches of their wave have theirs.
struct Riding {
    rows: Rows,
    waves: Arc<Waves>,
}

impl<K> Loader<K> for Riding
where
    K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
    Rows: Loader<K, Error = Arc<DbErr>>,
{
    type Value = <Rows as Loader<K>>::Value;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[K]) -> Loaded<K, Self::Value> {
        let loaded = self.rows.load(keys).await;
        self.waves.level().await;
        loaded
    }
}

impl Loaders {
    /// Fresh loaders for one request of this viewer.
    pub fn new(app: &App, viewer: Option<Arc<Actor>>) -> Self {
        let rows = Rows {
            app: app.clone(),
            viewer,
        };
        let waves = Arc::<Waves>::default();
        let loads = Riding {
            rows,
            waves: Arc::clone(&waves),
        };
        let riding = Arc::clone(&waves);
        let spawn = move |batch: futures_util::future::BoxFuture<'static, ()>| {
            tokio::spawn(Arc::clone(&riding).ride(batch));
        };
        Self {
            batches: DataLoader::with_cache(loads, spawn, HashMapCache::default()).delay(Duration::ZERO),
            waves,
        }
    }

    /// Loads one value, in a batch with all others that are asked for meanwhile.
    pub async fn load_one<K>(&self, key: K) -> std::result::Result<Option<<Rows as Loader<K>>::Value>, Arc<DbErr>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Rows: Loader<K, Error = Arc<DbErr>>,
    {
        self.waves.stir();
        let found = self.batches.load_one(key).await;
        self.waves.stir();
        found
    }

    /// Loads several values.
    pub async fn load_many<K>(&self, keys: impl IntoIterator<Item = K>) -> Loaded<K, <Rows as Loader<K>>::Value>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Rows: Loader<K, Error = Arc<DbErr>>,
    {
        self.waves.stir();
        let found = self.batches.load_many(keys).await;
        self.waves.stir();
        found
    }

    /// Forgets what was loaded by keys of this kind.
    pub fn clear<K>(&self)
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Rows: Loader<K, Error = Arc<DbErr>>,
    {
        self.batches.clear::<K>();
    }
}

/// The words of a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct WordsOf(pub Uuid);

/// The account behind a pseudonym.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonBy(pub Uuid);

/// The whole account behind a pseudonym, with its sealed fields, and where it lives.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DataOf(pub Uuid);

/// The area at a path.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AreaAt(pub String);

/// A topic by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TopicBy(pub Uuid);

/// The log entries about a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EntriesAbout(pub Uuid);

/// The text versions of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VersionsOf(pub Uuid);

/// A proposal by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProposalBy(pub Uuid);

/// An area by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AreaBy(pub Uuid);

/// The first areas directly below an area, by code after `after`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ChildrenOf {
    /// The area above.
    pub area: Uuid,
    /// The code after which they begin.
    pub after: Option<String>,
    /// How many.
    pub limit: u64,
}

/// The topics of a district.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TopicsOf(pub Uuid);

/// The responsible units of a district.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnitsOf(pub Uuid);

/// The days and limits of a district.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PolicyOf(pub Uuid);

/// The first comments of a proposal after a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CommentsOf {
    /// The proposal.
    pub proposal: Uuid,
    /// Where the page begins.
    pub after: Option<(i64, Uuid)>,
    /// How many.
    pub limit: u64,
}

/// Whether the viewer supports a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SupportOf(pub Uuid);

/// Whether the viewer follows a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FollowOf(pub Uuid);

/// The notes among staff of a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NotesOf(pub Uuid);

/// What the viewer has to do with a proposal.
#[derive(Clone)]
pub struct FactsAbout(pub Arc<Stored>);

impl PartialEq for FactsAbout {
    fn eq(&self, other: &Self) -> bool {
        self.0.state.id == other.0.state.id
    }
}
impl Eq for FactsAbout {}
impl std::hash::Hash for FactsAbout {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.state.id.hash(state);
    }
}

pub(super) type Loaded<K, V> = std::result::Result<HashMap<K, V>, Arc<DbErr>>;

impl Loader<WordsOf> for Rows {
    type Value = String;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[WordsOf]) -> Loaded<WordsOf, String> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let words = contents::words(self.app.db.reader(), &ids).await?;
        Ok(words.into_iter().map(|(id, words)| (WordsOf(id), words)).collect())
    }
}

impl Loader<PersonBy> for Rows {
    type Value = person::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[PersonBy]) -> Loaded<PersonBy, person::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = self.app.shelf.people(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|(id, row)| (PersonBy(id), row)).collect())
    }
}

impl Loader<DataOf> for Rows {
    type Value = (person::Model, Vec<residence::Model>);
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[DataOf]) -> Loaded<DataOf, Self::Value> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        // Read anew: sealed fields are not kept in this process.
        let rows = people::by_pseudonyms(self.app.db.reader(), &ids).await?;
        let accounts: Vec<Uuid> = rows.values().map(|row| row.id).collect();
        let mut homes: HashMap<Uuid, Vec<residence::Model>> = HashMap::new();
        for home in people::homes_of(self.app.db.reader(), &accounts).await? {
            homes.entry(home.person_id).or_default().push(home);
        }
        let mut whole = |row: person::Model| {
            let homes = homes.remove(&row.id).unwrap_or_default();
            (row, homes)
        };
        Ok(rows.into_iter().map(|(id, row)| (DataOf(id), whole(row))).collect())
    }
}

impl Loader<AreaAt> for Rows {
    type Value = area::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[AreaAt]) -> Loaded<AreaAt, area::Model> {
        let paths: Vec<String> = keys.iter().map(|k| k.0.clone()).collect();
        let rows = self.app.shelf.areas_at(self.app.db.reader(), &paths).await?;
        Ok(rows.into_iter().map(|(path, row)| (AreaAt(path), row)).collect())
    }
}

impl Loader<TopicBy> for Rows {
    type Value = topic::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[TopicBy]) -> Loaded<TopicBy, topic::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = self.app.shelf.topics(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|(id, row)| (TopicBy(id), row)).collect())
    }
}

impl Loader<EntriesAbout> for Rows {
    type Value = Vec<log_entry::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[EntriesAbout]) -> Loaded<EntriesAbout, Vec<log_entry::Model>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<EntriesAbout, Vec<log_entry::Model>> = HashMap::new();
        for row in log::about(self.app.db.reader(), &ids).await? {
            found.entry(EntriesAbout(row.subject)).or_default().push(row);
        }
        Ok(found)
    }
}

impl Loader<VersionsOf> for Rows {
    type Value = Vec<crate::store::entity::proposal_text::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[VersionsOf]) -> Loaded<VersionsOf, Self::Value> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<VersionsOf, Self::Value> = HashMap::new();
        for row in proposals::texts(self.app.db.reader(), &ids).await? {
            found.entry(VersionsOf(row.proposal_id)).or_default().push(row);
        }
        Ok(found)
    }
}

impl Loader<AreaBy> for Rows {
    type Value = area::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[AreaBy]) -> Loaded<AreaBy, area::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = self.app.shelf.areas(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|(id, row)| (AreaBy(id), row)).collect())
    }
}

impl Loader<ChildrenOf> for Rows {
    type Value = Vec<area::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ChildrenOf]) -> Loaded<ChildrenOf, Vec<area::Model>> {
        let mut found: HashMap<ChildrenOf, Vec<area::Model>> = HashMap::new();
        // One document asks for few different pages, each of many areas.
        for (page, ids) in pages(keys, |k| (k.after.clone(), k.limit), |k| k.area) {
            let rows = areas::children_of_each(self.app.db.reader(), &ids, page.0.as_deref(), page.1).await?;
            for row in rows {
                let Some(area) = row.parent_id else { continue };
                let (after, limit) = page.clone();
                found.entry(ChildrenOf { area, after, limit }).or_default().push(row);
            }
        }
        Ok(found)
    }
}

impl Loader<TopicsOf> for Rows {
    type Value = Vec<topic::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[TopicsOf]) -> Loaded<TopicsOf, Vec<topic::Model>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<TopicsOf, Vec<topic::Model>> = HashMap::new();
        for row in areas::topics_of_each(self.app.db.reader(), &ids).await? {
            found.entry(TopicsOf(row.district_id)).or_default().push(row);
        }
        Ok(found)
    }
}

impl Loader<UnitsOf> for Rows {
    type Value = Vec<unit::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[UnitsOf]) -> Loaded<UnitsOf, Vec<unit::Model>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<UnitsOf, Vec<unit::Model>> = HashMap::new();
        for row in areas::units_of_each(self.app.db.reader(), &ids).await? {
            found.entry(UnitsOf(row.district_id)).or_default().push(row);
        }
        Ok(found)
    }
}

impl Loader<PolicyOf> for Rows {
    type Value = Arc<DistrictPolicy>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[PolicyOf]) -> Loaded<PolicyOf, Arc<DistrictPolicy>> {
        // A list holds proposals of one district, or of very few.
        let mut found = HashMap::new();
        for key in keys {
            found.insert(*key, self.app.policy(self.app.db.reader(), key.0).await?);
        }
        Ok(found)
    }
}

impl Loader<CommentsOf> for Rows {
    type Value = Vec<comment::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[CommentsOf]) -> Loaded<CommentsOf, Vec<comment::Model>> {
        let mut found: HashMap<CommentsOf, Vec<comment::Model>> = HashMap::new();
        for ((after, limit), ids) in pages(keys, |k| (k.after, k.limit), |k| k.proposal) {
            for row in comments::of_each(self.app.db.reader(), &ids, after, limit).await? {
                let key = CommentsOf {
                    proposal: row.proposal_id,
                    after,
                    limit,
                };
                found.entry(key).or_default().push(row);
            }
        }
        Ok(found)
    }
}

impl Loader<SupportOf> for Rows {
    type Value = bool;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[SupportOf]) -> Loaded<SupportOf, bool> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let found = voices::supported(self.app.db.reader(), viewer.pseudonym, &ids).await?;
        Ok(found.into_iter().map(|id| (SupportOf(id), true)).collect())
    }
}

impl Loader<FollowOf> for Rows {
    type Value = bool;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[FollowOf]) -> Loaded<FollowOf, bool> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let found = voices::followed(self.app.db.reader(), viewer.pseudonym, &ids).await?;
        Ok(found.into_iter().map(|id| (FollowOf(id), true)).collect())
    }
}

impl Loader<NotesOf> for Rows {
    type Value = Vec<note::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[NotesOf]) -> Loaded<NotesOf, Vec<note::Model>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<NotesOf, Vec<note::Model>> = HashMap::new();
        for row in comments::notes_of_each(self.app.db.reader(), &ids).await? {
            found.entry(NotesOf(row.proposal_id)).or_default().push(row);
        }
        Ok(found)
    }
}

pub(super) fn fault(failure: Failure) -> Arc<DbErr> {
    match failure {
        Failure::Database(error) => Arc::new(error),
        other => Arc::new(DbErr::Custom(other.to_string())),
    }
}

/// Groups the keys of a batch by the page that they ask for.
pub(super) fn pages<K, P: PartialEq>(
    keys: &[K],
    page: impl Fn(&K) -> P,
    id: impl Fn(&K) -> Uuid,
) -> Vec<(P, Vec<Uuid>)> {
    let mut groups: Vec<(P, Vec<Uuid>)> = Vec::new();
    for key in keys {
        let wanted = page(key);
        match groups.iter_mut().find(|(known, _)| *known == wanted) {
            Some((_, ids)) => ids.push(id(key)),
            None => groups.push((wanted, vec![id(key)])),
        }
    }
    groups
}

/// The days and limits of a district, through the batch.
pub async fn policy_of(ctx: &Context<'_>, district: AreaId) -> Result<Arc<DistrictPolicy>> {
    let loaded = viewer(ctx).loaders.load_one(PolicyOf(district.0)).await;
    loaded
        .map_err(|e| lost(ctx, &e))?
        .ok_or_else(|| refused(ctx, Refusal::Internal, None))
}

impl Loader<ProposalBy> for Rows {
    type Value = Arc<Stored>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ProposalBy]) -> Loaded<ProposalBy, Arc<Stored>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = proposals::by_ids(self.app.db.reader(), &ids).await?;
        Ok(rows
            .into_iter()
            .map(|(id, row)| (ProposalBy(id), Arc::new(row)))
            .collect())
    }
}

impl Loader<FactsAbout> for Rows {
    type Value = Facts;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[FactsAbout]) -> Loaded<FactsAbout, Facts> {
        let proposals: Vec<_> = keys.iter().map(|k| &k.0.state).collect();
        let facts = facts_of(self.app.db.reader(), self.viewer.as_deref(), &proposals)
            .await
            .map_err(fault)?;
        Ok(keys
            .iter()
            .filter_map(|key| Some((key.clone(), facts.get(&key.0.state.id)?.clone())))
            .collect())
    }
}
