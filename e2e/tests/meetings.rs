//! A meeting over HTTP: its calendar file and its minutes as documents.

use serde_json::{Value, json};
use yiting_e2e::{
    client::{Client, key, outcome},
    demo::Place,
    story::Cast,
};

const MADE: &str = "meeting { id calendarPath checkInCode { code } minutes { digest htmlPath textPath } }";

/// A mutation about a meeting; answers the meeting.
fn act(who: &Client, mutation: &str, kind: &str, mut input: Value) -> Value {
    input["clientMutationId"] = json!(key());
    let query =
        format!("mutation($i: {kind}!) {{ {mutation}(input: $i) {{ meeting {{ id minutes {{ digest }} }} }} }}");
    let answer = who.send(&query, &json!({"i": input}));
    outcome(mutation, &answer).unwrap_or_else(|code| panic!("{mutation}: {code}"))["meeting"].clone()
}

#[test]
fn a_meeting_is_fetched_as_a_calendar_file_and_its_minutes_as_documents() {
    let place = Place::sqlite("meetings");
    let server = place.demo(0);
    let cast = Cast::find(&server.base);
    let anybody = Client::anonymous(&server.base);
    let (committee, resident) = (&cast.committee, &cast.resident);
    let home = committee.ask("{ me { memberships { area { id } } } }", &json!({}));
    let now = anybody.post("/demo/clock", &json!({"days": 0}))["now"].clone();
    let now = now.as_str().expect("an instant");
    // The same hour on a clock further west comes an hour later.
    let later = now.replace("+08:00", "+07:00");
    let input = json!({"clientMutationId": key(), "area": home["me"]["memberships"][0]["area"]["id"], "kind": "HEARING",
        "title": "加装电梯听证会", "place": "居委会二楼", "startsAt": now, "endsAt": later,
        "agenda": [{"title": "三号楼加装电梯"}]});
    let query = format!("mutation($i: AnnounceMeetingInput!) {{ announceMeeting(input: $i) {{ {MADE} }} }}");
    let made = committee.ask(&query, &json!({"i": input}))["announceMeeting"]["meeting"].clone();
    let id = made["id"].clone();
    let (status, file) = anybody.page(made["calendarPath"].as_str().expect("a path"), "*/*");
    assert_eq!(status, 200);
    assert!(
        file.starts_with("BEGIN:VCALENDAR\r\n") && file.contains("SUMMARY:加装电梯听证会"),
        "{file}"
    );

    let code = made["checkInCode"]["code"].clone();
    act(
        resident,
        "checkIn",
        "CheckInInput",
        json!({"meeting": id, "code": code}),
    );
    act(committee, "endMeeting", "OnMeetingInput", json!({"meeting": id}));
    let minutes = json!({"meeting": id, "chair": "王主任", "recorder": "小李",
        "sections": [{"item": 1, "heading": "三号楼加装电梯", "conclusion": "同意 <进入> 表决。"}]});
    let drafted = act(committee, "draftMinutes", "DraftMinutesInput", minutes);
    let digest = drafted["minutes"][0]["digest"].clone();
    for who in [resident, committee] {
        act(
            who,
            "confirmMinutes",
            "ConfirmMinutesInput",
            json!({"meeting": id, "digest": digest}),
        );
    }
    let published = "query($id: ID!) { node(id: $id) { ... on Meeting { minutes { htmlPath textPath } } } }";
    let uuid = made["calendarPath"]
        .as_str()
        .expect("a path")
        .trim_start_matches("/calendar/meetings/");
    let early = format!("/export/meetings/{}/minutes.html", uuid.trim_end_matches(".ics"));
    assert_eq!(anybody.page(&early, "*/*").0, 404, "not before the publication");
    act(committee, "publishMinutes", "OnMeetingInput", json!({"meeting": id}));
    let seen = anybody.ask(published, &json!({"id": id}))["node"]["minutes"][0].clone();
    let (status, html) = anybody.page(seen["htmlPath"].as_str().expect("a path"), "text/html");
    assert_eq!(status, 200);
    assert!(
        html.contains("同意 &lt;进入&gt; 表决。") && !html.contains("<进入>"),
        "{html}"
    );
    let (status, text) = anybody.page(seen["textPath"].as_str().expect("a path"), "text/plain");
    assert!(status == 200 && text.contains("同意 <进入> 表决。"), "{text}");
    for nothing in [
        "/calendar/meetings/x.ics".to_owned(),
        early.replace(".html", ".pdf"),
        format!("{early}?version=2"),
    ] {
        assert_eq!(anybody.page(&nothing, "*/*").0, 404, "{nothing}");
    }
    assert_eq!(anybody.page(&format!("{early}?version=-1"), "*/*").0, 400);
    drop(server);
    place.check_log();
}
