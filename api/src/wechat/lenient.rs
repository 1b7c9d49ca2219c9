//! Reading what WeChat sends, whose types differ between its documentation and the wire.

use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Text(String),
    Null(()),
}

/// A number, a number in quotes, or nothing, which is 0.
pub(super) fn number<'de, D: Deserializer<'de>>(input: D) -> Result<i64, D::Error> {
    match Either::deserialize(input)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text.trim().parse().map_err(serde::de::Error::custom),
        Either::Null(()) => Ok(0),
    }
}

/// A text, a number as text, or nothing.
pub(super) fn text<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    Ok(match Either::deserialize(input)? {
        Either::Number(number) => Some(number.to_string()),
        Either::Text(text) => Some(text).filter(|text| !text.is_empty()),
        Either::Null(()) => None,
    })
}

/// The head of every answer and push.
#[derive(Deserialize)]
pub(super) struct Head {
    /// Missing where it went well.
    #[serde(default, deserialize_with = "number")]
    pub errcode: i64,
    #[serde(default)]
    pub errmsg: Option<String>,
}

/// The trace id at the end of an `errmsg`, for a report to WeChat. The rest of the text is never used.
pub(super) fn rid(errmsg: &str) -> Option<&str> {
    let (_, tail) = errmsg.rsplit_once("rid: ")?;
    let rid = tail.trim();
    let clean = rid.len() <= 40 && rid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    (clean && !rid.is_empty()).then_some(rid)
}
