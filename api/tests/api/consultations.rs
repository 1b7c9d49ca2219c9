//! Consultations from the opening to the published groups.

use crate::{
    matrix::everyone,
    subject::{Cast, DOUBTFUL},
    world::{Engine, World, key, on_both, run},
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting::{
    store::consultations,
    usecase::{consultation as usecase, rebuild},
};
use yiting_domain::{
    consultation::file,
    people::{Actor, Role},
};

const OPEN: &str = "mutation($i: OpenConsultationInput!) { openConsultation(input: $i) { consultation { id } } }";
const STATE: &str = "mutation($i: StatementInput!) { addStatement(input: $i) { statement } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on Consultation { state electorateSize
    statements(first: 50) { nodes { id number text state seed } }
    result { claim participants last digest words groups { size words } statements { number agree disagree pass } } } } }";
const NEXT: &str =
    "query($id: ID!) { node(id: $id) { ... on Consultation { next { statement { id } voted total } } } }";

/// A consultation in `n1` for a day, with these seeds.
async fn open(world: &World, who: &Actor, seeds: usize, more: Value) -> String {
    let seeds: Vec<String> = (1..=seeds)
        .map(|n| format!("第{n}条：院内应当有第{n}项改进。"))
        .collect();
    let mut input = json!({"clientMutationId": key(), "area": world.area("n1"), "question": "院子怎么改？",
        "electorate": "RESIDENTS", "seeds": seeds, "closesAt": world.app.now().plus_days(1).rfc3339()});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    let made = world.ask(Some(who), OPEN, json!({"i": input})).await.expect("opened");
    made["openConsultation"]["consultation"]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

async fn read(world: &World, who: Option<&Actor>, id: &str) -> Value {
    world.ask(who, READ, json!({"id": id})).await.expect("seen")["node"].clone()
}

fn statements(seen: &Value) -> Vec<String> {
    let nodes = seen["statements"]["nodes"].as_array().expect("statements").iter();
    nodes.map(|s| s["id"].as_str().unwrap_or("").to_owned()).collect()
}

async fn vote(world: &World, who: &Actor, id: &str, votes: &[(&str, &str)]) -> Result<Value, String> {
    let votes: Vec<Value> = votes.iter().map(|(s, v)| json!({"statement": s, "vote": v})).collect();
    world
        .give(
            Some(who),
            "voteOnStatements",
            &json!({"consultation": id, "votes": votes}),
        )
        .await
}

async fn close(world: &World) {
    world.app.clock.advance(2 * 86_400_000);
    while usecase::run_due(&world.app, 10).await.expect("closed") > 0 {}
    world.settle().await;
}

fn raw(id: &str) -> uuid::Uuid {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    uuid::Uuid::from_slice(&URL_SAFE_NO_PAD.decode(id).expect("an id")[1..]).expect("a UUID")
}

async fn two_camps_are_found_and_published_without_names(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let mut people = Vec::new();
    for _ in 0..24 {
        people.push(world.resident("居民", "b1").await);
    }
    let id = open(&world, &director, 8, json!({"publishVotes": true})).await;
    let all = statements(&read(&world, None, &id).await);
    let late = world.resident("后来者", "b1").await;
    assert_eq!(
        vote(&world, &late, &id, &[(&all[0], "AGREE")]).await.unwrap_err(),
        "NOT_IN_ELECTORATE"
    );
    for (number, who) in people.iter().enumerate() {
        // Two camps that differ on six statements and agree on the last two.
        let votes: Vec<(&str, &str)> = all
            .iter()
            .enumerate()
            .map(|(at, s)| {
                let yes = at >= 6 || (at % 2 == 0) == (number % 2 == 0);
                (s.as_str(), if yes { "AGREE" } else { "DISAGREE" })
            })
            .collect();
        vote(&world, who, &id, &votes).await.expect("voted");
    }
    let next = world
        .ask(Some(&people[0]), NEXT, json!({"id": id}))
        .await
        .expect("progress");
    assert_eq!(next["node"]["next"], json!({"statement": null, "voted": 8, "total": 8}));
    close(&world).await;
    let seen = read(&world, None, &id).await;
    let result = &seen["result"];
    assert_eq!(
        (&seen["state"], &result["last"], &result["participants"]),
        (&json!("CLOSED"), &json!(true), &json!(20))
    );
    assert_eq!(result["claim"], "groups", "{result:#}");
    assert_eq!(result["groups"].as_array().map(Vec::len), Some(2));
    assert!(result["words"].as_str().is_some_and(|words| !words.is_empty()));
    assert_eq!(
        vote(&world, &people[0], &id, &[(&all[0], "PASS")]).await.unwrap_err(),
        "CONSULTATION_NOT_OPEN"
    );
    // Anybody who computes the published file again finds the same.
    let text = usecase::votes_file(&world.app, raw(&id)).await.expect("a file");
    let again = file::compute(text.as_bytes()).expect("computed");
    assert_eq!(usize::from(again.k), 2);
    assert_eq!(json!(again.summary.participants), result["participants"]);
    assert_eq!(json!(again.summary.digest), result["digest"]);
    // The map is of squares with people, the same whoever stands on which line.
    let json = world
        .ask(
            None,
            "query($id: ID!) { node(id: $id) { ... on Consultation { publishesVotes result { json } } } }",
            json!({"id": id}),
        )
        .await
        .expect("the whole result")["node"]
        .clone();
    assert_eq!(json["publishesVotes"], true);
    let whole: Value = serde_json::from_str(json["result"]["json"].as_str().expect("JSON")).expect("JSON");
    assert_eq!(whole["map"], serde_json::to_value(&again.summary.map).expect("JSON"));
    assert!(
        whole["map"]
            .as_array()
            .is_some_and(|map| !map.is_empty() && map.iter().all(|square| square["people"].as_u64() >= Some(5)))
    );
    // No person stands in it, by whatever id.
    for who in &people {
        assert!(!text.contains(&who.pseudonym.to_string()) && !text.contains(&who.person.to_string()));
    }
    let checked = rebuild::check(&world.app).await.expect("a check");
    assert!(
        checked.iter().all(|district| district.problems.is_empty()),
        "{checked:#?}"
    );
}

async fn a_vote_changes_and_counts_once(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let mut people = Vec::new();
    for _ in 0..6 {
        people.push(world.resident("居民", "b1").await);
    }
    let id = open(&world, &director, 2, json!({})).await;
    let all = statements(&read(&world, None, &id).await);
    for who in &people {
        vote(&world, who, &id, &[(&all[0], "AGREE")]).await.expect("voted");
    }
    let changes = (0..8).map(|n| {
        let choice = if n % 2 == 0 { "PASS" } else { "DISAGREE" };
        let (world, who, id, statement) = (&world, &people[0], &id, &all[0]);
        async move { vote(world, who, id, &[(statement, choice)]).await }
    });
    assert!(futures_util::future::join_all(changes).await.iter().all(Result::is_ok));
    vote(&world, &people[0], &id, &[(&all[0], "DISAGREE")])
        .await
        .expect("the last");
    assert_eq!(
        consultations::votes_of(world.app.db.reader(), raw(&id))
            .await
            .expect("votes")
            .len(),
        6
    );
    close(&world).await;
    let result = read(&world, None, &id).await["result"].clone();
    assert_eq!(result["claim"], "too_few_people", "six people are no groups");
    assert_eq!(result["groups"], json!([]));
    assert_eq!(
        result["statements"],
        json!([{"number": "1", "agree": 5, "disagree": 0, "pass": 0}]),
        "one against is fewer than five, and a statement without five voters is not counted"
    );
    assert_eq!(
        usecase::votes_file(&world.app, raw(&id)).await.unwrap_err().to_string(),
        usecase::votes_file(&world.app, uuid::Uuid::nil())
            .await
            .unwrap_err()
            .to_string(),
        "the votes of few are published only where that was laid down"
    );
}

/// Lets the job compute what was touched.
async fn compute(world: &World) {
    world.app.clock.advance(4_000);
    usecase::run_touched(&world.app, 10).await.expect("computed");
    world.settle().await;
}

async fn a_live_result_moves_only_with_five_people(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let mut people = Vec::new();
    for _ in 0..14 {
        people.push(world.resident("居民", "b1").await);
    }
    let id = open(&world, &director, 3, json!({})).await;
    let all = statements(&read(&world, None, &id).await);
    let mut before = Value::Null;
    for (number, who) in people.iter().enumerate() {
        for statement in &all {
            vote(&world, who, &id, &[(statement, "AGREE")]).await.expect("voted");
            compute(&world).await;
        }
        let (resident, staff) = (read(&world, None, &id).await, read(&world, Some(&director), &id).await);
        assert_eq!(resident["result"], staff["result"], "staff see what everybody sees");
        let moved = resident["result"] != before;
        // With the first vote of the fifth person five have changed something; the further votes of that
        // person are told with those of the next four.
        assert_eq!(moved, matches!(number, 4 | 8 | 12), "after person {number}");
        if moved {
            assert_eq!(resident["result"]["participants"], (number + 1) / 5 * 5);
        }
        before = resident["result"].clone();
    }
    // Who votes the same again and again is one person at most.
    for _ in 0..6 {
        for choice in ["PASS", "AGREE"] {
            vote(&world, &people[0], &id, &[(&all[0], choice)])
                .await
                .expect("voted");
            compute(&world).await;
        }
    }
    assert_eq!(read(&world, None, &id).await["result"], before);
    close(&world).await;
    let last = read(&world, None, &id).await["result"].clone();
    assert_eq!((&last["last"], &last["participants"]), (&json!(true), &json!(10)));
    assert_eq!(last["statements"][2]["agree"], 10);
}

async fn statements_are_moderated_with_reasons(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let (one, two) = (world.resident("甲", "b1").await, world.resident("乙", "b2").await);
    let id = open(
        &world,
        &director,
        1,
        json!({"moderatedBefore": true, "resultsLive": false}),
    )
    .await;
    let made = json!({"i": {"clientMutationId": key(), "consultation": id, "text": "应当先修下水道。"}});
    let first = world.ask(Some(&one), STATE, made).await.expect("stated")["addStatement"]["statement"].clone();
    let find = |seen: &Value| {
        let nodes = seen["statements"]["nodes"].as_array().cloned().unwrap_or_default();
        nodes.into_iter().find(|s| s["id"] == first).expect("the statement")
    };
    let stranger = find(&read(&world, Some(&two), &id).await);
    assert_eq!(
        (&stranger["state"], &stranger["text"]),
        (&json!("PENDING"), &Value::Null)
    );
    assert!(
        !find(&read(&world, Some(&one), &id).await)["text"].is_null(),
        "authors see their own"
    );
    let pending = first.as_str().expect("an id");
    assert_eq!(
        vote(&world, &two, &id, &[(pending, "AGREE")]).await.unwrap_err(),
        "STATEMENT_NOT_SHOWN"
    );
    let pass = json!({"statement": first, "approve": true, "reason": "可以。"});
    assert_eq!(
        world.give(Some(&two), "checkStatement", &pass).await.unwrap_err(),
        "FORBIDDEN"
    );
    world
        .give(Some(&director), "checkStatement", &pass)
        .await
        .expect("shown");
    vote(&world, &two, &id, &[(pending, "AGREE")]).await.expect("voted");
    let hide = json!({"statement": first, "reason": "与议题无关。"});
    world
        .give(Some(&director), "hideStatement", &hide)
        .await
        .expect("hidden");
    assert!(find(&read(&world, Some(&two), &id).await)["text"].is_null());
    let doubtful = json!({"consultation": id, "text": format!("请{DOUBTFUL}联系。")});
    world
        .give(Some(&one), "addStatement", &doubtful)
        .await
        .expect("it waits for a person");
    let long = json!({"consultation": id, "text": "长".repeat(141)});
    assert_eq!(
        world.give(Some(&one), "addStatement", &long).await.unwrap_err(),
        "TEXT_TOO_LONG"
    );
    assert!(
        read(&world, Some(&director), &id).await["result"].is_null(),
        "results stay hidden where that is laid down"
    );
    let cancel = json!({"consultation": id, "reason": "改期。"});
    world
        .give(Some(&director), "cancelConsultation", &cancel)
        .await
        .expect("called off");
    assert_eq!(read(&world, None, &id).await["state"], "CANCELLED");
}

async fn the_next_statement_is_never_one_that_was_voted_on(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let who = world.resident("甲", "b1").await;
    let id = open(&world, &director, 9, json!({})).await;
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..9 {
        let next = world
            .ask(Some(&who), NEXT, json!({"id": id}))
            .await
            .expect("a statement")["node"]["next"]
            .clone();
        assert_eq!((&next["voted"], &next["total"]), (&json!(round), &json!(9)));
        let statement = next["statement"]["id"].as_str().expect("one more").to_owned();
        vote(&world, &who, &id, &[(&statement, "PASS")]).await.expect("voted");
        assert!(seen.insert(statement), "none comes twice");
    }
    let end = world.ask(Some(&who), NEXT, json!({"id": id})).await.expect("the end");
    assert!(end["node"]["next"]["statement"].is_null());
}

on_both! {
    two_camps_are_found_and_published => two_camps_are_found_and_published_without_names;
    votes_on_statements_change_and_count_once => a_vote_changes_and_counts_once;
    statements_are_shown_after_moderation_alone => statements_are_moderated_with_reasons;
    the_next_statement_never_comes_twice => the_next_statement_is_never_one_that_was_voted_on;
    a_live_result_moves_only_when_five_people_changed_something => a_live_result_moves_only_with_five_people;
}

#[test]
fn who_may_state_vote_and_moderate_is_what_the_screen_offers() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Consultation {
            statements { nodes { id } } viewerCan { action allowed reason { code } } } } }";
        let mut table = String::new();
        for (mutation, action) in [
            ("addStatement", "add_statement"),
            ("voteOnStatements", "vote"),
            ("seedStatement", "seed_statement"),
            ("hideStatement", "moderate_statements"),
            ("cancelConsultation", "cancel"),
        ] {
            let _ = writeln!(table, "{mutation}");
            for (label, actor) in &everyone {
                let id = open(&world, &cast.director, 1, json!({})).await;
                let seen = world.ask(actor.as_ref(), query, json!({"id": id})).await.expect("seen");
                let offers = seen["node"]["viewerCan"].as_array().expect("offers");
                let offer = offers.iter().find(|offer| offer["action"] == action).expect("an offer");
                let said = match offer["allowed"].as_bool() {
                    Some(true) => Ok(()),
                    _ => Err(offer["reason"]["code"].as_str().unwrap_or("").to_owned()),
                };
                let statement = &seen["node"]["statements"]["nodes"][0]["id"];
                let input = match action {
                    "vote" => json!({"consultation": id, "votes": [{"statement": statement, "vote": "AGREE"}]}),
                    "moderate_statements" => json!({"statement": statement, "reason": "与议题无关。"}),
                    "cancel" => json!({"consultation": id, "reason": "改期。"}),
                    _ => json!({"consultation": id, "text": "应当先修下水道。"}),
                };
                let done = world.give(actor.as_ref(), mutation, &input).await.map(|_| ());
                assert_eq!(said, done, "viewerCan and {mutation} disagree about {label}");
                let _ = writeln!(
                    table,
                    "  {label:<28} {}",
                    done.as_ref().map_or_else(|code| code.as_str(), |()| "yes")
                );
            }
        }
        insta::assert_snapshot!("consultation_matrix", table);
    });
}
