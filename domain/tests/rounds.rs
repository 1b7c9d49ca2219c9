//! Rounds: what a template must be, how steps lead to an outcome, and what that means on the chain.

mod world;

use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;
use world::World;
use yiting_domain::{
    area::{AreaPath, AreaRef, Tier},
    clock::{WorkCalendar, due_instant},
    id::{AreaId, ProposalId, Pseudonym, RoundId},
    instant::Instant,
    people::{Actor, IdentityLevel, Membership, Role},
    poll::{PollKind, PollOption},
    proposal::{Action, Command, RoundEnd, State, begin_round, end_round},
    refusal::Refusal,
    round::{
        BallotPlan, ConsultationPlan, Due, MeetingPlan, Need, Phase, PlannedOption, Round, RoundAction, RoundState,
        StepPlan, StepResult, StepState, Template, Work, built_in, may_round, meeting_time,
    },
};

const HOUR: i64 = 3_600_000;

fn monday() -> Instant {
    Instant::shanghai_midnight("2026-03-02".parse().expect("a date")).plus_millis(10 * HOUR)
}

fn proposal(number: u128) -> ProposalId {
    ProposalId(Uuid::from_u128(number))
}

fn built(key: &str) -> Template {
    let found = built_in().into_iter().find(|template| template.key == key);
    found.expect("a built-in template")
}

fn plan(work: &Work, proposals: &[ProposalId]) -> StepPlan {
    let delegates = |listed: bool| {
        if listed {
            vec![Pseudonym(Uuid::from_u128(9))]
        } else {
            Vec::new()
        }
    };
    match work {
        Work::Consultation { electorate, .. } => StepPlan::Consultation(ConsultationPlan {
            question: "怎么办？".to_owned(),
            seeds: Vec::new(),
            listed: delegates(electorate.is_listed()),
        }),
        Work::Meeting { .. } => StepPlan::Meeting(MeetingPlan {
            place: "议事厅".to_owned(),
            starts_at: None,
            minutes: 90,
            open_seats: None,
            invited: Vec::new(),
        }),
        Work::Ballot { kind, electorate, .. } => {
            let options = proposals.iter().map(|proposal| PlannedOption {
                option: PollOption {
                    id: proposal.0,
                    title: "项目".to_owned(),
                    cost_fen: 100,
                },
                proposal: Some(*proposal),
            });
            let none = *kind == PollKind::YesNo;
            StepPlan::Ballot(BallotPlan {
                title: "是否同意？".to_owned(),
                options: if none { Vec::new() } else { options.collect() },
                seats: 1,
                most: 1,
                minimum: 0,
                budget_fen: 1_000,
                points: 0,
                hide_turnout: false,
                auditors: Vec::new(),
                listed: delegates(electorate.is_listed()),
            })
        }
        Work::Publication => StepPlan::Publication(None),
    }
}

fn area() -> AreaRef {
    AreaRef {
        id: AreaId(Uuid::from_u128(1)),
        tier: Tier::Neighborhood,
        path: AreaPath::root(1),
    }
}

fn round_of(template: Template, proposals: Vec<ProposalId>) -> Round {
    let plans = template.steps.iter().map(|step| plan(&step.work, &proposals)).collect();
    let id = RoundId(Uuid::from_u128(7));
    Round::schedule(id, area(), "议事".to_owned(), template, proposals, plans, monday()).expect("a round")
}

/// Does what is due at its time; `result` says how each step ends. Returns the instants.
fn run(round: &mut Round, result: impl Fn(&Round, usize) -> StepResult) -> Vec<Instant> {
    let calendar = WorkCalendar::china();
    let mut instants = Vec::new();
    while let Some((at, due)) = round.due() {
        instants.push(at);
        assert!(instants.len() <= 2 * round.steps.len(), "a round that never ends");
        match due {
            Due::Open(index) => {
                let others = round.steps.iter().filter(|step| step.state == StepState::Open).count();
                assert_eq!(others, 0, "two steps at once");
                let ends = round.ends(index, at, &calendar).expect("a step");
                assert!(ends > at);
                round.opened(index, at, ends, None);
            }
            Due::End(index) => round.ended(index, at, result(round, index)),
        }
    }
    instants
}

