//! One proposal through the whole chain, over HTTP, on both databases.

use serde_json::{Value, json};
use yiting_e2e::{
    client::{Client, key},
    demo::Place,
    postgres::Postgres,
    story::Cast,
};

fn whole_chain(place: &Place) {
    let mut server = place.demo(5);
    let cast = Cast::find(&server.base);
    let id = cast.draft("三号楼楼道灯更换为感应灯");
    assert_eq!(
        Client::anonymous(&server.base).ask(READ, &json!({"id": id}))["node"],
        Value::Null,
        "a draft is private"
    );
    let give = |who: &Client, mutation: &str, more: Value| who.give(mutation, &id, &more);
    let submitted = give(&cast.resident, "submitProposal", json!({})).expect("it is submitted");
    assert_eq!(submitted["proposal"]["state"], "SUBMITTED");

    // Up to the neighborhood and the street, sent back, handed in again, and down for acceptance.
    assert_eq!(
        give(&cast.committee, "escalateProposal", json!({"reason": "x"})),
        Err("FORBIDDEN".to_owned())
    );
    let convener_above = &cast.street;
    give(
        convener_above,
        "escalateProposal",
        json!({"reason": "需要居委会协调电力部门。"}),
    )
    .expect("to the neighborhood");
    give(
        &cast.committee,
        "escalateProposal",
        json!({"reason": "涉及街道统一采购。"}),
    )
    .expect("to the street");
    give(
        &cast.street,
        "returnProposal",
        json!({"text": "请补充损坏灯具的数量。"}),
    )
    .expect("returned");
    assert_eq!(
        give(&cast.street, "acceptProposal", json!({"topic": cast.topic})),
        Err("WRONG_STATE".to_owned())
    );
    let more = json!({"title": "三号楼楼道灯更换为感应灯", "body": "楼道灯坏了两个月，共七盏，希望换成感应灯。"});
    give(&cast.resident, "resubmitProposal", more).expect("resubmitted");
    give(&cast.street, "acceptProposal", json!({"topic": cast.topic})).expect("accepted");

    // Form with two tasks of two units, notice, implementation.
    let tasks: Vec<Value> = cast.units[..2]
        .iter()
        .map(|(unit, _)| json!({"title": "更换灯具", "unit": unit, "due": "2027-03-01", "budgetFen": 350_000}))
        .collect();
    let form = json!({"resolution": "同意更换，费用由街道承担。", "tasks": tasks, "direct": false});
    assert_eq!(
        give(&cast.street, "formProposal", form.clone()),
        Err("ROUND_REQUIRED".to_owned())
    );
    let mut direct = form;
    direct["direct"] = json!(true);
    give(&cast.street, "formProposal", direct).expect("formed");
    cast.pass_days_until(20, &id, "IMPLEMENTING");
    implement(&cast, &id);

    // Residents are not content: rework, once more delivered, then closed by the director.
    rate_and_wait(&cast, &id, 1, "IMPLEMENTING");
    implement(&cast, &id);
    rate_and_wait(&cast, &id, 5, "CLOSED");
    give(
        &cast.resident,
        "reopenProposal",
        json!({"text": "两周后又坏了三盏，有照片。"}),
    )
    .expect("reopened");
    assert_eq!(cast.state(&id), "IMPLEMENTING");

    let seen = Client::anonymous(&server.base).ask(READ, &json!({"id": id}));
    let custody: Vec<_> = seen["node"]["custody"]
        .as_array()
        .expect("custody")
        .iter()
        .map(|c| c["how"].clone())
        .collect();
    assert_eq!(custody, ["entry", "escalated", "escalated"]);
    assert_eq!(seen["node"]["reworks"], 1);
    assert_eq!(seen["node"]["versions"].as_array().map(Vec::len), Some(2));
    // Notices leave through the outbox, a moment after the move.
    let told = || -> Vec<Value> {
        let inbox = cast
            .resident
            .ask("{ me { inbox(first: 50) { nodes { kind } } } }", &json!({}));
        let notices = inbox["me"]["inbox"]["nodes"].as_array().expect("notices");
        notices.iter().map(|n| n["kind"].clone()).collect()
    };
    for kind in ["proposal.accepted", "proposal.formed", "proposal.closed"] {
        let arrived = yiting_e2e::soon(|| told().contains(&json!(kind)));
        assert!(arrived, "{kind} is missing in {:?}", told());
    }
    assert!(server.terminate().success(), "SIGTERM ends with status 0");
    place.check_log();
}

const READ: &str = "query($id: ID!) { node(id: $id) { ... on Proposal { state reworks custody { how area { name } } versions { number changes { kind text } } timeline { kind leaf } } } }";

