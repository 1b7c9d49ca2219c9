//! The calls beside login, against the sandbox over real sockets.

use super::calls::{MediaKind, Scene, SubscribeMessage, Verdict};
use super::client::WechatClient;
use super::error::WechatError;
use super::tests::{SECRET, World};
use serde_json::json;
use std::collections::BTreeMap;

const SEND: &str = "/cgi-bin/message/subscribe/send";
const TOKEN: &str = "/cgi-bin/stable_token";

async fn asked(world: &World, endpoint: &str) -> usize {
    let seen = world.seen().await;
    seen.iter().filter(|one| one["endpoint"] == endpoint).count()
}

async fn send(
    client: &WechatClient,
    openid: &str,
    template_id: &str,
    title: &str,
) -> Result<Option<String>, WechatError> {
    let data = BTreeMap::from([("thing1".to_owned(), title.to_owned())]);
    let message = SubscribeMessage {
        openid,
        template_id,
        page: Some("pages/proposal/proposal?id=1"),
        data: &data,
    };
    client.send(&message).await
}

#[tokio::test]
async fn one_token_serves_all_and_is_fetched_by_one_at_a_time() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (_, openid) = world.user("a").await;
    let checks = (0..20).map(|_| client.check_text(&openid, Scene::Comment, "电梯"));
    for checked in futures_util::future::join_all(checks).await {
        assert_eq!(checked, Ok(Verdict::Pass));
    }
    assert_eq!(asked(&world, TOKEN).await, 1);
    // Over or unknown, it is fetched anew once, and the call made once more.
    for invalid in [false, true] {
        world.fake("tokens", json!({ "invalid": invalid })).await;
        assert_eq!(
            client.check_text(&openid, Scene::Comment, "电梯").await,
            Ok(Verdict::Pass)
        );
    }
    assert_eq!(asked(&world, TOKEN).await, 3);
    // No loop: a host that refuses every token is asked twice.
    world.fault_at("/wxa/msg_sec_check", "errcode", 40001, 9).await;
    let before = asked(&world, "/wxa/msg_sec_check").await;
    let refused = client.check_text(&openid, Scene::Comment, "电梯").await;
    assert_eq!(refused, Err(WechatError::Config { errcode: 40001 }));
    assert_eq!(asked(&world, "/wxa/msg_sec_check").await, before + 2);
    let wrong = world
        .client("wx1", "wrong")
        .check_text(&openid, Scene::Comment, "电梯")
        .await;
    assert_eq!(wrong, Err(WechatError::Config { errcode: 40125 }));
    assert!(!serde_json::Value::from(world.seen().await).to_string().contains(SECRET));
}

#[tokio::test]
async fn in_its_last_five_minutes_the_old_token_works_beside_the_new() {
    let world = World::new().await;
    let (early, late) = (world.client("wx1", SECRET), world.client("wx1", SECRET));
    let (user, openid) = world.user("a").await;
    early.check_text(&openid, Scene::Comment, "一").await.unwrap();
    world.fake("clock", json!({ "advance_ms": 6_950_000 })).await;
    world.fake("touch", json!({ "user": user })).await;
    late.check_text(&openid, Scene::Comment, "二").await.unwrap();
    early.check_text(&openid, Scene::Comment, "三").await.unwrap();
    assert_eq!(asked(&world, TOKEN).await, 2, "the old one still works");
    world.fake("clock", json!({ "advance_ms": 250_001 })).await;
    early.check_text(&openid, Scene::Comment, "四").await.unwrap();
    assert_eq!(asked(&world, TOKEN).await, 3, "now it is over");
}

