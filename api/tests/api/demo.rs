//! The demo's year: what it shows, that it comes out the same, and that its short cut into the
//! tables leads where the use cases lead.

use crate::world::{Engine, Kept, empty, on_both, over, run};
use sea_orm::{EntityTrait, QueryOrder};
use std::collections::BTreeSet;
use yiting::{
    demo::{
        begins, ends,
        ledger::Deed,
        load::{Loaded, SEED, Wish, load},
        opens,
    },
    jobs,
    store::{
        entity::*,
        proposals::{self, Colour, Filter, OrderBy},
        rounds,
    },
    usecase::{App, Failure, Request, clockwork, proposal as usecase, rebuild},
};
use yiting_domain::{
    area::BlockKind,
    instant::Instant,
    people::Role,
    proposal::{CommentState, State, reading},
    refusal::Refusal,
    round::built_in,
};

async fn year(engine: Engine, proposals: usize, record: bool) -> (App, Kept, Loaded) {
    let (app, folder) = empty(engine, begins(), SEED).await;
    let wish = Wish {
        proposals,
        season: false,
        record,
    };
    let loaded = load(&app, wish, |_| {}).await.expect("it loads");
    (app, folder, loaded)
}

async fn root(app: &App) -> String {
    let checked = rebuild::check(app).await.expect("a check");
    assert_eq!(checked.len(), 1);
    assert_eq!(checked[0].problems, Vec::<String>::new());
    checked[0].root.to_string()
}

/// All rows of a table in the order of their keys, as text.
macro_rules! table {
    ($app:expr, $table:ident, $($key:ident),+) => {{
        let found = $table::Entity::find();
        $(let found = found.order_by_asc($table::Column::$key);)+
        let rows = found.all($app.db.reader()).await.expect("rows");
        (stringify!($table), rows.iter().map(|row| format!("{row:?}")).collect::<Vec<_>>())
    }};
}

async fn tables(app: &App) -> Vec<(&'static str, Vec<String>)> {
    let mut all = vec![
        table!(app, area, Id),
        table!(app, topic, Id),
        table!(app, unit, Id),
        table!(app, sla_profile, DistrictId, Tier, Version),
        table!(app, person, Id),
        table!(app, membership, Id),
        table!(app, residence, Id),
        table!(app, content, Id),
        table!(app, proposal, Id),
        table!(app, proposal_counter, DistrictId, Year),
        table!(app, proposal_text, ProposalId, Number),
        table!(app, support, ProposalId, Pseudonym),
        table!(app, follow, ProposalId, Pseudonym),
        table!(app, objection, ProposalId, Stay, Pseudonym),
        table!(app, rating, ProposalId, Stay, Pseudonym),
        table!(app, supervision, Id),
        table!(app, comment, Id),
        table!(app, note, Id),
        table!(app, log_entry, DistrictId, Seq),
        table!(app, log_head, DistrictId),
    ];
    // Their ids are drawn where they are stored, and mean nothing.
    let notices = notice::Entity::find()
        .order_by_asc(notice::Column::Seq)
        .order_by_asc(notice::Column::Pseudonym)
        .all(app.db.reader())
        .await
        .expect("rows");
    let told = |n: &notice::Model| {
        format!(
            "{} {} {} {} {}",
            n.seq, n.pseudonym, n.proposal_id, n.kind, n.created_at
        )
    };
    all.push(("notice", notices.iter().map(told).collect()));
    let waiting = outbox::Entity::find()
        .order_by_asc(outbox::Column::Payload)
        .all(app.db.reader())
        .await
        .expect("rows");
    let waits = |m: &outbox::Model| format!("{} {} {}", m.topic, m.available_at, m.payload);
    all.push(("outbox", waiting.iter().map(waits).collect()));
    all
}

async fn stand_at(app: &App, at: Instant) {
    app.clock.advance(at.millis() - app.now().millis());
    deliver(app).await;
}

async fn deliver(app: &App) {
    while jobs::deliver_some(app).await.expect("the outbox") > 0 {}
}

fn refusal<T>(done: Result<T, Failure>) -> Option<Refusal> {
    match done {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(fault) => panic!("{fault:?}"),
    }
}

/// Takes the recorded steps again, through the use cases.
async fn replay(app: &App, deeds: &[(Instant, Deed)]) {
    for (number, (at, deed)) in deeds.iter().enumerate() {
        stand_at(app, *at).await;
        let request = Request {
            key: format!("step-{number}"),
            hash: String::new(),
        };
        match deed {
            Deed::Tick => {
                clockwork::run_due(app, 10_000).await.expect("clocks");
            }
            Deed::Draft { by, new, refused } => {
                let done = usecase::create(app, by, &request, new).await;
                assert_eq!(refusal(done), *refused, "step {number}: {new:?}");
            }
            Deed::Act {
                by,
                proposal,
                ask,
                texts,
                refused,
            } => {
                let done = usecase::act(app, by, &request, *proposal, None, ask, &texts.clone().into()).await;
                assert_eq!(refusal(done), *refused, "step {number}: {ask:?}");
            }
        }
        deliver(app).await;
    }
    stand_at(app, ends()).await;
}

