//! Templates of subscribe messages: which there are, by configuration, and how a value is made to fit
//! its key. WeChat refuses what does not fit, and cuts nothing itself.

use std::collections::BTreeMap;
use yiting_domain::instant::Instant;

/// What a message is about: one template each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageKind {
    /// A proposal was answered: accepted, returned, declined, joined to another, not adopted.
    Answer,
    /// A proposal moved on: handed up or down, resolved, begun, closed.
    Progress,
    /// A round on a proposal began or ended.
    Round,
    /// A ballot in which the person may vote opened, or closes soon.
    Ballot,
    /// What was promised is delivered and waits to be rated.
    Rating,
}

impl MessageKind {
    /// All.
    pub const ALL: &'static [Self] = &[Self::Answer, Self::Progress, Self::Round, Self::Ballot, Self::Rating];

    /// The name in settings and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Progress => "progress",
            Self::Round => "round",
            Self::Ballot => "ballot",
            Self::Rating => "rating",
        }
    }

    /// Reads [`Self::name`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == text)
    }
}

/// What can stand under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    State,
    Time,
    Place,
    Number,
    Note,
}

impl Field {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "title" => Self::Title,
            "state" => Self::State,
            "time" => Self::Time,
            "place" => Self::Place,
            "number" => Self::Number,
            "note" => Self::Note,
            _ => return None,
        })
    }

    /// Keys under which it fits whatever it says.
    fn fits(self, prefix: &str) -> bool {
        match prefix {
            "thing" => self != Self::Time,
            "phrase" => self == Self::State,
            "time" | "date" => self == Self::Time,
            "character_string" => self == Self::Number,
            _ => false,
        }
    }
}

/// What a message says.
#[derive(Clone, Debug)]
pub struct Values {
    /// Of the proposal or ballot.
    pub title: String,
    /// At most five Han characters.
    pub state: &'static str,
    /// When it happened or ends.
    pub time: Instant,
    /// The area.
    pub place: String,
    /// The readable number, `-` without one.
    pub number: String,
    /// What to do.
    pub note: &'static str,
}

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id in WeChat.
    pub id: String,
    /// Whether one acceptance serves many sends.
    pub long_term: bool,
    fields: Vec<(String, Field)>,
}

impl Template {
    /// The values under its keys, each in a form that WeChat takes.
    pub fn fill(&self, values: &Values) -> BTreeMap<String, String> {
        let of = |key: &str, field: Field| match field {
            Field::Title => thing(&values.title),
            Field::Place => thing(&values.place),
            Field::Note => thing(values.note),
            Field::Time => time(values.time, prefix(key) == "date"),
            Field::State if prefix(key) == "phrase" => phrase(values.state),
            Field::State => thing(values.state),
            Field::Number if prefix(key) == "character_string" => ascii(&values.number),
            Field::Number => thing(&values.number),
        };
        self.fields
            .iter()
            .map(|(key, field)| (key.clone(), of(key, *field)))
            .collect()
    }
}

