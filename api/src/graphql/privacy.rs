//! The privacy notice and what people said to it, masked data, and who looked at what is behind the mask.

use super::{
    area::Area,
    arguments::{id, known},
    error::{failed, lost, refused},
    loaders::{AreaBy, DataOf, WordsOf},
    node_id::Kind,
    page,
    person::Person,
    proposal::area_at,
    staff_mutation::Role,
    viewer::{app, viewer},
};
use crate::{
    identity::sealed::{mask_name, mask_phone},
    store::{
        areas,
        entity::{consent, personal_data_view, residence},
        people, privacy as rows,
    },
    usecase::privacy::Revealed,
};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject, connection::Connection};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    instant::Instant,
    people as rules,
    permission::{AreaAction, may_in_area},
    refusal::Refusal,
};

/// The privacy notice in force.
#[derive(SimpleObject)]
pub struct PrivacyNotice {
    /// Its version. Whoever agreed to another one is asked anew.
    version: String,
}

/// A consent that stands.
#[derive(SimpleObject)]
pub struct Consent {
    /// The version that was agreed to.
    version: String,
    /// RFC 3339.
    agreed_at: String,
}

/// One thing that was said to the privacy notice.
#[derive(SimpleObject)]
pub struct ConsentWord {
    /// The version that it was said to.
    version: String,
    /// Whether it was agreed to; else the consent was taken back.
    agreed: bool,
    /// RFC 3339.
    at: String,
}

/// The viewer's consent that stands. One statement.
pub async fn standing(ctx: &Context<'_>) -> Result<Option<Consent>> {
    let last = rows::last_consent(app(ctx).db.reader(), known(ctx)?.person.0).await;
    let last = last.map_err(|e| failed(ctx, e))?;
    Ok(last.filter(|row| row.agreed).map(|row| Consent {
        version: row.version,
        agreed_at: Instant::from_millis(row.at).rfc3339(),
    }))
}

/// What the viewer said, oldest first.
pub async fn history(ctx: &Context<'_>, first: i32, after: Option<String>) -> Result<Connection<String, ConsentWord>> {
    let (app, actor) = (app(ctx), known(ctx)?);
    let page = page::asked(ctx, "consents", first, after.as_deref())?;
    let from = page.after.map_or(0, |(number, _)| number);
    let found = rows::consents(app.db.reader(), actor.person.0, from, page.limit()).await;
    let word = |row: consent::Model| ConsentWord {
        version: row.version,
        agreed: row.agreed,
        at: Instant::from_millis(row.at).rfc3339(),
    };
    let key = |row: &consent::Model| (row.number, row.person_id);
    Ok(page.of(found.map_err(|e| failed(ctx, e))?, key, word))
}

/// A person's data, masked.
#[derive(SimpleObject)]
pub struct Contact {
    /// Such as 138****1234; null where there is no number.
    phone: Option<String>,
    /// Such as 王**; null where there is no name.
    real_name: Option<String>,
}

/// The masked data of a person, for those who may unmask it. A viewer without a role costs nothing.
pub async fn contact(ctx: &Context<'_>, pseudonym: Uuid) -> Result<Option<Contact>> {
    let (app, viewer) = (app(ctx), viewer(ctx));
    let Some(actor) = viewer.actor.as_deref() else {
        return Ok(None);
    };
    if !actor.memberships.iter().any(|held| held.role.is_staff()) {
        return Ok(None);
    }
    let known = viewer.loaders.load_one(DataOf(pseudonym)).await;
    let known = known.map_err(|e| lost(ctx, &e))?;
    let Some((row, homes)) = known.filter(|(row, _)| row.closed_at.is_none()) else {
        return Ok(None);
    };
    let places = viewer
        .loaders
        .load_many(homes.iter().map(|home| AreaBy(home.area_id)))
        .await
        .map_err(|e| lost(ctx, &e))?;
    let near = places.values().any(|place| {
        let place = areas::reference(place).filter(|_| place.valid_to.is_none());
        place.is_some_and(|place| may_in_area(AreaAction::RevealPersonalData, Some(actor), &place).is_ok())
    });
    if !near {
        return Ok(None);
    }
    let Revealed { phone, real_name } = Revealed::of(app, &row).map_err(|e| failed(ctx, e))?;
    Ok(Some(Contact {
        phone: phone.as_deref().map(mask_phone),
        real_name: real_name.as_deref().map(mask_name),
    }))
}

