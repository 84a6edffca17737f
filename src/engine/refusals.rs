//! Answers about rows that were refused: by reason, some at a time, or all as CSV.

use super::analysis::{ABBREVIATION, CaseAnalysis};
use super::export::safe;
use super::protocol::QueryError;
use super::view::{self, Fix, RefusalReason, RefusalsView};
use crate::chart::Table;
use crate::language::{Language, language, retold};
use crate::model::{Abbreviation, Format, SourceId, SourceSummary};
use crate::workspace::change::stem;
use std::collections::BTreeMap;

/// At most so many reasons are named; the rest of the rows are among all.
const REASONS: usize = 12;

/// The refused rows of a source, of one reason or all, in the order of the file.
pub(super) fn refusals(
    analysis: &CaseAnalysis,
    id: SourceId,
    (reason, from, count): (Option<&str>, u32, u32),
) -> Result<RefusalsView, QueryError> {
    let summary = summary_of(analysis, id)?;
    let mapped = Format::ALL.iter().any(|f| f.is_mapped() && f.id() == summary.format);
    // By reason: how many rows have it, and the first of them as an example.
    let mut reasons: BTreeMap<String, (u32, String)> = BTreeMap::new();
    let (mut total, mut rows) = (0_u32, vec![]);
    for mut refusal in summary.refusals {
        let why = general(&refusal.reason, QUOTES);
        let wanted = reason.is_none_or(|r| r == why);
        reasons.entry(why).or_insert_with(|| (0, refusal.reason.clone())).0 += 1;
        if wanted {
            if total >= from && rows.len() < count as usize {
                refusal.reason = retold(refusal.reason);
                rows.push(refusal);
            }
            total += 1;
        }
    }
    let one = |(reason, (count, example)): (String, (u32, String))| {
        let words = match language() {
            Language::English => reason.clone(),
            Language::German => match retold(example.as_str()) {
                same if same == example => reason.clone(),
                told => general(&general(&told, ['„', '“']), QUOTES),
            },
        };
        RefusalReason { fix: fix(&reason, mapped), reason, words, count }
    };
    let mut reasons: Vec<(String, (u32, String))> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    reasons.truncate(REASONS);
    let reasons = reasons.into_iter().map(one).collect();
    Ok(RefusalsView { reasons, total, from: from.min(total), rows })
}

/// All refused rows of a source as a file.
pub(super) fn csv(analysis: &CaseAnalysis, id: SourceId) -> Result<view::Exported, QueryError> {
    let summary = summary_of(analysis, id)?;
    let columns = ["line", "pointer", "reason", "row"].map(str::to_owned).to_vec();
    let line = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    let rows = summary.refusals.into_iter().map(|r| vec![line(r.line), r.pointer, r.reason, r.text]);
    Ok(view::Exported {
        make: None,
        name: format!("{}-refused.csv", safe(stem(&summary.name))),
        mime: "text/csv".to_owned(),
        text: Table { columns, rows: rows.collect() }.csv(),
    })
}

fn summary_of(analysis: &CaseAnalysis, id: SourceId) -> Result<SourceSummary, QueryError> {
    let place = analysis.case.sources.iter().position(|s| s.id == id).ok_or(QueryError::NoSuchSource)?;
    analysis.summary(place).ok_or(QueryError::NoSuchSource)
}

/// The quotation marks of English.
const QUOTES: [char; 2] = ['“', '”'];

/// A reason with what it quotes of its row left out, so that equal reasons are equal.
fn general(reason: &str, [open, close]: [char; 2]) -> String {
    let mut out = String::with_capacity(reason.len());
    let mut rest = reason;
    while let Some((before, quoted)) = rest.split_once(open) {
        out.push_str(before);
        out.push('…');
        rest = quoted.split_once(close).map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// What would mend the rows of a reason, in a source whose columns a person chose or not.
fn fix(reason: &str, mapped: bool) -> Fix {
    if let Some(written) = abbreviation_of(reason) {
        Fix::Abbreviation(written)
    } else if reason.contains("choose one for this source") || reason.contains("first for this source") {
        Fix::Dates
    } else if reason.contains("assert one for this source") || reason.contains("assert another zone") {
        Fix::Zone
    } else if mapped && (reason.starts_with("column `") || reason.starts_with("no text in")) {
        Fix::Another
    } else {
        Fix::None
    }
}

/// The abbreviation that a reason is about.
fn abbreviation_of(reason: &str) -> Option<Abbreviation> {
    reason.strip_prefix(ABBREVIATION)?.split_once(' ')?.0.parse().ok()
}
