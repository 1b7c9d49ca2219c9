//! Frozen electorates: drawn from the register once, never changed.

use super::entity::{electorate, electorate_member, person, residence};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    electorate::{ElectorateKind, Member, count, digest},
    id::Pseudonym,
    instant::Instant,
    people::IdentityLevel,
};

/// How many members go into one statement.
const CHUNK: usize = 1_000;

/// The members that the register holds now for a kind that is drawn from it.
pub async fn draw(on: &impl ConnectionTrait, kind: ElectorateKind, area: &AreaPath) -> Result<Vec<Member>, DbErr> {
    let rows = residence::Entity::find()
        .find_also_related(person::Entity)
        .filter(residence::Column::AreaPath.gte(area.as_str()))
        .filter(residence::Column::AreaPath.lt(area.upper_bound()))
        .filter(residence::Column::EndedAt.is_null())
        .filter(person::Column::ClosedAt.is_null())
        .filter(person::Column::Level.gte(i64::from(IdentityLevel::Resident.number())))
        .all(on)
        .await?;
    let mut members: Vec<Member> = rows
        .into_iter()
        .filter_map(|(home, who)| {
            let pseudonym = Pseudonym(who?.pseudonym);
            // Without a house number a person is a household of one.
            let unit = match &home.household {
                Some(household) => format!("{}/{household}", home.area_id),
                None => format!("{}/{pseudonym}", home.area_id),
            };
            match kind {
                ElectorateKind::Residents => Some(Member {
                    pseudonym,
                    unit: String::new(),
                    exclusive_area: 0,
                }),
                ElectorateKind::Households => Some(Member {
                    pseudonym,
                    unit,
                    exclusive_area: 0,
                }),
                ElectorateKind::Owners => home.exclusive_area.map(|exclusive_area| Member {
                    pseudonym,
                    unit,
                    exclusive_area,
                }),
                ElectorateKind::Delegates | ElectorateKind::Enterprises => None,
            }
        })
        .collect();
    members.sort_unstable();
    members.dedup_by(|a, b| a.pseudonym == b.pseudonym && a.unit == b.unit);
    Ok(members)
}

/// Stores a list as it is now; it never changes.
pub async fn freeze(
    on: &impl ConnectionTrait,
    id: Uuid,
    district: Uuid,
    area: &AreaPath,
    kind: ElectorateKind,
    members: &[Member],
    now: Instant,
) -> Result<electorate::Model, DbErr> {
    let row = electorate::Model {
        id,
        district_id: district,
        area_path: area.as_str().to_owned(),
        kind: kind.name().to_owned(),
        members: i64::try_from(count(kind, members)).unwrap_or(i64::MAX),
        digest: digest(members).to_string(),
        frozen_at: now.millis(),
    };
    electorate::Entity::insert(electorate::ActiveModel {
        id: Set(row.id),
        district_id: Set(row.district_id),
        area_path: Set(row.area_path.clone()),
        kind: Set(row.kind.clone()),
        members: Set(row.members),
        digest: Set(row.digest.clone()),
        frozen_at: Set(row.frozen_at),
    })
    .exec_without_returning(on)
    .await?;
    for chunk in members.chunks(CHUNK) {
        let rows = chunk.iter().map(|member| electorate_member::ActiveModel {
            electorate_id: Set(id),
            pseudonym: Set(member.pseudonym.0),
            unit: Set(member.unit.clone()),
            exclusive_area: Set(member.exclusive_area),
        });
        electorate_member::Entity::insert_many(rows)
            .exec_without_returning(on)
            .await?;
    }
    Ok(row)
}

/// By ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<electorate::Model>, DbErr> {
    electorate::Entity::find()
        .filter(electorate::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await
}

fn member(row: electorate_member::Model) -> Member {
    Member {
        pseudonym: Pseudonym(row.pseudonym),
        unit: row.unit,
        exclusive_area: row.exclusive_area,
    }
}

/// The whole list.
pub async fn members(on: &impl ConnectionTrait, electorate: Uuid) -> Result<Vec<Member>, DbErr> {
    let rows = electorate_member::Entity::find()
        .filter(electorate_member::Column::ElectorateId.eq(electorate))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(member).collect())
}

/// The entries of one person in several lists: list and entry.
pub async fn entries_of(
    on: &impl ConnectionTrait,
    electorates: &[Uuid],
    who: Pseudonym,
) -> Result<Vec<(Uuid, Member)>, DbErr> {
    let rows = electorate_member::Entity::find()
        .filter(electorate_member::Column::ElectorateId.is_in(electorates.iter().copied()))
        .filter(electorate_member::Column::Pseudonym.eq(who.0))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| (row.electorate_id, member(row))).collect())
}

/// The entries of several people in one list.
pub async fn entries_of_all(on: &impl ConnectionTrait, electorate: Uuid, who: &[Uuid]) -> Result<Vec<Member>, DbErr> {
    let rows = electorate_member::Entity::find()
        .filter(electorate_member::Column::ElectorateId.eq(electorate))
        .filter(electorate_member::Column::Pseudonym.is_in(who.iter().copied()))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(member).collect())
}

/// The entries of all who share a unit with this person in a list, the person's own included.
pub async fn sharing(on: &impl ConnectionTrait, electorate: Uuid, who: Pseudonym) -> Result<Vec<Member>, DbErr> {
    let own = electorate_member::Entity::find()
        .select_only()
        .column(electorate_member::Column::Unit)
        .filter(electorate_member::Column::ElectorateId.eq(electorate))
        .filter(electorate_member::Column::Pseudonym.eq(who.0));
    let rows = electorate_member::Entity::find()
        .filter(electorate_member::Column::ElectorateId.eq(electorate))
        .filter(electorate_member::Column::Unit.in_subquery(own.into_query()))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(member).collect())
}
