//! One test per row of the design's table: merges, hand-overs, and the review up to its resolution.

mod world;

use world::World;
use yiting_domain::{
    proposal::{Action, Command, CustodyReason, MergeChoice, State, TaskState, answer_is_public},
    refusal::Refusal,
};

#[test]
fn a_merge_needs_an_open_target_in_the_same_subtree() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    let merge = |world: &World, into| Command::Merge {
        into: Box::new(world.proposal(into).clone()),
        reason: world.text(),
    };
    let closed = world.raised_by("owner", "d.1.1.1");
    world.bring(closed, State::Withdrawn);
    let elsewhere = world.raised_by("owner", "d.1.1.2");
    let unchecked = world.ready_for(Action::CheckText, State::Submitted, "d.1.1");
    for into in [closed, elsewhere, unchecked, case] {
        let command = merge(&world, into);
        assert_eq!(
            world.give("convener@d.1.1.1", case, &command),
            Err(Refusal::BadTarget),
            "{into:?}"
        );
    }
    // The committee's staff act on what lies in their own custody, whatever is below it.
    let above = world.raised_by("owner", "d.1.1");
    let command = merge(&world, above);
    world
        .give("convener@d.1.1.1", case, &command)
        .expect("up the same line");
}

#[test]
fn a_merge_moves_supporters_and_followers_makes_co_proponents_and_counts_nobody_twice() {
    let mut world = World::new();
    let (case, into) = (world.raised("d.1.1.1"), world.raised_by("owner", "d.1.1.1"));
    for name in ["resident@d.1.1.1", "resident@d.1.1.2", "owner@d.1.1.1", "phone"] {
        world.does(name, case, Action::Support);
    }
    world.does("wechat", case, Action::Follow);
    world.does("phone", into, Action::Support);
    world.does("convener@d.1.1.1", case, Action::Merge);
    assert_eq!(world.state(case), State::Merged);
    let neighbour = world.who("neighbour@d.1.1.1").pseudonym;
    assert_eq!(world.proposal(into).co_proponents, [neighbour]);
    for name in ["wechat", "neighbour@d.1.1.1"] {
        assert!(
            world.voices(into).follows.contains(&world.who(name).pseudonym),
            "{name} follows along"
        );
    }
    assert_eq!(
        world.refused("neighbour@d.1.1.1", into, Action::Support),
        Refusal::OwnProposal
    );
    // One says no, one says nothing; two are known there already, as supporter and as proponent.
    let leave = Command::ChooseAfterMerge {
        choice: MergeChoice::Withdraw,
    };
    world.give("resident@d.1.1.2", case, &leave).expect("a choice");
    world.working_days_pass(5);
    assert_eq!(world.proposal(into).supports, 2);
    assert_eq!(world.voices(into).counted(), 2);
    assert_eq!(world.proposal(case).supports, 0);
    assert!(world.proposal(case).merge.as_ref().is_some_and(|merge| merge.settled));
    assert_eq!(
        world.refused("phone", case, Action::ChooseAfterMerge),
        Refusal::AlreadyChosen
    );
}

#[test]
fn supporters_choose_once_after_a_merge_and_only_while_the_window_is_open() {
    let mut world = World::new();
    let (case, into) = (world.raised("d.1.1.1"), world.raised_by("owner", "d.1.1.1"));
    world.does("resident@d.1.1.1", case, Action::Support);
    world.does("phone", case, Action::Support);
    world.does("convener@d.1.1.1", case, Action::Merge);
    assert_eq!(
        world.refused("resident@d.1.1.2", case, Action::ChooseAfterMerge),
        Refusal::NotSupported
    );
    let stay = Command::ChooseAfterMerge {
        choice: MergeChoice::Stay,
    };
    world.give("phone", case, &stay).expect("a choice");
    assert_eq!(
        world.refused("phone", case, Action::ChooseAfterMerge),
        Refusal::AlreadyChosen
    );
    world.now = yiting_domain::clock::due_instant(world.now, 5, &world.calendar);
    assert_eq!(
        world.refused("resident@d.1.1.1", case, Action::ChooseAfterMerge),
        Refusal::WindowClosed
    );
    world.run_clocks();
    assert_eq!((world.proposal(case).supports, world.proposal(into).supports), (1, 1));
}

#[test]
fn a_merge_of_a_merge_leaves_no_supporter_behind() {
    let mut world = World::new();
    let cases = [
        world.raised("d.1.1.1"),
        world.raised_by("owner", "d.1.1.1"),
        world.raised_by("resident", "d.1.1.1"),
    ];
    world.does("phone", cases[0], Action::Support);
    for (from, into) in [(cases[0], cases[1]), (cases[1], cases[2])] {
        let command = Command::Merge {
            into: Box::new(world.proposal(into).clone()),
            reason: world.text(),
        };
        world.give("convener@d.1.1.1", from, &command).expect("a merge");
    }
    // Both windows end in the same instant; the later merge is settled first.
    world.now = yiting_domain::clock::due_instant(world.now, 5, &world.calendar);
    world.clock(cases[1]);
    world.clock(cases[0]);
    world.run_clocks();
    assert_eq!(cases.map(|case| world.proposal(case).supports), [0, 0, 1]);
    assert!(
        cases
            .iter()
            .all(|case| world.next_tick(*case).is_none_or(|at| at > world.now))
    );
}

