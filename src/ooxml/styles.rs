//! What styles and numbering say of a paragraph: whether it is a heading or an item of a list, and which.

use super::WordError;
use super::xml::{Id, Tree};
use std::collections::BTreeMap;

/// A paragraph style.
#[derive(Clone, Debug, Default)]
struct Style {
    /// Its name in lower case. Built-in styles have their English names whatever the language of the program.
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    number: Option<String>,
    level: Option<u8>,
}

/// How the items of one level of a list are marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// A bullet.
    Bullet,
    /// A number or letter, counted from this one.
    Number(u32),
}

/// The styles and lists of a document.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    /// The marks of each level of a list, by the number of the list.
    lists: BTreeMap<String, BTreeMap<u8, Mark>>,
    /// Which abstract list a list is of: those of one count on together.
    kinds: BTreeMap<String, String>,
}

/// The list that a paragraph is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InList {
    /// The list's number in the document.
    pub list: String,
    /// The level in it, from 0.
    pub level: u8,
    /// How it is marked.
    pub mark: Mark,
}

impl Styles {
    /// Reads styles and numbering; a document may have neither.
    ///
    /// # Errors
    /// When one is not well-formed.
    pub fn read(styles: Option<&str>, numbering: Option<&str>) -> Result<Styles, WordError> {
        let mut out = Styles::default();
        if let Some(xml) = styles {
            let tree = Tree::parse("the styles", xml)?;
            for id in tree.children(tree.root()).filter(|c| tree.name(*c) == "w:style") {
                let Some(name) = tree.attribute(id, "w:styleId") else { continue };
                let ppr = tree.child(id, "w:pPr");
                let style = Style {
                    name: tree.value(id, "w:name").unwrap_or_default().to_lowercase(),
                    based_on: tree.value(id, "w:basedOn"),
                    outline: ppr.and_then(|p| number(&tree, p, "w:outlineLvl")),
                    number: ppr.and_then(|p| tree.child(p, "w:numPr")).and_then(|n| tree.value(n, "w:numId")),
                    level: ppr
                        .and_then(|p| tree.child(p, "w:numPr"))
                        .and_then(|n| number(&tree, n, "w:ilvl")),
                };
                out.styles.insert(name, style);
            }
        }
        if let Some(xml) = numbering {
            let tree = Tree::parse("the numbering", xml)?;
            let mut kinds: BTreeMap<String, BTreeMap<u8, Mark>> = BTreeMap::new();
            for id in tree.children(tree.root()) {
                match tree.name(id) {
                    "w:abstractNum" => {
                        let Some(kind) = tree.attribute(id, "w:abstractNumId") else { continue };
                        kinds.insert(kind, levels(&tree, id));
                    }
                    "w:num" => {
                        let (Some(list), Some(kind)) =
                            (tree.attribute(id, "w:numId"), tree.value(id, "w:abstractNumId"))
                        else {
                            continue;
                        };
                        out.lists.insert(list.clone(), kinds.get(&kind).cloned().unwrap_or_default());
                        out.kinds.insert(list, kind);
                    }
                    _ => {}
                }
            }
        }
        Ok(out)
    }

    fn chain<'a>(&'a self, style: Option<&str>) -> impl Iterator<Item = &'a Style> + use<'a> {
        let first = style.and_then(|s| self.styles.get(s));
        // A style based on itself goes nowhere.
        std::iter::successors(first, |s| s.based_on.as_ref().and_then(|b| self.styles.get(b))).take(20)
    }

    /// The level of a heading, 1 to 9; the title of the document is 0.
    pub fn heading(&self, tree: &Tree<'_>, ppr: Option<Id>) -> Option<u8> {
        let style = ppr.and_then(|p| tree.value(p, "w:pStyle"));
        let own = ppr.and_then(|p| number(tree, p, "w:outlineLvl"));
        let named = self.chain(style.as_deref()).find_map(|s| match s.name.as_str() {
            "title" => Some(0),
            name => name.strip_prefix("heading ")?.trim().parse::<u8>().ok().filter(|n| (1..=9).contains(n)),
        });
        let outlined = own.or_else(|| self.chain(style.as_deref()).find_map(|s| s.outline));
        named.or(outlined.filter(|o| *o < 9).map(|o| o + 1))
    }

    /// Whether a paragraph belongs to a table of contents.
    pub fn is_contents(&self, tree: &Tree<'_>, ppr: Option<Id>) -> bool {
        let style = ppr.and_then(|p| tree.value(p, "w:pStyle"));
        self.chain(style.as_deref()).any(|s| s.name.starts_with("toc ") || s.name == "table of figures")
    }

    /// The list that a paragraph is in.
    pub fn list(&self, tree: &Tree<'_>, ppr: Option<Id>) -> Option<InList> {
        let style = ppr.and_then(|p| tree.value(p, "w:pStyle"));
        let own = ppr.and_then(|p| tree.child(p, "w:numPr"));
        let styled = || self.chain(style.as_deref()).find_map(|s| s.number.clone());
        let list = own.and_then(|n| tree.value(n, "w:numId")).or_else(styled).filter(|n| n != "0")?;
        let styled = || self.chain(style.as_deref()).find_map(|s| s.level);
        let level = own.and_then(|n| number(tree, n, "w:ilvl")).or_else(styled).unwrap_or(0).min(8);
        let marks = self.lists.get(&list)?;
        Some(InList { mark: marks.get(&level).copied().unwrap_or(Mark::Bullet), list, level })
    }

    /// What counts on together with a list.
    pub fn kind<'a>(&'a self, list: &'a str) -> &'a str {
        self.kinds.get(list).map_or(list, String::as_str)
    }

    /// The id of the style of that built-in name.
    pub fn named(&self, name: &str) -> Option<&str> {
        self.styles.iter().find(|(_, s)| s.name == name).map(|(id, _)| id.as_str())
    }

    /// A number for a list that no list has.
    pub fn free_list(&self) -> (u32, u32) {
        let after = |numbers: &mut dyn Iterator<Item = &String>| {
            numbers.filter_map(|n| n.parse::<u32>().ok()).max().map_or(1, |n| n.saturating_add(1))
        };
        (after(&mut self.lists.keys()), after(&mut self.kinds.values()))
    }
}

fn number(tree: &Tree<'_>, id: Id, name: &str) -> Option<u8> {
    tree.value(id, name)?.trim().parse().ok()
}

fn levels(tree: &Tree<'_>, id: Id) -> BTreeMap<u8, Mark> {
    tree.children(id)
        .filter(|c| tree.name(*c) == "w:lvl")
        .filter_map(|level| {
            let at = tree.attribute(level, "w:ilvl")?.parse().ok()?;
            let start = tree.value(level, "w:start").and_then(|s| s.parse().ok()).unwrap_or(1);
            let mark = match tree.value(level, "w:numFmt").as_deref() {
                Some("bullet" | "none") => Mark::Bullet,
                _ => Mark::Number(start),
            };
            Some((at, mark))
        })
        .collect()
}
