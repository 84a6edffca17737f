//! One incident, told by nine tools at once: one timeline, what two of them tell grouped, the intervals of the scenario.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use floodmark::chart::Phase;
use floodmark::engine::view::Density;
use floodmark::engine::{Engine, Query};
use floodmark::import::{detect, read_all};
use floodmark::model::source::sha256;
use floodmark::model::{CaseId, Duration, Format, MetricId, SourceId, Span, Zone};
use floodmark::timeline::Filter;
use floodmark::workspace::{Change, Target};

/// The shared scenario as each tool would have exported its part.
pub const FILES: [(&str, Format, &str); 9] = [
    (
        "timesketch.jsonl",
        Format::TimesketchJsonl,
        r#"{"message":"Exploit POST to the upload plugin from 203.0.113.66","timestamp":1773358867000000,"datetime":"2026-03-12T23:41:07+00:00","timestamp_desc":"Initial compromise","tag":["milestone:compromise"]}
{"message":"Rogue admin wp_support1 created","timestamp":1773359059000000,"datetime":"2026-03-12T23:44:19+00:00","timestamp_desc":"Event Logged","hostname":"shop01"}
"#,
    ),
    (
        "case-41.json",
        Format::IrisCase,
        r#"{"status":"success","data":{"case":{"name":"Skimmer"},"timeline":[
            {"event_title":"checkout.js modified","event_date":"2026-03-13T00:02:51.000000","event_tz":"+00:00","category":"Exfiltration","assets":["shop01 (Linux Server)"]},
            {"event_title":"Checkout disabled","event_date":"2026-03-16T09:48:30","event_tz":"+00:00","category":"Remediation","assets":["shop01 (Linux Server)"]}],
            "evidences":[{"filename":"shop01.e01","date_added":"2026-03-16T10:30:00","file_hash":"9f2c"}]}}"#,
    ),
    (
        "case.fox",
        Format::AuroraFox,
        r#"{"storage_format_version":7,"timeline":[{"recid":1,"date_time":"2026-03-13 00:02:51","event_type":"Exfil","event_host":"shop01","event_data":"checkout.js modified"}]}"#,
    ),
    (
        "log_entries.json",
        Format::PagerdutyLog,
        r#"{"log_entries":[{"type":"acknowledge_log_entry","summary":"Acknowledged by A. Osei","created_at":"2026-03-16T09:21:10Z","agent":{"summary":"A. Osei"}},
            {"type":"trigger_log_entry","summary":"Customer reports card misuse","created_at":"2026-03-16T08:12:40Z","agent":{"summary":"Support"}}]}"#,
    ),
    (
        "timeline.json",
        Format::ThehiveJson,
        r#"{"events":[{"date":1773651900000,"kind":"customEvent","entity":"CustomEvent","details":{"title":"Ops confirms the modified file: an incident"}},
            {"date":1773654510000,"kind":"customEvent","entity":"CustomEvent","details":{"title":"Checkout disabled"}}]}"#,
    ),
    (
        "2026-03-16.json",
        Format::SlackExport,
        r#"[{"type":"message","user":"U01","ts":"1773652800.000000","text":"Incident declared, response team engaged","reactions":[{"name":"pushpin"}]},
            {"type":"message","user":"U02","ts":"1773653460.000000","text":"DPO: personal data breach established","reactions":[{"name":"eyes"}]},
            {"type":"message","user":"U01","ts":"1773653500.000000","text":"lunch?"}]"#,
    ),
    (
        "skimmer-timeline-export.csv",
        Format::DispatchTimeline,
        "\"Time (in UTC)\",\"Description\",\"Owner\"\n\"2026-03-16T09:48:30.000Z\",\"Checkout disabled\",\"A. Osei\"\n\"2026-03-17T06:00:00.000Z\",\"Store reopened, service restored\",\"A. Osei\"\n",
    ),
    (
        "Containment -Isolation",
        Format::KanvasContainment,
        "Timestamp_UTC_0,TargetType,TargetName,IsolationMethod,Timestamp of Isolation Requested,Timestamp of isolation,Notes\n2026-03-16 09:48:30,Host,shop01,WAF rule,2026-03-16 09:31:00,2026-03-16 09:48:30,\n",
    ),
    (
        "upload.csv",
        Format::IrisImport,
        "event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags\n2026-03-18T16:22:00.000000,+01:00,Breach notified to the data protection authority,Unspecified,,,,,,milestone:authority_notified\n",
    ),
];

