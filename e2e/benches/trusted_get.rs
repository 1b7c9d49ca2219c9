//! A public query by GET against a static answer of actix-web with the same bytes:
//! `cargo bench -p yiting-e2e --bench trusted_get` (with `--profile dev` when the tests are built already).
//!
//! The server is `YITING_BIN` or the debug build; the static one is this program itself, started again, so
//! that for figures to quote both must be release builds. Rounds alternate, the median counts.

use actix_web::{App, HttpResponse, HttpServer, http::header, middleware::DefaultHeaders, web};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use yiting_e2e::{client::Client, demo::Place, free_port};

/// Connections at once.
const CONNECTIONS: usize = 32;
/// How long each round takes.
const ROUND: Duration = Duration::from_secs(2);
/// Rounds of each kind.
const ROUNDS: usize = 5;

fn main() {
    if let Ok(port) = std::env::var("YITING_STATIC_PORT") {
        return serve_static(port.parse().expect("a port"));
    }
    let place = Place::sqlite("bench-get");
    let server = place.demo(200);
    let host = server.base.trim_start_matches("http://").to_owned();
    let manifest: Value = serde_json::from_str(include_str!("../../client-sdk/manifest.json")).expect("a manifest");
    let (hash, _) = manifest
        .as_object()
        .expect("an object")
        .iter()
        .find(|(_, text)| {
            text.as_str()
                .is_some_and(|text| text.starts_with("query PublicProposals("))
        })
        .expect("PublicProposals");
    let path = format!("/graphql?id={hash}&variables=%7B%22first%22%3A20%7D");
    let (status, body) = Client::anonymous(&server.base).page(&path, "application/json");
    assert_eq!(status, 200, "{body}");
    let answer: Value = serde_json::from_str(&body).expect("JSON");
    let listed = answer["data"]["proposals"]["nodes"].as_array().map_or(0, Vec::len);
    assert_eq!(listed, 20, "{}", json!(answer));

    let port = free_port();
    let mut other = Command::new(std::env::current_exe().expect("a path"))
        .env("YITING_STATIC_PORT", port.to_string())
        .env("YITING_STATIC_BODY", &body)
        .stdin(Stdio::null())
        .spawn()
        .expect("the static server starts");
    let fixed = format!("127.0.0.1:{port}");
    while TcpStream::connect(&fixed).is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let etag = head_of(&exchange(&mut connect(&host), &request(&host, &path, ""))).to_ascii_lowercase();
    let etag = etag
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("an ETag");
    // Tags are told apart by case, headers are not: the tag itself is taken from the answer as it came.
    let whole = exchange(&mut connect(&host), &request(&host, &path, ""));
    let at = whole.to_ascii_lowercase().find(etag).expect("the tag");
    let tag = whole[at..at + etag.len()].to_owned();

    let kinds = [
        ("static", fixed.clone(), request(&fixed, "/", "")),
        ("public query", host.clone(), request(&host, &path, "")),
        (
            "public query, not changed",
            host.clone(),
            request(&host, &path, &format!("if-none-match: {tag}\r\n")),
        ),
    ];
    let mut rates: Vec<Vec<f64>> = vec![Vec::new(); kinds.len()];
    for _ in 0..ROUNDS {
        for (kind, (_, host, request)) in kinds.iter().enumerate() {
            rates[kind].push(rate(host, request));
        }
    }
    println!("{} bytes, {CONNECTIONS} connections, answers a second:", body.len());
    let medians: Vec<f64> = rates
        .iter_mut()
        .map(|rates| {
            rates.sort_by(f64::total_cmp);
            rates[rates.len() / 2]
        })
        .collect();
    for ((name, ..), median) in kinds.iter().zip(&medians) {
        println!("{median:10.0}  {name}  ({:.2} of static)", median / medians[0]);
    }
    // It is ours, and it may have ended.
    let _ = other.kill();
    let _ = other.wait();
}

/// Answers every request with the same bytes and the same kind of headers.
fn serve_static(port: u16) {
    let body = std::env::var("YITING_STATIC_BODY").expect("a body");
    let body = web::Bytes::from(body);
    actix_web::rt::System::new()
        .block_on(
            HttpServer::new(move || {
                let body = body.clone();
                let answer = move || {
                    let body = body.clone();
                    async move {
                        HttpResponse::Ok()
                            .insert_header((header::CONTENT_TYPE, "application/json; charset=utf-8"))
                            .insert_header((header::CACHE_CONTROL, "public, no-cache"))
                            .body(body)
                    }
                };
                App::new()
                    .wrap(DefaultHeaders::new().add(("x-content-type-options", "nosniff")))
                    .route("/", web::get().to(answer))
            })
            .bind(("127.0.0.1", port))
            .expect("the port is free")
            .run(),
        )
        .expect("it runs");
}

fn request(host: &str, path: &str, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: application/json\r\n{more}\r\n")
}

fn connect(host: &str) -> TcpStream {
    let stream = TcpStream::connect(host).expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    stream
}

fn head_of(answer: &str) -> &str {
    answer.split("\r\n\r\n").next().unwrap_or_default()
}

/// One request and its whole answer.
fn exchange(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).expect("sent");
    let mut bytes = Vec::new();
    let mut piece = [0u8; 65_536];
    loop {
        let read = stream.read(&mut piece).expect("an answer");
        assert!(read > 0, "the connection ended");
        bytes.extend_from_slice(&piece[..read]);
        let Some(end) = bytes.windows(4).position(|part| part == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())
            .unwrap_or(0);
        if head.starts_with("http/1.1 304") || bytes.len() >= end + 4 + length {
            return String::from_utf8_lossy(&bytes).into_owned();
        }
    }
}

/// Answers a second over all connections.
fn rate(host: &str, request: &str) -> f64 {
    let begun = Instant::now();
    let total: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| {
                    let mut stream = connect(host);
                    let mut count = 0;
                    while begun.elapsed() < ROUND {
                        exchange(&mut stream, request);
                        count += 1;
                    }
                    count
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("a count")).sum()
    });
    f64::from(u32::try_from(total).unwrap_or(u32::MAX)) / begun.elapsed().as_secs_f64()
}
