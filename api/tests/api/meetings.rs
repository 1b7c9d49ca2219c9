//! Meetings from the announcement to the corrected minutes.

use crate::{
    matrix::everyone,
    subject::{Cast, Situation},
    world::{Engine, World, global, key, on_both, run},
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting::usecase::{Failure, meeting as usecase, rebuild};
use yiting_domain::{
    meeting::{AgendaItem, MeetingKind},
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

const MINUTE: i64 = 60_000;

fn person(who: &Actor) -> String {
    global(b'U', who.pseudonym.0)
}

fn raw(id: &str) -> uuid::Uuid {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    uuid::Uuid::from_slice(&URL_SAFE_NO_PAD.decode(id).expect("an id")[1..]).expect("a UUID")
}

fn at(world: &World, minutes: i64) -> String {
    world.app.now().plus_millis(minutes * MINUTE).rfc3339()
}

/// What `announceMeeting` takes: a hearing in `n1` from tomorrow's hour for two hours.
fn plan(world: &World, more: Value) -> Value {
    let mut input = json!({"area": world.area("n1"), "kind": "HEARING", "title": "加装电梯听证会", "place": "居委会二楼",
        "startsAt": at(world, 1_440), "endsAt": at(world, 1_560), "agenda": [{"title": "三号楼加装电梯"}, {"title": "其他"}]});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    input
}

async fn announce(world: &World, who: &Actor, more: Value) -> String {
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

async fn read(world: &World, who: Option<&Actor>, id: &str) -> Value {
    world.ask(who, READ, json!({"id": id})).await.expect("seen")["node"].clone()
}

/// Gives a mutation about a meeting; the code of the refusal.
async fn act(world: &World, who: &Actor, mutation: &str, id: &str, more: Value) -> Result<(), String> {
    let mut input = json!({"meeting": id});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    world.give(Some(who), mutation, &input).await.map(|_| ())
}

async fn code(world: &World, staff: &Actor, id: &str) -> String {
    let shown = world.ask(Some(staff), CODE, json!({"id": id})).await.expect("a code");
    shown["node"]["checkInCode"]["code"]
        .as_str()
        .expect("open doors")
        .to_owned()
}

/// Moves the clock by minutes; what falls due is done.
async fn pass(world: &World, minutes: i64) {
    world.app.clock.advance(minutes * MINUTE);
    while Box::pin(usecase::run_due(&world.app, 10)).await.expect("done") > 0 {}
    world.settle().await;
}

async fn check_in(world: &World, staff: &Actor, who: &Actor, id: &str) {
    let code = code(world, staff, id).await;
    act(world, who, "checkIn", id, json!({"code": code}))
        .await
        .expect("checked in");
}

fn minutes(conclusion: &str) -> Value {
    json!({"chair": "王主任", "recorder": "小李", "present": "居民代表三人", "sections": [{"item": 1, "heading": "三号楼加装电梯",
        "contributions": [{"speaker": "三号楼<居民>", "text": "老人下楼难。"}], "conclusion": conclusion}]})
}

async fn kinds_in_the_log(world: &World, about: &str) -> Vec<String> {
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

async fn meetings_move_and_are_called_off_and_calendars_follow(engine: Engine) {
    let world = World::open(engine).await;
    let (director, other) = (
        world.staff(Role::CommitteeDirector, "n1").await,
        world.staff(Role::CommitteeDirector, "n2").await,
    );
    let id = announce(&world, &director, json!({"title": "议事会；讨论, 表决"})).await;
    let file = async || usecase::calendar_file(&world.app, raw(&id)).await.expect("a file");
    let first = file().await;
    assert!(
        first.contains("SEQUENCE:0") && first.contains("STATUS:CONFIRMED") && first.contains("\\,"),
        "{first}"
    );
    assert!(
        first.contains("20260602T090000") && first.contains("DESCRIPTION:1. 三号楼加装电梯\\n2. 其他"),
        "{first}"
    );
    let later = json!({"startsAt": at(&world, 2_880), "endsAt": at(&world, 2_940), "place": "社区中心"});
    assert_eq!(
        act(&world, &other, "moveMeeting", &id, later.clone())
            .await
            .unwrap_err(),
        "FORBIDDEN"
    );
    act(&world, &director, "moveMeeting", &id, later).await.expect("moved");
    let second = file().await;
    assert!(
        second.contains("SEQUENCE:1") && second.contains("20260603T090000") && second.contains("社区中心"),
        "{second}"
    );
    let uid = |text: &str| text.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
    assert_eq!(uid(&first), uid(&second));
    for wrong in [
        json!({"endsAt": at(&world, -5)}),
        json!({"startsAt": at(&world, 2_950)}),
        json!({"startsAt": "soon"}),
    ] {
        assert_eq!(
            act(&world, &director, "moveMeeting", &id, wrong).await.unwrap_err(),
            "INVALID_INPUT"
        );
    }
    assert_eq!(
        act(&world, &director, "endMeeting", &id, json!({})).await.unwrap_err(),
        "MEETING_NOT_BEGUN"
    );
    act(&world, &director, "cancelMeeting", &id, json!({"reason": "停电。"}))
        .await
        .expect("called off");
    let off = file().await;
    assert!(
        off.contains("METHOD:CANCEL") && off.contains("SEQUENCE:2") && off.contains("STATUS:CANCELLED"),
        "{off}"
    );
    assert_eq!(read(&world, None, &id).await["reason"], "停电。");
    assert_eq!(
        act(&world, &director, "cancelMeeting", &id, json!({"reason": "停电。"}))
            .await
            .unwrap_err(),
        "MEETING_OVER"
    );
    pass(&world, 6_000).await;
    assert_eq!(read(&world, None, &id).await["state"], "CANCELLED");
    assert_eq!(
        kinds_in_the_log(&world, &id).await,
        ["meeting.announced", "meeting.moved", "meeting.cancelled"]
    );
}

async fn training_yields_hours_for_the_dossier(engine: Engine) {
    let world = World::open(engine).await;
    let street = world.staff(Role::StreetLead, "s1").await;
    let (worker, late, early) = (
        world.staff(Role::CommitteeWorker, "n1").await,
        world.staff(Role::CommitteeWorker, "n1").await,
        world.staff(Role::CommitteeDirector, "n2").await,
    );
    let resident = world.resident("居民", "b1").await;
    let session = json!({"area": world.area("s1"), "kind": "TRAINING", "title": "社工培训", "startsAt": at(&world, 20),
        "endsAt": at(&world, 140), "agenda": []});
    let id = announce(&world, &street, session).await;
    assert_eq!(
        act(&world, &resident, "signUpForMeeting", &id, json!({}))
            .await
            .unwrap_err(),
        "WORKERS_ONLY"
    );
    check_in(&world, &street, &worker, &id).await;
    check_in(&world, &street, &early, &id).await;
    // Forty minutes late, and one who leaves after an hour and a quarter.
    pass(&world, 60).await;
    check_in(&world, &street, &late, &id).await;
    pass(&world, 35).await;
    act(&world, &early, "checkOut", &id, json!({})).await.expect("left");
    assert_eq!(
        act(&world, &early, "checkOut", &id, json!({})).await.unwrap_err(),
        "NOT_CHECKED_IN"
    );
    pass(&world, 100).await;

    // A meeting that the worker chairs and attends.
    let committee = json!({"title": "例会", "startsAt": at(&world, 5), "endsAt": at(&world, 65)});
    let meeting = announce(&world, &worker, committee).await;
    check_in(&world, &worker, &worker, &meeting).await;
    pass(&world, 70).await;

    let own = "{ me { dossier { years { year trainings trainingHours meetingsAttended meetingsChaired }
        entries(year: 2026) { trainingHours attended chaired meeting { title kind } } } } }";
    let mine = world.ask(Some(&worker), own, json!({})).await.expect("a dossier")["me"]["dossier"].clone();
    assert_eq!(
        mine["years"],
        json!([{"year": 2026, "trainings": 1, "trainingHours": 2.0, "meetingsAttended": 1, "meetingsChaired": 1}])
    );
    assert_eq!(mine["entries"][0]["meeting"]["title"], "例会");
    let hours = "query($p: ID!) { dossier(person: $p) { years { trainingHours } } }";
    for (who, expected) in [(&late, 1.25), (&early, 1.25)] {
        let seen = world
            .ask(Some(&street), hours, json!({"p": person(who)}))
            .await
            .expect("a dossier");
        assert_eq!(seen["dossier"]["years"][0]["trainingHours"], expected);
    }
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    assert!(
        world
            .ask(Some(&director), hours, json!({"p": person(&worker)}))
            .await
            .is_ok()
    );
    let of_worker = json!({"p": person(&worker)});
    for (who, refusal) in [
        (None, "UNAUTHENTICATED"),
        (Some(&resident), "FORBIDDEN"),
        (Some(&early), "FORBIDDEN"),
        (Some(&late), "FORBIDDEN"),
    ] {
        assert_eq!(world.ask(who, hours, of_worker.clone()).await.unwrap_err(), refusal);
    }
    // A resident is no worker: nobody reads a dossier of one.
    assert_eq!(
        world
            .ask(Some(&street), hours, json!({"p": person(&resident)}))
            .await
            .unwrap_err(),
        "FORBIDDEN"
    );
}

async fn a_dossier_costs_the_same_however_long(engine: Engine) {
    let world = World::open(engine).await;
    let (street, worker) = (
        world.staff(Role::StreetLead, "s1").await,
        world.staff(Role::CommitteeWorker, "n1").await,
    );
    let query =
        "{ me { meetings { title place viewerCan { allowed } mine { standing } } dossier { years { trainingHours }
        entries(year: 2026) { trainingHours meeting { title area { name } } } } } }";
    let mut costs = Vec::new();
    for count in 1..=12 {
        let session =
            json!({"area": world.area("s1"), "kind": "TRAINING", "startsAt": at(&world, 5), "endsAt": at(&world, 65)});
        let id = announce(&world, &street, session).await;
        check_in(&world, &street, &worker, &id).await;
        pass(&world, 70).await;
        if matches!(count, 2 | 12) {
            world.app.forget();
            let (cost, answer) = world.cost(Some(&worker), query, json!({})).await;
            let entries = answer["me"]["dossier"]["entries"].as_array().map(Vec::len);
            assert_eq!(
                (entries, answer["me"]["meetings"].as_array().map(Vec::len)),
                (Some(count), Some(count))
            );
            costs.push(cost);
        }
    }
    assert_eq!(costs[0], costs[1]);
}

