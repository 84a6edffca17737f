//! The merged timeline as the CSV that DFIR-IRIS takes as an upload, so that what was corrected here goes back in.
//!
//! After its source (blueprints/case/case_timeline_routes.py, csv_upload): ten columns with exact names, dates as
//! `%Y-%m-%dT%H:%M:%S.%f` with the zone in a column of its own, assets separated by `;`, indicators and tags by `|`. Text
//! that a spreadsheet would take for a formula gets an apostrophe, and its row the tag [`GUARDED`], since the columns leave
//! no room for another mark; a day or a month becomes its first instant, with a tag too. Floodmark reads both back.

use super::timeline_csv::{row, text};
use super::words::coarse;
use crate::model::Timestamp;
use crate::model::event::GUARDED;
use crate::timeline::{EventView, STAR_TAG, Timeline};

/// The columns, in order.
pub const COLUMNS: [&str; 10] = [
    "event_date",
    "event_tz",
    "event_title",
    "event_category",
    "event_content",
    "event_raw",
    "event_source",
    "event_assets",
    "event_iocs",
    "event_tags",
];

/// A title longer than this is cut; the content has all of it.
const TITLE: usize = 120;

/// The categories that IRIS ships; it refuses others.
const CATEGORIES: [&str; 15] = [
    "Legitimate",
    "Remediation",
    "Initial Access",
    "Execution",
    "Persistence",
    "Privilege Escalation",
    "Defense Evasion",
    "Credential Access",
    "Discovery",
    "Lateral Movement",
    "Collection",
    "Command and Control",
    "Exfiltration",
    "Impact",
    "Unspecified",
];

/// Writes all events in their order.
pub fn write(timeline: &Timeline) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for event in timeline.events() {
        row(&cells(&event), &mut out);
    }
    out
}

fn cells(event: &EventView<'_>) -> [String; 10] {
    let line = event.text.lines().next().unwrap_or("");
    let cut = line.char_indices().nth(TITLE).and_then(|(end, _)| line.get(..end));
    let category = CATEGORIES.iter().find(|c| c.eq_ignore_ascii_case(event.kind)).unwrap_or(&"Unspecified");
    let (at, precision) = coarse(&event.moment);
    let tags =
        event.tags.iter().copied().filter(|tag| *tag != STAR_TAG && Some(*tag) != precision).chain(precision);
    let tags: Vec<String> = tags.map(|tag| tag.replace('|', "/")).collect();
    let written = [
        cut.unwrap_or(line).trim(),
        event.text,
        event.source,
        &event.asset.replace(", ", ";"),
        &tags.join("|"),
    ];
    let guarded = written.map(text);
    let is_guarded = guarded.iter().zip(written).any(|(guarded, written)| guarded != written);
    let [title, content, source, assets, _] = guarded;
    [
        date(at),
        "+00:00".to_owned(),
        title,
        (*category).to_owned(),
        content,
        String::new(),
        source,
        assets,
        String::new(),
        is_guarded
            .then_some(GUARDED)
            .into_iter()
            .chain(tags.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("|"),
    ]
}

/// `2026-03-13T00:02:51.000000`.
fn date(at: Timestamp) -> String {
    at.naive_utc().format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Content, read_all};
    use crate::model::{Format, HandEvent, Precision, RowTime};

    #[test]
    fn what_is_written_is_read_back() {
        let told = |text: &str, time: &str, precision| HandEvent {
            time: RowTime { precision, ..RowTime::utc(time.parse().unwrap()) },
            known_at: None,
            text: text.into(),
            kind: "Exfiltration".into(),
            actor: String::new(),
            asset: "shop01, cdn".into(),
            tags: vec!["a|b".into(), "card".into()],
            words: text.into(),
            written: Timestamp(0),
            removed: false,
        };
        let long = format!("=cmd|\"x\", {}\nsecond line", "é".repeat(200));
        let hand = [
            told(&long, "2026-03-13T00:02:51.25Z", Precision::Exact),
            HandEvent {
                tags: vec!["@all".into()],
                asset: "-x".into(),
                ..told("'Store closed", "2026-03-14T00:00:00Z", Precision::Day)
            },
        ];
        let text = write(&Timeline::build(vec![], &hand, &Default::default()));
        assert!(text.contains("2026-03-13T00:02:51.250000,+00:00,\"'=cmd|"), "{text}");
        let reading = crate::model::Reading::of(Format::IrisImport);
        let Content::Events(events) = read_all("x", text.as_bytes(), Some(&reading)).unwrap().content else {
            panic!()
        };
        let found: Vec<usize> =
            (0..2).map(|row| hand.iter().position(|h| h.text == events.text(row)).unwrap()).collect();
        assert_eq!(found, [0, 1]);
        assert_eq!((events.kind(0), events.asset(0)), ("Exfiltration", "shop01, cdn"));
        assert_eq!(events.tags(0).collect::<Vec<_>>(), ["a/b", "card", "milestone:exposure_started"]);
        assert_eq!(events.time(1).precision, Precision::Day);
        assert_eq!((events.asset(1), events.tags(1).next()), ("-x", Some("@all")));
        assert_eq!(events.time(0).micros, hand[0].time.micros);
    }
}