#[tokio::test]
async fn a_phone_number_is_told_once_to_whoever_tapped() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let made = world
        .fake("users", json!({ "name": "王小明", "phone": "13800000001" }))
        .await;
    let (user, openid) = (made["user"].as_str().unwrap(), made["openid"].as_str().unwrap());
    let tap = async || {
        let tapped = world.fake("phone", json!({ "user": user })).await;
        tapped["code"].as_str().unwrap().to_owned()
    };
    let code = tap().await;
    let phone = client.phone_number(&code, openid).await.unwrap();
    assert_eq!(phone.written(), "13800000001");
    assert_eq!(format!("{phone:?}"), "Phone([redacted])");
    assert_eq!(client.phone_number(&code, openid).await, Err(WechatError::CodeInvalid));
    let (_, other) = world.user("别人").await;
    let stolen = client.phone_number(&tap().await, &other).await;
    assert_eq!(stolen, Err(WechatError::CodeInvalid), "another person's code");
    let late = tap().await;
    world.fake("clock", json!({ "advance_ms": 300_000 })).await;
    assert_eq!(client.phone_number(&late, openid).await, Err(WechatError::CodeInvalid));
    let abroad = json!({ "name": "港", "phone": "+852-91234567" });
    let made = world.fake("users", abroad).await;
    let tapped = world.fake("phone", json!({ "user": made["user"] })).await;
    let phone = client
        .phone_number(tapped["code"].as_str().unwrap(), made["openid"].as_str().unwrap())
        .await;
    assert_eq!(phone.unwrap().written(), "+85291234567");
}

#[tokio::test]
async fn each_grant_sends_once_and_refusals_keep_their_number() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (user, openid) = world.user("a").await;
    world.fake("templates", json!({ "id": "T1", "keys": ["thing1"] })).await;
    world
        .fake(
            "templates",
            json!({ "id": "L1", "keys": ["thing1"], "long_term": true }),
        )
        .await;
    let refused = |errcode| Err(WechatError::Refused { errcode });
    assert_eq!(send(&client, &openid, "T1", "加装电梯").await, refused(43101));
    for template in ["T1", "L1"] {
        world
            .fake("prompt", json!({ "user": user, "template_id": template }))
            .await;
    }
    assert_eq!(send(&client, &openid, "T2", "加装电梯").await, refused(40037));
    assert_eq!(send(&client, "nobody", "T1", "加装电梯").await, refused(40003));
    assert_eq!(send(&client, &openid, "T1", &"长".repeat(21)).await, refused(47003));
    world.fake("pages", json!(["pages/home/home"])).await;
    assert_eq!(send(&client, &openid, "T1", "加装电梯").await, refused(41030));
    world.fake("pages", json!([])).await;
    world
        .fake("words", json!([{ "of": "违禁", "suggest": "risky", "label": 20006 }]))
        .await;
    assert_eq!(send(&client, &openid, "T1", "违禁").await, refused(45168));
    assert!(send(&client, &openid, "T1", "加装电梯").await.unwrap().is_some());
    assert_eq!(send(&client, &openid, "T1", "加装电梯").await, refused(43101));
    for _ in 0..2 {
        assert!(
            send(&client, &openid, "L1", "加装电梯").await.is_ok(),
            "a long-term grant stays"
        );
    }
    assert_eq!(world.told("sent").await.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_send_is_never_made_twice_by_the_client_itself() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (user, openid) = world.user("a").await;
    world.fake("templates", json!({ "id": "T1", "keys": ["thing1"] })).await;
    for _ in 0..9 {
        world.fake("prompt", json!({ "user": user, "template_id": "T1" })).await;
    }
    let mut reached = 0;
    for (kind, value, told, arrives) in [
        ("errcode", -1, WechatError::Busy, false),
        ("html502", 0, WechatError::Upstream, false),
        ("reset", 0, WechatError::Upstream, true),
        ("truncated", 0, WechatError::Upstream, true),
        ("nonsense", 0, WechatError::Upstream, true),
    ] {
        world.fault_at(SEND, kind, value, 1).await;
        assert_eq!(send(&client, &openid, "T1", "加装电梯").await, Err(told), "{kind}");
        reached += usize::from(arrives);
        assert_eq!(world.told("sent").await.as_array().unwrap().len(), reached, "{kind}");
    }
    // Two at once: the other has the turn.
    world.fault_at(SEND, "latency", 300, 1).await;
    let (first, second) = tokio::join!(send(&client, &openid, "T1", "加装电梯"), async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        send(&client, &openid, "T1", "加装电梯").await
    });
    assert!(first.is_ok());
    assert!(
        matches!(second, Err(WechatError::RateLimited { errcode: 43108, .. })),
        "{second:?}"
    );
    let counts = client.counts();
    assert_eq!(counts.get(&(SEND, Some(-1))), Some(&1));
    assert_eq!(counts.get(&(SEND, None)), Some(&4));
}

