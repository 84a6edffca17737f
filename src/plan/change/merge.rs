//! Changes as splices: where each lands in the plan's own text, and the text with them in it.

use super::cells::{self, one_line};
use super::{AmendmentKind, Change, Edit, Revision, Written, history, next_version, version::written_date};
use crate::plan::read::block::{Block, BlockKind, parse};
use crate::plan::read::control::{FieldKind, date_at};
use crate::plan::read::revision::moment;
use crate::plan::read::{Plan, Section, Topic, line_start, topics_around};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;
use std::ops::Range;

/// One cut into the text: the bytes of `range` give way to `text`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Splice {
    /// The bytes that give way; empty for an insertion.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
    /// The change that asks for it, as a number in the list of changes; none for version, dates and history.
    pub change: Option<usize>,
}

/// The splices of some changes and of the revision that carries them, in the order of their places.
pub fn splices(plan: &Plan, changes: &[Change], revision: &Revision) -> Vec<Splice> {
    if changes.iter().all(|c| plan.amended.contains(&c.amendment.id)) {
        return vec![];
    }
    let version =
        revision.version.clone().unwrap_or_else(|| next_version(plan.version.as_deref(), revision.date));
    let mut all = landings(plan, changes);
    for field in &plan.fields {
        let old = plan.text.get(field.range.clone()).unwrap_or("");
        let text = match field.kind {
            FieldKind::Version => version.clone(),
            // A review that is still to come stays where it is.
            FieldKind::NextReview if still_to_come(old, revision.date) => continue,
            FieldKind::Date | FieldKind::NextReview | FieldKind::LastExercised => {
                let day = match field.kind {
                    FieldKind::NextReview => {
                        revision.date.checked_add_months(Months::new(12)).unwrap_or(revision.date)
                    }
                    FieldKind::LastExercised => match revision.exercised {
                        // An exercise that the plan knows of and this workspace does not may be later.
                        Some(day) if !still_to_come(old, day) => day,
                        _ => continue,
                    },
                    _ => revision.date,
                };
                let Some(dated) = date_at(old) else {
                    all.push(Splice { range: field.range.clone(), text: day.to_string(), change: None });
                    continue;
                };
                let new = written_date(day, dated.style);
                format!(
                    "{}{new}{}",
                    old.get(..dated.range.start).unwrap_or(""),
                    old.get(dated.range.end..).unwrap_or("")
                )
            }
        };
        all.push(Splice { range: field.range.clone(), text, change: None });
    }
    // An entry joins the history that is there before anything else at the same place parts the two.
    let place = if plan.history.is_some() { 0 } else { all.len() };
    all.splice(place..place, history::entry(plan, changes, revision, &version));
    // What is left open at the end of the text would swallow what is added there.
    let end = trimmed(plan, plan.text.len());
    if all.iter().any(|s| s.range.start >= end)
        && let Some(closing) = closing(plan)
    {
        let text = format!("{}{closing}", plan.line_end());
        all.insert(0, Splice { range: end..end, text, change: None });
    }
    all.sort_by_key(|s| (s.range.start, s.range.end));
    all
}

/// Whether a day that a plan names lies after the new version.
fn still_to_come(written: &str, date: NaiveDate) -> bool {
    moment(written).is_some_and(|m| m.earliest.naive_utc().date() > date)
}

/// Where the changes alone land.
pub fn landings(plan: &Plan, changes: &[Change]) -> Vec<Splice> {
    let mut all = vec![];
    let mut new_sections: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    // Several changes at one place stand there in their own order.
    let mut taken: BTreeMap<usize, u32> = BTreeMap::new();
    // What the history names is in the plan already.
    let new = changes.iter().enumerate().filter(|(_, c)| !plan.amended.contains(&c.amendment.id));
    let mut replaced_already: Vec<Range<usize>> = vec![];
    for (n, change) in new {
        // What another change has replaced already cannot be found any more: the words go in as a step.
        let old = replaced(plan, change)
            .filter(|r| replaced_already.iter().all(|o| r.end <= o.start || o.end <= r.start));
        if let Some(range) = old {
            replaced_already.push(range.clone());
            let text = replacement(plan, change, &range);
            all.push(Splice { range, text, change: Some(n) });
            continue;
        }
        match section_of(plan, change) {
            None => new_sections.entry(change.amendment.section.as_str()).or_default().push(n),
            Some(section) => {
                let offset = place_in(plan, section, change);
                let before = taken.entry(offset).or_default();
                all.push(Splice {
                    range: offset..offset,
                    text: item(plan, section, change, offset, *before),
                    change: Some(n),
                });
                *before += 1;
            }
        }
    }
    // In the order in which they were asked for.
    let mut sections: Vec<(&str, Vec<usize>)> = new_sections.into_iter().collect();
    sections.sort_by_key(|(_, changes)| changes.first().copied());
    let at = new_section_place(plan);
    for (title, asked) in sections {
        for (position, n) in asked.iter().enumerate() {
            let Some(change) = changes.get(*n) else { continue };
            let text = new_section(plan, title, change, at, position == 0, position + 1 == asked.len());
            all.push(Splice { range: at..at, text, change: Some(*n) });
        }
    }
    all
}