async fn a_round_holds_its_meeting_by_the_port(engine: Engine) {
    let world = World::open(engine).await;
    let app = &world.app;
    let (director, who) = (
        world.staff(Role::CommitteeDirector, "n1").await,
        world.resident("甲", "b1").await,
    );
    let now = app.now();
    let new = usecase::NewMeeting {
        area: world.areas["n1"].id,
        by: None,
        kind: MeetingKind::Mediation,
        title: "协调会".to_owned(),
        place: "居委会".to_owned(),
        starts_at: now,
        ends_at: now.plus_millis(60 * MINUTE),
        open_seats: Some(0),
        agenda: vec![AgendaItem {
            title: "停车".to_owned(),
            proposal: None,
        }],
        invited: vec![who.pseudonym, who.pseudonym],
        round: Some((app.fresh_id(), 2)),
    };
    let schedule = async || {
        let tx = app.db.begin().await.expect("a transaction");
        let id = usecase::schedule_in(app, &tx, &new).await.expect("scheduled");
        tx.commit().await.expect("stored");
        id
    };
    let id = schedule().await;
    let node = global(b'E', id);
    assert_eq!(usecase::outcome(app.db.reader(), id).await.expect("it is there"), None);
    assert_eq!(
        act(&world, &director, "signUpForMeeting", &node, json!({}))
            .await
            .unwrap_err(),
        "INVITED_ONLY"
    );
    check_in(&world, &director, &who, &node).await;
    // Two instances whose clocks look at once end it once.
    world.app.clock.advance(60 * MINUTE);
    let (one, two) = tokio::join!(usecase::run_due(app, 10), usecase::run_due(app, 10));
    assert!(one.is_ok() && two.is_ok());
    while usecase::run_due(app, 10).await.expect("done") > 0 {}
    let ended = usecase::outcome(app.db.reader(), id).await.expect("it is there");
    assert_eq!(
        ended,
        Some(usecase::Outcome {
            invited: 1,
            signed_up: 1,
            attended: 1
        })
    );
    assert_eq!(
        kinds_in_the_log(&world, &node).await,
        ["meeting.announced", "meeting.ended"]
    );
    let tx = app.db.begin().await.expect("a transaction");
    assert_eq!(
        usecase::close_in(app, &tx, id).await.ok(),
        ended,
        "ending again answers the same"
    );
    let off = usecase::cancel_in(app, &tx, None, id, "改期。").await;
    assert!(matches!(off, Err(Failure::Refused(Refusal::MeetingOver))));
    drop(tx);

    // The chair whom nobody named is appointed before the minutes.
    act(
        &world,
        &director,
        "appointChair",
        &node,
        json!({"person": person(&director)}),
    )
    .await
    .expect("appointed");
    act(&world, &director, "draftMinutes", &node, minutes("同意。"))
        .await
        .expect("drafted");
    let digest = read(&world, Some(&director), &node).await["minutes"][0]["digest"].clone();
    act(&world, &director, "confirmMinutes", &node, json!({"digest": digest}))
        .await
        .expect("as chair");

    let mut next = new.clone();
    next.starts_at = app.now();
    next.ends_at = app.now().plus_millis(60 * MINUTE);
    let tx = app.db.begin().await.expect("a transaction");
    let other = usecase::schedule_in(app, &tx, &next).await.expect("scheduled");
    usecase::cancel_in(app, &tx, None, other, "改期。")
        .await
        .expect("called off");
    usecase::cancel_in(app, &tx, None, other, "改期。")
        .await
        .expect("again changes nothing");
    assert!(matches!(
        usecase::close_in(app, &tx, other).await,
        Err(Failure::Refused(Refusal::MeetingOver))
    ));
    tx.commit().await.expect("stored");
    assert_eq!(
        usecase::outcome(app.db.reader(), other).await.expect("it is there"),
        None
    );
}

