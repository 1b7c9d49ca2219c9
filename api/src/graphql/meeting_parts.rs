//! What stands in a meeting: its agenda, those on its list, who speaks.

use super::{
    error::{lost, refused},
    loaders::ProposalBy,
    meeting_loaders::{AheadOfMe, SpeechesOf},
    node_id::{Kind, encode},
    person::Person,
    proposal::{Proposal, words_by_id},
    viewer::viewer,
};
use crate::store::{
    attendees::Counts,
    entity::{meeting_attendee, meeting_item, meeting_speech},
    meetings,
};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use yiting_domain::{
    instant::Instant,
    meeting::{self as rules, SpeechState as Speaks, queue},
    refusal::Refusal,
};

/// What a meeting is for.
#[derive(Enum, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[graphql(remote = "rules::MeetingKind")]
pub enum MeetingKind {
    /// 会议
    Meeting,
    /// 听证会
    Hearing,
    /// 协调会
    Mediation,
    /// 评议会
    Appraisal,
    /// 培训
    Training,
}

/// The life of a meeting.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::MeetingState")]
pub enum MeetingState {
    /// Announced; seats can be taken.
    Announced,
    /// The doors are open.
    InSession,
    /// Over; who was there is fixed.
    Ended,
    /// Called off, with a reason.
    Cancelled,
}

/// Whether somebody comes.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::Standing")]
pub enum Standing {
    /// Has not said; the invited keep their seat meanwhile.
    Unanswered,
    /// Has a seat and comes.
    Seated,
    /// Waits for a seat.
    Waiting,
    /// Signed off.
    Off,
}

/// Where a request to speak stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "rules::SpeechState")]
pub enum SpeechState {
    /// On the list.
    Waiting,
    /// Called; speaks now.
    Speaking,
    /// Has spoken.
    Done,
    /// Taken back.
    Withdrawn,
}

/// A request to speak.
pub struct Speech(pub meeting_speech::Model);

/// A request to speak.
#[Object]
impl Speech {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Speech, self.0.id)
    }
    /// The number of the agenda's item.
    async fn item(&self) -> i64 {
        self.0.item
    }
    /// Who asked.
    async fn person(&self) -> Person {
        Person(self.0.pseudonym)
    }
    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Result<SpeechState> {
        let state = Speaks::parse(&self.0.state).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(state.into())
    }
}

/// Numbers of a meeting's list.
#[derive(SimpleObject)]
pub struct MeetingCounts {
    /// Invited by name.
    invited: u64,
    /// With a seat, having said that they come.
    signed_up: u64,
    /// On the waiting list.
    waiting: u64,
    /// Checked in.
    attended: u64,
}

impl From<Counts> for MeetingCounts {
    fn from(counts: Counts) -> Self {
        Self {
            invited: counts.invited,
            signed_up: counts.signed_up,
            waiting: counts.waiting,
            attended: counts.attended,
        }
    }
}

/// The code for the room's screen.
#[derive(SimpleObject)]
pub struct CheckInCode {
    /// Six digits.
    pub code: String,
    /// When the next one follows, RFC 3339.
    pub valid_until: String,
}

/// Somebody on a meeting's list.
pub struct Attendee(pub meeting_attendee::Model);

/// Somebody on a meeting's list.
#[Object]
impl Attendee {
    /// Who.
    async fn person(&self) -> Person {
        Person(self.0.pseudonym)
    }
    /// Whether invited by name.
    async fn invited(&self) -> bool {
        self.0.invited
    }
    /// Whether the person comes.
    async fn standing(&self, ctx: &Context<'_>) -> Result<Standing> {
        let standing = rules::Standing::parse(&self.0.standing).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
        Ok(standing.into())
    }
    /// Since when there, RFC 3339.
    async fn checked_in_at(&self) -> Option<String> {
        self.0.checked_in_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// Until when, RFC 3339.
    async fn checked_out_at(&self) -> Option<String> {
        self.0.checked_out_at.map(|at| Instant::from_millis(at).rfc3339())
    }
    /// Whether staff checked the person in, and not the code on the screen.
    async fn by_staff(&self) -> bool {
        self.0.checked_in_by.is_some()
    }
    /// On the waiting list, for one's own entry: how many come before.
    async fn waiting_before(&self, ctx: &Context<'_>) -> Result<Option<u64>> {
        let ahead = viewer(ctx).loaders.load_one(AheadOfMe(self.0.meeting_id)).await;
        let own = viewer(ctx).actor.as_ref().map(|actor| actor.pseudonym.0) == Some(self.0.pseudonym);
        Ok(ahead.map_err(|e| lost(ctx, &e))?.filter(|_| own))
    }
    /// The person's requests to speak, in the order in which they were made.
    async fn speeches(&self, ctx: &Context<'_>) -> Result<Vec<Speech>> {
        let all = viewer(ctx).loaders.load_one(SpeechesOf(self.0.meeting_id)).await;
        let all = all.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let own = all.into_iter().filter(|one| one.pseudonym == self.0.pseudonym);
        Ok(own.map(Speech).collect())
    }
}

/// A point of a meeting's agenda.
pub struct AgendaItem {
    /// The row.
    pub row: meeting_item::Model,
    /// Whether the viewer is staff of the area.
    pub staff: bool,
}

/// A point of a meeting's agenda.
#[Object]
impl AgendaItem {
    /// Its number, from 1.
    async fn number(&self) -> i64 {
        self.row.number
    }
    /// What is talked about.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        words_by_id(ctx, self.row.title_id).await
    }
    /// The proposal that it is about; null where the viewer may not know of it.
    async fn proposal(&self, ctx: &Context<'_>) -> Result<Option<Proposal>> {
        let Some(id) = self.row.proposal_id else {
            return Ok(None);
        };
        let row = viewer(ctx).loaders.load_one(ProposalBy(id)).await;
        Ok(row.map_err(|e| lost(ctx, &e))?.and_then(|row| Proposal::seen(ctx, row)))
    }
    /// How many wait to speak on it.
    async fn waiting_to_speak(&self, ctx: &Context<'_>) -> Result<usize> {
        Ok(self.list(ctx).await?.len())
    }
    /// For the area's staff: who waits to speak on it, the next first, those who have not yet spoken on
    /// it before those who have; empty for everybody else.
    async fn speaking_list(&self, ctx: &Context<'_>) -> Result<Vec<Speech>> {
        if self.staff {
            self.list(ctx).await
        } else {
            Ok(Vec::new())
        }
    }
}

impl AgendaItem {
    async fn list(&self, ctx: &Context<'_>) -> Result<Vec<Speech>> {
        let all = viewer(ctx).loaders.load_one(SpeechesOf(self.row.meeting_id)).await;
        let mut all = all.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        let views: Vec<_> = all.iter().filter_map(meetings::speech_view).collect();
        let order = queue(&views, u32::try_from(self.row.number).unwrap_or(0));
        let next = order.into_iter().filter_map(|view| {
            let at = all.iter().position(|one| one.id == view.id)?;
            Some(Speech(all.swap_remove(at)))
        });
        Ok(next.collect())
    }
}
