//! MISP events: one, several, bare or in the answer of the API.
//!
//! After MISP/misp-rfc, misp-core-format. Most of an event is indicators, which have no time of the incident: their
//! `timestamp` is when somebody last edited them. Dated are the event (a day), its publication (epoch seconds, 0 for
//! never), the first and last time that an attribute or object was seen, sightings, and attributes that are themselves
//! times. The rest is counted; reports in Markdown are told, not read. Times have an offset; the day of an event has
//! none and is read as UTC, as everywhere.

use super::inner;
use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join, plain, titled};
use super::rows::EventRows;
use crate::model::Format;

/// Events.
pub const EVENTS: Known = Known {
    format: Format::MispEvent,
    shape: Shape::Json(&["/Event", "/response/*/Event", "/response/Event", "/*/Event"]),
    tell,
    reader: || Box::<Misp>::default(),
};

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let wrapped = ["Event", "response.*.Event", "response.Event", "*.Event"].iter().any(|event| {
        sample.paths.contains(&format!("{event}.info")) && sample.paths.contains(&format!("{event}.date"))
            || sample.paths.contains(&format!("{event}.Attribute.*.to_ids"))
            || sample.paths.contains(&format!("{event}.Object.*.meta-category"))
    });
    // The keys of a bare event may stand in any order, so that its head has only the attributes.
    let bare = sample.objects(&["Attribute", "Attribute.*.to_ids", "Attribute.*.category"])
        || sample.objects(&["info", "threat_level_id", "analysis"]);
    (wrapped || bare).then(|| sign(0.96, "it has the fields of MISP events and their attributes"))?
}

#[derive(Debug, Default)]
struct Misp {
    indicators: usize,
    objects: usize,
    deleted: usize,
    reports: usize,
    related: usize,
    unpublished: usize,
}

const LEVELS: [&str; 3] = ["high", "medium", "low"];

impl RecordReader for Misp {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let Some(event) = row.object else { return };
        // Only the fields of the event itself: its attributes may be more than a record can name.
        let scalars = event.iter().filter(|(_, value)| !value.is_array() && !value.is_object());
        let (names, cells): (Vec<String>, Vec<String>) =
            scalars.map(|(name, value)| (name.clone(), plain(value))).unzip();
        let own = Row { names: &names, cells: &cells, ..*row };
        let list =
            |name: &str| event.get(name).and_then(|list| list.as_array()).map_or(&[][..], Vec::as_slice);
        let tags: Vec<String> = list("Tag").iter().filter_map(|t| t.get("name")).map(plain).collect();
        let level =
            own.get("threat_level_id").parse::<usize>().ok().and_then(|n| LEVELS.get(n.wrapping_sub(1)));
        let author = event.get("Orgc").and_then(|o| o.get("name")).map(plain).unwrap_or_default();
        let info = own.get("info");
        Draft::at(&own, "date")
            .text(titled("MISP event", info))
            .kind("date of the event")
            .actor(&author)
            .tags(tags.clone())
            .tags(level.map(|level| format!("threat-level:{level}")))
            .push(rows);
        match own.get("publish_timestamp") {
            "" | "0" => self.unpublished += 1,
            _ => Draft::at(&own, "publish_timestamp")
                .text(titled("Published on MISP", info))
                .kind("published")
                .actor(&author)
                .tags(tags)
                .push(rows),
        }
        self.reports += list("EventReport").len();
        self.related += list("RelatedEvent").len();
        inner::each(row, &["/Attribute/*", "/Object/*"], |found| {
            if found.object.is_some_and(|o| o.contains_key("value")) {
                self.attribute(found, "", rows);
            } else {
                self.object(found, rows);
            }
        });
    }

    fn finish(&mut self, rows: &mut EventRows) {
        let mut say = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => rows.say(one),
            n => rows.say(many.replace("{n}", &n.to_string())),
        };
        say(
            self.indicators,
            "1 indicator has no time of its own; it stays in the file.",
            "{n} indicators have no time of their own; they stay in the file.",
        );
        say(
            self.objects,
            "1 object has no time of its own; its attributes were looked at one by one.",
            "{n} objects have no time of their own; their attributes were looked at one by one.",
        );
        say(
            self.deleted,
            "1 deleted attribute or object is left out.",
            "{n} deleted attributes or objects are left out.",
        );
        say(
            self.reports,
            "1 report in Markdown is in the event; it is not read, paste its timeline instead.",
            "{n} reports in Markdown are in the events; they are not read, paste their timelines instead.",
        );
        say(self.related, "1 related event is only named.", "{n} related events are only named.");
        say(self.unpublished, "The event is not published.", "{n} of the events are not published.");
    }
}

impl Misp {
    fn object(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        if row.get("deleted") == "true" {
            self.deleted += 1;
            return;
        }
        let values: Vec<&str> = row.list("Attribute", "value").filter(|v| !v.is_empty()).take(4).collect();
        let what = titled(row.get("name"), &join(&[&values.join(", "), row.get("comment")], " – "));
        if seen(row, &what, "", rows) == 0 {
            self.objects += 1;
        }
        inner::each(row, &["/Attribute/*"], |attribute| self.attribute(attribute, &what, rows));
    }

