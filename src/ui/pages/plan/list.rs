//! All amendments by section, with what is decided on each: the list from which a reviewer goes to one of them.

use super::Table;
use crate::document::words::cut;
use crate::engine::view::{AmendmentRow, PlanView};
use crate::model::case::AmendmentDecision;
use crate::ui::pages::desk::scroll_to;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// How much of an amendment's wording tells it from the others, in characters.
const WORDS: usize = 70;

/// What is decided on an amendment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    Proposed,
    Accepted,
    /// Accepted in a person's own wording.
    Edited,
    Rejected,
}

impl Standing {
    const ALL: [Standing; 4] = [Standing::Proposed, Standing::Accepted, Standing::Edited, Standing::Rejected];

    fn of(row: &AmendmentRow) -> Standing {
        match &row.decision {
            None => Standing::Proposed,
            Some(AmendmentDecision::Accepted { text: None }) => Standing::Accepted,
            Some(AmendmentDecision::Accepted { text: Some(_) }) => Standing::Edited,
            Some(AmendmentDecision::Rejected) => Standing::Rejected,
        }
    }

    /// Its word in attributes and in the choice of states.
    fn id(self) -> &'static str {
        match self {
            Standing::Proposed => "proposed",
            Standing::Accepted => "accepted",
            Standing::Edited => "edited",
            Standing::Rejected => "rejected",
        }
    }

    /// Its name after a number.
    fn label(self) -> &'static str {
        match self {
            Standing::Proposed => "to decide",
            Standing::Accepted => "accepted",
            Standing::Edited => "accepted in your wording",
            Standing::Rejected => "rejected",
        }
    }
}

