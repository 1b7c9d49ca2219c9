//! Ballots as rows.

use super::{
    connect::lock,
    entity::{
        ballot, ballot_auditor, ballot_paper, ballot_participation, ballot_proposal, ballot_publication, ballot_vote,
    },
    first_of_each::first_of_each,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::OnConflict,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use yiting_domain::{area::AreaPath, instant::Instant, poll::PollState};

/// As many paper votes of a ballot are listed.
const MOST_WAITING: u64 = 100;

/// Which of these proposals stand under a running ballot.
pub async fn running_on(on: &impl ConnectionTrait, proposals: &[Uuid]) -> Result<HashSet<Uuid>, DbErr> {
    let running = ballot::Entity::find()
        .select_only()
        .column(ballot::Column::Id)
        .filter(ballot::Column::State.eq(PollState::Open.name()));
    let rows: Vec<Uuid> = ballot_proposal::Entity::find()
        .select_only()
        .column(ballot_proposal::Column::ProposalId)
        .filter(ballot_proposal::Column::ProposalId.is_in(proposals.iter().copied()))
        .filter(ballot_proposal::Column::BallotId.in_subquery(running.into_query()))
        .into_tuple()
        .all(on)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Locked against everybody, for what ends or opens it.
pub async fn locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<ballot::Model>, DbErr> {
    lock(ballot::Entity::find_by_id(id), on).one(on).await
}

/// Locked against its end alone: votes do not wait for each other, closing waits for all of them.
pub async fn shared(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<ballot::Model>, DbErr> {
    let select = ballot::Entity::find_by_id(id);
    let select = match on.get_database_backend() {
        DbBackend::Postgres => select.lock_shared(),
        _ => select,
    };
    select.one(on).await
}

/// Without a lock.
pub async fn by_id(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<ballot::Model>, DbErr> {
    ballot::Entity::find_by_id(id).one(on).await
}

/// The published list of a closed ballot, as JSON; all its votes, so not for pages.
pub async fn list_of(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<String>, DbErr> {
    let row = ballot_publication::Entity::find_by_id(id).one(on).await?;
    Ok(row.map(|row| row.published))
}

/// Ballots that the clock opens or closes now, oldest first.
pub async fn due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    ballot::Entity::find()
        .select_only()
        .column(ballot::Column::Id)
        .filter(ballot::Column::NextAt.lte(now.millis()))
        .order_by_asc(ballot::Column::NextAt)
        .order_by_asc(ballot::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// Stores votes, each under a mark of its own; an earlier one under the same mark is replaced.
pub async fn put_votes(on: &impl ConnectionTrait, rows: Vec<ballot_vote::Model>) -> Result<(), DbErr> {
    use ballot_vote::Column;
    let rows = rows.into_iter().map(|row| ballot_vote::ActiveModel {
        ballot_id: Set(row.ballot_id),
        mark: Set(row.mark),
        receipt: Set(row.receipt),
        choice: Set(row.choice),
        salt: Set(row.salt),
        area: Set(row.area),
        paper: Set(row.paper),
        voter: Set(row.voter),
    });
    ballot_vote::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::BallotId, Column::Mark])
                .update_columns([
                    Column::Receipt,
                    Column::Choice,
                    Column::Salt,
                    Column::Area,
                    Column::Paper,
                    Column::Voter,
                ])
                .to_owned(),
        )
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Notes that people have voted.
pub async fn participated(on: &impl ConnectionTrait, ballot: Uuid, who: &[Uuid]) -> Result<(), DbErr> {
    use ballot_participation::Column;
    let rows = who.iter().map(|who| ballot_participation::ActiveModel {
        ballot_id: Set(ballot),
        pseudonym: Set(*who),
    });
    let added = ballot_participation::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::BallotId, Column::Pseudonym])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(on)
        .await;
    match added {
        Ok(_) | Err(DbErr::RecordNotInserted) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Those who have voted.
pub async fn participants(on: &impl ConnectionTrait, ballot: Uuid) -> Result<HashSet<Uuid>, DbErr> {
    let rows = ballot_participation::Entity::find()
        .filter(ballot_participation::Column::BallotId.eq(ballot))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| row.pseudonym).collect())
}

/// All votes of a ballot.
pub async fn votes(on: &impl ConnectionTrait, ballot: Uuid) -> Result<Vec<ballot_vote::Model>, DbErr> {
    ballot_vote::Entity::find()
        .filter(ballot_vote::Column::BallotId.eq(ballot))
        .all(on)
        .await
}

/// Ballots of an area or below, newest first.
pub async fn list(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    states: &[PollState],
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<ballot::Model>, DbErr> {
    let mut select = ballot::Entity::find()
        .filter(ballot::Column::AreaPath.gte(below.as_str()))
        .filter(ballot::Column::AreaPath.lt(below.upper_bound()));
    if !states.is_empty() {
        select = select.filter(ballot::Column::State.is_in(states.iter().map(|state| state.name())));
    }
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(ballot::Column::CreatedAt.lt(at)).add(
                Condition::all()
                    .add(ballot::Column::CreatedAt.eq(at))
                    .add(ballot::Column::Id.lt(id)),
            ),
        );
    }
    select
        .order_by_desc(ballot::Column::CreatedAt)
        .order_by_desc(ballot::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// By ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<ballot::Model>, DbErr> {
    ballot::Entity::find()
        .filter(ballot::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// How many persons have voted in each of these ballots.
pub async fn turnouts(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>, DbErr> {
    let rows: Vec<(Uuid, i64)> = ballot_participation::Entity::find()
        .select_only()
        .column(ballot_participation::Column::BallotId)
        .column_as(ballot_participation::Column::Pseudonym.count(), "persons")
        .filter(ballot_participation::Column::BallotId.is_in(ids.iter().copied()))
        .group_by(ballot_participation::Column::BallotId)
        .into_tuple()
        .all(on)
        .await?;
    Ok(rows.into_iter().collect())
}

/// In which of these ballots this person has voted.
pub async fn voted_in(on: &impl ConnectionTrait, ids: &[Uuid], who: Uuid) -> Result<HashSet<Uuid>, DbErr> {
    let rows: Vec<Uuid> = ballot_participation::Entity::find()
        .select_only()
        .column(ballot_participation::Column::BallotId)
        .filter(ballot_participation::Column::BallotId.is_in(ids.iter().copied()))
        .filter(ballot_participation::Column::Pseudonym.eq(who))
        .into_tuple()
        .all(on)
        .await?;
    Ok(rows.into_iter().collect())
}

/// What these ballots are about: ballot and proposal.
pub async fn proposals_of(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    ballot_proposal::Entity::find()
        .select_only()
        .column(ballot_proposal::Column::BallotId)
        .column(ballot_proposal::Column::ProposalId)
        .filter(ballot_proposal::Column::BallotId.is_in(ids.iter().copied()))
        .order_by_asc(ballot_proposal::Column::ProposalId)
        .into_tuple()
        .all(on)
        .await
}

/// Whether a paper vote of this voter waits for its confirmation.
pub async fn waiting_paper(on: &impl ConnectionTrait, ballot: Uuid, voter: Uuid) -> Result<bool, DbErr> {
    let found = ballot_paper::Entity::find()
        .filter(ballot_paper::Column::BallotId.eq(ballot))
        .filter(ballot_paper::Column::Pseudonym.eq(voter))
        .filter(ballot_paper::Column::ConfirmedBy.is_null())
        .one(on)
        .await?;
    Ok(found.is_some())
}

/// The first paper votes of each ballot that wait for their confirmation, oldest first. One statement.
pub async fn waiting_papers(on: &impl ConnectionTrait, ballots: &[Uuid]) -> Result<Vec<ballot_paper::Model>, DbErr> {
    use ballot_paper::Column;
    let select = ballot_paper::Entity::find()
        .filter(Column::BallotId.is_in(ballots.iter().copied()))
        .filter(Column::ConfirmedBy.is_null())
        .filter(Column::Choice.is_not_null());
    first_of_each(on, select, Column::BallotId, &[Column::Id], MOST_WAITING).await
}

/// A paper vote, locked until the end of the transaction.
pub async fn paper(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<ballot_paper::Model>, DbErr> {
    lock(ballot_paper::Entity::find_by_id(id), on).one(on).await
}

/// Stores the public key of an auditor; an earlier one of the same auditor is replaced.
pub async fn put_auditor(on: &impl ConnectionTrait, row: ballot_auditor::Model) -> Result<(), DbErr> {
    use ballot_auditor::Column;
    ballot_auditor::Entity::insert(ballot_auditor::ActiveModel {
        ballot_id: Set(row.ballot_id),
        pseudonym: Set(row.pseudonym),
        public_key: Set(row.public_key),
    })
    .on_conflict(
        OnConflict::columns([Column::BallotId, Column::Pseudonym])
            .update_column(Column::PublicKey)
            .to_owned(),
    )
    .exec_without_returning(on)
    .await?;
    Ok(())
}

/// The public keys that auditors of these ballots have given.
pub async fn auditors(on: &impl ConnectionTrait, ballots: &[Uuid]) -> Result<Vec<ballot_auditor::Model>, DbErr> {
    ballot_auditor::Entity::find()
        .filter(ballot_auditor::Column::BallotId.is_in(ballots.iter().copied()))
        .order_by_asc(ballot_auditor::Column::Pseudonym)
        .all(on)
        .await
}
