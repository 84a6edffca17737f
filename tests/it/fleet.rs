//! Many cases through the engine: groups, filters, before and after a plan, and intervals drawn in steps.

use crate::engine::{all_rows, ask};
use floodmark::document::{Block, Explained, Run};
use floodmark::engine::view::{CaseRowsView, CaseTableLine, CasesView, CompareView, Resampled};
use floodmark::engine::{CaseSort, Engine, Keep, Of, Query};
use floodmark::import;
use floodmark::model::source::sha256;
use floodmark::model::{CaseId, MetricId, Timestamp};
use floodmark::workspace::{Change, Target};

const PLAN: &str = "# Response plan\n\nVersion: 1.1\n\n## Revision history\n\n| Version | Date | Changes |\n|---|---|---|\n| 1.0 | 2024-01-01 | First |\n| 1.1 | 2024-07-01 | Alerts go to the duty phone |\n";

/// Incidents in a row, one a month through 2024 and one in 2025: by hacking or by error, contained after so many hours.
fn veris(hours: &[u32]) -> String {
    let one = |(n, hours): (usize, &u32)| {
        let (year, month) = (2024 + n / 12, n % 12 + 1);
        let action = if n % 2 == 0 { "hacking" } else { "error" };
        let containment = match hours {
            0 => r#"{"unit":"Days"}"#.to_owned(),
            hours => format!(r#"{{"unit":"Hours","value":{hours}}}"#),
        };
        format!(
            r#"{{"schema_version":"1.4.0","incident_id":"v-{n}","summary":"Incident {n}","timeline":{{"incident":{{"year":{year},"month":{month},"day":9}},
            "discovery":{{"unit":"Days","value":2}},"containment":{containment}}},"actor":{{"external":{{}}}},"action":{{"{action}":{{}}}},
            "asset":{{"assets":[]}},"discovery_method":{{"unknown":true}},"plus":{{"created":"2025-06-01T00:00:00Z"}}}}"#
        )
        .replace('\n', "")
    };
    hours.iter().enumerate().map(one).collect::<Vec<_>>().join("\n")
}

pub fn fleet(hours: &[u32]) -> Engine {
    fleet_of(&veris(hours))
}

fn fleet_of(text: &str) -> Engine {
    let mut engine = Engine::new();
    let imported = import::read_all("fleet.json", text.as_bytes(), None).unwrap();
    let found = import::detect("fleet.json", text.as_bytes(), text.len() as u64).unwrap();
    let reading = found.candidates[0].reading.clone();
    let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
    new.name = "fleet.json".to_owned();
    let add = Change::AddSources { target: Target::NewCase, sources: vec![new] };
    engine.apply(&add.into(), Timestamp(0)).unwrap();
    engine
        .apply(&Change::OpenPlan { name: "plan.md".into(), text: PLAN.into() }.into(), Timestamp(1))
        .unwrap();
    engine
}

/// Six slow ones before the plan changed, and six quick ones since.
pub const CHANGED: [u32; 12] = [30, 28, 33, 40, 26, 35, 9, 6, 12, 8, 7, 10];

pub fn keep(text: &str, values: &[(&str, &str)]) -> Keep {
    let values = values.iter().map(|(by, value)| ((*by).to_owned(), (*value).to_owned())).collect();
    Keep { text: text.to_owned(), values }
}

pub fn cases(engine: &Engine, keep: Keep) -> CasesView {
    ask(engine, Query::Cases { metric: MetricId::TimeToContain, keep })
}

pub fn compare(engine: &Engine, keep: Keep, by: &str, groups: [&str; 2]) -> CompareView {
    let groups = groups.map(str::to_owned);
    ask(engine, Query::Compare { metric: MetricId::TimeToContain, keep, by: by.to_owned(), groups })
}

pub fn resample(engine: &Engine, keep: Keep, of: Of) -> Query {
    let query = Query::Resample { metric: MetricId::TimeToContain, keep, of };
    assert!(engine.progress(&query).is_none());
    query
}

