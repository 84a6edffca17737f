//! Every sample of ../shared/formats.md: told by its content, with the right times and milestones.

use super::adds_up;
use crate::shared::shared;
use floodmark::import::{Content, detect, read_all};
use floodmark::model::{Duration, EventTable, Format, Span, Zone};
use std::fs;

/// A sample: its section, what stands above it in a real file, its format, and what it tells. Wall clocks are told as UTC.
type Sample = (&'static str, &'static str, Format, &'static [&'static str]);

const L2T: &str = "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra\n";
const IRIS: &str = "\"event_date(UTC)\",\"event_title\",\"event_description\",\"event_tz\",\"event_date_wtz\",\"event_category\",\"event_tags\",\"linked_assets\",\"linked_iocs\"\n";

const SAMPLES: [Sample; 18] = [
    ("2.1", "", Format::TimesketchCsv, &["2026-03-12T23:44:19Z Rogue admin wp_support1 created"]),
    ("2.1", "", Format::TimesketchJsonl, &["2026-03-16T09:48:30Z Checkout disabled"]),
    (
        "2.2",
        L2T,
        Format::PlasoL2tcsv,
        &["2026-03-13T00:02:51Z /var/www/html/wp-content/themes/kestrel/js/checkout.js"],
    ),
    (
        "2.3",
        IRIS,
        Format::IrisExport,
        &["2026-03-13T00:02:51Z Skimmer injected: checkout.js modified [milestone:exposure_started]"],
    ),
    (
        "2.3",
        "",
        Format::IrisCase,
        &["2026-03-16T00:00:00Z Case opened: #41 - Skimmer", "2026-03-16T09:48:30Z Checkout disabled"],
    ),
    ("2.4", "", Format::ThehiveJson, &["2026-03-16T09:48:30Z Checkout disabled"]),
    ("2.5", "", Format::AuroraFox, &["2026-03-13T00:02:51Z checkout.js modified, from 203.0.113.66"]),
    (
        "2.7",
        "",
        Format::PagerdutyLog,
        &["2026-03-16T09:21:10Z Acknowledged by A. Osei [milestone:acknowledged]"],
    ),
    ("2.10", "", Format::DispatchTimeline, &["2026-03-16T09:48:30Z Checkout disabled"]),
    (
        "2.11",
        "",
        Format::GithubIssues,
        &["2026-03-24T15:00:00Z Action item opened: #7 Enforce MFA for wp-admin"],
    ),
    ("2.12", "", Format::SlackExport, &["2026-03-16T09:48:30.0002Z checkout is OFF, WAF rule live"]),
    (
        "2.13",
        "",
        Format::WpActivityLog,
        &["2026-03-13T00:44:19Z Created a new user: wp_support1; Role: administrator"],
    ),
    (
        "2.13",
        "",
        Format::SimpleHistoryCsv,
        &["2026-03-12T23:44:19Z Anonymous web user: Created user wp_support1"],
    ),
    (
        "2.14",
        "",
        Format::AccessLog,
        &["2026-03-12T23:41:07Z POST /wp-admin/admin-ajax.php?action=kx_upload → 200 by 203.0.113.66"],
    ),
    (
        "2.15",
        "",
        Format::MispEvent,
        &[
            "2026-03-13T00:00:00Z MISP event: Skimmer at Kestrel",
            "2026-03-12T23:41:07Z First seen: ip-src: 203.0.113.66",
        ],
    ),
    ("2.16", "", Format::Stix, &["2026-03-18T15:22:00Z DPA notified [milestone:authority_notified]"]),
    (
        "2.18",
        "",
        Format::VerisJson,
        &[
            "2026-03-12T00:00:00Z Web skimmer",
            "compromise = 2026-03-12T00:00:00Z",
            "Dwell 259200",
            "TimeToContain 2640",
        ],
    ),
    ("2.19", "", Format::PlanPlaybook, &[]),
];

/// The blocks of code with the number of their section.
fn blocks(text: &str) -> Vec<(String, String)> {
    let (mut section, mut open, mut found) = (String::new(), None::<String>, vec![]);
    for line in text.lines() {
        match (&mut open, line) {
            (Some(_), "```") => found.extend(open.take().map(|block| (section.clone(), block))),
            (None, "```") => open = Some(String::new()),
            (Some(block), _) => block.push_str(&format!("{line}\n")),
            (None, _) if line.starts_with("### ") => {
                section = line.split_whitespace().nth(1).unwrap_or("").to_owned();
            }
            _ => {}
        }
    }
    found
}

fn told(table: &EventTable) -> Vec<String> {
    let row = |n: u32| {
        let moment = table.moment(n, Some(Zone::Utc), Default::default()).unwrap();
        let hint = table.tags(n).find(|tag| tag.starts_with("milestone:"));
        let hint = hint.map(|tag| format!(" [{tag}]")).unwrap_or_default();
        format!("{} {}{hint}", moment.earliest, table.text(n))
    };
    (0..table.len() as u32).map(row).collect()
}

fn seconds(duration: &Duration) -> i64 {
    match duration {
        Duration::Exact { value } => value.0 / 1_000_000,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_sample_is_told_and_read() {
    let Some(path) = shared("formats.md") else { return };
    let blocks = blocks(&fs::read_to_string(path).unwrap());
    let sections: Vec<&str> = blocks.iter().map(|(section, _)| section.as_str()).collect();
    assert_eq!(sections, SAMPLES.map(|(section, ..)| section));
    let mut differ = vec![];
    for ((section, above, format, expected), (_, sample)) in SAMPLES.iter().zip(&blocks) {
        let text = format!("{above}{sample}");
        let found = match detect("dropped", text.as_bytes(), text.len() as u64) {
            Ok(found) => found,
            Err(error) => {
                differ.push(format!("{section}: {error}"));
                continue;
            }
        };
        let sure: Vec<Format> = found.undecided().map(|c| c.reading.format).collect();
        if sure != [*format] {
            differ.push(format!("{section}: {sure:?}"));
            continue;
        }
        if *format == Format::PlanPlaybook {
            // A playbook is a plan, and no record of what happened.
            let plan = floodmark::cacao::read(&text).unwrap().text;
            assert!(plan.contains("## Take checkout offline\n\n- Enable maintenance mode"), "{plan}");
            continue;
        }
        let imported = read_all("dropped", text.as_bytes(), Some(&found.candidates[0].reading)).unwrap();
        adds_up(&imported);
        assert_eq!(imported.report.refusals, [], "{section}");
        let lines = match &imported.content {
            Content::Events(table) => told(table),
            Content::Incidents(all) => {
                let one = |i: &std::sync::Arc<floodmark::import::ImportedIncident>| {
                    let mut lines = told(&i.events);
                    let at = |m| i.moment(m, None, Span::ZERO).unwrap().earliest;
                    lines.extend(i.milestones.keys().map(|m| format!("{} = {}", m.id(), at(m))));
                    lines.extend(i.durations.iter().map(|(m, d)| format!("{m:?} {}", seconds(d))));
                    lines
                };
                all.iter().flat_map(one).collect()
            }
        };
        if lines != *expected {
            differ.push(format!("{section}: {lines:#?}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