fn good(round: &Round, index: usize) -> StepResult {
    let ballot = matches!(round.template.steps[index].work, Work::Ballot { .. });
    StepResult {
        reached: true,
        adopted: ballot.then(|| round.proposals.clone()),
    }
}

#[test]
fn every_built_in_template_is_sound_and_adopts_when_all_goes_well() {
    let all = built_in();
    let digests: BTreeSet<String> = all
        .iter()
        .map(|template| template.digest().expect("canonical").to_string())
        .collect();
    assert_eq!((all.len(), digests.len()), (6, 6));
    for template in all {
        template.check().expect("sound");
        let mut round = round_of(template, vec![proposal(1), proposal(2)]);
        run(&mut round, good);
        let outcome = round.outcome.clone().expect("an outcome");
        assert_eq!(outcome.end, RoundEnd::Adopted, "{}", round.template.key);
        assert_eq!(outcome.of(proposal(2)), RoundEnd::Adopted);
        // What follows delivery waits for it, and then runs to its end.
        let follows = round.template.steps.iter().any(|step| step.phase == Phase::FollowUp);
        assert_eq!(round.awaits_delivery(), follows);
        round.delivered_at = Some(outcome.at.plus_days(100));
        run(&mut round, good);
        assert!(round.steps.iter().all(|step| step.state == StepState::Ended));
        assert_eq!(round.outcome, Some(outcome));
    }
}

#[test]
fn a_step_without_its_quorum_ends_the_round_before_the_next_one_opens() {
    let mut round = round_of(built("four-deliberations"), vec![proposal(1)]);
    run(&mut round, |round, index| StepResult {
        reached: index != 1,
        ..good(round, index)
    });
    assert_eq!(round.outcome.as_ref().expect("over").end, RoundEnd::NoQuorum);
    let states: Vec<StepState> = round.steps.iter().map(|step| step.state).collect();
    assert_eq!(states[..2], [StepState::Ended, StepState::Ended]);
    assert!(states[2..].iter().all(|state| *state == StepState::Waiting));
    // Nothing was adopted, so nothing will be delivered.
    assert!(!round.awaits_delivery());
    round.delivered_at = Some(monday());
    assert_eq!(round.due(), None);
}

#[test]
fn the_last_ballot_decides_and_a_budget_round_adopts_the_winners_alone() {
    let mut round = round_of(built("budget-round"), vec![proposal(1), proposal(2)]);
    run(&mut round, |round, index| StepResult {
        adopted: matches!(round.template.steps[index].work, Work::Ballot { .. }).then(|| vec![proposal(2)]),
        reached: true,
    });
    let outcome = round.outcome.expect("over");
    assert_eq!(outcome.of(proposal(1)), RoundEnd::NotAdopted);
    assert_eq!(outcome.of(proposal(2)), RoundEnd::Adopted);

    let down = |reached| {
        let mut round = round_of(built("owners-assembly"), vec![proposal(1)]);
        run(&mut round, |round, index| StepResult {
            adopted: matches!(round.template.steps[index].work, Work::Ballot { .. }).then(Vec::new),
            reached: reached || index != 1,
        });
        assert_eq!(round.steps[2].state, StepState::Waiting, "no publication of what fell");
        round.outcome.expect("over").end
    };
    assert_eq!(down(true), RoundEnd::NotAdopted);
    assert_eq!(down(false), RoundEnd::NoQuorum);
}

#[test]
fn options_whose_proposals_were_withdrawn_leave_the_ballot() {
    let round = round_of(built("budget-round"), vec![proposal(1), proposal(2)]);
    let left = round.ballot_plan(1, &[proposal(2)]).expect("one is left");
    assert_eq!(left.options.len(), 1);
    assert_eq!(round.ballot_plan(1, &[]), None);
    assert_eq!(
        left.adopted(&[proposal(2).0, proposal(1).0], &round.proposals),
        [proposal(2)]
    );
}

