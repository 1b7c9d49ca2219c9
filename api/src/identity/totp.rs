//! Time-based one-time passwords (RFC 6238) for staff: SHA-1, six digits, 30 seconds, one step of
//! tolerance each way. SHA-1 is what every authenticator app understands; HMAC does not suffer from
//! its collisions.

use totp_rs::{Algorithm, Builder, Totp};

/// Seconds in a step.
pub const STEP_SECONDS: u64 = 30;

/// Why a secret could not be used.
#[derive(Debug, thiserror::Error)]
#[error("the TOTP secret must have at least 16 bytes")]
pub struct TotpSecretError;

/// A person's second factor. Make the secret from 20 random bytes.
pub struct SecondFactor {
    secret: Vec<u8>,
    totp: Totp,
}

impl std::fmt::Debug for SecondFactor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SecondFactor([redacted])")
    }
}

impl SecondFactor {
    /// Takes the shared secret.
    pub fn new(secret: &[u8]) -> Result<Self, TotpSecretError> {
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(STEP_SECONDS)
            .with_secret(secret.to_vec())
            .build()
            .map_err(|_| TotpSecretError)?;
        Ok(Self {
            secret: secret.to_vec(),
            totp,
        })
    }

    /// The step whose code was typed, or `None`. Store the step of the last success and pass it as
    /// `last_step`: that step and all before it are refused, so a code seen over somebody's shoulder
    /// cannot be used again.
    pub fn verify(&self, typed: &str, now_seconds: u64, last_step: Option<u64>) -> Option<u64> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if typed.len() != 6 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let current = now_seconds / STEP_SECONDS;
        let mut matched = None;
        // All three are computed even after a match, so that timing does not tell which it was.
        for step in current.saturating_sub(1)..=current.saturating_add(1) {
            let expected = self.code_at_step(step);
            let equal = subtle::ConstantTimeEq::ct_eq(expected.as_bytes(), typed.as_bytes());
            if bool::from(equal) && last_step.is_none_or(|last| step > last) {
                matched = matched.or(Some(step));
            }
        }
        matched
    }

    /// The code shown by an authenticator during a step; for tests and the demo.
    pub fn code_at_step(&self, step: u64) -> String {
        self.totp.generate(step.saturating_mul(STEP_SECONDS)).to_string()
    }

    /// The secret in the base32 an authenticator app takes by hand.
    pub fn secret_base32(&self) -> String {
        base32(&self.secret)
    }

    /// The `otpauth:` link for the QR code. It holds the secret: show once, never log.
    pub fn provisioning_uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escape(issuer), escape(account));
        format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP_SECONDS}",
            base32(&self.secret)
        )
    }
}

/// RFC 4648 base32 without padding.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut buffer, mut bits) = (0u32, 0u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[((buffer >> bits) & 31) as usize]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[((buffer << (5 - bits)) & 31) as usize]));
    }
    text
}

/// Percent-encodes all but the unreserved characters, as some apps read `+` literally.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor() -> SecondFactor {
        SecondFactor::new(b"12345678901234567890").unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(factor().verify(code, time, None), Some(time / 30), "{time}");
        }
    }

    #[test]
    fn one_step_each_way_and_never_twice() {
        let factor = factor();
        let code = factor.code_at_step(1000);
        for (now, expected) in [
            (999 * 30 - 1, None),
            (999 * 30, Some(1000)),
            (1000 * 30, Some(1000)),
            (1002 * 30 - 1, Some(1000)),
            (1002 * 30, None),
        ] {
            assert_eq!(factor.verify(&code, now, None), expected, "{now}");
        }
        assert_eq!(factor.verify(&code, 1000 * 30, Some(999)), Some(1000));
        assert_eq!(factor.verify(&code, 1000 * 30, Some(1000)), None);
        assert_eq!(factor.verify(&code, 1000 * 30, Some(1001)), None);
        assert_eq!(
            factor.verify(&format!("{} {}", &code[..3], &code[3..]), 30_000, None),
            Some(1000)
        );
        for bad in ["", "12345", "1234567", "abcdef", "１２３４５６", "+12345"] {
            assert_eq!(factor.verify(bad, 30_000, None), None, "{bad}");
        }
        assert!(SecondFactor::new(b"short").is_err());
    }

    #[test]
    fn the_link_is_escaped_and_base32_is_right() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"f"), "MY");
        assert_eq!(
            factor().provisioning_uri("Yiting", "王 a@b"),
            "otpauth://totp/Yiting:%E7%8E%8B%20a%40b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Yiting&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(format!("{:?}", factor()), "SecondFactor([redacted])");
    }
}
