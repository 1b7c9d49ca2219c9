//! A round with its steps, its groups and its ballots.

use super::{
    page::{Cell, Page},
    words::{Say, told, when, yuan},
};
use serde_json::Value;

/// What the page asks.
pub const DOCUMENT: &str = "query PublicRound($round: ID!) {
  node(id: $round) {
    ... on Round {
      title state startsAt reason area { name parent { name } }
      template { name version digest about }
      outcome { verdict at adopted { number title } }
      proposals { number title state }
      steps {
        index name kind state openedAt endsAt quorumReached notice question
        consultation { id state publishesVotes result { words wordsEn participants digest algorithm statements { number agree disagree pass } } statements(states: [VISIBLE], first: 50) { nodes { number text } } }
        meeting { title startsAt place counts { attended } minutes { version htmlPath publishedAt } }
        ballot { title state electorateKind secrecy opensAt closesAt options { id title costFen } result { verdict turnout electorate winners yes no abstain options { option votes points mean won why } listDigest root listPath } }
      }
    }
  }
}";

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The page; `None` where there is no such round.
pub fn render(say: Say, data: &Value) -> Option<Page> {
    let of = data.get("node").filter(|of| of["title"].is_string())?;
    let mut page = Page::new(&told(&of["title"]));
    page.about(&told(&of["template"]["about"]));
    page.title();
    let mut facts: Vec<(&str, Cell)> = vec![
        (say.of("平台", "Platform"), told(&of["area"]["name"]).into()),
        (say.of("状态", "State"), say.label("RoundState", &of["state"]).into()),
        (say.of("规程", "Procedure"), told(&of["template"]["name"]).into()),
        (say.of("开始", "Began"), when(&of["startsAt"]).into()),
    ];
    if of["outcome"].is_object() {
        facts.push((
            say.of("结果", "Outcome"),
            say.label("RoundVerdict", &of["outcome"]["verdict"]).into(),
        ));
        facts.push((say.of("得出", "Concluded"), when(&of["outcome"]["at"]).into()));
    }
    if of["reason"].is_string() {
        facts.push((say.of("终止理由", "Called off because"), told(&of["reason"]).into()));
    }
    page.facts(facts);
    page.heading(say.of("所议提案", "Proposals"));
    page.steps(list(&of["proposals"]).map(|one| {
        let text = format!("{} · {}", told(&one["title"]), say.label("State", &one["state"]));
        match one["number"].as_str() {
            Some(number) => Cell::Link(format!("/p/{number}"), text),
            None => Cell::Text(text),
        }
    }));
    for step in list(&of["steps"]) {
        let number = step["index"].as_i64().unwrap_or_default() + 1;
        page.heading(&format!("{number}. {}", told(&step["name"])));
        page.remark(&format!(
            "{} · {} · {} – {}",
            say.label("StepKind", &step["kind"]),
            say.label("StepState", &step["state"]),
            when(&step["openedAt"]),
            when(&step["endsAt"])
        ));
        for text in [&step["question"], &step["notice"]] {
            if text.is_string() {
                page.paragraph(&told(text));
            }
        }
        consultation(say, &step["consultation"], &mut page);
        meeting(say, &step["meeting"], &mut page);
        ballot(say, &step["ballot"], &mut page);
    }
    Some(page)
}

fn consultation(say: Say, of: &Value, page: &mut Page) {
    let result = &of["result"];
    if !result.is_object() {
        return;
    }
    page.paragraph(&told(&result[say.of("words", "wordsEn")]));
    let head = [
        say.of("观点", "Statement"),
        say.of("赞成", "Agree"),
        say.of("跳过", "Pass"),
        say.of("反对", "Disagree"),
    ];
    page.table(
        say.of(
            "观点与投票（人数以五人为一档）",
            "Statements and votes, in steps of five people",
        ),
        &head,
        list(&of["statements"]["nodes"]).map(|statement| {
            let number = told(&statement["number"]);
            let votes = list(&result["statements"]).find(|one| one["number"] == number.as_str());
            let count = |name: &str| Cell::from(votes.map_or_else(|| "—".to_owned(), |votes| told(&votes[name])));
            let text = format!("{number}. {}", told(&statement["text"]));
            vec![text.into(), count("agree"), count("pass"), count("disagree")]
        }),
    );
    page.remark(&format!(
        "{} · SHA-256 {}",
        told(&result["algorithm"]),
        told(&result["digest"])
    ));
    if of["publishesVotes"] == true && of["state"] == "CLOSED" {
        page.link(
            &format!("/export/consultations/{}.csv", told(&of["id"])),
            say.of("不含姓名的投票", "The votes, without names"),
        );
    }
}

