//! What a healthy server never does. These are faults made on purpose; that anything is found is tested
//! against a real server.

use super::{Analyser, Batch, Document, Lost, Meilisearch, Probe, ProposalSearch, Question};
use serde_json::{Value, json};
use std::time::Duration;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, method, path_regex},
};

fn client(server: &MockServer) -> Meilisearch {
    Meilisearch::new(&server.uri(), Some("key"), "proposals", Analyser::default()).expect("a client")
}

fn question() -> Question {
    Question {
        text: "电梯".to_owned(),
        first: 10,
        facets: true,
        ..Question::default()
    }
}

/// A server that says the same to everything.
async fn saying(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// A server with an index at this version whose every write becomes a task, and every task ends so.
async fn ending(task: Value) -> MockServer {
    let server = MockServer::start().await;
    let queued = json!({
        "taskUid": 1, "indexUid": "proposals", "status": "enqueued", "type": "documentAdditionOrUpdate",
        "enqueuedAt": "2026-01-01T00:00:00Z",
    });
    let mark = json!({ "format": super::stored::format(), "position": 7, "built": "proposals-1" });
    Mock::given(path_regex("^/indexes/proposals/documents/(position|built)$"))
        .respond_with(ok(&mark))
        .mount(&server)
        .await;
    Mock::given(path_regex("^/tasks/"))
        .respond_with(ok(&task))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(202).set_body_json(&queued))
        .mount(&server)
        .await;
    server
}

async fn all_lost(search: &Meilisearch) {
    let batch = Batch {
        since: None,
        documents: vec![Document::default()],
        gone: Vec::new(),
        position: 1,
    };
    let probe = Probe {
        title: "加装电梯".to_owned(),
        first: 5,
        ..Probe::default()
    };
    assert!(search.search(&question()).await.is_err());
    assert!(search.position().await.is_err());
    assert!(search.candidates(&probe).await.is_err());
    assert!(search.digests().await.is_err());
    assert!(search.stock().await.is_err());
    assert!(search.apply(batch).await.is_err());
    assert!(search.rebuild().await.is_err());
}

#[tokio::test]
async fn nonsense_and_refusals_are_a_loss_for_every_question() {
    let html = ResponseTemplate::new(200).set_body_string("<html>502 Bad Gateway</html>");
    let faults = [
        ("a page", html),
        (
            "half an answer",
            ResponseTemplate::new(200).set_body_string(r#"{"hits": [{"id""#),
        ),
        ("another answer", ok(&json!({ "hits": 3 }))),
        (
            "an id that is none",
            ok(&json!({ "hits": [{ "id": "x" }], "results": [{ "id": "x" }] })),
        ),
        ("nothing", ResponseTemplate::new(200)),
        ("bytes", ResponseTemplate::new(200).set_body_bytes([0xff, 0xfe, 0x00])),
        ("too many requests", ResponseTemplate::new(429)),
        ("its own fault", ResponseTemplate::new(500).set_body_string("oops")),
        ("not now", ResponseTemplate::new(503)),
        (
            "a foreign key",
            ResponseTemplate::new(403).set_body_json(json!({
                "message": "no", "code": "invalid_api_key", "type": "auth", "link": "",
            })),
        ),
        (
            "a round trip",
            ResponseTemplate::new(302).insert_header("location", "/"),
        ),
    ];
    for (fault, answer) in faults {
        let server = saying(answer).await;
        println!("{fault}");
        all_lost(&client(&server)).await;
    }
}

#[tokio::test]
async fn nobody_listening_is_a_loss() {
    let port = yiting_e2e::free_port();
    let search = Meilisearch::new(
        &format!("http://127.0.0.1:{port}"),
        None,
        "proposals",
        Analyser::default(),
    );
    all_lost(&search.expect("a client")).await;
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up() {
    let server = saying(ResponseTemplate::new(200).set_delay(Duration::from_secs(60))).await;
    let begin = std::time::Instant::now();
    let Lost(why) = client(&server).search(&question()).await.expect_err("no answer");
    assert!(why.contains("2000 ms"), "{why}");
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn after_three_failures_the_server_is_left_alone_for_a_while() {
    let server = saying(ResponseTemplate::new(500)).await;
    let search = client(&server);
    for _ in 0..20 {
        assert!(search.search(&question()).await.is_err());
    }
    assert_eq!(server.received_requests().await.expect("a record").len(), 3);
    // Time is tokio's, so that it can be put forward.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(6)).await;
    tokio::time::resume();
    for _ in 0..20 {
        assert!(search.search(&question()).await.is_err());
    }
    assert_eq!(
        server.received_requests().await.expect("a record").len(),
        4,
        "one call tries again"
    );
}

#[tokio::test]
async fn a_success_in_between_makes_failures_forgotten() {
    let server = MockServer::start().await;
    let mark = json!({ "format": super::stored::format(), "position": 7, "built": "proposals-1" });
    Mock::given(path_regex("^/indexes/proposals/documents/(position|built)$"))
        .respond_with(ok(&mark))
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    let search = client(&server);
    for _ in 0..10 {
        assert!(search.search(&question()).await.is_err());
        assert_eq!(search.position().await.expect("a position"), Some(7));
    }
}

#[tokio::test]
async fn a_batch_whose_task_fails_or_was_called_off_is_lost() {
    let fields = |status: &str| {
        json!({
            "uid": 1, "indexUid": "proposals", "status": status, "type": "documentAdditionOrUpdate", "details": null,
            "duration": "PT1S", "enqueuedAt": "2026-01-01T00:00:00Z", "startedAt": "2026-01-01T00:00:00Z",
            "finishedAt": "2026-01-01T00:00:01Z",
            "error": { "message": "disk", "code": "no_space_left_on_device", "type": "internal", "link": "" },
        })
    };
    let batch = || Batch {
        since: None,
        documents: vec![Document::default()],
        gone: Vec::new(),
        position: 8,
    };
    let server = ending(fields("failed")).await;
    let Lost(why) = client(&server).apply(batch()).await.expect_err("its task failed");
    assert!(why.contains("disk"), "{why}");
    let server = ending(fields("canceled")).await;
    assert!(client(&server).apply(batch()).await.is_err());
    let mut succeeded = fields("succeeded");
    succeeded["error"] = Value::Null;
    let server = ending(succeeded).await;
    client(&server).apply(batch()).await.expect("its task succeeded");
}

#[tokio::test]
async fn an_index_of_another_version_must_be_built_first() {
    let mark = json!({ "format": "0.0", "position": 7, "built": "proposals-1" });
    let server = saying(ok(&mark)).await;
    let search = client(&server);
    assert_eq!(search.position().await.expect("an answer"), None);
    assert!(search.apply(Batch::default()).await.is_err());
}

#[test]
fn a_key_or_a_name_that_no_server_takes_is_refused_at_once() {
    let new = |url, key, name| Meilisearch::new(url, key, name, Analyser::default()).is_err();
    assert!(new("http://localhost", Some("a\nb"), "proposals"));
    assert!(new("http://localhost", Some("钥匙"), "proposals"));
    assert!(new("http://localhost", None, "a/b"));
    assert!(new("http://localhost", None, ""));
    assert!(!new("http://localhost", Some("key"), "proposals_1-a"));
}
