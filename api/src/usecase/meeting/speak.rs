//! The speaking list.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
    },
    Begun, begin,
};
use crate::store::{entity::meeting_speech, meetings};
use uuid::Uuid;
use yiting_domain::{
    meeting::{MeetingAction, SpeechState, may_meet},
    people::Actor,
    refusal::Refusal,
};

/// Asks to speak on an item of the agenda, numbered from 1.
///
/// # Errors
/// [`Refusal::NotCheckedIn`], [`Refusal::MeetingOver`], [`Refusal::Invalid`] for an item that is not on
/// the agenda, [`Refusal::AlreadyPending`] while a request on it waits.
pub async fn ask_to_speak(app: &App, actor: &Actor, request: &Request, id: Uuid, item: u32) -> Result<(), Failure> {
    retrying!(try_ask(app, actor, request, id, item))
}

async fn try_ask(app: &App, actor: &Actor, request: &Request, id: Uuid, item: u32) -> Result<(), Failure> {
    let Some(mut begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::AskToSpeak, Some(actor), &begun.view, app.now())?;
    let (tx, row) = (&begun.tx, &mut begun.row);
    let items = meetings::items_of(tx, &[id]).await?;
    if !items.iter().any(|one| one.number == i64::from(item)) {
        return Err(Refusal::Invalid.into());
    }
    let waits = |one: &meeting_speech::Model| {
        one.pseudonym == actor.pseudonym.0 && one.item == i64::from(item) && one.state == SpeechState::Waiting.name()
    };
    if meetings::speeches_of_each(tx, &[id]).await?.iter().any(waits) {
        return Err(Refusal::AlreadyPending.into());
    }
    row.numbered += 1;
    meetings::update(tx, row).await?;
    let speech = meeting_speech::Model {
        id: app.fresh_id(),
        meeting_id: id,
        item: i64::from(item),
        pseudonym: actor.pseudonym.0,
        state: SpeechState::Waiting.name().to_owned(),
        asked: row.numbered,
        called_at: None,
        finished_at: None,
    };
    meetings::add_speech(tx, speech).await?;
    begun.commit(app).await
}

/// Begins with the request to speak that is named; `None` when this was done before.
async fn named(
    app: &App,
    actor: &Actor,
    request: &Request,
    speech: Uuid,
) -> Result<(Uuid, Option<(Begun, meeting_speech::Model)>), Failure> {
    let found = meetings::speech(app.db.reader(), speech)
        .await?
        .ok_or(Refusal::NotFound)?;
    let id = found.meeting_id;
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok((id, None));
    };
    // Read again under the lock of the meeting: it may have been called meanwhile.
    let found = meetings::speech(&begun.tx, speech).await?.ok_or(Refusal::NotFound)?;
    Ok((id, Some((begun, found))))
}

async fn moved(
    app: &App,
    begun: Begun,
    mut speech: meeting_speech::Model,
    from: SpeechState,
    to: SpeechState,
) -> Result<(), Failure> {
    if speech.state != from.name() {
        return Err(Refusal::SpeechNotWaiting.into());
    }
    let now = Some(app.now().millis());
    speech.state = to.name().to_owned();
    match to {
        SpeechState::Speaking => speech.called_at = now,
        SpeechState::Waiting | SpeechState::Done | SpeechState::Withdrawn => speech.finished_at = now,
    }
    meetings::change_speech(&begun.tx, &speech).await?;
    begun.commit(app).await
}

/// Takes a request to speak back. Answers the meeting.
///
/// # Errors
/// [`Refusal::NotFound`] for another's, [`Refusal::SpeechNotWaiting`], [`Refusal::MeetingOver`].
pub async fn withdraw_speech(app: &App, actor: &Actor, request: &Request, speech: Uuid) -> Result<Uuid, Failure> {
    retrying!(try_withdraw(app, actor, request, speech))
}

async fn try_withdraw(app: &App, actor: &Actor, request: &Request, speech: Uuid) -> Result<Uuid, Failure> {
    let (id, found) = named(app, actor, request, speech).await?;
    let Some((begun, speech)) = found else { return Ok(id) };
    may_meet(MeetingAction::WithdrawSpeech, Some(actor), &begun.view, app.now())?;
    if speech.pseudonym != actor.pseudonym.0 {
        return Err(Refusal::NotFound.into());
    }
    moved(app, begun, speech, SpeechState::Waiting, SpeechState::Withdrawn).await?;
    Ok(id)
}

/// Calls a speaker; whoever speaks now has spoken. Answers the meeting. The list proposes an order, and
/// the chair may depart from it.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::SpeechNotWaiting`], [`Refusal::MeetingNotBegun`],
/// [`Refusal::MeetingOver`].
pub async fn call_speaker(app: &App, actor: &Actor, request: &Request, speech: Uuid) -> Result<Uuid, Failure> {
    retrying!(try_call(app, actor, request, speech))
}

async fn try_call(app: &App, actor: &Actor, request: &Request, speech: Uuid) -> Result<Uuid, Failure> {
    let (id, found) = named(app, actor, request, speech).await?;
    let Some((begun, speech)) = found else { return Ok(id) };
    may_meet(MeetingAction::CallSpeaker, Some(actor), &begun.view, app.now())?;
    for mut other in meetings::speeches_of_each(&begun.tx, &[id]).await? {
        if other.state == SpeechState::Speaking.name() {
            other.state = SpeechState::Done.name().to_owned();
            other.finished_at = Some(app.now().millis());
            meetings::change_speech(&begun.tx, &other).await?;
        }
    }
    moved(app, begun, speech, SpeechState::Waiting, SpeechState::Speaking).await?;
    Ok(id)
}

/// Notes that a speaker has finished. Answers the meeting.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::SpeechNotWaiting`], [`Refusal::MeetingOver`].
pub async fn finish_speech(app: &App, actor: &Actor, request: &Request, speech: Uuid) -> Result<Uuid, Failure> {
    retrying!(try_finish(app, actor, request, speech))
}

async fn try_finish(app: &App, actor: &Actor, request: &Request, speech: Uuid) -> Result<Uuid, Failure> {
    let (id, found) = named(app, actor, request, speech).await?;
    let Some((begun, speech)) = found else { return Ok(id) };
    may_meet(MeetingAction::CallSpeaker, Some(actor), &begun.view, app.now())?;
    moved(app, begun, speech, SpeechState::Speaking, SpeechState::Done).await?;
    Ok(id)
}
