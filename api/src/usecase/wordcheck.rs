//! The content check: a local word list, WeChat's check, and a person's queue for what either is
//! unsure of. Nothing that was not checked is public.

use super::wechat::words::Heard;
use crate::{
    demo::corpus::{Verdict, word_list},
    wechat::calls,
};
use std::sync::OnceLock;
use yiting_domain::refusal::Refusal;

/// Checks words. `true` when they may be shown, `false` when a person must look first.
///
/// # Errors
/// [`Refusal::ContentRejected`] when they may not be published at all.
pub fn check<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<bool, Refusal> {
    let mut passed = true;
    for text in texts {
        let folded = fold(text);
        for (word, verdict) in folded_words() {
            if folded.contains(word.as_str()) {
                match verdict {
                    Verdict::Reject => return Err(Refusal::ContentRejected),
                    Verdict::Review => passed = false,
                }
            }
        }
    }
    Ok(passed)
}

/// The same for words of residents, of which WeChat was asked before.
///
/// # Errors
/// [`Refusal::ContentRejected`] when they may not be published at all.
pub fn check_heard<'a>(texts: impl IntoIterator<Item = &'a str>, heard: &Heard) -> Result<bool, Refusal> {
    let mut passed = true;
    for text in texts {
        passed &= check([text])?;
        match heard.of(text) {
            calls::Verdict::Pass => {}
            calls::Verdict::Review => passed = false,
            calls::Verdict::Risky => return Err(Refusal::ContentRejected),
        }
    }
    Ok(passed)
}

/// The list in the form that texts are searched in, made once.
fn folded_words() -> &'static [(String, Verdict)] {
    static WORDS: OnceLock<Vec<(String, Verdict)>> = OnceLock::new();
    WORDS.get_or_init(|| {
        word_list()
            .iter()
            .map(|(word, verdict, _)| (fold(word), *verdict))
            .collect()
    })
}

/// Lower case, half width, without spaces and the punctuation that is put between letters to slip
/// through.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '.' | '-' | '_' | '*' | '·' | '\u{200B}'..='\u{200F}' | '\u{2060}')
        })
        .flat_map(char::to_lowercase)
        .collect()
}
