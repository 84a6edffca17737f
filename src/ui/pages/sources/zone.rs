//! The zone in which a file's clock ran, or that an abbreviation of its rows means, with what it does to the first rows
//! before and after.

use super::{Shelf, whole_file};
use crate::engine::Query;
use crate::engine::view::ZonePreview;
use crate::model::{Abbreviation, SourceId, Zone};
use crate::platform::clock;
use crate::ui::state::ask;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::field::zone_field;
use crate::ui::widgets::live::live;
use crate::workspace::Change;

/// The editor.
pub(super) fn editor(shelf: Shelf, id: SourceId, written: Option<Abbreviation>) -> AnyView {
    let source = untrack(|| shelf.row(id));
    let (all, all_field) = whole_file(source.as_ref());
    let meant = written.and_then(|written| {
        source.as_ref()?.abbreviations.iter().find(|a| a.abbreviation == written).cloned()
    });
    let asserted = match written {
        None => source.and_then(|s| s.zone),
        Some(_) => meant.as_ref().and_then(|a| a.zone),
    };
    let name = RwSignal::new(asserted.map(|z| z.to_string()).unwrap_or_default());
    let tried = Memo::new(move |_| name.with(|n| n.parse::<Zone>().ok()));
    let desk = shelf.desk;
    let preview = ask::<ZonePreview>(move || {
        let zone = tried.get().or(asserted).unwrap_or_default();
        Some(Query::ZonePreview { case: desk.case(), source: id, zone, abbreviation: written })
    });
    let set = move |zone: Option<Zone>| {
        let (case, source, whole_file) = (untrack(|| desk.case()), id, all.get_untracked());
        let change = match written {
            None => Change::SetZone { case, source, zone, whole_file },
            Some(abbreviation) => Change::SetAbbreviation { case, source, abbreviation, zone, whole_file },
        };
        desk.apply_then(change, move || shelf.close());
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
    let offers = match meant {
        None => view! { <div class="inline-form">{offer(Zone::Utc, "UTC".to_owned())}{(mine != Zone::Utc).then(|| offer(mine, mine.to_string()))}</div> }.into_any(),
        Some(a) => {
            let one = a.meanings.into_iter().map(|(zone, words, first)| {
                let first = first.map(|m| say!("the first row at {m}", m = strings::moment(&m, Zone::Utc)));
                view! { <li>{offer(zone, format!("{words}, {zone}"))}" "<span class="hint">{first}</span></li> }.into_any()
            });
            view! { <ul class="meanings" aria-label=say!("What {abbreviation} may mean", abbreviation = a.abbreviation)>{one.collect_view()}</ul> }.into_any()
        }
    };
    let (field, form) = match written {
        None => ("The clock of this file ran in", say!("Zone of the file").to_owned()),
        Some(written) => ("It means", say!("What {written} means in this file", written)),
    };
    view! {
        <form class="form below" aria-label=form on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            <div class="below-fields">
                {zone_field("source-zone", field, name)}
                {offers}
                {all_field}
            </div>
            {live(move || preview.get().and_then(Result::ok).map(|p| table(&p, tried.get(), written)))}
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || tried.with(Option::is_none)>
                    {live(move || match (tried.get(), written) {
                        (None, _) => say!("Assert this zone").to_owned(),
                        (Some(z), None) => say!("Assert {z}", z),
                        (Some(z), Some(written)) => say!("Read {written} as {z}", written, z),
                    })}
                </button>
                {asserted.map(|_| view! { <button type="button" aria-disabled=read_only() class="button" on:click=move |_| set(None)>"Take it back"</button> }.into_any())}
                <button type="button" class="button" on:click=move |_| shelf.close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

fn table(preview: &ZonePreview, tried: Option<Zone>, written: Option<Abbreviation>) -> AnyView {
    let zone = tried.unwrap_or_default();
    let shown = preview.rows.iter().map(|r| {
        let before = r.before.map_or_else(|| say!("waits for a zone").to_owned(), |m| strings::moment(&m, Zone::Utc));
        let after = match (tried, r.after) {
            (None, _) => "–".to_owned(),
            (Some(_), Some(m)) => strings::moment(&m, Zone::Utc),
            (Some(_), None) => say!("the clock skips this time").to_owned(),
        };
        view! { <tr><td>{r.written.clone()}</td><td>{before}</td><td>{after}</td><td class="muted">{r.text.clone()}</td></tr> }.into_any()
    });
    let rows = strings::count(preview.rows_in_all, "row", "rows");
    let mut words = match written {
        None => say!("{rows} without a zone of their own.", rows),
        Some(written) => say!("{rows} in {written}.", rows, written),
    };
    if tried.is_some() && preview.skipped > 0 {
        words += &say!(
            " The clock of {zone} never shows {skipped} of these times; they stay refused.",
            zone,
            skipped = strings::number(preview.skipped)
        );
    }
    if tried.is_some() && preview.repeated > 0 {
        words += &say!(
            " It shows {repeated} of them twice; they are kept as imprecise.",
            repeated = strings::number(preview.repeated)
        );
    }
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="The first rows before and after">
            <table class="table compact">
                <thead><tr><th scope="col">"As written"</th><th scope="col">"Now"</th><th scope="col">{say!("With {z}", z = tried.map_or("…".to_owned(), |z| z.to_string()))}</th><th scope="col">"Text"</th></tr></thead>
                <tbody>{shown.collect_view()}</tbody>
            </table>
        </div>
        <p class="hint" role="status">{words}</p>
    }
    .into_any()
}
