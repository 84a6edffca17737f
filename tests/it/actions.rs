//! Action items: agreed, exported for trackers, and brought up to date by what comes back.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::{ask, example};
use floodmark::document::actions::{ActionsInput, calendar, checklist, github, jira, script};
use floodmark::engine::view::{ActionsView, TrackerView};
use floodmark::engine::{Command, Engine, Query, QueryError};
use floodmark::model::action::{ActionItem, ActionStatus, NewAction};
use floodmark::model::case::FindingDecision;
use floodmark::model::{Case, CaseId, Timestamp};
use floodmark::workspace::change::{ChangeError, apply};
use floodmark::workspace::{Change, Workspace, file};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::process::Command as Process;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    "2026-03-24T10:00:00Z".parse().unwrap()
}

fn change(engine: &mut Engine, change: Change) {
    engine.apply(&change.into(), now()).unwrap();
}

/// The example with three items, one of them made from an accepted finding.
fn agreed() -> (Engine, CaseId) {
    let (mut engine, case) = example();
    let accept = Some(FindingDecision::Accepted);
    change(&mut engine, Change::DecideFinding { case, rule: "detection-gap".into(), decision: accept });
    let view: ActionsView = ask(&engine, Query::Actions { case, date: day("2026-03-24") });
    let [suggested] = view.suggested.as_slice() else { panic!("{:?}", view.suggested) };
    assert_eq!(suggested.finding.as_deref(), Some("detection-gap"));
    let from_finding = NewAction {
        owner: "@osei".into(),
        due: Some(day("2026-04-30")),
        review: Some(day("2026-07-31")),
        ..suggested.clone()
    };
    let by_hand = NewAction {
        title: "Practise taking the checkout offline, with the web host".into(),
        owner: "Shop operations".into(),
        due: Some(day("2026-05-15")),
        effect: "The checkout is off within 15 minutes of the call.".into(),
        ..NewAction::default()
    };
    let vague = NewAction { title: "Improve monitoring".into(), ..NewAction::default() };
    change(&mut engine, Change::AddActions { case, actions: vec![from_finding, by_hand, vague] });
    (engine, case)
}

fn items(engine: &Engine, case: CaseId) -> Vec<ActionItem> {
    engine.workspace().case(case).unwrap().actions.clone()
}

fn input(case: &Case) -> ActionsInput<'_> {
    ActionsInput { case, findings: &[], date: day("2026-03-24") }
}

#[test]
fn each_change_of_an_item_counts_up_in_calendars() {
    let (mut engine, case) = agreed();
    let told = |engine: &Engine| -> (u32, String) {
        let text = calendar::write(&input(engine.workspace().case(case).unwrap()));
        let event = text.split("BEGIN:VEVENT").nth(1).unwrap().to_owned();
        let of = |key: &str| event.lines().find_map(|l| l.strip_prefix(key)).unwrap().to_owned();
        (of("SEQUENCE:").parse().unwrap(), of("STATUS:"))
    };
    let mut last = told(&engine);
    assert_eq!(last, (0, "CONFIRMED".to_owned()));
    let item = items(&engine, case).swap_remove(0);
    let later = NewAction { due: Some(day("2026-06-30")), ..item.what.clone() };
    for (status, what, said) in [
        (ActionStatus::Open, later.clone(), "CONFIRMED"),
        (ActionStatus::Done, later.clone(), "CANCELLED"),
        (ActionStatus::Open, later, "CONFIRMED"),
        (ActionStatus::Dropped, item.what.clone(), "CANCELLED"),
    ] {
        let action = item.id.clone();
        change(&mut engine, Change::EditAction { case, action, what: Box::new(what), status });
        let next = told(&engine);
        assert!(next.0 > last.0 && next.1 == said, "{next:?} after {last:?}");
        last = next;
    }
}

