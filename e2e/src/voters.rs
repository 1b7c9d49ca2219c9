//! Residents who vote in one ballot, each as often as they like: the last acknowledged vote counts.

use crate::{
    Dice,
    client::{Client, key},
    demo::Place,
};
use serde_json::{Value, json};
use std::{
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

const CAST: &str = "mutation($i: CastVoteInput!) { castVote(input: $i) { receipt } }";
const ANSWERS: [&str; 3] = ["YES", "NO", "ABSTAIN"];

/// A vote that was acknowledged.
#[derive(Clone, Debug)]
pub struct Given {
    /// YES, NO or ABSTAIN.
    pub answer: &'static str,
    /// What finds it in the published list.
    pub receipt: String,
    input: Value,
}

/// One who votes.
pub struct Voter {
    token: String,
    refresh: String,
    /// The last vote that was acknowledged.
    pub last: Option<Given>,
    /// Receipts of earlier votes, which must be nowhere.
    pub replaced: Vec<String>,
}

/// How the votes came in.
#[derive(Default)]
pub struct Count {
    /// Acknowledged votes, each once.
    pub acknowledged: AtomicU64,
    /// Requests that were sent once more: after no answer, or just so.
    pub again: AtomicU64,
}

/// A ballot in which all of them may vote.
pub struct Hall {
    /// Global id of the ballot.
    pub ballot: String,
    /// Everybody.
    pub voters: Vec<Voter>,
    client: Client,
}

/// The time after so long, as the API reads it.
fn from_now(after: Duration) -> String {
    let said = Command::new("date")
        .args([
            "-u",
            "-d",
            &format!("+{} seconds", after.as_secs()),
            "+%Y-%m-%dT%H:%M:%SZ",
        ])
        .output()
        .expect("date runs");
    String::from_utf8(said.stdout).expect("text").trim().to_owned()
}

/// Loads a demo with so many voters, and gives them and the director of their neighborhood a login.
/// Servers can be started on the place afterwards.
pub fn gather(place: &Place, count: usize) -> (Vec<Voter>, Client, String) {
    let demo = place.demo_with_voters(count);
    let client = Client::anonymous(&demo.base);
    let login = |label: &str| {
        let tokens = client.post("/demo/login", &json!({"persona": label}));
        ["accessToken", "refreshToken"].map(|name| tokens[name].as_str().expect("a token").to_owned())
    };
    let voter = |number: usize| {
        let [token, refresh] = login(&format!("选民{number}"));
        Voter {
            token,
            refresh,
            last: None,
            replaced: Vec::new(),
        }
    };
    let voters: Vec<Voter> = (1..=count).map(voter).collect();
    let home = client
        .with_token(&voters[0].token)
        .ask("{ me { residences { parent { id name } } } }", &json!({}));
    let area = &home["me"]["residences"][0]["parent"];
    let [director, _] = login(&format!("{}主任", area["name"].as_str().expect("a name")));
    (
        voters,
        client.with_token(&director),
        area["id"].as_str().expect("an id").to_owned(),
    )
}

impl Hall {
    /// Announces a ballot for the voters' neighborhood at `base`, open from now on for so long.
    pub fn open(base: &str, people: (Vec<Voter>, Client, String), open_for: Duration) -> Self {
        let (voters, director, area) = people;
        let input = json!({"clientMutationId": key(), "area": area, "title": "是否加装电梯",
            "legalBasis": "居民自治章程第五条", "kind": "YES_NO", "electorate": "RESIDENTS",
            "secrecy": "VERIFIABLE", "closesAt": from_now(open_for)});
        let announce = "mutation($i: AnnounceBallotInput!) { announceBallot(input: $i) { ballot { id state } } }";
        let made = director.at(base).ask(announce, &json!({"i": input}));
        let made = &made["announceBallot"]["ballot"];
        assert_eq!(made["state"], "OPEN");
        Self {
            ballot: made["id"].as_str().expect("an id").to_owned(),
            voters,
            client: director,
        }
    }

    /// Lets everybody vote `rounds` times, over these instances, on so many threads. With `nagging`, a third
    /// of the votes is sent twice at once, to two instances, and a quarter again when it was acknowledged.
    pub fn vote(&mut self, bases: &[&str], rounds: usize, threads: usize, nagging: bool, seed: u64, count: &Count) {
        let share = self.voters.len().div_ceil(threads).max(1);
        let (ballot, client) = (&self.ballot, &self.client);
        std::thread::scope(|scope| {
            for (worker, voters) in self.voters.chunks_mut(share).enumerate() {
                let mut dice = Dice::new(seed ^ (worker as u64 + 1));
                scope.spawn(move || {
                    for _ in 0..rounds {
                        for voter in voters.iter_mut() {
                            let given = cast(ballot, client, &voter.token, bases, nagging, &mut dice, count);
                            voter
                                .replaced
                                .extend(voter.last.replace(given).map(|before| before.receipt));
                        }
                    }
                });
            }
        });
    }

    /// Waits until the clock has closed the ballot, and answers its result and its published list.
    pub fn wait_for_the_end(&self, base: &str, at_most: Duration) -> (Value, String) {
        let deadline = std::time::Instant::now() + at_most;
        let query = "query($id: ID!) { node(id: $id) { ... on Ballot { state turnout
            result { turnout yes no abstain listPath } } } }";
        loop {
            let seen = self.client.at(base).ask(query, &json!({"id": self.ballot}))["node"].clone();
            if seen["state"] == "CLOSED" {
                let path = seen["result"]["listPath"].as_str().expect("a path");
                let (status, list) = self.client.at(base).page(path, "*/*");
                assert_eq!(status, 200);
                return (seen, list);
            }
            assert!(
                std::time::Instant::now() < deadline,
                "the ballot does not close: {seen:#}"
            );
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// What a receipt finds in the published list: the choices, or nothing.
    pub fn look_up(&self, base: &str, receipt: &str) -> Option<String> {
        let query = "query($id: ID!, $r: String!) { node(id: $id) { ... on Ballot {
            entriesOfReceipt(receipt: $r) { choice } } } }";
        let ask = || {
            let client = self.client.at(base);
            client.try_send(query, &json!({"id": self.ballot, "r": receipt}))
        };
        // Each look-up hashes the whole list; a busy machine may take its time over a large one.
        let answer = (0..5).find_map(|_| ask()).expect("an answer");
        let entries = answer["data"]["node"]["entriesOfReceipt"].as_array()?;
        assert_eq!(entries.len(), 1, "one voter, one entry");
        entries[0]["choice"].as_str().map(str::to_owned)
    }

    /// Sends a voter's last request once more after the closing: it must still be known, without a receipt.
    pub fn send_again(&self, base: &str, voter: &Voter) -> Value {
        let last = voter.last.as_ref().expect("a vote");
        // An access token lives fifteen minutes, which a large ballot outlasts.
        let fresh = self.client.at(base).exchange(&voter.refresh).expect("fresh tokens");
        fresh.send(CAST, &json!({"i": last.input}))
    }
}

