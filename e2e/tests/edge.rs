//! The edge of a real server: protocol conformance, hostile documents, hostile tokens, hostile sockets.

use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
    time::Duration,
};
use yiting_e2e::{
    client::{Client, key},
    demo::{Place, SECRET},
    hostile,
    process::Server,
    socket::{Heard, PATIENCE, PING, Socket, TEXT},
};

/// Runs a script of the `node` folder, with this on its standard input.
fn node(arguments: &[&str], input: &str) {
    let mut child = Command::new("node")
        .args(arguments)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/node"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node is needed: apt-get install nodejs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    println!("{said}");
    assert!(output.status.success(), "{said}");
}

fn start(name: &str) -> (Place, Server) {
    let place = Place::sqlite(name);
    let server = place.demo(0);
    (place, server)
}

#[test]
fn the_server_audits_of_graphql_http_find_no_error_and_no_warning() {
    let (_place, server) = start("audits");
    node(&["audits.mjs", &format!("{}/graphql", server.base)], "");
}

#[test]
fn sockets_speak_graphql_transport_ws_with_its_close_codes() {
    let (_place, server) = start("sockets");
    node(
        &[
            "socket.mjs",
            &format!("{}/graphql/ws", server.base.replace("http", "ws")),
        ],
        "",
    );
}

#[test]
fn hostile_tokens_of_many_kinds_are_refused_and_a_genuine_one_is_served() {
    let (_place, server) = start("tokens");
    let pair = |label: &str| {
        let client = Client::persona(&server.base, label);
        json!({"accessToken": client.token(), "refreshToken": client.refresh_token()})
    };
    let pairs = json!({"first": pair("区级负责人"), "second": pair("系统管理员")});
    node(&["tokens.mjs", &server.base, SECRET], &pairs.to_string());
}

#[test]
fn hostile_documents_are_refused_small_and_nothing_of_them_runs() {
    let (_place, server) = start("documents");
    let client = Client::anonymous(&server.base);
    for (name, document, variables) in hostile::documents() {
        let answer = client.send(&document, &variables);
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
        assert!(code.starts_with("DOCUMENT_"), "{name}: {answer}");
        assert!(answer.to_string().len() < 2_048, "{name}");
        assert!(answer.get("data").is_none_or(Value::is_null), "{name}");
    }
    let json = |text: &str| client.post("/graphql", &serde_json::from_str(text).expect("JSON"));
    for (name, body) in hostile::bodies() {
        let answer = client.post("/graphql", &body);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BODY_TOO_LARGE", "{name}");
        assert!(answer.to_string().len() < 2_048, "{name}");
    }
    for body in [
        r#"[{"query": "{ __typename }"}, {"query": "{ __typename }"}]"#,
        r#"{"query": ["{ __typename }"]}"#,
        r#"{"query": "{ __typename }", "variables": [1]}"#,
        r#"{"query": "{ __typename }", "operationName": {}}"#,
        r#"{"queries": 1}"#,
        "7",
    ] {
        let answer = json(body);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "REQUEST_INVALID", "{body}");
    }
    // Values as deep as the body allows: for an argument that is there, and for a variable nobody asked for.
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    for depth in [100, 120] {
        let deep: Value = serde_json::from_str(&hostile::nested(depth)).expect("JSON");
        let answer = client.send(query, &json!({"ids": deep}));
        assert!(answer["errors"][0]["extensions"]["code"].is_string(), "{answer}");
        assert_eq!(client.ask("{ __typename }", &json!({"x": deep}))["__typename"], "Query");
    }
    let deepest = format!(
        r#"{{"query": "{{ __typename }}", "variables": {{"x": {}}}}}"#,
        hostile::nested(30_000)
    );
    let length = deepest.len();
    let head = format!("{HEAD}content-length: {length}\r\n\r\n");
    let answer = raw(&server, &head, |socket| {
        socket.write_all(deepest.as_bytes()).expect("a body")
    });
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let many: serde_json::Map<String, Value> = (0..3_000).map(|i| (format!("v{i}"), json!(i))).collect();
    assert_eq!(
        client.ask("{ __typename }", &Value::Object(many))["__typename"],
        "Query"
    );
    assert_eq!(
        client.ask("{ __typename }", &json!({}))["__typename"],
        "Query",
        "it still serves"
    );
}

/// The head of a POST without its length.
const HEAD: &str = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";

