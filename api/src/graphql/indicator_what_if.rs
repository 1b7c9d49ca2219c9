//! What other periods would have meant.

use super::{
    area::Tier,
    arguments::id,
    error::{failed, refused},
    indicator::period,
    node_id::Kind,
    proposal::Link,
    viewer::{app, viewer},
};
use crate::usecase::indicator::{Asked, Report, last_day};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use yiting_domain::{clock::SlaProfile, indicator::Every, refusal::Refusal};

/// Other periods for a tier; what is left out stays as in the version in force.
#[derive(InputObject)]
pub struct SlaChange {
    /// Of which tier's platforms.
    tier: Tier,
    /// Working days.
    screening_days: Option<u32>,
    /// Working days.
    review_days: Option<u32>,
    /// Working days.
    notice_days: Option<u32>,
    /// Working days; also of an implementation whose plan has no date to come.
    evaluation_days: Option<u32>,
    /// Working days.
    grace_days: Option<u32>,
}

/// The stays in one link, under the periods in force and under others.
#[derive(SimpleObject)]
pub struct SlaLinkOutcome {
    /// The link.
    link: Link,
    /// Stays that began in the period.
    stays: u64,
    /// Overdue when they ended, or now.
    late: u64,
    /// As many would have been.
    late_then: u64,
    /// Past the grace, after which a supervision opens.
    past_grace: u64,
    /// As many would have been.
    past_grace_then: u64,
}

/// What other periods would have meant. People are taken to have worked as they did.
#[derive(SimpleObject)]
pub struct SlaOutcome {
    /// First day.
    first_day: String,
    /// Last day.
    last_day: String,
    /// By link, in the order of the chain.
    links: Vec<SlaLinkOutcome>,
    /// Proposals closed in the period.
    closed: u64,
    /// Of which on time.
    on_time: u64,
    /// As many would have been.
    on_time_then: u64,
}

/// What another profile would have meant for the stays that began in a period: the last whole quarter, unless
/// days are given.
pub async fn what_if(
    ctx: &Context<'_>,
    scope: &ID,
    change: SlaChange,
    from: Option<String>,
    to: Option<String>,
) -> Result<SlaOutcome> {
    let app = app(ctx);
    let area = id(ctx, Kind::Area, scope, "scope")?;
    let now = app.now();
    let actor = viewer(ctx).actor.as_deref();
    let report = Report::open(app, actor, area, Asked::default(), now).await;
    let report = report.map_err(|e| failed(ctx, e))?;
    let last_quarter = Every::Quarter.period(Every::Quarter.period(now).from.plus_millis(-1));
    let period = period(ctx, from.as_deref(), to.as_deref())?.unwrap_or(last_quarter);
    let tier = yiting_domain::area::Tier::from(change.tier);
    if !tier.has_platform() {
        return Err(refused(ctx, Refusal::BadTarget, Some("change.tier")));
    }
    let policy = app
        .policy(app.db.reader(), report.district)
        .await
        .map_err(|e| failed(ctx, e))?;
    let present = app.policy_of_tier(&policy, tier).profile_at(now).clone();
    let profile = SlaProfile {
        screening_days: change.screening_days.unwrap_or(present.screening_days),
        review_days: change.review_days.unwrap_or(present.review_days),
        notice_days: change.notice_days.unwrap_or(present.notice_days),
        evaluation_days: change.evaluation_days.unwrap_or(present.evaluation_days),
        grace_days: change.grace_days.unwrap_or(present.grace_days),
        ..present
    };
    let found = report
        .what_if(tier, profile, period)
        .await
        .map_err(|e| failed(ctx, e))?;
    Ok(SlaOutcome {
        first_day: period.from.shanghai_date().to_string(),
        last_day: last_day(period),
        links: found
            .links
            .into_iter()
            .map(|(link, outcome)| SlaLinkOutcome {
                link: link.into(),
                stays: outcome.stays,
                late: outcome.late,
                late_then: outcome.late_then,
                past_grace: outcome.past_grace,
                past_grace_then: outcome.past_grace_then,
            })
            .collect(),
        closed: found.on_time.denominator,
        on_time: found.on_time.numerator,
        on_time_then: found.on_time_then.numerator,
    })
}
