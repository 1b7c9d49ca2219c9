//! Inclusion and consistency proofs (RFC 9162, sections 2.1.3 and 2.1.4).

use thiserror::Error;

use super::merkle::{Digest, empty_root, node_hash, root_of, split};

/// Why a proof could not be made, or does not prove what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProofError {
    /// The index or the old size lies outside the tree.
    #[error("{asked} lies outside a tree of {size} leaves")]
    OutOfRange {
        /// Index or old size.
        asked: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// The proof has too few or too many hashes for these sizes.
    #[error("the proof has the wrong length")]
    Length,
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// The hashes that lead from the leaf at `index` to the root: PATH of RFC 9162, 2.1.3.1.
///
/// # Errors
/// [`ProofError::OutOfRange`] if there is no such leaf.
pub fn inclusion_proof(leaves: &[Digest], index: usize) -> Result<Vec<Digest>, ProofError> {
    if index >= leaves.len() {
        return Err(out_of_range(index, leaves.len()));
    }
    let mut proof = Vec::new();
    let (mut rest, mut at) = (leaves, index);
    while rest.len() > 1 {
        let half = split(rest.len());
        let (left, right) = rest.split_at(half);
        if at < half {
            proof.push(root_of(right));
            rest = left;
        } else {
            proof.push(root_of(left));
            rest = right;
            at -= half;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that `leaf` stands at `index` of the tree of `size` leaves with `root`
/// (RFC 9162, 2.1.3.2).
///
/// # Errors
/// [`ProofError`] if it is not proved.
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: &Digest,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange { asked: index, size });
    }
    // Positions of the node on the path and of the last node, on the level reached so far.
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            skip_levels_without_sibling(&mut node, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if hash == *root { Ok(()) } else { Err(ProofError::Root) }
}

/// On the right edge a node without sibling moves up unchanged.
fn skip_levels_without_sibling(node: &mut u64, last: &mut u64) {
    while *node & 1 == 0 && *node != 0 {
        *node >>= 1;
        *last >>= 1;
    }
}

/// The hashes that show that the first `old_size` leaves are a prefix of all: PROOF of
/// RFC 9162, 2.1.4.1. Empty for an empty or an equal old tree.
///
/// # Errors
/// [`ProofError::OutOfRange`] if the old tree is larger.
pub fn consistency_proof(leaves: &[Digest], old_size: usize) -> Result<Vec<Digest>, ProofError> {
    if old_size > leaves.len() {
        return Err(out_of_range(old_size, leaves.len()));
    }
    let mut proof = Vec::new();
    if old_size == 0 || old_size == leaves.len() {
        return Ok(proof);
    }
    let (mut rest, mut old, mut known) = (leaves, old_size, true);
    while old < rest.len() {
        let half = split(rest.len());
        let (left, right) = rest.split_at(half);
        if old <= half {
            proof.push(root_of(right));
            rest = left;
        } else {
            proof.push(root_of(left));
            rest = right;
            old -= half;
            // From here on the subtree is not the whole old tree, so its root must be given.
            known = false;
        }
    }
    if !known {
        proof.push(root_of(rest));
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that the tree of `old_size` leaves with `old_root` is a prefix of the tree of `size`
/// leaves with `root` (RFC 9162, 2.1.4.2). An empty old tree is a prefix of every tree.
///
/// # Errors
/// [`ProofError`] if it is not proved.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Digest,
    size: u64,
    root: &Digest,
    proof: &[Digest],
) -> Result<(), ProofError> {
    if old_size > size {
        return Err(ProofError::OutOfRange { asked: old_size, size });
    }
    if old_size == 0 || old_size == size {
        let expected = if old_size == size { *root } else { empty_root() };
        return match (proof, expected == *old_root) {
            ([], true) if size != 0 || *root == empty_root() => Ok(()),
            ([], _) => Err(ProofError::Root),
            _ => Err(ProofError::Length),
        };
    }
    // A complete old tree is a node of the new one: its root starts the path and is not sent.
    let (first, path) = if old_size.is_power_of_two() {
        (*old_root, proof)
    } else {
        match proof {
            [] => return Err(ProofError::Length),
            [first, path @ ..] => (*first, path),
        }
    };
    let (mut node, mut last) = (old_size - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut hash) = (first, first);
    for sibling in path {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            hash = node_hash(sibling, &hash);
            skip_levels_without_sibling(&mut node, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if old_hash == *old_root && hash == *root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

fn out_of_range(asked: usize, size: usize) -> ProofError {
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    ProofError::OutOfRange {
        asked: wide(asked),
        size: wide(size),
    }
}

#[cfg(test)]
mod tests {
    use super::super::merkle::{leaf_hash, vectors};
    use super::*;
    use proptest::prelude::*;

    fn leaves(count: usize) -> Vec<Digest> {
        (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    fn hex(proof: &[Digest]) -> Vec<String> {
        proof.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_known_inclusion_proof_of_certificate_transparency_is_made() {
        let proof = inclusion_proof(&vectors::leaves(), 0).unwrap();
        assert_eq!(
            hex(&proof),
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        );
    }

    #[test]
    fn the_known_consistency_proof_of_certificate_transparency_is_made() {
        let proof = consistency_proof(&vectors::leaves(), 6).unwrap();
        assert_eq!(
            hex(&proof),
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
    }

    #[test]
    fn every_proof_in_small_trees_verifies() {
        for size in 0..35 {
            let all = leaves(size);
            let root = root_of(&all);
            for index in 0..size {
                let proof = inclusion_proof(&all, index).unwrap();
                let (at, of) = (index as u64, size as u64);
                verify_inclusion(&all[index], at, of, &proof, &root).unwrap();
            }
            for old in 0..=size {
                let proof = consistency_proof(&all, old).unwrap();
                let old_root = root_of(&all[..old]);
                verify_consistency(old as u64, &old_root, size as u64, &root, &proof).unwrap();
            }
        }
    }

    #[test]
    fn what_lies_outside_the_tree_is_refused() {
        let all = leaves(3);
        let outside = ProofError::OutOfRange { asked: 4, size: 3 };
        assert_eq!(inclusion_proof(&all, 4), Err(outside));
        assert_eq!(consistency_proof(&all, 4), Err(outside));
        assert_eq!(verify_inclusion(&all[0], 4, 3, &[], &all[0]), Err(outside));
        let root = root_of(&all);
        assert_eq!(verify_consistency(4, &root, 3, &root, &[]), Err(outside));
    }

    proptest! {
        #[test]
        fn a_changed_proof_is_refused(
            size in 2usize..70, pick: prop::sample::Index, change: prop::sample::Index, bit in 0u8..8,
        ) {
            let all = leaves(size);
            let (root, of) = (root_of(&all), size as u64);
            let index = pick.index(size);
            let good = inclusion_proof(&all, index).unwrap();
            let mut bad = good.clone();
            bad[change.index(good.len())].0[0] ^= 1 << bit;
            prop_assert!(verify_inclusion(&all[index], index as u64, of, &bad, &root).is_err());
            let short = &good[1..];
            prop_assert!(verify_inclusion(&all[index], index as u64, of, short, &root).is_err());
            let other = &all[(index + 1) % size];
            prop_assert!(verify_inclusion(other, index as u64, of, &good, &root).is_err());

            let old = 1 + pick.index(size - 1);
            let old_root = root_of(&all[..old]);
            let good = consistency_proof(&all, old).unwrap();
            let mut bad = good.clone();
            bad[change.index(good.len())].0[0] ^= 1 << bit;
            prop_assert!(verify_consistency(old as u64, &old_root, of, &root, &bad).is_err());
            let mut long = good.clone();
            long.push(root);
            prop_assert!(verify_consistency(old as u64, &old_root, of, &root, &long).is_err());
            prop_assert!(verify_consistency(old as u64, &root, of, &root, &good).is_err());
        }

        #[test]
        fn arbitrary_proofs_neither_panic_nor_loop(
            a: u64, b: u64, bytes: [u8; 32], proof: Vec<[u8; 32]>,
        ) {
            let digest = Digest(bytes);
            let proof: Vec<Digest> = proof.into_iter().map(Digest).collect();
            let _ = verify_inclusion(&digest, a, b, &proof, &digest);
            let _ = verify_consistency(a, &digest, b, &digest, &proof);
        }
    }
}
