//! Batches about meetings and experts.

use super::loaders::{Loaded, Rows, pages};
use crate::{
    store::{
        attendees::{self, Counts},
        entity::{expert, expert_review, meeting, meeting_attendee, meeting_item, meeting_minutes, meeting_speech},
        experts, meetings,
    },
    usecase::meeting as usecase,
};
use async_graphql::dataloader::Loader;
use sea_orm::DbErr;
use std::{collections::HashMap, hash::Hash, sync::Arc};
use uuid::Uuid;
use yiting_domain::{id::Pseudonym, meeting::Dossier};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub Uuid);

        impl From<$name> for Uuid {
            fn from(key: $name) -> Self {
                key.0
            }
        }
    )*};
}

keys! {
    /// A meeting by id.
    MeetingBy;
    /// The numbers of a meeting's list.
    CountsOf;
    /// The viewer's entry on a meeting's list.
    MyEntryIn;
    /// How many wait before the viewer.
    AheadOfMe;
    /// The agenda of a meeting.
    ItemsOf;
    /// The requests to speak in a meeting.
    SpeechesOf;
    /// All versions of a meeting's minutes.
    MinutesOf;
    /// The meetings on whose agenda a proposal stands.
    MeetingsAbout;
    /// The meetings of an area that are not over.
    ComingIn;
    /// An expert by id.
    ExpertBy;
    /// The reviews of a proposal.
    ReviewsOf;
}

/// The dossier of a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DossierOf(pub Pseudonym);

/// The viewer's meetings, the latest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MyMeetings;

/// The reviews that the viewer was asked for, newest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MyReviews;

/// The first people on a meeting's list after a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AttendeesOf {
    /// The meeting.
    pub meeting: Uuid,
    /// Where the page begins.
    pub after: Option<(i64, Uuid)>,
    /// How many.
    pub limit: u64,
}

fn ids<K: Copy + Into<Uuid>>(keys: &[K]) -> Vec<Uuid> {
    keys.iter().map(|key| (*key).into()).collect()
}

fn grouped<K: Hash + Eq, V>(rows: Vec<V>, key: impl Fn(&V) -> Option<K>) -> HashMap<K, Vec<V>> {
    let mut found: HashMap<K, Vec<V>> = HashMap::new();
    for row in rows {
        if let Some(key) = key(&row) {
            found.entry(key).or_default().push(row);
        }
    }
    found
}

impl Loader<MeetingBy> for Rows {
    type Value = meeting::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[MeetingBy]) -> Loaded<MeetingBy, meeting::Model> {
        let rows = meetings::by_ids(self.app.db.reader(), &ids(keys)).await?;
        Ok(rows.into_iter().map(|row| (MeetingBy(row.id), row)).collect())
    }
}

impl Loader<CountsOf> for Rows {
    type Value = Counts;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[CountsOf]) -> Loaded<CountsOf, Counts> {
        let rows = attendees::counts(self.app.db.reader(), &ids(keys)).await?;
        Ok(rows.into_iter().map(|(id, counts)| (CountsOf(id), counts)).collect())
    }
}

impl Loader<MyEntryIn> for Rows {
    type Value = meeting_attendee::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[MyEntryIn]) -> Loaded<MyEntryIn, meeting_attendee::Model> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let rows = attendees::entries_of(self.app.db.reader(), &ids(keys), viewer.pseudonym).await?;
        Ok(rows.into_iter().map(|row| (MyEntryIn(row.meeting_id), row)).collect())
    }
}

impl Loader<AheadOfMe> for Rows {
    type Value = u64;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[AheadOfMe]) -> Loaded<AheadOfMe, u64> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let rows = attendees::ahead_of(self.app.db.reader(), &ids(keys), viewer.pseudonym).await?;
        Ok(rows.into_iter().map(|(id, ahead)| (AheadOfMe(id), ahead)).collect())
    }
}

impl Loader<ItemsOf> for Rows {
    type Value = Vec<meeting_item::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ItemsOf]) -> Loaded<ItemsOf, Self::Value> {
        let rows = meetings::items_of(self.app.db.reader(), &ids(keys)).await?;
        Ok(grouped(rows, |row| Some(ItemsOf(row.meeting_id))))
    }
}

