//! WeChat through the public API: phones, messages, checks and codes, against the sandbox.

mod codes;
mod messages;
mod phones;
mod pictures;
mod words;

use crate::world::{Engine, World, key};
use serde_json::{Value, json};
use std::{net::TcpListener, sync::Arc};
use yiting::{
    usecase::account::{self, Tokens},
    wechat::sandbox::{self, Sandbox, SandboxApp, SandboxOptions},
};
use yiting_domain::people::{Actor, Role};

const TEMPLATES: &str = "answer=T1/once/thing1:title,phrase2:state,time3:time;ballot=B1/long/thing1:title,thing2:note";

/// A world with a stand-in for WeChat.
pub struct Phones {
    pub world: World,
    sandbox: Sandbox,
    http: reqwest::Client,
}

impl std::ops::Deref for Phones {
    type Target = World;
    fn deref(&self) -> &World {
        &self.world
    }
}

impl Phones {
    pub async fn open(engine: Engine) -> Self {
        Self::open_with(engine, &[]).await
    }

    pub async fn open_with(engine: Engine, more: &[(&'static str, &str)]) -> Self {
        let app = |appid: &str| SandboxApp {
            appid: appid.to_owned(),
            secret: "s".to_owned(),
            open_platform: true,
        };
        let options = SandboxOptions {
            seed: [9; 32],
            apps: vec![app("wx1")],
            clock: Arc::new(|| World::monday().millis()),
        };
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let sandbox = sandbox::run(listener, options).await.expect("a sandbox");
        let base = sandbox.base_url();
        let mut settings = vec![
            ("YITING_WECHAT_URL", base.as_str()),
            ("YITING_WECHAT_APPID", "wx1"),
            ("YITING_WECHAT_SECRET", "s"),
            ("YITING_WECHAT_TEMPLATES", TEMPLATES),
            ("YITING_WECHAT_TEXT_CHECK", "off"),
        ];
        settings.extend_from_slice(more);
        let world = World::open_with(engine, &settings).await;
        let phones = Self {
            world,
            sandbox,
            http: reqwest::Client::builder().no_proxy().build().expect("a client"),
        };
        let answer = json!({"id": "T1", "keys": ["thing1", "phrase2", "time3"]});
        phones.fake("templates", answer).await;
        let ballot = json!({"id": "B1", "keys": ["thing1", "thing2"], "long_term": true});
        phones.fake("templates", ballot).await;
        phones
    }

    pub async fn fake(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/__fake/{path}", self.sandbox.base_url());
        let answer = self.http.post(url).json(&body).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path} {body}");
        answer.json().await.expect("JSON")
    }

    pub async fn told(&self, path: &str) -> Vec<Value> {
        let url = format!("{}/__fake/{path}", self.sandbox.base_url());
        let answer = self.http.get(url).send().await.expect("an answer");
        answer.json().await.expect("JSON")
    }

    pub async fn fault(&self, endpoint: &str, kind: &str, value: i64, times: u32) {
        let plan = json!({"endpoint": endpoint, "kind": kind, "value": value, "times": times});
        self.fake("faults", plan).await;
    }

    /// Somebody with WeChat and perhaps a phone number.
    pub async fn user(&self, name: &str, phone: Option<&str>) -> (String, String) {
        let made = self.fake("users", json!({"name": name, "phone": phone})).await;
        let text = |field: &str| made[field].as_str().expect("a text").to_owned();
        (text("user"), text("openid"))
    }

    pub async fn login(&self, user: &str) -> (Actor, Tokens) {
        let made = self.fake("login", json!({"user": user})).await;
        let code = made["code"].as_str().expect("a code");
        let tokens = account::login_with_wechat(&self.app, code).await.expect("a login");
        let (actor, _) = account::authenticate(&self.app, &tokens.access)
            .await
            .expect("an actor");
        (actor, tokens)
    }

    /// The same person as the tables know them now.
    pub async fn again(&self, who: &Actor) -> Actor {
        yiting::demo::people::load(&self.app, who.person.0)
            .await
            .expect("an actor")
    }

    /// What the phone button gives.
    pub async fn tap(&self, user: &str) -> String {
        let made = self.fake("phone", json!({"user": user})).await;
        made["code"].as_str().expect("a code").to_owned()
    }

    /// A verified resident with WeChat.
    pub async fn neighbour(&self, name: &str, block: &str) -> (Actor, String, String) {
        let (user, openid) = self.user(name, None).await;
        let (actor, _) = self.login(&user).await;
        let verifier = self.staff(Role::DistrictOfficer, "d").await;
        let input = json!({"person": crate::world::global(b'U', actor.pseudonym.0), "area": self.area(block)});
        self.give(Some(&verifier), "verifyResident", &input)
            .await
            .expect("verified");
        (self.again(&actor).await, user, openid)
    }

    /// A proposal of this person, handed in at `b1`.
    pub async fn proposal(&self, who: &Actor, title: &str) -> Result<String, String> {
        let input =
            json!({"clientMutationId": key(), "home": self.area("b1"), "title": title, "body": "楼梯没有扶手。"});
        let query = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { proposal { id } } }";
        let made = self.ask(Some(who), query, json!({"i": input})).await?;
        let id = made["draftProposal"]["proposal"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        self.give(Some(who), "submitProposal", &json!({"proposal": id})).await?;
        Ok(id)
    }
}
