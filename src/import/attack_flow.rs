//! Attack Flow: what an attacker did, as the STIX of its export or as the builder's own `.afb`.
//!
//! After center-for-threat-informed-defense/attack-flow (stix/attack-flow-schema-2.0.0.json and its corpus). Actions with
//! `execution_start` are events, and their `execution_end` where it differs; an action without is refused by name. In an
//! `.afb` the properties of an object are pairs of key and value; anchors, latches and lines are the drawing and are not
//! read, nor is the order that they give. A flow that begins in 1970 has no dates: its times count from its start, and
//! its events stand in year 1, which no finding and no metric takes for a date.

use super::inner::Kept;
use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join, titled};
use super::rows::EventRows;
use super::stix::Bundle;
use super::timestamp::{self, Stated, TimeError};
use crate::model::event::RowNote;
use crate::model::time::{DAY, HOUR, MINUTE};
use crate::model::{Format, RowTime};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A flow in either form.
pub const FLOW: Known = Known {
    format: Format::AttackFlow,
    shape: Shape::Json(&["/objects/*"]),
    tell,
    reader: || Box::<Flow>::default(),
};

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let listed = sample.has(&["objects.*.id"]);
    if listed && sample.text.contains("attack_flow_v") {
        return sign(0.97, "it says that it is a flow of the Attack Flow builder");
    }
    // The type of an object may stand anywhere in it.
    let kind = ["\"attack-flow--", "\"attack-action--"].iter().any(|id| sample.text.contains(id));
    (listed && kind).then(|| sign(0.97, "it is a STIX bundle with an Attack Flow"))?
}

#[derive(Debug, Default)]
struct Flow {
    bundle: Bundle,
    actions: Vec<Kept>,
    /// The threat actors.
    actors: BTreeSet<String>,
    /// Objects that are no actions, by what they are.
    context: BTreeMap<String, usize>,
}

impl RecordReader for Flow {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let Some(Value::Array(properties)) = row.object.and_then(|object| object.get("properties")) else {
            // What the builder draws has no properties and no type.
            if !row.get("type").is_empty() {
                self.bundle.read(row, rows);
            }
            return;
        };
        let kind = row.get("id").to_owned();
        let map = pairs(properties);
        let kept = Kept::new(row, map);
        match kind.as_str() {
            "action" => self.actions.push(kept),
            "flow" => {}
            kind => {
                if matches!(kind, "threat_actor" | "intrusion_set") {
                    self.actors.insert(kept.row().get("name").to_owned());
                }
                *self.context.entry(kind.replace('_', " ")).or_default() += 1;
            }
        }
    }

    fn finish(&mut self, rows: &mut EventRows) {
        let relative =
            Relative::of(self.actions.iter().map(|k| time(&k.row(), "execution_start").to_owned()));
        relative.say(rows);
        // One actor of a flow did all of it; of several the drawing tells who did what.
        let actor = self.actors.first().filter(|_| self.actors.len() == 1).cloned().unwrap_or_default();
        for kept in &self.actions {
            let row = kept.row();
            let technique = row.get("technique_id");
            let named = if technique.is_empty() { String::new() } else { format!("({technique})") };
            let what = titled(&join(&[row.get("name"), &named], " "), row.get("description"));
            let (start, end) = (time(&row, "execution_start"), time(&row, "execution_end"));
            if start.is_empty() && end.is_empty() {
                row.refuse(
                    rows,
                    format!("“{}” has no `execution_start`; give it one in the builder", row.get("name")),
                );
                continue;
            }
            for (field, text, word) in [("execution_start", start, ""), ("execution_end", end, "End")] {
                if text.is_empty() || word == "End" && end == start {
                    continue;
                }
                let (stated, after) = relative.time(timestamp::parse(text));
                Draft::with(&row, field, stated)
                    .text(join(&[&after, &titled(word, &what)], " "))
                    .kind("attack action")
                    .actor(actor.as_str())
                    .tags([technique, row.get("tactic_id")])
                    .note(relative.note())
                    .push(rows);
            }
        }
        if !self.context.is_empty() {
            let kinds: Vec<String> = self.context.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
            rows.say(format!("Without a time of their own, and not read as events: {}.", kinds.join(", ")));
        }
        self.bundle.finish(rows);
    }
}

/// The pairs of key and value that the builder writes in place of an object.
fn pairs(list: &[Value]) -> Map<String, Value> {
    let pair = |item: &Value| {
        let [Value::String(key), value] = item.as_array()?.as_slice() else { return None };
        let nested = value.as_array().filter(|inner| !inner.is_empty()).map(|inner| pairs(inner));
        let value = match nested {
            Some(map) if !map.is_empty() => Value::Object(map),
            _ => value.clone(),
        };
        Some((key.clone(), value))
    };
    list.iter().filter_map(pair).collect()
}

/// A time, alone or beside the zone that it is shown in.
fn time<'a>(row: &'a Row<'_>, field: &str) -> &'a str {
    let nested = format!("{field}.time");
    match row.get(field) {
        "" => row.get(&nested),
        time => time,
    }
}

/// Whether a flow counts from its own start instead of giving dates.
#[derive(Debug)]
pub struct Relative(bool);

