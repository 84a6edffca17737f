//! Roles in the place of names: the switch, and who has which role.

use super::desk::{Desk, ask, desk, loaded};
use crate::engine::Query;
use crate::engine::roles::RolesView;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::Change;
use std::sync::Arc;

/// The switch with its table, where people read what the case says of people.
pub fn panel() -> AnyView {
    let desk = desk();
    let on = Memo::new(move |_| desk.head.with(|h| h.as_ref().is_some_and(|h| h.roles)));
    let open = RwSignal::new(false);
    let switch = move |ev: leptos::ev::Event| {
        let on = event_target_checked(&ev);
        desk.show_roles(untrack(|| desk.case()), on);
    };
    view! {
        <section class="roles no-print" aria-label="Names and roles">
            <label class="roles-switch"><input aria-disabled=read_only() type="checkbox" id="show-roles" prop:checked=move || on.get() on:change=switch/>" Show roles instead of names"</label>
            <p class="hint">"On screen and in documents. The data, files for other tools and the plan keep the names."</p>
            <button type="button" class="button small" aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|o| *o = !*o)>"Names and roles"</button>
            {live(move || open.get().then(|| {
                let answer = ask::<RolesView>(move || Some(Query::Roles { case: desk.case() }));
                loaded(answer, move |view| table(desk, view))
            }))}
        </section>
    }
    .into_any()
}

fn table(desk: Desk, view: Signal<Arc<RolesView>>) -> AnyView {
    let rows = live(move || view.with(|v| v.people.iter().map(|line| person(desk, line)).collect_view()));
    let more = live(move || {
        view.with(|v| {
            (v.more > 0)
                .then(|| view! { <p class="hint">{say!("and {more} more", more = v.more)}</p> }.into_any())
        })
    });
    let add = move |ev: leptos::ev::Event| {
        let name = event_target_value(&ev).trim().to_owned();
        if !name.is_empty() {
            let role = Some("Responder".to_owned());
            desk.apply(Change::SetRole { case: untrack(|| desk.case()), name, role });
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Table of names and roles">
            <table class="table compact">
                <thead><tr><th scope="col">"Name"</th><th scope="col">"Shown as"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
        <div class="field">
            <label for="another-name">"Another name"</label>
            <input aria-disabled=read_only() id="another-name" class="input" type="text" autocomplete="off" spellcheck="false" on:change=add/>
        </div>
        <p class="hint">"Leave a role empty to keep the name."</p>
    }
    .into_any()
}

fn person(desk: Desk, (name, role, proposed): &(String, String, String)) -> AnyView {
    let (label, of, proposed, shown) =
        (say!("Role of {name}", name), name.clone(), proposed.clone(), role.clone());
    let usual = if proposed.is_empty() { say!("the name").to_owned() } else { proposed.clone() };
    let write = move |ev: leptos::ev::Event| {
        let text = event_target_value(&ev).trim().to_owned();
        let role = (text != proposed).then_some(text);
        desk.apply(Change::SetRole { case: untrack(|| desk.case()), name: of.clone(), role });
    };
    view! {
        <tr>
            <th scope="row">{name.clone()}</th>
            <td><input aria-disabled=read_only() class="input" type="text" autocomplete="off" spellcheck="false" aria-label=label placeholder=usual
                prop:value=move || shown.clone() on:change=write/></td>
        </tr>
    }
    .into_any()
}
