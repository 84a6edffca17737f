//! Which messages of a Slack export become events: its channels with their counts, and what each choice would take.

use crate::engine::Query;
use crate::engine::slack::{SlackChannelRow, SlackView};
use crate::import::timestamp::{self, TimeError};
use crate::model::{Moment, Reading, SlackChannels, SlackChoice, SourceId, Timestamp};
use crate::ui::shell::edit::written;
use crate::ui::state::{Desk, Overlay, ask, loaded};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::field::text_field;
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use std::sync::Arc;

/// What the parts of the dialog share.
#[derive(Clone, Copy)]
struct Draft {
    desk: Desk,
    view: Signal<Arc<SlackView>>,
    /// The choice so far; none until something is chosen.
    tried: RwSignal<Option<SlackChoice>>,
    /// From when and until when, as typed.
    typed: [RwSignal<String>; 2],
}

impl Draft {
    /// The choice as it stands.
    fn choice(self) -> SlackChoice {
        self.tried.get().unwrap_or_else(|| self.view.with(|v| v.choice.clone()))
    }

    /// Changes the choice; the counts follow.
    fn change(self, change: impl FnOnce(&mut SlackChoice)) {
        let mut choice = untrack(|| self.choice());
        change(&mut choice);
        self.tried.set(Some(choice));
    }

    /// What is typed as an end of the time; none where nothing is.
    fn time(self, end: usize) -> Option<Result<Moment, TimeError>> {
        let text = self.typed.get(end)?.get();
        (!text.trim().is_empty()).then(|| timestamp::parse_confirm(&text, self.desk.zone.get()))
    }

    /// Whether both ends of the time can be read.
    fn readable(self) -> bool {
        !(0..2).any(|end| matches!(self.time(end), Some(Err(_))))
    }

    /// Chooses channels by their place in the list.
    fn choose(self, chosen: impl Fn(usize, bool) -> bool) {
        let channels = untrack(|| {
            let now = self.choice().channels;
            self.view.with(|v| {
                let rows = v.channels.iter().enumerate().map(|(n, row)| {
                    let others = is_others(v, n);
                    let was = if others { now.has_others() } else { now.has(&row.name) };
                    ((!others).then(|| row.name.clone()), chosen(n, was))
                });
                SlackChannels::of(rows)
            })
        });
        self.change(|choice| choice.channels = channels);
    }
}

/// Whether a row is all channels together that are not listed one by one.
fn is_others(view: &SlackView, row: usize) -> bool {
    view.others > 0 && row + 1 == view.channels.len()
}

/// The id of the button that opens the dialog.
pub(super) fn button_id(source: SourceId) -> String {
    format!("source-{}-messages", source.0)
}

/// The dialog for a source of the open case.
pub fn dialog(desk: Desk, source: SourceId, name: String) -> AnyView {
    let tried = RwSignal::new(None::<SlackChoice>);
    let case = untrack(|| desk.case());
    let answer = ask::<SlackView>(move || Some(Query::SlackPreview { case, source, choice: tried.get() }));
    let close = move || desk.overlay.set(Overlay::Nothing);
    let read = {
        let name = name.clone();
        move |ev: leptos::ev::SubmitEvent| {
            ev.prevent_default();
            let Some(choice) = tried.get_untracked() else { return };
            close();
            let name = name.clone();
            desk.read_again(case, source, Reading::slack(choice), move || {
                super::super::desk::scroll_to(&button_id(source));
                desk.tell(false, say!("Read {name} anew", name), "Undo reads it as before");
            });
        }
    };
    let body = loaded(answer, move |view| {
        let span = untrack(|| view.with(|v| v.choice.span));
        let zone = desk.zone.get_untracked();
        let written =
            |end: Option<Timestamp>| end.map(|at| written(&Moment::exact(at), zone)).unwrap_or_default();
        let typed = [span.from, span.until].map(|end| RwSignal::new(written(end)));
        let draft = Draft { desk, view, tried, typed };
        view! { <div class="form">{kinds(draft)}{times(draft)}{channels(draft)}{outcome(draft)}</div> }
            .into_any()
    });
    let body = view! { <form class="form slack" on:submit=read>{body}</form> };
    dialog::dialog("messages", say!("Choose messages of {name}", name), "", close, body)
}

/// Which messages of the chosen channels.
fn kinds(draft: Draft) -> AnyView {
    let options =
        vec![(false, say!("Marked or about the response").to_owned()), (true, say!("All").to_owned())];
    let all = Signal::derive(move || draft.choice().unmarked);
    let which = segmented("slack-which", "Messages taken", options, all, move |all| {
        draft.change(|c| c.unmarked = all)
    });
    let check = |label: &'static str, of: fn(&mut SlackChoice) -> &mut bool| {
        let on = move || *of(&mut draft.choice());
        view! {
            <label class="check"><input type="checkbox" prop:checked=on
                on:change=move |ev| draft.change(|c| *of(c) = event_target_checked(&ev))/>{label}</label>
        }
        .into_any()
    };
    view! {
        <div class="setting"><span class="setting-name">"Messages taken"</span>{which}</div>
        <p class="hint">"Marked: with a reaction, a pin, a file or a thread under it."</p>
        <div class="choices" role="group" aria-label="Kinds of messages">
            {check("Replies in threads", |c| &mut c.replies)}
            {check("Messages of apps and bots", |c| &mut c.bots)}
            {check("Notices of who joined, left or renamed", |c| &mut c.notices)}
        </div>
    }
    .into_any()
}

