//! What the binary does from the command line, and what a server in production serves.

use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use yiting_e2e::{
    client::{Client, key},
    demo::Place,
    process,
    socket::Socket,
};

/// The division files: the one in the repository, and the others where the reference data is at hand.
fn divisions() -> Vec<(PathBuf, usize)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = vec![(root.join("api/data/310105-shanghai-changning.csv"), 200)];
    let others = [
        ("320402-changzhou-tianning.csv", 133),
        ("330108-hangzhou-binjiang.csv", 71),
        ("530111-kunming-guandu.csv", 147),
    ];
    if let Some(data) = yiting_e2e::reference_data() {
        files.extend(others.map(|(name, areas)| (data.join("divisions").join(name), areas)));
    }
    files
}

fn import(place: &Place, file: &Path) -> (bool, String) {
    place.run(&["import", file.to_str().expect("a path")])
}

/// Writes a file into the place's folder.
fn file(place: &Place, name: &str, text: &str) -> PathBuf {
    let path = place.folder.0.join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

#[test]
fn the_demo_loaded_twice_has_the_same_log_root() {
    let reports: Vec<String> = ["first", "second"]
        .map(|name| {
            let place = Place::sqlite(name);
            let (fine, said) = place.run(&["demo", "--load-only", "--proposals", "30"]);
            assert!(fine, "{said}");
            place.check_log()
        })
        .into();
    assert!(reports[0].contains("root "), "{}", reports[0]);
    assert_eq!(reports[0], reports[1]);
}

#[test]
fn real_divisions_are_imported_and_a_second_import_changes_nothing() {
    let place = Place::sqlite("divisions");
    let files = divisions();
    for (path, areas) in &files {
        let (fine, said) = import(&place, path);
        assert!(
            fine && said.contains(&format!("{areas} added, 0 updated, 0 unchanged")),
            "{said}"
        );
        let (fine, said) = import(&place, path);
        assert!(
            fine && said.contains(&format!("0 added, 0 updated, {areas} unchanged")),
            "{said}"
        );
    }
    let server = place.serve();
    let client = Client::anonymous(&server.base);
    let seen = client.ask("{ districts(first: 50) { nodes { code name } } }", &json!({}));
    let nodes = seen["districts"]["nodes"].as_array().expect("districts");
    assert_eq!(nodes.len(), files.len());
    assert_eq!(nodes[0], json!({"code": "310105", "name": "长宁区"}));
    let street = client.ask(
        "{ areaByCode(code: \"310105001\") { name tier children(first: 50) { nodes { tier } } } }",
        &json!({}),
    );
    assert_eq!(street["areaByCode"]["name"], "华阳路街道");
    assert!(
        street["areaByCode"]["children"]["nodes"]
            .as_array()
            .is_some_and(|nodes| nodes.len() > 10)
    );
}

const BLOCKS: &str = "code,parent_code,tier,name,kind,households
310105001001001,310105001001,block,幸福小区,public_sold,120
310105001001002,310105001001,block,兆丰花园,ordinary_commodity,80
310105001001001-G1,310105001001001,resident_group,第一居民小组,,40
310105001001001-B1,310105001001001-G1,building,1号楼,,20
";

#[test]
fn blocks_resident_groups_and_buildings_are_imported_below_a_neighborhood() {
    let place = Place::sqlite("blocks");
    let blocks = file(&place, "blocks.csv", BLOCKS);
    let (fine, said) = import(&place, &blocks);
    assert!(
        !fine && said.contains("the parent «310105001001» is not known"),
        "{said}"
    );
    assert!(import(&place, &divisions()[0].0).0);
    let (fine, said) = import(&place, &blocks);
    assert!(fine && said.contains("4 added, 0 updated, 0 unchanged"), "{said}");
    let renamed = BLOCKS.replace("幸福小区", "幸福新村").replace(",80\n", ",81\n");
    let (fine, said) = import(&place, &file(&place, "renamed.csv", &renamed));
    assert!(fine && said.contains("0 added, 2 updated, 2 unchanged"), "{said}");
    // Without a tier a line is a block.
    let short = "code,parent_code,name,kind,households\n310105001001003,310105001001,老洋房,garden_house,9\n";
    let (fine, said) = import(&place, &file(&place, "short.csv", short));
    assert!(fine && said.contains("1 added"), "{said}");
    let server = place.serve();
    let query =
        "query($c: String!) { areaByCode(code: $c) { name tier blockKind households children { nodes { code } } } }";
    let see = |code: &str| Client::anonymous(&server.base).ask(query, &json!({"c": code}))["areaByCode"].clone();
    assert_eq!(
        see("310105001001001"),
        json!({"name": "幸福新村", "tier": "BLOCK", "blockKind": "PUBLIC_SOLD", "households": 120,
               "children": {"nodes": [{"code": "310105001001001-G1"}]}})
    );
    assert_eq!(
        see("310105001001001-B1"),
        json!({"name": "1号楼", "tier": "BUILDING", "blockKind": null, "households": 20, "children": {"nodes": []}})
    );
    assert_eq!(see("310105001001003")["blockKind"], "GARDEN_HOUSE");
}

#[test]
fn every_bad_line_is_named_and_nothing_of_the_file_is_stored() {
    let place = Place::sqlite("bad");
    let (path, areas) = &divisions()[0];
    assert!(import(&place, path).0);
    let bad = "code,parent_code,tier,name,kind,households
310105001001001,310105001001,block,幸福小区,public_sold,120
310105001001002,310105001001,block,没有类别,,80
31010500100100,310105001001,block,少一位,public_sold,80
310105001001003,310105001001,block,,public_sold,80
310105001001004,310105001001,castle,城堡,public_sold,80
310105001001005,310105001001,block,户数,public_sold,many
310105001001006,310105001001,block,类别,palace,1
";
    let (fine, said) = import(&place, &file(&place, "bad.csv", bad));
    assert!(
        !fine && said.contains("nothing was imported: 6 lines do not fit"),
        "{said}"
    );
    for line in 1..=9 {
        let named = said.contains(&format!("line {line}: "));
        assert_eq!(named, (3..=8).contains(&line), "line {line}: {said}");
    }
    let tree = "code,parent_code,tier,name,kind,households
310105001001001,310105001001,block,幸福小区,public_sold,120
310105001001001,310105001001,block,又一次,public_sold,120
310105001001002,310105009999,block,没有上级,public_sold,80
310105001001003,310105001001001,block,小区之下,public_sold,80
";
    let (fine, said) = import(&place, &file(&place, "tree.csv", tree));
    assert!(!fine, "{said}");
    for reason in [
        "line 3: the code stands in line 2 already",
        "line 4: the parent «310105009999» is not known",
        "line 5: the parent «310105001001001» is a block",
    ] {
        assert!(said.contains(reason), "{reason}: {said}");
    }
    let (fine, said) = import(&place, &file(&place, "empty.csv", ""));
    assert!(
        !fine && said.contains("the header must name code, parent_code and name"),
        "{said}"
    );
    let (fine, said) = import(&place, &place.folder.0.join("missing.csv"));
    assert!(!fine && said.contains("cannot be read"), "{said}");
    // Had any line been stored, this would not find everything as it was, and the blocks new.
    let (_, said) = import(&place, path);
    assert!(
        said.contains(&format!("0 added, 0 updated, {areas} unchanged")),
        "{said}"
    );
    let (fine, said) = import(&place, &file(&place, "blocks.csv", BLOCKS));
    assert!(fine && said.contains("4 added, 0 updated, 0 unchanged"), "{said}");
}

/// Arguments, environment, and the sentence that refuses them.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

#[test]
fn settings_that_do_not_fit_are_refused_by_one_clear_sentence() {
    let place = Place::sqlite("settings");
    let unknown = file(&place, "unknown.toml", "colour = \"red\"\n");
    let broken = file(&place, "broken.toml", "log = \n");
    let (unknown, broken) = (unknown.to_str().expect("a path"), broken.to_str().expect("a path"));
    let secret = ("YITING_SECRET", yiting_e2e::demo::SECRET);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("an address").to_string();
    let cases: [Case; 12] = [
        (
            &[],
            &[("DATABASE_URL", "mysql://root:hunter2@localhost/x")],
            "DATABASE_URL must begin with postgres://",
        ),
        (
            &[],
            &[("DATABASE_URL", "postgres://u:hunter2@127.0.0.1:1/x"), secret],
            "PostgreSQL at DATABASE_URL cannot be opened",
        ),
        (
            &[],
            &[("DATABASE_URL", "postgres://u:hunter2@127.0.0.1:1/x")],
            "must share YITING_SECRET",
        ),
        (
            &[],
            &[("REDIS_URL", "http://:hunter2@127.0.0.1")],
            "REDIS_URL must begin with redis://",
        ),
        (
            &[],
            &[("YITING_SECRET", "hunter2")],
            "YITING_SECRET must be 64 hexadecimal digits",
        ),
        (
            &[],
            &[("YITING_POOL", "0")],
            "YITING_POOL must be a number from 1 to 200",
        ),
        (
            &[],
            &[("YITING_DEVELOPMENT", "yes")],
            "YITING_DEVELOPMENT must be true or false",
        ),
        (
            &[],
            &[("YITING_WECHAT_URL", "http://127.0.0.1:9")],
            "YITING_WECHAT_URL points elsewhere than WeChat",
        ),
        (&["--config", unknown], &[], "there is no setting «colour»"),
        (&["--config", broken], &[], "is not TOML"),
        (&["--config", "/nowhere/yiting.toml"], &[], "cannot be read"),
        (&["--listen", &taken], &[], "cannot be listened on"),
    ];
    for (more, environment, sentence) in cases {
        let mut arguments = vec!["serve", "--data", place.data()];
        arguments.extend(more);
        if !more.contains(&"--listen") {
            arguments.extend(["--listen", "127.0.0.1:0"]);
        }
        let (status, said) = process::run(&arguments, environment);
        assert_eq!(status.code(), Some(1), "{sentence}: {said}");
        assert!(said.contains(sentence), "{sentence}: {said}");
        assert!(!said.contains("hunter2"), "a secret is repeated: {said}");
        assert!(!said.contains("panicked") && !said.contains("backtrace"), "{said}");
    }
}

#[test]
fn the_server_has_no_doors_of_the_demo_and_keeps_its_schema_to_the_file() {
    let place = Place::sqlite("serve");
    let server = place.in_production(&[]);
    let client = Client::anonymous(&server.base);
    for path in [
        "/demo/personas",
        "/demo/login",
        "/demo/clock",
        "/",
        "/graphiql",
        "/playground",
    ] {
        assert_eq!(client.page(path, "*/*").0, 404, "{path}");
    }
    let (status, text) = client.page("/graphql", "text/html");
    assert_eq!(status, 406, "{text}");
    assert!(!text.contains("<html"), "{text}");
    for query in [
        "{ __schema { types { name } } }",
        "{ __type(name: \"Query\") { name } }",
    ] {
        let answer = client.send(query, &json!({}));
        assert!(!answer.to_string().contains("\"name\""), "{answer}");
    }
    let guess = client.send("{ distrits { nodes { name } } }", &json!({}));
    assert!(!guess.to_string().contains("Did you mean"), "{guess}");
    assert_eq!(client.page("/healthz", "*/*"), (200, "ok\n".to_owned()));
    assert_eq!(
        client.read("/readyz"),
        json!({"database": true, "shared": true, "stopping": false})
    );
    let (status, text) = client.page("/metrics", "*/*");
    assert!(status == 200 && text.contains("yiting_sql_statements_total "), "{text}");
    let keys = client.read("/.well-known/jwks.json");
    assert_eq!(keys["keys"][0]["crv"], "Ed25519");
    assert!(keys["keys"][0]["d"].is_null(), "the private part stays private");
    let (status, text) = client.page("/schema.graphql", "*/*");
    assert!(status == 200 && text.contains("type Query"), "{text}");
    let (_, printed) = process::run(&["schema"], &[]);
    assert_eq!(printed.trim(), text.trim(), "the command prints what the server serves");
}

#[test]
fn staff_made_by_the_admin_command_log_in_once_with_each_code() {
    let place = Place::sqlite("admin");
    assert!(import(&place, &divisions()[0].0).0);
    let add = |role: &str, area: &str, password: &str| {
        let mut environment = place.environment();
        environment.push(("YITING_NEW_PASSWORD", password));
        let arguments = [
            "admin",
            "--data",
            place.data(),
            "add-staff",
            "zhang",
            "张主任",
            role,
            area,
        ];
        let (status, said) = process::run(&arguments, &environment);
        (status.success(), said)
    };
    let password = "correct-horse-battery-staple-7";
    assert!(add("king", "310105", password).1.contains("there is no role «king»"));
    assert!(
        add("district_lead", "999999", password)
            .1
            .contains("there is no area with the code 999999")
    );
    assert!(
        add("district_lead", "310105", "password")
            .1
            .contains("the password is refused")
    );
    let (fine, said) = add("district_lead", "310105", password);
    assert!(fine, "{said}");
    assert!(!said.contains(password), "the password is not repeated");
    let link = said
        .lines()
        .find_map(|line| line.strip_prefix("Second factor: "))
        .expect("a link");
    let output = Command::new("node")
        .args(["totp.mjs", link])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/node"))
        .output()
        .expect("node is needed: apt-get install nodejs");
    let code = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let server = place.serve();
    let client = Client::anonymous(&server.base);
    let login = |password: &str| {
        let query = "mutation($input: LoginStaffInput!) { loginStaff(input: $input) { accessToken } }";
        let input = json!({"clientMutationId": key(), "username": "zhang", "password": password, "code": code});
        client.send(query, &json!({"input": input}))
    };
    assert_eq!(login("wrong")["errors"][0]["extensions"]["code"], "LOGIN_FAILED");
    let answer = login(password);
    let token = answer["data"]["loginStaff"]["accessToken"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer:#}"));
    let me = client
        .with_token(token)
        .ask("{ me { memberships { role area { code } } } }", &json!({}));
    assert_eq!(
        me["me"]["memberships"],
        json!([{"role": "district_lead", "area": {"code": "310105"}}])
    );
    assert_eq!(
        login(password)["errors"][0]["extensions"]["code"],
        "LOGIN_FAILED",
        "a code works once"
    );
}

#[test]
fn sigterm_finishes_what_is_in_flight_closes_sockets_and_ends_with_status_0() {
    let place = Place::sqlite("sigterm");
    let mut server = place.serve();
    let mut socket = Socket::introduce(&server.base, None).expect("a socket");
    socket.subscribe("beat", "subscription { heartbeat }", &json!({}));
    socket.next("beat");
    let address = server.base.trim_start_matches("http://").to_owned();
    let mut request = TcpStream::connect(&address).expect("a connection");
    request
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("a timeout");
    let body = r#"{"query": "{ __typename }"}"#;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    request.write_all(head.as_bytes()).expect("a head");
    request.write_all(&body.as_bytes()[..5]).expect("half a body");
    // A connection that stays open without a request must not hold the end up.
    let _idle = TcpStream::connect(&address).expect("a connection");
    // Another request on a connection of its own shows that the server has read what was sent before.
    Client::anonymous(&server.base).ask("{ __typename }", &json!({}));
    server.ask_to_stop();
    assert_eq!(socket.closed(), 1001);
    request.write_all(&body.as_bytes()[5..]).expect("the other half");
    let mut answer = String::new();
    request.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with(r#"{"data":{"__typename":"Query"}}"#), "{answer}");
    assert!(server.terminate().success(), "it ends with status 0: {}", server.said());
    assert!(TcpStream::connect(&address).is_err(), "nobody listens any more");
}
