//! An XML part as a tree of elements that know their bytes, so that a change can leave everything else as it is.

use super::WordError;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::ops::Range;

/// How deep elements may lie in one another. Real documents stay below 60.
const DEPTH: usize = 256;
/// How many elements a part may have.
const NODES: usize = 20_000_000;

/// An element, as its number in the [`Tree`].
pub type Id = usize;

#[derive(Clone, Debug)]
struct Node {
    name: Range<usize>,
    /// From `<` of the start tag to `>` of the end tag.
    whole: Range<usize>,
    /// Between the tags; empty for an element without end tag.
    inner: Range<usize>,
    parent: Option<Id>,
    first: Option<Id>,
    next: Option<Id>,
}

/// A part.
#[derive(Debug)]
pub struct Tree<'a> {
    xml: &'a str,
    nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// Reads a part.
    ///
    /// # Errors
    /// When it is not well-formed, declares entities of its own, or is nested without measure.
    pub fn parse(part: &str, xml: &'a str) -> Result<Tree<'a>, WordError> {
        let broken = |at: usize, detail: String| {
            let line = xml.get(..at.min(xml.len())).map_or(0, |before| before.matches('\n').count() + 1);
            WordError::Xml { part: part.to_owned(), line, detail }
        };
        let mut reader = Reader::from_str(xml);
        let mut tree = Tree { xml, nodes: vec![] };
        // Open elements, each with its last child so far.
        let mut open: Vec<(Id, Option<Id>)> = vec![];
        loop {
            let start = at(&reader);
            let event = reader.read_event().map_err(|e| broken(start, e.to_string()))?;
            let end = at(&reader);
            match event {
                Event::Start(tag) => {
                    let id = tree.add(&mut open, start, tag.name().as_ref().len(), start..end, end..end);
                    open.push((id, None));
                }
                Event::Empty(tag) => {
                    tree.add(&mut open, start, tag.name().as_ref().len(), start..end, end..end);
                }
                Event::End(_) => {
                    if let Some(node) = open.pop().and_then(|(id, _)| tree.nodes.get_mut(id)) {
                        node.inner.end = start;
                        node.whole.end = end;
                    }
                }
                Event::DocType(_) => {
                    return Err(broken(start, "it declares a document type".to_owned()));
                }
                Event::Eof => break,
                _ => {}
            }
            if open.len() > DEPTH || tree.nodes.len() > NODES {
                return Err(broken(end, "its elements are nested without measure".to_owned()));
            }
        }
        if !open.is_empty() || tree.nodes.is_empty() {
            return Err(broken(xml.len(), "it ends too soon".to_owned()));
        }
        Ok(tree)
    }

    fn add(
        &mut self,
        open: &mut [(Id, Option<Id>)],
        start: usize,
        name: usize,
        whole: Range<usize>,
        inner: Range<usize>,
    ) -> Id {
        let id = self.nodes.len();
        let parent = open.last().map(|(parent, _)| *parent);
        if let Some((parent, last)) = open.last_mut() {
            match last.replace(id) {
                Some(before) => self.nodes[before].next = Some(id),
                None => self.nodes[*parent].first = Some(id),
            }
        }
        self.nodes.push(Node {
            name: start + 1..start + 1 + name,
            whole,
            inner,
            parent,
            first: None,
            next: None,
        });
        id
    }

    /// The text of the part.
    pub fn xml(&self) -> &'a str {
        self.xml
    }

    /// The root element.
    pub fn root(&self) -> Id {
        0
    }

    fn slice(&self, range: Range<usize>) -> &'a str {
        self.xml.get(range).unwrap_or("")
    }

    /// All elements in the order in which they begin.
    pub fn all(&self) -> std::ops::Range<Id> {
        0..self.nodes.len()
    }

    /// The name of an element with its prefix, as it stands.
    pub fn name(&self, id: Id) -> &'a str {
        self.nodes.get(id).map_or("", |n| self.slice(n.name.clone()))
    }

    /// The bytes of an element, tags included.
    pub fn whole(&self, id: Id) -> Range<usize> {
        self.nodes.get(id).map_or(0..0, |n| n.whole.clone())
    }

    /// The bytes between the tags of an element.
    pub fn inner(&self, id: Id) -> Range<usize> {
        self.nodes.get(id).map_or(0..0, |n| n.inner.clone())
    }

    /// An element as it stands.
    pub fn raw(&self, id: Id) -> &'a str {
        self.slice(self.whole(id))
    }

    /// Its start tag as it stands; that of an element without end tag closes itself.
    pub fn start_tag(&self, id: Id) -> &'a str {
        let (whole, inner) = (self.whole(id), self.inner(id));
        self.slice(whole.start..inner.start)
    }

    /// Whether an element closes itself.
    pub fn is_empty_tag(&self, id: Id) -> bool {
        self.start_tag(id).ends_with("/>")
    }

    /// The element around an element.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id)?.parent
    }

    /// The elements directly inside an element.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.nodes.get(id).and_then(|n| n.first);
        std::iter::successors(first, |id| self.nodes.get(*id).and_then(|n| n.next))
    }

    /// The first element of that name directly inside an element.
    pub fn child(&self, id: Id, name: &str) -> Option<Id> {
        self.children(id).find(|c| self.name(*c) == name)
    }

    /// The value of an attribute, by its name with prefix.
    pub fn attribute(&self, id: Id, name: &str) -> Option<String> {
        attribute(self.start_tag(id), name)
    }

    /// The `w:val` of a child.
    pub fn value(&self, id: Id, name: &str) -> Option<String> {
        self.attribute(self.child(id, name)?, "w:val")
    }

    /// Whether a switch such as `w:b` is on.
    pub fn is_on(&self, id: Id, name: &str) -> bool {
        self.child(id, name).is_some_and(|c| {
            !matches!(self.attribute(c, "w:val").as_deref(), Some("0" | "false" | "off" | "none"))
        })
    }
}

fn at(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The value of an attribute in a start tag.
pub fn attribute(tag: &str, name: &str) -> Option<String> {
    attribute_range(tag, name).and_then(|range| tag.get(range)).map(unescape)
}

/// Where the value of an attribute stands in a start tag.
pub fn attribute_range(tag: &str, name: &str) -> Option<Range<usize>> {
    let mut at = tag.find(|c: char| c.is_whitespace())?;
    loop {
        let rest = tag.get(at..)?;
        at += rest.len() - rest.trim_start().len();
        let rest = tag.get(at..)?;
        let equals = rest.find('=')?;
        let key = rest.get(..equals)?.trim_end();
        let after = rest.get(equals + 1..)?;
        let lead = after.len() - after.trim_start().len();
        let quote = after.get(lead..)?.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = at + equals + 1 + lead + 1;
        let length = tag.get(start..)?.find(quote)?;
        if key == name {
            return Some(start..start + length);
        }
        at = start + length + 1;
    }
}

/// The text behind its escapes.
pub fn unescape(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}

/// Text that XML leaves as it is, in content and in quoted attributes. What XML cannot hold is left out.
pub fn escape(text: &str) -> String {
    let allowed =
        |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n');
    let text: String = text.chars().filter(allowed).collect();
    quick_xml::escape::escape(text).into_owned()
}
