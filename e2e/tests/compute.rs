//! The algorithms from the command line, on real elections and conversations.

use serde_json::{Value, json};
use std::path::PathBuf;
use yiting_e2e::{Folder, process, reference_data};

fn compute(arguments: &[&str]) -> Value {
    let (status, said) = process::run(&[&["compute"], arguments].concat(), &[]);
    assert!(status.success(), "{said}");
    serde_json::from_str(&said).expect("JSON")
}

fn file(data: &std::path::Path, name: &str) -> String {
    let path: PathBuf = data.join(name);
    path.to_str().expect("a path").to_owned()
}

#[test]
fn real_budget_elections_are_decided_as_they_were() {
    let Some(data) = reference_data() else { return };
    let outcomes: Value =
        serde_json::from_str(&std::fs::read_to_string(data.join("pb/reference-outcomes.json")).expect("the outcomes"))
            .expect("JSON");
    for name in ["Netherlands_Assen_2024.pb", "Poland_Swiecie_2023.pb"] {
        let path = file(&data, &format!("pb/{name}"));
        let result = compute(&[
            "budget",
            &path,
            "--rule",
            "equal-shares",
            "--satisfaction",
            "cost",
            "--completion",
            "add1",
        ]);
        let sorted = |value: &Value| {
            let mut ids: Vec<String> = value
                .as_array()
                .expect("ids")
                .iter()
                .filter_map(|id| id.as_str().map(str::to_owned))
                .collect();
            ids.sort();
            ids
        };
        assert_eq!(
            sorted(&result["selected"]),
            sorted(&outcomes["results"][name]["selected_real"]),
            "{name}"
        );
        assert!(result["projects"][0]["why"].as_str().is_some_and(|why| !why.is_empty()));
    }
}

#[test]
fn a_conversation_is_divided_and_an_election_is_ranked() {
    let Some(data) = reference_data() else { return };
    let groups = compute(&[
        "groups",
        &file(&data, "polis/15-per-hour-seattle/participants-votes.csv"),
    ]);
    assert_eq!(groups["k"], 2);
    assert!(
        groups["participants"]
            .as_object()
            .is_some_and(|all| all.values().any(|group| !group.is_null()))
    );
    let debian = compute(&[
        "ranked",
        &file(&data, "ranked/debian/leader2006_tally.txt"),
        "--rule",
        "schulze",
    ]);
    assert_eq!(debian["elected"], json!(["Anthony Towns"]), "{debian}");
    let stv = compute(&[
        "ranked",
        &file(&data, "ranked/stv-classic/A60.HIL"),
        "--rule",
        "stv",
        "--seats",
        "1",
    ]);
    assert_eq!(stv["elected"].as_array().map(Vec::len), Some(1));
}

#[test]
fn files_that_are_not_what_they_seem_are_refused_with_line_and_reason() {
    let folder = Folder::new("compute");
    let bad = folder.0.join("bad");
    std::fs::write(&bad, "META\nkey;value\nnum_projects;2\nPROJECTS\n\"open").expect("a file");
    let path = bad.to_str().expect("a path");
    for arguments in [
        vec!["budget", path, "--rule", "greedy"],
        vec!["groups", path],
        vec!["ranked", path, "--rule", "stv", "--seats", "1"],
        vec!["approval", path, "--rule", "av"],
        vec!["budget", path, "--rule", "by-lot"],
    ] {
        let (status, said) = process::run(&[&["compute"], &arguments[..]].concat(), &[]);
        assert_eq!(status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("line ") || said.contains("is not one of"),
            "{arguments:?}: {said}"
        );
    }
}
