//! The tables as rows. Rules know nothing of these; `store` turns them into domain types.

mod accounts;
mod ballots;
mod chain;
mod consultations;
mod deliberation;
mod indicators;
mod meetings;
mod places;
mod record;
mod rounds;
mod search;
mod uploads;
mod wechat;

pub use self::accounts::{
    consent, invitation, membership, person, personal_data_view, refresh_token, residence, session, staff_login,
};
pub use self::ballots::{
    ballot, ballot_auditor, ballot_paper, ballot_participation, ballot_proposal, ballot_publication, ballot_vote,
};
pub use self::chain::{
    comment, content, follow, note, objection, proposal, proposal_counter, proposal_text, rating, supervision, support,
};
pub use self::consultations::{
    consultation, consultation_proposal, consultation_result, consultation_statement, consultation_touch,
    statement_vote,
};
pub use self::deliberation::{electorate, electorate_member};
pub use self::indicators::{indicator_case, indicator_head, indicator_seal, report, report_schedule};
pub use self::meetings::{
    expert, expert_review, meeting, meeting_attendee, meeting_item, meeting_minutes, meeting_speech,
};
pub use self::places::{area, calendar_override, sla_profile, topic, unit};
pub use self::record::{idempotency, log_entry, log_head, notice, outbox};
pub use self::rounds::{procedure_template, round, round_proposal};
pub use self::search::{search_feed, search_lease, search_mark};
pub use self::uploads::upload;
pub use self::wechat::{code, code_picture, wechat_check, wechat_event, wechat_grant, wechat_message};
