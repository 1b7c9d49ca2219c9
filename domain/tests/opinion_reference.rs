//! Opinion groups against the published Polis conversations, and what must hold for any votes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use yiting_domain::consultation::{adjusted_rand, file};

const CONVERSATIONS: [(&str, f64); 4] = [
    ("vtaiwan.uberx", 0.90),
    ("15-per-hour-seattle", 0.80),
    ("scoop-hivemind.biodiversity", 0.93),
    ("ssis.land-bank-farmland.2rumnecbeh.2021-08-01", 0.92),
];

/// The tables of votes, or nothing where the data is not there, which is a fault only in CI.
fn tables() -> Vec<(&'static str, f64, String)> {
    let root = std::env::var_os("YITING_REFERENCE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    if !root.join("polis").is_dir() {
        assert!(
            std::env::var_os("CI").is_none(),
            "no reference data at {}",
            root.display()
        );
        println!("skipped, no reference data");
        return Vec::new();
    }
    let read = |name| std::fs::read_to_string(root.join("polis").join(name).join("participants-votes.csv")).unwrap();
    CONVERSATIONS.map(|(name, least)| (name, least, read(name))).into()
}

/// The group that Polis published for each participant.
fn published_groups(table: &str) -> BTreeMap<u64, u8> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.filter_map(|row| Some((row[0].parse().unwrap(), row[1].parse().ok()?)))
        .collect()
}

#[test]
fn the_groups_agree_with_those_that_polis_published() {
    for (name, least, table) in tables() {
        let started = std::time::Instant::now();
        let result = file::compute(&table).unwrap();
        let theirs = published_groups(&table);
        let pairs = result
            .participants
            .iter()
            .filter_map(|(id, group)| Some(((*group)?, *theirs.get(id)?)));
        let (ours, theirs): (Vec<u8>, Vec<u8>) = pairs.unzip();
        let index = adjusted_rand(&ours, &theirs);
        println!(
            "{name}: k {}, adjusted Rand index {index:.3} over {} people, stability {:?}, silhouette {:?}, bridging {}, {:?}",
            result.k,
            ours.len(),
            result.summary.stability,
            result.summary.silhouette,
            result.summary.bridging.len(),
            started.elapsed(),
        );
        println!("{}\n{}", result.summary.words.zh, result.summary.groups[0].words.en);
        assert!(index >= least, "{name}: {index}");
    }
}

/// The lines below the header in another order.
fn shuffled(table: &str, seed: u64) -> String {
    let mut lines: Vec<&str> = table.lines().collect();
    let mut state = seed;
    for at in (2..lines.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        lines.swap(at, 1 + (state >> 33) as usize % at);
    }
    lines.join("\n")
}

#[test]
fn twenty_orders_of_the_same_lines_give_the_same_result() {
    for (name, _, table) in tables() {
        let matrix = file::parse(&table).unwrap();
        let result = (name == "15-per-hour-seattle").then(|| file::compute(&table).unwrap());
        for seed in 1..=20 {
            let other = shuffled(&table, seed);
            assert_ne!(other.trim_end(), table.trim_end());
            // The computation is a function of the matrix, so equal matrices are enough; the smallest
            // conversation is computed all the same.
            let again = file::parse(&other).unwrap();
            assert_eq!(again.digest(), matrix.digest(), "{name}, seed {seed}");
            assert_eq!(again, matrix, "{name}, seed {seed}");
            if let Some(result) = &result {
                assert_eq!(&file::compute(&other).unwrap(), result, "{name}, seed {seed}");
            }
        }
    }
}

#[test]
fn the_first_axes_and_groups_of_a_known_conversation_never_change() {
    // Computed once; the same on every machine, or the promise of reproducible results is broken.
    for (name, _, table) in tables() {
        if name == "15-per-hour-seattle" {
            let summary = file::compute(&table).unwrap().summary;
            let bits = summary.groups.iter().flat_map(|group| group.centre.map(f64::to_bits));
            let mark = bits.fold(summary.silhouette.unwrap().to_bits(), |mark, bits| {
                mark.rotate_left(5) ^ bits
            });
            assert_eq!(
                (summary.digest.to_string().as_str(), mark),
                (
                    "c5572ec7e640bde743a3b68e484e695152a2aad3c4972b8baa41ca51a2ddfa81",
                    2_064_515_975_522_414_869
                )
            );
        }
    }
}
