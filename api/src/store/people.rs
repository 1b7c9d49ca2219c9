//! Accounts, what they may do, and where they live.

use super::{
    connect::lock,
    entity::{membership, person, refresh_token, residence, session, staff_login},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::LikeExpr,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::{PersonId, Pseudonym, UnitId},
    instant::Instant,
    people::{Actor, IdentityLevel, Membership, Role},
};

/// The people of live sessions with everything that the rules look at, by session. Three statements,
/// however many there are. Sessions that were revoked and those of closed accounts are not in it.
pub async fn actors_of_sessions(on: &impl ConnectionTrait, sessions: &[Uuid]) -> Result<HashMap<Uuid, Actor>, DbErr> {
    let found = session::Entity::find()
        .find_also_related(person::Entity)
        .filter(session::Column::Id.is_in(sessions.iter().copied()))
        .filter(session::Column::RevokedAt.is_null())
        .filter(person::Column::ClosedAt.is_null())
        .all(on)
        .await?;
    let (sessions, people): (Vec<Uuid>, Vec<person::Model>) = found
        .into_iter()
        .filter_map(|(session, person)| Some((session.id, person?)))
        .unzip();
    Ok(sessions.into_iter().zip(actors(on, people).await?).collect())
}

/// The actor of an account; `None` when it was closed.
pub async fn actor(on: &impl ConnectionTrait, person: person::Model) -> Result<Option<Actor>, DbErr> {
    if person.closed_at.is_some() {
        return Ok(None);
    }
    Ok(actors(on, vec![person]).await?.pop())
}

/// Actors of accounts, in their order; two statements.
async fn actors(on: &impl ConnectionTrait, people: Vec<person::Model>) -> Result<Vec<Actor>, DbErr> {
    let ids = || people.iter().map(|person| person.id);
    let memberships = membership::Entity::find()
        .filter(membership::Column::PersonId.is_in(ids()))
        .filter(membership::Column::EndedAt.is_null())
        .all(on)
        .await?;
    let residences = residence::Entity::find()
        .filter(residence::Column::PersonId.is_in(ids()))
        .filter(residence::Column::EndedAt.is_null())
        .all(on)
        .await?;
    let actor = |person: &person::Model| {
        let memberships = memberships.iter().filter(|row| row.person_id == person.id);
        let residences = residences.iter().filter(|row| row.person_id == person.id);
        Actor {
            person: PersonId(person.id),
            pseudonym: Pseudonym(person.pseudonym),
            level: u8::try_from(person.level)
                .ok()
                .and_then(IdentityLevel::from_number)
                .unwrap_or(IdentityLevel::Wechat),
            memberships: memberships.filter_map(as_membership).collect(),
            residences: residences
                .filter_map(|row| AreaPath::parse(row.area_path.clone()).ok())
                .collect(),
        }
    };
    Ok(people.iter().map(actor).collect())
}

fn as_membership(row: &membership::Model) -> Option<Membership> {
    Some(Membership {
        role: Role::parse(&row.role)?,
        area: AreaPath::parse(row.area_path.clone()).ok()?,
        unit: row.unit_id.map(UnitId),
    })
}

/// By id.
pub async fn by_id(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find_by_id(id).one(on).await
}

/// By id, locked until the end of the transaction.
pub async fn by_id_locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<person::Model>, DbErr> {
    lock(person::Entity::find_by_id(id), on).one(on).await
}

/// By WeChat's id.
pub async fn by_openid(on: &impl ConnectionTrait, openid: &str) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::Openid.eq(openid))
        .one(on)
        .await
}

/// By the blind index of a phone number.
pub async fn by_phone_index(on: &impl ConnectionTrait, index: &str) -> Result<Option<person::Model>, DbErr> {
    person::Entity::find()
        .filter(person::Column::PhoneIndex.eq(index))
        .one(on)
        .await
}

