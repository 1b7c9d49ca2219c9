//! Mini-program codes: where they land, and how one that is no good is told.

use super::Phones;
use crate::{
    matrix::{code, everyone},
    subject::Cast,
    world::{Engine, global, key, on_both},
};
use serde_json::{Value, json};
use yiting::usecase::code as usecase;
use yiting_domain::people::{Actor, Role};

const LANDING: &str = "query($s: String!) { codeLanding(scene: $s) { kind invitation node { id ... on Area { name }
    ... on Proposal { title } } } }";
const MAKE: &str =
    "mutation($i: MakeCodeInput!) { makeCode(input: $i) { code { scene kind picture link expiresAt } } }";

async fn land(phones: &Phones, scene: &str) -> Result<Value, String> {
    Ok(phones.ask(None, LANDING, json!({"s": scene})).await?["codeLanding"].clone())
}

async fn make(phones: &Phones, who: &Actor, input: Value) -> Result<Value, String> {
    let mut input = input;
    if input.get("clientMutationId").is_none() {
        input["clientMutationId"] = json!(key());
    }
    Ok(phones.ask(Some(who), MAKE, json!({"i": input})).await?["makeCode"]["code"].clone())
}

async fn a_code_lands_in_what_it_was_made_for(engine: Engine) {
    let phones = Phones::open(engine).await;
    let cast = Cast::gather(&phones).await;
    let director = &cast.director;
    let proposal = cast.accepted(&phones).await;
    let at = |days: i64| phones.app.now().plus_days(days).rfc3339();
    let meeting = json!({"clientMutationId": key(), "area": phones.area("n1"), "kind": "MEETING", "title": "议事会",
        "place": "居委会", "startsAt": at(1), "endsAt": at(2)});
    let query = "mutation($i: AnnounceMeetingInput!) { announceMeeting(input: $i) { meeting { id } } }";
    let meeting = phones
        .ask(Some(director), query, json!({"i": meeting}))
        .await
        .expect("announced");
    let meeting = meeting["announceMeeting"]["meeting"]["id"].clone();
    for (target, kind) in [
        (json!(phones.area("n1")), "AREA"),
        (json!(phones.area("b1")), "AREA"),
        (json!(proposal), "PROPOSAL"),
        (meeting, "MEETING"),
    ] {
        let made = make(&phones, director, json!({"target": target})).await.expect("made");
        let scene = made["scene"].as_str().expect("a scene");
        assert!(scene.len() <= 32 && made["kind"] == kind, "{made}");
        let landed = land(&phones, scene).await.expect("landed");
        assert_eq!(
            (&landed["kind"], &landed["node"]["id"]),
            (&json!(kind), &target),
            "{landed}"
        );
    }
    // The same request answers the same code.
    let input = json!({"clientMutationId": key(), "target": proposal, "expiresAt": at(1)});
    let made = make(&phones, director, input.clone()).await.expect("made");
    assert_eq!(make(&phones, director, input).await.expect("made"), made);
    let scene = made["scene"].as_str().expect("a scene");
    phones.app.clock.advance(86_400_000);
    assert_eq!(land(&phones, scene).await.unwrap_err(), "CODE_EXPIRED");
    let revoked = code(&phones, "n1").await;
    phones
        .give(Some(director), "revokeCode", &json!({"scene": revoked}))
        .await
        .expect("withdrawn");
    assert_eq!(land(&phones, &revoked).await.unwrap_err(), "CODE_REVOKED");
    assert_eq!(
        phones
            .give(Some(director), "revokeCode", &json!({"scene": revoked}))
            .await
            .unwrap_err(),
        "CODE_REVOKED"
    );
    for wrong in ["", "p:310199-2026-000001", "x", &"y".repeat(64), "i.AAAAA-AAAAA"] {
        assert_eq!(land(&phones, wrong).await.unwrap_err(), "CODE_UNKNOWN", "{wrong}");
    }
    let end = json!({"target": proposal, "expiresAt": at(-1)});
    assert_eq!(make(&phones, director, end).await.unwrap_err(), "INVALID_INPUT");
    let person = json!({"target": global(b'U', director.pseudonym.0)});
    assert_eq!(make(&phones, director, person).await.unwrap_err(), "INVALID_INPUT");
    let list = "query($a: ID!) { codes(area: $a, first: 2) { nodes { scene target { id } revokedAt } pageInfo { hasNextPage endCursor } } }";
    let page = phones
        .ask(Some(director), list, json!({"a": phones.area("n1")}))
        .await
        .expect("a list");
    assert_eq!(page["codes"]["pageInfo"]["hasNextPage"], true);
    assert_eq!(
        phones
            .ask(Some(&cast.neighbour), list, json!({"a": phones.area("n1")}))
            .await
            .unwrap_err(),
        "FORBIDDEN"
    );
}

