//! Ballots from the announcement to the recount: every kind and electorate, secrecy, and that each
//! person has one vote.

use crate::{
    matrix::everyone,
    subject::{Cast, Situation},
    world::{Engine, World, global, key, on_both, run},
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting::{
    identity::{
        auditors::{ForAuditors, public_key},
        hex,
    },
    store::{
        ballots, electorates,
        entity::{ballot, ballot_participation, ballot_vote, electorate_member, idempotency, log_entry},
    },
    usecase::{ballot as usecase, rebuild},
};
use yiting_domain::{
    log::{
        Digest, canonical,
        merkle::{leaf_hash, verify_inclusion},
    },
    people::{Actor, Role},
    poll::{Opening, Published, verify, verify_openings, verify_receipt},
};

const ANNOUNCE: &str =
    "mutation($i: AnnounceBallotInput!) { announceBallot(input: $i) { ballot { id options { id } } } }";
/// Casts a vote.
pub const VOTE: &str = "mutation($i: CastVoteInput!) { castVote(input: $i) { receipt ballot { viewerHasVoted } } }";
const READ: &str = "query($id: ID!) { node(id: $id) { ... on Ballot { state turnout electorateSize electorateDigest
    viewerHasVoted result { verdict turnout winners yes no abstain options { option votes won why greedy } } } } }";

/// A ballot in `n1` that takes votes for a day.
pub async fn announce(world: &World, who: &Actor, more: Value) -> Result<(String, Vec<String>), String> {
    let mut input = json!({"clientMutationId": key(), "area": world.area("n1"), "title": "是否加装电梯",
        "legalBasis": "居民自治章程第五条", "kind": "YES_NO", "electorate": "RESIDENTS", "secrecy": "VERIFIABLE",
        "closesAt": world.app.now().plus_days(1).rfc3339()});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    let made = world.ask(Some(who), ANNOUNCE, json!({"i": input})).await?;
    let ballot = &made["announceBallot"]["ballot"];
    let options = ballot["options"].as_array().expect("options").iter();
    Ok((
        ballot["id"].as_str().expect("an id").to_owned(),
        options.map(|o| o["id"].as_str().unwrap_or("").to_owned()).collect(),
    ))
}

/// Votes; answers the receipt.
pub async fn vote(world: &World, who: &Actor, ballot: &str, choice: Value) -> Result<String, String> {
    let mut input = json!({"clientMutationId": key(), "ballot": ballot});
    input
        .as_object_mut()
        .expect("an object")
        .extend(choice.as_object().cloned().unwrap_or_default());
    let cast = world.ask(Some(who), VOTE, json!({"i": input})).await?;
    assert_eq!(cast["castVote"]["ballot"]["viewerHasVoted"], true);
    Ok(cast["castVote"]["receipt"].as_str().expect("a receipt").to_owned())
}

/// What this viewer sees of a ballot.
pub async fn read(world: &World, who: Option<&Actor>, ballot: &str) -> Value {
    world.ask(who, READ, json!({"id": ballot})).await.expect("a ballot")["node"].clone()
}

/// Lets the ballot close, and takes its published list, which must count to the published result.
pub async fn close(world: &World) -> Published {
    world.app.clock.advance(2 * 86_400_000);
    while usecase::run_due(&world.app, 10).await.expect("closed") > 0 {}
    let row = ballot::Entity::find()
        .order_by_desc(ballot::Column::CreatedAt)
        .one(world.app.db.reader())
        .await;
    let id = row.expect("a query").expect("a ballot").id;
    let text = ballots::list_of(world.app.db.reader(), id).await;
    let text = text.expect("a query").expect("a list");
    let published: Published = serde_json::from_str(&text).expect("a list");
    verify(&published).expect("the recount equals the result");
    published
}

/// So many residents of `b1`.
pub async fn residents(world: &World, count: usize) -> Vec<Actor> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(world.resident("居民", "b1").await);
    }
    all
}

