//! Amendments that put the limits of rules right: a number in place of a vague word, the limit that holds in place of another,
//! and a limit where the plan names a rule without one.

use super::revise::{revision, words_of};
use super::{Amendment, AmendmentKind, cells};
use crate::model::Finding;
use crate::obligation::Obligation;
use crate::plan::coverage::open;
use crate::plan::kept::spoken;
use crate::plan::limit::{Stated, beside, bounds, limit_minutes, stated, untimed, vague_lines, written};
use crate::plan::named::{Mention, binds, mentions};
use crate::plan::read::block::{Block, BlockKind};
use crate::plan::read::target::lengths;
use crate::plan::read::{Plan, Step};
use crate::plan::words::{normal, words_at};
use std::collections::BTreeSet;
use std::ops::Range;

/// The limits that the plan shall state, where the findings speak of them. `standing`: a finding by its rule.
pub fn limits<'a>(
    plan: &Plan,
    obligations: &[Obligation],
    standing: impl Fn(&str) -> Option<&'a Finding>,
) -> Vec<Amendment> {
    let mut all = vec![];
    if let Some(finding) = standing("timely-reporting") {
        all.extend(bounded(plan, obligations, finding));
    }
    if let Some(finding) = standing("know-obligations").or_else(|| standing("timely-reporting")) {
        let mentions = mentions(plan, obligations);
        all.extend(outdated(plan, obligations, &mentions, finding));
        // One amendment a line: of two, the second would no longer find the words that it replaces.
        for amendment in missing(plan, obligations, &mentions, finding) {
            let apart = |a: &Amendment| match (&a.replaces, &amendment.replaces) {
                (Some(one), Some(other)) => !one.contains(other.as_str()) && !other.contains(one.as_str()),
                _ => true,
            };
            if all.iter().all(apart) {
                all.push(amendment);
            }
        }
    }
    all
}

/// A rule with a limit that the plan names on a line.
struct Named<'a> {
    rule: &'a Obligation,
    /// Its limit.
    minutes: u32,
    block: &'a Block,
    /// The line.
    text: &'a str,
    /// How the line stands to the limit.
    standing: Stated,
}

fn named<'a>(plan: &'a Plan, rules: &'a [Obligation], mentions: &'a [Option<Mention>]) -> Vec<Named<'a>> {
    let of = |(rule, mention): (&'a Obligation, &'a Option<Mention>)| {
        let Some(Mention::Line { block, text }) = mention else { return None };
        let minutes = limit_minutes(rule).filter(|_| !rule.not_before)?;
        let standing = stated(text, minutes, &beside(rules, mentions, rule));
        Some(Named { rule, minutes, block: plan.blocks.get(*block)?, text, standing })
    };
    rules.iter().zip(mentions).filter_map(of).collect()
}

/// A step that tells a recipient “without undue delay”, where a rule that applies has a number.
fn bounded(plan: &Plan, obligations: &[Obligation], finding: &Finding) -> Vec<Amendment> {
    let mut taken: Vec<usize> = vec![];
    let mut all = vec![];
    let applicable = obligations.iter().filter(|o| binds(o) && !o.not_before);
    // The strictest rule of a recipient gives the limit.
    let mut rules: Vec<(u32, &Obligation)> =
        applicable.filter_map(|o| Some((limit_minutes(o)?, o))).collect();
    rules.sort_by_key(|(minutes, _)| *minutes);
    let vague_blocks: BTreeSet<usize> = vague_lines(plan).into_iter().map(|(block, _)| block).collect();
    let unbounded: Vec<(usize, &Step)> =
        plan.steps.iter().enumerate().filter(|(_, step)| vague_blocks.contains(&step.block)).collect();
    for (_, rule) in rules {
        let found = unbounded
            .iter()
            .copied()
            .find(|(n, step)| !taken.contains(n) && untimed(&step.text, rule.recipient_kind).is_some());
        let Some((n, step)) = found else { continue };
        taken.push(n);
        let Some(old) = words_of(plan, step) else { continue };
        // As it is written, marks and all.
        let Some(word) = untimed(old, rule.recipient_kind) else { continue };
        let (at, end) = (word.start, word.end);
        let word = old.get(word).unwrap_or_default();
        let limit = format!("{}, at the latest within {}", word, written(rule));
        let cited = if rule.citation.is_empty() { String::new() } else { format!(" ({})", rule.citation) };
        let text = format!("{}{limit}{cited}{}", old.get(..at).unwrap_or(""), old.get(end..).unwrap_or(""));
        all.push(Amendment {
            text,
            replaces: Some(old.to_owned()),
            reason: format!(
                "The step says “{}”; {} has a limit of {}. {}",
                word.to_lowercase(),
                rule.title,
                rule.limit,
                rule.because
            ),
            effect: "Whoever takes the step knows by when.".to_owned(),
            owner: "Data protection officer".to_owned(),
            ..revision(
                plan,
                format!("timely-reporting.limit-{}", rule.rule),
                AmendmentKind::ReviseStep,
                step.section,
                finding,
            )
        });
    }
    all
}

