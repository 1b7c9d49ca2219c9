//! One test per row of the design's table: from the draft to the screening, with returns, declines and
//! appeals.

mod world;

use world::World;
use yiting_domain::{
    permission::{sees_internal, visible},
    proposal::{Action, Command, DeclineReason, State, answer_is_public, decline_is_final},
    refusal::Refusal,
};

#[test]
fn drafting_needs_a_phone_and_once_verified_a_residence_there() {
    let mut world = World::new();
    assert_eq!(world.drafts("wechat", "d.1.1.1", None), Err(Refusal::PhoneRequired));
    assert!(
        world.drafts("phone", "d.1.1.1", None).is_ok(),
        "a draft may be begun before verification"
    );
    assert_eq!(
        world.drafts("resident@d.1.2.1", "d.1.1.1", None),
        Err(Refusal::NotResidentHere)
    );
    assert!(
        world.drafts("resident@d.1.1.2", "d.1.1", None).is_ok(),
        "a block's resident is one of the neighborhood"
    );
    assert_eq!(world.drafts("resident@d.1.1.1", "d.1", None), Err(Refusal::BadTarget));
}

#[test]
fn staff_may_record_a_proposal_for_somebody_and_nobody_else_may() {
    let mut world = World::new();
    let refused = world.drafts("resident@d.1.1.1", "d.1.1.1", Some("phone"));
    assert_eq!(refused, Err(Refusal::Forbidden));
    assert_eq!(
        world.drafts("worker@d.1.2", "d.1.1", Some("phone")),
        Err(Refusal::Forbidden)
    );
    let case = world
        .drafts("worker@d.1.1", "d.1.1", Some("phone"))
        .expect("assisted entry");
    assert_eq!(world.proponent(case), "phone");
    world.does("worker@d.1.1", case, Action::Submit);
    assert_eq!(world.state(case), State::Submitted);
}

#[test]
fn handing_in_needs_level_two_a_residence_and_room_under_the_limit() {
    let mut world = World::under(|numbers| numbers.open_proposals_limit = 2);
    let early = world.drafts("phone", "d.1.1.1", None).expect("a draft");
    assert_eq!(
        world.refused("phone", early, Action::Submit),
        Refusal::VerificationRequired
    );
    let first = world.raised("d.1.1.1");
    world.raised("d.1.1.1");
    let third = world.draft_for("d.1.1.1", "neighbour");
    assert_eq!(
        world.refused("neighbour@d.1.1.1", third, Action::Submit),
        Refusal::TooManyOpenProposals
    );
    world.bring(first, State::Withdrawn);
    world.does("neighbour@d.1.1.1", third, Action::Submit);
}

#[test]
fn a_text_that_has_not_passed_is_not_public_and_cannot_be_accepted() {
    let mut world = World::new();
    let case = world.ready_for(Action::CheckText, State::Submitted, "d.1.1.1");
    assert!(!visible(Some(&world.who("resident@d.1.1.1")), world.proposal(case)));
    assert_eq!(
        world.refused("convener@d.1.1.1", case, Action::Accept),
        Refusal::ContentPending
    );
    let mut rejected = world.clone();
    let command = Command::CheckText {
        pass: false,
        reason: None,
    };
    assert_eq!(
        rejected.give("convener@d.1.1.1", case, &command),
        Err(Refusal::TextRequired)
    );
    let command = Command::CheckText {
        pass: false,
        reason: Some(world.text()),
    };
    rejected
        .give("convener@d.1.1.1", case, &command)
        .expect("with a reason");
    assert_eq!(rejected.state(case), State::Returned);
    world.does("convener@d.1.1.1", case, Action::CheckText);
    assert!(visible(None, world.proposal(case)));
    world.does("convener@d.1.1.1", case, Action::Accept);
}

#[test]
fn a_returned_proposal_comes_back_within_thirty_days_or_lapses_by_the_clock() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.does("convener@d.1.1.1", case, Action::Return);
    assert!(world.proposal(case).returned.is_some());
    world.now = world.now.plus_days(30).plus_millis(-1);
    let mut in_time = world.clone();
    in_time.run_clocks();
    in_time.does("neighbour@d.1.1.1", case, Action::Resubmit);
    assert_eq!(in_time.state(case), State::Submitted);
    world.now = world.now.plus_millis(1);
    assert_eq!(
        world.refused("neighbour@d.1.1.1", case, Action::Resubmit),
        Refusal::WindowClosed
    );
    world.run_clocks();
    assert_eq!(world.state(case), State::Withdrawn);
}

