//! One function per thing that a person can do: load, ask the domain, store events, outbox and
//! idempotency result in one transaction.

pub mod account;
pub mod clockwork;
pub mod context;
pub mod failure;
pub mod import;
pub mod proposal;
pub mod rebuild;
pub mod request;
pub mod staff;
pub mod wordcheck;

pub use context::App;
pub use failure::Failure;
pub use request::Request;
