//! Redlines: what a change takes out and brings in, word by word, and where it lands.

use super::change::{Change, Edit, Splice, landings};
use super::read::Plan;
use imara_diff::{Algorithm, Diff, InternedInput};
use serde::{Deserialize, Serialize};

/// A stretch of words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Stays.
    Equal(String),
    /// Comes in.
    Insert(String),
    /// Is taken out.
    Delete(String),
}

/// What a change does to the plan, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Redline {
    /// The byte of the plan at which it lands.
    pub at: usize,
    /// The words taken out, kept and brought in.
    pub ops: Vec<Op>,
}

impl Redline {
    /// The bytes of the plan that it changes; empty where it only adds.
    pub fn range(&self) -> std::ops::Range<usize> {
        let old = |op: &Op| match op {
            Op::Equal(text) | Op::Delete(text) => text.len(),
            Op::Insert(_) => 0,
        };
        self.at..self.at + self.ops.iter().map(old).sum::<usize>()
    }
}

/// Where a change lands, alone, and what it does there.
pub fn redline(plan: &Plan, change: &Change) -> Redline {
    let own = landings(plan, std::slice::from_ref(change)).into_iter().next();
    let Splice { range, text, .. } = own.unwrap_or(Splice { range: 0..0, text: String::new(), change: None });
    let old = plan.text.get(range.clone()).unwrap_or("");
    let text = text.trim_matches(['\n', '\r']);
    Redline { at: range.start, ops: compare(old, text) }
}

/// What edits of a text take out and bring in, word by word: only where they cut is compared, however long the text is.
///
/// ```
/// use floodmark::plan::change::Edit;
/// use floodmark::plan::redline::{Op, edited};
/// let edit = Edit { range: 15..17, text: "60".into(), remark: None };
/// let ops = edited("contain within 90 minutes", &[edit]);
/// assert_eq!(ops, [Op::Equal("contain within ".into()), Op::Delete("90".into()), Op::Insert("60".into()), Op::Equal(" minutes".into())]);
/// ```
pub fn edited(old: &str, edits: &[Edit]) -> Vec<Op> {
    let mut ops = vec![];
    let kept = |range: std::ops::Range<usize>, ops: &mut Vec<Op>| {
        let text = old.get(range).filter(|text| !text.is_empty());
        ops.extend(text.map(|text| Op::Equal(text.to_owned())));
    };
    let mut at = 0;
    for edit in edits {
        kept(at..edit.range.start, &mut ops);
        ops.extend(compare(old.get(edit.range.clone()).unwrap_or(""), &edit.text));
        at = edit.range.end;
    }
    kept(at..old.len(), &mut ops);
    ops
}

/// The difference between two texts, word by word.
///
/// ```
/// use floodmark::plan::redline::{Op, compare};
/// let ops = compare("contain within 90 minutes", "contain within 60 minutes");
/// assert_eq!(ops[1], Op::Delete("90".into()));
/// assert_eq!(ops[2], Op::Insert("60".into()));
/// ```
pub fn compare(old: &str, new: &str) -> Vec<Op> {
    let (before, after) = (tokens(old), tokens(new));
    let mut input: InternedInput<&str> = InternedInput::default();
    input.update_before(before.iter().copied());
    input.update_after(after.iter().copied());
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let text = |tokens: &[&str], range: std::ops::Range<u32>| {
        tokens.get(range.start as usize..range.end as usize).unwrap_or(&[]).concat()
    };
    let mut ops = vec![];
    let mut push = |make: fn(String) -> Op, text: String| {
        if !text.is_empty() {
            ops.push(make(text));
        }
    };
    let mut at = 0;
    for hunk in diff.hunks() {
        push(Op::Equal, text(&before, at..hunk.before.start));
        push(Op::Delete, text(&before, hunk.before.clone()));
        push(Op::Insert, text(&after, hunk.after.clone()));
        at = hunk.before.end;
    }
    push(Op::Equal, text(&before, at..before.len() as u32));
    ops
}

/// Words, and what stands between them. Dates, times, versions and addresses are one word: nobody reads half a date.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = vec![];
    let mut start = 0;
    let mut last: Option<bool> = None;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    for (at, c) in text.char_indices() {
        let [before, after] = [text.get(..at), text.get(at + c.len_utf8()..)].map(Option::unwrap_or_default);
        let joins = matches!(c, '-' | '.' | ':' | '/' | ',')
            && digit(before.chars().next_back())
            && digit(after.chars().next());
        let word = c.is_alphanumeric() || joins;
        if last.is_some_and(|l| l != word || !word) {
            found.extend(text.get(start..at));
            start = at;
        }
        last = Some(word);
    }
    found.extend(text.get(start..).filter(|t| !t.is_empty()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_times_and_versions_are_words() {
        let gone = |old: &str, new: &str| {
            let ops = compare(old, new);
            ops.into_iter().filter(|op| !matches!(op, Op::Equal(_))).collect::<Vec<_>>()
        };
        for (old, new) in
            [("2025-02-03", "2026-02-30"), ("1.2", "1.3"), ("09:48", "09:50"), ("10.0.0.1", "10.0.0.2")]
        {
            let ops = gone(&format!("| {old} |"), &format!("| {new} |"));
            assert_eq!(ops, [Op::Delete(old.into()), Op::Insert(new.into())]);
        }
        assert_eq!(
            gone("within 60. Then", "within 90. Then"),
            [Op::Delete("60".into()), Op::Insert("90".into())]
        );
    }

    proptest! {
        #[test]
        fn accepting_gives_the_new_text_and_rejecting_the_old(old in "[a-c \\n.]{0,30}", new in "[a-c \\n.]{0,30}") {
            let ops = compare(&old, &new);
            let keep = |insert: bool| -> String {
                ops.iter().map(|op| match op {
                    Op::Equal(t) => t.as_str(),
                    Op::Insert(t) if insert => t,
                    Op::Delete(t) if !insert => t,
                    _ => "",
                }).collect()
            };
            prop_assert_eq!(keep(true), new);
            prop_assert_eq!(keep(false), old);
        }
    }
}