async fn a_vote_counts_once_and_the_last_one(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let people = residents(&world, 4).await;
    let (id, _) = announce(&world, &director, json!({"quorumCount": 3}))
        .await
        .expect("announced");
    let late = world.resident("后来者", "b1").await;
    assert_eq!(
        vote(&world, &late, &id, json!({"answer": "YES"})).await.unwrap_err(),
        "NOT_IN_ELECTORATE"
    );
    assert_eq!(
        vote(&world, &people[0], &id, json!({"options": []})).await.unwrap_err(),
        "MALFORMED_VOTE"
    );
    assert_eq!(
        vote(&world, &people[0], &id, json!({"answer": "YES", "order": []}))
            .await
            .unwrap_err(),
        "MALFORMED_VOTE"
    );
    let first = vote(&world, &people[0], &id, json!({"answer": "NO"}))
        .await
        .expect("voted");
    let second = vote(&world, &people[0], &id, json!({"answer": "YES"}))
        .await
        .expect("voted anew");
    assert_ne!(first, second);
    vote(&world, &people[1], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    vote(&world, &people[2], &id, json!({"answer": "NO"}))
        .await
        .expect("voted");
    let running = read(&world, Some(&director), &id).await;
    assert_eq!(
        (&running["turnout"], &running["electorateSize"]),
        (&json!(3), &json!(4))
    );
    assert!(
        running["result"].is_null(),
        "results are hidden until closing, from everybody"
    );
    let published = close(&world).await;
    let seen = read(&world, None, &id).await;
    assert_eq!(seen["result"]["verdict"], "ADOPTED");
    assert_eq!((&seen["result"]["yes"], &seen["result"]["no"]), (&json!(2), &json!(1)));
    assert_eq!(verify_receipt(&published.list, &second).expect("an entry").len(), 1);
    assert!(
        verify_receipt(&published.list, &first).is_err(),
        "the replaced vote is nowhere"
    );
    let check = "query($id: ID!, $r: String!) { node(id: $id) { ... on Ballot {
        entriesOfReceipt(receipt: $r) { choice path index } } } }";
    let own = world
        .ask(None, check, json!({"id": id, "r": second}))
        .await
        .expect("the own entry");
    assert!(
        own["node"]["entriesOfReceipt"][0]["choice"]
            .as_str()
            .is_some_and(|c| c.contains("YES"))
    );
    let own = &own["node"]["entriesOfReceipt"][0];
    let (at, size) = (
        own["index"].as_u64().expect("a number"),
        published.list.entries.len() as u64,
    );
    let path: Vec<Digest> = serde_json::from_value(own["path"].clone()).expect("digests");
    let entry = serde_json::to_value(&published.list.entries[at as usize]).expect("JSON");
    let leaf = leaf_hash(canonical::to_string(&entry).expect("a form").as_bytes());
    verify_inclusion(&leaf, at, size, &path, &published.root).expect("the path leads to the published root");
    assert_eq!(
        world.ask(None, check, json!({"id": id, "r": first})).await.unwrap_err(),
        "NOT_FOUND"
    );
    assert_eq!(
        vote(&world, &people[3], &id, json!({"answer": "YES"}))
            .await
            .unwrap_err(),
        "BALLOT_NOT_OPEN"
    );
    let checked = rebuild::check(&world.app).await.expect("a check");
    assert!(
        checked.iter().all(|district| district.problems.is_empty()),
        "{checked:#?}"
    );
}

async fn a_secret_vote_is_joined_to_nobody_after_closing(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let people = residents(&world, 3).await;
    let (id, _) = announce(&world, &director, json!({})).await.expect("announced");
    for (who, answer) in people.iter().zip(["YES", "NO", "ABSTAIN"]) {
        vote(&world, who, &id, json!({"answer": answer})).await.expect("voted");
    }
    let published = close(&world).await;
    let db = world.app.db.reader();
    assert!(
        ballot_vote::Entity::find().all(db).await.expect("votes").is_empty(),
        "the rows are gone"
    );
    let row = ballot::Entity::find()
        .one(db)
        .await
        .expect("a query")
        .expect("a ballot");
    assert!(row.key_sealed.is_none(), "the key is gone");
    // Every table that names a person, beside the list that names choices: nothing in common.
    let mut personal = String::new();
    for row in ballot_participation::Entity::find().all(db).await.expect("rows") {
        let _ = write!(personal, "{row:?}");
    }
    for row in electorate_member::Entity::find().all(db).await.expect("rows") {
        let _ = write!(personal, "{row:?}");
    }
    for row in idempotency::Entity::find().all(db).await.expect("rows") {
        let _ = write!(personal, "{row:?}");
    }
    for row in log_entry::Entity::find().all(db).await.expect("rows") {
        let _ = write!(personal, "{} {:?} {}", row.kind, row.actor, row.body);
    }
    for entry in &published.list.entries {
        assert!(entry.voter.is_none());
        assert!(
            !personal.contains(&entry.mark.to_string()),
            "a mark stands beside a person"
        );
    }
    for word in ["\"answer\"", "YES", "ABSTAIN"] {
        assert!(!personal.contains(word), "a choice stands beside a person: {word}");
    }
    let marks: Vec<_> = published.list.entries.iter().map(|entry| entry.mark).collect();
    assert!(
        marks.is_sorted(),
        "the order is that of the marks and not that of arrival"
    );
}

