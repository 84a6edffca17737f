//! The column mapper: which column is the time, which the text, with what each choice does to the first rows.

mod columns;

use crate::import::mapping::{MappingPreview, PreviewRow};
use crate::model::source::{Columns, EventMapping, IncidentMapping};
use crate::model::{Mapping, Reading, Zone};
use crate::platform::messages::{FileOutcome, UserError};
use crate::ui::state::{Desk, Overlay};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::field::zone_field;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use crate::workspace::Change;
use columns::{Role, choose, columns, day_first, missing, roles};
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// What the parts of the dialog share.
#[derive(Clone, Copy)]
struct Draft {
    desk: Desk,
    token: u32,
    mapping: RwSignal<Mapping>,
    zone: RwSignal<String>,
    preview: RwSignal<MappingPreview>,
    failed: RwSignal<Option<UserError>>,
    turn: StoredValue<u32>,
    /// Counts what replaced the whole mapping, so that the fields show it.
    replaced: RwSignal<u32>,
    /// Under what name the mapping is kept; empty where it is not.
    keep_as: RwSignal<String>,
}

impl Draft {
    /// Asks again what the mapping does; answers that were overtaken are dropped.
    fn follow(self) {
        Effect::new(move |before: Option<(Mapping, Option<Zone>)>| {
            let asked = (self.mapping.get(), self.zone.with(|z| z.parse::<Zone>().ok()));
            if before.is_none() || before.as_ref() == Some(&asked) {
                return asked;
            }
            self.turn.update_value(|n| *n += 1);
            let mine = self.turn.get_value();
            let (mapping, zone) = asked.clone();
            spawn_local(async move {
                let result = self.desk.client().preview(self.token, mapping, zone).await;
                if self.turn.try_get_value() != Some(mine) {
                    return;
                }
                match result {
                    Ok(preview) => {
                        self.preview.set(preview);
                        self.failed.set(None);
                    }
                    Err(error) => self.failed.set(Some(error)),
                }
            });
            asked
        });
    }
}

/// The dialog for the first file that waits.
pub fn dialog(desk: Desk) -> AnyView {
    let waiting = desk.outcomes.with_untracked(|all| {
        all.iter().find_map(|o| match o {
            FileOutcome::Waiting { name, token, mapping, preview, evidence, presets, zone } => Some((
                name.clone(),
                *token,
                mapping.clone(),
                preview.clone(),
                evidence.clone(),
                presets.clone(),
                *zone,
            )),
            _ => None,
        })
    });
    let Some((name, token, mapping, preview, evidence, presets, zone)) = waiting else {
        return ().into_any();
    };
    let draft = Draft {
        desk,
        token,
        mapping: RwSignal::new(*mapping),
        zone: RwSignal::new(zone.map(|z| z.to_string()).unwrap_or_default()),
        preview: RwSignal::new(*preview),
        failed: RwSignal::new(None),
        turn: StoredValue::new(0),
        replaced: RwSignal::new(0),
        keep_as: RwSignal::new(String::new()),
    };
    draft.follow();
    let give_up = move || desk.give_up(token);
    let read = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let mapping = draft.mapping.get_untracked();
        if missing(&mapping).is_none() {
            desk.overlay.set(Overlay::Nothing);
            // One that was asserted before stays as it is.
            let zone = draft.zone.with_untracked(|z| z.parse::<Zone>().ok()).filter(|z| Some(*z) != zone);
            let name = draft.keep_as.get_untracked().trim().to_owned();
            if !name.is_empty() {
                desk.apply(Change::KeepPreset { name, mapping: Some(mapping.clone()) });
            }
            desk.read_waiting(token, Reading::mapped(mapping), zone);
        }
    };
    let body = view! {
        <form class="form mapper" on:submit=read>
            <p>{say!("{trim_end_matches}. Say which column is which; the rows below show what that does.", trim_end_matches = retold(evidence.trim_end_matches('.')))}</p>
            {preset_field(draft, presets)}
            {kind(draft)}
            {role_fields(draft)}
            {reading(draft)}
            {live(move || draft.failed.get().map(|e| view! { <p class="error" role="alert">{e.sentences()}</p> }.into_any()))}
            {outcome(draft)}
            <div class="field mapper-keep">
                <label for="mapper-keep">"Keep these choices as"</label>
                <input id="mapper-keep" class="input" type="text" maxlength="60" prop:value=move || draft.keep_as.get() on:input=move |ev| draft.keep_as.set(event_target_value(&ev))/>
                <p class="hint">"A preset: offered again for every file with these columns. Left empty, they are used once."</p>
            </div>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || draft.mapping.with(|m| missing(m).is_some())>"Read the file"</button>
                <button type="button" class="button" on:click=move |_| give_up()>"Do not open it"</button>
                <span class="hint" role="status">{live(move || draft.mapping.with(missing).unwrap_or_default())}</span>
            </div>
        </form>
    };
    dialog::dialog("mapper", say!("Choose the columns of {name}", name), "wide", give_up, body)
}

