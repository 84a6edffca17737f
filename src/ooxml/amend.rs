//! Changes of the text carried back into the document, as tracked changes.

use super::aside::Asides;
use super::insert;
use super::lines::{Op, edits_between, ops};
use super::package::{Package, before_end, relations_of, resolve, with_relation, with_type};
use super::paragraph::{Atom, Place, atoms, say};
use super::project::{Kind, Parts, Projection, cells, project, span};
use super::xml::{Id, Tree, escape};
use super::{WordError, safe};
use crate::plan::change::Edit;
use crate::plan::read::block;
use crate::plan::redline::{self, compare};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Who is named as the author of changes where nobody else is known.
pub const AUTHOR: &str = "Floodmark";

/// Who made changes, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// The author that each change names; empty for Floodmark itself.
    pub author: String,
    /// The date that each change names.
    pub date: NaiveDate,
}

/// One version of a text after another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Its text.
    pub text: String,
    /// The edits that made it of the version before, where they are known.
    pub edits: Vec<Edit>,
    /// By whom, and when.
    pub stamp: Stamp,
}

/// A changed document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Amended {
    /// The document.
    pub bytes: Vec<u8>,
    /// What could not be changed in it and is left to a person, in plain sentences.
    pub left: Vec<String>,
}

/// Writes versions into a document, one after the other. Without any, the document stays as it is but for what is unsafe.
///
/// # Errors
/// As [`amend`].
pub fn follow(bytes: &[u8], steps: &[Step]) -> Result<Amended, WordError> {
    let mut done = amend(bytes, &[], &Stamp { author: String::new(), date: NaiveDate::default() })?;
    let asides = asides_read(&done.bytes, steps)?;
    for step in steps {
        let edits = |text: &str| match apply(text, &step.edits) {
            _ if text.trim().is_empty() => Err(WordError::Empty),
            made if made == step.text => Ok(Cow::from(&step.edits)),
            // Where an earlier version of the text was read in another way, lines are compared instead.
            _ => Ok(Cow::from(edits_between(text, &step.text))),
        };
        let mut package = Package::open(&done.bytes)?;
        let changes = Changes::of(&mut package, &step.stamp, asides, edits)?;
        let next = changes.written(package, &done.bytes)?;
        done.bytes = next.bytes;
        done.left.extend(next.left);
    }
    Ok(done)
}

/// Whether the text of a document was read with what stands beside it: what an older program opened was read without, and is
/// followed so. That is told by which of both the first edits make the first version of.
fn asides_read(bytes: &[u8], steps: &[Step]) -> Result<bool, WordError> {
    let Some(first) = steps.first() else { return Ok(true) };
    for asides in [true, false] {
        let text = Parts::of(&mut Package::open(bytes)?, asides)?.project()?.text;
        if apply(&text, &first.edits) == first.text {
            return Ok(asides);
        }
    }
    Ok(steps.iter().any(|step| Asides::are_in(&step.text)))
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.range.start).unwrap_or(""));
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Writes edits of the text of a document into it, as tracked changes. Macros and links that would be followed by themselves
/// are taken out; besides that, and without edits, the document stays byte for byte.
///
/// # Errors
/// [`WordError`] when the document is damaged.
pub fn amend(bytes: &[u8], edits: &[Edit], stamp: &Stamp) -> Result<Amended, WordError> {
    let mut package = Package::open(bytes)?;
    let changes = match edits {
        [] => Changes::default(),
        edits => Changes::of(&mut package, stamp, true, |_| Ok(edits.into()))?,
    };
    changes.written(package, bytes)
}

/// What changes in a package: its parts, and what is left to a person.
#[derive(Default)]
struct Changes {
    parts: BTreeMap<String, Option<Vec<u8>>>,
    left: Vec<String>,
}

