//! The documents of the exercise: as they will print, one by one as files, or all in one archive.

use super::Play;
use crate::document::exercise::PackPart;
use crate::engine::Query;
use crate::engine::protocol::PaperFormat;
use crate::engine::view::ReportView;
use crate::platform::clock as wall;
use crate::ui::pages::desk::{ask, loaded};
use crate::ui::pages::report::template;
use crate::ui::pages::wording;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use std::sync::Arc;

const FORMATS: [(PaperFormat, &str); 3] =
    [(PaperFormat::Html, "HTML"), (PaperFormat::Word, "Word"), (PaperFormat::Markdown, "Markdown")];

fn save(play: Play, part: Option<PackPart>, format: PaperFormat) {
    let Some(case) = untrack(|| play.desk.open_case_id()) else { return };
    let zone = play.desk.zone.get_untracked();
    play.desk.take_away(Query::ExerciseFile { case, part, format, zone, date: wall::today(zone) });
}

/// The document that is shown.
type Shown = RwSignal<Option<PackPart>>;

fn row(play: Play, shown: Shown, part: PackPart) -> AnyView {
    let button = |format: PaperFormat, name: &'static str| {
        let label = say!("{part} as {name}", part = known(part.label()), name);
        view! { <button type="button" class="button small" aria-label=label on:click=move |_| save(play, Some(part), format)>{name}</button> }.into_any()
    };
    let list = (part == PackPart::EventsList).then(|| {
        view! { <button type="button" class="button small" aria-label="Master scenario events list as CSV" on:click=move |_| save(play, Some(PackPart::EventsListCsv), PaperFormat::Html)>"CSV"</button> }.into_any()
    });
    let on = move || shown.get() == Some(part);
    let show = move |_| shown.update(|of| *of = Some(part).filter(|part| *of != Some(*part)));
    let name = say!("Show “{part}”", part = known(part.label()));
    view! {
        <tr><th scope="row">{known(part.label())}</th><td>{part.reader()}</td><td class="pack-formats"><button type="button" class="button small" aria-label=name aria-expanded=move || on().to_string() on:click=show>"Show"</button>{FORMATS.map(|(f, n)| button(f, n)).into_iter().collect_view()}{list}</td></tr>
    }
    .into_any()
}

/// The document that is shown, with the words in it to think about.
fn paper(play: Play, shown: Shown) -> AnyView {
    let answer = ask::<ReportView>(move || {
        let zone = play.desk.zone.get();
        Some(Query::ExercisePaper {
            case: play.desk.case(),
            part: shown.get()?,
            zone,
            date: wall::today(zone),
        })
    });
    let phrases = RwSignal::new(vec![]);
    let sheet = move |view: Signal<Arc<ReportView>>| {
        let written =
            template::written(play.desk, move || view.with(|v| (v.document.clone(), v.make.clone())));
        let document = live(move || written.document.with(|d| wording::paper(d, phrases)));
        view! {
            {template::wrong(written)}
            {wording::list(phrases)}
            <article class="paper document" aria-label="The document as it will print">{document}</article>
        }
        .into_any()
    };
    live(move || shown.with(Option::is_some).then(|| loaded(answer, sheet)))
}

/// The table of documents.
pub(super) fn pack(play: Play) -> AnyView {
    let archive = |(format, name): (PaperFormat, &'static str)| {
        view! { <button type="button" class="button" on:click=move |_| save(play, None, format)>{say!("Whole pack as {name} (ZIP)", name)}</button> }.into_any()
    };
    let shown = Shown::new(None);
    view! {
        <section aria-labelledby="pack-title">
            <h2 id="pack-title">"Exercise pack"</h2>
            <p class="hint">"After HSEEP. What participants get holds nothing that is hidden when the clock starts."</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Table of documents">
                <table class="table">
                    <thead><tr><th scope="col">"Document"</th><th scope="col">"For"</th><th scope="col">"Show, or save as"</th></tr></thead>
                    <tbody>{PackPart::PAPERS.map(|part| row(play, shown, part)).into_iter().collect_view()}</tbody>
                </table>
            </div>
            <div class="exercise-controls">{FORMATS.map(archive).into_iter().collect_view()}</div>
            {paper(play, shown)}
        </section>
    }
    .into_any()
}
