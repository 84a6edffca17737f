//! Any table through a mapping: which columns make an event or an incident, and what that does to the first rows.

mod events;
mod head;
mod incidents;
mod preview;
mod suggest;

pub use events::EventColumns;
pub use head::header_of;
pub use incidents::IncidentColumns;
pub use preview::{MappingPreview, PreviewRow, preview};
pub use suggest::suggest;

use super::ImportError;
use super::delimited::Record;
use super::timestamp::{self, Stated};
use crate::model::source::Columns;
use crate::model::{Precision, RowTime, Span};

/// What a mapping names: a column, a text that is the same in every row, or a column of seconds to add to the time.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Column(usize),
    Constant(String),
    Later(usize),
}

/// The columns that a mapping names by `name` or `#number`, its constants, `=text`, and seconds to add, `+name`.
fn columns(wanted: &Columns, header: &[String]) -> Result<Vec<Part>, ImportError> {
    let place = |name: &str| Columns::place(name, header);
    let find = |name: &String| {
        let constant = || name.strip_prefix('=').map(|text| Part::Constant(text.trim().to_owned()));
        let later = || place(name.strip_prefix('+')?).map(Part::Later);
        place(name)
            .map(Part::Column)
            .or_else(constant)
            .or_else(later)
            .ok_or_else(|| ImportError::NoSuchColumn { column: name.clone(), columns: header.join(", ") })
    };
    wanted.0.iter().map(find).collect()
}

/// The cells of some columns, and constants, joined by a space.
fn joined<'a>(record: &Record, parts: impl IntoIterator<Item = &'a Part>) -> String {
    let said = parts.into_iter().filter_map(|part| match part {
        Part::Column(n) => record.cells.get(*n).map(|cell| cell.trim()),
        Part::Constant(text) => Some(text.as_str()),
        Part::Later(_) => None,
    });
    // `\N` is how data bases write that there is no value.
    said.filter(|text| !text.is_empty() && *text != "\\N").collect::<Vec<_>>().join(" ")
}

/// What some columns say as a time. A constant, such as `=UTC` or a date, says only what they leave open: a cell that states
/// its own zone keeps it, and a date alone stays one.
fn time_text(record: &Record, parts: &[Part]) -> String {
    let all = joined(record, parts);
    let is_column = |part: &&Part| !matches!(part, Part::Constant(_));
    if parts.iter().all(|part| is_column(&part)) {
        return all;
    }
    let alone = joined(record, parts.iter().filter(is_column));
    let time = match timestamp::parse(&alone) {
        Ok(Stated::Plain(time)) => Some(time),
        Ok(Stated::Either { day_first, month_first }) => day_first.or(month_first),
        Err(_) => None,
    };
    let reads = |text: &str| timestamp::parse(text).is_ok();
    let on_day = |time: &RowTime| matches!(time.precision, Precision::Day | Precision::Month);
    // A day alone takes no zone, and a cell with a day needs no other; what else cannot be read with its constant is refused.
    let says_all =
        |time: &RowTime| on_day(time) || reads(&joined(record, parts.iter().filter(|part| !is_column(part))));
    match time {
        Some(time) if !time.is_naive() || !reads(&all) && says_all(&time) => alone,
        _ => all,
    }
}

/// Whether any of the columns says something, and all seconds do; constants say nothing of a row.
fn said(record: &Record, parts: &[Part]) -> bool {
    let filled = |n: &usize| {
        let cell = record.cells.get(*n).map(|cell| cell.trim());
        cell.is_some_and(|cell| !cell.is_empty() && cell != "\\N" && !cell.eq_ignore_ascii_case("null"))
    };
    parts.iter().any(|part| matches!(part, Part::Column(n) if filled(n)))
        && parts.iter().all(|part| !matches!(part, Part::Later(n) if !filled(n)))
}

/// What the columns of seconds add to a time.
fn later(record: &Record, parts: &[Part]) -> Result<Span, String> {
    let mut sum = 0.0;
    for part in parts {
        let Part::Later(n) = part else { continue };
        let cell = record.cells.get(*n).map(|cell| cell.trim()).unwrap_or_default();
        let seconds = cell.parse::<f64>().ok().filter(|s| s.abs() < 1e11);
        sum += seconds.ok_or_else(|| format!("“{cell}” is no number of seconds"))?;
    }
    Ok(Span((sum * 1e6) as i64))
}

