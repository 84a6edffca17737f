//! Sources through the engine: how each is read and why, its clock, its refusals, its hash, and what is gone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::{all_rows, ask, at, crossed, example, with_files};
use floodmark::engine::view::{
    CaseRow, CaseRowsView, CaseTableLine, Fix, OffsetEvidence, OffsetPreview, Place, RefusalsView, RowsView,
    SourcesView,
};
use floodmark::engine::{Command, Engine, Query};
use floodmark::import;
use floodmark::model::source::{Columns, EventMapping, sha256};
use floodmark::model::{
    CaseId, Duration, EventId, Format, Mapping, MetricId, Moment, Reading, Span, Timestamp,
};
use floodmark::timeline::Filter;
use floodmark::workspace::{Change, Target, file};

#[test]
fn a_preset_is_kept_under_its_name_until_it_is_forgotten() {
    let (mut engine, _) = example();
    let now = at("2026-03-24T10:00:00Z");
    let text = "What,When\nCheckout off,2026-03-16T09:48:30Z\n";
    let mapping = import::suggest_mapping(text.as_bytes());
    let keep = |mapping| Command::from(Change::KeepPreset { name: " Shift log ".into(), mapping });
    engine.apply(&crossed(&keep(Some(mapping.clone()))), now).unwrap();
    let header = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    let kept = engine.workspace().presets["Shift log"].clone();
    assert_eq!(kept, mapping);
    assert!(kept.fits(&header("when,Who,what")) && !kept.fits(&header("When,Who")));
    assert!(engine.apply(&keep(Some(mapping)), now).is_err(), "nothing would change");
    let saved = file::Saved { workspace: (**engine.workspace()).clone(), originals: Default::default() };
    assert_eq!(file::read(&file::write(&saved).unwrap()).unwrap().workspace.presets.len(), 1);
    engine.apply(&keep(None), now).unwrap();
    assert!(engine.workspace().presets.is_empty());
    engine.apply(&Command::Undo, now).unwrap();
    assert_eq!(engine.workspace().presets.len(), 1);
}

#[test]
fn sources_add_up_and_rows_keep_their_order() {
    let (engine, case) = example();
    let sources: SourcesView = ask(&engine, Query::Sources { case });
    for row in &sources.sources {
        assert_eq!(row.summary.events + row.summary.refused, row.summary.rows, "{}", row.summary.name);
        assert_eq!(row.summary.refused, 0, "{:?}", row.summary.refusals);
    }
    let rows: RowsView =
        ask(&engine, Query::Rows { case, filter: Filter::default(), open: vec![], from: 0, count: 500 });
    assert_eq!(rows.total as usize, rows.rows.len());
    assert!(rows.rows.is_sorted_by_key(|r| r.moment.earliest));
    let filter = Filter { text: "checkout".into(), ..Filter::default() };
    let found: RowsView = ask(&engine, Query::Rows { case, filter, open: vec![], from: 0, count: 500 });
    assert!(found.total > 0 && found.total < rows.total);
}

#[test]
fn a_file_whose_original_is_gone_leaves_the_rest() {
    let (engine, case) = example();
    let mut reopened = Engine::new();
    let workspace = Box::new((**engine.workspace()).clone());
    reopened.apply(&Change::Restore { workspace }.into(), Timestamp(0)).unwrap();
    assert_eq!(reopened.missing().len(), floodmark::example::files().len());
    let sources: SourcesView = ask(&reopened, Query::Sources { case });
    assert!(sources.sources.iter().all(|s| !s.at_hand && !s.summary.notes.is_empty()));
}

