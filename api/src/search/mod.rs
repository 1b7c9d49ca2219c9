//! Search over proposals: one port, two adapters.
//!
//! [`embedded`] (tantivy) is the default and keeps an index in the data folder of each instance;
//! [`meilisearch`] keeps one index for all instances. Both hold what [`Document`] says and nothing else is
//! asked of them than ids in an order: the words that are shown, highlights among them, are read from the
//! database after the viewer's right to see them was asked again. So an index that lags behind can name a
//! proposal too many or too few for a moment, and never shows what a viewer may not see.
//!
//! An index is fed in batches ([`Batch`]). Each carries the position of the feed up to which it goes, stored
//! together with the documents, so that a process that is killed in between goes on where the index is.

pub mod analysis;
pub mod embedded;
pub mod highlight;
pub mod meilisearch;
pub mod similar;
pub mod trial;

#[cfg(test)]
mod contract_tests;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is kept of a proposal.
///
/// Texts are as they were written; folding and cutting into words is the adapter's business.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The proposal.
    pub id: Uuid,
    /// Readable number, such as `310105-2026-000123`; drafts have none.
    pub number: Option<String>,
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
    /// The resolution, once there is one.
    pub resolution: Option<String>,
    /// Names of the area in which it was raised and of those above it, the district first.
    pub areas: Vec<String>,
    /// The topic's names, Chinese and English.
    pub topic_names: Vec<String>,
    /// Statements and minutes about it that everybody may read.
    pub voices: Vec<String>,
    /// Path of the area in which it was raised.
    pub home: String,
    /// Path of its custodian.
    pub custodian: String,
    /// The custodian's tier, by its stable name.
    pub tier: String,
    /// The topic.
    pub topic: Option<Uuid>,
    /// The state, by its stable name.
    pub state: String,
    /// Kind of the residential block in which it was raised, by its stable name.
    pub block_kind: Option<String>,
    /// Year in which it was raised, in Shanghai.
    pub year: i32,
    /// Whether everybody may know of it.
    pub public: bool,
    /// Pseudonyms of those who raised it, and of who recorded it for somebody else.
    pub owners: Vec<Uuid>,
    /// How many support it.
    pub supports: i64,
    /// When it was raised, in milliseconds since 1970.
    pub created_at: i64,
    /// When its clock runs out; none where none runs.
    pub due_at: Option<i64>,
}

impl Document {
    /// SHA-256 over everything that is kept, in hexadecimal: what `yiting search check` compares.
    pub fn digest(&self) -> String {
        use sha2::Digest;
        // A structure of texts and numbers has a JSON form.
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        crate::identity::hex(&sha2::Sha256::digest(bytes))
    }
}

/// What a viewer may find.
///
/// The same rule as `yiting_domain::permission::visible`, as far as an index knows it: what is public, what
/// the viewer raised, and what was handed in and is in the custody of where the viewer works.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The viewer's pseudonym.
    pub me: Option<Uuid>,
    /// Areas for which the viewer works.
    pub desks: Vec<Desk>,
}

/// An area for which a viewer works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The area's path.
    pub path: String,
    /// Whether the role reaches down to the areas below.
    pub reaches_down: bool,
}

/// What is found is narrowed to. All given conditions must hold; an empty list is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Raised in this area or below, by its path.
    pub below: Option<String>,
    /// With a custodian of one of these tiers.
    pub tiers: Vec<String>,
    /// About one of these topics.
    pub topics: Vec<Uuid>,
    /// In one of these states.
    pub states: Vec<String>,
    /// Raised in a block of one of these kinds.
    pub block_kinds: Vec<String>,
    /// Raised in one of these years.
    pub years: Vec<i32>,
}

/// The order of what is found. Ties go by id, descending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What fits best first.
    #[default]
    Relevance,
    /// Most supported first.
    Supports,
    /// Newest first.
    Newest,
    /// Most urgent clock first; without a running clock not at all.
    Clock,
}

/// Where the words are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// In all texts.
    #[default]
    Everything,
    /// In titles alone: for completion.
    Titles,
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The order's key of the last hit; of relevance the bits of its score.
    pub key: i64,
    /// The last hit.
    pub id: Uuid,
}

