//! Supports, follows, objections, ratings: rows whose unique key makes one person one voice.

use super::{
    entity::{follow, objection, person, rating, supervision, support},
    traces::stay,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::{ProposalId, Pseudonym},
    proposal::{Facts, Proposal},
};

/// What one person has to do with proposals: the rows under their pseudonym.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Proposals supported, with the choice after a merge.
    pub supports: HashMap<Uuid, Option<String>>,
    /// Proposals followed.
    pub follows: HashSet<Uuid>,
    /// Objections by proposal and stay.
    pub objections: HashSet<(Uuid, i64)>,
    /// Scores by proposal and stay.
    pub ratings: HashMap<(Uuid, i64), i64>,
}

impl Held {
    /// The facts about one proposal, without the platform above its custodian.
    pub fn facts(&self, p: &Proposal, open_proposals: u32) -> Facts {
        let (id, stay) = (p.id.0, stay(p));
        Facts {
            supports: self.supports.contains_key(&id),
            chosen: self.supports.get(&id).is_some_and(Option::is_some),
            follows: self.follows.contains(&id),
            objected: self.objections.contains(&(id, stay)),
            rated: self
                .ratings
                .get(&(id, stay))
                .and_then(|score| u8::try_from(*score).ok()),
            supports_target: p.merge.as_ref().is_some_and(|m| self.supports.contains_key(&m.into.0)),
            open_proposals,
            ballot_runs: false,
            parent: None,
        }
    }
}

/// What this person has to do with these proposals: six statements, however many proposals.
pub async fn facts(
    on: &impl ConnectionTrait,
    who: Pseudonym,
    proposals: &[&Proposal],
) -> Result<HashMap<ProposalId, Facts>, DbErr> {
    let ids: Vec<Uuid> = proposals
        .iter()
        .flat_map(|p| std::iter::once(p.id.0).chain(p.merge.as_ref().map(|m| m.into.0)))
        .collect();
    let supports = support::Entity::find()
        .filter(support::Column::Pseudonym.eq(who.0))
        .filter(support::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?;
    let follows = follow::Entity::find()
        .filter(follow::Column::Pseudonym.eq(who.0))
        .filter(follow::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?;
    let objections = objection::Entity::find()
        .filter(objection::Column::Pseudonym.eq(who.0))
        .filter(objection::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?;
    let ratings = rating::Entity::find()
        .filter(rating::Column::Pseudonym.eq(who.0))
        .filter(rating::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?;
    let held = Held {
        supports: supports.into_iter().map(|row| (row.proposal_id, row.choice)).collect(),
        follows: follows.into_iter().map(|row| row.proposal_id).collect(),
        objections: objections.into_iter().map(|row| (row.proposal_id, row.stay)).collect(),
        ratings: ratings
            .into_iter()
            .map(|row| ((row.proposal_id, row.stay), row.score))
            .collect(),
    };
    let open = super::proposals::count_open(on, who.0).await?;
    let bound = super::ballots::running_on(on, &ids).await?;
    Ok(proposals
        .iter()
        .map(|p| {
            let facts = Facts {
                ballot_runs: bound.contains(&p.id.0),
                ..held.facts(p, open)
            };
            (p.id, facts)
        })
        .collect())
}

/// Who is told of this proposal's moves, in the order of their pseudonyms.
pub async fn followers(on: &impl ConnectionTrait, proposal: Uuid) -> Result<Vec<Uuid>, DbErr> {
    follow::Entity::find()
        .select_only()
        .column(follow::Column::Pseudonym)
        .filter(follow::Column::ProposalId.eq(proposal))
        .order_by_asc(follow::Column::Pseudonym)
        .into_tuple()
        .all(on)
        .await
}

/// Which of these proposals this person supports.
pub async fn supported(on: &impl ConnectionTrait, who: Pseudonym, proposals: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    support::Entity::find()
        .select_only()
        .column(support::Column::ProposalId)
        .filter(support::Column::Pseudonym.eq(who.0))
        .filter(support::Column::ProposalId.is_in(proposals.iter().copied()))
        .into_tuple()
        .all(on)
        .await
}

/// Which of these proposals this person follows.
pub async fn followed(on: &impl ConnectionTrait, who: Pseudonym, proposals: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    follow::Entity::find()
        .select_only()
        .column(follow::Column::ProposalId)
        .filter(follow::Column::Pseudonym.eq(who.0))
        .filter(follow::Column::ProposalId.is_in(proposals.iter().copied()))
        .into_tuple()
        .all(on)
        .await
}

/// Supporters of a merged proposal who have not chosen, with whether the target counts them.
pub async fn undecided(
    on: &impl ConnectionTrait,
    proposal: Uuid,
    target: &Proposal,
) -> Result<Vec<(Pseudonym, bool)>, DbErr> {
    let of = |id: Uuid| support::Entity::find().filter(support::Column::ProposalId.eq(id));
    let open = of(proposal)
        .filter(support::Column::Choice.is_null())
        .order_by_asc(support::Column::CreatedAt)
        .order_by_asc(support::Column::Pseudonym)
        .all(on)
        .await?;
    let counted: HashSet<Uuid> = of(target.id.0)
        .all(on)
        .await?
        .into_iter()
        .map(|row| row.pseudonym)
        .collect();
    Ok(open
        .into_iter()
        .map(|row| {
            let who = Pseudonym(row.pseudonym);
            (who, counted.contains(&row.pseudonym) || target.is_proponent(who))
        })
        .collect())
}

/// Supervisions of a platform or below, oldest first; only those not answered where `open`.
pub async fn supervisions(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    open: bool,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<supervision::Model>, DbErr> {
    let mut select = supervision::Entity::find()
        .filter(supervision::Column::AtPath.gte(below.as_str()))
        .filter(supervision::Column::AtPath.lt(below.upper_bound()));
    if open {
        select = select.filter(supervision::Column::AnsweredAt.is_null());
    }
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(supervision::Column::OpenedAt.gt(at)).add(
                Condition::all()
                    .add(supervision::Column::OpenedAt.eq(at))
                    .add(supervision::Column::Id.gt(id)),
            ),
        );
    }
    select
        .order_by_asc(supervision::Column::OpenedAt)
        .order_by_asc(supervision::Column::Id)
        .limit(limit)
        .all(on)
        .await
}

/// Whether an account stands behind this name.
pub async fn known(on: &impl ConnectionTrait, who: Pseudonym) -> Result<bool, DbErr> {
    Ok(person::Entity::find()
        .filter(person::Column::Pseudonym.eq(who.0))
        .one(on)
        .await?
        .is_some())
}
