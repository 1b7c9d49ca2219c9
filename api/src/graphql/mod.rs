//! The public API. Types and mutations parse what comes in and hand it to `usecase`; no rule lives
//! here.

mod account_mutation;
mod allowance;
mod area;
mod area_rules;
mod arguments;
mod ballot;
mod ballot_mutation;
mod changes;
mod code;
mod command;
mod comment;
mod comment_mutation;
mod consultation;
mod consultation_mutation;
mod deliberation_loaders;
mod delivery;
mod dossier;
mod error;
mod expert;
mod expert_mutation;
mod indicator;
mod indicator_hub;
mod indicator_loader;
mod indicator_parts;
mod indicator_query;
mod indicator_seal;
mod indicator_what_if;
mod loaders;
mod me;
mod meeting;
mod meeting_loaders;
mod meeting_mutation;
mod meeting_parts;
mod meeting_room_mutation;
mod minutes;
mod minutes_mutation;
mod node;
mod page;
mod person;
mod photo;
mod photo_loaders;
mod photo_mutation;
mod policy_mutation;
mod privacy;
mod privacy_mutation;
mod procedure;
mod proposal;
mod proposal_input;
mod proposal_mutation;
mod proposal_parts;
mod query;
mod queues;
mod round;
mod round_mutation;
mod search;
mod search_facets;
mod search_page;
mod similar_proposals;
mod staff_mutation;
mod subscription;
mod text_version;
mod viewer;
mod waves;
mod wechat_mutation;
mod work_mutation;

pub use viewer::{Language, Viewer};

use crate::{node_id, usecase::App};
use async_graphql::{ID, MergedObject, Schema, ValidationMode};
use yiting_domain::id::ProposalId;

/// The global id of a proposal, as clients know it.
pub fn proposal_id(id: ProposalId) -> ID {
    node_id::encode(node_id::Kind::Proposal, id.0)
}

/// The global id of an upload, as clients know it.
pub fn photo_id(id: uuid::Uuid) -> ID {
    node_id::encode(node_id::Kind::Photo, id)
}

/// All queries.
#[derive(MergedObject, Default)]
pub struct Query(
    query::RecordQuery,
    indicator_query::IndicatorQuery,
    privacy::PrivacyQuery,
    search::SearchQuery,
);

/// All mutations.
#[derive(MergedObject, Default)]
pub struct Mutation(
    account_mutation::AccountMutation,
    staff_mutation::StaffMutation,
    privacy_mutation::PrivacyMutation,
    policy_mutation::PolicyMutation,
    proposal_mutation::ProposalMutation,
    comment_mutation::CommentMutation,
    photo_mutation::PhotoMutation,
    ballot_mutation::BallotMutation,
    consultation_mutation::ConsultationMutation,
    meeting_mutation::MeetingMutation,
    meeting_room_mutation::MeetingRoomMutation,
    minutes_mutation::MinutesMutation,
    expert_mutation::ExpertMutation,
    work_mutation::WorkMutation,
    procedure::ProcedureMutation,
    round_mutation::RoundMutation,
    wechat_mutation::WechatMutation,
    code::CodeMutation,
    indicator_seal::SealMutation,
    indicator_hub::ReportMutation,
);

/// The schema type.
pub type YitingSchema = Schema<Query, Mutation, subscription::Subscription>;

fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, subscription::Subscription> {
    Schema::build(Query::default(), Mutation::default(), subscription::Subscription)
        .validation_mode(ValidationMode::Strict)
        .disable_suggestions()
        .limit_depth(16)
}

/// The schema over a running application. Introspection is for development.
pub fn schema(app: App, introspection: bool) -> YitingSchema {
    let builder = builder().data(app);
    if introspection {
        builder.finish()
    } else {
        builder.disable_introspection().finish()
    }
}

/// The schema as a file.
pub fn sdl() -> String {
    builder().finish().sdl()
}
