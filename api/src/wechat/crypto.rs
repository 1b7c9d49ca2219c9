//! The signatures and ciphers of WeChat's message push, session signatures, and open data. The
//! published vectors stand in `crypto_tests`.

use aes::{Aes128, Aes256};
use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use cbc::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit, block_padding::NoPadding};
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Nothing opened: changed, meant for another app, or under another key. It is not said which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("wechat: the message does not open")]
pub struct NotOpened;

/// Padding of a push goes to multiples of 32, not of the cipher's 16.
const BLOCK: usize = 32;

/// 43 characters whose last one carries bits that belong to nothing: the usual decoder refuses most
/// such keys.
const KEY_TEXT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// What the two ends of a message push share. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct PushKeys {
    token: String,
    appid: String,
    key: Option<[u8; 32]>,
}

impl std::fmt::Debug for PushKeys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("PushKeys([redacted])")
    }
}

impl PushKeys {
    /// `token` and the `EncodingAESKey` (43 characters; empty where pushes come plain) as they stand
    /// in WeChat's console.
    ///
    /// # Errors
    /// [`NotOpened`] for a key of another shape.
    pub fn new(token: &str, encoding_key: &str, appid: &str) -> Result<Self, NotOpened> {
        let key = match encoding_key {
            "" => None,
            text => {
                let bytes = KEY_TEXT.decode(text).map_err(|_| NotOpened)?;
                Some(bytes.try_into().map_err(|_| NotOpened)?)
            }
        };
        Ok(Self {
            token: token.to_owned(),
            appid: appid.to_owned(),
            key,
        })
    }

    /// Whether pushes are to be encrypted: a plain one is then refused.
    pub const fn encrypted(&self) -> bool {
        self.key.is_some()
    }

    /// The signature over these parts and the token: SHA-1 of all, sorted byte by byte.
    pub fn sign(&self, parts: &[&str]) -> String {
        let mut all: Vec<&str> = parts.iter().copied().chain([self.token.as_str()]).collect();
        all.sort_unstable();
        let mut hash = Sha1::new();
        for part in all {
            hash.update(part.as_bytes());
        }
        hex(&hash.finalize())
    }

    /// Whether a signature is right, told in the same time whatever is wrong with it.
    pub fn signed(&self, parts: &[&str], signature: &str) -> bool {
        self.sign(parts).as_bytes().ct_eq(signature.as_bytes()).into()
    }

    /// Opens the `Encrypt` field of a push.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open(&self, encrypted: &str) -> Result<Vec<u8>, NotOpened> {
        let key = self.key.ok_or(NotOpened)?;
        let sealed = STANDARD.decode(encrypted).map_err(|_| NotOpened)?;
        let plain = cbc::Decryptor::<Aes256>::new(&key.into(), iv(&key).into())
            .decrypt_padded_vec_mut::<NoPadding>(&sealed)
            .map_err(|_| NotOpened)?;
        let plain = unpad(&plain, BLOCK)?;
        // 16 random bytes, the length of the message, the message, the app.
        let length: [u8; 4] = plain.get(16..20).and_then(|at| at.try_into().ok()).ok_or(NotOpened)?;
        let length = usize::try_from(u32::from_be_bytes(length)).map_err(|_| NotOpened)?;
        let rest = plain.get(20..).ok_or(NotOpened)?;
        let (message, app) = rest.split_at_checked(length).ok_or(NotOpened)?;
        if app == self.appid.as_bytes() {
            Ok(message.to_vec())
        } else {
            Err(NotOpened)
        }
    }

    /// Encrypts a message for the `Encrypt` field; `random` must be fresh.
    ///
    /// # Errors
    /// [`NotOpened`] where there is no key.
    pub fn close(&self, message: &[u8], random: [u8; 16]) -> Result<String, NotOpened> {
        let key = self.key.ok_or(NotOpened)?;
        let length = u32::try_from(message.len()).map_err(|_| NotOpened)?;
        let mut plain = random.to_vec();
        plain.extend(length.to_be_bytes());
        plain.extend(message);
        plain.extend(self.appid.as_bytes());
        let pad = BLOCK - plain.len() % BLOCK;
        plain.resize(plain.len() + pad, u8::try_from(pad).unwrap_or(32));
        let sealed =
            cbc::Encryptor::<Aes256>::new(&key.into(), iv(&key).into()).encrypt_padded_vec_mut::<NoPadding>(&plain);
        Ok(STANDARD.encode(sealed))
    }
}

fn iv(key: &[u8; 32]) -> &[u8; 16] {
    key.first_chunk().unwrap_or(&[0; 16])
}

/// Takes padding off after looking at every byte of it.
fn unpad(plain: &[u8], block: usize) -> Result<&[u8], NotOpened> {
    let pad = usize::from(*plain.last().ok_or(NotOpened)?);
    let kept = plain.len().checked_sub(pad).ok_or(NotOpened)?;
    let (body, padding) = plain.split_at(kept);
    let even = padding.iter().all(|byte| usize::from(*byte) == pad);
    if (1..=block).contains(&pad) && even {
        Ok(body)
    } else {
        Err(NotOpened)
    }
}

/// The signature by which a session key is shown to be known (`sig_method=hmac_sha256`): the key is
/// the text itself, not what it decodes to.
pub fn session_signature(session_key: &str, message: &[u8]) -> String {
    // HMAC takes keys of any length.
    <Hmac<Sha256>>::new_from_slice(session_key.as_bytes()).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(message);
            hex(&mac.finalize().into_bytes())
        },
    )
}

/// The signature of plain open data.
pub fn data_signature(raw_data: &str, session_key: &str) -> String {
    let mut hash = Sha1::new();
    hash.update(raw_data.as_bytes());
    hash.update(session_key.as_bytes());
    hex(&hash.finalize())
}

/// Opens encrypted open data.
///
/// # Errors
/// [`NotOpened`].
pub fn open_data(session_key: &str, iv: &str, encrypted: &str) -> Result<Vec<u8>, NotOpened> {
    let decode = |text: &str| STANDARD.decode(text).map_err(|_| NotOpened);
    let cipher = cbc::Decryptor::<Aes128>::new_from_slices(&decode(session_key)?, &decode(iv)?);
    let plain = cipher
        .map_err(|_| NotOpened)?
        .decrypt_padded_vec_mut::<NoPadding>(&decode(encrypted)?)
        .map_err(|_| NotOpened)?;
    Ok(unpad(&plain, 16)?.to_vec())
}

/// Encrypts open data, as the phone gives it.
///
/// # Errors
/// [`NotOpened`] for a session key or start value of another length.
pub fn close_data(session_key: &str, iv: [u8; 16], plain: &[u8]) -> Result<String, NotOpened> {
    let key = STANDARD.decode(session_key).map_err(|_| NotOpened)?;
    let cipher = cbc::Encryptor::<Aes128>::new_from_slices(&key, &iv).map_err(|_| NotOpened)?;
    let pad = 16 - plain.len() % 16;
    let mut padded = plain.to_vec();
    padded.resize(plain.len() + pad, u8::try_from(pad).unwrap_or(16));
    Ok(STANDARD.encode(cipher.encrypt_padded_vec_mut::<NoPadding>(&padded)))
}

fn hex(bytes: &[u8]) -> String {
    crate::identity::hex(bytes)
}
