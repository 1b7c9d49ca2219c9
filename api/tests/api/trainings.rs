//! Training of community workers, and the dossier that is read from it.

use crate::{
    meetings::{act, announce, at, check_in, pass, person},
    world::{Engine, World, on_both},
};
use serde_json::json;
use yiting_domain::people::Role;

async fn training_yields_hours_for_the_dossier(engine: Engine) {
    let world = World::open(engine).await;
    let street = world.staff(Role::StreetLead, "s1").await;
    let (worker, late, away, early) = (
        world.staff(Role::CommitteeWorker, "n1").await,
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
    check_in(&world, &street, &away, &id).await;
    // One is forty minutes late, one leaves after an hour and a quarter, one is away between.
    pass(&world, 60).await;
    check_in(&world, &street, &late, &id).await;
    let of_away = json!({"person": person(&away)});
    act(&world, &street, "checkOut", &id, of_away.clone())
        .await
        .expect("staff saw it");
    pass(&world, 35).await;
    act(&world, &early, "checkOut", &id, json!({})).await.expect("left");
    assert_eq!(
        act(&world, &early, "checkOut", &id, json!({})).await.unwrap_err(),
        "NOT_CHECKED_IN"
    );
    check_in(&world, &street, &away, &id).await;
    act(&world, &street, "checkInAttendee", &id, of_away)
        .await
        .expect("is there already");
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
    for (who, expected) in [(&late, 1.25), (&early, 1.25), (&away, 1.25)] {
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

on_both! {
    training_yields_hours => training_yields_hours_for_the_dossier;
    a_dossier_of_any_length_costs_the_same => a_dossier_costs_the_same_however_long;
}
