//! Words of the public pages. Labels and names of events are those of the clients: one list, two readers.

use crate::graphql::Language;
use serde_json::Value;
use std::sync::LazyLock;

static LABELS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../client-sdk/codegen/labels.json")).unwrap_or_default()
});
static WORDS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../client-sdk/codegen/words.json")).unwrap_or_default()
});

/// Says things in the reader's language.
#[derive(Clone, Copy)]
pub struct Say(pub Language);

impl Say {
    /// One of two texts.
    pub fn of<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self.0 {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    fn pair(self, pair: &Value, name: &str) -> String {
        let index = usize::from(self.0 == Language::English);
        pair[index].as_str().unwrap_or(name).to_owned()
    }

    /// The label of an enum's value.
    pub fn label(self, kind: &str, value: &Value) -> String {
        let name = value.as_str().unwrap_or("—");
        self.pair(&LABELS[kind][name], name)
    }

    /// What an entry of the log says.
    pub fn event(self, kind: &Value) -> String {
        let name = kind.as_str().unwrap_or_default();
        self.pair(&WORDS["events"][name.trim_start_matches("proposal.")], name)
    }

    /// Any other stable name.
    pub fn word(self, name: &Value) -> String {
        let name = name.as_str().unwrap_or("—");
        self.pair(&WORDS["words"][name], name)
    }

    /// A topic in the reader's language.
    pub fn topic(self, topic: &Value) -> String {
        told(&topic[self.of("name", "nameEn")])
    }
}

/// A value as text; a dash where there is none.
pub fn told(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => "—".to_owned(),
    }
}

/// Day and minute of an RFC 3339 instant, which has the district's own offset.
pub fn when(value: &Value) -> String {
    let text = value.as_str().unwrap_or("—");
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute}"),
        _ => text.to_owned(),
    }
}

/// Fen as yuan.
pub fn yuan(value: &Value) -> String {
    let fen = value.as_i64().unwrap_or_default();
    format!("¥{}.{:02}", fen / 100, fen % 100)
}

/// A share as a percentage.
pub fn percent(value: &Value) -> String {
    value
        .as_f64()
        .map_or_else(|| "—".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_lists_are_read() {
        let say = Say(Language::English);
        assert_eq!(say.label("State", &json!("CLOSED")), "Closed");
        assert_eq!(Say(Language::Chinese).event(&json!("proposal.escalated")), "上报");
        assert_eq!(say.word(&json!("entry")), "Entered");
    }

    #[test]
    fn every_event_of_a_proposal_has_a_name_in_both_languages() {
        let source = include_str!("../../../../domain/src/proposal/event.rs");
        let names: Vec<&str> = source
            .split("=> \"proposal.")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(names.len() > 40, "the source has another form now");
        for name in names {
            let pair = &WORDS["events"][name];
            assert!(
                pair[0].is_string() && pair[1].is_string(),
                "codegen/words.json has no {name}"
            );
        }
    }
}