/// An engine with all of them in one case.
pub fn merged() -> (Engine, CaseId) {
    let mut engine = Engine::new();
    let mut sources = vec![];
    for (name, format, text) in FILES {
        let found =
            detect(name, text.as_bytes(), text.len() as u64).unwrap_or_else(|e| panic!("{name}: {e}"));
        let reading = found.candidates[0].reading.clone();
        assert_eq!(reading.format, format, "{name}");
        let imported = read_all(name, text.as_bytes(), Some(&reading)).unwrap();
        assert_eq!(imported.report.refusals, [], "{name}");
        let mut new = engine.supply(&sha256(text.as_bytes()), reading, imported);
        new.name = name.to_owned();
        sources.push(new);
    }
    let now = "2026-03-24T10:00:00Z".parse().unwrap();
    engine.apply(&Change::AddSources { target: Target::NewCase, sources }.into(), now).unwrap();
    // Aurora writes no zone.
    let aurora =
        engine.workspace().cases[0].sources.iter().find(|s| s.name == "case.fox").map(|s| s.id).unwrap();
    let zone = Change::SetZone { case: CaseId(0), source: aurora, zone: Some(Zone::Utc), whole_file: false };
    engine.apply(&zone.into(), now).unwrap();
    (engine, CaseId(0))
}

#[test]
fn nine_formats_make_one_timeline_with_the_scenarios_intervals() {
    let (engine, case) = merged();
    let analysis = engine.analysis(case).unwrap();
    let timeline = &analysis.timeline;
    assert!(timeline.events().map(|e| e.moment.earliest).is_sorted());
    let told: Vec<(String, usize)> = timeline
        .duplicates()
        .groups()
        .iter()
        .map(|group| {
            assert!(group.across_sources);
            (timeline.event(group.positions[0]).unwrap().text.to_owned(), group.positions.len())
        })
        .collect();
    assert_eq!(told, [("checkout.js modified".to_owned(), 2), ("Checkout disabled".to_owned(), 3)]);
    // The histogram by phase has the phases of the chart on Response, and every event once.
    let query =
        Query::Histogram { case, filter: Filter::default(), from: None, to: None, bins: 480, by_phase: true };
    let density: Density = engine.answer(&query, &()).unwrap().try_into().unwrap();
    let phases: Vec<Phase> = density.phases.iter().flatten().copied().collect();
    use Phase::{After, Containing, Declaring, Exposure, Recovering};
    assert_eq!(phases, [Exposure, Declaring, Containing, Recovering, After]);
    assert_eq!(density.histogram.counts.len(), density.phases.len());
    assert_eq!(density.histogram.totals().iter().sum::<u32>() as usize, timeline.len());
    let sources: std::collections::BTreeSet<SourceId> = timeline.events().map(|e| e.id.source).collect();
    assert_eq!(sources.len(), FILES.len());

    let metric = |id: MetricId| analysis.metrics.iter().find(|m| m.id == id).map(|m| m.duration).unwrap();
    let exact = |seconds: i64| Duration::Exact { value: Span::seconds(seconds) };
    assert_eq!(metric(MetricId::Dwell), exact(3 * 86_400 + 9 * 3_600 + 23 * 60 + 53), "exploit → detected");
    assert_eq!(metric(MetricId::Exposure), exact(294_339), "skimmer → contained");
    assert_eq!(metric(MetricId::TimeToContain), exact(43 * 60 + 30), "detected → contained");
    assert_eq!(metric(MetricId::ResponseTimeToContain), exact(28 * 60 + 30), "declared → contained");
    assert_eq!(metric(MetricId::TimeToNotifyAuthority), exact(53 * 3_600 + 51 * 60), "aware → authority");
}

#[test]
fn the_ledger_of_the_scenario_has_its_expected_values() {
    use floodmark::model::{Facts, Milestone, MilestoneDecision, Moment, Timestamp};
    use floodmark::obligation::applicable;
    let (mut engine, case) = merged();
    let t = |text: &str| text.parse::<Timestamp>().unwrap();
    let now = t("2026-04-20T10:00:00Z");
    let facts = Facts {
        jurisdictions: vec!["DE".to_owned(), "US-CA".to_owned()],
        personal_data: Some(true),
        risk_unlikely: Some(false),
        high_risk: Some(true),
        processor: Some(false),
        sector: "retail".to_owned(),
        residents: [("US-CA".to_owned(), 900)].into(),
        ..Facts::default()
    };
    engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), now).unwrap();
    // What no tool of the nine tells: customers, and the Attorney General of California.
    // Which rule a notice served is said where several ask for one.
    let told = [
        ("individuals_notified", "2026-03-19T10:00:00Z"),
        ("sent:us-ca-1798-82-individuals", "2026-03-19T10:00:00Z"),
        ("sent:eu-gdpr-33-1-authority", "2026-03-18T15:22:00Z"),
        ("sent:us-ca-1798-82-ag", "2026-03-30T17:00:00Z"),
    ];
    for (name, time) in told {
        let milestone: Milestone = name.parse().unwrap();
        let moment = Moment::exact(t(time));
        let decision = Some(MilestoneDecision::At { moment, event: None, decided: now });
        engine.apply(&Change::DecideMilestone { case, milestone, decision }.into(), now).unwrap();
    }
    let analysis = engine.analysis(case).unwrap();
    let instant = |pair: Option<[Timestamp; 2]>| match pair {
        Some([a, b]) if a == b => a.to_string(),
        other => format!("{other:?}"),
    };
    let rows: Vec<String> = applicable(&analysis.judgement().obligations)
        .filter(|o| o.due.is_some())
        .map(|o| {
            let [trigger, due, sent] = [o.trigger, o.due, o.sent].map(instant);
            let margin = o.margin_seconds.map(|[least, most]| (least == most).then_some(least));
            format!(
                "{} {:?} | {trigger} | {due} | {sent} | {} | {margin:?}",
                o.rule,
                o.applies,
                o.verdict.id()
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "eu-gdpr-33-1-authority Some(true) | 2026-03-16T09:31:00Z | 2026-03-19T09:31:00Z | 2026-03-18T15:22:00Z | on_time | Some(Some(65340))",
            "us-ca-1798-82-individuals Some(true) | 2026-03-16T09:05:00Z | 2026-04-16T06:59:59Z | 2026-03-19T10:00:00Z | on_time | Some(Some(2408399))",
            "us-ca-1798-82-ag Some(true) | 2026-03-19T10:00:00Z | 2026-04-04T06:59:59Z | 2026-03-30T17:00:00Z | on_time | Some(Some(395999))",
        ]
    );
}

