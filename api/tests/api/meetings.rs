//! Meetings from the announcement to the corrected minutes.

use crate::{
    subject::Cast,
    world::{Engine, World, global, key, on_both},
};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use yiting::usecase::{Failure, meeting as usecase, rebuild};
use yiting_domain::{
    people::{Actor, Role},
    refusal::Refusal,
};

const ANNOUNCE: &str = "mutation($i: AnnounceMeetingInput!) { announceMeeting(input: $i) { meeting { id } } }";
const READ: &str =
    "query($id: ID!) { node(id: $id) { ... on Meeting { kind state title place openSeats endedAt startsAt endsAt
    counts { invited signedUp waiting attended } chair { id } reason calendarPath
    mine { invited standing waitingBefore checkedInAt checkedOutAt speeches { id item state } }
    agenda { number title waitingToSpeak speakingList { id state person { id } } proposal { id } }
    minutes { version digest chair confirmedByChair confirmedByParticipant publishedAt reason htmlPath
        sections { heading conclusion contributions { speaker text } } } } } }";
const CODE: &str = "query($id: ID!) { node(id: $id) { ... on Meeting { checkInCode { code validUntil } } } }";
const LIST: &str = "query($id: ID!) { node(id: $id) { ... on Meeting { attendance(first: 50) { nodes {
    person { id } invited standing byStaff checkedInAt } } } } }";

pub const MINUTE: i64 = 60_000;

pub fn person(who: &Actor) -> String {
    global(b'U', who.pseudonym.0)
}

pub fn raw(id: &str) -> uuid::Uuid {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    uuid::Uuid::from_slice(&URL_SAFE_NO_PAD.decode(id).expect("an id")[1..]).expect("a UUID")
}

pub fn at(world: &World, minutes: i64) -> String {
    world.app.now().plus_millis(minutes * MINUTE).rfc3339()
}

/// What `announceMeeting` takes: a hearing in `n1` from tomorrow's hour for two hours.
pub fn plan(world: &World, more: Value) -> Value {
    let mut input = json!({"area": world.area("n1"), "kind": "HEARING", "title": "加装电梯听证会", "place": "居委会二楼",
        "startsAt": at(world, 1_440), "endsAt": at(world, 1_560), "agenda": [{"title": "三号楼加装电梯"}, {"title": "其他"}]});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    input
}

