//! One conversion of everything that goes wrong into what a client is told.

use super::viewer::{Language, viewer};
use crate::usecase::Failure;
use async_graphql::{Context, Error, ErrorExtensions};
use sea_orm::DbErr;
use yiting_domain::refusal::Refusal;

/// Tells a refusal in the viewer's language.
pub fn refused(ctx: &Context<'_>, refusal: Refusal, field: Option<&str>) -> Error {
    let viewer = viewer(ctx);
    let message = match viewer.language {
        Language::Chinese => refusal.zh(),
        Language::English => refusal.en(),
    };
    Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", refusal.code());
        extensions.set("retryable", refusal.retryable());
        extensions.set("requestId", viewer.request_id.as_str());
        if let Some(field) = field {
            extensions.set("field", field);
        }
    })
}

/// Tells a failure: refusals as they are, faults without their inside, which goes to the log.
pub fn failed(ctx: &Context<'_>, failure: impl Into<Failure>) -> Error {
    match failure.into() {
        Failure::Refused(refusal) => refused(ctx, refusal, None),
        fault => {
            tracing::error!(request_id = viewer(ctx).request_id, fault = ?fault, "fault");
            refused(ctx, Refusal::Internal, None)
        }
    }
}

/// Tells a fault that a loader met; loaders share errors between keys, hence the text.
pub fn lost(ctx: &Context<'_>, error: &std::sync::Arc<DbErr>) -> Error {
    tracing::error!(request_id = viewer(ctx).request_id, fault = ?error, "fault");
    refused(ctx, Refusal::Internal, None)
}
