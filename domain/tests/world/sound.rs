//! What holds of every proposal at every moment, whatever happened.

use super::{Kept, World};
use std::collections::BTreeSet;
use yiting_domain::{
    clock::Status,
    proposal::{Event, Proposal, State, reading},
};

pub fn counts_equal_the_sets(kept: &Kept) {
    let (p, voices) = (&kept.state, &kept.voices);
    assert_eq!(p.supports as usize, voices.counted(), "supports");
    assert_eq!(p.comments as usize, voices.comments.len(), "comments");
    if p.state == State::Evaluating {
        let sums = (p.ratings.count, p.ratings.sum, p.ratings.satisfied);
        assert_eq!(sums, voices.rated(p.links.len()), "ratings");
    }
    if p.state == State::Formed {
        let here = voices
            .objections
            .iter()
            .filter(|(stay, _)| *stay == p.links.len())
            .count();
        assert_eq!(
            p.resolution.as_ref().map_or(0, |r| r.objections) as usize,
            here,
            "objections"
        );
    }
}

pub fn the_state_is_sound(world: &World, kept: &Kept) {
    let p = &kept.state;
    assert!(p.custodian().tier.has_platform(), "a custodian always exists");
    assert!(!p.custody.is_empty());
    assert_eq!(p.version as usize, kept.log.len(), "one version per event");
    let handed_in = kept
        .log
        .iter()
        .find(|(_, event)| matches!(event, Event::Submitted { .. }));
    assert_eq!(
        p.submitted_at,
        handed_in.map(|(at, _)| *at),
        "the total clock never restarts"
    );
    let paused = reading(p, world.policy(), world.now).is_some_and(|clock| clock.status == Status::Paused);
    assert_eq!(
        paused,
        p.state == State::Returned || p.suspended,
        "paused while returned or suspended"
    );
    let working = p.state == State::Implementing;
    assert!(working || !p.suspended, "suspended in {:?}", p.state);
    assert!(
        working || (p.request.is_none() && p.delivery.is_none()),
        "waiting in {:?}",
        p.state
    );
    let done = p.links.iter().filter(|link| link.span.done.is_none()).count();
    assert_eq!(
        done,
        usize::from(p.state.is_open()),
        "one clock runs while it is open: {:?}",
        p.links
    );
    let cards: BTreeSet<_> = p.supervisions.iter().map(|card| card.id).collect();
    assert_eq!(cards.len(), p.supervisions.len(), "a card stands once");
    assert_eq!(p.merge.is_some(), p.state == State::Merged);
}

pub fn replay_gives_the_same(kept: &Kept) {
    let json = |event: &Event| serde_json::to_string(event).expect("writes");
    let mut log = kept.log.iter().map(|(at, event)| {
        let back: Event = serde_json::from_str(&json(event)).expect("reads back");
        assert_eq!(&back, event);
        (*at, back)
    });
    let (at, first) = log.next().expect("a draft");
    let mut state = Proposal::from_draft(kept.state.id, &first, at).expect("a draft");
    log.for_each(|(at, event)| state.evolve(&event, at));
    assert_eq!(state, kept.state, "the log alone gives the state");
    let text = serde_json::to_string(&state).expect("writes");
    assert_eq!(serde_json::from_str::<Proposal>(&text).expect("reads back"), state);
}
