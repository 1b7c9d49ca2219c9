//! Passwords of staff: the policy, and argon2id kept off the async threads.
//!
//! One verification takes 19 MiB and some tens of milliseconds, so a semaphore of one less than the
//! number of cores keeps a burst of logins from starving the rest of the server.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Longest password taken, in characters; more only costs hashing time.
pub const MAX_CHARACTERS: usize = 128;

/// Passwords that pass the length rules and are still tried first. All lower case.
const COMMON: &[&str] = &[
    "password",
    "password1",
    "password12",
    "password123",
    "password1234",
    "password@123",
    "passw0rd",
    "p@ssw0rd",
    "p@ssw0rd1",
    "p@ssw0rd123",
    "p@ssword1",
    "p@ssword123",
    "passw0rd!",
    "password!",
    "password1!",
    "admin123",
    "admin@123",
    "admin123456",
    "admin@123456",
    "admin888",
    "admin12345678",
    "administrator",
    "administrator1",
    "root@123",
    "root123456",
    "qwerty123",
    "qwerty@123",
    "qwerty123456",
    "qwertyuiop",
    "qwertyuiop123",
    "qwertyuiop[]",
    "asdfghjkl123",
    "1qaz2wsx",
    "1qaz@wsx",
    "1qaz!qaz",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "!qaz2wsx",
    "!qaz@wsx",
    "zaq12wsx",
    "zaq1@wsx",
    "q1w2e3r4",
    "q1w2e3r4t5y6",
    "qazwsx123",
    "qazwsxedcrfv",
    "abc@123",
    "abc@1234",
    "abc@12345",
    "abc@123456",
    "abcd@1234",
    "abcd1234!",
    "abc123456",
    "abc12345678",
    "abc123!@#",
    "abcd123456",
    "aa123456",
    "aa123456!",
    "aa@123456",
    "a123456789",
    "aa123456789",
    "a1234567890",
    "asd@123456",
    "woaini1314",
    "woaini520",
    "woaini1314520",
    "woaini520520",
    "woaiwojia123",
    "iloveyou",
    "iloveyou123",
    "iloveyou1234",
    "5201314520",
    "52013145201314",
    "letmein123",
    "letmein12345",
    "welcome1",
    "welcome@123",
    "welcome123",
    "changeme123",
    "changeme1234",
    "default123",
    "huawei@123",
    "huawei12#$",
    "h3c@123456",
    "taobao123456",
    "weixin123456",
    "wechat123456",
    "shequ123456",
    "shequ@123",
    "jiedao123456",
    "juweihui123",
    "juweihui@123",
    "yiting123456",
    "yiting@123",
    "dragon123456",
    "monkey123456",
    "football1234",
    "sunshine1234",
    "princess1234",
    "superman1234",
    "test@123",
    "test123456",
];

/// What is wrong with a proposed password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Under 8 characters, or under 12 with fewer than three kinds of characters.
    #[error("password too short or too plain")]
    TooWeak,
    /// Over [`MAX_CHARACTERS`].
    #[error("password too long")]
    TooLong,
    /// On the list of common passwords, or a run such as `123456789012` or `abababababab`.
    #[error("password too common")]
    Common,
}

/// Why hashing did not happen.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The stored hash is damaged, or the hasher refused its parameters.
    #[error("password hash unusable")]
    Hash,
    /// The worker went away, as at shutdown.
    #[error("password worker stopped")]
    Stopped,
}

/// Checks a password that somebody wants to set.
pub fn policy(password: &str) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length > MAX_CHARACTERS {
        return Err(PasswordProblem::TooLong);
    }
    if !(length >= 12 || (length >= 8 && kinds(password) >= 3)) {
        return Err(PasswordProblem::TooWeak);
    }
    let lower = password.to_lowercase();
    if COMMON.contains(&lower.as_str()) || is_run(&lower) {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

/// Small, capital, digit, and everything else (marks and Han alike).
fn kinds(password: &str) -> usize {
    let mut seen = [false; 4];
    for letter in password.chars() {
        let kind = match letter {
            'a'..='z' => 0,
            'A'..='Z' => 1,
            '0'..='9' => 2,
            _ => 3,
        };
        seen[kind] = true;
    }
    seen.iter().filter(|found| **found).count()
}

/// Repeats with a period of at most four, and steps of one up or down (9 to 0 counts as up).
fn is_run(lower: &str) -> bool {
    let letters: Vec<char> = lower.chars().collect();
    let repeats = (1..=4).any(|period| {
        letters.len() > period
            && letters
                .iter()
                .skip(period)
                .zip(&letters)
                .all(|(a, b)| a == b)
    });
    let steps = |by: i64| {
        letters.windows(2).all(|pair| match pair {
            ['9', '0'] => by == 1,
            ['0', '9'] => by == -1,
            [a, b] => i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == by,
            _ => true,
        })
    };
    repeats || steps(1) || steps(-1)
}

/// Hashes and verifies passwords on blocking threads.
#[derive(Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
    hasher: Argon2<'static>,
    dummy: Arc<str>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Passwords")
            .field("free_slots", &self.slots.available_permits())
            .finish_non_exhaustive()
    }
}

