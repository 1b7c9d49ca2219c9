//! The sandbox by itself.

use super::{SandboxOptions, run};
use crate::wechat::crypto::{data_signature, open_data};
use crate::wechat::tests::{PATH, SECRET, World, app};
use serde_json::json;
use std::net::TcpListener;
use std::sync::Arc;

#[tokio::test]
async fn the_sandbox_checks_in_the_order_of_the_real_host() {
    let world = World::new().await;
    let full = format!("?appid=wx1&secret={SECRET}&js_code=c&grant_type=authorization_code");
    let without = |name: &str| {
        let kept: Vec<&str> = full[1..].split('&').filter(|pair| !pair.starts_with(name)).collect();
        format!("?{}", kept.join("&"))
    };
    for (query, errcode) in [
        (String::new(), 41002),
        (without("appid"), 41002),
        (without("secret"), 41004),
        (without("js_code"), 41008),
        (without("grant_type"), 40002),
        (full.replace("wx1", "wx9"), 40013),
        (full.replace(SECRET, "x"), 40125),
        (full.clone(), 40029),
    ] {
        let answer = world.raw(&query).await;
        assert_eq!(answer["errcode"], errcode, "{query}");
        let (_, rid) = answer["errmsg"].as_str().unwrap().rsplit_once(" rid: ").unwrap();
        assert_eq!(rid.split('-').map(str::len).collect::<Vec<_>>(), [8, 8, 8], "{rid}");
    }
    let url = format!("{}{PATH}{full}", world.sandbox.base_url());
    let posted = world.http.post(url).send().await.unwrap().text().await.unwrap();
    assert!(posted.contains("41002"), "{posted}");

    let (user, _) = world.user("a").await;
    let good = full.replace("js_code=c", &format!("js_code={}", world.code(&user).await));
    let answer = world.raw(&good).await;
    assert!(answer.get("errcode").is_none());
    assert_eq!(answer["session_key"].as_str().unwrap().len(), 24);
}

#[tokio::test]
async fn the_hundred_and_first_login_in_a_minute_waits() {
    let world = World::new().await;
    let client = world.client("wx1", SECRET);
    let (user, _) = world.user("a").await;
    for _ in 0..100 {
        client.code2session(&world.code(&user).await).await.unwrap();
    }
    let code = world.code(&user).await;
    assert_eq!(client.code2session(&code).await.unwrap_err().code(), "RATE_LIMITED");
    world.fake("clock", json!({ "advance_ms": 60_000 })).await;
    assert!(
        client.code2session(&code).await.is_ok(),
        "a refused exchange does not use the code"
    );
}

#[tokio::test]
async fn the_same_seed_gives_the_same_run_and_only_on_loopback() {
    let (one, two) = (World::new().await, World::new().await);
    assert_eq!(one.user("a").await, two.user("a").await);
    let (user, _) = one.user("a").await;
    assert_eq!(one.code(&user).await, two.code(&user).await);
    let open = TcpListener::bind("0.0.0.0:0").unwrap();
    let apps = vec![app("wx1", false)];
    let options = SandboxOptions {
        seed: [0; 32],
        apps,
        clock: Arc::new(|| 0),
    };
    assert!(run(open, options).await.is_err());
}

#[tokio::test]
async fn open_data_opens_with_the_session_key_until_the_next_login() {
    let world = World::new().await;
    let (user, _) = world.user("a").await;
    let login = async || {
        let query = format!(
            "?appid=wx1&secret={SECRET}&js_code={}&grant_type=authorization_code",
            world.code(&user).await
        );
        world.raw(&query).await["session_key"].as_str().unwrap().to_owned()
    };
    let first = login().await;
    let given = world
        .fake("open_data", json!({ "user": user, "data": { "steps": 42 } }))
        .await;
    let text = |field: &str| given[field].as_str().unwrap().to_owned();
    assert_eq!(data_signature(&text("rawData"), &first), text("signature"));
    let opened = open_data(&first, &text("iv"), &text("encryptedData")).unwrap();
    let opened: serde_json::Value = serde_json::from_slice(&opened).unwrap();
    assert_eq!(
        (&opened["steps"], &opened["watermark"]["appid"]),
        (&json!(42), &json!("wx1"))
    );
    let second = login().await;
    let stale = open_data(&second, &text("iv"), &text("encryptedData"));
    assert!(stale.is_err() || stale.unwrap() != opened.to_string().into_bytes());
}
