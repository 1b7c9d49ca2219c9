//! The rotating code on the room's screen: worthless a minute after it was photographed.
//!
//! A time-based one-time password (RFC 6238) of the meeting's secret with HMAC-SHA-256, six digits and
//! periods of 30 seconds. The code of the period that just passed is still taken, since people read
//! and type slowly; a code is therefore good for at most 60 seconds from when it first appears. Unlike
//! a person's second factor it belongs to everybody in the room, so that it may be used many times.

use crate::instant::Instant;
use totp_rs::{Algorithm, Builder, Totp};

/// How long a code stands on the screen, in seconds.
pub const CODE_SECONDS: u64 = 30;

const DIGITS: u8 = 6;

/// The secret has fewer than 16 bytes.
#[derive(Debug, thiserror::Error)]
#[error("the secret of a meeting must have at least 16 bytes")]
pub struct CodeError;

/// The codes of one meeting.
pub struct RoomCode(Totp);

impl std::fmt::Debug for RoomCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("RoomCode([redacted])")
    }
}

fn seconds(at: Instant) -> u64 {
    u64::try_from(at.millis()).unwrap_or(0) / 1000
}

impl RoomCode {
    /// Those of a meeting with this secret, made of random bytes.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn new(secret: &[u8]) -> Result<Self, CodeError> {
        Self::with_digits(secret, DIGITS)
    }

    fn with_digits(secret: &[u8], digits: u8) -> Result<Self, CodeError> {
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA256)
            .with_digits(digits)
            .with_step_duration(CODE_SECONDS)
            .with_secret(secret.to_vec())
            .build()
            .map_err(|_| CodeError)?;
        Ok(Self(totp))
    }

    /// The code on the screen now, and until when it stands there.
    pub fn shown(&self, now: Instant) -> (String, Instant) {
        let period = seconds(now) / CODE_SECONDS;
        let until = i64::try_from((period + 1).saturating_mul(CODE_SECONDS * 1000)).unwrap_or(i64::MAX);
        (self.of_period(period), Instant::from_millis(until))
    }

    /// Whether a typed code is that of this period or of the one just passed. Spaces do not matter.
    pub fn accepts(&self, typed: &str, now: Instant) -> bool {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let period = seconds(now) / CODE_SECONDS;
        // Both are compared, whole, so that the time taken tells nothing.
        [period, period.saturating_sub(1)]
            .iter()
            .fold(false, |good, period| same(&self.of_period(*period), &typed) | good)
    }

    fn of_period(&self, period: u64) -> String {
        self.0.generate(period.saturating_mul(CODE_SECONDS)).to_string()
    }
}

fn same(one: &str, other: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::{CODE_SECONDS, RoomCode};
    use crate::instant::Instant;
    use proptest::prelude::*;

    const SECRET: &[u8; 32] = b"12345678901234567890123456789012";

    fn at(seconds: u64) -> Instant {
        Instant::from_millis(i64::try_from(seconds * 1000).unwrap())
    }

    #[test]
    fn the_vectors_of_rfc_6238_hold_for_sha_256() {
        let code = RoomCode::with_digits(SECRET, 8).unwrap();
        for (time, expected) in [
            (59, "46119246"),
            (1_111_111_109, "68084774"),
            (1_111_111_111, "67062674"),
            (1_234_567_890, "91819424"),
            (2_000_000_000, "90698825"),
            (20_000_000_000, "77737706"),
        ] {
            assert_eq!(code.shown(at(time)).0, expected, "{time}");
        }
        // Six digits are the last six of the eight.
        assert_eq!(RoomCode::new(SECRET).unwrap().shown(at(59)).0, "119246");
        assert!(RoomCode::new(b"short").is_err());
    }

    proptest! {
        #[test]
        fn a_code_is_good_for_at_most_a_minute(start in 1_000u64..4_000_000_000, later in 0u64..600) {
            let code = RoomCode::new(SECRET).unwrap();
            let start = start / CODE_SECONDS * CODE_SECONDS;
            let (shown, until) = code.shown(at(start));
            prop_assert_eq!(until, at(start + CODE_SECONDS));
            // Another period may show the same six digits by chance, one in a million.
            let again = (start / CODE_SECONDS + 1..=(start + later) / CODE_SECONDS)
                .any(|period| code.of_period(period) == shown);
            prop_assume!(!again);
            prop_assert_eq!(code.accepts(&shown, at(start + later)), later < 60);
        }

        #[test]
        fn nothing_but_the_code_is_taken(typed in "\\PC{0,12}") {
            let code = RoomCode::new(SECRET).unwrap();
            let (shown, _) = code.shown(at(100));
            let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assume!(plain != shown && plain != code.shown(at(70)).0);
            prop_assert!(!code.accepts(&typed, at(100)));
            let spaced = format!(" {} {}", &shown[..3], &shown[3..]);
            prop_assert!(code.accepts(&spaced, at(100)));
        }
    }
}
