//! Trusted documents in production, versions that are retired, and public queries by GET.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use yiting_e2e::{
    client::{Client, key},
    demo::Place,
    postgres::Postgres,
    process::Server,
    redis::Redis,
    socket::Socket,
    soon,
    story::Cast,
};

/// The manifest of the SDK as it stands: hash by the operation's name, with its text.
fn manifest() -> BTreeMap<String, (String, String)> {
    let file = include_str!("../../client-sdk/manifest.json");
    let entries: BTreeMap<String, String> = serde_json::from_str(file).expect("a manifest");
    let named = entries.into_iter().map(|(hash, text)| {
        let head = text.split_once(' ').expect("a kind").1;
        let name: String = head.chars().take_while(char::is_ascii_alphanumeric).collect();
        (name, (hash, text))
    });
    named.collect()
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("none")
}

/// Posts a body with this token and these headers; the JSON of the answer.
fn post(server: &Server, token: Option<&str>, body: &Value, more: &[(&str, &str)]) -> Value {
    let http = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let mut request = http.post(format!("{}/graphql", server.base)).json(body);
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().expect("an answer").json().expect("JSON")
}

/// A production server over a demo's people.
fn begin(place: &Place, settings: &[(&str, &str)]) -> (Server, Client, Client) {
    let demo = place.demo(0);
    let labels = Client::anonymous(&demo.base).read("/demo/personas");
    let labels = labels.as_array().expect("labels");
    let found = labels
        .iter()
        .filter_map(Value::as_str)
        .find(|label| label.ends_with("居民"));
    let resident = Client::persona(&demo.base, found.expect("a resident"));
    let staff = Client::persona(&demo.base, "区级负责人");
    drop(demo);
    let server = place.in_production(settings);
    let (resident, staff) = (resident.at(&server.base), staff.at(&server.base));
    (server, resident, staff)
}

#[test]
fn residents_and_passers_by_run_listed_operations_alone_and_staff_their_own_too() {
    let place = Place::sqlite("trusted");
    let (server, resident, staff) = begin(&place, &[]);
    let (hash, text) = &manifest()["Districts"];
    let free = json!({"query": "{ districts { nodes { name } } }"});
    for token in [None, Some(resident.token())] {
        let ask = |body: Value| post(&server, token, &body, &[]);
        assert_eq!(code(&ask(free.clone())), "DOCUMENT_NOT_LISTED");
        assert_eq!(code(&ask(json!({"query": format!("{text} ")}))), "DOCUMENT_NOT_LISTED");
        for listed in [
            json!({"query": text}),
            json!({"id": hash}),
            json!({"documentId": format!("sha256:{hash}")}),
            json!({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash}}}),
            json!({"query": null, "id": hash, "variables": {}}),
        ] {
            let answer = ask(listed.clone());
            assert!(answer["data"]["districts"]["nodes"].is_array(), "{listed}: {answer}");
        }
        let unknown = "0".repeat(64);
        assert_eq!(code(&ask(json!({"id": unknown}))), "DOCUMENT_UNKNOWN");
        // A hash does not vouch for another text.
        assert_eq!(
            code(&ask(json!({"id": hash, "query": "{ districts { nodes { name } } }"}))),
            "DOCUMENT_NOT_LISTED"
        );
        assert_eq!(code(&ask(json!({"id": 7}))), "REQUEST_INVALID");
    }
    let answer = post(&server, Some(staff.token()), &free, &[]);
    assert!(answer["data"]["districts"]["nodes"].is_array(), "{answer}");
    let deep = format!("{}{}", "{ a ".repeat(40), "}".repeat(40));
    let answer = post(&server, Some(staff.token()), &json!({"query": deep}), &[]);
    assert!(code(&answer).starts_with("DOCUMENT_TOO"), "{answer}");

    // The same over sockets.
    let mut socket = Socket::introduce(&server.base, Some(resident.token())).expect("a socket");
    let subscribe = |id: &str, payload: Value| json!({"id": id, "type": "subscribe", "payload": payload});
    socket.say(&subscribe(
        "a",
        json!({"query": "subscription { inboxChanged { id } }"}),
    ));
    let refused = socket.next("a");
    assert_eq!(
        refused["payload"][0]["extensions"]["code"], "DOCUMENT_NOT_LISTED",
        "{refused}"
    );
    socket.say(&subscribe("b", json!({"id": hash})));
    assert!(socket.next("b")["payload"]["data"]["districts"]["nodes"].is_array());
}

