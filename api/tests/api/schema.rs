//! The schema that clients are generated from.

use crate::world::sdl;

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../client-sdk/schema.graphql");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed.trim() == sdl().trim(),
        "client-sdk/schema.graphql is not what `yiting schema` prints; write it anew"
    );
}

#[test]
fn every_type_field_and_argument_is_described() {
    let mut described = false;
    for line in sdl().lines().map(str::trim) {
        let names_something = line.starts_with("type ") || line.starts_with("enum ") || line.starts_with("input ");
        let edge = line.contains("Connection {") || line.contains("Edge {") || line.contains("PageInfo");
        if names_something && !edge {
            let root = ["type Query ", "type Mutation ", "type Subscription "]
                .iter()
                .any(|root| line.starts_with(root));
            assert!(described || root, "without a description: {line}");
        }
        if !line.is_empty() {
            described = line.ends_with("\"\"\"") || line.starts_with("\"\"\"");
        }
    }
}
