//! Indicators of a district: what is kept of its cases, and the reports that are made of them.

mod check;
mod export;
mod fold;
mod report;
mod schedule;
mod seal;
mod view;

pub use check::{Compared, check};
pub use export::{case_lines, fact_lines, kept_sheet, report_sheet};
pub use fold::{fold_some, rebuild_all};
pub use report::{Asked, Figures, Report, Share};
pub use schedule::{cancel, last_day, run_due as reports_due, schedule};
pub use seal::{run_due as seals_due, seal};
pub use view::{View, Views};
