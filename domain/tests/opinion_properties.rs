//! What must hold for any votes.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;
use yiting_domain::area::BlockKind;
use yiting_domain::consultation::{
    Background, Candidate, Change, Claim, Context, Counts, Incremental, Matrix, ParticipantKey, StatementKey, Summary,
    Vote, compute, next_statement,
};
use yiting_domain::id::AreaId;

type Votes = Vec<(ParticipantKey, StatementKey, Vote)>;

/// Two camps of `people` with a share of contrary votes and of gaps, from a seed.
fn votes(people: u128, statements: u128, noise: u64, gaps: u64, seed: u64) -> Votes {
    let mut state = seed;
    let mut below = |limit: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let mut votes = Vec::new();
    for person in 0..people {
        for statement in 0..statements {
            if below(100) < gaps {
                continue;
            }
            let agrees = (statement % 5 == 0 || (person % 3 == 0) == (statement % 2 == 0)) != (below(100) < noise);
            let vote = if below(10) == 0 {
                Vote::Pass
            } else if agrees {
                Vote::Agree
            } else {
                Vote::Disagree
            };
            votes.push((
                ParticipantKey(person * 7919 % 1009),
                StatementKey(statement * 31 % 97),
                vote,
            ));
        }
    }
    votes
}

fn any_votes() -> impl Strategy<Value = Votes> {
    (0_u128..70, 0_u128..14, 0_u64..50, 0_u64..60, any::<u64>())
        .prop_map(|(people, statements, noise, gaps, seed)| votes(people, statements, noise, gaps, seed))
}

fn matrix(votes: &Votes) -> Matrix {
    Matrix::new([], [], votes.iter().copied()).unwrap()
}

fn context(blocks: u128) -> Context {
    let kinds = [BlockKind::PublicSold, BlockKind::GardenHouse, BlockKind::Resettlement];
    let backgrounds = (0..1009_u128).filter(|person| person % 11 != 0).map(|person| {
        let block = person % blocks;
        let background = Background {
            block: Some(AreaId(Uuid::from_u128(block))),
            kind: Some(kinds[(block % 3) as usize]),
        };
        (ParticipantKey(person), background)
    });
    Context {
        backgrounds: backgrounds.collect(),
        texts: BTreeMap::new(),
    }
}

/// Every whole number of a published result that counts people: all but those that name something. A new
/// field is swept too.
fn people(value: &serde_json::Value, found: &mut Vec<u64>) {
    match value {
        serde_json::Value::Number(number) => found.extend(number.as_u64()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| people(item, found)),
        serde_json::Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "statement" | "group" | "k"))
            .for_each(|(_, field)| people(field, found)),
        _ => {}
    }
}

fn check_published(summary: &Summary) -> Result<(), TestCaseError> {
    let mut counts = Vec::new();
    people(&serde_json::to_value(summary).unwrap(), &mut counts);
    prop_assert!(counts.iter().all(|count| count % 5 == 0), "{:?}", counts);
    for words in summary
        .groups
        .iter()
        .map(|group| &group.words.en)
        .chain([&summary.words.en])
    {
        for number in words.split("at least ").skip(1) {
            let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
            prop_assert_eq!(digits.parse::<u64>().unwrap() % 5, 0, "{}", words);
        }
    }
    let places = summary.map.iter().map(|place| (place.x, place.y, place.group));
    prop_assert!(places.is_sorted() && summary.map.iter().all(|place| place.people >= 5));
    prop_assert_eq!(summary.groups.len(), usize::from(summary.k));
    prop_assert_eq!(summary.k > 0, summary.claim == Claim::Groups);
    prop_assert!(summary.groups.iter().all(|group| group.size >= 5));
    let cells = summary
        .blocks
        .cells
        .iter()
        .chain(&summary.block_kinds.cells)
        .flatten()
        .flatten();
    prop_assert!(cells.into_iter().all(|cell| *cell >= 5));
    for statement in &summary.statements {
        if let Some(consensus) = &statement.consensus {
            prop_assert!((0.0..=1.0).contains(&consensus.agree) && (0.0..=1.0).contains(&consensus.disagree));
        }
    }
    prop_assert!(
        summary
            .bridging
            .iter()
            .all(|bridge| (0.0..=1.0).contains(&bridge.score))
    );
    prop_assert!(
        summary
            .groups
            .iter()
            .flat_map(|group| &group.representative)
            .all(|r| r.votes >= 5 && r.seen >= r.votes)
    );
    Ok(())
}