    /// Takes an attribute, of an object or of the event.
    fn attribute(&mut self, row: &Row<'_>, object: &str, rows: &mut EventRows) {
        if row.get("deleted") == "true" {
            self.deleted += 1;
            return;
        }
        let kind = row.first(&["object_relation", "type"]);
        let category = row.get("category");
        let what = titled(kind, &join(&[row.get("value"), row.get("comment")], " – "));
        let mut dated = seen(row, &what, category, rows);
        if row.get("type") == "datetime" {
            dated += 1;
            let said = row.first(&["comment"]);
            Draft::at(row, "value")
                .text(join(&[if said.is_empty() { object } else { said }, kind], " – "))
                .kind(kind)
                .tags([category])
                .tags(row.list("Tag", "name"))
                .push(rows);
        }
        for n in 0.. {
            let field = |name: &str| row.get(&format!("Sighting.{n}.{name}"));
            if field("date_sighting").is_empty() {
                break;
            }
            dated += 1;
            let kind = match field("type") {
                "1" => "false positive",
                "2" => "expired",
                _ => "sighting",
            };
            let column = format!("Sighting.{n}.date_sighting");
            Draft::at(row, &column)
                .text(format!("Sighted ({kind}): {what}"))
                .kind(kind)
                .actor(join(&[field("Organisation.name"), field("source")], ", "))
                .tags([category])
                .push(rows);
        }
        self.indicators += usize::from(dated == 0);
    }
}

/// The first and the last time that something was seen; how many events that makes.
fn seen(row: &Row<'_>, what: &str, category: &str, rows: &mut EventRows) -> usize {
    let (first, last) = (row.first(&["first_seen"]), row.first(&["last_seen"]));
    let times = [("first_seen", "First seen", first), ("last_seen", "Last seen", last)];
    let told =
        times.into_iter().filter(|(name, _, at)| !(at.is_empty() || *name == "last_seen" && *at == first));
    told.map(|(field, phrase, _)| {
        Draft::at(row, field)
            .text(format!("{phrase}: {what}"))
            .kind(phrase.to_ascii_lowercase())
            .tags([category])
            .tags(row.list("Tag", "name"))
            .push(rows);
    })
    .count()
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::{Format, Precision};

    const EVENT: &str = r#"{"info":"Skimmer at Kestrel","date":"2026-03-13","timestamp":"1773657000","publish_timestamp":"1773657600","published":true,"analysis":"2","threat_level_id":"1","Orgc":{"name":"Kestrel"},
        "Tag":[{"name":"tlp:amber"}],"EventReport":[{"name":"x","content":"At 9:00"}],
        "Attribute":[
         {"type":"ip-src","category":"Network activity","value":"203.0.113.66","to_ids":true,"timestamp":"1773657000","first_seen":"2026-03-12T23:41:07.000000+00:00","last_seen":"2026-03-13T00:41:07.000000+01:00","Tag":[{"name":"c2"}],
          "Sighting":[{"date_sighting":"1773648760","type":"0","source":"waf","Organisation":{"name":"CIRCL"}}]},
         {"type":"domain","category":"Network activity","value":"x.example","to_ids":true,"timestamp":"1773657000"},
         {"type":"text","category":"Other","value":"gone","deleted":true}],
        "Object":[{"name":"file","meta-category":"file","first_seen":"soon","Attribute":[
          {"type":"filename","object_relation":"filename","category":"Payload delivery","value":"checkout.js"},
          {"type":"datetime","object_relation":"modification-time","category":"Other","value":"2026-03-13T00:02:51+00:00"}]}]}"#;

    #[test]
    fn dated_facts_are_events_and_the_rest_is_counted() {
        for text in [
            format!("{{\"Event\":{EVENT}}}"),
            format!("{{\"response\":[{{\"Event\":{EVENT}}}]}}"),
            format!("[{{\"Event\":{EVENT}}}]"),
            EVENT.to_owned(),
        ] {
            let (table, report) = events(&text, Format::MispEvent);
            assert_eq!(told(&table, 0), "2026-03-13T00:00:00Z MISP event: Skimmer at Kestrel");
            assert_eq!((table.time(0).precision, table.actor(0)), (Precision::Day, "Kestrel"));
            assert_eq!(table.tags(0).collect::<Vec<_>>(), ["tlp:amber", "threat-level:high"]);
            assert_eq!(told(&table, 1), "2026-03-16T10:40:00Z Published on MISP: Skimmer at Kestrel");
            assert_eq!(told(&table, 2), "2026-03-12T23:41:07Z First seen: ip-src: 203.0.113.66");
            assert_eq!(told(&table, 3), "2026-03-12T23:41:07Z Last seen: ip-src: 203.0.113.66");
            assert_eq!(told(&table, 4), "2026-03-16T08:12:40Z Sighted (sighting): ip-src: 203.0.113.66");
            assert_eq!(table.actor(4), "CIRCL, waf");
            assert_eq!(
                told(&table, 5),
                "2026-03-13T00:02:51Z file: checkout.js, 2026-03-13T00:02:51+00:00 – modification-time"
            );
            assert_eq!((report.rows, report.events), (7, 6));
            assert!(report.refusals[0].reason.contains("`first_seen`"), "{report:?}");
            assert!(report.refusals[0].pointer.ends_with("/Object/0"), "{report:?}");
            let notes = report.notes.join("\n");
            for said in ["2 indicators", "1 deleted", "1 report in Markdown"] {
                assert!(notes.contains(said), "{said}: {notes}");
            }
            // Each attribute is found again at its own place.
            let (start, length) = table.place(2);
            let original = &text[start as usize..start as usize + length as usize];
            assert!(original.starts_with("{\"type\":\"ip-src\"") && original.ends_with("}]}"), "{original}");
            assert_eq!(table.line(2), text[..start as usize].matches('\n').count() as u32 + 1);
        }
    }
}
