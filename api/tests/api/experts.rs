//! Experts: the directory, the invitation, the published opinion.

use crate::{
    matrix::everyone,
    subject::Cast,
    world::{Engine, World, global, key, on_both, run},
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting_domain::people::{Actor, Role};

const LIST: &str = "mutation($i: ListExpertInput!) { listExpert(input: $i) { expert { id name } } }";
const INVITE: &str = "mutation($i: InviteExpertInput!) { inviteExpert(input: $i) { review { id state dueAt } } }";
const OPINIONS: &str = "query($id: ID!) { node(id: $id) { ... on Proposal { opinions { id state name field organisation
    question opinion interests publishedAt } } } }";

fn profile(world: &World, area: &str, who: &Actor) -> Value {
    json!({"area": world.area(area), "person": global(b'U', who.pseudonym.0), "name": "陈工", "field": "建筑结构",
        "organisation": "市建筑设计院", "about": "从事既有住宅加装电梯十年。"})
}

async fn list(world: &World, keeper: &Actor, area: &str, who: &Actor) -> String {
    let mut input = profile(world, area, who);
    input["clientMutationId"] = json!(key());
    let made = world
        .ask(Some(keeper), LIST, json!({"i": input}))
        .await
        .expect("listed");
    made["listExpert"]["expert"]["id"].as_str().expect("an id").to_owned()
}

async fn invite(world: &World, who: &Actor, proposal: &str, expert: &str, days: i64) -> Result<Value, String> {
    let input = json!({"clientMutationId": key(), "proposal": proposal, "expert": expert, "question": "结构是否可行？",
        "dueAt": world.app.now().plus_days(days).rfc3339()});
    let made = world.ask(Some(who), INVITE, json!({"i": input})).await?;
    Ok(made["inviteExpert"]["review"].clone())
}

async fn opinions(world: &World, who: Option<&Actor>, proposal: &str) -> Value {
    let seen = world.ask(who, OPINIONS, json!({"id": proposal})).await.expect("seen");
    seen["node"]["opinions"].clone()
}

