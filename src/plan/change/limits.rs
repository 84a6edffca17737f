//! Amendments that put the limits of rules right: a number in place of a vague word, the limit that holds in place of another,
//! and a limit where the plan names a rule without one.

use super::revise::{revision, words_of};
use super::{Amendment, AmendmentKind, cells};
use crate::model::Finding;
use crate::obligation::Obligation;
use crate::plan::coverage::open;
use crate::plan::kept::spoken;
use crate::plan::limit::{
    Stated, beside, bounds, limit_minutes, stated, untimed, vague_lines, whole, written,
};
use crate::plan::named::{Mention, binds, mentions, named_on};
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
        for line in lines(plan, obligations, &mentions) {
            // One amendment a line: of two, the second would no longer find the words that it replaces.
            let taken =
                all.iter_mut().find(|b| b.range.start < line.range.end && line.range.start < b.range.end);
            match taken {
                Some(bounded) => line.join(bounded),
                None => all.extend(line.amendment(plan, finding)),
            }
        }
    }
    all.into_iter().map(|cut| cut.amendment).collect()
}

/// An amendment with the bytes that it replaces.
struct Cut {
    range: Range<usize>,
    /// The rule whose limit it states first.
    rule: String,
    amendment: Amendment,
}

/// A rule with a limit that the plan names on a line.
struct Named<'a> {
    rule: &'a Obligation,
    /// The name of the amendment that states its limit. A rule may change again: each limit has its own.
    id: String,
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
        let standing = stated(text, rule, rules, mentions);
        let id = format!("know-obligations.limit-{}-{minutes}m", rule.rule);
        Some(Named { rule, id, block: plan.blocks.get(*block)?, text, standing })
    };
    rules.iter().zip(mentions).filter_map(of).collect()
}

/// A step that tells a recipient “without undue delay”, where a rule that applies has a number.
fn bounded(plan: &Plan, obligations: &[Obligation], finding: &Finding) -> Vec<Cut> {
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
        let Some(range) = range_of(plan, step.block, old.len()) else { continue };
        // As it is written, marks and all.
        let Some(word) = untimed(old, rule.recipient_kind) else { continue };
        let (at, end) = (word.start, word.end);
        let word = old.get(word).unwrap_or_default();
        let limit = format!("{}, at the latest within {}", word, written(rule));
        let cited = if rule.citation.is_empty() { String::new() } else { format!(" ({})", rule.citation) };
        let text = format!("{}{limit}{cited}{}", old.get(..at).unwrap_or(""), old.get(end..).unwrap_or(""));
        let amendment = Amendment {
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
            ..revision(
                plan,
                format!("timely-reporting.limit-{}", rule.rule),
                AmendmentKind::ReviseStep,
                step.section,
                finding,
            )
        };
        all.push(Cut { range, rule: rule.rule.clone(), amendment });
    }
    all
}

/// The bytes of the words of a step that are so long.
fn range_of(plan: &Plan, block: usize, length: usize) -> Option<Range<usize>> {
    let BlockKind::Item { content, .. } = plan.blocks.get(block)?.kind else { return None };
    Some(content..content + length)
}

/// A line that names rules with other limits than they have, as after a rule changed, or without them.
struct Line<'a> {
    range: Range<usize>,
    /// Its words, as they are written.
    old: &'a str,
    rules: Vec<(Named<'a>, Beside<'a>)>,
}

/// What a line that names a rule says beside it.
struct Beside<'a> {
    /// The other rules that it names and that have a limit.
    rules: Vec<&'a Obligation>,
    /// How it names the rule, where it says anything that another limit could be of; in words that are no other's.
    label: Option<String>,
}

