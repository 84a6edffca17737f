//! Where a plan names the rules that apply: by their ids, by their titles, or by what they cite.
//!
//! Rules are named alike. A title or a citation may be part of another's (“GDPR: …” of “UK GDPR: …”), and several rules may
//! cite the same article: a line is about the rule that it names most exactly, and about no other by the way.

use super::limit::{Stated, stated};
use super::read::Plan;
use super::read::block::{Block, BlockKind};
use super::read::control::history_range;
use super::words::{normal, words, words_at};
use crate::obligation::{Obligation, Verdict};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a plan names a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mention {
    /// On a line of its own words.
    Line {
        /// The block, as a number in [`Plan::blocks`].
        block: usize,
        /// The line.
        text: String,
    },
    /// Somewhere in its text, over several lines.
    Text,
}

/// A line of a block's text.
pub(super) fn line_at(plan: &Plan, block: usize, number: usize) -> Option<String> {
    plan.blocks.get(block)?.text().lines().nth(number).map(str::to_owned)
}

/// Whether a rule applies and is in force.
pub fn binds(rule: &Obligation) -> bool {
    rule.applies == Some(true) && rule.verdict != Verdict::NotInForce
}

/// The name of the amendment that adds a rule to a plan.
pub fn addition(rule: &Obligation) -> String {
    format!("know-obligations.{}", rule.rule)
}

/// Whether a block is the plan's own words: no history, no code.
pub fn own(plan: &Plan) -> impl Fn(&Block) -> bool {
    let history = history_range(plan).unwrap_or(0..0);
    move |b| !history.contains(&b.range.start) && !matches!(b.kind, BlockKind::Code { .. } | BlockKind::Html)
}

/// For each rule, where the plan names it; none for those that do not bind.
pub fn mentions(plan: &Plan, rules: &[Obligation]) -> Vec<Option<Mention>> {
    let mut found: Vec<Option<Mention>> = vec![None; rules.len()];
    let mut order: Vec<usize> = (0..rules.len()).filter(|n| rules.get(*n).is_some_and(binds)).collect();
    if order.is_empty() {
        return found;
    }
    // Of rules with one title, a line is about the one that was added to the plan.
    order.sort_by_key(|n| Reverse(rules.get(*n).is_some_and(|r| plan.amended.contains(&addition(r)))));
    let names = Names::of(rules);
    let own = own(plan);
    // The lines that are about a title, by which rules they were taken.
    let mut taken: BTreeMap<&str, BTreeSet<(usize, usize)>> = BTreeMap::new();
    for n in order {
        let Some((rule, title)) = rules.get(n).zip(names.titles.get(n)) else { continue };
        let lines = |name: &str| -> Vec<(usize, usize, String)> {
            let may = if name.is_empty() { vec![] } else { plan.spoken().may_hold(name) };
            let places: BTreeSet<(usize, usize)> = may.into_iter().collect();
            let its = |(at, n): (usize, usize)| {
                plan.blocks.get(at).filter(|b| own(b))?;
                Some((at, n, line_at(plan, at, n)?))
            };
            places.into_iter().filter_map(its).collect()
        };
        let by_id = lines(&rule.rule).into_iter().find(|(.., line)| whole(line, &rule.rule));
        let own_line = by_id.or_else(|| {
            let before = taken.entry(title).or_default();
            let is_free = |(at, n, line): &(usize, usize, String)| {
                !before.contains(&(*at, *n)) && names.titled(rule, title, line)
            };
            let line = lines(&rule.title).into_iter().find(is_free)?;
            before.insert((line.0, line.1));
            Some(line)
        });
        // An introduction may cite what a table below it says more of: what it states goes before what it leaves open.
        let rank = |(.., line): &(usize, usize, String)| match stated(line, rule, rules, &[]) {
            Stated::Holds => 0,
            Stated::Other { .. } => 1,
            Stated::Unclear => 2,
            Stated::Missing => 3,
        };
        let line = own_line.or_else(|| {
            let cited = lines(&rule.citation).into_iter().filter(|(.., line)| names.cited(rule, line));
            cited.min_by_key(rank)
        });
        if let Some(slot) = found.get_mut(n) {
            *slot = match line {
                Some((block, _, text)) => Some(Mention::Line { block, text }),
                None => over_lines(plan, rule, &names).then_some(Mention::Text),
            };
        }
    }
    found
}

