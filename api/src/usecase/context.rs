//! What every use case is given: database, clock, random source, shared state.

use super::{
    ballot::{Ballots, Lists},
    indicator::Views,
    search::synonyms::SynonymsFile,
    together::Together,
};
use crate::{
    cache::SharedState,
    files::Files,
    identity::{
        password::Passwords,
        sealed::{BlindKey, FieldKey},
        token::Keys,
    },
    search::{ProposalSearch, analysis::Analyser},
    store::{
        Database,
        areas::{self, DistrictPolicy},
        contents::NewText,
        shelf::Shelf,
    },
    wechat::{client::WechatClient, crypto::PushKeys, template::Templates},
};
use sea_orm::{ConnectionTrait, DbErr};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::sync::Semaphore;
use uuid::Uuid;
use yiting_domain::{
    area::Tier,
    clock::PolicyBook,
    id::uuid_v7,
    instant::Instant,
    people::Actor,
    proposal::{Policy, Proposal},
    refusal::Refusal,
};

/// Tells the time. The demo's clock can be moved forward; `serve` has only the system's.
#[derive(Debug)]
pub enum Clock {
    /// The machine's clock, moved by this many milliseconds (0 under `serve`).
    System(AtomicI64),
    /// Stands still until it is set: for simulated histories and tests.
    Manual(AtomicI64),
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self::System(AtomicI64::new(0))
    }

    /// A clock that stands at `at`.
    pub const fn manual(at: Instant) -> Self {
        Self::Manual(AtomicI64::new(at.millis()))
    }

    /// Now, as the chain's clocks see it.
    pub fn now(&self) -> Instant {
        match self {
            Self::System(offset) => self.unmoved().plus_millis(offset.load(Ordering::SeqCst)),
            Self::Manual(_) => self.unmoved(),
        }
    }

    /// Now without what the demo moved: sessions live by this, or moving the demo's clock by a week
    /// would log everybody out.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn unmoved(&self) -> Instant {
        match self {
            Self::System(_) => {
                let since = std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .unwrap_or_default();
                Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Manual(at) => Instant::from_millis(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves forward by `ms`.
    pub fn advance(&self, ms: i64) {
        match self {
            Self::System(value) | Self::Manual(value) => {
                value.fetch_add(ms, Ordering::SeqCst);
            }
        }
    }
}

/// Gives random bytes: the operating system's, or a seeded stream for a history that must come out
/// the same twice.
#[derive(Debug)]
pub enum Entropy {
    /// From the operating system.
    System,
    /// SplitMix64 (Steele, Lea, Flood 2014). Predictable, so for demos and tests only.
    Seeded(Mutex<u64>),
}

impl Entropy {
    /// A seeded stream.
    pub const fn seeded(seed: u64) -> Self {
        Self::Seeded(Mutex::new(seed))
    }

    /// Fills an array.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0u8; N];
        match self {
            Self::System => rand::Rng::fill_bytes(&mut rand::rng(), &mut bytes),
            Self::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                for chunk in bytes.chunks_mut(8) {
                    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                    let mut z = *state;
                    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                    z ^= z >> 31;
                    chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
                }
            }
        }
        bytes
    }
}

/// Policies by district, with the instant at which each was read.
type LoadedPolicies = HashMap<Uuid, (Instant, Arc<DistrictPolicy>)>;

