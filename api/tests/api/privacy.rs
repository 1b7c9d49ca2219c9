//! Consent, and unmasking for a reason.

use crate::world::{Engine, World, global, key, on_both};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use yiting::{
    demo::people as accounts,
    store::{
        entity::{consent, idempotency, log_entry, person, personal_data_view},
        people,
    },
    usecase::rebuild,
};
use yiting_domain::people::{Actor, Role};

const REVEAL: &str =
    "mutation($i: RevealPersonalDataInput!) { revealPersonalData(input: $i) { person { id } phone realName } }";
const CONSENT: &str = "mutation($i: RecordConsentInput!) { recordConsent(input: $i) { consent { version agreedAt } } }";
const SAID: &str = "{ me { consent { version agreedAt } consents(first: 2) { nodes { version agreed }
    pageInfo { hasNextPage endCursor } } } }";
const CONTACT: &str = "query($id: ID!) { node(id: $id) { ... on Person { nickname contact { phone realName } } } }";

/// Somebody whom the committee recorded with name and number, and who can be spoken for.
pub async fn recorded(world: &World, name: &str, phone: &str, household: &str) -> Actor {
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let input = json!({"clientMutationId": key(), "area": world.area("b1"), "realName": name, "phone": phone,
        "household": household});
    let query = "mutation($i: RegisterResidentInput!) { registerResident(input: $i) { clientMutationId } }";
    world
        .ask(Some(&director), query, json!({"i": input}))
        .await
        .expect("recorded");
    let index = world.app.blind_key.phone_index(phone).expect("a number");
    let row = people::by_phone_index(world.app.db.reader(), &index).await;
    let row = row.expect("a query").expect("a person");
    accounts::load(&world.app, row.id).await.expect("an actor")
}

fn id_of(who: &Actor) -> String {
    global(b'U', who.pseudonym.0)
}

/// Unmasks; answers what is shown.
pub async fn reveal(
    world: &World,
    who: Option<&Actor>,
    key: &str,
    whom: &Actor,
    reason: &str,
) -> Result<Value, String> {
    let input = json!({"clientMutationId": key, "person": id_of(whom), "reason": reason});
    let shown = world.ask(who, REVEAL, json!({"i": input})).await?;
    Ok(shown["revealPersonalData"].clone())
}

async fn entries(world: &World, kind: &str) -> Vec<log_entry::Model> {
    let all = log_entry::Entity::find().all(world.app.db.reader()).await;
    let all = all.expect("the log");
    all.into_iter().filter(|entry| entry.kind == kind).collect()
}

async fn every_look_at_personal_data_is_kept(engine: Engine) {
    let world = World::open(engine).await;
    let wang = recorded(&world, "王秀英", "13800001111", "3号101").await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let again = key();
    let first = reveal(&world, Some(&director), &again, &wang, "电话核实三楼漏水。").await;
    let first = first.expect("shown");
    assert_eq!(
        (&first["phone"], &first["realName"]),
        (&json!("13800001111"), &json!("王秀英"))
    );
    let second = reveal(&world, Some(&director), &again, &wang, "电话核实三楼漏水。").await;
    assert_eq!(second.expect("shown again"), first);
    let views = personal_data_view::Entity::find().all(world.app.db.reader()).await;
    let views = views.expect("views");
    assert_eq!(views.len(), 1, "sent again, it leaves no second entry");
    assert_eq!(
        (views[0].fields.as_str(), views[0].request_id.as_str()),
        ("phone,real_name", "test-request")
    );
    let logged = entries(&world, "person.revealed").await;
    assert_eq!(logged.len(), 1);
    assert_eq!(logged[0].actor, Some(director.pseudonym.0));
    let body: Value = serde_json::from_str(&logged[0].body).expect("JSON");
    assert_eq!(body["person"], json!(wang.pseudonym.0));
    assert_eq!(body["fields"], json!(["phone", "real_name"]));
    assert!(body["reason"]["commitment"].is_string());
    let kept = idempotency::Entity::find()
        .all(world.app.db.reader())
        .await
        .expect("keys");
    let kept = format!("{kept:?} {views:?} {logged:?}");
    for secret in ["13800001111", "王秀英", "漏水"] {
        assert!(!kept.contains(secret), "{secret} is kept beside the answer");
    }
    // What changed meanwhile is not shown under the old entry, and what was taken away is not shown at all.
    let other = reveal(&world, Some(&director), &again, &wang, "别的理由。").await;
    assert_eq!(other.unwrap_err(), "IDEMPOTENCY_CONFLICT");
    let mut dismissed = director.clone();
    dismissed.memberships.clear();
    let late = reveal(&world, Some(&dismissed), &again, &wang, "电话核实三楼漏水。").await;
    assert_eq!(late.unwrap_err(), "FORBIDDEN");
    let change = person::ActiveModel {
        id: Set(wang.person.0),
        phone_sealed: Set(None),
        phone_index: Set(None),
        ..Default::default()
    };
    let changed = person::Entity::update(change).exec(world.app.db.reader()).await;
    changed.expect("the number is gone");
    let stale = reveal(&world, Some(&director), &again, &wang, "电话核实三楼漏水。").await;
    assert_eq!(stale.unwrap_err(), "VERSION_CONFLICT");
    let checked = rebuild::check(&world.app).await.expect("a check");
    assert!(
        checked.iter().all(|district| district.problems.is_empty()),
        "{checked:?}"
    );
}