/// Sends raw bytes and returns the head of the answer.
fn raw(server: &Server, head: &str, body: impl FnOnce(&mut TcpStream)) -> String {
    let mut socket = TcpStream::connect(server.base.trim_start_matches("http://")).expect("a connection");
    socket
        .set_read_timeout(Some(Duration::from_secs(30)))
        .expect("a timeout");
    socket.write_all(head.as_bytes()).expect("a head");
    body(&mut socket);
    let mut answer = [0u8; 2048];
    let length = socket.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[test]
fn large_and_slow_requests_are_refused_while_others_are_served() {
    let (_place, server) = start("slow");
    let server = &server;
    let large = raw(server, &format!("{HEAD}content-length: 104857600\r\n\r\n"), |_| {});
    assert!(large.starts_with("HTTP/1.1 413"), "{large}");
    let chunked = raw(server, &format!("{HEAD}transfer-encoding: chunked\r\n\r\n"), |socket| {
        let chunk = format!("2000\r\n{}\r\n", "x".repeat(0x2000));
        for _ in 0..12_800 {
            if socket.write_all(chunk.as_bytes()).is_err() {
                break;
            }
        }
    });
    assert!(chunked.is_empty() || chunked.starts_with("HTTP/1.1 413"), "{chunked}");
    let compressed = raw(
        server,
        &format!("{HEAD}content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{{}}"),
        |_| {},
    );
    assert!(compressed.starts_with("HTTP/1.1 415"), "{compressed}");
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
    ] {
        let head =
            format!("POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: 2\r\n\r\n{{}}");
        let answer = raw(server, &head, |_| {});
        assert!(answer.starts_with("HTTP/1.1 415"), "{kind}: {answer}");
    }
    let mutation = raw(
        server,
        "GET /graphql?query=mutation%7B__typename%7D HTTP/1.1\r\nhost: x\r\n\r\n",
        |_| {},
    );
    assert!(mutation.starts_with("HTTP/1.1 405"), "{mutation}");
    let trace = raw(server, "TRACE /graphql HTTP/1.1\r\nhost: x\r\n\r\n", |_| {});
    assert!(trace.starts_with("HTTP/1.1 405"), "{trace}");
    let headers = format!(
        "GET /healthz HTTP/1.1\r\nhost: x\r\n{}\r\n",
        "x-a: b\r\n".repeat(60_000)
    );
    let flood = raw(server, &headers, |_| {});
    assert!(!flood.starts_with("HTTP/1.1 200"), "{flood}");

    // Half a hundred bodies and heads that never end; everybody else is served all the time.
    std::thread::scope(|scope| {
        let slow: Vec<_> = (0..50)
            .map(|n| {
                scope.spawn(move || {
                    if n % 2 == 0 {
                        raw(server, &format!("{HEAD}content-length: 100\r\n\r\n{{"), |_| {})
                    } else {
                        raw(server, "POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow", |_| {})
                    }
                })
            })
            .collect();
        let client = Client::anonymous(&server.base);
        while !slow.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            assert_eq!(client.ask("{ __typename }", &json!({}))["__typename"], "Query");
        }
        for one in slow {
            let answer = one.join().expect("a thread");
            assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        }
    });
}

#[test]
fn hostile_frames_close_the_socket_and_others_stay_open() {
    let (_place, server) = start("frames");
    let base = &server.base;
    let mut other = Socket::introduce(base, None).expect("a socket");
    other.subscribe("beat", "subscription { heartbeat }", &json!({}));
    let ends = |what: &str, act: &dyn Fn(&mut Socket)| {
        let mut socket = Socket::introduce(base, None).expect("a socket");
        println!("{what}");
        act(&mut socket);
        let code = socket.closed();
        assert!(
            matches!(code, 4400 | 1002 | 1003 | 1006 | 1007 | 1009),
            "{what}: {code}"
        );
    };
    ends("a frame over the limit", &|s| s.frame(TEXT, true, &[b' '; 70_000]));
    ends("a message over the limit in pieces", &|s| {
        s.frame(TEXT, false, &[b' '; 40_000]);
        s.frame(0, false, &[b' '; 40_000]);
    });
    ends("a frame that says it has 2^62 bytes", &|s| {
        s.raw(&[0x81, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])
    });
    ends("text that is not UTF-8", &|s| s.frame(TEXT, true, &[0xFF, 0xFE]));
    ends("a binary frame", &|s| s.frame(2, true, b"{}"));
    ends("an unmasked frame", &|s| s.raw(&[0x81, 2, b'{', b'}']));
    ends("a reserved opcode", &|s| s.frame(3, true, b"{}"));
    ends("a continuation of nothing", &|s| s.frame(0, true, b"{}"));
    ends("a number", &|s| s.frame(TEXT, true, b"7"));
    ends("no type", &|s| s.say(&json!({"id": "1"})));
    ends("a type that is no text", &|s| s.say(&json!({"type": 1})));
    ends("an unknown type", &|s| s.say(&json!({"type": "start"})));
    ends("a subscription without an id", &|s| {
        s.say(&json!({"type": "subscribe", "payload": {"query": "{ __typename }"}}))
    });
    ends("a subscription without a query", &|s| {
        s.say(&json!({"type": "subscribe", "id": "1", "payload": {}}))
    });
    ends("a list of lists", &|s| {
        s.frame(TEXT, true, hostile::nested(30_000).as_bytes())
    });
    assert_eq!(other.next("beat")["type"], "next", "somebody else's socket stays open");
}

