//! Start: what to do first, an example, and the cases of this workspace.

use super::formats;
use crate::engine::view::CaseLine;
use crate::example::Example;
use crate::model::Moment;
use crate::ui::files;
use crate::ui::route::{Page, Route};
use crate::ui::state::Desk;
use crate::ui::strings::{self, STAYS};
use crate::ui::view::prelude::*;
use crate::ui::widgets::icon::{Icon, icon};

/// The invented cases: which, what happened, what it teaches, and how it is opened.
const EXAMPLES: [(Example, &str, &str, &str); 3] = [
    (
        Example::Skimmer,
        "A skimmer on a WooCommerce checkout",
        "Teaches how the same incident has several times to contain, and what a plan was missing.",
        "Try an example",
    ),
    (
        Example::Takeover,
        "An administrator made through a plug-in",
        "Teaches why evidence comes before cleaning: the first way in was closed, the second was not.",
        "Open the account takeover",
    ),
    (
        Example::Ransomware,
        "Ransomware at the host",
        "Teaches what to do when the host’s word and the record differ, and the plan is on the lost server.",
        "Open the ransomware case",
    ),
];

fn card(
    desk: Desk,
    &(which, title, teaches, go): &(Example, &'static str, &'static str, &'static str),
) -> AnyView {
    view! {
        <li>
            <button type="button" aria-disabled=read_only() class="card" on:click=move |_| desk.open_one_example(which)>
                <span class="card-kind">"Invented case"</span>
                <span class="card-title">{title}</span>
                <span class="card-text">{teaches}</span>
                <span class="card-go">{go}</span>
            </button>
        </li>
    }
    .into_any()
}

/// The page.
pub fn page(desk: Desk) -> AnyView {
    let any = Memo::new(move |_| desk.overview.with(|o| !o.cases.is_empty()));
    view! {
        <div class="page start">
            <section class="start-open" aria-labelledby="start-title">
                <h1 id="start-title">"Drop the export of an incident here"</h1>
                <p class="start-lead">"See what happened and how long each thing took, and turn what was learned into the next version of your response plan."</p>
                <div class="form-actions">
                    <button type="button" aria-disabled=read_only() class="button primary large" on:click=move |_| files::choose(desk)>{icon(Icon::Open)}"Open files…"</button>
                    <button type="button" aria-disabled=read_only() class="button large" on:click=move |_| files::choose_folder(desk)>"Open a folder…"</button>
                    <span class="hint">"or paste text. Several files at once become one case."</span>
                </div>
                <details class="formats">
                    <summary>"What can be opened"</summary>
                    <dl>{formats::list()}</dl>
                    <p class="hint">"A file is known by what is in it, not by its name. UTF-8, UTF-16 and Windows-1252 are read."</p>
                </details>
            </section>
            {move || any.get().then(|| recent(desk))}
            <section aria-labelledby="examples-title">
                <h2 id="examples-title">"Try an example"</h2>
                <ul class="cards">
                    {EXAMPLES.iter().map(|one| card(desk, one)).collect_view()}
                </ul>
            </section>
            <section class="stays" aria-labelledby="stays-title">
                <h2 id="stays-title">{STAYS}</h2>
                <p>"Files are read, kept and written by this page alone. There is no server behind it and no account. "
                    <a href="#/help" on:click=move |ev| { ev.prevent_default(); desk.go_page(Page::Help); }>"How to check this yourself"</a>
                </p>
            </section>
        </div>
    }
    .into_any()
}

fn recent(desk: Desk) -> AnyView {
    let cases = move || {
        let zone = desk.zone.get();
        desk.overview
            .with(|o| o.cases.iter().rev().take(6).cloned().collect::<Vec<_>>())
            .into_iter()
            .map(|c| line(desk, c, zone))
            .collect_view()
    };
    let more = move || desk.overview.with(|o| o.cases.len().saturating_sub(6));
    view! {
        <section aria-labelledby="recent-title">
            <h2 id="recent-title">"Your cases"</h2>
            <ul class="recent">{cases}</ul>
            {move || (more() > 0).then(|| view! {
                <p><button type="button" class="link" on:click=move |_| desk.go_page(Page::Cases)>{say!("{more} more on Cases", more = more())}</button></p>
            }.into_any())}
        </section>
    }
    .into_any()
}

fn line(desk: Desk, case: CaseLine, zone: crate::model::Zone) -> AnyView {
    let to = Route { page: Page::Timeline, case: Some(case.id), event: None };
    let made =
        case.created.map(|at| say!(", opened {zone}", zone = strings::moment(&Moment::exact(at), zone)));
    view! {
        <li>
            <a href=to.to_string() on:click=move |ev| { ev.prevent_default(); desk.go(to); }>{case.title}</a>
            <span class="hint">{strings::count(case.sources as u64, "file", "files")}{made}</span>
        </li>
    }
    .into_any()
}
