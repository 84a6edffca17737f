//! The sections of the report: switched, moved, and written in place.

use super::Sheet;
use crate::model::paper::{Cover, OwnWords, Paper, Section};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{flag, live};
use web_sys::wasm_bindgen::JsCast;

/// The list of sections, in their order.
pub(super) fn list(sheet: Sheet) -> AnyView {
    // What was pressed has the focus again once the list is drawn anew.
    Effect::new(move |_| {
        sheet.paper.with(|_| ());
        if let Some(id) = sheet.pressed.get_untracked() {
            sheet.pressed.set(None);
            set_timeout(move || focus(&id), std::time::Duration::ZERO);
        }
    });
    view! {
        <ol>{live(move || {
            let paper = sheet.paper.get();
            let order = paper.order();
            let last = order.len() - 1;
            order.into_iter().enumerate().map(|(n, section)| {
                line(sheet, section, !paper.is_off(section), [n > 0, n < last])
            }).collect_view()
        })}</ol>
    }
    .into_any()
}

/// Gives an element the focus; where it cannot take it, its neighbour for the other direction.
fn focus(id: &str) {
    let element =
        |id: &str| document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    let able = |e: &web_sys::HtmlElement| !e.has_attribute("disabled");
    let other = match id.strip_suffix("-up") {
        Some(stem) => format!("{stem}-down"),
        None => id.replace("-down", "-up"),
    };
    if let Some(found) = element(id).filter(able).or_else(|| element(&other)) {
        let _ = found.focus();
    }
}

fn line(sheet: Sheet, section: Section, on: bool, ways: [bool; 2]) -> AnyView {
    let title = look(section.title());
    let name = section.id();
    let check = format!("section-{name}");
    let checked = check.clone();
    let move_button = |word: &'static str, mark: &'static str, by: isize, able: bool| {
        let id = format!("section-{name}-{word}");
        let pressed = id.clone();
        view! {
            <button type="button" aria-disabled=read_only() class="button bare" id=id disabled=!able aria-label=say!("Move “{title}” {word}", title = look(title), word = look(word)) title=say!("Move {word}", word = look(word))
                on:click=move |_| sheet.change(&pressed, |paper| paper.moved(section, by))>{mark}</button>
        }
        .into_any()
    };
    let (up, down) = (move_button("up", "↑", -1, ways[0]), move_button("down", "↓", 1, ways[1]));
    view! {
        <li class="report-section" data-off=(!on).then_some("")>
            <input aria-disabled=read_only() type="checkbox" id=check aria-label=say!("“{title}” in the report", title = look(title)) prop:checked=on
                on:change=move |ev| { let on = event_target_checked(&ev); sheet.change(&checked, |paper| paper.switched(section, on)); }/>
            <button type="button" class="link" disabled=!on on:click=move |_| sheet.go_to(section)>{title}</button>
            <span class="report-moves">{up}{down}</span>
        </li>
    }
    .into_any()
}

/// What stands beside the heading of a section in the paper: the way to its own words, and the form for them.
pub(super) fn edit(sheet: Sheet, section: Section) -> AnyView {
    let editing = Memo::new(move |_| sheet.editing.get() == Some(section));
    let id = format!("edit-{}", section.id());
    view! {
        <div class="section-edit no-print">
            <button type="button" aria-disabled=read_only() class="button small" id=id aria-expanded=move || editing.get().to_string() aria-label=say!("Edit “{title}”…", title = look(section.title()))
                on:click=move |_| sheet.editing.set((!editing.get_untracked()).then_some(section))>"Edit…"</button>
        </div>
        {live(move || editing.get().then(|| form(sheet, section)))}
    }
    .into_any()
}

fn form(sheet: Sheet, section: Section) -> AnyView {
    let before = sheet.paper.with_untracked(|paper| paper.own(section).cloned());
    let had = before.is_some();
    // Who edits a section edits what it says; words are no place for a chart, so that beside one they are added.
    let before = before.unwrap_or_else(|| match sheet.said(section) {
        (_, true) => OwnWords::default(),
        (text, false) => OwnWords { text, instead: true },
    });
    let said = before.text.clone();
    let text = RwSignal::new(before.text);
    let instead = RwSignal::new(before.instead);
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let shut = move || {
        sheet.editing.set(None);
        set_timeout(move || focus(&format!("edit-{}", section.id())), std::time::Duration::ZERO);
    };
    let keep = move |own: Option<OwnWords>| {
        shut();
        sheet.change("", |paper| paper.worded(section, own));
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        // What is computed stays so until somebody says it in another way.
        if !had && text.with_untracked(|text| *text == said) {
            return shut();
        }
        keep(Some(OwnWords { text: text.get_untracked(), instead: instead.get_untracked() }));
    };
    view! {
        <form class="section-form no-print" aria-label=say!("Own words for “{title}”", title = look(section.title())) on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shut(); }>
            <div class="field">
                <label for="section-words">"In your own words"</label>
                <textarea node_ref=field id="section-words" class="input" rows="8" aria-describedby="section-words-hint" prop:value=text.get_untracked()
                    on:input=move |ev| text.set(event_target_value(&ev))></textarea>
                <p class="hint" id="section-words-hint">"Markdown: paragraphs, lists, tables, **strong**, *emphasis*. Markup of web pages stays text."</p>
            </div>
            <div class="check"><label class="check"><input type="checkbox" prop:checked=instead.get_untracked() on:change=move |ev| instead.set(event_target_checked(&ev))/>
                "In place of what is computed, not after it"</label></div>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=flag(move || text.with(|t| t.trim().is_empty()))>"Keep these words"</button>
                {had.then(|| view! { <button type="button" aria-disabled=read_only() class="button" on:click=move |_| keep(None)>"Take them back"</button> }.into_any())}
                <button type="button" class="button" on:click=move |_| shut()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

/// What a person says on the cover.
pub(super) fn cover(sheet: Sheet) -> AnyView {
    type Of = fn(&mut Cover) -> &mut String;
    let fields: [(&'static str, &'static str, &'static str, Of); 3] = [
        ("cover-status", "Status", "Draft for review", |c| &mut c.status),
        ("cover-version", "Version", "1", |c| &mut c.version),
        ("cover-handling", "Handling", "Confidential…", |c| &mut c.handling),
    ];
    let fields = fields.into_iter().map(|(id, label, usual, of)| {
        let value = move || sheet.paper.with(|paper: &Paper| of(&mut paper.cover.clone()).clone());
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input aria-disabled=read_only() id=id class="input" type="text" autocomplete="off" placeholder=usual prop:value=value
                    on:change=move |ev| {
                        let text = event_target_value(&ev).trim().to_owned();
                        sheet.change("", move |mut paper| { *of(&mut paper.cover) = text; paper });
                    }/>
            </div>
        }
        .into_any()
    });
    view! { <details class="report-cover"><summary>"Cover"</summary>{fields.collect_view()}</details> }
        .into_any()
}
