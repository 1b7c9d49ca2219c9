//! Rounds from a template to a resolution: steps that the clock opens and ends once, outcomes that
//! bind, and templates that a platform makes its own.

use crate::{
    matrix::everyone,
    subject::{Cast, plan},
    world::{Engine, World, global, key, on_both, run},
};
use futures_util::StreamExt;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting::{
    jobs,
    store::entity::log_entry,
    usecase::{ballot, clockwork, consultation, meeting, rebuild, round},
};
use yiting_domain::people::{Actor, Role};

const START: &str = "mutation($i: StartRoundInput!) { startRound(input: $i) { round { id } } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on Round { title state reason template { key version }
    outcome { verdict adopted { id } } proposals { id state rounds { id } }
    steps { index name kind state endsAt quorumReached adopted { id } notice question options { id }
        consultation { id state } meeting { id startsAt } ballot { id state electorateSize options { id } } } } } }";
const CHAIN: &str = "query($id: ID!) { node(id: $id) { ... on Proposal { state resolution { direct round { id } }
    timeline { kind } rounds { id state } } } }";

/// Lets the clock's jobs do all that is due.
async fn settle(world: &World) {
    loop {
        let app = &world.app;
        let mut done = round::run_due(app, 10).await.expect("rounds");
        done += ballot::run_due(app, 10).await.expect("ballots");
        done += consultation::run_due(app, 10).await.expect("consultations");
        done += meeting::run_due(app, 10).await.expect("meetings");
        done += clockwork::run_due(app, 10).await.expect("clocks");
        done += jobs::deliver_some(app).await.expect("outbox");
        if done == 0 {
            return;
        }
    }
}

/// Hours pass, one after the other.
async fn hours(world: &World, count: u32) {
    for _ in 0..count {
        world.app.clock.advance(3_600_000);
        settle(world).await;
    }
}

async fn days(world: &World, count: u32) {
    for _ in 0..count {
        world.app.clock.advance(86_400_000);
        settle(world).await;
    }
}

async fn read(world: &World, id: &str) -> Value {
    world.ask(None, READ, json!({"id": id})).await.expect("a round")["node"].clone()
}

/// Which step is open, and all states.
fn states(round: &Value) -> Vec<&str> {
    let steps = round["steps"].as_array().expect("steps").iter();
    steps.map(|step| step["state"].as_str().unwrap_or("")).collect()
}

/// Starts a round in `n1`.
async fn start(world: &World, who: &Actor, template: &str, about: &[&str], steps: Value) -> Result<String, String> {
    let input = json!({"clientMutationId": key(), "area": world.area("n1"), "title": "加装电梯议事",
        "template": template, "proposals": about, "steps": steps});
    let made = world.ask(Some(who), START, json!({"i": input})).await?;
    settle(world).await;
    Ok(made["startRound"]["round"]["id"].as_str().expect("an id").to_owned())
}

async fn vote(world: &World, who: &Actor, ballot: &Value, choice: Value) {
    let mut input = json!({"ballot": ballot});
    input
        .as_object_mut()
        .expect("an object")
        .extend(choice.as_object().cloned().unwrap_or_default());
    world.give(Some(who), "castVote", &input).await.expect("a vote");
}

async fn form(world: &World, cast: &Cast, proposal: &str, direct: bool) -> Result<Value, String> {
    let mut input = plan(world);
    input["proposal"] = json!(proposal);
    input["direct"] = json!(direct);
    world.give(Some(&cast.director), "formProposal", &input).await
}

async fn reject(world: &World, cast: &Cast, proposal: &str, direct: bool) -> Result<Value, String> {
    let input = json!({"proposal": proposal, "answer": "居民未通过。", "direct": direct});
    world.give(Some(&cast.director), "rejectProposal", &input).await
}

fn budget(a: &str, b: &str) -> Value {
    json!([{"seeds": ["先修最旧的。"]},
        {"question": "选择项目", "budgetFen": 100, "options": [
            {"title": "一号", "costFen": 60, "proposal": a}, {"title": "二号", "costFen": 60, "proposal": b}]},
        {"notice": "感谢参与。"}])
}

