//! Puts views into the page and keeps them in step: parts that change, and lists.

use super::{AnyView, Items, Part, effect};
use crate::model::{is_shown, shown};
use leptos::prelude::{Owner, document, untrack};
use web_sys::Node;
use web_sys::wasm_bindgen::JsCast;

/// Puts a view into an element, before one of its children or at its end.
pub(super) fn append(parent: &Node, before: Option<&Node>, view: AnyView) {
    let insert = |node: &Node| {
        let _ = parent.insert_before(node, before);
    };
    match view.0 {
        Part::Nothing => {}
        // Text from files may turn the direction of writing, and with it what stands beside it.
        Part::Text(text) if is_shown(&text) => insert(&document().create_text_node(&text)),
        Part::Text(text) => {
            let text: String = text.chars().filter_map(shown).collect();
            insert(&document().create_text_node(&text));
        }
        Part::Node(node) => insert(&node),
        Part::Many(parts) => parts.into_iter().for_each(|part| append(parent, before, part)),
        Part::Live(mut make) => {
            let range = Range::new();
            insert(&range.start);
            insert(&range.end);
            effect(Box::new(move || {
                let made = make();
                let focus = range.focus();
                range.clear();
                range.fill(made);
                if let Some(path) = focus {
                    range.refocus(&path);
                }
            }));
        }
        Part::Each(items) => {
            let range = Range::new();
            insert(&range.start);
            insert(&range.end);
            each(range, items);
        }
    }
}

/// What lies between two marks.
struct Range {
    start: Node,
    end: Node,
}

impl Range {
    fn new() -> Range {
        let mark = || document().create_comment("").into();
        Range { start: mark(), end: mark() }
    }

    /// The nodes between the marks.
    fn nodes(&self) -> impl Iterator<Item = Node> {
        let inside = |node: Option<Node>| node.filter(|n| *n != self.end);
        std::iter::successors(inside(self.start.next_sibling()), move |node| inside(node.next_sibling()))
    }

    /// Takes away what lies between the marks.
    fn clear(&self) {
        let Some(parent) = self.end.parent_node() else { return };
        for node in self.nodes().collect::<Vec<_>>() {
            let _ = parent.remove_child(&node);
        }
    }

    fn fill(&self, view: AnyView) {
        if let Some(parent) = self.end.parent_node() {
            append(&parent, Some(&self.end), view);
        }
    }

    /// Moves marks and all before a node.
    fn move_before(&self, parent: &Node, before: &Node) {
        let nodes = self.nodes().collect::<Vec<_>>();
        for node in std::iter::once(&self.start).chain(&nodes).chain(std::iter::once(&self.end)) {
            let _ = parent.insert_before(node, Some(before));
        }
    }

    /// Takes away everything with the marks.
    fn remove(&self) {
        self.clear();
        if let Some(parent) = self.end.parent_node() {
            let _ = parent.remove_child(&self.start);
            let _ = parent.remove_child(&self.end);
        }
    }

    /// Where the focus is between the marks: the way to it, by places among siblings.
    fn focus(&self) -> Option<Vec<u32>> {
        let focused: Node = document().active_element()?.into();
        let place = |node: &Node| {
            std::iter::successors(node.previous_sibling(), Node::previous_sibling).count() as u32
        };
        let (n, top) = self.nodes().enumerate().find(|(_, node)| node.contains(Some(&focused)))?;
        let mut path = vec![];
        let mut node = focused;
        while node != top {
            path.push(place(&node));
            node = node.parent_node()?;
        }
        path.push(n as u32);
        path.reverse();
        Some(path)
    }

    /// Gives the focus to what stands where it was.
    fn refocus(&self, path: &[u32]) {
        let Some((first, rest)) = path.split_first() else { return };
        let found = rest
            .iter()
            .try_fold(self.nodes().nth(*first as usize), |node, n| Some(node?.child_nodes().get(*n)));
        if let Some(Some(element)) =
            found.map(|node| node.and_then(|n| n.dyn_into::<web_sys::HtmlElement>().ok()))
        {
            let _ = element.focus();
        }
    }
}

/// Keeps a list in step with its items.
fn each(range: Range, mut items: Items) {
    // Items outlive the run that made them; they end with what holds the list.
    let holder = Owner::current().unwrap_or_default();
    let mut kept: Vec<(u64, Owner, Range)> = vec![];
    effect(Box::new(move || {
        let wanted = items();
        let Some(parent) = range.end.parent_node() else { return };
        let mut old = std::mem::take(&mut kept);
        // What is gone is taken away first, so that nothing else needs to move.
        old.retain(|(key, owner, item)| {
            let stays = wanted.iter().any(|(k, _)| k == key);
            if !stays {
                owner.cleanup();
                item.remove();
            }
            stays
        });
        let mut at = range.start.next_sibling();
        for (key, make) in wanted {
            let found = old.iter().position(|(k, ..)| *k == key).map(|n| old.remove(n));
            let next = at.clone().unwrap_or_else(|| range.end.clone());
            let entry = match found {
                Some(entry) if entry.2.start == next => entry,
                Some(entry) => {
                    entry.2.move_before(&parent, &next);
                    entry
                }
                None => {
                    let item = Range::new();
                    let _ = parent.insert_before(&item.start, Some(&next));
                    let _ = parent.insert_before(&item.end, Some(&next));
                    let owner = holder.child();
                    untrack(|| owner.with(|| item.fill(make())));
                    (key, owner, item)
                }
            };
            at = entry.2.end.next_sibling();
            kept.push(entry);
        }
    }));
}
