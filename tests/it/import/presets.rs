//! Tables that a preset of the mapper suits, told by their headers.

use super::{adds_up, events};
use crate::shared::shared;
use floodmark::import::{Content, Imported, ImportedIncident, detect, read_all};
use floodmark::model::{Format, Mapping, Milestone, Span, Zone};
use std::collections::BTreeMap;
use std::fs;

/// Reads a table through the mapping that its header suggests: what speaks for it, and the rows.
#[track_caller]
fn preset(bytes: &[u8]) -> (String, Imported) {
    let head = &bytes[..bytes.len().min(65_536)];
    let best = detect("x", head, bytes.len() as u64).unwrap().candidates.remove(0);
    assert!(best.reading.format.is_mapped(), "{best:?}");
    let imported = read_all("x", bytes, Some(&best.reading)).unwrap();
    adds_up(&imported);
    (best.evidence, imported)
}

/// The first row: its time, with wall clocks as UTC, text, kind, actor and asset.
fn first(imported: &Imported) -> [String; 5] {
    let table = events(imported);
    let moment = table.moment(0, Some(Zone::Utc), Default::default()).unwrap();
    let text = [table.text(0), table.kind(0), table.actor(0), table.asset(0)].map(str::to_owned);
    let [what, kind, actor, asset] = text;
    [moment.earliest.to_string(), what, kind, actor, asset]
}

#[test]
fn splunk_kibana_and_elastic_are_read_alike() {
    let files = [
        (
            "_time,_raw,host,source,sourcetype,user\n2026-03-13T00:02:51.000+0000,checkout.js changed,shop01,/var/log/a,audit,www-data\n",
            "that of a Splunk export",
        ),
        (
            "_raw,_time,host,sourcetype,user,source\ncheckout.js changed,1773360171.000,shop01,audit,www-data,x\n",
            "that of a Splunk export",
        ),
        (
            "_time,_raw,host,sourcetype,user\n1773360171,checkout.js changed,shop01,audit,www-data\n",
            "close to that of a Splunk export: it has 4 of 5",
        ),
        (
            "{\"preview\":false,\"result\":{\"_time\":\"2026-03-13T00:02:51.000+00:00\",\"_raw\":\"checkout.js changed\",\"host\":\"shop01\",\"source\":\"a\",\"sourcetype\":\"audit\",\"user\":\"www-data\"}}\n",
            "that of a Splunk export",
        ),
        (
            "@timestamp,host.name,message,event.action,user.name\n\"Mar 13, 2026 @ 00:02:51.000\",shop01,checkout.js changed,audit,www-data\n",
            "that of Kibana",
        ),
        (
            "{\"@timestamp\":\"2026-03-13T00:02:51.000Z\",\"message\":\"checkout.js changed\",\"event\":{\"action\":\"audit\"},\"user\":{\"name\":\"www-data\"},\"host\":{\"name\":\"shop01\"}}\n",
            "that of Kibana",
        ),
        (
            "{\"took\":1,\"hits\":{\"hits\":[{\"_id\":\"a\",\"_source\":{\"@timestamp\":\"2026-03-13T00:02:51.000Z\",\"message\":\"checkout.js changed\",\"event\":{\"action\":\"audit\"},\"user\":{\"name\":\"www-data\"},\"host\":{\"name\":\"shop01\"}}}]}}\n",
            "that of Kibana",
        ),
    ];
    for (text, why) in files {
        let (evidence, imported) = preset(text.as_bytes());
        assert!(evidence.contains(why), "{evidence}\n{text}");
        assert_eq!(
            first(&imported),
            ["2026-03-13T00:02:51Z", "checkout.js changed", "audit", "www-data", "shop01"],
            "{text}"
        );
        assert_eq!(imported.report.naive_rows, u64::from(text.contains(" @ ")), "{text}");
    }
}

