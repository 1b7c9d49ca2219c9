//! Salted commitments: the log can prove a text without holding it.
//!
//! Destroying the salt and the text leaves a digest from which neither can be guessed, so a person
//! can be erased while every proof stays valid.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::merkle::{Digest, parse_hex, sha256};

/// Keeps these hashes apart from all others in the product.
const DOMAIN: &[u8] = b"yiting/text/v1\0";

/// 32 random bytes, drawn anew for every text. Secret until the text is shown; stored in JSON as
/// 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl fmt::Debug for Salt {
    /// Without the bytes: a salt in a log file would undo the erasure.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

impl Serialize for Salt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Digest(self.0))
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_hex(&text)
            .map(Self)
            .ok_or_else(|| de::Error::custom("a salt is 64 lower-case hexadecimal digits"))
    }
}

/// SHA-256(`"yiting/text/v1\0"` || salt || text as UTF-8).
pub fn commit(salt: &Salt, text: &str) -> Digest {
    sha256(&[DOMAIN, &salt.0, text.as_bytes()])
}

/// Keeps commitments to pictures apart from those to texts.
const PICTURE: &[u8] = b"yiting/picture/v1\0";

/// SHA-256(`"yiting/picture/v1\0"` || salt || the bytes that are shown).
pub fn commit_picture(salt: &Salt, bytes: &[u8]) -> Digest {
    sha256(&[PICTURE, &salt.0, bytes])
}

/// Whether `commitment` was made from this salt and text.
pub fn verify(commitment: &Digest, salt: &Salt, text: &str) -> bool {
    commit(salt, text) == *commitment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_opens_with_its_salt_and_text_only() {
        let (salt, other) = (Salt([7; 32]), Salt([8; 32]));
        let commitment = commit(&salt, "王小明");
        assert!(verify(&commitment, &salt, "王小明"));
        assert!(!verify(&commitment, &other, "王小明"));
        assert!(!verify(&commitment, &salt, "王小朋"));
    }

    #[test]
    fn the_commitment_of_a_text_never_changes() {
        let commitment = commit(&Salt([7; 32]), "王小明");
        assert_eq!(
            commitment.to_string(),
            "b53fe0146e33b26d56d1af65942029d88b485b971e29c9fc5bf8020aa7730d10"
        );
    }

    #[test]
    fn a_salt_survives_json_and_does_not_show_in_debug_output() {
        let salt = Salt([0xab; 32]);
        let json = serde_json::to_string(&salt).unwrap();
        assert_eq!(json, format!("\"{}\"", "ab".repeat(32)));
        assert_eq!(serde_json::from_str::<Salt>(&json).unwrap(), salt);
        assert_eq!(format!("{salt:?}"), "Salt(..)");
    }
}