/// The line that closes the code or comment that the text leaves open at its end.
fn closing(plan: &Plan) -> Option<String> {
    let text = plan.text.trim_end();
    let heading = |b: &Block| matches!(b.kind, BlockKind::Heading { .. }) && b.depth == 0 && b.quote == 0;
    // Whatever was open before it, the last heading at the edge has closed.
    let closes = |b: &&Block| heading(b) && line_start(text, b.range.start) == b.range.start;
    let last = plan.blocks.iter().rfind(closes).map_or(0, |b| b.range.start);
    // Behind an empty line nothing is taken for front matter that is none.
    let tail = if last > 0 { format!("\n{}", text.get(last..).unwrap_or("")) } else { text.to_owned() };
    let heads = |closing: &str| {
        let (blocks, _) = parse(&format!("{tail}\n{closing}\n\n# Floodmark\n"));
        blocks.last().is_some_and(|b| heading(b) && b.text() == "Floodmark")
    };
    if heads("") {
        return None;
    }
    // A closing fence may be longer than the one that it closes.
    let longest = |mark: char| {
        let runs = text.lines().map(|l| l.trim_start().chars().take_while(|c| *c == mark).count());
        mark.to_string().repeat(runs.max().unwrap_or(0).max(3))
    };
    let marks = ["-->", "?>", "]]>", ">", "</pre>", "</script>", "</style>", "</textarea>"];
    let all = [longest('`'), longest('~')].into_iter().chain(marks.map(str::to_owned));
    all.into_iter().find(|closing| heads(closing))
}

/// The text with some changes in it, and its version. Without changes it is the text as it was.
pub fn write(plan: &Plan, changes: &[Change], revision: &Revision) -> Written {
    let splices = splices(plan, changes, revision);
    if splices.is_empty() {
        let version = plan.version.clone().unwrap_or_default();
        return Written { text: plan.text.clone(), version, edits: vec![] };
    }
    let mut text = String::with_capacity(plan.text.len() + 4096);
    let mut at = 0;
    let mut edits = vec![];
    for splice in splices {
        // Fields never overlap; should two splices ever do, the first one stands.
        if splice.range.start < at {
            continue;
        }
        text.push_str(plan.text.get(at..splice.range.start).unwrap_or(""));
        text.push_str(&splice.text);
        at = splice.range.end;
        let remark = splice.change.and_then(|n| changes.get(n)).map(remark);
        edits.push(Edit { range: splice.range, text: splice.text, remark });
    }
    text.push_str(plan.text.get(at..).unwrap_or(""));
    let version =
        revision.version.clone().unwrap_or_else(|| next_version(plan.version.as_deref(), revision.date));
    Written { text, version, edits }
}

/// Why a change is made, in sentences: its reason, what it should change, who sees to it.
fn remark(change: &Change) -> String {
    let amendment = &change.amendment;
    let labelled = |label: &str, text: &str| match text.trim() {
        "" => None,
        text => Some(format!("{label}: {}", text.trim_end_matches('.'))),
    };
    let parts = [
        Some(amendment.reason.trim().trim_end_matches('.').to_owned()).filter(|r| !r.is_empty()),
        labelled("Expected effect", &amendment.effect),
        labelled("Owner", &amendment.owner),
        labelled("Comment", &change.comment),
    ];
    let mut text = parts.into_iter().flatten().collect::<Vec<_>>().join(". ");
    text.push_str(&format!(". ({})", amendment.id));
    text
}

