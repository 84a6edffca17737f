//! Hayabusa's timelines: `csv-timeline` and `json-timeline` of every profile that has `RuleTitle`.
//!
//! After its config/profiles.yaml and src/detections/utils.rs. The time is written in one of seven styles, by default
//! `2026-03-13 00:02:51.000 +00:00` in the zone of the machine that ran it, always with the offset except in UTC's `Z`.
//! Its US style is the only one with AM and PM, so that such a date is month first; the two styles of figures with a
//! 24-hour clock are told apart by the whole column. The profiles `timesketch-*` are read as Timesketch.
//! `ExtraFieldInfo` is read only where `Details` says nothing; the names of rule and log files stay in the original.

use super::known::{Each, Known, Shape, Sign, sign};
use super::row::{Draft, Row, listed, titled};
use super::rows::EventRows;
use super::timestamp::{self, Stated, TimeError};
use crate::model::Format;

/// The CSV.
pub const CSV: Known = Known {
    format: Format::HayabusaCsv,
    shape: Shape::Table,
    tell: |sample| tell(sample.columns(&OWN)),
    reader: || Box::new(Each(read)),
};

/// Objects one after the other, over several lines or one a line.
pub const JSON: Known = Known {
    format: Format::HayabusaJson,
    shape: Shape::Json(&[]),
    tell: |sample| tell(sample.objects(&OWN)),
    reader: || Box::new(Each(read)),
};

const OWN: [&str; 3] = ["Timestamp", "RuleTitle", "Level"];

fn tell(own: bool) -> Option<Sign> {
    own.then(|| sign(0.96, "it has Hayabusa's `Timestamp`, `RuleTitle` and `Level`"))?
}

/// The levels of rules, as abbreviated and in full.
const LEVELS: [(&str, &str); 6] = [
    ("emer", "emergency"),
    ("crit", "critical"),
    ("high", "high"),
    ("med", "medium"),
    ("low", "low"),
    ("info", "informational"),
];

fn read(row: &Row<'_>, rows: &mut EventRows) {
    let level = row.get("Level").to_ascii_lowercase();
    let level = LEVELS.iter().find(|(short, _)| level.starts_with(short)).map_or("", |(_, full)| *full);
    let details = details(row, "Details");
    let details = if details.is_empty() { self::details(row, "ExtraFieldInfo") } else { details };
    let tags = ["MitreTactics", "MitreTags", "OtherTags"].iter().flat_map(|name| {
        let cell = row.get(name);
        cell.split(['¦', ',']).map(str::to_owned).collect::<Vec<_>>()
    });
    let tags: Vec<String> = tags.filter(|tag| !matches!(tag.trim(), "-" | "n/a")).collect();
    let kind = format!("{} {}", row.get("Channel"), row.get("EventID"));
    Draft::with(row, "Timestamp", time(row.get("Timestamp")))
        .text(titled(row.get("RuleTitle"), &details))
        .kind(kind.trim().trim_end_matches(" -"))
        .actor(named(&details, &["SrcUser", "User"]))
        .asset(row.get("Computer"))
        .tags([level])
        .tags(tags)
        .push(rows);
}

/// The US style has AM or PM, and no other has.
fn time(text: &str) -> Result<Stated, TimeError> {
    let half = text.split_whitespace().any(|word| word == "AM" || word == "PM");
    Ok(match timestamp::parse(text)? {
        Stated::Either { month_first: Some(time), .. } if half => Stated::Plain(time),
        other => other,
    })
}

/// What the event log says: `name: value ¦ name: value` in a cell, an object in JSON.
fn details(row: &Row<'_>, name: &str) -> String {
    let cell = row.first(&[name]);
    if cell == "n/a" {
        return String::new();
    }
    if !cell.is_empty() {
        let parts = cell.split('¦').map(str::trim).filter(|part| !part.is_empty());
        return parts.collect::<Vec<_>>().join("; ");
    }
    listed(row.under(&format!("{name}.")))
}

