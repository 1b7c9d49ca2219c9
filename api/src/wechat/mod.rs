//! WeChat: the typed client, the ciphers of its pushes, and the sandbox that stands in for WeChat's
//! server.
//!
//! The client does not know which of the two it talks to; only its base URL differs, so what the tests
//! and the demo run is what production runs.

pub mod calls;
pub mod client;
pub mod crypto;
pub mod error;
mod lenient;
pub mod sandbox;
pub mod template;
mod token;

#[cfg(test)]
mod calls_tests;
#[cfg(test)]
mod crypto_tests;
#[cfg(test)]
mod tests;