/// The running application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Database,
    /// The clock.
    pub clock: Arc<Clock>,
    /// The random source.
    pub entropy: Arc<Entropy>,
    /// Rate limits and fan-out between instances.
    pub shared: Arc<dyn SharedState>,
    /// Keys of access tokens.
    pub keys: Arc<Keys>,
    /// Key of sealed fields.
    pub field_key: Arc<FieldKey>,
    /// Key by which sealed fields are found again.
    pub blind_key: Arc<BlindKey>,
    /// Key of the hashes of household codes.
    pub code_key: Arc<[u8; 32]>,
    /// The hasher of staff passwords.
    pub passwords: Arc<Passwords>,
    /// WeChat, or its sandbox.
    pub wechat: Arc<WechatClient>,
    /// Where pictures are kept.
    pub files: Arc<dyn Files>,
    /// Key of links to pictures that are not public.
    pub file_key: Arc<[u8; 32]>,
    /// What stands before the path of a picture's address; empty for the server's own origin.
    pub files_url: Arc<str>,
    /// The public origin, at which WeChat fetches pictures.
    pub public_url: Arc<str>,
    /// Turns at decoding pictures.
    pub decoding: Arc<Semaphore>,
    /// Whether a machine checks pictures. Without one each waits for a person from the beginning.
    pub media_checked: bool,
    /// The version of the privacy notice that is in force.
    pub privacy_version: Arc<str>,
    /// Templates of subscribe messages.
    pub templates: Arc<Templates>,
    /// Whether WeChat checks the words of residents.
    pub checks_words: bool,
    /// What WeChat's pushes are signed and encrypted with; without it none is taken in.
    pub push_keys: Option<Arc<PushKeys>>,
    /// Rows that nearly every answer shows.
    pub shelf: Shelf,
    /// Sessions that are looked up together.
    pub sessions: Together<Uuid, Option<Actor>>,
    /// Votes that are written together, by ballot.
    pub votes: Ballots,
    /// Published lists of ballots that were asked for lately.
    pub lists: Lists,
    /// Cases for indicators.
    pub indicators: Views,
    /// The index of proposals.
    pub search: Arc<dyn ProposalSearch>,
    /// How texts are folded and cut for it.
    pub analyser: Analyser,
    /// The district's own list of words that mean the same.
    pub synonyms: Option<Arc<SynonymsFile>>,
    /// This instance among others, for leases; another one each time it is started.
    pub instance: Uuid,
    policies: Arc<RwLock<LoadedPolicies>>,
    standard: Arc<PolicyBook>,
}

/// Pictures decoded at once: the largest takes some 300 MB for a moment.
const DECODING: usize = 1;

/// How long a loaded policy is used before it is read again. Profiles have effective dates, so a
/// change is announced longer before than this.
const POLICY_AGE_MS: i64 = 10_000;

/// The parts of an [`App`], from which the composition root makes one.
pub struct Parts {
    /// The database.
    pub db: Database,
    /// The clock.
    pub clock: Arc<Clock>,
    /// The random source.
    pub entropy: Arc<Entropy>,
    /// Rate limits and fan-out between instances.
    pub shared: Arc<dyn SharedState>,
    /// Keys of access tokens.
    pub keys: Keys,
    /// Key of sealed fields.
    pub field_key: FieldKey,
    /// Key by which sealed fields are found again.
    pub blind_key: BlindKey,
    /// Key of the hashes of household codes.
    pub code_key: [u8; 32],
    /// The hasher of staff passwords.
    pub passwords: Passwords,
    /// WeChat, or its sandbox.
    pub wechat: WechatClient,
    /// Where pictures are kept.
    pub files: Arc<dyn Files>,
    /// Key of links to pictures that are not public.
    pub file_key: [u8; 32],
    /// What stands before the path of a picture's address.
    pub files_url: String,
    /// The public origin.
    pub public_url: String,
    /// The version of the privacy notice that is in force.
    pub privacy_version: String,
    /// Templates of subscribe messages.
    pub templates: Templates,
    /// Whether WeChat checks the words of residents.
    pub checks_words: bool,
    /// What WeChat's pushes are signed and encrypted with.
    pub push_keys: Option<PushKeys>,
    /// The index of proposals.
    pub search: Arc<dyn ProposalSearch>,
    /// How texts are folded and cut for it.
    pub analyser: Analyser,
    /// The district's own list of words that mean the same.
    pub synonyms: Option<SynonymsFile>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let media_checked = parts.wechat.is_configured() && parts.push_keys.is_some();
        Self {
            db: parts.db,
            clock: parts.clock,
            entropy: parts.entropy,
            shared: parts.shared,
            keys: Arc::new(parts.keys),
            field_key: Arc::new(parts.field_key),
            blind_key: Arc::new(parts.blind_key),
            code_key: Arc::new(parts.code_key),
            passwords: Arc::new(parts.passwords),
            wechat: Arc::new(parts.wechat),
            files: parts.files,
            file_key: Arc::new(parts.file_key),
            files_url: parts.files_url.into(),
            decoding: Arc::new(Semaphore::new(DECODING)),
            public_url: parts.public_url.into(),
            media_checked,
            privacy_version: parts.privacy_version.into(),
            templates: Arc::new(parts.templates),
            checks_words: parts.checks_words,
            push_keys: parts.push_keys.map(Arc::new),
            shelf: Shelf::default(),
            sessions: Together::default(),
            votes: Ballots::default(),
            lists: Lists::default(),
            indicators: Views::default(),
            search: parts.search,
            analyser: parts.analyser,
            synonyms: parts.synonyms.map(Arc::new),
            // Not of the seeded stream: it is no part of a history that must come out the same twice.
            instance: Uuid::from_bytes(Entropy::System.bytes()),
            policies: Arc::default(),
            standard: Arc::new(PolicyBook::new()),
        }
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A fresh id that sorts by time.
    pub fn fresh_id(&self) -> Uuid {
        uuid_v7(self.now(), &self.entropy.bytes())
    }

