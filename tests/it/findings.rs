//! Findings through the engine: thresholds, rules over cases, the catalogue, a well-handled case, techniques.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use floodmark::engine::view::{FindingRow, FindingsView, ResponseView, RowsView, TechniquesView, WhatIfView};
use floodmark::engine::{Command, Engine, Query};
use floodmark::import::{detect, read_all};
use floodmark::model::action::NewAction;
use floodmark::model::case::FindingDecision;
use floodmark::model::facts::NoticePart;
use floodmark::model::finding::{Outcome, Severity};
use floodmark::model::orders::{Affected, Group, OrderCount, Window};
use floodmark::model::source::sha256;
use floodmark::model::{
    CaseId, Facts, Milestone, MilestoneDecision, Moment, Precision, Threshold, Timestamp, Zone, ZoneOrigin,
};
use floodmark::plan::read::read;
use floodmark::timeline::Filter;
use floodmark::workspace::change::ChangeError;
use floodmark::workspace::{Change, Target};

const NOW: &str = "2026-06-01T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Opens a Timesketch table of time, kind, actor, asset, tags and text as a case of its own.
fn open(engine: &mut Engine, name: &str, rows: &[[&str; 6]]) -> CaseId {
    let mut text = "message,datetime,timestamp_desc,actor,host,tag\n".to_owned();
    for [time, kind, actor, asset, tags, message] in rows {
        text.push_str(&format!("\"{message}\",{time},{kind},{actor},{asset},\"{tags}\"\n"));
    }
    supply(engine, name, &text)
}

fn supply(engine: &mut Engine, name: &str, text: &str) -> CaseId {
    let found = detect(name, text.as_bytes(), text.len() as u64).unwrap();
    let reading = found.candidates[0].reading.clone();
    let imported = read_all(name, text.as_bytes(), Some(&reading)).unwrap();
    assert_eq!(imported.report.refusals, [], "{name}");
    let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
    new.name = name.to_owned();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), now()).unwrap();
    engine.workspace().cases.last().unwrap().id
}

fn view(engine: &Engine, case: CaseId) -> FindingsView {
    engine.answer(&Query::Findings { case }, &()).unwrap().try_into().unwrap()
}

fn finding(engine: &Engine, case: CaseId, rule: &str) -> Option<FindingRow> {
    view(engine, case).findings.into_iter().find(|f| f.finding.rule == rule)
}

fn report(engine: &Engine, case: CaseId) -> String {
    let what = floodmark::engine::protocol::Export::ReportMarkdown;
    let query =
        Query::Export { what, case: Some(case), zone: Zone::Utc, date: "2026-06-01".parse().unwrap() };
    let exported: floodmark::engine::view::Exported = engine.answer(&query, &()).unwrap().try_into().unwrap();
    exported.text
}

/// Ten days from compromise to detection.
const LATE: [[&str; 6]; 3] = [
    ["2026-03-06T09:00:00Z", "Log", "attacker", "shop", "milestone:compromise", "Admin password was reused"],
    ["2026-03-16T09:00:00Z", "Alert", "operations", "shop", "milestone:detected", "Breach detected"],
    ["2026-03-16T09:40:00Z", "Event", "operations", "shop", "milestone:contained", "Checkout off: contained"],
];

