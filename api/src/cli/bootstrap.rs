//! The composition root: settings become an application.

use crate::{
    cache::{MicrosClock, SharedState, memory::MemoryState, redis::RedisState},
    config::Config,
    files::{Files, folder::Folder, s3},
    identity::{
        hex,
        password::Passwords,
        sealed::{BlindKey, FieldKey},
        token::{KeySource, Keys},
    },
    search::{ProposalSearch, analysis::Analyser, embedded::Embedded, meilisearch::Meilisearch},
    store::Database,
    usecase::{
        App,
        context::{Clock, Entropy, Parts},
        search::synonyms::SynonymsFile,
    },
    wechat::{client::WechatClient, crypto::PushKeys},
};
use anyhow::Context;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{path::Path, sync::Arc, time::Duration};

/// The database of the settings.
pub async fn database(config: &Config, data: &Path) -> anyhow::Result<Database> {
    match config.maybe("DATABASE_URL") {
        Some(url) => Database::postgres(url, config.pool()).await,
        None => Database::sqlite(data).await,
    }
}

/// The application of the settings, with the machine's clock and random source.
pub async fn app(config: &Config, data: &Path) -> anyhow::Result<App> {
    let db = database(config, data).await?;
    assemble(config, data, db, Clock::system(), Entropy::System)
}

/// The same, with the schema brought up to date first.
pub async fn migrated(config: &Config, data: &Path) -> anyhow::Result<App> {
    let app = app(config, data).await?;
    app.db
        .migrate()
        .await
        .context("the schema cannot be brought up to date")?;
    Ok(app)
}

/// Puts an application together over a database, a clock and a random source.
pub fn assemble(config: &Config, data: &Path, db: Database, clock: Clock, entropy: Entropy) -> anyhow::Result<App> {
    let secret = secret(config, data)?;
    let keys = Keys::new(
        config.get("YITING_ISSUER"),
        "yiting",
        vec![KeySource::from_seed(&derive(&secret, "tokens"))],
    )
    .context("the token keys cannot be made")?;
    keys.self_test().context("the token keys do not work")?;
    let (clock, entropy) = (Arc::new(clock), Arc::new(entropy));
    let micros: MicrosClock = {
        let clock = Arc::clone(&clock);
        Arc::new(move || u64::try_from(clock.now().millis()).unwrap_or(0).saturating_mul(1_000))
    };
    let shared: Arc<dyn SharedState> = match config.maybe("REDIS_URL") {
        Some(url) => Arc::new(RedisState::open(url, "yiting", micros).context("REDIS_URL cannot be used")?),
        None => Arc::new(MemoryState::new(micros)),
    };
    let wechat = WechatClient::new(
        config.get("YITING_WECHAT_URL"),
        config.get("YITING_WECHAT_APPID"),
        config.get("YITING_WECHAT_SECRET"),
        Duration::from_millis(200),
    )
    .context("YITING_WECHAT_URL, _APPID or _SECRET cannot be used")?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (analyser, synonyms) = analyser(config)?;
    Ok(App::new(Parts {
        search: search(config, data, &analyser)?,
        analyser,
        synonyms,
        db,
        passwords: Passwords::new(cores, entropy.bytes()).context("passwords cannot be hashed")?,
        clock,
        entropy,
        shared,
        keys,
        field_key: FieldKey::from_hex(&hex(&derive(&secret, "fields"))).context("the field key cannot be made")?,
        blind_key: BlindKey::from_hex(&hex(&derive(&secret, "index"))).context("the index key cannot be made")?,
        code_key: derive(&secret, "codes"),
        checks_words: wechat.is_configured() && config.get("YITING_WECHAT_TEXT_CHECK") != "off",
        privacy_version: config.get("YITING_PRIVACY_VERSION").to_owned(),
        templates: config.templates()?,
        push_keys: push_keys(config)?,
        wechat,
        files: files(config, data)?,
        file_key: derive(&secret, "files"),
        public_url: config.get("YITING_ISSUER").trim_end_matches('/').to_owned(),
        files_url: config.get("YITING_FILES_URL").trim_end_matches('/').to_owned(),
    }))
}

