//! Consultations, their statements and votes, and what was computed of them.

use super::{
    connect::lock,
    entity::{
        area, consultation, consultation_proposal, consultation_result, consultation_statement, consultation_touch,
        person, residence, statement_vote,
    },
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, BlockKind, Tier},
    consultation::{Background, Inquiry, InquiryState, Settings, StatementState},
    id::{AreaId, Pseudonym},
    instant::Instant,
};

/// How many rows go into one statement.
const CHUNK: usize = 1_000;

fn broken(what: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("consultation: {what}"))
}

/// A row as the rules look at it.
pub fn inquiry(row: &consultation::Model) -> Result<Inquiry, DbErr> {
    Ok(Inquiry {
        area: AreaPath::parse(row.area_path.clone()).map_err(broken)?,
        state: InquiryState::parse(&row.state).ok_or_else(|| broken("state"))?,
        settings: serde_json::from_str::<Settings>(&row.settings).map_err(broken)?,
        opens_at: Instant::from_millis(row.opens_at),
        closes_at: Instant::from_millis(row.closes_at),
    })
}

/// Stores a new consultation with an empty result.
pub async fn insert(on: &impl ConnectionTrait, row: consultation::Model, proposals: &[Uuid]) -> Result<(), DbErr> {
    let id = row.id;
    consultation::Entity::insert(row.into_active())
        .exec_without_returning(on)
        .await?;
    if !proposals.is_empty() {
        let rows = proposals.iter().map(|proposal| consultation_proposal::ActiveModel {
            consultation_id: Set(id),
            proposal_id: Set(*proposal),
        });
        consultation_proposal::Entity::insert_many(rows)
            .exec_without_returning(on)
            .await?;
    }
    consultation_result::Entity::insert(consultation_result::ActiveModel {
        consultation_id: Set(id),
        summary: Set(None),
        standing: Set(None),
        routing: Set(None),
        input_digest: Set(None),
        algorithm: Set(None),
        is_final: Set(false),
        computed_at: Set(0),
        lease: Set(0),
    })
    .exec_without_returning(on)
    .await?;
    Ok(())
}

impl consultation::Model {
    fn into_active(self) -> consultation::ActiveModel {
        consultation::ActiveModel {
            id: Set(self.id),
            district_id: Set(self.district_id),
            area_id: Set(self.area_id),
            area_path: Set(self.area_path),
            question_id: Set(self.question_id),
            state: Set(self.state),
            settings: Set(self.settings),
            electorate_kind: Set(self.electorate_kind),
            electorate_id: Set(self.electorate_id),
            secret_sealed: Set(self.secret_sealed),
            numbered: Set(self.numbered),
            opens_at: Set(self.opens_at),
            closes_at: Set(self.closes_at),
            closed_at: Set(self.closed_at),
            reason_id: Set(self.reason_id),
            outcome: Set(self.outcome),
            round_id: Set(self.round_id),
            step: Set(self.step),
            created_at: Set(self.created_at),
        }
    }
}

/// Stores changes of a consultation's own row.
pub async fn update(on: &impl ConnectionTrait, row: &consultation::Model) -> Result<(), DbErr> {
    consultation::Entity::update(row.clone().into_active()).exec(on).await?;
    Ok(())
}

