//! How meetings are announced, moved and called off, by staff and by rounds.

use crate::{
    meetings::{MINUTE, act, announce, at, check_in, kinds_in_the_log, minutes, pass, person, plan, raw, read},
    subject::Cast,
    world::{Engine, World, global, on_both},
};
use serde_json::json;
use yiting::usecase::{Failure, meeting as usecase};
use yiting_domain::{
    meeting::{AgendaItem, MeetingKind},
    people::Role,
    refusal::Refusal,
};

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
            "BAD_TARGET",
        ),
        (json!({"chair": global(b'U', uuid::Uuid::nil())}), "NOT_FOUND"),
    ] {
        let done = world
            .give(Some(&director), "announceMeeting", &plan(&world, more.clone()))
            .await;
        assert_eq!(done.unwrap_err(), refusal, "{more}");
    }
    let cast = Cast::gather(&world).await;
    let elsewhere = world.staff(Role::CommitteeDirector, "n2").await;
    let agenda = json!([{"title": "别处的提案", "proposal": cast.accepted(&world).await}]);
    let plan = plan(&world, json!({"area": world.area("n2"), "agenda": agenda}));
    assert_eq!(
        world
            .give(Some(&elsewhere), "announceMeeting", &plan)
            .await
            .unwrap_err(),
        "BAD_TARGET"
    );
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
    meetings_move_and_calendars_follow => meetings_move_and_are_called_off_and_calendars_follow;
    a_round_holds_a_meeting => a_round_holds_its_meeting_by_the_port;
    bad_announcements_are_refused => announcements_survive_bad_input;
}