/// The presets that were kept, each with whether it fits.
fn preset_field(draft: Draft, presets: BTreeMap<String, Mapping>) -> Option<AnyView> {
    if presets.is_empty() {
        return None;
    }
    let now = untrack(|| draft.mapping.get());
    let header = untrack(|| draft.preview.with(|p| p.header.clone()));
    // Of what this file has.
    let here = |mapping: &Mapping, header: &[String], above: u32| {
        mapping.close_to(header).map_or_else(|| mapping.clone(), |(close, ..)| close).below(above)
    };
    let is_now = |mapping: &Mapping| here(mapping, &header, now.above()) == now;
    let options = presets.iter().map(|(name, mapping)| {
        let words =
            if mapping.fits(&header) { name.clone() } else { say!("{name} (columns are missing)", name) };
        view! { <option value=name.clone() selected=is_now(mapping)>{words}</option> }.into_any()
    });
    let options = options.collect_view();
    let first = presets.iter().find(|(_, mapping)| is_now(mapping)).map(|(name, _)| name.clone());
    let chosen = RwSignal::new(first.unwrap_or_default());
    let choose = move |ev: leptos::ev::Event| {
        chosen.set(event_target_value(&ev));
        if let Some(mapping) = presets.get(&event_target_value(&ev)) {
            draft.mapping.update(|now| *now = here(mapping, &header, now.above()));
            draft.replaced.update(|n| *n += 1);
        }
    };
    let forget = move |_| {
        draft.desk.apply(Change::KeepPreset { name: chosen.get_untracked(), mapping: None });
        chosen.set(String::new());
    };
    let any = Memo::new(move |_| chosen.with(|name| !name.is_empty()));
    let forget = live(move || {
        any.get().then(|| {
            view! { <button type="button" aria-disabled=read_only() class="link" on:click=forget>"Forget this preset"</button> }
                .into_any()
        })
    });
    Some(
        view! {
            <div class="field mapper-preset">
                <label for="mapper-preset">"Preset"</label>
                <select id="mapper-preset" class="input" on:change=choose><option value="">"none"</option>{options}</select>
                {forget}
            </div>
        }
        .into_any(),
    )
}

/// Whether a row is an event or a whole incident.
fn kind(draft: Draft) -> AnyView {
    let incidents = Signal::derive(move || draft.mapping.with(|m| matches!(m, Mapping::Incidents(_))));
    let options = vec![(false, say!("One event").to_owned()), (true, say!("One incident").to_owned())];
    let switch = move |to: bool| {
        draft.mapping.update(|m| {
            let (day_first, above) = (day_first(m), m.above());
            *m = if to {
                let suggested = draft.preview.with_untracked(|p| p.incidents.clone());
                Mapping::Incidents(IncidentMapping { day_first, above, ..suggested })
            } else {
                Mapping::Events(EventMapping { day_first, above, ..EventMapping::default() })
            };
        });
    };
    view! { <div class="setting"><span class="setting-name">"Each row is"</span>{segmented("mapper-kind", "Each row is", options, incidents, switch)}</div> }.into_any()
}