async fn a_households_letter_verifies_whoever_scans_it(engine: Engine) {
    let phones = Phones::open(engine).await;
    let director = phones.staff(Role::CommitteeDirector, "n1").await;
    let input = json!({"clientMutationId": key(), "area": phones.area("b1"), "household": "3号101"});
    let query = "mutation($i: InviteHouseholdInput!) { inviteHousehold(input: $i) { code scene picture } }";
    let made = phones
        .ask(Some(&director), query, json!({"i": input}))
        .await
        .expect("invited");
    let letter = &made["inviteHousehold"];
    let scene = letter["scene"].as_str().expect("a scene");
    let landed = land(&phones, scene).await.expect("landed");
    assert_eq!(
        (&landed["kind"], &landed["invitation"], &landed["node"]["name"]),
        (&json!("INVITATION"), &letter["code"], &json!("一村"))
    );
    let (user, _) = phones.user("新邻居", None).await;
    let (who, _) = phones.login(&user).await;
    phones
        .give(Some(&who), "redeemInvitation", &json!({"code": landed["invitation"]}))
        .await
        .expect("verified");
    // Its picture is drawn anew each time and stored nowhere.
    let (picture, open) = usecase::picture(&phones.app, scene).await.expect("a picture");
    assert!(!open && picture.bytes.starts_with(b"\x89PNG"));
    usecase::picture(&phones.app, scene).await.expect("a picture");
    assert_eq!(phones.told("scenes").await, [json!(scene), json!(scene)]);
    phones.app.clock.advance(31 * 86_400_000);
    assert_eq!(land(&phones, scene).await.unwrap_err(), "CODE_EXPIRED");
}

async fn pictures_and_links_are_made_once(engine: Engine) {
    let phones = Phones::open(engine).await;
    let cast = Cast::gather(&phones).await;
    let scene = code(&phones, "n1").await;
    phones.fault("/wxa/getwxacodeunlimit", "html502", 0, 3).await;
    assert!(usecase::picture(&phones.app, &scene).await.is_err(), "WeChat is away");
    let first = usecase::picture(&phones.app, &scene).await.expect("a picture");
    assert_eq!(usecase::picture(&phones.app, &scene).await.expect("a picture"), first);
    assert_eq!(phones.told("scenes").await.len(), 1, "the second comes from the table");
    let query = "mutation($i: OnCodeInput!) { makeCodeLink(input: $i) { code { link } } }";
    let link = async |who: &Actor| {
        let input = json!({"i": {"clientMutationId": key(), "scene": scene}});
        Ok::<_, String>(phones.ask(Some(who), query, input).await?["makeCodeLink"]["code"]["link"].clone())
    };
    let made = link(&cast.director).await.expect("a link");
    assert!(made.as_str().is_some_and(|link| link.starts_with("https://")), "{made}");
    assert_eq!(
        link(&cast.director).await.expect("a link"),
        made,
        "it is good for 30 days"
    );
    phones.app.clock.advance(29 * 86_400_000 + 1);
    assert_ne!(link(&cast.director).await.expect("a link"), made);
    // Whoever may make codes may make their links, and nobody else.
    for (label, actor) in everyone(&phones, &cast).await {
        let seen = "query($id: ID!) { node(id: $id) { ... on Area { viewerCan { action allowed } } } }";
        let seen = phones
            .ask(actor.as_ref(), seen, json!({"id": phones.area("n1")}))
            .await
            .expect("an area");
        let offers = seen["node"]["viewerCan"].as_array().expect("offers").clone();
        let may = offers
            .iter()
            .any(|offer| offer["action"] == "make_codes" && offer["allowed"] == true);
        let done = match &actor {
            Some(actor) => link(actor).await.is_ok(),
            None => false,
        };
        assert_eq!(done, may, "{label}");
    }
}

on_both! {
    a_code_lands_where_it_belongs_or_says_why_not => a_code_lands_in_what_it_was_made_for;
    a_letter_verifies_whoever_scans_it => a_households_letter_verifies_whoever_scans_it;
    pictures_and_links_of_codes_are_made_once => pictures_and_links_are_made_once;
}
