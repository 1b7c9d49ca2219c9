//! The district and everybody in it.

use uuid::Uuid;
use yiting_domain::{
    area::{AreaPath, AreaRef, Tier},
    id::{AreaId, PersonId, Pseudonym, UnitId},
    people::{Actor, IdentityLevel, Membership, Role},
};

#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    pub area: AreaRef,
    /// The works unit of the place, of which its implementer is a member.
    pub unit: UnitId,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub actor: Actor,
}

/// An id of a kind (people, places, texts) that no other kind has.
pub fn uuid(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(kind, number)
}

/// A district, two streets, each with two neighborhoods, each with two blocks.
pub fn district() -> Vec<Place> {
    let mut places = Vec::new();
    // The city above has no platform and is no place of this world.
    grow(&mut places, "d".to_owned(), AreaPath::root(31).child(1), Tier::District);
    places
}

fn grow(places: &mut Vec<Place>, name: String, path: AreaPath, tier: Tier) {
    let number = places.len() as u64;
    let area = AreaRef {
        id: AreaId(uuid(1, number)),
        path: path.clone(),
        tier,
    };
    places.push(Place {
        name: name.clone(),
        area,
        unit: UnitId(uuid(2, number)),
    });
    let below = match tier {
        Tier::District => Tier::Street,
        Tier::Street => Tier::Neighborhood,
        Tier::Neighborhood => Tier::Block,
        _ => return,
    };
    for n in 1..=2 {
        grow(places, format!("{name}.{n}"), path.child(n), below);
    }
}

/// Every role in every place where it exists; in every block a resident, a second one (the
/// neighbour, who raises proposals) and an owner; and people without a place.
pub fn people(places: &[Place]) -> Vec<Person> {
    let mut people = Vec::new();
    let mut add = |name: String, level, memberships, residences| {
        let number = people.len() as u64;
        let actor = Actor {
            person: PersonId(uuid(3, number)),
            pseudonym: Pseudonym(uuid(4, number)),
            level,
            memberships,
            residences,
        };
        people.push(Person { name, actor });
    };
    for place in places {
        for role in Role::ALL.iter().filter(|role| role.fits(place.area.tier)) {
            let unit = (*role == Role::Implementer).then_some(place.unit);
            let membership = Membership {
                role: *role,
                area: place.area.path.clone(),
                unit,
            };
            let name = format!("{}@{}", short(*role), place.name);
            add(name, IdentityLevel::Phone, vec![membership], Vec::new());
        }
        if place.area.tier == Tier::Block {
            let home = || vec![place.area.path.clone()];
            add(
                format!("resident@{}", place.name),
                IdentityLevel::Resident,
                Vec::new(),
                home(),
            );
            add(
                format!("neighbour@{}", place.name),
                IdentityLevel::Resident,
                Vec::new(),
                home(),
            );
            add(
                format!("owner@{}", place.name),
                IdentityLevel::Owner,
                Vec::new(),
                home(),
            );
        }
    }
    add("phone".to_owned(), IdentityLevel::Phone, Vec::new(), Vec::new());
    add("wechat".to_owned(), IdentityLevel::Wechat, Vec::new(), Vec::new());
    people
}

/// Tiers have different words for the same two jobs; the place says which.
fn short(role: Role) -> &'static str {
    match role {
        Role::CommitteeWorker => "worker",
        Role::CommitteeDirector => "director",
        Role::StreetOfficer | Role::DistrictOfficer => "officer",
        Role::StreetLead | Role::DistrictLead => "lead",
        other => other.name(),
    }
}
