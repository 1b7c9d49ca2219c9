//! Residents who write all the time, each request under a key of its own, and who send it again under
//! the same key until it is acknowledged. What was acknowledged must be there, once.

use crate::{
    Dice,
    client::{Client, key, outcome},
    demo::Place,
};
use serde_json::{Value, json};
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

/// A request that was acknowledged.
pub struct Acknowledged {
    mutation: &'static str,
    key: String,
    query: String,
    input: Value,
    /// Proposal, version and sequence number that the answer named.
    result: (String, u64, u64),
}

/// What all writers know of each other.
pub struct Town {
    /// Global id of the block in which each writer lives, by writer.
    pub homes: Vec<String>,
    /// Submitted proposals that stay, with their writers.
    public: Mutex<Vec<(usize, String)>>,
    /// Set when the writers shall finish.
    pub stop: AtomicBool,
    /// Requests that were sent again after no answer or a fault.
    pub retries: AtomicU64,
}

impl Town {
    /// A town of these homes.
    pub fn new(homes: Vec<String>) -> Self {
        Self {
            homes,
            public: Mutex::default(),
            stop: AtomicBool::new(false),
            retries: AtomicU64::new(0),
        }
    }
}

/// One resident who writes.
pub struct Writer {
    me: usize,
    /// Who writes.
    pub client: Client,
    /// Everything that was acknowledged, in order.
    pub done: Vec<Acknowledged>,
    drafts: Vec<String>,
    fleeting: Vec<String>,
    kept: usize,
    supported: HashSet<String>,
    followed: HashSet<String>,
    titles: HashMap<String, String>,
}

/// How many submitted proposals of a writer stay for others.
const KEPT: usize = 2;

impl Writer {
    /// A writer with a login.
    pub fn new(me: usize, client: Client) -> Self {
        Self {
            me,
            client,
            done: Vec::new(),
            drafts: Vec::new(),
            fleeting: Vec::new(),
            kept: 0,
            supported: HashSet::new(),
            followed: HashSet::new(),
            titles: HashMap::new(),
        }
    }

    /// Writes until the town stops.
    pub fn live(&mut self, town: &Town, mut dice: Dice) {
        while !town.stop.load(Ordering::Relaxed) {
            self.step(town, &mut dice);
        }
    }

    /// One request that must succeed, chosen by the dice among those that the rules allow.
    fn step(&mut self, town: &Town, dice: &mut Dice) {
        let others: Vec<String> = {
            let public = town.public.lock().expect("no writer panicked");
            let others = public.iter().filter(|(writer, _)| *writer != self.me);
            others.map(|(_, id)| id.clone()).collect()
        };
        match dice.below(10) {
            0 | 1 if self.drafts.len() < 3 => self.draft(town),
            2 if !self.drafts.is_empty() => self.submit(town),
            3 if !self.fleeting.is_empty() => {
                let id = self.fleeting.remove(0);
                self.give(town, "withdrawProposal", &id, json!({}));
            }
            4..=5 if !others.is_empty() => {
                let id = &others[dice.below(others.len())];
                if self.supported.remove(id) {
                    self.give(town, "revokeSupport", id, json!({}));
                } else {
                    self.give(town, "supportProposal", id, json!({}));
                    self.supported.insert(id.clone());
                }
            }
            6..=7 if !others.is_empty() => {
                let id = &others[dice.below(others.len())];
                if self.followed.remove(id) {
                    self.give(town, "unfollowProposal", id, json!({}));
                } else {
                    self.give(town, "followProposal", id, json!({}));
                    self.followed.insert(id.clone());
                }
            }
            _ if !others.is_empty() => {
                let text = format!("同意，希望尽快办理。{}", key());
                self.give(
                    town,
                    "commentOnProposal",
                    &others[dice.below(others.len())],
                    json!({"text": text}),
                );
            }
            _ if self.drafts.is_empty() => self.draft(town),
            _ => self.submit(town),
        }
    }

    fn draft(&mut self, town: &Town) {
        let title = format!("加装扶手 {}", &key()[..20]);
        let more = json!({"home": town.homes[self.me], "title": title, "body": "楼道台阶太陡，请加装扶手。"});
        let id = self.give(town, "draftProposal", "", more);
        self.titles.insert(id.clone(), title);
        self.drafts.push(id);
    }

