//! One test per row of the design's table: the clocks, rework, and supervision.

mod world;

use world::{Case, World};
use yiting_domain::{
    clock::{Colour, Status, due_instant},
    proposal::{Action, Command, Event, Link, State, SupervisionCause, TaskState, reading},
    refusal::Refusal,
};

fn causes(world: &World, case: Case) -> Vec<SupervisionCause> {
    world
        .proposal(case)
        .supervisions
        .iter()
        .map(|card| card.cause)
        .collect()
}

fn status(world: &World, case: Case) -> Status {
    reading(world.proposal(case), world.policy(), world.now)
        .expect("a clock")
        .status
}

fn rates(world: &mut World, name: &str, case: Case, score: u8) -> Result<(), Refusal> {
    world.give(name, case, &Command::Rate { score, words: None })
}

/// Everybody of the neighborhood who is asked is unsatisfied, and the window ends.
fn disappoints(world: &mut World, case: Case) {
    for name in ["resident@d.1.1.1", "owner@d.1.1.1", "resident@d.1.1.2"] {
        rates(world, name, case, 2).expect("a rating");
    }
    world.working_days_pass(10);
}

#[test]
fn a_suspension_is_approved_by_the_parent_tier_and_stops_the_clock_until_work_resumes() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::Implementing);
    world.does("implementer@d.1.1", case, Action::RequestSuspension);
    assert_eq!(status(&world, case), Status::Running, "asking is not enough");
    world.does("officer@d.1", case, Action::DecideRequest);
    assert_eq!(status(&world, case), Status::Paused);
    for action in [Action::Report, Action::Deliver, Action::RequestExtension] {
        assert_eq!(world.refused("implementer@d.1.1", case, action), Refusal::Suspended);
    }
    world.days_pass(200);
    assert!(causes(&world, case).is_empty(), "nobody is overdue while suspended");
    world.does("worker@d.1.1", case, Action::Resume);
    assert_eq!(status(&world, case), Status::Running);
}

#[test]
fn too_few_ratings_or_enough_satisfaction_send_nothing_back() {
    for scores in [&[1, 1][..], &[5, 5, 1]] {
        let mut world = World::new();
        let case = world.raised("d.1.1");
        world.bring(case, State::Evaluating);
        for (name, score) in ["resident@d.1.1.1", "owner@d.1.1.1", "resident@d.1.1.2"]
            .iter()
            .zip(scores)
        {
            rates(&mut world, name, case, *score).expect("a rating");
        }
        world.bring(case, State::Closed);
        assert_eq!(world.proposal(case).reworks, 0);
    }
}

#[test]
fn unsatisfied_residents_send_it_back_twice_and_then_to_the_parent_tier_for_supervision() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    for round in 1..=2 {
        world.bring(case, State::Evaluating);
        disappoints(&mut world, case);
        assert_eq!(
            (world.state(case), world.proposal(case).reworks),
            (State::Implementing, round)
        );
        assert!(
            world
                .proposal(case)
                .tasks
                .iter()
                .all(|task| task.state == TaskState::Open)
        );
    }
    world.bring(case, State::Evaluating);
    disappoints(&mut world, case);
    assert_eq!(world.state(case), State::Evaluating);
    assert_eq!(causes(&world, case), [SupervisionCause::Unsatisfied]);
    assert_eq!(world.proposal(case).supervisions[0].at, world.place("d.1").path);
    world.does("supervisor@d.1.1", case, Action::RecordCheck);
    world.run_clocks();
    assert_eq!(world.state(case), State::Closed);
    assert_eq!(causes(&world, case).len(), 1, "once");
}

#[test]
fn a_director_who_is_faster_than_the_clock_spares_nobody_rework_or_supervision() {
    for (most, expected) in [(1, Err(Refusal::ReworkDue)), (0, Ok(()))] {
        let mut world = World::under(|numbers| numbers.max_reworks = most);
        let case = world.raised("d.1.1");
        world.bring(case, State::Evaluating);
        world.does("supervisor@d.1.1", case, Action::RecordCheck);
        for name in ["resident@d.1.1.1", "owner@d.1.1.1", "resident@d.1.1.2"] {
            rates(&mut world, name, case, 1).expect("a rating");
        }
        world.now = due_instant(world.now, 10, &world.calendar);
        let close = Command::Close { answer: world.text() };
        assert_eq!(world.give("director@d.1.1", case, &close), expected);
        assert_eq!(
            causes(&world, case).contains(&SupervisionCause::Unsatisfied),
            expected.is_ok()
        );
    }
}

#[test]
fn rework_and_reopening_begin_with_time_to_work_although_the_plan_is_over() {
    let mut reopened = World::new();
    let case = reopened.raised("d.1.1");
    reopened.bring(case, State::Closed);
    reopened.days_pass(80);
    reopened.does("neighbour@d.1.1.1", case, Action::Reopen);
    let mut reworked = World::new();
    assert_eq!(case, reworked.raised("d.1.1"));
    reworked.bring(case, State::Implementing);
    // Done a day late; the evaluation then takes it past the grace of the plan.
    reworked.days_pass(55);
    reworked.bring(case, State::Evaluating);
    disappoints(&mut reworked, case);
    for mut world in [reopened, reworked] {
        assert_eq!(world.state(case), State::Implementing);
        let clock = reading(world.proposal(case), world.policy(), world.now).expect("a clock");
        assert_eq!(
            (clock.colour, clock.due_at),
            (Colour::Green, Some(due_instant(world.now, 10, &world.calendar)))
        );
        world.run_clocks();
        assert!(causes(&world, case).is_empty(), "nobody is overdue at the start");
        world.working_days_pass(12);
        assert_eq!(causes(&world, case), [SupervisionCause::Overdue], "but later on");
    }
}

