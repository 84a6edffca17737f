//! When which version of a plan took effect, as far as the plan says it.

use super::Plan;
use super::block::{BlockKind, Cell};
use super::control::{Column, DateStyle, FieldKind, History, MONTHS, column, date_at, ids_in, version_at};
use crate::model::{Moment, Precision, Zone, ZoneOrigin};
use chrono::NaiveDate;

/// The versions that the revision history names with their dates, in the order in which they stand there.
///
/// A date is a whole day, or a month; one that may be read in two ways, as `03/04/2026`, is left out.
///
/// ```
/// use floodmark::plan::read::{read, revision::revisions};
/// let plan = read("# Plan\n\n## Revision history\n\n| Version | Date | Changes |\n|---|---|---|\n| 1.1 | 2026-03-02 | Contacts |\n");
/// let [(version, from)] = &revisions(&plan)[..] else { panic!() };
/// assert_eq!((version.as_str(), from.earliest.to_string().as_str()), ("1.1", "2026-03-02T00:00:00Z"));
/// ```
pub fn revisions(plan: &Plan) -> Vec<(String, Moment)> {
    match &plan.history {
        Some(History::Table { block }) => {
            let Some(BlockKind::Table { header, rows }) = plan.blocks.get(*block).map(|b| &b.kind) else {
                return vec![];
            };
            let place = |kind| header.cells.iter().position(|cell| column(&cell.text()) == kind);
            let (version, date) = (place(Column::Version), place(Column::Date));
            let cell = |cells: &[Cell], at: Option<usize>| at.and_then(|at| cells.get(at)).map(Cell::text);
            let row = |cells: &[Cell]| {
                let (version, date) = (cell(cells, version)?, cell(cells, date)?);
                let version = version.trim().get(version_at(version.trim())?)?.to_owned();
                Some((version, moment(&date)?))
            };
            rows.iter().filter_map(|r| row(&r.cells)).collect()
        }
        Some(History::List { list }) => {
            let items = plan.lists.get(*list).map(|l| l.items.as_slice()).unwrap_or_default();
            let item = |at: &usize| {
                let text = plan.blocks.get(*at)?.text();
                let start = text.trim_start_matches(|c: char| !c.is_ascii_digit());
                let version = start.get(version_at(start)?)?.to_owned();
                // A list whose items begin with dates names no versions.
                let named = date_at(&version).is_none();
                named.then(|| Some((version.clone(), moment(start.get(version.len()..)?)?)))?
            };
            items.iter().filter_map(item).collect()
        }
        _ => vec![],
    }
}

/// The ids of the amendments that each version brought, as far as the revision history names version, date and ids.
pub fn amendments(plan: &Plan) -> Vec<(String, Moment, Vec<String>)> {
    let lines: Vec<String> = match &plan.history {
        Some(History::Table { block }) => match plan.blocks.get(*block).map(|b| &b.kind) {
            Some(BlockKind::Table { rows, .. }) => rows.iter().map(super::block::Row::text).collect(),
            _ => vec![],
        },
        Some(History::List { list }) => {
            let items = plan.lists.get(*list).map(|l| l.items.as_slice()).unwrap_or_default();
            items.iter().filter_map(|at| plan.blocks.get(*at)).map(super::block::Block::text).collect()
        }
        _ => vec![],
    };
    let entry = |(version, from): (String, Moment)| {
        let line = lines.iter().find(|line| {
            let words: Vec<&str> = line.split([' ', '|', ',', ':']).collect();
            words.contains(&version.as_str()) && moment(line) == Some(from)
        })?;
        Some((version, from, ids_in(line)))
    };
    revisions(plan).into_iter().filter_map(entry).collect()
}

/// The date that the plan's own fields give it: the first of “effective”, “last updated” and the like.
pub fn stated_date(plan: &Plan) -> Option<Moment> {
    let fields = plan.fields.iter().filter(|f| f.kind == FieldKind::Date);
    fields.filter_map(|f| moment(plan.text.get(f.range.clone())?)).next()
}

/// The first date in a text, as the day or the month that it is.
pub fn moment(text: &str) -> Option<Moment> {
    let found = date_at(text)?;
    let numbers =
        |text: &str| -> Option<Vec<u32>> { text.split(['-', '.']).map(|n| n.parse().ok()).collect() };
    let written = text.get(found.range.clone())?;
    let words: Vec<&str> =
        written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| {
        let word = word.to_ascii_lowercase();
        let n = MONTHS.iter().position(|m| word.len() >= 3 && m.to_ascii_lowercase().starts_with(&word))?;
        u32::try_from(n + 1).ok()
    };
    let (year, month, day) = match (found.style, words.as_slice()) {
        (DateStyle::Iso, _) => match numbers(written)?.as_slice() {
            [year, month, day] => (*year, *month, Some(*day)),
            _ => return None,
        },
        (DateStyle::Dotted, _) => match numbers(written)?.as_slice() {
            [day, month, year] => (*year, *month, Some(*day)),
            _ => return None,
        },
        (DateStyle::DayMonth, [day, name, year]) => {
            (year.parse().ok()?, month(name)?, Some(day.parse().ok()?))
        }
        (DateStyle::MonthDay, [name, day, year]) => {
            (year.parse().ok()?, month(name)?, Some(day.parse().ok()?))
        }
        (DateStyle::Month, [name, year]) => (year.parse().ok()?, month(name)?, None),
        _ => return None,
    };
    let precision = if day.is_some() { Precision::Day } else { Precision::Month };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day.unwrap_or(1))?;
    Moment::from_local(date.and_time(chrono::NaiveTime::MIN), precision, Zone::Utc, ZoneOrigin::Assumed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::read;

    fn told(text: &str) -> Vec<(String, String, String)> {
        let of =
            |(version, from): (String, Moment)| (version, from.earliest.to_string(), from.latest.to_string());
        revisions(&read(text)).into_iter().map(of).collect()
    }

    #[test]
    fn dates_are_read_in_the_styles_that_plans_write() {
        let table = |date: &str| {
            let all = told(&format!(
                "# Plan\n\n## Revision history\n\n| Version | Date | By |\n|---|---|---|\n| v2.0 | {date} | Board |\n"
            ));
            all.first().map(|(version, from, _)| format!("{version} {}", &from[..10]))
        };
        for date in ["2026-03-16", "16.03.2026", "16 March 2026", "March 16, 2026", "16 Mar 2026"] {
            assert_eq!(table(date).as_deref(), Some("v2.0 2026-03-16"), "{date}");
        }
        assert_eq!(table("March 2026").as_deref(), Some("v2.0 2026-03-01"));
        // Nobody can tell which number is the month.
        assert_eq!(table("03/04/2026"), None);
        assert_eq!(table("soon"), None);
    }

    #[test]
    fn a_list_names_versions_too_and_a_list_of_dates_none() {
        let text = "# Plan\n\n## Change log\n\n- 1.2, 2026-01-15: contacts\n- 1.3, 2026-02: drill\n- 1.4, 2026-04-02: 3 changes\n";
        let versions: Vec<String> = told(text).into_iter().map(|r| r.0).collect();
        assert_eq!(versions, ["1.2", "1.4"]);
        assert!(told("# Plan\n\n## Revision history\n\n- 2026-01-15: contacts\n").is_empty());
    }
}