async fn the_short_cut_leads_where_the_use_cases_lead(engine: Engine) {
    let (app, _folder, loaded) = year(engine, 14, true).await;
    // The same world without a year, which is then lived through step by step.
    let (other, folder, _) = year(engine, 0, false).await;
    let slow = over(other.db.clone(), &folder, begins(), SEED + 1);
    assert!(loaded.deeds.len() > 200, "{} steps", loaded.deeds.len());
    replay(&slow, &loaded.deeds).await;
    for ((name, expected), (_, found)) in tables(&slow).await.iter().zip(&tables(&app).await) {
        let differ = expected.iter().zip(found).find(|(a, b)| a != b);
        assert_eq!((expected.len(), None), (found.len(), differ), "{name}");
    }
    assert_eq!(root(&slow).await, root(&app).await);
}

on_both! {
    the_short_cut_into_the_tables_leads_where_the_use_cases_lead => the_short_cut_leads_where_the_use_cases_lead;
}

#[test]
fn the_same_demo_has_the_same_log_root_on_every_engine() {
    run(async {
        let (first, _a, _) = year(Engine::Sqlite, 40, false).await;
        let (second, _b, _) = year(Engine::Sqlite, 40, false).await;
        let (third, _c, _) = year(Engine::Postgres, 40, false).await;
        let expected = root(&first).await;
        assert_eq!(root(&second).await, expected);
        assert_eq!(root(&third).await, expected);
    });
}

/// What must be seen somewhere in the log of a year.
const KINDS: &[&str] = &[
    "drafted",
    "edited",
    "submitted",
    "text_checked",
    "returned",
    "resubmitted",
    "declined",
    "appealed",
    "merged",
    "absorbed",
    "merge_chosen",
    "support_moved",
    "merge_settled",
    "accepted",
    "escalated",
    "delegated",
    "withdrawn",
    "lapsed",
    "formed",
    "not_adopted",
    "objected",
    "objection_upheld",
    "started",
    "reported",
    "extension_requested",
    "suspension_requested",
    "request_decided",
    "resumed",
    "delivered",
    "delivery_confirmed",
    "rated",
    "check_recorded",
    "reworked",
    "closed",
    "reopened",
    "supported",
    "support_revoked",
    "followed",
    "unfollowed",
    "commented",
    "comment_checked",
    "comment_hidden",
    "comment_appealed",
    "comment_appeal_decided",
    "note_written",
    "supervision_opened",
    "taken_up",
    "supervision_answered",
];

async fn colours(app: &App, colour: Colour) -> usize {
    let filter = Filter {
        colour: Some(colour),
        ..Default::default()
    };
    let found = proposals::list(app.db.reader(), None, &filter, OrderBy::Newest, None, 1_000, ends()).await;
    found.expect("a list").len()
}

#[test]
fn a_reduced_year_shows_every_role_state_event_and_colour() {
    run(async {
        let (app, _folder, loaded) = year(Engine::Sqlite, 300, false).await;
        let db = app.db.reader();
        root(&app).await;
        let rows = proposal::Entity::find().all(db).await.expect("proposals");
        let states: BTreeSet<&str> = rows.iter().map(|row| row.state.as_str()).collect();
        assert_eq!(states, State::ALL.into_iter().map(State::name).collect());
        for colour in [Colour::Green, Colour::Yellow, Colour::Red] {
            assert!(colours(&app, colour).await > 0, "{colour:?}");
        }
        let unchecked = rows.iter().any(|row| !row.visible && row.number.is_some());
        assert!(unchecked, "a text waits for a person's check");

        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let stored = proposals::by_ids(db, &ids).await.expect("proposals");
        let policy = app.policy(db, loaded.world.places.district.id).await.expect("a policy");
        let readings: Vec<_> = stored
            .values()
            .filter_map(|p| reading(&p.state, app.policy_for(&policy, &p.state), ends()))
            .map(|reading| format!("{:?}", reading.status))
            .collect();
        for state in ["Running", "Paused", "Done"] {
            assert!(readings.iter().any(|r| r.starts_with(state)), "{state}");
        }
        assert!(stored.values().any(|p| p.state.assisted_by.is_some()));
        assert!(stored.values().any(|p| p.state.suspended));
        assert!(stored.values().any(|p| p.state.lapsed));

        let entries = log_entry::Entity::find().all(db).await.expect("entries");
        let kinds: BTreeSet<&str> = entries.iter().map(|e| e.kind.as_str()).collect();
        let missing: Vec<_> = KINDS
            .iter()
            .filter(|kind| !kinds.contains(format!("proposal.{kind}").as_str()))
            .collect();
        assert_eq!(missing, Vec::<&&str>::new());

        let members = membership::Entity::find().all(db).await.expect("members");
        let roles: BTreeSet<&str> = members.iter().map(|m| m.role.as_str()).collect();
        assert_eq!(roles, Role::ALL.iter().map(|role| role.name()).collect());
        let people = person::Entity::find().all(db).await.expect("people");
        assert_eq!(
            people.iter().map(|p| p.level).collect::<BTreeSet<_>>(),
            (0..4).collect()
        );

        let areas = area::Entity::find().all(db).await.expect("areas");
        let count = |tier: &str| areas.iter().filter(|a| a.tier == tier).count();
        assert_eq!((count("street"), count("neighborhood")), (10, 189));
        let blocks: BTreeSet<&str> = areas.iter().filter_map(|a| a.kind.as_deref()).collect();
        assert_eq!(blocks, BlockKind::ALL.into_iter().map(BlockKind::name).collect());

        let said = comment::Entity::find().all(db).await.expect("comments");
        let standing: BTreeSet<&str> = said.iter().map(|c| c.state.as_str()).collect();
        assert_eq!(
            standing,
            CommentState::ALL.into_iter().map(CommentState::name).collect()
        );
        assert!(said.iter().any(|c| c.reply_to.is_some()));
    });
}

