//! The engine as page and `analyse` use it: commands, undo, queries, saving and opening.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use floodmark::engine::view::{
    AmendmentRow, AwarenessView, CaseHead, EventDetail, Exported, FindingsView, HiddenView, Overview,
    PlanPaper, PlanView, RawLines, ResponseView, RowsView, TechniquesView,
};
use floodmark::engine::{Answer, CaseSort, Command, Engine, Keep, Query, QueryError};
use floodmark::import;
use floodmark::model::case::AmendmentDecision;
use floodmark::model::orders::{Affected, OrderCount, Window};
use floodmark::model::source::sha256;
use floodmark::model::{
    CaseId, Duration, Format, HandEvent, MetricId, Milestone, MilestoneDecision, Moment, Reading, RowTime,
    Span, Timestamp, Zone,
};
use floodmark::plan::read::block::plain;
use floodmark::plan::redline::Op;
use floodmark::timeline::Filter;
use floodmark::workspace::{Change, Target, Workspace, change, file};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The same after crossing between page and engine.
pub fn crossed<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: &T) -> T {
    let bytes = postcard::to_allocvec(message).unwrap();
    let crossed = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(&crossed, message);
    crossed
}

pub fn ask<T: TryFrom<Answer, Error = QueryError>>(engine: &Engine, query: Query) -> T {
    let answer = engine.answer(&crossed(&query), &()).unwrap_or_else(|e| panic!("{query:?}: {e}"));
    T::try_from(crossed(&answer)).unwrap()
}

/// An engine with the example case in it.
pub fn example() -> (Engine, CaseId) {
    let mut engine = Engine::new();
    let mut sources = vec![];
    for (name, text) in floodmark::example::files() {
        let reading = floodmark::example::reading(name);
        let imported = import::read_all(name, text.as_bytes(), Some(&reading)).unwrap();
        let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
        new.name = name.to_owned();
        sources.push(new);
    }
    let now = at("2026-03-24T10:00:00Z");
    engine.apply(&Change::AddSources { target: Target::NewCase, sources }.into(), now).unwrap();
    let plan = Change::OpenPlan { name: "plan.md".into(), text: floodmark::example::plan().into() };
    engine.apply(&plan.into(), now).unwrap();
    (engine, CaseId(0))
}

#[test]
fn the_example_has_the_numbers_of_its_story() {
    let (engine, case) = example();
    let response: ResponseView = ask(&engine, Query::Response { case, zone: Zone::Utc });
    let value = |id: MetricId| response.metrics.iter().find(|m| m.metric.id == id).unwrap().metric.duration;
    let exact = |seconds: i64| Duration::Exact { value: Span::seconds(seconds) };
    assert_eq!(value(MetricId::TimeToContain), exact(2_610), "detected → contained is 43 min 30 s");
    assert_eq!(value(MetricId::ResponseTimeToContain), exact(1_710));
    assert_eq!(value(MetricId::Exposure), exact(294_339));
    assert_eq!(
        value(MetricId::Dwell),
        exact(3 * 86_400 + 9 * 3_600 + 23 * 60 + 53),
        "exploit → detected is 3 d 9 h 23 min 53 s"
    );
    assert_eq!(value(MetricId::TimeToNotifyAuthority), exact(53 * 3600 + 51 * 60));
}

#[test]
fn every_duty_has_a_line_and_every_finding_can_be_followed_to_events() {
    let (engine, case) = example();
    let findings: FindingsView = ask(&engine, Query::Findings { case });
    assert_eq!(findings.duties.len(), 11);
    assert!(findings.duties.iter().all(|d| !d.rule.is_empty()), "{:?}", findings.duties);
    for row in &findings.findings {
        assert_eq!(row.evidence.len(), row.finding.events.len(), "{}", row.finding.rule);
    }
}