/// Some amendments by what is decided on them, such as “3 to decide, 1 accepted”.
fn counts(rows: &[AmendmentRow]) -> String {
    let part = |standing: Standing| {
        let n = rows.iter().filter(|r| Standing::of(r) == standing).count();
        (n > 0).then(|| format!("{n} {}", look(standing.label())))
    };
    Standing::ALL.into_iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

/// A section with the amendments that land in it.
struct Part {
    /// Its number in the outline; none for a section that is yet to be made.
    place: Option<usize>,
    title: String,
    /// The section around it, where others have the same title.
    within: Option<String>,
    rows: Vec<AmendmentRow>,
}

/// The amendments by their sections, in the order of the plan; those of a section that is yet to be made stand under its title.
fn sections(view: &PlanView) -> Vec<Part> {
    let mut all: Vec<Part> = vec![];
    for row in &view.amendments {
        let there = view.outline.iter().any(|o| o.title.eq_ignore_ascii_case(&row.amendment.section));
        let own = row.section.filter(|_| there).and_then(|n| Some((n, view.outline.get(n)?)));
        let place = own.map(|(n, _)| n);
        let title = own.map_or(&row.amendment.section, |(_, o)| &o.title);
        let same = |part: &&mut Part| part.place == place && (place.is_some() || part.title == *title);
        match all.iter_mut().find(same) {
            Some(part) => part.rows.push(row.clone()),
            None => {
                let within = own.and_then(|(n, _)| around(view, n));
                all.push(Part { place, title: title.clone(), within, rows: vec![row.clone()] });
            }
        }
    }
    all
}

/// The title of the section around one that shares its own title with others, as the steps of several playbooks do.
fn around(view: &PlanView, place: usize) -> Option<String> {
    let own = view.outline.get(place)?;
    if view.outline.iter().filter(|o| o.title == own.title).count() < 2 {
        return None;
    }
    let before = view.outline.get(..place)?;
    before.iter().rfind(|o| o.level < own.level).map(|o| o.title.clone())
}

/// The list, folded until somebody opens it.
pub(super) fn panel(table: Table) -> AnyView {
    let some = Memo::new(move |_| table.view.with(|v| !v.amendments.is_empty()));
    let title =
        move || table.view.with(|v| say!("Amendments by section: {counts}", counts = counts(&v.amendments)));
    let shown = RwSignal::new(None::<Standing>);
    let head = NodeRef::<leptos::html::Summary>::new();
    // The button that was pressed is gone once all are accepted.
    let accept = move |all: Vec<String>| {
        table.accept_all(all);
        if let Some(head) = head.get_untracked() {
            let _ = head.focus();
        }
    };
    let options = || {
        let option = |s: Standing| view! { <option value=s.id()>{known(s.label())}</option> }.into_any();
        Standing::ALL.into_iter().map(option).collect_view()
    };
    live(move || {
        some.get().then(|| {
            view! {
                <details class="plan-coverage plan-list">
                    <summary node_ref=head>{title}</summary>
                    <label class="check">"Show"
                        <select class="input" prop:value=move || shown.get().map_or("", Standing::id) on:change=move |ev| {
                            let value = event_target_value(&ev);
                            shown.set(Standing::ALL.into_iter().find(|s| s.id() == value));
                        }><option value="">"all"</option>{options()}</select></label>
                    {live(move || {
                        let all = table.view.with(|v| sections(v));
                        let parts: Vec<AnyView> = all.into_iter().filter_map(|part| section(part, shown.get(), accept)).collect();
                        if parts.is_empty() {
                            return view! { <p>"No amendment stands so."</p> }.into_any();
                        }
                        view! { <div class="coverage-groups">{parts.into_iter().collect_view()}</div> }.into_any()
                    })}
                </details>
            }
            .into_any()
        })
    })
}

/// One section with its amendments, those of a state where one was chosen.
fn section(
    part: Part,
    shown: Option<Standing>,
    accept_all: impl Fn(Vec<String>) + 'static,
) -> Option<AnyView> {
    let Part { place, title, within, rows } = part;
    let counts = counts(&rows);
    let rows: Vec<_> = rows.into_iter().filter(|r| shown.is_none_or(|s| Standing::of(r) == s)).collect();
    if rows.is_empty() {
        return None;
    }
    // What the choice of a state hides is not accepted.
    let open: Vec<String> =
        rows.iter().filter(|r| r.decision.is_none()).map(|r| r.amendment.id.clone()).collect();
    let items = rows.into_iter().map(item).collect_view();
    let count = open.len();
    let whole = match &within {
        Some(within) => format!("{within}: {title}"),
        None => title.clone(),
    };
    let name = say!("Accept all {count} in this section: {title}", count, title = whole);
    let accept = (count > 1).then(|| {
        view! {
            <button type="button" aria-disabled=read_only() class="button small" aria-label=name on:click=move |_| accept_all(open.clone())>{say!("Accept all {count} in this section", count)}</button>
        }
        .into_any()
    });
    let within = within
        .map(|within| view! { <span class="coverage-why" lang="">{format!("{within}: ")}</span> }.into_any());
    let new = place.is_none().then(|| view! { <span class="coverage-why">" (new)"</span> }.into_any());
    Some(
        view! {
            <section>
                <h3>{within}<span lang="">{title}</span>{new}</h3>
                <p class="list-counts">{counts}" "{accept}</p>
                <ul>{items}</ul>
            </section>
        }
        .into_any(),
    )
}

/// One amendment, which leads to its card.
fn item(row: AmendmentRow) -> AnyView {
    let standing = Standing::of(&row);
    let target = format!("amendment-{}", row.amendment.id);
    let words = match &row.decision {
        Some(AmendmentDecision::Accepted { text: Some(text) }) => text,
        _ => &row.amendment.text,
    };
    let words = cut(words.trim().lines().next().unwrap_or_default(), WORDS);
    view! {
        <li data-standing=standing.id()>
            <span class="coverage-state">{known(standing.label())}</span>" "
            <button type="button" class="link" title="Go to the amendment" on:click=move |_| scroll_to(&target)>{known(row.amendment.kind.label())}</button>
            " "<span class="coverage-why" lang="">{words}</span>
        </li>
    }
    .into_any()
}
