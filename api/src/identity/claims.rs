//! What an access token says, and why one is refused.

use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

/// Why a token was refused. Callers tell the client only "sign in again"; the reason is for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Over [`MAX_TOKEN_BYTES`](super::token::MAX_TOKEN_BYTES).
    #[error("token too long")]
    TooLong,
    /// Not three canonical base64url parts, or a part is not the JSON we write.
    #[error("token malformed")]
    Malformed,
    /// A header other than `{alg: EdDSA, typ: at+jwt, kid}`.
    #[error("token header refused")]
    Header,
    /// The `kid` is not one of ours.
    #[error("token key unknown")]
    UnknownKey,
    /// The signature does not match.
    #[error("token signature wrong")]
    Signature,
    /// A claim is missing, repeated, unknown, or of the wrong type.
    #[error("token claims refused")]
    Claims,
    /// Issued by somebody else.
    #[error("token issuer wrong")]
    Issuer,
    /// Meant for somebody else.
    #[error("token audience wrong")]
    Audience,
    /// Lives longer than [`MAX_LIFE_SECONDS`](super::token::MAX_LIFE_SECONDS), or not at all.
    #[error("token life out of range")]
    Life,
    /// Issued or valid only in the future, beyond the leeway.
    #[error("token not yet valid")]
    NotYetValid,
    /// Past its `exp`.
    #[error("token expired")]
    Expired,
}

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessClaims {
    /// Issuer: the origin of this installation.
    pub iss: String,
    /// Audience: one string, never a list.
    pub aud: String,
    /// The person.
    #[serde(deserialize_with = "canonical_uuid")]
    pub sub: Uuid,
    /// The session, so that one device can be signed out.
    #[serde(deserialize_with = "canonical_uuid")]
    pub sid: Uuid,
    /// Issued at, Unix seconds.
    pub iat: i64,
    /// Expires at, Unix seconds.
    pub exp: i64,
    /// Not valid before; we do not write it, but honour it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// The token's own id.
    #[serde(deserialize_with = "canonical_uuid")]
    pub jti: Uuid,
}

/// What the caller decides about a new token; issuer, audience and times are filled in.
#[derive(Debug, Clone, Copy)]
pub struct NewAccess {
    /// The person.
    pub person: Uuid,
    /// The session.
    pub session: Uuid,
    /// A fresh id for the token.
    pub token_id: Uuid,
    /// Life in seconds; cut to 1..=[`MAX_LIFE_SECONDS`](super::token::MAX_LIFE_SECONDS).
    pub life_seconds: i64,
}

/// `Uuid`'s own parser also takes URNs, braces and capitals; one token must have one spelling.
fn canonical_uuid<'de, D: Deserializer<'de>>(input: D) -> Result<Uuid, D::Error> {
    let text = String::deserialize(input)?;
    match Uuid::parse_str(&text) {
        Ok(id) if id.hyphenated().to_string() == text => Ok(id),
        _ => Err(serde::de::Error::custom("not a canonical UUID")),
    }
}