#[test]
fn a_clock_offset_is_estimated_from_shared_events_and_never_applied_by_itself() {
    let (mut engine, case) = with_files(&[
        (
            "camera.csv",
            "message,datetime,timestamp_desc\nDoor 4 opened,2026-03-16T09:00:00Z,Log\n\
             User jsmith badge 88213 at gate,2026-03-16T09:05:00Z,Log\nAlarm set,2026-03-16T09:10:01Z,Log\n\
             Only here,2026-03-16T09:11:00Z,Log\nPolice called,2026-03-16T09:30:00Z,Log\n",
        ),
        (
            "panel.csv",
            "message,datetime,timestamp_desc\ndoor 4 opened.,2026-03-16T09:02:13Z,Log\n\
             User jsmith badge 88213 at the gate,2026-03-16T09:07:13Z,Log\nAlarm set,2026-03-16T09:12:13Z,Log\n\
             Police called,2026-03-16T13:00:00Z,Log\nNothing alike,2026-03-16T09:50:00Z,Log\n",
        ),
    ]);
    let sources: SourcesView = ask(&engine, Query::Sources { case });
    let source = sources.sources[0].id;
    let evidence: OffsetEvidence = ask(&engine, Query::OffsetEvidence { case, source });
    let [row] = evidence.others.as_slice() else { panic!("{evidence:?}") };
    assert_eq!((row.name.as_str(), row.pairs, row.agree), ("panel.csv", 4, 3));
    // Of −, 132 s, 133 s, 133 s and four hours, the middle.
    assert_eq!((row.offset, row.spread), (Span::seconds(133), Span::seconds(1)));
    let alike = row.shown.iter().find(|p| p.other_text.is_some()).unwrap();
    assert_eq!(alike.other_text.as_deref(), Some("User jsmith badge 88213 at the gate"));
    assert!(!row.shown.iter().find(|p| p.text == "Police called").unwrap().agrees);
    // Asked, shown, not applied.
    let same: SourcesView = ask(&engine, Query::Sources { case });
    assert_eq!(same.sources[0].clock_offset, Span::ZERO);
    let preview: OffsetPreview = ask(&engine, Query::OffsetPreview { case, source, offset: row.offset });
    assert_eq!((preview.rows.len(), preview.rows_in_all), (3, 5));
    assert_eq!(preview.rows[0].before, Moment::exact(at("2026-03-16T09:00:00Z")));
    assert_eq!(preview.rows[0].after, Some(Moment::exact(at("2026-03-16T09:02:13Z"))));
    // Once applied, the estimate is still that of the file's own clock.
    let set = Change::SetClockOffset { case, source, offset: row.offset, whole_file: false };
    engine.apply(&set.into(), Timestamp(0)).unwrap();
    let after: OffsetEvidence = ask(&engine, Query::OffsetEvidence { case, source });
    assert_eq!(after.others[0].offset, row.offset);
    // What now stands at one time says where else it stands, in one row unless it is opened.
    let door = Filter { text: "door".into(), ..Filter::default() };
    let list = |filter: &Filter, open: Vec<EventId>| -> RowsView {
        ask(&engine, Query::Rows { case, filter: filter.clone(), open, from: 0, count: 9 })
    };
    let also = |rows: &RowsView| -> Vec<(Option<u32>, Vec<Option<u32>>)> {
        rows.rows.iter().map(|r| (r.source, r.also_in.iter().map(|a| a.0).collect())).collect()
    };
    let closed = list(&door, vec![]);
    assert_eq!(also(&closed), [(Some(0), vec![Some(1)])]);
    assert_eq!((closed.total, closed.kept), (1, 2));
    let group = closed.rows[0].group.unwrap();
    assert_eq!((group.others, group.first, group.open), (1, true, false));
    let open = list(&door, vec![group.name]);
    assert_eq!(also(&open), [(Some(0), vec![Some(1)]), (Some(1), vec![Some(0)])]);
    assert_eq!(open.rows.iter().map(|r| r.group.unwrap().first).collect::<Vec<_>>(), [true, false]);
    // The one without a row of its own is found in the other's, and where it stands once that is opened.
    let find = |open: Vec<EventId>, event: EventId| -> Place {
        ask(&engine, Query::Locate { case, filter: door.clone(), open, event })
    };
    let second = open.rows[1].id;
    assert_eq!(find(vec![], second), Place { row: Some(0), within: Some(group.name) });
    assert_eq!(find(vec![group.name], second), Place { row: Some(1), within: None });
    // A list that has but one of them shows it, and says where else it stands.
    let one = list(&Filter { sources: vec![second.source], ..door.clone() }, vec![]);
    assert_eq!((also(&one), one.rows[0].group), (vec![(Some(1), vec![Some(0)])], None));
    // Seen from the other file, whose clock is then right.
    let other = sources.sources[1].id;
    let back: OffsetEvidence = ask(&engine, Query::OffsetEvidence { case, source: other });
    assert_eq!(back.others[0].offset, Span::ZERO);
}