fn role_fields(draft: Draft) -> AnyView {
    let kind = Memo::new(move |_| draft.mapping.with(roles));
    let header = Memo::new(move |_| draft.preview.with(|p| p.header.clone()));
    live(move || {
        draft.replaced.get();
        let header = header.get();
        let fields = kind.get().into_iter().enumerate().map(|(n, role)| field(draft, n, role, &header));
        view! { <fieldset class="mapper-roles"><legend class="visually-hidden">"Columns"</legend>{fields.collect_view()}</fieldset> }.into_any()
    })
}

fn field(draft: Draft, n: usize, role: Role, header: &[String]) -> AnyView {
    let id = format!("mapper-role-{n}");
    let needed = matches!(role, Role::Time | Role::Text);
    let more = (1..role.most()).map(|place| {
        let there = {
            let role = role.clone();
            Memo::new(move |_| draft.mapping.with(|m| columns(m, &role).len() >= place))
        };
        let header = header.to_vec();
        let role = role.clone();
        let label = say!("{role}, column {place}", role = known(role.label()), place = place + 1);
        live(move || {
            there.get().then(|| {
                let id = format!("mapper-role-{n}-{place}");
                select(draft, role.clone(), place, &header, id, Some(label.clone()))
            })
        })
    });
    let more = more.collect_view();
    view! {
        <div class="field" class:needed=needed>
            <label for=id.clone()>{known(role.label())}</label>
            {select(draft, role.clone(), 0, header, id, None)}
            {more}
            <p class="hint">{role.hint()}</p>
        </div>
    }
    .into_any()
}

/// A column as a person chooses it: by its name, with its place where that is blank or stands twice.
fn column_words(n: usize, header: &[String]) -> String {
    let (name, place) = (header.get(n).map_or("", |name| name.trim()), n + 1);
    if name.is_empty() {
        say!("Column {place}", place)
    } else if Columns::name(n, header) == *name {
        name.to_owned()
    } else {
        say!("{name} (column {place})", name, place)
    }
}

/// What stands for a text of the person's own in a list of columns.
const OWN_TEXT: &str = "=";

/// One of the columns of a role, or a text of the person's own.
fn select(
    draft: Draft,
    role: Role,
    place: usize,
    header: &[String],
    id: String,
    label: Option<String>,
) -> AnyView {
    let chosen =
        untrack(|| draft.mapping.with(|m| columns(m, &role))).get(place).cloned().unwrap_or_default();
    let at = if chosen.is_empty() { None } else { Columns::place(&chosen, header) };
    let own = RwSignal::new(chosen.strip_prefix(OWN_TEXT).filter(|_| at.is_none()).map(str::to_owned));
    let options = (0..header.len()).map(|n| {
        view! { <option value=Columns::name(n, header) selected=at == Some(n)>{column_words(n, header)}</option> }
            .into_any()
    });
    let options = options.collect_view();
    let constant = role.constant().then(|| {
        view! { <option value=OWN_TEXT selected=own.get_untracked().is_some()>"a text of your own…"</option> }.into_any()
    });
    let words = label.clone().unwrap_or_else(|| known(role.label()));
    let set = move |value: String| {
        draft.mapping.update(|m| {
            let mut now = columns(m, &role);
            match (value.is_empty(), now.get_mut(place)) {
                (true, _) => now.truncate(place),
                (false, Some(slot)) => *slot = value,
                (false, None) => now.push(value),
            }
            choose(m, &role, now);
        });
    };
    let pick = {
        let set = set.clone();
        move |ev: leptos::ev::Event| {
            let value = event_target_value(&ev);
            own.set((value == OWN_TEXT).then(String::new));
            set(value);
        }
    };
    let writing = Memo::new(move |_| own.with(Option::is_some));
    let text = live(move || {
        let set = set.clone();
        let label = say!("{words}, your text", words);
        writing.get().then(|| {
            let first = own.get_untracked().unwrap_or_default();
            view! {
                <input class="input" type="text" maxlength="200" aria-label=label value=first
                    on:change=move |ev| set(format!("{OWN_TEXT}{}", event_target_value(&ev)))/>
            }
            .into_any()
        })
    });
    view! {
        <select id=id class="input" aria-label=label on:change=pick>
            <option value="" selected=chosen.is_empty()>{if place == 0 { "none" } else { "and nothing else" }}</option>
            {options}
            {constant}
        </select>
        {text}
    }
    .into_any()
}