async fn the_mask_is_lifted_for_a_reason_and_within_bounds(engine: Engine) {
    let world = World::open(engine).await;
    let wang = recorded(&world, "王秀英", "13800001111", "3号101").await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let refused = [
        (None, "UNAUTHENTICATED"),
        (Some(wang.clone()), "FORBIDDEN"),
        (Some(world.staff(Role::CommitteeDirector, "n2").await), "FORBIDDEN"),
        (Some(world.staff(Role::Administrator, "d").await), "FORBIDDEN"),
        (Some(world.staff(Role::Auditor, "d").await), "FORBIDDEN"),
    ];
    for (who, code) in refused {
        let answer = reveal(&world, who.as_ref(), &key(), &wang, "想看看。").await;
        assert_eq!(answer.unwrap_err(), code);
        let contact = world.ask(who.as_ref(), CONTACT, json!({"id": id_of(&wang)})).await;
        assert!(contact.expect("a person")["node"]["contact"].is_null());
    }
    let empty = reveal(&world, Some(&director), &key(), &wang, "  ").await;
    assert_eq!(empty.unwrap_err(), "TEXT_REQUIRED");
    let stranger = world.person("无住址").await;
    let homeless = reveal(&world, Some(&director), &key(), &stranger, "核实。").await;
    assert_eq!(homeless.unwrap_err(), "FORBIDDEN");
    let masked = world.ask(Some(&director), CONTACT, json!({"id": id_of(&wang)})).await;
    assert_eq!(
        masked.expect("a person")["node"]["contact"],
        json!({"phone": "138****1111", "realName": "王**"})
    );
    let list = "query($id: ID!) { node(id: $id) { ... on Area { residents { nodes { household how
        person { contact { phone } } } } } } }";
    let seen = world.ask(Some(&director), list, json!({"id": world.area("b1")})).await;
    assert_eq!(
        seen.expect("residents")["node"]["residents"]["nodes"],
        json!([{"household": "3号101", "how": "assisted", "person": {"contact": {"phone": "138****1111"}}}])
    );
    // The clock stands: what was taken from the allowance does not come back. Refused requests above took some.
    let mut shown = 0;
    let refusal = loop {
        match reveal(&world, Some(&director), &key(), &wang, "核实。").await {
            Ok(_) => shown += 1,
            Err(code) => break code,
        }
    };
    assert_eq!((refusal.as_str(), shown), ("RATE_LIMITED", 28));
    assert_eq!(entries(&world, "person.revealed").await.len(), shown);
    // A closed account has nothing to show.
    world
        .give(Some(&wang), "closeAccount", &json!({}))
        .await
        .expect("closed");
    let street = world.staff(Role::DistrictLead, "d").await;
    let gone = reveal(&world, Some(&street), &key(), &wang, "核实。").await;
    assert_eq!(gone.unwrap_err(), "NOT_FOUND");
}

