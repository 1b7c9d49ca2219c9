//! Announcing a meeting.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
        record::place,
        wordcheck,
    },
    log, tell,
};
use crate::{
    identity::hex,
    store::{
        attendees,
        contents::{self, NewText},
        entity::{meeting, meeting_attendee, meeting_item},
        idempotency::{self, Claim},
        meetings, people, proposals,
    },
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    instant::Instant,
    meeting::{
        AgendaItem, CHECK_IN_BEFORE_MS, MeetingKind, MeetingState, PLACE_LENGTH, Standing, TITLE_LENGTH, check_sizes,
        check_times,
    },
    people::Actor,
    permission::{AreaAction, may_in_area, visible},
    refusal::Refusal,
};

/// A meeting to be announced.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// Whose platform holds it.
    pub area: Uuid,
    /// Who announces it, and chairs unless somebody else is appointed; `None` for the clock.
    pub by: Option<Pseudonym>,
    /// What it is for.
    pub kind: MeetingKind,
    /// At most [`TITLE_LENGTH`] characters.
    pub title: String,
    /// At most [`PLACE_LENGTH`] characters.
    pub place: String,
    /// Its beginning; may be past for one that begins at once.
    pub starts_at: Instant,
    /// Its end, at most a day later.
    pub ends_at: Instant,
    /// Seats beside those of the invited; `None`: as many as come.
    pub open_seats: Option<u32>,
    /// What is talked about.
    pub agenda: Vec<AgendaItem>,
    /// Who is invited by name.
    pub invited: Vec<Pseudonym>,
    /// Round and step, if it belongs to one.
    pub round: Option<(Uuid, i64)>,
}

/// Announces a meeting on behalf of the area's staff. Answers its id.
///
/// # Errors
/// Those of [`schedule_in`]; [`Refusal::Forbidden`]; [`Refusal::BadTarget`] where the area has no
/// platform, and for a proposal that neither comes from the area nor is in its custody;
/// [`Refusal::NotFound`] for a chair who is not known.
pub async fn announce(
    app: &App,
    actor: &Actor,
    request: &Request,
    new: &NewMeeting,
    chair: Option<Pseudonym>,
) -> Result<Uuid, Failure> {
    retrying!(try_announce(app, actor, request, new, chair))
}

