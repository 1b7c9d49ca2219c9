//! Each operation costs a fixed number of SQL statements, however long its lists are.

use crate::{
    subject::{Cast, Situation},
    world::{Engine, World, on_both},
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting_domain::people::{Actor, Role};

/// Documents with a `$first`; what is asked for inside the list is the dearest there is.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "home feed",
        "query($first: Int!, $d: ID!) { proposals(filter: {home: $d}, first: $first) { nodes { id number title state
            supportCount viewerSupports proponent { nickname } home { name } custodian { name } topic { name }
            clock { colour dueAt } } } }",
    ),
    (
        "queue with everything",
        "query($first: Int!, $d: ID!) { proposals(filter: {custodian: $d}, orderBy: TOUCHED, first: $first) { nodes { id
            body versions { body } custody { area { name } reason } viewerCan { action allowed }
            comments { nodes { text author { nickname } viewerCan { allowed } } } notes { text author { nickname } }
            tasks { title unit { name } milestones { text } } resolution { text } answer { text }
            supervisions { area { name } } mergedInto { title } timeline { kind actor { nickname } } windows { notice }
            } } }",
    ),
    (
        "areas inside areas",
        "query($first: Int!, $d: ID!) { node(id: $d) { ... on Area { children(first: $first) { nodes { name parent { name }
            topics { name } units { name } viewerCan { allowed }
            children(first: $first) { nodes { name children { nodes { name } } } } } } } } }",
    ),
    (
        "my inbox",
        "query($first: Int!, $d: ID!) { me { memberships { area { name } } residences { name }
            inbox(first: $first) { nodes { kind proposal { title home { name } } } } } node(id: $d) { id } }",
    ),
    (
        "changes",
        "query($first: Int!, $d: ID!) { changes(district: $d, first: $first) { items { kind proposal { title body
            clock { colour } } } cursor } }",
    ),
    (
        "comments that wait",
        "query($first: Int!, $d: ID!) { commentsToCheck(below: $d, first: $first) { nodes { text author { nickname }
            proposal { title home { name } } } } }",
    ),
    (
        "supervisions",
        "query($first: Int!, $d: ID!) { supervisions(below: $d, open: false, first: $first) { nodes {
            supervision { area { name } cause } proposal { title clock { colour } } } } }",
    ),
    (
        "consultations",
        "query($first: Int!, $d: ID!) { consultations(below: $d, first: $first) { nodes { question electorateSize
            viewerCan { allowed } area { name } proposals { title } statements { nodes { text seed } }
            result { claim } } } }",
    ),
    (
        "statements to vote on",
        "query($first: Int!, $d: ID!) { consultations(below: $d, first: $first) { nodes { question
            next { statement { id number text } voted total } } } }",
    ),
    (
        "ballots",
        "query($first: Int!, $d: ID!) { ballots(below: $d, first: $first) { nodes { title turnout electorateSize
            viewerHasVoted viewerCan { allowed } area { name } proposals { title home { name } } result { verdict } } } }",
    ),
    (
        "the log",
        "query($first: Int!, $d: ID!) { node(id: $d) { ... on Area { logHead { size root }
            log(first: $first) { nodes { kind actor { nickname } } } } } }",
    ),
    (
        "members",
        "query($first: Int!, $d: ID!) { node(id: $d) { ... on Area { members(first: $first) { nodes { role
            person { nickname } } } } } }",
    ),
];

/// The longest page in an answer: a cost measured on short pages would prove nothing.
fn longest(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(longest).max().unwrap_or(0),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| match field.as_array() {
                Some(page) if name == "nodes" || name == "items" => page.len().max(longest(field)),
                _ => longest(field),
            })
            .max()
            .unwrap_or(0),
        _ => 0,
    }
}

/// A viewer who may read all of it, except what separation of powers keeps apart.
async fn reader(world: &World, name: &str, member: &Actor) -> Actor {
    match name {
        "members" => world.staff(Role::Administrator, "d").await,
        "the log" => world.staff(Role::Auditor, "d").await,
        "statements to vote on" => member.clone(),
        _ => world.staff(Role::DistrictLead, "d").await,
    }
}

async fn lists_cost_the_same_however_long(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let lead = world.staff(Role::DistrictLead, "d").await;
    for round in 0..42 {
        let situation = [
            Situation::CommentHidden,
            Situation::CommentPending,
            Situation::Supervised,
            Situation::Merged,
            Situation::Implementing,
            Situation::Declined,
        ][round % 6];
        let made = cast.bring(&world, situation, None).await;
        world
            .give(Some(&lead), "followProposal", &json!({"proposal": made.id}))
            .await
            .expect("followed");
        let note = json!({"proposal": made.id, "text": "内部说明。"});
        world.give(Some(&lead), "writeNote", &note).await.expect("a note");
        let comment = json!({"proposal": made.id, "text": "请尽快。"});
        // Not every situation takes comments.
        let _ = world.give(Some(&cast.neighbour), "commentOnProposal", &comment).await;
        world.staff(Role::Expert, "d").await;
        let inquiry = json!({"area": world.area("n1"), "question": "院子怎么改？", "electorate": "RESIDENTS",
            "seeds": ["应当先修下水道。"], "closesAt": world.app.now().plus_days(400).rfc3339()});
        world
            .give(Some(&cast.director), "openConsultation", &inquiry)
            .await
            .expect("a consultation");
        let ballot = json!({"area": world.area("n1"), "title": "是否同意", "legalBasis": "章程", "kind": "YES_NO",
            "electorate": "RESIDENTS", "secrecy": "OPEN", "closesAt": world.app.now().plus_days(400).rfc3339(),
            "proposals": if situation == Situation::Implementing { json!([made.id]) } else { json!([]) }});
        world
            .give(Some(&cast.director), "announceBallot", &ballot)
            .await
            .expect("a ballot");
    }
    world.settle().await;
    let mut table = String::new();
    for (name, document) in DOCUMENTS {
        let who = if *name == "my inbox" {
            lead.clone()
        } else {
            reader(&world, name, &cast.neighbour).await
        };
        let mut costs = Vec::new();
        // Twelve proposals hold each situation twice, so that nothing is asked for by the longer lists
        // alone; of what waits for a person there are seven.
        let few = matches!(*name, "comments that wait" | "supervisions");
        for first in if few { [2, 4, 7] } else { [12, 24, 40] } {
            // Some rows are kept for seconds; without them all runs begin alike.
            world.app.forget();
            let variables = json!({"first": first, "d": world.area("d")});
            let (cost, answer) = world.cost(Some(&who), document, variables).await;
            costs.push((cost, longest(&answer)));
        }
        assert!(costs.iter().all(|cost| cost.0 == costs[0].0), "{name}: {costs:?}");
        let grows = costs[2].1 > costs[0].1 || *name == "areas inside areas";
        assert!(grows && costs[2].1 >= 2, "{name} is too short to tell: {costs:?}");
        let _ = writeln!(table, "{name:<24} {}", costs[0].0);
    }
    insta::assert_snapshot!("statements", table);
}

on_both! {
    lists_of_any_length_cost_the_same_number_of_statements => lists_cost_the_same_however_long;
}
