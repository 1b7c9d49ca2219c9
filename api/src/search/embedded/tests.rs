use super::*;
use crate::search::{Desk, Scope, Within};
use proptest::prelude::*;
use tempfile::TempDir;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn document(number: u128, title: &str, body: &str) -> Document {
    Document {
        id: id(number),
        number: Some(format!("310105-2026-{number:06}")),
        title: title.to_owned(),
        body: body.to_owned(),
        home: "310105/000001/".to_owned(),
        custodian: "310105/000001/".to_owned(),
        tier: "street".to_owned(),
        state: "formed".to_owned(),
        year: 2026,
        public: true,
        created_at: i64::try_from(number).unwrap(),
        ..Document::default()
    }
}

async fn filled(documents: Vec<Document>) -> (TempDir, Embedded) {
    let folder = tempfile::tempdir().unwrap();
    let search = Embedded::open(folder.path(), Analyser::default()).unwrap();
    let mut rebuild = search.rebuild().await.unwrap();
    rebuild.add(documents).await.unwrap();
    rebuild.finish(7).await.unwrap();
    (folder, search)
}

fn question(text: &str) -> Question {
    Question {
        text: text.to_owned(),
        first: 10,
        ..Question::default()
    }
}

async fn found(search: &Embedded, text: &str) -> Vec<u128> {
    ids(&search.search(&question(text)).await.unwrap())
}

