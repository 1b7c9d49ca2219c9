//! Votes that are written together, and what is published of them.

use crate::{
    ballots::{VOTE, announce, close, read, residents, vote},
    world::{Engine, World, key, on_both},
};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};
use yiting::store::{ballots, entity::ballot};
use yiting_domain::{
    people::{Actor, Role},
    poll::{Published, verify_receipt},
};

async fn votes_that_arrive_together_share_a_transaction(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let people = residents(&world, 40).await;
    let outsider = world.resident("外人", "b3").await;
    let (id, _) = announce(&world, &director, json!({})).await.expect("announced");
    let cast = |who: &Actor, key: &str, answer: &str| {
        let input = json!({"clientMutationId": key, "ballot": id, "answer": answer});
        let (who, world) = (who.clone(), &world);
        async move { world.ask(Some(&who), VOTE, json!({"i": input})).await }
    };
    let keys: Vec<String> = people.iter().map(|_| key()).collect();
    let before = world.app.db.statements.get();
    let all = people.iter().zip(&keys).map(|(who, key)| cast(who, key, "YES"));
    let all = futures_util::future::join_all(all).await;
    let each = |answer: &Result<Value, String>| {
        let answer = answer.as_ref().expect("voted");
        assert_eq!(answer["castVote"]["ballot"]["viewerHasVoted"], true);
        answer["castVote"]["receipt"].as_str().expect("a receipt").to_owned()
    };
    let receipts: Vec<String> = all.iter().map(each).collect();
    let cost = world.app.db.statements.get() - before;
    assert!(cost < 40 * 4, "{cost} statements for 40 votes");
    // The same requests again, at the same time as others: of a stranger, of one who votes otherwise under
    // the same key, of one who votes anew from two devices, and one that says nothing.
    let again = futures_util::future::join_all(people.iter().zip(&keys).map(|(who, key)| cast(who, key, "YES")));
    let (stranger, conflict, first, second) = (key(), keys[0].clone(), key(), key());
    let others = futures_util::future::join4(
        cast(&outsider, &stranger, "YES"),
        cast(&people[0], &conflict, "NO"),
        cast(&people[1], &first, "NO"),
        cast(&people[1], &second, "NO"),
    );
    let (again, others) = futures_util::future::join(again, others).await;
    assert_eq!(
        again.iter().map(each).collect::<Vec<_>>(),
        receipts,
        "a vote has one receipt"
    );
    assert_eq!(others.0.unwrap_err(), "NOT_IN_ELECTORATE");
    assert_eq!(others.1.unwrap_err(), "IDEMPOTENCY_CONFLICT");
    let (first, second) = (each(&others.2), each(&others.3));
    let published = close(&world).await;
    let seen = read(&world, None, &id).await;
    assert_eq!((&seen["result"]["yes"], &seen["result"]["no"]), (&json!(39), &json!(1)));
    let counted = |receipt: &str| verify_receipt(&published.list, receipt).is_ok();
    assert!(
        counted(&first) != counted(&second),
        "of two at the same time one is the last"
    );
    assert!(
        receipts
            .iter()
            .enumerate()
            .all(|(at, receipt)| counted(receipt) != (at == 1))
    );
}

async fn what_was_published_survives_the_move_of_lists_to_a_table_of_their_own(engine: Engine) {
    let world = World::open(engine).await;
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let people = residents(&world, 3).await;
    let (id, _) = announce(&world, &director, json!({})).await.expect("announced");
    for person in &people {
        vote(&world, person, &id, json!({"answer": "YES"}))
            .await
            .expect("voted");
    }
    let published = close(&world).await;
    let seen = read(&world, None, &id).await;
    // The schema as it was before.
    let db = world.app.db.reader();
    for statement in [
        "ALTER TABLE ballot ADD COLUMN published text",
        "UPDATE ballot SET published = (SELECT published FROM ballot_publication WHERE ballot_id = ballot.id)",
        "ALTER TABLE ballot DROP COLUMN outcome",
        "DROP TABLE ballot_publication",
        "DELETE FROM seaql_migrations WHERE version = 'm0020_lists'",
    ] {
        db.execute_unprepared(statement).await.expect(statement);
    }
    world.app.db.migrate().await.expect("the schema of today");
    assert_eq!(read(&world, None, &id).await, seen);
    let row = ballot::Entity::find()
        .one(db)
        .await
        .expect("a query")
        .expect("a ballot");
    let text = ballots::list_of(db, row.id).await.expect("a query").expect("a list");
    assert_eq!(serde_json::from_str::<Published>(&text).expect("a list"), published);
}

on_both! {
    votes_that_arrive_together_are_written_together => votes_that_arrive_together_share_a_transaction;
    lists_that_were_published_before_they_had_a_table_stay_published => what_was_published_survives_the_move_of_lists_to_a_table_of_their_own;
}