/// Somebody who lives in an area.
pub struct Resident {
    row: residence::Model,
    pseudonym: Uuid,
}

/// Somebody who lives in an area.
#[Object]
impl Resident {
    /// The person; `contact` has the masked name and number.
    async fn person(&self) -> Person {
        Person(self.pseudonym)
    }
    /// House number.
    async fn household(&self) -> Option<&str> {
        self.row.household.as_deref()
    }
    /// For owners: exclusive area in hundredths of m².
    async fn exclusive_area(&self) -> Option<i64> {
        self.row.exclusive_area
    }
    /// How it became known: staff, invitation, assisted or import.
    async fn how(&self) -> &str {
        &self.row.how
    }
    /// RFC 3339.
    async fn since(&self) -> String {
        Instant::from_millis(self.row.created_at).rfc3339()
    }
}

/// A page of those who live in exactly this area.
pub async fn residents(
    ctx: &Context<'_>,
    area: Uuid,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, Resident>> {
    let app = app(ctx);
    let page = page::asked(ctx, "residents", first, after.as_deref())?;
    let found = people::residents(app.db.reader(), area, page.after, page.limit()).await;
    let key = |(row, _): &(residence::Model, Uuid)| (row.created_at, row.id);
    let make = |(row, pseudonym)| Resident { row, pseudonym };
    Ok(page.of(found.map_err(|e| failed(ctx, e))?, key, make))
}

/// What was shown of a person.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PersonalField {
    /// The phone number.
    Phone,
    /// The name.
    RealName,
}

fn fields(row: &personal_data_view::Model) -> Vec<PersonalField> {
    let known = |name| match name {
        "phone" => Some(PersonalField::Phone),
        "real_name" => Some(PersonalField::RealName),
        _ => None,
    };
    row.fields.split(',').filter_map(known).collect()
}

fn role(ctx: &Context<'_>, row: &personal_data_view::Model) -> Result<Role> {
    let role = rules::Role::parse(&row.role).ok_or_else(|| refused(ctx, Refusal::Internal, None))?;
    Ok(role.into())
}

async fn platform(ctx: &Context<'_>, row: &personal_data_view::Model) -> Result<Area> {
    let path = AreaPath::parse(row.platform_path.clone()).map_err(|e| failed(ctx, anyhow::Error::from(e)))?;
    area_at(ctx, &path).await
}

async fn reason(ctx: &Context<'_>, row: &personal_data_view::Model) -> Result<Option<String>> {
    let words = viewer(ctx).loaders.load_one(WordsOf(row.reason_id)).await;
    words.map_err(|e| lost(ctx, &e))
}

/// A time at which my data was looked at: by which role of which platform, not by whom.
pub struct MyDataView(personal_data_view::Model);

/// A time at which my data was looked at: by which role of which platform, not by whom.
#[Object]
impl MyDataView {
    /// RFC 3339.
    async fn at(&self) -> String {
        Instant::from_millis(self.0.at).rfc3339()
    }
    /// What was shown.
    async fn fields(&self) -> Vec<PersonalField> {
        fields(&self.0)
    }
    /// The role of who looked.
    async fn role(&self, ctx: &Context<'_>) -> Result<Role> {
        role(ctx, &self.0)
    }
    /// Of which platform.
    async fn platform(&self, ctx: &Context<'_>) -> Result<Area> {
        platform(ctx, &self.0).await
    }
    /// Why, as it was written.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        reason(ctx, &self.0).await
    }
}

