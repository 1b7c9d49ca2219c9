//! A whole Merkle tree in memory, for lists that are asked about again and again.

use super::merkle::{Digest, empty_root, node_hash};

/// All hashes of a tree of RFC 6962, level by level: the leaves first, the root last. On each level a last
/// node without a sibling moves up unchanged, which gives the same tree as the recursive definition.
///
/// It takes 64 bytes a leaf; a path costs as many steps as the tree has levels and no hashing.
#[derive(Clone, Debug)]
pub struct Tree {
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// Over leaf hashes.
    pub fn over(leaves: Vec<Digest>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let above = below
                .chunks(2)
                .map(|pair| match pair {
                    [left, right] => node_hash(left, right),
                    alone => alone[0],
                })
                .collect();
            levels.push(above);
        }
        Self { levels }
    }

    /// The root; that of the empty tree is the hash of nothing.
    pub fn root(&self) -> Digest {
        let top = self.levels.last().and_then(|level| level.first());
        top.copied().unwrap_or_else(empty_root)
    }

    /// The hashes that lead from the leaf at `index` to the root (PATH of RFC 9162, 2.1.3.1); `None` if there
    /// is no such leaf.
    pub fn path(&self, index: usize) -> Option<Vec<Digest>> {
        let leaves = self.levels.first()?.len();
        (index < leaves).then(|| {
            let sibling = |(height, level): (usize, &Vec<Digest>)| level.get((index >> height) ^ 1).copied();
            self.levels.iter().enumerate().filter_map(sibling).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::merkle::{inclusion_proof, leaf_hash, root_of};
    use super::*;

    #[test]
    fn root_and_paths_are_those_of_the_recursive_definition() {
        for size in 0..70_usize {
            let leaves: Vec<Digest> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
            let tree = Tree::over(leaves.clone());
            assert_eq!(tree.root(), root_of(&leaves), "{size} leaves");
            for index in 0..size {
                assert_eq!(
                    tree.path(index),
                    inclusion_proof(&leaves, index).ok(),
                    "{index} of {size}"
                );
            }
            assert_eq!(tree.path(size), None);
        }
    }
}
