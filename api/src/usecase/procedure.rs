//! Procedure templates: what is built in, and what a platform publishes as its own 一社一品.

use super::{
    App, Failure, Request,
    proposal::{ATTEMPTS, retrying},
    record::{place, record},
    wordcheck,
};
use crate::store::{
    entity::procedure_template,
    idempotency::{self, Claim},
    procedures,
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    people::Actor,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
    round::{Template, built_in},
};

/// Most templates of a platform's own.
const MOST_TEMPLATES: usize = 50;

/// The templates that a platform offers, given the newest versions of its own: what is built in comes
/// first, in its order, and is hidden by an own one under the same key.
///
/// # Errors
/// Faults: a row that cannot be read.
pub fn offered(own: &[procedure_template::Model]) -> Result<Vec<Template>, Failure> {
    let mut all: Vec<Template> = built_in()
        .into_iter()
        .filter(|template| own.iter().all(|row| row.key != template.key))
        .collect();
    for row in own.iter().filter(|row| !row.retired) {
        all.push(serde_json::from_str(&row.body).map_err(anyhow::Error::from)?);
    }
    Ok(all)
}

/// The template under this key that a platform offers now.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn of(on: &impl ConnectionTrait, area: Uuid, key: &str) -> Result<Template, Failure> {
    let own = procedures::newest(on, area, key).await?;
    let found = offered(own.as_slice())?
        .into_iter()
        .find(|template| template.key == key);
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Publishes the next version of a platform's own template, or retires it. Its number is given here;
/// rounds under way keep the version with which they began. Answers the number.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::TemplateUnsound`], [`Refusal::ContentRejected`],
/// [`Refusal::Invalid`] for one template too many.
pub async fn publish(
    app: &App,
    actor: &Actor,
    request: &Request,
    area: Uuid,
    template: &Template,
    retired: bool,
) -> Result<u32, Failure> {
    retrying!(try_publish(app, actor, request, area, template, retired))
}

async fn try_publish(
    app: &App,
    actor: &Actor,
    request: &Request,
    area: Uuid,
    template: &Template,
    retired: bool,
) -> Result<u32, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(version) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return version.parse().map_err(|e| Failure::Fault(anyhow::Error::new(e)));
    }
    let (row, reference) = place(&tx, area).await?;
    may_in_area(AreaAction::EditProcedures, Some(actor), &reference)?;
    let own = procedures::newest_of(&tx, &[area]).await?;
    let last = own.iter().find(|row| row.key == template.key).map(|row| row.version);
    if last.is_none() && own.len() >= MOST_TEMPLATES {
        return Err(Refusal::Invalid.into());
    }
    let version = last.unwrap_or(0) + 1;
    let template = Template {
        version: u32::try_from(version).map_err(|_| Refusal::Invalid)?,
        ..template.clone()
    };
    template.check()?;
    let names = template.steps.iter().flat_map(|step| [&step.name.zh, &step.name.en]);
    let words = names.chain([
        &template.name.zh,
        &template.name.en,
        &template.about.zh,
        &template.about.en,
    ]);
    if !wordcheck::check(words.map(String::as_str))? {
        return Err(Refusal::ContentRejected.into());
    }
    procedures::insert(
        &tx,
        procedure_template::Model {
            area_id: area,
            key: template.key.clone(),
            version,
            retired,
            body: serde_json::to_string(&template).map_err(anyhow::Error::from)?,
            published_by: actor.pseudonym.0,
            published_at: now.millis(),
        },
    )
    .await?;
    let digest = template.digest().map_err(|_| Refusal::TemplateUnsound)?;
    let body = json!({"key": template.key, "version": version, "digest": digest, "retired": retired});
    record(app, &tx, &row, Some(actor.pseudonym), "procedure.published", area, body).await?;
    idempotency::complete(&tx, actor.person.0, &request.key, &version.to_string()).await?;
    tx.commit().await?;
    Ok(template.version)
}
