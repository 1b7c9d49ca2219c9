//! Published elections and the counts of other programs, reproduced exactly.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;

use serde_json::Value;
use uuid::Uuid;
use yiting_domain::ballot::budget::Satisfaction;
use yiting_domain::ballot::compute::{
    self, ApprovalRule, BudgetResult, BudgetRule, RankedResult, RankedRule, approvals, ranked,
};
use yiting_domain::ballot::equal_shares::Completion;
use yiting_domain::ballot::file::{blt, debian, decode, hil, pb};
use yiting_domain::ballot::owners::Matter;
use yiting_domain::ballot::ratio::Ratio;
use yiting_domain::ballot::schulze::{self, RankedBallot};
use yiting_domain::ballot::stv::{self, PreferenceBallot};
use yiting_domain::ballot::tie::TieOrder;
use yiting_domain::electorate::ElectorateKind;
use yiting_domain::log::Digest;
use yiting_domain::poll::{
    BallotList, Choice, Electorate, Entry, LIST_VERSION, OptionPoints, PollKind, PollOption, QuorumRule, Rule, Secrecy,
    Share, TreeHead, mark, publish, verify,
};

/// The bytes of a reference file; `None` says that the test is skipped.
fn bytes(path: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("YITING_REFERENCE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    match std::fs::read(folder.join(path)) {
        Ok(bytes) => Some(bytes),
        Err(error) if std::env::var_os("CI").is_some() => panic!("{path}: {error}"),
        Err(_) => {
            println!("skipped, no reference data");
            None
        }
    }
}

fn text(path: &str) -> Option<String> {
    bytes(path).map(|bytes| decode(&bytes).unwrap().to_owned())
}

fn strings(value: &Value) -> Vec<String> {
    serde_json::from_value(value.clone()).unwrap()
}

fn outcomes() -> Option<BTreeMap<String, Value>> {
    let all: Value = serde_json::from_str(&text("pb/reference-outcomes.json")?).unwrap();
    Some(serde_json::from_value(all["results"].clone()).unwrap())
}

/// What a key such as `mes_add1_greedy_cost` asks for.
fn options(key: &str) -> Option<(BudgetRule, Satisfaction, Completion)> {
    let (rest, satisfaction) = if let Some(rest) = key.strip_suffix("_cost") {
        (rest, Satisfaction::Cost)
    } else if let Some(rest) = key.strip_suffix("_card").or_else(|| key.strip_suffix("_add")) {
        (rest, Satisfaction::Cardinality)
    } else {
        return None;
    };
    match rest {
        "greedy" => Some((BudgetRule::Greedy, satisfaction, Completion::None)),
        "mes" => Some((BudgetRule::EqualShares, satisfaction, Completion::None)),
        "mes_add1" => Some((BudgetRule::EqualShares, satisfaction, Completion::Add1)),
        "mes_add1_greedy" => Some((BudgetRule::EqualShares, satisfaction, Completion::Add1Greedy)),
        _ => None,
    }
}

#[test]
fn assen_and_swiecie_fund_what_was_really_funded() {
    let Some(outcomes) = outcomes() else { return };
    for file in ["Netherlands_Assen_2024.pb", "Poland_Swiecie_2023.pb"] {
        let text = text(&format!("pb/{file}")).unwrap();
        let rule = BudgetRule::EqualShares;
        let result = compute::budget(&text, rule, Satisfaction::Cost, Completion::Add1).unwrap();
        assert_eq!(result.selected, strings(&outcomes[file]["selected_real"]), "{file}");
        let stated = pb::parse(&text).unwrap().projects;
        for (project, stated) in result.projects.iter().zip(stated) {
            assert_eq!(Some(project.won), stated.selected, "{file} {}", project.id);
        }
    }
}

#[test]
fn every_reference_outcome_of_every_budget_election_is_reproduced() {
    let Some(outcomes) = outcomes() else { return };
    let mut compared = 0;
    for (file, expected) in &outcomes {
        let text = text(&format!("pb/{file}")).unwrap();
        for (key, value) in expected.as_object().unwrap() {
            let (Some((rule, satisfaction, completion)), Value::Array(_)) = (options(key), value) else {
                continue;
            };
            let result = compute::budget(&text, rule, satisfaction, completion).unwrap();
            assert_eq!(result.selected, strings(value), "{file} {key}");
            if let Some(cost) = expected.get(format!("{key}_cost")) {
                assert_eq!(result.spent.to_string(), cost.as_str().unwrap(), "{file} {key}");
            }
            check_words(&result);
            compared += 1;
        }
    }
    println!("{compared} outcomes compared");
    assert!(compared >= 26, "{compared}");
}