/// Whether what a rule cites stands in the text with the end of a line in it.
fn over_lines(plan: &Plan, rule: &Obligation, names: &Names<'_>) -> bool {
    let citation = normal(&rule.citation);
    if citation.is_empty() || !plan.normal().contains(&citation) {
        return false;
    }
    let own = own(plan);
    let joined = |b: &Block| b.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let prose = plan.blocks.iter().filter(|b| own(b) && !matches!(b.kind, BlockKind::Table { .. }));
    prose.map(joined).any(|text| names.cited(rule, &text))
}

/// The names of all rules.
struct Names<'a> {
    rules: &'a [Obligation],
    /// Their titles as words alone.
    titles: Vec<String>,
}

impl Names<'_> {
    fn of(rules: &[Obligation]) -> Names<'_> {
        Names { rules, titles: rules.iter().map(|r| normal(&r.title)).collect() }
    }

    /// Whether a line has the title of a rule, and not as a part of another's.
    fn titled(&self, rule: &Obligation, title: &str, line: &str) -> bool {
        let (line, written) = (normal(line), line);
        let longer = |other: &String| other.len() > title.len() && in_words(other, title);
        // A line that says the id of another rule is about that one.
        has_title(&line, title)
            && !self.titles.iter().filter(|t| longer(t)).any(|other| has_title(&line, other))
            && !self.rules.iter().any(|r| r.rule != rule.rule && has_title(&line, &normal(&r.rule)))
            // So is one that cites what another of the same title does.
            && !self.rules.iter().zip(&self.titles).any(|(r, t)| {
                t == title && whole(written, &r.citation) && !whole(written, &rule.citation)
            })
    }

    /// Whether a line has what a rule cites, not as a part of what another cites, and is about no other rule by its title.
    fn cited(&self, rule: &Obligation, line: &str) -> bool {
        if !whole(line, &rule.citation) {
            return false;
        }
        let others = || self.rules.iter().zip(&self.titles).filter(|(r, _)| r.rule != rule.rule);
        let longer = |other: &Obligation| {
            other.citation.len() > rule.citation.len() && other.citation.contains(&rule.citation)
        };
        let words = normal(line);
        !others().any(|(other, title)| {
            longer(other) && whole(line, &other.citation)
                || whole(line, &other.rule)
                || has_title(&words, title)
        })
    }
}

/// Whether words hold others in a row.
fn in_words(words: &str, sought: &str) -> bool {
    !sought.is_empty() && format!(" {words} ").contains(&format!(" {sought} "))
}

fn has_title(line: &str, title: &str) -> bool {
    line.contains(title) && in_words(line, title)
}

/// Whether a text holds a name that is no part of a longer one: `x-ag` of `x-agent`, `Art. 3` of `Art. 33` or `Art. 3(2)`.
fn whole(text: &str, name: &str) -> bool {
    wholes(text, name).next().is_some()
}

/// The bytes of a text that are a name, and no part of a longer one.
fn wholes<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let found = (!name.is_empty()).then(|| text.match_indices(name)).into_iter().flatten();
    found.map(|(at, name)| at..at + name.len()).filter(move |at| {
        let before = text.get(..at.start).and_then(|t| t.chars().next_back());
        let after = text.get(at.end..).and_then(|t| t.chars().next());
        !before.is_some_and(goes_on) && !after.is_some_and(|c| goes_on(c) || c == '(')
    })
}

