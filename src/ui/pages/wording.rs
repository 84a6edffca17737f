//! Words of a document that look for who erred: marked where they stand, and listed with a better question.

use crate::document::wording::{Slip, around, slips};
use crate::document::{Block, Document};
use crate::ui::pages::desk::scroll_to;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::{blocks_with, head_view};
use crate::ui::widgets::live::live;
use crate::ui::widgets::wording::{marked, place};
use std::cell::RefCell;

/// A phrase of a document.
#[derive(Clone, PartialEq)]
pub(super) struct Phrase {
    /// The section in which it stands.
    section: String,
    /// What stands before it, itself, and what stands after it.
    around: [String; 3],
    slip: Slip,
}

/// Marks the phrases of a document while that is drawn, and gathers them.
#[derive(Default)]
pub(super) struct Marking {
    section: RefCell<String>,
    found: RefCell<Vec<Phrase>>,
}

impl Marking {
    /// What is drawn next stands in this section.
    pub(super) fn enter(&self, section: &str) {
        section.clone_into(&mut self.section.borrow_mut());
    }

    /// A text with its phrases marked.
    pub(super) fn show(&self, text: &str) -> AnyView {
        let slips = slips(text);
        let mut found = self.found.borrow_mut();
        let first = found.len();
        found.extend(slips.iter().map(|s| Phrase {
            section: self.section.borrow().clone(),
            around: around(text, &s.range),
            slip: s.slip,
        }));
        marked(text, &slips, Some(first))
    }

    /// The phrases in the order in which they stand.
    pub(super) fn found(self) -> Vec<Phrase> {
        self.found.into_inner()
    }
}

/// A document as it will print, with its phrases marked and gathered.
pub(super) fn paper(document: &Document, phrases: RwSignal<Vec<Phrase>>) -> AnyView {
    let marking = Marking::default();
    let show = |text: &str| marking.show(text);
    let one = |block: &Block| {
        if let Block::Heading { level: 2, text, .. } = block {
            marking.enter(text);
        }
        blocks_with(std::slice::from_ref(block), &show)
    };
    let blocks = document.blocks.iter().map(one).collect_view();
    phrases.set(marking.found());
    view! { {head_view(document)}<div lang="en">{blocks}</div> }.into_any()
}

/// All phrases of a document, folded, each with the way to its place.
pub(super) fn list(phrases: RwSignal<Vec<Phrase>>) -> AnyView {
    let count = Memo::new(move |_| phrases.with(Vec::len));
    let item = |(n, phrase): (usize, Phrase)| {
        let [before, itself, after] = phrase.around;
        let section = (!phrase.section.is_empty()).then(|| say!("in “{section}”", section = phrase.section));
        view! {
            <li>
                <button type="button" class="link" title="Go to its place" lang="" on:click=move |_| scroll_to(&place(n))>
                    {before}<strong>{itself}</strong>{after}
                </button>
                " "<span class="hint">{section}</span>
                <p class="slip-question">{phrase.slip.question()}</p>
            </li>
        }
        .into_any()
    };
    live(move || {
        (count.get() > 0).then(|| {
            view! {
                <details class="report-wording no-print">
                    <summary>"Words to think about before others read them"{format!(" ({})", strings::number(count.get() as u64))}</summary>
                    <p class="hint">"They look for who erred, or know what was known only afterwards. A better question stands under each; the words stay as they are until somebody changes them."</p>
                    <ol class="slips">{live(move || phrases.get().into_iter().enumerate().map(item).collect_view())}</ol>
                </details>
            }
            .into_any()
        })
    })
}
