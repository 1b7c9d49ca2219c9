//! Indicators through the public API: figures, groups, curves and cases; who may read which; what is kept
//! equals what the log says; sealed months and scheduled reports.

use crate::{
    subject::{Cast, Situation},
    world::{Engine, World, key, on_both},
};
use serde_json::{Value, json};
use yiting::usecase::indicator;
use yiting_domain::people::{Actor, Role};

const FIGURES: &str =
    "query($s: ID!, $at: String, $f: IndicatorFilter) { indicators(scope: $s, asOf: $at, filter: $f) {
    logSize complete figures { id value numerator denominator low high withheld } } }";

async fn figures(world: &World, who: Option<&Actor>, place: &str, at: Option<String>, filter: Value) -> Value {
    let variables = json!({"s": world.area(place), "at": at, "f": filter});
    let seen = world.ask(who, FIGURES, variables).await.expect("figures");
    seen["indicators"].clone()
}

fn figure<'a>(report: &'a Value, id: &str) -> &'a Value {
    let all = report["figures"].as_array().expect("figures");
    all.iter()
        .find(|one| one["id"] == id)
        .unwrap_or_else(|| panic!("no {id} in {report:#}"))
}

/// One proposal in each of some situations.
async fn season(world: &World) -> Cast {
    let cast = Cast::gather(world).await;
    for situation in [
        Situation::Submitted,
        Situation::Declined,
        Situation::UnderReview,
        Situation::Merged,
        Situation::Implementing,
        Situation::Evaluating,
        Situation::Closed,
    ] {
        cast.bring(world, situation, Some(&cast.neighbour)).await;
    }
    cast
}

async fn figures_are_those_of_the_log_and_every_number_has_its_cases(engine: Engine) {
    let world = World::with_room(engine).await;
    season(&world).await;
    let before = world.app.now();
    let now = figures(&world, None, "d", None, json!(null)).await;
    let count = |report: &Value, id: &str| figure(report, id)["value"].as_f64().expect("a count");
    assert_eq!(count(&now, "CLOSED"), 1.0);
    assert_eq!(count(&now, "DUPLICATES"), 1.0);
    assert!(count(&now, "ACCEPTED") >= 6.0, "{now:#}");
    assert_eq!(
        count(&now, "ACCEPTED"),
        count(&now, "ON_TIME_CLOSED") + count(&now, "LATE_CLOSED") + count(&now, "UNCLOSED")
    );
    let rate = figure(&now, "CLOSURE_RATE");
    assert_eq!(rate["numerator"], 1);
    let (low, value, high) = (rate["low"].as_f64(), rate["value"].as_f64(), rate["high"].as_f64());
    assert!(low < value && value < high, "{rate}");
    // Nobody rated: nothing, and not zero.
    assert_eq!(figure(&now, "SATISFACTION_RATE")["value"], Value::Null);
    // The past stays as it was, whatever happens later.
    world.app.clock.advance(60_000);
    let cast = Cast::gather(&world).await;
    cast.bring(&world, Situation::UnderReview, None).await;
    let then = figures(&world, None, "d", Some(before.rfc3339()), json!(null)).await;
    assert_eq!(then["figures"], now["figures"]);
    let later = figures(&world, None, "d", None, json!(null)).await;
    assert!(count(&later, "ACCEPTED") > count(&now, "ACCEPTED"));
    assert!(later["logSize"].as_i64() > now["logSize"].as_i64());
    // Behind every count stand as many cases as it says, page by page.
    let lead = world.staff(Role::DistrictLead, "d").await;
    let query = "query($s: ID!, $of: IndicatorId!, $after: String) { indicators(scope: $s) {
        cases(of: $of, first: 3, after: $after) { pageInfo { hasNextPage endCursor } nodes { state submittedAt
            proposal { id number } } } } }";
    for id in ["ACCEPTED", "UNCLOSED", "DUPLICATES", "OVERDUE_NOW", "OPEN_NOW"] {
        let (mut found, mut after) = (Vec::new(), Value::Null);
        loop {
            let variables = json!({"s": world.area("d"), "of": id, "after": after});
            let seen = world.ask(Some(&lead), query, variables).await.expect("cases");
            let page = &seen["indicators"]["cases"];
            found.extend(
                page["nodes"]
                    .as_array()
                    .expect("nodes")
                    .iter()
                    .map(|case| case["proposal"]["id"].clone()),
            );
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        #[expect(clippy::cast_precision_loss, reason = "a few cases")]
        let many = found.len() as f64;
        assert_eq!(many, count(&later, id), "{id}");
        found.sort_by_key(ToString::to_string);
        found.dedup();
        #[expect(clippy::cast_precision_loss, reason = "a few cases")]
        let distinct = found.len() as f64;
        assert_eq!(distinct, many, "{id}: each once");
    }
}