/// A page of views of the viewer's own data, newest first.
pub async fn views_of_me(
    ctx: &Context<'_>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<String, MyDataView>> {
    let (app, actor) = (app(ctx), known(ctx)?);
    let page = page::asked(ctx, "my data views", first, after.as_deref())?;
    let found = rows::views_of(app.db.reader(), actor.person.0, page.after, page.limit()).await;
    let key = |row: &personal_data_view::Model| (row.at, row.id);
    Ok(page.of(found.map_err(|e| failed(ctx, e))?, key, MyDataView))
}

/// A time at which somebody's data was looked at, for auditors and supervisors.
pub struct PersonalDataView {
    row: personal_data_view::Model,
    person: Uuid,
}

/// A time at which somebody's data was looked at, for auditors and supervisors.
#[Object]
impl PersonalDataView {
    /// RFC 3339.
    async fn at(&self) -> String {
        Instant::from_millis(self.row.at).rfc3339()
    }
    /// Who looked.
    async fn viewer(&self) -> Person {
        Person(self.row.viewer)
    }
    /// The role by which.
    async fn role(&self, ctx: &Context<'_>) -> Result<Role> {
        role(ctx, &self.row)
    }
    /// Of which platform.
    async fn platform(&self, ctx: &Context<'_>) -> Result<Area> {
        platform(ctx, &self.row).await
    }
    /// Whose data it was.
    async fn person(&self) -> Person {
        Person(self.person)
    }
    /// Where that person lived then.
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        let row = viewer(ctx).loaders.load_one(AreaBy(self.row.area_id)).await;
        Ok(row.map_err(|e| lost(ctx, &e))?.map(Area))
    }
    /// What was shown.
    async fn fields(&self) -> Vec<PersonalField> {
        fields(&self.row)
    }
    /// Why, as it was written.
    async fn reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        reason(ctx, &self.row).await
    }
    /// The request's id in the server's log.
    async fn request_id(&self) -> &str {
        &self.row.request_id
    }
}

/// Queries about the privacy notice and personal data.
#[derive(Default)]
pub struct PrivacyQuery;

/// Queries about the privacy notice and personal data.
#[Object]
impl PrivacyQuery {
    /// The privacy notice in force.
    async fn privacy_notice(&self, ctx: &Context<'_>) -> PrivacyNotice {
        PrivacyNotice {
            version: app(ctx).privacy_version.to_string(),
        }
    }

    /// Who looked at the personal data of people who live in an area or below, newest first, for its auditors
    /// and supervisors. Codes: FORBIDDEN, NOT_FOUND, BAD_TARGET.
    async fn personal_data_views(
        &self,
        ctx: &Context<'_>,
        below: ID,
        #[graphql(default = 20)] first: i32,
        after: Option<String>,
    ) -> Result<Connection<String, PersonalDataView>> {
        let app = app(ctx);
        let area = id(ctx, Kind::Area, &below, "below")?;
        let row = viewer(ctx).loaders.load_one(AreaBy(area)).await;
        let place = row.map_err(|e| lost(ctx, &e))?.and_then(|row| areas::reference(&row));
        let place = place.ok_or_else(|| refused(ctx, Refusal::NotFound, Some("below")))?;
        let may = may_in_area(AreaAction::ReadDataViews, viewer(ctx).actor.as_deref(), &place);
        may.map_err(|r| refused(ctx, r, Some("below")))?;
        let page = page::asked(ctx, "data views", first, after.as_deref())?;
        let found = rows::views_below(app.db.reader(), &place.path, page.after, page.limit()).await;
        let key = |(row, _): &(personal_data_view::Model, Uuid)| (row.at, row.id);
        let make = |(row, person)| PersonalDataView { row, person };
        Ok(page.of(found.map_err(|e| failed(ctx, e))?, key, make))
    }
}
