//! The endpoints beside login, one method each.

use super::{
    client::{ATTEMPTS, WechatClient, plausible},
    error::WechatError,
    lenient::{number, text},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most characters that one text check takes.
const CHECKED_AT_ONCE: usize = 2_500;

/// A phone number as WeChat verified it.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    /// The number without country code.
    pub number: String,
    /// The country code without `+`.
    pub country: String,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Phone([redacted])")
    }
}

impl Phone {
    /// As people write it: with the country code outside the mainland.
    pub fn written(&self) -> String {
        match self.country.as_str() {
            "" | "86" => self.number.clone(),
            country => format!("+{country}{}", self.number),
        }
    }
}

/// What is published, for which the scene of a check is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// Names and profiles.
    Profile = 1,
    /// Comments.
    Comment = 2,
    /// Posts: proposals, statements.
    Forum = 3,
}

/// What a check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// May be shown.
    Pass,
    /// A person must look.
    Review,
    /// May not be shown.
    Risky,
}

impl Verdict {
    /// From `suggest`; what is not known needs a person.
    pub fn read(suggest: Option<&str>) -> Self {
        match suggest {
            Some("pass") => Self::Pass,
            Some("risky") => Self::Risky,
            _ => Self::Review,
        }
    }

    /// The name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Review => "review",
            Self::Risky => "risky",
        }
    }
}

/// What a file is, for its check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// Sound.
    Audio = 1,
    /// A picture.
    Image = 2,
}

/// A subscribe message.
#[derive(Clone, Debug)]
pub struct SubscribeMessage<'a> {
    /// To whom.
    pub openid: &'a str,
    /// Which template.
    pub template_id: &'a str,
    /// Where a tap leads, without a leading slash.
    pub page: Option<&'a str>,
    /// Value by key of the template.
    pub data: &'a BTreeMap<String, String>,
}

/// A picture of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `image/png` or `image/jpeg`.
    pub content_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The result of a check as it stands in answers and in pushes.
#[derive(Deserialize)]
pub(super) struct Judged {
    #[serde(default, deserialize_with = "text")]
    pub suggest: Option<String>,
}

impl WechatClient {
    /// The phone number for a code of the phone button (`/wxa/business/getuserphonenumber`). `openid`
    /// must be of whoever tapped.
    pub async fn phone_number(&self, code: &str, openid: &str) -> Result<Phone, WechatError> {
        #[derive(Deserialize)]
        struct Told {
            phone_info: Info,
        }
        #[derive(Deserialize)]
        struct Info {
            #[serde(rename = "purePhoneNumber", deserialize_with = "text")]
            number: Option<String>,
            #[serde(default, rename = "countryCode", deserialize_with = "text")]
            country: Option<String>,
            watermark: Watermark,
        }
        #[derive(Deserialize)]
        struct Watermark {
            appid: String,
        }
        if !plausible(code) {
            return Err(WechatError::CodeInvalid);
        }
        let body = json!({"code": code, "openid": openid});
        let answer = self.post("/wxa/business/getuserphonenumber", &body, ATTEMPTS).await;
        let told: Told = match answer {
            // At this door it says that the code belongs to another app.
            Err(WechatError::Config { errcode: 40013 }) => return Err(WechatError::CodeInvalid),
            other => other?.fields()?,
        };
        if told.phone_info.watermark.appid != self.appid {
            return Err(WechatError::CodeInvalid);
        }
        Ok(Phone {
            number: told.phone_info.number.ok_or(WechatError::Upstream)?,
            country: told.phone_info.country.unwrap_or_default(),
        })
    }

