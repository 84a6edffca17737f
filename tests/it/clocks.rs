//! What only a person can say of the times of a source: what an abbreviation means, which figure is the day, and how
//! the file is read at all.

use crate::engine as engine_of;
use floodmark::engine::view::{CaseHead, Fix, RefusalsView, SourcesView, ZonePreview};
use floodmark::engine::{Command, Engine, Query};
use floodmark::import;
use floodmark::model::source::sha256;
use floodmark::model::source::{Columns, EventMapping, IncidentMapping};
use floodmark::model::{
    Abbreviation, CaseId, EventEdit, Format, Mapping, Milestone, MilestoneDecision, Reading, SourceId,
    SourceSummary, Timestamp, Zone,
};
use floodmark::workspace::change::{ChangeError, NewSource};
use floodmark::workspace::{Change, Target};
use std::collections::BTreeMap;

const CASE: CaseId = CaseId(0);
const SOURCE: SourceId = SourceId(0);

fn reading(format: Format) -> Reading {
    Reading::of(format)
}

fn column(name: &str) -> Columns {
    Columns(vec![name.to_owned()])
}

fn mapped(time: &str, text: &str) -> Reading {
    let mapping = EventMapping { time: column(time), text: column(text), ..EventMapping::default() };
    Reading::mapped(Mapping::Events(mapping))
}

fn opened(text: &str, reading: Reading) -> Engine {
    let mut engine = Engine::new();
    let imported = import::read_all("file", text.as_bytes(), Some(&reading)).unwrap();
    let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
    new.name = "file".to_owned();
    apply(&mut engine, Change::AddSources { target: Target::NewCase, sources: vec![new] });
    engine
}

fn apply(engine: &mut Engine, change: Change) {
    // A change crosses to the worker, and is kept as JSON.
    let change: Command = change.into();
    let change: Command = postcard::from_bytes(&postcard::to_allocvec(&change).unwrap()).unwrap();
    let kept: Command = serde_json::from_str(&serde_json::to_string(&change).unwrap()).unwrap();
    assert_eq!(kept, change);
    engine.apply(&kept, Timestamp(0)).unwrap();
}

fn summary(engine: &Engine) -> SourceSummary {
    let summary = engine.analysis(CASE).unwrap().summary(0).unwrap();
    assert_eq!(summary.rows, summary.events + summary.merged + summary.refused, "{summary:?}");
    summary
}

fn times(engine: &Engine) -> Vec<String> {
    engine.analysis(CASE).unwrap().timeline.events().map(|e| e.moment.earliest.to_string()).collect()
}

fn means(engine: &mut Engine, abbreviation: Abbreviation, zone: Option<Zone>) {
    apply(engine, Change::SetAbbreviation { case: CASE, source: SOURCE, abbreviation, zone });
}

fn abbreviation(name: &str) -> Abbreviation {
    name.parse().unwrap()
}