/// The lines whose limits are to be put right, in the order of the rules; what the history names is none of them.
fn lines<'a>(
    plan: &'a Plan,
    obligations: &'a [Obligation],
    mentions: &'a [Option<Mention>],
) -> Vec<Line<'a>> {
    let mut all: Vec<Line<'a>> = vec![];
    let asked = |n: &Named<'_>| match n.standing {
        Stated::Other { .. } => true,
        Stated::Missing => !matches!(n.block.kind, BlockKind::Heading { .. }),
        Stated::Holds | Stated::Unclear => false,
    };
    let named = named(plan, obligations, mentions).into_iter();
    for named in named.filter(asked).filter(|n| !plan.amended.contains(&n.id)) {
        let Some(range) = line_of(plan, named.block, named.text) else { continue };
        let Some(old) = plan.text.get(range.clone()) else { continue };
        let mut rules = beside(named.text, named.rule, obligations, mentions);
        rules.retain(|o| limit_minutes(o).is_some());
        let alone = rules.is_empty() && lengths(named.text, &words_at(named.text)).is_empty();
        let names = named_on(named.text, obligations);
        let is_own = |at: &Range<usize>| names.iter().all(|(o, r)| o.rule == named.rule.rule || r != at);
        let label = names.iter().find(|(o, at)| o.rule == named.rule.rule && is_own(at));
        // A title that is new on the line would take it from those that are named by what they cite.
        let label = match label.and_then(|(_, at)| named.text.get(at.clone())) {
            _ if alone => None,
            _ if rules.is_empty() => Some(named.rule.title.clone()),
            Some(words) => Some(words.to_owned()),
            None if named.standing == Stated::Missing => continue,
            None => None,
        };
        let rule = (named, Beside { rules, label });
        match all.iter_mut().find(|line| line.range == range) {
            Some(line) => line.rules.push(rule),
            None => all.push(Line { range, old, rules: vec![rule] }),
        }
    }
    all
}

impl Line<'_> {
    /// The line with the limits of its rules.
    fn amendment(self, plan: &Plan, finding: &Finding) -> Option<Cut> {
        let mut text = self.old.to_owned();
        let mut reasons: Vec<String> = vec![];
        let mut first: Option<(&Named<'_>, &str)> = None;
        let stated = bounds(self.old);
        let mut others = vec![];
        for (named, _) in &self.rules {
            let Stated::Other { minutes, nth } = named.standing else { continue };
            // The marks of a line may hold a length that its text has not.
            let same = stated.len() == bounds(named.text).len();
            let Some(length) = stated.get(nth).filter(|l| same && l.minutes == minutes) else { continue };
            others.push((whole(self.old, length), written(named.rule)));
            reasons.push(format!(
                "The plan says {}; {} has a limit of {} (rules of {}). {}",
                spoken(i64::from(minutes)),
                named.rule.title,
                named.rule.limit,
                named.rule.pack,
                named.rule.because
            ));
            first = first.or(Some((named, "Whoever reads the limit reads the one that holds.")));
        }
        // From the end on, so that the places before stay what they are.
        others.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, limit) in others {
            text.replace_range(range, &limit);
        }
        for (named, beside) in &self.rules {
            let Some(new) = completed(&text, named, beside) else { continue };
            text = new;
            reasons.push(unnamed(named.rule));
            first = first.or(Some((named, "Whoever reads of the rule reads by when.")));
        }
        let (named, effect) = first?;
        let amendment = Amendment {
            text,
            replaces: Some(self.old.to_owned()),
            reason: reasons.join(" "),
            effect: effect.to_owned(),
            ..revision(plan, named.id.clone(), AmendmentKind::ReviseStep, named.block.section?, finding)
        };
        Some(Cut { range: self.range, rule: named.rule.rule.clone(), amendment })
    }

    /// Adds the limits of its rules to a change of the same words; of others they are left to the next version.
    fn join(self, cut: &mut Cut) {
        if self.range != cut.range {
            return;
        }
        for (named, beside) in self.rules.iter().filter(|(n, _)| n.rule.rule != cut.rule) {
            let label = beside.label.clone().unwrap_or_else(|| named.rule.title.clone());
            let beside = Beside { rules: beside.rules.clone(), label: Some(label) };
            let Some(new) = completed(&cut.amendment.text, named, &beside) else { continue };
            cut.amendment.text = new;
            cut.amendment.reason = format!("{} {}", cut.amendment.reason, unnamed(named.rule));
        }
    }
}

