//! Documents and bodies that are made to hurt.

use serde_json::{Value, json};

/// Two ways out of every fragment, `levels` times: 2^levels fields in a kilobyte.
pub fn bomb(levels: usize, ways: usize) -> String {
    let mut text = String::from("{ ...F0 }");
    for n in 0..levels {
        let spreads = format!("...F{} ", n + 1).repeat(ways);
        text += &format!(" fragment F{n} on Query {{ {spreads}}}");
    }
    text + &format!(" fragment F{levels} on Query {{ __typename }}")
}

/// `count` aliases of one field.
pub fn aliases(count: usize) -> String {
    let fields: String = (0..count).map(|i| format!("a{i}: __typename ")).collect();
    format!("{{ {fields}}}")
}

/// A list in a list in a list.
pub fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

/// Documents that are under the body's limit and refused by what they ask: name, document, variables.
pub fn documents() -> Vec<(String, String, Value)> {
    let mut all: Vec<(String, String, Value)> = Vec::new();
    let mut add = |name: String, document: String| all.push((name, document, json!({})));
    for levels in 10..=31 {
        add(format!("fragments 2^{levels}"), bomb(levels, 2));
    }
    for (ways, levels) in [(3, 20), (5, 12), (10, 9), (50, 4)] {
        add(format!("fragments {ways}^{levels}"), bomb(levels, ways));
    }
    let circle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    add("fragments in a circle".into(), circle.into());
    for count in [16, 100, 1_000, 3_000] {
        add(format!("{count} aliases"), aliases(count));
    }
    for count in [51, 900] {
        add(
            format!("{count} directives"),
            format!("{{ __typename {} }}", "@skip(if: false) ".repeat(count)),
        );
    }
    for depth in [20, 60, 3_000] {
        add(
            format!("depth {depth}"),
            format!("{}{}", "{ me ".repeat(depth), "}".repeat(depth)),
        );
    }
    for depth in [65, 1_000, 7_000] {
        add(
            format!("lists in lists {depth}"),
            format!("{{ nodes(ids: {}) {{ id }} }}", nested(depth)),
        );
    }
    let wide = "{ districts(first: 50) { nodes { children(first: 50) { nodes { children(first: 50) { nodes { name } } } } } } }";
    add("lists under lists".into(), wide.into());
    let roots: String = (0..40).map(|_| "districts { nodes { name } } ").collect();
    add("40 root fields".into(), format!("{{ {roots}}}"));
    let logins: String = (0..15)
        .map(|i| format!("a{i}: refreshLogin(input: {{clientMutationId: \"hostile-{i}\", refreshToken: \"x\"}}) {{ accessToken }} "))
        .collect();
    add("15 mutations in one document".into(), format!("mutation {{ {logins}}}"));
    add(
        "a string of 60 000 letters".into(),
        format!("{{ areaByCode(code: \"{}\") {{ id }} }}", "x".repeat(60_000)),
    );
    add("a schema in place of a query".into(), "type Query { a: Int }".into());
    add("null bytes".into(), "{ __typename \u{0} }".into());
    add("nothing".into(), String::new());
    let declared: String = (0..1_500).map(|i| format!("$v{i}: Int ")).collect();
    add(
        "1 500 declared variables".into(),
        format!("query({declared}) {{ __typename }}"),
    );
    all
}

/// Bodies that are over the limit of 64 KiB, whatever stands in them.
pub fn bodies() -> Vec<(&'static str, Value)> {
    let many: serde_json::Map<String, Value> = (0..20_000).map(|i| (format!("v{i}"), json!(i))).collect();
    let batch: Vec<Value> = (0..5_000).map(|_| json!({"query": "{ __typename }"})).collect();
    vec![
        ("10 000 aliases", json!({"query": aliases(10_000)})),
        (
            "20 000 variables that nobody declared",
            json!({"query": "{ __typename }", "variables": many}),
        ),
        (
            "a string of 2 MB",
            json!({"query": "query($c: String!) { areaByCode(code: $c) { id } }", "variables": {"c": "x".repeat(2_000_000)}}),
        ),
        ("a batch of 5 000", Value::Array(batch)),
    ]
}
