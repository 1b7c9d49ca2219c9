//! Sensitive fields by every role: what a reader sees of drafts, unchecked and hidden words, notes
//! among staff, answers before their day, the log, who holds which role, and who lives where.

use crate::{
    matrix::everyone,
    subject::{Cast, DOUBTFUL, Situation},
    world::{Engine, World, run},
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting_domain::people::Actor;

/// One sensitive field: a name, a document over `$id`, and the JSON pointer to what must not leak.
struct Field {
    name: &'static str,
    query: &'static str,
    pointer: &'static str,
    id: String,
}

fn about(name: &'static str, query: &'static str, pointer: &'static str, id: &str) -> Field {
    Field {
        name,
        query,
        pointer,
        id: id.to_owned(),
    }
}

async fn fields(world: &World, cast: &Cast) -> Vec<Field> {
    let draft = cast.bring(world, Situation::Draft, None).await;
    let unchecked = cast.bring(world, Situation::Unchecked, None).await;
    let returned = cast.bring(world, Situation::Returned, None).await;
    let hidden = cast.bring(world, Situation::CommentHidden, None).await;
    let noted = cast.bring(world, Situation::Submitted, None).await;
    let note = json!({"proposal": noted.id, "text": "内部：请物业先看现场。"});
    world
        .give(Some(&cast.director), "writeNote", &note)
        .await
        .expect("a note");
    // Decided today, published in a week.
    let held = cast.bring(world, Situation::Submitted, None).await;
    let answer = json!({"proposal": held.id, "reason": "OUT_OF_SCOPE", "answer": "不属社区事务。",
        "publishAt": world.app.now().plus_days(7).rfc3339()});
    world
        .give(Some(&cast.director), "declineProposal", &answer)
        .await
        .expect("declined");
    // The first version was doubtful and went back; the second is clean.
    let second = cast.bring(world, Situation::Unchecked, None).await;
    let reject = json!({"proposal": second.id, "approve": false, "reason": "请删去联系方式。"});
    world
        .give(Some(&cast.director), "checkProposalText", &reject)
        .await
        .expect("sent back");
    let again = json!({"proposal": second.id, "title": "加装电梯", "body": "六层楼没有电梯。"});
    world
        .give(Some(&cast.proponent), "resubmitProposal", &again)
        .await
        .expect("handed in again");
    let node = "query($id: ID!) { node(id: $id) { ... on Proposal { title } } }";
    vec![
        about("a draft", node, "/node/title", &draft.id),
        about("a text that waits for its check", node, "/node/title", &unchecked.id),
        about(
            "an earlier version that did not pass",
            "query($id: ID!) { node(id: $id) { ... on Proposal { versions { body } } } }",
            "/node/versions/1",
            &second.id,
        ),
        about(
            "what is missing",
            "query($id: ID!) { node(id: $id) { ... on Proposal { missing } } }",
            "/node/missing",
            &returned.id,
        ),
        about(
            "an answer before its day",
            "query($id: ID!) { node(id: $id) { ... on Proposal { answer { text } } } }",
            "/node/answer/text",
            &held.id,
        ),
        about(
            "notes among staff",
            "query($id: ID!) { node(id: $id) { ... on Proposal { notes { text } } } }",
            "/node/notes/0/text",
            &noted.id,
        ),
        about(
            "the words of a hidden comment",
            "query($id: ID!) { node(id: $id) { ... on Proposal { comments { nodes { text } } } } }",
            "/node/comments/nodes/0/text",
            &hidden.id,
        ),
        about(
            "why a comment is hidden",
            "query($id: ID!) { node(id: $id) { ... on Proposal { comments { nodes { reason } } } } }",
            "/node/comments/nodes/0/reason",
            &hidden.id,
        ),
        about(
            "comments that wait for a person",
            "query($id: ID!) { commentsToCheck(below: $id) { pageInfo { hasNextPage } } }",
            "/commentsToCheck/pageInfo",
            &world.area("n1"),
        ),
        about(
            "members of the platform",
            "query($id: ID!) { node(id: $id) { ... on Area { members { nodes { role } } } } }",
            "/node/members/nodes/0/role",
            &world.area("n1"),
        ),
        about(
            "messages that did not arrive",
            "query($id: ID!) { undeliveredMessages(district: $id) { pageInfo { hasNextPage } } }",
            "/undeliveredMessages/pageInfo",
            &world.area("d"),
        ),
        about(
            "mini-program codes of an area",
            "query($id: ID!) { codes(area: $id) { pageInfo { hasNextPage } } }",
            "/codes/pageInfo",
            &world.area("n1"),
        ),
        about(
            "the masked number of a resident",
            "query($id: ID!) { node(id: $id) { ... on Person { contact { phone } } } }",
            "/node/contact",
            &crate::world::global(b'U', cast.proponent.pseudonym.0),
        ),
        about(
            "who lives in an area",
            "query($id: ID!) { node(id: $id) { ... on Area { residents { nodes { household } } } } }",
            "/node/residents/nodes",
            &world.area("n1"),
        ),
        about(
            "people by name",
            "query($id: ID!) { node(id: $id) { ... on Area { findPeople(text: \"居\") { id } } } }",
            "/node/findPeople",
            &world.area("n1"),
        ),
        about(
            "who looked at personal data",
            "query($id: ID!) { personalDataViews(below: $id) { pageInfo { hasNextPage } } }",
            "/personalDataViews/pageInfo",
            &world.area("n1"),
        ),
        about(
            "the audit log",
            "query($id: ID!) { node(id: $id) { ... on Area { log { nodes { body } } } } }",
            "/node/log/nodes/0/body",
            &world.area("d"),
        ),
    ]
}

async fn seen(world: &World, who: Option<&Actor>, field: &Field) -> String {
    match world.ask(who, field.query, json!({"id": field.id})).await {
        Err(code) => code,
        Ok(data) => match data.pointer(field.pointer) {
            None | Some(Value::Null) => "-".to_owned(),
            Some(_) => "seen".to_owned(),
        },
    }
}

#[test]
fn sensitive_fields_are_seen_by_those_alone_whom_the_table_names() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let mut table = String::new();
        for field in fields(&world, &cast).await {
            let _ = writeln!(table, "{}", field.name);
            for (label, actor) in &everyone {
                let _ = writeln!(table, "  {label:<28} {}", seen(&world, actor.as_ref(), &field).await);
            }
        }
        insta::assert_snapshot!("sensitive_fields", table);
    });
}

#[test]
fn words_that_nobody_has_checked_stand_in_no_answer_to_a_stranger() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        cast.bring(&world, Situation::Unchecked, None).await;
        cast.bring(&world, Situation::CommentPending, None).await;
        let sweep =
            "query($d: ID!) { proposals(first: 50) { nodes { title body versions { title body changes { text } }
            comments { nodes { text } } timeline { kind } } }
            changes(district: $d) { items { kind proposal { title body } } } }";
        let answer = world
            .ask(None, sweep, json!({"d": world.area("d")}))
            .await
            .expect("an answer");
        assert!(!answer.to_string().contains(DOUBTFUL), "{answer:#}");
        assert!(answer.to_string().contains("加装电梯"), "what was checked is there");
    });
}