impl Loader<SpeechesOf> for Rows {
    type Value = Vec<meeting_speech::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[SpeechesOf]) -> Loaded<SpeechesOf, Self::Value> {
        let rows = meetings::speeches_of_each(self.app.db.reader(), &ids(keys)).await?;
        Ok(grouped(rows, |row| Some(SpeechesOf(row.meeting_id))))
    }
}

impl Loader<MinutesOf> for Rows {
    type Value = Vec<meeting_minutes::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[MinutesOf]) -> Loaded<MinutesOf, Self::Value> {
        let rows = meetings::minutes_of(self.app.db.reader(), &ids(keys)).await?;
        Ok(grouped(rows, |row| Some(MinutesOf(row.meeting_id))))
    }
}

impl Loader<MeetingsAbout> for Rows {
    type Value = Vec<Uuid>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[MeetingsAbout]) -> Loaded<MeetingsAbout, Vec<Uuid>> {
        let rows = meetings::items_about_each(self.app.db.reader(), &ids(keys)).await?;
        let mut found: HashMap<MeetingsAbout, Vec<Uuid>> = HashMap::new();
        for row in rows {
            let Some(proposal) = row.proposal_id else { continue };
            let about = found.entry(MeetingsAbout(proposal)).or_default();
            // A proposal may stand on one agenda twice.
            if about.last() != Some(&row.meeting_id) {
                about.push(row.meeting_id);
            }
        }
        Ok(found)
    }
}

impl Loader<ComingIn> for Rows {
    type Value = Vec<meeting::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ComingIn]) -> Loaded<ComingIn, Self::Value> {
        let rows = meetings::coming_of_each(self.app.db.reader(), &ids(keys)).await?;
        Ok(grouped(rows, |row| Some(ComingIn(row.area_id))))
    }
}

impl Loader<ExpertBy> for Rows {
    type Value = expert::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ExpertBy]) -> Loaded<ExpertBy, expert::Model> {
        let rows = experts::by_ids(self.app.db.reader(), &ids(keys)).await?;
        Ok(rows.into_iter().map(|row| (ExpertBy(row.id), row)).collect())
    }
}

impl Loader<ReviewsOf> for Rows {
    type Value = Vec<expert_review::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ReviewsOf]) -> Loaded<ReviewsOf, Self::Value> {
        let rows = experts::reviews_of_each(self.app.db.reader(), &ids(keys)).await?;
        Ok(grouped(rows, |row| Some(ReviewsOf(row.proposal_id))))
    }
}

impl Loader<AttendeesOf> for Rows {
    type Value = Vec<meeting_attendee::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[AttendeesOf]) -> Loaded<AttendeesOf, Self::Value> {
        let mut found = HashMap::new();
        for ((after, limit), ids) in pages(keys, |key| (key.after, key.limit), |key| key.meeting) {
            let rows = attendees::of_each(self.app.db.reader(), &ids, after, limit).await?;
            found.extend(grouped(rows, |row| {
                Some(AttendeesOf {
                    meeting: row.meeting_id,
                    after,
                    limit,
                })
            }));
        }
        Ok(found)
    }
}

impl Loader<DossierOf> for Rows {
    type Value = Dossier;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[DossierOf]) -> Loaded<DossierOf, Dossier> {
        // A document asks for one, or for the own one beside it.
        let mut found = HashMap::new();
        for key in keys {
            found.insert(*key, usecase::dossier(self.app.db.reader(), key.0).await?);
        }
        Ok(found)
    }
}

impl Loader<MyMeetings> for Rows {
    type Value = Vec<meeting::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, _: &[MyMeetings]) -> Loaded<MyMeetings, Self::Value> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let rows = meetings::of_person(self.app.db.reader(), viewer.pseudonym, meetings::MOST_OF_ONE).await?;
        Ok(HashMap::from([(
            MyMeetings,
            rows.into_iter().map(|(_, row)| row).collect(),
        )]))
    }
}

impl Loader<MyReviews> for Rows {
    type Value = Vec<expert_review::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, _: &[MyReviews]) -> Loaded<MyReviews, Self::Value> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let rows = experts::reviews_by(self.app.db.reader(), viewer.pseudonym).await?;
        Ok(HashMap::from([(MyReviews, rows)]))
    }
}
