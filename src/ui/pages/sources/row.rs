//! One file in the table, with what is open below it.

use super::{Part, Shelf, clock, dates, messages, part_button, refused, zone};
use crate::engine::view::SourceRow;
use crate::model::{Format, SourceId, Span};
use crate::ui::state::Overlay;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::badge::source_mark;
use crate::ui::widgets::icon::{Icon, icon_button};
use crate::ui::widgets::live::live;
use crate::ui::widgets::moment::span_text;
use crate::workspace::Change;

/// The rows of one file.
pub(super) fn row(shelf: Shelf, place: u32, id: SourceId) -> AnyView {
    let current = Memo::new(move |_| shelf.row(id));
    let open = Memo::new(move |_| shelf.open.get().filter(|(of, _)| *of == id).map(|(_, part)| part));
    view! {
        <tbody class="source" id=format!("source-{}", id.0)>
            {live(move || current.get().map(|s| cells(shelf, place, s)))}
            {live(move || open.get().map(|part| below(shelf, id, part)))}
        </tbody>
    }
    .into_any()
}

fn below(shelf: Shelf, id: SourceId, part: Part) -> AnyView {
    let body = match part {
        Part::Zone => zone::editor(shelf, id, None),
        Part::Abbreviation(written) => zone::editor(shelf, id, Some(written)),
        Part::Dates => dates::editor(shelf, id),
        Part::Clock => clock::editor(shelf, id),
        Part::Refused => refused::list(shelf, id),
    };
    view! { <tr class="source-below"><td colspan="7">{body}</td></tr> }.into_any()
}

