//! Indicators of a district.

mod report;
mod view;

pub use report::{Asked, Report, Share};
pub use view::{View, replay};
