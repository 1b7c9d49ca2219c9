//! Opening a consultation.

use super::{
    super::{
        App, Failure, Request, electorate,
        proposal::{ATTEMPTS, retrying},
        record::place,
        wechat::words::Heard,
        wordcheck,
    },
    Keys, clock, log, speak, tell,
};
use crate::store::{
    consultations,
    contents::{self, NewText},
    entity::consultation,
    idempotency::{self, Claim},
    proposals,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    consultation::{InquiryState, Settings, inquiry::room_for_one},
    electorate::ElectorateKind,
    id::Pseudonym,
    instant::Instant,
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// A consultation to be opened.
#[derive(Clone, Debug)]
pub struct NewConsultation {
    /// In which area.
    pub area: Uuid,
    /// What is asked.
    pub question: NewText,
    /// Who takes part.
    pub electorate: ElectorateKind,
    /// The members of a kind that is listed; empty otherwise.
    pub listed: Vec<Pseudonym>,
    /// A list that was frozen before, instead of one that is frozen at the opening.
    pub frozen: Option<Uuid>,
    /// What is laid down.
    pub settings: Settings,
    /// From when on; at once when that is past.
    pub opens_at: Instant,
    /// Until when.
    pub closes_at: Instant,
    /// What it is about.
    pub proposals: Vec<Uuid>,
    /// Statements of the facilitator.
    pub seeds: Vec<NewText>,
    /// The round and its step, where it is part of one.
    pub round: Option<(Uuid, i64)>,
    /// Who opens it; `None`: the clock.
    pub by: Option<Pseudonym>,
}

/// Opens a consultation, or lays down when it will open. Answers its id.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::BadTarget`] where the area has no platform, and those of
/// [`open_in`].
pub async fn open(app: &App, actor: &Actor, request: &Request, new: &NewConsultation) -> Result<Uuid, Failure> {
    retrying!(try_open(app, actor, request, new))
}

async fn try_open(app: &App, actor: &Actor, request: &Request, new: &NewConsultation) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    let claim = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await??;
    if let Claim::Done(id) = claim {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (_, area) = place(&tx, new.area).await?;
    may_in_area(AreaAction::OpenConsultation, Some(actor), &area)?;
    let id = open_in(app, &tx, new).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Opens a consultation in the transaction of its caller, who has asked whether it may be.
///
/// # Errors
/// [`Refusal::Invalid`] for times, numbers, lists or proposals that do not fit;
/// [`Refusal::TooManyStatements`].
pub async fn open_in(app: &App, tx: &impl ConnectionTrait, new: &NewConsultation) -> Result<Uuid, Failure> {
    let now = app.now();
    new.settings.check()?;
    if new.closes_at <= new.opens_at || new.closes_at <= now {
        return Err(Refusal::Invalid.into());
    }
    room_for_one(u32::try_from(new.seeds.len()).unwrap_or(u32::MAX), 0, true)?;
    wordcheck::check([new.question.words()])?;
    let (row, area) = place(tx, new.area).await?;
    let district = row.district_id.ok_or(Refusal::BadTarget)?;
    let mut about = new.proposals.clone();
    about.sort_unstable();
    about.dedup();
    if proposals::by_ids(tx, &about).await?.len() != about.len() {
        return Err(Refusal::Invalid.into());
    }
    if new.electorate.is_listed() == new.listed.is_empty() && new.frozen.is_none() {
        return Err(Refusal::Invalid.into());
    }
    // A list of names is what it is; only what is drawn from the register waits for the opening.
    let frozen = match new.frozen {
        Some(id) => Some(id),
        None if new.electorate.is_listed() => Some(
            electorate::freeze(app, tx, district, &area, new.electorate, &new.listed)
                .await?
                .id,
        ),
        None => None,
    };
    let id = app.fresh_id();
    let stored = consultation::Model {
        id,
        district_id: district,
        area_id: row.id,
        area_path: row.path.clone(),
        question_id: new.question.reference.id.0,
        state: InquiryState::Scheduled.name().to_owned(),
        settings: serde_json::to_string(&new.settings).map_err(anyhow::Error::from)?,
        electorate_kind: new.electorate.name().to_owned(),
        electorate_id: frozen,
        secret_sealed: Keys::fresh(app, id)?,
        numbered: 0,
        opens_at: new.opens_at.millis(),
        closes_at: new.closes_at.millis(),
        closed_at: None,
        reason_id: None,
        outcome: None,
        round_id: new.round.map(|(round, _)| round),
        step: new.round.map(|(_, step)| step),
        created_at: now.millis(),
    };
    contents::insert(tx, std::slice::from_ref(&new.question), now).await?;
    consultations::insert(tx, stored.clone(), &about).await?;
    let body = json!({
        "question": new.question.reference,
        "settings": new.settings,
        "electorate": new.electorate,
        "opens_at": new.opens_at,
        "closes_at": new.closes_at,
        "proposals": about,
        "round": stored.round_id,
        "step": stored.step,
    });
    log(app, tx, &stored, new.by, "consultation.scheduled", body).await?;
    let mut stored = stored;
    for seed in &new.seeds {
        speak::put(app, tx, &mut stored, new.by, None, seed, &Heard::NotAsked, now).await?;
    }
    if new.opens_at <= now {
        clock::begin(app, tx, &mut stored, &area).await?;
    }
    tell(app, tx, id).await?;
    Ok(id)
}