/// By the names in the log.
pub async fn by_pseudonyms(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, person::Model>, DbErr> {
    let rows = person::Entity::find()
        .filter(person::Column::Pseudonym.is_in(ids.iter().copied()))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| (row.pseudonym, row)).collect())
}

/// Who holds a role in exactly this area, in the order in which the roles were given, with the
/// names in the log.
pub async fn members(
    on: &impl ConnectionTrait,
    area: Uuid,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<(membership::Model, Uuid)>, DbErr> {
    let mut select = membership::Entity::find()
        .find_also_related(person::Entity)
        .filter(membership::Column::AreaId.eq(area))
        .filter(membership::Column::EndedAt.is_null());
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(membership::Column::CreatedAt.gt(at)).add(
                Condition::all()
                    .add(membership::Column::CreatedAt.eq(at))
                    .add(membership::Column::Id.gt(id)),
            ),
        );
    }
    let rows = select
        .order_by_asc(membership::Column::CreatedAt)
        .order_by_asc(membership::Column::Id)
        .limit(limit)
        .all(on)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(row, who)| Some((row, who?.pseudonym)))
        .collect())
}

/// Where these people live.
pub async fn homes_of(on: &impl ConnectionTrait, people: &[Uuid]) -> Result<Vec<residence::Model>, DbErr> {
    residence::Entity::find()
        .filter(residence::Column::PersonId.is_in(people.iter().copied()))
        .filter(residence::Column::EndedAt.is_null())
        .order_by_asc(residence::Column::CreatedAt)
        .order_by_asc(residence::Column::Id)
        .all(on)
        .await
}

/// Who lives in exactly this area, in the order in which they were verified, with the names in the log.
pub async fn residents(
    on: &impl ConnectionTrait,
    area: Uuid,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<(residence::Model, Uuid)>, DbErr> {
    let mut select = residence::Entity::find()
        .find_also_related(person::Entity)
        .filter(residence::Column::AreaId.eq(area))
        .filter(residence::Column::EndedAt.is_null())
        .filter(person::Column::ClosedAt.is_null());
    if let Some((at, id)) = after {
        select = select.filter(
            Condition::any().add(residence::Column::CreatedAt.gt(at)).add(
                Condition::all()
                    .add(residence::Column::CreatedAt.eq(at))
                    .add(residence::Column::Id.gt(id)),
            ),
        );
    }
    let rows = select
        .order_by_asc(residence::Column::CreatedAt)
        .order_by_asc(residence::Column::Id)
        .limit(limit)
        .all(on)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(row, who)| Some((row, who?.pseudonym)))
        .collect())
}

/// Those whose name has `text` in it and who hold a role or live below an area, by name, with whoever is behind
/// this phone index, wherever they live: by their names in the log. One statement.
pub async fn find(
    on: &impl ConnectionTrait,
    below: &AreaPath,
    text: &str,
    phone: Option<&str>,
    limit: u64,
) -> Result<Vec<Uuid>, DbErr> {
    let members = membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .filter(membership::Column::EndedAt.is_null())
        .filter(within(membership::Column::AreaPath, below));
    let residents = residence::Entity::find()
        .select_only()
        .column(residence::Column::PersonId)
        .filter(residence::Column::EndedAt.is_null())
        .filter(within(residence::Column::AreaPath, below));
    let here = Condition::any()
        .add(person::Column::Id.in_subquery(members.into_query()))
        .add(person::Column::Id.in_subquery(residents.into_query()));
    let named = Condition::all()
        .add(person::Column::Nickname.like(containing(text)))
        .add(here);
    let either = Condition::any()
        .add(named)
        .add_option(phone.map(|index| person::Column::PhoneIndex.eq(index)));
    let rows = person::Entity::find()
        .filter(person::Column::ClosedAt.is_null())
        .filter(either)
        .order_by_asc(person::Column::Nickname)
        .order_by_asc(person::Column::Id)
        .limit(limit)
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| row.pseudonym).collect())
}

