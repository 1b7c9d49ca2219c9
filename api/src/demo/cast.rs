//! The people of the demo: staff of every role, and the residents of some blocks.

use super::{
    corpus::{self, Dice},
    ledger::{Ledger, Registered},
    world::{Neighborhood, Places},
};
use crate::{store::entity::area, usecase::Failure};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::Pseudonym,
    people::{Actor, IdentityLevel, Role},
};

/// How many neighborhoods have blocks with residents.
const INHABITED: usize = 24;

/// How many residents such a block has.
const RESIDENTS: usize = 12;

/// Fields of the experts; the first has no field in its label.
const FIELDS: &[&str] = &["", "结构安全", "消防", "法律", "规划"];

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
    /// A resident without a phone, for whom the convener writes.
    pub registered: Registered,
}

/// Who works at a platform.
#[derive(Clone)]
pub struct Desk {
    /// Who decides.
    pub director: Actor,
    /// Who works the queue beside the director.
    pub worker: Option<Actor>,
}

/// Everyone who acts in the demo.
pub struct Cast {
    /// Blocks with people.
    pub blocks: Vec<Block>,
    /// Desks by the path of their platform.
    pub desks: HashMap<String, Desk>,
    /// Implementers by unit.
    pub implementers: HashMap<Uuid, Actor>,
    /// The supervisor of the district.
    pub supervisor: Actor,
    /// Supervisors by the path of their street.
    pub street_supervisors: HashMap<String, Actor>,
    /// The administrator of the district.
    pub administrator: Actor,
    /// Invited experts.
    pub experts: Vec<Actor>,
    /// Bound a phone, verified nowhere.
    pub passers_by: Vec<Actor>,
    /// Residents by pseudonym.
    pub residents: HashMap<Pseudonym, Actor>,
    /// People for the demo's log-in page: a label and who it is.
    pub personas: Vec<(String, Uuid)>,
}

/// Gives roles and labels.
struct Casting<'a> {
    ledger: &'a mut Ledger,
    dice: &'a mut Dice,
    administrator: Actor,
    personas: Vec<(String, Uuid)>,
    labels: BTreeSet<String>,
}

impl Casting<'_> {
    fn staff(&mut self, role: Role, place: &area::Model, unit: Option<Uuid>) -> Result<Actor, Failure> {
        let name = corpus::staff_name(self.dice);
        self.someone(name, role, place, unit)
    }

    fn someone(&mut self, name: String, role: Role, place: &area::Model, unit: Option<Uuid>) -> Result<Actor, Failure> {
        let mut who = self.ledger.enlist(name, None, IdentityLevel::Phone)?;
        self.ledger
            .grant(Some(&self.administrator), &mut who, role, place, unit)?;
        Ok(who)
    }

    /// A label stands for one person: a second one of that name is told apart by `where_else`.
    fn label(&mut self, label: String, where_else: &str, who: &Actor) {
        let label = if self.labels.contains(&label) {
            format!("{where_else}{label}")
        } else {
            label
        };
        if self.labels.insert(label.clone()) {
            self.personas.push((label, who.person.0));
        }
    }
}

impl Cast {
    /// Gives every platform its staff and some blocks their residents.
    ///
    /// # Errors
    /// Faults.
    pub fn gather(ledger: &mut Ledger, dice: &mut Dice, places: &Places) -> Result<Self, Failure> {
        let district = &places.district;
        let mut administrator = ledger.enlist(corpus::staff_name(dice), None, IdentityLevel::Phone)?;
        ledger.grant(None, &mut administrator, Role::Administrator, district, None)?;
        let mut casting = Casting {
            ledger,
            dice,
            administrator: administrator.clone(),
            personas: Vec::new(),
            labels: BTreeSet::new(),
        };
        let supervisor = casting.staff(Role::Supervisor, district, None)?;
        let lead = casting.staff(Role::DistrictLead, district, None)?;
        let officer = casting.staff(Role::DistrictOfficer, district, None)?;
        let auditor = casting.staff(Role::Auditor, district, None)?;
        for (label, who) in [
            ("居务监督员（全区）", &supervisor),
            ("区级负责人", &lead),
            ("区级经办", &officer),
            ("系统管理员", &administrator),
            ("审计员", &auditor),
        ] {
            casting.label(label.to_owned(), "", who);
        }
        let mut experts = Vec::new();
        for field in FIELDS {
            let expert = casting.staff(Role::Expert, district, None)?;
            let label = if field.is_empty() {
                "专家".to_owned()
            } else {
                format!("专家（{field}）")
            };
            casting.label(label, "", &expert);
            experts.push(expert);
        }
        let mut cast = Self {
            blocks: Vec::new(),
            desks: HashMap::new(),
            implementers: HashMap::new(),
            supervisor,
            street_supervisors: HashMap::new(),
            administrator,
            experts,
            passers_by: Vec::new(),
            residents: HashMap::new(),
            personas: Vec::new(),
        };
        cast.seat(district, lead, Some(officer));
        cast.offices(&mut casting, places)?;
        cast.inhabit(&mut casting, &places.neighborhoods)?;
        cast.visitors(&mut casting)?;
        cast.personas = casting.personas;
        Ok(cast)
    }

    fn seat(&mut self, place: &area::Model, director: Actor, worker: Option<Actor>) {
        self.desks.insert(place.path.clone(), Desk { director, worker });
    }

