//! Search as a viewer meets it: what is found, by whom, and that the index follows the database.

use crate::{
    subject::{Cast, DOUBTFUL},
    world::{Engine, World, global, key, on_both},
};
use async_trait::async_trait;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;
use yiting::{
    graphql,
    search::{Answer, Batch, Document, Lost, Probe, ProposalSearch, Question, Rebuild, Stock},
    usecase::search::feed,
};
use yiting_domain::people::{Actor, Role};

const FIND: &str = "query($t: String!, $f: ProposalSearchFilter, $o: ProposalSearchOrder! = RELEVANCE, $n: Int! = 20, $a: String) {
    searchProposals(text: $t, filter: $f, orderBy: $o, first: $n, after: $a) { totalCount
        edges { cursor score node { id title } highlights { of pieces { text marked } } }
        pageInfo { hasNextPage endCursor }
        facets { areas { area { name } count } states { state count } tiers { tier count } topics { topic { name } count }
            years { year count } blockKinds { blockKind count } } } }";

/// Feeds the index until it has nothing left to take in.
async fn follow(world: &World) {
    world.settle().await;
    while feed::follow_some(&world.app).await.expect("fed") > 0 {}
}

async fn find(world: &World, who: Option<&Actor>, text: &str) -> Value {
    found(world, who, json!({"t": text})).await
}

async fn found(world: &World, who: Option<&Actor>, variables: Value) -> Value {
    let answer = world.ask(who, FIND, variables).await.expect("an answer");
    answer["searchProposals"].clone()
}

fn titles(found: &Value) -> Vec<&str> {
    let edges = found["edges"].as_array().expect("edges").iter();
    edges.map(|edge| edge["node"]["title"].as_str().unwrap_or("")).collect()
}

/// Hands in a proposal at a place, and returns its id.
async fn raise(world: &World, who: &Actor, home: &str, title: &str, body: &str) -> String {
    let id = draft(world, who, home, title, body).await;
    world
        .give(Some(who), "submitProposal", &json!({"proposal": id}))
        .await
        .expect("handed in");
    id
}

async fn draft(world: &World, who: &Actor, home: &str, title: &str, body: &str) -> String {
    let input = json!({"clientMutationId": key(), "home": world.area(home), "title": title, "body": body});
    let query = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { proposal { id } } }";
    let made = world.ask(Some(who), query, json!({"i": input})).await.expect("a draft");
    made["draftProposal"]["proposal"]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

async fn what_was_raised_is_found_in_every_way_of_typing_it(engine: Engine) {
    let world = World::open(engine).await;
    let who = world.resident("提案人", "b1").await;
    raise(
        &world,
        &who,
        "b1",
        "给3号楼加装电梯",
        "六层楼没有电梯，老人下楼难，请尽快动工。",
    )
    .await;
    raise(
        &world,
        &who,
        "b1",
        "增设EV充电桩",
        "电动自行车在楼道充电很危险，拨打12345也没有解决。",
    )
    .await;
    let neighbour = world.resident("邻居", "b2").await;
    raise(
        &world,
        &neighbour,
        "b2",
        "花园里的路灯不亮",
        "浦东新区来的客人都说太黑。",
    )
    .await;
    follow(&world).await;
    for (typed, title) in [
        ("电梯", "给3号楼加装电梯"),
        ("梯", "给3号楼加装电梯"),
        ("加装电梯", "给3号楼加装电梯"),
        ("老人 下楼", "给3号楼加装电梯"),
        ("3号楼", "给3号楼加装电梯"),
        ("３号楼", "给3号楼加装电梯"),
        ("電梯", "给3号楼加装电梯"),
        ("dianti", "给3号楼加装电梯"),
        ("jiazhuangdianti", "给3号楼加装电梯"),
        ("jzdt", "给3号楼加装电梯"),
        ("EV充电", "增设EV充电桩"),
        ("ｅｖ", "增设EV充电桩"),
        ("12345", "增设EV充电桩"),
        ("电瓶车", "增设EV充电桩"),
        ("浦東新區", "花园里的路灯不亮"),
        ("二村", "花园里的路灯不亮"),
        ("路灯为什么不亮了？", "花园里的路灯不亮"),
    ] {
        let found = find(&world, None, typed).await;
        assert_eq!(titles(&found).first().copied(), Some(title), "{typed}: {found}");
    }
    assert_eq!(
        find(&world, None, "").await["totalCount"],
        3,
        "nothing typed finds everything"
    );
    assert_eq!(find(&world, None, "游泳池").await["totalCount"], 0);
    let number = "query { searchProposals(text: \"电梯\") { nodes { number } } }";
    let number = world.ask(None, number, json!({})).await.expect("found");
    let number = number["searchProposals"]["nodes"][0]["number"]
        .as_str()
        .expect("a number");
    let by_number = find(&world, None, number).await;
    assert_eq!(
        titles(&by_number).first().copied(),
        Some("给3号楼加装电梯"),
        "{by_number}"
    );
}

