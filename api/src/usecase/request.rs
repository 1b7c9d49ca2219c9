//! The key under which a mutation happens once.

use crate::identity::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};
use yiting_domain::refusal::Refusal;

/// Key and hash of a mutation's input.
#[derive(Clone, Debug)]
pub struct Request {
    /// `clientMutationId`.
    pub key: String,
    /// SHA-256 of the operation's name and its input.
    pub hash: String,
}

impl Request {
    /// Names the request. The key is 8 to 128 printable ASCII characters.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for another key, or an input that cannot be written as JSON.
    pub fn new(operation: &str, key: &str, input: &impl Serialize) -> Result<Self, Refusal> {
        let shaped = (8..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
        if !shaped {
            return Err(Refusal::Invalid);
        }
        let input = serde_json::to_vec(input).map_err(|_| Refusal::Invalid)?;
        let mut hash = Sha256::new();
        hash.update(operation.as_bytes());
        hash.update([0]);
        hash.update(&input);
        let hash = hex(&hash.finalize());
        Ok(Self {
            key: key.to_owned(),
            hash,
        })
    }
}
