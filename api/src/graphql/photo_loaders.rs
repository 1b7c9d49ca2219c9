//! Batches of pictures.

use super::loaders::{Loaded, Rows};
use crate::store::{
    entity::upload,
    uploads::{self, Place},
};
use async_graphql::dataloader::Loader;
use sea_orm::DbErr;
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// The pictures at a place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PhotosAt(pub Place, pub Uuid);

/// A picture by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PhotoBy(pub Uuid);

impl Loader<PhotosAt> for Rows {
    type Value = Vec<upload::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[PhotosAt]) -> Loaded<PhotosAt, Vec<upload::Model>> {
        let mut found: HashMap<PhotosAt, Vec<upload::Model>> = HashMap::new();
        for (place, ids) in super::loaders::pages(keys, |key| key.0, |key| key.1) {
            for row in uploads::at(self.app.db.reader(), place, &ids).await? {
                let Some(id) = row.place_id else { continue };
                found.entry(PhotosAt(place, id)).or_default().push(row);
            }
        }
        Ok(found)
    }
}

impl Loader<PhotoBy> for Rows {
    type Value = upload::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[PhotoBy]) -> Loaded<PhotoBy, upload::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        let rows = uploads::by_ids(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|row| (PhotoBy(row.id), row)).collect())
    }
}