#[test]
fn a_decline_has_a_reason_and_an_answer_that_may_be_held_back_for_a_while_only() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    let decline = |world: &World, days: i64| Command::Decline {
        reason: DeclineReason::OtherAuthority,
        answer: world.text(),
        publish_at: Some(world.now.plus_days(days)),
    };
    for days in [-1, 31] {
        let command = decline(&world, days);
        assert_eq!(world.give("convener@d.1.1.1", case, &command), Err(Refusal::Invalid));
    }
    let command = decline(&world, 3);
    world.give("convener@d.1.1.1", case, &command).expect("a decline");
    let answer = world.proposal(case).answer.clone().expect("a written answer");
    assert_eq!(answer.decline, Some(DeclineReason::OtherAuthority));
    assert!(!answer_is_public(world.proposal(case), world.now));
    assert!(sees_internal(
        Some(&world.who("convener@d.1.1.1")),
        world.proposal(case)
    ));
    assert!(!sees_internal(
        Some(&world.who("convener@d.1.1.2")),
        world.proposal(case)
    ));
    assert!(answer_is_public(world.proposal(case), world.now.plus_days(3)));
}

#[test]
fn an_appeal_goes_to_the_parent_tier_once_and_within_ten_working_days() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.bring(case, State::Declined);
    assert_eq!(
        world.refused("resident@d.1.1.1", case, Action::Appeal),
        Refusal::Forbidden
    );
    let mut late = world.clone();
    late.working_days_pass(10);
    assert_eq!(
        late.refused("neighbour@d.1.1.1", case, Action::Appeal),
        Refusal::WindowClosed
    );
    assert!(decline_is_final(late.proposal(case), late.policy(), late.now));
    world.working_days_pass(9);
    assert!(!decline_is_final(world.proposal(case), world.policy(), world.now));
    world.does("neighbour@d.1.1.1", case, Action::Appeal);
    assert_eq!(world.state(case), State::Submitted);
    assert_eq!(world.proposal(case).custodian(), &world.place("d.1.1"));
    assert_eq!(
        world.refused("convener@d.1.1.1", case, Action::Decline),
        Refusal::Forbidden
    );
    world.does("worker@d.1.1", case, Action::Decline);
    assert_eq!(
        world.refused("neighbour@d.1.1.1", case, Action::Appeal),
        Refusal::AlreadyAppealed
    );
    assert!(decline_is_final(world.proposal(case), world.policy(), world.now));
}

#[test]
fn nobody_is_above_the_district_to_appeal_or_escalate_to() {
    let mut world = World::new();
    let case = world.raised("d");
    assert_eq!(world.refused("officer@d", case, Action::Escalate), Refusal::NoSuchTier);
    world.bring(case, State::Declined);
    assert_eq!(
        world.refused("neighbour@d.1.1.1", case, Action::Appeal),
        Refusal::NoSuchTier
    );
}

#[test]
fn support_is_for_others_once_each_and_revocable_until_the_resolution() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    assert_eq!(
        world.refused("neighbour@d.1.1.1", case, Action::Support),
        Refusal::OwnProposal
    );
    assert_eq!(world.refused("wechat", case, Action::Support), Refusal::PhoneRequired);
    world.does("phone", case, Action::Support);
    assert_eq!(world.refused("phone", case, Action::Support), Refusal::AlreadySupported);
    world.does("phone", case, Action::RevokeSupport);
    assert_eq!(world.proposal(case).supports, 0);
    world.does("phone", case, Action::Support);
    world.bring(case, State::Formed);
    assert_eq!(world.refused("phone", case, Action::RevokeSupport), Refusal::WrongState);
}

#[test]
fn a_declined_proposal_is_taken_up_when_enough_people_support_it_and_the_rules_say_so() {
    let mut world = World::new();
    let case = world.raised("d.1.1.1");
    world.bring(case, State::Declined);
    assert_eq!(world.refused("phone", case, Action::Support), Refusal::WrongState);
    let mut world = World::under(|numbers| numbers.support_threshold = Some(2));
    let case = world.raised("d.1.1.1");
    world.does("phone", case, Action::Support);
    world.bring(case, State::Declined);
    world.does("owner@d.1.1.1", case, Action::Support);
    assert_eq!(world.state(case), State::Submitted);
    assert!(world.proposal(case).answer.is_none());
}
