//! What happens to consultations beside requests: computing, closing, news, and requests that come twice.

use crate::world::{Engine, World, global, key, on_both};
use async_graphql::{Request, Variables};
use futures_util::{StreamExt, future::join_all};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use uuid::Uuid;
use yiting::{
    graphql::{Language, Viewer},
    store::{
        consultations,
        entity::{consultation, consultation_result, consultation_statement, log_entry},
    },
    usecase::{App, consultation as usecase},
};
use yiting_domain::people::{Actor, Role};

const RESULT: &str = "query($id: ID!) { node(id: $id) { ... on Consultation { result { claim last json
    groups { size } statements { number agree } } } } }";

/// An open consultation with its members.
struct Room {
    world: World,
    director: Actor,
    people: Vec<Actor>,
    id: Uuid,
    statements: Vec<Uuid>,
}

impl Room {
    async fn open(engine: Engine, people: usize, seeds: usize) -> Self {
        let world = World::open(engine).await;
        let director = world.staff(Role::CommitteeDirector, "n1").await;
        let mut all = Vec::new();
        for _ in 0..people {
            all.push(world.resident("居民", "b1").await);
        }
        let seeds: Vec<String> = (1..=seeds).map(|n| format!("院内应当有第{n}项改进。")).collect();
        let input = json!({"area": world.area("n1"), "question": "院子怎么改？", "electorate": "RESIDENTS",
            "seeds": seeds, "closesAt": world.app.now().plus_days(1).rfc3339()});
        world
            .give(Some(&director), "openConsultation", &input)
            .await
            .expect("opened");
        let row = consultation::Entity::find().one(world.app.db.reader()).await;
        let id = row.expect("a query").expect("a consultation").id;
        let statements = consultations::statements_of(world.app.db.reader(), &[id]).await;
        Self {
            statements: statements.expect("statements").into_iter().map(|row| row.id).collect(),
            world,
            director,
            people: all,
            id,
        }
    }

    fn name(&self) -> String {
        global(b'Q', self.id)
    }

    fn votes(&self, votes: &[(usize, &str)]) -> Value {
        let votes: Vec<Value> = votes
            .iter()
            .map(|(at, vote)| json!({"statement": global(b'Z', self.statements[*at]), "vote": vote}))
            .collect();
        json!({"consultation": self.name(), "votes": votes})
    }

    async fn vote(&self, who: usize, votes: &[(usize, &str)]) {
        let input = self.votes(votes);
        let given = self.world.give(Some(&self.people[who]), "voteOnStatements", &input);
        given.await.expect("voted");
    }

    /// Two camps on all statements.
    async fn camps(&self) {
        for who in 0..self.people.len() {
            let votes: Vec<(usize, &str)> = (0..self.statements.len())
                .map(|at| (at, if (at + who) % 2 == 0 { "AGREE" } else { "DISAGREE" }))
                .collect();
            self.vote(who, &votes).await;
        }
    }

    async fn result(&self) -> Value {
        let seen = self.world.ask(None, RESULT, json!({"id": self.name()})).await;
        seen.expect("seen")["node"]["result"].clone()
    }

    /// What the job left: when it computed, until when somebody may compute, what it went by.
    async fn row(&self) -> consultation_result::Model {
        let rows = consultations::results(self.world.app.db.reader(), &[self.id]).await;
        rows.expect("a query").pop().expect("a row")
    }

    /// Another instance over the same database, with a clock that stands where this one's does.
    fn twin(&self) -> App {
        let twin = self.world.twin();
        twin.clock.advance(self.world.app.now().millis() - twin.now().millis());
        twin
    }

    fn later(&self, ms: i64, twin: &App) {
        self.world.app.clock.advance(ms);
        twin.clock.advance(ms);
    }

    async fn logged(&self, kind: &str) -> usize {
        let entries = log_entry::Entity::find().all(self.world.app.db.reader()).await;
        entries
            .expect("entries")
            .iter()
            .filter(|entry| entry.kind == kind)
            .count()
    }
}

