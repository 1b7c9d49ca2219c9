//! Statements and votes.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
        wechat::words::{self, Heard},
        wordcheck,
    },
    Keys, log, tell,
};
use crate::{
    store::{
        consultations,
        contents::{self, NewText},
        electorates,
        entity::{consultation, consultation_statement, statement_vote},
        idempotency::{self, Claim},
    },
    wechat::calls::Scene,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;
use yiting_domain::{
    consultation::{
        InquiryAction, StatementState, Vote,
        inquiry::{MOST_VOTES, room_for_one},
    },
    id::Pseudonym,
    instant::Instant,
    people::Actor,
    refusal::Refusal,
};

/// A statement that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The consultation.
    pub consultation: Uuid,
    /// The statement.
    pub statement: Uuid,
}

/// What became of the votes of one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voted {
    /// The statements whose votes stand.
    pub recorded: Vec<Uuid>,
    /// Those that are not shown any more; the other votes of a phone that was offline still count.
    pub not_shown: Vec<Uuid>,
}

pub(super) fn recall<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::Fault(error.into()))
}

pub(super) async fn complete(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    request: &Request,
    result: &impl Serialize,
) -> Result<(), Failure> {
    let text = serde_json::to_string(result).map_err(anyhow::Error::from)?;
    Ok(idempotency::complete(tx, actor.person.0, &request.key, &text).await?)
}

/// Whether the frozen electorate names a person.
async fn is_member(on: &impl ConnectionTrait, row: &consultation::Model, who: Pseudonym) -> Result<bool, Failure> {
    let Some(electorate) = row.electorate_id else {
        return Ok(false);
    };
    Ok(!electorates::entries_of(on, &[electorate], who).await?.is_empty())
}

/// Stores a statement; without an author it is a seed.
#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one statement, stored in three places"
)]
pub(super) async fn put(
    app: &App,
    tx: &impl ConnectionTrait,
    row: &mut consultation::Model,
    by: Option<Pseudonym>,
    author: Option<Pseudonym>,
    text: &NewText,
    heard: &Heard,
    now: Instant,
) -> Result<Uuid, Failure> {
    let passed = wordcheck::check_heard([text.words()], heard)?;
    let settings = consultations::inquiry(row)?.settings;
    let state = settings.first_state(author.is_none(), passed);
    row.numbered += 1;
    let statement = consultation_statement::Model {
        id: app.fresh_id(),
        consultation_id: row.id,
        number: row.numbered,
        author: author.map(|who| who.0),
        content_id: text.reference.id.0,
        state: state.name().to_owned(),
        reason_id: None,
        counted: false,
        created_at: now.millis(),
    };
    let id = statement.id;
    let body = json!({
        "statement": id, "number": statement.number, "seed": author.is_none(), "state": state, "text": text.reference,
    });
    contents::insert(tx, std::slice::from_ref(text), now).await?;
    consultations::update(tx, row).await?;
    consultations::add_statement(tx, statement).await?;
    log(app, tx, row, by, "consultation.statement_added", body).await?;
    Ok(id)
}

/// Makes a statement as a member; the author agrees with it.
///
/// # Errors
/// Those of [`yiting_domain::consultation::Inquiry::may`]; [`Refusal::TooManyStatements`],
/// [`Refusal::ContentRejected`].
pub async fn state(app: &App, actor: &Actor, request: &Request, id: Uuid, text: &NewText) -> Result<Said, Failure> {
    let heard = words::ask(app, actor.person.0, Scene::Forum, &[text.words()]).await?;
    retrying!(try_state(app, actor, request, id, text, &heard, InquiryAction::State))
}

/// Puts in a statement as facilitator.
///
/// # Errors
/// As [`state`].
pub async fn seed(app: &App, actor: &Actor, request: &Request, id: Uuid, text: &NewText) -> Result<Said, Failure> {
    let heard = Heard::NotAsked;
    retrying!(try_state(app, actor, request, id, text, &heard, InquiryAction::Seed))
}

