//! `/wxa/business/getuserphonenumber`.

use super::door::{Call, Given, Refused};
use serde_json::json;

pub(super) fn getuserphonenumber(call: &Call<'_>) -> Result<Given, Refused> {
    let code = call.text("code").ok_or(40029)?;
    let app = call.app()?;
    let (phone, at) = call.state.phone_of_code(code, &app.appid, call.text("openid"))?;
    let (country, pure) = match phone.strip_prefix('+').and_then(|rest| rest.split_once('-')) {
        Some((country, rest)) => (country, rest),
        None => ("86", phone.as_str()),
    };
    let full = if country == "86" {
        pure.to_owned()
    } else {
        format!("+{country}{pure}")
    };
    Ok(Given::Fields(json!({ "phone_info": {
        "phoneNumber": full,
        "purePhoneNumber": pure,
        // A number in the documentation, a text on the wire.
        "countryCode": country,
        "watermark": { "timestamp": at / 1000, "appid": app.appid },
    } })))
}