/// By ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<consultation::Model>, DbErr> {
    consultation::Entity::find()
        .filter(consultation::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// By id, locked until the end of the transaction: nobody votes meanwhile.
pub async fn locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<consultation::Model>, DbErr> {
    lock(consultation::Entity::find_by_id(id), on).one(on).await
}

/// By id, held together with other voters until the end of the transaction: it is not closed meanwhile.
pub async fn held(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<consultation::Model>, DbErr> {
    let select = consultation::Entity::find_by_id(id);
    match on.get_database_backend() {
        sea_orm::DbBackend::Postgres => select.lock_shared().one(on).await,
        _ => select.one(on).await,
    }
}

/// Which have to be opened or closed by now.
pub async fn due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    let opening = Condition::all()
        .add(consultation::Column::State.eq(InquiryState::Scheduled.name()))
        .add(consultation::Column::OpensAt.lte(now.millis()));
    let closing = Condition::all()
        .add(consultation::Column::State.eq(InquiryState::Open.name()))
        .add(consultation::Column::ClosesAt.lte(now.millis()));
    consultation::Entity::find()
        .select_only()
        .column(consultation::Column::Id)
        .filter(Condition::any().add(opening).add(closing))
        .order_by_asc(consultation::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// A page of the consultations of an area and below, newest first.
pub async fn list(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    state: Option<InquiryState>,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<consultation::Model>, DbErr> {
    let mut select = consultation::Entity::find()
        .filter(consultation::Column::AreaPath.gte(below.as_str()))
        .filter(consultation::Column::AreaPath.lt(below.upper_bound()));
    if let Some(state) = state {
        select = select.filter(consultation::Column::State.eq(state.name()));
    }
    if let Some((at, id)) = after {
        let tied = Condition::all()
            .add(consultation::Column::CreatedAt.eq(at))
            .add(consultation::Column::Id.lt(id));
        select = select.filter(Condition::any().add(consultation::Column::CreatedAt.lt(at)).add(tied));
    }
    select
        .order_by_desc(consultation::Column::CreatedAt)
        .order_by_desc(consultation::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// The proposals that these consultations are about: consultation and proposal.
pub async fn proposals_of(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    let rows = consultation_proposal::Entity::find()
        .filter(consultation_proposal::Column::ConsultationId.is_in(ids.iter().copied()))
        .order_by_asc(consultation_proposal::Column::ProposalId)
        .all(on)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.consultation_id, row.proposal_id))
        .collect())
}

/// Stores a new statement.
pub async fn add_statement(on: &impl ConnectionTrait, row: consultation_statement::Model) -> Result<(), DbErr> {
    consultation_statement::Entity::insert(consultation_statement::ActiveModel {
        id: Set(row.id),
        consultation_id: Set(row.consultation_id),
        number: Set(row.number),
        author: Set(row.author),
        content_id: Set(row.content_id),
        state: Set(row.state),
        reason_id: Set(row.reason_id),
        counted: Set(row.counted),
        created_at: Set(row.created_at),
    })
    .exec_without_returning(on)
    .await?;
    Ok(())
}

/// How many statements one person has made in a consultation.
pub async fn statements_by(on: &impl ConnectionTrait, id: Uuid, author: Pseudonym) -> Result<u64, DbErr> {
    consultation_statement::Entity::find()
        .filter(consultation_statement::Column::ConsultationId.eq(id))
        .filter(consultation_statement::Column::Author.eq(author.0))
        .count(on)
        .await
}

/// Statements by ids.
pub async fn statements_by_ids(
    on: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<consultation_statement::Model>, DbErr> {
    consultation_statement::Entity::find()
        .filter(consultation_statement::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// All statements of these consultations, in the order of their numbers.
pub async fn statements_of(
    on: &impl ConnectionTrait,
    consultations: &[Uuid],
) -> Result<Vec<consultation_statement::Model>, DbErr> {
    consultation_statement::Entity::find()
        .filter(consultation_statement::Column::ConsultationId.is_in(consultations.iter().copied()))
        .order_by_asc(consultation_statement::Column::ConsultationId)
        .order_by_asc(consultation_statement::Column::Number)
        .all(on)
        .await
}

/// Moves a statement to a state, for a reason.
pub async fn moderate(on: &impl ConnectionTrait, id: Uuid, state: StatementState, reason: Uuid) -> Result<(), DbErr> {
    consultation_statement::Entity::update(consultation_statement::ActiveModel {
        id: Set(id),
        state: Set(state.name().to_owned()),
        reason_id: Set(Some(reason)),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(())
}

/// Marks the statements that the final result counts.
pub async fn mark_counted(on: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    consultation_statement::Entity::update_many()
        .col_expr(consultation_statement::Column::Counted, Expr::value(true))
        .filter(consultation_statement::Column::ConsultationId.eq(id))
        .filter(consultation_statement::Column::State.eq(StatementState::Visible.name()))
        .exec(on)
        .await?;
    Ok(())
}

/// Stores one person's votes: statement and choice, each statement once. What stood before is replaced.
pub async fn vote(
    on: &impl ConnectionTrait,
    consultation: Uuid,
    voter: Uuid,
    votes: &[(Uuid, i64)],
) -> Result<(), DbErr> {
    if votes.is_empty() {
        return Ok(());
    }
    let rows = votes.iter().map(|(statement, choice)| statement_vote::ActiveModel {
        statement_id: Set(*statement),
        voter: Set(voter),
        consultation_id: Set(consultation),
        choice: Set(*choice),
    });
    statement_vote::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([statement_vote::Column::StatementId, statement_vote::Column::Voter])
                .update_column(statement_vote::Column::Choice)
                .to_owned(),
        )
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// All votes of these voters in these consultations; a voter's key belongs to one of them.
pub async fn votes_by(
    on: &impl ConnectionTrait,
    consultations: &[Uuid],
    voters: &[Uuid],
) -> Result<Vec<statement_vote::Model>, DbErr> {
    statement_vote::Entity::find()
        .filter(statement_vote::Column::ConsultationId.is_in(consultations.iter().copied()))
        .filter(statement_vote::Column::Voter.is_in(voters.iter().copied()))
        .all(on)
        .await
}

/// All votes of a consultation.
pub async fn votes_of(on: &impl ConnectionTrait, consultation: Uuid) -> Result<Vec<statement_vote::Model>, DbErr> {
    statement_vote::Entity::find()
        .filter(statement_vote::Column::ConsultationId.eq(consultation))
        .all(on)
        .await
}

/// Notes that a consultation has to be computed again, because of a voter or (without one) of moderation.
pub async fn touch(on: &impl ConnectionTrait, id: Uuid, consultation: Uuid, voter: Option<Uuid>) -> Result<(), DbErr> {
    consultation_touch::Entity::insert(consultation_touch::ActiveModel {
        id: Set(id),
        consultation_id: Set(consultation),
        voter: Set(voter),
        computed: Set(false),
    })
    .exec_without_returning(on)
    .await?;
    Ok(())
}

/// Consultations that changed since they were computed.
pub async fn touched(on: &impl ConnectionTrait, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    consultation_touch::Entity::find()
        .select_only()
        .column(consultation_touch::Column::ConsultationId)
        .filter(consultation_touch::Column::Computed.eq(false))
        .distinct()
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// The changes of one consultation since a result was published.
pub async fn touches(on: &impl ConnectionTrait, consultation: Uuid) -> Result<Vec<consultation_touch::Model>, DbErr> {
    consultation_touch::Entity::find()
        .filter(consultation_touch::Column::ConsultationId.eq(consultation))
        .all(on)
        .await
}

/// Marks changes that a computation has seen which was not published.
pub async fn computed(on: &impl ConnectionTrait, touches: &[consultation_touch::Model]) -> Result<(), DbErr> {
    let fresh: Vec<Uuid> = touches.iter().filter(|one| !one.computed).map(|one| one.id).collect();
    for chunk in fresh.chunks(CHUNK) {
        consultation_touch::Entity::update_many()
            .col_expr(consultation_touch::Column::Computed, Expr::value(true))
            .filter(consultation_touch::Column::Id.is_in(chunk.iter().copied()))
            .exec(on)
            .await?;
    }
    Ok(())
}

/// Forgets changes that a published result counts.
pub async fn untouch(on: &impl ConnectionTrait, touches: &[consultation_touch::Model]) -> Result<(), DbErr> {
    for chunk in touches.chunks(CHUNK) {
        consultation_touch::Entity::delete_many()
            .filter(consultation_touch::Column::Id.is_in(chunk.iter().map(|one| one.id)))
            .exec(on)
            .await?;
    }
    Ok(())
}

/// What was computed of these consultations.
pub async fn results(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<consultation_result::Model>, DbErr> {
    consultation_result::Entity::find()
        .filter(consultation_result::Column::ConsultationId.is_in(ids.iter().copied()))
        .all(on)
        .await
}

/// Takes the right to compute until `lease`, unless somebody else has it or it was computed after
/// `computed_before`.
pub async fn take_lease(
    on: &impl ConnectionTrait,
    id: Uuid,
    now: Instant,
    computed_before: Instant,
    lease: Instant,
) -> Result<bool, DbErr> {
    let taken = consultation_result::Entity::update_many()
        .col_expr(consultation_result::Column::Lease, Expr::value(lease.millis()))
        .filter(consultation_result::Column::ConsultationId.eq(id))
        .filter(consultation_result::Column::Lease.lte(now.millis()))
        .filter(consultation_result::Column::ComputedAt.lte(computed_before.millis()))
        .exec(on)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// A computed result on its way into its row.
pub struct NewResult {
    /// The published summary as JSON.
    pub summary: String,
    /// The private standing as JSON.
    pub standing: Option<String>,
    /// The private numbers for routing as JSON.
    pub routing: String,
    /// Digest of the votes.
    pub input_digest: String,
    /// Version of the algorithm.
    pub algorithm: String,
    /// Whether it is the last.
    pub is_final: bool,
}

/// Stores a result and ends the lease. One that is final stays.
pub async fn store_result(on: &impl ConnectionTrait, id: Uuid, new: &NewResult, now: Instant) -> Result<bool, DbErr> {
    use consultation_result::Column;
    let stored = consultation_result::Entity::update_many()
        .col_expr(Column::Summary, Expr::value(new.summary.clone()))
        .col_expr(Column::Standing, Expr::value(new.standing.clone()))
        .col_expr(Column::Routing, Expr::value(new.routing.clone()))
        .col_expr(Column::InputDigest, Expr::value(new.input_digest.clone()))
        .col_expr(Column::Algorithm, Expr::value(new.algorithm.clone()))
        .col_expr(Column::IsFinal, Expr::value(new.is_final))
        .col_expr(Column::ComputedAt, Expr::value(now.millis()))
        .col_expr(Column::Lease, Expr::value(0_i64))
        .filter(Column::ConsultationId.eq(id))
        .filter(Column::IsFinal.eq(false))
        .exec(on)
        .await?;
    Ok(stored.rows_affected == 1)
}

/// Stores what routing goes by and ends the lease; the published result stays as it is.
pub async fn store_routing(
    on: &impl ConnectionTrait,
    id: Uuid,
    routing: &str,
    input_digest: &str,
    now: Instant,
) -> Result<(), DbErr> {
    use consultation_result::Column;
    consultation_result::Entity::update_many()
        .col_expr(Column::Routing, Expr::value(routing))
        .col_expr(Column::InputDigest, Expr::value(input_digest))
        .col_expr(Column::ComputedAt, Expr::value(now.millis()))
        .col_expr(Column::Lease, Expr::value(0_i64))
        .filter(Column::ConsultationId.eq(id))
        .filter(Column::IsFinal.eq(false))
        .exec(on)
        .await?;
    Ok(())
}

/// Ends a lease after a fault, so that whoever looks next tries again.
pub async fn give_up_lease(on: &impl ConnectionTrait, id: Uuid, lease: Instant) -> Result<(), DbErr> {
    consultation_result::Entity::update_many()
        .col_expr(consultation_result::Column::Lease, Expr::value(0_i64))
        .filter(consultation_result::Column::ConsultationId.eq(id))
        // One that ran out and was taken by another stays theirs.
        .filter(consultation_result::Column::Lease.eq(lease.millis()))
        .exec(on)
        .await?;
    Ok(())
}

/// Ends a lease without a result.
pub async fn release(on: &impl ConnectionTrait, id: Uuid, now: Instant) -> Result<(), DbErr> {
    consultation_result::Entity::update_many()
        .col_expr(consultation_result::Column::Lease, Expr::value(0_i64))
        .col_expr(consultation_result::Column::ComputedAt, Expr::value(now.millis()))
        .filter(consultation_result::Column::ConsultationId.eq(id))
        .exec(on)
        .await?;
    Ok(())
}

/// Where the residents of an area live: the block and its kind. Of somebody with several homes there,
/// the one with the lowest path.
pub async fn backgrounds(on: &impl ConnectionTrait, area: &AreaPath) -> Result<HashMap<Uuid, Background>, DbErr> {
    let homes: Vec<(String, Uuid)> = residence::Entity::find()
        .inner_join(person::Entity)
        .select_only()
        .column(residence::Column::AreaPath)
        .column(person::Column::Pseudonym)
        .filter(residence::Column::AreaPath.gte(area.as_str()))
        .filter(residence::Column::AreaPath.lt(area.upper_bound()))
        .filter(residence::Column::EndedAt.is_null())
        .order_by_desc(residence::Column::AreaPath)
        .into_tuple()
        .all(on)
        .await?;
    let mut paths: Vec<String> = homes
        .iter()
        .filter_map(|(path, _)| AreaPath::parse(path.clone()).ok())
        .flat_map(|path| path.lineage())
        .map(|path| path.as_str().to_owned())
        .collect();
    paths.sort_unstable();
    paths.dedup();
    let mut blocks: HashMap<String, Background> = HashMap::new();
    for chunk in paths.chunks(CHUNK) {
        let rows = area::Entity::find()
            .filter(area::Column::Path.is_in(chunk.iter().cloned()))
            .filter(area::Column::Tier.eq(Tier::Block.name()))
            .all(on)
            .await?;
        blocks.extend(rows.into_iter().map(|row| {
            let background = Background {
                block: Some(AreaId(row.id)),
                kind: row.kind.as_deref().and_then(BlockKind::parse),
            };
            (row.path, background)
        }));
    }
    let block_of = |path: &str| {
        let path = AreaPath::parse(path).ok()?;
        path.lineage()
            .iter()
            .find_map(|above| blocks.get(above.as_str()).copied())
    };
    // Descending, so that the lowest path is put in last and stays.
    Ok(homes
        .into_iter()
        .filter_map(|(path, who)| Some((who, block_of(&path)?)))
        .collect())
}
