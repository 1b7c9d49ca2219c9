//! The audit log: what an entry is, how it becomes bytes, and how the bytes become a tree.
//!
//! Entries are written as canonical JSON ([`canonical`]), hashed into a Merkle tree ([`merkle`])
//! and published through checkpoints ([`checkpoint`]). Personal text appears only as salted
//! commitments ([`commitment`]). Signing, tiles and storage are the business of other crates.

pub mod canonical;
pub mod checkpoint;
pub mod commitment;
mod entry;
mod frontier;
pub mod merkle;
mod proof;
mod tree;

pub use canonical::CanonicalError;
pub use checkpoint::{Checkpoint, CheckpointError};
pub use commitment::Salt;
pub use entry::{ENTRY_VERSION, Entry, EntryError, HashAlgorithm};
pub use frontier::{Frontier, FrontierError};
pub use merkle::{Digest, DigestError};
pub use proof::ProofError;
pub use tree::Tree;
