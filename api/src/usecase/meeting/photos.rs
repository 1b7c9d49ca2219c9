//! Pictures of a meeting: the room, the flip chart, the signatures on paper.

use super::{
    super::{
        App, Failure, Request,
        proposal::{ATTEMPTS, retrying},
        upload::{self, How},
    },
    begin, log,
};
use crate::store::uploads::{Place, Spot};
use serde_json::json;
use uuid::Uuid;
use yiting_domain::{
    meeting::{MeetingAction, may_meet},
    people::Actor,
};

/// Adds pictures to a meeting, after those that are there.
///
/// # Errors
/// Those of [`may_meet`], and of putting pictures somewhere.
pub async fn attach(app: &App, actor: &Actor, request: &Request, id: Uuid, photos: &[Uuid]) -> Result<(), Failure> {
    retrying!(try_attach(app, actor, request, id, photos))
}

async fn try_attach(app: &App, actor: &Actor, request: &Request, id: Uuid, photos: &[Uuid]) -> Result<(), Failure> {
    let Some(begun) = begin(app, actor, request, id).await? else {
        return Ok(());
    };
    may_meet(MeetingAction::AttachPhotos, Some(actor), &begun.view, app.now())?;
    let spot = Spot {
        place: Place::Meeting,
        id,
        proposal: None,
        area: Some(begun.view.area.clone()),
    };
    let known = upload::attach(&begun.tx, actor, &spot, photos, How::Beside, app.now()).await?;
    let body = json!({"photos": known});
    log(
        app,
        &begun.tx,
        &begun.row,
        Some(actor.pseudonym),
        "meeting.photos_attached",
        body,
    )
    .await?;
    begun.commit(app).await
}