async fn a_budget_round_adopts_its_winners_and_binds_the_director(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let (a, b) = (cast.accepted(&world).await, cast.accepted(&world).await);
    assert_eq!(form(&world, &cast, &a, false).await.unwrap_err(), "ROUND_REQUIRED");
    let mut people = vec![cast.proponent.clone(), cast.neighbour.clone()];
    for _ in 0..4 {
        people.push(world.resident("居民", "b1").await);
    }
    let id = start(&world, &cast.director, "budget-round", &[&a, &b], budget(&a, &b))
        .await
        .expect("started");
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen), ["OPEN", "WAITING", "WAITING"]);
    assert_eq!(seen["steps"][0]["consultation"]["state"], "OPEN");
    assert_eq!(form(&world, &cast, &a, true).await.unwrap_err(), "UNDER_ROUND");
    // Five working days from Monday end with the following Monday's beginning.
    assert_eq!(seen["steps"][0]["endsAt"], "2026-06-09T00:00:00+08:00");
    days(&world, 8).await;
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen), ["ENDED", "OPEN", "WAITING"]);
    let ballot = &seen["steps"][1]["ballot"];
    assert_eq!(
        (&ballot["state"], &ballot["electorateSize"]),
        (&json!("OPEN"), &json!(6))
    );
    world.resident("后来者", "b1").await;
    assert_eq!(read(&world, &id).await["steps"][1]["ballot"]["electorateSize"], 6);
    let hold = json!({"proposal": a, "reason": "上报。"});
    assert_eq!(
        world
            .give(Some(&cast.director), "escalateProposal", &hold)
            .await
            .unwrap_err(),
        "BALLOT_RUNNING"
    );
    let back = json!({"proposal": a});
    assert_eq!(
        world
            .give(Some(&cast.proponent), "withdrawProposal", &back)
            .await
            .unwrap_err(),
        "BALLOT_RUNNING"
    );
    for who in &people {
        vote(
            &world,
            who,
            &ballot["id"],
            json!({"options": [ballot["options"][1]["id"]]}),
        )
        .await;
    }
    days(&world, 16).await;
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen), ["ENDED", "ENDED", "OPEN"]);
    assert_eq!(seen["steps"][1]["adopted"], json!([{"id": b}]));
    assert_eq!(seen["steps"][2]["notice"], "感谢参与。");
    assert_eq!(seen["outcome"], Value::Null, "the notice still runs");
    days(&world, 8).await;
    let seen = read(&world, &id).await;
    assert_eq!(seen["state"], "CONCLUDED");
    assert_eq!(seen["outcome"]["verdict"], "ADOPTED");
    assert_eq!(form(&world, &cast, &a, true).await.unwrap_err(), "ROUND_DECIDED");
    assert_eq!(reject(&world, &cast, &b, true).await.unwrap_err(), "ROUND_DECIDED");
    form(&world, &cast, &b, false).await.expect("formed by the round");
    reject(&world, &cast, &a, false).await.expect("rejected by the round");
    let chain = world.ask(None, CHAIN, json!({"id": b})).await.expect("seen");
    assert_eq!(
        chain["node"]["resolution"],
        json!({"direct": false, "round": {"id": id}})
    );
    let kinds: Vec<&str> = chain["node"]["timeline"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|e| e["kind"].as_str())
        .collect();
    assert!(
        kinds.contains(&"proposal.round_began") && kinds.contains(&"proposal.round_ended"),
        "{kinds:?}"
    );
    let checked = rebuild::check(&world.app).await.expect("a check");
    assert!(
        checked.iter().all(|district| district.problems.is_empty()),
        "{checked:#?}"
    );
}