#[test]
fn clients_of_a_retired_version_are_asked_to_update_over_http_and_sockets() {
    let place = Place::sqlite("retired");
    let manifests = place.folder.0.join("manifests");
    std::fs::create_dir_all(&manifests).expect("a folder");
    let old = "query Old { districts { nodes { id } } }";
    let (hash, text) = &manifest()["Districts"];
    let digest = "d0be2dc421be4fcd0172e5afceea3970e2f3d940000000000000000000000000";
    let entries = json!({ (digest): old });
    std::fs::write(manifests.join("0.0.1.json"), entries.to_string()).expect("a file");
    let folder = manifests.to_str().expect("a path").to_owned();
    let settings = [("YITING_MANIFESTS", folder.as_str()), ("YITING_RETIRED_SDK", "<0.1.0")];
    // A manifest whose hashes are not those of its texts is refused at start, by its name.
    let mut environment = place.environment();
    environment.extend(settings);
    let arguments = ["serve", "--data", place.data(), "--listen", "127.0.0.1:0"];
    let (status, said) = yiting_e2e::process::run(&arguments, &environment);
    assert_eq!(status.code(), Some(1), "{said}");
    assert!(said.contains("0.0.1.json") && said.contains("not its hash"), "{said}");
    std::fs::remove_file(manifests.join("0.0.1.json")).expect("removed");

    let (server, resident, _) = begin(&place, &settings);
    let body = json!({"query": text, "id": hash});
    let ask = |version: &str| post(&server, Some(resident.token()), &body, &[("x-yiting-sdk", version)]);
    assert_eq!(code(&ask("0.0.9")), "UPGRADE_REQUIRED");
    assert!(
        ask("0.0.9")["errors"][0]["message"]
            .as_str()
            .is_some_and(|said| said.contains("请更新"))
    );
    for served in ["0.1.0", "1.0.0", "unheard-of"] {
        assert!(ask(served)["data"]["districts"]["nodes"].is_array(), "{served}");
    }
    let english = post(
        &server,
        None,
        &body,
        &[("x-yiting-sdk", "0.0.9"), ("accept-language", "en")],
    );
    assert!(
        english["errors"][0]["message"]
            .as_str()
            .is_some_and(|said| said.contains("update"))
    );
    let mut socket = Socket::open(&server.base);
    socket.say(&json!({"type": "connection_init", "payload": {"sdk": "0.0.9"}}));
    assert_eq!(socket.closed(), 4426);
    let mut socket = Socket::open(&server.base);
    let authorization = format!("Bearer {}", resident.token());
    socket.say(&json!({"type": "connection_init", "payload": {"sdk": "0.1.0", "authorization": authorization}}));
    socket.say(&json!({"id": "a", "type": "subscribe", "payload": {"id": hash}}));
    assert!(socket.next("a")["payload"]["data"]["districts"]["nodes"].is_array());
}

/// What came by GET.
struct Got {
    status: u16,
    etag: String,
    cache: String,
    body: Value,
}

fn get(base: &str, token: Option<&str>, id: &str, variables: &Value, etag: Option<&str>) -> Got {
    let http = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let mut request = http
        .get(format!("{base}/graphql"))
        .query(&[("id", id), ("variables", &variables.to_string())]);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(etag) = etag {
        request = request.header("if-none-match", etag);
    }
    let answer = request.send().expect("an answer");
    let head = |name: &str| {
        let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (status, etag, cache) = (answer.status().as_u16(), head("etag"), head("cache-control"));
    let text = answer.text().expect("text");
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).expect("JSON")
    };
    Got {
        status,
        etag,
        cache,
        body,
    }
}