async fn groups_are_computed_once_and_not_too_often(engine: Engine) {
    let room = Room::open(engine, 24, 8).await;
    let twin = room.twin();
    room.camps().await;
    room.later(10_000, &twin);
    let (one, two) = tokio::join!(
        usecase::run_touched(&room.world.app, 10),
        usecase::run_touched(&twin, 10)
    );
    assert_eq!(
        one.expect("computed") + two.expect("computed"),
        1,
        "one instance computes"
    );
    let first = room.result().await;
    assert_eq!((&first["claim"], &first["last"]), (&json!("groups"), &json!(false)));
    let whole: Value = serde_json::from_str(first["json"].as_str().expect("JSON")).expect("JSON");
    assert_eq!(whole["follows"], Value::Null);
    // Half a second later it is too early, whoever asks.
    for who in 0..5 {
        room.vote(who, &[(0, "PASS")]).await;
    }
    room.later(500, &twin);
    for app in [&room.world.app, &twin] {
        assert_eq!(usecase::run_touched(app, 10).await.expect("nothing"), 0);
    }
    room.later(3_000, &twin);
    assert_eq!(usecase::run_touched(&twin, 10).await.expect("computed"), 1);
    let second: Value = serde_json::from_str(room.result().await["json"].as_str().expect("JSON")).expect("JSON");
    assert_eq!(
        second["follows"], whole["digest"],
        "it continues the groups that were shown"
    );
    assert_eq!(second["k"], whole["k"]);
    assert_ne!(second["digest"], whole["digest"]);
    room.later(10_000, &twin);
    assert_eq!(
        usecase::run_touched(&twin, 10).await.expect("nothing"),
        0,
        "nothing changed"
    );
}

async fn a_computation_that_fails_frees_its_lease(engine: Engine) {
    let room = Room::open(engine, 6, 2).await;
    let twin = room.twin();
    for who in 0..6 {
        room.vote(who, &[(0, "AGREE")]).await;
    }
    room.later(10_000, &twin);
    let row = consultation::Entity::find_by_id(room.id)
        .one(room.world.app.db.reader())
        .await;
    let row = row.expect("a query").expect("a row");
    let broken = |text: String| {
        let mut change = row.clone().into_active_model();
        change.secret_sealed = Set(text);
        change
    };
    broken("v1.gcm.nothing".to_owned())
        .update(room.world.app.db.reader())
        .await
        .expect("broken");
    assert!(usecase::run_touched(&room.world.app, 10).await.is_err());
    assert_eq!(room.row().await.lease, 0);
    broken(row.secret_sealed.clone())
        .update(room.world.app.db.reader())
        .await
        .expect("mended");
    assert_eq!(
        usecase::run_touched(&twin, 10).await.expect("computed"),
        1,
        "another instance need not wait"
    );
    // One that died in the middle holds it for its time and no longer.
    let now = room.world.app.now();
    for who in 0..6 {
        room.vote(who, &[(1, "PASS")]).await;
    }
    let on = room.world.app.db.reader();
    assert!(
        consultations::take_lease(on, room.id, now, now, now.plus_millis(120_000))
            .await
            .expect("a lease")
    );
    room.later(100_000, &twin);
    assert_eq!(usecase::run_touched(&twin, 10).await.expect("waits"), 0);
    room.later(20_001, &twin);
    assert_eq!(usecase::run_touched(&twin, 10).await.expect("takes over"), 1);
}

async fn two_instances_close_once(engine: Engine) {
    let room = Room::open(engine, 24, 8).await;
    room.camps().await;
    let twin = room.twin();
    room.later(2 * 86_400_000, &twin);
    let (one, two) = tokio::join!(usecase::run_due(&room.world.app, 10), usecase::run_due(&twin, 10));
    one.and(two).expect("closed");
    assert_eq!(room.logged("consultation.closed").await, 1);
    let result = room.result().await;
    assert_eq!((&result["last"], &result["claim"]), (&json!(true), &json!("groups")));
    let row = room.row().await;
    // Whoever looks later changes nothing.
    room.later(10_000, &twin);
    assert_eq!(usecase::run_due(&twin, 10).await.expect("nothing"), 0);
    assert_eq!(usecase::run_touched(&twin, 10).await.expect("nothing"), 0);
    assert_eq!(room.row().await, row);
}

