//! The injects as a table, each to be changed, taken out or moved.

use super::Play;
use crate::document::words;
use crate::model::exercise::{Basis, Expected, Inject};
use crate::model::{Duty, Timestamp, Zone};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use chrono::NaiveDateTime;

/// What is being edited: the number of an inject, or a new one.
type Editing = RwSignal<Option<u32>>;

/// The table.
pub(super) fn injects(play: Play) -> AnyView {
    let editing: Editing = RwSignal::new(None);
    let all = Memo::new(move |_| play.view.with(|v| (v.setup.injects.clone(), v.setup.start)));
    let add = move |_| {
        let id = play.view.with_untracked(|v| v.setup.next_inject);
        play.set_up(|setup| {
            let at = setup.injects.last().map_or(setup.start, |i| i.at);
            setup.next_inject += 1;
            setup.injects.push(Inject {
                id,
                at,
                title: say!("New inject").to_owned(),
                told: String::new(),
                prompt: say!("What do you do?").to_owned(),
                duty: Duty::IdentifyAndIsolate,
                expected: vec![],
                events: vec![],
            });
        });
        editing.set(Some(id));
    };
    let shown = live(move || {
        let (injects, start) = all.get();
        let zone = play.desk.zone.get();
        let edited = editing.get();
        if injects.is_empty() {
            return view! { <p class="hint">"No inject yet: the case has no milestone that became known. Confirm milestones on Response, or add injects here."</p> }.into_any();
        }
        let rows = injects.into_iter().map(|inject| row(play, editing, edited, inject, start, zone));
        view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label="Table of injects">
                <table class="table">
                    <thead><tr><th scope="col">"When"</th><th scope="col">"Inject"</th><th scope="col">"Asked"</th><th scope="col">"Duty"</th><th scope="col">"Expected"</th><th scope="col">"Change"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    });
    view! {
        <section aria-labelledby="injects-title">
            <h2 id="injects-title">"Injects"</h2>
            {shown}
            <p><button type="button" aria-disabled=read_only() class="button" on:click=add>"Add an inject"</button></p>
        </section>
    }
    .into_any()
}

fn row(
    play: Play,
    editing: Editing,
    edited: Option<u32>,
    inject: Inject,
    start: Timestamp,
    zone: Zone,
) -> AnyView {
    let id = inject.id;
    if edited == Some(id) {
        return view! { <tr><td colspan="6">{form(play, editing, inject, zone)}</td></tr> }.into_any();
    }
    let expected = crate::ui::strings::count(inject.expected.len() as u64, "action", "actions");
    let (edit, remove) =
        (say!("Edit “{title}”", title = inject.title), say!("Remove “{title}”", title = inject.title));
    view! {
        <tr>
            <td class="number">{words::instant(inject.at, zone)}<br/><span class="hint">{format!("+ {}", inject.at.since(start))}</span></td>
            <td lang=""><strong>{inject.title}</strong><br/>{words::cut(&inject.told, 120)}</td>
            <td lang="">{inject.prompt}</td>
            <td>{known(inject.duty.label())}</td>
            <td>{expected}</td>
            <td><button type="button" aria-disabled=read_only() class="link" aria-label=edit on:click=move |_| editing.set(Some(id))>"Edit"</button>" "
                <button type="button" aria-disabled=read_only() class="link" aria-label=remove on:click=move |_| play.set_up(|s| s.injects.retain(|i| i.id != id))>"Remove"</button></td>
        </tr>
    }
    .into_any()
}

/// A time as it is typed, in a zone.
pub(super) fn parsed(text: &str, zone: Zone) -> Option<Timestamp> {
    let text = text.trim().replace('T', " ");
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok())?;
    match zone.instant(local) {
        crate::model::zone::LocalTime::Single(at) | crate::model::zone::LocalTime::Repeated(at, _) => {
            Some(at)
        }
        crate::model::zone::LocalTime::Skipped => None,
    }
}

/// Expected actions, one a line; those that stay keep where they were drawn from.
fn expected(text: &str, before: &[Expected]) -> Vec<Expected> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let one = |line: &str| {
        let known = before.iter().find(|e| e.text == line);
        Expected { text: line.to_owned(), basis: known.map_or(Basis::Own, |e| e.basis) }
    };
    lines.map(one).collect()
}

fn form(play: Play, editing: Editing, inject: Inject, zone: Zone) -> AnyView {
    let id = inject.id;
    let at = RwSignal::new(zone.local(inject.at).format("%Y-%m-%d %H:%M:%S").to_string());
    let title = RwSignal::new(inject.title.clone());
    let told = RwSignal::new(inject.told.clone());
    let prompt = RwSignal::new(inject.prompt.clone());
    let duty = RwSignal::new(inject.duty);
    let actions: Vec<&str> = inject.expected.iter().map(|e| e.text.as_str()).collect();
    let actions = RwSignal::new(actions.join("\n"));
    let wrong = Memo::new(move |_| at.with(|at| parsed(at, zone).is_none()));
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(when) = parsed(&at.get_untracked(), zone) else { return };
        let expected = expected(&actions.get_untracked(), &inject.expected);
        let (title, told, prompt) = (title.get_untracked(), told.get_untracked(), prompt.get_untracked());
        let duty = duty.get_untracked();
        play.set_up(|setup| {
            // What comes later than the end would never come.
            setup.end = setup.end.max(when);
            if let Some(held) = setup.injects.iter_mut().find(|i| i.id == id) {
                held.at = when;
                title.trim().clone_into(&mut held.title);
                told.trim().clone_into(&mut held.told);
                prompt.trim().clone_into(&mut held.prompt);
                held.duty = duty;
                held.expected = expected;
            }
        });
        editing.set(None);
    };
    let duties = Duty::ALL.iter().map(|of| {
        view! { <option value=of.id() selected=*of == duty.get_untracked()>{known(of.label())}</option> }
            .into_any()
    });
    let choose = move |ev: leptos::ev::Event| {
        let id = event_target_value(&ev);
        if let Some(of) = Duty::ALL.iter().find(|d| d.id() == id) {
            duty.set(*of);
        }
    };
    let area = |id: &'static str, label: &'static str, value: RwSignal<String>, rows: u32| {
        crate::ui::widgets::field::text_area(id, label, value, rows)
    };
    let hint = move || match wrong.get() {
        true => Err(say!("Write it as 2026-03-16 09:48:30").to_owned()),
        false => Ok(say!("In {zone}", zone = words::zone_at(inject.at, zone))),
    };
    let first = crate::ui::widgets::field::text_field("inject-at", "When", at, hint);
    let name = crate::ui::widgets::field::text_field("inject-name", "Title", title, || Ok(String::new()));
    view! {
        <form class="inject-form" on:submit=submit on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); editing.set(None); }>
            {first}
            {name}
            {area("inject-told", "What participants are told", told, 4)}
            {area("inject-prompt", "What they are asked", prompt, 2)}
            <div class="field"><label for="inject-duty">"Duty that it probes"</label>
                <select id="inject-duty" class="input" on:change=choose>{duties.collect_view()}</select></div>
            {area("inject-expected", "Expected actions, one a line", actions, 5)}
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || wrong.get()>"Keep the inject"</button>
                <button type="button" class="button" on:click=move |_| editing.set(None)>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
