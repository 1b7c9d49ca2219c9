//! The result in plain words, Chinese first.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::matrix::StatementKey;
use super::representative::{Bridging, Representative, Side};
use super::stability::{Claim, MIN_PEOPLE};

/// One explanation in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

/// How to call a statement: by its text, or where there is none by its number in the file, or where its
/// key is a UUID by its place in the list, from 1.
pub(super) struct Names<'a> {
    pub(super) keys: &'a [StatementKey],
    pub(super) texts: &'a BTreeMap<StatementKey, String>,
}

impl Names<'_> {
    fn text(&self, statement: u32) -> Option<&str> {
        let key = self.keys.get(statement as usize)?;
        self.texts.get(key).map(String::as_str)
    }

    fn number(&self, statement: u32) -> u64 {
        let key = self
            .keys
            .get(statement as usize)
            .and_then(|key| u64::try_from(key.0).ok());
        key.unwrap_or(u64::from(statement) + 1)
    }

    fn zh(&self, statement: u32) -> String {
        self.text(statement)
            .map_or_else(|| format!("第{}条观点", self.number(statement)), quoted)
    }

    fn en(&self, statement: u32) -> String {
        self.text(statement)
            .map_or_else(|| format!("statement {}", self.number(statement)), quoted)
    }
}

/// A statement as part of a sentence, which has a full stop of its own.
fn quoted(text: &str) -> String {
    format!("“{}”", text.trim_end_matches(['。', '.', '．']))
}

/// What the whole result says; `eligible` in steps of five.
pub(super) fn of_result(claim: Claim, eligible: usize, k: usize, bridges: &[Bridging], names: &Names) -> Words {
    let mut words = match claim {
        Claim::Groups => Words {
            zh: format!("至少{eligible}位参与者的意见形成{k}个群体。"),
            en: format!("The opinions of at least {eligible} participants form {k} groups."),
        },
        Claim::TooFewPeople => Words {
            zh: format!("对足够多观点表态的人不足{MIN_PEOPLE}位，暂不划分意见群体，只公布各观点的票数。"),
            en: format!(
                "Fewer than {MIN_PEOPLE} people have voted on enough statements; no opinion groups are shown, only the votes."
            ),
        },
        Claim::NoDivision => Words {
            zh: "大家的意见没有明显分成不同群体，只公布各观点的票数。".into(),
            en: "Opinions do not come apart into groups; only the votes are shown.".into(),
        },
        Claim::NotStable => Words {
            zh: "意见群体的划分还不稳定，暂不公布，只公布各观点的票数。".into(),
            en: "The division into opinion groups is not stable yet; only the votes are shown.".into(),
        },
    };
    if let Some(best) = bridges.first() {
        let (zh, en) = match best.side {
            Side::Agree => ("都赞成", "all agree with"),
            Side::Disagree => ("都反对", "all disagree with"),
        };
        words
            .zh
            .push_str(&format!("各群体意见虽有不同，却{zh}{}。", names.zh(best.statement)));
        words.en.push_str(&format!(
            " The groups differ, yet they {en} {}.",
            names.en(best.statement)
        ));
    }
    words
}

/// What a group says of itself; `number` counts from 1, people are told in steps of five.
pub(super) fn of_group(number: usize, size: u32, stands_for: &[Representative], names: &Names) -> Words {
    let mut zh = format!("第{number}组至少有{size}人");
    let mut en = format!("Group {number} has at least {size} people");
    let mut lead = ("。与其他人相比，他们更", ". More than others, they ");
    for representative in stands_for {
        let (side_zh, side_en) = match representative.side {
            Side::Agree => ("赞成", "agree with"),
            Side::Disagree => ("反对", "disagree with"),
        };
        let votes = representative.votes;
        let (name_zh, name_en) = (names.zh(representative.statement), names.en(representative.statement));
        zh.push_str(&format!("{}{side_zh}{name_zh}（至少{votes}人{side_zh}）", lead.0));
        en.push_str(&format!("{}{side_en} {name_en} (at least {votes} do)", lead.1));
        lead = ("，更", ", ");
    }
    if stands_for.is_empty() {
        zh.push_str("，没有特别突出的观点");
        en.push_str("; no statement sets it apart");
    }
    zh.push('。');
    en.push('.');
    Words { zh, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_with_a_full_stop_ends_no_sentence_twice() {
        let keys = [StatementKey(1), StatementKey(2)];
        let texts = BTreeMap::from([(keys[0], "账目要贴在每个楼道里。".to_owned())]);
        let names = Names {
            keys: &keys,
            texts: &texts,
        };
        let bridge = |statement| Bridging {
            statement,
            side: Side::Agree,
            score: 0.9,
        };
        let words = of_result(Claim::Groups, 20, 2, &[bridge(0)], &names);
        assert_eq!(
            words.zh,
            "至少20位参与者的意见形成2个群体。各群体意见虽有不同，却都赞成“账目要贴在每个楼道里”。"
        );
        let without_text = of_result(Claim::Groups, 20, 2, &[bridge(1)], &names);
        assert!(without_text.zh.ends_with("却都赞成第2条观点。"), "{without_text:?}");
        assert!(without_text.en.ends_with("yet they all agree with statement 2."));
    }
}