#[test]
fn a_written_plan_proposes_nothing_more() {
    let (mut engine, case) = example();
    let now = at("2026-03-24T10:00:00Z");
    let plan: PlanView = ask(&engine, Query::Plan { case: Some(case), date: today() });
    // What is added is shown as it will look, not as it is written.
    let look = |r: &AmendmentRow| -> String { r.added.iter().map(|b| plain(&b.runs)).collect() };
    let added: Vec<String> = plan.amendments.iter().filter(|r| !r.added.is_empty()).map(look).collect();
    assert!(
        !added.is_empty() && added.iter().all(|text| !text.contains("##") && !text.starts_with("- ")),
        "{added:?}"
    );
    assert!(!plan.amendments.is_empty(), "the example's plan has gaps");
    let amendments = plan.amendments.iter().map(|a| a.amendment.id.clone()).collect();
    let decision = Some(AmendmentDecision::Accepted { text: None });
    engine.apply(&Change::DecideAmendments { case, amendments, decision }.into(), now).unwrap();
    let draft = |engine: &Engine| -> floodmark::engine::view::PlanDraft {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
        ask(
            engine,
            Query::PlanDraft {
                case,
                date,
                approver: "Head of operations".into(),
                version: None,
                exercised: None,
            },
        )
    };
    let first = draft(&engine);
    assert!(first.changed);
    engine
        .apply(
            &Change::WritePlan { case, text: first.text.clone(), edits: first.edits.clone(), stamp: None }
                .into(),
            now,
        )
        .unwrap();
    let plan: PlanView = ask(&engine, Query::Plan { case: Some(case), date: today() });
    assert!(
        plan.amendments.is_empty(),
        "{:?}",
        plan.amendments.iter().map(|a| &a.amendment.id).collect::<Vec<_>>()
    );
    assert_eq!(draft(&engine).text, first.text);
    // Both versions are kept, and stand side by side word by word.
    let compared: floodmark::engine::view::PlanComparison =
        ask(&engine, Query::ComparePlans { from: 0, to: 1 });
    let side = |old: bool| -> String {
        let of = |op: &Op| match op {
            Op::Equal(text) => text.clone(),
            Op::Delete(text) if old => text.clone(),
            Op::Insert(text) if !old => text.clone(),
            _ => String::new(),
        };
        compared.ops.iter().map(of).collect()
    };
    assert_eq!(side(true), floodmark::example::plan());
    assert_eq!(side(false), first.text);
    let none = engine.answer(&Query::ComparePlans { from: 0, to: 2 }, &());
    assert_eq!(none.unwrap_err(), QueryError::NoSuchVersion);
}

#[test]
fn a_text_of_the_plan_is_shown_as_its_view_asks_for_it_also_where_it_was_undone_since() {
    let (mut engine, case) = example();
    let now = at("2026-03-24T10:00:00Z");
    let edition =
        |engine: &Engine| ask::<PlanView>(engine, Query::Plan { case: Some(case), date: today() }).edition;
    let first = edition(&engine);
    let text = "# Kestrel Outfitters: Security Incident Response Plan\n\n## Contain\n\n- Close the shop.\n";
    engine.apply(&Change::OpenPlan { name: "other.md".into(), text: text.into() }.into(), now).unwrap();
    let second = edition(&engine);
    assert_ne!(first, second);
    engine.apply(&Command::Undo, now).unwrap();
    for asked in [second, first] {
        let paper: PlanPaper = ask(&engine, Query::PlanPaper { edition: asked });
        assert_eq!(paper.edition, asked);
        let closes = paper.blocks.iter().any(|b| plain(&b.runs) == "Close the shop.");
        assert_eq!(closes, asked == second, "the text of the other edition");
    }
    let none = engine.answer(&Query::PlanPaper { edition: first ^ second }, &());
    assert_eq!(none.unwrap_err(), QueryError::NoSuchVersion);
}