/// Of which time: from and until, each as a person writes a time.
fn times(draft: Draft) -> AnyView {
    let Draft { desk, view, typed: [from, until], .. } = draft;
    let ends = untrack(|| view.with(|v| v.span));
    let hint = move |end: usize, open: &'static str| match draft.time(end) {
        Some(Ok(moment)) => Ok(say!("Reads as {zone}", zone = strings::moment(&moment, desk.zone.get()))),
        Some(Err(error)) => Err(retold(error.to_string())),
        None => Ok(say!(
            "Empty: {open}{zone}.",
            open = look(open),
            zone = ends
                .and_then(|ends| ends.get(end).copied())
                .map(|at| format!(", {}", strings::moment(&Moment::exact(at), desk.zone.get())))
                .unwrap_or_default()
        )),
    };
    // What was typed counts once it changes, so that a choice that was kept to the microsecond stays.
    let follow = move |end: usize, set: fn(&mut SlackChoice, Option<Moment>)| {
        Effect::new(move |before: Option<String>| {
            let text = draft.typed.get(end).map(|typed| typed.get()).unwrap_or_default();
            if before.is_some_and(|before| before != text)
                && let Ok(moment) = untrack(|| draft.time(end)).transpose()
            {
                draft.change(|choice| set(choice, moment));
            }
            text
        });
    };
    follow(0, |choice, moment| choice.span.from = moment.map(|m| m.earliest));
    follow(1, |choice, moment| choice.span.until = moment.map(|m| m.latest));
    view! {
        <div class="form-pair">
            {text_field("slack-from", sense("span|From"), from, move || hint(0, "from the first message"))}
            {text_field("slack-until", "Until", until, move || hint(1, "up to the last message"))}
        </div>
    }
    .into_any()
}

/// The channels with their counts. The rows stay, so that the focus does.
fn channels(draft: Draft) -> AnyView {
    let rows = untrack(|| {
        draft.view.with(|v| {
            let row = |(n, row): (usize, &SlackChannelRow)| {
                let others = is_others(v, n);
                let label = match row.name.as_str() {
                    _ if others => strings::count(v.others, "smaller channel", "smaller channels"),
                    "" => say!("(the file names no channel)").to_owned(),
                    name => format!("#{name}"),
                };
                channel(draft, n, row, label)
            };
            v.channels.iter().enumerate().map(row).collect_view()
        })
    });
    let every = move |on: bool, text: &'static str| {
        view! { <button type="button" class="button small" on:click=move |_| draft.choose(|_, _| on)>{text}</button> }.into_any()
    };
    view! {
        <div class="inline-form">{every(true, "All channels")}{every(false, "No channel")}</div>
        <div class="table-scroll slack-channels" tabindex="0" role="region" aria-label="Channels">
            <table class="table compact">
                <thead><tr>
                    <th scope="col">"Channel"</th>
                    <th scope="col" class="number">"Messages"</th>
                    <th scope="col" class="number">"Would be events"</th>
                    <th scope="col">"Span of time"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn channel(draft: Draft, n: usize, row: &SlackChannelRow, label: String) -> AnyView {
    let on = move || draft.view.with(|v| v.channels.get(n).is_some_and(|c| c.chosen));
    let taken = live(move || draft.view.with(|v| strings::number(v.channels.get(n).map_or(0, |c| c.taken))));
    let zone = untrack(|| draft.desk.zone.get());
    let span = row.span.map(|ends| strings::span(ends, zone)).unwrap_or_default();
    let choose = move |ev: leptos::ev::Event| {
        let checked = event_target_checked(&ev);
        draft.choose(|at, was| if at == n { checked } else { was });
    };
    view! {
        <tr>
            <td><label class="check"><input type="checkbox" prop:checked=on on:change=choose/><span class="slack-channel">{label}</span></label></td>
            <td class="number">{strings::number(row.messages)}</td>
            <td class="number">{taken}</td>
            <td class="nowrap">{span}</td>
        </tr>
    }
    .into_any()
}

/// What would come of it, and the way out.
fn outcome(draft: Draft) -> AnyView {
    let Draft { desk, view, .. } = draft;
    let first = untrack(|| view.with(|v| v.choice.clone()));
    let same = Signal::derive(move || draft.choice() == first);
    let words = live(move || {
        view.with(|v| {
            say!(
                "{taken} of {messages} would become events; {taken_now}.",
                taken = strings::number(v.taken),
                messages = strings::count(v.messages, "message", "messages"),
                taken_now = strings::count(v.taken_now, "is now", "are now")
            )
        })
    });
    view! {
        <p role="status" class="slack-outcome">{words}</p>
        <p class="hint">"Counted when the file was read. Milestones and stars stay with their messages; Undo reads it as before."</p>
        <div class="form-actions">
            <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || same.get() || !draft.readable()>"Read these messages"</button>
            <button type="button" class="button" on:click=move |_| desk.overlay.set(Overlay::Nothing)>"Cancel"</button>
            <span class="hint">{live(move || same.get().then_some("It is read so now."))}</span>
        </div>
    }
    .into_any()
}
