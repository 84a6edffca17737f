//! Changes of a text as what happens to its lines: one is changed, one goes, new ones come.

use super::aside::KINDS;
use super::project::{Line, Projection};
use crate::plan::change::Edit;
use imara_diff::{Algorithm, Diff, InternedInput};
use std::ops::Range;

/// The largest number of comparisons between the lines of one stretch.
const COMPARISONS: usize = 4_000_000;

/// What happens to lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Op {
    /// A line becomes another.
    Change {
        /// The line, as a number in [`Projection::lines`].
        line: usize,
        /// Its new text, marks included.
        new: String,
        /// Why.
        remarks: Vec<String>,
    },
    /// A line goes.
    Delete {
        /// The line.
        line: usize,
        /// Why.
        remarks: Vec<String>,
    },
    /// Lines come.
    Insert {
        /// The line before them.
        after: Option<usize>,
        /// The line behind them.
        before: Option<usize>,
        /// The new lines.
        text: String,
        /// Why: the byte of the new lines, and the reason for what stands there.
        remarks: Vec<(usize, String)>,
    },
}

/// The edits that make one text of another, line by line, without reasons.
pub fn edits_between(old: &str, new: &str) -> Vec<Edit> {
    let input = InternedInput::new(old, new);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let starts = |text: &str| {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        starts
    };
    let (before, after) = (starts(old), starts(new));
    let at = |starts: &[usize], n: u32, end: usize| starts.get(n as usize).copied().unwrap_or(end).min(end);
    diff.hunks()
        .map(|h| Edit {
            range: at(&before, h.before.start, old.len())..at(&before, h.before.end, old.len()),
            text: new
                .get(at(&after, h.after.start, new.len())..at(&after, h.after.end, new.len()))
                .unwrap_or("")
                .to_owned(),
            remark: None,
        })
        .collect()
}

/// What edits do to the lines of a text. Edits are in order and do not overlap; should two ever do, the first one stands.
pub fn ops(projection: &Projection, edits: &[Edit]) -> Vec<Op> {
    let text = &projection.text;
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let line_of = |at: usize| starts.partition_point(|s| *s <= at).saturating_sub(1);
    let mut out = vec![];
    let mut n = 0;
    while let Some(first) = edits.get(n) {
        let (from, mut to) = (line_of(first.range.start), line_of(first.range.end));
        let mut end = n + 1;
        while let Some(next) = edits.get(end).filter(|e| line_of(e.range.start) <= to) {
            to = to.max(line_of(next.range.end));
            end += 1;
        }
        let start = starts.get(from).copied().unwrap_or(0);
        let stop = starts.get(to + 1).map_or(text.len(), |s| s - 1);
        stretch(projection, start..stop, edits.get(n..end).unwrap_or_default(), &mut out);
        n = end;
    }
    out
}