impl Changes {
    /// What edits change, which are told by the text of the document.
    fn of<'e>(
        package: &mut Package<'_>,
        stamp: &Stamp,
        asides: bool,
        edits: impl FnOnce(&str) -> Result<Cow<'e, [Edit]>, WordError>,
    ) -> Result<Changes, WordError> {
        let parts = Parts::of(package, asides)?;
        let tree = parts.tree()?;
        let projection = project(&tree, &parts);
        let edits = edits(&projection.text)?;
        let mut job = Job::new(&tree, &parts, &projection, stamp);
        job.comment = first_free_comment(package)?;
        let first = job.comment;
        for op in ops(&projection, &edits) {
            job.apply(op);
        }
        let comments = std::mem::take(&mut job.comments);
        let lists = (job.bullets.take(), job.numbers.take());
        let mut changes = Changes { parts: BTreeMap::new(), left: std::mem::take(&mut job.left) };
        if !job.untouched {
            changes.parts.insert(package.main.clone(), Some(job.spliced().into_bytes()));
        }
        if !comments.is_empty() {
            add_comments(package, &mut changes.parts, first, &comments, stamp)?;
        }
        if lists != (None, None) {
            add_lists(package, &mut changes.parts, &parts, lists)?;
        }
        Ok(changes)
    }

    /// The package with them, and without what is unsafe.
    fn written(mut self, mut package: Package<'_>, bytes: &[u8]) -> Result<Amended, WordError> {
        safe::clean(&mut package, &mut self.parts)?;
        let bytes = if self.parts.is_empty() { bytes.to_vec() } else { package.write(&self.parts)? };
        Ok(Amended { bytes, left: self.left })
    }
}

/// A document while changes are made in it.
pub(super) struct Job<'j, 'a> {
    pub tree: &'j Tree<'a>,
    pub parts: &'j Parts,
    pub projection: &'j Projection,
    stamp: &'j Stamp,
    /// The next number of a tracked change.
    next: u32,
    /// The next number of a comment.
    comment: u32,
    comments: Vec<String>,
    splices: Vec<(Range<usize>, String)>,
    left: Vec<String>,
    untouched: bool,
    /// Lists that the document lacks and new items need.
    pub bullets: Option<(u32, u32)>,
    pub numbers: Option<(u32, u32)>,
}

impl<'j, 'a> Job<'j, 'a> {
    fn new(tree: &'j Tree<'a>, parts: &'j Parts, projection: &'j Projection, stamp: &'j Stamp) -> Self {
        let number = |part: &str| part.get(..part.find('"')?)?.parse::<u32>().ok();
        let highest = tree.xml().split(" w:id=\"").skip(1).filter_map(number).max().unwrap_or(0);
        Job {
            tree,
            parts,
            projection,
            stamp,
            next: highest.saturating_add(1),
            comment: 0,
            comments: vec![],
            splices: vec![],
            left: vec![],
            untouched: true,
            bullets: None,
            numbers: None,
        }
    }

    /// The attributes of a tracked change.
    pub fn tracked(&mut self) -> String {
        let id = self.next;
        self.next = self.next.saturating_add(1);
        let author = if self.stamp.author.trim().is_empty() { AUTHOR } else { self.stamp.author.trim() };
        format!("w:id=\"{id}\" w:author=\"{}\" w:date=\"{}T00:00:00Z\"", escape(author), self.stamp.date)
    }

    /// What stands before and behind the words that a comment is on.
    pub fn remark(&mut self, text: &str) -> (String, String) {
        self.remark_as("w:ins", text)
    }

    /// As [`Job::remark`]; `change` says whether the mark of the comment comes with what is new or goes with what is deleted.
    fn remark_as(&mut self, change: &str, text: &str) -> (String, String) {
        let id = self.comment;
        self.comment = self.comment.saturating_add(1);
        self.comments.push(text.to_owned());
        let tracked = self.tracked();
        (
            format!("<w:commentRangeStart w:id=\"{id}\"/>"),
            format!(
                "<w:commentRangeEnd w:id=\"{id}\"/><{change} {tracked}><w:r><w:commentReference w:id=\"{id}\"/></w:r></{change}>"
            ),
        )
    }

    /// Puts something in place of bytes of the document.
    pub fn splice(&mut self, range: Range<usize>, text: String) {
        self.untouched = false;
        self.splices.push((range, text));
    }