async fn a_round_without_quorum_decides_nothing_and_its_steps_come_once(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let about = cast.accepted(&world).await;
    let steps = json!([{"notice": "表决事项：加装电梯。"}, {"question": "是否同意加装电梯？"}, {}]);
    let id = start(&world, &cast.director, "owners-assembly", &[&about], steps)
        .await
        .expect("started");
    // Each job of each instance looks at once, all the way.
    for _ in 0..60 {
        world.app.clock.advance(86_400_000);
        let app = &world.app;
        let (a, b, c, d) = tokio::join!(
            round::run_due(app, 10),
            round::run_due(app, 10),
            ballot::run_due(app, 10),
            ballot::run_due(app, 10)
        );
        for done in [a, b, c, d] {
            done.expect("no instance fails");
        }
    }
    settle(&world).await;
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen), ["ENDED", "ENDED", "WAITING"]);
    assert_eq!(seen["outcome"]["verdict"], "NO_QUORUM");
    assert_eq!(seen["steps"][1]["quorumReached"], false);
    let entries = log_entry::Entity::find()
        .all(world.app.db.reader())
        .await
        .expect("entries");
    let count = |kind: &str| entries.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!((count("round.step_opened"), count("round.step_ended")), (2, 2));
    assert_eq!((count("ballot.opened"), count("ballot.closed")), (1, 1));
    assert_eq!((count("round.concluded"), count("proposal.round_ended")), (1, 1));
    assert_eq!(form(&world, &cast, &about, false).await.unwrap_err(), "ROUND_REQUIRED");
    reject(&world, &cast, &about, false)
        .await
        .expect("a rejection that names the round");
}

async fn a_round_is_called_off_with_what_is_open_or_when_nothing_is_left(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let (a, b) = (cast.accepted(&world).await, cast.accepted(&world).await);
    let id = start(&world, &cast.director, "budget-round", &[&a, &b], budget(&a, &b))
        .await
        .expect("started");
    let again = start(&world, &cast.director, "budget-round", &[&a, &b], budget(&a, &b)).await;
    assert_eq!(again.unwrap_err(), "UNDER_ROUND");
    days(&world, 8).await;
    let ballot = read(&world, &id).await["steps"][1]["ballot"].clone();
    let choice = json!({"options": [ballot["options"][0]["id"]]});
    vote(&world, &cast.neighbour, &ballot["id"], choice).await;
    let cancel = json!({"round": id, "reason": "预算有误。"});
    let mut news = world.watch(
        "subscription($id: ID!) { roundChanged(id: $id) { state } }",
        json!({"id": id}),
    );
    let told = |state: &str| Some(json!({"roundChanged": {"state": state}}));
    let first = news.next().await.map(|answer| answer["data"].clone());
    assert_eq!(first, told("OPEN"));
    let mut votes = world.watch(
        "subscription($id: ID!) { ballotChanged(id: $id) { state } }",
        json!({"id": ballot["id"]}),
    );
    votes.next().await.expect("the ballot as it stands");
    world
        .give(Some(&cast.director), "cancelRound", &cancel)
        .await
        .expect("called off");
    let end = votes.next().await.map(|answer| answer["data"].clone());
    assert_eq!(
        end,
        Some(json!({"ballotChanged": {"state": "CANCELLED"}})),
        "who watches the ballot is told too"
    );
    assert_eq!(
        world
            .give(Some(&cast.director), "cancelRound", &cancel)
            .await
            .unwrap_err(),
        "ROUND_OVER"
    );
    let seen = read(&world, &id).await;
    assert_eq!(
        (&seen["state"], &seen["reason"]),
        (&json!("CANCELLED"), &json!("预算有误。"))
    );
    assert_eq!(seen["steps"][1]["ballot"]["state"], "CANCELLED");
    settle(&world).await;
    let next = news.next().await.map(|answer| answer["data"].clone());
    assert_eq!(next, told("CANCELLED"));

    // Both proposals can go into another round, and out of it before it votes.
    let id = start(&world, &cast.director, "budget-round", &[&a, &b], budget(&a, &b))
        .await
        .expect("started anew");
    world
        .give(Some(&cast.proponent), "withdrawProposal", &json!({"proposal": a}))
        .await
        .expect("withdrawn");
    days(&world, 8).await;
    let seen = read(&world, &id).await;
    let options = seen["steps"][1]["ballot"]["options"].as_array().expect("options");
    assert_eq!(options.len(), 1, "the withdrawn project is no longer on the paper");
    world
        .give(
            Some(&cast.director),
            "cancelRound",
            &json!({"round": id, "reason": "只剩一项。"}),
        )
        .await
        .expect("called off");
    let last = json!([{}, {"question": "是否同意？"}, {}]);
    let id = start(&world, &cast.director, "owners-assembly", &[&b], last)
        .await
        .expect("started");
    world
        .give(Some(&cast.proponent), "withdrawProposal", &json!({"proposal": b}))
        .await
        .expect("withdrawn");
    days(&world, 25).await;
    let seen = read(&world, &id).await;
    assert_eq!(seen["state"], "CANCELLED");
    assert!(
        seen["reason"].as_str().expect("a reason").starts_with("全部提案已撤回"),
        "{seen}"
    );
}

