//! Any JSON as a table: the objects of its largest list are the rows, the paths of their values the columns.

use super::decode::Lines;
use super::delimited::Record;
use super::known::parsed;
use super::row::fields;
use super::values::{Found, Object, Objects, paths};
use super::{ImportError, decode};

/// How many objects are looked at for their keys.
const LOOKED_AT: usize = 200;
/// A table has at most so many columns.
const MOST_COLUMNS: usize = 500;

/// Whether a text begins as JSON does.
pub fn looks_like(text: &str) -> bool {
    let start = text.trim_start();
    let inner = start.strip_prefix('[').map_or(start, str::trim_start);
    inner.starts_with('{')
}

/// Where the rows stand: in the list at the top, in the list of the document whose objects have the most keys, or one
/// after the other.
fn place(head: &str) -> String {
    if head.trim_start().starts_with('[') {
        return "/*".to_owned();
    }
    let paths = paths(head);
    // One object after the other: lists are fields of each.
    let mut ones = 0;
    cut(head.as_bytes(), &mut Objects::at(""), |_| ones += 1);
    let several = ones > 1;
    // One record that an API answers alone, in its wrapping: what it lists are fields of it. What has a time itself, or records
    // beside it, is no wrapping.
    let stamped = |within: &str| {
        ["created_at", "createdAt"].iter().any(|time| paths.contains(&format!("{within}{time}")))
    };
    let list_beside = |wrapping: &str| {
        let within = format!("{wrapping}.");
        paths.iter().any(|path| path.contains(".*.") && !path.starts_with(&within))
    };
    let alone = ["incident", "data"].into_iter().find(|wrapping| {
        !several && !stamped("") && stamped(&format!("{wrapping}.")) && !list_beside(wrapping)
    });
    if let Some(wrapping) = alone {
        return format!("/{wrapping}");
    }
    let lists = paths.iter().filter(|path| {
        paths.contains(&format!("{path}.*")) || {
            let within = format!("{path}.*.");
            paths.range(within.clone()..).next().is_some_and(|p| p.starts_with(&within))
        }
    });
    let keys = |list: &String| {
        let within = format!("{list}.*.");
        paths.iter().filter(|p| p.strip_prefix(&within).is_some_and(|rest| !rest.contains('.'))).count()
    };
    // A list inside one of the objects of another is a field of theirs.
    let outermost = lists.filter(|list| !list.contains(".*"));
    let best = outermost.max_by_key(|list| (keys(list), std::cmp::Reverse(list.len())));
    match best.filter(|list| keys(list) > 1 && !several) {
        Some(list) => format!("/{}/*", list.replace('.', "/")),
        None => String::new(),
    }
}

/// Cuts JSON into the rows of a table.
#[derive(Debug)]
pub struct JsonTable {
    objects: Objects,
    header: Vec<String>,
}

/// What a line completes.
pub enum Cut {
    /// A row.
    Row(Record),
    /// What is none: line, pointer, text, and why.
    Refused(u32, String, String, String),
}

impl JsonTable {
    /// For the beginning of a file, whose first objects name the columns.
    pub fn new(head: &[u8]) -> Self {
        let text = decode::decode(head, decode::encoding_of(head));
        let place = place(&text);
        let mut header: Vec<String> = vec![];
        let mut seen = 0;
        let mut first = Objects::at(&place);
        cut(head, &mut first, |found| {
            if let Found::Object(object) = found
                && seen < LOOKED_AT
                && let Ok(map) = parsed(&object)
            {
                seen += 1;
                for name in fields(&map).0 {
                    if header.len() < MOST_COLUMNS && !header.contains(&name) {
                        header.push(name);
                    }
                }
            }
        });
        JsonTable { objects: Objects::at(&place), header }
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Adds columns that the first objects have not.
    pub fn add<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        for name in names {
            if !self.header.iter().any(|own| own == name) {
                self.header.push(name.to_owned());
            }
        }
    }

    /// Why the rest of the file cannot be read, where that is so.
    pub fn failed(&self) -> Option<&ImportError> {
        self.objects.failed()
    }

    /// Takes a line.
    pub fn push(&mut self, line: &decode::Line) -> Vec<Cut> {
        let mut found = vec![];
        self.objects.push(line, |one| found.push(one));
        found.into_iter().map(|one| self.row(one)).collect()
    }

    /// Takes the end of the file.
    pub fn finish(&mut self) -> Vec<Cut> {
        let mut found = vec![];
        self.objects.finish(|one| found.push(one));
        found.into_iter().map(|one| self.row(one)).collect()
    }