#[tokio::test]
async fn words_and_files_are_checked_and_what_cannot_be_is_no_pass() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (_, openid) = world.user("a").await;
    let scripted = json!([{ "of": "可疑", "suggest": "review", "label": 21000 },
        { "of": "违禁", "suggest": "risky", "label": 20001 }]);
    world.fake("words", scripted).await;
    let check = async |words: &str| client.check_text(&openid, Scene::Forum, words).await;
    assert_eq!(check("加装电梯").await, Ok(Verdict::Pass));
    assert_eq!(check("有点可疑").await, Ok(Verdict::Review));
    assert_eq!(check("可疑又违禁").await, Ok(Verdict::Risky));
    // The last piece of a long text counts as much as the first.
    let long = "电梯很旧。".repeat(1_000) + "违禁";
    assert_eq!(check(&long).await, Ok(Verdict::Risky));
    for (kind, value) in [
        ("nonsense", 0),
        ("html502", 0),
        ("truncated", 0),
        ("errcode", -1),
        ("errcode", 99_999),
    ] {
        world.fault_at("/wxa/msg_sec_check", kind, value, 3).await;
        assert!(check("加装电梯").await.is_err(), "{kind}");
        while check("加装电梯").await.is_err() {}
    }
    let url = "https://files.example/1.png";
    let trace = client
        .check_media(&openid, Scene::Forum, url, MediaKind::Image)
        .await
        .unwrap();
    assert_eq!(trace.len(), 32);
    let twice = client.check_media(&openid, Scene::Forum, url, MediaKind::Image).await;
    assert_eq!(twice, Err(WechatError::Refused { errcode: 87020 }));
    world.fake("clock", json!({ "advance_ms": 7_200_000 })).await;
    assert_eq!(
        check("电梯").await,
        Err(WechatError::Refused { errcode: 61010 }),
        "away for two hours"
    );
}

#[tokio::test]
async fn codes_and_links_are_made() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let picture = client.unlimited_code("a7fK2x", "pages/home/home", 430).await.unwrap();
    assert_eq!(picture.content_type, "image/png");
    assert!(picture.bytes.len() > 200);
    let refused = |errcode| Err(WechatError::Refused { errcode });
    assert_eq!(client.unlimited_code("汉字", "p", 430).await, refused(40129));
    assert_eq!(client.unlimited_code(&"x".repeat(33), "p", 430).await, refused(40169));
    world.fault_at("/wxa/getwxacodeunlimit", "html502", 0, 3).await;
    assert_eq!(client.unlimited_code("a", "p", 430).await, Err(WechatError::Upstream));
    let link = client.url_link("pages/home/home", "scene=a7fK2x", 30).await.unwrap();
    assert!(link.starts_with("https://"), "{link}");
    let late = client.url_link("pages/home/home", "", 31).await;
    assert_eq!(late, Err(WechatError::Refused { errcode: 85401 }));
    assert_eq!(world.told("scenes").await, json!(["a7fK2x"]));
}

#[tokio::test]
async fn rates_are_counted_by_minute_and_by_beijing_day() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (_, openid) = world.user("a").await;
    world
        .fake(
            "limits",
            json!({ "endpoint": "/wxa/msg_sec_check", "minute": 2, "day": 3 }),
        )
        .await;
    let check = async || client.check_text(&openid, Scene::Comment, "一").await;
    let limited = |errcode| {
        move |told: Result<Verdict, WechatError>| match told {
            Err(WechatError::RateLimited { errcode: told, .. }) => assert_eq!(told, errcode),
            other => panic!("{other:?}"),
        }
    };
    check().await.unwrap();
    check().await.unwrap();
    limited(44991)(check().await);
    world.fake("clock", json!({ "advance_ms": 60_000 })).await;
    limited(45009)(check().await);
}