    fn apply(&mut self, op: Op) {
        match op {
            Op::Change { line, new, remarks } => self.change(line, &new, &remarks),
            Op::Delete { line, remarks } => self.delete(line, &remarks),
            Op::Insert { after, before, text, remarks } => {
                insert::lines(self, after, before, &text, &remarks)
            }
        }
    }

    fn spliced(&mut self) -> String {
        // Those at one place stand there in the order in which they came.
        self.splices.sort_by_key(|(range, _)| (range.start, range.end));
        let xml = self.tree.xml();
        let mut out = String::with_capacity(xml.len() + 16 * 1024);
        let mut at = 0;
        for (range, text) in &self.splices {
            if range.start < at {
                continue;
            }
            out.push_str(xml.get(at..range.start).unwrap_or(""));
            out.push_str(text);
            at = range.end;
        }
        out.push_str(xml.get(at..).unwrap_or(""));
        out
    }

    fn change(&mut self, line: usize, new: &str, remarks: &[String]) {
        let Some(line) = self.projection.lines.get(line) else { return };
        match line.kind {
            Kind::Row { .. } => {
                let said = row_cells(new);
                let mut column = 0;
                let mut remarks = remarks;
                for cell in cells(self.tree, line.node) {
                    let span = span(self.tree, cell);
                    let parts = said.get(column..(column + span).min(said.len())).unwrap_or_default();
                    let new = parts
                        .iter()
                        .filter(|p| !p.is_empty())
                        .map(String::as_str)
                        .collect::<Vec<_>>()
                        .join(" ");
                    column += span;
                    if self.rewrite(cell, Place::Cell, &new, remarks) {
                        remarks = &[];
                    }
                }
            }
            Kind::Heading(_) => {
                let new = new.trim_start().trim_start_matches('#').trim();
                self.rewrite(line.node, Place::Heading, new, remarks);
            }
            Kind::Item { .. } => {
                let new = new.trim_start();
                let new = new.split_once(' ').map_or("", |(_, words)| words.trim());
                self.rewrite(line.node, Place::Text, new, remarks);
            }
            Kind::Plain => {
                self.rewrite(line.node, Place::Text, new.trim(), remarks);
            }
        }
    }

    /// Deletes a line: all characters of a paragraph with its mark, or a row.
    fn delete(&mut self, line: usize, remarks: &[String]) {
        let Some(line) = self.projection.lines.get(line) else { return };
        let tree = self.tree;
        let tracked = self.tracked();
        let deleted = format!("<w:del {tracked}/>");
        if let Kind::Row { .. } = line.kind {
            let mut remarks = remarks;
            for cell in cells(tree, line.node) {
                if self.rewrite(cell, Place::Cell, "", remarks) {
                    remarks = &[];
                }
            }
            match tree.child(line.node, "w:trPr") {
                Some(p) if !tree.is_empty_tag(p) => {
                    let at = tree.inner(p).end;
                    self.splice(at..at, deleted);
                }
                Some(p) => self.splice(tree.whole(p), format!("<w:trPr>{deleted}</w:trPr>")),
                None => {
                    let first = tree.children(line.node).find(|c| tree.name(*c) != "w:tblPrEx");
                    let at = first.map_or(tree.inner(line.node).start, |c| tree.whole(c).start);
                    self.splice(at..at, format!("<w:trPr>{deleted}</w:trPr>"));
                }
            }
            return;
        }
        if !self.rewrite(line.node, Place::Text, "", remarks) {
            return;
        }
        match tree.child(line.node, "w:pPr") {
            Some(p) if !tree.is_empty_tag(p) => match tree.child(p, "w:rPr") {
                Some(r) if !tree.is_empty_tag(r) => {
                    let at = tree.inner(r).start;
                    self.splice(at..at, deleted);
                }
                Some(r) => self.splice(tree.whole(r), format!("<w:rPr>{deleted}</w:rPr>")),
                None => {
                    let last = tree.children(p).find(|c| matches!(tree.name(*c), "w:sectPr" | "w:pPrChange"));
                    let at = last.map_or(tree.inner(p).end, |c| tree.whole(c).start);
                    self.splice(at..at, format!("<w:rPr>{deleted}</w:rPr>"));
                }
            },
            Some(p) => self.splice(tree.whole(p), format!("<w:pPr><w:rPr>{deleted}</w:rPr></w:pPr>")),
            None => {
                let at = tree.inner(line.node).start;
                self.splice(at..at, format!("<w:pPr><w:rPr>{deleted}</w:rPr></w:pPr>"));
            }
        }
    }

