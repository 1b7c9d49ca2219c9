//! What is found with which words.

use super::*;
use crate::search::{Probe, Within};

/// Texts as residents write them; each query below is looked for among all of them.
fn texts() -> Vec<Document> {
    let mut resolved = proposal(7, "小区门口红绿灯改造");
    resolved.resolution = Some("延长行人过街时间至三十秒".to_owned());
    let mut named = proposal(8, "请修一修路面");
    named.areas = vec!["长宁区".to_owned(), "江苏路街道".to_owned()];
    named.topic_names = vec!["道路养护".to_owned(), "Road maintenance".to_owned()];
    let mut voiced = proposal(9, "晾衣架何时安装");
    voiced.voices = vec!["居委会已经请物业查看过螺丝锈蚀的情况".to_owned()];
    let mut written = proposal(10, "停水通知太晚");
    written.body = "上周三3号楼停水，拨打12345热线以后才知道。希望提前一天在garden门口张贴。".to_owned();
    vec![
        proposal(1, "关于老旧小区加装电梯的建议"),
        proposal(2, "增设EV充电桩"),
        proposal(3, "浦东新区滨江绿道照明"),
        proposal(4, "楼道堆物清理"),
        proposal(5, "電動自行車停放"),
        proposal(6, "幼儿园放学接送秩序"),
        resolved,
        named,
        voiced,
        written,
    ]
}

async fn each_finds(cases: &[(&str, u128)]) {
    for engine in engines() {
        let engine = engine.with(&texts()).await;
        for &(text, wanted) in cases {
            let found = engine.found(&words(text)).await;
            assert_eq!(found.first(), Some(&wanted), "{}: {text}: {found:?}", engine.name);
        }
    }
}

#[tokio::test]
async fn words_one_and_two_characters_and_parts_of_words_are_found() {
    each_finds(&[
        ("加装电梯", 1),
        ("电梯", 1),
        ("梯", 1),
        ("老旧小区电梯", 1),
        ("滨江", 3),
        ("绿道", 3),
        ("堆物", 4),
        ("堆", 4),
        ("儿园", 6),
        ("楼道 清理", 4),
        ("清理楼道", 4),
    ])
    .await;
}

#[tokio::test]
async fn every_text_of_a_proposal_is_looked_through() {
    each_finds(&[
        ("延长过街时间", 7),
        ("江苏路", 8),
        ("道路养护", 8),
        ("maintenance", 8),
        ("锈蚀", 9),
        ("张贴", 10),
        ("310105-2026-000004", 4),
        ("000006", 6),
    ])
    .await;
}

#[tokio::test]
async fn numbers_and_mixed_rows_are_found_exactly() {
    each_finds(&[
        ("3号楼", 10),
        ("12345", 10),
        ("１２３４５", 10),
        ("EV充电", 2),
        ("ev", 2),
    ])
    .await;
    for engine in engines() {
        let engine = engine.with(&texts()).await;
        engine.is(engine.found(&words("1234")).await, vec![], "a part of a number");
        engine.is(engine.found(&words("12346")).await, vec![], "another number");
        let houses = [
            proposal(31, "3号楼停电"),
            proposal(32, "4号楼停电"),
            proposal(33, "13号楼停电"),
        ];
        engine.put(&houses, 2).await;
        for (house, wanted) in [("3号楼停电", 31), ("4号楼", 32), ("13号楼", 33)] {
            engine.is(engine.found(&words(house)).await.first(), Some(&wanted), house);
        }
    }
}

#[tokio::test]
async fn full_width_upper_case_and_traditional_writing_meet() {
    each_finds(&[
        ("ＥＶ充电", 2),
        ("Ｇａｒｄｅｎ", 10),
        ("浦東新區", 3),
        ("電梯", 1),
        ("电动自行车", 5),
    ])
    .await;
}

#[tokio::test]
async fn pinyin_and_first_letters_find_titles() {
    each_finds(&[
        ("dianti", 1),
        ("jiazhuangdianti", 1),
        ("dt", 1),
        ("jzdt", 1),
        ("ludao", 3),
        ("加装dianti", 1),
    ])
    .await;
}

#[tokio::test]
async fn a_slip_in_a_latin_word_is_forgiven() {
    each_finds(&[("gardn", 10), ("gardem", 10), ("maintenence", 8)]).await;
}

#[tokio::test]
async fn synonyms_are_found_after_what_was_typed() {
    each_finds(&[("电瓶车", 5), ("加梯", 1), ("信号灯", 7)]).await;
    for engine in engines() {
        let engine = engine
            .with(&[proposal(1, "电动自行车停放"), proposal(2, "电瓶车停放")])
            .await;
        engine.is(
            engine.found(&words("电瓶车")).await,
            vec![2, 1],
            "the word itself first",
        );
    }
}