async fn groups_add_up_and_narrow_the_same_figures(engine: Engine) {
    let world = World::with_room(engine).await;
    season(&world).await;
    let lead = world.staff(Role::DistrictLead, "d").await;
    let whole = figures(&world, Some(&lead), "d", None, json!(null)).await;
    let total = |id: &str| figure(&whole, id)["numerator"].as_i64().expect("a count");
    for by in ["STREET", "NEIGHBORHOOD", "BLOCK_KIND", "TOPIC", "MONTH", "TIER"] {
        let query = "query($s: ID!, $by: IndicatorDimension!) { indicators(scope: $s) { breakdown(by: $by,
            ids: [SUBMITTED, ACCEPTED, UNCLOSED]) { area { code } topic { name } month tier blockKind
                figures { id numerator } cases(of: SUBMITTED, first: 50) { nodes { state } } } } }";
        let seen = world
            .ask(Some(&lead), query, json!({"s": world.area("d"), "by": by}))
            .await
            .expect("groups");
        let groups = seen["indicators"]["breakdown"].as_array().expect("groups").clone();
        for id in ["SUBMITTED", "ACCEPTED", "UNCLOSED"] {
            let sum: i64 = groups
                .iter()
                .map(|group| figure(group, id)["numerator"].as_i64().unwrap_or(0))
                .sum();
            assert_eq!(sum, total(id), "{id} by {by}");
        }
        let cases: usize = groups
            .iter()
            .map(|g| g["cases"]["nodes"].as_array().map_or(0, Vec::len))
            .sum();
        assert_eq!(i64::try_from(cases).ok(), Some(total("SUBMITTED")), "{by}");
    }
    let filters = [
        (json!({"topic": crate::world::global(b'T', world.topic)}), "topic"),
        (json!({"unit": crate::world::global(b'O', world.unit)}), "unit"),
        (json!({"tier": "NEIGHBORHOOD"}), "tier"),
        (json!({"from": "2026-06-01", "to": "2026-06-30"}), "June"),
        (json!({"attribution": "CUSTODIAN"}), "custody"),
    ];
    for (filter, name) in filters {
        let narrowed = figures(&world, Some(&lead), "d", None, filter).await;
        let submitted = figure(&narrowed, "SUBMITTED")["numerator"].as_i64();
        assert!(
            submitted > Some(0) && submitted <= Some(total("SUBMITTED")),
            "{name}: {submitted:?}"
        );
    }
    let none = figures(
        &world,
        Some(&lead),
        "d",
        None,
        json!({"from": "2020-01-01", "to": "2020-12-31"}),
    )
    .await;
    assert_eq!(figure(&none, "ACCEPTED")["value"], 0.0);
    assert_eq!(figure(&none, "CLOSURE_RATE")["value"], Value::Null);
    let query =
        "query($s: ID!) { indicators(scope: $s) { survival(of: TIME_TO_CLOSURE) { subjects events censored median
        points { day share low high atRisk } } } }";
    let seen = world
        .ask(None, query, json!({"s": world.area("d")}))
        .await
        .expect("a curve");
    let curve = &seen["indicators"]["survival"];
    assert_eq!(
        (&curve["events"], &curve["points"][0]["share"]),
        (&json!(1), &json!(1.0))
    );
    assert_eq!(curve["points"][0]["atRisk"], curve["subjects"]);
    let points = curve["points"].as_array().expect("points");
    assert!(
        points.len() >= 2 && points[points.len() - 1]["share"].as_f64() < Some(1.0),
        "{curve:#}"
    );
}

