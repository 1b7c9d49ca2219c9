//! Personal data at rest: sealed fields, blind indexes for look-up, and masks for display.
//!
//! A sealed value is bound to a context (such as `person.phone/<id>`), so that a ciphertext copied
//! into another row or column does not open there.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What can go wrong with sealed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// A key is not 64 hexadecimal digits, or no key was given.
    #[error("a field key must be 32 bytes in hexadecimal")]
    Key,
    /// The text is not in the form `v1.gcm.<kid>.<data>`.
    #[error("sealed text malformed")]
    Malformed,
    /// Sealed under a key that is no longer configured.
    #[error("sealed under an unknown key")]
    UnknownKey,
    /// Changed, moved from another place, or too long to seal.
    #[error("sealed text does not open")]
    Opening,
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Result<[u8; 32], SealError> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).map_err(|_| SealError::Key)?;
    for part in parts {
        mac.update(part);
    }
    Ok(mac.finalize().into_bytes().into())
}

pub(super) fn key_from_hex(text: &str) -> Result<[u8; 32], SealError> {
    let text = text.trim().as_bytes();
    if text.len() != 64 {
        return Err(SealError::Key);
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).ok_or(SealError::Key);
    let mut key = [0; 32];
    for (slot, pair) in key.iter_mut().zip(text.chunks_exact(2)) {
        *slot = (digit(pair[0])? * 16 + digit(pair[1])?) as u8;
    }
    Ok(key)
}

/// One key for sealing fields.
pub struct FieldKey {
    kid: String,
    cipher: Aes256Gcm,
}

impl std::fmt::Debug for FieldKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "FieldKey({})", self.kid)
    }
}

impl FieldKey {
    /// Reads a key of 64 hexadecimal digits. Its id is derived, so nobody has to invent names.
    pub fn from_hex(text: &str) -> Result<Self, SealError> {
        let key = key_from_hex(text)?;
        let mark = hmac(&key, &[b"yiting field key id"])?;
        let kid = URL_SAFE_NO_PAD.encode(mark).chars().take(8).collect();
        let cipher = Aes256Gcm::new_from_slice(&key).map_err(|_| SealError::Key)?;
        Ok(Self { kid, cipher })
    }

    /// The key's id as it stands in sealed text.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Seals `plain` for a place. `nonce` must be 12 fresh random bytes: a nonce used twice under
    /// one key gives both texts away.
    pub fn seal(&self, plain: &str, context: &str, nonce: [u8; 12]) -> Result<String, SealError> {
        let payload = Payload {
            msg: plain.as_bytes(),
            aad: context.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(Nonce::from_slice(&nonce), payload)
            .map_err(|_| SealError::Opening)?;
        let mut data = nonce.to_vec();
        data.extend_from_slice(&sealed);
        Ok(format!("v1.gcm.{}.{}", self.kid, URL_SAFE_NO_PAD.encode(data)))
    }

    /// Opens text that was sealed under this key for this place.
    pub fn open(&self, sealed: &str, context: &str) -> Result<String, SealError> {
        let (kid, data) = split(sealed)?;
        if kid != self.kid {
            return Err(SealError::UnknownKey);
        }
        let data = URL_SAFE_NO_PAD.decode(data).map_err(|_| SealError::Malformed)?;
        // 12 bytes of nonce and 16 of tag are the least there can be.
        if data.len() < 28 {
            return Err(SealError::Malformed);
        }
        let (nonce, body) = data.split_at(12);
        let payload = Payload {
            msg: body,
            aad: context.as_bytes(),
        };
        let plain = self
            .cipher
            .decrypt(Nonce::from_slice(nonce), payload)
            .map_err(|_| SealError::Opening)?;
        String::from_utf8(plain).map_err(|_| SealError::Opening)
    }
}

fn split(sealed: &str) -> Result<(&str, &str), SealError> {
    sealed
        .strip_prefix("v1.gcm.")
        .and_then(|rest| rest.split_once('.'))
        .ok_or(SealError::Malformed)
}

/// The keys of an installation: the first seals, all open.
#[derive(Debug)]
pub struct FieldKeys {
    first: FieldKey,
    others: Vec<FieldKey>,
}

impl FieldKeys {
    /// Takes the keys in order of preference.
    pub fn new(keys: Vec<FieldKey>) -> Result<Self, SealError> {
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(SealError::Key)?;
        Ok(Self {
            first,
            others: keys.collect(),
        })
    }

    /// Seals under the first key; see [`FieldKey::seal`].
    pub fn seal(&self, plain: &str, context: &str, nonce: [u8; 12]) -> Result<String, SealError> {
        self.first.seal(plain, context, nonce)
    }

    /// Opens under whichever key sealed it.
    pub fn open(&self, sealed: &str, context: &str) -> Result<String, SealError> {
        let (kid, _) = split(sealed)?;
        std::iter::once(&self.first)
            .chain(&self.others)
            .find(|key| key.kid == kid)
            .ok_or(SealError::UnknownKey)?
            .open(sealed, context)
    }

    /// Whether the text should be sealed anew after a rotation.
    pub fn is_stale(&self, sealed: &str) -> bool {
        split(sealed).is_ok_and(|(kid, _)| kid != self.first.kid)
    }
}

/// The key of the blind indexes. It has no rotation: changing it means rebuilding the index columns.
pub struct BlindKey([u8; 32]);

impl std::fmt::Debug for BlindKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("BlindKey([redacted])")
    }
}