fn ids(answer: &Answer) -> Vec<u128> {
    answer.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

async fn town() -> (TempDir, Embedded) {
    filled(vec![
        document(1, "3号楼加装电梯", "六层老楼，老人上下不便，建议加装电梯。"),
        document(2, "5号楼垃圾房异味", "垃圾厢房有味道，旁边装了电梯也没用。"),
        document(3, "楼道里电动自行车飞线充电", "消防隐患，请设EV充电桩，拨打12345无果。"),
        document(4, "Parking behind gate 2", "Visitors park there all night."),
    ])
    .await
}

#[tokio::test]
async fn words_parts_and_single_characters_are_found_the_title_first() {
    let (_folder, search) = town().await;
    assert_eq!(found(&search, "电梯").await, [1, 2]);
    assert_eq!(found(&search, "梯").await, [1, 2]);
    assert_eq!(found(&search, "装电").await, [1]);
    assert_eq!(found(&search, "電梯").await, [1, 2]);
    assert_eq!(found(&search, "3号楼").await, [1]);
    assert_eq!(found(&search, "１２３４５").await, [3]);
    assert_eq!(found(&search, "ev充电").await, [3]);
}

#[tokio::test]
async fn numbers_are_found_whole_by_their_end_and_by_their_beginning_while_typing() {
    let (_folder, search) = town().await;
    assert_eq!(found(&search, "310105-2026-000003").await[0], 3);
    assert_eq!(found(&search, "000003").await, [3]);
    assert_eq!(found(&search, "2026-000003").await[0], 3);
    let typing = Question {
        typing: true,
        ..question("310105-2026-0000")
    };
    assert_eq!(search.search(&typing).await.unwrap().total, 4);
}

#[tokio::test]
async fn sounds_slips_and_synonyms_are_found() {
    let (_folder, search) = town().await;
    assert_eq!(found(&search, "dianti").await, [1, 2]);
    assert_eq!(found(&search, "jiazhuangdianti").await, [1]);
    assert_eq!(found(&search, "jzdt").await, [1]);
    assert_eq!(found(&search, "dt").await, [1]);
    assert_eq!(found(&search, "parkign").await, [4]);
    assert_eq!(found(&search, "电瓶车").await, [3]);
    let typing = Question {
        typing: true,
        ..question("diant")
    };
    assert_eq!(ids(&search.search(&typing).await.unwrap()), [1, 2]);
    let typing = Question {
        typing: true,
        ..question("visit")
    };
    assert_eq!(ids(&search.search(&typing).await.unwrap()), [4]);
}

#[tokio::test]
async fn changed_synonyms_hold_without_a_new_index() {
    let (_folder, search) = town().await;
    assert!(found(&search, "直梯").await.is_empty());
    search
        .0
        .analyser
        .replace_synonyms(analysis::Synonyms::parse("直梯 = 电梯").unwrap());
    assert_eq!(found(&search, "直梯").await, [1, 2]);
}

#[tokio::test]
async fn a_question_is_answered_without_all_of_its_words() {
    let (_folder, search) = town().await;
    assert_eq!(
        found(&search, "请问我们这里的老楼房什么时候能够加装电梯呢？").await[0],
        1
    );
    // Where nothing has both words, one is enough.
    assert_eq!(found(&search, "电梯 游泳池").await, [1, 2]);
}

#[tokio::test]
async fn titles_alone_are_searched_for_completion() {
    let (_folder, search) = town().await;
    let titles = Question {
        within: Within::Titles,
        ..question("电梯")
    };
    assert_eq!(ids(&search.search(&titles).await.unwrap()), [1]);
}

#[tokio::test]
async fn a_viewer_finds_what_is_public_own_and_in_the_custody_of_the_desk() {
    let hidden = |number, owner| Document {
        public: false,
        owners: vec![owner],
        ..document(number, "加装电梯", "")
    };
    let draft = Document {
        number: None,
        ..hidden(12, id(91))
    };
    let (_folder, search) = filled(vec![document(10, "电梯", ""), hidden(11, id(90)), draft]).await;
    let ask = |scope: Scope| {
        let search = search.clone();
        async move {
            let mut found = ids(&search
                .search(&Question {
                    scope,
                    ..question("电梯")
                })
                .await
                .unwrap());
            found.sort_unstable();
            found
        }
    };
    assert_eq!(ask(Scope::default()).await, [10]);
    assert_eq!(
        ask(Scope {
            me: Some(id(91)),
            desks: Vec::new()
        })
        .await,
        [10, 12]
    );
    let desk = |path: &str, reaches_down| Scope {
        me: None,
        desks: vec![Desk {
            path: path.to_owned(),
            reaches_down,
        }],
    };
    assert_eq!(ask(desk("310105/000001/", false)).await, [10, 11]);
    assert_eq!(ask(desk("310105/", true)).await, [10, 11]);
    assert_eq!(ask(desk("310105/", false)).await, [10]);
}

#[tokio::test]
async fn pages_go_through_every_order_without_gap_or_repetition() {
    let documents = (1..=25).map(|number| Document {
        supports: i64::try_from(number % 4).unwrap(),
        due_at: (number % 3 > 0).then(|| i64::try_from(number % 5).unwrap() - 2),
        ..document(number, "加装电梯", if number % 2 == 0 { "电梯 电梯" } else { "" })
    });
    let (_folder, search) = filled(documents.collect()).await;
    for (order, all) in [
        (Order::Relevance, 25),
        (Order::Supports, 25),
        (Order::Newest, 25),
        (Order::Clock, 17),
    ] {
        let whole = search
            .search(&Question {
                order,
                first: 100,
                ..question("电梯")
            })
            .await
            .unwrap();
        assert_eq!((whole.hits.len(), whole.total, whole.more), (all, all as u64, false));
        let mut pages = Vec::new();
        let mut after = None;
        loop {
            let page = search
                .search(&Question {
                    order,
                    first: 4,
                    after,
                    ..question("电梯")
                })
                .await
                .unwrap();
            assert_eq!(page.total, all as u64);
            pages.extend(ids(&page));
            after = page.hits.last().map(|hit| hit.position);
            if !page.more {
                break;
            }
        }
        assert_eq!(pages, ids(&whole), "{order:?}");
    }
}

#[tokio::test]
async fn facets_count_everything_that_was_found() {
    let other = Document {
        home: "310105/000002/00000a/".to_owned(),
        tier: "district".to_owned(),
        topic: Some(id(70)),
        block_kind: Some("public_sold".to_owned()),
        year: 2025,
        ..document(2, "电梯", "")
    };
    let (_folder, search) = filled(vec![document(1, "电梯", ""), other]).await;
    let top = search
        .search(&Question {
            facets: true,
            first: 0,
            ..question("电梯")
        })
        .await
        .unwrap();
    assert!(top.hits.is_empty() && top.more);
    assert_eq!(top.facets.areas, BTreeMap::from([("310105/".to_owned(), 2)]));
    assert_eq!(top.facets.topics, BTreeMap::from([(id(70), 1)]));
    assert_eq!(top.facets.years, BTreeMap::from([(2025, 1), (2026, 1)]));
    assert_eq!(top.facets.block_kinds, BTreeMap::from([("public_sold".to_owned(), 1)]));
    let filter = Filter {
        below: Some("310105/".to_owned()),
        years: vec![2025],
        ..Filter::default()
    };
    let below = search
        .search(&Question {
            facets: true,
            filter,
            ..question("")
        })
        .await
        .unwrap();
    assert_eq!(below.facets.areas, BTreeMap::from([("310105/000002/".to_owned(), 1)]));
    assert_eq!(below.facets.tiers, BTreeMap::from([("district".to_owned(), 1)]));
}

#[tokio::test]
async fn candidates_share_words_and_leave_the_given_one_out() {
    let (_folder, search) = town().await;
    let probe = Probe {
        title: "老楼装电梯".to_owned(),
        body: "老人上下楼不便".to_owned(),
        first: 5,
        ..Probe::default()
    };
    assert_eq!(search.candidates(&probe).await.unwrap()[0], id(1));
    let except = Probe {
        except: Some(id(1)),
        ..probe.clone()
    };
    assert!(!search.candidates(&except).await.unwrap().contains(&id(1)));
    let elsewhere = Probe {
        below: Some("310105/000009/".to_owned()),
        ..probe
    };
    assert!(search.candidates(&elsewhere).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_batch_replaces_and_removes_and_stands_after_a_new_start() {
    let (folder, search) = town().await;
    let batch = Batch {
        since: None,
        documents: vec![document(1, "改为修路灯", "")],
        gone: vec![id(2)],
        position: 9,
    };
    search.apply(batch).await.unwrap();
    assert!(found(&search, "电梯").await.is_empty());
    drop(search);
    let search = Embedded::open(folder.path(), Analyser::default()).unwrap();
    assert_eq!(search.position().await.unwrap(), Some(9));
    assert_eq!(found(&search, "路灯").await, [1]);
    let digests = search.digests().await.unwrap();
    assert_eq!(digests.len(), 3);
    assert_eq!(digests[&id(1)], document(1, "改为修路灯", "").digest());
    assert_eq!(search.stock().await.unwrap().documents, 3);
}

#[tokio::test]
async fn another_process_that_rebuilds_or_applies_is_noticed() {
    let (folder, search) = town().await;
    assert_eq!(found(&search, "电梯").await, [1, 2]);
    let other = Embedded::open(folder.path(), Analyser::default()).unwrap();
    other
        .apply(Batch {
            since: None,
            documents: vec![document(5, "电梯", "")],
            gone: Vec::new(),
            position: 8,
        })
        .await
        .unwrap();
    assert_eq!(found(&search, "电梯").await.len(), 3);
    let mut rebuild = other.rebuild().await.unwrap();
    rebuild.add(vec![document(6, "电梯", "")]).await.unwrap();
    assert_eq!(found(&search, "电梯").await.len(), 3);
    rebuild.finish(20).await.unwrap();
    assert_eq!(found(&search, "电梯").await, [6]);
    assert_eq!(search.position().await.unwrap(), Some(20));
}

fn generations(folder: &TempDir) -> usize {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    entries
        .filter(|entry| entry.as_ref().unwrap().file_type().unwrap().is_dir())
        .count()
}

#[tokio::test]
async fn two_that_build_at_once_leave_one_whole_index() {
    let (folder, search) = town().await;
    let (mut one, mut two) = (search.rebuild().await.unwrap(), search.rebuild().await.unwrap());
    one.add(vec![document(6, "电梯", "")]).await.unwrap();
    two.add(vec![document(7, "电梯", "")]).await.unwrap();
    two.finish(30).await.unwrap();
    assert_eq!(found(&search, "电梯").await, [7]);
    one.finish(31).await.unwrap();
    assert_eq!(found(&search, "电梯").await, [6]);
    // One that was given up is removed with the next.
    drop(search.rebuild().await.unwrap());
    search.rebuild().await.unwrap().finish(32).await.unwrap();
    assert_eq!(generations(&folder), 1);
}

#[tokio::test]
async fn while_another_one_writes_a_batch_is_lost_and_may_come_again() {
    let (_folder, search) = town().await;
    let generation = search.0.ready().unwrap();
    let held = writer(&generation.index).unwrap();
    let batch = Batch {
        since: None,
        documents: vec![document(8, "电梯", "")],
        gone: Vec::new(),
        position: 10,
    };
    assert!(search.apply(batch.clone()).await.is_err());
    assert_eq!(search.position().await.unwrap(), Some(7));
    drop(held);
    search.apply(batch).await.unwrap();
    assert_eq!(search.position().await.unwrap(), Some(10));
}

#[tokio::test]
async fn without_an_index_nothing_is_answered_until_one_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let search = Embedded::open(folder.path(), Analyser::default()).unwrap();
    assert_eq!(search.position().await.unwrap(), None);
    assert!(search.search(&question("电梯")).await.is_err());
    assert!(search.apply(Batch::default()).await.is_err());
    search.rebuild().await.unwrap().finish(0).await.unwrap();
    assert!(found(&search, "电梯").await.is_empty());
}

#[tokio::test]
async fn a_damaged_index_or_one_of_another_version_must_be_built_again() {
    let (folder, search) = town().await;
    drop(search);
    let current = std::fs::read_to_string(folder.path().join("CURRENT")).unwrap();
    let generation = folder.path().join(current);
    let meta = std::fs::read_to_string(generation.join("meta.json")).unwrap();
    let version = format!("[{FORMAT},{}]", analysis::VERSION);
    assert!(meta.contains(&version));
    for (file, bytes) in [
        (
            generation.join("meta.json"),
            meta.replace(&version, "[0,0]").into_bytes(),
        ),
        (generation.join("meta.json"), b"{".to_vec()),
        (folder.path().join("CURRENT"), b"../elsewhere".to_vec()),
        (folder.path().join("CURRENT"), vec![0xff, 0xfe]),
    ] {
        let kept = std::fs::read(&file).unwrap();
        std::fs::write(&file, bytes).unwrap();
        let search = Embedded::open(folder.path(), Analyser::default()).unwrap();
        assert_eq!(search.position().await.unwrap(), None);
        assert!(search.search(&question("电梯")).await.is_err());
        std::fs::write(&file, kept).unwrap();
    }
    for entry in std::fs::read_dir(&generation).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "term" || kind == "fast") {
            std::fs::write(path, b"x").unwrap();
        }
    }
    let search = Embedded::open(folder.path(), Analyser::default()).unwrap();
    assert_eq!(search.position().await.unwrap(), None);
    search.rebuild().await.unwrap().finish(1).await.unwrap();
    assert_eq!(search.position().await.unwrap(), Some(1));
}

#[test]
fn no_text_makes_the_engine_panic() {
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    let (_folder, search) = runtime.block_on(town());
    proptest!(ProptestConfig::with_cases(200), |(
        text in "[电梯楼3号aiEV0-9\\- 。é㎡'\"*+:^~()]{0,30}|.{0,60}|[a-z]{0,80}", typing: bool,
    )| {
        let question = Question { typing, facets: true, ..question(&text) };
        let answer = runtime.block_on(search.search(&question)).unwrap();
        prop_assert!(answer.total <= 4);
        let probe = Probe { title: text.clone(), body: text, first: 3, ..Probe::default() };
        runtime.block_on(search.candidates(&probe)).unwrap();
    });
    let long = "加装电梯dianti".repeat(10_000);
    runtime.block_on(search.search(&question(&long))).unwrap();
}