#[test]
fn who_carries_an_amendment_goes_with_it_wherever_it_is_written() {
    let (mut engine, case) = example();
    let now = at("2026-03-24T10:00:00Z");
    let rows =
        |engine: &Engine| ask::<PlanView>(engine, Query::Plan { case: Some(case), date: today() }).amendments;
    let first = rows(&engine).remove(0).amendment;
    let own = |owner: &str| Change::OwnAmendment { case, amendment: first.id.clone(), owner: owner.into() };
    engine.apply(&own(" Head of payments ").into(), now).unwrap();
    assert_eq!(rows(&engine)[0].amendment.owner, "Head of payments");
    let decision = Some(AmendmentDecision::Accepted { text: None });
    let decide = Change::DecideAmendments { case, amendments: vec![first.id.clone()], decision };
    engine.apply(&decide.into(), now).unwrap();
    let draft = Query::PlanDraft {
        case,
        date: today(),
        approver: "Head of operations".into(),
        version: None,
        exercised: None,
    };
    let draft: floodmark::engine::view::PlanDraft = ask(&engine, draft);
    let remark = draft.edits.iter().find_map(|e| e.remark.as_deref()).unwrap();
    assert!(remark.contains("Owner: Head of payments."), "{remark}");
    let saved = serde_json::to_string(engine.workspace().case(case).unwrap()).unwrap();
    // Whom it proposes is named by nobody.
    let row = rows(&engine).remove(0);
    assert_eq!(row.proposed_owner, first.owner);
    assert_eq!(row.own(&format!(" {} ", first.owner)).as_deref(), Some(""));
    assert_eq!(row.own("").as_deref(), Some(""));
    assert_eq!((row.own("Head of  payments "), row.own("Shop lead").as_deref()), (None, Some("Shop lead")));
    // Nobody named: it is whom the amendment proposes.
    engine.apply(&own("").into(), now).unwrap();
    let row = rows(&engine).remove(0);
    assert_eq!(row.amendment, first);
    assert_eq!((row.own(&first.owner), row.own("")), (None, None));
    let saved: floodmark::model::Case = serde_json::from_str(&saved).unwrap();
    assert_eq!(saved.owners[&first.id], "Head of payments");
    let older: floodmark::model::Case = serde_json::from_str("{}").unwrap();
    assert!(older.owners.is_empty());
}

#[test]
fn an_owner_whom_the_amendment_proposes_is_kept_by_nobody() {
    use floodmark::plan::change::owner_of;
    let (mut engine, case) = example();
    let now = at("2026-03-24T10:00:00Z");
    let plan: PlanView = ask(&engine, Query::Plan { case: Some(case), date: today() });
    let ids: Vec<String> = plan.amendments.iter().map(|row| row.amendment.id.clone()).collect();
    for row in &plan.amendments {
        assert_eq!(row.amendment.owner, owner_of(&row.amendment.id), "{}", row.amendment.id);
    }
    // As an earlier program kept it, in its file and in its journal.
    let mut workspace = Workspace::clone(engine.workspace());
    let kept = std::sync::Arc::make_mut(workspace.cases.iter_mut().find(|c| c.id == case).unwrap());
    kept.owners.insert(ids[0].clone(), owner_of(&ids[0]).to_owned());
    kept.owners.insert(ids[1].clone(), "Shop lead".to_owned());
    engine.apply(&Change::Restore { workspace: Box::new(workspace) }.into(), now).unwrap();
    let owners = |engine: &Engine| engine.workspace().case(case).unwrap().owners.clone();
    assert_eq!(owners(&engine).into_iter().collect::<Vec<_>>(), [(ids[1].clone(), "Shop lead".to_owned())]);
    let own =
        |id: &String, owner: &str| Change::OwnAmendment { case, amendment: id.clone(), owner: owner.into() };
    engine.apply(&own(&ids[1], owner_of(&ids[1])).into(), now).unwrap();
    assert!(owners(&engine).is_empty(), "{:?}", owners(&engine));
}

#[test]
fn a_dismissed_finding_changes_no_plan() {
    let (mut engine, case) = example();
    let plan: PlanView = ask(&engine, Query::Plan { case: Some(case), date: today() });
    let rule = plan.amendments[0].amendment.findings[0].clone();
    let decision = Some(floodmark::model::case::FindingDecision::Dismissed { reason: "known".into() });
    engine.apply(&Change::DecideFinding { case, rule: rule.clone(), decision }.into(), Timestamp(0)).unwrap();
    let after: PlanView = ask(&engine, Query::Plan { case: Some(case), date: today() });
    assert!(after.amendments.iter().all(|a| !a.amendment.findings.contains(&rule)));
}

