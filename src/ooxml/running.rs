//! Headers and footers, where version, dates and owner of a plan often stand. What they say is read before the text, a line a
//! paragraph or row, so that it counts as the document's own control; a line that several of them share is read once and changed in
//! all. What states nothing, such as a mark or the number of a page, is left out.

use super::WordError;
use super::aside::Asides;
use super::package::Package;
use super::paragraph::{Place, atoms, say};
use super::project::Parts;
use super::xml::{Id, Tree};
use crate::plan::change::Edit;
use crate::plan::read::control::RUNNING;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The headers and footers that a document shows, and what they say.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Running {
    /// Path and text of each part.
    pub parts: Vec<(String, Rc<str>)>,
    /// What they say, in order.
    pub lines: Vec<Line>,
}

/// What one or more of them say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The line as it is read, its mark and bracket included.
    pub text: String,
    /// The paragraphs or rows that say so, each with the number of its part.
    pub places: Vec<(usize, Id)>,
}

impl Running {
    /// Those of a package.
    ///
    /// # Errors
    /// When one of them is damaged.
    pub fn of(package: &mut Package<'_>, document: &str) -> Result<Running, WordError> {
        let mut running = Running::default();
        let shown = shown(package, document)?;
        let targets = package.targets()?;
        for (mark, relation) in shown {
            let Some(path) = targets.get(&relation).cloned() else { continue };
            if running.parts.iter().any(|(known, _)| *known == path) {
                continue;
            }
            let Some(text) = package.text(&path)? else { continue };
            let tree = Tree::parse(&path, &text)?;
            let mut found = vec![];
            holders(&tree, tree.root(), &mut found);
            let part = running.parts.len();
            for holder in found {
                let said = say(&atoms(&tree, holder, &Asides::of_running()), Place::Text).text;
                if !states(&said) {
                    continue;
                }
                let text = format!("{mark}{said})");
                match running.lines.iter_mut().find(|line| line.text == text) {
                    Some(line) => line.places.push((part, holder)),
                    None => running.lines.push(Line { text, places: vec![(part, holder)] }),
                }
            }
            running.parts.push((path, text));
        }
        Ok(running)
    }

    /// What stands before the text of the document.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        if lines.is_empty() { String::new() } else { format!("{}\n", lines.join("\n\n")) }
    }
}

/// The mark and the relationship of each header and footer that is shown: those of first and of even pages are kept where they
/// are not, with what they once said. Each once, however many sections show it.
fn shown(package: &mut Package<'_>, document: &str) -> Result<Vec<(&'static str, String)>, WordError> {
    let mut even = false;
    if let Some(path) = package.related("/settings")?
        && let Some(text) = package.text(&path)?
    {
        let tree = Tree::parse(&path, &text)?;
        even = tree.is_on(tree.root(), "w:evenAndOddHeaders");
    }
    let mut all = vec![];
    let mut known = BTreeSet::new();
    for section in sections(document) {
        let section = Tree::parse(&package.main, section)?;
        for reference in section.children(section.root()) {
            let mark = match section.name(reference) {
                "w:headerReference" => RUNNING[0],
                "w:footerReference" => RUNNING[1],
                _ => continue,
            };
            let is_shown = match section.attribute(reference, "w:type").as_deref() {
                Some("first") => section.is_on(section.root(), "w:titlePg"),
                Some("even") => even,
                _ => true,
            };
            if let Some(relation) = section.attribute(reference, "r:id").filter(|_| is_shown)
                && known.insert(relation.clone())
            {
                all.push((mark, relation));
            }
        }
    }
    Ok(all)
}

/// The properties of the sections of a document as they stand: a large document is not read once more for them.
fn sections(document: &str) -> Vec<&str> {
    let mut all = vec![];
    let mut rest = document;
    while let Some(start) = rest.find("<w:sectPr") {
        rest = rest.get(start..).unwrap_or_default();
        let Some(length) = element(rest) else { break };
        let (section, behind) = rest.split_at(length);
        all.push(section);
        rest = behind;
    }
    all
}