/// One stretch of whole lines and the edits in it.
fn stretch(projection: &Projection, range: Range<usize>, edits: &[Edit], out: &mut Vec<Op>) {
    let text = &projection.text;
    let mut new = String::new();
    let mut remarks: Vec<(usize, &str)> = vec![];
    let mut at = range.start;
    for edit in edits {
        if edit.range.start < at {
            continue;
        }
        new.push_str(text.get(at..edit.range.start).unwrap_or(""));
        if let Some(remark) = &edit.remark {
            let lead = edit.text.len() - edit.text.trim_start().len();
            remarks.push((new.len() + lead, remark));
        }
        new.push_str(&edit.text);
        at = edit.range.end;
    }
    new.push_str(text.get(at..range.end).unwrap_or(""));

    // Lines of the document in the stretch; empty ones and rules under headers are none.
    let first = projection.lines.partition_point(|l| l.range.start < range.start);
    let count = projection.lines.iter().skip(first).take_while(|l| l.range.start <= range.end).count();
    let old: Vec<&Line> = projection.lines.iter().skip(first).take(count).collect();
    let before: Vec<&str> = old.iter().map(|l| text.get(l.range.clone()).unwrap_or("").trim_end()).collect();
    let mut after: Vec<Range<usize>> = vec![];
    let mut start = 0;
    for line in new.split('\n') {
        after.push(start..start + line.trim_end().len());
        start += line.len() + 1;
    }
    let said = |n: usize| after.get(n).and_then(|r| new.get(r.clone())).unwrap_or("");
    // The rules under headers that were there stand for nothing in the document.
    let mut rules: Vec<&str> = vec![];
    let mut start = range.start;
    for line in text.get(range.clone()).unwrap_or("").split('\n') {
        if !old.iter().any(|l| l.range.start == start) && !line.trim().is_empty() {
            rules.push(line.trim_end());
        }
        start += line.len() + 1;
    }
    let mut filled: Vec<usize> = vec![];
    for n in (0..after.len()).filter(|n| !said(*n).is_empty()) {
        match rules.iter().position(|rule| *rule == said(n)) {
            Some(known) => drop(rules.remove(known)),
            None => filled.push(n),
        }
    }
    let pairs = common(&before, &filled.iter().map(|n| said(*n)).collect::<Vec<_>>());

    let mut made: Vec<(usize, Op)> = vec![];
    let mut told = vec![false; remarks.len()];
    let mut reasons = |within: Range<usize>| -> Vec<(usize, String)> {
        let own = remarks.iter().zip(&mut told).filter(|((at, _), _)| within.contains(at));
        let own = own.map(|((at, remark), told)| {
            *told = true;
            (at - within.start, (*remark).to_owned())
        });
        own.collect()
    };
    let place = |f: usize| filled.get(f).and_then(|n| after.get(*n)).map_or(new.len(), |r| r.start);
    let (mut o, mut f) = (0, 0);
    for (next_old, next_filled) in pairs.into_iter().chain([(old.len(), filled.len())]) {
        // What is new here takes the place of what is gone, one for one, as far as it is of the same kind.
        while o < next_old && f < next_filled {
            let (Some(line), Some(n)) = (old.get(o), filled.get(f)) else { break };
            if mark_of(text.get(line.range.clone()).unwrap_or("")) != mark_of(said(*n)) {
                break;
            }
            let within = after.get(*n).cloned().unwrap_or_default();
            let remarks = reasons(within.start..within.end + 1).into_iter().map(|(_, r)| r).collect();
            made.push((within.start, Op::Change { line: first + o, new: said(*n).to_owned(), remarks }));
            o += 1;
            f += 1;
        }
        while o < next_old {
            made.push((place(f), Op::Delete { line: first + o, remarks: vec![] }));
            o += 1;
        }
        if f < next_filled {
            let bounds = filled
                .get(f)
                .zip(filled.get(next_filled - 1))
                .and_then(|(a, b)| Some((after.get(*a)?, after.get(*b)?)));
            if let Some((a, b)) = bounds {
                let within = a.start..b.end;
                let remarks = reasons(within.clone());
                let after = (first + o).checked_sub(1);
                let before = projection.lines.get(first + o).map(|_| first + o);
                let text = new.get(within.clone()).unwrap_or("").to_owned();
                made.push((within.start, Op::Insert { after, before, text, remarks }));
            }
        }
        (o, f) = (next_old + 1, next_filled + 1);
    }
    // Where lines change places, the one that a reason is on may be the one that stays: what moves is next to it.
    for ((at, remark), _) in remarks.iter().zip(told).filter(|(_, told)| !told) {
        let next = made.iter().position(|(place, _)| place >= at).or(made.len().checked_sub(1));
        match next.and_then(|n| made.get_mut(n)) {
            Some((_, Op::Change { remarks, .. } | Op::Delete { remarks, .. })) => {
                remarks.push((*remark).to_owned());
            }
            Some((_, Op::Insert { remarks, .. })) => remarks.push((0, (*remark).to_owned())),
            None => {}
        }
    }
    out.extend(made.into_iter().map(|(_, op)| op));
}

/// What a line is marked as: by the marks of a heading, an item, a row, or of what stands beside the text.
fn mark_of(line: &str) -> char {
    let line = line.trim_start();
    if KINDS.iter().any(|mark| line.starts_with(mark)) {
        return '(';
    }
    match line.chars().next() {
        Some(c @ ('#' | '|')) => c,
        Some('-' | '*' | '+') if line.get(1..2) == Some(" ") => '-',
        Some(c) if c.is_ascii_digit() => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            if rest.starts_with(". ") || rest.starts_with(") ") { '1' } else { 'p' }
        }
        _ => 'p',
    }
}

/// The longest run of lines that both have, as pairs of numbers.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > COMPARISONS {
        return vec![];
    }
    let width = new.len() + 1;
    let mut best = vec![0_u32; (old.len() + 1) * width];
    let get = |best: &[u32], o: usize, n: usize| best.get(o * width + n).copied().unwrap_or(0);
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            let value = if old.get(o) == new.get(n) {
                get(&best, o + 1, n + 1) + 1
            } else {
                get(&best, o + 1, n).max(get(&best, o, n + 1))
            };
            if let Some(slot) = best.get_mut(o * width + n) {
                *slot = value;
            }
        }
    }
    let (mut o, mut n) = (0, 0);
    let mut pairs = vec![];
    while o < old.len() && n < new.len() {
        if old.get(o) == new.get(n) {
            pairs.push((o, n));
            (o, n) = (o + 1, n + 1);
        } else if get(&best, o + 1, n) >= get(&best, o, n + 1) {
            o += 1;
        } else {
            n += 1;
        }
    }
    pairs
}