#[test]
fn a_hundred_thousand_refusals_come_by_reason_in_parts_and_as_a_file() {
    let mut text = String::from("message,datetime,timestamp_desc\nfine,2026-03-16T09:00:00Z,Log\n");
    for n in 0..100_000 {
        text += &match n % 4 {
            0 => format!("row {n},yesterday {n},Log\n"),
            _ => format!("row {n},2026-03-16 09:00:00,Log\n"),
        };
    }
    let (engine, case) = with_files(&[("big.csv", &text)]);
    let sources: SourcesView = ask(&engine, Query::Sources { case });
    let (source, summary) = (sources.sources[0].id, &sources.sources[0].summary);
    assert_eq!((summary.rows, summary.events, summary.refused), (100_001, 1, 100_000));
    assert!(summary.refusals.is_empty(), "they are asked for on their own");
    let all = Query::Refusals { case, source, reason: None, from: 99_999, count: 60 };
    let last: RefusalsView = ask(&engine, all);
    assert_eq!((last.total, last.rows.len(), last.rows[0].line), (100_000, 1, 100_002));
    assert_eq!(last.reasons.iter().map(|r| r.count).sum::<u32>(), 100_000);
    assert_eq!(last.reasons[0].count, 75_000);
    assert_eq!(last.reasons[0].fix, Fix::Zone);
    assert_eq!(last.reasons[1].fix, Fix::None);
    let reason = Some(last.reasons[1].reason.clone());
    let bad: RefusalsView = ask(&engine, Query::Refusals { case, source, reason, from: 1, count: 2 });
    assert_eq!((bad.total, bad.rows.len(), bad.rows[0].line), (25_000, 2, 7));
    let csv: floodmark::engine::view::Exported = ask(&engine, Query::RefusalsCsv { case, source });
    assert_eq!(csv.name, "big-refused.csv");
    assert_eq!(csv.text.lines().count(), 100_001);
}

#[test]
fn a_file_may_get_its_hash_after_its_rows_are_shown() {
    let text = "message,datetime,timestamp_desc\nDoor 4 opened,2026-03-16T09:00:00Z,Log\n";
    let reading = Reading::of(Format::TimesketchCsv);
    let read = || import::read_all("door.csv", text.as_bytes(), Some(&reading)).unwrap();
    let mut engine = Engine::new();
    let new = engine.supply("file 1", reading.clone(), read());
    let add = Change::AddSources { target: Target::NewCase, sources: vec![new] };
    engine.apply(&add.into(), Timestamp(0)).unwrap();
    let case = CaseId(0);
    let hash_shown = |engine: &Engine| {
        let sources: SourcesView = ask(engine, Query::Sources { case });
        assert!(sources.sources[0].at_hand);
        sources.sources[0].summary.sha256.clone()
    };
    assert_eq!(hash_shown(&engine), "", "a name for the time being is no hash");
    let (timeline, revision) = (engine.analysis(case).unwrap().timeline.clone(), engine.revision());
    engine.hashed("file 1", &sha256(text.as_bytes()));
    assert_eq!(hash_shown(&engine), sha256(text.as_bytes()));
    assert!(engine.revision() > revision && engine.missing().is_empty());
    assert!(
        std::rc::Rc::ptr_eq(&timeline, &engine.analysis(case).unwrap().timeline),
        "nothing is sorted anew"
    );
    assert_eq!(engine.workspace().originals(), [sha256(text.as_bytes())]);
    engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    engine.apply(&Command::Redo, Timestamp(0)).unwrap();
    assert_eq!(hash_shown(&engine), sha256(text.as_bytes()));
}

