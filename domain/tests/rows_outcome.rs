//! One test per row of the design's table: from the public notice to the end.

mod world;

use world::{Case, World};
use yiting_domain::{
    clock::due_instant,
    proposal::{Action, Command, State, TaskChange, window_ends},
    refusal::Refusal,
};

fn rates(world: &mut World, name: &str, case: Case, score: u8) -> Result<(), Refusal> {
    world.give(name, case, &Command::Rate { score, words: None })
}

#[test]
fn residents_of_the_area_object_once_each_while_the_notice_runs() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.bring(case, State::Formed);
    assert_eq!(
        world.refused("phone", case, Action::Object),
        Refusal::VerificationRequired
    );
    assert_eq!(
        world.refused("resident@d.1.1.2", case, Action::Object),
        Refusal::NotResidentHere
    );
    world.does("resident@d.1.1.1", case, Action::Object);
    assert_eq!(
        world.refused("resident@d.1.1.1", case, Action::Object),
        Refusal::AlreadyObjected
    );
    assert_eq!(world.state(case), State::Formed, "under the threshold it stays");
    world.now = due_instant(world.now, 5, &world.calendar);
    assert_eq!(
        world.refused("owner@d.1.1.1", case, Action::Object),
        Refusal::WindowClosed
    );
    world.run_clocks();
    assert_eq!(world.state(case), State::Implementing);
}

#[test]
fn objections_at_the_threshold_lead_back_to_review_and_a_new_resolution_starts_from_none() {
    let mut world = World::under(|numbers| numbers.objection_threshold = 2);
    let case = world.raised("d.1.1.1");
    world.bring(case, State::Formed);
    world.does("resident@d.1.1.1", case, Action::Object);
    world.does("owner@d.1.1.1", case, Action::Object);
    assert_eq!(world.state(case), State::UnderReview);
    world.does("convener@d.1.1.1", case, Action::Form);
    assert_eq!(world.proposal(case).resolution.as_ref().map(|r| r.objections), Some(0));
    world.does("resident@d.1.1.1", case, Action::Object);
    assert_eq!(
        world.state(case),
        State::Formed,
        "whoever objected before may object to the new one"
    );
}

#[test]
fn work_starts_by_the_clock_at_the_end_of_the_notice_and_not_before() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.bring(case, State::Formed);
    let end = window_ends(world.proposal(case), world.policy())
        .notice
        .expect("a notice");
    assert_eq!(end, due_instant(world.now, 5, &world.calendar));
    world.now = end.plus_millis(-1);
    assert!(!world.clock(case));
    world.now = end;
    assert!(world.clock(case));
    assert_eq!(world.state(case), State::Implementing);
}

#[test]
fn a_unit_reports_on_its_own_open_tasks_only() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::Implementing);
    let [ours, theirs] = [0, 1].map(|n| world.proposal(case).tasks[n].id);
    let report = |world: &World, task, change, spent_fen| Command::Report {
        task,
        change,
        text: world.text(),
        spent_fen,
        files: Vec::new(),
    };
    let me = "implementer@d.1.1";
    for (command, refusal) in [
        (report(&world, theirs, TaskChange::Done, 0), Refusal::Forbidden),
        (report(&world, ours, TaskChange::Done, u64::MAX), Refusal::Invalid),
    ] {
        assert_eq!(world.give(me, case, &command), Err(refusal));
    }
    assert_eq!(
        world.refused("implementer@d.1", case, Action::Report),
        Refusal::Forbidden
    );
    let command = report(&world, ours, TaskChange::Progress, 500);
    world.give(me, case, &command).expect("a milestone");
    let command = report(&world, ours, TaskChange::Done, 400);
    assert_eq!(
        world.give(me, case, &command),
        Err(Refusal::Invalid),
        "what was spent is spent"
    );
    let command = report(&world, ours, TaskChange::Done, 500);
    world.give(me, case, &command).expect("done");
    // What is offered is what can be done: nothing of ours is open.
    for action in [Action::Report, Action::RequestExtension] {
        assert_eq!(world.may(action, Some(&world.who(me)), case), Err(Refusal::WrongState));
    }
}

#[test]
fn an_extension_is_approved_by_the_parent_tier_and_moves_the_due_date() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::Implementing);
    let due = world.proposal(case).tasks[0].due;
    assert_eq!(
        world.refused("officer@d.1", case, Action::DecideRequest),
        Refusal::NothingPending
    );
    world.does("implementer@d.1.1", case, Action::RequestExtension);
    assert_eq!(
        world.refused("implementer@d.1.1", case, Action::RequestExtension),
        Refusal::AlreadyPending
    );
    for name in ["worker@d.1.1", "director@d.1.1", "implementer@d.1.1", "officer@d.2"] {
        assert_eq!(
            world.refused(name, case, Action::DecideRequest),
            Refusal::Forbidden,
            "{name}"
        );
    }
    world.does("officer@d.1", case, Action::DecideRequest);
    assert!(world.proposal(case).tasks[0].due > due);
}

