//! Supports, follows, objections, ratings: rows whose unique key makes one person one voice.

use super::{
    comments,
    entity::{follow, objection, person, rating, supervision, support},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::{ProposalId, Pseudonym},
    instant::Instant,
    proposal::{Event, Facts, MergeChoice, Proposal},
};

/// The number of the present stay in a link: objections and ratings belong to one.
fn stay(p: &Proposal) -> i64 {
    i64::try_from(p.links.len()).unwrap_or(i64::MAX)
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
    let supports: HashMap<Uuid, Option<String>> = support::Entity::find()
        .filter(support::Column::Pseudonym.eq(who.0))
        .filter(support::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?
        .into_iter()
        .map(|row| (row.proposal_id, row.choice))
        .collect();
    let follows: HashSet<Uuid> = follow::Entity::find()
        .filter(follow::Column::Pseudonym.eq(who.0))
        .filter(follow::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?
        .into_iter()
        .map(|row| row.proposal_id)
        .collect();
    let objections: HashSet<(Uuid, i64)> = objection::Entity::find()
        .filter(objection::Column::Pseudonym.eq(who.0))
        .filter(objection::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?
        .into_iter()
        .map(|row| (row.proposal_id, row.stay))
        .collect();
    let ratings: HashMap<(Uuid, i64), i64> = rating::Entity::find()
        .filter(rating::Column::Pseudonym.eq(who.0))
        .filter(rating::Column::ProposalId.is_in(ids.iter().copied()))
        .all(on)
        .await?
        .into_iter()
        .map(|row| ((row.proposal_id, row.stay), row.score))
        .collect();
    let open = super::proposals::count_open(on, who.0).await?;
    let bound = super::ballots::running_on(on, &ids).await?;
    Ok(proposals
        .iter()
        .map(|p| {
            let id = p.id.0;
            let facts = Facts {
                supports: supports.contains_key(&id),
                chosen: supports.get(&id).is_some_and(Option::is_some),
                follows: follows.contains(&id),
                objected: objections.contains(&(id, stay(p))),
                rated: ratings.get(&(id, stay(p))).and_then(|score| u8::try_from(*score).ok()),
                supports_target: p.merge.as_ref().is_some_and(|m| supports.contains_key(&m.into.0)),
                open_proposals: open,
                ballot_runs: bound.contains(&id),
                parent: None,
            };
            (p.id, facts)
        })
        .collect())
}

/// Stores what an event says about voices. `p` is the state after the event.
pub async fn apply(on: &impl ConnectionTrait, p: &Proposal, event: &Event, at: Instant) -> Result<(), DbErr> {
    let id = p.id.0;
    match event {
        Event::Supported { by } | Event::SupportMoved { supporter: by, .. } => {
            support::Entity::insert(support::ActiveModel {
                proposal_id: Set(id),
                pseudonym: Set(by.0),
                created_at: Set(at.millis()),
                choice: Set(None),
            })
            .exec_without_returning(on)
            .await?;
        }
        Event::SupportRevoked { by } => {
            support::Entity::delete_by_id((id, by.0)).exec(on).await?;
        }
        Event::MergeChosen { supporter, choice, .. } => match choice {
            MergeChoice::Withdraw => {
                support::Entity::delete_by_id((id, supporter.0)).exec(on).await?;
            }
            MergeChoice::Follow | MergeChoice::Stay => {
                support::Entity::update(support::ActiveModel {
                    proposal_id: Set(id),
                    pseudonym: Set(supporter.0),
                    choice: Set(Some(
                        if *choice == MergeChoice::Stay { "stay" } else { "follow" }.to_owned(),
                    )),
                    ..Default::default()
                })
                .exec(on)
                .await?;
            }
        },
        Event::Followed { by } => add_follow(on, id, by.0, at).await?,
        Event::Unfollowed { by } => {
            follow::Entity::delete_by_id((id, by.0)).exec(on).await?;
        }
        Event::Objected { by, reason } => {
            // The event may have begun a new stay already; the objection belongs to the notice.
            let notice = if p.state == yiting_domain::proposal::State::Formed {
                stay(p)
            } else {
                stay(p) - 1
            };
            objection::Entity::insert(objection::ActiveModel {
                proposal_id: Set(id),
                stay: Set(notice),
                pseudonym: Set(by.0),
                content_id: Set(reason.id.0),
                created_at: Set(at.millis()),
            })
            .exec_without_returning(on)
            .await?;
        }
        Event::Rated { by, score, words, .. } => {
            rating::Entity::insert(rating::ActiveModel {
                proposal_id: Set(id),
                stay: Set(stay(p)),
                pseudonym: Set(by.0),
                score: Set(i64::from(*score)),
                content_id: Set(words.as_ref().map(|w| w.id.0)),
                updated_at: Set(at.millis()),
            })
            .on_conflict(
                OnConflict::columns([
                    rating::Column::ProposalId,
                    rating::Column::Stay,
                    rating::Column::Pseudonym,
                ])
                .update_columns([
                    rating::Column::Score,
                    rating::Column::ContentId,
                    rating::Column::UpdatedAt,
                ])
                .to_owned(),
            )
            .exec_without_returning(on)
            .await?;
        }
        Event::SupervisionOpened {
            id: card,
            at: area,
            link,
            cause,
            ..
        } => {
            supervision::Entity::insert(supervision::ActiveModel {
                id: Set(card.0),
                proposal_id: Set(id),
                at_path: Set(area.as_str().to_owned()),
                link: Set(name_of(link)),
                cause: Set(name_of(cause)),
                opened_at: Set(at.millis()),
                answered_at: Set(None),
            })
            .exec_without_returning(on)
            .await?;
        }
        Event::SupervisionAnswered { id: card, .. } => {
            supervision::Entity::update(supervision::ActiveModel {
                id: Set(card.0),
                answered_at: Set(Some(at.millis())),
                ..Default::default()
            })
            .exec(on)
            .await?;
        }
        _ => comments::apply(on, id, event, at).await?,
    }
    Ok(())
}

/// The serialised name of a unit variant, which is also its name on the wire.
pub fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Follows, if not followed already.
pub async fn add_follow(on: &impl ConnectionTrait, proposal: Uuid, who: Uuid, at: Instant) -> Result<(), DbErr> {
    let added = follow::Entity::insert(follow::ActiveModel {
        proposal_id: Set(proposal),
        pseudonym: Set(who),
        created_at: Set(at.millis()),
    })
    .on_conflict(
        OnConflict::columns([follow::Column::ProposalId, follow::Column::Pseudonym])
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

/// Who is told of this proposal's moves.
pub async fn followers(on: &impl ConnectionTrait, proposal: Uuid) -> Result<Vec<Uuid>, DbErr> {
    follow::Entity::find()
        .select_only()
        .column(follow::Column::Pseudonym)
        .filter(follow::Column::ProposalId.eq(proposal))
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
