//! Deciding about pictures.

use super::{
    arguments::{id, known, request},
    error::{failed, refused},
    node_id::Kind,
    photo::Photo,
    photo_loaders::{PhotoBy, PhotosAt},
    viewer::{app, viewer},
};
use crate::{store::uploads, usecase::upload as usecase};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use serde::Serialize;
use yiting_domain::refusal::Refusal;

/// A decision about a picture.
#[derive(InputObject, Serialize)]
pub struct CheckPhotoInput {
    /// Idempotency key.
    client_mutation_id: String,
    /// The picture.
    photo: ID,
    /// Whether everybody sees it.
    approve: bool,
    /// At most 1 000 characters.
    reason: String,
}

/// A picture after a decision.
#[derive(SimpleObject)]
pub struct PhotoPayload {
    client_mutation_id: String,
    /// The picture.
    photo: Photo,
}

/// Mutations about pictures.
#[derive(Default)]
pub struct PhotoMutation;

/// Mutations about pictures.
#[Object]
impl PhotoMutation {
    /// Shows or refuses a picture: one that waits, one that the machine refused, or one to be taken down.
    /// Nobody decides about an own one. Codes: FORBIDDEN, SECOND_PERSON_NEEDED, WRONG_STATE, NOT_FOUND,
    /// TEXT_REQUIRED, TEXT_TOO_LONG.
    async fn check_photo(&self, ctx: &Context<'_>, input: CheckPhotoInput) -> Result<PhotoPayload> {
        let (app, actor) = (app(ctx), known(ctx)?);
        let request = request(ctx, "checkPhoto", &input.client_mutation_id, &input)?;
        let photo = id(ctx, Kind::Photo, &input.photo, "photo")?;
        let done = usecase::check(app, actor, &request, photo, input.approve, &input.reason).await;
        done.map_err(|e| failed(ctx, e))?;
        viewer(ctx).loaders.clear::<PhotosAt>();
        viewer(ctx).loaders.clear::<PhotoBy>();
        let row = uploads::by_id(app.db.reader(), photo)
            .await
            .map_err(|e| failed(ctx, e))?;
        let row = row.ok_or_else(|| refused(ctx, Refusal::NotFound, None))?;
        let area = usecase::custody(app.db.reader(), &row)
            .await
            .map_err(|e| failed(ctx, e))?;
        let seen = area.and_then(|area| Photo::seen(ctx, row, area, true));
        Ok(PhotoPayload {
            client_mutation_id: input.client_mutation_id,
            photo: seen.ok_or_else(|| refused(ctx, Refusal::NotFound, None))?,
        })
    }
}