async fn announcements_survive_bad_input(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let long = "长".repeat(101);
    for (more, refusal) in [
        (json!({"title": ""}), "TEXT_REQUIRED"),
        (json!({"title": long}), "TEXT_TOO_LONG"),
        (json!({"endsAt": at(&world, 1_439)}), "INVALID_INPUT"),
        (json!({"endsAt": at(&world, 1_440 + 1_441)}), "INVALID_INPUT"),
        (
            json!({"startsAt": at(&world, -60), "endsAt": at(&world, 0)}),
            "INVALID_INPUT",
        ),
        (json!({"openSeats": 10_001}), "INVALID_INPUT"),
        (json!({"invited": [global(b'U', uuid::Uuid::nil())]}), "NOT_FOUND"),
        (json!({"invited": [world.area("n1")]}), "INVALID_INPUT"),
        (
            json!({"agenda": [{"title": "x", "proposal": global(b'P', uuid::Uuid::nil())}]}),
            "INVALID_INPUT",
        ),
        (json!({"chair": global(b'U', uuid::Uuid::nil())}), "NOT_FOUND"),
    ] {
        let done = world
            .give(Some(&director), "announceMeeting", &plan(&world, more.clone()))
            .await;
        assert_eq!(done.unwrap_err(), refusal, "{more}");
    }
    let id = announce(&world, &director, json!({})).await;
    let nobody = json!({"people": []});
    assert_eq!(
        act(&world, &director, "inviteToMeeting", &id, nobody)
            .await
            .unwrap_err(),
        "INVALID_INPUT"
    );
    let who = world.person("某人").await;
    assert_eq!(
        act(
            &world,
            &who,
            "signUpForMeeting",
            &global(b'E', uuid::Uuid::nil()),
            json!({})
        )
        .await
        .unwrap_err(),
        "NOT_FOUND"
    );
}

