//! Minutes: drafted, confirmed by two people, published, corrected.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
        wordcheck,
    },
    begin, log,
};
use crate::store::{
    contents::{self, NewText},
    entity::meeting_minutes,
    meetings,
};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    meeting::{MeetingAction, Minutes, Signature, may_meet},
    people::Actor,
    refusal::Refusal,
};

/// Minutes to be drafted.
#[derive(Clone, Debug)]
pub struct NewMinutes {
    /// The meeting.
    pub meeting: Uuid,
    /// What stands in them.
    pub minutes: Minutes,
    /// For a correction of published minutes: why.
    pub reason: Option<String>,
}

/// Drafts minutes. A draft that is not published yet is replaced, and has to be confirmed anew; after
/// the publication a correction with a reason is the next version.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::MeetingNotOver`], [`Refusal::MeetingOver`] for a meeting that was
/// called off, [`Refusal::TextRequired`] for a correction without a reason; those of the texts.
pub async fn draft_minutes(app: &App, actor: &Actor, request: &Request, new: &NewMinutes) -> Result<(), Failure> {
    retrying!(try_draft(app, actor, request, new))
}

async fn try_draft(app: &App, actor: &Actor, request: &Request, new: &NewMinutes) -> Result<(), Failure> {
    let now = app.now();
    let Some(begun) = begin(app, actor, request, new.meeting).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::DraftMinutes, Some(actor), &begun.view, now)?;
    let (tx, row) = (&begun.tx, &begun.row);
    let items = meetings::items_of(tx, &[row.id]).await?.len();
    new.minutes.check(u32::try_from(items).unwrap_or(u32::MAX))?;
    wordcheck::check(new.minutes.words())?;
    let newest = meetings::minutes_of(tx, &[row.id]).await?.pop();
    let version = match &newest {
        Some(draft) if draft.published_at.is_none() => draft.version,
        Some(published) => published.version + 1,
        None => 1,
    };
    let reason = match (&new.reason, version) {
        (None, 2..) => return Err(Refusal::TextRequired.into()),
        (Some(reason), 2..) => Some(app.seal(reason, 1_000)?),
        (_, _) => None,
    };
    // Words and their order are kept byte by byte, as they were confirmed.
    let words = new.minutes.canonical().map_err(anyhow::Error::from)?;
    let digest = new.minutes.digest().map_err(anyhow::Error::from)?.to_string();
    let text = NewText::seal(app.fresh_id(), app.entropy.bytes(), words);
    let stored = meeting_minutes::Model {
        meeting_id: row.id,
        version,
        content_id: text.reference.id.0,
        digest: digest.clone(),
        reason_id: reason.as_ref().map(|reason| reason.reference.id.0),
        drafted_by: actor.pseudonym.0,
        drafted_at: now.millis(),
        chair: None,
        participant: None,
        published_at: None,
    };
    let body = json!({
        "version": version, "minutes": text.reference, "reason": reason.as_ref().map(|reason| &reason.reference),
    });
    let texts: Vec<NewText> = std::iter::once(text).chain(reason).collect();
    contents::insert(tx, &texts, now).await?;
    let new = newest.is_none_or(|newest| newest.published_at.is_some());
    meetings::put_minutes(tx, stored, new).await?;
    log(app, tx, row, Some(actor.pseudonym), "meeting.minutes_drafted", body).await?;
    begun.commit(app).await
}

/// Confirms the draft with this digest: as chair, or as a participant who is neither chair nor author.
///
/// # Errors
/// [`Refusal::NothingPending`], [`Refusal::NotCheckedIn`] for who was not there,
/// [`Refusal::OtherParticipantNeeded`]; [`Refusal::VersionConflict`] when the draft is not the one that
/// was read.
pub async fn confirm_minutes(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    digest: &str,
) -> Result<(), Failure> {
    retrying!(try_confirm(app, actor, request, id, digest))
}

async fn try_confirm(app: &App, actor: &Actor, request: &Request, id: Uuid, digest: &str) -> Result<(), Failure> {
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::ConfirmMinutes, Some(actor), &begun.view, app.now())?;
    let draft = meetings::minutes_of(&begun.tx, &[id]).await?.pop();
    let mut draft = draft.ok_or(Refusal::NothingPending)?;
    if draft.digest != digest {
        return Err(Refusal::VersionConflict.into());
    }
    let chairs = begun.view.chair == Some(actor.pseudonym);
    let signature = meetings::minutes_view(&draft).signature(actor.pseudonym, chairs, begun.view.attended())?;
    let name = match signature {
        Signature::Chair => {
            draft.chair = Some(actor.pseudonym.0);
            "chair"
        }
        Signature::Participant => {
            draft.participant = Some(actor.pseudonym.0);
            "participant"
        }
    };
    let body = json!({"version": draft.version, "digest": draft.digest, "as": name});
    meetings::put_minutes(&begun.tx, draft, false).await?;
    let who = Some(actor.pseudonym);
    log(app, &begun.tx, &begun.row, who, "meeting.minutes_confirmed", body).await?;
    begun.commit(app).await
}

/// Publishes the draft that two people have confirmed.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::NothingPending`], [`Refusal::MinutesNotConfirmed`].
pub async fn publish_minutes(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    retrying!(try_publish(app, actor, request, id))
}

async fn try_publish(app: &App, actor: &Actor, request: &Request, id: Uuid) -> Result<(), Failure> {
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::PublishMinutes, Some(actor), &begun.view, app.now())?;
    let draft = meetings::minutes_of(&begun.tx, &[id]).await?.pop();
    let mut draft = draft.ok_or(Refusal::NothingPending)?;
    draft.published_at = Some(app.now().millis());
    let body = json!({"version": draft.version, "digest": draft.digest});
    meetings::put_minutes(&begun.tx, draft, false).await?;
    let who = Some(actor.pseudonym);
    log(app, &begun.tx, &begun.row, who, "meeting.minutes_published", body).await?;
    begun.commit(app).await
}
