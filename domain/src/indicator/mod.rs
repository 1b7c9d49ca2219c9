//! Indicators: definitions as data, and their computation as of any instant over any cohort.
//!
//! A [`Case`] holds what indicators need of a proposal's events, as dated facts. What it was at an instant
//! is the fold of the facts until then ([`Standing::at`]); a [`Cohort`] says which cases count; a
//! [`Measure`] adds them up. Nothing is ever counted down or overwritten, so that any past figure can be
//! computed again.

mod breakdown;
mod case;
mod clocks;
mod cohort;
mod definition;
mod measure;
mod open_data;
mod people;
mod permission;
mod render;
mod standing;
mod statement;
mod survival;
mod table;
mod what_if;
mod wilson;

pub use breakdown::{Dimension, Group, Part, breakdown, cases, told};
pub use case::{Case, Fact, Named, Plan};
pub use clocks::{Limit, Rules, Stay};
pub use cohort::{Attribution, Cohort, Month, Period, Within};
pub use definition::{Basis, Definition, Indicator, Unit};
pub use measure::{Figure, MIN_PEOPLE, Measure, Seen, Sum, adds, each, measure, time};
pub use open_data::{OPEN_FORMAT, OpenFact, open_facts};
pub use people::{Belonging, participation, participation_of_groups, workload, workload_of_groups};
pub use permission::{Audience, audience};
pub use render::{BYTE_ORDER_MARK, Sheet, SheetRow, csv_cell, csv_line, printed};
pub use standing::{Brief, LinkTime, Standing};
pub use statement::{Every, HUB_COLUMNS, Statement};
pub use survival::{Curve, Median, Step, Survival};
pub use table::{Atlas, Place, Row, Table};
pub use what_if::{LinkOutcome, WhatIf, what_if};
pub use wilson::{Interval, wilson};