async fn try_announce(
    app: &App,
    actor: &Actor,
    request: &Request,
    new: &NewMeeting,
    chair: Option<Pseudonym>,
) -> Result<Uuid, Failure> {
    let tx = app.db.begin().await?;
    let claim = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, app.now()).await??;
    if let Claim::Done(id) = claim {
        return id.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (_, area) = place(&tx, new.area).await?;
    may_in_area(AreaAction::AnnounceMeeting, Some(actor), &area)?;
    let about: Vec<Uuid> = new.agenda.iter().filter_map(|item| item.proposal).collect();
    let found = proposals::by_ids(&tx, &about).await?;
    // It shows on their pages: they must come from here or be here, and be known to whoever announces.
    let fits = |id: &Uuid| {
        found.get(id).is_some_and(|p| {
            let here = area.path.covers(&p.state.home.path) || area.path.covers(&p.state.custodian().path);
            here && visible(Some(actor), &p.state)
        })
    };
    if !about.iter().all(fits) {
        return Err(Refusal::BadTarget.into());
    }
    let id = schedule_in(app, &tx, new).await?;
    if let Some(chair) = chair.filter(|chair| Some(*chair) != new.by) {
        super::plan::appoint_in(app, &tx, actor, id, chair).await?;
    }
    idempotency::complete(&tx, actor.person.0, &request.key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

/// The key under which a meeting's secret is sealed.
pub(super) fn secret_place(id: Uuid) -> String {
    format!("meeting.secret/{id}")
}

/// Everybody must be somebody with an open account.
pub(super) async fn known(on: &impl ConnectionTrait, people: &[Pseudonym]) -> Result<(), Failure> {
    let ids: Vec<Uuid> = people.iter().map(|who| who.0).collect();
    let found = people::by_pseudonyms(on, &ids).await?;
    let open = |id: &Uuid| found.get(id).is_some_and(|row| row.closed_at.is_none());
    if ids.iter().all(open) {
        Ok(())
    } else {
        Err(Refusal::NotFound.into())
    }
}

/// Announces a meeting in the transaction of its caller, who has asked whether it may be. Answers its
/// id.
///
/// # Errors
/// [`Refusal::Invalid`] for times, numbers or proposals that do not fit; [`Refusal::TextRequired`],
/// [`Refusal::TextTooLong`], [`Refusal::ContentRejected`]; [`Refusal::NotFound`] for an area or people
/// who are not known, [`Refusal::BadTarget`] for an area without a district.
pub async fn schedule_in(app: &App, tx: &impl ConnectionTrait, new: &NewMeeting) -> Result<Uuid, Failure> {
    let now = app.now();
    let (area, _) = place(tx, new.area).await?;
    let district = area.district_id.ok_or(Refusal::BadTarget)?;
    check_times(new.starts_at, new.ends_at, now)?;
    let mut invited = new.invited.clone();
    invited.sort_unstable();
    invited.dedup();
    check_sizes(new.agenda.len(), invited.len(), new.open_seats)?;
    known(tx, &invited).await?;
    let mut about: Vec<Uuid> = new.agenda.iter().filter_map(|item| item.proposal).collect();
    about.sort_unstable();
    about.dedup();
    if proposals::by_ids(tx, &about).await?.len() != about.len() {
        return Err(Refusal::Invalid.into());
    }
    let title = app.seal(&new.title, TITLE_LENGTH)?;
    let room = app.seal(&new.place, PLACE_LENGTH)?;
    let items: Vec<NewText> = new
        .agenda
        .iter()
        .map(|item| app.seal(&item.title, TITLE_LENGTH))
        .collect::<Result<_, _>>()?;
    wordcheck::check(items.iter().chain([&title, &room]).map(NewText::words))?;
    let id = app.fresh_id();
    let secret = hex(&app.entropy.bytes::<32>());
    let sealed = app.field_key.seal(&secret, &secret_place(id), app.entropy.bytes());
    let row = meeting::Model {
        id,
        district_id: district,
        area_id: area.id,
        area_path: area.path.clone(),
        kind: new.kind.name().to_owned(),
        state: MeetingState::Announced.name().to_owned(),
        title_id: title.reference.id.0,
        place_id: room.reference.id.0,
        chair: new.by.map(|who| who.0),
        starts_at: new.starts_at.millis(),
        ends_at: new.ends_at.millis(),
        ended_at: None,
        open_seats: new.open_seats.map(i64::from),
        secret_sealed: Some(sealed.map_err(anyhow::Error::from)?),
        numbered: i64::try_from(invited.len()).unwrap_or(i64::MAX),
        sequence: 0,
        changed_at: now.millis(),
        next_at: Some(new.starts_at.plus_millis(-CHECK_IN_BEFORE_MS).millis()),
        reason_id: None,
        outcome: None,
        round_id: new.round.map(|round| round.0),
        step: new.round.map(|round| round.1),
        created_at: now.millis(),
    };
    let agenda: Vec<meeting_item::Model> = (1..)
        .zip(items.iter().zip(&new.agenda))
        .map(|(number, (text, item))| meeting_item::Model {
            meeting_id: id,
            number,
            title_id: text.reference.id.0,
            proposal_id: item.proposal,
        })
        .collect();
    let body = json!({
        "kind": new.kind,
        "title": title.reference,
        "place": room.reference,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "open_seats": new.open_seats,
        "invited": invited.len(),
        "agenda": items.iter().map(|item| &item.reference).collect::<Vec<_>>(),
        "proposals": about,
        "round": row.round_id,
        "step": row.step,
    });
    contents::insert(tx, &[vec![title, room], items].concat(), now).await?;
    meetings::insert(tx, row.clone(), agenda).await?;
    let list = (1..).zip(&invited).map(|(number, who)| unanswered(id, *who, number));
    attendees::add(tx, list.collect()).await?;
    log(app, tx, &row, new.by, "meeting.announced", body).await?;
    tell(app, tx, id).await?;
    Ok(id)
}

/// The entry of somebody who was invited just now.
pub(super) fn unanswered(meeting: Uuid, who: Pseudonym, arrived: i64) -> meeting_attendee::Model {
    meeting_attendee::Model {
        meeting_id: meeting,
        pseudonym: who.0,
        invited: true,
        standing: Standing::Unanswered.name().to_owned(),
        arrived,
        seat: None,
        checked_in_at: None,
        checked_in_by: None,
        checked_out_at: None,
        earlier_ms: 0,
    }
}