async fn try_state(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    text: &NewText,
    heard: &Heard,
    action: InquiryAction,
) -> Result<Said, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return recall(&result);
    }
    let mut row = consultations::locked(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let member = is_member(&tx, &row, actor.pseudonym).await?;
    consultations::inquiry(&row)?.may(action, Some(actor), member, now)?;
    let author = (action == InquiryAction::State).then_some(actor.pseudonym);
    let own = match author {
        Some(who) => u32::try_from(consultations::statements_by(&tx, id, who).await?).unwrap_or(u32::MAX),
        None => 0,
    };
    room_for_one(u32::try_from(row.numbered).unwrap_or(u32::MAX), own, author.is_none())?;
    let statement = put(app, &tx, &mut row, Some(actor.pseudonym), author, text, heard, now).await?;
    let voter = match author {
        Some(who) => Some(Keys::of(app, &row)?.of_person(who)),
        None => None,
    };
    if let Some(voter) = voter {
        let agree = i64::from(Vote::Agree.value());
        consultations::vote(&tx, id, voter, &[(statement, agree)]).await?;
    }
    consultations::touch(&tx, app.fresh_id(), id, voter).await?;
    tell(app, &tx, id).await?;
    let said = Said {
        consultation: id,
        statement,
    };
    complete(&tx, actor, request, &said).await?;
    tx.commit().await?;
    Ok(said)
}

/// Stores votes of one person, of several on one statement the last; each can be changed until the end.
///
/// # Errors
/// Those of [`yiting_domain::consultation::Inquiry::may`]; [`Refusal::Invalid`] for none or too many,
/// [`Refusal::StatementNotShown`] when none of the statements is shown.
pub async fn vote(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    votes: &[(Uuid, Vote)],
) -> Result<Voted, Failure> {
    retrying!(try_vote(app, actor, request, id, votes))
}

async fn try_vote(
    app: &App,
    actor: &Actor,
    request: &Request,
    id: Uuid,
    votes: &[(Uuid, Vote)],
) -> Result<Voted, Failure> {
    let now = app.now();
    if votes.is_empty() || votes.len() > MOST_VOTES {
        return Err(Refusal::Invalid.into());
    }
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return recall(&result);
    }
    let row = consultations::held(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let member = is_member(&tx, &row, actor.pseudonym).await?;
    consultations::inquiry(&row)?.may(InquiryAction::Vote, Some(actor), member, now)?;
    // Sorted, so that two devices of one person wait for each other in one order.
    let last: BTreeMap<Uuid, Vote> = votes.iter().copied().collect();
    let ids: Vec<Uuid> = last.keys().copied().collect();
    let shown: Vec<Uuid> = consultations::statements_by_ids(&tx, &ids)
        .await?
        .into_iter()
        .filter(|found| found.consultation_id == id && found.state == StatementState::Visible.name())
        .map(|found| found.id)
        .collect();
    let (recorded, not_shown): (Vec<_>, Vec<_>) = last.into_iter().partition(|(one, _)| shown.contains(one));
    if recorded.is_empty() {
        return Err(Refusal::StatementNotShown.into());
    }
    let voter = Keys::of(app, &row)?.of_person(actor.pseudonym);
    let rows: Vec<(Uuid, i64)> = recorded
        .iter()
        .map(|(one, vote)| (*one, i64::from(vote.value())))
        .collect();
    // Votes that say what they said before change nothing and wake nobody.
    let before = consultations::votes_by(&tx, &[id], &[voter]).await?;
    let stands = |(statement, choice): &(Uuid, i64)| {
        let same = |vote: &statement_vote::Model| vote.statement_id == *statement && vote.choice == *choice;
        before.iter().any(same)
    };
    if !rows.iter().all(stands) {
        consultations::vote(&tx, id, voter, &rows).await?;
        consultations::touch(&tx, app.fresh_id(), id, Some(voter)).await?;
    }
    let voted = Voted {
        recorded: recorded.into_iter().map(|(one, _)| one).collect(),
        not_shown: not_shown.into_iter().map(|(one, _)| one).collect(),
    };
    complete(&tx, actor, request, &voted).await?;
    tx.commit().await?;
    Ok(voted)
}
