//! A second implementation of the indicators, written from their definitions and the design alone. It reads
//! the exported open data as text, walks days one by one, and shares no code with the first.

use serde_json::Value;
use std::collections::HashMap;

const DAY: i64 = 86_400_000;
const SHANGHAI: i64 = 8 * 3_600_000;
const Z: f64 = 1.959_963_984_540_054;

/// A figure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found {
    pub numerator: Option<u64>,
    pub denominator: Option<u64>,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// One line of the export.
struct Line {
    at: i64,
    fact: String,
    body: Value,
}

/// A stay in a link.
struct Stay {
    link: &'static str,
    begin: i64,
    end: Option<i64>,
    pauses: Vec<(i64, Option<i64>)>,
    /// The last day of the plan that was known last while it lasted.
    plan: Option<String>,
}

struct Rules<'a>(&'a Value);

impl Rules<'_> {
    fn works(&self, day: i64) -> bool {
        let date = date_of(day);
        let listed = |name: &str| self.0[name].as_array().unwrap().iter().any(|d| *d == date);
        if listed("holidays") {
            return false;
        }
        // 1970-01-01 was a Thursday.
        listed("makeup_days") || !matches!((day + 4).rem_euclid(7), 0 | 6)
    }

    fn days(&self, link: &str, begin: i64) -> i64 {
        match link {
            "submission" => self.profiled("screening_days", 3, begin),
            "review" => self.profiled("review_days", 20, begin),
            "formation" => self.profiled("notice_days", 5, begin),
            _ => self.profiled("evaluation_days", 10, begin),
        }
    }

    fn grace(&self, begin: i64) -> i64 {
        self.profiled("grace_days", 2, begin)
    }

    fn profiled(&self, name: &str, standard: i64, begin: i64) -> i64 {
        let mut known = self.0["profiles"].as_array().unwrap().iter();
        let latest = known.rfind(|p| p["effective_from"].as_i64().unwrap() <= begin);
        latest.map_or(standard, |profile| profile[name].as_i64().unwrap())
    }
}

fn day_of(ms: i64) -> i64 {
    (ms + SHANGHAI).div_euclid(DAY)
}

fn midnight(day: i64) -> i64 {
    day * DAY - SHANGHAI
}

fn date_of(day: i64) -> String {
    let epoch: chrono::NaiveDate = "1970-01-01".parse().unwrap();
    (epoch + chrono::Duration::days(day)).to_string()
}

fn end_of_date(date: &str) -> i64 {
    let date: chrono::NaiveDate = date.parse().unwrap();
    let epoch: chrono::NaiveDate = "1970-01-01".parse().unwrap();
    midnight((date - epoch).num_days() + 1)
}

/// When a clock of so many working days is used to four fifths, and when it is due.
fn limits(begin: i64, days: i64, pauses: &[(i64, i64)], rules: &Rules<'_>) -> (i64, i64) {
    let (need, mut used) = (days * DAY, 0);
    let (mut yellow, mut day) = (None, day_of(begin) + 1);
    loop {
        let (from, to) = (midnight(day), midnight(day + 1));
        if rules.works(day) {
            // The stretches of the day in which the clock runs.
            let mut at = from;
            while at < to {
                let standing = pauses.iter().filter(|p| p.0 <= at && at < p.1).map(|p| p.1).max();
                if let Some(until) = standing {
                    at = until;
                    continue;
                }
                let next = pauses
                    .iter()
                    .map(|p| p.0)
                    .filter(|from| *from > at)
                    .min()
                    .unwrap_or(to)
                    .min(to);
                if yellow.is_none() && used + (next - at) >= need / 5 * 4 {
                    yellow = Some(at + (need / 5 * 4 - used));
                }
                used += next - at;
                at = next;
            }
            let stands = pauses.iter().any(|p| p.0 < to && to <= p.1);
            if used >= need && !stands {
                return (yellow.unwrap(), to);
            }
        }
        day += 1;
    }
}

/// 0 green, 1 yellow, 2 red.
fn colour(stay: &Stay, rules: &Rules<'_>, at: i64) -> u8 {
    let end = stay.end.unwrap_or(at);
    let open = stay.pauses.iter().find(|p| p.1.is_none()).map(|p| p.0);
    let judged = if stay.end.is_none() { open.unwrap_or(at) } else { end };
    let bound = stay
        .plan
        .as_ref()
        .filter(|date| stay.link == "implementation" && end_of_date(date) > stay.begin);
    let (yellow, due) = match bound {
        Some(date) => {
            let due = end_of_date(date);
            (due - (due - stay.begin.min(due)) / 5, due)
        }
        None => {
            let closed: Vec<(i64, i64)> = stay
                .pauses
                .iter()
                .filter_map(|p| match (p.1, stay.end) {
                    (Some(to), _) | (None, Some(to)) => Some((p.0, to)),
                    _ => None,
                })
                .filter(|p| p.0 < p.1)
                .collect();
            limits(stay.begin, rules.days(stay.link, stay.begin), &closed, rules)
        }
    };
    u8::from(judged >= yellow.min(due)) + u8::from(judged >= due)
}

