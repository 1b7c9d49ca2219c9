//! Proposal texts, composed from the pools in `text/*.txt`.
//!
//! A pool file has a heading `## code` for each topic and lines that begin with `T` (title), `O` (opening),
//! `F` (fact) or `R` (request). Words in braces are replaced, see [`fill`].

use super::dice::Dice;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The longest title in characters.
pub const TITLE_MAX: usize = 40;
/// The shortest body in characters.
pub const BODY_MIN: usize = 120;
/// The longest body in characters.
pub const BODY_MAX: usize = 600;

/// Where a proposal is about. An empty name falls back to a general word.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Such as 棠溪街道.
    pub street: &'a str,
    /// Such as 霁桥居民区.
    pub neighborhood: &'a str,
    /// Such as 霁桥二村.
    pub block: &'a str,
    /// Such as 12号楼.
    pub building: &'a str,
}

/// The text of one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalText {
    /// At most [`TITLE_MAX`] characters.
    pub title: String,
    /// Two to four paragraphs, separated by an empty line.
    pub body: String,
}

#[derive(Default)]
struct Pool {
    titles: Vec<&'static str>,
    openings: Vec<&'static str>,
    facts: Vec<&'static str>,
    requests: Vec<&'static str>,
}

fn pools() -> &'static BTreeMap<&'static str, Pool> {
    static POOLS: OnceLock<BTreeMap<&'static str, Pool>> = OnceLock::new();
    POOLS.get_or_init(|| {
        let mut pools: BTreeMap<&'static str, Pool> = BTreeMap::new();
        for text in [
            include_str!("text/service.txt"),
            include_str!("text/safety.txt"),
            include_str!("text/renewal.txt"),
            include_str!("text/autonomy.txt"),
        ] {
            let mut code = "";
            for line in text.lines() {
                let Some((mark, rest)) = line.split_once(' ') else {
                    continue;
                };
                if mark == "##" {
                    code = rest;
                    continue;
                }
                let pool = pools.entry(code).or_default();
                match mark {
                    "T" => pool.titles.push(rest),
                    "O" => pool.openings.push(rest),
                    "F" => pool.facts.push(rest),
                    "R" => pool.requests.push(rest),
                    _ => {}
                }
            }
        }
        pools
    })
}

const TRIED: &[&str] = &[
    "这件事我们不是没有努力过：去找过物业，对方说要等通知，之后就没有消息了。",
    "{月}在楼组会上提过一次，大家都赞成，可会后没有人跟进，又放下了。",
    "之前打过一次热线，来人看了看、拍了照，答复说正在协调，一晃又是几个月。",
    "我和{老}曾经自己凑钱弄过一回，管了不到半年，治标不治本。",
    "群里议论过很多次，意见倒是不少，只是一直没有形成一个正式的说法。",
    "以前也贴过告示、搞过集中整治，当时见效，过后反弹，关键是没有长期的办法。",
    "居委会的同志来调解过{几}次，态度很好，只是牵涉的单位多，单靠社区推不动。",
    "我们收集过签名，有{户}户签了字，名单还留着，需要的话可以交上来。",
    "去年报过一次，说要列入计划，今年再问，经办的人已经换了。",
    "业委会讨论过两回，卡在经费上，不知道能不能有一部分补贴。",
    "我也去别的小区看过，人家的做法并不复杂，难就难在有人牵头。",
    "{年}曾经改过一次，当时没有征求住户意见，做出来并不合用。",
    "邻居们试着轮流管过一阵子，时间一长排不出人，就停了下来。",
    "物业给过一个方案，报价偏高，又没有明细，大家不放心，没有通过。",
];

const CLOSING: &[&str] = &[
    "以上是我和几位邻居商量以后写下来的，难免有不周到的地方，欢迎大家补充。",
    "如果要开会，我可以通知{楼}的邻居，晚上和周末都有时间。",
    "照片和登记表我都留着，工作人员来现场看的时候，可以直接找我。",
    "我们也愿意出力，该凑的钱、该搭的手，都不会往后缩。",
    "事情不大，可天天碰得到。盼着能早点有个回音，行与不行都请说一声。",
    "知道办事要一步一步来，只希望每走一步都能告诉大家走到了哪里。",
    "先谢谢愿意看到这里的邻居，觉得有道理的话，请附议一下。",
    "有不同意见的邻居也请说出来，早说开比做到一半再吵要好。",
    "希望能在年底前看到第一步的动静，让大家心里有个盼头。",
    "我写字慢，说得不全，{老}和其他几位都可以作证。",
];

const COUNTED: &[&str] = &[
    "我们在{楼}和相邻几栋问了一圈，受影响的大约有{户}户。",
    "据楼组长粗略统计，{小区}与此有关的住户至少有{户}户。",
    "为写这份提案，我和{老}用{天}天时间走访了{户}户人家。",
    "单在{楼}，明确表示希望解决这件事的就有{人几}户。",
    "群里接龙的结果，{户}户赞成，{几}户说再看看，没有人反对。",
    "我把{楼}的邻居都问了一遍，认为应当尽快解决的有{人几}户，其余的也不反对。",
];

