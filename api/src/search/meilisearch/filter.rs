//! What may be found, as Meilisearch's filter expressions. Whatever is compared with stands in quotation marks.

use super::{
    super::{Desk, Filter, Order, Position, Scope},
    stored::{LEVELS, SEGMENT, level},
};
use uuid::Uuid;

/// A value in quotation marks.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn any_of(attribute: &str, values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<String> = values.map(|value| quoted(&value)).collect();
    (!values.is_empty()).then(|| format!("{attribute} IN [{}]", values.join(", ")))
}

/// Raised in this area or below. A path that no area can have is nowhere.
fn below(path: &str) -> String {
    let levels = path.len() / SEGMENT;
    if path.len().is_multiple_of(SEGMENT) && (1..=LEVELS).contains(&levels) {
        format!("{} = {}", level(levels), quoted(path))
    } else {
        r#"kind = "nothing""#.to_owned()
    }
}

/// What everybody finds, and what this viewer does.
fn seen(scope: &Scope) -> String {
    let mut ways = vec!["public = true".to_owned()];
    ways.extend(scope.me.map(|me| format!("owners = {}", quoted(&me.to_string()))));
    let of = |down: bool, attribute: &str| {
        let desks = scope.desks.iter().filter(|desk| desk.reaches_down == down);
        any_of(attribute, desks.map(|Desk { path, .. }| path.clone()))
    };
    ways.extend(
        [of(true, "custodianLine"), of(false, "custodian")]
            .into_iter()
            .flatten()
            .map(|desks| format!("(handedIn = true AND {desks})")),
    );
    ways.join(" OR ")
}

/// Everything that must hold, each by itself.
pub(super) fn conditions(scope: &Scope, filter: &Filter) -> Vec<String> {
    let mut all = vec![r#"kind = "proposal""#.to_owned(), seen(scope)];
    all.extend(filter.below.as_deref().map(below));
    all.extend(any_of("tier", filter.tiers.iter().cloned()));
    all.extend(any_of("topic", filter.topics.iter().map(ToString::to_string)));
    all.extend(any_of("state", filter.states.iter().cloned()));
    all.extend(any_of("blockKind", filter.block_kinds.iter().cloned()));
    all.extend(any_of("year", filter.years.iter().map(ToString::to_string)));
    all
}

/// Conditions for a probe.
pub(super) fn beside(scope: &Scope, path: Option<&str>, except: Option<Uuid>) -> Vec<String> {
    let mut all = conditions(
        scope,
        &Filter {
            below: path.map(str::to_owned),
            ..Filter::default()
        },
    );
    all.extend(except.map(|id| format!("id != {}", quoted(&id.to_string()))));
    all
}

/// The attribute by which an order goes, and whether the largest comes first; none where the engine's rank decides.
pub(super) fn key(order: Order) -> Option<(&'static str, bool)> {
    match order {
        Order::Relevance => None,
        Order::Supports => Some(("supports", true)),
        Order::Newest => Some(("createdAt", true)),
        Order::Clock => Some(("dueAt", false)),
    }
}

/// What comes after a position.
pub(super) fn after(order: Order, position: Position) -> String {
    let (id, at) = (quoted(&position.id.to_string()), position.key);
    match key(order) {
        None => format!("id < {id}"),
        Some((attribute, descending)) => {
            let on = if descending { '<' } else { '>' };
            format!("{attribute} {on} {at} OR ({attribute} = {at} AND id < {id})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_leave_its_quotation_marks() {
        assert_eq!(quoted(r#"x" OR kind = "y"#), r#""x\" OR kind = \"y""#);
        assert_eq!(quoted(r"x\"), r#""x\\""#);
    }

    #[test]
    fn a_path_that_no_area_has_is_nowhere() {
        assert_eq!(below("000001/"), r#"at1 = "000001/""#);
        assert_eq!(below("000001"), r#"kind = "nothing""#);
        assert_eq!(below(""), r#"kind = "nothing""#);
    }
}
