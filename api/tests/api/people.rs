//! Accounts, registers, roles and sessions, with real rows.

use crate::{
    subject::Cast,
    world::{Engine, World, global, key, on_both},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use yiting::{
    store::entity::person,
    usecase::{
        import::{self, ImportFailure},
        roster,
    },
};
use yiting_domain::people::{Actor, Role};

const REGISTER: &str = "block_code,household,name,phone,exclusive_area
310199001001001,3号101,王秀英,13800001111,88.50
310199001001001,3号102,李国强,,
310199001001002,1号301,赵敏,+86 139 0000 2222,102
";

async fn a_register_goes_in_whole_or_not_at_all(engine: Engine) {
    let world = World::open(engine).await;
    let bad = format!("{REGISTER}999,1号,某,,\n310199001001001,3号101,王秀英,,\n310199001001001,,空,,\n");
    let Err(ImportFailure::Lines(lines)) = roster::import(&world.app, bad.as_bytes()).await else {
        panic!("bad lines are refused");
    };
    assert_eq!(
        lines.iter().map(|bad| bad.line).collect::<Vec<_>>(),
        [7],
        "a line without household is found at once"
    );
    let bad = format!("{REGISTER}999,1号,某,,\n310199001001001,3号101,王秀英,,\n");
    let Err(ImportFailure::Lines(lines)) = roster::import(&world.app, bad.as_bytes()).await else {
        panic!("bad lines are refused");
    };
    assert_eq!(lines.iter().map(|bad| bad.line).collect::<Vec<_>>(), [5, 6]);
    let first = roster::import(&world.app, REGISTER.as_bytes()).await.expect("imported");
    assert_eq!(
        (first.added, first.updated, first.unchanged),
        (3, 0, 0),
        "nothing of the bad files stayed"
    );
    let again = roster::import(&world.app, REGISTER.as_bytes())
        .await
        .expect("imported again");
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 3));
    let changed = REGISTER.replace("88.50", "89");
    let third = roster::import(&world.app, changed.as_bytes())
        .await
        .expect("imported changed");
    assert_eq!((third.added, third.updated, third.unchanged), (0, 1, 2));
}

async fn areas_go_in_whole_or_not_at_all(engine: Engine) {
    let world = World::open(engine).await;
    let file = "code,parent_code,tier,name,kind,households
310199001001001-01,310199001001001,resident_group,第一小组,,
310199001001001-0101,310199001001001-01,building,1号楼,,
310199001001003,310199001001,block,五村,nonsense,10
310199001001004,310199009009,block,六村,resettlement,10
310199001001001,310199002001,block,一村,public_sold,300
";
    let Err(ImportFailure::Lines(lines)) = import::import(&world.app, file.as_bytes(), |_, _| {}).await else {
        panic!("bad lines are refused");
    };
    assert_eq!(lines.iter().map(|bad| bad.line).collect::<Vec<_>>(), [4]);
    let without = file.replace("nonsense", "resettlement");
    let Err(ImportFailure::Lines(lines)) = import::import(&world.app, without.as_bytes(), |_, _| {}).await else {
        panic!("bad lines are refused");
    };
    assert_eq!(
        lines.iter().map(|bad| bad.line).collect::<Vec<_>>(),
        [5, 6],
        "an unknown parent, and a moved block"
    );
    let good: String = without.lines().take(4).map(|line| format!("{line}\n")).collect();
    let first = import::import(&world.app, good.as_bytes(), |_, _| {})
        .await
        .expect("imported");
    assert_eq!((first.added, first.updated, first.unchanged), (3, 0, 0));
    let again = import::import(&world.app, good.as_bytes(), |_, _| {})
        .await
        .expect("imported again");
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 3));
    let renamed = good.replace("五村", "五村（新）");
    let third = import::import(&world.app, renamed.as_bytes(), |_, _| {})
        .await
        .expect("renamed");
    assert_eq!((third.added, third.updated, third.unchanged), (0, 1, 2));
    let query = "query($d: ID!) { areas(below: $d, tier: BUILDING) { nodes { name parent { name } } } }";
    let seen = world
        .ask(None, query, json!({"d": world.area("n1")}))
        .await
        .expect("seen");
    assert_eq!(seen["areas"]["nodes"][0]["parent"]["name"], "第一小组");
}