    /// Makes the text of a paragraph or cell another, word by word. Tells whether it changed anything.
    fn rewrite(&mut self, holder: Id, place: Place, new: &str, remarks: &[String]) -> bool {
        let atoms = atoms(self.tree, holder, &self.parts.asides);
        let said = say(&atoms, place);
        if said.text == new {
            return false;
        }
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        let mut come: Vec<(Option<usize>, String)> = vec![];
        let mut at = 0;
        for op in whole_words(compare(&said.text, new)) {
            match op {
                redline::Op::Equal(text) => at += text.len(),
                redline::Op::Delete(text) => {
                    let end = at + text.len();
                    let inside = said.places.iter().filter(|(r, _)| r.end > at && r.end <= end);
                    gone.extend(inside.map(|(_, atom)| *atom));
                    at = end;
                }
                redline::Op::Insert(text) => {
                    let before = said.places.iter().rev().find(|(r, _)| r.end <= at).map(|(_, atom)| *atom);
                    come.push((before, text));
                }
            }
        }
        let locked = |n: usize| atoms.get(n).is_some_and(|a| a.locked);
        // The character beside which each insertion stands, and whether behind it.
        let mut places: Vec<Option<(usize, bool)>> = vec![];
        // An aside goes as a whole or not at all, and nothing comes into it.
        let same = |n: usize, m: usize| match (atoms.get(n), atoms.get(m)) {
            (Some(a), Some(b)) => a.aside && b.aside && a.element == b.element,
            _ => false,
        };
        let parted = |n: usize| {
            [n.checked_sub(1), Some(n + 1)].into_iter().flatten().any(|m| same(n, m) && !gone.contains(&m))
        };
        let mut possible = !gone.iter().any(|n| locked(*n) || parted(*n));
        for (before, _) in &come {
            possible &= !before.is_some_and(|n| same(n, n + 1));
            let behind = before.filter(|n| !locked(*n)).map(|n| (n, true));
            let next = before.map_or(said.places.first().map(|(_, n)| *n), |n| Some(n + 1));
            let ahead = next.filter(|n| *n < atoms.len() && !locked(*n)).map(|n| (n, false));
            let spot = behind.or(ahead);
            possible &= spot.is_some() || atoms.is_empty();
            places.push(spot);
        }
        if !possible {
            self.leave(holder, &said.text, new);
            return false;
        }
        let mut at_run: BTreeMap<Id, BTreeMap<(usize, bool), String>> = BTreeMap::new();
        let mut remarks = remarks.iter();
        for ((_, text), spot) in come.iter().zip(places) {
            let near = spot.and_then(|(n, _)| atoms.get(n));
            // The mark of a note has a style of its own, which is not that of the words around it.
            let words = spot.and_then(|(n, _)| {
                let before = atoms.iter().take(n + 1).rev().find(|a| !a.aside);
                before.or_else(|| atoms.iter().skip(n).find(|a| !a.aside))
            });
            let style = match words {
                Some(atom) => insert::run_style(self.tree, atom.run),
                None => String::new(),
            };
            let mut xml = String::new();
            let marks: Vec<(String, String)> = remarks.by_ref().map(|r| self.remark(r)).collect();
            xml.extend(marks.iter().map(|(start, _)| start.as_str()));
            let tracked = self.tracked();
            xml.push_str(&format!("<w:ins {tracked}>{}</w:ins>", insert::runs(&inline(text), &style)));
            xml.extend(marks.iter().map(|(_, end)| end.as_str()));
            match (near, spot) {
                (Some(atom), Some(spot)) => {
                    let xml = self.out_of_others(atom, xml);
                    at_run.entry(atom.run).or_default().entry(spot).or_default().push_str(&xml);
                }
                _ => self.fill_empty(holder, xml),
            }
        }
        // Words that only go have nothing beside them that came: the reason is on them.
        // Where nothing stays, the mark of the comment goes with them.
        let change = if new.is_empty() { "w:del" } else { "w:ins" };
        let left: Vec<(String, String)> = remarks.map(|r| self.remark_as(change, r)).collect();
        if let Some((first, atom)) =
            gone.first().and_then(|n| Some((*n, atoms.get(*n)?))).filter(|_| !left.is_empty())
        {
            let goes_too = |n: &usize| gone.contains(n) && atoms.get(*n).is_some_and(|a| a.run == atom.run);
            let last = (first..).take_while(goes_too).last().unwrap_or(first);
            let own = at_run.entry(atom.run).or_default();
            for (start, end) in left {
                let end = self.out_of_others(atom, end);
                own.entry((first, false)).or_default().push_str(&start);
                own.entry((last, true)).or_default().push_str(&end);
            }
        }
        let mut runs: BTreeSet<Id> = gone.iter().filter_map(|n| atoms.get(*n)).map(|a| a.run).collect();
        runs.extend(at_run.keys().copied());
        for run in runs {
            let xml = self.rebuilt(run, &atoms, &gone, at_run.get(&run));
            self.splice(self.tree.whole(run), xml);
        }
        true
    }

