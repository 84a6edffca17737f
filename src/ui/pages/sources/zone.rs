//! The zone in which a file's clock ran, with what it does to the first rows before and after.

use super::Shelf;
use crate::engine::Query;
use crate::engine::view::ZonePreview;
use crate::model::{SourceId, Zone};
use crate::platform::clock;
use crate::ui::state::ask;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::field::zone_field;
use crate::ui::widgets::live::live;
use crate::workspace::Change;

/// The editor.
pub(super) fn editor(shelf: Shelf, id: SourceId) -> AnyView {
    let asserted = untrack(|| shelf.row(id)).and_then(|s| s.zone);
    let name = RwSignal::new(asserted.map(|z| z.to_string()).unwrap_or_default());
    let tried = Memo::new(move |_| name.with(|n| n.parse::<Zone>().ok()));
    let desk = shelf.desk;
    let preview = ask::<ZonePreview>(move || {
        let zone = tried.get().or_else(|| shelf.row(id).and_then(|s| s.zone)).unwrap_or_default();
        Some(Query::ZonePreview { case: desk.case(), source: id, zone, abbreviation: None })
    });
    let set = move |zone: Option<Zone>| {
        desk.apply_then(Change::SetZone { case: untrack(|| desk.case()), source: id, zone }, move || {
            shelf.close()
        });
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if tried.get_untracked().is_some() {
            set(tried.get_untracked());
        }
    };
    let offer = move |zone: Zone, text: String| {
        view! { <button type="button" class="button small" on:click=move |_| name.set(zone.to_string())>{text}</button> }.into_any()
    };
    let mine = clock::zone();
    view! {
        <form class="form below" aria-label="Zone of the file" on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            <div class="below-fields">
                {zone_field("source-zone", "The clock of this file ran in", name)}
                <div class="inline-form">{offer(Zone::Utc, "UTC".to_owned())}{(mine != Zone::Utc).then(|| offer(mine, mine.to_string()))}</div>
            </div>
            {live(move || preview.get().and_then(Result::ok).map(|p| table(&p, tried.get())))}
            <div class="form-actions">
                <button type="submit" class="button primary" disabled=move || tried.with(Option::is_none)>
                    {live(move || tried.get().map_or("Assert this zone".to_owned(), |z| format!("Assert {z}")))}
                </button>
                {asserted.map(|_| view! { <button type="button" class="button" on:click=move |_| set(None)>"Take the zone back"</button> }.into_any())}
                <button type="button" class="button" on:click=move |_| shelf.close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

fn table(preview: &ZonePreview, tried: Option<Zone>) -> AnyView {
    let zone = tried.unwrap_or_default();
    let rows = preview.rows.iter().map(|r| {
        let before = r.before.map_or_else(|| "waits for a zone".to_owned(), |m| strings::moment(&m, Zone::Utc));
        let after = match (tried, r.after) {
            (None, _) => "–".to_owned(),
            (Some(_), Some(m)) => strings::moment(&m, Zone::Utc),
            (Some(_), None) => "the clock skips this time".to_owned(),
        };
        view! { <tr><td>{r.written.clone()}</td><td>{before}</td><td>{after}</td><td class="muted">{r.text.clone()}</td></tr> }.into_any()
    });
    let mut words =
        format!("{} without a zone of their own.", strings::count(preview.rows_in_all, "row", "rows"));
    if tried.is_some() && preview.skipped > 0 {
        words += &format!(
            " The clock of {zone} never shows {} of these times; they stay refused.",
            strings::number(preview.skipped)
        );
    }
    if tried.is_some() && preview.repeated > 0 {
        words += &format!(
            " It shows {} of them twice; they are kept as imprecise.",
            strings::number(preview.repeated)
        );
    }
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="The first rows before and after">
            <table class="table compact">
                <thead><tr><th scope="col">"As written"</th><th scope="col">"Now"</th><th scope="col">{format!("With {}", tried.map_or("…".to_owned(), |z| z.to_string()))}</th><th scope="col">"Text"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="hint" role="status">{words}</p>
    }
    .into_any()
}
