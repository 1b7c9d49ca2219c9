//! Several instances on one PostgreSQL and one Redis behave as one.

use serde_json::{Value, json};
use yiting_e2e::{
    client::{Client, key, outcome},
    demo::Place,
    postgres::Postgres,
    process::Server,
    redis::Redis,
    socket::Socket,
    story::Cast,
};

/// Two instances that know each other through PostgreSQL and Redis.
struct Pair {
    a: Server,
    b: Server,
    cast: Cast,
    redis: Redis,
    place: Place,
    _cluster: std::sync::Arc<Postgres>,
}

impl Pair {
    fn start(name: &str) -> Self {
        let (cluster, redis) = (Postgres::shared(), Redis::start());
        let place = Place::postgres(name, cluster.database(name)).with_redis(redis.url());
        let (a, b) = (place.demo(0), place.demo(0));
        let cast = Cast::find(&a.base);
        Self {
            a,
            b,
            cast,
            redis,
            place,
            _cluster: cluster,
        }
    }

    /// A submitted proposal.
    fn submitted(&self, title: &str) -> String {
        let id = self.cast.draft(title);
        let given = self.cast.resident.give("submitProposal", &id, &json!({}));
        assert_eq!(given.expect("it is submitted")["proposal"]["state"], "SUBMITTED");
        id
    }
}

const CHANGED: &str = "subscription($id: ID!) { proposalChanged(id: $id) { state version } }";
const TIMELINE: &str =
    "query($id: ID!) { node(id: $id) { ... on Proposal { state timeline { kind } supervisions { id } } } }";
const LOGOUT: &str = "mutation($input: OnlyKeyInput!) { logout(input: $input) { clientMutationId } }";

fn version(message: &Value) -> u64 {
    assert_eq!(message["type"], "next", "{message}");
    let version = &message["payload"]["data"]["proposalChanged"]["version"];
    version.as_u64().unwrap_or_else(|| panic!("{message}"))
}

/// Listens until at least this version was heard.
fn hear_version(socket: &mut Socket, wanted: u64) {
    while version(&socket.next("p")) < wanted {}
}

#[test]
fn a_subscription_at_one_instance_hears_a_command_given_at_the_other() {
    let pair = Pair::start("heard");
    let id = pair.submitted("在三号楼前加装休息长椅");
    let mut socket = Socket::introduce(&pair.b.base, Some(pair.cast.resident.token())).expect("a socket at B");
    socket.subscribe("p", CHANGED, &json!({"id": id}));
    let first = version(&socket.next("p"));
    let text = json!({"text": "请补充具体位置。"});
    let given = pair.cast.street.give("returnProposal", &id, &text);
    let now = given.expect("returned")["version"].as_u64().expect("a version");
    assert!(now > first);
    hear_version(&mut socket, now);
}