#[test]
fn sockets_answer_pings_forgive_unknown_ids_and_refuse_hostile_documents_one_by_one() {
    let (_place, server) = start("manners");
    let mut socket = Socket::introduce(&server.base, None).expect("a socket");
    socket.frame(PING, true, b"are you there");
    assert_eq!(socket.hear(PATIENCE), Heard::Pong(b"are you there".to_vec()));
    socket.say(&json!({"type": "ping"}));
    assert_eq!(socket.hear(PATIENCE), Heard::Message(json!({"type": "pong"})));
    socket.say(&json!({"type": "complete", "id": "nobody"}));
    socket.say(&json!({"type": "pong"}));
    for (name, document, variables) in hostile::documents()
        .into_iter()
        .filter(|(_, text, _)| text.len() < 16_000)
    {
        socket.subscribe("bad", &document, &variables);
        let answer = socket.next("bad");
        assert_eq!(answer["type"], "error", "{name}: {answer}");
        let code = answer["payload"][0]["extensions"]["code"].as_str().unwrap_or_default();
        assert!(code.starts_with("DOCUMENT_"), "{name}: {answer}");
    }
    socket.subscribe("good", "{ __typename }", &json!({}));
    assert_eq!(socket.next("good")["payload"]["data"]["__typename"], "Query");
    assert_eq!(socket.next("good")["type"], "complete");
    for n in 0..21 {
        socket.subscribe(&format!("beat-{n}"), "subscription { heartbeat }", &json!({}));
    }
    assert_eq!(socket.closed(), 4429, "the twenty-first operation at once");
    let open: Vec<Socket> = (0..50)
        .map(|_| Socket::introduce(&server.base, None).expect("a socket"))
        .collect();
    assert_eq!(
        Socket::open(&server.base).closed(),
        4429,
        "the fifty-first socket at once"
    );
    drop(open);
    let again = || Socket::introduce(&server.base, None);
    while again().is_err() {}
}

#[test]
fn a_subscription_ends_with_the_login_that_began_it() {
    let (_place, server) = start("logout");
    let person = Client::persona(&server.base, "区级负责人");
    let other = Client::persona(&server.base, "区级负责人");
    let mut socket = Socket::introduce(&server.base, Some(person.token())).expect("a socket");
    let mut stays = Socket::introduce(&server.base, Some(other.token())).expect("another device's socket");
    socket.subscribe("beat", "subscription { heartbeat }", &json!({}));
    socket.next("beat");
    let query = "mutation($input: OnlyKeyInput!) { logout(input: $input) { clientMutationId } }";
    person.ask(query, &json!({"input": {"clientMutationId": key()}}));
    assert_eq!(socket.closed(), 4403);
    stays.subscribe("beat", "subscription { heartbeat }", &json!({}));
    assert_eq!(stays.next("beat")["type"], "next", "the other device's login goes on");
    let mut closing = Socket::introduce(&server.base, Some(other.token())).expect("a socket");
    let query = "mutation($input: OnlyKeyInput!) { closeAccount(input: $input) { clientMutationId } }";
    other.ask(query, &json!({"input": {"clientMutationId": key()}}));
    assert_eq!(stays.closed(), 4403);
    assert_eq!(closing.closed(), 4403);
}