/// How the cells are read: order of dates, header, zone.
fn reading(draft: Draft) -> AnyView {
    let order = Signal::derive(move || {
        draft.mapping.with(|m| match day_first(m) {
            None => 0,
            Some(true) => 1,
            Some(false) => 2,
        })
    });
    let options = vec![
        (0, say!("As the column tells").to_owned()),
        (1, say!("Day first").to_owned()),
        (2, say!("Month first").to_owned()),
    ];
    let set_order = move |to: i32| {
        let to = match to {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        };
        draft.mapping.update(|m| match m {
            Mapping::Events(m) => m.day_first = to,
            Mapping::Incidents(m) => m.day_first = to,
        });
    };
    let ambiguous = Memo::new(move |_| draft.preview.with(|p| p.ambiguous_dates));
    let naive = Memo::new(move |_| draft.preview.with(|p| p.naive));
    let headerless =
        Memo::new(move |_| draft.mapping.with(|m| matches!(m, Mapping::Events(m) if m.headerless)));
    let events = Memo::new(move |_| draft.mapping.with(|m| matches!(m, Mapping::Events(_))));
    let set_headerless = move |on: bool| {
        draft.mapping.update(|m| {
            // Names of one reading mean nothing in the other.
            *m = Mapping::Events(EventMapping {
                headerless: on,
                day_first: day_first(m),
                above: m.above(),
                ..EventMapping::default()
            });
        });
    };
    let table = Memo::new(move |_| draft.preview.with(|p| p.delimiter != "json"));
    let set_above = move |lines: String| {
        if let Ok(lines) = lines.trim().parse::<u32>() {
            draft.mapping.update(|m| *m = m.clone().below(lines));
        }
    };
    view! {
        <div class="mapper-reading">
            <div class="setting" class:asked=move || ambiguous.get() && order.get() == 0>
                <span class="setting-name">"Dates such as 03/04/2026"</span>
                {segmented("mapper-order", "Dates such as 03/04/2026", options, order, set_order)}
            </div>
            {live(move || events.get().then(|| view! {
                <label class="check"><input type="checkbox" prop:checked=move || headerless.get() on:change=move |ev| set_headerless(event_target_checked(&ev))/>
                    "The first row is data, not names"</label>
            }.into_any()))}
            {live(move || table.get().then(|| view! {
                <label class="check">"Lines above the table"
                    <input class="input count" type="number" min="0" max="999" prop:value=move || draft.mapping.with(Mapping::above).to_string() on:change=move |ev| set_above(event_target_value(&ev))/></label>
            }.into_any()))}
            {live(move || naive.get().then(|| view! {
                <div class="mapper-zone">
                    <p class="attention">{icon(Icon::Attention)}"These times have no zone. In which did the clock run? Left empty, the rows wait and Sources asks again."</p>
                    {zone_field("mapper-zone", "The clock ran in", draft.zone)}
                </div>
            }.into_any()))}
        </div>
    }
    .into_any()
}

