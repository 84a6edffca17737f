//! The documents of the exercise, one by one or all in one archive.

use super::Play;
use crate::document::exercise::PackPart;
use crate::engine::Query;
use crate::engine::protocol::PaperFormat;
use crate::platform::clock as wall;
use crate::ui::view::prelude::*;

const FORMATS: [(PaperFormat, &str); 3] =
    [(PaperFormat::Html, "HTML"), (PaperFormat::Word, "Word"), (PaperFormat::Markdown, "Markdown")];

fn save(play: Play, part: Option<PackPart>, format: PaperFormat) {
    let Some(case) = untrack(|| play.desk.open_case_id()) else { return };
    let zone = play.desk.zone.get_untracked();
    play.desk.take_away(Query::ExerciseFile { case, part, format, zone, date: wall::today(zone) });
}

fn row(play: Play, part: PackPart) -> AnyView {
    let button = |format: PaperFormat, name: &'static str| {
        let label = say!("{part} as {name}", part = known(part.label()), name);
        view! { <button type="button" class="button small" aria-label=label on:click=move |_| save(play, Some(part), format)>{name}</button> }.into_any()
    };
    let list = (part == PackPart::EventsList).then(|| {
        view! { <button type="button" class="button small" aria-label="Master scenario events list as CSV" on:click=move |_| save(play, Some(PackPart::EventsListCsv), PaperFormat::Html)>"CSV"</button> }.into_any()
    });
    view! {
        <tr><th scope="row">{known(part.label())}</th><td>{part.reader()}</td><td class="pack-formats">{FORMATS.map(|(f, n)| button(f, n)).into_iter().collect_view()}{list}</td></tr>
    }
    .into_any()
}

/// The table of documents.
pub(super) fn pack(play: Play) -> AnyView {
    let archive = |(format, name): (PaperFormat, &'static str)| {
        view! { <button type="button" class="button" on:click=move |_| save(play, None, format)>{say!("Whole pack as {name} (ZIP)", name)}</button> }.into_any()
    };
    view! {
        <section aria-labelledby="pack-title">
            <h2 id="pack-title">"Exercise pack"</h2>
            <p class="hint">"After HSEEP. What participants get holds nothing that is hidden when the clock starts."</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Table of documents">
                <table class="table">
                    <thead><tr><th scope="col">"Document"</th><th scope="col">"For"</th><th scope="col">"Save as"</th></tr></thead>
                    <tbody>{PackPart::PAPERS.map(|part| row(play, part)).into_iter().collect_view()}</tbody>
                </table>
            </div>
            <div class="exercise-controls">{FORMATS.map(archive).into_iter().collect_view()}</div>
        </section>
    }
    .into_any()
}