#[test]
fn an_accepted_finding_suggests_an_item_until_one_takes_it_up() {
    let (mut engine, case) = agreed();
    let view: ActionsView = ask(&engine, Query::Actions { case, date: day("2026-05-01") });
    assert_eq!(view.suggested, []);
    assert_eq!(view.items.iter().map(|row| row.misses.len()).collect::<Vec<_>>(), [1, 1, 5], "{view:#?}");
    assert_eq!(view.items.iter().map(|row| row.overdue).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!((view.cases[0].open, view.cases[0].overdue, view.cases[0].done), (3, 1, 0));

    let item = items(&engine, case).swap_remove(0);
    let edit =
        |status, what| Change::EditAction { case, action: item.id.clone(), what: Box::new(what), status };
    change(&mut engine, edit(ActionStatus::Done, item.what.clone()));
    assert_eq!(items(&engine, case)[0].closed, Some(now()));
    let same = engine.apply(&edit(ActionStatus::Done, item.what.clone()).into(), now());
    assert_eq!(same, Err(ChangeError::Nothing));
    let untitled = edit(ActionStatus::Done, NewAction { title: " ".into(), ..item.what.clone() });
    assert_eq!(engine.apply(&untitled.into(), now()), Err(ChangeError::NoTitle));
    engine.apply(&Command::Undo, now()).unwrap();
    assert_eq!(items(&engine, case)[0], item);
    change(&mut engine, Change::RemoveAction { case, action: item.id.clone() });
    assert_eq!(items(&engine, case).len(), 2);
    let gone = Change::RemoveAction { case, action: item.id.clone() };
    assert_eq!(engine.apply(&gone.into(), now()), Err(ChangeError::NoSuchAction));
    // A later item never has the name of one that was there.
    let again = Change::AddActions { case, actions: vec![item.what.clone()] };
    change(&mut engine, again);
    assert!(items(&engine, case).iter().all(|other| other.id != item.id));
}

#[test]
fn items_are_kept_in_the_file_and_older_files_have_none() {
    let (engine, _) = agreed();
    let workspace = (**engine.workspace()).clone();
    let saved = file::Saved { workspace, originals: Default::default() };
    let text = file::write(&saved).unwrap();
    assert_eq!(file::read(&text).unwrap(), saved);
    let mut old: serde_json::Value = serde_json::from_str(&text).unwrap();
    for case in old["workspace"]["cases"].as_array_mut().unwrap() {
        let case = case.as_object_mut().unwrap();
        case.remove("actions").unwrap();
        case.remove("next_action").unwrap();
    }
    let old = file::read(&old.to_string()).unwrap();
    assert_eq!(old.workspace.cases[0].actions, []);
}

/// What a tracker's export makes of a workspace, applied.
fn back(engine: &mut Engine, name: &str, text: &str) -> TrackerView {
    let query = Query::ReadTracker { name: name.into(), text: text.into() };
    let told: TrackerView = ask(engine, query);
    if !told.tracked.is_empty() {
        change(engine, Change::TrackActions { from: name.into(), tracked: told.tracked.clone() });
    }
    told
}

#[test]
fn what_the_tracker_says_updates_the_items_and_adds_none() {
    let (mut engine, case) = agreed();
    let before = items(&engine, case);
    let mut issues = github::write(&input(engine.workspace().case(case).unwrap()));
    issues[0]["number"] = 7.into();
    issues[0]["state"] = "CLOSED".into();
    issues[0]["stateReason"] = "COMPLETED".into();
    issues[0]["closedAt"] = "2026-04-02T09:00:00Z".into();
    // The label was taken off: the text still names the item.
    issues[0]["labels"] = serde_json::json!([{ "name": "security" }]);
    issues[1]["number"] = 8.into();
    issues[1]["labels"].as_array_mut().unwrap().push(serde_json::json!({ "name": "status:in progress" }));
    let mut other = issues[2].clone();
    other["labels"] = serde_json::json!([]);
    other["body"] = "Nothing of ours".into();
    issues.as_array_mut().unwrap().push(other);
    let told = back(&mut engine, "issues.json", &issues.to_string());
    assert_eq!((told.tracked.len(), told.same, told.others), (2, 1, 1));
    let after = items(&engine, case);
    assert_eq!(after.len(), before.len());
    assert_eq!((after[0].status, after[0].link.as_str()), (ActionStatus::Done, "#7"));
    assert_eq!(after[0].closed, "2026-04-02T09:00:00Z".parse().ok());
    assert_eq!(after[1].status, ActionStatus::InProgress);
    assert_eq!(after[2], before[2]);
    let again = back(&mut engine, "issues.json", &issues.to_string());
    assert_eq!((again.tracked.len(), again.same), (0, 3));
    engine.apply(&Command::Undo, now()).unwrap();
    assert_eq!(items(&engine, case), before);
}

#[test]
fn a_file_that_names_our_items_is_known_when_it_is_opened() {
    let (engine, case) = agreed();
    let mut issues = github::write(&input(engine.workspace().case(case).unwrap()));
    issues[0]["state"] = "CLOSED".into();
    let read = |text: &str| floodmark::import::read_all("issues.json", text.as_bytes(), None).unwrap();
    let told = engine.told_of_actions(&read(&issues.to_string())).unwrap();
    assert_eq!((told.tracked.len(), told.same, told.others), (1, 2, 0));
    // Issues of others are a source like any other.
    for issue in issues.as_array_mut().unwrap() {
        issue["labels"] = serde_json::json!([]);
        issue["body"] = "Nothing of ours".into();
    }
    assert_eq!(engine.told_of_actions(&read(&issues.to_string())), None);
    let empty = Engine::default();
    assert_eq!(empty.told_of_actions(&read(&issues.to_string())), None);
}

#[test]
fn what_comes_back_as_a_file_of_the_case_is_not_counted_twice() {
    let (mut engine, case) = agreed();
    let mut issues = github::write(&input(engine.workspace().case(case).unwrap()));
    let mut other = issues[2].clone();
    other["labels"] = serde_json::json!([]);
    other["body"] = "Nothing of ours".into();
    other["number"] = 12.into();
    issues.as_array_mut().unwrap().push(other);
    let text = issues.to_string();
    let imported = floodmark::import::read_all("issues.json", text.as_bytes(), None).unwrap();
    let reading = floodmark::model::Reading::of(floodmark::model::Format::GithubIssues);
    let mut new = engine.supply(&floodmark::model::source::sha256(text.as_bytes()), reading, imported);
    new.name = "issues.json".into();
    let target = floodmark::workspace::Target::Case(case);
    change(&mut engine, Change::AddSources { target, sources: vec![new] });
    let view: ActionsView = ask(&engine, Query::Actions { case, date: day("2026-05-01") });
    // The three of the case, and the one that only the tracker has.
    assert_eq!((view.items.len(), view.cases[0].open, view.cases[0].overdue), (3, 4, 1));
}

#[test]
fn a_file_that_is_no_list_of_issues_is_refused_with_what_to_do() {
    let (engine, _) = agreed();
    for text in ["", "a,b\n1,2\n", "{}", "[]", "\u{0}\u{1}"] {
        let query = Query::ReadTracker { name: "notes.txt".into(), text: text.into() };
        let Err(QueryError::Tracker(said)) = engine.answer(&query, &()) else { panic!("{text:?} was read") };
        assert!(said.contains("notes.txt"), "{said}");
    }
}

#[test]
fn a_list_that_a_spreadsheet_saved_anew_is_known_again() {
    let (mut engine, case) = agreed();
    let text = jira::write(&input(engine.workspace().case(case).unwrap()));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    // Somebody ticked one off, gave another to a colleague, and moved the columns.
    let column = |name: &str, rows: &[Vec<String>]| rows[0].iter().position(|c| c == name).unwrap();
    let (status, resolved) = (column("Status", &rows), column("Resolved", &rows));
    rows[1][status] = "DONE".into();
    rows[1][resolved] = "2026-04-02 09:00".into();
    rows[2][status] = "In Progress".into();
    for row in &mut rows {
        row.reverse();
    }
    let mut made = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    rows.iter().for_each(|row| made.write_record(row).unwrap());
    let text = String::from_utf8(made.into_inner().unwrap()).unwrap();
    let told = back(&mut engine, "Liste.csv", &text);
    assert_eq!((told.tracked.len(), told.same, told.others), (2, 1, 0));
    let after = items(&engine, case);
    assert_eq!((after[0].status, after[1].status), (ActionStatus::Done, ActionStatus::InProgress));
}

/// A workspace with one case with items of these titles, owners and effects.
fn with(texts: &[(String, String, String)], statuses: &[ActionStatus]) -> Workspace {
    let case = Case { name: "x".into(), title: "A case".into(), ..Case::default() };
    let mut workspace = Workspace { cases: vec![case.into()], ..Workspace::default() };
    let new = texts.iter().map(|(title, owner, effect)| NewAction {
        title: format!("T{title}"),
        owner: owner.clone(),
        effect: effect.clone(),
        due: Some(day("2026-04-30")),
        ..NewAction::default()
    });
    let add = Change::AddActions { case: CaseId(0), actions: new.collect() };
    workspace = apply(&workspace, &add, now()).unwrap();
    for (n, status) in statuses.iter().enumerate() {
        let Some(item) = workspace.cases[0].actions.get(n).cloned() else { break };
        let (action, what, status) = (item.id, Box::new(item.what), *status);
        let edit = Change::EditAction { case: CaseId(0), action, what, status };
        workspace = apply(&workspace, &edit, now()).unwrap_or(workspace);
    }
    workspace
}

const TEXT: &str = "[a-z0-9'\"`$\\\\!;&|<>(){}*?~#%@=+,. \t\r\n\u{202e}äß日€-]{0,24}";

fn status() -> impl Strategy<Value = ActionStatus> {
    prop::sample::select(ActionStatus::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_exported_reads_back_with_the_same_names_and_statuses(
        texts in prop::collection::vec((TEXT, TEXT, TEXT), 1..5), statuses in prop::collection::vec(status(), 5),
    ) {
        let workspace = with(&texts, &statuses);
        let case = &workspace.cases[0];
        let own: Vec<_> = case.actions.iter().map(|item| (item.id.clone(), item.status)).collect();
        for (name, text) in [("issues.json", github::write(&input(case)).to_string()), ("jira.csv", jira::write(&input(case)))] {
            let reading = floodmark::import::detect(name, text.as_bytes(), text.len() as u64).unwrap().candidates[0].reading.clone();
            let imported = floodmark::import::read_all(name, text.as_bytes(), Some(&reading)).unwrap();
            prop_assert_eq!(&imported.report.refusals, &vec![]);
            let mut told: Vec<_> = floodmark::document::actions::tracked(&imported).into_iter().map(|t| (t.action, t.status)).collect();
            told.sort();
            let mut own = own.clone();
            own.sort();
            prop_assert_eq!(told, own, "{}: {}", name, text);
        }
    }

    #[test]
    fn no_line_of_the_calendar_is_too_long_and_another_reader_reads_it(texts in prop::collection::vec((TEXT, TEXT, "\\PC{0,120}"), 1..4)) {
        let workspace = with(&texts, &[]);
        let text = calendar::write(&input(&workspace.cases[0]));
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 75, "{line}");
            prop_assert!(!line.contains(['\r', '\n']), "{line}");
        }
        let read: icalendar::Calendar = text.parse().unwrap();
        prop_assert_eq!(read.components.len(), workspace.cases[0].actions.len());
    }

    #[test]
    fn no_cell_of_the_jira_file_is_a_formula(texts in prop::collection::vec((TEXT, TEXT, TEXT), 1..4)) {
        let workspace = with(&texts, &[]);
        let text = jira::write(&input(&workspace.cases[0]));
        let mut reader = csv_core::Reader::new();
        let (mut out, mut ends, mut rest) = (vec![0; text.len() + 64], vec![0; 64], text.as_bytes());
        loop {
            let (result, read, _, ended) = reader.read_record(rest, &mut out, &mut ends);
            rest = &rest[read..];
            if result == csv_core::ReadRecordResult::End { break }
            let mut from = 0;
            for end in &ends[..ended] {
                let cell = String::from_utf8_lossy(&out[from..*end]);
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
                from = *end;
            }
        }
    }
}

