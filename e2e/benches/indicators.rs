//! Every indicator query over a year of a district, from what is maintained, beside computing everything
//! from the log again: `cargo bench -p yiting-e2e --bench indicators` (with `--profile dev` when the tests
//! are built already).
//!
//! The server is `YITING_BIN` or the debug build; the figures of a release build are the ones to quote. Set
//! YITING_BENCH_PROPOSALS for another number than 100 000, YITING_BENCH_DATABASE for a PostgreSQL. Everybody
//! may ask what is asked here, so nothing but the computation and the way over HTTP is measured.

use serde_json::{Value, json};
use std::time::{Duration, Instant};
use yiting_e2e::{client::Client, demo::Place};

/// How often each query is asked.
const TIMES: usize = 200;

/// The queries, with `$s` for the district.
const QUERIES: &[(&str, &str)] = &[
    ("all figures", "indicators(scope: $s) { figures { id value low high } }"),
    (
        "all figures, half a year ago",
        "indicators(scope: $s, asOf: $then) { figures { id value low high } }",
    ),
    (
        "counts of a stretch",
        "indicators(scope: $s, filter: {from: $from, to: $to}) { figures(ids: [ACCEPTED, CLOSED, CLOSURE_RATE]) { value } }",
    ),
    (
        "all by street",
        "indicators(scope: $s) { breakdown(by: STREET) { area { name } figures { id value } } }",
    ),
    (
        "all by topic",
        "indicators(scope: $s) { breakdown(by: TOPIC) { topic { name } figures { id value } } }",
    ),
    (
        "all by kind of block",
        "indicators(scope: $s) { breakdown(by: BLOCK_KIND) { blockKind figures { id value } } }",
    ),
    (
        "all by month",
        "indicators(scope: $s) { breakdown(by: MONTH) { month figures { id value } } }",
    ),
    (
        "curve to closure",
        "indicators(scope: $s) { survival(of: TIME_TO_CLOSURE) { median points { day share low high atRisk } } }",
    ),
    (
        "cases behind a figure",
        "indicators(scope: $s) { cases(of: OVERDUE_NOW, first: 20) { nodes { state proposal { title } } } }",
    ),
    (
        "the hubs' report by street",
        "hubReport(scope: $s, from: $from, to: $to) { total { value } rows { area { name } figures { value } } }",
    ),
];

fn main() {
    let proposals = std::env::var("YITING_BENCH_PROPOSALS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let place = match std::env::var("YITING_BENCH_DATABASE") {
        Ok(url) => Place::postgres("bench-indicators", url),
        Err(_) => Place::sqlite("bench-indicators"),
    };
    println!("{}", yiting_e2e::process::binary().display());
    println!("{proposals} proposals in a year");
    let server = place.demo(proposals);
    let client = Client::anonymous(&server.base);
    let district = client.ask("{ districts(first: 1) { nodes { id } } }", &json!({}));
    let district = district["districts"]["nodes"][0]["id"].clone();
    // The demo's search index is built beside it, for longer than all that is measured here.
    let indexed = || {
        let figures = client.page("/metrics", "text/plain").1;
        figures.contains("yiting_search_up 1") && figures.contains("yiting_search_waiting 0")
    };
    while !indexed() {
        std::thread::sleep(Duration::from_secs(1));
    }
    let (now, first) = time(|| {
        ask(
            &client,
            &district,
            "indicators(scope: $s) { asOf logSize }",
            &Value::Null,
        )
    });
    println!(
        "first question after the start, which loads the cases: {:.0} ms",
        ms(first)
    );
    let now = now["indicators"]["asOf"].as_str().expect("an instant").to_owned();
    println!(
        "{:<32} {:>9} {:>9} {:>9}",
        "milliseconds over HTTP", "p50", "p99", "max"
    );
    for (name, query) in QUERIES {
        let mut times: Vec<Duration> = (0..TIMES)
            .map(|_| time(|| ask(&client, &district, query, &json!(now))).1)
            .collect();
        times.sort_unstable();
        let at = |percent: usize| ms(times[(times.len() * percent / 100).min(times.len() - 1)]);
        println!("{name:<32} {:>9.1} {:>9.1} {:>9.1}", at(50), at(99), at(100));
    }
    drop(server);
    let ((fine, said), all) = time(|| place.run(&["indicators", "check"]));
    assert!(fine, "{said}");
    println!("everything from the log again, and compared: {:.0} ms", ms(all));
}

fn ask(client: &Client, district: &Value, query: &str, now: &Value) -> Value {
    let now = now.as_str().unwrap_or("2026-07-01T00:00:00+08:00");
    let (year, rest) = now.split_at(4);
    let month: u32 = rest[1..3].parse().expect("a month");
    let then = if month > 6 {
        format!("{year}-{:02}-01T00:00:00+08:00", month - 6)
    } else {
        format!(
            "{}-{:02}-01T00:00:00+08:00",
            year.parse::<u32>().expect("a year") - 1,
            month + 6
        )
    };
    let variables = [
        ("s", "ID!"),
        ("then", "String!"),
        ("from", "String!"),
        ("to", "String!"),
    ];
    let used: Vec<String> = variables
        .iter()
        .filter(|(name, _)| query.contains(&format!("${name}")))
        .map(|(name, kind)| format!("${name}: {kind}"))
        .collect();
    let document = format!("query({}) {{ {query} }}", used.join(", "));
    let all = json!({"s": district, "then": then, "from": format!("{}-01-01", &then[..4]), "to": &now[..10]});
    let given: serde_json::Map<String, Value> = all
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| query.contains(&format!("${name}")))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    client.ask(&document, &Value::Object(given))
}

fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
