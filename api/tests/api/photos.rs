//! Pictures: sent, put somewhere, checked, seen, and forgotten.

use crate::{
    matrix::everyone,
    meetings::announce,
    subject::{Cast, plan},
    world::{Engine, World, global, key, on_both, run},
};
use actix_web::web::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::{fmt::Write as _, io::Cursor};
use uuid::Uuid;
use yiting::{
    files::{FileName, Size},
    store::entity::upload,
    usecase::{Failure, account, rebuild, upload as usecase},
};
use yiting_domain::{
    people::{Actor, Role},
    refusal::Refusal,
    upload::Verdict,
};

/// A picture of one colour.
pub fn picture(shade: u8) -> Bytes {
    let mut bytes = Vec::new();
    RgbImage::from_pixel(60, 40, Rgb([shade, 90, 90]))
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .expect("a picture");
    bytes.into()
}

async fn send(world: &World, who: &Actor, key: &str, shade: u8) -> Result<upload::Model, Refusal> {
    match usecase::receive(&world.app, who, key, picture(shade)).await {
        Ok(row) => Ok(row),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(fault) => panic!("{fault:?}"),
    }
}

/// Sends a picture and answers its row and its global id.
async fn photo(world: &World, who: &Actor) -> (Uuid, String) {
    let row = send(world, who, &key(), 10).await.expect("a picture");
    (row.id, global(b'H', row.id))
}

async fn verdict(world: &World, id: Uuid, verdict: Verdict) -> bool {
    usecase::decide_upload(&world.app, id, verdict)
        .await
        .expect("a verdict")
}

/// Drafts with these pictures.
async fn draft(world: &World, who: &Actor, photos: &[&str]) -> Result<String, String> {
    let input = json!({"clientMutationId": key(), "home": world.area("n1"), "title": "加装扶手",
        "body": "楼梯没有扶手。", "photos": photos});
    let query = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { proposal { id } } }";
    let made = world.ask(Some(who), query, json!({"i": input})).await?;
    Ok(made["draftProposal"]["proposal"]["id"]
        .as_str()
        .expect("an id")
        .to_owned())
}

const PHOTOS: &str = "query($id: ID!) { node(id: $id) { ... on Proposal {
    photos { id url thumbnailUrl width height state viewerCan { allowed reason { code } } }
    tasks { id milestones { photos { id state } } } comments { nodes { id photos { state } } } }
    ... on Meeting { photos { id state } } } }";

/// The states of a proposal's pictures, as somebody sees them.
async fn states(world: &World, who: Option<&Actor>, id: &str) -> Vec<String> {
    let seen = world.ask(who, PHOTOS, json!({"id": id})).await.expect("seen");
    let photos = seen["node"]["photos"].as_array().cloned().unwrap_or_default();
    let state = |photo: &Value| photo["state"].as_str().expect("a state").to_owned();
    photos.iter().map(state).collect()
}

/// What is behind an address, and whether everybody may keep it.
async fn open(world: &World, url: &str) -> Option<bool> {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let name = FileName::parse(path.strip_prefix("/files/").expect("a path")).expect("a name");
    let given = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name));
    let until = given("until=").and_then(|text| text.parse::<i64>().ok());
    let opened = usecase::open(&world.app, name, until.zip(given("key="))).await;
    opened.expect("no fault").map(|opened| opened.public)
}

async fn sound(world: &World) {
    for district in rebuild::check(&world.app).await.expect("a check") {
        assert_eq!(district.problems, Vec::<String>::new());
    }
}