#[test]
fn the_tools_of_timeline_explorer_write_utc() {
    let files = [
        (
            "RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,Computer,MapDescription,UserName,PayloadData1\n1,77,2026-03-12 23:44:19.1234567,4720,LogAlways,Sec,Security,shop01,Account created,www-data,Target: wp_support1\n",
            "Account created Target: wp_support1",
        ),
        (
            "EntryNumber,SequenceNumber,ParentPath,FileName,Created0x10,LastModified0x10\n1,1,.\\www,checkout.js,2025-01-01 00:00:00,2026-03-12 23:44:19.1234567\n",
            ".\\www checkout.js",
        ),
        ("RunTime,ExecutableName\n2026-03-12 23:44:19,\\EVIL.EXE\n", "\\EVIL.EXE"),
    ];
    for (text, what) in files {
        let (evidence, imported) = preset(text.as_bytes());
        let [time, said, ..] = first(&imported);
        assert!(time.starts_with("2026-03-12T23:44:19"), "{time} {evidence}");
        assert_eq!((said.as_str(), imported.report.naive_rows), (what, 0), "{evidence}");
    }
    // The zone alone is no time.
    let (_, imported) = preset(b"RunTime,ExecutableName\n2026-03-12 23:44:19,A.EXE\n,B.EXE\n");
    assert!(imported.report.refusals[0].reason.contains("no time"), "{:?}", imported.report);
}

/// The incidents of a table through the mapping that its header suggests.
#[track_caller]
fn incidents(bytes: &[u8]) -> (String, Vec<BTreeMap<Milestone, String>>, Imported) {
    let (evidence, imported) = preset(bytes);
    let Content::Incidents(all) = &imported.content else { panic!("events: {evidence}") };
    let at = |i: &ImportedIncident, m: &Milestone| {
        i.moment(m, Some(Zone::Utc), Span::ZERO).unwrap().earliest.to_string()
    };
    let times = all.iter().map(|i| i.milestones.keys().map(|m| (m.clone(), at(i, m))));
    let times = times.map(Iterator::collect).collect();
    (evidence, times, imported)
}