#[test]
fn a_template_that_makes_no_sense_is_refused() {
    type Change = fn(&mut Template);
    let changes: [Change; 12] = [
        |t| t.key = "Four deliberations".to_owned(),
        |t| t.key.clear(),
        |t| t.name.en.clear(),
        |t| t.steps.clear(),
        |t| t.steps = vec![t.steps[4].clone(); 13],
        |t| t.steps[0].days = 0,
        |t| t.steps[0].days = 61,
        // Nothing lies before the first step.
        |t| t.steps[0].needs = Need::Quorum,
        // The ballot is what the publication rests on.
        |t| t.steps[3].optional = true,
        |t| drop(t.steps.remove(3)),
        // The appraisal comes last, and a vote after it would decide nothing.
        |t| t.steps[0].phase = Phase::FollowUp,
        |t| t.steps[5].work = t.steps[3].work.clone(),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut template = built("four-deliberations");
        change(&mut template);
        assert_eq!(template.check(), Err(Refusal::TemplateUnsound), "change {number}");
    }
    let mut owners = built("owners-assembly");
    if let Work::Ballot { kind, .. } = &mut owners.steps[1].work {
        *kind = PollKind::Approval;
    }
    assert_eq!(owners.check(), Err(Refusal::TemplateUnsound));
}

#[test]
fn a_plan_of_another_kind_or_for_another_proposal_is_refused() {
    let template = built("budget-round");
    let proposals = [proposal(1)];
    for (a, step) in template.steps.iter().enumerate() {
        for (b, other) in template.steps.iter().enumerate() {
            let answer = plan(&other.work, &proposals).check(step, &proposals);
            assert_eq!(answer.is_ok(), a == b, "{a} {b}");
        }
    }
    let strange = plan(&template.steps[1].work, &[proposal(5)]);
    assert_eq!(strange.check(&template.steps[1], &proposals), Err(Refusal::Invalid));
}

#[test]
fn a_meeting_leaves_its_notice_or_waits_for_the_evening_after_it() {
    let calendar = WorkCalendar::china();
    let mut plan = MeetingPlan {
        place: "议事厅".to_owned(),
        starts_at: None,
        minutes: 90,
        open_seats: None,
        invited: Vec::new(),
    };
    let notice = due_instant(monday(), 3, &calendar);
    let (starts, ends) = meeting_time(&plan, monday(), 3, &calendar);
    assert_eq!(starts.rfc3339(), "2026-03-06T19:00:00+08:00");
    assert_eq!(ends, starts.plus_millis(90 * 60_000));
    plan.starts_at = Some(notice);
    assert_eq!(meeting_time(&plan, monday(), 3, &calendar).0, notice);
    plan.starts_at = Some(notice.plus_millis(-1));
    assert_eq!(meeting_time(&plan, monday(), 3, &calendar).0, starts);
}

fn actor(role: Role) -> Actor {
    Actor {
        person: yiting_domain::id::PersonId(Uuid::nil()),
        pseudonym: Pseudonym(Uuid::from_u128(1)),
        level: IdentityLevel::Resident,
        memberships: vec![Membership {
            role,
            area: AreaPath::root(1),
            unit: None,
        }],
        residences: Vec::new(),
    }
}