fn split_tags(cell: &str) -> Vec<String> {
    let trimmed = cell.trim().trim_start_matches('[').trim_end_matches(']');
    let tags = trimmed.split([',', ';', '|']).map(|t| t.trim().trim_matches(['\'', '"']));
    tags.filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::suggest;
    use crate::import::{Content, read_all};
    use crate::model::source::{Columns, EventMapping};
    use crate::model::{Mapping, Reading};

    #[test]
    fn columns_are_known_by_german_names_too() {
        let csv = "Datum;Uhrzeit;Wer;Beschreibung;Rechner;Kommentar\n13.03.2026;00:02;anna;Checkout;web1;eine lange Bemerkung dazu\n14.03.2026;01:02;ben;zu;web1;\n";
        let Mapping::Events(mapping) = suggest(csv.as_bytes()).0 else { panic!() };
        let named = |columns: Columns| columns.0.join(" + ");
        assert_eq!(
            [mapping.time, mapping.text, mapping.actor, mapping.asset].map(named),
            ["Datum + Uhrzeit", "Beschreibung", "Wer", "Rechner"]
        );
        // A column of times is no text, however long.
        let csv = "Erstellt,Stand,Erledigt\n16.03.2026 09:20,zu,17.03.2026 09:20\n";
        let Mapping::Events(mapping) = suggest(csv.as_bytes()).0 else { panic!() };
        assert_eq!([mapping.time, mapping.text].map(named), ["Erstellt", "Stand"]);
    }

    #[test]
    fn neither_a_clock_nor_another_time_is_suggested_as_the_text() {
        for (csv, expected) in [
            (
                "Date,Time,Status\n2026-03-13,00:02:51,shut\n2026-03-13,00:05:10,open\n",
                ["Date + Time", "Status"],
            ),
            (
                "Erstellt am;Meldung am;Stand\n16.03.2026 09:20;16.03.2026 10:20;zu\n17.03.2026 09:20;17.03.2026 10:20;auf\n",
                ["Erstellt am", "Stand"],
            ),
            // Of times alone, one is the text.
            ("Opened,Closed\n2026-03-16 09:20,2026-03-16 09:48\n", ["Opened", "Closed"]),
        ] {
            let Mapping::Events(mapping) = suggest(csv.as_bytes()).0 else { panic!() };
            assert_eq!([mapping.time, mapping.text].map(|columns| columns.0.join(" + ")), expected, "{csv}");
        }
    }

    #[test]
    fn a_constant_that_cannot_be_read_is_refused_and_a_date_alone_stays_one() {
        let csv = "When,Note\n2026-03-13 09:00,shut\n2026-03-14,open\n";
        let read = |zone: &str| {
            let mapping = EventMapping {
                time: Columns(vec!["When".to_owned(), zone.to_owned()]),
                text: Columns(vec!["Note".to_owned()]),
                ..EventMapping::default()
            };
            let imported =
                read_all("x.csv", csv.as_bytes(), Some(&Reading::mapped(Mapping::Events(mapping)))).unwrap();
            let Content::Events(events) = imported.content else { panic!() };
            let refused: Vec<u32> = imported.report.refusals.iter().map(|r| r.line).collect();
            (events.len(), refused)
        };
        assert_eq!(read("=Europe/Berlin"), (2, vec![]));
        assert_eq!(read("=Europe/Berlim"), (1, vec![2]));
        // Each cell states its own day.
        assert_eq!(read("=2026-03-12"), (2, vec![]));
    }

    #[test]
    fn each_column_is_read_by_what_names_it_alone() {
        let csv = "When,Comment,,Comment,\n2026-03-16 09:00Z,first,second,third,fourth\n";
        let header: Vec<String> = csv.lines().next().unwrap().split(',').map(str::to_owned).collect();
        for (n, text) in ["first", "second", "third", "fourth"].into_iter().enumerate() {
            let mapping = EventMapping {
                time: Columns(vec![Columns::name(0, &header)]),
                text: Columns(vec![Columns::name(n + 1, &header)]),
                ..EventMapping::default()
            };
            let reading = Reading::mapped(Mapping::Events(mapping));
            let imported = read_all("x.csv", csv.as_bytes(), Some(&reading)).unwrap();
            let Content::Events(events) = imported.content else { panic!() };
            assert_eq!(events.text(0), text);
        }
    }
}