const PUBLISH: &str = "mutation($i: PublishProcedureTemplateInput!) { publishProcedureTemplate(input: $i) {
    template { key version steps { name kind } } } }";
const OFFERED: &str = "query($id: ID!) { node(id: $id) { ... on Area { procedureTemplates { key version name } } } }";

async fn offered(world: &World) -> Vec<(String, u64)> {
    let seen = world
        .ask(None, OFFERED, json!({"id": world.area("n1")}))
        .await
        .expect("templates");
    let all = seen["node"]["procedureTemplates"].as_array().expect("a list").iter();
    all.map(|one| {
        (
            one["key"].as_str().unwrap_or("").to_owned(),
            one["version"].as_u64().unwrap_or(99),
        )
    })
    .collect()
}

fn own(world: &World, question: &str, more: Value) -> Value {
    let mut input = json!({"clientMutationId": key(), "area": world.area("n1"), "key": "online-consultation",
        "nameZh": "本居民区线上征询", "nameEn": "Our online consultation", "aboutZh": "先问再公示。", "aboutEn": "Ask, then publish.",
        "steps": [
            {"nameZh": question, "nameEn": "Consultation", "days": 2, "consultation": {"electorate": "RESIDENTS", "quorumPercent": 10}},
            {"nameZh": "公示", "nameEn": "Publication", "days": 1, "needs": "QUORUM", "optional": true, "publication": true}]});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    json!({"i": input})
}

