//! Access tokens: short-lived JWTs signed with Ed25519.
//!
//! The parser is narrower than RFC 7519 on purpose. We are the only issuer and the only reader, so
//! anything we would not have written ourselves is refused: other algorithms, other header fields,
//! unknown or repeated claims, arrays where we write a string. Time is an argument, so the clock
//! of the whole product stays in one place.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use super::claims::{AccessClaims, NewAccess, TokenError};

/// Longest token that is looked at; ours are around 450 bytes.
pub const MAX_TOKEN_BYTES: usize = 4096;
/// Longest life an access token may have, in seconds.
pub const MAX_LIFE_SECONDS: i64 = 15 * 60;
/// How far another instance's clock may run ahead of ours, in seconds.
pub const LEEWAY_SECONDS: i64 = 60;
/// The media type that tells an access token from any other JWT (RFC 9068).
pub const TOKEN_TYPE: &str = "at+jwt";

/// DER in front of a 32-byte Ed25519 seed: PKCS#8 version 0, OID 1.3.101.112, nested octet strings.
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Why a key could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The text is not a PKCS#8 Ed25519 private key.
    #[error("the signing key is not an Ed25519 key in PKCS#8 form")]
    Malformed,
    /// Two keys share an id (they are the same key), or no key was given.
    #[error("signing keys must be at least one, and all different")]
    Set,
    /// The cryptographic provider refused to sign or verify.
    #[error("the signing key failed its self-test: {0}")]
    SelfTest(&'static str),
}

/// The only header we write. Unknown fields fail the parse, which is what keeps `jwk`, `jku`, `x5u`,
/// `crit` and whatever is invented next away from key selection.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictHeader {
    alg: String,
    typ: String,
    kid: String,
}

struct Key {
    kid: String,
    public_x: String,
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// One private key as configuration gives it.
pub struct KeySource(EncodingKey);

impl std::fmt::Debug for KeySource {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("KeySource([redacted])")
    }
}

impl KeySource {
    /// A key made from 32 secret bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let mut der = Vec::with_capacity(48);
        der.extend_from_slice(&PKCS8_PREFIX);
        der.extend_from_slice(seed);
        Self(EncodingKey::from_ed_der(&der))
    }

    /// A key in PEM text (`-----BEGIN PRIVATE KEY-----`, as `openssl genpkey -algorithm ed25519` writes).
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let key = EncodingKey::from_ed_pem(pem.trim().as_bytes()).map_err(|_| KeyError::Malformed)?;
        // Anything longer is PKCS#8 v2 or another curve; re-wrapping keeps one form inside.
        match key.as_bytes().strip_prefix(&PKCS8_PREFIX) {
            Some(seed) if seed.len() == 32 => Ok(Self(key)),
            _ => Err(KeyError::Malformed),
        }
    }
}

/// The signing keys of this installation: the first signs, all verify.
///
/// To rotate, put the new key last on every instance, then first, then drop the old one 15 minutes
/// later; no request fails on the way.
pub struct Keys {
    issuer: String,
    audience: String,
    first: Key,
    others: Vec<Key>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kids: Vec<&str> = self.all().map(|key| key.kid.as_str()).collect();
        out.debug_struct("Keys")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .field("kids", &kids)
            .finish()
    }
}

impl Keys {
    /// Takes the keys in order of preference; the first one signs.
    pub fn new(
        issuer: impl Into<String>,
        audience: impl Into<String>,
        sources: Vec<KeySource>,
    ) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::with_capacity(sources.len());
        for source in sources {
            let key = build(source)?;
            if keys.iter().any(|known| known.kid == key.kid) {
                return Err(KeyError::Set);
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(KeyError::Set)?;
        Ok(Self {
            issuer: issuer.into(),
            audience: audience.into(),
            first,
            others: keys.collect(),
        })
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.first).chain(self.others.iter())
    }

    /// The id of the key that signs now.
    pub fn signing_kid(&self) -> &str {
        &self.first.kid
    }

    /// Signs an access token that is valid from `now_seconds`.
    pub fn issue_access(&self, new: NewAccess, now_seconds: i64) -> Result<String, KeyError> {
        self.sign_with(&self.first, new, now_seconds)
    }

