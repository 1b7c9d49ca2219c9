//! An area's members, its log, and the rules that it sets.

use super::{
    allowance::spend,
    arguments::known,
    error::{failed, refused},
    loaders::policy_of,
    node_id::{Kind, encode},
    page,
    person::Person,
    viewer::app,
};
use crate::store::{
    entity::{log_entry, membership},
    log, people,
};
use async_graphql::{Context, ID, Object, Result, SimpleObject, connection::Connection};
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, Tier},
    clock::{PolicyBook, SlaProfile},
    id::AreaId,
    instant::Instant,
    log::Frontier,
    refusal::Refusal,
};

/// A person with a role in an area.
pub struct Member {
    row: membership::Model,
    pseudonym: Uuid,
}

/// A person with a role in an area.
#[Object]
impl Member {
    /// Global id, for `revokeRole`.
    async fn id(&self) -> ID {
        encode(Kind::Membership, self.row.id)
    }
    /// Who.
    async fn person(&self) -> Person {
        Person(self.pseudonym)
    }
    /// The role's stable name.
    async fn role(&self) -> &str {
        &self.row.role
    }
    /// Since when, RFC 3339.
    async fn since(&self) -> String {
        Instant::from_millis(self.row.created_at).rfc3339()
    }
}

/// A page of the members of an area.
pub async fn members(
    ctx: &Context<'_>,
    area: Uuid,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Member>> {
    let app = app(ctx);
    let page = page::asked(ctx, "members", first, after.as_deref())?;
    let rows = people::members(app.db.reader(), area, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    Ok(page.of(
        rows,
        |(row, _)| (row.created_at, row.id),
        |(row, pseudonym)| Member { row, pseudonym },
    ))
}

/// As many people are found at most.
const MOST_FOUND: u64 = 10;

/// A longer text is no name.
const LONGEST_NAME: usize = 64;

/// Phone numbers that one person looks up at once, and how long until there is one more, in seconds: a morning at
/// the counter passes; who tries numbers one after another, to learn whether they have an account, does not.
const NUMBERS: u32 = 30;
const NUMBER_EVERY: f64 = 60.0;

/// People by name or by phone number, below an area.
pub async fn find_people(ctx: &Context<'_>, below: AreaPath, text: &str) -> Result<Vec<Person>> {
    if text.is_empty() || text.chars().count() > LONGEST_NAME {
        return Err(refused(ctx, Refusal::Invalid, Some("text")));
    }
    let app = app(ctx);
    let phone = app.blind_key.phone_index(text);
    if phone.is_some() {
        let key = format!("numbers:{}", known(ctx)?.person);
        spend(ctx, &key, NUMBERS, 1.0 / NUMBER_EVERY, Some("text")).await?;
    }
    let found = people::find(app.db.reader(), &below, text, phone.as_deref(), MOST_FOUND).await;
    Ok(found.map_err(|e| failed(ctx, e))?.into_iter().map(Person).collect())
}

/// Size and root of a district's audit log: what a witness compares.
#[derive(SimpleObject)]
pub struct LogHead {
    /// Entries so far.
    size: u64,
    /// The Merkle tree head by RFC 6962, SHA-256, as `sha256:` and hexadecimal digits.
    root: String,
}

/// The head of a district's log; null elsewhere and before the first entry.
pub async fn log_head(ctx: &Context<'_>, area: Uuid) -> Result<Option<LogHead>> {
    let head = log::head(app(ctx).db.reader(), area)
        .await
        .map_err(|e| failed(ctx, e))?;
    let Some(head) = head else { return Ok(None) };
    let frontier: Frontier = serde_json::from_str(&head.frontier).map_err(|e| failed(ctx, anyhow::Error::from(e)))?;
    Ok(Some(LogHead {
        size: frontier.size(),
        root: frontier.root().to_string(),
    }))
}

/// One entry of the audit log, with all that its leaf hash covers.
pub struct LogEntry(log_entry::Model);

/// One entry of the audit log, with all that its leaf hash covers.
#[Object]
impl LogEntry {
    /// Sequence, from 0.
    async fn seq(&self) -> i64 {
        self.0.seq
    }
    /// RFC 3339.
    async fn at(&self) -> String {
        Instant::from_millis(self.0.at).rfc3339()
    }
    /// By whom; null for the clock and the command line.
    async fn actor(&self) -> Option<Person> {
        self.0.actor.map(Person)
    }
    /// The event's stable name.
    async fn kind(&self) -> &str {
        &self.0.kind
    }
    /// The UUID of what it is about.
    async fn subject(&self) -> String {
        self.0.subject.to_string()
    }
    /// The event as canonical JSON (RFC 8785).
    async fn body(&self) -> &str {
        &self.0.body
    }
    /// The leaf hash.
    async fn leaf(&self) -> &str {
        &self.0.leaf
    }
}

/// A page of a district's log.
pub async fn log(
    ctx: &Context<'_>,
    district: Uuid,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, LogEntry>> {
    let app = app(ctx);
    let page = page::asked(ctx, "log", first, after.as_deref())?;
    let from = page.after.map_or(0, |(seq, _)| seq + 1);
    let rows = log::page(app.db.reader(), district, from, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    Ok(page.of(rows, |row| (row.seq, district), LogEntry))
}

/// A version of the periods and thresholds of a tier.
pub struct Profile(SlaProfile);

/// A version of the periods and thresholds of a tier.
#[Object(name = "SlaProfile")]
impl Profile {
    /// Version number; the built-in standard is 1.
    async fn version(&self) -> u32 {
        self.0.version
    }
    /// From when on, RFC 3339.
    async fn effective_from(&self) -> String {
        self.0.effective_from.rfc3339()
    }
    /// Screening, in working days.
    async fn screening_days(&self) -> u32 {
        self.0.screening_days
    }
    /// Review, in working days.
    async fn review_days(&self) -> u32 {
        self.0.review_days
    }
    /// Public notice, in working days.
    async fn notice_days(&self) -> u32 {
        self.0.notice_days
    }
    /// Evaluation, in working days.
    async fn evaluation_days(&self) -> u32 {
        self.0.evaluation_days
    }
    /// Grace before the tier above supervises, in working days.
    async fn grace_days(&self) -> u32 {
        self.0.grace_days
    }
    /// Objections (persons) that lead back to review.
    async fn objection_threshold(&self) -> u32 {
        self.0.objection_threshold
    }
    /// Supports (persons) at which a declined or stale proposal is taken up.
    async fn support_threshold(&self) -> Option<u32> {
        self.0.support_threshold
    }
    /// Share of satisfied ratings below which the work is done again, in percent.
    async fn satisfaction_threshold_percent(&self) -> u32 {
        self.0.satisfaction_threshold_percent
    }
    /// Ratings below which no share is computed.
    async fn min_ratings(&self) -> u32 {
        self.0.min_ratings
    }
    /// Open proposals that one person may have at a time.
    async fn open_proposals_limit(&self) -> u32 {
        self.0.open_proposals_limit
    }
    /// Reworks before the case goes to the tier above.
    async fn max_reworks(&self) -> u32 {
        self.0.max_reworks
    }
}

/// The versions of a tier's profile in a district.
pub async fn profiles(ctx: &Context<'_>, district: Option<Uuid>, tier: Tier) -> Result<Vec<Profile>> {
    let mut versions = vec![Profile(SlaProfile::standard())];
    if let Some(district) = district {
        let policy = policy_of(ctx, AreaId(district)).await?;
        let published = policy.books.get(&tier).map(PolicyBook::versions).unwrap_or_default();
        versions.extend(published.iter().cloned().map(Profile));
    }
    Ok(versions)
}

/// Whether a day is a working day in a district.
pub async fn is_working_day(ctx: &Context<'_>, district: Option<Uuid>, day: &str) -> Result<bool> {
    let day = day.parse().map_err(|_| refused(ctx, Refusal::Invalid, Some("day")))?;
    let district = district.ok_or_else(|| refused(ctx, Refusal::BadTarget, None))?;
    Ok(policy_of(ctx, AreaId(district)).await?.calendar.is_working_day(day))
}
