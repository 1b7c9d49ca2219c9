//! Milliseconds for counting the published budget elections, beside those of pabutools 1.2.3: measured in
//! the same run where `YITING_PABUTOOLS` names a Python that has it, else as the reference file states
//! them (of another machine, as far as one knows).
//!
//! `YITING_PABUTOOLS=venv/bin/python cargo bench -p yiting-domain --bench equal_shares`

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::Value;
use yiting_domain::ballot::budget::Satisfaction;
use yiting_domain::ballot::compute;
use yiting_domain::ballot::equal_shares::{self, Completion};
use yiting_domain::ballot::file::pb;
use yiting_domain::ballot::greedy_budget;
use yiting_domain::ballot::tie::TieOrder;

const FILES: [&str; 3] = [
    "France_Toulouse_2024.pb",
    "Poland_Swiecie_2023.pb",
    "Netherlands_Assen_2024.pb",
];

fn main() {
    let folder = std::env::var_os("YITING_REFERENCE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let read = |name: &str| std::fs::read_to_string(folder.join("pb").join(name)).ok();
    let Some(outcomes) = read("reference-outcomes.json") else {
        println!("skipped, no reference data");
        return;
    };
    let outcomes: Value = serde_json::from_str(&outcomes).unwrap_or_default();
    println!(
        "{:<28} {:<22} {:>12} {:>12} {:>8}",
        "file", "rule", "ms", "pabutools ms", "times"
    );
    for name in FILES {
        let Some(text) = read(name) else { continue };
        let measured = timed(&folder.join("pb").join(name));
        let reference = measured.as_ref().unwrap_or(&outcomes["results"][name]);
        let began = Instant::now();
        let Ok(file) = pb::parse(&text) else { continue };
        let Ok((poll, currency)) = compute::poll(&file) else {
            continue;
        };
        row(name, "read", began, &Value::Null);
        let ids: Vec<&str> = file.projects.iter().map(|project| project.id.as_str()).collect();
        let ties = TieOrder::by_text(&ids);
        for (satisfaction, word) in [(Satisfaction::Cost, "cost"), (Satisfaction::Cardinality, "card")] {
            let began = Instant::now();
            std::hint::black_box(greedy_budget::count(&poll, satisfaction, &ties));
            let rule = format!("greedy_{word}");
            row(name, &rule, began, &reference[format!("{rule}_s")]);
            for (completion, rule) in [(Completion::None, "mes"), (Completion::Add1, "mes_add1")] {
                let rule = format!("{rule}_{word}");
                let began = Instant::now();
                let unit = 10_u64.pow(currency.decimals);
                match equal_shares::count(&poll, satisfaction, completion, unit, &ties) {
                    Ok(outcome) => {
                        row(name, &rule, began, &reference[format!("{rule}_s")]);
                        println!(
                            "{:>54} increments, {} projects",
                            outcome.increments,
                            outcome.selected.len()
                        );
                    }
                    Err(error) => println!("{name} {rule}: {error}"),
                }
            }
        }
    }
}

/// The seconds of pabutools on this machine, now.
fn timed(file: &Path) -> Option<Value> {
    let python = std::env::var_os("YITING_PABUTOOLS")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/timed_pabutools.py");
    let output = Command::new(python).arg(script).arg(file).output().ok()?;
    if !output.status.success() {
        println!("pabutools failed: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    serde_json::from_slice(&output.stdout).ok()
}

fn row(file: &str, rule: &str, began: Instant, reference: &Value) {
    let own = began.elapsed().as_secs_f64() * 1e3;
    let reference = reference.as_f64().map(|seconds| seconds * 1e3);
    let number =
        |value: Option<f64>, decimals: usize| value.map_or_else(String::new, |value| format!("{value:.decimals$}"));
    println!(
        "{file:<28} {rule:<22} {own:>12.3} {:>12} {:>8}",
        number(reference, 0),
        number(reference.map(|reference| reference / own), 0)
    );
}