/// Titles are verb phrases; these frames put them into a resident's words.
const FRAMES: &[(&str, &str)] = &[
    ("", ""),
    ("", ""),
    ("建议", ""),
    ("希望", ""),
    ("关于", "的建议"),
    ("关于", "的提案"),
    ("请求", ""),
    ("盼望", ""),
];

const MONTHS: &[&str] = &[
    "今年三月",
    "今年四月",
    "今年五月",
    "去年九月",
    "去年十月",
    "去年十一月",
    "去年入冬",
    "今年开春",
    "去年夏天",
    "上半年",
];
const MORNINGS: &[&str] = &[
    "早上六点",
    "早上六点半",
    "早上七点",
    "早上七点半",
    "清早六点多",
    "早上七点刚过",
];
const EVENINGS: &[&str] = &[
    "晚上八点",
    "晚上八点半",
    "晚上九点",
    "晚上九点半",
    "晚上十点",
    "夜里十点多",
];
const FEW: &[&str] = &["两", "三", "四", "五", "六"];
const FLOORS: &[&str] = &["一楼", "二楼", "三楼", "四楼", "五楼", "隔壁", "对门"];
const SURNAMES: &[&str] = &[
    "陈", "王", "李", "张", "周", "吴", "徐", "孙", "朱", "高", "林", "何", "沈", "顾", "陆", "钱",
];
const ELDERS: &[&str] = &["阿姨", "老师", "师傅", "大爷", "奶奶", "爷叔", "老伯"];

fn or<'a>(name: &'a str, general: &'a str) -> &'a str {
    if name.is_empty() { general } else { name }
}

/// Replaces the words in braces. One text keeps one neighbour, so that a story does not change its person halfway.
fn fill(dice: &mut Dice, template: &str, place: &Place<'_>, elder: &str) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (word, tail) = after.split_once('}').unwrap_or((after, ""));
        match word {
            "小区" => out.push_str(or(place.block, "本小区")),
            "楼" => out.push_str(or(place.building, "我们楼")),
            "街" => out.push_str(or(place.street, "本街道")),
            "居" => out.push_str(or(place.neighborhood, "居委会")),
            "老" => out.push_str(elder),
            "户" => out.push_str(&dice.between(18, 96).to_string()),
            "人" => out.push_str(&dice.between(24, 80).to_string()),
            "人几" => out.push_str(&dice.between(5, 16).to_string()),
            "米" => out.push_str(&(dice.between(4, 30) * 5).to_string()),
            "天" => out.push_str(&dice.between(8, 30).to_string()),
            "年" => out.push_str(&format!("{}年", dice.between(2009, 2020))),
            "几" => out.push_str(dice.word(FEW)),
            "月" => out.push_str(dice.word(MONTHS)),
            "早" => out.push_str(dice.word(MORNINGS)),
            "晚" => out.push_str(dice.word(EVENINGS)),
            other => unreachable!("no such word in a template: {other}"),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Pairs of neighbouring characters that two templates share: a rough measure of being about the same thing.
fn affinity(candidate: &str, theme: &str) -> usize {
    let chars: Vec<char> = candidate.chars().collect();
    chars
        .windows(2)
        .filter(|pair| pair.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c)))
        .filter(|pair| theme.contains(pair.iter().collect::<String>().as_str()) && *pair != ['小', '区'])
        .count()
}

/// Rolls six times and keeps the index that fits the theme best, so that a story mostly stays with its title.
fn related(dice: &mut Dice, items: &[&str], theme: &str) -> usize {
    let mut best = dice.below(items.len());
    for _ in 0..5 {
        let other = dice.below(items.len());
        if affinity(items[other], theme) > affinity(items[best], theme) {
            best = other;
        }
    }
    best
}

fn framed_title(dice: &mut Dice, template: &str, place: &Place<'_>) -> String {
    let core = fill(dice, template, place, "");
    let (before, after) = dice.pick(FRAMES);
    let framed = format!("{before}{core}{after}");
    // Very long place names cost the frame first, then the end.
    let chosen = if length(&framed) <= TITLE_MAX { framed } else { core };
    chosen.chars().take(TITLE_MAX).collect()
}