#[test]
fn a_plan_that_was_due_during_its_own_notice_is_not_supervised_at_the_start_of_work() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::UnderReview);
    let tonight = world.craft(Action::Form, None, case, 2).command;
    world.give("director@d.1.1", case, &tonight).expect("a resolution");
    world.working_days_pass(5);
    assert_eq!(world.state(case), State::Implementing);
    assert!(causes(&world, case).is_empty());
}

#[test]
fn a_clock_over_its_grace_opens_exactly_one_supervision_at_the_parent_tier() {
    for (state, days, link) in [
        (State::Submitted, 3, Link::Submission),
        (State::UnderReview, 20, Link::Review),
    ] {
        let mut world = World::new();
        let case = world.raised("d.1.1.1");
        world.bring(case, state);
        let due = due_instant(world.now, days, &world.calendar);
        world.now = due_instant(due.plus_millis(-1), 2, &world.calendar).plus_millis(-1);
        world.run_clocks();
        assert!(causes(&world, case).is_empty(), "within the grace");
        world.now = world.now.plus_millis(1);
        for _ in 0..3 {
            world.clock(case);
            world.days_pass(30);
        }
        let cards = &world.proposal(case).supervisions;
        assert_eq!(cards.len(), 1);
        assert_eq!((cards[0].link, &cards[0].at), (link, &world.place("d.1.1").path));
        world.does("convener@d.1.1.1", case, Action::AnswerSupervision);
        assert_eq!(
            world.refused("convener@d.1.1.1", case, Action::AnswerSupervision),
            Refusal::NothingPending
        );
        world.days_pass(30);
        assert_eq!(causes(&world, case).len(), 1, "answered, not opened again");
    }
}

#[test]
fn a_clock_that_looks_late_says_all_that_is_due_at_once() {
    let mut world = World::under(|numbers| numbers.max_reworks = 0);
    let case = world.raised("d.1.1");
    world.bring(case, State::Evaluating);
    for name in ["resident@d.1.1.1", "owner@d.1.1.1", "resident@d.1.1.2"] {
        rates(&mut world, name, case, 1).expect("a rating");
    }
    // Nobody looked for a month.
    world.now = world.now.plus_days(30);
    assert!(world.clock(case));
    assert_eq!(
        causes(&world, case),
        [SupervisionCause::Unsatisfied, SupervisionCause::Overdue]
    );
    assert!(!world.clock(case));
}

#[test]
fn the_clock_stands_still_while_a_proposal_is_returned_and_the_total_clock_does_not() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    let submitted = world.now;
    world.does("convener@d.1.1.1", case, Action::Return);
    assert_eq!(status(&world, case), Status::Paused);
    world.days_pass(25);
    assert!(causes(&world, case).is_empty());
    world.does("neighbour@d.1.1.1", case, Action::Resubmit);
    let clock = reading(world.proposal(case), world.policy(), world.now).expect("a clock");
    assert_eq!((clock.status, clock.colour), (Status::Running, Colour::Green));
    assert_eq!(world.proposal(case).submitted_at, Some(submitted));
}

#[test]
fn correcting_the_calendar_corrects_the_clocks() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    let before = world.next_tick(case).expect("a clock");
    world.calendar = world
        .calendar
        .clone()
        .with_override("2026-03-04".parse().expect("a date"), false);
    assert_eq!(
        world.next_tick(case),
        Some(before.plus_days(1)),
        "a day off moves it by a day"
    );
}

#[test]
fn a_supervision_is_opened_by_a_supervisor_or_the_tier_above_and_answered_by_the_custodian() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    for name in ["worker@d.1.1", "director@d.1.1", "neighbour@d.1.1.1", "auditor@d"] {
        assert_eq!(
            world.refused(name, case, Action::OpenSupervision),
            Refusal::Forbidden,
            "{name}"
        );
    }
    for name in ["supervisor@d.1.1", "officer@d.1", "lead@d"] {
        world.does(name, case, Action::OpenSupervision);
    }
    let ids: std::collections::BTreeSet<_> = world.proposal(case).supervisions.iter().map(|card| card.id).collect();
    assert_eq!(ids.len(), 3, "each stands for itself");
    assert_eq!(
        world.refused("convener@d.1.1.1", case, Action::AnswerSupervision),
        Refusal::Forbidden
    );
    world.does("worker@d.1.1", case, Action::AnswerSupervision);
    let answered = |event: &&Event| matches!(event, Event::SupervisionAnswered { .. });
    assert_eq!(
        world.cases[case.0]
            .log
            .iter()
            .map(|(_, event)| event)
            .filter(answered)
            .count(),
        1
    );
}
