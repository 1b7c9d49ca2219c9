//! Who is asking: tokens, passwords, second factors and the secrets people hold.
//!
//! Nothing here reads a database, a clock or a random source. Callers pass the time and the random
//! bytes, so every rule can be tested at any moment of any day, and `usecase` decides what to store.

pub mod auditors;
pub mod claims;
pub mod invitation;
pub mod password;
pub mod password_policy;
pub mod refresh;
pub mod sealed;
pub mod token;
pub mod totp;

#[cfg(test)]
mod token_tests;

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
