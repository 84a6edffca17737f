//! Votes out of the files of people who prepared apart.

use super::Room;
use super::chosen::Chosen;
use crate::engine::Query;
use crate::engine::meeting::BallotsView;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::MeetingStep;

/// The way to count votes out of files.
pub(super) fn from_files(room: Room) -> AnyView {
    let found = RwSignal::new(None::<BallotsView>);
    let chosen = Chosen::new(room.desk, move |files| {
        let Some(case) = untrack(|| room.desk.open_case_id()) else { return };
        room.desk.ask_once::<BallotsView>(Query::Ballots { case, files }, move |view| found.set(Some(view)));
    });
    live(move || {
        match (chosen.locked("ballots-passphrase"), found.get()) {
        (Some(form), _) => form,
        (None, Some(view)) => outcome(room, found, view),
        (None, None) => view! { <button type="button" aria-disabled=read_only() class="button" on:click=move |_| chosen.choose()>"Count votes from files…"</button> }.into_any(),
    }
    })
}

fn outcome(room: Room, found: RwSignal<Option<BallotsView>>, view: BallotsView) -> AnyView {
    let BallotsView { ballots, told, left_out } = view;
    let close = move || {
        found.set(None);
        room.listen();
    };
    let count = match ballots.len() {
        0 => say!("The files have no vote that is not counted yet.").to_owned(),
        1 => say!("1 vote is found.").to_owned(),
        n => say!("{n} votes are found.", n),
    };
    let left = left_out.into_iter().map(|(name, why)| say!("{name} was left out: {why}.", name, why));
    let lines = told.into_iter().chain(left).map(|line| view! { <li>{line}</li> }.into_any()).collect_view();
    let nothing = ballots.is_empty();
    let take = move |_| {
        room.step_then(MeetingStep::TakeBallots(ballots.clone()), close);
    };
    view! {
        <p role="status">{count}</p>
        <ul class="slips">{lines}</ul>
        <div class="form-actions">
            <button type="button" aria-disabled=read_only() class="button primary" disabled=nothing on:click=take>"Count them"</button>
            <button type="button" class="button" on:click=move |_| close()>"Leave it"</button>
        </div>
    }
    .into_any()
}
