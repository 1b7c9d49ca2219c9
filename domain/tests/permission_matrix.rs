//! Who may do what, for a reader: every action by every role on its own, a sibling, the parent and
//! a child area, each on a proposal that stands where the action exists.

mod world;

use std::{collections::BTreeMap, fmt::Write as _};
use world::{Case, World};
use yiting_domain::{
    people::Actor,
    permission::rule,
    proposal::{Action, State, offers},
    refusal::Refusal,
};

/// Role, and where its holder sits; then the custodian for each relation.
struct Seat {
    who: &'static str,
    custodians: &'static [(&'static str, &'static str)],
}

const AT_BLOCK: &[(&str, &str)] = &[("own", "d.1.1.1"), ("sibling", "d.1.1.2"), ("parent", "d.1.1")];
const AT_NEIGHBORHOOD: &[(&str, &str)] = &[
    ("own", "d.1.1"),
    ("sibling", "d.1.2"),
    ("parent", "d.1"),
    ("child", "d.1.1.1"),
];
const AT_STREET: &[(&str, &str)] = &[("own", "d.1"), ("sibling", "d.2"), ("parent", "d"), ("child", "d.1.1")];
const AT_DISTRICT: &[(&str, &str)] = &[("own", "d"), ("child", "d.1")];

const fn seat(who: &'static str, custodians: &'static [(&'static str, &'static str)]) -> Seat {
    Seat { who, custodians }
}

const TABLES: &[(&str, &[Seat])] = &[
    (
        "people without an office",
        &[
            seat("anonymous", &[("", "d.1.1.1")]),
            seat("wechat", &[("", "d.1.1.1")]),
            seat("phone", &[("", "d.1.1.1")]),
            seat("neighbour@d.1.1.1", &[("proponent", "d.1.1.1")]),
            seat("resident@d.1.1.1", AT_BLOCK),
            seat("owner@d.1.1.1", AT_BLOCK),
        ],
    ),
    (
        "block and neighborhood",
        &[
            seat("convener@d.1.1.1", AT_BLOCK),
            seat("worker@d.1.1", AT_NEIGHBORHOOD),
            seat("director@d.1.1", AT_NEIGHBORHOOD),
        ],
    ),
    (
        "street and district",
        &[
            seat("officer@d.1", AT_STREET),
            seat("lead@d.1", AT_STREET),
            seat("officer@d", AT_DISTRICT),
            seat("lead@d", AT_DISTRICT),
        ],
    ),
    (
        "expert, implementer, supervisor",
        &[
            seat("expert@d.1.1", AT_NEIGHBORHOOD),
            seat("implementer@d.1.1", AT_NEIGHBORHOOD),
            seat("supervisor@d.1.1", AT_NEIGHBORHOOD),
        ],
    ),
    (
        "auditor, administrator",
        &[
            seat("auditor@d.1.1", AT_NEIGHBORHOOD),
            seat("administrator@d.1.1", AT_NEIGHBORHOOD),
        ],
    ),
];

