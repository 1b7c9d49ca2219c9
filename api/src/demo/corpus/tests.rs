//! Tests across the parts of the corpus.

use super::*;
use std::collections::BTreeSet;

type Writer = fn(&mut Dice) -> String;

const WRITERS: &[(&str, Writer)] = &[
    ("return", return_reason),
    ("decline", |dice| decline(dice).1),
    ("accept", accept_note),
    ("escalate", escalate_reason),
    ("delegate", delegate_reason),
    ("merge", |dice| merge_reason(dice, "加装电梯")),
    ("resolution", |dice| resolution(dice, "elevator")),
    ("milestone", milestone_name),
    ("progress", progress_report),
    ("delivery", delivery_report),
    ("extension", extension_reason),
    ("suspension", suspension_reason),
    ("objection", objection),
    ("supportive", |dice| comment(dice, Tone::Supportive, "parking")),
    ("critical", |dice| comment(dice, Tone::Critical, "parking")),
    ("question", |dice| comment(dice, Tone::Question, "parking")),
    ("rating 1", |dice| rating_words(dice, 1)),
    ("rating 2", |dice| rating_words(dice, 2)),
    ("rating 3", |dice| rating_words(dice, 3)),
    ("rating 4", |dice| rating_words(dice, 4)),
    ("rating 5", |dice| rating_words(dice, 5)),
    ("not adopted", not_adopted_answer),
    ("withdraw", withdraw_reason),
    ("reopen", reopen_reason),
    ("appeal", appeal_reason),
    ("supervision", supervision_note),
    ("staff note", staff_note),
    ("moderation", moderation_reason),
    ("spam", spam_comment),
    ("reply", comment_reply),
    ("text passed", |dice| text_verdict(dice, true)),
    ("text rejected", |dice| text_verdict(dice, false)),
    ("request approved", |dice| request_verdict(dice, true)),
    ("request refused", |dice| request_verdict(dice, false)),
    ("resume", resume_reason),
    ("cancel", cancel_reason),
    ("delivery accepted", accept_delivery),
    ("delivery refused", refuse_delivery),
    ("supervision answer", supervision_answer),
    ("supervision reason", supervision_reason),
    ("comment appeal", comment_appeal),
    ("appeal granted", |dice| comment_appeal_verdict(dice, true)),
    ("appeal refused", |dice| comment_appeal_verdict(dice, false)),
    ("close", close_answer),
    ("supplement", supplement),
];

#[test]
fn every_kind_of_text_has_at_least_eight_variants_and_no_open_placeholder() {
    for (name, write) in WRITERS {
        let mut dice = Dice::new(11);
        let texts: BTreeSet<String> = (0..400).map(|_| write(&mut dice)).collect();
        assert!(texts.len() >= 8, "{name} has {}", texts.len());
        assert!(
            texts.iter().all(|text| !text.contains(['{', '}']) && !text.is_empty()),
            "{name}"
        );
    }
}

#[test]
fn every_text_is_the_same_for_the_same_seed() {
    for (name, write) in WRITERS {
        assert_eq!(write(&mut Dice::new(3)), write(&mut Dice::new(3)), "{name}");
    }
}

#[test]
fn every_topic_has_a_plan_of_two_to_four_tasks_by_known_units() {
    let units: BTreeSet<&str> = UNITS.iter().map(|unit| unit.name_zh).collect();
    assert!(units.len() >= 15);
    for topic in TOPICS {
        for seed in 0..20 {
            let tasks = plan_tasks(&mut Dice::new(seed), topic.code);
            assert!((2..=4).contains(&tasks.len()));
            for (title, unit, fen, days) in tasks {
                assert!(units.contains(unit), "{unit}");
                assert!(!title.is_empty() && fen >= 0 && days > 0);
            }
        }
    }
}

#[test]
fn the_catalogue_has_four_categories_and_unique_codes() {
    let codes: BTreeSet<&str> = TOPICS.iter().map(|topic| topic.code).collect();
    let categories: BTreeSet<&str> = TOPICS.iter().map(|topic| topic.category_zh).collect();
    assert!(codes.len() == TOPICS.len() && codes.len() >= 24);
    assert_eq!(categories.len(), 4);
}

fn flagged(text: &str) -> Option<&'static str> {
    word_list()
        .iter()
        .map(|(word, _, _)| *word)
        .find(|word| text.contains(word))
}

#[test]
fn the_word_list_flags_every_spam_comment_and_no_other_text() {
    let mut dice = Dice::new(13);
    assert!(
        (0..200)
            .map(|_| spam_comment(&mut dice))
            .all(|text| flagged(&text).is_some())
    );
    let place = Place {
        street: "棠溪街道",
        neighborhood: "霁桥居民区",
        block: "霁桥二村",
        building: "3号楼",
    };
    for topic in TOPICS {
        for _ in 0..100 {
            let text = proposal(&mut dice, topic.code, &place);
            assert_eq!(flagged(&format!("{}{}", text.title, text.body)), None);
        }
    }
    for (name, write) in WRITERS.iter().filter(|(name, _)| *name != "spam") {
        for _ in 0..100 {
            assert_eq!(flagged(&write(&mut dice)), None, "{name}");
        }
    }
}