/// The bytes of a line at which it names rules that bind: by id, citation or title, and not as a part of another's.
pub fn named_on<'a>(line: &str, rules: &'a [Obligation]) -> Vec<(&'a Obligation, Range<usize>)> {
    let here = words_at(line);
    let mut all: Vec<(&Obligation, Range<usize>)> = vec![];
    for rule in rules.iter().filter(|r| binds(r)) {
        all.extend(
            [&rule.rule, &rule.citation].into_iter().flat_map(|name| wholes(line, name)).map(|at| (rule, at)),
        );
        let title = words(&rule.title);
        let is_title = |part: &&[super::words::Word<'_>]| part.iter().map(|w| &w.text).eq(title.iter());
        let part = here.windows(title.len().max(1)).find(is_title);
        if let Some((first, last)) = part.and_then(|part| part.first().zip(part.last())) {
            all.push((rule, first.range.start..last.range.end));
        }
    }
    let is_part = |(rule, at): &(&Obligation, Range<usize>)| {
        let holds = |r: &Range<usize>| r.len() > at.len() && r.start <= at.start && at.end <= r.end;
        all.iter().any(|(other, r)| other.rule != rule.rule && holds(r))
    };
    all.iter().filter(|found| !is_part(found)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::read;

    fn rule(id: &str, title: &str, citation: &str) -> Obligation {
        Obligation {
            rule: id.into(),
            title: title.into(),
            citation: citation.into(),
            applies: Some(true),
            ..Obligation::default()
        }
    }

    /// The rules that a plan names.
    fn named(plan: &str, rules: &[Obligation]) -> Vec<String> {
        let found = mentions(&read(plan), rules);
        rules.iter().zip(found).filter(|(_, m)| m.is_some()).map(|(r, _)| r.rule.clone()).collect()
    }

    #[test]
    fn a_rule_is_not_named_by_another_with_a_longer_name() {
        let rules = [
            rule("fl-ag", "Florida: the Attorney General", "Fla. Stat. 501.171(3)"),
            rule("fl-agent", "Florida: the agent", "Fla. Stat. 501.171(3)(a)"),
            rule("gdpr-33-2", "GDPR: the processor tells the controller", "Art. 33(2)"),
            rule("uk-33-2", "UK GDPR: the processor tells the controller", "UK Art. 33(2)"),
        ];
        let of = |line: &str| named(&format!("# Plan\n\n## Rules\n\n- {line}\n"), &rules);
        assert_eq!(of("fl-agent: tell them"), ["fl-agent"]);
        assert_eq!(of("Fla. Stat. 501.171(3)(a) has 10 days"), ["fl-agent"]);
        assert_eq!(of("30 days (Fla. Stat. 501.171(3))"), ["fl-ag"]);
        assert_eq!(of("UK GDPR: the processor tells the controller, at once"), ["uk-33-2"]);
        assert_eq!(of("GDPR: the processor tells the controller, at once"), ["gdpr-33-2"]);
        assert_eq!(of("Art. 33(2) and UK Art. 33(2)"), ["uk-33-2"]);
        // A citation may run over the end of a line.
        assert_eq!(of("30 days, by Fla. Stat.\n  501.171(3)"), ["fl-ag"]);
        assert_eq!(of("no rule"), [""; 0]);
    }

    #[test]
    fn the_history_names_no_rule() {
        let rules = [rule("fl-ag", "Florida: the Attorney General", "Fla. Stat. 501.171(3)")];
        let history = "# Plan\n\n## Revision history\n\n| Version | Date | Changes |\n|---|---|---|\n| 1.1 | 2026-03-02 | 1 change (know-obligations.fl-ag) |\n";
        assert_eq!(named(history, &rules), [""; 0]);
    }

    #[test]
    fn of_rules_that_share_a_name_each_needs_a_line_of_its_own() {
        let rules = [
            rule("sg", "PDPA: the people affected are told", "PDPA s. 26D"),
            rule("th", "PDPA: the people affected are told", "PDPA s. 37"),
            rule("br-a", "LGPD: ANPD", "Law 13.709/2018 Art. 48"),
            rule("br-b", "LGPD: people", "Law 13.709/2018 Art. 48"),
        ];
        let row = "| Rule | Limit |\n|---|---|\n| PDPA: the people affected are told | 3 days |\n| LGPD: ANPD (Law 13.709/2018 Art. 48) | 3 days |\n";
        let plan = format!("# Plan\n\n## Rules\n\n{row}");
        assert_eq!(named(&plan, &rules), ["sg", "br-a"]);
        assert_eq!(named(&plan.replace("told |", "told (PDPA s. 37) |"), &rules), ["th", "br-a"]);
        let history = "\n## Revision history\n\n| Version | Date | Changes |\n|---|---|---|\n| 1.1 | 2026-03-02 | 1 change (know-obligations.th) |\n";
        assert_eq!(named(&format!("{plan}{history}"), &rules), ["th", "br-a"]);
    }
}
