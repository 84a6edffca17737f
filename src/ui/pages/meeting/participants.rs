//! People prepare apart, each in a copy of the case; here their files come together.

use super::Room;
use super::chosen::Chosen;
use crate::engine::Query;
use crate::engine::merging::{Conflict, MergeView};
use crate::ui::strings::count;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use std::collections::BTreeMap;

/// Files that were chosen and not taken over yet.
#[derive(Clone, Copy)]
struct Table {
    room: Room,
    files: RwSignal<Vec<(String, String)>>,
    choices: RwSignal<BTreeMap<String, String>>,
    merged: RwSignal<Option<MergeView>>,
}

impl Table {
    fn merge(self) {
        let Some(case) = untrack(|| self.room.desk.open_case_id()) else { return };
        let (files, choices) = (self.files.get_untracked(), self.choices.get_untracked());
        let zone = self.room.desk.zone.get_untracked();
        self.room.desk.ask_once::<MergeView>(Query::Merge { case, files, choices, zone }, move |merged| {
            self.merged.set(Some(merged));
        });
    }

    /// Takes over what is on the screen, into the case as it stands by then. Where more is said differently now, that is shown.
    fn take(self, seen: usize) {
        let Some(case) = untrack(|| self.room.desk.open_case_id()) else { return };
        let (files, choices) = (self.files.get_untracked(), self.choices.get_untracked());
        self.room.desk.take_merged(case, files, choices, seen, move |kept| match kept {
            true => self.close(),
            false => self.merge(),
        });
    }

    fn close(self) {
        self.merged.set(None);
        self.files.set(vec![]);
        self.choices.set(BTreeMap::new());
        self.room.listen();
    }
}

/// The section.
pub(super) fn section(room: Room) -> AnyView {
    let table = Table {
        room,
        files: RwSignal::new(vec![]),
        choices: RwSignal::new(BTreeMap::new()),
        merged: RwSignal::new(None),
    };
    let chosen = Chosen::new(room.desk, move |files| {
        table.files.set(files);
        table.choices.set(BTreeMap::new());
        table.merge();
    });
    view! {
        <section class="participants no-print" aria-labelledby="participants-title">
            <h3 id="participants-title">"What people prepared apart"</h3>
            <p class="hint">"Save this case, hand the file round, let people add what they remember and when they knew of it, and merge their files here. Nothing of this case is lost."</p>
            {live(move || match (chosen.locked("participants-passphrase"), table.merged.get()) {
                (Some(form), _) => form,
                (None, None) => view! { <button type="button" aria-disabled=read_only() class="button" on:click=move |_| chosen.choose()>"Merge files of participants…"</button> }.into_any(),
                (None, Some(merged)) => outcome(table, merged),
            })}
        </section>
    }
    .into_any()
}

fn outcome(table: Table, merged: MergeView) -> AnyView {
    let conflicts = merged.conflicts.len();
    let told = match (merged.new.len(), conflicts) {
        (0, 0) => say!("The files say nothing that this case does not say.").to_owned(),
        (taken, 0) => say!(
            "{taken} would be taken over; nothing is said differently.",
            taken = count(taken as u64, "entry", "entries")
        ),
        (taken, n) => say!(
            "{taken} would be taken over; {format} said differently: choose what stands.",
            taken = count(taken as u64, "entry", "entries"),
            format = if n == 1 { say!("1 thing is").to_owned() } else { say!("{n} things are", n) }
        ),
    };
    let left = merged
        .left_out
        .iter()
        .map(|(name, why)| view! { <li>{say!("{name} was left out: {why}.", name, why)}</li> }.into_any());
    let left = left.collect_view();
    let lines = merged.conflicts.iter().map(|c| conflict(table, c.clone())).collect_view();
    let nothing = merged.new.is_empty() && merged.conflicts.iter().all(|c| c.chosen.is_none());
    view! {
        <p role="status">{told}</p>
        <ul class="slips">{left}</ul>
        {new(&merged.new)}
        {lines}
        <div class="form-actions">
            <button type="button" aria-disabled=read_only() class="button primary" disabled=nothing on:click=move |_| table.take(conflicts)>"Take over"</button>
            <button type="button" class="button" on:click=move |_| table.close()>"Leave it"</button>
        </div>
    }
    .into_any()
}

/// So much of what is new is listed.
const LISTED: usize = 100;

/// What would be taken over.
fn new(all: &[(String, String)]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let line = |(what, words): &(String, String)| {
        view! { <li><strong>{what.clone()}</strong>": "{words.clone()}</li> }.into_any()
    };
    let more = all.len().saturating_sub(LISTED);
    view! {
        <details>
            <summary>"What is new"</summary>
            <ul class="slips">{all.iter().take(LISTED).map(line).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="hint">{say!("and {more} more", more)}</p> }.into_any())}
        </details>
    }
    .into_any()
}

fn conflict(table: Table, conflict: Conflict) -> AnyView {
    let place = conflict.place.clone();
    let choice = |file: Option<String>, words: String| {
        let (place, chosen) = (place.clone(), conflict.chosen == file);
        let group = format!("conflict-{place}");
        let press = move |_| {
            table.choices.update(|c| match &file {
                Some(file) => {
                    c.insert(place.clone(), file.clone());
                }
                None => {
                    c.remove(&place);
                }
            });
            table.merge();
        };
        view! { <label class="conflict-choice"><input type="radio" name=group prop:checked=chosen on:change=press/>" "{words}</label> }.into_any()
    };
    let own = if conflict.ours.is_empty() {
        say!("Leave it open").to_owned()
    } else {
        say!("This case: {ours}", ours = conflict.ours)
    };
    let own = choice(None, own);
    let theirs =
        conflict.theirs.iter().map(|(file, said)| choice(Some(file.clone()), format!("{file}: {said}")));
    let theirs = theirs.collect_view();
    view! { <fieldset class="conflict"><legend>{conflict.what.clone()}</legend>{own}{theirs}</fieldset> }
        .into_any()
}