/// The value of the first of some names in details.
fn named<'a>(details: &'a str, names: &[&str]) -> &'a str {
    let parts = || details.split("; ").filter_map(|part| part.split_once(": "));
    let find = |name: &&str| parts().find(|(own, _)| own == name);
    names.iter().find_map(find).map_or("", |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::{EventTable, Format};

    const HEADER: &str = "Timestamp,RuleTitle,Level,Computer,Channel,EventID,MitreTactics,MitreTags,OtherTags,RecordID,Details,ExtraFieldInfo,RuleID\n";

    fn csv(times: &[&str]) -> String {
        let row = |time: &&str| {
            format!(
                "\"{time}\",Local User Account Created,med,shop01,Sec,4720,Persis,T1136.001 ¦ T1098,attack.x,77,TgtUser: wp_support1 ¦ SrcUser: www-data ¦ SID: S-1-5,,r1\n"
            )
        };
        HEADER.to_owned() + &times.iter().map(row).collect::<String>()
    }

    fn same(events: &EventTable, row: u32) {
        assert_eq!(
            told(events, row),
            "2026-03-13T00:02:51Z Local User Account Created: TgtUser: wp_support1; SrcUser: www-data; SID: S-1-5",
            "{row}"
        );
    }

    #[test]
    fn every_style_of_time_is_the_same_instant() {
        let styles = [
            "2026-03-13 00:02:51.000 +00:00",
            "2026-03-12 18:02:51.000 -06:00",
            "2026-03-13T00:02:51.0000000Z",
            "2026-03-12 18:02:51.000000-06:00",
            "Thu, 12 Mar 2026 18:02:51 -0600",
            "03-12-2026 06:02:51.000 PM -06:00",
        ];
        let (table, report) = events(&csv(&styles), Format::HayabusaCsv);
        assert_eq!((report.rows, report.events), (6, 6));
        (0..6).for_each(|row| same(&table, row));
        // Figures with the year last and a 24-hour clock: US military, or European; the column decides.
        let (table, report) = events(&csv(&["03-13-2026 00:02:51.000 +00:00"]), Format::HayabusaCsv);
        same(&table, 0);
        assert_eq!(report.day_first, Some(false));
        let european = ["13-03-2026 00:02:51.000 +00:00", "01-04-2026 00:02:51.000 +00:00"];
        let (table, report) = events(&csv(&european), Format::HayabusaCsv);
        same(&table, 0);
        assert!(told(&table, 1).starts_with("2026-04-01T00:02:51Z"));
        assert_eq!(report.day_first, Some(true));
        let (_, report) = events(&csv(&["01-04-2026 00:02:51.000 +00:00"]), Format::HayabusaCsv);
        assert!(report.refusals[0].reason.contains("day first or month first"), "{report:?}");
    }

    #[test]
    fn what_a_rule_found_becomes_text_actor_asset_and_tags() {
        let (table, _) = events(&csv(&["2026-03-13 00:02:51.000 +00:00"]), Format::HayabusaCsv);
        assert_eq!((table.actor(0), table.asset(0), table.kind(0)), ("www-data", "shop01", "Sec 4720"));
        let tags: Vec<&str> = table.tags(0).collect();
        assert_eq!(tags, ["medium", "Persis", "T1136.001", "T1098", "attack.x"]);
    }

    #[test]
    fn json_over_lines_and_json_lines_are_the_same() {
        let object = r#"{"Timestamp":"2026-03-13 00:02:51.000 +00:00","RuleTitle":"Local User Account Created","Level":"crit","Computer":"shop01","Channel":"Sec","EventID":4720,
            "MitreTags":["T1136.001","T1098"],"Details":{"TgtUser":"wp_support1","SrcUser":"www-data","SID":"S-1-5"},"ExtraFieldInfo":{}}"#;
        let broken = r#"{"Timestamp":"yesterday","RuleTitle":"x","Level":"low"}"#;
        for text in [format!("{object}\n{broken}\n"), format!("{}\n{broken}\n", object.replace('\n', ""))] {
            let (table, report) = events(&text, Format::HayabusaJson);
            // The keys of an object have no order of their own.
            assert_eq!(
                told(&table, 0),
                "2026-03-13T00:02:51Z Local User Account Created: SID: S-1-5; SrcUser: www-data; TgtUser: wp_support1"
            );
            assert_eq!(table.actor(0), "www-data");
            assert_eq!(table.tags(0).collect::<Vec<_>>(), ["critical", "T1136.001", "T1098"]);
            assert_eq!((report.rows, report.refusals.len()), (2, 1));
            assert!(report.refusals[0].reason.contains("`Timestamp`"));
        }
    }
}