/// Whether it ended late: a window that must run its course after its grace, anything else when it was due.
fn ended_late(stay: &Stay, rules: &Rules<'_>) -> bool {
    let Some(end) = stay.end else { return false };
    let window = matches!(stay.link, "formation" | "evaluation");
    if !window {
        return colour(stay, rules, end) == 2;
    }
    let pauses: Vec<(i64, i64)> = stay
        .pauses
        .iter()
        .map(|pause| (pause.0, pause.1.unwrap_or(end)))
        .filter(|pause| pause.0 < pause.1)
        .collect();
    let days = rules.days(stay.link, stay.begin) + rules.grace(stay.begin);
    end >= limits(stay.begin, days, &pauses, rules).1
}

/// All that is asked of one case.
struct Case {
    lines: Vec<Line>,
    stays: Vec<Stay>,
}

impl Case {
    fn read(lines: Vec<Line>) -> Self {
        let mut stays: Vec<Stay> = Vec::new();
        let mut plan: Option<String> = None;
        for line in &lines {
            let link = match line.fact.as_str() {
                "submitted" | "appealed" | "escalated" | "delegated" | "taken_up" => Some("submission"),
                "accepted" | "objection_upheld" => Some("review"),
                "formed" => Some("formation"),
                "started" | "reworked" | "reopened" => Some("implementation"),
                "evaluating" => Some("evaluation"),
                "declined" | "merged" | "withdrawn" | "lapsed" | "not_adopted" | "closed" => Some(""),
                _ => None,
            };
            if line.fact == "due" {
                plan = line.body["due"].as_str().map(str::to_owned);
            }
            if let Some(stay) = stays.last_mut().filter(|stay| stay.end.is_none()) {
                match line.fact.as_str() {
                    "returned" | "suspended" => stay.pauses.push((line.at, None)),
                    "resubmitted" | "resumed" => {
                        if let Some(pause) = stay.pauses.last_mut() {
                            pause.1 = pause.1.or(Some(line.at));
                        }
                    }
                    "due" => stay.plan.clone_from(&plan),
                    _ => {}
                }
                if link.is_some() {
                    stay.end = Some(line.at);
                }
            }
            if let Some(link) = link.filter(|link| !link.is_empty()) {
                stays.push(Stay {
                    link,
                    begin: line.at,
                    end: None,
                    pauses: Vec::new(),
                    plan: plan.clone(),
                });
            }
        }
        Self { lines, stays }
    }

    fn first(&self, facts: &[&str]) -> Option<i64> {
        self.lines
            .iter()
            .find(|line| facts.contains(&line.fact.as_str()))
            .map(|line| line.at)
    }

    fn after(&self, facts: &[&str], from: Option<i64>) -> Option<(i64, Option<i64>)> {
        let begin = from?;
        let begun = self.lines.iter().position(|line| {
            line.at == begin && { matches!(line.fact.as_str(), "accepted" | "formed" | "started" | "evaluating") }
        })?;
        let done = self.lines[begun..]
            .iter()
            .find(|line| facts.contains(&line.fact.as_str()));
        Some((begin, done.map(|line| line.at)))
    }

    fn times(&self, fact: &str) -> usize {
        self.lines.iter().filter(|line| line.fact == fact).count()
    }

    /// What it is: the last fact that says so.
    fn state(&self) -> &str {
        let says = |line: &&Line| {
            !matches!(
                line.fact.as_str(),
                "topic" | "unit" | "due" | "suspended" | "resumed" | "rated" | "supervised" | "supervision_answered"
            )
        };
        self.lines.iter().rev().find(says).map_or("", |line| &line.fact)
    }

    fn open(&self) -> bool {
        self.first(&["submitted"]).is_some()
            && !matches!(
                self.state(),
                "declined" | "merged" | "withdrawn" | "lapsed" | "not_adopted" | "closed"
            )
    }

    fn ended(&self) -> Option<i64> {
        if self.open() {
            None
        } else {
            self.lines.iter().rev().find(|l| l.fact == self.state()).map(|l| l.at)
        }
    }