#[test]
fn lists_of_incidents_give_their_milestones() {
    let pagerduty = r#"{"incidents":[{"id":"P1","incident_number":41,"title":"Skimmer","created_at":"2026-03-16T09:20:00Z","status":"resolved","urgency":"high","acknowledgements":[{"at":"2026-03-16T09:21:10Z","acknowledger":{"summary":"A. Osei"}}],"resolved_at":"2026-03-16T10:00:00Z","service":{"summary":"shop"}}],"limit":25,"more":false}"#;
    let analytics = "id,incident_number,description,service_name,created_at,resolved_at,seconds_to_first_ack,seconds_to_resolve\nP1,41,Skimmer,shop,2026-03-16T09:20:00Z,2026-03-16T10:00:00Z,70,2400\n";
    let raw = r#"{"data":[{"id":"P1","incident_number":41,"description":"Skimmer","service_name":"shop","created_at":"2026-03-16T09:20:00","resolved_at":"2026-03-16T10:00:00","seconds_to_first_ack":70,"seconds_to_resolve":2400}],"more":false}"#;
    for text in [pagerduty, analytics, raw] {
        let (evidence, times, _) = incidents(text.as_bytes());
        assert!(evidence.contains("PagerDuty"), "{evidence}");
        assert_eq!(times[0][&Milestone::FirstSignal], "2026-03-16T09:20:00Z");
        assert_eq!(times[0][&Milestone::Closed], "2026-03-16T10:00:00Z");
        // Analytics state it as seconds after the first.
        assert_eq!(times[0][&Milestone::Acknowledged], "2026-03-16T09:21:10Z", "{text}");
        assert_eq!(told(text), Format::PagerdutyIncidents);
    }
    // Of one incident alone, as most people ask for it.
    let one = pagerduty
        .replace(r#"{"incidents":[{"#, r#"{"incident":{"#)
        .replace(r#"}],"limit":25,"more":false}"#, "}}");
    let (_, alone, imported) = incidents(one.as_bytes());
    assert_eq!((told(&one), imported.report.rows), (Format::PagerdutyIncidents, 1));
    assert_eq!(alone[0][&Milestone::Acknowledged], "2026-03-16T09:21:10Z");
    let opsgenie = r#"{"data":[{"id":"o1","tinyId":"7","message":"Skimmer","status":"resolved","tags":["pci"],"createdAt":"2026-03-16T09:20:00Z","updatedAt":"2026-03-17T09:20:00Z","priority":"P1","impactStartDate":"2026-03-13T00:02:51Z","impactDetectDate":"2026-03-16T09:05:00Z","impactEndDate":"2026-03-16T09:48:30Z"}]}"#;
    let (evidence, times, _) = incidents(opsgenie.as_bytes());
    assert!(evidence.contains("Opsgenie"), "{evidence}");
    assert_eq!(told(opsgenie), Format::OpsgenieIncidents);
    assert_eq!(times[0][&Milestone::ExposureStarted], "2026-03-13T00:02:51Z");
    assert_eq!(times[0][&Milestone::Detected], "2026-03-16T09:05:00Z");
    assert_eq!(times[0][&Milestone::Contained], "2026-03-16T09:48:30Z");
    let one = opsgenie.replace("[{\"id\"", "{\"id\"").replace("}]}", "},\"took\":0.1,\"requestId\":\"r\"}");
    assert_eq!((told(&one), incidents(one.as_bytes()).1), (Format::OpsgenieIncidents, times));
    // Nobody acknowledged the first; the second is still open, which is said by having no end.
    let text = "incident_number,service_name,created_at,resolved_at,seconds_to_first_ack,seconds_to_resolve\n2,shop,2026-03-17T09:20:00Z,2026-03-17T09:25:00Z,,300\n1,shop,2026-03-16T09:20:00Z,,70,\n3,shop,2026-03-18T09:20:00Z,,soon,\n";
    let (_, times, imported) = incidents(text.as_bytes());
    let known = times.iter().map(|t| t.keys().cloned().collect::<Vec<_>>());
    use Milestone::{Acknowledged, Closed, FirstSignal};
    assert_eq!(known.collect::<Vec<_>>(), [vec![FirstSignal, Closed], vec![FirstSignal, Acknowledged]]);
    assert!(imported.report.refusals[0].reason.contains("no number of seconds"), "{:?}", imported.report);
}

/// What a file is, without anybody being asked.
#[track_caller]
fn told(text: &str) -> Format {
    let found = detect("x", text.as_bytes(), text.len() as u64).unwrap();
    let sure: Vec<Format> = found.undecided().map(|c| c.reading.format).collect();
    assert_eq!(sure.len(), 1, "{sure:?}");
    sure[0]
}

/// An incident as PagerDuty's API answers it, after its schema: resolved, so that its acknowledgements are gone.
const RESOLVED: &str = r##"{"id":"PT4KHLK","type":"incident","summary":"[#1234] The server is on fire.","incident_number":1234,"title":"The server is on fire.","created_at":"2015-10-06T21:30:42Z","updated_at":"2015-10-06T21:40:23Z","status":"resolved","service":{"id":"PIJ90N7","type":"service_reference","summary":"My Mail Service"},"assignments":[],"last_status_change_at":"2015-10-06T21:38:23Z","resolved_at":"2015-10-06T21:38:23Z","first_trigger_log_entry":{"id":"Q02","type":"trigger_log_entry_reference","summary":"Triggered through the API"},"alert_counts":{"all":2},"teams":[{"id":"PQ9","type":"team_reference","summary":"Engineering"}],"pending_actions":[],"acknowledgements":[],"priority":{"id":"P53","type":"priority_reference","summary":"P2"},"urgency":"high"}"##;

#[test]
fn pagerduty_incidents_are_no_log_entries_however_they_are_wrapped() {
    let open = RESOLVED
        .replace("1234", "1235")
        .replace("\"resolved_at\":\"2015-10-06T21:38:23Z\"", "\"resolved_at\":null")
        .replace("\"status\":\"resolved\"", "\"status\":\"triggered\"");
    for text in [
        format!(
            "{{\"incidents\":[{open},{RESOLVED}],\"limit\":25,\"offset\":0,\"total\":null,\"more\":false}}"
        ),
        format!("{{\"limit\":25,\"offset\":25,\"more\":true,\"incidents\":[{open},\n{RESOLVED}]}}"),
        format!("[{open},{RESOLVED}]"),
        format!("{open}\n{RESOLVED}\n"),
    ] {
        assert_eq!(told(&text), Format::PagerdutyIncidents, "{text}");
        let (_, times, imported) = incidents(text.as_bytes());
        assert_eq!(times[0], [(Milestone::FirstSignal, "2015-10-06T21:30:42Z".to_owned())].into());
        assert_eq!(times[1][&Milestone::Closed], "2015-10-06T21:38:23Z");
        let Content::Incidents(all) = &imported.content else { panic!() };
        assert_eq!((all[0].id.as_str(), all[0].title.as_str()), ("1235", "The server is on fire."));
        let groups =
            ["service.summary", "priority.summary", "urgency", "status"].map(|g| all[1].groups[g].join(", "));
        assert_eq!(groups, ["My Mail Service", "P2", "high", "resolved"]);
    }
}

#[test]
fn a_list_without_incidents_is_empty() {
    for text in [
        r#"{"incidents":[],"limit":25,"offset":0,"total":null,"more":false}"#,
        r#"{"data":[],"limit":25,"more":false}"#,
        r#"{"data":[],"paging":{"first":"https://api.opsgenie.com/v1/incidents?offset=0","last":""},"took":0.302,"requestId":"43a29c5c"}"#,
    ] {
        let error = detect("x", text.as_bytes(), text.len() as u64).unwrap_err();
        assert!(error.to_string().contains("at least one row"), "{error}\n{text}");
    }
    // Nor is a case whose other lists are full.
    for (text, format) in [
        (
            r#"{"storage_format_version":7,"case_id":"KO-2026-03","start_date":"","timeline":[{"recid":1,"date_time":"2026-03-13 00:02:51","event_type":"Exfil","event_data":"checkout.js modified"}],"malware":[]}"#,
            Format::AuroraFox,
        ),
        (
            r#"{"timeline":[{"event_title":"Checkout disabled","event_date":"2026-03-16T09:48:30","event_tz":"+00:00"}],"iocs":[]}"#,
            Format::IrisCase,
        ),
        (
            r#"{"tasks":[],"data":{"timeline":[{"event_title":"Checkout disabled","event_date":"2026-03-16T09:48:30","event_tz":"+00:00"}]}}"#,
            Format::IrisCase,
        ),
    ] {
        assert_eq!(told(text), format, "{text}");
    }
    // An event of its own with an empty list of tags is no empty list.
    for text in [
        r#"{"tags":[],"when":"2026-03-16T09:20:00Z","what":"off"}"#,
        r#"{"tags":[],"when":1773652800,"what":"off"}"#,
    ] {
        assert!(detect("x", text.as_bytes(), text.len() as u64).is_ok(), "{text}");
    }
}

#[test]
fn a_milestone_that_only_a_late_record_has_is_read() {
    // Opsgenie leaves out what it does not know, and PagerDuty lists the newest first, which nobody took on yet.
    let filler = "x".repeat(2_000);
    let opsgenie = |n: usize, more: &str| {
        format!(
            r#"{{"tinyId":"{n}","message":"{filler}","createdAt":"2026-03-16T09:20:00Z","impactStartDate":"2026-03-16T09:00:00Z"{more},"status":"open"}}"#
        )
    };
    let pagerduty = |n: usize, list: &str| {
        format!(
            r#"{{"incident_number":{n},"title":"{filler}","created_at":"2026-03-16T09:20:00Z","status":"triggered","urgency":"high","acknowledgements":[{list}],"resolved_at":null}}"#
        )
    };
    let late = r#","impactDetectDate":"2026-03-16T09:05:00Z","impactEndDate":"2026-03-16T09:48:30Z""#;
    let taken = r#"{"at":"2026-03-16T09:21:10Z","acknowledger":{"summary":"A. Osei"}}"#;
    let list = |key: &str, one: &dyn Fn(usize, &str) -> String, last: &str| {
        let records: Vec<String> = (0..60).map(|n| one(n, if n == 59 { last } else { "" })).collect();
        format!("{{\"{key}\":[{}]}}", records.join(",\n"))
    };
    use Milestone::{Acknowledged, Contained, Declared, Detected, ExposureStarted, FirstSignal};
    let cases = [
        (
            list("data", &opsgenie, late),
            Format::OpsgenieIncidents,
            vec![ExposureStarted, Declared],
            vec![ExposureStarted, Detected, Declared, Contained],
        ),
        (
            list("incidents", &pagerduty, taken),
            Format::PagerdutyIncidents,
            vec![FirstSignal],
            vec![FirstSignal, Acknowledged],
        ),
    ];
    for (text, format, open, known) in cases {
        assert!(text.len() > 100_000);
        let head = &text.as_bytes()[..65_536];
        let found = detect("x", head, text.len() as u64).unwrap();
        assert_eq!(found.undecided().map(|c| c.reading.format).collect::<Vec<_>>(), [format]);
        let (_, times, imported) = incidents(text.as_bytes());
        assert_eq!((imported.report.incidents, imported.report.refusals.len()), (60, 0));
        let milestones = |n: usize| times[n].keys().cloned().collect::<Vec<_>>();
        assert_eq!((milestones(0), milestones(59)), (open, known), "{format:?}");
        // Mapped by hand, it names only what the head has, as the mapper shows it.
        let by_hand = found.candidates.iter().find(|c| c.reading.format == Format::Delimited).unwrap();
        assert!(read_all("x", text.as_bytes(), Some(&by_hand.reading)).is_ok());
    }
}

#[test]
fn a_preset_names_no_column_that_is_not_there() {
    // Without `closed_at` four of five are still close, and the mapping still opens the file.
    let text =
        "name,title,status,reported_at,stable_at\nd-1,Skimmer,Stable,2026-03-16 09:05,\\N\nd-2,x,y,\\N,\\N\n";
    let (evidence, times, imported) = incidents(text.as_bytes());
    assert!(evidence.contains("5 of 6"), "{evidence}");
    assert_eq!(told(text), Format::Delimited, "a header that is only close is a person's to confirm");
    assert_eq!(times, [[(Milestone::Detected, "2026-03-16T09:05:00Z".to_owned())].into()]);
    assert!(imported.report.refusals[0].reason.contains("no time"), "{:?}", imported.report);
    // Less than that is not.
    let head = b"name,title,status,reported_at\nd-1,Skimmer,Stable,2026-03-16 09:05\n";
    let found = detect("x", head, head.len() as u64).unwrap().candidates.remove(0);
    assert!(matches!(found.reading.mapping, Some(Mapping::Events(_))), "{found:?}");
}

#[test]
fn jira_writes_years_of_two_figures() {
    let text = "Summary,Issue key,Issue id,Status,Created,Resolved,Comment,Comment\nEnforce MFA,KO-7,7,Done,16/Mar/26 9:20 AM,17/Mar/26 1:05 PM,a,b\n";
    let imported = read_all("x", text.as_bytes(), None).unwrap();
    adds_up(&imported);
    let table = events(&imported);
    let time = |row| table.moment(row, Some(Zone::Utc), Default::default()).unwrap().earliest.to_string();
    assert_eq!([time(0), time(1)], ["2026-03-16T09:20:00Z", "2026-03-17T13:05:00Z"]);
}

#[test]
fn dispatch_is_read_by_its_header() {
    let Some(folder) = shared("data/dispatch") else { return };
    let file = |name: &str| fs::read(folder.join(name)).unwrap();
    let (evidence, times, imported) = incidents(&file("incident.tsv"));
    assert_eq!(evidence, "its header is that of Dispatch incidents");
    assert_eq!((imported.report.incidents, imported.report.refusals.len()), (4, 0));
    // Dispatch writes UTC without saying so.
    assert_eq!(imported.report.naive_rows, 0);
    let stable = times.iter().filter(|t| t.contains_key(&Milestone::Contained)).count();
    assert_eq!((stable, times[1][&Milestone::Detected].as_str()), (1, "2021-07-27T19:52:57.757214Z"));
    assert!(times.iter().all(|t| !t.contains_key(&Milestone::Closed)));
    let (_, imported) = preset(&file("task.tsv"));
    assert_eq!(first(&imported)[0], "2021-07-28T17:13:49.20327Z");
    assert_eq!((imported.report.rows, imported.report.naive_rows), (1, 0));
    // The table of cases has a header and no row.
    assert!(read_all("x", &file("case.tsv"), None).unwrap_err().to_string().contains("at least one row"));
}

#[test]
fn a_zone_that_a_cell_states_is_kept_where_a_preset_says_utc() {
    // Its pages write the times of its API, with their zone; a date alone stays one.
    let csv = "name,title,status,incident_type.name,reported_at,stable_at,closed_at\n\
        dispatch-1,Skimmer,Closed,Security,2026-03-16T09:05:00.123456Z,2026-03-16T10:48:30+01:00,2026-03-20\n\
        dispatch-2,Other,Stable,Security,2026-03-17 09:05:00,2026-03-17T09:48:30Z,\n";
    let (evidence, times, imported) = incidents(csv.as_bytes());
    assert_eq!(evidence, "its header is that of Dispatch incidents");
    assert_eq!((imported.report.incidents, &imported.report.refusals[..]), (2, &[][..]));
    assert_eq!(times[0][&Milestone::Detected], "2026-03-16T09:05:00.123456Z");
    assert_eq!(times[0][&Milestone::Contained], "2026-03-16T09:48:30Z");
    assert_eq!(times[0][&Milestone::Closed], "2026-03-20T00:00:00Z");
    assert_eq!(times[1][&Milestone::Detected], "2026-03-17T09:05:00Z");
    assert_eq!(imported.report.naive_rows, 0);
    let ez = "RunTime,ExecutableName\n2026-03-13T00:02:51Z,a.exe\n2026-03-13 00:02:52,b.exe\n";
    let (_, imported) = preset(ez.as_bytes());
    assert_eq!((imported.report.events, imported.report.naive_rows), (2, 0));
}

#[test]
fn the_status_history_of_github_gives_its_own_durations() {
    let Some(folder) = shared("data/github-statuses") else { return };
    let expected: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let windows = fs::read_to_string(folder.join("downtime_windows.csv")).unwrap();
    let stated = windows.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0].to_owned(), cells[3].parse::<f64>().unwrap())
    });
    let stated: BTreeMap<String, f64> = stated.collect();
    for name in ["incidents.jsonl", "downtime_windows.csv"] {
        let (evidence, _, imported) = incidents(&fs::read(folder.join(name)).unwrap());
        assert_eq!(evidence, "its header is that of the GitHub status history", "{name}");
        assert_eq!((imported.report.rows, imported.report.refusals.len()), (819, 0), "{name}");
        let Content::Incidents(all) = &imported.content else { panic!() };
        assert_eq!(all.len() as u64, expected["n"].as_u64().unwrap());
        for (impact, count) in expected["impact"].as_object().unwrap() {
            let found = all.iter().filter(|i| i.groups["impact"] == [impact.as_str()]).count();
            assert_eq!(found as u64, count.as_u64().unwrap(), "{impact}");
        }
        assert!(imported.report.notes.iter().any(|n| n.starts_with("18 of the incidents have `impact`")));
        let minutes = |i: &ImportedIncident, from, to| {
            let at = |m| i.moment(&m, None, Span::ZERO).unwrap().earliest;
            at(to).since(at(from)).as_hours() * 60.0
        };
        for incident in all {
            let found = minutes(incident, Milestone::ExposureStarted, Milestone::Contained);
            assert_eq!(found.round(), stated[&incident.id], "{name} {}", incident.id);
        }
        if name == "downtime_windows.csv" {
            continue;
        }
        let counted = all.iter().filter(|i| i.groups["impact"] != ["maintenance"]);
        let mut resolve: Vec<f64> =
            counted.map(|i| minutes(i, Milestone::Detected, Milestone::Recovered)).collect();
        resolve.sort_by(f64::total_cmp);
        let expected = &expected["resolve_minutes_no_maintenance"];
        let mean = resolve.iter().sum::<f64>() / resolve.len() as f64;
        assert_eq!(resolve.len() as u64, expected["n"].as_u64().unwrap());
        assert!((resolve[resolve.len() / 2] - expected["median"].as_f64().unwrap()).abs() < 1e-6);
        assert!((mean - expected["mean"].as_f64().unwrap()).abs() < 1e-6, "{mean}");
        assert_eq!(
            resolve.iter().filter(|m| **m == 0.0).count() as u64,
            expected["n_zero"].as_u64().unwrap()
        );
    }
    // The segments are a table like any other; a feed is no table.
    let (_, imported) = preset(&fs::read(folder.join("segments.csv")).unwrap());
    assert_eq!(imported.report.refusals.len(), 0, "{:?}", imported.report.refusals);
}

#[test]
fn a_header_that_php_would_not_close_is_of_a_table_all_the_same() {
    let text = "\"Share C:\\\", Time\nopened, 2026-03-16 09:00\nshut, 2026-03-16 09:10\n";
    let found = detect("x.csv", text.as_bytes(), text.len() as u64).unwrap();
    assert!(found.candidates.iter().any(|c| c.reading.format == Format::Delimited), "{found:?}");
}