/// Why a limit is added.
fn unnamed(rule: &Obligation) -> String {
    format!(
        "The plan names {} without its limit of {} (rules of {}). {}",
        rule.title, rule.limit, rule.pack, rule.because
    )
}

/// The bytes of a line of a block as it is written: a row of a table, or a line of an item or paragraph without its marker.
fn line_of(plan: &Plan, block: &Block, text: &str) -> Option<Range<usize>> {
    let trimmed = |range: Range<usize>| {
        let raw = plan.text.get(range.clone())?;
        let start = range.start + raw.len() - raw.trim_start().len();
        Some(start..start + raw.trim().len())
    };
    match &block.kind {
        BlockKind::Table { rows, .. } => {
            trimmed(rows.iter().find(|row| row.text().trim() == text.trim())?.range.clone())
        }
        kind => {
            let start = if let BlockKind::Item { content, .. } = kind { *content } else { block.range.start };
            // A line of the text may be written on several.
            let whole = trimmed(start..block.range.end)?;
            let mut at = whole.start;
            let each = plan.text.get(whole.clone())?.split_inclusive('\n').filter_map(|line| {
                at += line.len();
                trimmed(at - line.len()..at)
            });
            let same = |r: &Range<usize>| plan.text.get(r.clone()).is_some_and(|l| normal(l) == normal(text));
            std::iter::once(whole).chain(each).find(same)
        }
    }
}

/// A line that names a rule without its limit, with it: in the column that limits have, behind the vague word that stands in its
/// place, or at the end.
fn completed(line: &str, named: &Named<'_>, beside: &Beside<'_>) -> Option<String> {
    if named.standing != Stated::Missing {
        return None;
    }
    let label = beside.label.as_deref();
    match &named.block.kind {
        BlockKind::Table { header, .. } => in_row(line, cells::limit_column(header)?, named.rule, label),
        _ => Some(in_line(line, named.rule, label)),
    }
}

/// A row with the limit in its column. `label`: how the line names the rule, where that must be said.
fn in_row(row: &str, column: usize, rule: &Obligation, label: Option<&str>) -> Option<String> {
    let place = cells::ranges(row).into_iter().nth(column)?;
    let limit = cells::cell_text(&written(rule));
    let cell = row.get(place.clone())?.trim();
    let label = label.map(cells::cell_text);
    let kept = cell.trim_end_matches(['.', ';', ',']);
    let new = match (open(cell), label) {
        (true, None) => limit,
        (true, Some(label)) => format!("{label}: {limit}"),
        (false, None) => format!("{kept}, at the latest within {limit}"),
        (false, Some(label)) => format!("{kept}; {label}: at the latest within {limit}"),
    };
    Some(format!("{} {new} {}", row.get(..place.start)?, row.get(place.end..)?).trim_end().to_owned())
}

/// A line with the limit in it. `label`: how it names the rule, where that must be said: it names others, or states another
/// length of time.
fn in_line(line: &str, rule: &Obligation, label: Option<&str>) -> String {
    let limit = written(rule);
    if let Some(word) = untimed(line, rule.recipient_kind).filter(|_| label.is_none()) {
        let (before, after) = line.split_at(word.end);
        return format!("{before}, at the latest within {limit}{after}");
    }
    match (label, line.ends_with(['.', '!', '?'])) {
        (None, false) => format!("{}, at the latest within {limit}", line.trim_end_matches([',', ';', ':'])),
        (None, true) => format!("{line} The limit is {limit}."),
        (Some(label), true) => format!("{line} The limit of {label} is {limit}."),
        (Some(label), false) => format!("{line}; {label}: at the latest within {limit}"),
    }
}
