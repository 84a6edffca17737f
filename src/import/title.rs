//! What stands above the header of a table: a title, who exported it and when, as spreadsheets and reports have it.

use super::delimited::{Record, usual_width};
use super::timestamp;

/// More lines than this are no title.
pub(super) const MOST_ABOVE: u32 = 30;

/// How many lines stand above the header, where a table follows that is wider than all of them; else 0.
///
/// The header is the first row of the usual width all of whose cells are filled, else most, and none of them with a time. Each
/// row above it has one filled cell, or, above a table of three columns and more, two: a name and its value.
pub(super) fn lines_above(records: &[Record]) -> u32 {
    let widths: Vec<usize> = records.iter().map(|record| record.cells.len()).collect();
    let Some(usual) = usual_width(&widths) else { return 0 };
    let filled = |record: &Record| record.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let of_usual_width = |least: usize| {
        let fits = |record: &Record| record.cells.len() == usual && filled(record) >= least;
        records.iter().position(fits)
    };
    let header = of_usual_width(usual).or_else(|| of_usual_width(usual / 2 + 1));
    let Some(place) = header.filter(|_| usual > 1) else { return 0 };
    let (above, rest) = records.split_at(place);
    let title = |record: &Record| match filled(record) {
        0 | 1 => true,
        2 => usual > 2,
        _ => false,
    };
    match rest {
        [header, _, ..]
            if above.iter().all(title) && !header.cells.iter().any(|cell| timestamp::parse(cell).is_ok()) =>
        {
            let lines = if above.is_empty() { 0 } else { header.line.saturating_sub(1) };
            if lines > MOST_ABOVE { 0 } else { lines }
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn above(text: &str) -> u32 {
        let records: Vec<Record> = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
            .map(|(n, line)| Record {
                cells: line.split(',').map(str::to_owned).collect(),
                line: n as u32 + 1,
                ..Record::default()
            })
            .collect();
        lines_above(&records)
    }

    #[test]
    fn a_title_and_who_exported_it_stand_above_the_header() {
        let table = "When,Who,What,Where\n2026-03-16 09:00,ana,off,shop\n2026-03-16 09:05,ben,on,shop\n";
        assert_eq!(above(table), 0);
        assert_eq!(above(&format!("Incident log of the shop\n\n{table}")), 2);
        assert_eq!(above(&format!("Incident log,,,\nExported by,Ana,,\n,,,\n{table}")), 3);
        assert_eq!(above(&format!("Exported,2026-03-17 10:00\n{table}")), 1);
    }

    #[test]
    fn what_may_be_data_is_never_above() {
        for text in [
            "2026-03-16 09:00,ana,off\n2026-03-16 09:05,ben,on\n",
            "note\n2026-03-16 09:00,ana,off\n2026-03-16 09:05,ben,on\n",
            "a,b,c\nWhen,Who,What\n1,2,3\n",
            "one\ntwo\nthree\n",
            "Title\nWhen,What\n",
            "",
        ] {
            assert_eq!(above(text), 0, "{text}");
        }
    }
}
