//! The table of the chain as the code has it, to be laid beside the design.

mod world;

use std::{collections::BTreeSet, fmt::Write as _};
use world::{World, design};
use yiting_domain::{
    clock::SlaProfile,
    permission::rule,
    proposal::{Action, State},
};

/// Numbers under which the first voice decides, and under which it decides nothing.
const PROFILES: [fn(&mut SlaProfile); 3] = [
    |_| {},
    |profile| {
        profile.objection_threshold = 1;
        profile.support_threshold = Some(1);
    },
    |profile| profile.support_threshold = Some(1000),
];

/// Where the action led from this state, with the events: all variants, driven.
fn driven(action: Action, from: State) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for profile in PROFILES {
        let mut world = World::under(profile);
        let case = world.ready_for(action, from, "d.1.1");
        let Some(actor) = world.somebody_who_may(action, case) else {
            continue;
        };
        for pick in 0..6 {
            let mut world = world.clone();
            let crafted = world.craft(action, Some(&actor), case, pick);
            let before = world.steps.len();
            world
                .give_as(&actor, case, &crafted.command)
                .expect("well formed and allowed");
            let steps = world.steps[before..].iter().filter(|step| step.case == case);
            let kinds: Vec<_> = steps.map(|step| step.kind.trim_start_matches("proposal.")).collect();
            seen.insert(format!("{:<13} {}", world.state(case).name(), kinds.join(", ")));
        }
    }
    seen
}

#[test]
fn the_table_of_the_code_is_the_one_that_was_reviewed() {
    let mut table = String::new();
    for action in Action::ALL {
        let rule = rule(*action);
        let _ = writeln!(table, "{} by {:?}", action.name(), rule.who);
        for from in rule.from {
            let seen = driven(*action, *from);
            if seen.is_empty() {
                let _ = writeln!(table, "    {:<13} -> (nobody ever may)", from.name());
            }
            for to in seen {
                let _ = writeln!(table, "    {:<13} -> {to}", from.name());
            }
        }
    }
    let _ = writeln!(table, "by the clock");
    for from in State::ALL {
        for to in by_the_clock(from) {
            let _ = writeln!(table, "    {:<13} -> {to}", from.name());
        }
    }
    insta::assert_snapshot!(table);
}

/// What the clock alone makes of a proposal that is left lying in `from`.
fn by_the_clock(from: State) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for (checked, score) in [(false, None), (true, None), (true, Some(1)), (false, Some(1))] {
        let mut world = World::under(|profile| profile.min_ratings = 1);
        let case = if from == State::Draft {
            world.draft_for("d.1.1", "neighbour")
        } else {
            let case = world.raised("d.1.1");
            world.bring(case, from);
            case
        };
        if from == State::Evaluating {
            if checked {
                world.does(&world.supervisor(case), case, Action::RecordCheck);
            }
            if score.is_some() {
                let command = world.craft(Action::Rate, None, case, 4).command;
                world.give("owner@d.1.1.1", case, &command).expect("a rating");
            }
        }
        let Some(at) = world.next_tick(case) else { continue };
        world.now = at;
        let before = world.steps.len();
        assert!(world.clock(case), "{from:?}: the clock was to strike and did not");
        let steps = world.steps[before..].iter().filter(|step| step.case == case);
        let kinds: Vec<_> = steps.map(|step| step.kind.trim_start_matches("proposal.")).collect();
        seen.insert(format!("{:<13} {}", world.state(case).name(), kinds.join(", ")));
    }
    seen
}

#[test]
fn every_action_does_what_the_table_of_the_design_allows_and_nothing_else() {
    for action in Action::ALL {
        for from in rule(*action).from {
            for profile in PROFILES {
                let mut world = World::under(profile);
                let case = world.ready_for(*action, *from, "d.1.1");
                if let Some(actor) = world.somebody_who_may(*action, case) {
                    let crafted = world.craft(*action, Some(&actor), case, 0);
                    world
                        .give_as(&actor, case, &crafted.command)
                        .expect("well formed and allowed");
                }
                for step in &world.steps {
                    assert!(
                        design::knows(step.kind),
                        "teach the test the new event {}: tests/world/design.rs",
                        step.kind
                    );
                    assert!(
                        design::allows(step.from, step.kind, step.to),
                        "not in the design: {step:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_action_is_refused_in_every_state_that_its_row_does_not_name() {
    for action in Action::ALL {
        let rule = rule(*action);
        // Whoever may do it where it exists meets WRONG_STATE, or less, where it does not.
        for state in State::ALL.into_iter().filter(|state| !rule.from.contains(state)) {
            let mut world = World::new();
            let case = if state == State::Draft {
                world.draft_for("d.1.1", "neighbour")
            } else {
                let case = world.raised("d.1.1");
                world.bring(case, state);
                case
            };
            let able = world.somebody_who_may(*action, case);
            assert!(able.is_none(), "{} by {able:?} in {state:?}", action.name());
        }
    }
}

#[test]
fn every_state_of_the_design_is_reached_and_can_be_told_by_its_name() {
    for state in State::ALL.into_iter().filter(|state| *state != State::Draft) {
        for place in ["d", "d.1", "d.1.1", "d.1.1.1"] {
            let mut world = World::new();
            let case = world.raised(place);
            world.bring(case, state);
            assert_eq!(world.state(case), state);
            assert_eq!(State::parse(state.name()), Some(state));
            assert_eq!(world.proposal(case).custodian(), &world.place(place));
        }
    }
}
