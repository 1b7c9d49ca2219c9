//! The pure rules of Yiting: what may happen to a proposal, who may do it, and when.
//!
//! Nothing here knows a database, HTTP, the wall clock or a random source; time and salts are
//! arguments. Decisions return events or a typed [`refusal::Refusal`].
#![warn(missing_docs)]

pub mod area;
pub mod ballot;
pub mod clock;
pub mod consultation;
pub mod electorate;
pub mod expert;
pub mod id;
pub mod indicator;
pub mod instant;
pub mod log;
pub mod markup;
pub mod meeting;
pub mod people;
pub mod permission;
pub mod poll;
pub mod proposal;
pub mod refusal;
pub mod round;
pub mod upload;
