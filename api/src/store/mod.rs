//! SQL, and nothing else: the only place that knows tables. Functions take any connection, so that
//! they run inside the transaction of their caller.

pub mod accounts_joined;
pub mod areas;
pub mod attendees;
pub mod ballots;
pub mod bulk;
pub mod codes;
pub mod comments;
pub mod connect;
pub mod consultations;
pub mod contents;
pub mod electorates;
pub mod entity;
pub mod experts;
pub mod first_of_each;
pub mod idempotency;
pub mod indicators;
pub mod log;
pub mod meetings;
pub mod messages;
pub mod notices;
pub mod outbox;
pub mod own_data;
pub mod people;
pub mod privacy;
pub mod procedures;
pub mod proposals;
pub mod reports;
pub mod rounds;
pub mod search_feed;
pub mod shelf;
pub mod traces;
pub mod uploads;
pub mod voices;
pub mod wechat;

pub use connect::{Database, SqlCount};
