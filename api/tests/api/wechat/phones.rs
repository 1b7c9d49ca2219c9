//! Binding a phone number, and becoming one with whom a register knows.

use super::Phones;
use crate::world::{Engine, key, on_both};
use serde_json::{Value, json};
use yiting::usecase::{account, roster};
use yiting_domain::people::{Actor, Role};

const BIND: &str = "mutation($i: BindPhoneInput!) { bindPhone(input: $i) { person { id nickname } joined moved } }";
const ME: &str = "{ me { level person { id } residences { name } memberships { role } } }";

async fn bind(phones: &Phones, who: &Actor, key: &str, code: &str) -> Result<Value, String> {
    let input = json!({"i": {"clientMutationId": key, "code": code}});
    Ok(phones.ask(Some(who), BIND, input).await?["bindPhone"].clone())
}

async fn a_number_is_bound_once_and_stays_with_one_account(engine: Engine) {
    let phones = Phones::open(engine).await;
    let (user, _) = phones.user("王小明", Some("13800000001")).await;
    let (actor, _) = phones.login(&user).await;
    assert_eq!(phones.ask(Some(&actor), ME, json!({})).await.unwrap()["me"]["level"], 0);
    let (key_, code) = (key(), phones.tap(&user).await);
    let bound = bind(&phones, &actor, &key_, &code).await.unwrap();
    assert_eq!((&bound["joined"], &bound["moved"]), (&json!(false), &json!(false)));
    let actor = phones.again(&actor).await;
    assert_eq!(phones.ask(Some(&actor), ME, json!({})).await.unwrap()["me"]["level"], 1);
    // The answer was lost: the same request answers the same, and WeChat is not asked with a used code.
    assert_eq!(bind(&phones, &actor, &key_, &code).await.unwrap(), bound);
    assert_eq!(
        bind(&phones, &actor, &key(), &code).await.unwrap_err(),
        "WECHAT_CODE_INVALID"
    );
    // Another WeChat account with the same number.
    let (second, _) = phones.user("同号", Some("13800000001")).await;
    let (other, _) = phones.login(&second).await;
    let code = phones.tap(&second).await;
    assert_eq!(bind(&phones, &other, &key(), &code).await.unwrap_err(), "PHONE_TAKEN");
    // Without WeChat, without luck.
    let staff = phones.staff(Role::CommitteeWorker, "n1").await;
    assert_eq!(
        bind(&phones, &staff, &key(), "x").await.unwrap_err(),
        "WECHAT_ACCOUNT_REQUIRED"
    );
    let code = phones.tap(&user).await;
    phones.fault("/wxa/business/getuserphonenumber", "html502", 0, 3).await;
    assert_eq!(
        bind(&phones, &actor, &key(), &code).await.unwrap_err(),
        "UPSTREAM_UNAVAILABLE"
    );
    assert!(
        bind(&phones, &actor, &key(), &code).await.is_ok(),
        "the code was not used up"
    );
}

async fn somebody_in_the_register_is_joined_with_all_that_stands_there(engine: Engine) {
    let phones = Phones::open(engine).await;
    let register = "block_code,household,name,phone,exclusive_area\n310199001001001,3号101,王秀英,13800001111,88.50\n";
    roster::import(&phones.app, register.as_bytes())
        .await
        .expect("imported");
    let (user, _) = phones.user("王秀英", Some("13800001111")).await;
    let (fresh, tokens) = phones.login(&user).await;
    let consent = json!({"version": "2026-11", "agreed": true});
    phones
        .give(Some(&fresh), "recordConsent", &consent)
        .await
        .expect("agreed before the number was bound");
    let (key_, code) = (key(), phones.tap(&user).await);
    let bound = bind(&phones, &fresh, &key_, &code).await.unwrap();
    assert_eq!((&bound["joined"], &bound["moved"]), (&json!(true), &json!(true)));
    assert_eq!(bound["person"]["nickname"], "王**");
    // The session goes on under the recorded person.
    assert!(account::authenticate(&phones.app, &tokens.access).await.is_err());
    let next = account::refresh(&phones.app, &tokens.refresh, &key())
        .await
        .expect("refreshed");
    let (joined, _) = account::authenticate(&phones.app, &next.access)
        .await
        .expect("an actor");
    let said = phones
        .ask(Some(&joined), "{ me { consent { version } } }", json!({}))
        .await;
    assert_eq!(said.unwrap()["me"]["consent"]["version"], "2026-11", "it moved along");
    let me = phones.ask(Some(&joined), ME, json!({})).await.unwrap();
    assert_eq!(
        (&me["me"]["level"], &me["me"]["residences"][0]["name"]),
        (&json!(3), &json!("一村"))
    );
    assert_eq!(
        bind(&phones, &joined, &key_, &code).await.unwrap(),
        bound,
        "sent again, it answers the same"
    );
    let (again, _) = phones.login(&user).await;
    assert_eq!(again.person, joined.person, "the next login is that person");
    let third = roster::import(&phones.app, register.as_bytes())
        .await
        .expect("imported again");
    assert_eq!(third.unchanged, 1, "the register still finds its line");
    let auditor = phones.staff(Role::Auditor, "d").await;
    let log = "query($d: ID!) { node(id: $d) { ... on Area { log(first: 50) { nodes { kind body } } } } }";
    let seen = phones
        .ask(Some(&auditor), log, json!({"d": phones.area("d")}))
        .await
        .unwrap();
    let text = seen.to_string();
    assert!(
        text.contains("person.phone_bound") && !text.contains("13800001111"),
        "{text}"
    );
}