/// Autumn and morning around an empty year.
async fn season(engine: Engine) -> (App, Kept) {
    let (app, folder) = empty(engine, opens(), SEED).await;
    let wish = Wish {
        proposals: 0,
        season: true,
        record: false,
    };
    load(&app, wish, |_| {}).await.expect("it loads");
    (app, folder)
}

#[test]
fn rounds_of_every_procedure_run_are_concluded_and_fail_in_the_demo() {
    run(async {
        let (app, _a) = season(Engine::Sqlite).await;
        let db = app.db.reader();
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for row in round::Entity::find().all(db).await.expect("rounds") {
            let round = rounds::round(&row).expect("a round");
            let end = round.outcome.map_or("", |outcome| outcome.end.name());
            seen.insert((
                round.template.key,
                format!("{} {end}", round.state.name()).trim().to_owned(),
            ));
        }
        let kinds = built_in().into_iter().map(|template| template.key);
        for key in kinds {
            for state in ["open", "concluded adopted"] {
                assert!(
                    seen.contains(&(key.clone(), state.to_owned())),
                    "{key} {state}: {seen:#?}"
                );
            }
        }
        for state in ["concluded no_quorum", "concluded not_adopted", "cancelled"] {
            assert!(seen.iter().any(|(_, known)| known == state), "{state}");
        }
        assert!(
            seen.iter().any(|(key, _)| key == "quick-vote"),
            "a platform's own procedure"
        );
        // Nothing of the autumn is left to a year that does not know of it.
        let open = proposal::Entity::find().all(db).await.expect("proposals");
        let old = open.iter().filter(|row| row.created_at < begins().millis());
        let states: BTreeSet<&str> = old.map(|row| row.state.as_str()).collect();
        assert_eq!(states, BTreeSet::from(["closed", "not_adopted"]));
        let people = meeting_attendee::Entity::find().all(db).await.expect("attendance");
        assert!(people.iter().any(|row| row.checked_in_at.is_some()));
        let groups = consultation_result::Entity::find().all(db).await.expect("results");
        assert!(groups.len() >= 3, "opinion groups, live and final");

        // The same demo twice has the same root, on another engine too.
        let (other, _b) = season(Engine::Postgres).await;
        let (_, here) = table!(&app, log_entry, DistrictId, Seq);
        let (_, there) = table!(&other, log_entry, DistrictId, Seq);
        let differ = here.iter().zip(&there).find(|(a, b)| a != b);
        assert_eq!((here.len(), None), (there.len(), differ));
        assert_eq!(root(&other).await, root(&app).await);
    });
}

#[test]
fn every_label_stands_for_one_person_and_there_is_one_for_every_role() {
    run(async {
        let (_app, _folder, loaded) = year(Engine::Sqlite, 0, false).await;
        let labels: Vec<&str> = loaded.world.cast.personas.iter().map(|(l, _)| l.as_str()).collect();
        let distinct: BTreeSet<&str> = labels.iter().copied().collect();
        assert_eq!(distinct.len(), labels.len());
        for end in [
            "居民",
            "业主",
            "召集人",
            "社工",
            "主任",
            "街道经办",
            "街道负责人",
            "区级经办",
            "区级负责人",
            "承办人员",
            "居务监督员（全区）",
            "街道居务监督员",
            "专家",
            "审计员",
            "系统管理员",
            "微信访客（未绑定手机）",
            "手机用户（未核实住址）",
        ] {
            assert!(labels.iter().any(|label| label.ends_with(end)), "{end}");
        }
    });
}
