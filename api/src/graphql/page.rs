//! Keyset pages: cursors are opaque, versioned and authenticated.

use crate::usecase::App;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use yiting_domain::refusal::Refusal;

const VERSION: u8 = 1;
const TAG: usize = 12;

/// The most items of a page.
pub const MOST: i32 = 50;

fn tag(app: &App, list: &str, body: &[u8]) -> [u8; TAG] {
    let mut out = [0u8; TAG];
    // A key of any length is accepted by HMAC, so this cannot fail.
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&app.code_key[..]) {
        mac.update(b"cursor");
        mac.update(list.as_bytes());
        mac.update(body);
        out.copy_from_slice(&mac.finalize().into_bytes()[..TAG]);
    }
    out
}

/// A cursor of the list with this name (which includes its order).
pub fn cursor(app: &App, list: &str, key: i64, id: Uuid) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend(key.to_be_bytes());
    bytes.extend(id.as_bytes());
    let tag = tag(app, list, &bytes);
    bytes.extend(tag);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads a cursor of this list.
///
/// # Errors
/// [`Refusal::Invalid`] for one of another list, or one that we did not make.
pub fn position(app: &App, list: &str, cursor: Option<&str>) -> Result<Option<(i64, Uuid)>, Refusal> {
    use subtle::ConstantTimeEq;
    let Some(text) = cursor else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::Invalid)?;
    if bytes.len() != 1 + 8 + 16 + TAG || bytes[0] != VERSION {
        return Err(Refusal::Invalid);
    }
    let (body, given) = bytes.split_at(bytes.len() - TAG);
    if !bool::from(tag(app, list, body).ct_eq(given)) {
        return Err(Refusal::Invalid);
    }
    let key = i64::from_be_bytes(body[1..9].try_into().map_err(|_| Refusal::Invalid)?);
    let id = Uuid::from_slice(&body[9..]).map_err(|_| Refusal::Invalid)?;
    Ok(Some((key, id)))
}

/// Checks `first`.
///
/// # Errors
/// [`Refusal::Invalid`] outside 1 to [`MOST`].
pub fn size(first: i32) -> Result<u64, Refusal> {
    match u64::try_from(first) {
        Ok(n) if (1..=MOST).contains(&first) => Ok(n),
        _ => Err(Refusal::Invalid),
    }
}
