//! The keys of participants: unlinkable between consultations and to persons without the secret.

use super::super::{App, Failure};
use crate::{identity::hex, store::entity::consultation};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use yiting_domain::{id::Pseudonym, log::Digest};

/// Gives the participants' keys of one consultation.
pub struct Keys([u8; 32]);

fn context(id: Uuid) -> String {
    format!("consultation.secret/{id}")
}

impl Keys {
    /// A fresh secret, sealed for storage.
    pub(super) fn fresh(app: &App, id: Uuid) -> Result<String, Failure> {
        let secret: [u8; 32] = app.entropy.bytes();
        let text = hex(&secret);
        let sealed = app.field_key.seal(&text, &context(id), app.entropy.bytes());
        Ok(sealed.map_err(anyhow::Error::from)?)
    }

    /// Those of a stored consultation.
    ///
    /// # Errors
    /// Faults: the secret does not open.
    pub fn of(app: &App, row: &consultation::Model) -> Result<Self, Failure> {
        let text = app
            .field_key
            .open(&row.secret_sealed, &context(row.id))
            .map_err(anyhow::Error::from)?;
        let mut secret = [0; 32];
        for (slot, pair) in secret.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).map_err(anyhow::Error::from)?;
            *slot = u8::from_str_radix(digits, 16).map_err(anyhow::Error::from)?;
        }
        Ok(Self(secret))
    }

    /// What is published of the digest of votes that are not: it binds the votes as the digest does, and
    /// who does not have the secret cannot try votes out on it.
    pub(super) fn blinded(&self, digest: &Digest) -> Digest {
        let mut blinded = [0; 32];
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) {
            mac.update(b"yiting votes blinded v1\0");
            mac.update(&digest.0);
            blinded.copy_from_slice(&mac.finalize().into_bytes());
        }
        Digest(blinded)
    }

    /// The key of a person: the first 128 bits of HMAC-SHA256(secret, pseudonym).
    pub fn of_person(&self, who: Pseudonym) -> Uuid {
        let mut key = [0; 16];
        // A key of any length is accepted by HMAC, so this cannot fail.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) {
            mac.update(b"yiting participant v1\0");
            mac.update(who.0.as_bytes());
            key.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        }
        Uuid::from_bytes(key)
    }
}