fn meeting(say: Say, of: &Value, page: &mut Page) {
    if !of.is_object() {
        return;
    }
    page.facts(vec![
        (say.of("时间", "When"), when(&of["startsAt"]).into()),
        (say.of("地点", "Where"), told(&of["place"]).into()),
        (say.of("到场", "Came"), told(&of["counts"]["attended"]).into()),
    ]);
    for minutes in list(&of["minutes"]).filter(|minutes| minutes["htmlPath"].is_string()) {
        page.link(
            &told(&minutes["htmlPath"]),
            &format!(
                "{} {}",
                say.of("会议纪要，版本", "Minutes, version"),
                told(&minutes["version"])
            ),
        );
    }
}

fn ballot(say: Say, of: &Value, page: &mut Page) {
    if !of.is_object() {
        return;
    }
    page.subheading(&told(&of["title"]));
    let result = &of["result"];
    let mut facts: Vec<(&str, Cell)> = vec![
        (say.of("状态", "State"), say.label("BallotState", &of["state"]).into()),
        (
            say.of("选民", "Electorate"),
            say.label("ElectorateKind", &of["electorateKind"]).into(),
        ),
        (say.of("保密", "Secrecy"), say.label("Secrecy", &of["secrecy"]).into()),
        (
            say.of("投票时间", "Open"),
            format!("{} – {}", when(&of["opensAt"]), when(&of["closesAt"])).into(),
        ),
    ];
    if result.is_object() {
        facts.push((
            say.of("结果", "Result"),
            say.label("RoundVerdict", &result["verdict"]).into(),
        ));
        let turnout = format!("{} / {}", told(&result["turnout"]), told(&result["electorate"]));
        facts.push((say.of("投票 / 应投", "Turnout / electorate"), turnout.into()));
        for (name, answer) in [("yes", "YES"), ("no", "NO"), ("abstain", "ABSTAIN")] {
            if result[name].is_i64() {
                let label = match answer {
                    "YES" => say.of("赞成", "Yes"),
                    "NO" => say.of("反对", "No"),
                    _ => say.of("弃权", "Abstain"),
                };
                facts.push((label, told(&result[name]).into()));
            }
        }
    }
    page.facts(facts);
    if !result.is_object() {
        return;
    }
    if list(&result["options"]).next().is_some() {
        let head = [
            say.of("选项", "Option"),
            say.of("票数", "Votes"),
            say.of("费用", "Cost"),
            say.of("当选", "Won"),
            say.of("说明", "Why"),
        ];
        page.table(
            say.of("各选项", "Options"),
            &head,
            list(&result["options"]).map(|one| {
                let paper = list(&of["options"]).find(|option| option["id"] == one["option"]);
                let empty = Value::Null;
                let paper = paper.unwrap_or(&empty);
                let votes = if one["points"].is_i64() {
                    &one["points"]
                } else {
                    &one["votes"]
                };
                vec![
                    told(&paper["title"]).into(),
                    told(votes).into(),
                    match paper["costFen"].as_i64() {
                        Some(fen) if fen > 0 => yuan(&paper["costFen"]).into(),
                        _ => "—".into(),
                    },
                    if one["won"] == true { "✓" } else { "—" }.into(),
                    told(&one["why"]).into(),
                ]
            }),
        );
    }
    page.link(
        &told(&result["listPath"]),
        say.of(
            "公布的选票清单，任何人可重新计票",
            "The published list, which anybody can count again",
        ),
    );
    page.remark(&format!(
        "SHA-256 {} · Merkle {}",
        told(&result["listDigest"]),
        told(&result["root"])
    ));
}
