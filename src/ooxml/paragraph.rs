//! The characters of a paragraph, each with its bytes in the document, and the Markdown that says them.

use super::aside::Asides;
use super::xml::{Id, Tree, unescape};
use std::borrow::Cow;
use std::ops::Range;

/// A character of a paragraph.
#[derive(Clone, Debug)]
pub struct Atom {
    /// What a reader sees; a tab or a break of the line is a space.
    pub c: char,
    /// Its bytes: an escape in a text, or a whole element.
    pub bytes: Range<usize>,
    /// The run that holds it.
    pub run: Id,
    /// The element directly inside the run that holds it or is it.
    pub element: Id,
    /// Whether it is a character of a text, which can be parted, or an element.
    pub text: bool,
    /// Whether it may not be changed: the result of a field, or content that is bound to other data.
    pub locked: bool,
    /// Whether it is of an aside: a note or a text box that is anchored here, which stays or goes as a whole.
    pub aside: bool,
    bold: bool,
    italic: bool,
}

/// A complex field on the way through it.
#[derive(Default)]
struct Field {
    /// Whether its result is being shown.
    shown: bool,
    /// Its code so far.
    code: String,
}

struct Walk<'t, 'a> {
    tree: &'t Tree<'a>,
    asides: &'t Asides,
    atoms: Vec<Atom>,
    locked: u32,
    /// Open complex fields.
    fields: Vec<Field>,
}

/// The characters that stand in an element: a paragraph, or a cell with its paragraphs. Changes that are tracked in it count as
/// accepted. What stands beside the text is read where it is anchored, as `asides` has it.
pub fn atoms(tree: &Tree<'_>, id: Id, asides: &Asides) -> Vec<Atom> {
    let mut walk = Walk { tree, asides, atoms: vec![], locked: 0, fields: vec![] };
    walk.inside(id);
    walk.atoms
}

impl Walk<'_, '_> {
    fn inside(&mut self, id: Id) {
        for child in self.tree.children(id) {
            self.visit(child);
        }
    }

    fn visit(&mut self, id: Id) {
        match self.tree.name(id) {
            "w:r" => self.run(id),
            "w:ins" | "w:moveTo" | "w:smartTag" | "w:hyperlink" | "w:customXml" | "w:bdo" | "w:dir"
            | "w:tbl" | "w:tr" | "w:tc" => {
                self.inside(id);
            }
            // One after the other in a cell.
            "w:p" => {
                let before = self.atoms.len();
                self.inside(id);
                if before > 0 && self.atoms.len() > before {
                    let at = self.tree.whole(id).start;
                    let gap = Atom {
                        c: ' ',
                        bytes: at..at,
                        run: id,
                        element: id,
                        text: false,
                        locked: true,
                        aside: false,
                        bold: false,
                        italic: false,
                    };
                    self.atoms.insert(before, gap);
                }
            }
            "w:fldSimple" if self.counts_pages(&self.tree.attribute(id, "w:instr").unwrap_or_default()) => {}
            "w:fldSimple" => {
                self.locked += 1;
                self.inside(id);
                self.locked -= 1;
            }
            "w:sdt" => {
                let bound = self
                    .tree
                    .child(id, "w:sdtPr")
                    .is_some_and(|p| self.tree.child(p, "w:dataBinding").is_some());
                self.locked += u32::from(bound);
                if let Some(content) = self.tree.child(id, "w:sdtContent") {
                    self.inside(content);
                }
                self.locked -= u32::from(bound);
            }
            _ => {}
        }
    }

    /// Whether a field of that code is the number of a page, and such are left out.
    fn counts_pages(&self, code: &str) -> bool {
        let word = code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        self.asides.unpaged && matches!(word.as_str(), "PAGE" | "NUMPAGES" | "SECTION" | "SECTIONPAGES")
    }