/// One vote, sent until it is acknowledged.
fn cast(
    ballot: &str,
    client: &Client,
    token: &str,
    bases: &[&str],
    nagging: bool,
    dice: &mut Dice,
    count: &Count,
) -> Given {
    let answer = ANSWERS[dice.below(ANSWERS.len())];
    let input = json!({"clientMutationId": key(), "ballot": ballot, "answer": answer});
    let client = client.with_token(token);
    let send = |base: &str| -> Option<String> {
        let said = client.at(base).try_send(CAST, &json!({"i": input}))?;
        if said["errors"].is_null() {
            return Some(
                said["data"]["castVote"]["receipt"]
                    .as_str()
                    .expect("a receipt")
                    .to_owned(),
            );
        }
        assert_eq!(said["errors"][0]["extensions"]["retryable"], true, "{said:#}");
        None
    };
    let (first, other) = (bases[dice.below(bases.len())], bases[dice.below(bases.len())]);
    let mut receipt = if nagging && dice.below(3) == 0 {
        count.again.fetch_add(1, Ordering::Relaxed);
        let (one, two) = std::thread::scope(|scope| {
            let two = scope.spawn(|| send(other));
            (send(first), two.join().expect("no panic"))
        });
        if let (Some(one), Some(two)) = (&one, &two) {
            assert_eq!(one, two, "one request has one receipt");
        }
        one.or(two)
    } else {
        send(first)
    };
    while receipt.is_none() {
        count.again.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(20));
        receipt = send(bases[dice.below(bases.len())]);
    }
    let receipt = receipt.expect("acknowledged");
    if nagging && dice.below(4) == 0 {
        count.again.fetch_add(1, Ordering::Relaxed);
        if let Some(again) = send(other) {
            assert_eq!(again, receipt, "sent again, the same receipt");
        }
    }
    count.acknowledged.fetch_add(1, Ordering::Relaxed);
    Given { answer, receipt, input }
}
