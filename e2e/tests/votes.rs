//! Votes under fire: many people vote many times, many votes are sent twice and to two instances, and
//! servers are killed meanwhile. The tally is the set of the last acknowledged votes.
//!
//! `YITING_VOTES` says how many votes there are, ten of each voter; `YITING_SEED` repeats a run's choices.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use yiting_e2e::{
    Dice,
    demo::Place,
    postgres::Postgres,
    process::{self, Server},
    seed,
    voters::{Count, Hall, gather},
};

/// Votes of each voter.
const EACH: usize = 10;
/// Connections at once.
const THREADS: usize = 16;

fn votes() -> usize {
    let set = std::env::var("YITING_VOTES").ok();
    set.map_or(1_000, |text| text.parse().expect("YITING_VOTES is a number"))
}

fn under_fire(place: &Place, instances: usize) {
    let seed = seed();
    let voters = votes() / EACH;
    let people = gather(place, voters);
    let mut servers: Vec<Server> = (0..instances).map(|_| place.serve()).collect();
    let bases: Vec<String> = servers.iter().map(|server| server.base.clone()).collect();
    let bases: Vec<&str> = bases.iter().map(String::as_str).collect();
    // Time enough for a slow machine: 40 votes a second, and the kills.
    let open_for = Duration::from_secs(20 + votes() as u64 / 40);
    let begun = Instant::now();
    let mut hall = Hall::open(bases[0], people, open_for);
    let (count, stop, kills) = (Count::default(), AtomicBool::new(false), AtomicU64::new(0));
    let voting = Mutex::new(Duration::ZERO);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut dice = Dice::new(seed);
            while !stop.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(300 + dice.roll() % 1_500));
                let one = dice.below(servers.len());
                servers[one].kill();
                servers[one].restart();
                kills.fetch_add(1, Ordering::Relaxed);
            }
        });
        /// Stops the kills also when a voter panics.
        struct Stop<'a>(&'a AtomicBool);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let _stop = Stop(&stop);
        hall.vote(&bases, EACH, THREADS, true, seed, &count);
        *voting.lock().expect("no panic") = begun.elapsed();
    });
    let voting = voting.into_inner().expect("no panic");
    assert!(
        begun.elapsed() < open_for,
        "the ballot closed under the voters; this machine is too slow"
    );
    let (seen, list) = hall.wait_for_the_end(bases[0], open_for + Duration::from_secs(30));
    // The tally is that of the last acknowledged votes, and nobody is in it twice.
    let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
    for voter in &hall.voters {
        *expected.entry(voter.last.as_ref().expect("a vote").answer).or_default() += 1;
    }
    for (field, answer) in [("yes", "YES"), ("no", "NO"), ("abstain", "ABSTAIN")] {
        let expected = expected.get(answer).copied().unwrap_or(0);
        assert_eq!(seen["result"][field], expected, "{answer}: {seen:#}");
    }
    assert_eq!(seen["turnout"], voters);
    assert_eq!(seen["result"]["turnout"], voters);
    // Each receipt finds the own vote; those of votes that were replaced find nothing.
    let share = hall.voters.len().div_ceil(4).max(1);
    std::thread::scope(|scope| {
        for part in hall.voters.chunks(share) {
            let (hall, bases) = (&hall, &bases);
            scope.spawn(move || {
                // All of a small ballot, a sample of a large one.
                for (number, voter) in part.iter().enumerate().step_by(1 + hall.voters.len() / 400) {
                    let last = voter.last.as_ref().expect("a vote");
                    let found = hall.look_up(bases[number % bases.len()], &last.receipt);
                    assert!(found.is_some_and(|choice| choice.contains(last.answer)), "{last:?}");
                    if number % 10 == 0 {
                        for receipt in &voter.replaced {
                            assert_eq!(hall.look_up(bases[0], receipt), None, "a replaced vote was counted");
                        }
                        let again = hall.send_again(bases[0], voter);
                        assert!(again["errors"].is_null(), "{again:#}");
                        assert!(again["data"]["castVote"]["receipt"].is_null());
                    }
                }
            });
        }
    });
    // Anybody counts it again, offline.
    let file = place.folder.0.join("list.json");
    std::fs::write(&file, list).expect("a file");
    let receipt = &hall.voters[0].last.as_ref().expect("a vote").receipt;
    let arguments = ["tally", "verify", file.to_str().expect("a path"), "--receipt", receipt];
    let (status, said) = process::run(&arguments, &[]);
    assert!(
        status.success() && said.contains("the recount equals the published result"),
        "{said}"
    );
    for server in &mut servers {
        assert!(server.terminate().success(), "SIGTERM ends with status 0");
    }
    place.check_log();
    println!(
        "{} votes by {voters} people over {instances} instances in {voting:.1?} ({:.0} a second), {} sent again, {} kills: \
         the tally is that of the last acknowledged votes, list and receipts verify; all in {:.1?}",
        count.acknowledged.load(Ordering::Relaxed),
        count.acknowledged.load(Ordering::Relaxed) as f64 / voting.as_secs_f64(),
        count.again.load(Ordering::Relaxed),
        kills.load(Ordering::Relaxed),
        begun.elapsed()
    );
}

#[test]
fn votes_under_fire_on_sqlite_are_counted_once_each() {
    under_fire(&Place::sqlite("votes"), 1);
}

#[test]
fn votes_under_fire_on_postgres_with_two_instances_are_counted_once_each() {
    let cluster = Postgres::shared();
    under_fire(&Place::postgres("votes", cluster.database("votes")), 2);
}