#[test]
fn a_correction_lies_over_the_evidence() {
    let (mut engine, case) = example();
    let rows: RowsView =
        ask(&engine, Query::Rows { case, filter: Filter::default(), open: vec![], from: 3, count: 1 });
    let event = rows.rows[0].id;
    let edit = floodmark::model::EventEdit { text: Some("what it really was".into()), ..Default::default() };
    engine.apply(&Change::EditEvent { case, event, edit: Some(edit) }.into(), Timestamp(0)).unwrap();
    let detail: EventDetail = ask(&engine, Query::Event { case, event });
    assert_eq!(detail.row.text, "what it really was");
    assert_eq!(detail.evidence_text.as_deref(), Some(rows.rows[0].text.as_str()));
    assert!(detail.row.edited);
    assert_eq!(detail.evidence_known, None);
}

#[test]
fn what_people_wrote_is_filtered_by_and_a_star_is_no_correction() {
    let (mut engine, case) = example();
    let rows: RowsView =
        ask(&engine, Query::Rows { case, filter: Filter::default(), open: vec![], from: 3, count: 2 });
    let [starred, known] = [&rows.rows[0], &rows.rows[1]].map(|row| row.id);
    let edit = |edit: floodmark::model::EventEdit, event| Change::EditEvent { case, event, edit: Some(edit) };
    let star = floodmark::model::EventEdit { starred: true, ..Default::default() };
    let time = floodmark::model::RowTime::utc(Timestamp::from_seconds(1_773_651_900));
    let knew = floodmark::model::EventEdit { known_at: Some(time), ..Default::default() };
    engine.apply(&edit(star, starred).into(), Timestamp(0)).unwrap();
    engine.apply(&edit(knew, known).into(), Timestamp(0)).unwrap();
    let filter = Filter { edited: true, ..Filter::default() };
    let found: RowsView = ask(&engine, Query::Rows { case, filter, open: vec![], from: 0, count: 99 });
    let by_hand = engine.workspace().case(case).unwrap().hand_events.iter().filter(|e| !e.removed).count();
    let corrected: Vec<_> =
        found.rows.iter().map(|row| row.id).filter(|id| id.source.0 != u32::MAX).collect();
    assert_eq!((corrected, found.kept as usize), (vec![known], by_hand + 1));
    assert_eq!(
        found.rows.iter().find(|row| row.id == known).unwrap().known_at.unwrap().earliest.0,
        time.micros
    );
    let facets: floodmark::timeline::Facets = ask(&engine, Query::Facets { case });
    assert_eq!(facets.edited as usize, by_hand + 1);
}

#[test]
fn what_a_person_hid_is_listed_and_comes_back_with_its_other_corrections() {
    let (mut engine, case) = example();
    let all = || Query::Rows { case, filter: Filter::default(), open: vec![], from: 0, count: 99 };
    let before: RowsView = ask(&engine, all());
    let event = before.rows[3].id;
    let edit = |edit: Option<floodmark::model::EventEdit>| Change::EditEvent { case, event, edit };
    let hide =
        floodmark::model::EventEdit { hidden: true, text: Some("as corrected".into()), ..Default::default() };
    engine.apply(&edit(Some(hide)).into(), Timestamp(0)).unwrap();
    let hidden: HiddenView = ask(&engine, Query::Hidden { case });
    assert_eq!((hidden.case, hidden.total, hidden.events.len()), (case, 1, 1));
    let row = &hidden.events[0];
    assert_eq!((row.id, row.text.as_str(), row.moment), (event, "as corrected", Some(before.rows[3].moment)));
    assert_eq!(row.source_name, before.rows[3].source_name);
    let shown: RowsView = ask(&engine, all());
    assert_eq!(shown.all, before.all - 1);
    let back = floodmark::model::EventEdit { hidden: false, ..row.edit.clone() };
    engine.apply(&edit(Some(back)).into(), Timestamp(0)).unwrap();
    let hidden: HiddenView = ask(&engine, Query::Hidden { case });
    assert_eq!((hidden.total, hidden.events.len()), (0, 0));
    let shown: RowsView = ask(&engine, all());
    assert_eq!((shown.all, shown.rows[3].text.as_str()), (before.all, "as corrected"));
}