#[test]
fn public_queries_by_get_have_etags_and_tell_what_changed() {
    let place = Place::sqlite("public-get");
    let server = place.demo(0);
    let cast = Cast::find(&server.base);
    let id = cast.draft("三号楼加装扶手");
    let manifest = manifest();
    let (hash, _) = &manifest["PublicProposal"];
    let one = json!({"proposal": id});
    let base = server.base.as_str();
    // Not even its proponent is shown a draft here: the answer is everybody's.
    let draft = get(base, Some(cast.resident.token()), hash, &one, None);
    assert_eq!((draft.status, draft.cache.as_str()), (200, "public, no-cache"));
    assert_eq!(draft.body["data"]["node"], Value::Null);
    let again = get(base, None, hash, &one, Some(&draft.etag));
    assert_eq!(
        (again.status, &again.body, &again.etag),
        (304, &Value::Null, &draft.etag)
    );
    cast.resident
        .give("submitProposal", &id, &json!({}))
        .expect("handed in");
    let submitted = get(base, None, hash, &one, Some(&draft.etag));
    assert_eq!(
        (submitted.status, &submitted.body["data"]["node"]["state"]),
        (200, &json!("SUBMITTED"))
    );
    assert_ne!(submitted.etag, draft.etag);
    let weak = format!("\"other\", W/{}", submitted.etag);
    assert_eq!(get(base, None, hash, &one, Some(&weak)).status, 304);
    // What somebody else changes elsewhere keeps the tag of what stays the same.
    std::thread::sleep(std::time::Duration::from_secs(2));
    let settled = get(base, None, hash, &one, None);
    cast.draft("二号楼加装路灯");
    let after = get(base, None, hash, &one, Some(&settled.etag));
    assert_eq!(after.status, 304, "{} became {}", settled.body, after.body);
    // A query that speaks of the viewer is answered for the viewer, and nobody keeps it.
    let (page, _) = &manifest["ProposalPage"];
    let own = get(base, Some(cast.resident.token()), page, &one, None);
    assert_eq!(
        (own.status, own.cache.as_str(), own.etag.as_str()),
        (200, "no-store", "")
    );
    // Mutations, unknown hashes and broken variables.
    let (submit, _) = &manifest["SubmitProposal"];
    let input = json!({"input": {"clientMutationId": key(), "proposal": id}});
    let refused = get(base, Some(cast.resident.token()), submit, &input, None);
    assert_eq!((refused.status, code(&refused.body)), (405, "METHOD_NOT_ALLOWED"));
    assert_eq!(
        code(&get(base, None, &"f".repeat(64), &one, None).body),
        "DOCUMENT_UNKNOWN"
    );
    let wrong = get(base, None, hash, &json!({"proposal": {"a": 7}}), None);
    assert_eq!(
        (wrong.etag.as_str(), wrong.cache.as_str()),
        ("", "no-store"),
        "{}",
        wrong.body
    );
    assert!(wrong.body["errors"].is_array());
}

#[test]
fn what_one_instance_changes_the_other_does_not_answer_from_memory() {
    let (cluster, redis) = (Postgres::shared(), Redis::start());
    let place = Place::postgres("public-pair", cluster.database("public_pair")).with_redis(redis.url());
    let (a, b) = (place.demo(0), place.demo(0));
    let cast = Cast::find(&a.base);
    let id = cast.draft("三号楼加装扶手");
    let (hash, _) = &manifest()["PublicProposal"];
    let one = json!({"proposal": id});
    assert_eq!(get(&b.base, None, hash, &one, None).body["data"]["node"], Value::Null);
    cast.resident
        .give("submitProposal", &id, &json!({}))
        .expect("handed in");
    let there = || get(&b.base, None, hash, &one, None).body["data"]["node"]["state"] == "SUBMITTED";
    let begun = std::time::Instant::now();
    assert!(soon(there));
    assert!(
        begun.elapsed().as_secs() < 4,
        "by the news, not by age: {:?}",
        begun.elapsed()
    );
}