async fn an_expert_is_asked_and_the_opinion_published(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let (lead, administrator) = (
        world.staff(Role::DistrictLead, "d").await,
        world.staff(Role::Administrator, "d").await,
    );
    let (engineer, lawyer) = (world.person("工程师").await, world.person("律师").await);
    let proposal = cast.accepted(&world).await;

    // The directory is public; a second entry of the same person changes the first.
    let expert = list(&world, &lead, "d", &engineer).await;
    assert_eq!(list(&world, &administrator, "d", &engineer).await, expert);
    let elsewhere = list(&world, &world.staff(Role::CommitteeDirector, "n2").await, "n2", &lawyer).await;
    let directory = "query($a: ID!) { experts(area: $a) { nodes { id name field organisation about area { name } } } }";
    let seen = world
        .ask(None, directory, json!({"a": world.area("n1")}))
        .await
        .expect("a directory");
    let nodes = seen["experts"]["nodes"].as_array().expect("nodes").clone();
    assert_eq!(
        (nodes.len(), &nodes[0]["name"]),
        (1, &json!("陈工")),
        "only its own and those above"
    );
    assert_eq!(
        world
            .give(Some(&cast.neighbour), "listExpert", &profile(&world, "n1", &lawyer))
            .await
            .unwrap_err(),
        "FORBIDDEN"
    );

    // Asked by who has custody, for a day that comes.
    assert_eq!(
        invite(&world, &cast.proponent, &proposal, &expert, 7)
            .await
            .unwrap_err(),
        "FORBIDDEN"
    );
    assert_eq!(
        invite(&world, &cast.director, &proposal, &elsewhere, 7)
            .await
            .unwrap_err(),
        "BAD_TARGET"
    );
    assert_eq!(
        invite(&world, &cast.director, &proposal, &expert, -1)
            .await
            .unwrap_err(),
        "INVALID_INPUT"
    );
    assert_eq!(
        invite(&world, &cast.director, &proposal, &expert, 400)
            .await
            .unwrap_err(),
        "INVALID_INPUT"
    );
    let review = invite(&world, &cast.director, &proposal, &expert, 7)
        .await
        .expect("invited");
    let again = invite(&world, &cast.director, &proposal, &expert, 10)
        .await
        .expect("more time");
    assert_eq!(review["id"], again["id"]);
    let on = json!({"review": review["id"]});
    let mine = "{ me { reviews { id state question proposal { title } viewerCan { action allowed } } } }";
    let asked = world.ask(Some(&engineer), mine, json!({})).await.expect("mine")["me"]["reviews"].clone();
    assert_eq!(
        (&asked[0]["id"], &asked[0]["state"]),
        (&review["id"], &json!("INVITED"))
    );
    assert_eq!(
        opinions(&world, None, &proposal).await,
        json!([]),
        "nobody else knows yet"
    );

    // Taken, written, sent anew, published.
    let opinion = |text: &str| json!({"review": review["id"], "opinion": text, "interests": "与施工单位无利益关系。"});
    let (who, first) = (Some(&engineer), opinion("可行。"));
    assert_eq!(
        world.give(who, "submitOpinion", &first).await.unwrap_err(),
        "REVIEW_NOT_WAITING"
    );
    assert_eq!(
        world.give(Some(&lawyer), "acceptReview", &on).await.unwrap_err(),
        "FORBIDDEN"
    );
    world.give(who, "acceptReview", &on).await.expect("accepted");
    world.give(who, "submitOpinion", &first).await.expect("sent");
    world
        .give(who, "submitOpinion", &opinion("可行，但须加固基础。"))
        .await
        .expect("sent anew");
    assert_eq!(opinions(&world, Some(&cast.neighbour), &proposal).await, json!([]));
    assert_eq!(
        opinions(&world, Some(&cast.director), &proposal).await[0]["state"],
        "SUBMITTED"
    );
    assert_eq!(world.give(who, "publishOpinion", &on).await.unwrap_err(), "FORBIDDEN");
    world
        .give(Some(&cast.director), "publishOpinion", &on)
        .await
        .expect("published");
    let public = opinions(&world, None, &proposal).await[0].clone();
    assert_eq!(
        (&public["name"], &public["opinion"]),
        (&json!("陈工"), &json!("可行，但须加固基础。"))
    );
    assert_eq!(public["interests"], "与施工单位无利益关系。");
    assert_eq!(
        world.give(who, "submitOpinion", &opinion("改了。")).await.unwrap_err(),
        "REVIEW_NOT_WAITING",
        "what is published stays"
    );

    // One who declines, and one who is late.
    let second = invite(&world, &cast.director, &proposal, &expert, 3)
        .await
        .expect("asked once more");
    assert_ne!(second["id"], review["id"]);
    let decline = json!({"review": second["id"], "reason": "近期出差。"});
    world.give(who, "declineReview", &decline).await.expect("declined");
    let third = invite(&world, &cast.director, &proposal, &expert, 3)
        .await
        .expect("asked once more");
    world.pass_days(3).await;
    assert_eq!(
        world
            .give(who, "acceptReview", &json!({"review": third["id"]}))
            .await
            .unwrap_err(),
        "WINDOW_CLOSED"
    );
    world
        .give(Some(&lead), "unlistExpert", &json!({"expert": expert}))
        .await
        .expect("taken out");
    assert_eq!(
        invite(&world, &cast.director, &proposal, &expert, 7).await.unwrap_err(),
        "NOT_FOUND"
    );
    assert_eq!(
        opinions(&world, None, &proposal).await[0]["name"],
        "陈工",
        "what was published keeps its name"
    );

    let auditor = world.staff(Role::Auditor, "d").await;
    let log = "query($d: ID!) { node(id: $d) { ... on Area { log(first: 50) { nodes { kind body } } } } }";
    let log = world
        .ask(Some(&auditor), log, json!({"d": world.area("d")}))
        .await
        .expect("the log");
    assert!(log.to_string().contains("expert.opinion_published"));
    assert!(
        !log.to_string().contains("加固基础") && !log.to_string().contains("陈工"),
        "commitments only"
    );
}