#[test]
fn what_several_sources_tell_is_a_filter_and_what_a_filter_keeps_is_a_file() {
    let row = |second: u32, text: &str| format!("2026-03-16T09:00:{second:02}Z,{text}\n");
    let header = "datetime,message\n";
    let [alert, other] = [row(1, "Login failed, user root"), row(2, "=other")];
    let (engine, case) = with_files(&[
        ("one.csv", &format!("{header}{}{other}", alert.replace("failed,", "failed"))),
        ("two.csv", &format!("{header}{}", alert.replace("failed,", "failed"))),
    ]);
    let named: TechniquesView = ask(&engine, Query::Techniques { case });
    assert_eq!(named.several, 2);
    let filter = Filter { several: true, ..Filter::default() };
    assert!(!filter.is_empty());
    let found: RowsView =
        ask(&engine, Query::Rows { case, filter: filter.clone(), open: vec![], from: 0, count: 9 });
    assert_eq!((found.total, found.kept, found.all), (1, 2, 3));
    let narrower = Filter { text: "other".into(), ..filter.clone() };
    let found: RowsView =
        ask(&engine, Query::Rows { case, filter: narrower, open: vec![], from: 0, count: 9 });
    assert_eq!(found.kept, 0);
    let part = |filter| -> Exported { ask(&engine, Query::TimelinePart { case, filter }) };
    let file = part(filter);
    assert!(file.name.ends_with("-timeline-2-of-3-events.csv"), "{}", file.name);
    assert_eq!(file.text.lines().count(), 3, "{}", file.text);
    assert!(!file.text.contains("other"));
    // What a spreadsheet would take for a formula is none in a part either.
    let formulas = part(Filter { text: "other".into(), ..Filter::default() });
    assert!(formulas.name.ends_with("-timeline-1-of-3-events.csv"), "{}", formulas.name);
    assert!(formulas.text.contains(",'=other,") && !formulas.text.contains(",=other"), "{}", formulas.text);
    // All of them are the whole file, row by row, and it reads back.
    let whole = part(Filter::default());
    let timeline = &engine.analysis(case).unwrap().timeline;
    assert_eq!(whole.text, floodmark::document::timeline_csv::write(timeline));
    let reading = Reading::of(Format::FloodmarkCsv);
    assert_eq!(import::read_all("part", file.text.as_bytes(), Some(&reading)).unwrap().report.events, 2);
}

