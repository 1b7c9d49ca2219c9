//! A proposal with its whole way.

use super::{
    page::{Cell, Page},
    words::{Say, percent, told, when, yuan},
};
use serde_json::Value;

/// What the page asks.
pub const DOCUMENT: &str = "query PublicProposal($number: String!) {
  proposalByNumber(number: $number) {
    number title body state link tier assisted submittedAt closedAt supportCount commentCount reworks reopenings
    home { name } custodian { name } topic { name nameEn } proponent { nickname }
    clock { colour status dueAt }
    custody { area { name } at how reason }
    answer { text declineReason decidedAt }
    resolution { text formedAt objections direct }
    tasks { title unit { name } due budgetFen spentFen state milestones { text at } }
    ratings { count satisfactionRate mean }
    supervisions { area { name } link openedAt answeredAt }
    rounds { id title state }
    mergedInto { number title }
    timeline { seq kind at leaf }
    comments(first: 50) { nodes { author { nickname } text createdAt } }
  }
}";

/// Entries that a reader of the way does not look for: supports, follows and talk are counted above.
const SMALL: &[&str] = &[
    "supported",
    "support_revoked",
    "followed",
    "unfollowed",
    "commented",
    "comment_checked",
    "comment_hidden",
    "comment_appealed",
    "comment_appeal_decided",
    "rated",
    "note_written",
    "drafted",
    "edited",
];

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The page; `None` where there is no such proposal for everybody.
pub fn render(say: Say, data: &Value) -> Option<Page> {
    let of = data.get("proposalByNumber").filter(|of| of.is_object())?;
    let mut page = Page::new(&told(&of["title"]));
    page.about(&told(&of["body"]));
    page.title();
    page.facts(facts(say, of));
    page.heading(say.of("提案内容", "The proposal"));
    page.paragraph(&told(&of["body"]));
    way(say, of, &mut page);
    if of["answer"].is_object() {
        page.heading(say.of("书面答复", "Written answer"));
        page.paragraph(&told(&of["answer"]["text"]));
        page.remark(&when(&of["answer"]["decidedAt"]));
    }
    if of["mergedInto"].is_object() {
        let into = &of["mergedInto"];
        page.heading(say.of("已合并到", "Merged into"));
        page.link(&format!("/p/{}", told(&into["number"])), &told(&into["title"]));
    }
    works(say, of, &mut page);
    voices(say, of, &mut page);
    record(say, of, &mut page);
    Some(page)
}

fn facts(say: Say, of: &Value) -> Vec<(&'static str, Cell)> {
    let mut facts: Vec<(&'static str, Cell)> = vec![
        (say.of("编号", "Number"), told(&of["number"]).into()),
        (say.of("状态", "State"), say.label("State", &of["state"]).into()),
        (say.of("环节", "Link"), say.label("Link", &of["link"]).into()),
        (say.of("提出小区", "Raised in"), told(&of["home"]["name"]).into()),
        (
            say.of("办理平台", "In custody of"),
            told(&of["custodian"]["name"]).into(),
        ),
        (say.of("提案人", "Proponent"), told(&of["proponent"]["nickname"]).into()),
        (say.of("附议", "Supports"), told(&of["supportCount"]).into()),
        (say.of("提交", "Handed in"), when(&of["submittedAt"]).into()),
    ];
    if of["topic"].is_object() {
        facts.push((say.of("议题", "Topic"), say.topic(&of["topic"]).into()));
    }
    let clock = &of["clock"];
    if clock["status"] == "RUNNING" {
        let text = format!(
            "{} · {}",
            say.label("ClockColour", &clock["colour"]),
            when(&clock["dueAt"])
        );
        facts.push((say.of("本环节期限", "This link is due"), text.into()));
    }
    if of["closedAt"].is_string() {
        facts.push((say.of("办结", "Closed"), when(&of["closedAt"]).into()));
    }
    facts
}