async fn the_same_invitation_sent_at_once_is_one(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let engineer = world.person("工程师").await;
    let proposal = cast.accepted(&world).await;
    let expert = list(&world, &cast.director, "n1", &engineer).await;
    let all = (0..4).map(|_| invite(&world, &cast.director, &proposal, &expert, 7));
    let ids: Vec<Value> = futures_util::future::join_all(all)
        .await
        .into_iter()
        .map(|review| review.expect("invited")["id"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let review = json!({"review": ids[0]});
    let key = json!({"i": {"clientMutationId": key(), "review": ids[0]}});
    let query = "mutation($i: OnReviewInput!) { acceptReview(input: $i) { review { state } } }";
    let first = world.ask(Some(&engineer), query, key.clone()).await.expect("accepted");
    assert_eq!(world.ask(Some(&engineer), query, key).await.expect("the same"), first);
    assert_eq!(
        world.give(Some(&engineer), "acceptReview", &review).await.unwrap_err(),
        "REVIEW_NOT_WAITING"
    );
}

on_both! {
    an_expert_is_asked_and_the_opinion_is_published => an_expert_is_asked_and_the_opinion_published;
    an_invitation_sent_several_times_is_one => the_same_invitation_sent_at_once_is_one;
}

#[test]
fn who_may_review_and_publish_is_what_the_screen_offers() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let query =
            "query($id: ID!) { node(id: $id) { ... on Review { viewerCan { action allowed reason { code } } } } }";
        let proposal = cast.accepted(&world).await;
        let mut table = String::new();
        for (mutation, action) in [
            ("acceptReview", "accept_review"),
            ("declineReview", "decline_review"),
            ("submitOpinion", "submit_opinion"),
            ("publishOpinion", "publish_opinion"),
        ] {
            let _ = writeln!(table, "{mutation}");
            let expert = world.person("专家").await;
            let listed = list(&world, &cast.director, "n1", &expert).await;
            let mut review: Option<Value> = None;
            let people = everyone.iter().map(|(label, actor)| (label.as_str(), actor.as_ref()));
            for (label, who) in people.chain([("the expert", Some(&expert))]) {
                let id = match review.take() {
                    Some(id) => id,
                    None => {
                        let made = invite(&world, &cast.director, &proposal, &listed, 7)
                            .await
                            .expect("invited");
                        let id = made["id"].clone();
                        let opinion = json!({"review": id, "opinion": "可行。", "interests": "无。"});
                        if mutation == "submitOpinion" || mutation == "publishOpinion" {
                            let on = json!({"review": id});
                            world.give(Some(&expert), "acceptReview", &on).await.expect("accepted");
                        }
                        if mutation == "publishOpinion" {
                            world
                                .give(Some(&expert), "submitOpinion", &opinion)
                                .await
                                .expect("sent");
                        }
                        id
                    }
                };
                let seen = world.ask(who, query, json!({"id": id})).await.expect("an answer");
                let offers = seen["node"]["viewerCan"].as_array().cloned().unwrap_or_default();
                let offer = offers.iter().find(|offer| offer["action"] == action);
                let input = match mutation {
                    "declineReview" => json!({"review": id, "reason": "无暇。"}),
                    "submitOpinion" => json!({"review": id, "opinion": "可行。", "interests": "无。"}),
                    _ => json!({"review": id}),
                };
                let done = world.give(who, mutation, &input).await.map(|_| ());
                // Whoever may not know of it sees no offers at all.
                if let Some(offer) = offer {
                    let said = match offer["allowed"].as_bool() {
                        Some(true) => Ok(()),
                        _ => Err(offer["reason"]["code"].as_str().unwrap_or("").to_owned()),
                    };
                    assert_eq!(said, done, "viewerCan and {mutation} disagree about {label}");
                } else {
                    assert!(done.is_err(), "{mutation} by {label}, who sees nothing");
                }
                let _ = writeln!(
                    table,
                    "  {label:<28} {}",
                    done.as_ref().map_or_else(|code| code.as_str(), |()| "yes")
                );
                if done.is_err() {
                    review = Some(id);
                }
            }
        }
        insta::assert_snapshot!("review_matrix", table);
    });
}