/// The bytes that a change replaces, where it does and they stand in the plan as it saw them.
fn replaced(plan: &Plan, change: &Change) -> Option<Range<usize>> {
    let amendment = &change.amendment;
    let old = amendment.replaces.as_deref().filter(|old| !old.is_empty())?;
    if let Some(metric) = &amendment.metric {
        let same = |range: &Range<usize>| plan.text.get(range.clone()) == Some(old);
        return plan.targets.iter().find(|t| t.metric == *metric && same(&t.range)).map(|t| t.range.clone());
    }
    // In the section that is meant, then in others of its name: a line of its own before words in the middle of another.
    let meant = section_of(plan, change).and_then(|s| plan.sections.get(s));
    let named = |s: &&Section| s.title.eq_ignore_ascii_case(&amendment.section);
    let all = || meant.into_iter().chain(plan.sections.iter().filter(named));
    let line = all().find_map(|s| found_in(plan, &s.range, old).find(|at| fills(plan, at)));
    line.or_else(|| {
        // In a section that is not meant, words that stand there twice may be about anything.
        let only = |s: &Section| {
            let mut places = found_in(plan, &s.range, old);
            places.next().filter(|_| places.next().is_none())
        };
        meant.and_then(|s| found_in(plan, &s.range, old).next()).or_else(|| all().find_map(only))
    })
}

/// Where words stand in a stretch of the plan.
fn found_in<'a>(
    plan: &'a Plan,
    whole: &Range<usize>,
    old: &'a str,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let start = whole.start;
    let text = plan.text.get(whole.clone()).unwrap_or_default();
    text.match_indices(old).map(move |(at, old)| start + at..start + at + old.len())
}

/// Whether bytes are a line, but for its marks.
fn fills(plan: &Plan, at: &Range<usize>) -> bool {
    let before = plan.text.get(line_start(&plan.text, at.start)..at.start).unwrap_or_default();
    let after = plan.text.get(at.end..).and_then(|t| t.split('\n').next()).unwrap_or_default();
    let ticked = before.trim_end().ends_with("[x]") || before.trim_end().ends_with("[X]");
    (ticked || !before.contains(char::is_alphabetic)) && after.chars().all(|c| c.is_whitespace() || c == '|')
}

/// What stands in place of it.
fn replacement(plan: &Plan, change: &Change, range: &Range<usize>) -> String {
    let Some(own) = &change.text else { return change.amendment.text.clone() };
    // An order of steps is several lines, each a step.
    if change.amendment.kind == AmendmentKind::ReorderSteps {
        let lines = own.lines().map(|line| {
            let indent = line.len() - line.trim_start().len();
            format!("{}{}", line.get(..indent).unwrap_or(""), one_line(line))
        });
        return lines.collect::<Vec<_>>().join(plan.line_end()).trim().to_owned();
    }
    let table = |b: &Block| matches!(b.kind, BlockKind::Table { .. }) && b.range.contains(&range.start);
    if !plan.blocks.iter().any(table) {
        return one_line(own);
    }
    // A whole row keeps its cells; one of them has none.
    let old = plan.text.get(range.clone()).unwrap_or_default();
    let (columns, said) = (cells::ranges(old).len(), cells::ranges(&one_line(own)).len());
    if columns > 1 && said == columns { one_line(own) } else { cells::cell_markdown(own) }
}

/// The section that a change belongs to: by title, else by duty; a change that adds a section has none. Of several of one title,
/// as playbooks have, the one that is about the same before all others.
fn section_of(plan: &Plan, change: &Change) -> Option<usize> {
    let amendment = &change.amendment;
    let of_kind = match amendment.kind {
        AmendmentKind::SetTarget => Some(Topic::Targets),
        AmendmentKind::NameContact => Some(Topic::Roles),
        _ => None,
    };
    let about: Vec<Topic> = of_kind.into_iter().chain(amendment.duty.map(Topic::Duty)).collect();
    let rank = |s: usize| {
        let own = |s: &Section| s.topics.iter().position(|(t, _)| about.contains(t));
        let around = || topics_around(plan, s).any(|t| about.contains(&t));
        plan.sections.get(s).and_then(own).unwrap_or(if around() { usize::MAX - 1 } else { usize::MAX })
    };
    let titled = plan.sections.iter().enumerate();
    let titled = titled.filter(|(_, s)| s.title.eq_ignore_ascii_case(&amendment.section)).map(|(n, _)| n);
    let title = titled.min_by_key(|n| (rank(*n), *n));
    title.or_else(|| {
        if amendment.kind.is_section() {
            return None;
        }
        let topic = Topic::Duty(amendment.duty?);
        plan.sections.iter().position(|s| s.topics.iter().any(|(t, _)| *t == topic))
    })
}

/// The table of a section that a row can join.
fn table_of<'a>(plan: &'a Plan, section: usize, change: &Change) -> Option<&'a Block> {
    let rows = !change.amendment.cells.is_empty();
    let tables = |b: &&Block| matches!(b.kind, BlockKind::Table { .. });
    plan.blocks_of(section).iter().rfind(tables).filter(|_| rows)
}

