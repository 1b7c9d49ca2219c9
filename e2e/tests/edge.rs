//! The edge of a real server: protocol conformance, hostile documents, hostile tokens.

use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Command,
    time::{Duration, Instant},
};
use yiting_e2e::{Folder, client::Client, process::Server};

fn demo(folder: &Folder) -> Server {
    let data = folder.0.to_str().expect("a path");
    Server::start(
        &folder.0,
        &["demo", "--data", data, "--proposals", "2"],
        &[("YITING_LOG", "warn")],
    )
}

fn node(script: &str, url: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/node");
    let output = Command::new("node")
        .arg(script)
        .arg(url)
        .current_dir(folder)
        .output()
        .expect("node runs");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    println!("{said}");
    assert!(output.status.success(), "{said}");
}

#[test]
fn the_server_audits_of_graphql_http_find_no_error_and_no_warning() {
    let folder = Folder::new("audits");
    let server = demo(&folder);
    node("audits.mjs", &format!("{}/graphql", server.base));
}

#[test]
fn sockets_speak_graphql_transport_ws_with_its_close_codes() {
    let folder = Folder::new("sockets");
    let server = demo(&folder);
    node(
        "socket.mjs",
        &format!("{}/graphql/ws", server.base.replace("http", "ws")),
    );
}

/// Sends raw bytes and returns the head of the answer.
fn raw(server: &Server, head: &str, body: impl FnOnce(&mut TcpStream)) -> String {
    let mut socket = TcpStream::connect(server.base.trim_start_matches("http://")).expect("a connection");
    socket
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("a timeout");
    socket.write_all(head.as_bytes()).expect("a head");
    body(&mut socket);
    let mut answer = [0u8; 2048];
    let length = socket.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[test]
fn hostile_requests_are_refused_small_while_others_are_served() {
    let folder = Folder::new("hostile");
    let server = demo(&folder);
    let client = Client::anonymous(&server.base);
    let mut documents: Vec<String> = Vec::new();
    for levels in 10..=31 {
        let mut bomb = String::from("{ ...F0 }");
        for n in 0..levels {
            bomb += &format!(" fragment F{n} on Query {{ ...F{0} ...F{0} }}", n + 1);
        }
        documents.push(bomb + &format!(" fragment F{levels} on Query {{ __typename }}"));
    }
    documents.push(format!(
        "{{ {} }}",
        (0..10_000).map(|i| format!("a{i}: __typename ")).collect::<String>()
    ));
    documents.push(format!("{{ __typename {} }}", "@skip(if: false) ".repeat(900)));
    documents.push(format!("{}{}", "{ a ".repeat(3_000), "}".repeat(3_000)));
    documents.push("{ districts(first: 50) { nodes { children(first: 50) { nodes { children(first: 50) { nodes { name } } } } } } }".to_owned());
    for document in &documents {
        let answer = client.send(document, &json!({}));
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        assert!(code.starts_with("DOCUMENT_"), "{code}: {}", &document[..60]);
        assert!(answer.to_string().len() < 2_048);
        assert!(answer.get("data").is_none_or(Value::is_null));
    }
    let head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let large = raw(&server, &format!("{head}content-length: 104857600\r\n\r\n"), |_| {});
    assert!(large.starts_with("HTTP/1.1 413"), "{large}");
    let chunked = raw(
        &server,
        &format!("{head}transfer-encoding: chunked\r\n\r\n"),
        |socket| {
            let chunk = format!("2000\r\n{}\r\n", "x".repeat(0x2000));
            for _ in 0..12_800 {
                if socket.write_all(chunk.as_bytes()).is_err() {
                    break;
                }
            }
        },
    );
    assert!(chunked.is_empty() || chunked.starts_with("HTTP/1.1 413"), "{chunked}");
    let slow = raw(&server, &format!("{head}content-length: 100\r\n\r\n{{"), |_| {});
    assert!(slow.starts_with("HTTP/1.1 408"), "{slow}");
    let plain = raw(
        &server,
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\n{}",
        |_| {},
    );
    assert!(plain.starts_with("HTTP/1.1 415"), "{plain}");
    let mutation = raw(
        &server,
        "GET /graphql?query=mutation%7B__typename%7D HTTP/1.1\r\nhost: x\r\n\r\n",
        |_| {},
    );
    assert!(mutation.starts_with("HTTP/1.1 405"), "{mutation}");

    let bombs = std::thread::scope(|scope| {
        let attack = scope.spawn(|| {
            let client = Client::anonymous(&server.base);
            (0..200)
                .filter(|n| client.try_send(&documents[n % documents.len()], &json!({})).is_some())
                .count()
        });
        let mut times: Vec<Duration> = (0..200)
            .map(|_| {
                let begun = Instant::now();
                assert_eq!(client.ask("{ __typename }", &json!({}))["__typename"], "Query");
                begun.elapsed()
            })
            .collect();
        times.sort();
        println!("trivial query under attack: p50 {:?}, p99 {:?}", times[100], times[198]);
        attack.join().expect("the attack ends")
    });
    assert_eq!(bombs, 200, "every bomb got an answer");
}

#[test]
fn a_token_that_is_not_ours_is_refused() {
    let folder = Folder::new("tokens");
    let server = demo(&folder);
    let client = Client::anonymous(&server.base);
    for token in ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", &"x".repeat(5_000)] {
        let answer = client.with_token(token).send("{ me { level } }", &json!({}));
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    }
}