async fn what_a_viewer_may_not_see_is_neither_found_nor_counted_nor_completed(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let draft = draft(
        &world,
        &cast.proponent,
        "b1",
        "屋顶花园的秘密方案",
        "只有我知道的屋顶。",
    )
    .await;
    let doubtful = format!("屋顶漏水，{DOUBTFUL}详谈。");
    raise(&world, &cast.proponent, "n1", "屋顶漏水请修", &doubtful).await;
    raise(&world, &cast.neighbour, "b2", "屋顶要刷隔热漆", "夏天太热。").await;
    follow(&world).await;
    let desk = world.staff(Role::CommitteeWorker, "n1").await;
    let elsewhere = world.staff(Role::CommitteeWorker, "n2").await;
    let all = ["屋顶花园的秘密方案", "屋顶漏水请修", "屋顶要刷隔热漆"];
    for (who, seen) in [
        (None, &all[2..]),
        (Some(&cast.neighbour), &all[2..]),
        (Some(&elsewhere), &all[2..]),
        (Some(&desk), &all[1..]),
        (Some(&cast.street), &all[1..]),
        (Some(&cast.proponent), &all[..]),
    ] {
        let found = find(&world, who, "屋顶").await;
        let mut names = titles(&found);
        names.sort_unstable();
        let mut expected = seen.to_vec();
        expected.sort_unstable();
        assert_eq!(names, expected);
        assert_eq!(found["totalCount"], expected.len(), "{found}");
        let counted: u64 = found["facets"]["states"]
            .as_array()
            .expect("counts")
            .iter()
            .map(|state| state["count"].as_u64().unwrap_or(0))
            .sum();
        assert_eq!(counted, u64::try_from(expected.len()).expect("few"));
        let completed = "query($t: String!) { completeProposalSearch(text: $t) }";
        let completed = world
            .ask(who, completed, json!({"t": "屋顶"}))
            .await
            .expect("completed");
        let told = completed["completeProposalSearch"].to_string();
        for title in all {
            let rest = title.trim_start_matches("屋顶");
            let rest: String = rest.chars().take(2).collect();
            assert_eq!(told.contains(&rest), seen.contains(&title), "{title} of {told}");
        }
    }
    // What is withdrawn before it was handed in stays its owner's.
    world
        .give(
            Some(&cast.proponent),
            "withdrawProposal",
            &json!({"proposal": draft, "text": "不提了"}),
        )
        .await
        .expect("withdrawn");
    follow(&world).await;
    assert_eq!(find(&world, None, "秘密方案").await["totalCount"], 0);
    assert_eq!(find(&world, Some(&cast.proponent), "秘密方案").await["totalCount"], 1);
}

