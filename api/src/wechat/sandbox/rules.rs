//! The rules of a template's values, by the prefix of their key.

use super::state::Template;

const PREFIXES: &[&str] = &[
    "character_string",
    "phone_number",
    "car_number",
    "enum_string",
    "thing",
    "number",
    "letter",
    "symbol",
    "time",
    "date",
    "amount",
    "name",
    "phrase",
    "enum",
];

fn han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x2FA1F)
}

fn prefix(key: &str) -> Option<&'static str> {
    PREFIXES.iter().copied().find(|prefix| {
        key.strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Whether a value may stand under a key of this template.
pub(super) fn fits(template: &Template, key: &str, value: &str) -> bool {
    let count = value.chars().count();
    if count == 0 || value.chars().any(char::is_control) || !template.keys.iter().any(|known| known == key) {
        return false;
    }
    let all = |test: &dyn Fn(char) -> bool| value.chars().all(test);
    match prefix(key) {
        Some("thing") => count <= 20,
        Some("number") => {
            let digits = value.chars().filter(char::is_ascii_digit).count();
            (1..=32).contains(&digits) && value.parse::<f64>().is_ok()
        }
        Some("letter") => count <= 32 && all(&|c| c.is_ascii_alphabetic()),
        Some("symbol") => count <= 5 && all(&|c| !c.is_alphanumeric()),
        Some("character_string") => count <= 32 && all(&|c| c.is_ascii() && !c.is_ascii_control()),
        Some("time") => value.split('~').all(|part| timed(part.trim())),
        Some("date") => value.split('~').all(|part| dated(part.trim())),
        Some("amount") => {
            let bare = value.trim_start_matches(['¥', '￥', '$']).trim_end_matches('元');
            bare.parse::<f64>().is_ok() && bare.chars().filter(char::is_ascii_digit).count() <= 10
        }
        Some("phone_number") => count <= 17 && all(&|c| c.is_ascii_digit() || "+-() ".contains(c)),
        Some("car_number") => count <= 8,
        Some("name") => {
            let limit = if value.chars().any(han) { 10 } else { 20 };
            count <= limit && !value.chars().any(|c| c.is_ascii_digit())
        }
        Some("phrase") => count <= 5 && all(&han),
        Some("enum" | "enum_string") => true,
        _ => false,
    }
}

/// `HH:MM` or `HH:MM:SS`, with or without a date before it.
fn timed(text: &str) -> bool {
    let (date, clock) = text
        .rsplit_once(' ')
        .map_or((None, text), |(date, clock)| (Some(date), clock));
    let parts: Vec<&str> = clock.split(':').collect();
    let number = |text: &str, limit: u32| text.len() <= 2 && text.parse::<u32>().is_ok_and(|value| value < limit);
    let right = match parts.as_slice() {
        [hour, minute] => number(hour, 24) && number(minute, 60),
        [hour, minute, second] => number(hour, 24) && number(minute, 60) && number(second, 60),
        _ => false,
    };
    right && date.is_none_or(dated)
}

/// Year, month and day, or two of them, by 年月日 or separators; a time may follow.
fn dated(text: &str) -> bool {
    let (date, clock) = text
        .split_once(' ')
        .map_or((text, None), |(date, clock)| (date, Some(clock)));
    let parts: Vec<&str> = date
        .split(['年', '月', '日', '-', '/', '.'])
        .filter(|part| !part.is_empty())
        .collect();
    let numbers = parts.iter().all(|part| part.len() <= 4 && part.parse::<u32>().is_ok());
    (2..=3).contains(&parts.len()) && numbers && clock.is_none_or(timed)
}

#[cfg(test)]
mod tests {
    use super::{Template, fits};

    #[test]
    fn values_are_judged_as_the_table_says() {
        let keys = [
            "thing1",
            "thing01",
            "number2",
            "time3",
            "date4",
            "phrase5",
            "name6",
            "amount7",
            "character_string8",
        ];
        let template = Template {
            long_term: false,
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        };
        for (key, value, fine) in [
            ("thing1", "一二三四五六七八九十一二三四五六七八九十", true),
            ("thing1", "一二三四五六七八九十一二三四五六七八九十一", false),
            ("thing01", "加装电梯", true),
            ("thing1", "", false),
            ("thing1", "两\n行", false),
            ("thing9", "没有这个键", false),
            ("number2", "12.5", true),
            ("number2", "12件", false),
            ("time3", "2026-06-01 09:30", true),
            ("time3", "2026年6月1日 09:30~10:30", true),
            ("time3", "25:00", false),
            ("date4", "2026年6月1日", true),
            ("date4", "明天", false),
            ("phrase5", "已受理", true),
            ("phrase5", "已受理啦啦啦", false),
            ("phrase5", "已-受理", false),
            ("name6", "王小明", true),
            ("amount7", "¥12.50", true),
            ("character_string8", "310105-2026-000123", true),
            ("character_string8", "编号1", false),
        ] {
            assert_eq!(fits(&template, key, value), fine, "{key} {value}");
        }
    }
}
