//! What stands beside the text of a document: footnotes, endnotes and text boxes. They are read where they are anchored, so that
//! what a plan says there is seen in its section, and are never changed: one stays or goes as a whole. Headers and footers are
//! read by [`super::running`].

use super::WordError;
use super::package::Package;
use super::paragraph::atoms;
use super::xml::{Id, Tree};
use crate::plan::read::control::RUNNING;
use std::collections::BTreeMap;

/// What stands before the words of each kind.
pub(super) const KINDS: [&str; 3] = ["(footnote: ", "(endnote: ", "(text box: "];

/// How much of what stands beside the text of a document is read. Each version of this program read more than the one before;
/// a document that an older one opened is followed as that one read it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Beside {
    /// Nothing.
    #[default]
    Nothing,
    /// Notes and text boxes, but for those that are anchored in headings.
    Notes,
    /// Those as well, and headers and footers.
    All,
}

impl Beside {
    /// From most to least.
    pub const ALL: [Beside; 3] = [Beside::All, Beside::Notes, Beside::Nothing];

    /// How much was read of a document, by a text that was made of it.
    pub fn told_by(text: &str) -> Beside {
        if RUNNING.iter().any(|mark| text.starts_with(mark)) {
            return Beside::All;
        }
        if KINDS.iter().any(|mark| text.contains(mark)) { Beside::Notes } else { Beside::Nothing }
    }
}

/// The notes of a document, and how much of what stands beside its text is read at all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asides {
    /// The words of footnotes and of endnotes by their ids.
    notes: [BTreeMap<String, String>; 2],
    /// How much is read.
    pub read: Beside,
    /// Whether the numbers of pages are left out, which are no words of a document.
    pub unpaged: bool,
}

impl Asides {
    /// Those of a package.
    ///
    /// # Errors
    /// When a part with notes is damaged.
    pub fn of(package: &mut Package<'_>, read: Beside) -> Result<Asides, WordError> {
        let mut asides = Asides { read, ..Asides::default() };
        if read == Beside::Nothing {
            return Ok(asides);
        }
        let kinds = [("/footnotes", "w:footnote"), ("/endnotes", "w:endnote")];
        for ((part, name), notes) in kinds.into_iter().zip(&mut asides.notes) {
            let Some(path) = package.related(part)? else { continue };
            let Some(text) = package.text(&path)? else { continue };
            let tree = Tree::parse(&path, &text)?;
            // Those with a type are the lines above the notes.
            let own = |id: &Id| tree.name(*id) == name && tree.attribute(*id, "w:type").is_none();
            for note in tree.children(tree.root()).filter(own) {
                let words = words(&tree, note);
                if let Some(id) = tree.attribute(note, "w:id").filter(|_| !words.is_empty()) {
                    notes.insert(id, words);
                }
            }
        }
        Ok(asides)
    }

    /// Those of headers and footers: text boxes, and no numbers of pages.
    pub fn of_running() -> Asides {
        Asides { read: Beside::Notes, unpaged: true, ..Asides::default() }
    }

    /// What an element in a run says beside the text; none where it is no aside.
    pub fn at(&self, tree: &Tree<'_>, element: Id) -> Option<String> {
        let note = |n: usize| self.notes.get(n)?.get(&tree.attribute(element, "w:id")?).cloned();
        let (kind, words) = match tree.name(element) {
            "w:footnoteReference" => (KINDS[0], note(0)?),
            "w:endnoteReference" => (KINDS[1], note(1)?),
            _ if self.read > Beside::Nothing => (KINDS[2], boxed(tree, element)?),
            _ => return None,
        };
        Some(format!("{kind}{words})"))
    }
}

/// The words in an element, on one line.
fn words(tree: &Tree<'_>, id: Id) -> String {
    let text: String = atoms(tree, id, &Asides::default()).iter().map(|a| a.c).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of the first text box in an element: a drawing says it twice, for newer and for older programs.
fn boxed(tree: &Tree<'_>, id: Id) -> Option<String> {
    let first = |id: Id| match tree.name(id) {
        "w:txbxContent" => Some(words(tree, id)),
        _ => boxed(tree, id),
    };
    tree.children(id).find_map(first).filter(|words| !words.is_empty())
}