/// A question to the index.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// What was typed; empty finds everything.
    pub text: String,
    /// Whether the last word may go on: the person is still typing.
    pub typing: bool,
    /// Where.
    pub within: Within,
    /// What the viewer may find.
    pub scope: Scope,
    /// What it is narrowed to.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// How many hits at most.
    pub first: usize,
    /// After this hit.
    pub after: Option<Position>,
    /// Whether facets are counted.
    pub facets: bool,
}

/// One hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The proposal.
    pub id: Uuid,
    /// How well it fits, larger is better; comparable within one answer only.
    pub score: f32,
    /// Where a page that ends here goes on.
    pub position: Position,
}

/// How many there are of what, over everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By path of the areas right below the one asked for (the topmost ones without).
    pub areas: BTreeMap<String, u64>,
    /// By custodian's tier.
    pub tiers: BTreeMap<String, u64>,
    /// By topic.
    pub topics: BTreeMap<Uuid, u64>,
    /// By state.
    pub states: BTreeMap<String, u64>,
    /// By kind of block.
    pub block_kinds: BTreeMap<String, u64>,
    /// By year.
    pub years: BTreeMap<i32, u64>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// How many there are in all that the viewer may find.
    pub total: u64,
    /// Whether more follow after the last hit.
    pub more: bool,
    /// Counts, if asked for.
    pub facets: Facets,
}

/// A text for which proposals about the same matter are looked for.
#[derive(Clone, Debug, Default)]
pub struct Probe {
    /// Title, or its beginning.
    pub title: String,
    /// Body, so far.
    pub body: String,
    /// What the viewer may find.
    pub scope: Scope,
    /// Raised in this area or below.
    pub below: Option<String>,
    /// Leave this one out.
    pub except: Option<Uuid>,
    /// How many at most.
    pub first: usize,
}

/// What an index is told: how these proposals are now, and that those are gone.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// As they are now.
    pub documents: Vec<Document>,
    /// No longer to be found.
    pub gone: Vec<Uuid>,
    /// The feed's position after this batch.
    pub position: u64,
    /// The position of the index behind which the batch was read. An index that was swapped in meanwhile stands at
    /// another one and refuses it: what lies between the two would never be told. `None`: wherever it stands.
    pub since: Option<u64>,
}

/// Why a batch was not taken that belongs to an index which is gone.
const ELSEWHERE: &str = "the index was built anew meanwhile; the batch must be given again";

/// The engine cannot be asked now. Everything else works; the same question may be asked again.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the search engine failed: {0}")]
pub struct Lost(pub String);

/// What an index says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stock {
    /// Documents in it.
    pub documents: u64,
    /// Bytes that it takes, where the engine tells.
    pub bytes: Option<u64>,
}

/// An index of proposals. Two adapters stand behind it, and one suite of tests over both.
#[async_trait]
pub trait ProposalSearch: Send + Sync {
    /// Finds.
    async fn search(&self, question: &Question) -> Result<Answer, Lost>;

    /// Proposals whose texts share much with the probe's, best first: candidates that
    /// [`similar`] then compares one by one.
    async fn candidates(&self, probe: &Probe) -> Result<Vec<Uuid>, Lost>;

    /// The position up to which the index was fed; none where it must be built first, because there is
    /// none or it is of another version of this program.
    async fn position(&self) -> Result<Option<u64>, Lost>;

    /// Takes in a batch, and returns once it can be found and would survive a kill.
    async fn apply(&self, batch: Batch) -> Result<(), Lost>;

    /// Begins an index beside the one that answers.
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, Lost>;

    /// The digest of every document.
    async fn digests(&self) -> Result<BTreeMap<Uuid, String>, Lost>;

    /// What the index says of itself.
    async fn stock(&self) -> Result<Stock, Lost>;

    /// The name of an index that instances share, which only one of them may feed at a time; none for an
    /// index that is this instance's own.
    fn shared(&self) -> Option<String> {
        None
    }
}

/// An index that is being built beside the one that answers.
#[async_trait]
pub trait Rebuild: Send {
    /// Adds documents.
    async fn add(&mut self, documents: Vec<Document>) -> Result<(), Lost>;

    /// Puts the new index in the place of the old one, at this position of the feed. All instances that
    /// share its folder, or its server, answer from it from then on.
    async fn finish(self: Box<Self>, position: u64) -> Result<(), Lost>;
}