    /// Scores of the latest evaluation.
    fn scores(&self) -> Vec<u64> {
        let from = self
            .lines
            .iter()
            .rposition(|line| line.fact == "evaluating")
            .unwrap_or(0);
        let mut scores: Vec<u64> = Vec::new();
        for line in self.lines[from..].iter().filter(|line| line.fact == "rated") {
            let Some(score) = line.body["score"].as_u64() else {
                continue;
            };
            if let Some(old) = line.body["replaces"].as_u64()
                && let Some(place) = scores.iter().position(|known| *known == old)
            {
                scores.remove(place);
            }
            scores.push(score);
        }
        scores
    }
}

/// The figures of an area as of an instant.
pub fn compute(text: &str, rules: &Value, area: &str, at: i64) -> HashMap<String, Found> {
    let rules = Rules(rules);
    let mut by_case: HashMap<String, Vec<Line>> = HashMap::new();
    for line in text.lines() {
        let body: Value = serde_json::from_str(line).unwrap();
        let when = body["at"].as_i64().unwrap();
        if when <= at {
            by_case
                .entry(body["case"].as_str().unwrap().to_owned())
                .or_default()
                .push(Line {
                    at: when,
                    fact: body["fact"].as_str().unwrap().to_owned(),
                    body,
                });
        }
    }
    let cases: Vec<Case> = by_case
        .into_values()
        .filter(|lines| lines[0].body["area"].as_str().unwrap().starts_with(area))
        .map(Case::read)
        .filter(|case| case.first(&["submitted"]).is_some())
        .collect();
    let accepted: Vec<&Case> = cases
        .iter()
        .filter(|case| case.first(&["accepted"]).is_some())
        .collect();
    let all: Vec<&Case> = cases.iter().collect();
    let late = |case: &&Case| case.stays.iter().any(|stay| ended_late(stay, &rules));
    let closed = |case: &&Case| case.state() == "closed";
    let shows = |case: &&Case, wanted: u8| {
        case.open()
            && case
                .stays
                .last()
                .is_some_and(|stay| stay.end.is_none() && colour(stay, &rules, at) == wanted)
    };
    let screening = |case: &&Case| {
        let mut stays = case.stays.iter().filter(|stay| stay.link == "submission");
        stays.any(|stay| colour(stay, &rules, at) == 2)
    };
    let screened = |case: &&Case| {
        screening(case)
            || case
                .stays
                .iter()
                .any(|stay| stay.link == "submission" && stay.end.is_some())
    };
    let mut found = HashMap::new();
    let count = |of: &[&Case], which: &dyn Fn(&&Case) -> bool| of.iter().filter(|case| which(case)).count() as u64;
    let mut put = |name: &str, figure: Found| {
        found.insert(name.to_owned(), figure);
    };
    let counted = |count: u64| Found {
        numerator: Some(count),
        value: Some(count as f64),
        ..Found::default()
    };
    put("submitted", counted(all.len() as u64));
    put("accepted", counted(accepted.len() as u64));
    put("closed", counted(count(&accepted, &closed)));
    put(
        "on_time_closed",
        counted(count(&accepted, &|case| closed(case) && !late(case))),
    );
    put(
        "late_closed",
        counted(count(&accepted, &|case| closed(case) && late(case))),
    );
    put("unclosed", counted(count(&accepted, &|case| !closed(case))));
    let not_adopted = count(&accepted, &|case| case.state() == "not_adopted");
    put("not_adopted", counted(not_adopted));
    let merged = count(&all, &|case| case.state() == "merged");
    put("duplicates", counted(merged));
    put("open_now", counted(count(&all, &|case| case.open())));
    put("yellow_now", counted(count(&all, &|case| shows(case, 1))));
    put("overdue_now", counted(count(&all, &|case| shows(case, 2))));
    let supervised = |case: &&Case| case.times("supervised") > case.times("supervision_answered");
    put("supervised_now", counted(count(&all, &supervised)));
    let decided = count(&all, &|case| case.first(&["accepted", "declined"]).is_some());
    put("acceptance_rate", share(accepted.len() as u64, decided));
    let on_time = count(&all, &|case| screened(case) && !screening(case));
    put("screening_on_time_rate", share(on_time, count(&all, &screened)));
    put("closure_rate", share(count(&accepted, &closed), accepted.len() as u64));
    let on_time = count(&accepted, &|case| closed(case) && !late(case));
    put("on_time_closure_rate", share(on_time, accepted.len() as u64));
    put("not_adopted_rate", share(not_adopted, accepted.len() as u64));
    let scores: Vec<u64> = accepted.iter().flat_map(|case| case.scores()).collect();
    let rated = |which: fn(u64) -> bool| scores.iter().filter(|score| which(**score)).count() as u64;
    for (name, hits) in [
        ("satisfaction_rate", rated(|score| score > 3)),
        ("dissatisfaction_rate", rated(|score| score < 3)),
    ] {
        let few = scores.len() < 5;
        put(
            name,
            if few {
                Found::default()
            } else {
                share(hits, scores.len() as u64)
            },
        );
    }
    let evaluated = |case: &&Case| case.times("evaluating") > 0;
    let reworked = count(&accepted, &|case| evaluated(case) && case.times("reworked") > 0);
    put("rework_rate", share(reworked, count(&accepted, &evaluated)));
    let ever = |case: &&Case| case.times("closed") > 0;
    let reopened = count(&accepted, &|case| ever(case) && case.times("reopened") > 0);
    put("reopen_rate", share(reopened, count(&accepted, &ever)));
    put(
        "escalation_rate",
        share(count(&all, &|case| case.times("escalated") > 0), all.len() as u64),
    );
    put("duplicate_rate", share(merged, all.len() as u64));
    let since = |from: &str, to: &[&str]| -> Vec<(i64, bool)> {
        let (of, from_first) = (if from == "submitted" { &all } else { &accepted }, from);
        of.iter()
            .filter_map(|case| {
                let begin = case.first(&[from_first])?;
                let done = match from {
                    "submitted" => case.first(to),
                    "accepted" if to == ["closed"] => case.first(to),
                    _ => case.after(to, Some(begin))?.1,
                };
                let seen = case.ended().unwrap_or(at).min(at);
                Some((hours(begin, done.unwrap_or(seen)), done.is_some()))
            })
            .collect()
    };
    put("time_to_screening", median(&since("submitted", &["accepted"])));
    put("time_in_review", median(&since("accepted", &["formed", "not_adopted"])));
    put("time_in_formation", median(&since("formed", &["started"])));
    put("time_in_implementation", median(&since("started", &["evaluating"])));
    put(
        "time_in_evaluation",
        median(&since("evaluating", &["closed", "reworked"])),
    );
    put("time_to_closure", median(&since("accepted", &["closed"])));
    found
}