/// Where pictures are kept: a bucket when one is named, else a folder beside the database.
fn files(config: &Config, data: &Path) -> anyhow::Result<Arc<dyn Files>> {
    let Some(bucket) = config.maybe("YITING_S3_BUCKET") else {
        return Ok(Arc::new(Folder::new(data.join("files"))));
    };
    let store = s3::S3::new(&s3::Settings {
        endpoint: config.get("YITING_S3_ENDPOINT"),
        bucket,
        region: config.get("YITING_S3_REGION"),
        key: config.get("YITING_S3_KEY"),
        secret: config.get("YITING_S3_SECRET"),
    })?;
    Ok(Arc::new(store))
}

/// How texts are cut for search, with the district's own list of synonyms where a file is named.
///
/// # Errors
/// The file cannot be used.
pub fn analyser(config: &Config) -> anyhow::Result<(Analyser, Option<SynonymsFile>)> {
    let Some(file) = config.maybe("YITING_SYNONYMS").map(SynonymsFile::new) else {
        return Ok((Analyser::default(), None));
    };
    let analyser = Analyser::new(file.read().context("YITING_SYNONYMS cannot be used")?);
    Ok((analyser, Some(file)))
}

/// The index of proposals: a Meilisearch server when one is named, else a folder beside the database.
fn search(config: &Config, data: &Path, analyser: &Analyser) -> anyhow::Result<Arc<dyn ProposalSearch>> {
    let Some(url) = config.maybe("MEILI_URL") else {
        let index = Embedded::open(&data.join("search"), analyser.clone());
        return Ok(Arc::new(
            index.context("the search index in the data folder cannot be opened")?,
        ));
    };
    let name = config.get("YITING_MEILI_INDEX");
    let index = Meilisearch::new(url, config.maybe("MEILI_KEY"), name, analyser.clone());
    Ok(Arc::new(index.context("MEILI_URL cannot be used")?))
}

/// What WeChat's pushes are signed and encrypted with, where they are expected.
fn push_keys(config: &Config) -> anyhow::Result<Option<PushKeys>> {
    let Some(token) = config.maybe("YITING_WECHAT_PUSH_TOKEN") else {
        return Ok(None);
    };
    let key = config.get("YITING_WECHAT_PUSH_KEY");
    let keys = PushKeys::new(token, key, config.get("YITING_WECHAT_APPID"));
    Ok(Some(keys.ok().context("YITING_WECHAT_PUSH_KEY cannot be used")?))
}

/// One secret, many keys: HMAC-SHA256 of a label.
fn derive(secret: &[u8], label: &str) -> [u8; 32] {
    let mut key = [0u8; 32];
    // HMAC takes a key of any length, so this cannot fail.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) {
        mac.update(b"yiting/key/v1/");
        mac.update(label.as_bytes());
        key.copy_from_slice(&mac.finalize().into_bytes());
    }
    key
}

/// The secret of the settings, or the one kept in the data folder, made on first use.
fn secret(config: &Config, data: &Path) -> anyhow::Result<Vec<u8>> {
    let text = match config.maybe("YITING_SECRET") {
        Some(text) => text.to_owned(),
        None => {
            std::fs::create_dir_all(data).with_context(|| format!("{} cannot be made", data.display()))?;
            let file = data.join("secret");
            match std::fs::read_to_string(&file) {
                Ok(text) => text.trim().to_owned(),
                Err(_) => {
                    let text = hex(&Entropy::System.bytes::<32>());
                    keep(&file, &text).with_context(|| format!("{} cannot be written", file.display()))?;
                    text
                }
            }
        }
    };
    let bytes: Option<Vec<u8>> = (0..32)
        .map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok())
        .collect();
    bytes.context("the secret in the data folder is not 64 hexadecimal digits")
}

fn keep(file: &Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut out = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()
}