    /// What cannot be changed here is told: in a comment at the place, and to the person who writes the plan.
    fn leave(&mut self, holder: Id, old: &str, new: &str) {
        let text = format!(
            "“{old}” should read “{new}”. It stands in a field, in a note or a text box, or in content that is bound to other data, which Floodmark leaves alone: change it in Word."
        );
        let paragraph =
            if self.tree.name(holder) == "w:p" { Some(holder) } else { self.tree.child(holder, "w:p") };
        if let Some(p) = paragraph.filter(|p| !self.tree.is_empty_tag(*p)) {
            let (start, end) = self.remark(&text);
            let at = self.tree.inner(p).end;
            self.splice(at..at, format!("{start}{end}"));
        }
        self.left.push(text);
    }

    /// An insertion stands beside what somebody else inserted, not inside it, so that each is accepted by itself.
    fn out_of_others(&mut self, atom: &Atom, xml: String) -> String {
        let Some(parent) = self.tree.parent(atom.run).filter(|p| self.tree.name(*p) == "w:ins") else {
            return xml;
        };
        let tag = self.tree.start_tag(parent);
        let again = match super::xml::attribute_range(tag, "w:id") {
            Some(range) => {
                let id = self.next;
                self.next = self.next.saturating_add(1);
                format!("{}{id}{}", tag.get(..range.start).unwrap_or(""), tag.get(range.end..).unwrap_or(""))
            }
            None => tag.to_owned(),
        };
        format!("</w:ins>{xml}{again}")
    }

    /// Puts an insertion into a paragraph, or a cell with one, that has no text yet.
    fn fill_empty(&mut self, holder: Id, xml: String) {
        let tree = self.tree;
        let p = if tree.name(holder) == "w:p" { Some(holder) } else { tree.child(holder, "w:p") };
        match p {
            Some(p) if tree.is_empty_tag(p) => {
                let tag = tree.start_tag(p).trim_end_matches("/>").to_owned();
                self.splice(tree.whole(p), format!("{tag}>{xml}</w:p>"));
            }
            Some(p) => {
                let at = tree.inner(p).end;
                self.splice(at..at, xml);
            }
            None => {}
        }
    }

