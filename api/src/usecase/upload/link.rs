//! Addresses of pictures, and what is behind them.

use crate::{
    files::{FileName, Size},
    store::{entity::upload, uploads},
    usecase::{App, Failure},
};
use actix_web::web::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use yiting_domain::upload::UploadState;

/// For how long an address of a picture that is not public holds, in milliseconds.
const LINK_MS: i64 = 10 * 60_000;
/// For how long WeChat can fetch a picture, in milliseconds: it promises its verdict within half an hour.
const FETCH_MS: i64 = 60 * 60_000;

/// Where WeChat fetches a picture: at the public origin, by a link of its own.
pub(super) fn fetch_link(app: &App, id: Uuid) -> String {
    let name = FileName { id, size: Size::Full };
    let base = if app.files_url.is_empty() {
        &app.public_url
    } else {
        &app.files_url
    };
    let until = app.clock.unmoved().plus_millis(FETCH_MS).millis();
    format!("{base}/files/{name}?until={until}&key={}", signature(app, name, until))
}

/// The address of one size of a picture: for everybody while it is visible, else one that holds for ten
/// minutes and cannot be made by anybody else.
pub fn link(app: &App, row: &upload::Model, size: Size) -> String {
    let name = FileName { id: row.id, size };
    let base = &app.files_url;
    if row.state == UploadState::Visible.name() {
        return format!("{base}/files/{name}");
    }
    let until = app.clock.unmoved().plus_millis(LINK_MS).millis();
    format!("{base}/files/{name}?until={until}&key={}", signature(app, name, until))
}

fn signature(app: &App, name: FileName, until: i64) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    match Hmac::<Sha256>::new_from_slice(app.file_key.as_ref()) {
        Ok(mut mac) => {
            mac.update(format!("{name} {until}").as_bytes());
            URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
        }
        // HMAC takes a key of any length, so this cannot be.
        Err(_) => String::new(),
    }
}

/// A file that may be handed out.
pub struct Opened {
    /// The JPEG.
    pub bytes: Bytes,
    /// Whether everybody may keep it.
    pub public: bool,
}

/// A picture by its name: one that is visible and stands somewhere to whoever knows the name, any other by
/// a link that holds.
///
/// # Errors
/// Faults.
pub async fn open(app: &App, name: FileName, link: Option<(i64, &str)>) -> Result<Option<Opened>, Failure> {
    let Some(row) = uploads::by_id(app.db.reader(), name.id).await?.filter(|row| row.stored) else {
        return Ok(None);
    };
    let state = UploadState::parse(&row.state);
    let public = state == Some(UploadState::Visible);
    let linked = link.is_some_and(|(until, key)| {
        let wanted = signature(app, name, until);
        !wanted.is_empty()
            && until > app.clock.unmoved().millis()
            && subtle::ConstantTimeEq::ct_eq(wanted.as_bytes(), key.as_bytes()).into()
    });
    if !(public || (linked && state != Some(UploadState::Erased))) {
        return Ok(None);
    }
    let bytes = app.files.get(name).await.map_err(|e| Failure::Fault(e.into()))?;
    Ok(bytes.map(|bytes| Opened { bytes, public }))
}
