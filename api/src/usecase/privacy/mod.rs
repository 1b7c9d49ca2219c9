//! What a person agreed to, what leads to a person, and who looked at it.

mod consent;
mod export;
mod own;
mod reveal;

pub use consent::record_consent;
pub use export::my_data;
pub use reveal::{Asker, Revealed, reveal};