    /// A run with what is deleted and inserted in it: as many runs as that takes.
    fn rebuilt(
        &mut self,
        run: Id,
        atoms: &[Atom],
        gone: &BTreeSet<usize>,
        come: Option<&BTreeMap<(usize, bool), String>>,
    ) -> String {
        let tree = self.tree;
        let own: Vec<(usize, &Atom)> = atoms.iter().enumerate().filter(|(_, a)| a.run == run).collect();
        let style = tree.child(run, "w:rPr").map(|s| tree.raw(s)).unwrap_or("");
        let tag = tree.start_tag(run);
        let mut out = String::new();
        // What is collected for the next run, and whether that is deleted.
        let mut open = String::new();
        let mut is_gone = false;
        let inserted = |n: usize, behind: bool| come.and_then(|c| c.get(&(n, behind)));
        for element in tree.children(run).filter(|c| tree.name(*c) != "w:rPr") {
            let inside: Vec<&(usize, &Atom)> = own.iter().filter(|(_, a)| a.element == element).collect();
            if inside.is_empty() {
                self.flush(&mut out, &mut open, is_gone, tag, style);
                is_gone = false;
                open.push_str(tree.raw(element));
                continue;
            }
            let mut at = 0;
            while let Some((n, atom)) = inside.get(at) {
                if let Some(xml) = inserted(*n, false) {
                    self.flush(&mut out, &mut open, is_gone, tag, style);
                    out.push_str(xml);
                }
                let deleted = gone.contains(n);
                if deleted != is_gone {
                    self.flush(&mut out, &mut open, is_gone, tag, style);
                    is_gone = deleted;
                }
                // As many characters as share what happens to them.
                let mut end = at + 1;
                while inside
                    .get(end)
                    .is_some_and(|(m, _)| gone.contains(m) == deleted && inserted(*m, false).is_none())
                    && inside.get(end - 1).is_some_and(|(m, _)| inserted(*m, true).is_none())
                {
                    end += 1;
                }
                if atom.text {
                    let text: String = inside
                        .get(at..end)
                        .unwrap_or_default()
                        .iter()
                        .map(|(_, a)| tree.xml().get(a.bytes.clone()).unwrap_or(""))
                        .collect();
                    let name = if deleted { "w:delText" } else { "w:t" };
                    open.push_str(&format!("<{name} xml:space=\"preserve\">{text}</{name}>"));
                } else {
                    open.push_str(tree.raw(element));
                }
                if let Some(xml) = inside.get(end - 1).and_then(|(m, _)| inserted(*m, true)) {
                    self.flush(&mut out, &mut open, is_gone, tag, style);
                    out.push_str(xml);
                }
                at = end;
            }
        }
        self.flush(&mut out, &mut open, is_gone, tag, style);
        out
    }

    fn flush(&mut self, out: &mut String, open: &mut String, is_gone: bool, tag: &str, style: &str) {
        if open.is_empty() {
            return;
        }
        let run = format!("{tag}{style}{open}</w:r>");
        open.clear();
        if is_gone {
            let tracked = self.tracked();
            out.push_str(&format!("<w:del {tracked}>{run}</w:del>"));
        } else {
            out.push_str(&run);
        }
    }
}