#[test]
fn staff_plan_what_waits_and_directors_leave_out_what_is_optional() {
    let mut round = round_of(built("three-meetings"), vec![proposal(1)]);
    let (worker, director) = (actor(Role::CommitteeWorker), actor(Role::CommitteeDirector));
    let may = |round: &Round, action, who: &Actor, index| may_round(action, Some(who), round, Some(index), monday());
    assert_eq!(may(&round, RoundAction::Plan, &worker, 0), Ok(()));
    assert_eq!(
        may(&round, RoundAction::Plan, &actor(Role::Supervisor), 0),
        Err(Refusal::Forbidden)
    );
    assert_eq!(may(&round, RoundAction::Plan, &worker, 9), Err(Refusal::NotFound));
    assert_eq!(may(&round, RoundAction::Skip, &worker, 1), Err(Refusal::Forbidden));
    assert_eq!(may(&round, RoundAction::Skip, &director, 0), Err(Refusal::StepNotOpen));
    assert_eq!(may(&round, RoundAction::Skip, &director, 1), Ok(()));
    assert_eq!(may(&round, RoundAction::Publish, &worker, 2), Ok(()));
    assert_eq!(may(&round, RoundAction::Publish, &worker, 1), Err(Refusal::StepNotOpen));
    round.skipped(1, monday());
    run(&mut round, good);
    assert_eq!(round.steps[1].state, StepState::Skipped);
    assert_eq!(round.outcome.as_ref().expect("over").end, RoundEnd::Adopted);
    assert_eq!(may(&round, RoundAction::Plan, &worker, 0), Err(Refusal::RoundOver));
    // The appraisal is still to come.
    assert_eq!(may(&round, RoundAction::Plan, &worker, 3), Ok(()));
    assert_eq!(
        may_round(RoundAction::Cancel, Some(&director), &round, None, monday()),
        Err(Refusal::RoundOver)
    );
}

#[test]
fn nobody_calls_a_round_off_once_its_ballot_has_ended() {
    let director = actor(Role::CommitteeDirector);
    let mut round = round_of(built("owners-assembly"), vec![proposal(1)]);
    let end = monday().plus_days(9);
    round.opened(0, monday(), monday(), None);
    round.ended(0, monday(), good(&round, 0));
    round.opened(1, monday(), end, None);
    let cancel = |at| may_round(RoundAction::Cancel, Some(&director), &round, None, at);
    assert_eq!(cancel(end.plus_millis(-1)), Ok(()));
    assert_eq!(cancel(end), Err(Refusal::RoundOver));
}

proptest! {
    #[test]
    fn every_round_comes_to_an_end_with_instants_in_order(
        which in 0usize..6,
        results in prop::collection::vec((any::<bool>(), 0usize..3), 12),
        skip in any::<bool>(),
    ) {
        let template = built_in().swap_remove(which);
        let mut round = round_of(template, vec![proposal(1), proposal(2)]);
        if skip && let Some(index) = round.template.steps.iter().position(|step| step.optional) {
            round.skipped(index, monday());
        }
        let instants = run(&mut round, |round, index| {
            let (reached, count) = results[index];
            let ballot = matches!(round.template.steps[index].work, Work::Ballot { .. });
            StepResult {
                reached,
                adopted: ballot.then(|| round.proposals[..if reached { count } else { 0 }].to_vec()),
            }
        });
        prop_assert!(instants.is_sorted());
        prop_assert_eq!(round.state, RoundState::Concluded);
        let outcome = round.outcome.as_ref().expect("an outcome");
        prop_assert_eq!(outcome.end == RoundEnd::Adopted, !outcome.adopted.is_empty());
        for (step, record) in round.template.steps.iter().zip(&round.steps) {
            // A step that needs something ran only where an earlier one had it.
            if record.state == StepState::Ended && step.needs == Need::Adopted {
                prop_assert_eq!(outcome.end, RoundEnd::Adopted);
            }
        }
    }
}

/// Lets a round of `d.1.1` take the case up and, if told, end.
fn deliberate(world: &mut World, case: world::Case, number: u128, end: Option<RoundEnd>) {
    let round = RoundId(Uuid::from_u128(number));
    let begun = begin_round(world.proposal(case), round, &world.place("d.1.1")).expect("a round");
    world.fold(case, &[begun]);
    if let Some(end) = end {
        world.now = world.now.plus_days(1);
        let ended = end_round(world.proposal(case), round, end).expect("running");
        world.fold(case, &[ended]);
    }
}

/// The resolution or rejection of the director, directly or not.
fn settle(world: &mut World, case: world::Case, action: Action, is_direct: bool) -> Result<(), Refusal> {
    let mut command = world.craft(action, None, case, 0).command;
    if let Command::Form { direct, .. } | Command::Reject { direct, .. } = &mut command {
        *direct = is_direct;
    }
    world.give("director@d.1.1", case, &command)
}