on_both! {
    a_hearing_runs_from_its_announcement_to_corrected_minutes => a_hearing_from_the_announcement_to_the_corrected_minutes;
    the_last_seat_goes_to_one_however_many_ask_at_once => the_last_seat_goes_to_one_and_requests_count_once;
    wrong_codes_are_limited => wrong_codes_are_counted;
    meetings_move_and_calendars_follow => meetings_move_and_are_called_off_and_calendars_follow;
    training_yields_hours => training_yields_hours_for_the_dossier;
    a_dossier_of_any_length_costs_the_same => a_dossier_costs_the_same_however_long;
    a_round_holds_a_meeting => a_round_holds_its_meeting_by_the_port;
    bad_announcements_are_refused => announcements_survive_bad_input;
}

/// A meeting in the situation in which a mutation can be tried, and the input.
async fn prepared(world: &World, cast: &Cast, mutation: &str, who: Option<&Actor>) -> (String, Value) {
    let director = &cast.director;
    let soon = json!({"startsAt": at(world, 5), "endsAt": at(world, 65)});
    let coming = matches!(
        mutation,
        "inviteToMeeting" | "appointChair" | "moveMeeting" | "cancelMeeting"
    ) || mutation.starts_with("sign");
    let id = announce(world, director, if coming { json!({}) } else { soon }).await;
    let stranger = person(&cast.proponent);
    let give = async |mutation: &str, more: Value| act(world, director, mutation, &id, more).await.expect(mutation);
    let draft = || minutes("同意。");
    let input = match mutation {
        "inviteToMeeting" => json!({"people": [stranger]}),
        "appointChair" | "checkInAttendee" => json!({"person": stranger}),
        "moveMeeting" => json!({"openSeats": 5}),
        "cancelMeeting" => json!({"reason": "改期。"}),
        "checkIn" => json!({"code": code(world, director, &id).await}),
        "signOffFromMeeting" => {
            // Whoever may sign up has; the others meet the refusal.
            if let Some(who) = who {
                let _ = act(world, who, "signUpForMeeting", &id, json!({})).await;
            }
            json!({})
        }
        "checkOut" | "askToSpeak" | "withdrawSpeech" => {
            if let Some(who) = who {
                let _ = act(world, director, "checkInAttendee", &id, json!({"person": person(who)})).await;
            }
            match mutation {
                "checkOut" => json!({}),
                "askToSpeak" => json!({"item": 1}),
                _ => json!({}),
            }
        }
        "draftMinutes" | "confirmMinutes" | "publishMinutes" => {
            let here = if mutation == "confirmMinutes" { who } else { None };
            for one in [Some(&cast.proponent), here].into_iter().flatten() {
                let _ = act(world, director, "checkInAttendee", &id, json!({"person": person(one)})).await;
            }
            give("endMeeting", json!({})).await;
            if mutation == "draftMinutes" {
                return (id, draft());
            }
            give("draftMinutes", draft()).await;
            let digest = read(world, Some(director), &id).await["minutes"][0]["digest"].clone();
            if mutation == "confirmMinutes" {
                return (id, json!({"digest": digest}));
            }
            for one in [&cast.proponent, director] {
                act(world, one, "confirmMinutes", &id, json!({"digest": digest}))
                    .await
                    .expect("confirmed");
            }
            json!({})
        }
        _ => json!({}),
    };
    (id, input)
}

