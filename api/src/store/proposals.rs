//! Proposals as rows: the folded state, and the columns that queues and feeds filter on.

use super::{
    connect::lock,
    entity::{proposal, proposal_counter, proposal_text},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::OnConflict,
};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::AreaId,
    instant::Instant,
    people::{Actor, Role},
    proposal::{Policy, Proposal, State, colour_changes, next_tick},
};

/// A proposal with what the log does not hold: its number and the words of its title.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The folded state.
    pub state: Proposal,
    /// The readable number, once submitted.
    pub number: Option<String>,
    /// The district whose log it stands in.
    pub district: AreaId,
    /// The words of the current title.
    pub title: String,
    /// When it was drafted.
    pub created_at: Instant,
    /// When something last happened to it.
    pub touched_at: Instant,
}

/// A proposal of its row.
pub(super) fn stored(row: proposal::Model) -> Result<Stored, DbErr> {
    let state = serde_json::from_str(&row.body).map_err(|e| DbErr::Custom(format!("proposal body: {e}")))?;
    Ok(Stored {
        state,
        number: row.number,
        district: AreaId(row.district_id),
        title: row.title,
        created_at: Instant::from_millis(row.created_at),
        touched_at: Instant::from_millis(row.touched_at),
    })
}

/// The row of a proposal: the folded state, and what is derived from it for filters.
pub fn row(p: &Stored, policy: Policy<'_>) -> Result<proposal::Model, DbErr> {
    let s = &p.state;
    let colours = colour_changes(s, policy);
    Ok(proposal::Model {
        id: s.id.0,
        number: p.number.clone(),
        district_id: p.district.0,
        version: i64::try_from(s.version).unwrap_or(i64::MAX),
        state: s.state.name().to_owned(),
        tier: s.custodian().tier.name().to_owned(),
        custodian_path: s.custodian().path.as_str().to_owned(),
        home_path: s.home.path.as_str().to_owned(),
        topic_id: s.topic.map(|t| t.0),
        proponent: s.proponent.0,
        visible: s.text_checked && s.submitted_at.is_some(),
        supports: i64::from(s.supports),
        touched_at: p.touched_at.millis(),
        created_at: p.created_at.millis(),
        yellow_at: colours.map(|(yellow, _)| yellow.millis()),
        due_at: colours.map(|(_, due)| due.millis()),
        next_tick_at: next_tick(s, policy).map(Instant::millis),
        title: p.title.clone(),
        body: serde_json::to_string(s).map_err(|e| DbErr::Custom(e.to_string()))?,
    })
}

