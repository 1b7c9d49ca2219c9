//! `/sns/jscode2session` and what is done with session keys.

use super::door::{Call, Given, Refused};
use crate::wechat::crypto::session_signature;
use actix_web::http::Method;
use serde_json::json;
use subtle::ConstantTimeEq;

pub(super) fn jscode2session(call: &Call<'_>) -> Result<Given, Refused> {
    let given = |name: &str| call.query.get(name).map(String::as_str).filter(|text| !text.is_empty());
    // With POST the real host does not look at the query, and misses the app id.
    let appid = given("appid").filter(|_| call.method == Method::GET).ok_or(41002)?;
    let secret = given("secret").ok_or(41004)?;
    let code = given("js_code").ok_or(41008)?;
    if given("grant_type") != Some("authorization_code") {
        return Err(40002.into());
    }
    let app = call.state.app(Some(appid)).ok_or(40013)?;
    if app.secret != secret {
        return Err(40125.into());
    }
    let session = call.state.exchange(code, app)?;
    Ok(Given::Bare(serde_json::to_value(session).map_err(|_| -1)?))
}

/// The person whose session key signed the empty message.
fn signer(call: &Call<'_>) -> Result<(String, String), Refused> {
    let given = |name: &str| call.query.get(name).map(String::as_str).unwrap_or_default();
    let app = call.app()?;
    let user = call.state.user_of(given("openid"), &app.appid).ok_or(40097)?;
    if given("sig_method") != "hmac_sha256" {
        return Err(87008.into());
    }
    let key = call.state.session_key(&user, &app.appid).ok_or(87007)?;
    let right = session_signature(&key, b"");
    if bool::from(right.as_bytes().ct_eq(given("signature").as_bytes())) {
        Ok((user, given("openid").to_owned()))
    } else {
        Err(87009.into())
    }
}

pub(super) fn checksession(call: &Call<'_>) -> Result<Given, Refused> {
    signer(call)?;
    Ok(Given::Fields(json!({})))
}

pub(super) fn resetusersessionkey(call: &Call<'_>) -> Result<Given, Refused> {
    let (user, openid) = signer(call)?;
    let key = call.state.new_session_key(&user, &call.app()?.appid);
    Ok(Given::Fields(json!({ "openid": openid, "session_key": key })))
}