#[test]
fn accepting_names_a_topic_and_a_lead_and_starts_the_review_clock() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.does("convener@d.1.1.1", case, Action::Accept);
    let p = world.proposal(case);
    assert!(p.topic.is_some() && p.lead_reviewer.is_some() && p.accepted_at == Some(world.now));
    assert_eq!(p.links.len(), 2);
    assert_eq!(p.links[1].span.start, world.now);
}

#[test]
fn escalating_over_several_tiers_keeps_the_chain_of_custody_and_the_total_clock() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    let submitted = world.proposal(case).submitted_at;
    world.bring(case, State::UnderReview);
    world.days_pass(1);
    let hand = |world: &World, to: &str| Command::Escalate {
        to: world.place(to),
        reason: world.text(),
    };
    for elsewhere in ["d.1.2", "d.2", "d.1.1.1", "d.1.1.2"] {
        let command = hand(&world, elsewhere);
        assert_eq!(
            world.give("convener@d.1.1.1", case, &command),
            Err(Refusal::BadTarget),
            "{elsewhere}"
        );
    }
    let command = hand(&world, "d.1");
    world.give("convener@d.1.1.1", case, &command).expect("two tiers up");
    assert_eq!(world.state(case), State::Submitted, "screened again by the receiver");
    assert_eq!(
        world.proposal(case).links.last().expect("a clock").span.start,
        world.now
    );
    let command = Command::Delegate {
        to: world.place("d.1.2"),
        reason: world.text(),
    };
    world.give("officer@d.1", case, &command).expect("down again");
    let custody = &world.proposal(case).custody;
    let steps: Vec<_> = custody.iter().map(|step| (step.area.clone(), step.how)).collect();
    let place = |name| world.place(name);
    let expected = [
        (place("d.1.1.1"), CustodyReason::Entry),
        (place("d.1"), CustodyReason::Escalated),
        (place("d.1.2"), CustodyReason::Delegated),
    ];
    assert_eq!(steps, expected);
    assert!(custody[1..].iter().all(|step| step.reason.is_some()));
    assert_eq!(
        world.proposal(case).submitted_at,
        submitted,
        "the total clock never restarts"
    );
}

#[test]
fn delegating_goes_down_to_a_platform_and_a_block_has_none_below() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    assert_eq!(
        world.refused("convener@d.1.1.1", case, Action::Delegate),
        Refusal::NoSuchTier
    );
    let case = world.raised("d.1.1");
    let command = Command::Delegate {
        to: world.place("d.1.2.1"),
        reason: world.text(),
    };
    assert_eq!(world.give("worker@d.1.1", case, &command), Err(Refusal::BadTarget));
}

#[test]
fn a_proponent_withdraws_before_the_resolution_and_not_after_it() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.bring(case, State::UnderReview);
    assert_eq!(
        world.refused("resident@d.1.1.1", case, Action::Withdraw),
        Refusal::Forbidden
    );
    let mut formed = world.clone();
    formed.bring(case, State::Formed);
    assert_eq!(
        formed.refused("neighbour@d.1.1.1", case, Action::Withdraw),
        Refusal::WrongState
    );
    world.does("neighbour@d.1.1.1", case, Action::Withdraw);
    assert_eq!(world.state(case), State::Withdrawn);
}

#[test]
fn a_resolution_needs_the_director_a_plan_and_a_round_or_the_direct_rule() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::UnderReview);
    assert_eq!(world.refused("worker@d.1.1", case, Action::Form), Refusal::Forbidden);
    let sound = world.craft(Action::Form, None, case, 0).command;
    let changed = |change: fn(&mut Vec<yiting_domain::proposal::PlannedTask>, &mut bool)| {
        let mut command = sound.clone();
        if let Command::Form { tasks, direct, .. } = &mut command {
            change(tasks, direct);
        }
        command
    };
    let broken = [
        (changed(|_, direct| *direct = false), Refusal::RoundRequired),
        (changed(|tasks, _| tasks.clear()), Refusal::Invalid),
        (changed(|tasks, _| tasks[1].id = tasks[0].id), Refusal::Invalid),
        (
            changed(|tasks, _| tasks[0].due = "2026-03-01".parse().expect("a date")),
            Refusal::Invalid,
        ),
        (changed(|tasks, _| tasks[0].budget_fen = u64::MAX), Refusal::Invalid),
    ];
    for (command, refusal) in broken {
        assert_eq!(world.give("director@d.1.1", case, &command), Err(refusal));
    }
    world.give("director@d.1.1", case, &sound).expect("a resolution");
    assert!(
        world
            .proposal(case)
            .tasks
            .iter()
            .all(|task| task.state == TaskState::Open)
    );
}

#[test]
fn a_rejection_needs_the_director_a_round_or_the_direct_rule_and_an_answer() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::UnderReview);
    assert_eq!(world.refused("worker@d.1.1", case, Action::Reject), Refusal::Forbidden);
    let reject = |world: &World, direct| Command::Reject {
        answer: world.text(),
        direct,
        publish_at: None,
    };
    let command = reject(&world, false);
    assert_eq!(
        world.give("director@d.1.1", case, &command),
        Err(Refusal::RoundRequired)
    );
    let command = reject(&world, true);
    world.give("director@d.1.1", case, &command).expect("a rejection");
    assert!(answer_is_public(world.proposal(case), world.now));
}
