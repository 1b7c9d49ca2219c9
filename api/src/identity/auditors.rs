//! What only the auditors of a sealed ballot can open, and only together.
//!
//! A random key seals the text (AES-256-GCM). It is split by exclusive or into as many shares as there
//! are auditors, so that all of them together give it and fewer say nothing about it; each share is sealed
//! to the public key of one auditor in a sealed box (X25519, XSalsa20, Poly1305: libsodium's
//! `crypto_box_seal`, for which nobody needs a key of the sender). Secret keys are made and kept by the
//! auditors: `yiting tally key` makes one, `yiting tally open` uses both.

use super::{hex, sealed::SealError};
use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use crypto_box::{
    PublicKey, SecretKey,
    aead::rand_core::{CryptoRng, Error, RngCore},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yiting_domain::id::Pseudonym;

/// The only version of the form so far.
const VERSION: u8 = 1;

/// A text that auditors can open together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForAuditors {
    version: u8,
    /// The ballot that it belongs to.
    pub ballot: Uuid,
    shares: Vec<Share>,
    data: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    auditor: Pseudonym,
    public_key: String,
    sealed: String,
}

/// The 32 bytes of a key in hexadecimal.
///
/// # Errors
/// [`SealError::Key`].
pub fn key_from_hex(text: &str) -> Result<[u8; 32], SealError> {
    super::sealed::key_from_hex(text)
}

/// The public key of a secret one.
pub fn public_key(secret: [u8; 32]) -> [u8; 32] {
    *SecretKey::from(secret).public_key().as_bytes()
}

/// Random bytes that the caller gives, as the sealing of a box asks for them. Each is given once.
struct Given<'a>(&'a [u8]);

impl RngCore for Given<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }
    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }
    fn fill_bytes(&mut self, wanted: &mut [u8]) {
        let (now, rest) = self.0.split_at(wanted.len().min(self.0.len()));
        if let Some(head) = wanted.get_mut(..now.len()) {
            head.copy_from_slice(now);
        }
        self.0 = rest;
    }
    fn try_fill_bytes(&mut self, wanted: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(wanted);
        Ok(())
    }
}

impl CryptoRng for Given<'_> {}

fn place(ballot: Uuid) -> Vec<u8> {
    [b"yiting ballot openings v1\0".as_slice(), ballot.as_bytes()].concat()
}

fn either(a: [u8; 32], b: [u8; 32]) -> [u8; 32] {
    let mut both = a;
    both.iter_mut().zip(b).for_each(|(one, other)| *one ^= other);
    both
}

/// Seals `plain` so that all of `auditors` together can open it. `random` gives fresh random bytes.
///
/// # Errors
/// [`SealError::Key`] without auditors; [`SealError::Opening`] for a text that is too long.
pub fn seal(
    ballot: Uuid,
    plain: &str,
    auditors: &[(Pseudonym, [u8; 32])],
    random: impl Fn() -> [u8; 32],
) -> Result<ForAuditors, SealError> {
    let (last, others) = auditors.split_last().ok_or(SealError::Key)?;
    let key = random();
    let mut remainder = key;
    let mut shares = Vec::with_capacity(auditors.len());
    for auditor in others {
        let share = random();
        remainder = either(remainder, share);
        shares.push((auditor, share));
    }
    shares.push((last, remainder));
    let shares = shares.into_iter().map(|((auditor, public), share)| {
        let sealed = PublicKey::from(*public)
            .seal(&mut Given(&random()), &share)
            .map_err(|_| SealError::Opening)?;
        Ok(Share {
            auditor: *auditor,
            public_key: hex(public),
            sealed: URL_SAFE_NO_PAD.encode(sealed),
        })
    });
    let shares = shares.collect::<Result<Vec<_>, SealError>>()?;
    let cipher = Aes256Gcm::new_from_slice(&key).map_err(|_| SealError::Key)?;
    let nonce = random();
    let (nonce, _) = nonce.split_at(12);
    let payload = Payload {
        msg: plain.as_bytes(),
        aad: &place(ballot),
    };
    let body = cipher
        .encrypt(Nonce::from_slice(nonce), payload)
        .map_err(|_| SealError::Opening)?;
    Ok(ForAuditors {
        version: VERSION,
        ballot,
        shares,
        data: URL_SAFE_NO_PAD.encode([nonce, &body].concat()),
    })
}

impl ForAuditors {
    /// Opens it with the secret keys of all auditors, in any order.
    ///
    /// # Errors
    /// [`SealError::UnknownKey`] while a key is missing; [`SealError::Malformed`],
    /// [`SealError::Opening`] for a text that was changed.
    pub fn open(&self, secrets: &[[u8; 32]]) -> Result<String, SealError> {
        if self.version != VERSION || self.shares.is_empty() {
            return Err(SealError::Malformed);
        }
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| SealError::Malformed);
        let mut key = [0; 32];
        for share in &self.shares {
            let secret = secrets
                .iter()
                .find(|secret| hex(&public_key(**secret)) == share.public_key);
            let secret = SecretKey::from(*secret.ok_or(SealError::UnknownKey)?);
            let opened = secret.unseal(&decode(&share.sealed)?).map_err(|_| SealError::Opening)?;
            key = either(key, opened.try_into().map_err(|_| SealError::Malformed)?);
        }
        let data = decode(&self.data)?;
        if data.len() < 28 {
            return Err(SealError::Malformed);
        }
        let (nonce, body) = data.split_at(12);
        let cipher = Aes256Gcm::new_from_slice(&key).map_err(|_| SealError::Key)?;
        let payload = Payload {
            msg: body,
            aad: &place(self.ballot),
        };
        let plain = cipher
            .decrypt(Nonce::from_slice(nonce), payload)
            .map_err(|_| SealError::Opening)?;
        String::from_utf8(plain).map_err(|_| SealError::Opening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn counting() -> impl Fn() -> [u8; 32] {
        let next = Cell::new(1);
        move || {
            next.set(next.get() + 1);
            [next.get(); 32]
        }
    }

    #[test]
    fn all_auditors_together_open_it_and_fewer_do_not() {
        let secrets = [[7; 32], [8; 32]];
        let auditors = secrets.map(|secret| (Pseudonym(Uuid::from_bytes([secret[0]; 16])), public_key(secret)));
        let ballot = Uuid::from_u128(1);
        let sealed = seal(ballot, "赞成", &auditors, counting()).unwrap();
        assert_eq!(sealed.open(&secrets).unwrap(), "赞成");
        assert_eq!(sealed.open(&[secrets[1], secrets[0]]).unwrap(), "赞成");
        for alone in secrets {
            assert_eq!(sealed.open(&[alone]), Err(SealError::UnknownKey));
            assert_eq!(sealed.open(&[alone, [9; 32]]), Err(SealError::UnknownKey));
        }
        let moved = ForAuditors {
            ballot: Uuid::from_u128(2),
            ..sealed
        };
        assert_eq!(moved.open(&secrets), Err(SealError::Opening), "of another ballot");
    }

    #[test]
    fn a_share_alone_is_a_random_number() {
        let secrets = [[7; 32], [8; 32]];
        let auditors = secrets.map(|secret| (Pseudonym(Uuid::nil()), public_key(secret)));
        let sealed = seal(Uuid::nil(), "x", &auditors, counting()).unwrap();
        // The key is the first thing drawn here, the first share the second: one share is not the key.
        let first = SecretKey::from(secrets[0])
            .unseal(&URL_SAFE_NO_PAD.decode(&sealed.shares[0].sealed).unwrap())
            .unwrap();
        assert_eq!(first, [3; 32]);
    }
}
