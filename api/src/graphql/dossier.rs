//! The dossier 一人一档 of a community worker.

use super::{
    error::{failed, lost, refused},
    meeting::Meeting,
    meeting_loaders::{DossierOf, MeetingBy},
    node_id::{Kind, decode},
    viewer::{app, viewer},
};
use crate::usecase::meeting as usecase;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use yiting_domain::{id::Pseudonym, meeting as rules, refusal::Refusal};

/// A year of a dossier.
#[derive(SimpleObject)]
pub struct DossierYear {
    /// The year.
    year: i32,
    /// Trainings in which at least a quarter hour was spent.
    trainings: u32,
    /// Hours of training, in quarters.
    training_hours: f64,
    /// Other meetings attended.
    meetings_attended: u32,
    /// Meetings chaired.
    meetings_chaired: u32,
}

/// A meeting in a dossier.
pub struct DossierEntry(rules::DossierEntry);

/// A meeting in a dossier.
#[Object]
impl DossierEntry {
    /// The meeting.
    async fn meeting(&self, ctx: &Context<'_>) -> Result<Meeting> {
        let row = viewer(ctx).loaders.load_one(MeetingBy(self.0.meeting)).await;
        let row = row.map_err(|e| lost(ctx, &e))?;
        Meeting::new(ctx, row.ok_or_else(|| refused(ctx, Refusal::Internal, None))?)
    }
    /// Hours of training, in quarters; 0 for other meetings.
    async fn training_hours(&self) -> f64 {
        hours(self.0.quarters())
    }
    /// Whether the person was there.
    async fn attended(&self) -> bool {
        self.0.there.is_some()
    }
    /// Whether the person chaired it.
    async fn chaired(&self) -> bool {
        self.0.chaired
    }
}

/// Quarters are exact in binary.
fn hours(quarters: u32) -> f64 {
    f64::from(quarters) / 4.0
}

/// The dossier 一人一档 of a community worker, read from the meetings themselves.
pub struct Dossier(rules::Dossier);

/// The dossier 一人一档 of a community worker, read from the meetings themselves.
#[Object]
impl Dossier {
    /// The sums of each year, newest first.
    async fn years(&self) -> Vec<DossierYear> {
        let years = self.0.years().into_iter().rev();
        years
            .map(|(year, sums)| DossierYear {
                year,
                trainings: sums.trainings,
                training_hours: hours(sums.quarters),
                meetings_attended: sums.attended,
                meetings_chaired: sums.chaired,
            })
            .collect()
    }
    /// The meetings of a year, newest first, at most 500.
    async fn entries(&self, year: i32) -> Vec<DossierEntry> {
        let of_year = self.0.entries.iter().filter(|entry| entry.year() == year);
        of_year.take(500).cloned().map(DossierEntry).collect()
    }
}

/// The viewer's own.
pub async fn own(ctx: &Context<'_>) -> Result<Dossier> {
    let actor = viewer(ctx).known().map_err(|r| refused(ctx, r, None))?;
    read(ctx, actor.pseudonym).await
}

/// That of a community worker.
pub async fn of_worker(ctx: &Context<'_>, person: &ID) -> Result<Dossier> {
    let who = decode(Kind::Person, person).map_err(|r| refused(ctx, r, Some("person")))?;
    let actor = viewer(ctx).actor.as_deref();
    let may = usecase::may_read(app(ctx), actor, Pseudonym(who)).await;
    may.map_err(|e| failed(ctx, e))?;
    read(ctx, Pseudonym(who)).await
}

async fn read(ctx: &Context<'_>, who: Pseudonym) -> Result<Dossier> {
    let dossier = viewer(ctx).loaders.load_one(DossierOf(who)).await;
    Ok(Dossier(dossier.map_err(|e| lost(ctx, &e))?.unwrap_or_default()))
}
