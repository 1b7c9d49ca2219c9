//! What a client is told without asking again.

use super::{
    error::{failed, refused},
    node_id::{Kind, decode},
    viewer::{app, viewer},
};
use crate::{
    cache::News,
    store::{ballots, consultations, meetings, proposals, rounds},
    usecase::App,
};
use async_graphql::{Context, ID, Result, SimpleObject, Subscription as GraphQlSubscription};
use futures_util::{Stream, StreamExt};
use std::time::Duration;
use yiting_domain::{permission::visible, poll::PollState, refusal::Refusal, round::RoundState};

/// Subscriptions.
pub struct Subscription;

/// A proposal changed: read it again.
#[derive(SimpleObject)]
pub struct ProposalChanged {
    /// The proposal.
    id: ID,
    /// Its version now.
    version: u64,
    /// Its state now.
    state: super::proposal::State,
}

/// A ballot changed: read it again.
#[derive(SimpleObject)]
pub struct BallotChanged {
    /// The ballot.
    id: ID,
    /// Its state now.
    state: super::ballot::BallotState,
}

/// A consultation changed: read it again.
#[derive(SimpleObject)]
pub struct ConsultationChanged {
    /// The consultation.
    id: ID,
}

/// A round changed: read it again.
#[derive(SimpleObject)]
pub struct RoundChanged {
    /// The round.
    id: ID,
    /// Its state now.
    state: super::round::RoundState,
}

/// A meeting changed: read it again.
#[derive(SimpleObject)]
pub struct MeetingChanged {
    /// The meeting.
    id: ID,
}

#[GraphQlSubscription]
impl Subscription {
    /// A number every second, for clients that watch their connection.
    async fn heartbeat(&self) -> impl Stream<Item = u32> {
        let mut beat = 0;
        tokio_stream::wrappers::IntervalStream::new(tokio::time::interval(Duration::from_secs(1))).map(move |_| {
            beat += 1;
            beat
        })
    }

    /// The life of one consultation: statements, results, its end. Code: NOT_FOUND.
    async fn consultation_changed(&self, ctx: &Context<'_>, id: ID) -> Result<impl Stream<Item = ConsultationChanged>> {
        let uuid = decode(Kind::Consultation, &id).map_err(|r| refused(ctx, r, Some("id")))?;
        let app = app(ctx);
        let news = app.shared.subscribe(&format!("consultation:{uuid}"));
        let rows = consultations::by_ids(app.db.reader(), &[uuid]).await;
        if rows.map_err(|e| failed(ctx, e))?.is_empty() {
            return Err(refused(ctx, Refusal::NotFound, None));
        }
        let first = ConsultationChanged { id: id.clone() };
        let later = news.filter_map(move |item| {
            let told = matches!(item, News::Message { .. } | News::Gap).then(|| ConsultationChanged { id: id.clone() });
            std::future::ready(told)
        });
        Ok(futures_util::stream::once(std::future::ready(first)).chain(later))
    }

    /// The life of one round: its steps, its outcome. Code: NOT_FOUND.
    async fn round_changed(&self, ctx: &Context<'_>, id: ID) -> Result<impl Stream<Item = RoundChanged>> {
        let uuid = decode(Kind::Round, &id).map_err(|r| refused(ctx, r, Some("id")))?;
        let app: App = app(ctx).clone();
        let news = app.shared.subscribe(&format!("round:{uuid}"));
        let read = move || {
            let (app, id) = (app.clone(), id.clone());
            async move {
                let row = rounds::by_ids(app.db.reader(), &[uuid]).await.ok()?.pop()?;
                let state = RoundState::parse(&row.state)?.into();
                Some(RoundChanged { id, state })
            }
        };
        let first = read().await.ok_or_else(|| refused(ctx, Refusal::NotFound, None))?;
        let later = news.filter_map(move |item| {
            let wanted = matches!(item, News::Message { .. } | News::Gap);
            let reading = read();
            async move { if wanted { reading.await } else { None } }
        });
        Ok(futures_util::stream::once(std::future::ready(first)).chain(later))
    }

    /// The life of one meeting: seats, check-ins, the speaking list, its end, its minutes. Code: NOT_FOUND.
    async fn meeting_changed(&self, ctx: &Context<'_>, id: ID) -> Result<impl Stream<Item = MeetingChanged>> {
        let uuid = decode(Kind::Meeting, &id).map_err(|r| refused(ctx, r, Some("id")))?;
        let app = app(ctx);
        let news = app.shared.subscribe(&format!("meeting:{uuid}"));
        let rows = meetings::by_ids(app.db.reader(), &[uuid]).await;
        if rows.map_err(|e| failed(ctx, e))?.is_empty() {
            return Err(refused(ctx, Refusal::NotFound, None));
        }
        let first = MeetingChanged { id: id.clone() };
        let later = news.filter_map(move |item| {
            let told = matches!(item, News::Message { .. } | News::Gap).then(|| MeetingChanged { id: id.clone() });
            std::future::ready(told)
        });
        Ok(futures_util::stream::once(std::future::ready(first)).chain(later))
    }

    /// The life of one ballot: opened, closed, called off. Code: NOT_FOUND.
    async fn ballot_changed(&self, ctx: &Context<'_>, id: ID) -> Result<impl Stream<Item = BallotChanged>> {
        let uuid = decode(Kind::Ballot, &id).map_err(|r| refused(ctx, r, Some("id")))?;
        let app: App = app(ctx).clone();
        let news = app.shared.subscribe(&format!("ballot:{uuid}"));
        let read = move || {
            let (app, id) = (app.clone(), id.clone());
            async move {
                let row = ballots::by_id(app.db.reader(), uuid).await.ok()??;
                let state = PollState::parse(&row.state)?.into();
                Some(BallotChanged { id, state })
            }
        };
        let first = read().await.ok_or_else(|| refused(ctx, Refusal::NotFound, None))?;
        let later = news.filter_map(move |item| {
            let wanted = matches!(item, News::Message { .. } | News::Gap);
            let reading = read();
            async move { if wanted { reading.await } else { None } }
        });
        Ok(futures_util::stream::once(std::future::ready(first)).chain(later))
    }

    /// The life of one proposal. Code: NOT_FOUND.
    async fn proposal_changed(&self, ctx: &Context<'_>, id: ID) -> Result<impl Stream<Item = ProposalChanged>> {
        let uuid = decode(Kind::Proposal, &id).map_err(|r| refused(ctx, r, Some("id")))?;
        let app: App = app(ctx).clone();
        let actor = viewer(ctx).actor.clone();
        let news = app.shared.subscribe(&format!("proposal:{uuid}"));
        let read = move || {
            let (app, actor, id) = (app.clone(), actor.clone(), id.clone());
            async move {
                let found = proposals::by_ids(app.db.reader(), &[uuid]).await.ok()?.remove(&uuid)?;
                visible(actor.as_deref(), &found.state).then(|| ProposalChanged {
                    id,
                    version: found.state.version,
                    state: found.state.state.into(),
                })
            }
        };
        // The first reading comes after the subscription stands, so that nothing falls between.
        let first = read().await.ok_or_else(|| refused(ctx, Refusal::NotFound, None))?;
        let later = news.filter_map(move |item| {
            let wanted = matches!(item, News::Message { .. } | News::Gap);
            let reading = read();
            async move { if wanted { reading.await } else { None } }
        });
        Ok(futures_util::stream::once(std::future::ready(first)).chain(later))
    }
}