/// Composes one proposal about a topic at a place. An unknown topic code falls back to property management.
pub fn proposal(dice: &mut Dice, topic_code: &str, place: &Place<'_>) -> ProposalText {
    let pool = pools().get(topic_code).unwrap_or_else(|| &pools()["property_mgmt"]);
    let elder = format!("{}的{}{}", dice.word(FLOORS), dice.word(SURNAMES), dice.word(ELDERS));
    let theme = dice.word(&pool.titles);
    let title = framed_title(dice, theme, place);

    let mut opening = vec![pool.openings[related(dice, &pool.openings, theme)]];
    let story = format!("{theme}{}", opening[0]);
    if dice.chance(55) {
        opening.push(dice.word(COUNTED));
    }
    let first = related(dice, &pool.facts, &story);
    let mut middle = vec![pool.facts[first]];
    if dice.chance(40) {
        middle.push(pool.facts[(first + 1 + dice.below(pool.facts.len() - 1)) % pool.facts.len()]);
    }
    let tried = dice.chance(75).then(|| dice.word(TRIED));
    let asked = related(dice, &pool.requests, &story);
    let mut request = vec![pool.requests[asked]];
    if dice.chance(45) {
        request.push(pool.requests[(asked + 1 + dice.below(pool.requests.len() - 1)) % pool.requests.len()]);
    }
    let mut paragraphs = vec![opening, middle];
    match tried {
        Some(tried) if dice.chance(50) => paragraphs.push(vec![tried]),
        Some(tried) => paragraphs[1].push(tried),
        None => {}
    }
    paragraphs.push(request);
    if dice.chance(50) {
        let closing = dice.word(CLOSING);
        if paragraphs.len() < 4 && dice.chance(60) {
            paragraphs.push(vec![closing]);
        } else {
            paragraphs.last_mut().expect("there is a request").push(closing);
        }
    }
    let mut body = render(dice, &paragraphs, place, &elder);
    let mut more = 0;
    while length(&body) < BODY_MIN && more < TRIED.len() {
        let sentence = fill(dice, TRIED[more], place, &elder);
        if !body.contains(&sentence) {
            body.push_str(&sentence);
        }
        more += 1;
    }
    ProposalText {
        title,
        body: body.chars().take(BODY_MAX).collect(),
    }
}

fn render(dice: &mut Dice, paragraphs: &[Vec<&str>], place: &Place<'_>, elder: &str) -> String {
    let filled: Vec<String> = paragraphs
        .iter()
        .map(|sentences| {
            sentences
                .iter()
                .map(|sentence| fill(dice, sentence, place, elder))
                .collect()
        })
        .collect();
    filled.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::super::topics::TOPICS;
    use super::*;
    use std::collections::BTreeSet;

    fn two_thousand(seed: u64) -> Vec<ProposalText> {
        let mut dice = Dice::new(seed);
        let blocks: Vec<String> = super::super::world::BLOCK_KINDS
            .iter()
            .flat_map(|kind| (0..8).map(move |_| *kind))
            .map(|kind| super::super::world::block_name(&mut dice, "棠溪街道", kind))
            .collect();
        (0..2000)
            .map(|_| {
                let building = format!("{}号楼", dice.between(1, 40));
                let block = dice.pick(&blocks).clone();
                let place = Place {
                    street: "棠溪街道",
                    neighborhood: "霁桥居民区",
                    block: &block,
                    building: &building,
                };
                let topic = dice.pick(TOPICS).code;
                proposal(&mut dice, topic, &place)
            })
            .collect()
    }

    #[test]
    fn two_thousand_proposals_rarely_repeat_each_other() {
        let all = two_thousand(1);
        let titles: BTreeSet<&str> = all.iter().map(|text| text.title.as_str()).collect();
        let pairs: BTreeSet<(&str, &str)> = all
            .iter()
            .map(|text| (text.title.as_str(), text.body.as_str()))
            .collect();
        assert!(titles.len() >= 1500, "{} distinct titles", titles.len());
        assert!(pairs.len() >= 1990, "{} distinct texts", pairs.len());
    }

    #[test]
    fn every_proposal_is_within_its_limits_and_has_no_open_placeholder() {
        for text in two_thousand(2) {
            assert!((4..=TITLE_MAX).contains(&length(&text.title)), "{}", text.title);
            assert!(
                (BODY_MIN..=BODY_MAX).contains(&length(&text.body)),
                "{} {}",
                length(&text.body),
                text.body
            );
            assert!((2..=4).contains(&text.body.split("\n\n").count()), "{}", text.body);
            assert!(!format!("{}{}", text.title, text.body).contains(['{', '}']));
        }
    }

    #[test]
    fn the_same_seed_writes_the_same_proposals() {
        assert_eq!(two_thousand(3), two_thousand(3));
        assert_ne!(two_thousand(3), two_thousand(4));
    }

    #[test]
    fn every_topic_has_six_of_each_part_and_every_line_can_be_filled() {
        let place = Place {
            street: "",
            neighborhood: "",
            block: "",
            building: "",
        };
        assert_eq!(pools().len(), TOPICS.len());
        for topic in TOPICS {
            let pool = &pools()[topic.code];
            for part in [&pool.titles, &pool.openings, &pool.facts, &pool.requests] {
                assert!(part.len() >= 6, "{} has {}", topic.code, part.len());
                for line in part {
                    assert!(!fill(&mut Dice::new(1), line, &place, "老张").contains(['{', '}']));
                }
            }
        }
    }

    #[test]
    fn very_long_place_names_do_not_break_the_title_limit() {
        let long = "很".repeat(60);
        let place = Place {
            street: &long,
            neighborhood: &long,
            block: &long,
            building: &long,
        };
        for topic in TOPICS {
            let text = proposal(&mut Dice::new(9), topic.code, &place);
            assert!(length(&text.title) <= TITLE_MAX && length(&text.body) <= BODY_MAX);
        }
    }
}