/// Originals that are one text each.
struct Texts(&'static str);

impl floodmark::engine::Originals for Texts {
    fn read(&self, _: &str, offset: u64, length: u32) -> Option<Vec<u8>> {
        let from = offset as usize;
        let end = self.0.len().min(from + length as usize);
        self.0.as_bytes().get(from..end).map(<[u8]>::to_vec)
    }
}

#[test]
fn every_line_of_a_burst_is_shown_and_no_line_of_another() {
    let line = |second: usize, path: &str| {
        format!(
            "203.0.113.66 - - [12/Mar/2026:23:{:02}:{:02} +0000] \"GET /{path} HTTP/1.1\" 200 43 \"-\" \"curl/8\"\n",
            second / 60,
            second % 60
        )
    };
    let text: String =
        (0..600).map(|n| line(2 * n, "feed/") + &line(2 * n + 1, &format!("page-{n}"))).collect();
    let text: &'static str = text.leak();
    assert!(text.len() > 64 * 1024);
    let reading = Reading::of(Format::AccessLog);
    let imported = import::read_all("access.log", text.as_bytes(), Some(&reading)).unwrap();
    let mut engine = Engine::new();
    let sources = vec![engine.supply(&sha256(text.as_bytes()), reading, imported)];
    engine.apply(&Change::AddSources { target: Target::NewCase, sources }.into(), Timestamp(0)).unwrap();
    let case = CaseId(0);
    let rows: RowsView =
        ask(&engine, Query::Rows { case, filter: Filter::default(), open: vec![], from: 0, count: 2 });
    let detail = |row: usize| -> EventDetail {
        let query = Query::Event { case, event: rows.rows[row].id };
        engine.answer(&query, &Texts(text)).unwrap().try_into().unwrap()
    };
    let burst = detail(0);
    assert!(burst.row.text.starts_with("600 × GET /feed/"), "{}", burst.row.text);
    assert_eq!(burst.burst, Some(RawLines { shown: 500, all: Some(600) }));
    let original = burst.original.unwrap();
    assert_eq!((original.lines().count(), original.contains("page-")), (500, false));
    assert_eq!((detail(1).burst, detail(1).cut), (None, false));
    assert_eq!(detail(1).original.unwrap(), line(1, "page-0").trim_end());
}

#[test]
fn a_saved_workspace_opens_as_it_was_and_a_damaged_one_does_not() {
    let (engine, _) = example();
    let originals = floodmark::example::files()
        .into_iter()
        .map(|(_, text)| (floodmark::model::source::sha256(text.as_bytes()), text.as_bytes().to_vec()));
    let saved = file::Saved { workspace: (**engine.workspace()).clone(), originals: originals.collect() };
    let text = file::write(&saved).unwrap();
    assert_eq!(file::read(&text).unwrap(), saved);
    assert!(matches!(file::read(&text.replace("Kestrel", "Buzzard")), Err(file::FileError::Altered { .. })));
    assert!(matches!(file::read(&text[..text.len() / 2]), Err(file::FileError::Damaged { .. })));
    assert!(matches!(
        file::read(&text.replace("\"version\":1", "\"version\":99")),
        Err(file::FileError::Newer { found: 99 })
    ));
}

#[test]
fn a_saved_workspace_is_known_by_its_content() {
    let text = file::write(&file::Saved::default()).unwrap();
    let found = import::detect("something.txt", text.as_bytes(), text.len() as u64).unwrap();
    assert_eq!(found.candidates[0].reading.format, Format::Workspace);
}

#[test]
fn what_is_gone_is_said_and_changes_nothing() {
    let (mut engine, _) = example();
    let before = engine.workspace().clone();
    let gone = Change::RenameCase { case: CaseId(99), title: "x".into() };
    assert_eq!(engine.apply(&gone.into(), Timestamp(0)), Err(change::ChangeError::NoSuchCase(99)));
    assert_eq!(*engine.workspace(), before);
    assert_eq!(engine.answer(&Query::Sources { case: CaseId(99) }, &()), Err(QueryError::NoSuchCase(99)));
}

/// An engine with some Timesketch CSV files in one case.
pub fn with_files(files: &[(&str, &str)]) -> (Engine, CaseId) {
    let mut engine = Engine::new();
    let sources = files.iter().map(|(name, text)| {
        let reading = Reading::of(Format::TimesketchCsv);
        let imported = import::read_all(name, text.as_bytes(), Some(&reading)).unwrap();
        let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
        new.name = (*name).to_owned();
        new
    });
    let sources = sources.collect();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources }.into(), Timestamp(0)).unwrap();
    (engine, CaseId(0))
}