/// The last item of the last list of a section that is not inside another, with the end of that list.
fn last_item(plan: &Plan, section: usize) -> Option<(&Block, usize)> {
    plan.blocks_of(section).iter().rev().find_map(|block| match &block.kind {
        BlockKind::Item { list, .. } => {
            let list = plan.lists.get(*list).filter(|l| l.depth == 0)?;
            Some((block, list.end))
        }
        _ => None,
    })
}

/// The end of the text before a byte, without the white space there.
fn trimmed(plan: &Plan, end: usize) -> usize {
    plan.text.get(..end).map_or(end, |t| t.trim_end().len())
}

/// The byte at which a change is inserted into a section.
fn place_in(plan: &Plan, section: usize, change: &Change) -> usize {
    if let Some(table) = table_of(plan, section, change) {
        return trimmed(plan, table.range.end);
    }
    match last_item(plan, section) {
        Some((_, end)) => trimmed(plan, end),
        None => plan.sections.get(section).map_or(plan.text.len(), |s| trimmed(plan, s.own.end)),
    }
}

/// What is inserted: a row of the section's table, or an item in the style of its list.
fn item(plan: &Plan, section: usize, change: &Change, at: usize, before: u32) -> String {
    let nl = plan.line_end();
    if let Some(table) = table_of(plan, section, change)
        && let BlockKind::Table { header, .. } = &table.kind
    {
        let row = cells::row(header, &change.amendment.cells, &cells::split(change.words()));
        return format!("{nl}{}", cells::line(&plan.text, table, &row));
    }
    let words = one_line(&as_item(change));
    match last_item(plan, section) {
        Some((block, _)) => format!("{nl}{}{words}", marker(plan, block, before)),
        None if before > 0 => format!("{nl}- {words}"),
        None => {
            let gap = if plan.text.get(..at).is_none_or(str::is_empty) {
                String::new()
            } else {
                format!("{nl}{nl}")
            };
            format!("{gap}- {words}")
        }
    }
}

/// The words of a change as one item.
fn as_item(change: &Change) -> String {
    if change.amendment.cells.is_empty() {
        change.words().to_owned()
    } else {
        cells::sentence(&cells::split(change.words()))
    }
}

/// Indent, marker and tick box of a new item behind `block`; numbers count on.
pub fn marker(plan: &Plan, block: &Block, before: u32) -> String {
    let BlockKind::Item { marker, task, .. } = &block.kind else { return "- ".to_owned() };
    let prefix = cells::prefix(&plan.text, block.range.start);
    let digits: String = marker.chars().take_while(char::is_ascii_digit).collect();
    let next = match digits.parse::<u32>() {
        Ok(number) => {
            format!("{}{}", number.saturating_add(1 + before), marker.get(digits.len()..).unwrap_or("."))
        }
        Err(_) => marker.clone(),
    };
    let tick = if task.is_some() { "[ ] " } else { "" };
    format!("{prefix}{next} {tick}")
}

/// Where new sections go: before the revision history and what follows it, else at the end.
fn new_section_place(plan: &Plan) -> usize {
    let history =
        plan.sections.iter().find(|s| s.topics.first().is_some_and(|t| t.0 == Topic::RevisionHistory));
    match history {
        Some(section) => section.range.start,
        None => trimmed(plan, plan.text.len()),
    }
}

/// A new section's part that one change writes: its heading with the first, its end with the last.
fn new_section(plan: &Plan, title: &str, change: &Change, at: usize, first: bool, last: bool) -> String {
    let nl = plan.line_end();
    let at_end = at == trimmed(plan, plan.text.len());
    let level = plan.sections.iter().map(|s| s.level).filter(|l| *l > 1).min().unwrap_or(2);
    let mut text = String::new();
    if first {
        if at_end && at > 0 {
            text.push_str(&format!("{nl}{nl}"));
        }
        text.push_str(&format!("{} {}{nl}{nl}", "#".repeat(usize::from(level)), one_line(title)));
    }
    let body = if change.amendment.kind.is_section() {
        change.words().lines().map(str::trim_end).collect::<Vec<_>>().join(nl)
    } else {
        format!("- {}", one_line(&as_item(change)))
    };
    text.push_str(&body);
    match (last, at_end) {
        (false, _) => text.push_str(nl),
        (true, false) => text.push_str(&format!("{nl}{nl}")),
        (true, true) => {}
    }
    text
}