async fn sealed_ballots_are_recounted_by_two_auditors(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let (one, two) = (world.person("甲").await, world.person("乙").await);
    let people = residents(&world, 3).await;
    let named = json!([global(b'U', one.pseudonym.0), global(b'U', two.pseudonym.0)]);
    let (id, _) = announce(&world, &director, json!({"secrecy": "SEALED", "auditors": named}))
        .await
        .expect("announced");
    let receipt = vote(&world, &people[0], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    vote(&world, &people[1], &id, json!({"answer": "NO"}))
        .await
        .expect("voted");
    let secrets = [[7; 32], [8; 32]];
    let give = async |who: &Actor, key: String| {
        let input = json!({"ballot": id, "publicKey": key});
        world.give(Some(who), "giveAuditorKey", &input).await.map(|_| ())
    };
    let ready = async || {
        let query = "query($id: ID!) { node(id: $id) { ... on Ballot { auditorsReady } } }";
        world.ask(None, query, json!({"id": id})).await.expect("a ballot")["node"]["auditorsReady"].clone()
    };
    let own = hex(&public_key(secrets[0]));
    assert_eq!(give(&director, own.clone()).await, Err("FORBIDDEN".to_owned()));
    assert_eq!(give(&one, "00ff".to_owned()).await, Err("INVALID_INPUT".to_owned()));
    give(&one, own.clone()).await.expect("given");
    assert_eq!(
        give(&two, own).await,
        Err("INVALID_INPUT".to_owned()),
        "one key for both would be one auditor"
    );
    assert_eq!(ready().await, false);
    give(&two, hex(&public_key(secrets[1]))).await.expect("given");
    assert_eq!(ready().await, true);
    let published = close(&world).await;
    assert_eq!(
        give(&two, hex(&public_key([9; 32]))).await,
        Err("BALLOT_NOT_OPEN".to_owned())
    );
    let entry = verify_receipt(&published.list, &receipt).expect("included");
    assert!(entry[0].choice.is_none(), "the receipt proves inclusion alone");
    let query = "query($id: ID!) { node(id: $id) { ... on Ballot { openings } } }";
    assert_eq!(
        world.ask(Some(&director), query, json!({"id": id})).await.unwrap_err(),
        "FORBIDDEN"
    );
    let opened = world
        .ask(Some(&one), query, json!({"id": id}))
        .await
        .expect("for an auditor");
    let sealed: ForAuditors =
        serde_json::from_str(opened["node"]["openings"].as_str().expect("JSON")).expect("for auditors");
    assert!(sealed.open(&secrets[..1]).is_err(), "one auditor alone opens nothing");
    let text = sealed.open(&secrets).expect("both together");
    let openings: Vec<Opening> = serde_json::from_str(&text).expect("openings");
    verify_openings(&published.list, &openings).expect("every commitment opens");
}

async fn households_have_one_vote_and_owners_two_majorities(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let officer = world.staff(Role::DistrictOfficer, "d").await;
    let mut people = Vec::new();
    for (household, size) in [("1号", 6_000), ("1号", 6_000), ("2号", 3_000), ("3号", 1_000)] {
        let who = world.person("业主").await;
        let input = json!({"person": global(b'U', who.pseudonym.0), "area": world.area("b1"), "household": household, "exclusiveArea": size});
        world
            .give(Some(&officer), "verifyResident", &input)
            .await
            .expect("verified");
        people.push(
            yiting::demo::people::load(&world.app, who.person.0)
                .await
                .expect("an owner"),
        );
    }
    let (id, _) = announce(&world, &director, json!({"electorate": "HOUSEHOLDS"}))
        .await
        .expect("announced");
    vote(&world, &people[0], &id, json!({"answer": "NO"}))
        .await
        .expect("voted");
    vote(&world, &people[1], &id, json!({"answer": "YES"}))
        .await
        .expect("the same household, later");
    vote(&world, &people[2], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    close(&world).await;
    let seen = read(&world, None, &id).await;
    assert_eq!(
        (&seen["result"]["yes"], &seen["result"]["no"], &seen["electorateSize"]),
        (&json!(2), &json!(0), &json!(3))
    );
    // 60 and 30 of 100 m², two of three owners: both shares of participation are reached.
    let owners = json!({"electorate": "OWNERS", "secrecy": "OPEN"});
    let (id, _) = announce(&world, &director, owners.clone()).await.expect("announced");
    vote(&world, &people[0], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    vote(&world, &people[2], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    close(&world).await;
    assert_eq!(read(&world, None, &id).await["result"]["verdict"], "ADOPTED");
    let (id, _) = announce(&world, &director, owners).await.expect("announced");
    vote(&world, &people[0], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    close(&world).await;
    assert_eq!(
        read(&world, None, &id).await["result"]["verdict"],
        "NO_QUORUM",
        "one of three owners is too few"
    );
}

/// Statements that one owner's vote costs among so many other owners.
async fn cost_of_an_owners_vote(engine: Engine, others: usize) -> u64 {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let officer = world.staff(Role::DistrictOfficer, "d").await;
    let mut people = Vec::new();
    for number in 0..others + 2 {
        let who = world.person("业主").await;
        // The first two own a flat together, and the first a garage in the next block alone.
        let own = [("b1", format!("{}号", number.max(1))), ("b2", format!("车库{number}"))];
        for (block, unit) in own.into_iter().take(if number == 0 { 2 } else { 1 }) {
            let input = json!({"person": global(b'U', who.pseudonym.0), "area": world.area(block),
                "household": unit, "exclusiveArea": 5_000});
            world
                .give(Some(&officer), "verifyResident", &input)
                .await
                .expect("verified");
        }
        people.push(
            yiting::demo::people::load(&world.app, who.person.0)
                .await
                .expect("an owner"),
        );
    }
    let owners = json!({"electorate": "OWNERS", "secrecy": "OPEN"});
    let (id, _) = announce(&world, &director, owners).await.expect("announced");
    let before = world.app.db.statements.get();
    vote(&world, &people[0], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    let cost = world.app.db.statements.get() - before;
    let votes = ballot_vote::Entity::find()
        .all(world.app.db.reader())
        .await
        .expect("votes");
    assert_eq!(votes.len(), 2, "one vote together, one alone");
    let list = ballot::Entity::find()
        .one(world.app.db.reader())
        .await
        .expect("a query")
        .expect("a ballot")
        .electorate_id;
    let read = electorates::sharing(world.app.db.reader(), list.expect("a list"), people[0].pseudonym).await;
    assert_eq!(
        read.expect("entries").len(),
        3,
        "the own units with their owners, however many others there are"
    );
    // The other owner of the flat votes later: the joint vote is theirs, the own one stays.
    let first = vote(&world, &people[0], &id, json!({"answer": "NO"}))
        .await
        .expect("anew");
    vote(&world, &people[1], &id, json!({"answer": "YES"}))
        .await
        .expect("voted");
    let published = close(&world).await;
    assert_eq!(published.list.entries.len(), 2);
    assert_eq!(verify_receipt(&published.list, &first).expect("the own one").len(), 1);
    cost
}

async fn an_owners_vote_costs_the_same_in_any_block(engine: Engine) {
    let small = cost_of_an_owners_vote(engine, 1).await;
    assert_eq!(small, cost_of_an_owners_vote(engine, 30).await);
}

async fn every_kind_is_counted_by_its_rule(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let people = residents(&world, 3).await;
    let options =
        json!([{"title": "长椅", "costFen": 60}, {"title": "路灯", "costFen": 50}, {"title": "花坛", "costFen": 40}]);
    for (kind, more) in [
        ("APPROVAL", json!({})),
        ("SCORE", json!({})),
        ("RANKED_ONE", json!({})),
        ("RANKED_SEATS", json!({"seats": 2})),
        ("BUDGET", json!({"budgetFen": 100})),
    ] {
        let mut input = json!({"kind": kind, "options": options});
        input
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().cloned().unwrap_or_default());
        let (id, ids) = announce(&world, &director, input).await.expect("announced");
        for who in &people {
            let choice = match kind {
                "APPROVAL" | "BUDGET" => json!({"options": [ids[1], ids[2]]}),
                "SCORE" => json!({"scores": [{"option": ids[1], "score": 5}, {"option": ids[0], "score": 1}]}),
                _ => json!({"order": [ids[1], ids[2], ids[0]]}),
            };
            vote(&world, who, &id, choice).await.expect("voted");
        }
        let twice = json!({"options": [ids[0], ids[0]], });
        assert_eq!(
            vote(&world, &people[0], &id, twice).await.unwrap_err(),
            "MALFORMED_VOTE",
            "{kind}"
        );
        close(&world).await;
        let result = read(&world, None, &id).await["result"].clone();
        let winners = result["winners"].as_array().expect("winners");
        // Two projects with the same support come in the order of the tie.
        let first = if kind == "BUDGET" {
            winners.contains(&json!(ids[1]))
        } else {
            winners[0] == json!(ids[1])
        };
        assert!(first, "{kind}: {result:#}");
        if kind == "BUDGET" {
            assert!(
                result["options"][0]["why"].as_str().is_some_and(|why| !why.is_empty()),
                "each project has a reason"
            );
            assert_eq!(result["winners"].as_array().map(Vec::len), Some(2), "{result:#}");
        }
    }
}

async fn points_are_distributed_over_projects_and_counted_by_equal_shares(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let people = residents(&world, 10).await;
    let options = json!([{"title": "长椅", "costFen": 8_000}, {"title": "路灯", "costFen": 6_000}, {"title": "花坛", "costFen": 4_000}]);
    let budget = json!({"kind": "BUDGET", "budgetFen": 10_000, "points": 10, "options": options});
    let refused = json!({"kind": "APPROVAL", "points": 10, "options": options});
    assert_eq!(announce(&world, &director, refused).await.unwrap_err(), "INVALID_INPUT");
    let (id, ids) = announce(&world, &director, budget).await.expect("announced");
    let points = |given: &[(usize, u32)]| {
        let given: Vec<Value> = given
            .iter()
            .map(|(at, points)| json!({"option": ids[*at], "points": points}))
            .collect();
        json!({"points": given})
    };
    for malformed in [
        points(&[(0, 11)]),
        points(&[(0, 6), (1, 5)]),
        points(&[(0, 0)]),
        points(&[(0, 1), (0, 1)]),
        points(&[]),
        json!({"options": [ids[0]]}),
    ] {
        assert_eq!(
            vote(&world, &people[0], &id, malformed.clone()).await.unwrap_err(),
            "MALFORMED_VOTE",
            "{malformed}"
        );
    }
    // Six of ten give all to the bench, four all to lamps and flowers. By points alone the bench takes 80
    // of the 100 yuan, and nothing else fits; with equal shares the six can pay 60 and not 80.
    for who in &people[..6] {
        vote(&world, who, &id, points(&[(0, 10)])).await.expect("voted");
    }
    for who in &people[6..] {
        vote(&world, who, &id, points(&[(1, 4), (2, 6)])).await.expect("voted");
    }
    close(&world).await;
    let query = "query($id: ID!) { node(id: $id) { ... on Ballot { points result { winners options { option votes points won greedy why } } } } }";
    let seen = world.ask(None, query, json!({"id": id})).await.expect("a ballot")["node"].clone();
    assert_eq!(seen["points"], 10);
    let of = |at: usize, field: &str| seen["result"]["options"][at][field].clone();
    assert_eq!(
        [of(0, "points"), of(1, "points"), of(2, "points")],
        [json!(60), json!(16), json!(24)]
    );
    assert_eq!([of(0, "votes"), of(1, "votes")], [json!(6), json!(4)]);
    assert_eq!([of(0, "greedy"), of(2, "greedy")], [json!(true), json!(false)]);
    assert_eq!(seen["result"]["winners"], json!([ids[2], ids[1]]), "{seen:#}");
}

async fn a_running_ballot_holds_its_proposals_and_may_be_called_off(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let proposal = cast.bring(&world, Situation::UnderReview, None).await;
    let (id, _) = announce(&world, &cast.director, json!({"proposals": [proposal.id]}))
        .await
        .expect("announced");
    let escalate = json!({"proposal": proposal.id, "reason": "需上级协调。"});
    assert_eq!(
        world
            .give(Some(&cast.director), "escalateProposal", &escalate)
            .await
            .unwrap_err(),
        "BALLOT_RUNNING"
    );
    let withdraw = json!({"proposal": proposal.id});
    assert_eq!(
        world
            .give(Some(&cast.proponent), "withdrawProposal", &withdraw)
            .await
            .unwrap_err(),
        "BALLOT_RUNNING"
    );
    let cancel = json!({"ballot": id, "reason": "议题有误。"});
    world
        .give(Some(&cast.director), "cancelBallot", &cancel)
        .await
        .expect("called off");
    assert_eq!(read(&world, None, &id).await["state"], "CANCELLED");
    world
        .give(Some(&cast.director), "escalateProposal", &escalate)
        .await
        .expect("free again");
    let elsewhere = json!({"proposals": [proposal.id]});
    assert_eq!(
        announce(&world, &cast.director, elsewhere).await.unwrap_err(),
        "BAD_TARGET",
        "it left the custody"
    );
}

async fn paper_votes_need_two_of_the_staff(engine: Engine) {
    let world = World::open(engine).await;
    let (one, two) = (
        world.staff(Role::CommitteeDirector, "n1").await,
        world.staff(Role::CommitteeWorker, "n1").await,
    );
    let people = residents(&world, 2).await;
    let (id, _) = announce(&world, &one, json!({"secrecy": "OPEN"}))
        .await
        .expect("announced");
    vote(&world, &people[0], &id, json!({"answer": "NO"}))
        .await
        .expect("voted by phone");
    let enter = "mutation($i: EnterPaperVoteInput!) { enterPaperVote(input: $i) { paper } }";
    let input = json!({"i": {"clientMutationId": key(), "ballot": id, "voter": global(b'U', people[0].pseudonym.0), "answer": "YES"}});
    assert_eq!(
        world.ask(Some(&people[1]), enter, input.clone()).await.unwrap_err(),
        "FORBIDDEN"
    );
    let entered = world.ask(Some(&one), enter, input).await.expect("entered");
    let paper = json!({"paper": entered["enterPaperVote"]["paper"]});
    let waiting = "query($b: ID!) { node(id: $b) { ... on Ballot { waitingPapers { paper voter { nickname } viewerEntered } } } }";
    let list = async |who| {
        let list = world.ask(who, waiting, json!({"b": id})).await.expect("a ballot");
        list["node"]["waitingPapers"].clone()
    };
    assert_eq!(list(None).await, json!([]));
    assert_eq!(
        list(Some(&people[0])).await,
        json!([]),
        "the voter does not enter votes"
    );
    for (who, own) in [(&one, true), (&two, false)] {
        let expected = json!([{"paper": paper["paper"], "voter": {"nickname": "居民"}, "viewerEntered": own}]);
        assert_eq!(list(Some(who)).await, expected);
    }
    assert_eq!(
        world.give(Some(&one), "confirmPaperVote", &paper).await.unwrap_err(),
        "FORBIDDEN"
    );
    let anew = json!({"ballot": id, "voter": global(b'U', people[0].pseudonym.0), "answer": "NO"});
    assert_eq!(
        world.give(Some(&two), "enterPaperVote", &anew).await.unwrap_err(),
        "ALREADY_PENDING"
    );
    world
        .give(Some(&two), "confirmPaperVote", &paper)
        .await
        .expect("confirmed");
    assert_eq!(list(Some(&two)).await, json!([]), "nothing waits any more");
    assert_eq!(
        world.give(Some(&two), "confirmPaperVote", &paper).await.unwrap_err(),
        "NOTHING_PENDING"
    );
    let published = close(&world).await;
    assert_eq!(
        (published.list.entries.len(), published.list.paper_votes),
        (1, 1),
        "the last acknowledged counts"
    );
    assert_eq!(read(&world, None, &id).await["result"]["yes"], 1);
}

async fn the_same_vote_sent_at_once_is_one_vote_and_closing_happens_once(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let people = residents(&world, 2).await;
    let (id, _) = announce(&world, &director, json!({})).await.expect("announced");
    let input = json!({"i": {"clientMutationId": key(), "ballot": id, "answer": "YES"}});
    let sent = (0..12).map(|_| world.ask(Some(&people[0]), VOTE, input.clone()));
    let answers = futures_util::future::join_all(sent).await;
    assert!(
        answers.iter().all(|answer| answer.is_ok() && *answer == answers[0]),
        "{answers:?}"
    );
    let other = json!({"i": {"clientMutationId": input["i"]["clientMutationId"], "ballot": id, "answer": "NO"}});
    assert_eq!(
        world.ask(Some(&people[0]), VOTE, other).await.unwrap_err(),
        "IDEMPOTENCY_CONFLICT"
    );
    let anew = (0..12).map(|n| {
        vote(
            &world,
            &people[1],
            &id,
            json!({"answer": if n % 2 == 0 { "YES" } else { "NO" }}),
        )
    });
    assert!(futures_util::future::join_all(anew).await.iter().all(Result::is_ok));
    world.app.clock.advance(2 * 86_400_000);
    let (one, two) = tokio::join!(usecase::run_due(&world.app, 10), usecase::run_due(&world.app, 10));
    one.and(two).expect("closed");
    let published = close(&world).await;
    assert_eq!(published.list.entries.len(), 2, "two persons, two votes");
    let entries = log_entry::Entity::find()
        .all(world.app.db.reader())
        .await
        .expect("entries");
    assert_eq!(entries.iter().filter(|entry| entry.kind == "ballot.closed").count(), 1);
    let again = world
        .ask(Some(&people[0]), VOTE, input)
        .await
        .expect("still acknowledged");
    assert!(again["castVote"]["receipt"].is_null());
}

on_both! {
    a_vote_counts_once_and_it_is_the_last => a_vote_counts_once_and_the_last_one;
    a_secret_vote_can_be_joined_to_nobody_after_closing => a_secret_vote_is_joined_to_nobody_after_closing;
    sealed_ballots_can_be_recounted_by_two_auditors => sealed_ballots_are_recounted_by_two_auditors;
    households_have_one_vote_and_owners_need_two_majorities => households_have_one_vote_and_owners_two_majorities;
    an_owners_vote_costs_the_same_however_many_owners_there_are => an_owners_vote_costs_the_same_in_any_block;
    each_kind_of_ballot_is_counted_by_its_rule => every_kind_is_counted_by_its_rule;
    points_are_distributed_and_counted_by_equal_shares => points_are_distributed_over_projects_and_counted_by_equal_shares;
    a_running_ballot_holds_its_proposals_until_it_is_called_off => a_running_ballot_holds_its_proposals_and_may_be_called_off;
    a_paper_vote_needs_two_of_the_staff => paper_votes_need_two_of_the_staff;
    a_vote_sent_many_times_is_one_and_closing_happens_once => the_same_vote_sent_at_once_is_one_vote_and_closing_happens_once;
}

#[test]
fn who_may_vote_and_call_off_is_what_the_screen_offers() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let query =
            "query($id: ID!) { node(id: $id) { ... on Ballot { viewerCan { action allowed reason { code } } } } }";
        let mut table = String::new();
        for (mutation, action) in [
            ("castVote", "vote"),
            ("cancelBallot", "cancel_ballot"),
            ("enterPaperVote", "enter_paper_vote"),
            ("giveAuditorKey", "give_auditor_key"),
        ] {
            let _ = writeln!(table, "{mutation}");
            for (label, actor) in &everyone {
                let more = if action == "give_auditor_key" {
                    let auditors = [&cast.proponent, &cast.neighbour].map(|who| global(b'U', who.pseudonym.0));
                    json!({"secrecy": "SEALED", "auditors": auditors})
                } else {
                    json!({})
                };
                let (id, _) = announce(&world, &cast.director, more).await.expect("announced");
                let seen = world.ask(actor.as_ref(), query, json!({"id": id})).await.expect("seen");
                let offers = seen["node"]["viewerCan"].as_array().expect("offers");
                let offer = offers.iter().find(|offer| offer["action"] == action).expect("an offer");
                let said = match offer["allowed"].as_bool() {
                    Some(true) => Ok(()),
                    _ => Err(offer["reason"]["code"].as_str().unwrap_or("").to_owned()),
                };
                let input = match action {
                    "vote" => json!({"ballot": id, "answer": "YES"}),
                    "give_auditor_key" => json!({"ballot": id, "publicKey": hex(&public_key([7; 32]))}),
                    "enter_paper_vote" => {
                        json!({"ballot": id, "voter": global(b'U', cast.neighbour.pseudonym.0), "answer": "YES"})
                    }
                    _ => json!({"ballot": id, "reason": "议题有误。"}),
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
        insta::assert_snapshot!("ballot_matrix", table);
    });
}