    fn row(&self, found: Found) -> Cut {
        match found {
            Found::Stray(line, text) => {
                Cut::Refused(line, String::new(), text, super::known::STRAY.to_owned())
            }
            Found::Object(object) => match parsed(&object) {
                Err(reason) => Cut::Refused(object.line, object.pointer, object.text, reason),
                Ok(map) => {
                    let (names, cells) = fields(&map);
                    let mut cells: Vec<Option<String>> = cells.into_iter().map(Some).collect();
                    let cell = |name: &String| {
                        let at = names.iter().position(|n| n == name)?;
                        cells.get_mut(at)?.take()
                    };
                    let cells = self.header.iter().map(cell).collect::<Vec<_>>();
                    let cells = cells.into_iter().map(Option::unwrap_or_default).collect();
                    let Object { line, pointer, start, end, .. } = object;
                    Cut::Row(Record { cells, line, pointer, start, end })
                }
            },
        }
    }
}

/// The first rows of a file with their header.
pub fn head(head: &[u8], most: usize) -> (Vec<String>, Vec<Record>) {
    let mut table = JsonTable::new(head);
    let mut rows = vec![];
    let mut lines = Lines::new(decode::encoding_of(head));
    let mut found = vec![];
    let _ = lines.push(head, |line| {
        found.extend(table.push(&line));
        Ok(())
    });
    if let Some(line) = lines.finish() {
        found.extend(table.push(&line));
    }
    for one in found {
        if let Cut::Row(row) = one
            && rows.len() < most
        {
            rows.push(row);
        }
    }
    (table.header, rows)
}

fn cut(head: &[u8], objects: &mut Objects, mut each: impl FnMut(Found)) {
    let mut lines = Lines::new(decode::encoding_of(head));
    let _ = lines.push(head, |line| {
        objects.push(&line, &mut each);
        Ok(())
    });
    if let Some(line) = lines.finish() {
        objects.push(&line, &mut each);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let (header, rows) = head(text.as_bytes(), 9);
        (header, rows.into_iter().map(|row| row.cells).collect())
    }

    #[test]
    fn lists_documents_and_lines_are_tables() {
        let names = ["what.text", "when"].map(str::to_owned).to_vec();
        let rows = vec![vec!["a".to_owned(), "1".to_owned()], vec![String::new(), "2".to_owned()]];
        let objects = [r#"{"when":1,"what":{"text":"a"}}"#, r#"{"when":2}"#];
        for text in [
            format!("[{},\n{}]", objects[0], objects[1]),
            format!("{}\n{}\n", objects[0], objects[1]),
            format!(
                "{{\"total\":2,\"hits\":{{\"hits\":[{},{}]}},\"x\":[{{\"y\":1}}]}}",
                objects[0], objects[1]
            ),
        ] {
            assert_eq!(table(&text), (names.clone(), rows.clone()), "{text}");
        }
    }

    #[test]
    fn a_record_in_its_wrapping_loses_nothing_beside_it() {
        let (own, inner) = ("2026-03-16T09:00:00Z", "2026-03-01T09:00:00Z");
        let webhook = format!(
            "{{\"action\":\"update\",\"createdAt\":\"{own}\",\"data\":{{\"id\":1,\"createdAt\":\"{inner}\",\"title\":\"x\"}}}}\n"
        );
        let names = ["action", "createdAt", "data.createdAt", "data.id", "data.title"];
        for many in [1, 2] {
            let (header, rows) = table(&webhook.repeat(many));
            assert_eq!(header, names);
            assert_eq!(rows, vec![["update", own, inner, "1", "x"]; many]);
        }
        // The record is of the list beside it, not the list of the record.
        let log = format!(
            "{{\"incident\":{{\"id\":1,\"created_at\":\"{inner}\"}},\"log\":[{{\"at\":\"{own}\",\"text\":\"a\"}},{{\"at\":\"{own}\",\"text\":\"b\"}}]}}"
        );
        assert_eq!(
            table(&log),
            (
                ["at", "text"].map(str::to_owned).to_vec(),
                vec![vec![own.to_owned(), "a".to_owned()], vec![own.to_owned(), "b".to_owned()]]
            )
        );
        // What an API answers about its answer is no record.
        let alone = format!(
            "{{\"data\":{{\"id\":\"a\",\"createdAt\":\"{own}\",\"responders\":[{{\"id\":1,\"type\":\"u\"}},{{\"id\":2,\"type\":\"u\"}}]}},\"took\":0.1,\"requestId\":\"r\"}}"
        );
        let (header, rows) = table(&alone);
        assert_eq!(rows.len(), 1);
        assert!(header.iter().any(|name| name == "createdAt") && !header.iter().any(|name| name == "took"));
    }
}
