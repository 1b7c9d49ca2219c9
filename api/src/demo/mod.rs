//! The demo: a real district with an invented year, produced by the domain's own commands on a
//! simulated clock.

pub mod cast;
pub mod control;
pub mod corpus;
pub mod history;
pub mod ledger;
pub mod load;
pub mod people;
mod season;
pub mod world;

use chrono::NaiveDate;
use yiting_domain::instant::Instant;

/// The first day of the invented year.
pub fn begins() -> Instant {
    Instant::shanghai_midnight(NaiveDate::from_ymd_opt(2025, 11, 24).unwrap_or_default())
}

/// Where the demo begins: the autumn before its year, in which the rounds of the past were held.
pub fn opens() -> Instant {
    begins().plus_days(-season::AUTUMN_DAYS)
}

/// The moment at which the demo's clock stands when it is served: nine o'clock, a year later.
pub fn ends() -> Instant {
    begins().plus_days(365).plus_millis(9 * 3_600_000)
}
