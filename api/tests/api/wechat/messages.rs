//! Subscribe messages: never lost, never twice, and what did not arrive is told.

use super::Phones;
use crate::world::{Engine, global, key, on_both};
use serde_json::{Value, json};
use yiting::{
    jobs,
    usecase::wechat::{deliver, push},
};
use yiting_domain::people::{Actor, Role};

const SEND: &str = "/cgi-bin/message/subscribe/send";

/// The person accepts a prompt, and the phone tells it.
async fn accept(phones: &Phones, who: &Actor, user: &str, template: &str) {
    phones
        .fake("prompt", json!({"user": user, "template_id": template}))
        .await;
    let answers = json!({"answers": [{"template": template, "answer": "ACCEPT"}]});
    phones
        .give(Some(who), "recordSubscribeAnswers", &answers)
        .await
        .expect("kept");
}

async fn remaining(phones: &Phones, who: &Actor) -> i64 {
    let query = "{ me { subscribeTemplates { kind template longTerm remaining } } }";
    let me = phones.ask(Some(who), query, json!({})).await.expect("templates");
    let all = me["me"]["subscribeTemplates"].as_array().expect("a list").clone();
    all.iter().find(|one| one["template"] == "T1").expect("T1")["remaining"]
        .as_i64()
        .expect("a number")
}

async fn convener(phones: &Phones) -> Actor {
    phones.staff(Role::Convener, "b1").await
}

/// A proposal that is accepted, with the news delivered to the queue.
async fn accepted(phones: &Phones, who: &Actor, title: &str) -> String {
    let id = phones.proposal(who, title).await.expect("handed in");
    let accept = json!({"proposal": id, "topic": global(b'T', phones.topic)});
    phones
        .give(Some(&convener(phones).await), "acceptProposal", &accept)
        .await
        .expect("accepted");
    while jobs::deliver_some(&phones.app).await.expect("outbox") > 0 {}
    id
}

async fn deliver(phones: &Phones) {
    while deliver::run_due(&phones.app, 50).await.expect("messages") > 0 {}
}

/// Lets time pass, and sends what has become due.
async fn later(phones: &Phones, minutes: i64) {
    phones.app.clock.advance(minutes * 60_000);
    deliver(phones).await;
}

async fn sent(phones: &Phones) -> Vec<Value> {
    phones.told("sent").await
}

async fn undelivered(phones: &Phones) -> Vec<Value> {
    let admin = phones.staff(Role::Administrator, "d").await;
    let query = "query($d: ID!) { undeliveredMessages(district: $d) { nodes { kind reason errcode attempts } } }";
    let seen = phones
        .ask(Some(&admin), query, json!({"d": phones.area("d")}))
        .await
        .expect("a list");
    seen["undeliveredMessages"]["nodes"].as_array().expect("nodes").clone()
}

