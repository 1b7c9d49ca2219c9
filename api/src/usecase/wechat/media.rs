//! Checks of files by WeChat. A file starts hidden; the verdict comes by push up to half an hour
//! later, and what has none by then waits for a person.
//!
//! Whoever publishes files calls [`ask`] with a subject of its own kind, and is told the verdict in
//! [`tell`], in the transaction that stores it.

use super::super::{App, Failure, upload};
use crate::{
    store::{entity::wechat_check, people, wechat},
    wechat::{
        calls::{MediaKind, MediaVerdict, Scene, Verdict},
        error::WechatError,
    },
};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;
use yiting_domain::upload as rules;

/// WeChat says 30 minutes.
const PATIENCE_MS: i64 = 35 * 60_000;

/// What a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The kind of thing, such as `upload`.
    pub kind: &'a str,
    /// Which one.
    pub id: Uuid,
}

/// Asks WeChat to check a file that a person published; `url` is where it can be fetched meanwhile.
/// Answers the trace id; `None` where WeChat cannot check it (no WeChat account, too long away, file
/// or rights refused), so that a person must look.
///
/// # Errors
/// [`yiting_domain::refusal::Refusal::UpstreamUnavailable`] where it may work later; faults.
pub async fn ask(
    app: &App,
    person: Uuid,
    subject: Subject<'_>,
    url: &str,
    kind: MediaKind,
) -> Result<Option<String>, Failure> {
    if !app.wechat.is_configured() {
        return Ok(None);
    }
    let account = people::by_id(app.db.reader(), person).await?;
    let Some(openid) = account.and_then(|account| account.openid) else {
        return Ok(None);
    };
    match app.wechat.check_media(&openid, Scene::Forum, url, kind).await {
        Ok(trace_id) => {
            begin(app, &trace_id, subject).await?;
            Ok(Some(trace_id))
        }
        Err(error) if error.is_retryable() => Err(yiting_domain::refusal::Refusal::UpstreamUnavailable.into()),
        Err(WechatError::Refused { errcode } | WechatError::Config { errcode }) => {
            tracing::warn!(errcode, subject.kind, "a file cannot be checked; a person must look");
            Ok(None)
        }
        Err(_) => Ok(None),
    }
}

/// Stores that a check is under way. Its verdict may have come before.
async fn begin(app: &App, trace_id: &str, subject: Subject<'_>) -> Result<(), Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    let row = wechat_check::Model {
        trace_id: trace_id.to_owned(),
        subject_kind: Some(subject.kind.to_owned()),
        subject_id: Some(subject.id),
        verdict: None,
        errcode: 0,
        due_at: now.plus_millis(PATIENCE_MS).millis(),
        created_at: now.millis(),
    };
    match wechat::check_locked(&tx, trace_id).await? {
        None => wechat::add_check(&tx, row).await?,
        Some(early) => {
            let row = wechat_check::Model {
                verdict: early.verdict,
                errcode: early.errcode,
                ..row
            };
            wechat::update_check(&tx, &row).await?;
            let verdict = Verdict::read(row.verdict.as_deref());
            tell(app, &tx, subject, verdict).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Stores a verdict and tells it, once.
pub(super) async fn settle(app: &App, tx: &DatabaseTransaction, told: &MediaVerdict) -> Result<(), Failure> {
    let Some(mut row) = wechat::check_locked(tx, &told.trace_id).await? else {
        // The request that it answers is not stored yet, or is not ours.
        let row = wechat_check::Model {
            trace_id: told.trace_id.clone(),
            subject_kind: None,
            subject_id: None,
            verdict: Some(told.verdict.name().to_owned()),
            errcode: told.errcode,
            due_at: app.now().millis(),
            created_at: app.now().millis(),
        };
        return Ok(wechat::add_check(tx, row).await?);
    };
    if row.verdict.is_some() {
        return Ok(());
    }
    row.verdict = Some(told.verdict.name().to_owned());
    row.errcode = told.errcode;
    wechat::update_check(tx, &row).await?;
    if let (Some(kind), Some(id)) = (row.subject_kind.as_deref(), row.subject_id) {
        tell(app, tx, Subject { kind, id }, told.verdict).await?;
    }
    Ok(())
}

/// Tells whoever published the file. Only [`Verdict::Pass`] lets others see it.
async fn tell(app: &App, tx: &DatabaseTransaction, subject: Subject<'_>, verdict: Verdict) -> Result<(), Failure> {
    if subject.kind == upload::SUBJECT {
        let said = match verdict {
            Verdict::Pass => rules::Verdict::Pass,
            Verdict::Risky => rules::Verdict::Refuse,
            Verdict::Review => rules::Verdict::Unsure,
        };
        upload::decide_in(app, tx, subject.id, said).await?;
    }
    tracing::info!(subject.kind, id = %subject.id, verdict = verdict.name(), "a file was checked");
    Ok(())
}

/// Hands over to a person what has no verdict in time. Returns how many.
///
/// # Errors
/// Faults; what was done before one stays done.
pub async fn run_due(app: &App, limit: u64) -> Result<usize, Failure> {
    let due = wechat::checks_due(app.db.reader(), app.now(), limit).await?;
    for trace_id in &due {
        let tx = app.db.begin().await?;
        let late = MediaVerdict {
            trace_id: trace_id.clone(),
            verdict: Verdict::Review,
            errcode: 0,
        };
        settle(app, &tx, &late).await?;
        tx.commit().await?;
    }
    Ok(due.len())
}