impl BlindKey {
    /// Reads a key of 64 hexadecimal digits; never the same one as a field key.
    pub fn from_hex(text: &str) -> Result<Self, SealError> {
        Ok(Self(key_from_hex(text)?))
    }

    /// The value by which a field is found again without opening it. `field` keeps equal contents of
    /// two columns apart.
    pub fn index(&self, field: &str, value: &str) -> Result<String, SealError> {
        let mark = hmac(&self.0, &[b"blind v1\0", field.as_bytes(), b"\0", value.as_bytes()])?;
        Ok(URL_SAFE_NO_PAD.encode(mark))
    }

    /// The blind index of a phone number, however it was written. `None` when it is no phone number.
    pub fn phone_index(&self, phone: &str) -> Option<String> {
        self.index("phone", &normal_phone(phone)?).ok()
    }
}

/// One spelling per number: digits, with `+<country>` only for those outside the mainland.
pub fn normal_phone(phone: &str) -> Option<String> {
    let mut text: String = super::invitation::half_width(phone)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '(' | ')' | '.'))
        .collect();
    for prefix in ["+86", "0086"] {
        if let Some(rest) = text.strip_prefix(prefix) {
            text = rest.to_owned();
        }
    }
    let digits = text.strip_prefix('+').unwrap_or(&text);
    let plausible = (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plausible.then_some(text)
}

/// `138****1234`; other numbers keep their last four digits, or nothing when they are short.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let text = |part: &[char]| part.iter().collect::<String>();
    match digits.len() {
        11 => format!("{}****{}", text(&digits[..3]), text(&digits[7..])),
        8.. => format!("****{}", text(&digits[digits.len() - 4..])),
        _ => "****".to_owned(),
    }
}

/// `王**`, and `王*` for two characters. More than two stars would tell the length.
pub fn mask_name(name: &str) -> String {
    let mut letters = name.trim().chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(first), Some(_), Some(_)) => format!("{first}**"),
        (Some(first), Some(_), None) => format!("{first}*"),
        (Some(_), None, _) => "*".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digit: char) -> FieldKey {
        FieldKey::from_hex(&digit.to_string().repeat(64)).unwrap()
    }

    #[test]
    fn sealed_text_opens_only_whole_and_in_its_place() {
        let key = key('a');
        let sealed = key.seal("13812345678", "person.phone/1", [5; 12]).unwrap();
        assert!(sealed.starts_with(&format!("v1.gcm.{}.", key.kid())));
        assert!(!sealed.contains("138"));
        assert_eq!(key.open(&sealed, "person.phone/1").unwrap(), "13812345678");
        assert_eq!(key.open(&sealed, "person.phone/2"), Err(SealError::Opening));
        assert_eq!(
            key.open(&sealed[..sealed.len() - 4], "person.phone/1"),
            Err(SealError::Opening)
        );
        for bad in ["", "v1.gcm.", "v2.gcm.x.y", "v1.gcm.nodata"] {
            assert_eq!(key.open(bad, ""), Err(SealError::Malformed), "{bad}");
        }
        let short = format!("v1.gcm.{}.AAAA", key.kid());
        assert_eq!(key.open(&short, ""), Err(SealError::Malformed));
    }

    #[test]
    fn rotation_opens_old_text_and_says_it_is_stale() {
        let old = key('a').seal("x", "c", [1; 12]).unwrap();
        let keys = FieldKeys::new(vec![key('b'), key('a')]).unwrap();
        assert_eq!(keys.open(&old, "c").unwrap(), "x");
        assert!(keys.is_stale(&old));
        assert!(!keys.is_stale(&keys.seal("x", "c", [2; 12]).unwrap()));
        let without = FieldKeys::new(vec![key('b')]).unwrap();
        assert_eq!(without.open(&old, "c"), Err(SealError::UnknownKey));
        assert_eq!(FieldKeys::new(vec![]).err(), Some(SealError::Key));
        for bad in ["", "zz", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(FieldKey::from_hex(bad).err(), Some(SealError::Key));
        }
    }

    #[test]
    fn one_phone_has_one_index() {
        let blind = BlindKey::from_hex(&"c".repeat(64)).unwrap();
        let index = blind.phone_index("13812345678").unwrap();
        for same in [
            "+8613812345678",
            "0086 138-1234-5678",
            " 138 1234 5678",
            "１３８１２３４５６７８",
        ] {
            assert_eq!(blind.phone_index(same).as_ref(), Some(&index), "{same}");
        }
        assert_ne!(blind.phone_index("13812345679").as_ref(), Some(&index));
        assert_ne!(blind.index("name", "13812345678").unwrap(), index);
        assert!(blind.phone_index("+85291234567").is_some());
        for bad in ["", "12345", "phone", "1381234567x", "1234567890123456"] {
            assert_eq!(blind.phone_index(bad), None, "{bad}");
        }
    }

    #[test]
    fn masks() {
        assert_eq!(mask_phone("13812341234"), "138****1234");
        assert_eq!(mask_phone("+85291234567"), "852****4567");
        assert_eq!(mask_phone("02155667788901"), "****8901");
        assert_eq!(mask_phone("12345"), "****");
        assert_eq!(mask_name("王小明"), "王**");
        assert_eq!(mask_name("欧阳小明"), "欧**");
        assert_eq!(mask_name("王明"), "王*");
        assert_eq!(mask_name("王"), "*");
        assert_eq!(mask_name(""), "");
    }
}