async fn a_code_verifies_four_people_and_is_printed_the_same_when_asked_again(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let invite = "mutation($i: InviteHouseholdInput!) { inviteHousehold(input: $i) { code } }";
    let input = json!({"i": {"clientMutationId": key(), "area": world.area("b1"), "household": "3号101"}});
    let first = world.ask(Some(&director), invite, input.clone()).await.expect("a code");
    let again = world.ask(Some(&director), invite, input).await.expect("the code again");
    assert_eq!(first, again);
    let redeem = "mutation($i: RedeemInvitationInput!) { redeemInvitation(input: $i) { person { id } } }";
    let code = first["inviteHousehold"]["code"].clone();
    for number in 0..5 {
        let member = world.person("家人").await;
        let input = json!({"i": {"clientMutationId": key(), "code": code}});
        let answer = world.ask(Some(&member), redeem, input).await.map(|_| ());
        let expected = if number < 4 {
            Ok(())
        } else {
            Err("INVITATION_INVALID".to_owned())
        };
        assert_eq!(answer, expected, "member {number}");
    }
}

async fn staff_raise_a_proposal_for_a_resident_without_a_phone(engine: Engine) {
    let world = World::open(engine).await;
    let worker = world.staff(Role::CommitteeWorker, "n1").await;
    let register = "mutation($i: RegisterResidentInput!) { registerResident(input: $i) { person { id nickname } } }";
    let input = json!({"i": {"clientMutationId": key(), "area": world.area("n1"), "realName": "王秀英", "household": "3号101"}});
    let made = world.ask(Some(&worker), register, input).await.expect("registered");
    assert_eq!(
        made["registerResident"]["person"]["nickname"], "王**",
        "the name is shown masked"
    );
    let draft = "mutation($i: DraftProposalInput!) { draftProposal(input: $i) { proposal { id assisted } } }";
    let input = json!({"i": {"clientMutationId": key(), "home": world.area("n1"), "title": "加装扶手",
        "body": "楼梯没有扶手。", "onBehalfOf": made["registerResident"]["person"]["id"]}});
    let drafted = world.ask(Some(&worker), draft, input).await.expect("drafted");
    assert_eq!(drafted["draftProposal"]["proposal"]["assisted"], true);
    let id = drafted["draftProposal"]["proposal"]["id"].clone();
    world
        .give(Some(&worker), "submitProposal", &json!({"proposal": id}))
        .await
        .expect("submitted");
}

async fn roles_of_separated_powers_are_not_held_together(engine: Engine) {
    let world = World::open(engine).await;
    let admin = world.staff(Role::Administrator, "d").await;
    let who = world.person("某人").await;
    let grant = |role: &str, place: &str| json!({"person": global(b'U', who.pseudonym.0), "role": role, "area": world.area(place)});
    world
        .give(Some(&admin), "grantRole", &grant("AUDITOR", "d"))
        .await
        .expect("an auditor");
    for (role, place) in [
        ("STREET_LEAD", "s2"),
        ("ADMINISTRATOR", "n1"),
        ("COMMITTEE_WORKER", "n3"),
    ] {
        let refused = world.give(Some(&admin), "grantRole", &grant(role, place)).await;
        assert_eq!(refused.unwrap_err(), "SEPARATION_OF_POWERS", "{role}");
    }
    assert_eq!(
        world
            .give(Some(&admin), "grantRole", &grant("STREET_LEAD", "n1"))
            .await
            .unwrap_err(),
        "ROLE_TIER_MISMATCH"
    );
}

async fn a_closed_account_leaves_the_record_and_loses_the_person(engine: Engine) {
    let world = World::open(engine).await;
    let cast = Cast::gather(&world).await;
    let id = cast.submitted(&world, "六层楼没有电梯。").await;
    let close = "mutation($i: OnlyKeyInput!) { closeAccount(input: $i) { clientMutationId } }";
    let input = json!({"i": {"clientMutationId": key()}});
    world.ask(Some(&cast.proponent), close, input).await.expect("closed");
    let query = "query($id: ID!) { node(id: $id) { ... on Proposal { title proponent { nickname } } } }";
    let seen = world.ask(None, query, json!({"id": id})).await.expect("seen");
    assert_eq!(seen["node"]["title"], "加装电梯");
    assert!(seen["node"]["proponent"]["nickname"].is_null());
    let checked = yiting::usecase::rebuild::check(&world.app).await.expect("a check");
    assert!(
        checked.iter().all(|district| district.problems.is_empty()),
        "{checked:?}"
    );
}

