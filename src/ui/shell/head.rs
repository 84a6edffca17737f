//! The head: the case, the zone of times, undo and redo, search, and whether the work is kept.

use crate::model::CaseId;
use crate::platform::clock;
use crate::ui::files;
use crate::ui::route::{Page, Route};
use crate::ui::state::{Desk, Overlay, Saved, ZoneChoice};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::menu::{Close, menu};
use crate::workspace::Change;

/// The head of the page.
pub fn head(desk: Desk) -> AnyView {
    view! {
        <header class="head">
            <div class="head-case">{case(desk)}</div>
            <div class="head-tools">
                {history(desk)}
                {saved(desk)}
                {zone(desk)}
                <button type="button" class="head-search" aria-label="Search the timeline" title="Search the timeline ( / )" on:click=move |_| super::keys::search(desk)>
                    {icon(Icon::Search)}<span class="head-word">"Search"</span><kbd>"/"</kbd>
                </button>
                {more(desk)}
            </div>
        </header>
    }
    .into_any()
}

fn case(desk: Desk) -> AnyView {
    let title = Memo::new(move |_| {
        let open = desk.open_case_id()?;
        desk.overview.with(|o| o.cases.iter().find(|c| c.id == open).map(|c| (c.id, c.title.clone())))
    });
    let several = Memo::new(move |_| desk.overview.with(|o| o.cases.len() > 1));
    (move || match (desk.called.get(), title.get()) {
        (Some(called), _) => view! { <span class="head-none">{called}</span> }.into_any(),
        (None, None) => view! { <span class="head-none">"No case is open"</span> }.into_any(),
        (None, Some((id, title))) => {
            view! { {rename(desk, id, title)}{move || several.get().then(|| switcher(desk))} }.into_any()
        }
    })
    .into_any()
}

/// The title of the case; written over in place, kept by Enter or by leaving it, given up by Esc.
fn rename(desk: Desk, case: CaseId, title: String) -> AnyView {
    let kept = title.clone();
    let width = move |text: &str| format!("{}ch", text.chars().count().clamp(8, 60) + 2);
    let typed = RwSignal::new(title.clone());
    let keep = move |_| {
        let now = typed.get_untracked();
        if now.trim().is_empty() {
            typed.set(kept.clone());
        } else if now.trim() != kept {
            desk.apply(Change::RenameCase { case, title: now.trim().to_owned() });
        }
    };
    view! {
        <input aria-disabled=read_only() id="case-title" class="case-title" type="text" aria-label="Title of the case" autocomplete="off" spellcheck="false" title=title.clone()
            style:inline-size=move || typed.with(|t| width(t))
            prop:value=move || typed.get()
            on:input=move |ev| typed.set(event_target_value(&ev))
            on:change=keep
            on:keydown=move |ev| {
                let leave = || { let _ = event_target::<web_sys::HtmlInputElement>(&ev).blur(); };
                match ev.key().as_str() {
                    "Enter" => leave(),
                    "Escape" => { typed.set(title.clone()); event_target::<web_sys::HtmlInputElement>(&ev).set_value(&title); ev.stop_propagation(); leave(); }
                    _ => {}
                }
            }/>
    }
    .into_any()
}

fn switcher(desk: Desk) -> AnyView {
    menu(
        || view! { <span class="visually-hidden">"Other cases"</span> }.into_any(),
        || say!("Switch to another case").to_owned(),
        "case-menu",
        move |close: Close| {
            let open = desk.open_case_id();
            let (cases, more) = desk.overview.with(|o| (o.cases.clone(), o.cases.len().saturating_sub(30)));
            let lines = cases.into_iter().take(30).map(|c| {
                let here = open == Some(c.id);
                view! {
                    <li><button type="button" class="menu-item" aria-current=here.then_some("true") on:click=move |_| {
                        let page = desk.route.get_untracked().page;
                        let page = if page.needs_case() { page } else { Page::Timeline };
                        desk.go(Route { page, case: Some(c.id), event: None });
                        close.close();
                    }>{here.then(|| icon(Icon::Check))}<span>{c.title}</span></button></li>
                }
                .into_any()
            });
            view! {
                <ul>{lines.collect_view()}</ul>
                {(more > 0).then(|| view! {
                    <button type="button" class="menu-item" on:click=move |_| { desk.go_page(Page::Cases); close.close(); }>{say!("{more} more on Cases", more)}</button>
                }.into_any())}
            }
            .into_any()
        },
    )
}

fn history(desk: Desk) -> AnyView {
    let undo = Memo::new(move |_| desk.overview.with(|o| o.undo.clone().map(undone)));
    let redo = Memo::new(move |_| desk.overview.with(|o| o.redo.clone().map(undone)));
    let name = |verb: &'static str, what: Memo<Option<String>>| {
        move || {
            what.get().map_or_else(
                || say!("{verb}: nothing", verb = look(verb)),
                |w| format!("{}: {w}", look(verb)),
            )
        }
    };
    view! {
        <div class="head-history" role="group" aria-label="History">
            <button type="button" class="icon-button" aria-label=name("Undo", undo) title=name("Undo", undo)
                aria-disabled=move || (desk.reads.get() || undo.with(Option::is_none)).to_string() on:click=move |_| desk.undo()>{icon(Icon::Undo)}</button>
            <button type="button" class="icon-button" aria-label=name("Redo", redo) title=name("Redo", redo)
                aria-disabled=move || (desk.reads.get() || redo.with(Option::is_none)).to_string() on:click=move |_| desk.redo()>{icon(Icon::Redo)}</button>
        </div>
    }
    .into_any()
}