async fn what_was_prepared_is_not_taken_when_a_vote_came_between(engine: Engine) {
    let room = Room::open(engine, 24, 8).await;
    room.camps().await;
    let late = room.twin();
    let app = &room.world.app;
    app.clock.advance(2 * 86_400_000);
    let prepared = usecase::prepare(app, room.id)
        .await
        .expect("prepared")
        .expect("something");
    // An instance whose clock is behind still takes votes until the row is locked.
    let world = &room.world;
    let votes: Vec<(Uuid, yiting_domain::consultation::Vote)> =
        vec![(room.statements[0], yiting_domain::consultation::Vote::Pass)];
    for who in 0..8 {
        let request = yiting::usecase::Request::new("voteOnStatements", &key(), &votes.len()).expect("a request");
        usecase::vote(&late, &room.people[who], &request, room.id, &votes)
            .await
            .expect("voted");
    }
    let tx = app.db.begin().await.expect("a transaction");
    usecase::close_prepared_in(app, &tx, room.id, Some(prepared))
        .await
        .expect("closed");
    tx.commit().await.expect("committed");
    let result = room.result().await;
    // Twelve agreed with the first statement, four of them changed their minds: 8 are told as 5.
    assert_eq!(result["statements"][0]["agree"], 5, "{result:#}");
    assert_eq!(result["statements"][1]["agree"], 10);
    let seen = world.ask(None, RESULT, json!({"id": room.name()})).await.expect("seen");
    assert_eq!(seen["node"]["result"]["last"], true);
}

async fn the_same_request_at_once_is_one(engine: Engine) {
    let room = Room::open(engine, 6, 2).await;
    let state = "mutation($i: StatementInput!) { addStatement(input: $i) { statement } }";
    let input = json!({"i": {"clientMutationId": key(), "consultation": room.name(), "text": "应当先修下水道。"}});
    let sent = (0..8).map(|_| room.world.ask(Some(&room.people[0]), state, input.clone()));
    let answers = join_all(sent).await;
    assert!(
        answers.iter().all(|answer| answer.is_ok() && *answer == answers[0]),
        "{answers:?}"
    );
    let all = consultation_statement::Entity::find()
        .all(room.world.app.db.reader())
        .await;
    assert_eq!(all.expect("statements").len(), 3);
    let mut other = input.clone();
    other["i"]["text"] = json!("另一条观点。");
    assert_eq!(
        room.world.ask(Some(&room.people[0]), state, other).await.unwrap_err(),
        "IDEMPOTENCY_CONFLICT"
    );
    let vote = "mutation($i: VoteOnStatementsInput!) { voteOnStatements(input: $i) { recorded } }";
    let mut input = json!({"i": room.votes(&[(0, "AGREE"), (1, "PASS")])});
    input["i"]["clientMutationId"] = json!(key());
    let sent = (0..8).map(|_| room.world.ask(Some(&room.people[1]), vote, input.clone()));
    let answers = join_all(sent).await;
    assert!(
        answers.iter().all(|answer| answer.is_ok() && *answer == answers[0]),
        "{answers:?}"
    );
    let votes = consultations::votes_of(room.world.app.db.reader(), room.id).await;
    // Two of this person, and the author's own.
    assert_eq!(votes.expect("votes").len(), 3);
    let mut other = json!({"i": room.votes(&[(0, "DISAGREE")])});
    other["i"]["clientMutationId"] = input["i"]["clientMutationId"].clone();
    assert_eq!(
        room.world.ask(Some(&room.people[1]), vote, other).await.unwrap_err(),
        "IDEMPOTENCY_CONFLICT"
    );
}

async fn subscribers_hear_of_a_new_result(engine: Engine) {
    let room = Room::open(engine, 6, 1).await;
    room.world.settle().await;
    let viewer = Viewer::new(
        &room.world.app,
        None,
        Language::Chinese,
        "test-request".to_owned(),
        "127.0.0.1".to_owned(),
    );
    let request = Request::new("subscription($id: ID!) { consultationChanged(id: $id) { id } }")
        .variables(Variables::from_json(json!({"id": room.name()})))
        .data(viewer);
    let mut news = room.world.schema.execute_stream(request);
    let mut next = async || {
        let wait = tokio::time::timeout(std::time::Duration::from_millis(500), news.next()).await;
        wait.ok()
            .flatten()
            .map(|answer| serde_json::to_value(answer.data).expect("JSON"))
    };
    let told = json!({"consultationChanged": {"id": room.name()}});
    // What is there now comes first, so that nothing is missed in between.
    assert_eq!(next().await, Some(told.clone()));
    let compute = async || {
        room.world.app.clock.advance(4_000);
        usecase::run_touched(&room.world.app, 10).await.expect("computed");
        room.world.settle().await;
    };
    for who in 0..4 {
        room.vote(who, &[(0, "AGREE")]).await;
    }
    compute().await;
    assert_eq!(next().await, None, "four votes change nothing that is shown");
    room.vote(4, &[(0, "AGREE")]).await;
    compute().await;
    assert_eq!(next().await, Some(told));
}

