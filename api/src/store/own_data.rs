//! What leads to one person, table by table, for the person's own export. Each function reads one page after a
//! key, in the order of the key, by an index that begins with the person.

use super::entity::{
    ballot, ballot_vote, comment, consultation, consultation_statement, electorate_member, expert_review, follow,
    meeting_attendee, meeting_speech, membership, notice, objection, personal_data_view, proposal, rating, residence,
    session, support, upload, wechat_message,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select, sea_query::SelectStatement,
};
use uuid::Uuid;

/// Rows that are read at a time.
pub const PAGE: u64 = 200;

/// Ratings and objections, whose key has several rows, are read at once, at most so many.
const MOST: u64 = 5_000;

async fn page<E>(
    on: &impl ConnectionTrait,
    rows: Select<E>,
    key: E::Column,
    after: Uuid,
) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sized + Send + Sync,
{
    rows.filter(key.gt(after)).order_by_asc(key).limit(PAGE).all(on).await
}

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident: $entity:ident by $owner:ident, key $key:ident;)*) => {
        $($(#[$doc])*
        pub async fn $name(on: &impl ConnectionTrait, who: Uuid, after: Uuid) -> Result<Vec<$entity::Model>, DbErr> {
            let rows = $entity::Entity::find().filter($entity::Column::$owner.eq(who));
            page(on, rows, $entity::Column::$key, after).await
        })*
    };
}

pages! {
    /// Where the person lives or lived, by account.
    residences: residence by PersonId, key Id;
    /// Roles held now or before, by account.
    memberships: membership by PersonId, key Id;
    /// Sessions, by account.
    sessions: session by PersonId, key Id;
    /// Subscribe messages, by account.
    messages: wechat_message by PersonId, key Id;
    /// Proposals raised, by pseudonym.
    proposals: proposal by Proponent, key Id;
    /// Comments written, by pseudonym.
    comments: comment by Author, key Id;
    /// Statements written, by pseudonym.
    statements: consultation_statement by Author, key Id;
    /// Proposals supported, by pseudonym.
    supports: support by Pseudonym, key ProposalId;
    /// Proposals followed, by pseudonym.
    follows: follow by Pseudonym, key ProposalId;
    /// Meetings, by pseudonym.
    attendances: meeting_attendee by Pseudonym, key MeetingId;
    /// Reviews as an expert, by pseudonym.
    reviews: expert_review by ExpertPseudonym, key Id;
    /// Notices, by pseudonym.
    notices: notice by Pseudonym, key Id;
    /// Uploads, by pseudonym.
    uploads: upload by Owner, key Id;
    /// Who looked at the person's data, by account.
    views: personal_data_view by PersonId, key Id;
}

/// The proposals of these ids, which the other lists name.
pub async fn cases(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<proposal::Model>, DbErr> {
    proposal::Entity::find()
        .filter(proposal::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// Ratings given.
pub async fn ratings(on: &impl ConnectionTrait, who: Uuid) -> Result<Vec<rating::Model>, DbErr> {
    rating::Entity::find()
        .filter(rating::Column::Pseudonym.eq(who))
        .order_by_asc(rating::Column::ProposalId)
        .order_by_asc(rating::Column::Stay)
        .limit(MOST)
        .all(on)
        .await
}

/// Objections raised.
pub async fn objections(on: &impl ConnectionTrait, who: Uuid) -> Result<Vec<objection::Model>, DbErr> {
    objection::Entity::find()
        .filter(objection::Column::Pseudonym.eq(who))
        .order_by_asc(objection::Column::ProposalId)
        .order_by_asc(objection::Column::Stay)
        .limit(MOST)
        .all(on)
        .await
}

/// What a person said at these meetings, or asked to.
pub async fn speeches(
    on: &impl ConnectionTrait,
    who: Uuid,
    meetings: &[Uuid],
) -> Result<Vec<meeting_speech::Model>, DbErr> {
    meeting_speech::Entity::find()
        .filter(meeting_speech::Column::MeetingId.is_in(meetings.iter().copied()))
        .filter(meeting_speech::Column::Pseudonym.eq(who))
        .order_by_asc(meeting_speech::Column::MeetingId)
        .order_by_asc(meeting_speech::Column::Asked)
        .all(on)
        .await
}

fn electorates_of(who: Uuid) -> SelectStatement {
    electorate_member::Entity::find()
        .select_only()
        .column(electorate_member::Column::ElectorateId)
        .filter(electorate_member::Column::Pseudonym.eq(who))
        .into_query()
}

/// Ballots in whose electorate a person stands.
pub async fn ballots(on: &impl ConnectionTrait, who: Uuid, after: Uuid) -> Result<Vec<ballot::Model>, DbErr> {
    let rows = ballot::Entity::find().filter(ballot::Column::ElectorateId.in_subquery(electorates_of(who)));
    page(on, rows, ballot::Column::Id, after).await
}

/// Consultations in whose electorate a person stands.
pub async fn consultations(
    on: &impl ConnectionTrait,
    who: Uuid,
    after: Uuid,
) -> Result<Vec<consultation::Model>, DbErr> {
    let rows = consultation::Entity::find().filter(consultation::Column::ElectorateId.in_subquery(electorates_of(who)));
    page(on, rows, consultation::Column::Id, after).await
}

/// Votes in these ballots that carry a person's name: of open ballots those whose voter let it be published.
/// Of all others no row names anybody.
pub async fn named_votes(
    on: &impl ConnectionTrait,
    who: Uuid,
    ballots: &[Uuid],
) -> Result<Vec<ballot_vote::Model>, DbErr> {
    ballot_vote::Entity::find()
        .filter(ballot_vote::Column::BallotId.is_in(ballots.iter().copied()))
        .filter(ballot_vote::Column::Voter.eq(who))
        .all(on)
        .await
}