/// An area and all below it.
fn within(path: impl ColumnTrait, area: &AreaPath) -> Condition {
    Condition::all()
        .add(path.gte(area.as_str()))
        .add(path.lt(area.upper_bound()))
}

/// A pattern for whatever has `text` in it as it stands.
fn containing(text: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('\\')
}

/// Opens a session with its first refresh token.
pub async fn open_session(
    on: &impl ConnectionTrait,
    session_id: Uuid,
    person: Uuid,
    refresh_hash: &str,
    refresh_expires: Instant,
    now: Instant,
) -> Result<(), DbErr> {
    session::Entity::insert(session::ActiveModel {
        id: Set(session_id),
        person_id: Set(person),
        created_at: Set(now.millis()),
        revoked_at: Set(None),
    })
    .exec_without_returning(on)
    .await?;
    add_refresh_token(on, session_id, refresh_hash, refresh_expires).await
}

/// Adds the next refresh token of a session.
pub async fn add_refresh_token(
    on: &impl ConnectionTrait,
    session_id: Uuid,
    hash: &str,
    expires: Instant,
) -> Result<(), DbErr> {
    refresh_token::Entity::insert(refresh_token::ActiveModel {
        hash: Set(hash.to_owned()),
        session_id: Set(session_id),
        expires_at: Set(expires.millis()),
        used_at: Set(None),
    })
    .exec_without_returning(on)
    .await?;
    Ok(())
}

/// A refresh token with its session, locked.
pub async fn refresh_token(
    on: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<(refresh_token::Model, session::Model)>, DbErr> {
    let Some(token) = lock(refresh_token::Entity::find_by_id(hash.to_owned()), on)
        .one(on)
        .await?
    else {
        return Ok(None);
    };
    let session = session::Entity::find_by_id(token.session_id).one(on).await?;
    Ok(session.map(|session| (token, session)))
}

/// Marks a refresh token as used.
pub async fn use_refresh_token(on: &impl ConnectionTrait, hash: &str, now: Instant) -> Result<(), DbErr> {
    refresh_token::Entity::update(refresh_token::ActiveModel {
        hash: Set(hash.to_owned()),
        used_at: Set(Some(now.millis())),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(())
}

/// Ends a session; its access tokens stop working with the next request on every instance.
pub async fn revoke_session(on: &impl ConnectionTrait, session_id: Uuid, now: Instant) -> Result<(), DbErr> {
    session::Entity::update_many()
        .col_expr(
            session::Column::RevokedAt,
            sea_orm::sea_query::Expr::value(now.millis()),
        )
        .filter(session::Column::Id.eq(session_id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(on)
        .await?;
    Ok(())
}

/// Erases what leads to a person and ends sessions, roles and logins. Pseudonyms stay in the log and
/// lead to nobody.
pub async fn erase(on: &impl ConnectionTrait, id: Uuid, now: Instant) -> Result<(), DbErr> {
    person::Entity::update(person::ActiveModel {
        id: Set(id),
        openid: Set(None),
        unionid: Set(None),
        nickname: Set("已注销".to_owned()),
        real_name_sealed: Set(None),
        phone_sealed: Set(None),
        phone_index: Set(None),
        closed_at: Set(Some(now.millis())),
        ..Default::default()
    })
    .exec(on)
    .await?;
    session::Entity::update_many()
        .col_expr(
            session::Column::RevokedAt,
            sea_orm::sea_query::Expr::value(now.millis()),
        )
        .filter(session::Column::PersonId.eq(id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(on)
        .await?;
    membership::Entity::update_many()
        .col_expr(
            membership::Column::EndedAt,
            sea_orm::sea_query::Expr::value(now.millis()),
        )
        .filter(membership::Column::PersonId.eq(id))
        .filter(membership::Column::EndedAt.is_null())
        .exec(on)
        .await?;
    staff_login::Entity::delete_by_id(id).exec(on).await?;
    Ok(())
}
