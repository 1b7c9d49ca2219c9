//! One entry of the log. Its bytes must never change, or every proof made so far breaks.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;
use uuid::Uuid;

use super::canonical::{self, CanonicalError};
use super::merkle::{Digest, leaf_hash};
use crate::instant::Instant;

/// The only version of the entry format so far.
pub const ENTRY_VERSION: u8 = 1;

/// The hash with which an entry is put into the tree. Named in every entry, so that another one
/// (SM3) can be added without reinterpreting old entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HashAlgorithm {
    /// SHA-256 (FIPS 180-4).
    #[serde(rename = "sha256")]
    Sha256,
}

impl HashAlgorithm {
    /// The id as it stands in the entry.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
        }
    }
}

/// One event in the log of a district.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Version of this format: [`ENTRY_VERSION`].
    pub version: u8,
    /// Hash of the leaf.
    pub hash: HashAlgorithm,
    /// Administrative division code of the district, six digits (GB/T 2260).
    pub district: String,
    /// Position in the log of the district, from 0; also the index of the leaf. At most 2^53 - 1.
    pub seq: u64,
    /// When the event was accepted, in milliseconds since the Unix epoch.
    pub at: Instant,
    /// Pseudonym of the actor; the person behind it is known to the tables only.
    pub actor: Uuid,
    /// Type of the event.
    pub kind: String,
    /// What the event is about.
    pub subject: Uuid,
    /// The content of the event. Prefer integers and strings: a reader whose JSON parser rounds
    /// fractions differently could not rebuild them exactly.
    pub body: Value,
}

/// Why an entry has no bytes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryError {
    /// A version that this code cannot write.
    #[error("entry version {0} is not known")]
    Version(u8),
    /// The district is no six-digit code.
    #[error("{0:?} is not a six-digit district code")]
    District(String),
    /// The type of the event is empty.
    #[error("the entry has no kind")]
    Kind,
    /// The content has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

impl Entry {
    /// The bytes that are stored and hashed: RFC 8785 JSON of all nine fields.
    ///
    /// # Errors
    /// [`EntryError`] if a field is malformed or the body has no canonical form.
    pub fn canonical_bytes(&self) -> Result<Vec<u8>, EntryError> {
        if self.version != ENTRY_VERSION {
            return Err(EntryError::Version(self.version));
        }
        if self.district.len() != 6 || !self.district.bytes().all(|b| b.is_ascii_digit()) {
            return Err(EntryError::District(self.district.clone()));
        }
        if self.kind.is_empty() {
            return Err(EntryError::Kind);
        }
        // Spelled out instead of derived, so that renaming a field cannot change the format.
        let value = json!({
            "version": self.version,
            "hash": self.hash.id(),
            "district": self.district,
            "seq": self.seq,
            "at": self.at.millis(),
            "actor": self.actor.hyphenated().to_string(),
            "kind": self.kind,
            "subject": self.subject.hyphenated().to_string(),
            "body": self.body,
        });
        Ok(canonical::to_string(&value)?.into_bytes())
    }

    /// The leaf of this entry in the tree of its district.
    ///
    /// # Errors
    /// As [`Entry::canonical_bytes`].
    pub fn leaf(&self) -> Result<Digest, EntryError> {
        let bytes = self.canonical_bytes()?;
        Ok(match self.hash {
            HashAlgorithm::Sha256 => leaf_hash(&bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            version: 1,
            hash: HashAlgorithm::Sha256,
            district: "110105".into(),
            seq: 42,
            at: Instant::from_millis(1_772_323_200_000),
            actor: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
            kind: "proposal.submitted".into(),
            subject: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002),
            body: json!({
                "标题": "加装电梯",
                "tags": ["住房", "a\"b\\c\n"],
                "round": 0,
                "sealed": null,
                "open": true,
            }),
        }
    }

    #[test]
    fn the_bytes_and_the_leaf_of_an_entry_never_change() {
        let bytes = entry().canonical_bytes().unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), GOLDEN_BYTES);
        assert_eq!(entry().leaf().unwrap().to_string(), GOLDEN_LEAF);
    }

    const GOLDEN_BYTES: &str = concat!(
        r#"{"actor":"01900000-0000-7000-8000-000000000001","at":1772323200000,"#,
        r#""body":{"open":true,"round":0,"sealed":null,"#,
        r#""tags":["住房","a\"b\\c\n"],"标题":"加装电梯"},"#,
        r#""district":"110105","hash":"sha256","kind":"proposal.submitted","seq":42,"#,
        r#""subject":"01900000-0000-7000-8000-000000000002","version":1}"#,
    );
    const GOLDEN_LEAF: &str = "81389ccfe6b31580bcea819992c4ed9fc61fa3d8016fa9d499e4ff34dc897096";

    #[test]
    fn an_entry_read_back_from_its_bytes_has_the_same_bytes() {
        let bytes = entry().canonical_bytes().unwrap();
        let read: Entry = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(read, entry());
        assert_eq!(read.canonical_bytes().unwrap(), bytes);
    }

    #[test]
    fn a_malformed_entry_has_no_bytes() {
        let with = |change: fn(&mut Entry)| {
            let mut entry = entry();
            change(&mut entry);
            entry.canonical_bytes().unwrap_err()
        };
        assert_eq!(with(|e| e.version = 2), EntryError::Version(2));
        assert_eq!(
            with(|e| e.district = "11010x".into()),
            EntryError::District("11010x".into())
        );
        assert_eq!(with(|e| e.kind.clear()), EntryError::Kind);
        assert_eq!(
            with(|e| e.seq = u64::MAX),
            EntryError::Canonical(CanonicalError::UnsafeInteger(u64::MAX.to_string()))
        );
    }
}
