//! A district's open page: its streets, what is deliberated now, what was decided.

use super::{
    page::{Cell, Page},
    words::{Say, told, when},
};
use serde_json::Value;

/// Finds the district.
pub const FIND: &str = "query PublicDistrictId($code: String!) { areaByCode(code: $code) { id name tier code } }";

/// What the page asks.
pub const DOCUMENT: &str = "query PublicDistrict($area: ID!) {
  node(id: $area) { ... on Area { logHead { size root } } }
  areas(below: $area, tier: STREET, first: 50) { nodes { name code } }
  rounds(below: $area, states: [OPEN, CONCLUDED], first: 30) { nodes { id title state area { name } startsAt outcome { verdict } } }
  proposals(filter: { custodian: $area, states: [FORMED, IMPLEMENTING, EVALUATING, CLOSED] }, orderBy: TOUCHED, first: 50) { nodes { number title state home { name } supportCount closedAt } }
}";

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
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
    page.heading(say.of("街镇", "Streets"));
    let streets: Vec<String> = list(&data["areas"]["nodes"])
        .map(|street| told(&street["name"]))
        .collect();
    page.paragraph(&streets.join(say.of("、", ", ")));
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
