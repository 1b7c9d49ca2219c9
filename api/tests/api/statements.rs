//! Each operation costs a fixed number of SQL statements, however long its lists are.

use crate::{
    subject::{Cast, Situation},
    world::{Engine, World, global, key, on_both},
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting::usecase::search::feed;
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
        "pictures",
        "query($first: Int!, $d: ID!) { proposals(filter: {custodian: $d}, first: $first) { nodes { title
            photos { id url thumbnailUrl width height state viewerCan { allowed } } tasks { milestones { photos { url } } }
            comments { nodes { text photos { url } } } meetings { title photos { url } } } } }",
    ),
    (
        "search",
        "query($first: Int!, $d: ID!) { searchProposals(text: \"电梯\", filter: {below: $d}, first: $first) { totalCount edges {
            score highlights { of pieces { text marked } } node { title home { name } topic { name } clock { colour }
            proponent { nickname } } } facets { areas { area { name } count } topics { topic { name } count } } } }",
    ),
    (
        "similar proposals",
        "query($first: Int!, $d: ID!) { similarProposals(title: \"加装电梯\", place: $d, first: $first) { score why { kind }
            proposal { title home { name } supportCount } } }",
    ),
    (
        "supervisions",
        "query($first: Int!, $d: ID!) { supervisions(below: $d, open: false, first: $first) { nodes {
            supervision { area { name } cause } proposal { title clock { colour } } } } }",
    ),
    (
        "consultations",
        "query($first: Int!, $d: ID!) { consultations(below: $d, state: OPEN, first: $first) { nodes { question electorateSize
            viewerCan { allowed } area { name } proposals { title } statements { nodes { text seed } }
            result { claim } } } }",
    ),
    (
        "statements to vote on",
        "query($first: Int!, $d: ID!) { consultations(below: $d, state: OPEN, first: $first) { nodes { question
            next { statement { id number text } voted total } } } }",
    ),
    (
        "ballots",
        "query($first: Int!, $d: ID!) { ballots(below: $d, first: $first) { nodes { title turnout electorateSize
            viewerHasVoted viewerCan { allowed } area { name } proposals { title home { name } } result { verdict } } } }",
    ),
    (
        "rounds",
        "query($first: Int!, $d: ID!) { rounds(below: $d, first: $first) { nodes { title reason area { name } viewerCan { allowed }
            template { name steps { name } } proposals { title home { name } rounds { title } } outcome { adopted { title } }
            steps { name viewerCan { allowed } adopted { title } consultation { question electorateSize }
            meeting { title counts { attended } }
            ballot { title turnout } } } } }",
    ),
    (
        "procedure templates",
        "query($first: Int!, $d: ID!) { node(id: $d) { ... on Area { children(first: $first) { nodes {
            procedureTemplates { key name } } } } } }",
    ),
    (
        "meetings",
        "query($first: Int!, $d: ID!) { meetings(below: $d, first: $first) { nodes { title place state chair { nickname }
            counts { attended } mine { standing waitingBefore speeches { state } } agenda { title proposal { title }
            waitingToSpeak speakingList { person { nickname } } } attendance(first: 2) { nodes { standing
            person { nickname } } } checkInCode { code } minutes { chair sections { heading } reason } area { name
            meetings { title } } viewerCan { allowed } } } }",
    ),
    (
        "meetings and opinions",
        "query($first: Int!, $d: ID!) { proposals(filter: {custodian: $d}, first: $first) { nodes { title
            meetings { title counts { attended } viewerCan { allowed } }
            opinions { name opinion interests question viewerCan { allowed } } } } }",
    ),
    (
        "figures and their cases",
        "query($first: Int!, $d: ID!) { indicators(scope: $d) { figures { id value } survival(of: TIME_TO_CLOSURE) { median }
            street: breakdown(by: STREET) { area { name } figures { id value } }
            topic: breakdown(by: TOPIC) { topic { name } figures { id } }
            unit: breakdown(by: UNIT) { unit { name } figures { id } }
            cases(of: SUBMITTED, first: $first) { nodes { state clock closedAt proposal { title home { name } } } } } }",
    ),
    (
        "the hubs' report",
        "query($first: Int!, $d: ID!) { hubReport(scope: $d, from: \"2026-01-01\", to: \"2026-12-31\") { total { id value }
            rows { area { name } figures { id value } cases(of: ACCEPTED, first: $first) { nodes { proposal { title } } } } } }",
    ),
    (
        "experts",
        "query($first: Int!, $d: ID!) { experts(area: $d, first: $first) { nodes { name about area { name } } } }",
    ),
    (
        "codes",
        "query($first: Int!, $d: ID!) { codes(area: $d, first: $first) { nodes { scene kind picture link
            target { id ... on Area { name } } } } }",
    ),
    (
        "the log",
        "query($first: Int!, $d: ID!) { node(id: $d) { ... on Area { logHead { size root }
            log(first: $first) { nodes { kind actor { nickname } } } } } }",
    ),
    (
        "residents",
        "query($first: Int!, $d: ID!) { me { consent { version } } node(id: $d) { ... on Area { children(first: 1) { nodes {
            children(first: 1) { nodes { residents(first: $first) { nodes { household since person { nickname
            contact { phone realName } } } } } } } } } } }",
    ),
    (
        "looks at personal data",
        "query($first: Int!, $d: ID!) { personalDataViews(below: $d, first: $first) { nodes { at viewer { nickname }
            person { nickname } area { name } platform { name } fields reason } } }",
    ),
    (
        "looks at my data",
        "query($first: Int!, $d: ID!) { me { personalDataViews(first: $first) { nodes { at role platform { name } reason } } }
            node(id: $d) { id } }",
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
                Some(page) if matches!(name.as_str(), "nodes" | "items" | "edges" | "similarProposals") => {
                    page.len().max(longest(field))
                }
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
        "the log" | "looks at personal data" => world.staff(Role::Auditor, "d").await,
        "residents" => world.staff(Role::StreetLead, "s1").await,
        "looks at my data" => member.clone(),
        "statements to vote on" => member.clone(),
        _ => world.staff(Role::DistrictLead, "d").await,
    }
}

