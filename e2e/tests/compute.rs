//! The algorithms from the command line, on real elections and conversations.

use serde_json::{Value, json};
use std::path::PathBuf;
use yiting_e2e::{
    Folder,
    client::{Client, key},
    demo::Place,
    process, reference_data, soon,
    story::Cast,
};

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
fn a_ballot_is_counted_again_from_its_published_list_alone() {
    let place = Place::sqlite("tally");
    let server = place.demo(5);
    let cast = Cast::find(&server.base);
    let anyone = Client::anonymous(&server.base);
    let now = anyone.post("/demo/clock", &json!({"days": 0}))["now"]
        .as_str()
        .expect("a time")
        .to_owned();
    let year: u32 = now[..4].parse().expect("a year");
    let input = json!({"clientMutationId": key(), "area": cast.block, "title": "是否更换门禁", "legalBasis": "居民公约",
        "kind": "YES_NO", "electorate": "RESIDENTS", "secrecy": "VERIFIABLE", "closesAt": format!("{}{}", year + 1, &now[4..])});
    let announce = "mutation($i: AnnounceBallotInput!) { announceBallot(input: $i) { ballot { id } } }";
    let made = cast.street.ask(announce, &json!({"i": input}));
    let id = made["announceBallot"]["ballot"]["id"].clone();
    let vote = "mutation($i: CastVoteInput!) { castVote(input: $i) { receipt } }";
    let cast_vote = cast.resident.ask(
        vote,
        &json!({"i": {"clientMutationId": key(), "ballot": id, "answer": "YES"}}),
    );
    let receipt = cast_vote["castVote"]["receipt"].as_str().expect("a receipt").to_owned();
    anyone.post("/demo/clock", &json!({"days": 400}));
    let query = "query($id: ID!) { node(id: $id) { ... on Ballot { result { verdict listPath } } } }";
    let result = || anyone.ask(query, &json!({"id": id}))["node"]["result"].clone();
    assert!(soon(|| !result().is_null()), "the clock closes it");
    let path = result()["listPath"].as_str().expect("a path").to_owned();
    let list = anyone.read(&path);
    let file = place.folder.0.join("list.json");
    let verify = |list: &Value, more: &[&str]| {
        std::fs::write(&file, list.to_string()).expect("a file");
        let arguments = ["tally", "verify", file.to_str().expect("a path")];
        let (status, said) = process::run(&[&arguments, more].concat(), &[]);
        (status.code(), said)
    };
    let (code, said) = verify(&list, &["--receipt", &receipt]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("receipt: ") && said.contains("YES"), "{said}");
    assert_eq!(verify(&list, &["--receipt", "0123456789abcdef"]).0, Some(2));
    let mut forged = list.clone();
    forged["list"]["entries"][0]["choice"]["answer"] = json!("NO");
    let (code, said) = verify(&forged, &[]);
    assert_eq!(code, Some(2), "{said}");
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