async fn people_auditors_and_supervisors_see_who_looked(engine: Engine) {
    let world = World::open(engine).await;
    let wang = recorded(&world, "王秀英", "13800001111", "3号101").await;
    let li = recorded(&world, "李国强", "13900002222", "3号102").await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let lead = world.staff(Role::StreetLead, "s1").await;
    for (who, whom, reason) in [(&director, &wang, "甲因"), (&lead, &wang, "乙因"), (&lead, &li, "丙因")] {
        world.app.clock.advance(1_000);
        reveal(&world, Some(who), &key(), whom, reason).await.expect("shown");
    }
    let mine = "{ me { personalDataViews { nodes { role platform { name } fields reason } } } }";
    let seen = world.ask(Some(&wang), mine, json!({})).await.expect("seen");
    let fields = json!(["PHONE", "REAL_NAME"]);
    assert_eq!(
        seen["me"]["personalDataViews"]["nodes"],
        json!([
            {"role": "STREET_LEAD", "platform": {"name": "东街"}, "fields": fields, "reason": "乙因"},
            {"role": "COMMITTEE_DIRECTOR", "platform": {"name": "一居"}, "fields": fields, "reason": "甲因"},
        ])
    );
    let all = "query($id: ID!, $after: String) { personalDataViews(below: $id, first: 2, after: $after) {
        nodes { viewer { id } person { id } area { name } platform { name } role reason requestId }
        pageInfo { hasNextPage endCursor } } }";
    for role in [Role::Auditor, Role::Supervisor] {
        let reader = world.staff(role, "d").await;
        let ask = |after: Value| world.ask(Some(&reader), all, json!({"id": world.area("d"), "after": after}));
        let first = ask(Value::Null).await.expect("seen")["personalDataViews"].clone();
        let second = ask(first["pageInfo"]["endCursor"].clone()).await.expect("seen");
        let second = second["personalDataViews"].clone();
        assert_eq!(first["nodes"][0]["reason"], "丙因");
        assert_eq!(first["nodes"][0]["person"]["id"], json!(id_of(&li)));
        assert_eq!(first["nodes"][0]["viewer"]["id"], json!(id_of(&lead)));
        assert_eq!(first["nodes"][1]["reason"], "乙因");
        assert_eq!(
            (&first["pageInfo"]["hasNextPage"], &second["pageInfo"]["hasNextPage"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(
            second["nodes"],
            json!([{"viewer": {"id": id_of(&director)}, "person": {"id": id_of(&wang)}, "area": {"name": "一村"},
                "platform": {"name": "一居"}, "role": "COMMITTEE_DIRECTOR", "reason": "甲因",
                "requestId": "test-request"}])
        );
        let elsewhere = world
            .ask(Some(&reader), all, json!({"id": world.area("s2"), "after": null}))
            .await;
        assert_eq!(elsewhere.expect("seen")["personalDataViews"]["nodes"], json!([]));
    }
    let refused = world
        .ask(Some(&director), all, json!({"id": world.area("n1"), "after": null}))
        .await;
    assert_eq!(refused.unwrap_err(), "FORBIDDEN");
}

async fn consent_is_kept_word_for_word(engine: Engine) {
    let world = World::open_with(engine, &[("YITING_PRIVACY_VERSION", "2027-01")]).await;
    let notice = world.ask(None, "{ privacyNotice { version } }", json!({})).await;
    assert_eq!(notice.expect("public")["privacyNotice"]["version"], "2027-01");
    let resident = world.resident("居民", "b1").await;
    let say = |key: String, version: &'static str, agreed: bool| {
        let input = json!({"clientMutationId": key, "version": version, "agreed": agreed});
        let (world, who) = (&world, &resident);
        async move { world.ask(Some(who), CONSENT, json!({"i": input})).await }
    };
    let before = world.ask(Some(&resident), SAID, json!({})).await.expect("seen");
    assert!(before["me"]["consent"].is_null());
    let again = key();
    let first = say(again.clone(), "2026-11", true).await.expect("agreed");
    assert_eq!(first["recordConsent"]["consent"]["version"], "2026-11");
    assert_eq!(say(again.clone(), "2026-11", true).await.expect("again"), first);
    assert_eq!(say(again, "2026-11", false).await.unwrap_err(), "IDEMPOTENCY_CONFLICT");
    say(key(), "2026-11", true).await.expect("said twice, kept once");
    say(key(), "2027-01", true).await.expect("agreed to the next");
    let last = say(key(), "2027-01", false).await.expect("taken back");
    assert!(last["recordConsent"]["consent"].is_null());
    say(key(), "2027-01", false).await.expect("nothing to take back");
    for wrong in ["", "the new one", "2027-01-and-much-longer-than-it-may-be"] {
        assert_eq!(say(key(), wrong, true).await.unwrap_err(), "INVALID_INPUT", "{wrong}");
    }
    let seen = world.ask(Some(&resident), SAID, json!({})).await.expect("seen");
    assert!(seen["me"]["consent"].is_null());
    assert_eq!(
        seen["me"]["consents"]["nodes"],
        json!([{"version": "2026-11", "agreed": true}, {"version": "2027-01", "agreed": true}])
    );
    assert_eq!(seen["me"]["consents"]["pageInfo"]["hasNextPage"], true);
    let rows = consent::Entity::find().all(world.app.db.reader()).await.expect("rows");
    assert_eq!(
        rows.iter().map(|row| row.agreed).collect::<Vec<_>>(),
        [true, true, false]
    );
    let logged = entries(&world, "person.consented").await;
    let bodies: Vec<&str> = logged.iter().map(|entry| entry.body.as_str()).collect();
    assert_eq!(
        bodies,
        [
            r#"{"agreed":true,"version":"2026-11"}"#,
            r#"{"agreed":true,"version":"2027-01"}"#,
            r#"{"agreed":false,"version":"2027-01"}"#
        ]
    );
    // Whoever lives in no district yet is in no log, and is asked all the same.
    let newcomer = world.person("新来").await;
    let input = json!({"clientMutationId": key(), "version": "2027-01", "agreed": true});
    world
        .ask(Some(&newcomer), CONSENT, json!({"i": input}))
        .await
        .expect("agreed");
    assert_eq!(entries(&world, "person.consented").await.len(), 3);
    let anonymous = world
        .give(None, "recordConsent", &json!({"version": "1", "agreed": true}))
        .await;
    assert_eq!(anonymous.unwrap_err(), "UNAUTHENTICATED");
}

on_both! {
    every_look_at_personal_data_is_kept_with_its_reason => every_look_at_personal_data_is_kept;
    the_mask_is_lifted_for_a_reason_and_within_its_bounds => the_mask_is_lifted_for_a_reason_and_within_bounds;
    people_auditors_and_supervisors_see_who_looked_at_what => people_auditors_and_supervisors_see_who_looked;
    consent_is_kept_word_for_word_and_can_be_taken_back => consent_is_kept_word_for_word;
}