    /// Commits to words of `1..=limit` characters; surrounding space is dropped.
    ///
    /// # Errors
    /// [`Refusal::TextRequired`], [`Refusal::TextTooLong`], [`Refusal::Invalid`] for control
    /// characters other than line breaks and tabs.
    pub fn seal(&self, words: &str, limit: usize) -> Result<NewText, Refusal> {
        let words = words.trim();
        if words.is_empty() {
            return Err(Refusal::TextRequired);
        }
        if words.chars().count() > limit {
            return Err(Refusal::TextTooLong);
        }
        if words
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        {
            return Err(Refusal::Invalid);
        }
        Ok(NewText::seal(self.fresh_id(), self.entropy.bytes(), words.to_owned()))
    }

    /// The policy of a district, read at most every ten seconds.
    pub async fn policy(&self, on: &impl ConnectionTrait, district: Uuid) -> Result<Arc<DistrictPolicy>, DbErr> {
        let now = self.now();
        let known = self.policies.read().ok().and_then(|map| map.get(&district).cloned());
        if let Some((at, policy)) = known
            && now.millis().saturating_sub(at.millis()) < POLICY_AGE_MS
        {
            return Ok(policy);
        }
        let policy = Arc::new(areas::policy(on, district).await?);
        if let Ok(mut map) = self.policies.write() {
            map.insert(district, (now, Arc::clone(&policy)));
        }
        Ok(policy)
    }

    /// Forgets loaded policies, after one was changed here.
    pub fn forget_policies(&self) {
        if let Ok(mut map) = self.policies.write() {
            map.clear();
        }
    }

    /// Forgets all that is kept in this process; what is asked next is read again.
    pub fn forget(&self) {
        self.forget_policies();
        self.shelf.clear();
    }

    /// The policy that governs a proposal at its present custodian.
    pub fn policy_for<'a>(&'a self, policy: &'a DistrictPolicy, p: &Proposal) -> Policy<'a> {
        self.policy_of_tier(policy, p.custodian().tier)
    }

    /// The policy of a tier's platforms.
    pub fn policy_of_tier<'a>(&'a self, policy: &'a DistrictPolicy, tier: Tier) -> Policy<'a> {
        Policy {
            calendar: &policy.calendar,
            book: policy.books.get(&tier).unwrap_or(&self.standard),
        }
    }
}