/// Stores a new proposal.
pub async fn insert(on: &impl ConnectionTrait, p: &Stored, policy: Policy<'_>) -> Result<(), DbErr> {
    proposal::Entity::insert(proposal::ActiveModel::from(row(p, policy)?).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Stores the state after events.
pub async fn update(on: &impl ConnectionTrait, p: &Stored, policy: Policy<'_>) -> Result<(), DbErr> {
    proposal::Entity::update(proposal::ActiveModel::from(row(p, policy)?).reset_all())
        .exec(on)
        .await?;
    Ok(())
}

/// By id, locked until the end of the transaction.
pub async fn by_id_locked(on: &impl ConnectionTrait, id: Uuid) -> Result<Option<Stored>, DbErr> {
    lock(proposal::Entity::find_by_id(id), on)
        .one(on)
        .await?
        .map(stored)
        .transpose()
}

/// By ids.
pub async fn by_ids(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Stored>, DbErr> {
    let rows = proposal::Entity::find()
        .filter(proposal::Column::Id.is_in(ids.iter().copied()))
        .all(on)
        .await?;
    rows.into_iter()
        .map(|row| stored(row).map(|p| (p.state.id.0, p)))
        .collect()
}

/// How many there are.
pub async fn count(on: &impl ConnectionTrait) -> Result<u64, DbErr> {
    proposal::Entity::find().count(on).await
}

/// The last number that a district gave in each year.
pub async fn numbers(on: &impl ConnectionTrait, district: Uuid) -> Result<Vec<(i64, i64)>, DbErr> {
    let rows = proposal_counter::Entity::find()
        .filter(proposal_counter::Column::DistrictId.eq(district))
        .all(on)
        .await?;
    Ok(rows.into_iter().map(|row| (row.year, row.last)).collect())
}

/// By readable number.
pub async fn by_number(on: &impl ConnectionTrait, number: &str) -> Result<Option<Stored>, DbErr> {
    proposal::Entity::find()
        .filter(proposal::Column::Number.eq(number))
        .one(on)
        .await?
        .map(stored)
        .transpose()
}

/// The next number of a district in a year, such as `310105-2026-000123`.
pub async fn next_number(
    on: &impl ConnectionTrait,
    district: AreaId,
    code: &str,
    at: Instant,
) -> Result<String, DbErr> {
    let year = numbering_year(at);
    let created = proposal_counter::Entity::insert(proposal_counter::ActiveModel {
        district_id: Set(district.0),
        year: Set(year),
        last: Set(0),
    })
    .on_conflict(
        OnConflict::columns([proposal_counter::Column::DistrictId, proposal_counter::Column::Year])
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(on)
    .await;
    if let Err(error) = created
        && !matches!(error, DbErr::RecordNotInserted)
    {
        return Err(error);
    }
    let counter = lock(proposal_counter::Entity::find_by_id((district.0, year)), on)
        .one(on)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("proposal counter".into()))?;
    let last = counter.last + 1;
    proposal_counter::Entity::update(proposal_counter::ActiveModel {
        district_id: Set(district.0),
        year: Set(year),
        last: Set(last),
    })
    .exec(on)
    .await?;
    Ok(readable_number(code, year, last))
}

/// The year in which numbers given at an instant are counted.
pub fn numbering_year(at: Instant) -> i64 {
    use chrono::Datelike;
    i64::from(at.shanghai_date().year())
}

/// A readable number.
pub fn readable_number(code: &str, year: i64, last: i64) -> String {
    format!("{code}-{year}-{last:06}")
}

/// The row of the present version of the text, before it is checked.
pub fn text_row(p: &Proposal, at: Instant) -> proposal_text::Model {
    proposal_text::Model {
        proposal_id: p.id.0,
        number: i64::from(p.text_version),
        title_id: p.title.id.0,
        body_id: p.body.id.0,
        created_at: at.millis(),
        checked: false,
    }
}

/// Records a version of the text.
pub async fn add_text(on: &impl ConnectionTrait, p: &Proposal, at: Instant) -> Result<(), DbErr> {
    proposal_text::Entity::insert(proposal_text::ActiveModel::from(text_row(p, at)).reset_all())
        .exec_without_returning(on)
        .await?;
    Ok(())
}

/// Records whether the present version of the text has passed the content check: only such
/// versions are ever shown to everyone.
pub async fn set_text_checked(on: &impl ConnectionTrait, p: &Proposal) -> Result<(), DbErr> {
    proposal_text::Entity::update(proposal_text::ActiveModel {
        proposal_id: Set(p.id.0),
        number: Set(i64::from(p.text_version)),
        checked: Set(p.text_checked),
        ..Default::default()
    })
    .exec(on)
    .await?;
    Ok(())
}

/// All versions of the texts of these proposals, oldest first.
pub async fn texts(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<proposal_text::Model>, DbErr> {
    proposal_text::Entity::find()
        .filter(proposal_text::Column::ProposalId.is_in(ids.iter().copied()))
        .order_by_asc(proposal_text::Column::Number)
        .all(on)
        .await
}

/// Open proposals that this person has raised.
pub async fn count_open(on: &impl ConnectionTrait, proponent: Uuid) -> Result<u32, DbErr> {
    use sea_orm::PaginatorTrait;
    let open = State::ALL.into_iter().filter(|s| s.is_open()).map(State::name);
    let count = proposal::Entity::find()
        .filter(proposal::Column::Proponent.eq(proponent))
        .filter(proposal::Column::State.is_in(open))
        .count(on)
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Proposals whose clock has something to do, oldest first.
pub async fn due(on: &impl ConnectionTrait, now: Instant, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::NextTickAt.lte(now.millis()))
        .order_by_asc(proposal::Column::NextTickAt)
        .order_by_asc(proposal::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(on)
        .await
}

/// Proposals of a district that have a clock or something to come, by id after `after`, locked.
pub async fn with_clocks(
    on: &impl ConnectionTrait,
    district: Uuid,
    after: Uuid,
    limit: u64,
) -> Result<Vec<Stored>, DbErr> {
    let open = State::ALL.into_iter().filter(|s| s.is_open()).map(State::name);
    let select = proposal::Entity::find()
        .filter(proposal::Column::DistrictId.eq(district))
        .filter(proposal::Column::Id.gt(after))
        .filter(
            Condition::any()
                .add(proposal::Column::State.is_in(open))
                .add(proposal::Column::NextTickAt.is_not_null()),
        )
        .order_by_asc(proposal::Column::Id)
        .limit(limit);
    lock(select, on).all(on).await?.into_iter().map(stored).collect()
}

/// What a clock shows, for filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Less than 80 % used.
    Green,
    /// 80 % used.
    Yellow,
    /// Over.
    Red,
}

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In custody of this area or below.
    pub custodian: Option<AreaPath>,
    /// Raised in this area or below.
    pub home: Option<AreaPath>,
    /// Tier of the custodian.
    pub tier: Option<String>,
    /// In one of these states.
    pub states: Vec<State>,
    /// About this topic.
    pub topic: Option<Uuid>,
    /// With this clock at `now`.
    pub colour: Option<Colour>,
    /// Raised by this person.
    pub proponent: Option<Uuid>,
    /// Followed by this person.
    pub follower: Option<Uuid>,
    /// Handed in, and its text waits for a person's check.
    pub unchecked: bool,
}

/// In which order a list comes. Ties go by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderBy {
    /// Newest first.
    #[default]
    Newest,
    /// Most supported first.
    Supports,
    /// Most urgent clock first; without a running clock not at all.
    Due,
    /// Last touched first.
    Touched,
}

impl OrderBy {
    const fn column(self) -> proposal::Column {
        match self {
            Self::Newest => proposal::Column::CreatedAt,
            Self::Supports => proposal::Column::Supports,
            Self::Due => proposal::Column::DueAt,
            Self::Touched => proposal::Column::TouchedAt,
        }
    }

    const fn descends(self) -> bool {
        !matches!(self, Self::Due)
    }

    /// The sort key of a row, for a cursor.
    pub fn key(self, p: &Stored, due: Option<i64>) -> i64 {
        match self {
            Self::Newest => p.created_at.millis(),
            Self::Supports => i64::from(p.state.supports),
            Self::Due => due.unwrap_or(0),
            Self::Touched => p.touched_at.millis(),
        }
    }
}

/// The scope that every list starts from: what the viewer may know of.
fn visible_to(viewer: Option<&Actor>) -> Select<proposal::Entity> {
    let mut seen = Condition::any().add(proposal::Column::Visible.eq(true));
    if let Some(actor) = viewer {
        seen = seen.add(proposal::Column::Proponent.eq(actor.pseudonym.0));
        let submitted = Condition::all().add(proposal::Column::Number.is_not_null());
        for m in &actor.memberships {
            if !(m.role.is_staff() || m.role == Role::Supervisor) {
                continue;
            }
            let place = if m.role.reaches_down() {
                Condition::all()
                    .add(proposal::Column::CustodianPath.gte(m.area.as_str()))
                    .add(proposal::Column::CustodianPath.lt(m.area.upper_bound()))
            } else {
                Condition::all().add(proposal::Column::CustodianPath.eq(m.area.as_str()))
            };
            seen = seen.add(submitted.clone().add(place));
        }
    }
    proposal::Entity::find().filter(seen)
}

/// A page of what the viewer may see, with the sort key of each row.
pub async fn list(
    on: &impl ConnectionTrait,
    viewer: Option<&Actor>,
    filter: &Filter,
    order: OrderBy,
    after: Option<(i64, Uuid)>,
    limit: u64,
    now: Instant,
) -> Result<Vec<(i64, Stored)>, DbErr> {
    let mut select = visible_to(viewer);
    for (column, path) in [
        (proposal::Column::CustodianPath, &filter.custodian),
        (proposal::Column::HomePath, &filter.home),
    ] {
        if let Some(path) = path {
            select = select
                .filter(column.gte(path.as_str()))
                .filter(column.lt(path.upper_bound()));
        }
    }
    if let Some(tier) = &filter.tier {
        select = select.filter(proposal::Column::Tier.eq(tier.as_str()));
    }
    if !filter.states.is_empty() {
        select = select.filter(proposal::Column::State.is_in(filter.states.iter().map(|s| s.name())));
    }
    if let Some(topic) = filter.topic {
        select = select.filter(proposal::Column::TopicId.eq(topic));
    }
    if let Some(proponent) = filter.proponent {
        select = select.filter(proposal::Column::Proponent.eq(proponent));
    }
    if let Some(follower) = filter.follower {
        use super::entity::follow;
        let followed = follow::Entity::find()
            .select_only()
            .column(follow::Column::ProposalId)
            .filter(follow::Column::Pseudonym.eq(follower));
        select = select.filter(proposal::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(followed)));
    }
    if filter.unchecked {
        select = select
            .filter(proposal::Column::Visible.eq(false))
            .filter(proposal::Column::State.is_in([State::Submitted, State::UnderReview].map(State::name)));
    }
    select = match filter.colour {
        None => select,
        Some(Colour::Green) => select.filter(proposal::Column::YellowAt.gt(now.millis())),
        Some(Colour::Yellow) => select
            .filter(proposal::Column::YellowAt.lte(now.millis()))
            .filter(proposal::Column::DueAt.gt(now.millis())),
        Some(Colour::Red) => select.filter(proposal::Column::DueAt.lte(now.millis())),
    };
    let column = order.column();
    if order == OrderBy::Due {
        select = select.filter(proposal::Column::DueAt.is_not_null());
    }
    if let Some((key, id)) = after {
        let (beyond, further) = if order.descends() {
            (column.lt(key), proposal::Column::Id.lt(id))
        } else {
            (column.gt(key), proposal::Column::Id.gt(id))
        };
        select = select.filter(
            Condition::any()
                .add(beyond)
                .add(Condition::all().add(column.eq(key)).add(further)),
        );
    }
    let direction = if order.descends() { Order::Desc } else { Order::Asc };
    let rows = select
        .order_by(column, direction.clone())
        .order_by(proposal::Column::Id, direction)
        .limit(limit)
        .all(on)
        .await?;
    rows.into_iter()
        .map(|row| {
            let due = row.due_at;
            let p = stored(row)?;
            Ok((order.key(&p, due), p))
        })
        .collect()
}