#[test]
fn an_abbreviation_of_many_zones_is_asked_about_and_its_rows_are_placed_by_the_answer() {
    let csv = "when,what\n2026-03-13 00:02:51 CST,one\n2026-03-13 00:02:52,two\n2026-03-13 00:02:53 IST,three\n2026-03-13 00:02:54 CST,four\n2026-03-13T00:02:55Z,five\n";
    let mut engine = opened(csv, mapped("when", "what"));
    assert_eq!(times(&engine), ["2026-03-13T00:02:55Z"]);
    let (said, row) = (summary(&engine), source(&engine));
    assert_eq!((said.refused, said.zone.as_str()), (4, "mixed"));
    let counts: Vec<_> =
        row.abbreviations.iter().map(|a| (a.abbreviation.name(), a.rows, a.waiting)).collect();
    assert_eq!((counts, row.naive_rows, row.waiting), (vec![("CST", 2, 2), ("IST", 1, 1)], 1, 4));
    let candidates: Vec<_> = row.abbreviations[0]
        .meanings
        .iter()
        .map(|(zone, _, first)| (zone.to_string(), first.unwrap().earliest.to_string()))
        .collect();
    let expected = [
        ("-06:00", "2026-03-13T06:02:51Z"),
        ("+08:00", "2026-03-12T16:02:51Z"),
        ("-05:00", "2026-03-13T05:02:51Z"),
    ];
    assert_eq!(candidates, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));

    let chicago: Zone = "America/Chicago".parse().unwrap();
    let preview: ZonePreview = engine_of::ask(
        &engine,
        Query::ZonePreview {
            case: CASE,
            source: SOURCE,
            zone: chicago,
            abbreviation: Some(abbreviation("CST")),
        },
    );
    let shown: Vec<_> = preview.rows.iter().map(|r| (r.text.as_str(), r.before, r.after.is_some())).collect();
    assert_eq!((preview.rows_in_all, shown), (2, vec![("one", None, true), ("four", None, true)]));
    // The zone of the source is another question.
    apply(&mut engine, Change::SetZone { case: CASE, source: SOURCE, zone: Some(Zone::Utc) });
    assert_eq!(times(&engine), ["2026-03-13T00:02:52Z", "2026-03-13T00:02:55Z"]);
    means(&mut engine, abbreviation("CST"), Some(chicago));
    assert_eq!(times(&engine)[2..], ["2026-03-13T05:02:51Z", "2026-03-13T05:02:54Z"]);
    let row = source(&engine);
    assert_eq!((row.waiting, row.abbreviations[0].zone), (1, Some(chicago)));
    let refused: RefusalsView = engine_of::ask(
        &engine,
        Query::Refusals { case: CASE, source: SOURCE, reason: None, from: 0, count: 9 },
    );
    let fixes: Vec<_> = refused.reasons.iter().map(|r| (r.count, r.fix)).collect();
    assert_eq!(fixes, [(1, Fix::Abbreviation(abbreviation("IST")))]);
    means(&mut engine, abbreviation("IST"), Some(Zone::Fixed(19_800)));
    assert_eq!((summary(&engine).refused, times(&engine).len()), (0, 5));
    engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    assert_eq!((times(&engine).len(), source(&engine).waiting), (2, 3));
    means(&mut engine, abbreviation("CST"), Some(chicago));
    means(&mut engine, abbreviation("CST"), None);
    assert_eq!(source(&engine).waiting, 3);
}

fn source(engine: &Engine) -> floodmark::engine::view::SourceRow {
    let view: SourcesView = engine_of::ask(engine, Query::Sources { case: CASE });
    view.sources.into_iter().next().unwrap()
}

#[test]
fn every_kind_of_format_keeps_its_abbreviations() {
    let files = [
        (Format::TimesketchCsv, "message,datetime,timestamp_desc\nx,2026-03-13 00:02:51 CST,y\n"),
        (
            Format::TimesketchJsonl,
            "{\"message\":\"x\",\"datetime\":\"2026-03-13 00:02:51 CST\",\"timestamp_desc\":\"y\"}\n",
        ),
        (
            Format::StreamCsv,
            "Date,Summary,User,Connector,Context,Action\n2026/03/13 12:02:51 AM CST,x,System,users,users,created\n",
        ),
        (
            Format::StreamJson,
            "[{\"date\":\"2026/03/13 12:02:51 AM CST\",\"summary\":\"x\",\"user\":\"System\",\"connector\":\"users\",\"context\":\"users\",\"action\":\"created\"}]",
        ),
        (
            Format::IrisImport,
            "event_date,event_tz,event_title,event_description,linked_assets,linked_iocs,event_tags,event_category\n2026-03-13 00:02:51, CST,x,,,,,\n",
        ),
        (
            Format::PlasoL2tcsv,
            "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra\n03/13/2026,00:02:51,CST,M...,LOG,l,t,u,h,x,x,2,f,1,-,p,-\n",
        ),
    ];
    for (format, text) in files {
        let mut engine = opened(text, reading(format));
        assert_eq!((times(&engine).len(), source(&engine).waiting), (0, 1), "{format:?}");
        means(&mut engine, abbreviation("CST"), Some(Zone::Fixed(8 * 3600)));
        assert_eq!(times(&engine), ["2026-03-12T16:02:51Z"], "{format:?}");
        assert_eq!(summary(&engine).zone, "+08:00", "{format:?}");
    }
}