fn way(say: Say, of: &Value, page: &mut Page) {
    page.heading(say.of("经办过程", "Its way through the tiers"));
    page.steps(list(&of["custody"]).map(|step| {
        let reason = step["reason"]
            .as_str()
            .map(|text| format!(" — {text}"))
            .unwrap_or_default();
        Cell::from(format!(
            "{} · {} · {}{reason}",
            told(&step["area"]["name"]),
            say.word(&step["how"]),
            when(&step["at"])
        ))
    }));
}

fn works(say: Say, of: &Value, page: &mut Page) {
    let resolution = &of["resolution"];
    if resolution.is_object() {
        page.heading(say.of("决议与方案", "Resolution and plan"));
        page.paragraph(&told(&resolution["text"]));
        page.remark(&format!(
            "{} · {} {}",
            when(&resolution["formedAt"]),
            say.of("异议", "objections"),
            told(&resolution["objections"])
        ));
        let head = [
            say.of("任务", "Task"),
            say.of("承办单位", "Unit"),
            say.of("期限", "Due"),
            say.of("预算", "Budget"),
            say.of("支出", "Spent"),
            say.of("状态", "State"),
        ];
        page.table(
            say.of("任务", "Tasks"),
            &head,
            list(&of["tasks"]).map(|task| {
                vec![
                    told(&task["title"]).into(),
                    told(&task["unit"]["name"]).into(),
                    told(&task["due"]).into(),
                    yuan(&task["budgetFen"]).into(),
                    yuan(&task["spentFen"]).into(),
                    say.word(&task["state"]).into(),
                ]
            }),
        );
    }
    if of["ratings"]["count"].as_i64().unwrap_or_default() > 0 {
        page.heading(say.of("居民评价", "Ratings"));
        page.facts(vec![
            (say.of("人数", "People"), told(&of["ratings"]["count"]).into()),
            (
                say.of("满意率", "Satisfied"),
                percent(&of["ratings"]["satisfactionRate"]).into(),
            ),
        ]);
    }
    if list(&of["supervisions"]).next().is_some() {
        page.heading(say.of("督办", "Supervisions"));
        page.steps(list(&of["supervisions"]).map(|one| {
            Cell::from(format!(
                "{} · {} · {} → {}",
                told(&one["area"]["name"]),
                say.label("Link", &one["link"]),
                when(&one["openedAt"]),
                when(&one["answeredAt"])
            ))
        }));
    }
}

fn voices(say: Say, of: &Value, page: &mut Page) {
    if list(&of["rounds"]).next().is_some() {
        page.heading(say.of("议事轮次", "Rounds"));
        page.steps(list(&of["rounds"]).map(|round| {
            let text = format!(
                "{} · {}",
                told(&round["title"]),
                say.label("RoundState", &round["state"])
            );
            Cell::Link(format!("/r/{}", told(&round["id"])), text)
        }));
    }
    let comments: Vec<&Value> = list(&of["comments"]["nodes"])
        .filter(|comment| comment["text"].is_string())
        .collect();
    if !comments.is_empty() {
        page.heading(say.of("评论", "Comments"));
        for comment in comments {
            page.paragraph(&told(&comment["text"]));
            page.remark(&format!(
                "{} · {}",
                told(&comment["author"]["nickname"]),
                when(&comment["createdAt"])
            ));
        }
    }
}

fn record(say: Say, of: &Value, page: &mut Page) {
    page.heading(say.of("日志中的记录", "As it stands in the log"));
    let head = [
        say.of("序号", "Entry"),
        say.of("时间", "When"),
        say.of("事项", "What"),
        say.of("哈希", "Hash"),
    ];
    let rows = list(&of["timeline"]).filter(|entry| {
        let kind = entry["kind"].as_str().unwrap_or_default();
        !SMALL.contains(&kind.trim_start_matches("proposal."))
    });
    page.table(
        say.of(
            "每一条都可在区级默克尔树中核验",
            "Each can be proved in the district's Merkle tree",
        ),
        &head,
        rows.map(|entry| {
            let leaf = told(&entry["leaf"]);
            vec![
                told(&entry["seq"]).into(),
                when(&entry["at"]).into(),
                say.event(&entry["kind"]).into(),
                leaf.get(..16).unwrap_or(&leaf).into(),
            ]
        }),
    );
}