#[test]
fn events_with_both_times_have_lanes_and_a_chart_that_names_the_median() {
    let (engine, case) = with_files(&[(
        "a.csv",
        "message,datetime,timestamp_desc,known_at\nShell written,2026-03-12T00:00:00Z,Log,2026-03-16T00:00:00Z\n\
         Data copied,2026-03-15T23:00:00Z,Log,2026-03-16T01:00:00Z\nCall,2026-03-16T00:00:00Z,Log,2026-03-16T00:10:00Z\n\
         Odd one,2026-03-17T00:00:00Z,Log,2026-03-16T00:00:00Z\nPlain,2026-03-18T00:00:00Z,Log,\n",
    )]);
    let query = |text: &str| {
        let filter = Filter { text: text.into(), ..Filter::default() };
        Query::Awareness { case, filter, zone: Zone::Utc }
    };
    let view: AwarenessView = ask(&engine, query(""));
    assert_eq!((view.total, view.lanes.len()), (4, 4));
    assert_eq!(view.lanes[0], [at("2026-03-12T00:00:00Z"), at("2026-03-16T00:00:00Z")]);
    let chart = view.gaps.unwrap();
    assert_eq!(chart.title(), "Half of 3 events were known within 2 h");
    assert_eq!(chart.caption(), "n = 3; 1 known before it happened, left out");
    let longest: Vec<_> = chart.table().rows.into_iter().map(|r| (r[0].clone(), r[3].clone())).collect();
    assert_eq!(longest[0], ("Shell written".to_owned(), "345600".to_owned()));
    assert_eq!(longest[2].0, "Call");
    let one: AwarenessView = ask(&engine, query("shell"));
    assert_eq!(one.gaps.unwrap().title(), "The responders knew of it after 4 d");
    let none: AwarenessView = ask(&engine, query("plain"));
    assert_eq!((none.total, none.gaps), (0, None));
}

/// Figures of orders.
fn order_count(rows: u64) -> Box<OrderCount> {
    let window = Window { from: Timestamp(0), to: Timestamp(1), zone: Some(Zone::Utc), day_first: None };
    Box::new(OrderCount::new("orders.csv", "", window, Affected { rows, ..Affected::default() }))
}

/// A change that fits a workspace with a few cases.
fn any_change() -> impl Strategy<Value = Change> {
    let case = || (0..3_u32).prop_map(CaseId);
    let moment = any::<i32>().prop_map(|s| Moment::exact(Timestamp::from_seconds(i64::from(s))));
    let milestone = prop::sample::select(Milestone::ALL.to_vec());
    prop_oneof![
        (case(), ".{0,12}").prop_map(|(case, title)| Change::RenameCase { case, title }),
        case().prop_map(|case| Change::RemoveCase { case }),
        (case(), any::<Option<u64>>())
            .prop_map(|(case, rows)| Change::CountOrders { case, count: rows.map(order_count) }),
        (case(), milestone, moment).prop_map(|(case, milestone, moment)| Change::DecideMilestone {
            case,
            milestone,
            decision: Some(MilestoneDecision::At { moment, event: None, decided: Timestamp(0) }),
        }),
        (case(), "[a-z]{1,8}").prop_map(|(case, words)| Change::AddEvents {
            case,
            events: vec![HandEvent {
                time: RowTime::utc(Timestamp(0)),
                known_at: None,
                text: words.clone(),
                kind: String::new(),
                actor: String::new(),
                asset: String::new(),
                tags: vec![],
                words,
                written: Timestamp(0),
                removed: false,
            }],
        }),
        ".{0,40}".prop_map(|text| Change::OpenPlan { name: "plan.md".into(), text }),
        Just(Change::RemovePlan),
        Just(Change::Clear),
    ]
}

fn three_cases() -> Engine {
    let mut engine = Engine::new();
    for n in 0..3 {
        let source = change::NewSource {
            name: format!("file-{n}.csv"),
            sha256: format!("{n:064}"),
            bytes: 1,
            reading: Reading::of(Format::TimesketchCsv),
            incidents: vec![],
        };
        let add = Change::AddSources { target: Target::NewCase, sources: vec![source] };
        engine.apply(&add.into(), Timestamp(0)).unwrap();
    }
    engine
}

