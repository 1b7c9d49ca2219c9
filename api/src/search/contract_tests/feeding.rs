//! How an index is fed, rebuilt and compared.

use super::*;
use meilisearch_sdk::{client::Client, indexes::IndexesQuery};

#[tokio::test]
async fn what_was_never_built_has_no_position_and_takes_and_answers_nothing() {
    for engine in engines() {
        engine.is(engine.search.position().await.expect("a state"), None, "fresh");
        let batch = Batch {
            since: None,
            documents: vec![proposal(1, "路灯")],
            gone: Vec::new(),
            position: 1,
        };
        assert!(engine.search.apply(batch).await.is_err(), "{}", engine.name);
        assert!(engine.search.search(&words("")).await.is_err(), "{}", engine.name);
        engine.is(engine.search.position().await.expect("a state"), None, "still");
    }
}

#[tokio::test]
async fn a_batch_brings_its_position() {
    for engine in engines() {
        let engine = engine.with(&[]).await;
        engine.put(&[proposal(1, "路灯")], 41).await;
        engine.is(engine.search.position().await.expect("a state"), Some(41), "one batch");
        let empty = Batch {
            since: None,
            position: 42,
            ..Batch::default()
        };
        engine.search.apply(empty).await.expect("nothing but a position");
        engine.is(
            engine.search.position().await.expect("a state"),
            Some(42),
            "an empty batch",
        );
        // Read while another index answered, which stood elsewhere: what lies between would never be told.
        let stale = Batch {
            since: Some(41),
            documents: vec![proposal(2, "路灯")],
            position: 50,
            ..Batch::default()
        };
        assert!(engine.search.apply(stale).await.is_err(), "{}", engine.name);
        engine.is(
            engine.search.position().await.expect("a state"),
            Some(42),
            "a batch of another index is not taken",
        );
        let next = Batch {
            since: Some(42),
            position: 43,
            ..Batch::default()
        };
        engine.search.apply(next).await.expect("the one that follows is");
        engine.is(
            engine.search.stock().await.expect("a stock").documents,
            1,
            "the position is no document",
        );
        engine.is(engine.found(&words("position")).await, vec![], "nor is it found");
        engine.is(engine.found(&words("")).await, vec![1], "nor among everything");
    }
}

#[tokio::test]
async fn an_update_replaces_the_whole_document_and_what_is_gone_is_not_found() {
    for engine in engines() {
        let mut full = proposal(1, "旧标题路灯");
        full.resolution = Some("修好了".to_owned());
        full.topic = Some(id(9));
        full.due_at = Some(5);
        full.voices = vec!["赞成更换灯泡".to_owned()];
        let engine = engine.with(&[full, proposal(2, "路灯不亮")]).await;
        engine.is(engine.set(&words("路灯")).await, vec![1, 2], "both");
        engine.put(&[proposal(1, "树木修剪")], 2).await;
        for gone in ["旧标题", "修好了", "灯泡"] {
            engine.is(engine.found(&words(gone)).await, vec![], gone);
        }
        engine.is(engine.found(&words("树木")).await, vec![1], "its new title");
        engine.is(
            engine.found(&ordered("", Order::Clock)).await,
            vec![],
            "its clock is gone",
        );
        let topic = Filter {
            topics: vec![id(9)],
            ..Filter::default()
        };
        engine.is(engine.found(&narrowed(topic)).await, vec![], "its topic is gone");
        let batch = Batch {
            since: None,
            documents: vec![proposal(3, "路灯太亮")],
            gone: vec![id(2), id(77)],
            position: 3,
        };
        engine.search.apply(batch).await.expect("a batch");
        engine.is(engine.found(&words("路灯")).await, vec![3], "one went, one came");
        engine.is(engine.search.stock().await.expect("a stock").documents, 2, "stock");
    }
}

#[tokio::test]
async fn digests_tell_what_is_kept() {
    for engine in engines() {
        let documents: Vec<Document> = (1..=30).map(|number| proposal(number, "花坛")).collect();
        let hidden = Document {
            public: false,
            ..proposal(31, "花坛")
        };
        let engine = engine.with(&documents).await;
        engine.put(std::slice::from_ref(&hidden), 2).await;
        let wanted = documents
            .iter()
            .chain([&hidden])
            .map(|one| (one.id, one.digest()))
            .collect();
        engine.is(
            engine.search.digests().await.expect("digests"),
            wanted,
            "all, hidden ones too",
        );
        let changed = Document {
            supports: 7,
            ..proposal(1, "花坛")
        };
        engine.put(std::slice::from_ref(&changed), 3).await;
        let digests = engine.search.digests().await.expect("digests");
        engine.is(digests.get(&id(1)), Some(&changed.digest()), "a change");
        assert_ne!(changed.digest(), documents[0].digest());
    }
}

