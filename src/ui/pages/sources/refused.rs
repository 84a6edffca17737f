//! The rows of a file that could not be read, by reason, with what would mend them.

use super::{Part, Shelf};
use crate::engine::Query;
use crate::engine::view::{Exported, Fix, RefusalReason, RefusalsView};
use crate::model::{Refusal, SourceId};
use crate::platform::dom;
use crate::ui::state::{Asked, ask};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::list::{ListHandle, virtual_list};
use crate::ui::widgets::live::live;

/// Rows are asked for in pages of so many.
const PAGE: u32 = 60;
/// The height of a row, in pixels; style/sources.css says the same.
const ROW: f64 = 28.0;
/// More rows than this scroll.
const SEEN: u32 = 12;

/// The list.
pub(super) fn list(shelf: Shelf, id: SourceId) -> AnyView {
    let desk = shelf.desk;
    let name = untrack(|| shelf.row(id)).map(|s| s.summary.name).unwrap_or_default();
    let chosen = RwSignal::new(None::<String>);
    let total = RwSignal::new(0_u32);
    let list = ListHandle::new(total.into(), Signal::derive(|| ROW));
    let wanted = Memo::new(move |_| {
        let (first, count) = list.seen.get();
        let from = first.saturating_sub(PAGE / 2) / PAGE * PAGE;
        (from, (first + count + PAGE / 2).div_ceil(PAGE) * PAGE - from)
    });
    let answer = ask::<RefusalsView>(move || {
        let (from, count) = wanted.get();
        Some(Query::Refusals { case: desk.case(), source: id, reason: chosen.get(), from, count })
    });
    Effect::new(move |_| {
        answer.with(|a| {
            if let Some(Ok(view)) = a {
                total.set(view.total);
            }
        });
    });
    let reasons = Memo::new(move |_| {
        answer
            .with(|a| a.as_ref().and_then(|a| a.as_ref().ok().map(|v| v.reasons.clone())))
            .unwrap_or_default()
    });
    let save = move |_| {
        let query = Query::RefusalsCsv { case: untrack(|| desk.case()), source: id };
        desk.ask_once::<Exported>(query, move |file| {
            let saved =
                dom::text_blob(&file.text, &file.mime).and_then(|blob| dom::download(&file.name, &blob));
            match saved {
                Ok(()) => desk.tell(false, say!("Saved {file}", file = file.name), ""),
                Err(error) => desk.fail(error),
            }
        });
    };
    view! {
        <div class="below" role="group" aria-label=say!("Refused rows of {name}", name) on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            {live(move || groups(shelf, id, reasons.get(), chosen))}
            {rows(list, answer, total)}
            <div class="form-actions">
                <button type="button" class="button small" on:click=save>"Save as CSV"</button>
                <button type="button" class="button small" on:click=move |_| shelf.close()>"Close"</button>
                <span class="hint">"Nothing is lost: these rows stay counted and are listed in the report."</span>
            </div>
        </div>
    }
    .into_any()
}

/// The reasons with their counts; one that is pressed narrows the list, one that can be mended says how.
fn groups(
    shelf: Shelf,
    id: SourceId,
    reasons: Vec<RefusalReason>,
    chosen: RwSignal<Option<String>>,
) -> AnyView {
    let one = |r: RefusalReason| {
        let below = |part: Part| -> Box<dyn Fn()> { Box::new(move || shelf.open.set(Some((id, part)))) };
        let fix = match r.fix {
            Fix::None => None,
            Fix::Zone => Some((say!("Choose the zone…").to_owned(), below(Part::Zone))),
            Fix::Abbreviation(written) => {
                Some((say!("Say what {written} means…", written), below(Part::Abbreviation(written))))
            }
            Fix::Dates => Some((say!("Say which figure is the day…").to_owned(), below(Part::Dates))),
            Fix::Another => {
                let desk = shelf.desk;
                let ask: Box<dyn Fn()> = Box::new(move || desk.read_another_way(untrack(|| desk.case()), id));
                Some((say!("Choose the columns again…").to_owned(), ask))
            }
        };
        let fix = fix.map(|(label, mend)| {
            view! { <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| mend()>{label}</button> }
                .into_any()
        });
        let (is, mine) = (r.reason.clone(), r.reason.clone());
        let press = move |_| chosen.update(|c| *c = (c.as_ref() != Some(&mine)).then(|| mine.clone()));
        view! {
            <li class="reason">
                <button type="button" class="facet-button" aria-pressed=move || chosen.with(|c| c.as_ref() == Some(&is)).to_string() on:click=press>
                    <span class="reason-count">{strings::number(u64::from(r.count))}</span><span>{r.words}</span>
                </button>
                {fix}
            </li>
        }
        .into_any()
    };
    view! { <ul class="reasons" aria-label="Reasons; press one to see its rows alone">{reasons.into_iter().map(one).collect_view()}</ul> }.into_any()
}