#[test]
fn the_milestones_of_a_table_of_incidents_wait_for_their_abbreviation() {
    let milestones =
        BTreeMap::from([(Milestone::Detected, column("found")), (Milestone::Contained, column("done"))]);
    let mapping = IncidentMapping { id: column("id"), milestones, ..IncidentMapping::default() };
    let reading = Reading::mapped(Mapping::Incidents(mapping));
    let mut engine = opened("id,found,done\na,2026-03-13 01:00 CST,2026-03-13T12:00:00Z\n", reading);
    let detected = |engine: &Engine| engine.analysis(CASE).unwrap().milestones.moment(&Milestone::Detected);
    assert_eq!(detected(&engine), None);
    assert_eq!(source(&engine).waiting, 1);
    means(&mut engine, abbreviation("CST"), Some(Zone::Fixed(-6 * 3600)));
    assert_eq!(detected(&engine).unwrap().earliest.to_string(), "2026-03-13T07:00:00Z");
}

const BOTH_WAYS: &str = "message,datetime,timestamp_desc\nfirst,03/04/2026 10:00:00 UTC,a\nsecond,05/04/2026 11:00:00 UTC,a\nthird,2026-05-01T00:00:01Z,a\n";

#[test]
fn dates_that_fit_both_orders_are_a_question_with_both_readings() {
    let engine = opened(BOTH_WAYS, reading(Format::TimesketchCsv));
    assert_eq!((summary(&engine).refused, times(&engine).len()), (2, 1));
    let dates = source(&engine).dates.unwrap();
    assert_eq!((dates.rows, dates.day_first), (2, None));
    let shown: Vec<_> = dates.first.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    let expected = [
        ("first", "2026-04-03 10:00:00", "2026-03-04 10:00:00"),
        ("second", "2026-04-05 11:00:00", "2026-05-04 11:00:00"),
    ];
    assert_eq!(shown, expected);
    let head: CaseHead = engine_of::ask(&engine, Query::Head { case: CASE });
    assert_eq!(head.sources_open, 1);
    let refused: RefusalsView = engine_of::ask(
        &engine,
        Query::Refusals { case: CASE, source: SOURCE, reason: None, from: 0, count: 9 },
    );
    assert_eq!(refused.reasons.iter().map(|r| r.fix).collect::<Vec<_>>(), [Fix::Dates]);
}

#[test]
fn every_reader_reads_the_dates_as_it_is_told() {
    let files = [
        (Format::TimesketchCsv, BOTH_WAYS),
        (
            Format::TimesketchJsonl,
            "{\"message\":\"x\",\"datetime\":\"03/04/2026 10:00:00 UTC\",\"timestamp_desc\":\"y\"}\n",
        ),
        (
            Format::StreamJson,
            "[{\"date\":\"03/04/2026 10:00:00 UTC\",\"summary\":\"x\",\"user\":\"System\",\"connector\":\"users\",\"context\":\"users\",\"action\":\"created\"}]",
        ),
        (
            Format::WpActivityLog,
            "ID,Severity,Date,User,IP,Object,Event Type,Message\n1000,Low,03/04/2026 10:00:00 UTC,u,1,o,e,x\n",
        ),
    ];
    for (format, text) in files {
        for (choice, first) in [(true, "2026-04-03T10:00:00Z"), (false, "2026-03-04T10:00:00Z")] {
            let told = reading(format).with_day_first(Some(choice));
            let engine = opened(text, told);
            assert_eq!(times(&engine)[0], first, "{format:?}");
            assert_eq!(summary(&engine).refused, 0, "{format:?}");
            // The question stays there, answered, so that the answer can be changed.
            assert_eq!(source(&engine).dates.unwrap().day_first, Some(choice), "{format:?}");
        }
        assert!(source(&opened(text, reading(format))).dates.unwrap().day_first.is_none(), "{format:?}");
    }
}