async fn each_grant_brings_one_message(engine: Engine) {
    let phones = Phones::open(engine).await;
    let (who, user, openid) = phones.neighbour("王阿姨", "b1").await;
    let (other, _, _) = phones.neighbour("不要消息", "b1").await;
    let record = json!({"clientMutationId": key(), "answers": [{"template": "T1", "answer": "ACCEPT"}]});
    let query = "mutation($i: RecordSubscribeAnswersInput!) { recordSubscribeAnswers(input: $i) { clientMutationId } }";
    phones.fake("prompt", json!({"user": user, "template_id": "T1"})).await;
    for _ in 0..3 {
        phones.ask(Some(&who), query, json!({"i": record})).await.expect("kept");
    }
    assert_eq!(remaining(&phones, &who).await, 1, "sent again, it counts once");
    for bad in [
        json!([]),
        json!([{"template": "T9", "answer": "ACCEPT"}]),
        json!([{"template": "T1", "answer": "ACCEPT"}, {"template": "T1", "answer": "REJECT"}]),
    ] {
        let refused = phones
            .give(Some(&who), "recordSubscribeAnswers", &json!({"answers": bad}))
            .await;
        assert_eq!(refused.unwrap_err(), "INVALID_INPUT");
    }
    let id = accepted(&phones, &who, "三号楼二单元门口的台阶太高老人上不去请加坡道").await;
    accepted(&phones, &other, "没有授权的提案").await;
    assert_eq!(remaining(&phones, &who).await, 0, "reserved");
    deliver(&phones).await;
    let all = sent(&phones).await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0]["openid"], openid);
    assert_eq!(all[0]["page"], format!("pages/proposal/proposal?id={id}"));
    assert_eq!(all[0]["data"]["phrase2"]["value"], "已受理");
    assert_eq!(all[0]["data"]["thing1"]["value"].as_str().unwrap().chars().count(), 20);
    // Nothing is left to send, for whatever reason it is looked at again.
    later(&phones, 600).await;
    assert_eq!(sent(&phones).await.len(), 1);
    assert!(undelivered(&phones).await.is_empty());
    // A long-term grant is for good; whoever has voted is not told that it closes.
    accept(&phones, &who, &user, "B1").await;
    let closes = phones.app.now().plus_days(3).rfc3339();
    let ballot = json!({"clientMutationId": key(), "area": phones.area("b1"), "title": "是否加装电梯", "legalBasis": "居民自治章程",
        "kind": "YES_NO", "electorate": "RESIDENTS", "secrecy": "OPEN", "closesAt": closes});
    phones
        .give(Some(&convener(&phones).await), "announceBallot", &ballot)
        .await
        .expect("announced");
    phones.settle().await;
    deliver(&phones).await;
    assert_eq!(sent(&phones).await.len(), 2);
    phones.pass_days(2).await;
    deliver(&phones).await;
    let all = sent(&phones).await;
    assert_eq!(all.len(), 3, "{all:?}");
    assert_eq!(all[2]["data"]["thing2"]["value"], "尚未投票，点击参加");
}

async fn trouble_on_the_way_neither_loses_nor_doubles(engine: Engine) {
    let phones = Phones::open(engine).await;
    for (number, (kind, value)) in [
        ("errcode", -1),
        ("errcode", 45009),
        ("html502", 0),
        ("reset", 0),
        ("truncated", 0),
        ("nonsense", 0),
        ("errcode", 43108),
        ("errcode", 99_999),
    ]
    .into_iter()
    .enumerate()
    {
        let (who, user, _) = phones.neighbour(&format!("居民{number}"), "b1").await;
        accept(&phones, &who, &user, "T1").await;
        accepted(&phones, &who, "加装扶手").await;
        phones.fault(SEND, kind, value, 1).await;
        deliver(&phones).await;
        for _ in 0..4 {
            later(&phones, 61).await;
        }
        let of = sent(&phones)
            .await
            .into_iter()
            .filter(|one| one["user"] == user.as_str())
            .count();
        assert_eq!(of, 1, "{kind} {value}");
    }
    assert!(undelivered(&phones).await.is_empty());
}

async fn what_wechat_refuses_is_kept_with_its_reason(engine: Engine) {
    let phones = Phones::open(engine).await;
    let (who, user, _) = phones.neighbour("王阿姨", "b1").await;
    // Refused without use: the grant comes back.
    for errcode in [43107, 45168, 47003, 40003] {
        accept(&phones, &who, &user, "T1").await;
        let before = remaining(&phones, &who).await;
        accepted(&phones, &who, "加装扶手").await;
        phones.fault(SEND, "errcode", errcode, 1).await;
        deliver(&phones).await;
        later(&phones, 120).await;
        assert_eq!(remaining(&phones, &who).await, before, "{errcode}");
    }
    assert!(sent(&phones).await.is_empty());
    let kept = undelivered(&phones).await;
    let codes: Vec<i64> = kept.iter().map(|one| one["errcode"].as_i64().unwrap()).collect();
    assert_eq!(codes, [40003, 47003, 45168, 43107], "newest first");
    assert!(
        kept.iter()
            .all(|one| one["reason"] == "REFUSED" && one["attempts"] == 1),
        "{kept:?}"
    );
    // Taken back in WeChat without our hearing of it: 43101 sets the ledger right.
    phones
        .fake("unsubscribe", json!({"user": user, "template_id": "T1"}))
        .await;
    accepted(&phones, &who, "加装扶手").await;
    deliver(&phones).await;
    assert_eq!(remaining(&phones, &who).await, 0);
    assert_eq!(undelivered(&phones).await[0]["errcode"], 43101);
}

