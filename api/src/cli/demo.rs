//! `yiting demo` and `yiting sandbox`.

use super::bootstrap;
use crate::{
    config::Config,
    demo::{self, load::Wish},
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
use uuid::Uuid;

/// The sandbox's app.
const APPID: &str = "wxdemo0000000000";
const SECRET: &str = "demo-secret-of-the-sandbox";

/// What its pushes to the demo are signed and encrypted with.
const PUSH_TOKEN: &str = "demopush";
const PUSH_KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

/// The demo's templates of subscribe messages: what the product is told of them, and what WeChat knows.
const TEMPLATES: &str = "answer=demo-answer/once/thing1:title,phrase2:state,time3:time,thing4:note;\
    progress=demo-progress/once/thing1:title,phrase2:state,time3:time;\
    round=demo-round/once/thing1:title,phrase2:state,time3:time;\
    ballot=demo-ballot/long/thing1:title,phrase2:state,time3:time,thing4:note;\
    rating=demo-rating/once/thing1:title,thing4:note,time3:time";
const TEMPLATE_KEYS: &[(&str, &[&str], bool)] = &[
    ("demo-answer", &["thing1", "phrase2", "time3", "thing4"], false),
    ("demo-progress", &["thing1", "phrase2", "time3"], false),
    ("demo-round", &["thing1", "phrase2", "time3"], false),
    ("demo-ballot", &["thing1", "phrase2", "time3", "thing4"], true),
    ("demo-rating", &["thing1", "thing4", "time3"], false),
];

/// How much is loaded.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// About how many proposals.
    pub proposals: usize,
    /// How many residents beside the usual ones.
    pub voters: usize,
    /// Whether rounds are held.
    pub rounds: bool,
}

/// Starts everything embedded, loads the year, serves.
pub async fn run(
    mut config: Config,
    listen: SocketAddr,
    data: Option<PathBuf>,
    size: Size,
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
    config.set("YITING_WECHAT_PUSH_TOKEN", PUSH_TOKEN.to_owned());
    config.set("YITING_WECHAT_PUSH_KEY", PUSH_KEY.to_owned());
    config.set("YITING_WECHAT_TEMPLATES", TEMPLATES.to_owned());
    for (id, keys, long_term) in TEMPLATE_KEYS {
        stand_in.add_template(id, keys, *long_term);
    }
    stand_in.push_to(format!("http://{listen}/wechat/push"), PUSH_TOKEN, PUSH_KEY);
    if config.maybe("YITING_WECHAT_TEXT_CHECK").is_none() {
        // The people that one can borrow have no WeChat accounts for which it could be asked.
        config.set("YITING_WECHAT_TEXT_CHECK", "off".to_owned());
    }
    let personas = load(&config, &folder, size).await?;
    if load_only {
        return Ok(());
    }
    let db = bootstrap::database(&config, &folder).await?;
    let clock = Clock::system();
    clock.advance(demo::ends().millis() - clock.now().millis());
    let app = bootstrap::assemble(&config, &folder, db, clock, Entropy::System)?;
    introduce(listen, &folder, stand_in.base_url(), &personas);
    http::serve::run(app, &config, listen, Some(demo::control::routes(Arc::new(personas)))).await?;
    stand_in.stop().await;
    Ok(())
}

/// Labels by which people of different kinds are shown at the start.
const EXAMPLES: &[&str] = &[
    "居民",
    "业主",
    "召集人",
    "社工",
    "主任",
    "经办",
    "负责人",
    "区级负责人",
    "承办人员",
    "居务监督员（全区）",
    "专家",
    "审计员",
    "系统管理员",
    "微信访客（未绑定手机）",
    "手机用户（未核实住址）",
];

/// Says where everything is, and who one can be.
fn introduce(listen: SocketAddr, folder: &Path, sandbox: String, personas: &[(String, Uuid)]) {
    println!();
    println!(
        "议亭 Yiting      http://{listen}/graphql   (data: {})",
        folder.display()
    );
    println!("Console          http://{listen}/console/   (be one of the people below with one press)");
    println!("WeChat sandbox   {sandbox}   (appid {APPID})");
    println!(
        "People to be     http://{listen}/demo/personas   ({} of them)",
        personas.len()
    );
    println!("A log-in         curl -s http://{listen}/demo/login -H 'content-type: application/json' \\");
    let first = personas
        .iter()
        .map(|(label, _)| label.as_str())
        .find(|l| l.ends_with("居民"));
    println!(
        "                      -d '{{\"persona\":\"{}\"}}'",
        first.unwrap_or("区级负责人")
    );
    println!(
        "A week passes    curl -s http://{listen}/demo/clock -H 'content-type: application/json' -d '{{\"days\":7}}'"
    );
    let examples: Vec<&str> = EXAMPLES
        .iter()
        .filter_map(|end| {
            personas
                .iter()
                .map(|(label, _)| label.as_str())
                .find(|l| l.ends_with(end))
        })
        .collect();
    println!("Such as          {}", examples.join("、"));
    println!();
}

/// Loads world and year into an empty database; a database that has them is left as it is.
pub async fn load(config: &Config, folder: &Path, size: Size) -> anyhow::Result<Vec<(String, Uuid)>> {
    let kept = folder.join("personas.json");
    let mut stopwatch = Stopwatch::start();
    let db = match config.maybe("DATABASE_URL") {
        Some(_) => bootstrap::database(config, folder).await?,
        None => Database::sqlite_unsynced(folder).await?,
    };
    db.migrate().await.context("the schema cannot be made")?;
    if areas::by_code(db.reader(), demo::world::DISTRICT).await?.is_some() {
        let text = std::fs::read_to_string(&kept).unwrap_or_default();
        return serde_json::from_str(&text)
            .context("the database holds areas but no finished demo; name an empty folder or database");
    }
    let app = bootstrap::assemble(
        config,
        folder,
        db,
        Clock::manual(if size.rounds { demo::opens() } else { demo::begins() }),
        Entropy::seeded(demo::load::SEED),
    )?;
    stopwatch.lap("schema");
    let wish = Wish {
        proposals: size.proposals,
        season: size.rounds,
        record: false,
    };
    let loaded = demo::load::load(&app, wish, |phase| stopwatch.lap(phase))
        .await
        .map_err(|e| anyhow::anyhow!("the demo cannot be loaded: {e:?}"))?;
    let places = &loaded.world.places;
    println!(
        "Loaded {} streets, {} neighborhoods, {} staff, {} residents, {} proposals, {} log entries, {} rows.",
        places.streets.len(),
        places.neighborhoods.len(),
        loaded.world.cast.staff_count(),
        loaded.world.cast.residents.len(),
        loaded.proposals,
        loaded.entries,
        loaded.rows,
    );
    let mut personas = loaded.world.cast.personas;
    if let Some(block) = loaded.world.cast.blocks.first() {
        let voters = demo::people::settle(&app, &block.area, size.voters).await;
        personas.extend(voters.map_err(|e| anyhow::anyhow!("the voters cannot be added: {e:?}"))?);
    }
    std::fs::write(&kept, serde_json::to_string(&personas)?)
        .with_context(|| format!("{} cannot be written", kept.display()))?;
    Ok(personas)
}

/// Prints how long each phase of the start took.
struct Stopwatch(std::time::Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(std::time::Instant::now())
    }

    fn lap(&mut self, phase: &str) {
        let now = std::time::Instant::now();
        println!("{phase:<8} {:>6.2} s", (now - self.0).as_secs_f64());
        self.0 = now;
    }
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