/// From the beginning of 1970 back to that of year 1, in microseconds.
const YEAR_1: i64 = -719_162 * DAY;

impl Relative {
    /// Tells by the times of a flow: one that begins in 1970 is a dummy.
    pub fn of(times: impl Iterator<Item = String>) -> Relative {
        let read = |text: String| match timestamp::parse(&text) {
            Ok(Stated::Plain(time)) => Some(time.micros),
            _ => None,
        };
        Relative(times.filter_map(read).min().is_some_and(|first| (0..365 * DAY).contains(&first)))
    }

    /// A time of the flow, and how long after its start that is where it has no date.
    pub fn time(&self, stated: Result<Stated, TimeError>) -> (Result<Stated, TimeError>, String) {
        match stated {
            Ok(Stated::Plain(time)) if self.0 => {
                let (days, rest) = (time.micros.div_euclid(DAY), time.micros.rem_euclid(DAY));
                let days = if days == 0 { String::new() } else { format!("{days} d ") };
                let after = format!("+{days}{:02}:{:02}", rest / HOUR, rest % HOUR / MINUTE);
                (Ok(Stated::Plain(RowTime { micros: time.micros.saturating_add(YEAR_1), ..time })), after)
            }
            other => (other, String::new()),
        }
    }

    /// The note of an event without a date.
    pub fn note(&self) -> Option<RowNote> {
        self.0.then_some(RowNote::Relative)
    }

    /// Says it of the file.
    pub fn say(&self, rows: &mut EventRows) {
        if self.0 {
            rows.say(
                "The flow begins on 1970-01-01, which is no date: its times count from its start. Its events stand in year 1, with the time since the start in their text, and bound nothing.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;
    use crate::model::event::RowNote;

    fn afb(start: &str, end: &str) -> String {
        format!(
            r#"{{"schema":"attack_flow_v2","theme":"dark","objects":[
            {{"id":"flow","instance":"f","properties":[["name","Skimmer"],["author",[["name","IR"]]]]}},
            {{"id":"action","instance":"a","properties":[["name","Exploit"],["technique_id","T1190"],["tactic_id","TA0001"],["description","Upload of a web shell"],["execution_start",{start}],["execution_end",{end}]],"anchors":{{"0":"x"}}}},
            {{"id":"action","instance":"b","properties":[["name","Untimed"],["execution_start",null]]}},
            {{"id":"threat_actor","instance":"c","properties":[["name","Magecart"],["aliases",[]]]}},
            {{"id":"vertical_anchor","instance":"x","latches":[]}}]}}"#
        )
    }

    #[test]
    fn actions_of_the_builder_are_events() {
        let text = afb(
            "\"2026-03-12T23:41:07.000Z\"",
            "[[\"time\",\"2026-03-12T23:44:19.000Z\"],[\"zone\",\"UTC\"]]",
        );
        let (table, report) = events(&text, Format::AttackFlow);
        assert_eq!(told(&table, 0), "2026-03-12T23:41:07Z Exploit (T1190): Upload of a web shell");
        assert_eq!(told(&table, 1), "2026-03-12T23:44:19Z End: Exploit (T1190): Upload of a web shell");
        assert_eq!((table.actor(0), table.kind(0)), ("Magecart", "attack action"));
        assert_eq!(table.tags(0).collect::<Vec<_>>(), ["T1190", "TA0001"]);
        assert_eq!((report.rows, report.refusals.len(), report.notes.len()), (3, 1, 1));
        assert!(report.refusals[0].reason.contains("“Untimed” has no `execution_start`"), "{report:?}");
    }

    #[test]
    fn a_flow_of_1970_has_no_dates() {
        let stix = r#"{"type":"bundle","id":"bundle--1","objects":[
            {"type":"attack-action","spec_version":"2.1","id":"attack-action--1","name":"Exploit","technique_id":"T1190","description":"Upload of a web shell","execution_start":"1970-01-01T10:30:00.000Z","execution_end":"1970-01-03T08:00:00.000Z"},
            {"type":"attack-action","spec_version":"2.1","id":"attack-action--2","name":"Untimed"}]}"#;
        for text in [afb("\"1970-01-01T10:30:00.000Z\"", "\"1970-01-03T08:00:00.000Z\""), stix.to_owned()] {
            let (table, report) = events(&text, Format::AttackFlow);
            let said: Vec<&str> = (0..2).map(|row| table.text(row)).collect();
            assert_eq!(said[0], "+10:30 Exploit (T1190): Upload of a web shell");
            assert_eq!(said[1], "+2 d 08:00 End: Exploit (T1190): Upload of a web shell");
            for row in 0..2 {
                let moment = table.moment(row, None, Default::default()).unwrap();
                assert!(
                    !moment.earliest.is_plausible() && moment.earliest.to_string().starts_with("0001-01-0")
                );
                assert_eq!(table.notes(row), [RowNote::Relative]);
            }
            assert!(report.notes.iter().any(|note| note.contains("is no date")), "{report:?}");
            assert_eq!((report.rows, report.refusals.len()), (3, 1));
        }
    }
}
