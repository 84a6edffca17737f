//! Affected customers: the orders of a shop inside the exposure window, counted from a file that is not kept.

use super::Bench;
use crate::engine::Query;
use crate::engine::view::{ResponseView, UnsaidOrders};
use crate::model::{Format, Reading, Zone};
use crate::platform::messages::FileOutcome;
use crate::ui::files;
use crate::ui::state::{Desk, Overlay, ask};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::field::zone_field;
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use crate::workspace::Change;

/// The figures, or how to come by them.
pub(super) fn section(bench: Bench) -> AnyView {
    let orders = Memo::new(move |_| bench.view.with(|v| v.orders.clone()));
    let desk = bench.desk;
    let remove = move |_| desk.apply(Change::CountOrders { case: untrack(|| desk.case()), count: None });
    let part = live(move || {
        orders.with(|o| {
            if o.blocks.is_empty() {
                return view! { <p class="hint">"Open the orders of the shop (WooCommerce, CSV) to count affected customers by country and payment method. The file is not kept."</p> }.into_any();
            }
            let remove = view! { <button type="button" aria-disabled=read_only() class="link" on:click=remove>"Remove these figures"</button> };
            view! { <div class="affected-figures">{blocks_view(&o.blocks)}</div>{remove} }.into_any()
        })
    });
    view! {
        <section class="affected" aria-labelledby="affected-title">
            <div class="section-head">
                <h2 id="affected-title">"Affected customers"</h2>
                <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| files::choose(desk)>"Open orders…"</button>
            </div>
            {part}
        </section>
    }
    .into_any()
}

/// The dialog for the first file of orders that waits.
pub fn dialog(desk: Desk) -> AnyView {
    let waiting = desk.outcomes.with_untracked(|all| {
        all.iter().find_map(|o| match o {
            FileOutcome::Orders { name, token, unsaid } => Some((name.clone(), *token, unsaid.clone())),
            _ => None,
        })
    });
    let Some((name, token, unsaid)) = waiting else { return ().into_any() };
    let zone = RwSignal::new(String::new());
    // 0 until a person chose, 1 for the day first, 2 for the month first.
    let order = RwSignal::new(0);
    let response = ask::<ResponseView>(move || {
        Some(Query::Response { case: desk.open_case_id()?, zone: desk.zone.get() })
    });
    let ready = move || response.with(|r| matches!(r, Some(Ok(r)) if r.orders.ready));
    let asked = unsaid.dates > 0;
    let missing = Memo::new(move |_| {
        let wrong = zone.with(|z| !z.trim().is_empty() && z.parse::<Zone>().is_err());
        !ready() || wrong || asked && order.get() == 0
    });
    let count = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if !missing.get_untracked() {
            let day_first = asked.then(|| order.get_untracked() == 1);
            desk.count_orders(token, zone.with_untracked(|z| z.parse().ok()), day_first);
        }
    };
    let table = move |_| {
        desk.overlay.set(Overlay::Nothing);
        desk.read_waiting(token, Reading::of(Format::Delimited), None);
    };
    let window = live(move || match (desk.open_case_id(), response.get()) {
        (None, _) => {
            say!("No case is open. Open the timeline of the incident, then this file again.").to_owned()
        }
        (_, None) => String::new(),
        (_, Some(Err(e))) => e.sentences(),
        (_, Some(Ok(r))) => {
            let title = desk.head.with(|h| h.as_ref().map(|h| h.title.clone())).unwrap_or_default();
            let next = match (r.orders.ready, r.orders.blocks.is_empty()) {
                (false, _) => " Do that on Response, then open this file again.",
                (true, false) => " The figures that are there now are replaced; undo brings them back.",
                (true, true) => "",
            };
            format!("{title}: {}{}", r.orders.window, look(next))
        }
    });
    let body = view! {
        <form class="form" on:submit=count>
            <p>{say!("{rows} of a shop's orders. Those inside the exposure window are counted, with their customers, by country and payment method. Only the figures are kept: no address, no name, no order number, and not the file.", rows = strings::count(unsaid.rows, "row", "rows"))}</p>
            <p role="status">{window}</p>
            {questions(&unsaid, zone, order)}
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || missing.get()>"Count orders"</button>
                <button type="button" class="button" on:click=move |_| desk.give_up(token)>"Do not count"</button>
                <button type="button" class="link" on:click=table>"Read it as a table of events instead (the file is kept then)"</button>
            </div>
        </form>
    };
    dialog::dialog("orders", say!("Count the orders of {name}", name), "", move || desk.give_up(token), body)
}

/// What the dates leave open.
fn questions(unsaid: &UnsaidOrders, zone: RwSignal<String>, order: RwSignal<i32>) -> AnyView {
    let naive = (unsaid.naive > 0).then(|| {
        let words = say!(
            "{naive} with a clock time and no zone. Left empty, they wait and are not counted.",
            naive = strings::count(unsaid.naive, "order", "orders")
        );
        view! { <div><p>{words}</p>{zone_field("orders-zone", "The shop's clock ran in", zone)}</div> }
            .into_any()
    });
    let dates = (unsaid.dates > 0).then(|| {
        let first = unsaid.first.first().map(|(day, month)| {
            say!(" The first one is {day} with the day first, {month} with the month first.", day, month)
        });
        let words = say!(
            "{dates} with dates such as 03/04/2026, of which nothing tells which figure is the day.{first}",
            dates = strings::count(unsaid.dates, "order", "orders"),
            first = first.unwrap_or_default()
        );
        let options = vec![(1, say!("Day first").to_owned()), (2, say!("Month first").to_owned())];
        let choice =
            segmented("orders-order", "Dates such as 03/04/2026", options, order.into(), move |to| {
                order.set(to)
            });
        view! { <div><p>{words}</p>{choice}</div> }.into_any()
    });
    view! { {naive}{dates} }.into_any()
}
