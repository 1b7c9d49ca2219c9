//! What nobody types on purpose.

use super::*;

#[tokio::test]
async fn an_empty_query_finds_everything() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "甲"), proposal(2, "乙")]).await;
        for text in ["", " ", "\u{3000}\n\t"] {
            engine.is(engine.found(&words(text)).await, vec![2, 1], text);
        }
    }
}

#[tokio::test]
async fn a_query_of_signs_alone_finds_nothing_and_harms_nobody() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "甲")]).await;
        for text in [
            "\"",
            "\"\"",
            "*",
            "?",
            "- - -",
            "(((",
            "😀😀",
            "\u{0}\u{1}\u{7f}",
            "\u{202e}",
            "。，！",
            "\\",
            "'",
        ] {
            engine.is(engine.found(&words(text)).await, vec![], text);
        }
    }
}

#[tokio::test]
async fn signs_between_words_are_spaces() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "修理长廊"), proposal(2, "别的")]).await;
        for text in [
            "\"长廊\"",
            "-长廊",
            "长廊\u{0}",
            "+长廊 AND",
            "长廊😀",
            "title:长廊",
            "长廊*",
            "（长廊）",
            "修理\"长廊",
        ] {
            let found = engine.found(&words(text)).await;
            if text.is_ascii() || text.contains("AND") || text.contains("title") {
                assert!(found.iter().all(|&number| number == 1), "{}: {text}", engine.name);
            } else {
                engine.is(found, vec![1], text);
            }
        }
    }
}

#[tokio::test]
async fn characters_beyond_the_basic_plane_are_characters() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "𠮷祥里的𨋢坏了"), proposal(2, "别的")]).await;
        for text in ["𨋢", "𠮷祥里", "𠮷"] {
            engine.is(engine.found(&words(text)).await, vec![1], text);
        }
    }
}

#[tokio::test]
async fn a_very_long_query_is_answered() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "加装电梯"), proposal(2, "别的")]).await;
        for text in [
            "加装电梯".repeat(5_000),
            "a".repeat(100_000),
            "dianti ".repeat(3_000),
            "\"".repeat(50_000),
        ] {
            let answer = engine.ask(&words(&text)).await;
            assert!(answer.hits.len() <= 2, "{}", engine.name);
        }
        engine.is(
            engine.found(&words(&"电梯".repeat(100))).await,
            vec![1],
            "the same word again and again",
        );
    }
}

#[tokio::test]
async fn a_text_of_any_kind_and_length_is_taken_in() {
    for engine in engines() {
        let mut odd = proposal(1, "题\u{0}目\"\\😀\u{202e}");
        odd.body = format!("{}终于写完", "很长的正文，".repeat(20_000));
        odd.areas = vec![String::new(), " ".to_owned()];
        let engine = engine.with(&[odd, proposal(2, "")]).await;
        engine.is(engine.found(&words("长的正文")).await, vec![1], "its body");
        engine.is(engine.set(&words("")).await, vec![1, 2], "both are there");
    }
}

#[tokio::test]
async fn no_hits_may_be_asked_for_and_the_total_is_told() {
    for engine in engines() {
        let engine = engine.with(&[proposal(1, "甲板"), proposal(2, "甲板")]).await;
        for text in ["", "甲板"] {
            let answer = engine
                .ask(&Question {
                    first: 0,
                    ..words(text)
                })
                .await;
            engine.is((answer.hits.len(), answer.total, answer.more), (0, 2, true), text);
        }
    }
}
