//! Lists beside proposals: comments to check, supervisions, ballots, consultations, meetings, rounds.

use super::{
    ballot::Ballot,
    comment::Comment,
    consultation::Consultation,
    error::{failed, lost, refused},
    loaders::ProposalBy,
    meeting::Meeting,
    page,
    photo::{Photo, PhotoCase},
    proposal::Proposal,
    proposal_parts::Supervision,
    round::Round,
    viewer::{app, viewer},
};
use crate::{
    store::{ballots as rows, comments, consultations as inquiries, meetings as gatherings, rounds, uploads, voices},
    usecase::upload,
};
use async_graphql::{Context, Result, SimpleObject, connection::Connection};
use std::sync::Arc;
use yiting_domain::{
    area::AreaPath, consultation::InquiryState, meeting::MeetingState, people::Role, permission::sees_internal,
    poll::PollState, refusal::Refusal, round::RoundState,
};

/// A page of comments that wait for a person.
pub async fn comments_to_check(
    ctx: &Context<'_>,
    below: AreaPath,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Comment>> {
    let (app, viewer) = (app(ctx), viewer(ctx));
    let actor = viewer.known().map_err(|r| refused(ctx, r, None))?;
    if !actor.holds(&below, |role| role.is_staff() || role == Role::Supervisor) {
        return Err(refused(ctx, Refusal::Forbidden, Some("below")));
    }
    let page = page::asked(ctx, "waiting", first, after.as_deref())?;
    let rows = comments::waiting(app.db.reader(), &below, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    let keys = rows.iter().map(|row| ProposalBy(row.proposal_id));
    let about = viewer.loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    page.seen(
        rows,
        |row| (row.created_at, row.id),
        |row| {
            let about = about.get(&ProposalBy(row.proposal_id));
            // A committee's worker does not act on the blocks below, and is not shown their queues.
            let about = about.filter(|p| sees_internal(Some(actor), &p.state)).cloned();
            Ok(about.map(|about| Comment { row, about }))
        },
    )
}

/// A page of pictures that wait for a person.
pub async fn photos_to_check(
    ctx: &Context<'_>,
    below: AreaPath,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, PhotoCase>> {
    let (app, viewer) = (app(ctx), viewer(ctx));
    let actor = viewer.known().map_err(|r| refused(ctx, r, None))?;
    if !actor.holds(&below, |role| role.is_staff() || role == Role::Supervisor) {
        return Err(refused(ctx, Refusal::Forbidden, Some("below")));
    }
    let page = page::asked(ctx, "photos", first, after.as_deref())?;
    let asked = upload::asked_before(app);
    let rows = uploads::waiting(app.db.reader(), &below, asked, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    let keys = rows.iter().filter_map(|row| row.proposal_id.map(ProposalBy));
    let about = viewer.loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    page.seen(
        rows,
        |row| (row.created_at, row.id),
        |row| {
            let held = row.area_path.clone().and_then(|path| AreaPath::parse(path).ok());
            let (area, proposal) = match (held, row.proposal_id.and_then(|id| about.get(&ProposalBy(id)))) {
                (Some(area), _) if actor.is_staff_of(&area) => (area, None),
                // A committee's worker does not act on the blocks below, and is not shown their queues.
                (None, Some(stored)) if sees_internal(Some(actor), &stored.state) => {
                    let area = stored.state.custodian().path.clone();
                    (area, Proposal::seen(ctx, Arc::clone(stored)))
                }
                _ => return Ok(None),
            };
            // What stands on somebody's draft is nobody's business yet.
            if row.proposal_id.is_some() && proposal.is_none() {
                return Ok(None);
            }
            let photo = Photo::seen(ctx, row, area, true);
            Ok(photo.map(|photo| PhotoCase { photo, proposal }))
        },
    )
}

/// A supervision with the proposal that it is about.
#[derive(SimpleObject)]
pub struct SupervisionCase {
    /// The card.
    supervision: Supervision,
    /// The proposal.
    proposal: Proposal,
}

/// A page of supervisions whose proposals the viewer may know of.
pub async fn supervisions(
    ctx: &Context<'_>,
    below: AreaPath,
    open: bool,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, SupervisionCase>> {
    let (app, viewer) = (app(ctx), viewer(ctx));
    let page = page::asked(ctx, format!("supervisions:{open}"), first, after.as_deref())?;
    let rows = voices::supervisions(app.db.reader(), &below, open, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    let keys = rows.iter().map(|row| ProposalBy(row.proposal_id));
    let about = viewer.loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    page.seen(
        rows,
        |row| (row.opened_at, row.id),
        |row| {
            let Some(stored) = about.get(&ProposalBy(row.proposal_id)) else {
                return Ok(None);
            };
            let cards = &stored.state.supervisions;
            let card = cards.iter().find(|card| card.id.0 == row.id).cloned();
            let proposal = Proposal::seen(ctx, Arc::clone(stored));
            Ok(card.zip(proposal).map(|(card, proposal)| SupervisionCase {
                supervision: Supervision(card),
                proposal,
            }))
        },
    )
}

/// A page of ballots.
pub async fn ballots(
    ctx: &Context<'_>,
    below: AreaPath,
    states: &[PollState],
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Ballot>> {
    let app = app(ctx);
    let page = page::asked(ctx, "ballots", first, after.as_deref())?;
    let rows = rows::list(app.db.reader(), &below, states, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    page.seen(
        rows,
        |row| (row.created_at, row.id),
        |row| Ballot::new(ctx, row).map(Some),
    )
}

/// A page of consultations.
pub async fn consultations(
    ctx: &Context<'_>,
    below: AreaPath,
    state: Option<InquiryState>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Consultation>> {
    let app = app(ctx);
    let page = page::asked(ctx, "consultations", first, after.as_deref())?;
    let rows = inquiries::list(app.db.reader(), &below, state, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    page.seen(
        rows,
        |row| (row.created_at, row.id),
        |row| Consultation::new(ctx, row).map(Some),
    )
}

/// A page of rounds.
pub async fn rounds(
    ctx: &Context<'_>,
    below: AreaPath,
    states: &[RoundState],
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Round>> {
    let app = app(ctx);
    let page = page::asked(ctx, "rounds", first, after.as_deref())?;
    let rows = rounds::list(app.db.reader(), &below, states, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    page.seen(
        rows,
        |row| (row.created_at, row.id),
        |row| Round::new(ctx, row).map(Some),
    )
}

/// A page of meetings.
pub async fn meetings(
    ctx: &Context<'_>,
    below: AreaPath,
    states: &[MeetingState],
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Meeting>> {
    let app = app(ctx);
    let page = page::asked(ctx, "meetings", first, after.as_deref())?;
    let rows = gatherings::list(app.db.reader(), &below, states, page.after, page.limit())
        .await
        .map_err(|e| failed(ctx, e))?;
    page.seen(
        rows,
        |row| (row.starts_at, row.id),
        |row| Meeting::new(ctx, row).map(Some),
    )
}