async fn a_platform_makes_a_template_its_own_and_running_rounds_keep_theirs(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let worker = world.staff(Role::CommitteeWorker, "n1").await;
    let about = cast.accepted(&world).await;
    let built_in = offered(&world).await;
    assert_eq!(built_in.len(), 6);
    assert!(built_in.iter().all(|(_, version)| *version == 0));
    assert_eq!(
        world
            .ask(Some(&worker), PUBLISH, own(&world, "征询", json!({})))
            .await
            .unwrap_err(),
        "FORBIDDEN"
    );
    for (broken, code) in [
        (json!({"key": "线上"}), "TEMPLATE_UNSOUND"),
        (json!({"steps": []}), "TEMPLATE_UNSOUND"),
        (
            json!({"steps": [{"nameZh": "空", "nameEn": "Empty", "days": 1}]}),
            "TEMPLATE_UNSOUND",
        ),
        (json!({"nameZh": "加微信领奖"}), "CONTENT_REJECTED"),
    ] {
        let answer = world
            .ask(Some(&cast.director), PUBLISH, own(&world, "征询", broken))
            .await;
        assert_eq!(answer.unwrap_err(), code);
    }
    let same = own(&world, "第一版征询", json!({}));
    let sent = (0..6).map(|_| world.ask(Some(&cast.director), PUBLISH, same.clone()));
    for answer in futures_util::future::join_all(sent).await {
        assert_eq!(
            answer.expect("published")["publishProcedureTemplate"]["template"]["version"],
            1
        );
    }
    assert_eq!(
        offered(&world).await.last().expect("ours"),
        &("online-consultation".to_owned(), 1)
    );
    let steps = json!([{"question": "怎么改？"}, {}]);
    let first = json!({"i": {"clientMutationId": key(), "area": world.area("n1"), "title": "议事",
        "template": "online-consultation", "proposals": [about], "steps": steps}});
    let started = world.ask(Some(&worker), START, first.clone()).await.expect("started");
    settle(&world).await;
    let id = started["startRound"]["round"]["id"].as_str().expect("an id").to_owned();
    let next = own(&world, "第二版征询", json!({}));
    world.ask(Some(&cast.director), PUBLISH, next).await.expect("version 2");
    let stale = json!({"i": {"clientMutationId": key(), "area": world.area("n1"), "title": "议事", "ifVersion": 1,
        "template": "online-consultation", "proposals": [about], "steps": steps}});
    assert_eq!(
        world.ask(Some(&worker), START, stale).await.unwrap_err(),
        "VERSION_CONFLICT"
    );
    let seen = read(&world, &id).await;
    assert_eq!(
        (&seen["template"]["version"], &seen["steps"][0]["name"]),
        (&json!(1), &json!("第一版征询"))
    );
    let retired = own(&world, "第三版征询", json!({"retired": true}));
    world
        .ask(Some(&cast.director), PUBLISH, retired)
        .await
        .expect("retired");
    assert!(
        offered(&world)
            .await
            .iter()
            .all(|(key, _)| key != "online-consultation")
    );
    let gone = start(&world, &worker, "online-consultation", &[&about], json!([{}, {}])).await;
    assert_eq!(gone.unwrap_err(), "NOT_FOUND");
    let again = world.ask(Some(&worker), START, first).await.expect("the first answer");
    assert_eq!(
        again, started,
        "a request that is sent again does not look at templates"
    );

    // The running round goes on: staff plan what waits, the director leaves out what may be left out.
    let words = json!({"round": id, "step": 1, "text": "结果见附件。"});
    world
        .give(Some(&worker), "publishRoundNotice", &words)
        .await
        .expect("written");
    let plan = json!({"round": id, "step": 0, "plan": {"question": "换个问题？"}});
    assert_eq!(
        world.give(Some(&worker), "planRoundStep", &plan).await.unwrap_err(),
        "STEP_NOT_OPEN"
    );
    assert_eq!(read(&world, &id).await["steps"][1]["notice"], "结果见附件。");
    assert_eq!(
        world.give(Some(&worker), "skipRoundStep", &words).await.unwrap_err(),
        "FORBIDDEN"
    );
    world
        .give(Some(&cast.director), "skipRoundStep", &words)
        .await
        .expect("left out");
    days(&world, 4).await;
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen), ["ENDED", "SKIPPED"]);
    assert_eq!(seen["outcome"]["verdict"], "NO_QUORUM", "nobody voted");
}

