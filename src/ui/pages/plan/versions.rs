//! The versions of the plan that are kept, and any two of them side by side.

use super::{Table, redline};
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::{PlanComparison, VersionRow};
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// A version in a few words.
pub(super) fn name(row: &VersionRow) -> String {
    row.version
        .as_ref()
        .map_or_else(|| say!("no version written in it").to_owned(), |v| say!("version {v}", v))
}

/// Version, effective date and approver of the current version.
pub(super) fn current(row: &VersionRow) -> String {
    let effective = row.effective.map(|day| say!(", in effect since {day}", day)).unwrap_or_default();
    let approver = row.approver.trim();
    let approved =
        if approver.is_empty() { String::new() } else { say!(", approved by {approver}", approver) };
    format!("{}{effective}{approved}", name(row))
}

/// The versions, newest first, with what compares two of them.
pub(super) fn panel(table: Table) -> AnyView {
    let all = Memo::new(move |_| table.view.with(|v| v.versions.clone()));
    let pair = RwSignal::new((0_usize, 1_usize));
    let shown = RwSignal::new(None::<PlanComparison>);
    // The two newest, until somebody chooses.
    Effect::new(move |_| {
        let count = all.with(Vec::len);
        pair.set((count.saturating_sub(2), count.saturating_sub(1)));
        shown.set(None);
    });
    let compare = move |_| {
        let (from, to) = pair.get_untracked();
        table.desk.ask_once::<PlanComparison>(Query::ComparePlans { from, to }, move |c| shown.set(Some(c)));
    };
    let choice = move |id: &'static str, label: &'static str, newer: bool| {
        let options = move || {
            let at = if newer { pair.get().1 } else { pair.get().0 };
            let line = move |(n, row): (usize, VersionRow)| {
                view! { <option value=n.to_string() selected=(n == at).then_some("")>{say!("{row}, no. {n}", row = name(&row), n = n + 1)}</option> }.into_any()
            };
            all.get().into_iter().enumerate().map(line).collect_view()
        };
        view! {
            <label for=id>{label}</label>
            <select id=id class="input" on:change=move |ev| {
                if let Ok(n) = event_target_value(&ev).parse::<usize>() {
                    pair.update(|p| if newer { p.1 = n } else { p.0 = n });
                    shown.set(None);
                }
            }>{live(options)}</select>
        }
        .into_any()
    };
    let lines = move || {
        let zone = table.desk.zone.get();
        let line = move |row: VersionRow| {
            let case = row.case.as_ref().map(|c| say!(", after “{c}”", c)).unwrap_or_default();
            view! { <li>{say!("{row}{case}, kept ", row = current(&row), case)}{words::instant(row.written, zone)}</li> }
                .into_any()
        };
        all.get().into_iter().rev().map(line).collect_view()
    };
    live(move || {
        let count = all.with(Vec::len);
        (count > 1).then(|| {
            view! {
                <details class="versions">
                    <summary>{say!("{count} versions kept", count)}</summary>
                    <ol reversed="">{live(lines)}</ol>
                    <div class="inline-form">
                        {choice("compare-from", "Compare", false)}
                        {choice("compare-to", "with", true)}
                        <button type="button" class="button small" on:click=compare>"Compare versions"</button>
                        <button type="button" class="button small" on:click=move |_| table.desk.export(Export::PlanChanges)>"Save the change log"</button>
                    </div>
                    {live(move || shown.get().map(|c| view! {
                        <div class="diff" role="region" tabindex="0" aria-label="Two versions side by side"><span lang="">{redline::words(&c.ops)}</span></div>
                    }.into_any()))}
                </details>
            }
            .into_any()
        })
    })
}
