//! The server beside a stand-in for WeChat, both as processes: messages that leave while the server is
//! killed, pushes that are signed and encrypted, codes that are printed.

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use yiting_e2e::{
    Dice,
    client::{Client, key},
    demo::Place,
    postgres::Postgres,
    process::Server,
    seed, soon,
};

/// The app that `yiting sandbox` knows.
const APP: [(&str, &str); 2] = [
    ("YITING_WECHAT_APPID", "wxdemo0000000000"),
    ("YITING_WECHAT_SECRET", "demo-secret-of-the-sandbox"),
];
const TEMPLATES: &str = "answer=T1/once/thing1:title,phrase2:state,time3:time";
const TOKEN: &str = "pushtoken";
/// Its last character carries bits that belong to nothing.
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF9";
const SEND: &str = "/cgi-bin/message/subscribe/send";

/// A server and its WeChat over the demo's people.
struct Town {
    place: Place,
    sandbox: Server,
    wechat: Client,
    server: Server,
    director: Client,
    area: String,
    block: String,
    topic: String,
}

impl Town {
    fn open(place: Place) -> Self {
        let demo = place.demo(0);
        let personas = Client::anonymous(&demo.base).read("/demo/personas");
        let mut labels = personas.as_array().expect("personas").iter().filter_map(Value::as_str);
        let label = labels.find(|label| label.ends_with("主任")).expect("a director");
        let director = Client::persona(&demo.base, label);
        let me = "{ me { memberships { area { id children { nodes { id } } topics { id } } } } }";
        let area = director.ask(me, &json!({}))["me"]["memberships"][0]["area"].clone();
        drop(demo);
        let sandbox = Server::sandbox(&place.folder.0);
        let wechat = Client::anonymous(&sandbox.base);
        wechat.post(
            "/__fake/templates",
            &json!({"id": "T1", "keys": ["thing1", "phrase2", "time3"]}),
        );
        let mut settings = vec![
            ("YITING_DEVELOPMENT", "true"),
            ("YITING_WECHAT_URL", sandbox.base.as_str()),
            ("YITING_WECHAT_TEMPLATES", TEMPLATES),
            ("YITING_WECHAT_PUSH_TOKEN", TOKEN),
            ("YITING_WECHAT_PUSH_KEY", KEY),
        ];
        settings.extend(APP);
        let server = place.serve_with(&settings);
        let push =
            json!({"url": format!("{}/wechat/push", server.base), "token": TOKEN, "aes_key": KEY, "retry_ms": 300});
        assert_eq!(
            wechat.post("/__fake/push", &push)["verified"],
            true,
            "the address is checked as in the console"
        );
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Self {
            director: director.at(&server.base),
            area: text(&area["id"]),
            block: text(&area["children"]["nodes"][0]["id"]),
            topic: text(&area["topics"][0]["id"]),
            place,
            sandbox,
            wechat,
            server,
        }
    }

    /// A verified resident with WeChat: what WeChat calls the person, and the client.
    fn resident(&self, name: &str) -> (String, Client) {
        let user = self.wechat.post("/__fake/users", &json!({"name": name}))["user"].clone();
        let code = self.wechat.post("/__fake/login", &json!({"user": user}))["code"].clone();
        let client = Client::wechat(&self.server.base, code.as_str().expect("a code"));
        let person = client.ask("{ me { person { id } } }", &json!({}))["me"]["person"]["id"].clone();
        let verify = "mutation($i: VerifyResidentInput!) { verifyResident(input: $i) { clientMutationId } }";
        let input = json!({"i": {"clientMutationId": key(), "person": person, "area": self.block}});
        self.director.ask(verify, &input);
        (user.as_str().expect("a user").to_owned(), client)
    }

    /// The person accepts one message.
    fn accept(&self, user: &str, client: &Client) {
        self.wechat
            .post("/__fake/prompt", &json!({"user": user, "template_id": "T1"}));
        let record =
            "mutation($i: RecordSubscribeAnswersInput!) { recordSubscribeAnswers(input: $i) { clientMutationId } }";
        let answers = json!([{"template": "T1", "answer": "ACCEPT"}]);
        client.ask(record, &json!({"i": {"clientMutationId": key(), "answers": answers}}));
    }

    /// A proposal of the person, handed in.
    fn proposal(&self, client: &Client) -> String {
        let draft = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { proposal { id } } }";
        let input =
            json!({"i": {"clientMutationId": key(), "home": self.area, "title": "加装扶手", "body": "楼梯没有扶手。"}});
        let made = client.ask(draft, &input);
        let id = made["draftProposal"]["proposal"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        client.give("submitProposal", &id, &json!({})).expect("handed in");
        id
    }

    fn sent(&self) -> Vec<Value> {
        self.wechat.read("/__fake/sent").as_array().expect("a list").clone()
    }

    /// A line of the server's figures.
    fn figure(&self, begins: &str) -> u64 {
        let (_, text) = Client::anonymous(&self.server.base).page("/metrics", "*/*");
        let lines = text.lines().filter(|line| line.starts_with(begins));
        lines
            .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
            .sum()
    }
}

