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
use async_graphql::{
    Context, Result, SimpleObject,
    connection::{Connection, Edge},
};
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "waiting", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let mut rows = comments::waiting(app.db.reader(), &below, after, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let keys = rows.iter().map(|row| ProposalBy(row.proposal_id));
    let about = viewer.loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        // A committee's worker does not act on the blocks below, and is not shown their queues.
        let Some(about) = about
            .get(&ProposalBy(row.proposal_id))
            .filter(|p| sees_internal(Some(actor), &p.state))
        else {
            continue;
        };
        let cursor = page::cursor(app, "waiting", row.created_at, row.id);
        let about = Arc::clone(about);
        connection.edges.push(Edge::new(cursor, Comment { row, about }));
    }
    Ok(connection)
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "photos", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let asked = upload::asked_before(app);
    let mut rows = uploads::waiting(app.db.reader(), &below, asked, after, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let keys = rows.iter().filter_map(|row| row.proposal_id.map(ProposalBy));
    let about = viewer.loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        let cursor = page::cursor(app, "photos", row.created_at, row.id);
        let held = row.area_path.clone().and_then(|path| AreaPath::parse(path).ok());
        let (area, proposal) = match (held, row.proposal_id.and_then(|id| about.get(&ProposalBy(id)))) {
            (Some(area), _) if actor.is_staff_of(&area) => (area, None),
            // A committee's worker does not act on the blocks below, and is not shown their queues.
            (None, Some(stored)) if sees_internal(Some(actor), &stored.state) => {
                let area = stored.state.custodian().path.clone();
                (area, Proposal::seen(ctx, Arc::clone(stored)))
            }
            _ => continue,
        };
        // What stands on somebody's draft is nobody's business yet.
        if row.proposal_id.is_some() && proposal.is_none() {
            continue;
        }
        if let Some(photo) = Photo::seen(ctx, row, area, true) {
            connection.edges.push(Edge::new(cursor, PhotoCase { photo, proposal }));
        }
    }
    Ok(connection)
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let list = format!("supervisions:{open}");
    let after = page::position(app, &list, after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let mut rows = voices::supervisions(app.db.reader(), &below, open, after, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let keys = rows.iter().map(|row| ProposalBy(row.proposal_id));
    let about = viewer.loaders.load_many(keys).await.map_err(|e| lost(ctx, &e))?;
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        let Some(stored) = about.get(&ProposalBy(row.proposal_id)) else {
            continue;
        };
        let card = stored
            .state
            .supervisions
            .iter()
            .find(|card| card.id.0 == row.id)
            .cloned();
        let (Some(card), Some(proposal)) = (card, Proposal::seen(ctx, Arc::clone(stored))) else {
            continue;
        };
        let case = SupervisionCase {
            supervision: Supervision(card),
            proposal,
        };
        let cursor = page::cursor(app, &list, row.opened_at, row.id);
        connection.edges.push(Edge::new(cursor, case));
    }
    Ok(connection)
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "ballots", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let mut rows = rows::list(app.db.reader(), &below, states, after, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        let cursor = page::cursor(app, "ballots", row.created_at, row.id);
        connection.edges.push(Edge::new(cursor, Ballot::new(ctx, row)?));
    }
    Ok(connection)
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "consultations", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let mut rows = inquiries::list(app.db.reader(), &below, state, after, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        let cursor = page::cursor(app, "consultations", row.created_at, row.id);
        connection.edges.push(Edge::new(cursor, Consultation::new(ctx, row)?));
    }
    Ok(connection)
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "rounds", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let mut rows = rounds::list(app.db.reader(), &below, states, after, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        let cursor = page::cursor(app, "rounds", row.created_at, row.id);
        connection.edges.push(Edge::new(cursor, Round::new(ctx, row)?));
    }
    Ok(connection)
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
    let size = page::size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = page::position(app, "meetings", after.as_deref()).map_err(|r| refused(ctx, r, Some("after")))?;
    let mut rows = gatherings::list(app.db.reader(), &below, states, after, size + 1)
        .await
        .map_err(|e| failed(ctx, e))?;
    let more = u64::try_from(rows.len()).unwrap_or(0) > size;
    rows.truncate(usize::try_from(size).unwrap_or(0));
    let mut connection = Connection::new(after.is_some(), more);
    for row in rows {
        let cursor = page::cursor(app, "meetings", row.starts_at, row.id);
        connection.edges.push(Edge::new(cursor, Meeting::new(ctx, row)?));
    }
    Ok(connection)
}
