//! Numbers of houses, lanes, gates and floors in a text.

use crate::search::analysis::units;
use std::collections::{BTreeMap, BTreeSet};

/// What a number may count in an address, the longer names first, and the kind of place it is.
const KINDS: [(&str, &str); 14] = [
    ("号楼", "楼"),
    ("号门", "门"),
    ("号单元", "门"),
    ("支弄", "弄"),
    ("单元", "门"),
    ("门洞", "门"),
    ("栋", "楼"),
    ("幢", "楼"),
    ("座", "楼"),
    ("弄", "弄"),
    ("层", "层"),
    ("室", "室"),
    ("期", "期"),
    ("号", "号"),
];

/// The numbers of houses, lanes, gates and floors in a folded text, by kind.
pub fn numbers(folded: &str) -> BTreeMap<&'static str, BTreeSet<String>> {
    let units = units(folded);
    let mut found: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    let mut at = 0;
    while at < units.len() {
        let start = at;
        while at < units.len()
            && (at == start || units[at - 1].chars.end == units[at].chars.start)
            && is_numeral(&units[at].text)
        {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let written: String = units[start..at].iter().map(|unit| unit.text.as_str()).collect();
        let rest: String = units[at..].iter().take(2).map(|unit| unit.text.as_str()).collect();
        let touches = units
            .get(at)
            .is_some_and(|next| units[at - 1].chars.end == next.chars.start);
        if let Some((_, kind)) = KINDS.iter().find(|(name, _)| touches && rest.starts_with(name))
            && let Some(number) = value(&written)
        {
            found.entry(kind).or_default().insert(number);
        }
    }
    found
}

const NUMERALS: &str = "零一二三四五六七八九";

fn is_numeral(unit: &str) -> bool {
    let mut chars = unit.chars();
    let one = chars.next().unwrap_or(' ');
    if chars.next().is_none() && (NUMERALS.contains(one) || matches!(one, '十' | '百' | '两' | '〇')) {
        return true;
    }
    unit.len() <= 5
        && unit.bytes().any(|byte| byte.is_ascii_digit())
        && unit.bytes().all(|byte| byte.is_ascii_alphanumeric())
        || unit.len() == 1 && one.is_ascii_alphabetic()
}

/// A number as digits: `十二` and `12` are the same, letters stay.
fn value(written: &str) -> Option<String> {
    if written.is_ascii() {
        return Some(written.trim_start_matches('0').to_owned()).filter(|number| !number.is_empty());
    }
    let (mut sum, mut last) = (0u32, 0u32);
    for one in written.chars() {
        match one {
            '十' => (sum, last) = (sum + last.max(1) * 10, 0),
            '百' => (sum, last) = (sum + last.max(1) * 100, 0),
            '两' => last = 2,
            '〇' => last *= 10,
            _ => {
                let digit = u32::try_from(NUMERALS.chars().position(|numeral| numeral == one)?).ok()?;
                last = last.checked_mul(10)?.checked_add(digit)?;
            }
        }
    }
    sum.checked_add(last).filter(|&sum| sum > 0).map(|sum| sum.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_count_no_place_are_none() {
        assert!(numbers("3部电梯,12345热线,一次会议").is_empty());
        assert_eq!(numbers("88弄3号101室").len(), 3);
    }

    #[test]
    fn written_numbers_are_the_same_as_digits() {
        let value = |text: &str| value(text).unwrap_or_default();
        assert_eq!(
            ["十二", "二十", "一百零五", "012", "a"].map(value),
            ["12", "20", "105", "12", "a"]
        );
    }
}
