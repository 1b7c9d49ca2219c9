//! The server and PostgreSQL are killed under people who write; nothing that they were told is lost,
//! and nothing happens twice.
//!
//! `YITING_KILL_ROUNDS` says how often the server is killed; `YITING_SEED` repeats a run's choices.

use serde_json::json;
use std::time::{Duration, Instant};
use yiting_e2e::{
    Dice,
    client::Client,
    demo::Place,
    postgres::Postgres,
    process::Server,
    seed,
    writers::{Town, Writer, residents, settle, under_writers},
};

/// Kills between two pauses, in which tokens are renewed and what was acknowledged so far is kept.
const BATCH: usize = 25;

fn rounds() -> usize {
    let set = std::env::var("YITING_KILL_ROUNDS").ok();
    set.map_or(100, |text| text.parse().expect("YITING_KILL_ROUNDS is a number"))
}

/// Waits until the district's log stands still: the seals of past months are entries of their own.
fn until_sealed(base: &str) {
    let client = Client::anonymous(base);
    let size = || client.ask("{ districts { nodes { logHead { size } } } }", &json!({}));
    let (mut known, mut still) = (size(), 0);
    while still < 8 {
        std::thread::sleep(std::time::Duration::from_millis(500));
        let now = size();
        still = if now == known { still + 1 } else { 0 };
        known = now;
    }
}

/// The server over a demo's people, with writers who know it.
fn begin(place: &Place) -> (Server, Town, Vec<Writer>, u64) {
    // The demo makes people and logins, its clock seals the months before, and it ends; then the real server
    // has the data to itself.
    let demo = place.demo(0);
    until_sealed(&demo.base);
    drop(demo);
    let before = place.log_entries();
    let server = place.serve();
    let (town, writers) = residents(place, &server.base);
    (server, town, writers, before)
}

fn finish(place: &Place, mut server: Server, town: &Town, writers: &[Writer], before: u64) -> usize {
    let (count, entries) = settle(town, writers);
    assert!(server.terminate().success(), "SIGTERM ends with status 0");
    assert_eq!(
        place.log_entries() - before,
        entries,
        "each request left its log entries once"
    );
    count
}

fn killed_again_and_again(place: &Place) {
    let seed = seed();
    let mut dice = Dice::new(seed);
    let (mut server, town, mut writers, before) = begin(place);
    let begun = Instant::now();
    let mut left = rounds();
    while left > 0 {
        let batch = left.min(BATCH);
        left -= batch;
        under_writers(&town, &mut writers, dice.roll(), || {
            for _ in 0..batch {
                std::thread::sleep(Duration::from_millis(10 + dice.roll() % 800));
                server.kill();
                server.restart();
            }
        });
        writers.iter_mut().for_each(Writer::refresh);
    }
    let killing = begun.elapsed();
    let count = finish(place, server, &town, &writers, before);
    println!(
        "{} kills in {killing:.1?}: {count} requests acknowledged, {} sent again; none lost, none twice; checked after {:.1?}",
        rounds(),
        town.retries.load(std::sync::atomic::Ordering::Relaxed),
        begun.elapsed()
    );
}

#[test]
fn a_server_killed_again_and_again_on_sqlite_loses_nothing_and_does_nothing_twice() {
    killed_again_and_again(&Place::sqlite("kills"));
}

#[test]
fn a_server_killed_again_and_again_on_postgres_loses_nothing_and_does_nothing_twice() {
    let cluster = Postgres::shared();
    killed_again_and_again(&Place::postgres("kills", cluster.database("kills")));
}

#[test]
fn a_server_whose_postgres_crashes_recovers_by_itself_and_loses_nothing() {
    let mut cluster = Postgres::start();
    let place = Place::postgres("crashes", cluster.database("crashes"));
    let mut dice = Dice::new(seed());
    let (server, town, mut writers, before) = begin(&place);
    under_writers(&town, &mut writers, dice.roll(), || {
        for _ in 0..6 {
            std::thread::sleep(Duration::from_millis(200 + dice.roll() % 1_000));
            cluster.crash_and_restart();
        }
        std::thread::sleep(Duration::from_millis(500));
    });
    let count = finish(&place, server, &town, &writers, before);
    println!(
        "6 crashes of PostgreSQL: {count} requests acknowledged, {} sent again; none lost, none twice",
        town.retries.load(std::sync::atomic::Ordering::Relaxed)
    );
}