#[test]
fn two_camps_are_found_and_a_bridge_between_them() {
    let summary = compute(&matrix(&votes(60, 15, 5, 20, 1)), &context(3)).summary;
    assert_eq!((summary.claim, summary.k), (Claim::Groups, 2));
    assert_eq!(
        summary.groups.iter().map(|group| group.size).collect::<Vec<_>>(),
        [40, 20]
    );
    assert!(!summary.bridging.is_empty());
    assert!(
        summary.words.zh.starts_with("至少60位参与者的意见形成2个群体"),
        "{}",
        summary.words.zh
    );
    assert!(summary.blocks.cells.iter().flatten().any(Option::is_some));
    let json = serde_json::to_string(&summary).unwrap();
    assert_eq!(serde_json::from_str::<Summary>(&json).unwrap(), summary);
}

#[test]
fn groups_and_their_numbers_stay_while_a_few_people_change_their_minds() {
    let mut all = Incremental::new(matrix(&votes(90, 12, 10, 20, 3)), None);
    let first = all.publish(&Context::default());
    assert_eq!(first.summary.claim, Claim::Groups);
    let person = all.matrix().participants()[4];
    let changes = all.matrix().statements().iter().map(|s| Change {
        participant: person,
        statement: *s,
        vote: Some(Vote::Pass),
    });
    let changes: Vec<_> = changes.collect();
    all.apply(&changes).unwrap();
    let second = all.publish(&Context::default());
    assert_eq!(second.summary.follows, Some(first.summary.digest));
    let moved = first.labels.iter().zip(&second.labels).filter(|(a, b)| a != b).count();
    assert!(moved <= 2, "{moved} people moved");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_published_cell_counts_fewer_than_five(votes in any_votes(), blocks in 1_u128..9) {
        check_published(&compute(&matrix(&votes), &context(blocks)).summary)?;
    }

    #[test]
    fn the_map_says_nothing_of_the_order_of_the_votes_file(votes in any_votes(), turn in 1_u128..1009) {
        // The same votes under other random keys: the lines of the file change places, the result does not,
        // but for the digest of the file.
        let turned: Votes = votes.iter().map(|(who, on, vote)| (ParticipantKey(who.0 * turn % 1009), *on, *vote)).collect();
        let (one, two) = (matrix(&votes), matrix(&turned));
        let [one, two] = [one, two].map(|matrix| compute(&matrix, &Context::default()).summary);
        // Which of equal divisions is found may depend on the order; that the map is sorted by place may not.
        if one.groups == two.groups {
            prop_assert_eq!(one.map, two.map);
        }
        let json = serde_json::to_string(&two.statements).unwrap();
        prop_assert!(!json.contains("participant"));
    }

    #[test]
    fn the_order_of_arrival_changes_no_bit(
        (votes, other) in any_votes().prop_flat_map(|votes| (Just(votes.clone()), Just(votes).prop_shuffle()))
    ) {
        let first = compute(&matrix(&votes), &context(4));
        let second = compute(&matrix(&other), &context(4));
        prop_assert_eq!(serde_json::to_string(&first.summary).unwrap(), serde_json::to_string(&second.summary).unwrap());
        prop_assert_eq!(first, second);
    }

    #[test]
    fn kept_co_votes_give_the_bits_of_fresh_ones(
        before in any_votes(),
        changes in prop::collection::vec((0_u128..1100, 0_u128..97, 0..4_u8), 0..60),
    ) {
        let mut kept = Incremental::new(matrix(&before), None);
        let first = kept.publish(&Context::default());
        prop_assert_eq!(&first, &compute(&matrix(&before), &Context::default()));
        let changes: Vec<_> = changes
            .into_iter()
            .map(|(participant, statement, vote)| Change {
                participant: ParticipantKey(participant),
                statement: StatementKey(statement),
                vote: [None, Some(Vote::Agree), Some(Vote::Pass), Some(Vote::Disagree)][usize::from(vote)],
            })
            .collect();
        kept.apply(&changes).unwrap();
        let mut restarted = Incremental::new(kept.matrix().clone(), kept.standing().cloned());
        let second = kept.publish(&Context::default());
        check_published(&second.summary)?;
        prop_assert_eq!(second, restarted.publish(&Context::default()));
    }

    #[test]
    fn nobody_is_shown_a_statement_twice(
        counts in prop::collection::vec((0_u32..300, 0_u32..300, 0_u32..300, -1.0..9.0_f64), 0..12),
        voted in any::<u16>(),
        draw in -0.5..1.5_f64,
    ) {
        let candidates: Vec<_> = (0..)
            .zip(counts)
            .map(|(key, (agree, disagree, pass, extremity))| Candidate {
                statement: StatementKey(key),
                counts: Counts { agree, disagree, pass },
                extremity,
            })
            .collect();
        let has_voted = |key: StatementKey| voted >> key.0 & 1 == 1;
        match next_statement(&candidates, has_voted, draw) {
            Some(next) => prop_assert!(!has_voted(next) && next.0 < candidates.len() as u128),
            None => prop_assert!(candidates.iter().all(|candidate| has_voted(candidate.statement))),
        }
    }
}
