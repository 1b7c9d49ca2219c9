//! The home feed through GraphQL against a hand-written handler that runs the same SQL on each
//! request and writes the same JSON, in the same process, over HTTP, 32 connections:
//! `cargo bench -p yiting --bench home_feed`.
//!
//! The two take turns, so that both meet the same machine; the medians of the turns are printed,
//! and the ratio of the rates. Set YITING_BENCH_PROPOSALS for another number than 500.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use yiting::{
    cli::{bootstrap, demo},
    config::Config,
    http::{Edge, serve},
    store::{areas, people, proposals, voices},
    usecase::{
        account,
        context::{Clock, Entropy},
    },
};
use yiting_domain::{area::AreaPath, clock::Colour, proposal::reading};
use yiting_e2e::{Folder, free_port, postgres::Postgres};

const CONNECTIONS: usize = 32;
const TURNS: usize = 5;
const TURN: Duration = Duration::from_secs(3);

const FEED: &str = "query Feed($home: ID!) { proposals(filter: {home: $home}, first: 20) { nodes { id number title \
    state supportCount viewerSupports proponent { nickname } home { name } topic { name } clock { colour dueAt } } } }";

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, async {
        measure("SQLite", None).await?;
        let cluster = Postgres::start();
        measure("PostgreSQL", Some(cluster.database("feed"))).await
    })
}

async fn measure(engine: &str, url: Option<String>) -> anyhow::Result<()> {
    let folder = Folder::new("bench-feed");
    let mut config = Config::load(None, |_| None)?;
    config.set("YITING_SECRET", "5a".repeat(32));
    config.set("YITING_LOG", "error".to_owned());
    if let Some(url) = url {
        config.set("DATABASE_URL", url);
    }
    let count = std::env::var("YITING_BENCH_PROPOSALS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(500);
    let size = demo::Size {
        proposals: count,
        voters: 0,
        rounds: false,
    };
    let personas = demo::load(&config, &folder.0, size).await?;
    let db = bootstrap::database(&config, &folder.0).await?;
    let clock = Clock::system();
    clock.advance(yiting::demo::ends().millis() - clock.now().millis());
    let app = bootstrap::assemble(&config, &folder.0, db, clock, Entropy::System)?;
    let (_, person) = personas
        .iter()
        .find(|(label, _)| label.ends_with("居民"))
        .ok_or_else(|| anyhow::anyhow!("nobody lives there"))?;
    let token = account::open_without_credentials(&app, *person)
        .await
        .map_err(|e| anyhow::anyhow!("{e:?}"))?
        .access;
    let listen: SocketAddr = format!("127.0.0.1:{}", free_port()).parse()?;
    let routes: serve::Extra = Arc::new(|cfg| {
        cfg.route("/bench/feed", web::get().to(by_hand));
    });
    let server = tokio::task::spawn_local(async move { serve::run(app, &config, listen, Some(routes)).await });
    let home = district_of(listen, &token).await?;
    let by_graphql = post(&token, &json!({"query": FEED, "variables": {"home": home}}));
    let by_hand = format!("GET /bench/feed HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n");
    let trivial = post(&token, &json!({"query": "{ __typename }"}));
    let same = (ask(listen, &by_graphql).await?, ask(listen, &by_hand).await?);
    anyhow::ensure!(
        same.0["data"] == same.1["data"],
        "the two answers differ:\n{}\n{}",
        same.0,
        same.1
    );
    let mut rates: [Vec<Turn>; 3] = Default::default();
    for _ in 0..TURNS {
        for (number, request) in [&by_graphql, &by_hand, &trivial].into_iter().enumerate() {
            rates[number].push(turn(listen, request).await);
        }
    }
    println!("{engine}: 20 of {count} proposals, {CONNECTIONS} connections, {TURNS} turns of {TURN:?} each");
    let mut medians = Vec::new();
    for (name, turns) in ["GraphQL", "by hand", "{ __typename }"].iter().zip(&mut rates) {
        turns.sort_by(|a, b| a.rate.total_cmp(&b.rate));
        let middle = &turns[TURNS / 2];
        println!(
            "  {name:<15} {:8.0} requests/s   p50 {:?}   p99 {:?}",
            middle.rate, middle.p50, middle.p99
        );
        medians.push(middle.rate);
    }
    println!(
        "  GraphQL is at {:.2} of the hand-written handler, and at {:.2} of a trivial query",
        medians[0] / medians[1],
        medians[0] / medians[2]
    );
    server.abort();
    Ok(())
}

struct Turn {
    rate: f64,
    p50: Duration,
    p99: Duration,
}

async fn turn(listen: SocketAddr, request: &str) -> Turn {
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let clients: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (stop, request) = (Arc::clone(&stop), request.to_owned());
            tokio::spawn(async move {
                let mut times = Vec::new();
                let Ok(stream) = TcpStream::connect(listen).await else {
                    return times;
                };
                let mut stream = BufReader::new(stream);
                while !stop.load(Ordering::Relaxed) {
                    let sent = Instant::now();
                    if exchange(&mut stream, &request).await.is_err() {
                        break;
                    }
                    times.push(sent.elapsed());
                }
                times
            })
        })
        .collect();
    tokio::time::sleep(TURN).await;
    stop.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await.unwrap_or_default());
    }
    let rate = f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX)) / begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    Turn {
        rate,
        p50: at(50),
        p99: at(99),
    }
}

