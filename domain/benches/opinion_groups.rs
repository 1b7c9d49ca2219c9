//! Opinion groups of a large consultation: 100 000 participants, 1 000 statements, 5 % of the votes.
//! Prints milliseconds of the first result and of one after 1 000 changed votes.
//!
//! `cargo bench -p yiting-domain --bench opinion_groups`

use std::time::Instant;

use yiting_domain::consultation::{Change, Context, Incremental, Matrix, ParticipantKey, StatementKey, Vote};

const PEOPLE: u64 = 100_000;
const STATEMENTS: u64 = 1_000;
const CHANGES: u64 = 1_000;
const SEED: u64 = 20_260_101;

struct Random(u64);

impl Random {
    /// A number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Three camps; each statement is taken for or against by each camp, three of ten votes at random.
    fn vote(&mut self, person: u64, statement: u64) -> Vote {
        if self.below(10) < 3 {
            return [Vote::Agree, Vote::Pass, Vote::Disagree][self.below(3) as usize];
        }
        let camp = person % 3;
        let side = Random(camp * STATEMENTS + statement).below(1 << 20) >> 10 & 1;
        if side == 0 { Vote::Agree } else { Vote::Disagree }
    }
}

fn main() {
    let mut random = Random(SEED);
    let mut votes = Vec::new();
    for person in 0..PEOPLE {
        for statement in 0..STATEMENTS {
            if random.below(20) == 0 {
                votes.push((
                    ParticipantKey(person.into()),
                    StatementKey(statement.into()),
                    random.vote(person, statement),
                ));
            }
        }
    }
    let count = votes.len();
    let built = Instant::now();
    let matrix = match Matrix::new([], (0..STATEMENTS).map(|key| StatementKey(key.into())), votes) {
        Ok(matrix) => matrix,
        Err(error) => return println!("{error}"),
    };
    println!("seed {SEED}: {PEOPLE} participants, {STATEMENTS} statements, {count} votes");
    println!("matrix of unsorted votes: {} ms", built.elapsed().as_millis());

    let started = Instant::now();
    let mut all = Incremental::new(matrix, None);
    println!("co-votes: {} ms", started.elapsed().as_millis());
    let first = all.publish(&Context::default()).summary;
    println!(
        "first result: {} ms in all, {} groups, stability {:?}",
        started.elapsed().as_millis(),
        first.k,
        first.stability
    );

    let changes: Vec<Change> = (0..CHANGES)
        .map(|_| {
            let (person, statement) = (random.below(PEOPLE + 100), random.below(STATEMENTS));
            let vote = Some(random.vote(person, statement));
            Change {
                participant: ParticipantKey(person.into()),
                statement: StatementKey(statement.into()),
                vote,
            }
        })
        .collect();
    let started = Instant::now();
    if let Err(error) = all.apply(&changes) {
        return println!("{error}");
    }
    println!("{CHANGES} changed votes taken: {} ms", started.elapsed().as_millis());
    let second = all.publish(&Context::default()).summary;
    println!(
        "incremental result: {} ms in all, {} groups",
        started.elapsed().as_millis(),
        second.k
    );
}