/// One staged world per action and custodian.
#[derive(Default)]
struct Stages(BTreeMap<(Action, &'static str), (World, Case)>);

impl Stages {
    fn answer(&mut self, action: Action, place: &'static str, name: &str) -> Result<(), Refusal> {
        let (world, case) = self.0.entry((action, place)).or_insert_with(|| {
            let mut world = World::new();
            let case = world.ready_for(action, rule(action).from[0], place);
            (world, case)
        });
        let actor = (name != "anonymous").then(|| world.who(name));
        world.may(action, actor.as_ref(), *case)
    }
}

/// FORBIDDEN is so frequent that a dot for it lets the eye find the rest.
fn cell(answer: Result<(), Refusal>) -> &'static str {
    match answer {
        Ok(()) => "yes",
        Err(Refusal::Forbidden) => "·",
        Err(refusal) => refusal.code(),
    }
}

#[test]
fn the_matrix_of_permissions_is_the_one_that_was_reviewed() {
    let mut stages = Stages::default();
    let mut text = "yes: allowed; a dot: FORBIDDEN; anything else: the refusal's code\n\n".to_owned();
    for (title, seats) in TABLES {
        let heads = seats.iter().flat_map(|seat| {
            let role = seat.who.split('@').next().unwrap_or_default();
            let tier = if seat.who.ends_with("@d") { "district " } else { "" };
            seat.custodians.iter().map(move |(relation, _)| match *relation {
                "" | "proponent" => format!("{role}{}", if relation.is_empty() { "" } else { "=proponent" }),
                _ => format!("{tier}{role}@{relation}"),
            })
        });
        let mut rows = vec![std::iter::once("action".to_owned()).chain(heads).collect::<Vec<_>>()];
        for action in Action::ALL {
            let mut row = vec![action.name().to_owned()];
            for seat in *seats {
                for (_, place) in seat.custodians {
                    row.push(cell(stages.answer(*action, place, seat.who)).to_owned());
                }
            }
            rows.push(row);
        }
        let _ = writeln!(text, "## {title}");
        print(&mut text, &rows);
    }
    insta::assert_snapshot!(text);
}

fn print(text: &mut String, rows: &[Vec<String>]) {
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|n| rows.iter().map(|row| row[n].chars().count()).max().unwrap_or(0))
        .collect();
    for row in rows {
        let line: Vec<_> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        let _ = writeln!(text, "| {} |", line.join(" | "));
    }
    let _ = writeln!(text);
}

/// What the table grants to an office; the rest is for residents, proponents and accounts.
fn is_for_an_office(action: Action) -> bool {
    match format!("{:?}", rule(action).who).as_str() {
        "CustodianStaff"
        | "CustodianDirector"
        | "ParentStaff"
        | "Implementer"
        | "ImplementerOrStaff"
        | "Supervisor"
        | "SupervisorOrParentStaff" => true,
        "Proponent" | "ProponentOrSupervisor" | "Resident" | "PhoneBound" | "Account" => false,
        other => panic!("teach the test the new kind of actor {other}: is_for_an_office in permission_matrix.rs"),
    }
}

/// Every action, staged in every state of its row, in the custody of each of these places.
fn everywhere(places: &[&str], mut check: impl FnMut(&World, Case, Action)) {
    for action in Action::ALL {
        for state in rule(*action).from {
            for place in places {
                let mut world = World::new();
                let case = world.ready_for(*action, *state, place);
                check(&world, case, *action);
            }
        }
    }
}

#[test]
fn auditor_and_administrator_have_no_say_over_proposals() {
    everywhere(&["d.1.1", "d.1.1.1"], |world, case, action| {
        let plain = world.who("phone");
        for name in ["auditor@d", "auditor@d.1.1", "administrator@d", "administrator@d.1.1"] {
            let held = world.may(action, Some(&world.who(name)), case);
            assert!(
                held.is_err() || !is_for_an_office(action),
                "{name} may {}",
                action.name()
            );
            let without = Actor {
                memberships: Vec::new(),
                ..world.who(name)
            };
            assert_eq!(
                held,
                world.may(action, Some(&without), case),
                "the role of {name}: {}",
                action.name()
            );
        }
        assert!(!is_for_an_office(action) || world.may(action, Some(&plain), case).is_err());
    });
}

#[test]
fn nobody_without_a_login_may_do_anything() {
    everywhere(&["d.1.1"], |world, case, action| {
        assert_eq!(
            world.may(action, None, case),
            Err(Refusal::Unauthenticated),
            "{}",
            action.name()
        );
        let facts = world.facts(None, case);
        for (_, answer) in offers(None, world.proposal(case), &facts, world.policy(), world.now) {
            assert_eq!(answer, Err(Refusal::Unauthenticated));
        }
    });
}