/// All that blocks say.
fn text(blocks: &[Block]) -> String {
    let runs = |runs: &Vec<Run>| runs.iter().map(Run::text).collect::<String>();
    let one = |block: &Block| match block {
        Block::Paragraph(text) | Block::Note(text) => runs(text),
        Block::List { items, .. } => items.iter().map(runs).collect::<Vec<_>>().join("\n"),
        Block::Table { rows, .. } => {
            let cells = |row: &Vec<Vec<Run>>| row.iter().map(runs).collect::<Vec<_>>().join(" | ");
            rows.iter().map(cells).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    };
    blocks.iter().map(Block::as_written).map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_a_plan_version_changed_is_one_question() {
    let engine = fleet(&CHANGED);
    let view = cases(&engine, Keep::default());
    let versions: Vec<&str> = view.plans.iter().map(|p| p.version.as_str()).collect();
    assert_eq!(versions, ["1.0", "1.1"]);
    let plan = &view.plans[1];
    assert_eq!(
        (plan.says.as_str(), plan.groups[0].as_str()),
        ("by the plan’s revision history", "before 1.1")
    );
    let groups = ["before 1.1", "since 1.1"];
    let told = compare(&engine, Keep::default(), &plan.by, groups);
    assert!(told.draws && told.neither.is_none());
    let title = told.chart.unwrap().title();
    assert_eq!(title, "Half were contained: before 1.1 within 1 d 7 h, since 1.1 within 8 h 30 min");
    assert!(text(&told.blocks).starts_with("before 1.1 | 6 | 0 | 0 | 0 | 1 d 7 h"), "{}", text(&told.blocks));
    let groups = groups.map(str::to_owned);
    let query = resample(&engine, Keep::default(), Of::Groups { by: plan.by.clone(), groups });
    let drawn: Resampled = ask(&engine, query);
    let said = text(&drawn.blocks);
    for words in ["shorter", "chance alone is an unlikely reason", "At n = 6 and 6", "no experiment"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // Too few on one side: no test, and nothing is drawn.
    let few = compare(&engine, keep("Incident 1", &[]), "since:1.1", ["before 1.1", "since 1.1"]);
    assert!(!few.draws && text(&few.blocks).starts_with("No test: "), "{}", text(&few.blocks));
    // A case that was found on the day itself, two days after its compromise, is in neither group.
    let same_day = PLAN.replace("2024-07-01", "2024-07-11");
    let mut engine = engine;
    engine.apply(&Change::OpenPlan { name: "plan.md".into(), text: same_day }.into(), Timestamp(2)).unwrap();
    let told = compare(&engine, Keep::default(), "since:1.1", ["before 1.1", "since 1.1"]);
    assert_eq!(
        text(told.neither.as_slice()),
        "1 incident is left out of both groups: 1 of which the record does not tell on which side of the change: on its very day, or over a time that holds it."
    );
}

#[test]
fn incidents_that_say_nothing_of_the_metric_are_counted_with_the_reason() {
    let stated = |n: usize, unit: &str| {
        format!(
            r#"{{"schema_version":"1.4.0","incident_id":"i-{n}","summary":"Incident {n}","timeline":{{"incident":{{"year":2024,"month":3,"day":{}}},
            "discovery":{{"unit":"Days","value":2}},"containment":{{"unit":"{unit}","value":{n}}}}},"action":{{"hacking":{{}}}},
            "actor":{{"external":{{}}}}}}"#,
            n + 1
        )
    };
    let units = ["Hours", "Hours", "Unknown", "NA", "Hours", "Unknown"];
    let file = units.iter().enumerate().map(|(n, unit)| stated(n + 1, unit));
    let engine = fleet_of(&format!("[{}]", file.collect::<Vec<_>>().join(",")));
    let told = compare(&engine, Keep::default(), "since:1.1", ["before 1.1", "since 1.1"]);
    let said = text(&told.blocks);
    assert!(
        said.contains("Of 6 in “before 1.1”, 3 incidents are in no figure: 2 unknown: the record says so, an end has no time, or it lies before its start; 1 where it does not apply."),
        "{said}"
    );
    // Each number of the group opens to the cases that it rests on.
    let explained: Vec<_> = told
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Explained(explained) => Some(explained),
            _ => None,
        })
        .collect();
    let [no_test, explained, left_out] = explained.as_slice() else { panic!("{:?}", told.blocks) };
    let cases = |column: usize| -> Vec<String> {
        explained.rests(0, column).cases.into_iter().map(|case| case.said).collect()
    };
    // n, not ended, only a range, left out, median.
    let taking = ["Incident 1: 1 h", "Incident 2: 2 h", "Incident 5: 5 h"];
    assert_eq!([cases(1), cases(5)], [taking, taking]);
    assert_eq!([cases(2).len(), cases(3).len()], [0, 0]);
    assert_eq!(cases(4), ["Incident 3: not known", "Incident 4: not known", "Incident 6: not known"]);
    // So does each sentence.
    let behind = |explained: &Explained, n: usize| -> Vec<String> {
        explained.behind(n).cases.into_iter().map(|case| case.said).collect()
    };
    assert_eq!([behind(no_test, 0), behind(left_out, 0)], [taking.map(str::to_owned).to_vec(), cases(4)]);
}

