//! The right edge of a growing tree: enough to append and to know the root.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::merkle::{Digest, empty_root, node_hash};

/// The roots of the complete subtrees of a tree, largest first (a compact range from leaf 0).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Frontier {
    size: u64,
    peaks: Vec<Digest>,
}

/// The stored form, not yet checked.
#[derive(Deserialize)]
struct Stored {
    size: u64,
    peaks: Vec<Digest>,
}

/// A stored frontier with the wrong number of peaks for its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a tree of {size} leaves has {expected} peaks, not {found}")]
pub struct FrontierError {
    /// Leaves.
    pub size: u64,
    /// Peaks that such a tree has.
    pub expected: u32,
    /// Peaks given.
    pub found: usize,
}

impl TryFrom<Stored> for Frontier {
    type Error = FrontierError;

    fn try_from(stored: Stored) -> Result<Self, FrontierError> {
        Self::from_parts(stored.size, stored.peaks)
    }
}

impl Frontier {
    /// The frontier of the empty tree.
    pub const fn new() -> Self {
        Self {
            size: 0,
            peaks: Vec::new(),
        }
    }

    /// A frontier from storage.
    ///
    /// # Errors
    /// [`FrontierError`] unless there is one peak for each bit that is set in `size`.
    pub fn from_parts(size: u64, peaks: Vec<Digest>) -> Result<Self, FrontierError> {
        let expected = size.count_ones();
        if u32::try_from(peaks.len()) == Ok(expected) {
            Ok(Self { size, peaks })
        } else {
            Err(FrontierError {
                size,
                expected,
                found: peaks.len(),
            })
        }
    }

    /// Number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Roots of the complete subtrees, largest first.
    pub fn peaks(&self) -> &[Digest] {
        &self.peaks
    }

    /// Appends a leaf hash and returns its index.
    pub fn push(&mut self, leaf: Digest) -> u64 {
        let index = self.size;
        let mut node = leaf;
        // As in binary addition: every trailing one of the size is a subtree that is now full.
        for _ in 0..index.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = node_hash(&left, &node);
            }
        }
        self.peaks.push(node);
        // 2^64 leaves are out of reach; saturating only rules out a panic.
        self.size = index.saturating_add(1);
        index
    }

    /// The root of the tree.
    pub fn root(&self) -> Digest {
        let mut from_right = self.peaks.iter().rev();
        match from_right.next() {
            None => empty_root(),
            Some(last) => from_right.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::merkle::{root_of, vectors};
    use super::*;

    #[test]
    fn a_growing_frontier_passes_through_the_known_roots() {
        let mut frontier = Frontier::new();
        assert_eq!(frontier.root().to_string(), vectors::ROOTS[0]);
        for (index, leaf) in vectors::leaves().into_iter().enumerate() {
            assert_eq!(frontier.push(leaf), index as u64);
            assert_eq!(frontier.root().to_string(), vectors::ROOTS[index + 1]);
        }
    }

    #[test]
    fn a_stored_frontier_is_checked_when_it_is_read() {
        let mut frontier = Frontier::new();
        for leaf in vectors::leaves().into_iter().take(7) {
            frontier.push(leaf);
        }
        let json = serde_json::to_string(&frontier).unwrap();
        assert_eq!(serde_json::from_str::<Frontier>(&json).unwrap(), frontier);
        let broken = json.replace("\"size\":7", "\"size\":8");
        assert!(serde_json::from_str::<Frontier>(&broken).is_err());
    }

    proptest! {
        #[test]
        fn the_frontier_root_is_the_root_of_all_leaves(seeds: Vec<[u8; 32]>) {
            let leaves: Vec<Digest> = seeds.into_iter().map(Digest).collect();
            let mut frontier = Frontier::new();
            for leaf in &leaves {
                frontier.push(*leaf);
            }
            prop_assert_eq!(frontier.root(), root_of(&leaves));
        }
    }
}