/// Runs the script with a `gh` that keeps what it was called with: one list of arguments a call.
fn run(script: &str, name: &str) -> Vec<Vec<String>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (gh, calls, file) = (folder.join("gh"), folder.join("calls"), folder.join("issues.sh"));
    fs::write(
        &gh,
        format!(
            "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\0' \"$a\"; done >> '{0}'\nprintf '\\1' >> '{0}'\n",
            calls.display()
        ),
    )
    .unwrap();
    fs::write(&file, script).unwrap();
    let mut mode = fs::metadata(&gh).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
    fs::set_permissions(&gh, mode).unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let output = Process::new("sh").arg(&file).env("PATH", path).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut left: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, ["calls", "gh", "issues.sh"], "the script made something else");
    let calls = String::from_utf8(fs::read(calls).unwrap()).unwrap();
    calls
        .split_terminator('\u{1}')
        .map(|call| call.split_terminator('\0').map(str::to_owned).collect())
        .collect()
}

#[test]
fn the_script_hands_hostile_text_to_gh_as_it_is_and_runs_nothing_else() {
    let hostile = [
        "'; touch pwned; '",
        "$(touch pwned)",
        "`touch pwned`",
        "\"; touch pwned; \"",
        "a\\'b",
        "-rf --repo other/repo",
        "${IFS}touch${IFS}pwned",
        "! && touch pwned || > pwned",
        "two\nlines\r\n#!/bin/sh",
        "'\\''",
        "\u{202e}gpj.exe",
        "Käufer 日本 %s %n",
    ];
    let texts: Vec<_> = hostile.map(|t| (t.to_owned(), t.to_owned(), t.to_owned())).into();
    let workspace = with(&texts, &[]);
    let case = &workspace.cases[0];
    let calls = run(&script::write(&input(case)), "hostile");
    let created: Vec<_> = calls.iter().filter(|call| call[..2] == ["issue", "create"]).collect();
    assert_eq!(created.len(), hostile.len());
    for (call, (item, text)) in created.iter().zip(case.actions.iter().zip(hostile)) {
        assert_eq!((call[2].as_str(), call[4].as_str()), ("--title", "--body"), "{call:?}");
        // One line, without marks that turn the direction.
        let title: String =
            text.chars().filter(|c| *c != '\u{202e}').map(|c| if c.is_control() { ' ' } else { c }).collect();
        assert_eq!(call[3].trim(), format!("T{title}").trim());
        assert!(call[5].ends_with(&format!("Floodmark action item {}", item.id)), "{call:?}");
        assert_eq!(call[6..], ["--label", "postmortem", "--label", &format!("floodmark:{}", item.id)]);
    }
    assert!(calls.iter().all(|call| ["issue", "label"].contains(&call[0].as_str())));
}