#[test]
fn staff_of_a_sibling_area_gain_nothing_by_their_office() {
    let siblings = [
        (
            "d.1.1.1",
            &["convener@d.1.1.2", "convener@d.1.2.1", "director@d.1.2", "lead@d.2"][..],
        ),
        (
            "d.1.1",
            &[
                "worker@d.1.2",
                "director@d.1.2",
                "director@d.2.1",
                "officer@d.2",
                "lead@d.2",
            ],
        ),
        ("d.1", &["officer@d.2", "lead@d.2", "director@d.2.1"]),
    ];
    for (place, names) in siblings {
        everywhere(&[place], |world, case, action| {
            for name in names {
                let held = world.may(action, Some(&world.who(name)), case);
                let without = Actor {
                    memberships: Vec::new(),
                    ..world.who(name)
                };
                assert_eq!(
                    held,
                    world.may(action, Some(&without), case),
                    "{name}: {}",
                    action.name()
                );
                assert!(
                    held.is_err() || !is_for_an_office(action),
                    "{name} may {}",
                    action.name()
                );
            }
        });
    }
}

#[test]
fn staff_below_the_custodian_gain_nothing_by_their_office() {
    everywhere(&["d.1"], |world, case, action| {
        for name in ["convener@d.1.1.1", "worker@d.1.1", "director@d.1.1"] {
            let answer = world.may(action, Some(&world.who(name)), case);
            assert!(
                answer.is_err() || !is_for_an_office(action),
                "{name} may {}",
                action.name()
            );
        }
    });
}

#[test]
fn a_draft_does_not_exist_for_anybody_but_its_proponent() {
    let mut world = World::new();
    let drafts = [
        world.draft_for("d.1.1.1", "neighbour"),
        world.draft_for("d.1.1", "owner"),
    ];
    let withdrawn = world.draft_for("d.1.1.1", "owner");
    world.does("owner@d.1.1.1", withdrawn, Action::Withdraw);
    for case in drafts.into_iter().chain([withdrawn]) {
        let proponent = world.proponent(case);
        for person in world.cast.iter().filter(|person| person.name != proponent) {
            for action in Action::ALL {
                let answer = world.may(*action, Some(&person.actor), case);
                assert_eq!(answer, Err(Refusal::NotFound), "{} by {}", action.name(), person.name);
            }
        }
        let able = Action::ALL
            .iter()
            .any(|action| world.may(*action, Some(&world.who(&proponent)), case).is_ok());
        assert_eq!(able, world.state(case) == State::Draft || world.state(case).is_public());
    }
}

#[test]
fn a_text_that_waits_for_its_check_is_seen_by_those_who_check_it_and_no_others() {
    let mut world = World::new();
    let case = world.ready_for(Action::CheckText, State::Submitted, "d.1.1");
    for person in &world.cast {
        let answer = world.may(Action::Follow, Some(&person.actor), case);
        let sees = person.actor.is_staff_of(&world.place("d.1.1").path)
            || [
                "neighbour@d.1.1.1",
                "supervisor@d.1.1",
                "supervisor@d.1",
                "supervisor@d",
            ]
            .contains(&&*person.name);
        assert_eq!(answer == Err(Refusal::NotFound), !sees, "{}", person.name);
    }
}

#[test]
fn what_is_offered_is_what_the_rule_engine_answers() {
    everywhere(&["d.1.1"], |world, case, _| {
        for name in [
            "neighbour@d.1.1.1",
            "worker@d.1.1",
            "director@d.1.1",
            "implementer@d.1.1",
            "supervisor@d.1",
        ] {
            let actor = world.who(name);
            let facts = world.facts(Some(&actor), case);
            let offered = offers(Some(&actor), world.proposal(case), &facts, world.policy(), world.now);
            assert_eq!(offered.len() + Action::ON_COMMENT.len(), Action::ALL.len());
            for (action, answer) in offered {
                assert_eq!(answer, world.may(action, Some(&actor), case));
            }
        }
    });
}