async fn people_are_found(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let zhao = world.resident("赵_敏", "b1").await;
    let li = world.resident("李敏", "b1").await;
    let far = world.resident("钱敏", "b4").await;
    let fresh = world.person("孙敏").await;
    let find = async |who: &Actor, place: &str, text: &str| {
        let query = "query($a: ID!, $t: String!) { node(id: $a) { ... on Area { findPeople(text: $t) { nickname contact { phone } } } } }";
        let found = world
            .ask(Some(who), query, json!({"a": world.area(place), "t": text}))
            .await?;
        let found = found["node"]["findPeople"].as_array().expect("a list").clone();
        Ok::<Vec<String>, String>(
            found
                .iter()
                .map(|one| one["nickname"].as_str().unwrap_or("").to_owned())
                .collect(),
        )
    };
    let names = |names: &[&str]| Ok(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(
        find(&director, "n1", " 敏 ").await,
        names(&["李敏", "赵_敏"]),
        "those of the area, by name"
    );
    assert_eq!(
        find(&director, "n1", "委会主任").await,
        names(&["居委会主任"]),
        "those with a role"
    );
    assert_eq!(
        find(&director, "n1", "_").await,
        names(&["赵_敏"]),
        "no letter stands for any"
    );
    assert_eq!(find(&director, "n1", "%").await, names(&[]));
    // Somebody who lives nowhere yet is found by the number that they tell.
    let index = world.app.blind_key.phone_index("13900001234");
    let bound = person::ActiveModel {
        id: Set(fresh.person.0),
        phone_index: Set(index),
        ..Default::default()
    };
    person::Entity::update(bound)
        .exec(world.app.db.reader())
        .await
        .expect("a number");
    assert_eq!(find(&director, "n1", "孙敏").await, names(&[]));
    assert_eq!(find(&director, "n1", "139 0000 1234").await, names(&["孙敏"]));
    assert_eq!(
        find(&director, "n1", "1390000").await,
        names(&[]),
        "a part of a number is none"
    );
    // Whether a number has an account cannot be asked of one number after another; names can still be looked for.
    let mut tries = 0;
    let refusal = loop {
        match find(&director, "n1", &format!("137{tries:08}")).await {
            Ok(none) => assert!(none.is_empty()),
            Err(code) => break code,
        }
        tries += 1;
        assert!(tries < 40, "numbers may be tried without end");
    };
    assert_eq!(refusal, "RATE_LIMITED");
    assert!(tries >= 28, "only {tries} numbers may be looked up");
    assert_eq!(find(&director, "n1", "李").await, names(&["李敏"]));
    for bad in ["  ", &"敏".repeat(65)] {
        assert_eq!(find(&director, "n1", bad).await.unwrap_err(), "INVALID_INPUT");
    }
    for who in [&zhao, &li, &far] {
        assert_eq!(find(who, "n1", "敏").await.unwrap_err(), "FORBIDDEN");
    }
    let administrator = world.staff(Role::Administrator, "d").await;
    assert_eq!(find(&administrator, "d", "敏").await.map(|all| all.len()), Ok(3));
    let other = world.staff(Role::CommitteeDirector, "n2").await;
    assert_eq!(find(&other, "n1", "敏").await.unwrap_err(), "FORBIDDEN");
}

on_both! {
    people_are_found_by_name_below_an_area_and_by_number_anywhere => people_are_found;
    a_register_of_residents_goes_in_whole_or_not_at_all => a_register_goes_in_whole_or_not_at_all;
    a_file_of_areas_goes_in_whole_or_not_at_all => areas_go_in_whole_or_not_at_all;
    a_household_code_verifies_four_people_and_is_the_same_when_asked_again => a_code_verifies_four_people_and_is_printed_the_same_when_asked_again;
    staff_raise_proposals_for_residents_without_a_phone => staff_raise_a_proposal_for_a_resident_without_a_phone;
    separated_powers_are_not_held_together => roles_of_separated_powers_are_not_held_together;
    closing_an_account_leaves_the_record_and_loses_the_person => a_closed_account_leaves_the_record_and_loses_the_person;
}
