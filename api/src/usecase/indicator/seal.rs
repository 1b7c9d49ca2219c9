//! Sealed months: stated once, by a director or by the clock, and never changed. What would come out
//! otherwise later, because an entry about that time came late or the calendar was corrected, is stated
//! beside it.

use super::super::{
    App, Failure, Request,
    record::{place, record},
};
use crate::identity::hex;
use crate::store::{
    areas,
    entity::indicator_seal,
    idempotency::{self, Claim},
    indicators, log,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::Pseudonym,
    indicator::{Month, Statement},
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// How many days after a month its clock seals it, if nobody did.
const SEALED_AFTER_DAYS: i64 = 10;

/// How far back the clock seals, and looks whether anything would come out otherwise.
const MONTHS: u32 = 24;

/// Seals a month of a district. Answers the month.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BadTarget`] where the area is no district, [`Refusal::WindowOpen`]
/// before the month is over, [`Refusal::AlreadySealed`].
pub async fn seal(app: &App, actor: &Actor, request: &Request, district: Uuid, month: Month) -> Result<(), Failure> {
    let now = app.now();
    let stated = stated(app, district, month, now).await;
    let tx = app.db.begin().await?;
    if let Claim::Done(_) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return Ok(());
    }
    let (_, area) = place(&tx, district).await?;
    may_in_area(AreaAction::SealMonth, Some(actor), &area)?;
    if now < month.period().until {
        return Err(Refusal::WindowOpen.into());
    }
    if !put(app, &tx, district, month, stated?, 0, Some(actor.pseudonym)).await? {
        return Err(Refusal::AlreadySealed.into());
    }
    idempotency::complete(&tx, actor.person.0, &request.key, &month.to_string()).await?;
    tx.commit().await?;
    Ok(())
}

/// What is to be stated of a month.
struct Stated {
    statement: Statement,
    rules: String,
    at: Instant,
    log_size: i64,
    late_entries: i64,
}

async fn stated(app: &App, district: Uuid, month: Month, at: Instant) -> Result<Stated, Failure> {
    let row = areas::by_id(app.db.reader(), district)
        .await?
        .ok_or(Refusal::NotFound)?;
    let path = AreaPath::parse(row.path)?;
    let view = app.indicators.fresh(app, district).await?;
    let log_size = view.size();
    let rules = rules(app, district).await?;
    let statement = view
        .compute(move |table, _| Statement::of_month(table, &path, month, at))
        .await?;
    Ok(Stated {
        statement,
        rules,
        at,
        log_size,
        late_entries: 0,
    })
}

fn digest(text: &str) -> String {
    format!("sha256:{}", hex(&Sha256::digest(text.as_bytes())))
}

/// A digest of the calendar and the profiles of a district.
async fn rules(app: &App, district: Uuid) -> Result<String, Failure> {
    let policy = app.policy(app.db.reader(), district).await?;
    let books: BTreeMap<&str, _> = policy.books.iter().map(|(tier, book)| (tier.name(), book)).collect();
    let all = serde_json::to_string(&(&policy.calendar, books)).map_err(anyhow::Error::from)?;
    Ok(digest(&all))
}

/// Stores a statement and records it in the log. Says whether it was not there yet.
async fn put(
    app: &App,
    tx: &impl ConnectionTrait,
    district: Uuid,
    month: Month,
    stated: Stated,
    number: i64,
    by: Option<Pseudonym>,
) -> Result<bool, Failure> {
    let body = serde_json::to_string(&stated.statement).map_err(anyhow::Error::from)?;
    let digest = digest(&body);
    let row = indicator_seal::Model {
        district_id: district,
        month: month.to_string(),
        number,
        as_of: stated.at.millis(),
        log_size: stated.log_size,
        late_entries: stated.late_entries,
        rules: stated.rules,
        body,
        stated_by: by.map(|by| by.0),
        stated_at: app.now().millis(),
    };
    if !indicators::state(tx, row).await? {
        return Ok(false);
    }
    let (place, _) = place(tx, district).await?;
    let kind = if number == 0 {
        "indicators.sealed"
    } else {
        "indicators.restated"
    };
    let body = json!({"month": month.to_string(), "number": number, "as_of": stated.at, "log_size": stated.log_size,
        "digest": digest});
    record(app, tx, &place, by, kind, district, body).await?;
    Ok(true)
}

/// Seals what nobody sealed in time, and states beside what would come out otherwise now. Returns how many
/// statements were made. The key of a statement lets one instance make it.
///
/// # Errors
/// Faults; what was stated before one stays stated.
pub async fn run_due(app: &App) -> Result<usize, Failure> {
    let mut done = 0;
    for head in log::heads(app.db.reader()).await? {
        done += seal_due(app, head.district_id).await?;
        done += restate(app, head.district_id).await?;
    }
    Ok(done)
}

async fn seal_due(app: &App, district: Uuid) -> Result<usize, Failure> {
    let now = app.now();
    let Some(first) = log::page(app.db.reader(), district, 0, 1).await?.into_iter().next() else {
        return Ok(0);
    };
    let begun = Month::of(Instant::from_millis(first.at));
    let sealed = indicators::sealed_months(app.db.reader(), district, None, u64::from(MONTHS)).await?;
    let (mut done, mut month) = (0, Month::of(now));
    for _ in 0..MONTHS {
        month = month.previous();
        if month < begun {
            break;
        }
        let waits = now < month.period().until.plus_days(SEALED_AFTER_DAYS);
        if waits || sealed.contains(&month.to_string()) {
            continue;
        }
        let stated = stated(app, district, month, now).await?;
        let tx = app.db.begin().await?;
        done += usize::from(put(app, &tx, district, month, stated, 0, None).await?);
        tx.commit().await?;
    }
    Ok(done)
}

/// What was sealed, computed again as of the same instant: by the log and the calendar as they are now.
async fn restate(app: &App, district: Uuid) -> Result<usize, Failure> {
    let db = app.db.reader();
    let months = indicators::sealed_months(db, district, None, u64::from(MONTHS)).await?;
    let rows = indicators::seals(db, district, &months).await?;
    let rules = rules(app, district).await?;
    let mut done = 0;
    for same in rows.chunk_by(|a, b| a.month == b.month) {
        let (Some(seal), Some(last)) = (same.first(), same.last()) else {
            continue;
        };
        let Some(month) = Month::parse(&seal.month) else {
            continue;
        };
        let at = Instant::from_millis(seal.as_of);
        let late_entries = indicators::late_entries(db, district, seal.log_size, at).await?;
        // Nothing that figures rest on has changed, or it was looked at before.
        let basis = format!("{rules} {late_entries}");
        if (last.rules == rules && last.late_entries == late_entries)
            || app.indicators.compared(district, &seal.month, &basis)
        {
            continue;
        }
        let mut now = stated(app, district, month, at).await?;
        let known: Statement = serde_json::from_str(&last.body).map_err(anyhow::Error::from)?;
        if known == now.statement {
            app.indicators.compare(district, &seal.month, basis);
            continue;
        }
        now.late_entries = late_entries;
        let tx = app.db.begin().await?;
        done += usize::from(put(app, &tx, district, month, now, last.number + 1, None).await?);
        tx.commit().await?;
    }
    Ok(done)
}
