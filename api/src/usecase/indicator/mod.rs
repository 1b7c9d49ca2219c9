//! Indicators of a district: what is kept of its cases, and the reports that are made of them.

mod check;
mod fold;
mod report;
mod view;

pub use check::{Compared, check};
pub use fold::{fold_some, rebuild_all};
pub use report::{Asked, Figures, Report, Share};
pub use view::{View, Views};