async fn register(phones: &Phones, name: &str, phone: &str) -> String {
    let director = phones.staff(Role::CommitteeDirector, "n1").await;
    let input = json!({"clientMutationId": key(), "area": phones.area("b1"), "realName": name, "phone": phone,
        "household": "3号102"});
    let query = "mutation($i: RegisterResidentInput!) { registerResident(input: $i) { person { id } } }";
    let made = phones
        .ask(Some(&director), query, json!({"i": input}))
        .await
        .expect("recorded");
    made["registerResident"]["person"]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

async fn an_account_in_use_takes_what_was_recorded_or_is_told_why_not(engine: Engine) {
    let phones = Phones::open(engine).await;
    // Used here, nothing done under the recorded name: residence and name come over.
    let (user, _) = phones.user("李国强", Some("13800002222")).await;
    let (used, _) = phones.login(&user).await;
    phones
        .give(
            Some(&phones.staff(Role::DistrictOfficer, "d").await),
            "verifyResident",
            &json!({"person": crate::world::global(b'U', used.pseudonym.0), "area": phones.area("b2")}),
        )
        .await
        .expect("verified");
    let used = phones.again(&used).await;
    register(&phones, "李国强", "13800002222").await;
    let bound = bind(&phones, &used, &key(), &phones.tap(&user).await).await.unwrap();
    assert_eq!((&bound["joined"], &bound["moved"]), (&json!(true), &json!(false)));
    let me = phones
        .ask(Some(&phones.again(&used).await), ME, json!({}))
        .await
        .unwrap();
    let mut homes: Vec<&str> = me["me"]["residences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|home| home["name"].as_str().unwrap())
        .collect();
    homes.sort_unstable();
    assert_eq!(homes, ["一村", "二村"]);
    // Both used: a committee raised a proposal for the recorded one.
    let (user, _) = phones.user("赵敏", Some("13800003333")).await;
    let (used, _) = phones.login(&user).await;
    phones
        .give(
            Some(&phones.staff(Role::DistrictOfficer, "d").await),
            "verifyResident",
            &json!({"person": crate::world::global(b'U', used.pseudonym.0), "area": phones.area("b2")}),
        )
        .await
        .expect("verified");
    let recorded = register(&phones, "赵敏", "13800003333").await;
    let director = phones.staff(Role::CommitteeDirector, "n1").await;
    let draft =
        json!({"home": phones.area("b1"), "title": "加装扶手", "body": "楼梯没有扶手。", "onBehalfOf": recorded});
    phones
        .give(Some(&phones.staff(Role::Convener, "b1").await), "draftProposal", &draft)
        .await
        .expect("a draft");
    let used = phones.again(&used).await;
    let refused = bind(&phones, &used, &key(), &phones.tap(&user).await)
        .await
        .unwrap_err();
    assert_eq!(refused, "PHONE_NOT_JOINABLE");
    let me = phones
        .ask(Some(&phones.again(&used).await), ME, json!({}))
        .await
        .unwrap();
    assert_eq!(me["me"]["residences"].as_array().unwrap().len(), 1, "nothing was moved");
    drop(director);
}

on_both! {
    a_phone_number_is_bound_once_and_stays_with_one_account => a_number_is_bound_once_and_stays_with_one_account;
    whoever_is_in_the_register_is_joined => somebody_in_the_register_is_joined_with_all_that_stands_there;
    two_accounts_in_use_are_not_thrown_together => an_account_in_use_takes_what_was_recorded_or_is_told_why_not;
}