#[test]
fn what_a_round_decided_binds_the_director() {
    let table = [
        // How the round ended, what is done, directly or not, and the answer.
        (RoundEnd::Adopted, Action::Form, false, Ok(())),
        (RoundEnd::Adopted, Action::Reject, false, Err(Refusal::RoundDecided)),
        (RoundEnd::Adopted, Action::Reject, true, Err(Refusal::RoundDecided)),
        (RoundEnd::NotAdopted, Action::Form, false, Err(Refusal::RoundDecided)),
        (RoundEnd::NotAdopted, Action::Form, true, Err(Refusal::RoundDecided)),
        (RoundEnd::NotAdopted, Action::Reject, false, Ok(())),
        (RoundEnd::NoQuorum, Action::Form, false, Err(Refusal::RoundRequired)),
        (RoundEnd::NoQuorum, Action::Form, true, Ok(())),
        (RoundEnd::NoQuorum, Action::Reject, false, Ok(())),
        (RoundEnd::Cancelled, Action::Form, false, Err(Refusal::RoundRequired)),
        (RoundEnd::Cancelled, Action::Reject, false, Err(Refusal::RoundRequired)),
    ];
    for (end, action, direct, answer) in table {
        let mut world = World::new();
        let case = world.raised("d.1.1");
        world.bring(case, State::UnderReview);
        deliberate(&mut world, case, 1, Some(end));
        assert_eq!(
            settle(&mut world, case, action, direct),
            answer,
            "{end:?} {action:?} {direct}"
        );
    }
}

#[test]
fn a_resolution_names_its_round_and_after_upheld_objections_there_must_be_another() {
    let mut world = World::under(|profile| profile.objection_threshold = 1);
    let case = world.raised("d.1.1");
    world.bring(case, State::UnderReview);
    deliberate(&mut world, case, 1, Some(RoundEnd::Adopted));
    settle(&mut world, case, Action::Form, true).expect("a resolution");
    let resolution = world.proposal(case).resolution.clone().expect("formed");
    assert_eq!(
        (resolution.direct, resolution.round),
        (false, Some(RoundId(Uuid::from_u128(1))))
    );
    let objector = world.somebody_who_may(Action::Object, case).expect("a resident");
    let command = world.craft(Action::Object, Some(&objector), case, 0).command;
    world.give_as(&objector, case, &command).expect("an objection");
    assert_eq!(world.state(case), State::UnderReview);
    assert_eq!(
        settle(&mut world, case, Action::Form, false),
        Err(Refusal::RoundRequired)
    );
    deliberate(&mut world, case, 2, Some(RoundEnd::Adopted));
    assert_eq!(settle(&mut world, case, Action::Form, false), Ok(()));
}

#[test]
fn a_round_under_way_holds_its_proposal_and_only_its_proponent_takes_it_out() {
    let mut world = World::new();
    let case = world.raised("d.1.1");
    assert_eq!(
        begin_round(world.proposal(case), RoundId(Uuid::from_u128(1)), &world.place("d.1.1")),
        Err(Refusal::BadTarget)
    );
    world.bring(case, State::UnderReview);
    deliberate(&mut world, case, 1, None);
    for action in [Action::Escalate, Action::Merge, Action::Form, Action::Reject] {
        assert_eq!(
            world.refused("director@d.1.1", case, action),
            Refusal::UnderRound,
            "{action:?}"
        );
    }
    let again = begin_round(world.proposal(case), RoundId(Uuid::from_u128(2)), &world.place("d.1.1"));
    assert_eq!(again, Err(Refusal::UnderRound));
    let elsewhere = begin_round(world.proposal(case), RoundId(Uuid::from_u128(2)), &world.place("d.1.2"));
    assert_eq!(elsewhere, Err(Refusal::BadTarget));
    let proponent = world.somebody_who_may(Action::Withdraw, case).expect("the proponent");
    let command = world.craft(Action::Withdraw, Some(&proponent), case, 0).command;
    world.give_as(&proponent, case, &command).expect("withdrawn");
    assert_eq!(world.proposal(case).running_round(), None);
    let late = end_round(world.proposal(case), RoundId(Uuid::from_u128(1)), RoundEnd::Adopted);
    assert_eq!(late, None);
}