async fn others_see_a_picture_after_its_check_alone(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let (first, first_id) = photo(&world, &cast.proponent).await;
    let (second, second_id) = photo(&world, &cast.proponent).await;
    let (third, third_id) = photo(&world, &cast.proponent).await;
    let id = draft(&world, &cast.proponent, &[&second_id, &first_id, &third_id])
        .await
        .expect("a draft");
    world
        .give(Some(&cast.proponent), "submitProposal", &json!({"proposal": id}))
        .await
        .expect("handed in");
    let (own, other) = (Some(&cast.proponent), Some(&cast.neighbour));
    assert_eq!(states(&world, own, &id).await, ["PENDING"; 3]);
    assert_eq!(states(&world, other, &id).await, [""; 0]);
    assert_eq!(states(&world, None, &id).await, [""; 0]);
    assert_eq!(states(&world, Some(&cast.director), &id).await, ["PENDING"; 3]);

    // The address of a pending picture holds for its viewers and for a while.
    let seen = world.ask(own, PHOTOS, json!({"id": id})).await.expect("seen");
    let url = seen["node"]["photos"][1]["url"]
        .as_str()
        .expect("an address")
        .to_owned();
    assert_eq!(open(&world, &url).await, Some(false));
    let bare = url.split('?').next().expect("a path");
    assert_eq!(open(&world, bare).await, None);
    let thumbnail = seen["node"]["photos"][0]["thumbnailUrl"].as_str().expect("an address");
    let swapped = url.replace(bare, thumbnail.split('?').next().expect("a path"));
    assert_eq!(
        open(&world, &swapped).await,
        None,
        "a link opens the one file for which it was made"
    );
    world.app.clock.advance(11 * 60_000);
    assert_eq!(open(&world, &url).await, None, "the link has expired");

    // The machine passes one, is unsure of one and refuses one; each verdict counts once.
    assert!(verdict(&world, first, Verdict::Pass).await);
    assert!(verdict(&world, second, Verdict::Unsure).await);
    assert!(verdict(&world, third, Verdict::Refuse).await);
    for (id, late) in [
        (first, Verdict::Refuse),
        (second, Verdict::Pass),
        (third, Verdict::Pass),
    ] {
        assert!(!verdict(&world, id, late).await);
    }
    assert!(!verdict(&world, Uuid::from_u128(1), Verdict::Pass).await);
    assert_eq!(states(&world, own, &id).await, ["PENDING", "VISIBLE", "REFUSED"]);
    assert_eq!(states(&world, other, &id).await, ["VISIBLE"]);
    let seen = world.ask(None, PHOTOS, json!({"id": id})).await.expect("seen");
    let shown = &seen["node"]["photos"][0];
    assert_eq!((&shown["width"], &shown["height"]), (&json!(60), &json!(40)));
    assert_eq!(
        open(&world, shown["url"].as_str().expect("an address")).await,
        Some(true)
    );

    // What the machine left open waits for a person.
    let queue = "query($d: ID!) { photosToCheck(below: $d) { nodes { photo { id state } proposal { title } } } }";
    let here = json!({"d": world.area("n1")});
    let waiting = world
        .ask(Some(&cast.director), queue, here.clone())
        .await
        .expect("a queue");
    let nodes = waiting["photosToCheck"]["nodes"].as_array().expect("nodes").clone();
    assert_eq!(nodes.len(), 1, "{nodes:?}");
    assert_eq!(nodes[0]["photo"]["id"], second_id);
    assert_eq!(nodes[0]["proposal"]["title"], "加装扶手");
    assert_eq!(world.ask(other, queue, here.clone()).await.unwrap_err(), "FORBIDDEN");
    let check = |photo: &str, approve: bool| json!({"photo": photo, "approve": approve, "reason": "已看过。"});
    let yes = check(&second_id, true);
    assert_eq!(world.give(own, "checkPhoto", &yes).await.unwrap_err(), "FORBIDDEN");
    world
        .give(Some(&cast.director), "checkPhoto", &yes)
        .await
        .expect("shown");
    assert_eq!(
        world.give(Some(&cast.director), "checkPhoto", &yes).await.unwrap_err(),
        "WRONG_STATE"
    );
    assert_eq!(states(&world, other, &id).await, ["VISIBLE"; 2]);
    let waiting = world.ask(Some(&cast.director), queue, here).await.expect("a queue");
    assert_eq!(waiting["photosToCheck"]["nodes"], json!([]));
    // A person may show what the machine refused, and take down what it passed.
    world
        .give(Some(&cast.director), "checkPhoto", &check(&third_id, true))
        .await
        .expect("shown");
    world
        .give(Some(&cast.director), "checkPhoto", &check(&first_id, false))
        .await
        .expect("taken down");
    assert_eq!(states(&world, other, &id).await, ["VISIBLE"; 2]);
    let gone = shown["url"].as_str().expect("an address");
    assert_eq!(open(&world, gone).await, None, "taken down is taken down");
    sound(&world).await;
}