fn rows(list: ListHandle, answer: Asked<RefusalsView>, total: RwSignal<u32>) -> AnyView {
    let at = move |row: u32| {
        answer.with(|a| {
            let view = a.as_ref()?.as_ref().ok()?;
            view.rows.get(row.checked_sub(view.from)? as usize).cloned()
        })
    };
    let slots = move || {
        let (first, count) = list.seen.get();
        let version = answer
            .with(|a| a.as_ref().and_then(|a| a.as_ref().ok().map(|v| std::sync::Arc::as_ptr(v) as usize)))
            .unwrap_or(0);
        (first..first + count).map(|row| (version, row, at(row))).collect::<Vec<_>>()
    };
    let key = |(version, row, refusal): &(usize, u32, Option<Refusal>)| (*version, *row, refusal.is_some());
    let made = view! { <For each=slots key=key children=move |(_, row, refusal)| line(list, row, refusal)/> }
        .into_any();
    let head = view! {
        <div class="refused-row refused-head" role="row" aria-rowindex="1">
            <span role="columnheader" class="number">"Line"</span>
            <span role="columnheader">"Why"</span>
            <span role="columnheader">"Row as it stands"</span>
        </div>
    }
    .into_any();
    let pressed = move |ev: &leptos::ev::KeyboardEvent| {
        let by = match ev.key().as_str() {
            "ArrowDown" | "j" => 1,
            "ArrowUp" | "k" => -1,
            "PageDown" => list.page(),
            "PageUp" => -list.page(),
            "Home" => i64::from(i32::MIN),
            "End" => i64::from(i32::MAX),
            _ => return false,
        };
        if ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
            return false;
        }
        list.step(by);
        true
    };
    let height = move || format!("{}px", (f64::from(total.get().clamp(1, SEEN)) + 1.0) * ROW + 2.0);
    view! {
        <div class="refused" style:height=height>{virtual_list(list, "refused", "Refused rows", head, made, pressed)}</div>
        {live(move || list.cursor.get().and_then(at).map(|r| view! {
            <div class="refused-whole"><p>{r.reason.clone()}</p><pre><code>{r.text.clone()}</code></pre></div>
        }.into_any()))}
    }
    .into_any()
}

fn line(list: ListHandle, row: u32, refusal: Option<Refusal>) -> AnyView {
    let (place, reason, text) = match refusal {
        None => (String::new(), "…".to_owned(), String::new()),
        Some(r) => {
            let place = match (r.line, r.pointer.as_str()) {
                (0, "") => "–".to_owned(),
                (0, pointer) => pointer.to_owned(),
                (line, _) => strings::number(u64::from(line)),
            };
            (place, r.reason, r.text)
        }
    };
    view! {
        <div class="refused-row" role="row" id=format!("refused-{row}") aria-rowindex=(row + 2).to_string()
            aria-selected=move || (list.cursor.get() == Some(row)).to_string()
            on:click=move |_| list.move_to(row)>
            <span role="gridcell" class="number">{place}</span>
            <span role="gridcell" title=reason.clone()>{reason.clone()}</span>
            <span role="gridcell" title=text.clone()><code>{text.clone()}</code></span>
        </div>
    }
    .into_any()
}