/// A meeting about a proposal: one that is over with minutes, or one in which people wait and speak.
async fn gathering(world: &World, cast: &Cast, lead: &Actor, proposal: &str, round: usize) {
    let at = |minutes: i64| world.app.now().plus_millis(minutes * 60_000).rfc3339();
    let input = json!({"clientMutationId": key(), "area": world.area("n1"), "kind": "MEETING", "title": "议事会",
        "place": "居委会", "startsAt": at(5), "endsAt": at(65), "openSeats": 1,
        "agenda": [{"title": "加装电梯", "proposal": proposal}]});
    let query =
        "mutation($i: AnnounceMeetingInput!) { announceMeeting(input: $i) { meeting { id checkInCode { code } } } }";
    let made = world
        .ask(Some(&cast.director), query, json!({"i": input}))
        .await
        .expect("announced");
    let made = &made["announceMeeting"]["meeting"];
    let on = json!({"meeting": made["id"]});
    let code = json!({"meeting": made["id"], "code": made["checkInCode"]["code"]});
    let ask = json!({"meeting": made["id"], "item": 1});
    world
        .give(Some(&cast.neighbour), "checkIn", &code)
        .await
        .expect("there");
    world
        .give(Some(&cast.neighbour), "askToSpeak", &ask)
        .await
        .expect("asked");
    world.give(Some(lead), "signUpForMeeting", &on).await.expect("waits");
    if round.is_multiple_of(2) {
        let minutes = json!({"meeting": made["id"], "chair": "王主任", "recorder": "小李",
            "sections": [{"heading": "加装电梯", "conclusion": "同意。"}]});
        world
            .give(Some(&cast.director), "endMeeting", &on)
            .await
            .expect("ended");
        world
            .give(Some(&cast.director), "draftMinutes", &minutes)
            .await
            .expect("drafted");
    }
}