/// A word diff in which numbers and dates change as a whole: “2026-01-15” gives way to “2026-04-02”, not its digits.
fn whole_words(ops: Vec<redline::Op>) -> Vec<redline::Op> {
    use redline::Op::{Delete, Equal, Insert};
    let numeric = |t: &str| {
        t.chars().any(|c| c.is_ascii_digit()) && t.chars().all(|c| c.is_ascii_digit() || "-./:".contains(c))
    };
    let tail = |t: &str| {
        t.rfind(|c: char| !(c.is_ascii_digit() || "-./:".contains(c)))
            .map_or(0, |at| at + t.get(at..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8))
    };
    let head = |t: &str| t.find(|c: char| !(c.is_ascii_digit() || "-./:".contains(c))).unwrap_or(t.len());
    let mut out: Vec<redline::Op> = vec![];
    // What is being replaced: old and new.
    let (mut old, mut new) = (String::new(), String::new());
    let close = |old: &mut String, new: &mut String, out: &mut Vec<redline::Op>| {
        if !old.is_empty() {
            out.push(Delete(std::mem::take(old)));
        }
        if !new.is_empty() {
            out.push(Insert(std::mem::take(new)));
        }
    };
    let mut ops = ops.into_iter().peekable();
    while let Some(op) = ops.next() {
        match op {
            Delete(text) => old.push_str(&text),
            Insert(text) => new.push_str(&text),
            Equal(text) => {
                let mut rest = text.as_str();
                let replaces = !old.is_empty() && !new.is_empty();
                let lead = rest.get(..head(rest)).unwrap_or("");
                let goes_on = lead.len() == rest.len()
                    && matches!(ops.peek(), Some(Delete(t) | Insert(t)) if numeric(t));
                if replaces && numeric(&old) && !lead.is_empty() && (numeric(lead) || goes_on) {
                    old.push_str(lead);
                    new.push_str(lead);
                    rest = rest.get(lead.len()..).unwrap_or("");
                }
                if rest.is_empty() {
                    continue;
                }
                close(&mut old, &mut new, &mut out);
                let (keep, trail) = rest.split_at(tail(rest));
                let next = matches!(ops.peek(), Some(Delete(t) | Insert(t)) if numeric(t));
                if next && numeric(trail) {
                    if !keep.is_empty() {
                        out.push(Equal(keep.to_owned()));
                    }
                    old.push_str(trail);
                    new.push_str(trail);
                } else {
                    out.push(Equal(rest.to_owned()));
                }
            }
        }
    }
    close(&mut old, &mut new, &mut out);
    out
}

/// Markdown inside a line as styled text; space at its ends is kept.
pub(super) fn inline(text: &str) -> Vec<block::Run> {
    let lead = text.len() - text.trim_start().len();
    let (lead, rest) = text.split_at(lead);
    let body = rest.trim_end();
    let trail = rest.get(body.len()..).unwrap_or("");
    let plain = |text: &str| block::Run { text: text.to_owned(), ..block::Run::default() };
    let mut runs = vec![];
    if !lead.is_empty() {
        runs.push(plain(lead));
    }
    // A letter before it keeps the text a paragraph, whatever it begins with.
    let (blocks, _) = block::parse(&format!("x {body}"));
    match blocks.as_slice() {
        [one] if one.kind == block::BlockKind::Paragraph => {
            let mut found = one.runs.clone();
            if let Some(first) = found.first_mut() {
                first.text = first
                    .text
                    .strip_prefix("x ")
                    .or_else(|| first.text.strip_prefix('x'))
                    .unwrap_or(&first.text)
                    .to_owned();
            }
            runs.extend(found.into_iter().filter(|r| !r.text.is_empty()));
        }
        _ => runs.push(plain(body)),
    }
    if !trail.is_empty() {
        runs.push(plain(trail));
    }
    runs
}

/// The cells of a row of Markdown.
pub(super) fn row_cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.last().is_some_and(|c| c.trim().is_empty()) {
        cells.pop();
    }
    cells.into_iter().map(|c| c.trim().to_owned()).collect()
}

const COMMENTS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const NUMBERING: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering";
const NUMBERING_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn first_free_comment(package: &mut Package<'_>) -> Result<u32, WordError> {
    let Some(path) = package.related("/comments")? else { return Ok(0) };
    let Some(text) = package.text(&path)? else { return Ok(0) };
    let number = |part: &str| part.get(..part.find('"')?)?.parse::<u32>().ok();
    Ok(text.split("w:id=\"").skip(1).filter_map(number).max().map_or(0, |n| n.saturating_add(1)))
}