    fn submit(&mut self, town: &Town) {
        // A person may have five open proposals; two stay, the others come and go.
        if self.kept == KEPT && self.fleeting.len() == 5 - KEPT {
            let id = self.fleeting.remove(0);
            self.give(town, "withdrawProposal", &id, json!({}));
        }
        let id = self.drafts.remove(0);
        self.give(town, "submitProposal", &id, json!({}));
        if self.kept < KEPT {
            self.kept += 1;
            town.public.lock().expect("no writer panicked").push((self.me, id));
        } else {
            self.fleeting.push(id);
        }
    }

    /// Sends until it is acknowledged, under one key, and answers the proposal.
    fn give(&mut self, town: &Town, mutation: &'static str, proposal: &str, more: Value) -> String {
        let key = key();
        let mut input = more;
        input["clientMutationId"] = json!(key);
        if !proposal.is_empty() {
            input["proposal"] = json!(proposal);
        }
        let kind = match mutation {
            "draftProposal" => "DraftProposalInput",
            "withdrawProposal" => "MaybeTextInput",
            "commentOnProposal" => "CommentInput",
            _ => "OnProposalInput",
        };
        let query =
            format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ version seq proposal {{ id }} }} }}");
        loop {
            let answer = self.client.try_send(&query, &json!({"input": input}));
            match answer {
                Some(answer) if answer["errors"].is_null() => {
                    let result = named(&outcome(mutation, &answer).expect("no error"));
                    let id = result.0.clone();
                    self.done.push(Acknowledged {
                        mutation,
                        key,
                        query,
                        input,
                        result,
                    });
                    return id;
                }
                Some(answer) => assert_eq!(
                    answer["errors"][0]["extensions"]["retryable"], true,
                    "{mutation} that the rules allow was refused: {answer:#}"
                ),
                None => {}
            }
            town.retries.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Takes fresh tokens: an access token lives fifteen minutes.
    pub fn refresh(&mut self) {
        self.client = self.client.exchange(self.client.refresh_token()).expect("fresh tokens");
    }

    /// Sends every acknowledged request again: each must give the answer that it gave.
    pub fn replay(&self) {
        for request in &self.done {
            let answer = self.client.send(&request.query, &json!({"input": request.input}));
            let again = outcome(request.mutation, &answer);
            let again = again.unwrap_or_else(|code| panic!("{} {} answers {code}", request.mutation, request.key));
            assert_eq!(named(&again), request.result, "{} {}", request.mutation, request.key);
        }
    }

    /// Reads back everything that was acknowledged.
    pub fn look(&self) {
        let mut expected: HashMap<&str, HashMap<&str, usize>> = HashMap::new();
        for request in &self.done {
            let kind = match request.mutation {
                "draftProposal" => "proposal.drafted",
                "submitProposal" => "proposal.submitted",
                "withdrawProposal" => "proposal.withdrawn",
                _ => continue,
            };
            *expected.entry(&request.result.0).or_default().entry(kind).or_default() += 1;
        }
        for (id, kinds) in expected {
            let node = &self.client.ask(MINE, &json!({"id": id}))["node"];
            assert_eq!(node["title"], self.titles[id], "{id}");
            let timeline = node["timeline"].as_array().expect("a timeline");
            for kind in ["proposal.submitted", "proposal.withdrawn"] {
                let count = timeline.iter().filter(|entry| entry["kind"] == kind).count();
                assert_eq!(count, kinds.get(kind).copied().unwrap_or(0), "{kind} of {id}");
            }
            let state = match (kinds.get("proposal.submitted"), kinds.get("proposal.withdrawn")) {
                (_, Some(_)) => "WITHDRAWN",
                (Some(_), None) => "SUBMITTED",
                _ => "DRAFT",
            };
            assert_eq!(node["state"], state, "{id}");
        }
    }
}

const MINE: &str = "query($id: ID!) { node(id: $id) { ... on Proposal { title state timeline { kind seq } } } }";
const VOICES: &str =
    "query($id: ID!) { node(id: $id) { ... on Proposal { supportCount commentCount viewerSupports viewerFollows } } }";
const COMMENTS: &str = "query($id: ID!, $after: String) { node(id: $id) { ... on Proposal { \
    comments(first: 50, after: $after) { edges { node { text } } pageInfo { hasNextPage endCursor } } } } }";