    /// Sends one subscribe message (`/cgi-bin/message/subscribe/send`), in one attempt: after a lost
    /// answer it may have been sent, and only the caller knows what to do about that. Answers WeChat's
    /// id of the message, where it gives one.
    pub async fn send(&self, message: &SubscribeMessage<'_>) -> Result<Option<String>, WechatError> {
        #[derive(Deserialize)]
        struct Sent {
            #[serde(default, deserialize_with = "text")]
            msgid: Option<String>,
        }
        let data: BTreeMap<&str, Value> = message
            .data
            .iter()
            .map(|(key, value)| (key.as_str(), json!({"value": value})))
            .collect();
        let mut body = json!({"touser": message.openid, "template_id": message.template_id, "data": data,
            "miniprogram_state": "formal", "lang": "zh_CN"});
        if let Some(page) = message.page {
            body["page"] = json!(page);
        }
        let answer = self.post("/cgi-bin/message/subscribe/send", &body, 1).await?;
        Ok(answer.fields::<Sent>()?.msgid)
    }

    /// Checks words (`/wxa/msg_sec_check`, version 2). A long text is checked in pieces, of which the
    /// worst counts. `openid` must be of somebody who was in the app within two hours.
    pub async fn check_text(&self, openid: &str, scene: Scene, words: &str) -> Result<Verdict, WechatError> {
        let mut worst = Verdict::Pass;
        for piece in pieces(words) {
            worst = worst.max(self.check_piece(openid, scene, piece).await?);
            if worst == Verdict::Risky {
                break;
            }
        }
        Ok(worst)
    }

    async fn check_piece(&self, openid: &str, scene: Scene, words: &str) -> Result<Verdict, WechatError> {
        #[derive(Deserialize)]
        struct Told {
            result: Judged,
        }
        let body = json!({"content": words, "version": 2, "scene": scene as u8, "openid": openid});
        // Somebody waits for this, and a person can look later: two attempts are enough.
        let answer = self.post("/wxa/msg_sec_check", &body, 2).await?;
        // Success without a result is no pass.
        let told: Told = answer.fields()?;
        Ok(Verdict::read(told.result.suggest.as_deref()))
    }

    /// Asks for the check of a file (`/wxa/media_check_async`, version 2). `url` is where WeChat fetches
    /// it. Answers the trace id under which the push callback tells the verdict.
    pub async fn check_media(
        &self,
        openid: &str,
        scene: Scene,
        url: &str,
        kind: MediaKind,
    ) -> Result<String, WechatError> {
        #[derive(Deserialize)]
        struct Taken {
            #[serde(default, deserialize_with = "text")]
            trace_id: Option<String>,
        }
        let body = json!({"media_url": url, "media_type": kind as u8, "version": 2, "scene": scene as u8,
            "openid": openid});
        let answer = self.post("/wxa/media_check_async", &body, ATTEMPTS).await?;
        answer.fields::<Taken>()?.trace_id.ok_or(WechatError::Upstream)
    }

    /// The picture of a mini-program code (`/wxa/getwxacodeunlimit`). `scene` is 1 to 32 of the
    /// characters that WeChat allows, `page` has no leading slash, `width` is 280 to 1280 pixels.
    pub async fn unlimited_code(&self, scene: &str, page: &str, width: u32) -> Result<Picture, WechatError> {
        // Transparent, because that alone makes it a PNG. The page may be newer than the released app.
        let body = json!({"scene": scene, "page": page, "check_path": false, "width": width, "is_hyaline": true});
        let answer = self.post("/wxa/getwxacodeunlimit", &body, ATTEMPTS).await?;
        let content_type = match answer.0.get(..4) {
            Some(b"\x89PNG") => "image/png",
            Some([0xFF, 0xD8, 0xFF, _]) => "image/jpeg",
            _ => return Err(WechatError::Upstream),
        };
        Ok(Picture {
            content_type,
            bytes: answer.0,
        })
    }