/// A part that is there already as it is by now, or else a new one: its path and text.
fn part(
    package: &mut Package<'_>,
    changed: &mut BTreeMap<String, Option<Vec<u8>>>,
    (kind, media): (&str, &str),
    file: &str,
    root: &str,
) -> Result<(String, String), WordError> {
    let end = kind.rsplit('/').next().unwrap_or(kind);
    if let Some(path) = package.related(&format!("/{end}"))?
        && let Some(text) = package.text(&path)?
    {
        return Ok((path, text.to_string()));
    }
    let path = resolve(&package.main, file);
    let relations = relations_of(&package.main);
    let now =
        |package: &mut Package<'_>, changed: &BTreeMap<String, Option<Vec<u8>>>, path: &str| match changed
            .get(path)
        {
            Some(Some(bytes)) => Ok(Some(String::from_utf8_lossy(bytes).into_owned())),
            _ => Ok(package.text(path)?.map(|text| text.to_string())),
        };
    let empty = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
    let text = now(package, changed, &relations)?.unwrap_or_else(|| empty.to_owned());
    let (text, _) = with_relation(&text, kind, file);
    changed.insert(relations, Some(text.into_bytes()));
    let types = now(package, changed, "[Content_Types].xml")?.ok_or(WordError::NoDocument)?;
    changed.insert("[Content_Types].xml".to_owned(), Some(with_type(&types, &path, media).into_bytes()));
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:{root} xmlns:w=\"{MAIN}\"></w:{root}>"
    );
    Ok((path, text))
}

fn add_comments(
    package: &mut Package<'_>,
    changed: &mut BTreeMap<String, Option<Vec<u8>>>,
    first: u32,
    comments: &[String],
    stamp: &Stamp,
) -> Result<(), WordError> {
    let (path, text) = part(package, changed, (COMMENTS, COMMENTS_TYPE), "comments.xml", "comments")?;
    let author = if stamp.author.trim().is_empty() { AUTHOR } else { stamp.author.trim() };
    let initials: String = author.split_whitespace().filter_map(|w| w.chars().next()).take(3).collect();
    let one = |(id, comment): (u32, &String)| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{}\" w:date=\"{}T00:00:00Z\" w:initials=\"{}\"><w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:comment>",
            escape(author),
            stamp.date,
            escape(&initials),
            escape(comment)
        )
    };
    let all: String = (first..).zip(comments).map(one).collect();
    changed.insert(path, Some(before_end(&text, "w:comments", &all).into_bytes()));
    Ok(())
}

/// Numbers of new lists with their kinds: with bullets, and with numbers.
type NewLists = (Option<(u32, u32)>, Option<(u32, u32)>);

/// Adds lists that the document lacks: with bullets, and with numbers.
fn add_lists(
    package: &mut Package<'_>,
    changed: &mut BTreeMap<String, Option<Vec<u8>>>,
    parts: &Parts,
    (bullets, numbers): NewLists,
) -> Result<(), WordError> {
    let (path, text) = part(package, changed, (NUMBERING, NUMBERING_TYPE), "numbering.xml", "numbering")?;
    debug_assert!(parts.numbering_path.as_ref().is_none_or(|p| *p == path));
    let mut kinds = String::new();
    let mut lists = String::new();
    for ((list, kind), format, mark) in
        [bullets.map(|n| (n, "bullet", "•")), numbers.map(|n| (n, "decimal", "%"))].into_iter().flatten()
    {
        let level = |n: u32| {
            let mark = if mark == "%" { format!("%{}.", n + 1) } else { mark.to_owned() };
            format!(
                "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{mark}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"360\"/></w:pPr></w:lvl>",
                720 * (n + 1)
            )
        };
        let levels: String = (0..9).map(level).collect();
        kinds.push_str(&format!("<w:abstractNum w:abstractNumId=\"{kind}\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{levels}</w:abstractNum>"));
        lists.push_str(&format!("<w:num w:numId=\"{list}\"><w:abstractNumId w:val=\"{kind}\"/></w:num>"));
    }
    // All kinds of lists stand before the first list.
    let text = match text.find("<w:num ") {
        Some(at) => format!("{}{kinds}{}", text.get(..at).unwrap_or(""), text.get(at..).unwrap_or("")),
        None => before_end(&text, "w:numbering", &kinds),
    };
    let text = match text.find("<w:numIdMacAtCleanup") {
        Some(at) => format!("{}{lists}{}", text.get(..at).unwrap_or(""), text.get(at..).unwrap_or("")),
        None => before_end(&text, "w:numbering", &lists),
    };
    changed.insert(path, Some(text.into_bytes()));
    Ok(())
}
