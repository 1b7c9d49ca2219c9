//! Reading what mutations are given; what does not fit is refused with the name of its field.

use super::{
    error::refused,
    node_id::{Kind, decode},
    viewer::viewer,
};
use crate::usecase::Request;
use async_graphql::{Context, ID, Result};
use serde::Serialize;
use uuid::Uuid;
use yiting_domain::{instant::Instant, people::Actor, refusal::Refusal};

/// The key and the hash of a mutation's input.
pub fn request(ctx: &Context<'_>, operation: &str, key: &str, input: &impl Serialize) -> Result<Request> {
    Request::new(operation, key, input).map_err(|r| refused(ctx, r, Some("clientMutationId")))
}

/// Who asks. Code: UNAUTHENTICATED.
pub fn known<'a>(ctx: &Context<'a>) -> Result<&'a Actor> {
    viewer(ctx).known().map_err(|r| refused(ctx, r, None))
}

/// A global id of this kind.
pub fn id(ctx: &Context<'_>, kind: Kind, given: &ID, field: &str) -> Result<Uuid> {
    decode(kind, given).map_err(|r| refused(ctx, r, Some(field)))
}

/// Several global ids of one kind.
pub fn ids<T>(ctx: &Context<'_>, kind: Kind, given: &[ID], field: &str, make: impl Fn(Uuid) -> T) -> Result<Vec<T>> {
    given.iter().map(|one| id(ctx, kind, one, field).map(&make)).collect()
}

/// An instant, RFC 3339.
pub fn instant(ctx: &Context<'_>, text: &str, field: &str) -> Result<Instant> {
    let at = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| refused(ctx, Refusal::Invalid, Some(field)))?;
    Ok(Instant::from_millis(at.timestamp_millis()))
}