fn prefix(key: &str) -> &str {
    key.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// At most 20 characters in one line.
fn thing(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    let line = line.trim();
    if line.is_empty() {
        return "无".to_owned();
    }
    if line.chars().count() <= 20 {
        return line.to_owned();
    }
    line.chars().take(19).chain(['…']).collect()
}

/// At most five Han characters.
fn phrase(text: &str) -> String {
    let han: String = text
        .chars()
        .filter(|c| matches!(u32::from(*c), 0x4E00..=0x9FFF))
        .take(5)
        .collect();
    if han.is_empty() { "有更新".to_owned() } else { han }
}

/// At most 32 visible characters of ASCII.
fn ascii(text: &str) -> String {
    let plain: String = text.chars().filter(char::is_ascii_graphic).take(32).collect();
    if plain.is_empty() { "-".to_owned() } else { plain }
}

fn time(at: Instant, day: bool) -> String {
    let format = if day {
        "%Y年%-m月%-d日"
    } else {
        "%Y年%-m月%-d日 %H:%M"
    };
    at.shanghai().format(format).to_string()
}

/// The templates of an installation, at most one of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates(BTreeMap<MessageKind, Template>);

impl Templates {
    /// Reads `KIND=ID/once/key:field,key:field;KIND=ID/long/…`. Kinds are those of [`MessageKind`],
    /// fields `title`, `state`, `time`, `place`, `number`, `note`.
    ///
    /// # Errors
    /// A sentence that says what does not fit.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut templates = BTreeMap::new();
        for entry in text.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
            let (name, rest) = entry.split_once('=').ok_or(format!("«{entry}» has no ="))?;
            let kind = MessageKind::parse(name.trim()).ok_or(format!("there is no kind «{name}»"))?;
            let parts: Vec<&str> = rest.split('/').map(str::trim).collect();
            let [id, term, keys] = parts.as_slice() else {
                return Err(format!("«{entry}» must be KIND=ID/once/key:field,… or KIND=ID/long/…"));
            };
            let sound =
                (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
            let long_term = match *term {
                "once" => false,
                "long" => true,
                _ => return Err(format!("«{term}» must be once or long")),
            };
            let fields: Result<Vec<_>, String> = keys.split(',').map(read_field).collect();
            if !sound {
                return Err(format!("«{id}» is no template id"));
            }
            let template = Template {
                id: (*id).to_owned(),
                long_term,
                fields: fields?,
            };
            if templates.insert(kind, template).is_some() {
                return Err(format!("the kind «{name}» stands twice"));
            }
        }
        Ok(Self(templates))
    }

    /// The template of a kind.
    pub fn of(&self, kind: MessageKind) -> Option<&Template> {
        self.0.get(&kind)
    }

    /// The template with this id.
    pub fn by_id(&self, id: &str) -> Option<&Template> {
        self.0.values().find(|template| template.id == id)
    }

    /// All, by kind.
    pub fn all(&self) -> impl Iterator<Item = (MessageKind, &Template)> {
        self.0.iter().map(|(kind, template)| (*kind, template))
    }
}

fn read_field(text: &str) -> Result<(String, Field), String> {
    let (key, name) = text.split_once(':').ok_or(format!("«{text}» must be key:field"))?;
    let (key, name) = (key.trim(), name.trim());
    let field = Field::parse(name).ok_or(format!("there is no field «{name}»"))?;
    if !field.fits(prefix(key)) || prefix(key) == key {
        return Err(format!("«{name}» does not fit under «{key}»"));
    }
    Ok((key.to_owned(), field))
}

#[cfg(test)]
mod tests {
    use super::{MessageKind, Templates, Values};
    use yiting_domain::instant::Instant;

    #[test]
    fn values_are_cut_and_cleaned_to_what_wechat_takes() {
        let text =
            "answer=T1/once/thing1:title,phrase2:state,time3:time,date4:time,character_string5:number,thing6:note";
        let templates = Templates::parse(text).unwrap();
        let values = Values {
            title: "三号楼二单元门口的台阶太高，\n老人和轮椅都上不去，请加坡道".to_owned(),
            state: "已受理",
            time: Instant::from_millis(1_790_000_000_000),
            place: "一村".to_owned(),
            number: "310105-2026-000123".to_owned(),
            note: "",
        };
        let filled = templates.of(MessageKind::Answer).unwrap().fill(&values);
        assert_eq!(filled["thing1"].chars().count(), 20);
        assert!(filled["thing1"].ends_with('…') && !filled["thing1"].contains('\n'));
        assert_eq!(filled["phrase2"], "已受理");
        assert_eq!(filled["time3"], "2026年9月21日 22:13");
        assert_eq!(filled["date4"], "2026年9月21日");
        assert_eq!(filled["character_string5"], "310105-2026-000123");
        assert_eq!(filled["thing6"], "无");
    }

    #[test]
    fn wrong_templates_are_refused_with_what_is_wrong() {
        for (text, told) in [
            ("answer", "="),
            ("gossip=T/once/thing1:title", "gossip"),
            ("answer=T/once", "KIND=ID"),
            ("answer=T/twice/thing1:title", "twice"),
            ("answer=T/once/thing1", "thing1"),
            ("answer=T/once/thing1:colour", "colour"),
            ("answer=T/once/phrase1:title", "phrase1"),
            ("answer=T/once/thing:title", "thing"),
            ("answer=T T/once/thing1:title", "T T"),
            ("answer=T/once/thing1:title;answer=U/once/thing1:title", "twice"),
        ] {
            let error = Templates::parse(text).unwrap_err();
            assert!(error.contains(told), "{text}: {error}");
        }
        assert_eq!(Templates::parse("").unwrap(), Templates::default());
    }
}
