//! What one may do only so often. An allowance whose count is out of reach is not given: nothing that is guarded by
//! one may be tried without end because a server is down.

use super::{error::refused, viewer::app};
use crate::cache::RateRefusal;
use async_graphql::{Context, Result};
use yiting_domain::refusal::Refusal;

/// Takes one from the allowance `key`, which holds `burst` and gains `per_second`. `field` is the argument that was
/// refused. Codes: RATE_LIMITED, SERVICE_UNAVAILABLE.
pub async fn spend(ctx: &Context<'_>, key: &str, burst: u32, per_second: f64, field: Option<&str>) -> Result<()> {
    match app(ctx).shared.rate_limit(key, 1, burst, per_second).await {
        Ok(()) => Ok(()),
        Err(RateRefusal::TooFast { .. }) => Err(refused(ctx, Refusal::RateLimited, field)),
        Err(RateRefusal::Unavailable) => Err(refused(ctx, Refusal::ServiceUnavailable, None)),
    }
}
