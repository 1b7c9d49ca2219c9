//! Votes through HTTP against the same statements of SQL sent by pgbench, on one PostgreSQL in one run:
//! `cargo bench -p yiting-e2e --bench votes`.
//!
//! The server is `YITING_BIN` or the debug build; the figures of a release build are the ones to quote.
//! `YITING_BENCH_VOTERS` says how many people vote, five times each.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};
use yiting_e2e::{
    demo::Place,
    postgres::Postgres,
    voters::{Count, Hall, gather},
};

/// Connections at once, on both sides.
const CLIENTS: usize = 16;
/// Votes of each voter.
const EACH: usize = 5;
/// How long pgbench runs, in seconds.
const SECONDS: u64 = 15;

/// The tables of the server without their references, so that a script can fill them by itself.
const TABLES: &str = "CREATE SCHEMA bare;
CREATE TABLE bare.ballot (LIKE ballot INCLUDING ALL);
INSERT INTO bare.ballot SELECT * FROM ballot LIMIT 1;
CREATE TABLE bare.electorate_member (LIKE electorate_member INCLUDING ALL);
INSERT INTO bare.electorate_member SELECT e, md5('v' || n)::uuid, '', 0
    FROM generate_series(1, 2000) n, gen_random_uuid() e;
CREATE TABLE bare.idempotency (LIKE idempotency INCLUDING ALL);
CREATE TABLE bare.ballot_vote (LIKE ballot_vote INCLUDING ALL);
CREATE TABLE bare.ballot_participation (LIKE ballot_participation INCLUDING ALL);";

/// One vote as the server writes it: claim the key, look at ballot and electorate, store, complete.
const SCRIPT: &str = r"\set v random(1, 2000)
BEGIN;
SELECT * FROM bare.ballot LIMIT 1 FOR SHARE;
INSERT INTO bare.idempotency (person_id, key, request_hash, result, created_at)
    VALUES (md5('v' || :v)::uuid, gen_random_uuid()::text, repeat('a', 64), '', 0) ON CONFLICT DO NOTHING;
SELECT * FROM bare.electorate_member WHERE electorate_id = (SELECT electorate_id FROM bare.electorate_member LIMIT 1)
    AND pseudonym = md5('v' || :v)::uuid;
SELECT * FROM bare.electorate_member WHERE electorate_id = (SELECT electorate_id FROM bare.electorate_member LIMIT 1)
    AND pseudonym = md5('v' || :v)::uuid;
INSERT INTO bare.ballot_vote (ballot_id, mark, receipt, choice, salt, area, paper, voter)
    SELECT id, md5('v' || :v) || md5('v' || :v), repeat('b', 64), '{}', repeat('c', 64), 0, false, NULL FROM bare.ballot
    ON CONFLICT (ballot_id, mark) DO UPDATE SET receipt = excluded.receipt, choice = excluded.choice,
    salt = excluded.salt, area = excluded.area, paper = excluded.paper, voter = excluded.voter;
INSERT INTO bare.ballot_participation (ballot_id, pseudonym)
    SELECT id, md5('v' || :v)::uuid FROM bare.ballot ON CONFLICT DO NOTHING;
UPDATE bare.idempotency SET result = 'cast' WHERE person_id = md5('v' || :v)::uuid AND result = '';
COMMIT;
";

fn main() {
    let voters = std::env::var("YITING_BENCH_VOTERS").map_or(2_000, |text| text.parse().expect("a number"));
    let cluster = Postgres::start();
    let url = cluster.database("votes");
    let place = Place::postgres("bench-votes", url.clone());
    let people = gather(&place, voters);
    let server = place.serve();
    println!("{}", yiting_e2e::process::binary().display());
    let mut hall = Hall::open(&server.base, people, Duration::from_secs(600));
    let count = Count::default();
    let begun = Instant::now();
    hall.vote(&[&server.base], EACH, CLIENTS, false, 1, &count);
    let took = begun.elapsed();
    let votes = count.acknowledged.load(Ordering::Relaxed);
    let rate = votes as f64 / took.as_secs_f64();
    println!("{rate:8.0} votes a second through HTTP ({votes} by {voters} people, {CLIENTS} connections, {took:.1?})");
    drop(server);
    cluster.run("votes", TABLES);
    let script = place.folder.0.join("vote.sql");
    std::fs::write(&script, SCRIPT).expect("a file");
    let bare = cluster.pgbench("votes", &script, CLIENTS, SECONDS);
    println!("{bare:8.0} votes a second by pgbench, the bare statements ({CLIENTS} connections, {SECONDS} s)");
    println!("{:8.2} of the bare statements", rate / bare);
}