#[test]
fn a_threshold_is_kept_said_and_undone() {
    let mut engine = Engine::new();
    let case = open(&mut engine, "late.csv", &LATE);
    let found = finding(&engine, case, "detection-gap").unwrap().finding;
    assert!(found.claim.contains("10 d") && found.measures.iter().all(|m| !m.is_set()));
    assert!(!report(&engine, case).contains("Threshold: "));

    let set = |value| Change::SetThreshold { threshold: Threshold::Dwell, value };
    for wrong in [0, 3_651] {
        let error = engine.apply(&set(Some(wrong)).into(), now()).unwrap_err();
        assert_eq!(error, ChangeError::Threshold { threshold: Threshold::Dwell, value: wrong });
        assert!(error.to_string().contains("may be from 1 to 3650 days"), "{error}");
    }
    engine.apply(&set(Some(20)).into(), now()).unwrap();
    assert_eq!(finding(&engine, case, "detection-gap"), None);
    // It is journalled as JSON, and a workspace of before has the defaults.
    let text = serde_json::to_string(&set(Some(9))).unwrap();
    assert_eq!(text, r#"{"set_threshold":{"threshold":"dwell","value":9}}"#);
    engine.apply(&Command::from(serde_json::from_str::<Change>(&text).unwrap()), now()).unwrap();
    let found = finding(&engine, case, "detection-gap").unwrap().finding;
    assert!(found.measures.iter().any(|m| m.is_set() && m.value == 9));
    let told = "Dwell time from which detection counts as late: 9 days, changed in this workspace; by default 7 days.";
    assert_eq!(
        report(&engine, case).matches(told).count(),
        2,
        "with its finding and in the list of the method"
    );
    let line = view(&engine, case).rules.into_iter().find(|line| line.rule == "detection-gap").unwrap();
    assert_eq!(line.saw, Some((Severity::Medium, Outcome::Gap)));
    assert_eq!(line.thresholds.iter().map(|m| m.value).collect::<Vec<_>>(), [9, 30]);

    let old: floodmark::workspace::Workspace = serde_json::from_str(r#"{"next_case":1}"#).unwrap();
    assert_eq!(old.thresholds, Default::default());
    engine.apply(&Command::Undo, now()).unwrap();
    engine.apply(&Command::Undo, now()).unwrap();
    assert_eq!(finding(&engine, case, "detection-gap").unwrap().finding.measures[0].value, 7);
    assert_eq!(
        engine.apply(&set(Some(7)).into(), now()),
        Err(ChangeError::Nothing),
        "the default is no setting"
    );
}

#[test]
fn a_factor_of_an_earlier_case_and_its_open_actions_come_again() {
    let mut engine = Engine::new();
    let later = open(&mut engine, "late.csv", &LATE);
    assert_eq!(finding(&engine, later, "recurring-factor"), None);
    let issues = r#"[{"number":7,"title":"Enforce MFA","state":"OPEN","createdAt":"2025-04-01T15:00:00Z","labels":[],"assignees":[]},
        {"number":8,"title":"Rotate keys","state":"CLOSED","createdAt":"2025-04-01T15:00:00Z","closedAt":"2025-05-01T15:00:00Z","labels":[],"assignees":[]}]"#;
    let before = [
        ["2025-03-01T09:00:00Z", "Alert", "operations", "shop", "milestone:detected", "Breach detected"],
        ["2025-03-01T09:00:00Z", "Event", "", "shop", "", "Password of an admin was leaked"],
    ];
    let earlier = open(&mut engine, "before.csv", &before);
    let again = finding(&engine, later, "recurring-factor").unwrap().finding;
    assert!(
        again.claim.contains("credential hygiene also in “before” (2025-03-01 09:00:00 UTC)"),
        "{}",
        again.claim
    );
    assert_eq!(again.severity, Severity::Medium);
    assert_eq!(finding(&engine, earlier, "recurring-factor"), None, "the first case recurs in nothing");

    // The tracker's export joins the earlier case.
    let found = detect("issues.json", issues.as_bytes(), issues.len() as u64).unwrap();
    let reading = found.candidates[0].reading.clone();
    let imported = read_all("issues.json", issues.as_bytes(), Some(&reading)).unwrap();
    let mut new = engine.supply(&sha256(issues.as_bytes()), reading, imported);
    new.name = "issues.json".to_owned();
    engine
        .apply(&Change::AddSources { target: Target::Case(earlier), sources: vec![new] }.into(), now())
        .unwrap();
    let open_still = finding(&engine, later, "overdue-actions").unwrap().finding;
    assert!(open_still.claim.contains("One action item") && open_still.claim.contains("#7 Enforce MFA"));
    assert!(!open_still.claim.contains("Rotate keys"));
    let patient = Change::SetThreshold { threshold: Threshold::Action, value: Some(400) };
    engine.apply(&patient.into(), now()).unwrap();
    assert_eq!(finding(&engine, later, "overdue-actions"), None);

    // What was dismissed in the earlier case is no factor of it.
    let dismissed = FindingDecision::Dismissed { reason: "another shop's".to_owned() };
    let rule = "credential-hygiene".to_owned();
    let dismiss = Change::DecideFinding { case: earlier, rule, decision: Some(dismissed) };
    engine.apply(&dismiss.into(), now()).unwrap();
    assert_eq!(finding(&engine, later, "recurring-factor"), None);
    engine.apply(&Command::Undo, now()).unwrap();
    assert!(finding(&engine, later, "recurring-factor").is_some());
    engine.apply(&Change::RemoveCase { case: earlier }.into(), now()).unwrap();
    assert_eq!(finding(&engine, later, "recurring-factor"), None);
}

/// An incident as the chapter wishes it.
const WELL: [[&str; 6]; 14] = [
    [
        "2026-03-16T08:00:00Z",
        "Log",
        "attacker",
        "shop",
        "milestone:compromise",
        "Upload of a script through the plug-in",
    ],
    [
        "2026-03-16T08:10:00Z",
        "Alert",
        "monitoring",
        "shop",
        "milestone:first_signal",
        "Changed file reported by the file monitor",
    ],
    [
        "2026-03-16T08:12:00Z",
        "Alert",
        "operations",
        "shop",
        "milestone:detected",
        "Operations confirms the changed file",
    ],
    [
        "2026-03-16T08:14:00Z",
        "Event",
        "operations",
        "shop",
        "milestone:acknowledged",
        "On-call takes the alert",
    ],
    [
        "2026-03-16T08:20:00Z",
        "Decision",
        "security team",
        "",
        "milestone:declared",
        "Incident declared and response team engaged",
    ],
    [
        "2026-03-16T08:25:00Z",
        "Event",
        "operations",
        "shop",
        "milestone:contained",
        "Checkout taken offline and sessions revoked",
    ],
    [
        "2026-03-16T08:40:00Z",
        "Event",
        "security team",
        "shop",
        "milestone:evidence_preserved",
        "Disk snapshot taken and hashed",
    ],
    [
        "2026-03-16T09:00:00Z",
        "Decision",
        "legal",
        "",
        "milestone:aware",
        "Personal data affected: legal informed",
    ],
    ["2026-03-16T09:10:00Z", "Message sent", "security team", "board", "", "Update sent to management"],
    [
        "2026-03-16T10:00:00Z",
        "Event",
        "operations",
        "shop",
        "milestone:eradicated",
        "Script removed and plug-in replaced",
    ],
    [
        "2026-03-16T11:00:00Z",
        "Event",
        "operations",
        "shop",
        "milestone:recovered",
        "Shop reopened after a check of its files",
    ],
    [
        "2026-03-16T12:00:00Z",
        "Event",
        "support",
        "customers",
        "milestone:support_opened",
        "Support mailbox opened",
    ],
    [
        "2026-03-16T14:00:00Z",
        "Message sent",
        "legal",
        "authority",
        "milestone:authority_notified",
        "Data protection authority notified",
    ],
    [
        "2026-03-16T15:00:00Z",
        "Message sent",
        "support",
        "customers",
        "milestone:individuals_notified",
        "Customers notified by e-mail",
    ],
];

#[test]
fn a_well_handled_case_has_no_finding_of_high_severity() {
    let mut engine = Engine::new();
    let case = open(&mut engine, "well.csv", &WELL);
    let plan = "# Plan\n\n## Identify and isolate\n\n1. Take the checkout offline.\n\n## Targets\n\n- Contain within 60 minutes of detection.\n";
    assert_eq!(read(plan).targets.len(), 1);
    engine.apply(&Change::OpenPlan { name: "plan.md".into(), text: plan.into() }.into(), now()).unwrap();
    let facts = Facts {
        jurisdictions: vec!["DE".into()],
        personal_data: Some(true),
        risk_unlikely: Some(false),
        high_risk: Some(true),
        processor: Some(false),
        update_cadence_minutes: Some(300),
        notice: NoticePart::ALL.into_iter().map(|part| (part, true)).collect(),
        ..Facts::default()
    };
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), now()).unwrap();
    let found = view(&engine, case).findings;
    for row in &found {
        let f = &row.finding;
        assert!(f.severity < Severity::High, "{}: {}", f.rule, f.claim);
        assert!(f.outcome != Outcome::Gap || f.severity == Severity::Low, "{}: {}", f.rule, f.claim);
    }
    let shown = found.iter().filter(|row| row.finding.outcome == Outcome::Shown).count();
    assert!(shown >= 8, "{shown}");
}

