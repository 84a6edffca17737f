//! What only a person can say of the times of a source: what an abbreviation means, which figure is the day, and how
//! the file is read at all.

use crate::engine as engine_of;
use floodmark::engine::view::{CaseHead, Fix, RefusalsView, RowsView, SourcesView, ZonePreview};
use floodmark::engine::{Command, Engine, Query};
use floodmark::import;
use floodmark::model::source::sha256;
use floodmark::model::source::{Columns, EventMapping, IncidentMapping};
use floodmark::model::{
    Abbreviation, CaseId, Duration, EventEdit, Format, Mapping, MetricId, Milestone, MilestoneDecision,
    Precision, Reading, SourceId, SourceSummary, Span, Timestamp, Zone, ZoneOrigin,
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
    apply(
        engine,
        Change::SetAbbreviation { case: CASE, source: SOURCE, abbreviation, zone, whole_file: false },
    );
}

fn abbreviation(name: &str) -> Abbreviation {
    name.parse().unwrap()
}

#[test]
fn a_named_zone_of_the_row_itself_makes_an_interval_of_what_its_clock_shows_twice() {
    let csv = "when,what\n2026-10-25 02:30:00 Europe/Berlin,twice\n2026-03-29 02:30:00 Europe/Berlin,never\n2026-10-25 12:00:00 Europe/Berlin,once\n";
    let mut engine = opened(csv, mapped("when", "what"));
    let analysis = engine.analysis(CASE).unwrap();
    let events: Vec<_> = analysis.timeline.events().map(|e| (e.text, e.moment)).collect();
    let [("twice", twice), ("once", once)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(
        [twice.earliest, twice.latest].map(|t| t.to_string()),
        ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
    );
    assert_eq!((twice.precision, twice.zone), (Precision::Repeated, ZoneOrigin::Stated));
    assert_eq!(once.earliest.to_string(), "2026-10-25T11:00:00Z");
    assert!(once.is_exact());
    let rows: RowsView = engine_of::ask(
        &engine,
        Query::Rows { case: CASE, filter: Default::default(), open: vec![], from: 0, count: 1 },
    );
    assert_eq!(rows.rows[0].notes, ["the clock shows this time twice that day"]);
    // No zone is asked for: that of the row stands, whatever is asserted, and says why one of them has no place.
    let (said, row) = (summary(&engine), source(&engine));
    assert_eq!((said.zone.as_str(), said.refused, row.naive_rows, row.waiting), ("stated", 1, 0, 0));
    assert_eq!(
        said.refusals[0].reason,
        "time does not exist: the clock of Europe/Berlin, which the row names, skips it; correct it in the file"
    );
    let before = times(&engine);
    let zone = Some(Zone::Utc);
    apply(&mut engine, Change::SetZone { case: CASE, source: SOURCE, zone, whole_file: false });
    assert_eq!(times(&engine), before);
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
    apply(
        &mut engine,
        Change::SetZone { case: CASE, source: SOURCE, zone: Some(Zone::Utc), whole_file: false },
    );
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

fn fleet(columns: &[(Milestone, &str)]) -> Reading {
    let milestones = columns.iter().map(|(milestone, name)| (milestone.clone(), column(name))).collect();
    let mapping = IncidentMapping { id: column("id"), milestones, ..IncidentMapping::default() };
    Reading::mapped(Mapping::Incidents(mapping))
}

#[test]
fn the_milestones_of_a_table_of_incidents_stand_where_its_rows_do() {
    let columns = [(Milestone::Detected, "found"), (Milestone::Contained, "done")];
    let csv = "id,found,done\na,2026-03-16 10:48,2026-03-16T12:00:00Z\nb,2026-03-17 10:00,2026-03-17 11:30\n";
    let mut engine = opened(csv, fleet(&columns));
    let at = |engine: &Engine, case: u32, milestone: &Milestone| {
        let moment = engine.analysis(CaseId(case)).unwrap().milestones.moment(milestone)?;
        Some((moment.earliest.to_string(), moment.zone))
    };
    let contain = |engine: &Engine, case: u32| {
        let analysis = engine.analysis(CaseId(case)).unwrap();
        analysis.metrics.iter().find(|m| m.id == MetricId::TimeToContain).unwrap().duration
    };
    // Nothing stands anywhere before the zone is told, as the rows.
    assert_eq!(at(&engine, 0, &Milestone::Detected), None);
    assert_eq!(times(&engine), ["2026-03-16T12:00:00Z"]);
    assert_eq!((at(&engine, 1, &Milestone::Detected), source(&engine).waiting), (None, 1));
    assert_eq!(source(&engine).file_cases, 2);

    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let set = |whole_file| Change::SetZone { case: CASE, source: SOURCE, zone: Some(berlin), whole_file };
    apply(&mut engine, set(false));
    let asserted = |text: &str| Some((text.to_owned(), ZoneOrigin::Asserted));
    assert_eq!(at(&engine, 0, &Milestone::Detected), asserted("2026-03-16T09:48:00Z"));
    assert_eq!(times(&engine), ["2026-03-16T09:48:00Z", "2026-03-16T12:00:00Z"]);
    assert_eq!(contain(&engine, 0), Duration::Exact { value: Span::seconds(2 * 3600 + 12 * 60) });
    assert_eq!(at(&engine, 1, &Milestone::Detected), None);
    // One answer for the whole file.
    apply(&mut engine, set(true));
    assert_eq!(at(&engine, 1, &Milestone::Detected), asserted("2026-03-17T09:00:00Z"));
    let offset = Span::seconds(-60);
    apply(&mut engine, Change::SetClockOffset { case: CASE, source: SOURCE, offset, whole_file: true });
    assert_eq!(at(&engine, 0, &Milestone::Contained).unwrap().0, "2026-03-16T11:59:00Z");
    assert_eq!(at(&engine, 1, &Milestone::Contained), asserted("2026-03-17T10:29:00Z"));
    engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    assert_eq!(at(&engine, 1, &Milestone::Contained), asserted("2026-03-17T10:30:00Z"));
}

#[test]
fn the_record_of_a_table_of_incidents_ends_with_its_last_wall_clock() {
    let columns = [(Milestone::Detected, "found"), (Milestone::Contained, "done")];
    let csv = "id,found,done\na,2026-03-16 10:00,\nb,2026-03-16 11:00,2026-03-16 12:00\n";
    let mut engine = opened(csv, fleet(&columns));
    let zone = Some("Europe/Berlin".parse::<Zone>().unwrap());
    apply(&mut engine, Change::SetZone { case: CASE, source: SOURCE, zone, whole_file: true });
    let analysis = engine.analysis(CASE).unwrap();
    assert_eq!(analysis.as_of.to_string(), "2026-03-16T11:00:00Z");
    let open = analysis.metrics.iter().find(|m| m.id == MetricId::TimeToContain).unwrap().duration;
    assert_eq!(open, Duration::RightCensored { min: Span::seconds(2 * 3600) });
}

#[test]
fn a_clock_offset_moves_the_milestones_of_a_veris_incident() {
    let veris = r#"{"schema_version":"1.4.0","incident_id":"x","summary":"y","security_incident":"Confirmed",
        "timeline":{"incident":{"year":2026,"month":3,"day":12}}}"#;
    let mut engine = opened(veris, reading(Format::VerisJson));
    let compromise = |engine: &Engine| {
        let moment = engine.analysis(CASE).unwrap().milestones.moment(&Milestone::Compromise).unwrap();
        (moment.earliest.to_string(), moment.zone)
    };
    assert_eq!(compromise(&engine), ("2026-03-12T00:00:00Z".to_owned(), ZoneOrigin::Assumed));
    let zone = Some("Europe/Berlin".parse::<Zone>().unwrap());
    apply(&mut engine, Change::SetZone { case: CASE, source: SOURCE, zone, whole_file: false });
    assert_eq!(compromise(&engine), ("2026-03-11T23:00:00Z".to_owned(), ZoneOrigin::Asserted));
    let offset = Span::seconds(86_400);
    apply(&mut engine, Change::SetClockOffset { case: CASE, source: SOURCE, offset, whole_file: false });
    assert_eq!(compromise(&engine).0, "2026-03-12T23:00:00Z");
}

#[test]
fn changes_from_before_were_said_of_one_case() {
    let old = r#"{"set_zone":{"case":0,"source":0,"zone":"Europe/Berlin"}}"#;
    let read: Change = serde_json::from_str(old).unwrap();
    assert!(matches!(read, Change::SetZone { whole_file: false, .. }), "{read:?}");
}

#[test]
fn the_dates_of_a_table_of_incidents_are_a_question_with_both_readings() {
    let columns = [(Milestone::Detected, "found"), (Milestone::Contained, "done")];
    let csv = "id,found,done\na,03/04/2026 10:00Z,2026-05-01T00:00:00Z\nb,2026-04-02T00:00:00Z,05/04/2026 11:00Z\nc,2026-04-03T00:00:00Z,\n";
    for (choice, found) in [(true, "2026-04-03T10:00:00Z"), (false, "2026-03-04T10:00:00Z")] {
        let mut engine = opened(csv, fleet(&columns));
        assert_eq!(engine.workspace().cases.len(), 1);
        let dates = source(&engine).dates.unwrap();
        assert_eq!((dates.rows, dates.day_first), (2, None));
        assert_eq!(dates.first[0], ("a".into(), "2026-04-03 10:00:00".into(), "2026-03-04 10:00:00".into()));
        let refused: RefusalsView = engine_of::ask(
            &engine,
            Query::Refusals { case: CASE, source: SOURCE, reason: None, from: 0, count: 9 },
        );
        assert!(refused.reasons.iter().all(|r| r.fix == Fix::Dates), "{refused:?}");
        // The answer makes a case of each row, and stays there to be changed.
        let again = fleet(&columns).with_day_first(Some(choice));
        let imported = import::read_all("file", csv.as_bytes(), Some(&again)).unwrap();
        let change = engine.read_again(CASE, SOURCE, again, Some(imported)).unwrap();
        apply(&mut engine, change);
        assert_eq!(engine.workspace().cases.len(), 3);
        let detected = |case: &std::sync::Arc<floodmark::model::Case>| {
            engine.analysis(case.id).unwrap().milestones.moment(&Milestone::Detected)
        };
        let all: Vec<String> =
            engine.workspace().cases.iter().filter_map(detected).map(|m| m.earliest.to_string()).collect();
        assert!(all.contains(&found.to_owned()), "{all:?}");
        assert_eq!(source(&engine).dates.unwrap().day_first, Some(choice));
    }
    // Where one reading alone fits all, nothing is asked.
    let told = "id,found,done\na,03/04/2026 10:00Z,25/04/2026 11:00Z\n";
    let engine = opened(told, fleet(&columns));
    let refused = engine.analysis(CASE).unwrap().summary(0).unwrap().refused;
    assert_eq!((source(&engine).dates, refused), (None, 0));
}

#[test]
fn when_the_responders_knew_is_read_as_the_times_are_or_noted() {
    let header = "message,datetime,timestamp_desc,known_at\n";
    let known = |rows: &str, day_first: Option<bool>| {
        let reading = reading(Format::TimesketchCsv).with_day_first(day_first);
        let engine = opened(&format!("{header}{rows}"), reading);
        let analysis = engine.analysis(CASE).unwrap();
        let timeline = &analysis.timeline;
        let told: Vec<String> = timeline
            .events()
            .map(|event| match event.known_at {
                Some(moment) => moment.earliest.to_string(),
                None => format!("{:?}", event.notes),
            })
            .collect();
        told
    };
    let clear = "a,2026-03-13T00:00:01Z,x,soon\nb,2026-03-13T00:00:02Z,x,2026-03-16T09:05:00Z\n";
    let told = known(clear, None);
    assert!(told[0].contains("soon") && told[0].contains("known_at"), "{told:?}");
    assert_eq!(told[1], "2026-03-16T09:05:00Z");
    // The times of the file tell which figure is the day.
    let beside = "a,13/03/2026 00:00:01 UTC,x,03/04/2026 10:00 UTC\n";
    assert_eq!(known(beside, None), ["2026-04-03T10:00:00Z"]);
    // It tells them, where they do not.
    let tells = "a,03/04/2026 00:00:01 UTC,x,04/25/2026 10:00 UTC\n";
    assert_eq!(known(tells, None), ["2026-04-25T10:00:00Z"]);
    let open = "a,2026-03-13T00:00:01Z,x,03/04/2026 10:00 UTC\n";
    assert!(known(open, None)[0].contains("03/04/2026"));
    assert_eq!(known(open, Some(false)), ["2026-03-04T10:00:00Z"]);
}

#[test]
fn a_column_of_any_table_tells_when_the_responders_knew() {
    let csv = "When,What,Known at\n2026-03-13 00:02:51Z,Skimmer,16.03.2026 09:05 UTC\n2026-03-13 00:02:52Z,Other,\n";
    let suggested = import::suggest_mapping(csv.as_bytes());
    let Mapping::Events(mapping) = &suggested else { panic!("{suggested:?}") };
    assert_eq!((&mapping.time, &mapping.known_at), (&column("When"), &column("Known at")));
    let engine = opened(csv, Reading::mapped(suggested));
    let analysis = engine.analysis(CASE).unwrap();
    let known: Vec<_> =
        analysis.timeline.events().map(|e| e.known_at.map(|m| m.earliest.to_string())).collect();
    assert_eq!(known, [Some("2026-03-16T09:05:00Z".to_owned()), None]);
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
        apply(
            &mut engine,
            Change::SetAbbreviation { case: CASE, source: SOURCE, abbreviation, zone, whole_file: false },
        );
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
    apply(&mut engine, Change::SetZone { case: CASE, source: SOURCE, zone, whole_file: false });
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