#[tokio::test]
async fn all_words_must_be_there_where_any_text_has_them_all() {
    for engine in engines() {
        let documents = [
            proposal(1, "加装电梯"),
            proposal(2, "加装扶手"),
            proposal(3, "电梯停运"),
        ];
        let engine = engine.with(&documents).await;
        engine.is(engine.found(&words("加装电梯")).await, vec![1], "both words");
        engine.is(engine.set(&words("电梯")).await, vec![1, 3], "one word");
    }
}

#[tokio::test]
async fn a_question_in_whole_sentences_finds_what_it_is_about() {
    each_finds(&[
        ("请问老旧小区什么时候可以加装电梯呢？", 1),
        ("我们楼道里为什么总有人堆物没有人清理", 4),
    ])
    .await;
}

#[tokio::test]
async fn what_is_nowhere_is_not_found() {
    for engine in engines() {
        let engine = engine.with(&texts()).await;
        for nowhere in ["游泳池", "泳", "xylophone", "99999"] {
            let answer = engine.ask(&words(nowhere)).await;
            assert!(
                answer.hits.is_empty() && answer.total == 0,
                "{}: {nowhere}: {answer:?}",
                engine.name
            );
        }
    }
}

#[tokio::test]
async fn the_title_weighs_more_than_the_body() {
    for engine in engines() {
        let mut body = proposal(2, "别的事情");
        body.body = "垃圾分类的投放点太远".to_owned();
        let engine = engine.with(&[proposal(1, "垃圾分类"), body]).await;
        engine.is(engine.found(&words("垃圾分类")).await, vec![1, 2], "title first");
    }
}

#[tokio::test]
async fn typing_completes_the_last_word_and_titles_alone_are_completed() {
    for engine in engines() {
        let mut body = proposal(20, "别的事情");
        body.body = "这里也说到加装电梯".to_owned();
        let mut documents = texts();
        documents.extend([body, proposal(21, "Playground for children")]);
        let engine = engine.with(&documents).await;
        let titles = |text: &str, typing| Question {
            typing,
            within: Within::Titles,
            ..words(text)
        };
        engine.is(engine.found(&titles("加装电", true)).await, vec![1], "a word begun");
        engine.is(
            engine.found(&titles("jiazhuangd", true)).await,
            vec![1],
            "a syllable begun",
        );
        engine.is(engine.found(&titles("playg", true)).await, vec![21], "letters begun");
        engine.is(engine.found(&titles("playg", false)).await, vec![], "nothing begun");
        engine.is(engine.found(&titles("张贴", true)).await, vec![], "not a title");
        engine.is(engine.set(&words("电梯")).await, vec![1, 20], "everywhere");
    }
}

#[tokio::test]
async fn candidates_share_words_and_keep_to_scope_area_and_exception() {
    for engine in engines() {
        let mut elsewhere = proposal(3, "加装电梯资金分摊");
        elsewhere.home = "000002/".to_owned();
        let mut hidden = proposal(4, "加装电梯意见征集");
        hidden.public = false;
        let documents = [
            proposal(1, "三号楼加装电梯"),
            proposal(2, "老楼加装电梯方案"),
            elsewhere,
            hidden,
            proposal(5, "篮球场夜间噪音"),
        ];
        let engine = engine.with(&documents).await;
        let probe = Probe {
            title: "希望给老楼加装电梯".to_owned(),
            first: 10,
            ..Probe::default()
        };
        let of = async |probe: &Probe| {
            let mut found = engine.search.candidates(probe).await.expect("candidates");
            found.sort_unstable();
            found.iter().map(Uuid::as_u128).collect::<Vec<_>>()
        };
        let best = engine.search.candidates(&probe).await.expect("candidates");
        engine.is(best.first().map(Uuid::as_u128), Some(2), "the likest first");
        engine.is(of(&probe).await, vec![1, 2, 3], "alike and public");
        let near = Probe {
            below: Some("000001/".to_owned()),
            except: Some(id(2)),
            ..probe.clone()
        };
        engine.is(of(&near).await, vec![1], "near, but for one");
        let by_body = Probe {
            title: "打扰了".to_owned(),
            body: "夜间有人打篮球，噪音很大".to_owned(),
            ..probe.clone()
        };
        assert!(of(&by_body).await.contains(&5), "{}: by its body", engine.name);
        engine.is(
            of(&Probe { first: 1, ..probe }).await.len(),
            1,
            "no more than asked for",
        );
    }
}
