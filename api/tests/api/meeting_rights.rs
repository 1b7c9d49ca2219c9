//! Who may do what in a meeting, and who sees what of the people in it.

use crate::{
    matrix::everyone,
    meetings::{act, announce, at, check_in, code, minutes, person, read},
    subject::Cast,
    world::{Engine, World, run},
};
use serde_json::{Value, json};
use std::fmt::Write as _;
use yiting_domain::people::Actor;

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
        "attachToMeeting" => json!({"photos": []}),
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
            ("attachToMeeting", "attach_photos"),
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
