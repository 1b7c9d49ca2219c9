//! The index follows the database through kills, rebuilds and a lost engine, and search alone is lost with it.
//!
//! `YITING_SEED` repeats a run's choices.

use serde_json::json;
use std::{
    process::Command,
    time::{Duration, Instant},
};
use yiting_e2e::{
    Dice,
    client::Client,
    demo::Place,
    meilisearch::Meilisearch,
    postgres::Postgres,
    process::{self, Server},
    seed,
    writers::{Town, Writer, residents, under_writers},
};

const FIND: &str = "query($t: String!) { searchProposals(text: $t, first: 50) { totalCount nodes { title } } }";

/// A command on the same data and engine, to its end.
fn run(place: &Place, action: &str, more: &[(&str, &str)]) -> (bool, String) {
    let environment = [place.environment(), more.to_vec()].concat();
    let (status, said) = process::run(&["search", action, "--data", place.data()], &environment);
    (status.success(), said)
}

/// Waits until a check says that the index equals the database; messages of the outbox may still be on their way.
fn until_equal(place: &Place, more: &[(&str, &str)]) {
    let deadline = Instant::now() + Duration::from_secs(90);
    loop {
        let (fine, said) = run(place, "check", more);
        if fine {
            assert!(said.contains("The index equals the database."), "{said}");
            return;
        }
        assert!(Instant::now() < deadline, "{said}");
        std::thread::sleep(Duration::from_millis(500));
    }
}

/// A served demo of some proposals, with writers.
fn begin(place: &Place, settings: &[(&str, &str)]) -> (Server, Town, Vec<Writer>) {
    let demo = place.demo_with(60, settings);
    drop(demo);
    let server = place.in_production(&[&[("YITING_FREE_DOCUMENTS", "everyone")], settings].concat());
    let (town, writers) = residents(place, &server.base);
    (server, town, writers)
}