impl Passwords {
    /// `cores` is the number of CPUs this process may use; `dummy_salt` is random and made at start.
    /// Takes as long as one hashing, since it prepares the dummy for unknown names.
    pub fn new(cores: usize, dummy_salt: [u8; 16]) -> Result<Self, PasswordError> {
        let params = Params::new(19_456, 2, 1, None).map_err(|_| PasswordError::Hash)?;
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = hash_now(&hasher, "no account has this password", &dummy_salt)?;
        Ok(Self {
            slots: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
            hasher,
            dummy: dummy.into(),
        })
    }

    /// The PHC string of a password, with 16 fresh random bytes as salt.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, PasswordError> {
        let hasher = self.hasher.clone();
        self.run(move || hash_now(&hasher, &password, &salt))
            .await?
    }

    /// Checks a password against the stored PHC string. With `None` (no such account) it does the
    /// same work on a dummy and answers `false`, so that timing does not tell who exists.
    pub async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let (hasher, dummy) = (self.hasher.clone(), Arc::clone(&self.dummy));
        let work = move || {
            // A cut password could match a shorter one, so an over-long one fails, after the same work.
            let fits = password.chars().take(MAX_CHARACTERS + 1).count() <= MAX_CHARACTERS;
            let known = stored.is_some();
            let phc = stored.as_deref().unwrap_or(&dummy);
            let tried = if fits {
                password.as_bytes()
            } else {
                b"over-long"
            };
            match hasher.verify_password(tried, phc) {
                Ok(()) => Ok(known && fits),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(_) => Err(PasswordError::Hash),
            }
        };
        self.run(work).await?
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let slot = Arc::clone(&self.slots)
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Stopped)?;
        tokio::task::spawn_blocking(move || {
            // Held inside the thread: dropping the request must not free the slot while it computes.
            let _slot = slot;
            work()
        })
        .await
        .map_err(|_| PasswordError::Stopped)
    }
}

fn hash_now(hasher: &Argon2<'_>, password: &str, salt: &[u8]) -> Result<String, PasswordError> {
    hasher
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|_| PasswordError::Hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_refuses_the_weak_and_the_common() {
        use PasswordProblem as P;
        for good in [
            "correct horse",
            "Tr0ub4dor",
            "三人行必有我师焉择善而从",
            "居委会abc12",
            "aB3$efgh",
        ] {
            assert_eq!(policy(good), Ok(()), "{good}");
        }
        for weak in [
            "",
            "short",
            "abcdefgh",
            "abcd1234",
            "Ab1$",
            "小区小区小区小区",
        ] {
            assert_eq!(policy(weak), Err(P::TooWeak), "{weak}");
        }
        for common in [
            "P@ssw0rd",
            "Password1234",
            "Admin@123",
            "1QAZ2wsx3edc",
            "123456789012",
            "aaaaaaaaaaaa",
            "abababababab",
            "abcdefghijkl",
            "987654321098",
            "12341234123412",
        ] {
            assert_eq!(policy(common), Err(P::Common), "{common}");
        }
        assert_eq!(policy(&"x7".repeat(65)), Err(P::TooLong));
    }

    #[test]
    fn every_common_entry_is_lower_case_and_once() {
        let unique: std::collections::HashSet<_> = COMMON.iter().collect();
        assert_eq!(unique.len(), COMMON.len());
        assert!(COMMON.iter().all(|entry| entry.to_lowercase() == **entry));
    }

    #[tokio::test]
    async fn hashing_and_checking() {
        let passwords = Passwords::new(1, [1; 16]).unwrap();
        let stored = passwords
            .hash("春风又绿江南岸1".into(), [2; 16])
            .await
            .unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        let check = |word: &str, hash: Option<String>| passwords.verify(word.to_owned(), hash);
        assert!(
            check("春风又绿江南岸1", Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(
            !check("春风又绿江南岸2", Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(!check(&"x".repeat(10_000), Some(stored)).await.unwrap());
        // Even the dummy's own words open nothing.
        assert!(!check("no account has this password", None).await.unwrap());
        assert!(check("x", Some("$argon2id$broken".into())).await.is_err());
    }
}
