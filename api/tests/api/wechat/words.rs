//! Checks of words and files: nothing fails open, and nothing that was written is lost.

use super::Phones;
use crate::world::{Engine, global, on_both};
use serde_json::{Value, json};
use uuid::Uuid;
use yiting::{
    store::wechat,
    usecase::wechat::{
        media::{self, Subject},
        push,
    },
    wechat::calls::MediaKind,
};
use yiting_domain::people::{Actor, Role};

const CHECK: &str = "/wxa/msg_sec_check";

/// Whether a stranger sees the title.
async fn is_public(phones: &Phones, id: &str) -> bool {
    let query = "query($id: ID!) { node(id: $id) { ... on Proposal { title } } }";
    let seen = phones.ask(None, query, json!({"id": id})).await.expect("an answer");
    !seen["node"].is_null()
}

async fn unchecked(phones: &Phones) -> Vec<Value> {
    let convener = phones.staff(Role::Convener, "b1").await;
    let query = "{ proposals(filter: {unchecked: true}) { nodes { id } } }";
    let seen = phones.ask(Some(&convener), query, json!({})).await.expect("a queue");
    seen["proposals"]["nodes"].as_array().expect("nodes").clone()
}

async fn words_that_wechat_did_not_pass_wait_for_a_person(engine: Engine) {
    let phones = Phones::open_with(engine, &[("YITING_WECHAT_TEXT_CHECK", "on")]).await;
    let scripted = json!([{"of": "可疑", "suggest": "review"}, {"of": "违禁", "suggest": "risky"}]);
    phones.fake("words", scripted).await;
    let (who, user, _) = phones.neighbour("王阿姨", "b1").await;
    let fine = phones.proposal(&who, "加装扶手").await.expect("handed in");
    assert!(is_public(&phones, &fine).await, "what WeChat passed is public at once");
    assert_eq!(phones.proposal(&who, "卖违禁品").await.unwrap_err(), "CONTENT_REJECTED");
    let doubtful = phones.proposal(&who, "有点可疑的事").await.expect("handed in");
    assert!(!is_public(&phones, &doubtful).await);
    // Slow, failing, nonsense: it waits, and is not lost.
    let mut waiting = 1;
    for (kind, value) in [
        ("html502", 0),
        ("nonsense", 0),
        ("errcode", -1),
        ("errcode", 44991),
        ("latency", 3_300),
        ("reset", 0),
    ] {
        let (who, _, _) = phones.neighbour(&format!("{kind}{value}"), "b1").await;
        phones.fault(CHECK, kind, value, 2).await;
        let id = phones.proposal(&who, "加装扶手").await.expect("handed in");
        // What the plan left over must not meet the next one.
        while phones
            .app
            .wechat
            .check_text("nobody", yiting::wechat::calls::Scene::Forum, "x")
            .await
            .err()
            .is_none_or(|error| error.errcode() != 40003)
        {}
        assert!(!is_public(&phones, &id).await, "{kind} {value}");
        waiting += 1;
        assert_eq!(unchecked(&phones).await.len(), waiting, "{kind} {value}");
    }
    // Two hours away: WeChat cannot check for the person, a person must.
    phones.fake("clock", json!({"advance_ms": 7_200_000})).await;
    let (late, _, _) = (who.clone(), user.clone(), ());
    let comment = json!({"proposal": fine, "text": "支持。"});
    phones
        .give(Some(&late), "commentOnProposal", &comment)
        .await
        .expect("said");
    assert_eq!(comments(&phones, &fine).await, [Value::Null]);
    phones.fake("touch", json!({"user": user})).await;
    phones
        .give(Some(&late), "commentOnProposal", &comment)
        .await
        .expect("said");
    assert_eq!(
        comments(&phones, &fine)
            .await
            .iter()
            .filter(|text| text.is_string())
            .count(),
        1
    );
    // Somebody without WeChat.
    let (visitor, _) = (phones.resident("没有微信", "b1").await, ());
    let quiet = phones.proposal(&visitor, "加装扶手").await.expect("handed in");
    assert!(!is_public(&phones, &quiet).await);
}

