//! Invitation codes, printed on paper for a household and typed in by hand.
//!
//! The alphabet has no 0, O, 1, I, L or U, so nothing in it is read as something else.
//! 30^10 is 49 bits, which is enough behind the limit on tries.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters in a code.
pub const LENGTH: usize = 10;

/// An invitation code in its one normal form. Not printable by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationCode(String);

impl std::fmt::Debug for InvitationCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("InvitationCode([redacted])")
    }
}

impl InvitationCode {
    /// A code from 16 random bytes. So many, for 49 bits of code, that the remainder of the division
    /// favours no letter by more than one part in 2^79.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let mut rest = u128::from_be_bytes(bytes);
        let mut text = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            text.push(char::from(ALPHABET[(rest % 30) as usize]));
            rest /= 30;
        }
        Self(text)
    }

    /// Reads what a person typed: case, full width, spaces and dashes do not matter.
    pub fn parse(typed: &str) -> Option<Self> {
        // Nobody types more; the bound keeps a megabyte out of the loop.
        if typed.len() > 120 {
            return None;
        }
        let mut text = String::with_capacity(LENGTH);
        for letter in half_width(typed).chars() {
            if letter.is_whitespace() || matches!(letter, '-' | '_' | '.' | '·' | '–' | '—' | '−' | 'ー') {
                continue;
            }
            let letter = letter.to_ascii_uppercase();
            if !letter.is_ascii() || !ALPHABET.contains(&(letter as u8)) {
                return None;
            }
            text.push(letter);
        }
        (text.len() == LENGTH).then_some(Self(text))
    }

    /// The form for paper: two groups of five.
    pub fn printed(&self) -> String {
        let (left, right) = self.0.split_at(LENGTH / 2);
        format!("{left}-{right}")
    }

    /// What the database keeps. Keyed, since 49 bits could be searched from a leaked plain hash.
    pub fn hash(&self, key: &[u8; 32]) -> Option<[u8; 32]> {
        let mut mac = <Hmac<Sha256>>::new_from_slice(key).ok()?;
        mac.update(b"yiting invitation v1\0");
        mac.update(self.0.as_bytes());
        Some(mac.finalize().into_bytes().into())
    }
}

/// Folds full-width letters, digits, signs and the ideographic space to ASCII.
pub(crate) fn half_width(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_typing_is_the_same_code() {
        let code = InvitationCode::parse("AB2CD-EF3GH").unwrap();
        for typed in [
            "ab2cdef3gh",
            " AB2CD EF3GH ",
            "ＡＢ２ＣＤ－ＥＦ３ＧＨ",
            "ab2cd—ef3gh",
            "a b 2 c d　e f 3 g h",
        ] {
            assert_eq!(InvitationCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        assert_eq!(code.printed(), "AB2CD-EF3GH");
        for bad in [
            "",
            "AB2CDEF3G",
            "AB2CDEF3GHJ",
            "0B2CDEF3GH",
            "OB2CDEF3GH",
            "AB2CDEF3G王",
            "AB2CD/EF3GH",
        ] {
            assert_eq!(InvitationCode::parse(bad), None, "{bad}");
        }
        assert_eq!(InvitationCode::parse(&"-".repeat(1000)), None);
        assert_eq!(format!("{code:?}"), "InvitationCode([redacted])");
    }

    #[test]
    fn random_codes_parse_and_their_hashes_are_keyed() {
        for byte in 0..=255u8 {
            let code = InvitationCode::from_random([byte; 16]);
            assert_eq!(InvitationCode::parse(&code.printed()), Some(code));
        }
        let code = InvitationCode::from_random([1; 16]);
        assert_ne!(code.hash(&[0; 32]), code.hash(&[1; 32]));
        assert_ne!(code.hash(&[0; 32]), InvitationCode::from_random([2; 16]).hash(&[0; 32]));
    }
}
