//! The tables as rows. Rules know nothing of these; `store` turns them into domain types.

mod area;
mod log;
mod people;
mod proposal;

pub use self::area::{area, calendar_override, sla_profile, topic, unit};
pub use self::people::{invitation, membership, person, refresh_token, residence, session, staff_login};
pub use self::proposal::{comment, content, follow, note, objection, proposal, proposal_counter, proposal_text, rating, supervision, support};
pub use self::log::{idempotency, log_entry, log_head, notice, outbox};