async fn everybody_reads_what_is_open_and_staff_their_own(engine: Engine) {
    let world = World::with_room(engine).await;
    season(&world).await;
    let read = |who: Option<Actor>, place: &'static str| {
        let world = &world;
        async move {
            let query = "query($s: ID!) { indicators(scope: $s) { complete } }";
            let seen = world.ask(who.as_ref(), query, json!({"s": world.area(place)})).await;
            seen.map(|seen| seen["indicators"]["complete"] == true)
        }
    };
    let resident = world.resident("居民", "b1").await;
    let worker = world.staff(Role::CommitteeWorker, "n1").await;
    let officer = world.staff(Role::StreetOfficer, "s1").await;
    let supervisor = world.staff(Role::Supervisor, "s1").await;
    let auditor = world.staff(Role::Auditor, "d").await;
    let denied = || Err("FORBIDDEN".to_owned());
    assert_eq!(read(None, "d").await, Ok(false));
    assert_eq!(read(None, "n1").await, Err("UNAUTHENTICATED".to_owned()));
    assert_eq!(read(Some(resident.clone()), "d").await, Ok(false));
    assert_eq!(read(Some(resident), "n1").await, denied());
    assert_eq!(read(Some(auditor), "n1").await, denied());
    assert_eq!(read(Some(worker.clone()), "n1").await, Ok(true));
    assert_eq!(read(Some(worker.clone()), "b1").await, Ok(true));
    assert_eq!(read(Some(worker.clone()), "n2").await, denied());
    assert_eq!(read(Some(worker), "d").await, Ok(false));
    for who in [officer, supervisor] {
        assert_eq!(read(Some(who.clone()), "s1").await, Ok(true));
        assert_eq!(read(Some(who.clone()), "b1").await, Ok(true));
        assert_eq!(read(Some(who), "s2").await, denied());
    }
    let by = |by: &str| format!("query($s: ID!) {{ indicators(scope: $s) {{ breakdown(by: {by}) {{ month }} }} }}");
    let district = json!({"s": world.area("d")});
    assert!(world.ask(None, &by("STREET"), district.clone()).await.is_ok());
    for hidden in ["NEIGHBORHOOD", "UNIT", "BLOCK"] {
        assert_eq!(
            world.ask(None, &by(hidden), district.clone()).await,
            Err("FORBIDDEN".to_owned())
        );
    }
    let workload = "query($s: ID!) { indicators(scope: $s) { figures(ids: [WORKLOAD]) { value } } }";
    assert_eq!(
        world.ask(None, workload, district.clone()).await,
        Err("FORBIDDEN".to_owned())
    );
    let lead = world.staff(Role::DistrictLead, "d").await;
    let seen = world
        .ask(Some(&lead), workload, district.clone())
        .await
        .expect("a workload");
    assert!(seen["indicators"]["figures"][0]["value"].as_f64() > Some(0.0), "{seen}");
    let what_if =
        "query($s: ID!) { whatIfSla(scope: $s, change: {tier: NEIGHBORHOOD, screeningDays: 90, reviewDays: 200},
        from: \"2026-01-01\", to: \"2026-12-31\") { links { link stays late lateThen } closed onTime onTimeThen } }";
    assert_eq!(
        world.ask(None, what_if, district.clone()).await,
        Err("FORBIDDEN".to_owned())
    );
    let seen = world.ask(Some(&lead), what_if, district).await.expect("an outcome");
    let links = seen["whatIfSla"]["links"].as_array().expect("links").clone();
    assert!(
        links[0]["stays"].as_i64() > Some(0) && links[0]["late"].as_i64() > links[0]["lateThen"].as_i64(),
        "{seen:#}"
    );
}

