//! What stands beside the text of a document: footnotes, endnotes and text boxes. They are read where they are anchored, so that
//! what a plan says there is seen in its section, and are never changed: one stays or goes as a whole.

use super::WordError;
use super::package::Package;
use super::paragraph::atoms;
use super::xml::{Id, Tree};
use std::collections::BTreeMap;

/// What stands before the words of each kind.
const KINDS: [&str; 3] = ["(footnote: ", "(endnote: ", "(text box: "];

/// The notes of a document, and whether asides are read at all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asides {
    /// The words of footnotes and of endnotes by their ids.
    notes: [BTreeMap<String, String>; 2],
    boxes: bool,
}

impl Asides {
    /// Those of a package.
    ///
    /// # Errors
    /// When a part with notes is damaged.
    pub fn of(package: &mut Package<'_>) -> Result<Asides, WordError> {
        let mut asides = Asides { boxes: true, ..Asides::default() };
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

    /// Whether a text that was read of a document has asides in it: what was opened by an older program has none.
    pub fn are_in(text: &str) -> bool {
        KINDS.iter().any(|kind| text.contains(kind))
    }

    /// What an element in a run says beside the text; none where it is no aside.
    pub fn at(&self, tree: &Tree<'_>, element: Id) -> Option<String> {
        let note = |n: usize| self.notes.get(n)?.get(&tree.attribute(element, "w:id")?).cloned();
        let (kind, words) = match tree.name(element) {
            "w:footnoteReference" => (KINDS[0], note(0)?),
            "w:endnoteReference" => (KINDS[1], note(1)?),
            _ if self.boxes => (KINDS[2], boxed(tree, element)?),
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