    /// Staff of the streets and of the units.
    fn offices(&mut self, casting: &mut Casting<'_>, places: &Places) -> Result<(), Failure> {
        for street in &places.streets {
            let lead = casting.staff(Role::StreetLead, street, None)?;
            let officer = casting.staff(Role::StreetOfficer, street, None)?;
            let supervisor = casting.staff(Role::Supervisor, street, None)?;
            casting.label(format!("{}负责人", street.name), "", &lead);
            casting.label(format!("{}经办", street.name), "", &officer);
            casting.label(format!("{}居务监督员", street.name), "", &supervisor);
            self.seat(street, lead, Some(officer));
            self.street_supervisors.insert(street.path.clone(), supervisor);
        }
        for (name, id) in &places.units {
            let member = casting.staff(Role::Implementer, &places.district, Some(*id))?;
            casting.label(format!("{name}承办人员"), "", &member);
            self.implementers.insert(*id, member);
        }
        Ok(())
    }

    /// Committees and conveners everywhere; residents in some neighborhoods, spread over the streets.
    fn inhabit(&mut self, casting: &mut Casting<'_>, neighborhoods: &[Neighborhood]) -> Result<(), Failure> {
        let step = (neighborhoods.len() / INHABITED).max(1);
        let chosen: BTreeSet<usize> = (0..neighborhoods.len()).step_by(step).take(INHABITED).collect();
        // Those with residents come first in the list of labels.
        let order = chosen
            .iter()
            .copied()
            .chain((0..neighborhoods.len()).filter(|n| !chosen.contains(n)));
        for number in order {
            let Some(Neighborhood { street, area, blocks }) = neighborhoods.get(number) else {
                continue;
            };
            let inhabited = chosen.contains(&number);
            let director = casting.staff(Role::CommitteeDirector, area, None)?;
            let worker = casting.staff(Role::CommitteeWorker, area, None)?;
            casting.label(format!("{}主任", area.name), &street.name, &director);
            if inhabited {
                casting.label(format!("{}社工", area.name), &street.name, &worker);
            }
            for block in blocks {
                let name = corpus::nickname(casting.dice);
                let convener = casting.someone(name, Role::Convener, block, None)?;
                if inhabited {
                    casting.label(format!("{}召集人", block.name), &street.name, &convener);
                    self.move_in(casting, &director, block, (&street.name, &area.name))?;
                }
                self.seat(block, convener, None);
            }
            self.seat(area, director, Some(worker));
        }
        Ok(())
    }

    /// The residents of a block, verified by the committee.
    fn move_in(
        &mut self,
        casting: &mut Casting<'_>,
        committee: &Actor,
        block: &area::Model,
        (street, neighborhood): (&str, &str),
    ) -> Result<(), Failure> {
        let mut residents = Vec::with_capacity(RESIDENTS);
        for number in 0..RESIDENTS {
            let name = corpus::nickname(casting.dice);
            let mut who = casting.ledger.enlist(name, None, IdentityLevel::Phone)?;
            let household = household(casting.dice);
            let owned = (number % 3 == 1).then(|| i64::from(casting.dice.between(4_000, 14_000)));
            casting.ledger.verify(committee, &mut who, block, &household, owned)?;
            match number {
                0 => casting.label(format!("{}居民", block.name), street, &who),
                1 => casting.label(format!("{}业主", block.name), street, &who),
                _ => {}
            }
            self.residents.insert(who.pseudonym, who.clone());
            residents.push(who);
        }
        let name = corpus::person_name(casting.dice);
        let registered = casting
            .ledger
            .register(committee, &name, block, &household(casting.dice))?;
        self.blocks.push(Block {
            path: AreaPath::parse(block.path.clone())?,
            names: (street.to_owned(), neighborhood.to_owned()),
            area: block.clone(),
            residents,
            registered,
        });
        Ok(())
    }

    /// People whose home nobody has verified yet.
    fn visitors(&mut self, casting: &mut Casting<'_>) -> Result<(), Failure> {
        let name = corpus::nickname(casting.dice);
        let stranger = casting.ledger.enlist(name, None, IdentityLevel::Wechat)?;
        casting.label("微信访客（未绑定手机）".to_owned(), "", &stranger);
        for number in 0..4 {
            let name = corpus::nickname(casting.dice);
            // A range that the numbering plan gives to nobody.
            let phone = format!("1000000{:04}", 1_001 + number);
            let who = casting.ledger.enlist(name, Some(&phone), IdentityLevel::Phone)?;
            casting.label("手机用户（未核实住址）".to_owned(), "", &who);
            self.passers_by.push(who);
        }
        Ok(())
    }

    /// The desk of a platform.
    pub fn desk(&self, path: &AreaPath) -> Option<&Desk> {
        self.desks.get(path.as_str())
    }

    /// The counted roles, for what the demo says of itself.
    pub fn staff_count(&self) -> usize {
        let desks: usize = self
            .desks
            .values()
            .map(|desk| 1 + usize::from(desk.worker.is_some()))
            .sum();
        desks + self.implementers.len() + self.street_supervisors.len() + self.experts.len() + 3
    }
}

fn household(dice: &mut Dice) -> String {
    format!("{}号{}室", 1 + dice.below(20), 101 + 100 * dice.below(6))
}