pub async fn announce(world: &World, who: &Actor, more: Value) -> String {
    let mut input = plan(world, more);
    input["clientMutationId"] = json!(key());
    let made = world
        .ask(Some(who), ANNOUNCE, json!({"i": input}))
        .await
        .expect("announced");
    made["announceMeeting"]["meeting"]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

pub async fn read(world: &World, who: Option<&Actor>, id: &str) -> Value {
    world.ask(who, READ, json!({"id": id})).await.expect("seen")["node"].clone()
}

/// Gives a mutation about a meeting; the code of the refusal.
pub async fn act(world: &World, who: &Actor, mutation: &str, id: &str, more: Value) -> Result<(), String> {
    let mut input = json!({"meeting": id});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    world.give(Some(who), mutation, &input).await.map(|_| ())
}

pub async fn code(world: &World, staff: &Actor, id: &str) -> String {
    let shown = world.ask(Some(staff), CODE, json!({"id": id})).await.expect("a code");
    shown["node"]["checkInCode"]["code"]
        .as_str()
        .expect("open doors")
        .to_owned()
}

/// Moves the clock by minutes; what falls due is done.
pub async fn pass(world: &World, minutes: i64) {
    world.app.clock.advance(minutes * MINUTE);
    while Box::pin(usecase::run_due(&world.app, 10)).await.expect("done") > 0 {}
    world.settle().await;
}

pub async fn check_in(world: &World, staff: &Actor, who: &Actor, id: &str) {
    let code = code(world, staff, id).await;
    act(world, who, "checkIn", id, json!({"code": code}))
        .await
        .expect("checked in");
}

pub fn minutes(conclusion: &str) -> Value {
    json!({"chair": "王主任", "recorder": "小李", "present": "居民代表三人", "sections": [{"item": 1, "heading": "三号楼加装电梯",
        "contributions": [{"speaker": "三号楼<居民>", "text": "老人下楼难。"}], "conclusion": conclusion}]})
}

pub async fn kinds_in_the_log(world: &World, about: &str) -> Vec<String> {
    let auditor = world.staff(Role::Auditor, "d").await;
    let query = "query($d: ID!) { node(id: $d) { ... on Area { log(first: 50) { nodes { kind subject } } } } }";
    let seen = world
        .ask(Some(&auditor), query, json!({"d": world.area("d")}))
        .await
        .expect("the log");
    let nodes = seen["node"]["log"]["nodes"].as_array().cloned().unwrap_or_default();
    let about = raw(about).to_string();
    nodes
        .into_iter()
        .filter(|entry| entry["subject"] == about.as_str())
        .map(|entry| entry["kind"].as_str().unwrap_or("").to_owned())
        .collect()
}

async fn a_hearing_from_the_announcement_to_the_corrected_minutes(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let director = &cast.director;
    let (a, b, c) = (
        world.resident("甲", "b1").await,
        world.resident("乙", "b2").await,
        world.resident("丙", "b1").await,
    );
    let (guest, outsider) = (world.person("区人大代表").await, world.resident("隔壁", "b3").await);
    let proposal = cast.accepted(&world).await;
    let agenda = json!([{"title": "三号楼加装电梯", "proposal": proposal}, {"title": "其他"}]);
    let id = announce(
        &world,
        director,
        json!({"openSeats": 2, "invited": [person(&guest)], "agenda": agenda}),
    )
    .await;

    // Seats: two take them, the third waits, and moves up when one signs off.
    for (who, standing) in [(&a, "SEATED"), (&b, "SEATED"), (&c, "WAITING")] {
        act(&world, who, "signUpForMeeting", &id, json!({}))
            .await
            .expect("signed up");
        assert_eq!(read(&world, Some(who), &id).await["mine"]["standing"], standing);
    }
    assert_eq!(read(&world, Some(&c), &id).await["mine"]["waitingBefore"], 0);
    let refused = |done: Result<(), String>| done.expect_err("a refusal");
    assert_eq!(
        refused(act(&world, &a, "signUpForMeeting", &id, json!({})).await),
        "ALREADY_SIGNED_UP"
    );
    assert_eq!(
        refused(act(&world, &outsider, "signUpForMeeting", &id, json!({})).await),
        "NOT_RESIDENT_HERE"
    );
    assert_eq!(
        refused(act(&world, &outsider, "signOffFromMeeting", &id, json!({})).await),
        "NOT_SIGNED_UP"
    );
    act(&world, &b, "signOffFromMeeting", &id, json!({}))
        .await
        .expect("signed off");
    assert_eq!(read(&world, Some(&c), &id).await["mine"]["standing"], "SEATED");
    act(&world, &guest, "signUpForMeeting", &id, json!({}))
        .await
        .expect("the invited say that they come");

    // The public sees numbers, each their own entry, the staff the list.
    let public = read(&world, None, &id).await;
    assert_eq!(
        public["counts"],
        json!({"invited": 1, "signedUp": 3, "waiting": 0, "attended": 0})
    );
    assert_eq!((&public["mine"], &public["chair"]), (&Value::Null, &Value::Null));
    assert_eq!(
        world.ask(Some(&a), LIST, json!({"id": id})).await.unwrap_err(),
        "FORBIDDEN"
    );
    let list = world
        .ask(Some(director), LIST, json!({"id": id}))
        .await
        .expect("the list");
    assert_eq!(list["node"]["attendance"]["nodes"].as_array().map(Vec::len), Some(4));
    let beside = "query($p: ID!, $a: ID!) { node(id: $p) { ... on Proposal { meetings { id title } } }
        area: node(id: $a) { ... on Area { meetings { id } } } }";
    let beside = world
        .ask(None, beside, json!({"p": proposal, "a": world.area("n1")}))
        .await
        .expect("seen");
    assert_eq!(
        (
            &beside["node"]["meetings"][0]["id"],
            &beside["area"]["meetings"][0]["id"]
        ),
        (&json!(id), &json!(id))
    );

    // The doors: not yet, then by the code, which changes and dies.
    assert_eq!(
        refused(act(&world, &a, "checkIn", &id, json!({"code": "000000"})).await),
        "MEETING_NOT_BEGUN"
    );
    let shut = world
        .ask(Some(director), CODE, json!({"id": id}))
        .await
        .expect("an answer");
    assert_eq!(shut["node"]["checkInCode"], Value::Null);
    assert_eq!(
        world.ask(Some(&a), CODE, json!({"id": id})).await.unwrap_err(),
        "FORBIDDEN"
    );
    pass(&world, 1_430).await;
    assert_eq!(read(&world, None, &id).await["state"], "IN_SESSION");
    let old = code(&world, director, &id).await;
    check_in(&world, director, &a, &id).await;
    world.app.clock.advance(61_000);
    assert_eq!(
        refused(act(&world, &c, "checkIn", &id, json!({"code": old})).await),
        "CHECK_IN_CODE_WRONG"
    );
    check_in(&world, director, &c, &id).await;
    let new = code(&world, director, &id).await;
    assert_eq!(
        refused(act(&world, &b, "checkIn", &id, json!({"code": new})).await),
        "NO_SEAT"
    );
    act(&world, director, "checkInAttendee", &id, json!({"person": person(&b)}))
        .await
        .expect("staff find room");
    let door = act(
        &world,
        director,
        "checkInAttendee",
        &id,
        json!({"person": person(&outsider)}),
    )
    .await;
    assert_eq!(refused(door), "NOT_RESIDENT_HERE");
    assert_eq!(read(&world, None, &id).await["counts"]["attended"], 3);

    // Speaking: who has not spoken on the item comes first.
    assert_eq!(
        refused(act(&world, &guest, "askToSpeak", &id, json!({"item": 1})).await),
        "NOT_CHECKED_IN"
    );
    assert_eq!(
        refused(act(&world, &a, "askToSpeak", &id, json!({"item": 3})).await),
        "INVALID_INPUT"
    );
    act(&world, &a, "askToSpeak", &id, json!({"item": 1}))
        .await
        .expect("asked");
    assert_eq!(
        refused(act(&world, &a, "askToSpeak", &id, json!({"item": 1})).await),
        "ALREADY_PENDING"
    );
    let of_a = read(&world, Some(&a), &id).await["mine"]["speeches"][0]["id"].clone();
    let call = json!({"speech": of_a});
    assert_eq!(
        world.give(Some(&a), "callSpeaker", &call).await.unwrap_err(),
        "FORBIDDEN"
    );
    world.give(Some(director), "callSpeaker", &call).await.expect("called");
    for who in [&a, &c] {
        act(&world, who, "askToSpeak", &id, json!({"item": 1}))
            .await
            .expect("asked");
    }
    let seen = read(&world, Some(director), &id).await;
    let order: Vec<&str> = seen["agenda"][0]["speakingList"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["person"]["id"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(order, [person(&c), person(&a)]);
    let public = read(&world, Some(&c), &id).await;
    assert_eq!(
        (
            &public["agenda"][0]["waitingToSpeak"],
            &public["agenda"][0]["speakingList"]
        ),
        (&json!(2), &json!([]))
    );
    let of_c = json!({"speech": public["mine"]["speeches"][0]["id"]});
    assert_eq!(
        world.give(Some(&a), "withdrawSpeech", &of_c).await.unwrap_err(),
        "NOT_FOUND"
    );
    world.give(Some(&c), "withdrawSpeech", &of_c).await.expect("taken back");
    assert_eq!(
        world.give(Some(director), "callSpeaker", &of_c).await.unwrap_err(),
        "SPEECH_NOT_WAITING"
    );
    world
        .give(Some(director), "finishSpeech", &call)
        .await
        .expect("finished");

    // The end, by the clock.
    assert_eq!(
        refused(act(&world, director, "draftMinutes", &id, minutes("x")).await),
        "MEETING_NOT_OVER"
    );
    pass(&world, 200).await;
    let ended = read(&world, None, &id).await;
    assert_eq!(
        (&ended["state"], &ended["endedAt"]),
        (&json!("ENDED"), &ended["endsAt"])
    );
    assert_eq!(
        refused(act(&world, &guest, "checkIn", &id, json!({"code": "000000"})).await),
        "MEETING_OVER"
    );

    // Minutes: drafted, read by those who were there, confirmed by two, published.
    act(&world, director, "draftMinutes", &id, minutes("同意表决。"))
        .await
        .expect("drafted");
    assert_eq!(read(&world, Some(&outsider), &id).await["minutes"], json!([]));
    let stale = read(&world, Some(&a), &id).await["minutes"][0]["digest"].clone();
    act(&world, director, "draftMinutes", &id, minutes("同意进入表决。"))
        .await
        .expect("drafted anew");
    let confirm = |digest: &Value| json!({"digest": digest});
    assert_eq!(
        refused(act(&world, &a, "confirmMinutes", &id, confirm(&stale)).await),
        "VERSION_CONFLICT"
    );
    let digest = read(&world, Some(&a), &id).await["minutes"][0]["digest"].clone();
    assert_eq!(
        refused(act(&world, &guest, "confirmMinutes", &id, confirm(&digest)).await),
        "NOT_CHECKED_IN"
    );
    act(&world, &a, "confirmMinutes", &id, confirm(&digest))
        .await
        .expect("a participant");
    assert_eq!(
        refused(act(&world, &c, "confirmMinutes", &id, confirm(&digest)).await),
        "NOTHING_PENDING"
    );
    assert_eq!(
        refused(act(&world, director, "publishMinutes", &id, json!({})).await),
        "MINUTES_NOT_CONFIRMED"
    );
    act(&world, director, "confirmMinutes", &id, confirm(&digest))
        .await
        .expect("the chair");
    let hidden = usecase::minutes_document(&world.app, raw(&id), None, true).await;
    assert!(
        matches!(hidden, Err(Failure::Refused(Refusal::NotFound))),
        "not before the publication"
    );
    act(&world, director, "publishMinutes", &id, json!({}))
        .await
        .expect("published");
    let public = read(&world, None, &id).await;
    assert_eq!(public["minutes"][0]["sections"][0]["conclusion"], "同意进入表决。");

    // A correction is a new version; the old one stays readable.
    assert_eq!(
        refused(act(&world, director, "draftMinutes", &id, minutes("同意。")).await),
        "TEXT_REQUIRED"
    );
    let mut corrected = minutes("同意进入书面表决。");
    corrected["reason"] = json!("漏记表决方式。");
    act(&world, director, "draftMinutes", &id, corrected)
        .await
        .expect("drafted");
    assert_eq!(
        read(&world, None, &id).await["minutes"].as_array().map(Vec::len),
        Some(1)
    );
    let digest = read(&world, Some(&c), &id).await["minutes"][1]["digest"].clone();
    for who in [&c, director] {
        act(&world, who, "confirmMinutes", &id, confirm(&digest))
            .await
            .expect("confirmed");
    }
    act(&world, director, "publishMinutes", &id, json!({}))
        .await
        .expect("published");
    let document = async |version, html| {
        let text = usecase::minutes_document(&world.app, raw(&id), version, html).await;
        text.expect("a document")
    };
    assert!(document(Some(1), true).await.contains("同意进入表决。"));
    let newest = document(None, true).await;
    assert!(
        newest.contains("同意进入书面表决。") && newest.contains("漏记表决方式。"),
        "{newest}"
    );
    assert!(
        newest.contains("三号楼&lt;居民&gt;") && newest.contains("<dd>3</dd>"),
        "{newest}"
    );
    assert!(document(None, false).await.contains("三号楼<居民>：老人下楼难。"));

    assert_eq!(
        kinds_in_the_log(&world, &id).await,
        [
            "announced",
            "ended",
            "minutes_drafted",
            "minutes_drafted",
            "minutes_confirmed",
            "minutes_confirmed",
            "minutes_published",
            "minutes_drafted",
            "minutes_confirmed",
            "minutes_confirmed",
            "minutes_published"
        ]
        .map(|kind| format!("meeting.{kind}"))
    );
    let checked = rebuild::check(&world.app).await.expect("a check");
    assert!(
        checked.iter().all(|district| district.problems.is_empty()),
        "{checked:#?}"
    );
}

async fn the_last_seat_goes_to_one_and_requests_count_once(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let mut people = Vec::new();
    for _ in 0..6 {
        people.push(world.resident("居民", "b1").await);
    }
    let id = announce(&world, &director, json!({"openSeats": 1})).await;
    let all = people
        .iter()
        .map(|who| act(&world, who, "signUpForMeeting", &id, json!({})));
    assert!(futures_util::future::join_all(all).await.iter().all(Result::is_ok));
    let counts = read(&world, None, &id).await["counts"].clone();
    assert_eq!(
        counts,
        json!({"invited": 0, "signedUp": 1, "waiting": 5, "attended": 0})
    );

    // The same request over and over is one; another input under its key is refused.
    let late = world.resident("后来者", "b1").await;
    let query = "mutation($i: OnMeetingInput!) { signUpForMeeting(input: $i) { meeting { counts { waiting } } } }";
    let input = json!({"i": {"clientMutationId": key(), "meeting": id}});
    let again = (0..4).map(|_| world.ask(Some(&late), query, input.clone()));
    for answer in futures_util::future::join_all(again).await {
        assert_eq!(
            answer.expect("the same")["signUpForMeeting"]["meeting"]["counts"]["waiting"],
            6
        );
    }
    let other = announce(&world, &director, json!({})).await;
    let reused = json!({"i": {"clientMutationId": input["i"]["clientMutationId"], "meeting": other}});
    assert_eq!(
        world.ask(Some(&late), query, reused).await.unwrap_err(),
        "IDEMPOTENCY_CONFLICT"
    );
    let made = json!({"i": plan(&world, json!({"clientMutationId": key()}))});
    let first = world
        .ask(Some(&director), ANNOUNCE, made.clone())
        .await
        .expect("announced");
    assert_eq!(
        world.ask(Some(&director), ANNOUNCE, made).await.expect("the same"),
        first
    );

    // More seats: those who waited longest move up, and nobody twice.
    act(&world, &director, "moveMeeting", &id, json!({"openSeats": 3}))
        .await
        .expect("more seats");
    assert_eq!(read(&world, None, &id).await["counts"]["signedUp"], 3);
    act(&world, &director, "moveMeeting", &id, json!({"openSeats": 1}))
        .await
        .expect("fewer seats");
    assert_eq!(
        read(&world, None, &id).await["counts"]["signedUp"],
        3,
        "whoever has a seat keeps it"
    );
    let seated = async |who: &Actor| read(&world, Some(who), &id).await["mine"]["standing"] == "SEATED";
    for who in &people {
        if seated(who).await {
            act(&world, who, "signOffFromMeeting", &id, json!({}))
                .await
                .expect("signed off");
            break;
        }
    }
    assert_eq!(
        read(&world, None, &id).await["counts"]["signedUp"],
        2,
        "nobody moves up into a full room"
    );

    // The invited have seats beside the open ones, also those who waited.
    let waiting = read(&world, Some(&late), &id).await["mine"]["standing"].clone();
    assert_eq!(waiting, "WAITING");
    act(
        &world,
        &director,
        "inviteToMeeting",
        &id,
        json!({"people": [person(&late)]}),
    )
    .await
    .expect("invited");
    let mine = read(&world, Some(&late), &id).await["mine"].clone();
    assert_eq!((&mine["invited"], &mine["standing"]), (&json!(true), &json!("SEATED")));
}

async fn wrong_codes_are_counted(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let who = world.resident("甲", "b1").await;
    let id = announce(
        &world,
        &director,
        json!({"startsAt": at(&world, 5), "endsAt": at(&world, 65)}),
    )
    .await;
    let right = code(&world, &director, &id).await;
    let wrong = if right == "123456" { "654321" } else { "123456" };
    let mut refusals = Vec::new();
    for _ in 0..6 {
        refusals.push(
            act(&world, &who, "checkIn", &id, json!({"code": wrong}))
                .await
                .unwrap_err(),
        );
    }
    assert_eq!(refusals[..5], ["CHECK_IN_CODE_WRONG"; 5]);
    assert_eq!(refusals[5], "RATE_LIMITED");
    assert_eq!(
        act(&world, &who, "checkIn", &id, json!({"code": right}))
            .await
            .unwrap_err(),
        "RATE_LIMITED"
    );
    let other = world.resident("乙", "b1").await;
    act(&world, &other, "checkIn", &id, json!({"code": right}))
        .await
        .expect("others are not held up");
    assert_eq!(
        read(&world, Some(&other), &id).await["mine"]["standing"],
        "SEATED",
        "a free seat at the door"
    );
}

async fn watchers_hear_of_seats_and_speakers(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let who = world.resident("甲", "b1").await;
    let id = announce(&world, &director, json!({})).await;
    world.settle().await;
    let mut told = world.watch(
        "subscription($id: ID!) { meetingChanged(id: $id) { id } }",
        json!({"id": id}),
    );
    let mut next = async || {
        let waited = tokio::time::timeout(std::time::Duration::from_secs(10), told.next()).await;
        waited.expect("news").expect("an answer")["data"]["meetingChanged"]["id"].clone()
    };
    assert_eq!(next().await, json!(id), "the first comes at once");
    act(&world, &who, "signUpForMeeting", &id, json!({}))
        .await
        .expect("signed up");
    world.settle().await;
    assert_eq!(next().await, json!(id));
}

on_both! {
    watchers_hear_of_a_meeting => watchers_hear_of_seats_and_speakers;
    a_hearing_runs_from_its_announcement_to_corrected_minutes => a_hearing_from_the_announcement_to_the_corrected_minutes;
    the_last_seat_goes_to_one_however_many_ask_at_once => the_last_seat_goes_to_one_and_requests_count_once;
    wrong_codes_are_limited => wrong_codes_are_counted;
}