async fn plans_that_cannot_be_carried_out_are_refused_before_they_begin(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let (about, other) = (
        cast.accepted(&world).await,
        cast.submitted(&world, "六层楼没有电梯。").await,
    );
    let nobody = global(b'U', uuid::Uuid::from_u128(5));
    let good = json!([{}, {"question": "是否同意？"}, {}]);
    let cases = [
        ("no-such-template", vec![about.as_str()], good.clone(), "NOT_FOUND"),
        (
            "owners-assembly",
            vec![about.as_str()],
            json!([{}, {}]),
            "INVALID_INPUT",
        ),
        ("owners-assembly", vec![], good.clone(), "INVALID_INPUT"),
        (
            "owners-assembly",
            vec![about.as_str(), about.as_str()],
            good.clone(),
            "INVALID_INPUT",
        ),
        ("owners-assembly", vec![other.as_str()], good.clone(), "BAD_TARGET"),
        (
            "owners-assembly",
            vec![about.as_str()],
            json!([{}, {"question": "加微信？"}, {}]),
            "CONTENT_REJECTED",
        ),
        (
            "owners-assembly",
            vec![about.as_str()],
            json!([{}, {"options": [{"title": "甲"}]}, {}]),
            "INVALID_INPUT",
        ),
        (
            "neighbors",
            vec![about.as_str()],
            json!([{}, {"place": "议事厅"}, {}, {}]),
            "INVALID_INPUT",
        ),
        (
            "neighbors",
            vec![about.as_str()],
            json!([{}, {}, {"listed": [nobody]}, {}]),
            "INVALID_INPUT",
        ),
        (
            "neighbors",
            vec![about.as_str()],
            json!([{}, {"place": "议事厅"}, {"listed": [nobody]}, {}]),
            "INVALID_INPUT",
        ),
        (
            "budget-round",
            vec![about.as_str()],
            budget(&other, &about),
            "INVALID_INPUT",
        ),
    ];
    for (template, proposals, steps, code) in cases {
        let answer = start(&world, &cast.director, template, &proposals, steps.clone()).await;
        assert_eq!(answer.unwrap_err(), code, "{template} {steps}");
    }
    assert!(
        world.ask(None, CHAIN, json!({"id": about})).await.expect("seen")["node"]["rounds"]
            .as_array()
            .expect("rounds")
            .is_empty()
    );
    let input = json!({"i": {"clientMutationId": key(), "area": world.area("n1"), "title": "议事",
        "template": "owners-assembly", "proposals": [about], "steps": good}});
    let sent = (0..8).map(|_| world.ask(Some(&cast.director), START, input.clone()));
    let answers = futures_util::future::join_all(sent).await;
    assert!(
        answers.iter().all(|answer| answer.is_ok() && *answer == answers[0]),
        "{answers:?}"
    );
    let rounds = world
        .ask(
            None,
            "query($d: ID!) { rounds(below: $d) { nodes { id title area { name } } } }",
            json!({"d": world.area("s1")}),
        )
        .await;
    assert_eq!(
        rounds.expect("a list")["rounds"]["nodes"]
            .as_array()
            .expect("nodes")
            .len(),
        1
    );
}

const MEMBERS: usize = 3;

/// Goes on until the open meeting has begun; the people are checked in at the door, and it ends.
async fn hold(world: &World, director: &Actor, round: &str, step: usize, people: &[Actor]) {
    let seen = read(world, round).await;
    assert_eq!(states(&seen)[step], "OPEN", "{seen:#}");
    let meeting = &seen["steps"][step]["meeting"];
    let starts = chrono::DateTime::parse_from_rfc3339(meeting["startsAt"].as_str().expect("a time")).expect("a time");
    while world.app.now().millis() < starts.timestamp_millis() {
        hours(world, 1).await;
    }
    for who in people {
        let input = json!({"meeting": meeting["id"], "person": global(b'U', who.pseudonym.0)});
        world
            .give(Some(director), "checkInAttendee", &input)
            .await
            .expect("checked in");
    }
    hours(world, 3).await;
}

