//! The export of one's own data, through its door.

use crate::{
    ballots::{announce, vote},
    privacy::{recorded, reveal},
    world::{Engine, World, key, on_both},
};
use actix_web::{App as Routes, http::StatusCode, test as door, web};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use yiting::{
    http::{
        Edge,
        documents::{Documents, Retired},
        exports,
        guard::Limits,
    },
    store::entity::consent,
    usecase::account,
};
use yiting_domain::people::{Actor, Role};

fn edge(world: &World) -> Edge {
    Edge {
        app: world.app.clone(),
        schema: world.schema.clone(),
        limits: Limits::default(),
        documents: Documents::load(None, Retired::default(), true).expect("documents"),
        answers: Arc::default(),
        origins: Arc::default(),
        proxies: Arc::default(),
        body_time: Duration::from_secs(1),
        stop: watch::channel(false).1,
        sockets: Arc::default(),
    }
}

/// What `/export/me.json` answers to a token, with what stands in its head.
async fn export(world: &World, token: Option<&str>) -> (StatusCode, String, Value) {
    let routes = Routes::new()
        .app_data(web::Data::new(edge(world)))
        .route("/export/me.json", web::get().to(exports::me));
    let server = door::init_service(routes).await;
    let mut request = door::TestRequest::get().uri("/export/me.json");
    if let Some(token) = token {
        request = request.insert_header(("authorization", format!("Bearer {token}")));
    }
    let response = door::call_service(&server, request.to_request()).await;
    let (status, head) = (response.status(), format!("{:?}", response.headers()));
    let body = door::read_body(response).await;
    (status, head, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

async fn write(world: &World, who: &Actor, title: &str, body: &str) -> String {
    let input = json!({"clientMutationId": key(), "home": world.area("n1"), "title": title, "body": body});
    let query = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { proposal { id } } }";
    let made = world.ask(Some(who), query, json!({"i": input})).await.expect("a draft");
    let id = made["draftProposal"]["proposal"]["id"].clone();
    let on = json!({"proposal": id});
    world.give(Some(who), "submitProposal", &on).await.expect("submitted");
    id.as_str().expect("an id").to_owned()
}

/// A secret ballot, an open one and a consultation, in which one person takes part.
async fn deliberate(world: &World, director: &Actor, who: &Actor) {
    let secret = json!({"title": "秘密之事"});
    let (secret, _) = announce(world, director, secret).await.expect("announced");
    vote(world, who, &secret, json!({"answer": "YES"}))
        .await
        .expect("voted");
    let open = json!({"title": "公开之事", "secrecy": "OPEN"});
    let (open, _) = announce(world, director, open).await.expect("announced");
    let choice = json!({"answer": "NO", "named": true});
    vote(world, who, &open, choice).await.expect("voted");
    let input = json!({"clientMutationId": key(), "area": world.area("n1"), "question": "院子怎么改？",
        "electorate": "RESIDENTS", "seeds": ["应当先修下水道。"], "closesAt": world.app.now().plus_days(1).rfc3339()});
    let query = "mutation($i: OpenConsultationInput!) { openConsultation(input: $i) { consultation {
        id statements { nodes { id } } } } }";
    let made = world
        .ask(Some(director), query, json!({"i": input}))
        .await
        .expect("opened");
    let made = &made["openConsultation"]["consultation"];
    let statement = &made["statements"]["nodes"][0]["id"];
    let votes = json!({"consultation": made["id"], "votes": [{"statement": statement, "vote": "AGREE"}]});
    world.give(Some(who), "voteOnStatements", &votes).await.expect("voted");
}

fn list<'a>(data: &'a Value, name: &str) -> &'a Vec<Value> {
    data[name]
        .as_array()
        .unwrap_or_else(|| panic!("there is no list {name}"))
}