async fn one_key_is_one_picture(engine: Engine) {
    let world = World::open(engine).await;
    let who = world.resident("居民", "b1").await;
    let first = send(&world, &who, "photo-key-1", 1).await.expect("sent");
    let again = send(&world, &who, "photo-key-1", 1).await.expect("sent");
    assert_eq!(first.id, again.id);
    assert_eq!(
        send(&world, &who, "photo-key-1", 2).await,
        Err(Refusal::IdempotencyConflict)
    );
    assert_eq!(send(&world, &who, "short", 2).await, Err(Refusal::Invalid));
    let many = futures_util::future::join_all((0..6).map(|_| send(&world, &who, "photo-key-2", 3))).await;
    let ids: Vec<_> = many.into_iter().map(|row| row.expect("sent").id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(
        upload::Entity::find()
            .all(world.app.db.reader())
            .await
            .expect("rows")
            .len(),
        2
    );
    // The bytes were lost on their way: the repetition brings them.
    let name = FileName {
        id: first.id,
        size: Size::Full,
    };
    world.app.files.delete(name).await.expect("deleted");
    upload::Entity::update(upload::ActiveModel {
        id: sea_orm::ActiveValue::Set(first.id),
        stored: sea_orm::ActiveValue::Set(false),
        ..Default::default()
    })
    .exec(world.app.db.reader())
    .await
    .expect("an update");
    let photos = [global(b'H', first.id)];
    let photos: Vec<&str> = photos.iter().map(String::as_str).collect();
    assert_eq!(draft(&world, &who, &photos).await, Err("NOT_FOUND".to_owned()));
    assert_eq!(send(&world, &who, "photo-key-1", 1).await.expect("sent").id, first.id);
    assert!(world.app.files.get(name).await.expect("no fault").is_some());
    draft(&world, &who, &photos).await.expect("a draft");
}

async fn a_day_holds_a_hundred_pictures(engine: Engine) {
    let world = World::open(engine).await;
    let who = world.resident("居民", "b1").await;
    for number in 0..100 {
        send(&world, &who, &format!("photo-of-a-day-{number}"), 7)
            .await
            .expect("sent");
    }
    assert_eq!(send(&world, &who, &key(), 7).await, Err(Refusal::UploadQuota));
    world.app.clock.advance(25 * 3_600_000);
    send(&world, &who, &key(), 7).await.expect("sent");
}

async fn only_ones_own_unused_unrefused_pictures_are_attached(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let who = &cast.proponent;
    let (used, used_id) = photo(&world, who).await;
    let (refused, refused_id) = photo(&world, who).await;
    verdict(&world, refused, Verdict::Refuse).await;
    let (_, foreign) = photo(&world, &cast.neighbour).await;
    let id = draft(&world, who, &[&used_id]).await.expect("a draft");
    let try_to = async |photos: &[&str]| draft(&world, who, photos).await.unwrap_err();
    assert_eq!(try_to(&[&used_id]).await, "FILE_ATTACHED");
    assert_eq!(try_to(&[&refused_id]).await, "FILE_REFUSED");
    assert_eq!(try_to(&[&foreign]).await, "NOT_FOUND");
    assert_eq!(try_to(&[&global(b'H', Uuid::from_u128(5))]).await, "NOT_FOUND");
    assert_eq!(try_to(&[&global(b'P', used)]).await, "INVALID_INPUT");
    let (_, fresh) = photo(&world, who).await;
    assert_eq!(try_to(&[&fresh, &fresh]).await, "INVALID_INPUT");
    assert_eq!(try_to(&[fresh.as_str(); 10]).await, "TOO_MANY_PHOTOS");
    // Edited: left out they stay, named they are what stands there, in their order.
    let edit = async |photos: Value| {
        let mut input = json!({"proposal": id, "title": "加装扶手", "body": "楼梯没有扶手，夜里也暗。"});
        if !photos.is_null() {
            input["photos"] = photos;
        }
        world.give(Some(who), "editProposal", &input).await.expect("edited");
        let seen = world.ask(Some(who), PHOTOS, json!({"id": id})).await.expect("seen");
        let photos = seen["node"]["photos"].as_array().expect("photos").clone();
        photos
            .iter()
            .map(|photo| photo["id"].as_str().expect("an id").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(edit(json!(null)).await, std::slice::from_ref(&used_id));
    assert_eq!(edit(json!([fresh, used_id])).await, [fresh.clone(), used_id.clone()]);
    assert_eq!(edit(json!([used_id, fresh])).await, [used_id.clone(), fresh.clone()]);
    assert_eq!(edit(json!([fresh])).await, std::slice::from_ref(&fresh));
    // What was taken away is free again, for a day.
    assert_eq!(edit(json!([used_id])).await, std::slice::from_ref(&used_id));
    assert!(edit(json!([])).await.is_empty());
    let elsewhere = json!({"proposal": id, "text": "说明。", "photos": [fresh]});
    assert_eq!(
        world
            .give(Some(who), "commentOnProposal", &elsewhere)
            .await
            .unwrap_err(),
        "WRONG_STATE"
    );
    sound(&world).await;
}

async fn evidence_comments_and_meetings_have_pictures(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let id = cast.accepted(&world).await;
    let form = {
        let mut input = plan(&world);
        input["proposal"] = json!(id);
        input
    };
    world
        .give(Some(&cast.director), "formProposal", &form)
        .await
        .expect("formed");
    world.pass_days(12).await;
    let seen = world.ask(None, PHOTOS, json!({"id": id})).await.expect("seen");
    let task = seen["node"]["tasks"][0]["id"].clone();
    let mut sent = Vec::new();
    for step in 0..2 {
        let (one, one_id) = photo(&world, &cast.implementer).await;
        let (_, other_id) = photo(&world, &cast.implementer).await;
        verdict(&world, one, Verdict::Pass).await;
        let report = json!({"proposal": id, "task": task, "change": "PROGRESS", "text": "进场。",
            "spentFen": step, "photos": [one_id, other_id]});
        world
            .give(Some(&cast.implementer), "reportTask", &report)
            .await
            .expect("reported");
        sent.push((one_id, other_id));
    }
    let seen = world.ask(None, PHOTOS, json!({"id": id})).await.expect("seen");
    for (step, (one, _)) in sent.iter().enumerate() {
        let photos = &seen["node"]["tasks"][0]["milestones"][step]["photos"];
        assert_eq!(
            photos,
            &json!([{"id": one, "state": "VISIBLE"}]),
            "the public sees what passed"
        );
    }
    let seen = world
        .ask(Some(&cast.implementer), PHOTOS, json!({"id": id}))
        .await
        .expect("seen");
    assert_eq!(
        seen["node"]["tasks"][0]["milestones"][1]["photos"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );

    let (said, said_id) = photo(&world, &cast.neighbour).await;
    let comment = json!({"proposal": id, "text": "已经看到扶手。", "photos": [said_id]});
    world
        .give(Some(&cast.neighbour), "commentOnProposal", &comment)
        .await
        .expect("said");
    let seen = world.ask(None, PHOTOS, json!({"id": id})).await.expect("seen");
    assert_eq!(seen["node"]["comments"]["nodes"][0]["photos"], json!([]));
    verdict(&world, said, Verdict::Pass).await;
    let seen = world.ask(None, PHOTOS, json!({"id": id})).await.expect("seen");
    assert_eq!(
        seen["node"]["comments"]["nodes"][0]["photos"],
        json!([{"state": "VISIBLE"}])
    );
    let hide = json!({"proposal": id, "comment": seen["node"]["comments"]["nodes"][0]["id"], "reason": "与提案无关。"});
    world
        .give(Some(&cast.director), "hideComment", &hide)
        .await
        .expect("hidden");
    let seen = world.ask(None, PHOTOS, json!({"id": id})).await.expect("seen");
    assert_eq!(
        seen["node"]["comments"]["nodes"][0]["photos"],
        json!([]),
        "hidden with its words"
    );

    let meeting = announce(&world, &cast.director, json!({})).await;
    let (room, room_id) = photo(&world, &cast.director).await;
    let attach = json!({"meeting": meeting, "photos": [room_id]});
    world
        .give(Some(&cast.director), "attachToMeeting", &attach)
        .await
        .expect("attached");
    let queue = "query($d: ID!) { photosToCheck(below: $d) { nodes { photo { id } proposal { id } } } }";
    let other = world.staff(Role::CommitteeDirector, "n1").await;
    let waiting = world
        .ask(Some(&other), queue, json!({"d": world.area("n1")}))
        .await
        .expect("a queue");
    let nodes = waiting["photosToCheck"]["nodes"].as_array().expect("nodes").clone();
    assert!(
        nodes.contains(&json!({"photo": {"id": room_id}, "proposal": null})),
        "{nodes:?}"
    );
    let check = json!({"photo": room_id, "approve": true, "reason": "会场照片。"});
    let own = world
        .give(Some(&cast.director), "checkPhoto", &check)
        .await
        .unwrap_err();
    assert_eq!(own, "SECOND_PERSON_NEEDED");
    world.give(Some(&other), "checkPhoto", &check).await.expect("shown");
    assert!(
        !verdict(&world, room, Verdict::Refuse).await,
        "no machine changes what a person decided"
    );
    let seen = world.ask(None, PHOTOS, json!({"id": meeting})).await.expect("seen");
    assert_eq!(seen["node"]["photos"], json!([{"id": room_id, "state": "VISIBLE"}]));
    sound(&world).await;
}

async fn orphans_go_after_a_day_and_everything_goes_with_its_owner(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let who = &cast.proponent;
    let ((orphan, _), (kept, kept_id)) = (photo(&world, who).await, photo(&world, who).await);
    verdict(&world, kept, Verdict::Pass).await;
    let id = draft(&world, who, &[&kept_id]).await.expect("a draft");
    world
        .give(Some(who), "submitProposal", &json!({"proposal": id}))
        .await
        .expect("handed in");
    let there = async |id: Uuid| {
        let mut found = Vec::new();
        for name in FileName::both(id) {
            found.push(world.app.files.get(name).await.expect("no fault").is_some());
        }
        assert_eq!(found[0], found[1]);
        found[0]
    };
    let sweep = async || usecase::purge_due(&world.app, 50).await.expect("swept");
    world.app.clock.advance(23 * 3_600_000);
    assert_eq!(sweep().await, 0);
    world.app.clock.advance(2 * 3_600_000);
    assert_eq!(sweep().await, 1);
    assert_eq!((there(orphan).await, there(kept).await), (false, true));
    assert_eq!(states(&world, None, &id).await, ["VISIBLE"]);
    account::close(&world.app, who).await.expect("closed");
    assert_eq!(states(&world, None, &id).await, [""; 0], "out of sight at once");
    assert_eq!(open(&world, &format!("/files/{}.jpg", kept.simple())).await, None);
    assert_eq!(sweep().await, 1);
    assert!(!there(kept).await);
    assert_eq!(
        upload::Entity::find()
            .all(world.app.db.reader())
            .await
            .expect("rows")
            .len(),
        0
    );
    sound(&world).await;
}

on_both! {
    others_see_a_picture_after_its_check_alone_ => others_see_a_picture_after_its_check_alone;
    one_key_is_one_picture_ => one_key_is_one_picture;
    a_day_holds_a_hundred_pictures_ => a_day_holds_a_hundred_pictures;
    only_ones_own_unused_unrefused_pictures_are_attached_ => only_ones_own_unused_unrefused_pictures_are_attached;
    evidence_comments_and_meetings_have_pictures_ => evidence_comments_and_meetings_have_pictures;
    orphans_go_after_a_day_and_everything_goes_with_its_owner_ => orphans_go_after_a_day_and_everything_goes_with_its_owner;
}

/// Who sees a picture that waits, and who decides about it: as the screen offers.
#[test]
fn who_sees_and_decides_about_a_picture_that_waits() {
    run(async {
        let world = World::with_room(Engine::Sqlite).await;
        let cast = Cast::gather(&world).await;
        let everyone = everyone(&world, &cast).await;
        let mut table = String::new();
        for (label, actor) in &everyone {
            let (_, photo_id) = photo(&world, &cast.proponent).await;
            let id = draft(&world, &cast.proponent, &[&photo_id]).await.expect("a draft");
            world
                .give(Some(&cast.proponent), "submitProposal", &json!({"proposal": id}))
                .await
                .expect("handed in");
            let seen = world
                .ask(actor.as_ref(), PHOTOS, json!({"id": id}))
                .await
                .expect("seen");
            let offered = &seen["node"]["photos"][0]["viewerCan"][0];
            let input = json!({"photo": photo_id, "approve": true, "reason": "已看过。"});
            let done = world.give(actor.as_ref(), "checkPhoto", &input).await.map(|_| ());
            if !offered.is_null() {
                let said = match offered["allowed"].as_bool() {
                    Some(true) => Ok(()),
                    _ => Err(offered["reason"]["code"].as_str().unwrap_or("").to_owned()),
                };
                assert_eq!(said, done, "viewerCan and checkPhoto disagree about {label}");
            }
            let sight = if offered.is_null() { "-" } else { "seen" };
            let done = done.as_ref().map_or_else(|code| code.as_str(), |()| "yes");
            let _ = writeln!(table, "{label:<28} {sight:<5} {done}");
        }
        insta::assert_snapshot!("photo_matrix", table);
    });
}
