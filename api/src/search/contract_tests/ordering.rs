//! Orders, and pages that go on where the last one ended.

use super::*;

/// Twenty proposals with many ties.
fn many() -> Vec<Document> {
    (1..=20)
        .map(|number: u128| {
            let tied = i64::try_from(number % 4).unwrap_or_default();
            Document {
                supports: tied,
                created_at: 1_700_000_000_000 + tied * 1_000,
                due_at: (!number.is_multiple_of(5)).then_some(1_800_000_000_000 + tied),
                title: if number.is_multiple_of(2) {
                    "噪音扰民".to_owned()
                } else {
                    "夜间施工噪音扰民问题".to_owned()
                },
                ..proposal(number, "")
            }
        })
        .collect()
}

/// What an order is in words of its own.
fn wanted(order: Order) -> Vec<u128> {
    let mut all = many();
    all.retain(|document| order != Order::Clock || document.due_at.is_some());
    all.sort_by_key(|document| {
        let key = match order {
            Order::Relevance => 0,
            Order::Supports => -document.supports,
            Order::Newest => -document.created_at,
            Order::Clock => document.due_at.unwrap_or_default(),
        };
        (key, std::cmp::Reverse(document.id))
    });
    all.iter().map(|document| document.id.as_u128()).collect()
}

const ORDERS: [Order; 4] = [Order::Relevance, Order::Supports, Order::Newest, Order::Clock];

async fn paged(engine: &Engine, question: &Question, size: usize) -> Vec<u128> {
    let (mut after, mut all) = (None, Vec::new());
    loop {
        let page = engine
            .ask(&Question {
                first: size,
                after,
                ..question.clone()
            })
            .await;
        all.extend(page.hits.iter().map(|hit| hit.id.as_u128()));
        assert!(
            page.hits.len() <= size && all.len() < 100,
            "{}: {question:?}",
            engine.name
        );
        after = page.hits.last().map(|hit| hit.position);
        if !page.more {
            return all;
        }
        assert_eq!(
            page.hits.len(),
            size,
            "{}: a page that is not full says there is more",
            engine.name
        );
    }
}

#[tokio::test]
async fn every_order_holds_with_ties_by_id_and_pages_are_the_whole_cut_up() {
    for engine in engines() {
        let engine = engine.with(&many()).await;
        for order in ORDERS {
            for text in ["", "噪音"] {
                let question = ordered(text, order);
                let whole = engine.found(&question).await;
                if order != Order::Relevance || text.is_empty() {
                    engine.is(&whole, &wanted(order), (order, text));
                }
                for size in [1, 3, 7, 20] {
                    engine.is(&paged(&engine, &question, size).await, &whole, (order, text, size));
                }
                let second = Question {
                    first: 3,
                    after: None,
                    facets: true,
                    ..question.clone()
                };
                let position = engine.ask(&second).await.hits.last().map(|hit| hit.position);
                let second = engine
                    .ask(&Question {
                        after: position,
                        ..second
                    })
                    .await;
                engine.is(
                    second.total,
                    wanted(order).len() as u64,
                    "the total does not shrink on later pages",
                );
                engine.is(second.facets.years.values().sum::<u64>(), second.total, "nor do facets");
            }
        }
    }
}

#[tokio::test]
async fn relevance_falls_from_hit_to_hit_and_the_fitting_title_stands_first() {
    for engine in engines() {
        let engine = engine.with(&many()).await;
        let answer = engine.ask(&words("噪音扰民")).await;
        engine.is(answer.hits.len(), 20, "all");
        assert!(
            answer.hits.is_sorted_by(|one, next| one.score >= next.score),
            "{}: {answer:?}",
            engine.name
        );
        assert!(
            answer.hits[..10].iter().all(|hit| hit.id.as_u128() % 2 == 0),
            "{}: {answer:?}",
            engine.name
        );
    }
}

#[tokio::test]
async fn a_page_after_another_is_the_same_though_others_came_in_before_it() {
    for engine in engines() {
        let engine = engine.with(&many()).await;
        for order in [Order::Supports, Order::Newest, Order::Clock] {
            let question = Question {
                first: 5,
                ..ordered("噪音", order)
            };
            let position = engine.ask(&question).await.hits.last().map(|hit| hit.position);
            let next = Question {
                after: position,
                ..question.clone()
            };
            let before = engine.found(&next).await;
            engine.is(&before[..], &wanted(order)[5..10], order);
            let first = proposal(1_000 + order as u128, "噪音");
            let ahead = Document {
                supports: 99,
                created_at: 1_800_000_000_000,
                due_at: Some(1),
                ..first
            };
            engine.put(std::slice::from_ref(&ahead), 2).await;
            engine.is(
                engine.found(&question).await.first(),
                Some(&ahead.id.as_u128()),
                "the new one is first",
            );
            engine.is(engine.found(&next).await, before, order);
            let gone = Batch {
                since: None,
                gone: vec![ahead.id],
                position: 3,
                ..Batch::default()
            };
            engine.search.apply(gone).await.expect("taken out again");
        }
    }
}
