//! The command palette: everything by name, and every case by its title.

use super::keys;
use crate::model::CaseId;
use crate::ui::route::{Page, Route};
use crate::ui::shortcuts::{self, Entry};
use crate::ui::state::{Desk, Overlay};
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog::dialog;

/// What a line of the palette does.
#[derive(Clone, PartialEq)]
enum Line {
    Command(&'static Entry),
    Case(CaseId, String),
}

/// The palette.
pub fn palette(desk: Desk) -> AnyView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let lines = Memo::new(move |_| {
        let typed = typed.get();
        let low = typed.trim().to_lowercase();
        let mut lines: Vec<Line> = shortcuts::search(&typed)
            .into_iter()
            .filter(|e| !matches!(e.action, shortcuts::Action::Palette | shortcuts::Action::Close))
            .map(Line::Command)
            .collect();
        if !low.is_empty() {
            desk.overview.with(|o| {
                let cases = o.cases.iter().filter(|c| c.title.to_lowercase().contains(&low)).take(8);
                lines.extend(cases.map(|c| Line::Case(c.id, c.title.clone())));
            });
        }
        lines
    });
    let run = move |line: Line| {
        desk.overlay.set(Overlay::Nothing);
        match line {
            Line::Command(entry) => keys::act(desk, entry.action),
            Line::Case(id, _) => desk.go(Route { page: Page::Timeline, case: Some(id), event: None }),
        }
    };
    let key = move |ev: leptos::ev::KeyboardEvent| {
        let last = lines.with_untracked(|l| l.len().saturating_sub(1));
        let to = match ev.key().as_str() {
            "ArrowDown" => (at.get_untracked() + 1).min(last),
            "ArrowUp" => at.get_untracked().saturating_sub(1),
            "Enter" => {
                ev.prevent_default();
                if let Some(line) = lines.with_untracked(|l| l.get(at.get_untracked()).cloned()) {
                    run(line);
                }
                return;
            }
            _ => return,
        };
        ev.prevent_default();
        at.set(to);
        if let Some(line) = document().get_element_by_id(&format!("palette-{to}")) {
            line.scroll_into_view_with_bool(false);
        }
    };
    let mac = is_mac();
    let item = move |(n, line): (usize, Line)| {
        let (text, note) = match &line {
            Line::Command(entry) => (
                look(entry.label).to_owned(),
                entry.keys.first().map(|k| shortcuts::shown(k, mac)).unwrap_or_default(),
            ),
            Line::Case(_, title) => (title.clone(), say!("Case").to_owned()),
        };
        view! {
            <li id=format!("palette-{n}") role="option" class="menu-item" aria-selected=move || (at.get() == n).to_string()
                on:click=move |_| run(line.clone())>
                <span>{text}</span><span class="menu-note">{note}</span>
            </li>
        }
        .into_any()
    };
    let body = view! {
        <input id="palette-input" class="input" type="text" role="combobox" aria-expanded="true" aria-controls="palette-lines" aria-autocomplete="list"
            aria-label="Command or case" placeholder="Command or case" autocomplete="off" spellcheck="false" autofocus=true
            aria-activedescendant=move || format!("palette-{}", at.get())
            prop:value=move || typed.get()
            on:input=move |ev| { typed.set(event_target_value(&ev)); at.set(0); }
            on:keydown=key/>
        <ul id="palette-lines" class="palette-lines" role="listbox" aria-label="Commands">
            {move || lines.get().into_iter().enumerate().map(item).collect_view()}
        </ul>
        {move || lines.with(Vec::is_empty).then(|| view! { <p class="hint">"Nothing is called that."</p> }.into_any())}
    };
    dialog("palette", "Find a command", "narrow", move || desk.overlay.set(Overlay::Nothing), body)
}

/// Whether this device prints ⌘ on its keys.
pub fn is_mac() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS"))
}
