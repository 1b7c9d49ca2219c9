//! Whatever has a global id, and areas that are named by theirs.

use super::{
    area::Area,
    ballot::Ballot,
    consultation::Consultation,
    deliberation_loaders::{BallotBy, ConsultationBy, RoundBy},
    error::{lost, refused},
    expert::{self, Expert, Review},
    loaders::{AreaBy, ProposalBy},
    meeting::Meeting,
    meeting_loaders::{ExpertBy, MeetingBy},
    node_id::{Kind, decode, decode_any, tag_of},
    person::Person,
    proposal::Proposal,
    round::Round,
    viewer::viewer,
};
use async_graphql::{Context, ID, Interface, Result};
use yiting_domain::{area::AreaPath, refusal::Refusal};

/// Whatever has a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID"))]
pub enum Node {
    /// A proposal.
    Proposal(Proposal),
    /// An area.
    Area(Area),
    /// A person.
    Person(Person),
    /// A ballot.
    Ballot(Ballot),
    /// A consultation.
    Consultation(Consultation),
    /// A round.
    Round(Round),
    /// A meeting.
    Meeting(Meeting),
    /// An expert.
    Expert(Expert),
    /// A review by an expert.
    Review(Review),
}

/// Whatever has a global id, as the viewer may see it; `None` for what is not there or not seen.
pub(super) async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let Some((tag, uuid)) = decode_any(id) else {
        return Ok(None);
    };
    if tag == tag_of(Kind::Proposal) {
        let row = viewer(ctx)
            .loaders
            .load_one(ProposalBy(uuid))
            .await
            .map_err(|e| lost(ctx, &e))?;
        return Ok(row.and_then(|row| Proposal::seen(ctx, row)).map(Node::Proposal));
    }
    if tag == tag_of(Kind::Area) {
        let row = viewer(ctx).loaders.load_one(AreaBy(uuid)).await;
        return Ok(row.map_err(|e| lost(ctx, &e))?.map(|row| Node::Area(Area(row))));
    }
    if tag == tag_of(Kind::Consultation) {
        let row = viewer(ctx).loaders.load_one(ConsultationBy(uuid)).await;
        return row
            .map_err(|e| lost(ctx, &e))?
            .map(|row| Consultation::new(ctx, row).map(Node::Consultation))
            .transpose();
    }
    if tag == tag_of(Kind::Round) {
        let row = viewer(ctx).loaders.load_one(RoundBy(uuid)).await;
        return row
            .map_err(|e| lost(ctx, &e))?
            .map(|row| Round::new(ctx, row).map(Node::Round))
            .transpose();
    }
    if tag == tag_of(Kind::Ballot) {
        let row = viewer(ctx)
            .loaders
            .load_one(BallotBy(uuid))
            .await
            .map_err(|e| lost(ctx, &e))?;
        return row.map(|row| Ballot::new(ctx, row).map(Node::Ballot)).transpose();
    }
    if tag == tag_of(Kind::Meeting) {
        let row = viewer(ctx).loaders.load_one(MeetingBy(uuid)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        return row.map(|row| Meeting::new(ctx, row).map(Node::Meeting)).transpose();
    }
    if tag == tag_of(Kind::Expert) {
        let row = viewer(ctx).loaders.load_one(ExpertBy(uuid)).await;
        return Ok(row.map_err(|e| lost(ctx, &e))?.map(|row| Node::Expert(Expert(row))));
    }
    if tag == tag_of(Kind::Review) {
        return Ok(expert::find(ctx, uuid).await?.map(Node::Review));
    }
    Ok((tag == tag_of(Kind::Person)).then_some(Node::Person(Person(uuid))))
}

/// The path of an area by its global id; none where no id is given.
pub(super) async fn path_of(ctx: &Context<'_>, id: Option<&ID>, field: &str) -> Result<Option<AreaPath>> {
    let Some(id) = id else { return Ok(None) };
    let uuid = decode(Kind::Area, id).map_err(|r| refused(ctx, r, Some(field)))?;
    let row = viewer(ctx).loaders.load_one(AreaBy(uuid)).await;
    let path = row
        .map_err(|e| lost(ctx, &e))?
        .and_then(|row| AreaPath::parse(row.path).ok());
    path.map(Some)
        .ok_or_else(|| refused(ctx, Refusal::NotFound, Some(field)))
}

/// The path of an area by its global id.
pub(super) async fn place(ctx: &Context<'_>, id: &ID, field: &str) -> Result<AreaPath> {
    let path = path_of(ctx, Some(id), field).await?;
    path.ok_or_else(|| refused(ctx, Refusal::NotFound, Some(field)))
}
