//! Filters, facets, and who may find what.

use super::*;
use crate::search::{Desk, Facets};
use std::collections::BTreeMap;

/// Six proposals that differ in everything one can narrow to.
fn district() -> Vec<Document> {
    let varied = |number: u128, home: &str, tier: &str, state: &str, year: i32| Document {
        home: home.to_owned(),
        custodian: home.to_owned(),
        tier: tier.to_owned(),
        state: state.to_owned(),
        year,
        topic: Some(id(900 + number % 2)),
        block_kind: (number > 2).then(|| if number.is_multiple_of(2) { "village" } else { "estate" }.to_owned()),
        ..proposal(number, "绿化")
    };
    vec![
        varied(1, "000001/", "district", "answered", 2024),
        varied(2, "000001/000001/", "street", "answered", 2025),
        varied(3, "000001/000001/000001/", "block", "supporting", 2025),
        varied(4, "000001/000001/000002/", "block", "supporting", 2026),
        varied(5, "000001/000002/", "street", "custody", 2026),
        varied(6, "000002/", "district", "custody", 2026),
    ]
}

fn list(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

fn counts(values: &[(&str, u64)]) -> BTreeMap<String, u64> {
    values.iter().map(|&(value, count)| (value.to_owned(), count)).collect()
}

#[tokio::test]
async fn every_filter_narrows_and_all_of_them_hold_together() {
    let below = |path: &str| Filter {
        below: Some(path.to_owned()),
        ..Filter::default()
    };
    let cases = [
        (Filter::default(), vec![1, 2, 3, 4, 5, 6]),
        (below("000001/"), vec![1, 2, 3, 4, 5]),
        (below("000001/000001/"), vec![2, 3, 4]),
        (below("000001/000001/000002/"), vec![4]),
        (below("000003/"), vec![]),
        (
            Filter {
                tiers: list(&["street"]),
                ..Filter::default()
            },
            vec![2, 5],
        ),
        (
            Filter {
                tiers: list(&["street", "district"]),
                ..Filter::default()
            },
            vec![1, 2, 5, 6],
        ),
        (
            Filter {
                topics: vec![id(901)],
                ..Filter::default()
            },
            vec![1, 3, 5],
        ),
        (
            Filter {
                topics: vec![id(999)],
                ..Filter::default()
            },
            vec![],
        ),
        (
            Filter {
                states: list(&["supporting", "custody"]),
                ..Filter::default()
            },
            vec![3, 4, 5, 6],
        ),
        (
            Filter {
                block_kinds: list(&["village"]),
                ..Filter::default()
            },
            vec![4, 6],
        ),
        (
            Filter {
                years: vec![2024, 2025],
                ..Filter::default()
            },
            vec![1, 2, 3],
        ),
        (
            Filter {
                years: vec![2026],
                states: list(&["custody"]),
                ..below("000001/")
            },
            vec![5],
        ),
    ];
    for engine in engines() {
        let engine = engine.with(&district()).await;
        for (filter, wanted) in &cases {
            for text in ["", "绿化"] {
                let question = Question {
                    text: text.to_owned(),
                    ..narrowed(filter.clone())
                };
                engine.is(engine.set(&question).await, wanted.clone(), &question);
                engine.is(engine.ask(&question).await.total, wanted.len() as u64, &question);
            }
        }
    }
}

#[tokio::test]
async fn a_filter_is_compared_and_never_read_as_an_expression() {
    for engine in engines() {
        let engine = engine.with(&district()).await;
        for hostile in [
            "x\" OR public = true OR state = \"x",
            "\\",
            "x\\\"] OR id EXISTS",
            "'",
            "\u{0}",
            "",
        ] {
            let filter = Filter {
                states: list(&[hostile]),
                ..Filter::default()
            };
            engine.is(engine.found(&narrowed(filter)).await, vec![], hostile);
            let filter = Filter {
                below: Some(hostile.to_owned()).filter(|path| !path.is_empty()),
                ..Filter::default()
            };
            if filter.below.is_some() {
                engine.is(engine.found(&narrowed(filter)).await, vec![], hostile);
            }
        }
    }
}

#[tokio::test]
async fn facets_count_everything_found_and_areas_right_below_the_one_asked_for() {
    for engine in engines() {
        let engine = engine.with(&district()).await;
        for text in ["", "绿化"] {
            let question = Question {
                facets: true,
                first: 1,
                ..words(text)
            };
            let answer = engine.ask(&question).await;
            let wanted = Facets {
                areas: counts(&[("000001/", 5), ("000002/", 1)]),
                tiers: counts(&[("block", 2), ("district", 2), ("street", 2)]),
                topics: BTreeMap::from([(id(900), 3), (id(901), 3)]),
                states: counts(&[("answered", 2), ("custody", 2), ("supporting", 2)]),
                block_kinds: counts(&[("estate", 2), ("village", 2)]),
                years: BTreeMap::from([(2024, 1), (2025, 2), (2026, 3)]),
            };
            engine.is(&answer.facets, &wanted, &question);
            engine.is((answer.hits.len(), answer.total, answer.more), (1, 6, true), &question);
            let filter = Filter {
                below: Some("000001/".to_owned()),
                ..Filter::default()
            };
            let below = engine.ask(&Question { filter, ..question }).await.facets;
            engine.is(
                below.areas,
                counts(&[("000001/000001/", 3), ("000001/000002/", 1)]),
                "below",
            );
            engine.is(
                below.tiers,
                counts(&[("block", 2), ("district", 1), ("street", 2)]),
                "below",
            );
        }
        let without = engine.ask(&words("")).await;
        engine.is(without.facets, Facets::default(), "nobody asked for facets");
    }
}

/// A public one, somebody's draft, and two that were handed in and are not public yet.
fn guarded() -> Vec<Document> {
    let hidden = |number: u128, custodian: &str| Document {
        public: false,
        state: "checking".to_owned(),
        home: "000001/000001/".to_owned(),
        custodian: custodian.to_owned(),
        owners: vec![id(700 + number)],
        ..proposal(number, "秘密花园")
    };
    let draft = Document {
        number: None,
        state: "draft".to_owned(),
        ..hidden(2, "000001/000001/")
    };
    vec![
        proposal(1, "秘密花园"),
        draft,
        hidden(3, "000001/000001/"),
        hidden(4, "000001/"),
    ]
}

#[tokio::test]
async fn a_viewer_finds_and_counts_what_it_may_see_and_nothing_else() {
    let desk = |path: &str, reaches_down: bool| Scope {
        me: Some(id(1)),
        desks: vec![Desk {
            path: path.to_owned(),
            reaches_down,
        }],
    };
    let me = |number: u128| Scope {
        me: Some(id(number)),
        desks: Vec::new(),
    };
    let cases = [
        ("nobody in particular", Scope::default(), vec![1]),
        ("a stranger", me(1), vec![1]),
        ("who drafts", me(702), vec![1, 2]),
        ("who handed in", me(703), vec![1, 3]),
        ("the desk of one area", desk("000001/000001/", false), vec![1, 3]),
        ("a desk above that reaches down", desk("000001/", true), vec![1, 3, 4]),
        ("a desk above that does not", desk("000001/", false), vec![1, 4]),
        ("a desk beside", desk("000001/000002/", true), vec![1]),
        ("a desk in another district", desk("000002/", true), vec![1]),
        (
            "a path that is another's beginning",
            desk("000001/00000", true),
            vec![1],
        ),
    ];
    for engine in engines() {
        let engine = engine.with(&guarded()).await;
        for (who, scope, wanted) in &cases {
            for text in ["", "花园", "huayuan"] {
                let question = Question {
                    text: text.to_owned(),
                    facets: true,
                    ..seen_by(scope.clone())
                };
                let answer = engine.ask(&question).await;
                let mut found: Vec<u128> = answer.hits.iter().map(|hit| hit.id.as_u128()).collect();
                found.sort_unstable();
                engine.is(&found, wanted, (who, text));
                engine.is(answer.total, wanted.len() as u64, (who, text));
                engine.is(
                    answer.facets.states.values().sum::<u64>(),
                    wanted.len() as u64,
                    (who, text),
                );
            }
        }
    }
}
