//! Figures over HTTP: what the files hold, who gets them, and that what is served equals the log.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use yiting_e2e::{client::Client, demo::Place};

#[test]
fn the_files_hold_the_same_figures_and_the_open_data_tells_no_person() {
    let place = Place::sqlite("indicators");
    let server = place.demo(120);
    let client = Client::anonymous(&server.base);
    let districts = client.ask("{ districts(first: 1) { nodes { id code } } }", &json!({}));
    let district = &districts["districts"]["nodes"][0];
    let code = district["code"].as_str().expect("a code");
    let query = "query($s: ID!) { indicators(scope: $s) { asOf figures { id numerator value } }
        hubReport(scope: $s, from: \"2020-01-01\", to: \"2199-12-31\") { total { id value } csv jsonLines page } }";
    let seen = client.ask(query, &json!({"s": district["id"]}));
    let figures = seen["indicators"]["figures"].as_array().expect("figures").clone();
    let numerator = |id: &str| {
        let one = figures.iter().find(|figure| figure["id"] == id);
        one.and_then(|one| one["numerator"].as_u64()).expect("a count")
    };
    assert!(numerator("ACCEPTED") > 20 && numerator("CLOSED") > 0, "{figures:#?}");

    let path = |name: &str| seen["hubReport"][name].as_str().expect("a path").to_owned();
    let (status, csv) = client.page(&path("csv"), "text/csv");
    assert_eq!(status, 200);
    assert!(csv.starts_with("\u{feff}区划代码,区域,受理总数"), "{csv}");
    let total = csv.lines().last().expect("a total");
    assert!(total.starts_with(&format!("{code},")), "{total}");
    let accepted = total.split(',').nth(2).and_then(|cell| cell.parse::<u64>().ok());
    assert_eq!(accepted, Some(numerator("ACCEPTED")));
    let (status, page) = client.page(&path("page"), "text/html");
    assert!(
        status == 200 && page.contains("<th scope=\"col\">按时办结率</th>"),
        "{page}"
    );
    let (status, lines) = client.page(&path("jsonLines"), "*/*");
    assert!(status == 200 && lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));

    let (status, cases) = client.page(&format!("/export/indicators/{code}/cases.jsonl"), "*/*");
    assert_eq!(status, 200);
    assert!(
        cases.lines().count() as u64 <= numerator("SUBMITTED"),
        "only what everybody may see"
    );
    assert!(cases.lines().count() > 20);

    // Whoever has the open data counts the same.
    let (status, facts) = client.page(&format!("/export/indicators/{code}/facts.jsonl"), "*/*");
    assert_eq!(status, 200);
    let mut lines = facts.lines();
    let head: Value = serde_json::from_str(lines.next().expect("a head")).expect("JSON");
    assert_eq!(
        (head["format"].as_str(), head["complete"].as_bool()),
        (Some("yiting-open-cases/1"), Some(false))
    );
    let mut by_case: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in lines {
        let fact: Value = serde_json::from_str(line).expect("JSON");
        let known = [
            "case",
            "at",
            "fact",
            "area",
            "topic",
            "unit",
            "due",
            "score",
            "replaces",
            "supervision",
        ];
        let fields: BTreeSet<&str> = fact
            .as_object()
            .expect("an object")
            .keys()
            .map(String::as_str)
            .collect();
        assert!(fields.iter().all(|field| known.contains(field)), "{fact}");
        by_case
            .entry(fact["case"].as_str().expect("a case").to_owned())
            .or_default()
            .push(fact);
    }
    let with = |fact: &str| {
        by_case
            .values()
            .filter(|facts| facts.iter().any(|one| one["fact"] == fact))
            .count() as u64
    };
    assert_eq!(with("submitted"), numerator("SUBMITTED"));
    assert_eq!(with("accepted"), numerator("ACCEPTED"));

    // Not everything is everybody's.
    for file in ["report.csv", "cases.csv"] {
        let street = &head["areas"].as_array().expect("areas")[1];
        assert_eq!(street["tier"], "street");
        let path = format!("/export/indicators/{}/{file}", street["code"].as_str().expect("a code"));
        assert_eq!(client.page(&path, "*/*").0, 401, "{file}");
    }
    assert_eq!(
        client
            .page(&format!("/export/indicators/{code}/report.csv?by=neighborhood"), "*/*")
            .0,
        403
    );
    assert_eq!(
        client
            .page(&format!("/export/indicators/{code}/report.csv?from=yesterday"), "*/*")
            .0,
        400
    );
    assert_eq!(
        client.page(&format!("/export/indicators/{code}/secrets.csv"), "*/*").0,
        404
    );
    assert_eq!(client.page("/export/indicators/999999/report.csv", "*/*").0, 404);
    assert_eq!(
        client
            .page("/export/reports/00000000-0000-0000-0000-000000000000.csv", "*/*")
            .0,
        404
    );

    // The months that are over were sealed by the clock.
    let months =
        "query($s: ID!) { sealedMonths(scope: $s) { nodes { month sealedBy { id } restatements { number } } } }";
    let mut sealed = Vec::new();
    for _ in 0..100 {
        let seen = client.ask(months, &json!({"s": district["id"]}));
        sealed = seen["sealedMonths"]["nodes"].as_array().expect("months").clone();
        if sealed.len() >= 6 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(sealed.len() >= 6, "{sealed:?}");
    drop(server);
    let (fine, said) = place.run(&["indicators", "check"]);
    assert!(
        fine && said.contains("What is kept and served equals what the log says."),
        "{said}"
    );
    let (fine, said) = place.run(&["indicators", "rebuild"]);
    assert!(fine && said.contains("1 districts"), "{said}");
    assert!(place.run(&["indicators", "check"]).0);
    place.check_log();
}