#[test]
fn a_source_says_why_it_is_read_so_and_wrong_columns_can_be_chosen_again() {
    let text = "When,What,Note\n2026-03-16T09:00:00Z,Door 4 opened,\nsoon,Alarm set,2026-03-16T09:01:00Z\n";
    let read = |time: &str| {
        let columns = |name: &str| Columns(vec![name.to_owned()]);
        let mapping = EventMapping { time: columns(time), text: columns("What"), ..EventMapping::default() };
        let reading = Reading::mapped(Mapping::Events(mapping));
        let imported = import::read_all("table.csv", text.as_bytes(), Some(&reading)).unwrap();
        let mut engine = Engine::new();
        let sources = vec![engine.supply(&sha256(text.as_bytes()), reading, imported)];
        let add = Change::AddSources { target: Target::NewCase, sources };
        engine.apply(&add.into(), Timestamp(0)).unwrap();
        let case = CaseId(0);
        let sources: SourcesView = ask(&engine, Query::Sources { case });
        let source = sources.sources[0].id;
        let refused = Query::Refusals { case, source, reason: None, from: 0, count: 9 };
        (sources.sources[0].why.clone(), ask::<RefusalsView>(&engine, refused))
    };
    let (why, refused) = read("When");
    let suggested = import::detect("table.csv", text.as_bytes(), text.len() as u64).unwrap();
    assert_eq!(why, suggested.candidates[0].evidence);
    assert_eq!((refused.total, refused.reasons[0].fix), (1, Fix::Another));
    assert_eq!(read("Note").0, "you chose the columns");
    // A format of its own has nothing to choose.
    let (engine, case) = with_files(&[("own.csv", "message,datetime,timestamp_desc\nlate,soon,Log\n")]);
    let sources: SourcesView = ask(&engine, Query::Sources { case });
    let source = sources.sources[0].id;
    let refused: RefusalsView =
        ask(&engine, Query::Refusals { case, source, reason: None, from: 0, count: 9 });
    assert_eq!(refused.reasons[0].fix, Fix::None);
    assert!(sources.sources[0].why.contains("`timestamp_desc`"), "{}", sources.sources[0].why);
}

#[test]
fn a_list_of_incidents_becomes_cases_and_an_open_one_is_censored() {
    let text = "name,title,status,reported_at,stable_at,closed_at\n\
        d-1,Skimmer,Closed,2026-03-16 09:05:00,2026-03-16 09:48:30,2026-03-18 10:00:00\n\
        d-2,Phishing,Active,2026-03-17 09:00:00,,\n";
    let found = import::detect("incidents.csv", text.as_bytes(), text.len() as u64).unwrap();
    let reading = found.candidates[0].reading.clone();
    assert_eq!(reading.format, Format::DispatchIncidents);
    let imported = import::read_all("incidents.csv", text.as_bytes(), Some(&reading)).unwrap();
    let mut engine = Engine::new();
    let sources = vec![engine.supply(&sha256(text.as_bytes()), reading, imported)];
    engine.apply(&Change::AddSources { target: Target::NewCase, sources }.into(), Timestamp(0)).unwrap();
    let metric = MetricId::TimeToContain;
    let rows: CaseRowsView = ask(&engine, all_rows(&metric, None));
    let cases: Vec<CaseRow> = rows
        .shown
        .into_iter()
        .map(|line| match line {
            CaseTableLine::Case(row) => row,
            group => panic!("{group:?}"),
        })
        .collect();
    assert_eq!(cases.iter().map(|c| c.title.as_str()).collect::<Vec<_>>(), ["Skimmer", "Phishing"]);
    let contained = |n: usize| cases[n].metrics.iter().find(|(id, _)| *id == metric).map(|(_, d)| *d);
    assert_eq!(contained(0), Some(Duration::Exact { value: Span::seconds(43 * 60 + 30) }));
    // At least until the last moment that the file knows.
    let min = at("2026-03-18T10:00:00Z").since(at("2026-03-17T09:00:00Z"));
    assert_eq!(contained(1), Some(Duration::RightCensored { min }));
}
