//! Random histories: turns that people and clocks take.

use super::{Case, World};
use proptest::prelude::*;
use yiting_domain::{
    clock::SlaProfile,
    people::Actor,
    proposal::{Action, State},
};

/// One thing that happens in a history.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Somebody does one of the things that he or she may do.
    Does {
        who: usize,
        nth: usize,
        case: usize,
        pick: u64,
    },
    /// Whoever may carries the proposal on: this is how histories get far.
    Carries { case: usize, nth: usize, pick: u64 },
    /// Somebody tries something, allowed or not.
    Tries {
        who: usize,
        action: usize,
        case: usize,
        pick: u64,
    },
    /// Somebody begins another proposal.
    Drafts { who: usize },
    /// Time passes, and the clocks run, or are late.
    Waits { hours: i64, clocks: bool },
    /// The implementation or the evaluation goes on by one step, whoever is asked first.
    Works { case: usize, from: usize },
    /// Exactly the instant comes at which the clock has something to do.
    Strikes { case: usize },
}

/// People of three tiers around the block `d.1.1.1`, and some who have no business there.
const CAST: [&str; 24] = [
    "neighbour@d.1.1.1",
    "resident@d.1.1.1",
    "owner@d.1.1.1",
    "resident@d.1.1.2",
    "owner@d.1.1.2",
    "resident@d.2.1.1",
    "phone",
    "wechat",
    "convener@d.1.1.1",
    "convener@d.1.1.2",
    "worker@d.1.1",
    "director@d.1.1",
    "officer@d.1",
    "lead@d.1",
    "officer@d",
    "lead@d",
    "implementer@d.1.1.1",
    "implementer@d.1.1",
    "implementer@d",
    "supervisor@d.1.1",
    "supervisor@d",
    "auditor@d.1",
    "administrator@d.1",
    "director@d.1.2",
];

pub fn turns() -> impl Strategy<Value = Turn> {
    let (who, case, pick) = (0..CAST.len(), 0usize..4, 0u64..12);
    prop_oneof![
        4 => (who.clone(), 0usize..64, case.clone(), pick.clone())
            .prop_map(|(who, nth, case, pick)| Turn::Does { who, nth, case, pick }),
        6 => (case.clone(), 0usize..64, prop_oneof![2 => Just(0u64), 1 => pick.clone()])
            .prop_map(|(case, nth, pick)| Turn::Carries { case, nth, pick }),
        2 => (who.clone(), 0usize..256, case.clone(), pick)
            .prop_map(|(who, action, case, pick)| Turn::Tries { who, action, case, pick }),
        1 => who.prop_map(|who| Turn::Drafts { who }),
        2 => (1i64..24 * 9, any::<bool>()).prop_map(|(hours, clocks)| Turn::Waits { hours, clocks }),
        1 => (24i64 * 20..24 * 100, any::<bool>()).prop_map(|(hours, clocks)| Turn::Waits { hours, clocks }),
        3 => case.clone().prop_map(|case| Turn::Strikes { case }),
        4 => (case, 0usize..CAST.len()).prop_map(|(case, from)| Turn::Works { case, from }),
    ]
}

/// Small numbers, so that thresholds are reached by few people.
pub fn profiles() -> impl Strategy<Value = SlaProfile> {
    (1u32..4, prop::option::of(1u32..4), 1u32..3, 0u32..3, 0u32..3, 1u32..4).prop_map(
        |(objections, supports, ratings, reworks, grace, limit)| SlaProfile {
            objection_threshold: objections,
            support_threshold: supports,
            min_ratings: ratings,
            max_reworks: reworks,
            grace_days: grace,
            open_proposals_limit: limit,
            ..SlaProfile::standard()
        },
    )
}

/// Moves that carry a proposal along the chain, rather than voices beside it.
fn carries(action: Action) -> bool {
    let beside = [
        "support",
        "revoke_support",
        "follow",
        "unfollow",
        "comment",
        "write_note",
        "open_supervision",
    ];
    !beside.contains(&action.name())
}

/// Three proposals: two that were carried so far, by one path or another, and a draft.
pub fn begin(profile: &SlaProfile, starts: [State; 2]) -> World {
    let mut world = World::under(|numbers| {
        *numbers = SlaProfile {
            version: 2,
            ..profile.clone()
        };
    });
    for (role, start) in ["neighbour", "owner"].into_iter().zip(starts) {
        let case = world.raised_by(role, "d.1.1.1");
        world.bring(case, start);
    }
    world.draft_for("d.1.1", "resident");
    world
}

/// Where a history begins. Most of the way is as likely as none of it.
pub fn starts() -> impl Strategy<Value = [State; 2]> {
    use State::{Closed, Declined, Evaluating, Formed, Implementing, Submitted, UnderReview};
    let one = || {
        prop_oneof![
            4 => Just(Submitted),
            1 => prop::sample::select(vec![Declined, UnderReview, Formed]),
            3 => prop::sample::select(vec![Implementing, Evaluating, Closed]),
        ]
    };
    [one(), one()]
}

