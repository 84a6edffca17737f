//! Notices: the texts that others are told, pre-filled, with what is missing in them and what the rules ask.

use super::desk::{Desk, ask, desk, loaded};
use super::fact::Stating;
use super::report::template;
use super::wording;
use crate::document::notice::NoticeKind;
use crate::document::template::Of;
use crate::engine::Query;
use crate::engine::notices::{NoticeView, Which};
use crate::engine::protocol::PaperFormat;
use crate::model::facts::Particular;
use crate::platform::clock;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::live;
use std::sync::Arc;

/// As what a notice can be saved.
const FORMATS: [(PaperFormat, &str); 3] = [
    (PaperFormat::Word, "Save as Word"),
    (PaperFormat::Html, "Save as HTML"),
    (PaperFormat::Markdown, "Save as Markdown"),
];

/// The notices of the open case, under the head of the page.
pub fn open() -> AnyView {
    let desk = desk();
    let which = RwSignal::new(Which { kind: NoticeKind::Authority, only: None });
    let answer = ask::<NoticeView>(move || {
        let zone = desk.zone.get();
        Some(Query::Notice { case: desk.case(), which: which.get(), zone, date: clock::today(zone) })
    });
    loaded(answer, move |view| page(desk, which, view))
}

fn page(desk: Desk, which: RwSignal<Which>, view: Signal<Arc<NoticeView>>) -> AnyView {
    let written = template::written(desk, move || view.with(|v| (v.document.clone(), v.make.clone())));
    let name = Signal::derive(move || view.with(|v| v.template.clone()));
    let of = Signal::derive(move || Of::Notice(which.with(|w| w.kind)));
    let stating = Stating::new(desk, Signal::derive(move || view.with(|v| v.facts.clone())));
    let save = move |format| {
        let zone = desk.zone.get_untracked();
        let which = which.get_untracked();
        desk.take_away(Query::NoticeFile {
            case: desk.case(),
            which,
            format,
            zone,
            date: clock::today(zone),
        });
    };
    let saves = FORMATS.into_iter().map(|(format, label)| {
        view! { <button type="button" class="button small" on:click=move |_| save(format)>{label}</button> }.into_any()
    });
    let saves = saves.collect_view();
    let all = Memo::new(move |_| view.with(|v| v.all.clone()));
    let phrases = RwSignal::new(vec![]);
    let missing =
        Memo::new(move |_| view.with(|v| v.missing.iter().map(|c| look(c.words())).collect::<Vec<_>>()));
    view! {
        <div class="report-desk notices">
            <div class="notice-side no-print">
                <nav aria-label="Notices">
                    <ol class="notice-list">{live(move || all.get().into_iter().map(|(of, label)| entry(which, of, label)).collect_view())}</ol>
                </nav>
                <div class="report-actions" role="group" aria-label="Take this notice away">{saves}</div>
                {template::panel(desk, of, name)}
            </div>
            <div class="notice-main">
                {template::wrong(written)}
                {wording::list(phrases)}
                <article class="paper document" aria-label="The notice as it will print">{live(move || written.document.with(|d| wording::paper(d, phrases)))}</article>
                <section class="facts no-print" aria-labelledby="notice-missing">
                    <h2 id="notice-missing">"What only a person can say"</h2>
                    <p class="hint" role="status">{live(move || match missing.with(Vec::is_empty) {
                        true => say!("Nothing is missing in this notice.").to_owned(),
                        false => say!("Missing in this notice: {missing}. What is said here stands in every notice; times, kinds of data and numbers come from Response and Obligations.", missing = missing.get().join(", ")),
                    })}</p>
                    <div class="facts-grid">{Particular::ALL.into_iter().map(|particular| said(stating, particular)).collect_view()}</div>
                </section>
                <section class="no-print" aria-labelledby="notice-checks">
                    <h2 id="notice-checks">"What the rules ask of it"</h2>
                    {live(move || view.with(|v| blocks_view(&v.checks)))}
                </section>
            </div>
        </div>
    }
    .into_any()
}

/// A notice in the list.
fn entry(which: RwSignal<Which>, of: Which, label: String) -> AnyView {
    let mine = of.clone();
    let current = Memo::new(move |_| which.with(|w| *w == mine));
    view! {
        <li>
            <button type="button" class="link" aria-current=move || current.get().then(|| "true".to_owned())
                on:click=move |_| which.set(of.clone())>{label}</button>
        </li>
    }
    .into_any()
}

/// The id of the field for something that a person says.
pub fn field(particular: Particular) -> String {
    format!("said-{particular:?}").to_lowercase()
}

/// What a person says of something, in a few lines.
fn said(stating: Stating, particular: Particular) -> AnyView {
    let id = field(particular);
    view! {
        <div class="fact">
            <label for=id.clone()>{particular.words()}</label>
            <textarea aria-disabled=read_only() id=id class="input" rows="3"
                prop:value=move || stating.facts.with(|f| f.said.get(&particular).cloned().unwrap_or_default())
                on:change=move |ev| {
                    let text = event_target_value(&ev).trim().to_owned();
                    stating.state(|f| match text.is_empty() {
                        true => { f.said.remove(&particular); }
                        false => { f.said.insert(particular, text); }
                    });
                }></textarea>
        </div>
    }
    .into_any()
}