/// The first rows as they stand, and what becomes of each.
fn outcome(draft: Draft) -> AnyView {
    let made = live(move || {
        let events = draft.mapping.with(|m| matches!(m, Mapping::Events(_)));
        let zone = draft.zone.with(|z| z.parse::<Zone>().ok());
        draft.preview.with(|p| {
            let problems = p
                .problems
                .iter()
                .map(|p| {
                    view! { <li class="attention">{icon(Icon::Attention)}{retold(p.as_str())}</li> }
                        .into_any()
                })
                .collect_view();
            let read = if events { events_table(p, zone) } else { incidents_table(p, zone) };
            view! { <ul class="mapper-problems" aria-label="Problems">{problems}</ul>{read} }.into_any()
        })
    });
    let raw = live(move || {
        let mapping = draft.mapping.get();
        draft.preview.with(|p| {
            let used = |n: usize| {
                let names: Vec<String> = roles(&mapping)
                    .iter()
                    .filter(|role| columns(&mapping, role).iter().any(|c| Columns::place(c, &p.header) == Some(n)))
                    .map(Role::label)
                    .collect();
                names.join(", ")
            };
            let head = (0..p.header.len()).map(|n| {
                let role = used(n);
                let mark = (!role.is_empty()).then(|| view! { <span class="badge">{role.clone()}</span> }.into_any());
                view! { <th scope="col" class:used=!role.is_empty()>{column_words(n, &p.header)}" "{mark}</th> }.into_any()
            });
            let rows = p.rows.iter().map(|row| {
                let cells = row.iter().enumerate().map(|(n, cell)| {
                    let is_used = !used(n).is_empty();
                    view! { <td class:used=is_used>{cell.clone()}</td> }.into_any()
                });
                view! { <tr>{cells.collect_view()}</tr> }.into_any()
            });
            view! {
                <table class="table compact">
                    <caption class="hint">{say!("The first rows as they stand, separated by {delimiter}", delimiter = p.delimiter)}</caption>
                    <thead><tr>{head.collect_view()}</tr></thead><tbody>{rows.collect_view()}</tbody>
                </table>
            }
            .into_any()
        })
    });
    view! {
        <div class="mapper-made">{made}</div>
        <div class="table-scroll" tabindex="0" role="region" aria-label="The first rows as they stand">{raw}</div>
    }
    .into_any()
}

/// The first rows, each an incident.
fn incidents_table(preview: &MappingPreview, zone: Option<Zone>) -> AnyView {
    let rows = preview.outcome.iter().map(|r| {
        if !r.refused.is_empty() {
            return refused_row(r, 4);
        }
        let milestones = r.milestones.iter().map(|(milestone, moment, time)| {
            let at = moment
                .map_or_else(|| retold(time.as_str()), |m| strings::moment(&m, zone.unwrap_or_default()));
            view! { <span>{format!("{}: {at}", known(milestone.label()))}</span> }.into_any()
        });
        let groups = r.groups.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>();
        view! {
            <tr>
                <td class="number">{r.line.to_string()}</td><td>{r.kind.clone()}</td><td>{r.text.clone()}</td>
                <td><div class="stack">{milestones.collect_view()}</div></td><td>{groups.join(", ")}</td>
            </tr>
        }
        .into_any()
    });
    made_table(&["Identifier", "Title", "Milestones", "Groups"], rows.collect_view().into_any())
}

/// A row that would be refused, beside its line across so many columns.
fn refused_row(row: &PreviewRow, columns: u32) -> AnyView {
    view! { <tr class="refused-row"><td class="number">{row.line.to_string()}</td><td colspan=columns.to_string()><span class="attention">"Refused: "{retold(row.refused.as_str())}</span></td></tr> }.into_any()
}

fn events_table(preview: &MappingPreview, zone: Option<Zone>) -> AnyView {
    let rows = preview.outcome.iter().map(|r| {
        if !r.refused.is_empty() {
            return refused_row(r, 6);
        }
        let time = r.moment.map_or_else(|| retold(r.time.as_str()), |m| strings::moment(&m, zone.unwrap_or_default()));
        view! {
            <tr>
                <td class="number">{r.line.to_string()}</td><td class="nowrap">{time}</td><td>{r.text.clone()}</td><td>{r.kind.clone()}</td>
                <td>{r.actor.clone()}</td><td>{r.asset.clone()}</td><td>{r.tags.join(", ")}</td>
            </tr>
        }
        .into_any()
    });
    made_table(&["Time", "Text", "Kind", "Actor", "Asset", "Tags"], rows.collect_view().into_any())
}

/// What becomes of the first rows, under the names of its columns.
fn made_table(columns: &[&'static str], rows: AnyView) -> AnyView {
    let head = columns.iter().map(|h| view! { <th scope="col">{*h}</th> }.into_any());
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="What becomes of the first rows">
            <table class="table compact">
                <caption class="hint">"What becomes of the first rows"</caption>
                <thead><tr><th scope="col" class="number">"Line"</th>{head.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
