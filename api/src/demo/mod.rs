//! The demo: a real district with an invented year.

pub mod corpus;
