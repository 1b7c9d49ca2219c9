//! People for tests and measurements that need somebody in a database at once.

use crate::{
    store::{
        entity::{area, person, residence},
        people,
    },
    usecase::{App, Failure, roles},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
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

/// Adds verified residents of one block at once. Answers label and person of each.
pub async fn settle(app: &App, block: &area::Model, count: usize) -> Result<Vec<(String, Uuid)>, Failure> {
    let mut all = Vec::with_capacity(count);
    let tx = app.db.begin().await?;
    for number in 1..=count {
        let (id, label) = (app.fresh_id(), format!("选民{number}"));
        let who = person::Model {
            id,
            pseudonym: app.fresh_id(),
            openid: None,
            unionid: None,
            nickname: label.clone(),
            real_name_sealed: None,
            phone_sealed: None,
            phone_index: None,
            level: i64::from(IdentityLevel::Resident.number()),
            created_at: app.now().millis(),
            closed_at: None,
        };
        person::Entity::insert(who.into_active_model().reset_all())
            .exec_without_returning(&tx)
            .await?;
        let home = residence::Model {
            id: app.fresh_id(),
            person_id: id,
            area_id: block.id,
            area_path: block.path.clone(),
            how: "import".to_owned(),
            household: None,
            exclusive_area: None,
            verified_by: None,
            created_at: app.now().millis(),
            ended_at: None,
        };
        residence::Entity::insert(home.into_active_model().reset_all())
            .exec_without_returning(&tx)
            .await?;
        all.push((label, id));
    }
    tx.commit().await?;
    Ok(all)
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
