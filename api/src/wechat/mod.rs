//! WeChat: the typed client, and the sandbox that stands in for WeChat's server.
//!
//! The client does not know which of the two it talks to; only its base URL differs, so what the tests
//! and the demo run is what production runs.

pub mod client;
pub mod error;
pub mod sandbox;
mod sandbox_control;
mod sandbox_login;
mod sandbox_state;

#[cfg(test)]
mod sandbox_tests;
#[cfg(test)]
mod tests;