    fn run(&mut self, run: Id) {
        let tree = self.tree;
        let style = tree.child(run, "w:rPr");
        let is_on = |name: &str| style.is_some_and(|s| tree.is_on(s, name));
        if is_on("w:vanish") {
            return;
        }
        let (bold, italic) = (is_on("w:b"), is_on("w:i"));
        for element in tree.children(run) {
            let hidden = self.fields.iter().any(|f| !f.shown || self.counts_pages(&f.code));
            let locked = self.locked > 0 || !self.fields.is_empty();
            let one = |c: char| Atom {
                c,
                bytes: tree.whole(element),
                run,
                element,
                text: false,
                locked,
                aside: false,
                bold,
                italic,
            };
            match tree.name(element) {
                "w:fldChar" => match tree.attribute(element, "w:fldCharType").as_deref() {
                    Some("begin") => self.fields.push(Field::default()),
                    Some("separate") => {
                        if let Some(field) = self.fields.last_mut() {
                            field.shown = true;
                        }
                    }
                    _ => drop(self.fields.pop()),
                },
                "w:instrText" => {
                    let code = tree.xml().get(tree.inner(element)).unwrap_or_default();
                    if let Some(field) = self.fields.last_mut() {
                        field.code.push_str(code);
                    }
                }
                _ if hidden => {}
                "w:tab" | "w:cr" | "w:ptab" => self.atoms.push(one(' ')),
                "w:br"
                    if !matches!(tree.attribute(element, "w:type").as_deref(), Some("page" | "column")) =>
                {
                    self.atoms.push(one(' '));
                }
                "w:noBreakHyphen" => self.atoms.push(one('-')),
                "w:footnoteReference"
                | "w:endnoteReference"
                | "w:drawing"
                | "w:pict"
                | "w:object"
                | "mc:AlternateContent" => {
                    if let Some(said) = self.asides.at(tree, element) {
                        let gap = self.atoms.last().is_some_and(|a| !a.c.is_whitespace());
                        let said = if gap { format!(" {said}") } else { said };
                        let of = |c: char| Atom { c, aside: true, bold: false, italic: false, ..one(c) };
                        self.atoms.extend(said.chars().map(of));
                    }
                }
                "w:t" => {
                    let inner = tree.inner(element);
                    let raw = tree.xml().get(inner.clone()).unwrap_or("");
                    let kept = tree.attribute(element, "xml:space").as_deref() == Some("preserve");
                    let lead = if kept { 0 } else { raw.len() - raw.trim_start().len() };
                    let raw = if kept { raw } else { raw.trim() };
                    for (at, length, c) in characters(raw) {
                        let from = inner.start + lead + at;
                        let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
                        let bytes = from..from + length;
                        let aside = false;
                        self.atoms.push(Atom {
                            c,
                            bytes,
                            run,
                            element,
                            text: true,
                            locked,
                            aside,
                            bold,
                            italic,
                        });
                    }
                }
                _ => {}
            }
        }
    }
}

/// The Markdown of a paragraph that is no more than text, without anything that could be a mark: what [`say`] says of its
/// [`atoms`], without taking it apart. Most paragraphs of a document are so. None for any other.
pub fn plain(tree: &Tree<'_>, p: Id) -> Option<String> {
    let mut text = String::new();
    for child in tree.children(p) {
        match tree.name(child) {
            "w:r" => plain_run(tree, child, &mut text)?,
            "w:pPr" | "w:bookmarkStart" | "w:bookmarkEnd" | "w:proofErr" => {}
            _ => return None,
        }
    }
    let said = text.trim();
    let behind = |c: char| said.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(c);
    let numbered = said.starts_with(|c: char| c.is_ascii_digit()) && (behind('.') || behind(')'));
    let marked = said.starts_with(['>', '-', '+', '=']) || numbered;
    (!marked).then(|| said.to_owned())
}

/// Adds the text of a run to what is plain so far.
fn plain_run(tree: &Tree<'_>, run: Id, text: &mut String) -> Option<()> {
    for element in tree.children(run) {
        match tree.name(element) {
            "w:t" => {
                let raw = tree.xml().get(tree.inner(element)).unwrap_or("");
                let kept = tree.attribute(element, "xml:space").as_deref() == Some("preserve");
                let raw = if kept { raw } else { raw.trim() };
                let said = if raw.contains('&') { Cow::from(unescape(raw)) } else { Cow::from(raw) };
                let special = |c: char| {
                    matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '#' | '{' | '_')
                        || c.is_control()
                };
                // What follows an ampersand may stand in another run.
                let opens = |part: &str| !part.starts_with(' ');
                if said.contains(special) || said.split('&').skip(1).any(opens) {
                    return None;
                }
                text.push_str(&said);
            }
            "w:rPr" => {
                let styled = |name| matches!(name, "w:b" | "w:i" | "w:vanish");
                if tree.children(element).any(|c| styled(tree.name(c))) {
                    return None;
                }
            }
            "w:lastRenderedPageBreak" => {}
            _ => return None,
        }
    }
    Some(())
}

/// The characters of a text of XML, escapes as what they mean: where, how many bytes, and what.
fn characters(raw: &str) -> impl Iterator<Item = (usize, usize, char)> {
    let mut next = 0;
    let each = move || {
        let at = next;
        let rest = raw.get(at..)?;
        let c = rest.chars().next()?;
        let mut length = c.len_utf8();
        let mut what = Some(c);
        if c == '&'
            && let Some(end) = rest.find(';')
        {
            length = end + 1;
            what = unescape(rest.get(..length).unwrap_or("")).chars().next();
        } else if c == '<' && (rest.starts_with("<![CDATA[") || rest.starts_with("<!--")) {
            // Programs write neither; a reader would see the first.
            length = rest.find('>').map_or(rest.len(), |n| n + 1);
            what = None;
        }
        next += length;
        Some(what.map(|c| (at, length, c)))
    };
    std::iter::from_fn(each).flatten()
}

/// Where a text stands, which decides what would be a mark there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A heading.
    Heading,
    /// A paragraph or an item.
    Text,
    /// A cell.
    Cell,
}