#[test]
fn an_owner_that_is_an_account_is_assigned_and_what_is_done_is_not_opened() {
    let (mut engine, case) = agreed();
    let item = items(&engine, case).swap_remove(1);
    let (action, what) = (item.id, Box::new(item.what));
    change(&mut engine, Change::EditAction { case, action, what, status: ActionStatus::Done });
    let calls = run(&script::write(&input(engine.workspace().case(case).unwrap())), "assigned");
    let created: Vec<_> = calls.iter().filter(|call| call[..2] == ["issue", "create"]).collect();
    assert_eq!(created.len(), 2);
    assert_eq!(created[0][10..], ["--assignee", "osei"]);
    assert_eq!(created[1].len(), 10);
}

#[test]
fn the_files_of_the_example_stay_as_they_are() {
    let (engine, case) = agreed();
    let analysis = engine.analysis(case).unwrap();
    let findings = &analysis.judgement().findings;
    let input = ActionsInput { case: &analysis.case, findings, date: day("2026-05-01") };
    insta::assert_snapshot!("actions_github", serde_json::to_string_pretty(&github::write(&input)).unwrap());
    insta::assert_snapshot!("actions_script", script::write(&input));
    insta::assert_snapshot!("actions_jira", jira::write(&input));
    insta::assert_snapshot!(
        "actions_markdown",
        floodmark::document::markdown::write(&checklist::document(&input))
    );
    insta::assert_snapshot!("actions_calendar", calendar::write(&input).replace("\r\n", "\n"));
}

#[test]
fn the_report_and_the_analysis_tell_of_the_items() {
    let (engine, case) = agreed();
    let analysis = engine.analysis(case).unwrap();
    let report = floodmark::engine::export::report(&analysis, floodmark::model::Zone::Utc, day("2026-05-01"));
    let text = floodmark::document::markdown::write(&report);
    for told in [
        "## Findings and action items",
        "@osei",
        "2026-04-30",
        "open, overdue",
        "Name one owner, a role or a person.",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let (without, other) = example();
    let report = floodmark::engine::export::report(
        &without.analysis(other).unwrap(),
        floodmark::model::Zone::Utc,
        day("2026-05-01"),
    );
    let text = floodmark::document::markdown::write(&report);
    assert!(text.contains("No action item has been agreed yet.") && text.contains("nothing agreed yet"));
    let json = floodmark::engine::export::analysis_json(&[analysis], &[]).unwrap();
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let schema = serde_json::from_str(floodmark::document::analysis::SCHEMA).unwrap();
    assert_eq!(crate::schemas::faults(&schema, &value), Vec::<String>::new());
    assert_eq!(value["incidents"][0]["actions"].as_array().unwrap().len(), 3);
}