#[test]
fn who_may_do_what_in_a_meeting_is_what_the_screen_offers() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Meeting { viewerCan { action allowed reason { code } }
            mine { speeches { id } } } } }";
        let mut table = String::new();
        for (mutation, action) in [
            ("inviteToMeeting", "invite_to_meeting"),
            ("appointChair", "appoint_chair"),
            ("moveMeeting", "move_meeting"),
            ("cancelMeeting", "cancel_meeting"),
            ("endMeeting", "end_meeting"),
            ("signUpForMeeting", "sign_up"),
            ("signOffFromMeeting", "sign_off"),
            ("checkIn", "check_in"),
            ("checkInAttendee", "check_in_other"),
            ("checkOut", "check_out"),
            ("askToSpeak", "ask_to_speak"),
            ("withdrawSpeech", "withdraw_speech"),
            ("callSpeaker", "call_speaker"),
            ("finishSpeech", "call_speaker"),
            ("draftMinutes", "draft_minutes"),
            ("confirmMinutes", "confirm_minutes"),
            ("publishMinutes", "publish_minutes"),
        ] {
            let _ = writeln!(table, "{mutation}");
            for (label, actor) in &everyone {
                let who = actor.as_ref();
                let (id, mut input) = prepared(&world, &cast, mutation, who).await;
                input["meeting"] = json!(id);
                if mutation.ends_with("Speech") || mutation == "callSpeaker" {
                    // Somebody's request: the own one where there is one.
                    let somebody = match (mutation, who) {
                        ("withdrawSpeech", Some(who)) => {
                            if act(&world, who, "askToSpeak", &id, json!({"item": 1})).await.is_ok() {
                                who
                            } else {
                                &cast.proponent
                            }
                        }
                        _ => &cast.proponent,
                    };
                    let here = json!({"person": person(somebody)});
                    act(&world, &cast.director, "checkInAttendee", &id, here)
                        .await
                        .expect("there");
                    let _ = act(&world, somebody, "askToSpeak", &id, json!({"item": 1})).await;
                    let seen = world.ask(Some(somebody), query, json!({"id": id})).await.expect("seen");
                    input = json!({"speech": seen["node"]["mine"]["speeches"][0]["id"]});
                    if mutation == "finishSpeech" {
                        world
                            .give(Some(&cast.director), "callSpeaker", &input)
                            .await
                            .expect("called");
                    }
                }
                let seen = world.ask(who, query, json!({"id": id})).await.expect("seen");
                let offers = seen["node"]["viewerCan"].as_array().expect("offers");
                let offer = offers.iter().find(|offer| offer["action"] == action).expect("an offer");
                let said = match offer["allowed"].as_bool() {
                    Some(true) => Ok(()),
                    _ => Err(offer["reason"]["code"].as_str().unwrap_or("").to_owned()),
                };
                let done = world.give(who, mutation, &input).await.map(|_| ());
                assert_eq!(said, done, "viewerCan and {mutation} disagree about {label}");
                let _ = writeln!(
                    table,
                    "  {label:<28} {}",
                    done.as_ref().map_or_else(|code| code.as_str(), |()| "yes")
                );
            }
        }
        insta::assert_snapshot!("meeting_matrix", table);
    });
}

