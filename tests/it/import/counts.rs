//! For every format: what stands in a file is an event, part of one, a refusal, or told as left out. The records are put
//! together here, so that nobody but this test knows how many there are.

use super::adds_up;
use floodmark::import::{detect, read_all};
use floodmark::model::source::{Columns, EventMapping, IncidentMapping};
use floodmark::model::{Format, Mapping, Milestone, Reading};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A format with records of it, in which `{n}` is a number of two figures.
struct Kind {
    reading: Reading,
    head: &'static str,
    /// A record that can be read: one event or incident.
    good: &'static str,
    /// One that cannot.
    bad: &'static str,
    /// One that is left out, where the format has such: its number stands in a note.
    left: Option<&'static str>,
    between: &'static str,
    tail: &'static str,
}

type Parts = (&'static str, &'static str, &'static str, Option<&'static str>, &'static str, &'static str);

fn kind(reading: Reading, (head, good, bad, left, between, tail): Parts) -> Kind {
    Kind { reading, head, good, bad, left, between, tail }
}

/// Lines below a header.
fn lines(format: Format, head: &'static str, good: &'static str, bad: &'static str) -> Kind {
    kind(Reading::of(format), (head, good, bad, None, "\n", "\n"))
}

/// Objects in a list of JSON, with what stands around them.
fn list(
    format: Format,
    head: &'static str,
    good: &'static str,
    bad: &'static str,
    tail: &'static str,
) -> Kind {
    kind(Reading::of(format), (head, good, bad, None, ",\n", tail))
}

/// Objects under keys of their own.
fn keyed(format: Format, good: &'static str, bad: &'static str) -> Kind {
    kind(Reading::of(format), ("{\"a\":", good, bad, None, ",\n\"b\":", "}"))
}

fn with(left: &'static str, kind: Kind) -> Kind {
    Kind { left: Some(left), ..kind }
}

/// A list of incidents of a tool, by the mapping that its columns suggest.
fn listed(
    format: Format,
    head: &'static str,
    good: &'static str,
    bad: &'static str,
    between: &'static str,
    tail: &'static str,
) -> Kind {
    let text = format!("{head}{}{tail}", good.replace("{n}", "00"));
    let reading = detect("x", text.as_bytes(), text.len() as u64).unwrap().candidates.remove(0).reading;
    assert_eq!(reading.format, format);
    kind(reading, (head, good, bad, None, between, tail))
}

fn one(name: &str) -> Columns {
    Columns(vec![name.to_owned()])
}

fn mapped(headerless: bool) -> Reading {
    let (time, text) = if headerless { (one("#1"), one("#2")) } else { (one("at"), one("what")) };
    Reading::mapped(Mapping::Events(EventMapping { time, text, headerless, ..EventMapping::default() }))
}

