//! The mapping of a table that nobody has confirmed yet: by the names of its columns, and by what stands in its first rows.

use super::head::Head;
use crate::import::presets::{self, Suggested};
use crate::import::timestamp;
use crate::model::Mapping;
use crate::model::source::{Columns, EventMapping};

/// What tools call a column of times.
const TIMES: [&str; 12] = [
    "time",
    "timestamp",
    "datetime",
    "date",
    "when",
    "created",
    "occurred",
    "zeitpunkt",
    "zeitstempel",
    "zeit",
    "datum",
    "wann",
];

/// The mapping that the header and the first rows suggest, or the preset of a tool.
pub fn suggest(head: &[u8]) -> (Mapping, Option<Suggested>) {
    let Head { delimiter, header, rows: data, above } = Head::read(head, None, 12);
    let is_time = |cell: &String| timestamp::parse(cell).is_ok();
    let headerless = delimiter != "json" && header.first().is_some_and(|name| name == "#1");
    let times = |n: usize| data.iter().filter(|r| r.cells.get(n).is_some_and(is_time)).count();
    let find = |words: &[&str], taken: &[usize]| {
        let named = |h: &String, word: &str| {
            let name = h.to_ascii_lowercase();
            name == word || name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
        };
        words.iter().find_map(|word| {
            (0..header.len()).find(|n| !taken.contains(n) && header.get(*n).is_some_and(|h| named(h, word)))
        })
    };
    let time = (0..header.len()).filter(|n| times(*n) > 0).max_by_key(|n| {
        let named = find(&TIMES, &[]) == Some(*n);
        (times(*n) * 2 + usize::from(named), std::cmp::Reverse(*n))
    });
    // A date in one column and a clock in the next.
    let split =
        find(&["date", "datum"], &[]).zip(find(&["time", "uhrzeit", "zeit"], &[])).filter(|(d, t)| {
            data.iter().any(|r| {
                r.cells
                    .get(*d)
                    .zip(r.cells.get(*t))
                    .is_some_and(|(d, t)| !is_time(t) && is_time(&format!("{d} {t}")))
            })
        });
    let time: Vec<usize> = match split {
        Some((date, clock)) => vec![date, clock],
        None => time.into_iter().collect(),
    };
    let length = |n: usize| data.iter().filter_map(|r| r.cells.get(n)).map(String::len).sum::<usize>();
    let texts = [
        "message",
        "text",
        "description",
        "summary",
        "event",
        "what",
        "activity",
        "title",
        "details",
        "desc",
        "note",
        "beschreibung",
        "ereignis",
        "meldung",
        "nachricht",
        "zusammenfassung",
    ];
    // A column of times says when, whatever its name; a clock alone is no time by itself.
    let dated: Vec<usize> =
        (0..header.len()).filter(|n| time.contains(n) || times(*n) * 2 > data.len()).collect();
    let longest =
        |taken: &[usize]| (0..header.len()).filter(|n| !taken.contains(n)).max_by_key(|n| length(*n));
    let text = find(&texts, &dated).or_else(|| longest(&dated)).or_else(|| longest(&time));
    let mut taken: Vec<usize> = time.iter().copied().chain(text).collect();
    let mut next = |words: &[&str]| {
        let found = find(words, &taken);
        taken.extend(found);
        name_of(found.as_slice(), &header)
    };
    let base = EventMapping {
        actor: next(&[
            "actor", "who", "user", "username", "owner", "author", "by", "account", "benutzer", "wer",
        ]),
        asset: next(&["asset", "system", "host", "hostname", "computer", "device", "target", "rechner"]),
        kind: next(&["type", "kind", "category", "action", "severity", "level", "typ"]),
        tags: next(&["tags", "tag", "labels", "label"]),
        known_at: next(&["known_at", "known"]),
        time: name_of(&time, &header),
        text: name_of(text.as_slice(), &header),
        day_first: None,
        headerless,
        above: 0,
    };
    // The first objects of JSON need not have all keys of those that follow.
    match presets::suggest(&header, &base, delimiter == "json") {
        Some((mapping, preset)) => (mapping.below(above), Some(preset.below(above))),
        None => (Mapping::Events(base).below(above), None),
    }
}

/// Columns by what names each of them alone.
fn name_of(columns: &[usize], header: &[String]) -> Columns {
    Columns(columns.iter().map(|n| Columns::name(*n, header)).collect())
}