/// Who sees a list, the code, a draft and a dossier stands beside who may change them.
#[test]
fn what_concerns_people_is_seen_by_staff_and_the_person_alone() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        cast.bring(&world, Situation::Submitted, None).await;
        let soon = json!({"startsAt": at(&world, 5), "endsAt": at(&world, 65), "invited": [person(&cast.proponent)]});
        let open = announce(&world, &cast.director, soon.clone()).await;
        check_in(&world, &cast.director, &cast.proponent, &open).await;
        act(&world, &cast.proponent, "askToSpeak", &open, json!({"item": 1}))
            .await
            .expect("asked");
        let over = announce(&world, &cast.director, soon).await;
        check_in(&world, &cast.director, &cast.proponent, &over).await;
        act(&world, &cast.director, "endMeeting", &over, json!({}))
            .await
            .expect("ended");
        act(&world, &cast.director, "draftMinutes", &over, minutes("同意。"))
            .await
            .expect("drafted");
        let mut table = String::new();
        for (name, id, fields, pointer) in [
            (
                "who is on the list",
                &open,
                "attendance { nodes { person { id } } }",
                "/node/attendance/nodes/0",
            ),
            (
                "the code on the screen",
                &open,
                "checkInCode { code }",
                "/node/checkInCode/code",
            ),
            ("who chairs", &open, "chair { id }", "/node/chair/id"),
            (
                "who waits to speak",
                &open,
                "agenda { speakingList { id } }",
                "/node/agenda/0/speakingList/0",
            ),
            (
                "an entry of one's own",
                &open,
                "mine { standing }",
                "/node/mine/standing",
            ),
            (
                "minutes that wait for confirmation",
                &over,
                "minutes { digest }",
                "/node/minutes/0/digest",
            ),
        ] {
            let _ = writeln!(table, "{name}");
            let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on Meeting {{ {fields} }} }} }}");
            for (label, actor) in &everyone {
                let seen = match world.ask(actor.as_ref(), &query, json!({"id": id})).await {
                    Err(code) => code,
                    Ok(data) => match data.pointer(pointer) {
                        None | Some(Value::Null) => "-".to_owned(),
                        Some(_) => "seen".to_owned(),
                    },
                };
                let _ = writeln!(table, "  {label:<28} {seen}");
            }
        }
        insta::assert_snapshot!("meeting_fields", table);
    });
}