/// What a stranger reads.
async fn comments(phones: &Phones, id: &str) -> Vec<Value> {
    let query = "query($id: ID!) { node(id: $id) { ... on Proposal { comments { nodes { text } } } } }";
    let seen = phones.ask(None, query, json!({"id": id})).await.expect("an answer");
    let nodes = seen["node"]["comments"]["nodes"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let texts: Vec<Value> = nodes.into_iter().map(|node| node["text"].clone()).collect();
    // One that waits is not shown at all, or without its words.
    if texts.is_empty() { vec![Value::Null] } else { texts }
}

async fn words_without_a_queue_come_again_when_wechat_is_away(engine: Engine) {
    let phones = Phones::open_with(engine, &[("YITING_WECHAT_TEXT_CHECK", "on")]).await;
    let (who, _, _) = phones.neighbour("王阿姨", "b1").await;
    let (other, _, _) = phones.neighbour("邻居", "b1").await;
    let id = phones.proposal(&who, "加装扶手").await.expect("handed in");
    let decline = json!({"proposal": id, "reason": "OUT_OF_SCOPE", "answer": "不属社区事务。"});
    let convener = phones.staff(Role::Convener, "b1").await;
    phones
        .give(Some(&convener), "declineProposal", &decline)
        .await
        .expect("declined");
    let appeal = json!({"proposal": id, "text": "属于社区事务。"});
    phones.fault(CHECK, "html502", 0, 2).await;
    let refused = phones.give(Some(&who), "appealDecline", &appeal).await;
    assert_eq!(refused.unwrap_err(), "SERVICE_UNAVAILABLE");
    phones
        .give(Some(&who), "appealDecline", &appeal)
        .await
        .expect("appealed");
    drop(other);
}

async fn last(phones: &Phones, subject: Uuid) -> Option<String> {
    let row = wechat::last_check(phones.app.db.reader(), subject)
        .await
        .expect("a query");
    row.and_then(|row| row.verdict)
}

async fn a_file_has_one_verdict_whenever_it_comes(engine: Engine) {
    let phones = Phones::open(engine).await;
    let (who, _, _): (Actor, _, _) = phones.neighbour("王阿姨", "b1").await;
    let ask = async |id: Uuid, url: &str| {
        let subject = Subject { kind: "upload", id };
        media::ask(&phones.app, who.person.0, subject, url, MediaKind::Image).await
    };
    let (early, late, never) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    let verdict = |trace: &str, suggest: &str| json!({"Event": "wxa_media_check", "trace_id": trace, "result": {"suggest": suggest, "label": "100"}});
    let trace = ask(late, "https://files.example/2.png")
        .await
        .expect("asked")
        .expect("a trace");
    assert_eq!(last(&phones, late).await, None);
    push::hear(&phones.app, &verdict(&trace, "pass")).await.expect("heard");
    push::hear(&phones.app, &verdict(&trace, "risky")).await.expect("heard");
    assert_eq!(last(&phones, late).await.as_deref(), Some("pass"), "the first stands");
    // A push that overtakes the request that it answers.
    push::hear(&phones.app, &verdict("unheard-of", "risky"))
        .await
        .expect("heard");
    let trace = ask(early, "https://files.example/1.png")
        .await
        .expect("asked")
        .expect("a trace");
    assert_ne!(trace, "unheard-of");
    // What has no verdict in time goes to a person.
    ask(never, "https://files.example/3.png")
        .await
        .expect("asked")
        .expect("a trace");
    phones.app.clock.advance(34 * 60_000);
    assert_eq!(media::run_due(&phones.app, 10).await.expect("a sweep"), 0);
    phones.app.clock.advance(2 * 60_000);
    assert_eq!(media::run_due(&phones.app, 10).await.expect("a sweep"), 2);
    assert_eq!(last(&phones, never).await.as_deref(), Some("review"));
    // Whom WeChat does not know, it cannot check for; what it cannot be asked now comes again.
    let stranger = phones.person("没有微信").await;
    let subject = Subject {
        kind: "upload",
        id: never,
    };
    let none = media::ask(
        &phones.app,
        stranger.person.0,
        subject,
        "https://files.example/4.png",
        MediaKind::Image,
    )
    .await;
    assert_eq!(none.expect("asked"), None);
    phones.fault("/wxa/media_check_async", "html502", 0, 3).await;
    assert!(ask(never, "https://files.example/5.png").await.is_err());
    let _ = global(b'U', never);
}

on_both! {
    words_wait_for_a_person_unless_wechat_passes_them => words_that_wechat_did_not_pass_wait_for_a_person;
    words_without_a_queue_are_to_come_again => words_without_a_queue_come_again_when_wechat_is_away;
    a_file_has_one_verdict => a_file_has_one_verdict_whenever_it_comes;
}