async fn filters_facets_orders_and_pages_agree(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let mut ids = Vec::new();
    for n in 1..=7 {
        let (who, home) = if n == 3 {
            (&cast.proponent, "n1")
        } else if n % 2 == 0 {
            (&cast.neighbour, "b2")
        } else {
            (&cast.proponent, "b1")
        };
        ids.push(raise(&world, who, home, &format!("第{n}处停车位划线"), "请重新划线。").await);
        world.app.clock.advance(60_000);
        if n % 3 == 0 {
            // Five open proposals are the most that one person may have.
            world.pass_days(1).await;
        }
    }
    let topic = json!({"proposal": ids[2], "topic": global(b'T', world.topic)});
    world
        .give(Some(&cast.director), "acceptProposal", &topic)
        .await
        .expect("accepted");
    world
        .give(Some(&cast.neighbour), "supportProposal", &json!({"proposal": ids[2]}))
        .await
        .expect("supported");
    follow(&world).await;
    let all = find(&world, None, "停车位").await;
    assert_eq!(all["totalCount"], 7);
    assert_eq!(
        all["facets"]["states"],
        json!([{"state": "SUBMITTED", "count": 6}, {"state": "UNDER_REVIEW", "count": 1}])
    );
    assert_eq!(all["facets"]["topics"][0]["count"], 1);
    assert_eq!(all["facets"]["years"], json!([{"year": 2026, "count": 7}]));
    let blocks = json!([{"blockKind": "PUBLIC_SOLD", "count": 3}, {"blockKind": "ORDINARY_COMMODITY", "count": 3}]);
    assert_eq!(all["facets"]["blockKinds"], blocks);
    let below = found(&world, None, json!({"t": "停车位", "f": {"below": world.area("n1")}})).await;
    assert_eq!(
        below["facets"]["areas"],
        json!([{"area": {"name": "一村"}, "count": 3}, {"area": {"name": "二村"}, "count": 3}])
    );
    for (filter, count) in [
        (json!({"below": world.area("b1")}), 3),
        (json!({"below": world.area("s2")}), 0),
        (json!({"states": ["UNDER_REVIEW"]}), 1),
        (json!({"topics": [global(b'T', world.topic)]}), 1),
        (json!({"blockKinds": ["ORDINARY_COMMODITY"]}), 3),
        (json!({"years": [2025]}), 0),
        (json!({"years": [2025, 2026], "tiers": ["NEIGHBORHOOD", "BLOCK"]}), 7),
        (json!({"tiers": ["DISTRICT"]}), 0),
    ] {
        let narrowed = found(&world, None, json!({"t": "停车位", "f": filter})).await;
        assert_eq!(narrowed["totalCount"], count, "{filter}");
    }
    for order in ["RELEVANCE", "SUPPORTS", "NEWEST", "CLOCK"] {
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = found(&world, None, json!({"t": "停车位", "o": order, "n": 2, "a": after})).await;
            seen.extend(titles(&page).iter().map(|title| (*title).to_owned()));
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] != true {
                break;
            }
        }
        let mut each = seen.clone();
        each.sort();
        each.dedup();
        assert_eq!((seen.len(), each.len()), (7, 7), "{order}: {seen:?}");
        match order {
            "SUPPORTS" => assert_eq!(seen[0], "第3处停车位划线"),
            "NEWEST" => assert_eq!((&*seen[0], &*seen[6]), ("第7处停车位划线", "第1处停车位划线")),
            _ => {}
        }
    }
    let foreign = world
        .ask(
            None,
            FIND,
            json!({"t": "停车位", "o": "NEWEST", "a": all["edges"][0]["cursor"]}),
        )
        .await;
    assert_eq!(foreign.unwrap_err(), "INVALID_INPUT", "a cursor of another order");
    let long = world.ask(None, FIND, json!({"t": "长".repeat(201)})).await;
    assert_eq!(long.unwrap_err(), "TEXT_TOO_LONG");
}

async fn highlights_mark_the_words_as_they_were_written(engine: Engine) {
    let world = World::open(engine).await;
    let who = world.resident("提案人", "b1").await;
    raise(&world, &who, "b1", "請加裝電梯", "六层楼没有电梯，老人下楼难。").await;
    follow(&world).await;
    let found = find(&world, None, "电梯").await;
    let highlights = &found["edges"][0]["highlights"];
    let marked = |of: &str| -> String {
        let of = highlights.as_array().expect("passages").iter().find(|h| h["of"] == of);
        let pieces = of.expect("such a passage")["pieces"].as_array().expect("pieces");
        let marked = pieces.iter().filter(|piece| piece["marked"] == true);
        marked.map(|piece| piece["text"].as_str().unwrap_or("")).collect()
    };
    assert_eq!(marked("TITLE"), "電梯");
    assert_eq!(marked("BODY"), "电梯");
    let whole: String = highlights[0]["pieces"]
        .as_array()
        .expect("pieces")
        .iter()
        .map(|piece| piece["text"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(whole, "請加裝電梯", "all pieces together are the title");
}

const SIMILAR: &str =
    "query($t: String!, $b: String! = \"\", $p: ID!) { similarProposals(title: $t, body: $b, place: $p) {
    score why { kind ours theirs } proposal { title } } }";

