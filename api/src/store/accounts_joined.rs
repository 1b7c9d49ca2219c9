//! Two accounts of one person becoming one: what was done under each, and what moves.

use super::entity::{
    electorate_member, expert, log_entry, meeting_attendee, membership, person, proposal, residence, session,
    staff_login, wechat_grant, wechat_message,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::instant::Instant;

/// What the record holds of a person.
#[derive(Clone, Copy, Debug)]
pub struct History {
    /// Something was done under the name, by the person or in the person's behalf, that stays there.
    named: bool,
    /// There is or was a residence.
    lived: bool,
    /// There is or was a role.
    held: bool,
}

impl History {
    /// Reads it: seven short look-ups by index.
    pub async fn of(on: &impl ConnectionTrait, who: &person::Model) -> Result<Self, DbErr> {
        let name = who.pseudonym;
        let acted = log_entry::Entity::find().filter(log_entry::Column::Actor.eq(name));
        let raised = proposal::Entity::find().filter(proposal::Column::Proponent.eq(name));
        let listed = electorate_member::Entity::find().filter(electorate_member::Column::Pseudonym.eq(name));
        let attends = meeting_attendee::Entity::find().filter(meeting_attendee::Column::Pseudonym.eq(name));
        let advises = expert::Entity::find().filter(expert::Column::Pseudonym.eq(name));
        let named = acted.one(on).await?.is_some()
            || raised.one(on).await?.is_some()
            || listed.one(on).await?.is_some()
            || attends.one(on).await?.is_some()
            || advises.one(on).await?.is_some();
        let lived = residence::Entity::find().filter(residence::Column::PersonId.eq(who.id));
        let held = membership::Entity::find().filter(membership::Column::PersonId.eq(who.id));
        Ok(Self {
            named,
            lived: lived.one(on).await?.is_some(),
            held: held.one(on).await?.is_some(),
        })
    }

    /// Nothing at all.
    pub const fn is_blank(self) -> bool {
        !self.named && !self.lived && !self.held
    }

    /// Nothing that the record keeps under this name; residences and roles can move.
    pub const fn is_silent(self) -> bool {
        !self.named
    }

    /// Whether the person holds or held a role.
    pub const fn has_roles(self) -> bool {
        self.held
    }
}

/// Whether one of these people logs in by name and password.
pub async fn has_login(on: &impl ConnectionTrait, people: &[Uuid]) -> Result<bool, DbErr> {
    let logins = staff_login::Entity::find()
        .filter(staff_login::Column::PersonId.is_in(people.iter().copied()))
        .count(on)
        .await?;
    Ok(logins > 0)
}

/// Opens the sessions of one account again under another, and moves grants and messages along.
pub async fn move_sessions(on: &impl ConnectionTrait, from: Uuid, to: Uuid, closed_at: Instant) -> Result<(), DbErr> {
    // Those that ended with the account itself; earlier ones stay ended.
    session::Entity::update_many()
        .col_expr(session::Column::PersonId, Expr::value(to))
        .col_expr(session::Column::RevokedAt, Expr::value(Option::<i64>::None))
        .filter(session::Column::PersonId.eq(from))
        .filter(session::Column::RevokedAt.eq(closed_at.millis()))
        .exec(on)
        .await?;
    wechat_grant::Entity::update_many()
        .col_expr(wechat_grant::Column::PersonId, Expr::value(to))
        .filter(wechat_grant::Column::PersonId.eq(from))
        .exec(on)
        .await?;
    wechat_message::Entity::update_many()
        .col_expr(wechat_message::Column::PersonId, Expr::value(to))
        .filter(wechat_message::Column::PersonId.eq(from))
        .exec(on)
        .await?;
    Ok(())
}

/// Moves residences and roles of one account to another, where it has none of the same; what both have
/// ends at the first, and its household and area are kept where the other has none.
pub async fn move_standing(on: &impl ConnectionTrait, from: Uuid, to: Uuid, now: Instant) -> Result<(), DbErr> {
    let homes = |who: Uuid| {
        residence::Entity::find()
            .filter(residence::Column::PersonId.eq(who))
            .filter(residence::Column::EndedAt.is_null())
    };
    let known: HashMap<Uuid, residence::Model> = homes(to)
        .all(on)
        .await?
        .into_iter()
        .map(|row| (row.area_id, row))
        .collect();
    for row in homes(from).all(on).await? {
        let mut moved = residence::ActiveModel {
            id: Set(row.id),
            ..Default::default()
        };
        match known.get(&row.area_id) {
            None => moved.person_id = Set(to),
            Some(mine) => {
                moved.ended_at = Set(Some(now.millis()));
                residence::Entity::update(residence::ActiveModel {
                    id: Set(mine.id),
                    household: Set(mine.household.clone().or(row.household)),
                    exclusive_area: Set(mine.exclusive_area.or(row.exclusive_area)),
                    ..Default::default()
                })
                .exec(on)
                .await?;
            }
        }
        residence::Entity::update(moved).exec(on).await?;
    }
    let roles = |who: Uuid| {
        membership::Entity::find()
            .filter(membership::Column::PersonId.eq(who))
            .filter(membership::Column::EndedAt.is_null())
    };
    let held = roles(to).all(on).await?;
    for row in roles(from).all(on).await? {
        let mut moved = membership::ActiveModel {
            id: Set(row.id),
            ..Default::default()
        };
        if held
            .iter()
            .any(|mine| (&mine.role, mine.area_id) == (&row.role, row.area_id))
        {
            moved.ended_at = Set(Some(now.millis()));
        } else {
            moved.person_id = Set(to);
        }
        membership::Entity::update(moved).exec(on).await?;
    }
    Ok(())
}

/// The areas in which a person lives or holds a role, the oldest first.
pub async fn places_of(on: &impl ConnectionTrait, person: Uuid) -> Result<Vec<Uuid>, DbErr> {
    let lives = residence::Entity::find()
        .filter(residence::Column::PersonId.eq(person))
        .filter(residence::Column::EndedAt.is_null())
        .order_by_asc(residence::Column::CreatedAt)
        .all(on)
        .await?;
    let works = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::CreatedAt)
        .all(on)
        .await?;
    let lives = lives.into_iter().map(|row| row.area_id);
    Ok(lives.chain(works.into_iter().map(|row| row.area_id)).collect())
}