proptest! {
    #[test]
    fn undoing_everything_gives_back_the_beginning_and_redoing_the_end(
        changes in prop::collection::vec(any_change(), 1..12)
    ) {
        let mut engine = three_cases();
        let start: Workspace = (**engine.workspace()).clone();
        let applied = changes.iter().filter(|c| engine.apply(&Command::from((*c).clone()), Timestamp(1)).is_ok()).count();
        let end: Workspace = (**engine.workspace()).clone();
        for _ in 0..applied {
            engine.apply(&Command::Undo, Timestamp(2)).unwrap();
        }
        prop_assert_eq!(&**engine.workspace(), &start);
        for _ in 0..applied {
            engine.apply(&Command::Redo, Timestamp(3)).unwrap();
        }
        prop_assert_eq!(&**engine.workspace(), &end);
    }

    #[test]
    fn the_journal_folds_to_the_same_workspace(changes in prop::collection::vec(any_change(), 1..12)) {
        let mut engine = three_cases();
        let mut again = three_cases();
        for change in changes {
            let command = Command::from(change);
            if engine.apply(&command, Timestamp(1)).is_ok() {
                let kept = serde_json::to_string(&command).unwrap();
                again.apply(&serde_json::from_str(&kept).unwrap(), Timestamp(1)).unwrap();
            }
        }
        prop_assert_eq!(engine.workspace(), again.workspace());
    }
}

#[test]
fn the_overview_names_what_undo_would_undo() {
    let (mut engine, case) = example();
    engine.apply(&Change::RenameCase { case, title: "Spring".into() }.into(), Timestamp(0)).unwrap();
    let overview: Overview = ask(&engine, Query::Overview);
    assert_eq!(overview.undo.as_deref(), Some("rename the case"));
    assert_eq!(overview.redo, None);
    engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    let overview: Overview = ask(&engine, Query::Overview);
    assert_eq!(overview.redo.as_deref(), Some("rename the case"));
}

#[test]
fn a_large_case_is_shown_before_its_texts_are_read() {
    let mut text = String::from("message,datetime,timestamp_desc\n");
    for n in 0..50_000 {
        text += &format!("session opened for user {n},2026-03-16T09:00:{:02}Z,Log\n", n % 60);
    }
    text += "Checkout taken offline: skimmer contained,2026-03-16T09:48:30Z,Containment\n";
    let (engine, case) = with_files(&[("big.csv", &text)]);
    let last = || -> RowsView {
        ask(&engine, Query::Rows { case, filter: Filter::default(), open: vec![], from: 50_000, count: 9 })
    };
    let head = Query::Head { case };
    assert_eq!((last().rows.len(), last().rows[0].milestones.len()), (1, 0));
    assert!(engine.advance(&Query::Histogram {
        case,
        filter: Filter::default(),
        from: None,
        to: None,
        bins: 9,
        by_phase: false,
    }));
    let before = engine.revision();
    let steps = std::iter::repeat_with(|| engine.advance(&head)).take_while(|done| !done).count();
    assert_eq!(steps, 3, "each step reads 20,000 texts, then compares twice as many");
    // The page hears of it by the revision, and asks for the rows again.
    let answer: CaseHead = ask(&engine, head.clone());
    assert!(answer.revision > before && answer.milestones > 0);
    assert_eq!(last().rows[0].milestones[0].0, Milestone::Contained);
    assert!(engine.advance(&head) && engine.revision() == answer.revision, "nothing is left to read");
    // What steps read is what is read at once.
    let (again, _) = with_files(&[("big.csv", &text)]);
    let response = Query::Response { case, zone: Zone::Utc };
    assert_eq!(ask::<ResponseView>(&engine, response.clone()), ask::<ResponseView>(&again, response));
    let findings = Query::Findings { case };
    assert_eq!(ask::<FindingsView>(&engine, findings.clone()), ask::<FindingsView>(&again, findings));
}

/// All lines of the table of cases, by when they began.
pub fn all_rows(metric: &MetricId, by: Option<&str>) -> Query {
    Query::CaseRows {
        keep: Keep::default(),
        by: by.map(str::to_owned),
        sort: CaseSort::Began,
        down: false,
        metric: metric.clone(),
        from: 0,
        count: 200,
    }
}

fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 4, 2).unwrap()
}