async fn a_draft_is_told_of_the_same_matter_nearby_and_not_of_another_building(engine: Engine) {
    let world = World::open(engine).await;
    let who = world.resident("提案人", "b1").await;
    let known = raise(
        &world,
        &who,
        "b1",
        "3号楼加装电梯",
        "3号楼六层没有电梯，老人下楼难，希望加装电梯。",
    )
    .await;
    raise(&world, &who, "b1", "花坛里补种月季", "春天到了，花坛光秃秃的。").await;
    follow(&world).await;
    let ask = async |title: &str, place: &str| {
        let told = world
            .ask(None, SIMILAR, json!({"t": title, "p": world.area(place)}))
            .await;
        told.expect("told")["similarProposals"].clone()
    };
    let same = ask("给3号楼装电梯", "b1").await;
    assert_eq!(same[0]["proposal"]["title"], "3号楼加装电梯", "{same}");
    assert!(same[0]["why"].to_string().contains("SAME_PLACE"), "{same}");
    assert_eq!(same.as_array().expect("a list").len(), 1, "{same}");
    let other = ask("给5号楼装电梯", "b1").await;
    assert_eq!(other, json!([]), "another building");
    let far = ask("给3号楼装电梯", "b4").await;
    assert_eq!(far, json!([]), "another neighborhood");
    let desk = world.staff(Role::CommitteeDirector, "n1").await;
    let twin = raise(&world, &who, "b1", "给3号楼装电梯", "3号楼没有电梯，老人上下楼困难。").await;
    follow(&world).await;
    let like = "query($p: ID!) { proposalsLike(proposal: $p) { score proposal { id } } }";
    let like = world.ask(Some(&desk), like, json!({"p": twin})).await.expect("told");
    assert_eq!(
        like["proposalsLike"][0]["proposal"]["id"].as_str(),
        Some(&*known),
        "{like}"
    );
}

async fn statements_are_found_while_they_are_shown(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let id = cast.accepted(&world).await;
    let input = json!({"clientMutationId": key(), "area": world.area("n1"), "question": "怎么装？", "proposals": [id],
        "electorate": "RESIDENTS", "seeds": ["费用按楼层分摊才公平。"], "closesAt": world.app.now().plus_days(1).rfc3339()});
    let open = "mutation($i: OpenConsultationInput!) { openConsultation(input: $i) { consultation { id
        statements { nodes { id } } } } }";
    let made = world
        .ask(Some(&cast.director), open, json!({"i": input}))
        .await
        .expect("opened");
    let statement = made["openConsultation"]["consultation"]["statements"]["nodes"][0]["id"].clone();
    follow(&world).await;
    assert_eq!(find(&world, None, "楼层分摊").await["totalCount"], 1);
    world
        .give(
            Some(&cast.director),
            "hideStatement",
            &json!({"statement": statement, "reason": "重复。"}),
        )
        .await
        .expect("hidden");
    follow(&world).await;
    assert_eq!(find(&world, None, "楼层分摊").await["totalCount"], 0);
}

async fn the_index_equals_the_database_and_a_check_sees_where_it_does_not(engine: Engine) {
    let world = World::open(engine).await;
    let who = world.resident("提案人", "b1").await;
    raise(&world, &who, "b1", "加装电梯", "老人下楼难。").await;
    follow(&world).await;
    let equal = feed::compare(&world.app).await.expect("compared");
    assert!(equal.equal() && equal.proposals == 1, "{equal:?}");
    raise(&world, &who, "b1", "修路灯", "太黑。").await;
    world.settle().await;
    let behind = feed::compare(&world.app).await.expect("compared");
    assert_eq!((behind.missing.len(), behind.waiting), (1, 1), "{behind:?}");
    // Built anew beside a change that comes meanwhile.
    feed::build(&world.app).await.expect("built");
    raise(&world, &who, "b1", "补种月季", "花坛空了。").await;
    follow(&world).await;
    assert!(feed::compare(&world.app).await.expect("compared").equal());
    let stranger = Document {
        id: Uuid::from_u128(7),
        title: "不存在的提案".to_owned(),
        public: true,
        ..Document::default()
    };
    let position = world.app.search.position().await.expect("asked").expect("fed");
    let batch = Batch {
        since: None,
        documents: vec![stranger],
        gone: Vec::new(),
        position,
    };
    world.app.search.apply(batch).await.expect("taken in");
    let surplus = feed::compare(&world.app).await.expect("compared");
    assert_eq!(surplus.surplus, [Uuid::from_u128(7)]);
    let found = find(&world, None, "不存在").await;
    assert_eq!(titles(&found), [""; 0], "what the database does not know is not shown");
}

