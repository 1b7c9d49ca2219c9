//! Keyset pages: cursors are opaque, versioned and authenticated.

use super::{error::refused, viewer::app};
use crate::usecase::App;
use async_graphql::{
    Context, OutputType,
    connection::{Connection, Edge},
};
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

/// A page as it was asked for: of which list, behind what, and how long.
pub struct Asked<'a> {
    app: &'a App,
    list: String,
    size: u64,
    /// Key and id of the row behind which it begins; none at the beginning of the list.
    pub after: Option<(i64, Uuid)>,
}

/// Reads `first` and `after` of a list with this name (which includes its order). Code: INVALID_INPUT.
pub fn asked<'a>(
    ctx: &Context<'a>,
    list: impl Into<String>,
    first: i32,
    after: Option<&str>,
) -> async_graphql::Result<Asked<'a>> {
    let (app, list) = (app(ctx), list.into());
    let size = size(first).map_err(|r| refused(ctx, r, Some("first")))?;
    let after = position(app, &list, after).map_err(|r| refused(ctx, r, Some("after")))?;
    Ok(Asked { app, list, size, after })
}

impl Asked<'_> {
    /// How many rows to read: one more than are shown tells whether there is a next page.
    pub fn limit(&self) -> u64 {
        self.size + 1
    }

    /// The page of rows that were read with [`Self::limit`], in the order of the `key` and id of each.
    pub fn of<R, N: OutputType>(
        &self,
        rows: Vec<R>,
        key: impl Fn(&R) -> (i64, Uuid),
        node: impl Fn(R) -> N,
    ) -> Connection<String, N> {
        let size = usize::try_from(self.size).unwrap_or(0);
        let mut connection = Connection::new(self.after.is_some(), rows.len() > size);
        connection.edges.extend(rows.into_iter().take(size).map(|row| {
            let (at, id) = key(&row);
            Edge::new(cursor(self.app, &self.list, at, id), node(row))
        }));
        connection
    }

    /// Like [`Self::of`], without those for which there is no node because the viewer may not know of them.
    pub fn seen<R, N: OutputType>(
        &self,
        rows: Vec<R>,
        key: impl Fn(&R) -> (i64, Uuid),
        mut node: impl FnMut(R) -> async_graphql::Result<Option<N>>,
    ) -> async_graphql::Result<Connection<String, N>> {
        let size = usize::try_from(self.size).unwrap_or(0);
        let mut connection = Connection::new(self.after.is_some(), rows.len() > size);
        for row in rows.into_iter().take(size) {
            let (at, id) = key(&row);
            if let Some(node) = node(row)? {
                let cursor = cursor(self.app, &self.list, at, id);
                connection.edges.push(Edge::new(cursor, node));
            }
        }
        Ok(connection)
    }
}