async fn people_take_their_own_data_along_and_nobody_elses(engine: Engine) {
    let world = World::open(engine).await;
    let wang = recorded(&world, "王秀英", "13800001111", "3号101").await;
    let li = recorded(&world, "李国强", "13900002222", "5号502").await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let (hers, his) = (
        write(&world, &wang, "加装电梯", "王家的话：六层楼没有电梯。").await,
        write(&world, &li, "加装扶手", "李家的话：楼梯没有扶手。").await,
    );
    for (who, other, said) in [(&wang, &his, "王评李"), (&li, &hers, "李评王")] {
        let on = json!({"proposal": other});
        world.give(Some(who), "supportProposal", &on).await.expect("supported");
        let comment = json!({"proposal": other, "text": said});
        world
            .give(Some(who), "commentOnProposal", &comment)
            .await
            .expect("said");
    }
    world
        .give(Some(&wang), "followProposal", &json!({"proposal": his}))
        .await
        .expect("followed");
    deliberate(&world, &director, &wang).await;
    let consent = json!({"version": "2026-11", "agreed": true});
    world
        .give(Some(&wang), "recordConsent", &consent)
        .await
        .expect("agreed");
    reveal(&world, Some(&director), &key(), &wang, "上门前电话联系。")
        .await
        .expect("shown");
    world.settle().await;
    let token = account::open_without_credentials(&world.app, wang.person.0).await;
    let token = token.expect("a session").access;
    let (status, head, data) = export(&world, Some(&token)).await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "no-store",
        "attachment; filename=\\\"yiting-me.json\\\"",
        "application/json",
    ] {
        assert!(head.contains(part), "{part}: {head}");
    }
    let text = data.to_string();
    assert_eq!(
        (&data["profile"]["phone"], &data["profile"]["realName"]),
        (
            &json!({"masked": "138****1111", "number": "13800001111"}),
            &json!({"masked": "王**", "name": "王秀英"})
        )
    );
    assert_eq!(list(&data, "residences")[0]["household"], "3号101");
    assert_eq!(
        list(&data, "proposals")[0]["texts"][0]["body"],
        "王家的话：六层楼没有电梯。"
    );
    assert_eq!(list(&data, "comments")[0]["text"], "王评李");
    assert_eq!(list(&data, "supports")[0]["proposal"]["title"], "加装扶手");
    assert!(
        list(&data, "follows")
            .iter()
            .any(|one| one["proposal"]["title"] == "加装扶手")
    );
    assert_eq!(list(&data, "sessions").len(), 1);
    assert!(!list(&data, "notices").is_empty());
    assert_eq!(list(&data, "consents")[0]["version"], "2026-11");
    assert_eq!(
        (
            &list(&data, "personalDataViews")[0]["reason"],
            &list(&data, "personalDataViews")[0]["platform"]
        ),
        (&json!("上门前电话联系。"), &json!("一居"))
    );
    let ballot = |title: &str| {
        let found = list(&data, "ballots").iter().find(|ballot| ballot["title"] == title);
        found.unwrap_or_else(|| panic!("{title} is missing")).clone()
    };
    let (secret, open) = (ballot("秘密之事"), ballot("公开之事"));
    assert_eq!((&secret["tookPart"], &open["tookPart"]), (&json!(true), &json!(true)));
    assert!(secret["publishedChoice"].is_null());
    assert!(open["publishedChoice"].to_string().to_lowercase().contains("no"));
    assert_eq!(list(&data, "consultations")[0]["statementsVotedOn"], 1);
    for choice in ["yes", "agree\""] {
        assert!(!text.to_lowercase().contains(choice), "{choice} is in it");
    }
    for foreign in [
        "李家的话",
        "李评王",
        "13900002222",
        "李国强",
        "5号502",
        &director.pseudonym.to_string(),
    ] {
        assert!(!text.contains(foreign), "{foreign} is in it");
    }
    let other = account::open_without_credentials(&world.app, li.person.0).await;
    let other = other.expect("a session").access;
    let (_, _, data) = export(&world, Some(&other)).await;
    let text = data.to_string();
    assert_eq!(
        list(&data, "proposals")[0]["texts"][0]["body"],
        "李家的话：楼梯没有扶手。"
    );
    assert!(list(&data, "ballots").iter().all(|ballot| ballot["tookPart"] == false));
    assert_eq!(list(&data, "consultations")[0]["statementsVotedOn"], 0);
    for foreign in [
        "王家的话",
        "王评李",
        "13800001111",
        "王秀英",
        "3号101",
        "上门前",
        "2026-11",
    ] {
        assert!(!text.contains(foreign), "{foreign} is in it");
    }
    // Five at once, and then one every ten minutes.
    for _ in 0..4 {
        assert_eq!(export(&world, Some(&other)).await.0, StatusCode::OK);
    }
    let (status, head, _) = export(&world, Some(&other)).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(head.contains("retry-after"), "{head}");
    // Without a login, and once the account is closed, there is nothing.
    assert_eq!(export(&world, None).await.0, StatusCode::UNAUTHORIZED);
    world
        .give(Some(&wang), "closeAccount", &json!({}))
        .await
        .expect("closed");
    assert_eq!(export(&world, Some(&token)).await.0, StatusCode::UNAUTHORIZED);
}

async fn a_long_list_is_exported_to_its_end(engine: Engine) {
    let world = World::open(engine).await;
    let wang = recorded(&world, "王秀英", "13800001111", "3号101").await;
    for number in 0..450 {
        let row = consent::Model {
            person_id: wang.person.0,
            number: number + 1,
            version: format!("v{number}"),
            agreed: true,
            at: number,
        };
        yiting::store::privacy::add_consent(world.app.db.reader(), row)
            .await
            .expect("a row");
        account::open_without_credentials(&world.app, wang.person.0)
            .await
            .expect("a session");
    }
    let token = account::open_without_credentials(&world.app, wang.person.0).await;
    let (_, _, data) = export(&world, Some(&token.expect("a session").access)).await;
    assert_eq!(
        (list(&data, "consents").len(), list(&data, "sessions").len()),
        (450, 451)
    );
    assert_eq!(list(&data, "consents")[449]["version"], "v449");
}

on_both! {
    people_take_along_their_own_data_and_nobody_elses => people_take_their_own_data_along_and_nobody_elses;
    a_long_list_is_exported_page_by_page_to_its_end => a_long_list_is_exported_to_its_end;
}
