//! Rules that need rows: moderation, merged voices, published profiles, corrected calendars, answers
//! before their day, keys of requests.

use crate::{
    subject::{Cast, DOUBTFUL, Situation, plan},
    world::{Engine, World, global, key, on_both, run},
};
use serde_json::{Value, json};
use yiting::usecase::rebuild;
use yiting_domain::people::{Actor, Role};

async fn log_equals_tables(world: &World) {
    let checked = rebuild::check(&world.app).await.expect("a check");
    assert!(!checked.is_empty());
    assert!(
        checked.iter().all(|district| district.problems.is_empty()),
        "{checked:#?}"
    );
}

async fn inbox(world: &World, who: &Actor) -> Vec<String> {
    world.settle().await;
    let query = "{ me { inbox(first: 50) { nodes { kind } } } }";
    let seen = world.ask(Some(who), query, json!({})).await.expect("an inbox");
    let nodes = seen["me"]["inbox"]["nodes"].as_array().cloned().unwrap_or_default();
    nodes
        .iter()
        .map(|n| n["kind"].as_str().unwrap_or("").to_owned())
        .collect()
}

async fn comment_state(world: &World, who: Option<&Actor>, id: &str) -> (String, bool) {
    let query = "query($id: ID!) { node(id: $id) { ... on Proposal { comments { nodes { state text } } } } }";
    let seen = world.ask(who, query, json!({"id": id})).await.expect("seen");
    let node = &seen["node"]["comments"]["nodes"][0];
    (node["state"].as_str().unwrap_or("").to_owned(), !node["text"].is_null())
}

async fn a_hidden_comment_comes_back_by_one_appeal(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let s = cast.bring(&world, Situation::CommentHidden, None).await;
    assert_eq!(comment_state(&world, None, &s.id).await, ("hidden".into(), false));
    assert_eq!(
        comment_state(&world, Some(&cast.neighbour), &s.id).await,
        ("hidden".into(), true),
        "originals are kept"
    );
    assert!(
        inbox(&world, &cast.neighbour)
            .await
            .contains(&"proposal.comment_hidden".to_owned())
    );
    let reason = json!({"proposal": s.id, "comment": s.comment, "reason": "与事项有关。"});
    world
        .give(Some(&cast.neighbour), "appealComment", &reason)
        .await
        .expect("appealed");
    let decide = json!({"proposal": s.id, "comment": s.comment, "approve": false, "reason": "维持。"});
    assert_eq!(
        world
            .give(Some(&cast.director), "decideCommentAppeal", &decide)
            .await
            .unwrap_err(),
        "FORBIDDEN"
    );
    world
        .give(Some(&cast.street), "decideCommentAppeal", &decide)
        .await
        .expect("upheld");
    assert_eq!(
        world
            .give(Some(&cast.neighbour), "appealComment", &reason)
            .await
            .unwrap_err(),
        "ALREADY_APPEALED"
    );
    let answer = json!({"proposal": s.id, "text": "回复", "replyTo": s.comment});
    assert_eq!(
        world
            .give(Some(&cast.proponent), "commentOnProposal", &answer)
            .await
            .unwrap_err(),
        "BAD_TARGET"
    );
    let s = cast.bring(&world, Situation::CommentPending, None).await;
    assert_eq!(comment_state(&world, None, &s.id).await, ("pending".into(), false));
    let pass = json!({"proposal": s.id, "comment": s.comment, "approve": true, "reason": "可以公开。"});
    world
        .give(Some(&cast.director), "checkComment", &pass)
        .await
        .expect("passed");
    assert_eq!(comment_state(&world, None, &s.id).await, ("visible".into(), true));
    log_equals_tables(&world).await;
}

async fn threads_have_one_level_and_stay_on_their_proposal(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let s = cast.bring(&world, Situation::Commented, None).await;
    let reply = json!({"proposal": s.id, "text": "同意。", "replyTo": s.comment});
    world
        .give(Some(&cast.proponent), "commentOnProposal", &reply)
        .await
        .expect("a reply");
    let query = "query($id: ID!) { node(id: $id) { ... on Proposal { comments { nodes { id } } } } }";
    let seen = world.ask(None, query, json!({"id": s.id})).await.expect("seen");
    let second = json!({"proposal": s.id, "text": "也同意。", "replyTo": seen["node"]["comments"]["nodes"][1]["id"]});
    assert_eq!(
        world
            .give(Some(&cast.neighbour), "commentOnProposal", &second)
            .await
            .unwrap_err(),
        "BAD_TARGET"
    );
    let other = cast.submitted(&world, "另一件事。").await;
    let across = json!({"proposal": other, "text": "同意。", "replyTo": s.comment});
    assert_eq!(
        world
            .give(Some(&cast.neighbour), "commentOnProposal", &across)
            .await
            .unwrap_err(),
        "BAD_TARGET"
    );
}