async fn four_deliberations_meet_resolve_and_publish_again_after_delivery(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let about = cast.accepted(&world).await;
    let mut members = Vec::new();
    for _ in 0..MEMBERS {
        members.push(world.resident("党员", "b1").await);
    }
    let listed: Vec<String> = members.iter().map(|who| global(b'U', who.pseudonym.0)).collect();
    let steps = json!([
        {"place": "党群服务站", "minutes": 60, "invited": listed},
        {"place": "居委会会议室", "minutes": 60, "invited": listed},
        {"place": "社区大礼堂", "minutes": 60},
        {"question": "是否同意加装电梯？", "listed": listed},
        {"notice": "决议如下。"},
        {"notice": "实施结果如下。"}]);
    let id = start(&world, &cast.director, "four-deliberations", &[&about], steps)
        .await
        .expect("started");
    for step in 0..3 {
        hold(&world, &cast.director, &id, step, &members).await;
    }
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen), ["ENDED", "ENDED", "ENDED", "OPEN", "WAITING", "WAITING"]);
    let ballot = seen["steps"][3]["ballot"]["id"].clone();
    for (who, answer) in members.iter().zip(["YES", "YES", "NO"]) {
        vote(&world, who, &ballot, json!({"answer": answer})).await;
    }
    days(&world, 15).await;
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen)[4..], ["ENDED", "WAITING"], "{seen:#}");
    assert_eq!(seen["outcome"]["adopted"], json!([{"id": about}]));

    // The second publication comes after delivery.
    form(&world, &cast, &about, false).await.expect("formed");
    days(&world, 12).await;
    let task = world
        .ask(
            None,
            "query($id: ID!) { node(id: $id) { ... on Proposal { state tasks { id } } } }",
            json!({"id": about}),
        )
        .await
        .expect("seen");
    assert_eq!(task["node"]["state"], "IMPLEMENTING");
    assert_eq!(states(&read(&world, &id).await)[5], "WAITING");
    let report = json!({"proposal": about, "task": task["node"]["tasks"][0]["id"], "change": "DONE", "text": "已完成。", "spentFen": 90});
    world
        .give(Some(&cast.implementer), "reportTask", &report)
        .await
        .expect("reported");
    world
        .give(
            Some(&cast.implementer),
            "deliverProposal",
            &json!({"proposal": about, "text": "完成。"}),
        )
        .await
        .expect("delivered");
    let confirm = json!({"proposal": about, "approve": true, "reason": "已查看。"});
    world
        .give(Some(&cast.director), "confirmDelivery", &confirm)
        .await
        .expect("confirmed");
    settle(&world).await;
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen)[5], "OPEN");
    days(&world, 10).await;
    let seen = read(&world, &id).await;
    assert_eq!((states(&seen)[5], &seen["state"]), ("ENDED", &json!("CONCLUDED")));
}

async fn a_meeting_without_enough_people_ends_its_round(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let about = cast.accepted(&world).await;
    let late = world.app.now().plus_days(20).rfc3339();
    let steps = json!([{"place": "礼堂", "meetsAt": late}, {"place": "礼堂"}, {}, {"place": "礼堂"}]);
    let id = start(&world, &cast.director, "three-meetings", &[&about], steps)
        .await
        .expect("started");
    let seen = read(&world, &id).await;
    let starts =
        chrono::DateTime::parse_from_rfc3339(seen["steps"][0]["meeting"]["startsAt"].as_str().expect("a time"));
    assert_eq!(
        starts.expect("a time").timestamp_millis(),
        world.app.now().plus_days(20).millis()
    );
    // Mediation is left out before anybody met; two are fewer than the five of a hearing.
    let skip = json!({"round": id, "step": 1, "text": "没有分歧。"});
    world
        .give(Some(&cast.director), "skipRoundStep", &skip)
        .await
        .expect("left out");
    hold(
        &world,
        &cast.director,
        &id,
        0,
        &[cast.neighbour.clone(), cast.proponent.clone()],
    )
    .await;
    let seen = read(&world, &id).await;
    assert_eq!(states(&seen), ["ENDED", "SKIPPED", "OPEN", "WAITING"]);
    assert_eq!(seen["steps"][0]["quorumReached"], false);
    days(&world, 10).await;
    let seen = read(&world, &id).await;
    assert_eq!(
        (&seen["outcome"]["verdict"], states(&seen)[3]),
        (&json!("NO_QUORUM"), "WAITING")
    );
}

on_both! {
    four_deliberations_resolve_and_publish_again_after_delivery => four_deliberations_meet_resolve_and_publish_again_after_delivery;
    a_hearing_with_too_few_people_leads_to_no_resolution => a_meeting_without_enough_people_ends_its_round;
    the_winners_of_a_budget_round_may_be_formed_and_the_losers_may_not => a_budget_round_adopts_its_winners_and_binds_the_director;
    steps_come_once_over_two_instances_and_no_quorum_decides_nothing => a_round_without_quorum_decides_nothing_and_its_steps_come_once;
    a_round_that_is_called_off_lets_its_proposals_go => a_round_is_called_off_with_what_is_open_or_when_nothing_is_left;
    a_platforms_own_template_has_versions_and_running_rounds_keep_theirs => a_platform_makes_a_template_its_own_and_running_rounds_keep_theirs;
    a_round_that_could_not_be_held_does_not_start => plans_that_cannot_be_carried_out_are_refused_before_they_begin;
}