/// The administrator of the intruder and what came before and after, as a shop's own tools tell it; Berlin where no zone is
/// written.
pub const SHOP: [(Format, &str, &str); 8] = [
    (
        Format::AccessLog,
        "2026-03-12T23:41:07Z",
        "203.0.113.66 - - [12/Mar/2026:23:41:07 +0000] \"POST /wp-admin/admin-ajax.php?action=kx_upload HTTP/1.1\" 200 43 \"-\" \"python-requests/2.31\"\n",
    ),
    (
        Format::WpActivityLog,
        "2026-03-12T23:44:19Z",
        "ID,Severity,Date,User,IP,Object,\"Event Type\",Message\n4000,Critical,\"13.03.2026 00:44:19.000\",System,203.0.113.66,User,Created,\"Created a new user: wp_support1\nRole: administrator\"\n",
    ),
    (
        Format::SimpleHistoryCsv,
        "2026-03-12T23:44:19Z",
        "\"2026-03-12 23:44:19\",\"2026-03-13 00:44:19\",SimpleUserLogger,info,wp_user,user_created,,,,\"Anonymous web user\",\"Created user wp_support1\",1\n",
    ),
    (
        Format::SimpleHistoryJson,
        "2026-03-12T23:44:19Z",
        r#"[{"id":"7","date":"2026-03-12 23:44:19","logger":"SimpleUserLogger","level":"info","initiator":"wp_user","message":"Created user {created_user_login}","context_message_key":"user_created","context":{"created_user_login":"wp_support1"}}]"#,
    ),
    (
        Format::StreamCsv,
        "2026-03-12T23:44:19Z",
        "Date,Summary,User,\"User ID\",Connector,Context,\"Object ID\",Action,\"IP Address\"\n\"2026/03/12 11:44:19 PM UTC\",\"New user registration wp_support1\",System,0,users,users,7,created,203.0.113.66\n",
    ),
    (
        Format::ActivityLogCsv,
        "2026-03-12T23:44:19Z",
        "date,author,ip,type,label,action,description\n\"2026-03-13 00:44:19\",System,203.0.113.66,Users,wp_support1,created,wp_support1\n",
    ),
    (
        Format::PhpErrorLog,
        "2026-03-13T00:02:51Z",
        "[13-Mar-2026 01:02:51 Europe/Berlin] PHP Warning:  file_put_contents(checkout.js): written\n#0 wp_support1\n",
    ),
    (
        Format::WoocommerceLog,
        "2026-03-16T09:48:30Z",
        "2026-03-16T09:48:30+00:00 CRITICAL Uncaught Error: checkout is off CONTEXT: {\"source\":\"fatal-errors\"}\n#0 wp_support1\n",
    ),
];

#[test]
fn the_tools_of_a_shop_agree_on_its_instants() {
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    for (format, instant, text) in SHOP {
        let found = detect("x", text.as_bytes(), text.len() as u64).unwrap();
        assert_eq!(found.candidates[0].reading.format, format);
        assert_eq!(found.undecided().count(), 1, "{format:?}");
        let imported = read_all("x", text.as_bytes(), None).unwrap();
        assert_eq!((imported.report.rows, imported.report.refusals.len()), (1, 0), "{format:?}");
        let floodmark::import::Content::Events(events) = imported.content else { panic!("{format:?}") };
        let moment = events.moment(0, Some(berlin), Span::ZERO).unwrap();
        assert_eq!(
            (moment.earliest, moment.latest),
            (instant.parse().unwrap(), moment.earliest),
            "{format:?}"
        );
        // The original of the event is all of the record.
        let (start, length) = events.place(0);
        let original = &text[start as usize..start as usize + length as usize];
        assert!(original.contains("wp_support1") || original.contains("kx_upload"), "{format:?}: {original}");
    }
}