#[test]
fn a_group_is_not_compared_with_itself() {
    let engine = fleet(&CHANGED);
    for (by, group) in [("action", "hacking"), ("since:1.1", "since 1.1")] {
        let told = compare(&engine, Keep::default(), by, [group, group]);
        assert!(!told.draws && told.chart.is_none() && told.neither.is_none(), "{told:?}");
        let said = format!("Both groups are “{group}”: choose another value for one of them.");
        assert_eq!(text(&told.blocks), said);
    }
}

#[test]
fn the_statistics_follow_the_filter_and_say_what_it_leaves_out() {
    let engine = fleet(&CHANGED);
    let all = cases(&engine, Keep::default());
    assert_eq!((all.total, all.kept, all.left_out.as_str()), (12, 12, ""));
    let action = all.facets.iter().find(|f| f.id == "action").unwrap();
    assert_eq!(action.values, [("error".to_owned(), 6), ("hacking".to_owned(), 6)]);
    let some = cases(&engine, keep("", &[("action", "hacking"), ("plan", "1.1")]));
    assert_eq!((some.total, some.kept), (12, 3));
    assert_eq!(
        some.left_out,
        "Of 12 incidents 3 are looked at, where Threat action is “hacking” and Plan in effect is “1.1”; 9 are left out by this filter."
    );
    assert_eq!(some.figures[0].value, "3");
    assert!(some.noise.survival.contains("At n = 3"));
    // Every figure says how many are censored and left out.
    for figure in &all.figures {
        let meaning = figure.meaning.join(" ");
        assert!(meaning.contains("Time to contain: From detection"), "{meaning}");
        assert!(figure.term == "Left out" || meaning.contains("Left out: "), "{meaning}");
    }
    let terms: Vec<&str> = all.figures.iter().map(|f| f.term.as_str()).collect();
    assert_eq!(
        terms,
        [
            "n",
            "Median",
            "25 % ended within",
            "75 % ended within",
            "90 % ended within",
            "Mean up to 1 d 16 h",
            "Left out"
        ]
    );
}

#[test]
fn ranges_are_told_by_turnbull_and_drawn_as_boxes() {
    let engine = fleet(&[200, 0, 300, 0, 250, 220, 9, 0]);
    let view = cases(&engine, Keep::default());
    let figure = view.figures.iter().find(|f| f.term == "Median, ranges included").unwrap();
    assert!(figure.brief.contains("Turnbull’s estimate, n = 8"));
    let spread = view.spread.unwrap();
    assert!(
        spread.caption().contains("3 known only within a range; Turnbull’s estimate"),
        "{}",
        spread.caption()
    );
    let rows = spread.table().rows;
    assert!(rows.iter().any(|row| row[0] != row[1]), "a range is a box: {rows:?}");
    assert!(view.survival.unwrap().caption().contains("3 known only within a range left out"));
}

#[test]
fn the_table_is_grouped_sorted_and_says_where_a_page_begins() {
    let engine = fleet(&CHANGED);
    let metric = MetricId::TimeToContain;
    let by_action: CaseRowsView = ask(&engine, all_rows(&metric, Some("action")));
    assert_eq!((by_action.lines, by_action.cases, by_action.groups), (14, 12, 2));
    let CaseTableLine::Group { name, cases, known, .. } = &by_action.shown[0] else { panic!() };
    assert_eq!((name.as_str(), *cases, *known), ("Threat action: error", 6, 6));
    let Query::CaseRows { keep, by, sort, metric, .. } = all_rows(&metric, Some("action")) else { panic!() };
    let page = Query::CaseRows { keep, by, sort, metric, down: true, from: 3, count: 2 };
    let page: CaseRowsView = ask(&engine, page);
    assert_eq!((page.continued.as_deref(), page.shown.len()), (Some("Threat action: error"), 2));
    let CaseTableLine::Case(row) = &page.shown[0] else { panic!() };
    assert_eq!(row.title, "Incident 7", "the latest come first");
}

