//! A district's open page: its figures, what is deliberated now, what was decided.

use super::{
    page::{Cell, Page},
    words::{Say, percent, told, when},
};
use serde_json::Value;

/// Finds the district.
pub const FIND: &str = "query PublicDistrictId($code: String!) { areaByCode(code: $code) { id name tier code } }";

/// What the page asks.
pub const DOCUMENT: &str = "query PublicDistrict($area: ID!) {
  node(id: $area) { ... on Area { logHead { size root } } }
  indicators(scope: $area) {
    asOf
    figures { id value low high numerator denominator withheld definition { title unit meaningZh meaningEn } }
    breakdown(by: STREET) { area { name } figures { id value withheld definition { title unit } } }
  }
  rounds(below: $area, states: [OPEN, CONCLUDED], first: 30) { nodes { id title state area { name } startsAt outcome { verdict } } }
  proposals(filter: { custodian: $area, states: [FORMED, IMPLEMENTING, EVALUATING, CLOSED] }, orderBy: TOUCHED, first: 50) { nodes { number title state home { name } supportCount closedAt } }
}";

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// What stands in the columns of the table by street.
const COLUMNS: &[&str] = &[
    "SUBMITTED",
    "CLOSURE_RATE",
    "ON_TIME_CLOSURE_RATE",
    "SATISFACTION_RATE",
    "OVERDUE_NOW",
];

fn figure(say: Say, figure: &Value) -> String {
    if figure["withheld"] == true {
        return say.of("不足五人", "under five").to_owned();
    }
    match (figure["definition"]["unit"].as_str(), figure["value"].as_f64()) {
        (_, None) => "—".to_owned(),
        (Some("SHARE"), Some(_)) => percent(&figure["value"]),
        (Some("CASES"), Some(value)) => format!("{value:.0}"),
        (_, Some(value)) => format!("{value:.1}"),
    }
}

fn figures(say: Say, report: &Value, page: &mut Page) {
    page.heading(say.of("公开指标", "Open figures"));
    page.remark(&format!("{} {}", say.of("截至", "As of"), when(&report["asOf"])));
    let head = [
        say.of("指标", "Figure"),
        say.of("数值", "Value"),
        say.of("95% 区间", "95 % interval"),
        say.of("口径", "What is counted"),
    ];
    page.table(
        say.of("全区", "The whole district"),
        &head,
        list(&report["figures"]).map(|one| {
            let interval = match (
                one["definition"]["unit"].as_str(),
                one["low"].is_f64(),
                one["high"].is_f64(),
            ) {
                (Some("SHARE"), true, true) => format!("{} – {}", percent(&one["low"]), percent(&one["high"])),
                _ => "—".to_owned(),
            };
            vec![
                told(&one["definition"]["title"]).into(),
                figure(say, one).into(),
                interval.into(),
                told(&one["definition"][say.of("meaningZh", "meaningEn")]).into(),
            ]
        }),
    );
    let chosen = |group: &Value| -> Vec<Value> {
        list(&group["figures"])
            .filter(|one| COLUMNS.contains(&one["id"].as_str().unwrap_or_default()))
            .cloned()
            .collect()
    };
    let Some(first) = list(&report["breakdown"]).next() else {
        return;
    };
    let titles: Vec<String> = chosen(first)
        .iter()
        .map(|one| told(&one["definition"]["title"]))
        .collect();
    let mut head = vec![say.of("街镇", "Street")];
    head.extend(titles.iter().map(String::as_str));
    page.table(
        say.of("按街镇", "By street"),
        &head,
        list(&report["breakdown"]).map(|group| {
            let mut row: Vec<Cell> = vec![told(&group["area"]["name"]).into()];
            row.extend(chosen(group).iter().map(|one| Cell::from(figure(say, one))));
            row
        }),
    );
}

/// The page; `None` where the code is no district's.
pub fn render(say: Say, area: &Value, data: &Value) -> Option<Page> {
    if area["tier"] != "DISTRICT" {
        return None;
    }
    let name = told(&area["name"]);
    let mut page = Page::new(&format!("{name} {}", say.of("公开数据", "open figures")));
    page.title();
    let head = &data["node"]["logHead"];
    page.facts(vec![
        (say.of("区划代码", "Code"), told(&area["code"]).into()),
        (say.of("日志条数", "Entries in the log"), told(&head["size"]).into()),
        (say.of("默克尔树根", "Root of the log"), told(&head["root"]).into()),
    ]);
    figures(say, &data["indicators"], &mut page);
    page.heading(say.of("议事轮次", "Rounds"));
    let columns = [
        say.of("名称", "Title"),
        say.of("平台", "Platform"),
        say.of("开始", "Began"),
        say.of("状态", "State"),
    ];
    page.table(
        say.of("正在进行和已有结果的议事", "Under way and concluded"),
        &columns,
        list(&data["rounds"]["nodes"]).map(|round| {
            let state = if round["outcome"].is_object() {
                say.label("RoundVerdict", &round["outcome"]["verdict"])
            } else {
                say.label("RoundState", &round["state"])
            };
            vec![
                Cell::Link(format!("/r/{}", told(&round["id"])), told(&round["title"])),
                told(&round["area"]["name"]).into(),
                when(&round["startsAt"]).into(),
                state.into(),
            ]
        }),
    );
    page.heading(say.of("最近的提案", "Recent proposals"));
    let columns = [
        say.of("提案", "Proposal"),
        say.of("小区", "Raised in"),
        say.of("附议", "Supports"),
        say.of("状态", "State"),
    ];
    page.table(
        say.of(
            "已形成决议、落实和办结的提案",
            "With a resolution, under way, or closed",
        ),
        &columns,
        list(&data["proposals"]["nodes"]).map(|one| {
            vec![
                Cell::Link(format!("/p/{}", told(&one["number"])), told(&one["title"])),
                told(&one["home"]["name"]).into(),
                told(&one["supportCount"]).into(),
                say.label("State", &one["state"]).into(),
            ]
        }),
    );
    Some(page)
}
