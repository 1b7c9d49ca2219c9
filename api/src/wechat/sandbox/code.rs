//! Mini-program codes and links.

use super::door::{Call, Given, Refused};
use super::png;
use serde_json::json;

/// Visible characters that a scene may have.
fn in_scene(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$&'()*+,/:;=?@-._~".contains(&byte)
}

fn picture(call: &Call<'_>, text: &str) -> Result<Given, Refused> {
    let width = call.number("width").unwrap_or(430);
    if !(280..=1280).contains(&width) {
        return Err(47001.into());
    }
    let bytes = png::draw(text, usize::try_from(width).unwrap_or(430)).ok_or(-1)?;
    // The picture is a PNG either way; what it is called follows the real host.
    let hyaline = call.body["is_hyaline"].as_bool().unwrap_or(false);
    let kind = if hyaline { "image/png" } else { "image/jpeg" };
    Ok(Given::Picture(kind, bytes))
}

/// `/wxa/getwxacodeunlimit`.
pub(super) fn unlimited(call: &Call<'_>) -> Result<Given, Refused> {
    let scene = call.text("scene").ok_or(40169)?;
    if scene.len() > 32 {
        return Err(40169.into());
    }
    if !scene.bytes().all(in_scene) {
        return Err(40129.into());
    }
    if scene == "scancode_time" {
        return Err(85096.into());
    }
    if let Some(page) = call.text("page") {
        if page.starts_with('/') || page.contains('?') {
            return Err(41030.into());
        }
        if call.body["check_path"].as_bool().unwrap_or(true) {
            call.state.check_page(page)?;
        }
    }
    call.state.log_code(scene);
    picture(call, scene)
}

/// `/wxa/getwxacode`.
pub(super) fn limited(call: &Call<'_>) -> Result<Given, Refused> {
    let path = call.text("path").filter(|path| path.len() <= 1024).ok_or(40159)?;
    picture(call, path)
}

/// An end within 30 days, by either way of saying it.
fn expiry(call: &Call<'_>) -> Result<(), Refused> {
    let fine = match call.number("expire_type").unwrap_or(0) {
        1 => call
            .number("expire_interval")
            .is_some_and(|days| (1..=30).contains(&days)),
        _ => call.number("expire_time").is_some_and(|at| {
            let left = at - call.state.now_seconds();
            (60..=30 * 86_400).contains(&left)
        }),
    };
    if fine { Ok(()) } else { Err(85401.into()) }
}

fn target(path: Option<&str>, query: Option<&str>) -> Result<(), Refused> {
    if path.is_some_and(|path| path.contains('?')) {
        return Err(40165.into());
    }
    if query.is_some_and(|query| query.len() > 1024) {
        return Err(40212.into());
    }
    Ok(())
}

/// `/wxa/generatescheme`.
pub(super) fn scheme(call: &Call<'_>) -> Result<Given, Refused> {
    let jump = &call.body["jump_wxa"];
    target(jump["path"].as_str(), jump["query"].as_str())?;
    expiry(call)?;
    let ticket = call.state.ticket("scheme", &call.body.to_string());
    Ok(Given::Fields(
        json!({ "openlink": format!("weixin://dl/business/?t={ticket}") }),
    ))
}

/// `/wxa/generate_urllink`.
pub(super) fn url_link(call: &Call<'_>) -> Result<Given, Refused> {
    target(call.text("path"), call.text("query"))?;
    expiry(call)?;
    let ticket = call.state.ticket("link", &call.body.to_string());
    Ok(Given::Fields(
        json!({ "url_link": format!("https://wxaurl.cn/{ticket}") }),
    ))
}