/// Whether the work is kept, in words.
pub fn saved_words(saved: &Saved) -> (&'static str, String) {
    match saved {
        Saved::Loading => ("busy", say!("Opening…").to_owned()),
        Saved::Saving => ("busy", say!("Saving…").to_owned()),
        Saved::Kept(None) => ("kept", say!("Saved on this device").to_owned()),
        Saved::Kept(Some(at)) => {
            ("kept", say!("Saved on this device {zone}", zone = strings::clock(*at, clock::zone())))
        }
        Saved::NotKept => {
            ("open", say!("Not saved: this browser keeps nothing here. Save a file").to_owned())
        }
        // What is told where there is no room begins so itself.
        Saved::Failed(e) if e.is_of_storage() => ("open", e.clone().told().title),
        Saved::Failed(e) => ("open", say!("Not saved: {title}", title = e.clone().told().title)),
    }
}

fn saved(desk: Desk) -> AnyView {
    let something = Memo::new(move |_| {
        desk.overview.with(|o| o.undo.is_some() || !o.cases.is_empty() || o.plan.is_some())
    });
    let words = move || {
        if desk.reads.get() {
            ("open", say!("Read-only in this tab").to_owned())
        } else {
            desk.saved.with(saved_words)
        }
    };
    let shown = move || something.get() || desk.reads.get() || !matches!(desk.saved.get(), Saved::Kept(_));
    let title = move || {
        desk.saved.with(|s| if let Saved::Failed(e) = s { e.clone().told().remedy } else { words().1 })
    };
    view! { <p class="saved" data-state=move || words().0 title=title>{move || if shown() { words().1 } else { say!("Nothing to save yet").to_owned() }}</p> }.into_any()
}

/// How the zone of times was chosen, in words.
fn zone(desk: Desk) -> AnyView {
    let label = move || {
        let zone = desk.zone.get();
        view! { {icon(Icon::Clock)}<span class="head-zone">{zone.to_string()}</span> }.into_any()
    };
    let name = move || say!("{zone} is the zone of times", zone = desk.zone.get());
    menu(label, name, "zone-menu", move |close: Close| {
        let mine = clock::zone();
        let of_case = desk.head.with(|h| h.as_ref().map(|h| h.zones.clone()).unwrap_or_default());
        let item = |choice: ZoneChoice, text: String, note: String| {
            view! {
                <li><button type="button" class="menu-item" aria-current=move || (desk.zone_choice.get() == choice).then_some("true") on:click=move |_| {
                    desk.zone_choice.set(choice);
                    close.close();
                }>{move || (desk.zone_choice.get() == choice).then(|| icon(Icon::Check))}<span>{text}</span><span class="menu-note">{note}</span></button></li>
            }
            .into_any()
        };
        let case = of_case
            .first()
            .map(|zone| item(ZoneChoice::Case, say!("Case zone").to_owned(), zone.to_string()));
        let named = match desk.zone_choice.get() {
            ZoneChoice::Named(zone) => Some(item(ZoneChoice::Named(zone), zone.to_string(), String::new())),
            _ => None,
        };
        view! {
            <ul>
                {item(ZoneChoice::Utc, "UTC".to_owned(), String::new())}
                {case}
                {item(ZoneChoice::Mine, say!("My zone").to_owned(), mine.to_string())}
                {named}
            </ul>
            <button type="button" class="menu-item" on:click=move |_| { close.close(); desk.overlay.set(Overlay::Zone); }><span>"Another zone…"</span></button>
        }
        .into_any()
    })
}

fn more(desk: Desk) -> AnyView {
    menu(
        || icon(Icon::More),
        || say!("More commands").to_owned(),
        "more-menu",
        move |close: Close| {
            let item = |drawing: Icon, text: &'static str, note: &'static str, press: Box<dyn Fn()>| {
                view! {
                    <li><button type="button" class="menu-item" on:click=move |_| { close.close(); press(); }>
                        {icon(drawing)}<span>{text}</span><span class="menu-note">{note}</span>
                    </button></li>
                }
                .into_any()
            };
            view! {
                <ul>
                    {item(Icon::Open, "Open files…", "Ctrl + O", Box::new(move || files::choose(desk)))}
                    {item(Icon::Save, "Save the workspace as a file", "Ctrl + S", Box::new(move || desk.save_file()))}
                    {item(Icon::Search, "Find a command…", "Ctrl + K", Box::new(move || desk.overlay.set(Overlay::Palette)))}
                    {desk.head.with(|h| h.as_ref().map(|h| (h.id, h.roles))).map(|(case, on)| item(
                        Icon::Meeting,
                        if on { "Show names again" } else { "Show roles instead of names" },
                        "",
                        Box::new(move || desk.show_roles(case, !on)),
                    ))}
                    {item(Icon::Help, "Show the keys", "?", Box::new(move || desk.overlay.set(Overlay::Sheet)))}
                </ul>
            }
            .into_any()
        },
    )
}