/// Kills the server under writers, a rebuild in between, and compares index and database at the end.
fn killed_and_rebuilt(place: &Place) {
    let mut dice = Dice::new(seed());
    let (mut server, town, mut writers) = begin(place, &[]);
    let asking = Client::anonymous(&server.base);
    under_writers(&town, &mut writers, dice.roll(), || {
        for _ in 0..12 {
            std::thread::sleep(Duration::from_millis(50 + dice.roll() % 900));
            server.kill();
            server.restart();
        }
        for _ in 0..2 {
            let (fine, said) = run(place, "rebuild", &[]);
            assert!(fine, "{said}");
            // The server answers from the new index, and went on meanwhile.
            let found = asking.ask(FIND, &json!({"t": "电梯"}));
            assert!(found["searchProposals"]["totalCount"].as_u64() > Some(0), "{found}");
        }
    });
    until_equal(place, &[]);
    let titles: Vec<String> = writers[0].client.ask(
        "{ proposals(filter: {mine: true}, first: 50) { nodes { title } } }",
        &json!({}),
    )["proposals"]["nodes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|node| node["title"].as_str().unwrap_or("").to_owned())
        .collect();
    assert!(!titles.is_empty(), "somebody wrote");
    let found = writers[0].client.ask(FIND, &json!({"t": titles[0]}));
    assert!(
        found.to_string().contains(&titles[0]),
        "what was written meanwhile is found: {found}"
    );
    assert!(server.terminate().success());
    until_equal(place, &[]);
}

#[test]
fn killed_and_rebuilt_under_writers_the_embedded_index_equals_sqlite_afterwards() {
    killed_and_rebuilt(&Place::sqlite("search"));
}

#[test]
fn killed_and_rebuilt_under_writers_the_embedded_index_equals_postgres_afterwards() {
    let cluster = Postgres::shared();
    killed_and_rebuilt(&Place::postgres("search", cluster.database("search")));
}

fn signal(name: &str, server: &Meilisearch) {
    let done = Command::new("kill").args([name, &server.pid().to_string()]).status();
    assert!(done.expect("kill runs").success());
}

#[test]
fn a_meilisearch_that_is_lost_or_hangs_takes_search_alone_with_it_and_two_instances_catch_up() {
    let Some(mut engine) = Meilisearch::start() else { return };
    let cluster = Postgres::shared();
    let place = Place::postgres("meili", cluster.database("meili"));
    let url = engine.url();
    let settings = [("MEILI_URL", url.as_str()), ("MEILI_KEY", Meilisearch::KEY)];
    let (mut one, town, mut writers) = begin(&place, &settings);
    let two = place.in_production(&[&[("YITING_FREE_DOCUMENTS", "everyone")], &settings[..]].concat());
    let asking = Client::anonymous(&two.base);
    let mut dice = Dice::new(seed());
    let refused = || asking.refusal(FIND, &json!({"t": "电梯"})) == Some("SEARCH_UNAVAILABLE".to_owned());
    under_writers(&town, &mut writers, dice.roll(), || {
        // The demo that was killed held the right to feed for a quarter of a minute.
        let deadline = Instant::now() + Duration::from_secs(60);
        while asking.refusal(FIND, &json!({"t": "电梯"})).is_some() {
            assert!(Instant::now() < deadline, "{}", two.said());
            std::thread::sleep(Duration::from_millis(200));
        }
        engine.kill();
        assert!(yiting_e2e::soon(refused), "a lost engine is told");
        let listed = asking.ask("{ proposals(first: 5) { nodes { title } } }", &json!({}));
        assert_eq!(
            listed["proposals"]["nodes"].as_array().map(Vec::len),
            Some(5),
            "all else goes on"
        );
        std::thread::sleep(Duration::from_secs(2));
        engine.restart();
        std::thread::sleep(Duration::from_secs(3));
        signal("-STOP", &engine);
        assert!(yiting_e2e::soon(refused), "an engine that hangs is told");
        let begun = Instant::now();
        assert!(refused());
        assert!(begun.elapsed() < Duration::from_secs(8), "and nobody waits for it");
        signal("-CONT", &engine);
        for _ in 0..4 {
            std::thread::sleep(Duration::from_millis(300 + dice.roll() % 1_500));
            one.kill();
            one.restart();
        }
        let (fine, said) = run(&place, "rebuild", &settings);
        assert!(fine, "{said}");
    });
    until_equal(&place, &settings);
    assert!(yiting_e2e::soon(|| asking
        .refusal(FIND, &json!({"t": "电梯"}))
        .is_none()));
    let figures = asking.page("/metrics", "text/plain").1;
    assert!(
        figures.contains("yiting_search_up 1") && figures.contains("yiting_search_waiting 0"),
        "{figures}"
    );
}

#[test]
fn a_list_of_synonyms_that_is_edited_holds_without_a_restart_or_a_new_index() {
    let place = Place::sqlite("synonyms");
    let file = std::path::Path::new(place.data()).join("synonyms.txt");
    std::fs::create_dir_all(place.data()).expect("a folder");
    std::fs::write(&file, "电梯 = zzqlift\n").expect("a list");
    let path = file.to_str().expect("a path of letters").to_owned();
    let server = place.demo_with(60, &[("YITING_SYNONYMS", &path)]);
    let asking = Client::anonymous(&server.base);
    let count = |text: &str| {
        asking.ask(FIND, &json!({"t": text}))["searchProposals"]["totalCount"]
            .as_u64()
            .unwrap_or(0)
    };
    assert!(yiting_e2e::soon(|| asking
        .refusal(FIND, &json!({"t": "电梯"}))
        .is_none()
        && count("电梯") > 0));
    assert_eq!(count("zzqlift"), count("电梯"));
    // A list that cannot be read leaves the one before it in force.
    std::fs::write(&file, "电梯 =\n").expect("a list");
    assert!(
        yiting_e2e::soon(|| server.said().contains("stays as it was")),
        "{}",
        server.said()
    );
    assert_eq!(count("zzqlift"), count("电梯"));
    std::fs::write(&file, "电梯 = qqrise\n").expect("a list");
    assert!(yiting_e2e::soon(|| count("qqrise") > 0));
    assert_eq!(count("zzqlift"), 0);
}
