//! Passwords of staff: argon2id kept off the async threads.
//!
//! One verification takes 19 MiB and some tens of milliseconds, so a semaphore of one less than the
//! number of cores keeps a burst of logins from starving the rest of the server.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

pub use super::password_policy::{MAX_CHARACTERS, PasswordProblem, policy};

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
        self.run(move || hash_now(&hasher, &password, &salt)).await?
    }

    /// Checks a password against the stored PHC string. With `None` (no such account) it does the
    /// same work on a dummy and answers `false`, so that timing does not tell who exists.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, PasswordError> {
        let (hasher, dummy) = (self.hasher.clone(), Arc::clone(&self.dummy));
        let work = move || {
            // A cut password could match a shorter one, so an over-long one fails, after the same work.
            let fits = password.chars().take(MAX_CHARACTERS + 1).count() <= MAX_CHARACTERS;
            let known = stored.is_some();
            let phc = stored.as_deref().unwrap_or(&dummy);
            let tried = if fits { password.as_bytes() } else { b"over-long" };
            match hasher.verify_password(tried, phc) {
                Ok(()) => Ok(known && fits),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(_) => Err(PasswordError::Hash),
            }
        };
        self.run(work).await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
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

    #[tokio::test]
    async fn hashing_and_checking() {
        let passwords = Passwords::new(1, [1; 16]).unwrap();
        let stored = passwords.hash("春风又绿江南岸1".into(), [2; 16]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let check = |word: &str, hash: Option<String>| passwords.verify(word.to_owned(), hash);
        assert!(check("春风又绿江南岸1", Some(stored.clone())).await.unwrap());
        assert!(!check("春风又绿江南岸2", Some(stored.clone())).await.unwrap());
        assert!(!check(&"x".repeat(10_000), Some(stored)).await.unwrap());
        // Even the dummy's own words open nothing.
        assert!(!check("no account has this password", None).await.unwrap());
        assert!(check("x", Some("$argon2id$broken".into())).await.is_err());
    }
}