#[test]
fn an_interval_is_drawn_in_steps_that_can_be_watched_and_left() {
    let engine = fleet(&(0..2_000).map(|n| 1 + n * 7_919 % 997).collect::<Vec<_>>());
    let query = resample(&engine, Keep::default(), Of::All);
    let mut steps = 0;
    let mut told = vec![];
    while !engine.advance(&query) {
        told.extend(engine.progress(&query).map(|p| (p.bytes, p.total)));
        steps += 1;
    }
    assert!(steps > 2 && told.windows(2).all(|pair| pair[0].0 < pair[1].0), "{told:?}");
    assert_eq!(engine.progress(&query).map(|p| p.bytes), Some(10_000));
    let drawn: Resampled = ask(&engine, query.clone());
    assert!(text(&drawn.blocks).contains("10,000 resamples of n = 2000"), "{}", text(&drawn.blocks));
    // The same incidents give the same interval, in whatever steps.
    let again = fleet(&(0..2_000).map(|n| 1 + n * 7_919 % 997).collect::<Vec<_>>());
    assert_eq!(ask::<Resampled>(&again, query.clone()), drawn);
    // Another state of the workspace is another question.
    let mut engine = engine;
    engine.apply(&Change::RemoveCase { case: CaseId(0) }.into(), Timestamp(3)).unwrap();
    assert!(engine.progress(&query).is_none());
}