/// Lines that name a rule with another limit than it has, as after the rule changed.
fn outdated(
    plan: &Plan,
    obligations: &[Obligation],
    mentions: &[Option<Mention>],
    finding: &Finding,
) -> Vec<Amendment> {
    let of = |Named { rule, minutes, block, text, standing }: Named<'_>| {
        let Stated::Other(says) = standing else { return None };
        let old = line_of(plan, block, text)?;
        let place = bounds(old).into_iter().find(|l| l.minutes == says)?.range;
        let new = format!("{}{}{}", old.get(..place.start)?, written(rule), old.get(place.end..)?);
        Some(Amendment {
            text: new,
            replaces: Some(old.to_owned()),
            reason: format!(
                "The plan says {}; {} has a limit of {} (rules of {}). {}",
                spoken(i64::from(says)),
                rule.title,
                rule.limit,
                rule.pack,
                rule.because
            ),
            effect: "Whoever reads the limit reads the one that holds.".to_owned(),
            owner: "Data protection officer".to_owned(),
            // A rule may change again: each limit is an amendment of its own.
            ..revision(
                plan,
                format!("know-obligations.limit-{}-{minutes}m", rule.rule),
                AmendmentKind::ReviseStep,
                block.section?,
                finding,
            )
        })
    };
    named(plan, obligations, mentions).into_iter().filter_map(of).collect()
}

/// A line of a block as it is written: a row of a table, or a line of an item or paragraph without its marker.
fn line_of<'a>(plan: &'a Plan, block: &Block, text: &str) -> Option<&'a str> {
    let raw = |range: Range<usize>| plan.text.get(range).map(str::trim);
    match &block.kind {
        BlockKind::Table { rows, .. } => {
            raw(rows.iter().find(|row| row.text().trim() == text.trim())?.range.clone())
        }
        kind => {
            let start = if let BlockKind::Item { content, .. } = kind { *content } else { block.range.start };
            // A line of the text may be written on several.
            let whole = raw(start..block.range.end)?;
            let all = std::iter::once(whole).chain(whole.lines().map(str::trim));
            all.into_iter().find(|line| normal(line) == normal(text))
        }
    }
}

/// Lines that name a rule without its limit: it is said in the column that limits have, behind the vague word that stands in
/// its place, or at the end.
fn missing(
    plan: &Plan,
    obligations: &[Obligation],
    mentions: &[Option<Mention>],
    finding: &Finding,
) -> Vec<Amendment> {
    let of = |Named { rule, minutes, block, text, standing }: Named<'_>| {
        if standing != Stated::Missing || matches!(block.kind, BlockKind::Heading { .. }) {
            return None;
        }
        // Beside any other length of time the limit says whose it is.
        let alone =
            beside(obligations, mentions, rule).is_empty() && lengths(text, &words_at(text)).is_empty();
        let old = line_of(plan, block, text)?;
        let new = match &block.kind {
            BlockKind::Table { header, .. } => in_row(old, cells::limit_column(header), rule)?,
            _ => in_line(old, rule, alone),
        };
        Some(Amendment {
            text: new,
            replaces: Some(old.to_owned()),
            reason: format!(
                "The plan names {} without its limit of {} (rules of {}). {}",
                rule.title, rule.limit, rule.pack, rule.because
            ),
            effect: "Whoever reads of the rule reads by when.".to_owned(),
            owner: "Data protection officer".to_owned(),
            ..revision(
                plan,
                format!("know-obligations.limit-{}-{minutes}m", rule.rule),
                AmendmentKind::ReviseStep,
                block.section?,
                finding,
            )
        })
    };
    named(plan, obligations, mentions).into_iter().filter_map(of).collect()
}

/// A row with the limit in its column, or, where its table has none, in the last cell that says something.
fn in_row(row: &str, column: Option<usize>, rule: &Obligation) -> Option<String> {
    let ranges = cells::ranges(row);
    let limit = cells::cell_text(&written(rule));
    let place = match column.and_then(|c| ranges.get(c)) {
        Some(place) => place.clone(),
        None => ranges.into_iter().rfind(|r| row.get(r.clone()).is_some_and(|c| !open(c)))?,
    };
    let cell = row.get(place.clone())?.trim();
    let new = match open(cell) {
        true => limit,
        false => format!("{}, at the latest within {limit}", cell.trim_end_matches(['.', ';', ','])),
    };
    Some(format!("{} {new} {}", row.get(..place.start)?, row.get(place.end..)?).trim_end().to_owned())
}

/// A line with the limit in it. `alone`: whether it names no other rule that has one, and no other length of time.
fn in_line(line: &str, rule: &Obligation, alone: bool) -> String {
    let limit = written(rule);
    if let Some(word) = untimed(line, rule.recipient_kind).filter(|_| alone) {
        let (before, after) = line.split_at(word.end);
        return format!("{before}, at the latest within {limit}{after}");
    }
    let ends = line.ends_with(['.', '!', '?']);
    match (alone, ends) {
        (true, false) => format!("{}, at the latest within {limit}", line.trim_end_matches([',', ';', ':'])),
        (true, true) => format!("{line} The limit is {limit}."),
        (false, true) => format!("{line} The limit of {} is {limit}.", rule.title),
        (false, false) => format!("{line}; {}: at the latest within {limit}", rule.title),
    }
}