#[test]
fn delivery_needs_every_task_done_or_cancelled_and_the_custodians_word() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::Implementing);
    assert_eq!(
        world.refused("implementer@d.1.1", case, Action::Deliver),
        Refusal::TasksOpen
    );
    let give_up = Command::Report {
        task: world.proposal(case).tasks[0].id,
        change: TaskChange::Cancelled,
        text: world.text(),
        spent_fen: 0,
        files: Vec::new(),
    };
    world
        .give("implementer@d.1.1", case, &give_up)
        .expect("given up with a reason");
    world.does("implementer@d", case, Action::Report);
    assert_eq!(
        world.refused("worker@d.1.1", case, Action::ConfirmDelivery),
        Refusal::NothingPending
    );
    world.does("implementer@d.1.1", case, Action::Deliver);
    assert_eq!(
        world.refused("implementer@d", case, Action::Deliver),
        Refusal::AlreadyPending
    );
    let no = Command::ConfirmDelivery {
        confirm: false,
        reason: world.text(),
    };
    world.give("worker@d.1.1", case, &no).expect("not yet");
    assert_eq!(world.state(case), State::Implementing);
    world.does("implementer@d.1.1", case, Action::Deliver);
    assert_eq!(
        world.refused("implementer@d.1.1", case, Action::ConfirmDelivery),
        Refusal::Forbidden
    );
    world.does("worker@d.1.1", case, Action::ConfirmDelivery);
    assert_eq!(world.state(case), State::Evaluating);
}

#[test]
fn a_suspension_does_not_outlive_the_implementation() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::Implementing);
    world.does("implementer@d.1.1", case, Action::RequestSuspension);
    world.finish_tasks(case);
    world.does("implementer@d.1.1", case, Action::Deliver);
    world.does("officer@d.1", case, Action::DecideRequest);
    assert_eq!(
        world.refused("worker@d.1.1", case, Action::ConfirmDelivery),
        Refusal::Suspended
    );
    world.does("worker@d.1.1", case, Action::Resume);
    world.does("worker@d.1.1", case, Action::ConfirmDelivery);
    assert!(!world.proposal(case).suspended);
}

#[test]
fn residents_of_the_area_rate_from_one_to_five_and_may_change_it_until_the_end() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.bring(case, State::Evaluating);
    for score in [0, 6] {
        assert_eq!(
            rates(&mut world, "resident@d.1.1.1", case, score),
            Err(Refusal::Invalid)
        );
    }
    assert_eq!(
        rates(&mut world, "resident@d.1.1.2", case, 5),
        Err(Refusal::NotResidentHere)
    );
    assert_eq!(rates(&mut world, "phone", case, 5), Err(Refusal::VerificationRequired));
    for score in [1, 5] {
        rates(&mut world, "resident@d.1.1.1", case, score).expect("a rating");
    }
    let ratings = world.proposal(case).ratings;
    assert_eq!((ratings.count, ratings.sum, ratings.satisfied), (1, 5, 1));
    world.working_days_pass(10);
    assert_eq!(
        rates(&mut world, "resident@d.1.1.1", case, 1),
        Err(Refusal::WindowClosed)
    );
}

#[test]
fn closing_needs_the_window_over_and_the_supervisors_check() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::Evaluating);
    assert_eq!(
        world.refused("director@d.1.1", case, Action::Close),
        Refusal::WindowOpen
    );
    world.working_days_pass(10);
    assert_eq!(world.state(case), State::Evaluating, "the clock waits for the check");
    assert_eq!(
        world.refused("director@d.1.1", case, Action::Close),
        Refusal::SupervisorCheckMissing
    );
    assert_eq!(
        world.refused("director@d.1.1", case, Action::RecordCheck),
        Refusal::Forbidden
    );
    world.does("supervisor@d.1", case, Action::RecordCheck);
    let mut by_clock = world.clone();
    by_clock.run_clocks();
    assert_eq!(by_clock.state(case), State::Closed);
    assert_eq!(world.refused("worker@d.1.1", case, Action::Close), Refusal::Forbidden);
    world.does("director@d.1.1", case, Action::Close);
    assert!(world.proposal(case).answer.is_some());
}

#[test]
fn a_closed_proposal_is_reopened_within_ninety_days_by_proponents_or_the_supervisor() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    world.bring(case, State::Closed);
    assert_eq!(
        world.refused("director@d.1.1", case, Action::Reopen),
        Refusal::Forbidden
    );
    world.now = world.now.plus_days(90).plus_millis(-1);
    for name in ["neighbour@d.1.1.1", "supervisor@d.1.1", "supervisor@d"] {
        let mut world = world.clone();
        world.does(name, case, Action::Reopen);
        assert_eq!(
            (world.state(case), world.proposal(case).reopenings),
            (State::Implementing, 1)
        );
    }
    world.now = world.now.plus_millis(1);
    assert_eq!(
        world.refused("neighbour@d.1.1.1", case, Action::Reopen),
        Refusal::WindowClosed
    );
}