/// An expert in the district's directory, who says something where the proposal is still open.
async fn opinion(world: &World, lead: &Actor, proposal: &str) {
    let expert = world.person("专家").await;
    let input = json!({"clientMutationId": key(), "area": world.area("d"), "person": global(b'U', expert.pseudonym.0),
        "name": "陈工", "field": "建筑结构", "organisation": "设计院", "about": "从业十年。"});
    let query = "mutation($i: ListExpertInput!) { listExpert(input: $i) { expert { id } } }";
    let listed = world.ask(Some(lead), query, json!({"i": input})).await.expect("listed");
    let input = json!({"clientMutationId": key(), "expert": listed["listExpert"]["expert"]["id"], "proposal": proposal,
        "question": "是否可行？", "dueAt": world.app.now().plus_days(7).rfc3339()});
    let query = "mutation($i: InviteExpertInput!) { inviteExpert(input: $i) { review { id } } }";
    let Ok(asked) = world.ask(Some(lead), query, json!({"i": input})).await else {
        return;
    };
    let on = json!({"review": asked["inviteExpert"]["review"]["id"]});
    let said = json!({"review": on["review"], "opinion": "可行。", "interests": "无。"});
    world.give(Some(&expert), "acceptReview", &on).await.expect("accepted");
    world.give(Some(&expert), "submitOpinion", &said).await.expect("sent");
    world.give(Some(lead), "publishOpinion", &on).await.expect("published");
}

/// Somebody more who lives in `n1`, and somebody more who looks at the neighbour's number.
async fn looked_at(world: &World, cast: &Cast) {
    let person = global(b'U', world.person("居民").await.pseudonym.0);
    let home = json!({"person": person, "area": world.area("n1")});
    world
        .give(Some(&cast.director), "verifyResident", &home)
        .await
        .expect("verified");
    let worker = world.staff(Role::CommitteeWorker, "n1").await;
    let look = json!({"person": global(b'U', cast.neighbour.pseudonym.0), "reason": "电话核实。"});
    world
        .give(Some(&worker), "revealPersonalData", &look)
        .await
        .expect("shown");
}

async fn lists_cost_the_same_however_long(engine: Engine) {
    let world = World::with_room(engine).await;
    let cast = Cast::gather(&world).await;
    let lead = world.staff(Role::DistrictLead, "d").await;
    // First, so that the proposals of the rounds do not stand between the others.
    for _ in 0..42 {
        let about = cast.accepted(&world).await;
        let deliberation = json!({"area": world.area("n1"), "title": "议事", "template": "online-consultation",
            "proposals": [about], "steps": [{"seeds": ["应当先修楼道。"]}, {}]});
        world
            .give(Some(&cast.director), "startRound", &deliberation)
            .await
            .expect("a round");
    }
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
            "seeds": ["应当先修下水道。"], "proposals": [made.id], "closesAt": world.app.now().plus_days(400).rfc3339()});
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
        gathering(&world, &cast, &lead, &made.id, round).await;
        opinion(&world, &lead, &made.id).await;
        let code = json!({"target": world.area("d")});
        world.give(Some(&lead), "makeCode", &code).await.expect("a code");
        looked_at(&world, &cast).await;
    }
    world.settle().await;
    while feed::follow_some(&world.app).await.expect("fed") > 0 {}
    let mut table = String::new();
    for (name, document) in DOCUMENTS {
        let who = if matches!(*name, "my inbox" | "meetings") {
            lead.clone()
        } else {
            reader(&world, name, &cast.neighbour).await
        };
        let mut costs = Vec::new();
        // Cases are loaded once, by whoever asks first.
        world
            .app
            .indicators
            .fresh(&world.app, world.areas["d"].id)
            .await
            .expect("cases");
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
        let grows = costs[2].1 > costs[0].1 || matches!(*name, "areas inside areas" | "procedure templates");
        assert!(grows && costs[2].1 >= 2, "{name} is too short to tell: {costs:?}");
        let _ = writeln!(table, "{name:<24} {}", costs[0].0);
    }
    insta::assert_snapshot!("statements", table);
}

on_both! {
    lists_of_any_length_cost_the_same_number_of_statements => lists_cost_the_same_however_long;
}