async fn nobody_is_counted_twice_after_a_merge(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let mut supporters = Vec::new();
    for _ in 0..4 {
        supporters.push(world.person("附议人").await);
    }
    let from = cast.submitted(&world, "六层楼没有电梯。").await;
    let into = cast.accepted(&world).await;
    for who in &supporters {
        world
            .give(Some(who), "supportProposal", &json!({"proposal": from}))
            .await
            .expect("supported");
    }
    // The first supports both; one each then follows, stays and withdraws, and one never answers.
    world
        .give(Some(&supporters[0]), "supportProposal", &json!({"proposal": into}))
        .await
        .expect("supported");
    let merge = json!({"proposal": from, "into": into, "reason": "同一件事。"});
    world
        .give(Some(&cast.director), "mergeProposal", &merge)
        .await
        .expect("merged");
    for (who, choice) in [(0, "FOLLOW"), (1, "STAY"), (2, "WITHDRAW")] {
        let input = json!({"proposal": from, "choice": choice});
        world
            .give(Some(&supporters[who]), "chooseAfterMerge", &input)
            .await
            .expect("chosen");
    }
    world.pass_days(15).await;
    let count = async |id: &str| {
        let query = "query($id: ID!) { node(id: $id) { ... on Proposal { supportCount } } }";
        world.ask(None, query, json!({"id": id})).await.expect("seen")["node"]["supportCount"].clone()
    };
    assert_eq!(count(&into).await, 2, "the first once, and the undecided one");
    assert_eq!(count(&from).await, 1, "only who stayed");
    log_equals_tables(&world).await;
}

async fn due(world: &World, id: &str) -> String {
    let query = "query($id: ID!) { node(id: $id) { ... on Proposal { clock { dueAt } } } }";
    let seen = world.ask(None, query, json!({"id": id})).await.expect("seen");
    seen["node"]["clock"]["dueAt"].as_str().unwrap_or("").to_owned()
}

async fn a_published_profile_counts_for_what_begins_after_it(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let admin = world.staff(Role::Administrator, "d").await;
    let before = cast.submitted(&world, "六层楼没有电梯。").await;
    let old = due(&world, &before).await;
    let from = world.app.now().plus_days(1);
    let profile = |from: String| json!({"district": world.area("d"), "tier": "NEIGHBORHOOD", "effectiveFrom": from, "screeningDays": 9});
    let late = profile(world.app.now().rfc3339());
    assert_eq!(
        world.give(Some(&admin), "publishProfile", &late).await.unwrap_err(),
        "INVALID_INPUT"
    );
    world
        .give(Some(&admin), "publishProfile", &profile(from.rfc3339()))
        .await
        .expect("published");
    world.pass_days(2).await;
    assert_eq!(
        due(&world, &before).await,
        old,
        "a running period is never shortened or stretched"
    );
    let after = cast.submitted(&world, "另一件事。").await;
    let days = |text: &str| text[..10].parse::<chrono::NaiveDate>().expect("a day");
    assert!(days(&due(&world, &after).await) > days(&old) + chrono::Days::new(7));
    let query =
        "query($d: ID!) { node(id: $d) { ... on Area { profiles(tier: NEIGHBORHOOD) { version screeningDays } } } }";
    let seen = world
        .ask(None, query, json!({"d": world.area("d")}))
        .await
        .expect("seen");
    assert_eq!(
        seen["node"]["profiles"],
        json!([{"version": 1, "screeningDays": 3}, {"version": 2, "screeningDays": 9}])
    );
    log_equals_tables(&world).await;
}