#[test]
fn who_may_start_and_lead_a_round_is_what_the_screen_offers() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let on_area =
            "query($id: ID!) { node(id: $id) { ... on Area { viewerCan { action allowed reason { code } } } } }";
        let on_round = "query($id: ID!) { node(id: $id) { ... on Round { viewerCan { action allowed reason { code } }
            steps { viewerCan { action allowed reason { code } } } } } }";
        let steps = json!([{}, {"question": "是否同意？"}, {}]);
        let mut table = String::new();
        let rows = [
            ("startRound", "start_round", 9),
            ("publishProcedureTemplate", "edit_procedures", 9),
            ("planRoundStep", "plan_round_step", 1),
            ("publishRoundNotice", "publish_round_notice", 0),
            ("skipRoundStep", "skip_round_step", 1),
            ("cancelRound", "cancel_round", 9),
        ];
        for (mutation, action, step) in rows {
            let _ = writeln!(table, "{mutation}");
            let mut standing: Option<(String, String)> = None;
            for (label, actor) in &everyone {
                let (about, round) = match standing.take() {
                    Some(known) => known,
                    None => {
                        let about = cast.accepted(&world).await;
                        let template = if action == "skip_round_step" {
                            "three-meetings"
                        } else {
                            "owners-assembly"
                        };
                        let steps = if action == "skip_round_step" {
                            json!([{"place": "厅"}, {"place": "厅"}, {}, {"place": "厅"}])
                        } else {
                            steps.clone()
                        };
                        let round = match action {
                            "start_round" => String::new(),
                            _ => start(&world, &cast.director, template, &[&about], steps)
                                .await
                                .expect("a round"),
                        };
                        (about, round)
                    }
                };
                let input = match action {
                    "start_round" => json!({"area": world.area("n1"), "title": "议事", "template": "owners-assembly",
                        "proposals": [about], "steps": steps}),
                    "edit_procedures" => own(&world, "征询", json!({}))["i"].clone(),
                    "plan_round_step" => json!({"round": round, "step": 1, "plan": {"question": "是否？"}}),
                    "cancel_round" => json!({"round": round, "reason": "有误。"}),
                    _ => json!({"round": round, "step": step, "text": "说明。"}),
                };
                let offers = if matches!(action, "start_round" | "edit_procedures") {
                    let seen = world
                        .ask(actor.as_ref(), on_area, json!({"id": world.area("n1")}))
                        .await
                        .expect("seen");
                    seen["node"]["viewerCan"].clone()
                } else {
                    let seen = world
                        .ask(actor.as_ref(), on_round, json!({"id": round}))
                        .await
                        .expect("seen");
                    let node = &seen["node"];
                    let of = if step < 9 { &node["steps"][step] } else { node };
                    of["viewerCan"].clone()
                };
                let offers = offers.as_array().expect("offers");
                let offer = offers.iter().find(|offer| offer["action"] == action).expect("an offer");
                let said = match offer["allowed"].as_bool() {
                    Some(true) => Ok(()),
                    _ => Err(offer["reason"]["code"].as_str().unwrap_or("").to_owned()),
                };
                let done = world.give(actor.as_ref(), mutation, &input).await.map(|_| ());
                assert_eq!(said, done, "viewerCan and {mutation} disagree about {label}");
                let _ = writeln!(
                    table,
                    "  {label:<28} {}",
                    done.as_ref().map_or_else(|code| code.as_str(), |()| "yes")
                );
                if done.is_err() {
                    standing = Some((about, round));
                }
            }
        }
        insta::assert_snapshot!("round_matrix", table);
    });
}