#[test]
fn the_facet_of_techniques_counts_what_the_filter_keeps() {
    let mut engine = Engine::new();
    let rows = [
        ["2026-03-16T08:00:00Z", "Log", "", "", "attack.execution,attack.t1059", "x"],
        [
            "2026-03-16T08:01:00Z",
            "Log",
            "",
            "",
            "attack.execution,attack.persistence",
            "PowerShell (T1059.001), T1105",
        ],
        ["2026-03-16T08:02:00Z", "Log", "", "", "", "T1059.001 again"],
        ["2026-03-16T08:03:00Z", "Log", "", "", "", "order T10591"],
    ];
    let case = open(&mut engine, "hunt.csv", &rows);
    let named: TechniquesView = engine.answer(&Query::Techniques { case }, &()).unwrap().try_into().unwrap();
    let told: Vec<(&str, u32, &str)> =
        named.techniques.iter().map(|f| (f.value.as_str(), f.count, f.note.as_str())).collect();
    assert_eq!(
        told,
        [
            ("T1059.001", 2, "Execution, Persistence"),
            ("T1059", 1, "Execution"),
            ("T1105", 1, "Execution, Persistence")
        ]
    );
    for facet in &named.techniques {
        let filter = Filter { techniques: vec![facet.value.clone()], ..Filter::default() };
        let query = Query::Rows { case, filter, open: vec![], from: 0, count: 10 };
        let rows: RowsView = engine.answer(&query, &()).unwrap().try_into().unwrap();
        assert_eq!(rows.kept, facet.count, "{}", facet.value);
    }
}