#[test]
fn the_program_takes_what_abbreviations_mean() {
    let folder = std::env::temp_dir().join(format!("floodmark-clocks-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let paths = ["a.csv", "b.csv"].map(|name| folder.join(name).to_string_lossy().into_owned());
    for path in &paths {
        std::fs::write(path, "message,datetime,timestamp_desc\nx,2026-03-13 00:02:51 CST,y\n").unwrap();
    }
    let run = |zones: &[&str]| -> serde_json::Value {
        let zones = zones.iter().flat_map(|zone| ["--zone", zone]);
        let program =
            std::process::Command::new(env!("CARGO_BIN_EXE_analyse")).args(&paths).args(zones).output();
        serde_json::from_slice(&program.unwrap().stdout).unwrap()
    };
    let told = |output: &serde_json::Value, n: usize| {
        let source = &output["incidents"][0]["sources"][n];
        (source["zone"].as_str().unwrap().to_owned(), source["events"].as_u64().unwrap())
    };
    let asked = run(&["Europe/Berlin"]);
    assert_eq!(told(&asked, 0), ("mixed".to_owned(), 0));
    let reason = &asked["incidents"][0]["sources"][0]["refusals"][0]["reason"];
    assert!(reason.as_str().unwrap().contains("abbreviation CST is not unique"), "{reason}");
    let own = format!("{}:CST=America/Chicago", paths[1]);
    let both = run(&["CST=+08:00", &own, "Europe/Berlin"]);
    assert_eq!(told(&both, 0), ("+08:00".to_owned(), 1));
    assert_eq!(told(&both, 1), ("America/Chicago".to_owned(), 1));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_post_mortem_asks_what_each_of_its_abbreviations_means() {
    let text = "# Incident on 2026-03-16\n\n- **Key events**\n  - First detected 2026-03-16 09:05 EDT\n  - Resolved: 2026-03-16 14:48 BST\n\n\
        ## Timeline\n\n- 2026-03-16 10:20 Eastern: war room opened\n- 2026-03-16 15:00 UTC: all calm\n";
    let mut engine = opened(text, reading(Format::PostmortemMarkdown));
    let asked = |engine: &Engine| {
        let source = source(engine);
        let all = source.abbreviations.iter().map(|a| (a.abbreviation.name().to_owned(), a.waiting));
        (all.collect::<Vec<_>>(), source.waiting)
    };
    let named = |name: &str, waiting| (name.to_owned(), waiting);
    assert_eq!(asked(&engine), (vec![named("BST", 1), named("EDT", 1), named("ET", 1)], 3));
    assert_eq!(times(&engine), ["2026-03-16T15:00:00Z"]);
    let stated =
        |engine: &Engine| engine.analysis(CASE).unwrap().milestones.get(&Milestone::Detected).is_some();
    for (written, zone) in [("EDT", "-04:00"), ("BST", "Europe/London"), ("ET", "America/New_York")] {
        let (abbreviation, zone) = (written.parse().unwrap(), zone.parse().ok());
        apply(&mut engine, Change::SetAbbreviation { case: CASE, source: SOURCE, abbreviation, zone });
    }
    assert_eq!(asked(&engine).1, 0);
    // The clock of London is not yet that of summer on that day; New York's is.
    let all =
        ["2026-03-16T13:05:00Z", "2026-03-16T14:20:00Z", "2026-03-16T14:48:00Z", "2026-03-16T15:00:00Z"];
    assert_eq!(times(&engine), all);
    assert!(stated(&engine));
}

#[test]
fn a_source_is_read_again_and_decisions_follow_their_rows() {
    let mut engine = opened(BOTH_WAYS, reading(Format::TimesketchCsv));
    let zone = Some(Zone::Fixed(3600));
    apply(&mut engine, Change::SetZone { case: CASE, source: SOURCE, zone });
    let third = engine.analysis(CASE).unwrap().timeline.events().next().map(|e| (e.id, e.moment)).unwrap();
    let decision = MilestoneDecision::At { moment: third.1, event: Some(third.0), decided: Timestamp(0) };
    let milestone = Milestone::Contained;
    apply(&mut engine, Change::DecideMilestone { case: CASE, milestone, decision: Some(decision) });
    let edit = EventEdit { starred: true, ..EventEdit::default() };
    apply(&mut engine, Change::EditEvent { case: CASE, event: third.0, edit: Some(edit) });
    let before = engine.workspace().clone();
    assert_eq!(third.0.row, 0);

    let day_first = reading(Format::TimesketchCsv).with_day_first(Some(true));
    let again = |engine: &mut Engine, reading: &Reading, text: &str| {
        let imported = import::read_all("file", text.as_bytes(), Some(reading)).unwrap();
        engine.read_again(CASE, SOURCE, reading.clone(), Some(imported))
    };
    let change = again(&mut engine, &day_first, BOTH_WAYS).unwrap();
    apply(&mut engine, change);
    assert_eq!(times(&engine).len(), 3);
    let rests_on = |engine: &Engine| {
        let case = engine.workspace().case(CASE).unwrap().clone();
        let MilestoneDecision::At { event, .. } = &case.milestones[&Milestone::Contained] else { panic!() };
        (
            event.map(|id| id.row),
            case.event_edits.keys().map(|id| id.row).collect::<Vec<_>>(),
            case.sources[0].zone,
        )
    };
    assert_eq!(rests_on(&engine), (Some(2), vec![2], zone));
    let event =
        engine.analysis(CASE).unwrap().timeline.events().find(|e| e.starred()).unwrap().text.to_owned();
    assert_eq!(event, "third");

    // Another format, in which the rows are the same.
    let table = mapped("datetime", "timestamp_desc");
    let change = again(&mut engine, &table, BOTH_WAYS).unwrap();
    apply(&mut engine, change);
    assert_eq!(rests_on(&engine), (Some(0), vec![0], zone));
    assert_eq!(source(&engine).format_label, "Table, mapped");

    for _ in 0..2 {
        engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    }
    assert_eq!((engine.workspace(), times(&engine).len()), (&before, 1));
    engine.apply(&Command::Redo, Timestamp(0)).unwrap();
    assert_eq!((rests_on(&engine).0, times(&engine).len()), (Some(2), 3));
    // Every reading that undo can come to is read when the workspace is opened again.
    let mut opened = Engine::new();
    let (new, at) = (before.cases[0].sources[0].clone(), Timestamp(0));
    let new = NewSource {
        name: new.name,
        sha256: new.sha256,
        bytes: new.bytes,
        reading: new.reading,
        incidents: vec![],
    };
    opened.apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), at).unwrap();
    let change =
        Change::SetReading { case: CASE, source: SOURCE, reading: day_first.clone(), rows: BTreeMap::new() };
    opened.apply(&change.into(), at).unwrap();
    assert_eq!(opened.missing().len(), 2);
}

#[test]
fn what_cannot_be_read_again_leaves_all_as_it_was() {
    let mut engine = opened(BOTH_WAYS, reading(Format::TimesketchCsv));
    let before = engine.workspace().clone();
    let same = engine.read_again(CASE, SOURCE, reading(Format::TimesketchCsv), None).unwrap_err();
    assert_eq!(same, ChangeError::Nothing);
    let other = Reading::of(Format::IrisImport);
    // Of another file, or not supplied.
    assert!(engine.read_again(CASE, SourceId(9), other.clone(), None).is_err());
    assert!(engine.read_again(CASE, SOURCE, other, None).is_err());
    assert_eq!((engine.workspace(), times(&engine).len()), (&before, 1));
}