async fn what_is_hidden_leaves_the_count_and_comes_back(engine: Engine) {
    let room = Room::open(engine, 6, 2).await;
    for who in 0..6 {
        room.vote(who, &[(0, "AGREE"), (1, "AGREE")]).await;
    }
    let statement = global(b'Z', room.statements[1]);
    let hide = json!({"statement": statement, "reason": "与议题无关。"});
    let give =
        async |mutation: &str, input: &Value| room.world.give(Some(&room.director), mutation, input).await.map(|_| ());
    assert_eq!(give("hideStatement", &hide).await, Ok(()));
    assert_eq!(
        give("hideStatement", &hide).await,
        Err("STATEMENT_NOT_SHOWN".to_owned())
    );
    let late = room.votes(&[(1, "PASS")]);
    let refused = room.world.give(Some(&room.people[0]), "voteOnStatements", &late).await;
    assert_eq!(refused.unwrap_err(), "STATEMENT_NOT_SHOWN");
    let numbers = async || -> Vec<Value> {
        room.world.app.clock.advance(4_000);
        usecase::run_touched(&room.world.app, 10).await.expect("computed");
        let result = room.result().await;
        let statements = result["statements"].as_array().expect("statements").iter();
        statements.map(|statement| statement["number"].clone()).collect()
    };
    assert_eq!(numbers().await, [json!("1")]);
    let show = json!({"statement": statement, "approve": true, "reason": "复核通过。"});
    assert_eq!(give("checkStatement", &show).await, Ok(()));
    // It is counted again with the next five who change something.
    assert_eq!(numbers().await, [json!("1")]);
    for who in 0..5 {
        room.vote(who, &[(0, "PASS")]).await;
    }
    assert_eq!(numbers().await, [json!("1"), json!("2")]);
}

async fn two_members_call_off_once(engine: Engine) {
    let room = Room::open(engine, 1, 1).await;
    let other = room.world.staff(Role::CommitteeWorker, "n1").await;
    let input = json!({"consultation": room.name(), "reason": "改期。"});
    let (one, two) = tokio::join!(
        room.world.give(Some(&room.director), "cancelConsultation", &input),
        room.world.give(Some(&other), "cancelConsultation", &input)
    );
    let refused: Vec<String> = [one, two].into_iter().filter_map(Result::err).collect();
    assert_eq!(refused, ["CONSULTATION_NOT_OPEN"]);
    assert_eq!(room.logged("consultation.cancelled").await, 1);
    // A round that calls its own off asks nobody, and still cannot do it twice.
    let tx = room.world.app.db.begin().await.expect("a transaction");
    let again = usecase::cancel_in(&room.world.app, &tx, None, room.id, "轮次取消。").await;
    assert!(again.is_err());
}

on_both! {
    groups_are_computed_by_one_instance_and_not_too_often => groups_are_computed_once_and_not_too_often;
    a_failed_computation_frees_its_lease => a_computation_that_fails_frees_its_lease;
    a_consultation_is_closed_once_by_two_instances => two_instances_close_once;
    what_was_prepared_is_computed_again_when_a_vote_came_between => what_was_prepared_is_not_taken_when_a_vote_came_between;
    statements_and_votes_sent_many_times_are_one => the_same_request_at_once_is_one;
    subscribers_hear_of_a_new_result_and_of_nothing_less => subscribers_hear_of_a_new_result;
    a_hidden_statement_leaves_the_count_and_comes_back => what_is_hidden_leaves_the_count_and_comes_back;
    two_members_call_a_consultation_off_once => two_members_call_off_once;
}