#[test]
fn orders_of_a_window_before_are_no_figures_of_the_record() {
    let mut engine = Engine::new();
    let mut rows = LATE;
    rows[0][4] = "milestone:exposure_started";
    let case = open(&mut engine, "late.csv", &rows);
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let window = Window { from: at(rows[0][0]), to: at(rows[2][0]), zone: None, day_first: None };
    let inside = Group { orders: 3, customers: 2, ..Group::default() };
    let counted = Affected { rows: 3, orders: 3, inside, ..Affected::default() };
    let count = Some(Box::new(OrderCount::new("orders.csv", "", window, counted)));
    engine.apply(&Change::CountOrders { case, count }.into(), now()).unwrap();
    let told = |engine: &Engine| {
        let (milestone, to) = (Milestone::Contained, at("2026-03-16T09:20:00Z"));
        let query = Query::WhatIf { case, zone: Zone::Utc, milestone, to };
        let view: WhatIfView = engine.answer(&query, &()).unwrap().try_into().unwrap();
        serde_json::to_string(&view.blocks).unwrap()
    };
    let before = told(&engine);
    assert!(before.contains("3 orders, 2 customers") && before.contains("at most 3 orders, 2 customers"));
    assert!(!before.contains("of the window before"));
    let moment = Moment::exact(at("2026-03-16T10:00:00Z"));
    let decision = Some(MilestoneDecision::At { moment, event: None, decided: now() });
    let later = Change::DecideMilestone { case, milestone: Milestone::Contained, decision };
    engine.apply(&later.into(), now()).unwrap();
    assert!(told(&engine).contains("3 orders, 2 customers, of the window before"));
}