async fn what_is_kept_equals_the_log_whoever_folds_it(engine: Engine) {
    let world = World::with_room(engine).await;
    season(&world).await;
    let twin = world.twin();
    // Two instances fold at once; each entry counts once.
    let (one, other) = tokio::join!(indicator::fold_some(&world.app), indicator::fold_some(&twin));
    assert!(one.is_ok() || other.is_ok());
    let checked = indicator::check(&twin).await.expect("a check");
    assert_eq!(checked.len(), 1);
    assert!(checked[0].problems.is_empty(), "{:?}", checked[0].problems);
    assert!(checked[0].cases > 7 && checked[0].entries > 40);
    // A view that was loaded before goes on by the log's end; one that is loaded now begins at the table.
    let here = figures(&world, None, "d", None, json!(null)).await;
    world.app.indicators.sweep(world.app.clock.unmoved().plus_days(1));
    assert_eq!(
        figures(&world, None, "d", None, json!(null)).await["figures"],
        here["figures"]
    );
    // The check finds what somebody changed.
    use sea_orm::ConnectionTrait;
    let db = world.app.db.reader();
    db.execute_unprepared("UPDATE indicator_case SET body = replace(body, '\"accepted\"', '\"topic\"')")
        .await
        .expect("changed");
    let found = indicator::check(&world.twin()).await.expect("a check");
    assert!(!found[0].problems.is_empty());
    assert_eq!(indicator::rebuild_all(&world.app).await.expect("anew"), 1);
    let again = indicator::check(&world.twin()).await.expect("a check");
    assert!(again[0].problems.is_empty(), "{:?}", again[0].problems);
}

async fn a_sealed_month_never_changes_and_what_comes_late_stands_beside_it(engine: Engine) {
    let world = World::with_room(engine).await;
    season(&world).await;
    let lead = world.staff(Role::DistrictLead, "d").await;
    let seal = |month: &str| json!({"district": world.area("d"), "month": month});
    let month = world.app.now().shanghai_date().to_string()[..7].to_owned();
    let give = |input: Value| {
        let (world, lead) = (&world, &lead);
        async move { world.give(Some(lead), "sealMonth", &input).await.map(|_| ()) }
    };
    assert_eq!(give(seal(&month)).await, Err("WINDOW_OPEN".to_owned()));
    assert_eq!(give(seal("2026-13")).await, Err("INVALID_INPUT".to_owned()));
    assert_eq!(give(seal("2026-06")).await, Ok(()));
    assert_eq!(give(seal("2026-06")).await, Err("ALREADY_SEALED".to_owned()));
    let query = "query($s: ID!) { sealedMonths(scope: $s) { nodes { month sealedAt sealedBy { id } logSize
        figures { id value numerator denominator } restatements { number lateEntries figures { id value numerator } } } } }";
    let read = || async {
        let seen = world
            .ask(None, query, json!({"s": world.area("d")}))
            .await
            .expect("months");
        seen["sealedMonths"]["nodes"][0].clone()
    };
    let first = read().await;
    assert_eq!(first["month"], "2026-06");
    assert!(figure(&first, "ACCEPTED")["numerator"].as_i64() > Some(0), "{first:#}");
    assert_eq!(first["restatements"], json!([]));
    // Work goes on: nothing changes, because the seal says what was by then.
    world.app.clock.advance(60_000);
    let cast = Cast::gather(&world).await;
    cast.bring(&world, Situation::UnderReview, None).await;
    indicator::seals_due(&world.app).await.expect("looked");
    assert_eq!(read().await["figures"], first["figures"]);
    assert_eq!(read().await["restatements"], json!([]));
    // A correction of the calendar makes screenings late that were not: it is stated beside, once.
    let administrator = world.staff(Role::Administrator, "d").await;
    for day in 2..12 {
        let input = json!({"district": world.area("d"), "day": format!("2026-06-{day:02}"), "working": false});
        world
            .give(Some(&administrator), "correctCalendar", &input)
            .await
            .expect("corrected");
    }
    world.settle().await;
    let twin = world.twin();
    let (one, other) = (
        indicator::seals_due(&world.app).await,
        indicator::seals_due(&twin).await,
    );
    let made = one.expect("stated") + other.expect("stated");
    let after = read().await;
    assert_eq!(after["figures"], first["figures"], "what is sealed never changes");
    let restated = after["restatements"].as_array().expect("restatements").len();
    assert_eq!(restated, made.min(1), "{after:#}");
    assert_eq!(restated, 1, "{after:#}");
    assert_eq!(after["restatements"][0]["lateEntries"], 0);
    // The clock seals what nobody sealed, ten days after the month.
    world.pass_days(60).await;
    indicator::seals_due(&world.app).await.expect("sealed");
    let seen = world
        .ask(None, query, json!({"s": world.area("d")}))
        .await
        .expect("months");
    let months = seen["sealedMonths"]["nodes"].as_array().expect("months").clone();
    assert!(months.len() >= 2 && months[0]["sealedBy"] == Value::Null, "{months:#?}");
}

