//! What a refusal costs, and what others feel of an attack: `cargo bench -p yiting-e2e --bench hostile`
//! (with `--profile dev` when the tests are built already).
//!
//! The server is `YITING_BIN` or the debug build; the figures of a release build are the ones to quote.

use serde_json::json;
use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};
use yiting_e2e::{client::Client, demo::Place, hostile};

/// Attackers at once.
const ATTACKERS: usize = 8;
/// Trivial queries of the bystander.
const QUERIES: usize = 1_000;

fn main() {
    let place = Place::sqlite("bench-hostile");
    let server = place.demo(0);
    let client = Client::anonymous(&server.base);
    println!("{}", yiting_e2e::process::binary().display());
    println!("milliseconds per refusal, median of 9, over HTTP:");
    for (name, document, variables) in hostile::documents() {
        let time = median(
            (0..9)
                .map(|_| time(|| drop(client.send(&document, &variables))))
                .collect(),
        );
        println!("{:8.2}  {name}", time.as_secs_f64() * 1e3);
    }
    for (name, body) in hostile::bodies() {
        let time = median((0..9).map(|_| time(|| drop(client.post("/graphql", &body)))).collect());
        println!("{:8.2}  {name}", time.as_secs_f64() * 1e3);
    }
    bystander("nobody else", &client, QUERIES);
    let bombs: Vec<String> = (10..=31).map(|levels| hostile::bomb(levels, 2)).collect();
    let (stop, refusals) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for attacker in 0..ATTACKERS {
            let (stop, refusals, bombs, client) = (&stop, &refusals, &bombs, Client::anonymous(&server.base));
            scope.spawn(move || {
                for bomb in bombs.iter().cycle().skip(attacker) {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    client.send(bomb, &json!({}));
                    refusals.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        bystander(&format!("{ATTACKERS} senders of fragment bombs"), &client, QUERIES);
        stop.store(true, Ordering::Relaxed);
    });
    println!("{} bombs refused meanwhile", refusals.load(Ordering::Relaxed));
}

fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn bystander(beside: &str, client: &Client, count: usize) {
    let query = || drop(client.ask("{ __typename }", &json!({})));
    let mut times: Vec<Duration> = (0..count).map(|_| time(query)).collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "a trivial query beside {beside}: p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms",
        at(50),
        at(99),
        at(100)
    );
}
