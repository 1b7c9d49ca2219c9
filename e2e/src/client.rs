//! A GraphQL client.

use serde_json::{Value, json};
use std::time::Duration;

/// A person at the API.
#[derive(Clone)]
pub struct Client {
    http: reqwest::blocking::Client,
    base: String,
    token: Option<String>,
    refresh: Option<String>,
}

/// A fresh idempotency key.
pub fn key() -> String {
    format!("e2e-{:016x}{:016x}", rand::random::<u64>(), rand::random::<u64>())
}

impl Client {
    /// Somebody without a login.
    pub fn anonymous(base: &str) -> Self {
        let http = reqwest::blocking::Client::builder()
            .timeout(Duration::from_secs(30))
            // Shorter than the server keeps idle connections (5 s): one that it closes in the moment in which it is
            // used again loses a POST, which nobody may send twice for a client.
            .pool_idle_timeout(Duration::from_secs(2))
            .no_proxy()
            .build()
            .expect("a client");
        Self {
            http,
            base: base.to_owned(),
            token: None,
            refresh: None,
        }
    }

    /// The same client elsewhere, such as at a second instance.
    pub fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// One of the demo's people.
    pub fn persona(base: &str, label: &str) -> Self {
        let mut client = Self::anonymous(base);
        let answer = client
            .http
            .post(format!("{base}/demo/login"))
            .json(&json!({"persona": label}))
            .send()
            .expect("an answer");
        assert!(answer.status().is_success(), "no persona {label}");
        let body: Value = answer.json().expect("JSON");
        client.keep(&body);
        client
    }

    /// Somebody with a phone, by what `wx.login` gave there.
    pub fn wechat(base: &str, code: &str) -> Self {
        let mut client = Self::anonymous(base);
        let query = "mutation($i: LoginWithWechatInput!) { loginWithWechat(input: $i) { accessToken refreshToken } }";
        let answer = client.ask(query, &json!({"i": {"clientMutationId": key(), "code": code}}));
        client.keep(&answer["loginWithWechat"]);
        client
    }

    /// Keeps a pair of tokens.
    fn keep(&mut self, tokens: &Value) {
        self.token = tokens["accessToken"].as_str().map(str::to_owned);
        self.refresh = tokens["refreshToken"].as_str().map(str::to_owned);
    }