async fn a_scheduled_report_is_made_once_and_kept(engine: Engine) {
    let world = World::with_room(engine).await;
    season(&world).await;
    let officer = world.staff(Role::StreetOfficer, "s1").await;
    let input = json!({"clientMutationId": key(), "area": world.area("s1"), "every": "MONTH", "by": "NEIGHBORHOOD"});
    let make = "mutation($i: ScheduleReportInput!) { scheduleReport(input: $i) { schedule } }";
    let made = world
        .ask(Some(&officer), make, json!({"i": input}))
        .await
        .expect("a schedule");
    let again = world
        .ask(Some(&officer), make, json!({"i": input}))
        .await
        .expect("the same");
    assert_eq!(made, again);
    let wrong = json!({"area": world.area("s1"), "every": "MONTH", "by": "DISTRICT"});
    assert_eq!(
        world.give(Some(&officer), "scheduleReport", &wrong).await,
        Err("BAD_TARGET".to_owned())
    );
    world.pass_days(70).await;
    let twin = world.twin();
    for app in [&world.app, &twin, &world.app] {
        while indicator::reports_due(app, 10).await.expect("made") > 0 {}
    }
    let query = "query($s: ID!) { reportSchedules(scope: $s) { id nextAt } reports(scope: $s) { nodes { firstDay lastDay csv page
        rows { area { code } figures { id value } } } } }";
    let seen = world
        .ask(Some(&officer), query, json!({"s": world.area("s1")}))
        .await
        .expect("reports");
    let reports = seen["reports"]["nodes"].as_array().expect("reports").clone();
    let days: Vec<_> = reports
        .iter()
        .map(|one| one["firstDay"].as_str().expect("a day").to_owned())
        .collect();
    let mut distinct = days.clone();
    distinct.dedup();
    assert!(
        days.len() >= 2 && days == distinct && days.is_sorted_by(|a, b| a > b),
        "{days:?}"
    );
    let rows = reports[0]["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 3, "the street and its two neighborhoods: {rows:#?}");
    assert_eq!(rows[0]["figures"].as_array().map(Vec::len), Some(8));
    assert_eq!(
        world.ask(None, query, json!({"s": world.area("s1")})).await,
        Err("UNAUTHENTICATED".to_owned())
    );
    assert_eq!(
        world.ask(None, query, json!({"s": world.area("d")})).await,
        Err("FORBIDDEN".to_owned())
    );
    let end = json!({"schedule": made["scheduleReport"]["schedule"]});
    assert_eq!(
        world
            .give(Some(&officer), "cancelReportSchedule", &end)
            .await
            .map(|_| ()),
        Ok(())
    );
    assert_eq!(
        world.give(Some(&officer), "cancelReportSchedule", &end).await,
        Err("WINDOW_CLOSED".to_owned())
    );
    let hub = "query($s: ID!) { hubReport(scope: $s, from: \"2026-06-01\", to: \"2026-06-30\") { total { id value }
        rows { area { code } figures { id value } } csv } }";
    let seen = world
        .ask(None, hub, json!({"s": world.area("d")}))
        .await
        .expect("a report");
    assert_eq!(seen["hubReport"]["total"].as_array().map(Vec::len), Some(8));
    assert!(
        seen["hubReport"]["csv"]
            .as_str()
            .is_some_and(|path| path.starts_with("/export/indicators/310199/report.csv"))
    );
}

on_both! {
    figures_rest_on_the_log_and_every_number_has_its_cases => figures_are_those_of_the_log_and_every_number_has_its_cases;
    groups_add_up_to_the_whole => groups_add_up_and_narrow_the_same_figures;
    the_public_reads_open_figures_and_staff_their_own => everybody_reads_what_is_open_and_staff_their_own;
    two_instances_fold_the_log_once_and_the_check_finds_changes => what_is_kept_equals_the_log_whoever_folds_it;
    sealed_months_stand => a_sealed_month_never_changes_and_what_comes_late_stands_beside_it;
    scheduled_reports_are_made_once => a_scheduled_report_is_made_once_and_kept;
}
