//! Random histories: whatever people and clocks do, in whatever order, the chain keeps its word.

mod world;

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{FileFailurePersistence, TestRunner},
};
use std::collections::BTreeMap;
use world::{
    design,
    history::{begin, profiles, starts, take, turns},
    sound::{counts_equal_the_sets, replay_gives_the_same, the_state_is_sound},
};
use yiting_domain::proposal::State;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 192,
        max_shrink_iters: 4000,
        // The seed of a failure is printed and kept beside this file.
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("seeds"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_history_keeps_to_the_design_whatever_happens(
        profile in profiles(), starts in starts(), turns in prop::collection::vec(turns(), 1..90),
    ) {
        let mut world = begin(&profile, starts);
        for turn in &turns {
            let before = world.steps.len();
            take(&mut world, turn);
            for step in &world.steps[before..] {
                assert!(design::knows(step.kind), "teach the test the new event {}: tests/world/design.rs", step.kind);
                assert!(design::allows(step.from, step.kind, step.to), "not in the design: {step:?}");
            }
            for kept in &world.cases {
                counts_equal_the_sets(kept);
                the_state_is_sound(&world, kept);
            }
        }
        world.cases.iter().for_each(replay_gives_the_same);
    }
}

#[test]
fn the_random_histories_reach_every_move_of_the_table() {
    // A fixed seed: what is asked is whether the turns above lead anywhere, not luck.
    let mut runner = TestRunner::deterministic();
    let histories = (profiles(), starts(), prop::collection::vec(turns(), 60..90));
    let mut reached: BTreeMap<(Option<State>, &str, State), usize> = BTreeMap::new();
    for _ in 0..300 {
        let (profile, starts, turns) = histories.new_tree(&mut runner).expect("a history").current();
        let mut world = begin(&profile, starts);
        turns.iter().for_each(|turn| take(&mut world, turn));
        for step in &world.steps {
            *reached.entry((step.from, step.kind, step.to)).or_default() += 1;
        }
    }
    let missed: Vec<_> = design::MOVES
        .iter()
        .filter(|known| !reached.contains_key(known))
        .collect();
    assert!(missed.is_empty(), "never reached: {missed:?}");
}