#[test]
fn action_items_are_ranked_by_the_minutes_that_they_may_save() {
    let mut engine = Engine::new();
    let mut rows = LATE.to_vec();
    rows.insert(
        1,
        ["2026-03-16T08:15:00Z", "Alert", "EDR", "shop", "milestone:first_signal", "Alert raised"],
    );
    let case = open(&mut engine, "late.csv", &rows);
    let action = |title: &str, finding: &str| NewAction {
        title: title.to_owned(),
        owner: "operations".to_owned(),
        finding: Some(finding.to_owned()),
        ..NewAction::default()
    };
    let actions =
        vec![action("Send alerts to the pager", "alert-ignored"), action("Order new chairs", "no-rule")];
    engine.apply(&Change::AddActions { case, actions }.into(), now()).unwrap();
    let view: ResponseView =
        engine.answer(&Query::Response { case, zone: Zone::Utc }, &()).unwrap().try_into().unwrap();
    let told = serde_json::to_string(&view.ranking).unwrap();
    let at = told.find("Action items by what they may save").unwrap();
    assert!(told[at..].contains("Send alerts to the pager") && !told.contains("Order new chairs"));
    assert!(told[at..].contains("\"45\"") && told[at..].contains("The first alert is acted on at once"));
    assert!(report(&engine, case).contains("Action items by what they may save"));
    // Where the alert is known to the day alone, so are the minutes.
    let day = Moment::from_local(
        "2026-03-15T12:00:00".parse().unwrap(),
        Precision::Day,
        Zone::Utc,
        ZoneOrigin::Stated,
    );
    let decision = Some(MilestoneDecision::At { moment: day.unwrap(), event: None, decided: now() });
    engine
        .apply(&Change::DecideMilestone { case, milestone: Milestone::Detected, decision }.into(), now())
        .unwrap();
    let (milestone, to) = (Milestone::Detected, "2026-03-14T23:00:00Z".parse().unwrap());
    let query = Query::WhatIf { case, zone: Zone::Utc, milestone, to };
    let view: WhatIfView = engine.answer(&query, &()).unwrap().try_into().unwrap();
    let told = serde_json::to_string(&view.blocks).unwrap();
    assert!(told.contains("Containment comes 1 h to 1 d 1 h earlier."), "{told}");
}

#[test]
fn what_reading_a_file_shows_of_its_times_is_said_where_it_is_so() {
    let head = "message,timestamp,datetime,timestamp_desc\n";
    let row = |text: &str, timestamp: &str, datetime: &str| format!("{text},{timestamp},{datetime},note\n");
    let noon = row("noon", "1773662400000000", "2026-03-16T12:00:00Z");
    let cases = [
        ("time-fields-disagree", row("later", "1773662400000000", "2026-03-16T13:00:00Z"), None),
        ("midnight-date-only", row("midnight", "", "2026-03-16T00:00:00Z"), None),
        ("time-skipped", row("skipped", "", "2026-03-29T02:30:00"), Some("Europe/Berlin")),
    ];
    for (rule, told, zone) in cases {
        for (text, speaks) in [(format!("{head}{noon}{told}"), true), (format!("{head}{noon}"), false)] {
            let mut engine = Engine::new();
            let case = supply(&mut engine, "times.csv", &text);
            if let Some(zone) = zone {
                let source = engine.workspace().cases[0].sources[0].id;
                let zone = Some(zone.parse().unwrap());
                engine
                    .apply(&Change::SetZone { case, source, zone, whole_file: false }.into(), now())
                    .unwrap();
            }
            assert_eq!(finding(&engine, case, rule).is_some(), speaks, "{rule}: {text}");
        }
    }
}
