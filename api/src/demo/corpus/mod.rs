//! Texts.
/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Review,
    Reject,
}
/// Words.
pub fn word_list() -> &'static [(&'static str, Verdict, &'static str)] {
    &[
        ("加微信返利", Verdict::Reject, "advertising"),
        ("兼职刷单", Verdict::Reject, "advertising"),
        ("代开发票", Verdict::Reject, "advertising"),
        ("加我微信", Verdict::Review, "contact"),
    ]
}