fn implement(cast: &Cast, id: &str) {
    for (task, unit) in cast.tasks(id) {
        let report = json!({"task": task, "change": "DONE", "text": "已更换并测试。", "spentFen": 340_000});
        cast.implementer(&unit)
            .give("reportTask", id, &report)
            .expect("reported");
    }
    let (_, unit) = cast.tasks(id).swap_remove(0);
    cast.implementer(&unit)
        .give("deliverProposal", id, &json!({"text": "全部完成。"}))
        .expect("delivered");
    cast.street
        .give(
            "confirmDelivery",
            id,
            &json!({"approve": true, "reason": "已现场查看。"}),
        )
        .expect("confirmed");
}

/// Three residents rate, the supervisor checks, the window ends.
fn rate_and_wait(cast: &Cast, id: &str, score: i32, state: &str) {
    cast.resident
        .give("rateProposal", id, &json!({"score": score}))
        .expect("rated");
    let personas = Client::anonymous(&cast.base).read("/demo/personas");
    let mut others = 0;
    for label in personas
        .as_array()
        .expect("personas")
        .iter()
        .filter_map(Value::as_str)
        .filter(|l| l.ends_with("居民"))
    {
        let rated = Client::persona(&cast.base, label).give("rateProposal", id, &json!({"score": score}));
        match rated {
            Ok(_) => others += 1,
            Err(code) => assert_eq!(code, "NOT_RESIDENT_HERE"),
        }
    }
    assert!(
        others >= 3,
        "the street has at least three residents among the personas, found {others}"
    );
    cast.supervisor
        .give("recordSupervisorCheck", id, &json!({"text": "已核查。"}))
        .expect("checked");
    cast.pass_days_until(30, id, state);
}

#[test]
fn a_proposal_goes_through_the_whole_chain_on_sqlite() {
    whole_chain(&Place::sqlite("chain"));
}

#[test]
fn a_proposal_goes_through_the_whole_chain_on_postgres() {
    let cluster = Postgres::shared();
    whole_chain(&Place::postgres("chain", cluster.database("chain")));
}

#[test]
fn the_same_mutation_fifty_times_over_two_instances_has_one_effect_and_fifty_equal_answers() {
    let cluster = Postgres::shared();
    let place = Place::postgres("twice", cluster.database("twice"));
    let (first, second) = (place.demo(5), place.demo(5));
    let cast = Cast::find(&first.base);
    let id = cast.draft("给小区东门加装遮雨棚");
    let key = key();
    let answers: Vec<Value> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..50)
            .map(|n| {
                let base = if n % 2 == 0 { &first.base } else { &second.base };
                let (client, key, id) = (cast.resident.at(base), &key, &id);
                scope.spawn(move || {
                    client
                        .try_give(key, "submitProposal", id, &json!({}))
                        .expect("an answer")
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().expect("a thread")).collect()
    });
    assert_eq!(
        answers[0]["data"]["submitProposal"]["proposal"]["state"], "SUBMITTED",
        "{:#}",
        answers[0]
    );
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "all fifty answers are equal"
    );
    let seen = cast.resident.ask(READ, &json!({"id": id}));
    let submitted = seen["node"]["timeline"]
        .as_array()
        .expect("a timeline")
        .iter()
        .filter(|e| e["kind"] == "proposal.submitted");
    assert_eq!(submitted.count(), 1);
    let other = cast.resident.give_under(&key, "followProposal", &id, &json!({}));
    assert_eq!(other, Err("IDEMPOTENCY_CONFLICT".to_owned()));
    drop((first, second));
    place.check_log();
}

#[test]
fn a_logout_takes_effect_at_once() {
    let place = Place::sqlite("logout");
    let server = place.demo(5);
    let cast = Cast::find(&server.base);
    let query = "mutation($input: OnlyKeyInput!) { logout(input: $input) { clientMutationId } }";
    cast.resident.ask(query, &json!({"input": {"clientMutationId": key()}}));
    let answer = cast.resident.send("{ me { level } }", &json!({}));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[test]
fn the_walk_of_the_readme_ends_with_a_closed_proposal() {
    let place = Place::sqlite("walk");
    let server = place.demo(20);
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).expect("the README");
    let walk = readme
        .split("<!-- walk -->")
        .nth(1)
        .and_then(|rest| rest.split("<!-- /walk -->").next())
        .expect("a walk");
    let lines: Vec<&str> = walk.lines().filter(|line| !line.starts_with("```")).collect();
    let script = lines.join("\n").replace("http://127.0.0.1:8080", &server.base);
    let output = std::process::Command::new("bash")
        .arg("-c")
        .arg(script)
        .output()
        .expect("bash runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!said.contains("\"errors\""), "{said}");
    let end = said.lines().last().unwrap_or_default();
    assert!(end.contains("\"state\":\"CLOSED\""), "{said}");
}