#[tokio::test]
async fn a_rebuild_answers_from_the_old_index_until_it_is_finished() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "旧的喷泉")]).await;
        let mut next = engine.search.rebuild().await.expect("an index beside");
        next.add(vec![proposal(2, "新的喷泉")]).await.expect("added");
        next.add(vec![proposal(3, "新的喷泉")]).await.expect("added");
        engine.is(engine.found(&words("喷泉")).await, vec![1], "before it is finished");
        engine.is(
            engine.search.position().await.expect("a state"),
            Some(1),
            "before it is finished",
        );
        next.finish(90).await.expect("finished");
        engine.is(engine.set(&words("喷泉")).await, vec![2, 3], "after");
        engine.is(engine.search.position().await.expect("a state"), Some(90), "after");
        engine.put(&[proposal(4, "喷泉")], 91).await;
        engine.is(engine.set(&words("喷泉")).await, vec![2, 3, 4], "it goes on");
    }
}

#[tokio::test]
async fn a_rebuild_that_was_dropped_leaves_the_answers_alone_and_the_next_one_goes_through() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "喷泉")]).await;
        let mut dropped = engine.search.rebuild().await.expect("an index beside");
        dropped.add(vec![proposal(2, "喷泉")]).await.expect("added");
        drop(dropped);
        engine.is(engine.found(&words("喷泉")).await, vec![1], "dropped");
        let mut next = engine.search.rebuild().await.expect("an index beside");
        next.add(vec![proposal(3, "喷泉")]).await.expect("added");
        next.finish(5).await.expect("finished");
        engine.is(engine.found(&words("喷泉")).await, vec![3], "the next one");
        engine.is(
            engine.search.stock().await.expect("a stock").documents,
            1,
            "nothing else is in it",
        );
    }
}

#[tokio::test]
async fn a_rebuild_of_nothing_is_an_index_too() {
    for engine in engines() {
        let next = engine.search.rebuild().await.expect("an index beside");
        next.finish(3).await.expect("finished");
        engine.is(
            engine.search.position().await.expect("a state"),
            Some(3),
            "its position",
        );
        engine.is(engine.found(&words("")).await, vec![], "empty");
    }
}

#[tokio::test]
async fn what_killed_rebuilds_left_on_a_server_is_swept_by_the_next_one() {
    let Some(server) = Server::shared() else { return };
    let name = format!("test-{:016x}", rand::random::<u64>());
    let search = Meilisearch::new(&server.url(), Some(Server::KEY), &name, Analyser::default()).expect("a client");
    let sdk = Client::new(server.url(), Some(Server::KEY)).expect("a client");
    let left = async || {
        let mut query = IndexesQuery::new(&sdk);
        let found = query.with_limit(1_000).execute().await.expect("indexes");
        let names = found.results.into_iter().map(|index| index.uid);
        names.filter(|found| found.starts_with(&name)).collect::<Vec<_>>()
    };
    drop(search.rebuild().await.expect("an index beside"));
    assert_eq!(left().await.len(), 1, "left behind");
    let next = search.rebuild().await.expect("an index beside");
    next.finish(1).await.expect("finished");
    assert_eq!(
        left().await,
        std::slice::from_ref(&name),
        "nothing but the one that answers"
    );
}

#[tokio::test]
async fn what_a_server_has_confirmed_survives_its_kill() {
    let Some(mut server) = Server::start() else { return };
    let search = client(&server);
    search
        .rebuild()
        .await
        .expect("an index beside")
        .finish(1)
        .await
        .expect("finished");
    let batch = Batch {
        since: None,
        documents: vec![proposal(1, "喷泉")],
        gone: Vec::new(),
        position: 2,
    };
    search.apply(batch).await.expect("a batch");
    server.kill();
    assert!(search.search(&words("喷泉")).await.is_err(), "nobody answers");
    server.restart();
    assert_eq!(search.position().await.expect("a position"), Some(2));
    assert_eq!(search.search(&words("喷泉")).await.expect("an answer").total, 1);
}