#[test]
fn incidents_of_a_table_stand_where_they_were_found() {
    // Begun in April and found in August 2024: after the plan changed in July, not before it.
    let incident = |n: usize, year: u32, month: u32, discovery: &str| {
        format!(
            r#"{{"schema_version":"1.4.0","incident_id":"d-{n}","summary":"Incident {n}","timeline":{{"incident":{{"year":{year},"month":{month},"day":9}},
            "discovery":{discovery},"containment":{{"unit":"Hours","value":5}}}},"actor":{{"external":{{}}}},"action":{{"hacking":{{}}}},
            "asset":{{"assets":[]}},"discovery_method":{{"unknown":true}},"plus":{{"created":"2026-06-01T00:00:00Z"}}}}"#
        )
        .replace('\n', "")
    };
    let days = |n: u32| format!(r#"{{"unit":"Days","value":{n}}}"#);
    let lines = [
        incident(0, 2024, 4, &days(120)),
        incident(1, 2024, 4, &days(2)),
        incident(2, 2024, 4, r#"{"unit":"Months"}"#),
        incident(3, 2023, 9, &days(200)),
        incident(4, 2024, 9, r#"{"unit":"Unknown"}"#),
    ]
    .join("\n");
    let engine = fleet_of(&lines);
    let sides = compare(&engine, Keep::default(), "since:1.1", ["before 1.1", "since 1.1"]);
    let rows = text(&sides.blocks).lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(rows.iter().any(|r| r.starts_with("before 1.1 | 2 |")), "{rows:?}");
    assert!(rows.iter().any(|r| r.starts_with("since 1.1 | 2 |")), "{rows:?}");
    assert!(
        text(sides.neither.as_slice()).starts_with("1 incident is left out"),
        "“Months” may be either: {sides:?}"
    );
    let view = cases(&engine, Keep::default());
    let found = view.facets.iter().find(|f| f.label == "Year of discovery").unwrap();
    let all = [("2024".to_owned(), 3)];
    assert_eq!(found.values, all, "“Months” may reach into the next year, and one says nothing");
    assert!(text(&view.over_time).contains("1 case stands at the compromise"), "{}", text(&view.over_time));
    let years = compare(&engine, Keep::default(), "year", ["2023", "2024"]);
    assert!(text(&years.blocks).contains("Years are those of the incident"), "{}", text(&years.blocks));
    assert!(!text(&sides.blocks).contains("Years are those of the incident"));
}

#[test]
fn a_person_groups_cases_by_kind_of_attack_and_team() {
    use floodmark::model::Facts;
    let mut engine = fleet(&CHANGED);
    let facts = |n: u32| Facts {
        attack: if n.is_multiple_of(2) { "skimming" } else { "phishing" }.to_owned(),
        team: "night".to_owned(),
        ..Facts::default()
    };
    for n in 0..6 {
        let change = Change::SetFacts { case: CaseId(n), facts: Box::new(facts(n)) };
        engine.apply(&change.into(), Timestamp(2)).unwrap();
    }
    let view = cases(&engine, Keep::default());
    let facet = |label: &str| view.facets.iter().find(|f| f.label == label).unwrap();
    let of = |words: &str, n: usize| (words.to_owned(), n);
    assert_eq!(facet("Kind of attack").values, [of("phishing", 3), of("skimming", 3)]);
    assert_eq!(facet("Team").values, [of("night", 6)]);
    let sides = compare(&engine, Keep::default(), "attack", ["phishing", "skimming"]);
    assert!(text(sides.neither.as_slice()).starts_with("6 incidents are left out"), "{sides:?}");
    // What was saved before has neither.
    let old: Facts = serde_json::from_str(r#"{"sector":"retail"}"#).unwrap();
    assert_eq!((old.attack.as_str(), old.team.as_str()), ("", ""));
}

/// Twelve incidents of VERIS: hacking, malware, or both at once.
fn mixed() -> Engine {
    let of = |n: usize| match n % 3 {
        0 => r#"{"hacking":{"variety":["SQLi"]}}"#,
        1 => r#"{"malware":{"variety":["Ransomware"]}}"#,
        _ => r#"{"hacking":{"variety":["SQLi"]},"malware":{"variety":["Ransomware","Backdoor"]}}"#,
    };
    let one = |n: usize| {
        veris(&[n as u32 + 1])
            .replace("v-0", &format!("v-{n}"))
            .replace("Incident 0", &format!("Incident {n}"))
            .replace(r#"{"hacking":{}}"#, of(n))
    };
    fleet_of(&(0..18).map(one).collect::<Vec<_>>().join("\n"))
}

#[test]
fn an_incident_of_several_actions_counts_in_each_of_them() {
    let engine = mixed();
    let view = cases(&engine, Keep::default());
    let facet = |id: &str| view.facets.iter().find(|f| f.id == id).unwrap();
    let action = facet("action");
    let values = [("hacking".to_owned(), 12), ("malware".to_owned(), 12)];
    assert_eq!((action.values.as_slice(), action.several), (&values[..], 6));
    assert_eq!(facet("action.variety").values.len(), 3);
    // Both are kept by a filter for either.
    assert_eq!(cases(&engine, keep("", &[("action", "hacking")])).kept, 12);
    assert_eq!(cases(&engine, keep("", &[("action", "malware"), ("action.variety", "SQLi")])).kept, 6);
    // In the table each stands in every group of its own, and is counted once.
    let rows: CaseRowsView = ask(
        &engine,
        Query::CaseRows {
            keep: Keep::default(),
            by: Some("action".to_owned()),
            sort: CaseSort::Title,
            down: false,
            metric: MetricId::TimeToContain,
            from: 0,
            count: 100,
        },
    );
    assert_eq!((rows.cases, rows.several, rows.groups, rows.lines), (18, 6, 2, 26));
    // Both groups of a comparison have it, which is said with what follows from it.
    let told = compare(&engine, Keep::default(), "action", ["hacking", "malware"]);
    let said = text(&told.blocks);
    assert!(said.contains("hacking | 12 |") && said.contains("malware | 12 |"), "{said}");
    assert!(said.contains("6 incidents have both values and count in both groups."), "{said}");
    assert_eq!(told.neither, None);
}

#[test]
fn a_case_crosses_to_the_page_once_for_all_charts_of_its_metric() {
    let engine = fleet(&(0..900).map(|n| 1 + n * 7_919 % 997).collect::<Vec<_>>());
    let view = cases(&engine, Keep::default());
    let sent = postcard::to_allocvec(&view).unwrap();
    let of = |title: &str| sent.windows(title.len()).filter(|window| *window == title.as_bytes()).count();
    // Once with the strip, once in the course of the latest; neither among the first that the sentence opens to.
    assert_eq!(of("Incident 777"), 2);
    for chart in [&view.survival, &view.spread].into_iter().flatten() {
        assert!(chart.cases().is_empty());
        assert_eq!(view.drawn(chart).cases().len(), 900, "{}", chart.title());
    }
    assert_eq!(view.rests.taken(&[]).cut().as_deref(), Some("The first 50 of its 900 cases are listed."));
}
