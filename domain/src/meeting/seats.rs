//! Seats: those of the invited, the open ones, and the waiting list.

use crate::poll::named;
use std::collections::BTreeSet;

named! {
    /// Whether somebody comes.
    Standing {
        /// Has not said; the invited keep their seat meanwhile.
        Unanswered, "unanswered";
        /// Has a seat and comes.
        Seated, "seated";
        /// Waits for a seat.
        Waiting, "waiting";
        /// Signed off.
        Off, "off";
    }
}

/// The open seats of a meeting. Seats of the invited are beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many there are; `None`: as many as come.
    pub open: Option<u32>,
    /// The numbers that are taken, from 1.
    pub taken: BTreeSet<u32>,
}

impl Room {
    /// The lowest free number; `None` when the room is full. When seats are taken out of a room, those
    /// who sit keep theirs and nobody gets one until there are fewer people than seats.
    pub fn free(&self) -> Option<u32> {
        let taken = u32::try_from(self.taken.len()).unwrap_or(u32::MAX);
        if !has_room(self.open, taken) {
            return None;
        }
        let mut next: u32 = 1;
        for number in &self.taken {
            if *number != next {
                break;
            }
            next = number.checked_add(1)?;
        }
        Some(next)
    }

    /// Who moves up now, with the seat: those who have waited longest, as long as there are seats.
    /// `waiting` stands in the order of arrival.
    pub fn move_up<W: Copy>(&mut self, waiting: &[W]) -> Vec<(W, u32)> {
        let mut moved = Vec::new();
        for who in waiting {
            let Some(seat) = self.free() else { break };
            self.taken.insert(seat);
            moved.push((*who, seat));
        }
        moved
    }
}

/// Whether one more seat can be taken.
pub(super) fn has_room(open: Option<u32>, taken: u32) -> bool {
    open.is_none_or(|open| taken < open)
}

#[cfg(test)]
mod tests {
    use super::Room;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// A room as a use case runs it: arrivals take a seat or wait, and who leaves frees one.
    #[derive(Default)]
    struct Book {
        open: u32,
        seated: BTreeMap<u16, u32>,
        waiting: Vec<u16>,
    }

    impl Book {
        fn room(&self) -> Room {
            Room {
                open: Some(self.open),
                taken: self.seated.values().copied().collect(),
            }
        }
        fn settle(&mut self) {
            let moved = self.room().move_up(&self.waiting);
            self.waiting.drain(..moved.len());
            self.seated.extend(moved);
        }
    }

    proptest! {
        #[test]
        fn seats_are_never_over_capacity_and_the_list_moves_up_in_order(
            open in 0u32..6, steps in prop::collection::vec((any::<bool>(), 0u16..12), 0..60)
        ) {
            let mut book = Book { open, ..Book::default() };
            for (comes, who) in steps {
                let before = book.waiting.clone();
                if comes {
                    if !book.seated.contains_key(&who) && !book.waiting.contains(&who) {
                        book.waiting.push(who);
                    }
                } else {
                    book.seated.remove(&who);
                    book.waiting.retain(|one| *one != who);
                }
                book.settle();
                let seats: BTreeSet<u32> = book.seated.values().copied().collect();
                prop_assert_eq!(seats.len(), book.seated.len(), "no seat twice");
                prop_assert!(seats.iter().all(|seat| (1..=open).contains(seat)), "never over capacity");
                prop_assert!(book.waiting.is_empty() || seats.len() == open as usize, "nobody waits beside a free seat");
                let still: Vec<u16> = before.into_iter().filter(|one| book.waiting.contains(one)).collect();
                prop_assert!(book.waiting.starts_with(&still), "who waits keeps the place");
            }
        }
    }

    #[test]
    fn a_room_without_a_limit_always_has_a_seat_and_gaps_are_filled_first() {
        let mut room = Room {
            open: None,
            taken: BTreeSet::from([1, 3]),
        };
        assert_eq!(room.move_up(&['a', 'b', 'c']), [('a', 2), ('b', 4), ('c', 5)]);
        room.taken.insert(u32::MAX);
        assert_eq!(room.free(), Some(6));
    }
}