/// The Markdown of a paragraph or cell.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The Markdown, on one line.
    pub text: String,
    /// For each character, where it stands in the Markdown, its escape included; in order.
    pub places: Vec<(Range<usize>, usize)>,
}

/// Says characters in Markdown: spaces at the ends left out, what could be a mark behind a backslash.
pub fn say(atoms: &[Atom], place: Place) -> Said {
    let mut said = Said::default();
    let first = atoms.iter().position(|a| !a.c.is_whitespace()).unwrap_or(atoms.len());
    let last = atoms.iter().rposition(|a| !a.c.is_whitespace()).map_or(first, |n| n + 1);
    let marks = if place == Place::Heading { vec![] } else { emphasis(atoms, first..last) };
    let shown = |atom: &Atom| place != Place::Heading || !atom.aside;
    for (at, atom) in atoms.iter().enumerate().take(last).skip(first).filter(|(_, a)| shown(a)) {
        // Closing marks stand before opening ones.
        for (range, mark) in marks.iter().filter(|(r, _)| r.end == at) {
            let _ = range;
            said.text.push_str(mark);
        }
        for (_, mark) in marks.iter().filter(|(r, _)| r.start == at) {
            said.text.push_str(mark);
        }
        let start = said.text.len();
        let around = |n: Option<usize>| n.and_then(|n| atoms.get(n)).map(|a| a.c);
        if is_mark(
            atom.c,
            place,
            around(at.checked_sub(1)).filter(|_| at > first),
            around(Some(at + 1)),
            &said.text,
        ) {
            said.text.push('\\');
        }
        said.text.push(if atom.c.is_control() { ' ' } else { atom.c });
        said.places.push((start..said.text.len(), at));
    }
    for (_, mark) in marks.iter().filter(|(r, _)| r.end == last) {
        said.text.push_str(mark);
    }
    said
}

/// Whether a character could be read as a mark where it stands.
fn is_mark(c: char, place: Place, before: Option<char>, after: Option<char>, text: &str) -> bool {
    let start = text.is_empty() && place == Place::Text;
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
        '#' | '{' if place == Place::Heading => true,
        '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
        '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
        '#' | '>' | '-' | '+' | '=' => start,
        '.' | ')' => place == Place::Text && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

/// Stretches in bold or italics that can be marked so that every reader of Markdown sees them: they begin after a space and end
/// before one.
fn emphasis(atoms: &[Atom], within: Range<usize>) -> Vec<(Range<usize>, &'static str)> {
    let mut out = vec![];
    let mut at = within.start;
    while at < within.end {
        let style = |n: usize| atoms.get(n).map(|a| (a.bold, a.italic));
        let mut end = at + 1;
        while end < within.end && style(end) == style(at) {
            end += 1;
        }
        let mark = match style(at) {
            Some((true, true)) => "***",
            Some((true, false)) => "**",
            Some((false, true)) => "*",
            _ => "",
        };
        let space = |n: usize| atoms.get(n).is_none_or(|a| a.c.is_whitespace());
        let (mut from, mut to) = (at, end);
        while from < to && space(from) {
            from += 1;
        }
        while to > from && space(to - 1) {
            to -= 1;
        }
        let opens = from == within.start || space(from - 1);
        let closes =
            to == within.end || space(to) || atoms.get(to).is_some_and(|a| a.c.is_ascii_punctuation());
        if !mark.is_empty() && from < to && opens && closes {
            out.push((from..to, mark));
        }
        at = end;
    }
    out
}

/// Whether all that can be seen is in bold.
pub fn all_bold(atoms: &[Atom]) -> bool {
    let mut seen = atoms.iter().filter(|a| !a.c.is_whitespace() && !a.aside).peekable();
    seen.peek().is_some() && seen.all(|a| a.bold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_plain_paragraph_says_what_its_characters_say(
            texts in prop::collection::vec(
                "([a-z0-9.)>+=#_ -]|&amp;|&lt;|&#38;|&#10;|&nbsp;|ü|\u{a0}|\\*){0,6}",
                0..4,
            ),
            kept in any::<bool>(),
            style in prop::sample::select(vec!["", "<w:rPr><w:lang w:val=\"en\"/></w:rPr>", "<w:rPr><w:b/></w:rPr>", "<w:tab/>"]),
        ) {
            let space = if kept { " xml:space=\"preserve\"" } else { "" };
            let run = |text: &String| format!("<w:r>{style}<w:t{space}>{text}</w:t></w:r>");
            let runs: String = texts.iter().map(run).collect();
            let xml = format!("<w:p><w:pPr/><w:bookmarkStart/>{runs}</w:p>");
            let tree = Tree::parse("a paragraph", &xml).unwrap();
            let own = atoms(&tree, tree.root(), &Asides::default());
            if let Some(plain) = plain(&tree, tree.root()) {
                prop_assert_eq!(&say(&own, Place::Text).text, &plain);
                prop_assert_eq!(&say(&own, Place::Heading).text, &plain);
                prop_assert!(!all_bold(&own));
            }
        }
    }
}