async fn a_corrected_calendar_corrects_running_clocks(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let admin = world.staff(Role::Administrator, "d").await;
    let id = cast.submitted(&world, "六层楼没有电梯。").await;
    let old = due(&world, &id).await;
    let reds = async || {
        let query = "query($d: ID!) { proposals(filter: {custodian: $d, clock: RED}) { nodes { id } } }";
        world
            .ask(None, query, json!({"d": world.area("d")}))
            .await
            .expect("seen")["proposals"]["nodes"]
            .as_array()
            .map_or(0, Vec::len)
    };
    // Three working days from Monday end with Thursday. Thursday becomes free.
    let free = json!({"district": world.area("d"), "day": "2026-06-04", "working": false});
    world
        .give(Some(&admin), "correctCalendar", &free)
        .await
        .expect("corrected");
    world.settle().await;
    assert!(due(&world, &id).await > old);
    world.app.clock.advance(4 * 86_400_000);
    assert_eq!(reds().await, 0, "the stored clock followed too");
    let back = json!({"district": world.area("d"), "day": "2026-06-04", "working": null});
    world
        .give(Some(&admin), "correctCalendar", &back)
        .await
        .expect("restored");
    world.settle().await;
    assert_eq!(due(&world, &id).await, old);
    assert_eq!(reds().await, 1);
}

async fn an_answer_is_decided_now_and_told_on_its_day(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let id = cast.submitted(&world, "六层楼没有电梯。").await;
    let at = world.app.now().plus_days(3).rfc3339();
    let decline = json!({"proposal": id, "reason": "OUT_OF_SCOPE", "answer": "不属社区事务。", "publishAt": at});
    world
        .give(Some(&cast.director), "declineProposal", &decline)
        .await
        .expect("declined");
    // The proponent is told of the end even without following.
    world
        .give(Some(&cast.proponent), "unfollowProposal", &json!({"proposal": id}))
        .await
        .expect("unfollowed");
    assert!(
        !inbox(&world, &cast.proponent)
            .await
            .contains(&"proposal.declined".to_owned())
    );
    world.pass_days(4).await;
    assert!(
        inbox(&world, &cast.proponent)
            .await
            .contains(&"proposal.declined".to_owned())
    );
}

async fn a_key_is_used_once_and_for_one_input(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let key = key();
    let query = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { version seq proposal { id } } }";
    let input = |body: &str| json!({"i": {"clientMutationId": key, "home": world.area("n1"), "title": "加装电梯", "body": body}});
    let first = world
        .ask(Some(&cast.proponent), query, input("六层楼没有电梯。"))
        .await
        .expect("drafted");
    let again = world
        .ask(Some(&cast.proponent), query, input("六层楼没有电梯。"))
        .await
        .expect("the first result");
    assert_eq!(first, again);
    let other = world.ask(Some(&cast.proponent), query, input("别的话。")).await;
    assert_eq!(other.unwrap_err(), "IDEMPOTENCY_CONFLICT");
    let elsewhere = world
        .ask(Some(&cast.neighbour), query, input("六层楼没有电梯。"))
        .await
        .expect("a key is one person's");
    assert_ne!(first, elsewhere);
    let rejected = world
        .ask(
            Some(&cast.proponent),
            query,
            json!({"i": {"clientMutationId": "短", "home": world.area("n1"), "title": "题", "body": "文"}}),
        )
        .await;
    assert_eq!(rejected.unwrap_err(), "INVALID_INPUT");
}

async fn enough_support_puts_a_stale_proposal_before_the_tier_above(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let admin = world.staff(Role::Administrator, "d").await;
    let profile = json!({"district": world.area("d"), "tier": "NEIGHBORHOOD",
        "effectiveFrom": world.app.now().plus_days(1).rfc3339(), "supportThreshold": 2, "graceDays": 30});
    world
        .give(Some(&admin), "publishProfile", &profile)
        .await
        .expect("published");
    world.pass_days(2).await;
    let stale = cast.submitted(&world, "六层楼没有电梯。").await;
    let declined = cast.submitted(&world, "六层楼没有电梯，再议。").await;
    let answer = json!({"proposal": declined, "reason": "OUT_OF_SCOPE", "answer": "不属社区事务。"});
    world
        .give(Some(&cast.director), "declineProposal", &answer)
        .await
        .expect("declined");
    world.pass_days(10).await;
    for _ in 0..2 {
        let who = world.person("附议人").await;
        for id in [&stale, &declined] {
            world
                .give(Some(&who), "supportProposal", &json!({"proposal": id}))
                .await
                .expect("supported");
        }
    }
    let query = "query($id: ID!) { node(id: $id) { ... on Proposal { state supervisions { cause area { name } } } } }";
    let seen = world.ask(None, query, json!({"id": stale})).await.expect("seen");
    assert_eq!(
        seen["node"]["supervisions"],
        json!([{"cause": "supported", "area": {"name": "东街"}}])
    );
    let taken = world.ask(None, query, json!({"id": declined})).await.expect("seen");
    assert_eq!(taken["node"]["state"], "SUBMITTED");
    log_equals_tables(&world).await;
}

