//! The people of the demo: residents of every block, staff of every role.

use super::corpus::{self, Dice};
use crate::{
    store::{
        entity::{area, person},
        people,
    },
    usecase::{App, Failure, Request, residents, roles},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use uuid::Uuid;
use yiting_domain::{
    id::Pseudonym,
    people::{Actor, IdentityLevel, Role},
};

/// Adds a person without credentials. A name that `wx.login` of the sandbox knows can be given.
pub async fn add(app: &App, name: String, openid: Option<String>) -> Result<(Uuid, Pseudonym), Failure> {
    let (id, pseudonym) = (app.fresh_id(), app.fresh_id());
    person::Entity::insert(person::ActiveModel {
        id: Set(id),
        pseudonym: Set(pseudonym),
        openid: Set(openid),
        unionid: Set(None),
        nickname: Set(name),
        real_name_sealed: Set(None),
        phone_sealed: Set(None),
        phone_index: Set(None),
        level: Set(i64::from(IdentityLevel::Phone.number())),
        created_at: Set(app.now().millis()),
        closed_at: Set(None),
    })
    .exec_without_returning(app.db.reader())
    .await?;
    Ok((id, Pseudonym(pseudonym)))
}

/// Adds a person with one role.
pub async fn add_with_role(
    app: &App,
    name: String,
    role: Role,
    place: &area::Model,
    unit: Option<Uuid>,
) -> Result<Actor, Failure> {
    let (id, pseudonym) = add(app, name, None).await?;
    let grant = roles::Grant {
        person: pseudonym,
        role,
        area: place.id,
        unit,
    };
    roles::grant_role(app, None, None, &grant).await?;
    load(app, id).await
}

/// Adds verified residents of a block.
pub async fn add_residents(
    app: &App,
    dice: &mut Dice,
    by: &Actor,
    block: &area::Model,
    count: usize,
) -> Result<Vec<Actor>, Failure> {
    let mut residents = Vec::with_capacity(count);
    for number in 0..count {
        let (id, pseudonym) = add(app, corpus::nickname(dice), None).await?;
        let verification = residents::Verification {
            person: pseudonym,
            area: block.id,
            household: Some(format!("{}号{}室", 1 + dice.below(20), 101 + 100 * dice.below(6))),
            exclusive_area: (number % 3 == 0).then(|| i64::from(dice.between(4_000, 14_000))),
        };
        let request = Request {
            key: format!("demo-verify-{id}"),
            hash: id.to_string(),
        };
        residents::verify_resident(app, by, &request, &verification).await?;
        residents.push(load(app, id).await?);
    }
    Ok(residents)
}

/// The actor of a person that was just added.
pub async fn load(app: &App, id: Uuid) -> Result<Actor, Failure> {
    let db = app.db.reader();
    let row = people::by_id(db, id).await?;
    match row {
        Some(row) => people::actor(db, row)
            .await?
            .ok_or_else(|| anyhow::anyhow!("the person is gone").into()),
        None => Err(anyhow::anyhow!("the person is gone").into()),
    }
}