#[test]
fn a_logout_at_one_instance_is_refused_at_the_other_with_the_next_request_and_closes_its_sockets() {
    let pair = Pair::start("logout");
    let resident = &pair.cast.resident;
    let mut here = Socket::introduce(&pair.a.base, Some(resident.token())).expect("a socket at A");
    let mut there = Socket::introduce(&pair.b.base, Some(resident.token())).expect("a socket at B");
    let other = Client::persona(&pair.b.base, "区级负责人");
    let mut others = Socket::introduce(&pair.b.base, Some(other.token())).expect("another's socket");
    there.subscribe("beat", "subscription { heartbeat }", &json!({}));
    there.next("beat");
    resident.ask(LOGOUT, &json!({"input": {"clientMutationId": key()}}));
    let refused = resident.at(&pair.b.base).refusal("{ me { level } }", &json!({}));
    assert_eq!(refused.as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(here.closed(), 4403);
    assert_eq!(there.closed(), 4403);
    assert_eq!(
        Socket::introduce(&pair.b.base, Some(resident.token())).err(),
        Some(4403)
    );
    assert_eq!(
        resident.exchange(resident.refresh_token()).err().as_deref(),
        Some("UNAUTHENTICATED")
    );
    others.subscribe("beat", "subscription { heartbeat }", &json!({}));
    assert_eq!(others.next("beat")["type"], "next", "somebody else's socket stays open");
}

#[test]
fn a_refresh_token_used_twice_ends_the_session_on_every_instance() {
    let pair = Pair::start("reuse");
    let first = Client::persona(&pair.a.base, "区级负责人");
    let second = first.exchange(first.refresh_token()).expect("the first use");
    let third = second
        .at(&pair.b.base)
        .exchange(second.refresh_token())
        .expect("the next, at B");
    third.at(&pair.a.base).ask("{ me { level } }", &json!({}));
    let mut socket = Socket::introduce(&pair.b.base, Some(third.token())).expect("a socket");
    let reused = first.at(&pair.a.base).exchange(first.refresh_token());
    assert_eq!(reused.err().as_deref(), Some("UNAUTHENTICATED"));
    assert_eq!(socket.closed(), 4403);
    for base in [&pair.a.base, &pair.b.base] {
        for holder in [&first, &second, &third] {
            let refused = holder.at(base).refusal("{ me { level } }", &json!({}));
            assert_eq!(refused.as_deref(), Some("UNAUTHENTICATED"));
        }
        let refused = third.at(base).exchange(third.refresh_token());
        assert_eq!(refused.err().as_deref(), Some("UNAUTHENTICATED"));
    }
    let again = Client::persona(&pair.b.base, "区级负责人");
    again.ask("{ me { level } }", &json!({}));
}

#[test]
fn a_role_revoked_at_one_instance_is_refused_at_the_other_with_the_next_request() {
    let pair = Pair::start("revoked");
    let code = Client::anonymous(&pair.a.base).ask("{ districts(first: 1) { nodes { id code } } }", &json!({}));
    let district = code["districts"]["nodes"][0]["id"]
        .as_str()
        .expect("a district")
        .to_owned();
    let administrator = Client::persona(&pair.a.base, "系统管理员");
    let resident = &pair.cast.resident;
    let me = resident.ask("{ me { person { id } } }", &json!({}));
    let grant = json!({
        "clientMutationId": key(), "person": me["me"]["person"]["id"], "role": "SUPERVISOR", "area": district,
    });
    let query = "mutation($input: GrantRoleInput!) { grantRole(input: $input) { membership } }";
    let answer = administrator.send(query, &json!({"input": grant}));
    let membership = outcome("grantRole", &answer).expect("granted")["membership"].clone();
    let other = Client::persona(&pair.a.base, "区级负责人");
    let id = pair.submitted("地下车库加装照明");
    let at_b = resident.at(&pair.b.base);
    let open = |text: &str| at_b.give("openSupervision", &id, &json!({"text": text}));
    assert!(open("超过期限未办。").is_ok(), "the role works at B");
    let mut socket = Socket::introduce(&pair.b.base, Some(resident.token())).expect("a socket");
    let mut others = Socket::introduce(&pair.b.base, Some(other.token())).expect("another's socket");
    let query = "mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { membership } }";
    administrator.ask(
        query,
        &json!({"input": {"clientMutationId": key(), "membership": membership}}),
    );
    assert_eq!(open("再次催办。"), Err("FORBIDDEN".to_owned()));
    // The login goes on, so the client is told to begin its operations again, not to log in.
    assert_eq!(socket.closed(), 1012);
    at_b.ask("{ me { level } }", &json!({}));
    others.subscribe("beat", "subscription { heartbeat }", &json!({}));
    assert_eq!(others.next("beat")["type"], "next");
}

#[test]
fn tries_to_log_in_are_counted_over_all_instances() {
    let pair = Pair::start("tries");
    let name = format!("nobody-{}", &key()[4..12]);
    let attempt = |base: &str| {
        let query = "mutation($input: LoginStaffInput!) { loginStaff(input: $input) { accessToken } }";
        let input = json!({"clientMutationId": key(), "username": name, "password": "wrong", "code": "000000"});
        let code = Client::anonymous(base).refusal(query, &json!({"input": input}));
        code.expect("a refusal")
    };
    // Half of the allowance is used at each instance before the last tries at B.
    let mut codes: Vec<String> = (0..5).map(|_| attempt(&pair.a.base)).collect();
    assert_eq!(codes, ["LOGIN_FAILED"; 5]);
    codes = (0..9).map(|_| attempt(&pair.b.base)).collect();
    assert!(codes[..5].iter().all(|code| code == "LOGIN_FAILED"), "{codes:?}");
    assert!(codes[5..].iter().any(|code| code == "RATE_LIMITED"), "{codes:?}");
}

#[test]
fn clocks_of_two_instances_fire_once() {
    let pair = Pair::start("clocks");
    let ids: Vec<String> = (0..4).map(|n| pair.submitted(&format!("疏通{n}号下水管道"))).collect();
    let returned = pair
        .cast
        .street
        .give("returnProposal", &ids[3], &json!({"text": "请补充照片。"}));
    assert_eq!(returned.expect("returned")["proposal"]["state"], "RETURNED");
    let due = |n: usize| {
        if n == 3 {
            "proposal.lapsed"
        } else {
            "proposal.supervision_opened"
        }
    };
    std::thread::scope(|scope| {
        for base in [&pair.a.base, &pair.b.base] {
            scope.spawn(|| Client::anonymous(base).post("/demo/clock", &json!({"days": 60})));
        }
    });
    let count = |timeline: &Value, kind: &str| {
        let entries = timeline["timeline"].as_array().expect("a timeline");
        entries.iter().filter(|entry| entry["kind"] == kind).count()
    };
    let read = |id: &str| pair.cast.resident.ask(TIMELINE, &json!({"id": id}))["node"].clone();
    let fired = || ids.iter().enumerate().all(|(n, id)| count(&read(id), due(n)) > 0);
    for _ in 0..400 {
        if fired() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    // The other instance looks twice a second; give it several looks to do it again, if it would.
    std::thread::sleep(std::time::Duration::from_secs(2));
    for (n, id) in ids.iter().enumerate() {
        let now = read(id);
        assert_eq!(count(&now, due(n)), 1, "{now:#}");
        let cards = now["supervisions"].as_array().map(Vec::len);
        assert_eq!(cards, Some(usize::from(n != 3)), "{now:#}");
    }
    drop((pair.a, pair.b));
    pair.place.check_log();
}

#[test]
fn without_redis_the_rest_goes_on_and_fan_out_resumes_when_it_is_back() {
    let mut pair = Pair::start("redis");
    let id = pair.submitted("在东门加装车辆识别");
    let resident = pair.cast.resident.clone();
    let mut socket = Socket::introduce(&pair.b.base, Some(resident.token())).expect("a socket at B");
    socket.subscribe("p", CHANGED, &json!({"id": id}));
    let first = version(&socket.next("p"));
    pair.redis.kill();
    let supporters: Vec<Client> = ["区级负责人", "居务监督员（全区）"]
        .iter()
        .map(|label| Client::persona(&pair.a.base, label))
        .collect();
    let given = supporters[0]
        .give("supportProposal", &id, &json!({}))
        .expect("support without Redis");
    let second = given["version"].as_u64().expect("a version");
    assert!(second > first);
    pair.cast.draft("没有缓存也能起草");
    let ready = Client::anonymous(&pair.b.base).read("/readyz");
    assert_eq!(ready["database"], true);
    assert_eq!(ready["shared"], false);
    // Signing in by a password is the one thing that waits, or guesses could be multiplied.
    let query = "mutation($input: LoginStaffInput!) { loginStaff(input: $input) { accessToken } }";
    let input = json!({"clientMutationId": key(), "username": "nobody", "password": "wrong", "code": "000000"});
    let refused = Client::anonymous(&pair.a.base).send(query, &json!({"input": input}));
    assert_eq!(refused["errors"][0]["extensions"]["retryable"], true, "{refused:#}");
    // A logout closes sockets even now: at once where it was given, soon elsewhere.
    let leaver = Client::persona(&pair.a.base, "区级负责人");
    let mut sockets: Vec<Socket> = [&pair.a.base, &pair.b.base]
        .iter()
        .map(|base| Socket::introduce(base, Some(leaver.token())).expect("a socket"))
        .collect();
    leaver.ask(LOGOUT, &json!({"input": {"clientMutationId": key()}}));
    for socket in &mut sockets {
        assert_eq!(socket.closed(), 4403);
    }
    pair.redis.restart();
    // B reads anew when it is connected again, and so hears what was said meanwhile.
    hear_version(&mut socket, second);
    let given = supporters[1]
        .give("supportProposal", &id, &json!({}))
        .expect("support again");
    let third = given["version"].as_u64().expect("a version");
    hear_version(&mut socket, third);
    assert_eq!(Client::anonymous(&pair.b.base).read("/readyz")["shared"], true);
}