async fn bad_input_is_refused_by_name_and_stores_nothing(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let id = cast.accepted(&world).await;
    let mut far = plan(&world);
    far["tasks"][0]["unit"] = json!(global(b'O', uuid::Uuid::nil()));
    let form = |mut input: Value| {
        input["proposal"] = json!(id);
        input
    };
    assert_eq!(
        world
            .give(Some(&cast.director), "formProposal", &form(far))
            .await
            .unwrap_err(),
        "INVALID_INPUT"
    );
    let mut past = plan(&world);
    past["tasks"][0]["due"] = json!("2020-01-01");
    assert_eq!(
        world
            .give(Some(&cast.director), "formProposal", &form(past))
            .await
            .unwrap_err(),
        "INVALID_INPUT"
    );
    let mut nonsense = plan(&world);
    nonsense["tasks"][0]["due"] = json!("tomorrow");
    assert_eq!(
        world
            .give(Some(&cast.director), "formProposal", &form(nonsense))
            .await
            .unwrap_err(),
        "INVALID_INPUT"
    );
    let wrong_kind = json!({"proposal": world.area("n1"), "reason": "x"});
    assert_eq!(
        world
            .give(Some(&cast.director), "escalateProposal", &wrong_kind)
            .await
            .unwrap_err(),
        "INVALID_INPUT"
    );
    let long = json!({"proposal": id, "text": "长".repeat(1_001)});
    assert_eq!(
        world.give(Some(&cast.director), "writeNote", &long).await.unwrap_err(),
        "TEXT_TOO_LONG"
    );
    let empty = json!({"proposal": id, "text": " \u{3000} "});
    assert_eq!(
        world.give(Some(&cast.director), "writeNote", &empty).await.unwrap_err(),
        "TEXT_REQUIRED"
    );
    let stale = json!({"proposal": id, "text": "注", "ifVersion": 1});
    assert_eq!(
        world.give(Some(&cast.director), "writeNote", &stale).await.unwrap_err(),
        "VERSION_CONFLICT"
    );
    let rejected = json!({"home": world.area("n1"), "title": "稳赚不赔", "body": DOUBTFUL});
    world
        .give(Some(&cast.proponent), "draftProposal", &rejected)
        .await
        .expect("drafts are private");
    log_equals_tables(&world).await;
}

on_both! {
    a_hidden_comment_may_come_back_by_one_appeal => a_hidden_comment_comes_back_by_one_appeal;
    threads_of_comments_have_one_level => threads_have_one_level_and_stay_on_their_proposal;
    supporters_of_a_merged_proposal_are_counted_once => nobody_is_counted_twice_after_a_merge;
    a_profile_counts_for_what_begins_after_it => a_published_profile_counts_for_what_begins_after_it;
    correcting_the_calendar_corrects_running_clocks => a_corrected_calendar_corrects_running_clocks;
    an_answer_can_be_decided_now_and_told_later => an_answer_is_decided_now_and_told_on_its_day;
    the_key_of_a_request_is_used_once => a_key_is_used_once_and_for_one_input;
    support_can_put_a_stale_proposal_before_the_tier_above => enough_support_puts_a_stale_proposal_before_the_tier_above;
    bad_input_is_refused_and_stores_nothing => bad_input_is_refused_by_name_and_stores_nothing;
}

#[test]
fn the_deepest_document_that_is_admitted_is_answered() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let about = cast.accepted(&world).await;
        let start = json!({"area": world.area("n1"), "title": "议事", "template": "online-consultation",
            "proposals": [about], "steps": [{}, {}]});
        world
            .give(Some(&cast.director), "startRound", &start)
            .await
            .expect("a round");
        world.settle().await;
        // Fourteen levels, as many as the edge lets through; each turn goes through three types.
        let mut inside = "id title viewerCan { allowed }".to_owned();
        for turn in 0..11 {
            inside = if turn % 2 == 0 {
                format!("title proposals {{ {inside} }}")
            } else {
                format!("title rounds {{ {inside} }}")
            };
        }
        let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on Proposal {{ rounds {{ {inside} }} }} }} }}");
        let seen = world
            .ask(Some(&cast.director), &document, json!({"id": about}))
            .await
            .expect("an answer");
        assert_eq!(seen["node"]["rounds"][0]["proposals"][0]["rounds"][0]["title"], "议事");
    });
}