    /// The access token.
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("a login")
    }

    /// The refresh token.
    pub fn refresh_token(&self) -> &str {
        self.refresh.as_deref().expect("a login")
    }

    /// Exchanges a refresh token for the next pair, without changing anything here.
    ///
    /// # Errors
    /// The code of the refusal.
    pub fn exchange(&self, refresh: &str) -> Result<Self, String> {
        let query = "mutation($input: RefreshLoginInput!) { refreshLogin(input: $input) { accessToken refreshToken } }";
        let input = json!({"clientMutationId": key(), "refreshToken": refresh});
        let answer = Self {
            token: None,
            ..self.clone()
        }
        .send(query, &json!({"input": input}));
        let mut next = self.clone();
        next.keep(&outcome("refreshLogin", &answer)?);
        Ok(next)
    }

    /// The code with which a document is refused, if it is.
    pub fn refusal(&self, query: &str, variables: &Value) -> Option<String> {
        let answer = self.send(query, variables);
        answer["errors"][0]["extensions"]["code"].as_str().map(str::to_owned)
    }

    /// With this access token.
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// Posts JSON to another path.
    pub fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self
            .http
            .post(format!("{}{path}", self.base))
            .json(body)
            .send()
            .expect("an answer");
        answer.json().expect("JSON")
    }

    /// Reads JSON from another path.
    pub fn read(&self, path: &str) -> Value {
        self.http
            .get(format!("{}{path}", self.base))
            .send()
            .expect("an answer")
            .json()
            .expect("JSON")
    }

    /// Status and text of another path, asked for with this Accept header.
    pub fn page(&self, path: &str, accept: &str) -> (u16, String) {
        let request = self.http.get(format!("{}{path}", self.base)).header("accept", accept);
        let answer = request.send().expect("an answer");
        (answer.status().as_u16(), answer.text().expect("text"))
    }

    /// Status, content type and bytes of another path.
    pub fn file(&self, path: &str) -> (u16, String, Vec<u8>) {
        let answer = self.http.get(format!("{}{path}", self.base)).send().expect("an answer");
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let (status, kind) = (answer.status().as_u16(), kind.unwrap_or_default().to_owned());
        (status, kind, answer.bytes().expect("bytes").to_vec())
    }

    /// The status that posting these bytes to another path is answered with.
    pub fn post_bytes(&self, path: &str, body: Vec<u8>) -> u16 {
        let request = self.http.post(format!("{}{path}", self.base)).body(body);
        request.send().expect("an answer").status().as_u16()
    }

    /// Sends a document; `None` when the connection was lost.
    pub fn try_send(&self, query: &str, variables: &Value) -> Option<Value> {
        let mut request = self
            .http
            .post(format!("{}/graphql", self.base))
            .json(&json!({"query": query, "variables": variables}));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request.send().ok()?.json().ok()
    }

    /// Sends a document.
    pub fn send(&self, query: &str, variables: &Value) -> Value {
        self.try_send(query, variables).expect("an answer")
    }

    /// Asks, and expects no error.
    pub fn ask(&self, query: &str, variables: &Value) -> Value {
        let answer = self.send(query, variables);
        assert!(answer.get("errors").is_none(), "{query}\n{variables}\n{answer:#}");
        answer["data"].clone()
    }

    /// A mutation about a proposal with further input; answers state, version and id.
    pub fn give(&self, mutation: &str, proposal: &str, more: &Value) -> Result<Value, String> {
        self.give_under(&key(), mutation, proposal, more)
    }

    /// The same under a given key.
    pub fn give_under(&self, key: &str, mutation: &str, proposal: &str, more: &Value) -> Result<Value, String> {
        let answer = self.try_give(key, mutation, proposal, more).expect("an answer");
        outcome(mutation, &answer)
    }

    /// The same, `None` when the connection was lost.
    pub fn try_give(&self, key: &str, mutation: &str, proposal: &str, more: &Value) -> Option<Value> {
        let mut input = json!({"clientMutationId": key, "proposal": proposal});
        if let (Some(input), Some(more)) = (input.as_object_mut(), more.as_object()) {
            input.extend(more.clone());
        }
        let kind = input_of(mutation);
        let query = format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ version seq proposal {{ id number state version }} }} }}"
        );
        self.try_send(&query, &json!({"input": input}))
    }
}

/// The payload, or the code of the refusal.
pub fn outcome(mutation: &str, answer: &Value) -> Result<Value, String> {
    match answer["errors"][0]["extensions"]["code"].as_str() {
        Some(code) => Err(code.to_owned()),
        None => Ok(answer["data"][mutation].clone()),
    }
}

/// The input type of a mutation.
fn input_of(mutation: &str) -> &'static str {
    match mutation {
        "submitProposal" | "supportProposal" | "revokeSupport" | "followProposal" | "unfollowProposal" => {
            "OnProposalInput"
        }
        "withdrawProposal" => "MaybeTextInput",
        "resubmitProposal" | "editProposal" => "EditProposalInput",
        "checkProposalText" | "decideRequest" | "confirmDelivery" => "DecideInput",
        "declineProposal" => "DeclineInput",
        "mergeProposal" => "MergeInput",
        "acceptProposal" => "AcceptInput",
        "escalateProposal" => "EscalateInput",
        "delegateProposal" => "DelegateInput",
        "formProposal" => "FormInput",
        "rejectProposal" => "RejectInput",
        "chooseAfterMerge" => "ChooseInput",
        "commentOnProposal" => "CommentInput",
        "reportTask" => "ReportInput",
        "requestExtension" => "ExtensionInput",
        "rateProposal" => "RateInput",
        "answerSupervision" => "AnswerSupervisionInput",
        _ => "TextOnProposalInput",
    }
}