/// Proposal, version and sequence number of a payload.
fn named(payload: &Value) -> (String, u64, u64) {
    let id = payload["proposal"]["id"].as_str().expect("a proposal").to_owned();
    let number = |name: &str| payload[name].as_u64().expect("a number");
    (id, number("version"), number("seq"))
}

/// Log entries that one acknowledged request of each kind leaves.
fn entries_of(mutation: &str) -> u64 {
    // A draft is also followed by its proponent.
    if mutation == "draftProposal" { 2 } else { 1 }
}

/// Everything that the writers were told has happened has happened, once. Answers how many requests
/// that were and how many log entries they must have left.
pub fn settle(town: &Town, writers: &[Writer]) -> (usize, u64) {
    std::thread::scope(|scope| {
        for writer in writers {
            scope.spawn(|| {
                writer.replay();
                writer.look();
            });
        }
    });
    let all = || writers.iter().flat_map(|writer| &writer.done);
    let numbers: HashSet<u64> = all().map(|request| request.result.2).collect();
    assert_eq!(numbers.len(), all().count(), "two keys share one log entry");
    for (owner, id) in town.public.lock().expect("no writer panicked").iter() {
        let mut supports = 0;
        for writer in writers.iter().filter(|writer| writer.me != *owner) {
            let seen = &writer.client.ask(VOICES, &json!({"id": id}))["node"];
            assert_eq!(seen["viewerSupports"], writer.supported.contains(id), "{id}");
            assert_eq!(seen["viewerFollows"], writer.followed.contains(id), "{id}");
            supports += usize::from(writer.supported.contains(id));
        }
        let client = &writers[0].client;
        let seen = &client.ask(VOICES, &json!({"id": id}))["node"];
        assert_eq!(seen["supportCount"], supports, "{id}");
        let mut written: Vec<&str> = all()
            .filter(|request| request.mutation == "commentOnProposal" && request.result.0 == *id)
            .filter_map(|request| request.input["text"].as_str())
            .collect();
        assert_eq!(seen["commentCount"], written.len(), "{id}");
        let mut found = comments(client, id);
        written.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, written, "comments of {id}");
    }
    (all().count(), all().map(|request| entries_of(request.mutation)).sum())
}

fn comments(client: &Client, id: &str) -> Vec<String> {
    let (mut texts, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = client.ask(COMMENTS, &json!({"id": id, "after": after}));
        let page = &page["node"]["comments"];
        let edges = page["edges"].as_array().expect("edges");
        texts.extend(
            edges
                .iter()
                .filter_map(|edge| edge["node"]["text"].as_str().map(str::to_owned)),
        );
        if page["pageInfo"]["hasNextPage"] != true {
            return texts;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// How many people write at once.
const WRITERS: usize = 6;

/// Residents with logins that the demo gave them, for a server at `base`.
pub fn residents(place: &Place, base: &str) -> (Town, Vec<Writer>) {
    let demo = place.demo(0);
    let personas = Client::anonymous(&demo.base).read("/demo/personas");
    let labels = personas.as_array().expect("personas").iter().filter_map(|p| p.as_str());
    let mut homes = Vec::new();
    let mut writers = Vec::new();
    for label in labels.filter(|label| label.ends_with("居民")).take(WRITERS) {
        let client = Client::persona(&demo.base, label);
        let me = client.ask("{ me { residences { id } } }", &json!({}));
        homes.push(me["me"]["residences"][0]["id"].as_str().expect("a home").to_owned());
        writers.push(Writer::new(writers.len(), client.at(base)));
    }
    assert_eq!(writers.len(), WRITERS);
    (Town::new(homes), writers)
}

/// Runs the writers while `trouble` happens, and stops them after it.
pub fn under_writers(town: &Town, writers: &mut [Writer], seed: u64, trouble: impl FnOnce()) {
    town.stop.store(false, Ordering::Relaxed);
    std::thread::scope(|scope| {
        for writer in writers.iter_mut() {
            let dice = Dice::new(seed ^ (writer.me as u64 + 1));
            scope.spawn(|| writer.live(town, dice));
        }
        /// Stops the writers also when the trouble panics.
        struct Stop<'a>(&'a AtomicBool);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let _stop = Stop(&town.stop);
        trouble();
    });
}