/// How long the properties of a section are that a text begins with: a tracked change in them holds what they were before.
fn element(text: &str) -> Option<usize> {
    const NAME: &str = "w:sectPr";
    let (mut depth, mut at) = (0_u32, 0);
    loop {
        let start = at + text.get(at..)?.find(NAME)?;
        at = start + NAME.len();
        let behind = text.get(at..)?;
        // The change itself has a longer name.
        if behind.starts_with(char::is_alphanumeric) {
            continue;
        }
        let end = behind.find('>')?;
        at += end + 1;
        let closes = text.get(..start)?.ends_with('/');
        let empty = behind.get(..end)?.ends_with('/');
        depth = if closes { depth.saturating_sub(1) } else { depth + u32::from(!empty) };
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The paragraphs and the rows of tables, in order; a cell without its key says nothing.
fn holders(tree: &Tree<'_>, id: Id, out: &mut Vec<Id>) {
    for child in tree.children(id) {
        match tree.name(child) {
            "w:p" | "w:tr" => out.push(child),
            "w:tbl" | "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" | "w:moveTo" => {
                holders(tree, child, out);
            }
            _ => {}
        }
    }
}

/// Whether a line states something: a number, or a name behind its key.
fn states(said: &str) -> bool {
    said.contains(|c: char| c.is_ascii_digit()) || said.contains(": ")
}

/// A line that is to read otherwise.
pub struct Changed<'p> {
    /// The line.
    pub line: &'p Line,
    /// Its new text; empty where it goes.
    pub new: String,
}

/// The edits of a text parted: those of what its headers and footers say as the new words of its lines, and those of the document.
pub fn parted<'p>(parts: &'p Parts, text: &str, edits: &[Edit]) -> (Vec<Changed<'p>>, Vec<Edit>) {
    let running = &parts.running;
    let end = running.text().len();
    let (mut head, mut at) = (String::new(), 0);
    let mut body = vec![];
    for edit in edits {
        if edit.range.start >= end {
            body.push(edit.clone());
            continue;
        }
        head.push_str(text.get(at..edit.range.start).unwrap_or_default());
        at = edit.range.end.min(end);
        if edit.range.end <= end {
            head.push_str(&edit.text);
            continue;
        }
        // One that goes on into the document: its lines tell what belongs where.
        let is_body = |line: &&str| !line.trim().is_empty() && !RUNNING.iter().any(|m| line.starts_with(m));
        let cut = edit.text.split_inclusive('\n').take_while(|line| !is_body(line)).map(str::len).sum();
        let (own, rest) = edit.text.split_at(cut);
        head.push_str(own);
        body.push(Edit { range: end..edit.range.end, text: rest.to_owned(), remark: edit.remark.clone() });
    }
    head.push_str(text.get(at..end).unwrap_or_default());
    let new: Vec<&str> = head.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut changed = vec![];
    if new.len() == running.lines.len() {
        let pairs = running.lines.iter().zip(new).filter(|(line, new)| line.text != *new);
        changed.extend(pairs.map(|(line, new)| Changed { line, new: new.to_owned() }));
        return (changed, body);
    }
    // Lines came or went: what came belongs to the text, where it can be seen.
    let gone = running.lines.iter().filter(|line| !new.contains(&line.text.as_str()));
    changed.extend(gone.map(|line| Changed { line, new: String::new() }));
    let came = |new: &&str| !running.lines.iter().any(|line| line.text == **new);
    let came: Vec<&str> = new.iter().copied().filter(came).collect();
    if !came.is_empty() {
        let text = format!("\n{}\n", came.join("\n\n"));
        body.insert(0, Edit { range: end..end, text, remark: None });
    }
    (changed, body)
}

/// The words of a line without its mark and bracket; none where it has them no longer.
pub fn words(line: &str) -> Option<&str> {
    RUNNING.iter().find_map(|mark| line.strip_prefix(mark))?.strip_suffix(')')
}
