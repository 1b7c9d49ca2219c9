//! Periods, thresholds and working days, as administrators of a district set them.

use super::{
    area::Tier,
    error::{failed, refused},
    node_id::{Kind, decode},
    viewer::{app, viewer},
};
use crate::usecase::{Request, policy};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use yiting_domain::{clock::SlaProfile, instant::Instant, refusal::Refusal};

/// A version of the periods and thresholds of a tier; what is left out stays as in the standard.
#[derive(InputObject, Serialize)]
pub struct PublishProfileInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The district.
    district: ID,
    /// Of which tier's platforms.
    tier: Tier,
    /// From when on, RFC 3339; at least a minute ahead.
    effective_from: String,
    /// Working days.
    screening_days: Option<u32>,
    /// Working days.
    review_days: Option<u32>,
    /// Working days.
    notice_days: Option<u32>,
    /// Working days.
    evaluation_days: Option<u32>,
    /// Working days.
    grace_days: Option<u32>,
    /// Persons.
    objection_threshold: Option<u32>,
    /// Persons; left out: no threshold.
    support_threshold: Option<u32>,
    /// Percent.
    satisfaction_threshold_percent: Option<u32>,
    /// Persons.
    min_ratings: Option<u32>,
    /// Proposals of one person.
    open_proposals_limit: Option<u32>,
    /// Rounds of rework.
    max_reworks: Option<u32>,
}

/// A day of a district's calendar.
#[derive(InputObject, Serialize)]
pub struct CorrectCalendarInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The district.
    district: ID,
    /// YYYY-MM-DD
    day: String,
    /// Working or free; null restores what the national calendar says.
    working: Option<bool>,
}

/// The published version.
#[derive(SimpleObject)]
pub struct ProfilePayload {
    client_mutation_id: String,
    /// Its number.
    version: u32,
}

/// The corrected day.
#[derive(SimpleObject)]
pub struct CalendarPayload {
    client_mutation_id: String,
    /// YYYY-MM-DD
    day: String,
}

/// Mutations about a district's rules.
#[derive(Default)]
pub struct PolicyMutation;

/// Mutations about a district's rules.
#[Object]
impl PolicyMutation {
    /// Publishes a version of a tier's periods and thresholds. Codes: FORBIDDEN, BAD_TARGET, INVALID_INPUT.
    async fn publish_profile(&self, ctx: &Context<'_>, input: PublishProfileInput) -> Result<ProfilePayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("publishProfile", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let district = decode(Kind::Area, &input.district).map_err(|r| refused(ctx, r, Some("district")))?;
        let from = chrono::DateTime::parse_from_rfc3339(&input.effective_from)
            .map_err(|_| refused(ctx, Refusal::Invalid, Some("effectiveFrom")))?;
        let standard = SlaProfile::standard();
        let profile = SlaProfile {
            effective_from: Instant::from_millis(from.timestamp_millis()),
            screening_days: input.screening_days.unwrap_or(standard.screening_days),
            review_days: input.review_days.unwrap_or(standard.review_days),
            notice_days: input.notice_days.unwrap_or(standard.notice_days),
            evaluation_days: input.evaluation_days.unwrap_or(standard.evaluation_days),
            grace_days: input.grace_days.unwrap_or(standard.grace_days),
            objection_threshold: input.objection_threshold.unwrap_or(standard.objection_threshold),
            support_threshold: input.support_threshold,
            satisfaction_threshold_percent: input
                .satisfaction_threshold_percent
                .unwrap_or(standard.satisfaction_threshold_percent),
            min_ratings: input.min_ratings.unwrap_or(standard.min_ratings),
            open_proposals_limit: input.open_proposals_limit.unwrap_or(standard.open_proposals_limit),
            max_reworks: input.max_reworks.unwrap_or(standard.max_reworks),
            ..standard
        };
        let version = policy::publish_profile(app(ctx), actor, &request, district, input.tier.into(), &profile)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(ProfilePayload {
            client_mutation_id: input.client_mutation_id,
            version,
        })
    }

    /// Declares a day working or free; all clocks follow, also those of days gone by. Codes: FORBIDDEN, BAD_TARGET.
    async fn correct_calendar(&self, ctx: &Context<'_>, input: CorrectCalendarInput) -> Result<CalendarPayload> {
        let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
        let request = Request::new("correctCalendar", &input.client_mutation_id, &input)
            .map_err(|r| refused(ctx, r, Some("clientMutationId")))?;
        let district = decode(Kind::Area, &input.district).map_err(|r| refused(ctx, r, Some("district")))?;
        let day = input
            .day
            .parse()
            .map_err(|_| refused(ctx, Refusal::Invalid, Some("day")))?;
        policy::correct_calendar(app(ctx), actor, &request, district, day, input.working)
            .await
            .map_err(|e| failed(ctx, e))?;
        Ok(CalendarPayload {
            client_mutation_id: input.client_mutation_id,
            day: input.day,
        })
    }
}