    fn sign_with(&self, key: &Key, new: NewAccess, now: i64) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TOKEN_TYPE.to_owned());
        header.kid = Some(key.kid.clone());
        let claims = AccessClaims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: new.person,
            sid: new.session,
            iat: now,
            exp: now.saturating_add(new.life_seconds.clamp(1, MAX_LIFE_SECONDS)),
            nbf: None,
            jti: new.token_id,
        };
        jsonwebtoken::encode(&header, &claims, &key.signing).map_err(|_| KeyError::SelfTest("signing failed"))
    }

    /// Reads a token as of `now_seconds`.
    pub fn verify_access(&self, token: &str, now_seconds: i64) -> Result<AccessClaims, TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenError::TooLong);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(TokenError::Malformed)?;
        // The alphabet has no dot, so a fourth part fails here, as do padding and white space.
        let header = decode(header)?;
        let payload = decode(payload)?;
        if decode(signature)?.len() != 64 {
            return Err(TokenError::Signature);
        }

        let header: StrictHeader = serde_json::from_slice(&header).map_err(|_| TokenError::Header)?;
        if header.alg != "EdDSA" || header.typ != TOKEN_TYPE {
            return Err(TokenError::Header);
        }
        let key = self
            .all()
            .find(|key| key.kid == header.kid)
            .ok_or(TokenError::UnknownKey)?;
        match jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key.verifying, Algorithm::EdDSA) {
            Ok(true) => {}
            _ => return Err(TokenError::Signature),
        }

        // Derived structs refuse a repeated field, so no two readers can see different claims.
        let claims: AccessClaims = serde_json::from_slice(&payload).map_err(|_| TokenError::Claims)?;
        self.check(claims, now_seconds)
    }

    fn check(&self, claims: AccessClaims, now: i64) -> Result<AccessClaims, TokenError> {
        if claims.iss != self.issuer {
            return Err(TokenError::Issuer);
        }
        if claims.aud != self.audience {
            return Err(TokenError::Audience);
        }
        let life = claims.exp.checked_sub(claims.iat).ok_or(TokenError::Life)?;
        if claims.iat < 0 || !(1..=MAX_LIFE_SECONDS).contains(&life) {
            return Err(TokenError::Life);
        }
        let latest_start = now.saturating_add(LEEWAY_SECONDS);
        if claims.iat > latest_start || claims.nbf.is_some_and(|nbf| nbf > latest_start) {
            return Err(TokenError::NotYetValid);
        }
        if now >= claims.exp {
            return Err(TokenError::Expired);
        }
        Ok(claims)
    }

    /// The public keys as a JWK set, for `/.well-known/jwks.json`.
    pub fn jwks(&self) -> serde_json::Value {
        let keys: Vec<serde_json::Value> = self
            .all()
            .map(|key| {
                serde_json::json!({
                    "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                    "kid": key.kid, "x": key.public_x,
                })
            })
            .collect();
        serde_json::json!({ "keys": keys })
    }

    /// Signs and reads one token with every key. Run at start: a missing cryptographic provider then
    /// stops the boot and not the first login.
    pub fn self_test(&self) -> Result<(), KeyError> {
        let (now, nil) = (1_000_000, Uuid::nil());
        let probe = NewAccess {
            person: nil,
            session: nil,
            token_id: nil,
            life_seconds: 60,
        };
        for key in self.all() {
            let token = self.sign_with(key, probe, now)?;
            self.verify_access(&token, now)
                .map_err(|_| KeyError::SelfTest("own token refused"))?;
            if self.verify_access(&token, now + 60) != Err(TokenError::Expired) {
                return Err(KeyError::SelfTest("expired token accepted"));
            }
        }
        Ok(())
    }
}

fn decode(part: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenError::Malformed)
}

/// Derives the public half and the key id (the RFC 7638 thumbprint, shortened).
fn build(source: KeySource) -> Result<Key, KeyError> {
    let jwk = Jwk::from_encoding_key(&source.0, Algorithm::EdDSA).map_err(|_| KeyError::Malformed)?;
    let AlgorithmParameters::OctetKeyPair(public) = jwk.algorithm else {
        return Err(KeyError::Malformed);
    };
    let verifying = DecodingKey::from_ed_components(&public.x).map_err(|_| KeyError::Malformed)?;
    let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, public.x);
    let digest = Sha256::digest(canonical.as_bytes());
    let kid = URL_SAFE_NO_PAD.encode(digest).chars().take(16).collect();
    Ok(Key {
        kid,
        public_x: public.x,
        signing: source.0,
        verifying,
    })
}
