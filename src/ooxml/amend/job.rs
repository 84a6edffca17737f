//! A document while changes are made in it: what goes and comes in its paragraphs, rows and cells.

use super::words::{inline, row_cells};
use super::{AUTHOR, Stamp};
use crate::ooxml::aside::Asides;
use crate::ooxml::insert;
use crate::ooxml::lines::Op;
use crate::ooxml::paragraph::{Atom, Place, atoms, say};
use crate::ooxml::project::{Kind, Parts, Projection, cells, span};
use crate::ooxml::xml::{Id, Tree, attribute_range, escape};
use crate::plan::redline::{self, compare};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A document while changes are made in it.
pub(in crate::ooxml) struct Job<'j, 'a> {
    pub tree: &'j Tree<'a>,
    pub parts: &'j Parts,
    pub projection: &'j Projection,
    /// How what stands beside the text is read here.
    pub asides: &'j Asides,
    /// Whether comments may stand here: Word keeps them to the text.
    pub(super) remarks: bool,
    pub(super) stamp: &'j Stamp,
    /// The next number of a tracked change.
    pub(super) next: u32,
    /// The next number of a comment.
    pub(super) comment: u32,
    pub(super) comments: Vec<String>,
    splices: Vec<(Range<usize>, String)>,
    /// Paragraphs that are deleted, with what is anchored in them.
    deleted: BTreeSet<Id>,
    pub(super) left: Vec<String>,
    pub(super) untouched: bool,
    /// Lists that the document lacks and new items need.
    pub bullets: Option<(u32, u32)>,
    pub numbers: Option<(u32, u32)>,
}

impl<'j, 'a> Job<'j, 'a> {
    pub(super) fn new(
        tree: &'j Tree<'a>,
        parts: &'j Parts,
        projection: &'j Projection,
        stamp: &'j Stamp,
    ) -> Self {
        let number = |part: &str| part.get(..part.find('"')?)?.parse::<u32>().ok();
        let highest = tree.xml().split(" w:id=\"").skip(1).filter_map(number).max().unwrap_or(0);
        Job {
            tree,
            parts,
            projection,
            asides: &parts.asides,
            remarks: true,
            stamp,
            next: highest.saturating_add(1),
            comment: 0,
            comments: vec![],
            splices: vec![],
            deleted: BTreeSet::new(),
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

    pub(super) fn apply(&mut self, op: Op) {
        match op {
            Op::Change { line, new, remarks } => self.change(line, &new, &remarks),
            Op::Delete { line, remarks } => self.delete(line, &remarks),
            Op::Insert { after, before, text, remarks } => {
                insert::lines(self, after, before, &text, &remarks)
            }
        }
    }

    pub(super) fn spliced(&mut self) -> String {
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
            Kind::Aside => {
                let old = self.projection.text.get(line.range.clone()).unwrap_or_default();
                self.leave(line.node, old, new.trim());
            }
        }
    }

    /// Deletes a line: all characters of a paragraph with its mark, or a row.
    fn delete(&mut self, number: usize, remarks: &[String]) {
        let Some(line) = self.projection.lines.get(number) else { return };
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
        if line.kind == Kind::Aside {
            // One goes with the heading that it is anchored in.
            if !self.deleted.contains(&line.node) {
                self.change(number, "", remarks);
            }
            return;
        }
        if !self.rewrite(line.node, Place::Text, "", remarks) {
            return;
        }
        self.deleted.insert(line.node);
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
    pub(super) fn rewrite(&mut self, holder: Id, place: Place, new: &str, remarks: &[String]) -> bool {
        let atoms = atoms(self.tree, holder, self.asides);
        let said = say(&atoms, place);
        if said.text == new {
            return false;
        }
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        let mut come: Vec<(Option<usize>, String)> = vec![];
        let mut at = 0;
        for op in compare(&said.text, new) {
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
    pub(super) fn leave(&mut self, holder: Id, old: &str, new: &str) {
        let text = format!(
            "“{old}” should read “{new}”. It stands in a field, in a header or footer, in a note or a text box, or in content that is bound to other data, which Floodmark leaves alone: change it in Word."
        );
        let paragraph =
            if self.tree.name(holder) == "w:p" { Some(holder) } else { self.tree.child(holder, "w:p") };
        if let Some(p) = paragraph.filter(|p| self.remarks && !self.tree.is_empty_tag(*p)) {
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
        let again = match attribute_range(tag, "w:id") {
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
