//! `yiting demo` and `yiting sandbox`.

use super::bootstrap;
use crate::{
    config::Config,
    demo::{self, corpus::Dice},
    http,
    store::{Database, areas},
    usecase::context::{Clock, Entropy},
    wechat::sandbox::{self, SandboxApp, SandboxOptions},
};
use anyhow::{Context, bail};
use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The sandbox's app.
const APPID: &str = "wxdemo0000000000";
const SECRET: &str = "demo-secret-of-the-sandbox";

/// The seed of the invented year: the same demo twice has the same log root.
const SEED: u64 = 310_105;

/// Starts everything embedded, loads the year, serves.
pub async fn run(
    mut config: Config,
    listen: SocketAddr,
    data: Option<PathBuf>,
    proposals: usize,
    load_only: bool,
) -> anyhow::Result<()> {
    let folder = data.unwrap_or_else(|| std::env::temp_dir().join(format!("yiting-demo-{}", std::process::id())));
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let box_listener = TcpListener::bind("127.0.0.1:0").context("no free port for the sandbox")?;
    let stand_in = start_sandbox(box_listener).await?;
    config.set("YITING_WECHAT_URL", stand_in.base_url());
    config.set("YITING_WECHAT_APPID", APPID.to_owned());
    config.set("YITING_WECHAT_SECRET", SECRET.to_owned());
    config.set("YITING_DEVELOPMENT", "true".to_owned());
    let personas = load(&config, &folder, proposals).await?;
    if load_only {
        return Ok(());
    }
    let db = bootstrap::database(&config, &folder).await?;
    let clock = Clock::system();
    clock.advance(demo::ends().millis() - clock.now().millis());
    let app = bootstrap::assemble(&config, &folder, db, clock, Entropy::System)?;
    println!(
        "议亭 Yiting demo: http://{listen}/graphql  (data: {})",
        folder.display()
    );
    println!("WeChat sandbox:   {}", stand_in.base_url());
    println!("People to be:     http://{listen}/demo/personas");
    http::serve::run(app, &config, listen, Some(demo::control::routes(Arc::new(personas)))).await?;
    stand_in.stop().await;
    Ok(())
}

/// Loads world and year into an empty database; a database that has them is left as it is.
pub async fn load(config: &Config, folder: &Path, proposals: usize) -> anyhow::Result<Vec<(String, uuid::Uuid)>> {
    let kept = folder.join("personas.json");
    let db = match config.maybe("DATABASE_URL") {
        Some(_) => bootstrap::database(config, folder).await?,
        None => Database::sqlite_unsynced(folder).await?,
    };
    db.migrate().await.context("the schema cannot be made")?;
    if areas::by_code(db.reader(), "310105").await?.is_some() {
        let text = std::fs::read_to_string(&kept).unwrap_or_default();
        return serde_json::from_str(&text)
            .context("the data folder holds areas but no finished demo; name an empty folder");
    }
    let app = bootstrap::assemble(config, folder, db, Clock::manual(demo::begins()), Entropy::seeded(SEED))?;
    let mut dice = Dice::new(SEED);
    let world = demo::world::build(&app, &mut dice)
        .await
        .map_err(|e| anyhow::anyhow!("the world: {e:?}"))?;
    demo::history::live(&app, &world, &mut dice, proposals, || true)
        .await
        .map_err(|e| anyhow::anyhow!("the year: {e:?}"))?;
    while crate::jobs::deliver_some(&app)
        .await
        .map_err(|e| anyhow::anyhow!("the inboxes: {e:?}"))?
        > 0
    {}
    std::fs::write(&kept, serde_json::to_string(&world.personas)?)
        .with_context(|| format!("{} cannot be written", kept.display()))?;
    Ok(world.personas)
}

async fn start_sandbox(listener: TcpListener) -> anyhow::Result<sandbox::Sandbox> {
    let clock = Clock::system();
    let options = SandboxOptions {
        seed: [7; 32],
        apps: vec![SandboxApp {
            appid: APPID.to_owned(),
            secret: SECRET.to_owned(),
            open_platform: true,
        }],
        clock: Arc::new(move || clock.now().millis()),
    };
    sandbox::run(listener, options)
        .await
        .context("the sandbox cannot be started")
}

/// Runs the sandbox alone until it is stopped.
pub async fn sandbox(listen: SocketAddr) -> anyhow::Result<()> {
    if !listen.ip().is_loopback() {
        bail!("the sandbox listens on loopback only");
    }
    let listener = TcpListener::bind(listen).with_context(|| format!("{listen} cannot be listened on"))?;
    let running = start_sandbox(listener).await?;
    println!("WeChat sandbox: {}  appid {APPID}", running.base_url());
    tokio::signal::ctrl_c().await.context("no signals")?;
    running.stop().await;
    Ok(())
}
