//! Pictures as a viewer sees them: everybody those that passed their check, their owners and those who
//! check also the others.

use super::{
    error::lost,
    node_id::{Kind, encode},
    photo_loaders::{PhotoBy, PhotosAt},
    proposal::Proposal,
    proposal_parts::Permission,
    viewer::{app, viewer},
};
use crate::{
    files::Size,
    store::{
        entity::upload,
        proposals::Stored,
        uploads::{Place, view},
    },
    usecase::upload::link,
};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use std::sync::Arc;
use uuid::Uuid;
use yiting_domain::{area::AreaPath, permission::sees_internal, proposal::Milestone, upload as rules};

/// Where a picture stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PhotoState {
    /// Waits for its check.
    Pending,
    /// Everybody sees it.
    Visible,
    /// Did not pass.
    Refused,
}

/// An uploaded picture.
pub struct Photo {
    row: upload::Model,
    view: rules::UploadView,
    state: PhotoState,
    /// In whose custody it stands.
    area: AreaPath,
}

impl Photo {
    /// The picture, if the viewer sees it; `checks`: the viewer reads what is kept from others there.
    pub fn seen(ctx: &Context<'_>, row: upload::Model, area: AreaPath, checks: bool) -> Option<Self> {
        let view = view(&row)?;
        let state = match view.state {
            rules::UploadState::Pending => PhotoState::Pending,
            rules::UploadState::Visible => PhotoState::Visible,
            rules::UploadState::Refused => PhotoState::Refused,
            rules::UploadState::Erased => return None,
        };
        let shown = row.stored && view.shown_to(viewer(ctx).actor.as_deref(), checks);
        shown.then_some(Self { row, view, state, area })
    }

    /// Those at a place, in their order.
    pub async fn at(ctx: &Context<'_>, place: Place, id: Uuid, area: &AreaPath, checks: bool) -> Result<Vec<Self>> {
        let rows = viewer(ctx).loaders.load_one(PhotosAt(place, id)).await;
        let rows = rows.map_err(|e| lost(ctx, &e))?.unwrap_or_default();
        Ok(rows
            .into_iter()
            .filter_map(|row| Self::seen(ctx, row, area.clone(), checks))
            .collect())
    }

    /// Those of a report, in their order.
    pub async fn of_report(ctx: &Context<'_>, report: &Milestone, about: &Stored) -> Result<Vec<Self>> {
        let keys: Vec<PhotoBy> = report.files.iter().map(|file| PhotoBy(file.0)).collect();
        let found = viewer(ctx).loaders.load_many(keys.iter().copied()).await;
        let mut found = found.map_err(|e| lost(ctx, &e))?;
        let checks = sees_internal(viewer(ctx).actor.as_deref(), &about.state);
        let area = &about.state.custodian().path;
        Ok(keys
            .iter()
            .filter_map(|key| found.remove(key))
            .filter_map(|row| Self::seen(ctx, row, area.clone(), checks))
            .collect())
    }
}

/// An uploaded picture.
#[Object]
impl Photo {
    /// Global id.
    async fn id(&self) -> ID {
        encode(Kind::Photo, self.row.id)
    }
    /// Where the JPEG is, its longer edge at most 2 048 pixels: a path on this server unless the operator
    /// names another host. While it is not visible to everybody, the address holds for ten minutes.
    async fn url(&self, ctx: &Context<'_>) -> String {
        link(app(ctx), &self.row, Size::Full)
    }
    /// The same, its longer edge at most 400 pixels.
    async fn thumbnail_url(&self, ctx: &Context<'_>) -> String {
        link(app(ctx), &self.row, Size::Thumbnail)
    }
    /// Pixels across.
    async fn width(&self) -> i32 {
        i32::try_from(self.row.width).unwrap_or(i32::MAX)
    }
    /// Pixels down.
    async fn height(&self) -> i32 {
        i32::try_from(self.row.height).unwrap_or(i32::MAX)
    }
    /// Whether everybody sees it.
    async fn state(&self) -> PhotoState {
        self.state
    }
    /// What the viewer may do to it now, with the reason where not.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Vec<Permission> {
        let actor = viewer(ctx).actor.as_deref();
        let answer = rules::may_check(actor, &self.view, &self.area);
        Permission::list([("check_photo", answer)], viewer(ctx).language)
    }
}

/// A picture that waits for a person, with what it is about.
#[derive(SimpleObject)]
pub struct PhotoCase {
    /// The picture.
    pub(super) photo: Photo,
    /// The proposal on which it stands; null for one of a meeting.
    pub(super) proposal: Option<Proposal>,
}

/// A proposal's pictures beside its text.
pub async fn of_text(ctx: &Context<'_>, about: &Arc<Stored>) -> Result<Vec<Photo>> {
    let checks = sees_internal(viewer(ctx).actor.as_deref(), &about.state);
    let area = &about.state.custodian().path;
    Photo::at(ctx, Place::Text, about.state.id.0, area, checks).await
}
