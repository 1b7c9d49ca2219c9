//! Refresh tokens: opaque random strings of which the database keeps only a hash.
//!
//! Plain SHA-256 is right here, and argon2 would be wrong: the token has 256 bits of its own, so
//! there is nothing to guess, and the look-up must be an indexed equality.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Marks the text as ours, so that secret scanners and log filters can recognise it.
pub const PREFIX: &str = "yrt1.";

/// A refresh token as the client holds it. Not printable by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken([u8; 32]);

/// What the database keeps of a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RefreshHash(pub [u8; 32]);

impl RefreshHash {
    /// Lower-case hexadecimal, for a text column.
    pub fn to_hex(self) -> String {
        super::hex(&self.0)
    }
}

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("RefreshToken([redacted])")
    }
}

impl RefreshToken {
    /// A token from 32 random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The token that follows this one for a request with this key. Without the secret nobody can
    /// tell it, not even the holder of this token.
    pub fn next(&self, secret: &[u8; 32], key: &str) -> Option<Self> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(secret).ok()?;
        mac.update(b"yiting next refresh v1\0");
        mac.update(&self.0);
        mac.update(key.as_bytes());
        Some(Self(mac.finalize().into_bytes().into()))
    }

    /// Reads what a client sent. `None` for anything that is not exactly our own spelling.
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix(PREFIX)?;
        // Checked before decoding, so that a megabyte of text costs nothing.
        if body.len() != 43 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(body).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The form the client keeps. Give it out once and never log it.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.0))
    }

    /// The form the database keeps.
    pub fn hash(&self) -> RefreshHash {
        let mut digest = Sha256::new();
        digest.update(b"yiting refresh v1\0");
        digest.update(self.0);
        RefreshHash(digest.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_round_trip_and_shows_nothing() {
        let token = RefreshToken::from_random([9; 32]);
        let text = token.reveal();
        assert_eq!(RefreshToken::parse(&text), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "RefreshToken([redacted])");
        assert_ne!(token.hash(), RefreshToken::from_random([8; 32]).hash());
        assert_eq!(token.hash().to_hex().len(), 64);
    }

    #[test]
    fn other_spellings_are_refused() {
        let text = RefreshToken::from_random([255; 32]).reveal();
        let bent = [
            String::new(),
            "yrt1.".to_owned(),
            text.replace("yrt1", "yrt2"),
            text.to_uppercase(),
            format!("{text}="),
            format!(" {text}"),
            text[..text.len() - 1].to_owned(),
            // The last character carries two unused bits, which must be zero.
            format!("{}9", &text[..text.len() - 1]),
            format!("yrt1.{}", "文".repeat(43)),
        ];
        for case in bent {
            assert_eq!(RefreshToken::parse(&case), None, "{case}");
        }
    }
}
