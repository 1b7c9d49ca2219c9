//! The speaking list of an agenda item.
//!
//! Whoever has not yet spoken on the item comes before whoever has, each in the order in which they
//! asked, as in Robert's Rules of Order (12th ed., 42:9): nobody speaks a second time on a question
//! while somebody who has not spoken on it wants to.

use crate::{id::Pseudonym, poll::named};
use std::collections::BTreeSet;
use uuid::Uuid;

named! {
    /// Where a request to speak stands.
    SpeechState {
        /// On the list.
        Waiting, "waiting";
        /// Called; speaks now.
        Speaking, "speaking";
        /// Has spoken.
        Done, "done";
        /// Taken back.
        Withdrawn, "withdrawn";
    }
}

/// A request to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeechView {
    /// Its id.
    pub id: Uuid,
    /// On which item of the agenda, from 1.
    pub item: u32,
    /// Who asked.
    pub who: Pseudonym,
    /// Where it stands.
    pub state: SpeechState,
    /// Its number in the order in which people asked.
    pub asked: i64,
}

/// Who waits on an item, the next first.
pub fn queue(all: &[SpeechView], item: u32) -> Vec<SpeechView> {
    let on_item = || all.iter().filter(move |one| one.item == item);
    let spoken: BTreeSet<Pseudonym> = on_item()
        .filter(|one| matches!(one.state, SpeechState::Speaking | SpeechState::Done))
        .map(|one| one.who)
        .collect();
    let mut waiting: Vec<SpeechView> = on_item()
        .filter(|one| one.state == SpeechState::Waiting)
        .copied()
        .collect();
    waiting.sort_unstable_by_key(|one| (spoken.contains(&one.who), one.asked));
    waiting
}

#[cfg(test)]
mod tests {
    use super::{SpeechState, SpeechView, queue};
    use crate::id::Pseudonym;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn request(number: u32, item: u32, who: u128, state: SpeechState) -> SpeechView {
        SpeechView {
            id: Uuid::from_u128(u128::from(number)),
            item,
            who: Pseudonym(Uuid::from_u128(who)),
            state,
            asked: i64::from(number),
        }
    }

    #[test]
    fn who_has_not_spoken_on_the_item_comes_first() {
        let all = [
            request(1, 1, 7, SpeechState::Done),
            request(2, 1, 7, SpeechState::Waiting),
            request(3, 1, 8, SpeechState::Waiting),
            request(4, 2, 9, SpeechState::Waiting),
            request(5, 1, 9, SpeechState::Waiting),
            request(6, 1, 6, SpeechState::Withdrawn),
        ];
        let order: Vec<i64> = queue(&all, 1).iter().map(|one| one.asked).collect();
        assert_eq!(order, [3, 5, 2]);
    }

    proptest! {
        #[test]
        fn the_list_holds_all_who_wait_and_nobody_is_overtaken_by_an_equal(
            given in prop::collection::vec((1u32..3, 0u128..4, 0usize..4), 0..20)
        ) {
            let all: Vec<SpeechView> = given
                .iter()
                .zip(1..)
                .map(|((item, who, state), number)| request(number, *item, *who, SpeechState::ALL[*state]))
                .collect();
            for item in 1..3 {
                let order = queue(&all, item);
                let waiting = all.iter().filter(|one| one.item == item && one.state == SpeechState::Waiting);
                prop_assert_eq!(order.len(), waiting.count());
                let spoke = |who| all.iter().any(|one| one.item == item && one.who == who
                    && matches!(one.state, SpeechState::Done | SpeechState::Speaking));
                for pair in order.windows(2) {
                    let (first, second) = (pair[0], pair[1]);
                    prop_assert!(!spoke(first.who) || spoke(second.who));
                    prop_assert!(spoke(first.who) != spoke(second.who) || first.asked < second.asked);
                }
            }
        }
    }
}