fn hours(from: i64, to: i64) -> i64 {
    let mut hours = (to - from).max(0) / 3_600_000;
    if (to - from).max(0) % 3_600_000 > 0 {
        hours += 1;
    }
    hours
}

/// A share with Wilson's interval, as the roots of (p̂ − p)² = z² p (1 − p) / n.
fn share(hits: u64, of: u64) -> Found {
    let mut found = Found {
        numerator: Some(hits),
        denominator: Some(of),
        ..Found::default()
    };
    if of > 0 {
        let (n, p) = (of as f64, hits as f64 / of as f64);
        let (a, b, c) = (1.0 + Z * Z / n, -(2.0 * p + Z * Z / n), p * p);
        let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
        found.value = Some(p);
        found.low = Some((-b - root) / (2.0 * a));
        found.high = Some((-b + root) / (2.0 * a));
    }
    found
}

/// The median by the product-limit estimator: every factor from the definition, nothing carried along.
fn median(times: &[(i64, bool)]) -> Found {
    let mut ends: Vec<i64> = times.iter().map(|time| time.0).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut found = Found {
        numerator: Some(times.iter().filter(|time| time.1).count() as u64),
        denominator: Some(times.len() as u64),
        ..Found::default()
    };
    for end in &ends {
        let (mut share, mut variance) = (1.0, 0.0);
        for earlier in ends.iter().filter(|time| *time <= end) {
            let n = times.iter().filter(|time| time.0 >= *earlier).count() as f64;
            let d = times.iter().filter(|time| time.0 == *earlier && time.1).count() as f64;
            share *= 1.0 - d / n;
            if d > 0.0 {
                variance += d / (n * (n - d));
            }
        }
        let days = *end as f64 / 24.0;
        let spread = Z * f64::sqrt(variance) / f64::ln(share).abs();
        let inside = share > 1e-12 && share < 1.0 - 1e-12;
        let low = if inside { share.powf(spread.exp()) } else { share };
        let high = if inside { share.powf((-spread).exp()) } else { share };
        let half = |share: f64| share <= 0.5 + 1e-12;
        found.value = found.value.or(half(share).then_some(days));
        found.low = found.low.or(half(low).then_some(days));
        found.high = found.high.or(half(high).then_some(days));
    }
    found
}