fn offered(world: &World, actor: &Actor, case: Case) -> Vec<Action> {
    let able = |action: &Action| world.may(*action, Some(actor), case).is_ok();
    Action::ALL.iter().copied().filter(able).collect()
}

fn act(world: &mut World, actor: &Actor, case: Case, action: Action, pick: u64) {
    let crafted = world.craft(action, Some(actor), case, pick);
    let before = world.proposal(case).clone();
    let (promised, done) = (
        world.may(action, Some(actor), case),
        world.give_as(actor, case, &crafted.command),
    );
    match (promised, done) {
        (Err(promised), done) => assert_eq!(done, Err(promised), "{action:?} of {before:?}"),
        (Ok(()), Err(refusal)) => assert!(!crafted.sound, "offered and refused ({refusal}): {:?}", crafted.command),
        (Ok(()), Ok(())) => {}
    }
    if done.is_err() {
        assert_eq!(&before, world.proposal(case), "a refusal changes nothing");
    }
}

pub fn take(world: &mut World, turn: &Turn) {
    let count = world.cases.len();
    match turn {
        Turn::Does { who, nth, case, pick } => {
            let (actor, case) = (world.who(CAST[*who]), Case(case % count));
            offers_and_decisions_agree(world, &actor, case, *pick);
            let able = offered(world, &actor, case);
            if !able.is_empty() {
                act(world, &actor, case, able[nth % able.len()], *pick);
            }
        }
        Turn::Carries { case, nth, pick } => {
            let case = Case(case % count);
            let mut able = Vec::new();
            for name in CAST {
                let actor = world.who(name);
                able.extend(
                    offered(world, &actor, case)
                        .into_iter()
                        .filter(|a| carries(*a))
                        .map(|a| (name, a)),
                );
            }
            if !able.is_empty() {
                let (name, action) = able[nth % able.len()];
                act(world, &world.who(name), case, action, *pick);
            }
        }
        Turn::Tries {
            who,
            action,
            case,
            pick,
        } => {
            let action = Action::ALL[action % Action::ALL.len()];
            act(world, &world.who(CAST[*who]), Case(case % count), action, *pick);
        }
        Turn::Drafts { who } if count < 4 => {
            let _ = world.drafts(CAST[*who], "d.1.1.1", None);
        }
        Turn::Drafts { .. } => {}
        Turn::Waits { hours, clocks } => {
            world.now = world.now.plus_millis(hours * 3_600_000);
            if *clocks {
                clocks_run(world);
            }
        }
        Turn::Works { case, from } => {
            let case = Case(case % count);
            let work = [
                "object",
                "resume",
                "decide_request",
                "report",
                "deliver",
                "confirm_delivery",
                "record_check",
                "rate",
            ];
            let names = CAST.iter().cycle().skip(*from).take(CAST.len());
            let step = names.map(|name| world.who(name)).find_map(|actor| {
                let mut able = offered(world, &actor, case).into_iter();
                able.find(|action| work.contains(&action.name()))
                    .map(|action| (actor, action))
            });
            if let Some((actor, action)) = step {
                act(world, &actor, case, action, if *from > 12 { 0 } else { 4 });
            }
        }
        Turn::Strikes { case } => {
            if let Some(at) = world.next_tick(Case(case % count)).filter(|at| *at > world.now) {
                world.now = at.plus_millis(-1);
                assert!(!world.clock(Case(case % count)), "the clock struck before its time");
                world.now = at;
            }
            clocks_run(world);
        }
    }
}

/// Each clock strikes once, and then has nothing more to say at this instant; only a merge that is
/// settled can make the next one speak.
fn clocks_run(world: &mut World) {
    let mut cases: Vec<_> = (0..world.cases.len()).map(Case).collect();
    cases.sort_by_key(|case| world.next_tick(*case));
    for case in &cases {
        clock_tells_the_truth(world, *case);
        world.clock(*case);
        let again = world.due_events(*case).here;
        assert!(again.is_empty(), "due twice at {}: {again:?}", world.now.rfc3339());
    }
    world.run_clocks();
    for case in cases {
        clock_tells_the_truth(world, case);
        let kept = &world.cases[case.0];
        let settled = kept.state.merge.as_ref().is_some_and(|merge| merge.settled);
        assert!(!settled || kept.voices.undecided().is_empty(), "supporters left behind");
    }
}

fn clock_tells_the_truth(world: &World, case: Case) {
    let due = world.due_events(case);
    let announced = world.next_tick(case).is_some_and(|at| at <= world.now);
    assert_eq!(
        announced,
        !due.here.is_empty(),
        "next tick {:?}, due {due:?}",
        world.next_tick(case)
    );
}

fn offers_and_decisions_agree(world: &World, actor: &Actor, case: Case, pick: u64) {
    for action in Action::ALL {
        let crafted = world.craft(*action, Some(actor), case, pick);
        let promised = world.may(*action, Some(actor), case);
        let decided = world.decide(Some(actor), case, &crafted.command).map(|_| ());
        if promised.is_err() || crafted.sound {
            assert_eq!(promised, decided, "{:?} of {:?}", crafted.command, world.proposal(case));
        }
    }
}