/// An engine that is lost.
struct Away;

#[async_trait]
impl ProposalSearch for Away {
    async fn search(&self, _: &Question) -> Result<Answer, Lost> {
        Err(Lost("away".into()))
    }
    async fn candidates(&self, _: &Probe) -> Result<Vec<Uuid>, Lost> {
        Err(Lost("away".into()))
    }
    async fn position(&self) -> Result<Option<u64>, Lost> {
        Err(Lost("away".into()))
    }
    async fn apply(&self, _: Batch) -> Result<(), Lost> {
        Err(Lost("away".into()))
    }
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, Lost> {
        Err(Lost("away".into()))
    }
    async fn digests(&self) -> Result<BTreeMap<Uuid, String>, Lost> {
        Err(Lost("away".into()))
    }
    async fn stock(&self) -> Result<Stock, Lost> {
        Err(Lost("away".into()))
    }
}

async fn an_engine_that_is_lost_takes_search_alone_with_it(engine: Engine) {
    let mut world = World::open(engine).await;
    let who = world.resident("提案人", "b1").await;
    let engine = Arc::clone(&world.app.search);
    world.app.search = Arc::new(Away);
    world.schema = graphql::schema(world.app.clone(), true);
    let id = raise(&world, &who, "b1", "加装电梯", "老人下楼难。").await;
    world.settle().await;
    for query in [
        "{ searchProposals(text: \"电梯\") { totalCount } }",
        "{ completeProposalSearch(text: \"电\") }",
        "query($p: ID!) { similarProposals(title: \"装电梯\", place: $p) { score } }",
    ] {
        let told = world.ask(None, query, json!({"p": world.area("b1")})).await;
        assert_eq!(told.unwrap_err(), "SEARCH_UNAVAILABLE", "{query}");
    }
    assert!(feed::follow_some(&world.app).await.is_err());
    let read = "query($id: ID!) { node(id: $id) { ... on Proposal { title } } proposals { nodes { title } } }";
    let read = world
        .ask(None, read, json!({"id": id}))
        .await
        .expect("all else goes on");
    assert_eq!(read["proposals"]["nodes"][0]["title"], "加装电梯");
    world.app.search = engine;
    world.schema = graphql::schema(world.app.clone(), true);
    follow(&world).await;
    assert_eq!(find(&world, None, "电梯").await["totalCount"], 1, "it catches up");
}

async fn whoever_asks_too_often_waits(engine: Engine) {
    let world = World::open(engine).await;
    let who = world.resident("提案人", "b1").await;
    follow(&world).await;
    let query = "{ searchProposals(text: \"电梯\") { totalCount } }";
    let mut told = Ok(Value::Null);
    for _ in 0..100 {
        told = world.ask(Some(&who), query, json!({})).await;
        if told.is_err() {
            break;
        }
    }
    assert_eq!(told.unwrap_err(), "RATE_LIMITED");
    let other = world.resident("另一人", "b1").await;
    assert!(
        world.ask(Some(&other), query, json!({})).await.is_ok(),
        "others are not made to wait"
    );
}

on_both! {
    what_was_raised_is_found => what_was_raised_is_found_in_every_way_of_typing_it;
    what_is_hidden_is_not_found => what_a_viewer_may_not_see_is_neither_found_nor_counted_nor_completed;
    filters_facets_orders_and_pages => filters_facets_orders_and_pages_agree;
    highlights => highlights_mark_the_words_as_they_were_written;
    similar_ones => a_draft_is_told_of_the_same_matter_nearby_and_not_of_another_building;
    statements => statements_are_found_while_they_are_shown;
    index_and_database => the_index_equals_the_database_and_a_check_sees_where_it_does_not;
    lost_engine => an_engine_that_is_lost_takes_search_alone_with_it;
    asking_too_often => whoever_asks_too_often_waits;
}