fn kinds() -> Vec<Kind> {
    use Format as F;
    let fleet = IncidentMapping {
        milestones: [(Milestone::Detected, one("at"))].into(),
        title: one("what"),
        ..IncidentMapping::default()
    };
    vec![
        lines(F::TimesketchCsv, "message,datetime,timestamp_desc\n", "a,2026-03-16T09:48:{n}Z,x", "a,soon,x"),
        lines(
            F::TimesketchJsonl,
            "",
            r#"{"message":"a","datetime":"2026-03-16T09:48:{n}Z","timestamp_desc":"x"}"#,
            r#"{"message":"a","datetime":"soon"}"#,
        ),
        lines(
            F::PlasoL2tcsv,
            "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra\n",
            "03/13/2026,00:02:{n},UTC,M...,FILE,x,Modified,-,shop01,a,b,2,f,1,-,p,-",
            "00/00/0000,--:--:--,UTC,M...,FILE,x,Modified,-,shop01,a,b,2,f,1,-,p,-",
        ),
        lines(
            F::Tln,
            "Time|Source|Host|User|Description\n",
            "17733601{n}|FILE|shop01|-|a",
            "soon|FILE|shop01|-|a",
        ),
        lines(
            F::IrisExport,
            "event_date(UTC),event_title,event_description\n",
            "\"2026-03-13T00:02:{n}\",\"say \"a\"\",\"b\"",
            "\"soon\",\"a\",\"b\"",
        ),
        lines(
            F::IrisImport,
            "event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags\n",
            "2026-03-16T10:48:{n}.000000,+01:00,a,,,,,,,",
            "soon,+01:00,a,,,,,,,",
        ),
        list(
            F::VerisJson,
            "[",
            r#"{"incident_id":"a{n}","schema_version":"1.3.4","timeline":{"incident":{"year":2026}}}"#,
            r#"{"incident_id":"b"}"#,
            "]",
        ),
        list(
            F::IrisCase,
            r#"{"data":{"case":{},"timeline":["#,
            r#"{"event_title":"a","event_date":"2026-03-16T09:48:{n}"}"#,
            r#"{"event_title":"a"}"#,
            "]}}",
        ),
        list(
            F::ThehiveJson,
            r#"{"events":["#,
            r#"{"date":17736545{n}000,"kind":"customEvent","entity":"CustomEvent","details":{"title":"a"}}"#,
            r#"{"date":null,"kind":"customEvent","entity":"CustomEvent","details":{"title":"a"}}"#,
            "]}",
        ),
        list(
            F::AuroraFox,
            r#"{"storage_format_version":7,"timeline":["#,
            r#"{"date_time":"2026-03-13 00:02:{n}","event_data":"a"}"#,
            r#"{"date_time":"soon","event_data":"a"}"#,
            "]}",
        ),
        lines(
            F::KanvasTimeline,
            "Timestamp_UTC_0,EvidenceType,Event System,Activity\n",
            "2026-03-13 00:02:{n},x,shop01,a",
            "soon,x,shop01,a",
        ),
        lines(
            F::KanvasContainment,
            "Timestamp_UTC_0,TargetType,TargetName,IsolationMethod,Timestamp of Isolation Requested,Timestamp of isolation,Notes\n",
            ",Host,shop01,WAF,,2026-03-13 00:02:{n},",
            ",Host,shop01,WAF,,soon,",
        ),
        lines(
            F::KanvasEvidence,
            "EvidenceType,Date Requested,Date Received\n",
            "a,,2026-03-13 00:02:{n}",
            "a,,soon",
        ),
        lines(
            F::KanvasRecommendations,
            "Finding/Issue,Recommendations,Date Added\n",
            "a,b,2026-03-13 00:02:{n}",
            "a,b,",
        ),
        lines(
            F::DispatchTimeline,
            "\"Time (in UTC)\",\"Description\",\"Owner\"\n",
            "\"2026-03-16T09:48:{n}.000Z\",\"a\",\"x\"",
            "\"soon\",\"a\",\"x\"",
        ),
        list(
            F::DispatchEventsJson,
            "[",
            r#"{"uuid":"1","started_at":"2026-03-16T09:48:{n}","source":"x","description":"a"}"#,
            r#"{"uuid":"1","started_at":"soon","source":"x","description":"a"}"#,
            "]",
        ),
        lines(
            F::DispatchEvents,
            "uuid\tstarted_at\tsource\tdescription\n",
            "1\t2026-03-16 09:48:{n}\tx\ta",
            "1\tsoon\tx\ta",
        ),
        with(
            r#"{"type":"message","user":"U1","ts":"17736545{n}.1","text":"lunch?"}"#,
            list(
                F::SlackExport,
                "[",
                r#"{"type":"message","user":"U1","ts":"17736545{n}.0","text":"contained"}"#,
                r#"{"type":"message","user":"U1","ts":"soon","text":"contained"}"#,
                "]",
            ),
        ),
        list(
            F::GithubIssues,
            "[",
            r#"{"number":7,"title":"a","state":"OPEN","createdAt":"2026-03-24T15:00:{n}Z"}"#,
            r#"{"number":7,"title":"a","state":"OPEN","createdAt":"soon"}"#,
            "]",
        ),
        lines(F::JiraCsv, "Summary,Issue key,Created\n", "a,K-1,2026-03-24 15:00:{n}", "a,K-1,soon"),
        list(
            F::PagerdutyLog,
            r#"{"log_entries":["#,
            r#"{"type":"notify_log_entry","summary":"a","created_at":"2026-03-16T09:21:{n}Z"}"#,
            r#"{"type":"notify_log_entry","summary":"a","created_at":"soon"}"#,
            "]}",
        ),
        lines(
            F::HayabusaCsv,
            "Timestamp,RuleTitle,Level,Computer,Details\n",
            "2026-03-13 00:02:{n}.000 +00:00,a,crit,shop01,x: y",
            "soon,a,crit,shop01,x: y",
        ),
        lines(
            F::HayabusaJson,
            "",
            r#"{"Timestamp":"2026-03-13 00:02:{n}.000 +00:00","RuleTitle":"a","Level":"crit","Computer":"x","Details":{"User":"b"}}"#,
            r#"{"Timestamp":"soon","RuleTitle":"a","Level":"crit","Computer":"x"}"#,
        ),
        lines(
            F::ChainsawCsv,
            "timestamp,detections,path,count\n",
            "2026-03-12T23:44:{n}+00:00,a,x,2",
            "soon,a,x,2",
        ),
        list(
            F::ChainsawJson,
            "[",
            r#"{"timestamp":"2026-03-12T23:44:{n}+00:00","name":"a","group":"Sigma","document":{}}"#,
            r#"{"timestamp":"soon","name":"a","group":"Sigma","document":{}}"#,
            "]",
        ),
        lines(F::VelociraptorCsv, "LastModified0x10,OSPath\n", "2026-03-13T00:02:{n}Z,a", ",a"),
        lines(F::VelociraptorJson, "", r#"{"_ts":17736487{n},"message":"a"}"#, r#"{"message":"a"}"#),
        lines(
            F::ForensicTimeliner,
            "DateTime,TimestampInfo,ArtifactName,Tool,Description\n",
            "2026-03-13T00:02:{n}.1234567Z,x,MFT,EZ,a",
            "soon,x,MFT,EZ,a",
        ),
        with(
            r#"{"type":"ip-src","value":"203.0.113.{n}"}"#,
            list(
                F::MispEvent,
                r#"{"Event":{"info":"first","date":"2026-03-13","Attribute":["#,
                r#"{"type":"ip-src","value":"203.0.113.1","first_seen":"2026-03-12T23:41:{n}Z"}"#,
                r#"{"type":"ip-src","value":"203.0.113.1","first_seen":"soon"}"#,
                "]}}",
            ),
        ),
        with(
            r#"{"type":"tool","name":"a"}"#,
            list(
                F::Stix,
                r#"{"type":"bundle","objects":["#,
                r#"{"type":"event","description":"a","start_time":"2026-03-13T00:02:{n}Z"}"#,
                r#"{"type":"event","description":"a","start_time":"soon"}"#,
                "]}",
            ),
        ),
        with(
            r#"{"type":"attack-asset","name":"a"}"#,
            list(
                F::AttackFlow,
                r#"{"type":"bundle","objects":["#,
                r#"{"type":"attack-action","name":"a","execution_start":"2026-03-13T00:02:{n}Z"}"#,
                r#"{"type":"attack-action","name":"a"}"#,
                "]}",
            ),
        ),
        lines(
            F::WpActivityLog,
            "Date,User,Severity,IP,Message\n",
            "13.03.2026 00:44:{n},a,Low,x,b",
            "soon,a,Low,x,b",
        ),
        lines(
            F::SimpleHistoryCsv,
            "",
            "\"2026-03-12 23:44:{n}\",\"2026-03-13 00:44:{n}\",L,info,wp_user,k,,,,\"a\",\"b\",1",
            "soon,,L,info,wp_user,k,,,,a,b,1",
        ),
        list(
            F::SimpleHistoryJson,
            "[",
            r#"{"date":"2026-03-12 23:44:{n}","logger":"L","level":"info","initiator":"x","message":"a"}"#,
            r#"{"date":"soon","logger":"L","level":"info","initiator":"x","message":"a"}"#,
            "]",
        ),
        lines(
            F::StreamCsv,
            "Date,Summary,User,Connector,Context,Action\n",
            "2026/03/13 12:44:{n} AM UTC,a,u,x,y,z",
            "soon,a,u,x,y,z",
        ),
        list(
            F::StreamJson,
            "[",
            r#"{"date":"2026/03/13 12:44:{n} AM UTC","summary":"a","connector":"x"}"#,
            r#"{"date":"soon","summary":"a","connector":"x"}"#,
            "]",
        ),
        lines(
            F::ActivityLogCsv,
            "Date,Author,IP,Type,Label,Action,Description\n",
            "2026-03-13 00:44:{n},a,x,Users,b,created,c",
            "soon,a,x,Users,b,created,c",
        ),
        lines(
            F::WoocommerceLog,
            "2026-03-16T09:48:30+00:00 INFO first\n",
            "2026-03-16T09:48:{n}+00:00 CRITICAL a",
            "2026-13-16T09:48:{n}+00:00 CRITICAL a",
        ),
        lines(
            F::PhpErrorLog,
            "[13-Mar-2026 00:02:51 UTC] first\n",
            "[13-Mar-2026 00:02:{n} UTC] PHP Warning:  a",
            "[32-Mar-2026 00:02:51 UTC] a",
        ),
        lines(
            F::AccessLog,
            "",
            "203.0.113.{n} - - [12/Mar/2026:23:41:{n} +0000] \"POST /a HTTP/1.1\" 200 43 \"-\" \"curl\"",
            "no request",
        ),
        lines(
            F::FloodmarkCsv,
            "time,earliest,latest,text,floodmark\n",
            "2026-03-16T09:48:{n}Z,2026-03-16T09:48:{n}Z,,a,1",
            "soon,,,a,1",
        ),
        kind(
            Reading::of(F::PostmortemMarkdown),
            (
                "# Incident on 2026-03-16\n\n## Timeline\n\n",
                "- 10:20:{n} UTC a",
                "- 2026-03-XX: a",
                None,
                "\n",
                "\n",
            ),
        ),
        kind(mapped(false), ("at,what\n", "2026-03-16T09:48:{n}Z,a", "soon,a", None, "\n", "\n")),
        kind(mapped(true), ("", "2026-03-16T09:48:{n}Z,a", "soon,a", None, "\n", "\n")),
        kind(
            mapped(false),
            (
                r#"{"hits":["#,
                r#"{"at":"2026-03-16T09:48:{n}Z","what":"a"}"#,
                r#"{"at":"soon","what":"a"}"#,
                None,
                ",\n",
                "]}",
            ),
        ),
        kind(
            Reading::mapped(Mapping::Incidents(fleet)),
            ("at,what\n", "2026-03-16T09:48:{n}Z,a", "soon,a", None, "\n", "\n"),
        ),
        listed(
            F::PagerdutyIncidents,
            r#"{"incidents":["#,
            r#"{"incident_number":41,"title":"a","created_at":"2026-03-16T09:20:{n}Z","status":"resolved","urgency":"high"}"#,
            r#"{"incident_number":41,"title":"a","created_at":"soon","status":"resolved","urgency":"high"}"#,
            ",\n",
            "]}",
        ),
        listed(
            F::OpsgenieIncidents,
            r#"{"data":["#,
            r#"{"tinyId":"7","message":"a","status":"open","createdAt":"2026-03-16T09:20:{n}Z","impactStartDate":"2026-03-13T00:02:51Z"}"#,
            r#"{"tinyId":"7","message":"a","status":"open","createdAt":"soon","impactStartDate":"2026-03-13T00:02:51Z"}"#,
            ",\n",
            "]}",
        ),
        keyed(
            F::PlasoJson,
            r#"{"message":"a","timestamp":17736545{n}000000,"timestamp_desc":"x"}"#,
            r#"{"message":"a","timestamp_desc":"x"}"#,
        ),
        lines(
            F::ElasticTimeline,
            "",
            r#"{"savedObjectId":"a","dataProviders":[],"kqlMode":"x","title":"b","created":17736519{n}000}"#,
            r#"{"savedObjectId":"a","dataProviders":[],"kqlMode":"x","title":"b"}"#,
        ),
        listed(
            F::DispatchIncidents,
            "name,title,status,reported_at,stable_at,closed_at\n",
            "d,a,Stable,2026-03-16 09:05:{n},,",
            "d,a,Stable,soon,,",
            "\n",
            "\n",
        ),
    ]
}

/// What holds no rows: plans, workspaces and packs of rules are whole; orders are counted and have a test of their own.
const WHOLE: [Format; 5] =
    [Format::PlanMarkdown, Format::PlanPlaybook, Format::Workspace, Format::RulePack, Format::WooOrders];

#[test]
fn every_format_is_counted() {
    let counted: BTreeSet<Format> = kinds().iter().map(|kind| kind.reading.format).chain(WHOLE).collect();
    let missing: Vec<&Format> = Format::ALL.iter().filter(|format| !counted.contains(format)).collect();
    assert_eq!(missing, [] as [&Format; 0]);
}

#[test]
fn rows_with_nothing_in_any_cell_are_told_and_not_counted() {
    use Format::{AccessLog, DispatchEvents, PhpErrorLog, PostmortemMarkdown, Tln, WoocommerceLog};
    let mut seen = 0;
    for Kind { reading, head, good, between, .. } in kinds() {
        let format = reading.format;
        let prose = [AccessLog, PhpErrorLog, PostmortemMarkdown, WoocommerceLog].contains(&format);
        if prose || between != "\n" || good.starts_with('{') {
            continue;
        }
        seen += 1;
        let delimiter = match format {
            Tln => "|",
            DispatchEvents => "\t",
            _ => ",",
        };
        let row = |n: u32| good.replace("{n}", &n.to_string());
        let cells = row(10).matches(delimiter).count() + 1;
        let [bare, blank, quoted] = ["", " ", "\"\""].map(|cell| vec![cell; cells].join(delimiter));
        let text = format!("{head}{}\n{bare}\n{}\n{blank}\n{quoted}\n\n{bare}\n", row(10), row(11));
        let imported = read_all("x", text.as_bytes(), Some(&reading)).unwrap();
        adds_up(&imported);
        let report = &imported.report;
        assert_eq!((report.rows, report.empty, report.refusals.len()), (2, 4, 0), "{format:?}: {text}");
        assert_eq!(report.notes.last().unwrap(), "Empty, and so not counted: 4 rows.", "{format:?}");
    }
    assert!(seen >= 20, "{seen} tables");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_rows_of_a_file_are_events_refusals_or_told_as_left_out(order in prop::collection::vec(0_usize..3, 1..24)) {
        for Kind { reading, head, good, bad, left, between, tail } in kinds() {
            let (mut records, mut numbers) = (vec![], [0_u64; 3]);
            for (n, choice) in order.iter().enumerate() {
                let choice = if *choice == 2 && left.is_none() { 1 } else { *choice };
                numbers[choice] += 1;
                records.push([good, bad, left.unwrap_or("")][choice].replace("{n}", &format!("{:02}", n + 10)));
            }
            let [read, refused, left_out] = numbers;
            if read == 0 {
                // A file without any row that can be read may be refused as a whole.
                continue;
            }
            let text = format!("{head}{}{tail}", records.join(between));
            let imported = read_all("x", text.as_bytes(), Some(&reading)).unwrap();
            adds_up(&imported);
            let report = &imported.report;
            // What stands before the records may be a row by itself.
            let own = u64::from(head.contains("first"));
            let postmortem = reading.format == Format::PostmortemMarkdown;
            let (taken, whole) = match postmortem {
                true => (report.events, 1),
                false if report.incidents > 0 => (report.incidents, read),
                false => (report.events + report.merged, read + own),
            };
            let told = format!("{:?}: {text}\n{report:?}", reading.format);
            prop_assert_eq!(taken, read + own, "{}", told);
            prop_assert_eq!(report.refusals.len() as u64, refused, "{}", told);
            prop_assert_eq!(report.rows, whole + refused, "{}", told);
            let says = report.notes.iter().any(|note| note.split(|c: char| !c.is_ascii_digit()).any(|n| n == left_out.to_string()));
            prop_assert!(left_out == 0 || says, "{}", told);
        }
    }
}