fn cells(shelf: Shelf, place: u32, source: SourceRow) -> AnyView {
    let SourceRow {
        id,
        summary,
        format_label,
        why,
        reading,
        zone,
        naive_rows,
        waiting,
        abbreviations,
        dates,
        clock_offset,
        at_hand,
        ..
    } = source;
    let waiting = waiting.saturating_sub(abbreviations.iter().map(|a| a.waiting).sum());
    let name = summary.name.clone();
    let opener = move |part: Part, class: &'static str, text: String, label: String| {
        view! {
            <button type="button" class=class id=part_button(id, part) aria-label=label
                aria-expanded=move || (shelf.open.get() == Some((id, part))).to_string()
                on:click=move |_| shelf.toggle(id, part)>{text}</button>
        }
        .into_any()
    };
    let merged = match summary.merged {
        0 => String::new(),
        n => say!(" + {n} put together with them", n = strings::number(n)),
    };
    let read = match summary.incidents {
        0 => strings::count(summary.events, "event", "events"),
        n => strings::count(n, "case", "cases"),
    };
    let refused = (summary.refused > 0).then(|| {
        let text = say!("{refused} refused", refused = strings::number(summary.refused));
        let label = say!("{text}, show the rows of {name}", text, name);
        opener(Part::Refused, "link attention", text, label)
    });
    let counts = view! {
        <span>{strings::count(summary.rows, "row", "rows")}</span>
        <span class="hint">{format!("= {read}{merged}{}", if summary.refused > 0 { " + " } else { "" })}{refused}</span>
    };
    let shown_zone = shelf.desk.zone.get();
    let span = match summary.span {
        Some(ends) => view! {
            <span class="source-span">{strings::span(ends, shown_zone)}</span>
            <span class="hint">{strings::zone_at(shown_zone, ends[0])}", "{span_text(ends[1].since(ends[0]))}</span>
        }
        .into_any(),
        None if !at_hand => view! { <span class="hint">"not at hand"</span> }.into_any(),
        None => view! { <span class="hint">"no plausible time"</span> }.into_any(),
    };
    let zone_words = match (zone, waiting, naive_rows) {
        (Some(zone), ..) => view! {
            {opener(Part::Zone, "link", zone.to_string(), say!("Zone of {name}: {zone}, change", name, zone))}
            <span class="hint">"asserted by you"</span>
        }
        .into_any(),
        (None, 1.., _) => opener(Part::Zone, "link attention", say!("Choose…").to_owned(), say!("Choose the zone of {name}", name)),
        (None, 0, 1..) => view! {
            {opener(Part::Zone, "link", say!("assumed UTC").to_owned(), say!("Zone of {name}: assumed UTC, change", name))}
            <span class="hint">"dates without a zone"</span>
        }
        .into_any(),
        _ if !abbreviations.is_empty() => ().into_any(),
        _ if summary.zone == "stated" => view! { <span>"stated in the rows"</span> }.into_any(),
        _ => view! { <span>{summary.zone.clone()}</span> }.into_any(),
    };
    let meanings = abbreviations.into_iter().map(|a| {
        let written = a.abbreviation;
        let (class, text) = match a.zone {
            Some(zone) => ("link", say!("{written} is {zone}", written, zone)),
            None if a.waiting == 0 => ("link quiet", say!("{written} in that zone", written)),
            None => ("link attention", say!("{written} is…", written)),
        };
        let label = say!("{text} in {name}: say what it means", text, name);
        opener(Part::Abbreviation(written), class, text, label)
    });
    let meanings = meanings.collect_view();
    let dates = dates.map(|dates| {
        let (class, text) = match dates.day_first {
            Some(true) => ("link quiet", "Dates with the day first"),
            Some(false) => ("link quiet", "Dates with the month first"),
            None => ("link attention", "Day or month first?"),
        };
        let text = look(text);
        opener(Part::Dates, class, text.to_owned(), say!("{text}, {name}: choose", text, name))
    });
    let another = at_hand.then(|| {
        let label = say!("Read it another way: {name}", name);
        let ask = move |_| shelf.desk.read_another_way(untrack(|| shelf.desk.case()), id);
        view! { <button type="button" class="link quiet" aria-label=label on:click=ask>"Read it another way…"</button> }.into_any()
    });
    let choose = (at_hand && reading.format == Format::SlackExport).then(|| {
        let (label, name) = (say!("Choose messages: {name}", name), name.clone());
        let ask = move |_| shelf.desk.overlay.set(Overlay::Messages(id, name.clone()));
        view! { <button type="button" class="link quiet" id=messages::button_id(id) aria-label=label on:click=ask>"Choose messages…"</button> }.into_any()
    });
    let offset = if clock_offset == Span::ZERO {
        say!("on time").to_owned()
    } else {
        format!("{}{}", if clock_offset.0 > 0 { "+" } else { "" }, clock_offset)
    };
    let hash = if summary.sha256.is_empty() {
        view! { <span class="hint">"hashing…"</span> }.into_any()
    } else {
        view! {
        <button type="button" class="hash" title=summary.sha256.clone()>
            <span class="visually-hidden">{say!("SHA-256 of {name}: ", name)}</span>
            <code class="hash-short">{strings::short_hash(&summary.sha256).to_owned()}</code>
            <code class="hash-full">{summary.sha256.clone()}</code>
        </button>
        }
        .into_any()
    };
    let notes = summary.notes.iter().map(|n| view! { <li>{n.clone()}</li> }.into_any()).collect_view();
    let remove = {
        let name = name.clone();
        move || {
            shelf.desk.apply_then(
                Change::RemoveSource { case: untrack(|| shelf.desk.case()), source: id },
                {
                    let name = name.clone();
                    move || {
                        shelf.desk.tell(
                            false,
                            say!("Removed {name}", name),
                            "Undo brings it back with everything that was decided about it",
                        )
                    }
                },
            );
        }
    };
    view! {
        <tr>
            <th scope="row" class="source-name">
                <div>{source_mark(Some(place), "")}<span class="source-file">{name.clone()}</span></div>
                <span class="hint">{format!("{}, {}", known(format_label), strings::size(summary.bytes))}</span>
                <span class="hint source-why">{why}</span>
                <ul class="source-notes hint">{notes}</ul>
                <div class="stack">{dates}{choose}{another}</div>
            </th>
            <td><div class="stack">{counts}</div></td>
            <td><div class="stack">{span}</div></td>
            <td><div class="stack">{zone_words}{meanings}</div></td>
            <td>{opener(Part::Clock, "link quiet", offset.clone(), say!("Clock of {name}: {offset}, change", name, offset))}</td>
            <td>{hash}</td>
            <td>{icon_button(Icon::Bin, say!("Remove {name}", name), remove)}</td>
        </tr>
    }
    .into_any()
}