/// Every project is told why, in both languages, and the sum is never above the budget.
fn check_words(result: &BudgetResult) {
    assert!(result.spent <= result.budget);
    for project in &result.projects {
        let (zh, en) = if project.won {
            ("当选：", "Won: ")
        } else {
            ("落选：", "Lost: ")
        };
        assert!(
            project.why.starts_with(zh) && project.why.contains(en),
            "{}",
            project.why
        );
    }
}

#[test]
fn all_tied_committees_of_all_approval_profiles_are_found() {
    let Some(packed) = bytes("approval-multiwinner/abcvoting-240.jsonl.gz") else {
        return;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    let expected: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(expected.len(), 240);
    for rule in ["av", "equal-shares-with-av-completion"] {
        let results = approvals(&text, ApprovalRule::parse(rule).unwrap()).unwrap();
        assert_eq!(results.len(), 240);
        for (result, expected) in results.iter().zip(&expected) {
            let mut committees: Vec<Vec<usize>> = serde_json::from_value(expected["results"][rule].clone()).unwrap();
            // Some lists stand in the order of a hash table.
            committees.iter_mut().for_each(|committee| committee.sort_unstable());
            committees.sort();
            assert_eq!(result.committees, committees, "{rule} {}", result.id);
        }
    }
}

/// `A > B = C` from groups of equals.
fn written(groups: &[Vec<usize>], names: &[String]) -> String {
    let group = |group: &Vec<usize>| {
        let names: Vec<&str> = group.iter().map(|&option| names[option].as_str()).collect();
        names.join(" = ")
    };
    groups.iter().map(group).collect::<Vec<_>>().join(" > ")
}

#[test]
fn three_debian_elections_have_the_published_pairs_and_order() {
    let Some(reference) = text("ranked/schulze-reference.json") else {
        return;
    };
    let reference: Value = serde_json::from_str(&reference).unwrap();
    for file in ["leader2006_tally.txt", "leader2007_tally.txt", "leader2020_tally.txt"] {
        let expected = &reference[file];
        let result = ranked(
            &text(&format!("ranked/debian/{file}")).unwrap(),
            RankedRule::Schulze,
            None,
        )
        .unwrap();
        assert_eq!(result.candidates, strings(&expected["candidates"]), "{file}");
        assert_eq!(result.ballots, expected["ballots"].as_u64().unwrap(), "{file}");
        assert_eq!(
            serde_json::to_value(&result.pairwise).unwrap(),
            expected["pairwise"],
            "{file}"
        );
        let groups = result.groups.unwrap();
        assert_eq!(
            written(&groups, &result.candidates),
            expected["winning"].as_str().unwrap(),
            "{file}"
        );
        let mut order = groups.concat();
        order.sort_by_key(|&option| result.order.as_ref().unwrap().iter().position(|&other| other == option));
        assert_eq!(Some(order), result.order);
    }
}

#[test]
fn the_textbook_example_with_45_voters_has_the_known_order() {
    let Some(reference) = text("ranked/schulze-reference.json") else {
        return;
    };
    let reference: Value = serde_json::from_str(&reference).unwrap();
    let expected = &reference["wikipedia-45"];
    let ballot = |line: &Value| RankedBallot {
        weight: line["count"].as_u64().unwrap(),
        ..RankedBallot::from_order(
            5,
            &line["order"]
                .as_str()
                .unwrap()
                .bytes()
                .map(|letter| usize::from(letter - b'A'))
                .collect::<Vec<_>>(),
        )
    };
    let ballots: Vec<_> = expected["ballots"].as_array().unwrap().iter().map(ballot).collect();
    let result = schulze::count(5, &ballots, &TieOrder::as_listed(5)).unwrap();
    assert_eq!(serde_json::to_value(&result.pairwise).unwrap(), expected["pairwise"]);
    let names = ["A", "B", "C", "D", "E"].map(str::to_owned);
    assert_eq!(written(&result.groups, &names), expected["winning"].as_str().unwrap());
}

/// The Scottish count once more, paper by paper and without any shared code: every ballot is a
/// paper of its own with a value in hundred-thousandths.
fn paper_by_paper(candidates: usize, seats: usize, ballots: &[PreferenceBallot]) -> Vec<usize> {
    let mut papers: Vec<(Vec<usize>, u64, Option<usize>)> = Vec::new();
    for ballot in ballots.iter().filter(|ballot| !ballot.order.is_empty()) {
        for _ in 0..ballot.weight {
            papers.push((ballot.order.clone(), 100_000, ballot.order.first().copied()));
        }
    }
    let quota = (papers.len() as u64 / (seats as u64 + 1) + 1) * 100_000;
    let mut hopeful: Vec<usize> = (0..candidates).collect();
    let mut elected: Vec<usize> = Vec::new();
    let mut with_surplus: Vec<usize> = Vec::new();
    let mut history: Vec<Vec<u64>> = Vec::new();
    loop {
        let mut totals = vec![0; candidates];
        for (_, value, holder) in &papers {
            if let Some(holder) = holder {
                totals[*holder] += value;
            }
        }
        history.insert(0, totals.clone());
        let key = |candidate: usize| -> Vec<u64> { history.iter().map(|totals| totals[candidate]).collect() };
        let mut now: Vec<usize> = hopeful
            .iter()
            .copied()
            .filter(|&candidate| totals[candidate] >= quota)
            .collect();
        if hopeful.len() + elected.len() <= seats {
            now.clone_from(&hopeful);
        }
        now.sort_by_key(|&candidate| (std::cmp::Reverse(key(candidate)), candidate));
        hopeful.retain(|candidate| !now.contains(candidate));
        elected.extend(&now);
        with_surplus.extend(now.into_iter().filter(|&candidate| totals[candidate] > quota));
        if hopeful.len() + elected.len() <= seats {
            let mut last = std::mem::take(&mut hopeful);
            last.sort_by_key(|&candidate| (std::cmp::Reverse(key(candidate)), candidate));
            elected.extend(last);
        }
        if elected.len() >= seats {
            return elected;
        }
        let (from, factor) = if with_surplus.is_empty() {
            // Lowest votes, looking back; the later in the list goes first.
            let lowest = hopeful
                .iter()
                .copied()
                .min_by_key(|&candidate| (key(candidate), std::cmp::Reverse(candidate)));
            let lowest = lowest.unwrap();
            hopeful.retain(|&candidate| candidate != lowest);
            (lowest, None)
        } else {
            with_surplus.sort_by_key(|&candidate| (std::cmp::Reverse(key(candidate)), candidate));
            let largest = with_surplus.remove(0);
            (largest, Some((totals[largest] - quota, totals[largest])))
        };
        let mut kept = 0;
        for (order, value, holder) in papers.iter_mut().filter(|paper| paper.2 == Some(from)) {
            *value = factor.map_or(*value, |(surplus, total)| surplus * *value / total);
            *holder = order.iter().copied().find(|candidate| hopeful.contains(candidate));
            kept += 1;
        }
        if factor.is_some() && kept > 0 {
            // The candidate keeps a quota, on one paper that goes nowhere.
            papers.push((vec![from], quota, Some(from)));
        }
    }
}

#[test]
fn classic_transferable_vote_files_elect_the_same_by_two_different_programs() {
    for name in ["A1.HIL", "A3.HIL", "A60.HIL", "A77.HIL", "gnome_26.blt", "maemo.blt"] {
        let Some(text) = text(&format!("ranked/stv-classic/{name}")) else {
            return;
        };
        let file = match name.ends_with("HIL") {
            true => hil::parse(&text).unwrap(),
            false => blt::parse(&text).unwrap(),
        };
        for seats in 1..file.candidates.len() {
            let ties = TieOrder::as_listed(file.candidates.len());
            let result = stv::count(file.candidates.len(), seats, &file.ballots, &file.withdrawn, &ties).unwrap();
            let expected = paper_by_paper(file.candidates.len(), seats, &file.ballots);
            assert_eq!(result.elected, expected, "{name} with {seats} seats");
        }
        let RankedResult { elected, .. } = ranked(&text, RankedRule::Stv, None).unwrap();
        println!("{name}: {}", elected.join(", "));
        if name == "gnome_26.blt" {
            let mut elected = elected;
            elected.sort();
            // The board of directors that the foundation announced in June 2018.
            let board = [
                "Allan Day",
                "Carlos Soriano",
                "Ekaterina Gerasimova",
                "Federico Mena Quintero",
                "Nuritzi Sanchez",
                "Philip Chimento",
                "Robert McQueen",
            ];
            assert_eq!(elected, board);
        }
    }
}

#[test]
fn a_debian_sheet_without_equal_ranks_can_be_counted_by_transfers() {
    let sheet = "V: 12-\nV: 21-\nV: 1-2\n";
    assert_eq!(debian::parse(sheet).unwrap().ballots.len(), 3);
    let result = ranked(sheet, RankedRule::Stv, Some(2)).unwrap();
    assert_eq!(result.elected, ["1", "2"]);
    assert!(ranked("V: 11\n", RankedRule::Stv, None).is_err());
}

#[test]
fn a_ballot_with_points_counts_as_the_cumulative_election_that_it_copies() {
    let Some(outcomes) = outcomes() else { return };
    let name = "Poland_Czestochowa_2020_Grabowka.pb";
    let text = text(&format!("pb/{name}")).unwrap();
    let file = pb::parse(&text).unwrap();
    let id = |project: usize| Uuid::from_u128(project as u128 + 1);
    let grosz = |amount: Ratio| u64::try_from(amount.numerator() * 100 / amount.denominator()).unwrap();
    let rule = Rule {
        title: file.meta("description").unwrap().to_owned(),
        legal_basis: "budżet obywatelski".to_owned(),
        kind: PollKind::Budget,
        electorate: ElectorateKind::Residents,
        secrecy: Secrecy::Verifiable,
        options: (0..)
            .zip(&file.projects)
            .map(|(number, project)| PollOption {
                id: id(number),
                title: project.name.clone(),
                cost_fen: grosz(project.cost),
            })
            .collect(),
        seats: 1,
        most: 8,
        threshold: Share::MAJORITY,
        quorum: QuorumRule::None,
        matter: Matter::Ordinary,
        minimum: 1,
        budget_fen: grosz(file.budget),
        points: 10,
        hide_turnout: false,
        auditors: Vec::new(),
    };
    let ballot = Uuid::from_u128(1000);
    let entries = (0..).zip(&file.votes).map(|(number, vote)| Entry {
        mark: mark(ballot, "receipt", number),
        choice: Some(
            Choice::Points(
                vote.iter()
                    .map(|(project, points)| OptionPoints {
                        option: id(*project),
                        points: u32::try_from(points.numerator()).unwrap(),
                    })
                    .collect(),
            )
            .check(&rule)
            .unwrap(),
        ),
        commitment: None,
        voter: None,
        area: 0,
        paper: false,
    });
    let list = BallotList {
        version: LIST_VERSION,
        ballot,
        electorate: Electorate {
            votes: 201,
            area: 0,
            digest: Digest([0; 32]),
        },
        tree_head: TreeHead {
            size: 1,
            root: Digest([0; 32]),
        },
        entries: entries.collect(),
        choices: Vec::new(),
        paper_votes: 0,
        rule,
    };
    let (published, outcome) = publish(list).unwrap();
    verify(&published).unwrap();
    // The column "score" of the file, which nothing here has read.
    let scores: Vec<u64> = outcome.options.iter().filter_map(|option| option.points).collect();
    assert_eq!(scores, [435, 378, 286, 259, 215, 188, 130, 77]);
    let won: BTreeSet<String> = outcome
        .options
        .iter()
        .zip(&file.projects)
        .filter(|(option, _)| option.won)
        .map(|(_, project)| project.id.clone())
        .collect();
    // What pabutools buys with utilities that are the points, and the completion after it.
    let bought: BTreeSet<String> = strings(&outcomes[name]["mes_add"]).into_iter().collect();
    assert!(won.is_superset(&bought), "{won:?} without some of {bought:?}");
    let rule = BudgetRule::EqualShares;
    let again = compute::budget(&text, rule, Satisfaction::Cardinality, Completion::Add1Greedy).unwrap();
    assert_eq!(won, again.selected.into_iter().collect());
}
