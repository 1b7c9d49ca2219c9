//! One function per thing that a person can do: load, ask the domain, store events, outbox and
//! idempotency result in one transaction.

pub mod account;
pub mod ask;
pub mod ballot;
pub mod change;
pub mod clockwork;
pub mod code;
pub mod consultation;
pub mod context;
pub mod electorate;
pub mod expert;
pub mod failure;
pub mod import;
pub mod indicator;
pub mod meeting;
pub mod paper_vote;
pub mod phone;
pub mod policy;
pub mod privacy;
pub mod procedure;
pub mod proposal;
pub mod rebuild;
pub mod record;
pub mod request;
pub mod residents;
pub mod roles;
pub mod roster;
pub mod round;
pub mod search;
pub mod together;
pub mod upload;
pub mod wechat;
pub mod wordcheck;

pub use context::App;
pub use failure::Failure;
pub use request::Request;
