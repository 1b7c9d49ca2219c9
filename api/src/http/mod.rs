//! The HTTP and WebSocket edge. Thin, and our own: the library's integration reads bodies of any
//! size, runs mutations over GET, and answers half of the socket protocol wrongly.

pub mod answers;
pub mod codes;
pub mod console;
pub mod documents;
pub mod edge;
pub mod endpoint;
pub mod exports;
mod frames;
pub mod guard;
pub mod operations;
pub mod public;
pub mod push;
pub mod serve;
pub mod socket;
pub mod uploads;

pub use edge::Edge;