/// One request and its answer's body on a connection that stays open.
async fn exchange(stream: &mut BufReader<TcpStream>, request: &str) -> std::io::Result<Vec<u8>> {
    stream.get_mut().write_all(request.as_bytes()).await?;
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let head = line.trim().to_ascii_lowercase();
        if let Some(value) = head.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if head.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(body)
}

async fn ask(listen: SocketAddr, request: &str) -> anyhow::Result<Value> {
    for _ in 0..100 {
        if let Ok(stream) = TcpStream::connect(listen).await {
            return Ok(serde_json::from_slice(
                &exchange(&mut BufReader::new(stream), request).await?,
            )?);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the server does not answer")
}

fn post(token: &str, body: &Value) -> String {
    let body = body.to_string();
    format!(
        "POST /graphql HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

async fn district_of(listen: SocketAddr, token: &str) -> anyhow::Result<Value> {
    let query = json!({"query": "{ areaByCode(code: \"310105\") { id } }"});
    Ok(ask(listen, &post(token, &query)).await?["data"]["areaByCode"]["id"].clone())
}

/// The feed without GraphQL: the same statements, the same JSON.
async fn by_hand(edge: web::Data<Edge>, request: HttpRequest) -> HttpResponse {
    match feed(&edge, &request).await {
        Ok(body) => HttpResponse::Ok()
            .content_type("application/json")
            .body(body.to_string()),
        Err(error) => HttpResponse::InternalServerError().body(format!("{error:?}")),
    }
}

async fn feed(edge: &Edge, request: &HttpRequest) -> anyhow::Result<Value> {
    let app = &edge.app;
    let db = app.db.reader();
    let token = request
        .headers()
        .get("authorization")
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    let (actor, _) = account::authenticate(app, token.trim_start_matches("Bearer "))
        .await
        .map_err(|e| anyhow::anyhow!("{e:?}"))?;
    let district = areas::by_code(db, "310105")
        .await?
        .ok_or_else(|| anyhow::anyhow!("no district"))?;
    let filter = proposals::Filter {
        home: Some(AreaPath::parse(district.path.clone())?),
        ..proposals::Filter::default()
    };
    let order = proposals::OrderBy::Newest;
    let mut rows = proposals::list(db, Some(&actor), &filter, order, None, 21, app.now()).await?;
    rows.truncate(20);
    let ids: Vec<_> = rows.iter().map(|(_, p)| p.state.id.0).collect();
    let people = people::by_pseudonyms(db, &rows.iter().map(|(_, p)| p.state.proponent.0).collect::<Vec<_>>()).await?;
    let paths = rows
        .iter()
        .map(|(_, p)| p.state.home.path.as_str().to_owned())
        .collect();
    let homes = areas::by_paths(db, paths).await?;
    let topics = areas::topics_by_ids(
        db,
        &rows
            .iter()
            .filter_map(|(_, p)| Some(p.state.topic?.0))
            .collect::<Vec<_>>(),
    )
    .await?;
    let mine = voices::supported(db, actor.pseudonym, &ids).await?;
    let policy = app.policy(db, district.id).await?;
    let now = app.now();
    let nodes: Vec<Value> = rows
        .iter()
        .map(|(_, p)| {
            let clock = reading(&p.state, app.policy_for(&policy, &p.state), now).map(|clock| {
                let colour = match clock.colour {
                    Colour::Green => "GREEN",
                    Colour::Yellow => "YELLOW",
                    Colour::Red => "RED",
                };
                json!({"colour": colour, "dueAt": clock.due_at.map(yiting_domain::instant::Instant::rfc3339)})
            });
            let topic = p.state.topic.and_then(|id| topics.iter().find(|t| t.id == id.0));
            json!({
                "id": yiting::graphql::proposal_id(p.state.id),
                "number": p.number,
                "title": p.title,
                "state": p.state.state.name().to_uppercase(),
                "supportCount": p.state.supports,
                "viewerSupports": mine.contains(&p.state.id.0),
                "proponent": {"nickname": people.get(&p.state.proponent.0).map(|who| &who.nickname)},
                "home": {"name": homes.get(p.state.home.path.as_str()).map(|area| &area.name)},
                "topic": topic.map(|topic| json!({"name": topic.name_zh})),
                "clock": clock,
            })
        })
        .collect();
    Ok(json!({"data": {"proposals": {"nodes": nodes}}}))
}
