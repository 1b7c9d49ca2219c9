//! Ties: an order of the options that was fixed before anybody could have wished for it.

use std::cmp::Ordering;

use sha2::{Digest, Sha256};

/// A complete order of the options of a ballot; the earlier option wins a tie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieOrder {
    /// Position of every option.
    position: Vec<usize>,
}

impl TieOrder {
    /// The announced order: ascending by SHA-256 over the bytes of the option's id followed by the
    /// bytes of the tree head that was signed at closing. Whoever could choose it would have to
    /// choose the whole log. Options with equal ids keep the order in which they are given.
    pub fn by_tree_head<I: AsRef<[u8]>>(ids: &[I], signed_tree_head: &[u8]) -> Self {
        let digest = |id: &I| {
            let mut hash = Sha256::new();
            hash.update(id.as_ref());
            hash.update(signed_tree_head);
            hash.finalize()
        };
        let digests: Vec<_> = ids.iter().map(digest).collect();
        Self::sorted(ids.len(), |a, b| digests[a].cmp(&digests[b]))
    }

    /// Ascending by id as text (by code point), as the published reference counts do it.
    pub fn by_text<I: AsRef<str>>(ids: &[I]) -> Self {
        Self::sorted(ids.len(), |a, b| ids[a].as_ref().cmp(ids[b].as_ref()))
    }

    /// The order in which the options stand on the ballot paper.
    pub fn as_listed(options: usize) -> Self {
        Self {
            position: (0..options).collect(),
        }
    }

    fn sorted(options: usize, compare: impl Fn(usize, usize) -> Ordering) -> Self {
        let mut order: Vec<usize> = (0..options).collect();
        order.sort_by(|&a, &b| compare(a, b).then(a.cmp(&b)));
        let mut position = vec![0; options];
        for (place, option) in order.into_iter().enumerate() {
            position[option] = place;
        }
        Self { position }
    }

    /// Number of options.
    pub fn len(&self) -> usize {
        self.position.len()
    }

    /// Whether there is no option at all.
    pub fn is_empty(&self) -> bool {
        self.position.is_empty()
    }

    /// Place of `option`, from 0; an option outside the order comes after all others.
    pub fn position(&self, option: usize) -> usize {
        self.position.get(option).copied().unwrap_or(usize::MAX)
    }

    /// `Less` if `a` wins a tie against `b`.
    pub fn compare(&self, a: usize, b: usize) -> Ordering {
        self.position(a).cmp(&self.position(b)).then(a.cmp(&b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_follows_the_hash_of_id_and_tree_head() {
        let ids = ["a", "b", "c", "d"];
        let head = b"signed tree head";
        let order = TieOrder::by_tree_head(&ids, head);
        let hash = |id: &str| Sha256::digest([id.as_bytes(), head].concat());
        for a in 0..4 {
            for b in 0..4 {
                assert_eq!(order.compare(a, b), hash(ids[a]).cmp(&hash(ids[b])));
            }
        }
        assert_ne!(order, TieOrder::by_tree_head(&ids, b"another tree head"));
    }

    #[test]
    fn ids_are_compared_as_text_and_not_as_numbers() {
        let order = TieOrder::by_text(&["9", "10", "c2"]);
        assert_eq!(order.compare(1, 0), Ordering::Less);
        assert_eq!(order.position(2), 2);
        assert_eq!(TieOrder::as_listed(2).position(7), usize::MAX);
    }
}