    /// A link that opens the app from outside WeChat (`/wxa/generate_urllink`), good for `days`
    /// (1 to 30).
    pub async fn url_link(&self, path: &str, query: &str, days: u32) -> Result<String, WechatError> {
        #[derive(Deserialize)]
        struct Made {
            #[serde(default, deserialize_with = "text")]
            url_link: Option<String>,
        }
        let body = json!({"path": path, "query": query, "expire_type": 1, "expire_interval": days,
            "env_version": "release"});
        let answer = self.post("/wxa/generate_urllink", &body, ATTEMPTS).await?;
        answer.fields::<Made>()?.url_link.ok_or(WechatError::Upstream)
    }
}

/// Pieces of at most [`CHECKED_AT_ONCE`] characters, cut behind a line or a sentence where one ends in
/// the second half.
fn pieces(words: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = words;
    while let Some((limit, _)) = rest.char_indices().nth(CHECKED_AT_ONCE) {
        let head = &rest[..limit];
        let cut = head
            .char_indices()
            .rev()
            .find(|(_, c)| matches!(c, '\n' | '。' | '！' | '？' | '.' | '!' | '?'))
            .map(|(at, c)| at + c.len_utf8())
            .filter(|cut| *cut > limit / 2);
        let (piece, tail) = rest.split_at(cut.unwrap_or(limit));
        pieces.push(piece);
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// The verdict that a push tells about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaVerdict {
    /// The check.
    pub trace_id: String,
    /// What came of it.
    pub verdict: Verdict,
    /// -1008 where WeChat could not fetch the file.
    pub errcode: i64,
}

/// Reads the body of a `wxa_media_check` event. Seen on the wire: no `errcode` where it went well, and
/// no `result` where it did not; then a person must look.
pub(crate) fn media_verdict(event: &Value) -> Option<MediaVerdict> {
    #[derive(Deserialize)]
    struct Told {
        #[serde(deserialize_with = "text")]
        trace_id: Option<String>,
        #[serde(default, deserialize_with = "number")]
        errcode: i64,
        #[serde(default)]
        result: Option<Judged>,
    }
    let told: Told = serde_json::from_value(event.clone()).ok()?;
    let suggest = told.result.and_then(|result| result.suggest);
    let verdict = match told.errcode {
        0 => Verdict::read(suggest.as_deref()),
        _ => Verdict::Review,
    };
    Some(MediaVerdict {
        trace_id: told.trace_id?,
        verdict,
        errcode: told.errcode,
    })
}

#[cfg(test)]
mod tests {
    use super::{Verdict, media_verdict, pieces};
    use serde_json::json;

    #[test]
    fn long_texts_are_cut_behind_sentences_and_nothing_is_lost() {
        let long = "电梯很旧。".repeat(1_100);
        let cut = pieces(&long);
        assert_eq!(cut.concat(), long);
        assert!(cut.iter().all(|piece| piece.chars().count() <= 2_500));
        assert!(cut.iter().all(|piece| piece.ends_with('。')));
        let unbroken = "字".repeat(5_001);
        assert_eq!(pieces(&unbroken).len(), 3);
        assert!(pieces("").is_empty());
    }

    #[test]
    fn verdicts_are_read_as_they_were_seen_on_the_wire() {
        for (event, expected) in [
            (
                json!({"trace_id": "t", "result": {"suggest": "pass", "label": "100"}}),
                Verdict::Pass,
            ),
            (
                json!({"trace_id": "t", "errcode": "0", "result": {"suggest": "risky"}}),
                Verdict::Risky,
            ),
            (json!({"trace_id": "t", "errcode": 0}), Verdict::Review),
            (
                json!({"trace_id": "t", "errcode": 43104, "detail": []}),
                Verdict::Review,
            ),
            (
                json!({"trace_id": "t", "errcode": -1008, "result": {"suggest": "pass"}}),
                Verdict::Review,
            ),
            (json!({"trace_id": "t", "result": {"suggest": "odd"}}), Verdict::Review),
        ] {
            assert_eq!(
                media_verdict(&event).map(|told| told.verdict),
                Some(expected),
                "{event}"
            );
        }
        assert_eq!(media_verdict(&json!({"errcode": 0})), None);
    }
}