/// What WeChat pushes about templates.
fn event(name: &str, openid: &str, at: i64, list: Value) -> Value {
    json!({"ToUserName": "gh", "FromUserName": openid, "CreateTime": at, "MsgType": "event", "Event": name, "List": list})
}

async fn where_two_are_granted_the_event_decides_what_was_sent(engine: Engine) {
    // With a push address, no event within ten minutes means that nothing was sent.
    for (pushes, arrives, expected) in [(true, true, 1), (true, false, 1), (false, true, 1), (false, false, 0)] {
        let settings: &[(&'static str, &str)] = if pushes {
            &[("YITING_WECHAT_PUSH_TOKEN", "t0ken")]
        } else {
            &[]
        };
        let phones = Phones::open_with(engine, settings).await;
        let (who, user, openid) = phones.neighbour("王阿姨", "b1").await;
        accept(&phones, &who, &user, "T1").await;
        accept(&phones, &who, &user, "T1").await;
        accepted(&phones, &who, "加装扶手").await;
        // Done and its answer lost, or lost before anything was done.
        phones
            .fault(SEND, if arrives { "reset" } else { "html502" }, 0, 1)
            .await;
        deliver(&phones).await;
        if pushes && arrives {
            let list = json!({"TemplateId": "T1", "MsgID": "77", "ErrorCode": "0", "ErrorStatus": "success"});
            for list in [list.clone(), json!([list])] {
                let heard = event("subscribe_msg_sent_event", &openid, 1, list);
                push::hear(&phones.app, &heard).await.expect("heard");
            }
        }
        for _ in 0..4 {
            later(&phones, 6).await;
        }
        assert_eq!(
            sent(&phones).await.len(),
            expected,
            "pushes {pushes}, arrives {arrives}"
        );
        let open = undelivered(&phones).await;
        assert_eq!(open.len(), usize::from(!pushes), "{open:?}");
        assert!(open.iter().all(|one| one["reason"] == "UNANSWERED"), "{open:?}");
    }
}

async fn a_withdrawal_that_is_pushed_empties_the_ledger_once(engine: Engine) {
    let phones = Phones::open(engine).await;
    let (who, user, openid) = phones.neighbour("王阿姨", "b1").await;
    accept(&phones, &who, &user, "T1").await;
    let taken = event(
        "subscribe_msg_change_event",
        &openid,
        5,
        json!({"TemplateId": "T1", "SubscribeStatusString": "reject"}),
    );
    push::hear(&phones.app, &taken).await.expect("heard");
    assert_eq!(remaining(&phones, &who).await, 0);
    accept(&phones, &who, &user, "T1").await;
    push::hear(&phones.app, &taken).await.expect("heard");
    assert_eq!(remaining(&phones, &who).await, 1, "the same event has no second effect");
    let accepted = event(
        "subscribe_msg_popup_event",
        &openid,
        6,
        json!({"TemplateId": "T1", "SubscribeStatusString": "accept"}),
    );
    push::hear(&phones.app, &accepted).await.expect("heard");
    assert_eq!(
        remaining(&phones, &who).await,
        1,
        "what the phone tells is not counted twice"
    );
    for odd in [
        json!({}),
        json!([]),
        json!({"Event": "x"}),
        json!({"Event": "wxa_media_check", "trace_id": "t"}),
        json!(null),
    ] {
        push::hear(&phones.app, &odd).await.expect("passed over");
    }
}

on_both! {
    each_grant_brings_one_message_and_no_second => each_grant_brings_one_message;
    trouble_neither_loses_nor_doubles_a_message => trouble_on_the_way_neither_loses_nor_doubles;
    a_refused_message_is_kept_with_its_reason => what_wechat_refuses_is_kept_with_its_reason;
    the_event_decides_where_two_are_granted => where_two_are_granted_the_event_decides_what_was_sent;
    a_pushed_withdrawal_empties_the_ledger_once => a_withdrawal_that_is_pushed_empties_the_ledger_once;
}