fn killed_while_messages_leave(place: Place) {
    const PEOPLE: usize = 24;
    let mut town = Town::open(place);
    let mut dice = Dice::new(seed());
    // Slow enough that a kill meets several under way; some answers are lost besides.
    let slow = json!({"endpoint": SEND, "kind": "latency", "value": 120, "times": 1_000});
    let lost = json!({"endpoint": SEND, "kind": "reset", "times": 3, "after": 2});
    town.wechat.post("/__fake/faults", &lost);
    town.wechat.post("/__fake/faults", &slow);
    let people: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let (user, client) = town.resident(&format!("居民{number}"));
            town.accept(&user, &client);
            (user, town.proposal(&client))
        })
        .collect();
    let begun = Instant::now();
    for (number, (_, proposal)) in people.iter().enumerate() {
        town.director
            .give("acceptProposal", proposal, &json!({"topic": town.topic}))
            .expect("accepted");
        if number % 6 == 5 {
            std::thread::sleep(Duration::from_millis(500 + dice.roll() % 700));
            town.server.kill();
            town.server.restart();
        }
    }
    let deadline = Instant::now() + Duration::from_secs(240);
    while town.figure("yiting_wechat_messages{state=\"sent\"") < PEOPLE as u64 {
        assert!(Instant::now() < deadline, "messages are lost: {:?}", town.sent().len());
        std::thread::sleep(Duration::from_millis(500));
    }
    let sent = town.sent();
    for (user, _) in &people {
        let of = sent.iter().filter(|one| one["user"] == user.as_str()).count();
        assert_eq!(of, 1, "each once");
    }
    println!(
        "4 kills while {PEOPLE} messages left: each arrived once, after {:.1?}",
        begun.elapsed()
    );
    assert!(town.server.terminate().success());
    town.place.check_log();
    assert!(!town.sandbox.said().contains("panicked"));
}

#[test]
fn messages_that_leave_while_the_server_is_killed_on_sqlite_arrive_once_each() {
    killed_while_messages_leave(Place::sqlite("messages"));
}

#[test]
fn messages_that_leave_while_the_server_is_killed_on_postgres_arrive_once_each() {
    let cluster = Postgres::shared();
    killed_while_messages_leave(Place::postgres("messages", cluster.database("messages")));
}

#[test]
fn pushes_are_taken_in_only_when_they_are_signed_for_us() {
    let town = Town::open(Place::sqlite("pushes"));
    let statuses = |town: &Town| -> Vec<u64> {
        let pushed = town.wechat.read("/__fake/pushed");
        let attempts = pushed["attempts"].as_array().expect("attempts").clone();
        attempts
            .iter()
            .map(|one| one["status"].as_u64().expect("a status"))
            .collect()
    };
    let (user, client) = town.resident("王阿姨");
    let remaining = || {
        let me = client.ask("{ me { subscribeTemplates { remaining } } }", &json!({}));
        me["me"]["subscribeTemplates"][0]["remaining"]
            .as_i64()
            .expect("a number")
    };
    town.accept(&user, &client);
    assert!(soon(|| statuses(&town) == [200]), "{:?}", statuses(&town));
    assert_eq!(remaining(), 1, "what the phone has told is not counted twice");
    // A forged withdrawal has no effect, however often it comes; nor one for another app.
    for fault in ["wrong_signature", "other_app"] {
        let before = statuses(&town).len();
        town.wechat.post("/__fake/push/faults", &json!([fault]));
        town.wechat
            .post("/__fake/unsubscribe", &json!({"user": user, "template_id": "T1"}));
        assert!(
            soon(|| statuses(&town).len() == before + 4),
            "{fault}: it is tried four times"
        );
        assert!(statuses(&town)[before..].iter().all(|status| *status == 403), "{fault}");
        assert_eq!(remaining(), 1, "{fault}");
    }
    town.wechat.post("/__fake/push/faults", &json!(["duplicate"]));
    town.wechat
        .post("/__fake/unsubscribe", &json!({"user": user, "template_id": "T1"}));
    assert!(soon(|| remaining() == 0));
    // A stale stamp, no stamp, a large body, a plain push where keys were agreed on.
    town.wechat.post("/__fake/clock", &json!({"advance_ms": 3_600_000}));
    let before = statuses(&town).len();
    town.wechat
        .post("/__fake/prompt", &json!({"user": user, "template_id": "T1"}));
    assert!(soon(|| statuses(&town).len() > before && statuses(&town)[before] == 403));
    let anybody = Client::anonymous(&town.server.base);
    assert_eq!(anybody.page("/wechat/push?echostr=1", "*/*").0, 403);
    assert_eq!(anybody.post_bytes("/wechat/push", b"{\"Event\":\"x\"}".to_vec()), 403);
    assert_eq!(anybody.post_bytes("/wechat/push", vec![b' '; 70_000]), 413);
    assert!(!town.server.said().contains(KEY) && !town.server.said().contains("demo-secret-of-the-sandbox"));
}

#[test]
fn codes_are_printed_from_the_server_and_say_when_they_are_no_good() {
    let town = Town::open(Place::sqlite("codes"));
    let make = "mutation($i: MakeCodeInput!) { makeCode(input: $i) { code { scene picture } } }";
    let made = town
        .director
        .ask(make, &json!({"i": {"clientMutationId": key(), "target": town.area}}));
    let code = &made["makeCode"]["code"];
    let anybody = Client::anonymous(&town.server.base);
    let picture = code["picture"].as_str().expect("a path");
    let (status, kind, bytes) = anybody.file(picture);
    assert_eq!((status, kind.as_str()), (200, "image/png"));
    assert_eq!(anybody.file(picture).2, bytes);
    assert_eq!(
        town.wechat.read("/__fake/scenes").as_array().map(Vec::len),
        Some(1),
        "drawn once"
    );
    let revoke = "mutation($i: OnCodeInput!) { revokeCode(input: $i) { clientMutationId } }";
    town.director.ask(
        revoke,
        &json!({"i": {"clientMutationId": key(), "scene": code["scene"]}}),
    );
    assert_eq!(anybody.file(picture).0, 410);
    for wrong in ["/codes/nothing.png", "/codes/x", "/codes/i.AAAAA-AAAAA.png"] {
        assert_eq!(anybody.file(wrong).0, 404, "{wrong}");
    }
}
